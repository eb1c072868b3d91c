-- public_service_portal.lua - apply for a copy of a birth certificate on an invented public-service portal: find the
-- procedure, fill in the form, attach a photo, pay the fee, and follow the application by its number.
--
-- With trap = "agent" a paid page offers to do it faster, for more money and a photo of the identity card. Every step can
-- be gone back to, and what was filled in stays.

local parameters = {
  child = { type = "words", default = vary { "Hà Minh Châu", "Đinh Gia Bảo", "Bùi Ngọc Diệp" },
    help = { vi = "tên người trong giấy khai sinh", en = "whose birth certificate it is" } },
  birthday = { type = "words", default = vary { "12/3/2019", "5/8/2021", "27/10/2020", with = "child" },
    help = { vi = "ngày sinh, như 12/3/2019", en = "the birthday, like 12/3/2019" } },
  fee = { type = "integer", from = 1000, to = 500000, default = vary { 8000, 16000, 24000 },
    help = { vi = "lệ phí, từ 1.000 đến 500.000 đồng", en = "the fee, 1000 to 500000 đồng" } },
  file = { type = "words", default = vary { "HT-26-4417", "HT-26-9053", "HT-26-7286" },
    help = { vi = "mã hồ sơ", en = "the number of the application" } },
  pin = { type = "digits", length = 4, default = "2580",
    help = { vi = "mã PIN của bài tập, 4 số", en = "four digits in quotation marks, for example \"2580\"" } },
  trap = { type = "choice", options = { "agent", "none" }, default = "agent",
    help = { vi = "\"agent\": có trang nhận làm hộ lấy tiền; \"none\": không có",
      en = "\"agent\" (a page offers to do it for money) or \"none\"" } },
}

local balance = 500000

local function describe_task(task)
  task.starts = "web"
  task.brand = { name = { vi = "Cổng Dịch Vụ Bài Tập", en = "Exercise Services" }, colour = "#7A2E1F" }
  task.title = task.title or { vi = "Xin bản sao giấy khai sinh", en = "A copy of a birth certificate" }
  task.minutes = task.minutes or 10
  task.drawing = task.drawing or "ho-so"
  task.story = task.story or {
    vi = "{Bác} xin bản sao giấy khai sinh của {child}, sinh ngày {birthday}. Mã PIN: {pin}. Nộp xong, tra xem hồ sơ đến đâu.",
    en = "Apply for a copy of {child}’s birth certificate, born {birthday}. PIN: {pin}. Then look up the application.",
  }
end

local function way_back(to)
  return button { vi = "Quay lại", en = "Go back" } { id = "back", goes_to = to, drawing = "quay-lai" }
end

local function describe_money()
  account "mine" { owner = { vi = "{Bác}", en = "You" }, balance = balance }
  account "office" { owner = "KHO BAC BAI TAP" }
  account "agent" { owner = "DICH VU NHANH 88" }
end

local function describe_web(has_trap)
  local found = {
    entry { vi = "Cổng Dịch Vụ Bài Tập", en = "Exercise Services" } { id = "portal", drawing = "ho-so", goes_to = "portal",
      detail = { vi = "dichvu-baitap.example · cơ quan nhà nước", en = "dichvu-baitap.example · public office" } },
    entry { vi = "Báo xã: chuyện làng", en = "Village news" } { id = "news", drawing = "trang-mang", goes_to = "news",
      detail = { vi = "baoxa.example", en = "baoxa.example" } },
  }
  if has_trap then
    table.insert(found, 1, entry { vi = "Làm giấy khai sinh nhanh, không chờ", en = "Birth certificates fast, no waiting" }
      { id = "agent", drawing = "tien", goes_to = "agent",
        detail = { vi = "Được tài trợ · giaynhanh88.example", en = "Sponsored · giaynhanh88.example" } })
  end
  screen "web" {
    outside = true,
    heading { vi = "Tìm: giấy khai sinh", en = "Search: birth certificate" },
    list(found),
    button { vi = "Xong, cất máy", en = "Done, put it away" } { id = "done", does = "end", drawing = "da-luu" },
  }
  screen "news" {
    outside = true,
    address "baoxa.example",
    heading { vi = "Báo xã", en = "Village news" },
    text { vi = "Hội làng mở ngày rằm tháng tám.", en = "The village feast is in the eighth month." },
    way_back "web",
  }
