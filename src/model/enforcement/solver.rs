//! A yearly game between two sides that may go back to war, solved backwards from the lookahead under each side's own
//! beliefs (agent quantal response: McKelvey & Palfrey 1998; Signorino 1999).

use crate::model::guarantee::Prospects;
use crate::model::settlement::{Aftermath, Settlement};
use crate::model::war::{Valuer, values_enduring};
use crate::model::{PerSide, Shocks, Side};
use crate::num;
use crate::num::chebyshev::Pair;
use crate::num::simd::vectorised;

use super::theory::{Guard, LANES, MOVES, SideView, Solution, Theory};
use super::types::{ByTypes, DesertedAge};

/// One number for each view that is solved.
pub(super) type Lanes = [f64; LANES];

/// The theory of the model page, section 8, with its working memory.
#[derive(Debug, Default)]
pub struct Solver {
    ratios: Vec<f64>,
    log_odds: Vec<f64>,
    /// D's chance of collapse in each war in which guarantors lend it endurance.
    collapse: Vec<f64>,
    values: PerSide<Vec<f64>>,
    expected: PerSide<Vec<f64>>,
    /// The same while the guarantee is deserted.
    expected_deserted: PerSide<Vec<f64>>,
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
            self.prepare(lane, view);
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

    /// Fills one lane with the values of attacking at every age.
    fn prepare(&mut self, lane: usize, view: &SideView<'_>) {
        let layout = Layout::new(view);
        self.contest_values(view, &layout);
        self.expect(view, &layout);
        self.fill_ages(lane, view, &layout);
    }

    /// What attacking brings to both sides while the guarantee is active, and while it is deserted: the mean over the
    /// points of X, and beyond the ages at which it can be active the same as once lapsed.
    fn expect(&mut self, view: &SideView<'_>, layout: &Layout) {
        for (block, prospects) in view.settlement.prospects_of(view.side).enumerate() {
            let into = if block == 0 { &mut self.expected } else { &mut self.expected_deserted };
            for side in Side::BOTH {
                let (values, expected) = (&self.values[side], &mut into[side]);
                expect(layout, block, prospects, values, expected);
                expected.extend_from_slice(&values[layout.padded..][layout.guarded..layout.ages]);
            }
            for by_term in into[Side::Challenger][..layout.guarded].chunks_mut(layout.term) {
                for (value, punishment) in by_term.iter_mut().zip(prospects.punishment()) {
                    *value -= punishment;
                }
            }
        }
    }

