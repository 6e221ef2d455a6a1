//! The program as a user meets it: exit statuses, files, refusals.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use assert_cmd::Command;
use serde_json::Value;
use tempfile::TempDir;

/// The program, in a folder of its own.
pub(crate) struct Desk {
    folder: TempDir,
}

/// What a call left behind.
pub(crate) struct Call {
    pub(crate) status: i32,
    pub(crate) stdout: String,
    pub(crate) stderr: String,
}

impl Desk {
    /// A desk with the small shipped scenario as `tiny.toml`.
    pub(crate) fn new() -> Self {
        let desk = Self { folder: TempDir::new().unwrap() };
        fs::copy(concat!(env!("CARGO_MANIFEST_DIR"), "/scenarios/tiny.toml"), desk.path("tiny.toml")).unwrap();
        desk
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// A call of the program, as a process of its own.
    pub(crate) fn command(&self, arguments: &str) -> std::process::Command {
        let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_armistice"));
        command.current_dir(self.path(".")).args(arguments.split_whitespace());
        command
    }

    /// The same of a program that heeds signals, also where these tests are run by something that has them ignored, as `nohup`
    /// does; its process is the program's own.
    #[cfg(unix)]
    pub(crate) fn heeding(&self, arguments: &str) -> std::process::Command {
        let own = self.command(arguments);
        if cfg!(not(target_os = "linux")) {
            return own;
        }
        // GNU's `env` can make them heeded again.
        let mut command = std::process::Command::new("env");
        command.arg("--default-signal=INT,TERM,HUP").arg(own.get_program()).args(own.get_args());
        command.current_dir(self.path("."));
        command
    }

    /// The small scenario with more at its end, as another file.
    pub(crate) fn add_to_tiny(&self, name: &str, more: &str) {
        let text = fs::read_to_string(self.path("tiny.toml")).unwrap();
        fs::write(self.path(name), format!("{text}\n{more}")).unwrap();
    }

    /// The same scenario as `costly.toml`, counting the dead.
    pub(crate) fn cost_lives(&self) {
        let cost = "[[cost]]\nid = \"dead\"\nname = \"Dead\"\nunit = \"thousand people\"\nper_month_of_war = 8.5\n\
            per_month_of_resumed_war = { uniform = [4.0, 12.0] }\nper_year_of_peace = 0.25\nper_position = 0.125\n";
        self.add_to_tiny("costly.toml", cost);
    }

    pub(crate) fn call(&self, arguments: &str) -> Call {
        self.fed(&arguments.split_whitespace().collect::<Vec<_>>(), "")
    }

    /// A call with something on its standard input.
    fn fed(&self, arguments: &[&str], input: &str) -> Call {
        let output = Command::new(env!("CARGO_BIN_EXE_armistice"))
            .current_dir(self.folder.path())
            .args(arguments)
            .write_stdin(input)
            .output()
            .unwrap();
        Call {
            status: output.status.code().unwrap(),
            stdout: String::from_utf8(output.stdout).unwrap(),
            stderr: String::from_utf8(output.stderr).unwrap(),
        }
    }

    /// A call that must end with that status.
    #[track_caller]
    pub(crate) fn expect(&self, status: i32, arguments: &str) -> Call {
        let call = self.call(arguments);
        assert_eq!(call.status, status, "armistice {arguments}\n{}{}", call.stdout, call.stderr);
        call
    }

    /// A small run without charts.
    fn run(&self, status: i32, arguments: &str) -> Call {
        self.expect(status, &format!("run --trials 64 --years 10 --no-charts {arguments}"))
    }

    /// Every file below a folder, with its bytes.
    pub(crate) fn files(&self, folder: &str) -> BTreeMap<PathBuf, Vec<u8>> {
        fn walk(folder: &Path, root: &Path, files: &mut BTreeMap<PathBuf, Vec<u8>>) {
            for entry in fs::read_dir(folder).unwrap() {
                let path = entry.unwrap().path();
                if path.is_dir() {
                    walk(&path, root, files);
                } else {
                    files.insert(path.strip_prefix(root).unwrap().to_owned(), fs::read(&path).unwrap());
                }
            }
        }
        let mut files = BTreeMap::new();
        let root = self.path(folder);
        if root.is_dir() {
            walk(&root, &root, &mut files);
        }
        files
    }

    /// A folder that holds these results, whatever else for readers, and nothing left over from the work.
    #[track_caller]
    fn expect_results(&self, folder: &str, table: Option<&str>) {
        let names = self.names(folder);
        let has = |name: &str| names.iter().any(|n| n == name);
        assert!(has("manifest.json") && has("summary.json"), "{names:?}");
        for known in ["trials.csv", "trials.parquet"] {
            assert_eq!(has(known), table == Some(known), "{names:?}");
        }
        assert!(!names.iter().any(|name| name.starts_with('.') || name.starts_with("charts")), "{names:?}");
    }

    fn names(&self, folder: &str) -> Vec<String> {
        self.files(folder).keys().map(|path| path.display().to_string()).collect()
    }
}

/// Copies a folder with all that is in it.
pub(crate) fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let path = entry.unwrap().path();
        let target = to.join(path.file_name().unwrap());
        if path.is_dir() {
            copy(&path, &target);
        } else {
            fs::copy(&path, &target).unwrap();
        }
    }
}

