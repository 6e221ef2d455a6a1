use std::collections::BTreeMap;

use super::*;

/// Distance from `exact` in units in the last place, where exact = nearest + rest ulp.
fn error_in_ulp(got: f64, nearest: f64, rest: f64) -> f64 {
    if got == nearest {
        return rest.abs();
    }
    ((got - nearest) / ulp(nearest) - rest).abs()
}

fn ulp(y: f64) -> f64 {
    let y = y.abs();
    if y < f64::MIN_POSITIVE { 5e-324 } else { f64::from_bits(y.to_bits() + 1) - y }
}

/// Largest error over the reference values of `name`, and where.
fn worst(name: &str, function: impl Fn(&[f64]) -> f64) -> (f64, Vec<f64>) {
    let table: BTreeMap<String, Vec<String>> =
        serde_json::from_str(include_str!("../../tests/vectors/num.json")).expect("vectors");
    let mut worst = (0.0, Vec::new());
    for line in &table[name] {
        let numbers: Vec<f64> = line.split(' ').map(|word| word.parse().expect("number")).collect();
        let (arguments, exact) = numbers.split_at(numbers.len() - 2);
        let got = function(arguments);
        let error = error_in_ulp(got, exact[0], exact[1]);
        assert!(error.is_finite(), "{name}{arguments:?} is {got}, not {}", exact[0]);
        if error > worst.0 {
            worst = (error, arguments.to_vec());
        }
    }
    println!("{name}: {} ulp at {:?} ({} values)", worst.0, worst.1, table[name].len());
    worst
}

/// The bounds that the doc comments state, in ulp.
#[test]
fn errors_stay_within_the_stated_bounds() {
    type Function = fn(&[f64]) -> f64;
    let cases: [(&str, f64, Function); 13] = [
        ("exp", 1.0, |x| exp(x[0])),
        ("exp_m1", 2.0, |x| exp_m1(x[0])),
        ("ln", 1.0, |x| ln(x[0])),
        ("ln_1p", 2.0, |x| ln_1p(x[0])),
        ("pow", 1.0, |x| pow(x[0], x[1])),
        ("tanh", 3.0, |x| tanh(x[0])),
        ("logistic", 3.0, |x| logistic(x[0])),
        ("logit", 3.0, |x| logit(x[0])),
        ("erfc", 9.0, |x| erfc(x[0])),
        ("normal_cdf", 9.0, |x| normal_cdf(x[0])),
        ("normal_quantile", 4.5, |x| normal_quantile(x[0])),
        ("sin", 2.0, |x| sin(x[0])),
        ("pow", 1.0, |x| pow(x[0], x[1])),
    ];
    let over: Vec<_> = cases
        .iter()
        .map(|&(name, bound, function)| (name, bound, worst(name, function)))
        .filter(|(_, bound, (error, _))| error > bound)
        .collect();
    assert!(over.is_empty(), "{over:?}");
}
