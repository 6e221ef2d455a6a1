//! What others hold probable, beside what the trials say without and with it.

use super::super::draw::{Axis, Chart, Drawing, Rows, Shape, Swatch, rows};
use super::super::forecasts::{ForecastRow, forecast_rows};
use super::super::lang::say;
use super::super::table::{Cell, Table};
use super::super::theme::Color;
use super::super::view::View;
use super::plans::joined;

/// Standard deviations of a forecast on either side that are shown.
const BAND: f64 = 2.0;

/// The chart, where something is foretold.
pub(super) fn chart(view: &View) -> Option<Chart> {
    let (lang, names) = (view.lang(), view.names());
    let forecasts = forecast_rows(view.summary().weights.as_ref()?, &names);
    if forecasts.is_empty() {
        return None;
    }
    let mut drawing = Drawing::new(view.style, lang.t("chart.forecasts.title"), lang.t("chart.forecasts.subtitle"));
    let [band, without, with] = colors(view);
    let swatch = |color, shape, label: &str| Swatch { color, shape, label: label.to_owned() };
    drawing.legend(&[
        swatch(band, Shape::Box, lang.t("chart.forecasts.probability")),
        swatch(without, Shape::Dot, lang.t("chart.forecasts.without")),
        swatch(with, Shape::Dot, lang.t("chart.forecasts.with")),
    ]);
    plot(&mut drawing, view, &forecasts);
    let told: Vec<String> = forecasts.iter().map(|row| told(view, row)).collect();
    let alt = say!(lang, "chart.forecasts.alt", list = told.join(lang.t("format.semicolon")));
    let note = joined(&[lang.t("chart.forecasts.note"), &view.run_note()]);
    Some(drawing.finish("forecasts", &note, &alt, table(&forecasts)))
}

/// The forecast, which recedes; the trials without it; and with it, in a colour that belongs to neither side.
fn colors(view: &View) -> [Color; 3] {
    let theme = view.theme();
    let with = theme.palette.get(2).copied().unwrap_or(theme.ink);
    [theme.muted.mix(theme.background, 0.5), theme.muted, with]
}

/// `a plan is signed by month 12: 30.0% forecast, 20.0% without, 30.0% with`.
fn told(view: &View, row: &ForecastRow<'_>) -> String {
    let lang = view.lang();
    let share = |share: Option<f64>| lang.maybe_percent(share, 1);
    let shares = say!(
        lang,
        "chart.forecasts.told",
        probability = lang.percent(row.it.probability, 1),
        without = share(row.it.without),
        with = share(row.it.with)
    );
    lang.said_of(&row.told, &shares)
}

fn plot(drawing: &mut Drawing, view: &View, forecasts: &[ForecastRow<'_>]) {
    let (lang, em) = (view.lang(), drawing.em);
    let ticks = if drawing.is_narrow() { 4 } else { 6 };
    let axis = Axis::shares(lang, 1.0, ticks, lang.t("chart.forecasts.axis"));
    let labels: Vec<String> = forecasts.iter().map(|row| row.told.clone()).collect();
    let layout = rows(drawing, &labels, 1.3 * em, 1.2 * em, &axis);
    for (index, row) in forecasts.iter().enumerate() {
        drawing.pen.open_tip(&told(view, row));
        mark(drawing, view, &layout, index, row);
        drawing.pen.close();
    }
}

/// The forecast as a line, with a band where it is uncertain; what the trials say without and with it as dots.
fn mark(drawing: &Drawing, view: &View, layout: &Rows, index: usize, row: &ForecastRow<'_>) {
    let (em, y) = (drawing.em, layout.middles[index]);
    let [band, without, with] = colors(view);
    let (probability, sd) = (row.it.probability, row.it.sd.unwrap_or(0.0));
    let (low, high) = ((probability - BAND * sd).max(0.0), (probability + BAND * sd).min(1.0));
    layout.bar(index, (low, high), 0.5 * em, band);
    layout.plot.line((probability, y - 0.65 * em), (probability, y + 0.65 * em), view.theme().ink, 0.12 * em);
    for (share, color) in [(row.it.without, without), (row.it.with, with)] {
        if let Some(share) = share {
            layout.plot.dot((share, y), 0.36 * em, color);
        }
    }
}

fn table(forecasts: &[ForecastRow<'_>]) -> Table {
    let mut data = Table::new(&["forecast", "name", "probability", "sd", "without", "with", "lambda", "bits"]);
    for row in forecasts {
        let written = match &row.it.given {
            None => row.it.of.clone(),
            Some(given) => format!("{}|{given}", row.it.of),
        };
        let shares = [Some(row.it.probability), row.it.sd, row.it.without, row.it.with].map(Cell::Share);
        let numbers = [Cell::Number(Some(row.it.lambda)), Cell::Number(row.bits)];
        data.push([vec![written.into(), row.told.as_str().into()], shares.to_vec(), numbers.to_vec()].concat());
    }
    data
}
