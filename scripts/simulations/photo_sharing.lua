-- photo_sharing.lua - send one picture and one's position to the right person only, and for an hour only.
--
-- There are three conversations: the son or daughter who asked, the hamlet's group, and a third. With trap = "stranger"
-- the third is somebody unknown who wants a picture of the ID card; with "none" it is a neighbour. Everything that can
-- be sent can be sent to each of the three, and taken back.

local parameters = {
  child = { type = "words", default = vary { "Hường", "Thắm", "Quyết" },
    help = { vi = "tên người con hỏi ảnh", en = "the name of the son or daughter who asked" } },
  event = { type = "words", help = { vi = "ảnh chụp việc gì", en = "what the picture shows, a text or { vi = …, en = … }" },
    default = vary { { vi = "đám giỗ", en = "family feast" }, { vi = "mừng thọ", en = "birthday of the elders" },
      { vi = "gói bánh chưng", en = "making of bánh chưng" } } },
  hamlet = { type = "words", default = vary { "Đồng Sậu", "Bãi Dâu", "Gốc Gạo" },
    help = { vi = "tên khu, không có thật", en = "the hamlet’s name, an invented one" } },
  people = { type = "integer", from = 20, to = 900, default = vary { 86, 143, 214 },
    help = { vi = "nhóm có bao nhiêu người, từ 20 đến 900", en = "how many are in the group, a whole number from 20 to 900" } },
  stranger = { type = "words", help = { vi = "người lạ xưng là ai", en = "who the stranger claims to be, a text or { vi = …, en = … }" },
    default = vary { { vi = "Quỹ Tặng Quà", en = "Gift Fund" }, { vi = "Cửa Hàng Tri Ân", en = "Thank-you Shop" },
      { vi = "Hỗ Trợ 24h", en = "Support 24h" } } },
  neighbour = { type = "words", default = vary { "Bà Tình", "Cô Thoa", "Chú Lực" },
    help = { vi = "tên người hàng xóm", en = "the neighbour’s name" } },
  trap = { type = "choice", options = { "stranger", "none" }, default = "stranger",
    help = { vi = "\"stranger\": người lạ xin ảnh căn cước; \"none\": hàng xóm nhắn",
      en = "\"stranger\" (somebody unknown asks for the ID card) or \"none\" (a neighbour writes)" } },
}

local function describe_task(task)
  task.starts = "home"
  task.brand = { name = { vi = "Nhắn Tin Bài Tập", en = "Exercise Messages" }, colour = "#7A3E1D" }
  task.title = task.title or { vi = "Gửi ảnh và vị trí cho con", en = "Send a picture and your position" }
  task.minutes = task.minutes or 7
  task.drawing = task.drawing or "chia-se"
  task.story = task.story or {
    vi = "{Bác} gửi {child} ảnh {event}, chia sẻ vị trí một giờ. Chỉ riêng {child} thôi. Xong thì cất máy.",
    en = "Send {child} the picture of the {event}. Share your position for one hour. Only with {child}.",
  }
end

local function back_to(name, to)
  return button { vi = "Quay lại", en = "Go back" } { id = "back-" .. name, goes_to = to, drawing = "quay-lai" }
end

local function describe_home(third)
  screen "home" {
    outside = true,
    heading { vi = "Điện thoại của {bác}", en = "Your phone" },
    notification { from = "{child}", text = { vi = "Có tin nhắn mới", en = "A new message" }, id = "new-message",
      drawing = "tin-nhan", goes_to = "child", shown_if = never(visited "child") },
    notification { from = third, text = { vi = "Có tin nhắn mới", en = "A new message" }, id = "another-message",
      drawing = "tin-nhan", goes_to = "third",
      shown_if = all { any { visited "child-sent", visited "child-sharing" }, never(visited "third") } },
    list {
      entry { vi = "Tin nhắn", en = "Messages" } { id = "messages", drawing = "tin-nhan", goes_to = "inbox" },
      entry { vi = "Thư viện ảnh", en = "Pictures" } { id = "gallery", drawing = "thu-vien-anh", goes_to = "gallery" },
    },
    button { vi = "Xong, cất máy", en = "Done, put it away" } { id = "done", does = "end", drawing = "da-luu" },
  }
  screen "gallery" {
    outside = true,
    heading { vi = "Thư viện ảnh", en = "Pictures" },
    list {
      mixed = true,
      entry { vi = "Ảnh {event}", en = "Picture: {event}" } { id = "see-event", drawing = "gia-dinh", goes_to = "gallery-event",
        detail = { vi = "Hôm qua", en = "Yesterday" } },
      entry { vi = "Ảnh thẻ căn cước", en = "Picture of the ID card" } { id = "see-card", drawing = "the", goes_to = "gallery-card",
        detail = { vi = "Tháng trước", en = "Last month" } },
    },
    back_to("home", "home"),
  }
  local function big(name, drawing, words)
    screen(name) {
      outside = true,
      picture(drawing) { says = words },
      text(words),
      button { vi = "Chia sẻ", en = "Share" } { id = "share-" .. name, goes_to = "inbox", drawing = "chia-se" },
      back_to("gallery", "gallery"),
    }
  end
  big("gallery-event", "gia-dinh", { vi = "Ảnh {event} ở nhà {bác}", en = "The {event} at your home" })
  big("gallery-card", "the", { vi = "Ảnh thẻ căn cước của {bác}", en = "Your ID card" })
