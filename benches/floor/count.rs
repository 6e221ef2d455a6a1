//! Counts the costly operations that a solution cannot do without. The rules are those of docs/performance.md.

use std::ops::{Add, Mul};

use armistice::model::Side;

use crate::baseline::guarantee::{NODES, decisive, points};
use crate::baseline::plan::Game;
use crate::baseline::trial::World;
use crate::baseline::{A, D, forces};

/// So many of each operation.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Exponentials.
    pub exponentials: usize,
    /// Logarithms.
    pub logarithms: usize,
    /// Square roots.
    pub roots: usize,
    /// Divisions.
    pub divisions: usize,
}

impl Counts {
    /// So many of each.
    pub const fn of(exponentials: usize, logarithms: usize, roots: usize, divisions: usize) -> Self {
        Self { exponentials, logarithms, roots, divisions }
    }
}

impl Add for Counts {
    type Output = Self;

    fn add(self, other: Self) -> Self {
        Self {
            exponentials: self.exponentials + other.exponentials,
            logarithms: self.logarithms + other.logarithms,
            roots: self.roots + other.roots,
            divisions: self.divisions + other.divisions,
        }
    }
}

impl Mul<usize> for Counts {
    type Output = Self;

    fn mul(self, times: usize) -> Self {
        Self::of(self.exponentials * times, self.logarithms * times, self.roots * times, self.divisions * times)
    }
}

/// A logistic function: one exponential and one division.
const LOGISTIC: Counts = Counts::of(1, 0, 0, 1);
/// tanh(L/2), which the two sides share.
const ODDS: Counts = LOGISTIC;
/// The closed form for one side, given tanh(L/2): the root of D; 1/(S + sqrt D), which gives h, l and 1 - q;
/// the cancelling one of 1 - l and 1 - h; 1/(e (1 - q^N)). Powers are products.
const CLOSED_FORM: Counts = Counts::of(0, 0, 1, 3);

/// What one solution needs.
#[derive(Clone, Copy, Debug)]
pub struct Floor {
    /// Once for a plan and a side in a trial, however often it is solved: forces and guarantors by age.
    pub set_up: Counts,
    /// One solution with every value of war in closed form.
    pub direct: Counts,
    /// One solution with values of war interpolated from so many nodes.
    pub interpolated: Counts,
    /// Log-odds at which war is valued, for each of the two sides.
    pub values_of_war: usize,
    /// Nodes of the interpolation.
    pub nodes: usize,
    /// Attack probabilities.
    pub attacks: usize,
}

impl Floor {
    /// The floor of a solution of `game` under the beliefs of `side`, if `nodes` values of war determine the others.
    pub fn new(world: &World<'_>, game: &Game<'_>, side: Side, nodes: usize) -> Self {
        let ages = game.after.enforcement.lookahead as usize;
        let reach = Reach::new(game, ages);
        let movers = Side::BOTH.into_iter().filter(|&mover| world.structure.may_attack[mover]).count();
        let bias = game.after.party(side).misperception;
        let points: usize = reach.active.iter().map(|&age| points(game, (age, false), bias).len()).sum();
        let values_of_war = ages + points + reach.lapsed.len();
        let attacks = movers * (reach.active.len() + reach.lapsed.len());
        let decisions = LOGISTIC * attacks;
        // ln(F_D + X) for each point; the logarithms of the forces themselves belong to the set-up
        let log_odds = Counts::of(0, points, 0, 0);
        let value = ODDS + CLOSED_FORM * 2;
        Self {
            set_up: coalition(game, ages) + growth(game, ages),
            direct: decisions + log_odds + value * values_of_war,
            // in the ratio of forces, 1/F_A being known, only the nodes need a logarithm
            interpolated: decisions + (value + Counts::of(0, 1, 0, 0)) * nodes,
            values_of_war,
            nodes,
            attacks,
        }
    }
}

/// The ages that a peace can reach in each state.
struct Reach {
    active: Vec<usize>,
    lapsed: Vec<usize>,
}

impl Reach {
    fn new(game: &Game<'_>, ages: usize) -> Self {
        let renewal = game.after.guarantee.renewal;
        let first_end = (0..ages).find(|&age| game.term_ends(age)).map_or(ages, |age| age + 1);
        let (active, lapsed) = match (game.is_guaranteed(), renewal) {
            (false, _) => (0..0, 0..ages),
            (true, 0.0) => (0..first_end, first_end..ages),
            (true, 1.0) => (0..ages, 0..0),
            (true, _) => (0..ages, first_end..ages),
        };
        Self { active: active.collect(), lapsed: lapsed.collect() }
    }
}

/// Who honours, by age within a term.
fn coalition(game: &Game<'_>, ages: usize) -> Counts {
    if !game.is_guaranteed() || game.members.is_empty() {
        return Counts::default();
    }
    let terms = game.years().min(ages as f64) as usize;
    let members = game.members.len();
    // e^(-lambda z): one exponential and its reciprocal for each pair of nodes; the tripwire: one exponential and a
    // division; (1 - r)/r: one division
    let odds = Counts::of((NODES.len() - 1) / 2 + 1, 0, 0, (NODES.len() - 1) / 2 + 2) * members;
    // e^(eps) and the bias: the ages are powers of the first
    let common = Counts::of(2, 0, 0, 0);
    let committed: usize =
        (0..terms).map(|age| game.members.iter().filter(|member| game.is_committed(member, age)).count()).sum();
    let chances = Counts::of(0, 0, 0, 1) * (committed * NODES.len());
    // for each decision vector: 1/P(v), 1/sd^3, (g/2)/sqrt(1 + g^2/4), and two roots
    let deciders = decisive(&game.members).into_iter().filter(|&decisive| decisive).count();
    let vectors: usize = (0..terms)
        .map(|age| {
            let rest = game
                .members
                .iter()
                .zip(decisive(&game.members))
                .any(|(member, decisive)| !decisive && game.is_committed(member, age));
            if rest { 1 << deciders } else { 0 }
        })
        .sum();
    odds + common + chances + Counts::of(0, 0, 2, 3) * vectors
}

/// Forces by age and their logarithms.
fn growth(game: &Game<'_>, ages: usize) -> Counts {
    let mut counts = Counts::default();
    let parties = [&game.after.challenger, &game.after.defender];
    for (side, party) in [A, D].into_iter().zip(parties) {
        if party.growth == 0.0 {
            // one number for all ages, and its logarithm
            counts = counts + Counts::of(0, 1, 0, 0);
            continue;
        }
        // e^(-1/tau) and its powers; one logarithm an age
        counts = counts + Counts::of(1, ages, 0, 0);
        let mobilises = party.mobilisation > 0.0 && party.mobilisation < 1.0;
        if side == D && mobilises {
            let cap = game.plan.defender_forces * (1.0 + party.cheating);
            let bound = (0..ages).filter(|&age| forces::grown(party, age) > cap).count();
            // (U/K)^mob where the cap binds
            counts = counts + Counts::of(1, 0, 0, 0) * bound;
        }
    }
    // 1/F_A by age: the ratio of forces is then a product
    counts + Counts::of(0, 0, 0, if parties[A].growth == 0.0 { 1 } else { ages })
}
