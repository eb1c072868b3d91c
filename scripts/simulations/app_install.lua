-- app_install.lua - install one app from an invented shop, and allow it what it needs and nothing else.
--
-- The app is for the weather (needs the position), for a call with pictures (camera and microphone) or for reading
-- codes (camera). With trap = "extra" it also asks for what it does not need; with "none" for nothing more. In both
-- another app of almost the same name stands beside it in the shop, and every answer can be changed afterwards.

local parameters = {
  app = { type = "choice", options = { "weather", "call", "codes" }, default = "weather",
    help = { vi = "\"weather\": xem thời tiết; \"call\": gọi thấy mặt; \"codes\": quét mã",
      en = "what the app is for: \"weather\", \"call\" or \"codes\"" } },
  name = { type = "words", default = vary { "Trời Quê", "Sân Đình", "Cây Đa" },
    help = { vi = "tên ứng dụng, một tên không có thật", en = "the app’s name, an invented one" } },
  maker = { type = "words", default = vary { "Hợp tác xã Tập", "Nhóm Tập Làng", "Xưởng Chè Tập" },
    help = { vi = "nơi làm ra ứng dụng", en = "who made the app" } },
  other = { type = "words", default = vary { "Quà Nhanh 88", "Tải Là Trúng", "Vui 24h" },
    help = { vi = "nơi làm ra ứng dụng kia", en = "who made the other app" } },
  downloads = { type = "integer", from = 1000, to = 5000000, default = vary { 52000, 180000, 640000 },
    help = { vi = "số lượt tải, từ 1.000 đến 5.000.000", en = "how often it was downloaded, 1000 to 5000000" } },
  trap = { type = "choice", options = { "extra", "none" }, default = "extra",
    help = { vi = "\"extra\": xin thêm quyền không cần; \"none\": chỉ xin quyền cần dùng",
      en = "\"extra\" (it asks for more than it needs) or \"none\"" } },
}

local purposes = {
  weather = {
    title = { vi = "Cài ứng dụng xem thời tiết", en = "Install a weather app" },
    need = { vi = "xem mưa nắng ở xã mình", en = "the weather where you live" },
    asks = { "place", "contacts", "camera" }, needs = { "place" },
    works = { vi = "Mai trời mưa rào, 24 đến 30 độ.", en = "Showers tomorrow, 24 to 30 degrees." },
    waits = { vi = "Chưa biết {bác} ở đâu nên chưa xem được.", en = "It does not know where you are yet." },
  },
  call = {
    title = { vi = "Cài ứng dụng gọi thấy mặt", en = "Install an app for video calls" },
    need = { vi = "gọi thấy mặt con cháu", en = "see your family when you call" },
    asks = { "camera", "micro", "messages" }, needs = { "camera", "micro" },
    works = { vi = "Gọi thử được rồi, thấy mặt, nghe rõ.", en = "The trial call works, with picture and sound." },
    waits = { vi = "Gọi thử chưa thấy mặt hoặc chưa nghe tiếng.", en = "The trial call has no picture or no sound yet." },
  },
  codes = {
    title = { vi = "Cài ứng dụng quét mã", en = "Install an app that reads codes" },
    need = { vi = "quét mã trên bao chè", en = "read the code on a bag of tea" },
    asks = { "camera", "place", "contacts" }, needs = { "camera" },
    works = { vi = "Quét được rồi: chè búp khô, hạn dùng 12/2027.", en = "The code is read: dry tea, good until 12/2027." },
    waits = { vi = "Màn hình còn tối, chưa quét được.", en = "The picture is dark, nothing is read yet." },
  },
}

local rights = {
  place = { vi = "vị trí", en = "your position", drawing = "ban-do",
    means = { vi = "Ứng dụng sẽ biết {bác} đang ở đâu.", en = "The app will know where you are." } },
  contacts = { vi = "danh bạ", en = "your contacts", drawing = "danh-ba",
    means = { vi = "Ứng dụng sẽ đọc tên và số của người quen.", en = "The app will read names and numbers of people you know." } },
  camera = { vi = "máy ảnh", en = "the camera", drawing = "may-anh",
    means = { vi = "Ứng dụng sẽ chụp và quay bằng máy này.", en = "The app will take pictures with this phone." } },
  micro = { vi = "micro", en = "the microphone", drawing = "micro",
    means = { vi = "Ứng dụng sẽ nghe tiếng nói gần máy.", en = "The app will hear what is said near the phone." } },
  messages = { vi = "tin nhắn", en = "your messages", drawing = "tin-nhan",
    means = { vi = "Ứng dụng sẽ đọc tin nhắn, cả mã OTP.", en = "The app will read messages, OTP codes too." } },
}

local function has(list, wanted)
  for _, one in ipairs(list) do
    if one == wanted then
      return true
    end
  end
  return false