    /// Writes into one lane what the recursion needs at every age.
    fn fill_ages(&mut self, lane: usize, view: &SideView<'_>, layout: &Layout) {
        let game = view.settlement;
        let costs = PerSide::each(|side| game.after.party(side).attack_cost);
        for side in Side::BOTH {
            let strip = Strip {
                defend: &self.values[side][..layout.ages],
                lapsed: &self.values[side][layout.padded..][..layout.ages],
                active: &self.expected[side],
                in_force: &game.active[side],
            };
            // The lump cost falls on the side that attacks.
            let if_challenger = if side == Side::Challenger { costs[side] } else { 0.0 };
            let if_defender = if side == Side::Defender { costs[side] } else { 0.0 };
            let territory = view.territory_values[side];
            for (age, out) in self.ages.iter_mut().enumerate() {
                out.attack_lapsed[side][lane] = strip.lapsed[age] - if_challenger;
                out.defend[side][lane] = strip.defend[age] - if_defender;
                out.attack_active[side][lane] = strip.active[age] - if_challenger;
                out.active[side][lane] = strip.in_force[age] + territory;
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
            let attack = &self.expected_deserted;
            out.attack[Side::Challenger][lane] = attack[Side::Challenger][age] - cost;
            out.attack[Side::Defender][lane] = attack[Side::Defender][age];
            (out.out[lane], out.back[lane]) = desertion.moves(age + 1).unwrap_or_default();
        }
    }

    /// Fills `values` with the values of war of both sides: first D's attacks by age, then A's attacks without
    /// guarantors by age, then A's attacks at each point of X by age.
    ///
    /// All of them are one smooth function of one variable, the ratio of forces, so where it can be interpolated to
    /// double precision it is.
    fn contest_values(&mut self, view: &SideView<'_>, layout: &Layout) {
        let game = view.settlement;
        let after = &game.after;
        let length = layout.length();
        let m = after.front.decisiveness;
        let first_strike = after.challenger.surprise + view.offset;
        let second_strike = view.offset - after.defender.surprise;
        // The surprises move D's attacks along the same curve.
        let scale = num::exp((after.challenger.surprise + after.defender.surprise) / m);
        fill_ratios(game, view.side, layout, scale, &mut self.ratios);
        for values in self.values.as_mut_array() {
            values.resize(length, 0.0);
        }
        let position = game.resumed_position(view.position);
        let contest = after.contest();
        let valuers = PerSide::each(|side| Valuer::new(&contest, &game.fighters[side], position));
        let log_odds_of = |ratio: f64| first_strike - m * num::ln(ratio);
        // Where guarantors lend D endurance, wars in which they come are no function of the ratio alone.
        let alike = if lends_endurance(after) { 2 * layout.padded } else { length };
        if alike < length {
            self.log_odds.resize(length - alike, 0.0);
            fill_log_odds(&self.ratios[alike..], first_strike, m, &mut self.log_odds);
            fill_collapse(game, view.side, layout, &mut self.collapse);
            let [challenger, defender] = self.values.as_mut_array();
            let out = [&mut challenger[alike..], &mut defender[alike..]];
            values_enduring(&valuers, &self.log_odds, &self.collapse, out);
        }
        let (least, most) = extent(&self.ratios[..alike]);
        if least > 0.0 && most.is_finite() && most < 50.0 * least {
            let mut places = [0.0; 65];
            let fit = Pair::fit(least, most, |ratios, first, second| {
                let places = &mut places[..ratios.len()];
                for (place, &ratio) in places.iter_mut().zip(ratios) {
                    *place = log_odds_of(ratio);
                }
                valuers[Side::Challenger].values(places, first);
                valuers[Side::Defender].values(places, second);
            });
            if let Some(fit) = fit {
                let [first, second] = self.values.as_mut_array();
                fit.at(&self.ratios[..alike], &mut first[..alike], &mut second[..alike]);
                return;
            }
        }
        fill_ratios(game, view.side, layout, 1.0, &mut self.ratios);
        self.log_odds.clear();
        self.log_odds.extend(self.ratios[..alike].iter().enumerate().map(|(index, &ratio)| {
            let strike = if index < layout.padded { second_strike } else { first_strike };
            strike - m * num::ln(ratio)
        }));
        for (valuer, values) in valuers.iter().zip(self.values.as_mut_array()) {
            valuer.values(&self.log_odds, &mut values[..alike]);
        }
    }
}

/// Whether the guarantors that come keep D from collapsing.
fn lends_endurance(after: &Aftermath) -> bool {
    after.guarantee.endurance > 0.0 && after.defender.collapse > 0.0
}

/// D's chance of collapse at each point of X by age, in the order of [`Layout`]; padding has any.
fn fill_collapse(game: &Settlement, side: Side, layout: &Layout, out: &mut Vec<f64>) {
    out.clear();
    out.resize(layout.blocks * layout.points * layout.stride(), game.after.defender.collapse);
    for (force, out) in game.forces_joining(side).zip(out.chunks_exact_mut(layout.stride().max(1))) {
        let forces = game.defender_forces.chunks(layout.term);
        for (out, defender) in out[..layout.guarded].chunks_mut(layout.term).zip(forces) {
            collapse_with(&game.after, force, defender, out);
        }
    }
}

vectorised! {
    /// D's chance of collapse with forces that joined and its own, element by element.
    fn collapse_with(after: &Aftermath, joined: &[f64], own: &[f64], out: &mut [f64]) {
        for ((out, &joined), &own) in out.iter_mut().zip(joined).zip(own) {
            *out = after.collapse_with(joined, own);
        }
    }
}

vectorised! {
    /// Log-odds of an advance at these ratios of forces, of a contest of that decisiveness.
    fn fill_log_odds(ratios: &[f64], at_parity: f64, decisiveness: f64, out: &mut [f64]) {
        for (out, &ratio) in out.iter_mut().zip(ratios) {
            *out = at_parity - decisiveness * num::ln(ratio);
        }
    }
}

/// One side's values by age.
struct Strip<'a> {
    defend: &'a [f64],
    lapsed: &'a [f64],
    active: &'a [f64],
    in_force: &'a [f64],
}

/// Where the values of war lie in one array.
#[derive(Clone, Copy, Debug)]
struct Layout {
    ages: usize,
    padded: usize,
    /// Ages at which an active guarantee matters.
    guarded: usize,
    points: usize,
    /// Two where the guarantee may be deserted: the points while it is not, then those while it is.
    blocks: usize,
    /// Ages in a term.
    term: usize,
}

