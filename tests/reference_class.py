"""Makes scenarios/paris-2026-reference-class.toml of scenarios/paris-2026.toml: python3 tests/reference_class.py [--check]

The same case, with the record of cease-fires between states as a forecast of how long a signed peace lasts.
"""
import re
import sys
from math import sqrt
from pathlib import Path

SCENARIOS = Path(__file__).resolve().parent.parent / "scenarios"
BASE, MADE = SCENARIOS / "paris-2026.toml", SCENARIOS / "paris-2026-reference-class.toml"

# Of 48 cease-fires between states, the share still standing after so many years.
CASES = 48
STANDING = {5: 0.81, 10: 0.68, 15: 0.66, 30: 0.50}
SOURCE = (
    "the 48 cease-fires between states of 1946 to 1994 in the data of Fortna (2004), counted from the signature (Kaplan-Meier); "
    "recomputed from the record, verify against the papers"
)
NOTE = "sd: sqrt(probability (1 - probability)/48), what so few cases leave open"

TRIALS = "2_000"
HEADING = '''[scenario]
name.en = "Paris, January 2026, by its reference class"
name.fr = "Paris, janvier 2026, selon sa classe de référence"
summary.en = "The Paris case, weighed so that signed peaces last as long as cease-fires between states have lasted. Which of the plans would both sides sign, and what must give for the case to look like its class?"
summary.fr = "Le cas de Paris, pondéré pour que les paix signées durent autant qu’ont duré les cessez-le-feu entre États. Lequel des plans les deux parties signeraient-elles, et que faut-il céder pour que le cas ressemble à sa classe ?"
'''
RULE = "# " + "-" * 111 + "\n"
INTRODUCTION = f"""
{RULE}# What the class of cases says. All above this line, but for name, summary and trials, is paris-2026.toml; this file is made of it
# by tests/reference_class.py.
{RULE}"""


def forecast(years, share):
    sd = sqrt(share * (1 - share) / CASES)
    lines = ["", "[[forecast]]", f'of = "peace@{years}"', f"probability = {share}", f"sd = {sd:.5f}"]
    return "\n".join([*lines, f'source = "{SOURCE}"', f'note = "{NOTE}"', ""])


def made():
    before, rest = BASE.read_text().split("[scenario]\n")
    heading, rest = rest.split("as_of", 1)
    assert all(line.startswith(("name.", "summary.")) for line in heading.splitlines()), heading
    rest, count = re.subn(r"(?m)^trials = .*$", f"trials = {TRIALS}", rest, count=1)
    assert count, "trials"
    forecasts = "".join(forecast(years, share) for years, share in STANDING.items())
    return f"{before}{HEADING}as_of{rest.rstrip()}\n{INTRODUCTION}{forecasts}"


def main():
    if sys.argv[1:] == ["--check"]:
        if MADE.read_text() != made():
            sys.exit(f"{MADE.name} is not what {BASE.name} makes it: python3 tests/reference_class.py")
    elif sys.argv[1:]:
        sys.exit(__doc__)
    else:
        MADE.write_text(made())


if __name__ == "__main__":
    main()
