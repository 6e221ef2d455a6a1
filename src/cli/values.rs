//! Numbers as they are typed after options: what is wrong is said with what the option takes.

use std::fmt::Display;

/// Reads a whole number between two others.
pub(crate) fn whole<T>(least: u64, most: u64) -> impl Fn(&str) -> Result<T, String> + Clone + Send + Sync + 'static
where
    T: TryFrom<u64>,
{
    move |text| {
        let number = text.trim().parse::<u64>().ok().filter(|number| (least..=most).contains(number));
        number.and_then(|number| T::try_from(number).ok()).ok_or_else(|| takes(least, &most))
    }
}

fn takes(least: u64, most: &(impl Display + PartialEq<u64>)) -> String {
    if *most == u64::MAX {
        format!("takes a whole number, at least {least}")
    } else {
        format!("takes a whole number from {least} to {most}")
    }
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
        for wrong in ["-5", "0", "1.5", "many", "18446744073709551616"] {
            assert_eq!(trials(wrong), Err("takes a whole number, at least 1".to_owned()), "{wrong}");
        }
        let dpi = whole::<u16>(36, 1200);
        assert_eq!(dpi("36"), Ok(36));
        assert_eq!(dpi("35"), Err("takes a whole number from 36 to 1200".to_owned()));
    }

    #[test]
    fn half_widths_are_not_negative() {
        assert_eq!(half_width("0.005"), Ok(0.005));
        for wrong in ["-0.1", "nan", "inf", "wide"] {
            assert!(half_width(wrong).unwrap_err().contains("between 0 and 0.5"), "{wrong}");
        }
    }
}
