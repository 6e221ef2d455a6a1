//! Results in which every figure is a number of its own, so that one in the wrong place is seen. Made by formulas that
//! can be worked out by hand: year `y`, plan `p` = 0, 1, 2.

use super::fixture::{Fixture, Sketch, build, value};
use indexmap::IndexMap;

use crate::analysis::alone::{AlonePairs, AlonePlan, Contrast, IfAcceptable};
use crate::analysis::decomposition::{Decomposition, Parts};
use crate::analysis::summary::{
    Acceptable, Across, BySide, Classes, IfSigned, PlanSummary, Share, ShareByYear, Spread, Summary, Survival,
};
use crate::model::PerSide;

/// Years for which the peace is followed.
const YEARS: usize = 30;

/// Two plans that differ only in their length, and one without a guarantee.
const SKETCHES: [Sketch; 3] = [
    ("zone", "Neutral zone", 15.0, 0.03, 0.07, 0.31),
    ("patrols", "Joint patrols", 30.0, 0.03, 0.07, 0.22),
    ("truce", "Armed truce", 0.0, 0.09, 0.09, 0.13),
];

/// Three plans between Avia and Borea, 4,000 trials of which 37 failed, 30 years.
pub(crate) fn known() -> Fixture {
    let mut fixture = build(&SKETCHES, YEARS);
    "Avia and Borea".clone_into(&mut fixture.scenario.name);
    fixture.scenario.party_names = PerSide::new("Avia".to_owned(), "Borea".to_owned());
    overall(&mut fixture.summary);
    fixture.summary.alone = None;
    for (p, plan) in fixture.summary.plans.values_mut().enumerate() {
        *plan = plan_summary(p as f64);
    }
    let zone = &mut fixture.evaluation.plans[0];
    zone.challenger = value(
        0.3,
        0.2,
        &[("territory", 0.062), ("foreign_troops", -0.025), ("resumed_war", -0.014), ("margin", -0.01)],
        &[],
    );
    zone.defender = value(0.7, 0.6, &[("territory", -0.031), ("alignment", -0.055), ("guarantee_years", 0.128)], &[]);
    zone.signable = true;
    fixture.evaluation.plans[1].signable = false;
    fixture.evaluation.plans[2].signable = false;
    fixture
}

/// Shares with their intervals, all ends at distances of their own.
fn share(x: f64) -> Share {
    Share { share: Some(x), low: Some(x - 0.011), high: Some(x + 0.014) }
}

fn spread(p5: f64, p50: f64, mean: f64, p95: f64) -> Spread {
    Spread { mean: Some(mean), p5: Some(p5), p50: Some(p50), p95: Some(p95) }
}

fn by_year(of: impl Fn(f64) -> f64) -> Vec<Option<f64>> {
    (0..=YEARS).map(|year| Some(of(year as f64))).collect()
}

fn overall(summary: &mut Summary) {
    "Avia and Borea".clone_into(&mut summary.scenario);
    summary.trials = 4_000;
    summary.failed_trials = 37;
    summary.seed = 77;
    summary.classes = Classes {
        peace_held: share(0.47),
        resumed_by_challenger: share(0.11),
        resumed_by_defender: share(0.06),
        no_settlement: share(0.19),
        frozen: None,
        challenger_victory: share(0.13),
        defender_victory: share(0.04),
    };
    summary.settlement.settled = share(0.64);
    summary.signed_and_holding.share = by_year(|y| 0.62 - 0.005 * y);
    summary.signed_and_holding.low = by_year(|y| 0.608 - 0.005 * y);
    summary.signed_and_holding.high = by_year(|y| 0.629 - 0.005 * y);
    summary.peace.survival.survival = by_year(|y| 0.97 - 0.006 * y);
    summary.peace.survival.low = by_year(|y| 0.956 - 0.006 * y);
    summary.peace.survival.high = by_year(|y| 0.98 - 0.006 * y);
    summary.values.challenger.spread = spread(0.11, 0.22, 0.25, 0.41);
    summary.values.defender.spread = spread(0.52, 0.63, 0.66, 0.79);
    summary.war_values = BySide {
        challenger: spread(0.08, 0.17, 0.19, 0.36),
        defender: spread(0.44, 0.57, 0.59, 0.71),
        parties: IndexMap::new(),
    };
}

