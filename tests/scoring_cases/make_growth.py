#!/usr/bin/python3
"""make_growth.py - writes class_growth_cases.json: classes tested twice, in the form of class_growth_vector.json.

An implementation of its own of MEASURE.md section 4: tables r(G, D) by plain sums over the tree on a fine grid, EM on the
tables; every indicator by EM on one fixed grid of (theta, delta); pooling with tau on 2,001 points. The first case is the
published class, for its indicators. Run from the repository's root; needs python3-numpy and python3-scipy.
"""
import json
import random

import numpy as np
from scipy import stats

FOLDER = "tests/scoring_cases/"
A_MOST = 3.5


def log_p(one, x, theta):
    a = min(one["a"], A_MOST)
    if len(one["b"]) == 1:
        t = a * (theta - one["b"][0])
        return np.log(one["c"] + (1 - one["c"]) / (1 + np.exp(-t))) if x else np.log(1 - one["c"]) - np.logaddexp(0, t)
    etas = np.array([a * (x_ * theta - sum(one["b"][:x_])) for x_ in range(len(one["b"]) + 1)])
    return etas[x] - np.logaddexp.reduce(etas, axis=0)


def log_likelihood(items, responses, k, theta):
    total = np.zeros_like(theta)
    for one, x in zip(items, responses):
        if one["k"] == k and x >= 0:
            total += log_p(one, x, theta)
    return total


def normal(x, mean, variance):
    return np.exp(-(x - mean)**2 / (2 * variance)) / np.sqrt(2 * np.pi * variance)


def mu_of(case, k):
    return case["mu"][k] if isinstance(case["mu"], list) else case["mu"]


def leaf(case, person, k, z, d):
    """L_pre(z) L_post(z + d), a row an ability, scaled to 1."""
    mu = mu_of(case, k)
    logs = log_likelihood(case["items_pre"], case["responses_pre"][person], k, mu + z)[:, None] + \
        log_likelihood(case["items_post"], case["responses_post"][person], k, mu + z[:, None] + d[None, :])
    return np.exp(logs - logs.max())


def table(case, person, z, d):
    """r(G, D). Without a part of the area B is sqrt(rho_g) G."""
    rg, ra, h, e = case["rho_g"], case["rho_a"], z[1] - z[0], d[1] - d[0]
    at_b = z if ra > 0 else np.sqrt(rg) * z
    own = h * normal(z[None, :], at_b[:, None], 1 - rg - ra)
    area = h * normal(z[None, :], np.sqrt(rg) * z[:, None], ra) if ra > 0 else np.eye(len(z))
    change = e * normal(d[:, None], d[None, :], case["tau_T"]**2)
    result = np.ones((len(z), len(d)))
    for a in sorted(set(case["area"])):
        up = np.ones_like(result)
        for k in [k for k, of in enumerate(case["area"]) if of == a]:
            up *= own @ leaf(case, person, k, z, d) @ change
        result *= area @ (up / up.max())
    return result / result.max()


def em(tables, x, y, prior, weight):
    """Mean, Sigma, V of N2 from one table a person."""
    tables = np.array([t.ravel() for t in tables])
    gx, gy = [m.ravel() for m in np.meshgrid(x, y, indexing="ij")]
    basis = np.stack([np.ones_like(gx), gx, gy, gx * gx, gx * gy, gy * gy], axis=1)
    count, mean, sigma = len(tables), np.zeros(2), np.diag(prior).astype(float)

    def expect():
        inverse = np.linalg.inv(sigma)
        off = np.stack([gx - mean[0], gy - mean[1]])
        density = np.exp(-.5 * np.einsum("ip,ij,jp->p", off, inverse, off))
        sums = tables @ (density[:, None] * basis)
        sums /= sums[:, :1]
        means = sums[:, 1:3]
        second = np.stack([sums[:, 3:5], sums[:, 4:6]], axis=1)
        return means, second - np.einsum("pi,pj->pij", means, means)

    for _ in range(5000):
        means, covariances = expect()
        before = np.concatenate([mean, sigma.ravel()])
        mean = means.mean(axis=0)
        spread = np.einsum("pi,pj->ij", means - mean, means - mean) + covariances.sum(axis=0)
        sigma = (spread + weight * np.diag(prior)) / (count + weight)
        if np.abs(np.concatenate([mean, sigma.ravel()]) - before).max() < 1e-12:
            break
    means, covariances = expect()
    inverse = np.linalg.inv(sigma)
    scores = (means - mean) @ inverse
    bread = count * inverse - inverse @ covariances.sum(axis=0) @ inverse
    filling = np.cov(scores.T, bias=True) * count * count / (count - 1)
    return mean, sigma, np.linalg.inv(bread) @ filling @ np.linalg.inv(bread)


def answered(items, responses, k):
    return any(x >= 0 and one["k"] == k for one, x in zip(items, responses))


