-- Describes screens as data, the way a quiz does.
local screens = {}
local function screen(name, parts) screens[name] = {parts = parts, order = #screens + 1} end
screen("counter", {{kind = "heading", says = "Tại quầy"}, {kind = "button", says = "Quét mã", goes_to = "check"}})
screen("check", {{kind = "text", says = "Kiểm tra tên người nhận"}, {kind = "button", says = "Trả tiền", goes_to = "done"}})
screen("done", {{kind = "text", says = "Xong"}})
for name, s in pairs(screens) do
  for _, part in ipairs(s.parts) do
    assert(not part.goes_to or screens[part.goes_to], name .. " leads nowhere")
  end
end
return screens
