//! How few trials are too few for a share among them to be shown.

use crate::analysis::summary::{PlanSummary, Share, Summary};

/// The fewest signings that a share among them is shown for.
pub(crate) const FEW: u64 = 20;

/// Trials that signed, given the share of them.
fn signings(summary: &Summary, signed: &Share) -> u64 {
    let valid = summary.trials.saturating_sub(summary.failed_trials);
    (signed.share.unwrap_or(0.0) * valid as f64).round() as u64
}

/// Whether so few trials signed that a share among them would say nothing.
pub(crate) fn is_few(summary: &Summary, signed: &Share) -> bool {
    signings(summary, signed) < FEW
}

/// Whether anything was signed, but in too few trials for a share among them: any plan, or all together.
pub(crate) fn some_are_few(summary: &Summary) -> bool {
    let plans = summary.plans.values().map(|plan: &PlanSummary| plan.signed);
    plans.chain([summary.settlement.settled]).any(|it| is_few(summary, &it) && signings(summary, &it) >= 1)
}
