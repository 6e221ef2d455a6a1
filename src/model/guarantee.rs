//! Guarantees: who is committed when, who honours, and with how much force.
//!
//! Sources: tying hands and sinking costs (Fearon 1997); tripwires (Schelling 1966; Reiter & Poast 2021).

use crate::num;
use crate::num::simd::vectorised;

use super::parameters::Guarantee;

/// Nodes of the 9-point Gauss-Hermite rule for a standard normal variable (Abramowitz & Stegun 1964, table 25.10,
/// rescaled).
pub const NODES: [f64; 9] = [
    -4.512_745_863_399_783,
    -3.205_429_002_856_470,
    -2.076_847_978_677_830,
    -1.023_255_663_789_132_6,
    0.0,
    1.023_255_663_789_132_6,
    2.076_847_978_677_830,
    3.205_429_002_856_470,
    4.512_745_863_399_783,
];
/// Weights of [`NODES`]; they sum to 1.
pub const WEIGHTS: [f64; 9] = [
    0.000_022_345_844_007_746_583_65,
    0.002_789_141_321_231_768_629,
    0.049_916_406_765_217_874_04,
    0.244_097_502_894_939_436_1,
    0.406_349_206_349_206_349_2,
    0.244_097_502_894_939_436_1,
    0.049_916_406_765_217_874_04,
    0.002_789_141_321_231_768_629,
    0.000_022_345_844_007_746_583_65,
];

/// A guarantor that takes part in a plan.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Member {
    /// Probability that it honours in the first year, without troops and common shock.
    pub reliability: f64,
    /// Force that it brings with it and that it has stationed, if it honours, thousand.
    pub contribution: f64,
    /// Cost that its sanctions impose on the challenger.
    pub punishment: f64,
    /// Exposure to the common shock.
    pub coupling: f64,
    /// Troops stationed while it is committed, thousand.
    pub stationed: f64,
    /// Years within each term for which it is committed; infinite: always.
    pub committed_years: f64,
    /// On whom it leans.
    pub backstop: Backstop,
    /// Factor on its probability of honouring if the backstop does not honour.
    pub without_backstop: f64,
}

/// On whom a member leans.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Backstop {
    /// On nobody.
    None,
    /// On a guarantor that does not take part, and so does not honour.
    Absent,
    /// On the member of that index.
    Member(usize),
}

/// The guarantors that take part in a plan, in one world.
#[derive(Clone, Debug, PartialEq)]
pub struct Coalition {
    /// In the order of the scenario.
    pub members: Vec<Member>,
    guarantee: Guarantee,
    /// Indices of the members whose decisions are enumerated, ascending.
    decisive: Vec<usize>,
}

impl Coalition {
    /// A coalition under the general rules of a guarantee.
    ///
    /// Decisive are the backstops of other members and the two members that bring most (ties: the order of members).
    #[must_use]
    pub fn new(members: Vec<Member>, guarantee: Guarantee) -> Self {
        let mut by_force: Vec<usize> = (0..members.len()).collect();
        by_force.sort_by(|&a, &b| members[b].contribution.total_cmp(&members[a].contribution));
        let mut decisive: Vec<usize> = by_force.into_iter().take(2).collect();
        decisive.extend(members.iter().filter_map(|member| match member.backstop {
            Backstop::Member(backstop) => Some(backstop),
            _ => None,
        }));
        decisive.sort_unstable();
        decisive.dedup();
        Self { members, guarantee, decisive }
    }

    /// The same coalition while a member does not honour: its troops stay, and whose decisions are enumerated does not
    /// change.
    #[must_use]
    pub fn deserted_by(&self, member: usize) -> Self {
        let mut out = self.clone();
        out.members[member].committed_years = 0.0;
        out
    }

    /// Indices of the members whose decisions are enumerated, ascending.
    #[must_use]
    pub fn decisive(&self) -> &[usize] {
        &self.decisive
    }

    /// The other members.
    fn rest(&self) -> Vec<usize> {
        (0..self.members.len()).filter(|member| !self.decisive.contains(member)).collect()
    }

    /// Probability that each member would honour, apart from its backstop, `term_age` years into a term, given the
    /// common shock, under a misperception of `bias` log-odds.
    #[must_use]
    pub fn honours_given(&self, member: usize, term_age: f64, shock: f64, bias: f64) -> f64 {
        let member = &self.members[member];
        if term_age >= member.committed_years {
            return 0.0;
        }
        let base = odds_against(member) * num::exp(-tripwire(&self.guarantee, member.stationed) - bias);
        honouring(base * num::exp((self.guarantee.erosion * term_age).min(700.0)), num::exp(-member.coupling * shock))
    }

