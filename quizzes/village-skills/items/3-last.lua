-- Questions of the last session, sisters of those in 2-first.lua.

question "dark-outside" {
  shows = "0.1", difficulty = "medium",
  asks = { vi = "Ra ngoài nắng, màn hình tối quá không đọc được. {Bác} chỉnh gì?", en = "In the sun the screen is too dark to read. What do you change?" },
  right = { vi = "Độ sáng màn hình", en = "The brightness of the screen" },
  wrong = { { vi = "Âm lượng", en = "The volume" }, { vi = "Ngày giờ", en = "Date and time" } },
}

question "where-to-install" {
  shows = "0.2", difficulty = "easy",
  asks = { vi = "{Bác} muốn cài một ứng dụng mới. {Bác} tải ở đâu?", en = "You want a new app. Where do you get it?" },
  right = { vi = "Cửa hàng ứng dụng của máy", en = "The phone’s app shop", drawing = "cua-hang" },
  wrong = { { vi = "Đường dẫn người lạ gửi", en = "A link from a stranger", drawing = "tin-la" },
            { vi = "Trang có chữ “tải ngay”", en = "A page that says “load now”", drawing = "tap" } },
}

question "torch-asks" {
  shows = "0.2", difficulty = "medium",
  asks = { vi = "Ứng dụng đèn pin hỏi: cho phép xem danh bạ? {Bác} bấm gì?", en = "A torch app asks: may it read your contacts? What do you press?" },
  right = { vi = "Không cho phép", en = "Do not allow" },
  wrong = { { vi = "Luôn cho phép", en = "Always allow" }, { vi = "Cho phép khi đang dùng", en = "Allow while using the app" } },
}

question "vaccination-days" {
  shows = "1.1", difficulty = "medium",
  asks = { vi = "{Bác} muốn biết lịch tiêm phòng ở xã mình. {Bác} gõ gì để tìm?", en = "You want the vaccination days of your commune. What do you type to search?" },
  right = { vi = "lịch tiêm phòng trạm y tế Thanh Ba", en = "vaccination days Thanh Ba health station", drawing = "tim" },
  wrong = { { vi = "tiêm", en = "injection", drawing = "tim" }, { vi = "bệnh viện to nhất", en = "the biggest hospital", drawing = "tim" } },
}

question "trusted-insurance" {
  shows = "1.1", difficulty = "hard",
  asks = { vi = "{Bác} tìm mức đóng bảo hiểm y tế năm nay. Hai kết quả nào đáng tin?", en = "You look for this year’s health insurance fee. Which two results can you trust?" },
  right = { { vi = "Trang của Bảo hiểm xã hội", en = "The site of Social Insurance" }, { vi = "Cổng thông tin của tỉnh", en = "The province’s portal" } },
  wrong = { { vi = "Trang bán hàng, ghi “Được tài trợ”", en = "A shop marked “Sponsored”" },
            { vi = "Bài đăng của người lạ", en = "A stranger’s post" } },
}

question "gift-video" {
  shows = "1.2", difficulty = "hard",
  asks = { vi = "Có video: một cán bộ hứa tặng tiền cho mọi nhà. Điều gì đáng ngờ nhất?", en = "A video: an official promises money to every family. What is the most doubtful thing?" },
  right = { vi = "Bảo bấm vào đường dẫn lạ để nhận", en = "It tells you to open a strange link to get it" },
  wrong = { { vi = "Video dài hai phút", en = "It is two minutes long" }, { vi = "Người nói mặc áo trắng", en = "The speaker wears a white shirt" },
            { vi = "Video có chữ chạy ở dưới", en = "Words run along the bottom" } },
}

question "phone-lost" {
  shows = "1.3", difficulty = "medium",
  asks = { vi = "{Bác} sợ mất máy thì mất luôn ảnh cưới của con. {Bác} làm gì trước?",
           en = "You fear to lose your child’s wedding pictures with the phone. What do you do in time?" },
  right = { vi = "Chép ảnh sang máy khác hoặc thẻ nhớ", en = "Copy them to another device or a card", drawing = "usb" },
  wrong = { { vi = "Chụp lại màn hình", en = "Take pictures of the screen", drawing = "anh" },
            { vi = "Cất máy trong tủ", en = "Keep the phone in a cupboard", drawing = "khoa" } },
}

question "hands-full" {
  shows = "2.1", difficulty = "easy",
  asks = { vi = "{Bác} bận tay, không gõ chữ được. {Bác} nhắn cho con cách nào?", en = "Your hands are full and you cannot type. How do you write to your child?" },
  right = { vi = "Gửi tin bằng giọng nói", en = "Send a voice message", drawing = "nghe" },
  wrong = { { vi = "Gửi một tin trống", en = "Send an empty message", drawing = "don" }, { vi = "Tắt điện thoại", en = "Switch the phone off", drawing = "tat-may" } },
}

question "where-to-do-second" {
  shows = "2.3", difficulty = "medium",
  asks = { vi = "Việc nào làm ở đâu trên mạng?", en = "What is done where online?" },
  pairs = {
    { { vi = "Xin xác nhận nơi ở", en = "A confirmation of residence" }, { vi = "Cổng dịch vụ công", en = "The public-service portal" } },
    { { vi = "Chuyển tiền cho con", en = "Sending money to your child" }, { vi = "Ứng dụng ngân hàng", en = "The bank’s app" } },
    { { vi = "Tìm đường ra bến xe", en = "The way to the bus station" }, { vi = "Bản đồ", en = "The map" } },
  },
}

question "eid-level-two" {
  shows = "2.6", difficulty = "medium",
  asks = { vi = "Muốn làm định danh điện tử mức 2, {bác} đến đâu?", en = "Where do you go for an electronic ID of level 2?" },
  right = { vi = "Công an xã", en = "The commune police", drawing = "giay-to" },
  wrong = { { vi = "Cửa hàng điện thoại", en = "A phone shop", drawing = "cua-hang" },
            { vi = "Nhà người quen rành máy", en = "A friend who knows phones", drawing = "nguoi" } },
}

question "old-phone" {
  shows = "4.1", difficulty = "medium",
  asks = { vi = "Mời {bác} chọn chữ còn thiếu.", en = "Please choose the missing words." },
  text = { vi = "Khi không dùng, {bác} [1] màn hình. Trước khi cho người khác máy cũ, {bác} [2].",
           en = "When you do not use it, you [1] the screen. Before you give an old phone away, you [2]." },
  gaps = { { right = { vi = "khóa", en = "lock" }, wrong = { { vi = "lau", en = "wipe" }, { vi = "tăng sáng", en = "brighten" } } },
           { right = { vi = "xóa hết dữ liệu", en = "delete all data" }, wrong = { { vi = "sạc đầy pin", en = "charge it fully" }, { vi = "dán kính mới", en = "put a new glass on" } } } },
}

question "nobody-hears" {
  shows = "5.1", difficulty = "medium",
  asks = { vi = "Gọi có hình mà con không nghe thấy tiếng {bác}. {Bác} thử gì trước?", en = "In a video call your child cannot hear you. What do you try first?" },
  right = { vi = "Xem hình cái mi-crô có bị tắt không", en = "See whether the microphone is off", drawing = "nghe" },
  wrong = { { vi = "Tăng cỡ chữ", en = "Make the letters bigger", drawing = "don" },
            { vi = "Mua điện thoại mới", en = "Buy a new phone", drawing = "dien-thoai" },
            { vi = "Xóa số của con", en = "Delete your child’s number", drawing = "xoa" } },
}
