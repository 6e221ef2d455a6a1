//! The engine against a plain transcription of the model page, trial by trial and with the same random numbers.

#[path = "../benches/baseline/mod.rs"]
mod baseline;

use armistice::engine::{Recorder, Resumed, Row, Run, Span, TrialOutcome};
use armistice::model::Side;
use armistice::scenario::Scenario;
use baseline::Baseline;

/// Agreement asked of values and probabilities, absolute.
const TOLERANCE: f64 = 1e-9;

/// Keeps every outcome; `None` for a failed trial.
struct Keep;

impl Recorder for Keep {
    type Chunk = Vec<Option<TrialOutcome>>;

    fn chunk(&self) -> Self::Chunk {
        Vec::new()
    }

    fn record(&self, chunk: &mut Self::Chunk, row: &Row<'_>) {
        chunk.push(row.outcome.ok().cloned());
    }
}

fn scenario(file: &str, sets: &[&str]) -> Scenario {
    let path = format!("{}/{file}", env!("CARGO_MANIFEST_DIR"));
    let sets: Vec<String> = sets.iter().map(ToString::to_string).collect();
    armistice::scenario::load(path.as_ref(), &sets, None).unwrap_or_else(|faults| panic!("{faults:?}")).scenario
}

fn outcomes_of_engine(scenario: &Scenario, trials: u64) -> Vec<Option<TrialOutcome>> {
    let span = Span { first: 0, end: trials, block_size: trials };
    let ran = Run::new(scenario).observe(Keep).span(span).threads(1).run().expect("a run");
    ran.chunks.into_iter().flatten().collect()
}

/// Compares numbers and says where they differ.
struct Trial {
    number: u64,
}

impl Trial {
    fn close(&self, what: &str, engine: &[f64], baseline: &[f64]) {
        assert_eq!(engine.len(), baseline.len(), "trial {}: length of {what}", self.number);
        for (index, (engine, baseline)) in engine.iter().zip(baseline).enumerate() {
            let same = engine == baseline || (engine - baseline).abs() <= TOLERANCE;
            assert!(same, "trial {}, {what}[{index}]: {engine} from the engine, {baseline} here", self.number);
        }
    }

    fn same<T: PartialEq + std::fmt::Debug>(&self, what: &str, engine: &T, baseline: &T) {
        assert_eq!(engine, baseline, "trial {}, {what} (engine, baseline)", self.number);
    }

