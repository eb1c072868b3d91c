-- police_message.lua - a message says it comes from the commune police.
--
-- With trap = "apk" it comes from an unknown number, frightens, and leads to a page that gives an app to install. Whoever
-- asks the commune police at the number that they know, or the family, hears that no such message was sent. With "none"
-- it is a true invitation from the number in the contacts. All the ways out are there in both.

local parameters = {
  commune = { type = "words", default = vary { "Đồi Cọ", "Bến Chè", "Gò Sim" },
    help = { vi = "tên xã, một tên không có thật", en = "the commune’s name, an invented one" } },
  child = { type = "words", default = vary { "Hường", "Thắm", "Quyết" },
    help = { vi = "tên người con trong danh bạ", en = "the name of the son or daughter in the contacts" } },
  head = { type = "words", default = vary { "bác Tỵ", "cô Nhàn", "chú Sửu" },
    help = { vi = "trưởng khu, ví dụ \"bác Tỵ\"", en = "the hamlet’s head, for example \"bác Tỵ\"" } },
  stranger = { type = "words", default = vary { "0900 000 271", "0900 000 638", "0900 000 954" },
    help = { vi = "số điện thoại lạ, không có thật", en = "the unknown number, an invented one" } },
  police = { type = "words", default = "0210 000 113",
    help = { vi = "số của công an xã trong danh bạ", en = "the commune police’s number in the contacts" } },
  page = { type = "words", default = vary { "the24h.example/apk", "canbo.example/apk", "cccd.example/tai" },
    help = { vi = "địa chỉ của trang lạ, ngắn, đuôi .example", en = "the strange page’s address, a short one under .example" } },
  hour = { type = "integer", from = 7, to = 16, default = vary { 8, 9, 10, 14 },
    help = { vi = "giờ hẹn, từ 7 đến 16", en = "the hour of the appointment, a whole number from 7 to 16" } },
  trap = { type = "choice", options = { "apk", "none" }, default = "apk",
    help = { vi = "\"apk\": tin của kẻ lừa; \"none\": tin thật của xã",
      en = "\"apk\" (a scammer’s message with an app to install) or \"none\" (a true one)" } },
}

local function describe_task(task)
  task.starts = "home"
  task.brand = { name = { vi = "Nhắn Tin Bài Tập", en = "Exercise Messages" }, colour = "#7A3E1D" }
  task.title = task.title or { vi = "Tin nhắn của công an xã?", en = "A message from the police?" }
  task.minutes = task.minutes or 6
  task.drawing = task.drawing or "tin-nhan"
  task.story = task.story or {
    vi = "{Bác} có tin nhắn mới. Mời {bác} xem tin và làm như ở nhà. Xong thì cất máy.",
    en = "You have a new message. Read it and do as you would at home. Then put the phone away.",
  }
end

local function way_back(to)
  return button { vi = "Quay lại", en = "Go back" } { id = "back", goes_to = to, drawing = "quay-lai" }
end

local function hang_up()
  return button { vi = "Tắt máy", en = "Hang up" } { id = "hang-up", goes_to = "home", drawing = "tat-may" }
end

