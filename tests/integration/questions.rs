//! What drives a figure, and where a number must lie for it: as users ask, with the examples of the guides.

use std::fs;
use std::path::Path;

use serde_json::Value;

use crate::cli::Desk;

const ROOT: &str = env!("CARGO_MANIFEST_DIR");

/// A desk on which the paths of the guides lead somewhere.
fn desk() -> Desk {
    let desk = Desk::new();
    fs::create_dir(desk.path("scenarios")).unwrap();
    fs::copy(desk.path("tiny.toml"), desk.path("scenarios/tiny.toml")).unwrap();
    desk
}

/// Every command of a guide runs, and what it shows is what is printed. `UPDATE_DOCS=1` writes it.
fn guide(name: &str) {
    let path = Path::new(ROOT).join("docs").join(name);
    let page = fs::read_to_string(&path).unwrap();
    let desk = desk();
    let commands: Vec<&str> = page.lines().filter_map(|line| line.strip_prefix("armistice ")).collect();
    assert_eq!(commands.len(), 2, "{name}");
    let start = "<!-- printed by: ";
    let (before, rest) = page.split_once(start).unwrap();
    let (command, rest) = rest.split_once(" -->\n```text\n").unwrap();
    let (shown, after) = rest.split_once("```").unwrap();
    assert_eq!(command, commands[0]);
    let printed = desk.expect(0, command).stdout;
    if std::env::var_os("UPDATE_DOCS").is_some() {
        fs::write(&path, format!("{before}{start}{command} -->\n```text\n{printed}```{after}")).unwrap();
    } else {
        assert_eq!(shown, printed);
    }
    desk.expect(0, commands[1]);
}

#[test]
fn the_guide_to_sensitivity_shows_what_is_printed() {
    guide("sensitivity.md");
}

#[test]
fn the_guide_to_thresholds_shows_what_is_printed() {
    guide("threshold.md");
}

/// A range that is closed on both sides is one, in the sentence and in what each row says; a share is asked for as a share.
#[test]
fn a_closed_range_is_told_as_one() {
    let desk = desk();
    let asked = "threshold scenarios/tiny.toml --path plan.guarantee-10.terms.guarantee_years --from 1 --to 30 --central \
                 --measure plans.guarantee-10.if_signed@15 --quiet";
    let told = desk.expect(0, &format!("{asked} --at-least 0.2")).stdout;
    assert!(told.contains(" lies from 6 to 19."), "{told}");
    assert!(told.contains("from 6, up to 19") && told.contains("up to 19, from 6"), "{told}");
    let refused = desk.expect(2, &format!("{asked} --at-least 30")).stderr;
    assert!(refused.contains("a share from 0 to 1") && refused.contains("0.3 for 30 %"), "{refused}");
}

/// Of few points it is said that they do not tell inputs apart, and that a share alone above the one with others cannot be.
#[test]
fn so_few_points_are_said_to_be_few() {
    let desk = desk();
    let asked = "sensitivity scenarios/tiny.toml --measure plans.guarantee-10.if_signed@15 --quiet --trials";
    let flat = |text: String| text.split_whitespace().collect::<Vec<_>>().join(" ");
    let few = flat(desk.expect(0, &format!("{asked} 64")).stdout);
    assert!(few.contains("64 points do not tell it from these") && few.contains("which cannot be"), "{few}");
    let many = flat(desk.expect(0, &format!("{asked} 8192")).stdout);
    assert!(!many.contains("which cannot be"), "{many}");
}

const DRIVES: &str = "sensitivity tiny.toml --measure plans.guarantee-10.durable@15 --trials 32 --by-group";

#[test]
fn answers_are_the_same_on_any_number_of_threads_and_leave_a_folder() {
    let desk = desk();
    let one = desk.expect(0, &format!("{DRIVES} --threads 1 --format json --quiet --out one")).stdout;
    let two = desk.expect(0, &format!("{DRIVES} --threads 3 --format json --quiet --out two")).stdout;
    assert_eq!(one, two);
    assert_eq!(desk.files("one"), desk.files("two"));
    for file in
        ["sensitivity.csv", "sensitivity.json", "charts/sensitivity.svg", "charts/sensitivity.png", "report.html"]
    {
        assert!(desk.path("one").join(file).exists(), "{file}");
    }
    let other = desk.call(&format!("{DRIVES} --seed 9 --out one"));
    assert_eq!(other.status, 2, "{}", other.stderr);
    let figures: Value = serde_json::from_str(&one).unwrap();
    let drivers = figures["sensitivity"]["drivers"].as_array().unwrap();
    let names: Vec<&str> = drivers.iter().map(|it| it["name"].as_str().unwrap()).collect();
    assert!(names.contains(&"challenger") && names.contains(&"guarantor.ally"), "{names:?}");
    let total: f64 = drivers.iter().map(|it| it["total"]["value"].as_f64().unwrap()).sum();
    assert!(total > 0.8, "{total}");
}

/// Groups with correlated inputs in them are one.
#[test]
fn correlated_inputs_are_moved_together() {
    let desk = desk();
    desk.add_to_tiny(
        "paired.toml",
        "[[correlation]]\nbetween = [\"challenger.war_cost\", \"defender.war_cost\"]\nrank = 0.5\n",
    );
    let asked =
        "sensitivity paired.toml --measure war_values.challenger --trials 32 --format json --quiet --method morris";
    let figures: Value = serde_json::from_str(&desk.expect(0, asked).stdout).unwrap();
    assert_eq!(figures["joined"], serde_json::json!(["challenger.war_cost + defender.war_cost"]));
    let told = desk.expect(0, &format!("{} --lang fr", asked.replace(" --format json", ""))).stdout;
    assert!(told.contains("Les entrées corrélées bougent ensemble"), "{told}");
}

