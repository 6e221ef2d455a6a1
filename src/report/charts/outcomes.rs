//! How trials end: the share of each class with its sampling interval.

use super::super::lang::say;
use super::super::table::{Cell, Table};
use super::super::theme::Color;
use super::super::view::View;
use super::Chart;
use super::axis::Axis;
use super::canvas::Anchor;
use super::drawing::Drawing;
use super::rows::{rows, whisker};
use crate::analysis::summary::Share;
use crate::model::Side;

/// Key, share and colour of each class, in the order in which a reader meets them.
pub(crate) fn classes(view: &View) -> [(&'static str, Share, Color); 6] {
    let classes = &view.summary().classes;
    let (a, d) = (view.side_color(Side::Challenger), view.side_color(Side::Defender));
    let (paper, muted) = (view.theme().background, view.theme().muted);
    let held = view.theme().palette.get(2).copied().unwrap_or(muted);
    [
        ("peace_held", classes.peace_held, held),
        ("resumed_by_challenger", classes.resumed_by_challenger, a),
        ("resumed_by_defender", classes.resumed_by_defender, d),
        ("no_settlement", classes.no_settlement, muted.mix(paper, 0.3)),
        ("challenger_victory", classes.challenger_victory, a.mix(paper, 0.45)),
        ("defender_victory", classes.defender_victory, d.mix(paper, 0.45)),
    ]
}

pub(super) fn chart(view: &View) -> Chart {
    let lang = view.lang();
    let classes = classes(view);
    let mut data = Table::new(&["class", "name", "share", "low", "high"]);
    for (key, share, _) in classes {
        let figures = [share.share, share.low, share.high].map(Cell::Share);
        let mut row: Vec<Cell> = vec![key.into(), view.names().class(key).into()];
        row.extend(figures);
        data.push(row);
    }
    let (title, subtitle) = (lang.t("chart.outcomes.title"), lang.t("chart.outcomes.subtitle"));
    let mut drawing = Drawing::new(view.style, title, subtitle);
    let em = drawing.em;
    let most = classes.iter().filter_map(|(_, share, _)| share.high.or(share.share)).fold(0.0, f64::max);
    let ticks = if drawing.is_narrow() { 4 } else { 6 };
    let axis = Axis::shares(lang, most, ticks, lang.t("axis.share_of_trials"));
    let texts: Vec<String> = classes.iter().map(|(_, share, _)| view.share_text(share)).collect();
    let right = texts.iter().map(|text| drawing.width_of(text)).fold(0.0, f64::max) + 0.8 * em;
    let right = if drawing.is_narrow() { 0.5 * em } else { right };
    let labels: Vec<String> = classes.iter().map(|(key, _, _)| view.names().class(key)).collect();
    let labels: Vec<String> = if drawing.is_narrow() {
        labels.iter().zip(&texts).map(|(label, text)| lang.said_of(label, text)).collect()
    } else {
        labels
    };
    let layout = rows(&mut drawing, &labels, 1.2 * em, right, &axis);
    let rect = layout.rect;
    for (((_, share, color), middle), (label, text)) in
        classes.iter().zip(&layout.middles).zip(labels.iter().zip(&texts))
    {
        let x = |value: f64| axis.place(value, rect.left, rect.right);
        drawing.canvas.open_tip(&if drawing.is_narrow() { label.clone() } else { lang.said_of(label, text) });
        if let Some(value) = share.share {
            drawing.canvas.rect(rect.left, middle - 0.6 * em, x(value) - rect.left, 1.2 * em, *color, 1.0);
        }
        if let (Some(low), Some(high)) = (share.low, share.high) {
            whisker(&mut drawing, *middle, x(low), x(high), view.theme().ink);
        }
        drawing.canvas.close();
        if !drawing.is_narrow() {
            drawing.text(rect.right + 0.8 * em, middle + 0.36 * em, text, view.theme().ink, Anchor::Start);
        }
    }
    let told: Vec<String> = classes
        .iter()
        .map(|(key, share, _)| format!("{} {}", view.names().class(key), lang.maybe_percent(share.share, 1)))
        .collect();
    let alt = say!(lang, "chart.outcomes.alt", list = told.join("; "));
    let note = format!("{} {}", lang.t("note.interval"), view.run_note());
    drawing.finish("outcomes", &note, &alt, data)
}
