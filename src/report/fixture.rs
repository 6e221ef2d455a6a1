//! Made-up but structurally right results for the tests of charts and reports.

use indexmap::IndexMap;

use super::provenance::Provenance;
use super::view::ReportInput;
use crate::analysis::alone::{AlonePairs, AlonePlan, Contrast, IfAcceptable, WORLDS};
use crate::analysis::concession::Changes;
use crate::analysis::decision::{ByObjective, Decision, PlanStanding, Regret, WorthOfKnowing};
use crate::analysis::evaluation::{
    Evaluation, GuaranteeOutlook, GuarantorOutlook, Move, Nearest, Part, PlanEvaluation, PlanValue, Undiscounted,
    WarValue,
};
use crate::analysis::influence::{EffectCurve, Influence, Influences};
use crate::analysis::summary::{
    Acceptable, Across, BySide, Classes, Distributed, Histogram, IfSigned, MonthsOfWar, Peace, PlanSummary, ResumedWar,
    SettlementSummary, Share, ShareByYear, Spread, Summary, Survival,
};
use crate::engine::{Run, Span};
use crate::model::{
    Address, Enforcement, Foresight, Front, Guarantee, Guarantor, GuarantorIdentity, Issue, Negotiation, Parameters,
    Participant, Party, PerSide, Plan, Politics, STRUCTURAL, Shocks, Side, Structure, TheoryKind,
};
use crate::sampling::{Distribution, DistributionError, Sampling};
use crate::scenario::{Assumption, Date, Input, RunSettings, Scenario, Uncertain, headline_year};

/// A whole set of results.
#[derive(Clone, Debug)]
pub(crate) struct Fixture {
    pub(crate) scenario: Scenario,
    pub(crate) evaluation: Evaluation,
    pub(crate) changes: Changes,
    pub(crate) summary: Summary,
    pub(crate) provenance: Provenance,
}

impl Fixture {
    /// Gives every plan another name.
    pub(crate) fn rename_plans(&mut self, name: impl Fn(&str) -> String) {
        for plan in &mut self.scenario.structure.plans {
            plan.name = name(&plan.name);
        }
    }

    /// Lets a plan set one more number besides its terms; the fixture has a plan that does so already.
    pub(crate) fn bring(&mut self, plan: &str, target: &str, kind: &str, written: &str) {
        let mut other = self.scenario.assumptions.last().unwrap().clone();
        other.path = format!("plan.{plan}.effects.{target}.{kind}");
        written.clone_into(&mut other.written);
        self.scenario.assumptions.push(other);
    }

    pub(crate) fn input(&self) -> ReportInput<'_> {
        ReportInput {
            scenario: &self.scenario,
            evaluation: &self.evaluation,
            changes: &self.changes,
            summary: &self.summary,
            provenance: &self.provenance,
            second: None,
        }
    }
}

/// Name, term of the guarantee, yearly hazard while it lasts, yearly hazard after it, share of trials that sign it.
pub(super) type Sketch = (&'static str, &'static str, f64, f64, f64, f64);

const SKETCHES: [Sketch; 10] = [
    ("ceasefire", "Bare ceasefire", 0.0, 0.09, 0.09, 0.02),
    ("us-15", "United States guarantee for 15 years", 15.0, 0.03, 0.07, 0.08),
    ("coalition-15", "Coalition guarantee for 15 years", 15.0, 0.02, 0.06, 0.11),
    ("coalition-20", "Coalition guarantee for 20 years", 20.0, 0.021, 0.06, 0.09),
    ("coalition-30", "Coalition guarantee for 30 years", 30.0, 0.022, 0.06, 0.07),
    ("coalition-50", "Coalition guarantee for 50 years", 50.0, 0.022, 0.06, 0.04),
    ("coalition-permanent", "Permanent coalition guarantee", f64::INFINITY, 0.021, 0.06, 0.03),
    ("no-presence", "Guarantee without foreign presence", 30.0, 0.04, 0.07, 0.12),
    ("symbolic-army", "Symbolic army", 15.0, 0.11, 0.12, 0.0),
    ("nato-like", "Heavy presence, permanent", f64::INFINITY, 0.006, 0.06, 0.0),
];

/// Ten plans, fifty years.
pub(crate) fn paris() -> Fixture {
    build(&SKETCHES, 50)
}

