//! Section 5: who honours a guarantee, and with how much force.

use armistice::model::Guarantor;

use super::plan::Game;
use super::{logistic, logit};

/// Nodes of Gauss-Hermite quadrature for a standard normal variable.
pub const NODES: [f64; 9] = [
    -4.512_745_863_399_783,
    -3.205_429_002_856_470_3,
    -2.076_847_978_677_83,
    -1.023_255_663_789_132_5,
    0.0,
    1.023_255_663_789_132_5,
    2.076_847_978_677_83,
    3.205_429_002_856_470_3,
    4.512_745_863_399_783,
];
/// Their weights.
pub const WEIGHTS: [f64; 9] = [
    2.234_584_400_774_658e-5,
    2.789_141_321_231_769e-3,
    4.991_640_676_521_788e-2,
    2.440_975_028_949_394e-1,
    4.063_492_063_492_063e-1,
    2.440_975_028_949_394e-1,
    4.991_640_676_521_788e-2,
    2.789_141_321_231_769e-3,
    2.234_584_400_774_658e-5,
];

/// A participant.
#[derive(Clone, Copy, Debug)]
pub struct Member {
    /// Index among the scenario's guarantors.
    pub guarantor: usize,
    /// Its numbers.
    pub numbers: Guarantor,
    /// f_j.
    pub stationed: f64,
    /// H_j.
    pub years: f64,
    /// Whether it has politics.
    pub has_politics: bool,
    /// Whether it has a backstop.
    pub leans: bool,
    /// The backstop's index among the members, if it takes part.
    pub backstop: Option<usize>,
}

impl Member {
    /// I_j + f_j.
    pub fn contribution(&self) -> f64 {
        self.numbers.forces + self.stationed
    }

    /// The factor on its probability, given its backstop's decision.
    pub fn factor(&self, backstop_honours: bool) -> f64 {
        if self.leans && !backstop_honours { self.numbers.without_backstop } else { 1.0 }
    }
}

/// Q_j(s, z); nothing of a guarantor whose government is `out`.
pub fn honours(game: &Game<'_>, member: &Member, (age, out): (usize, bool), shock: f64, bias: f64) -> f64 {
    if !game.is_committed(member, age) || out && member.has_politics {
        return 0.0;
    }
    let (guarantee, numbers) = (&game.after.guarantee, &member.numbers);
    if numbers.reliability == 0.0 || numbers.reliability == 1.0 {
        return numbers.reliability;
    }
    let (here, scale) = (member.stationed.powi(2), guarantee.tripwire_scale.powi(2));
    logistic(
        logit(numbers.reliability) + guarantee.tripwire * here / (here + scale)
            - guarantee.erosion * game.term_age(age)
            + numbers.coupling * shock
            + bias,
    )
}

/// Q_j(s, z) of every member, by node.
fn table(game: &Game<'_>, at: (usize, bool), bias: f64) -> Vec<Vec<f64>> {
    NODES
        .iter()
        .map(|&node| game.members.iter().map(|member| honours(game, member, at, node, bias)).collect())
        .collect()
}

/// Whether each member is decisive.
pub fn decisive(members: &[Member]) -> Vec<bool> {
    let mut decisive = vec![false; members.len()];
    for member in members {
        if let Some(backstop) = member.backstop {
            decisive[backstop] = true;
        }
    }
    let mut order: Vec<usize> = (0..members.len()).collect();
    // a stable sort: ties stay in the order of the file
    order.sort_by(|&i, &j| members[j].contribution().total_cmp(&members[i].contribution()));
    for &member in order.iter().take(2) {
        decisive[member] = true;
    }
    decisive
}

