//! How trials end: the share of each class with its sampling interval.

use super::super::draw::{Anchor, Axis, Chart, Drawing, Rows, rows};
use super::super::lang::say;
use super::super::table::{Cell, Table};
use super::super::theme::Color;
use super::super::view::View;
use super::plans::raced;
use crate::analysis::summary::Share;
use crate::model::Side;

/// Key, share and colour of each class that can occur, in the order in which a reader meets them.
pub(crate) fn classes(view: &View) -> Vec<(&'static str, Share, Color)> {
    let classes = &view.summary().classes;
    let (a, d) = (view.side_color(Side::Challenger), view.side_color(Side::Defender));
    let (paper, muted) = (view.theme().background, view.theme().muted);
    let held = view.theme().palette.get(2).copied().unwrap_or(muted);
    let mut all = vec![
        ("peace_held", classes.peace_held, held),
        ("resumed_by_challenger", classes.resumed_by_challenger, a),
        ("resumed_by_defender", classes.resumed_by_defender, d),
        ("no_settlement", classes.no_settlement, muted.mix(paper, 0.3)),
        ("challenger_victory", classes.challenger_victory, a.mix(paper, 0.45)),
        ("defender_victory", classes.defender_victory, d.mix(paper, 0.45)),
    ];
    if let Some(frozen) = classes.frozen {
        all.insert(4, ("frozen", frozen, muted.mix(paper, 0.6)));
    }
    all
}

pub(super) fn chart(view: &View) -> Chart {
    let (lang, scenario) = (view.lang(), view.input.scenario);
    let title = raced(view, ["chart.outcomes.title", "chart.outcomes.title_of_many"]);
    let subtitle = say!(lang, "chart.outcomes.subtitle", span = view.names().years(scenario.run().years as f64));
    let mut drawing = Drawing::new(view.style, title, &subtitle);
    plot(&mut drawing, view);
    let told: Vec<String> = classes(view)
        .iter()
        .map(|(key, share, _)| format!("{} {}", view.names().class(key), lang.maybe_percent(share.share, 1)))
        .collect();
    let alt = say!(lang, "chart.outcomes.alt", list = told.join(lang.t("format.semicolon")));
    let note = format!("{} {}", lang.t("note.interval"), view.run_note());
    drawing.finish("outcomes", &note, &alt, table(view))
}

fn axis(drawing: &Drawing, view: &View) -> Axis {
    let most = classes(view).iter().filter_map(|(_, share, _)| share.high.or(share.share)).fold(0.0, f64::max);
    let ticks = if drawing.is_narrow() { 4 } else { 6 };
    Axis::shares(view.lang(), most, ticks, view.lang().t("axis.share_of_trials"))
}

/// A bar a class. Its figure stands at the right, or beside its name where the page is narrow.
fn plot(drawing: &mut Drawing, view: &View) {
    let (em, narrow, lang) = (drawing.em, drawing.is_narrow(), view.lang());
    let classes = classes(view);
    let names: Vec<String> = classes.iter().map(|(key, _, _)| view.names().class(key)).collect();
    let texts: Vec<String> = classes.iter().map(|(_, share, _)| view.share_text(share)).collect();
    let both: Vec<String> = names.iter().zip(&texts).map(|(name, text)| lang.said_of(name, text)).collect();
    let widest = texts.iter().map(|text| drawing.width_of(text)).fold(0.0, f64::max);
    let (labels, right) = if narrow { (both.clone(), 0.5 * em) } else { (names, widest + 0.8 * em) };
    let axis = axis(drawing, view);
    let layout = rows(drawing, &labels, 1.2 * em, right, &axis);
    for (row, ((_, share, color), tip)) in classes.iter().zip(&both).enumerate() {
        drawing.pen.open_tip(tip);
        bar(drawing, &layout, row, share, *color);
        drawing.pen.close();
        if !narrow {
            let (x, y) = (layout.rect.right + 0.8 * em, layout.middles[row] + 0.36 * em);
            drawing.text(x, y, &texts[row], view.theme().ink, Anchor::Start);
        }
    }
}

fn bar(drawing: &Drawing, layout: &Rows, row: usize, share: &Share, color: Color) {
    let em = drawing.em;
    if let Some(value) = share.share {
        layout.bar(row, (0.0, value), 0.6 * em, color);
    }
    if let (Some(low), Some(high)) = (share.low, share.high) {
        layout.plot.whisker(layout.middles[row], (low, high), 0.28 * em, drawing.style.theme.ink);
    }
}

fn table(view: &View) -> Table {
    let mut data = Table::new(&["class", "name", "share", "low", "high"]);
    for (key, share, _) in classes(view) {
        let mut row: Vec<Cell> = vec![key.into(), view.names().class(key).into()];
        row.extend([share.share, share.low, share.high].map(Cell::Share));
        data.push(row);
    }
    data
}
