//! `summary.csv`: every figure of a run on a line of its own, for spreadsheets.

use super::table::{Cell, Table};
use crate::analysis::summary::{PlanSummary, Share, ShareByYear, Spread, Summary, Survival};

/// The figures of a run as CSV with the columns figure, year, plan, value, low, high.
///
/// Figures are named by their path in `summary.json`, without the plan; `low` and `high` are 95 % sampling intervals.
pub fn summary_csv(summary: &Summary) -> String {
    let mut lines = Lines(Table::new(&["figure", "year", "plan", "value", "low", "high"]));
    lines.number("trials", summary.trials as f64);
    lines.number("failed_trials", summary.failed_trials as f64);
    let classes = &summary.classes;
    for (name, share) in [
        ("challenger_victory", classes.challenger_victory),
        ("defender_victory", classes.defender_victory),
        ("no_settlement", classes.no_settlement),
        ("peace_held", classes.peace_held),
        ("resumed_by_challenger", classes.resumed_by_challenger),
        ("resumed_by_defender", classes.resumed_by_defender),
    ] {
        lines.share(&format!("classes.{name}"), "", &share);
    }
    lines.share("settlement", "", &summary.settlement.settled);
    lines.spread("settlement.month", "", &summary.settlement.month);
    lines.by_year("signed_and_holding", "", &summary.signed_and_holding);
    lines.survival("peace.survival", "", &summary.peace.survival);
    lines.counts("peace.at_risk", "", &summary.peace.survival.at_risk);
    lines.series("peace.exact", "", &summary.peace.exact);
    for (id, plan) in &summary.plans {
        lines.plan(id, plan);
    }
    let resumed = &summary.resumed_war;
    lines.share("resumed_war.failed_while_active", "", &resumed.failed_while_active);
    lines.share("resumed_war.challenger_won", "", &resumed.challenger_won);
    lines.share("resumed_war.defender_won", "", &resumed.defender_won);
    lines.share("resumed_war.unresolved", "", &resumed.unresolved);
    lines.spread("values.challenger", "", &summary.values.challenger.spread);
    lines.spread("values.defender", "", &summary.values.defender.spread);
    lines.spread("war_values.challenger", "", &summary.war_values.challenger);
    lines.spread("war_values.defender", "", &summary.war_values.defender);
    lines.spread("months_of_war", "", &summary.months_of_war.spread);
    lines.0.csv()
}

struct Lines(Table);

impl Lines {
    fn line(&mut self, figure: &str, year: Option<usize>, plan: &str, values: [Option<f64>; 3]) {
        let mut row: Vec<Cell> = vec![figure.into(), Cell::Number(year.map(|year| year as f64)), plan.into()];
        row.extend(values.map(Cell::Number));
        self.0.push(row);
    }

    fn number(&mut self, figure: &str, value: f64) {
        self.line(figure, None, "", [Some(value), None, None]);
    }

    fn share(&mut self, figure: &str, plan: &str, share: &Share) {
        self.line(figure, None, plan, [share.share, share.low, share.high]);
    }

    fn spread(&mut self, figure: &str, plan: &str, spread: &Spread) {
        let of = [("mean", spread.mean), ("p5", spread.p5), ("p50", spread.p50), ("p95", spread.p95)];
        for (name, value) in of {
            self.line(&format!("{figure}.{name}"), None, plan, [value, None, None]);
        }
    }

    fn series(&mut self, figure: &str, plan: &str, values: &[Option<f64>]) {
        for (year, &value) in values.iter().enumerate() {
            self.line(figure, Some(year), plan, [value, None, None]);
        }
    }

    fn counts(&mut self, figure: &str, plan: &str, counts: &[u64]) {
        for (year, &count) in counts.iter().enumerate() {
            self.line(figure, Some(year), plan, [Some(count as f64), None, None]);
        }
    }

    fn intervals(&mut self, figure: &str, plan: &str, [values, low, high]: [&Vec<Option<f64>>; 3]) {
        for (year, &value) in values.iter().enumerate() {
            let at = |list: &Vec<Option<f64>>| list.get(year).copied().flatten();
            self.line(figure, Some(year), plan, [value, at(low), at(high)]);
        }
    }

    fn by_year(&mut self, figure: &str, plan: &str, shares: &ShareByYear) {
        self.intervals(figure, plan, [&shares.share, &shares.low, &shares.high]);
    }

    fn survival(&mut self, figure: &str, plan: &str, survival: &Survival) {
        self.intervals(figure, plan, [&survival.survival, &survival.low, &survival.high]);
    }

    fn plan(&mut self, id: &str, plan: &PlanSummary) {
        self.share("signed", id, &plan.signed);
        self.share("available", id, &plan.available);
        self.share("acceptable.challenger", id, &plan.acceptable.challenger);
        self.share("acceptable.defender", id, &plan.acceptable.defender);
        self.share("acceptable.both", id, &plan.acceptable.both);
        self.spread("surplus.challenger", id, &plan.surplus.challenger);
        self.spread("surplus.defender", id, &plan.surplus.defender);
        self.spread("value.challenger", id, &plan.value.challenger);
        self.spread("value.defender", id, &plan.value.defender);
        self.survival("if_signed.survival", id, &plan.if_signed.survival);
        self.series("if_signed.across.p5", id, &plan.if_signed.across.p5);
        self.series("if_signed.across.p50", id, &plan.if_signed.across.p50);
        self.series("if_signed.across.p95", id, &plan.if_signed.across.p95);
        self.series("if_signed.resumed_by_challenger", id, &plan.if_signed.resumed_by_challenger);
        self.series("if_signed.resumed_by_defender", id, &plan.if_signed.resumed_by_defender);
        self.survival("given_signed.survival", id, &plan.given_signed);
        self.counts("given_signed.at_risk", id, &plan.given_signed.at_risk);
        self.by_year("signed_and_holding", id, &plan.signed_and_holding);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::fixture;

    #[test]
    fn every_figure_has_a_line_and_what_is_unknown_stays_blank() {
        let csv = summary_csv(&fixture::smallest().summary);
        let lines: Vec<&str> = csv.lines().collect();
        assert_eq!(lines[0], "figure,year,plan,value,low,high");
        assert_eq!(lines[1], "trials,,,10000,,");
        assert!(lines.contains(&"values.defender.mean,,,0.66,,"));
        assert!(lines.iter().any(|line| line.starts_with("if_signed.survival,1,us-15,0.97,0.966,0.974")));
        let unsigned = summary_csv(&fixture::nothing_signed().summary);
        assert!(unsigned.lines().any(|line| line == "peace.survival,7,,,,"));
    }
}