fn plan_summary(p: f64) -> PlanSummary {
    let survival = |y: f64| 0.95 - 0.01 * y - 0.02 * p;
    let given = |y: f64| 0.99 - 0.008 * y - 0.03 * p;
    let holding = |y: f64| 0.30 - 0.004 * y - 0.09 * p;
    PlanSummary {
        signed: share(0.31 - 0.09 * p),
        available: share(0.98),
        acceptable: Acceptable {
            challenger: share(0.41 - 0.04 * p),
            defender: share(0.72 - 0.04 * p),
            both: share([0.28, 0.36, 0.23][p as usize]),
            all: None,
            parties: IndexMap::new(),
        },
        surplus: BySide {
            challenger: spread(-0.2, -0.04, -0.03, 0.12),
            defender: spread(-0.1, 0.04, 0.05, 0.2),
            parties: IndexMap::new(),
        },
        value: BySide {
            challenger: spread(0.1, 0.26, 0.28, 0.4),
            defender: spread(0.6, 0.72, 0.7, 0.8),
            parties: IndexMap::new(),
        },
        if_signed: IfSigned {
            survival: Survival {
                survival: by_year(survival),
                low: by_year(|y| survival(y) - 0.017),
                high: by_year(|y| survival(y) + 0.007),
                at_risk: vec![],
            },
            across: Across {
                p5: by_year(|y| survival(y) - 0.34),
                p50: by_year(|y| survival(y) + 0.03),
                p95: by_year(|y| survival(y) + 0.05),
            },
            // Both grow steadily but for a jump in the year that begins at 7.
            resumed_by_challenger: by_year(|y| 0.004 * y + if y >= 8.0 { 0.03 } else { 0.0 }),
            resumed_by_defender: by_year(|y| 0.001 * y),
        },
        if_acceptable: IfAcceptable::default(),
        alone: None,
        given_signed: Survival {
            survival: by_year(given),
            low: by_year(|y| given(y) - 0.021),
            high: by_year(|y| given(y) + 0.006),
            at_risk: vec![100; YEARS + 1],
        },
        signed_and_holding: ShareByYear {
            years: vec![],
            share: by_year(holding),
            low: by_year(|y| holding(y) - 0.006),
            high: by_year(|y| holding(y) + 0.004),
        },
        signed_by_month: vec![0.1, 0.2, 0.3],
    }
}

/// The same with every plan by itself. Alone, plan `p` is signed and holds in 0.40 - 0.004 y - 0.07 p of trials at year
/// `y` and is signed in 0.46 - 0.05 p; the third is best, by 0.1 of trials, and brings an effect.
pub(crate) fn alone() -> Fixture {
    let mut fixture = known();
    let summary = &mut fixture.summary;
    for (p, plan) in summary.plans.values_mut().enumerate() {
        let p = [1.0, 2.0, 0.0][p];
        let held = |y: f64| 0.40 - 0.004 * y - 0.07 * p;
        plan.if_acceptable = IfAcceptable {
            mean: by_year(|y| 0.97 - 0.006 * y - 0.01 * p),
            across: Across {
                p5: by_year(|y| 0.71 - 0.01 * y),
                p50: by_year(|y| 0.99 - 0.004 * y),
                p95: by_year(|y| 1.0 - 0.001 * y),
            },
            weight: 50.0,
            worlds: (0..50).map(|world| 0.02 * f64::from(world)).collect(),
        };
        plan.alone = Some(AlonePlan {
            classes: Classes {
                no_settlement: share(0.44 + 0.04 * p),
                frozen: None,
                challenger_victory: share(0.07),
                defender_victory: share(0.03 + 0.01 * p),
                peace_held: share(held(30.0)),
                resumed_by_challenger: share(0.1),
                resumed_by_defender: share(0.08),
            },
            signed: share(0.46 - 0.05 * p),
            month: spread(0.0, 6.0, 9.5, 42.0),
            signed_and_holding: ShareByYear {
                years: vec![],
                share: by_year(held),
                low: by_year(|y| held(y) - 0.012),
                high: by_year(|y| held(y) + 0.009),
            },
        });
    }
    let pair = |plan: &str, other: &str, difference: f64| Contrast {
        plan: plan.to_owned(),
        other: other.to_owned(),
        difference: Some(difference),
        low: Some(difference - 0.008),
        high: Some(difference + 0.006),
        outlasts: Some(0.5 + difference),
    };
    let differences =
        vec![pair("zone", "patrols", 0.07), pair("zone", "truce", -0.07), pair("patrols", "truce", -0.14)];
    summary.alone = Some(AlonePairs { year: 15, differences });
    let mut carried = fixture.scenario.assumptions[0].clone();
    carried.path = "plan.truce.effects.front.stalemate.multiply".to_owned();
    carried.written = "0.7".to_owned();
    fixture.scenario.assumptions.push(carried);
    fixture
}

