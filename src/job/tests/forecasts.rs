//! Runs with forecasts, whose trials are played twice.

use super::*;

/// Stopped while the trials are played for the first time, nothing is kept; afterwards the run goes on with the multipliers
/// that it had, to the same bytes, on one thread or two.
#[test]
fn a_run_with_forecasts_that_is_stopped_goes_on() {
    let desk = Desk::new();
    let told = "[[forecast]]\nof = \"settled@12\"\nprobability = 0.4\n[[forecast]]\nof = \"peace@5\"\nprobability = 0.7\nsd = 0.1\n";
    desk.write("tiny.toml", &format!("{TINY}\n{told}"));
    let whole = desk.run(&desk.order(5_000, "whole")).unwrap().figures.unwrap();
    let forecasts = &whole.summary.weights.as_ref().unwrap().forecasts;
    assert!((forecasts[0].with.unwrap() - 0.4).abs() < 1e-9, "{forecasts:?}");
    assert_eq!(*desk.started.lock().unwrap(), [(5_000, 0), (5_000, 0)]);
    assert_eq!(desk.notes()[0], Note::PlayedTwice);
    let order = desk.order(5_000, "stopped");
    let error = desk.stopping_after(2_000).run(&order).unwrap_err();
    assert_eq!(error.blame(), Blame::Stop, "{error}");
    assert!(!desk.path("stopped").exists());
    let first = desk.stopping_after(7_500).run(&order).unwrap();
    assert!(!first.complete);
    let played = first.figures.unwrap().summary.trials;
    assert!(played > 0 && played < 5_000, "{played}");
    desk.stopping_after(u64::MAX).host_of(1, |host| run(&order, host)).unwrap();
    assert_eq!(*desk.started.lock().unwrap(), [(5_000, played)]);
    desk.assert_same("whole", "stopped");
}
