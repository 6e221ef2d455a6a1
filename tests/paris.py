"""Compares docs/paris-2026.md with a run: python3 tests/paris.py output/paris-2026/summary.json [target/release/armistice]

Figures of the tables and of the sentence above one of them, to 0.01: half of it is rounding. With a program, each row of
"Findings that were conventions" is run anew with its options, 10,000 trials of one plan.
"""
import json
import re
import shlex
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "docs" / "paris-2026.md"
LIMIT = 0.0101


def rows(page, head="| plan | Russia accepts |"):
    """The cells of the rows that begin with a plan's id."""
    table = page.split(head)[1].split("\n\n")[0]
    for line in table.splitlines()[2:]:
        cells = [cell.strip() for cell in line.strip("|").split("|")]
        yield cells[0].strip("`"), cells[1:]


def numbers(text):
    return [float(number) for number in re.findall(r"[0-9]+\.[0-9]+", text)]


def at(years, values, wanted):
    return [values[years.index(year)] for year in wanted]


def figures_of(plan, years):
    """What the row of a plan should say, in the order of its cells."""
    acceptable, signed = plan["acceptable"], plan["if_signed"]
    return [
        [acceptable["challenger"]["share"]],
        [acceptable["defender"]["share"]],
        [acceptable["both"]["share"]],
        [plan["signed"]["share"]],
        at(years, signed["survival"], [5, 15, 30, 50]),
        at(years, signed["across"]["p5"], [15]) + at(years, signed["across"]["p95"], [15]),
    ]


def alone_of(plan, years):
    """What the row of a plan by itself should say."""
    alone = plan["alone"]
    classes, holding = alone["classes"], alone["signed_and_holding"]
    mean = plan["if_acceptable"]["mean"][years.index(15)]
    return [
        [alone["signed"]["share"]],
        [*at(years, holding["share"], [15]), *at(years, holding["low"], [15]), *at(years, holding["high"], [15])],
        *([classes[name]["share"]] for name in ("no_settlement", "challenger_victory", "defender_victory")),
        [] if mean is None else [mean],
    ]


def alone_faults(page, summary):
    told = {name: cells for name, cells in rows(page, "| plan by itself |")}
    if sorted(told) != sorted(summary["plans"]):
        yield f"the table of plans by themselves has {list(told)}"
    for name, cells in told.items():
        for cell, right in zip(cells, alone_of(summary["plans"][name], summary["peace"]["years"])):
            yield from differing(f"{name} by itself", numbers(cell), right)
    shares = [summary["plans"][name]["alone"]["signed_and_holding"]["share"][15] for name in told]
    if shares != sorted(shares, reverse=True):
        yield "the plans by themselves do not stand in order"


def table_faults(page, summary):
    told = dict(rows(page))
    if list(told) != list(summary["plans"]):
        yield f"the table has {list(told)}"
    for name, cells in told.items():
        plan = summary["plans"][name]
        for cell, right in zip(cells, figures_of(plan, summary["peace"]["years"])):
            yield from differing(name, numbers(cell), right)


def sentence_faults(page, summary):
    text = " ".join(page.split("About two trials in five")[1].split("| plan |")[0].split())
    classes, holding = summary["classes"], summary["signed_and_holding"]
    peace = summary["peace"]
    right = [
        summary["settlement"]["share"],
        *(classes[name]["share"] for name in ("no_settlement", "challenger_victory", "defender_victory")),
        *at(holding["years"], holding["share"], [5, 15, 30]),
        *at(peace["years"], peace["exact"], [5, 15, 30]),
    ]
    yield from differing("About two trials in five …", numbers(text), right)


def convention_rows(page):
    """Options, what is chosen, and the figures told, of each run of one plan."""
    for options, (_, told) in rows(page, "| options | what is chosen |"):
        yield options, numbers(told)


def survival_of(program, options, folder):
    """Survival if signed to 15 and 30 years in a run of the case with these options."""
    command = [program, "run", str(ROOT / "scenarios" / "paris-2026.toml"), "--out", folder, "--force", "--no-charts"]
    subprocess.run([*command, *shlex.split(options)], check=True, capture_output=True)
    (plan,) = json.loads((Path(folder) / "summary.json").read_text())["plans"].values()
    survival = plan["if_signed"]["survival"]
    return [survival[15], survival[30]]


def convention_faults(page, program):
    with tempfile.TemporaryDirectory() as folder:
        for options, told in convention_rows(page):
            yield from differing(options, told, survival_of(program, options, folder))


def differing(where, told, right):
    if len(told) != len(right):
        yield f"{where}: {len(told)} numbers, not {len(right)}"
    for said, found in zip(told, right):
        if abs(said - found) > LIMIT:
            yield f"{where}: {said} is {found:.3f}"


def main():
    page, summary = PAGE.read_text(), json.loads(Path(sys.argv[1]).read_text())
    wrong = [*alone_faults(page, summary), *table_faults(page, summary), *sentence_faults(page, summary)]
    for program in sys.argv[2:]:
        wrong += convention_faults(page, program)
    if wrong:
        sys.exit("\n".join(wrong))
    print("docs/paris-2026.md says what the run found")


if __name__ == "__main__":
    main()