    fn compare(&self, engine: &TrialOutcome, baseline: &baseline::outcome::Outcome) {
        self.close("war_values", engine.war_values.as_array(), &baseline.war_values);
        self.close("reservations", engine.reservations.as_array(), &baseline.reservations);
        self.same("number of plans", &engine.assessments.len(), &baseline.assessments.len());
        for (plan, (engine, baseline)) in engine.assessments.iter().zip(&baseline.assessments).enumerate() {
            self.same(&format!("plan {plan} available"), &engine.is_some(), &baseline.is_some());
            let (Some(engine), Some(baseline)) = (engine, baseline) else { continue };
            self.close(&format!("plan {plan} value"), engine.value.as_array(), &baseline.value);
            self.close(&format!("plan {plan} surplus"), engine.surplus.as_array(), &baseline.surplus);
            self.same(&format!("plan {plan} acceptable"), engine.acceptable.as_array(), &baseline.acceptable);
            self.close(&format!("plan {plan} survival"), &engine.durability.survival, &baseline.survival);
            for (party, (engine, baseline)) in engine.parties.iter().zip(&baseline.parties).enumerate() {
                let what = format!("plan {plan}, party {party}: value and surplus");
                self.close(&what, &[engine.value, engine.surplus], &[baseline.value, baseline.surplus]);
                self.same(
                    &format!("plan {plan} acceptable to party {party}"),
                    &engine.acceptable,
                    &baseline.acceptable,
                );
            }
            self.same("number of parties", &engine.parties.len(), &baseline.parties.len());
        }
        self.same("class", &engine.class, &baseline.class);
        self.same("signed", &engine.signature.is_some(), &baseline.signature.is_some());
        if let (Some(engine), Some(baseline)) = (&engine.signature, &baseline.signature) {
            self.same("plan and month", &(engine.plan, engine.month), &(baseline.plan, baseline.month));
            self.close("terms", &engine.terms, &baseline.terms);
            self.close("surplus", engine.surplus.as_array(), &baseline.surplus);
            self.close("survival", &engine.survival, &baseline.survival);
        }
        self.same("failed", &engine.breach.is_some(), &baseline.failure.is_some());
        if let (Some(engine), Some(baseline)) = (&engine.breach, &baseline.failure) {
            self.same("attacker", &engine.attacker, &baseline.attacker);
            self.same("age at failure", &engine.age, &baseline.age);
            self.same("active", &engine.active, &baseline.active);
            self.same("honoured", &engine.honoured, &baseline.honoured);
            self.close("force", &[engine.force], &[baseline.force]);
            self.same(
                "resumed war",
                &(engine.result, engine.months, engine.frozen_months),
                &(baseline.result, baseline.months, baseline.frozen_months),
            );
        }
        self.same("months of war", &engine.war_months, &baseline.war_months);
        self.same("frozen months", &engine.frozen_months, &baseline.frozen_months);
        self.close("values", engine.values.as_array(), &baseline.values);
        self.close("values to parties", &engine.party_values, &baseline.party_values);
        self.close("war values to parties", &engine.party_war_values, &baseline.party_war_values);
        self.close("reservations of parties", &engine.party_reservations, &baseline.party_reservations);
        self.close("costs", &engine.costs, &baseline.costs);
        self.close("likelihoods", &engine.likelihoods, &baseline.likelihoods);
        // Where nothing was answered that binds a view, the trial is its own.
        let signed = |it: &armistice::engine::Signature| (it.plan, it.month);
        let own = (engine.class, engine.signature.as_ref().map(signed));
        let unknowing = engine.unknowing.as_ref().map_or(own, |it| (it.class, it.signature.as_ref().map(signed)));
        self.same("with nothing known", &unknowing, &baseline.unknowing.unwrap_or(own));
    }
}

/// Plays the first `trials` of a scenario with both and compares them; returns the outcomes.
fn agree(file: &str, trials: u64) -> Vec<Option<TrialOutcome>> {
    agree_with(file, &[], trials)
}

/// The same with values set over it.
fn agree_with(file: &str, sets: &[&str], trials: u64) -> Vec<Option<TrialOutcome>> {
    agree_on(&scenario(file, sets), trials)
}

/// The same of a scenario.
fn agree_on(scenario: &Scenario, trials: u64) -> Vec<Option<TrialOutcome>> {
    let baseline = Baseline::new(scenario);
    let outcomes = outcomes_of_engine(scenario, trials);
    assert_eq!(outcomes.len() as u64, trials);
    std::thread::scope(|scope| {
        for half in 0..2 {
            let (baseline, outcomes) = (&baseline, &outcomes);
            scope.spawn(move || {
                for number in (half..trials).step_by(2) {
                    let (engine, here) = (&outcomes[number as usize], baseline.trial(number));
                    assert_eq!(engine.is_some(), here.is_some(), "trial {number}: whether it has a meaning");
                    if let (Some(engine), Some(here)) = (engine, here) {
                        Trial { number }.compare(engine, &here);
                    }
                }
            });
        }
    });
    outcomes
}

/// How many of the outcomes are of so many classes: a comparison of trials that all end alike would show little.
fn classes(outcomes: &[Option<TrialOutcome>]) -> usize {
    let mut names: Vec<&str> = outcomes.iter().flatten().map(|outcome| outcome.class.name()).collect();
    names.sort_unstable();
    names.dedup();
    names.len()
}

#[test]
fn border() {
    assert!(classes(&agree("tests/vectors/scenarios/border.toml", 200)) >= 4);
}

#[test]
fn island() {
    assert!(classes(&agree("tests/vectors/scenarios/island.toml", 400)) >= 3);
}

#[test]
fn tiny() {
    assert!(classes(&agree("scenarios/tiny.toml", 1_000)) >= 4);
}

