//! Section 6: does the peace hold?

use armistice::model::{DEFENDER_FORCES, GUARANTEE_YEARS, Shocks, TheoryKind};

use super::guarantee::{points, punishment};
use super::plan::Game;
use super::trial::World;
use super::war::{self, Contest, Fighter};
use super::{A, D, forces, logistic, logit, terms};

/// What guards a peace: a guarantee whose governments are in, one whose guarantor with politics has one that is out, none.
pub const IN: usize = 0;
/// See [`IN`].
pub const OUT: usize = 1;
/// See [`IN`].
pub const LAPSED: usize = 2;

/// The solution of the game under one side's beliefs.
#[derive(Clone, Debug)]
pub struct Solution {
    /// V of that side.
    pub value: f64,
    /// pi of that side, by age, guard and type.
    pub attacks: Vec<[Vec<f64>; 3]>,
}

/// One number for each type of each side.
pub type ByType = [Vec<f64>; 2];

/// What both get at an age if A attacks, by guard, and if D attacks.
#[derive(Clone, Copy, Debug)]
struct Wars {
    challenges: [[f64; 2]; 3],
    defends: [f64; 2],
}

/// One side's view of a settlement.
#[derive(Clone, Copy, Debug)]
pub struct View<'a> {
    /// The world.
    pub world: &'a World<'a>,
    /// The settlement.
    pub game: &'a Game<'a>,
    /// Position of the front at the signature.
    pub position: usize,
    /// Whose beliefs.
    pub side: usize,
    /// b_i.
    pub offset: f64,
}

