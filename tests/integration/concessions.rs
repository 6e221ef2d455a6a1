//! What would change a refusal: against figures worked out by hand, against the solver asked again, and against runs.

use armistice::analysis::concession::{Changes, Refusal, TermResponse, changes};
use armistice::analysis::evaluation::Move;
use armistice::analysis::{evaluate, summarise};
use armistice::engine::Run;
use armistice::model::Side;
use armistice::scenario::{Scenario, load};

use crate::story::{Trial, assert_near, trials, unsure_duel};

const DRAWS: u64 = 400;

fn shipped(name: &str, sets: &[&str]) -> Scenario {
    let sets: Vec<String> = sets.iter().map(|&it| it.to_owned()).collect();
    load(format!("scenarios/{name}.toml").as_ref(), &sets, None).unwrap().scenario
}

fn all(scenario: &Scenario) -> Changes {
    let evaluation = evaluate(scenario).unwrap();
    let plans: Vec<usize> = (0..evaluation.plans.len()).collect();
    changes(scenario, &evaluation, &plans, Some(DRAWS), None).unwrap()
}

fn step(issue: &str, from: f64, to: f64) -> Move {
    Move { issue: issue.to_owned(), from: Some(from), to: Some(to) }
}

/// From the file's own table: Island lacks 0.022644 of ten years and signs from 13 on, Mainland's red line on troops is 10.
#[test]
fn what_would_change_the_island_by_hand() {
    let changes = all(&shipped("island-by-hand", &[]));
    let ids: Vec<&str> = changes.refusals.iter().map(|refusal| refusal.plan.as_str()).collect();
    assert_eq!(ids, ["bare", "ten-years", "garrison"]);
    let ten = changes.refusal("ten-years").unwrap();
    let island = ten.defender.as_ref().unwrap();
    assert!(ten.challenger.is_none() && ten.package.is_none());
    assert_near(island.lacks, 0.022_644, 1e-6, "lack of ten years");
    let term = island.terms.iter().find(|it| it.change.issue == "guarantee_years").unwrap();
    assert_eq!((&term.change, term.other_accepts), (&step("guarantee_years", 10.0, 13.0), true));
    assert_eq!(ten.both, [step("guarantee_years", 10.0, 13.0)]);
    // It demands no margin, and none can be less than 0.
    assert!(island.beliefs_and_costs.iter().all(|it| it.path != "defender.margin"));
    let garrison = changes.refusal("garrison").unwrap();
    let mainland = garrison.challenger.as_ref().unwrap();
    assert_eq!((mainland.lacks, mainland.terms.len()), (0.0, 1));
    assert_eq!(mainland.terms[0].change.to, Some(10.0));
    // No change of what it believes moves a red line.
    assert!(mainland.beliefs_and_costs.is_empty());
    assert!(changes.responses.is_empty(), "nothing is uncertain");
}

/// With a garrison for 12 years Island needs a year more and Mainland ten thousand troops fewer: neither alone does it. Troops
/// are tried by steps of 5, years one by one.
#[test]
fn what_takes_two_terms_is_found_as_a_package() {
    let changes = all(&shipped("island-by-hand", &["plan.garrison.terms.guarantee_years=12"]));
    let garrison = changes.refusal("garrison").unwrap();
    assert!(garrison.both.is_empty() && garrison.challenger.is_some() && garrison.defender.is_some());
    let expected = [step("foreign_troops", 20.0, 10.0), step("guarantee_years", 12.0, 13.0)];
    assert_eq!(garrison.package.as_ref(), Some(&expected));
}

/// Without a guarantor nothing that the plan could change helps Island: territory goes by halves, and of each either side
/// refuses one.
#[test]
fn where_nothing_does_it_nothing_is_named() {
    let changes = all(&shipped("island-by-hand", &[]));
    let bare = changes.refusal("bare").unwrap();
    assert!(bare.nothing_does() && bare.defender.as_ref().unwrap().terms.iter().all(|term| !term.other_accepts));
}

/// The scenario with a plan's term changed, as a user would change it.
fn with_term(scenario: &Scenario, plan: &str, change: &Move) -> Scenario {
    let word = if change.issue == "defender_forces" { "none" } else { "permanent" };
    let to = change.to.map_or_else(|| format!("\"{word}\""), |to| to.to_string());
    scenario.with(&format!("plan.{plan}.terms.{}", change.issue), to).unwrap()
}

/// Whether a side accepts a plan at central values, by `evaluate`.
fn accepts(scenario: &Scenario, plan: &str, side: Side) -> bool {
    let evaluation = evaluate(scenario).unwrap();
    let plan = evaluation.plans.iter().find(|it| it.id == plan).unwrap();
    plan.value(side).surplus.unwrap() >= 0.0 && plan.value(side).red_line == Some(false)
}

fn hold(scenario: &Scenario, refusal: &Refusal) {
    let plan = &refusal.plan;
    for side in Side::BOTH {
        let Some(refused) = refusal.side(side) else {
            assert!(accepts(scenario, plan, side), "{plan}");
            continue;
        };
        assert!(!accepts(scenario, plan, side), "{plan}");
        for term in &refused.terms {
            let changed = with_term(scenario, plan, &term.change);
            assert!(accepts(&changed, plan, side), "{plan}: {:?}", term.change);
            assert_eq!(accepts(&changed, plan, side.other()), term.other_accepts, "{plan}: {:?}", term.change);
        }
        for it in &refused.beliefs_and_costs {
            let changed = scenario.with(&it.path, it.to).unwrap();
            assert!(accepts(&changed, plan, side), "{plan}: {it:?}");
            assert_eq!(accepts(&changed, plan, side.other()), it.other_accepts, "{plan}: {it:?}");
        }
    }
    let both = |scenario: &Scenario| Side::BOTH.iter().all(|&side| accepts(scenario, plan, side));
    assert!(refusal.both.iter().all(|change| both(&with_term(scenario, plan, change))), "{plan}");
    if let Some([first, second]) = &refusal.package {
        assert!(both(&with_term(&with_term(scenario, plan, first), plan, second)), "{plan}");
        assert!(refusal.both.is_empty());
    }
}