    /// What a side expects of the coalition at term ages 0, 1, …, `ages` - 1, under a misperception of `bias`.
    #[must_use]
    pub fn prospects(&self, ages: usize, bias: f64) -> Prospects {
        let padded = ages.next_multiple_of(CHUNK);
        let plan = Quadrature::new(self, bias);
        let mut prospects = Prospects::new(padded, plan.points());
        let mut scratch = Scratch {
            honours: vec![[[0.0; CHUNK]; 9]; self.members.len()],
            moments: vec![[[[0.0; CHUNK]; 3]; 9]; plan.patterns.len()],
            punishments: vec![[[0.0; CHUNK]; 9]; plan.patterns.len()],
        };
        for chunk in 0..padded / CHUNK {
            quadrature_chunk(&plan, chunk, &mut scratch, &mut prospects);
        }
        prospects.ages = ages;
        prospects
    }
}

/// Odds against honouring.
fn odds_against(member: &Member) -> f64 {
    (1.0 - member.reliability) / member.reliability
}

/// Log-odds that troops on the ground add.
fn tripwire(guarantee: &Guarantee, stationed: f64) -> f64 {
    if stationed == 0.0 {
        return 0.0;
    }
    // The squares themselves may leave the range of numbers.
    let ratio = guarantee.tripwire_scale / stationed;
    guarantee.tripwire / (1.0 + ratio * ratio)
}

/// A probability from the product of two factors of the odds against it; always and never stay so.
#[inline(always)]
fn honouring(odds: f64, factor: f64) -> f64 {
    1.0 / (1.0 + odds * factor)
}

/// The points that stand for the force X of those who honour, by age within a term.
#[derive(Clone, Debug, Default)]
pub struct Prospects {
    /// Number of ages.
    pub ages: usize,
    stride: usize,
    /// Force at each point, thousand: `force[point * stride + age]`.
    force: Vec<f64>,
    weight: Vec<f64>,
    /// Expected punishment by age.
    punishment: Vec<f64>,
}

impl Prospects {
    fn new(stride: usize, points: usize) -> Self {
        Self {
            ages: stride,
            stride,
            force: vec![0.0; points * stride],
            weight: vec![0.0; points * stride],
            punishment: vec![0.0; stride],
        }
    }

    /// Number of points at every age.
    #[must_use]
    pub fn points(&self) -> usize {
        self.force.len().checked_div(self.stride).unwrap_or(0)
    }

    /// Forces of a point by age, thousand; padded to a multiple of 8.
    #[must_use]
    pub fn force(&self, point: usize) -> &[f64] {
        &self.force[point * self.stride..][..self.stride]
    }

    /// Weights of a point by age, padded to a multiple of 8.
    #[must_use]
    pub fn weight(&self, point: usize) -> &[f64] {
        &self.weight[point * self.stride..][..self.stride]
    }

    /// Expected cost of sanctions to a challenger that attacks, by age.
    #[must_use]
    pub fn punishment(&self) -> &[f64] {
        &self.punishment
    }

    /// The largest force that any point reaches at any age.
    #[must_use]
    pub fn most(&self) -> f64 {
        self.force.iter().fold(0.0, |most: f64, &force| most.max(force))
    }
}

const CHUNK: usize = 8;
type Chunk = [f64; CHUNK];

/// Moments of what the rest brings, given a node of the shock: mean, variance, third central moment.
type Moments = [[Chunk; 3]; 9];

/// What of the enumeration does not depend on age, and working memory.
#[derive(Debug)]
struct Quadrature<'a> {
    coalition: &'a Coalition,
    rest: Vec<usize>,
    /// Odds against each member's honouring at term age 0 without shock.
    odds: Vec<f64>,
    /// Factor on those odds at each node, by member.
    shock: Vec<[f64; 9]>,
    /// Decision vectors of the decisive members.
    vectors: Vec<Decisions>,
    /// Decisions of backstops on which the rest leans, one vector for each that differs.
    patterns: Vec<Vec<f64>>,
}

/// A vector of the decisive members' decisions.
#[derive(Debug)]
struct Decisions {
    /// Of each decisive member: its index, the factor that its backstop's decision leaves, whether it honours.
    members: Vec<(usize, f64, bool)>,
    /// Force of those who honour, thousand.
    force: f64,
    /// Punishment by those who honour.
    punishment: f64,
    /// Which of the patterns of the rest's backstops this is.
    pattern: usize,
}

