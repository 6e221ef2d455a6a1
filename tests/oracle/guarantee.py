"""Section 7 of docs/model.md: who honours a guarantee, and the distribution of the force X of those who do."""
from dataclasses import dataclass
from decimal import Decimal
from itertools import product
from typing import Optional

from arithmetic import HALF, INFINITY, gauss_hermite, logistic, logit

NODES = gauss_hermite(9)


@dataclass
class Guarantor:
    """A participant of a guarantee."""

    reliability: Decimal
    forces: Decimal
    punishment: Decimal
    coupling: Decimal
    stationed: Decimal
    committed_years: Decimal
    without_backstop: Decimal
    # Its place among the participants, or None; `abandoned` if it leans on one that takes no part.
    backstop: Optional[int] = None
    abandoned: bool = False
    # Whether it has politics: it honours nothing where the guarantee is deserted.
    has_politics: bool = False

    @property
    def contribution(self):
        return self.forces + self.stationed


@dataclass
class Rules:
    """The section [guarantee] of a scenario."""

    tripwire: Decimal
    tripwire_scale: Decimal
    erosion: Decimal
    renewal: Decimal


def honours(guarantor, rules, age_in_term, shock, bias, deserted=False):
    """Q_h: the chance that a guarantor honours if its backstop, where it has one, does."""
    if age_in_term >= guarantor.committed_years or (deserted and guarantor.has_politics):
        return Decimal(0)
    square = guarantor.stationed**2
    tripwire = rules.tripwire * square / (square + rules.tripwire_scale**2)
    resolve = logit(guarantor.reliability)
    if resolve in (INFINITY, -INFINITY):
        return Decimal(resolve > 0)
    return logistic(resolve + tripwire - rules.erosion * age_in_term + guarantor.coupling * shock + bias)


def backed(guarantor, decisions):
    """The factor on Q_h, given who has decided how: `decisions` by place."""
    if guarantor.abandoned or (guarantor.backstop is not None and not decisions[guarantor.backstop]):
        return guarantor.without_backstop
    return Decimal(1)


def decisive(guarantors):
    """Those on whom another leans, and the two with the largest force."""
    leaned_on = {guarantor.backstop for guarantor in guarantors if guarantor.backstop is not None}
    largest = sorted(range(len(guarantors)), key=lambda h: -guarantors[h].contribution)[:2]
    return sorted(leaned_on | set(largest))


def points(guarantors, rules, age_in_term, bias, deserted=False):
    """(X, weight): the points that stand for the distribution of X if A attacks now."""
    chances = [
        (weight, [honours(guarantor, rules, age_in_term, shock, bias, deserted) for guarantor in guarantors])
        for shock, weight in NODES
    ]
    chosen = decisive(guarantors)
    out = []
    for vector in product([False, True], repeat=len(chosen)):
        decisions = dict(zip(chosen, vector))
        out += conditional_points(guarantors, chances, decisions)
    return merged(out)


def conditional_points(guarantors, chances, decisions):
    """The points of X given what the decisive guarantors do."""
    mixture = []
    for weight, q in chances:
        q = [q[h] * backed(guarantor, decisions) for h, guarantor in enumerate(guarantors)]
        for h, honoured in decisions.items():
            weight *= q[h] if honoured else 1 - q[h]
        others = [(q[h], guarantors[h].contribution) for h in range(len(q)) if h not in decisions]
        mixture.append((weight, *central_moments(others)))
    probability = sum(weight for weight, *_ in mixture)
    if probability == 0:
        return []
    known = sum(guarantors[h].contribution for h, honoured in decisions.items() if honoured)
    return [(known + x, probability * share) for x, share in two_points(*mixed(mixture, probability))]


def central_moments(independent):
    """Mean, variance and third central moment of a sum of independent forces that come with probability q."""
    mean = sum((q * x for q, x in independent), Decimal(0))
    variance = sum((q * (1 - q) * x**2 for q, x in independent), Decimal(0))
    third = sum((q * (1 - q) * (1 - 2 * q) * x**3 for q, x in independent), Decimal(0))
    return mean, variance, third


def mixed(mixture, probability):
    """The same moments of a mixture: the law of total cumulance."""
    parts = [(weight / probability, mean, variance, third) for weight, mean, variance, third in mixture]
    mean = sum(weight * m for weight, m, _, _ in parts)
    variance = sum(weight * (v + (m - mean) ** 2) for weight, m, v, _ in parts)
    third = sum(weight * (t + 3 * v * (m - mean) + (m - mean) ** 3) for weight, m, v, t in parts)
    return mean, variance, third


def two_points(mean, variance, third):
    """The two points with this mean, variance and skewness; the mean alone where there is next to no spread."""
    if variance <= Decimal("1e-12") * max(Decimal(1), mean**2):
        return [(mean, Decimal(1))]
    deviation = variance.sqrt()
    skew = third / deviation**3 / 2
    root = (1 + skew**2).sqrt()
    return [
        (max(Decimal(0), mean + deviation * (skew + sign * root)), HALF * (1 - sign * skew / root)) for sign in (-1, 1)
    ]


def merged(found):
    """Sorted, and points that coincide counted once."""
    out = []
    for x, weight in sorted(found):
        if out and x - out[-1][0] < Decimal("1e-9"):
            out[-1] = (out[-1][0], out[-1][1] + weight)
        else:
            out.append((x, weight))
    return out


def expected_punishment(guarantors, rules, age_in_term, bias, deserted=False):
    """The sum over guarantors of the chance that they honour, backstops and shock averaged out, times what they impose."""
    total = Decimal(0)
    for shock, weight in NODES:
        q = [honours(guarantor, rules, age_in_term, shock, bias, deserted) for guarantor in guarantors]
        for h, guarantor in enumerate(guarantors):
            total += weight * guarantor.punishment * q[h] * mean_backing(guarantor, guarantors, q)
    return total


def mean_backing(guarantor, guarantors, q):
    if guarantor.backstop is None:
        return guarantor.without_backstop if guarantor.abandoned else Decimal(1)
    stands = q[guarantor.backstop]
    return stands + (1 - stands) * guarantor.without_backstop
