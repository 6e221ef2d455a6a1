"""Makes the variants of scenarios/paris-2026.toml that are shipped beside it: python3 tests/variants.py [--check]

Each is the case with another name and summary, fewer trials and something more at its end: a plan that leaves its terms open, or
what the record of cease-fires says of how long a signed peace lasts. With --check nothing is written, and a difference fails.
"""
import re
import sys
from math import sqrt
from pathlib import Path

SCENARIOS = Path(__file__).resolve().parent.parent / "scenarios"
BASE = SCENARIOS / "paris-2026.toml"
RULE = "# " + "-" * 111
MAKER = "`python3 tests/variants.py`"

OPEN_HEAD = f"# Made from {BASE.name} by {MAKER}: change that file, not this one.\n\n"
OPEN_KEYS = {
    "name.en": '"Paris, January 2026: open terms"',
    "name.fr": '"Paris, janvier 2026\u00a0: termes ouverts"',
    "summary.en": '"The Paris case with one plan more, whose terms both sides choose. What would they sign if they could choose, and how far from it are the plans on the table?"',
    "summary.fr": '"Le cas de Paris avec un plan de plus, dont les deux camps choisissent les termes. Que signeraient-ils s’ils pouvaient choisir, et à quelle distance en sont les plans sur la table\u00a0?"',
    "trials": "250",
}
OPEN_PLAN = f"""
{RULE}
# What both sides choose
{RULE}

[[plan]]
id = "open"
name.en = "Whatever suits both best"
name.fr = "Ce qui convient le mieux aux deux"
note = "judgement: the lists span the plans above; territory: the line of contact, or with the rest of the Donbas; relief from sanctions at the middle of the plans"
[plan.terms]
territory = {{ choices = ["line_of_contact", 0.21] }}
defender_forces = {{ choices = [600, 800, "none"] }}
foreign_troops = {{ from = 0, to = 40, step = 5 }}
guarantee_years = {{ choices = [5, 10, 15, 20, 30, 50, "permanent"] }}
alignment = {{ from = 0, to = 0.3, step = 0.1 }}
sanctions_relief = 0.4
"""

CLASS_KEYS = {
    "name.en": '"Paris, January 2026, by its reference class"',
    "name.fr": '"Paris, janvier 2026, selon sa classe de référence"',
    "summary.en": '"The Paris case, weighed so that signed peaces last as long as cease-fires between states have lasted. Which of the plans would both sides sign, and what must give for the case to look like its class?"',
    "summary.fr": '"Le cas de Paris, pondéré pour que les paix signées durent autant qu’ont duré les cessez-le-feu entre États. Lequel des plans les deux parties signeraient-elles, et que faut-il céder pour que le cas ressemble à sa classe\u00a0?"',
    "trials": "2_000",
}
CLASS_HEADING = f"""
{RULE}
# What the class of cases says. All above this line, but for name, summary and trials, is {BASE.name}; this file is made of it
# by {MAKER}.
{RULE}
"""
# Of 48 cease-fires between states, the share still standing after so many years.
CASES = 48
STANDING = {5: 0.81, 10: 0.68, 15: 0.66, 30: 0.50}
CLASS_SOURCE = (
    "the 48 cease-fires between states of 1946 to 1994 in the data of Fortna (2004), counted from the signature (Kaplan-Meier); "
    "recomputed from the record, verify against the papers"
)


def forecast(years, share):
    sd = sqrt(share * (1 - share) / CASES)
    note = "sd: sqrt(probability (1 - probability)/48), what so few cases leave open"
    return f"""
[[forecast]]
of = "peace@{years}"
probability = {share}
sd = {sd:.5f}
source = "{CLASS_SOURCE}"
note = "{note}"
"""


def variant(head, keys, tail):
    """The case with other values of some keys, each of which it gives first where it is meant, between these texts."""
    text = BASE.read_text()
    for key, value in keys.items():
        text, count = re.subn(rf"(?m)^{re.escape(key)} = .*$", lambda _: f"{key} = {value}", text, count=1)
        assert count, key
    return head + text.rstrip("\n") + "\n" + tail


def variants():
    forecasts = "".join(forecast(years, share) for years, share in STANDING.items())
    yield SCENARIOS / "paris-2026-open.toml", variant(OPEN_HEAD, OPEN_KEYS, OPEN_PLAN)
    yield SCENARIOS / "paris-2026-reference-class.toml", variant("", CLASS_KEYS, CLASS_HEADING + forecasts)


def main():
    for file, made in variants():
        if sys.argv[1:] != ["--check"]:
            file.write_text(made)
        elif file.read_text() != made:
            sys.exit(f"{file.name} is not what tests/variants.py makes of {BASE.name}")


if __name__ == "__main__":
    main()
