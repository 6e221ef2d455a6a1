//! Numbers as people type them elsewhere, and how they are written here.

use crate::words::words;

use super::advice::Advice;

/// What else a text that stands where a number should was meant to be; `thousands`: the key's unit is thousands.
pub(super) fn typed(text: &str, thousands: bool) -> Option<Advice> {
    let text = text.trim();
    not_a_number(text)
        .or_else(|| spelt_point(text))
        .or_else(|| grouped(text))
        .or_else(|| multiplied(text, thousands))
        .or_else(|| range(text))
        .or_else(|| foreign_signs(text))
        .or_else(|| with_unit(text))
}

/// The number in quotes, where it needs none.
pub(super) fn unquoted(text: &str) -> Option<Advice> {
    let plain = text.trim().replace('_', "");
    let finite = plain.parse::<f64>().is_ok_and(f64::is_finite) && is_plain(&plain);
    finite.then(|| Advice::write(&plain, words!("write the number without quotes")))
}

/// How a number without a fraction is written where only whole ones are taken.
pub(super) fn whole(value: f64) -> Option<Advice> {
    let exact = value == value.trunc() && value.abs() < 1e15;
    exact
        .then(|| Advice::write(&value.to_string(), words!("whole numbers are written as digits alone: {value}", value)))
}

/// A whole number whose thousands are set apart by a point, which TOML takes for a decimal point: `1.000`, `2.500`.
pub(super) fn grouped_by_point(text: &str) -> Option<Advice> {
    let (sign, bare) = split_sign(text);
    let (thousands, rest) = bare.split_once('.')?;
    let grouped = is_digits(thousands) && thousands.len() <= 3 && !thousands.starts_with('0');
    if !grouped || rest.len() != 3 || !is_digits(rest) {
        return None;
    }
    let meant = format!("{sign}{thousands}{rest}");
    Some(Advice::write(
        &meant,
        words!(
            "a whole number is written {meant} or {sign}{thousands}_{rest}, without a point",
            meant,
            sign,
            thousands,
            rest
        ),
    ))
}

/// `true` or `false` in the words of other languages and people.
pub(super) fn truth(text: &str) -> Option<Advice> {
    let meant = match text.trim().to_lowercase().as_str() {
        "true" | "yes" | "on" | "y" | "t" | "1" => "true",
        "false" | "no" | "off" | "n" | "f" | "0" => "false",
        _ => return None,
    };
    Some(Advice::write(meant, words!("write {meant}, in small letters and without quotes", meant)))
}

/// Whether a text is a decimal number as TOML has it: digits on both sides of its point.
fn is_plain(text: &str) -> bool {
    let digits = text.trim_start_matches(['-', '+']);
    digits.starts_with(|c: char| c.is_ascii_digit()) && text.ends_with(|c: char| c.is_ascii_digit())
}

fn not_a_number(text: &str) -> Option<Advice> {
    let words = ["nan", "na", "n/a", "null", "nil", "#n/a", "?", "unknown"];
    let sign = text.trim_start_matches(['-', '+']).to_lowercase();
    let known = words.contains(&sign.as_str());
    known.then(|| Advice::say(words!("{text} is no number: give one, or leave out a key that has a default", text)))
}

/// `.5` and `5.`
fn spelt_point(text: &str) -> Option<Advice> {
    let (sign, bare) = split_sign(text);
    let meant = match bare.split_once('.')? {
        ("", fraction) if is_digits(fraction) => format!("{sign}0.{fraction}"),
        (whole, "") if is_digits(whole) => format!("{sign}{whole}"),
        _ => return None,
    };
    Some(Advice::write(&meant, words!("write {meant}: a decimal point has digits on both sides", meant)))
}

