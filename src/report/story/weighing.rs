//! What weighs for and against a plan, as far as it is worth a sentence.

use crate::analysis::evaluation::{Part, PlanValue};

/// The demand, or the risk of resumed war, that costs a side most; none if nothing does.
pub(crate) fn costliest(value: &PlanValue) -> Option<&Part> {
    // What rounds to nothing is not worth a sentence.
    let is_demand = |of: &str| !matches!(of, "ceasefire_months" | "fighting_on" | "margin");
    let counts = |part: &&Part| part.value <= -0.000_5 && is_demand(&part.of);
    value.breakdown.iter().filter(counts).min_by(|a, b| a.value.total_cmp(&b.value))
}

/// A part of a surplus that is no demand of the plan: the margin, or what is given up with the fight.
fn part_of(value: &PlanValue, of: &str) -> f64 {
    value.breakdown.iter().find(|part| part.of == of).map_or(0.0, |part| part.value)
}

/// The margin that a side demands, where it is worth a sentence.
pub(crate) fn margin(value: &PlanValue) -> Option<f64> {
    Some(-part_of(value, "margin")).filter(|margin| *margin >= 0.000_5)
}

/// The balance without the margin, where only the margin makes the side refuse.
pub(crate) fn tipped(value: &PlanValue) -> Option<f64> {
    let surplus = value.surplus.filter(|surplus| *surplus < -1e-9 && value.red_line == Some(false))?;
    Some(surplus + margin(value)?).filter(|without| *without >= 0.0)
}

/// What giving up the fight counts, where nothing that the plan demands costs more.
pub(crate) fn fight_given_up(value: &PlanValue) -> Option<f64> {
    let given_up = part_of(value, "fighting_on");
    let most = costliest(value).map_or(0.0, |part| part.value);
    (given_up <= -0.000_5 && given_up < most).then_some(given_up)
}
