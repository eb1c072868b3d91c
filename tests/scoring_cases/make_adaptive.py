#!/usr/bin/python3
"""make_adaptive.py - what adaptive choice must find, by sums over a grid of three abilities: no tree, no messages.

Three indicators in two areas are a normal vector with correlation rho_g + rho_a inside an area and rho_g across. Writes
adaptive.json beside it. Nothing here is taken from the engine."""
import json
import math
import os

RHO_G, RHO_A, MU, AREA = .35, .15, [-.5, -.3, -.8], [0, 0, 1]
CUTS = [-1, 0, 1]
ITEMS = [  # parts: indicator, a, b, c, weight
    {"minutes": 1, "parts": [(0, 1.1, [-.4], .2, 1)]},
    {"minutes": 2.5, "parts": [(0, .9, [-1.2, -.4, .4], 0, .5), (2, .9, [-1.2, -.4, .4], 0, .5)]},
    {"minutes": 1, "parts": [(0, 1.4, [.3], .25, 1)]},
    {"minutes": 1, "parts": [(1, 1.1, [-1.6], .2, 1)]},
    {"minutes": 2, "parts": [(1, 1.0, [-.9, -.1, .8], 0, 1)]},
    {"minutes": 1, "parts": [(2, .7, [-.4], 0, 1)]},
    {"minutes": 3, "parts": [(2, 1.2, [-1.5, -.6, .1], 0, .6), (1, 1.2, [-1.5, -.6, .1], 0, .4)]},
]
ANSWERS = [(0, [1]), (1, [2, 2])]  # item, category of each part
STEP, EDGE = .125, 6.5


def curve(part, theta):
    _, a, b, c, _ = part
    if len(b) == 1:
        p = c + (1 - c) / (1 + math.exp(-a * (theta - b[0])))
        return [1 - p, p]
    terms, at = [1.0], 0.0
    for step in b:
        at += a * (theta - step)
        terms.append(math.exp(at))
    whole = sum(terms)
    return [term / whole for term in terms]


def share(part, theta):
    p = curve(part, theta)
    return sum(x * p[x] for x in range(len(p))) / (len(p) - 1)


def information(part, theta):
    """sum over x of P_x'^2 / P_x, the derivative by differences: no formula of the model's."""
    h = 1e-5
    low, here, high = curve(part, theta - h), curve(part, theta), curve(part, theta + h)
    return part[4] * sum(((u - d) / (2 * h)) ** 2 / p for d, p, u in zip(low, here, high))


def correlation(i, j):
    return 1 if i == j else RHO_G + RHO_A if AREA[i] == AREA[j] else RHO_G


def inverse(m):
    (a, b, c), (d, e, f), (g, h, i) = m
    det = a * (e * i - f * h) - b * (d * i - f * g) + c * (d * h - e * g)
    return [[(e * i - f * h) / det, (c * h - b * i) / det, (b * f - c * e) / det],
            [(f * g - d * i) / det, (a * i - c * g) / det, (c * d - a * f) / det],
            [(d * h - e * g) / det, (b * g - a * h) / det, (a * e - b * d) / det]]


PRECISION = inverse([[correlation(i, j) for j in range(3)] for i in range(3)])


def prior(z):
    return math.exp(-.5 * sum(z[i] * PRECISION[i][j] * z[j] for i in range(3) for j in range(3)))


def likelihood(k, theta, answers):
    found = 1.0
    for item, categories in answers:
        for part, x in zip(ITEMS[item]["parts"], categories):
            if part[0] == k:
                found *= curve(part, theta)[x] ** part[4]
    return found


def density(k, theta, answers, grid, others):
    """Unnormalised posterior density of indicator k at theta."""
    (i, li), (j, lj) = others
    z, total = [0, 0, 0], 0.0
    z[k] = theta - MU[k]
    for p, u in enumerate(grid):
        z[i] = u
        for q, v in enumerate(grid):
            z[j] = v
            total += prior(z) * li[p] * lj[q]
    return total * likelihood(k, theta, answers)


def simpson(f, low, high, pieces):
    h = (high - low) / pieces
    return h / 3 * sum((1 if i in (0, pieces) else 4 if i % 2 else 2) * f(low + h * i) for i in range(pieces + 1))


def estimate(answers):
    coarse = [-EDGE + .25 * i for i in range(int(2 * EDGE / .25) + 1)]
    found = []
    for k in range(3):
        others = [(o, [likelihood(o, MU[o] + u, answers) for u in coarse]) for o in range(3) if o != k]
        grid = [MU[k] - EDGE + STEP * i for i in range(int(2 * EDGE / STEP) + 1)]
        weights = [density(k, theta, answers, coarse, others) for theta in grid]
        whole = sum(weights)
        mean = sum(w * t for w, t in zip(weights, grid)) / whole
        variance = sum(w * (t - mean) ** 2 for w, t in zip(weights, grid)) / whole
        above = simpson(lambda t: density(k, t, answers, coarse, others), CUTS[0], 5.5, 60)
        below = simpson(lambda t: density(k, t, answers, coarse, others), -6.5, CUTS[0], 60)
        found.append({"mean": mean, "sd": math.sqrt(variance), "p_above": above / (above + below),
                      "grid": grid, "weights": [w / whole for w in weights]})
    return found


def worth(item, state, at_cut):
    value = 0.0
    for part in item["parts"]:
        k = part[0]
        v = state[k]["sd"] ** 2
        gained = sum(w * information(part, t) for w, t in zip(state[k]["weights"], state[k]["grid"]))
        if at_cut:
            gained = (gained + information(part, CUTS[0])) / 2
        value += v * v * gained / (1 + v * gained)
    return value / item["minutes"]


def success(item, state):
    weights = [part[4] for part in item["parts"]]
    return sum(part[4] * sum(w * share(part, t) for w, t in zip(state[part[0]]["weights"], state[part[0]]["grid"]))
               for part in item["parts"]) / sum(weights)


def tell(answers):
    state = estimate(answers)
    return {"answers": [{"item": item, "categories": x} for item, x in answers],
            "indicators": [{key: s[key] for key in ("mean", "sd", "p_above")} for s in state],
            "values": [worth(item, state, False) for item in ITEMS],
            "values_at_cut": [worth(item, state, True) for item in ITEMS],
            "success": [success(item, state) for item in ITEMS]}


def main():
    items = [{"minutes": item["minutes"],
              "parts": [dict(zip(("indicator", "a", "b", "c", "weight"), part)) for part in item["parts"]]} for item in ITEMS]
    out = {"rho_g": RHO_G, "rho_a": RHO_A, "mu": MU, "area_of": AREA, "cuts": CUTS, "items": items,
           "states": [tell(ANSWERS[:n]) for n in range(len(ANSWERS) + 1)]}
    path = os.path.join(os.path.dirname(os.path.abspath(__file__)), "adaptive.json")
    with open(path, "w", encoding="utf-8") as file:
        json.dump(out, file, indent=1)
        file.write("\n")


if __name__ == "__main__":
    main()
