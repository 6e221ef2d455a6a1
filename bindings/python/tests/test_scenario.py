"""Reading, checking and changing scenarios."""

import copy
import pickle

import numpy as np
import pytest

import armistice


def test_a_scenario_says_what_is_in_it(tiny):
    assert tiny.plans == ["truce", "guarantee-10"]
    assert tiny.toml.startswith("schema = 1") or "schema = 1" in tiny.toml
    assert [it.path for it in tiny.inputs] == [it for it in tiny.run(trials=64).trials.columns if it in paths(tiny)]
    assert "guarantee-10" in str(tiny) and "guarantee-10" in tiny._repr_html_()


def paths(scenario):
    return {it.path for it in scenario.inputs}


@pytest.mark.parametrize(
    "value, written",
    [
        (0.97, "0.97"),
        (np.float64(0.97), "0.97"),
        (np.int64(1), "1"),
        ("{ uniform = [0.9, 0.97] }", "{ uniform = [0.9, 0.97] }"),
        ({"uniform": [0.9, 0.97]}, '{ "uniform" = [0.9, 0.97] }'),
    ],
)
def test_values_are_set_as_after_set(tiny, value, written):
    path = "challenger.discount_factor" if written != "1" else "run.seed"
    changed = tiny.with_(path, value)
    assert changed.set == [f"{path}={written}"]
    other = armistice.parse(tiny.toml, set=[f"{path}={written}"])
    assert changed.evaluate(draws=1) == other.evaluate(draws=1)
    assert tiny.set == []


def test_only_some_plans_are_on_the_table(scenarios):
    scenario = armistice.load(scenarios / "tiny.toml", plans=["truce"])
    assert scenario.plans == ["truce"]
    with pytest.raises(TypeError, match="list of ids"):
        armistice.load(scenarios / "tiny.toml", plans="truce")


def test_faults_say_where_they_are(tiny):
    text = tiny.toml.replace("war_cost", "war_csot", 1)
    line = 1 + text[: text.index("war_csot")].count("\n")
    with pytest.raises(armistice.ScenarioError) as raised:
        armistice.parse(text, name="mine.toml")
    faults = raised.value.faults
    fault = next(it for it in faults if it.code == "unknown-key")
    assert (fault.line, fault.column, fault.source, fault.severity) == (line, 1, "mine.toml", "error")
    assert "war_cost" in fault.help and f"mine.toml:{line}:1" in str(raised.value)
    assert (raised.value.line, raised.value.column) == (faults[0].line, faults[0].column)
    again = pickle.loads(pickle.dumps(raised.value))
    assert again.faults == faults and str(again) == str(raised.value)


def test_check_tells_instead_of_raising(tiny, scenarios):
    assert armistice.check(scenarios / "tiny.toml") == tiny.warnings
    told = armistice.check(text=tiny.toml, set={"challenger.discount_factor": 2})
    assert [(it.severity, it.code, it.key) for it in told] == [("error", "out-of-range", "challenger.discount_factor")]
    assert told[0].source == "--set" and told[0].line is None
    assert [it.code for it in armistice.check("nowhere.toml")] == ["unreadable"]


def test_scenarios_are_pickled_and_copied(tiny, scenarios):
    changed = armistice.load(scenarios / "tiny.toml", plans=["truce"]).with_("run.seed", 7)
    for twin in (pickle.loads(pickle.dumps(changed)), copy.deepcopy(changed)):
        assert (twin.toml, twin.set, twin.plans, twin.seed) == (changed.toml, changed.set, ["truce"], 7)
        assert twin.run(trials=64).summary_json == changed.run(trials=64).summary_json


def test_evaluate_is_what_the_command_prints(tiny, scenarios, command):
    import json

    printed = command("evaluate", scenarios / "tiny.toml", "--format", "json", "--quiet").stdout
    assert tiny.evaluate() == json.loads(printed)


def test_inputs_have_their_quantiles(tiny):
    luck = np.array([[0.1] * len(tiny.inputs), [0.9] * len(tiny.inputs)])
    by_input = np.column_stack([it.quantile(luck[:, index]) for index, it in enumerate(tiny.inputs)])
    # Tiny has no correlations: each input keeps its own luck.
    assert np.array_equal(tiny.values_at(luck), by_input)
    first = tiny.inputs[0]
    low, high = first.support
    assert low <= first.quantile(0.01) < first.quantile(0.99) <= high and first.unit
    with pytest.raises(ValueError, match="between 0 and 1"):
        first.quantile(1.0)
