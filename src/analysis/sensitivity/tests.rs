//! Published values of test functions.

use std::f64::consts::PI;

use super::*;

fn singles(count: usize) -> Vec<InputGroup> {
    (0..count).map(|input| InputGroup { name: format!("x{}", input + 1), members: vec![input] }).collect()
}

fn found(of: impl Fn(&[f64]) -> f64, groups: &[InputGroup], method: SensitivityMethod, points: u64) -> Vec<Driver> {
    let inputs = groups.iter().map(|group| group.members.len()).sum::<usize>();
    let paths: Vec<String> = (0..inputs).map(|input| format!("x{}", input + 1)).collect();
    let response = |places: &[Vec<f64>]| places.iter().map(|place| Some(of(place))).collect();
    let asked = DriverQuestion { response: &response, seed: 1, paths: &paths, groups, points };
    let mut drivers = asked.by(method).unwrap().drivers;
    drivers.sort_by(|a, b| a.name.cmp(&b.name));
    drivers
}

/// Ishigami & Homma (1990) with a = 7, b = 0.1.
fn ishigami(place: &[f64]) -> f64 {
    let [x, y, z] = [0, 1, 2].map(|input| (2.0 * place[input] - 1.0) * PI);
    x.sin() + 7.0 * y.sin() * y.sin() + 0.1 * z.powi(4) * x.sin()
}

/// Sobol's G with the coefficients of Saltelli et al. (2010).
fn g(place: &[f64]) -> f64 {
    let a = [0.0, 1.0, 4.5, 9.0, 99.0, 99.0, 99.0, 99.0];
    place.iter().zip(a).map(|(u, a)| ((4.0 * u - 2.0).abs() + a) / (1.0 + a)).product()
}

fn values(drivers: &[Driver], of: impl Fn(&Driver) -> Option<Resampled>) -> Vec<Resampled> {
    drivers.iter().map(|it| of(it).unwrap()).collect()
}

fn near(found: &[Resampled], exact: &[f64], within: f64) {
    for (it, exact) in found.iter().zip(exact) {
        assert!((it.value - exact).abs() < within, "{it:?} {exact}");
        assert!(it.low <= *exact + within && it.high >= *exact - within, "{it:?} {exact}");
    }
}

/// The standard errors at so many points are at most 0.012 and 0.016: inputs beyond a net of ten are as in a Latin hypercube.
#[test]
fn indices_of_ishigami_are_those_published() {
    let drivers = found(ishigami, &singles(3), SensitivityMethod::Sobol, 8192);
    near(&values(&drivers, |it| it.first), &[0.3139, 0.4424, 0.0], 0.036);
    near(&values(&drivers, |it| it.total), &[0.5576, 0.4424, 0.2437], 0.048);
}

#[test]
fn indices_of_g_are_those_published() {
    let drivers = found(g, &singles(8), SensitivityMethod::Sobol, 8192);
    let first = [0.7162, 0.1790, 0.0237, 0.0072, 0.0001, 0.0001, 0.0001, 0.0001];
    let total = [0.7871, 0.2422, 0.0343, 0.0105, 0.0001, 0.0001, 0.0001, 0.0001];
    near(&values(&drivers, |it| it.first), &first, 0.036);
    near(&values(&drivers, |it| it.total), &total, 0.048);
}

/// What moves together is one: of Ishigami the group of x1 and x3 has S = ST = 0.5576.
#[test]
fn a_group_has_the_share_of_all_in_it() {
    let groups = [
        InputGroup { name: "both".to_owned(), members: vec![0, 2] },
        InputGroup { name: "other".to_owned(), members: vec![1] },
    ];
    let drivers = found(ishigami, &groups, SensitivityMethod::Sobol, 4096);
    near(&values(&drivers, |it| it.first), &[0.5576, 0.4424], 0.06);
    near(&values(&drivers, |it| it.total), &[0.5576, 0.4424], 0.06);
}

/// The half of what x1 and x3 do together goes to each (Owen 2014): 0.4358, 0.4424, 0.1218.
#[test]
fn shapley_effects_deal_out_interactions_evenly() {
    let drivers = found(ishigami, &singles(3), SensitivityMethod::Shapley, 8192);
    let effects = values(&drivers, |it| it.shapley);
    near(&effects, &[0.4358, 0.4424, 0.1218], 0.03);
    assert!((effects.iter().map(|it| it.value).sum::<f64>() - 1.0).abs() < 1e-12);
}

/// Of a linear function every elementary effect is its coefficient; a product spreads them.
#[test]
fn elementary_effects_of_a_line_are_its_slopes() {
    let of = |u: &[f64]| 2.0 * u[0] - 3.0 * u[1] + u[2] * u[3];
    let drivers = found(of, &singles(4), SensitivityMethod::Morris, 64);
    for (driver, slope) in drivers.iter().zip([2.0, -3.0]) {
        let size = driver.mu_star.unwrap();
        assert!((driver.mu.unwrap() - slope).abs() < 1e-12 && driver.sigma.unwrap() < 1e-12);
        assert!((size.value - slope.abs()).abs() < 1e-12 && (size.high - size.low).abs() < 1e-12);
    }
    let product = &drivers[2];
    assert!((product.mu.unwrap() - 0.5).abs() < 0.15 && product.sigma.unwrap() > 0.15, "{product:?}");
}

/// SALib 1.6 makes the same indices of the same figures; `tests/sensitivity/salib.py` wrote them.
#[test]
fn estimators_are_those_of_salib() {
    #[derive(serde::Deserialize)]
    struct Salib {
        a: Vec<f64>,
        b: Vec<f64>,
        mixed: Vec<Vec<f64>>,
        first: Vec<f64>,
        total: Vec<f64>,
    }
    let salib: Salib = serde_json::from_str(include_str!("../../../tests/vectors/salib.json")).unwrap();
    let rows: Vec<usize> = (0..salib.a.len()).collect();
    let found = sobol::indices(&salib.a, &salib.b, &salib.mixed)(&rows);
    for (of, (first, total)) in found.chunks(2).zip(salib.first.iter().zip(&salib.total)) {
        assert!((of[0] - first).abs() < 1e-12 && (of[1] - total).abs() < 1e-12, "{of:?} {first} {total}");
    }
}

#[test]
fn a_figure_that_is_the_same_everywhere_has_no_drivers() {
    for method in [SensitivityMethod::Sobol, SensitivityMethod::Morris, SensitivityMethod::Shapley] {
        let drivers = found(|_| 0.3, &singles(3), method, 32);
        assert!(drivers.iter().all(|it| it.weight() == 0.0 && it.first.is_none()), "{method:?}");
    }
}

/// Rows with a world that has no meaning are left out whole.
#[test]
fn what_has_no_figure_is_left_out() {
    let groups = singles(2);
    let paths = ["x1", "x2"].map(String::from);
    let response = |places: &[Vec<f64>]| places.iter().map(|u| (u[0] < 0.9).then_some(u[0] + u[1])).collect();
    let asked = DriverQuestion { response: &response, seed: 1, paths: &paths, groups: &groups, points: 64 };
    for method in [SensitivityMethod::Sobol, SensitivityMethod::Morris, SensitivityMethod::Shapley] {
        let found = asked.by(method).unwrap();
        assert!(found.failed > 0 && found.failed < 64 && found.sd > 0.0, "{found:?}");
    }
}