#[test]
fn paris() {
    assert!(classes(&agree("scenarios/paris-2026.toml", 20)) >= 3);
}

/// Everything of wars that freeze and thaw at once, with inputs that are uncertain and effects of plans: all ends of both
/// wars, and guarantors who keep D from collapsing.
#[test]
fn border_that_freezes() {
    let sets = [
        "front.freeze={ uniform = [0.01, 0.08] }",
        "front.thaw={ uniform = [0.0, 0.05] }",
        "defender.collapse=0.02",
        "guarantee.endurance=1.5",
        "enforcement.kept.defender_forces={ uniform = [0.2, 1.0] }",
        "plan.pact.effects.\"front.freeze\".multiply=2",
        "plan.pact.effects.\"front.thaw\".set=0.1",
    ];
    let outcomes = agree_with("tests/vectors/scenarios/border.toml", &sets, 400);
    assert!(classes(&outcomes) >= 6);
    let breaches = || outcomes.iter().flatten().filter_map(|outcome| outcome.breach);
    assert!(breaches().any(|breach| breach.result == Resumed::Frozen && breach.frozen_months > 1));
    assert!(breaches().any(|breach| breach.force > 0.0));
}

#[test]
fn wars_that_freeze_for_ever() {
    let outcomes = agree("tests/vectors/scenarios/freeze.toml", 300);
    assert!(classes(&outcomes) >= 5);
    assert!(outcomes.iter().flatten().any(|outcome| outcome.class.name() == "frozen"));
}

#[test]
fn terms_that_outlast_the_peace() {
    assert!(classes(&agree("tests/vectors/scenarios/kept.toml", 300)) >= 5);
}

#[test]
fn endurance() {
    let outcomes = agree("tests/vectors/scenarios/endurance.toml", 300);
    assert!(classes(&outcomes) >= 4);
    let helped = outcomes.iter().flatten().filter_map(|outcome| outcome.breach).filter(|breach| breach.force > 0.0);
    assert!(helped.count() > 5);
}

/// Resolve that lasts and turns over, with inputs that are uncertain.
#[test]
fn border_with_resolve_that_lasts() {
    let sets = [
        "challenger.shock=0.08",
        "defender.shock=0.05",
        "challenger.lasting={ uniform = [0.1, 0.9] }",
        "challenger.turnover={ uniform = [0.0, 0.3] }",
        "defender.lasting=0.4",
        "guarantee.renewal=0.4",
    ];
    let outcomes = agree_with("tests/vectors/scenarios/border.toml", &sets, 300);
    assert!(classes(&outcomes) >= 4);
}

#[test]
fn resolve_that_lasts() {
    assert!(classes(&agree("tests/vectors/scenarios/lasting.toml", 200)) >= 3);
}

/// Only one side's resolve lasts, and shocks are paid.
#[test]
fn paid_shocks() {
    assert!(classes(&agree("tests/vectors/scenarios/paid.toml", 200)) >= 3);
}

/// Paid shocks of sides of one type.
#[test]
fn paid_shocks_that_do_not_last() {
    assert!(classes(&agree_with("tests/vectors/scenarios/island.toml", &["enforcement.shocks=paid"], 200)) >= 3);
}

/// A guarantor with politics that others lean on, whose elections, renewals and resolve are uncertain.
#[test]
fn politics() {
    let plain = agree("tests/vectors/scenarios/politics.toml", 200);
    assert!(classes(&plain) >= 3);
    let sets = [
        "guarantor.us.politics={ every = 2, out = { uniform = [0.2, 0.9] }, back = 0.3 }",
        "guarantee.renewal=0.7",
        "challenger.lasting=0.6",
        "challenger.turnover=0.1",
    ];
    let outcomes = agree_with("tests/vectors/scenarios/politics.toml", &sets, 200);
    assert!(classes(&outcomes) >= 3 && outcomes != plain);
}

