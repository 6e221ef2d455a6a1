"""Sections 9 and 10 of docs/model.md: plays trials of a scenario of constants and compares with a run of the program.

    python3 tests/oracle/simulate.py SCENARIO SUMMARY [--trials N] [--seed N]

SUMMARY is the summary.json of a run of the same scenario by plain Monte Carlo. Differences are given in standard errors
of the difference; more than 4 is a failure.
"""
import argparse
import json
import math
import random
import sys
from collections import Counter
from functools import cache

import enforcement
import guarantee
from arithmetic import exact, logistic
from scenario import SIDES, Plan, Scenario, central
from war import CHALLENGER, DEFENDER

LIMIT = 4.0
NEGOTIATION = dict(interval=3, max_months=60, acceptance_noise=0, cooldown=12)


class Table:
    """What the sides expect of every plan at every position of the front."""

    def __init__(self, scenario):
        self.scenario = scenario
        self.plans = scenario.file["plan"]
        given = scenario.file.get("negotiation", {})
        self.rules = {key: float(central(given.get(key, default))) for key, default in NEGOTIATION.items()}
        self.ratification = [float(central(scenario.file[name].get("ratification", 1))) for name in SIDES]
        self.resumed_months = scenario.file.get("enforcement", {}).get("resumed_war_months", 120)
        self.years = scenario.file["run"].get("years", 50)

    @cache
    def plan(self, index, position):
        return Plan(self.scenario.at(position), self.plans[index])

    @cache
    def solutions(self, index, position):
        plan = self.plan(index, position)
        return [enforcement.Game(plan.settlement(side)).solve() for side in (CHALLENGER, DEFENDER)]

    @cache
    def surplus(self, index, position, side):
        """What a plan offers beyond fighting on; None where it cannot be signed at all."""
        plan, here = self.plan(index, position), self.scenario.at(position)
        if (plan.years > 0 and not plan.guarantors) or plan.crosses_red_line(side):
            return None
        value = self.solutions(index, position)[side].value[side]
        return float(value - here.value_of_war(side) - here.of(side, "margin"))


class Trial:
    """One trial, from month 0 to its end."""

    def __init__(self, table, luck):
        self.table, self.luck = table, luck
        scale = table.rules["acceptance_noise"]
        self.views = [[scale * self.logistic_noise() for _ in SIDES] for _ in table.plans]
        self.back_at = [plan.get("from_month", 0) for plan in table.plans]

    def logistic_noise(self):
        u = self.luck.random()
        return math.log(u / (1 - u))

    def happens(self, probability):
        return self.luck.random() < probability

    def play(self):
        """(class, plan signed, month, age of failure, end of the resumed war)."""
        scenario, rules = self.table.scenario, self.table.rules
        position = scenario.start
        for month in range(int(rules["max_months"])):
            if month % int(rules["interval"]) == 0:
                plan = self.round(month, position)
                if plan is not None:
                    return self.peace(plan, month, position)
            position = self.month_of_war(position, scenario.parameters, float(logistic(scenario.log_odds())))
            if position in (0, scenario.positions):
                return (victor(position) + "_victory", None, None, None, None)
        return ("no_settlement", None, None, None, None)

    def month_of_war(self, position, parameters, p):
        u = self.luck.random()
        collapse = [float(parameters[f"{name}.collapse"]) for name in SIDES]
        if u < collapse[CHALLENGER]:
            return 0
        if u < sum(collapse):
            return self.table.scenario.positions
        if self.happens(float(parameters["front.stalemate"])):
            return position
        return position + 1 if self.happens(p) else position - 1

    def round(self, month, position):
        best, product = None, -1.0
        for plan in range(len(self.table.plans)):
            surpluses = self.surpluses(plan, month, position)
            if surpluses and min(surpluses) >= 0 and math.prod(surpluses) > product:
                best, product = plan, math.prod(surpluses)
        if best is None or all([self.happens(chance) for chance in self.table.ratification]):
            return best
        self.back_at[best] = month + self.table.rules["cooldown"]
        return None

    def surpluses(self, plan, month, position):
        if month < self.back_at[plan]:
            return None
        known = [self.table.surplus(plan, position, side) for side in (CHALLENGER, DEFENDER)]
        return None if None in known else [a + b for a, b in zip(known, self.views[plan])]

    def peace(self, index, month, position):
        plan, solutions = self.table.plan(index, position), self.table.solutions(index, position)
        settlement = plan.settlement(CHALLENGER)
        guard = enforcement.guards(settlement)[0]
        types = [range(len(enforcement.lasting(settlement, i))) for i in (CHALLENGER, DEFENDER)]
        of_type = [self.luck.choice(of) for of in types]
        for age in range(self.table.years):
            mover = self.attacker([solutions[i].attacks[age, guard][i][of_type[i]] for i in (0, 1)], settlement.record)
            if mover is not None:
                end = self.resumed_war(settlement, mover, age, guard)
                return ("resumed_by_" + SIDES[mover], index, month, age, end)
            turned = [self.happens(float(settlement.of(i, "turnover"))) for i in (CHALLENGER, DEFENDER)]
            of_type = [self.luck.choice(types[i]) if turned[i] else of_type[i] for i in (CHALLENGER, DEFENDER)]
            chances = enforcement.next_guards(settlement, age, guard)
            guard = self.luck.choices(list(chances), [float(chance) for chance in chances.values()])[0]
        return ("peace_held", index, month, None, None)

    def attacker(self, chances, record):
        """Who attacks in a year: one side has the move, or in the record either breaks the peace."""
        a, d = map(float, chances)
        u = self.luck.random()
        if not record:
            a, d = a / 2, d / 2
        return CHALLENGER if u < a else DEFENDER if u < a + d else None

    def resumed_war(self, settlement, attacker, age, guard):
        a, d = enforcement.forces(settlement, age)
        if attacker == CHALLENGER and guard != enforcement.LAPSED:
            d += self.coalition(settlement, enforcement.age_in_term(settlement, age), guard == enforcement.DESERTED)
        surprise = settlement.of(attacker, "surprise") * (1 if attacker == CHALLENGER else -1)
        p = float(logistic(settlement.parameters["front.decisiveness"] * (a / d).ln() + surprise))
        position = settlement.position
        for _ in range(self.table.resumed_months):
            position = self.month_of_war(position, settlement.parameters, p)
            if position in (0, settlement.positions):
                return victor(position) + "_won"
        return "unresolved"

    def coalition(self, settlement, term_age, deserted):
        """X: the force of those who honour, decided one by one, backstops first."""
        shock = exact(self.luck.gauss(0, 1))
        guarantors, decisions = settlement.guarantors, {}
        for place in sorted(range(len(guarantors)), key=lambda place: guarantors[place].backstop is not None):
            q = guarantee.honours(guarantors[place], settlement.rules, term_age, shock, exact(0), deserted)
            decisions[place] = self.happens(float(q * guarantee.backed(guarantors[place], decisions)))
        return sum((guarantors[place].contribution for place, honoured in decisions.items() if honoured), exact(0))


