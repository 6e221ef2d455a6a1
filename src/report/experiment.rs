//! The pages of sweeps and comparisons: short, self-contained, in the style of a run's report.

use std::fmt::Write;

use super::charts::Chart;
use super::charts::canvas::escape;
use super::html::{CSS, with_ids};
use super::lang::{Lang, say};
use super::table::{Cell, Table};

/// A part of a page.
#[derive(Clone, Debug, Default)]
pub struct Part {
    /// Heading.
    pub heading: String,
    /// Sentences below it.
    pub paragraphs: Vec<String>,
    /// A list below these.
    pub items: Vec<String>,
    /// Charts, each drawn for a wide and for a narrow screen.
    pub charts: Vec<(Chart, Chart)>,
    /// A table, its columns headed as they are.
    pub table: Option<Table>,
    /// A text shown as it is, such as a command or a file.
    pub verbatim: Option<String>,
}

/// A page.
#[derive(Clone, Debug, Default)]
pub struct Page {
    /// Title.
    pub title: String,
    /// What was asked.
    pub lead: Option<String>,
    /// Trials, seed and the like.
    pub note: String,
    /// Its parts.
    pub parts: Vec<Part>,
    /// Version of the program.
    pub version: String,
}

impl Page {
    /// The page as one HTML file that asks nothing of anybody.
    pub fn html(&self, lang: &Lang) -> String {
        let policy =
            "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'";
        let mut page = format!(
            "<!DOCTYPE html>\n<html lang=\"{}\">\n<head>\n<meta charset=\"utf-8\">\n\
             <meta http-equiv=\"Content-Security-Policy\" content=\"{policy}\">\n\
             <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
             <title>{title}</title>\n<link rel=\"icon\" href=\"data:,\">\n<style>{CSS}</style>\n</head>\n<body>\n\
             <header>\n<h1>{title}</h1>\n",
            lang.code(),
            title = escape(&self.title),
        );
        if let Some(lead) = &self.lead {
            let _ = writeln!(page, "<p class=\"lead\">{}</p>", escape(lead));
        }
        let _ = writeln!(page, "<p class=\"note\">{}</p>\n</header>\n<main>", escape(&self.note));
        for part in &self.parts {
            page += &part.html(lang);
        }
        let made_by = say!(lang, "html.made_by", version = self.version);
        let _ = write!(page, "</main>\n<footer><p>{}</p></footer>\n</body>\n</html>\n", escape(&made_by));
        page
    }

    /// The page in Markdown; images are looked for in `charts/`.
    pub fn markdown(&self, lang: &Lang) -> String {
        let mut text = format!("# {}\n", plain(&self.title));
        if let Some(lead) = &self.lead {
            let _ = write!(text, "\n{}\n", plain(lead));
        }
        let _ = write!(text, "\n{}\n", plain(&self.note));
        for part in &self.parts {
            text += &part.markdown(lang);
        }
        text
    }
}

impl Part {
    fn html(&self, lang: &Lang) -> String {
        let mut text = format!("<section>\n<h2>{}</h2>\n", escape(&self.heading));
        for paragraph in &self.paragraphs {
            let _ = writeln!(text, "<p>{}</p>", escape(paragraph));
        }
        if !self.items.is_empty() {
            text += "<ul>\n";
            for item in &self.items {
                let _ = writeln!(text, "<li>{}</li>", escape(item));
            }
            text += "</ul>\n";
        }
        for (wide, narrow) in &self.charts {
            let _ = write!(
                text,
                "<figure id=\"chart-{}\">\n<h3>{}</h3>\n<p>{}</p>\n<div class=\"wide\">{}</div>\n\
                 <div class=\"narrow\">{}</div>\n<figcaption>{}</figcaption>\n</figure>\n",
                escape(&wide.name),
                escape(&wide.title),
                escape(&wide.subtitle),
                with_ids(wide, "wide"),
                with_ids(narrow, "narrow"),
                escape(&wide.note),
            );
        }
        if let Some(table) = &self.table {
            text += &table_html(table, &self.heading, lang);
        }
        if let Some(verbatim) = &self.verbatim {
            let lines: Vec<String> = verbatim.lines().map(escape).collect();
            let _ = writeln!(text, "<pre tabindex=\"0\"><code>{}</code></pre>", lines.join("\n"));
        }
        text + "</section>\n"
    }

    fn markdown(&self, lang: &Lang) -> String {
        let mut text = format!("\n## {}\n", plain(&self.heading));
        for paragraph in &self.paragraphs {
            let _ = write!(text, "\n{}\n", plain(paragraph));
        }
        if !self.items.is_empty() {
            text.push('\n');
        }
        for item in &self.items {
            let _ = writeln!(text, "- {}", plain(item));
        }
        for (chart, _) in &self.charts {
            let (title, alt, caption) = (plain(&chart.title), plain(&chart.alt), plain(&chart.caption()));
            let _ = write!(text, "\n### {title}\n\n![{alt}](charts/{}.png)\n\n{caption}\n", chart.name);
        }
        if let Some(table) = &self.table {
            text += &table_markdown(table, lang);
        }
        if let Some(verbatim) = &self.verbatim {
            let _ = write!(text, "\n```\n{}\n```\n", verbatim.trim_end());
        }
        text
    }
}

fn table_html(table: &Table, caption: &str, lang: &Lang) -> String {
    let caption = escape(caption);
    let mut text = format!(
        "<div class=\"scroll\" role=\"region\" tabindex=\"0\" aria-label=\"{caption}\">\n\
         <table class=\"data\"><caption>{caption}</caption>\n<thead><tr>"
    );
    for column in &table.columns {
        let _ = write!(text, "<th scope=\"col\">{}</th>", escape(column));
    }
    text += "</tr></thead>\n<tbody>\n";
    for row in &table.rows {
        text += "<tr>";
        for (column, cell) in row.iter().enumerate() {
            let shown = escape(&cell.shown(lang));
            text += &match (cell, column) {
                (Cell::Text(_), 0) => format!("<th scope=\"row\">{shown}</th>"),
                (Cell::Text(_), _) => format!("<td>{shown}</td>"),
                _ => format!("<td class=\"n\">{shown}</td>"),
            };
        }
        text += "</tr>\n";
    }
    text + "</tbody></table></div>\n"
}

fn table_markdown(table: &Table, lang: &Lang) -> String {
    let line = |cells: Vec<String>| format!("| {} |\n", cells.join(" | "));
    let mut text = format!("\n{}", line(table.columns.iter().map(|column| plain(column)).collect()));
    text += &line(vec!["---".to_owned(); table.columns.len()]);
    for row in &table.rows {
        text += &line(row.iter().map(|cell| plain(&cell.shown(lang))).collect());
    }
    text
}

/// Text that Markdown takes as it is.
fn plain(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for letter in text.chars() {
        if matches!(letter, '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '|' | '#' | '$') {
            out.push('\\');
        }
        out.push(if letter.is_control() { ' ' } else { letter });
    }
    out
}
