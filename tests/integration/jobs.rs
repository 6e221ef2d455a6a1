//! Jobs as they are asked for on a command line: what they print is true, and how they are ended.

use std::fs;
use std::process::{Command, Stdio};
use std::time::Duration;

use crate::cli::Desk;

const PROGRAM: &str = env!("CARGO_BIN_EXE_armistice");

/// The command that a report shows: the only line of its Markdown that begins with the program's name.
fn command_in(report: &str) -> String {
    let lines: Vec<&str> = report.lines().filter(|line| line.starts_with("armistice ")).collect();
    assert_eq!(lines.len(), 1, "{lines:?}");
    lines[0].to_owned()
}

/// Runs a command as a shell does, with the program on the path.
fn in_shell(desk: &Desk, command: &str) {
    let folder = std::path::Path::new(PROGRAM).parent().unwrap();
    let path = format!("{}:{}", folder.display(), std::env::var("PATH").unwrap());
    let output =
        Command::new("bash").current_dir(desk.path(".")).env("PATH", path).args(["-c", command]).output().unwrap();
    assert!(output.status.success(), "{command}\n{}", String::from_utf8_lossy(&output.stderr));
}

#[track_caller]
fn gives_the_same_again(desk: &Desk, command: &str) {
    desk.expect(0, &format!("{command} --quiet --out first"));
    let shown = command_in(&fs::read_to_string(desk.path("first/report.md")).unwrap());
    in_shell(desk, &format!("{shown} --quiet --out again"));
    assert!(desk.files("first") == desk.files("again"), "{command}\n{shown}");
    for folder in ["first", "again"] {
        fs::remove_dir_all(desk.path(folder)).unwrap();
    }
}

/// The command in a report gives the same files, whatever was asked for.
#[test]
fn the_command_in_the_report_gives_the_run_again() {
    let desk = Desk::new();
    let text = fs::read_to_string(desk.path("tiny.toml")).unwrap();
    let own = text.replace("trials = 10_000", "trials = 320\nreplications = 4");
    assert_ne!(own, text);
    fs::write(desk.path("own.toml"), own).unwrap();
    for command in [
        "run tiny.toml --trials 64",
        "run tiny.toml --trials 640 --replications 10 --years 7 --seed 18446744073709551615",
        "run own.toml --replications 1",
        "run tiny.toml --trials 64 --no-alone",
        "run own.toml --set challenger.war_cost={uniform=[0.2,0.4]} --plans truce,guarantee-10",
        "run tiny.toml --trials 128 --sampling sobol --lang fr --dpi 72 --chart-size column",
        "run tiny.toml --trials 90000 --precision 0.02 --trials-format csv",
    ] {
        gives_the_same_again(&desk, command);
    }
    let sweep = "schema = 1\n[sweep]\nbase = \"tiny.toml\"\ntrials = 64\nplans = [\"truce\"]\n\
        [[axis]]\npath = \"challenger.war_cost\"\nvalues = [0.3, 0.6]\n\
        [[measure]]\nid = \"signed\"\nof = \"settlement.share\"\n";
    fs::write(desk.path("costs of war.toml"), sweep).unwrap();
    fs::write(desk.path("costs.toml"), sweep).unwrap();
    for command in ["sweep costs.toml", "sweep costs.toml --years 5 --seed 3 --plans guarantee-10 --lang fr --dpi 72"] {
        gives_the_same_again(&desk, command);
    }
}

/// SIGTERM, which schedulers send, and SIGHUP, which a closed terminal sends, end a run as Ctrl-C does.
#[cfg(target_os = "linux")]
#[test]
fn a_run_ends_in_order_whoever_ends_it() {
    for signal in ["INT", "TERM", "HUP"] {
        let desk = Desk::new();
        let stderr = stopped(&desk, "", signal);
        assert!(stderr.contains("trials are kept in stopped; the same command goes on from there"), "{stderr}");
        let summary = fs::read_to_string(desk.path("stopped/summary.json")).unwrap();
        let summary: serde_json::Value = serde_json::from_str(&summary).unwrap();
        let trials = summary["trials"].as_u64().unwrap();
        assert!(trials > 0 && trials < MANY && trials.is_multiple_of(65_536), "{signal}: {trials}");
    }
}

