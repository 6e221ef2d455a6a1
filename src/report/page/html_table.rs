//! Tables as HTML.

use maud::{Markup, html as markup};

use super::super::lang::Lang;
use super::super::table::{Cell, Table, guarded};
use super::{ASSUMPTIONS, Assumed, Captioned};

/// Rows that are shown at a time.
const LONG: usize = 40;

/// Rows of a table above which only every fifth year or so is shown.
const MANY_ROWS: usize = 600;
/// Of how many rows one may be shown.
const STEPS: [usize; 6] = [5, 10, 20, 50, 100, 500];

/// A table in a frame that scrolls by itself on narrow screens, and that the keyboard can reach.
pub(super) fn table(it: &Captioned, lang: &Lang) -> Markup {
    let columns = it.labels.iter().zip(&it.table.columns).enumerate();
    framed(
        &it.caption,
        it.table.rows.len(),
        &markup! {
            table.data id=[it.id.as_ref().map(|id| format!("table-{id}"))] {
                caption { (it.caption) } "\n"
                thead {
                    tr {
                        @for (column, (label, key)) in columns {
                            th class=[it.has_figures(column).then_some("n")] scope="col" data-key=(key) { (label) }
                        }
                    }
                }
                "\n"
                tbody { @for row in &it.table.rows { (table_row(row, lang)) "\n" } }
            }
        },
    )
}

/// A table of so many rows in its frame; one that is long scrolls up and down too.
fn framed(caption: &str, rows: usize, table: &Markup) -> Markup {
    markup! { div.scroll.long[rows > LONG] role="region" tabindex="0" aria-label=(caption) { (table) } }
}

fn table_row(row: &[Cell], lang: &Lang) -> Markup {
    markup! { tr { @for (column, cell) in row.iter().enumerate() { (table_cell(cell, column == 0, lang)) } } }
}

/// A cell: figures with the digits to sort and to copy, words with what to copy instead of them.
fn table_cell(cell: &Cell, is_first: bool, lang: &Lang) -> Markup {
    let shown = cell.shown(lang);
    match (cell, is_first) {
        (Cell::Text(text), true) => markup! { th scope="row" data-copy=[to_copy(text)] { (shown) } },
        (Cell::Text(text), false) => markup! { td data-copy=[to_copy(text)] { (shown) } },
        _ => markup! { td data-v=(brief(cell)) { (shown) } },
    }
}

/// What is copied instead of a text that a spreadsheet would run as a formula: the same as in the CSV files.
fn to_copy(text: &str) -> Option<String> {
    Some(guarded(text)).filter(|guarded| guarded != text)
}

/// A figure for sorting and copying: six digits, since the CSV files beside the report have them all.
fn brief(cell: &Cell) -> String {
    let Some(number) = cell.number() else { return cell.raw() };
    let rounded: f64 = format!("{number:.5e}").parse().unwrap_or(number);
    format!("{rounded}")
}

/// The table, or where it is long only some of its years, months or rows: one in how many.
pub(super) fn thinned(it: &Captioned) -> (Captioned, usize) {
    let table = &it.table;
    if table.rows.len() <= MANY_ROWS {
        return (it.clone(), 1);
    }
    let time = table.columns.iter().position(|key| key == "year" || key == "month");
    let step = STEPS.into_iter().find(|step| table.rows.len() / step <= MANY_ROWS).unwrap_or(1_000);
    let is_kept = |index: usize, row: &[Cell]| match time.map(|time| &row[time]) {
        Some(Cell::Number(Some(at))) => (*at as usize).is_multiple_of(step),
        _ => index.is_multiple_of(step),
    };
    let kept = table.rows.iter().enumerate().filter(|(index, row)| is_kept(*index, row));
    let rows = kept.map(|(_, row)| row.clone()).collect();
    (Captioned { table: Table { columns: table.columns.clone(), rows }, ..it.clone() }, step)
}

/// The numbers of a scenario, what is judgement or has no source marked.
pub(super) fn assumptions(all: &[Assumed], lang: &Lang) -> Markup {
    let caption = lang.t("section.assumptions");
    framed(
        caption,
        all.len(),
        &markup! {
            table.data.words id="table-assumptions" {
                caption { (caption) } "\n"
                thead {
                    tr { @for key in ASSUMPTIONS { th scope="col" data-key=(key) { (lang.t(&format!("column.{key}"))) } } }
                }
                "\n"
                tbody { @for it in all { (assumption(it, lang)) "\n" } }
            }
        },
    )
}

fn assumption(it: &Assumed, lang: &Lang) -> Markup {
    markup! {
        tr {
            th scope="row" data-copy=[to_copy(&it.path)] { code { (it.path) } }
            td data-copy=[to_copy(&it.written)] { code { (it.written) } }
            td { (it.unit) }
            td data-copy=[it.source.as_deref().and_then(to_copy)] {
                @match &it.source {
                    Some(source) => (source),
                    None => span.flag { (lang.t("html.unsourced")) },
                }
            }
            td data-copy=[to_copy(&it.note).filter(|_| !it.is_judgement)] {
                @if it.is_judgement { span.flag { (lang.t("html.judgement")) } " " (after_word(&it.note)) } @else { (it.note) }
            }
        }
    }
}

/// A note without the word that it begins with, which the mark says already.
fn after_word(note: &str) -> &str {
    let rest = note.trim_start_matches(char::is_alphanumeric);
    rest.trim_start_matches([':', ',', ';', ' ', '\u{a0}', '\u{202f}'])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_mark_says_a_note_need_not_say_again() {
        for (note, rest) in [
            ("judgement: an invented country", "an invented country"),
            ("judgement", ""),
            ("jugement\u{a0}: non", "non"),
        ] {
            assert_eq!(after_word(note), rest);
        }
        let it = Assumed {
            path: "front.start".to_owned(),
            written: "3".to_owned(),
            unit: String::new(),
            source: None,
            note: "judgement: near the river".to_owned(),
            is_judgement: true,
        };
        let html = assumption(&it, &Lang::english()).into_string();
        assert!(html.contains("near the river") && !html.contains("judgement:"), "{html}");
    }
}
