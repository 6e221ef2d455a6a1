//! Discovery: the inputs under which an outcome of a run comes.

use std::fs;
use std::path::Path;

use serde_json::Value;

use crate::cli::{Desk, forget_digests};

const RUN: &str = "run tiny.toml --trials 2000 --no-charts --quiet";

fn found(desk: &Desk, arguments: &str) -> Value {
    let call = desk.expect(0, &format!("discover {arguments} --format json --quiet"));
    serde_json::from_str(&call.stdout).unwrap()
}

/// The rows of a trial table by column.
struct Rows {
    header: Vec<String>,
    rows: Vec<Vec<String>>,
}

impl Rows {
    fn read(path: &Path) -> Self {
        let mut reader = csv::Reader::from_path(path).unwrap();
        let header = reader.headers().unwrap().iter().map(str::to_owned).collect();
        let rows = reader.records().map(|row| row.unwrap().iter().map(str::to_owned).collect()).collect();
        Self { header, rows }
    }

    fn field<'a>(&self, row: &'a [String], name: &str) -> &'a str {
        &row[self.header.iter().position(|it| it == name).unwrap()]
    }

    fn weight(&self, row: &[String]) -> f64 {
        self.header.iter().position(|it| it == "weight").map_or(1.0, |place| row[place].parse().unwrap())
    }

    /// Whether a row is within the limits that a box names.
    fn is_within(&self, row: &[String], restrictions: &Value) -> bool {
        restrictions.as_array().unwrap().iter().all(|it| {
            let x: f64 = match self.field(row, it["input"].as_str().unwrap()) {
                "true" => 1.0,
                "false" => 0.0,
                digits => digits.parse().unwrap(),
            };
            it["low"].as_f64().is_none_or(|low| x >= low) && it["high"].as_f64().is_none_or(|high| x <= high)
        })
    }

    /// Coverage, density and mass of a box, counted again.
    fn figures(&self, restrictions: &Value, hit: impl Fn(&[String]) -> bool) -> [f64; 3] {
        let sum = |of: &dyn Fn(&[String]) -> bool| -> f64 {
            self.rows.iter().filter(|row| of(row)).map(|row| self.weight(row)).sum()
        };
        let within = |row: &[String]| self.is_within(row, restrictions);
        let both = sum(&|row| within(row) && hit(row));
        [both / sum(&|row| hit(row)), both / sum(&within), sum(&within) / sum(&|_| true)]
    }
}

#[track_caller]
fn same(figures: &Value, expected: [f64; 3]) {
    let got = [&figures["coverage"]["share"], &figures["density"]["share"], &figures["mass"]];
    for (got, expected) in got.into_iter().zip(expected) {
        assert!((got.as_f64().unwrap() - expected).abs() < 1e-9, "{figures} is not {expected}");
    }
}

/// What a box holds is counted again from the table by the limits that it names; Parquet tells the same as CSV.
#[test]
fn a_box_holds_what_it_says() {
    let desk = Desk::new();
    desk.expect(0, &format!("{RUN} --out run"));
    desk.expect(0, &format!("{RUN} --out packed --trials-format parquet"));
    fs::remove_file(desk.path("packed/trials.csv")).ok();
    let rows = Rows::read(&desk.path("run/trials.csv"));
    for (outcome, hit) in [
        (
            "no_settlement",
            (&|row: &[String]| rows.field(row, "class") == "no_settlement") as &dyn Fn(&[String]) -> bool,
        ),
        ("settled", &|row| rows.field(row, "settled") == "true"),
        ("value_challenger>0.4", &|row| rows.field(row, "value_challenger").parse::<f64>().unwrap() > 0.4),
    ] {
        let of = |run: &str| found(&desk, &format!("{run} --outcome {outcome}"));
        let told = of("run");
        assert_eq!(told["answer"], "found", "{told}");
        let it = &told["boxes"][0];
        same(&it["figures"], rows.figures(&it["restrictions"], hit));
        assert!(it["restrictions"].as_array().unwrap().iter().all(|it| it["quasi_p"].as_f64().unwrap() < 0.05));
        assert!(it["figures"]["density"]["share"].as_f64() > told["base"]["share"].as_f64());
        assert_eq!(of("packed"), told);
    }
}

