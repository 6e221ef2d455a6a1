//! Slips of the pen: values as people write them elsewhere, and how they are written here.

use crate::words::{Words, words};

use super::advice::{Advice, short};
use super::typed::{truth, typed};

/// What is meant by a line of a file with a value that is written as elsewhere.
pub(super) fn slip(line: &str) -> Option<Advice> {
    let bare = without_quoted(line);
    let thousands = is_in_thousands(&bare);
    let mut values = std::iter::once(bare.as_str()).chain(bare.split('=').skip(1)).map(str::trim);
    let value = values.find_map(|value| of_number(value, thousands).or_else(|| pieces(value, thousands)));
    value.or_else(|| unquoted_text(line))
}

/// What is meant by a text that stands where a number should; `path`: of that number.
pub(super) fn of_value(value: &str, path: &str) -> Option<Advice> {
    of_number(value, is_in_thousands(path))
}

/// The same where the unit is known.
pub(super) fn of_number(value: &str, thousands: bool) -> Option<Advice> {
    let clear = typed(value, thousands).filter(|advice| advice.suggestion.is_some());
    clear.or_else(|| written(value)).or_else(|| typed(value, thousands))
}

/// A date, a percentage or a number with a comma at the beginning of a text.
fn written(value: &str) -> Option<Advice> {
    date(value).or_else(|| percent(value)).or_else(|| comma(value))
}

/// The first value in a list or table that is a number as people type it, or two without a comma between them.
fn pieces(value: &str, thousands: bool) -> Option<Advice> {
    let mut pieces = value.split([',', '[', ']', '{', '}']).map(str::trim);
    pieces.find_map(|piece| match (two_numbers(piece), typed(piece, thousands)) {
        (Some(two), Some(one)) if value.contains('[') => {
            let hint = words!("{hint}; two numbers have a comma between them: {two}", hint = one.hint, two);
            Some(Advice::say(hint))
        }
        (Some(two), None) if value.contains('[') => {
            Some(Advice::write(&two, words!("two numbers have a comma between them: {two}", two)))
        }
        (_, typed) => typed,
    })
}

/// Two numbers with nothing but a space between them, and the comma that they lack.
fn two_numbers(piece: &str) -> Option<String> {
    let numbers: Vec<&str> = piece.split(' ').filter(|number| !number.is_empty()).collect();
    let sound = numbers.len() == 2 && numbers.iter().all(|it| it.parse::<f64>().is_ok_and(f64::is_finite));
    sound.then(|| numbers.join(", "))
}

/// Whether the number of that path, or in that line, is in thousands of persons.
fn is_in_thousands(text: &str) -> bool {
    let key = text.split('=').next().unwrap_or(text);
    ["forces", "troops", "tripwire_scale"].iter().any(|name| key.contains(name))
}

/// A text without its quotes, or with those of a word processor.
fn unquoted_text(line: &str) -> Option<Advice> {
    let value = line.split_once('=')?.1.split('#').next()?.trim();
    if let Some(truth) = truth(value).filter(|_| !value.starts_with(|c: char| c.is_ascii_digit())) {
        return Some(truth);
    }
    let outer = ['“', '”', '„', '‟', '«', '»', '‘', '’'];
    // One of the two may have been typed in plain text.
    let both = outer.map(|quote| [quote, '"']).concat();
    let mixed = value.starts_with(outer) || value.starts_with('"') && value.ends_with(outer);
    let bare = if mixed { value.trim_matches(both.as_slice()) } else { value.trim_matches(outer) }.trim();
    let curly = mixed && !bare.contains('"');
    let is_text = curly
        || bare.starts_with(char::is_alphabetic)
            && bare.chars().all(|c| c.is_alphanumeric() || matches!(c, ' ' | '-' | '_' | '\'' | '.' | ',' | ':'));
    let written = format!("\"{bare}\"");
    let shown = short(&written);
    let hint = if bare == value {
        words!("text is written in double quotes: {shown}", shown)
    } else {
        words!("quotes are straight: {shown}", shown)
    };
    is_text.then(|| Advice::write(&written, hint))
}