/// That many plans, of which number 17 (from 0) holds most often.
pub(crate) fn many(plans: usize) -> Fixture {
    let mut fixture = build(&vec![SKETCHES[1]; plans], 30);
    let (one, first) = (fixture.summary.plans[0].clone(), fixture.evaluation.plans[0].clone());
    fixture.summary.plans.clear();
    fixture.evaluation.plans.clear();
    for (index, plan) in fixture.scenario.structure.plans.iter_mut().enumerate() {
        (plan.id, plan.name) = (format!("plan-{index}"), format!("Plan {index}"));
        let mut summary = one.clone();
        summary.signed_and_holding.share[15] = Some(if index == 17 { 0.06 } else { 0.02 });
        fixture.summary.plans.insert(plan.id.clone(), summary);
        fixture.evaluation.plans.push(PlanEvaluation { id: plan.id.clone(), ..first.clone() });
    }
    fixture
}

/// The first plan only, over one year.
pub(crate) fn smallest() -> Fixture {
    build(&SKETCHES[1..2], 1)
}

/// Nothing is ever signed: what has no figure is null.
pub(crate) fn nothing_signed() -> Fixture {
    let mut fixture = paris();
    let none = |list: &mut Vec<Option<f64>>| list.iter_mut().for_each(|it| *it = None);
    let zero = |list: &mut Vec<Option<f64>>| list.iter_mut().for_each(|it| *it = Some(0.0));
    let empty = |survival: &mut Survival| [&mut survival.survival, &mut survival.low, &mut survival.high].map(none);
    let summary = &mut fixture.summary;
    summary.classes.peace_held = share(0.0);
    summary.classes.resumed_by_challenger = share(0.0);
    summary.classes.resumed_by_defender = share(0.0);
    summary.classes.no_settlement = share(0.8);
    summary.settlement = SettlementSummary {
        settled: share(0.0),
        months: vec![0, 3, 6],
        cumulative: vec![0.0; 3],
        ..Default::default()
    };
    zero(&mut summary.signed_and_holding.share);
    empty(&mut summary.peace.survival);
    summary.peace.survival.at_risk.fill(0);
    none(&mut summary.peace.exact);
    summary.resumed_war = ResumedWar::default();
    for plan in summary.plans.values_mut() {
        plan.signed = share(0.0);
        plan.signed_by_month = vec![0.0; 3];
        if let Some(alone) = &mut plan.alone {
            let classes = &mut alone.classes;
            (alone.signed, alone.month) = (share(0.0), Spread::default());
            (classes.peace_held, classes.no_settlement) = (share(0.0), share(0.905));
            (classes.resumed_by_challenger, classes.resumed_by_defender) = (share(0.0), share(0.0));
            zero(&mut alone.signed_and_holding.share);
        }
        empty(&mut plan.given_signed);
        plan.given_signed.at_risk.fill(0);
        zero(&mut plan.signed_and_holding.share);
    }
    for plan in &mut fixture.evaluation.plans {
        plan.signable = false;
    }
    fixture.evaluation.nearest = Some(Nearest {
        plan: "no-presence".to_owned(),
        challenger_lacks: 0.021,
        defender_lacks: 0.0,
        parties_lack: IndexMap::new(),
        moves: vec![
            Move { issue: "defender_forces".to_owned(), from: None, to: Some(540.0) },
            Move { issue: "territory".to_owned(), from: Some(0.2), to: Some(0.26) },
        ],
    });
    fixture
}

/// Nothing is available: no figure of a plan exists.
pub(crate) fn nothing_available() -> Fixture {
    let mut fixture = nothing_signed();
    for plan in fixture.summary.plans.values_mut() {
        let years = plan.if_signed.survival.survival.len();
        let none = || vec![None; years];
        plan.available = share(0.0);
        plan.acceptable = Acceptable::default();
        plan.surplus = BySide::default();
        plan.value = BySide::default();
        plan.if_acceptable = IfAcceptable::default();
        plan.if_signed = IfSigned {
            survival: Survival { survival: none(), low: none(), high: none(), at_risk: vec![] },
            across: Across { p5: none(), p50: none(), p95: none() },
            resumed_by_challenger: none(),
            resumed_by_defender: none(),
        };
    }
    for plan in &mut fixture.evaluation.plans {
        let nothing = PlanValue {
            u: None,
            v: None,
            v_peace: None,
            surplus: None,
            red_line: None,
            crossed: vec![],
            breakdown: vec![],
        };
        plan.available = false;
        plan.foreign_troops = None;
        plan.challenger = nothing.clone();
        plan.defender = nothing;
        plan.survival = None;
        plan.resumed_by_challenger = None;
        plan.resumed_by_defender = None;
        plan.guarantee = None;
    }
    fixture.evaluation.nearest = None;
    fixture
}

