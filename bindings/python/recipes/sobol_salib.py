"""What drives how long a peace lasts? Sobol indices by SALib, of groups of inputs of the Paris case.

SALib draws points of the unit cube, `values_at` makes them values of the inputs (correlated, where the scenario says so),
and `assess` gives the exact figure at each: no trial is played, so that there is no noise in the indices but that of the
points. Asking groups needs N (g + 2) points instead of N (k + 2).

    python sobol_salib.py [POINTS]
"""

import sys
from pathlib import Path

import numpy as np
from SALib.analyze import sobol as indices
from SALib.sample import sobol as sample

import armistice

SCENARIO = Path(__file__).resolve().parents[3] / "scenarios" / "paris-2026.toml"
PLAN = "coalition-30"
POINTS = int(sys.argv[1]) if len(sys.argv) > 1 else 64

scenario = armistice.load(SCENARIO, plans=[PLAN])
figure = f"plans.{PLAN}.if_signed@15"
names = [it.path for it in scenario.inputs]
problem = {
    "num_vars": len(names),
    "names": names,
    "bounds": [[0, 1]] * len(names),
    # `challenger.war_cost` is of the group `challenger`.
    "groups": [name.split(".")[0] for name in names],
}
luck = sample.sample(problem, POINTS, calc_second_order=False, seed=1)
survival = scenario.assess(scenario.values_at(luck), [figure])[figure]
found = indices.analyze(problem, survival, calc_second_order=False, seed=1)

groups = list(dict.fromkeys(problem["groups"]))
print(f"{figure} at {len(luck)} points: mean {survival.mean():.3f}, standard deviation {survival.std():.3f}")
print(f"{'group':12} {'inputs':>6} {'first order':>12} {'total':>7} ± 95 %")
for place in np.argsort(-found["ST"]):
    group, first, total, error = groups[place], found["S1"][place], found["ST"][place], found["ST_conf"][place]
    print(f"{group:12} {problem['groups'].count(group):6} {first:12.3f} {total:7.3f} ± {error:.3f}")