/// sum_j Qbar_j(s) s_j: the punishment that A expects.
pub fn punishment(game: &Game<'_>, at: (usize, bool), bias: f64) -> f64 {
    let table = table(game, at, bias);
    let mut punishment = 0.0;
    for (index, member) in game.members.iter().enumerate() {
        for (chances, weight) in table.iter().zip(WEIGHTS) {
            let backed = member.backstop.map_or(0.0, |backstop| chances[backstop]);
            let factor = backed * member.factor(true) + (1.0 - backed) * member.factor(false);
            punishment += weight * chances[index] * factor * member.numbers.punishment;
        }
    }
    punishment
}

/// The points of X with their weights.
pub fn points(game: &Game<'_>, at: (usize, bool), bias: f64) -> Vec<(f64, f64)> {
    let members = &game.members;
    let table = table(game, at, bias);
    let decisive = decisive(members);
    let deciders: Vec<usize> = (0..members.len()).filter(|&member| decisive[member]).collect();
    let rest: Vec<usize> = (0..members.len()).filter(|&member| !decisive[member]).collect();
    let mut points = Vec::new();
    for vector in 0..1_usize << deciders.len() {
        let decision = |member: usize| {
            deciders.iter().position(|&decider| decider == member).is_some_and(|bit| vector >> bit & 1 == 1)
        };
        let chance = |chances: &[f64], member: usize| {
            chances[member] * members[member].factor(members[member].backstop.is_some_and(decision))
        };
        let likelihood = |chances: &[f64]| -> f64 {
            let of = |&member: &usize| {
                let chance = chance(chances, member);
                if decision(member) { chance } else { 1.0 - chance }
            };
            deciders.iter().map(of).product()
        };
        let joint: Vec<f64> = table.iter().zip(WEIGHTS).map(|(chances, weight)| weight * likelihood(chances)).collect();
        let probability: f64 = joint.iter().sum();
        if probability == 0.0 {
            continue;
        }
        let certain: f64 =
            deciders.iter().filter(|&&member| decision(member)).map(|&member| members[member].contribution()).sum();
        let moments: Vec<[f64; 3]> = table
            .iter()
            .map(|chances| sum_moments(rest.iter().map(|&j| (chance(chances, j), members[j].contribution()))))
            .collect();
        let posterior: Vec<f64> = joint.iter().map(|joint| joint / probability).collect();
        for (x, weight) in two_points(mixed_moments(&posterior, &moments)) {
            points.push((certain + x, probability * weight));
        }
    }
    points
}

/// Mean, variance and third central moment of a sum of independent contributions, each made with its chance.
fn sum_moments(contributions: impl Iterator<Item = (f64, f64)>) -> [f64; 3] {
    let mut moments = [0.0; 3];
    for (q, x) in contributions {
        moments[0] += q * x;
        moments[1] += q * (1.0 - q) * x * x;
        moments[2] += q * (1.0 - q) * (1.0 - 2.0 * q) * x * x * x;
    }
    moments
}

/// The same of a mixture.
fn mixed_moments(weights: &[f64], parts: &[[f64; 3]]) -> [f64; 3] {
    let mean: f64 = weights.iter().zip(parts).map(|(weight, part)| weight * part[0]).sum();
    let mut moments = [mean, 0.0, 0.0];
    for (weight, part) in weights.iter().zip(parts) {
        let away = part[0] - mean;
        moments[1] += weight * (part[1] + away * away);
        moments[2] += weight * (part[2] + 3.0 * part[1] * away + away * away * away);
    }
    moments
}

/// x+ and x- with their weights, or mu alone.
fn two_points([mean, variance, third]: [f64; 3]) -> Vec<(f64, f64)> {
    if variance <= 1e-12 * f64::max(1.0, mean * mean) {
        return vec![(mean.max(0.0), 1.0)];
    }
    let sd = variance.sqrt();
    let half = third / (sd * sd * sd) / 2.0;
    let root = (1.0 + half * half).sqrt();
    [1.0, -1.0].map(|sign| ((mean + sd * (half + sign * root)).max(0.0), (1.0 - sign * half / root) / 2.0)).to_vec()
}
