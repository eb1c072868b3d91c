-- false_link.lua - two links in a group's messages; the true address is printed on a letter.
--
-- With trap = "lookalike" one of the two leads to another address that looks much alike and asks for a bank password,
-- which the phone has filled in by itself (so nobody ever types one of their own). Whoever compares the address with
-- the letter, or types it from the letter, comes to the health station's page. With "none" both links are the
-- station's. `site` and `false_site` belong together: an author who gives one gives both.

local sites = { "yte-doico.example", "yte-benche.example", "yte-gosim.example" }
local alike = { "yte-doiqua.example", "yte-bencha.example", "yte-gosen.example" }

local parameters = {
  site = { type = "words", default = vary(sites),
    help = { vi = "địa chỉ thật, đuôi .example", en = "the true address, ending in .example" } },
  false_site = { type = "words", default = vary { alike[1], alike[2], alike[3], with = "site" },
    help = { vi = "địa chỉ giả, gần giống địa chỉ thật", en = "the false address, much like the true one" } },
  hamlet = { type = "words", default = vary { "Đồng Sậu", "Bãi Dâu", "Gốc Gạo" },
    help = { vi = "tên khu, không có thật", en = "the hamlet’s name, an invented one" } },
  first = { type = "words", default = vary { "Bà Tình", "Cô Thoa", "Chú Lực" },
    help = { vi = "người gửi đường dẫn thật", en = "who sent the true link" } },
  second = { type = "words", default = vary { "Ông Dần", "Cô Nhài", "Chú Khang" },
    help = { vi = "người gửi đường dẫn kia", en = "who sent the other link" } },
  hour = { type = "integer", from = 7, to = 16, default = vary { 7, 9, 14, 15 },
    help = { vi = "giờ khám của khu, từ 7 đến 16", en = "the hamlet’s hour, a whole number from 7 to 16" } },
  gift = { type = "integer", from = 50000, to = 5000000, default = vary { 200000, 500000, 1000000 },
    help = { vi = "số tiền quà trang giả hứa cho", en = "the present that the false page promises, in đồng, 50000 to 5000000" } },
  trap = { type = "choice", options = { "lookalike", "none" }, default = "lookalike",
    help = { vi = "\"lookalike\": một đường dẫn giả; \"none\": cả hai đều thật",
      en = "\"lookalike\" (one of the two links is false) or \"none\" (both are true)" } },
}

local function describe_task(task)
  task.starts = "home"
  task.brand = { name = { vi = "Nhắn Tin Bài Tập", en = "Exercise Messages" }, colour = "#7A3E1D" }
  task.title = task.title or { vi = "Mở trang của trạm y tế", en = "Open the health station’s page" }
  task.minutes = task.minutes or 7
  task.drawing = task.drawing or "lien-ket"
  task.story = task.story or {
    vi = "Giấy mời đi khám ở trên bàn. {Bác} tìm giờ của khu {hamlet}, ghi vào lịch. Xong thì cất máy.",
    en = "The invitation is on the table. Write the hour for {hamlet} in the calendar. Then put the phone away.",
  }
end

local function way_back(to)
  return button { vi = "Quay lại", en = "Go back" } { id = "back", goes_to = to, drawing = "quay-lai" }
end

local function to_home()
  return button { vi = "Về màn hình đầu", en = "To the first screen" } { id = "home", goes_to = "home", drawing = "nha" }
end