/// Takes the digests of a results folder away, as versions leave it that kept none: then its manifest does not say so either.
pub(crate) fn forget_digests(folder: &Path) {
    let _ = fs::remove_file(folder.join("SHA256SUMS"));
    let manifest = folder.join("manifest.json");
    let text = fs::read_to_string(&manifest).unwrap();
    let text = text.replacen(",\n  \"digests\": true", "", 1).replacen("  \"digests\": true,\n", "", 1);
    fs::write(manifest, text).unwrap();
}

#[test]
fn new_writes_a_scenario_that_runs() {
    let desk = Desk::new();
    let stdout = desk.expect(0, "new").stdout;
    desk.expect(0, "new first.toml");
    assert_eq!(fs::read_to_string(desk.path("first.toml")).unwrap(), stdout);
    fs::write(desk.path("first.toml"), "mine").unwrap();
    assert!(desk.expect(2, "new first.toml").stderr.contains("first.toml"));
    assert_eq!(fs::read_to_string(desk.path("first.toml")).unwrap(), "mine");
    fs::write(desk.path("second.toml"), stdout).unwrap();
    desk.expect(0, "check second.toml");
    desk.run(0, "second.toml --out results");
    desk.expect_results("results", Some("trials.csv"));
}

#[test]
fn check_says_what_it_understood() {
    let desk = Desk::new();
    let call = desk.expect(0, "check tiny.toml");
    assert!(call.stdout.contains("North") && call.stdout.contains("guarantee-10"), "{}", call.stdout);
    let wrong = desk.expect(2, "check tiny.toml --set challenger.war_cost=99");
    assert!(wrong.stderr.contains("challenger.war_cost") && wrong.stderr.contains("99"), "{}", wrong.stderr);
    desk.expect(2, "check nowhere.toml");
}

/// Files where folders belong, and the other way round: what is wrong and what to do, not what the system said.
#[test]
fn files_where_folders_belong_are_told_plainly() {
    let desk = Desk::new();
    fs::copy(desk.path("tiny.toml"), desk.path("other.toml")).unwrap();
    let told = desk.expect(2, "compare tiny.toml other.toml").stderr;
    assert!(told.starts_with("error: tiny.toml: is a file, and only folders of runs are compared"), "{told}");
    assert!(told.contains("name one scenario alone, to compare its plans"), "{told}");
    let before = fs::read(desk.path("other.toml")).unwrap();
    let told = desk.run(2, "tiny.toml --out other.toml").stderr;
    assert_eq!(told, "error: other.toml: is a file, not a folder for results; choose another place with --out\n");
    let told = desk.run(2, "tiny.toml --out other.toml --force").stderr;
    assert!(told.contains("is a file, not a folder"), "{told}");
    assert_eq!(fs::read(desk.path("other.toml")).unwrap(), before);
    let told = desk.run(2, "tiny.toml --out part --shard 1/2").stderr;
    assert_eq!(told, "error: --shard 1/2: there is only one block of trials, which cannot be split\n");
}