/// How a list of whole numbers reads where each pair is a decimal with a comma: `[0,2, 0,4]`.
pub(super) fn paired(numbers: &[String]) -> Option<Advice> {
    let whole =
        |text: &String| digits(text.trim_start_matches(['-', '+'])) == text.trim_start_matches(['-', '+']).len();
    if numbers.len() < 4 || numbers.len() % 2 == 1 || !numbers.iter().all(whole) {
        return None;
    }
    let pairs: Vec<String> = numbers.chunks(2).map(|pair| format!("{}.{}", pair[0], pair[1])).collect();
    let meant = format!("[{}]", pairs.join(", "));
    Some(Advice::write(&meant, words!("decimals are written with a point: {meant}", meant)))
}

/// The line up to its comment, without what stands in quotes.
fn without_quoted(text: &str) -> String {
    let mut kept = String::new();
    let mut quote = None;
    let mut last = ' ';
    for c in text.chars() {
        // An apostrophe between digits sets thousands apart.
        let opens = c == '"' || (c == '\'' && !last.is_ascii_digit());
        last = c;
        match quote {
            Some(open) if c == open => quote = None,
            Some(_) => {}
            None if opens => quote = Some(c),
            None if c == '#' => break,
            None => kept.push(c),
        }
    }
    kept
}

/// Bytes of the digits with which a text begins.
fn digits(text: &str) -> usize {
    text.bytes().take_while(u8::is_ascii_digit).count()
}

/// The sign and digits with which a text begins, and what follows.
fn number(text: &str) -> Option<(&str, &str)> {
    let sign = usize::from(text.starts_with(['-', '+']));
    let length = digits(&text[sign..]);
    (length > 0).then(|| text.split_at(sign + length))
}

fn comma(text: &str) -> Option<Advice> {
    let (whole, rest) = number(text)?;
    let rest = rest.strip_prefix(',')?;
    let length = digits(rest);
    if length == 0 {
        return None;
    }
    let thousands = if length == 3 && !matches!(whole, "0" | "-0" | "+0") {
        words!(", and thousands without a comma: {whole}{length}", whole, length = &rest[..length])
    } else {
        Words::none()
    };
    let meant = format!("{whole}.{}", &rest[..length]);
    Some(Advice::write(&meant, words!("decimals are written with a point: {meant}{thousands}", meant, thousands)))
}

fn percent(text: &str) -> Option<Advice> {
    let (whole, rest) = number(text)?;
    let (fraction, rest) = match rest.strip_prefix(['.', ',']) {
        Some(rest) => rest.split_at(digits(rest)),
        None => ("", rest),
    };
    rest.trim_start().strip_prefix('%')?;
    let written = if fraction.is_empty() { whole.to_owned() } else { format!("{whole}.{fraction}") };
    let share: f64 = written.parse().ok()?;
    // Moving the point by two places leaves at most that many more decimals.
    let shown = format!("{:.*}", fraction.len() + 2, share / 100.0);
    let shown = shown.trim_end_matches('0').trim_end_matches('.');
    Some(Advice::write(shown, words!("a share is written as a number: write {shown}, not {written}%", shown, written)))
}

