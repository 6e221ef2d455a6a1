//! Parties that do not fight: what war and peace are worth to them, their vetoes, and that they move nobody else's luck.

use armistice::analysis::summarise;
use armistice::engine::TrialOutcome;
use armistice::model::PerSide;
use armistice::model::war::{Contest, Fighter, Flow, Valuer};
use proptest::prelude::*;

use crate::story::{Spread, Story, assert_near, border, cases, duel, table};

/// A party with these keys.
fn party(id: &str, keys: &str) -> String {
    format!("[[party]]\nid = \"{id}\"\ndiscount_factor = 0.9\n{keys}\n")
}

const CARES: &str = "demands = { territory = { ideal = 0.4, salience = 1 } }";

/// Closed form against the linear system, and both against a linear system written out here, at corners of all chances.
fn any_war() -> impl Strategy<Value = (Contest, f64, Fighter)> {
    let corner = |most: f64| prop_oneof![Just(0.0), 0.0..most];
    let chances = (corner(0.98), corner(0.1), corner(0.1), corner(0.7), corner(0.7));
    let worth = (0.0..1.0, 0.0..1.0, 0.2..0.9999, -0.5..2.0);
    (2_usize..30, -6.0..6.0, chances, worth, (-0.5..1.0, -0.5..0.5)).prop_map(
        |(
            positions,
            log_odds,
            (stalemate, a, d, freeze, thaw),
            (won, lost, discount_factor, war_cost),
            (intercept, span),
        )| {
            let contest = Contest { positions, stalemate, collapse_challenger: a, collapse_defender: d, freeze, thaw };
            let flow = Flow::Linear { intercept, slope: span / positions as f64 };
            (contest, log_odds, Fighter { prizes: PerSide::new(won, lost), discount_factor, war_cost, flow })
        },
    )
}

/// What is left of each equation of W_p, and of F_p, when these values are put into it.
fn residuals(contest: &Contest, log_odds: f64, fighter: &Fighter, value: impl Fn(usize) -> f64) -> Vec<f64> {
    let beta = fighter.discount_factor.powf(1.0 / 12.0);
    let [won, lost] = *fighter.prizes.as_array();
    let p = 1.0 / (1.0 + (-log_odds).exp());
    let at = |n: usize| match n {
        0 => lost,
        n if n == contest.positions => won,
        n => value(n),
    };
    let Contest { stalemate: r, collapse_challenger: a, collapse_defender: d, freeze, thaw, .. } = *contest;
    (1..contest.positions)
        .map(|n| {
            let flow = fighter.flow.at(n);
            let alpha = (1.0 - beta) / (1.0 - beta * (1.0 - thaw));
            let frozen = alpha * flow + (1.0 - alpha) * at(n);
            let fought = r * at(n) + (1.0 - r) * (p * at(n + 1) + (1.0 - p) * at(n - 1));
            let goes_on = (1.0 - a - d) * (freeze * frozen + (1.0 - freeze) * fought);
            (1.0 - beta) * (flow - fighter.war_cost) + beta * (d * won + a * lost + goes_on) - at(n)
        })
        .collect()
}

proptest! {
    #![proptest_config(cases(300))]

    #[test]
    fn the_value_of_war_solves_its_equation((contest, log_odds, fighter) in any_war()) {
        let table = Flow::Table((0..=contest.positions).map(|n| fighter.flow.at(n)).collect());
        for fighter in [fighter.clone(), Fighter { flow: table, ..fighter.clone() }] {
            let value = |n: usize| Valuer::new(&contest, &fighter, n).value(log_odds);
            for (index, rest) in residuals(&contest, log_odds, &fighter, value).into_iter().enumerate() {
                prop_assert!(rest.abs() < 1e-11, "{rest} is left at {}", index + 1);
            }
        }
    }
}

/// Whoever has the same of each victory and of every month has it for ever, whatever happens.
#[test]
fn what_is_always_the_same_is_worth_that() {
    let contest = Contest {
        positions: 9,
        stalemate: 0.6,
        collapse_challenger: 0.01,
        collapse_defender: 0.02,
        freeze: 0.1,
        thaw: 0.05,
    };
    let flow = Flow::Linear { intercept: 0.7, slope: 0.0 };
    let fighter = Fighter { prizes: PerSide::new(0.7, 0.7), discount_factor: 0.93, war_cost: 0.0, flow };
    for position in 1..9 {
        assert_near(Valuer::new(&contest, &fighter, position).value(0.4), 0.7, 1e-14, "war");
    }
}

