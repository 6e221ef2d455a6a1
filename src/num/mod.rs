//! Elementary functions on basic arithmetic, so that results are the same bits on every machine.

/// e^x
#[must_use]
pub fn exp(x: f64) -> f64 {
    x.exp()
}
/// natural logarithm
#[must_use]
pub fn ln(x: f64) -> f64 {
    x.ln()
}
/// e^x - 1
#[must_use]
pub fn exp_m1(x: f64) -> f64 {
    x.exp_m1()
}
/// ln(1 + x)
#[must_use]
pub fn ln_1p(x: f64) -> f64 {
    x.ln_1p()
}
/// x^y for x >= 0
#[must_use]
pub fn pow(x: f64, y: f64) -> f64 {
    x.powf(y)
}
/// x^n by multiplication
#[must_use]
pub fn powi(x: f64, n: u32) -> f64 {
    x.powi(n as i32)
}
/// hyperbolic tangent
#[must_use]
pub fn tanh(x: f64) -> f64 {
    x.tanh()
}
/// 1/(1 + e^-x)
#[must_use]
pub fn logistic(x: f64) -> f64 {
    1.0 / (1.0 + exp(-x))
}
/// ln(p/(1-p)); -inf at 0, +inf at 1
#[must_use]
pub fn logit(p: f64) -> f64 {
    ln(p / (1.0 - p))
}

/// Standard normal cumulative distribution function
#[must_use]
pub fn normal_cdf(z: f64) -> f64 {
    0.5 * statrs::function::erf::erfc(-z * std::f64::consts::FRAC_1_SQRT_2)
}
/// Standard normal quantile
#[must_use]
pub fn normal_quantile(p: f64) -> f64 {
    -std::f64::consts::SQRT_2 * statrs::function::erf::erfc_inv(2.0 * p)
}
/// Regularised incomplete beta function
#[must_use]
pub fn beta_regularised(a: f64, b: f64, x: f64) -> f64 {
    statrs::function::beta::beta_reg(a, b, x)
}
/// Beta density
#[must_use]
pub fn beta_density(a: f64, b: f64, x: f64) -> f64 {
    use statrs::distribution::Continuous;
    statrs::distribution::Beta::new(a, b).map_or(f64::NAN, |beta| beta.pdf(x))
}
/// Inverse of [`beta_regularised`] in x
#[must_use]
pub fn beta_quantile(a: f64, b: f64, p: f64) -> f64 {
    statrs::function::beta::inv_beta_reg(a, b, p)
}
