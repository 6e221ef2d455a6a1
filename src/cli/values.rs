//! Numbers as they are typed after options: what is wrong is said with what the option takes.

/// Reads a whole number between two others, as people type large ones: `10000`, `10_000`, `10k`, `2M`, `1e6`.
pub(crate) fn whole<T>(least: u64, most: u64) -> impl Fn(&str) -> Result<T, String> + Clone + Send + Sync + 'static
where
    T: TryFrom<u64>,
{
    move |text| {
        let number = exact(text.trim()).filter(|number| (least..=most).contains(number));
        number.and_then(|number| T::try_from(number).ok()).ok_or_else(|| takes(least, most))
    }
}

fn takes(least: u64, most: u64) -> String {
    if most == u64::MAX {
        format!("takes a whole number, at least {least}, such as 10000, 10_000, 10k or 1e4")
    } else {
        format!("takes a whole number from {least} to {most}")
    }
}

/// The whole number that a text stands for, to the last digit.
fn exact(text: &str) -> Option<u64> {
    let (mantissa, power) = powered(text)?;
    // 10.000 is ten to some and ten thousand to others.
    let (whole, fraction) = match mantissa.split_once('.') {
        Some(_) if power == 0 => return None,
        Some(parts) => parts,
        None => (mantissa, "0"),
    };
    let (whole, fraction) = (digits(whole)?, digits(fraction)?);
    let fraction = fraction.trim_end_matches('0');
    let zeros = usize::from(power).checked_sub(fraction.len())?;
    format!("{whole}{fraction}{}", "0".repeat(zeros)).parse().ok()
}

/// A number and the power of ten behind it: `k`, `M` or an exponent.
fn powered(text: &str) -> Option<(&str, u8)> {
    let suffixed = [('k', 3), ('K', 3), ('M', 6)].into_iter();
    let mut suffixed = suffixed.filter_map(|(suffix, power)| Some((text.strip_suffix(suffix)?.trim_end(), power)));
    match text.split_once(['e', 'E']) {
        Some((mantissa, power)) => {
            let power = power.strip_prefix('+').unwrap_or(power);
            Some((mantissa, power.parse().ok()?))
        }
        None => Some(suffixed.next().unwrap_or((text, 0))),
    }
}

/// Digits without the underscores between them.
fn digits(text: &str) -> Option<String> {
    let groups = text.split('_');
    let sound = groups.clone().all(|group| !group.is_empty() && group.bytes().all(|byte| byte.is_ascii_digit()));
    sound.then(|| groups.collect())
}

/// Reads the id of a plan in a list: spaces around it are not part of it.
#[allow(clippy::unnecessary_wraps)] // as clap takes it
pub(crate) fn plan_id(text: &str) -> Result<String, String> {
    Ok(text.trim().to_owned())
}

/// Reads a share above 0 and up to the most that makes sense.
pub(crate) fn share(most: f64) -> impl Fn(&str) -> Result<f64, String> + Clone + Send + Sync + 'static {
    move |text| {
        let number = text.trim().parse::<f64>().ok().filter(|number| *number > 0.0 && *number <= most);
        number.ok_or_else(|| format!("takes a share above 0 and at most {most}, such as {}", most / 10.0))
    }
}

/// Reads a number above 0.
pub(crate) fn weight(text: &str) -> Result<f64, String> {
    let number = text.trim().parse::<f64>().ok().filter(|number| number.is_finite() && *number > 0.0);
    number.ok_or_else(|| "takes numbers above 0, such as 2,1,1".to_owned())
}

/// Reads any number.
pub(crate) fn number(text: &str) -> Result<f64, String> {
    let number = text.trim().parse::<f64>().ok().filter(|number| number.is_finite());
    number.ok_or_else(|| "takes a number, such as 0.5".to_owned())
}

/// Reads the half-width of an interval.
pub(crate) fn half_width(text: &str) -> Result<f64, String> {
    let number = text.trim().parse::<f64>().ok().filter(|number| number.is_finite() && *number >= 0.0);
    number.ok_or_else(|| "takes a half-width between 0 and 0.5, such as 0.005".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whole_numbers_stay_within_bounds() {
        let trials = whole::<u64>(1, u64::MAX);
        assert_eq!(trials("18446744073709551615"), Ok(u64::MAX));
        for wrong in ["-5", "0", "1.5", "many", "18446744073709551616", ""] {
            let told = "takes a whole number, at least 1, such as 10000, 10_000, 10k or 1e4";
            assert_eq!(trials(wrong), Err(told.to_owned()), "{wrong}");
        }
        let dpi = whole::<u16>(36, 1200);
        assert_eq!(dpi("36"), Ok(36));
        assert_eq!(dpi("35"), Err("takes a whole number from 36 to 1200".to_owned()));
    }

    #[test]
    fn large_numbers_are_read_as_people_type_them() {
        for (text, number) in [
            ("10_000", 10_000),
            ("1_000_000", 1_000_000),
            ("10k", 10_000),
            ("10 k", 10_000),
            ("3K", 3_000),
            ("2M", 2_000_000),
            ("1e6", 1_000_000),
            ("1E+6", 1_000_000),
            ("2.5M", 2_500_000),
            ("1.024k", 1_024),
            ("1.50e1", 15),
            // Beyond the whole numbers that a double holds.
            ("9007199254740993", 9_007_199_254_740_993),
            ("18446744073709551.615k", u64::MAX),
        ] {
            assert_eq!(exact(text), Some(number), "{text}");
        }
        for wrong in [
            "1.5", "5.0", "10.000", "1.0005k", "1e-3", "1e300", "_1", "1_", "1__0", "10kk", "k", "e6", ".5k", "2m",
            "1,000", "0x10", "-1k", "1e",
        ] {
            assert_eq!(exact(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn half_widths_are_not_negative() {
        assert_eq!(half_width("0.005"), Ok(0.005));
        for wrong in ["-0.1", "nan", "inf", "wide"] {
            assert!(half_width(wrong).unwrap_err().contains("between 0 and 0.5"), "{wrong}");
        }
    }
}
