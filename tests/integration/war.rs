//! War as a random walk: closed form, linear system, simulation and published numbers.

use armistice::model::war::{Contest, Fighter, Flow, Valuer, prizes, undiscounted, values_enduring};
use armistice::model::{PerSide, Side};
use armistice::sampling::purpose;
use proptest::prelude::*;

use crate::story::{FAR, assert_near, cases, duel, errors_off};

fn contest(positions: usize, stalemate: f64) -> Contest {
    Contest { positions, stalemate, collapse_challenger: 0.0, collapse_defender: 0.0, freeze: 0.0, thaw: 0.0 }
}

fn fighter(side: Side, monthly: f64, war_cost: f64, flow: Flow) -> Fighter {
    Fighter { prizes: prizes(side), discount_factor: monthly.powi(12), war_cost, flow }
}

fn flat(flow: f64) -> Flow {
    Flow::Linear { intercept: flow, slope: 0.0 }
}

fn logit(p: f64) -> f64 {
    (p / (1.0 - p)).ln()
}

/// A war with its numbers spelt out, solved here by plain Gaussian elimination on the whole matrix.
#[derive(Clone, Debug)]
struct War {
    contest: Contest,
    log_odds: f64,
    monthly: f64,
    war_cost: f64,
    intercept: f64,
    slope: f64,
}

impl War {
    /// The values W(1..N-1), and behind them F(1..N-1) of fronts frozen there, from the equations month by month, for what
    /// a month of war and a frozen month bring at a position and for two ends.
    fn system(
        &self,
        war: impl Fn(usize) -> f64,
        frozen: impl Fn(usize) -> f64,
        at_zero: f64,
        at_n: f64,
    ) -> [Vec<f64>; 2] {
        let Contest { positions, stalemate: r, collapse_challenger, collapse_defender, freeze: h, thaw: w } =
            self.contest;
        let dk = self.monthly * (1.0 - collapse_challenger - collapse_defender);
        let p = 1.0 / (1.0 + (-self.log_odds).exp());
        let moves = dk * (1.0 - h) * (1.0 - r);
        let (a, b) = (moves * p, moves * (1.0 - p));
        let fronts = positions - 1;
        let n = 2 * fronts;
        let mut matrix = vec![vec![0.0; n + 1]; n];
        for i in 0..fronts {
            matrix[i][i] = 1.0 - dk * (1.0 - h) * r;
            matrix[i][fronts + i] = -dk * h;
            matrix[i][n] = war(i + 1);
            if i > 0 {
                matrix[i][i - 1] = -b
            } else {
                matrix[i][n] += b * at_zero
            }
            if i + 1 < fronts {
                matrix[i][i + 1] = -a
            } else {
                matrix[i][n] += a * at_n
            }
            matrix[fronts + i][fronts + i] = 1.0 - self.monthly * (1.0 - w);
            matrix[fronts + i][i] = -self.monthly * w;
            matrix[fronts + i][n] = frozen(i + 1);
        }
        for i in 0..n {
            let pivot_row = matrix[i].clone();
            for row in matrix.iter_mut().skip(i + 1).filter(|row| row[i] != 0.0) {
                let factor = row[i] / pivot_row[i];
                row.iter_mut().zip(&pivot_row).for_each(|(x, p)| *x -= factor * p);
            }
        }
        let mut out = vec![0.0; n];
        for i in (0..n).rev() {
            let known: f64 = (i + 1..n).map(|j| matrix[i][j] * out[j]).sum();
            out[i] = (matrix[i][n] - known) / matrix[i][i];
        }
        let frozen = out.split_off(fronts);
        [out, frozen]
    }

    fn flow(&self, side: Side, n: usize) -> f64 {
        let challenger = self.intercept + self.slope * n as f64;
        if side == Side::Challenger { challenger } else { 1.0 - challenger }
    }

    fn fighter(&self, side: Side) -> Fighter {
        let flow = match side {
            Side::Challenger => Flow::Linear { intercept: self.intercept, slope: self.slope },
            Side::Defender => Flow::Linear { intercept: 1.0 - self.intercept, slope: -self.slope },
        };
        fighter(side, self.monthly, self.war_cost, flow)
    }

    /// Values of war, and of fronts frozen.
    fn values(&self, side: Side) -> [Vec<f64>; 2] {
        let (zero, n, other) = match side {
            Side::Challenger => (0.0, 1.0, self.contest.collapse_defender),
            Side::Defender => (1.0, 0.0, self.contest.collapse_challenger),
        };
        let frozen = |n| (1.0 - self.monthly) * self.flow(side, n);
        let month = |n| (1.0 - self.monthly) * (self.flow(side, n) - self.war_cost) + self.monthly * other;
        self.system(month, frozen, zero, n)
    }

