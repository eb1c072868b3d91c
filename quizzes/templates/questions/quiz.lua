-- Questions of several kinds. Change the words, add questions, take out what you do not need.
-- The preview shows each change as soon as the file is saved.

quiz {
  title = { vi = "Câu hỏi của tôi", en = "My questions" },
  framework = "village-basic",
}

-- Shown first, never counted: here people learn how to answer.
question "practice-buffalo" {
  practice = true,
  asks  = { vi = "Con nào kéo cày?", en = "Which one pulls the plough?" },
  right = { vi = "Con trâu", en = "The buffalo" },
  wrong = { { vi = "Con gà", en = "The hen" }, { vi = "Con mèo", en = "The cat" } },
}

-- One answer is right.
question "stranger-asks-otp" {
  shows = "4.2", difficulty = "easy",
  asks  = { vi = "Người lạ gọi, bảo {bác} đọc mã OTP. {Bác} làm gì?",
            en = "A stranger calls and asks you for the OTP. What do you do?" },
  right = { vi = "Không đọc, tắt máy", en = "Do not read it, hang up" },
  wrong = { { vi = "Đọc mã cho họ", en = "Read them the code" },
            { vi = "Hỏi tên rồi đọc", en = "Ask their name, then read it" } },
}

-- Several answers are right.
question "keep-secret" {
  shows = "4.2", difficulty = "medium",
  asks  = { vi = "Những gì {bác} không cho ai biết?", en = "Which of these do you tell nobody?" },
  right = { { vi = "Mã OTP", en = "The OTP" }, { vi = "Mật khẩu", en = "The password" } },
  wrong = { { vi = "Tên xã", en = "The name of the commune" }, { vi = "Giá chè hôm nay", en = "Today’s price of tea" } },
}

-- The right order, first to last.
question "pay-by-code" {
  shows = "5.2", difficulty = "medium",
  asks  = { vi = "{Bác} trả tiền bằng mã QR. Làm gì trước, làm gì sau?", en = "You pay by QR code. What comes first?" },
  order = { { vi = "Quét mã của quán", en = "Scan the shop’s code" },
            { vi = "Đọc tên người nhận", en = "Read who gets the money" },
            { vi = "Bấm mã PIN", en = "Type the PIN" } },
}

-- Something is typed; with or without marks, it counts.
question "what-searches" {
  shows = "1.1", difficulty = "medium",
  asks  = { vi = "{Bác} muốn biết giá chè. Gõ từ gì vào ô tìm kiếm?", en = "You want to know the price of tea. What do you type?" },
  answers = { { vi = "giá chè", en = "price of tea" }, { vi = "giá chè hôm nay", en = "price of tea today" } },
}

can_do "4.2" { vi = "Giữ kín mã và mật khẩu.", en = "Keep codes and passwords secret.",
  practise = { vi = "Giữ kín mã và mật khẩu", en = "Keeping codes and passwords secret" } }