impl<'a> Quadrature<'a> {
    fn new(coalition: &'a Coalition, bias: f64) -> Self {
        let odds =
            |member: &Member| odds_against(member) * num::exp(-tripwire(&coalition.guarantee, member.stationed) - bias);
        let mut out = Self {
            coalition,
            rest: coalition.rest(),
            odds: coalition.members.iter().map(odds).collect(),
            shock: coalition.members.iter().map(|member| NODES.map(|z| num::exp(-member.coupling * z))).collect(),
            vectors: Vec::new(),
            patterns: Vec::new(),
        };
        for vector in 0..1 << coalition.decisive.len() {
            out.push(vector);
        }
        out
    }

    /// Adds a decision vector.
    fn push(&mut self, vector: usize) {
        let members = &self.coalition.members;
        let decisive = &self.coalition.decisive;
        let decides =
            |member: usize| decisive.iter().position(|&d| d == member).is_some_and(|bit| vector >> bit & 1 == 1);
        let factor = |member: usize| match members[member].backstop {
            Backstop::Member(backstop) if !decides(backstop) => members[member].without_backstop,
            Backstop::Absent => members[member].without_backstop,
            Backstop::None | Backstop::Member(_) => 1.0,
        };
        let pattern: Vec<f64> = self.rest.iter().map(|&member| factor(member)).collect();
        let known = self.patterns.iter().position(|other| *other == pattern);
        let honouring = decisive.iter().filter(|&&member| decides(member));
        let sum = |of: fn(&Member) -> f64| honouring.clone().fold(0.0, |sum, &member| sum + of(&members[member]));
        self.vectors.push(Decisions {
            members: decisive.iter().map(|&member| (member, factor(member), decides(member))).collect(),
            force: sum(|member| member.contribution),
            punishment: sum(|member| member.punishment),
            pattern: known.unwrap_or(self.patterns.len()),
        });
        if known.is_none() {
            self.patterns.push(pattern);
        }
    }

    fn points(&self) -> usize {
        if self.rest.is_empty() { self.vectors.len() } else { 2 * self.vectors.len() }
    }
}

/// Working memory of the quadrature.
#[derive(Debug, Default)]
struct Scratch {
    /// Probability of honouring by member and node, backstops apart.
    honours: Vec<[Chunk; 9]>,
    moments: Vec<Moments>,
    /// Expected punishment by the rest, given a node, by pattern.
    punishments: Vec<[Chunk; 9]>,
}

vectorised! {
    /// Fills eight consecutive ages of the prospects.
    fn quadrature_chunk(plan: &Quadrature<'_>, chunk: usize, scratch: &mut Scratch, out: &mut Prospects) {
        let first = chunk * CHUNK;
        fill_honours(plan, first, &mut scratch.honours);
        fill_moments(plan, scratch);
        let mut punishment: Chunk = [0.0; CHUNK];
        for (index, decisions) in plan.vectors.iter().enumerate() {
            let joint = joint_weights(decisions, &scratch.honours);
            let probability = sum_of_nodes(&joint);
            add_scaled(decisions.punishment, &probability, &mut punishment);
            if plan.rest.is_empty() {
                out.set(index, first, &[decisions.force; CHUNK], &probability);
                continue;
            }
            for (joint, punishments) in joint.iter().zip(&scratch.punishments[decisions.pattern]) {
                add_product(joint, punishments, &mut punishment);
            }
            let (forces, weights) = match_moments(&joint, &probability, &scratch.moments[decisions.pattern]);
            for point in 0..2 {
                out.set(2 * index + point, first, &raised(&forces[point], decisions.force), &weights[point]);
            }
        }
        out.punishment[first..first + CHUNK].copy_from_slice(&punishment);
    }
}

impl Prospects {
    /// Writes a point at eight ages from `first` on.
    #[inline(always)]
    fn set(&mut self, point: usize, first: usize, force: &Chunk, weight: &Chunk) {
        let at = point * self.stride + first;
        self.force[at..at + CHUNK].copy_from_slice(force);
        self.weight[at..at + CHUNK].copy_from_slice(weight);
    }
}

/// Joint weights of a decision vector and each node: the node's weight times the probability of the decisions given it.
#[inline(always)]
fn joint_weights(decisions: &Decisions, honours: &[[Chunk; 9]]) -> [Chunk; 9] {
    let mut joint = [[0.0; CHUNK]; 9];
    for node in 0..9 {
        let mut weight = [WEIGHTS[node]; CHUNK];
        for &(member, factor, yes) in &decisions.members {
            let honours = &honours[member][node];
            for i in 0..CHUNK {
                weight[i] *= if yes { honours[i] * factor } else { 1.0 - honours[i] * factor };
            }
        }
        joint[node] = weight;
    }
    joint
}

