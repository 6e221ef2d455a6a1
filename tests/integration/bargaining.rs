//! Beliefs, tabling, acceptance, ratification.

use armistice::model::Side;
use armistice::model::belief::Belief;
use proptest::prelude::*;

use crate::any::any_story;
use crate::story::{FAR, Story, assert_near, cases, duel, excess};

fn logistic(x: f64) -> f64 {
    1.0 / (1.0 + (-x).exp())
}

/// kappa = infinity: the offset is the optimism for ever.
#[test]
fn certain_beliefs_never_move() {
    let [a, d] =
        [(Side::Challenger, 0.4), (Side::Defender, 0.4)].map(|(side, o)| Belief::new(side, 0.3, o, f64::INFINITY));
    for (won, lost) in [(0, 0), (1, 0), (0, 50), (1_000, 1)] {
        assert_eq!((a.offset(won, lost), d.offset(won, lost)), (0.4, -0.4));
    }
    // Negative control: any finite strength learns.
    assert!(Belief::new(Side::Challenger, 0.3, 0.4, 1e6).offset(0, 50) < 0.4);
}

proptest! {
    #![proptest_config(cases(200))]

    /// The posterior mean is (kappa mean + w) / (kappa + w + l), and much fighting teaches the truth.
    #[test]
    fn fighting_teaches(log_odds in -3.0_f64..3.0, optimism in -2.0_f64..2.0, kappa in 0.1_f64..100.0, won in 0_u32..40, lost in 0_u32..40) {
        for side in Side::BOTH {
            let shift = if side == Side::Challenger { optimism } else { -optimism };
            let belief = Belief::new(side, log_odds, optimism, kappa);
            let (w, l) = (f64::from(won), f64::from(lost));
            let mean = (kappa * logistic(log_odds + shift) + w) / (kappa + w + l);
            assert_near(belief.offset(won, lost), (mean / (1.0 - mean)).ln() - log_odds, 1e-10, "offset");
            let million = (1e6 * logistic(log_odds)).round();
            assert_near(belief.offset(million as u32, 1_000_000 - million as u32), 0.0, 2e-3, "after a million battles");
        }
    }

    /// Without private views, what is signed in month 0 is what the exact solution says: the plan with the largest
    /// product of surpluses among those that cross no red line and leave nobody worse off; the first of equals. Its peace
    /// begins when its ceasefire ends.
    #[test]
    fn the_best_plan_for_both_is_signed(story in any_story()) {
        let constants = story
            .set("negotiation.acceptance_noise", 0)
            .set("challenger.ratification", 1)
            .set("defender.ratification", 1)
            .set("run.trials", 1);
        let scenario = constants.scenario();
        prop_assume!(scenario.inputs().is_empty() && scenario.central().guarantors.iter().all(|g| g.consent == 1.0));
        let best = constants.evaluation().plans.into_iter().enumerate()
            .filter(|(index, plan)| {
                let tabled = &scenario.structure().plans[*index];
                let in_time = f64::from(tabled.ceasefire_months) <= scenario.central().negotiation.max_months;
                tabled.from_month == 0 && in_time && plan.signable
            })
            .map(|(index, plan)| (index, plan.challenger.surplus.unwrap() * plan.defender.surplus.unwrap()))
            .fold(None, |best: Option<(usize, f64)>, plan| if best.is_none_or(|best| plan.1 > best.1) { Some(plan) } else { best });
        let outcome = constants.outcomes().remove(0);
        let begins = |plan: usize| scenario.structure().plans[plan].ceasefire_months;
        let signed = outcome.signature.filter(|it| it.month == begins(it.plan)).map(|it| it.plan);
        prop_assert_eq!(signed, best.map(|best| best.0));
    }
}

fn truce(story: Story) -> Story {
    story.plan("truce", "territory = \"line_of_contact\"")
}

/// A plan whose ratification fails is off the table for `cooldown` months, and the tries are independent. 20,000
/// trials, two statistics at [`FAR`] standard errors.
#[test]
fn failed_ratification_waits_for_the_cooldown() {
    let outcomes = truce(duel())
        .set("run.trials", 20_000)
        .set("challenger.margin", -5)
        .set("defender.margin", -5)
        .set("challenger.ratification", 0.6)
        .set("defender.ratification", 0.5)
        .set("front.stalemate", 0.999_999)
        .set("negotiation.interval", 5)
        .set("negotiation.cooldown", 12)
        .outcomes();
    let months: Vec<_> = outcomes.iter().map(|outcome| outcome.signature.as_ref().map(|s| s.month)).collect();
    // Rounds at 0, 5, 10, …: the first at least 12 months later is the third.
    assert!(months.iter().flatten().all(|month| month % 15 == 0), "{months:?}");
    for (try_, still) in [(0, 1.0), (15, 0.7)] {
        let events: Vec<_> = months.iter().map(|&month| (month == Some(try_), 0.3 * still)).collect();
        assert!(excess(&events).abs() < FAR, "month {try_}: {}", excess(&events));
    }
}

/// A plan that lacks x is acceptable with probability logistic(-x / scale). 20,000 trials, two statistics at [`FAR`]
/// standard errors, and the two views are independent.
#[test]
fn private_views_are_logistic() {
    let story =
        truce(duel()).set("run.trials", 20_000).set("negotiation.acceptance_noise", 0.05).set("challenger.margin", 0.1);
    let plan = story.solution("truce");
    let chance = [&plan.challenger, &plan.defender].map(|value| logistic(value.surplus.unwrap() / 0.05));
    assert!(chance.iter().all(|p| (0.01..0.999).contains(p)), "{chance:?}");
    let accepts: Vec<[bool; 2]> = story
        .outcomes()
        .iter()
        .map(|outcome| *outcome.assessments[0].as_ref().unwrap().acceptable.as_array())
        .collect();
    for side in 0..2 {
        let events: Vec<_> = accepts.iter().map(|accepts| (accepts[side], chance[side])).collect();
        assert!(excess(&events).abs() < FAR, "side {side}: {}", excess(&events));
    }
    let both: Vec<_> = accepts.iter().map(|accepts| (accepts[0] && accepts[1], chance[0] * chance[1])).collect();
    assert!(excess(&both).abs() < FAR, "both: {}", excess(&both));
}

/// Red lines, `from_month` and consent bar a plan; the line of contact is what A holds when it signs.
#[test]
fn only_what_can_be_tabled_is_signed() {
    let story = truce(duel())
        .set("run.trials", 2_000)
        .set("challenger.margin", -5)
        .set("defender.margin", -5)
        .set("plan.truce.from_month", 7)
        .plan("gift", "territory = 0.2")
        .set("challenger.demands.territory.red_line", 0.25)
        .guarantor("ally", "reliability = 1\nforces = 10\nconsent = 0.5")
        .add("[[plan]]\nid = \"pact\"\nfrom_month = 3\nterms = { guarantee_years = 3 }\nguarantors = [\"ally\"]");
    let mut seen = [0; 3];
    for trial in story.trials() {
        let outcome = trial.outcome.unwrap();
        let Some(signature) = outcome.signature else { continue };
        seen[signature.plan] += 1;
        assert!(signature.plan != 1, "beyond A's red line");
        assert!(signature.month >= [7, 0, 3][signature.plan]);
        assert!(signature.plan != 2 || trial.consents[0]);
        let sixths = signature.terms[0] * 6.0;
        assert!((sixths - sixths.round()).abs() < 1e-9 && sixths > 1.5);
    }
    assert!(seen[0] > 100 && seen[2] > 100, "{seen:?}");
}