/// A folder of other results says what was asked for then and is not now, or the other way round.
#[test]
fn what_other_results_lack_is_told_in_words() {
    let desk = Desk::new();
    desk.run(0, "tiny.toml --out all");
    let told = desk.run(2, "tiny.toml --out all --plans guarantee-10").stderr;
    assert!(told.contains("holds results of another run (without --plans guarantee-10)"), "{told}");
    desk.run(0, "tiny.toml --out one --plans guarantee-10");
    let told = desk.run(2, "tiny.toml --out one").stderr;
    assert!(told.contains("holds results of another run (with --plans guarantee-10)"), "{told}");
}

/// Two theories are printed side by side, each as if it had been asked alone; a theory without its record is refused with what to add.
#[test]
fn theories_stand_side_by_side() {
    let desk = Desk::new();
    let record = "--set hazard={shape=0.5,scale=20,challenger_share=0.6}";
    let json = |theory: &str| -> Value {
        let call = desk.expect(0, &format!("evaluate tiny.toml --format json {record} --theory {theory}"));
        serde_json::from_str(&call.stdout).unwrap()
    };
    let (both, strategic, hazard) = (json("strategic,hazard"), json("strategic"), json("hazard"));
    for (index, plan) in both["plans"].as_array().unwrap().iter().enumerate() {
        for (word, alone) in [("strategic", &strategic), ("hazard", &hazard)] {
            for key in ["survival", "challenger", "defender", "signable", "resumed_by_defender"] {
                assert_eq!(plan["theories"][word][key], alone["plans"][index][key], "{word}, {key}");
            }
        }
        assert_eq!(plan["survival"], strategic["plans"][index]["survival"]);
        assert_ne!(plan["survival"], hazard["plans"][index]["survival"]);
        assert!(strategic["plans"][index].get("theories").is_none());
    }
    let told = desk.expect(0, &format!("evaluate tiny.toml {record} --theory strategic,hazard")).stdout;
    assert!(told.contains("the sides’ reasons") && told.contains("the record"), "{told}");
    let told = desk.expect(2, "run tiny.toml --theory hazard").stderr;
    assert!(
        told.contains("there is no record: `[hazard]` is missing") && told.contains("add a table [hazard]"),
        "{told}"
    );
    let told = desk.expect(2, "run tiny.toml --theory hazard,hazard").stderr;
    assert!(told.contains("takes each theory once, such as strategic,hazard"), "{told}");
    let call = format!("compare tiny.toml --trials 500 --out both {record} --theory strategic,hazard --no-charts");
    let told = desk.expect(0, &call).stdout;
    assert!(told.find("By the sides’ reasons:") < told.find("By the record:"), "{told}");
    assert!(desk.path("both/hazard/comparison.json").exists());
}

/// A sweep of two theories is two, and an axis over them puts both into one table: the same figures.
#[test]
fn sweeps_go_over_theories() {
    let desk = Desk::new();
    let sweep = |name: &str, axis: &str| {
        let text = format!(
            "schema = 1\n[sweep]\nname = \"T\"\nbase = \"tiny.toml\"\ntrials = 200\n[[axis]]\n{axis}\n\
             [[measure]]\nid = \"held\"\nof = \"classes.peace_held.share\"\n"
        );
        fs::write(desk.path(name), text).unwrap();
    };
    sweep("costs.toml", "path = \"challenger.war_cost\"\nvalues = [0.3, 0.6]");
    sweep("theories.toml", "path = \"enforcement.theory\"\nvalues = [\"strategic\", \"hazard\"]");
    let record = "--no-charts --set hazard={shape=0.5,scale=20,challenger_share=0.6}";
    desk.expect(0, &format!("sweep costs.toml --out costs {record} --theory strategic,hazard"));
    desk.expect(0, &format!("sweep costs.toml --out alone {record} --theory hazard"));
    desk.expect(0, &format!("sweep theories.toml --out axis {record} --set challenger.war_cost=0.3"));
    let table = |name: &str| fs::read_to_string(desk.path(&format!("{name}/points.csv"))).unwrap();
    assert_eq!(table("costs/hazard"), table("alone"));
    assert_ne!(table("costs"), table("alone"));
    let figures =
        |name: &str, row: usize| table(name).lines().nth(row).unwrap().split(',').skip(2).collect::<Vec<_>>().join(",");
    assert_eq!((figures("axis", 1), figures("axis", 2)), (figures("costs", 1), figures("costs/hazard", 1)));
}

