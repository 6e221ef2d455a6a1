//! Whole scenarios at central values, against an independent implementation.

use armistice::analysis::evaluate;
use serde_json::Value;

/// Everything in `expected` is in `got`: numbers to 1e-9 relative or 1e-12 absolute, the rest exactly.
fn assert_contains(got: &Value, expected: &Value, path: &str) {
    match (got, expected) {
        (Value::Object(got), Value::Object(expected)) => {
            for (key, expected) in expected {
                let got = got.get(key).unwrap_or_else(|| panic!("{path}.{key} is missing"));
                assert_contains(got, expected, &format!("{path}.{key}"));
            }
        }
        (Value::Array(got), Value::Array(expected)) => {
            assert_eq!(got.len(), expected.len(), "length of {path}");
            for (index, (got, expected)) in got.iter().zip(expected).enumerate() {
                assert_contains(got, expected, &format!("{path}[{index}]"));
            }
        }
        (Value::Number(got), Value::Number(expected)) => {
            let (got, expected) = (got.as_f64().unwrap(), expected.as_f64().unwrap());
            let error = (got - expected).abs();
            assert!(error <= (1e-9 * expected.abs()).max(1e-12), "{path}: {got} instead of {expected}");
        }
        _ => assert_eq!(got, expected, "{path}"),
    }
}

fn check(name: &str) {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/vectors/scenarios/");
    let loaded = armistice::scenario::load(format!("{folder}{name}.toml").as_ref(), &[], None)
        .unwrap_or_else(|faults| panic!("{faults:?}"));
    let got = serde_json::to_value(evaluate(&loaded.scenario).expect("a world")).expect("JSON");
    let text = std::fs::read_to_string(format!("{folder}{name}.evaluate.json")).expect("a vector");
    assert_contains(&got, &serde_json::from_str(&text).expect("JSON"), name);
}

#[test]
fn border() {
    check("border");
}

#[test]
fn island() {
    check("island");
}

/// Fronts that freeze and thaw, by a plan's effects faster, with a curved utility of territory.
#[test]
fn freeze_and_thaw() {
    check("freeze-thaw");
}

#[test]
fn freeze_for_ever() {
    check("freeze");
}

#[test]
fn endurance() {
    check("endurance");
}

#[test]
fn kept() {
    check("kept");
}

/// Resolve of both sides that lasts and turns over.
#[test]
fn lasting_resolve() {
    check("lasting");
}

/// Sides that look ahead to a plan that comes later and may fail, on a front that freezes and thaws.
#[test]
fn foresight() {
    check("foresight");
}

/// Plans whose peace begins after a ceasefire, in the eyes of sides that look ahead.
#[test]
fn ceasefire_months() {
    check("ceasefire-months");
}

/// Peaces that break as the record says, with every log hazard ratio.
#[test]
fn the_record() {
    check("hazard");
}

/// Paid shocks, of which a part lasts on one side.
#[test]
fn paid_shocks() {
    check("paid");
}

/// A guarantor with politics, on whom another leans.
#[test]
fn politics() {
    check("politics");
}

/// Plans that were answered, at the start and elsewhere, and a front that was seen.
#[test]
fn evidence() {
    check("evidence");
}

/// The same where the sides look ahead; one plan is known for its answer alone.
#[test]
fn evidence_and_foresight() {
    check("evidence-foresight");
}

/// The same where a party has a veto.
#[test]
fn evidence_and_a_veto() {
    check("evidence-veto");
}

/// Terms that both sides choose, years without a guarantee among them.
#[test]
fn open_terms() {
    check("open-terms");
}

/// The same beside evidence, politics, resolve that lasts and shocks that are paid.
#[test]
fn open_terms_and_politics() {
    check("open-terms-politics");
}

/// How willing a party with a veto was stands beside the sides: of what was not signed it is what the likelihood leaves, with
/// both sides' chances to ratify, 0.9 and 0.8.
#[test]
fn evidence_says_what_vetoes_made_of_a_plan() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/vectors/scenarios/evidence-veto.toml");
    let loaded = armistice::scenario::load(path.as_ref(), &[], None).unwrap_or_else(|faults| panic!("{faults:?}"));
    let evidence = evaluate(&loaded.scenario).expect("a world").evidence;
    let not_signed: Vec<_> = evidence.iter().filter(|it| it.plan.as_deref() != Some("ceasefire")).collect();
    assert_eq!(not_signed.len(), 2);
    for piece in not_signed {
        let signed = 1.0 - piece.log_likelihood.unwrap().exp();
        let sides = 0.9 * 0.8 * piece.challenger.unwrap() * piece.defender.unwrap();
        let ally = piece.parties["ally"];
        assert!((ally - signed / sides).abs() < 1e-9 && ally > 0.0 && ally < 1.0, "{piece:?}");
    }
    assert!(evidence.iter().all(|it| it.parties.len() == 1));
}

/// Guarantors who take part only where others do.
#[test]
fn joining() {
    check("joining");
}

/// Parties that do not fight: one with a veto and a red line, one that says what each victory is worth to it.
#[test]
fn parties() {
    check("parties");
}

/// Such a party where resolve lasts, a guarantor has politics, fronts freeze and part of the terms stays in force.
#[test]
fn a_party_and_politics() {
    check("parties-politics");
}

/// The same where all of them look ahead, one plan has a ceasefire first, and the party's veto keeps plans from being hoped for.
#[test]
fn a_party_that_looks_ahead() {
    check("parties-foresight");
}
