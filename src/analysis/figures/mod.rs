//! The one register of figures: what `summary.json` holds, in what unit, over what, and how its interval is made.
//!
//! `summary.csv`, the measures of sweeps and the table in `docs/results.md` follow from it. A new figure is an entry here
//! and its estimate in `summarise`.

mod pattern;
mod registry;
mod table;

pub use pattern::{Leaf, Named, leaves, meant};
pub use registry::FIGURES;
pub use table::markdown;

use serde_json::Value;

use pattern::matches;

/// The first step of a path in the tree of `summary.json`, and what is left: steps end at dots, but for the names of
/// parties that do not fight, `party.ID`.
#[must_use]
pub fn first_step<'p>(node: &Value, path: &'p str) -> (&'p str, &'p str) {
    let cut = |at: Option<usize>| at.map_or((path, ""), |at| (&path[..at], &path[at + 1..]));
    let mut dots = path.match_indices('.').map(|(at, _)| at);
    let (step, rest) = cut(dots.next());
    if step != "party" || rest.is_empty() || node.get(step).is_some() { (step, rest) } else { cut(dots.next()) }
}

/// What kind of number a figure is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Quantity {
    /// What the run was asked for: a word or a number, no estimate.
    Setting,
    /// Words and numbers told together, in a list.
    Told,
    /// Where the numbers of a list lie: years, months, edges of bins.
    Place,
    /// A number of trials or draws.
    Count,
    /// A share or a probability, in [0, 1].
    Share,
    /// A value, surplus or realised value: share of the prize.
    Value,
    /// Months.
    Duration,
    /// The variance of a share.
    Variance,
    /// What a trial costs people, in the unit of the cost.
    Cost,
    /// A relative entropy, bits.
    Bits,
}

impl Quantity {
    /// The unit in a word or two; empty for settings.
    #[must_use]
    pub fn unit(self) -> &'static str {
        match self {
            Quantity::Setting | Quantity::Told | Quantity::Place => "",
            Quantity::Count => "number",
            Quantity::Share => "share",
            Quantity::Value => "share of the prize",
            Quantity::Duration => "months",
            Quantity::Variance => "variance",
            Quantity::Cost => "the cost's unit",
            Quantity::Bits => "bits",
        }
    }
}

/// What the numbers of a figure run over.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Over {
    /// Nothing: it is one number.
    Once,
    /// Years 0, 1, … after the signature.
    Years,
    /// Months 0, 1, … after the start.
    Months,
    /// Bins of a histogram.
    Bins,
    /// Choices of an open term, in the order of the file.
    Choices,
}

/// The fewest trials from which a figure is shown to readers.
pub const FEW: u64 = 20;

/// Which trials a figure is over.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Among {
    /// All that did not fail.
    All,
    /// Those that settled.
    Settled,
    /// Those whose peace failed.
    Failed,
    /// Those in which the plan is available.
    Available,
    /// Those in which both sides would accept the plan at the start, by weight.
    Acceptable,
    /// Those that signed the plan.
    Signed,
    /// Those that sign the plan, no other being offered.
    SignedAlone,
    /// Those that end so.
    Ended,
}

impl Among {
    /// How many trials these are in the `summary.json` of a run, for a figure at that path; `None`: all of them, or not
    /// known.
    #[must_use]
    pub fn trials(self, path: &str, summary: &Value) -> Option<f64> {
        let place = if path.starts_with("costs.") { 3 } else { 1 };
        let plan = path.split('.').nth(place).unwrap_or_default();
        let at = |path: &[&str]| path.iter().try_fold(summary, |node, step| node.get(step));
        let number = |path: &[&str]| at(path)?.as_f64();
        let first = |path: &[&str]| at(path)?.get(0)?.as_f64();
        let of_all = |share: f64| Some((share * effective(summary)?).round());
        match self {
            Among::All => None,
            Among::Settled => first(&["peace", "at_risk"]),
            Among::Failed => {
                let resumed = |class: &str| number(&["classes", class, "share"]);
                of_all(resumed("resumed_by_challenger")? + resumed("resumed_by_defender")?)
            }
            Among::Available => of_all(number(&["plans", plan, "available", "share"])?),
            Among::Acceptable => number(&["plans", plan, "if_acceptable", "weight"]),
            Among::Signed => first(&["plans", plan, "given_signed", "at_risk"]),
            Among::Ended => of_all(number(&["classes", plan, "share"])?),
            Among::SignedAlone => of_all(number(&["plans", plan, "alone", "signed", "share"])?),
        }
    }
}

/// Trials of a run that did not fail, by its `summary.json`.
#[must_use]
pub fn valid(summary: &Value) -> Option<f64> {
    Some(summary.get("trials")?.as_f64()? - summary.get("failed_trials")?.as_f64()?)
}

/// How many trials of equal weight tell as much as those of a run, by its `summary.json`.
#[must_use]
pub fn effective(summary: &Value) -> Option<f64> {
    let weights = summary.get("weights").and_then(|weights| weights.get("effective_trials")?.as_f64());
    weights.or_else(|| valid(summary))
}