/// Parties that do not fight, of which one has a veto that it uses, with inputs that are uncertain.
#[test]
fn parties() {
    let sets = [
        "party.ally.margin={ uniform = [-0.1, 0.3] }",
        "party.ally.optimism={ normal90 = [-0.5, 0.5] }",
        "party.ally.misperception=1.5",
        "party.mediator.demands.territory.ideal={ uniform = [0.0, 0.6] }",
        "challenger.belief_strength=30",
        "front.freeze=0.05",
        "guarantor.us.consent=0.7",
        "guarantee.endurance=0.8",
    ];
    let file = "tests/vectors/scenarios/parties.toml";
    let outcomes = agree_with(file, &sets, 200);
    assert!(classes(&outcomes) >= 4);
    let stances = || outcomes.iter().flatten().flat_map(|it| it.assessments.iter().flatten()).map(|it| it.parties[0]);
    assert!(stances().any(|ally| ally.acceptable) && stances().any(|ally| !ally.acceptable));
    let without = agree_with(file, &[&sets[..], &["party.ally.veto=false"]].concat(), 200);
    let settled = |of: &[Option<TrialOutcome>]| of.iter().flatten().filter(|it| it.signature.is_some()).count();
    assert!(settled(&outcomes) < settled(&without), "{} of {}", settled(&outcomes), settled(&without));
}

/// The same with politics, resolve that lasts and terms that stay in force.
#[test]
fn a_party_and_politics() {
    assert!(classes(&agree("tests/vectors/scenarios/parties-politics.toml", 100)) >= 3);
}

/// Guarantors who take part only with others, some of whom refuse.
#[test]
fn open_terms() {
    let file = "tests/vectors/scenarios/open-terms.toml";
    let sets = [
        "challenger.belief_strength=12",
        "defender.war_cost={ uniform = [0.2, 1.2] }",
        "challenger.war_cost={ uniform = [0.2, 1.0] }",
        "guarantor.us.consent=0.7",
        "guarantor.europe.consent=0.6",
        "defender.ratification=0.6",
        "negotiation.cooldown=5",
        "challenger.demands.territory.red_line={ uniform = [0.1, 0.6] }",
        "plan.coalition.terms.foreign_troops={ from = 0, to = 20, step = 20 }",
        "plan.coalition.terms.guarantee_years={ choices = [0, 10, \"permanent\"] }",
        "plan.swap.terms.territory={ choices = [\"line_of_contact\", 0.4] }",
        "plan.swap.terms.alignment={ choices = [0.1, 0.5] }",
    ];
    let outcomes = agree_with(file, &sets, 60);
    let signed = |plan: usize| {
        outcomes.iter().flatten().filter_map(|it| it.signature.as_ref()).filter(|it| it.plan == plan).count()
    };
    assert!(signed(1) > 0 && signed(2) > 0, "{} and {}", signed(1), signed(2));
}

/// The same with a party that has a veto.
#[test]
fn open_terms_and_a_veto() {
    let sets = [
        "plan.pact.terms.guarantee_years={ choices = [0, 10] }",
        "plan.pact.terms.foreign_troops=0",
        "party.ally.margin={ uniform = [-0.1, 0.3] }",
    ];
    let file = "tests/vectors/scenarios/parties.toml";
    let scenario = scenario(file, &[]);
    let plan =
        scenario.structure().plans.iter().find(|plan| plan.guarantee_years > 0.0).expect("a guarantee").id.clone();
    let sets: Vec<String> = sets.iter().map(|set| set.replace("pact", &plan)).collect();
    let sets: Vec<&str> = sets.iter().map(String::as_str).collect();
    assert!(classes(&agree_with(file, &sets, 100)) >= 3);
}

#[test]
fn joining() {
    assert!(classes(&agree("tests/vectors/scenarios/joining.toml", 300)) >= 3);
}

/// Sides that look ahead: with beliefs that learn, private views, ratification that fails, uncertain inputs, and beliefs that
/// stay as they are.
#[test]
fn foresight() {
    let outcomes = agree("tests/vectors/scenarios/foresight.toml", 80);
    assert!(classes(&outcomes) >= 4);
    let hopes = |outcome: &TrialOutcome| outcome.reservations[Side::Defender] > outcome.war_values[Side::Defender];
    assert!(outcomes.iter().flatten().all(hopes));
    let sets = [
        "challenger.belief_strength=12",
        "defender.belief_strength={ uniform = [5, 20] }",
        "challenger.margin=0.01",
        "negotiation.acceptance_noise={ uniform = [0.0, 0.04] }",
        "negotiation.cooldown=5",
        "front.stalemate=0.4",
    ];
    assert!(classes(&agree_with("tests/vectors/scenarios/foresight.toml", &sets, 80)) >= 4);
}