end

-- One conversation, with all that can be sent in it: pictures, and the position for a time.
local function describe_conversation(name, who, says, extra)
  local photo_holder, time_holder = "photo-" .. name, "time-" .. name
  local sent, sharing = name .. "-sent", name .. "-sharing"
  local any_sent = any { visited(sent), visited(sent .. "-card"), visited(sent .. "-other") }
  screen(name) {
    heading(who),
    message { text = says },
    message { mine = true, shown_if = all { any_sent, never(after(pressed("undo-" .. name), any_sent)) },
      text = { vi = "Đã gửi: {picked." .. photo_holder .. "}", en = "Sent: {picked." .. photo_holder .. "}" } },
    button { vi = "Gửi ảnh", en = "Send a picture" } { id = "photo-" .. name, goes_to = name .. "-photo", drawing = "thu-vien-anh" },
    button { vi = "Chia sẻ vị trí", en = "Share my position" } { id = "place-" .. name, goes_to = name .. "-place", drawing = "ban-do" },
    extra,
    back_to("inbox", "inbox"),
  }
  screen(name .. "-photo") {
    heading { vi = "Chọn ảnh để gửi", en = "Choose the picture to send" },
    row { vi = "Gửi cho", en = "To" } { value = who, strong = true },
    photos(photo_holder) {
      mixed = true, label = { vi = "Ảnh trong máy", en = "Pictures on the phone" },
      photo "event" { says = { vi = "Ảnh {event}", en = "Picture: {event}" }, drawing = "gia-dinh" },
      photo "card" { says = { vi = "Thẻ căn cước", en = "ID card" }, drawing = "the" },
      photo "bill" { says = { vi = "Hóa đơn điện", en = "Electricity bill" }, drawing = "hoa-don" },
      photo "house" { says = { vi = "Ngôi nhà", en = "The house" }, drawing = "nha" },
    },
    button { vi = "Gửi", en = "Send" } { id = "send-" .. name, drawing = "tiep", goes_to = {
      { when = picked(photo_holder, "card"), to = name .. "-sent-card" },
      { when = picked(photo_holder, "event"), to = sent },
      { when = picked(photo_holder), to = name .. "-sent-other" }, name .. "-photo" } },
    back_to(name, name),
  }
  local function sent_screen(screen_name)
    screen(screen_name) {
      heading { vi = "Đã gửi ảnh", en = "The picture is sent" },
      row { vi = "Gửi cho", en = "To" } { value = who, strong = true },
      row { vi = "Ảnh", en = "Picture" } { value = "{picked." .. photo_holder .. "}", strong = true },
      button { vi = "Thu hồi ảnh", en = "Take it back" } { id = "undo-" .. name, goes_to = name, drawing = "xoa" },
      back_to(name, name),
    }
  end
  sent_screen(sent)
  sent_screen(name .. "-sent-card")
  sent_screen(name .. "-sent-other")
  screen(name .. "-place") {
    heading { vi = "Chia sẻ vị trí", en = "Share my position" },
    row { vi = "Cho", en = "With" } { value = who, strong = true },
    choices(time_holder) {
      label = { vi = "Trong bao lâu?", en = "For how long?" },
      choice "always" { text = { vi = "Luôn luôn", en = "Always" }, drawing = "ban-do" },
      choice "day" { text = { vi = "Một ngày", en = "One day" }, drawing = "lich" },
      choice "hour" { text = { vi = "Một giờ", en = "One hour" }, drawing = "gio" },
    },
    button { vi = "Chia sẻ", en = "Share" } { id = "share-" .. name, drawing = "chia-se",
      goes_to = { { when = picked(time_holder), to = sharing }, name .. "-place" } },
    back_to(name, name),
  }
  screen(sharing) {
    heading { vi = "Đang chia sẻ vị trí", en = "Sharing your position" },
    row { vi = "Cho", en = "With" } { value = who, strong = true },
    row { vi = "Trong", en = "For" } { value = "{picked." .. time_holder .. "}", strong = true },
    button { vi = "Dừng chia sẻ", en = "Stop sharing" } { id = "stop-" .. name, goes_to = name .. "-place", drawing = "ket-thuc" },
    back_to(name, name),
  }
end