    /// Expected discounted months fought.
    fn months(&self) -> Vec<f64> {
        let [months, _] = self.system(|_| 1.0, |_| 0.0, 0.0, 0.0);
        months
    }
}

prop_compose! {
    fn any_war()(
        positions in 2_usize..30,
        stalemate in prop_oneof![Just(0.0), 0.0..0.95],
        collapse_challenger in prop_oneof![Just(0.0), 0.0..0.1],
        collapse_defender in prop_oneof![Just(0.0), 0.0..0.1],
        log_odds in prop_oneof![Just(0.0), -6.0..6.0],
        monthly in 0.9..0.999,
        war_cost in -0.5..5.0,
        intercept in 0.0..0.5,
        share in 0.0..0.5,
        freeze in prop_oneof![Just(0.0), 0.0..0.6],
        thaw in prop_oneof![Just(0.0), 0.0..0.6],
    ) -> War {
        let contest = Contest { positions, stalemate, collapse_challenger, collapse_defender, freeze, thaw };
        War { contest, log_odds, monthly, war_cost, intercept, slope: share / positions as f64 }
    }
}

proptest! {
    #![proptest_config(cases(300))]

    /// Closed form, the program's elimination and a full Gaussian elimination agree, on fronts that freeze and thaw too.
    #[test]
    fn closed_form_agrees_with_the_system(war in any_war()) {
        for side in Side::BOTH {
            let fighter = war.fighter(side);
            let table = Flow::Table((0..=war.contest.positions).map(|n| fighter.flow.at(n)).collect());
            let [values, frozen] = war.values(side);
            for (index, (expected, frozen)) in values.into_iter().zip(frozen).enumerate() {
                let closed = Valuer::new(&war.contest, &fighter, index + 1);
                let solved = Valuer::new(&war.contest, &Fighter { flow: table.clone(), ..fighter.clone() }, index + 1);
                for (valuer, what) in [(closed, "closed form"), (solved, "system")] {
                    let tolerance = 1e-10 * (1.0 + expected.abs());
                    assert_near(valuer.value(war.log_odds), expected, tolerance, what);
                    assert_near(valuer.frozen_at(index + 1, war.log_odds), frozen, tolerance, what);
                }
            }
        }
    }

    /// A chance of collapse of its own at each log-odds is worth what a contest with that chance is, in either form of a
    /// flow, whichever side has which.
    #[test]
    fn endurance_is_another_chance_of_collapse(war in any_war(), collapses in proptest::collection::vec(0.0..0.1, 19)) {
        let position = war.contest.positions / 2;
        let log_odds: Vec<f64> = (0..19).map(|i| war.log_odds + 0.1 * f64::from(i)).collect();
        for tables in [[false, false], [true, false], [false, true], [true, true]] {
            let tables = PerSide::new(tables[0], tables[1]);
            let fighters = PerSide::each(|side| {
                let linear = war.fighter(side);
                let table = Flow::Table((0..=war.contest.positions).map(|n| linear.flow.at(n)).collect());
                if tables[side] { Fighter { flow: table, ..linear } } else { linear }
            });
            let valuers = Side::BOTH.map(|side| Valuer::new(&war.contest, &fighters[side], position));
            let mut out = [[0.0; 19]; 2];
            let [challenger, defender] = &mut out;
            values_enduring(&valuers, &log_odds, &collapses, &mut [challenger, defender]);
            for (side, out) in Side::BOTH.into_iter().zip(out) {
                for ((&log_odds, &collapse_defender), got) in log_odds.iter().zip(&collapses).zip(out) {
                    let contest = Contest { collapse_defender, ..war.contest };
                    let expected = Valuer::new(&contest, &fighters[side], position).value(log_odds);
                    assert_near(got, expected, 1e-15 * (1.0 + expected.abs()), "with its own collapse");
                }
            }
        }
    }

    /// Equal discount factors, equal beliefs, opposed utilities: W_A + W_D = 1 - (c_A + c_D)(1 - delta) times the discounted
    /// months fought; frozen months cost nothing.
    #[test]
    fn war_loses_exactly_its_costs(war in any_war()) {
        for (index, months) in war.months().into_iter().enumerate() {
            let value = |side| Valuer::new(&war.contest, &war.fighter(side), index + 1).value(war.log_odds);
            let lost = 2.0 * war.war_cost * (1.0 - war.monthly) * months;
            let sum = value(Side::Challenger) + value(Side::Defender);
            assert_near(sum, 1.0 - lost, 1e-10 * (1.0 + lost.abs()), "W_A + W_D");
        }
    }
}

