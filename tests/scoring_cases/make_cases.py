#!/usr/bin/python3
"""make_cases.py - writes more_vectors.json: harder cases than vectors.json, in its form and with its keys.

An implementation of its own: uni by adaptive quadrature with mpmath (30 digits); tree and growth by sums in 80-bit
arithmetic on a grid four times as fine and half again as wide as the engine's, tails by Gauss-Legendre on short pieces.
Run from the repository's root; needs python3-mpmath and python3-numpy. Weights of the Q-matrix are "w".
"""
import json
import random

import mpmath
import numpy as np

CUTS = [-1.0, 0.0, 1.0]
LONG = np.longdouble
mpmath.mp.dps = 30


def item(k, a, b, c=0.0, w=None):
    made = {"k": k, "type": "GPCM" if len(b) > 1 else "2PL+c" if c else "2PL", "a": a, "b": b, "c": c}
    if w is not None:
        made["w"] = w
    return made


def log_p_mp(one, x, theta):
    if len(one["b"]) == 1:
        t, rest = one["a"] * (theta - one["b"][0]), 1 - mpmath.mpf(one["c"])
        return mpmath.log(one["c"] + rest / (1 + mpmath.exp(-t)) if x else rest / (1 + mpmath.exp(t)))
    etas = [mpmath.mpf(0)]
    for b in one["b"]:
        etas.append(etas[-1] + one["a"] * (theta - b))
    return etas[x] - mpmath.log(sum(mpmath.exp(e) for e in etas))


def solve_uni(case):
    mean, sd = mpmath.mpf(case["prior"]["mean"]), mpmath.mpf(case["prior"]["sd"])
    answered = [(i, x) for i, x in zip(case["items"], case["responses"]) if x >= 0]

    def density(theta, power):
        logs = sum((i.get("w", 1) * log_p_mp(i, x, theta) for i, x in answered), mpmath.mpf(0))
        z = (theta - mean) / sd
        return theta**power * mpmath.exp(logs - z * z / 2) / (sd * mpmath.sqrt(2 * mpmath.pi))

    least, most = mean - 40 * sd, mean + 40 * sd
    points = [least] + [mean + sd * mpmath.mpf(n) / 2 for n in range(-60, 61)] + [most]

    def integral(power, low=least, high=most):
        inner = [low] + [p for p in sorted(points + case["cuts"]) if low < p < high] + [high]
        return mpmath.quad(lambda t: density(t, power), inner)

    z0, m1, m2 = integral(0), integral(1), integral(2)
    eap = m1 / z0
    case["expect"] = {"eap": float(eap), "psd": float(mpmath.sqrt(m2 / z0 - eap**2)), "logZ": float(mpmath.log(z0)),
                      "p_ge_cut": [float(integral(0, mpmath.mpf(c), most) / z0) for c in case["cuts"]]}
    return case


def log_p(one, x, theta):
    theta = np.asarray(theta, dtype=LONG)
    a = LONG(one["a"])
    if len(one["b"]) == 1:
        t = a * (theta - LONG(one["b"][0]))
        p1 = LONG(one["c"]) + (1 - LONG(one["c"])) / (1 + np.exp(-t))
        return np.log(p1) if x else np.log1p(-LONG(one["c"])) - np.logaddexp(LONG(0), t)
    etas = [np.zeros_like(theta)]
    for b in one["b"]:
        etas.append(etas[-1] + a * (theta - LONG(b)))
    top = np.maximum.reduce(etas)
    return etas[x] - top - np.log(sum(np.exp(e - top) for e in etas))


def log_likelihood(case, responses, k, theta):
    total = np.zeros(np.shape(theta), dtype=LONG)
    for one, x in zip(case["items"], responses):
        if one["k"] == k and x >= 0:
            total = total + LONG(one.get("w", 1)) * log_p(one, x, theta)
    return total


def normal(x, mean, variance):
    return np.exp(-(x - mean)**2 / (2 * variance)) / np.sqrt(2 * LONG(np.pi) * variance)


def moments(grid, weights):
    total = weights.sum()
    mean = (weights * grid).sum() / total
    return float(mean), float(np.sqrt((weights * (grid - mean)**2).sum() / total))


