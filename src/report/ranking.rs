//! The plans, each by itself, best first.

use crate::analysis::alone::{AlonePlan, Contrast};
use crate::analysis::summary::{PlanSummary, Share, ShareByYear, Summary};
use crate::scenario::Scenario;

/// Plans whose refusals a report goes into.
const LEADING: usize = 3;

/// The share at a year with its interval.
pub(crate) fn at_year(shares: &ShareByYear, year: usize) -> Share {
    let at = |list: &[Option<f64>]| list.get(year).copied().flatten();
    Share { share: at(&shares.share), low: at(&shares.low), high: at(&shares.high) }
}

/// The last year for which the peace is followed.
pub(crate) fn followed(summary: &Summary) -> usize {
    summary.signed_and_holding.share.len().saturating_sub(1)
}

/// A plan as if no other were offered.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Ranked<'a> {
    pub(crate) id: &'a str,
    pub(crate) plan: &'a PlanSummary,
    pub(crate) alone: &'a AlonePlan,
    /// Signed and holding at the headline year, of all trials.
    pub(crate) holding: Share,
}

/// Below this share not even the best plan brings a lasting peace: one trial in two hundred.
const NEGLIGIBLE: f64 = 0.005;

impl Ranked<'_> {
    /// Whether it is so seldom signed and holding that it does not pay to call it better or worse than another.
    pub(crate) fn is_negligible(&self) -> bool {
        self.holding.share.is_none_or(|share| share < NEGLIGIBLE)
    }
}

fn alone<'a>(id: &'a str, plan: &'a PlanSummary, year: usize) -> Option<Ranked<'a>> {
    let alone = plan.alone.as_ref()?;
    Some(Ranked { id, plan, alone, holding: at_year(&alone.signed_and_holding, year) })
}

/// All plans, the one that is most often signed and holding at the headline year first, of equals the one that is so over
/// all years; empty where plans were not played by themselves.
pub(crate) fn ranked(summary: &Summary, year: usize) -> Vec<Ranked<'_>> {
    let mut all: Vec<Ranked<'_>> = summary.plans.iter().filter_map(|(id, plan)| alone(id, plan, year)).collect();
    let key = |it: &Ranked<'_>| it.holding.share.unwrap_or(-1.0);
    let over_all = |it: &Ranked<'_>| it.alone.signed_and_holding.share.iter().flatten().sum::<f64>();
    all.sort_by(|a, b| key(b).total_cmp(&key(a)).then_with(|| over_all(b).total_cmp(&over_all(a))));
    all
}

/// The plan that does best by itself; none if none is ever signed.
pub(crate) fn leader(summary: &Summary, year: usize) -> Option<Ranked<'_>> {
    ranked(summary, year).into_iter().next().filter(|it| it.alone.signed.share.is_some_and(|share| share > 0.0))
}

/// The plan other than `first` that is the best in most worlds; none if no other is the best in any.
pub(crate) fn rival<'a>(summary: &'a Summary, first: &str) -> Option<&'a str> {
    let plans = &summary.decision.get("durable")?.plans;
    let others = plans.iter().filter(|(id, _)| *id != first).filter_map(|(id, it)| Some((id.as_str(), it.best?)));
    others.filter(|(_, best)| *best > 0.0).reduce(|a, b| if b.1 > a.1 { b } else { a }).map(|(id, _)| id)
}

/// The plan that does best by itself; none if not even that one is worth calling the best.
pub(crate) fn lasting_leader(summary: &Summary, year: usize) -> Option<Ranked<'_>> {
    leader(summary, year).filter(|it| !it.is_negligible())
}