#[test]
fn evaluate_prints_json() {
    let desk = Desk::new();
    let call = desk.expect(0, "evaluate tiny.toml --format json --set defender.margin=0.01");
    let solution: Value = serde_json::from_str(&call.stdout).unwrap();
    assert_eq!(solution["scenario"], "Tiny");
    assert_eq!(solution["plans"].as_array().unwrap().len(), 2);
    let plan = &solution["plans"][1];
    let (w, v) = (solution["defender"]["W"].as_f64().unwrap(), plan["defender"]["V"].as_f64().unwrap());
    assert!((plan["defender"]["surplus"].as_f64().unwrap() - (v - w - 0.01)).abs() < 1e-12);
    assert_eq!(plan["survival"].as_array().unwrap().len(), 16);
    assert_eq!(desk.names("output"), [""; 0], "evaluate writes nothing");
}

#[test]
fn runs_go_to_output_and_are_found_again() {
    let desk = Desk::new();
    let first = desk.run(0, "tiny.toml --format json");
    let summary: Value = serde_json::from_str(&first.stdout).unwrap();
    assert_eq!(summary["trials"], 64);
    let files = desk.files("output/tiny");
    desk.expect_results("output/tiny", Some("trials.csv"));
    assert_eq!(files[Path::new("summary.json")], first.stdout.as_bytes());
    assert_eq!(files[Path::new("trials.csv")].iter().filter(|byte| **byte == b'\n').count(), 65);
    let again = desk.run(0, "tiny.toml --format json");
    assert!(again.stderr.contains("already"), "{}", again.stderr);
    assert_eq!(again.stdout, first.stdout);
    assert!(desk.files("output/tiny") == files);
}

#[test]
fn other_results_are_not_overwritten() {
    let desk = Desk::new();
    desk.run(0, "tiny.toml --out results");
    let before = desk.files("results");
    let refused = desk.run(2, "tiny.toml --out results --seed 5");
    assert!(refused.stderr.contains("--force") && refused.stderr.contains("seed"), "{}", refused.stderr);
    assert!(desk.files("results") == before);
    desk.run(0, "tiny.toml --out results --seed 5 --force");
    assert!(desk.files("results") != before);
    // A folder that holds something else is left alone.
    fs::create_dir(desk.path("mine")).unwrap();
    fs::write(desk.path("mine/notes.txt"), "notes").unwrap();
    desk.run(2, "tiny.toml --out mine");
    assert_eq!(desk.names("mine"), ["notes.txt"]);
}

#[test]
fn equal_runs_give_equal_bytes() {
    let desk = Desk::new();
    for (folder, more) in [("a", ""), ("b", "--threads 1"), ("c", "--threads 3 --quiet")] {
        desk.run(0, &format!("tiny.toml --out {folder} {more}"));
    }
    let files = desk.files("a");
    assert!(files == desk.files("b") && files == desk.files("c"));
    desk.run(0, "tiny.toml --out d --seed 9");
    assert!(files[Path::new("trials.csv")] != desk.files("d")[Path::new("trials.csv")]);
}

#[test]
fn trial_tables_come_as_asked() {
    let desk = Desk::new();
    desk.run(0, "tiny.toml --out none --trials-format none");
    desk.expect_results("none", None);
    desk.run(0, "tiny.toml --out parquet --trials-format parquet");
    desk.expect_results("parquet", Some("trials.parquet"));
    let bytes = &desk.files("parquet")[Path::new("trials.parquet")];
    assert!(bytes.starts_with(b"PAR1") && bytes.ends_with(b"PAR1"));
    assert!(desk.files("none")[Path::new("summary.json")] == desk.files("parquet")[Path::new("summary.json")]);
}