end

-- What was answered last: nobody changes their mind more than twice.
local function last_is(done, undone)
  return any { all { pressed(done), never(pressed(undone)) }, after(pressed(done), pressed(undone)) }
end

local function is_allowed(right)
  return last_is("allow-" .. right, "refuse-" .. right)
end

local function are_allowed(list)
  local conditions = {}
  for at, right in ipairs(list) do
    conditions[at] = is_allowed(right)
  end
  return all(conditions)
end

local function describe_task(task, purpose)
  task.starts = "home"
  task.brand = { name = { vi = "Chợ Ứng Dụng Bài Tập", en = "Exercise App Shop" }, colour = "#8A2F4E" }
  task.title = task.title or purpose.title
  task.minutes = task.minutes or 7
  task.drawing = task.drawing or "cho-ung-dung"
  task.variables.need = purpose.need
  task.story = task.story or {
    vi = "{Bác} cài {name} của {maker} để {need}. Chỉ cho dùng những gì cần. Xong thì cất máy.",
    en = "Install {name} by {maker} to {need}. Allow it only what it needs. Then put the phone away.",
  }
end

local function to_home()
  return button { vi = "Về màn hình đầu", en = "To the first screen" } { id = "home", goes_to = "home", drawing = "nha" }
end

local function way_back(to)
  return button { vi = "Quay lại", en = "Go back" } { id = "back", goes_to = to, drawing = "quay-lai" }
end

local function describe_home(first)
  screen "home" {
    outside = true,
    heading { vi = "Điện thoại của {bác}", en = "Your phone" },
    list {
      entry { vi = "Chợ Ứng Dụng", en = "App Shop" } { id = "shop", drawing = "cho-ung-dung", goes_to = "shop" },
      entry { vi = "Cài đặt", en = "Settings" } { id = "settings", drawing = "cai-dat", goes_to = "settings" },
      entry "{name}" { id = "app", drawing = "dien-thoai", shown_if = visited "installed",
        goes_to = { { when = visited "app", to = "app" }, first } },
    },
    button { vi = "Xong, cất máy", en = "Done, put it away" } { id = "done", does = "end", drawing = "da-luu" },
  }
end

local function describe_shop()
  local by_another = last_is("install-other", "remove")
  screen "shop" {
    heading { vi = "Tìm ứng dụng", en = "Find an app" },
    field "find" { label = { vi = "Tên ứng dụng", en = "Name of the app" }, length = 40 },
    button { vi = "Tìm", en = "Search" } { id = "search", drawing = "tim",
      goes_to = { { when = entered "find", to = "found" }, "shop" } },
    button { vi = "Ứng dụng hay dùng", en = "Popular apps" } { id = "popular", goes_to = "found", drawing = "cho-ung-dung" },
    to_home(),
  }
  screen "found" {
    heading { vi = "Ứng dụng tìm thấy", en = "Apps found" },
    list {
      mixed = true,
      entry "{name}" { id = "choose", drawing = "dien-thoai", goes_to = "about",
        detail = { vi = "{maker} · {downloads} lượt tải", en = "{maker} · {downloads} downloads" } },
      entry { vi = "{name} Siêu Nhanh", en = "{name} Super Fast" } { id = "choose-other", drawing = "dien-thoai", goes_to = "about-other",
        detail = { vi = "Quảng cáo · {other} · 210 lượt tải", en = "Advertisement · {other} · 210 downloads" } },
    },
    way_back "shop",
  }
  screen "about" {
    heading "{name}",
    row { vi = "Nơi làm", en = "Made by" } { value = "{maker}" },
    row { vi = "Lượt tải", en = "Downloads" } { value = "{downloads}" },
    button { vi = "Cài ứng dụng", en = "Install" } { id = "install", drawing = "tai-ve", goes_to = "installed" },
    way_back "found",
  }
  screen "about-other" {
    heading { vi = "{name} Siêu Nhanh", en = "{name} Super Fast" },
    row { vi = "Nơi làm", en = "Made by" } { value = "{other}" },
    row { vi = "Lượt tải", en = "Downloads" } { value = "210" },
    button { vi = "Cài ứng dụng", en = "Install" } { id = "install-other", drawing = "tai-ve", goes_to = "installed-other",
      shown_if = never(by_another) },
    button { vi = "Gỡ ứng dụng", en = "Remove" } { id = "remove", drawing = "xoa", goes_to = "about-other", shown_if = by_another },
    way_back "found",
  }
  screen "installed-other" {
    heading { vi = "Đã cài {name} Siêu Nhanh", en = "{name} Super Fast is installed" },
    progress { label = { vi = "Đã tải xong", en = "Downloaded" }, step = 4, of = 4 },
    text { vi = "Ứng dụng này hiện quảng cáo liên tục.", en = "This app keeps showing advertisements." },
    button { vi = "Gỡ ứng dụng", en = "Remove" } { id = "remove", drawing = "xoa", goes_to = "about-other" },
    way_back "found",
  }
