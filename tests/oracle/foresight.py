"""Section 9 of docs/model.md, "Foresight": what fighting on and negotiating again is worth, by the months of the war
themselves and at every position of the front.
"""
from decimal import Decimal
from functools import cache

from arithmetic import exact, logistic
from enforcement import Game
from war import CHALLENGER, DEFENDER

BOTH = (CHALLENGER, DEFENDER)


class Foresight:
    """What both sides of a scenario at its central values expect of the rounds ahead; private views are left out."""

    def __init__(self, scenario, make_plan):
        self.scenario, self.make_plan = scenario, make_plan
        self.plans = [plan for plan in scenario.file["plan"] if plan.get("tabled", True)]
        self.interval = scenario.negotiation("interval")
        self.last = scenario.negotiation("max_months")
        self.rounds = -(-self.last // self.interval)
        self.ratified = scenario.ratification(CHALLENGER) * scenario.ratification(DEFENDER)

    @cache
    def plan(self, index, position):
        return self.make_plan(self.scenario.at(position), self.plans[index])

    @cache
    def peace(self, index, position, side):
        """V_i(x, n), without the ceasefire before it."""
        settlement = self.plan(index, position).settlement(side)
        return Game(settlement).solve().value[side]

    def peace_at(self, index, position, side):
        line = self.plans[index]["terms"].get("territory", "line_of_contact") == "line_of_contact"
        return self.peace(index, position if line else self.scenario.start, side)

    def value(self, index, position, side):
        """What is compared with fighting on."""
        return self.plan(index, position).paused(side, self.peace_at(index, position, side))

    @cache
    def could_be_tabled(self, index, position):
        plan = self.plan(index, position)
        return plan.is_available() and not any(plan.crosses_red_line(side) for side in BOTH)

    def in_time(self, index, month):
        plan = self.plans[index]
        return plan.get("from_month", 0) <= month and month + plan.get("ceasefire_months", 0) <= self.last

    def month(self, side, values):
        """The value of a month of war to a side after which it expects these values, by position (T_i); the front that
        freezes counts with the value of fighting to the finish."""
        scenario = self.scenario
        war, log_odds = scenario.war(side), scenario.log_odds() + scenario.offset(side)
        p = logistic(log_odds)
        fought = 1 - sum(war.collapses)
        out = list(values)
        for n in range(1, scenario.positions):
            moves = p * values[n + 1] + (1 - p) * values[n - 1]
            goes_on = war.stalemate * values[n] + (1 - war.stalemate) * moves
            frozen = self.frozen(side)[n]
            out[n] = war.right(n) + war.beta * fought * (war.freeze * frozen + (1 - war.freeze) * goes_on)
        return out

    @cache
    def frozen(self, side):
        scenario = self.scenario
        war, log_odds = scenario.war(side), scenario.log_odds() + scenario.offset(side)
        return [None] + [war.frozen_value(n, log_odds) for n in range(1, scenario.positions)]

    @cache
    def fighting_on(self, round_number):
        """C_i(j, n) of both sides, by position."""
        scenario = self.scenario
        if round_number == self.rounds - 1:
            offset = lambda side: scenario.log_odds() + scenario.offset(side)
            return [scenario.war(side).values(offset(side)) for side in BOTH]
        out = []
        for side, values in zip(BOTH, self.as_a_round_begins(round_number + 1)):
            for _ in range(self.interval):
                values = self.month(side, values)
            out.append(values)
        return out

    def as_a_round_begins(self, round_number):
        """U_i(j, n) of both sides, by position."""
        claims = self.fighting_on(round_number)
        values = [list(claims[side]) for side in BOTH]
        for position in range(1, self.scenario.positions):
            tabled = self.tabled(round_number, position)
            if tabled is None:
                continue
            for side in BOTH:
                other = (1 - self.ratified) * claims[side][position]
                peace = self.ratified * self.peace_at(tabled, position, side)
                values[side][position] = self.plan(tabled, position).paused(side, peace + other)
        return values

    def tabled(self, round_number, position):
        """x*: the plan with the largest product of surpluses, if any suits both."""
        claims = self.fighting_on(round_number)
        best, most = None, Decimal(-1)
        for index in range(len(self.plans)):
            if not self.in_time(index, round_number * self.interval) or not self.could_be_tabled(index, position):
                continue
            surplus = [
                self.value(index, position, side) - claims[side][position] - self.scenario.of(side, "margin")
                for side in BOTH
            ]
            if min(surplus) >= 0 and surplus[CHALLENGER] * surplus[DEFENDER] > most:
                best, most = index, surplus[CHALLENGER] * surplus[DEFENDER]
        return best
