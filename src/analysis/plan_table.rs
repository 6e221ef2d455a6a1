//! The plan table: one row a draw and plan, with what all make of the plan at the start, exactly.

use crate::engine::{Assessment, Recorder, Row, TrialOutcome};
use crate::model::Side;
use crate::scenario::Scenario;

use super::table::{Holds, TableColumn, TableLine, header};

/// Years at which the table tells survival, as far as peace is followed; the last year of these is told as well.
const YEARS: [usize; 7] = [1, 5, 10, 15, 20, 30, 50];

/// Writes draws as lines of CSV, one a plan.
#[derive(Clone, Debug)]
pub struct PlanTable {
    columns: Vec<TableColumn>,
    plans: Vec<String>,
    years: Vec<usize>,
    parties: usize,
    replications: u64,
}

impl PlanTable {
    /// The table of a scenario.
    #[must_use]
    pub fn new(scenario: &Scenario) -> Self {
        let (structure, run) = (scenario.structure(), scenario.run());
        let mut years: Vec<usize> = YEARS.into_iter().filter(|year| *year < run.years).collect();
        years.push(run.years);
        let mut columns = Vec::new();
        let mut column = |name: &str, unit: &str, meaning: &str, holds| {
            columns.push(TableColumn::new(name, unit, meaning, holds));
        };
        column("trial", "", "number of the draw's first trial, from 0", Holds::Counts);
        column("plan", "", "id of the plan", Holds::Words);
        column("available", "", "whether the plan can be had", Holds::Flags);
        let parties: Vec<String> = structure.parties.iter().map(|party| format!("party.{}", party.id)).collect();
        let all = Side::BOTH.map(|side| side.key().to_owned()).into_iter().chain(parties);
        let all: Vec<String> = all.collect();
        for (lead, unit, meaning) in [
            ("p", "probability", "that it could accept the plan at the start"),
            ("value", "share of the prize", "of signing at the start"),
            ("reservation", "share of the prize", "of fighting on at the start"),
        ] {
            for who in &all {
                column(&format!("{lead}_{who}"), unit, meaning, Holds::Numbers);
            }
        }
        for year in &years {
            let span = if *year == 1 { "1 year".to_owned() } else { format!("{year} years") };
            let meaning = format!("that the peace holds for {span}, had the plan been signed at the start");
            column(&format!("survival_{year}"), "probability", &meaning, Holds::Numbers);
        }
        Self {
            columns,
            plans: structure.plans.iter().map(|plan| plan.id.clone()).collect(),
            years,
            parties: structure.parties.len(),
            replications: run.replications,
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

    fn plan(&self, line: &mut TableLine, outcome: &TrialOutcome, assessment: Option<&Assessment>) {
        line.flag(assessment.is_some());
        let all = |of_side: &dyn Fn(Side) -> Option<f64>, of_party: &dyn Fn(usize) -> Option<f64>| -> Vec<f64> {
            let figures = Side::BOTH.map(of_side).into_iter().chain((0..self.parties).map(of_party));
            figures.map(|figure| figure.unwrap_or(f64::NAN)).collect()
        };
        let figures = [
            all(&|side| Some(assessment?.acceptance[side]), &|party| Some(assessment?.parties.get(party)?.acceptance)),
            all(&|side| Some(assessment?.value[side]), &|party| Some(assessment?.parties.get(party)?.value)),
            all(&|side| Some(outcome.reservations[side]), &|party| outcome.party_reservations.get(party).copied()),
            self.years.iter().map(|&year| assessment.map_or(f64::NAN, |it| it.durability.survival[year])).collect(),
        ];
        for figure in figures.concat() {
            line.number(figure, "inf");
        }
    }
}

impl Recorder for PlanTable {
    type Chunk = String;

    fn chunk(&self) -> String {
        String::new()
    }

    /// Trials of one draw have the same rows; a failed draw has rows without figures.
    fn record(&self, chunk: &mut String, row: &Row<'_>) {
        if !row.trial.is_multiple_of(self.replications) {
            return;
        }
        for (index, plan) in self.plans.iter().enumerate() {
            let mut line = TableLine::after(std::mem::take(chunk));
            line.shown(row.trial);
            line.text(plan);
            match row.outcome {
                Ok(outcome) => self.plan(&mut line, outcome, outcome.assessments[index].as_ref()),
                Err(_) => line.skip(self.columns.len() - 2),
            }
            *chunk = line.end();
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;
    use crate::analysis::assess::Assessor;
    use crate::analysis::table::CsvTable;
    use crate::engine::{Run, Span};

    /// One row a draw and plan, whose figures are those of the [`Assessor`] at the inputs that the trial table has.
    #[test]
    fn rows_are_what_the_assessor_finds_at_the_drawn_inputs() {
        let text = include_str!("../../scenarios/seven-parties.toml");
        let sets = ["run.trials=24".to_owned(), "run.replications=2".to_owned()];
        let scenario = crate::scenario::parse("seven-parties.toml", text, &sets, None).unwrap().scenario;
        let (table, trials) = (PlanTable::new(&scenario), CsvTable::new(&scenario));
        let span = Span { first: 0, end: 24, block_size: 24 };
        let ran = Run::new(&scenario).span(span).threads(1).observe((&table, &trials)).run().unwrap();
        let (plans, trials): (Vec<String>, Vec<String>) = ran.chunks.into_iter().unzip();
        let read = |header: Vec<u8>, lines: &[String]| -> Vec<BTreeMap<String, String>> {
            let csv = String::from_utf8(header).unwrap() + &lines.concat();
            csv::Reader::from_reader(csv.as_bytes()).deserialize().map(Result::unwrap).collect()
        };
        let (rows, trials) = (read(table.header(), &plans), read(CsvTable::new(&scenario).header(), &trials));
        let structure = scenario.structure();
        assert_eq!(rows.len(), 12 * structure.plans.len());
        let mut assessor = Assessor::new(&scenario).unwrap();
        let mut available = 0;
        for (place, row) in rows.iter().enumerate() {
            let (draw, plan) = (place / structure.plans.len(), place % structure.plans.len());
            assert_eq!((row["trial"].parse(), row["plan"].as_str()), (Ok(2 * draw), structure.plans[plan].id.as_str()));
            let trial = &trials[2 * draw];
            let inputs: Vec<f64> = assessor
                .inputs()
                .iter()
                .map(|input| match trial[&input.path].as_str() {
                    // Whether a guarantor takes part: below every consent, or above.
                    "true" => f64::MIN_POSITIVE,
                    "false" => 1.0 - f64::EPSILON,
                    number => number.parse().unwrap(),
                })
                .collect();
            let found = assessor.assess(&inputs).unwrap();
            let it = found.plan(plan);
            assert_eq!(row["available"], it.is_some().to_string());
            let number = |name: &str| row[name].parse::<f64>().ok();
            for side in Side::BOTH {
                let (p, value) = (number(&format!("p_{}", side.key())), number(&format!("value_{}", side.key())));
                assert_eq!((p, value), (it.map(|it| it.acceptance[side]), it.map(|it| it.value[side])));
                assert!(number(&format!("reservation_{}", side.key())).is_some());
            }
            let third = &structure.parties[0].id;
            assert_eq!(number(&format!("value_party.{third}")), it.map(|it| it.parties[0].value));
            for year in [1, 5, 10, 15] {
                assert_eq!(number(&format!("survival_{year}")), it.map(|it| it.durability.survival[year]), "{year}");
            }
            available += usize::from(it.is_some());
        }
        assert!(available > 12, "{available}");
    }
}