#[test]
fn what_is_wrong_is_refused_before_anything_is_written() {
    let desk = Desk::new();
    for (arguments, says) in [
        ("tiny.toml --plans peace-for-ever", "peace-for-ever"),
        ("tiny.toml --set challenger.war_csot=1", "war_cost"),
        ("tiny.toml --set nonsense", "nonsense"),
        ("tiny.toml --set challenger.discount_factor=1.5", "discount_factor"),
        ("tiny.toml --sampling sobol --trials 100", "128"),
        ("tiny.toml --years 0", "years"),
        ("tiny.toml --threads 0", "threads"),
        ("nowhere.toml", "nowhere.toml"),
    ] {
        let call = desk.expect(2, &format!("run --no-charts {arguments}"));
        assert!(call.stderr.contains(says), "{arguments}: {}", call.stderr);
        assert!(call.stdout.is_empty(), "{arguments}: {}", call.stdout);
        assert_eq!(desk.names("output"), [""; 0], "{arguments}");
    }
    desk.run(0, "tiny.toml --sampling sobol --plans truce");
}

#[test]
fn a_batch_goes_on_after_a_failure() {
    let desk = Desk::new();
    fs::copy(desk.path("tiny.toml"), desk.path("other.toml")).unwrap();
    fs::write(desk.path("broken.toml"), "schema = 1\n[front]\npositions = 1e300\n").unwrap();
    let call = desk.run(1, "tiny.toml broken.toml other.toml --out all --threads 1");
    assert!(call.stderr.contains("broken.toml") && call.stderr.contains("positions"), "{}", call.stderr);
    desk.expect_results("all/tiny", Some("trials.csv"));
    desk.expect_results("all/other", Some("trials.csv"));
    assert_eq!(desk.names("all/broken"), [""; 0]);
    let table = &call.stdout[call.stdout.find("2 of 3 files done").unwrap()..];
    let line = |file: &str| table.lines().find(|line| line.trim_start().starts_with(file)).unwrap().to_owned();
    let figures: Value = serde_json::from_slice(&fs::read(desk.path("all/tiny/summary.json")).unwrap()).unwrap();
    let percent = |share: &Value| format!("{:.1}%", 100.0 * share.as_f64().unwrap());
    let (signed, held) =
        (percent(&figures["settlement"]["share"]), percent(&figures["classes"]["peace_held"]["share"]));
    let cells: Vec<String> = line("tiny.toml").split_whitespace().map(str::to_owned).collect();
    assert_eq!(cells, ["tiny.toml", "done", "64", "0", signed.as_str(), held.as_str(), "10"]);
    assert!(line("broken.toml").contains("failed"));
    assert_eq!(line("other.toml").split_whitespace().nth(1), Some("done"));
    let json = desk.run(1, "tiny.toml broken.toml other.toml --out all --format json");
    let documents = serde_json::Deserializer::from_str(&json.stdout).into_iter::<Value>();
    assert_eq!(documents.filter_map(Result::ok).count(), 2);
    assert!(json.stderr.contains("2 of 3 files done"));
    // Two files of one name would write into one folder.
    fs::create_dir(desk.path("sub")).unwrap();
    fs::copy(desk.path("tiny.toml"), desk.path("sub/tiny.toml")).unwrap();
    desk.run(2, "tiny.toml sub/tiny.toml --out both");
    assert_eq!(desk.names("both"), [""; 0]);
}

#[test]
fn schema_is_json() {
    let desk = Desk::new();
    let schema: Value = serde_json::from_str(&desk.expect(0, "schema").stdout).unwrap();
    assert!(schema["$schema"].is_string());
    let root = schema["$ref"].as_str().and_then(|path| schema.pointer(path.strip_prefix('#')?)).unwrap();
    assert!(root["properties"]["challenger"].is_object(), "{root}");
}

#[test]
fn bad_command_lines_say_so() {
    let desk = Desk::new();
    assert!(desk.expect(2, "conquer").stderr.contains("conquer"));
    desk.expect(2, "run");
    assert!(desk.expect(0, "--help").stdout.contains("evaluate"));
    assert!(desk.expect(0, "--version").stdout.contains(env!("CARGO_PKG_VERSION")));
}

