#!/usr/bin/python3
"""score_suite.py - `dauso score --vectors` as other people's scripts see it: lines, keys, exit codes, refusals."""
import json
import math
import os
import subprocess
import sys
import tempfile

DAUSO = "build/dauso"
FOLDER = "tests/scoring_cases"
TOLERANCE = {"uni": 1e-8, "tree": 1e-8, "growth": 1e-6}
results = []


def run(*args):
    return subprocess.run([DAUSO, "score", *args], capture_output=True, text=True, timeout=120, check=False)


def run_on(text):
    with tempfile.NamedTemporaryFile("w", suffix=".json", encoding="utf-8", delete=False) as file:
        file.write(text)
    try:
        return file.name, run("--vectors", file.name, "--json")
    finally:
        os.unlink(file.name)


def differences(wanted, got, tolerance, path):
    """What a case's "expect" holds and the answer does not, with the same nesting and keys."""
    if isinstance(wanted, dict):
        for key, value in wanted.items():
            if not key.startswith(("check", "mc")):
                inner = got.get(key) if isinstance(got, dict) else None
                yield from differences(value, inner, tolerance, f"{path}.{key}")
    elif isinstance(wanted, list):
        if not isinstance(got, list) or len(got) != len(wanted):
            yield f"{path}: {got}"
        else:
            for n, value in enumerate(wanted):
                yield from differences(value, got[n], tolerance, f"{path}[{n}]")
    elif not isinstance(got, (int, float)) or not math.isclose(wanted, got, rel_tol=0, abs_tol=tolerance):
        yield f"{path}: got {got}, wanted {wanted}"


def test(function):
    try:
        function()
        results.append(True)
        print("ok", function.__name__)
    except Exception as problem:  # a suite goes on after a broken test
        results.append(False)
        print(f"FAIL {function.__name__}: {str(problem)[:400]}")


def check_file(name):
    with open(f"{FOLDER}/{name}", encoding="utf-8") as file:
        cases = json.load(file)["cases"]
    done = run("--vectors", f"{FOLDER}/{name}", "--json")
    lines = done.stdout.splitlines()
    assert done.returncode == 0 and done.stderr == "", done.stderr
    assert len(lines) == len(cases) > 10
    for case, line in zip(cases, lines):
        got = json.loads(line)
        assert got["id"] == case["id"]
        found = list(differences(case["expect"], got, TOLERANCE[case["kind"]], case["id"]))
        assert not found, found[:3]


def every_published_case_is_answered_in_its_own_form():
    check_file("vectors.json")


def every_harder_case_is_answered_in_its_own_form():
    check_file("more_vectors.json")


def a_model_at_the_edge_of_what_is_allowed_is_as_exact():
    check_file("edge_vectors.json")


def published_class():
    with open(f"{FOLDER}/class_growth_vector.json", encoding="utf-8") as file:
        return json.load(file)


def a_class_is_answered_with_the_names_of_its_vector():
    case = published_class()
    case.update(id="C1", kind="class_growth")
    _, done = run_on(json.dumps({"cases": [case]}))
    got = json.loads(done.stdout)
    assert done.returncode == 0 and done.stderr == "" and got["id"] == "C1", done
    for key in ("class_mean", "class_sigma", "class_V", "indiv_D_mean", "indiv_D_sd"):
        found = list(differences(case[key], got[key], 1e-6, key))
        assert not found, found[:3]
    assert got["problem"] == "growth.fine" and len(got["indicators"]) == len(case["area"])


def a_class_of_one_has_a_person_and_no_mean():
    case = published_class()
    case.update(id="C2", kind="class_growth", responses_pre=case["responses_pre"][:1],
                responses_post=case["responses_post"][:1])
    _, done = run_on(json.dumps({"cases": [case]}))
    got = json.loads(done.stdout)
    assert done.returncode == 0 and got["class_mean"] == [None, None] and got["class_V"] is None, done
    assert abs(got["indiv_D_mean"][0] - case["indiv_D_mean"][0]) < 1e-6 and got["problem"] == "growth.too-few"


