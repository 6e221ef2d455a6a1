//! What has happened already, in words and in the rows of tables: each piece of evidence, what it says of the inputs, and
//! the headline with and without it; of inputs and headline also what forecasts make of them.

use super::lang::{Lang, say};
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
pub(crate) fn valid(summary: &Summary) -> u64 {
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

/// How much is left of the trials that fit the evidence; nothing where there is none.
pub(crate) fn evidence_said(summary: &Summary, names: &Names) -> Option<String> {
    let weights = summary.weights.as_ref().filter(|weights| !weights.evidence.is_empty())?;
    let lang = names.lang;
    let effective = lang.count(weights.effective_trials.round() as u64);
    Some(say!(lang, "posterior.told", trials = lang.count(valid(summary)), effective = effective))
}

/// Whether forecasts are among what trials are weighed for.
fn is_foretold(summary: &Summary) -> bool {
    summary.weights.as_ref().is_some_and(|weights| !weights.forecasts.is_empty())
}

/// One of two words: with evidence alone, or with forecasts.
fn either<'w>(summary: &Summary, [told, foretold]: [&'w str; 2]) -> &'w str {
    if is_foretold(summary) { foretold } else { told }
}

/// The note under the headline with and without.
pub(crate) fn headline_note<'l>(summary: &Summary, lang: &'l Lang) -> &'l str {
    either(summary, [lang.t("posterior.note"), lang.t("forecasts.note")])
}

/// The title of the headline with and without.
pub(crate) fn headline_title<'l>(summary: &Summary, lang: &'l Lang) -> &'l str {
    either(summary, [lang.t("posterior.both"), lang.t("forecasts.both")])
}

/// The title, the subtitle, the axis and the note of the chart of inputs that moved.
pub(crate) fn moved_words<'l>(summary: &Summary, lang: &'l Lang) -> [&'l str; 4] {
    [
        either(summary, [lang.t("chart.posterior.title"), lang.t("chart.posterior.title_foretold")]),
        either(summary, [lang.t("chart.posterior.subtitle"), lang.t("chart.posterior.subtitle_foretold")]),
        either(summary, [lang.t("chart.posterior.axis"), lang.t("chart.posterior.axis_foretold")]),
        either(summary, [lang.t("chart.posterior.note"), lang.t("chart.posterior.note_foretold")]),
    ]
}

