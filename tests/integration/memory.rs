//! Memory: what a sweep takes does not grow with its points but for their rows, and what a run takes does not grow with its
//! threads. Read from the system, of the program itself.
#![cfg(target_os = "linux")]

use std::fs;
use std::process::Stdio;
use std::time::Duration;

use crate::cli::Desk;

/// Calls the program; the most megabytes that it had at a time, to within what it took in its last few milliseconds.
#[track_caller]
fn peak(desk: &Desk, arguments: &str) -> f64 {
    let mut child = desk.command(arguments).stdout(Stdio::null()).spawn().unwrap();
    let status = format!("/proc/{}/status", child.id());
    let mut peak: f64 = 0.0;
    while child.try_wait().unwrap().is_none() {
        let text = fs::read_to_string(&status).unwrap_or_default();
        let line = text.lines().find_map(|line| line.strip_prefix("VmHWM:"));
        let kilobytes = line.and_then(|line| line.split_whitespace().next()?.parse::<f64>().ok());
        peak = peak.max(kilobytes.unwrap_or_default() / 1e3);
        std::thread::sleep(Duration::from_millis(2));
    }
    assert!(child.wait().unwrap().success(), "{arguments}");
    peak
}

/// Sixteen times the points take a row each more, of at most 0.6 kB: a million points then take 0.6 GB at most beyond what few
/// take. A point that was kept whole took 40 kB.
#[test]
fn points_of_a_sweep_take_a_row_each() {
    let desk = Desk::new();
    let sweep = |points: u32| {
        let text = format!(
            "schema = 1\n[sweep]\nbase = \"tiny.toml\"\nexact = true\ndesign = \"sobol\"\npoints = {points}\n[[axis]]\n\
             path = \"front.stalemate\"\nuniform = [0.3, 0.9]\n[[measure]]\nid = \"held\"\n\
             of = \"plans.truce.if_signed.survival@15\"\n"
        );
        fs::write(desk.path("s.toml"), text).unwrap();
        peak(&desk, &format!("sweep s.toml --quiet --no-charts --threads 2 --out {points}"))
    };
    let (few, many) = (sweep(4_096), sweep(65_536));
    let each = (many - few) * 1e3 / f64::from(65_536 - 4_096);
    println!("{few} MB for 4,096 points, {many} MB for 65,536: {each:.2} kB each");
    assert!(
        few > 5.0 && few < 60.0 && each < 0.6,
        "{few} MB for 4,096 points, {many} MB for 65,536: {each:.2} kB each"
    );
}

/// Two hundred plans make a tally of a hundred megabytes, of which each thread had one.
#[test]
fn threads_share_what_they_count_in() {
    let desk = Desk::new();
    let text = fs::read_to_string(desk.path("tiny.toml")).unwrap();
    let (head, _) = text.split_once("[[plan]]").unwrap();
    let plan = |plan| {
        format!(
            "[[plan]]\nid = \"p{plan}\"\nterms = {{ foreign_troops = {}, guarantee_years = {} }}\n",
            plan % 5,
            5 + plan
        )
    };
    let plans: String = (0..200).map(plan).collect();
    fs::write(desk.path("many.toml"), format!("{head}{plans}")).unwrap();
    let run = |threads: u32| {
        let run = "run many.toml --trials 400 --quiet --no-charts --no-alone --trials-format none";
        peak(&desk, &format!("{run} --threads {threads} --out {threads}"))
    };
    let (one, many) = (run(1), run(16));
    println!("{one} MB on one thread, {many} MB on 16");
    assert!(one > 50.0 && many < 300.0 && many < one + 150.0, "{one} MB on one thread, {many} MB on 16");
}

/// A difference is computed again without each sixteenth of the trials, of a case with fourteen plans, parties and evidence. Each
/// thread had sixteen whole tallies and as many sums of fifteen: 0.95 GB.
#[test]
fn intervals_of_differences_take_little() {
    let desk = Desk::new();
    fs::copy("scenarios/paris-2026.toml", desk.path("paris-2026.toml")).unwrap();
    let longer = "plans.coalition-30.if_signed.survival@15 - plans.coalition-15.if_signed.survival@15";
    let text = format!(
        "schema = 1\n[sweep]\nbase = \"paris-2026.toml\"\ntrials = 160\n[[axis]]\npath = \"front.stalemate\"\n\
         values = [0.5, 0.6]\n[[measure]]\nid = \"longer\"\nof = \"{longer}\"\n"
    );
    fs::write(desk.path("s.toml"), text).unwrap();
    let peak = peak(&desk, "sweep s.toml --quiet --no-charts --threads 2");
    println!("{peak} MB");
    assert!(peak > 20.0 && peak < 200.0, "{peak} MB");
}
