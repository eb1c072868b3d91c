-- electricity_bill.lua - pay an electricity bill by the customer number, in an invented bank app.
--
-- With trap = "message" a stranger also writes, claims to be the power company, threatens to cut the power and gives an
-- account of a private person. The way to that account stands in the app without the trap too: sending money is nothing
-- bad by itself.

local parameters = {
  customer = { type = "words", default = vary { "BT 0417 2263", "BT 0952 7148", "BT 0638 1590" },
    help = { vi = "mã khách hàng trên hóa đơn", en = "the customer number on the bill" } },
  name = { type = "words", default = vary { "HO ONG TU DOI CO", "HO BA NHAM BEN CHE", "HO CO THUAN GO SIM", with = "customer" },
    help = { vi = "tên trên hóa đơn, không dấu", en = "the name on the bill, without marks" } },
  amount = { type = "integer", from = 10000, to = 5000000, default = vary { 186000, 243000, 312000 },
    help = { vi = "số tiền điện, từ 10.000 đến 5.000.000 đồng", en = "the amount, 10000 to 5000000 đồng" } },
  balance = { type = "integer", from = 10000, to = 50000000, default = 900000,
    help = { vi = "số tiền đang có", en = "the money in the account" } },
  account = { type = "words", default = vary { "0900 000 473", "0900 000 829", "0900 000 165" },
    help = { vi = "số tài khoản của kẻ lừa", en = "the stranger’s account number" } },
  stranger = { type = "words", default = vary { "NGUYEN VAN TAM", "LE THI HONG", "TRAN VAN PHU" },
    help = { vi = "tên tài khoản ấy, không dấu", en = "the name of that account, without marks" } },
  pin = { type = "digits", length = 4, default = "2580",
    help = { vi = "mã PIN của bài tập, 4 số", en = "four digits in quotation marks, for example \"2580\"" } },
  trap = { type = "choice", options = { "message", "none" }, default = "message",
    help = { vi = "\"message\": có tin nhắn giả dọa cắt điện; \"none\": không có",
      en = "\"message\" (a false message threatens to cut the power) or \"none\"" } },
}

local function describe_task(task)
  task.starts = "phone"
  task.brand = { name = { vi = "Ngân hàng Bài Tập", en = "Exercise Bank" }, colour = "#0E4A57" }
  task.title = task.title or { vi = "Trả tiền điện", en = "Pay the electricity bill" }
  task.minutes = task.minutes or 7
  task.drawing = task.drawing or "bong-den"
  task.story = task.story or {
    vi = "{Bác} trả tiền điện tháng này. Mã khách hàng: {customer}. Mã PIN để tập: {pin}. Xong thì cất máy.",
    en = "Pay this month’s electricity. Customer number: {customer}. PIN for this exercise: {pin}. Then put the phone away.",
  }
end

local function way_back(to)
  return button { vi = "Quay lại", en = "Go back" } { id = "back", goes_to = to, drawing = "quay-lai" }
end

local function describe_money()
  account "mine" { owner = { vi = "{Bác}", en = "You" }, balance = "{balance}" }
  account "power" { owner = "DIEN LUC BAI TAP" }
  account "stranger" { owner = "{stranger}" }
end

