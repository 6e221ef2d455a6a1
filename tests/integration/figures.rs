//! The figures of a run, counted again from its trial table.

use std::collections::HashMap;

use armistice::analysis::summarise;

use crate::story::{Spread, border, table};

/// The trial table by column.
fn rows(text: &str) -> Vec<HashMap<String, String>> {
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    reader.deserialize().map(Result::unwrap).collect()
}

/// Of the trials that signed, those whose peace failed at no age below the year.
#[test]
fn numbers_at_risk_are_those_of_the_table() {
    let scenario = border().set("run.trials", 600).set("run.years", 12).scenario();
    let (text, tally) = table(&scenario, Spread::whole(&scenario));
    let (rows, summary) = (rows(&text), summarise(&scenario, &tally));
    let left = |plan: &dyn Fn(&str) -> bool, year: u32| {
        let signed = rows.iter().filter(|row| !row["plan"].is_empty() && plan(&row["plan"]));
        signed.filter(|row| row["failure_age"].parse().map_or(true, |age: u32| age >= year)).count() as u64
    };
    let mut fell = false;
    for year in 0..=12 {
        let all = left(&|_| true, year);
        assert_eq!(summary.peace.survival.at_risk[year as usize], all, "{year}");
        fell |= all < summary.peace.survival.at_risk[0];
        for (id, plan) in &summary.plans {
            let (base, at_risk) = (left(&|it| it == id, 0), left(&|it| it == id, year));
            assert_eq!(plan.given_signed.at_risk[year as usize], at_risk, "{id} {year}");
            // The curve is that of the numbers at risk.
            let share = plan.given_signed.survival[year as usize];
            assert_eq!(share, (base > 0).then(|| at_risk as f64 / base as f64), "{id} {year}");
            assert!(plan.if_signed.survival.at_risk.is_empty());
        }
    }
    assert!(fell && summary.peace.survival.at_risk.len() == 13);
}
