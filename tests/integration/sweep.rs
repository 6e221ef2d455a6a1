//! Sweeps and comparisons from the command line.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Duration;

use armistice::scenario::Colours;
use armistice::sweep::Sweep;
use armistice::sweep::run::shape;

const ROOT: &str = env!("CARGO_MANIFEST_DIR");

fn armistice(arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_armistice"));
    command.current_dir(ROOT).args(arguments).stdout(Stdio::null()).stderr(Stdio::null());
    command
}

/// A sweep file beside a copy of the smallest scenario.
fn written(folder: &Path, trials: u32) -> PathBuf {
    fs::copy(format!("{ROOT}/scenarios/tiny.toml"), folder.join("tiny.toml")).unwrap();
    let file = folder.join("sweep.toml");
    let text = format!(
        "schema = 1\n[sweep]\nbase = \"tiny.toml\"\ntrials = {trials}\n\
         [[axis]]\npath = \"front.stalemate\"\nfrom = 0.1\nto = 0.9\nstep = 0.1\n\
         [[axis]]\npath = \"plan.guarantee-10.terms.guarantee_years\"\nvalues = [5, 10, \"permanent\"]\n\
         [[measure]]\nid = \"held\"\nof = \"classes.peace_held\"\n\
         [[measure]]\nid = \"once_signed\"\nof = \"held / settlement.share\"\nunit = \"share\"\n"
    );
    fs::write(&file, text).unwrap();
    file
}

fn files(folder: &Path) -> Vec<(PathBuf, Vec<u8>)> {
    let mut found = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(next) = folders.pop() {
        for entry in fs::read_dir(next).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else {
                found.push((path.strip_prefix(folder).unwrap().to_owned(), fs::read(&path).unwrap()));
            }
        }
    }
    found.sort();
    found
}

/// Killed at many moments, the same command goes on and ends with the same bytes.
#[test]
fn a_killed_sweep_goes_on_to_the_same_bytes() {
    let folder = tempfile::tempdir().unwrap();
    let file = written(folder.path(), 400);
    let file = file.to_str().unwrap();
    let (whole, parts) = (folder.path().join("whole"), folder.path().join("parts"));
    let command = |out: &Path, threads: &str| {
        armistice(&["sweep", file, "--quiet", "--threads", threads, "--out", out.to_str().unwrap()])
    };
    assert!(command(&whole, "1").status().unwrap().success());
    let mut kills = 0;
    for attempt in 0_u64..40 {
        let mut child = command(&parts, "2").spawn().unwrap();
        // Moments spread over the first second by a multiplicative sequence.
        std::thread::sleep(Duration::from_millis(50 + attempt * 7_919 % 900));
        if child.try_wait().unwrap().is_some() {
            break;
        }
        child.kill().unwrap();
        child.wait().unwrap();
        kills += 1;
    }
    assert!(kills > 0);
    assert!(command(&parts, "2").status().unwrap().success());
    let (whole, parts) = (files(&whole), files(&parts));
    let names = |files: &[(PathBuf, Vec<u8>)]| files.iter().map(|file| file.0.clone()).collect::<Vec<_>>();
    let kept = |name: &Path| !name.file_name().unwrap().to_string_lossy().starts_with(".new-");
    let parts: Vec<_> = parts.into_iter().filter(|file| kept(&file.0)).collect();
    assert_eq!(names(&whole), names(&parts));
    for (a, b) in whole.iter().zip(&parts) {
        assert!(a.1 == b.1, "{} differs", a.0.display());
    }
    assert!(names(&whole).contains(&PathBuf::from("charts/heatmap-held.png")));
}

