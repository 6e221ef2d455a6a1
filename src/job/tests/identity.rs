//! What makes results those of something else, and the command that gives them again.

use serde_json::json;

use super::*;
use crate::job::recorded::{Likeness, Recorded, likeness};

/// How a manifest compares with the same in which one key is changed.
fn with<M: Recorded>(manifest: &M, key: &str, value: Value) -> std::result::Result<Likeness, String> {
    let mut changed = serde_json::to_value(manifest).unwrap();
    changed[key] = value;
    likeness(&serde_json::from_value(changed).unwrap(), manifest).map_err(|differs| differs.to_string())
}

/// Each key of a manifest but the look is enough to make a difference, and is told as it is asked for.
#[test]
fn every_key_of_a_manifest_counts() {
    let desk = Desk::new();
    let run = desk.run(&desk.order(64, "run")).unwrap().figures.unwrap().manifest;
    let eroded = TINY.replace("erosion = 0.03", "erosion = 0.04");
    for (key, value, says) in [
        ("version", json!("0.0.9"), concat!("version ", env!("CARGO_PKG_VERSION"), ", not 0.0.9")),
        ("scenario_text", json!(eroded), "of another text of tiny.toml"),
        ("seed", json!(2), "seed 1, not 2"),
        ("trials", json!(65), "trials 64, not 65"),
        ("sampling", json!("sobol"), "sampling monte_carlo, not sobol"),
        ("years", json!(14), "years followed 15, not 14"),
        ("replications", json!(2), "without replications 2"),
        ("block_size", json!(7), "block_size 1024, not 7"),
        ("overrides", json!(["front.stalemate=0.4"]), "without --set front.stalemate=0.4"),
        ("plans", json!(["truce"]), "without --plans truce"),
        ("precision", json!(0.1), "without --precision 0.1"),
        ("part", json!({ "index": 1, "of": 2 }), "without --shard 1/2"),
    ] {
        assert_eq!(with(&run, key, value), Err(says.to_owned()), "{key}");
    }
    let look = Look { lang: "fr".into(), ..Look::default() };
    assert_eq!(with(&run, "look", json!(look)), Ok(Likeness::Same));
    let sweep = desk.sweep(&desk.sweep_order("swept")).unwrap().figures.unwrap().manifest;
    for (key, value, says) in [
        ("sweep_text", json!(SWEEP.replace("0.9]", "0.95]")), "of another text of sweep.toml"),
        ("scenario_text", json!(eroded), "of another text of tiny.toml"),
        ("points", json!(5), "points 4, not 5"),
        ("part", json!({ "index": 1, "of": 2 }), "without --shard 1/2"),
    ] {
        assert_eq!(with(&sweep, key, value), Err(says.to_owned()), "{key}");
    }
    assert_eq!(with(&sweep, "look", json!(look)), Ok(Likeness::Same));
}

fn full_look() -> Look {
    Look { lang: "fr".into(), chart_size: "column".into(), dpi: 72, theme: Some(String::new()), explorer: true }
}

/// By hand, as a shell takes it.
#[test]
fn a_command_says_all_that_was_asked_for() {
    let desk = Desk::new();
    let run = desk.run(&desk.order(64, "run")).unwrap().figures.unwrap().manifest;
    assert_eq!(
        command::run_command(&run),
        "armistice run tiny.toml --trials 64 --seed 1 --sampling monte_carlo --years 15 --replications 1"
    );
    let head = Head {
        scenario_file: "-it's.toml".into(),
        overrides: vec!["front.stalemate=0.4".into(), "plan.*.from_month=3".into()],
        plans: Some(vec!["truce".into(), "guarantee-10".into()]),
        ..run.head.clone()
    };
    let part = Some(Shard { index: 1, of: 2 });
    let full = RunManifest { head, replications: 4, precision: Some(0.02), part, look: full_look(), ..run };
    assert_eq!(
        command::run_command(&full),
        "armistice run './-it'\\''s.toml' --trials 64 --seed 1 --sampling monte_carlo --years 15 --replications 4 \
         --set front.stalemate=0.4 --set 'plan.*.from_month=3' --plans truce,guarantee-10 --precision 0.02 \
         --shard 1/2 --lang fr --chart-size column --dpi 72 --theme theme.toml --explorer"
    );
}

/// What the sweep file sets itself is not said again.
#[test]
fn a_command_of_a_sweep_says_what_its_file_does_not() {
    let desk = Desk::new();
    let sweep = desk.sweep(&desk.sweep_order("swept")).unwrap().figures.unwrap().manifest;
    let truce = ["truce".to_owned()];
    let head = Head {
        overrides: vec!["run.trials=400".into(), "front.stalemate=0.4".into()],
        plans: Some(truce.to_vec()),
        ..sweep.head.clone()
    };
    let swept = SweepManifest { head, look: full_look(), ..sweep };
    let look = "--lang fr --chart-size column --dpi 72 --theme theme.toml --explorer";
    let sets = "armistice sweep sweep.toml --set front.stalemate=0.4";
    assert_eq!(command::sweep_command(&swept, 1, Some(&truce)), format!("{sets} {look}"));
    assert_eq!(command::sweep_command(&swept, 1, None), format!("{sets} --plans truce {look}"));
}

/// Runs of a part and of the whole do not go into one folder.
#[test]
fn folders_are_named_after_file_and_part() {
    let below = Destination::default();
    let part = Some(Shard { index: 2, of: 3 });
    assert_eq!(below.folder(Path::new("sub/tiny.toml"), None), Path::new("output/tiny"));
    assert_eq!(below.folder(Path::new("sub/tiny.toml"), part), Path::new("output/tiny-part-2-of-3"));
    assert_eq!(Destination::Folder("mine".into()).folder(Path::new("tiny.toml"), part), Path::new("mine"));
}

/// What is short for a key of `[run]` comes after what was set, and each of them is a setting.
#[test]
fn settings_are_all_told() {
    use crate::sampling::Sampling;
    let all = Settings {
        second_theory: None,
        set: vec!["front.stalemate=0.4".into()],
        plans: Some(vec!["truce".into()]),
        trials: Some(64),
        seed: Some(2),
        sampling: Some(Sampling::Sobol),
        years: Some(7),
        replications: Some(4),
        alone: Some(false),
    };
    let run =
        ["run.trials=64", "run.seed=2", "run.sampling=sobol", "run.years=7", "run.replications=4", "run.alone=false"];
    assert_eq!(all.all(), [&["front.stalemate=0.4"], &run[..]].concat());
    assert!(Settings::default().is_empty() && !all.is_empty());
    let plans = Settings { plans: all.plans, ..Settings::default() };
    let draws = Settings { replications: Some(4), ..Settings::default() };
    assert!(!plans.is_empty() && !draws.is_empty());
}