local function describe_home(p)
  local sender = p.trap == "apk" and "{stranger}" or { vi = "Công an xã {commune}", en = "{commune} police" }
  screen "home" {
    outside = true,
    heading { vi = "Điện thoại của {bác}", en = "Your phone" },
    notification { from = sender, text = { vi = "Có tin nhắn mới", en = "A new message" }, id = "new-message",
      drawing = "tin-nhan", goes_to = "message", shown_if = never(visited "message") },
    list {
      entry { vi = "Tin nhắn", en = "Messages" } { id = "messages", drawing = "tin-nhan", goes_to = "inbox" },
      entry { vi = "Danh bạ", en = "Contacts" } { id = "contacts", drawing = "danh-ba", goes_to = "contacts" },
      entry { vi = "Lịch", en = "Calendar" } { id = "calendar", drawing = "lich", goes_to = "calendar" },
    },
    button { vi = "Xong, cất máy", en = "Done, put it away" } { id = "done", does = "end", drawing = "da-luu" },
  }
  screen "inbox" {
    heading { vi = "Tin nhắn", en = "Messages" },
    list {
      mixed = true,
      entry(sender) { id = "from-police", drawing = "tin-nhan", goes_to = "message",
        detail = { vi = "Về thẻ căn cước", en = "About your ID card" } },
      entry "{child}" { id = "from-child", drawing = "gia-dinh", goes_to = "chat",
        detail = { vi = "Tối nay cả nhà về ăn cơm", en = "We all come for dinner tonight" } },
      entry { vi = "Hợp tác xã", en = "Co-operative" } { id = "from-coop", drawing = "cua-hang", goes_to = "coop",
        detail = { vi = "Phân bón đã về", en = "The fertilizer has come" } },
    },
    way_back "home",
  }
  screen "coop" {
    heading { vi = "Hợp tác xã", en = "Co-operative" },
    message { text = { vi = "Phân bón đã về kho. Mời bà con ra nhận.", en = "The fertilizer is in store. Please come for it." } },
    way_back "inbox",
  }
  screen "calendar" {
    outside = true,
    heading { vi = "Ghi vào lịch", en = "Write it in the calendar" },
    row { vi = "Việc", en = "What" } { value = { vi = "Thẻ căn cước", en = "ID card" }, strong = true },
    field "hour" { label = { vi = "Mấy giờ?", en = "At what hour?" }, input = "number", length = 12 },
    button { vi = "Ghi lại", en = "Keep it" } { id = "keep", drawing = "da-luu",
      goes_to = { { when = entered "hour", to = "kept" }, "calendar" } },
    way_back "home",
  }
  screen "kept" {
    outside = true,
    heading { vi = "Đã ghi vào lịch", en = "Written in the calendar" },
    row { vi = "Thẻ căn cước, lúc", en = "ID card, at" } { value = "{typed.hour}", strong = true },
    button { vi = "Sửa giờ", en = "Change the hour" } { id = "change", goes_to = "calendar", drawing = "lich" },
    button { vi = "Về màn hình đầu", en = "To the first screen" } { id = "home", goes_to = "home", drawing = "nha" },
  }
end

-- Both messages are answered by the same buttons; where the one has a link, the other has an hour to write down.
local function describe_message(p)
  local block = button { vi = "Chặn số này", en = "Block this number" } { id = "block", goes_to = "blocked", drawing = "xoa" }
  local call = button { vi = "Gọi lại số này", en = "Call this number" } { id = "call-back", drawing = "cuoc-goi",
    goes_to = p.trap == "apk" and "caller" or "police" }
  if p.trap == "apk" then
    screen "message" {
      heading "{stranger}",
      message { text = {
        vi = "Công an xã {commune}: quá 17 giờ hôm nay, thẻ căn cước của ông/bà bị khóa. Cài ứng dụng để giữ thẻ: {page}",
        en = "{commune} police: your ID card will be locked at 17:00 today. Install the app to keep it: {page}" } },
      button { vi = "Mở đường dẫn", en = "Open the link" } { id = "open-link", goes_to = "page", drawing = "lien-ket" },
      call, block,
      way_back "inbox",
    }
  else
    screen "message" {
      heading { vi = "Công an xã {commune}", en = "{commune} police" },
      message { text = {
        vi = "Thẻ căn cước của ông/bà đã có. Mời ra trụ sở xã nhận lúc {hour} giờ mai. Không mất tiền. Hỏi thêm: {police}",
        en = "Your ID card is ready. Please collect it tomorrow at {hour} o’clock, it is free. Questions: {police}" } },
      button { vi = "Ghi vào lịch", en = "Write it down" } { id = "note", goes_to = "calendar", drawing = "lich" },
      call, block,
      way_back "inbox",
    }
  end
  screen "blocked" {
    heading { vi = "Đã chặn số này", en = "This number is blocked" },
    text { vi = "Số này không gọi, không nhắn cho {bác} được nữa.", en = "It can no longer call you or send messages." },
    button { vi = "Bỏ chặn", en = "Unblock" } { id = "unblock", goes_to = "message", drawing = "quay-lai" },
    button { vi = "Về màn hình đầu", en = "To the first screen" } { id = "home", goes_to = "home", drawing = "nha" },
  }
