//! What wars after a settlement are worth, at every age and whoever attacks, to those who see it through the same eyes.

use crate::model::guarantee::Prospects;
use crate::model::settlement::{Aftermath, Settlement};
use crate::model::war::{Fighter, Valuer, values_enduring};
use crate::num;
use crate::num::chebyshev::Pair;
use crate::num::simd::vectorised;

/// Through whose eyes wars after a settlement are seen.
#[derive(Clone, Copy, Debug)]
pub(super) struct Eyes<'a> {
    /// The settlement.
    pub(super) settlement: &'a Settlement,
    /// Position of the front at the signature.
    pub(super) position: usize,
    /// Log-odds by which they misjudge every contest.
    pub(super) offset: f64,
    /// What they expect of the coalition while it stands whole.
    pub(super) whole: &'a Prospects,
    /// The same while it is deserted, where it may be.
    pub(super) deserted: Option<&'a Prospects>,
}

impl<'a> Eyes<'a> {
    fn prospects(&self) -> impl Iterator<Item = &'a Prospects> + use<'a> {
        std::iter::once(self.whole).chain(self.deserted)
    }

    /// The forces of each of those points by age, thousand.
    fn forces_joining(&self) -> impl Iterator<Item = &'a [f64]> + use<'a> {
        self.prospects().flat_map(|prospects| (0..prospects.points()).map(move |point| prospects.force(point)))
    }
}

/// Values of war to one or two parties, with the memory in which they are worked out.
#[derive(Debug, Default)]
pub(super) struct Wars {
    ratios: Vec<f64>,
    log_odds: Vec<f64>,
    /// D's chance of collapse in each war in which guarantors lend it endurance.
    collapse: Vec<f64>,
    values: [Vec<f64>; 2],
    expected: [Vec<f64>; 2],
    /// The same while the guarantee is deserted.
    expected_deserted: [Vec<f64>; 2],
    layout: Layout,
}

/// What a party has of wars after a settlement, by age, before anything that attacking costs.
#[derive(Clone, Copy, Debug)]
pub(super) struct WarsOf<'a> {
    /// If D attacks.
    pub(super) defend: &'a [f64],
    /// If A attacks where there is no guarantee any more.
    pub(super) lapsed: &'a [f64],
    /// If A attacks while it is active.
    pub(super) active: &'a [f64],
    /// If A attacks while it is deserted; says nothing where it cannot be.
    pub(super) deserted: &'a [f64],
}

impl Wars {
    /// Works out the values to one or two parties who see wars through the same eyes.
    pub(super) fn work_out(&mut self, eyes: &Eyes<'_>, fighters: &[&Fighter]) {
        let layout = Layout::new(eyes);
        self.layout = layout;
        self.contest_values(eyes, fighters, &layout);
        for (block, prospects) in eyes.prospects().enumerate() {
            let into = if block == 0 { &mut self.expected } else { &mut self.expected_deserted };
            for (values, expected) in self.values.iter().zip(into).take(fighters.len()) {
                expect(&layout, block, prospects, values, expected);
                // Beyond the ages at which it can be active the same as once lapsed.
                expected.extend_from_slice(&values[layout.padded..][layout.guarded..layout.ages]);
            }
        }
    }

    /// Takes from the first of them, the challenger, what it expects of sanctions if it attacks while a guarantee is active.
    pub(super) fn punish(&mut self, eyes: &Eyes<'_>) {
        let Layout { guarded, term, .. } = self.layout;
        for (block, prospects) in eyes.prospects().enumerate() {
            let into = if block == 0 { &mut self.expected } else { &mut self.expected_deserted };
            for by_term in into[0][..guarded].chunks_mut(term) {
                for (value, punishment) in by_term.iter_mut().zip(prospects.punishment()) {
                    *value -= punishment;
                }
            }
        }
    }