local function describe_phone()
  screen "home" {
    outside = true,
    heading { vi = "Điện thoại của {bác}", en = "Your phone" },
    notification { from = { vi = "Nhóm khu {hamlet}", en = "{hamlet} group" }, text = { vi = "Có tin nhắn mới", en = "New messages" },
      id = "new-message", drawing = "tin-nhan", goes_to = "group", shown_if = never(visited "group") },
    list {
      entry { vi = "Tin nhắn", en = "Messages" } { id = "messages", drawing = "tin-nhan", goes_to = "group" },
      entry { vi = "Trang mạng", en = "Web pages" } { id = "browser", drawing = "trang-mang", goes_to = "browser" },
      entry { vi = "Lịch", en = "Calendar" } { id = "calendar", drawing = "lich", goes_to = "calendar" },
      entry { vi = "Giấy mời trên bàn", en = "Letter on the table" } { id = "letter", drawing = "giay-to", goes_to = "letter" },
    },
    button { vi = "Xong, cất máy", en = "Done, put it away" } { id = "done", does = "end", drawing = "da-luu" },
  }
  screen "letter" {
    outside = true,
    heading { vi = "Giấy mời khám sức khỏe", en = "Invitation to a health check" },
    text { vi = "Giờ khám của từng khu có trên trang của trạm.", en = "The hours are on the station’s page." },
    row { vi = "Trang", en = "Page" } { value = "{site}", strong = true },
    row { vi = "Phí khám", en = "Fee" } { value = { vi = "Không mất tiền", en = "None" } },
    to_home(),
    button { vi = "Mở tin nhắn", en = "Open the messages" } { id = "messages", goes_to = "group", drawing = "tin-nhan" },
  }
  screen "calendar" {
    outside = true,
    heading { vi = "Ghi vào lịch", en = "Write it in the calendar" },
    row { vi = "Việc", en = "What" } { value = { vi = "Đi khám sức khỏe", en = "Health check" }, strong = true },
    field "hour" { label = { vi = "Mấy giờ?", en = "At what hour?" }, input = "number", length = 12 },
    button { vi = "Ghi lại", en = "Keep it" } { id = "keep", drawing = "da-luu",
      goes_to = { { when = entered "hour", to = "kept" }, "calendar" } },
    way_back "home",
  }
  screen "kept" {
    outside = true,
    heading { vi = "Đã ghi vào lịch", en = "Written in the calendar" },
    row { vi = "Đi khám lúc", en = "Health check at" } { value = "{typed.hour}", strong = true },
    button { vi = "Sửa giờ", en = "Change the hour" } { id = "change", goes_to = "calendar", drawing = "lich" },
    to_home(),
  }
end

local function describe_group(p)
  local is_false = p.trap == "lookalike"
  screen "group" {
    heading { vi = "Nhóm khu {hamlet}", en = "{hamlet} group" },
    message { from = "{first}", text = { vi = "Xem giờ khám sức khỏe ở trang của trạm nhé.", en = "See the hours of the health check on the station’s page." } },
    list {
      mixed = true,
      entry "{site}" { id = "true-link", drawing = "lien-ket", goes_to = "page",
        detail = { vi = "{first} gửi", en = "sent by {first}" } },
      entry(is_false and "{false_site}" or "{site}/tin") { id = "other-link", drawing = "lien-ket",
        goes_to = is_false and "false-page" or "news", detail = { vi = "{second} gửi", en = "sent by {second}" } },
    },
    button { vi = "Hỏi trưởng khu", en = "Ask the hamlet head" } { id = "ask", drawing = "hoi-lai",
      does = is_false and "report" or nil, goes_to = "asked" },
    button { vi = "Xem giấy mời", en = "Look at the letter" } { id = "letter", goes_to = "letter", drawing = "giay-to" },
    to_home(),
  }
  screen "asked" {
    heading { vi = "Trưởng khu trả lời", en = "The hamlet head answers" },
    message { text = is_false
      and { vi = "Hai đường dẫn khác nhau. Cứ theo địa chỉ trên giấy mời. Cảm ơn {bác} đã báo.",
        en = "The two links differ. Go by the address on the letter. Thank you for telling me." }
      or { vi = "Cả hai đều là trang của trạm. Cứ theo địa chỉ trên giấy mời.",
        en = "Both are the station’s pages. Go by the address on the letter." } },
    way_back "group",
  }
end

-- The station's page says the hours; other hamlets' hours stand there too.
local function describe_pages()
  screen "browser" {
    outside = true,
    heading { vi = "Mở một trang", en = "Open a page" },
    field "address" { label = { vi = "Địa chỉ", en = "Address" }, length = 60 },
    button { vi = "Mở", en = "Open" } { id = "open", drawing = "trang-mang", goes_to = {
      { when = entered("address", { "{site}", "http://{site}", "https://{site}", "www.{site}", "http://www.{site}" }), to = "page" },
      { when = entered "address", to = "nothing" }, "browser" } },
    way_back "home",
  }
  screen "nothing" {
    outside = true,
    address "{typed.address}",
    heading { vi = "Chưa tìm thấy trang này", en = "No page here yet" },
    text { vi = "Mời {bác} xem lại từng chữ của địa chỉ.", en = "Please look at each letter of the address again." },
    button { vi = "Gõ lại", en = "Type it again" } { id = "again", goes_to = "browser", drawing = "quay-lai" },
  }
  screen "page" {
    outside = true,
    address "{site}",
    heading { vi = "Giờ khám ngày mai", en = "Health check tomorrow" },
    row { vi = "Khu Cây Đa", en = "Cây Đa" } { value = { vi = "10 giờ", en = "10 o’clock" } },
    row { vi = "Khu {hamlet}", en = "{hamlet}" } { value = { vi = "{hour} giờ", en = "{hour} o’clock" } },
    row { vi = "Khu Đình Trung", en = "Đình Trung" } { value = { vi = "8 giờ", en = "8 o’clock" } },
    button { vi = "Ghi vào lịch", en = "Write it in the calendar" } { id = "note", goes_to = "calendar", drawing = "lich" },
    to_home(),
  }