/// A party that wants what A wants, pays what A pays and believes what A believes.
const COPY: &str = "war_cost = 0.5\nif_challenger_wins = 1\nif_defender_wins = 0\ndemands = { territory = { ideal = 1, salience = 1 } }";

/// The duel with a guaranteed plan, in which nobody errs.
fn guarded() -> Story {
    duel()
        .guarantor("power", "reliability = 0.6\nforces = 40\npunishment = 0\nmax_troops = 5")
        .plan("line", "")
        .plan("guarded", "foreign_troops = 4, guarantee_years = 6")
        .add("[guarantee]\nrenewal = 0.5\n")
}

/// W is A's own. V is A's where attacking costs A nothing in itself and both sides see the same world: the lump cost and
/// sanctions fall on A alone, and A imputes its own beliefs to D where the party takes D's own.
#[test]
fn a_copy_of_the_challenger_has_its_values() {
    let plain = guarded().add(&party("copy", COPY));
    let of = |story: &Story, plan: usize| {
        let told = story.evaluation();
        let (own, copy) = (&told.plans[plan].challenger, &told.parties[0]);
        assert_near(copy.w, told.challenger.w, 1e-14, "W");
        assert_near(copy.status_quo, told.challenger.status_quo, 1e-14, "the flow");
        assert_near(copy.plans[plan].value.u.unwrap(), own.u.unwrap(), 1e-14, "u");
        for (part, other) in copy.plans[plan].value.breakdown.iter().zip(&own.breakdown) {
            let same = part.of == "resumed_war" || (part.value - other.value).abs() < 1e-14;
            assert!(part.of == other.of && same, "{part:?} {other:?}");
        }
        [copy.plans[plan].value.v.unwrap(), own.v.unwrap()]
    };
    for plan in [0, 1] {
        let [copy, own] = of(&plain, plan);
        assert_near(copy, own, 1e-12, "V where attacking is free");
        let [copy, own] = of(&plain.clone().set("challenger.attack_cost", 0.05), plan);
        assert!(copy > own + 1e-4, "{copy} {own}: the lump cost falls on A alone");
        let [copy, own] = of(&plain.clone().set("defender.optimism", 0.8), plan);
        assert!((copy - own).abs() > 1e-6, "{copy} {own}: the party takes D's own chances of attack");
    }
    let [copy, own] = of(&plain.clone().set("guarantor.power.punishment", 0.1), 1);
    assert!(copy > own + 1e-5, "{copy} {own}: sanctions fall on A alone");
}

/// What really happens to a copy of A is what happens to A, but for lump costs.
#[test]
fn a_copy_of_the_challenger_fares_as_it_does() {
    let story = guarded().add(&party("copy", COPY)).set("run.trials", 300);
    let mut signed = 0;
    for outcome in story.clone().set("front.freeze", 0.02).set("front.thaw", 0.1).outcomes() {
        assert_near(outcome.party_values[0], outcome.values.as_array()[0], 1e-13, "realised value");
        signed += usize::from(outcome.breach.is_some());
    }
    assert!(signed > 20, "{signed} peaces broke");
    let costly = story.set("challenger.attack_cost", 0.05).outcomes();
    let attacked = |outcome: &&TrialOutcome| outcome.class.name() == "resumed_by_challenger";
    let broken: Vec<&TrialOutcome> = costly.iter().filter(attacked).collect();
    assert!(!broken.is_empty() && broken.iter().all(|it| it.party_values[0] > it.values.as_array()[0] + 1e-4));
}

