//! Slips of the pen: values as people write them elsewhere, and how they are written here.

/// What is meant by a value, or by the first such value in a line of a file, that is written as elsewhere.
pub(super) fn slip(text: &str) -> Option<String> {
    let bare = without_quoted(text);
    let mut values = std::iter::once(bare.as_str()).chain(bare.split('=').skip(1));
    values.find_map(|value| of_value(value.trim_start()))
}

/// What is meant by a text that stands where a number should.
pub(super) fn of_value(value: &str) -> Option<String> {
    date(value).or_else(|| percent(value)).or_else(|| comma(value))
}

/// How a list of whole numbers reads where each pair is a decimal with a comma: `[0,2, 0,4]`.
pub(super) fn paired(numbers: &[String]) -> Option<String> {
    let whole =
        |text: &String| digits(text.trim_start_matches(['-', '+'])) == text.trim_start_matches(['-', '+']).len();
    if numbers.len() < 4 || numbers.len() % 2 == 1 || !numbers.iter().all(whole) {
        return None;
    }
    let pairs: Vec<String> = numbers.chunks(2).map(|pair| format!("{}.{}", pair[0], pair[1])).collect();
    Some(format!("decimals are written with a point: [{}]", pairs.join(", ")))
}

/// The line up to its comment, without what stands in quotes.
fn without_quoted(text: &str) -> String {
    let mut kept = String::new();
    let mut quote = None;
    for c in text.chars() {
        match quote {
            Some(open) if c == open => quote = None,
            Some(_) => {}
            None if c == '"' || c == '\'' => quote = Some(c),
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

fn comma(text: &str) -> Option<String> {
    let (whole, rest) = number(text)?;
    let rest = rest.strip_prefix(',')?;
    let length = digits(rest);
    if length == 0 {
        return None;
    }
    let thousands = if length == 3 && !matches!(whole, "0" | "-0" | "+0") {
        format!(", and thousands without a comma: {whole}{}", &rest[..length])
    } else {
        String::new()
    };
    Some(format!("decimals are written with a point: {whole}.{}{thousands}", &rest[..length]))
}

fn percent(text: &str) -> Option<String> {
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
    Some(format!("a share is written as a number: write {shown}, not {written}%"))
}

fn date(text: &str) -> Option<String> {
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
        return Some("dates are written year-month-day, such as 2026-03-01".to_owned());
    }
    Some(format!("dates are written {year}-{month:02}-{day:02}"))
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
        ] {
            assert_eq!(slip(text).as_deref(), Some(meant), "{text}");
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
        assert_eq!(hint.as_deref(), Some("decimals are written with a point: [0.2, 0.4, 0.6]"));
        assert_eq!(paired(&texts(&["0.2", "2", "0", "4"])), None);
        assert_eq!(paired(&texts(&["1", "2", "3"])), None);
    }
}
