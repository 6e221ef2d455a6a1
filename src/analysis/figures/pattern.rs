//! Paths of figures with words in capitals, each of which stands for several names.

use crate::engine::Class;

use super::{Estimand, FIGURES};

/// The step at the end of a pattern that stands for any further ones: what is below is named by paths of its own.
const ANY: &str = "PATH";

/// The words in capitals.
const WORDS: [&str; 8] = ["PLAN", "OTHER", "CLASS", "SIDE", "PERCENTILE", "COST", "PARTY", "ISSUE"];

/// The ids of what a scenario names.
#[derive(Clone, Copy, Debug, Default)]
pub struct Named<'n> {
    /// Those of the plans.
    pub plans: &'n [&'n str],
    /// Those of the costs.
    pub costs: &'n [&'n str],
    /// Those of the parties that do not fight.
    pub parties: &'n [&'n str],
    /// Those of the issues on which a term is open.
    pub issues: &'n [&'n str],
}

/// What a word stands for; `PLAN` and `OTHER` for the ids of the plans, `COST` for those of the costs, `PARTY` for those of the
/// parties that do not fight, `ISSUE` for those of issues.
fn stands_for<'n>(word: &str, named: Named<'n>) -> Vec<&'n str> {
    match word {
        "CLASS" => Class::ALL.iter().map(|class| class.name()).collect(),
        "SIDE" => vec!["challenger", "defender"],
        "PERCENTILE" => vec!["p5", "p50", "p95"],
        "COST" => named.costs.to_vec(),
        "PARTY" => named.parties.to_vec(),
        "ISSUE" => named.issues.to_vec(),
        _ => named.plans.to_vec(),
    }
}

/// The names that a step of a pattern stands for.
fn names(step: &str, named: Named<'_>) -> Vec<String> {
    match WORDS.into_iter().find(|word| step.contains(word)) {
        Some(word) => stands_for(word, named).into_iter().map(|name| step.replace(word, name)).collect(),
        None => vec![step.to_owned()],
    }
}

/// Whether a path is one of those that a pattern stands for.
pub(super) fn matches(pattern: &str, path: &str) -> bool {
    let fits = |(pattern, step): (&str, &str)| {
        matches!(pattern, "PLAN" | "OTHER" | "COST" | "PARTY" | "ISSUE" | ANY)
            || names(pattern, Named::default()).iter().any(|name| name == step)
    };
    let (steps, found) = (pattern.split('.').count(), path.split('.').count());
    let as_many = if pattern.ends_with(ANY) { found >= steps } else { found == steps };
    as_many && pattern.split('.').zip(path.split('.')).all(fits)
}

/// A figure of a run: one path of `summary.json`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Leaf {
    /// The path.
    pub path: String,
    /// The plan of which it is, by id.
    pub plan: Option<String>,
    /// What it is.
    pub figure: &'static Estimand,
}

impl Leaf {
    /// Its name in `summary.csv`: the path without the plan, and without the `share` of a share.
    #[must_use]
    pub fn name(&self) -> String {
        let path = match &self.plan {
            Some(plan) if self.path.starts_with("costs.") => {
                self.path.replacen(&format!(".by_plan.{plan}."), ".by_plan.", 1)
            }
            Some(plan) if self.path.starts_with("open_terms.") => self.path.replacen(&format!(".{plan}."), ".", 1),
            Some(plan) => self.path.replacen(&format!("plans.{plan}."), "", 1),
            None => self.path.clone(),
        };
        path.strip_suffix(".share").map_or(path.clone(), str::to_owned)
    }
}

/// All figures of runs with these plans and costs, in the order of `summary.json`, but for those that are named by paths of their
/// own.
#[must_use]
pub fn leaves(named: Named<'_>) -> Vec<Leaf> {
    let alike = FIGURES.iter().filter(|figure| !figure.path.ends_with(ANY));
    let all: Vec<(&Estimand, &str)> = alike.map(|figure| (figure, figure.path)).collect();
    let mut leaves = Vec::new();
    below("", None, &all, named, &mut leaves);
    leaves
}