/// Whatever is said to do it does it when the scenario is changed so and solved again.
#[test]
fn every_change_does_what_is_said_of_it() {
    for name in ["paris-2026", "tiny", "island-by-hand"] {
        let scenario = shipped(name, &[]);
        let refusals = all(&scenario).refusals;
        assert!(!refusals.is_empty(), "{name}");
        refusals.iter().for_each(|refusal| hold(&scenario, refusal));
    }
}

/// Each draw's chance that both accept at the start.
fn chances(scenario: &Scenario) -> Vec<f64> {
    let of = |trial: &Trial| trial.outcome.as_ref().unwrap().assessments[0].as_ref().unwrap().both_accept();
    trials(scenario).iter().map(of).collect()
}

/// Mean chance that both accept, and that the peace then holds to year 15, as a run of as many trials counts them; the sums of
/// the latter are of steps of 2^-20.
fn by_run(scenario: &Scenario) -> (f64, f64) {
    let summary = summarise(scenario, &Run::new(scenario).run().unwrap().tally);
    let durable = summary.decision["durable"].plans["line"].mean.unwrap();
    (chances(scenario).iter().sum::<f64>() / DRAWS as f64, durable)
}

/// Over the draws every share is that of a run, with the same seed, of the scenario with that term: of the term that leads on
/// its issue over all draws, of the others over the first ones.
#[test]
fn over_draws_a_change_is_a_run_with_that_term() {
    let scenario = unsure_duel(DRAWS).scenario();
    let changes = all(&scenario);
    let responses = changes.response("line").unwrap();
    assert_eq!((responses.draws, responses.year), (DRAWS, 15));
    let (both, durable) = by_run(&scenario);
    assert_near(responses.now.both, both, 1e-9, "both");
    assert_near(responses.now.durable, durable, 1e-5, "durable");
    let territory: Vec<_> = responses.terms.iter().filter(|it| it.change.issue == "territory").collect();
    assert!(territory.len() >= 5);
    let leading: Vec<_> = territory.iter().filter(|term| term.draws == DRAWS).collect();
    let [leads] = leading.as_slice() else { panic!("{leading:?}") };
    let (changed, lasting) = by_run(&with_term(&scenario, "line", &leads.change));
    assert_near(leads.response.both, changed, 1e-9, "both");
    assert_near(leads.response.durable, lasting, 1e-5, "durable");
    assert_near(leads.gain.mean, changed - both, 1e-9, "gain");
    let stands = chances(&scenario);
    for term in territory.iter().step_by(2) {
        let n = term.draws as usize;
        assert!(n == DRAWS as usize || n == 64, "{term:?}");
        let mean = |of: &[f64]| of[..n].iter().sum::<f64>() / n as f64;
        let changed = chances(&with_term(&scenario, "line", &term.change));
        assert_near(term.response.both, mean(&changed), 1e-9, "both");
        assert_near(term.gain.mean, mean(&changed) - mean(&stands), 1e-9, "gain");
        assert!(term.gain.low <= term.gain.mean && term.gain.mean <= term.gain.high);
        assert!(n == DRAWS as usize || term.response.durable <= leads.response.durable + 0.1, "{term:?} {leads:?}");
    }
}

/// Asked about no more draws than all changes are, each is asked about all of them.
#[test]
fn over_few_draws_all_changes_are_alike() {
    let scenario = unsure_duel(40).scenario();
    let evaluation = evaluate(&scenario).unwrap();
    let changes = changes(&scenario, &evaluation, &[0], Some(40), None).unwrap();
    let responses = changes.response("line").unwrap();
    assert!(responses.draws == 40 && responses.terms.iter().all(|term| term.draws == 40));
}

/// The interval is Student's for paired differences, worked out anew from the two runs.
#[test]
fn a_gain_has_the_interval_of_paired_differences() {
    let scenario = unsure_duel(DRAWS).scenario();
    let changes = all(&scenario);
    let terms = &changes.response("line").unwrap().terms;
    let is_leading = |it: &&TermResponse| it.change.issue == "territory" && it.draws == DRAWS;
    let term = terms.iter().find(is_leading).unwrap();
    let (before, after) = (chances(&scenario), chances(&with_term(&scenario, "line", &term.change)));
    let differences: Vec<f64> = after.iter().zip(&before).map(|(after, before)| after - before).collect();
    let n = differences.len() as f64;
    let mean = differences.iter().sum::<f64>() / n;
    let variance = differences.iter().map(|it| (it - mean).powi(2)).sum::<f64>() / (n - 1.0);
    // 97.5th percentile of Student's t with 399 degrees of freedom, from tables: 1.9659.
    let half = 1.9659 * (variance / n).sqrt();
    assert_near(term.gain.high, mean + half, 1e-5, "upper end");
    assert_near(term.gain.low, mean - half, 1e-5, "lower end");
}
