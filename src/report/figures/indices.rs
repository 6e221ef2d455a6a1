//! First-order and total indices of variance: two bars a row, each with its interval.

use super::super::draw::{Anchor, Chart, Drawing, Rows, Shape, Swatch, rows};
use super::super::style::Style;
use super::super::table::{Cell, Table};
use super::super::theme::Color;
use super::labels::{Estimate, Labels, ends, extent, told};

/// A group of inputs with its indices.
#[derive(Clone, Debug, PartialEq)]
pub struct IndexRow {
    /// Name for readers.
    pub name: String,
    /// First-order index.
    pub first: Estimate,
    /// Total index.
    pub total: Estimate,
}

/// Indices of groups of inputs.
#[derive(Clone, Debug, PartialEq)]
pub struct IndicesData {
    /// Words.
    pub labels: Labels,
    /// The groups, from the top.
    pub rows: Vec<IndexRow>,
}

/// Height of both bars of a row, em.
const HEIGHT: f64 = 2.0;

/// The total index above the first-order index of each group.
pub fn indices(data: &IndicesData, style: &Style) -> Chart {
    let (labels, lang) = (&data.labels, &style.lang);
    let mut drawing = Drawing::new(style, &labels.title, &labels.subtitle);
    let colors = [style.theme.palette[0], style.theme.palette[1]];
    let words = [lang.t("sensitivity.total"), lang.t("sensitivity.first")];
    let swatch = |(color, word): (&Color, &str)| Swatch { color: *color, shape: Shape::Box, label: word.to_owned() };
    drawing.legend(&colors.iter().zip(words).map(swatch).collect::<Vec<_>>());
    let (_, high) = extent(data.rows.iter().flat_map(|row| ends(&row.first).chain(ends(&row.total))));
    let axis = labels.axis(lang, 0.0, high.max(0.05), if drawing.is_narrow() { 4 } else { 6 });
    let names: Vec<String> = data.rows.iter().map(|row| row.name.clone()).collect();
    let em = drawing.em;
    let right = 4.2 * em;
    let layout = rows(&mut drawing, &names, HEIGHT * em, right, &axis);
    for (row, it) in data.rows.iter().enumerate() {
        for (place, (estimate, color), word) in
            [(-1.0, (&it.total, colors[0]), words[0]), (1.0, (&it.first, colors[1]), words[1])]
        {
            bar(&mut drawing, labels, &layout, (row, place), (&it.name, word), (estimate, color, right));
        }
    }
    let told_rows: Vec<_> = data.rows.iter().map(|it| (it.name.clone(), it.total.value)).collect();
    drawing.finish(&labels.name, &labels.note, &told(labels, lang, &told_rows), table(labels, &data.rows))
}

fn bar(
    drawing: &mut Drawing,
    labels: &Labels,
    layout: &Rows,
    (row, place): (usize, f64),
    (name, word): (&str, &str),
    (estimate, color, right): (&Estimate, Color, f64),
) {
    let Some(value) = estimate.value else { return };
    let em = drawing.em;
    let below = place * HEIGHT * em / 4.0;
    let text = labels.value(&drawing.style.lang, value);
    // An index is not below 0; an estimate of one may be, and is printed.
    let seen = value.max(0.0);
    drawing.pen.open_tip(&drawing.style.lang.said_of(&format!("{name}, {word}"), &text));
    layout.bar_below(row, below, (0.0, seen), 0.2 * HEIGHT * em, color);
    if let (Some(low), Some(high)) = (estimate.low, estimate.high) {
        let whisker = (low.max(0.0), high.max(0.0));
        layout.plot.whisker(layout.middles[row] + below, whisker, 0.2 * em, drawing.style.theme.ink);
    }
    drawing.pen.close();
    let size = drawing.small_size();
    let y = layout.middles[row] + below + 0.36 * size;
    drawing.small(layout.rect.right + right, y, &text, drawing.style.theme.muted, Anchor::End);
}

fn table(labels: &Labels, rows: &[IndexRow]) -> Table {
    let mut table = Table::new(&["name", "total", "total_low", "total_high", "first_order", "first_low", "first_high"]);
    for row in rows {
        let of = |it: &Estimate| [it.value, it.low, it.high].map(|x| labels.cell(x));
        let mut cells: Vec<Cell> = vec![row.name.as_str().into()];
        cells.extend(of(&row.total).into_iter().chain(of(&row.first)));
        table.push(cells);
    }
    table
}