/// Where the 95 % sampling interval of a figure comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ends {
    /// There is none: the figure is no estimate.
    Exact,
    /// `low` and `high` beside it.
    Beside,
    /// In sweeps, from the ranks of what was counted.
    Ranks,
    /// In sweeps, from batches of the trials, each left out in turn.
    Batches,
}

/// A figure of `summary.json`: what is estimated.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Estimand {
    /// Its path. A step in capitals stands for several names.
    pub path: &'static str,
    /// What kind of number it is.
    pub quantity: Quantity,
    /// What its numbers run over.
    pub over: Over,
    /// Where its interval comes from.
    pub ends: Ends,
    /// Which trials it is over.
    pub among: Among,
    /// What it is, in one line.
    pub doc: &'static str,
}

/// Names of the estimates that have `low` and `high` beside them.
pub const ESTIMATES: [&str; 2] = ["share", "survival"];

impl Estimand {
    pub(super) const fn new(path: &'static str, quantity: Quantity, over: Over, ends: Ends, doc: &'static str) -> Self {
        Self { path, quantity, over, ends, among: Among::All, doc }
    }

    /// The same over some of the trials only.
    const fn among(self, among: Among) -> Self {
        Self { among, ..self }
    }

    /// The figure at a path of `summary.json`. The path of an interval's end is that of its figure with `low` or `high`
    /// in place of the last step.
    #[must_use]
    pub fn at(path: &str) -> Option<&'static Estimand> {
        let of =
            |figure: &&Estimand| matches(figure.path, path) || (figure.ends == Ends::Beside && is_end(figure, path));
        FIGURES.iter().find(of)
    }

    /// Whether `summary.csv` has it: an estimate that is one number or has one for each year.
    #[must_use]
    pub fn is_listed(&self) -> bool {
        let estimate = !matches!(self.quantity, Quantity::Setting | Quantity::Told | Quantity::Place);
        estimate && matches!(self.over, Over::Once | Over::Years)
    }

    /// The last step of its path.
    fn leaf(&self) -> &'static str {
        self.path.rsplit('.').next().unwrap_or(self.path)
    }
}

/// Whether a path is the lower or upper end of a figure's interval.
fn is_end(figure: &Estimand, path: &str) -> bool {
    let Some((group, "low" | "high")) = path.rsplit_once('.') else { return false };
    matches(figure.path, &format!("{group}.{}", figure.leaf()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn path(path: &str) -> Option<&'static str> {
        Estimand::at(path).map(|figure| figure.path)
    }

    #[test]
    fn a_path_leads_to_its_figure() {
        assert_eq!(path("classes.peace_held.share"), Some("classes.CLASS.share"));
        assert_eq!(path("classes.peace_held.high"), Some("classes.CLASS.share"));
        assert_eq!(path("plans.any-id.if_signed.low"), Some("plans.PLAN.if_signed.survival"));
        assert_eq!(path("plans.x.if_signed.resumed_by_defender"), Some("plans.PLAN.if_signed.resumed_by_SIDE"));
        assert_eq!(path("values.defender.p95"), Some("values.SIDE.PERCENTILE"));
        assert_eq!(path("influence.plans.x.durable@15"), Some("influence.PATH"));
        assert_eq!(path("costs.dead.by_plan.x.p95"), Some("costs.COST.by_plan.PLAN.PERCENTILE"));
        assert_eq!(path("decision.durable.plans.x.best"), Some("decision.durable.plans.PLAN.best"));
        for unknown in
            ["classes.peace_hold.share", "values.both.p95", "values.defender.p50.low", "classes", "", "trials.low"]
        {
            assert_eq!(path(unknown), None, "{unknown}");
        }
    }

    #[test]
    fn only_percentiles_take_ranks() {
        for figure in FIGURES {
            let ranked = figure.leaf() == "PERCENTILE" && !figure.path.contains("if_acceptable");
            assert_eq!(figure.ends == Ends::Ranks, ranked, "{}", figure.path);
            assert!(figure.ends != Ends::Beside || ESTIMATES.contains(&figure.leaf()), "{}", figure.path);
            assert!(figure.doc.ends_with(['.', '…']) && figure.doc.len() <= 120, "{}", figure.path);
        }
    }

    #[test]
    fn what_is_listed_has_a_unit() {
        let listed = |path: &str| Estimand::at(path).unwrap().is_listed();
        assert!(listed("peace.survival") && listed("settlement.share") && listed("months_of_war.mean"));
        assert!(!listed("seed") && !listed("settlement.cumulative") && !listed("values.defender.histogram.counts"));
        assert_eq!(Estimand::at("months_of_war.mean").unwrap().quantity.unit(), "months");
        assert_eq!(Estimand::at("values.defender.mean").unwrap().quantity.unit(), "share of the prize");
        let row = "| `peace.at_risk` | number | years | batches, in sweeps | ";
        assert!(markdown().contains(row));
    }
}
