//! Latin hypercube and Sobol runs: the same answers with smaller errors.

use armistice::analysis::summarise;
use armistice::analysis::summary::Summary;
use armistice::engine::Engine;
use armistice::sampling::Sampling;

use crate::story::{border, tally};

fn summary(sampling: Sampling, trials: u64) -> Summary {
    let story = border().set("run.years", 10).set("enforcement.lookahead", 15);
    let scenario = story.set("run.sampling", sampling.name()).set("run.trials", trials).scenario();
    summarise(&scenario, &tally(&scenario))
}

/// Estimate and half-width of the exact survival of a plan over the draws, at a year.
fn survival(summary: &Summary, year: usize) -> (f64, f64) {
    let survival = &summary.plans["line"].if_signed.survival;
    (survival.survival[year].unwrap(), (survival.high[year].unwrap() - survival.low[year].unwrap()) / 2.0)
}

/// Against plain Monte Carlo with 8,192 trials: estimates differ by at most four half-widths of either (about eight
/// standard errors), intervals shrink at equal cost, and with more trials.
#[test]
fn designs_agree_and_sharpen() {
    let plain = summary(Sampling::MonteCarlo, 8_192);
    let fewer = summary(Sampling::MonteCarlo, 2_048);
    for sampling in [Sampling::LatinHypercube, Sampling::Sobol] {
        let (small, large) = (summary(sampling, 512), summary(sampling, 2_048));
        for year in [1, 4, 8] {
            let (expected, plain_error) = survival(&plain, year);
            let (got, error) = survival(&large, year);
            assert!(
                (got - expected).abs() < 4.0 * (error + plain_error),
                "{sampling:?}, year {year}: {got}, {expected}"
            );
            assert!(error < 0.7 * survival(&fewer, year).1, "{sampling:?}, year {year}: {error}");
            assert!(error < survival(&small, year).1, "{sampling:?}, year {year}: {error}");
        }
        let (a, b) = (plain.classes.peace_held, large.classes.peace_held);
        let width = a.high.unwrap() - a.low.unwrap() + b.high.unwrap() - b.low.unwrap();
        assert!((a.share.unwrap() - b.share.unwrap()).abs() < 2.0 * width, "{sampling:?}: {a:?} {b:?}");
    }
}

#[test]
fn sobol_wants_a_power_of_two() {
    let scenario = border().set("run.sampling", "sobol").set("run.trials", 1_000).scenario();
    let error = Engine::new(&scenario).unwrap_err().to_string();
    assert!(error.contains("512") && error.contains("1024"), "{error}");
}

/// Declared rank correlations are those of the draws: Spearman's rho of 4,096 pairs has a standard error of 1/64 at
/// most; six of them are 0.094.
#[test]
fn inputs_are_correlated_as_declared() {
    for sampling in ["monte_carlo", "latin_hypercube", "sobol"] {
        let story = border()
            .set("run.sampling", sampling)
            .set("run.trials", 4_096)
            .set("run.years", 1)
            .set("enforcement.lookahead", 1)
            .set("negotiation.max_months", 1)
            .add("[[correlation]]\nbetween = [\"challenger.optimism\", \"defender.war_cost\"]\nrank = 0.6\n");
        let paths: Vec<String> = story.scenario().inputs().iter().map(|input| input.path.clone()).collect();
        let column = |path: &str| paths.iter().position(|p| p == path).unwrap();
        let trials = story.trials();
        let ranks = |path: &str| {
            let mut order: Vec<usize> = (0..trials.len()).collect();
            order.sort_by(|&a, &b| trials[a].inputs[column(path)].total_cmp(&trials[b].inputs[column(path)]));
            let mut ranks = vec![0.0; trials.len()];
            order.into_iter().enumerate().for_each(|(rank, trial)| ranks[trial] = rank as f64);
            ranks
        };
        let rho = |a: &[f64], b: &[f64]| {
            let n = a.len() as f64;
            let squares: f64 = a.iter().zip(b).map(|(a, b)| (a - b).powi(2)).sum();
            1.0 - 6.0 * squares / (n * (n * n - 1.0))
        };
        let (optimism, cost, growth) =
            (ranks("challenger.optimism"), ranks("defender.war_cost"), ranks("challenger.growth"));
        assert!((rho(&optimism, &cost) - 0.6).abs() < 0.094, "{sampling}: {}", rho(&optimism, &cost));
        assert!(rho(&optimism, &growth).abs() < 0.094, "{sampling}: {}", rho(&optimism, &growth));
    }
}