/// A party with a veto that always refuses: nothing is signed, together or alone; but it may care about one plan only.
#[test]
fn a_veto_keeps_plans_off_the_table() {
    let open = guarded().set("run.trials", 200);
    let signed = |story: &Story| {
        let scenario = story.scenario();
        let (_, tally) = table(&scenario, Spread::whole(&scenario));
        let summary = summarise(&scenario, &tally);
        let shares = |plan: &str| {
            let plan = &summary.plans[plan];
            [plan.signed.share.unwrap(), plan.alone.as_ref().unwrap().signed.share.unwrap()]
        };
        (["line", "guarded"].map(shares), summary)
    };
    let ([line, guarded], _) = signed(&open);
    assert!(line[1] > 0.1 && guarded[1] > 0.1 && line[0] + guarded[0] > 0.1, "{line:?} {guarded:?}");
    let never = open.clone().add(&party("never", &format!("veto = true\nmargin = 5\n{CARES}")));
    let (none, summary) = signed(&never);
    assert_eq!(none, [[0.0; 2]; 2]);
    let acceptable = &summary.plans["line"].acceptable;
    assert_eq!(acceptable.all.unwrap().share, Some(0.0));
    assert!(acceptable.both.share.unwrap() > 0.1);
    assert_eq!(summary.decision["durable"].plans["line"].mean, Some(0.0));
    assert!(!never.evaluation().plans[0].signable && never.evaluation().nearest.is_some());
    // A red line on troops bars the guarded plan alone.
    let keys = "veto = true\nmargin = -5\n\
                demands = { foreign_troops = { ideal = 0, salience = 1, red_line = { above = 3 } } }";
    let ([line, guarded], summary) = signed(&open.clone().add(&party("no-troops", keys)));
    assert!(line[0] > 0.1 && guarded == [0.0; 2], "{line:?} {guarded:?}");
    assert_eq!(summary.plans["line"].acceptable.all.unwrap(), summary.plans["line"].acceptable.both);
    assert_eq!(summary.plans["guarded"].acceptable.parties["party.no-troops"].share, Some(0.0));
    let told = open.add(&party("no-troops", keys)).evaluation();
    assert_eq!(told.parties[0].plans[1].value.crossed, ["foreign_troops"]);
}

/// One whose private views decide about as often as not, with a veto: of the plans that both sides accept in the same
/// trials some are signed and some not, and only at rounds at which it would accept.
#[test]
fn a_veto_holds_at_every_round() {
    let story = border().set("run.trials", 400).set("negotiation.acceptance_noise", 0.1);
    let ally = |veto: bool| party("ally", &format!("veto = {veto}\nwar_cost = 0.3\n{CARES}"));
    let (free, bound) = (story.clone().add(&ally(false)).outcomes(), story.add(&ally(true)).outcomes());
    let settled = |of: &[TrialOutcome]| of.iter().filter(|it| it.signature.is_some()).count();
    assert!(settled(&bound) > 10 && settled(&bound) < settled(&free), "{} of {}", settled(&bound), settled(&free));
    for (bound, free) in bound.iter().zip(&free) {
        for (bound, free) in bound.assessments.iter().flatten().zip(free.assessments.iter().flatten()) {
            assert_eq!((bound.parties[0].surplus, &bound.value), (free.parties[0].surplus, &free.value));
        }
        let at_start = bound.signature.as_ref().filter(|signature| signature.month == 0);
        let stance = at_start.and_then(|it| bound.assessments[it.plan].as_ref()).map(|it| it.parties[0].acceptable);
        assert_ne!(stance, Some(false));
    }
}

/// Parties without a veto change no byte of the trials; nor does one party the luck of another.
#[test]
fn parties_move_nobody_elses_luck() {
    let story = border().set("run.trials", 200).set("negotiation.acceptance_noise", 0.5);
    let rows = |story: &Story| {
        let scenario = story.scenario();
        table(&scenario, Spread::whole(&scenario)).0
    };
    let (first, second) = (party("first", &format!("war_cost = 0.2\n{CARES}")), party("second", CARES));
    let one = story.clone().add(&first);
    let both = story.clone().add(&second).add(&first);
    let plain = rows(&story);
    assert!(plain == rows(&one) && plain == rows(&both));
    let acceptance = |story: &Story, party: usize| -> Vec<bool> {
        story
            .outcomes()
            .iter()
            .flat_map(|it| &it.assessments)
            .flatten()
            .map(|it| it.parties[party].acceptable)
            .collect()
    };
    assert_eq!(acceptance(&one, 0), acceptance(&both, 1));
    assert_ne!(acceptance(&both, 0), acceptance(&both, 1));
    let named = story.add(&first.replace("first", "other"));
    assert_ne!(acceptance(&one, 0), acceptance(&named, 0), "another name is another luck");
}