#[test]
fn a_figure_without_spread_is_answered_plainly() {
    let told = desk().expect(0, "sensitivity tiny.toml --measure plans.truce.available --trials 32 --quiet").stdout;
    assert!(told.contains("plans.truce.available is 100.0% wherever the inputs lie: nothing drives it."), "{told}");
}

#[test]
fn what_is_wrong_is_told_with_the_way_out() {
    let desk = desk();
    for (arguments, reason) in [
        ("sensitivity tiny.toml --measure plans.truce.if_sined@15", "did you mean `plans.truce.if_signed@15`?"),
        ("sensitivity tiny.toml --measure nonsense", "`plans.truce.if_signed@15`"),
        (
            "sensitivity tiny.toml --measure war_values.defender --group a=challenger.war_cos",
            "did you mean `challenger.war_cost`?",
        ),
        ("sensitivity tiny.toml --measure war_values.defender --group a", "takes NAME=PATH"),
        ("sensitivity tiny.toml --measure war_values.defender --trials 100", "such as 128"),
        ("sensitivity tiny.toml --measure war_values.defender --sampling sobol", "points are scrambled Sobol points"),
        (
            "threshold tiny.toml --path front.decisiveness --measure war_values.defender --at-least 0.5",
            "--from and --to",
        ),
        (
            "threshold tiny.toml --path front.decisivness --from 1 --to 2 --measure war_values.defender --at-least 0.5",
            "decisiveness",
        ),
        (
            "threshold tiny.toml --path challenger.war_cost --from 2 --to 1 --measure war_values.defender --at-least 0.5",
            "--from is the lower end",
        ),
        ("threshold tiny.toml --path challenger.war_cost --measure war_values.defender", "--at-least"),
        (
            "threshold tiny.toml --path challenger.war_cost --measure war_values.defender --at-most 1 --for-each plan",
            "names the plan by *",
        ),
    ] {
        let call = desk.call(&format!("{arguments} --out answer"));
        assert_eq!(call.status, 2, "{arguments}: {}", call.stderr);
        assert!(call.stderr.contains(reason), "{arguments}: {}", call.stderr);
        assert!(!desk.path("answer").exists(), "{arguments}");
    }
}

/// Of a term in whole years the answer is the first that does it: `evaluate` with it does, and with one year less does not.
#[test]
fn whole_terms_are_found_to_the_year() {
    let desk = desk();
    let path = "plan.guarantee-10.terms.guarantee_years";
    let asked = format!(
        "threshold tiny.toml --path {path} --from 1 --to 15 --measure plans.guarantee-10.if_signed@15 --at-least"
    );
    let survival = |years: u64| {
        let solved = desk.expect(0, &format!("evaluate tiny.toml --set {path}={years} --format json --quiet")).stdout;
        let solved: Value = serde_json::from_str(&solved).unwrap();
        solved["plans"][1]["survival"][15].as_f64().unwrap()
    };
    let goal = f64::midpoint(survival(5), survival(10));
    let found = desk.expect(0, &format!("{asked} {goal} --central --format json --quiet --out years")).stdout;
    let found: Value = serde_json::from_str(&found).unwrap();
    assert_eq!(found["threshold"]["whole"], true);
    let crossings = found["threshold"]["figures"][0]["crossings"].as_array().unwrap();
    assert_eq!(crossings.len(), 1, "{found}");
    let at = crossings[0]["at"].as_f64().unwrap() as u64;
    assert_eq!(crossings[0]["met_above"], survival(10) > survival(5));
    let before = if survival(10) > survival(5) { at - 1 } else { at + 1 };
    assert!(survival(at) >= goal && survival(before) < goal, "{at}");
    assert!(desk.path("years/charts/threshold.png").exists());
    let never = desk.expect(0, &format!("{asked} 1.0 --central --quiet")).stdout;
    assert!(never.contains("nowhere from 1 to 15"), "{never}");
}

/// The interval of a mean holds the crossing of far more draws, and one row is there for each plan.
#[test]
fn each_plan_has_its_row_with_an_interval() {
    let asked = "threshold tiny.toml --path challenger.war_cost --measure plans.*.acceptable.challenger --for-each plan \
        --from 0 --to 2 --at-least 0.5 --format json --quiet --trials";
    let desk = desk();
    let found =
        |trials: u64| -> Value { serde_json::from_str(&desk.expect(0, &format!("{asked} {trials}")).stdout).unwrap() };
    let (few, many) = (found(64), found(1024));
    let figures = |of: &Value| of["threshold"]["figures"].as_array().unwrap().clone();
    assert_eq!(figures(&few).len(), 2);
    let mut crossed = 0;
    for (few, many) in figures(&few).iter().zip(figures(&many)) {
        let crossings = |of: &Value| of["crossings"].as_array().unwrap().clone();
        for (few, many) in crossings(few).iter().zip(crossings(&many)) {
            let end = |key: &str, beyond: f64| few[key].as_f64().unwrap_or(beyond);
            let at = many["at"].as_f64().unwrap();
            assert!(end("low", f64::NEG_INFINITY) <= at && at <= end("high", f64::INFINITY), "{few} {many}");
            crossed += 1;
        }
    }
    assert!(crossed > 0);
}