/// Sums over the nodes.
#[inline(always)]
fn sum_of_nodes(joint: &[Chunk; 9]) -> Chunk {
    let mut sum = [0.0; CHUNK];
    for weights in joint {
        for i in 0..CHUNK {
            sum[i] += weights[i];
        }
    }
    sum
}

/// `out += a b`, age by age.
#[inline(always)]
fn add_product(a: &Chunk, b: &Chunk, out: &mut Chunk) {
    for i in 0..CHUNK {
        out[i] += a[i] * b[i];
    }
}

/// `out += a factor`, age by age.
#[inline(always)]
fn add_scaled(factor: f64, a: &Chunk, out: &mut Chunk) {
    for i in 0..CHUNK {
        out[i] += a[i] * factor;
    }
}

/// `force + by`, age by age.
#[inline(always)]
fn raised(force: &Chunk, by: f64) -> Chunk {
    std::array::from_fn(|i| by + force[i])
}

/// Probabilities of honouring by member and node at eight ages from `first` on, backstops apart.
#[inline(always)]
fn fill_honours(plan: &Quadrature<'_>, first: usize, honours: &mut [[Chunk; 9]]) {
    let mut erosion = [0.0; CHUNK];
    for i in 0..CHUNK {
        erosion[i] = num::exp((plan.coalition.guarantee.erosion * (first + i) as f64).min(700.0));
    }
    for (index, member) in plan.coalition.members.iter().enumerate() {
        let mut committed = [0.0; CHUNK];
        let mut odds = [0.0; CHUNK];
        for i in 0..CHUNK {
            committed[i] = if ((first + i) as f64) < member.committed_years { 1.0 } else { 0.0 };
            odds[i] = plan.odds[index] * erosion[i];
        }
        for (out, &shock) in honours[index].iter_mut().zip(&plan.shock[index]) {
            for i in 0..CHUNK {
                out[i] = committed[i] * honouring(odds[i], shock);
            }
        }
    }
}

/// Moments of what the rest brings and its expected punishment, given each node, for each pattern of backstops.
#[inline(always)]
fn fill_moments(plan: &Quadrature<'_>, scratch: &mut Scratch) {
    for (index, pattern) in plan.patterns.iter().enumerate() {
        for node in 0..9 {
            let mut moments = [[0.0; CHUNK]; 3];
            let mut punishment = [0.0; CHUNK];
            for (&member, &factor) in plan.rest.iter().zip(pattern) {
                let honours = &scratch.honours[member][node];
                let Member { contribution: x, punishment: cost, .. } = plan.coalition.members[member];
                for i in 0..CHUNK {
                    let q = honours[i] * factor;
                    let mean = x * q;
                    let variance = mean * (x - mean);
                    moments[0][i] += mean;
                    moments[1][i] += variance;
                    moments[2][i] += variance * (x - 2.0 * mean);
                    punishment[i] += cost * q;
                }
            }
            scratch.moments[index][node] = moments;
            scratch.punishments[index][node] = punishment;
        }
    }
}

/// The two points that match mean, variance and third central moment of what the rest brings, given a decision vector
/// whose joint weight with each node is `given`: their forces (not below 0) and their weights.
#[inline(always)]
fn match_moments(given: &[Chunk; 9], probability: &Chunk, moments: &Moments) -> ([Chunk; 2], [Chunk; 2]) {
    let mut inverse = [0.0; CHUNK];
    let mut mean = [0.0; CHUNK];
    for i in 0..CHUNK {
        // What is less likely than that counts for nothing, and its inverse may be no number.
        inverse[i] = if probability[i] >= f64::MIN_POSITIVE { 1.0 / probability[i] } else { 0.0 };
    }
    for node in 0..9 {
        for i in 0..CHUNK {
            mean[i] += given[node][i] * moments[node][0][i];
        }
    }
    let mut variance = [0.0; CHUNK];
    let mut third = [0.0; CHUNK];
    for i in 0..CHUNK {
        mean[i] *= inverse[i];
    }
    for node in 0..9 {
        for i in 0..CHUNK {
            let shift = moments[node][0][i] - mean[i];
            let square = shift * shift;
            variance[i] += given[node][i] * (moments[node][1][i] + square);
            third[i] += given[node][i] * (moments[node][2][i] + shift * (3.0 * moments[node][1][i] + square));
        }
    }
    let mut forces = [[0.0; CHUNK]; 2];
    let mut weights = [[0.0; CHUNK]; 2];
    for i in 0..CHUNK {
        let variance = variance[i] * inverse[i];
        let certain = variance <= 1e-12 * (mean[i] * mean[i]).max(1.0);
        let square = if certain { 1.0 } else { variance };
        let spread = square.sqrt();
        let half_skew = 0.5 * third[i] * inverse[i] / (square * spread);
        let root = (1.0 + half_skew * half_skew).sqrt();
        let up = if certain { 0.0 } else { spread * (half_skew + root) };
        let down = if certain { 0.0 } else { spread * (half_skew - root) };
        let share = if certain { 0.5 } else { 0.5 * (1.0 - half_skew / root) };
        forces[0][i] = (mean[i] + up).max(0.0);
        forces[1][i] = (mean[i] + down).max(0.0);
        weights[0][i] = probability[i] * share;
        weights[1][i] = probability[i] * (1.0 - share);
    }
    (forces, weights)
}

