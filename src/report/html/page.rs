//! The page, part by part: answer, evidence, assumptions, limits, how to reproduce.

use std::fmt::Write;

use super::super::charts::canvas::escape;
use super::super::charts::{Chart, charts};
use super::super::lang::say;
use super::super::story;
use super::super::style::Style;
use super::super::table::{Cell, Table};
use super::super::theme::{ChartSize, Theme};
use super::super::view::{ReportInput, View};
use crate::scenario::{Uncertain, is_judgement};

pub(crate) const CSS: &str = include_str!("style.css");
const SCRIPT: &str = include_str!("script.js");
/// Rows of a chart's table above which only every fifth year or so is shown.
const MANY_ROWS: usize = 600;

/// The report as one HTML file.
///
/// Charts are drawn twice, for wide and for narrow screens, with the style's language and theme.
pub fn html(input: &ReportInput, style: &Style) -> String {
    // The page has its own two widths, whatever the theme says of charts on their own.
    let theme = Theme { width: None, ..style.theme.clone() };
    let sized = |size| Style { size, bare: true, theme: theme.clone(), ..style.clone() };
    let (wide, narrow) = (charts(input, &sized(ChartSize::Page)), charts(input, &sized(ChartSize::Column)));
    let view = View { input, style };
    let mut page = head(&view);
    page += &opening(&view);
    page += &answer(&view);
    let figures: Vec<(&Chart, &Chart)> = wide.iter().zip(&narrow).collect();
    let is_input = |it: &&(&Chart, &Chart)| it.0.name.starts_with("inputs");
    let draw = |it: &(&Chart, &Chart)| figure(&view, it.0, it.1);
    page += &section(&view, "evidence");
    page.extend(figures.iter().filter(|it| !is_input(it)).map(draw));
    page += "</section>\n";
    page += &assumptions(&view);
    page.extend(figures.iter().filter(is_input).map(draw));
    page += "</section>\n";
    page += &limits(&view);
    page += &reproduce(&view);
    let made_by = say!(view.lang(), "html.made_by", version = input.provenance.version);
    let _ = write!(
        page,
        "</main>\n<footer><p>{}</p></footer>\n<script>{SCRIPT}</script>\n</body>\n</html>\n",
        escape(&made_by)
    );
    page
}

fn head(view: &View) -> String {
    let lang = view.lang();
    // No source is allowed but the page itself, so that nothing in it can make a request.
    let policy = "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'";
    format!(
        "<!DOCTYPE html>\n<html lang=\"{}\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta http-equiv=\"Content-Security-Policy\" content=\"{policy}\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <title>{}</title>\n<link rel=\"icon\" href=\"data:,\">\n<style>{CSS}</style>\n</head>\n\
         <body data-copy=\"{}\" data-copied=\"{}\" data-sort=\"{}\" data-show=\"{}\" data-missing=\"{}\" data-decimal=\"{}\" data-percent=\"{}\">\n",
        lang.code(),
        escape(view.input.scenario.name()),
        escape(lang.t("html.copy")),
        escape(lang.t("html.copied")),
        escape(lang.t("html.sort")),
        escape(lang.t("html.show")),
        escape(lang.t("format.missing")),
        escape(lang.t("format.decimal")),
        escape(lang.t("format.percent")),
    )
}

fn opening(view: &View) -> String {
    let (lang, scenario) = (view.lang(), view.input.scenario);
    let mut text = format!("<a class=\"skip\" href=\"#answer\">{}</a>\n<header>\n", escape(lang.t("html.skip")));
    let _ = writeln!(text, "<h1>{}</h1>", escape(scenario.name()));
    let _ = writeln!(text, "<p class=\"lead\">{}</p>", escape(&story::question(view)));
    if let Some(summary) = scenario.summary() {
        let _ = writeln!(text, "<p>{}</p>", escape(summary));
    }
    let mut note = view.run_note();
    if let Some(date) = scenario.as_of() {
        note = format!("{note} {}", say!(lang, "html.as_of", date = lang.date(date)));
    }
    let _ = writeln!(text, "<p class=\"note\">{}</p>", escape(&note));
    let _ = writeln!(text, "<nav aria-label=\"{}\"><ul>", escape(lang.t("section.contents")));
    for part in ["answer", "evidence", "assumptions", "limits", "reproduce"] {
        let _ = writeln!(text, "<li><a href=\"#{part}\">{}</a></li>", escape(lang.t(&format!("section.{part}"))));
    }
    text + "</ul></nav>\n</header>\n<main>\n"
}

fn section(view: &View, id: &str) -> String {
    format!("<section id=\"{id}\">\n<h2>{}</h2>\n", { escape(view.lang().t(&format!("section.{id}"))) })
}