/// Held at a year is what the summary counts as signed and holding.
#[test]
fn a_year_is_held_as_the_summary_has_it() {
    let desk = Desk::new();
    desk.expect(0, &format!("{RUN} --out run"));
    let summary: Value = serde_json::from_slice(&fs::read(desk.path("run/summary.json")).unwrap()).unwrap();
    for year in [5, 15] {
        let base = &found(&desk, &format!("run --outcome held@{year}"))["base"]["share"];
        let share = &summary["signed_and_holding"]["share"][year];
        assert!((base.as_f64().unwrap() - share.as_f64().unwrap()).abs() < 1e-12, "{year}");
    }
}

/// Trials count by their weights where there is evidence.
#[test]
fn evidence_counts() {
    let desk = Desk::new();
    desk.add_to_tiny("known.toml", "[[evidence]]\nplan = \"truce\"\nchallenger = \"refused\"\n");
    desk.expect(0, "run known.toml --trials 2000 --no-charts --quiet --out run");
    let told = found(&desk, "run --outcome settled");
    let rows = Rows::read(&desk.path("run/trials.csv"));
    assert!(told["effective_trials"].as_f64().unwrap() < 1_999.0, "{told}");
    let settled = |row: &[String]| rows.field(row, "settled") == "true";
    let it = &told["boxes"][0];
    same(&it["figures"], rows.figures(&it["restrictions"], settled));
}

/// A box, or a density, that is asked for is taken as it was peeled; further boxes are sought outside the first.
#[test]
fn a_box_is_asked_for() {
    let desk = Desk::new();
    desk.expect(0, &format!("{RUN} --out run"));
    let told = found(&desk, "run --outcome no_settlement --box 3");
    assert_eq!(told["boxes"][0]["box"], 3);
    let step = &told["boxes"][0]["trajectory"][3];
    assert_eq!(told["boxes"][0]["figures"]["coverage"], step["coverage"]);
    let base = told["base"]["share"].as_f64().unwrap();
    let least = base + 0.1;
    let it = &found(&desk, &format!("run --outcome no_settlement --density {least}"))["boxes"][0];
    let density = |step: &Value| step["density"]["share"].as_f64().unwrap();
    let chosen = it["box"].as_u64().unwrap() as usize;
    assert!(density(&it["trajectory"][chosen]) >= least && density(&it["trajectory"][chosen - 1]) < least);
    let call = desk.expect(2, "discover run --outcome no_settlement --box 9999");
    assert!(call.stderr.contains("is beyond the last box of the trajectory"), "{}", call.stderr);
    let several = found(&desk, "run --outcome no_settlement --boxes 3");
    let boxes = several["boxes"].as_array().unwrap();
    let sum: f64 = boxes.iter().map(|it| it["figures"]["coverage"]["share"].as_f64().unwrap()).sum();
    assert!((several["together"]["coverage"]["share"].as_f64().unwrap() - sum).abs() < 1e-9);
}

/// Questions that have no box for an answer have one in words, in both languages; others are refused, and nothing is written.
#[test]
fn bad_questions_are_answered() {
    let desk = Desk::new();
    desk.expect(0, &format!("{RUN} --out run"));
    for (outcome, says, french) in [
        ("value_challenger>9", "so ended none of 2,000 trials", "aucun des 2\u{202f}000 essais"),
        ("value_challenger<9", "so ended all 2,000 trials", "les 2\u{202f}000 essais ont tous"),
        ("trial<5", "so ended 5 of 2,000 trials. Boxes need at least 20", "5 essais sur 2\u{202f}000"),
    ] {
        let text = desk.expect(0, &format!("discover run --outcome {outcome} --quiet")).stdout;
        assert!(text.replace('\n', " ").replace("  ", " ").contains(says), "{text}");
        let text = desk.expect(0, &format!("discover run --outcome {outcome} --quiet --lang fr")).stdout;
        assert!(text.replace('\n', " ").replace("  ", " ").contains(french), "{text}");
    }
    let none = desk.expect(0, "discover run --outcome no_settlement --density 1 --quiet").stdout;
    assert!(none.contains("No box is that dense") || none.contains("Where "), "{none}");
    for (arguments, says) in [
        ("run --outcome peace_hold", "did you mean `peace_held`?"),
        ("run --outcome settled --box 0", "--box"),
        ("run --outcome settled --alpha 0.7", "takes a share above 0 and at most 0.5"),
        ("nowhere --outcome settled", "is no results folder"),
        ("run --outcome settled --out run --force", "is one of the runs"),
    ] {
        let call = desk.expect(2, &format!("discover {arguments}"));
        assert!(call.stderr.contains(says), "{}", call.stderr);
    }
    desk.expect(0, &format!("{RUN} --out bare --trials-format none"));
    let call = desk.expect(2, "discover bare --outcome settled --out none");
    assert!(call.stderr.contains("keeps no table of its trials"), "{}", call.stderr);
    assert!(!desk.path("none").exists());
}

