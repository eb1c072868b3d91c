-- bank_qr_payment.lua - pay a shop by QR code in an invented bank app.
--
-- With trap = "sticker" somebody has stuck another code over the shop's: it carries the shop's name, but the app shows
-- another payee. Whoever reads the payee before paying goes back, asks the owner, and pays by the code that the owner
-- gives. All the ways out are there without the trap too, so that they give nothing away.

local parameters = {
  shop = { type = "words", default = { vi = "Cô Nga", en = "Cô Nga" },
    help = { vi = "tên cửa hàng như trên biển hiệu", en = "the name on the shop’s sign, a text or { vi = …, en = … }" } },
  goods = { type = "words", default = { vi = "bánh", en = "cakes" },
    help = { vi = "mua gì", en = "what is bought, a text or { vi = …, en = … }" } },
  message = { type = "words", default = "Tien banh",
    help = { vi = "lời nhắn trong ứng dụng, không dấu", en = "the transfer’s message, without marks as banks print it" } },
  payee = { type = "words", default = "TIEM BANH CO NGA",
    help = { vi = "tên tài khoản của cửa hàng, không dấu", en = "the name of the shop’s account, as banks print it" } },
  scammer = { type = "words", default = "N. B. TRADING",
    help = { vi = "tên tài khoản của kẻ lừa", en = "the name of the scammer’s account, as banks print it" } },
  amount = { type = "integer", from = 1000, to = 5000000, default = 35000,
    help = { vi = "số tiền, từ 1.000 đến 5.000.000 đồng", en = "a whole number of đồng from 1000 to 5000000" } },
  balance = { type = "integer", from = 1000, to = 50000000, default = 620000,
    help = { vi = "số tiền đang có, từ 1.000 đến 50.000.000 đồng", en = "a whole number of đồng from 1000 to 50000000" } },
  pin = { type = "digits", length = 4, default = "2580",
    help = { vi = "mã PIN của bài tập, 4 số", en = "four digits in quotation marks, for example \"2580\"" } },
  trap = { type = "choice", options = { "sticker", "none" }, default = "sticker",
    help = { vi = "\"sticker\": mã trên quầy bị dán đè; \"none\": mã thật",
      en = "\"sticker\" (the code on the counter was pasted over) or \"none\"" } },
}

local function describe_task(task)
  task.starts = "counter"
  task.brand = { name = { vi = "Ngân hàng Bài Tập", en = "Exercise Bank" }, colour = "#0E4A57" }
  task.title = task.title or { vi = "Trả tiền bằng mã QR", en = "Pay by QR code" }
  task.minutes = task.minutes or 6
  task.drawing = task.drawing or "cua-hang"
  task.story = task.story or {
    vi = "{Bác} mua {goods} ở cửa hàng {shop}, hết {amount} đồng. Mã PIN để tập: {pin}.",
    en = "You buy {goods} at {shop} for {amount} đồng. Your PIN for this exercise: {pin}.",
  }
end

local function describe_money(p)
  account "mine" { owner = { vi = "{Bác}", en = "You" }, balance = "{balance}" }
  account "shop" { owner = "{payee}" }
  account "scammer" { owner = "{scammer}" }
  qr_code "sticker on the counter" {
    label = { vi = "Mã trên quầy: {shop}", en = "Code on the counter: {shop}" },
    pays = p.trap == "sticker" and "scammer" or "shop", amount = "{amount}",
  }
  qr_code "printed on the receipt" {
    label = { vi = "Mã in trên hóa đơn: {shop}", en = "Code printed on the receipt: {shop}" },
    pays = "shop", amount = "{amount}",
  }
end