fn answer(view: &View) -> String {
    let mut text = section(view, "answer");
    for answer in story::answers(view) {
        if let Some(heading) = &answer.heading {
            let _ = writeln!(text, "<h3>{}</h3>", escape(heading));
        }
        for sentence in &answer.sentences {
            let _ = writeln!(text, "<p>{}</p>", escape(sentence));
        }
    }
    let groups = story::term_groups(view);
    if !groups.is_empty() {
        let _ = writeln!(text, "<h3>{}</h3>", escape(view.lang().t("terms.title")));
    }
    for (index, group) in groups.iter().enumerate() {
        let _ = writeln!(text, "<p>{}</p>", escape(&group.intro));
        text += &table(view, &group.table, &format!("terms-{index}"), &group.intro);
        text += "<ul>\n";
        for verdict in &group.verdicts {
            let _ = writeln!(text, "<li>{}</li>", escape(verdict));
        }
        text += "</ul>\n";
    }
    if !groups.is_empty() {
        let _ = writeln!(text, "<p class=\"note\">{}</p>", escape(view.lang().t("terms.note")));
    }
    text + "</section>\n"
}

fn figure(view: &View, wide: &Chart, narrow: &Chart) -> String {
    let name = &wide.name;
    let mut text = format!("<figure id=\"chart-{name}\" data-chart=\"{name}\">\n<h3>{}</h3>\n", escape(&wide.title));
    let _ = writeln!(text, "<p>{}</p>", escape(&wide.subtitle));
    let _ = writeln!(text, "<div class=\"wide{}\">{}</div>", short_class(wide), with_ids(wide, "wide"));
    let _ = writeln!(text, "<div class=\"narrow\">{}</div>", with_ids(narrow, "narrow"));
    let _ = writeln!(text, "<figcaption>{}</figcaption>", escape(&wide.note));
    let _ = writeln!(text, "<details><summary>{}</summary>", escape(view.lang().t("html.figures")));
    let (shown, step) = thinned(&wide.data);
    if step > 1 {
        let _ = writeln!(text, "<p class=\"note\">{}</p>", escape(&say!(view.lang(), "html.thinned", step = step)));
    }
    text += &table(view, &shown, name, &wide.title);
    text + "</details>\n</figure>\n"
}

/// Charts of half a page or less may be made smaller in print, so that two stand on a page.
fn short_class(chart: &Chart) -> &'static str {
    let height = chart.svg.split_once("height=\"").and_then(|(_, rest)| rest.split('"').next()?.parse::<f64>().ok());
    if height.is_some_and(|height| height <= 480.0) { " short" } else { "" }
}

/// The image with ids of its own, so that two drawings of a chart can stand on one page.
pub(crate) fn with_ids(chart: &Chart, prefix: &str) -> String {
    let (name, svg) = (&chart.name, &chart.svg);
    svg.replacen(&format!("\"{name}-title {name}-alt\""), &format!("\"{prefix}-{name}-title {prefix}-{name}-alt\""), 1)
        .replacen(&format!("id=\"{name}-title\""), &format!("id=\"{prefix}-{name}-title\""), 1)
        .replacen(&format!("id=\"{name}-alt\""), &format!("id=\"{prefix}-{name}-alt\""), 1)
}

/// The table, or where it is long only some of its years, months or rows.
fn thinned(table: &Table) -> (Table, usize) {
    if table.rows.len() <= MANY_ROWS {
        return (table.clone(), 1);
    }
    let time = table.columns.iter().position(|key| key == "year" || key == "month");
    let steps = [5, 10, 20, 50, 100, 500];
    let step = steps.into_iter().find(|step| table.rows.len() / step <= MANY_ROWS).unwrap_or(1_000);
    let kept = |(index, row): &(usize, &Vec<Cell>)| match time.map(|time| &row[time]) {
        Some(Cell::Number(Some(at))) => *at as usize % step == 0,
        _ => index % step == 0,
    };
    let rows = table.rows.iter().enumerate().filter(kept).map(|(_, row)| row.clone()).collect();
    (Table { columns: table.columns.clone(), rows }, step)
}

/// A table in a frame that scrolls by itself on narrow screens, and that the keyboard can reach.
fn table(view: &View, table: &Table, id: &str, caption: &str) -> String {
    let lang = view.lang();
    let caption = escape(caption);
    let mut text = format!(
        "<div class=\"scroll\" role=\"region\" tabindex=\"0\" aria-label=\"{caption}\">\n\
         <table id=\"table-{id}\" class=\"data\"><caption>{caption}</caption>\n<thead><tr>"
    );
    for (column, key) in table.columns.iter().enumerate() {
        let figures = table.rows.first().is_some_and(|row| row[column].is_figure());
        let class = if figures { " class=\"n\"" } else { "" };
        let label = escape(&table.label(column, lang));
        let _ = write!(text, "<th scope=\"col\"{class} data-key=\"{}\">{label}</th>", escape(key));
    }
    text += "</tr></thead>\n<tbody>\n";
    for row in &table.rows {
        text += "<tr>";
        for (column, cell) in row.iter().enumerate() {
            text += &table_cell(view, cell, column == 0);
        }
        text += "</tr>\n";
    }
    text + "</tbody></table></div>\n"
}

