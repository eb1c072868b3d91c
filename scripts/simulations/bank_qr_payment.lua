-- bank_qr_payment.lua - pay a shop by QR code. With trap = "sticker" somebody has stuck another code over the shop's:
-- the name on the sticker is the shop's, the name of the payee is not.

simulation "bank_qr_payment" {
  title = { vi = "Trả tiền bằng mã QR", en = "Pay by QR code" },
  parameters = {
    shop = { type = "text", default = { vi = "Cô Nga", en = "Nga’s bakery" },
      help = { vi = "tên cửa hàng", en = "the name of the shop" } },
    payee = { type = "text", default = "TIEM BANH CO NGA",
      help = { vi = "tên tài khoản của cửa hàng", en = "the name on the shop’s account" } },
    scammer = { type = "text", default = "N. B. TRADING",
      help = { vi = "tên tài khoản của kẻ gian", en = "the name on the scammer’s account" } },
    amount = { type = "integer", from = 1000, to = 5000000, default = 35000,
      help = { vi = "số tiền, từ 1.000 đến 5.000.000", en = "a whole number of đồng from 1000 to 5000000" } },
    balance = { type = "integer", from = 1000, to = 50000000, default = 620000,
      help = { vi = "số tiền đang có", en = "a whole number of đồng from 1000 to 50000000" } },
    pin = { type = "text", default = "2580", help = { vi = "mã PIN của bài tập", en = "four digits" } },
    trap = { type = "choice", options = { "sticker", "none" }, default = "sticker",
      help = { vi = "sticker hoặc none", en = "\"sticker\" or \"none\"" } },
  },

  build = function(task, p)
    task.starts = "counter"
    task.brand = { name = { vi = "Ngân hàng Bài Tập", en = "Exercise Bank" }, colour = "#0E4A57" }
    task.minutes = task.minutes or 6
    task.drawing = task.drawing or "cua-hang"
    task.story = task.story or {
      vi = "{Bác} mua bánh ở cửa hàng {shop}, hết {amount} đồng. Mã PIN để tập là {pin}.",
      en = "You buy bread at {shop} for {amount} đồng. For this exercise your PIN is {pin}.",
    }

    account "mine" { owner = { vi = "{Bác}", en = "You" }, balance = "{balance}" }
    account "shop" { owner = "{payee}" }
    account "scammer" { owner = "{scammer}" }
    qr_code "sticker on the counter" { label = { vi = "Mã dán trên quầy: {shop}", en = "Sticker on the counter: {shop}" },
      pays = p.trap == "sticker" and "scammer" or "shop", amount = "{amount}" }
    qr_code "printed on the receipt" { label = { vi = "Mã in trên hóa đơn: {shop}", en = "Printed on the receipt: {shop}" },
      pays = "shop", amount = "{amount}" }

    screen "counter" {
      heading { vi = "Ở quầy hàng", en = "At the counter" },
      text { vi = "Mời {bác} quét mã để trả {amount} đồng.", en = "Please scan the code to pay {amount} đồng." },
      scan "sticker on the counter" { goes_to = "check" },
      button { vi = "Hỏi xin hóa đơn", en = "Ask for a receipt" } { id = "receipt", goes_to = "receipt", drawing = "giay-to" },
      button { vi = "Nhờ chủ quán trả sau", en = "Give up for now" } { id = "give-up", goes_to = "left", drawing = "quay-lai" },
    }
    screen "receipt" {
      heading { vi = "Hóa đơn của cửa hàng", en = "The shop’s receipt" },
      text { vi = "Chủ quán đưa hóa đơn. Trên đó có mã.", en = "The owner hands you a receipt with a code." },
      scan "printed on the receipt" { goes_to = "check" },
      button { vi = "Quay lại quầy", en = "Back to the counter" } { id = "back", goes_to = "counter", drawing = "quay-lai" },
    }
    screen "check" {
      heading { vi = "Kiểm tra trước khi trả", en = "Check before you pay" },
      row { vi = "Trả cho", en = "Pay to" } { value = "{pay.to}", strong = true },
      row { vi = "Số tiền", en = "Amount" } { value = "{pay.amount} đ", strong = true },
      row { vi = "{Bác} đang có", en = "You have" } { value = "{balance} đ" },
      button { vi = "Quay lại", en = "Go back" } { id = "not-this", goes_to = "counter", drawing = "quay-lai", twin = true },
      button { vi = "Trả tiền", en = "Pay" } { id = "continue", goes_to = "pin", drawing = "tien", twin = true },
    }
    screen "pin" {
      heading { vi = "Nhập mã PIN", en = "Enter your PIN" },
      row { vi = "Trả cho", en = "Pay to" } { value = "{pay.to}" },
      field "PIN" { label = { vi = "Mã PIN 4 số", en = "4-digit PIN" }, input = "digits", length = 4 },
      button { vi = "Quay lại", en = "Go back" } { id = "not-this", goes_to = "counter", drawing = "quay-lai", twin = true },
      button { vi = "Xác nhận", en = "Confirm" } { id = "pay", does = "pay", checks = "PIN", is = "{pin}",
        goes_to = "paid", otherwise = "pin-again", drawing = "da-luu", twin = true },
    }
    screen "pin-again" {
      heading { vi = "Mã PIN chưa khớp", en = "Not this PIN yet" },
      text { vi = "Mã PIN để tập là {pin}. Mời {bác} nhập lại.", en = "For this exercise the PIN is {pin}. Please try again." },
      button { vi = "Nhập lại", en = "Try again" } { id = "again", goes_to = "pin", drawing = "quay-lai" },
    }
    screen "paid" {
      heading { vi = "Đã trả {pay.amount} đ", en = "Paid {pay.amount} đ" },
      row { vi = "Người nhận", en = "Received by" } { value = "{pay.to}", strong = true },
      row { vi = "Còn lại", en = "Left" } { value = "{balance} đ" },
      button { vi = "Xong", en = "Done" } { id = "done", does = "end", drawing = "da-luu" },
    }
    screen "left" {
      heading { vi = "{Bác} chưa trả tiền", en = "You have not paid" },
      text { vi = "Chủ quán nói: lúc khác trả cũng được.", en = "The owner says: another time is fine." },
      button { vi = "Quay lại quầy", en = "Back to the counter" } { id = "return", goes_to = "counter", drawing = "quay-lai", twin = true },
      button { vi = "Xong", en = "Done" } { id = "done", does = "end", drawing = "da-luu", twin = true },
    }

    if p.trap == "sticker" then
      evidence "Sent no money to the scammer" {
        text = { vi = "Không chuyển tiền cho kẻ gian", en = "Sent no money to the scammer" },
        shows = "4.2", critical = true,
        only_if = scanned "sticker on the counter",
        when = never(paid "scammer"),
      }
      evidence "Went back on seeing a strange name" {
        text = { vi = "Thấy tên lạ thì quay lại", en = "Went back on seeing a strange name" },
        shows = "4.2",
        only_if = scanned "sticker on the counter",
        when = all { pressed "not-this", never(paid "scammer") },
      }
    end
    evidence "Paid the shop" {
      text = { vi = "Trả đúng cửa hàng", en = "Paid the shop" },
      shows = "5.2", when = paid("shop", "{amount}"),
    }
    evidence "Read the name of the payee" {
      text = { vi = "Mở màn hình kiểm tra trước khi trả", en = "Looked at the check before paying" },
      shows = "5.2", when = visited "check",
    }
  end,
}
