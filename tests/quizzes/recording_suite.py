#!/usr/bin/python3
"""recording_suite.py - whatever is done in the preview, by chance and on every item, is a walk that passes when it is saved."""
import html
import json
import os
import pathlib
import random
import re
import shutil
import subprocess
import sys
import tempfile
import urllib.error
import urllib.request

DAUSO = os.path.abspath(os.environ.get("DAUSO", "build/dauso"))
QUIZZES = ["quizzes/village-skills", "tests/quizzes/all-types", "tests/browser/widgets-quiz"]
STEPS = 25
TYPED = ["2580", "35.000", "Nguyễn Thị Mai", "02/09/1945", "giá chè", "0", "   ", "a = b", "{pin}"]


class Preview:
    def __init__(self, path):
        self.process = subprocess.Popen([DAUSO, "preview", path, "--port", "0", "--json"], stdout=subprocess.PIPE, text=True)
        self.url = json.loads(self.process.stdout.readline())["url"]

    def ask(self, where, value=None):
        data = None if value is None else json.dumps(value).encode()
        request = urllib.request.Request(self.url + where, data, {"Content-Type": "application/json"} if data else {})
        try:
            with urllib.request.urlopen(request, timeout=20) as answer:
                return json.loads(answer.read())
        except urllib.error.HTTPError as error:
            error.read()
            return {}

    def close(self):
        self.process.terminate()
        return self.process.wait(timeout=10)


def acts_of(page, chance):
    """What the phone's page offers: (verb, target, value)."""
    found = [(*value.split(":", 1), "") for value in re.findall(r'name="act"[^>]* value="([^"]*:[^"]*)"', page)]
    for name in re.findall(r'name="type:([^"]+)"', page):
        choices = re.search(rf'<select[^>]*name="type:{re.escape(name)}".*?</select>', page, re.S)
        values = re.findall(r'value="([a-z])"', choices[0]) if choices else TYPED
        found.append(("type", name, chance.choice(values or TYPED)))
    return [(html.unescape(verb), html.unescape(target), value) for verb, target, value in found if verb != "type" or value]


def play(preview, item, seed):
    """Does things by chance until the item is over."""
    chance = random.Random(f"{item} {seed}")
    preview.ask("preview/wish", {"wish": "seed", "number": seed})
    preview.ask("preview/wish", {"wish": "item", "value": item})
    done = 0
    for _ in range(STEPS):
        screen = preview.ask("api/screen")
        acts = acts_of(screen["html"], chance)
        if screen["screen"].get("item") != item or not acts:
            break
        verb, target, value = chance.choice(acts)
        done += bool(preview.ask("api/act", {"seq": screen["seq"] + 1, "item": item, "verb": verb, "target": target, "value": value}))
    return done


def record(source, folder):
    quiz = pathlib.Path(folder, pathlib.Path(source).name)
    shutil.copytree(source, quiz, ignore=shutil.ignore_patterns("walkthroughs"))
    preview = Preview(str(quiz))
    acts = walks = 0
    for item in [row["id"] for row in preview.ask("preview/state")["items"]]:
        for seed in (1, 2):
            done = play(preview, item, seed)
            said = preview.ask("preview/wish", {"wish": "save", "name": f"by-chance-{seed}"})
            acts += done
            walks += said["ok"]
            if done > 0 and not said["ok"] and not re.match("nothing is recorded|practice shows nothing", said["says"]):
                raise AssertionError(f"{item}: {said}")
    if preview.close() != 0:
        raise AssertionError("the preview ended badly")
    checked = subprocess.run([DAUSO, "check", "--json", str(quiz)], capture_output=True, text=True, timeout=300)
    return acts, walks, json.loads(checked.stdout)


def main():
    failed = 0
    for source in QUIZZES:
        name = f"acts_by_chance_on_{pathlib.Path(source).name.replace('-', '_')}_are_walks_that_pass"
        try:
            with tempfile.TemporaryDirectory() as folder:
                acts, walks, checked = record(source, folder)
            assert checked["good"], f"{len(checked['problems'])} of {walks} walks: {checked['problems'][:6]}"
            assert acts > 20 and walks > 10, (acts, walks)
            print("ok", name, f"({acts} acts, {walks} walks)")
        except Exception as error:  # noqa: BLE001 - a broken test is a failed one
            failed += 1
            print("FAIL", name, str(error).replace("\n", " ")[:1500])
    print(f"{len(QUIZZES) - failed} passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
