//! `armistice compare`: runs, or plans each alone on the table, side by side on the same luck.

use std::collections::BTreeMap;
use std::path::PathBuf;

use serde_json::Value;

use crate::job::{
    CompareOrder, Settings, alone_figures, compare as run_comparison, compare_plans, comparison_figures, json,
};
use crate::report::text::{comparison_text, plans_alone_text, theory_heading};

use super::args::{CompareArguments, Format, TrialsFormat};
use super::{Failure, Status, console, print, screen};

/// Compares runs or plans and prints the differences.
pub(crate) fn compare(arguments: &CompareArguments) -> Result<Status, Failure> {
    let common = &arguments.common;
    let Some([(word, settings), (second_word, second)]) = common.overrides.of_each_theory() else {
        let (text, figures) = compared(arguments, common.overrides.settings(), common.out.clone())?;
        return match common.output.format {
            Format::Text => print(&text),
            Format::Json => print(&String::from_utf8_lossy(&json(&figures))),
        };
    };
    let within = common.out.as_ref().map(|out| out.join(second_word));
    let (text, figures) = compared(arguments, settings, common.out.clone())?;
    let (second_text, second_figures) = compared(arguments, second, within)?;
    match common.output.format {
        Format::Text => {
            let lang = common.look.read()?.language();
            let screen = screen(&lang);
            let told = [(word, text), (second_word, second_text)];
            let told = told.map(|(word, text)| theory_heading(word, &screen) + &text);
            print(&told.join("\n"))
        }
        Format::Json => {
            let all = BTreeMap::from([(word, figures), (second_word, second_figures)]);
            print(&String::from_utf8_lossy(&json(&serde_json::json!({ "theories": all }))))
        }
    }
}

/// A comparison as a text and as figures.
fn compared(
    arguments: &CompareArguments,
    settings: Settings,
    folder: Option<PathBuf>,
) -> Result<(String, Value), Failure> {
    let common = &arguments.common;
    let order = CompareOrder {
        runs: arguments.runs.clone(),
        settings,
        folder,
        look: common.look.read()?,
        wishes: common.output.wishes(TrialsFormat::default()),
    };
    let (quiet, threads, spoken) = (common.output.quiet, common.threads.count(), common.look.language());
    let lang = order.look.language();
    let (text, figures) = if order.asks_all_plans() {
        let found = console::with_host(quiet, threads, spoken, |host| compare_plans(&order, host))?.found;
        (plans_alone_text(&found, &screen(&lang)), alone_figures(&found))
    } else {
        let input = console::with_host(quiet, threads, spoken, |host| run_comparison(&order, host))?.input;
        (comparison_text(&input, &screen(&lang)), comparison_figures(&input))
    };
    Ok((text, figures))
}