#[test]
fn a_sweep_does_not_overwrite_another() {
    let folder = tempfile::tempdir().unwrap();
    let file = written(folder.path(), 20);
    let (file, out) = (file.to_str().unwrap(), folder.path().join("out"));
    let out = out.to_str().unwrap();
    let run = |more: &[&str]| {
        let mut all = vec!["sweep", file, "--quiet", "--no-charts", "--out", out];
        all.extend(more);
        armistice(&all).status().unwrap().code()
    };
    assert_eq!(run(&[]), Some(0));
    let before = files(Path::new(out));
    assert_eq!(run(&["--seed", "7"]), Some(2));
    assert_eq!(files(Path::new(out)), before);
    assert_eq!(run(&["--seed", "7", "--force"]), Some(0));
    assert_ne!(files(Path::new(out)), before);
}

/// The shipped sweeps are read without a fault and run with few trials.
#[test]
fn the_shipped_sweeps_run() {
    let folder = tempfile::tempdir().unwrap();
    let mut count = 0;
    for entry in fs::read_dir(format!("{ROOT}/scenarios/sweeps")).unwrap() {
        let path = entry.unwrap().path();
        let text = fs::read_to_string(&path).unwrap();
        let mut sweep =
            Sweep::parse("sweep.toml", &text).unwrap_or_else(|faults| panic!("{}", faults.render(Colours::Off)));
        let base = path.parent().unwrap().join(&sweep.base);
        let loaded = armistice::scenario::load(&base, &sweep.settings(), sweep.plans.as_deref()).unwrap();
        sweep.check_measures(&shape(&sweep, &loaded.scenario).unwrap()).unwrap();
        let out = folder.path().join(path.file_stem().unwrap());
        let status = armistice(&[
            "sweep",
            path.to_str().unwrap(),
            "--trials",
            "8",
            "--no-charts",
            "--out",
            out.to_str().unwrap(),
        ]);
        assert!({ status }.status().unwrap().success(), "{}", path.display());
        count += 1;
    }
    assert!(count >= 4);
}

/// The sweep file in the documentation does what it says there.
#[test]
fn the_documented_sweep_runs() {
    let page = fs::read_to_string(format!("{ROOT}/docs/experiments.md")).unwrap();
    let text = page.split("```toml\n").nth(1).unwrap().split("```").next().unwrap();
    let folder = tempfile::tempdir().unwrap();
    written(folder.path(), 20);
    let file = folder.path().join("documented.toml");
    fs::write(&file, text.replace("../tiny.toml", "tiny.toml").replace("trials = 1_000", "trials = 32")).unwrap();
    let out = folder.path().join("out");
    let arguments = ["sweep", file.to_str().unwrap(), "--quiet", "--out", out.to_str().unwrap()];
    assert!(armistice(&arguments).status().unwrap().success());
    let points = fs::read_to_string(out.join("points.csv")).unwrap();
    let mut lines = points.lines();
    assert_eq!(
        lines.next().unwrap(),
        "plan.guarantee-10.terms.guarantee_years,guarantor.ally.reliability,holding,holding_low,holding_high,\
         once_signed,once_signed_low,once_signed_high"
    );
    let first: Vec<String> = lines.map(|line| line.split(',').take(2).collect::<Vec<_>>().join(" ")).collect();
    assert_eq!(first[..6], ["5 0.1", "5 0.3", "5 0.5", "5 0.7", "5 0.9", "10 0.1"]);
    assert_eq!(first.len(), 20);
    for chart in ["heatmap-holding", "heatmap-once_signed"] {
        for ending in ["svg", "png", "csv"] {
            assert!(out.join(format!("charts/{chart}.{ending}")).exists());
        }
    }
}