/// Twelve plans with names that go on and on, and parties and guarantors named by somebody hostile.
pub(crate) fn hostile() -> Fixture {
    let mut sketches = SKETCHES.to_vec();
    sketches.extend([("eleven", "x", 10.0, 0.03, 0.05, 0.02), ("twelve", "y", 5.0, 0.02, 0.05, 0.01)]);
    let mut fixture = build(&sketches, 30);
    HOSTILE.clone_into(&mut fixture.scenario.name);
    HOSTILE.clone_into(&mut fixture.summary.scenario);
    fixture.scenario.summary = Some(HOSTILE.to_owned());
    fixture.scenario.party_names = PerSide::new(HOSTILE.to_owned(), "Федерация Україна".to_owned());
    for (index, plan) in fixture.scenario.structure.plans.iter_mut().enumerate() {
        plan.name =
            format!("{HOSTILE} a guarantee with a name that goes on and on, number {index}, `| *x* [y](z) _q_ #");
    }
    for guarantor in &mut fixture.scenario.structure.guarantors {
        guarantor.name = format!("{HOSTILE} {}", guarantor.id);
    }
    for assumption in &mut fixture.scenario.assumptions {
        assumption.source = Some(HOSTILE.to_owned());
        assumption.note = Some("javascript:alert(1) https://example.org/a?b=1&c=\"2\" | x".to_owned());
    }
    fixture.provenance.text = format!("# {HOSTILE}\n```\n");
    fixture
}

/// So many plans, all of them signed by somebody, over thirty years.
pub(crate) fn with_plans(count: usize) -> Fixture {
    let name = |index: usize| -> &'static str { format!("plan-{index}").leak() };
    let sketch = |index: usize| {
        let hazard = 0.01 + 0.0005 * index as f64;
        (name(index), name(index), 15.0, hazard, 2.0 * hazard, (0.4 + (index % 10) as f64 / 50.0) / count as f64)
    };
    build(&(0..count).map(sketch).collect::<Vec<_>>(), 30)
}

pub(crate) const HOSTILE: &str = "<b onload=\"x\">&'</b><script>";

fn share(x: f64) -> Share {
    let half = 1.96 * (x * (1.0 - x) / 10_000.0).sqrt() + 0.000_2;
    Share { share: Some(x), low: Some((x - half).max(0.0)), high: Some((x + half).min(1.0)) }
}

fn spread(mean: f64, half: f64) -> Spread {
    Spread { mean: Some(mean), p5: Some(mean - half), p50: Some(mean + 0.1 * half), p95: Some(mean + 0.9 * half) }
}

fn distributed(from: f64, width: f64, counts: Vec<u64>, mean: f64, half: f64) -> Distributed {
    Distributed { spread: spread(mean, half), histogram: Histogram { from, width, counts } }
}

/// Survival to each year with a factor on both hazards.
fn survival(sketch: &Sketch, years: usize, factor: f64) -> Vec<f64> {
    let mut alive = 1.0;
    let mut curve = vec![1.0];
    for year in 0..years {
        let hazard = if (year as f64) < sketch.2 { sketch.3 } else { sketch.4 };
        alive *= 1.0 - (hazard * factor).min(1.0);
        curve.push(alive);
    }
    curve
}

fn some(list: &[f64]) -> Vec<Option<f64>> {
    list.iter().copied().map(Some).collect()
}

/// Of 10,000 trials, a share that signed, and how many of these are left.
fn at_risk(survival: &[f64], signed: f64) -> Vec<u64> {
    survival.iter().map(|alive| (10_000.0 * signed * alive).round() as u64).collect()
}

fn around(list: &[f64], half: f64) -> [Vec<Option<f64>>; 3] {
    let moved = |by: f64| list.iter().map(|x| Some((x + by).clamp(0.0, 1.0))).collect();
    [some(list), moved(-half), moved(half)]
}