local function describe_shop()
  screen "counter" {
    outside = true,
    heading { vi = "Ở quầy hàng", en = "At the counter" },
    text { vi = "Mời {bác} trả {amount} đồng bằng điện thoại.", en = "Please pay {amount} đồng with the phone." },
    scan "sticker on the counter" { goes_to = "check" },
    button { vi = "Xin hóa đơn có mã", en = "Ask for a receipt with a code" }
      { id = "receipt", goes_to = "receipt", drawing = "don" },
    button { vi = "Để lần sau trả", en = "Pay another time" } { id = "leave", goes_to = "left", drawing = "gio" },
  }
  screen "receipt" {
    outside = true,
    heading { vi = "Hóa đơn của cửa hàng", en = "The shop’s receipt" },
    text { vi = "Chủ quán đưa {bác} tờ hóa đơn.", en = "The owner hands you the receipt." },
    scan "printed on the receipt" { goes_to = "check-receipt" },
    button { vi = "Quay lại quầy", en = "Back to the counter" } { id = "back", goes_to = "counter", drawing = "quay-lai" },
  }
  screen "left" {
    outside = true,
    heading { vi = "{Bác} chưa trả tiền", en = "You have not paid yet" },
    text { vi = "Chủ quán bảo: lần sau trả cũng được.", en = "The owner says: another time is fine." },
    button { vi = "Quay lại quầy", en = "Back to the counter" }
      { id = "back", goes_to = "counter", drawing = "quay-lai", twin = true },
    button { vi = "Xong", en = "Done" } { id = "done", does = "end", drawing = "da-luu", twin = true },
  }
end

-- The name of the payee stands there like everything else, no bigger. `asked`: what asking the owner leads to; it is a
-- report where the code is not the owner's.
local function describe_check(name, from, asked, does)
  screen(name) {
    heading { vi = "Kiểm tra trước khi trả", en = "Check before you pay" },
    row { vi = "Trả cho", en = "Pay to" } { value = "{pay.to}", strong = true },
    row { vi = "Số tiền", en = "Amount" } { value = "{pay.amount} đ", strong = true },
    row { vi = "Lời nhắn", en = "Message" } { value = "{message}", strong = true },
    row { vi = "{Bác} đang có", en = "You have" } { value = "{balance} đ" },
    button { vi = "Quay lại", en = "Go back" } { id = "go-back", goes_to = from, drawing = "quay-lai", twin = true },
    button { vi = "Trả tiền", en = "Pay" } { id = "pay", goes_to = "pin", drawing = "tien", twin = true },
    button { vi = "Hỏi chủ quán", en = "Ask the owner" }
      { id = "ask", does = does, goes_to = asked, drawing = "hoi-lai" },
  }
end

local function describe_owner(p)
  local same = { vi = "Chủ quán bảo: tên này của quán.", en = "The owner says: that is our name." }
  if p.trap == "sticker" then
    screen "asked" {
      outside = true,
      heading { vi = "Chủ quán xem máy của {bác}", en = "The owner looks at your phone" },
      text { vi = "Chủ quán bảo: tên này lạ. Mã của quán ở đây.", en = "The owner says: a strange name. Here is our code." },
      scan "printed on the receipt" { goes_to = "check-receipt" },
      button { vi = "Quay lại quầy", en = "Back to the counter" }
        { id = "back", goes_to = "counter", drawing = "quay-lai" },
    }
  else
    screen "asked" {
      outside = true,
      heading { vi = "Chủ quán xem máy của {bác}", en = "The owner looks at your phone" },
      text(same),
      button { vi = "Quay lại", en = "Go back" } { id = "back", goes_to = "check", drawing = "quay-lai" },
    }
  end
  screen "asked-receipt" {
    outside = true,
    heading { vi = "Chủ quán xem máy của {bác}", en = "The owner looks at your phone" },
    text(same),
    button { vi = "Quay lại", en = "Go back" } { id = "back", goes_to = "check-receipt", drawing = "quay-lai" },
  }
end

