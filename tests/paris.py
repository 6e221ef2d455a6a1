"""Compares docs/paris-2026.md with runs: python3 tests/paris.py output/paris-2026/summary.json [target/release/armistice]

Figures of the tables and of the sentence above one of them, to 0.01: half of it is rounding. The runs of the variants, with
open terms and with the reference class, are looked for beside that of the case. With a program, each row of the runs of one
plan is run anew with its options, and the sweep behind "Findings by convention" is. With --write the tables are written.
"""
import csv
import json
import re
import shlex
import subprocess
import sys
import tempfile
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "docs" / "paris-2026.md"
LIMIT = 0.0101


RACE = "In the race a plan is signed"
HAPPENED = "| in the race, share of trials |"
# How a race may end without a signature.
ENDINGS = {
    "no_settlement": "still fighting after 60 months",
    "frozen": "the front frozen",
    "challenger_victory": "Russia wins",
    "defender_victory": "Ukraine wins",
}
# The plans whose figures the evidence moves, or that do best.
TOLD_APART = ["no-foreign-presence", "us-15", "framework-20", "draft-28", "european-counter"]


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
        [acceptable["party.washington"]["share"]],
        [acceptable["party.eu"]["share"]],
        [acceptable["all"]["share"]],
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
        *([classes[name]["share"]] for name in ("no_settlement", "frozen", "challenger_victory", "defender_victory")),
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
    text = " ".join(page.split(RACE)[1].split("| plan |")[0].split())
    classes, holding = summary["classes"], summary["signed_and_holding"]
    peace = summary["peace"]
    right = [
        summary["settlement"]["share"],
        *(classes[name]["share"] for name in ("no_settlement", "frozen", "challenger_victory", "defender_victory")),
        *at(holding["years"], holding["share"], [5, 15, 30]),
        *at(peace["years"], peace["exact"], [5, 15, 30]),
    ]
    yield from differing(f"{RACE} …", numbers(text), right)


def happened(summary):
    """What each row of the table of what has happened says: a share with evidence and without."""
    without = summary["weights"]["without"]
    yield "a plan is signed", summary["settlement"]["share"], without["settlement"]["share"]
    for name, label in ENDINGS.items():
        yield label, summary["classes"][name]["share"], without["classes"][name]["share"]
    holding = [("signed and holding 15 years", summary, without)]
    holding += [(f"the same, {plan}", summary["plans"][plan], without["plans"][plan]) for plan in TOLD_APART]
    for label, there, bare in holding:
        yield label, there["signed_and_holding"]["share"][15], bare["signed_and_holding"]["share"][15]


def told_happened(summary):
    return [row([label, *(f"{share:.2f}" for share in shares)]) for label, *shares in happened(summary)]


def happened_faults(page, summary):
    told = dict(rows(page, HAPPENED))
    for label, *right in happened(summary):
        yield from differing(label, numbers(" ".join(told.pop(label, []))), right)
    yield from (f"the table of what has happened has {label}" for label in told)


def convention_rows(page):
    """Options, what is chosen, and the figures told, of each run of one plan."""
    for options, (_, told) in rows(page, "| options | what is chosen |"):
        yield options, numbers(told)


def run_of(program, options, folder):
    """The figures of a run of the case with these options."""
    case = str(ROOT / "scenarios" / "paris-2026.toml")
    command = [program, "run", case, "--out", folder, "--force", "--no-charts"]
    subprocess.run([*command, *shlex.split(options)], check=True, capture_output=True)
    return json.loads((Path(folder) / "summary.json").read_text())


def survival_of(program, options, folder):
    """Survival if signed to 15 and 30 years in a run of the case with these options."""
    words = shlex.split(options)
    plan = words[words.index("--plans") + 1]
    summary = run_of(program, f"--no-alone --trials 1500 {options}", folder)
    survival = summary["plans"][plan]["if_signed"]["survival"]
    return [survival[15], survival[30]]


def hope_of(program, options, folder):
    """What a run says that depends on what a plan is compared with."""
    summary = run_of(program, f"--trials 600 {options}", folder)
    plan = summary["plans"]["no-foreign-presence"]
    shares = [plan["acceptable"][name] for name in ("challenger", "defender", "all")]
    shares += [summary["settlement"], plan["alone"]["signed"]]
    return [share["share"] for share in shares] + [plan["alone"]["signed_and_holding"]["share"][15]]


