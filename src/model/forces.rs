//! Forces by age of the settlement.

use crate::num;
use crate::num::simd::vectorised;

use super::Party;

vectorised! {
    /// Forces of a side at ages 0, 1, … that grow by a share with a time constant in years, thousand.
    fn grow(forces: f64, growth: f64, growth_years: f64, out: &mut [f64]) {
        for (age, out) in out.iter_mut().enumerate() {
            *out = forces * (1.0 - growth * num::exp_m1(-(age as f64) / growth_years));
        }
    }
}

fn grown(party: &Party, out: &mut [f64]) {
    if party.growth == 0.0 {
        out.fill(party.forces);
    } else {
        grow(party.forces, party.growth, party.growth_years, out);
    }
}

/// The challenger's forces at ages 0, 1, …, thousand.
pub fn challenger(party: &Party, out: &mut [f64]) {
    grown(party, out);
}

/// What the defender fights a resumed war with at ages 0, 1, …, thousand, when its peacetime army is capped at `cap`
/// (infinite: no cap).
pub fn defender(party: &Party, cap: f64, out: &mut [f64]) {
    grown(party, out);
    mobilise(party.quality, cap * (1.0 + party.cheating), party.mobilisation, out);
}

vectorised! {
    /// From the uncapped army to what is fought with: the geometric mean of what was kept and the uncapped army, with
    /// weights 1 - mobilisation and mobilisation.
    fn mobilise(quality: f64, kept_at_most: f64, mobilisation: f64, out: &mut [f64]) {
        if kept_at_most.is_infinite() {
            for forces in out.iter_mut() {
                *forces *= quality;
            }
        } else if mobilisation == 0.0 {
            for forces in out.iter_mut() {
                *forces = quality * forces.min(kept_at_most);
            }
        } else {
            for forces in out.iter_mut() {
                let excess = (*forces / kept_at_most).max(1.0);
                *forces = quality * forces.min(kept_at_most) * num::exp(mobilisation * num::ln(excess));
            }
        }
    }
}
