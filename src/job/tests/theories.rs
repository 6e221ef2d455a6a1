//! Two theories in one run: the second in a folder within that of the first.

use super::*;

const RECORD: &str = "hazard={ shape = 0.5, scale = 20, challenger_share = 0.6, effects = { guarantee = -1 } }";

fn both(desk: &Desk, trials: u64, out: &str) -> RunOrder {
    let order = desk.order(trials, out);
    let set = vec![RECORD.to_owned(), theory_setting(TheoryKind::Strategic)];
    RunOrder { settings: Settings { set, second_theory: Some(TheoryKind::Hazard), ..order.settings.clone() }, ..order }
}

/// The outer run is that of the first theory alone, but for its manifest, and the inner one that of the second alone; the same
/// bytes come of it in one go, interrupted within either, and in parts; every byte is verified.
#[test]
fn a_run_of_two_theories_is_two_runs() {
    let desk = Desk::new();
    let figures = desk.run(&both(&desk, 5_000, "whole")).unwrap().figures.unwrap();
    let second = figures.second.unwrap();
    assert_eq!((second.theory, second.summary.trials), (TheoryKind::Hazard, 5_000));
    for (theory, folder) in [(TheoryKind::Strategic, "whole"), (TheoryKind::Hazard, "whole/hazard")] {
        let mut order = desk.order(5_000, theory.name());
        order.settings.set = vec![RECORD.to_owned(), theory_setting(theory)];
        desk.run(&order).unwrap();
        for name in ["summary.json", "trials.csv"] {
            assert!(
                desk.read(&format!("{folder}/{name}")) == desk.read(&format!("{}/{name}", theory.name())),
                "{name}"
            );
        }
    }
    assert_ne!(desk.read("whole/summary.json"), desk.read("whole/hazard/summary.json"));
    for patience in [2_000, 5_000, 7_000] {
        let out = format!("broken-{patience}");
        let stopped = desk.stopping_after(patience).run(&both(&desk, 5_000, &out)).unwrap();
        assert!(!stopped.complete, "{patience}");
        assert!(desk.stopping_after(u64::MAX).run(&both(&desk, 5_000, &out)).unwrap().complete);
        desk.assert_same("whole", &out);
    }
    for index in 1..=3 {
        let part = RunOrder { part: Some(Shard { index, of: 3 }), ..both(&desk, 5_000, &format!("part{index}")) };
        assert!(desk.run(&part).unwrap().complete);
    }
    let parts = ["part2", "part3", "part1"].map(|part| desk.path(part)).to_vec();
    let order =
        MergeOrder { parts, folder: desk.path("merged"), allow_missing: false, wishes: desk.order(1, "").wishes };
    let Merged::Run(outcome) = desk.host(|host| merge(&order, host)).unwrap() else { panic!("a run") };
    assert_eq!(outcome.figures.unwrap().second.unwrap().summary.trials, 5_000);
    desk.assert_same("whole", "merged");
    let verified = desk.host(|host| verify(&desk.path("whole"), false, host)).unwrap().unwrap();
    assert_eq!((verified.differing(), verified.same(), verified.files.len()), (0, 14, 14));
}

/// The same command again uses what is there; another theory is refused, and with force nothing of the second is left.
#[test]
fn a_second_theory_belongs_to_the_results() {
    let desk = Desk::new();
    desk.run(&both(&desk, 500, "out")).unwrap();
    let before = desk.files("out");
    assert!(desk.run(&both(&desk, 500, "out")).unwrap().complete);
    assert!(
        before == desk.files("out") && desk.notes().contains(&Note::Present { folder: desk.path("out"), drawn: false })
    );
    let alone = RunOrder {
        settings: Settings { second_theory: None, ..both(&desk, 500, "").settings },
        ..both(&desk, 500, "out")
    };
    assert!(refusal(desk.run(&alone)).contains("with a second theory, hazard"));
    desk.run(&RunOrder { wishes: Wishes { force: true, ..alone.wishes }, ..alone }).unwrap();
    assert!(!desk.path("out/hazard").exists());
}

/// The report says what hangs on the theory, and is drawn again to the same bytes.
#[test]
fn the_report_tells_what_hangs_on_the_theory() {
    let desk = Desk::new();
    let order = both(&desk, 500, "out");
    desk.run(&RunOrder { wishes: Wishes { charts: true, ..order.wishes }, ..order }).unwrap();
    let before = desk.files("out");
    for name in ["charts/theories.svg", "charts/theories.csv", "hazard/report.html"] {
        assert!(before.contains_key(Path::new(name)), "{name}");
    }
    let page = desk.read("out/report.md");
    assert!(page.contains("What hangs on the theory?"), "{page}");
    assert!(desk.read("out/report.html").contains("The plans under both theories"));
    assert!(
        page.contains("--theory strategic,hazard")
            && !desk.read("out/hazard/report.md").contains("hangs on the theory")
    );
    desk.host(|host| report(&desk.path("out"), &|look| look, host)).unwrap();
    assert!(before == desk.files("out"));
}