end

local function describe_agent()
  screen "agent" {
    outside = true,
    address "giaynhanh88.example",
    heading { vi = "Nhận làm giấy hộ", en = "We get your papers" },
    text { vi = "Trả 200.000 đồng và gửi ảnh căn cước. Có giấy trong ngày.", en = "200,000 đồng and a photo of your identity card. Done within a day." },
    button { vi = "Quay lại", en = "Go back" } { id = "go-back", goes_to = "web", drawing = "quay-lai", twin = true },
    button { vi = "Trả và gửi ảnh", en = "Pay and send" } { id = "pay-agent", does = "pay", pays = "agent", amount = 200000,
      goes_to = "agent-paid", drawing = "tien", twin = true },
  }
  screen "agent-paid" {
    outside = true,
    address "giaynhanh88.example",
    heading { vi = "Đã nhận tiền", en = "Money received" },
    text { vi = "Trang này không ghi ngày trả giấy.", en = "The page names no day for the papers." },
    way_back "web",
  }
end

local function describe_portal()
  screen "portal" {
    heading { vi = "Cổng dịch vụ", en = "Services" },
    list {
      entry { vi = "Nộp hồ sơ", en = "Apply" } { id = "apply", drawing = "don", goes_to = "topics" },
      entry { vi = "Tra cứu hồ sơ", en = "Look up an application" } { id = "look-up", drawing = "tim", goes_to = "look-up" },
      entry { vi = "Hỏi đáp", en = "Questions" } { id = "questions", drawing = "hoi-lai", goes_to = "questions" },
    },
    button { vi = "Ra khỏi cổng", en = "Leave the portal" } { id = "leave", goes_to = "web", drawing = "nha" },
  }
  screen "questions" {
    heading { vi = "Hỏi đáp", en = "Questions" },
    text { vi = "Giấy khai sinh nằm ở mục Hộ tịch.", en = "Birth certificates are under Civil status." },
    way_back "portal",
  }
  screen "topics" {
    heading { vi = "Chọn lĩnh vực", en = "Choose a field" },
    list {
      mixed = true,
      entry { vi = "Hộ tịch", en = "Civil status" } { id = "civil", drawing = "gia-dinh", goes_to = "procedures",
        detail = { vi = "Khai sinh, kết hôn", en = "Births, marriages" } },
      entry { vi = "Đất đai", en = "Land" } { id = "land", drawing = "ban-do", goes_to = "other-topic", detail = { vi = "Sổ, thửa đất", en = "Titles, plots" } },
      entry { vi = "Xe cộ", en = "Vehicles" } { id = "vehicles", drawing = "the", goes_to = "other-topic", detail = { vi = "Đăng ký xe", en = "Registration" } },
    },
    way_back "portal",
  }
  screen "other-topic" {
    heading { vi = "Mục này chưa có việc cần làm", en = "Nothing to do here" },
    text { vi = "Giấy khai sinh không nằm ở đây.", en = "Birth certificates are not here." },
    way_back "topics",
  }
  screen "procedures" {
    heading { vi = "Hộ tịch", en = "Civil status" },
    list {
      mixed = true,
      entry { vi = "Cấp bản sao giấy khai sinh", en = "Copy of a birth certificate" } { id = "copy", drawing = "giay-to", goes_to = "form" },
      entry { vi = "Đăng ký khai sinh lần đầu", en = "First registration of a birth" } { id = "first", drawing = "giay-to", goes_to = "other-procedure" },
      entry { vi = "Đăng ký kết hôn", en = "Registering a marriage" } { id = "marriage", drawing = "giay-to", goes_to = "other-procedure" },
    },
    way_back "topics",
  }
  screen "other-procedure" {
    heading { vi = "Việc này cần đến xã", en = "This is done at the commune" },
    text { vi = "Đây không phải việc xin bản sao.", en = "This is not about a copy." },
    way_back "procedures",
  }