/// Thousands set apart: `3 000`, `1,234,567`, `1'000`, `1.234,5`.
fn grouped(text: &str) -> Option<Advice> {
    let (sign, bare) = split_sign(text);
    let separator = bare.chars().find(|c| !c.is_ascii_digit())?;
    let name = match separator {
        ' ' | '\u{a0}' | '\u{202f}' | '\u{2009}' => "spaces",
        '\'' | '\u{2019}' => "apostrophes",
        ',' => "commas",
        '.' => "points",
        _ => return None,
    };
    let (whole, fraction) = match bare.split_once(|c| matches!(c, '.' | ',') && c != separator) {
        Some((whole, fraction)) if is_digits(fraction) => (whole, Some(fraction)),
        Some(_) => return None,
        None => (bare, None),
    };
    let groups: Vec<&str> = whole.split(separator).collect();
    // One group behind a comma or a point is as likely a fraction.
    let clear = groups.len() > 2 || !matches!(separator, ',' | '.') || fraction.is_some();
    let sound = (1..=3).contains(&groups[0].len())
        && is_digits(groups[0])
        && groups.len() > 1
        && groups[1..].iter().all(|group| group.len() == 3 && is_digits(group));
    if !sound || !clear {
        return None;
    }
    let fraction = fraction.map(|digits| format!(".{digits}")).unwrap_or_default();
    let meant = format!("{sign}{}{fraction}", groups.concat());
    Some(Advice::write(&meant, words!("thousands are written without {name}: {meant}", name, meant)))
}

/// `10k`, `1.5M`, `3 million`
fn multiplied(text: &str, thousands: bool) -> Option<Advice> {
    let (number, word) = split_number(text)?;
    let factor = match word {
        "k" | "K" | "thousand" | "thousands" => 1e3,
        "M" | "m" | "mn" | "mio" | "million" | "millions" => 1e6,
        "bn" | "billion" | "billions" => 1e9,
        _ => return None,
    };
    let value: f64 = number.parse().ok()?;
    let meant = plain(value * factor);
    let out = words!("numbers are written out: {text} is {meant}", text, meant);
    if !thousands {
        return Some(Advice::write(&meant, out));
    }
    let here = plain(value * (factor / 1e3));
    Some(Advice::write(&here, words!("{out}; forces and troops are in thousands: write {here}", out, here)))
}

/// `50-100`, `50 to 100`
fn range(text: &str) -> Option<Advice> {
    let separators = ["–", "—", "..", " to ", " - ", "-"];
    let (low, high) = separators.iter().find_map(|separator| text.split_once(separator))?;
    let (low, high) = (low.trim(), high.trim());
    let [a, b]: [f64; 2] =
        [low, high].map(|end| if is_plain(end) { end.parse().unwrap_or(f64::NAN) } else { f64::NAN });
    (a < b).then(|| {
        let meant = format!("{{ uniform = [{low}, {high}] }}");
        Advice::write(&meant, words!("a range is a distribution, such as {meant}", meant))
    })
}

/// Minus signs and digits of other alphabets, as word processors write them.
fn foreign_signs(text: &str) -> Option<Advice> {
    let plain: String = text
        .chars()
        .map(|c| match c {
            '\u{2212}' | '\u{2013}' | '\u{ff0d}' => '-',
            '\u{ff0b}' => '+',
            '\u{ff0e}' => '.',
            '\u{ff10}'..='\u{ff19}' => char::from(b'0' + (c as u32 - 0xff10) as u8),
            c => c,
        })
        .collect();
    let meant = plain != text && is_plain(&plain) && plain.parse::<f64>().is_ok_and(f64::is_finite);
    meant.then(|| Advice::write(&plain, words!("write it with the signs of a plain keyboard: {plain}", plain)))
}

/// `5 years`, `~50`, `$3`
fn with_unit(text: &str) -> Option<Advice> {
    let bare = text.trim_start_matches(['~', '≈', '$', '€', '£']).trim_start();
    let (number, unit) = split_number(bare)?;
    let is_unit = unit.chars().all(|c| c.is_alphabetic() || matches!(c, ' ' | '/' | '²' | '€' | '$' | '£' | '%'));
    let told = bare != text || (!unit.is_empty() && is_unit && !matches!(unit, "e" | "E" | "x" | "b" | "o"));
    (told && is_unit)
        .then(|| Advice::say(words!("the key fixes the unit: write the number alone, such as {number}", number)))
}