fn table_cell(view: &View, cell: &Cell, first: bool) -> String {
    let shown = escape(&cell.shown(view.lang()));
    match (cell, first) {
        (Cell::Text(_), true) => format!("<th scope=\"row\">{shown}</th>"),
        (Cell::Text(_), false) => format!("<td>{shown}</td>"),
        _ => format!("<td data-v=\"{}\">{shown}</td>", brief(cell)),
    }
}

/// A figure for sorting and copying: six digits, since the CSV files beside the report have them all.
fn brief(cell: &Cell) -> String {
    let (Cell::Share(Some(number)) | Cell::Number(Some(number))) = cell else { return cell.raw() };
    let rounded: f64 = format!("{number:.5e}").parse().unwrap_or(*number);
    format!("{rounded}")
}

fn assumptions(view: &View) -> String {
    let lang = view.lang();
    let all = view.input.scenario.assumptions();
    let mut text = section(view, "assumptions");
    let _ = writeln!(text, "<p>{}</p>", escape(lang.t("html.assumptions_intro")));
    let count = |n: usize| lang.count(n as u64);
    let judged = all.iter().filter(|it| is_judgement(it.note.as_deref())).count();
    let unsourced = all.iter().filter(|it| it.source.is_none()).count();
    let uncertain = all.iter().filter(|it| matches!(it.value, Uncertain::Distribution(_))).count();
    let counts = say!(
        lang,
        "html.counts",
        all = count(all.len()),
        uncertain = count(uncertain),
        judgement = count(judged),
        unsourced = count(unsourced)
    );
    let _ = writeln!(text, "<p>{}</p>", escape(&counts));
    let caption = escape(lang.t("section.assumptions"));
    let _ = write!(
        text,
        "<div class=\"scroll\" role=\"region\" tabindex=\"0\" aria-label=\"{caption}\">\n\
         <table id=\"table-assumptions\" class=\"data words\"><caption>{caption}</caption>\n<thead><tr>"
    );
    for key in ["path", "written", "unit", "source", "note"] {
        let _ = write!(text, "<th scope=\"col\" data-key=\"{key}\">{}</th>", escape(lang.t(&format!("column.{key}"))));
    }
    text += "</tr></thead>\n<tbody>\n";
    for it in all {
        let source = it
            .source
            .as_deref()
            .map_or_else(|| format!("<span class=\"flag\">{}</span>", escape(lang.t("html.unsourced"))), escape);
        let flag = if is_judgement(it.note.as_deref()) {
            format!("<span class=\"flag\">{}</span> ", escape(lang.t("html.judgement")))
        } else {
            String::new()
        };
        let note = escape(it.note.as_deref().unwrap_or(""));
        let (path, written, unit) = (escape(&it.path), escape(&it.written), escape(&it.unit));
        let _ = writeln!(
            text,
            "<tr><th scope=\"row\"><code>{path}</code></th><td><code>{written}</code></td><td>{unit}</td>\
             <td>{source}</td><td>{flag}{note}</td></tr>"
        );
    }
    text + "</tbody></table></div>\n"
}

fn limits(view: &View) -> String {
    let mut text = section(view, "limits") + "<ul>\n";
    for limit in story::limits(view) {
        let _ = writeln!(text, "<li>{}</li>", escape(limit));
    }
    text + "</ul>\n</section>\n"
}

fn reproduce(view: &View) -> String {
    let (lang, provenance) = (view.lang(), view.input.provenance);
    let mut text = section(view, "reproduce");
    let _ = writeln!(text, "<p>{}</p>", escape(lang.t("html.equal")));
    let label = escape(lang.t("html.command"));
    let _ = writeln!(
        text,
        "<pre class=\"command\" role=\"region\" tabindex=\"0\" aria-label=\"{label}\"><code>{}</code></pre>\n<dl>",
        escape(&provenance.command)
    );
    for (key, value) in [
        ("html.version", provenance.version.clone()),
        ("html.file", provenance.file.clone()),
        ("html.hash", provenance.sha256.clone()),
        ("html.seed", provenance.seed.to_string()),
        ("html.trials", lang.count(provenance.trials)),
        ("html.sampling", view.sampling().to_owned()),
    ] {
        let _ = writeln!(text, "<dt>{}</dt><dd>{}</dd>", escape(lang.t(key)), escape(&value));
    }
    let label = escape(lang.t("html.scenario_text"));
    let lines: Vec<String> = provenance.text.lines().map(escape).collect();
    let _ = write!(
        text,
        "</dl>\n<details><summary>{label}</summary>\n\
         <pre role=\"region\" tabindex=\"0\" aria-label=\"{label}\"><code>{}</code></pre></details>\n</section>\n",
        lines.join("\n")
    );
    text
}