end

local function describe_other_page(p)
  if p.trap == "lookalike" then
    screen "false-page" {
      outside = true,
      address "{false_site}",
      heading { vi = "Khám sức khỏe, nhận {gift} đồng", en = "Health check with a present of {gift} đồng" },
      text { vi = "Máy đã điền sẵn. Bấm “Gửi” để xem giờ và nhận quà.", en = "Filled in for you. Press “Send” for the hour and the present." },
      row { vi = "Điện thoại", en = "Phone" } { value = "0900 000 163" },
      row { vi = "Mật khẩu ngân hàng", en = "Bank password" } { value = "••••••" },
      button { vi = "Gửi", en = "Send" } { id = "send", goes_to = "sent", twin = true },
      button { vi = "Đóng lại", en = "Close" } { id = "close", goes_to = "group", twin = true },
    }
    screen "sent" {
      outside = true,
      address "{false_site}",
      heading { vi = "Trang đã nhận mật khẩu", en = "The page has the password" },
      text { vi = "Đây là bài tập, {bác} không mất gì. Mời {bác} làm tiếp.", en = "This is an exercise, you lost nothing. Please go on." },
      button { vi = "Về tin nhắn", en = "Back to the messages" } { id = "messages", goes_to = "group", drawing = "tin-nhan" },
      to_home(),
    }
  else
    screen "news" {
      outside = true,
      address "{site}/tin",
      heading { vi = "Tin của trạm y tế", en = "News of the health station" },
      text { vi = "Ngày mai trạm khám sức khỏe cho cả xã.", en = "Tomorrow there are health checks for all the commune." },
      button { vi = "Xem giờ khám", en = "See the hours" } { id = "hours", goes_to = "page", drawing = "gio" },
      way_back "group",
    }
  end
end

-- 4.2: sent no password (2), did not open the false address (1), asked about the links (1).
-- 1.2: came to the page of the letter's address (2), looked at the letter before (1), wrote the hour down (1).
local function describe_evidence(p)
  if p.trap == "lookalike" then
    local met = any { visited "group", visited "false-page" }
    evidence "Sent no password to the false page" {
      text = { vi = "Không gửi mật khẩu cho trang lạ", en = "Sent no password to the false page" },
      shows = "4.2", critical = true, weight = 2, only_if = met, when = never(pressed "send"),
    }
    evidence "Did not open the false address" {
      text = { vi = "Không mở địa chỉ lạ", en = "Did not open the false address" },
      shows = "4.2", only_if = all { met, any { visited "page", visited "false-page" } }, when = never(visited "false-page"),
    }
    evidence "Asked about the links" {
      text = { vi = "Hỏi lại về đường dẫn lạ", en = "Asked about the links" },
      shows = "4.2", only_if = met, when = reported,
    }
  end
  evidence "Came to the page on the letter" {
    text = { vi = "Mở được trang có địa chỉ trên giấy", en = "Came to the page on the letter" },
    shows = "1.2", weight = 2, when = visited "page",
  }
  evidence "Compared with the letter" {
    text = { vi = "Xem địa chỉ trên giấy mời trước", en = "Looked at the address on the letter first" },
    shows = "1.2", when = all { visited "page", before(visited "letter", visited "page") },
  }
  evidence "Wrote down the right hour" {
    text = { vi = "Ghi vào lịch khớp giờ khám", en = "Wrote down the right hour" },
    shows = "1.2",
    when = all { visited "kept", entered("hour", { "{hour}", "{hour}h", "{hour} giờ", "{hour}:00", "{hour}h00" }) },
  }
end

host.simulation "false_link" {
  title = { vi = "Đường dẫn thật và đường dẫn giả", en = "The true link and the false one" },
  parameters = parameters,
  build = function(task, p, author)
    if (p.site == parameters.site.default) ~= (p.false_site == parameters.false_site.default) then
      author.problem("site and false_site belong together: give both, so that the one looks like the other")
    end
    describe_task(task)
    describe_phone()
    describe_group(p)
    describe_pages()
    describe_other_page(p)
    describe_evidence(p)
  end,
}
