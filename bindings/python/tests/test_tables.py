"""Tables in the hands of other libraries."""

import numpy as np
import pytest

import armistice


@pytest.fixture(scope="module")
def trials(tiny):
    return tiny.run(trials=500).trials


@pytest.fixture(scope="module")
def pa():
    return pytest.importorskip("pyarrow")


def test_pyarrow_takes_it_without_a_copy(trials, pa):
    once, twice = pa.table(trials), pa.table(trials)
    assert once.column_names == trials.columns and once.num_rows == 500
    assert once.schema == pa.schema(trials) and once.schema.field("month").metadata[b"unit"].startswith(b"months")
    # Both look at the memory of the table itself.
    values = [table["value_defender"].chunk(0).buffers()[1].address for table in (once, twice)]
    assert values[0] == values[1]
    once.validate(full=True)
    assert np.array_equal(once["value_defender"].to_numpy(), trials["value_defender"])
    assert once["plan"].null_count == np.count_nonzero(trials["plan"] == None)  # noqa: E711


def test_it_outlives_its_maker(pa):
    table = pa.table(armistice.parse(open_text()).run(trials=256).trials)
    assert table["trial"].to_pylist() == list(range(256))


def open_text():
    from conftest import ROOT

    return (ROOT / "scenarios" / "tiny.toml").read_text()


def test_pandas_takes_it(trials, pa):
    pd = pytest.importorskip("pandas")
    frame = pd.DataFrame.from_arrow(trials)
    assert list(frame.columns) == trials.columns and len(frame) == 500
    assert frame["settled"].sum() == trials["settled"].sum()
    assert pd.DataFrame(dict(trials)).shape == frame.shape


def test_polars_takes_it(trials):
    pl = pytest.importorskip("polars")
    frame = pl.DataFrame(trials)
    assert frame.columns == trials.columns and frame.height == 500
    signed = frame.filter(pl.col("settled")).group_by("plan").len()
    assert signed["len"].sum() == trials["settled"].sum()


def test_duckdb_takes_it(trials):
    duckdb = pytest.importorskip("duckdb")
    counted = duckdb.sql("select count(*), sum(settled::int), count(plan) from trials").fetchall()
    assert counted == [(500, trials["settled"].sum(), 500 - np.count_nonzero(trials["plan"] == None))]  # noqa: E711


def test_no_column_can_be_written_to(trials):
    for name in ("trial", "settled", "month", "plan"):
        with pytest.raises(ValueError, match="read-only"):
            trials[name][0] = trials[name][1]


def test_a_notebook_shows_the_first_rows(trials, tiny):
    shown = trials._repr_html_()
    assert shown.count("<tr>") == 1 + 10 and shown.count("<th>") == len(trials)
    assert "<th>trial</th>" in shown and "<th>month<br><small>months</small></th>" in shown
    assert f"<p>500 rows and {len(trials)} columns, the first 10 of them here</p>" in shown
    assert f"<td>{trials['class'][9]}</td>" in shown and "nan" not in shown and "None" not in shown
    few = tiny.run(trials=1).trials._repr_html_()
    assert few.count("<tr>") == 2 and f"<p>1 row and {len(trials)} columns</p>" in few


def test_a_notebook_is_shown_texts_as_texts(scenarios, tmp_path):
    """What a file says cannot write into the page."""
    file = tmp_path / "marked.toml"
    file.write_text(
        f'schema = 1\n[sweep]\nbase = {str(scenarios / "tiny.toml")!r}\ntrials = 20\n[[axis]]\npath = "scenario.name"\n'
        'values = ["<b>a</b>", "b"]\n[[measure]]\nid = "held"\nof = "classes.peace_held"\nunit = "<i>share</i>"\n'
    )
    shown = armistice.sweep(file)._repr_html_()
    assert "&lt;b&gt;a&lt;/b&gt;" in shown and "<b>" not in shown
    assert "&lt;i&gt;share&lt;/i&gt;" in shown and "<i>" not in shown


def test_a_sweep_is_a_table_of_points(scenarios, tmp_path, command, tiny):
    text = (
        'schema = 1\n[sweep]\nbase = "tiny.toml"\ntrials = 64\n[[axis]]\npath = "guarantor.ally.reliability"\n'
        'values = [0.2, 0.5, 0.8]\n[[axis]]\npath = "plan.guarantee-10.terms.guarantee_years"\nvalues = [10, "permanent"]\n'
        '[[measure]]\nid = "held"\nof = "classes.peace_held"\n[[measure]]\nid = "truce"\nof = "plans.truce.if_signed.survival@5"\n'
    )
    (tmp_path / "tiny.toml").write_text(tiny.toml)
    file = tmp_path / "reliability.toml"
    file.write_text(text)
    told = []
    points = armistice.sweep(file, seed=3, progress=lambda done, total: told.append((done, total)))
    assert points.rows == 6 and told[-1] == (384, 384)
    assert list(points["guarantor.ally.reliability"]) == [0.2, 0.2, 0.5, 0.5, 0.8, 0.8]
    years = points["plan.guarantee-10.terms.guarantee_years"]
    assert years.dtype == np.float64 and list(years[:2]) == [10, np.inf]
    assert np.all(points["held_low"] <= points["held"]) and np.all(points["held"] <= points["held_high"])
    command("sweep", file, "--seed", 3, "--out", "points", "--no-charts", "--quiet")
    header, first = (tmp_path / "points" / "points.csv").read_text().splitlines()[:2]
    assert header.split(",") == points.columns
    assert float(first.split(",")[2]) == points["held"][0]
    written = [line.split(",")[1] for line in (tmp_path / "points" / "points.csv").read_text().splitlines()[1:]]
    assert [float(years) for years in written] == list(years)
    again = armistice.sweep(file, seed=3, out=tmp_path / "points")
    assert all(np.array_equal(again[name], points[name], equal_nan=points[name].dtype != object) for name in points)
    with pytest.raises(armistice.ScenarioError) as raised:
        file.write_text(text.replace("classes.peace_held", "classes.peace_hold"))
        armistice.sweep(file)
    assert raised.value.line == text[: text.index("classes.peace_held")].count("\n") + 1
