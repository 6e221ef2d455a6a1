//! A page as HTML: one file that asks nothing of anybody.

use maud::{DOCTYPE, Markup, PreEscaped, html as markup};

use crate::words::without_commands;

use super::super::figures::Chart;
use super::super::lang::{Lang, say};
use super::html_table::{assumptions, table, thinned};
use super::{Captioned, Illustration, Page, PageBlock, Section};

const CSS: &str = include_str!("style.css");
const SCRIPT: &str = include_str!("script.js");

/// No source is allowed but the page itself, so that nothing in it can make a request.
const POLICY: [&str; 2] = [
    "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'",
    "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'",
];

pub(super) fn html(page: &Page, lang: &Lang) -> String {
    let word = |key| page.is_interactive.then(|| lang.t(key));
    let made_by = say!(lang, "html.made_by", version = page.version);
    let whole = markup! {
        (DOCTYPE) "\n"
        html lang=(lang.code()) {
            (head(page)) "\n"
            body
                data-copy=[word("html.copy")] data-copied=[word("html.copied")] data-sort=[word("html.sort")]
                data-show=[word("html.show")] data-missing=[word("format.missing")]
                data-decimal=[word("format.decimal")] data-percent=[word("format.percent")] {
                "\n" (header(page, lang)) "\n"
                main { "\n" @for it in &page.sections { (section(it, lang)) "\n" } }
                "\n" footer { p { (made_by) } } "\n"
                @if page.is_interactive { script { (PreEscaped(SCRIPT)) } "\n" }
            }
        }
        "\n"
    };
    without_commands(&whole.into_string())
}

fn head(page: &Page) -> Markup {
    markup! {
        head {
            meta charset="utf-8";
            meta http-equiv="Content-Security-Policy" content=(PreEscaped(POLICY[usize::from(page.is_interactive)]));
            meta name="viewport" content="width=device-width, initial-scale=1";
            title { (page.title) }
            link rel="icon" href="data:,";
            style { (PreEscaped(CSS)) }
        }
    }
}

fn header(page: &Page, lang: &Lang) -> Markup {
    let parts = || page.sections.iter().filter_map(|it| Some((it.id?, &it.heading)));
    markup! {
        @if let (true, Some((first, _))) = (page.is_interactive, parts().next()) {
            a.skip href={ "#" (first) } { (lang.t("html.skip")) } "\n"
        }
        header {
            h1 { (page.title) } "\n"
            @if let Some(lead) = &page.lead { p.lead { (lead) } "\n" }
            @if let Some(summary) = &page.summary { p { (summary) } "\n" }
            p.note { (page.note) } "\n"
            @if let Some(explorer) = page.explorer { p { a.tool href=(explorer) { (lang.t("html.explorer")) } } "\n" }
            @if page.is_interactive {
                nav aria-label=(lang.t("section.contents")) {
                    ul { @for (id, heading) in parts() { li { a href={ "#" (id) } { (heading) } } } }
                }
            }
        }
    }
}

fn section(section: &Section, lang: &Lang) -> Markup {
    markup! {
        section id=[section.id] {
            "\n" h2 { (section.heading) } "\n"
            @for it in &section.blocks { (block(it, lang)) "\n" }
        }
    }
}

fn block(block: &PageBlock, lang: &Lang) -> Markup {
    match block {
        PageBlock::Heading(text) => markup! { h3 { (text) } },
        PageBlock::Paragraph(text) => markup! { p { (text) } },
        PageBlock::Note(text) => markup! { p.note { (text) } },
        PageBlock::List(items) => list(items),
        PageBlock::Figure(it) => figure(it, lang),
        PageBlock::Table(it) => table(it, lang),
        PageBlock::Assumptions(all) => assumptions(all, lang),
        PageBlock::Command { label, text } => {
            markup! { pre.command role="region" tabindex="0" aria-label=(label) { code { (text) } } }
        }
        PageBlock::Answers(answers) => {
            markup! {
                dl.answers {
                    @for (question, told) in answers {
                        dt { (question) }
                        dd { @for sentence in told { span { (sentence) } " " } } "\n"
                    }
                }
            }
        }
        PageBlock::Facts(facts) => markup! { dl { @for (name, value) in facts { dt { (name) } dd { (value) } "\n" } } },
        PageBlock::File { label, text } => file(label, text),
        PageBlock::Verbatim(text) => markup! { pre tabindex="0" { code { (text.trim_end()) } } },
    }
}

fn list(items: &[String]) -> Markup {
    markup! { @if !items.is_empty() { ul { @for item in items { li { (item) } "\n" } } } }
}

fn file(label: &str, text: &str) -> Markup {
    markup! {
        details {
            summary { (label) }
            pre role="region" tabindex="0" aria-label=(label) { code { (text.trim_end()) } }
        }
    }
}

fn figure(figure: &Illustration, lang: &Lang) -> Markup {
    let (wide, narrow, name) = (&figure.wide, &figure.narrow, &figure.wide.name);
    markup! {
        figure id={ "chart-" (name) } data-chart=[figure.data.is_some().then_some(name)] {
            "\n" h3 { (wide.title) } "\n"
            p { (wide.subtitle) } "\n"
            div.wide.short[is_short(wide)] { (with_ids(wide, "wide")) } "\n"
            div.narrow { (with_ids(narrow, "narrow")) } "\n"
            figcaption { (wide.note) } "\n"
            @if let Some(data) = &figure.data { (behind(data, lang)) "\n" }
        }
    }
}

/// The figures behind a chart, folded away.
fn behind(data: &Captioned, lang: &Lang) -> Markup {
    let (shown, step) = thinned(data);
    markup! {
        details {
            summary { (lang.t("html.figures")) }
            @if step > 1 { p.note { (say!(lang, "html.thinned", step = step)) } }
            (table(&shown, lang))
        }
    }
}

/// Whether a chart takes half a page or less: in print two of these stand on a page.
fn is_short(chart: &Chart) -> bool {
    let height = chart.svg.split_once("height=\"").and_then(|(_, rest)| rest.split('"').next()?.parse::<f64>().ok());
    height.is_some_and(|height| height <= 480.0)
}

/// The image with ids of its own, so that two drawings of a chart can stand on one page.
fn with_ids(chart: &Chart, prefix: &str) -> Markup {
    let (name, svg) = (&chart.name, &chart.svg);
    let svg = svg
        .replacen(&format!("\"{name}-title {name}-alt\""), &format!("\"{prefix}-{name}-title {prefix}-{name}-alt\""), 1)
        .replacen(&format!("id=\"{name}-title\""), &format!("id=\"{prefix}-{name}-title\""), 1)
        .replacen(&format!("id=\"{name}-alt\""), &format!("id=\"{prefix}-{name}-alt\""), 1)
        .replace(&format!("id=\"{name}-others\""), &format!("id=\"{prefix}-{name}-others\""))
        .replace(&format!("href=\"#{name}-others\""), &format!("href=\"#{prefix}-{name}-others\""));
    PreEscaped(svg)
}
