"""The record behind front.freeze, front.thaw and the shape of [hazard]: python3 record.py

Reads two tables beside it.

interstate-endings.csv: the 68 endings of fighting between states, 1946 to 2020, of the UCDP Conflict Termination
dataset, dyadic, version 3-2021 (Kreutz 2010), CC BY 4.0; columns chosen, peace_years rounded. An episode ends with a
whole year of fewer than 25 deaths, so nothing can restart within the first year: time counts from its end here.
The dataset as used has no dates of onset, and so no months of war.

long-wars.csv: the wars between states since 1945 that went on for more than a year, with their dates: widely reported,
verify before citing (Kashmir, Korea and Vietnam as in the appendix of Stanley and Sawyer 2009). Wars fought
within a civil war (Laos, Cambodia before 1977) are left out; Vietnam counts as one war to its end.

Stops without victory: "wide" is peace_agreement, ceasefire and low_activity; "narrow" leaves out agreements.
"""
import csv
import math
import random
from datetime import date
from pathlib import Path

HERE = Path(__file__).resolve().parent
NARROW = ("ceasefire", "low_activity")
WIDE = (*NARROW, "peace_agreement")
SIGNED = ("ceasefire", "peace_agreement")


def table(name):
    with open(HERE / name, newline="") as file:
        return list(csv.DictReader(file))


def root(f, low, high):
    """Where a falling f is 0."""
    for _ in range(200):
        middle = (low + high) / 2
        low, high = (middle, high) if f(middle) > 0 else (low, middle)
    return (low + high) / 2


def at_most(count, mean):
    """P(Poisson(mean) <= count)."""
    term = total = math.exp(-mean)
    for k in range(1, count + 1):
        term *= mean / k
        total += term
    return total


def exact(count, exposure):
    """Events per unit of exposure, with the exact (Garwood) 95 % interval."""
    low = 0.0 if count == 0 else root(lambda m: at_most(count - 1, m) - 0.975, 0, 10 * count + 10)
    high = root(lambda m: at_most(count, m) - 0.025, 0, 10 * count + 20)
    return count / exposure, low / exposure, high / exposure


def months(start, end):
    return (date.fromisoformat(end) - date.fromisoformat(start)).days / 30.4375


def told(label, count, exposure, unit):
    rate, low, high = exact(count, exposure)
    print(f"  {label}: {count} in {exposure:.0f} {unit}, {rate:.4f} ({low:.4f} to {high:.4f})")


def freezing(endings, wars):
    print("Endings between states since 1946, by outcome; all, and where the last year had 1,000 deaths or more")
    for name in sorted({row["outcome_label"] for row in endings}):
        of = [row for row in endings if row["outcome_label"] == name]
        print(f"  {name}: {len(of)}, {sum(row['intensity_level'] == '2' for row in of)}")
    for name, outcomes in (("narrow", NARROW), ("wide", WIDE)):
        for label, rows in (("all", endings), ("1,000 deaths", [r for r in endings if r["intensity_level"] == "2"])):
            count = sum(row["outcome_label"] in outcomes for row in rows)
            print(f"  stopped without victory, {name}, {label}: {count} of {len(rows)}, {count / len(rows):.2f}")
    print("Wars of more than a year: months fought")
    for war in wars:
        print(f"  {war['war']}: {months(war['start'], war['end']):.1f}, {war['ending']}")
    for after in (12, 24, 36):
        print(f"Chance a month that fighting stops without victory, in wars older than {after} months")
        for label, chosen in (
            ("all", wars),
            ("without Vietnam", [w for w in wars if w["war"] != "Vietnam"]),
            ("without Ukraine", [w for w in wars if w["ending"] != "going_on"]),
        ):
            exposure = sum(max(0.0, months(w["start"], w["end"]) - after) for w in chosen)
            old = [w for w in chosen if months(w["start"], w["end"]) > after]
            for name, outcomes in (("wide", WIDE), ("narrow", NARROW)):
                told(f"{label}, {name}", sum(w["ending"] in outcomes for w in old), exposure, "months")


def peaces(endings, outcomes):
    """Years after the quiet first one, whether fighting began again, and the conflict."""
    return [
        (max(float(row["peace_years"]) - 1, 0.01), row["recurred"] == "1", row["conflict_id"])
        for row in endings
        if row["outcome_label"] in outcomes
    ]


def survival(spans, year):
    """Kaplan and Meier's share that has not begun again."""
    share = 1.0
    for time in sorted({t for t, again, _ in spans if again and t <= year}):
        share *= 1 - sum(again and t == time for t, again, _ in spans) / sum(t >= time for t, _, _ in spans)
    return share


def weibull(spans):
    """Shape and scale of greatest likelihood, censored spans included."""
    again = [math.log(t) for t, event, _ in spans if event]

    def score(k):
        weights = [t**k for t, _, _ in spans]
        logs = sum(w * math.log(t) for w, (t, _, _) in zip(weights, spans)) / sum(weights)
        return 1 / k + sum(again) / len(again) - logs

    k = root(score, 0.05, 5)
    return k, (sum(t**k for t, _, _ in spans) / len(again)) ** (1 / k)


def bootstrap(spans, figure, times=2000):
    """5th and 95th percentile over conflicts drawn anew: episodes of one conflict are not independent."""
    by = {}
    for span in spans:
        by.setdefault(span[2], []).append(span)
    groups, luck, found = list(by.values()), random.Random(1946), []
    for _ in range(times):
        drawn = [span for group in luck.choices(groups, k=len(groups)) for span in group]
        if sum(event for _, event, _ in drawn) > 1:
            found.append(figure(drawn))
    found.sort()
    return found[len(found) // 20], found[-len(found) // 20]


def thawing(endings):
    for label, outcomes in (
        ("ceasefires and low activity", NARROW),
        ("ceasefires", ("ceasefire",)),
        ("low activity", ("low_activity",)),
        ("ceasefires and agreements", SIGNED),
        ("all without victory", WIDE),
    ):
        spans = peaces(endings, outcomes)
        print(f"Restarts after {label}: {len(spans)} endings, {len({c for _, _, c in spans})} conflicts")
        for low, high in ((0, 10), (10, 100), (0, 100)):
            exposure = 12 * sum(max(0.0, min(t, high) - low) for t, _, _ in spans)
            count = sum(event and low < t <= high for t, event, _ in spans)
            told(f"years {low} to {high}, a month", count, exposure, "months")
        rate = lambda drawn: sum(e for _, e, _ in drawn) / 12 / sum(t for t, _, _ in drawn)
        low, high = bootstrap(spans, rate)
        print(f"  the same, whole, by conflict: 5th to 95th percentile {low:.4f} to {high:.4f}")
        print("  standing after 5, 10, 15, 30 years:", *(f"{survival(spans, y):.2f}" for y in (5, 10, 15, 30)))
        k, scale = weibull(spans)
        low, high = bootstrap(spans, lambda drawn: weibull(drawn)[0])
        print(f"  Weibull: shape {k:.2f} ({low:.2f} to {high:.2f} by conflict), scale {scale:.0f} years")


def main():
    endings, wars = table("interstate-endings.csv"), table("long-wars.csv")
    freezing(endings, wars)
    thawing(endings)


if __name__ == "__main__":
    main()
