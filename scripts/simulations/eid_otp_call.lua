-- eid_otp_call.lua - sign in to an invented electronic ID app while the phone rings.
--
-- The app sends a code, and the code belongs into the app. With trap = "call" an unknown number rings at that moment and
-- wants the code read out. With "none" it is the son or daughter, who asks for nothing. Not answering, hanging up, and
-- asking somebody are there in both.

local parameters = {
  passcode = { type = "digits", length = 6, default = vary { "147258", "369147", "258036" },
    help = { vi = "mật khẩu của bài tập, 6 số", en = "six digits in quotation marks, for example \"147258\"" } },
  otp = { type = "digits", length = 6, default = vary { "482913", "705164", "319620", "867035" },
    help = { vi = "mã OTP của bài tập, 6 số", en = "six digits in quotation marks, for example \"482913\"" } },
  stranger = { type = "words", default = vary { "0900 000 347", "0900 000 582", "0900 000 816" },
    help = { vi = "số điện thoại lạ, không có thật", en = "the unknown number, an invented one" } },
  role = { type = "words", help = { vi = "kẻ lừa xưng là ai", en = "who the caller claims to be, a text or { vi = …, en = … }" },
    default = vary { { vi = "công an xã", en = "the commune police" }, { vi = "cán bộ căn cước", en = "the ID card office" },
      { vi = "tổng đài định danh", en = "the electronic ID help desk" } } },
  child = { type = "words", default = vary { "Hường", "Thắm", "Quyết" },
    help = { vi = "tên người con trong danh bạ", en = "the name of the son or daughter in the contacts" } },
  commune = { type = "words", default = vary { "Đồi Cọ", "Bến Chè", "Gò Sim" },
    help = { vi = "tên xã, một tên không có thật", en = "the commune’s name, an invented one" } },
  trap = { type = "choice", options = { "call", "none" }, default = "call",
    help = { vi = "\"call\": số lạ gọi hỏi mã; \"none\": con gọi về",
      en = "\"call\" (an unknown number asks for the code) or \"none\" (the son or daughter calls)" } },
}

local function describe_task(task)
  task.starts = "home"
  task.brand = { name = { vi = "Định Danh Bài Tập", en = "Exercise ID" }, colour = "#4A5A1A" }
  task.title = task.title or { vi = "Mở thẻ bảo hiểm y tế trên điện thoại", en = "Open the health card on the phone" }
  task.minutes = task.minutes or 7
  task.drawing = task.drawing or "the"
  task.story = task.story or {
    vi = "{Bác} mở thẻ bảo hiểm y tế trong ứng dụng Định Danh. Mật khẩu để tập: {passcode}. Xong thì cất máy.",
    en = "Open your health card in the ID app. Password for this exercise: {passcode}. Then put the phone away.",
  }
end

local function to_home()
  return button { vi = "Về màn hình đầu", en = "To the first screen" } { id = "home", goes_to = "home", drawing = "nha" }
end

local function code_arrives()
  return notification { from = { vi = "Định Danh Bài Tập", en = "Exercise ID" }, id = "code", drawing = "tin-nhan", goes_to = "sms",
    text = { vi = "Mã OTP: {otp}. Không đọc mã này cho ai.", en = "OTP: {otp}. Read it to nobody." } }
end

local function describe_phone()
  screen "home" {
    outside = true,
    heading { vi = "Điện thoại của {bác}", en = "Your phone" },
    list {
      entry { vi = "Định Danh Bài Tập", en = "Exercise ID" } { id = "app", drawing = "the",
        goes_to = { { when = visited "card", to = "card" }, "login" } },
      entry { vi = "Tin nhắn", en = "Messages" } { id = "messages", drawing = "tin-nhan", goes_to = "sms" },
      entry { vi = "Danh bạ", en = "Contacts" } { id = "contacts", drawing = "danh-ba", goes_to = "contacts" },
    },
    button { vi = "Xong, cất máy", en = "Done, put it away" } { id = "done", does = "end", drawing = "da-luu" },
  }
  screen "sms" {
    outside = true,
    heading { vi = "Tin nhắn", en = "Messages" },
    message { from = "{child}", text = { vi = "Con đến chợ rồi ạ.", en = "I am at the market." } },
    message { from = { vi = "Định Danh Bài Tập", en = "Exercise ID" }, shown_if = visited "ring",
      text = { vi = "Mã OTP: {otp}. Không đọc mã này cho ai.", en = "OTP: {otp}. Read it to nobody." } },
    button { vi = "Về chỗ bấm mã", en = "Back to the code" } { id = "to-code", goes_to = "otp", drawing = "the",
      shown_if = all { visited "otp", never(visited "card") } },
    to_home(),
  }
