//! The hope of a better plan, and ceasefires before a peace.

use armistice::analysis::evaluation::WarValue;
use armistice::engine::{Class, TrialOutcome};
use armistice::model::Side;

use crate::story::{Spread, Story, assert_near, border, duel, table};

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

/// A party with these keys.
fn party(id: &str, keys: &str) -> String {
    format!("[[party]]\nid = \"{id}\"\ndiscount_factor = 0.9\n{keys}\n")
}

/// A party that wants what A wants, pays what A pays and believes what A believes.
const COPY: &str = "veto = true\nwar_cost = 0.5\nif_challenger_wins = 1\nif_defender_wins = 0\n\
                    demands = { territory = { ideal = 1, salience = 1 } }";

/// Sides that look ahead on a longer front, with a plan on the line and a guaranteed one.
fn guarded() -> Story {
    looking_ahead(duel())
        .guarantor("power", "reliability = 0.6\nforces = 40\npunishment = 0\nmax_troops = 5")
        .plan("line", "")
        .plan("guarded", "foreign_troops = 4, guarantee_years = 6")
        .add("[negotiation]\nmax_months = 30\n[guarantee]\nrenewal = 0.5\n")
}

/// W, C and what is hoped for, of both sides.
fn fighting_on(story: &Story) -> Vec<WarValue> {
    let solved = story.evaluation();
    vec![solved.challenger, solved.defender]
}

/// A party without a veto, whatever it believes, and one with a veto that it never uses change no bit of what the sides hope
/// for, nor of any trial.
#[test]
fn a_party_that_bars_nothing_moves_no_hope() {
    let cares = "demands = { territory = { ideal = 0.4, salience = 1 } }";
    let story = looking_ahead(border())
        .set("run.trials", 60)
        .set("negotiation.acceptance_noise", 0.05)
        .set("challenger.war_cost", 1.5)
        .set("defender.war_cost", 1.5);
    let rows = |story: &Story| {
        let scenario = story.scenario();
        table(&scenario, Spread::whole(&scenario)).0
    };
    let plain = (rows(&story), fighting_on(&story));
    for keys in ["optimism = 3\nmisperception = 1", "veto = true\nmargin = -9"] {
        let with = story.clone().add(&party("onlooker", &format!("{keys}\n{cares}")));
        assert!((rows(&with), fighting_on(&with)) == plain, "{keys}");
        let onlooker = with.evaluation().parties.remove(0);
        let hope = onlooker.reservation - onlooker.w;
        assert_near(onlooker.hopes.iter().map(|part| part.value).sum(), hope, 1e-13, "the parts of its hope");
        assert!(hope.abs() > 1e-4, "{onlooker:?}");
        for plan in &onlooker.plans {
            let (v, surplus) = (plan.value.v.unwrap(), plan.value.surplus.unwrap());
            let margin = if keys.contains("margin") { -9.0 } else { 0.0 };
            assert_near(surplus, v - onlooker.reservation - margin, 1e-14, "V - C - margin");
            let parts: f64 = plan.value.breakdown.iter().map(|part| part.value).sum();
            assert_near(parts, surplus, 1e-12, "breakdown");
        }
    }
}

/// What a party with a veto refuses wherever the front stands, for a red line or for what it is worth to it, is hoped for by
/// nobody: both sides expect to the bit what they expect where that plan is not in the file.
#[test]
fn what_is_vetoed_everywhere_nobody_hopes_for() {
    let story = guarded();
    let [both, line, guarded] = [story.clone(), story.clone().only(&["line"]), story.clone().only(&["guarded"])];
    let (both, line, guarded) = (fighting_on(&both), fighting_on(&line), fighting_on(&guarded));
    assert!(both.iter().zip(&line).any(|(both, line)| both != line));
    assert!(line.iter().chain(&guarded).all(|side| side.reservation.unwrap() > side.w + 1e-4), "{line:?} {guarded:?}");
    let troops = |keys: &str, red_line: &str| {
        let demands = format!("demands = {{ foreign_troops = {{ ideal = 0, salience = 1{red_line} }} }}");
        story.clone().add(&party("no-troops", &format!("veto = true\n{keys}\n{demands}")))
    };
    // Troops cost it more than a war in which there are none; of peace without them it has everything.
    let by_value = troops("war_cost = 0.01\nif_challenger_wins = 1\nif_defender_wins = 1", "");
    let by_red_line = troops("margin = -9", ", red_line = { above = 3 }");
    for story in [by_value, by_red_line] {
        let solved = story.evaluation();
        let accepts: Vec<bool> = solved.plans.iter().map(|plan| plan.signable).collect();
        assert_eq!(accepts, [true, false]);
        assert_eq!(fighting_on(&story), line);
    }
    let only_guarded = "veto = true\nmargin = -9\n\
                        demands = { foreign_troops = { ideal = 20, salience = 1, red_line = { below = 1 } } }";
    assert_eq!(fighting_on(&story.add(&party("troops", only_guarded))), guarded);
}

