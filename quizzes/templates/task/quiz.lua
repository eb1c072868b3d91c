-- A task on the phone: a message says that a parcel waits. Change the words, add screens.

quiz {
  title = { vi = "Bài làm của tôi", en = "My task" },
  framework = "village-basic",
}

practical "parcel" {
  title  = { vi = "Tin nhắn về bưu kiện", en = "A message about a parcel" },
  story  = { vi = "{Bác} chờ bưu kiện của con. Có tin nhắn mới.",
             en = "You are waiting for a parcel from your child. There is a new message." },
  starts = "messages",
  minutes = 5, difficulty = "medium",
  variables = { fee = vary { 3000, 5000, 8000 }, pin = "2580" },
}

screen "messages" {
  message { from = { vi = "Số lạ", en = "Unknown number" },
            text = { vi = "Trả {fee} đồng để nhận hàng. Bấm vào đây.", en = "Pay {fee} đồng to get your parcel. Tap here." } },
  button { vi = "Bấm vào đường dẫn", en = "Tap the link" } { id = "tap", goes_to = "page", twin = true },
  button { vi = "Gọi bưu điện xã", en = "Call the post office" } { id = "call", goes_to = "call", twin = true },
}

screen "page" {
  address "buu-kien.example",
  heading { vi = "Mời {bác} nhập mã PIN", en = "Please type your PIN" },
  keypad "PIN" { label = { vi = "Mã PIN 4 số", en = "PIN, 4 digits" }, length = 4 },
  button { vi = "Trả tiền", en = "Pay" } { id = "pay", goes_to = "gone" },
  button { vi = "Quay lại", en = "Go back" } { id = "back", goes_to = "messages" },
}

screen "gone" {
  heading { vi = "Trang đã nhận mã", en = "The page has taken the PIN" },
  button { vi = "Xong", en = "Done" } { id = "done", does = "end" },
}

screen "call" {
  heading { vi = "Bưu điện xã", en = "Commune post office" },
  text { vi = "Bưu kiện đã đến. Nhận hàng không mất tiền.", en = "The parcel is here. It costs nothing." },
  button { vi = "Xong", en = "Done" } { id = "thanks", does = "end" },
}

-- What the task shows: yes, no, or not seen.
evidence "Kept the PIN" {
  shows = "4.2", critical = true,
  text = { vi = "Không đưa mã PIN cho trang lạ", en = "Did not give the PIN to a strange page" },
  when = never(typed "PIN"),
}

evidence "Asked the post office" {
  shows = "4.2",
  text = { vi = "Hỏi lại bưu điện", en = "Asked the post office" },
  when = visited "call",
}

can_do "4.2" { vi = "Nhận ra tin nhắn lừa.", en = "Recognise a scam message.",
  practise = { vi = "Nhận ra tin nhắn lừa", en = "Recognising scam messages" } }
