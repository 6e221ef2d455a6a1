//! War as a random walk: closed form, linear system, simulation and published numbers.

use armistice::model::Side;
use armistice::model::war::{Contest, Fighter, Flow, Valuer, undiscounted};
use armistice::sampling::purpose;
use proptest::prelude::*;

use crate::story::{FAR, assert_near, cases, duel, errors_off};

fn contest(positions: usize, stalemate: f64) -> Contest {
    Contest { positions, stalemate, collapse_challenger: 0.0, collapse_defender: 0.0 }
}

fn fighter(side: Side, monthly: f64, war_cost: f64, flow: Flow) -> Fighter {
    Fighter { side, discount_factor: monthly.powi(12), war_cost, flow }
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
    /// The values W(1..N-1) from the equations of model section 3, for a right-hand side per position and two ends.
    fn system(&self, right: impl Fn(usize) -> f64, at_zero: f64, at_n: f64) -> Vec<f64> {
        let Contest { positions, stalemate: r, collapse_challenger, collapse_defender } = self.contest;
        let dk = self.monthly * (1.0 - collapse_challenger - collapse_defender);
        let p = 1.0 / (1.0 + (-self.log_odds).exp());
        let (a, b) = (dk * (1.0 - r) * p, dk * (1.0 - r) * (1.0 - p));
        let n = positions - 1;
        let mut matrix = vec![vec![0.0; n + 1]; n];
        for i in 0..n {
            matrix[i][i] = 1.0 - dk * r;
            matrix[i][n] = right(i + 1);
            if i > 0 {
                matrix[i][i - 1] = -b
            } else {
                matrix[i][n] += b * at_zero
            }
            if i + 1 < n { matrix[i][i + 1] = -a } else { matrix[i][n] += a * at_n }
        }
        for i in 0..n {
            let pivot_row = matrix[i].clone();
            for row in matrix.iter_mut().skip(i + 1) {
                let factor = row[i] / pivot_row[i];
                row.iter_mut().zip(&pivot_row).for_each(|(x, p)| *x -= factor * p);
            }
        }
        let mut out = vec![0.0; n];
        for i in (0..n).rev() {
            let known: f64 = (i + 1..n).map(|j| matrix[i][j] * out[j]).sum();
            out[i] = (matrix[i][n] - known) / matrix[i][i];
        }
        out
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

    fn values(&self, side: Side) -> Vec<f64> {
        let (zero, n, other) = match side {
            Side::Challenger => (0.0, 1.0, self.contest.collapse_defender),
            Side::Defender => (1.0, 0.0, self.contest.collapse_challenger),
        };
        let month = |n| (1.0 - self.monthly) * (self.flow(side, n) - self.war_cost) + self.monthly * other;
        self.system(month, zero, n)
    }

    /// Expected discounted months fought.
    fn months(&self) -> Vec<f64> {
        self.system(|_| 1.0, 0.0, 0.0)
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
    ) -> War {
        let contest = Contest { positions, stalemate, collapse_challenger, collapse_defender };
        War { contest, log_odds, monthly, war_cost, intercept, slope: share / positions as f64 }
    }
}

proptest! {
    #![proptest_config(cases(300))]

    /// Closed form, the program's elimination and a full Gaussian elimination agree.
    #[test]
    fn closed_form_agrees_with_the_system(war in any_war()) {
        for side in Side::BOTH {
            let fighter = war.fighter(side);
            let table = Flow::Table((0..=war.contest.positions).map(|n| fighter.flow.at(n)).collect());
            for (index, expected) in war.values(side).into_iter().enumerate() {
                let closed = Valuer::new(&war.contest, &fighter, index + 1).value(war.log_odds);
                let solved = Valuer::new(&war.contest, &Fighter { flow: table.clone(), ..fighter.clone() }, index + 1);
                let tolerance = 1e-10 * (1.0 + expected.abs());
                assert_near(closed, expected, tolerance, "closed form");
                assert_near(solved.value(war.log_odds), expected, tolerance, "system");
            }
        }
    }

    /// Equal discount factors, equal beliefs, opposed utilities: W_A + W_D = 1 - (c_A + c_D)(1 - delta) G(n).
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
        assert_near(at(0.6, n + 1).0, expected, 6e-7, "P");
    }
    assert_near(at(0.6, 3).1, 20.806_118, 6e-7, "E[T | 3]");
    for n in 1..10 {
        assert_near(at(0.5, n).0, n as f64 / 10.0, 1e-12, "P at even odds");
        assert_near(at(0.5, n).1, (n * (10 - n)) as f64, 1e-10, "E[T] at even odds");
    }
    // A stalemate only slows the walk down.
    let slow = undiscounted(&contest(10, 0.75), 3, logit(0.6));
    assert_near(slow.0, at(0.6, 3).0, 1e-12, "P with stalemate");
    assert_near(slow.1, 4.0 * at(0.6, 3).1, 1e-9, "E[T] with stalemate");
}

/// 20,000 wars simulated here, step by step as section 3 says: mean discounted value against W, [`FAR`] standard errors.
#[test]
fn simulated_wars_are_worth_w_on_average() {
    let war = War {
        contest: Contest { positions: 8, stalemate: 0.4, collapse_challenger: 0.01, collapse_defender: 0.02 },
        log_odds: 0.3,
        monthly: 0.98,
        war_cost: 0.4,
        intercept: 0.1,
        slope: 0.1,
    };
    for side in Side::BOTH {
        let worth: Vec<f64> = (0..20_000).map(|trial| simulate(&war, side, trial)).collect();
        let expected = Valuer::new(&war.contest, &war.fighter(side), 3).value(war.log_odds);
        assert!(errors_off(&worth, expected).abs() < FAR, "{side:?}: {}", errors_off(&worth, expected));
        // Negative control: one position further on is another war.
        let elsewhere = Valuer::new(&war.contest, &war.fighter(side), 4).value(war.log_odds);
        assert!(errors_off(&worth, elsewhere).abs() > FAR);
    }
}

fn simulate(war: &War, side: Side, trial: u64) -> f64 {
    let Contest { positions, stalemate, collapse_challenger, collapse_defender } = war.contest;
    let mut luck = purpose(0, "a test of war", trial);
    let p = 1.0 / (1.0 + (-war.log_odds).exp());
    let (mut n, mut value, mut weight) = (3, 0.0, 1.0);
    let winner = loop {
        value += weight * (1.0 - war.monthly) * (war.flow(side, n) - war.war_cost);
        weight *= war.monthly;
        let collapse = luck.next();
        if collapse < collapse_challenger {
            break Side::Defender;
        } else if collapse < collapse_challenger + collapse_defender {
            break Side::Challenger;
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
    if winner == side { value + weight } else { value }
}

/// Trials without plans: over 20,000 of them the mean realised value is W under the true p, whatever the sides
/// believe, also where the trial ends before the war does. Four comparisons at [`FAR`] standard errors.
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
    for max_months in [12, 400] {
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