impl View<'_> {
    /// The two sides in a resumed war.
    fn fighter(&self, side: usize) -> Fighter<'_> {
        fighter(self.game, side)
    }

    /// W of both sides in a resumed war, under these beliefs.
    fn war_values(&self, contest: Contest, log_odds: f64) -> [f64; 2] {
        let position = self.game.resumed_position(self.position);
        [A, D].map(|side| war::values(&contest, &self.fighter(side), log_odds + self.offset)[position])
    }

    /// m ln(F_A(s)/(F_D(s) + X))
    fn log_odds(&self, age: usize, joined: f64) -> f64 {
        let after = &self.game.after;
        let challenger = forces::grown(&after.challenger, age);
        let defender = forces::mobilised(&after.defender, self.game.plan.defender_forces, age);
        war::log_odds(after.front.decisiveness, challenger, defender + joined)
    }

    /// R_A and R_D|A: what both get if A attacks.
    fn challenger_attacks(&self, age: usize, guard: usize) -> [f64; 2] {
        let after = &self.game.after;
        let (active, at) = (guard != LAPSED, (age, guard == OUT));
        let bias = after.party(terms::side(self.side)).misperception;
        let points = if active { points(self.game, at, bias) } else { vec![(0.0, 1.0)] };
        let mut expected = [0.0; 2];
        let defender = forces::mobilised(&after.defender, self.game.plan.defender_forces, age);
        for (x, weight) in points {
            let contest = Contest::new(after).joined(after, x, defender);
            let values = self.war_values(contest, self.log_odds(age, x) + after.challenger.surprise);
            expected[A] += weight * values[A];
            expected[D] += weight * values[D];
        }
        let punishment = if active { punishment(self.game, at, bias) } else { 0.0 };
        [expected[A] - after.challenger.attack_cost - punishment, expected[D]]
    }

    /// R_A|D and R_D: what both get if D attacks.
    fn defender_attacks(&self, age: usize) -> [f64; 2] {
        let after = &self.game.after;
        let values = self.war_values(Contest::new(after), self.log_odds(age, 0.0) - after.defender.surprise);
        [values[A], values[D] - after.defender.attack_cost]
    }

    /// V of both sides' types at an age under a guard, and pi of all, from V' and the shares of the types that are left.
    fn year(&self, age: usize, guard: usize, next: &ByType, wars: &Wars, left: &ByType) -> (ByType, ByType) {
        let after = &self.game.after;
        let utilities = self.game.utilities(self.position, age, guard != LAPSED);
        let attacks = [wars.challenges[guard], wars.defends];
        let peace = [A, D].map(|side| {
            let delta = after.party(terms::side(side)).discount_factor;
            let of = |next: &f64| (1.0 - delta) * utilities[side] + delta * next;
            next[side].iter().map(of).collect::<Vec<f64>>()
        });
        if self.world.structure.theory == TheoryKind::Hazard {
            let [a, d] = self.recorded(age, guard != LAPSED);
            let value = |side: usize| {
                let peace = peace[side][0];
                vec![(1.0 - a - d) * peace + a * attacks[A][side] + d * attacks[D][side]]
            };
            return ([A, D].map(value), [vec![a], vec![d]]);
        }
        let lasting = [A, D].map(|side| lasting(self.game, side));
        let yearly = |side: usize| yearly_scale(self.game, side);
        let may = |side: usize| self.world.structure.may_attack[terms::side(side)];
        let chances = [A, D].map(|side| {
            let of = |(peace, xi): (&f64, &f64)| logistic((attacks[side][side] - peace + xi) / yearly(side));
            let types = peace[side].iter().zip(&lasting[side]);
            if may(side) { types.map(of).collect() } else { vec![0.0; peace[side].len()] }
        });
        let faced = |side: usize| -> f64 { chances[side].iter().zip(&left[side]).map(|(pi, share)| pi * share).sum() };
        let paid = self.world.structure.shocks == Shocks::Paid;
        let values = [A, D].map(|side| {
            let (other, war) = (1 - side, attacks[side][side]);
            let q = faced(other);
            let of = |of_type: usize| {
                let (peace, pi, xi) = (peace[side][of_type], chances[side][of_type], lasting[side][of_type]);
                let moves = if paid && may(side) {
                    log_sum(peace, war + xi, yearly(side))
                } else {
                    (1.0 - pi) * peace + pi * war
                };
                0.5 * moves + 0.5 * ((1.0 - q) * peace + q * attacks[other][side])
            };
            (0..peace[side].len()).map(of).collect()
        });
        (values, chances)
    }

    /// q share and q (1 - share): the chances of the record that each side attacks in the year at an age.
    fn recorded(&self, age: usize, active: bool) -> [f64; 2] {
        let (game, after) = (self.game, &self.game.after);
        let record = after.hazard.as_ref().unwrap();
        let (rate, ratios, signed) = (&record.rate, &record.ratios, game.signed(self.position));
        let forces =
            [forces::grown(&after.challenger, age), forces::mobilised(&after.defender, game.plan.defender_forces, age)];
        let (g, f) = if active { (1.0, game.stationed(age)) } else { (0.0, 0.0) };
        let cap = if signed[DEFENDER_FORCES].is_finite() { 1.0 } else { 0.0 };
        let moved = (game.territory(self.position) - self.world.start().position as f64 / after.front.positions).abs();
        let issues: f64 = record.issues.iter().zip(&signed[GUARANTEE_YEARS + 1..]).map(|(gamma, x)| gamma * x).sum();
        let eta = ratios.guarantee * g
            + ratios.troops * (1.0 + f / 10.0).ln()
            + ratios.cap * cap
            + ratios.balance * (forces[A] / forces[D]).ln()
            + ratios.territory * moved
            + issues;
        let until = |s: usize| (s as f64 / rate.scale).powf(rate.shape);
        let q = 1.0 - (-(until(age + 1) - until(age)) * eta.exp()).exp();
        let may = |side: usize| self.world.structure.may_attack[terms::side(side)];
        let share = [rate.challenger_share, 1.0 - rate.challenger_share];
        [A, D].map(|side| if may(side) { q * share[side] } else { 0.0 })
    }

    /// V' of both sides' types: V at the next age after types are drawn anew.
    fn turned(&self, values: &ByType) -> ByType {
        [A, D].map(|side| {
            let turnover = self.game.after.party(terms::side(side)).turnover;
            let mean = mean(&values[side]);
            values[side].iter().map(|value| (1.0 - turnover) * value + turnover * mean).collect()
        })
    }

    /// Solves the game backwards from the lookahead, the types left being these at each age, by guard; V of this side at the
    /// signature and pi of both sides' types by age and guard.
    fn backwards(&self, wars: &[Wars], left: &[[ByType; 3]]) -> (f64, Vec<[ByType; 3]>) {
        let lookahead = wars.len();
        let renewal = self.game.after.guarantee.renewal;
        let types = [A, D].map(|side| lasting(self.game, side).len());
        let mut values = [IN, OUT, LAPSED].map(|guard| {
            let utilities = self.game.utilities(self.position, lookahead, guard != LAPSED);
            [A, D].map(|side| vec![utilities[side]; types[side]])
        });
        let none = types.map(|types| vec![0.0; types]);
        let mut pi = vec![[none.clone(), none.clone(), none]; lookahead];
        for age in (0..lookahead).rev() {
            let later = values.each_ref().map(|values| self.turned(values));
            let [out, back] = self.game.elects(age + 1);
            let keep = if self.game.term_ends(age) { renewal } else { 1.0 };
            for &guard in guards(self.game) {
                // the chances of IN, OUT and LAPSED at the next age
                let [a, b, c] = match guard {
                    IN => [keep * (1.0 - out), keep * out, 1.0 - keep],
                    OUT => [keep * back, keep * (1.0 - back), 1.0 - keep],
                    _ => [0.0, 0.0, 1.0],
                };
                let next = [A, D].map(|side| {
                    let of = |j: usize| a * later[IN][side][j] + b * later[OUT][side][j] + c * later[LAPSED][side][j];
                    (0..types[side]).map(of).collect()
                });
                (values[guard], pi[age][guard]) = self.year(age, guard, &next, &wars[age], &left[age][guard]);
            }
        }
        (mean(&values[guards(self.game)[0]][self.side]), pi)
    }

    /// Solves the game: once, or four times where resolve lasts, each time with the types left as in the time before.
    pub fn solve(&self) -> Solution {
        let lookahead = self.game.after.enforcement.lookahead as usize;
        let challenges = |age: usize| {
            let mut out = [[0.0; 2]; 3];
            for &guard in guards(self.game) {
                out[guard] = self.challenger_attacks(age, guard);
            }
            out
        };
        let wars: Vec<Wars> = (0..lookahead)
            .map(|age| Wars { challenges: challenges(age), defends: self.defender_attacks(age) })
            .collect();
        let start = Left::new(self.game);
        let mut left = vec![start.shares(); lookahead];
        let passes = if start.types() == [1, 1] { 1 } else { 4 };
        let mut solved = self.backwards(&wars, &left);
        for _ in 1..passes {
            let mut now = start.clone();
            for (age, left) in left.iter_mut().enumerate() {
                *left = now.shares();
                now.year(self.game, age, |guard, side| &solved.1[age][guard][side]);
            }
            solved = self.backwards(&wars, &left);
        }
        let (value, pi) = solved;
        let own = |age: [ByType; 3]| age.map(|[a, d]| if self.side == A { a } else { d });
        Solution { value, attacks: pi.into_iter().map(own).collect() }
    }
}

