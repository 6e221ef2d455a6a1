//! Exact decimals: the values of a range are what a reader would write, never a running sum of binary fractions.

use std::fmt;

use crate::words::{Words, words};

use super::document::{Literal, Node, Value};

/// The most digits after the point.
const MAX_SCALE: u32 = 18;
/// The largest magnitude of the digits, so that sums and products of steps cannot overflow.
const MAX_DIGITS: i128 = 1_000_000_000_000_000_000_000_000;

/// A decimal number: `digits / 10^scale`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Decimal {
    digits: i128,
    scale: u32,
}

impl Decimal {
    /// Reads a decimal number as TOML writes it: `-1_000.25`, `1e-3`. `None` for anything else, and for numbers of more
    /// than 18 decimals or 24 digits.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.replace('_', "");
        let (mantissa, exponent) = match text.find(['e', 'E']) {
            Some(at) => (&text[..at], text[at + 1..].parse::<i32>().ok()?),
            None => (text.as_str(), 0),
        };
        let (negative, mantissa) = match mantissa.strip_prefix('-') {
            Some(rest) => (true, rest),
            None => (false, mantissa.strip_prefix('+').unwrap_or(mantissa)),
        };
        let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
        let all = format!("{whole}{fraction}");
        if all.is_empty() || !all.bytes().all(|byte| byte.is_ascii_digit()) {
            return None;
        }
        let digits: i128 = all.parse().ok()?;
        let digits = if negative { -digits } else { digits };
        Self { digits, scale: 0 }.shifted(i32::try_from(fraction.len()).ok()?.checked_sub(exponent)?)
    }

    /// The number that a file has there; `None` where it has none, or one of too many digits.
    #[must_use]
    pub fn of(node: &Node) -> Option<Self> {
        match &node.value {
            Value::Integer(Literal { text, exact, .. }) | Value::Float(Literal { text, exact, .. }) => {
                exact.map_or_else(|| Self::parse(text), |exact| Self::parse(&exact.to_string()))
            }
            _ => None,
        }
    }

    /// This number over 10^`places`.
    fn shifted(self, places: i32) -> Option<Self> {
        let mut out = self;
        if places < 0 {
            let factor = 10_i128.checked_pow(places.unsigned_abs())?;
            out.digits = out.digits.checked_mul(factor)?;
        } else {
            out.scale = places.unsigned_abs();
        }
        out = out.reduced();
        (out.scale <= MAX_SCALE && out.digits.abs() <= MAX_DIGITS).then_some(out)
    }

    /// Without zeros at the end of the decimals.
    fn reduced(mut self) -> Self {
        while self.scale > 0 && self.digits % 10 == 0 {
            self.digits /= 10;
            self.scale -= 1;
        }
        self
    }

    /// The digits with so many decimals, at least as many as there are.
    fn at(self, scale: u32) -> i128 {
        self.digits.saturating_mul(10_i128.saturating_pow(scale - self.scale))
    }

    /// The nearest double.
    #[must_use]
    pub fn value(self) -> f64 {
        // Parsing rounds once, as reading the number from a file would.
        self.to_string().parse().unwrap_or(f64::NAN)
    }
}

impl fmt::Display for Decimal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let reduced = self.reduced();
        let magnitude = reduced.digits.unsigned_abs().to_string();
        let sign = if reduced.digits < 0 { "-" } else { "" };
        let scale = reduced.scale as usize;
        if scale == 0 {
            return write!(f, "{sign}{magnitude}");
        }
        let padded = format!("{magnitude:0>width$}", width = scale + 1);
        let (whole, fraction) = padded.split_at(padded.len() - scale);
        write!(f, "{sign}{whole}.{fraction}")
    }
}

/// Why a range of numbers has no values.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RangeError {
    /// A step that never arrives.
    Direction {
        /// First value.
        from: String,
        /// Last value.
        to: String,
        /// Step.
        step: String,
    },
    /// The last value lies between two steps.
    Missed {
        /// First value.
        from: String,
        /// Last value.
        to: String,
        /// Step.
        step: String,
        /// Last value that is reached.
        last: String,
    },
    /// More values than there may be.
    TooMany {
        /// How many there would be.
        count: i128,
        /// The most.
        most: u64,
    },
    /// Numbers that have too many digits together.
    Digits,
}

impl RangeError {
    /// What is wrong, in words.
    #[must_use]
    pub fn words(&self) -> Words {
        match self {
            Self::Direction { from, to, step } => {
                words!("steps of {step} do not lead from {from} to {to}", step, from, to)
            }
            Self::Missed { from, to, step, last } => {
                words!("steps of {step} from {from} miss {to}: the last is {last}", step, from, to, last)
            }
            Self::TooMany { count, most } => words!("has {count} values; at most {most} are allowed", count, most),
            Self::Digits => words!("the numbers have too many digits to be counted exactly"),
        }
    }
}

impl fmt::Display for RangeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.words())
    }
}

impl std::error::Error for RangeError {}

