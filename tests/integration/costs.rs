//! What trials cost people: certain courses to the last digit, closed forms, and the same however a run is spread.

use armistice::analysis::summarise;
use armistice::engine::{Class, Tally, TrialOutcome};

use crate::story::{FAR, Spread, Story, assert_near, border, duel, record, table};

/// Prices of each kind of month, in powers of ten apart.
const PRICES: &str = "[[cost]]\nid = \"dead\"\nunit = \"thousand people\"\nper_month_of_war = 8.5\n\
    per_month_of_resumed_war = 0.25\nper_year_of_peace = 1000\nper_position = 0.125\n";

/// Wars in which nothing happens but once in 10^12 months.
fn standing(story: Story) -> Story {
    story.set("front.stalemate", 0.999_999_999_999).set("run.trials", 128)
}

/// The only total of all trials.
fn certain(story: &Story) -> f64 {
    let totals: Vec<f64> = story.outcomes().iter().map(|outcome| outcome.costs[0]).collect();
    assert!(totals.iter().all(|&total| total == totals[0]), "{totals:?}");
    totals[0]
}

/// 240 months of war at position 3, of which only 30 are followed.
#[test]
fn a_war_that_stands_still_costs_its_months() {
    let story = standing(duel()).add("[negotiation]\nmax_months = 30\n").add(PRICES);
    assert_eq!(certain(&story), 240.0 * 8.5 + 240.0 * 3.0 * 0.125);
    assert_eq!(certain(&story.clone().set("run.costs_years", 2)), 24.0 * 8.5 + 24.0 * 3.0 * 0.125);
    assert_eq!(certain(&story.clone().set("run.costs_years", 3)), 36.0 * 8.5 + 36.0 * 3.0 * 0.125);
    let outcome = story.outcomes().remove(0);
    assert_eq!((outcome.class, outcome.war_months), (Class::NoSettlement, 30));
}

/// A month of war, then a frozen front, which costs by its position alone.
#[test]
fn a_frozen_front_costs_by_its_position() {
    let story = standing(duel()).set("front.freeze", 0.999_999_999_999).add(PRICES);
    assert_eq!(certain(&story), 8.5 + 240.0 * 3.0 * 0.125);
}

/// D collapses in the first month: one month of war at position 3, then 239 months of all six positions; or A does, and the
/// rest costs nothing.
#[test]
fn after_a_victory_only_the_ground_counts() {
    let story = standing(duel()).add(PRICES);
    let won = story.clone().set("defender.collapse", 0.999_999_999_999);
    assert_eq!(certain(&won), 8.5 + (3.0 + 239.0 * 6.0) * 0.125);
    let lost = story.set("challenger.collapse", 0.999_999_999_999);
    assert_eq!(certain(&lost), 8.5 + 3.0 * 0.125);
}

/// Six months of war, then a peace that nobody may break: 234 of its months lie before the horizon. The plan draws the line at
/// 0.45 of six positions, or leaves it at the third.
#[test]
fn a_peace_costs_its_years_and_the_line_that_it_draws() {
    let story = |territory: &str| {
        let peaceful = standing(duel()).set("challenger.may_attack", false).set("defender.may_attack", false);
        let eager = peaceful.set("challenger.margin", -5).set("defender.margin", -5);
        eager.plan("truce", territory).set("plan.truce.from_month", 6).add(PRICES)
    };
    let (war, peace) = (6.0 * (8.5 + 3.0 * 0.125), 234.0 / 12.0 * 1000.0);
    assert_near(
        certain(&story("territory = 0.45")),
        war + peace + 234.0 * 2.7 * 0.125,
        1e-9,
        "a line between two positions",
    );
    assert_eq!(certain(&story("territory = \"line_of_contact\"")), war + peace + 234.0 * 3.0 * 0.125);
}

/// Standard errors by which a mean is above its expectation.
fn excess(numbers: &[f64], expected: f64) -> f64 {
    let n = numbers.len() as f64;
    let mean = numbers.iter().sum::<f64>() / n;
    let variance = numbers.iter().map(|x| (x - mean) * (x - mean)).sum::<f64>() / (n - 1.0);
    (mean - expected) / (variance / n).sqrt()
}