/// Fearon (1995): one battle decides. W_A = delta p - c_A (1 - delta).
#[test]
fn two_positions_are_the_costly_lottery() {
    for (delta, p, c) in [(0.99, 0.5, 0.3), (0.9, 0.73, 1.5), (0.999, 0.01, 0.0)] {
        let w = |side| Valuer::new(&contest(2, 0.0), &fighter(side, delta, c, flat(0.0)), 1).value(logit(p));
        assert_near(w(Side::Challenger), delta * p - c * (1.0 - delta), 1e-13, "W_A");
        assert_near(w(Side::Defender), delta * (1.0 - p) - c * (1.0 - delta), 1e-13, "W_D");
    }
}

/// Slantchev (2003), complete information, N = 6, delta = 0.9 a step, flow less cost 0.3 for both. The figures are the
/// solution of his recursion, to the six digits given.
#[test]
fn slantchev() {
    let check = |side, p, expected: [f64; 5]| {
        for (index, expected) in expected.into_iter().enumerate() {
            let valuer = Valuer::new(&contest(6, 0.0), &fighter(side, 0.9, 0.0, flat(0.3)), index + 1);
            assert_near(valuer.value(logit(p)), expected, 6e-7, &format!("W({}) at p = {p}", index + 1));
        }
    };
    check(Side::Challenger, 0.5, [0.154_301, 0.276_225, 0.392_866, 0.530_144, 0.718_565]);
    check(Side::Challenger, 0.6, [0.249_507, 0.406_494, 0.530_873, 0.656_547, 0.806_357]);
    check(Side::Defender, 0.6, [0.600_148, 0.389_164, 0.265_019, 0.175_778, 0.093_280]);
}

/// Feller (1968, XIV.2-3): P(n) = (1 - (q/p)^n) / (1 - (q/p)^N) and E[T] = (N P - n) / (p - q); at p = 1/2, n/N and
/// n (N - n). The figures are those of model section 9.
#[test]
fn gamblers_ruin() {
    let at = |p: f64, n| undiscounted(&contest(10, 0.0), n, logit(p));
    for (n, expected) in [0.339_216, 0.565_360, 0.716_122, 0.816_631, 0.883_636].into_iter().enumerate() {
        assert_near(at(0.6, n + 1).challenger_wins, expected, 6e-7, "P");
    }
    assert_near(at(0.6, 3).months, 20.806_118, 6e-7, "E[T | 3]");
    for n in 1..10 {
        assert_near(at(0.5, n).challenger_wins, n as f64 / 10.0, 1e-12, "P at even odds");
        assert_near(at(0.5, n).months, (n * (10 - n)) as f64, 1e-10, "E[T] at even odds");
    }
    // A stalemate only slows the walk down.
    let slow = undiscounted(&contest(10, 0.75), 3, logit(0.6));
    assert_near(slow.challenger_wins, at(0.6, 3).challenger_wins, 1e-12, "P with stalemate");
    assert_near(slow.months, 4.0 * at(0.6, 3).months, 1e-9, "E[T] with stalemate");
}

/// A war of the tests below.
fn example(freeze: f64, thaw: f64) -> War {
    let contest =
        Contest { positions: 8, stalemate: 0.4, collapse_challenger: 0.01, collapse_defender: 0.02, freeze, thaw };
    War { contest, log_odds: 0.3, monthly: 0.98, war_cost: 0.4, intercept: 0.1, slope: 0.1 }
}

/// 20,000 wars simulated here, step by step: mean discounted value against W, six comparisons at [`FAR`] standard errors
/// (1e-8); without freezing, with it, and with one that never thaws.
#[test]
fn simulated_wars_are_worth_w_on_average() {
    for (freeze, thaw) in [(0.0, 0.0), (0.2, 0.03), (0.1, 0.0)] {
        let war = example(freeze, thaw);
        for side in Side::BOTH {
            let worth: Vec<f64> = (0..20_000).map(|trial| simulate(&war, side, trial).value).collect();
            let expected = Valuer::new(&war.contest, &war.fighter(side), 3).value(war.log_odds);
            assert!(errors_off(&worth, expected).abs() < FAR, "{side:?}: {}", errors_off(&worth, expected));
            // Negative controls: one position further on, or without freezing, it is another war.
            let elsewhere = Valuer::new(&war.contest, &war.fighter(side), 4).value(war.log_odds);
            assert!(errors_off(&worth, elsewhere).abs() > FAR);
            let contest = Contest { freeze: 0.0, ..war.contest };
            let warmer = Valuer::new(&contest, &war.fighter(side), 3).value(war.log_odds);
            assert_eq!(errors_off(&worth, warmer).abs() > FAR, freeze > 0.0, "{}", errors_off(&worth, warmer));
        }
    }
}

/// A simulated war: what it is worth to a side, who wins (nobody: it is frozen for ever), and its months.
struct Simulated {
    value: f64,
    winner: Option<Side>,
    months: u32,
}

