"""Sections 3, 5 and 7 of docs/model.md for a scenario file at its central values: what `armistice evaluate` says.

Reads what tests/vectors/scenarios needs of docs/scenario-format.md; anything else is refused, never ignored.
"""
import copy
import itertools
import tomllib
from decimal import Decimal
from functools import cache

from arithmetic import HALF, INFINITY, bisect, exact, logistic
from enforcement import Game, Settlement, fate
from foresight import Foresight
from guarantee import Guarantor
from parties import Party
from war import CHALLENGER, DEFENDER, War

SIDES = ("challenger", "defender")
PARTY = dict(
    growth=0, growth_years=5, quality=1, cheating=0, mobilisation=0, collapse=0, optimism=0, attack_cost=0,
    shock=Decimal("0.02"), surprise=0, misperception=0, margin=0, lasting=0, turnover=0,
)
FRONT = dict(stalemate=0, decisiveness=1, freeze=0, thaw=0)
GUARANTEE = dict(tripwire=0, tripwire_scale=10, erosion=0, renewal=0, endurance=0)
GUARANTOR = dict(forces=0, punishment=0, coupling=0, max_troops=0, max_years=INFINITY, without_backstop=1)
WORDS = {"none": INFINITY, "permanent": INFINITY, "inf": INFINITY}


def read(path):
    with open(path, "rb") as file:
        return tomllib.load(file, parse_float=Decimal)


def central(value):
    """The central value of a number of the file: the median, or the most probable of discrete values."""
    if isinstance(value, str):
        return WORDS[value]
    if not isinstance(value, dict):
        return exact(value)
    ((kind, given),) = value.items()
    if kind == "discrete":
        return exact(max(zip(given["weights"], given["values"]), key=lambda pair: pair[0])[1])
    return MEDIANS[kind](*map(exact, given))


def triangular(low, mode, high):
    """Where half of the area lies below, on whichever flank that is."""
    if mode - low >= (high - low) / 2:
        return low + (HALF * (high - low) * (mode - low)).sqrt()
    return high - (HALF * (high - low) * (high - mode)).sqrt()


def pert(low, mode, high):
    width = high - low
    return low + width * beta(1 + 4 * (mode - low) / width, 1 + 4 * (high - mode) / width)


def beta(a, b):
    """The x below which lies as much of Beta(a, b) as above it."""
    return bisect(lambda x: lower_tail(a, b, x) - lower_tail(b, a, 1 - x), Decimal(0), Decimal(1))


def lower_tail(a, b, x):
    """The incomplete beta integral from 0 to x, by its series of positive terms."""
    term = total = x**a * (1 - x) ** b / a
    n = 0
    while term > total * Decimal("1e-48"):
        term *= (a + b + n) / (a + 1 + n) * x
        total += term
        n += 1
    return total


MEDIANS = {
    "value": lambda value: value,
    "uniform": lambda low, high: (low + high) / 2,
    "normal": lambda mean, sd: mean,
    "normal90": lambda low, high: (low + high) / 2,
    "lognormal90": lambda low, high: (low * high).sqrt(),
    "triangular": triangular,
    "pert": pert,
    "beta": beta,
}


