-- no_network.lua - a call with pictures does not go through; find out why, mend it, and call again.
--
-- `cause` says what keeps the phone from the network: flight mode, Wi-Fi off, or mobile data off away from home. With
-- trap = "advert" a card offers to mend it with an app from a strange page; with "none" there is no card. Switching off
-- and on again, asking at home, and leaving it for later are there in both.

local parameters = {
  cause = { type = "choice", options = { "flight", "wifi", "data" }, default = "wifi",
    help = { vi = "\"flight\": chế độ máy bay; \"wifi\": Wi-Fi tắt; \"data\": mạng di động tắt",
      en = "what keeps it from the network: \"flight\", \"wifi\" or \"data\"" } },
  child = { type = "words", default = vary { "Hường", "Thắm", "Quyết" },
    help = { vi = "gọi cho ai", en = "who is called" } },
  wifi = { type = "words", default = vary { "Nha Co Thoa", "Wifi Khu 5", "Quan Che Xanh" },
    help = { vi = "tên Wi-Fi, không dấu", en = "the name of the Wi-Fi, without marks as routers have it" } },
  advert = { type = "words", help = { vi = "tên của quảng cáo sửa máy", en = "the advertisement’s name, a text or { vi = …, en = … }" },
    default = vary { { vi = "Tăng Tốc Mạng 24h", en = "Faster Net 24h" }, { vi = "Sửa Máy Tức Thì", en = "Instant Repair" },
      { vi = "Mạng Khỏe Plus", en = "Strong Net Plus" } } },
  trap = { type = "choice", options = { "advert", "none" }, default = "advert",
    help = { vi = "\"advert\": có quảng cáo mời cài; \"none\": không có",
      en = "\"advert\" (a card offers an app that mends it) or \"none\"" } },
}

-- Where the person is, how the switches stand at first, and what must hold for a call.
local causes = {
  flight = { place = { vi = "{Bác} đang ở nhà.", en = "You are at home." }, flight = true, wifi = true, data = false,
    works = function() return all { is_off "flight", is_on "wifi" } end },
  wifi = { place = { vi = "{Bác} đang ở nhà.", en = "You are at home." }, flight = false, wifi = false, data = false,
    works = function() return all { is_off "flight", any { is_on "wifi", is_on "data" } } end },
  data = { place = { vi = "{Bác} đang ở chợ, không có Wi-Fi.", en = "You are at the market, without Wi-Fi." },
    flight = false, wifi = true, data = false, works = function() return all { is_off "flight", is_on "data" } end },
}

local function describe_task(task, cause)
  task.starts = "home"
  task.brand = { name = { vi = "Gọi Hình Bài Tập", en = "Exercise Video Calls" }, colour = "#3A4A6B" }
  task.title = task.title or { vi = "Máy chưa có mạng", en = "The phone has no network" }
  task.minutes = task.minutes or 6
  task.drawing = task.drawing or "mat-mang"
  task.variables.place = cause.place
  task.story = task.story or {
    vi = "{place} {Bác} gọi thấy mặt {child}. Máy chưa có mạng thì tìm cách cho có. Xong thì cất máy.",
    en = "{place} Make a video call to {child}. If there is no network, see to it. Then put the phone away.",
  }
end

local function to_home()
  return button { vi = "Về màn hình đầu", en = "To the first screen" } { id = "home", goes_to = "home", drawing = "nha" }
end

local function describe_phone(p)
  local advert
  if p.trap == "advert" then
    advert = notification { from = "{advert}", text = { vi = "Máy yếu mạng? Bấm để sửa ngay", en = "Weak network? Press to mend it now" },
      id = "advert", drawing = "tai-ve", goes_to = "advert", shown_if = all { visited "failed", never(visited "talking") } }
  end
  screen "home" {
    outside = true,
    heading { vi = "Điện thoại của {bác}", en = "Your phone" },
    advert,
    list {
      entry { vi = "Gọi hình", en = "Video calls" } { id = "calls", drawing = "goi-hinh", goes_to = "calls" },
      entry { vi = "Cài đặt", en = "Settings" } { id = "settings", drawing = "cai-dat", goes_to = "settings" },
      entry { vi = "Tắt máy rồi bật lại", en = "Switch the phone off and on" } { id = "restart", drawing = "tat-may", goes_to = "restarted" },
    },
    button { vi = "Xong, cất máy", en = "Done, put it away" } { id = "done", does = "end", drawing = "da-luu" },
  }
  screen "restarted" {
    outside = true,
    heading { vi = "Máy đã bật lại", en = "The phone is on again" },
    text { vi = "Cài đặt vẫn như lúc trước.", en = "The settings are as they were." },
    to_home(),
  }
  screen "settings" {
    outside = true,
    heading { vi = "Cài đặt", en = "Settings" },
    list {
      entry { vi = "Mạng", en = "Network" } { id = "network", drawing = "wifi", goes_to = "network",
        detail = { vi = "Wi-Fi, mạng di động, máy bay", en = "Wi-Fi, mobile data, flight mode" } },
      entry { vi = "Cỡ chữ", en = "Text size" } { id = "size", drawing = "chu-to", goes_to = "other" },
      entry { vi = "Chuông và âm lượng", en = "Ringing and volume" } { id = "sound", drawing = "chuong", goes_to = "other" },
    },
    to_home(),
  }
  screen "other" {
    outside = true,
    heading { vi = "Chỗ này không có phần mạng", en = "Nothing about the network here" },
    button { vi = "Quay lại", en = "Go back" } { id = "back", goes_to = "settings", drawing = "quay-lai" },
  }
end

