//! Draws as the three tables that SAVI takes (Sheffield Accelerated Value of Information; Strong, Oakley and Brennan 2014):
//! parameters, effects and costs, one row a draw.
//!
//! The effect of a plan is the probability that both sides accept it and the peace holds at the headline year; its cost is
//! what is lost between them: the prize less what both expect to have of it, by their own beliefs.

use crate::engine::{Assessment, Recorder, Row, TrialOutcome};
use crate::model::Side;
use crate::scenario::{Input, Scenario};

use super::table::TableLine;

/// How many tables there are.
pub const SAVI_TABLES: usize = 3;

/// Writes draws as lines of CSV: parameters, effects, costs.
#[derive(Clone, Debug)]
pub struct SaviTables {
    inputs: Vec<Input>,
    plans: Vec<String>,
    headline: usize,
    replications: u64,
}

/// Lines of whole draws, and the draw that is under way.
#[derive(Clone, Debug, Default)]
pub struct SaviLines {
    /// Lines of the three tables.
    pub lines: [String; SAVI_TABLES],
    /// Sums of effects over the trials of the draw, by plan.
    effects: Vec<f64>,
    /// The same of costs.
    costs: Vec<f64>,
    /// Whether a trial of it failed.
    is_failed: bool,
}

impl SaviTables {
    /// The tables of a scenario.
    #[must_use]
    pub fn new(scenario: &Scenario) -> Self {
        let run = scenario.run();
        Self {
            inputs: scenario.inputs().to_vec(),
            plans: scenario.structure().plans.iter().map(|plan| plan.id.clone()).collect(),
            headline: run.headline_year(),
            replications: run.replications,
        }
    }

    /// The first lines.
    #[must_use]
    pub fn headers(&self) -> [Vec<u8>; SAVI_TABLES] {
        let inputs = self.inputs.iter().map(|input| {
            let kind = if can_be_infinite(input) { ".cumulative" } else { "" };
            format!("{}{kind}", input.path)
        });
        let plans = header(self.plans.iter().cloned());
        [header(inputs), plans.clone(), plans]
    }

    fn end_draw(&self, chunk: &mut SaviLines, inputs: &[f64]) {
        let SaviLines { lines, effects, costs, is_failed } = chunk;
        if !*is_failed {
            let mean = |sum: &f64| sum / self.replications as f64;
            let parameters = self.inputs.iter().zip(inputs).map(|(input, &value)| parameter(input, value));
            add_line(&mut lines[0], parameters);
            add_line(&mut lines[1], effects.iter().map(mean));
            add_line(&mut lines[2], costs.iter().map(mean));
        }
        effects.clear();
        costs.clear();
        *is_failed = false;
    }
}

/// Names that R reads as they are: letters, digits, `.` and `_`, each once.
fn header(names: impl Iterator<Item = String>) -> Vec<u8> {
    let mut taken: Vec<String> = Vec::new();
    for name in names {
        let plain = |letter: char| if letter.is_ascii_alphanumeric() || letter == '.' { letter } else { '_' };
        let mut name: String = name.chars().map(plain).collect();
        if !name.starts_with(|letter: char| letter.is_ascii_alphabetic()) {
            name.insert(0, 'X');
        }
        while taken.contains(&name) {
            name.push('_');
        }
        taken.push(name);
    }
    let mut line = TableLine::after(String::new());
    for name in &taken {
        line.text(name);
    }
    line.end().into_bytes()
}

fn add_line(lines: &mut String, numbers: impl Iterator<Item = f64>) {
    let mut line = TableLine::after(std::mem::take(lines));
    for number in numbers {
        line.number(number, "Inf");
    }
    *lines = line.end();
}

/// A value that no regression can take stands for its rank: the probability of at most as much.
fn parameter(input: &Input, value: f64) -> f64 {
    if can_be_infinite(input) { input.distribution.cdf(value) } else { value }
}

fn can_be_infinite(input: &Input) -> bool {
    [1e-9, 1.0 - 1e-9].iter().any(|&u| !input.distribution.quantile(u).is_finite())
}

impl SaviLines {
    fn add(&mut self, outcome: &TrialOutcome, headline: usize) {
        let plans = outcome.assessments.len();
        self.effects.resize(plans, 0.0);
        self.costs.resize(plans, 0.0);
        for (plan, assessment) in outcome.assessments.iter().enumerate() {
            self.effects[plan] +=
                assessment.as_ref().map_or(0.0, |it| it.both_accept() * it.durability.survival[headline]);
            self.costs[plan] += 1.0 - expected(outcome, assessment.as_ref());
        }
    }
}

