"""armistice: a simulator of conflict settlements. Which plan would both sides sign, and would the peace then hold?

>>> import armistice
>>> scenario = armistice.load("scenarios/tiny.toml")
>>> scenario.evaluate()["plans"][0]["id"]
'guarantee-10'
>>> result = scenario.run(trials=2000, seed=7)
>>> result.summary["trials"]
2000

Values are shares of the prize, forces thousand troops, the first war is counted in months and the peace in years;
every input and column says its unit. The same scenario and seed give the same bytes for any number of threads, here
and on the command line.
"""

from __future__ import annotations

import difflib
import html
import json
import numbers
import os
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from armistice import _armistice
from armistice._errors import AssessError, Diagnostic, ScenarioError

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import ArrayLike

    #: What is set over a scenario: `PATH=VALUE`, as after `--set`, or values by path.
    Settings = Mapping[str, Any] | Iterable[str]
    #: Told how much is done, and of how much, several times a second.
    Progress = Callable[[int, int], object]

__all__ = [
    "AssessError",
    "Diagnostic",
    "Input",
    "Points",
    "Result",
    "Scenario",
    "ScenarioError",
    "Table",
    "check",
    "load",
    "parse",
    "sweep",
]
__version__ = _armistice.VERSION


def load(path: str | os.PathLike[str], set: Settings = (), plans: Sequence[str] | None = None) -> Scenario:
    """Reads a scenario file.

    `set` are values set over the file, as `["PATH=VALUE", ...]` or `{path: value}`; a text is taken as after `--set`, so
    that `"permanent"` and `"{ uniform = [0.1, 0.4] }"` both do. `plans` keeps only these on the table.

    Raises `ScenarioError` with every fault of the file, each with line and column.
    """
    return Scenario(_armistice.Core(os.fspath(path), "", "", _settings(set), _words(plans)))


def parse(text: str, set: Settings = (), plans: Sequence[str] | None = None, name: str = "<text>") -> Scenario:
    """The same for the text of a scenario file; `name` is what messages call it."""
    return Scenario(_armistice.Core(None, name, text, _settings(set), _words(plans)))


def check(
    path: str | os.PathLike[str] | None = None,
    set: Settings = (),
    plans: Sequence[str] | None = None,
    *,
    text: str | None = None,
) -> list[Diagnostic]:
    """Everything that is wrong with a scenario file (or a `text`), or, where nothing is, everything that is odd about it.

    Raises nothing for faults of the file: they are the answer.
    """
    if (path is None) == (text is None):
        raise TypeError("give a path or a text")
    file = None if path is None else os.fspath(path)
    told = _armistice.diagnostics(file, "<text>", text or "", _settings(set), _words(plans))
    return [Diagnostic(*diagnostic) for diagnostic in told]


def sweep(
    path: str | os.PathLike[str],
    set: Settings = (),
    plans: Sequence[str] | None = None,
    *,
    trials: int | None = None,
    seed: int | None = None,
    threads: int | None = None,
    progress: Progress | None = None,
    out: str | os.PathLike[str] | None = None,
    charts: bool = False,
) -> Points:
    """Runs a sweep file: a base scenario at many points, all on the same luck.

    Returns one row a point, with the columns of `points.csv`: the value of each axis, then each measure with the lower and
    upper end of its 95 % interval. A value without end, such as "permanent", is infinite among the numbers of an axis.
    `trials` are those at each point. With `out` the results folder of `armistice sweep` stays there (with `charts`, its
    charts and page too), and a sweep that was stopped goes on from there.

    Raises `ScenarioError` with every fault of the sweep file and its base, `ValueError` where something else does not fit.
    """
    with tempfile.TemporaryDirectory() as desk:
        folder = os.path.join(desk, "sweep") if out is None else os.fspath(out)
        columns, few, failed = _armistice.sweep(
            os.fspath(path),
            folder,
            _settings(set),
            _words(plans),
            _count("trials", trials),
            seed,
            _count("threads", threads),
            charts,
            progress,
        )
    return Points(columns, few, failed)


