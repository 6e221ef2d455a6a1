//! The record instead of the sides' reasons: peaces break with a Weibull hazard that moves with the settlement in
//! proportion (Cox 1972; of interstate cease-fires Fortna 2003, Werner & Yuen 2005, Lo, Hashimoto & Reiter 2008).

use crate::model::parameters::{DEFENDER_FORCES, HazardRecord, STRUCTURAL};
use crate::model::settlement::Settlement;
use crate::model::{PerSide, Side};
use crate::num;

use super::solver::{Lanes, Solver};
use super::theory::{Guard, LANES, SideView, Solution, Theory};

/// The theory that war resumes as often as the record says of such peaces, whoever would gain by it.
///
/// A side's chance of attack in its [`Solution`] is that of the year, not one of a side that has the move: nobody has it.
#[derive(Debug, Default)]
pub struct Record {
    /// Finds what a resumed war is worth.
    wars: Solver,
    /// Chances that each side attacks, by age and lane, while active and once lapsed.
    chances: Vec<[PerSide<Lanes>; 2]>,
    /// By lane, whose view it is and whether its guarantee may be deserted.
    viewers: Vec<(Side, bool)>,
}

impl Theory for Record {
    /// # Panics
    /// If there are more views than lanes, or if they differ in lookahead or in the numbers of types.
    fn solve(&mut self, views: &[SideView<'_>], may_attack: PerSide<bool>) -> [f64; LANES] {
        assert!(views.len() <= LANES, "at most {LANES} views at once");
        let constants = self.wars.prepare_all(views, may_attack);
        let (ages, deserted_ages) = (self.wars.ages(), self.wars.desertions());
        self.chances.resize(ages.len(), Default::default());
        self.viewers.clear();
        let mut values = [0.0; LANES];
        for (lane, view) in views.iter().enumerate() {
            let desertion = view.settlement.desertion.as_ref();
            self.viewers.push((view.side, desertion.is_some()));
            let record = view.settlement.hazard.as_ref().map(|record| Peril::new(view, record));
            let of = |per_side: &PerSide<Lanes>| PerSide::each(|side| per_side[side][lane]);
            let (discount, complement) = (of(&constants.discount), of(&constants.complement));
            let in_force_lapsed = of(&constants.lapsed);
            // By guard.
            let mut value = [of(&constants.last_active), of(&constants.last_active), in_force_lapsed];
            for (age, (now, out)) in ages.iter().zip(&mut self.chances).enumerate().rev() {
                let keep = now.keep[lane];
                let (gone, back) = desertion.and_then(|desertion| desertion.moves(age + 1)).unwrap_or_default();
                let [active, deserted, lapsed] = value;
                let next = |out: f64| {
                    PerSide::each(|side| {
                        keep * ((1.0 - out) * active[side] + out * deserted[side]) + (1.0 - keep) * lapsed[side]
                    })
                };
                let attack_deserted = deserted_ages.get(age).map_or(&now.attack_active, |age| &age.attack);
                let by_guard = [
                    (Guard::Active, next(gone), of(&now.active), of(&now.attack_active)),
                    (Guard::Deserted, next(1.0 - back), of(&now.active), of(attack_deserted)),
                    (Guard::Lapsed, lapsed, in_force_lapsed, of(&now.attack_lapsed)),
                ];
                let defend = of(&now.defend);
                for (guard, next, in_force, attack) in by_guard {
                    let chances = |record: &Peril<'_>| record.chances(age, guard.is_active(), may_attack);
                    let chance = record.as_ref().map_or_else(PerSide::default, chances);
                    value[guard as usize] = PerSide::each(|side| {
                        let peace = complement[side] * in_force[side] + discount[side] * next[side];
                        peace
                            + chance[Side::Challenger] * (attack[side] - peace)
                            + chance[Side::Defender] * (defend[side] - peace)
                    });
                    for side in Side::BOTH {
                        out[usize::from(!guard.is_active())][side][lane] = chance[side];
                    }
                }
            }
            let guard = if view.settlement.term.exists() { Guard::Active } else { Guard::Lapsed };
            values[lane] = value[guard as usize][view.side];
        }
        values
    }

    fn solution(&self, lane: usize, years: usize, value: f64) -> Solution {
        let (side, deserts) = self.viewers[lane];
        let of =
            |state: usize| -> Vec<f64> { self.chances.iter().take(years).map(|age| age[state][side][lane]).collect() };
        // Who governs plays no part in how often peaces break, only in what a resumed war is worth.
        let attack_deserted = if deserts { of(0) } else { Vec::new() };
        Solution { value, types: 1, attack_active: of(0), attack_deserted, attack_lapsed: of(1) }
    }

    fn yearly(&self, attack: PerSide<f64>) -> PerSide<f64> {
        attack
    }

    /// `decision` says whether the peace breaks, `mover` by whom.
    fn attacker(&self, attack: PerSide<f64>, mover: f64, decision: f64) -> Option<Side> {
        let either = attack[Side::Challenger] + attack[Side::Defender];
        let challenger = mover * either < attack[Side::Challenger];
        (decision < either).then_some(if challenger { Side::Challenger } else { Side::Defender })
    }
}

/// What the record says of one settlement.
struct Peril<'a> {
    game: &'a Settlement,
    record: &'a HazardRecord,
    /// Log hazard ratio of what is the same at every age.
    lasting: f64,
}