/// The guards that a settlement may have, the one at its signature first.
fn guards(game: &Game<'_>) -> &'static [usize] {
    let politics = game.members.iter().any(|member| member.has_politics);
    match (game.is_guaranteed(), politics) {
        (false, _) => &[LAPSED],
        (true, false) => &[IN, LAPSED],
        (true, true) => &[IN, OUT, LAPSED],
    }
}

/// xi of a side's types.
pub fn lasting(game: &Game<'_>, side: usize) -> Vec<f64> {
    let party = game.after.party(terms::side(side));
    if party.lasting == 0.0 || game.by_record() {
        return vec![0.0];
    }
    let quantile = |j: u32| logit((f64::from(j) - 0.5) / 9.0);
    let square = (1..=9).map(|j| quantile(j).powi(2)).sum::<f64>() / 9.0;
    let stretch = (std::f64::consts::PI.powi(2) / 3.0 / square).sqrt();
    (1..=9).map(|j| party.shock * party.lasting.sqrt() * stretch * quantile(j)).collect()
}

/// Scale of the yearly part of a side's shock.
fn yearly_scale(game: &Game<'_>, side: usize) -> f64 {
    let party = game.after.party(terms::side(side));
    party.shock * (1.0 - party.lasting).sqrt()
}

/// y ln(e^(a/y) + e^(b/y))
fn log_sum(a: f64, b: f64, y: f64) -> f64 {
    let most = a.max(b);
    most + y * (((a - most) / y).exp() + ((b - most) / y).exp()).ln()
}

fn mean(numbers: &[f64]) -> f64 {
    numbers.iter().sum::<f64>() / numbers.len() as f64
}

/// mu: probabilities that the peace holds, by guard, A's type and D's.
#[derive(Clone, Debug)]
struct Left([Vec<Vec<f64>>; 3]);

impl Left {
    fn new(game: &Game<'_>) -> Self {
        let types = [A, D].map(|side| lasting(game, side).len());
        let each = |total: f64| vec![vec![total / (types[A] * types[D]) as f64; types[D]]; types[A]];
        Self([IN, OUT, LAPSED].map(|guard| each(if guard == guards(game)[0] { 1.0 } else { 0.0 })))
    }

    fn types(&self) -> [usize; 2] {
        [self.0[0].len(), self.0[0][0].len()]
    }

    fn total(&self) -> f64 {
        self.0.iter().flatten().flatten().sum()
    }

    /// Shares of both sides' types, by guard.
    fn shares(&self) -> [ByType; 3] {
        self.0.each_ref().map(|mu| {
            let all: f64 = mu.iter().flatten().sum();
            let share = |part: f64, types: usize| if all > 0.0 { part / all } else { 1.0 / types as f64 };
            let [challengers, defenders] = self.types();
            let of_a = mu.iter().map(|row| share(row.iter().sum(), challengers)).collect();
            let of_d = (0..defenders).map(|l| share(mu.iter().map(|row| row[l]).sum(), defenders)).collect();
            [of_a, of_d]
        })
    }

    /// A year at an age, in which the types of a side attack with these chances under a guard if they move.
    fn year<'p>(&mut self, game: &Game<'_>, age: usize, pi: impl Fn(usize, usize) -> &'p [f64]) {
        let [challengers, defenders] = self.types();
        let turnover = [A, D].map(|side| game.after.party(terms::side(side)).turnover);
        let moves = if game.by_record() { 1.0 } else { 0.5 };
        for (guard, mu) in self.0.iter_mut().enumerate() {
            let (of_a, of_d) = (pi(guard, A), pi(guard, D));
            for j in 0..challengers {
                for l in 0..defenders {
                    mu[j][l] *= 1.0 - moves * of_a[j] - moves * of_d[l];
                }
            }
            let held = mu.clone();
            let row = |j: usize| held[j].iter().sum::<f64>() / defenders as f64;
            let column = |l: usize| held.iter().map(|row| row[l]).sum::<f64>() / challengers as f64;
            let all = held.iter().flatten().sum::<f64>() / (challengers * defenders) as f64;
            let [a, d] = turnover;
            for j in 0..challengers {
                for l in 0..defenders {
                    mu[j][l] =
                        (1.0 - a) * ((1.0 - d) * held[j][l] + d * row(j)) + a * ((1.0 - d) * column(l) + d * all);
                }
            }
        }
        let keep = if game.term_ends(age) { game.after.guarantee.renewal } else { 1.0 };
        let [out, back] = game.elects(age + 1);
        let [inside, outside, lapsed] = &mut self.0;
        for j in 0..challengers {
            for l in 0..defenders {
                let (i, o) = (keep * inside[j][l], keep * outside[j][l]);
                lapsed[j][l] += (1.0 - keep) * (inside[j][l] + outside[j][l]);
                inside[j][l] = (1.0 - out) * i + back * o;
                outside[j][l] = out * i + (1.0 - back) * o;
            }
        }
    }
}

/// A side in a resumed war.
pub fn fighter<'a>(game: &'a Game<'_>, side: usize) -> Fighter<'a> {
    Fighter::new(&game.after, side, &game.flows[side])
}

/// Shares of both sides' types that are left by age and guard, each side attacking as in its own solution.
pub fn left_by_age(game: &Game<'_>, solutions: &[Solution; 2], ages: usize) -> Vec<[ByType; 3]> {
    let mut left = Left::new(game);
    let year = |age: usize| {
        let shares = left.shares();
        left.year(game, age, |guard, side| &solutions[side].attacks[age][guard]);
        shares
    };
    (0..ages).map(year).collect()
}

/// Survival of the peace by year, with each side attacking as in its own solution.
pub fn survival(game: &Game<'_>, solutions: &[Solution; 2], years: usize) -> Vec<f64> {
    let mut left = Left::new(game);
    let mut survival = vec![1.0];
    for age in 0..years {
        left.year(game, age, |guard, side| &solutions[side].attacks[age][guard]);
        survival.push(left.total());
    }
    survival
}
