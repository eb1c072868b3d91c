-- search_results.lua - search in an invented browser, and tell the answer from advertisements and old pages.
--
-- The search finds by words: too few give pages about everything. Among the results stand the page of the office (the
-- answer), an older page of it, and with trap = "advertisement" a paid shop in the first place that asks for money.
-- The answer is typed at the end, so that it had to be read.

local parameters = {
  topic = { type = "choice", options = { "clinic", "fees", "bus" }, default = "clinic",
    help = { vi = "tìm gì: \"clinic\": giờ khám; \"fees\": lệ phí; \"bus\": giờ xe",
      en = "what is looked for: \"clinic\", \"fees\" or \"bus\"" } },
  place = { type = "words", default = vary { "Đồi Cọ", "Suối Hoa", "Núi Trang" },
    help = { vi = "tên xã, không có thật", en = "the commune, an invented one" } },
  answer = { type = "integer", from = 1, to = 1000000, default = vary { 7, 8, 13 },
    help = { vi = "câu trả lời: giờ, hoặc số tiền", en = "the answer: an hour, or an amount of money" } },
  old_answer = { type = "integer", from = 1, to = 1000000, default = 9,
    help = { vi = "câu trả lời cũ ở trang cũ", en = "what the old page says" } },
  trap = { type = "choice", options = { "advertisement", "none" }, default = "advertisement",
    help = { vi = "\"advertisement\": kết quả đầu là quảng cáo; \"none\": không có quảng cáo",
      en = "\"advertisement\" (the first result is paid for) or \"none\"" } },
}

local topics = {
  clinic = {
    need = { vi = "trạm y tế xã {place} mở cửa lúc mấy giờ", en = "at what hour the health station of {place} opens" },
    asks = { vi = "Trạm mở cửa lúc mấy giờ?", en = "At what hour does it open?" },
    unit = { vi = "giờ", en = "o’clock" }, words = { { "trạm y tế", "{place}" }, { "khám", "{place}" }, { "y tế", "{place}" },
      { "health", "{place}" }, { "clinic", "{place}" } },
    office = { vi = "Trạm y tế xã {place}: giờ làm việc", en = "Health station {place}: hours" },
    says = { vi = "Trạm mở cửa từ {answer} giờ, các ngày trong tuần.", en = "Open from {answer} o’clock on weekdays." },
    old = { vi = "Năm 2019 trạm mở cửa từ {old_answer} giờ.", en = "In 2019 it opened at {old_answer} o’clock." },
    shop = { vi = "Khám nhanh tại nhà, đặt lịch ngay", en = "Quick check-up at home, book now" },
    pays = { vi = "Trang này đòi 200.000 đồng để đặt lịch.", en = "This page wants 200,000 đồng for a booking." },
  },
  fees = {
    need = { vi = "lệ phí sao giấy khai sinh ở xã {place} là bao nhiêu", en = "what a copy of a birth certificate costs in {place}" },
    asks = { vi = "Lệ phí là bao nhiêu?", en = "What is the fee?" },
    unit = { vi = "đồng", en = "đồng" }, words = { { "khai sinh", "{place}" }, { "lệ phí", "{place}" }, { "birth", "{place}" },
      { "fee", "{place}" } },
    office = { vi = "Xã {place}: lệ phí hộ tịch", en = "Commune {place}: fees" },
    says = { vi = "Sao giấy khai sinh: {answer} đồng một bản.", en = "Copy of a birth certificate: {answer} đồng." },
    old = { vi = "Năm 2019: {old_answer} đồng một bản.", en = "In 2019: {old_answer} đồng a copy." },
    shop = { vi = "Làm giấy khai sinh nhanh trong ngày", en = "Birth certificates within a day" },
    pays = { vi = "Trang này đòi 500.000 đồng trả trước.", en = "This page wants 500,000 đồng in advance." },
  },
  bus = {
    need = { vi = "xe buýt ở {place} chạy chuyến đầu lúc mấy giờ", en = "when the first bus leaves {place}" },
    asks = { vi = "Chuyến đầu lúc mấy giờ?", en = "When does the first bus leave?" },
    unit = { vi = "giờ", en = "o’clock" }, words = { { "xe buýt", "{place}" }, { "giờ xe", "{place}" }, { "xe", "{place}" },
      { "bus", "{place}" } },
    office = { vi = "Bến xe {place}: giờ chạy", en = "Bus station {place}: times" },
    says = { vi = "Chuyến đầu chạy lúc {answer} giờ.", en = "The first bus leaves at {answer} o’clock." },
    old = { vi = "Năm 2019 chuyến đầu chạy lúc {old_answer} giờ.", en = "In 2019 the first bus left at {old_answer} o’clock." },
    shop = { vi = "Giữ chỗ xe đẹp, giảm giá hôm nay", en = "Fine buses, cheaper today" },
    pays = { vi = "Trang này đòi số thẻ để giữ chỗ.", en = "This page wants a card number for a seat." },
  },
}

