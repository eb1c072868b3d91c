-- digcomp-2.2.lua - DigComp 2.2, the European framework.
-- Source: Joint Research Centre, EUR 31006 EN, JRC128415, CC BY 4.0
-- Standing: English: codes confirmed, wording of 3.x-5.x to check; Vietnamese: to check
-- Four bands here stand for the eight levels of the framework, two by two.

framework "digcomp-2.2" {
  version = "2.2",
  title = { vi = "DigComp 2.2", en = "DigComp 2.2" },
  -- Variances of the general and the area factor, the one published prior mean, the cuts (logits).
  rho_g = 0.35, rho_a = 0.15, prior_mean = -0.5, cuts = { -1, 0, 1 },
  bands = {
    { vi = "Cơ bản", en = "Foundation", short = { vi = "cơ bản", en = "foundation" } },
    { vi = "Trung cấp", en = "Intermediate", short = { vi = "trung cấp", en = "middle" } },
    { vi = "Nâng cao", en = "Advanced", short = { vi = "nâng cao", en = "advanced" } },
    { vi = "Chuyên sâu", en = "Highly specialised", short = { vi = "chuyên sâu", en = "expert" } },
  },

  area "1" {
    vi = "Khai thác dữ liệu và thông tin",
    en = "Information and data literacy",
    short = { vi = "Dữ liệu và thông tin", en = "Information and data" },
    indicator "1.1" {
      vi = "Duyệt, tìm kiếm và lọc dữ liệu, thông tin và nội dung số",
      en = "Browsing, searching and filtering data, information and digital content",
      short = { vi = "Tìm, lọc thông tin", en = "Search and filter" },
    },
    indicator "1.2" {
      vi = "Đánh giá dữ liệu, thông tin và nội dung số",
      en = "Evaluating data, information and digital content",
      short = { vi = "Đánh giá thông tin", en = "Judge information" },
    },
    indicator "1.3" {
      vi = "Quản lý dữ liệu, thông tin và nội dung số",
      en = "Managing data, information and digital content",
      short = { vi = "Quản lý dữ liệu", en = "Manage data" },
    },
  },

  area "2" {
    vi = "Giao tiếp và hợp tác trong môi trường số",
    en = "Communication and collaboration",
    short = { vi = "Giao tiếp và hợp tác", en = "Communication" },
    indicator "2.1" {
      vi = "Tương tác thông qua công nghệ số",
      en = "Interacting through digital technologies",
      short = { vi = "Liên lạc qua mạng", en = "Interact" },
    },
    indicator "2.2" {
      vi = "Chia sẻ thông tin và nội dung thông qua công nghệ số",
      en = "Sharing through digital technologies",
      short = { vi = "Chia sẻ nội dung", en = "Share" },
    },
    indicator "2.3" {
      vi = "Sử dụng công nghệ số để thực hiện trách nhiệm công dân",
      en = "Engaging in citizenship through digital technologies",
      short = { vi = "Trách nhiệm công dân số", en = "Digital citizenship" },
    },
    indicator "2.4" {
      vi = "Hợp tác thông qua công nghệ số",
      en = "Collaborating through digital technologies",
      short = { vi = "Hợp tác qua mạng", en = "Collaborate" },
    },
    indicator "2.5" {
      vi = "Quy tắc ứng xử trên mạng",
      en = "Netiquette",
      short = { vi = "Ứng xử trên mạng", en = "Netiquette" },
    },
    indicator "2.6" {
      vi = "Quản lý danh tính số",
      en = "Managing digital identity",
      short = { vi = "Danh tính số", en = "Digital identity" },
    },
  },

  area "3" {
    vi = "Sáng tạo nội dung số",
    en = "Digital content creation",
    short = { vi = "Sáng tạo nội dung số", en = "Content creation" },
    indicator "3.1" {
      vi = "Phát triển nội dung số",
      en = "Developing digital content",
      short = { vi = "Tạo nội dung số", en = "Make content" },
    },
    indicator "3.2" {
      vi = "Tích hợp và tạo lập lại nội dung số",
      en = "Integrating and re-elaborating digital content",
      short = { vi = "Sửa, ghép nội dung", en = "Rework content" },
    },
    indicator "3.3" {
      vi = "Thực thi bản quyền và giấy phép",
      en = "Copyright and licences",
      short = { vi = "Bản quyền, giấy phép", en = "Copyright, licences" },
    },
    indicator "3.4" {
      vi = "Lập trình",
      en = "Programming",
      short = { vi = "Lập trình", en = "Programming" },
    },
  },

  area "4" {
    vi = "An toàn",
    en = "Safety",
    short = { vi = "An toàn", en = "Safety" },
    safety = true,
    indicator "4.1" {
      vi = "Bảo vệ thiết bị",
      en = "Protecting devices",
      short = { vi = "Bảo vệ thiết bị", en = "Protect devices" },
    },
    indicator "4.2" {
      vi = "Bảo vệ dữ liệu cá nhân và quyền riêng tư",
      en = "Protecting personal data and privacy",
      short = { vi = "Bảo vệ dữ liệu riêng", en = "Protect personal data" },
    },
    indicator "4.3" {
      vi = "Bảo vệ sức khỏe và an sinh số",
      en = "Protecting health and well-being",
      short = { vi = "Giữ sức khỏe", en = "Protect health" },
    },
    indicator "4.4" {
      vi = "Bảo vệ môi trường",
      en = "Protecting the environment",
      short = { vi = "Bảo vệ môi trường", en = "Protect environment" },
    },
  },

  area "5" {
    vi = "Giải quyết vấn đề",
    en = "Problem solving",
    short = { vi = "Giải quyết vấn đề", en = "Problem solving" },
    indicator "5.1" {
      vi = "Giải quyết các vấn đề kỹ thuật",
      en = "Solving technical problems",
      short = { vi = "Xử lý trục trặc", en = "Solve problems" },
    },
    indicator "5.2" {
      vi = "Xác định nhu cầu và giải pháp công nghệ",
      en = "Identifying needs and technological responses",
      short = { vi = "Chọn công cụ phù hợp", en = "Choose the right tool" },
    },
    indicator "5.3" {
      vi = "Sử dụng sáng tạo công nghệ số",
      en = "Creatively using digital technologies",
      short = { vi = "Sáng tạo với công nghệ", en = "Use creatively" },
    },
    indicator "5.4" {
      vi = "Xác định các vấn đề cần cải thiện về năng lực số",
      en = "Identifying digital competence gaps",
      short = { vi = "Biết mình cần học gì", en = "Know what to learn" },
    },
  },
}