/// A calendar date that is not written year-month-day.
pub(super) fn date(text: &str) -> Option<Advice> {
    let mut parts = text.split(|c: char| !c.is_ascii_digit());
    let (a, b, c) = (parts.next()?, parts.next()?, parts.next()?);
    let separator = text.as_bytes().get(a.len())?;
    let same = matches!(separator, b'.' | b'/' | b'-') && text.as_bytes().get(a.len() + 1 + b.len()) == Some(separator);
    let (day, year) = match (a.len(), c.len()) {
        (1 | 2, 4) => (a, c),
        (4, 1 | 2) => (c, a),
        _ => return None,
    };
    let right = *separator == b'-' && (a.len(), b.len(), c.len()) == (4, 2, 2);
    if !same || right || !matches!(b.len(), 1 | 2) {
        return None;
    }
    let (day, month): (u8, u8) = (day.parse().ok()?, b.parse().ok()?);
    // With the month first, as in 3/31/2026.
    let (day, month) = if month > 12 { (month, day) } else { (day, month) };
    let ambiguous = *separator == b'/' && a.len() < 4 && day <= 12;
    if ambiguous || !(1..=12).contains(&month) || !(1..=31).contains(&day) {
        return Some(Advice::say(words!("dates are written year-month-day, such as 2026-03-01")));
    }
    let meant = format!("{year}-{month:02}-{day:02}");
    Some(Advice::write(&meant, words!("dates are written {meant}", meant)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slips_are_understood() {
        for (text, meant) in [
            ("x = 0,93", "decimals are written with a point: 0.93"),
            ("-0,5", "decimals are written with a point: -0.5"),
            ("a = { ideal = 0, salience = 0,2 }", "decimals are written with a point: 0.2"),
            ("forces = 1,500", "decimals are written with a point: 1.500, and thousands without a comma: 1500"),
            ("x = 90%", "a share is written as a number: write 0.9, not 90%"),
            ("12,5 %", "a share is written as a number: write 0.125, not 12.5%"),
            ("100 %", "a share is written as a number: write 1, not 100%"),
            ("as_of = 01.03.2026", "dates are written 2026-03-01"),
            ("as_of = 1/31/2026", "dates are written 2026-01-31"),
            ("as_of = 01/03/2026", "dates are written year-month-day, such as 2026-03-01"),
            ("as_of = 2026/3/1", "dates are written 2026-03-01"),
            ("x = .5", "write 0.5: a decimal point has digits on both sides"),
            ("x = { ideal = 5. }", "write 5: a decimal point has digits on both sides"),
            ("x = { uniform = [1, .5] }", "write 0.5: a decimal point has digits on both sides"),
            ("x = 3 000 # 90%", "thousands are written without spaces: 3000"),
            ("x = 1'000", "thousands are written without apostrophes: 1000"),
            ("x = 10k", "numbers are written out: 10k is 10000"),
            ("max_troops = 10k", "numbers are written out: 10k is 10000; forces and troops are in thousands: write 10"),
            ("x = 50-100", "a range is a distribution, such as { uniform = [50, 100] }"),
            ("x = NaN", "NaN is no number: give one, or leave out a key that has a default"),
            ("may_attack = True", "write true, in small letters and without quotes"),
            ("may_attack = yes # or no", "write true, in small letters and without quotes"),
            ("name = Two words", "text is written in double quotes: \"Two words\""),
            ("name = “Tiny”", "quotes are straight: \"Tiny\""),
        ] {
            assert_eq!(slip(text).map(|advice| advice.hint).as_deref(), Some(meant), "{text}");
        }
    }

    #[test]
    fn other_values_are_no_slips() {
        for text in
            ["x = 0.93", "x = [1,2,3]", "x = \"0,93\"", "x = 1 # 0,93 or 90%", "x = = 5", "", "x =", "x = 2026-03-01"]
        {
            assert_eq!(slip(text), None, "{text}");
        }
    }

    #[test]
    fn pairs_are_put_together() {
        let texts = |numbers: &[&str]| numbers.iter().map(|text| (*text).to_owned()).collect::<Vec<_>>();
        let hint = paired(&texts(&["0", "2", "0", "4", "0", "6"]));
        assert_eq!(hint.unwrap().hint, "decimals are written with a point: [0.2, 0.4, 0.6]");
        assert_eq!(paired(&texts(&["0.2", "2", "0", "4"])), None);
        assert_eq!(paired(&texts(&["1", "2", "3"])), None);
    }
}