end

local function describe_app()
  screen "login" {
    heading { vi = "Đăng nhập", en = "Sign in" },
    row { vi = "Số định danh", en = "ID number" } { value = "0250 0000 0163" },
    keypad "password" { label = { vi = "Mật khẩu 6 số", en = "6-digit password" }, length = 6 },
    button { vi = "Thôi", en = "Cancel" } { id = "cancel", goes_to = "home", twin = true },
    button { vi = "Đăng nhập", en = "Sign in" } { id = "sign-in", checks = "password", is = "{passcode}",
      goes_to = { { when = never(visited "ring"), to = "ring" }, "otp" }, otherwise = "login-again", twin = true },
  }
  screen "login-again" {
    heading { vi = "Mật khẩu chưa khớp", en = "Not this password yet" },
    text { vi = "Mật khẩu để tập: {passcode}. Mời {bác} bấm lại.", en = "Password for this exercise: {passcode}. Please try again." },
    button { vi = "Bấm lại", en = "Try again" } { id = "again", goes_to = "login", drawing = "quay-lai" },
  }
  screen "otp" {
    code_arrives(),
    heading { vi = "Mời {bác} bấm mã OTP", en = "Please enter the OTP" },
    keypad "OTP" { label = { vi = "Mã OTP", en = "OTP" }, length = 6 },
    button { vi = "Thôi", en = "Cancel" } { id = "cancel", goes_to = "home", twin = true },
    button { vi = "Xác nhận", en = "Confirm" } { id = "confirm", checks = "OTP", is = "{otp}", goes_to = "card",
      otherwise = "otp-again", twin = true },
  }
  screen "otp-again" {
    heading { vi = "Mã chưa khớp", en = "Not this code yet" },
    text { vi = "Mời {bác} xem lại mã trong tin nhắn.", en = "Please look at the code in your messages again." },
    button { vi = "Bấm lại", en = "Try again" } { id = "again", goes_to = "otp", drawing = "quay-lai" },
  }
end

local function describe_papers()
  local function paper(name, title, rows)
    screen(name) {
      heading(title),
      rows[1], rows[2], rows[3],
      button { vi = "Xem giấy tờ khác", en = "See other papers" } { id = "back", goes_to = "card", drawing = "quay-lai" },
      to_home(),
    }
  end
  local owner = row { vi = "Của", en = "Owner" } { value = "{Bác}" }
  screen "card" {
    heading { vi = "Giấy tờ của {bác}", en = "Your papers" },
    list {
      mixed = true,
      entry { vi = "Thẻ căn cước", en = "ID card" } { id = "identity", drawing = "the", goes_to = "identity" },
      entry { vi = "Thẻ bảo hiểm y tế", en = "Health insurance card" } { id = "health", drawing = "giay-to", goes_to = "health" },
      entry { vi = "Giấy phép lái xe", en = "Driving licence" } { id = "driving", drawing = "don", goes_to = "driving" },
    },
    to_home(),
  }
  paper("identity", { vi = "Thẻ căn cước", en = "ID card" }, { owner,
    row { vi = "Số định danh", en = "ID number" } { value = "0250 0000 0163" },
    row { vi = "Có giá trị đến", en = "Valid until" } { value = { vi = "Không thời hạn", en = "No end" } } })
  paper("health", { vi = "Thẻ bảo hiểm y tế", en = "Health insurance card" }, { owner,
    row { vi = "Nơi khám", en = "Health station" } { value = { vi = "Trạm y tế xã {commune}", en = "{commune} health station" }, strong = true },
    row { vi = "Có giá trị đến", en = "Valid until" } { value = "31/12/2027", strong = true } })
  paper("driving", { vi = "Giấy phép lái xe", en = "Driving licence" }, { owner,
    row { vi = "Hạng", en = "Class" } { value = "A1" },
    row { vi = "Có giá trị đến", en = "Valid until" } { value = { vi = "Không thời hạn", en = "No end" } } })
