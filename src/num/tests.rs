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

#[test]
fn special_values() {
    const INF: f64 = f64::INFINITY;
    assert_eq!([exp(0.0), exp(-0.0), exp(INF), exp(-INF), exp(710.0), exp(-746.0)], [1.0, 1.0, INF, 0.0, INF, 0.0]);
    assert_eq!([exp(1e300), exp(-1e300), exp(5e-324)], [INF, 0.0, 1.0]);
    assert_eq!([exp_m1(INF), exp_m1(-INF), exp_m1(-40.0), exp_m1(710.0)], [INF, -1.0, -1.0, INF]);
    assert_eq!([ln(1.0), ln(0.0), ln(-0.0), ln(INF)], [0.0, -INF, -INF, INF]);
    assert_eq!([ln_1p(0.0), ln_1p(-1.0), ln_1p(INF)], [0.0, -INF, INF]);
    assert_eq!(
        [pow(0.0, 2.0), pow(0.0, 0.0), pow(0.0, -1.0), pow(INF, 2.0), pow(INF, -2.0)],
        [0.0, 1.0, INF, INF, 0.0]
    );
    assert_eq!(
        [pow(2.0, 10.0), pow(2.0, -1074.0), pow(1.0, INF), pow(2.0, INF), pow(0.5, INF)],
        [1024.0, 5e-324, 1.0, INF, 0.0]
    );
    assert_eq!(
        [pow(0.5, -INF), pow(1e300, 2.0), pow(1e300, -2.0), powi(3.0, 0), powi(-2.0, 3)],
        [INF, INF, 0.0, 1.0, -8.0]
    );
    assert_eq!([tanh(INF), tanh(-INF), tanh(30.0)], [1.0, -1.0, 1.0]);
    assert_eq!([logistic(0.0), logistic(INF), logistic(-INF), logistic(800.0)], [0.5, 1.0, 0.0, 1.0]);
    assert_eq!([logit(0.0), logit(0.5), logit(1.0)], [-INF, 0.0, INF]);
    assert_eq!([normal_cdf(-INF), normal_cdf(0.0), normal_cdf(INF)], [0.0, 0.5, 1.0]);
    assert_eq!([normal_quantile(0.0), normal_quantile(0.5), normal_quantile(1.0)], [-INF, 0.0, INF]);
    assert_eq!([erfc(-INF), erfc(0.0), erfc(INF)], [2.0, 1.0, 0.0]);
    for function in [exp, exp_m1, ln, ln_1p, tanh, logistic, logit, normal_cdf, normal_quantile, erfc, sin] {
        assert!(function(f64::NAN).is_nan());
    }
    for nan in [
        ln(-1.0),
        ln(-INF),
        ln_1p(-1.5),
        logit(-0.1),
        logit(1.1),
        normal_quantile(-0.1),
        normal_quantile(1.1),
        pow(-1.0, 2.0),
        sin(2.0),
    ] {
        assert!(nan.is_nan());
    }
    for function in [exp_m1, ln_1p, tanh, sin] {
        assert!(function(-0.0).is_sign_negative() && function(-0.0) == 0.0);
    }
}

/// Against the crate `libm`, whose own error is below 1 ulp, at a million arguments each.
#[test]
fn no_argument_is_forgotten() {
    let mut state = 1_u64;
    let mut next = || {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 11) as f64 / 9_007_199_254_740_992.0
    };
    let apart = |got: f64, other: f64| if got == other { 0.0 } else { ((got - other) / ulp(other)).abs() };
    for _ in 0..1_000_000 {
        let x = -746.0 + 1456.0 * next();
        assert!(apart(exp(x), libm::exp(x)) <= 2.0, "exp({x})");
        let x = f64::from_bits((next() * 9_218_868_437_227_405_312.0) as u64);
        assert!(apart(ln(x), libm::log(x)) <= 2.0, "ln({x})");
        let x = 0.7 + 0.8 * next();
        assert!(apart(ln(x), libm::log(x)) <= 2.0, "ln({x})");
        let x = -1.0 + 2.0 * next();
        assert!(apart(exp_m1(x), libm::expm1(x)) <= 3.0, "exp_m1({x})");
        assert!(apart(ln_1p(x), libm::log1p(x)) <= 3.0, "ln_1p({x})");
    }
}

/// Changing these bits is value-breaking: all results of all scenarios change with them.
#[test]
fn bits_are_pinned() {
    let fold = |function: &dyn Fn(f64) -> f64| {
        (1..=10_000_u64).fold(0_u64, |hash, i| {
            let x = i as f64 / 10_007.0;
            (hash ^ function(x).to_bits()).wrapping_mul(0x0000_0100_0000_01b3).rotate_left(23)
        })
    };
    let hashes = [
        fold(&|x| exp(x * 100.0 - 50.0)),
        fold(&ln),
        fold(&exp_m1),
        fold(&ln_1p),
        fold(&|x| pow(x, 2.5)),
        fold(&tanh),
        fold(&|x| logistic(x * 100.0 - 50.0)),
        fold(&logit),
        fold(&|x| normal_cdf(x * 10.0 - 5.0)),
        fold(&normal_quantile),
        fold(&sin),
    ];
    assert_eq!(hashes, PINNED, "{hashes:#x?}");
}

const PINNED: [u64; 11] = [
    0xca6e_053b_1048_c125,
    0x301a_860d_7306_1c7c,
    0x509b_40fe_8498_5506,
    0x2c52_432e_2bf6_8b5b,
    0xdb67_b5ca_b055_036b,
    0x2ada_7ab9_e4fd_8860,
    0xed63_5258_2dba_e9bd,
    0xb57f_e9f4_ad6e_e1fb,
    0x9e3c_e884_4c03_8afe,
    0x41c3_be4b_dc26_4c0e,
    0xf3a9_6529_6b3d_087d,
];