HOPE = "| options | a plan is compared with |"


def convention_faults(page, program):
    with tempfile.TemporaryDirectory() as folder:
        for options, told in convention_rows(page):
            yield from differing(options, told, survival_of(program, options, folder))
        for options, (_, *told) in rows(page, HOPE):
            yield from differing(options, numbers(" ".join(told)), hope_of(program, options, folder))


SWEEP = ROOT / "scenarios" / "sweeps" / "findings-by-convention.toml"
START, END = "<!-- sweep: findings-by-convention -->\n", "\n<!-- end of sweep -->"
# The plans compared by themselves.
KEPT = {
    "kept_no_presence": "no-foreign-presence",
    "kept_coalition": "coalition-30",
    "kept_us": "us-15",
    "kept_framework": "framework-20",
    "kept_draft": "draft-28",
}
HEAD = [
    "what is chosen",
    "best by itself, signed and holding 15 years",
    "peace for 15 years, no troops",
    "`draft-28`",
    "30 years for 15: peace to 15, to 30 years",
    "signed and holding 15 years",
    "15 thousand troops: peace for 15 years",
    "signed and holding 15 years",
    "cap of 600 for 800: peace for 15 years",
    "army of 85 for 800: peace for 15 years",
]
LEVELS = ["peace_15", "peace_draft"]
CELLS = [["peace_15"], ["peace_draft"], ["longer_at_15", "longer_at_30"], ["longer_kept"], ["presence"], ["presence_kept"], ["cap"], ["symbolic"]]


def written(value):
    """A value as the sweep file has it, for readers."""
    if isinstance(value, dict):
        return "{ " + ", ".join(f"{key} = {written(inner)}" for key, inner in value.items()) + " }"
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, float):
        return f"{value:f}".rstrip("0").rstrip(".")
    return f'"{value}"' if isinstance(value, str) else str(value)


def chosen():
    """What each point chooses, in the order of the design: the base, then every value of every axis."""
    with open(SWEEP, "rb") as file:
        axes = tomllib.load(file)["axis"]
    yield "the case as it is"
    for axis in axes:
        for value in axis["values"]:
            yield f"{axis['name']}: `{axis['path']} = {written(value)}`"


def figure(point, measure):
    if not point[measure]:
        return "–"
    number = f"{float(point[measure]):.2f}" if measure in LEVELS else f"{float(point[measure]):+.2f}"
    return "0.00" if number in ("+0.00", "-0.00") else number.replace("-", "−")


def best(point):
    """The plan that does best by itself, and those within 0.01 of it."""
    kept = {plan: float(point[measure]) for measure, plan in KEPT.items() if point[measure]}
    top = max(kept.values())
    near = sorted((plan for plan in kept if kept[plan] > top - 0.01), key=lambda plan: -kept[plan])
    return f"{', '.join(f'`{plan}`' for plan in near)} {top:.2f}"


def convention_table(program):
    """The table of the sweep, run anew."""
    with tempfile.TemporaryDirectory() as folder:
        command = [program, "sweep", str(SWEEP), "--out", folder, "--force", "--no-charts", "--quiet"]
        subprocess.run(command, check=True, capture_output=True)
        with open(Path(folder) / "points.csv", newline="") as file:
            points = list(csv.DictReader(file))
    lines = [HEAD, ["---"] * len(HEAD)]
    for label, point in zip(chosen(), points, strict=True):
        lines.append([label, best(point), *(" ".join(figure(point, name) for name in cell) for cell in CELLS)])
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)


def table_faults_of_sweep(page, program):
    """What the table of the sweep says wrongly."""
    made = convention_table(program)
    lines = page.split(START)[1].split(END)[0].splitlines()
    yield from (f"findings by convention: missing: {line}" for line in made.splitlines() if line not in lines)
    if len(lines) != len(made.splitlines()):
        yield f"findings by convention: {len(lines)} lines"


CLASS = "paris-2026-reference-class"
CLASS_START, CLASS_END = "<!-- run: paris-2026-reference-class -->\n", "\n<!-- end of run -->"
# Inputs that are shown, those that moved most.
MOVED = 6


