//! The figures of a run: counted again from its trial table, registered, documented, and the same in every file.

use std::collections::BTreeMap;

use armistice::analysis::figures::{Estimand, Named, Over, Quantity, leaves, markdown};
use armistice::analysis::summarise;
use serde_json::Value;

use crate::story::{Spread, border, table};

/// The trial table by column.
fn rows(text: &str) -> Vec<BTreeMap<String, String>> {
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    reader.deserialize().map(Result::unwrap).collect()
}

/// Of the trials that signed, those whose peace failed at no age below the year.
#[test]
fn numbers_at_risk_are_those_of_the_table() {
    let scenario = border().set("run.trials", 600).set("run.years", 12).scenario();
    let (text, tally) = table(&scenario, Spread::whole(&scenario));
    let (rows, summary) = (rows(&text), summarise(&scenario, &tally));
    let left = |plan: &dyn Fn(&str) -> bool, year: u32| {
        let signed = rows.iter().filter(|row| !row["plan"].is_empty() && plan(&row["plan"]));
        signed.filter(|row| row["failure_age"].parse().map_or(true, |age: u32| age >= year)).count() as u64
    };
    let mut fell = false;
    for year in 0..=12 {
        let all = left(&|_| true, year);
        assert_eq!(summary.peace.survival.at_risk[year as usize], all, "{year}");
        fell |= all < summary.peace.survival.at_risk[0];
        for (id, plan) in &summary.plans {
            let (base, at_risk) = (left(&|it| it == id, 0), left(&|it| it == id, year));
            assert_eq!(plan.given_signed.at_risk[year as usize], at_risk, "{id} {year}");
            // The curve is that of the numbers at risk.
            let share = plan.given_signed.survival[year as usize];
            assert_eq!(share, (base > 0).then(|| at_risk as f64 / base as f64), "{id} {year}");
            assert!(plan.if_signed.survival.at_risk.is_empty());
        }
    }
    assert!(fell && summary.peace.survival.at_risk.len() == 13);
}

/// Paths of everything in a tree that is no group.
fn paths(node: &Value, path: &str, all: &mut Vec<String>) {
    let Some(group) = node.as_object() else { return all.push(path.to_owned()) };
    for (step, inner) in group {
        let path = if path.is_empty() { step.clone() } else { format!("{path}.{step}") };
        paths(inner, &path, all);
    }
}

/// The steps of a path: the name of a party that does not fight, `party.ID`, is one.
fn steps(path: &str) -> Vec<String> {
    let mut out: Vec<String> = Vec::new();
    for step in path.split('.') {
        match out.last_mut() {
            Some(party) if party == "party" => *party += &format!(".{step}"),
            _ => out.push(step.to_owned()),
        }
    }
    out
}

/// A summary with everything that one can hold.
fn whole_summary() -> (Value, Vec<String>) {
    let cost = "[[cost]]\nid = \"dead\"\nunit = \"thousand people\"\nper_month_of_war = 5\nper_position = 0.1\n";
    let evidence = "[[evidence]]\nmonths = 12\nadvances = 2\nretreats = 1\n";
    let party = "[[party]]\nid = \"ally\"\ndiscount_factor = 0.9\nveto = true\n\
                 demands = { territory = { ideal = 0.3, salience = 1 } }\n";
    let freezing = border().add(cost).add(party).add(evidence).set("front.freeze", 0.05).set("front.thaw", 0.02);
    let freezing = freezing
        .set("plan.pact.terms.guarantee_years", "{ choices = [5, 25] }")
        .set("plan.pact.terms.foreign_troops", "{ choices = [0, 12] }");
    let scenario = freezing.set("run.trials", 64).set("run.replications", 4).scenario();
    let (_, tally) = table(&scenario, Spread::whole(&scenario));
    let summary = summarise(&scenario, &tally);
    assert!(summary.decomposition.is_some());
    let mut whole = serde_json::to_value(&summary).unwrap();
    // Forecasts do not go with several trials at each draw.
    let foretold =
        border().add("[[forecast]]\nof = \"settled@24\"\nprobability = 0.5\n").set("run.trials", 64).scenario();
    let foretold = serde_json::to_value(summarise(&foretold, &table(&foretold, Spread::whole(&foretold)).1)).unwrap();
    for key in ["forecasts", "relative_entropy_bits", "largest_exponent"] {
        whole["weights"][key] = foretold["weights"][key].clone();
    }
    (whole, summary.plans.keys().cloned().collect())
}

