//! Does the peace hold? A yearly game between two sides that may go back to war, solved backwards from the lookahead
//! under each side's own beliefs (agent quantal response: McKelvey & Palfrey 1998; Signorino 1999).

use crate::num;
use crate::num::chebyshev::Pair;
use crate::num::simd::vectorised;

use super::Side;
use super::settlement::Settlement;
use super::war::Valuer;

/// Solutions worked on side by side.
pub const LANES: usize = 8;
type Lanes = [f64; LANES];

/// A settlement signed at some position of the front, as one side sees it.
#[derive(Clone, Copy, Debug)]
pub struct View<'a> {
    /// The settlement.
    pub settlement: &'a Settlement,
    /// Position of the front at the signature.
    pub position: usize,
    /// Weighted value of the territory as signed, to the challenger and the defender.
    pub territory_values: [f64; 2],
    /// Whose beliefs these are.
    pub side: Side,
    /// Log-odds by which that side misjudges every contest.
    pub offset: f64,
}

/// Which sides may attack.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct MayAttack {
    /// A.
    pub challenger: bool,
    /// D.
    pub defender: bool,
}

/// The solution of one view, as far as its side needs it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Solution {
    /// Value of signing to the side whose view it is (V).
    pub value: f64,
    /// Probability that this side attacks when it has the move, by age, while the guarantee is active.
    pub attack_active: Vec<f64>,
    /// The same once it has lapsed.
    pub attack_lapsed: Vec<f64>,
}

/// Working memory for [`Solver::solve`], to be kept from call to call.
#[derive(Debug, Default)]
pub struct Solver {
    ratios: Vec<f64>,
    log_odds: Vec<f64>,
    values: [Vec<f64>; 2],
    expected: [Vec<f64>; 2],
    ages: Vec<Age>,
    attacks: Vec<[Lanes; 2]>,
}

/// What the recursion needs at one age, for every lane.
#[derive(Clone, Copy, Debug, Default)]
struct Age {
    /// Value to A and to D if A attacks while active.
    attack_active: [Lanes; 2],
    /// The same once lapsed.
    attack_lapsed: [Lanes; 2],
    /// Value to A and to D if D attacks.
    defend: [Lanes; 2],
    /// Utility in force while active.
    active: [Lanes; 2],
    /// Probability that an active guarantee is active next year.
    keep: Lanes,
}

/// What of a lane does not depend on age.
#[derive(Clone, Copy, Debug, Default)]
struct Constants {
    discount: [Lanes; 2],
    complement: [Lanes; 2],
    inverse_shock: [Lanes; 2],
    may: [Lanes; 2],
    lapsed: [Lanes; 2],
    last_active: [Lanes; 2],
    /// 1 where the view is the challenger's.
    own: Lanes,
    exists: Lanes,
}