/// The same with several trials at each draw: 400 draws of 10 trials.
pub(crate) fn decomposed() -> Fixture {
    let mut fixture = known();
    let parts = |share: f64| Parts {
        share: Some(share),
        low: Some(share - 0.07),
        high: Some(share + 0.05),
        ..Parts::default()
    };
    let classes = [("peace_held", 0.62), ("no_settlement", 0.34)];
    let classes = classes.into_iter().map(|(class, share)| (class.to_owned(), parts(share))).collect();
    fixture.summary.decomposition = Some(Decomposition { replications: 10, draws: 400, classes });
    fixture
}

/// The same where the plan that holds most often was signed in 12 trials, and all plans together in 18.
pub(crate) fn rarely_signed() -> Fixture {
    let mut fixture = known();
    fixture.summary.settlement.settled = share(18.0 / 3_963.0);
    for plan in fixture.summary.plans.values_mut() {
        plan.signed = share(12.0 / 3_963.0);
    }
    fixture
}

/// The plans by themselves where the front can freeze: a fifth of what was unsettled is frozen, in the race and alone.
pub(crate) fn freezing() -> Fixture {
    let mut fixture = alone();
    let part = |classes: &mut Classes| {
        let fifth = |of: Share, part: f64| Share { share: of.share.map(|share| share * part), ..of };
        let all = classes.no_settlement;
        (classes.no_settlement, classes.frozen) = (fifth(all, 0.8), Some(fifth(all, 0.2)));
    };
    part(&mut fixture.summary.classes);
    for plan in fixture.summary.plans.values_mut() {
        if let Some(alone) = &mut plan.alone {
            part(&mut alone.classes);
        }
    }
    fixture
}

/// No trial that did not fail.
pub(crate) fn all_failed() -> Fixture {
    let mut fixture = super::fixture::nothing_available();
    let summary = &mut fixture.summary;
    summary.failed_trials = summary.trials;
    summary.alone = None;
    summary.classes = Classes::default();
    summary.settlement.settled = Share::default();
    let none = |list: &mut Vec<Option<f64>>| list.fill(None);
    none(&mut summary.signed_and_holding.share);
    none(&mut summary.signed_and_holding.low);
    none(&mut summary.signed_and_holding.high);
    for plan in summary.plans.values_mut() {
        plan.signed = Share::default();
        plan.alone = Some(AlonePlan::default());
        none(&mut plan.signed_and_holding.share);
    }
    fixture
}

/// Every draw alike: all shares 0 or 1, no interval wider than nothing.
pub(crate) fn all_alike() -> Fixture {
    let mut fixture = known();
    let all = Share { share: Some(1.0), low: Some(1.0), high: Some(1.0) };
    let none = Share { share: Some(0.0), low: Some(0.0), high: Some(0.0) };
    let summary = &mut fixture.summary;
    summary.classes = Classes { peace_held: all, ..classes_of(none) };
    summary.signed_and_holding =
        ShareByYear { years: vec![], share: by_year(|_| 1.0), low: by_year(|_| 1.0), high: by_year(|_| 1.0) };
    for plan in summary.plans.values_mut() {
        let across = &mut plan.if_signed.across;
        (across.p5, across.p50, across.p95) = (by_year(|_| 0.44), by_year(|_| 0.44), by_year(|_| 0.44));
        plan.signed_and_holding =
            ShareByYear { years: vec![], share: by_year(|_| 0.0), low: by_year(|_| 0.0), high: by_year(|_| 0.0) };
    }
    fixture
}

fn classes_of(share: Share) -> Classes {
    Classes {
        peace_held: share,
        resumed_by_challenger: share,
        resumed_by_defender: share,
        no_settlement: share,
        frozen: None,
        challenger_victory: share,
        defender_victory: share,
    }
}
