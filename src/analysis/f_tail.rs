//! The upper tail of the F distribution, for tests that many means are one.

use statrs::function::beta::checked_beta_reg;

/// Probability that a number of the F distribution with `df1` and `df2` degrees of freedom is above `f`.
///
/// It is the regularised incomplete beta function I_x(df2/2, df1/2) at x = df2/(df2 + df1 f) (Abramowitz and Stegun 1964,
/// 26.6.2), taken directly and not as one minus the lower tail, so that it is right far out, where it is 1e-40, as well.
/// No unit; in [0, 1]: 1 at 0 and below, 0 at infinity. `None` if `f` is not a number, or if the degrees of freedom are
/// not finite and above 0.
///
/// ```
/// use armistice::analysis::f_upper_tail;
///
/// // The 5 % point of F with 2 and 10 degrees of freedom is 4.10 in the tables.
/// let p = f_upper_tail(4.10, 2.0, 10.0).unwrap();
/// assert!((p - 0.05).abs() < 1e-4);
/// ```
#[must_use]
pub fn f_upper_tail(f: f64, df1: f64, df2: f64) -> Option<f64> {
    let known = |degrees: f64| degrees > 0.0 && degrees.is_finite();
    if f.is_nan() || !known(df1) || !known(df2) {
        return None;
    }
    if f <= 0.0 {
        return Some(1.0);
    }
    let x = df2 / (df2 + df1 * f);
    checked_beta_reg(df2 / 2.0, df1 / 2.0, x).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn close(got: Option<f64>, expected: f64, relative: f64) {
        let got = got.unwrap();
        assert!((got - expected).abs() <= relative * expected, "{got:e} is not {expected:e}");
    }

    /// With 2 degrees of freedom above, the tail is (1 + 2 f/df2)^(-df2/2): integrate the density by hand. From the middle
    /// to 1e-60; 1e-10 of it is what a continued fraction and a logarithm of the gamma function leave.
    #[test]
    fn two_degrees_above_have_a_closed_form() {
        for df2 in [1.0, 2.0, 3.0, 10.0, 40.0, 997.0] {
            for f in [0.01_f64, 0.5, 1.0, 4.0, 30.0, 200.0] {
                let exact = libm::pow(1.0 + 2.0 * f / df2, -df2 / 2.0);
                close(f_upper_tail(f, 2.0, df2), exact, 1e-10);
            }
        }
    }

    /// With 2 degrees of freedom below, the lower tail is (df1 f/(2 + df1 f))^(df1/2).
    #[test]
    fn two_degrees_below_have_a_closed_form() {
        for df1 in [1.0, 2.0, 5.0, 31.0] {
            for f in [0.05_f64, 0.5, 1.0, 3.0, 20.0] {
                let exact = 1.0 - libm::pow(df1 * f / (2.0 + df1 * f), df1 / 2.0);
                close(f_upper_tail(f, df1, 2.0), exact, 1e-10);
            }
        }
    }

    /// An even number of degrees above leaves a sum: x^(df2/2) times the sum over j < df1/2 of (df2/2)_j (1 - x)^j/j!
    /// (repeated integration by parts). With a million degrees below, ln Gamma leaves eight digits.
    #[test]
    fn even_degrees_above_leave_a_sum() {
        for df1 in [4_u32, 10, 40] {
            for df2 in [30.0, 9_000.0, 1e6] {
                for f in [0.8_f64, 1.5, 4.0, 12.0] {
                    let (x, a) = (f64::from(df1) * f / df2, df2 / 2.0);
                    let (mut term, mut sum) = (1.0, 1.0);
                    for j in 1..df1 / 2 {
                        let j = f64::from(j);
                        term *= (a + j - 1.0) / j * (x / (1.0 + x));
                        sum += term;
                    }
                    let exact = libm::exp(-a * libm::log1p(x)) * sum;
                    close(f_upper_tail(f, f64::from(df1), df2), exact, 1e-8);
                }
            }
        }
    }

    /// 80 degrees below and f = 360 above 2: 10^-40 exactly. One minus the lower tail would be 0.
    #[test]
    fn the_far_tail_is_not_nothing() {
        close(f_upper_tail(360.0, 2.0, 80.0), 1e-40, 1e-9);
        let far = f_upper_tail(1e9, 19.0, 9_980.0).unwrap();
        assert!((0.0..1e-300).contains(&far), "{far:e}");
    }

    /// Upper 5 % and 1 % points of the F distribution as they are printed in every table (Pearson and Hartley 1966, table
    /// 18), to two decimals: f(p) lies between those of the point's rounding.
    #[test]
    fn published_points_are_met() {
        for (df1, df2, point, p) in [
            (1.0, 10.0, 4.96, 0.05),
            (3.0, 20.0, 3.10, 0.05),
            (5.0, 10.0, 3.33, 0.05),
            (10.0, 30.0, 2.16, 0.05),
            (24.0, 60.0, 1.70, 0.05),
            (1.0, 10.0, 10.04, 0.01),
            (3.0, 20.0, 4.94, 0.01),
            (5.0, 10.0, 5.64, 0.01),
            (10.0, 30.0, 2.98, 0.01),
        ] {
            let tail = |f| f_upper_tail(f, df1, df2).unwrap();
            assert!(tail(point + 0.005) < p && p < tail(point - 0.005), "{df1} {df2}: {}", tail(point));
        }
    }

    #[test]
    fn the_ends_are_certain_and_nonsense_is_nothing() {
        assert_eq!(f_upper_tail(0.0, 3.0, 7.0), Some(1.0));
        assert_eq!(f_upper_tail(-1.0, 3.0, 7.0), Some(1.0));
        assert_eq!(f_upper_tail(f64::INFINITY, 3.0, 7.0), Some(0.0));
        for (f, df1, df2) in [(f64::NAN, 3.0, 7.0), (1.0, 0.0, 7.0), (1.0, 3.0, -7.0), (1.0, 3.0, f64::INFINITY)] {
            assert_eq!(f_upper_tail(f, df1, df2), None);
        }
    }
}
