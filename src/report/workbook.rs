//! `summary.xlsx`: the tables of a report for spreadsheets, in which numbers are numbers whatever the country.

use rust_xlsxwriter::{DocProperties, ExcelDateTime, Format, Workbook, Worksheet, XlsxError};

use crate::words::is_command;

use super::figures::Chart;
use super::lang::Lang;
use super::page::{Captioned, Page, PageBlock};
use super::table::{Cell, FigureKind, Table};

/// The longest name of a sheet, characters.
const LONGEST_NAME: usize = 31;

/// The most rows of a sheet below its head: spreadsheets take 1,048,575, and a program that writes as many takes a gigabyte. What
/// is cut off is said on the first sheet.
const MOST_ROWS: usize = 100_000;

/// The most characters of a cell.
const LONGEST_TEXT: usize = 32_767;

/// A table on a sheet of its own.
struct TableSheet {
    name: String,
    caption: String,
    heads: Vec<String>,
    table: Table,
}

/// The tables of a page, those behind its charts and `further` ones by their names, a sheet each; the first sheet says what
/// they are. The same tables give the same bytes.
///
/// # Errors
/// A table that a spreadsheet cannot hold.
pub fn workbook(
    page: &Page,
    charts: &[Chart],
    further: Vec<(String, Table)>,
    lang: &Lang,
) -> Result<Vec<u8>, XlsxError> {
    let mut book = Workbook::new();
    // Of the file itself nothing is told that would differ from one run to the next.
    let made = ExcelDateTime::from_ymd(2000, 1, 1)?;
    book.set_properties(&DocProperties::new().set_title(&page.title).set_creation_datetime(&made));
    let sheets = named(sheets(page, charts, further), lang);
    about(book.add_worksheet(), page, &sheets, lang)?;
    for sheet in &sheets {
        write(book.add_worksheet(), sheet, lang)?;
    }
    book.save_to_buffer()
}

fn sheets(page: &Page, charts: &[Chart], further: Vec<(String, Table)>) -> Vec<TableSheet> {
    let whole: Vec<String> = further.iter().map(|(name, _)| name.clone()).collect();
    let mut sheets: Vec<TableSheet> =
        further.into_iter().map(|(name, table)| headed(name, String::new(), table)).collect();
    for section in &page.sections {
        let tables = section.blocks.iter().filter_map(|block| match block {
            PageBlock::Table(it) => Some(it),
            _ => None,
        });
        // What stands whole on a sheet of its own is not cut short on another.
        let is_new = |it: &&Captioned| !whole.contains(&it.caption);
        sheets.extend(tables.filter(is_new).map(|it| captioned(&section.heading, it)));
    }
    sheets.extend(charts.iter().map(|it| headed(it.name.clone(), it.title.clone(), it.data.clone())));
    sheets.retain(|sheet| !sheet.table.rows.is_empty());
    sheets
}

fn headed(name: String, caption: String, table: Table) -> TableSheet {
    TableSheet { name, caption, heads: table.columns.clone(), table }
}

fn captioned(heading: &str, of: &Captioned) -> TableSheet {
    TableSheet {
        name: if of.caption.is_empty() { heading.to_owned() } else { of.caption.clone() },
        caption: of.caption.clone(),
        heads: of.labels.clone(),
        table: of.table.clone(),
    }
}

/// The sheets with names that spreadsheets take: short, without the signs of references, each once in capitals or not.
fn named(mut sheets: Vec<TableSheet>, lang: &Lang) -> Vec<TableSheet> {
    let mut taken = vec![lang.t("workbook.about").to_lowercase()];
    for sheet in &mut sheets {
        let plain: String =
            sheet.name.chars().map(|sign| if "[]:*?/\\'".contains(sign) { ' ' } else { sign }).collect();
        let plain = plain.split_whitespace().collect::<Vec<_>>().join(" ");
        let fits = |ending: &str| {
            let length = LONGEST_NAME - ending.encode_utf16().count();
            let mut name = String::new();
            for sign in plain.chars() {
                if name.encode_utf16().count() + sign.len_utf16() > length {
                    // Cut between words, unless there is but one.
                    if sign != ' ' {
                        name.truncate(name.rfind(' ').unwrap_or(name.len()));
                    }
                    break;
                }
                name.push(sign);
            }
            format!("{}{ending}", name.trim_end_matches([' ', ',']))
        };
        let endings = std::iter::once(String::new()).chain((2..).map(|number| format!(" {number}")));
        let mut names = endings.map(|ending| fits(&ending));
        if let Some(name) = names.find(|name| !name.is_empty() && !taken.contains(&name.to_lowercase())) {
            taken.push(name.to_lowercase());
            sheet.name = name;
        }
    }
    sheets
}