/// A point of a sweep is what `run` gives, the decomposition of replicated trials included.
#[test]
fn a_decomposition_is_measured_as_a_run_measures_it() {
    let desk = crate::cli::Desk::new();
    let text = "schema = 1\n[sweep]\nbase = \"tiny.toml\"\ntrials = 1_200\n\
         [[axis]]\npath = \"front.stalemate\"\nvalues = [0.5, 0.6]\n\
         [[measure]]\nid = \"known\"\nof = \"decomposition.classes.peace_held.share\"\n\
         [[measure]]\nid = \"mean\"\nof = \"values.defender.mean\"\n";
    fs::write(desk.path("sweep.toml"), text).unwrap();
    desk.expect(0, "sweep sweep.toml --set run.replications=20 --no-charts --quiet --out swept");
    let points = fs::read_to_string(desk.path("swept/points.csv")).unwrap();
    let cells: Vec<f64> = points.lines().nth(2).unwrap().split(',').map(|cell| cell.parse().unwrap()).collect();
    let run = "run tiny.toml --trials 1200 --replications 20 --set front.stalemate=0.6 --no-charts --quiet --out run";
    desk.expect(0, run);
    let summary: serde_json::Value = serde_json::from_slice(&fs::read(desk.path("run/summary.json")).unwrap()).unwrap();
    let part = &summary["decomposition"]["classes"]["peace_held"];
    let expected = [&part["share"], &part["low"], &part["high"], &summary["values"]["defender"]["mean"]];
    for (cell, expected) in cells[1..].iter().zip(expected) {
        assert_eq!(Some(*cell), expected.as_f64());
    }
}

/// Axes that would change nothing, and charts that would leave something out, are refused.
#[test]
fn what_has_no_effect_is_refused() {
    let desk = crate::cli::Desk::new();
    let text = |chart: &str| {
        let text = format!(
            "schema = 1\n[sweep]\nbase = \"tiny.toml\"\ntrials = 20\n\
             [[axis]]\npath = \"plan.guarantee-10.terms.guarantee_years\"\nvalues = [5, 10]\n\
             [[axis]]\npath = \"front.stalemate\"\nvalues = [0.5, 0.6]\n\
             [[measure]]\nid = \"signed\"\nof = \"settlement.share\"\n[[chart]]\n{chart}\n"
        );
        fs::write(desk.path("sweep.toml"), text).unwrap();
    };
    text(
        "kind = \"heatmap\"\nx = \"front.stalemate\"\ny = \"plan.guarantee-10.terms.guarantee_years\"\nmeasure = \"signed\"",
    );
    desk.expect(0, "sweep sweep.toml --quiet --no-charts");
    let says = |arguments: &str| desk.expect(2, &format!("sweep sweep.toml {arguments}")).stderr;
    assert!(says("--plans truce --out a").contains("sweep.toml:6:8: `axis.path` is \"plan.guarantee-10.terms.guarantee_years\", of a plan that is not on the table; these are: truce"));
    assert!(says("--set front.stalemate=0.4 --out a").contains("which --set sets too"));
    assert!(says("--set plan.*.terms.guarantee_years=4 --out a").contains("which --set sets too"));
    assert!(says("--plans nope --out a").contains("error: --plans: there is no plan \"nope\""));
    let good = fs::read_to_string(desk.path("sweep.toml")).unwrap();
    fs::write(desk.path("sweep.toml"), good.replace("trials = 20", "trials = 20\nplans = [\"nope\"]")).unwrap();
    let told = says("--out a");
    assert!(told.contains("sweep.toml:5:9: `sweep.plans`: there is no plan \"nope\" in tiny.toml"), "{told}");
    text(
        "kind = \"bars\"\nx = \"front.stalemate\"\nseries = \"plan.guarantee-10.terms.guarantee_years\"\nmeasure = \"signed\"",
    );
    assert!(says("--out a").contains("`chart.series` has no meaning in a bars chart"));
    text(
        "kind = \"lines\"\nx = \"front.stalemate\"\nseries = \"plan.guarantee-10.terms.guarantee_years\"\nmeasure = []",
    );
    assert!(says("--out a").contains("`chart.measure` is empty"));
    assert!(!desk.path("a").exists());
}

