"""In which worlds does a peace last? PRIM by the EMA Workbench, on the Paris case.

The workbench draws worlds, each a point of the unit cube of independent luck, which `values_at` makes values of the inputs
(correlated, where the scenario says so); `assess` gives the exact figure in each. PRIM then finds the box of inputs, in their
units, in which a plan's peace, once signed, is among those that last best.

    python prim_ema.py [WORLDS]
"""

import sys
from pathlib import Path

import numpy as np
import pandas as pd
from ema_workbench import Model, RealParameter, ScalarOutcome, perform_experiments
from ema_workbench.analysis import prim

import armistice

SCENARIO = Path(__file__).resolve().parents[3] / "scenarios" / "paris-2026.toml"
PLAN = "coalition-30"
WORLDS = int(sys.argv[1]) if len(sys.argv) > 1 else 300

scenario = armistice.load(SCENARIO, plans=[PLAN])
figure = f"plans.{PLAN}.if_signed@15"
# The workbench takes names that Python could have.
inputs = {it.path.replace(".", "__").replace("-", "_"): it for it in scenario.inputs}


def world(**luck):
    place = [[luck[name] for name in inputs]]
    return {"survival": scenario.assess(scenario.values_at(place), [figure], threads=1)[figure][0]}


model = Model("armistice", function=world)
model.uncertainties = [RealParameter(name, 1e-9, 1 - 1e-9) for name in inputs]
model.outcomes = [ScalarOutcome("survival")]
experiments, outcomes = perform_experiments(model, scenarios=WORLDS, log_progress=True)

values = pd.DataFrame(scenario.values_at(experiments[list(inputs)]), columns=[it.path for it in scenario.inputs])

# The best third of all worlds.
level = np.quantile(outcomes["survival"], 2 / 3)
of_interest = outcomes["survival"] > level
box = prim.Prim(values, of_interest, threshold=0.6).find_box()
steps = box.peeling_trajectory
chosen = (steps["density"] * steps["coverage"]).idxmax()
density, coverage = steps.loc[chosen, ["density", "coverage"]]
print(f"{figure} > {level:.3f} in {of_interest.mean():.0%} of {WORLDS} worlds")
print(f"in the box in {density:.0%}; the box has {coverage:.0%} of all such worlds")
widest, limits = box.box_lims[0], box.box_lims[chosen]
for it in scenario.inputs:
    if list(limits[it.path]) != list(widest[it.path]):
        low, high = limits[it.path]
        print(f"  {it.path}: {low:.3g} to {high:.3g} ({it.unit})")
