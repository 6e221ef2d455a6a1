"""Runs: the same bytes as the command line, tables, and ways to stop."""

import csv
import os
import signal
import threading
import time

import numpy as np
import pytest

import armistice


@pytest.fixture(scope="module")
def result(tiny):
    return tiny.run(trials=1000, seed=11)


@pytest.fixture
def written(command, scenarios, tmp_path):
    """The folder of the same run on the command line."""
    settings = ["--trials", 1000, "--seed", 11, "--no-charts", "--quiet", "--out", "run"]
    command("run", scenarios / "tiny.toml", *settings)
    return tmp_path / "run"


def test_the_summary_has_the_bytes_of_the_command(result, written):
    assert result.summary_json == (written / "summary.json").read_bytes()
    assert result.summary["trials"] == 1000
    assert result.summary["plans"].keys() == {"guarantee-10", "truce"}
    assert str(result).startswith("Tiny: 1,000 trials")
    assert result._repr_html_().startswith("<pre>")


def test_the_table_is_that_of_the_command(result, written):
    with open(written / "trials.csv", newline="") as file:
        lines = list(csv.DictReader(file))
    table = result.trials
    assert table.columns == list(lines[0]) and table.rows == len(lines) == 1000
    assert table.units["month"].startswith("months")
    for name in table:
        for cell, value in zip((line[name] for line in lines), table[name]):
            assert told(value) == read(cell, value), name


def told(value):
    missing = value is None or value != value
    return "" if missing else value


def read(cell, value):
    """A field of CSV as what stands in the table."""
    if cell == "" or isinstance(value, str):
        return cell
    if cell in ("true", "false"):
        return cell == "true"
    return float("inf" if cell in ("none", "permanent") else cell)


def test_columns_have_the_types_of_what_they_hold(result):
    kinds = {name: result.trials[name].dtype for name in ("trial", "settled", "month", "value_challenger", "class")}
    assert [kind.kind for kind in kinds.values()] == ["i", "b", "f", "f", "O"]
    with pytest.raises(KeyError):
        result.trials["nothing"]


def test_threads_change_nothing(tiny, result):
    for threads in (1, 3):
        other = tiny.run(trials=1000, seed=11, threads=threads)
        assert other.summary_json == result.summary_json
        assert all(np.array_equal(other.trials[name], result.trials[name]) for name in ("trial", "value_defender"))
    with pytest.raises(ValueError, match="at least 1"):
        tiny.run(threads=0)


def test_a_run_without_a_table_says_so(tiny):
    with pytest.raises(ValueError, match="table=False"):
        tiny.run(trials=64, table=False).trials


def test_progress_is_told_to_the_end(tiny):
    told = []
    tiny.run(trials=2048, progress=lambda done, total: told.append((done, total)))
    assert told[-1] == (2048, 2048) and told == sorted(told)


def test_what_progress_raises_ends_the_run(tiny):
    def refuse(done, total):
        raise RuntimeError(f"enough of {total}")

    begun = time.monotonic()
    with pytest.raises(RuntimeError, match="enough of 50000000"):
        tiny.run(trials=50_000_000, table=False, progress=refuse)
    assert time.monotonic() - begun < 5


def test_ctrl_c_stops_a_run(tiny):
    # Also where these tests are run by something that has it ignored.
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        threading.Timer(0.3, os.kill, (os.getpid(), signal.SIGINT)).start()
        begun = time.monotonic()
        with pytest.raises(KeyboardInterrupt):
            tiny.run(trials=50_000_000, table=False)
        assert time.monotonic() - begun < 0.3 + 2
    finally:
        signal.signal(signal.SIGINT, before)


def test_other_threads_of_python_go_on(tiny):
    counted, over = 0, threading.Event()

    def count():
        nonlocal counted
        while not over.is_set():
            counted += 1
            time.sleep(0.001)

    counter = threading.Thread(target=count)
    counter.start()
    tiny.run(trials=2000, threads=1, table=False)
    over.set()
    counter.join()
    assert counted > 5


def test_settings_that_cannot_be_are_refused(tiny):
    with pytest.raises(armistice.ScenarioError, match="run.trials"):
        tiny.run(trials=0)
    with pytest.raises(ValueError, match="power of two"):
        tiny.with_("run.sampling", "sobol").run(trials=1000)


def test_the_command_stops_and_fails_as_it_does_elsewhere(command, scenarios):
    assert command("--version").stdout == f"armistice {armistice.__version__}\n"
    assert "tiny.toml" in command("check", "tiny.toml", status=2).stderr
    assert "unexpected argument" in command("run", "--nonsense", status=2).stderr