/// What both sides together expect: of the plan where both accept it, else of fighting on.
fn expected(outcome: &TrialOutcome, assessment: Option<&Assessment>) -> f64 {
    let both = assessment.map_or(0.0, Assessment::both_accept);
    let of = |side: Side| {
        let signed = assessment.map_or(0.0, |it| it.value[side]);
        both * signed + (1.0 - both) * outcome.reservations[side]
    };
    of(Side::Challenger) + of(Side::Defender)
}

impl Recorder for SaviTables {
    type Chunk = SaviLines;

    fn chunk(&self) -> SaviLines {
        SaviLines::default()
    }

    fn record(&self, chunk: &mut SaviLines, row: &Row<'_>) {
        match row.outcome {
            Ok(outcome) => chunk.add(outcome, self.headline),
            Err(_) => chunk.is_failed = true,
        }
        if (row.trial + 1).is_multiple_of(self.replications) {
            self.end_draw(chunk, row.inputs);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::summarise;
    use crate::engine::Run;
    use crate::scenario::parse;

    fn tables(overrides: &[&str]) -> (Scenario, Vec<Vec<Vec<f64>>>, crate::analysis::summary::Summary) {
        let text = include_str!("../../scenarios/tiny.toml");
        let overrides: Vec<String> = overrides.iter().map(ToString::to_string).collect();
        let scenario = parse("tiny.toml", text, &overrides, None).unwrap().scenario;
        let tables = SaviTables::new(&scenario);
        let ran = Run::new(&scenario).observe(&tables).threads(2).run().unwrap();
        let rows = |table: usize| -> Vec<Vec<f64>> {
            let lines: String = ran.chunks.iter().map(|chunk| chunk.lines[table].as_str()).collect();
            lines.lines().map(|line| line.split(',').map(|field| field.parse().unwrap()).collect()).collect()
        };
        let all = (0..SAVI_TABLES).map(rows).collect();
        let summary = summarise(&scenario, &ran.tally);
        (scenario, all, summary)
    }

    /// The means over rows, and what knowing everything is worth, worked out from the rows, are those of `decision`: of
    /// which sums are kept in multiples of 2^-40. With several trials a draw there is a row a draw.
    #[test]
    fn rows_are_what_the_decision_is_made_of() {
        for (replications, rows) in [(1, 1_200), (4, 300)] {
            let (scenario, tables, summary) = tables(&["run.trials=1200", &format!("run.replications={replications}")]);
            assert!(tables.iter().all(|table| table.len() == rows), "{replications}");
            assert!(tables[0].iter().all(|row| row.len() == scenario.inputs().len()));
            let mean = |table: &Vec<Vec<f64>>, of: &dyn Fn(&[f64]) -> f64| {
                table.iter().map(|row| of(row)).sum::<f64>() / table.len() as f64
            };
            let decision = &summary.decision;
            for (plan, id) in summary.plans.keys().enumerate() {
                let durable = decision["durable"].plans[id].mean.unwrap();
                assert!((mean(&tables[1], &|row| row[plan]) - durable).abs() < 1e-9, "{id}");
                let values = ["challenger", "defender"].map(|side| decision[side].plans[id].mean.unwrap());
                assert!((mean(&tables[2], &|row| row[plan]) - (1.0 - values[0] - values[1])).abs() < 1e-9, "{id}");
            }
            let best = |row: &[f64]| row.iter().copied().fold(f64::MIN, f64::max);
            let first =
                (0..summary.plans.len()).map(|plan| mean(&tables[1], &|row| row[plan])).fold(f64::MIN, f64::max);
            let everything = decision["durable"].worth_of_knowing.everything.unwrap();
            assert!((mean(&tables[1], &best) - first - everything).abs() < 1e-9, "{everything}");
        }
    }

    /// R takes letters, digits, dots and underscores, and every name once; numbers that are not finite it cannot regress on.
    #[test]
    fn headers_are_names_and_numbers_are_finite() {
        let names = ["guarantor.us-eu.forces", "a-b", "a_b", "15-years", "défense"].map(str::to_owned);
        let header = String::from_utf8(header(names.into_iter())).unwrap();
        assert_eq!(header, "guarantor.us_eu.forces,a_b,a_b_,X15_years,d_fense\n");
        let endless = "challenger.belief_strength={discrete={values=[10,\"inf\"],weights=[0.25,0.75]}}";
        let (scenario, rows, _) = tables(&["run.trials=64", endless]);
        let column = scenario.inputs().iter().position(|input| input.path == "challenger.belief_strength").unwrap();
        let header = String::from_utf8(SaviTables::new(&scenario).headers()[0].clone()).unwrap();
        assert_eq!(header.trim_end().split(',').nth(column), Some("challenger.belief_strength.cumulative"));
        assert!(rows[0].iter().all(|row| row[column] == 0.25 || row[column] == 1.0));
        assert!(rows.iter().flatten().flatten().all(|number| number.is_finite()));
    }
}
