//! Sweeps without trials: at each point the exact figures of every plan, with all other inputs at their central values.

use serde_json::{Map, Value, json};

use crate::analysis::assess::{AssessError, Assessor, StartFigure, StartFigures};
use crate::analysis::summary::party_key;
use crate::engine::PlanFigure;
use crate::model::{PerSide, Side};
use crate::scenario::Scenario;

/// The exact figures of a scenario at central values, under their names in `summary.json`. What is known from evidence, and
/// what others foretell, does not count in them.
///
/// # Errors
/// Central values have no meaning together.
pub(super) fn exact(scenario: &Scenario) -> Result<Value, AssessError> {
    let mut assessor = Assessor::new(scenario)?;
    let central = assessor.central();
    let found = assessor.assess(&central)?;
    Ok(tree(scenario, Some(&found)))
}

/// The names of the exact figures, all of them unknown: what measures are checked against.
#[must_use]
pub fn exact_shape(scenario: &Scenario) -> Value {
    tree(scenario, None)
}

fn tree(scenario: &Scenario, found: Option<&StartFigures>) -> Value {
    let structure = scenario.structure();
    let by_side = |of: &dyn Fn(Side) -> Value| -> Map<String, Value> {
        PerSide::each(|side| (side.key().to_owned(), of(side))).into_iter().collect()
    };
    let figure = |figure: StartFigure| found.map(|found| found.figure(figure));
    let mut plans = Map::new();
    for (plan, identity) in structure.plans.iter().enumerate() {
        let has_value = found.is_none_or(|found| found.plan(plan).is_some());
        let of_plan = |what: PlanFigure, year: usize| figure(StartFigure::Plan(plan, what, year)).filter(|_| has_value);
        let share = |what: PlanFigure| json!({ "share": of_plan(what, 0) });
        let mean = |of: StartFigure| json!({ "mean": figure(of).filter(|_| has_value) });
        let years: Vec<Option<f64>> =
            (0..=scenario.run().years).map(|year| of_plan(PlanFigure::Survival, year)).collect();
        let mut acceptable = by_side(&|side| share(PlanFigure::Accepts(side)));
        acceptable.insert("both".to_owned(), share(PlanFigure::BothAccept));
        if !structure.parties.is_empty() {
            acceptable.insert("all".to_owned(), share(PlanFigure::AllAccept));
            for (party, identity) in structure.parties.iter().enumerate() {
                acceptable.insert(party_key(&identity.id), share(PlanFigure::PartyAccepts(party)));
            }
        }
        let available = json!({ "share": figure(StartFigure::Plan(plan, PlanFigure::Available, 0)) });
        let of = json!({
            "available": available,
            "acceptable": acceptable,
            "surplus": by_side(&|side| mean(StartFigure::Surplus(plan, side))),
            "value": by_side(&|side| mean(StartFigure::Value(plan, side))),
            "if_signed": { "survival": years },
        });
        plans.insert(identity.id.clone(), of);
    }
    json!({
        "plans": plans,
        "war_values": by_side(&|side| json!({ "mean": figure(StartFigure::War(side)) })),
    })
}
