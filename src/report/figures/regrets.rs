//! What each plan forgoes in each state of the world.

use super::super::draw::{Anchor, Chart, Drawing, Shape, Swatch, rows};
use super::super::style::Style;
use super::super::table::Table;
use super::labels::{Labels, extent, told};

/// A plan's regret by state.
#[derive(Clone, Debug, PartialEq)]
pub struct RegretRow {
    /// Name for readers.
    pub name: String,
    /// By state, what the best plan there brings more.
    pub by_state: Vec<f64>,
}

/// Regrets of plans.
#[derive(Clone, Debug, PartialEq)]
pub struct RegretRows {
    /// Words.
    pub labels: Labels,
    /// Names of the states.
    pub states: Vec<String>,
    /// The plans, from the top.
    pub rows: Vec<RegretRow>,
}

impl RegretRow {
    fn worst(&self) -> f64 {
        self.by_state.iter().copied().fold(0.0, f64::max)
    }
}

/// A bar to the greatest regret of each plan, and on it a dot for each state; states beyond the palette share its last
/// colour.
pub fn regret_rows(data: &RegretRows, style: &Style) -> Chart {
    let (labels, lang, palette) = (&data.labels, &style.lang, &style.theme.palette);
    let mut drawing = Drawing::new(style, &labels.title, &labels.subtitle);
    let color = |state: usize| palette[state.min(palette.len() - 1)];
    let shown = data.states.len().min(palette.len());
    let swatch = |state: usize| {
        let name =
            if state + 1 == shown && data.states.len() > shown { lang.t("choose.others") } else { &data.states[state] };
        Swatch { color: color(state), shape: Shape::Dot, label: name.to_owned() }
    };
    drawing.legend(&(0..shown).map(swatch).collect::<Vec<_>>());
    let em = drawing.em;
    let (low, high) = extent(data.rows.iter().map(RegretRow::worst).chain([0.0]));
    let axis = labels.axis(lang, low, high, if drawing.is_narrow() { 4 } else { 6 });
    let names: Vec<String> = data.rows.iter().map(|row| row.name.clone()).collect();
    let texts: Vec<String> = data.rows.iter().map(|row| labels.value(lang, row.worst())).collect();
    let right = texts.iter().map(|text| drawing.width_of(text)).fold(0.0, f64::max) + 0.9 * em;
    let layout = rows(&mut drawing, &names, 1.1 * em, right, &axis);
    for (index, (row, text)) in data.rows.iter().zip(&texts).enumerate() {
        layout.bar(index, (0.0, row.worst()), 0.12 * em, style.theme.grid);
        for (state, &regret) in row.by_state.iter().enumerate() {
            let name = format!("{}, {}", row.name, data.states[state]);
            drawing.pen.open_tip(&lang.said_of(&name, &labels.value(lang, regret)));
            layout.plot.dot((regret, layout.middles[index]), 0.32 * em, color(state));
            drawing.pen.close();
        }
        let y = layout.middles[index] + 0.36 * em;
        drawing.text(layout.rect.right + right, y, text, style.theme.ink, Anchor::End);
    }
    let mut table = Table::new(&["plan", "state", "regret"]);
    for row in &data.rows {
        for (state, &regret) in data.states.iter().zip(&row.by_state) {
            table.push(vec![row.name.as_str().into(), state.as_str().into(), labels.cell(Some(regret))]);
        }
    }
    let worst: Vec<(String, Option<f64>)> = data.rows.iter().map(|row| (row.name.clone(), Some(row.worst()))).collect();
    drawing.finish(&labels.name, &labels.note, &told(labels, lang, &worst), table)
}
