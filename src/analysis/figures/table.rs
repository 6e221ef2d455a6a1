//! The register as a table for readers.

use super::{Ends, Estimand, FIGURES, Over};

/// The table of figures in Markdown, as `docs/results.md` has it.
#[must_use]
pub fn markdown() -> String {
    let mut text = "| path | unit | over | interval | meaning |\n|---|---|---|---|---|\n".to_owned();
    for figure in FIGURES {
        text += &line(figure);
    }
    text
}

fn line(figure: &Estimand) -> String {
    let Estimand { path, quantity, doc, .. } = figure;
    format!("| `{path}` | {} | {} | {} | {doc} |\n", quantity.unit(), over(figure.over), interval(figure.ends))
}

fn over(over: Over) -> &'static str {
    match over {
        Over::Once => "",
        Over::Years => "years",
        Over::Months => "months",
        Over::Bins => "bins",
        Over::Choices => "choices",
    }
}

fn interval(ends: Ends) -> &'static str {
    match ends {
        Ends::Exact => "",
        Ends::Beside => "`low`, `high`",
        Ends::Ranks => "ranks, in sweeps",
        Ends::Batches => "batches, in sweeps",
    }
}
