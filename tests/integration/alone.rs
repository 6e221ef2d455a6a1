//! Each plan by itself is what a run with that plan alone on the table comes to, on the same luck.

use armistice::analysis::summarise;
use armistice::analysis::summary::{PlanSummary, Share, Summary};
use armistice::engine::{Run, Tally};

use crate::story::{Story, border, duel};

/// A front that moves often, three plans, one of which comes late, ratification that may fail, private views.
fn moving() -> Story {
    duel()
        .set("run.trials", 1_500)
        .set("challenger.ratification", 0.7)
        .set("defender.ratification", 0.8)
        .set("front.stalemate", 0.2)
        .set("challenger.war_cost", 0.05)
        .set("defender.war_cost", 0.08)
        .set("challenger.discount_factor", 0.93)
        .add("[negotiation]\nacceptance_noise = 0.08\ncooldown = 7\ninterval = 2\n")
        .plan("line", "")
        .plan("half", "territory = 0.5")
        .add("[[plan]]\nid = \"late\"\nfrom_month = 9\nterms = { territory = 0.6 }\n")
}

fn summary(story: &Story) -> (Summary, Tally) {
    let scenario = story.scenario();
    let ran = Run::new(&scenario).run().unwrap();
    (summarise(&scenario, &ran.tally), ran.tally)
}

fn close(a: Option<f64>, b: Option<f64>, what: &str) {
    let (a, b) = (a.unwrap_or(f64::NAN), b.unwrap_or(f64::NAN));
    assert!((a - b).abs() < 1e-9 || (a.is_nan() && b.is_nan()), "{what}: {a} {b}");
}

/// Everything up to the signature is the same to the last bit; what follows is exact here and the mean of the same exact
/// curves there, to the 2^-40 in which sums are kept.
fn is_the_single_run(plan: &str, together: &PlanSummary, single: &Summary) {
    let alone = together.alone.as_ref().unwrap();
    assert_eq!(alone.signed, single.settlement.settled, "{plan}");
    assert_eq!(alone.month, single.settlement.month, "{plan}");
    let unsettled =
        |of: &armistice::analysis::summary::Classes| [of.challenger_victory, of.defender_victory, of.no_settlement];
    assert_eq!(unsettled(&alone.classes), unsettled(&single.classes), "{plan}");
    let signed = alone.signed.share.unwrap();
    for (year, exact) in single.peace.exact.iter().enumerate() {
        let exact = exact.map_or(0.0, |exact| signed * exact);
        close(alone.signed_and_holding.share[year], Some(exact), plan);
    }
    let classes = &alone.classes;
    let settled = [classes.peace_held, classes.resumed_by_challenger, classes.resumed_by_defender];
    close(Some(settled.map(|class| class.share.unwrap()).iter().sum()), Some(signed), plan);
    // In a run with one plan, the plan alone is the run.
    assert_eq!(single.plans[plan].alone.as_ref(), Some(alone), "{plan}");
}

#[test]
fn a_plan_alone_is_a_run_with_no_other() {
    let ahead = moving().set("negotiation.foresight", "all");
    let slow = || moving().set("plan.half.ceasefire_months", 3).set("plan.late.ceasefire_months", 1);
    let slow_ahead = slow().set("negotiation.foresight", "all");
    let ally = "[[party]]\nid = \"ally\"\nveto = true\ndiscount_factor = 0.9\nwar_cost = 0.3\n\
                demands = { territory = { ideal = 0.45, salience = 1 } }\n";
    let (vetoed, vetoed_ahead) = (moving().add(ally), ahead.clone().add(ally));
    let border = border().set("run.trials", 1_500).set("run.sampling", "\"monte_carlo\"");
    for story in [moving(), ahead, slow(), slow_ahead, vetoed, vetoed_ahead, border] {
        let (together, _) = summary(&story);
        let mut signed = 0;
        for (plan, of_plan) in &together.plans {
            let (single, _) = summary(&story.clone().only(&[plan]));
            is_the_single_run(plan, of_plan, &single);
            signed += u32::from(of_plan.alone.as_ref().unwrap().signed.share > Some(0.0));
        }
        assert!(signed >= 2, "two plans at least are signed alone, or nothing is tested");
    }
}

/// The race is the same whether plans are also asked about alone or not.
#[test]
fn asking_about_plans_alone_changes_nothing_else() {
    let (mut with, _) = summary(&moving());
    let (without, _) = summary(&moving().set("run.alone", false));
    assert!(with.alone.is_some() && without.alone.is_none());
    with.alone = None;
    for plan in with.plans.values_mut() {
        assert!(plan.alone.take().is_some());
    }
    assert_eq!(with, without);
}

/// Differences are those of the means, with the interval of paired trials worked out here from two single runs.
#[test]
fn differences_are_paired() {
    let story = moving();
    let (together, tally) = summary(&story);
    let pairs = together.alone.as_ref().unwrap();
    assert_eq!((pairs.year, pairs.differences.len()), (15, 3));
    let held = |plan: &str| -> Vec<f64> {
        let outcomes = story.clone().only(&[plan]).outcomes();
        outcomes.iter().map(|outcome| outcome.signature.as_ref().map_or(0.0, |it| it.survival[15])).collect()
    };
    for pair in &pairs.differences {
        let (one, other) = (held(&pair.plan), held(&pair.other));
        let by_trial: Vec<f64> = one.iter().zip(&other).map(|(one, other)| one - other).collect();
        let n = by_trial.len() as f64;
        let mean = by_trial.iter().sum::<f64>() / n;
        let variance = by_trial.iter().map(|x| (x - mean) * (x - mean)).sum::<f64>() / (n - 1.0);
        let half = 1.959_963_984_540_054 * (variance / n).sqrt();
        close(pair.difference, Some(mean), "difference");
        close(pair.low, Some(mean - half), "low");
        close(pair.high, Some(mean + half), "high");
        let turned = pairs.difference(&pair.other, &pair.plan).unwrap();
        assert_eq!((turned.low, turned.outlasts), (pair.high.map(|x| -x), pair.outlasts.map(|x| 1.0 - x)));
    }
    assert_eq!(tally.trials(), 1_500);
}

/// Intervals of means in [0, 1] hold what they are of and never say that nothing is possible.
#[test]
fn a_plan_that_nobody_signs_is_not_certain_never_to_be_signed() {
    let never = duel().set("run.trials", 400).plan("surrender", "territory = 1").plan("line", "");
    let (summary, _) = summary(&never);
    let Share { share, low, high } = summary.plans["surrender"].alone.as_ref().unwrap().classes.peace_held;
    assert_eq!((share, low), (Some(0.0), Some(0.0)));
    // Wilson's for 0 of 400: z^2/(n + z^2).
    let z2 = 1.959_963_984_540_054_f64.powi(2);
    close(high, Some(z2 / (400.0 + z2)), "high");
}