fn plan_summary(sketch: &Sketch, years: usize, months: usize) -> PlanSummary {
    let curve = survival(sketch, years, 1.0);
    let [mean, low, high] = around(&curve, 0.004);
    let failed: Vec<f64> = curve.iter().map(|alive| 1.0 - alive).collect();
    let scaled = |list: &[f64], by: f64| some(&list.iter().map(|x| x * by).collect::<Vec<_>>());
    let given: Vec<f64> = survival(sketch, years, 0.7);
    let [given_mean, given_low, given_high] = around(&given, 0.02);
    let signed = sketch.5;
    let holding: Vec<f64> = given.iter().map(|x| x * signed).collect();
    let [holding, holding_low, holding_high] = around(&holding, 0.003);
    let never = signed == 0.0;
    let null = |list: Vec<Option<f64>>| if never { vec![None; list.len()] } else { list };
    PlanSummary {
        signed: share(signed),
        available: share(0.98),
        acceptable: Acceptable {
            challenger: share((0.2 + 2.0 * signed).min(1.0)),
            defender: share(0.85 - sketch.3),
            both: share(1.2 * signed),
            all: None,
            parties: IndexMap::new(),
        },
        surplus: BySide { challenger: spread(-0.03, 0.09), defender: spread(0.05, 0.08), parties: IndexMap::new() },
        value: BySide { challenger: spread(0.28, 0.1), defender: spread(0.7, 0.08), parties: IndexMap::new() },
        if_signed: IfSigned {
            survival: Survival { survival: mean, low, high, at_risk: vec![] },
            across: Across {
                p5: some(&survival(sketch, years, 2.2)),
                p50: some(&survival(sketch, years, 0.85)),
                p95: some(&survival(sketch, years, 0.2)),
            },
            resumed_by_challenger: scaled(&failed, 0.85),
            resumed_by_defender: scaled(&failed, 0.15),
        },
        if_acceptable: if_acceptable(sketch, years),
        alone: Some(alone(sketch, years)),
        given_signed: Survival {
            survival: null(given_mean),
            low: null(given_low),
            high: null(given_high),
            at_risk: at_risk(&given, signed),
        },
        signed_and_holding: ShareByYear { years: vec![], share: holding, low: holding_low, high: holding_high },
        signed_by_month: (0..months).map(|month| signed * (1.0 - (-(month as f64) / 14.0).exp())).collect(),
    }
}

fn if_acceptable(sketch: &Sketch, years: usize) -> IfAcceptable {
    let curve = |factor: f64| some(&survival(sketch, years, factor));
    let at = |world: usize| survival(sketch, years, 1.7 - 0.034 * world as f64)[headline_year(years)];
    IfAcceptable {
        mean: curve(0.6),
        across: Across { p5: curve(1.6), p50: curve(0.5), p95: curve(0.1) },
        weight: 30_000.0 * sketch.5,
        worlds: (0..WORLDS).map(at).collect(),
    }
}

/// Alone a plan is signed half again as often as in the race.
fn alone(sketch: &Sketch, years: usize) -> AlonePlan {
    let signed = (1.5 * sketch.5).min(0.9);
    let holding: Vec<f64> = survival(sketch, years, 0.7).iter().map(|x| x * signed).collect();
    let failed = signed - holding[years];
    let [mean, low, high] = around(&holding, 0.004);
    AlonePlan {
        classes: Classes {
            challenger_victory: share(0.08),
            defender_victory: share(0.015),
            no_settlement: share(0.905 - signed),
            frozen: None,
            peace_held: share(holding[years]),
            resumed_by_challenger: share(0.85 * failed),
            resumed_by_defender: share(0.15 * failed),
        },
        signed: share(signed),
        month: Spread { mean: Some(9.5), p5: Some(0.0), p50: Some(6.0), p95: Some(42.0) },
        signed_and_holding: ShareByYear { years: vec![], share: mean, low, high },
    }
}

/// The first plan is best in half of the worlds, the second in a quarter, and so on.
fn decision(plans: &IndexMap<String, PlanSummary>) -> Decision {
    let standing = |index: usize| PlanStanding {
        mean: Some(0.2 / (index + 1) as f64),
        best: Some(0.5_f64.powi(index as i32 + 1)),
        regret: Regret { mean: Some(0.041 * (index + 1) as f64), p95: Some(0.3) },
        near_best: Some(0.9 / (index + 1) as f64),
    };
    let plans = plans.keys().enumerate().map(|(index, id)| (id.clone(), standing(index))).collect();
    let inputs = [("challenger.war_cost", 0.016), ("defender.forces", 0.004)];
    let inputs = inputs.into_iter().map(|(path, worth)| (path.to_owned(), worth)).collect();
    let worth_of_knowing = WorthOfKnowing { everything: Some(0.052), inputs };
    Decision::from([("durable".to_owned(), ByObjective { plans, out_of_reach: Some(0.004), worth_of_knowing })])
}

