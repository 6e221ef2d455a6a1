//! Shares that sum to one: a Dirichlet distribution, whatever the order in which its stick is broken.

use armistice::analysis::assess::Assessor;
use armistice::engine::Engine;
use armistice::model::Side;
use armistice::scenario::{Scenario, load};
use statrs::distribution::{Beta, ContinuousCDF};

const DRAWS: u64 = 4096;
const ALPHA: [f64; 3] = [6.0, 3.0, 1.5];
const PATHS: [&str; 3] = [
    "challenger.demands.territory.salience",
    "challenger.demands.defender_forces.salience",
    "challenger.demands.foreign_troops.salience",
];

fn set(further: &[&str]) -> Result<Scenario, String> {
    let share =
        |(path, alpha): (&&str, &f64)| format!("{path}={{ shares = {{ of = \"priorities\", alpha = {alpha} }} }}");
    let mut sets: Vec<String> = PATHS.iter().zip(&ALPHA).map(share).collect();
    sets.extend([format!("run.trials={DRAWS}"), "run.sampling=monte_carlo".to_owned()]);
    sets.extend(further.iter().map(|it| (*it).to_owned()));
    load("scenarios/tiny.toml".as_ref(), &sets, None).map(|loaded| loaded.scenario).map_err(|faults| faults.to_string())
}

/// The shares in every draw, in the order of [`PATHS`]; the last one by path is what the others leave.
fn drawn(scenario: &Scenario) -> Vec<[f64; 3]> {
    let place = |path: &str| scenario.inputs().iter().position(|input| input.path == path);
    let places = PATHS.map(place);
    assert_eq!(places.map(|place| place.is_some()), [false, true, true], "the last by path is no input");
    let mut out = Vec::new();
    let engine = Engine::new(scenario).unwrap();
    for first in (0..DRAWS).step_by(32) {
        engine.worker().play(first, 32, &mut |_, row| {
            let [caps, troops] = [1, 2].map(|share| row.inputs[places[share].unwrap()]);
            out.push([1.0 - caps - troops, caps, troops]);
        });
    }
    out
}

/// Mean a/A, variance a(A - a)/(A^2 (A + 1)), covariance -a b/(A^2 (A + 1)), and each margin is Beta(a, A - a). Means and
/// products within 6 standard errors, once in 500 million; Kolmogorov's statistic below 2.6/sqrt(n), once in 370,000 for each
/// of three margins.
#[test]
fn they_have_a_dirichlet_distribution() {
    let drawn = drawn(&set(&[]).unwrap());
    let (n, sum) = (DRAWS as f64, ALPHA.iter().sum::<f64>());
    let mean = ALPHA.map(|alpha| alpha / sum);
    for (one, &alpha) in ALPHA.iter().enumerate() {
        let margin = Beta::new(alpha, sum - alpha).unwrap();
        let mut values: Vec<f64> = drawn.iter().map(|draw| draw[one]).collect();
        assert!(values.iter().all(|&share| share > 0.0 && share < 1.0));
        values.sort_by(f64::total_cmp);
        let off = |(rank, &value): (usize, &f64)| {
            let cdf = margin.cdf(value);
            (cdf - rank as f64 / n).abs().max((cdf - (rank + 1) as f64 / n).abs())
        };
        let statistic = values.iter().enumerate().map(off).fold(0.0, f64::max);
        assert!(statistic < 2.6 / n.sqrt(), "{}: {statistic}", PATHS[one]);
        for (other, &beta) in ALPHA.iter().enumerate() {
            let products: Vec<f64> =
                drawn.iter().map(|draw| (draw[one] - mean[one]) * (draw[other] - mean[other])).collect();
            let found = products.iter().sum::<f64>() / n;
            let expected = if one == other { alpha * (sum - alpha) } else { -alpha * beta } / (sum * sum * (sum + 1.0));
            let variance = products.iter().map(|it| (it - found).powi(2)).sum::<f64>() / n;
            assert!((found - expected).abs() < 6.0 * (variance / n).sqrt(), "{one} {other}: {found}, {expected}");
        }
    }
}

/// What follows from them is exact: they sum to one at central values and in every draw, and these are the means.
#[test]
fn they_sum_to_one() {
    let scenario = set(&[]).unwrap();
    let demands = scenario.central().demands(Side::Challenger);
    let sum = ALPHA.iter().sum::<f64>();
    for (demand, alpha) in demands.iter().zip(ALPHA) {
        assert!((demand.salience - alpha / sum).abs() < 1e-15, "{}", demand.salience);
    }
    let mut assessor = Assessor::new(&scenario).unwrap();
    let central = assessor.central();
    assert!(assessor.assess(&central).is_ok());
    let too_much: Vec<f64> = assessor
        .inputs()
        .iter()
        .zip(central)
        .map(|(input, value)| if PATHS.contains(&input.path.as_str()) { 0.7 } else { value })
        .collect();
    let refused = assessor.assess(&too_much).unwrap_err().to_string();
    assert!(refused.contains("territory.salience"), "{refused}");
}

#[test]
fn what_cannot_be_a_share_is_refused() {
    let told = |further: &str| set(&[further]).unwrap_err();
    let alone = told("challenger.growth={ shares = { of = \"others\", alpha = 2 } }");
    assert!(alone.contains("`challenger.growth` is the only one of the shares of \"others\""), "{alone}");
    let whole = told("front.positions={ shares = { of = \"priorities\", alpha = 2 } }");
    assert!(whole.contains("takes whole numbers"), "{whole}");
    let beyond = told("challenger.discount_factor={ shares = { of = \"priorities\", alpha = 2 } }");
    assert!(beyond.contains("`challenger.discount_factor` can be anything from 0 to 1; allowed: from 0.2"), "{beyond}");
    let alpha = told("challenger.growth={ shares = { of = \"priorities\", alpha = 0 } }");
    assert!(alpha.contains("allowed: from 0.01 to 100000"), "{alpha}");
    let missing = told("challenger.growth={ shares = { of = \"priorities\" } }");
    assert!(missing.contains("`challenger.growth.shares.alpha` is missing"), "{missing}");
}