/// The indices of the plans that lead, three at most, whose refusals a report goes into: the one that does best by itself,
/// the one that is most often the best where another is better, and the next best; or, where plans were not played by
/// themselves, those that both sides could accept most often.
#[must_use]
pub fn leading(scenario: &Scenario, summary: &Summary) -> Vec<usize> {
    let mut ids: Vec<&str> = ranked(summary, scenario.run().headline_year()).iter().map(|it| it.id).collect();
    if ids.is_empty() {
        let both = |id: &str| summary.plans[id].acceptable.both.share.unwrap_or(-1.0);
        ids = summary.plans.keys().map(String::as_str).collect();
        ids.sort_by(|a, b| both(b).total_cmp(&both(a)));
    }
    if let Some(rival) = ids.first().and_then(|first| rival(summary, first)) {
        ids.retain(|id| *id != rival);
        ids.insert(1, rival);
    }
    let index = |id: &str| scenario.structure().plans.iter().position(|plan| plan.id == id);
    ids.into_iter().filter_map(index).take(LEADING).collect()
}

/// How much more often one plan alone is signed and holding at the headline year than another.
pub(crate) fn difference(summary: &Summary, plan: &str, other: &str) -> Option<Contrast> {
    summary.alone.as_ref()?.difference(plan, other)
}

/// The ways that can occur in which nothing is signed.
pub(crate) fn without_signature(plans: &[Ranked<'_>]) -> impl Iterator<Item = AloneEnding> {
    AloneEnding::possible(plans).into_iter().filter(|it| !matches!(it, AloneEnding::Holds | AloneEnding::Broken))
}

/// How trials end by the headline year with one plan on the table: each trial in exactly one way.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum AloneEnding {
    /// Signed, and the peace still holds.
    Holds,
    /// Signed, and a war has resumed.
    Broken,
    /// Nothing is signed while there are talks, and the war goes on.
    Unsettled,
    /// Nothing is signed, but fighting has stopped along the line.
    Frozen,
    /// The challenger wins the war.
    ChallengerWins,
    /// The defender wins it.
    DefenderWins,
}

impl AloneEnding {
    /// In the order in which they are told.
    const ALL: [AloneEnding; 6] = [
        AloneEnding::Holds,
        AloneEnding::Broken,
        AloneEnding::Unsettled,
        AloneEnding::Frozen,
        AloneEnding::ChallengerWins,
        AloneEnding::DefenderWins,
    ];

    /// Those that can occur, in the order in which they are told: a front that cannot freeze never ends frozen.
    pub(crate) fn possible(plans: &[Ranked<'_>]) -> Vec<Self> {
        let can_freeze = plans.iter().any(|plan| plan.alone.classes.frozen.is_some());
        Self::ALL.into_iter().filter(|ending| can_freeze || *ending != AloneEnding::Frozen).collect()
    }

    /// The key of its names.
    pub(crate) fn key(self) -> &'static str {
        match self {
            AloneEnding::Holds => "holds",
            AloneEnding::Broken => "broken",
            AloneEnding::Unsettled => "unsettled",
            AloneEnding::Frozen => "frozen",
            AloneEnding::ChallengerWins => "challenger_wins",
            AloneEnding::DefenderWins => "defender_wins",
        }
    }

    /// Its share of all trials; null where there are none.
    pub(crate) fn share(self, of: &Ranked<'_>) -> Option<f64> {
        let classes = &of.alone.classes;
        match self {
            AloneEnding::Holds => of.holding.share,
            AloneEnding::Broken => Some((of.alone.signed.share? - of.holding.share?).max(0.0)),
            AloneEnding::Unsettled => classes.no_settlement.share,
            AloneEnding::Frozen => classes.frozen?.share,
            AloneEnding::ChallengerWins => classes.challenger_victory.share,
            AloneEnding::DefenderWins => classes.defender_victory.share,
        }
    }
}

/// The likeliest ending with a plan on the table.
pub(crate) fn likeliest(of: &Ranked<'_>) -> Option<(AloneEnding, f64)> {
    likeliest_but(of, None)
}

/// The likeliest ending other than one.
pub(crate) fn likeliest_but(of: &Ranked<'_>, but: Option<AloneEnding>) -> Option<(AloneEnding, f64)> {
    let others = AloneEnding::ALL.into_iter().filter(|ending| Some(*ending) != but);
    let shares = others.filter_map(|ending| Some((ending, ending.share(of)?)));
    shares.reduce(|a, b| if b.1 > a.1 { b } else { a })
}