/// Ceasefires before the peace that come to nothing more often than not, with and without foresight; a margin below 0.
#[test]
fn ceasefires_before_the_peace() {
    for foresight in ["all", "none"] {
        let foresight = format!("negotiation.foresight={foresight}");
        let sets = [
            foresight.as_str(),
            "challenger.ratification=0.5",
            "defender.belief_strength=10",
            "defender.margin=-0.02",
            "plan.ceasefire.ceasefire_months=5",
            "front.freeze=0.01",
            "front.thaw=0.1",
            "negotiation.max_months=26",
        ];
        let outcomes = agree_with("tests/vectors/scenarios/ceasefire-months.toml", &sets, 80);
        assert!(classes(&outcomes) >= 4);
        let signed = || outcomes.iter().flatten().filter_map(|outcome| outcome.signature.as_ref());
        assert!(signed().any(|signature| !signature.month.is_multiple_of(3)));
    }
}

/// Costs of a war that freezes, of plans of which one draws a line of its own, of wars that are followed for a few years
/// only, and of peaces that reach beyond the horizon: with uncertain prices, and the total of no trial ends early.
#[test]
fn border_with_costs() {
    let text = std::fs::read_to_string(format!("{}/tests/vectors/scenarios/border.toml", env!("CARGO_MANIFEST_DIR")))
        .expect("a file")
        + "
        [[cost]]
        id = \"dead\"
        unit = \"thousand people\"
        per_month_of_war = { uniform = [1.0, 3.0] }
        per_month_of_resumed_war = 4.0
        per_year_of_peace = 0.1
        [[cost]]
        id = \"under-rule\"
        unit = \"person-months\"
        per_position = 0.25
        ";
    let sets = ["front.freeze=0.03", "front.thaw=0.05", "enforcement.resumed_war_months=24", "run.costs_years=20"];
    let sets = sets.map(ToOwned::to_owned);
    let parsed = armistice::scenario::parse("border.toml", &text, &sets, None);
    let scenario = parsed.unwrap_or_else(|faults| panic!("{faults:?}")).scenario;
    let outcomes = agree_on(&scenario, 400);
    assert!(classes(&outcomes) >= 6);
    let costs: Vec<f64> = outcomes.iter().flatten().map(|outcome| outcome.costs[0]).collect();
    assert!(costs.iter().all(|&dead| dead > 0.0) && costs.iter().any(|&dead| dead > 100.0), "{costs:?}");
    assert!(outcomes.iter().flatten().filter(|outcome| outcome.is_cut_off()).count() > 5);
}

/// Plans that were answered, each in another way, and a front that was seen, with inputs that are uncertain: all weights
/// differ, and many trials end otherwise than with nothing known.
#[test]
fn border_with_evidence() {
    let text = std::fs::read_to_string(format!("{}/tests/vectors/scenarios/border.toml", env!("CARGO_MANIFEST_DIR")))
        .expect("a file");
    let ids: Vec<&str> = text.split("[[plan]]").skip(1).filter_map(|it| it.split('"').nth(1)).collect();
    let answers = ["answer = \"not_signed\"", "challenger = \"refused\"\nposition = 2", "defender = \"accepted\""];
    let pieces = ids.iter().zip(answers).map(|(id, answer)| format!("[[evidence]]\nplan = \"{id}\"\n{answer}\n"));
    let front = "[[evidence]]\nmonths = 9\nadvances = 2\nretreats = 1\npower = 0.6\n".to_owned();
    let text = pieces.chain([front]).fold(text.clone(), |text, piece| text + "\n" + &piece);
    for sets in [
        vec!["negotiation.acceptance_noise=0.05".to_owned()],
        vec![
            "negotiation.acceptance_noise=0.1".to_owned(),
            "challenger.ratification=0.8".to_owned(),
            format!("plan.{}.tabled=false", ids[0]),
        ],
    ] {
        let parsed = armistice::scenario::parse("border.toml", &text, &sets, None);
        let scenario = parsed.unwrap_or_else(|faults| panic!("{faults:?}")).scenario;
        let outcomes = agree_on(&scenario, 200);
        let differs = |outcome: &&TrialOutcome| outcome.unknowing.as_ref().is_some_and(|it| it.class != outcome.class);
        assert!(classes(&outcomes) >= 4 && outcomes.iter().flatten().filter(differs).count() > 5);
        let weights: Vec<f64> = outcomes.iter().flatten().map(|outcome| outcome.weight.value()).collect();
        assert!(weights.iter().any(|&weight| weight > 1e-3) && weights.windows(2).any(|two| two[0] != two[1]));
    }
}