/// What evidence and forecasts say of the inputs; nothing where no input is uncertain.
pub(crate) fn moved_said(summary: &Summary, names: &Names) -> Vec<String> {
    let lang = names.lang;
    let mut told = Vec::new();
    if summary.weights.is_none() || summary.inputs.is_empty() {
        return told;
    }
    let moved = moved_inputs(summary);
    let Some((path, shift)) = moved.first() else {
        told.push(either(summary, [lang.t("posterior.nothing"), lang.t("forecasts.nothing")]).to_owned());
        return told;
    };
    let (before, after) = (shift.prior.p50, shift.posterior.p50);
    let direction = match (before, after) {
        (Some(before), Some(after)) if after > before => "posterior.higher",
        (Some(before), Some(after)) if after < before => "posterior.lower",
        _ => "posterior.different",
    };
    let number = |x: Option<f64>| x.map_or_else(|| lang.t("format.missing").to_owned(), |x| lang.short(x));
    let (direction, input) = (lang.t(direction), names.input(path));
    let (before, after) = (number(before), number(after));
    told.push(if is_foretold(summary) {
        say!(lang, "forecasts.moved", direction = direction, input = input, before = before, after = after)
    } else {
        say!(lang, "posterior.moved", direction = direction, input = input, before = before, after = after)
    });
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
        if let Some(other) = without.plans.get(id).filter(|_| names.is_tabled(id) && summary.plans.len() > 1) {
            let name = say!(lang, "posterior.plan_holding", plan = names.plan(id));
            rows.push((name, plan.signed_and_holding.at(year), other.signed_and_holding.at(year)));
        }
    }
    for class in summary.classes.possible() {
        rows.push((names.class(class.name()), summary.classes.of(class), without.classes.of(class)));
    }
    rows
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::summary::Spread;
    use crate::analysis::weights::{MeanLikelihood, PieceSummary};
    use crate::model::PerSide;
    use crate::report::fixture::{self, Fixture};

    /// The smallest figures with a plan that A refused, a quiet front, and an input that moved.
    fn told() -> Fixture {
        let mut fixture = fixture::smallest();
        let refused = KnownAnswer::Replies(PerSide::new(Some(Reply::Refused), None));
        fixture.scenario.structure.evidence = vec![
            EvidencePiece::Answered(AnsweredPlan { plan: 0, known: refused, position: Some(4) }),
            EvidencePiece::Seen(FrontSeen { months: 37, advances: 0, retreats: 0, power: 0.5 }),
        ];
        let piece = |path: &str, effective_without: f64| PieceSummary {
            path: path.to_owned(),
            likelihood: MeanLikelihood { mean: Some(0.25) },
            effective_without,
        };
        fixture.summary.weights = Some(WeightsSummary {
            effective_trials: 120.4,
            evidence: vec![piece("evidence.1", 130.0), piece("evidence.2", 9_000.0)],
            ..WeightsSummary::default()
        });
        let at = |p50: f64| Spread { p50: Some(p50), ..Spread::default() };
        let shift = |moved: f64, by_chance: f64| InputShift {
            prior: at(0.75),
            posterior: at(0.9375),
            moved: Some(moved),
            by_chance: Some(by_chance),
            ..InputShift::default()
        };
        for (path, moved) in [("front.stalemate", 0.6), ("challenger.war_cost", 0.3), ("defender.war_cost", 0.1)] {
            fixture.summary.inputs.insert(path.to_owned(), shift(moved, 0.2));
        }
        fixture
    }

    #[test]
    fn pieces_are_told_as_they_happened() {
        let (fixture, lang) = (told(), Lang::english());
        let names = Names { scenario: &fixture.scenario, lang: &lang };
        let rows = piece_rows(fixture.summary.weights.as_ref().unwrap(), &names);
        let (plan, side) = (names.plan(&fixture.scenario.structure.plans[0].id), names.side(Side::Challenger));
        assert_eq!(rows[0].told, format!("{plan}: {side} refused, with the front at 4"));
        assert_eq!(rows[1].told, "nothing moved in 37 months of war, counted with the power 0.5");
        assert_eq!((rows[1].likelihood, rows[1].effective_without), (Some(0.25), 9_000.0));
    }

    /// Of 10,000 trials 120 are few; without the quiet front 9,000 would be left. Enough trials are no matter for a word.
    #[test]
    fn the_evidence_that_costs_most_is_named_where_few_trials_are_left() {
        let (mut fixture, lang) = (told(), Lang::english());
        let names = Names { scenario: &fixture.scenario, lang: &lang };
        let text = thin(&fixture.summary, &names).unwrap();
        assert!(text.contains("the 10,000 trials tell no more than 120 of equal weight"), "{text}");
        assert!(text.contains("this: nothing moved in 37 months of war, counted with the power 0.5; without it 9,000"));
        fixture.summary.weights.as_mut().unwrap().effective_trials = 5_000.0;
        let names = Names { scenario: &fixture.scenario, lang: &lang };
        assert_eq!(thin(&fixture.summary, &names), None);
    }

    /// The input that moved most is told with its medians, others by name, and one that chance may have moved not at all.
    #[test]
    fn what_the_evidence_says_is_told_of_inputs_that_moved() {
        let (fixture, lang) = (told(), Lang::english());
        let names = Names { scenario: &fixture.scenario, lang: &lang };
        let first = evidence_said(&fixture.summary, &names).unwrap();
        let all = moved_said(&fixture.summary, &names);
        let [second, third] = all.as_slice() else { panic!("{all:?}") };
        assert!(first.ends_with("The 10,000 trials then tell as much as 120 of equal weight."), "{first}");
        let input = names.input("front.stalemate");
        let most = format!("speaks most for a higher value of {input}: the median goes from 0.75 to 0.938.");
        assert!(second.ends_with(&most), "{second}");
        assert_eq!(*third, format!("It also moves {}.", names.input("challenger.war_cost")));
    }
}