local function describe_task(task, topic)
  task.starts = "search"
  task.brand = { name = { vi = "Tìm Kiếm Bài Tập", en = "Exercise Search" }, colour = "#5A3E7A" }
  task.title = task.title or { vi = "Tìm tin trên mạng", en = "Search the web" }
  task.minutes = task.minutes or 6
  task.drawing = task.drawing or "tim"
  task.variables.need = topic.need
  task.story = task.story or {
    vi = "{Bác} muốn biết {need}. Mời {bác} tìm, đọc, rồi gõ câu trả lời.",
    en = "You want to know {need}. Search, read, and type the answer.",
  }
end

local function way_back(to)
  return button { vi = "Quay lại kết quả", en = "Back to the results" } { id = "back", goes_to = to, drawing = "quay-lai" }
end

local function to_answer()
  return button { vi = "Trả lời", en = "Answer" } { id = "answer", goes_to = "answer", drawing = "tiep" }
end

local function describe_search(topic)
  local enough = {}
  for at, words in ipairs(topic.words) do
    enough[at] = mentions("query", words)
  end
  screen "search" {
    heading { vi = "Tìm trên mạng", en = "Search the web" },
    field "query" { label = { vi = "Gõ chữ cần tìm", en = "What to look for" }, length = 60 },
    button { vi = "Tìm", en = "Search" } { id = "search", drawing = "tim",
      goes_to = { { when = any(enough), to = "results" }, { when = entered "query", to = "wide" }, "search" } },
    to_answer(),
  }
  screen "wide" {
    heading { vi = "Nhiều kết quả quá", en = "Very many results" },
    text { vi = "Có 3 triệu trang, chưa thấy xã {place}. Mời {bác} gõ thêm chữ.",
           en = "3 million pages, none of {place}. Please add words." },
    button { vi = "Tìm lại", en = "Search again" } { id = "again", goes_to = "search", drawing = "tim" },
  }
end

-- The advertisement stands first, as paid results do; the others are mixed by the seed.
local function describe_results(topic, has_trap)
  local shown = {
    mixed = true,
    entry(topic.office) { id = "office", goes_to = "office", detail = { vi = "xa-nha.example · cập nhật 2026", en = "xa-nha.example · updated 2026" } },
    entry(topic.office) { id = "old", goes_to = "old", detail = { vi = "tin-cu.example · đăng năm 2019", en = "tin-cu.example · posted in 2019" } },
    entry { vi = "Hỏi đáp: ai biết chỉ giúp?", en = "Questions: does anybody know?" }
      { id = "forum", goes_to = "forum", detail = { vi = "hoi-dap.example · người lạ trả lời", en = "hoi-dap.example · strangers answer" } },
  }
  if has_trap then
    screen "results" {
      address { vi = "tìm: {typed.query}", en = "search: {typed.query}" },
      list { entry(topic.shop) { id = "shop", goes_to = "shop", detail = { vi = "Được tài trợ · dich-vu-88.example", en = "Sponsored · dich-vu-88.example" } } },
      list(shown),
      button { vi = "Tìm lại", en = "Search again" } { id = "again", goes_to = "search", drawing = "tim" },
    }
    screen "shop" {
      address "dich-vu-88.example",
      heading(topic.shop),
      text(topic.pays),
      button { vi = "Quay lại kết quả", en = "Back to the results" } { id = "back", goes_to = "results", drawing = "quay-lai", twin = true },
      button { vi = "Để lại số điện thoại", en = "Leave a phone number" } { id = "leave-number", goes_to = "left", drawing = "dien-thoai", twin = true },
    }
    screen "left" {
      address "dich-vu-88.example",
      heading { vi = "Trang ấy đã có số của {bác}", en = "That page has your number now" },
      text { vi = "Họ sẽ gọi nhiều lần để mời mua.", en = "They will call you many times to sell things." },
      way_back "results",
    }
  else
    screen "results" {
      address { vi = "tìm: {typed.query}", en = "search: {typed.query}" },
      list(shown),
      button { vi = "Tìm lại", en = "Search again" } { id = "again", goes_to = "search", drawing = "tim" },
    }
  end
