//! What decides: influence and regret, counted again from single trials.

use armistice::analysis::influence::{Influences, bins};
use armistice::analysis::summarise;
use armistice::engine::Run;
use armistice::model::Side;

use crate::story::{Story, unsure_duel};

/// Two plans and three uniform inputs, so that a draw's place in its distribution can be read off its value.
fn uncertain(trials: u64) -> Story {
    unsure_duel(trials).plan("more", "territory = 0.6")
}

/// Where an input is drawn from.
fn range(path: &str) -> (f64, f64) {
    if path == "challenger.attack_cost" { (0.0, 0.2) } else { (0.02, 0.4) }
}

/// One-way analysis of variance over 64 bins, straight from the numbers.
fn share(us: &[f64], ys: &[f64]) -> f64 {
    let n = ys.len() as f64;
    let mean = ys.iter().sum::<f64>() / n;
    let all: f64 = ys.iter().map(|y| (y - mean) * (y - mean)).sum();
    let mut between = 0.0;
    for bin in 0..64 {
        let inside: Vec<f64> =
            us.iter().zip(ys).filter(|(u, _)| (*u * 64.0).floor() == f64::from(bin)).map(|(_, y)| *y).collect();
        let own = inside.iter().sum::<f64>() / inside.len() as f64;
        between += inside.len() as f64 * (own - mean) * (own - mean);
    }
    let within = (all - between) / (n - 64.0);
    ((between - 63.0 * within) / all).max(0.0)
}

#[test]
fn influence_is_the_analysis_of_variance_of_the_trials() {
    let story = uncertain(2_560);
    let scenario = story.scenario();
    let paths: Vec<&str> = scenario.inputs().iter().map(|input| input.path.as_str()).collect();
    let summary = summarise(&scenario, &Run::new(&scenario).run().unwrap().tally);
    let influence = summary.influence.unwrap();
    let trials = story.trials();
    let outcomes = || trials.iter().map(|trial| trial.outcome.as_ref().unwrap());
    let figures: [(&str, Vec<f64>); 5] = [
        ("settlement", outcomes().map(|it| f64::from(u8::from(it.signature.is_some()))).collect()),
        (
            "signed_and_holding@15",
            outcomes().map(|it| it.signature.as_ref().map_or(0.0, |it| it.survival[15])).collect(),
        ),
        ("values.defender", outcomes().map(|it| it.values[Side::Defender]).collect()),
        (
            "plans.more.if_signed@15",
            outcomes().map(|it| it.assessments[1].as_ref().unwrap().durability.survival[15]).collect(),
        ),
        (
            "plans.line.acceptable.challenger",
            outcomes().map(|it| it.assessments[0].as_ref().unwrap().acceptance[Side::Challenger]).collect(),
        ),
    ];
    for (name, ys) in figures {
        let listed: &Vec<Influences> = &influence[name];
        assert!(listed.windows(2).all(|pair| pair[0].share >= pair[1].share), "{name}");
        for told in listed {
            let input = paths.iter().position(|path| *path == told.input).unwrap();
            let (low, high) = range(&told.input);
            let us: Vec<f64> = trials.iter().map(|trial| (trial.inputs[input] - low) / (high - low)).collect();
            let expected = share(&us, &ys);
            // Six digits are kept; figures are summed in steps of 2^-20.
            assert!((told.share - expected).abs() < 3e-5, "{name} {}: {} {expected}", told.input, told.share);
        }
    }
    let of = |path: &str| influence["plans.line.acceptable.challenger"].iter().find(|it| it.input == path).unwrap();
    let own = of("challenger.war_cost");
    assert!(own.is_told(3) && own.effect.as_ref().unwrap().u.len() == 64);
}

/// What each plan brings in each draw, counted again from single trials.
#[test]
fn regret_is_counted_draw_by_draw() {
    let story = uncertain(640);
    let scenario = story.scenario();
    let summary = summarise(&scenario, &Run::new(&scenario).run().unwrap().tally);
    let outcomes = story.outcomes();
    let brings = |plan: usize| -> Vec<f64> {
        let of = |outcome: &armistice::engine::TrialOutcome| {
            let it = outcome.assessments[plan].as_ref().unwrap();
            it.acceptance[Side::Challenger] * it.acceptance[Side::Defender] * it.durability.survival[15]
        };
        outcomes.iter().map(of).collect()
    };
    let (line, more) = (brings(0), brings(1));
    let n = line.len() as f64;
    let mean = |of: &dyn Fn(f64, f64) -> f64| line.iter().zip(&more).map(|(&a, &b)| of(a, b)).sum::<f64>() / n;
    let close = |a: Option<f64>, b: f64| assert!((a.unwrap() - b).abs() < 1e-9, "{a:?} {b}");
    let durable = &summary.decision["durable"];
    close(durable.plans["line"].mean, mean(&|a, _| a));
    close(durable.plans["more"].mean, mean(&|_, b| b));
    close(durable.plans["line"].regret.mean, mean(&|a, b| a.max(b) - a));
    close(durable.plans["line"].near_best, mean(&|a, b| f64::from(u8::from(a.max(b) - a <= 0.05))));
    let best = mean(&|a, b| {
        if a > b {
            1.0
        } else if a == b {
            0.5
        } else {
            0.0
        }
    });
    close(durable.plans["line"].best, best);
    let knowing = mean(&|a, b| a.max(b)) - mean(&|a, _| a).max(mean(&|_, b| b));
    close(durable.worth_of_knowing.everything, knowing);
    let scant = mean(&|a, b| f64::from(u8::from(a.max(b) <= 0.05)));
    close(durable.out_of_reach, scant);
    assert_eq!(summary.decision["challenger"].out_of_reach, None, "a side's value has no such bound");
    let known = durable.worth_of_knowing.inputs.values();
    assert!(known.len() == 3 && known.clone().all(|&worth| (0.0..=knowing + 0.01).contains(&worth)));
}

/// Bins hold 40 draws at least, and there are 8 at least; below 320 draws there are none.
#[test]
fn bins_go_by_the_number_of_draws() {
    let of = [319, 320, 639, 640, 1_279, 1_280, 2_559, 2_560, 1_000_000].map(bins);
    assert_eq!(of, [None, Some(8), Some(8), Some(16), Some(16), Some(32), Some(32), Some(64), Some(64)]);
    let few = uncertain(300).scenario();
    assert!(summarise(&few, &Run::new(&few).run().unwrap().tally).influence.is_none());
}

/// With several trials at each draw the draws count, not the trials: the figures that the inputs settle are the same as
/// with one trial at each.
#[test]
fn several_trials_of_a_draw_count_once() {
    let of = |replications: u64| {
        let story = uncertain(640 * replications).set("run.replications", replications);
        let scenario = story.scenario();
        summarise(&scenario, &Run::new(&scenario).run().unwrap().tally).influence.unwrap()
    };
    let (one, several) = (of(1), of(4));
    for name in ["plans.line.durable@15", "plans.more.acceptable.both"] {
        assert_eq!(one[name], several[name]);
    }
    assert_ne!(one["settlement"], several["settlement"]);
}