def solve_indicator(case, k):
    z, d = np.arange(-10, 10.01, .125), np.arange(-7, 7.01, .0625)
    people = [p for p in range(len(case["responses_pre"]))
              if answered(case["items_pre"], case["responses_pre"][p], k) and
              answered(case["items_post"], case["responses_post"][p], k)]
    if len(people) < 2:
        return {"problem": "growth.too-few" if people else "growth.no-answers"}
    mean, _, v = em([leaf(case, p, k, z, d) for p in people], z, d, [1, .16], 6)
    mu = mu_of(case, k)
    return {"theta_pre": mu + mean[0], "theta_pre_se": np.sqrt(v[0, 0]), "theta_post": mu + mean[0] + mean[1],
            "theta_post_se": np.sqrt(v.sum()), "delta": mean[1], "delta_se": np.sqrt(v[1, 1]),
            "problem": "growth.fine"}


def pool(lines):
    """Adds what each indicator's change is when all are looked at together; BDA section 5.4."""
    known = [line for line in lines if "delta" in line]
    y, s2 = np.array([line["delta"] for line in known]), np.array([line["delta_se"]**2 for line in known])
    tau = np.linspace(0, 1, 2001)
    weight = 1 / (s2[None, :] + tau[:, None]**2)
    centre, variance = (weight * y).sum(axis=1) / weight.sum(axis=1), 1 / weight.sum(axis=1)
    density = stats.norm.logpdf(y[None, :], centre[:, None], np.sqrt(1 / weight)).sum(axis=1) + \
        .5 * np.log(variance) + stats.halfnorm.logpdf(tau, scale=.5)
    share = np.exp(density - density.max())
    share[[0, -1]] /= 2
    share /= share.sum()
    for line, own, square in zip(known, y, s2):
        keep = tau**2 / (tau**2 + square)
        means, spreads = centre + keep * (own - centre), keep * square + (1 - keep)**2 * variance
        line["pooled_delta"] = (share * means).sum()
        line["pooled_delta_sd"] = np.sqrt((share * (spreads + means**2)).sum() - line["pooled_delta"]**2)
        line["p_delta_gt_0"] = (share * stats.norm.cdf(means / np.sqrt(spreads))).sum()


def solve(case):
    lines = [solve_indicator(case, k) for k in range(len(case["area"]))]
    pool(lines)
    case["expect"] = {"indicators": lines}
    people = range(len(case["responses_pre"]))
    if len(case["area"]) < 10:
        z, d = np.arange(-9, 9.01, .125), np.arange(-6, 6.01, .0625)
        pairs = [p for p in people if max(case["responses_pre"][p]) >= 0 and max(case["responses_post"][p]) >= 0]
        tables = {p: table(case, p, z, d) for p in pairs}
        mean, sigma, v = em(list(tables.values()), z, d, [1, .09], 2)
        posteriors = {p: (t * normal(z, 0, 1)[:, None] * normal(d, 0, .25)[None, :]).sum(axis=0)
                      for p, t in tables.items()}
        means = {p: (w * d).sum() / w.sum() for p, w in posteriors.items()}
        sds = {p: np.sqrt((w * (d - means[p])**2).sum() / w.sum()) for p, w in posteriors.items()}
        case["expect"].update(class_mean=mean.tolist(), class_sigma=sigma.tolist(), class_V=v.tolist(),
                              indiv_D_mean=[means.get(p) for p in people], indiv_D_sd=[sds.get(p) for p in people])
    return case


def draw_class(name, seed, area, people, gain, **model):
    chance = random.Random(seed)
    items = {}
    for form in ("items_pre", "items_post"):
        items[form] = []
        for k in range(len(area)):
            for n in range(3):
                b = [round(chance.gauss(-.5, .8) + .6 * step, 3) for step in range(3 if n == 2 else 1)]
                items[form].append({"k": k, "a": round(chance.uniform(.7, 2), 3), "b": b, "c": 0 if n == 2 else .2})
    case = {"id": name, "kind": "class_growth", "area": area, **model, **items, "responses_pre": [], "responses_post": []}
    for person in range(people):
        general = chance.gauss(0, .7)
        for when, shift in (("pre", 0), ("post", gain + chance.gauss(0, .3))):
            answers = []
            for one in items[f"items_{when}"]:
                theta = mu_of(case, one["k"]) + general + shift + chance.gauss(0, .2)
                p = [float(np.exp(log_p(one, x, np.array(theta)))) for x in range(len(one["b"]) + 1)]
                answers.append(chance.choices(range(len(p)), p)[0] if chance.random() > .08 else -1)
            lost = when == "post" and person == people - 1
            case[f"responses_{when}"].append([-1] * len(answers) if lost else answers)
    return case


def main():
    with open(FOLDER + "class_growth_vector.json", encoding="utf-8") as file:
        published = json.load(file)
    shared = {key: published[key] for key in ("area", "items_pre", "items_post", "responses_pre", "responses_post")}
    model = {"rho_g": .5, "rho_a": .2, "mu": -.5, "tau_T": .3}
    cases = [solve({"id": "P1", "kind": "class_growth", **shared, **model}),
             solve(draw_class("P2", 2, [0, 0, 1], 7, .8, rho_g=.35, rho_a=.15, mu=[-.5, 0, .3], tau_T=.3)),
             solve(draw_class("P3", 3, [0, 1, 1, 1], 9, -.4, rho_g=.6, rho_a=0, mu=-.5, tau_T=.2))]
    with open(FOLDER + "class_growth_cases.json", "w", encoding="utf-8") as file:
        json.dump({"cases": cases}, file, default=float)
        file.write("\n")


if __name__ == "__main__":
    main()