/// What the results are, and what each sheet holds.
fn about(sheet: &mut Worksheet, page: &Page, sheets: &[TableSheet], lang: &Lang) -> Result<(), XlsxError> {
    let bold = Format::new().set_bold();
    sheet.set_name(lang.t("workbook.about"))?;
    sheet.set_column_width(0, 34)?;
    sheet.set_column_width(1, 110)?;
    sheet.write_string_with_format(0, 0, text(&page.title), &bold)?;
    let told = page.lead.iter().chain(&page.summary).chain([&page.note]).filter(|it| !it.is_empty());
    let mut row = 1;
    for it in told {
        sheet.write_string(row, 0, text(it))?;
        row += 1;
    }
    sheet.write_string(row, 0, text(&format!("armistice {}", page.version)))?;
    row += 2;
    for (column, head) in ["workbook.sheet", "workbook.holds"].into_iter().enumerate() {
        sheet.write_string_with_format(row, column as u16, lang.t(head), &bold)?;
    }
    for it in sheets {
        row += 1;
        sheet.write_string(row, 0, &it.name)?;
        sheet.write_string(row, 1, text(&holds(it, lang)))?;
    }
    Ok(())
}

/// What a sheet holds, in words.
fn holds(sheet: &TableSheet, lang: &Lang) -> String {
    let rows = sheet.table.rows.len();
    if rows <= MOST_ROWS {
        return sheet.caption.clone();
    }
    let [most, rows] = [MOST_ROWS, rows].map(|rows| lang.count(rows as u64));
    let cut = lang.fill("workbook.cut", &[("most", &most), ("rows", &rows)]);
    format!("{} {cut}", sheet.caption).trim().to_owned()
}

/// What a column of a sheet holds of a column of its table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum SheetPart {
    /// Numbers, or words where there are only words.
    Whole,
    /// The words that stand among numbers.
    Words,
    /// The lower ends of intervals.
    Low,
    /// Their upper ends.
    High,
}

/// The columns of a sheet, each with its head: an interval has one for each end, words among numbers have their own.
fn columns(of: &TableSheet, lang: &Lang) -> Vec<(usize, SheetPart, String)> {
    let missing = lang.t("format.missing");
    let mut all = Vec::new();
    for (column, head) in of.heads.iter().enumerate() {
        let cells = || of.table.rows.iter().map(|row| &row[column]);
        if cells().any(|cell| matches!(cell, Cell::Between(..))) {
            all.push((column, SheetPart::Low, format!("{head}, {}", lang.t("workbook.low"))));
            all.push((column, SheetPart::High, format!("{head}, {}", lang.t("workbook.high"))));
            continue;
        }
        all.push((column, SheetPart::Whole, head.clone()));
        if cells().any(|cell| cell.number().is_some()) && cells().any(|cell| words_of(cell, missing).is_some()) {
            all.push((column, SheetPart::Words, format!("{head}, {}", lang.t("workbook.words"))));
        }
    }
    all
}

/// The words of a cell that is no number; nothing where it says that there is none.
fn words_of<'a>(cell: &'a Cell, missing: &str) -> Option<&'a str> {
    match cell {
        Cell::Text(words) | Cell::Worded(None, _, words) => Some(words.as_str()),
        _ => None,
    }
    .filter(|words| !words.is_empty() && *words != missing)
}

