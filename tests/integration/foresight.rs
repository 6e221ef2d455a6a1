//! The hope of a better plan, and ceasefires before a peace.

use armistice::engine::{Class, TrialOutcome};
use armistice::model::Side;

use crate::story::{Story, assert_near, duel};

/// A front of two steps, on which a month that moves ends the war; both sides have equal beliefs and discount factors, no
/// private views and no margins, and the plan draws a line of its own.
fn two_steps() -> Story {
    duel()
        .set("front.positions", 2)
        .set("front.start", 1)
        .set("front.stalemate", 0.8)
        .set("defender.discount_factor", 0.9)
        .set("challenger.war_cost", 1.5)
        .set("defender.war_cost", 1.5)
        .set("challenger.attack_cost", 0.3)
        .set("defender.attack_cost", 0.3)
        .set("challenger.collapse", 0.01)
        .set("defender.collapse", 0.02)
        .add("[negotiation]\ninterval = 4\nmax_months = 24\n")
        .plan("half", "territory = 0.5")
}

fn looking_ahead(story: Story) -> Story {
    story.set("negotiation.foresight", "all")
}

/// (d r)^interval with d = delta k (1 - h).
fn kept(freeze: f64) -> f64 {
    (0.9_f64.powf(1.0 / 12.0) * 0.97 * (1.0 - freeze) * 0.8).powi(4)
}

/// Of a sole plan acceptable to both V - C = (1 - (d r)^interval)(V - W), for any chance of a thaw and any number of rounds
/// left but none; all of the hope is owed to it. In the last round C is W.
#[test]
fn of_a_sole_plan_hope_is_a_fixed_part_of_its_gain() {
    for (freeze, thaw) in [(0.0, 0.0), (0.1, 0.0), (0.1, 0.3), (0.1, 0.9)] {
        for (months, left) in [(4, 0.0), (5, 1.0), (8, 1.0), (12, 1.0), (24, 1.0)] {
            let story = looking_ahead(two_steps())
                .set("front.freeze", freeze)
                .set("front.thaw", thaw)
                .set("negotiation.max_months", months);
            let solved = story.evaluation();
            assert!(solved.plans[0].signable, "{solved:?}");
            for (side, war) in Side::BOTH.into_iter().zip([&solved.challenger, &solved.defender]) {
                let value = solved.plans[0].value(side);
                let (v, c) = (value.v.unwrap(), war.reservation.unwrap());
                let share = 1.0 - left * kept(freeze);
                assert_near(v - c, share * (v - war.w), 1e-13, "V - C");
                assert_near(value.surplus.unwrap(), v - c, 1e-15, "surplus");
                let hoped: Vec<f64> = war.hopes.iter().map(|part| part.value).collect();
                assert_eq!(hoped.len(), left as usize);
                assert_near(hoped.iter().sum(), c - war.w, 1e-14, "parts");
                let parts: f64 = value.breakdown.iter().map(|part| part.value).sum();
                assert_near(parts, v - c, 1e-14, "breakdown");
            }
        }
    }
}

/// Hope never changes whether a sole plan is signed, nor when: in 400 trials whose inputs are drawn.
#[test]
fn hope_never_changes_whether_a_sole_plan_is_signed() {
    let story = two_steps()
        .set("run.trials", 400)
        .set("challenger.war_cost", "{ uniform = [-0.5, 2.0] }")
        .set("defender.war_cost", "{ uniform = [-0.5, 2.0] }")
        .set("front.freeze", 0.05)
        .set("front.thaw", "{ uniform = [0.0, 0.95] }");
    let signed = |outcomes: Vec<TrialOutcome>| -> Vec<(Class, Option<u32>, [f64; 2])> {
        let of = |it: TrialOutcome| (it.class, it.signature.map(|it| it.month), *it.values.as_array());
        outcomes.into_iter().map(of).collect()
    };
    let (without, with) = (signed(story.outcomes()), signed(looking_ahead(story).outcomes()));
    assert_eq!(without, with);
    let settled = without.iter().filter(|it| it.1.is_some()).count();
    assert!((50..350).contains(&settled), "{settled}");
}

