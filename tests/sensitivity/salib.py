"""Figures and indices of the Ishigami function by SALib, for the tests of src/analysis/sensitivity.

    python3 tests/sensitivity/salib.py > tests/vectors/salib.json        (SALib 1.6)
"""

import json

import numpy as np
from importlib.metadata import version
from SALib.analyze import sobol as analyze
from SALib.sample import sobol as sample

problem = {"num_vars": 3, "names": ["x1", "x2", "x3"], "bounds": [[-np.pi, np.pi]] * 3}
points = sample.sample(problem, 64, calc_second_order=False, seed=1)
x1, x2, x3 = points.T
y = np.sin(x1) + 7 * np.sin(x2) ** 2 + 0.1 * x3**4 * np.sin(x1)
found = analyze.analyze(problem, y, calc_second_order=False, num_resamples=10, seed=1)
columns = y.reshape(64, 5)
print(json.dumps({
    "salib": version("SALib"),
    "a": columns[:, 0].tolist(),
    "mixed": columns[:, 1:4].T.tolist(),
    "b": columns[:, 4].tolist(),
    "first": found["S1"].tolist(),
    "total": found["ST"].tolist(),
}))
