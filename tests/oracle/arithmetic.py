"""Fifty digits, so that the oracle's own rounding is never in question, and the few functions that the model needs."""
from decimal import Decimal, getcontext

getcontext().prec = 50
INFINITY = Decimal("Infinity")
HALF = Decimal("0.5")
PI = Decimal("3.14159265358979323846264338327950288419716939937510582")


def exact(number):
    """A number of a file as it stands there: `0.1` is a tenth, not the double nearest to it."""
    return number if isinstance(number, Decimal) else Decimal(str(number))


def logistic(x):
    return 1 / (1 + (-x).exp()) if x >= 0 else x.exp() / (1 + x.exp())


def logit(p):
    """Minus infinity at 0 and infinity at 1: never and always."""
    if p in (0, 1):
        return INFINITY if p == 1 else -INFINITY
    return (p / (1 - p)).ln()


def bisect(rises, low, high):
    """Where an increasing function crosses 0."""
    for _ in range(170):
        middle = (low + high) / 2
        low, high = (middle, high) if rises(middle) < 0 else (low, middle)
    return (low + high) / 2


def hermite(n, x):
    """The polynomials He_n and He_{n-1} (orthogonal under the standard normal weight) at x."""
    before, now = Decimal(0), Decimal(1)
    for k in range(n):
        before, now = now, x * now - k * before
    return now, before


def gauss_hermite(n):
    """Nodes and weights that integrate polynomials up to degree 2n - 1 against the standard normal density.

    The roots of He_n are found between those of He_{n-1}; w = n! / (n He_{n-1})^2.
    """
    roots = []
    for degree in range(1, n + 1):
        edges = [Decimal(-2 * n), *roots, Decimal(2 * n)]
        signs = [1 if (degree - gap) % 2 else -1 for gap in range(degree)]
        roots = [
            bisect(lambda x, sign=sign: sign * hermite(degree, x)[0], low, high)
            for sign, low, high in zip(signs, edges, edges[1:])
        ]
    factorial = Decimal(1)
    for k in range(2, n + 1):
        factorial *= k
    return [(x, factorial / (n * hermite(n, x)[1]) ** 2) for x in roots]
