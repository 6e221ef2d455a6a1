//! What is drawn, how it begins and how it ends.

use super::super::lang::{Lang, say};
use super::super::names::Names;
use super::super::posterior::piece_told;
use super::{StoryGrid, StoryLine, StoryPart};
use crate::analysis::evaluation::TermValue;
use crate::analysis::trace::{TermTold, TracedInput, TracedTrial};
use crate::model::evidence::EvidencePiece;
use crate::model::{PerSide, Side};
use crate::scenario::unit_in_words;
use crate::words::Phrases;

/// Tells the story of a trial.
#[derive(Clone, Copy)]
pub(super) struct Teller<'a> {
    pub(super) names: Names<'a>,
    pub(super) told: &'a TracedTrial,
}

/// The most inputs that are listed, those farthest from their medians.
const MOST_INPUTS: usize = 20;

impl<'a> Teller<'a> {
    pub(super) fn lang(&self) -> &'a Lang {
        self.names.lang
    }

    pub(super) fn t(&self, key: &'a str) -> &'a str {
        self.lang().t(key)
    }

    pub(super) fn parts(&self) -> Vec<StoryPart> {
        let parts =
            [self.draw(), self.beginning(), self.war(), self.signature(), self.peace(), self.attack(), self.end()];
        parts.into_iter().filter(|part| !part.lines.is_empty()).collect()
    }

    /// A month since the start, with its date where the scenario has one: `month 6 (Jul 2026)`.
    pub(super) fn month(&self, month: u32) -> String {
        let lang = self.lang();
        match self.names.scenario.as_of() {
            Some(date) => say!(lang, "trace.dated_month", month = month, date = lang.month_after(date, month)),
            None => say!(lang, "trace.month", month = month),
        }
    }

    /// Names of both sides and a number of each: two arguments of a message each.
    pub(super) fn both(&self, key: &str, numbers: PerSide<f64>, more: &[(&str, &str)]) -> String {
        let shown = numbers.map(|number| self.lang().number(number, 3));
        let [a, d] = Side::BOTH.map(|side| self.names.side(side));
        let own = [("challenger", a), ("defender", d), ("a", &shown[Side::Challenger]), ("d", &shown[Side::Defender])];
        self.lang().fill(key, &[&own, more].concat())
    }

    /// Terms as a list: `territory: 21.5%; guarantee: 15 years`.
    pub(super) fn terms(&self, terms: &TermTold) -> String {
        let term = |(issue, value): (&String, &TermValue)| {
            let number = match value {
                TermValue::Number(number) => Some(*number),
                TermValue::Word(_) => None,
            };
            self.lang().said_of(&self.names.issue(issue), &self.names.term(issue, number))
        };
        terms.iter().map(term).collect::<Vec<_>>().join(self.t("format.semicolon"))
    }

    pub(super) fn guarantors<'i>(&self, ids: impl IntoIterator<Item = &'i String>) -> String {
        let names: Vec<String> = ids.into_iter().map(|id| self.names.guarantor(id).to_owned()).collect();
        self.lang().list(&names)
    }

    fn draw(&self) -> StoryPart {
        let lang = self.lang();
        let mut lines = Vec::new();
        if self.told.inputs.is_empty() {
            lines.push(StoryLine::Sentence(self.t("trace.nothing_drawn").to_owned()));
        } else {
            let mut inputs: Vec<&TracedInput> = self.told.inputs.iter().collect();
            let far = |input: &TracedInput| (input.quantile - 0.5).abs();
            inputs.sort_by(|a, b| far(b).total_cmp(&far(a)));
            let header = ["trace.input", "trace.level", "trace.lower", "trace.drawn"].map(|key| lang.t(key).to_owned());
            let rows = inputs.iter().take(MOST_INPUTS).map(|input| self.input(input)).collect();
            lines.push(StoryLine::Grid(StoryGrid { header: header.to_vec(), names: 1, rows }));
            let more = inputs.len().saturating_sub(MOST_INPUTS);
            if more > 0 {
                lines.push(StoryLine::Sentence(say!(lang, "trace.more_inputs", n = more)));
            }
        }
        let absent: Vec<&String> =
            self.told.guarantors.iter().filter(|(_, takes)| !**takes).map(|(id, _)| id).collect();
        let taking = self.told.guarantors.iter().filter(|(_, takes)| **takes).map(|(id, _)| id);
        let uncertain = (0..self.told.guarantors.len()).any(|index| self.names.scenario.consent_is_uncertain(index));
        if uncertain && absent.is_empty() {
            let list = self.guarantors(taking);
            lines.push(StoryLine::Sentence(say!(lang, "trace.all_take_part", list = list)));
        } else if uncertain {
            lines.push(StoryLine::Sentence(say!(lang, "trace.absent", list = self.guarantors(absent))));
        }
        StoryPart { heading: self.t("trace.draw").to_owned(), lines }
    }

    fn input(&self, input: &TracedInput) -> Vec<String> {
        let lang = self.lang();
        let unit = unit_in_words(self.names.scenario.unit_of(&input.path).unwrap_or_default())
            .told(&Phrases::by_code(lang.code()));
        let number =
            if input.value.is_finite() { lang.short(input.value) } else { lang.t("trace.infinite").to_owned() };
        let drawn = format!("{number} {unit}").trim().to_owned();
        let level = lang.t(level(input.quantile)).to_owned();
        vec![self.names.input(&input.path), level, lang.percent(input.quantile, 1), drawn]
    }

    fn beginning(&self) -> StoryPart {
        let (lang, heading) = (self.lang(), self.t("trace.beginning").to_owned());
        let Some(start) = self.told.start else { return StoryPart { heading, lines: Vec::new() } };
        let (position, last) = (start.position.to_string(), start.positions.to_string());
        let advance = lang.number(start.advance, 3);
        let places = [("position", position.as_str()), ("last", last.as_str()), ("advance", advance.as_str())];
        let mut lines =
            vec![self.both("trace.start", start.believed, &places), self.both("trace.worth", start.war, &[])];
        if let Some(outcome) = &self.told.outcome {
            lines.extend(outcome.weight.map(|weight| say!(lang, "trace.weight", weight = lang.number(weight, 3))));
            lines.extend(outcome.forecasts_left_out.then(|| lang.t("trace.forecasts").to_owned()));
        }
        let lines = lines.into_iter().map(StoryLine::Sentence).chain(self.likelihoods()).collect();
        StoryPart { heading, lines }
    }

    /// How likely what has happened already was in the trial's world.
    fn likelihoods(&self) -> Vec<StoryLine> {
        let likelihoods = self.told.outcome.as_ref().map_or(&[][..], |outcome| &outcome.likelihoods);
        if likelihoods.is_empty() {
            return Vec::new();
        }
        let piece = |(piece, &likelihood): (&EvidencePiece, &f64)| {
            let number = self.lang().number(likelihood, 3);
            StoryLine::Item(self.lang().said_of(&piece_told(piece, &self.names), &number))
        };
        let pieces = self.names.scenario.evidence().iter().zip(likelihoods).map(piece);
        [StoryLine::Sentence(self.t("trace.likelihoods").to_owned())].into_iter().chain(pieces).collect()
    }

    fn end(&self) -> StoryPart {
        let lang = self.lang();
        let heading = self.t("trace.end").to_owned();
        if let Some(error) = &self.told.failed {
            let reason = error.words().told(&Phrases::by_code(lang.code()));
            let line = say!(lang, "trace.failed", reason = reason);
            return StoryPart { heading, lines: vec![StoryLine::Sentence(line)] };
        }
        let Some(outcome) = &self.told.outcome else { return StoryPart { heading, lines: Vec::new() } };
        let mut lines = vec![say!(lang, "trace.class", class = self.names.class(outcome.class))];
        let months = lang.plural("term.months", u64::from(outcome.war_months), &[]);
        lines.push(say!(lang, "trace.fought", months = months));
        if outcome.frozen_months > 0 {
            let months = lang.plural("term.months", u64::from(outcome.frozen_months), &[]);
            lines.push(say!(lang, "trace.frozen_for", months = months));
        }
        lines.push(self.both("trace.values", outcome.values, &[]));
        let mut lines: Vec<StoryLine> = vec![StoryLine::Sentence(lines.join(" "))];
        lines.extend(outcome.party_values.iter().map(|(id, value)| {
            let name = self.names.party(id);
            StoryLine::Item(say!(lang, "trace.party_value", party = name, value = lang.number(*value, 3)))
        }));
        let costs = self.names.scenario.structure().costs.iter();
        lines.extend(costs.filter_map(|cost| {
            let amount = lang.short(*outcome.costs.get(&cost.id)?);
            let span = self.names.years(self.names.scenario.run().costs_years as f64);
            let name = self.names.cost(&cost.id);
            Some(StoryLine::Item(say!(lang, "trace.cost", name = name, span = span, n = amount, unit = cost.unit)))
        }));
        lines.push(StoryLine::Sentence(self.t("trace.note").to_owned()));
        StoryPart { heading, lines }
    }
}

/// How high a draw is, in a word or two.
fn level(quantile: f64) -> &'static str {
    match quantile {
        q if q < 0.025 => "trace.very_low",
        q if q < 0.1 => "trace.low",
        q if q < 0.25 => "trace.rather_low",
        q if q <= 0.75 => "trace.ordinary",
        q if q <= 0.9 => "trace.rather_high",
        q if q <= 0.975 => "trace.high",
        _ => "trace.very_high",
    }
}
