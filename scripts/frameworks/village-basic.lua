-- village-basic.lua - basic digital skills for villagers, a working framework of this project.
-- Source: A working framework of this project: group 0 and group 1 follow Dispatch 3139/BTTTT-
-- KTS&XHS of 31 July 2024 and Decision 757/QĐ-BKHCN of 29 April 2025 (version 1.0; the full annex
-- was not available); the other groups are the project's own, around online public services,
-- cashless payment, electronic identification, safety from scams, local platforms. Never printed
-- as the official framework.

framework "village-basic" {
  version = "1",
  title = { vi = "Kỹ năng số cơ bản cho người dân", en = "Basic digital skills for villagers" },
  -- Variances of the general and the area factor, the one published prior mean, the cuts (logits).
  rho_g = 0.35, rho_a = 0.15, prior_mean = -0.5, cuts = { -1, 0, 1 },
  bands = {
    { vi = "Mới tập", en = "Beginning", short = { vi = "mới tập", en = "beginning" } },
    { vi = "Cần kèm", en = "With help", short = { vi = "cần kèm", en = "with help" } },
    { vi = "Tự làm được", en = "On one’s own", short = { vi = "tự làm", en = "alone" } },
    { vi = "Chỉ bảo được", en = "Able to teach", short = { vi = "chỉ bảo", en = "teaches" } },
  },

  area "0" {
    vi = "Sử dụng thiết bị và phần mềm trên thiết bị",
    en = "Devices and the software on them",
    short = { vi = "Thiết bị", en = "Devices" },
    indicator "0.1" {
      vi = "Sử dụng thiết bị",
      en = "Using devices",
      short = { vi = "Sử dụng điện thoại", en = "Using the phone" },
    },
    indicator "0.2" {
      vi = "Sử dụng phần mềm trên thiết bị",
      en = "Using software on devices",
      short = { vi = "Sử dụng ứng dụng", en = "Using apps" },
    },
  },

  area "1" {
    vi = "Tìm kiếm và khai thác thông tin trên Internet",
    en = "Searching and using information on the Internet",
    short = { vi = "Thông tin", en = "Information" },
    indicator "1.1" {
      vi = "Tìm kiếm và lựa chọn thông tin",
      en = "Searching and selecting",
      short = { vi = "Tìm thông tin", en = "Finding information" },
    },
    indicator "1.2" {
      vi = "Đánh giá thông tin",
      en = "Evaluating",
      short = { vi = "Phân biệt tin giả", en = "Telling fake news" },
    },
    indicator "1.3" {
      vi = "Quản lý thông tin",
      en = "Managing",
      short = { vi = "Lưu giữ thông tin", en = "Keeping information" },
    },
  },

  area "2" {
    vi = "Giao tiếp và dịch vụ công",
    en = "Communication and public services",
    short = { vi = "Giao tiếp và dịch vụ công", en = "Talking, public services" },
    indicator "2.1" {
      vi = "Gọi điện, nhắn tin, gửi ảnh qua mạng",
      en = "Calling, messaging and sending pictures online",
      short = { vi = "Gọi, nhắn tin, gửi ảnh", en = "Calls, messages, pictures" },
    },
    indicator "2.3" {
      vi = "Dùng dịch vụ công trực tuyến",
      en = "Using online public services",
      short = { vi = "Dịch vụ công trực tuyến", en = "Online public services" },
    },
    indicator "2.6" {
      vi = "Dùng định danh điện tử",
      en = "Using electronic identification",
      short = { vi = "Định danh điện tử", en = "Electronic ID" },
    },
  },

  area "4" {
    vi = "An toàn",
    en = "Safety",
    short = { vi = "An toàn", en = "Safety" },
    safety = true,
    indicator "4.1" {
      vi = "Giữ an toàn cho thiết bị",
      en = "Keeping devices safe",
      short = { vi = "Giữ an toàn cho máy", en = "Keeping the phone safe" },
    },
    indicator "4.2" {
      vi = "Giữ kín mật khẩu, mã OTP và dữ liệu cá nhân, nhận ra lừa đảo",
      en = "Protecting passwords, OTP codes and personal data; spotting scams",
      short = { vi = "Giữ kín mã và mật khẩu", en = "Keeping codes secret" },
    },
  },

  area "5" {
    vi = "Giải quyết việc hằng ngày",
    en = "Everyday tasks",
    short = { vi = "Giải quyết việc hằng ngày", en = "Everyday tasks" },
    indicator "5.1" {
      vi = "Xử lý trục trặc thường gặp",
      en = "Solving common problems",
      short = { vi = "Xử lý trục trặc", en = "Solving problems" },
    },
    indicator "5.2" {
      vi = "Thanh toán không dùng tiền mặt",
      en = "Paying without cash",
      short = { vi = "Trả tiền bằng mã QR", en = "Paying by QR code" },
    },
  },
}
