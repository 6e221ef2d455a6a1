//! How trials live through a settlement, against what was foreseen exactly.

use armistice::engine::{Resumed, TrialOutcome};
use armistice::model::Side;

use crate::story::{FAR, Story, Trial, assert_near, border, duel, errors_off, excess};

/// A story whose sides sign whatever is tabled.
fn eager(story: Story) -> Story {
    story.set("challenger.margin", -5).set("defender.margin", -5)
}

/// Whether no war had resumed before `year`.
fn held(outcome: &TrialOutcome, year: usize) -> bool {
    outcome.breach.is_none_or(|breach| breach.age as usize >= year)
}

/// For every year: standard errors by which more settlements hold than foreseen, trial by trial, and by which more
/// would seem to hold if the foreseen hazard were a fifth smaller (the negative control).
fn survival_off(outcomes: &[TrialOutcome], year: usize) -> (f64, f64) {
    let foreseen = |outcome: &TrialOutcome| outcome.signature.as_ref().map(|signature| signature.survival[year]);
    let events: Vec<_> = outcomes.iter().filter_map(|o| Some((held(o, year), foreseen(o)?))).collect();
    let wrong: Vec<_> = events.iter().map(|&(held, p)| (held, p.powf(0.8))).collect();
    (excess(&events), excess(&wrong))
}

/// 8,000 trials of 20 years, 20 statistics at [`FAR`] standard errors: 4e-8.
#[test]
fn geometric_peace_in_trials() {
    let outcomes = eager(duel())
        .set("run.trials", 8_000)
        .set("challenger.discount_factor", 0.7)
        .set("defender.discount_factor", 0.7)
        .set("enforcement.lookahead", 100)
        .plan("truce", "territory = \"line_of_contact\"")
        .outcomes();
    let mut controls = 0;
    for year in 1..=20 {
        let (right, wrong) = survival_off(&outcomes, year);
        assert!(right.abs() < FAR, "year {year}: {right} standard errors");
        controls += i32::from(wrong.abs() > FAR);
    }
    assert!(controls > 5, "a hazard that is a fifth smaller goes unnoticed");
}

/// The Kaplan-Meier curve of trials of a constant hazard; years that nobody reaches unfailed end it. Greenwood's
/// variance, 10,000 trials, 20 statistics at [`FAR`] standard errors.
#[test]
fn kaplan_meier_agrees_with_the_exact_curve() {
    let story = eager(duel())
        .set("run.trials", 10_000)
        .plan("pact", "guarantee_years = 6")
        .guarantor("ally", "reliability = 0.7\nforces = 60");
    let exact = story.solution("pact").survival.unwrap();
    let outcomes = story.outcomes();
    let (mut curve, mut greenwood) = (1.0, 0.0);
    for year in 1..=20 {
        let at_risk = outcomes.iter().filter(|outcome| held(outcome, year - 1)).count() as f64;
        let failed = outcomes.iter().filter(|outcome| held(outcome, year - 1) && !held(outcome, year)).count() as f64;
        if at_risk - failed < 30.0 {
            break;
        }
        curve *= 1.0 - failed / at_risk;
        greenwood += failed / (at_risk * (at_risk - failed));
        let off = (curve - exact[year]) / (curve * f64::sqrt(greenwood)).max(1e-9);
        assert!(off.abs() < FAR, "year {year}: {curve} against {}, {off} standard errors", exact[year]);
    }
    assert!(greenwood > 0.0);
}

/// Uncertain inputs, backstop, renewal, effects, both sides' own beliefs: the trials' fates against the exact curve of
/// each trial's own draw, also where a part of resolve lasts and where a guarantor has politics. 6,000 trials, five stories of
/// 30 statistics at [`FAR`] standard errors: 3e-7.
#[test]
fn survival_of_trials_agrees_with_the_exact_curves_of_their_draws() {
    let lasting = border()
        .set("challenger.shock", 0.08)
        .set("challenger.lasting", "{ uniform = [0.3, 0.9] }")
        .set("challenger.turnover", 0.05)
        .set("defender.lasting", 0.6)
        .set("defender.turnover", "{ uniform = [0.0, 0.4] }");
    let politics = border()
        .set("guarantor.power.politics", "{ every = 2, first = 1, out = { uniform = [0.2, 0.9] }, back = 0.4 }")
        .set("guarantor.power.forces", 200);
    let all =
        [("line", border()), ("pact", border()), ("line", lasting.clone()), ("pact", lasting), ("pact", politics)];
    for (plan, story) in all {
        let story = eager(story).only(&[plan]).set("run.trials", 6_000);
        let outcomes = story.outcomes();
        assert!(outcomes.iter().filter(|outcome| outcome.signature.is_some()).count() > 2_000);
        let mut controls = 0;
        for year in 1..=30 {
            let (right, wrong) = survival_off(&outcomes, year);
            assert!(right.abs() < FAR, "{plan}, year {year}: {right} standard errors");
            controls += i32::from(wrong.abs() > FAR);
        }
        assert!(controls > 5, "{plan}: a hazard that is a fifth smaller goes unnoticed");
    }
}