class Scenario:
    """A scenario at its central values and at month 0."""

    def __init__(self, path):
        self.file = read(path)
        self.front = self.file["front"]
        self.positions = self.front["positions"]
        self.start = self.front["start"] if "start" in self.front else nearest(self.front["start_share"], self.positions)
        # Where the line lay at the beginning, wherever it lies when a plan is signed.
        self.first = self.start
        self.parameters = dict(self.numbers())
        self.guarantors = self.file.get("guarantor", [])

    def numbers(self):
        for side in SIDES:
            for key, default in PARTY.items():
                yield f"{side}.{key}", central(self.file[side].get(key, default))
            for key in ("forces", "discount_factor", "war_cost"):
                yield f"{side}.{key}", central(self.file[side][key])
        for key, default in FRONT.items():
            yield f"front.{key}", central(self.front.get(key, default))
        for key, default in GUARANTEE.items():
            yield f"guarantee.{key}", central(self.file.get("guarantee", {}).get(key, default))

    def of(self, side, key):
        return self.parameters[f"{SIDES[side]}.{key}"]

    def log_odds(self):
        """The log-odds that a step of the front is the challenger's."""
        ratio = self.of(CHALLENGER, "forces") / self.of(DEFENDER, "forces")
        return self.parameters["front.decisiveness"] * ratio.ln()

    def offset(self, side):
        """b_i before the first step of the front: the side's optimism, in its own favour."""
        return self.of(side, "optimism") * (1 if side == CHALLENGER else -1)

    def issues(self):
        return list(self.file["challenger"]["demands"])

    def demand(self, side, issue):
        return self.file[SIDES[side]]["demands"][issue]

    def ideal(self, side, issue):
        if issue == "guarantee_years":
            return Decimal(side == DEFENDER)
        return central(self.demand(side, issue)["ideal"])

    def satisfaction(self, side, issue, term):
        """v_ik: 1 less the loss of being this far from the ideal."""
        own, other = self.ideal(side, issue), self.ideal(1 - side, issue)
        if own == other:
            return Decimal(1)
        distance = min(max((term - own) / (other - own), Decimal(0)), Decimal(1))
        return 1 - distance ** central(self.demand(side, issue).get("curvature", 1))

    def flow(self, side, in_force):
        """u_i: satisfactions weighted by salience."""
        weights = {issue: central(self.demand(side, issue)["salience"]) for issue in self.issues()}
        total = sum(weights[issue] * self.satisfaction(side, issue, in_force[issue]) for issue in weights)
        return total / sum(weights.values())

    def victory(self, side):
        """Everything as a side wants it, without foreign troops and without a guarantee."""
        none = ("foreign_troops", "guarantee_years")
        return {issue: Decimal(0) if issue in none else self.ideal(side, issue) for issue in self.issues()}

    def status_quo(self, side, position, terms=None):
        """phi_i(n)."""
        return self.flow(side, self.fought_over(position, terms))

    def fought_over(self, position, terms=None):
        """What is in force while fighting: the line where it is, no cap, no foreign troops, no guarantee, further issues as declared; in a war
        resumed under a plan with these terms, what is kept of them.
        """
        in_force = {
            "territory": exact(position) / self.positions,
            "defender_forces": self.ideal(DEFENDER, "defender_forces"),
            "foreign_troops": Decimal(0),
            "guarantee_years": Decimal(0),
        }
        for issue in self.file.get("issue", []):
            declared = issue.get("status_quo")
            in_force[issue["id"]] = self.ideal(DEFENDER, issue["id"]) if declared is None else central(declared)
        for issue, kept in self.kept().items() if terms else ():
            in_force[issue] = kept * terms[issue] + (1 - kept) * in_force[issue]
        return in_force

    def kept(self):
        return {issue: central(kept) for issue, kept in self.file.get("enforcement", {}).get("kept", {}).items()}

    def status_quo_of(self, side, terms=None):
        flows = [self.status_quo(side, n, terms) for n in range(self.positions + 1)]
        return lambda n: flows[n]

    def war(self, side):
        return War(
            side, self.positions, self.parameters["front.stalemate"], [self.of(i, "collapse") for i in (0, 1)],
            self.of(side, "discount_factor"), self.of(side, "war_cost"), self.status_quo_of(side),
            self.parameters["front.freeze"], self.parameters["front.thaw"],
        )

    def value_of_war(self, side):
        """W_i at the start, as the side sees it."""
        return self.war(side).value(self.start, self.log_odds() + self.offset(side))

    def negotiation(self, key):
        return int(central(self.file.get("negotiation", {}).get(key, {"interval": 3, "max_months": 60}[key])))

    def ratification(self, side):
        return central(self.file[SIDES[side]].get("ratification", 1))

    def looks_ahead(self):
        return self.file.get("negotiation", {}).get("foresight", "none") == "all"

    def fighting_on(self):
        """C_i at the start before the first round, of the sides and then of the parties that do not fight; W_i where nobody
        looks ahead."""
        if not self.looks_ahead():
            sides = [self.value_of_war(side) for side in (CHALLENGER, DEFENDER)]
            return sides + [party.value_of_war() for party in self.parties()]
        return [values[self.start] for values in Foresight(self, Plan).fighting_on(0)]

    def at(self, position):
        """The same with the front somewhere else at the start."""
        there = copy.copy(self)
        there.start = position
        return there

    def name(self):
        """The name, in English where the file has it in several languages."""
        name = self.file["scenario"]["name"]
        return name["en"] if isinstance(name, dict) else name

    def side(self, side, reservations):
        reservation = {"reservation": reservations[side]} if self.looks_ahead() else {}
        return {"W": self.value_of_war(side), **reservation, "status_quo": self.status_quo(side, self.start)}

    def evaluate(self):
        reservations = self.fighting_on()
        plans = [self.chosen(plan, reservations) for plan in self.file["plan"]]
        told = {
            "scenario": self.name(),
            "advance_probability": logistic(self.log_odds()),
            **{SIDES[side]: self.side(side, reservations) for side in (CHALLENGER, DEFENDER)},
            "plans": [plan.evaluate(reservations) for plan in plans],
            **({"evidence": [self.likelihood(piece) for piece in self.file["evidence"]]} if "evidence" in self.file else {}),
        }
        parties = [party.evaluate(plans, own) for party, own in zip(self.parties(), reservations[2:])]
        chosen = {plan.plan["id"]: plan.open_terms for plan in plans if plan.open_terms}
        return told | ({"parties": parties} if parties else {}) | ({"open_terms": chosen} if chosen else {})

    def chosen(self, plan, reservations):
        """A plan with the terms that suit both sides best where some are open: of all combinations the one with the largest
        product of surpluses; where none suits both, that with the largest smaller surplus, what is barred last. Of equals the first.
        """
        open_terms = {issue: choices(term) for issue, term in plan["terms"].items() if isinstance(term, dict)}
        offered = []
        for combination in itertools.product(*open_terms.values()):
            terms = dict(zip(open_terms, combination))
            closed = Plan(self, plan | {"terms": plan["terms"] | terms})
            closed.open_terms = terms
            nobody_stands = closed.years == 0 and closed.plan["terms"].get("foreign_troops", 0) > 0
            if closed.is_available() and not (open_terms and nobody_stands):
                offered.append(closed)
        if len(offered) <= 1:
            return offered[0] if offered else Plan(self, plan)
        return max(offered, key=lambda closed: self.rating(closed, reservations))

    def rating(self, plan, reservations):
        sides = [plan.side(side, plan.solutions()[side], reservations[side]) for side in (CHALLENGER, DEFENDER)]
        surpluses = [side["surplus"] for side in sides]
        vetoes = [party.plan(plan, party.value_of_war()) for party in self.parties() if party.given.get("veto", False)]
        barred = any(it["red_line"] for it in sides + vetoes) or any(it["surplus"] < 0 for it in vetoes)
        if barred:
            return 0, min(surpluses)
        return (2, surpluses[0] * surpluses[1]) if min(surpluses) >= 0 else (1, min(surpluses))

    def parties(self):
        """The parties that do not fight."""
        return [Party(self, given, central) for given in self.file.get("party", [])]

    def likelihood(self, piece):
        """How likely a piece of evidence was: a plan that was answered, or a front that was seen."""
        if "plan" in piece:
            return self.answered(piece)
        months, up, down = piece["months"], piece.get("advances", 0), piece.get("retreats", 0)
        still = months - up - down
        p = logistic(self.log_odds())

        def fits(survives, stalemate, advance):
            chances = [(months, survives), (still, stalemate), (up + down, 1 - stalemate), (up, advance), (down, 1 - advance)]
            return sum((count * exact(chance).ln() for count, chance in chances if count), Decimal(0))

        survives = 1 - self.of(CHALLENGER, "collapse") - self.of(DEFENDER, "collapse")
        likeliest = fits(Decimal(1), exact(still) / months, exact(up) / max(up + down, 1))
        unfrozen = months * (1 - self.parameters["front.freeze"]).ln()
        return {
            "months": months,
            "power": exact(piece.get("power", 1)),
            "log_likelihood": fits(survives, self.parameters["front.stalemate"], p) + unfrozen - likeliest,
        }

    def answered(self, piece):
        there = self.at(piece.get("position", self.start))
        plan = Plan(there, next(plan for plan in self.file["plan"] if plan["id"] == piece["plan"]))
        noise = central(self.file["negotiation"].get("acceptance_noise", 0))
        solutions, reservations = plan.solutions(), there.fighting_on()
        chance = lambda it: Decimal(0) if it["red_line"] else logistic(it["surplus"] / noise)
        accepts = [chance(plan.side(side, solutions[side], reservations[side])) for side in (CHALLENGER, DEFENDER)]
        ratified = 1
        likelihood = Decimal(1)
        for side in (CHALLENGER, DEFENDER):
            ratified *= central(self.file[SIDES[side]].get("ratification", 1))
            reply = piece.get(SIDES[side])
            likelihood *= {None: Decimal(1), "accepted": accepts[side], "refused": 1 - accepts[side]}[reply]
        if piece.get("answer") == "not_signed":
            for party, reservation in zip(there.parties(), reservations[2:]):
                if party.given.get("veto", False):
                    ratified *= chance(party.plan(plan, reservation))
            likelihood = 1 - ratified * accepts[CHALLENGER] * accepts[DEFENDER]
        return {
            "plan": piece["plan"],
            **{SIDES[side]: accepts[side] for side in (CHALLENGER, DEFENDER)},
            "log_likelihood": likelihood.ln(),
        }