/// A party with A's preferences and beliefs has A's hope, and its veto changes nothing: where attacking costs A nothing in
/// itself, both sides see one world, and whichever of the plans are there.
#[test]
fn a_copy_of_the_challenger_hopes_as_it_does() {
    for story in [guarded(), guarded().only(&["guarded"]), guarded().set("plan.line.ceasefire_months", 4)] {
        let plain = fighting_on(&story);
        let with = story.set("front.freeze", 0.0).add(&party("copy", COPY)).evaluation();
        let copy = &with.parties[0];
        let own = &plain[0];
        assert_near(copy.w, own.w, 1e-13, "W");
        assert_near(copy.reservation, own.reservation.unwrap(), 1e-12, "C");
        assert_near(with.challenger.reservation.unwrap(), own.reservation.unwrap(), 1e-12, "C of A");
        assert!(own.hope() > 1e-4, "{own:?}");
        for (copied, part) in copy.hopes.iter().zip(&own.hopes) {
            assert_eq!(copied.of, part.of);
            assert_near(copied.value, part.value, 1e-12, "a part of the hope");
        }
    }
}

/// Whoever may veto waits too: of two plans that it likes better than war it refuses, two rounds before the end, the one that
/// is worth less to it than what it hopes for, by the same bound as a side.
#[test]
fn a_veto_waits_for_what_suits_it() {
    let (mut waits, mut signs) = (0, 0);
    for (territory, victory) in
        [(0.47, 0.3), (0.47, 0.97), (0.5, 0.9), (0.5, 0.92), (0.5, 0.97), (0.3, 0.7), (0.3, 0.9)]
    {
        // As much of either victory: the war is worth nearly that.
        let victories = format!("if_challenger_wins = {victory}\nif_defender_wins = {victory}\n");
        let demands = format!("demands = {{ territory = {{ ideal = {territory}, salience = 1 }} }}");
        let story = looking_ahead(two_steps())
            .set("negotiation.max_months", 8)
            .set("challenger.may_attack", false)
            .set("defender.may_attack", false)
            .plan("other", "territory = 0.47")
            .add(&party("ally", &format!("veto = true\n{victories}{demands}")));
        let solved = story.evaluation();
        let ally = &solved.parties[0];
        let gain = |plan: usize| ally.plans[plan].value.v.unwrap() - ally.w;
        let likes: Vec<usize> = [0, 1].into_iter().filter(|&plan| gain(plan) >= 0.0).collect();
        // x* is the one with the larger product of the sides' gains, or the only one that it does not bar.
        let product = |plan: usize| {
            let war = [&solved.challenger, &solved.defender];
            Side::BOTH
                .iter()
                .map(|&side| solved.plans[plan].value(side).v.unwrap() - war[side as usize].w)
                .product::<f64>()
        };
        let best = likes.iter().copied().reduce(|a, b| if product(b) > product(a) { b } else { a });
        let hope = best.map_or(0.0, |best| kept(0.0) * gain(best));
        assert_near(ally.reservation - ally.w, hope, 1e-12, "hope");
        for plan in likes {
            let surplus = ally.plans[plan].value.surplus.unwrap();
            assert_near(surplus, gain(plan) - hope, 1e-12, "surplus");
            *(if surplus < 0.0 { &mut waits } else { &mut signs }) += 1;
        }
    }
    assert!(waits >= 1 && signs > 5, "{waits} {signs}");
}

/// A veto holds in every round of trials in which all look ahead: a plan that is signed is one that the party accepts then,
/// and what it may keep from being signed it does at times.
#[test]
fn a_veto_holds_where_all_look_ahead() {
    let story = looking_ahead(border()).set("run.trials", 120).set("negotiation.acceptance_noise", 0.1);
    let cares = "war_cost = 0.3\ndemands = { territory = { ideal = 0.4, salience = 1 } }";
    let ally = |veto: bool| party("ally", &format!("veto = {veto}\n{cares}"));
    let (free, bound) = (story.clone().add(&ally(false)).outcomes(), story.add(&ally(true)).outcomes());
    let settled = |of: &[TrialOutcome]| of.iter().filter(|it| it.signature.is_some()).count();
    assert!(settled(&bound) > 5 && settled(&bound) < settled(&free), "{} of {}", settled(&bound), settled(&free));
    for outcome in &bound {
        let at_start = outcome.signature.as_ref().filter(|signature| signature.month == 0);
        let stance = at_start.and_then(|it| outcome.assessments[it.plan].as_ref()).map(|it| it.parties[0].acceptable);
        assert_ne!(stance, Some(false));
        for stance in outcome.assessments.iter().flatten().map(|it| &it.parties[0]) {
            let surplus = stance.value - outcome.party_reservations[0];
            assert_near(stance.surplus, surplus, 1e-13, "V - C");
        }
    }
}
