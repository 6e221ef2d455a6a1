//! The tables of a sweep.

use super::super::lang::{Lang, say};
use super::super::sweep::{SweepInput, for_readers};
use super::{Grid, Screen};
use crate::sweep::{Axis, Combination, Measured};

/// The most points that a terminal is shown.
const MOST_LINES: usize = 100;

/// Which axis a point of a one-at-a-time design varies, and what it is given there.
fn varied(input: &SweepInput, lang: &Lang, number: usize, cells: &[String]) -> String {
    let mut first = 1;
    for (axis, value) in input.sweep.axes.iter().zip(cells) {
        if (first..first + axis.levels().len()).contains(&number) {
            let unit = axis.unit.as_ref().filter(|_| value.parse::<f64>().is_ok());
            let unit = unit.map_or_else(String::new, |unit| format!(" {unit}"));
            return format!("{} = {value}{unit}", axis.name.as_ref().unwrap_or(&axis.path));
        }
        first += axis.levels().len();
    }
    lang.t("sweep.base").to_owned()
}

/// What the terminal shows of a sweep.
pub fn sweep_text(input: &SweepInput, screen: &Screen) -> String {
    let lang = screen.lang;
    let sweep = input.named(lang);
    let input = &SweepInput { sweep: &sweep, ..*input };
    let mut grid = empty(input, lang);
    for (number, row) in input.rows.iter().take(MOST_LINES).enumerate() {
        let mut cells: Vec<String> = row.axes.iter().map(|value| for_readers(lang, value)).collect();
        if is_one_at_a_time(input) {
            cells = vec![varied(input, lang, number, &cells)];
        }
        let measures = row.measures.iter().enumerate();
        cells.extend(measures.map(|(index, measured)| figure(measured, input.is_share(index), lang)));
        grid.push(cells);
    }
    let mut text = screen.wrapped(&input.sweep.name, 0) + &screen.wrapped(&input.note(lang), 0) + "\n";
    text += &grid.lines(screen);
    if let Some(few) = input.few(lang, MOST_LINES) {
        text += &screen.wrapped(&few, 2);
    }
    if input.rows.len() > MOST_LINES {
        let of = lang.count(input.rows.len() as u64);
        text += &screen.heading(&say!(lang, "sweep.first_points", n = MOST_LINES, of = of));
    }
    text += &input.left_out(lang).map_or_else(String::new, |left_out| screen.wrapped(&left_out, 2));
    text + &input.failures(lang).map_or_else(String::new, |failures| screen.heading(&failures))
}

/// With many axes of which one is varied at a time, which one it is says it all.
fn is_one_at_a_time(input: &SweepInput) -> bool {
    input.sweep.combination == Combination::OneAtATime
}

/// The header: a column an axis, then a column a measure.
fn empty(input: &SweepInput, lang: &Lang) -> Grid {
    let axes: Vec<String> = if is_one_at_a_time(input) {
        vec![lang.t("sweep.varied").to_owned()]
    } else {
        input.sweep.axes.iter().map(short).collect()
    };
    let names = axes.len();
    let measures =
        input.sweep.measures.iter().map(|measure| measure.name.clone().unwrap_or_else(|| measure.id.clone()));
    Grid::with_names(axes.into_iter().chain(measures).collect(), names)
}

/// The name of an axis, or the last two steps of its path.
fn short(axis: &Axis) -> String {
    let steps: Vec<&str> = axis.path.split('.').collect();
    axis.name.clone().unwrap_or_else(|| steps[steps.len().saturating_sub(2)..].join("."))
}

/// A figure with its interval: `0.42 ±0.01`, or both ends where they lie askew.
fn figure(measured: &Measured, is_share: bool, lang: &Lang) -> String {
    let shown = |x: f64| if is_share { lang.percent(x, 1) } else { lang.short(x) };
    let measured = measured.shown();
    let Some(x) = measured.value else { return lang.t("format.missing").to_owned() };
    let Some((low, high)) = measured.low.zip(measured.high) else { return shown(x) };
    let is_askew = (high - x - (x - low)).abs() > 0.2 * (high - low);
    let half = (high - low) / 2.0;
    match (is_askew, is_share) {
        (true, true) => format!("{} {}", shown(x), lang.percent_range(low, high, 1)),
        (true, false) => format!("{} {}", shown(x), say!(lang, "format.range", low = shown(low), high = shown(high))),
        (false, true) if half < 0.000_5 => format!("{} ±{}", shown(x), lang.short(100.0 * half)),
        (false, true) => format!("{} ±{}", shown(x), lang.number(100.0 * half, 1)),
        (false, false) => format!("{} ±{}", shown(x), lang.short(half)),
    }
}