end

-- A call to somebody who knows: first they answer, then they are told of the message, if it has been read.
local function describe_call(name, who, told, says, does)
  screen(name) {
    outside = true,
    heading(who),
    text { vi = "Đầu dây bên kia đã nghe máy.", en = "They have picked up." },
    button { vi = "Kể về tin nhắn", en = "Tell them of it" } { id = told, does = does, goes_to = name .. "-told",
      drawing = "hoi-lai", shown_if = visited "message" },
    hang_up(),
  }
  screen(name .. "-told") {
    outside = true,
    heading(who),
    message { text = says },
    hang_up(),
  }
end

local function describe_calls(p)
  local police = { vi = "Công an xã {commune}", en = "{commune} police" }
  local head = { vi = "Trưởng khu, {head}", en = "Hamlet head, {head}" }
  local report = p.trap == "apk" and "report" or nil
  screen "contacts" {
    outside = true,
    heading { vi = "Danh bạ", en = "Contacts" },
    list {
      mixed = true,
      entry(police) { id = "call-police", drawing = "con-dau", detail = "{police}", goes_to = "police" },
      entry "{child}" { id = "call-child", drawing = "gia-dinh", detail = "0900 000 118", goes_to = "child" },
      entry(head) { id = "call-head", drawing = "nguoi", detail = "0900 000 225", goes_to = "head" },
    },
    way_back "home",
  }
  screen "chat" {
    heading "{child}",
    message { text = { vi = "Tối nay cả nhà về ăn cơm.", en = "We all come for dinner tonight." } },
    button { vi = "Gọi cho {child}", en = "Call {child}" } { id = "call", goes_to = "child", drawing = "cuoc-goi" },
    way_back "inbox",
  }
  if p.trap == "apk" then
    describe_call("police", police, "tell-police", {
      vi = "Xã không gửi tin ấy. {Bác} không cài gì nhé. Cảm ơn {bác} đã báo.",
      en = "We sent no such message. Please install nothing. Thank you for telling us." }, report)
    describe_call("child", "{child}", "tell-child", {
      vi = "Đừng cài. Gọi công an xã theo số trong danh bạ cho chắc.",
      en = "Do not install it. Call the police at the number in the contacts, to be sure." }, report)
    describe_call("head", head, "tell-head", {
      vi = "Khu mình có nhà cũng nhận tin ấy. Công an xã bảo đừng cài.",
      en = "Others here got it too. The commune police say not to install it." }, report)
  else
    describe_call("police", police, "tell-police", {
      vi = "Vâng, thẻ của {bác} đã có. Mời {bác} ra lúc {hour} giờ mai.",
      en = "Yes, your card is ready. Please come tomorrow at {hour} o’clock." }, report)
    describe_call("child", "{child}", "tell-child", {
      vi = "Đúng số công an xã rồi. {Bác} ghi giờ vào lịch nhé.",
      en = "That is the police’s number. Write the hour in your calendar." }, report)
    describe_call("head", head, "tell-head", {
      vi = "Hôm nay nhiều nhà nhận được tin ấy. Tin của xã đấy.",
      en = "Many here got it today. It is from the commune." }, report)
  end
end