/// Two inputs go with the figure of every plan, a third does not.
fn influence(plans: &IndexMap<String, PlanSummary>, year: usize) -> Influence {
    let of = |path: &str, share: f64, p: f64, (low, high): (f64, f64)| {
        let at = |bin: u8| (f64::from(bin) + 0.5) / 16.0;
        let effect = EffectCurve {
            u: (0..16).map(at).collect(),
            value: (0..16).map(|bin| Some(at(bin))).collect(),
            mean: (0..16).map(|bin| Some(low + (high - low) * f64::from(bin) / 15.0)).collect(),
        };
        Influences { input: path.to_owned(), share, p, effect: Some(effect) }
    };
    let inputs = vec![
        of("challenger.war_cost", 0.31, 1e-40, (0.02, 0.5)),
        of("guarantor.us.reliability", 0.12, 1e-9, (0.12, 0.27)),
        of("challenger.optimism", 0.02, 0.4, (0.2, 0.19)),
    ];
    plans.keys().map(|id| (format!("plans.{id}.durable@{year}"), inputs.clone())).collect()
}

/// All pairs, as far apart as the plans' means at the headline year.
fn pairs(plans: &IndexMap<String, PlanSummary>, year: usize) -> AlonePairs {
    let held = |plan: &PlanSummary| plan.alone.as_ref().and_then(|it| it.signed_and_holding.share[year]).unwrap_or(0.0);
    let mut differences = Vec::new();
    for (index, (plan, one)) in plans.iter().enumerate() {
        for (other, two) in plans.iter().skip(index + 1) {
            let difference = held(one) - held(two);
            differences.push(Contrast {
                plan: plan.clone(),
                other: other.clone(),
                difference: Some(difference),
                low: Some(difference - 0.005),
                high: Some(difference + 0.005),
                outlasts: Some((0.5 + 2.0 * difference).clamp(0.0, 1.0)),
            });
        }
    }
    AlonePairs { year: year as u32, differences }
}

fn summary(sketches: &[Sketch], years: usize) -> Summary {
    let months = 61;
    let plans: IndexMap<String, PlanSummary> =
        sketches.iter().map(|it| (it.0.to_owned(), plan_summary(it, years, months))).collect();
    let total = |of: &dyn Fn(&PlanSummary) -> f64| plans.values().map(of).sum::<f64>();
    let holding: Vec<f64> =
        (0..=years).map(|year| total(&|plan| plan.signed_and_holding.share[year].unwrap_or(0.0))).collect();
    let settled = total(&|plan| plan.signed.share.unwrap_or(0.0));
    let cumulative = (0..months).map(|month| total(&|plan| plan.signed_by_month[month])).collect();
    let [share_all, low, high] = around(&holding, 0.009);
    let alive: Vec<f64> = holding.iter().map(|x| x / settled.max(1e-9)).collect();
    let [peace, peace_low, peace_high] = around(&alive, 0.012);
    let failed = settled - holding[years];
    let (decision, influence) = (decision(&plans), influence(&plans, years.min(15)));
    Summary {
        open_terms: IndexMap::new(),
        scenario: "Paris, January 2026".to_owned(),
        trials: 10_000,
        failed_trials: 0,
        failures: None,
        partial: None,
        seed: 20_260_106,
        sampling: Sampling::MonteCarlo,
        classes: Classes {
            challenger_victory: share(0.07),
            defender_victory: share(0.012),
            no_settlement: share(0.918 - settled),
            frozen: None,
            peace_held: share(holding[years]),
            resumed_by_challenger: share(0.85 * failed),
            resumed_by_defender: share(0.15 * failed),
        },
        settlement: SettlementSummary {
            settled: share(settled),
            month: Spread { mean: Some(15.2), p5: Some(0.0), p50: Some(12.0), p95: Some(45.0) },
            months: (0..months as u32).collect(),
            cumulative,
        },
        signed_and_holding: ShareByYear { years: (0..=years as u32).collect(), share: share_all, low, high },
        peace: Peace {
            years: (0..=years as u32).collect(),
            survival: Survival {
                survival: peace.clone(),
                low: peace_low,
                high: peace_high,
                at_risk: at_risk(&alive, settled),
            },
            exact: peace,
        },
        decomposition: None,
        alone: Some(pairs(&plans, years.min(15))),
        decision,
        influence: Some(influence),
        plans,
        resumed_war: ResumedWar {
            failed_while_active: share(0.5),
            challenger_won: share(0.3),
            defender_won: share(0.1),
            unresolved: share(0.6),
            frozen: None,
        },
        values: BySide {
            challenger: distributed(
                -0.2,
                0.1,
                vec![20, 300, 1_900, 4_200, 2_000, 700, 300, 200, 180, 150, 50],
                0.22,
                0.25,
            ),
            defender: distributed(-0.2, 0.1, vec![0, 10, 90, 150, 200, 300, 650, 2_100, 4_300, 2_000, 200], 0.66, 0.24),
            parties: IndexMap::new(),
        },
        war_values: BySide { challenger: spread(0.26, 0.1), defender: spread(0.62, 0.1), parties: IndexMap::new() },
        months_of_war: MonthsOfWar {
            all: distributed(0.0, 6.0, vec![2_900, 900, 700, 600, 500, 420, 380, 350, 300, 260, 2_690], 38.0, 40.0),
            cut_off: vec![0, 0, 0, 0, 0, 0, 0, 0, 0, 40, 2_600],
        },
        costs: IndexMap::new(),
        weights: None,
        inputs: IndexMap::new(),
    }
}