/// Between equals a walk from 3 of 6 that moves in half of the months lasts 3 x 3 / 0.5 = 18 months on average; of those
/// wars one in 10^6 outlasts 240. The position is a martingale, also after a victory: 3 in every month on average. Only 6
/// months are followed: what is counted only as far is told apart at once. 4,000 trials, four statistics at [`FAR`].
#[test]
fn a_war_costs_its_expected_months() {
    let outcomes = duel().add("[negotiation]\nmax_months = 6\n").add(PRICES).outcomes();
    let separate = |months: &str, position: &str| {
        let prices = format!("[[cost]]\nid = \"dead\"\nunit = \"people\"\n{months}\n{position}\n");
        let story = duel().add("[negotiation]\nmax_months = 6\n").add(&prices);
        story.outcomes().iter().map(|outcome| outcome.costs[0]).collect::<Vec<f64>>()
    };
    let months = separate("per_month_of_war = 1", "");
    assert!(excess(&months, 18.0).abs() < FAR, "{}", excess(&months, 18.0));
    let positions = separate("", "per_position = 1");
    assert!(excess(&positions, 720.0).abs() < FAR, "{}", excess(&positions, 720.0));
    let both: Vec<f64> = months.iter().zip(&positions).map(|(months, at)| 8.5 * months + 0.125 * at).collect();
    for (outcome, both) in outcomes.iter().zip(&both) {
        assert_near(outcome.costs[0], *both, 1e-9, "the sum of its parts");
    }
    let followed: Vec<f64> = outcomes.iter().map(|outcome| f64::from(outcome.war_months)).collect();
    assert!(excess(&followed, 18.0) < -FAR, "nothing is cut off");
}

/// A resumed war begins at 3 again and lasts 18 months, of which 4 are followed. Breaches of the first ten years leave it ten
/// years or more, beyond which one war in 3,000 lasts: 0.005 months. About 1,000 wars, two statistics at [`FAR`].
#[test]
fn a_resumed_war_costs_its_expected_months() {
    let eager = duel().set("challenger.margin", -5).set("defender.margin", -5).set("enforcement.resumed_war_months", 4);
    let prices = "[[cost]]\nid = \"dead\"\nunit = \"people\"\nper_month_of_resumed_war = 1\n\
        [[cost]]\nid = \"peace\"\nunit = \"people\"\nper_year_of_peace = 12\n";
    let shocked = eager.set("challenger.shock", 0.3).set("defender.shock", 0.3);
    let outcomes = shocked.plan("truce", "territory = \"line_of_contact\"").add(prices).outcomes();
    let early = |outcome: &&TrialOutcome| outcome.breach.is_some_and(|breach| breach.age < 10);
    let months: Vec<f64> = outcomes.iter().filter(early).map(|outcome| outcome.costs[0]).collect();
    assert!(months.len() > 500, "{}", months.len());
    assert!(excess(&months, 18.0).abs() < FAR, "{}", excess(&months, 18.0));
    for outcome in &outcomes {
        let signed = outcome.signature.as_ref().unwrap().month;
        let peace = outcome.breach.map_or(240 - signed, |breach| (12 * breach.age).min(240 - signed));
        assert_eq!(outcome.costs[1], f64::from(peace));
    }
}

fn uncertain() -> Story {
    let prices = "[[cost]]\nid = \"dead\"\nunit = \"thousand people\"\nper_month_of_war = { uniform = [1, 9] }\n\
        per_month_of_resumed_war = { uniform = [1, 9] }\nper_position = 0.01\n\
        [[cost]]\nid = \"money\"\nunit = \"billion\"\nper_year_of_peace = 20\n";
    border().set("run.trials", 320).set("run.years", 12).set("enforcement.lookahead", 20).add(prices)
}

