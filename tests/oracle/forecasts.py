"""What others hold probable: section 12 of docs/model.md.

The least relative entropy is found one multiplier after another, each where its own slope is 0 with the others as they are,
until none moves any more.
"""
from arithmetic import exact

STILL = exact("1e-14")
HALVINGS = 62


def happens(event, trial):
    """Whether an event happens in a trial; None where it is not asked about."""
    ((kind, value),) = event.items()
    signed, broken = trial["plan"] is not None, trial["broken_at"]
    stands = lambda years: signed and (broken is None or broken >= years)
    if kind == "settled":
        return signed and trial["month"] <= value
    if kind == "class":
        return trial["class"] == value
    if kind == "signed":
        return trial["plan"] == value
    if kind == "holding":
        return stands(value)
    if kind == "peace":
        return stands(value) if signed else None
    plan, years = value
    return stands(years) if trial["plan"] == plan else None


def above(forecast, trial):
    """g: by how much the trial is above the forecast."""
    event = happens(forecast["of"], trial)
    asked = event is not None and ("given" not in forecast or happens(forecast["given"], trial))
    return (int(event) - exact(forecast["probability"])) if asked else exact(0), asked, bool(event)


def shares(weights, vectors, multipliers):
    """Shares of the trials under these multipliers."""
    exponents = [sum((m * g for m, g in zip(multipliers, vector)), exact(0)) for vector in vectors]
    top = max(exponents)
    raised = [weight * (exponent - top).exp() for weight, exponent in zip(weights, exponents)]
    whole = sum(raised)
    return [it / whole for it in raised]


def root(slope, low, high):
    for _ in range(HALVINGS):
        middle = (low + high) / 2
        low, high = (middle, high) if slope(middle) < 0 else (low, middle)
    return (low + high) / 2


def solved(forecasts, trials):
    told = [[above(forecast, trial) for forecast in forecasts] for trial in trials]
    vectors = [[cell[0] for cell in row] for row in told]
    weights = [exact(trial["weight"]) for trial in trials]
    whole = sum(weights)
    asked = [sum(w for w, row in zip(weights, told) if row[k][1]) / whole for k in range(len(forecasts))]
    penalties = [(exact(it.get("sd", 0)) * share) ** 2 for it, share in zip(forecasts, asked)]
    multipliers = [exact(0)] * len(forecasts)
    moved = exact(1)
    while moved > STILL:
        before = list(multipliers)
        for k, penalty in enumerate(penalties):
            def slope(x):
                tried = [*multipliers[:k], x, *multipliers[k + 1:]]
                p = shares(weights, vectors, tried)
                return sum(share * vector[k] for share, vector in zip(p, vectors)) + penalty * x
            multipliers[k] = root(slope, exact(-60), exact(60))
        moved = max(abs(a - b) for a, b in zip(before, multipliers))
    return multipliers, weights, vectors, told


def probability(k, told, weights):
    asked = sum(w for w, row in zip(weights, told) if row[k][1])
    return sum(w for w, row in zip(weights, told) if row[k][1] and row[k][2]) / asked


def forecasts_case(case):
    forecasts, trials = case["forecasts"], case["trials"]
    multipliers, weights, vectors, told = solved(forecasts, trials)
    after = shares(weights, vectors, multipliers)
    before = [weight / sum(weights) for weight in weights]
    case["lambda"] = multipliers
    case["without"] = [probability(k, told, before) for k in range(len(forecasts))]
    case["with"] = [probability(k, told, after) for k in range(len(forecasts))]
    bits = sum(q * (q / p).ln() for p, q in zip(before, after) if q > 0)
    case["relative_entropy_bits"] = bits / exact(2).ln()
    case["factors"] = [q / p / max(b / a for a, b in zip(before, after)) for p, q in zip(before, after)]