/// A file with evidence and no input that is uncertain but a consent.
#[test]
fn evidence() {
    assert!(classes(&agree("tests/vectors/scenarios/evidence.toml", 200)) >= 3);
}

/// Parties that look ahead as the sides do: one with a veto that keeps plans from being hoped for, one without, with beliefs
/// of their own, views, ratification that fails, a ceasefire first, and inputs that are uncertain.
#[test]
fn foresight_and_parties() {
    let sets = [
        "negotiation.foresight=all",
        "negotiation.max_months=18",
        "negotiation.acceptance_noise={ uniform = [0.01, 0.05] }",
        "defender.ratification=0.8",
        "plan.ceasefire.ceasefire_months=3",
        "party.ally.margin={ uniform = [-0.1, 0.3] }",
        "party.ally.optimism={ normal90 = [-0.5, 0.5] }",
        "party.mediator.optimism=0.7",
        "party.mediator.demands.territory.ideal={ uniform = [0.0, 0.6] }",
        "challenger.belief_strength=30",
        "front.freeze=0.03",
        "front.thaw=0.1",
    ];
    let file = "tests/vectors/scenarios/parties.toml";
    let outcomes = agree_with(file, &sets, 60);
    assert!(classes(&outcomes) >= 3);
    let without = agree_with(file, &[&sets[..], &["party.ally.veto=false"]].concat(), 60);
    let reservations = |of: &[Option<TrialOutcome>]| -> Vec<_> {
        of.iter().flatten().map(|it| (*it.reservations.as_array(), it.party_reservations.clone())).collect()
    };
    let (bound, free) = (reservations(&outcomes), reservations(&without));
    let moved = bound.iter().zip(&free).filter(|(one, other)| one != other).count();
    assert!(moved > 5, "the veto moves what is hoped for in {moved} trials");
    let hopes = outcomes.iter().flatten().filter(|it| it.party_reservations != it.party_war_values).count();
    assert!(hopes > 20, "{hopes}");
}

/// Evidence with inputs that are uncertain, all plans on the table and one known for its answer alone.
fn agree_on_evidence(file: &str, sets: &[&str]) {
    let more = [
        "challenger.war_cost={ uniform = [0.4, 0.8] }",
        "challenger.belief_strength=12",
        "negotiation.acceptance_noise={ uniform = [0.01, 0.05] }",
    ];
    let sets = [&more[..], sets].concat();
    let all = agree_with(file, &[&sets[..], &["plan.ceasefire.tabled=true"]].concat(), 60);
    let outcomes = agree_with(file, &sets, 60);
    let signed = |it: &TrialOutcome| it.signature.as_ref().is_some_and(|it| it.plan == 0);
    assert!(all.iter().flatten().any(signed) && !outcomes.iter().flatten().any(signed));
    for outcomes in [all, outcomes] {
        assert!(classes(&outcomes) >= 3 && outcomes.iter().flatten().any(|it| it.unknowing.is_some()));
    }
}

/// Evidence where the sides look ahead.
#[test]
fn evidence_and_foresight() {
    agree_on_evidence("tests/vectors/scenarios/evidence-foresight.toml", &[]);
}

