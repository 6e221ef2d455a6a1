"""Reference quantiles of Beta distributions to 50 digits: python3 beta.py > beta.json

Each entry is "alpha beta u quantile". The exact probability of a number near the quantile is computed by the power
series; the quantile of the double nearest to that probability follows by one Newton step, whose error is below 1e-30.
"""
import json
import random
from mpmath import mp, mpf, beta, nstr
from scipy.special import betaincinv

mp.dps = 50
rng = random.Random(1)
SHAPES = [(0.01, 0.01), (0.01, 1), (0.01, 1e5), (0.05, 0.2), (0.1, 5), (0.3, 0.3), (0.5, 0.5), (0.5, 3), (1, 1), (1, 3), (1, 5),
          (2, 2), (5, 1), (1.8, 4.2), (3, 3), (6, 3), (2, 1000), (30, 4), (100, 100), (1e3, 0.7), (5e3, 20), (1e5, 1e5),
          (1e5, 0.01), (1e5, 3), (0.3, 1e5), (1e4, 9e4), (40, 0.02), (12, 0.5), (0.3, 0.2)]


def lower(a, b, x, scale):
    """I_x(a, b) by the series of positive terms."""
    term, total, n = mpf(1), mpf(1), 0
    while term > total * mpf(10) ** -48:
        term *= (a + b + n) / (a + 1 + n) * x
        total += term
        n += 1
    return x**a * (1 - x) ** b / (a * scale) * total


def both(a, b, x, scale):
    if x < 0.5:
        p = lower(a, b, x, scale)
        return p, 1 - p
    q = lower(b, a, 1 - x, scale)
    return 1 - q, q


out = []
for a, b in SHAPES:
    scale = beta(mpf(a), mpf(b))
    us = [2.0**-54, 1e-12, 1e-6, 1e-4, 1 - 1e-12, 1 - 2.0**-53, 0.5, 0.25, 0.75, 2.0**-10, 1 - 2.0**-10]
    us += [rng.random() for _ in range(14)] + [rng.random() * 1e-2 for _ in range(3)] + [1 - rng.random() * 1e-2 for _ in range(3)]
    for u in us:
        x = mpf(float(betaincinv(a, b, u)))
        if not mpf("1e-290") < x or x >= 1:
            continue
        ma, mb = mpf(a), mpf(b)
        for _ in range(6):
            p, q = both(ma, mb, x, scale)
            density = x ** (ma - 1) * (1 - x) ** (mb - 1) / scale
            step = (mpf(u) - p) / density
            if abs(step) < min(x, 1 - x) / 2:
                x += step
            if abs(step) < x * mpf(10) ** -20:
                break
        else:
            continue
        out.append(f"{a!r} {b!r} {u!r} {nstr(x, 25)}")
print(json.dumps(out, indent=0))