/// Commands that take long and keep nothing end soon, with the status that says so, and leave nothing half done.
#[cfg(target_os = "linux")]
#[test]
fn what_keeps_nothing_ends_when_it_is_told_to() {
    let desk = Desk::new();
    let paris = concat!(env!("CARGO_MANIFEST_DIR"), "/scenarios/paris-2026.toml");
    desk.expect(0, "run tiny.toml --trials 400000 --trials-format none --quiet --out run");
    let before = desk.files("run");
    for signal in ["INT", "TERM", "HUP"] {
        for command in [
            format!("explore {paris} --out page.html --threads 1 --quiet"),
            "verify run --threads 1 --quiet".to_owned(),
            "verify run --repair --threads 1 --quiet".to_owned(),
            format!("evaluate {paris} --trials 1000000"),
        ] {
            let mut child = desk.heeding(&command).stdout(Stdio::null()).stderr(Stdio::piped()).spawn().unwrap();
            // Once it listens: until then it just ends.
            let status = format!("/proc/{}/status", child.id());
            let listens = || {
                let text = fs::read_to_string(&status).unwrap_or_default();
                let caught = text.lines().find_map(|line| line.strip_prefix("SigCgt:")).unwrap_or("0");
                u64::from_str_radix(caught.trim(), 16).unwrap_or(0) & (1 << 14) != 0
            };
            while !listens() && child.try_wait().unwrap().is_none() {
                std::thread::sleep(Duration::from_millis(1));
            }
            std::thread::sleep(Duration::from_millis(20));
            send(signal, child.id());
            let told = std::time::Instant::now();
            let ended = child.wait_with_output().unwrap();
            let stderr = String::from_utf8(ended.stderr).unwrap();
            assert_eq!(ended.status.code(), Some(130), "{signal}, {command}: {stderr}");
            assert!(told.elapsed() < Duration::from_secs(5), "{signal}, {command}: {:?}", told.elapsed());
            assert!(!desk.path("page.html").exists() && desk.files("run") == before, "{signal}, {command}");
            let begun = fs::read_dir(desk.path(".")).unwrap().map(|it| it.unwrap().file_name()).collect::<Vec<_>>();
            assert_eq!(begun.len(), 2, "{signal}, {command}: {begun:?}");
        }
    }
}

/// Whoever starts a run with `nohup` and hangs up has it go on.
#[cfg(target_os = "linux")]
#[test]
fn a_hang_up_that_is_ignored_stays_ignored() {
    let desk = Desk::new();
    let script = format!("trap '' HUP; exec {PROGRAM} run tiny.toml --trials 60000 --no-charts --quiet --out kept");
    let mut child = Command::new("bash")
        .current_dir(desk.path("."))
        .args(["-c", &script])
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    while !desk.path("kept/.state.json").exists() && child.try_wait().unwrap().is_none() {
        std::thread::sleep(Duration::from_millis(5));
    }
    send("HUP", child.id());
    assert_eq!(child.wait().unwrap().code(), Some(0));
    assert!(desk.path("kept/summary.json").exists() && !desk.path("kept/.state.json").exists());
}

/// More trials than are played before a signal comes.
#[cfg(target_os = "linux")]
const MANY: u64 = 50_000_000;

#[cfg(target_os = "linux")]
fn send(signal: &str, process: u32) {
    let sent = Command::new("kill").args([format!("-{signal}"), process.to_string()]).status().unwrap();
    assert!(sent.success());
}

/// Starts a long run, of a batch where more files are named, and does something to it once some of it is committed; what
/// it said.
#[cfg(target_os = "linux")]
fn disturbed(desk: &Desk, more: &str, disturb: &dyn Fn(u32)) -> std::process::Output {
    let run = format!("run tiny.toml --trials {MANY} --trials-format none --no-charts --out stopped {more}");
    let child = desk.heeding(&run).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    let committed = || {
        ["stopped", "stopped/tiny"].iter().any(|folder| {
            let state = fs::read_to_string(desk.path(&format!("{folder}/.state.json")));
            state.is_ok_and(|state| !state.starts_with("{\"done\":0,"))
        })
    };
    while !committed() {
        std::thread::sleep(Duration::from_millis(20));
    }
    disturb(child.id());
    let ended = child.wait_with_output().unwrap();
    assert_eq!(ended.status.code(), Some(130), "{}", String::from_utf8_lossy(&ended.stderr));
    ended
}