/// The number with which a text begins, and the text after it.
fn split_number(text: &str) -> Option<(&str, &str)> {
    let end = text.find(|c: char| !(c.is_ascii_digit() || matches!(c, '.' | '-' | '+' | '_'))).unwrap_or(text.len());
    let (number, rest) = text.split_at(end);
    let sound = is_plain(number) && number.parse::<f64>().is_ok_and(f64::is_finite);
    sound.then(|| (number, rest.trim()))
}

fn split_sign(text: &str) -> (&str, &str) {
    text.split_at(usize::from(text.starts_with(['-', '+'])))
}

fn is_digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// A number without exponent and without the traces of binary fractions.
fn plain(x: f64) -> String {
    let text = format!("{x:.6}");
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn meant(text: &str) -> Option<String> {
        typed(text, false).and_then(|advice| advice.suggestion)
    }

    #[test]
    fn numbers_are_understood() {
        for (text, number) in [
            (".5", "0.5"),
            ("-.25", "-0.25"),
            ("5.", "5"),
            ("3 000", "3000"),
            ("3\u{a0}000", "3000"),
            ("12\u{202f}345\u{202f}678", "12345678"),
            ("1 234.5", "1234.5"),
            ("1,234,567", "1234567"),
            ("1,234.5", "1234.5"),
            ("1.234,5", "1234.5"),
            ("1'000", "1000"),
            ("10k", "10000"),
            ("1.5M", "1500000"),
            ("0.3 million", "300000"),
            ("2bn", "2000000000"),
            ("50-100", "{ uniform = [50, 100] }"),
            ("50–100", "{ uniform = [50, 100] }"),
            ("0.2 to 0.4", "{ uniform = [0.2, 0.4] }"),
            ("-0.5..0.5", "{ uniform = [-0.5, 0.5] }"),
            ("\u{2212}5", "-5"),
            ("５０", "50"),
        ] {
            assert_eq!(meant(text).as_deref(), Some(number), "{text}");
        }
    }

    #[test]
    fn a_point_between_thousands_is_understood() {
        let advice = grouped_by_point("1.000").unwrap();
        assert_eq!(advice.suggestion.as_deref(), Some("1000"));
        assert_eq!(advice.hint, "a whole number is written 1000 or 1_000, without a point");
        for text in ["0.500", "1.5", "1.0000", "1000.000", "1e3", "1.5e3", "100"] {
            assert_eq!(grouped_by_point(text), None, "{text}");
        }
    }

    #[test]
    fn thousands_of_thousands_are_counted_once() {
        let advice = typed("10k", true).unwrap();
        assert_eq!(advice.suggestion.as_deref(), Some("10"));
        assert_eq!(advice.hint, "numbers are written out: 10k is 10000; forces and troops are in thousands: write 10");
    }

    #[test]
    fn what_is_no_number_is_not_made_one() {
        for text in ["NaN", "n/a", "null", "-nan"] {
            let advice = typed(text, false).unwrap();
            assert_eq!(advice.suggestion, None, "{text}");
            assert!(advice.hint.starts_with(&format!("{text} is no number")), "{}", advice.hint);
        }
        for text in ["5 years", "~50", "$3", "0.2/month"] {
            assert!(typed(text, false).unwrap().hint.contains("write the number alone"), "{text}");
        }
        for text in ["low", "", "5", "0.5", "1e6", "2026-01-06", "5-3", "3 00", "0x10", "1 2", "inf", "..", ".", "-"] {
            assert_eq!(typed(text, false), None, "{text}");
        }
    }

    #[test]
    fn words_for_true_and_false_are_understood() {
        let meant = |text| truth(text).and_then(|advice| advice.suggestion);
        for (text, word) in [("True", "true"), ("yes", "true"), ("FALSE", "false"), ("off", "false")] {
            assert_eq!(meant(text).as_deref(), Some(word));
        }
        assert_eq!(meant("maybe"), None);
    }
}
