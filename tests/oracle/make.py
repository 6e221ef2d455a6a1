"""Makes the vectors of tests/vectors again from their inputs.

    python3 tests/oracle/make.py           writes them
    python3 tests/oracle/make.py --check   compares, says the largest difference by file, and fails above 1e-9
"""
import json
import sys
from decimal import Decimal
from pathlib import Path

from arithmetic import INFINITY, exact, logistic
from enforcement import ACTIVE, LAPSED, Game, Settlement, fate
from forecasts import forecasts_case
from guarantee import Guarantor, Rules, expected_punishment, points
from scenario import SIDES, Scenario
from war import CHALLENGER, DEFENDER, War, linear, listed

VECTORS = Path(__file__).resolve().parent.parent / "vectors"
LIMIT = 1e-9
ABOUT = {
    "war": "section 4 of docs/model.md. flow: phi(n) = intercept + slope_per_share n/N, or {list: phi(0..N)}",
    "freezing": "section 4 of docs/model.md: wars that freeze and thaw; W of war, F of a front frozen at the position. flow: "
    "phi(n) = intercept + slope_per_position n",
    "guarantee": "section 7 of docs/model.md: points (x, weight) of X sorted by x, its raw moments, the expected "
    "punishment, and E[logistic(2 ln(400/(300+X)))]. backstop is an index into guarantors",
    "enforcement": "section 8 of docs/model.md: one solution of the game under one belief_offset and misperception, "
    "used here for both sides. u is given by state (constant over ages, whatever is stationed); lists run over ages "
    "0, 1, 2, ...; survival lists begin at year 0",
    "forecasts": "section 12 of docs/model.md: multipliers, probabilities without and with them, relative entropy and factors of "
    "trials that go so",
}


def number(value):
    return INFINITY if value in (None, "permanent", "none") else exact(value)


def status_quo(given, positions):
    if "list" in given:
        return listed(given["list"])
    if "slope_per_position" in given:
        return linear(given["intercept"], exact(given["slope_per_position"]) * positions, positions)
    return linear(given["intercept"], given["slope_per_share"], positions)


def war_case(case):
    collapses = [case[f"collapse_{name}"] for name in SIDES]
    for side, name in enumerate(SIDES):
        war = War(
            side, case["positions"], case["stalemate"], collapses, case[f"discount_factor_{name}"],
            case[f"war_cost_{name}"], status_quo(case[f"flow_{name}"], case["positions"]), case.get("freeze", 0),
            case.get("thaw", 0),
        )
        case[f"W_{name}"] = war.value(case["position"], exact(case["log_odds"]))
        if "freeze" in case:
            case[f"F_{name}"] = war.frozen_value(case["position"], exact(case["log_odds"]))


def participants(given):
    """Those who take part, with backstops by their place among them."""
    places = [place for place, guarantor in enumerate(given) if guarantor["takes_part"]]
    return [participant(given[place], places) for place in places]


def participant(given, places):
    keys = ("reliability", "forces", "punishment", "coupling", "stationed", "committed_years", "without_backstop")
    backstop = given["backstop"]
    there = backstop in places
    return Guarantor(
        **{key: number(given[key]) for key in keys},
        backstop=places.index(backstop) if there else None,
        abandoned=backstop is not None and not there,
    )


def guarantee_case(case):
    guarantors = participants(case["guarantors"])
    rules = Rules(*(exact(case[key]) for key in ("tripwire", "tripwire_scale", "erosion")), renewal=exact(0))
    age, bias = exact(case["age_in_term"]), exact(case["bias"])
    found = points(guarantors, rules, age, bias)
    case["points"] = [list(point) for point in found]
    case["moments"] = [sum(weight * x**power for x, weight in found) for power in (1, 2, 3)]
    case["expected_punishment"] = expected_punishment(guarantors, rules, age, bias)
    case["expected_logistic"] = sum(weight * logistic(2 * (400 / (300 + x)).ln()) for x, weight in found)