    /// The values to the first or the second of them.
    pub(super) fn of(&self, party: usize) -> WarsOf<'_> {
        let (layout, values) = (&self.layout, &self.values[party]);
        WarsOf {
            defend: &values[..layout.ages],
            lapsed: &values[layout.padded..][..layout.ages],
            active: &self.expected[party],
            deserted: &self.expected_deserted[party],
        }
    }

    /// Fills `values` with values of war: first D's attacks by age, then A's attacks without guarantors by age, then A's
    /// attacks at each point of X by age.
    ///
    /// All of them are one smooth function of one variable, the ratio of forces, so where it can be interpolated to
    /// double precision it is.
    fn contest_values(&mut self, eyes: &Eyes<'_>, fighters: &[&Fighter], layout: &Layout) {
        let game = eyes.settlement;
        let after = &game.after;
        let length = layout.length();
        let m = after.front.decisiveness;
        let first_strike = after.challenger.surprise + eyes.offset;
        let second_strike = eyes.offset - after.defender.surprise;
        // The surprises move D's attacks along the same curve.
        let scale = num::exp((after.challenger.surprise + after.defender.surprise) / m);
        fill_ratios(eyes, layout, scale, &mut self.ratios);
        for values in &mut self.values {
            values.resize(length, 0.0);
        }
        let position = game.resumed_position(eyes.position);
        let contest = after.contest();
        let valuers: Vec<Valuer> = fighters.iter().map(|fighter| Valuer::new(&contest, fighter, position)).collect();
        let log_odds_of = |ratio: f64| first_strike - m * num::ln(ratio);
        // Where guarantors lend D endurance, wars in which they come are no function of the ratio alone.
        let alike = if lends_endurance(after) { 2 * layout.padded } else { length };
        if alike < length {
            self.log_odds.resize(length - alike, 0.0);
            fill_log_odds(&self.ratios[alike..], first_strike, m, &mut self.log_odds);
            fill_collapse(eyes, layout, &mut self.collapse);
            let [first, second] = &mut self.values;
            let mut out = [&mut first[alike..], &mut second[alike..]];
            values_enduring(&valuers, &self.log_odds, &self.collapse, &mut out[..valuers.len()]);
        }
        let (least, most) = extent(&self.ratios[..alike]);
        if least > 0.0 && most.is_finite() && most < 50.0 * least {
            let mut places = [0.0; 65];
            let fit = Pair::fit(least, most, |ratios, first, second| {
                let places = &mut places[..ratios.len()];
                for (place, &ratio) in places.iter_mut().zip(ratios) {
                    *place = log_odds_of(ratio);
                }
                for (valuer, out) in valuers.iter().zip([first, second]) {
                    valuer.values(places, out);
                }
            });
            if let Some(fit) = fit {
                let [first, second] = &mut self.values;
                fit.at(&self.ratios[..alike], &mut first[..alike], &mut second[..alike]);
                return;
            }
        }
        fill_ratios(eyes, layout, 1.0, &mut self.ratios);
        self.log_odds.clear();
        self.log_odds.extend(self.ratios[..alike].iter().enumerate().map(|(index, &ratio)| {
            let strike = if index < layout.padded { second_strike } else { first_strike };
            strike - m * num::ln(ratio)
        }));
        for (valuer, values) in valuers.iter().zip(&mut self.values) {
            valuer.values(&self.log_odds, &mut values[..alike]);
        }
    }
}

/// Whether the guarantors that come keep D from collapsing.
fn lends_endurance(after: &Aftermath) -> bool {
    after.guarantee.endurance > 0.0 && after.defender.collapse > 0.0
}

/// D's chance of collapse at each point of X by age, in the order of [`Layout`]; padding has any.
fn fill_collapse(eyes: &Eyes<'_>, layout: &Layout, out: &mut Vec<f64>) {
    let game = eyes.settlement;
    out.clear();
    out.resize(layout.blocks * layout.points * layout.stride(), game.after.defender.collapse);
    for (force, out) in eyes.forces_joining().zip(out.chunks_exact_mut(layout.stride().max(1))) {
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

/// Where the values of war lie in one array.
#[derive(Clone, Copy, Debug, Default)]
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
    fn new(eyes: &Eyes<'_>) -> Self {
        let (game, prospects) = (eyes.settlement, eyes.whole);
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

/// Ratios of D's forces (with those who honour) to A's, in the order of [`Layout`]; padding repeats a ratio.
fn fill_ratios(eyes: &Eyes<'_>, layout: &Layout, scale: f64, out: &mut Vec<f64>) {
    let game = eyes.settlement;
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
    for (force, out) in eyes.forces_joining().zip(points.chunks_exact_mut(layout.stride().max(1))) {
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
