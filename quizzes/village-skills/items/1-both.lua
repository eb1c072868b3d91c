-- Questions of both forms: what links the first session with the last.

question "low-battery" {
  shows = "0.1", difficulty = "easy",
  asks = { vi = "Điện thoại báo pin còn 5%. {Bác} làm gì?", en = "The phone says 5% battery. What do you do?" },
  right = { vi = "Cắm sạc", en = "Plug in the charger" },
  wrong = { { vi = "Tăng độ sáng màn hình", en = "Make the screen brighter" },
            { vi = "Tháo vỏ máy cho mát", en = "Take the cover off to cool it" } },
}

question "no-water" {
  shows = "1.2", difficulty = "medium",
  asks = { vi = "Có tin: mai cả xã mất nước ba ngày. Tin không ghi ai báo. {Bác} làm gì trước?",
           en = "A message says the whole commune will have no water for three days. It does not say who says so. What do you do first?" },
  right = { vi = "Hỏi trưởng khu hoặc ủy ban xã", en = "Ask the village head or the commune office", drawing = "hoi-lai" },
  wrong = { { vi = "Gửi ngay cho cả xóm", en = "Send it to all neighbours at once", drawing = "tin-la" },
            { vi = "Mua thật nhiều nước để trữ", en = "Buy a lot of water", drawing = "cua-hang" },
            { vi = "Bấm thích để nhiều người thấy", en = "Like it so that many people see it", drawing = "tap" } },
}

question "state-address" {
  shows = "1.2", difficulty = "hard",
  asks = { vi = "Trang của cơ quan nhà nước Việt Nam có đuôi gì? Mời {bác} gõ vào ô.",
           en = "What does the address of a Vietnamese state office’s site end with? Please type it." },
  answers = { ".gov.vn", "gov.vn", { is = "gov", credit = 50 } },
}

question "send-a-picture" {
  shows = "2.1", difficulty = "medium",
  asks = { vi = "Gửi ảnh vườn chè cho con. Mời {bác} bấm các bước theo thứ tự.",
           en = "Send a picture of the tea garden to your child. Please tap the steps in order." },
  order = { { vi = "Mở tin nhắn với con", en = "Open the chat with your child" },
            { vi = "Bấm vào hình bức ảnh", en = "Tap the picture symbol" },
            { vi = "Chọn ảnh vườn chè", en = "Choose the picture of the garden" },
            { vi = "Bấm gửi", en = "Tap send" } },
}

question "what-eid-is-for" {
  shows = "2.6", difficulty = "easy",
  asks = { vi = "Định danh điện tử dùng để làm gì?", en = "What is the electronic ID for?" },
  right = { vi = "Chứng minh mình là ai khi làm giấy tờ trên mạng", en = "To prove who you are when you deal with papers online",
            drawing = "giay-to" },
  wrong = { { vi = "Xem phim không mất tiền", en = "To watch films for free", drawing = "anh" },
            { vi = "Gọi điện rẻ hơn", en = "To make cheaper calls", drawing = "dien-thoai" } },
}

question "bank-asks-otp" {
  shows = "4.2", difficulty = "medium",
  asks = { vi = "Có người xưng là ngân hàng. Họ hỏi mã OTP để “hủy giao dịch lạ”. {Bác} làm gì?",
           en = "Someone says they are the bank and asks for the OTP “to cancel a strange payment”. What do you do?" },
  right = { vi = "Tắt máy, tự gọi số in sau thẻ", en = "Hang up and call the number on the back of the card", drawing = "tat-may" },
  wrong = { { vi = "Đọc mã để họ hủy giúp", en = "Read the code so that they cancel it", drawing = "doc-ma" },
            { vi = "Đọc một nửa mã thôi", en = "Read only half of the code", drawing = "doc-ma" },
            { vi = "Nhắn tin mã cho họ", en = "Send them the code in a message", drawing = "tin-la" } },
}

question "rice-by-qr" {
  shows = "5.2", difficulty = "medium",
  asks = { vi = "{Bác} mua 3 cân gạo, mỗi cân 22.000 đồng. Mã QR của quán chưa ghi số tiền. {Bác} gõ bao nhiêu?",
           en = "You buy 3 kg of rice at 22,000 đồng a kg. The shop’s QR code holds no amount. What do you type?" },
  number = 66000, unit = { vi = "đồng", en = "đồng" },
}