impl Layout {
    fn new(view: &SideView<'_>) -> Self {
        let game = view.settlement;
        let prospects = &game.prospects[view.side];
        Self {
            ages: game.lookahead,
            padded: game.lookahead.next_multiple_of(16),
            guarded: game.guarded_ages(),
            points: prospects.points(),
            blocks: 1 + usize::from(game.desertion.is_some()),
            term: prospects.ages.max(1),
        }
    }

    fn stride(&self) -> usize {
        self.guarded.next_multiple_of(16)
    }

    fn length(&self) -> usize {
        2 * self.padded + self.blocks * self.points * self.stride()
    }
}

impl Settlement {
    /// What a side expects of the coalition: while it stands whole and, where it may be deserted, while it is.
    fn prospects_of(&self, side: Side) -> impl Iterator<Item = &Prospects> {
        let deserted = self.desertion.as_ref().map(|desertion| &desertion.prospects[side]);
        std::iter::once(&self.prospects[side]).chain(deserted)
    }

    /// The forces of each of those points by age, thousand.
    fn forces_joining(&self, side: Side) -> impl Iterator<Item = &[f64]> {
        self.prospects_of(side).flat_map(|prospects| (0..prospects.points()).map(move |point| prospects.force(point)))
    }

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

/// Ratios of D's forces (with those who honour) to A's, in the order of [`Layout`]; padding repeats a ratio.
fn fill_ratios(game: &Settlement, side: Side, layout: &Layout, scale: f64, out: &mut Vec<f64>) {
    let first = game.defender_forces[0] * game.challenger_inverse[0];
    out.resize(layout.length(), first);
    let (contests, points) = out.split_at_mut(2 * layout.padded);
    contests.fill(first);
    let (defend, attack) = contests.split_at_mut(layout.padded);
    let ratios =
        game.defender_forces.iter().zip(&game.challenger_inverse).map(|(defender, inverse)| defender * inverse);
    for ((defend, attack), ratio) in defend.iter_mut().zip(attack).zip(ratios) {
        *defend = ratio * scale;
        *attack = ratio;
    }
    for padding in &mut defend[layout.ages..] {
        *padding *= scale;
    }
    for (force, out) in game.forces_joining(side).zip(points.chunks_exact_mut(layout.stride().max(1))) {
        let by_term = out[..layout.guarded].chunks_mut(layout.term);
        let forces = game.defender_forces.chunks(layout.term).zip(game.challenger_inverse.chunks(layout.term));
        for (out, (defender, inverse)) in by_term.zip(forces) {
            scaled_sums(defender, force, inverse, out);
        }
        out[layout.guarded..].fill(first);
    }
}

vectorised! {
    /// Smallest and largest.
    fn extent(ratios: &[f64]) -> (f64, f64) {
        let mut least = [f64::INFINITY; 16];
        let mut most = [f64::NEG_INFINITY; 16];
        for chunk in ratios.chunks_exact(16) {
            for i in 0..16 {
                least[i] = if chunk[i] < least[i] { chunk[i] } else { least[i] };
                most[i] = if chunk[i] > most[i] { chunk[i] } else { most[i] };
            }
        }
        (least.into_iter().fold(f64::INFINITY, f64::min), most.into_iter().fold(f64::NEG_INFINITY, f64::max))
    }
}

/// The mean over the points of X of a block, by age.
fn expect(layout: &Layout, block: usize, prospects: &Prospects, values: &[f64], out: &mut Vec<f64>) {
    out.clear();
    out.resize(layout.guarded, 0.0);
    let first = 2 * layout.padded + block * layout.points * layout.stride();
    let values = values[first..].chunks_exact(layout.stride().max(1)).take(layout.points);
    for (point, values) in values.enumerate() {
        let weight = prospects.weight(point);
        for (values, out) in values.chunks(layout.term).zip(out.chunks_mut(layout.term)) {
            add_products(weight, values, out);
        }
    }
}

vectorised! {
    /// `out += a b`, element by element.
    fn add_products(a: &[f64], b: &[f64], out: &mut [f64]) {
        for ((out, a), b) in out.iter_mut().zip(a).zip(b) {
            *out += a * b;
        }
    }
}

vectorised! {
    /// `out = (a + b) c`, element by element.
    fn scaled_sums(a: &[f64], b: &[f64], c: &[f64], out: &mut [f64]) {
        for (((out, a), b), c) in out.iter_mut().zip(a).zip(b).zip(c) {
            *out = (a + b) * c;
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
