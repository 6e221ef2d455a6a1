//! How few trials are too few for a share among them to be shown.

pub(crate) use crate::analysis::figures::FEW;
use crate::analysis::summary::{PlanSummary, Share, Summary};

/// Trials that signed, given the share of them; where trials weigh differently, as many as tell as much.
pub(crate) fn signings(summary: &Summary, signed: &Share) -> u64 {
    let valid = summary.trials.saturating_sub(summary.failed_trials);
    let trials = summary.weights.as_ref().map_or(valid as f64, |weights| weights.effective_trials);
    (signed.share.unwrap_or(0.0) * trials).round() as u64
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::fixture;

    /// A share is one of the trials that did not fail: 5 % of 400 are 20 signings, though 1,000 were played.
    #[test]
    fn signings_are_counted_among_the_trials_that_did_not_fail() {
        let of = |share: f64| Share { share: Some(share), low: None, high: None };
        let with_failed = |failed: u64| Summary { trials: 1_000, failed_trials: failed, ..fixture::smallest().summary };
        for (failed, share, count, few) in
            [(600, 0.05, 20, false), (600, 0.0475, 19, true), (0, 0.02, 20, false), (0, 0.019, 19, true)]
        {
            let summary = with_failed(failed);
            assert_eq!(
                (signings(&summary, &of(share)), is_few(&summary, &of(share))),
                (count, few),
                "{failed} {share}"
            );
        }
        assert_eq!(signings(&with_failed(600), &Share { share: None, low: None, high: None }), 0);
    }

    #[test]
    fn few_signings_are_told_of_only_where_there_are_some() {
        let with = |plan: f64| {
            let mut summary = fixture::smallest().summary;
            let of = |share: f64| Share { share: Some(share), low: None, high: None };
            summary.settlement.settled = of(0.5);
            summary.plans[0].signed = of(plan);
            some_are_few(&summary)
        };
        // Of 10,000 trials: none, one, nineteen and twenty.
        assert_eq!([with(0.0), with(0.000_1), with(0.001_9), with(0.002)], [false, true, true, false]);
    }
}