def table(head, lines):
    return "\n".join(row(cells) for cells in [head, ["---"] * len(head), *lines])


def told_of_input(x):
    """A figure of an input; none where some of its values have no bound."""
    return "–" if x is None else f"{x:.3g}"


def class_tables(summary):
    """What the record of cease-fires makes of the case: forecasts, headline, inputs."""
    weights, inputs = summary["weights"], summary["inputs"]
    bits = weights["relative_entropy_bits"]
    forecasts = [
        [
            f"`{it['of']}`",
            f"{it['probability']:.2f} ± {it['sd']:.2f}",
            f"{it['without']:.3f}",
            f"{it['with']:.3f}",
            f"{it['lambda']:+.2f}".replace("-", "−"),
            f"{max(0, bits - it['bits_without']):.3f}",
        ]
        for it in weights["forecasts"]
    ]
    without = weights["without"]
    year = 15
    pairs = [
        ("a plan is signed", summary["settlement"]["share"], without["settlement"]["share"]),
        ("signed and holding 15 years", summary["signed_and_holding"]["share"][year], without["signed_and_holding"]["share"][year]),
        *((f"the trial ends in `{name}`", it["share"], without["classes"][name]["share"]) for name, it in summary["classes"].items()),
    ]
    headline = [[name, f"{before:.3f}", f"{after:.3f}"] for name, after, before in pairs]
    moved = sorted((path for path in inputs if inputs[path]["moved"] > inputs[path]["by_chance"]), key=lambda path: -inputs[path]["moved"])
    shifts = [
        [f"`{path}`", *(told_of_input(inputs[path][when][mean]) for when in ("prior", "posterior") for mean in ("mean", "p50")), f"{inputs[path]['moved']:.3f}"]
        for path in moved[:MOVED]
    ]
    told = (
        f"All together: {bits:.3f} bits; the {summary['trials']} trials tell as much as {weights['effective_trials']:.0f} of equal weight; "
        f"{len(moved)} of {len(inputs)} inputs moved by more than chance."
    )
    parts = [
        table(["of", "the class", "the case without", "the case with", "lambda", "bits"], forecasts),
        told,
        table(["", "without", "with"], headline),
        table(["input", "mean before", "median before", "mean after", "median after", "moved"], shifts),
    ]
    return "\n\n".join(parts)


def class_faults(page, summary):
    made, there = class_tables(summary), page.split(CLASS_START)[1].split(CLASS_END)[0]
    lines = there.splitlines()
    yield from (f"the case and its class: missing: {line}" for line in made.splitlines() if line not in lines)


OPEN = "paris-2026-open"
OPEN_START, OPEN_END = "<!-- open terms -->\n", "\n<!-- end of open terms -->"


def choice(value):
    """A choice of an open term, for readers."""
    return value.replace("_", " ") if isinstance(value, str) else f"{value:g}"


def open_text(summary):
    """What both sides would sign: a sentence and a table."""
    ((name, told),) = summary["open_terms"].items()
    apart = sorted((spread["mean"], plan) for plan, spread in told["distance"].items() if spread["mean"] is not None)
    share, low, high = (told["range"][key] for key in ("share", "low", "high"))
    lines = [
        f"In {share:.2f} ({low:.2f} to {high:.2f}) of the draws there is something within these lists that both would sign. Of the plans on the table "
        + ", ".join(f"`{plan}` ({mean:.2f})" for mean, plan in apart[:3])
        + " lie nearest to what they would sign, "
        + " and ".join(f"`{plan}` ({mean:.2f})" for mean, plan in apart[-2:])
        + f" farthest. `{name}` is signed in {summary['plans'][name]['signed']['share']:.2f} of the trials, and one plan or another in {summary['settlement']['share']:.2f}.",
        "",
        "| term | what both would sign, at the start | signed in the race |",
        "|---|---|---|",
    ]
    for issue, term in told["terms"].items():
        cells = [
            ", ".join(f"{choice(value)}: {share:.2f}" for value, share in zip(term["choices"], term[key]["share"]))
            for key in ("at_start", "signed")
        ]
        lines.append(row([f"`{issue}`", *cells]))
    return "\n".join(lines)


