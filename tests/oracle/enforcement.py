"""Sections 6 and 8 of docs/model.md: forces after a settlement, and the yearly game of keeping or breaking it."""
from dataclasses import dataclass
from decimal import Decimal

import guarantee
from arithmetic import HALF, INFINITY, logistic
from war import CHALLENGER, DEFENDER, War

ACTIVE, LAPSED = True, False


@dataclass
class Settlement:
    """A signed plan, under the beliefs of one side.

    `parameters` maps paths ("challenger.forces") to numbers; `u[side](age, active)` is the flow in peace.
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

    def of(self, side, key):
        return self.parameters[f"{('challenger', 'defender')[side]}.{key}"]

    @property
    def rules(self):
        names = ("tripwire", "tripwire_scale", "erosion", "renewal")
        return guarantee.Rules(*(self.parameters[f"guarantee.{name}"] for name in names))


@dataclass
class Solution:
    """Value at the signature to both, and by (age, active) the chance that each attacks when it has the move."""

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

    def attack_by_challenger(self, age, active):
        """R_A and R_{D|A}."""
        s = self.settlement
        a, d = forces(s, age)
        term_age = age_in_term(s, age) if active else None
        coalition = guarantee.points(s.guarantors, s.rules, term_age, s.bias) if active else [(Decimal(0), Decimal(1))]
        worth = [Decimal(0), Decimal(0)]
        endurance = s.parameters.get("guarantee.endurance", 0)
        for x, weight in coalition:
            war = self.war(self.decisiveness * (a / (d + x)).ln() + s.of(CHALLENGER, "surprise"), endurance * x / d)
            worth = [total + weight * w for total, w in zip(worth, war)]
        cost = s.of(CHALLENGER, "attack_cost")
        if active:
            cost += guarantee.expected_punishment(s.guarantors, s.rules, term_age, s.bias)
        return [worth[CHALLENGER] - cost, worth[DEFENDER]]

    def attack_by_defender(self, age):
        """R_{A|D} and R_D."""
        a, d = forces(self.settlement, age)
        war = self.war(self.decisiveness * (a / d).ln() - self.settlement.of(DEFENDER, "surprise"))
        return [war[CHALLENGER], war[DEFENDER] - self.settlement.of(DEFENDER, "attack_cost")]

    def states(self):
        return [LAPSED] if self.settlement.years == 0 else [ACTIVE, LAPSED]

    def solve(self):
        s = self.settlement
        value = {active: [s.u[i](s.lookahead, active) for i in (0, 1)] for active in self.states()}
        attacks = {}
        for age in reversed(range(s.lookahead)):
            by_defender = self.attack_by_defender(age)
            value = {
                active: self.year(age, active, value, by_defender, attacks) for active in self.states()
            }
        return Solution(value[self.states()[0]], attacks)

    def year(self, age, active, later, by_defender, attacks):
        """V_i at an age, from V_i at the next; notes the chances of attack."""
        s = self.settlement
        worth = [self.attack_by_challenger(age, active), by_defender]
        peace = [self.peace(i, age, active, later) for i in (0, 1)]
        chance = [
            logistic((worth[i][i] - peace[i]) / s.of(i, "shock")) if s.may_attack[i] else Decimal(0) for i in (0, 1)
        ]
        attacks[age, active] = chance
        return [
            sum(HALF * ((1 - chance[mover]) * peace[i] + chance[mover] * worth[mover][i]) for mover in (0, 1))
            for i in (0, 1)
        ]

    def peace(self, side, age, active, later):
        delta = self.settlement.of(side, "discount_factor")
        keep = stays(self.settlement, age) if active else Decimal(0)
        following = (1 - keep) * later[LAPSED][side] + (keep * later[ACTIVE][side] if active else 0)
        return (1 - delta) * self.settlement.u[side](age, active) + delta * following


def stays(settlement, age):
    """The chance that a guarantee active at an age is active at the next."""
    last_year = settlement.years != INFINITY and (age + 1) % settlement.years == 0
    return settlement.rules.renewal if last_year else Decimal(1)


def fate(settlement, solutions, years):
    """By year: the chance that the peace has held so far, that A, that D has broken it."""
    state = {LAPSED: Decimal(0), ACTIVE: Decimal(0), settlement.years != 0: Decimal(1)}
    broken = [Decimal(0), Decimal(0)]
    survival, resumed = [Decimal(1)], ([Decimal(0)], [Decimal(0)])
    for age in range(years):
        following = {LAPSED: Decimal(0), ACTIVE: Decimal(0)}
        for active, chance in state.items():
            if chance == 0:
                continue
            attack = [HALF * solutions[i].attacks[age, active][i] for i in (0, 1)]
            broken = [total + chance * p for total, p in zip(broken, attack)]
            held = chance * (1 - sum(attack))
            keep = stays(settlement, age) if active else Decimal(0)
            following[ACTIVE] += held * keep
            following[LAPSED] += held * (1 - keep)
        state = following
        survival.append(sum(state.values()))
        for i in (0, 1):
            resumed[i].append(broken[i])
    return survival, resumed