end

-- The phone rings, whoever calls; there are always two ways.
local function describe_ring(who, is_known)
  screen "ring" {
    outside = true,
    heading { vi = "Có người gọi đến", en = "Somebody is calling" },
    picture "cuoc-goi" { says = { vi = "Điện thoại đang đổ chuông", en = "The phone is ringing" } },
    row { vi = "Ai gọi", en = "Caller" } { value = who, strong = true },
    text(is_known and { vi = "Số này có trong danh bạ.", en = "This number is in your contacts." }
      or { vi = "Số này chưa có trong danh bạ.", en = "This number is not in your contacts." }),
    button { vi = "Nghe máy", en = "Answer" } { id = "answer", goes_to = "call", twin = true },
    button { vi = "Không nghe", en = "Do not answer" } { id = "ignore", goes_to = "otp", twin = true },
  }
end

local function hang_up(to)
  return button { vi = "Tắt máy", en = "Hang up" } { id = "hang-up", goes_to = to, drawing = "tat-may" }
end

local function describe_strange_call()
  local function read_out()
    return button { vi = "Đọc mã cho họ", en = "Read them the code" } { id = "read-code", goes_to = "read", drawing = "doc-ma" }
  end
  describe_ring("{stranger}", false)
  screen "call" {
    outside = true,
    code_arrives(),
    heading "{stranger}",
    message { text = {
      vi = "Tôi là {role}. Thẻ của ông/bà đang bị treo. Máy vừa có mã, đọc tôi mở cho.",
      en = "I am from {role}. Your card is on hold. Read me the code that just came." } },
    button { vi = "Nghe họ nói tiếp", en = "Go on listening" } { id = "listen", goes_to = "call-2", drawing = "nghe" },
    read_out(), hang_up "otp",
  }
  screen "call-2" {
    outside = true,
    code_arrives(),
    heading "{stranger}",
    message { text = {
      vi = "Nhanh lên, sắp hết giờ rồi. Không đọc thì mất tiền trợ cấp tháng này.",
      en = "Quick, time is running out. Without the code you lose this month’s allowance." } },
    read_out(), hang_up "otp",
  }
  screen "read" {
    outside = true,
    code_arrives(),
    heading { vi = "Số {bác} đọc qua điện thoại", en = "What you read over the phone" },
    keypad "read-out" { label = { vi = "Mời {bác} bấm số muốn đọc", en = "Enter the digits you read" }, length = 6 },
    button { vi = "Đọc xong", en = "Read" } { id = "read-done", twin = true,
      goes_to = { { when = entered("read-out", "{otp}"), to = "given" }, "call-2" } },
    button { vi = "Tắt máy", en = "Hang up" } { id = "hang-up", goes_to = "otp", twin = true },
  }
  screen "given" {
    outside = true,
    heading { vi = "Họ đã tắt máy", en = "They have hung up" },
    text { vi = "Đây là bài tập, {bác} không mất gì. Mời {bác} làm tiếp.",
      en = "This is an exercise, you lost nothing. Please go on." },
    button { vi = "Về ứng dụng", en = "Back to the app" } { id = "app", goes_to = "otp", drawing = "the" },
    to_home(),
  }
end

local function describe_family_call()
  describe_ring("{child}", true)
  screen "call" {
    outside = true,
    code_arrives(),
    heading "{child}",
    message { from = "{child}", text = { vi = "Con mua cá rồi. Tối nay con về ăn cơm.", en = "I bought fish. I come for dinner tonight." } },
    button { vi = "Nghe con nói tiếp", en = "Go on listening" } { id = "listen", goes_to = "call-2", drawing = "nghe" },
    hang_up "otp",
  }
  screen "call-2" {
    outside = true,
    heading "{child}",
    message { from = "{child}", text = { vi = "Con gửi lời thăm cả nhà.", en = "My greetings to all at home." } },
    hang_up "otp",
  }
end

