//! Numbers that are legal but so large, or so unlike each other, that another unit was probably meant.

use crate::model::Side;

use super::warnings::Oddities;

/// Forces that differ by more than this factor are rarely meant.
const FORCES_RATIO: f64 = 20.0;
/// Twenty million: no state has had so many under arms.
const MOST_FORCES: f64 = 20_000.0;
/// Forces that grow to more than four times their size.
const MOST_GROWTH: f64 = 3.0;
/// A month of war that costs more than this share of what the whole prize is worth in a month.
const MOST_WAR_COST: f64 = 6.0;
/// The same, where the other side bears it far more easily.
const UNEVEN_WAR_COST: f64 = 2.0;
/// How far is far.
const WAR_COST_RATIO: f64 = 5.0;
/// A war effort that breaks down within a year in seven cases out of ten.
const MOST_COLLAPSE: f64 = 0.1;

const THOUSANDS: &str = "forces and troops are in thousands: 880 is 880 thousand";
const SHARE: &str = "it is a share: 0.2 is 20 %";

impl Oddities<'_> {
    /// What looks like a mistake of a unit.
    pub(super) fn units(&mut self) {
        self.party_units();
        self.guarantor_units();
        self.plan_units();
    }

    fn party_units(&mut self) {
        let central = &self.scenario.central;
        let forces = Side::BOTH.map(|side| central.party(side).forces);
        let mut told = false;
        for side in Side::BOTH {
            told |= self.too_many(&format!("{}.forces", side.key()), central.party(side).forces);
        }
        let (low, high) = (forces[0].min(forces[1]), forces[0].max(forces[1]));
        if !told && low > 0.0 && high > FORCES_RATIO * low {
            let [a, d] = forces.map(number);
            let message = format!(
                "the challenger's forces are {a} and the defender's {d}: they differ by more than {FORCES_RATIO} times"
            );
            let small = if forces[0] < forces[1] { Side::Challenger } else { Side::Defender };
            self.warn_unit(&format!("{}.forces", small.key()), message, THOUSANDS);
        }
        for side in Side::BOTH {
            let (party, other) = (central.party(side), central.party(side.other()));
            let path = |key: &str| format!("{}.{key}", side.key());
            if party.growth > MOST_GROWTH {
                let growth = path("growth");
                let message = format!(
                    "`{growth}` is {}: forces would grow by {} %",
                    number(party.growth),
                    number(100.0 * party.growth)
                );
                self.warn_unit(&growth, message, SHARE);
            }
            let uneven = party.war_cost > UNEVEN_WAR_COST && party.war_cost > WAR_COST_RATIO * other.war_cost;
            if party.war_cost > MOST_WAR_COST || uneven {
                let cost = path("war_cost");
                let message = format!(
                    "`{cost}` is {0}: war would cost {0} times what the whole prize is worth meanwhile",
                    number(party.war_cost)
                );
                self.warn_unit(&cost, message, SHARE);
            }
            if party.collapse > MOST_COLLAPSE {
                let collapse = path("collapse");
                let message = format!("`{collapse}` is {} a month", number(party.collapse));
                self.warn_unit(&collapse, message, "it is a probability per month: 0.002 is about 2.4 % a year");
            }
        }
    }

    fn guarantor_units(&mut self) {
        let central = &self.scenario.central;
        let both = central.challenger.forces + central.defender.forces;
        for (identity, numbers) in self.scenario.structure.guarantors.iter().zip(&central.guarantors) {
            let path = format!("guarantor.{}.forces", identity.id);
            if !self.too_many(&path, numbers.forces) && both > 0.0 && numbers.forces > FORCES_RATIO * both {
                let message = format!(
                    "`{path}` is {}, more than {FORCES_RATIO} times the {} of both sides together",
                    number(numbers.forces),
                    number(both)
                );
                self.warn_unit(&path, message, THOUSANDS);
            }
            self.too_many(&format!("guarantor.{}.max_troops", identity.id), numbers.max_troops);
        }
    }

    fn plan_units(&mut self) {
        for plan in &self.scenario.structure.plans {
            self.too_many(&format!("plan.{}.terms.foreign_troops", plan.id), plan.foreign_troops);
        }
    }

    /// Warns of more than anybody has; says whether it did.
    fn too_many(&mut self, path: &str, thousands: f64) -> bool {
        let too_many = thousands.is_finite() && thousands > MOST_FORCES;
        if too_many {
            let message = format!("`{path}` is {}: that is {} million", number(thousands), number(thousands / 1000.0));
            self.warn_unit(path, message, THOUSANDS);
        }
        too_many
    }
}

/// The number with at most four decimals.
fn number(x: f64) -> String {
    let text = format!("{x:.4}");
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}