/// Central values without a meaning are told before the first trial, not after the last.
#[test]
fn no_report_is_told_before_the_trials() {
    let desk = Desk::new();
    let odd = "\n[[plan]]\nid = \"odd\"\nterms = { territory = 0.5 }\n\
        effects = { \"front.stalemate\" = { add = { discrete = { values = [0.1, 0.5], weights = [1, 3] } } } }\n";
    fs::write(desk.path("odd.toml"), fs::read_to_string(desk.path("tiny.toml")).unwrap() + odd).unwrap();
    let call = desk.expect(2, "run odd.toml --trials 64 --out odd");
    assert!(call.stderr.contains("at central values") && call.stderr.contains("--no-charts"), "{}", call.stderr);
    assert_eq!(desk.names("odd"), [""; 0]);
    // Three draws in four have no meaning: the run is written, and fails all the same.
    let call = desk.run(1, "odd.toml --out odd");
    assert!(call.stderr.contains("trials failed, more than a tenth"), "{}", call.stderr);
    desk.expect_results("odd", Some("trials.csv"));
}

/// An effect that leads out of its range for the costlier draws of an input: the tables say why trials failed, which input sets
/// them apart and what follows, and the status is 1; what is there already is told the same way.
#[test]
fn many_failed_trials_are_told_loudly() {
    let desk = Desk::new();
    let tiny = fs::read_to_string(desk.path("tiny.toml")).unwrap();
    let terms = "terms = { territory = \"line_of_contact\" }";
    let costly = |add: f64| {
        let effect = format!("{terms}\neffects = {{ \"challenger.war_cost\" = {{ add = {add} }} }}");
        fs::write(desk.path("costly.toml"), tiny.replace(terms, &effect)).unwrap();
    };
    // War costs are even between 0.5 and 1.2, and end below 10: from 0.8 up, 4 in 7.
    costly(9.2);
    for _ in 0..2 {
        let call = desk.expect(1, "run costly.toml --trials 640 --no-charts --out costly");
        let told = call.stdout.split_whitespace().collect::<Vec<_>>().join(" ");
        for part in ["of 640 trials failed (5", "high challenger.war_cost (0.", "lean towards the rest"] {
            assert!(told.contains(part), "{part}: {told}");
        }
        assert!(call.stderr.contains("more than a tenth"), "{}", call.stderr);
    }
    // From 1.16 up, 2 in 35: below a tenth, told in the tables alone.
    costly(8.84);
    let call = desk.expect(0, "run costly.toml --trials 640 --no-charts --out few");
    assert!(call.stdout.contains("trials failed (") && !call.stderr.contains("a tenth"), "{}", call.stderr);
}

/// Standard input is a file of the name `stdin.toml`: the same figures, results in a folder of that name, and faults
/// that are told by it.
#[test]
fn a_scenario_may_come_on_standard_input() {
    let desk = Desk::new();
    let text = fs::read_to_string(desk.path("tiny.toml")).unwrap();
    let fed = |arguments: &str, input: &str| desk.fed(&arguments.split_whitespace().collect::<Vec<_>>(), input);
    for command in ["check", "evaluate"] {
        let call = fed(&format!("{command} -"), &text);
        assert_eq!(
            (call.status, call.stdout),
            (0, desk.expect(0, &format!("{command} tiny.toml")).stdout),
            "{command}"
        );
    }
    let options = "--trials 64 --years 10 --no-charts --quiet --format json";
    let call = fed(&format!("run - {options}"), &text);
    assert_eq!(call.stdout, desk.expect(0, &format!("run tiny.toml {options}")).stdout);
    desk.expect_results("output/stdin", Some("trials.csv"));
    desk.expect(0, "verify output/stdin --quiet");
    let compared = "--plans guarantee-10,truce --trials 64 --quiet";
    let call = fed(&format!("compare - {compared}"), &text);
    assert_eq!(call.stdout, desk.expect(0, &format!("compare tiny.toml {compared}")).stdout);
    let told = fed("check -", "schema = 1\nfoo = 2\n");
    assert_eq!(told.status, 2);
    assert!(told.stderr.contains("error: stdin.toml:2:1: "), "{}", told.stderr);
}