def solve_tree(case, step=LONG(1) / 16, edge=12):
    z = np.arange(-edge, edge + step / 2, step, dtype=LONG)
    rg, ra = LONG(case["rho_g"]), LONG(case["rho_a"])
    own = 1 - rg - ra
    count, areas = len(case["area"]), max(case["area"]) + 1
    # Without an area factor B is sqrt(rg) G: node B takes the points of G.
    at_b = z if ra > 0 else np.sqrt(rg) * z
    t1 = step * normal(z[None, :], at_b[:, None], own)
    t2 = step * normal(z[None, :], np.sqrt(rg) * z[:, None], ra) if ra > 0 else np.eye(len(z), dtype=LONG)
    prior = step * normal(z, 0, LONG(1))
    logs = LONG(0)
    like, up = [], []
    for k in range(count):
        ll = log_likelihood(case, case["responses"], k, LONG(case["mu"][k]) + z)
        logs += ll.max()
        like.append(np.exp(ll - ll.max()))
        up.append(t1 @ like[k])
    members = [[k for k in range(count) if case["area"][k] == a] for a in range(areas)]
    ups = [np.prod([up[k] for k in m], axis=0) if m else np.ones_like(z) for m in members]
    vs = [t2 @ u for u in ups]
    post_g = prior * np.prod(vs, axis=0)
    expect = {"logZ": float(np.log(post_g.sum()) + logs)}
    mean, sd = moments(z, post_g)
    expect["G"] = {"mean": mean, "sd": sd}
    expect["areas"], expect["indicators"] = [], [None] * count
    for a in range(areas):
        down = t2.T @ (prior * np.prod([vs[b] for b in range(areas) if b != a] + [np.ones_like(z)], axis=0))
        mean, sd = moments(at_b, down * ups[a])
        expect["areas"].append({"mean": mean, "sd": sd})
        for k in members[a]:
            cavity = down * np.prod([up[j] for j in members[a] if j != k] + [np.ones_like(z)], axis=0)
            mean, sd = moments(z, like[k] * (t1.T @ cavity))
            expect["indicators"][k] = {"eap": float(LONG(case["mu"][k])) + mean, "psd": sd,
                                       "p_ge_cut": tails(case, k, at_b, cavity, own, edge)}
    case["expect"] = expect
    return case


def tails(case, k, at_b, cavity, own, edge):
    x, w = np.polynomial.legendre.leggauss(24)
    mu = LONG(case["mu"][k])

    def mass(low, high):
        pieces = max(1, int(np.ceil((high - low) / .25)))
        total = LONG(0)
        for n in range(pieces):
            f, t = low + (high - low) * n / pieces, low + (high - low) * (n + 1) / pieces
            theta = (f + t) / 2 + (t - f) / 2 * x.astype(LONG)
            density = np.exp(log_likelihood(case, case["responses"], k, theta)) * \
                (normal(theta[:, None] - mu, at_b[None, :], own) @ cavity)
            total += ((t - f) / 2 * w * density).sum()
        return total

    ends = [mu - edge] + [LONG(c) for c in case["cuts"]] + [mu + edge]
    parts = [mass(ends[n], ends[n + 1]) for n in range(len(ends) - 1)]
    return [float(sum(parts[n + 1:]) / sum(parts)) for n in range(len(case["cuts"]))]