def choices(term):
    """The choices of an open term."""
    if "choices" in term:
        return term["choices"]
    start, end, step = (exact(term[key]) for key in ("from", "to", "step"))
    return [start + step * count for count in range(int((end - start) / step) + 1)]


def nearest(share, positions):
    """The position nearest to a share of the front: halves up, never an end of it."""
    return min(max(int(exact(share) * positions + HALF), 1), positions - 1)


class Plan:
    """One plan of a scenario; every guarantor whose consent is above 0 takes part."""

    def __init__(self, scenario, plan):
        self.scenario, self.plan = scenario, plan
        # Those of the terms that were open.
        self.open_terms = {}
        terms = plan["terms"]
        line = terms.get("territory", "line_of_contact") == "line_of_contact"
        self.territory = exact(scenario.start) / scenario.positions if line else exact(terms["territory"])
        self.position = scenario.start if line else nearest(self.territory, scenario.positions)
        self.cap = central(terms.get("defender_forces", "none"))
        self.years = central(terms.get("guarantee_years", 0))
        self.participants = [
            guarantor for guarantor in scenario.guarantors
            if self.years > 0 and guarantor["id"] in plan.get("guarantors", [guarantor["id"]])
            and central(guarantor.get("consent", 1)) > 0
        ]
        self.strike_out()
        self.parameters = self.affected()
        self.guarantors = [self.guarantor(guarantor) for guarantor in self.participants]

    def strike_out(self):
        """Those whose needs are not met do not take part: all of them at once, again and again."""
        forces = lambda guarantors: sum(central(guarantor.get("forces", 0)) for guarantor in guarantors)
        while True:
            ids = [guarantor["id"] for guarantor in self.participants]
            joining = [
                one for one in self.participants
                if forces(self.participants) - forces([one]) >= central(one.get("needs", 0))
                and one.get("needs_guarantor", one["id"]) in ids
            ]
            if len(joining) == len(self.participants):
                return
            self.participants = joining

    def elects(self):
        """By age the chances that the government of the participant with politics goes out and comes back, if there is one."""
        politics = next((guarantor["politics"] for guarantor in self.participants if "politics" in guarantor), None)
        if politics is None:
            return None
        every = int(politics["every"])
        first = int(politics.get("first", every))
        chances = central(politics["out"]), central(politics["back"])
        return lambda age: chances if age >= first and (age - first) % every == 0 else None

    def affected(self):
        """The parameters after the signature."""
        out = dict(self.scenario.parameters)
        for path, effect in self.plan.get("effects", {}).items():
            ((kind, operand),) = effect.items()
            operand = central(operand)
            out[path] = {"set": operand, "add": out[path] + operand, "multiply": out[path] * operand}[kind]
        return out

    def guarantor(self, given):
        number = lambda key: central(given[key] if key in given else GUARANTOR[key])
        own_term = central(self.plan.get("years", {}).get(given["id"], "permanent"))
        places = {participant["id"]: place for place, participant in enumerate(self.participants)}
        return Guarantor(
            reliability=central(given["reliability"]),
            forces=number("forces"),
            punishment=number("punishment"),
            coupling=number("coupling"),
            stationed=self.filled() * number("max_troops"),
            committed_years=min(self.years, own_term, number("max_years")),
            without_backstop=number("without_backstop"),
            backstop=places.get(given.get("backstop")),
            abandoned="backstop" in given and given["backstop"] not in places,
            has_politics="politics" in given,
        )

    def filled(self):
        """The share of what each participant would send at most."""
        most = sum(central(participant.get("max_troops", 0)) for participant in self.participants)
        agreed = exact(self.plan["terms"].get("foreign_troops", 0))
        return min(Decimal(1), agreed / most) if most else Decimal(0)

    def in_force(self, age, active):
        terms = {
            "territory": self.territory,
            "defender_forces": self.scenario.ideal(DEFENDER, "defender_forces") if self.cap == INFINITY else self.cap,
            "foreign_troops": self.troops(age, active),
            "guarantee_years": Decimal(active),
        }
        further = [issue["id"] for issue in self.scenario.file.get("issue", [])]
        return terms | {issue: exact(self.plan["terms"][issue]) for issue in further}

    def troops(self, age, active):
        """Those whose sender is committed at an age; none without an active guarantee."""
        if not active:
            return Decimal(0)
        term_age = age if self.years == INFINITY else age % self.years
        return sum((g.stationed for g in self.guarantors if term_age < g.committed_years), Decimal(0))

    def u(self, side):
        known = {}

        def flow(age, active):
            key = tuple(self.in_force(age, active).items())
            if key not in known:
                known[key] = self.scenario.flow(side, dict(key))
            return known[key]

        return flow

    def settlement(self, side):
        """The settlement in the mind of a side."""
        scenario = self.scenario
        return Settlement(
            parameters=self.parameters,
            positions=scenario.positions,
            position=self.position,
            status_quo=[scenario.status_quo_of(i, self.in_force(0, False)) for i in (0, 1)],
            u=[self.u(i) for i in (0, 1)],
            cap=self.cap,
            years=self.years,
            lookahead=scenario.file.get("enforcement", {}).get("lookahead", 100),
            offset=scenario.offset(side),
            bias=self.parameters[f"{SIDES[side]}.misperception"],
            may_attack=[scenario.file[name].get("may_attack", True) for name in SIDES],
            guarantors=self.guarantors,
            elects=self.elects(),
            paid=scenario.file.get("enforcement", {}).get("shocks") == "paid",
            record=self.record(),
        )

    def record(self):
        """How often peaces such as this break in the record, where the theory asks for it."""
        scenario = self.scenario
        if scenario.file.get("enforcement", {}).get("theory") != "hazard":
            return None
        given = scenario.file["hazard"]
        effects = {key: central(value) for key, value in given.get("effects", {}).items()}
        ratio = lambda key: effects.get(key, Decimal(0))
        moved = abs(self.territory - exact(scenario.first) / scenario.positions)
        issues = [issue["id"] for issue in scenario.file.get("issue", [])]
        constant = ratio("cap") * (self.cap != INFINITY) + ratio("territory") * moved
        constant += sum(ratio(issue) * exact(self.plan["terms"][issue]) for issue in issues)
        return {
            **{key: central(given[key]) for key in ("shape", "scale", "challenger_share")},
            "effects": effects,
            "constant": constant,
            "troops": lambda age: self.troops(age, True),
        }

    def signed(self):
        """The terms at the signature: troops those that are stationed."""
        return {**self.in_force(0, self.years > 0), "defender_forces": self.cap, "guarantee_years": self.years}

    def crosses_red_line(self, side):
        return any(self.beyond(side, issue, term) for issue, term in self.signed().items())

    def beyond(self, side, issue, term):
        """Strictly beyond the red line, seen from the side's own ideal."""
        red_line = self.scenario.demand(side, issue).get("red_line")
        if red_line is None:
            return False
        upwards = self.scenario.ideal(side, issue) < self.scenario.ideal(1 - side, issue)
        return term > central(red_line) if upwards else term < central(red_line)

    @cache
    def solutions(self):
        """Both sides' own."""
        return [Game(self.settlement(side)).solve() for side in (CHALLENGER, DEFENDER)]

    def is_available(self):
        return self.years == 0 or bool(self.guarantors)

    def paused(self, side, value):
        """A value that begins after the plan's ceasefire, in which a side has what it has without fighting."""
        weight = self.scenario.of(side, "discount_factor") ** (exact(self.plan.get("ceasefire_months", 0)) / 12)
        return (1 - weight) * self.scenario.status_quo(side, self.scenario.start) + weight * value

    def evaluate(self, reservations):
        if not self.is_available():
            return {"id": self.plan["id"], "available": False}
        years = self.scenario.file["run"].get("years", 50)
        solutions = self.solutions()
        survival, resumed = fate(self.settlement(CHALLENGER), solutions, years)
        return {
            "id": self.plan["id"],
            "available": True,
            **({"open_terms": self.open_terms} if self.open_terms else {}),
            "foreign_troops": self.troops(0, self.years > 0),
            **{SIDES[side]: self.side(side, solutions[side], reservations[side]) for side in (CHALLENGER, DEFENDER)},
            "years": list(range(years + 1)),
            "survival": survival,
            "resumed_by_challenger": resumed[CHALLENGER],
            "resumed_by_defender": resumed[DEFENDER],
        }

    def side(self, side, solution, reservation):
        value = self.paused(side, solution.value[side])
        surplus = value - reservation - self.scenario.of(side, "margin")
        peace = {"V_peace": solution.value[side]} if self.plan.get("ceasefire_months", 0) > 0 else {}
        return {
            "u": self.u(side)(0, self.years > 0),
            "V": value,
            **peace,
            "surplus": surplus,
            "red_line": self.crosses_red_line(side),
        }