end

-- The app asks, one question after the other; later the same questions are reached from the settings.
local function describe_rights(purpose, asked)
  local first = "ask-" .. asked[1]
  screen "installed" {
    heading { vi = "Đã cài {name}", en = "{name} is installed" },
    progress { label = { vi = "Đã tải xong", en = "Downloaded" }, step = 4, of = 4 },
    button { vi = "Mở ứng dụng", en = "Open the app" } { id = "open", drawing = "tiep", goes_to = { { when = visited "app", to = "app" }, first } },
    to_home(),
  }
  local entries = { shown_if = visited "app" }
  for at, right in ipairs(asked) do
    local words = rights[right]
    local next_one = asked[at + 1] and "ask-" .. asked[at + 1] or "app"
    local goes_on = { { when = visited "app", to = "settings" }, next_one }
    screen("ask-" .. right) {
      outside = true,
      dialog { title = { vi = "Cho {name} dùng " .. words.vi .. "?", en = "Let {name} use " .. words.en .. "?" }, text = words.means },
      button { vi = "Cho phép", en = "Allow" } { id = "allow-" .. right, goes_to = goes_on, twin = true },
      button { vi = "Không cho", en = "Do not allow" } { id = "refuse-" .. right, goes_to = goes_on, twin = true },
    }
    for _, state in ipairs { { is_allowed(right), { vi = "Đang cho dùng", en = "Allowed" }, "-on" },
      { never(is_allowed(right)), { vi = "Không cho dùng", en = "Not allowed" }, "-off" } } do
      entries[#entries + 1] = entry { vi = "{name} và " .. words.vi, en = "{name} and " .. words.en } {
        id = right .. state[3], detail = state[2], drawing = words.drawing, goes_to = "ask-" .. right,
        shown_if = state[1] }
    end
  end
  screen "app" {
    outside = true,
    heading "{name}",
    text(purpose.works) { shown_if = are_allowed(purpose.needs) },
    text(purpose.waits) { shown_if = never(are_allowed(purpose.needs)) },
    button { vi = "Xem lại quyền", en = "See what is allowed" } { id = "rights", goes_to = "settings", drawing = "cai-dat" },
    to_home(),
  }
  screen "settings" {
    outside = true,
    heading { vi = "Quyền của ứng dụng", en = "What apps may use" },
    text { vi = "Chưa có ứng dụng nào xin quyền.", en = "No app has asked for anything yet." } { shown_if = never(visited "app") },
    list(entries),
    button { vi = "Mở {name}", en = "Open {name}" } { id = "open", goes_to = "app", drawing = "tiep", shown_if = visited "app" },
    to_home(),
  }
  return first
end

-- 0.2: installed the app that was asked for (2), and it does what it is for (2). 4.1: refused each thing that it does
-- not need (2 each), left the other app alone or removed it (1).
local function describe_evidence(purpose, asked)
  local used = visited "app"
  evidence "Installed the app" {
    text = { vi = "Cài được ứng dụng cần dùng", en = "Installed the app that was asked for" },
    shows = "0.2", weight = 2, when = pressed "install",
  }
  evidence "The app does what it is for" {
    text = { vi = "Dùng được ứng dụng đã cài", en = "The app does what it is for" },
    shows = "0.2", weight = 2, when = all { used, are_allowed(purpose.needs) },
  }
  for _, right in ipairs(asked) do
    if not has(purpose.needs, right) then
      evidence("Refused " .. right) {
        text = { vi = "Không cho ứng dụng dùng " .. rights[right].vi, en = "Did not let the app use " .. rights[right].en },
        shows = "4.1", weight = 2, only_if = visited("ask-" .. right), when = last_is("refuse-" .. right, "allow-" .. right),
      }
    end
  end
  evidence "Left the other app alone" {
    text = { vi = "Không giữ ứng dụng gần giống tên", en = "Kept no app of almost the same name" },
    shows = "4.1", only_if = visited "found", when = any { never(pressed "install-other"), after(pressed "remove", pressed "install-other") },
  }
end

host.simulation "app_install" {
  title = { vi = "Cài ứng dụng và cho quyền vừa đủ", en = "Install an app and allow what it needs" },
  parameters = parameters,
  build = function(task, p)
    local purpose = purposes[p.app] or purposes.weather
    local asked = p.trap == "extra" and purpose.asks or purpose.needs
    describe_task(task, purpose)
    describe_home("ask-" .. asked[1])
    describe_shop()
    describe_rights(purpose, asked)
    describe_evidence(purpose, asked)
  end,
}
