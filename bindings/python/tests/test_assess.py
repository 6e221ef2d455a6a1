"""Exact figures at given inputs."""

import numpy as np
import pytest

import armistice


@pytest.mark.parametrize("name", ["tiny", "seven-parties"])
def test_central_values_give_what_evaluate_gives(scenarios, name):
    scenario = armistice.load(scenarios / f"{name}.toml")
    found = scenario.assess([scenario.central])
    solved = scenario.evaluate(draws=1)
    assert found["war_values.defender"] == solved["defender"]["W"]
    for plan in solved["plans"]:
        at = {key: found[f"plans.{plan['id']}.{key}"][0] for key in ("surplus.challenger", "value.defender")}
        assert at == {"surplus.challenger": plan["challenger"]["surplus"], "value.defender": plan["defender"]["V"]}
        survival = [found[f"plans.{plan['id']}.if_signed@{year}"][0] for year in range(scenario.years + 1)]
        assert survival == plan["survival"]


def test_draws_give_what_trials_were_told(tiny):
    """Both accept in the trials in which the figure says so, as far as trials that signed show it."""
    trials = tiny.run(trials=512).trials
    inputs = np.column_stack([trials[it.path] for it in tiny.inputs])
    accepts = tiny.assess(inputs, ["plans.truce.available", "war_values.challenger"])
    assert set(accepts["plans.truce.available"]) == {1.0}
    assert len(set(accepts["war_values.challenger"])) > 500


def test_threads_and_rows_change_nothing(tiny):
    points = tiny.values_at(np.random.default_rng(1).uniform(size=(100, len(tiny.inputs))))
    names = ["plans.guarantee-10.if_signed@15", "war_values.defender"]
    one = tiny.assess(points, names, threads=1)
    three = tiny.assess(points, names, threads=3)
    backwards = tiny.assess(points[::-1], names)
    for name in names:
        assert one[name].shape == (100,) and np.array_equal(one[name], three[name])
        assert np.array_equal(one[name], backwards[name][::-1])
    assert list(tiny.assess(points[:2])) == tiny.figures


def test_what_cannot_be_is_refused(tiny):
    rows = np.tile(tiny.central, (50, 1))
    column = next(index for index, it in enumerate(tiny.inputs) if it.support[0] >= 0)
    rows[[17, 31], column] = -1
    for threads in (1, 4):
        with pytest.raises(armistice.AssessError, match="row 17: ") as raised:
            tiny.assess(rows, threads=threads)
        assert (raised.value.row, raised.value.path) == (17, tiny.inputs[column].path)
    with pytest.raises(armistice.AssessError) as raised:
        tiny.values_at([[0.5] * (len(tiny.inputs) - 1) + [1.0]])
    assert (raised.value.row, raised.value.path) == (0, tiny.inputs[-1].path)
    with pytest.raises(ValueError, match="a column for each input"):
        tiny.assess([tiny.central[:-1]])
    names = ["plans.truce.if_signed.survival@15", "plans.truce.surplus.defender.mean"]
    found = tiny.assess([tiny.central], [*names, "plans.truce.if_signed@15"])
    assert found[names[0]] == found["plans.truce.if_signed@15"]
    with pytest.raises(ValueError, match="did you mean 'plans.truce.if_signed@15'"):
        tiny.assess([tiny.central], ["plans.truce.if_signde@15"])


def test_no_rows_are_no_figures(tiny):
    found = tiny.assess(np.empty((0, len(tiny.inputs))), ["war_values.defender"])
    assert found["war_values.defender"].shape == (0,)


def test_a_guarantor_of_uncertain_consent_takes_part_or_not(scenarios):
    scenario = armistice.load(scenarios / "tiny.toml", set={"guarantor.ally.consent": 0.5})
    place = [it.path for it in scenario.inputs].index("guarantor.ally.takes_part")
    rows = np.tile(scenario.central, (2, 1))
    rows[:, place] = [0.4, 0.6]
    with_it, without = scenario.assess(rows, ["plans.guarantee-10.value.defender"])["plans.guarantee-10.value.defender"]
    assert with_it != without
    luck = scenario.inputs[place]
    assert luck.unit == "probability" and 0 < luck.central < 1e-300


def test_a_plan_that_cannot_be_had_is_worth_fighting_on(scenarios):
    """All else of it is 0; where it can be had, the figures have the means of the summary."""
    scenario = armistice.load(scenarios / "tiny.toml", set={"guarantor.ally.consent": 0.5})
    result = scenario.run(trials=256)
    there = result.trials["guarantor.ally.takes_part"]
    inputs = [np.where(there, 0.1, 0.9) if "takes_part" in it.path else result.trials[it.path] for it in scenario.inputs]
    found = scenario.assess(np.column_stack(inputs))
    plan = {name.removeprefix("plans.guarantee-10."): figures for name, figures in found.items()}
    available = plan["available"] == 1
    assert np.array_equal(available, there) and 0 < available.sum() < 256
    for name in ("surplus.challenger", "acceptable.both", "if_signed@5", "durable@5"):
        assert set(plan[name][~available]) == {0}
    summary = result.summary["plans"]["guarantee-10"]
    for side in ("challenger", "defender"):
        assert plan[f"surplus.{side}"][available].mean() == pytest.approx(summary["surplus"][side]["mean"])
        assert plan[f"value.{side}"][available].mean() == pytest.approx(summary["value"][side]["mean"])
    assert plan["if_signed@5"][available].mean() == pytest.approx(summary["if_signed"]["survival"][5])
    assert plan["durable@5"].mean() < plan["durable@5"][available].mean()