/// A cell that is no text, and how it looks.
fn number_of(cell: &Cell, part: SheetPart) -> Option<(f64, FigureKind)> {
    let (number, kind) = match (cell, part) {
        (Cell::Between(ends, kind, _), SheetPart::Low) => (ends.map(|it| it[0]), *kind),
        (Cell::Between(ends, kind, _), SheetPart::High) => (ends.map(|it| it[1]), *kind),
        (Cell::Share(number), SheetPart::Whole) => (*number, FigureKind::Share),
        (Cell::Number(number), SheetPart::Whole) => (*number, FigureKind::Number),
        (Cell::Worded(number, kind, _), SheetPart::Whole) => (*number, *kind),
        _ => (None, FigureKind::Number),
    };
    let number = number.map(|number| if kind == FigureKind::Points { 100.0 * number } else { number });
    // What is no number to a spreadsheet stays empty.
    number.filter(|number| number.is_finite()).map(|number| (number, kind))
}

fn write(sheet: &mut Worksheet, of: &TableSheet, lang: &Lang) -> Result<(), XlsxError> {
    let head = Format::new().set_bold().set_text_wrap();
    let share = Format::new().set_num_format("0.0%");
    let points = lang.fill("format.points", &[("n", "0.0")]);
    let unit = points.trim_start_matches("0.0");
    let points = Format::new().set_num_format(format!("+0.0\"{unit}\";-0.0\"{unit}\";0.0\"{unit}\""));
    let month = Format::new().set_num_format("yyyy-mm");
    let missing = lang.t("format.missing");
    sheet.set_name(&of.name)?;
    sheet.set_freeze_panes(1, 0)?;
    let columns = columns(of, lang);
    for (place, (column, part, label)) in columns.iter().enumerate() {
        sheet.write_string_with_format(0, place as u16, text(label), &head)?;
        sheet.set_column_width(place as u16, width(of, *column, *part, label))?;
    }
    let has_words = |column| columns.iter().any(|it| it.0 == column && it.1 == SheetPart::Words);
    for (row, cells) in of.table.rows.iter().take(MOST_ROWS).enumerate() {
        let row = row as u32 + 1;
        for (place, &(column, part, _)) in columns.iter().enumerate() {
            let (cell, place) = (&cells[column], place as u16);
            if let Cell::Month(year, of_year) = *cell {
                let first = ExcelDateTime::from_ymd(u16::try_from(year).unwrap_or(1900), of_year, 1)?;
                sheet.write_datetime_with_format(row, place, first, &month)?;
                continue;
            }
            match number_of(cell, part) {
                Some((number, FigureKind::Share)) => sheet.write_number_with_format(row, place, number, &share)?,
                Some((number, FigureKind::Points)) => sheet.write_number_with_format(row, place, number, &points)?,
                Some((number, FigureKind::Number)) => sheet.write_number(row, place, number)?,
                None => match words_of(cell, missing) {
                    Some(words) if part == SheetPart::Words || (part == SheetPart::Whole && !has_words(column)) => {
                        sheet.write_string(row, place, text(words))?
                    }
                    _ => continue,
                },
            };
        }
    }
    Ok(())
}

/// Text without the signs that XML cannot hold, and no longer than a cell.
fn text(words: &str) -> String {
    words.chars().filter(|sign| !is_command(*sign) || *sign == '\n').take(LONGEST_TEXT).collect()
}

/// As wide as what stands in a column, within reason.
fn width(of: &TableSheet, column: usize, part: SheetPart, head: &str) -> f64 {
    let cells = of.table.rows.iter().take(200).map(|row| match &row[column] {
        Cell::Text(words) | Cell::Worded(None, _, words) if matches!(part, SheetPart::Whole | SheetPart::Words) => {
            words.chars().count()
        }
        _ => 9,
    });
    cells.chain([head.chars().count().min(24)]).max().unwrap_or(9).clamp(9, 60) as f64 + 1.0
}

#[cfg(test)]
mod tests {
    use super::*;

    fn table() -> Table {
        let mut table = Table::new(&["plan", "share"]);
        table.push(vec!["=1+1".into(), Cell::Share(Some(0.25))]);
        table.push(vec!["b\u{1}".into(), Cell::Number(None)]);
        table
    }

