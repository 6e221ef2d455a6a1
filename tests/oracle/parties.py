"""Sections 3, 4 and 8 of docs/model.md for a party that does not fight."""
from decimal import Decimal

import guarantee
from arithmetic import HALF, exact
from enforcement import ACTIVE, DESERTED, LAPSED, Left, age_in_term, forces, guards, next_guards
from war import CHALLENGER, DEFENDER, War


class Party:
    """A party of a scenario file, at central values; `scenario` says what the sides want."""

    def __init__(self, scenario, given, central):
        self.scenario, self.given, self.central = scenario, given, central
        self.discount = central(given["discount_factor"])
        self.number = lambda key: central(given.get(key, 0))
        victories = [self.flow(scenario.victory(side)) for side in (CHALLENGER, DEFENDER)]
        stated = [given.get("if_challenger_wins"), given.get("if_defender_wins")]
        self.prizes = [own if key is None else central(key) for own, key in zip(victories, stated)]

    def satisfaction(self, issue, term):
        """1 less the loss of being this far from its ideal, on either side of it: 0 at the farther of the sides' ideals."""
        wish = self.given["demands"][issue]
        own = Decimal(1) if issue == "guarantee_years" else self.central(wish["ideal"])
        farthest = max(abs(self.scenario.ideal(side, issue) - own) for side in (CHALLENGER, DEFENDER))
        if farthest == 0:
            return Decimal(1)
        return 1 - min(abs(term - own) / farthest, Decimal(1)) ** self.central(wish.get("curvature", 1))

    def flow(self, in_force):
        """u: satisfactions weighted by salience; about other issues the party does not care."""
        weights = {issue: self.central(wish["salience"]) for issue, wish in self.given["demands"].items()}
        total = sum(weights[issue] * self.satisfaction(issue, in_force[issue]) for issue in weights)
        return total / sum(weights.values())

    def crosses(self, terms):
        """Whether a term lies beyond a red line, in the direction that it gives."""
        for issue, wish in self.given["demands"].items():
            line = wish.get("red_line", {})
            if "above" in line and terms[issue] > self.central(line["above"]):
                return True
            if "below" in line and terms[issue] < self.central(line["below"]):
                return True
        return False

    def status_quo(self, terms=None):
        flows = [self.flow(self.scenario.fought_over(n, terms)) for n in range(self.scenario.positions + 1)]
        return lambda n: flows[n]

    def war(self, parameters, status_quo, spared=0):
        """A war after which each victory is worth its own, as the party sees it."""
        of = lambda key: parameters[key]
        collapses = [of("challenger.collapse"), of("defender.collapse") * (-Decimal(spared)).exp()]
        return Victories(
            self.prizes, self.scenario.positions, of("front.stalemate"), collapses, self.discount,
            self.number("war_cost"), status_quo, of("front.freeze"), of("front.thaw"),
        )

    def value_of_war(self):
        scenario = self.scenario
        war = self.war(scenario.parameters, self.status_quo())
        return war.value(scenario.start, scenario.log_odds() + self.number("optimism"))

    def evaluate(self, plans, reservation):
        return {
            "id": self.given["id"],
            "veto": self.given.get("veto", False),
            "W": self.value_of_war(),
            "reservation": reservation,
            "status_quo": self.status_quo()(self.scenario.start),
            "if_challenger_wins": self.prizes[CHALLENGER],
            "if_defender_wins": self.prizes[DEFENDER],
            "plans": [self.plan(plan, reservation) for plan in plans],
        }

    def plan(self, plan, reservation):
        peace = Looking(self, plan).value()
        value = self.paused(plan, self.scenario.start, peace)
        return {
            "id": plan.plan["id"],
            "u": self.flow(plan.in_force(0, plan.years > 0)),
            "V": value,
            **({"V_peace": peace} if plan.plan.get("ceasefire_months", 0) else {}),
            "surplus": value - reservation - self.number("margin"),
            "red_line": self.crosses(plan.signed()),
        }

    def paused(self, plan, position, value):
        """A value that begins after the plan's ceasefire, in which it has what it has without fighting."""
        weight = self.discount ** (exact(plan.plan.get("ceasefire_months", 0)) / 12)
        return (1 - weight) * self.status_quo()(position) + weight * value


class Victories(War):
    """A war to one who has so much of each victory."""

    def __init__(self, prizes, *rest):
        super().__init__(CHALLENGER, *rest)
        self.prizes = prizes

    def ends(self):
        return self.prizes[DEFENDER], self.prizes[CHALLENGER]

    def of_collapses(self):
        return self.collapses[DEFENDER] * self.prizes[CHALLENGER] + self.collapses[CHALLENGER] * self.prizes[DEFENDER]


class Looking:
    """A party that looks on a settlement: both sides attack as each does in its own solution."""

    def __init__(self, party, plan):
        self.party, self.plan = party, plan
        self.s = plan.settlement(CHALLENGER)
        self.solutions = plan.solutions()
        self.status_quo = party.status_quo(plan.in_force(0, False))

    def value(self):
        s, left = self.s, Left(self.s)
        chances = {}
        for age in range(s.lookahead):
            of_types = lambda guard: [self.solutions[i].attacks[age, guard][i] for i in (0, 1)]
            for guard in guards(s):
                moves = 1 if s.record else HALF
                shares = left.shares(guard)
                chances[age, guard] = [
                    moves * sum(share * pi for share, pi in zip(shares[i], of_types(guard)[i])) for i in (0, 1)
                ]
            left.year(age, of_types)
        value = {guard: self.in_force(s.lookahead, guard) for guard in guards(s)}
        for age in reversed(range(s.lookahead)):
            value = {guard: self.year(age, guard, value, chances[age, guard]) for guard in guards(s)}
        return value[guards(s)[0]]

    def in_force(self, age, guard):
        return self.party.flow(self.plan.in_force(age, guard != LAPSED))

    def year(self, age, guard, later, chances):
        discount = self.party.discount
        following = sum(chance * later[other] for other, chance in next_guards(self.s, age, guard).items() if chance)
        peace = (1 - discount) * self.in_force(age, guard) + discount * following
        a, d = chances
        return (1 - a - d) * peace + a * self.attacked_by_challenger(age, guard) + d * self.attacked_by_defender(age)

    def war(self, log_odds, spared=0):
        war = self.party.war(self.s.parameters, self.status_quo, spared)
        return war.value(self.s.position, log_odds + self.party.number("optimism"))

    def attacked_by_challenger(self, age, guard):
        s = self.s
        a, d = forces(s, age)
        coalition = [(Decimal(0), Decimal(1))]
        if guard != LAPSED:
            bias = self.party.number("misperception")
            coalition = guarantee.points(s.guarantors, s.rules, age_in_term(s, age), bias, guard == DESERTED)
        odds = lambda x: s.parameters["front.decisiveness"] * (a / (d + x)).ln() + s.of(CHALLENGER, "surprise")
        endurance = s.parameters.get("guarantee.endurance", 0)
        return sum(weight * self.war(odds(x), endurance * x / d) for x, weight in coalition)

    def attacked_by_defender(self, age):
        a, d = forces(self.s, age)
        return self.war(self.s.parameters["front.decisiveness"] * (a / d).ln() - self.s.of(DEFENDER, "surprise"))
