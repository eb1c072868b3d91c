-- phone_settings.lua - join a Wi-Fi network with its password and make the letters bigger, in an invented phone.
--
-- With trap = "open" a network without a password and of almost the same name is near: it works, but asks for a phone
-- number first. Leaving it again is possible. With "none" the other networks have passwords that nobody knows here.

local parameters = {
  network = { type = "words", default = vary { "NhaVanHoa", "TruSoXa", "ThuVienXa" },
    help = { vi = "tên mạng Wi-Fi cần nối", en = "the name of the network to join" } },
  password = { type = "words", default = vary { "doiche2026", "sonthao68", "hoasim99" },
    help = { vi = "mật khẩu của mạng", en = "the network’s password" } },
  place = { type = "words",
    default = vary { { vi = "nhà văn hóa", en = "the culture house" }, { vi = "trụ sở xã", en = "the commune office" },
      { vi = "thư viện xã", en = "the commune library" }, with = "network" },
    help = { vi = "mạng của nơi nào", en = "whose network it is" } },
  neighbour = { type = "words", default = vary { "Nha ong Thuc", "Quan Nuoc Be", "Nha co Huyen" },
    help = { vi = "tên mạng nhà bên", en = "the name of a neighbour’s network" } },
  trap = { type = "choice", options = { "open", "none" }, default = "open",
    help = { vi = "\"open\": có mạng lạ không khóa; \"none\": mạng nào cũng có khóa",
      en = "\"open\" (a strange network without password is near) or \"none\"" } },
}

local function describe_task(task)
  task.starts = "home"
  task.brand = { name = { vi = "Điện thoại Bài Tập", en = "Exercise Phone" }, colour = "#3D4A2A" }
  task.title = task.title or { vi = "Nối Wi-Fi và chỉnh chữ to", en = "Join the Wi-Fi, bigger letters" }
  task.minutes = task.minutes or 5
  task.drawing = task.drawing or "cai-dat"
  task.story = task.story or {
    vi = "{Bác} nối Wi-Fi {network} của {place}. Mật khẩu: {password}. Rồi chỉnh chữ to lên. Xong thì cất máy.",
    en = "Join the Wi-Fi {network} of {place}. Password: {password}. Then make the letters big. Then put the phone away.",
  }
end

local function to_home()
  return button { vi = "Về màn hình đầu", en = "To the first screen" } { id = "home", goes_to = "home", drawing = "nha" }
end

local function way_back(to)
  return button { vi = "Quay lại", en = "Go back" } { id = "back", goes_to = to, drawing = "quay-lai" }
end

-- Whether the phone is in this network now: Wi-Fi is on, and it was joined after the other one (if that is there).
local function is_in(network, other)
  if not other then
    return all { is_on "wifi", visited(network) }
  end
  return all { is_on "wifi", any { all { visited(network), never(visited(other)) }, after(visited(network), visited(other)) } }
end

local function describe_home()
  screen "home" {
    heading { vi = "Màn hình đầu", en = "First screen" },
    list {
      entry { vi = "Cài đặt", en = "Settings" } { id = "settings", drawing = "cai-dat", goes_to = "settings" },
      entry { vi = "Ảnh", en = "Pictures" } { id = "pictures", drawing = "anh", goes_to = "pictures" },
      entry { vi = "Danh bạ", en = "Contacts" } { id = "contacts", drawing = "danh-ba", goes_to = "contacts" },
    },
    button { vi = "Xong, cất máy", en = "Done, put it away" } { id = "done", does = "end", drawing = "da-luu" },
  }
  screen "pictures" {
    heading { vi = "Ảnh", en = "Pictures" },
    text { vi = "Có hai ảnh vườn chè.", en = "Two pictures of a tea garden." },
    to_home(),
  }
  screen "contacts" {
    heading { vi = "Danh bạ", en = "Contacts" },
    text { vi = "Con gái, con trai, trạm y tế.", en = "Daughter, son, health station." },
    to_home(),
  }
end

local function describe_settings()
  screen "settings" {
    heading { vi = "Cài đặt", en = "Settings" },
    list {
      entry { vi = "Wi-Fi", en = "Wi-Fi" } { id = "wifi", drawing = "wifi", goes_to = "wifi",
        detail = { vi = "Nối mạng", en = "Networks" } },
      entry { vi = "Màn hình", en = "Screen" } { id = "display", drawing = "chu-to", goes_to = "display",
        detail = { vi = "Cỡ chữ, độ sáng", en = "Text size, brightness" } },
      entry { vi = "Âm thanh", en = "Sound" } { id = "sound", drawing = "chuong", goes_to = "sound",
        detail = { vi = "Chuông, âm lượng", en = "Ringing, volume" } },
    },
    to_home(),
  }
  screen "sound" {
    heading { vi = "Âm thanh", en = "Sound" },
    switch "ring" { label = { vi = "Chuông", en = "Ringing" }, detail = { vi = "Kêu khi có người gọi", en = "Rings when somebody calls" }, on = true },
    way_back "settings",
  }
  screen "display" {
    heading { vi = "Màn hình", en = "Screen" },
    choices "size" {
      label = { vi = "Cỡ chữ", en = "Text size" },
      choice "small" { text = { vi = "Chữ nhỏ", en = "Small letters" } },
      choice "middle" { text = { vi = "Chữ vừa", en = "Middle letters" } },
      choice "large" { text = { vi = "Chữ to", en = "Big letters" }, drawing = "chu-to" },
    },
    switch "bright" { label = { vi = "Màn hình sáng hơn", en = "Brighter screen" }, detail = { vi = "Dùng khi ra nắng", en = "For bright sun" } },
    way_back "settings",
  }