pub(super) fn value(u: f64, w: f64, parts: &[(&str, f64)], crossed: &[&str]) -> PlanValue {
    let breakdown: Vec<Part> = parts.iter().map(|&(of, value)| Part { of: of.to_owned(), value }).collect();
    let surplus: f64 = breakdown.iter().map(|part| part.value).sum();
    PlanValue {
        u: Some(u),
        v: Some(w + surplus),
        v_peace: None,
        surplus: Some(surplus),
        red_line: Some(!crossed.is_empty()),
        crossed: crossed.iter().map(|&id| id.to_owned()).collect(),
        breakdown,
    }
}

fn outlook(sketch: &Sketch, years: usize) -> Option<GuaranteeOutlook> {
    let ages: Vec<u32> = [0, 5, 15, 30].into_iter().filter(|&age| age as usize <= years).collect();
    let by_age = |first: f64| ages.iter().map(|&age| first - 0.008 * f64::from(age)).collect::<Vec<_>>();
    let guarantor = |id: &str, stationed, committed_years, first| GuarantorOutlook {
        id: id.to_owned(),
        stationed,
        committed_years,
        honours: by_age(first),
    };
    (sketch.2 > 0.0).then(|| GuaranteeOutlook {
        active: ages.iter().map(|&age| if f64::from(age) < sketch.2 { 1.0 } else { 0.3 }).collect(),
        guarantors: vec![
            guarantor("us", 0.0, Some(15.0), 0.55),
            guarantor("france", 8.0, None, 0.72),
            guarantor("europe", 12.0, Some(60.0), 0.66),
        ],
        nobody: by_age(0.28).iter().map(|x| 1.0 - x - 0.6).collect(),
        all: by_age(0.35),
        expected_force: by_age(0.9).iter().map(|x| 120.0 * x).collect(),
        years: ages.clone(),
    })
}

fn plan_evaluation(sketch: &Sketch, index: usize, years: usize) -> PlanEvaluation {
    let curve = survival(sketch, years, 0.9);
    let failed = |by: f64| curve.iter().map(|alive| (1.0 - alive) * by).collect();
    let shift = 0.012 * (index as f64 - 4.0);
    let troops: &[&str] = if sketch.0 == "nato-like" { &["foreign_troops"] } else { &[] };
    let challenger = [
        ("territory", 0.04),
        ("defender_forces", 0.03 - shift),
        ("foreign_troops", -0.05),
        ("guarantee_years", -0.02 - 0.5 * shift),
        ("alignment", 0.05),
        ("resumed_war", -0.031),
        ("fighting_on", -0.045),
        ("margin", -0.01),
    ];
    let defender = [
        ("territory", -0.03),
        ("defender_forces", -0.01),
        ("foreign_troops", 0.03 + shift),
        ("guarantee_years", 0.02),
        ("alignment", -0.05),
        ("resumed_war", -0.04),
        ("fighting_on", 0.11),
    ];
    let challenger = value(0.26, 0.27, &challenger, troops);
    let defender = value(0.77, 0.69, &defender, &[]);
    PlanEvaluation {
        theories: IndexMap::new(),
        open_terms: IndexMap::new(),
        id: sketch.0.to_owned(),
        available: true,
        foreign_troops: Some(if sketch.2 > 0.0 { 20.0 } else { 0.0 }),
        signable: challenger.accepts() && defender.accepts(),
        challenger,
        defender,
        years: (0..=years as u32).collect(),
        resumed_by_challenger: Some(failed(0.85)),
        resumed_by_defender: Some(failed(0.15)),
        survival: Some(curve),
        guarantee: outlook(sketch, years),
    }
}

