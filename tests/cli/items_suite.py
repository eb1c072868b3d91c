#!/usr/bin/python3
"""items_suite.py - `dauso report items` on a class of 120 simulated people: figures counted again here, options, intervals, groups,
judges, and a quiz whose key is wrong."""
import csv
import functools
import io
import json
import math
import pathlib
import re
import sys
import tempfile
import xml.etree.ElementTree as ElementTree

from frame import check, dauso, finish, test

SCRATCH = pathlib.Path(tempfile.mkdtemp(prefix="dauso-items-"))


@functools.lru_cache(maxsize=None)
def items(folder, quiz, *more):
    return json.loads(dauso("report", "items", "--quiz", quiz, "--format", "json", *more, folder=folder))


@functools.lru_cache(maxsize=None)
def answers(folder, quiz):
    rows = list(csv.reader(io.StringIO(dauso("attempt", "table", "--quiz", quiz, folder=folder))))
    return rows[0], [[None if cell == "" else int(cell) for cell in row] for row in rows[1:]]


MANY, FEW = SCRATCH / "many", SCRATCH / "few"
dauso("demo", "--learners", "120", "--quiz", "digital-basics", folder=MANY)
dauso("demo", "--learners", "24", "--quiz", "digital-basics", "--seed", "2", folder=FEW)


def pearson(left, right):
    a, b = sum(left) / len(left), sum(right) / len(right)
    return (sum((x - a) * (y - b) for x, y in zip(left, right)) /
            math.sqrt(sum((x - a) ** 2 for x in left) * sum((y - b) ** 2 for y in right)))


@test
def facility_and_discrimination_can_be_counted_from_the_table_of_answers():
    told, (head, rows) = items(MANY, "digital-basics"), answers(MANY, "digital-basics")
    steps = [max(row[i] or 0 for row in rows) for i in range(len(head))]
    check([item["item"] for item in told["items"]] == head and told["people"] == len(rows) == 120, told["people"])
    most = {item["item"]: len(item["b"]) for item in told["items"]}
    for i, item in enumerate(told["items"]):
        seen = [row for row in rows if row[i] is not None]
        share = [row[i] / most[item["item"]] for row in seen]
        rest = [sum(x for j, x in enumerate(row) if x is not None and j != i) /
                sum(most[head[j]] for j, x in enumerate(row) if x is not None and j != i) for row in seen]
        check(item["answers"] == len(seen) and steps[i] <= most[item["item"]], item["item"])
        check(abs(item["facility"]["value"] - sum(share) / len(share)) < 1e-5, item)
        if item["discrimination"]:
            check(abs(item["discrimination"]["value"] - pearson(share, rest)) < 1e-5, item)
            check(item["discrimination"]["low"] < item["discrimination"]["value"] < item["discrimination"]["high"])


@test
def the_options_add_up_and_the_right_one_rises():
    told = items(MANY, "digital-basics")
    choices = [item for item in told["items"] if item["options"]]
    check(len(choices) >= 8, len(choices))
    for item in choices:
        check([option["right"] for option in item["options"]] == [True] + [False] * (len(item["options"]) - 1), item)
        total = sum(option["share"] for option in item["options"]) + item["unknown_share"]
        check(abs(total - 1) < 1e-5, item["item"], total)
        check(sum(option["chosen"] for option in item["options"]) <= item["answers"])
        check(abs(item["options"][0]["share"] - item["facility"]["value"]) < 1e-5, item)
    rising = [item["options"][0]["by_third"] for item in choices]
    mean = [sum(thirds[t] for thirds in rising) / len(rising) for t in range(3)]
    check(mean[2] > mean[0] + .05 and mean[0] <= mean[1] + .03, mean, rising)


