"""Section 9 of docs/model.md, "Foresight": what fighting on and negotiating again is worth, by the months of the war
themselves and at every position of the front.
"""
from decimal import Decimal
from functools import cache

from arithmetic import logistic
from parties import Looking
from war import CHALLENGER, DEFENDER

BOTH = (CHALLENGER, DEFENDER)


class Foresight:
    """What both sides of a scenario at its central values, and the parties that do not fight, expect of the rounds ahead;
    private views are left out. Whoever looks ahead has a number: the sides 0 and 1, then the parties."""

    def __init__(self, scenario, make_plan):
        self.scenario, self.make_plan = scenario, make_plan
        self.plans = [plan for plan in scenario.file["plan"] if plan.get("tabled", True)]
        self.interval = scenario.negotiation("interval")
        self.last = scenario.negotiation("max_months")
        self.rounds = -(-self.last // self.interval)
        self.parties = scenario.parties()
        self.everybody = range(2 + len(self.parties))
        self.ratified = scenario.ratification(CHALLENGER) * scenario.ratification(DEFENDER)

    @cache
    def plan(self, index, position):
        return self.make_plan(self.scenario.at(position), self.plans[index])

    @cache
    def peace(self, index, position, who):
        """V_i(x, n), without the ceasefire before it."""
        plan = self.plan(index, position)
        return Looking(self.parties[who - 2], plan).value() if who in self.others() else plan.solutions()[who].value[who]

    def others(self):
        return self.everybody[2:]

    def peace_at(self, index, position, who):
        line = self.plans[index]["terms"].get("territory", "line_of_contact") == "line_of_contact"
        return self.peace(index, position if line else self.scenario.start, who)

    def value(self, index, position, who):
        """What is compared with fighting on."""
        return self.paused(index, position, who, self.peace_at(index, position, who))

    def paused(self, index, position, who, value):
        plan = self.plan(index, position)
        if who not in self.others():
            return plan.paused(who, value)
        return self.parties[who - 2].paused(plan, position, value)

    def margin(self, who):
        return self.parties[who - 2].number("margin") if who in self.others() else self.scenario.of(who, "margin")

    def vetoes(self):
        return [who for who in self.others() if self.parties[who - 2].given.get("veto", False)]

    def war(self, who):
        """The present war in somebody's eyes, with the log-odds of an advance."""
        scenario = self.scenario
        if who not in self.others():
            return scenario.war(who), scenario.log_odds() + scenario.offset(who)
        party = self.parties[who - 2]
        return party.war(scenario.parameters, party.status_quo()), scenario.log_odds() + party.number("optimism")

    @cache
    def could_be_tabled(self, index, position):
        plan = self.plan(index, position)
        barred = any(self.parties[who - 2].crosses(plan.signed()) for who in self.vetoes())
        return plan.is_available() and not barred and not any(plan.crosses_red_line(side) for side in BOTH)

    def in_time(self, index, month):
        plan = self.plans[index]
        return plan.get("from_month", 0) <= month and month + plan.get("ceasefire_months", 0) <= self.last

    def month(self, who, values):
        """The value of a month of war to somebody who expects these values after it, by position (T_i); the front that
        freezes counts with the value of fighting to the finish."""
        scenario = self.scenario
        war, log_odds = self.war(who)
        p = logistic(log_odds)
        fought = 1 - sum(war.collapses)
        out = list(values)
        for n in range(1, scenario.positions):
            moves = p * values[n + 1] + (1 - p) * values[n - 1]
            goes_on = war.stalemate * values[n] + (1 - war.stalemate) * moves
            frozen = self.frozen(who)[n]
            out[n] = war.right(n) + war.beta * fought * (war.freeze * frozen + (1 - war.freeze) * goes_on)
        return out

    @cache
    def frozen(self, who):
        war, log_odds = self.war(who)
        return [None] + [war.frozen_value(n, log_odds) for n in range(1, self.scenario.positions)]

    @cache
    def fighting_on(self, round_number):
        """C_i(j, n) of all, by position."""
        if round_number == self.rounds - 1:
            return [war.values(log_odds) for war, log_odds in map(self.war, self.everybody)]
        out = []
        for who, values in enumerate(self.as_a_round_begins(round_number + 1)):
            for _ in range(self.interval):
                values = self.month(who, values)
            out.append(values)
        return out

    def as_a_round_begins(self, round_number):
        """O_i(j, n) of all, by position."""
        claims = self.fighting_on(round_number)
        values = [list(own) for own in claims]
        for position in range(1, self.scenario.positions):
            tabled = self.tabled(round_number, position)
            if tabled is None:
                continue
            for who in self.everybody:
                other = (1 - self.ratified) * claims[who][position]
                peace = self.ratified * self.peace_at(tabled, position, who)
                values[who][position] = self.paused(tabled, position, who, peace + other)
        return values

    def tabled(self, round_number, position):
        """x*: the plan with the largest product of the sides' surpluses, if any suits both and no party with a veto refuses
        it."""
        claims = self.fighting_on(round_number)
        best, most = None, Decimal(-1)
        for index in range(len(self.plans)):
            if not self.in_time(index, round_number * self.interval) or not self.could_be_tabled(index, position):
                continue
            surplus = lambda who: self.value(index, position, who) - claims[who][position] - self.margin(who)
            suits = all(surplus(who) >= 0 for who in (*BOTH, *self.vetoes()))
            if suits and surplus(CHALLENGER) * surplus(DEFENDER) > most:
                best, most = index, surplus(CHALLENGER) * surplus(DEFENDER)
        return best