# Parameters that the cases of the game do not give: nothing of resolve lasts.
ONE_TYPE = {f"{name}.{key}": Decimal(0) for name in SIDES for key in ("lasting", "turnover")}


def enforcement_case(case):
    settlement = Settlement(
        parameters=ONE_TYPE | {path: exact(value) for path, value in case["parameters"].items()},
        positions=case["positions"],
        position=case["start"],
        status_quo=[status_quo(case["status_quo_flow"][name], case["positions"]) for name in SIDES],
        u=[in_force(case["u"][name]) for name in SIDES],
        cap=number(case["defender_cap"]),
        years=number(case["guarantee_years"]),
        lookahead=case["lookahead"],
        offset=exact(case["belief_offset"]),
        bias=exact(case["misperception"]),
        may_attack=[case[f"{name}_may_attack"] for name in SIDES],
        guarantors=participants(case["guarantors"]),
    )
    solution = Game(settlement).solve()
    for side, name in enumerate(SIDES):
        case[f"V_{name}"] = solution.value[side]
        case["attack_if_mover"][name] = {
            key: attacks_of(solution, side, active) for key, active in (("active", ACTIVE), ("lapsed", LAPSED))
        }
    survival, resumed = fate(settlement, [solution, solution], len(case["survival"]) - 1)
    case["survival"] = survival
    for side, name in enumerate(SIDES):
        case[f"resumed_by_{name}"] = resumed[side]


def in_force(given):
    active, lapsed = exact(given["active"]), exact(given["lapsed"])
    return lambda age, state: active if state else lapsed


def attacks_of(solution, side, active, ages=20):
    """The first ages; None for a state that the settlement never is in."""
    if (0, active) not in solution.attacks:
        return None
    return [solution.attacks[age, active][side][0] for age in range(ages)]


CASES = {
    "war": war_case, "freezing": war_case, "guarantee": guarantee_case, "enforcement": enforcement_case,
    "forecasts": forecasts_case,
}


def vectors():
    """(file, what stands there, what the oracle computes) for every file of vectors."""
    for name, compute in CASES.items():
        path = VECTORS / f"{name}.json"
        made = json.loads(path.read_text())
        made["about"] = ABOUT[name]
        for case in made["cases"]:
            compute(case)
        yield path, json.loads(path.read_text()), made
    for path in sorted((VECTORS / "scenarios").glob("*.toml")):
        target = path.with_suffix(".evaluate.json")
        yield target, json.loads(target.read_text()), Scenario(path).evaluate()


def difference(there, made):
    """The largest difference of two values of one shape: relative, and in thousandths near 0.

    Where shapes, words or booleans differ it is infinite.
    """
    if isinstance(there, dict) and isinstance(made, dict):
        same = list(there) == list(made)
        return max([difference(there[key], made[key]) for key in there], default=0) if same else INFINITY
    if isinstance(there, list) and isinstance(made, list):
        same = len(there) == len(made)
        return max([difference(*pair) for pair in zip(there, made)], default=0) if same else INFINITY
    if isinstance(there, bool) or not isinstance(there, (int, float)) or isinstance(made, (bool, str, type(None))):
        return 0 if there == made else INFINITY
    return abs(exact(there) - exact(made)) / max(abs(exact(made)), exact("1e-3"))


def check():
    worst = 0
    for path, there, made in vectors():
        there.pop("about", None), made.pop("about", None)
        found = float(difference(there, made))
        worst = max(worst, found)
        print(f"{path.relative_to(VECTORS)}: largest difference {found:.1e}", flush=True)
    if worst > LIMIT:
        sys.exit(f"more than {LIMIT} apart")


def write():
    for path, _, made in vectors():
        path.write_text(json.dumps(made, indent=1, default=float, ensure_ascii=False) + "\n")
        print(path.relative_to(VECTORS))


if __name__ == "__main__":
    arguments = sys.argv[1:]
    if arguments not in ([], ["--check"]):
        sys.exit(__doc__)
    check() if arguments else write()