def a_class_that_lacks_something_is_refused_by_the_name_of_it():
    for change, says in (({"responses_post": [[0]]}, "responses_post"), ({"area": []}, '"area"'),
                         ({"items_post": None}, '"items_post"'), ({"rho_g": 0.9}, "rho_g"), ({"tau_T": 0}, "tau_T"),
                         ({"mu": [0]}, '"mu"'), ({"grid": {"z": [6, 0.25], "delta": [-2.5, 3.5, 0.1]}}, '"grid"'),
                         ({"items_pre": [{"k": 99, "a": 1, "b": [0]}]}, "items_pre[0]")):
        case = published_class()
        case.update(change, id="C3", kind="class_growth")
        _, done = run_on(json.dumps({"cases": [case]}))
        assert done.returncode == 1 and says in done.stderr and done.stderr.count("\n") == 1, (change, done.stderr)
        assert "error" in json.loads(done.stdout)


def the_same_file_gives_the_same_bytes():
    runs = {run("--json", "--vectors", f"{FOLDER}/vectors.json").stdout for _ in range(2)}
    assert len(runs) == 1 and runs.pop()


def a_missing_file_cannot_be_done():
    done = run("--vectors", "/nowhere/vectors.json", "--json")
    assert done.returncode == 3 and done.stdout == "", done
    assert "/nowhere/vectors.json" in done.stderr and done.stderr.count("\n") == 1


def what_is_no_json_is_refused_by_name():
    name, done = run_on("{ cases: ")
    assert done.returncode == 1 and done.stdout == "" and name in done.stderr, done
    name, done = run_on('{"cases": 3}')
    assert done.returncode == 1 and name in done.stderr and '"cases"' in done.stderr, done


def a_case_that_lacks_a_field_is_named_and_the_others_are_answered():
    with open(f"{FOLDER}/vectors.json", encoding="utf-8") as file:
        cases = json.load(file)["cases"][:3]
    del cases[1]["items"][2]["a"]
    name, done = run_on(json.dumps({"cases": cases}))
    lines = [json.loads(line) for line in done.stdout.splitlines()]
    assert done.returncode == 1 and [line["id"] for line in lines] == [case["id"] for case in cases], done
    assert "error" in lines[1] and "eap" not in lines[1] and "eap" in lines[2]
    for word in (name, cases[1]["id"], "items[2]", '"a"'):
        assert word in done.stderr, done.stderr


def a_kind_that_is_not_built_is_an_error_in_its_line_alone():
    _, done = run_on('{"cases": [{"id": "M1", "kind": "moon"}]}')
    line = json.loads(done.stdout)
    assert done.returncode == 0 and line["id"] == "M1" and "error" in line and done.stderr == "", done


def without_vectors_the_usage_is_wrong():
    for args in ([], ["--json"], ["--vectors"], ["--vector", "x"], ["vectors.json"]):
        done = run(*args)
        assert done.returncode == 2 and done.stdout == "" and done.stderr.count("\n") == 1, (args, done)


def main():
    for function in (every_published_case_is_answered_in_its_own_form, every_harder_case_is_answered_in_its_own_form,
                     a_model_at_the_edge_of_what_is_allowed_is_as_exact,
                     a_class_is_answered_with_the_names_of_its_vector, a_class_of_one_has_a_person_and_no_mean,
                     a_class_that_lacks_something_is_refused_by_the_name_of_it,
                     the_same_file_gives_the_same_bytes, a_missing_file_cannot_be_done,
                     what_is_no_json_is_refused_by_name, a_case_that_lacks_a_field_is_named_and_the_others_are_answered,
                     a_kind_that_is_not_built_is_an_error_in_its_line_alone, without_vectors_the_usage_is_wrong):
        test(function)
    print(f"{sum(results)} passed, {len(results) - sum(results)} failed")
    return 0 if all(results) else 1


if __name__ == "__main__":
    sys.exit(main())
