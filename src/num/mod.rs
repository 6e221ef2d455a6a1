//! Elementary and special functions on plain arithmetic.
//!
//! Additions, multiplications, divisions and square roots of IEEE 754 numbers are the same everywhere; the functions
//! of a system's mathematical library are not. So whatever decides a result uses these and never `f64::exp`, `f64::ln`
//! and their like, and results are the same bits on every machine. Nothing here uses fused multiply-add.
//!
//! Bounds are stated in units in the last place of the result (ulp) and tested against 40-digit values.

// the compiler must see these bodies in the caller's loop to make vector code of it
#![allow(clippy::inline_always)]

mod beta;
pub mod chebyshev;
mod double;
mod exp;
mod hyperbolic;
mod ln;
mod normal;
mod pow;
mod round;
pub mod simd;
mod sine;
mod symmetric;

pub use beta::{BetaShape, beta_regularised};
pub use exp::{exp, exp_m1};
pub use hyperbolic::{logistic, logistic_parts, logit, tanh};
pub use ln::{ln, ln_1p};
pub use normal::{erfc, normal_cdf, normal_quantile};
pub use pow::{pow, powi};
pub use sine::sin;
pub use symmetric::eigen;

#[cfg(test)]
mod tests;
