//! The trial table: one row a trial, with the drawn inputs and the outcome.

use std::fmt::{Display, Write as _};

use crate::engine::{Recorder, Row, Signature, TrialOutcome};
use crate::scenario::Scenario;

use Holds::{Counts, Flags, Numbers, Words};

/// A column of a table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TableColumn {
    /// Name: the path of an input, or what the outcome is called.
    pub name: String,
    /// Unit; empty where it has none.
    pub unit: String,
    /// What it tells; empty where the name says it.
    pub meaning: String,
    /// What it holds.
    pub holds: Holds,
}

impl TableColumn {
    /// A column.
    #[must_use]
    pub fn new(name: &str, unit: &str, meaning: &str, holds: Holds) -> Self {
        Self { name: name.to_owned(), unit: unit.to_owned(), meaning: meaning.to_owned(), holds }
    }
}

/// What the fields of a column are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Holds {
    /// `true` or `false`.
    Flags,
    /// Whole numbers from 0.
    Counts,
    /// Numbers; infinity is `inf`.
    Numbers,
    /// Words.
    Words,
}

/// Writes trials as lines of CSV.
#[derive(Clone, Debug)]
pub struct CsvTable {
    columns: Vec<TableColumn>,
    /// Guarantors whose consent is recorded.
    consents: Vec<usize>,
    plans: Vec<String>,
    issues: usize,
    /// Whether any front can freeze.
    can_freeze: bool,
    costs: usize,
    /// Whether trials weigh differently.
    weighted: bool,
}