class Scenario:
    """A checked scenario; it is never changed. Made by `load` and `parse`. It can be pickled and copied."""

    __slots__ = ("_core", "_inputs")

    def __init__(self, core: _armistice.Core) -> None:
        self._core = core
        self._inputs: list[Input] | None = None

    def __reduce__(self) -> tuple:
        core = self._core
        return (parse, (core.text, core.set, core.plans_kept, core.name))

    @property
    def name(self) -> str:
        """Name for readers."""
        return self._core.title

    @property
    def toml(self) -> str:
        """The text that it was read from; what is set over it is in `set`."""
        return self._core.text

    @property
    def set(self) -> list[str]:
        """What is set over the text, as `PATH=VALUE`."""
        return self._core.set

    @property
    def plans(self) -> list[str]:
        """Ids of the plans, in the order of the file."""
        return self._core.plans

    @property
    def seed(self) -> int:
        """Seed of every random number."""
        return self._core.seed

    @property
    def trials(self) -> int:
        """Number of trials."""
        return self._core.trials

    @property
    def years(self) -> int:
        """Years for which a peace is followed."""
        return self._core.years

    @property
    def warnings(self) -> list[Diagnostic]:
        """What is legal but odd."""
        return [Diagnostic(*warning) for warning in self._core.warnings]

    @property
    def inputs(self) -> list[Input]:
        """The k uncertain inputs, in the order of the columns that `assess` takes."""
        if self._inputs is None:
            self._inputs = [Input(self._core, index, *told) for index, told in enumerate(self._core.inputs())]
        return list(self._inputs)

    @property
    def figures(self) -> list[str]:
        """Names of all figures that `assess` gives."""
        return self._core.figures()

    @property
    def central(self) -> np.ndarray:
        """Central values of the inputs, (k,): where `evaluate` solves the scenario."""
        import numpy as np

        return np.array([it.central for it in self.inputs])

    def with_(self, path: str, value: Any) -> Scenario:
        """The same scenario with `value` at `path`, as after `--set PATH=VALUE`; it is checked anew.

        Raises `ScenarioError`.
        """
        core = self._core
        changed = [*core.set, f"{path}={_toml(value, outermost=True)}"]
        return Scenario(_armistice.Core(None, core.name, core.text, changed, core.plans_kept))

    def evaluate(self, draws: int | None = None) -> dict[str, Any]:
        """The exact solution at central values, without chance: what `armistice evaluate --format json` prints.

        `draws` are the worlds that are drawn to say how often a change would be accepted (`--trials` of the command); when left
        out, all is told at central values, without chance.
        """
        solution, changes = self._core.evaluate(_count("draws", draws))
        return {**json.loads(solution), "changes": json.loads(changes)}

    def run(
        self,
        trials: int | None = None,
        seed: int | None = None,
        threads: int | None = None,
        progress: Progress | None = None,
        *,
        table: bool = True,
    ) -> Result:
        """Plays the trials; all processors do unless `threads` says how many. Other threads of Python go on meanwhile,
        Ctrl-C stops it.

        `progress(done, total)` is called about twenty times a second; what it raises stops the run. `table=False` keeps
        no table of the trials, which takes memory where they are millions.

        Raises `ScenarioError` for trials or a seed that cannot be, `ValueError` where the trials do not fit the design.
        """
        asked = {"run.trials": trials, "run.seed": seed}
        scenario = self
        for path, value in asked.items():
            scenario = scenario if value is None else scenario.with_(path, value)
        return Result(scenario, scenario._core.run(_count("threads", threads), table, progress))

    def assess(
        self,
        X: ArrayLike,  # noqa: N803 (as in SALib and scikit-learn)
        figures: Sequence[str] | None = None,
        threads: int | None = None,
        progress: Progress | None = None,
    ) -> dict[str, np.ndarray]:
        """Exact figures at any values of the uncertain inputs, without chance.

        `X` is (n, k): a row for each point, a column for each of `inputs`, in their units. Returns (n,) arrays by the
        names of `figures` (all of them if left out); shares and probabilities in [0, 1], values and surpluses in shares of
        the prize. Evidence and forecasts of the scenario do not count in them.

        Where a plan cannot be had `plans.ID.available` is 0, and so is all else of it but its values, which are those of
        fighting on. `plans.csv` leaves such figures empty, and `summary.json` has the means of `surplus`, `value`, `acceptable`
        and `if_signed` over the draws in which the plan is available: keep the rows in which `available` is 1 to do as they
        do. `durable` counts over all rows.

        Raises `AssessError` with `row` and `path` for numbers that an input cannot have.
        """
        import numpy as np

        rows = self._rows(X)
        all_of_them = {name: place for place, name in enumerate(self.figures)}
        asked = list(all_of_them if figures is None else figures)
        places = [_place(name, all_of_them) for name in asked]
        if not places:
            return {}
        found = self._core.assess(rows.ravel(), len(rows), places, _count("threads", threads), progress)
        by_name = np.frombuffer(found).reshape(len(rows), len(places)).T.copy()
        return dict(zip(asked, by_name))

    def values_at(self, U: ArrayLike) -> np.ndarray:  # noqa: N803
        """Values of the inputs at points of the unit cube of independent luck, correlated as the scenario says.

        `U` is (n, k), every number in (0, 1). Returns (n, k), as `assess` takes it.

        Raises `AssessError` with `row` and `path`.
        """
        import numpy as np

        rows = self._rows(U)
        return np.frombuffer(self._core.values_at(rows.ravel())).reshape(rows.shape).copy()

    def _rows(self, given: ArrayLike) -> np.ndarray:
        import numpy as np

        rows = np.ascontiguousarray(given, dtype=np.float64)
        wanted = len(self.inputs)
        if rows.ndim != 2 or rows.shape[1] != wanted:
            raise ValueError(f"the inputs have the shape {rows.shape}; (n, {wanted}) is asked for, a column for each input")
        return rows

    def __repr__(self) -> str:
        return f"<armistice.Scenario {self.name!r}: {len(self.plans)} plans, {len(self.inputs)} uncertain inputs>"

    def __str__(self) -> str:
        """What `armistice check` prints."""
        return self._core.described()

    def _repr_html_(self) -> str:
        return _pre(str(self))


