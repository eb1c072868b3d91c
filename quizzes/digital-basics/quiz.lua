-- Basic digital skills: two questions for each of six skills, and one practical test. About 15 minutes.

quiz {
  title = { vi = "Kỹ năng số cơ bản", en = "Basic digital skills" },
  framework = "village-basic",
  programme = "digital-basics",
  languages = { "vi", "en" },
}

-- Two to practise with, which do not count.

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

-- 0.1 Using the phone

question "dark-screen" {
  shows = "0.1", difficulty = "easy",
  asks = { vi = "Màn hình điện thoại tự tắt. {Bác} làm gì để dùng tiếp?", en = "The phone’s screen has gone dark. How do you go on?" },
  right = { vi = "Bấm nút ở cạnh máy", en = "Press the button on its side", drawing = "dien-thoai" },
  wrong = { { vi = "Tháo pin ra lắp lại", en = "Take the battery out and put it back", drawing = "xoa" },
            { vi = "Mang ra hiệu sửa", en = "Take it to a repair shop", drawing = "cua-hang" } },
}

question "no-network" {
  shows = "0.1", difficulty = "hard",
  asks = { vi = "Nhà có Wi-Fi mà máy báo không có mạng. {Bác} thử gì trước?",
           en = "There is Wi-Fi at home, but the phone says no network. What do you try first?" },
  right = { vi = "Xem Wi-Fi trong máy đã bật chưa", en = "See whether Wi-Fi is switched on in the phone", drawing = "wifi" },
  wrong = { { vi = "Xóa hết ảnh trong máy", en = "Delete all pictures", drawing = "xoa" },
            { vi = "Mua điện thoại mới", en = "Buy a new phone", drawing = "dien-thoai" },
            { vi = "Đợi đến hôm sau", en = "Wait until tomorrow", drawing = "gio" } },
}

-- 1.1 Finding information

question "search-words" {
  shows = "1.1", difficulty = "medium",
  asks = { vi = "{Bác} muốn biết giờ xe đi Việt Trì. {Bác} gõ gì để tìm?",
           en = "You want the times of the bus to Việt Trì. What do you type to search?" },
  right = { vi = "giờ xe khách đi Việt Trì", en = "bus times to Việt Trì", drawing = "tim" },
  wrong = { { vi = "xe", en = "bus", drawing = "tim" },
            { vi = "tôi muốn đi chơi", en = "I want a trip", drawing = "tim" } },
}

question "advertisement" {
  shows = "1.1", difficulty = "hard",
  asks = { vi = "Kết quả tìm đầu tiên có chữ “Được tài trợ”. Chữ ấy nghĩa là gì?",
           en = "The first search result is marked “Sponsored”. What does it mean?" },
  right = { vi = "Có người trả tiền để hiện lên đầu", en = "Somebody paid for it to come first", drawing = "tien" },
  wrong = { { vi = "Đó là kết quả đúng nhất", en = "It is the best answer", drawing = "da-luu" },
            { vi = "Xã đã duyệt trang ấy", en = "The commune has approved it", drawing = "don" },
            { vi = "Bấm vào thì được tặng quà", en = "You get a present if you tap it", drawing = "tin-la" } },
}

-- 1.2 Telling fake news

question "fake-cure" {
  shows = "1.2", difficulty = "easy",
  asks = { vi = "Trên mạng có người khoe lá cây chữa khỏi mọi bệnh. {Bác} làm gì?",
           en = "Someone online says a leaf cures every illness. What do you do?" },
  right = { vi = "Hỏi trạm y tế trước khi tin", en = "Ask the health station before believing it", drawing = "hoi-lai" },
  wrong = { { vi = "Gửi ngay cho cả họ", en = "Send it to all the family at once", drawing = "tin-la" },
            { vi = "Đặt mua một túi uống thử", en = "Order a bag to try", drawing = "tien" } },
}

question "old-flood" {
  shows = "1.2", difficulty = "hard",
  asks = { vi = "Có ảnh “đê vỡ sáng nay”, không ghi nơi nào. {Bác} xem gì trước?",
           en = "A picture says “the dyke broke this morning”, with no place. What do you check first?" },
  right = { vi = "Báo, đài của tỉnh có đưa tin không", en = "Whether the province’s news reports it", drawing = "tim" },
  wrong = { { vi = "Có bao nhiêu người bấm thích", en = "How many people liked it", drawing = "nguoi" },
            { vi = "Ảnh có rõ không", en = "Whether the picture is sharp", drawing = "anh" },
            { vi = "Ai gửi cho {bác}", en = "Who sent it to you", drawing = "goi-hinh" } },
}

-- 2.3 Online public services

question "birth-copy" {
  shows = "2.3", difficulty = "medium",
  asks = { vi = "{Bác} cần bản sao giấy khai sinh mà ngại đi xa. {Bác} nộp đơn ở đâu?",
           en = "You need a copy of a birth certificate and live far away. Where do you apply?" },
  right = { vi = "Cổng dịch vụ công trên mạng", en = "The public-service portal online", drawing = "don" },
  wrong = { { vi = "Nhắn tin cho người bán hàng", en = "A message to a shopkeeper", drawing = "cua-hang" },
            { vi = "Trang quảng cáo “làm giấy nhanh”", en = "An advertisement for “fast papers”", drawing = "tin-la" } },
}