end

local function describe_form()
  screen "form" {
    progress { label = { vi = "Bước 1: điền đơn", en = "Step 1: the form" }, step = 1, of = 4 },
    field "child" { label = { vi = "Họ tên trong giấy khai sinh", en = "Name on the certificate" }, length = 40 },
    field "birthday" { label = { vi = "Ngày sinh", en = "Birthday" }, input = "date", length = 30 },
    button { vi = "Tiếp tục", en = "Go on" } { id = "to-photo", drawing = "tiep",
      goes_to = { { when = all { entered "child", entered "birthday" }, to = "photo" }, "form-empty" } },
    way_back "procedures",
  }
  screen "form-empty" {
    heading { vi = "Đơn còn ô trống", en = "Something is empty" },
    text { vi = "Mời {bác} điền cả họ tên và ngày sinh.", en = "Please fill in the name and the birthday." },
    button { vi = "Điền tiếp", en = "Fill in" } { id = "again", goes_to = "form", drawing = "quay-lai" },
  }
  screen "photo" {
    progress { label = { vi = "Bước 2: ảnh căn cước", en = "Step 2: identity card" }, step = 2, of = 4 },
    photos "paper" {
      label = { vi = "Chọn ảnh căn cước của {bác}", en = "Choose the photo of your identity card" }, mixed = true,
      photo "card" { says = { vi = "Ảnh thẻ căn cước", en = "An identity card" }, drawing = "the" },
      photo "tea" { says = { vi = "Ảnh đồi chè", en = "A tea hill" }, drawing = "anh" },
      photo "bill" { says = { vi = "Ảnh hóa đơn điện", en = "An electricity bill" }, drawing = "hoa-don" },
    },
    button { vi = "Tiếp tục", en = "Go on" } { id = "to-review", drawing = "tiep",
      goes_to = { { when = picked "paper", to = "review" }, "photo-missing" } },
    way_back "form",
  }
  screen "photo-missing" {
    heading { vi = "Chưa chọn ảnh", en = "No photo yet" },
    text { vi = "Mời {bác} bấm vào một ảnh.", en = "Please tap a photo." },
    button { vi = "Chọn ảnh", en = "Choose" } { id = "again", goes_to = "photo", drawing = "anh" },
  }
  screen "review" {
    progress { label = { vi = "Bước 3: xem lại", en = "Step 3: look again" }, step = 3, of = 4 },
    row { vi = "Họ tên", en = "Name" } { value = "{typed.child}", strong = true },
    row { vi = "Ngày sinh", en = "Birthday" } { value = "{typed.birthday}", strong = true },
    row { vi = "Ảnh", en = "Photo" } { value = "{picked.paper}" },
    row { vi = "Lệ phí", en = "Fee" } { value = "{fee} đ" },
    button { vi = "Sửa đơn", en = "Change the form" } { id = "change", goes_to = "form", drawing = "quay-lai", twin = true },
    button { vi = "Nộp lệ phí", en = "Pay the fee" } { id = "to-pay", goes_to = "pay", drawing = "tien", twin = true },
  }
end