def open_faults(page, summary):
    made, told = open_text(summary), page.split(OPEN_START)[1].split(OPEN_END)[0]
    yield from (f"open terms: missing: {line}" for line in made.splitlines() if line not in told.splitlines())


def with_rows(page, head, lines):
    """The page with other rows in the table whose first cells are these."""
    before, rest = page.split(head)
    table, behind = rest.split("\n\n", 1)
    return before + head + "\n".join([*table.splitlines()[:2], *lines]) + "\n\n" + behind


def row(cells):
    return "| " + " | ".join(cells) + " |"


def told_of(name, plan, years):
    """The row of a plan, as the page has it."""
    *shares, survival, (low, high) = figures_of(plan, years)
    digits = [2, 2, 2, 2, 2, 2, 3]
    cells = [f"{share:.{places}f}" for (share,), places in zip(shares, digits)]
    return row([f"`{name}`", *cells, " ".join(f"{share:.2f}" for share in survival), f"{low:.2f} to {high:.2f}"])


def told_alone(name, plan, years):
    """The row of a plan by itself, as the page has it."""
    (signed,), (holding, low, high), *classes, mean = alone_of(plan, years)
    kept = f"{holding:.3f} ({low:.3f} to {high:.3f})"
    shares = [f"{share:.2f}" for (share,) in classes]
    return row([f"`{name}`", f"{signed:.3f}", kept, *shares, "".join(f"{share:.2f}" for share in mean)])


def written_page(page, summaries, program):
    """The page with its tables made anew."""
    summary, of_class, of_open = summaries
    plans, years = summary["plans"], summary["peace"]["years"]
    page = with_rows(page, "| plan | Russia accepts |", [told_of(name, plan, years) for name, plan in plans.items()])
    best = sorted(plans, key=lambda name: -plans[name]["alone"]["signed_and_holding"]["share"][15])
    page = with_rows(page, "| plan by itself |", [told_alone(name, plans[name], years) for name in best])
    page = with_rows(page, HAPPENED, told_happened(summary))
    with tempfile.TemporaryDirectory() as folder:
        lines = []
        for options, (choice, _) in rows(page, "| options | what is chosen |"):
            survival = survival_of(program, options, folder)
            lines.append(row([f"`{options}`", choice, " ".join(f"{share:.2f}" for share in survival)]))
        page = with_rows(page, "| options | what is chosen |", lines)
        lines = []
        for options, (compared, *_) in rows(page, HOPE):
            shares = hope_of(program, options, folder)
            lines.append(row([f"`{options}`", compared, *(f"{share:.2f}" for share in shares)]))
        page = with_rows(page, HOPE, lines)
    before, rest = page.split(START)
    page = before + START + convention_table(program) + END + rest.split(END, 1)[1]
    before, rest = page.split(CLASS_START)
    page = before + CLASS_START + class_tables(of_class) + CLASS_END + rest.split(CLASS_END, 1)[1]
    before, rest = page.split(OPEN_START)
    return before + OPEN_START + open_text(of_open) + OPEN_END + rest.split(OPEN_END, 1)[1]


def differing(where, told, right):
    if len(told) != len(right):
        yield f"{where}: {len(told)} numbers, not {len(right)}"
    for said, found in zip(told, right):
        if abs(said - found) > LIMIT:
            yield f"{where}: {said} is {found:.3f}"


def main():
    write = "--write" in sys.argv
    case, *programs = [argument for argument in sys.argv[1:] if argument != "--write"]
    beside = Path(case).resolve().parents[1]
    files = [Path(case), beside / CLASS / "summary.json", beside / OPEN / "summary.json"]
    page, (summary, of_class, of_open) = PAGE.read_text(), [json.loads(file.read_text()) for file in files]
    if write:
        page = written_page(page, (summary, of_class, of_open), *programs)
        PAGE.write_text(page)
    faults = [alone_faults, table_faults, sentence_faults, happened_faults]
    wrong = [fault for find in faults for fault in find(page, summary)]
    wrong += [*class_faults(page, of_class), *open_faults(page, of_open)]
    for program in [] if write else programs:
        wrong += [*convention_faults(page, program), *table_faults_of_sweep(page, program)]
    if wrong:
        sys.exit("\n".join(wrong))
    print("docs/paris-2026.md says what the run found")


if __name__ == "__main__":
    main()
