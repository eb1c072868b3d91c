#!/usr/bin/python3
"""make_edges.py - writes edge_vectors.json: models at the edge of what is allowed, solved by make_cases.py's implementation.

One indicator, no factor at all, no items, an area without indicators, very narrow kernels and priors, guessing up to .9,
steepness up to 10, twelve steps, small weights, means far off; growth from one test alone. Run from the repository's root.
"""
import json
import random
import sys

sys.path.insert(0, "tests/scoring_cases")
from make_cases import draw_items, growth, item, tree, uni  # noqa: E402

rng = random.Random(7)
TWELVE = [round(-2 + n * .35, 4) for n in range(12)]
FIVE_AREAS = [0] * 3 + [1] * 6 + [2] * 4 + [3] * 4 + [4] * 4
CASES = [
    tree("one indicator", [0], (.35, .15), [item(0, 1.2, [.1], .2), item(0, .8, [-1, 0, 1])], [1, 2]),
    tree("one indicator rho_a 0", [0], (.5, 0), [item(0, 1.2, [.1], .2), item(0, .8, [-1, 0, 1])], [0, 0]),
    tree("both rho 0", [0, 0, 1], (0, 0), draw_items(rng, 3, 3), [1, 0, 2, 0, 1, 3, 1, 1, 0]),
    tree("no items", [0, 1], (.35, .15), [], []),
    tree("12 steps", [0, 0], (.35, .15), [item(0, 1.5, TWELVE), item(1, .7, [-x for x in TWELVE])], [7, 12]),
    tree("area without indicator", [0, 2], (.35, .15), draw_items(rng, 2, 3), [1, 0, 2, 0, 1, 3]),
    tree("narrow own .04", [0, 0, 1, 1], (.8, .16), draw_items(rng, 4, 3), [1, 0, 2, 0, 1, 1, 1, 1, 3, 0, 0, 0]),
    tree("rho_a .005", [0, 0, 1, 1], (.5, .005), draw_items(rng, 4, 3), [1, 0, 2, 0, 1, 1, 1, 1, 3, 0, 0, 0]),
    tree("weights", [0, 0, 1], (.35, .15), [item(0, 1.2, [0.], .2, .5), item(1, 1.2, [0.], .2, .5), item(2, 1,
         [-1, 0, 1], 0, .3)], [1, 1, 3]),
    tree("weight 0.05", [0, 1], (.35, .15), [item(0, 3.4, [0.], .2, .05), item(1, 1.2, [0.], .2, 1)], [1, 0]),
    tree("mu far", [0, 1], (.35, .15), draw_items(rng, 2, 3), [1, 0, 2, 0, 1, 3], [3., -4.]),
    tree("all wrong 21", FIVE_AREAS, (.35, .15), draw_items(rng, 21, 4), [0] * 84),
    uni("tiny sd", draw_items(rng, 1, 5), [1, 0, 2, 1, 1], .2, .05),
    uni("sd .1 a 3.5", [item(0, 3.5, [.2]), item(0, 3.5, [.3, .2, .1])], [1, 2], .2, .1),
    uni("large c", [item(0, 2, [.2], .5), item(0, 1.5, [-1], .9)], [1, 1]),
    uni("c wrong", [item(0, 2, [.2], .5), item(0, 1.5, [-1], .33)], [0, 0]),
    uni("a 10", [item(0, 10, [.2])], [1]),
    uni("sd 3", draw_items(rng, 1, 4), [1, 1, 2, 0], 0, 3),
    uni("none", [], []),
    growth("weights", [0, 1], (.35, .15), [item(0, 1.2, [0.], .2, .5), item(1, 1.2, [-1, 0, 1], 0, .4)], [1,
         1], [1, 3]),
    growth("none", [0, 1], (.35, .15), draw_items(rng, 2, 2), [-1]*4, [-1]*4),
    growth("pre only", [0, 1], (.35, .15), draw_items(rng, 2, 2), [1, 0, 1, 1], [-1]*4),
    growth("one indicator", [0], (.35, .15), draw_items(rng, 1, 4), [1, 0, 2, 1], [1, 1, 2, 1]),
    growth("tau .1", [0, 1], (.35, .15), draw_items(rng, 2, 2), [1, 0, 1, 1], [1, 1, 1, 1], (0, .5), .1),
    growth("steep", [0, 1], (.35, .15), [item(0, 3.4, [0.]), item(0, 3.4, [.5]), item(1, 2.5, [-.5, 0, .5])],
         [0, 0, 1], [1, 1, 3]),
    growth("mixed a 12 steps", [0, 0], (.5, .2), [item(0, 1.5, TWELVE), item(1, 1, [0.])], [3, 0], [9, 1]),
]
for n, case in enumerate(CASES):
    case["id"] = f"E{n + 1}"
with open("tests/scoring_cases/edge_vectors.json", "w", encoding="utf-8") as file:
    file.write('{"about": "made by make_edges.py", "cases": [\n')
    file.write(",\n".join(json.dumps(case) for case in CASES))
    file.write("\n]}\n")
