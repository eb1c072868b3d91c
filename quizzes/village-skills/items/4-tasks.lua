-- The practical tasks: half of the points and more. "settings-wifi" and "pay-at-the-shop" stand in both forms.

practical "settings-wifi" {
  uses = "simulations/phone_settings",
  difficulty = "medium",
}

practical "pay-at-the-shop" {
  uses = "simulations/bank_qr_payment",
  title = { vi = "Trả tiền gạo bằng mã QR", en = "Pay for rice by QR code" },
  difficulty = "medium",
  shop = vary { "Cô Nhung", "Bà Xuyến", "Chú Lâm" },
  goods = { vi = "gạo", en = "rice" },
  message = "Tien gao",
  payee = vary { "CUA HANG GAO CO NHUNG", "CUA HANG GAO BA XUYEN", "CUA HANG GAO CHU LAM", with = "shop" },
  scammer = vary { "N. B. TRADING", "LE VAN KHOA", "SHOP ONLINE 88" },
  amount = vary_between(44000, 176000, 22000),
  balance = vary { 350000, 620000, 900000 },
  trap = "sticker",
}

-- The first session.

practical "find-clinic" {
  uses = "simulations/search_results",
  difficulty = "medium",
}

practical "police-writes" {
  uses = "simulations/police_message",
  difficulty = "medium",
}

practical "share-a-picture" {
  uses = "simulations/photo_sharing",
  difficulty = "medium",
}


practical "copy-of-papers" {
  uses = "simulations/public_service_portal",
  difficulty = "hard",
}

-- The last session.

practical "install-safely" {
  uses = "simulations/app_install",
  difficulty = "medium",
  app = "weather",
}

practical "read-the-address" {
  uses = "simulations/false_link",
  difficulty = "medium",
}

practical "voice-asks-otp" {
  uses = "simulations/eid_otp_call",
  difficulty = "medium",
}

practical "pay-electricity" {
  uses = "simulations/electricity_bill",
  difficulty = "hard",
}