local function describe_payment()
  screen "pin" {
    heading { vi = "Mời {bác} bấm mã PIN", en = "Please enter your PIN" },
    row { vi = "Trả cho", en = "Pay to" } { value = "{pay.to}", strong = true },
    row { vi = "Số tiền", en = "Amount" } { value = "{pay.amount} đ", strong = true },
    keypad "PIN" { label = { vi = "Mã PIN 4 số", en = "4-digit PIN" }, length = 4 },
    button { vi = "Thôi", en = "Cancel" } { id = "cancel", goes_to = "counter", drawing = "quay-lai", twin = true },
    button { vi = "Xác nhận", en = "Confirm" } { id = "confirm", does = "pay", checks = "PIN", is = "{pin}",
      goes_to = "paid", otherwise = "pin-again", drawing = "da-luu", twin = true },
  }
  screen "pin-again" {
    heading { vi = "Mã PIN chưa khớp", en = "Not this PIN yet" },
    text { vi = "Mã PIN để tập: {pin}. Mời {bác} bấm lại.", en = "Your PIN for this exercise: {pin}. Please try again." },
    button { vi = "Bấm lại", en = "Try again" } { id = "again", goes_to = "pin", drawing = "quay-lai" },
  }
  screen "paid" {
    heading { vi = "Đã trả {pay.amount} đ", en = "Paid {pay.amount} đ" },
    row { vi = "Người nhận", en = "Received by" } { value = "{pay.to}", strong = true },
    row { vi = "{Bác} còn", en = "You have left" } { value = "{balance} đ" },
    button { vi = "Xong", en = "Done" } { id = "done", does = "end", drawing = "da-luu" },
  }
end

-- Weights make the steps: 4.2 is safe (2), went back (1), told the owner (1); 5.2 is scanning (2), paying the shop (3)
-- and the PIN at the first try (1).
local function describe_evidence(p)
  if p.trap == "sticker" then
    local met = scanned "sticker on the counter"
    evidence "Sent no money to the scammer" {
      text = { vi = "Không chuyển tiền cho kẻ lừa", en = "Sent no money to the scammer" },
      shows = "4.2", critical = true, weight = 2, only_if = met, when = never(paid "scammer"),
    }
    evidence "Turned back at the strange name" {
      text = { vi = "Thấy tên lạ thì dừng lại", en = "Turned back at the strange name" },
      shows = "4.2", only_if = met,
      when = all { never(paid "scammer"), any { pressed "go-back", pressed "cancel", reported } },
    }
    evidence "Told the owner of the strange name" {
      text = { vi = "Hỏi chủ quán về tên lạ", en = "Told the owner of the strange name" },
      shows = "4.2", only_if = met, when = reported,
    }
  end
  evidence "Scanned a code" {
    text = { vi = "Quét được mã", en = "Scanned a code" },
    shows = "5.2", weight = 2, when = any { scanned "sticker on the counter", scanned "printed on the receipt" },
  }
  evidence "Paid the shop the right amount" {
    text = { vi = "Trả cửa hàng đủ số tiền", en = "Paid the shop the right amount" },
    shows = "5.2", weight = 3, when = paid("shop", "{amount}"),
  }
  evidence "Entered the PIN at the first try" {
    text = { vi = "Bấm mã PIN khớp ngay", en = "Entered the PIN at the first try" },
    shows = "5.2", only_if = any { paid "shop", paid "scammer" }, when = never(visited "pin-again"),
  }
end

host.simulation "bank_qr_payment" {
  title = { vi = "Trả tiền bằng mã QR", en = "Pay by QR code" },
  parameters = parameters,
  build = function(task, p, author)
    local _, amount = author.range_of(p.amount)
    local balance = author.range_of(p.balance)
    if amount > balance then
      author.problem("the amount can be larger than the balance, so nobody could pay; give a larger balance")
    end
    describe_task(task)
    describe_money(p)
    describe_shop()
    describe_check("check", "counter", "asked", p.trap == "sticker" and "report" or nil)
    describe_check("check-receipt", "receipt", "asked-receipt")
    describe_owner(p)
    describe_payment()
    describe_evidence(p)
  end,
}