/// What a run says on stderr that gets a signal once some of it is committed.
#[cfg(target_os = "linux")]
fn stopped(desk: &Desk, more: &str, signal: &str) -> String {
    let ended = disturbed(desk, more, &|process| send(signal, process));
    String::from_utf8_lossy(&ended.stderr).into_owned()
}

/// Figures that are not of all trials are called so, and the files after them are not begun.
#[cfg(target_os = "linux")]
#[test]
fn a_batch_that_is_stopped_says_how_far_it_came() {
    let desk = Desk::new();
    fs::copy(desk.path("tiny.toml"), desk.path("other.toml")).unwrap();
    let ended = disturbed(&desk, "other.toml", &|process| send("INT", process));
    let told = String::from_utf8_lossy(&ended.stdout).into_owned();
    assert!(told.contains("INTERRUPTED: these figures are of "), "{told}");
    let table = &told[told.find("0 of 2 files done").unwrap()..];
    let line = |file: &str| table.lines().find(|line| line.trim_start().starts_with(file)).unwrap().to_owned();
    assert!(line("tiny.toml").contains("interrupted"), "{table}");
    assert!(line("other.toml").contains("not run"), "{table}");
    assert!(!desk.path("stopped/other").exists());
}

/// Two signals reach a process that sleeps, and are there together when it wakes: it does not end its block first.
#[cfg(target_os = "linux")]
#[test]
fn a_second_signal_ends_a_run_at_once() {
    for second in ["HUP", "INT"] {
        // Two signals that two threads take within the same microsecond count as one, so several are tried: a program that
        // never ends on the second fails in all of them.
        let ends_at_once = || {
            let desk = Desk::new();
            let signals = ["STOP", "TERM", second, "CONT"];
            let ended = disturbed(&desk, "", &|process| signals.iter().for_each(|it| send(it, process)));
            let stderr = String::from_utf8_lossy(&ended.stderr).into_owned();
            !stderr.contains("are kept in") && !desk.path("stopped/summary.json").exists()
        };
        assert!((0..8).any(|_| ends_at_once()), "{second}");
    }
}

/// A wrong number after an option is told with the option and what it takes, and never taken for another option.
#[test]
fn wrong_numbers_are_told_with_what_is_taken() {
    let desk = Desk::new();
    for (arguments, option, takes) in [
        ("--trials -5", "--trials", "takes a whole number, at least 1"),
        ("--trials 0", "--trials", "takes a whole number, at least 1"),
        ("--seed -1", "--seed", "takes a whole number, at least 0"),
        ("--years -2", "--years", "takes a whole number, at least 1"),
        ("--threads -1", "--threads", "takes a whole number from 1 to 1024"),
        ("--dpi -72", "--dpi", "takes a whole number from 36 to 1200"),
        ("--replications -4", "--replications", "takes a whole number from 1 to 4096"),
        ("--precision -0.1", "--precision", "takes a half-width between 0 and 0.5"),
        ("--shard -1/3", "--shard", "expected K/N"),
    ] {
        let call = desk.expect(2, &format!("run tiny.toml --out none {arguments}"));
        let told = &call.stderr;
        assert!(told.contains(option) && told.contains(takes) && !told.contains("use '--"), "{arguments}: {told}");
    }
    desk.expect(0, "check tiny.toml --quiet --set challenger.surprise=-0.1");
    assert!(!desk.path("none").exists());
}

/// Without a terminal progress is told in plain lines, and none when quiet.
#[test]
fn progress_is_told_in_files() {
    let desk = Desk::new();
    let run = "run tiny.toml --threads 1 --no-charts --trials-format none --trials";
    let told = desk.expect(0, &format!("{run} 200000 --out told")).stderr;
    let lines: Vec<&str> = told.lines().filter(|line| line.contains("% of 200,000 trials, about ")).collect();
    assert!((1..=9).contains(&lines.len()), "{told}");
    assert!(!told.contains(['\r', '\u{1b}']), "{told:?}");
    assert_eq!(desk.expect(0, &format!("{run} 2000 --quiet --out quiet")).stderr, "");
}