/// The paths of the figures that a name alone may mean: those of which it is the last step; of plans alone only
/// where no other has that name.
#[must_use]
pub fn meant(name: &str, named: Named<'_>) -> Vec<String> {
    let all = leaves(named).into_iter().map(|leaf| leaf.path.strip_suffix(".share").unwrap_or(&leaf.path).to_owned());
    let mut meant: Vec<String> = all.filter(|path| path.split('.').next_back() == Some(name)).collect();
    let of_one = |path: &String| path.contains(".alone.");
    if !meant.iter().all(of_one) {
        meant.retain(|path| !of_one(path));
    }
    meant
}

/// Figures below a path, each with what is left of its pattern: those that share their next step stand together.
fn below(
    path: &str,
    plan: Option<&str>,
    figures: &[(&'static Estimand, &'static str)],
    named: Named<'_>,
    leaves: &mut Vec<Leaf>,
) {
    let step_of = |rest: &'static str| rest.split('.').next().unwrap_or(rest);
    for (index, &(figure, rest)) in figures.iter().enumerate() {
        let step = step_of(rest);
        if figures[..index].iter().any(|(_, other)| step_of(other) == step) {
            continue;
        }
        for name in names(step, named) {
            let path = if path.is_empty() { name.clone() } else { format!("{path}.{name}") };
            let plan = if step == "PLAN" { Some(name.as_str()) } else { plan };
            if rest == step {
                leaves.push(Leaf { path, plan: plan.map(str::to_owned), figure });
                continue;
            }
            let inner = figures.iter().filter(|(_, other)| step_of(other) == step);
            let inner: Vec<_> = inner.filter_map(|(figure, rest)| Some((*figure, rest.split_once('.')?.1))).collect();
            below(&path, plan, &inner, named, leaves);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const BOTH: Named<'_> = Named { plans: &["b", "a"], costs: &["dead"], parties: &["ally"], issues: &["territory"] };

    #[test]
    fn figures_stand_in_the_order_of_the_file() {
        let all = leaves(BOTH);
        let place = |path: &str| all.iter().position(|leaf| leaf.path == path).unwrap_or_else(|| panic!("{path}"));
        let order = [
            "trials",
            "classes.challenger_victory.share",
            "classes.resumed_by_defender.share",
            "plans.b.acceptable.challenger.share",
            "plans.b.acceptable.both.share",
            "plans.b.acceptable.all.share",
            "plans.b.acceptable.party.ally.share",
            "plans.b.surplus.challenger.mean",
            "plans.b.surplus.challenger.p95",
            "plans.b.surplus.defender.mean",
            "plans.a.signed.share",
            "values.challenger.histogram.counts",
            "values.defender.mean",
            "costs.dead.all.mean",
            "costs.dead.by_class.peace_held.p50",
            "costs.dead.by_plan.b.mean",
            "costs.dead.by_plan.a.mean",
        ];
        assert!(order.windows(2).all(|pair| place(pair[0]) < place(pair[1])));
    }

    #[test]
    fn names_leave_the_plan_and_the_share_out() {
        let all = leaves(Named { plans: &["a-b"], costs: &["dead"], parties: &["ally"], issues: &["territory"] });
        let name = |path: &str| all.iter().find(|leaf| leaf.path == path).map(super::Leaf::name);
        assert_eq!(name("plans.a-b.signed.share").as_deref(), Some("signed"));
        assert_eq!(name("plans.a-b.surplus.party.ally.mean").as_deref(), Some("surplus.party.ally.mean"));
        assert_eq!(name("plans.a-b.alone.signed.share").as_deref(), Some("alone.signed"));
        assert_eq!(name("decision.durable.plans.a-b.regret.mean").as_deref(), Some("decision.durable.regret.mean"));
        assert_eq!(name("costs.dead.by_plan.a-b.mean").as_deref(), Some("costs.dead.by_plan.mean"));
        assert_eq!(name("costs.dead.all.p5").as_deref(), Some("costs.dead.all.p5"));
        assert_eq!(name("settlement.share").as_deref(), Some("settlement"));
        assert_eq!(name("peace.survival").as_deref(), Some("peace.survival"));
    }

    #[test]
    fn no_figure_stands_twice() {
        let all = leaves(BOTH);
        let mut paths: Vec<&str> = all.iter().map(|leaf| leaf.path.as_str()).collect();
        paths.sort_unstable();
        paths.dedup();
        assert_eq!(paths.len(), all.len());
    }
}