/// Right beliefs, no bias, all guarantors decisive, no coupling, lookahead = years: what a signature brings on average
/// is V. 12,000 trials a story, both sides: 16 statistics at [`FAR`] standard errors. In one A's
/// resolve lasts (of both sides' types only the shares are foreseen, not that they go together); the last two freeze and thaw, or freeze for ever, with guarantors who keep D from collapsing and a cap of which a part stays.
#[test]
fn signatures_are_worth_v() {
    let pact = eager(duel())
        .set("run.trials", 12_000)
        .set("challenger.growth", 0.6)
        .set("defender.demands.guarantee_years.salience", 0.3)
        .set("challenger.demands.foreign_troops.salience", 0.2)
        .set("challenger.surprise", 0.2)
        .set("defender.surprise", 0.1)
        .set("challenger.attack_cost", 0.05)
        .set("guarantee.erosion", 0.05)
        .set("guarantee.tripwire", 1)
        .set("challenger.collapse", 0.01)
        .guarantor("ally", "reliability = 0.6\nforces = 60\nmax_troops = 10\npunishment = 0.05")
        .guarantor("friend", "reliability = 0.5\nforces = 20\nmax_troops = 10\nbackstop = \"ally\"\nwithout_backstop = 0.4\nmax_years = 3")
        .plan("pact", "guarantee_years = 5, foreign_troops = 8, defender_forces = 120");
    let effects = "[[plan]]\nid = \"changed\"\nterms = { territory = 0.34 }\neffects = { \"challenger.attack_cost\" = { set = -0.2 }, \"defender.war_cost\" = { multiply = 2 }, \"front.stalemate\" = { set = 0.7 } }";
    let frozen = pact
        .clone()
        .set("front.freeze", 0.06)
        .set("front.thaw", 0.04)
        .set("defender.collapse", 0.03)
        .set("guarantee.endurance", 2)
        .set("challenger.demands.defender_forces.salience", 0.5)
        .set("enforcement.kept.defender_forces", 0.8);
    let lasting =
        pact.clone().set("challenger.shock", 0.1).set("challenger.lasting", 0.8).set("challenger.turnover", 0.05);
    let with_politics = pact
        .clone()
        .set("guarantee.renewal", 0.8)
        .set("guarantor.ally.politics", "{ every = 2, first = 1, out = 0.5, back = 0.3 }");
    for (plan, story) in [
        ("pact", pact.clone()),
        ("pact", lasting),
        ("pact", pact.clone().set("guarantee.renewal", 0.5)),
        ("pact", with_politics),
        (
            "pact",
            pact.clone().set("plan.pact.terms.guarantee_years", "permanent").set("enforcement.resumed_war_months", 0),
        ),
        ("changed", pact.clone().add(effects).only(&["changed"])),
        ("pact", frozen.clone()),
        ("pact", frozen.set("front.thaw", 0).set("enforcement.resumed_war_months", 6)),
    ] {
        let solution = story.solution(plan);
        let outcomes = story.outcomes();
        for (side, value) in Side::BOTH.into_iter().zip([&solution.challenger, &solution.defender]) {
            let values: Vec<f64> = outcomes.iter().map(|outcome| outcome.values[side]).collect();
            let off = errors_off(&values, value.v.unwrap());
            assert!(off.abs() < FAR, "{plan}, {side:?}: {off} standard errors off V = {:?}", value.v);
            // Negative control: what is in force at first is not what the signature is worth.
            assert!(errors_off(&values, value.u.unwrap()).abs() > FAR, "{plan}, {side:?}: the control passes");
        }
    }
}

/// A side that misjudges its guarantor does not get what it expects.
#[test]
fn misperception_is_paid_for() {
    let story = eager(duel())
        .set("run.trials", 4_000)
        .set("defender.misperception", 5)
        .set("challenger.growth", 1)
        .guarantor("ally", "reliability = 0.1\nforces = 150")
        .plan("pact", "guarantee_years = 20");
    let expected = story.solution("pact").defender.v.unwrap();
    let values: Vec<f64> = story.outcomes().iter().map(|outcome| outcome.values[Side::Defender]).collect();
    assert!(errors_off(&values, expected) < -FAR);
}