class Input:
    """An uncertain input."""

    __slots__ = ("_core", "_index", "central", "path", "support", "unit")

    def __init__(
        self, core: _armistice.Core, index: int, path: str, unit: str, low: float, high: float, central: float
    ) -> None:
        self._core, self._index = core, index
        self.path: str = path
        """Its path. `guarantor.ID.takes_part` is the luck that decides whether a guarantor whose consent is below 1 takes
        part: it does where the number, a probability in (0, 1), lies below its consent."""
        self.unit: str = unit
        """Its unit."""
        self.support: tuple[float, float] = (low, high)
        """The least and the greatest value that is drawn; either may be infinite."""
        self.central: float = central
        """Its central value; of `guarantor.ID.takes_part` the least number above 0, by which each guarantor takes part whose
        consent is above 0."""

    def quantile(self, u: ArrayLike) -> Any:
        """The value below which it is drawn with chance `u`, in (0, 1); of an array, one for each."""
        import numpy as np

        levels = np.ascontiguousarray(u, dtype=np.float64)
        found = np.frombuffer(self._core.quantiles(self._index, levels.ravel())).reshape(np.shape(u)).copy()
        return found if found.ndim else float(found)

    def __repr__(self) -> str:
        low, high = self.support
        return f"<armistice.Input {self.path}: {self.central:g} in [{low:g}, {high:g}], {self.unit}>"


class Result:
    """What a run came to."""

    __slots__ = ("_ran", "_summary", "_trials", "scenario", "summary_json")

    def __init__(self, scenario: Scenario, ran: _armistice.Ran) -> None:
        self._ran = ran
        self._summary: dict[str, Any] | None = None
        self.scenario: Scenario = scenario
        """The scenario as it was run."""
        self.summary_json: bytes = ran.summary_json()
        """The bytes of `summary.json`, as the command line writes them."""
        self._trials = None if ran.trials is None else Table(ran.trials)

    @property
    def summary(self) -> dict[str, Any]:
        """The figures of `summary.json`, with intervals."""
        if self._summary is None:
            self._summary = json.loads(self.summary_json)
        return self._summary

    @property
    def trials(self) -> Table:
        """One row a trial, with the columns of `trials.csv`: the drawn inputs and what happened."""
        if self._trials is None:
            raise ValueError("the run kept no table of its trials: table=False")
        return self._trials

    def __repr__(self) -> str:
        return f"<armistice.Result of {self.scenario.name!r}: {self.summary['trials']} trials>"

    def __str__(self) -> str:
        """The tables that `armistice run` prints."""
        return self._ran.described()

    def _repr_html_(self) -> str:
        return _pre(str(self))