/// However many measures there are, no figure of the printed table is cut: it goes on in a second one.
#[test]
fn printed_figures_are_whole() {
    let desk = crate::cli::Desk::new();
    let measure = |index: usize| format!("[[measure]]\nid = \"measure_{index}\"\nof = \"classes.peace_held\"\n");
    let text = "schema = 1\n[sweep]\nbase = \"tiny.toml\"\ntrials = 60\n\
         [[axis]]\npath = \"front.stalemate\"\nvalues = [0.5, 0.6]\n"
        .to_owned()
        + &(0..12).map(measure).collect::<String>();
    fs::write(desk.path("sweep.toml"), text).unwrap();
    let stdout = desk.expect(0, "sweep sweep.toml --quiet --no-charts").stdout;
    assert!(!stdout.contains('…') && stdout.lines().all(|line| line.chars().count() <= 100), "{stdout}");
    assert!(stdout.matches("front: chance that").count() >= 3, "{stdout}");
    assert!((0..12).all(|index| stdout.contains(&format!("measure_{index}"))), "{stdout}");
}

/// A guarantee of no years with troops is no scenario: left out, the other points are what they are without that corner, and
/// a row says that it was not played.
#[test]
fn impossible_corners_are_left_out() {
    let folder = tempfile::tempdir().unwrap();
    fs::copy(format!("{ROOT}/scenarios/tiny.toml"), folder.path().join("tiny.toml")).unwrap();
    let sweep = |name: &str, skip: &str, years: &str| {
        let plan = "plan.guarantee-10.terms";
        let text = format!(
            "schema = 1\n[sweep]\nbase = \"tiny.toml\"\ntrials = 200\n{skip}\n\
             [[axis]]\npath = \"{plan}.guarantee_years\"\nvalues = {years}\n\
             [[axis]]\npath = \"{plan}.foreign_troops\"\nvalues = [0, 2]\n\
             [[measure]]\nid = \"held\"\nof = \"classes.peace_held\"\n"
        );
        let file = folder.path().join(format!("{name}.toml"));
        fs::write(&file, text).unwrap();
        let out = folder.path().join(name);
        let arguments = ["sweep", file.to_str().unwrap(), "--no-charts", "--out", out.to_str().unwrap()];
        let ran = armistice(&arguments).stdout(Stdio::piped()).stderr(Stdio::piped()).output().unwrap();
        let told = String::from_utf8(ran.stdout).unwrap() + &String::from_utf8(ran.stderr).unwrap();
        (ran.status.code(), told, fs::read_to_string(out.join("points.csv")).unwrap_or_default())
    };
    let skip = "skip = \"plan.guarantee-10.terms.guarantee_years = 0 and plan.guarantee-10.terms.foreign_troops > 0\"";
    let (refused, ..) = sweep("whole", "", "[0, 5]");
    assert_eq!(refused, Some(2));
    let (status, told, table) = sweep("cut", skip, "[0, 5]");
    assert_eq!(status, Some(0), "{told}");
    assert!(
        told.contains("1 of 4 points are left out, as the sweep file asks (skip): they have no figures."),
        "{told}"
    );
    let rows: Vec<&str> = table.lines().collect();
    assert_eq!((rows.len(), rows[2]), (5, "0,2,,,"));
    let (_, _, plain) = sweep("plain", "", "[5]");
    assert_eq!(rows[3..], plain.lines().skip(1).collect::<Vec<_>>());
    let nothing = skip.replace("> 0", ">= 0").replace("years = 0", "years >= 0");
    let (status, told, table) = sweep("nothing", &nothing, "[0, 5]");
    assert_eq!((status, table.as_str()), (Some(2), ""));
    assert!(told.contains("`sweep.skip` leaves out every point"), "{told}");
    let (status, told, _) = sweep("misspelt", &skip.replace("guarantee_years", "guarantee_year"), "[0, 5]");
    assert_eq!(status, Some(2));
    assert!(told.contains("did you mean `plan.guarantee-10.terms.guarantee_years`?"), "{told}");
}
