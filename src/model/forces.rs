//! Forces by age of the settlement.

use crate::num;

use super::Party;

/// Forces of a side that grows by `growth` with time constant `growth_years`, at age `age` years.
fn grown(party: &Party, age: f64) -> f64 {
    party.forces * (1.0 - party.growth * num::exp_m1(-age / party.growth_years))
}

/// The challenger's forces at an age, thousand.
#[must_use]
pub fn challenger(party: &Party, age: f64) -> f64 {
    grown(party, age)
}

/// What the defender fights a resumed war with at an age, thousand, when its peacetime army is capped at `cap`
/// (infinite: no cap).
#[must_use]
pub fn defender(party: &Party, cap: f64, age: f64) -> f64 {
    let uncapped = grown(party, age);
    let kept = uncapped.min(cap * (1.0 + party.cheating));
    let fought = if kept == uncapped || party.mobilisation == 0.0 {
        kept
    } else {
        num::pow(kept, 1.0 - party.mobilisation) * num::pow(uncapped, party.mobilisation)
    };
    party.quality * fought
}
