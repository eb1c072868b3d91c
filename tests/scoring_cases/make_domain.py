#!/usr/bin/python3
"""make_domain.py - writes domain.json: domain scores of pairs of indicators, by brute force over the plane.

An implementation of its own, without the tree: two indicators are bivariate normal (correlation rho_g + rho_a in one area,
rho_g across areas); the posterior is summed over a grid of +-7 in steps of .05, and quantiles come from its running sum.
"""
import json
import math

STEP, EDGE = .05, 7


def probabilities(item, theta):
    a, b, c = item["a"], item["b"], item.get("c", 0)
    if len(b) == 1:
        right = c + (1 - c) / (1 + math.exp(-a * (theta - b[0])))
        return [1 - right, right]
    etas = [0]
    for step in b:
        etas.append(etas[-1] + a * (theta - step))
    whole = sum(math.exp(eta) for eta in etas)
    return [math.exp(eta) / whole for eta in etas]


def share(bank, theta):
    return sum(sum(x * p for x, p in enumerate(probabilities(item, theta))) / len(item["b"]) for item in bank) / len(bank)


def likelihood(items, theta):
    return math.prod(probabilities(item, theta)[item["x"]]**item.get("w", 1) for item in items if item["x"] >= 0)


def solve(case):
    count = int(2 * EDGE / STEP) + 1
    points = [-EDGE + STEP * i for i in range(count)]
    r = case["rho_g"] + (case["rho_a"] if case["same_area"] else 0)
    thetas = [[mu + z for z in points] for mu in case["mu"]]
    of = [[item for item in case["items"] if item["k"] == k] for k in range(2)]
    like = [[likelihood(of[k], theta) for theta in thetas[k]] for k in range(2)]
    sums = [[0] * count, [0] * count]
    for i, first in enumerate(points):
        for j, second in enumerate(points):
            prior = math.exp(-(first * first - 2 * r * first * second + second * second) / (2 * (1 - r * r)))
            mass = prior * like[0][i] * like[1][j]
            sums[0][i] += mass
            sums[1][j] += mass
    case["expect"] = []
    for k in range(2):
        whole, running, quantiles = sum(sums[k]), 0, {}
        for theta, mass in zip(thetas[k], sums[k]):
            for wanted in (.025, .975):
                if running / whole < wanted <= (running + mass) / whole:
                    quantiles[wanted] = theta + STEP * ((wanted * whole - running) / mass - .5)
            running += mass
        mean = sum(mass * share(of[k], theta) for theta, mass in zip(thetas[k], sums[k])) / whole
        case["expect"].append({"mean": mean, "low": share(of[k], quantiles[.025]), "high": share(of[k], quantiles[.975])})
    return case


ITEMS = [{"k": 0, "a": 1.1, "b": [-1.2], "c": .25, "x": 1}, {"k": 0, "a": .8, "b": [.3], "c": .2, "x": 0},
         {"k": 0, "a": 1.4, "b": [-.6, .1, .9], "x": 2}, {"k": 1, "a": 1, "b": [0], "x": 1},
         {"k": 1, "a": 1.6, "b": [.5], "x": -1}]
CASES = [
    {"id": "one area", "rho_g": .35, "rho_a": .15, "same_area": True, "mu": [-.5, -.5], "items": ITEMS},
    {"id": "two areas, other means", "rho_g": .5, "rho_a": .2, "same_area": False, "mu": [.4, -1], "items": ITEMS},
    {"id": "nothing answered", "rho_g": .35, "rho_a": .15, "same_area": True, "mu": [-.5, 0],
     "items": [dict(item, x=-1) for item in ITEMS]},
    {"id": "all right and a weight", "rho_g": .35, "rho_a": .15, "same_area": True, "mu": [0, 0],
     "items": [dict(item, x=len(item["b"]), w=.5) for item in ITEMS]},
]
with open("tests/scoring_cases/domain.json", "w", encoding="utf-8") as out:
    json.dump([solve(case) for case in CASES], out, indent=1)
    out.write("\n")
