"""Writes prim.json: a table of trials and the boxes that PRIM of the EMA Workbench peels from it.

    pip install ema_workbench==2.5.3
    python3 tests/vectors/prim.py

The table is made from a seed: three inputs in (0, 1) and one of four values; the outcome is frequent where the first is
high and the second low. Boxes are those of peeling, without pasting.
"""

import json
import pathlib
import random

import numpy as np
import pandas as pd
from ema_workbench.analysis import prim

TRIALS = 1_000


def table():
    stream = random.Random(20_261_127)
    rows = []
    for _ in range(TRIALS):
        x = [round(stream.random(), 6) for _ in range(3)]
        chance = 0.75 if x[0] > 0.55 and x[1] < 0.4 else 0.12
        rows.append(x + [int(stream.random() < chance)])
    return rows


def trajectory(rows, objective):
    frame = pd.DataFrame([row[:3] for row in rows], columns=["a", "b", "c"])
    outcome = np.array([row[3] for row in rows])
    algorithm = prim.Prim(
        frame, outcome, threshold=0.01, obj_function=objective, peel_alpha=0.05, paste_alpha=0.05, mass_min=0.05
    )
    algorithm._paste = lambda box: box
    box = algorithm.find_box()
    steps = []
    for index, row in box.peeling_trajectory.iterrows():
        limits = box.box_lims[index]
        ends = [[float(limits[name].iloc[end]) for end in (0, 1)] for name in "abc"]
        steps.append({"coverage": row["coverage"], "density": row["density"], "restricted": int(row["res_dim"]), "limits": ends})
    last = box.qp[-1]
    qp = {name: [float(it) for it in ends] for name, ends in last.items()}
    return {"steps": steps, "quasi_p_of_last": qp}


def main():
    rows = table()
    kinds = prim.PRIMObjectiveFunctions
    found = {name: trajectory(rows, kind) for name, kind in (("strict", kinds.ORIGINAL), ("lenient", kinds.LENIENT1))}
    path = pathlib.Path(__file__).with_name("prim.json")
    path.write_text(json.dumps({"rows": rows, **found}, separators=(",", ":")) + "\n")


main()
