"""Reference values for src/num, computed with mpmath to 60 digits: python3 num.py > num.json

Each entry is "arguments nearest rest": the double nearest to the exact value and what is missing, in units in its
last place. (JSON numbers would lose digits in some parsers; strings do not.)
"""
import json
import math
import random
from mpmath import mp, mpf, betainc, exp, expm1, findroot, log, log1p, ncdf, erfc, sin, tanh, inf, beta, floor

mp.dps = 60
rng = random.Random(20260106)


def ulp(y):
    return mpf(math.ulp(y))


def entry(arguments, exact):
    nearest = float(exact)
    rest = (exact - mpf(nearest)) / ulp(nearest) if math.isfinite(nearest) else 0
    return " ".join([repr(a) for a in arguments] + [repr(nearest), mp.nstr(rest, 6)])


def spread(low, high, n):
    return [rng.uniform(low, high) for _ in range(n)]


def sizes(low, high, n):
    """Log-uniform."""
    return [math.exp(rng.uniform(math.log(low), math.log(high))) for _ in range(n)]


def signed(xs):
    return [x if rng.random() < 0.5 else -x for x in xs]


def near(x, n=3):
    out = [x]
    up = down = x
    for _ in range(n):
        up, down = math.nextafter(up, math.inf), math.nextafter(down, -math.inf)
        out += [up, down]
    return out


table = {}
xs = spread(-745, 709.7, 150) + spread(-1, 1, 150) + signed(sizes(1e-20, 1, 50)) + spread(-745.1, -708, 60)
xs += near(0.5 * math.log(2)) + near(-0.5 * math.log(2)) + near(709.78) + [-745.13, -745.0, 1.0, -1.0, 5e-324]
table["exp"] = [entry([x], exp(mpf(x))) for x in xs]
xs = spread(-40, 40, 150) + spread(-1, 1, 200) + signed(sizes(1e-300, 1, 80)) + spread(40, 709.7, 40)
xs += near(0.5 * math.log(2)) + near(-0.5 * math.log(2)) + [5e-324, -5e-324, 709.7, -745.0]
table["exp_m1"] = [entry([x], expm1(mpf(x))) for x in xs]
xs = sizes(1e-307, 1e307, 150) + spread(0.5, 2, 200) + sizes(5e-324, 2e-308, 60)
xs += [1 + d for d in signed(sizes(1e-16, 0.1, 60))] + near(math.sqrt(0.5)) + near(math.sqrt(2)) + near(1.0)
xs += [5e-324, 2.2250738585072014e-308, 1.7976931348623157e308]
table["ln"] = [entry([x], log(mpf(x))) for x in xs]
xs = signed(sizes(1e-300, 0.999, 150)) + spread(-0.999, 3, 200) + sizes(1, 1e300, 60)
xs += [-1 + d for d in sizes(1e-16, 0.1, 40)] + [5e-324, -5e-324]
xs += near(math.sqrt(0.5) - 1) + near(math.sqrt(2) - 1)
table["ln_1p"] = [entry([x], log1p(mpf(x))) for x in xs]
pairs = [(x, rng.uniform(-1, 1) * 740 / abs(math.log(x))) for x in sizes(1e-300, 1e300, 150) + spread(0.5, 2, 150)]
pairs += [(x, y) for x in sizes(1e-3, 1e3, 60) for y in (0.5, 2.0, rng.uniform(0, 1))]
pairs = [(x, y) for x, y in pairs if mpf(x) ** mpf(y) < mpf(2) ** 1023]
table["pow"] = [entry([x, y], mpf(x) ** mpf(y)) for x, y in pairs]
xs = spread(-20, 20, 100) + spread(-1, 1, 150) + signed(sizes(1e-300, 1, 50))
table["tanh"] = [entry([x], tanh(mpf(x))) for x in xs]
xs = spread(-700, 50, 150) + spread(-5, 5, 150) + spread(-745, -705, 30)
table["logistic"] = [entry([x], 1 / (1 + exp(-mpf(x)))) for x in xs]
ps = spread(0, 1, 150) + sizes(1e-300, 0.5, 80) + [0.5 + d for d in signed(sizes(1e-16, 0.25, 80))]
ps += [1 - d for d in sizes(1e-15, 0.1, 40)] + near(0.25) + near(0.75)
table["logit"] = [entry([p], log(mpf(p) / (1 - mpf(p)))) for p in ps]
xs = spread(-6, 26.5, 150) + spread(-1, 1, 80)
table["erfc"] = [entry([x], erfc(mpf(x))) for x in xs]
zs = spread(-37.5, 8, 150) + spread(-3, 3, 150)
table["normal_cdf"] = [entry([z], ncdf(mpf(z))) for z in zs]


def normal_quantile(p):
    p = mpf(p)
    z = mpf(0)
    if p < 0.02 or p > 0.98:
        t = p if p < 0.5 else 1 - p
        z = mp.sqrt(-2 * log(t)) * (-1 if p < 0.5 else 1)
        for _ in range(3):
            z = (mp.sqrt(-2 * (log(t) + log(abs(z)) + log(2 * mp.pi) / 2))) * (-1 if p < 0.5 else 1)
    h = (lambda z: log(ncdf(z)) - log(p)) if p < 0.5 else (lambda z: log(ncdf(-z)) - log(1 - p))
    return findroot(h, z)


ps = spread(1e-6, 1, 120) + sizes(1e-300, 0.1, 80) + [1 - d for d in sizes(1e-16, 0.1, 40)]
ps += [0.5 + d for d in signed(sizes(1e-14, 0.1, 30))] + near(0.075) + near(0.925)
table["normal_quantile"] = [entry([p], normal_quantile(p)) for p in ps]
xs = spread(-math.pi / 2, math.pi / 2, 100) + signed(sizes(1e-300, 1, 30))
table["sin"] = [entry([x], sin(mpf(x))) for x in xs]
print(json.dumps(table, indent=0))