local function describe_phone(has_trap)
  local threads = {
    mixed = true,
    entry { vi = "Điện lực Bài Tập", en = "Exercise Power" } { id = "power", drawing = "bong-den", goes_to = "power-message",
      detail = { vi = "Hóa đơn tháng 10", en = "Bill of October" } },
    entry { vi = "Con gái", en = "Daughter" } { id = "daughter", drawing = "gia-dinh", goes_to = "daughter-message",
      detail = { vi = "Cuối tuần con về", en = "Home at the weekend" } },
  }
  if has_trap then
    threads[#threads + 1] = entry "{account}" { id = "stranger", drawing = "tin-nhan", goes_to = "stranger-message",
      detail = { vi = "Sắp cắt điện nhà bạn", en = "Your power will be cut" } }
  end
  screen "phone" {
    outside = true,
    heading { vi = "Điện thoại của {bác}", en = "Your phone" },
    list {
      entry { vi = "Tin nhắn", en = "Messages" } { id = "messages", drawing = "tin-nhan", goes_to = "messages" },
      entry { vi = "Ngân hàng", en = "Bank" } { id = "bank", drawing = "tien", goes_to = "bank" },
      entry { vi = "Gọi điện", en = "Call" } { id = "calls", drawing = "dien-thoai", goes_to = "calls" },
    },
    button { vi = "Xong, cất máy", en = "Done, put it away" } { id = "done", does = "end", drawing = "da-luu" },
  }
  screen "messages" {
    outside = true,
    heading { vi = "Tin nhắn", en = "Messages" },
    list(threads),
    button { vi = "Về màn hình đầu", en = "To the first screen" } { id = "home", goes_to = "phone", drawing = "nha" },
  }
  screen "power-message" {
    outside = true,
    message { from = { vi = "Điện lực Bài Tập", en = "Exercise Power" },
      text = { vi = "Tiền điện tháng 10 của mã {customer}: {amount} đồng. Trả ở mục Hóa đơn của ngân hàng.",
               en = "October, number {customer}: {amount} đồng. Please pay under Bills in your bank’s app." } },
    way_back "messages",
  }
  screen "daughter-message" {
    outside = true,
    message { from = { vi = "Con gái", en = "Daughter" }, text = { vi = "Cuối tuần con về, con nhớ nhà lắm.", en = "I come home at the weekend, I miss you." } },
    way_back "messages",
  }
  screen "calls" {
    outside = true,
    heading { vi = "Gọi điện", en = "Call" },
    list {
      entry { vi = "Điện lực: số in trên hóa đơn", en = "Power company: the number on the bill" } { id = "call-power", drawing = "dien-thoai", goes_to = "called" },
      entry { vi = "Con gái", en = "Daughter" } { id = "call-daughter", drawing = "goi-hinh", goes_to = "called-daughter" },
    },
    button { vi = "Về màn hình đầu", en = "To the first screen" } { id = "home", goes_to = "phone", drawing = "nha" },
  }
  screen "called" {
    outside = true,
    heading { vi = "Điện lực trả lời", en = "The power company answers" },
    text { vi = "Hóa đơn {amount} đồng. Điện lực không nhắn tài khoản riêng.", en = "The bill is {amount} đồng. We never write private accounts." },
    way_back "calls",
  }
  screen "called-daughter" {
    outside = true,
    heading { vi = "Con gái nghe máy", en = "Your daughter answers" },
    text { vi = "Con bảo: trả theo mã khách hàng là đúng nơi.", en = "She says: by the customer number it reaches the right place." },
    way_back "calls",
  }
end

local function describe_stranger()
  screen "stranger-message" {
    outside = true,
    message { from = "{account}",
      text = { vi = "Điện lực báo: 18 giờ cắt điện. Chuyển {amount} đồng vào số {account} ngay.",
               en = "Power company: power is cut at 18:00. Send {amount} đồng to {account} now." } },
    button { vi = "Báo tin xấu và chặn", en = "Report and block" } { id = "report", does = "report", goes_to = "blocked", drawing = "coi-chung" },
    button { vi = "Chuyển tiền ngay", en = "Send the money now" } { id = "send-now", goes_to = "transfer", drawing = "tien" },
    way_back "messages",
  }
  screen "blocked" {
    outside = true,
    heading { vi = "Đã chặn số này", en = "This number is blocked" },
    text { vi = "Cảm ơn {bác} đã báo.", en = "Thank you for reporting it." },
    way_back "messages",
  }
end