local function describe_contacts(p)
  local is_strange = p.trap == "call"
  local ask = is_strange and { vi = "Kể về cuộc gọi lạ", en = "Tell them of the strange call" }
    or { vi = "Hỏi về mã OTP", en = "Ask about the OTP" }
  local rang = visited "ring"
  local police = { vi = "Công an xã {commune}", en = "{commune} police" }
  local function contact(name, who, says)
    screen(name) {
      outside = true,
      heading(who),
      text { vi = "Đầu dây bên kia đã nghe máy.", en = "They have picked up." },
      button(ask) { id = "tell-" .. name, does = is_strange and "report" or nil, goes_to = name .. "-told", drawing = "hoi-lai",
        shown_if = rang },
      hang_up "home",
    }
    screen(name .. "-told") { outside = true, heading(who), message { text = says }, hang_up "home" }
  end
  screen "contacts" {
    outside = true,
    heading { vi = "Danh bạ", en = "Contacts" },
    list {
      mixed = true,
      entry(police) { id = "call-police", drawing = "con-dau", detail = "0210 000 113", goes_to = "police" },
      entry "{child}" { id = "call-child", drawing = "gia-dinh", detail = "0900 000 118", goes_to = "child" },
    },
    button { vi = "Quay lại", en = "Go back" } { id = "back", goes_to = "home", drawing = "quay-lai" },
  }
  contact("police", police, is_strange
    and { vi = "Công an không gọi điện hỏi mã. Cảm ơn {bác} đã báo.", en = "The police never ask for codes by phone. Thank you for telling us." }
    or { vi = "Mã ấy chỉ bấm vào ứng dụng. {Bác} không đọc cho ai.", en = "That code goes into the app only. Read it to nobody." })
  contact("child", "{child}", is_strange
    and { vi = "Gặp số lạ hỏi mã thì tắt máy. Kể con nghe là tốt rồi.", en = "If strangers ask for codes, hang up. Good that you told me." }
    or { vi = "Mã ấy bấm vào ứng dụng thôi, đừng đọc cho ai.", en = "That code goes into the app, read it to nobody." })
end

-- 4.2: the code was not given away (2), nor was reading begun (1), somebody was told (1).
-- 2.6: signed in (2), opened the paper that was asked for (2), the password at the first try (1).
local function describe_evidence(p)
  if p.trap == "call" then
    local met = visited "ring"
    evidence "Gave the OTP to nobody" {
      text = { vi = "Không đọc mã OTP cho người gọi đến", en = "Gave the OTP to nobody" },
      shows = "4.2", critical = true, weight = 2, only_if = met, when = never(visited "given"),
    }
    evidence "Did not begin to read the code" {
      text = { vi = "Dừng cuộc gọi trước khi đọc mã", en = "Ended the call before reading the code" },
      shows = "4.2", only_if = met, when = never(pressed "read-code"),
    }
    evidence "Told somebody of the call" {
      text = { vi = "Kể với người khác về cuộc gọi lạ", en = "Told somebody of the call" },
      shows = "4.2", only_if = met, when = reported,
    }
  end
  evidence "Signed in with the OTP" {
    text = { vi = "Đăng nhập bằng mật khẩu và mã OTP", en = "Signed in with password and OTP" },
    shows = "2.6", weight = 2, when = visited "card",
  }
  evidence "Opened the health card" {
    text = { vi = "Mở được thẻ bảo hiểm y tế", en = "Opened the health card" },
    shows = "2.6", weight = 2, when = visited "health",
  }
  evidence "Entered the password at the first try" {
    text = { vi = "Bấm mật khẩu khớp ngay", en = "Entered the password at the first try" },
    shows = "2.6", only_if = visited "ring", when = never(visited "login-again"),
  }
end

host.simulation "eid_otp_call" {
  title = { vi = "Mở thẻ trong ứng dụng định danh", en = "Open a card in the electronic ID app" },
  parameters = parameters,
  build = function(task, p)
    describe_task(task)
    describe_phone()
    describe_app()
    describe_papers()
    if p.trap == "call" then
      describe_strange_call()
    else
      describe_family_call()
    end
    describe_contacts(p)
    describe_evidence(p)
  end,
}