fn evaluation(sketches: &[Sketch], years: usize) -> Evaluation {
    Evaluation {
        scenario: "Paris, January 2026".to_owned(),
        advance_probability: 0.46,
        challenger: WarValue { w: 0.27, reservation: None, hopes: Vec::new(), status_quo: 0.35 },
        defender: WarValue { w: 0.69, reservation: None, hopes: Vec::new(), status_quo: 0.74 },
        undiscounted: Undiscounted { challenger_wins: 0.19, frozen: 0.0, months: 212.0 },
        plans: sketches.iter().enumerate().map(|(index, it)| plan_evaluation(it, index, years)).collect(),
        parties: vec![],
        nearest: None,
        evidence: vec![],
        open_terms: IndexMap::new(),
    }
}

fn plan(sketch: &Sketch) -> Plan {
    let participant = |guarantor, years| Participant { guarantor, years };
    let participants = vec![participant(0, 15.0), participant(1, f64::INFINITY), participant(2, f64::INFINITY)];
    Plan {
        id: sketch.0.to_owned(),
        name: sketch.1.to_owned(),
        territory: None,
        defender_forces: if sketch.0 == "symbolic-army" { 85.0 } else { 800.0 },
        foreign_troops: if sketch.2 > 0.0 && sketch.0 != "no-presence" { 20.0 } else { 0.0 },
        guarantee_years: sketch.2,
        further: vec![0.3],
        participants: if sketch.2 > 0.0 { participants } else { vec![] },
        effects: vec![],
        from_month: 0,
        ceasefire_months: 0,
        tabled: true,
        open: vec![],
    }
}

fn structure(sketches: &[Sketch]) -> Structure {
    let mut issues: Vec<Issue> = STRUCTURAL
        .iter()
        .map(|&id| Issue { id: id.to_owned(), name: id.replace('_', " "), unit: "share".to_owned() })
        .collect();
    issues.push(Issue {
        id: "alignment".to_owned(),
        name: "Foreign-policy alignment".to_owned(),
        unit: "share".to_owned(),
    });
    let guarantor = |id: &str, name: &str| GuarantorIdentity {
        id: id.to_owned(),
        name: name.to_owned(),
        backstop: None,
        needs: None,
        has_politics: false,
    };
    Structure {
        issues,
        guarantors: vec![
            guarantor("us", "United States"),
            guarantor("france", "France"),
            guarantor("europe", "Coalition of the willing"),
        ],
        parties: vec![],
        plans: sketches.iter().map(plan).collect(),
        may_attack: PerSide::new(true, true),
        shocks: Shocks::Unpaid,
        costs: vec![],
        theory: TheoryKind::Strategic,
        foresight: Foresight::None,
        evidence: vec![],
        forecasts: vec![],
    }
}

fn parameters() -> Parameters {
    let guarantor = |years: f64| Guarantor { reliability: 0.6, forces: 100.0, max_years: years, ..Guarantor::unset() };
    Parameters {
        challenger: Party { forces: 700.0, ..Party::unset() },
        defender: Party { forces: 880.0, ..Party::unset() },
        challenger_demands: vec![],
        defender_demands: vec![],
        stakeholders: vec![],
        interests: vec![],
        status_quo: vec![],
        kept: vec![],
        hazard: None,
        front: Front::unset(),
        guarantee: Guarantee::unset(),
        guarantors: vec![guarantor(15.0), guarantor(f64::INFINITY), guarantor(60.0)],
        politics: vec![Politics::none(); 3],
        negotiation: Negotiation::unset(),
        enforcement: Enforcement::unset(),
        effects: vec![],
        costs: vec![],
    }
}

