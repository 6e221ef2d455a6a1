//! Section 4: forces after the settlement.

use armistice::model::Party;

/// F (1 + g (1 - exp(-s/tau))): F_A(s), and U_D(s) without a cap.
pub fn grown(party: &Party, age: usize) -> f64 {
    party.forces * (1.0 + party.growth * (1.0 - (-(age as f64) / party.growth_years).exp()))
}

/// K_D(s): what D keeps in peacetime.
fn kept(defender: &Party, cap: f64, age: usize) -> f64 {
    grown(defender, age).min(cap * (1.0 + defender.cheating))
}

/// F_D(s): what D fights a resumed war with.
pub fn mobilised(defender: &Party, cap: f64, age: usize) -> f64 {
    let share = defender.mobilisation;
    defender.quality * kept(defender, cap, age).powf(1.0 - share) * grown(defender, age).powf(share)
}
