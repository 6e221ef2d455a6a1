//! A page as Markdown, for those who paste it into other documents, with the charts beside it.

use crate::words::{is_command, without_commands};

use super::super::lang::{Lang, say};
use super::super::table::Cell;
use super::{ASSUMPTIONS, Assumed, Captioned, Illustration, Page, PageBlock};

/// The most columns whose words a page holds unbroken.
const MOST_COLUMNS: usize = 7;
/// From how many characters on a text is a sentence, and the width of a column of sentences.
const SENTENCE: usize = 40;
const WIDEST: usize = 24;

/// A page in CommonMark with tables.
pub(super) fn markdown(page: &Page, lang: &Lang) -> String {
    let mut blocks = vec![format!("# {}", inline(&page.title))];
    blocks.extend(page.lead.iter().map(|lead| format!("**{}**", inline(lead))));
    blocks.extend(page.summary.iter().chain([&page.note]).map(|text| inline(text)));
    for section in &page.sections {
        blocks.push(format!("## {}", inline(&section.heading)));
        blocks.extend(section.blocks.iter().map(|it| block(it, lang)));
    }
    blocks.push(inline(&say!(lang, "html.made_by", version = page.version)));
    blocks.retain(|block| !block.is_empty());
    blocks.join("\n\n") + "\n"
}

fn block(block: &PageBlock, lang: &Lang) -> String {
    match block {
        PageBlock::Heading(text) => format!("### {}", inline(text)),
        PageBlock::Paragraph(text) | PageBlock::Note(text) => inline(text),
        PageBlock::List(items) => list(items.iter().map(|item| inline(item))),
        PageBlock::Figure(it) => figure(it),
        PageBlock::Table(it) => table(it, lang),
        PageBlock::Assumptions(all) => assumptions(all, lang),
        PageBlock::Command { text, .. } => fenced("sh", &text.replace(['\n', '\r'], " ")),
        PageBlock::Answers(answers) => {
            let told =
                answers.iter().map(|(question, told)| format!("**{}** {}", inline(question), inline(&told.join(" "))));
            told.collect::<Vec<_>>().join("\n\n")
        }
        PageBlock::Facts(facts) => list(facts.iter().map(|(name, value)| inline(&lang.said_of(name, value)))),
        PageBlock::File { .. } => String::new(),
        PageBlock::Verbatim(text) => fenced("", text.trim_end()),
    }
}

fn list(items: impl Iterator<Item = String>) -> String {
    items.map(|item| format!("- {item}")).collect::<Vec<_>>().join("\n")
}

fn figure(figure: &Illustration) -> String {
    let chart = &figure.wide;
    let (title, alt, caption) = (inline(&chart.title), inline(&chart.alt), inline(&chart.caption()));
    // With something beside it a picture is no figure to pandoc, which would print the text for those who cannot see it as a
    // second caption.
    format!("### {title}\n\n![{alt}](charts/{}.png)\u{a0}\n\n{caption}", chart.name)
}

/// Text as it is, between fences longer than any in it.
fn fenced(kind: &str, text: &str) -> String {
    let longest = text.split(|letter| letter != '`').map(str::len).max().unwrap_or(0);
    let fence = "`".repeat(3.max(longest + 1));
    format!("{fence}{kind}\n{}\n{fence}", without_commands(text))
}

/// A table; more columns than a page holds are parted into several tables, each of which begins with the first column.
fn table(it: &Captioned, lang: &Lang) -> String {
    let labels: Vec<String> = it.labels.iter().map(|label| escaped(label)).collect();
    let cells = |row: &Vec<Cell>| -> Vec<String> { row.iter().map(|cell| escaped(&cell.shown(lang))).collect() };
    let rows: Vec<Vec<String>> = it.table.rows.iter().map(cells).collect();
    let rules: Vec<String> = (0..labels.len())
        .map(|column| {
            let texts = || std::iter::once(&labels).chain(&rows).map(|row| row[column].as_str());
            rule(texts(), it.has_figures(column))
        })
        .collect();
    let part = |columns: &[usize]| {
        let lines = [&labels, &rules].into_iter().chain(&rows);
        lines.map(|row| line(columns.iter().map(|&column| row[column].clone()))).collect::<Vec<_>>().join("\n")
    };
    parts(labels.len()).iter().map(|columns| part(columns)).collect::<Vec<_>>().join("\n\n")
}