/// Evidence where a party has a veto: what a side answered moves its view, what was not signed moves none.
#[test]
fn evidence_and_a_veto() {
    let margin = "party.ally.margin={ uniform = [-0.1, 0.2] }";
    agree_on_evidence("tests/vectors/scenarios/evidence-veto.toml", &[margin]);
    // And where all of them look ahead.
    agree_with("tests/vectors/scenarios/evidence-veto.toml", &[margin, "negotiation.foresight=all"], 40);
}

/// Peaces that break as the record says, with a resolve that lasts and paid shocks, which play no part in it.
#[test]
fn the_record() {
    let sets = ["challenger.lasting=0.5", "enforcement.shocks=paid", "guarantor.us.max_years=6"];
    assert!(classes(&agree_with("tests/vectors/scenarios/hazard.toml", &sets, 300)) >= 4);
}

/// The record with uncertain numbers, and with a side that may not attack.
#[test]
fn the_record_with_inputs_that_are_uncertain() {
    let sets = [
        "enforcement.theory=hazard",
        "hazard.shape={ uniform = [0.4, 1.2] }",
        "hazard.scale={ lognormal90 = [10, 60] }",
        "hazard.challenger_share={ uniform = [0.2, 0.9] }",
        "hazard.effects.guarantee={ normal90 = [-1, 0.5] }",
        "hazard.effects.territory=2",
        "hazard.effects.balance=0.5",
        "guarantee.renewal=0.4",
    ];
    let both = agree_with("tests/vectors/scenarios/border.toml", &sets, 300);
    let one =
        agree_with("tests/vectors/scenarios/border.toml", &[&sets[..], &["challenger.may_attack=false"]].concat(), 300);
    assert!(classes(&both) >= 4 && classes(&one) >= 3);
}

/// The nodes integrate every polynomial up to degree 17: the even moments are 1, 1, 3, 15, …, 15!!.
#[test]
fn nodes_of_the_quadrature() {
    use baseline::guarantee::{NODES, WEIGHTS};
    let mut moment = 1.0;
    for power in (0..=16).step_by(2) {
        let sum: f64 = NODES.iter().zip(WEIGHTS).map(|(node, weight)| weight * node.powi(power)).sum();
        assert!((sum / moment - 1.0).abs() < 1e-13, "E z^{power}: {sum} instead of {moment}");
        moment *= f64::from(power + 1);
    }
}

/// Weights that forecasts make, one of them itself uncertain and one given something, of trials that are all played here too.
#[test]
fn forecasts() {
    let file = "tests/vectors/scenarios/border.toml";
    let text = std::fs::read_to_string(format!("{}/{file}", env!("CARGO_MANIFEST_DIR"))).expect("a scenario");
    let told = "[[forecast]]\nof = \"settled@24\"\nprobability = 0.5\n\
                [[forecast]]\nof = \"peace@4\"\nprobability = 0.8\nsd = 0.1\n\
                [[forecast]]\nof = \"signed.pact\"\ngiven = \"settled@24\"\nprobability = 0.6\n";
    let sets = ["run.trials=300".to_owned()];
    let loaded = armistice::scenario::parse("border.toml", &format!("{text}\n{told}"), &sets, None);
    let scenario = loaded.unwrap_or_else(|faults| panic!("{faults}")).scenario;
    let outcomes: Vec<TrialOutcome> = agree_on(&scenario, 300).into_iter().flatten().collect();
    let baseline = Baseline::new(&scenario);
    let here: Vec<_> = (0..300).filter_map(|trial| Some((baseline.trial(trial)?, 1.0))).collect();
    let weights = baseline::forecasts::weights(scenario.forecasts(), &here);
    let most = weights.iter().copied().fold(0.0, f64::max);
    let mut kinds = Vec::new();
    for (number, (outcome, weight)) in outcomes.iter().zip(&weights).enumerate() {
        Trial { number: number as u64 }.close("weight", &[outcome.weight.value()], &[weight / most]);
        kinds.push(outcome.weight.value().to_bits());
    }
    kinds.sort_unstable();
    kinds.dedup();
    assert!(kinds.len() >= 4, "{}", kinds.len());
}
