//! Luck is addressed by path and purpose: what is not there changes nobody's.

use armistice::engine::TrialOutcome;
use armistice::sampling::{column, purpose};
use proptest::prelude::*;

use crate::any::any_story;
use crate::story::{Trial, border, cases};

/// An outcome without what is said of plans by index.
fn fate(outcome: &TrialOutcome) -> (TrialOutcome, Option<usize>) {
    let mut fate = outcome.clone();
    fate.assessments.clear();
    fate.alone = None;
    let plan = fate.signature.as_mut().map(|signature| std::mem::take(&mut signature.plan));
    (fate, plan)
}

fn assert_same_fates(a: &[Trial], b: &[Trial]) {
    assert_eq!(a.len(), b.len());
    for (a, b) in a.iter().zip(b) {
        match (&a.outcome, &b.outcome) {
            (Ok(x), Ok(y)) => assert_eq!(fate(x), fate(y), "trial {}", a.trial),
            (x, y) => assert_eq!(x.as_ref().err(), y.as_ref().err(), "trial {}", a.trial),
        }
    }
}

/// A further plan's terms on the further issues of a story.
fn further(issues: usize) -> String {
    (0..issues).map(|issue| format!(", issue-{issue} = 0.5")).collect()
}

proptest! {
    #![proptest_config(cases(60))]

    #[test]
    fn an_unused_guarantor_changes_nobodys_luck(story in any_story()) {
        let more = story.clone().guarantor(
            "unused",
            "reliability = { uniform = [0.2, 0.8] }\nforces = { uniform = [10, 500] }\nconsent = 0.5\ncoupling = 1",
        );
        assert_same_fates(&story.trials(), &more.trials());
    }

    #[test]
    fn a_plan_that_is_never_tabled_changes_nobodys_luck(story in any_story()) {
        let issues = story.scenario().structure().issues.len() - 4;
        let block = |operand: &str| format!(
            "[[plan]]\nid = \"never\"\nterms = {{ territory = 0.5{} }}\nfrom_month = 12000\neffects = {{ \"challenger.forces\" = {{ multiply = {operand} }} }}\n",
            further(issues)
        );
        let fates = story.trials();
        assert_same_fates(&fates, &story.clone().add(&block("0.9")).trials());
        assert_same_fates(&fates, &story.clone().add(&block("{ uniform = [0.5, 1] }")).trials());
    }

    /// Trials that sign a plan that stays on the table, or none, end the same way without the other plans, unless a
    /// ratification failed on the way, or a side hoped for another plan.
    #[test]
    fn fewer_plans_keep_the_luck(story in any_story()) {
        let story = story.set("challenger.ratification", 1).set("defender.ratification", 1);
        let story = story.set("negotiation.foresight", "\"none\"");
        let all = story.trials();
        let few = story.clone().only(&["p0"]).trials();
        for (a, b) in all.iter().zip(&few) {
            // Inputs of effects come last.
            prop_assert_eq!(&a.inputs[..b.inputs.len().min(a.inputs.len())], &b.inputs[..]);
            prop_assert_eq!(&a.consents, &b.consents);
            let alone = |trial: &Trial| trial.outcome.as_ref().ok()?.alone.as_ref()?.plans.first().cloned();
            if a.outcome.is_ok() && b.outcome.is_ok() {
                prop_assert_eq!(alone(a), alone(b));
            }
            if let (Ok(x), Ok(y)) = (&a.outcome, &b.outcome)
                && fate(x).1.is_none_or(|plan| plan == 0) {
                    prop_assert_eq!(fate(x), fate(y));
                }
        }
    }
}

/// Another seed is another run; the same one is the same.
#[test]
fn seeds_decide() {
    let run = |seed| border().set("run.trials", 64).set("run.seed", seed).trials();
    assert!(run(5) == run(5));
    assert!(run(5) != run(6));
}

/// Columns and purposes are uniform: Kolmogorov's statistic of 20,000 numbers exceeds 3.3 / sqrt(20,000) with
/// probability 2 exp(-2 * 3.3^2) = 7e-10.
#[test]
fn numbers_are_uniform() {
    let distance = |mut numbers: Vec<f64>| {
        numbers.sort_by(f64::total_cmp);
        let n = numbers.len() as f64;
        numbers
            .iter()
            .enumerate()
            .map(|(i, u)| (u - i as f64 / n).abs().max(((i + 1) as f64 / n - u).abs()))
            .fold(0.0, f64::max)
    };
    let mut columns = vec![0.0; 20_000];
    column(0, "challenger.forces").fill(0, &mut columns);
    let firsts: Vec<f64> = (0..20_000).map(|trial| purpose(0, "war", trial).next()).collect();
    let critical = 3.3 / f64::sqrt(20_000.0);
    assert!(distance(columns.clone()) < critical && distance(firsts) < critical);
    // Negative control: a slight bend.
    assert!(distance(columns.iter().map(|u| u.powf(1.1)).collect()) > critical);
}