/// Which columns go into which table: all into one, or the first into each and the others shared out evenly.
fn parts(columns: usize) -> Vec<Vec<usize>> {
    if columns <= MOST_COLUMNS {
        return vec![(0..columns).collect()];
    }
    let others: Vec<usize> = (1..columns).collect();
    let tables = others.len().div_ceil(MOST_COLUMNS - 1);
    others.chunks(others.len().div_ceil(tables)).map(|chunk| [&[0], chunk].concat()).collect()
}

/// The rule under the head of a column. In tables that are wider than a line pandoc makes columns as wide as their rules are
/// long, margins included, so that these are longer than the longest word, which is then not broken, and no longer: what one
/// column takes, others lack. Sentences have room for some words in a line.
fn rule<'a>(texts: impl Iterator<Item = &'a str> + Clone, of_figures: bool) -> String {
    let words = texts.clone().flat_map(|text| text.split([' ', '\u{a0}'])).map(|word| word.chars().count());
    let whole = texts.map(|text| text.chars().count()).max().unwrap_or(0);
    let least = if whole > SENTENCE { WIDEST } else { 3 };
    let dashes = "-".repeat(least.max(words.max().unwrap_or(0) + 2));
    if of_figures { format!("{dashes}:") } else { dashes }
}

fn line(cells: impl Iterator<Item = String>) -> String {
    format!("| {} |", cells.collect::<Vec<_>>().join(" | "))
}

fn assumptions(all: &[Assumed], lang: &Lang) -> String {
    let labels = ASSUMPTIONS.map(|key| escaped(lang.t(&format!("column.{key}"))));
    let rows = all.iter().map(|it| {
        let source = it.source.clone().unwrap_or_else(|| format!("({})", lang.t("html.unsourced")));
        [&it.path, &it.written, &it.unit, &source, &it.note].map(|text| escaped(text))
    });
    let all: Vec<[String; ASSUMPTIONS.len()]> = std::iter::once(labels).chain(rows).collect();
    let rules = (0..ASSUMPTIONS.len()).map(|column| rule(all.iter().map(|row| row[column].as_str()), false));
    let mut lines: Vec<String> = all.iter().map(|row| line(row.iter().cloned())).collect();
    lines.insert(1, line(rules));
    lines.join("\n")
}

/// Text that stays text at the beginning of a line: neither a list nor a heading.
pub(super) fn inline(text: &str) -> String {
    let text = escaped(text);
    if begins_a_list(&text) { format!("&#8203;{text}") } else { text }
}

/// Text that stays text: on one line, with everything that Markdown or HTML would read as a command escaped.
fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '\\' | '`' | '*' | '_' | '{' | '}' | '[' | ']' | '<' | '>' | '#' | '|' | '~' | '!' | '$' | '^' => {
                escaped.push('\\');
                escaped.push(letter);
            }
            '&' => escaped.push_str("&amp;"),
            command if is_command(command) => escaped.push(' '),
            other => escaped.push(other),
        }
    }
    escaped.trim().to_owned()
}

/// A list or a heading begins only at the start of a line.
fn begins_a_list(text: &str) -> bool {
    let is_number = |number: &str| !number.is_empty() && number.bytes().all(|digit| digit.is_ascii_digit());
    text.starts_with(['-', '+', '='])
        || text.split_once(['.', ')']).is_some_and(|(number, rest)| is_number(number) && rest.starts_with(' '))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wide_tables_are_parted() {
        assert_eq!(parts(7), [[0, 1, 2, 3, 4, 5, 6]]);
        assert_eq!(parts(8), [vec![0, 1, 2, 3, 4], vec![0, 5, 6, 7]]);
        assert_eq!(parts(14), [vec![0, 1, 2, 3, 4, 5], vec![0, 6, 7, 8, 9, 10], vec![0, 11, 12, 13]]);
        assert_eq!((parts(0), parts(1)), (vec![vec![]], vec![vec![0]]));
    }

    #[test]
    fn rules_are_longer_than_the_longest_word() {
        let dashes = |texts: &[&str], figures| rule(texts.iter().copied(), figures);
        assert_eq!([dashes(&[""], false), dashes(&["a", "bc"], false)], ["---", "----"]);
        assert_eq!(dashes(&["guarantee of ten years", "x"], false), "-".repeat(11));
        assert_eq!(
            dashes(&["a sentence that goes on and on until nobody reads it any more"], false),
            "-".repeat(WIDEST)
        );
        let word = "plan.symbolic-army.effects.front.stalemate";
        assert_eq!(dashes(&[word], true), "-".repeat(word.len() + 2) + ":");
    }
}