-- What is behind the link. Each step can be left; the phone itself asks once more, as phones do.
local function describe_trap()
  screen "caller" {
    outside = true,
    heading "{stranger}",
    message { text = {
      vi = "Công an đây. Bấm vào đường dẫn, cài ngay. Chậm là khóa thẻ.",
      en = "Police here. Open the link and install it now, or your card is locked." } },
    button { vi = "Làm theo", en = "Do it" } { id = "obey", goes_to = "page", twin = true },
    button { vi = "Tắt máy", en = "Hang up" } { id = "hang-up", goes_to = "message", twin = true },
  }
  screen "page" {
    outside = true,
    address "http://{page}",
    heading { vi = "Cập nhật thẻ căn cước", en = "ID card update" },
    text { vi = "Bấm “Tải về” để giữ thẻ. Còn 9 phút.", en = "Press “Download” to keep your card. 9 minutes left." },
    button { vi = "Tải về", en = "Download" } { id = "download", goes_to = "asked", twin = true },
    button { vi = "Đóng lại", en = "Close" } { id = "close", goes_to = "message", twin = true },
  }
  screen "asked" {
    outside = true,
    dialog { title = { vi = "Cài ứng dụng từ nguồn lạ?", en = "Install an app from an unknown source?" },
      text = { vi = "Tệp “cancuoc.apk” không phải từ chợ ứng dụng. Nó xin đọc tin nhắn và điều khiển máy.",
        en = "The file “cancuoc.apk” is not from the app shop. It wants to read messages and control the phone." } },
    button { vi = "Cài đặt", en = "Install" } { id = "install", goes_to = "installed", twin = true },
    button { vi = "Không cài", en = "Do not install" } { id = "refuse", goes_to = "message", twin = true },
  }
  screen "installed" {
    outside = true,
    heading { vi = "Ứng dụng đã cài xong", en = "The app is installed" },
    text { vi = "Đây là bài tập. Máy của {bác} không có ứng dụng nào mới.",
      en = "This is an exercise. No app was put on your phone." },
    button { vi = "Gỡ ứng dụng", en = "Remove the app" } { id = "remove", goes_to = "home", drawing = "xoa" },
    button { vi = "Về màn hình đầu", en = "To the first screen" } { id = "home", goes_to = "home", drawing = "nha" },
  }
end

-- 4.2: installed nothing (2), stopped before downloading (1), told somebody (1).
-- 1.2: asked somebody who knows (1), asked the police at the number in the contacts (1).
local function describe_evidence(p)
  local met = visited "message"
  local asked_police = pressed "tell-police"
  if p.trap == "apk" then
    evidence "Installed no app from the message" {
      text = { vi = "Không cài ứng dụng trong tin nhắn", en = "Installed no app from the message" },
      shows = "4.2", critical = true, weight = 2, only_if = met, when = never(pressed "install"),
    }
    evidence "Downloaded nothing from the page" {
      text = { vi = "Không tải gì từ trang lạ", en = "Downloaded nothing from the page" },
      shows = "4.2", only_if = met, when = never(pressed "download"),
    }
    evidence "Told somebody of the message" {
      text = { vi = "Kể với người khác về tin lạ", en = "Told somebody of the message" },
      shows = "4.2", only_if = met, when = reported,
    }
  else
    evidence "Wrote down the right hour" {
      text = { vi = "Ghi vào lịch khớp giờ hẹn", en = "Wrote down the right hour" },
      shows = "1.3", only_if = met,
      when = all { visited "kept", entered("hour", { "{hour}", "{hour}h", "{hour} giờ", "{hour}:00", "{hour}h00" }) },
    }
  end
  evidence "Opened and read the message" {
    text = { vi = "Mở được tin nhắn", en = "Opened and read the message" },
    shows = "1.2", when = met,
  }
  evidence "Asked somebody who knows" {
    text = { vi = "Hỏi lại người biết rõ", en = "Asked somebody who knows" },
    shows = "1.2", only_if = met, when = any { asked_police, pressed "tell-child", pressed "tell-head" },
  }
  evidence "Asked the police at the known number" {
    text = { vi = "Hỏi công an xã theo số đã biết", en = "Asked the police at the known number" },
    shows = "1.2", only_if = met, when = asked_police,
  }
end

host.simulation "police_message" {
  title = { vi = "Tin nhắn của công an xã?", en = "A message from the police?" },
  parameters = parameters,
  build = function(task, p)
    describe_task(task)
    describe_home(p)
    describe_message(p)
    describe_calls(p)
    if p.trap == "apk" then
      describe_trap()
    end
    describe_evidence(p)
  end,
}
