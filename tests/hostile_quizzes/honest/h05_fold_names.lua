-- Text words see through Vietnamese marks, capitals and both ways of writing a letter.
assert(text.same("Nguyễn Thị Hoa", "nguyen thi hoa"))
assert(text.same("ĐƯỜNG", "đường"))
assert(text.has("Ngân hàng Nông nghiệp", "nong nghiep"))
assert(not text.has("Ngân hàng", "công an"))
assert(text.fold("Bánh  Mì") == "banh mi")
assert(text.same("e\u{0302}\u{0301}", "ế"))
return true
