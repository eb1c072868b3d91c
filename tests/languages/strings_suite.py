#!/usr/bin/python3
"""strings_suite.py - every word that a person reads is there in vi and en, is used, and is what it should be: the tables of
engine/web/ui/ and scripts/languages/, the verdicts, the shipped quizzes and simulations."""
import os
import re
import subprocess
import sys
import unicodedata

from translated import ROOT, read_words

DAUSO = os.path.abspath(os.environ.get("DAUSO", "build/dauso"))
TESTS = []
PAGES = {line[0]: line[1:] for line in read_words("engine/web/ui/strings.tsv")}
OWN = {code: dict(read_words(f"scripts/languages/{code}.tsv")) for code in ("vi", "en")}
# What is the same in every language: names of things that people know by them, and what is typed into a terminal.
NAMES = set("""Wi-Fi Internet QR OTP PIN USB PDF CSV JSON xAPI VPN SMS SIM CCCD VNeID Zalo Excel Chrome Firefox JavaScript MB GB Ubuntu Debian Fedora Android
iPhone Facebook Google Play App Store Bluetooth APK Dauso dauso check quizzes ufw firewalld matkhau Microsoft YouTube Messenger Viettel EVN
Gmail Plus email web video micro nam online""".lower().split())
SYLLABLE = re.compile(r"(ngh|ng|nh|ch|gh|gi|kh|ph|qu|th|tr|[bcdghklmnprstvx])?[aeiouy]{1,3}(ch|ng|nh|[cmnpt])?")
PLACE = re.compile(r"\{([^{}]*)\}")
VIETNAMESE = re.compile(r"[ăâđêôơưàáảãạằắẳẵặầấẩẫậèéẻẽẹềếểễệìíỉĩịòóỏõọồốổỗộờớởỡợùúủũụừứửữựỳýỷỹỵ]", re.I)


def test(function):
    TESTS.append(function)
    return function


def check(condition, *why):
    if not condition:
        raise AssertionError(" ".join(str(part) for part in why)[:900])


def all_pairs():
    """(where, vi, en) of everything that is said."""
    pairs = [(f"strings.tsv {key}", *texts) for key, texts in PAGES.items()]
    pairs += [(f"languages {key}", text, OWN["en"].get(key, "")) for key, text in OWN["vi"].items() if key != "language"]
    pairs += [(f"verdicts.tsv {line[0]}", line[2], line[3]) for line in read_words("certs/verdicts.tsv")]
    return pairs + quiz_pairs()


def quiz_pairs():
    both = re.compile(r'\bvi = "((?:[^"\\]|\\.)*)",\s*en = "((?:[^"\\]|\\.)*)"')
    files = sorted([*ROOT.glob("quizzes/*/*.lua"), *ROOT.glob("quizzes/*/items/*.lua"), *ROOT.glob("scripts/simulations/*.lua")])
    return [(f"{path.relative_to(ROOT)} \"{vi[:30]}\"", vi, en) for path in files for vi, en in both.findall(path.read_text())]


def sources(pattern):
    return {path.relative_to(ROOT): path.read_text() for path in sorted(ROOT.glob(pattern))}


def literals(text):
    """The texts in quotation marks of C or JavaScript, without comments."""
    text = re.sub(r"/\*.*?\*/|(?<![:\"'])//[^\n]*", "", text, flags=re.S)
    return [one[1:-1] for one in re.findall(r'"(?:[^"\\\n]|\\.)*"|\'(?:[^\'\\\n]|\\.)*\'', text)]


WEB = sources("engine/web/*.c")
SAID = [literal for text in WEB.values() for literal in literals(text)]


@test
def every_key_has_words_in_vietnamese_and_in_english():
    lines = [line for line in (ROOT / "engine/web/ui/strings.tsv").read_text().split("\n") if line and line[0] != "#"]
    wrong = [line for line in lines if len(line.split("\t")) != 3 or not all(part.strip() for part in line.split("\t"))]
    check(not wrong, wrong)
    check(len(PAGES) == len(lines) > 250, "a key stands twice, or the table is gone:", len(PAGES), len(lines))
    check(OWN["vi"].keys() == OWN["en"].keys(), OWN["vi"].keys() ^ OWN["en"].keys())
    check(all(len(line) == 4 and all(line) for line in read_words("certs/verdicts.tsv")), "verdicts.tsv")


@test
def every_key_that_a_page_says_is_in_the_table():
    beginnings = {key.split(".")[0] for key in PAGES if "." in key}
    calls = re.compile(r'\b(?:ui_words|ui_add_words|console_say|say|painter_say|add_line|add_heading)\((?:[^()";]|\([^()]*\))*?"([a-z][a-z.-]+)"')
    for path, text in WEB.items():
        for key in calls.findall(text):
            check(key in PAGES or "." not in key, path, key)
        for literal in literals(text):
            looks_like = re.fullmatch(r"([a-z-]+)\.[a-z-]+", literal)
            is_file = re.search(r"\.(css|js|json|pdf|csv|svg|html|lua)$", literal)
            check(not looks_like or is_file or looks_like.group(1) not in beginnings or literal in PAGES, path, literal)