local function describe_bank()
  screen "bank" {
    heading { vi = "{Bác} đang có {balance} đ", en = "You have {balance} đ" },
    list {
      entry { vi = "Trả hóa đơn", en = "Pay a bill" } { id = "bills", drawing = "hoa-don", goes_to = "bills" },
      entry { vi = "Chuyển tiền", en = "Send money" } { id = "send", drawing = "tien", goes_to = "transfer" },
    },
    button { vi = "Về màn hình đầu", en = "To the first screen" } { id = "home", goes_to = "phone", drawing = "nha" },
  }
  screen "bills" {
    heading { vi = "Trả hóa đơn gì?", en = "Which bill?" },
    list {
      mixed = true,
      entry { vi = "Tiền điện", en = "Electricity" } { id = "electricity", drawing = "bong-den", goes_to = "find" },
      entry { vi = "Tiền nước", en = "Water" } { id = "water", drawing = "hoa-don", goes_to = "other-bill" },
      entry { vi = "Tiền điện thoại", en = "Phone" } { id = "telephone", drawing = "dien-thoai", goes_to = "other-bill" },
    },
    way_back "bank",
  }
  screen "other-bill" {
    heading { vi = "Không có hóa đơn chờ", en = "No bill is waiting" },
    text { vi = "Mục này chưa có gì để trả.", en = "There is nothing to pay here." },
    way_back "bills",
  }
  screen "find" {
    heading { vi = "Hóa đơn tiền điện", en = "Electricity bill" },
    field "customer" { label = { vi = "Mã khách hàng", en = "Customer number" }, length = 20 },
    button { vi = "Tìm hóa đơn", en = "Find the bill" } { id = "find", drawing = "tim",
      goes_to = { { when = entered("customer", "{customer}"), to = "bill" }, "not-found" } },
    way_back "bills",
  }
  screen "not-found" {
    heading { vi = "Chưa thấy mã này", en = "No such number yet" },
    text { vi = "Mời {bác} xem lại mã: {customer}.", en = "Please look again: {customer}." },
    button { vi = "Gõ lại", en = "Type again" } { id = "again", goes_to = "find", drawing = "quay-lai" },
  }
  screen "bill" {
    heading { vi = "Kiểm tra trước khi trả", en = "Check before you pay" },
    row { vi = "Khách hàng", en = "Customer" } { value = "{name}", strong = true },
    row { vi = "Mã", en = "Number" } { value = "{customer}" },
    row { vi = "Số tiền", en = "Amount" } { value = "{amount} đ", strong = true },
    button { vi = "Quay lại", en = "Go back" } { id = "go-back", goes_to = "find", drawing = "quay-lai", twin = true },
    button { vi = "Trả tiền", en = "Pay" } { id = "pay", goes_to = "pin", drawing = "tien", twin = true },
  }
end

-- Paying the bill and sending money to somebody end alike: a PIN, and what was paid.
local function describe_payment(pin, pays, from)
  screen(pin) {
    heading { vi = "Mời {bác} bấm mã PIN", en = "Please enter your PIN" },
    row { vi = "Số tiền", en = "Amount" } { value = "{amount} đ", strong = true },
    keypad "PIN" { label = { vi = "Mã PIN 4 số", en = "4-digit PIN" }, length = 4 },
    button { vi = "Thôi", en = "Cancel" } { id = "cancel", goes_to = from, drawing = "quay-lai", twin = true },
    button { vi = "Xác nhận", en = "Confirm" } { id = "confirm", does = "pay", pays = pays, amount = "{amount}", checks = "PIN",
      is = "{pin}", goes_to = "paid", otherwise = pin .. "-again", drawing = "da-luu", twin = true },
  }
  screen(pin .. "-again") {
    heading { vi = "Chưa trả được", en = "Not paid yet" },
    text { vi = "Mã PIN để tập: {pin}. {Bác} đang có {balance} đ.", en = "PIN for this exercise: {pin}. You have {balance} đ." },
    button { vi = "Bấm lại", en = "Try again" } { id = "again", goes_to = pin, drawing = "quay-lai" },
    way_back(from),
  }
end