fn simulate(war: &War, side: Side, trial: u64) -> Simulated {
    let Contest { positions, stalemate, collapse_challenger, collapse_defender, freeze, thaw } = war.contest;
    let mut luck = purpose(0, "a test of war", trial);
    let p = 1.0 / (1.0 + (-war.log_odds).exp());
    let (mut n, mut value, mut weight, mut months) = (3, 0.0, 1.0, 0);
    let winner = loop {
        value += weight * (1.0 - war.monthly) * (war.flow(side, n) - war.war_cost);
        weight *= war.monthly;
        months += 1;
        let collapse = luck.next();
        if collapse < collapse_challenger {
            break Side::Defender;
        } else if collapse < collapse_challenger + collapse_defender {
            break Side::Challenger;
        }
        if luck.next() < freeze {
            if thaw == 0.0 {
                return Simulated { value: value + weight * war.flow(side, n), winner: None, months };
            }
            let mut thawed = false;
            while !thawed {
                value += weight * (1.0 - war.monthly) * war.flow(side, n);
                weight *= war.monthly;
                thawed = luck.next() < thaw;
            }
            continue;
        }
        if luck.next() >= stalemate {
            n = if luck.next() < p { n + 1 } else { n - 1 };
        }
        if n == 0 {
            break Side::Defender;
        } else if n == positions {
            break Side::Challenger;
        }
    };
    Simulated { value: if winner == side { value + weight } else { value }, winner: Some(winner), months }
}

/// 20,000 wars: who wins, how many freeze for ever and how long is fought, nine comparisons at [`FAR`] standard errors
/// (2e-8). Discounting has no part in them, and a thaw brings back a war that stood still meanwhile.
#[test]
fn simulated_wars_end_as_the_long_run_says() {
    for (freeze, thaw) in [(0.0, 0.0), (0.05, 0.03), (0.05, 0.0)] {
        let war = example(freeze, thaw);
        let simulated: Vec<Simulated> = (0..20_000).map(|trial| simulate(&war, Side::Challenger, trial)).collect();
        let long_run = undiscounted(&war.contest, 3, war.log_odds);
        let share = |is: &dyn Fn(&Simulated) -> f64, expected: f64| {
            let off = errors_off(&simulated.iter().map(is).collect::<Vec<_>>(), expected);
            assert!(off.abs() < FAR, "{off} standard errors off {expected}");
        };
        share(&|war| f64::from(war.winner == Some(Side::Challenger)), long_run.challenger_wins);
        share(&|war| f64::from(war.months), long_run.months);
        assert_eq!(long_run.frozen > 0.0, freeze > 0.0 && thaw == 0.0);
        if long_run.frozen > 0.0 {
            share(&|war| f64::from(war.winner.is_none()), long_run.frozen);
        }
        let still = Contest { stalemate: freeze + (1.0 - freeze) * 0.4, freeze: 0.0, thaw: 0.0, ..war.contest };
        let same = undiscounted(&still, 3, war.log_odds);
        let near = (same.challenger_wins - long_run.challenger_wins).abs() < 1e-12;
        assert_eq!(near, long_run.frozen == 0.0, "{same:?} {long_run:?}");
    }
}

/// Trials without plans: over 20,000 of them the mean realised value is W under the true p, whatever the sides
/// believe, also where the trial ends before the war does, and where the front freezes. Eight comparisons at [`FAR`]
/// standard errors (2e-8).
#[test]
fn trials_without_plans_are_worth_w() {
    let war = duel()
        .set("run.trials", 20_000)
        .set("challenger.forces", 120)
        .set("challenger.optimism", 1.0)
        .set("defender.optimism", 0.5)
        .set("challenger.collapse", 0.004)
        .set("defender.collapse", 0.008)
        .set("front.start", 2);
    let cold = war.clone().set("front.freeze", 0.04).set("front.thaw", 0.03);
    for (war, max_months) in [(&war, 12), (&war, 400), (&cold, 12), (&cold, 400)] {
        let war = war.clone().set("negotiation.max_months", max_months);
        let outcomes = war.outcomes();
        let truth = war.clone().set("challenger.optimism", 0).set("defender.optimism", 0).evaluation();
        for (side, w) in Side::BOTH.into_iter().zip([truth.challenger.w, truth.defender.w]) {
            let values: Vec<f64> = outcomes.iter().map(|outcome| outcome.values[side]).collect();
            let off = errors_off(&values, w);
            assert!(off.abs() < FAR, "{side:?}, {max_months} months: {off} standard errors");
            // Negative control: what the optimists expect is not what they get.
            let believed = outcomes[0].war_values[side];
            assert!(errors_off(&values, believed).abs() > FAR);
        }
    }
}
