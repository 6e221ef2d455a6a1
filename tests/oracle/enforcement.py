"""Sections 6 and 8 of docs/model.md: forces after a settlement, and the yearly game of keeping or breaking it."""
from dataclasses import dataclass
from decimal import Decimal
from typing import Callable

import guarantee
from arithmetic import HALF, INFINITY, PI, logistic, logit
from war import CHALLENGER, DEFENDER, War

# What guards a peace: an active guarantee, one deserted by a government that is out, none any more.
ACTIVE, DESERTED, LAPSED = "active", "deserted", "lapsed"


@dataclass
class Settlement:
    """A signed plan, under the beliefs of one side.

    `parameters` maps paths ("challenger.forces") to numbers; `u[side](age, active)` is the flow in peace. `elects(age)` gives the
    chances that the government of a guarantor with politics goes out and comes back, or None.
    """

    parameters: dict
    positions: int
    position: int
    status_quo: list
    u: list
    cap: Decimal
    years: Decimal
    lookahead: int
    offset: Decimal
    bias: Decimal
    may_attack: list
    guarantors: list
    paid: bool = False
    elects: Callable = None
    record: dict = None

    def of(self, side, key):
        return self.parameters[f"{('challenger', 'defender')[side]}.{key}"]

    @property
    def rules(self):
        names = ("tripwire", "tripwire_scale", "erosion", "renewal")
        return guarantee.Rules(*(self.parameters[f"guarantee.{name}"] for name in names))


@dataclass
class Solution:
    """Value at the signature to both, and by (age, guard) the chances that each side's types attack when it has the move."""

    value: list
    attacks: dict


def grown(settlement, side, age):
    """F_i (1 + g_i (1 - exp(-s / tau_i)))."""
    years = settlement.of(side, "growth_years")
    share = 1 - (-age / years).exp()
    return settlement.of(side, "forces") * (1 + settlement.of(side, "growth") * share)


def forces(settlement, age):
    """F_A(s) and F_D(s)."""
    free = grown(settlement, DEFENDER, age)
    kept = min(free, settlement.cap * (1 + settlement.of(DEFENDER, "cheating")))
    reach = settlement.of(DEFENDER, "mobilisation")
    return grown(settlement, CHALLENGER, age), settlement.of(DEFENDER, "quality") * kept ** (1 - reach) * free**reach


def age_in_term(settlement, age):
    return Decimal(age) if settlement.years == INFINITY else Decimal(age) % settlement.years


def resumed_war(settlement, side, spared=0):
    """A war in which D's chance of collapse falls by exp(-spared)."""
    of = lambda key: settlement.of(side, key)
    front = lambda key: settlement.parameters.get(f"front.{key}", 0)
    collapses = [settlement.of(CHALLENGER, "collapse"), settlement.of(DEFENDER, "collapse") * (-Decimal(spared)).exp()]
    return War(
        side, settlement.positions, front("stalemate"), collapses, of("discount_factor"), of("war_cost"),
        settlement.status_quo[side], front("freeze"), front("thaw"),
    )