#[test]
fn every_figure_is_registered_and_every_registered_figure_is_there() {
    let (summary, plans) = whole_summary();
    let mut found = Vec::new();
    paths(&summary, "", &mut found);
    for path in &found {
        assert!(Estimand::at(path).is_some(), "{path} is not registered");
    }
    let plans: Vec<&str> = plans.iter().map(String::as_str).collect();
    // Only runs with failed trials tell what these have in common, and of open terms only plans that have some.
    let is_there = |path: &str| {
        let is_open = path.starts_with("open_terms.pact.") && !path.contains(".distance.pact.");
        !path.starts_with("failures.") && (is_open || !path.starts_with("open_terms."))
    };
    for leaf in leaves(Named {
        plans: &plans,
        costs: &["dead"],
        parties: &["ally"],
        issues: &["guarantee_years", "foreign_troops"],
    })
    .into_iter()
    .filter(|leaf| is_there(&leaf.path))
    {
        assert!(found.contains(&leaf.path), "{} is registered, but not there", leaf.path);
        let node = steps(&leaf.path).iter().fold(&summary, |node, step| &node[step]);
        let told = leaf.figure.quantity == Quantity::Told;
        let list =
            told || leaf.figure.over != Over::Once && !matches!(leaf.path.rsplit('.').next(), Some("from" | "width"));
        assert_eq!(node.is_array(), list, "{}", leaf.path);
    }
}

/// The words of the documentation are those of the register. `UPDATE_DOCS=1` writes them.
#[test]
fn the_documented_figures_are_those_registered() {
    let file = format!("{}/docs/results.md", env!("CARGO_MANIFEST_DIR"));
    let page = std::fs::read_to_string(&file).unwrap();
    let (before, rest) = page.split_once("<!-- figures: made from src/analysis/figures/registry.rs -->\n").unwrap();
    let (block, after) = rest.split_once("<!-- end of figures -->\n").unwrap();
    if std::env::var_os("UPDATE_DOCS").is_some() {
        let start = page.len() - rest.len();
        std::fs::write(&file, format!("{}{}<!-- end of figures -->\n{after}", &page[..start], markdown())).unwrap();
        return;
    }
    assert!(!before.is_empty() && block == markdown(), "UPDATE_DOCS=1 writes docs/results.md anew");
}

/// `summary.csv` against `summary.json`: each line is the figure of its name, year and plan, with its own ends.
#[cfg(feature = "cli")]
#[test]
fn summary_csv_says_what_summary_json_says() {
    let (summary, plans) = whole_summary();
    let text = armistice::report::summary_csv(&serde_json::from_value(summary.clone()).unwrap());
    let lines = rows(&text);
    let number = |node: &Value| node.as_f64().map_or_else(String::new, |x| x.to_string());
    for line in &lines {
        let root = match line["plan"].as_str() {
            "" => &summary,
            plan => &summary["plans"][plan],
        };
        let mut steps = steps(&line["figure"]);
        let mut root = root;
        if let ("decision", false) = (steps[0].as_str(), line["plan"].is_empty()) {
            root = &summary["decision"][&steps[1]]["plans"][line["plan"].as_str()];
            steps.drain(..2);
        }
        if let ("costs", false) = (steps[0].as_str(), line["plan"].is_empty()) {
            root = &summary["costs"]["dead"]["by_plan"][line["plan"].as_str()];
            steps.drain(..3);
        }
        if steps[0] == "open_terms" {
            root = &summary["open_terms"][line["plan"].as_str()];
            steps.drain(..1);
        }
        let (last, above) = steps.split_last().unwrap();
        let group = above.iter().fold(root, |node, step| &node[step]);
        let (group, key) = match &group[last] {
            share if share.get("share").is_some() => (share, "share"),
            _ => (group, last.as_str()),
        };
        let at = |node: &Value| line["year"].parse().map_or_else(|_| number(node), |year: usize| number(&node[year]));
        assert_eq!(line["value"], at(&group[key]), "{line:?}");
        let estimate = ["share", "survival"].contains(&key);
        for end in ["low", "high"] {
            assert_eq!(line[end], if estimate { at(&group[end]) } else { String::new() }, "{line:?}");
        }
    }
    let count =
        |figure: &str, plan: &str| lines.iter().filter(|it| it["figure"] == figure && it["plan"] == plan).count();
    for figure in ["decomposition.draws", "decomposition.classes.peace_held", "decomposition.classes.peace_held.chance"]
    {
        assert_eq!(count(figure, ""), 1, "{figure}");
    }
    assert!(
        plans.iter().all(|plan| count("given_signed.survival", plan) == 31 && count("value.defender.p95", plan) == 1)
    );
    assert!(plans.iter().all(|plan| count("costs.dead.by_plan.p50", plan) == 1));
    assert_eq!((count("costs.dead.all.mean", ""), count("costs.dead.by_class.frozen.mean", "")), (1, 1));
    assert_eq!((count("trials", ""), count("seed", ""), count("settlement.cumulative", "")), (1, 0, 0));
}