question "application-code" {
  shows = "2.3", difficulty = "medium",
  asks = { vi = "Nộp đơn trên mạng xong, máy hiện mã hồ sơ. {Bác} làm gì với mã ấy?",
           en = "After applying online a file number appears. What do you do with it?" },
  right = { vi = "Ghi lại để xem đơn đến đâu", en = "Write it down, to follow the application", drawing = "giay-to" },
  wrong = { { vi = "Đăng lên mạng cho mọi người biết", en = "Post it online", drawing = "tin-la" },
            { vi = "Không cần, tắt máy luôn", en = "Nothing, switch off the phone", drawing = "tat-may" } },
}

-- 4.2 Keeping codes secret

question "otp-call" {
  shows = "4.2", difficulty = "easy",
  asks = { vi = "Có người gọi, xưng là công an. Họ bảo {bác} đọc mã OTP. {Bác} làm gì?",
           en = "Someone calls and says they are the police. They ask for your OTP. What do you do?" },
  right = { vi = "Không đọc, tắt máy", en = "Do not read it, hang up", drawing = "tat-may" },
  wrong = { { vi = "Đọc mã cho họ", en = "Read them the code", drawing = "doc-ma" },
            { vi = "Hỏi tên rồi đọc", en = "Ask their name, then read it", drawing = "hoi-lai" } },
}

question "remote-help" {
  shows = "4.2", difficulty = "hard",
  asks = { vi = "Có người lạ bảo cài ứng dụng để sửa máy từ xa. {Bác} làm gì?",
           en = "A stranger tells you to install an app so they can mend your phone from afar. What do you do?" },
  right = { vi = "Không cài, hỏi người nhà", en = "Do not install it, ask your family", drawing = "nguoi" },
  wrong = { { vi = "Cài, vì họ nói lịch sự", en = "Install it, they are polite", drawing = "dien-thoai" },
            { vi = "Cài rồi xóa sau", en = "Install it and delete it later", drawing = "xoa" },
            { vi = "Cài nhưng không đọc mật khẩu", en = "Install it but keep the password", drawing = "khoa" } },
}

-- 5.2 Paying by QR code

question "check-payee" {
  shows = "5.2", difficulty = "easy",
  asks = { vi = "Quét mã xong, trước khi trả tiền, {bác} xem gì?", en = "You have scanned a code. What do you look at before you pay?" },
  right = { vi = "Tên người nhận và số tiền", en = "The payee’s name and the amount", drawing = "tien" },
  wrong = { { vi = "Màu của mã", en = "The colour of the code", drawing = "qr" },
            { vi = "Không cần xem gì", en = "Nothing at all", drawing = "tiep" } },
}

question "wrong-transfer" {
  shows = "5.2", difficulty = "hard",
  asks = { vi = "{Bác} chuyển nhầm tiền cho người khác. {Bác} gọi cho ai trước?",
           en = "You sent money to another person by mistake. Whom do you call first?" },
  right = { vi = "Số của ngân hàng in sau thẻ", en = "The bank’s number on the back of the card", drawing = "giay-to" },
  wrong = { { vi = "Số lạ nhận “lấy lại tiền”", en = "An unknown number that “gets money back”", drawing = "tin-la" },
            { vi = "Không gọi ai, coi như mất", en = "Nobody, it is lost", drawing = "tat-may" },
            { vi = "Hàng xóm", en = "A neighbour", drawing = "nguoi" } },
}

-- The practical test. A sticker has been put over the shop's own code.

practical "pay-bakery" {
  uses = "simulations/bank_qr_payment",
  title = { vi = "Trả tiền bánh bằng mã QR", en = "Pay for cakes by QR code" },
  minutes = 6,
  difficulty = "medium",
  shop = vary { "Cô Nga", "Bà Lan", "Chú Tỵ" },
  payee = vary { "TIEM BANH CO NGA", "TIEM BANH BA LAN", "TIEM BANH CHU TY", with = "shop" },
  scammer = vary { "N. B. TRADING", "LE VAN KHOA", "SHOP ONLINE 88" },
  amount = vary_between(20000, 95000, 5000),
  balance = vary { 120000, 350000, 620000 },
  trap = "sticker",
}

-- What each skill means in words: on the result page and on paper.

can_do "0.1" { vi = "Tự bật máy, tắt máy, nối Wi-Fi.", en = "Switch the phone on and off and join Wi-Fi.", drawing = "dien-thoai",
  practise = { vi = "Bật, tắt Wi-Fi trên máy", en = "Switching Wi-Fi on and off" } }
can_do "1.1" { vi = "Tự gõ chữ để tìm tin cần biết.", en = "Search for what you need to know.", drawing = "tim",
  practise = { vi = "Gõ đủ chữ khi tìm kiếm", en = "Searching with enough words" } }
can_do "1.2" { vi = "Xem lại nguồn trước khi tin và gửi đi.", en = "Check the source before believing and sharing.", drawing = "hoi-lai",
  practise = { vi = "Nhận ra tin giả", en = "Telling fake news" } }
can_do "2.3" { vi = "Tự nộp đơn trên Cổng dịch vụ công.", en = "Apply on the public-service portal.", drawing = "don",
  practise = { vi = "Nộp đơn trên mạng", en = "Applying online" } }
can_do "4.2" { vi = "Giữ kín mã OTP, mật khẩu với mọi người gọi đến.", en = "Keep OTP codes and passwords from any caller.", drawing = "khoa",
  practise = { vi = "Giữ kín mã, xem kỹ tên lạ", en = "Keeping codes secret, noticing strange names" } }
can_do "5.2" { vi = "Trả tiền bằng mã QR, xem đúng tên người nhận.", en = "Pay by QR code and check the payee.", drawing = "qr",
  practise = { vi = "Trả tiền bằng mã QR", en = "Paying by QR code" } }