end

local function describe_networks(trap)
  local entries = {
    mixed = true, shown_if = is_on "wifi",
    entry "{network}" { id = "network", drawing = "khoa", goes_to = "join", detail = { vi = "Có mật khẩu", en = "With a password" } },
    entry "{neighbour}" { id = "neighbour", drawing = "khoa", goes_to = "locked", detail = { vi = "Có mật khẩu", en = "With a password" } },
    entry "{network} MIEN PHI" { id = "other", drawing = trap and "wifi" or "khoa", goes_to = trap and "joined-other" or "locked",
      detail = trap and { vi = "Không có mật khẩu", en = "No password" } or { vi = "Có mật khẩu", en = "With a password" } },
  }
  screen "wifi" {
    heading "Wi-Fi",
    switch "wifi" { label = "Wi-Fi", detail = { vi = "Bật để thấy các mạng gần đây", en = "On: shows the networks near you" } },
    text { vi = "Đang nối: {network}", en = "Joined: {network}" } { shown_if = is_in("joined", trap and "joined-other") },
    text(trap and { vi = "Đang nối: {network} MIEN PHI", en = "Joined: {network} MIEN PHI" } or { vi = "Chưa nối mạng nào", en = "No network yet" })
      { shown_if = trap and is_in("joined-other", "joined") or never(is_in "joined") },
    list(entries),
    way_back "settings",
  }
end

local function describe_joining(trap)
  screen "join" {
    heading "{network}",
    field "password" { label = { vi = "Mật khẩu Wi-Fi", en = "Wi-Fi password" }, length = 20 },
    button { vi = "Nối mạng", en = "Join" } { id = "join", drawing = "wifi",
      goes_to = { { when = entered("password", "{password}"), to = "joined" }, "join-again" } },
    way_back "wifi",
  }
  screen "join-again" {
    heading { vi = "Mật khẩu chưa khớp", en = "Not this password yet" },
    text { vi = "Mời {bác} gõ lại, đủ chữ và số.", en = "Please type it again, letters and digits." },
    button { vi = "Gõ lại", en = "Type again" } { id = "again", goes_to = "join", drawing = "quay-lai" },
    way_back "wifi",
  }
  screen "joined" {
    dialog { title = { vi = "Đã nối {network}", en = "Joined {network}" }, text = { vi = "Máy đã có mạng.", en = "The phone is online." } },
    way_back "wifi",
    to_home(),
  }
  screen "locked" {
    heading { vi = "Mạng này có mật khẩu", en = "This network has a password" },
    text { vi = "{Bác} chưa có mật khẩu của mạng này.", en = "You do not have the password of this one." },
    way_back "wifi",
  }
  if trap then
    screen "joined-other" {
      heading "{network} MIEN PHI",
      text { vi = "Trang này xin số điện thoại trước khi cho vào mạng.",
             en = "This page asks for a phone number before it lets you in." },
      button { vi = "Quay lại, chọn mạng khác", en = "Go back, choose another" } { id = "leave", goes_to = "wifi", drawing = "quay-lai", twin = true },
      button { vi = "Điền và vào mạng", en = "Fill in and go on" } { id = "fill", goes_to = "given", drawing = "tiep", twin = true },
    }
    screen "given" {
      heading { vi = "Đã vào mạng", en = "You are online" },
      text { vi = "Trang ấy giữ số điện thoại của {bác}.", en = "That page keeps your phone number." },
      way_back "wifi",
      to_home(),
    }
  end
end

-- 0.1: Wi-Fi is on (1), the phone is in the right network (3), the letters are big (2). 4.1: told the strange network
-- nothing (2), and is not left in it (1).
local function describe_evidence(trap)
  evidence "Switched Wi-Fi on" {
    text = { vi = "Bật được Wi-Fi", en = "Switched Wi-Fi on" }, shows = "0.1", when = is_on "wifi",
  }
  evidence "Joined the right network" {
    text = { vi = "Nối được mạng cần nối", en = "Joined the right network" },
    shows = "0.1", weight = 3, when = is_in("joined", trap and "joined-other"),
  }
  evidence "Made the letters big" {
    text = { vi = "Chỉnh được chữ to", en = "Made the letters big" },
    shows = "0.1", weight = 2, when = picked("size", "large"),
  }
  if trap then
    evidence "Told the strange network nothing" {
      text = { vi = "Không điền gì cho mạng lạ", en = "Told the strange network nothing" },
      shows = "4.1", weight = 2, only_if = is_on "wifi", when = never(visited "given"),
    }
    evidence "Did not stay in the strange network" {
      text = { vi = "Không dùng mạng lạ", en = "Did not stay in the strange network" },
      shows = "4.1", only_if = is_on "wifi", when = never(is_in("joined-other", "joined")),
    }
  end
end

host.simulation "phone_settings" {
  title = { vi = "Nối Wi-Fi và chỉnh chữ to", en = "Join the Wi-Fi, bigger letters" },
  parameters = parameters,
  build = function(task, p)
    local trap = p.trap == "open"
    describe_task(task)
    describe_home()
    describe_settings()
    describe_networks(trap)
    describe_joining(trap)
    describe_evidence(trap)
  end,
}