/// In every single trial the record is consistent with itself, also where fronts freeze.
#[test]
fn records_are_consistent() {
    assert_eq!(consistent(border()), 0);
    let froze = consistent(border().set("front.freeze", 0.04).set("front.thaw", 0.05));
    assert!(froze > 300, "{froze} of 3,000 froze");
}

/// Checks 3,000 trials and returns in how many of them a front was frozen.
fn consistent(story: Story) -> usize {
    let mut froze = 0;
    for Trial { trial, outcome, .. } in story.set("run.trials", 3_000).trials() {
        let outcome = outcome.unwrap();
        let class = outcome.class.name();
        let what = format!("trial {trial}: {outcome:?}");
        assert_eq!(
            outcome.signature.is_some(),
            ["peace_held", "resumed_by_challenger", "resumed_by_defender"].contains(&class),
            "{what}"
        );
        assert_eq!(outcome.breach.is_some(), class.starts_with("resumed"), "{what}");
        let month = outcome.signature.as_ref().map_or(0, |signature| signature.month);
        let months = outcome.war_months + outcome.frozen_months;
        assert!(month % 4 == 0 && month < 48, "{what}");
        if let Some(breach) = outcome.breach {
            assert_eq!(months, month + breach.months + breach.frozen_months, "{what}");
            assert!(breach.age < 30 && breach.months + breach.frozen_months <= 60, "{what}");
            assert!(breach.result != Resumed::Frozen || breach.frozen_months > 0 || breach.months == 60, "{what}");
            assert_eq!(breach.honoured == 0, breach.force == 0.0, "{what}");
            assert!(breach.honoured == 0 || (breach.active && breach.attacker.key() == "challenger"), "{what}");
        } else if let Some(signature) = &outcome.signature {
            assert_eq!(months, signature.month, "{what}");
            assert!(signature.surplus.iter().all(|&surplus| surplus >= 0.0), "{what}");
        } else if ["no_settlement", "frozen"].contains(&class) {
            assert_eq!(months, 48, "{what}");
        } else {
            assert!((1..=48).contains(&months), "{what}");
        }
        froze += usize::from(outcome.frozen_months > 0);
    }
    froze
}

/// Without log hazard ratios the survival of every peace is Weibull's, and with ones that do not change with age that to a
/// power; trials break peaces as often as that, and as often by A as the file says, to within six standard errors (one in
/// 10^9 by chance for each of the figures).
#[test]
fn the_record_is_weibulls() {
    let base = duel().set("enforcement.theory", "\"hazard\"").plan("truce", "territory = 0.4, defender_forces = 300");
    let base = base.set("hazard", "{ shape = 0.5, scale = 30, challenger_share = 0.7 }");
    let moved = (0.4
        - base.scenario().central().front.start_position() as f64 / base.scenario().central().front.positions)
        .abs();
    for (effects, ratio) in
        [("{ guarantee = 2, troops = 1 }", 1.0_f64), ("{ cap = 0.4, territory = -1.5 }", (0.4 - 1.5 * moved).exp())]
    {
        let plan = base.clone().set("hazard.effects", effects).solution("truce");
        for (year, survival) in plan.survival.as_ref().unwrap().iter().enumerate() {
            let exact = (-ratio * (year as f64 / 30.0).sqrt()).exp();
            assert_near(*survival, exact, 1e-12, "Weibull's survival");
            assert_near(plan.resumed_by_challenger.as_ref().unwrap()[year], 0.7 * (1.0 - exact), 1e-12, "by A");
        }
    }
    let pacifist = base.clone().set("challenger.may_attack", false).solution("truce");
    let year = pacifist.survival.as_ref().unwrap()[1];
    assert_near(year, 1.0 - 0.3 * (1.0 - (-(1.0_f64 / 30.0).sqrt()).exp()), 1e-12, "D's part is handed to nobody");
    let outcomes = eager(base.set("run.trials", 4_000)).outcomes();
    let signed: Vec<_> = outcomes.iter().filter(|outcome| outcome.signature.is_some()).collect();
    assert!(signed.len() > 1_000, "{} signed", signed.len());
    for year in [1, 5, 15] {
        let held: Vec<f64> = signed.iter().map(|outcome| f64::from(u8::from(held(outcome, year)))).collect();
        assert!(errors_off(&held, (-(year as f64 / 30.0).sqrt()).exp()).abs() < 6.0, "year {year}");
    }
    let by: Vec<f64> = signed
        .iter()
        .filter_map(|outcome| outcome.breach.as_ref())
        .map(|breach| f64::from(u8::from(breach.attacker == Side::Challenger)))
        .collect();
    assert!(errors_off(&by, 0.7).abs() < 6.0);
}