@test
def every_key_in_the_table_is_said_somewhere():
    made = [re.compile(re.escape(literal).replace("%s", "[a-z-]+") + "$") for literal in SAID if re.fullmatch(r"[a-z-]+\.[a-z-]*%s", literal)]
    unused = [key for key in PAGES if key not in SAID and not any(one.match(key) for one in made)]
    check(not unused, unused)
    engine = [literal for pattern in ("engine/quiz/*.c", "engine/classroom/*.c") for text in sources(pattern).values() for literal in literals(text)]
    unused = [key for key in OWN["vi"] if key != "language" and key not in engine]
    check(not unused, unused)
    asked = {literal for literal in engine if re.fullmatch(r"(quiz|class)\.[a-z-]+", literal)} - {"quiz.lua"}
    check(asked <= OWN["vi"].keys(), asked - OWN["vi"].keys())


@test
def scripts_say_only_what_the_page_brought():
    frames = "".join(WEB.values())
    for path, text in sources("engine/web/ui/*.js").items():
        found = [literal for literal in literals(text) if VIETNAMESE.search(literal)]
        check(not found, path, found)
        for name in re.findall(r"\bwords\([^')]*'([a-z-]+)'", text):
            check(f'{{"{name}", "' in frames or f"data-{name}=" in frames, path, name)


@test
def no_words_of_pages_stand_in_the_program():
    allowed = {"bác", "ông", "bà", "cô", "chú", "Bác", "Ông", "Bà", "Cô", "Chú", "anh", "chị", "Anh", "Chị", "{bác}", "{Bác}",
               "Máy lớp chưa lưu được. Mời bác giơ tay. / The laptop could not save it."}  # when nothing else works
    for path, text in {**WEB, **sources("engine/quiz/*screen*.c"), **sources("engine/quiz/evidence.c"), **sources("engine/classroom/welcome.c")}.items():
        found = [literal for literal in literals(text) if VIETNAMESE.search(literal) and literal not in allowed]
        check(not found, path, found)


@test
def every_text_is_in_composed_letters_without_hidden_ones():
    for where, *texts in all_pairs():
        for text in texts:
            check(unicodedata.normalize("NFC", text) == text, where, "is not NFC")
            hidden = [letter for letter in text if unicodedata.category(letter) in ("Cf", "Cc", "Co", "Cn")]
            check(not hidden, where, [hex(ord(letter)) for letter in hidden])
            check(text == text.strip() or "began" in where or "help.item" in where, where, "begins or ends with a blank")


@test
def vietnamese_texts_hold_no_english_words():
    strange = []
    for where, text, _ in all_pairs():
        plain = PLACE.sub(" ", re.sub(r"https?://\S+|\S*\.(vn|com|org|example|apk)\S*|\d+h|“dauso[^”]*”|\\\x22[a-z-]+\\\x22", " ", text))
        for word in re.findall(r"[A-Za-zÀ-ỹ][A-Za-zÀ-ỹ-]*", plain):
            is_ours = word.lower() in NAMES or VIETNAMESE.search(word) or word.isupper() or all(SYLLABLE.fullmatch(part) for part in word.lower().split("-"))
            strange += [] if is_ours else [f"{where}: {word}"]
    check(not strange, strange)


@test
def english_texts_hold_no_vietnamese_but_names():
    names = re.compile(r"\b(đồng|Dấu số|“[^”]*”|([A-ZĐ][\wÀ-ỹ]* ?)+|bác)")
    for where, vi, en in all_pairs():
        if where.startswith(("strings", "languages", "verdicts")):
            check(not VIETNAMESE.search(names.sub("", en)), where, en)
        check(vi != en or not VIETNAMESE.search(PLACE.sub("", vi)) or len(vi.split()) < 4, where, "is the same in both:", vi)


@test
def places_are_the_same_in_both_languages():
    for where, vi, en in all_pairs():
        one, other = ({place for place in PLACE.findall(text) if place.lower() != "bác" and "=" not in place} for text in (vi, en))
        check(one == other, where, one, other)
        if where.startswith(("strings", "languages")):
            check(one <= {"1", "2"} and "bác}" not in en.lower(), where, en)
        check(vi.count("{") == vi.count("}") == len(PLACE.findall(vi)) and en.count("{") == en.count("}"), where, "a brace is lost")
        check(len(re.findall(r"%[sd]", vi)) == len(re.findall(r"%[sd]", en)), where, "other %s")


@test
def learners_never_read_that_they_failed():
    """LOOK.md section 8."""
    never = re.compile(r"\b(sai|trượt|lỗi|thất bại|không hợp lệ|(?<!không )phải|cảnh báo)\b", re.I)
    prefixes = ("join", "rejoin", "consent", "picture", "digits", "waiting", "paused", "guest", "elsewhere", "count", "fence", "notice", "result", "pad")
    for key, (vi, _) in PAGES.items():
        if key.split(".")[0] in prefixes:
            check(not never.search(vi), key, vi)


@test
def quizzes_are_complete_in_both_languages():
    check(len(quiz_pairs()) > 100, "the quizzes are not found")
    for folder in sorted(ROOT.glob("quizzes/*/quiz.lua")):
        done = subprocess.run([DAUSO, "check", folder.parent], capture_output=True, text=True)
        check(done.returncode == 0, done.stdout[-400:], done.stderr[-400:])


failed = 0
for one in TESTS:
    try:
        one()
        print("ok", one.__name__)
    except AssertionError as error:
        failed += 1
        print(f"FAIL {one.__name__}: {error}")
print(f"{len(TESTS) - failed} passed, {failed} failed")
sys.exit(failed != 0)