local function describe_messages(p, third)
  local is_strange = p.trap == "stranger"
  local group = { vi = "Nhóm khu {hamlet}", en = "{hamlet} group" }
  screen "inbox" {
    heading { vi = "Tin nhắn", en = "Messages" },
    list {
      mixed = true,
      entry "{child}" { id = "child", drawing = "gia-dinh", goes_to = "child",
        detail = { vi = "Con muốn xem ảnh", en = "May I see the picture" } },
      entry(group) { id = "group", drawing = "nguoi", goes_to = "group", detail = { vi = "{people} người", en = "{people} people" } },
      entry(third) { id = "third", drawing = "tin-nhan", goes_to = "third", detail = is_strange
        and { vi = "Chưa có trong danh bạ", en = "Not in your contacts" } or { vi = "Hàng xóm", en = "Neighbour" } },
    },
    back_to("home", "home"),
  }
  describe_conversation("child", "{child}", {
    vi = "Cho con xem ảnh {event} với. Chia sẻ vị trí để con ra đón nhé.",
    en = "May I see the picture of the {event}? Share your position, so that I can meet you." })
  describe_conversation("group", group, {
    vi = "Chiều nay khu mình họp lúc 2 giờ. Mời cả nhà.", en = "The hamlet meets at 2 this afternoon. All are welcome." })
  local block = is_strange and button { vi = "Chặn và báo", en = "Block and report" }
    { id = "block", does = "report", goes_to = "blocked", drawing = "khoa" } or nil
  describe_conversation("third", third, is_strange and {
    vi = "Chúc mừng, ông/bà được nhận quà. Gửi ảnh thẻ căn cước và vị trí nhà.",
    en = "You have won a present. Send your ID card and where you live." } or {
    vi = "Nhà tôi có chè mới. Mai sang uống nước nhé.", en = "I have new tea. Come over tomorrow." }, block)
  if is_strange then
    screen "blocked" {
      heading { vi = "Đã chặn và báo", en = "Blocked and reported" },
      text { vi = "{stranger} không nhắn cho {bác} được nữa.", en = "{stranger} can send you nothing more." },
      button { vi = "Bỏ chặn", en = "Unblock" } { id = "unblock", goes_to = "third", drawing = "quay-lai" },
      back_to("inbox", "inbox"),
    }
  end
end

-- Never sent there, or taken back after it was.
local function nothing_left(name)
  local sent = { visited(name .. "-sent"), visited(name .. "-sent-other") }
  local sharing = visited(name .. "-sharing")
  return all {
    any { never(any(sent)), after(pressed("undo-" .. name), any(sent)) },
    any { never(sharing), after(pressed("stop-" .. name), sharing) },
  }
end

-- 2.1: the picture (2) and the position (2) went to the son or daughter. 4.2: nobody else has the ID card (2), nor
-- picture or position (1); the position is shared for an hour only (1); the stranger was blocked (1).
local function describe_evidence(p)
  local sent, shared = visited "child-sent", visited "child-sharing"
  local did = any { visited "child-sent", visited "child-sharing", pressed "send-group", pressed "share-group", pressed "send-third",
    pressed "share-third" }
  evidence "Sent the right picture" {
    text = { vi = "Gửi được ảnh cho con", en = "Sent the right picture" },
    shows = "2.1", weight = 2, when = sent,
  }
  evidence "Shared the position" {
    text = { vi = "Chia sẻ được vị trí với con", en = "Shared the position" },
    shows = "2.1", weight = 2, when = shared,
  }
  evidence "Sent the ID card to nobody" {
    text = { vi = "Không gửi ảnh thẻ căn cước cho ai", en = "Sent the ID card to nobody" },
    shows = "4.2", critical = true, weight = 2,
    only_if = p.trap == "stranger" and any { visited "third", visited "group-sent-card" } or did,
    when = all { never(visited "third-sent-card"), never(visited "group-sent-card") },
  }
  evidence "Left nothing with anybody else" {
    text = { vi = "Ảnh và vị trí không đến người khác", en = "Left picture and position with nobody else" },
    shows = "4.2", only_if = did, when = all { nothing_left "group", nothing_left "third" },
  }
  evidence "Shared for one hour only" {
    text = { vi = "Chỉ chia sẻ vị trí một giờ", en = "Shared the position for one hour only" },
    shows = "4.2", only_if = shared, when = picked("time-child", "hour"),
  }
  if p.trap == "stranger" then
    evidence "Blocked the stranger" {
      text = { vi = "Chặn và báo người lạ", en = "Blocked and reported the stranger" },
      shows = "4.2", only_if = visited "third", when = reported,
    }
  end
end

host.simulation "photo_sharing" {
  title = { vi = "Gửi ảnh và vị trí đúng người", en = "Share a picture and a position with the right person" },
  parameters = parameters,
  build = function(task, p)
    describe_task(task)
    local third = p.trap == "stranger" and "{stranger}" or "{neighbour}"
    describe_home(third)
    describe_messages(p, third)
    describe_evidence(p)
  end,
}