class Game:
    """The game of one settlement, solved backwards."""

    def __init__(self, settlement):
        self.settlement = settlement
        self.wars = [resumed_war(settlement, side) for side in (CHALLENGER, DEFENDER)]
        self.decisiveness = settlement.parameters["front.decisiveness"]

    def war(self, log_odds, spared=0):
        """W of both sides in a resumed war, as this mind misjudges it."""
        wars = [resumed_war(self.settlement, side, spared) for side in (CHALLENGER, DEFENDER)] if spared else self.wars
        return [war.value(self.settlement.position, log_odds + self.settlement.offset) for war in wars]

    def attack_by_challenger(self, age, guard):
        """R_A and R_{D|A}."""
        s = self.settlement
        a, d = forces(s, age)
        active = guard != LAPSED
        term_age = age_in_term(s, age) if active else None
        coalition = guarantee.points(s.guarantors, s.rules, term_age, s.bias, guard == DESERTED) if active else [(Decimal(0), Decimal(1))]
        worth = [Decimal(0), Decimal(0)]
        endurance = s.parameters.get("guarantee.endurance", 0)
        for x, weight in coalition:
            war = self.war(self.decisiveness * (a / (d + x)).ln() + s.of(CHALLENGER, "surprise"), endurance * x / d)
            worth = [total + weight * w for total, w in zip(worth, war)]
        cost = s.of(CHALLENGER, "attack_cost")
        if active:
            cost += guarantee.expected_punishment(s.guarantors, s.rules, term_age, s.bias, guard == DESERTED)
        return [worth[CHALLENGER] - cost, worth[DEFENDER]]

    def attack_by_defender(self, age):
        """R_{A|D} and R_D."""
        a, d = forces(self.settlement, age)
        war = self.war(self.decisiveness * (a / d).ln() - self.settlement.of(DEFENDER, "surprise"))
        return [war[CHALLENGER], war[DEFENDER] - self.settlement.of(DEFENDER, "attack_cost")]

    def guards(self):
        return guards(self.settlement)

    def solve(self):
        """Once, or four times where resolve lasts, each time with the types left as in the time before."""
        s = self.settlement
        by_defender = [self.attack_by_defender(age) for age in range(s.lookahead)]
        self.worth = {
            (age, guard): [self.attack_by_challenger(age, guard), by_defender[age]]
            for age in range(s.lookahead) for guard in self.guards()
        }
        left = {key: [equal(len(lasting(s, i))) for i in (0, 1)] for key in self.worth}
        solution = self.backwards(left)
        for _ in range(3 if any(s.of(i, "lasting") for i in (0, 1)) and not s.record else 0):
            solution = self.backwards(types_left(s, solution))
        return solution

    def backwards(self, left):
        s = self.settlement
        value = {
            guard: [[s.u[i](s.lookahead, guard != LAPSED)] * len(lasting(s, i)) for i in (0, 1)] for guard in self.guards()
        }
        attacks = {}
        for age in reversed(range(s.lookahead)):
            value = {guard: self.year(age, guard, value, left, attacks) for guard in self.guards()}
        return Solution([mean(value[self.guards()[0]][i]) for i in (0, 1)], attacks)

    def year(self, age, guard, later, left, attacks):
        """V of both sides' types at an age, from V at the next; notes the chances of attack."""
        s = self.settlement
        worth = self.worth[age, guard]
        peace = [self.peace(i, age, guard, later) for i in (0, 1)]
        if s.record:
            a, d = broken(s, age, guard != LAPSED)
            attacks[age, guard] = [[a], [d]]
            return [[(1 - a - d) * peace[i][0] + a * worth[0][i] + d * worth[1][i]] for i in (0, 1)]
        scale = [s.of(i, "shock") * (1 - s.of(i, "lasting")).sqrt() for i in (0, 1)]
        pulls = [
            [(worth[i][i] - of_type + xi) / scale[i] for of_type, xi in zip(peace[i], lasting(s, i))] for i in (0, 1)
        ]
        chance = [
            [logistic(pull) if s.may_attack[i] else Decimal(0) for pull in pulls[i]] for i in (0, 1)
        ]
        attacks[age, guard] = chance
        faced = [sum(share * pi for share, pi in zip(left[age, guard][i], chance[i])) for i in (0, 1)]
        return [
            [
                HALF * self.moves(i, of_type, peace[i][of_type], worth[i][i], chance[i], pulls[i], scale[i])
                + HALF * ((1 - faced[1 - i]) * peace[i][of_type] + faced[1 - i] * worth[1 - i][i])
                for of_type in range(len(peace[i]))
            ]
            for i in (0, 1)
        ]

    def moves(self, side, of_type, peace, war, chance, pulls, scale):
        """What a side of a type is worth that has the move; paid, y ln(e^(peace/y) + e^((R + xi)/y))."""
        if self.settlement.paid and self.settlement.may_attack[side]:
            return peace + scale * (1 + pulls[of_type].exp()).ln()
        return (1 - chance[of_type]) * peace + chance[of_type] * war

    def peace(self, side, age, guard, later):
        """Of each type."""
        s = self.settlement
        delta, turnover = s.of(side, "discount_factor"), s.of(side, "turnover")
        turned = {other: [(1 - turnover) * v + turnover * mean(of[side]) for v in of[side]] for other, of in later.items()}
        following = [
            sum(chance * turned[other][j] for other, chance in next_guards(s, age, guard).items() if chance)
            for j in range(len(lasting(s, side)))
        ]
        return [(1 - delta) * s.u[side](age, guard != LAPSED) + delta * v for v in following]


def guards(settlement):
    """Those that a settlement may have, the one at the signature first."""
    if settlement.years == 0:
        return [LAPSED]
    return [ACTIVE, DESERTED, LAPSED] if settlement.elects else [ACTIVE, LAPSED]


def next_guards(settlement, age, guard):
    """The chances of each guard at the next age: a term may end, then there may be an election."""
    if guard == LAPSED:
        return {LAPSED: Decimal(1)}
    keep = stays(settlement, age)
    out, back = (settlement.elects(age + 1) or (0, 0)) if settlement.elects else (0, 0)
    goes = out if guard == ACTIVE else 1 - back
    return {ACTIVE: keep * (1 - goes), DESERTED: keep * goes, LAPSED: 1 - keep}


