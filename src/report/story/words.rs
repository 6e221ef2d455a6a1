//! The model's words in one line each, where they are first used.

use super::super::lang::say;
use super::super::names::Names;
use super::super::view::View;
use crate::model::{STRUCTURAL, Side};

/// What a trial is, and a draw, where there is more than one.
pub(super) fn trial(view: &View) -> String {
    trial_of(&view.names())
}

/// The same for tables.
pub(crate) fn trial_of(names: &Names) -> String {
    let key = if names.scenario.inputs().is_empty() { "word.trial" } else { "word.trial_and_draw" };
    names.lang.t(key).to_owned()
}

/// What the prize is, and the scale of each issue.
pub(super) fn prize(view: &View) -> Vec<String> {
    let lang = view.lang();
    let scales = scales(view);
    let scales =
        (!scales.is_empty()).then(|| say!(lang, "word.scales", scales = scales.join(lang.t("format.semicolon"))));
    std::iter::once(lang.t("word.prize").to_owned()).chain(scales).collect()
}

/// What each side wants on each issue.
fn scales(view: &View) -> Vec<String> {
    let central = view.input.scenario.central();
    let issues = &view.input.scenario.structure().issues;
    let sides = Side::BOTH.map(|side| central.demands(side));
    let ids = STRUCTURAL.into_iter().chain(issues.iter().skip(STRUCTURAL.len()).map(|it| it.id.as_str()));
    let wanted = sides[0].iter().zip(sides[1]);
    ids.zip(wanted).map(|(id, (a, d))| scale(view, id, a.ideal, d.ideal)).collect()
}

fn scale(view: &View, id: &str, a: f64, d: f64) -> String {
    let (lang, names) = (view.lang(), view.names());
    let issue = names.issue(id);
    if id == "guarantee_years" {
        return lang.said_of(&issue, lang.t("word.in_force"));
    }
    let [challenger, defender] = Side::BOTH.map(|side| view.side(side));
    let (a, d) = (names.term(id, Some(a)), names.term(id, Some(d)));
    let wants = if a == d {
        say!(lang, "word.both_want", value = a)
    } else {
        say!(lang, "word.wants", challenger = challenger, a = a, defender = defender, d = d)
    };
    lang.said_of(&issue, &wants)
}
