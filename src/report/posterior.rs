//! What has happened already, in words and in the rows of tables: each piece of evidence, what it says of the inputs, and
//! the headline with and without it.

use super::lang::say;
use super::names::Names;
use crate::analysis::summary::{Share, Summary};
use crate::analysis::weights::{InputShift, WeightsSummary};
use crate::model::Side;
use crate::model::evidence::{AnsweredPlan, EvidencePiece, FrontSeen, KnownAnswer, Reply};
use crate::scenario::headline_year;

use super::ranking::followed;

/// The most inputs that are listed.
const MOST: usize = 12;

/// The most inputs that are named beside the first.
const ALSO: usize = 4;

/// A piece of evidence in a table.
pub(crate) struct PieceRow {
    /// What happened.
    pub(crate) told: String,
    /// How likely it was, tempered: mean over the draws.
    pub(crate) likelihood: Option<f64>,
    /// Effective trials without it.
    pub(crate) effective_without: f64,
}

/// The pieces of evidence, in the order of the file.
pub(crate) fn piece_rows(weights: &WeightsSummary, names: &Names) -> Vec<PieceRow> {
    let pieces = names.scenario.evidence().iter().zip(&weights.evidence);
    let row = |(piece, it): (&EvidencePiece, &crate::analysis::weights::PieceSummary)| PieceRow {
        told: piece_told(piece, names),
        likelihood: it.likelihood.mean,
        effective_without: it.effective_without,
    };
    pieces.map(row).collect()
}

/// What happened, in words.
pub(crate) fn piece_told(piece: &EvidencePiece, names: &Names) -> String {
    match piece {
        EvidencePiece::Answered(answered) => answer_told(answered, names),
        EvidencePiece::Seen(seen) => front_told(seen, names),
    }
}

fn answer_told(answered: &AnsweredPlan, names: &Names) -> String {
    let lang = names.lang;
    let said = |side: Side, reply: Reply| match reply {
        Reply::Accepted => say!(lang, "posterior.accepted", side = names.side(side)),
        Reply::Refused => say!(lang, "posterior.refused", side = names.side(side)),
    };
    let mut parts: Vec<String> = match answered.known {
        KnownAnswer::NotSigned => vec![lang.t("posterior.not_signed").to_owned()],
        KnownAnswer::Replies(replies) => {
            Side::BOTH.into_iter().filter_map(|side| Some(said(side, replies[side]?))).collect()
        }
    };
    parts.extend(answered.position.map(|position| say!(lang, "posterior.at", position = position)));
    let plan = &names.scenario.structure().plans[answered.plan].id;
    lang.said_of(names.plan(plan), &parts.join(lang.t("format.comma")))
}

fn front_told(seen: &FrontSeen, names: &Names) -> String {
    let lang = names.lang;
    let &FrontSeen { months, advances, retreats, power } = seen;
    let front = if advances + retreats == 0 {
        say!(lang, "posterior.quiet", months = months)
    } else {
        say!(lang, "posterior.seen", months = months, advances = advances, retreats = retreats)
    };
    let power = (power < 1.0).then(|| say!(lang, "posterior.power", power = lang.short(power)));
    std::iter::once(front).chain(power).collect::<Vec<_>>().join(lang.t("format.comma"))
}

/// Trials that did not fail.
fn valid(summary: &Summary) -> u64 {
    summary.trials - summary.failed_trials
}

/// The warning that too few trials fit the evidence, which names the piece that costs most; nothing where enough do.
pub(crate) fn thin(summary: &Summary, names: &Names) -> Option<String> {
    let weights = summary.weights.as_ref().filter(|weights| weights.is_thin(valid(summary)))?;
    let costliest = weights.costliest()?;
    let index = weights.evidence.iter().position(|piece| piece.path == costliest.path)?;
    let lang = names.lang;
    Some(say!(
        lang,
        "posterior.thin",
        trials = lang.count(valid(summary)),
        effective = lang.count(weights.effective_trials.round() as u64),
        piece = piece_told(names.scenario.evidence().get(index)?, names),
        without = lang.count(costliest.effective_without.round() as u64)
    ))
}

/// The inputs that moved by more than chance would have it, that which moved most first.
pub(crate) fn moved_inputs(summary: &Summary) -> Vec<(&str, &InputShift)> {
    let mut moved: Vec<(&str, &InputShift)> =
        summary.inputs.iter().map(|(path, it)| (path.as_str(), it)).filter(|(_, it)| it.is_told()).collect();
    moved.sort_by(|a, b| b.1.moved.unwrap_or(0.0).total_cmp(&a.1.moved.unwrap_or(0.0)));
    moved.truncate(MOST);
    moved
}

/// How much is left of the trials, and what the evidence says; nothing where there is none.
pub(crate) fn said(summary: &Summary, names: &Names) -> Vec<String> {
    let Some(weights) = &summary.weights else { return Vec::new() };
    let lang = names.lang;
    let effective = lang.count(weights.effective_trials.round() as u64);
    let mut told = vec![say!(lang, "posterior.told", trials = lang.count(valid(summary)), effective = effective)];
    if summary.inputs.is_empty() {
        return told;
    }
    let moved = moved_inputs(summary);
    let Some((path, shift)) = moved.first() else {
        told.push(lang.t("posterior.nothing").to_owned());
        return told;
    };
    let (before, after) = (shift.prior.p50, shift.posterior.p50);
    let direction = match (before, after) {
        (Some(before), Some(after)) if after > before => "posterior.higher",
        (Some(before), Some(after)) if after < before => "posterior.lower",
        _ => "posterior.other",
    };
    let number = |x: Option<f64>| x.map_or_else(|| lang.t("format.missing").to_owned(), |x| lang.short(x));
    told.push(say!(
        lang,
        "posterior.moved",
        direction = lang.t(direction),
        input = names.input(path),
        before = number(before),
        after = number(after)
    ));
    let others: Vec<String> = moved.iter().skip(1).take(ALSO).map(|(path, _)| names.input(path)).collect();
    if !others.is_empty() {
        told.push(say!(lang, "posterior.also", list = lang.list(&others)));
    }
    told
}

/// Headline figures: a name, the share with what has happened, and that without.
pub(crate) fn headline_rows(summary: &Summary, names: &Names) -> Vec<(String, Share, Share)> {
    let Some(weights) = &summary.weights else { return Vec::new() };
    let (lang, without) = (names.lang, &weights.without);
    let year = headline_year(followed(summary));
    let span = names.years(year as f64);
    let mut rows = vec![
        (lang.t("posterior.settled").to_owned(), summary.settlement.settled, without.settlement),
        (
            say!(lang, "posterior.holding", span = span),
            summary.signed_and_holding.at(year),
            without.signed_and_holding.at(year),
        ),
    ];
    for (id, plan) in &summary.plans {
        let is_tabled = names.find_plan(id).is_none_or(|plan| plan.tabled);
        if let Some(other) = without.plans.get(id).filter(|_| is_tabled && summary.plans.len() > 1) {
            let name = say!(lang, "posterior.plan_holding", plan = names.plan(id), span = span);
            rows.push((name, plan.signed_and_holding.at(year), other.signed_and_holding.at(year)));
        }
    }
    for class in summary.classes.possible() {
        rows.push((names.class(class.name()), summary.classes.of(class), without.classes.of(class)));
    }
    rows
}