fn assumptions() -> Vec<Assumption> {
    let assumption = |path: &str, key: &str, written: &str, source: Option<&str>, note: Option<&str>| Assumption {
        path: path.to_owned(),
        address: Address::Party(Side::Challenger, Party::key(key).unwrap()),
        unit: Party::key(key).unwrap().unit.to_owned(),
        value: Uncertain::Constant(1.0),
        written: written.to_owned(),
        source: source.map(str::to_owned),
        note: note.map(str::to_owned),
    };
    vec![
        assumption(
            "challenger.forces",
            "forces",
            "pert = [600, 700, 900]",
            Some("IISS, The Military Balance 2025"),
            None,
        ),
        assumption(
            "challenger.war_cost",
            "war_cost",
            "pert = [0.05, 0.2, 0.5]",
            None,
            Some("judgement: wide on purpose"),
        ),
        assumption("challenger.shock", "shock", "0.02", None, None),
    ]
}

/// One uncertain number of each shape.
fn inputs() -> Vec<Input> {
    let input = |path: &str, distribution: Result<Distribution, DistributionError>| Input {
        path: path.to_owned(),
        address: Address::Party(Side::Challenger, Party::key("forces").unwrap()),
        distribution: distribution.unwrap(),
    };
    vec![
        input("challenger.war_cost", Distribution::pert(0.05, 0.2, 0.5)),
        input("challenger.discount_factor", Distribution::uniform(0.85, 0.95)),
        input("defender.forces", Distribution::lognormal90(600.0, 1_100.0)),
        input("guarantor.us.reliability", Distribution::beta(6.0, 3.0)),
        input("guarantor.europe.reliability", Distribution::beta(0.5, 0.5)),
        input("guarantor.us.max_years", Distribution::discrete(vec![5.0, 15.0, f64::INFINITY], vec![1.0, 3.0, 1.0])),
        input("challenger.optimism", Distribution::normal(0.2, 0.3)),
    ]
}

/// The results of a scenario file with that many trials, really run.
pub(crate) fn of_file(path: &str, trials: u64) -> Fixture {
    let text = std::fs::read_to_string(path).unwrap();
    let loaded = crate::scenario::load(path.as_ref(), &[format!("run.trials={trials}")], None);
    let scenario = loaded.unwrap_or_else(|_| panic!("{path} has faults")).scenario;
    let span = Span { first: 0, end: trials, block_size: 1_000 };
    let tally = Run::new(&scenario).span(span).threads(2).run().unwrap().tally;
    let summary = crate::analysis::summarise(&scenario, &tally);
    let evaluation = crate::analysis::evaluate(&scenario).unwrap();
    let mut provenance = paris().provenance;
    provenance.text = text;
    provenance.trials = trials;
    Fixture { evaluation, changes: Changes::default(), summary, provenance, scenario: scenario.clone() }
}

fn scenario(sketches: &[Sketch], years: usize) -> Scenario {
    Scenario {
        name: "Paris, January 2026".to_owned(),
        summary: Some("Which of the plans on the table would both sides sign, and would the peace hold?".to_owned()),
        as_of: Some(Date { year: 2026, month: 1, day: 6 }),
        run: RunSettings {
            trials: 10_000,
            seed: 20_260_106,
            sampling: Sampling::MonteCarlo,
            years,
            replications: 1,
            alone: true,
            costs_years: years,
        },
        party_names: PerSide::new("Russia".to_owned(), "Ukraine".to_owned()),
        structure: structure(sketches),
        central: parameters(),
        assumptions: assumptions(),
        inputs: inputs(),
        shared: Vec::new(),
        derived: Vec::new(),
        correlations: vec![],
        remarks: vec![],
        record_waits: false,
        translations: vec![],
        written: crate::scenario::Written::default(),
    }
}

pub(super) fn build(sketches: &[Sketch], years: usize) -> Fixture {
    Fixture {
        scenario: scenario(sketches, years),
        evaluation: evaluation(sketches, years),
        changes: Changes::default(),
        summary: summary(sketches, years),
        provenance: Provenance {
            version: "0.1.0".to_owned(),
            file: "paris-2026.toml".to_owned(),
            sha256: "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad".to_owned(),
            text: "schema = 1\n".to_owned(),
            seed: 20_260_106,
            trials: 10_000,
            missing: None,
            command: "armistice run paris-2026.toml --trials 10000 --seed 20260106".to_owned(),
        },
    }
}