/// Name, unit, meaning and kind of a column.
type Described = (&'static str, &'static str, &'static str, Holds);

const ALWAYS: [Described; 3] = [
    ("trial", "", "number of the trial, from 0", Counts),
    ("status", "", "ok or failed", Words),
    ("error", "", "why the trial failed", Words),
];

const RESUMED: Described = (
    "resumed_war",
    "",
    "how the war ended that followed the failure: challenger_won, defender_won or unresolved",
    Words,
);
/// The same where a front can freeze.
const RESUMED_OR_FROZEN: &str =
    "how the war ended that followed the failure: challenger_won, defender_won, unresolved or frozen";
const WAR_MONTHS: &str = "war_months";

const AFTER_TERMS: [Described; 12] = [
    ("surplus_challenger", "share of the prize", "surplus at the signature, private view included", Numbers),
    ("surplus_defender", "share of the prize", "surplus at the signature, private view included", Numbers),
    ("failure_age", "years", "age at which the peace failed, from the signature", Counts),
    ("guarantee_active", "", "whether the guarantee was in force at the failure", Flags),
    ("guarantors_honoured", "", "number of guarantors that fought at the failure", Counts),
    ("force_honoured", "thousand", "forces of the guarantors that fought", Numbers),
    RESUMED,
    ("resumed_war_months", "months", "how long that war lasted", Counts),
    (WAR_MONTHS, "months", "war in all, from month 0", Counts),
    ("value_challenger", "share of the prize", "what came of it, discounted to month 0", Numbers),
    ("value_defender", "share of the prize", "what came of it, discounted to month 0", Numbers),
    ("settled", "", "whether a plan was signed", Flags),
];

/// The first line of a table.
pub(super) fn header(columns: &[TableColumn]) -> Vec<u8> {
    let mut line = TableLine::after(String::new());
    for column in columns {
        line.text(&column.name);
    }
    line.end().into_bytes()
}

impl CsvTable {
    /// The table of a scenario.
    #[must_use]
    pub fn new(scenario: &Scenario) -> Self {
        let structure = scenario.structure();
        let column = TableColumn::new;
        let mut columns: Vec<TableColumn> =
            ALWAYS.iter().map(|&(name, unit, meaning, holds)| column(name, unit, meaning, holds)).collect();
        for input in scenario.inputs() {
            let unit = scenario.unit_of(&input.path).unwrap_or_default();
            columns.push(column(&input.path, unit, "input, as drawn", Numbers));
        }
        let consents: Vec<usize> =
            (0..structure.guarantors.len()).filter(|&guarantor| scenario.consent_is_uncertain(guarantor)).collect();
        for &guarantor in &consents {
            columns.push(column(&scenario.takes_part_path(guarantor), "", "whether the guarantor takes part", Flags));
        }
        columns.push(column("class", "", "how the trial ended", Words));
        columns.push(column("plan", "", "the plan signed", Words));
        columns.push(column("month", "months", "time from the start to the signature", Counts));
        for issue in &structure.issues {
            columns.push(column(&format!("terms.{}", issue.id), &issue.unit, "as signed", Numbers));
        }
        let can_freeze = scenario.any_front_can_freeze();
        for (name, unit, meaning, holds) in AFTER_TERMS {
            let meaning = if can_freeze && name == RESUMED.0 { RESUMED_OR_FROZEN } else { meaning };
            columns.push(column(name, unit, meaning, holds));
            if can_freeze && name == WAR_MONTHS {
                columns.push(column("frozen_months", "months", "time in which the front was frozen, in all", Counts));
            }
        }
        for cost in &structure.costs {
            let name = format!("cost.{}", cost.id);
            columns.push(column(&name, &cost.unit, "in all, up to the horizon of the costs", Numbers));
        }
        let weighted = structure.is_weighted();
        if weighted {
            columns.push(column("weight", "", "what the trial counts for, in [0, 1]", Numbers));
        }
        Self {
            weighted,
            can_freeze,
            costs: structure.costs.len(),
            columns,
            consents,
            plans: structure.plans.iter().map(|plan| plan.id.clone()).collect(),
            issues: structure.issues.len(),
        }
    }

    /// The columns, in order.
    #[must_use]
    pub fn columns(&self) -> &[TableColumn] {
        &self.columns
    }

    /// The first line.
    #[must_use]
    pub fn header(&self) -> Vec<u8> {
        header(&self.columns)
    }

    fn outcome(&self, line: &mut TableLine, outcome: &TrialOutcome) {
        line.text(outcome.class.name());
        match &outcome.signature {
            Some(signature) => self.signature(line, signature),
            None => line.skip(2 + self.issues + 2),
        }
        match outcome.breach {
            Some(breach) => {
                line.shown(breach.age);
                line.flag(breach.active);
                line.shown(breach.honoured);
                line.number(breach.force, "inf");
                line.text(breach.result.name());
                line.shown(breach.months);
            }
            None => line.skip(6),
        }
        line.shown(outcome.war_months);
        if self.can_freeze {
            line.shown(outcome.frozen_months);
        }
        for &value in &outcome.values {
            line.number(value, "inf");
        }
        line.flag(outcome.signature.is_some());
        for &cost in &outcome.costs {
            line.number(cost, "inf");
        }
        if self.weighted {
            line.number(outcome.weight.value(), "inf");
        }
    }

    fn signature(&self, line: &mut TableLine, signature: &Signature) {
        line.text(&self.plans[signature.plan]);
        line.shown(signature.month);
        for &term in &signature.terms {
            line.number(term, "inf");
        }
        for &surplus in &signature.surplus {
            line.number(surplus, "inf");
        }
    }
}

impl Recorder for CsvTable {
    type Chunk = String;

    fn chunk(&self) -> String {
        String::new()
    }

    fn record(&self, chunk: &mut String, row: &Row<'_>) {
        let mut line = TableLine::after(std::mem::take(chunk));
        line.shown(row.trial);
        line.text(if row.outcome.is_ok() { "ok" } else { "failed" });
        line.text(&row.outcome.err().map(ToString::to_string).unwrap_or_default());
        for &input in row.inputs {
            line.number(input, "inf");
        }
        for &guarantor in &self.consents {
            line.flag(row.consents[guarantor]);
        }
        if let Ok(outcome) = row.outcome {
            self.outcome(&mut line, outcome);
        } else {
            let some = usize::from(self.can_freeze) + self.costs + usize::from(self.weighted);
            line.skip(3 + self.issues + AFTER_TERMS.len() + some);
        }
        *chunk = line.end();
    }
}

/// Bytes that a line is gathered in before it joins the others.
const LINE: usize = 2_048;

/// A line of CSV under construction, after lines that are done.
#[derive(Debug)]
pub(super) struct TableLine {
    writer: csv::Writer<Vec<u8>>,
    field: String,
}

impl TableLine {
    pub(super) fn after(lines: String) -> Self {
        let writer = csv::WriterBuilder::new().buffer_capacity(LINE).from_writer(lines.into_bytes());
        Self { writer, field: String::new() }
    }

    pub(super) fn skip(&mut self, fields: usize) {
        for _ in 0..fields {
            self.text("");
        }
    }

    pub(super) fn text(&mut self, text: &str) {
        // A vector takes every byte.
        let _ = self.writer.write_field(text);
    }

    /// A number, in the fewest digits that give it back.
    pub(super) fn shown(&mut self, number: impl Display) {
        self.field.clear();
        let _ = write!(self.field, "{number}");
        let _ = self.writer.write_field(&self.field);
    }

    /// A number in the fewest digits that give it back; `word` for infinity, nothing for NaN.
    pub(super) fn number(&mut self, number: f64, word: &str) {
        if number.is_finite() {
            self.shown(number);
        } else {
            self.text(if number.is_nan() { "" } else { word });
        }
    }

    pub(super) fn flag(&mut self, flag: bool) {
        self.text(if flag { "true" } else { "false" });
    }

    pub(super) fn end(mut self) -> String {
        let _ = self.writer.write_record(None::<&[u8]>);
        let bytes = self.writer.into_inner().unwrap_or_default();
        String::from_utf8(bytes).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::{Engine, Run, Span};
    use crate::model::Side;

    /// Whatever word a scenario has for it, in a column of numbers infinity is a number.
    #[test]
    fn infinity_is_a_number() {
        let text = include_str!("../../scenarios/tiny.toml");
        let sets = [
            "run.trials=64",
            "challenger.belief_strength={discrete={values=[10,\"inf\"]}}",
            "defender.demands.guarantee_years.red_line={discrete={values=[10,\"permanent\"]}}",
            "plan.*.terms.guarantee_years=\"permanent\"",
        ];
        let sets: Vec<String> = sets.iter().map(ToString::to_string).collect();
        let scenario = crate::scenario::parse("tiny.toml", text, &sets, None).unwrap().scenario;
        let table = CsvTable::new(&scenario);
        let span = Span { first: 0, end: 64, block_size: 64 };
        let ran = Run::new(&scenario).span(span).threads(1).observe(&table).run().unwrap();
        let csv = String::from_utf8(table.header()).unwrap() + &ran.chunks.concat();
        let mut reader = csv::Reader::from_reader(csv.as_bytes());
        let numbers: Vec<usize> =
            table.columns().iter().enumerate().filter(|(_, it)| it.holds == Numbers).map(|(place, _)| place).collect();
        let mut infinite = std::collections::BTreeSet::new();
        for line in reader.records().map(Result::unwrap) {
            for &place in numbers.iter().filter(|&&place| !line[place].is_empty()) {
                if line[place].parse::<f64>().unwrap().is_infinite() {
                    infinite.insert(table.columns()[place].name.clone());
                }
            }
        }
        let expected = [
            "challenger.belief_strength",
            "defender.demands.guarantee_years.red_line",
            "terms.defender_forces",
            "terms.guarantee_years",
        ];
        assert_eq!(infinite.into_iter().collect::<Vec<_>>(), expected);
    }

    /// Every line of 400 trials has the figures of its own outcome in the columns of their names, also where the front
    /// freezes.
    #[test]
    fn each_figure_stands_in_its_column() {
        stand_in_their_columns(&[]);
        stand_in_their_columns(&["front.freeze=0.05", "front.thaw=0.1"]);
    }

    fn stand_in_their_columns(sets: &[&str]) {
        let text = include_str!("../../scenarios/tiny.toml");
        let sets: Vec<String> = ["run.trials=400"].iter().chain(sets).map(ToString::to_string).collect();
        let scenario = crate::scenario::parse("tiny.toml", text, &sets, None).unwrap().scenario;
        let table = CsvTable::new(&scenario);
        let span = Span { first: 0, end: 400, block_size: 256 };
        let ran = Run::new(&scenario).span(span).threads(1).observe(&table).run().unwrap();
        let csv = String::from_utf8(table.header()).unwrap() + &ran.chunks.concat();
        let mut reader = csv::Reader::from_reader(csv.as_bytes());
        let names = reader.headers().unwrap().clone();
        let lines: Vec<csv::StringRecord> = reader.records().map(Result::unwrap).collect();
        assert_eq!(lines.len(), 400);
        let engine = Engine::new(&scenario).unwrap();
        let (mut broken, mut differ, mut frozen) = (0, 0, 0);
        for (trial, line) in lines.iter().enumerate() {
            let cell = |name: &str| line.get(names.iter().position(|it| it == name).unwrap()).unwrap().to_owned();
            engine.worker().play(trial as u64, 1, &mut |_, row| {
                let outcome = row.outcome.unwrap();
                assert_eq!(cell("trial"), trial.to_string());
                assert_eq!(cell("class"), outcome.class.name());
                assert_eq!(cell("settled"), outcome.signature.is_some().to_string());
                let month = outcome.signature.as_ref().map(|it| it.month.to_string());
                assert_eq!(cell("month"), month.unwrap_or_default());
                let of = |breach: Option<String>| breach.unwrap_or_default();
                assert_eq!(cell("failure_age"), of(outcome.breach.map(|it| it.age.to_string())), "trial {trial}");
                assert_eq!(cell("resumed_war_months"), of(outcome.breach.map(|it| it.months.to_string())));
                assert_eq!(cell("resumed_war"), of(outcome.breach.map(|it| it.result.name().to_owned())));
                assert_eq!(cell("war_months"), outcome.war_months.to_string(), "trial {trial}");
                if sets.len() > 1 {
                    assert_eq!(cell("frozen_months"), outcome.frozen_months.to_string(), "trial {trial}");
                    frozen += outcome.frozen_months;
                }
                for side in Side::BOTH {
                    assert_eq!(cell(&format!("value_{}", side.key())), outcome.values[side].to_string());
                }
                broken += usize::from(outcome.breach.is_some());
                differ += usize::from(outcome.breach.is_some_and(|it| it.months != outcome.war_months));
            });
        }
        assert!(broken > 10 && differ > 0, "{broken} broken, {differ} after another war");
        assert_eq!(names.iter().any(|it| it == "frozen_months"), frozen > 0, "{frozen} months");
    }
}
