//! A yearly game between two sides that may go back to war, solved backwards from the lookahead under each side's own
//! beliefs (agent quantal response: McKelvey & Palfrey 1998; Signorino 1999).

use crate::model::settlement::Settlement;
use crate::model::{PerSide, Shocks, Side};
use crate::num;
use crate::num::simd::vectorised;

use super::theory::{Guard, LANES, MOVES, SideView, Solution, Theory};
use super::types::{ByTypes, DesertedAge};
use super::wars::{Eyes, Wars};

/// One number for each view that is solved.
pub(super) type Lanes = [f64; LANES];

/// The theory of the model page, section 8, with its working memory.
#[derive(Debug, Default)]
pub struct Solver {
    wars: Wars,
    ages: Vec<Age>,
    /// What ages need besides where a guarantor has politics in any view; empty where none has.
    desertions: Vec<DesertedAge>,
    /// Attack probabilities of each lane's own side by age, while active and once lapsed.
    attacks: Vec<[Lanes; 2]>,
    /// The recursion where sides are of types, shocks are paid or a guarantor has politics.
    by_types: ByTypes,
    /// By lane of such a solution, what it is of.
    viewers: Vec<Viewer>,
}

/// Whose view a lane holds.
#[derive(Clone, Copy, Debug)]
struct Viewer {
    side: Side,
    /// Of how many types that side is.
    types: usize,
    /// Whether the guarantee may be deserted.
    deserts: bool,
}

/// What the recursion needs at one age, for every lane.
#[derive(Clone, Copy, Debug, Default)]
#[repr(align(64))]
pub(super) struct Age {
    /// Value to A and to D if A attacks while active.
    pub(super) attack_active: PerSide<Lanes>,
    /// The same once lapsed.
    pub(super) attack_lapsed: PerSide<Lanes>,
    /// Value to A and to D if D attacks.
    pub(super) defend: PerSide<Lanes>,
    /// Utility in force while active.
    pub(super) active: PerSide<Lanes>,
    /// Probability that an active guarantee is active next year.
    pub(super) keep: Lanes,
}

/// What of a lane does not depend on age.
#[derive(Clone, Copy, Debug, Default)]
#[repr(align(64))]
pub(super) struct Constants {
    pub(super) discount: PerSide<Lanes>,
    pub(super) complement: PerSide<Lanes>,
    pub(super) inverse_shock: PerSide<Lanes>,
    pub(super) may: PerSide<Lanes>,
    pub(super) lapsed: PerSide<Lanes>,
    pub(super) last_active: PerSide<Lanes>,
    /// 1 where the view is the challenger's.
    pub(super) own: Lanes,
    pub(super) exists: Lanes,
}

