//! What is said of failed trials: how many, why, and which inputs set them apart.

use super::lang::{Lang, say};
use crate::analysis::failures::{FailedTrials, Leaning, ReasonCount};
use crate::analysis::summary::Summary;
use crate::engine::FailureKind;

/// A paragraph on the failed trials of a run; `None` where none failed.
pub(crate) fn failed_trials(summary: &Summary, lang: &Lang) -> Option<String> {
    let failures = summary.failures.as_ref()?;
    let share = summary.failed_trials as f64 / summary.trials as f64;
    let told = say!(
        lang,
        "failures.told",
        n = lang.count(summary.failed_trials),
        trials = lang.count(summary.trials),
        share = lang.percent(share, 0),
        reasons = reasons(failures, lang)
    );
    Some(format!("{told} {}", apart(failures, lang)))
}

/// Why trials failed; with counts where there are several reasons.
fn reasons(failures: &FailedTrials, lang: &Lang) -> String {
    let alone = failures.reasons.len() == 1;
    let said = |it: &ReasonCount| {
        let reason = reason(it, lang);
        if alone { reason } else { say!(lang, "failures.counted", reason = reason, n = lang.count(it.trials)) }
    };
    failures.reasons.iter().map(said).collect::<Vec<_>>().join(lang.t("failures.and"))
}

fn reason(it: &ReasonCount, lang: &Lang) -> String {
    let plan = it.reason.plan.as_deref().unwrap_or_default();
    let of = it.reason.of.as_deref().unwrap_or_default();
    match it.reason.kind {
        FailureKind::Effect => say!(lang, "failures.effect", plan = plan, of = of),
        FailureKind::Collapse if plan.is_empty() => lang.t("failures.collapse").to_owned(),
        FailureKind::Collapse => say!(lang, "failures.collapse_after", plan = plan),
        FailureKind::Start => lang.t("failures.start").to_owned(),
        FailureKind::Salience => say!(lang, "failures.salience", of = of),
        FailureKind::RedLine => say!(lang, "failures.red_line", of = of),
        FailureKind::Range => say!(lang, "failures.range", of = of),
        FailureKind::Value => lang.t("failures.value").to_owned(),
        FailureKind::LogOdds => lang.t("failures.log_odds").to_owned(),
    }
}

/// Which inputs set failed trials apart, and what follows for the figures.
fn apart(failures: &FailedTrials, lang: &Lang) -> String {
    if failures.inputs.is_empty() {
        return lang.t("failures.even").to_owned();
    }
    let inputs: Vec<String> = failures.inputs.iter().map(|it| leaning(it, lang)).collect();
    say!(lang, "failures.lean", inputs = lang.list(&inputs))
}

fn leaning(it: &Leaning, lang: &Lang) -> String {
    let bound = it.bound.map_or_else(|| "∞".to_owned(), |bound| lang.short(bound));
    let (failed, all) = (lang.percent(it.of_failed, 0), lang.percent(it.of_all, 0));
    let key = if it.high { "failures.high" } else { "failures.low" };
    say!(lang, key, path = it.path, bound = bound, failed = failed, all = all)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::summarise;
    use crate::engine::Run;
    use crate::scenario::parse;

    /// The war costs both sides between 0.5 and 1.2; a plan that adds 9.2 to the challenger's leaves the range, which ends
    /// below 10, from 0.8 up: four trials in seven fail, all of them with a cost of 0.8 or more.
    fn costly() -> Summary {
        let text = include_str!("../../scenarios/tiny.toml");
        let terms = "terms = { territory = \"line_of_contact\" }";
        let effect = "effects = { \"challenger.war_cost\" = { add = 9.2 } }";
        let text = text.replace(terms, &format!("{terms}\n{effect}"));
        let overrides = ["run.trials=2000".to_owned()];
        let scenario = parse("costly.toml", &text, &overrides, None).unwrap_or_else(|it| panic!("{it}")).scenario;
        summarise(&scenario, &Run::new(&scenario).run().unwrap().tally)
    }

    #[test]
    fn failed_trials_are_told_with_what_sets_them_apart() {
        let summary = costly();
        // 4/7 of 2,000: 1,143; six standard errors: 133
        assert!((1_010..1_276).contains(&summary.failed_trials), "{}", summary.failed_trials);
        let failures = summary.failures.as_ref().unwrap();
        assert_eq!(failures.reasons.len(), 1);
        assert_eq!(failures.reasons[0].trials, summary.failed_trials);
        let [leaning] = &failures.inputs[..] else { panic!("{failures:?}") };
        assert_eq!((leaning.path.as_str(), leaning.high), ("challenger.war_cost", true));
        // The edge of a 64th part nearest to 0.8, a 64th of 0.7 being 0.011.
        assert!((leaning.bound.unwrap() - 0.8).abs() < 0.011, "{leaning:?}");
        assert!(leaning.of_failed > 0.97 && (leaning.of_all - 4.0 / 7.0).abs() < 0.02, "{leaning:?}");
        let text = failed_trials(&summary, &Lang::english()).unwrap();
        for part in
            ["of 2,000 trials failed", "challenger.war_cost", "high challenger.war_cost (0.", "lean towards the rest"]
        {
            assert!(text.contains(part), "{part}: {text}");
        }
        assert!(failed_trials(&summary, &Lang::by_code("fr").unwrap()).unwrap().contains("challenger.war_cost"));
    }

    #[test]
    fn nothing_is_said_where_nothing_failed() {
        let loaded = parse("tiny.toml", include_str!("../../scenarios/tiny.toml"), &["run.trials=64".to_owned()], None);
        let scenario = loaded.unwrap().scenario;
        let summary = summarise(&scenario, &Run::new(&scenario).run().unwrap().tally);
        assert_eq!((summary.failed_trials, failed_trials(&summary, &Lang::english())), (0, None));
        assert!(!serde_json::to_string(&summary).unwrap().contains("failures"));
    }
}
