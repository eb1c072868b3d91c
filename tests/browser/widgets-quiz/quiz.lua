-- Every kind of question and every widget once: what the pictures of tests/browser/widgets_suite.mjs show.

quiz {
  title = { vi = "Mọi ô trên màn hình", en = "Everything on a screen" },
  framework = "village-basic", languages = { "vi", "en" },
}

question "try" { practice = true, asks = { vi = "Buổi sáng, {bác} chào thế nào?", en = "How do you greet in the morning?" },
  right = { vi = "Chào buổi sáng", en = "Good morning" }, wrong = { { vi = "Chúc ngủ ngon", en = "Good night" } } }

question "one" { shows = "0.1", asks = { vi = "Ai gửi tin nhắn này cho {bác}?", en = "Who sent you this message?" },
  picture = "pictures/message.png", says = { vi = "Tin nhắn đòi tiền điện, có một đường dẫn", en = "A message asks for the electricity bill, with a link" },
  right = { vi = "Người lạ", en = "A stranger", drawing = "tin-la" },
  wrong = { { vi = "Công ty điện", en = "The power company", drawing = "bong-den" }, { vi = "Con của bác", en = "Your child", drawing = "gia-dinh" } } }

question "several" { shows = "1.1", asks = { vi = "Những gì {bác} giữ kín?", en = "Which of these do you keep secret?" },
  right = { { vi = "Mã OTP", en = "The OTP code", drawing = "khoa" }, { vi = "Mật khẩu", en = "The password", drawing = "khoa" } },
  wrong = { { vi = "Tên thôn", en = "The village’s name", drawing = "nha" }, { vi = "Giờ họp thôn", en = "When the village meets", drawing = "gio" } } }

question "order" { shows = "1.2", asks = { vi = "Gọi hình cho con: làm gì trước, làm gì sau?", en = "A video call: what comes first, what then?" },
  order = { { vi = "Mở danh bạ", en = "Open the contacts", drawing = "danh-ba" }, { vi = "Bấm tên con", en = "Tap your child’s name", drawing = "nguoi" },
    { vi = "Bấm hình máy quay", en = "Tap the camera", drawing = "goi-hinh" } } }

question "match" { shows = "2.1", asks = { vi = "Hình nào để làm gì?", en = "Which sign is for what?" },
  pairs = { { { vi = "Cái chuông", en = "The bell", drawing = "chuong" }, { vi = "Có tin mới", en = "There is news" } },
    { { vi = "Bánh răng", en = "The cog", drawing = "cai-dat" }, { vi = "Cài đặt máy", en = "Settings of the phone" } },
    { { vi = "Kính lúp", en = "The lens", drawing = "tim" }, { vi = "Tìm kiếm", en = "Search" } } },
  extra = { { vi = "Tắt máy", en = "Turn the phone off" } } }

question "short" { shows = "2.1", asks = { vi = "Xã của {bác} thuộc thành phố nào?", en = "Which town is your commune near?" },
  answers = { "Việt Trì" }, spelling = 1 }

question "number" { shows = "2.3", asks = { vi = "Ba cân gạo, mỗi cân 18.000 đồng. Hết bao nhiêu?", en = "Three kilos of rice at 18.000 each. How much?" },
  number = 54000, unit = { vi = "đồng", en = "dong" } }

question "date" { shows = "2.3", asks = { vi = "Quốc khánh nước ta đầu tiên là ngày nào?", en = "When was the first National Day?" }, date = "02/09/1945" }

question "gaps" { shows = "2.3", asks = { vi = "Mời {bác} điền vào chỗ trống", en = "Please fill the gaps" },
  text = { vi = "Mã OTP có [1] số. {Bác} [2] đọc mã cho người gọi đến.", en = "An OTP code has [1] digits. You [2] read it to somebody who calls." },
  gaps = { { number = 6 }, { right = { vi = "không", en = "never" }, wrong = { { vi = "luôn", en = "always" }, { vi = "đôi khi", en = "sometimes" } } } } }

question "spots" { shows = "2.3", asks = { vi = "Chỗ nào cho {bác} biết tin này là giả?", en = "What tells you that this is a fake?" },
  picture = "pictures/message.png", says = { vi = "Tin nhắn đòi tiền điện, có một đường dẫn", en = "A message asks for the electricity bill, with a link" },
  spots = { { x = 2, y = 2, width = 60, height = 15, says = { vi = "Tên người gửi", en = "The name" } },
    { x = 6, y = 53, width = 50, height = 12, says = { vi = "Đường dẫn lạ", en = "The strange link" }, right = true },
    { x = 4, y = 70, width = 32, height = 20, says = { vi = "Nút trả lời", en = "The reply button" } } } }

practical "phone" {
  title = { vi = "Điện thoại của bác", en = "Your phone" }, minutes = 6, drawing = "dien-thoai",
  story = { vi = "{Bác} bật Wi-Fi, chọn chữ to và gửi ảnh căn cước cho xã.", en = "Turn on the Wi-Fi, choose large letters, send the ID to the commune." },
  starts = "home", brand = { name = { vi = "Ứng dụng Bài Tập", en = "Exercise App" }, colour = "#7A3E1D" },
}