/// The base of a sweep on standard input lies in the current folder.
#[test]
fn a_sweep_may_come_on_standard_input() {
    let desk = Desk::new();
    let text = "schema = 1\n[sweep]\nbase = \"tiny.toml\"\ntrials = 64\n[[axis]]\npath = \"defender.war_cost\"\n\
                values = [0.2, 0.3]\n[[measure]]\nid = \"war\"\nof = \"classes.no_settlement.share\"\n";
    fs::write(desk.path("cost.toml"), text).unwrap();
    let call = desk.fed(&["sweep", "-", "--no-charts", "--format", "json"], text);
    assert_eq!(call.status, 0, "{}", call.stderr);
    let named = desk.expect(0, "sweep cost.toml --no-charts --format json");
    assert_eq!(call.stdout.replace("\"stdin\"", "\"cost\""), named.stdout);
    assert!(desk.path("output/stdin/points.csv").exists());
}

#[test]
fn numbers_and_plans_are_read_as_they_are_typed() {
    let desk = Desk::new();
    for typed in ["1_000", "1k", "1e3", "0.001M"] {
        let call = desk.expect(0, &format!("check tiny.toml --trials {typed}"));
        assert_eq!(call.stdout, desk.expect(0, "check tiny.toml --trials 1000").stdout, "{typed}");
    }
    let told = desk.expect(2, "run tiny.toml --trials 1.5").stderr;
    assert!(told.contains("takes a whole number, at least 1, such as 10000, 10_000, 10k or 1e4"), "{told}");
    let spaced = ["compare", "tiny.toml", "--plans", "guarantee-10, truce", "--trials", "64", "--quiet"];
    let call = desk.fed(&spaced, "");
    let expected = desk.expect(0, "compare tiny.toml --plans guarantee-10,truce --trials 64 --quiet").stdout;
    assert_eq!((call.status, call.stdout), (0, expected), "{}", call.stderr);
}

#[test]
fn shells_and_manuals_are_served() {
    let desk = Desk::new();
    for shell in ["bash", "elvish", "fish", "powershell", "zsh"] {
        let call = desk.expect(0, &format!("completions {shell}"));
        assert!(call.stdout.contains("armistice") && call.stdout.contains("trials-format"), "{shell}");
    }
    assert!(desk.expect(2, "completions cmd").stderr.contains("fish"));
    assert!(desk.expect(0, "man").stdout.contains(".TH armistice 1"));
    assert!(desk.expect(0, "man run").stdout.contains(".SH \"WHAT IS RUN\""));
    let told = desk.expect(2, "man comapre").stderr;
    assert_eq!(told, "error: there is no command `comapre`; did you mean `compare`?\n");
}

/// Failed trials end a batch and a merge as they end a run, and a sweep counts those of all its points. The inputs of a
/// trial are the same at each value of `front.stalemate`, and so are those that lead out of their range.
#[test]
fn failed_trials_are_told_by_every_command() {
    let desk = Desk::new();
    let tiny = fs::read_to_string(desk.path("tiny.toml")).unwrap();
    let terms = "terms = { territory = \"line_of_contact\" }";
    let effect = format!("{terms}\neffects = {{ \"challenger.war_cost\" = {{ add = 9.2 }} }}");
    fs::write(desk.path("costly.toml"), tiny.replace(terms, &effect)).unwrap();
    let run = "--trials 4000 --no-charts --quiet";
    desk.expect(1, &format!("run costly.toml tiny.toml {run} --out all"));
    for part in 1..=2 {
        desk.expect(0, &format!("run costly.toml {run} --shard {part}/2 --out part{part}"));
    }
    let merged = desk.expect(1, "merge part1 part2 --no-charts --out merged");
    assert!(merged.stderr.contains("more than a tenth"), "{}", merged.stderr);
    let json = |text: &str| serde_json::from_str::<Value>(text).unwrap();
    let failed = json(&fs::read_to_string(desk.path("all/costly/summary.json")).unwrap())["failed_trials"].clone();
    assert!(failed.as_u64() > Some(400), "{failed}");
    let sweep = "schema = 1\n[sweep]\nbase = \"costly.toml\"\n[[axis]]\npath = \"front.stalemate\"\n\
        values = [0.5, 0.6]\n[[measure]]\nid = \"signed\"\nof = \"settlement.share\"\n";
    fs::write(desk.path("sweep.toml"), sweep).unwrap();
    let swept = desk.expect(0, &format!("sweep sweep.toml {run} --format json --out swept"));
    assert_eq!(json(&swept.stdout)["failed_trials"].as_u64(), failed.as_u64().map(|it| 2 * it));
}