def broken(settlement, age, active):
    """q share and q (1 - share): how often the record says that each side breaks a peace in the year at an age."""
    record = settlement.record
    ratio = lambda key: record["effects"].get(key, Decimal(0))
    a, d = forces(settlement, age)
    eta = record["constant"] + ratio("balance") * (a / d).ln()
    if active:
        eta += ratio("guarantee") + ratio("troops") * (1 + settlement.record["troops"](age) / 10).ln()
    until = lambda s: (Decimal(s) / record["scale"]) ** record["shape"] if s else Decimal(0)
    q = 1 - (-(until(age + 1) - until(age)) * eta.exp()).exp()
    share = record["challenger_share"]
    return [q * part if may else Decimal(0) for part, may in zip((share, 1 - share), settlement.may_attack)]


def mean(numbers):
    return sum(numbers) / len(numbers)


def equal(types):
    return [1 / Decimal(types)] * types


def lasting(settlement, side):
    """xi of a side's types."""
    share = settlement.of(side, "lasting")
    if share == 0 or settlement.record:
        return [Decimal(0)]
    quantiles = [logit((j - HALF) / 9) for j in map(Decimal, range(1, 10))]
    stretch = (PI**2 / 3 / mean([q * q for q in quantiles])).sqrt()
    return [settlement.of(side, "shock") * share.sqrt() * stretch * q for q in quantiles]


def stays(settlement, age):
    """The chance that a guarantee active at an age is active at the next."""
    last_year = settlement.years not in (0, INFINITY) and (age + 1) % settlement.years == 0
    return settlement.rules.renewal if last_year else Decimal(1)


class Left:
    """mu: by guard the chance that the peace holds so far, by A's type and D's."""

    def __init__(self, settlement):
        self.settlement = settlement
        self.types = [len(lasting(settlement, i)) for i in (0, 1)]
        self.mu = {guard: self.filled(0) for guard in guards(settlement)}
        self.mu[guards(settlement)[0]] = self.filled(1 / Decimal(self.types[0] * self.types[1]))

    def filled(self, number):
        return [[Decimal(number)] * self.types[1] for _ in range(self.types[0])]

    def total(self):
        return sum(sum(map(sum, mu)) for mu in self.mu.values())

    def shares(self, guard):
        """Of both sides' types; equal under a guard that cannot be reached."""
        mu = self.mu[guard]
        held = sum(map(sum, mu))
        if held == 0:
            return [equal(types) for types in self.types]
        return [[sum(row) / held for row in mu], [sum(column) / held for column in zip(*mu)]]

    def year(self, age, chances):
        """A year in which types attack with the chances `chances(guard)` if they move; what each side breaks."""
        broken = [Decimal(0), Decimal(0)]
        following = {guard: self.filled(0) for guard in self.mu}
        for guard, mu in self.mu.items():
            if sum(map(sum, mu)) == 0:
                continue
            moves = 1 if self.settlement.record else HALF
            a, d = ([moves * pi for pi in chances(guard)[i]] for i in (0, 1))
            for j, row in enumerate(mu):
                for l, held in enumerate(row):
                    broken = [broken[0] + held * a[j], broken[1] + held * d[l]]
                    row[l] = held * (1 - a[j] - d[l])
            turned = self.turned(mu)
            for other, chance in next_guards(self.settlement, age, guard).items():
                for j, row in enumerate(turned if chance else ()):
                    for l, held in enumerate(row):
                        following[other][j][l] += chance * held
        self.mu = following
        return broken

    def turned(self, mu):
        a, d = (self.settlement.of(i, "turnover") for i in (0, 1))
        by_defender = [[(1 - d) * held + d * mean(row) for held in row] for row in mu]
        columns = [mean(column) for column in zip(*by_defender)]
        return [[(1 - a) * held + a * columns[l] for l, held in enumerate(row)] for row in by_defender]


def types_left(settlement, solution):
    """By (age, guard) the shares of both sides' types that are left if both attack as in a solution."""
    left, found = Left(settlement), {}
    for age in range(settlement.lookahead):
        for guard in guards(settlement):
            found[age, guard] = left.shares(guard)
        left.year(age, lambda guard: solution.attacks[age, guard])
    return found


def fate(settlement, solutions, years):
    """By year: the chance that the peace has held so far, that A, that D has broken it."""
    left = Left(settlement)
    total = [Decimal(0), Decimal(0)]
    survival, resumed = [Decimal(1)], ([Decimal(0)], [Decimal(0)])
    for age in range(years):
        broken = left.year(age, lambda guard: [solutions[i].attacks[age, guard][i] for i in (0, 1)])
        total = [before + now for before, now in zip(total, broken)]
        survival.append(left.total())
        for i in (0, 1):
            resumed[i].append(total[i])
    return survival, resumed