screen "home" {
  outside = true,
  notification { from = { vi = "Con Hường", en = "Hường" }, text = { vi = "Mẹ ơi, mẹ nhận được ảnh chưa?", en = "Have you got the picture?" }, id = "news",
    drawing = "tin-nhan", goes_to = "chat" },
  list {
    entry { vi = "Cài đặt", en = "Settings" } { id = "settings", drawing = "cai-dat", detail = { vi = "Wi-Fi, chữ, âm thanh", en = "Wi-Fi, letters, sound" }, goes_to = "settings" },
    entry { vi = "Thư viện ảnh", en = "Pictures" } { id = "pictures", drawing = "thu-vien-anh", goes_to = "photos" },
    entry { vi = "Trang của xã", en = "The commune’s page" } { id = "page", drawing = "trang-mang", goes_to = "form" },
    entry { vi = "Máy ảnh", en = "Camera" } { id = "code", drawing = "may-anh", goes_to = "code" },
  },
  button { vi = "Xong", en = "Done" } { id = "done", does = "end", drawing = "da-luu" },
}

screen "settings" {
  heading { vi = "Cài đặt", en = "Settings" },
  switch "wifi" { label = "Wi-Fi", detail = { vi = "Mạng nhà văn hóa", en = "The hall’s network" } },
  switch "sound" { label = { vi = "Âm thanh", en = "Sound" }, on = true },
  choices "size" { label = { vi = "Cỡ chữ", en = "Letters" },
    choice "small" { text = { vi = "Chữ nhỏ", en = "Small" } }, choice "large" { text = { vi = "Chữ to", en = "Large" }, drawing = "chu-to" } },
  choices "news" { label = { vi = "Báo cho {bác} biết khi", en = "Tell me about" }, several = true,
    choice "calls" { text = { vi = "Có người gọi", en = "Calls" }, drawing = "cuoc-goi" },
    choice "messages" { text = { vi = "Có tin nhắn", en = "Messages" }, drawing = "tin-nhan" } },
  button { vi = "Quay lại", en = "Go back" } { id = "back-settings", goes_to = "home", drawing = "quay-lai" },
}

screen "chat" {
  heading { vi = "Con Hường", en = "Hường" },
  message { from = "Hường", text = { vi = "Mẹ ơi, mẹ nhận được ảnh chưa?", en = "Have you got the picture?" } },
  message { text = { vi = "Mẹ nhận được rồi.", en = "Yes, I have." }, mine = true },
  row { vi = "Giờ", en = "Time" } { value = "14:31" },
  row { vi = "Người gửi", en = "From" } { value = "0900 000 000", strong = true },
  button { vi = "Quay lại", en = "Go back" } { id = "back-chat", goes_to = "home", drawing = "quay-lai", twin = true },
  button { vi = "Xóa tin", en = "Delete" } { id = "delete", goes_to = "sure", drawing = "xoa", twin = true },
}

screen "sure" {
  text { vi = "Tin nhắn của con Hường", en = "The message of Hường" },
  dialog { title = { vi = "Xóa tin này?", en = "Delete this message?" }, text = { vi = "Xóa rồi thì không đọc lại được.", en = "You cannot read it again then." } },
  button { vi = "Xóa", en = "Delete" } { id = "delete-now", goes_to = "home", twin = true },
  button { vi = "Giữ lại", en = "Keep" } { id = "keep", goes_to = "chat", twin = true },
}

screen "photos" {
  progress { label = { vi = "Chọn ảnh", en = "Choose pictures" }, step = 2, of = 4 },
  photos "attachment" { label = { vi = "{Bác} gửi ảnh nào?", en = "Which pictures do you send?" }, several = true,
    photo "id-card" { says = { vi = "Căn cước", en = "ID card" }, drawing = "giay-to" }, photo "market" { says = { vi = "Chợ phiên", en = "The market" }, drawing = "cua-hang" },
    photo "message" { says = { vi = "Tin nhắn", en = "A message" }, file = "pictures/message.png" }, photo "house" { says = { vi = "Nhà mới", en = "The new house" }, drawing = "nha" } },
  button { vi = "Gửi", en = "Send" } { id = "send", goes_to = "home", drawing = "chia-se" },
}

screen "form" {
  address "http://xa-bai-tap.example/ho-so-can-cuoc",
  heading { vi = "Hồ sơ của {bác}", en = "Your papers" },
  picture "ho-so" { says = { vi = "Hồ sơ đăng ký", en = "Registration" } },
  field "name" { label = { vi = "Họ và tên", en = "Full name" } },
  field "born" { label = { vi = "Ngày sinh", en = "Date of birth" }, input = "date" },
  field "people" { label = { vi = "Nhà có mấy người?", en = "How many live in the house?" }, input = "number" },
  button { vi = "Tiếp", en = "Go on" } { id = "to-pin", goes_to = "pin", drawing = "tiep" },
}

screen "pin" {
  heading { vi = "Mã giữ kín", en = "Your secret code" },
  keypad "pin" { label = { vi = "4 số của {bác}", en = "Your 4 digits" }, length = 4, secret = true },
  button { vi = "Xác nhận", en = "Confirm" } { id = "confirm", goes_to = "home" },
}

screen "code" {
  outside = true,
  picture "pictures/message.png" { says = { vi = "Tờ giấy ở quầy", en = "The paper at the counter" } },
  button { vi = "Quay lại", en = "Go back" } { id = "back-code", goes_to = "home", drawing = "quay-lai" },
}

evidence "large" { shows = "2.3", when = picked("size", "large") }
