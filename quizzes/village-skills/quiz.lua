-- Digital skills for the village: twelve skills, two parallel forms. "pre" is taken in the first session, "post" in the
-- last; nine items stand in both, so that growth can be measured. An hour each, for most people less.

quiz {
  title = { vi = "Kỹ năng số ở làng", en = "Digital skills for the village" },
  framework = "village-basic",
  programme = "digital-basics",
  languages = { "vi", "en" },
}

form "pre" {
  title = { vi = "buổi đầu", en = "first session" },
  items = {
    "low-battery", "see-the-child", "home-button", "settings-wifi", "bigger-letters", "rice-price", "what-eid-is-for",
    "find-clinic", "no-water", "camera-asks", "rice-by-qr", "pay-at-the-shop", "send-a-picture", "lost-among-pictures",
    "share-a-picture", "bank-asks-otp", "good-password", "police-writes", "where-to-do-first", "copy-of-papers",
    "upgrade-for-you", "trusted-hospital", "frozen-app", "three-day-cure", "state-address",
  },
}

form "post" {
  title = { vi = "buổi cuối", en = "last session" },
  items = {
    "low-battery", "hands-full", "where-to-install", "settings-wifi", "dark-outside", "vaccination-days", "what-eid-is-for",
    "install-safely", "no-water", "torch-asks", "rice-by-qr", "pay-at-the-shop", "send-a-picture", "phone-lost",
    "read-the-address", "bank-asks-otp", "old-phone", "voice-asks-otp", "where-to-do-second", "pay-electricity",
    "eid-level-two", "trusted-insurance", "nobody-hears", "gift-video", "state-address",
  },
}

-- To practise with, which does not count: each way of answering once, and the simulated phone.

question "practice-house" {
  practice = true,
  asks = { vi = "Tập thử: mời {bác} bấm vào ô có hình ngôi nhà.", en = "Practice: please tap the card with the house." },
  drawing = "tap",
  right = { vi = "Ngôi nhà", en = "House", drawing = "nha" },
  wrong = { { vi = "Điện thoại", en = "Phone", drawing = "dien-thoai" }, { vi = "Bức ảnh", en = "Picture", drawing = "anh" } },
}

question "practice-tea" {
  practice = true,
  asks = { vi = "Tập thử: buổi sáng {bác} thích uống gì?", en = "Practice: what do you like to drink in the morning?" },
  drawing = "tap",
  right = { vi = "Nước chè", en = "Tea" },
  wrong = { { vi = "Nước vối", en = "Vối leaf tea" }, { vi = "Nước lọc", en = "Water" } },
}

question "practice-steps" {
  practice = true,
  asks = { vi = "Tập thử: pha ấm chè. Mời {bác} bấm các bước theo thứ tự.", en = "Practice: make a pot of tea. Please tap the steps in order." },
  drawing = "tap",
  order = { { vi = "Đun nước sôi", en = "Boil the water" }, { vi = "Cho chè vào ấm", en = "Put tea into the pot" },
            { vi = "Rót nước vào ấm", en = "Pour the water in" }, { vi = "Rót chè ra chén", en = "Pour the tea into cups" } },
}

question "practice-pairs" {
  practice = true,
  asks = { vi = "Tập thử: con nào kêu thế nào?", en = "Practice: which animal says what?" },
  pairs = { { { vi = "Gà trống", en = "Cock" }, { vi = "Ò ó o", en = "Cock-a-doodle-doo" } },
            { { vi = "Chó", en = "Dog" }, { vi = "Gâu gâu", en = "Woof" } } },
}

question "practice-typing" {
  practice = true,
  asks = { vi = "Tập thử: mời {bác} gõ số 25 vào ô.", en = "Practice: please type the number 25." },
  number = 25,
}

practical "practice-phone" {
  practice = true,
  title = { vi = "Tập thử với máy", en = "Practise with the phone" },
  story = { vi = "Tập thử: mời {bác} mở Tin nhắn, đọc, rồi bấm Xong.", en = "Practice: open Messages, read, then press Done." },
  starts = "home", drawing = "dien-thoai",
}