def solve_growth(case, step=LONG(1) / 8, change_step=LONG(1) / 32, edge=10):
    z = np.arange(-edge, edge + step / 2, step, dtype=LONG)
    reach = float(abs(case["D_prior"]["mean"]) + 9 * np.hypot(case["D_prior"]["sd"], case["tau_T"]))
    half = int(np.ceil(reach / float(change_step)))
    d = change_step * np.arange(-half, half + 1).astype(LONG)
    rg, ra, count, areas = LONG(case["rho_g"]), LONG(case["rho_a"]), len(case["area"]), max(case["area"]) + 1
    t1 = step * normal(z[None, :], z[:, None], 1 - rg - ra)
    t2 = step * normal(z[None, :], np.sqrt(rg) * z[:, None], ra)
    td = change_step * normal(d[None, :], d[:, None], LONG(case["tau_T"])**2)
    prior = (step * normal(z, 0, LONG(1)))[:, None] * \
        (change_step * normal(d, LONG(case["D_prior"]["mean"]), LONG(case["D_prior"]["sd"])**2))[None, :]
    logs, like, up = LONG(0), [], []
    for k in range(count):
        mu = LONG(case["mu"][k])
        ll = log_likelihood(case, case["responses_pre"], k, mu + z)[:, None] + \
            log_likelihood(case, case["responses_post"], k, mu + z[:, None] + d[None, :])
        logs += ll.max()
        like.append(np.exp(ll - ll.max()))
        up.append(t1 @ like[k] @ td.T)
    members = [[k for k in range(count) if case["area"][k] == a] for a in range(areas)]
    ups = [np.prod([up[k] for k in m], axis=0) for m in members]
    vs = [t2 @ u for u in ups]
    whole = prior * np.prod(vs, axis=0)

    def above(weights):
        # Simpson's rule from 0 to the end; the number of steps is made even.
        right = weights[half:]
        right = right if len(right) % 2 else np.append(right, LONG(0))
        simpson = (right[0] + right[-1] + 4 * right[1:-1:2].sum() + 2 * right[2:-1:2].sum()) / 3
        return float(simpson / weights.sum())

    expect = {"logZ": float(np.log(whole.sum()) + logs)}
    mean, sd = moments(d, whole.sum(axis=0))
    expect["D"] = {"mean": mean, "sd": sd, "p_gt_0": above(whole.sum(axis=0))}
    expect["indicators"] = [None] * count
    for a in range(areas):
        down = t2.T @ (prior * np.prod([vs[b] for b in range(areas) if b != a] + [np.ones_like(prior)], axis=0))
        for k in members[a]:
            cavity = down * np.prod([up[j] for j in members[a] if j != k] + [np.ones_like(prior)], axis=0)
            joint = like[k] * (t1.T @ cavity @ td)
            mean, sd = moments(d, joint.sum(axis=0))
            expect["indicators"][k] = {"delta_mean": mean, "delta_sd": sd, "p_delta_gt_0": above(joint.sum(axis=0)),
                                       "theta_pre_eap": float(mu_of(case, k)) + moments(z, joint.sum(axis=1))[0]}
    case["expect"] = expect
    return case


def mu_of(case, k):
    return LONG(case["mu"][k])


def uni(name, items, responses, mean=0.0, sd=1.0, cuts=None):
    return solve_uni({"id": "", "kind": "uni", "name": name, "items": items, "responses": responses,
                      "prior": {"mean": mean, "sd": sd}, "cuts": cuts or CUTS})


def tree(name, area, rho, items, responses, mu=None, cuts=None):
    return solve_tree({"id": "", "kind": "tree", "name": name, "area": area, "rho_g": rho[0], "rho_a": rho[1],
                       "mu": mu or [-0.5] * len(area), "items": items, "responses": responses, "cuts": cuts or CUTS})


def growth(name, area, rho, items, pre, post, prior=(0, .5), tau=.3, mu=None):
    return solve_growth({"id": "", "kind": "growth", "name": name, "area": area, "rho_g": rho[0], "rho_a": rho[1],
                         "tau_T": tau, "D_prior": {"mean": prior[0], "sd": prior[1]}, "mu": mu or [-0.5] * len(area),
                         "items": items, "responses_pre": pre, "responses_post": post})


def draw_items(rng, count, each, a=(.6, 1.9)):
    made = []
    for k in range(count):
        for n in range(each):
            steepness, b = round(rng.uniform(*a), 4), round(rng.gauss(-.3, .9), 4)
            if n % 3 == 2:
                made.append(item(k, steepness, [round(b + g + rng.uniform(0, .4), 4) for g in (-.6, 0, .6)]))
            else:
                made.append(item(k, steepness, [b], .2 if n % 3 == 0 else 0.0))
    return made


def unis(rng):
    twelve = [round(-2 + n * .35, 4) for n in range(12)]
    right = [item(0, 1.3, [round(4 + n * .05, 4)]) for n in range(40)]
    return [
        uni("narrow prior off the middle", draw_items(rng, 1, 5), [1, 0, 2, 1, 1], .7, .3),
        uni("wide prior, all wrong", draw_items(rng, 1, 6), [0] * 6, -1, 2),
        uni("very steep item", [item(0, 6.0, [.4]), item(0, 3.5, [-.2], .25)], [1, 0]),
        uni("very flat items", [item(0, .15, [3.0]), item(0, .2, [-2.0], .3)], [1, 1], -.5, 1),
        uni("all missing, narrow prior", draw_items(rng, 1, 3), [-1, -1, -1], -2.2, .3),
        uni("partial credit with twelve steps", [item(0, 1.5, twelve)], [7]),
        uni("disordered thresholds", [item(0, 2.5, [.9, -.6, .2, -1.1])], [2], .2, 1.4),
        uni("forty hard items right", right, [1] * 40),
        uni("weights of the Q-matrix", [item(0, 1.2, [0.0], 0.0, .5), item(0, .9, [-.4, .3], 0.0, .25)], [1, 2]),
        uni("cuts of their own", draw_items(rng, 1, 4), [1, 1, 0, 0], 0, 1, [-2.5, .3, 2.75]),
    ]