/// `from`, `from + step`, …, `to`, each exact.
///
/// # Errors
/// See [`RangeError`].
pub fn stepped(from: Decimal, to: Decimal, step: Decimal, most: u64) -> Result<Vec<Decimal>, RangeError> {
    let scale = from.scale.max(to.scale).max(step.scale);
    let (first, last, by) = (from.at(scale), to.at(scale), step.at(scale));
    if [first, last, by].iter().any(|digits| digits.unsigned_abs() >= 1 << 120) {
        return Err(RangeError::Digits);
    }
    let span = last - first;
    if by == 0 || span.signum() * by.signum() < 0 {
        let [from, to, step] = [from, to, step].map(|number| number.to_string());
        return Err(RangeError::Direction { from, to, step });
    }
    let count = span / by + 1;
    if count > i128::from(most) {
        return Err(RangeError::TooMany { count, most });
    }
    let value = |index: i128| Decimal { digits: first + index * by, scale }.reduced();
    if span % by != 0 {
        let [from, to, step, last] = [from, to, step, value(count - 1)].map(|number| number.to_string());
        return Err(RangeError::Missed { from, to, step, last });
    }
    Ok((0..count).map(value).collect())
}

/// `count` numbers from `from` to `to` at equal distances, as text: exact where they are decimals of at most 18 places,
/// else the shortest text of the nearest double.
///
/// # Errors
/// See [`RangeError`].
pub fn spaced(from: Decimal, to: Decimal, count: u64) -> Result<Vec<String>, RangeError> {
    let scale = from.scale.max(to.scale);
    let (first, last) = (from.at(scale), to.at(scale));
    if [first, last].iter().any(|digits| digits.unsigned_abs() >= 1 << 100) {
        return Err(RangeError::Digits);
    }
    let parts = i128::from(count.saturating_sub(1)).max(1);
    let value = |index: i128| {
        let numerator = first * (parts - index) + last * index;
        // The fewest further decimals that make the division exact, if any do.
        let exact = (0..=MAX_SCALE - scale.min(MAX_SCALE)).find_map(|more| {
            let scaled = numerator.checked_mul(10_i128.checked_pow(more)?)?;
            (scaled % parts == 0).then(|| Decimal { digits: scaled / parts, scale: scale + more }.reduced())
        });
        exact.map_or_else(
            || format!("{}", numerator as f64 / (parts * 10_i128.pow(scale)) as f64),
            |value| value.to_string(),
        )
    };
    Ok((0..i128::from(count)).map(value).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn decimal(text: &str) -> Decimal {
        Decimal::parse(text).unwrap_or_else(|| panic!("{text}"))
    }

    fn texts(from: &str, to: &str, step: &str) -> Vec<String> {
        let values = stepped(decimal(from), decimal(to), decimal(step), 1_000).unwrap();
        values.iter().map(ToString::to_string).collect()
    }

    #[test]
    fn numbers_are_written_as_a_reader_would() {
        for (text, shown) in [
            ("0.10", "0.1"),
            ("-0.050", "-0.05"),
            ("1_000", "1000"),
            ("1e3", "1000"),
            ("2.5e-3", "0.0025"),
            ("+7", "7"),
            ("-0", "0"),
        ] {
            assert_eq!(decimal(text).to_string(), shown, "{text}");
            assert_eq!(decimal(text).value(), text.replace('_', "").parse::<f64>().unwrap() + 0.0, "{text}");
        }
        for text in ["", ".", "inf", "nan", "0x10", "1e400", "1e-400", "1.2.3", "١"] {
            assert_eq!(Decimal::parse(text), None, "{text}");
        }
    }

    #[test]
    fn steps_are_exact() {
        assert_eq!(texts("0.1", "0.5", "0.1"), ["0.1", "0.2", "0.3", "0.4", "0.5"]);
        assert_eq!(texts("1", "0", "-0.25"), ["1", "0.75", "0.5", "0.25", "0"]);
        assert_eq!(texts("5", "5", "1"), ["5"]);
        let many = stepped(decimal("0"), decimal("1"), decimal("0.001"), 2_000).unwrap();
        for (index, value) in many.iter().enumerate() {
            assert_eq!(value.value(), index as f64 / 1_000.0);
        }
    }

    #[test]
    fn ranges_that_end_elsewhere_are_refused() {
        let error = |from, to, step| stepped(decimal(from), decimal(to), decimal(step), 100).unwrap_err().to_string();
        assert_eq!(error("0", "10", "3"), "steps of 3 from 0 miss 10: the last is 9");
        assert_eq!(error("0", "1", "-0.5"), "steps of -0.5 do not lead from 0 to 1");
        assert_eq!(error("0", "1", "0"), "steps of 0 do not lead from 0 to 1");
        assert_eq!(error("0", "1", "0.001"), "has 1001 values; at most 100 are allowed");
    }

    #[test]
    fn equal_distances_are_exact_where_decimals_can_be() {
        let of = |from, to, count| spaced(decimal(from), decimal(to), count).unwrap();
        assert_eq!(of("0", "1", 5), ["0", "0.25", "0.5", "0.75", "1"]);
        assert_eq!(of("0.1", "0.3", 3), ["0.1", "0.2", "0.3"]);
        assert_eq!(of("0", "1", 4), ["0", "0.3333333333333333", "0.6666666666666666", "1"]);
        assert_eq!(of("7", "9", 1), ["7"]);
    }
}
