"""Rank correlations of pairs with ties under a Gaussian copula: python3 rank.py

Prints rows (weights, weights, normal correlation, Spearman's correlation of mean ranks); no weights: continuous, where the
rank is integrated out by quadrature. Every probability is scipy's bivariate normal distribution function, or one-dimensional
quadrature of the normal one.
"""
import numpy as np
from scipy.integrate import quad
from scipy.stats import multivariate_normal, norm

CASES = [((), (9, 1), 0.9), ((), (1, 2, 4, 3), -0.7), ((1, 2, 4, 3), (9, 1), 0.6), ((1, 1, 1), (3, 1), -0.95), ((2, 3), (5, 1, 1), 0.3)]


def cells(weights):
    p = np.array(weights) / sum(weights)
    ends = np.concatenate([[0], np.cumsum(p)])
    ends[-1] = 1
    return p, (ends[:-1] + ends[1:]) / 2, norm.ppf(ends)


def both(a, b, rho):
    (p, m, x), (q, n, y) = cells(a), cells(b)
    joint = lambda h, k: 0.0 if -np.inf in (h, k) else (
        norm.cdf(min(h, k)) if np.inf in (h, k) else multivariate_normal([0, 0], [[1, rho], [rho, 1]], abseps=1e-12, releps=1e-12).cdf([h, k]))
    cov = sum((joint(x[i + 1], y[j + 1]) - joint(x[i], y[j + 1]) - joint(x[i + 1], y[j]) + joint(x[i], y[j])) * (m[i] - 0.5) * (n[j] - 0.5)
              for i in range(len(p)) for j in range(len(q)))
    return cov / np.sqrt((1 - (p**3).sum()) / 12 * (1 - (q**3).sum()) / 12)


def one(b, rho):
    q, n, y = cells(b)
    s = np.sqrt(1 - rho * rho)
    rank = lambda z: sum((norm.cdf((y[j + 1] - rho * z) / s) - norm.cdf((y[j] - rho * z) / s)) * (n[j] - 0.5) for j in range(len(q)))
    cov = quad(lambda z: norm.pdf(z) * (norm.cdf(z) - 0.5) * rank(z), -10, 10, epsabs=1e-12, limit=400)[0]
    return cov / np.sqrt(1 / 12 * (1 - (q**3).sum()) / 12)


for a, b, rho in CASES:
    print(a, b, rho, repr(float(both(a, b, rho) if a else one(b, rho))))
