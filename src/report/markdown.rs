//! `report.md`: the report for those who paste it into other documents, with the charts beside it.

use std::fmt::Write;

use super::charts::charts;
use super::lang::say;
use super::story;
use super::style::Style;
use super::table::Table;
use super::view::{ReportInput, View};

/// The report in Markdown (CommonMark with tables). Images are looked for in `charts/`, as `<name>.png`.
pub fn markdown(input: &ReportInput, style: &Style) -> String {
    let view = View { input, style };
    let lang = view.lang();
    let mut text = format!("# {}\n\n**{}**\n", inline(input.scenario.name()), inline(&story::question(&view)));
    if let Some(summary) = input.scenario.summary() {
        let _ = write!(text, "\n{}\n", inline(summary));
    }
    let _ = write!(text, "\n{}\n", inline(&view.run_note()));
    text += &answer(&view);
    let _ = write!(text, "\n## {}\n", lang.t("section.evidence"));
    for chart in charts(input, style) {
        let (title, alt) = (inline(&chart.title), inline(&chart.alt));
        let _ = write!(text, "\n### {title}\n\n![{alt}](charts/{}.png)\n\n{}\n", chart.name, inline(&chart.caption()));
    }
    text += &assumptions(&view);
    let _ = write!(text, "\n## {}\n\n", lang.t("section.limits"));
    for limit in story::limits(&view) {
        let _ = writeln!(text, "- {}", inline(limit));
    }
    text + &reproduce(&view)
}

fn answer(view: &View) -> String {
    let lang = view.lang();
    let mut text = format!("\n## {}\n", lang.t("section.answer"));
    for answer in story::answers(view) {
        if let Some(heading) = &answer.heading {
            let _ = write!(text, "\n### {}\n", inline(heading));
        }
        for sentence in &answer.sentences {
            let _ = write!(text, "\n{}\n", inline(sentence));
        }
    }
    let groups = story::term_groups(view);
    if !groups.is_empty() {
        let _ = write!(text, "\n### {}\n", lang.t("terms.title"));
    }
    for group in &groups {
        let _ = write!(text, "\n{}\n\n{}\n", inline(&group.intro), table(view, &group.table));
        for verdict in &group.verdicts {
            let _ = writeln!(text, "- {}", inline(verdict));
        }
    }
    if !groups.is_empty() {
        let _ = write!(text, "\n{}\n", inline(lang.t("terms.note")));
    }
    text
}

fn assumptions(view: &View) -> String {
    let lang = view.lang();
    let intro = inline(lang.t("html.assumptions_intro"));
    let mut text = format!("\n## {}\n\n{intro}\n\n", lang.t("section.assumptions"));
    let mut shown = Table::new(&["path", "written", "unit", "source", "note"]);
    for it in view.input.scenario.assumptions() {
        let source = it.source.clone().unwrap_or_else(|| format!("({})", lang.t("html.unsourced")));
        let note = it.note.clone().unwrap_or_default();
        shown.push(vec![
            it.path.as_str().into(),
            it.written.as_str().into(),
            it.unit.as_str().into(),
            source.into(),
            note.into(),
        ]);
    }
    text += &table(view, &shown);
    text
}

fn reproduce(view: &View) -> String {
    let (lang, provenance) = (view.lang(), view.input.provenance);
    let mut text = format!("\n## {}\n\n{}\n\n", lang.t("section.reproduce"), inline(lang.t("html.equal")));
    let command = &provenance.command;
    let fence = "`".repeat(3 + command.matches('`').count());
    let _ = write!(text, "{fence}sh\n{}\n{fence}\n\n", command.replace(['\n', '\r'], " "));
    for (key, value) in [
        ("html.version", provenance.version.clone()),
        ("html.file", provenance.file.clone()),
        ("html.hash", provenance.sha256.clone()),
    ] {
        let _ = writeln!(text, "- {}{} {}", lang.t(key), lang.t("format.colon").trim_end(), inline(&value));
    }
    let made_by = say!(lang, "html.made_by", version = provenance.version);
    let _ = write!(text, "\n{}\n", inline(&made_by));
    text
}

fn table(view: &View, table: &Table) -> String {
    let lang = view.lang();
    let labels: Vec<String> = (0..table.columns.len()).map(|column| inline(&table.label(column, lang))).collect();
    let figures = |column: usize| table.rows.first().is_some_and(|row| row[column].is_figure());
    let rules: Vec<&str> = (0..labels.len()).map(|column| if figures(column) { "---:" } else { "---" }).collect();
    let mut text = format!("| {} |\n| {} |\n", labels.join(" | "), rules.join(" | "));
    for row in &table.rows {
        let cells: Vec<String> = row.iter().map(|cell| inline(&cell.shown(lang))).collect();
        let _ = writeln!(text, "| {} |", cells.join(" | "));
    }
    text
}

/// Text that stays text: on one line, with everything that Markdown or HTML would read as a command escaped.
fn inline(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '\\' | '`' | '*' | '_' | '{' | '}' | '[' | ']' | '<' | '>' | '#' | '|' | '~' | '!' | '$' | '^' => {
                escaped.push('\\');
                escaped.push(letter);
            }
            '&' => escaped.push_str("&amp;"),
            control if control.is_control() => escaped.push(' '),
            other => escaped.push(other),
        }
    }
    let trimmed = escaped.trim();
    // A list or a heading begins only at the start of a line.
    let listed = trimmed.starts_with(['-', '+', '='])
        || trimmed.split_once(['.', ')']).is_some_and(|(number, rest)| {
            !number.is_empty() && number.bytes().all(|digit| digit.is_ascii_digit()) && rest.starts_with(' ')
        });
    if listed { format!("&#8203;{trimmed}") } else { trimmed.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::fixture;
    use crate::report::lang::Lang;

    #[test]
    fn nothing_that_a_user_writes_is_read_as_markup() {
        assert_eq!(inline("<b>&\"x\"|*y*"), "\\<b\\>&amp;\"x\"\\|\\*y\\*");
        assert_eq!(inline("1. not a list"), "&#8203;1. not a list");
        assert_eq!(inline("a\nb"), "a b");
        let text = markdown(&fixture::hostile().input(), &Style::default());
        let bare = text.replace("\\<", "");
        assert!(!bare.contains("<b onload") && !bare.contains("<script"));
        let cells = |line: &str| line.replace("\\|", "").matches('|').count();
        for pair in text.lines().collect::<Vec<_>>().windows(2).filter(|pair| pair.iter().all(|it| it.starts_with('|')))
        {
            assert_eq!(cells(pair[0]), cells(pair[1]), "{pair:?}");
        }
    }

    #[test]
    fn the_report_of_the_smallest_run() {
        let style = Style { lang: Lang::by_code("fr").unwrap(), ..Style::default() };
        insta::assert_snapshot!(markdown(&fixture::smallest().input(), &style));
    }

    #[test]
    fn charts_are_linked_beside_the_file() {
        let text = markdown(&fixture::paris().input(), &Style::default());
        assert!(text.contains("](charts/outcomes.png)") && text.contains("](charts/survival-spread.png)"));
    }
}