local function describe_transfer()
  screen "transfer" {
    heading { vi = "Chuyển tiền cho ai?", en = "Send money to whom?" },
    field "to" { label = { vi = "Số tài khoản", en = "Account number" }, length = 20 },
    button { vi = "Tiếp tục", en = "Go on" } { id = "to-check", drawing = "tiep",
      goes_to = { { when = entered("to", "{account}"), to = "check" }, "unknown" } },
    way_back "bank",
  }
  screen "unknown" {
    heading { vi = "Chưa thấy số này", en = "No such account" },
    text { vi = "Mời {bác} xem lại số tài khoản.", en = "Please look at the number again." },
    way_back "transfer",
  }
  screen "check" {
    heading { vi = "Kiểm tra trước khi chuyển", en = "Check before you send" },
    row { vi = "Người nhận", en = "To" } { value = "{stranger}", strong = true },
    row { vi = "Số tiền", en = "Amount" } { value = "{amount} đ", strong = true },
    button { vi = "Quay lại", en = "Go back" } { id = "go-back", goes_to = "transfer", drawing = "quay-lai", twin = true },
    button { vi = "Chuyển", en = "Send" } { id = "send-it", goes_to = "send-pin", drawing = "tien", twin = true },
  }
  screen "paid" {
    dialog { title = { vi = "Đã trả {pay.amount} đ", en = "Paid {pay.amount} đ" }, text = { vi = "Người nhận: {pay.to}", en = "To: {pay.to}" } },
    button { vi = "Về ngân hàng", en = "To the bank" } { id = "bank", goes_to = "bank", drawing = "tien" },
    button { vi = "Về màn hình đầu", en = "To the first screen" } { id = "home", goes_to = "phone", drawing = "nha" },
  }
end

-- 5.2: found the bill by its number (2), paid the company the right amount once (3), the PIN at the first try (1).
-- 4.2: sent the stranger nothing (2, critical), reported him or asked (1).
local function describe_evidence(has_trap)
  evidence "Found the bill" {
    text = { vi = "Tìm được hóa đơn bằng mã khách hàng", en = "Found the bill by the customer number" },
    shows = "5.2", weight = 2, when = visited "bill",
  }
  evidence "Paid the power company" {
    text = { vi = "Trả đúng nơi, đủ số tiền", en = "Paid the power company the right amount" },
    shows = "5.2", weight = 3, when = paid("power", "{amount}"),
  }
  evidence "Entered the PIN at the first try" {
    text = { vi = "Bấm mã PIN khớp ngay", en = "Entered the PIN at the first try" },
    shows = "5.2", only_if = any { paid "power", paid "stranger" }, when = never(any { visited "pin-again", visited "send-pin-again" }),
  }
  if not has_trap then
    return
  end
  evidence "Sent the stranger nothing" {
    text = { vi = "Không chuyển tiền cho số lạ", en = "Sent the stranger nothing" },
    shows = "4.2", weight = 2, critical = true, only_if = visited "stranger-message", when = never(paid "stranger"),
  }
  evidence "Reported the stranger or asked" {
    text = { vi = "Báo tin xấu hoặc gọi hỏi lại", en = "Reported the stranger or asked somebody" },
    shows = "4.2", only_if = visited "stranger-message", when = any { reported, pressed "call-power", pressed "call-daughter" },
  }
end

host.simulation "electricity_bill" {
  title = { vi = "Trả tiền điện", en = "Pay the electricity bill" },
  parameters = parameters,
  build = function(task, p, author)
    local has_trap = p.trap == "message"
    local _, amount = author.range_of(p.amount)
    local balance = author.range_of(p.balance)
    if amount > balance then
      author.problem("the amount can be larger than the balance, so nobody could pay; give a larger balance")
    end
    describe_task(task)
    describe_money()
    describe_phone(has_trap)
    if has_trap then
      describe_stranger()
    end
    describe_bank()
    describe_payment("pin", "power", "bill")
    describe_payment("send-pin", "stranger", "transfer")
    describe_transfer()
    describe_evidence(has_trap)
  end,
}