/// What is legal but odd is told on stderr, unless nothing shall be.
#[test]
fn what_is_odd_is_told() {
    let desk = Desk::new();
    let odd = "evaluate tiny.toml --set defender.forces=30000";
    let told = desk.expect(0, odd).stderr;
    assert!(told.contains("defender.forces") && told.contains("thousand"), "{told}");
    assert_eq!(desk.expect(0, &format!("{odd} --quiet")).stderr, "");
    assert_eq!(desk.expect(0, "check tiny.toml").stderr, "");
    let tiny = fs::read_to_string(desk.path("tiny.toml")).unwrap();
    fs::write(desk.path("han.toml"), tiny.replace("name = \"South\"", "name = \"国\"")).unwrap();
    let told = desk.expect(0, "check han.toml").stderr;
    assert!(told.contains("lacks the letter `国`"), "{told}");
}

/// Whoever reads what is printed may leave before its end.
#[test]
fn a_reader_that_has_gone_is_no_failure() {
    let desk = Desk::new();
    let (reader, writer) = std::io::pipe().unwrap();
    drop(reader);
    let mut schema = std::process::Command::new(env!("CARGO_BIN_EXE_armistice"));
    let status = schema.current_dir(desk.path(".")).arg("schema").stdout(writer).status().unwrap();
    assert_eq!(status.code(), Some(0));
}

/// Tiny has its front on step 2 of 6, and one guarantor.
#[test]
fn check_says_what_the_numbers_imply() {
    let desk = Desk::new();
    let told = desk.expect(0, "check tiny.toml").stdout.split_whitespace().collect::<Vec<_>>().join(" ");
    for sentence in [
        "North has won once it gains 4 steps, South once it regains 2 steps:",
        "Ally would fight beside South if North attacks",
        "nobody helps South if it attacks itself",
    ] {
        assert!(told.contains(sentence), "{sentence}: {told}");
    }
}

/// What `check` warns of and decides the results is told before any result, once: a plan that can never be signed, troops
/// that nobody sends.
#[test]
fn runs_and_evaluations_repeat_what_matters() {
    let desk = Desk::new();
    let sets = "--set plan.truce.terms.territory=0.9 --set plan.guarantee-10.terms.foreign_troops=9";
    for command in ["evaluate tiny.toml", "run tiny.toml --trials 64 --no-charts"] {
        let told = desk.expect(0, &format!("{command} {sets}")).stderr;
        assert_eq!(told.matches("asks for 9, but the participants send at most 5").count(), 1, "{told}");
        assert_eq!(told.matches("red line in every draw: the plan is never signed").count(), 1, "{told}");
        assert_eq!(told.matches("warning: ").count(), 2, "{told}");
    }
    let quiet = desk.expect(0, &format!("evaluate tiny.toml --quiet {sets}")).stderr;
    assert_eq!(quiet, "");
}

/// Where both sides gain and only a red line stands in the way, that is said: no brackets with nothing in them.
#[test]
fn an_evaluation_names_the_red_line_that_alone_stands_in_the_way() {
    let desk = Desk::new();
    let sets = "--set challenger.war_cost=4 --set defender.war_cost=4 --set defender.demands.territory.red_line=0.1";
    let flat = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
    let told = flat(&desk.expect(0, &format!("evaluate tiny.toml {sets}")).stdout);
    assert!(told.contains("(it crosses a red line of South)"), "{told}");
    let told = flat(&desk.expect(0, &format!("evaluate tiny.toml --lang fr {sets}")).stdout);
    assert!(told.contains("(il franchit une ligne rouge de South)"), "{told}");
}
