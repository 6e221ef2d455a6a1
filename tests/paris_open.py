"""Writes scenarios/paris-2026-open.toml, the Paris case with a plan that leaves its terms open: python3 tests/paris_open.py

It is the base with another name and summary, fewer trials, nobody who looks ahead (open terms do not go together with foresight
yet), and one plan more at the end. With --check nothing is written, and a difference fails.
"""
import re
import sys
from pathlib import Path

FOLDER = Path(__file__).resolve().parent.parent / "scenarios"
BASE = FOLDER / "paris-2026.toml"
OPEN = FOLDER / "paris-2026-open.toml"

HEAD = """# Made from paris-2026.toml by `python3 tests/paris_open.py`: change that file, not this one.

"""
CHANGED = {
    "name.en": "Paris, January 2026: open terms",
    "name.fr": "Paris, janvier 2026 : termes ouverts",
    "summary.en": "The Paris case with one plan more, whose terms both sides choose. What would they sign if they could choose, and how far from it are the plans on the table?",
    "summary.fr": "Le cas de Paris avec un plan de plus, dont les deux camps choisissent les termes. Que signeraient-ils s’ils pouvaient choisir, et à quelle distance en sont les plans sur la table ?",
}
TRIALS = "250"
PLAN = """
# ---------------------------------------------------------------------------------------------------------------
# What both sides choose
# ---------------------------------------------------------------------------------------------------------------

[[plan]]
id = "open"
name.en = "Whatever suits both best"
name.fr = "Ce qui convient le mieux aux deux"
note = "judgement: the lists span the plans above; territory: the line of contact, or with the rest of the Donbas; relief from sanctions at the middle of the plans"
[plan.terms]
territory = { choices = ["line_of_contact", 0.21] }
defender_forces = { choices = [600, 800, "none"] }
foreign_troops = { from = 0, to = 40, step = 5 }
guarantee_years = { choices = [5, 10, 15, 20, 30, 50, "permanent"] }
alignment = { from = 0, to = 0.3, step = 0.1 }
sanctions_relief = 0.4
"""


def made():
    text = BASE.read_text()
    for key, words in CHANGED.items():
        text, count = re.subn(rf"(?m)^{re.escape(key)} = .*$", f'{key} = "{words}"', text, count=1)
        assert count, key
    text, count = re.subn(r"(?m)^trials = .*$", f"trials = {TRIALS}", text, count=1)
    assert count, "trials"
    text = re.sub(r"(?m)^foresight = .*$", 'foresight = "none"', text)
    return HEAD + text.rstrip("\n") + "\n" + PLAN


if __name__ == "__main__":
    if "--check" not in sys.argv:
        OPEN.write_text(made())
    elif OPEN.read_text() != made():
        sys.exit("scenarios/paris-2026-open.toml is not what tests/paris_open.py makes of paris-2026.toml")
