//! What is asked once, or once for each of two theories.

use std::collections::BTreeMap;
use std::path::PathBuf;

use serde_json::Value;

use crate::job::{Settings, json};
use crate::report::text::theory_heading;

use super::args::{Common, Format};
use super::{Failure, Status, print, screen};

/// Prints what `tell` makes of the settings and the folder for results, as a text or as figures. Where two theories are asked,
/// it is told once for each: the folder of the second lies in that of the first.
pub(crate) fn print_told(
    common: &Common,
    tell: impl Fn(Settings, Option<PathBuf>) -> Result<(String, Value), Failure>,
) -> Result<Status, Failure> {
    let Some([(word, settings), (second_word, second)]) = common.overrides.of_each_theory() else {
        let (text, figures) = tell(common.overrides.settings(), common.out.clone())?;
        return match common.output.format {
            Format::Text => print(&text),
            Format::Json => print(&String::from_utf8_lossy(&json(&figures))),
        };
    };
    let within = common.out.as_ref().map(|out| out.join(second_word));
    let (text, figures) = tell(settings, common.out.clone())?;
    let (second_text, second_figures) = tell(second, within)?;
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