impl<'a> Peril<'a> {
    fn new(view: &SideView<'a>, record: &'a HazardRecord) -> Self {
        let game = view.settlement;
        let front = &game.after.front;
        let held = front.start_position() as f64 / front.positions;
        let moved = (game.territory_at(view.position) - held).abs();
        let cap = f64::from(u8::from(game.signed[DEFENDER_FORCES].is_finite()));
        let issues = record.issues.iter().zip(&game.signed[STRUCTURAL.len()..]);
        let lasting = issues
            .fold(record.ratios.cap * cap + record.ratios.territory * moved, |sum, (ratio, term)| sum + ratio * term);
        Self { game, record, lasting }
    }

    /// Chances that each side attacks in the year that begins at an age.
    fn chances(&self, age: usize, active: bool, may_attack: PerSide<bool>) -> PerSide<f64> {
        let q = -num::exp_m1(-self.hazard(age, active));
        let share = self.record.rate.challenger_share;
        let part = PerSide::new(q * share, q * (1.0 - share));
        PerSide::each(|side| if may_attack[side] { part[side] } else { 0.0 })
    }

    /// The hazard of the year that begins at an age, accumulated.
    fn hazard(&self, age: usize, active: bool) -> f64 {
        let HazardRecord { rate, ratios, .. } = self.record;
        let until = |age: usize| num::pow(age as f64 / rate.scale, rate.shape);
        let base = until(age + 1) - until(age);
        let mut log_ratio =
            self.lasting + ratios.balance * num::ln(self.game.challenger_forces[age] / self.game.defender_forces[age]);
        if active {
            log_ratio += ratios.guarantee + ratios.troops * num::ln_1p(self.game.stationed(age) / 10.0);
        }
        // Beyond e^700 nothing lasts a year; where nothing of the hazard falls into the year, nothing does.
        if base > 0.0 { base * num::exp(log_ratio.min(700.0)) } else { 0.0 }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Attacks drawn from a grid of 1,000 x 1,000 numbers are as frequent as the yearly chances say, whoever attacks; with
    /// one side that may not, the other's part stays what it was.
    #[test]
    fn attacks_are_as_frequent_as_the_record_says() {
        let theory = Record::default();
        let grid = || (0..1_000).map(|i| (f64::from(i) + 0.5) / 1_000.0);
        for (attack, expected) in [
            (PerSide::new(0.03, 0.01), PerSide::new(30_000, 10_000)),
            (PerSide::new(0.0, 0.01), PerSide::new(0, 10_000)),
            (PerSide::new(0.03, 0.0), PerSide::new(30_000, 0)),
            (PerSide::new(0.0, 0.0), PerSide::new(0, 0)),
        ] {
            let mut attacks = PerSide::new(0_u32, 0_u32);
            for mover in grid() {
                for decision in grid() {
                    if let Some(side) = theory.attacker(attack, mover, decision) {
                        attacks[side] += 1;
                    }
                }
            }
            assert_eq!(attacks, expected);
            assert_eq!(theory.yearly(attack), attack);
        }
    }
}