def trees(rng):
    wide = draw_items(rng, 21, 4)
    areas21 = [0] * 3 + [1] * 6 + [2] * 4 + [3] * 4 + [4] * 4
    eight = draw_items(rng, 8, 3)
    draw = [rng.randint(0, len(i["b"])) for i in wide]
    gaps = [x if rng.random() < .6 else -1 for x in draw]
    top = [len(i["b"]) for i in wide]
    steep = [item(k, 5.0, [.1 * k]) for k in range(4)] + [item(k, 2.8, [.8, -.5, .1]) for k in range(4)]
    return [
        tree("21 indicators in 5 areas", areas21, (.35, .15), wide, draw),
        tree("21 indicators, two fifths not given", areas21, (.35, .15), wide, gaps),
        tree("everything right", areas21, (.5, .2), wide, top),
        tree("eight areas of one indicator", list(range(8)), (.4, .25), eight, [len(i["b"]) // 2 for i in eight],
             [0.2 * k - 1 for k in range(8)]),
        tree("nobody answered", [0, 0, 1], (.5, .2), draw_items(rng, 3, 2), [-1] * 6),
        tree("steep and disordered items", [0, 0, 1, 1], (.35, .15), steep, [1, 0, 1, 1, 2, 0, 3, 1], [0.0] * 4),
        tree("close correlation", [0, 0, 1, 1], (.8, .12), draw_items(rng, 4, 3), [1, 0, 2, 0, 1, 1, 1, 1, 3, 0, 0, 0]),
        tree("small area factor", [0, 0, 1, 1], (.5, .02), draw_items(rng, 4, 3), [1, 0, 2, 0, 1, 1, 1, 1, 3, 0, 0, 0]),
        tree("no area factor", [0, 0, 1, 1], (.5, 0), draw_items(rng, 4, 3), [1, 0, 2, 0, 1, 1, 1, 1, 3, 0, 0, 0]),
        tree("no general factor", [0, 0, 1, 1], (0, .4), draw_items(rng, 4, 3), [1, 0, 2, 0, 1, 1, 1, 1, 3, 0, 0, 0]),
        tree("forty very hard items right", [0, 1], (.5, .2), [item(0, 1.5, [5.0])] * 40 + [item(1, 1.0, [0.0])],
             [1] * 41, [0.0, 0.0], [-1.0, 2.0, 4.5]),
        tree("a task that feeds two indicators", [0, 0], (.5, .2),
             [item(0, 1.1, [-.5, 0.0, .5], 0.0, .7), item(1, 1.1, [-.5, 0.0, .5], 0.0, .3)], [2, 2]),
    ]


def growths(rng):
    four = draw_items(rng, 4, 3)
    two = draw_items(rng, 2, 4)
    half = [0, 1, 1, 0, 0, 2, 1, 0, 1, 0, 0, 0]
    return [
        growth("four indicators in two areas", [0, 0, 1, 1], (.5, .2), four, half, [len(i["b"]) for i in four]),
        growth("two forms without a common item", [0, 1], (.35, .15), two, [1, 0, -1, -1, 0, 1, -1, -1],
               [-1, -1, 1, 1, -1, -1, 2, 0]),
        growth("a change expected, wide", [0, 1], (.5, .2), two, [0, 0, 1, 0] * 2, [1, 1, 2, 1] * 2, (.4, .9), .5),
        growth("indicators move together", [0, 1], (.5, .2), two, [1, 0, 2, 0] * 2, [0, 0, 0, 0] * 2, (0, .5), .12),
    ]


def main():
    rng = random.Random(22112026)
    cases = []
    for letter, made in (("U", unis(rng)), ("T", trees(rng)), ("G", growths(rng))):
        for n, case in enumerate(made):
            case["id"] = f"{letter}{101 + n}"
            cases.append(case)
    with open("tests/scoring_cases/more_vectors.json", "w", encoding="utf-8") as file:
        file.write('{"about": "made by make_cases.py", "cases": [\n')
        file.write(",\n".join(json.dumps(c) for c in cases))
        file.write("\n]}\n")


if __name__ == "__main__":
    main()
