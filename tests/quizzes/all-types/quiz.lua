quiz { title = { vi = "Các loại câu", en = "All types" }, framework = "village-basic", programme = "digital-basics" }
question "one" { shows = "0.1", asks = "Một?", right = "a", wrong = { "b", { vi = "c", en = "c", credit = 50 } } }
question "several" { shows = "0.1", asks = "Nhiều?", right = { "táo", "cam" }, wrong = { "bàn", "ghế" } }
question "short" { shows = "1.1", asks = "Thành phố nào?", answers = { "Việt Trì", { is = "Phú Thọ", credit = 50 } }, spelling = 1 }
question "number" { shows = "1.1", asks = "Bao nhiêu?", number = 35000, tolerance = 500, unit = "đồng" }
question "range" { shows = "1.1", asks = "Bao nhiêu?", number = { from = 2.5, to = 5 } }
question "date" { shows = "1.2", asks = "Ngày nào?", date = "02/09/1945" }
question "match" { shows = "1.2", asks = "Nối", pairs = { { "mèo", "meo" }, { "chó", "gâu" }, { "gà", "ó o" } }, extra = { "be be" } }
question "order" { shows = "2.1", asks = "Xếp", order = { "một", "hai", "ba", "bốn" } }
question "gaps" { shows = "2.1", asks = "Điền", text = { vi = "Mã có [1] số, [2] đưa ai.", en = "A code has [1] digits, [2] give it." },
  gaps = { { number = 6 }, { right = { vi = "không", en = "never" }, wrong = { { vi = "cứ", en = "always" } } } } }
question "spots" { shows = "2.3", asks = "Bấm", picture = "pictures/x.png", says = "Ảnh", spots = {
  { x = 0, y = 0, width = 40, height = 40, says = "trái" }, { x = 50, y = 50, width = 40, height = 40, says = "phải", right = true } } }
question "try-one" { practice = true, asks = "Thử một", right = "a", wrong = { "b" } }
question "try-several" { practice = true, asks = "Thử nhiều", right = { "a", "b" }, wrong = { "c" } }
question "try-short" { practice = true, asks = "Thử gõ", answers = { "a" } }
question "try-number" { practice = true, asks = "Thử số", number = 5 }
question "try-date" { practice = true, asks = "Thử ngày", date = "01/01/2001" }
question "try-match" { practice = true, asks = "Thử nối", pairs = { { "a", "1" }, { "b", "2" } } }
question "try-order" { practice = true, asks = "Thử xếp", order = { "a", "b", "c" } }
question "try-gaps" { practice = true, asks = "Thử điền", text = "A [1].", gaps = { { right = "b", wrong = { "c" } } } }
question "try-spots" { practice = true, asks = "Thử bấm", picture = "pictures/x.png", says = "Ảnh", spots = {
  { x = 0, y = 0, width = 40, height = 40, says = "trái", right = true }, { x = 50, y = 50, width = 40, height = 40, says = "phải" } } }