impl Solver {
    /// Solves up to [`LANES`] views side by side and returns their values, in order.
    ///
    /// Attack probabilities stay in the solver until the next call; see [`Solver::attacks`].
    ///
    /// # Panics
    /// If there are more views than lanes, or if they differ in lookahead.
    pub fn solve(&mut self, views: &[View<'_>], may: MayAttack) -> Lanes {
        assert!(views.len() <= LANES, "at most {LANES} views at once");
        let Some(first) = views.first() else { return [0.0; LANES] };
        let lookahead = first.settlement.lookahead;
        // Lanes without a view keep what was there: nobody reads what comes of it.
        self.ages.resize(lookahead, Age::default());
        self.attacks.resize(lookahead, [[0.0; LANES]; 2]);
        let mut constants = Constants { inverse_shock: [[1.0; LANES]; 2], ..Constants::default() };
        for (lane, view) in views.iter().enumerate() {
            assert_eq!(view.settlement.lookahead, lookahead, "one lookahead for all views");
            self.prepare(lane, view);
            constants.set(lane, view, may);
        }
        recur(&constants, &self.ages, &mut self.attacks)
    }

    /// Attack probabilities of the side whose view was in `lane` at the last [`Solver::solve`], for ages below
    /// `years`, with its value.
    #[must_use]
    pub fn attacks(&self, lane: usize, years: usize, value: f64) -> Solution {
        let of = |state: usize| self.attacks.iter().take(years).map(|age| age[state][lane]).collect();
        Solution { value, attack_active: of(0), attack_lapsed: of(1) }
    }

    /// Fills one lane with the values of attacking at every age.
    fn prepare(&mut self, lane: usize, view: &View<'_>) {
        let game = view.settlement;
        let after = &game.after;
        let ages = game.lookahead;
        let prospects = &game.prospects[view.side as usize];
        let guarded = game.guarded_ages();
        let layout = Layout {
            ages,
            padded: ages.next_multiple_of(16),
            guarded,
            points: prospects.points(),
            term: prospects.ages.max(1),
        };
        self.contest_values(view, &layout);
        for (values, expected) in self.values.iter().zip(&mut self.expected) {
            expect(&layout, view, values, expected);
        }
        // What attacking brings while active: beyond the ages at which that can happen, as if lapsed.
        let [attack_cost, defend_cost] = [after.challenger.attack_cost, after.defender.attack_cost];
        for (values, expected) in self.values.iter().zip(&mut self.expected) {
            let lapsed = &values[layout.padded..];
            expected.extend_from_slice(&lapsed[guarded..ages]);
        }
        for by_term in self.expected[0][..guarded].chunks_mut(layout.term) {
            for (value, punishment) in by_term.iter_mut().zip(prospects.punishment()) {
                *value -= punishment;
            }
        }
        let sides = [0, 1].map(|side: usize| Strip {
            defend: &self.values[side][..ages],
            lapsed: &self.values[side][layout.padded..][..ages],
            active: &self.expected[side],
            in_force: &game.active[side],
        });
        let [challenger, defender] = &sides;
        let territory = view.territory_values;
        for (age, out) in self.ages.iter_mut().enumerate() {
            out.attack_lapsed[0][lane] = challenger.lapsed[age] - attack_cost;
            out.attack_lapsed[1][lane] = defender.lapsed[age];
            out.defend[0][lane] = challenger.defend[age];
            out.defend[1][lane] = defender.defend[age] - defend_cost;
            out.attack_active[0][lane] = challenger.active[age] - attack_cost;
            out.attack_active[1][lane] = defender.active[age];
            out.active[0][lane] = challenger.in_force[age] + territory[0];
            out.active[1][lane] = defender.in_force[age] + territory[1];
            out.keep[lane] = game.keep[age];
        }
    }

    /// Fills `values` with the values of war of both sides: first D's attacks by age, then A's attacks without
    /// guarantors by age, then A's attacks at each point of X by age.
    ///
    /// All of them are one smooth function of one variable, the ratio of forces, so where it can be interpolated to
    /// double precision it is.
    fn contest_values(&mut self, view: &View<'_>, layout: &Layout) {
        let game = view.settlement;
        let after = &game.after;
        let length = layout.length();
        let m = after.front.decisiveness;
        let first_strike = after.challenger.surprise + view.offset;
        let second_strike = view.offset - after.defender.surprise;
        // The surprises move D's attacks along the same curve.
        let scale = num::exp((after.challenger.surprise + after.defender.surprise) / m);
        fill_ratios(game, view.side, layout, scale, &mut self.ratios);
        for values in &mut self.values {
            values.resize(length, 0.0);
        }
        let position = game.resumed_position(view.position);
        let contest = after.contest();
        let valuers = [0, 1].map(|side: usize| Valuer::new(&contest, &game.fighters[side], position));
        let (least, most) = extent(&self.ratios);
        let log_odds_of = |ratio: f64| first_strike - m * num::ln(ratio);
        if least > 0.0 && most.is_finite() && most < 50.0 * least {
            let mut places = [0.0; 65];
            let fit = Pair::fit(least, most, |ratios, first, second| {
                let places = &mut places[..ratios.len()];
                for (place, &ratio) in places.iter_mut().zip(ratios) {
                    *place = log_odds_of(ratio);
                }
                valuers[0].values(places, first);
                valuers[1].values(places, second);
            });
            if let Some(fit) = fit {
                let [first, second] = &mut self.values;
                fit.at(&self.ratios, first, second);
                return;
            }
        }
        fill_ratios(game, view.side, layout, 1.0, &mut self.ratios);
        self.log_odds.clear();
        self.log_odds.extend(self.ratios.iter().enumerate().map(|(index, &ratio)| {
            let strike = if index < layout.padded { second_strike } else { first_strike };
            strike - m * num::ln(ratio)
        }));
        for (valuer, values) in valuers.iter().zip(&mut self.values) {
            valuer.values(&self.log_odds, values);
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
    /// Ages in a term.
    term: usize,
}

impl Layout {
    fn stride(&self) -> usize {
        self.guarded.next_multiple_of(16)
    }

    fn length(&self) -> usize {
        2 * self.padded + self.points * self.stride()
    }
}

impl Settlement {
    /// Ages at which an active guarantee can be reached.
    fn guarded_ages(&self) -> usize {
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
    let prospects = &game.prospects[side as usize];
    for (point, out) in points.chunks_exact_mut(layout.stride().max(1)).enumerate() {
        let force = prospects.force(point);
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

/// The mean over the points of X, by age.
fn expect(layout: &Layout, view: &View<'_>, values: &[f64], out: &mut Vec<f64>) {
    let prospects = &view.settlement.prospects[view.side as usize];
    out.clear();
    out.resize(layout.guarded, 0.0);
    for (point, values) in values[2 * layout.padded..].chunks_exact(layout.stride().max(1)).enumerate() {
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
    fn set(&mut self, lane: usize, view: &View<'_>, may: MayAttack) {
        let game = view.settlement;
        for side in Side::BOTH {
            let index = side as usize;
            let party = game.after.party(side);
            self.discount[index][lane] = party.discount_factor;
            self.complement[index][lane] = 1.0 - party.discount_factor;
            self.inverse_shock[index][lane] = 1.0 / party.shock;
            self.lapsed[index][lane] = game.in_force(side, 0, false, view.territory_values[index]);
            self.last_active[index][lane] = game.in_force(side, game.lookahead, true, view.territory_values[index]);
        }
        self.may[0][lane] = f64::from(u8::from(may.challenger));
        self.may[1][lane] = f64::from(u8::from(may.defender));
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
            let mut next = [[0.0; LANES]; 2];
            let mut peace_active = [[0.0; LANES]; 2];
            let mut peace_lapsed = [[0.0; LANES]; 2];
            for side in 0..2 {
                for i in 0..LANES {
                    next[side][i] = age.keep[i] * active[side][i] + (1.0 - age.keep[i]) * lapsed[side][i];
                    let (complement, discount) = (constants.complement[side][i], constants.discount[side][i]);
                    peace_active[side][i] = complement * age.active[side][i] + discount * next[side][i];
                    peace_lapsed[side][i] = complement * constants.lapsed[side][i] + discount * lapsed[side][i];
                }
            }
            let gain = |peace: &[Lanes; 2], attack: &[Lanes; 2], side: usize| -> Lanes {
                let mut out = [0.0; LANES];
                for i in 0..LANES {
                    out[i] = attack[side][i] - peace[side][i];
                }
                out
            };
            let choose = |gain: &Lanes, side: usize| -> Lanes {
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
                let by_challenger = [gain(peace, attack, 0), gain(peace, attack, 1)];
                let by_defender = [gain(peace, &age.defend, 0), gain(peace, &age.defend, 1)];
                let challenger = choose(&by_challenger[0], 0);
                let defender = choose(&by_defender[1], 1);
                for side in 0..2 {
                    for i in 0..LANES {
                        value[side][i] = peace[side][i]
                            + 0.5 * (challenger[i] * by_challenger[side][i] + defender[i] * by_defender[side][i]);
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
            value[i] = if constants.own[i] > 0.5 { state[0][i] } else { state[1][i] };
        }
        value
    }
}

/// The exact fate of a peace: by year 0, 1, …, probabilities that no war has resumed before it and that one has, by
/// who attacked.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Fate {
    /// No attack at any age below the year.
    pub survival: Vec<f64>,
    /// A has attacked at some age below the year.
    pub by_challenger: Vec<f64>,
    /// D has.
    pub by_defender: Vec<f64>,
    /// Probability that the guarantee is active at that year, given that the peace holds.
    pub active: Vec<f64>,
}

/// The fate of a settlement when each side attacks as in its own solution; both solutions cover `years` ages.
#[must_use]
pub fn fate(game: &Settlement, challenger: &Solution, defender: &Solution, years: usize) -> Fate {
    let mut fate = Fate::default();
    let (mut active, mut lapsed) = if game.term.exists() { (1.0, 0.0) } else { (0.0, 1.0) };
    let (mut by_challenger, mut by_defender) = (0.0, 0.0);
    for age in 0..=years {
        let survival: f64 = active + lapsed;
        fate.survival.push(survival);
        fate.by_challenger.push(by_challenger);
        fate.by_defender.push(by_defender);
        fate.active.push(if survival > 0.0 { active / survival } else { 0.0 });
        if age == years {
            break;
        }
        let [a1, d1] = [0.5 * challenger.attack_active[age], 0.5 * defender.attack_active[age]];
        let [a0, d0] = [0.5 * challenger.attack_lapsed[age], 0.5 * defender.attack_lapsed[age]];
        by_challenger += active * a1 + lapsed * a0;
        by_defender += active * d1 + lapsed * d0;
        active *= 1.0 - a1 - d1;
        lapsed *= 1.0 - a0 - d0;
        if game.term.ends_after(age) {
            let renewal = game.after.guarantee.renewal;
            (active, lapsed) = (active * renewal, lapsed + active * (1.0 - renewal));
        }
    }
    fate
}