end

local function describe_pages(topic)
  screen "office" {
    address "xa-nha.example",
    heading(topic.office),
    text(topic.says),
    row { vi = "Cập nhật", en = "Updated" } { value = "01/2026" },
    way_back "results",
    to_answer(),
  }
  screen "old" {
    address "tin-cu.example",
    heading(topic.office),
    text(topic.old),
    row { vi = "Ngày đăng", en = "Posted" } { value = "03/2019" },
    way_back "results",
    to_answer(),
  }
  screen "forum" {
    address "hoi-dap.example",
    heading { vi = "Hỏi đáp", en = "Questions" },
    message { from = { vi = "Người lạ", en = "A stranger" }, text = { vi = "Tôi nghe nói đổi rồi, không nhớ.", en = "I heard it has changed, I forgot." } },
    way_back "results",
  }
  screen "answer" {
    heading(topic.asks),
    field "answer" { label = { vi = "Câu trả lời bằng số", en = "The answer as a number" }, input = "number", length = 12 },
    button { vi = "Tìm thêm", en = "Search more" } { id = "more", goes_to = { { when = visited "results", to = "results" }, "search" }, drawing = "tim" },
    button { vi = "Xong", en = "Done" } { id = "done", does = "end", drawing = "da-luu" },
  }
end

-- 1.1: found the results with enough words (1), opened the office's page (1), gave its answer (3). 1.2: gave the paid
-- page nothing (2), did not take the old page for today's (1).
local function describe_evidence(topic, has_trap)
  local unit = { vi = "{answer} " .. topic.unit.vi, en = "{answer} " .. topic.unit.en }
  evidence "Searched with enough words" {
    text = { vi = "Gõ đủ chữ khi tìm", en = "Searched with enough words" }, shows = "1.1", when = visited "results",
  }
  evidence "Opened the office's page" {
    text = { vi = "Mở trang của cơ quan", en = "Opened the office’s page" }, shows = "1.1", when = pressed "office",
  }
  evidence "Gave the right answer" {
    text = { vi = "Trả lời khớp với trang của cơ quan", en = "Gave the right answer" },
    shows = "1.1", weight = 3, when = entered("answer", { "{answer}", unit }),
  }
  if has_trap then
    evidence "Gave the paid page nothing" {
      text = { vi = "Không để lại gì ở trang quảng cáo", en = "Gave the paid page nothing" },
      shows = "1.2", weight = 2, only_if = visited "results", when = never(pressed "leave-number"),
    }
  end
  evidence "Noticed the old page" {
    text = { vi = "Không dùng tin đã cũ", en = "Noticed the old page" },
    shows = "1.2", only_if = visited "results", when = never(entered("answer", "{old_answer}")),
  }
end

host.simulation "search_results" {
  title = { vi = "Tìm tin trên mạng", en = "Search the web" },
  parameters = parameters,
  build = function(task, p, author)
    local topic = topics[p.topic] or topics.clinic
    local from, to = author.range_of(p.answer)
    local old_from, old_to = author.range_of(p.old_answer)
    if old_to >= from and old_from <= to and from == to then
      author.problem("the old answer can be the same as the answer, so reading would not matter; give another old_answer")
    end
    describe_task(task, topic)
    describe_search(topic)
    describe_results(topic, p.trap == "advertisement")
    describe_pages(topic)
    describe_evidence(topic, p.trap == "advertisement")
  end,
}