/// What can be said of a coalition at one age within a term, given that the challenger attacks.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Outlook {
    /// Probability that each member honours.
    pub honours: Vec<f64>,
    /// Probability that nobody does.
    pub nobody: f64,
    /// Probability that all do.
    pub all: f64,
    /// Expected force of those who do, thousand.
    pub expected_force: f64,
}

impl Coalition {
    /// The outlook `term_age` years into a term under a misperception of `bias`; exact, given the nine nodes.
    #[must_use]
    pub fn outlook(&self, term_age: f64, bias: f64) -> Outlook {
        let mut out = Outlook { honours: vec![0.0; self.members.len()], ..Outlook::default() };
        for (&z, &weight) in NODES.iter().zip(&WEIGHTS) {
            let alone: Vec<f64> =
                (0..self.members.len()).map(|member| self.honours_given(member, term_age, z, bias)).collect();
            self.add_node(&alone, weight, &mut out);
        }
        out.expected_force =
            self.members.iter().zip(&out.honours).fold(0.0, |sum, (member, p)| sum + member.contribution * p);
        out
    }

    /// Adds what one node says, by enumerating the decisive members' decisions.
    fn add_node(&self, alone: &[f64], weight: f64, out: &mut Outlook) {
        for vector in 0..1_usize << self.decisive.len() {
            let decides = |member: usize| {
                self.decisive.iter().position(|&d| d == member).is_some_and(|bit| vector >> bit & 1 == 1)
            };
            let given = |index: usize| match self.members[index].backstop {
                Backstop::Member(backstop) if decides(backstop) => alone[index],
                Backstop::None => alone[index],
                _ => alone[index] * self.members[index].without_backstop,
            };
            let (mut probability, mut nobody, mut all) = (weight, 1.0, 1.0);
            for index in 0..self.members.len() {
                let q = given(index);
                if self.decisive.contains(&index) {
                    let yes = decides(index);
                    probability *= if yes { q } else { 1.0 - q };
                    *(if yes { &mut nobody } else { &mut all }) = 0.0;
                } else {
                    nobody *= 1.0 - q;
                    all *= q;
                }
            }
            for index in 0..self.members.len() {
                let q = if self.decisive.contains(&index) { f64::from(u8::from(decides(index))) } else { given(index) };
                out.honours[index] += probability * q;
            }
            out.nobody += probability * nobody;
            out.all += probability * all;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What is as unlikely as numbers can be has an infinite inverse: whatever the rest brings then, it is some force, and
    /// weighs next to nothing.
    #[test]
    fn moments_of_what_is_next_to_impossible_are_numbers() {
        let moments: Moments = [[[3.0; CHUNK], [2.0; CHUNK], [0.5; CHUNK]]; 9];
        for probability in [5e-324, 1e-310, f64::MIN_POSITIVE, 1e-300, 0.0] {
            let mut given = [[0.0; CHUNK]; 9];
            given[4] = [probability; CHUNK];
            let (forces, weights) = match_moments(&given, &[probability; CHUNK], &moments);
            let all = || forces.iter().chain(&weights).flatten();
            assert!(all().all(|x| x.is_finite() && *x >= 0.0), "{probability:e}: {forces:?} {weights:?}");
            assert!(weights.iter().flatten().all(|weight| *weight <= probability), "{probability:e}: {weights:?}");
        }
    }
}