impl Theory for Solver {
    /// # Panics
    /// If there are more views than lanes, or if they differ in lookahead or in the numbers of types.
    fn solve(&mut self, views: &[SideView<'_>], may_attack: PerSide<bool>) -> Lanes {
        assert!(views.len() <= LANES, "at most {LANES} views at once");
        let Some(first) = views.first() else { return [0.0; LANES] };
        let constants = self.prepare_all(views, may_attack);
        let deserts = !self.desertions.is_empty();
        self.viewers.clear();
        let after = &first.settlement.after;
        if after.types() == PerSide::new(1, 1) && after.shocks == Shocks::Unpaid && !deserts {
            return recur(&constants, &self.ages, &mut self.attacks);
        }
        self.viewers.extend(views.iter().map(|view| Viewer {
            side: view.side,
            types: view.settlement.after.types()[view.side],
            deserts: view.settlement.desertion.is_some(),
        }));
        self.by_types.solve(views, &constants, &self.ages, &self.desertions)
    }

    fn solution(&self, lane: usize, years: usize, value: f64) -> Solution {
        if let Some(&Viewer { side, types, deserts }) = self.viewers.get(lane) {
            let of = |guard: Guard| self.by_types.attacks(lane, side, types, guard, years);
            let attack_deserted = if deserts { of(Guard::Deserted) } else { Vec::new() };
            return Solution {
                value,
                types,
                attack_active: of(Guard::Active),
                attack_deserted,
                attack_lapsed: of(Guard::Lapsed),
            };
        }
        let of = |state: usize| self.attacks.iter().take(years).map(|age| age[state][lane]).collect();
        Solution { value, types: 1, attack_active: of(0), attack_deserted: Vec::new(), attack_lapsed: of(1) }
    }
}

impl Solver {
    /// Works out the values of attacking of all views, at every age and whatever the chances of attack.
    ///
    /// # Panics
    /// If the views differ in lookahead or in the numbers of types.
    pub(super) fn prepare_all(&mut self, views: &[SideView<'_>], may_attack: PerSide<bool>) -> Constants {
        let mut constants =
            Constants { inverse_shock: PerSide::new([1.0; LANES], [1.0; LANES]), ..Constants::default() };
        let Some(first) = views.first() else { return constants };
        let lookahead = first.settlement.lookahead;
        // Lanes without a view keep what was there: nobody reads what comes of it.
        self.ages.resize(lookahead, Age::default());
        self.attacks.resize(lookahead, [[0.0; LANES]; 2]);
        let deserts = views.iter().any(|view| view.settlement.desertion.is_some());
        self.desertions.clear();
        self.desertions.resize(if deserts { lookahead } else { 0 }, DesertedAge::default());
        for (lane, view) in views.iter().enumerate() {
            assert_eq!(view.settlement.lookahead, lookahead, "one lookahead for all views");
            assert_eq!(view.settlement.after.types(), first.settlement.after.types(), "types alike in all views");
            // The wars of the lane before are still at hand.
            if lane == 0 || !view.shares_wars(&views[lane - 1]) {
                self.work_out_wars(view);
            }
            self.fill_ages(lane, view);
            constants.set(lane, view, may_attack);
        }
        constants
    }

    /// What a recursion over the views that were prepared needs, by age.
    pub(super) fn ages(&self) -> &[Age] {
        &self.ages
    }

    /// What it needs besides where a guarantor has politics in any view; else empty.
    pub(super) fn desertions(&self) -> &[DesertedAge] {
        &self.desertions
    }

    /// Works out the wars that follow a settlement as its side sees them, at every age.
    fn work_out_wars(&mut self, view: &SideView<'_>) {
        let game = view.settlement;
        let eyes = Eyes {
            settlement: game,
            position: view.position,
            offset: view.offset,
            whole: &game.prospects[view.side],
            deserted: game.desertion.as_ref().map(|desertion| &desertion.prospects[view.side]),
        };
        self.wars.work_out(&eyes, &[&game.fighters[Side::Challenger], &game.fighters[Side::Defender]]);
        self.wars.punish(&eyes);
    }

    /// Writes into one lane what the recursion needs at every age.
    fn fill_ages(&mut self, lane: usize, view: &SideView<'_>) {
        let game = view.settlement;
        let costs = PerSide::each(|side| game.after.party(side).attack_cost);
        for side in Side::BOTH {
            let wars = self.wars.of(side as usize);
            // The lump cost falls on the side that attacks.
            let if_challenger = if side == Side::Challenger { costs[side] } else { 0.0 };
            let if_defender = if side == Side::Defender { costs[side] } else { 0.0 };
            let (in_force, territory) = (&game.active[side], view.territory_values[side]);
            for (age, out) in self.ages.iter_mut().enumerate() {
                out.attack_lapsed[side][lane] = wars.lapsed[age] - if_challenger;
                out.defend[side][lane] = wars.defend[age] - if_defender;
                out.attack_active[side][lane] = wars.active[age] - if_challenger;
                out.active[side][lane] = in_force[age] + territory;
            }
        }
        for (out, keep) in self.ages.iter_mut().zip(&game.keep) {
            out.keep[lane] = *keep;
        }
        self.fill_desertions(lane, game);
    }

    /// Writes into one lane what the recursion needs besides where a guarantor has politics in any view.
    fn fill_desertions(&mut self, lane: usize, game: &Settlement) {
        let cost = game.after.challenger.attack_cost;
        for (age, out) in self.desertions.iter_mut().enumerate() {
            let Some(desertion) = &game.desertion else {
                let attack = &self.ages[age].attack_active;
                for side in Side::BOTH {
                    out.attack[side][lane] = attack[side][lane];
                }
                continue;
            };
            let attack = PerSide::each(|side| self.wars.of(side as usize).deserted);
            out.attack[Side::Challenger][lane] = attack[Side::Challenger][age] - cost;
            out.attack[Side::Defender][lane] = attack[Side::Defender][age];
            (out.out[lane], out.back[lane]) = desertion.moves(age + 1).unwrap_or_default();
        }
    }
}

impl Settlement {
    /// Ages at which an active guarantee can be reached.
    pub(super) fn guarded_ages(&self) -> usize {
        if !self.term.exists() {
            0
        } else if self.after.guarantee.renewal > 0.0 {
            self.lookahead
        } else {
            self.lookahead.min(self.term.years.min(1e6) as usize)
        }
    }
}

impl Constants {
    fn set(&mut self, lane: usize, view: &SideView<'_>, may_attack: PerSide<bool>) {
        let game = view.settlement;
        for side in Side::BOTH {
            let party = game.after.party(side);
            let territory = view.territory_values[side];
            self.discount[side][lane] = party.discount_factor;
            self.complement[side][lane] = 1.0 - party.discount_factor;
            self.inverse_shock[side][lane] = 1.0 / party.yearly_shock();
            self.lapsed[side][lane] = game.in_force(side, 0, false, territory);
            self.last_active[side][lane] = game.in_force(side, game.lookahead, true, territory);
            self.may[side][lane] = f64::from(u8::from(may_attack[side]));
        }
        self.own[lane] = f64::from(u8::from(view.side == Side::Challenger));
        self.exists[lane] = f64::from(u8::from(game.term.exists()));
    }
}

vectorised! {
    /// Solves backwards; fills the attack probabilities of each lane's own side and returns its value of signing.
    fn recur(constants: &Constants, ages: &[Age], attacks: &mut [[Lanes; 2]]) -> Lanes {
        let mut active = constants.last_active;
        let mut lapsed = constants.lapsed;
        for (age, out) in ages.iter().zip(attacks.iter_mut()).rev() {
            let mut next = PerSide::<Lanes>::default();
            let mut peace_active = PerSide::<Lanes>::default();
            let mut peace_lapsed = PerSide::<Lanes>::default();
            for side in Side::BOTH {
                for i in 0..LANES {
                    next[side][i] = age.keep[i] * active[side][i] + (1.0 - age.keep[i]) * lapsed[side][i];
                    let (complement, discount) = (constants.complement[side][i], constants.discount[side][i]);
                    peace_active[side][i] = complement * age.active[side][i] + discount * next[side][i];
                    peace_lapsed[side][i] = complement * constants.lapsed[side][i] + discount * lapsed[side][i];
                }
            }
            let gain = |peace: &PerSide<Lanes>, attack: &PerSide<Lanes>, side: Side| -> Lanes {
                let mut out = [0.0; LANES];
                for i in 0..LANES {
                    out[i] = attack[side][i] - peace[side][i];
                }
                out
            };
            let choose = |gain: &Lanes, side: Side| -> Lanes {
                let mut out = [0.0; LANES];
                for i in 0..LANES {
                    out[i] = constants.may[side][i] * num::logistic(gain[i] * constants.inverse_shock[side][i]);
                }
                out
            };
            for (state, (peace, attack, value)) in [
                (&peace_active, &age.attack_active, &mut active),
                (&peace_lapsed, &age.attack_lapsed, &mut lapsed),
            ]
            .into_iter()
            .enumerate()
            {
                let by_challenger = PerSide::each(|side| gain(peace, attack, side));
                let by_defender = PerSide::each(|side| gain(peace, &age.defend, side));
                let challenger = choose(&by_challenger[Side::Challenger], Side::Challenger);
                let defender = choose(&by_defender[Side::Defender], Side::Defender);
                for side in Side::BOTH {
                    for i in 0..LANES {
                        value[side][i] = peace[side][i]
                            + MOVES * (challenger[i] * by_challenger[side][i] + defender[i] * by_defender[side][i]);
                    }
                }
                for i in 0..LANES {
                    out[state][i] = if constants.own[i] > 0.5 { challenger[i] } else { defender[i] };
                }
            }
        }
        let mut value = [0.0; LANES];
        for i in 0..LANES {
            let state = if constants.exists[i] > 0.5 { &active } else { &lapsed };
            value[i] = if constants.own[i] > 0.5 { state[Side::Challenger][i] } else { state[Side::Defender][i] };
        }
        value
    }
}