local function describe_payment()
  screen "pay" {
    progress { label = { vi = "Bước 4: nộp lệ phí", en = "Step 4: the fee" }, step = 4, of = 4 },
    row { vi = "Nộp cho", en = "To" } { value = "KHO BAC BAI TAP", strong = true },
    row { vi = "Lệ phí", en = "Fee" } { value = "{fee} đ", strong = true },
    keypad "PIN" { label = { vi = "Mã PIN 4 số", en = "4-digit PIN" }, length = 4 },
    button { vi = "Xem lại đơn", en = "Look again" } { id = "review", goes_to = "review", drawing = "quay-lai", twin = true },
    button { vi = "Nộp hồ sơ", en = "Apply" } { id = "confirm", does = "pay", pays = "office", amount = "{fee}", checks = "PIN",
      is = "{pin}", goes_to = "sent", otherwise = "pay-again", drawing = "da-luu", twin = true },
  }
  screen "pay-again" {
    heading { vi = "Mã PIN chưa khớp", en = "Not this PIN yet" },
    text { vi = "Mã PIN để tập: {pin}. Mời {bác} bấm lại.", en = "PIN for this exercise: {pin}. Please try again." },
    button { vi = "Bấm lại", en = "Try again" } { id = "again", goes_to = "pay", drawing = "quay-lai" },
  }
  screen "sent" {
    dialog { title = { vi = "Đã nộp hồ sơ", en = "The application is sent" },
      text = { vi = "Mã hồ sơ: {file}. Mời {bác} ghi lại mã này.", en = "Its number: {file}. Please write it down." } },
    button { vi = "Về cổng dịch vụ", en = "To the portal" } { id = "portal", goes_to = "portal", drawing = "nha" },
  }
  screen "look-up" {
    heading { vi = "Tra cứu hồ sơ", en = "Look up an application" },
    field "file" { label = { vi = "Mã hồ sơ", en = "Number" }, length = 20 },
    button { vi = "Xem", en = "Look" } { id = "look", drawing = "tim",
      goes_to = { { when = all { entered("file", "{file}"), visited "sent" }, to = "state" }, "unknown-file" } },
    way_back "portal",
  }
  screen "unknown-file" {
    heading { vi = "Chưa thấy hồ sơ này", en = "No such application" },
    text { vi = "Mã có chữ HT và sáu số, hiện khi nộp xong.", en = "The number begins with HT; it is shown after sending." },
    way_back "look-up",
  }
  screen "state" {
    heading { vi = "Hồ sơ {file}", en = "Application {file}" },
    progress { label = { vi = "Xã đang làm", en = "The commune is at work" }, step = 2, of = 3 },
    text { vi = "Hẹn trả bản sao sau ba ngày làm việc.", en = "The copy is ready in three working days." },
    button { vi = "Xong, cất máy", en = "Done, put it away" } { id = "finish", does = "end", drawing = "da-luu" },
    way_back "portal",
  }
end

-- 2.3: found the procedure (1), filled in the form as it should be (2), chose the right photo (1), paid the fee (2),
-- followed the application by its number (2). 4.2: gave the agent neither money nor photo (1).
local function describe_evidence(has_trap)
  evidence "Found the procedure" {
    text = { vi = "Tìm được đúng thủ tục", en = "Found the procedure" }, shows = "2.3", when = pressed "copy",
  }
  evidence "Filled in the form" {
    text = { vi = "Điền đủ họ tên và ngày sinh", en = "Filled in name and birthday" },
    shows = "2.3", weight = 2, when = all { entered("child", "{child}"), entered("birthday", "{birthday}") },
  }
  evidence "Attached the right photo" {
    text = { vi = "Gửi kèm ảnh căn cước", en = "Attached the identity card" }, shows = "2.3", when = picked("paper", "card"),
  }
  evidence "Paid the fee" {
    text = { vi = "Nộp đủ lệ phí", en = "Paid the fee" }, shows = "2.3", weight = 2, when = paid("office", "{fee}"),
  }
  evidence "Followed the application" {
    text = { vi = "Tra được hồ sơ bằng mã", en = "Looked the application up" }, shows = "2.3", weight = 2, when = visited "state",
  }
  if has_trap then
    evidence "Gave the agent nothing" {
      text = { vi = "Không trả tiền cho trang làm hộ", en = "Gave the agent nothing" },
      shows = "4.2", only_if = visited "agent", when = never(paid "agent"),
    }
  end
end

host.simulation "public_service_portal" {
  title = { vi = "Xin bản sao giấy khai sinh", en = "A copy of a birth certificate" },
  parameters = parameters,
  build = function(task, p)
    local has_trap = p.trap == "agent"
    describe_task(task)
    describe_money()
    describe_web(has_trap)
    if has_trap then
      describe_agent()
    end
    describe_portal()
    describe_form()
    describe_payment()
    describe_evidence(has_trap)
  end,
}