class Table(Mapping):
    """A table in memory. By name, a column is a numpy array, read-only and (n,): numbers that are not there are NaN (which
    makes whole numbers and flags decimal), words that are not there None.

    Whatever reads Arrow takes it as it is and copies nothing (`__arrow_c_stream__`): `pyarrow.table(t)`,
    `polars.DataFrame(t)`, `pandas.DataFrame.from_arrow(t)`, and DuckDB by the name of the variable:
    `duckdb.sql("select count(*) from t")`. There what is not there is null.
    """

    __slots__ = ("_arrays", "_columns")

    def __init__(self, columns: _armistice.Columns) -> None:
        self._columns = columns
        self._arrays: dict[str, np.ndarray] = {}

    @property
    def columns(self) -> list[str]:
        """Names of the columns."""
        return [name for name, _ in self._columns.fields]

    @property
    def units(self) -> dict[str, str]:
        """Unit and meaning of each column."""
        return dict(self._columns.fields)

    @property
    def rows(self) -> int:
        """Number of rows."""
        return len(self._columns)

    def __getitem__(self, name: str) -> np.ndarray:
        import numpy as np

        if name not in self._arrays:
            kind, values = self._columns.column(name)
            array = np.array(values, dtype=object) if kind == "O" else np.frombuffer(values, dtype=kind)
            array.flags.writeable = False
            self._arrays[name] = array
        return self._arrays[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self.columns)

    def __len__(self) -> int:
        return len(self._columns.fields)

    def __arrow_c_schema__(self) -> object:
        return self._columns.__arrow_c_schema__()

    def __arrow_c_stream__(self, requested_schema: object | None = None) -> object:
        return self._columns.__arrow_c_stream__(requested_schema)

    def __repr__(self) -> str:
        return f"<armistice.{type(self).__name__}: {self.rows} rows, {len(self)} columns>"

    def _repr_html_(self) -> str:
        """The first rows, each column with its name and unit, and how many rows there are."""
        first = Table(self._columns.head(_SHOWN))
        heads = "".join(f"<th>{html.escape(name)}{_small(unit)}</th>" for name, unit in self._columns.fields)
        rows = zip(*([_cell(value) for value in first[name].tolist()] for name in first))
        body = "".join(f"<tr>{''.join(f'<td>{html.escape(cell)}</td>' for cell in row)}</tr>" for row in rows)
        shown = f", the first {first.rows} of them here" if first.rows < self.rows else ""
        told = f"{_many(self.rows, 'row')} and {_many(len(self), 'column')}{shown}"
        return f"<table><thead><tr>{heads}</tr></thead><tbody>{body}</tbody></table><p>{told}</p>"


class Points(Table):
    """The points of a sweep."""

    __slots__ = ("failed_trials", "few")

    def __init__(self, columns: _armistice.Columns, few: dict[str, list[int]], failed_trials: int) -> None:
        super().__init__(columns)
        self.few: dict[str, list[int]] = few
        """By measure, the rows in which it rests on fewer than 20 trials, too few to be shown."""
        self.failed_trials: int = failed_trials
        """Trials that failed."""


#: Rows of a table that a notebook shows.
_SHOWN = 10


def _cell(value: Any) -> str:
    """A value of a table as a notebook shows it; empty where there is none."""
    if value is None or value != value:
        return ""
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else f"{value:.6g}"
    return str(value)


def _small(unit: str) -> str:
    """A unit under the name of its column, where there is one."""
    return f"<br><small>{html.escape(unit)}</small>" if unit else ""


def _many(count: int, thing: str) -> str:
    return f"{count:,} {thing}{'' if count == 1 else 's'}"


def _pre(text: str) -> str:
    return f"<pre>{html.escape(text)}</pre>"


def _words(plans: Sequence[str] | None) -> list[str] | None:
    if isinstance(plans, str):
        raise TypeError(f"plans is a list of ids, such as [{plans!r}]")
    return None if plans is None else list(plans)


def _count(what: str, number: int | None) -> int | None:
    if number is not None and number < 1:
        raise ValueError(f"{what} is {number}; it is at least 1")
    return number


def _place(figure: str, places: dict[str, int]) -> int:
    # The longer name of `summary.json` is understood too.
    short = figure.replace(".if_signed.survival@", ".if_signed@").removesuffix(".mean").removesuffix(".share")
    if figure not in places and short in places:
        return places[short]
    if figure not in places:
        near = difflib.get_close_matches(figure, places, n=1)
        hint = f"; did you mean {near[0]!r}?" if near else "; `figures` lists them"
        raise ValueError(f"there is no figure {figure!r}{hint}")
    return places[figure]


def _settings(given: Settings) -> list[str]:
    if isinstance(given, str):
        raise TypeError(f"set is a list, such as [{given!r}], or a dict")
    if isinstance(given, Mapping):
        return [f"{path}={_toml(value, outermost=True)}" for path, value in given.items()]
    return list(given)


def _toml(value: Any, outermost: bool = False) -> str:
    """A value as TOML. A text at the outermost place is taken as after `--set`."""
    if isinstance(value, str):
        return value if outermost else json.dumps(value)
    if isinstance(value, bool) or type(value).__name__ == "bool_":
        return "true" if value else "false"
    if isinstance(value, numbers.Integral):
        return str(int(value))
    if isinstance(value, numbers.Real):
        return repr(float(value))
    if isinstance(value, Mapping):
        return "{ " + ", ".join(f"{json.dumps(key)} = {_toml(it)}" for key, it in value.items()) + " }"
    if isinstance(value, Iterable):
        return "[" + ", ".join(_toml(it) for it in value) + "]"
    raise TypeError(f"{value!r} is nothing that a scenario can hold")