/// Fifty parties, some with a veto, on two threads as on one; fifty-one are refused.
#[test]
fn fifty_parties_run() {
    let all = |count: usize| {
        let mut story = border().set("run.trials", 64);
        for index in 0..count {
            let ideal = index as f64 / 50.0;
            let keys = format!(
                "veto = {}\nwar_cost = {{ uniform = [0.0, 0.4] }}\nmisperception = {}\n\
                 demands = {{ territory = {{ ideal = {ideal}, salience = 1 }}, guarantee_years = {{ salience = 0.2 }} }}",
                index % 25 == 0,
                index % 3
            );
            story = story.add(&party(&format!("p{index}"), &keys));
        }
        story
    };
    let scenario = all(50).scenario();
    let whole = Spread::whole(&scenario);
    let (rows, tally) = table(&scenario, whole);
    assert_eq!(rows.lines().count(), 65);
    let summary = summarise(&scenario, &tally);
    assert_eq!(summary.plans["line"].acceptable.parties.len(), 50);
    assert_eq!((summary.values.parties.len(), summary.decision.len()), (50, 53));
    assert_eq!(table(&scenario, Spread { threads: 2, block_size: 32, ..whole }), (rows, tally));
    let read = serde_json::from_value::<armistice::analysis::summary::Summary>(serde_json::to_value(&summary).unwrap());
    assert_eq!(read.unwrap(), summary);
    let fault = all(51).try_scenario().unwrap_err();
    assert!(fault.contains("`party` has 51 entries; at most 50 are allowed"), "{fault}");
}

/// The shares of acceptance and the decision by a party are those counted again from its trials.
#[test]
fn figures_of_parties_are_counted_over_all_trials() {
    let story = border().set("run.trials", 400).add(&party("ally", &format!("veto = true\nwar_cost = 0.3\n{CARES}")));
    let scenario = story.scenario();
    let (_, tally) = table(&scenario, Spread::whole(&scenario));
    let (summary, outcomes) = (summarise(&scenario, &tally), story.outcomes());
    let n = outcomes.len() as f64;
    for (index, (id, plan)) in summary.plans.iter().enumerate() {
        let assessed: Vec<_> = outcomes.iter().filter_map(|it| it.assessments[index].as_ref()).collect();
        let share = |is: &dyn Fn(&armistice::engine::Assessment) -> bool| {
            assessed.iter().filter(|it| is(it)).count() as f64 / assessed.len() as f64
        };
        assert_eq!(plan.acceptable.parties["party.ally"].share, Some(share(&|it| it.parties[0].acceptable)), "{id}");
        let all = |it: &armistice::engine::Assessment| {
            it.acceptable.iter().all(|&accepts| accepts) && it.parties[0].acceptable
        };
        assert_eq!(plan.acceptable.all.unwrap().share, Some(share(&all)), "{id}");
        let surplus = assessed.iter().map(|it| it.parties[0].surplus).sum::<f64>() / assessed.len() as f64;
        assert_near(plan.surplus.parties["party.ally"].mean.unwrap(), surplus, 1e-9, id);
        let expects = outcomes.iter().map(|outcome| {
            let war = outcome.party_war_values[0];
            outcome.assessments[index].as_ref().map_or(war, |it| {
                let p = it.acceptance.iter().product::<f64>() * it.parties[0].acceptance;
                p * it.parties[0].value + (1.0 - p) * war
            })
        });
        let standing = &summary.decision["party.ally"].plans[id];
        assert_near(standing.mean.unwrap(), expects.sum::<f64>() / n, 1e-9, id);
    }
    let realised = outcomes.iter().map(|it| it.party_values[0]).sum::<f64>() / n;
    assert_near(summary.values.parties["party.ally"].spread.mean.unwrap(), realised, 1e-9, "realised value");
}

/// Numbers of a party can be set, are inputs like any other, and have influence on what it accepts.
#[test]
fn a_partys_numbers_are_inputs() {
    let keys = format!("war_cost = {{ uniform = [0.0, 1.0] }}\n{CARES}");
    let story = duel().plan("line", "").add("[negotiation]\nacceptance_noise = 0.02\n").add(&party("ally", &keys));
    let scenario = story.clone().set("run.trials", 2_000).scenario();
    let (_, tally) = table(&scenario, Spread::whole(&scenario));
    let influence = summarise(&scenario, &tally).influence.unwrap();
    let first = &influence["plans.line.acceptable.party.ally"][0];
    assert!(first.input == "party.ally.war_cost" && first.share > 0.5, "{first:?}");
    let set = story.set("party.ally.war_cost", 0.25).set("party.ally.demands.territory.red_line.above", 0.3);
    let told = set.evaluation();
    assert_eq!(told.parties[0].plans[0].value.red_line, Some(true));
    assert!(set.scenario().inputs().is_empty());
}