    fn page() -> Page {
        let block = PageBlock::Table(Captioned::as_headed("Who signs what", table()));
        let section =
            crate::report::page::Section { id: None, heading: "Would both sign?".to_owned(), blocks: vec![block] };
        Page { title: "Tiny".to_owned(), note: "64 trials".to_owned(), sections: vec![section], ..Page::default() }
    }

    /// Names that spreadsheets refuse, or that differ in capitals alone, become others.
    #[test]
    fn sheets_have_names_of_their_own() {
        let long = "A heading that is longer than spreadsheets allow: by far";
        let sheet = |name: &str| headed(name.to_owned(), String::new(), table());
        let names = |names: &[&str]| -> Vec<String> {
            let sheets = names.iter().map(|name| sheet(name)).collect();
            named(sheets, &Lang::english()).into_iter().map(|sheet| sheet.name).collect()
        };
        assert_eq!(names(&["Plans", "plans", "about", "a/b: [c]?"]), ["Plans", "plans 2", "about 2", "a b c"]);
        let cut = names(&[long, long]);
        assert_eq!(cut, ["A heading that is longer than", "A heading that is longer than 2"]);
    }

    /// An interval is two numbers, points are points and not hundredths of them, words among numbers do not stand in their
    /// column, and a mark for no figure is nothing.
    #[test]
    fn numbers_are_numbers_and_words_stand_beside_them() {
        let lang = Lang::english();
        let mut table = Table::new(&["plan", "gain", "interval", "term", "month"]);
        let gain = Cell::Worded(Some(0.124), FigureKind::Points, "+12.4 pp".to_owned());
        let ends = Cell::Between(Some([0.12, 0.205]), FigureKind::Share, "12.0 to 20.5%".to_owned());
        table.push(vec!["a".into(), gain, ends, Cell::level("15"), Cell::Month(2026, 3)]);
        let none = lang.t("format.missing").to_owned();
        let (gain, ends) =
            (Cell::Worded(None, FigureKind::Points, none.clone()), Cell::Between(None, FigureKind::Share, none));
        table.push(vec!["b".into(), gain, ends, Cell::level("permanent"), "".into()]);
        let sheet = headed("Plans".to_owned(), String::new(), table);
        let told = columns(&sheet, &lang);
        let heads: Vec<&str> = told.iter().map(|it| it.2.as_str()).collect();
        assert_eq!(heads, ["plan", "gain", "interval, low", "interval, high", "term", "term, in words", "month"]);
        let shown = |row: usize| -> Vec<Option<f64>> {
            told.iter()
                .map(|&(column, part, _)| number_of(&sheet.table.rows[row][column], part).map(|it| it.0))
                .collect()
        };
        assert_eq!(shown(0), [None, Some(12.4), Some(0.12), Some(0.205), Some(15.0), None, None]);
        assert_eq!(shown(1), [None; 7]);
        let words: Vec<Option<&str>> =
            sheet.table.rows[1].iter().map(|cell| words_of(cell, lang.t("format.missing"))).collect();
        assert_eq!(words, [Some("b"), None, None, Some("permanent"), None]);
        assert_eq!(sheet.table.rows[0][4].raw(), "2026-03");
        assert!(workbook(&Page::default(), &[], vec![("Plans".to_owned(), sheet.table)], &lang).is_ok());
    }

    #[test]
    fn what_is_cut_off_is_said() {
        let mut sheet = headed("points".to_owned(), "All points.".to_owned(), table());
        assert_eq!(holds(&sheet, &Lang::english()), "All points.");
        sheet.table.rows = vec![vec![Cell::Number(None), Cell::Number(None)]; MOST_ROWS + 1];
        let told = holds(&sheet, &Lang::english());
        assert_eq!(told, "All points. Only the first 100,000 of 100,001 rows; all of them are in the tables as CSV.");
    }

    #[test]
    fn the_same_tables_give_the_same_bytes() {
        let made = || workbook(&page(), &[], vec![("figures".to_owned(), table())], &Lang::english()).unwrap();
        let bytes = made();
        assert_eq!(bytes, made());
        assert!(bytes.starts_with(b"PK"));
    }
}