def victor(position):
    return "defender" if position == 0 else "challenger"


def refuse_what_is_not_constant(value, path="the scenario"):
    """Uncertain inputs, uncertain consent and beliefs that learn would need a solution for every trial."""
    if isinstance(value, dict):
        if {"uniform", "normal", "normal90", "lognormal90", "triangular", "pert", "beta", "discrete", "quantiles", "mixture"} & set(value):
            sys.exit(f"{path} is uncertain")
        if value.get("belief_strength", "inf") != "inf" or value.get("consent", 1) != 1:
            sys.exit(f"{path}: belief_strength and consent must be left as they are")
        for key, inner in value.items():
            refuse_what_is_not_constant(inner, key)
    elif isinstance(value, list):
        for inner in value:
            refuse_what_is_not_constant(inner, path)


def shares_of(trials, plans, years):
    """(name, how often, out of how many)."""
    classes = Counter(trial[0] for trial in trials)
    signed = [trial for trial in trials if trial[1] is not None]
    broken = Counter(trial[4] for trial in signed if trial[4] is not None)
    for name in ("challenger_victory", "defender_victory", "no_settlement", "peace_held", *("resumed_by_" + s for s in SIDES)):
        yield ("classes", name), classes[name], len(trials)
    for index, plan in enumerate(plans):
        yield ("plans", plan["id"], "signed"), sum(trial[1] == index for trial in signed), len(trials)
    for year in (1, 5, 10, years):
        holding = sum(trial[3] is None or trial[3] >= year for trial in signed)
        yield ("signed_and_holding", year), holding, len(trials)
    for name in ("challenger_won", "defender_won", "unresolved"):
        yield ("resumed_war", name), broken[name], sum(broken.values())


def share_there(summary, path):
    """(share, out of how many) of the program's run."""
    trials = summary["trials"] - summary["failed_trials"]
    if path[0] == "signed_and_holding":
        return summary[path[0]]["share"][path[1]], trials
    found = summary
    for key in path:
        found = found[key]
    broken = sum(summary["classes"]["resumed_by_" + name]["share"] for name in SIDES)
    return found["share"], trials * (broken if path[0] == "resumed_war" else 1)


def compare(trials, summary, plans, years):
    worst = 0.0
    for path, count, total in shares_of(trials, plans, years):
        there, there_total = share_there(summary, path)
        if not total or not there_total:
            continue
        here = count / total
        pooled = (count + there * there_total) / (total + there_total)
        error = math.sqrt(pooled * (1 - pooled) * (1 / total + 1 / there_total))
        off = (here - there) / error if error > 0 else 0.0
        worst = max(worst, abs(off))
        print(f"{'.'.join(map(str, path)):40} {here:8.5f} {there:8.5f} {off:6.2f}")
    return worst


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("scenario")
    parser.add_argument("summary")
    parser.add_argument("--trials", type=int, default=20_000)
    parser.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args()
    scenario = Scenario(arguments.scenario)
    refuse_what_is_not_constant(scenario.file)
    if scenario.looks_ahead() or any("ceasefire_months" in plan for plan in scenario.file["plan"]):
        sys.exit("foresight and ceasefires before a peace are not played here")
    table, luck = Table(scenario), random.Random(arguments.seed)
    trials = [Trial(table, luck).play() for _ in range(arguments.trials)]
    with open(arguments.summary, encoding="utf-8") as file:
        summary = json.load(file)
    print(f"{'share':40} {'here':>8} {'there':>8} {'errors':>6}")
    worst = compare(trials, summary, table.plans, table.years)
    if worst > LIMIT:
        sys.exit(f"{worst:.1f} standard errors apart")


if __name__ == "__main__":
    main()