-- The state belongs to the phone: what is switched here stays so wherever one goes.
local function describe_network(p, cause)
  local wifi_state
  if p.cause == "data" then
    wifi_state = text { vi = "Quanh đây không có Wi-Fi quen.", en = "No known Wi-Fi is near." } { shown_if = is_on "wifi" }
  else
    wifi_state = text { vi = "Đã nối với Wi-Fi {wifi}.", en = "Connected to {wifi}." } { shown_if = all { is_on "wifi", is_off "flight" } }
  end
  local works = cause.works()
  screen "network" {
    outside = true,
    heading { vi = "Mạng", en = "Network" },
    switch "flight" { label = { vi = "Chế độ máy bay", en = "Flight mode" }, on = cause.flight,
      detail = { vi = "Bật thì ngắt mọi mạng", en = "When on, there is no network at all" } },
    switch "wifi" { label = "Wi-Fi", on = cause.wifi },
    switch "data" { label = { vi = "Mạng di động", en = "Mobile data" }, on = cause.data,
      detail = { vi = "Dùng ở ngoài đường, tính tiền theo gói", en = "For when you are out, counts on your plan" } },
    wifi_state,
    text { vi = "Máy đang có mạng.", en = "The phone has a network." } { shown_if = works },
    text { vi = "Máy chưa có mạng.", en = "The phone has no network yet." } { shown_if = never(cause.works()) },
    button { vi = "Quay lại", en = "Go back" } { id = "back", goes_to = "settings", drawing = "quay-lai" },
    to_home(),
  }
end

local function describe_calls(cause)
  local ways = { { when = cause.works(), to = "talking" }, "failed" }
  screen "calls" {
    heading { vi = "Gọi hình", en = "Video calls" },
    list {
      mixed = true,
      entry "{child}" { id = "call", drawing = "gia-dinh", goes_to = ways },
      entry { vi = "Trạm y tế", en = "Health station" } { id = "station", drawing = "cuoc-goi", goes_to = "closed" },
    },
    to_home(),
  }
  screen "closed" {
    heading { vi = "Trạm y tế đang nghỉ trưa", en = "The health station is at lunch" },
    button { vi = "Quay lại", en = "Go back" } { id = "back", goes_to = "calls", drawing = "quay-lai" },
  }
  screen "failed" {
    heading { vi = "Chưa gọi được", en = "The call does not go through yet" },
    picture "mat-mang" { says = { vi = "Máy chưa có mạng", en = "The phone has no network" } },
    text { vi = "Mời {bác} xem lại mạng trong phần Cài đặt.", en = "Please look at the network in Settings." },
    button { vi = "Gọi lại", en = "Call again" } { id = "call-again", goes_to = ways, drawing = "goi-hinh" },
    to_home(),
  }
  screen "talking" {
    heading { vi = "Đang gọi {child}", en = "Talking to {child}" },
    picture "goi-hinh" { says = { vi = "Thấy mặt {child} trên màn hình", en = "{child} is on the screen" } },
    message { from = "{child}", text = { vi = "Con thấy rõ rồi. Cả nhà khỏe không ạ?", en = "I can see you. Is all well at home?" } },
    button { vi = "Tắt cuộc gọi", en = "End the call" } { id = "end-call", goes_to = "home", drawing = "tat-may" },
  }
end

local function describe_advert()
  screen "advert" {
    outside = true,
    address "suamang.example",
    heading "{advert}",
    text { vi = "Cài ứng dụng này là có mạng ngay. Máy sẽ xin mọi quyền.", en = "Install this app and you are online. It will ask for everything." },
    button { vi = "Cài ngay", en = "Install now" } { id = "install", goes_to = "installed", twin = true },
    button { vi = "Đóng lại", en = "Close" } { id = "close", goes_to = "home", twin = true },
  }
  screen "installed" {
    outside = true,
    heading { vi = "Ứng dụng đã cài xong", en = "The app is installed" },
    text { vi = "Đây là bài tập. Máy vẫn chưa có mạng.", en = "This is an exercise. There is still no network." },
    button { vi = "Gỡ ứng dụng", en = "Remove the app" } { id = "remove", goes_to = "home", drawing = "xoa" },
    to_home(),
  }
end

-- 5.1: found the network settings (1), mended the cause (2), called (2). 4.1: installed nothing (2), did not open the
-- advertisement (1).
local function describe_evidence(p, cause)
  evidence "Found the network settings" {
    text = { vi = "Tìm được phần cài đặt mạng", en = "Found the network settings" },
    shows = "5.1", when = visited "network",
  }
  evidence "Made the network work" {
    text = { vi = "Làm cho máy có mạng", en = "Made the network work" },
    shows = "5.1", weight = 2, when = any { cause.works(), visited "talking" },
  }
  evidence "Made the call" {
    text = { vi = "Gọi hình được", en = "Made the call" },
    shows = "5.1", weight = 2, when = visited "talking",
  }
  if p.trap == "advert" then
    local met = visited "failed"
    evidence "Installed nothing from the strange page" {
      text = { vi = "Không cài ứng dụng từ trang lạ", en = "Installed nothing from the strange page" },
      shows = "4.1", critical = true, weight = 2, only_if = met, when = never(pressed "install"),
    }
    evidence "Left the advertisement alone" {
      text = { vi = "Không bấm vào quảng cáo sửa máy", en = "Left the advertisement alone" },
      shows = "4.1", only_if = met, when = never(pressed "advert"),
    }
  end
end

host.simulation "no_network" {
  title = { vi = "Máy chưa có mạng", en = "The phone has no network" },
  parameters = parameters,
  build = function(task, p)
    local cause = causes[p.cause] or causes.wifi
    describe_task(task, cause)
    describe_phone(p)
    describe_network(p, cause)
    describe_calls(cause)
    if p.trap == "advert" then
      describe_advert()
    end
    describe_evidence(p, cause)
  end,
}