/// However a run is spread over threads, blocks and parts, and taken up again from what was written of it.
#[test]
fn totals_are_the_same_however_a_run_is_spread() {
    let scenario = uncertain().scenario();
    let whole = Spread::whole(&scenario);
    let (rows, total) = table(&scenario, whole);
    for (threads, block_size) in [(1, 100), (2, 320), (3, 33)] {
        assert!(table(&scenario, Spread { threads, block_size, ..whole }) == (rows.clone(), total.clone()));
    }
    for cut in [1, 32, 200] {
        let (_, first) = table(&scenario, Spread { end: cut, ..whole });
        let (_, second) = table(&scenario, Spread { first: cut, ..whole });
        let written: Tally = serde_json::from_str(&serde_json::to_string(&first).unwrap()).unwrap();
        assert_eq!(written, first);
        let mut merged = first;
        merged.merge(&second);
        assert_eq!(merged, total, "cut at {cut}");
        let on = record(&scenario, &armistice::engine::NoRecord, Spread { first: cut, ..whole }, Some(written)).1;
        assert_eq!(on, total, "cut at {cut}");
    }
}

/// Prices change nothing but what is counted: every other column of the trial table is as it was.
#[test]
fn costs_are_no_part_of_the_trial() {
    let with = uncertain().scenario();
    let without = border().set("run.trials", 320).set("run.years", 12).set("enforcement.lookahead", 20).scenario();
    let columns = |text: &str| -> Vec<Vec<String>> {
        let mut reader = csv::Reader::from_reader(text.as_bytes());
        let header = reader.headers().unwrap().clone();
        let rows: Vec<csv::StringRecord> = reader.records().map(Result::unwrap).collect();
        let all = header.iter().enumerate().filter(|(_, name)| !name.starts_with("cost."));
        all.map(|(at, name)| std::iter::once(name).chain(rows.iter().map(|row| &row[at])).map(String::from).collect())
            .collect()
    };
    let [(a, total), (b, bare)] = [&with, &without].map(|scenario| table(scenario, Spread::whole(scenario)));
    assert_eq!(columns(&a), columns(&b));
    assert_eq!(total.values, bare.values);
    assert!(bare.costs.is_empty() && summarise(&without, &bare).costs.is_empty());
    assert!(!serde_json::to_string(&bare).unwrap().contains("costs"));
}

/// Means, percentiles and histograms, counted again from the outcomes.
#[test]
fn figures_are_those_of_the_trials() {
    let story = uncertain();
    let (scenario, outcomes) = (story.scenario(), story.outcomes());
    let summary = summarise(&scenario, &table(&scenario, Spread::whole(&scenario)).1);
    let dead = &summary.costs["dead"];
    assert_eq!((dead.unit.as_str(), dead.years), ("thousand people", 12));
    assert_eq!(summary.costs.keys().collect::<Vec<_>>(), ["dead", "money"]);
    let check = |of: &armistice::analysis::summary::Distributed, is: &dyn Fn(&TrialOutcome) -> bool| {
        let mut totals: Vec<f64> = outcomes.iter().filter(|it| is(it)).map(|it| it.costs[0]).collect();
        totals.sort_by(f64::total_cmp);
        let n = totals.len();
        assert_eq!(of.histogram.counts.iter().sum::<u64>(), n as u64);
        assert_eq!((of.histogram.from, of.histogram.width), (dead.all.histogram.from, dead.all.histogram.width));
        let (Some(mean), Some(p5), Some(p50), Some(p95)) = (of.spread.mean, of.spread.p5, of.spread.p50, of.spread.p95)
        else {
            return assert_eq!((n, of.spread.mean), (0, None));
        };
        assert_near(mean, totals.iter().sum::<f64>() / n as f64, 1e-9, "the mean");
        for (got, share) in [(p5, 0.05), (p50, 0.5), (p95, 0.95)] {
            let rank = ((share * n as f64).ceil() as usize).max(1);
            assert!((got / totals[rank - 1] - 1.0).abs() <= 1.0 / 1_024.0, "{got} {}", totals[rank - 1]);
        }
    };
    check(&dead.all, &|_| true);
    for class in summary.classes.possible() {
        check(&dead.by_class[class.name()], &|it| it.class == class);
    }
    for (index, id) in summary.plans.keys().enumerate() {
        check(&dead.by_plan[id], &|it| it.signature.as_ref().is_some_and(|it| it.plan == index));
    }
    let bars = dead.all.histogram.counts.len();
    assert!((2..=42).contains(&bars), "{bars} bins");
}
