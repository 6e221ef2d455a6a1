//! Numbers, percentages and dates as a language writes them.

use super::Lang;
use crate::scenario::Date;

impl Lang {
    /// A number with that many decimals: separators of the language, a true minus sign, no minus before a zero.
    pub fn number(&self, x: f64, decimals: usize) -> String {
        if x.is_nan() {
            return self.t("format.missing").to_owned();
        }
        if x.is_infinite() {
            return if x > 0.0 { "∞".to_owned() } else { "\u{2212}∞".to_owned() };
        }
        let plain = format!("{:.*}", decimals, x.abs());
        let (whole, fraction) = plain.split_once('.').unwrap_or((&plain, ""));
        let minus = x < 0.0 && plain.bytes().any(|digit| (b'1'..=b'9').contains(&digit));
        let mut text = if minus { "\u{2212}".to_owned() } else { String::new() };
        text.push_str(&self.grouped(whole));
        if !fraction.is_empty() {
            text.push_str(self.t("format.decimal"));
            text.push_str(fraction);
        }
        text
    }

    /// A count.
    pub fn count(&self, n: u64) -> String {
        self.grouped(&n.to_string())
    }

    /// A number with as many decimals as it takes to show three digits, without idle zeros.
    pub fn short(&self, x: f64) -> String {
        let magnitude = if x == 0.0 || !x.is_finite() { 0 } else { x.abs().log10().floor() as i32 };
        let decimals = (2 - magnitude).clamp(0, 6) as usize;
        let plain = format!("{x:.decimals$}");
        let idle = plain.len() - plain.trim_end_matches('0').len();
        let decimals = if plain.contains('.') { decimals.saturating_sub(idle) } else { 0 };
        self.number(x, decimals)
    }

    /// The same with a plus or a minus sign, nothing before zero.
    pub fn signed_short(&self, x: f64) -> String {
        let text = self.short(x);
        if x > 0.0 { format!("+{text}") } else { text }
    }

    /// A difference of shares in points, without its unit: `8.6`.
    pub(crate) fn points(&self, difference: f64) -> String {
        self.number(100.0 * difference, 1)
    }

    /// A signed number: a plus or a minus sign, nothing before zero.
    pub fn signed(&self, x: f64, decimals: usize) -> String {
        let text = self.number(x, decimals);
        let positive = x > 0.0 && text.chars().any(|digit| ('1'..='9').contains(&digit));
        if positive { format!("+{text}") } else { text }
    }

    /// A share as a percentage with that many decimals.
    pub fn percent(&self, share: f64, decimals: usize) -> String {
        self.fill("format.percent", &[("n", &self.number(100.0 * share, decimals))])
    }

    /// A share as a percentage, or the mark for "no figure".
    pub fn maybe_percent(&self, share: Option<f64>, decimals: usize) -> String {
        share.map_or_else(|| self.t("format.missing").to_owned(), |share| self.percent(share, decimals))
    }

    /// A share in a sentence: whole percents, one decimal below 1 and above 99 per cent.
    pub fn about(&self, share: f64) -> String {
        let extreme = (share > 0.0 && share < 0.0095) || (share > 0.9905 && share < 1.0);
        if share > 0.0 && share < 0.0005 {
            return self.fill("format.below", &[("n", &self.percent(0.001, 1))]);
        }
        if share > 0.9995 && share < 1.0 {
            return self.fill("format.above", &[("n", &self.percent(0.999, 1))]);
        }
        self.percent(share, usize::from(extreme))
    }

    /// An interval of shares, such as `41.1 to 43.0%`: with up to two more decimals where both ends would look the
    /// same, and one share where they still do.
    pub fn percent_range(&self, low: f64, high: f64, decimals: usize) -> String {
        let number = |share: f64, decimals| self.number(100.0 * share, decimals);
        let telling = (decimals..decimals + 3).find(|&decimals| number(low, decimals) != number(high, decimals));
        let Some(decimals) = telling else { return self.percent(high, decimals) };
        let (low, high) = (number(low, decimals), self.percent(high, decimals));
        self.fill("format.range", &[("low", &low), ("high", &high)])
    }

    /// A month of a year, such as `Jan 2026`.
    pub fn month(&self, year: i32, month: u8) -> String {
        let names: Vec<&str> = self.t("format.months").split_whitespace().collect();
        let name = names.get(usize::from(month).saturating_sub(1)).copied().unwrap_or("");
        self.fill("format.month_year", &[("month", name), ("year", &year.to_string())])
    }

    /// A date in full, such as `6 January 2026`.
    pub fn date(&self, date: Date) -> String {
        let names: Vec<&str> = self.t("format.months_long").split_whitespace().collect();
        let name = names.get(usize::from(date.month).saturating_sub(1)).copied().unwrap_or("");
        let day = if date.day == 1 { self.t("format.first").to_owned() } else { date.day.to_string() };
        self.fill("format.date", &[("day", &day), ("month", name), ("year", &date.year.to_string())])
    }

    /// The month `months` after a date.
    pub fn month_after(&self, date: Date, months: u32) -> String {
        let (year, month) = date.month_after(months);
        self.month(year, month)
    }

    /// Names joined as in a sentence: `a, b and c`.
    pub fn list(&self, names: &[String]) -> String {
        self.joined(names, "format.comma", "format.and")
    }

    /// Alternatives, each of several words: `a; b; or c`.
    pub fn either(&self, choices: &[String]) -> String {
        self.joined(choices, "format.semicolon", "format.or")
    }

    fn joined(&self, names: &[String], between: &str, last_two: &str) -> String {
        match names {
            [] => String::new(),
            [one] => one.clone(),
            [first @ .., last] => {
                let first = first.join(self.t(between));
                self.fill(last_two, &[("first", &first), ("last", last)])
            }
        }
    }

    fn grouped(&self, digits: &str) -> String {
        let separator = self.t("format.thousands");
        let mut text = String::new();
        for (index, digit) in digits.chars().enumerate() {
            if index > 0 && (digits.len() - index).is_multiple_of(3) {
                text.push_str(separator);
            }
            text.push(digit);
        }
        text
    }
}