/// Of two such plans the one that is not the Nash plan x* is refused two rounds before the end by the side with
/// V(x) < W + (d r)^interval (V(x*) - W), and by nobody else.
#[test]
fn the_plan_that_is_not_the_best_is_refused_in_hope_of_the_best() {
    let mut refused = 0;
    for territory in [0.466, 0.47, 0.48, 0.49, 0.505, 0.53, 0.55, 0.56, 0.57] {
        let story = looking_ahead(two_steps())
            .set("negotiation.max_months", 8)
            .set("challenger.shock", 0.01)
            .set("defender.shock", 0.01)
            .plan("other", &format!("territory = {territory}"));
        let solved = story.evaluation();
        let wars = [&solved.challenger, &solved.defender];
        let gain = |plan: usize, side: Side| solved.plans[plan].value(side).v.unwrap() - wars[side as usize].w;
        let product = |plan: usize| gain(plan, Side::Challenger) * gain(plan, Side::Defender);
        let both = Side::BOTH.iter().all(|&side| gain(0, side) > 0.0 && gain(1, side) > 0.0);
        assert!(both, "{territory}: both plans are better than war");
        let (best, other) = if product(0) >= product(1) { (0, 1) } else { (1, 0) };
        assert!(solved.plans[best].signable, "{territory}");
        for side in Side::BOTH {
            let refuses = solved.plans[other].value(side).surplus.unwrap() < 0.0;
            assert_eq!(refuses, gain(other, side) < kept(0.0) * gain(best, side), "{territory}");
            refused += u32::from(refuses);
        }
    }
    assert!((2..8).contains(&refused), "{refused}");
}

/// A plan that is ratified after a ceasefire of five months is signed in month 5, whatever the front would have done; until
/// then nobody pays for fighting. With all chance gone realised values are exact: five months of the status quo, then the
/// peace that holds.
#[test]
fn a_ceasefire_comes_before_the_peace() {
    let story = duel()
        .set("run.trials", 1)
        .set("challenger.war_cost", 1.5)
        .set("defender.war_cost", 1.5)
        .set("challenger.may_attack", false)
        .set("defender.may_attack", false)
        .set("run.years", 20)
        .add("[[plan]]\nid = \"slow\"\nceasefire_months = 5\nterms = { territory = 0.55 }\n");
    for foresight in ["none", "all"] {
        let outcome = story.clone().set("negotiation.foresight", foresight).outcomes().remove(0);
        assert_eq!(outcome.signature.as_ref().map(|it| it.month), Some(5));
        assert_eq!((outcome.war_months, outcome.frozen_months), (0, 0));
        for (side, status_quo, peace, discount) in
            [(Side::Challenger, 0.5, 0.55, 0.9_f64), (Side::Defender, 0.5, 0.45, 0.93)]
        {
            let weight = discount.powf(5.0 / 12.0);
            assert_near(outcome.values[side], (1.0 - weight) * status_quo + weight * peace, 1e-13, "realised");
            let assessed = outcome.assessments[0].as_ref().unwrap().value[side];
            assert_near(assessed, (1.0 - weight) * status_quo + weight * peace, 1e-12, "V");
        }
    }
}

/// After a ceasefire that comes to nothing the war goes on from there, the next round is the first from then on, and the plan
/// is off the table for the cooldown from then on. A plan whose ceasefire would end after negotiation is not tabled.
#[test]
fn a_ceasefire_may_come_to_nothing() {
    let story = duel()
        .set("run.trials", 500)
        .set("challenger.margin", -5)
        .set("defender.margin", -5)
        .set("challenger.ratification", 0.5)
        .set("front.stalemate", 0.999_999)
        .add("[negotiation]\ninterval = 3\nmax_months = 24\ncooldown = 4\n")
        .add("[[plan]]\nid = \"slow\"\nceasefire_months = 4\nterms = { territory = 0.5 }\n");
    // Rounds in months 0, 9 (off the table until 8), 18 (until 17): the peace would begin in 4, 13, 22. From the next, in month
    // 27, there is no time.
    let outcomes = story.outcomes();
    let months: Vec<Option<u32>> = outcomes.iter().map(|it| it.signature.as_ref().map(|it| it.month)).collect();
    for (month, least, most) in [(Some(4), 180, 320), (Some(13), 70, 180), (Some(22), 30, 100), (None, 30, 100)] {
        let count = months.iter().filter(|&&it| it == month).count();
        assert!((least..=most).contains(&count), "{month:?}: {count}");
    }
    for (outcome, month) in outcomes.iter().zip(&months) {
        // War is fought where nothing is signed: months 4 to 9, 13 to 18, 22 to 24.
        let fought = match month {
            Some(4) => 0,
            Some(13) => 5,
            Some(22) => 10,
            Some(other) => panic!("month {other}"),
            None => 12,
        };
        if outcome.breach.is_none() {
            assert_eq!(outcome.war_months, fought, "{month:?}");
        }
    }
    // One month less of negotiation, and the third try has no time.
    let shorter = story.set("negotiation.max_months", 21).outcomes();
    assert!(shorter.iter().all(|it| it.signature.as_ref().is_none_or(|it| it.month != 22)));
}
