//! Choosing a plan over several states of the world.

use std::fs;

use serde_json::Value;

use crate::cli::Desk;

const RUN: &str = "run tiny.toml --trials 600 --no-charts --quiet";

fn chosen(desk: &Desk, arguments: &str) -> Value {
    let call = desk.expect(0, &format!("choose {arguments} --resamples 50 --format json --quiet"));
    serde_json::from_str(&call.stdout).unwrap()
}

fn summary(desk: &Desk, run: &str) -> Value {
    serde_json::from_slice(&fs::read(desk.path(&format!("{run}/summary.json"))).unwrap()).unwrap()
}

fn two_states(desk: &Desk) {
    desk.expect(0, &format!("{RUN} --out mild"));
    desk.expect(0, &format!("{RUN} --set challenger.war_cost=0.4 --out hard"));
}

/// What a plan brings in each state is what its run says of it, and regrets, means and the worst follow from that.
#[test]
fn figures_are_those_of_the_runs() {
    let desk = Desk::new();
    two_states(&desk);
    for by in ["durable", "challenger", "defender"] {
        let told = chosen(&desk, &format!("mild hard --by {by} --weights 3,1"));
        let means = |plan: &str| {
            ["mild", "hard"].map(|run| summary(&desk, run)["decision"][by]["plans"][plan]["mean"].as_f64().unwrap())
        };
        let plans = ["truce", "guarantee-10"];
        let all = plans.map(means);
        for (index, plan) in plans.iter().enumerate() {
            let it = &told["plans"][plan];
            let number = |value: &Value, expected: f64| {
                let got = value.as_f64().unwrap();
                assert!((got - expected).abs() < 1e-9, "{by} {plan}: {got} is not {expected}");
            };
            let regret = [0, 1].map(|state| all[0][state].max(all[1][state]) - all[index][state]);
            for state in 0..2 {
                number(&it["by_state"][state], all[index][state]);
                number(&it["regret"][state], regret[state]);
            }
            number(&it["figures"]["mean"]["value"], 0.75 * all[index][0] + 0.25 * all[index][1]);
            number(&it["figures"]["minimax_regret"]["value"], regret[0].max(regret[1]));
            number(&it["mean_regret"], 0.75 * regret[0] + 0.25 * regret[1]);
            let [low, high] = ["low", "high"].map(|end| it["figures"]["mean"][end].as_f64().unwrap());
            assert!(low < all[index][0].max(all[index][1]) && low < high);
        }
        let sum =
            |rule: &str| -> f64 { plans.iter().map(|plan| told["plans"][plan]["leads"][rule].as_f64().unwrap()).sum() };
        assert!(["mean", "minimax_regret", "domain"].iter().all(|rule| (sum(rule) - 1.0).abs() < 1e-9));
    }
}

/// The same for any number of threads, and from the run itself, whatever became of its table.
#[test]
fn the_same_choice_from_any_threads() {
    let desk = Desk::new();
    two_states(&desk);
    let one = chosen(&desk, "mild hard --threads 1");
    fs::remove_file(desk.path("mild/trials.csv")).unwrap();
    assert_eq!(chosen(&desk, "mild hard --threads 3"), one);
    assert!(chosen(&desk, "mild hard --threads 1 --seed 2") != one);
}

/// The points of a sweep are states: the same as runs with those settings.
#[test]
fn the_points_of_a_sweep_are_states() {
    let desk = Desk::new();
    let sweep = "schema = 1\n[sweep]\nbase = \"tiny.toml\"\ntrials = 600\n[[axis]]\npath = \"challenger.war_cost\"\n\
        values = [0.4, 0.8]\n[[measure]]\nid = \"held\"\nof = \"signed_and_holding@15\"\n";
    fs::write(desk.path("costs.toml"), sweep).unwrap();
    desk.expect(0, "sweep costs.toml --out swept --no-charts --quiet");
    for cost in ["0.4", "0.8"] {
        desk.expect(0, &format!("{RUN} --set challenger.war_cost={cost} --out run-{cost}"));
    }
    let (points, runs) = (chosen(&desk, "swept"), chosen(&desk, "run-0.4 run-0.8"));
    assert_eq!(points["plans"], runs["plans"]);
    assert_eq!(points["states"], serde_json::json!(["challenger.war_cost = 0.4", "challenger.war_cost = 0.8"]));
}

/// Runs without plans in common, weights that do not fit and misspelt plans are refused with names, and nothing is written.
#[test]
fn what_cannot_be_chosen_is_refused() {
    let desk = Desk::new();
    two_states(&desk);
    desk.expect(0, &format!("{RUN} --plans truce --out one"));
    for (arguments, says) in [
        (
            "mild one",
            "needs at least two plans that every state has; there are: mild (truce, guarantee-10); one (truce)",
        ),
        ("mild hard --weights 1", "names 1 weights for 2 states"),
        ("mild hard --weights 1,-1", "takes numbers above 0"),
        ("mild hard --plans truce,guarantee-1", "did you mean `guarantee-10`?"),
        ("mild nowhere", "is no results folder"),
        ("tiny.toml", "is no results folder"),
    ] {
        let call = desk.expect(2, &format!("choose {arguments} --out none"));
        assert!(call.stderr.contains(says), "{}", call.stderr);
    }
    assert!(!desk.path("none").exists());
}

/// What is left in a folder, in French.
#[test]
fn a_choice_is_left_in_a_folder() {
    let desk = Desk::new();
    two_states(&desk);
    let text = desk.expect(0, "choose mild hard --resamples 50 --out chosen --quiet --lang fr").stdout;
    assert!(text.contains("Quel plan, sur 2 états du monde") && text.contains("en tête"), "{text}");
    for name in ["choice.json", "choices.csv", "charts/regret.svg", "charts/regret.png", "report.md"] {
        assert!(desk.path(&format!("chosen/{name}")).exists(), "{name}");
    }
    let other = desk.expect(2, "choose mild hard --by defender --resamples 50 --out chosen --quiet");
    assert!(other.stderr.contains("chosen"), "{}", other.stderr);
}

/// What the guide shows is what is printed. `UPDATE_DOCS=1` writes it.
#[test]
fn the_guide_to_choosing_shows_what_is_printed() {
    crate::discover::shows_what_is_printed("docs/choose.md");
}