/// Failed trials are left out and counted.
#[test]
fn failed_trials_are_left_out() {
    let desk = Desk::new();
    desk.expect(0, &format!("{RUN} --out run"));
    let table = fs::read_to_string(desk.path("run/trials.csv")).unwrap();
    let failed = table.replacen("\n3,ok,", "\n3,failed,", 1);
    fs::write(desk.path("run/trials.csv"), failed).unwrap();
    forget_digests(&desk.path("run"));
    let told = found(&desk, "run --outcome settled");
    assert_eq!((&told["trials"], &told["failed_trials"]), (&1_999.into(), &1.into()));
    let text = desk.expect(0, "discover run --outcome settled --quiet").stdout;
    assert!(text.contains("1 trial failed and is left out."), "{text}");
}

/// What is left in a folder: table, figures, charts and report, found again and replaced only by force.
#[test]
fn a_discovery_is_left_in_a_folder() {
    let desk = Desk::new();
    desk.expect(0, &format!("{RUN} --out run"));
    desk.expect(0, "discover run --outcome no_settlement --out found --quiet --lang fr");
    for name in ["discovery.json", "boxes.csv", "charts/box-1.svg", "charts/trade-off-1.png", "report.html"] {
        assert!(desk.path(&format!("found/{name}")).exists(), "{name}");
    }
    let report = fs::read_to_string(desk.path("found/report.md")).unwrap();
    assert!(report.contains("Quand en est-il ainsi") && report.contains("couverture"), "{report}");
    let other = desk.expect(2, "discover run --outcome settled --out found --quiet");
    assert!(other.stderr.contains("outcome no_settlement, not settled"), "{}", other.stderr);
    desk.expect(0, "discover run --outcome settled --out found --quiet --force");
    let call = desk.expect(2, "verify found");
    assert!(call.stderr.contains("holds a discovery, not a run"), "{}", call.stderr);
}

/// What the guide shows is what is printed. `UPDATE_DOCS=1` writes it.
#[test]
fn the_guide_to_discovery_shows_what_is_printed() {
    shows_what_is_printed("docs/discover.md");
}

/// Runs the commands of a page in order, and holds what each printed block shows against what its command prints.
pub(crate) fn shows_what_is_printed(page: &str) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(page);
    let text = fs::read_to_string(&path).unwrap();
    let desk = Desk::new();
    fs::create_dir(desk.path("scenarios")).unwrap();
    fs::copy(desk.path("tiny.toml"), desk.path("scenarios/tiny.toml")).unwrap();
    let mut written = String::new();
    let mut rest = text.as_str();
    let mut seen = 0;
    while let Some((before, after)) = rest.split_once("```sh\narmistice ") {
        let (commands, after) = after.split_once("```\n").unwrap();
        let commands = format!("armistice {commands}");
        let mut printed = String::new();
        for command in commands.lines() {
            printed = desk.expect(0, command.strip_prefix("armistice ").unwrap()).stdout;
        }
        written += &format!("{before}```sh\n{commands}```\n");
        rest = after;
        if let Some(after) = rest.strip_prefix("\n```text\n") {
            let (shown, after) = after.split_once("```\n").unwrap();
            if std::env::var_os("UPDATE_DOCS").is_none() {
                assert_eq!(shown, printed, "{commands}");
            }
            written += &format!("\n```text\n{printed}```\n");
            rest = after;
            seen += 1;
        }
    }
    assert!(seen > 0, "{page} shows nothing");
    if std::env::var_os("UPDATE_DOCS").is_some() {
        fs::write(path, written + rest).unwrap();
    }
}