screen "home" {
  heading { vi = "Điện thoại để tập", en = "A phone to practise with" },
  list {
    entry { vi = "Tin nhắn", en = "Messages" } { id = "messages", drawing = "tin-nhan", goes_to = "messages" },
    entry { vi = "Máy ảnh", en = "Camera" } { id = "camera", drawing = "may-anh", goes_to = "camera" },
  },
}

screen "messages" {
  message { from = { vi = "Con gái", en = "Daughter" }, text = { vi = "Chào {bác}! Cuối tuần con về.", en = "Hello! I come home at the weekend." } },
  button { vi = "Quay lại", en = "Back" } { id = "back", goes_to = "home", drawing = "quay-lai" },
  button { vi = "Xong", en = "Done" } { id = "done", does = "end", drawing = "da-luu" },
}

screen "camera" {
  text { vi = "Máy ảnh đang mở.", en = "The camera is open." },
  button { vi = "Quay lại", en = "Back" } { id = "back", goes_to = "home", drawing = "quay-lai" },
}

-- What each skill means in words: on the result page and on paper.

can_do "0.1" { vi = "Tự bật Wi-Fi, chỉnh cỡ chữ và độ sáng.", en = "Switch Wi-Fi on, set letters and brightness.",
  drawing = "dien-thoai", practise = { vi = "Chỉnh Wi-Fi, cỡ chữ", en = "Setting Wi-Fi and letters" } }
can_do "0.2" { vi = "Mở, đóng và cài ứng dụng từ nơi an toàn.", en = "Open, close and safely install apps.",
  drawing = "tap", practise = { vi = "Cài và dùng ứng dụng", en = "Installing and using apps" } }
can_do "1.1" { vi = "Tự gõ chữ để tìm tin cần biết.", en = "Search for what you need to know.", drawing = "tim",
  practise = { vi = "Gõ đủ chữ khi tìm kiếm", en = "Searching with enough words" } }
can_do "1.2" { vi = "Xem lại nguồn trước khi tin và gửi đi.", en = "Check the source before believing and sharing.",
  drawing = "hoi-lai", practise = { vi = "Nhận ra tin giả", en = "Telling fake news" } }
can_do "1.3" { vi = "Cất ảnh và giấy tờ để tìm lại được.", en = "Keep pictures and papers where you find them.",
  drawing = "anh", practise = { vi = "Cất và chép ảnh", en = "Keeping and copying pictures" } }
can_do "2.1" { vi = "Gọi có hình, nhắn tin và gửi ảnh cho người nhà.", en = "Video-call, write and send pictures.",
  drawing = "goi-hinh", practise = { vi = "Nhắn tin, gửi ảnh", en = "Messages and pictures" } }
can_do "2.3" { vi = "Tự nộp đơn trên Cổng dịch vụ công.", en = "Apply on the public-service portal.", drawing = "don",
  practise = { vi = "Nộp đơn trên mạng", en = "Applying online" } }
can_do "2.6" { vi = "Dùng định danh điện tử và giữ nó cho riêng mình.", en = "Use your electronic ID and keep it yours.",
  drawing = "giay-to", practise = { vi = "Định danh điện tử", en = "Electronic ID" } }
can_do "4.1" { vi = "Khóa máy, đặt mật khẩu tốt.", en = "Lock the phone and choose good passwords.", drawing = "khoa",
  practise = { vi = "Khóa máy, mật khẩu", en = "Locking the phone, passwords" } }
can_do "4.2" { vi = "Giữ kín mã OTP, mật khẩu với mọi người gọi đến.", en = "Keep OTP codes and passwords from any caller.",
  drawing = "khoa", practise = { vi = "Giữ kín mã, nhận ra lừa đảo", en = "Keeping codes secret, spotting scams" } }
can_do "5.1" { vi = "Tự thử vài cách khi máy trục trặc.", en = "Try a few things when the phone has trouble.",
  drawing = "hoi-lai", practise = { vi = "Xử lý khi máy trục trặc", en = "When the phone has trouble" } }
can_do "5.2" { vi = "Trả tiền bằng mã QR, xem đúng tên người nhận.", en = "Pay by QR code and check the payee.", drawing = "qr",
  practise = { vi = "Trả tiền bằng mã QR", en = "Paying by QR code" } }
