-- Ready tasks with words of your own. Each simulation is a file of scripts/simulations; its head says what may be changed.

quiz {
  title = { vi = "Bài làm có sẵn", en = "Ready tasks" },
  framework = "village-basic",
}

-- As it comes.
practical "strange-link" { uses = "simulations/false_link", difficulty = "medium" }

-- With the shop of this village; the sum differs from learner to learner.
practical "market" {
  uses   = "simulations/bank_qr_payment", difficulty = "medium",
  shop   = { vi = "Hàng rau cô Mai", en = "Cô Mai’s vegetables" },
  payee  = "HOANG THI MAI",
  amount = vary { 25000, 40000, 55000 },
}

can_do "4.2" { vi = "Nhận ra đường dẫn giả.", en = "Recognise a false link.",
  practise = { vi = "Nhận ra đường dẫn giả", en = "Recognising false links" } }
can_do "5.2" { vi = "Trả tiền bằng mã QR.", en = "Pay by QR code.",
  practise = { vi = "Trả tiền bằng mã QR", en = "Paying by QR code" } }