@test
def with_few_people_nothing_is_blamed_and_the_page_says_so():
    told = items(FEW, "digital-basics")
    check(all(item["flags"] == [] and not item["enough_data"] for item in told["items"]), told["items"][0])
    check("chưa đủ dữ liệu" in told["says_vi"] and "not enough data" in told["says_en"], told["says_vi"])
    page = dauso("report", "items", "--quiz", "digital-basics", folder=FEW)
    check(page.count("chưa đủ dữ liệu") > len(told["items"]) and "Cần xem lại" not in page)
    wide = [item["facility"]["high"] - item["facility"]["low"] for item in told["items"] if "high" in item["facility"]]
    narrow = [item["facility"]["high"] - item["facility"]["low"] for item in items(MANY, "digital-basics")["items"] if "high" in item["facility"]]
    check(sum(wide) / len(wide) > 1.7 * sum(narrow) / len(narrow), "intervals")


@test
def a_key_that_is_wrong_is_found():
    """The demo's people answer by the key of one quiz; the same answers are then read with another key."""
    folder = SCRATCH / "key"
    quiz = folder / "quizzes/keyed"
    dauso("init", folder=folder)
    quiz.mkdir(parents=True)
    text = 'quiz { title = "Chìa", framework = "village-basic" }\n'
    for number in range(12):
        text += (f'question "q{number}" {{ shows = "{["0.1", "1.1", "2.1", "4.2"][number % 4]}", asks = "Câu {number}", right = "Đúng {number}", '
                 f'wrong = {{ "Sai {number}", "Khác {number}" }} }}\n')
    (quiz / "quiz.lua").write_text(text, encoding="utf-8")
    import random
    from parameters_suite import Phone, Room
    chance = random.Random(8)
    with Room("Chìa", "--quiz", "keyed", folder=folder) as room:
        for person in range(60):
            ability = person / 59
            # Question 5's key is wrong: the able choose its first wrong option.
            sits = [f"Đúng {n}" if chance.random() < .15 + .8 * ability else f"Khác {n}" for n in range(12)]
            sits[5] = "Sai 5" if chance.random() < .1 + .8 * ability else "Đúng 5"
            Phone(room, "Người " + "ABCDEFGHIJKLMNOPQRSTUVWXYZ"[person % 26] + "abc"[person // 26]).sit(sits)
    told = {item["item"]: item for item in items(folder, "keyed")["items"]}
    check("check the key" in told["q5"]["flags"] and "negative" in told["q5"]["flags"], told["q5"]["flags"])
    check(any("phương án B thu hút người giỏi" in words for words in told["q5"]["advice"]), told["q5"]["advice"])
    check(all("negative" not in item["flags"] and "check the key" not in item["flags"] for name, item in told.items() if name != "q5"),
          {name: item["flags"] for name, item in told.items()})
    english = items(folder, "keyed", "--language", "en")["items"][5]["advice"]
    check(any("option B attracts good learners: check the key" == words for words in english), english)


@test
def groups_are_not_compared_before_a_hundred_people():
    told = items(MANY, "digital-basics", "--groups", "age")
    old = told["items"][0]["dif"]
    check(old["focal"] + old["reference"] <= 120 and 10 < old["focal"] < 100, old)
    check(all(item["dif"]["class"] == "not enough data" for item in told["items"]), old)
    check("Dưới 100 người trong nhóm" in dauso("report", "items", "--quiz", "digital-basics", "--groups", "age", folder=MANY))
    said = dauso("report", "items", "--quiz", "digital-basics", "--groups", "shoes", folder=MANY, code=2)
    check("age, language or help" in said, said)


@test
def judges_put_the_cut_where_they_expect_the_points():
    told = items(MANY, "digital-basics")["items"]

    def expected(item, theta):
        a, c = item["a"], .25 if len(item["b"]) == 1 and item["options"] else 0
        if len(item["b"]) == 1:
            c = guess.get(item["item"], c)
            return c + (1 - c) / (1 + math.exp(-a * (theta - item["b"][0])))
        exponents = [0.0]
        for b in item["b"]:
            exponents.append(exponents[-1] + a * (theta - b))
        weights = [math.exp(e) for e in exponents]
        return sum(x * w for x, w in enumerate(weights)) / sum(weights) / len(item["b"])

    whole = json.loads(dauso("quiz", "parameters", "digital-basics", folder=MANY))
    guess = {item["id"]: item["c"] for item in whole["items"]}
    rows = ["judge,item,share"] + [f"{judge},{item['item']},{expected(item, theta):.6f}"
                                   for judge, theta in (("Lan", -.2), ("Hùng", .4)) for item in told]
    path = SCRATCH / "judges.csv"
    path.write_text("\ufeff" + "\r\n".join(rows) + "\r\n", encoding="utf-8")
    cut = items(MANY, "digital-basics", "--judges", path)["judges_cut"]
    check(cut["judges"] == 2 and abs(cut["se"] - .3) < 1e-3 and .05 < cut["cut"] < .15, cut)
    check(0 < cut["borderline"] < 120, cut)
    check(cut["method"] == "angoff" and [round(one, 2) for one in cut["by_judge"]] == [-.2, .4], cut)
    bad = {"a\n": "judge,item,share", "a,b,c,d\n": "judge,item,share", "Lan,dark-screen,.5\nHùng,dark-screen\n": "judge,item,share", "Lan,no-such-item,.5\n": "no-such-item", "Lan,dark-screen,1.5\n": "0 to 1", "Lan,dark-screen,x\n": "0 to 1",
           "": "nobody has judged", "Lan,dark-screen,.5\nLan,dark-screen,.6\n": "twice", "Lan,dark-screen,nan\n": "0 to 1"}
    for text, says in bad.items():
        path.write_text(text, encoding="utf-8")
        said = dauso("report", "items", "--quiz", "digital-basics", "--judges", path, folder=MANY, code=1)
        check(says in said and said.count("\n") == 1, text, said)


@test
def bookmarks_put_the_cut_where_two_cases_of_three_are_done():
    whole = {item["id"]: item for item in json.loads(dauso("quiz", "parameters", "digital-basics", folder=MANY))["items"]}
    questions = sorted((item["b"][0], item["id"]) for item in whole.values() if len(item["b"]) == 1)
    marked = [questions[0][1], questions[-1][1], questions[len(questions) // 2][1]]
    path = SCRATCH / "bookmarks.csv"
    path.write_text("judge,item\n" + "".join(f"{judge},{item}\n" for judge, item in zip(("Lan", "Hùng", "Tư"), marked)), encoding="utf-8")
    cut = items(MANY, "digital-basics", "--judges", path)["judges_cut"]
    share = [(.67 - whole[item]["c"]) / (1 - whole[item]["c"]) for item in marked]
    places = [whole[item]["b"][0] + math.log(p / (1 - p)) / whole[item]["a"] for item, p in zip(marked, share)]
    mean = sum(places) / 3
    wanted = math.sqrt(sum((place - mean) ** 2 for place in places) / 2 / 3)
    check(cut["method"] == "bookmark" and cut["judges"] == 3, cut)
    check(all(abs(got - place) < 1e-5 for got, place in zip(cut["by_judge"], places)), cut, places)
    check(abs(cut["cut"] - sorted(places)[1]) < 1e-5 and abs(cut["se"] - wanted) < 1e-5, cut, places, wanted)
    page = dauso("report", "items", "--judges", path, "--language", "en", folder=MANY)
    check("Bookmark (RP67), on the scale" in page and "3 judges" in page)
    for text, says in {"Lan,no-such-item\n": "no-such-item", "Lan,dark-screen\nLan,dark-screen\n": "second bookmark",
                       "\nLan,dark-screen\nHùng,dark-screen,.5\n": ":3:"}.items():
        path.write_text(text, encoding="utf-8")
        said = dauso("report", "items", "--judges", path, folder=MANY, code=1)
        check(says in said and said.count("\n") == 1, text, said)


@test
def the_table_has_a_line_an_item_and_the_columns_that_are_documented():
    text = dauso("report", "items", "--quiz", "digital-basics", "--format", "csv", folder=MANY)
    rows = list(csv.DictReader(io.StringIO(text[1:], newline="")))
    check([row["item"] for row in rows] == [item["item"] for item in items(MANY, "digital-basics")["items"]])
    documented = (pathlib.Path(__file__).resolve().parents[2] / "engine/report/TABLES.md").read_text(encoding="utf-8")
    section = documented[documented.index("report items --format csv"):]
    for column in rows[0]:
        name = re.sub(r"_(low|high)$", "", column)
        check(re.search(rf"\b{name}\b", section), "not documented", column)
    check(all(float(row["facility"]) <= float(row["facility_high"] or 1) for row in rows))


@test
def pictures_are_well_formed_and_the_page_runs_nothing_and_names_nobody():
    for folder in (MANY, FEW):
        for language in ("vi", "en"):
            page = dauso("report", "items", "--quiz", "digital-basics", "--language", language, "--groups", "help", folder=folder)
            check("<script" not in page and "nan" not in page.lower().replace("finance", "") and "default-src 'none'" in page)
            pictures = re.findall(r"<svg.*?</svg>", page, re.S)
            check(len(pictures) > 5)
            for picture in pictures:
                check(ElementTree.fromstring(picture).get("aria-label"), picture[:80])
            names = {row["learner"] for row in json.loads("[" + ",".join(dauso("attempt", "list", "--json", folder=folder).splitlines()) + "]")}
            check(not any(name in page for name in names), "a learner's id")
    check(dauso("report", "items", "--quiz", "digital-basics", "--format", "svg", folder=MANY).startswith("<svg"))


@test
def a_class_that_sat_the_test_again_says_why_its_answers_do_not_count():
    folder = SCRATCH / "again"
    dauso("demo", "--two-tests", "--learners", "12", "--quiz", "digital-basics", folder=folder)
    first, second = (items(folder, "digital-basics", "--class", number) for number in ("1", "2"))
    check(first["people"] == 12 and "làm lại" not in first["says_vi"], first["says_vi"])
    check(second["people"] < 12 and "A person's second answer to the same item is not counted" in second["says_en"], second["says_en"])
    both = items(folder, "digital-basics")
    check(both["people"] == 12, both["people"])
    for one, two, all_ in zip(first["items"], second["items"], both["items"]):
        check(one["answers"] + two["answers"] == all_["answers"] <= 12, one["item"], one["answers"], two["answers"], all_["answers"])


@test
def alpha_has_an_interval_and_is_not_told_of_fewer_than_ten_people():
    whole = items(MANY, "digital-basics")
    alpha = whole["alpha"]
    check(whole["complete"] > 50 and alpha["low"] < alpha["value"] < alpha["high"] < 1, alpha, whole["complete"])
    page = dauso("report", "items", "--quiz", "digital-basics", "--language", "en", folder=MANY)
    check(f'alpha {alpha["value"]:.2f} <small>({alpha["low"]:.2f}–{alpha["high"]:.2f})</small>' in page)
    folder = SCRATCH / "eight"
    dauso("demo", "--learners", "8", "--quiz", "digital-basics", folder=folder)
    told = items(folder, "digital-basics")
    check(told["alpha"] is None and told["sem"] is None and told["complete"] < 10, told["alpha"])
    check("Alpha of the whole test cannot be computed" in dauso("report", "items", "--language", "en", folder=folder))


@test
def a_quiz_that_nobody_answered_says_so():
    told = items(MANY, "village-skills")
    check(told["people"] == 0 and told["says_vi"] == "Chưa có ai làm bài này." and told["alpha"] is None, told["says_vi"])
    page = dauso("report", "items", "--quiz", "village-skills", folder=MANY)
    check("Chưa có ai làm bài này." in page and "<svg" not in page)
    check("no quiz" in dauso("report", "items", "--quiz", "nothing", folder=MANY, code=1))
    check("no class" in dauso("report", "items", "--quiz", "digital-basics", "--class", "Lớp nào", folder=MANY, code=3))


if __name__ == "__main__":
    sys.exit(finish())
