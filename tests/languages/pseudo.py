#!/usr/bin/python3
"""pseudo.py - makes a home whose program speaks "qps" as well: every text of the pages, of the quizzes and of the simulations two
fifths longer and «marked», so that what is cut off, or was never translatable, can be seen. Prints the home's folder."""
import math
import re
import shutil

from translated import ROOT, Home, read_words

PADDING = ("Ẩmỵ", "đượng", "ộn", "nghiễng", "ẳ", "quỵt", "ẽo")
PLACE = re.compile(r"\{[^{}]*\}")


def lengthen(text, more=0.4):
    """"Tiếp" -> "«Tiếp Ẩm»"; blanks at the ends stay outside."""
    if re.search(r"\[\d\]", text):  # the gaps of a text stand between parts
        return "".join(part if part[:1] == "[" else lengthen(part, more) for part in re.split(r"(\[\d\])", text))
    body = text.strip(" ")
    left = math.ceil(len(PLACE.sub("", body)) * more)
    words = ""
    for turn in range(left):
        words += (" " if turn else "") + PADDING[turn % len(PADDING)]
        if len(words) >= left:
            break
    padding = words[:left].rstrip()
    joint = " " if " " in body or left > 4 else ""
    return text.replace(body, f"«{body}{joint if padding else ''}{padding}»") if re.search(r"[^\W\d]", PLACE.sub("", body)) else text


def mark_lua(text):
    """Adds qps = "…" behind every pair of vi and en."""
    def add(match):
        # The longest texts fill their phone already: check allows no more letters.
        return f'{match.group(0)}, qps = "{lengthen(match.group(1), 0.4 if len(match.group(1)) < 120 else 0.1)}"'
    return re.sub(r'\bvi = "((?:[^"\\]|\\.)*)",\s*en = "(?:[^"\\]|\\.)*"', add, text)


def make():
    words = {line[0]: lengthen(line[1]) for line in read_words("engine/web/ui/strings.tsv") + read_words("scripts/languages/vi.tsv")}
    home = Home({"qps": words | {"language": "«Qps»"}})
    shutil.copytree(ROOT / "tests/browser/widgets-quiz", home.folder / "widgets-quiz")
    for pattern in ("*/quiz.lua", "quizzes/*/*.lua", "quizzes/*/items/*.lua", "scripts/simulations/*.lua"):
        for path in home.folder.glob(pattern):
            text = path.read_text().replace('languages = { "vi", "en" }', 'languages = { "vi", "en", "qps" }')
            path.write_text(mark_lua(text))
    return home


if __name__ == "__main__":
    print(make().folder)
