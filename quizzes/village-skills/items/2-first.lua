-- Questions of the first session. Each has a sister of the same skill and difficulty in 3-last.lua.

question "bigger-letters" {
  shows = "0.1", difficulty = "medium",
  asks = { vi = "Chữ trên điện thoại nhỏ quá. {Bác} vào đâu để chữ to lên?", en = "The letters on the phone are too small. Where do you make them bigger?" },
  right = { vi = "Cài đặt, mục Cỡ chữ", en = "Settings, text size" },
  wrong = { { vi = "Máy ảnh", en = "Camera" }, { vi = "Danh bạ", en = "Contacts" } },
}

question "home-button" {
  shows = "0.2", difficulty = "easy",
  asks = { vi = "{Bác} đang xem ảnh, muốn về màn hình đầu tiên. {Bác} làm gì?", en = "You are looking at pictures and want the first screen again. What do you do?" },
  right = { vi = "Bấm nút về màn hình chính", en = "Press the home button", drawing = "nha" },
  wrong = { { vi = "Tháo pin ra", en = "Take the battery out", drawing = "xoa" },
            { vi = "Gọi điện cho con", en = "Call your child", drawing = "goi-hinh" } },
}

question "camera-asks" {
  shows = "0.2", difficulty = "medium",
  asks = { vi = "{Bác} cần chụp giấy tờ. Ứng dụng hỏi: cho phép dùng máy ảnh? {Bác} bấm gì?",
           en = "You need to photograph papers. The app asks: may it use the camera? What do you press?" },
  right = { vi = "Cho phép khi đang dùng", en = "Allow while using the app" },
  wrong = { { vi = "Không cho phép", en = "Do not allow" }, { vi = "Xóa ứng dụng", en = "Delete the app" } },
}

question "rice-price" {
  shows = "1.1", difficulty = "medium",
  asks = { vi = "{Bác} muốn biết giá lúa hôm nay ở tỉnh. {Bác} gõ gì để tìm?", en = "You want today’s price of rice in the province. What do you type to search?" },
  right = { vi = "giá lúa hôm nay Phú Thọ", en = "rice price today Phú Thọ", drawing = "tim" },
  wrong = { { vi = "lúa", en = "rice", drawing = "tim" }, { vi = "hôm nay", en = "today", drawing = "tim" } },
}

question "trusted-hospital" {
  shows = "1.1", difficulty = "hard",
  asks = { vi = "{Bác} tìm giờ khám của bệnh viện tỉnh. Hai kết quả nào đáng tin?", en = "You look for the hours of the provincial hospital. Which two results can you trust?" },
  right = { { vi = "Trang của bệnh viện", en = "The hospital’s own site" }, { vi = "Trang của Sở Y tế", en = "The site of the health department" } },
  wrong = { { vi = "Trang bán thuốc, ghi “Được tài trợ”", en = "A drug shop marked “Sponsored”" },
            { vi = "Lời bình của người lạ", en = "A stranger’s comment" } },
}

question "three-day-cure" {
  shows = "1.2", difficulty = "hard",
  asks = { vi = "Có bài khoe: hết tiểu đường sau ba ngày. Điều gì đáng ngờ nhất?", en = "A post boasts: diabetes gone in three days. What is the most doubtful thing?" },
  right = { vi = "Hứa khỏi rất nhanh, không ghi ai khám", en = "It promises a quick cure and names no doctor" },
  wrong = { { vi = "Bài có ảnh màu", en = "It has colour pictures" }, { vi = "Bài viết bằng tiếng Việt", en = "It is in Vietnamese" },
            { vi = "Bài đăng vào buổi tối", en = "It was posted in the evening" } },
}

question "lost-among-pictures" {
  shows = "1.3", difficulty = "medium",
  asks = { vi = "Ảnh chụp giấy tờ lẫn trong nghìn ảnh khác. Làm gì để lần sau tìm nhanh?",
           en = "Pictures of your papers are lost among a thousand others. What helps you find them next time?" },
  right = { vi = "Cho vào một thư mục riêng", en = "Put them into a folder of their own", drawing = "giay-to" },
  wrong = { { vi = "Chụp lại mỗi lần cần", en = "Take them again each time", drawing = "anh" },
            { vi = "Xóa hết ảnh khác", en = "Delete all other pictures", drawing = "xoa" } },
}

question "see-the-child" {
  shows = "2.1", difficulty = "easy",
  asks = { vi = "Con ở xa muốn thấy mặt {bác} khi nói chuyện. {Bác} bấm gì?", en = "Your child far away wants to see your face while talking. What do you press?" },
  right = { vi = "Gọi có hình", en = "Video call", drawing = "goi-hinh" },
  wrong = { { vi = "Nhắn tin chữ", en = "Text message", drawing = "don" }, { vi = "Gửi một ảnh cũ", en = "Send an old picture", drawing = "anh" } },
}

question "where-to-do-first" {
  shows = "2.3", difficulty = "medium",
  asks = { vi = "Việc nào làm ở đâu trên mạng?", en = "What is done where online?" },
  pairs = {
    { { vi = "Làm giấy khai sinh cho cháu", en = "A birth certificate for a grandchild" }, { vi = "Cổng dịch vụ công", en = "The public-service portal" } },
    { { vi = "Trả tiền nước", en = "Paying the water bill" }, { vi = "Ứng dụng ngân hàng", en = "The bank’s app" } },
    { { vi = "Xem ngày mai có mưa không", en = "Whether it rains tomorrow" }, { vi = "Trang thời tiết", en = "A weather site" } },
  },
}

question "upgrade-for-you" {
  shows = "2.6", difficulty = "medium",
  asks = { vi = "Người lạ đến nhà, xin máy để “nâng cấp định danh hộ”. {Bác} làm gì?",
           en = "A stranger at the door wants your phone “to upgrade your electronic ID”. What do you do?" },
  right = { vi = "Không đưa, ra công an xã hỏi", en = "Do not hand it over, ask the commune police", drawing = "hoi-lai" },
  wrong = { { vi = "Đưa máy và đọc mật khẩu", en = "Hand it over and tell the password", drawing = "doc-ma" },
            { vi = "Đưa máy, đứng cạnh xem", en = "Hand it over and watch", drawing = "nguoi" } },
}

question "good-password" {
  shows = "4.1", difficulty = "medium",
  asks = { vi = "Mời {bác} chọn chữ còn thiếu.", en = "Please choose the missing words." },
  text = { vi = "Mật khẩu tốt dài ít nhất [1] ký tự. Không dùng [2] của mình.",
           en = "A good password has at least [1] characters. Do not use your [2]." },
  gaps = { { right = { vi = "tám", en = "eight" }, wrong = { { vi = "hai", en = "two" }, { vi = "bốn", en = "four" } } },
           { right = { vi = "ngày sinh", en = "birthday" }, wrong = { { vi = "chữ số", en = "digits" }, { vi = "chữ hoa", en = "capitals" } } } },
}

question "frozen-app" {
  shows = "5.1", difficulty = "medium",
  asks = { vi = "Ứng dụng bị đứng, bấm gì cũng không chạy. {Bác} thử gì trước?", en = "An app does not answer any tap. What do you try first?" },
  right = { vi = "Đóng ứng dụng rồi mở lại", en = "Close the app and open it again", drawing = "quay-lai" },
  wrong = { { vi = "Xóa hết ảnh trong máy", en = "Delete all pictures", drawing = "xoa" },
            { vi = "Mua điện thoại khác", en = "Buy another phone", drawing = "dien-thoai" },
            { vi = "Đổi số điện thoại", en = "Change the phone number", drawing = "doc-ma" } },
}
