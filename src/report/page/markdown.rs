//! A page as Markdown, for those who paste it into other documents, with the charts beside it.

use crate::words::{is_command, without_commands};

use super::super::lang::{Lang, say};
use super::super::table::Cell;
use super::{ASSUMPTIONS, Assumed, Captioned, Illustration, Page, PageBlock};

/// Characters that a page holds in a line, as pandoc counts by default.
const LINE: usize = 72;
/// What a column needs beside its longest word.
const MARGIN: usize = 3;
/// What its texts ask for at most.
const WIDEST: usize = 40;

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

/// A table; columns whose words a page does not hold side by side are parted into several tables, each of which begins with
/// the first column.
fn table(it: &Captioned, lang: &Lang) -> String {
    let labels: Vec<String> = it.labels.iter().map(|label| escaped(label)).collect();
    let cells = |row: &Vec<Cell>| -> Vec<String> { row.iter().map(|cell| escaped(&cell.shown(lang))).collect() };
    let lines: Vec<Vec<String>> = std::iter::once(labels).chain(it.table.rows.iter().map(cells)).collect();
    let needs = needs(&lines);
    let part = |columns: &Vec<usize>| ruled(&lines, columns, &needs, &|column| it.has_figures(column));
    parts(&needs).iter().map(part).collect::<Vec<_>>().join("\n\n")
}

/// Those columns of lines, with the rule under the first, which is their head.
fn ruled(lines: &[Vec<String>], columns: &[usize], needs: &[Need], of_figures: &dyn Fn(usize) -> bool) -> String {
    let own: Vec<Need> = columns.iter().map(|&column| needs[column]).collect();
    let rules = columns.iter().zip(widths(&own)).map(|(&column, width)| rule(width, of_figures(column)));
    let told = |cells: &Vec<String>| line(columns.iter().map(|&column| cells[column].clone()));
    let mut told: Vec<String> = lines.iter().map(told).collect();
    told.insert(1, line(rules));
    told.join("\n")
}

/// How many characters a column needs so that no word is broken, and would need for no text to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Need {
    least: usize,
    whole: usize,
}

impl Need {
    fn of(lines: &[Vec<String>], column: usize) -> Self {
        let texts = || lines.iter().map(|cells| cells[column].as_str());
        let words = texts().flat_map(|text| text.split([' ', '\u{a0}'])).flat_map(|word| word.split_inclusive('-'));
        Self { least: longest(words) + MARGIN, whole: longest(texts()) + MARGIN }
    }
}

/// What each column of lines needs.
fn needs(lines: &[Vec<String>]) -> Vec<Need> {
    (0..lines.first().map_or(0, Vec::len)).map(|column| Need::of(lines, column)).collect()
}

/// Characters of the longest.
fn longest<'t>(texts: impl Iterator<Item = &'t str>) -> usize {
    texts.map(|text| text.chars().count()).max().unwrap_or(0)
}

/// Which columns go into which table: as many as a page holds, shared out evenly where that does.
fn parts(needs: &[Need]) -> Vec<Vec<usize>> {
    let width = |columns: &[usize]| columns.iter().map(|&column| needs[column].least).sum::<usize>();
    let others: Vec<usize> = (1..needs.len()).collect();
    let mut greedy: Vec<Vec<usize>> = vec![(0..needs.len().min(1)).collect()];
    for &column in &others {
        match greedy.last_mut() {
            Some(last) if last.len() < 2 || width(last) + needs[column].least <= LINE => last.push(column),
            _ => greedy.push(vec![0, column]),
        }
    }
    let share = others.len().div_ceil(greedy.len()).max(1);
    let evenly: Vec<Vec<usize>> = others.chunks(share).map(|columns| [&[0], columns].concat()).collect();
    if greedy.len() > 1 && evenly.iter().all(|columns| width(columns) <= LINE) { evenly } else { greedy }
}

/// How wide the columns of a table are. In tables that are wider than a line pandoc makes columns as wide as their rules are
/// long, in relation to each other: each has what its longest word needs, and what is left of a line goes to those with longer
/// texts.
fn widths(needs: &[Need]) -> Vec<usize> {
    let left = LINE.saturating_sub(needs.iter().map(|need| need.least).sum());
    let more = |need: &Need| need.whole.min(WIDEST).saturating_sub(need.least);
    let asked: usize = needs.iter().map(more).sum();
    needs.iter().map(|need| need.least + more(need).min(more(need) * left / asked.max(1))).collect()
}

/// The rule under the head of a column.
fn rule(width: usize, of_figures: bool) -> String {
    let dashes = "-".repeat(width);
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
    let all: Vec<Vec<String>> = std::iter::once(labels).chain(rows).map(Vec::from).collect();
    let columns: Vec<usize> = (0..ASSUMPTIONS.len()).collect();
    ruled(&all, &columns, &needs(&all), &|_| false)
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

    fn given(each: &[(usize, usize)]) -> Vec<Need> {
        each.iter().map(|&(least, whole)| Need { least, whole }).collect()
    }

    /// Of `guarantee of ten years` the longest word has 9 characters; what follows a hyphen may stand on the next line.
    #[test]
    fn a_column_needs_its_longest_word() {
        let lines = [["plan", "x"], ["guarantee of ten years", "counter-proposal"], ["", ""]];
        let lines: Vec<Vec<String>> = lines.iter().map(|cells| cells.map(str::to_owned).to_vec()).collect();
        assert_eq!(needs(&lines), given(&[(12, 25), (11, 19)]));
    }

    /// Of nine columns of ten characters and a first of twelve six fit into a line of 72 with it; five and four are even.
    /// Where one of even parts would not fit, each takes what it can.
    #[test]
    fn columns_for_which_there_is_no_room_go_into_another_table() {
        assert_eq!(parts(&given(&[(12, 12); 6])), [[0, 1, 2, 3, 4, 5]]);
        let ten = [&[(12, 12)][..], &[(10, 10); 9]].concat();
        assert_eq!(parts(&given(&ten)), [vec![0, 1, 2, 3, 4, 5], vec![0, 6, 7, 8, 9]]);
        let uneven = given(&[(12, 12), (10, 10), (50, 50), (45, 45), (10, 10)]);
        assert_eq!(parts(&uneven), [vec![0, 1, 2], vec![0, 3, 4]]);
        let uneven = given(&[(12, 12), (5, 5), (5, 5), (5, 5), (40, 40), (60, 60)]);
        assert_eq!(parts(&uneven), [vec![0, 1, 2, 3, 4], vec![0, 5]]);
        assert_eq!(parts(&given(&[(90, 90), (10, 10), (9, 9)])), [vec![0, 1], vec![0, 2]]);
        assert_eq!((parts(&[]), parts(&given(&[(9, 9)]))), (vec![vec![]], vec![vec![0]]));
    }

    /// 72 less 12, 11 and 9 leaves 40, where 11 and 18 or 29 are asked for. Of 36 left over two that ask for 28 have 18 each.
    /// Nothing is taken from words.
    #[test]
    fn texts_share_what_is_left_of_a_line() {
        let of = |each: &[(usize, usize)]| widths(&given(each));
        assert_eq!(of(&[(12, 23), (11, 29), (9, 9)]), [23, 29, 9]);
        assert_eq!(of(&[(12, 23), (11, 90), (9, 9)]), [23, 40, 9]);
        assert_eq!(of(&[(12, 40), (12, 300), (12, 12)]), [30, 30, 12]);
        assert_eq!(of(&[(50, 80), (40, 40)]), [50, 40]);
        assert_eq!([rule(4, false), rule(4, true)], ["----", "----:"]);
    }
}
