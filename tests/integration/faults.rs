//! Everything that can go wrong under a command that writes: it is killed at any moment, or the machine fails it (a full
//! disk, writes that are cut short or interrupted, syncs that fail, no locks). Either nothing is to be seen of it, or it
//! ends with a message; and the same command, called again, leaves the bytes of one that was never disturbed.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::OnceLock;
use std::time::{Duration, Instant};

use rand::{RngExt as _, SeedableRng as _};
use rand_chacha::ChaCha8Rng;

use crate::cli::{Desk, copy};

const PROGRAM: &str = env!("CARGO_BIN_EXE_armistice");

type Files = BTreeMap<PathBuf, Vec<u8>>;

/// A command, and the folder that it leaves its results in.
struct Work {
    desk: Desk,
    command: String,
    /// What is in the folder before.
    before: Option<PathBuf>,
    /// What is in it afterwards.
    after: Files,
    /// How long it takes undisturbed.
    length: Duration,
}

const OUT: &str = "out";

/// What is done once before a command, and the command, whose results go to [`OUT`].
const COMMANDS: [(&[&str], &str); 14] = [
    (&[], "run costly.toml --trials 1500 --dpi 40 --out out"),
    (&[], "run costly.toml --trials 2500 --no-charts --trials-format parquet --plan-table --out out"),
    (&[], "run costly.toml --trials 2500 --no-charts --trials-format none --precision 0.001 --out out"),
    (
        &["run tiny.toml --trials 400 --no-charts --out out"],
        "run tiny.toml --trials 2500 --extend --no-charts --out out",
    ),
    (&["run tiny.toml --trials 400 --out out"], "report out --explorer --lang fr"),
    (
        &[
            "run tiny.toml --trials 2100 --shard 1/2 --no-charts --out a",
            "run tiny.toml --trials 2100 --shard 2/2 --no-charts --out b",
        ],
        "merge a b --no-charts --out out",
    ),
    (&[], "sweep grid.toml --trials 300 --out out"),
    (&[], "sweep exact.toml --no-charts --out out"),
    (
        &["run tiny.toml --trials 400 --no-charts --out a", "run tiny.toml --trials 400 --years 9 --no-charts --out b"],
        "compare a b --out out",
    ),
    (&[], "trace tiny.toml --trial 3 --out out"),
    (&["run tiny.toml --trials 800 --no-charts --out a"], "discover a --outcome settled --out out"),
    (
        &["run tiny.toml --trials 400 --no-charts --out a", "run tiny.toml --trials 400 --years 9 --no-charts --out b"],
        "choose a b --resamples 20 --out out",
    ),
    (&[], "sensitivity tiny.toml --measure plans.truce.if_signed@15 --trials 64 --out out"),
    (
        &[],
        "threshold tiny.toml --path guarantee.erosion --measure plans.guarantee-10.if_signed@15 --at-least 0.2 --from 0 --to 1 --trials 64 --out out",
    ),
];

const GRID: &str = "schema = 1\n[sweep]\nbase = \"tiny.toml\"\n[[axis]]\npath = \"front.stalemate\"\nvalues = [0.4, 0.5, 0.6]\n\
                    [[axis]]\npath = \"guarantee.erosion\"\nvalues = [0, 0.05]\n[[measure]]\nid = \"held\"\n\
                    of = \"classes.peace_held\"\n[[chart]]\nkind = \"lines\"\nx = \"front.stalemate\"\nseries = \"guarantee.erosion\"\nmeasure = \"held\"\n";
const EXACT: &str = "schema = 1\n[sweep]\nbase = \"tiny.toml\"\nexact = true\n[[axis]]\npath = \"front.stalemate\"\n\
                     from = 0.2\nto = 0.8\nstep = 0.005\n[[measure]]\nid = \"held\"\n\
                     of = \"plans.truce.if_signed.survival@15\"\n";

impl Work {
    /// Prepares a command and does it once.
    fn new((before, command): (&[&str], &str)) -> Self {
        let desk = Desk::new();
        desk.cost_lives();
        fs::write(desk.path("grid.toml"), GRID).unwrap();
        fs::write(desk.path("exact.toml"), EXACT).unwrap();
        for command in before {
            desk.expect(0, &format!("{command} --quiet"));
        }
        let kept = desk.path(OUT).exists().then(|| desk.path("before"));
        if let Some(kept) = &kept {
            copy(&desk.path(OUT), kept);
        }
        let threads = if ["report", "trace", "discover", "merge"].iter().any(|it| command.starts_with(it)) {
            ""
        } else {
            " --threads 2"
        };
        let command = format!("{command}{threads} --quiet");
        let begun = Instant::now();
        desk.expect(0, &command);
        let length = begun.elapsed();
        let after = desk.files(OUT);
        assert!(!after.is_empty(), "{command}");
        Self { desk, command, before: kept, after, length }
    }

    /// Makes the folder what it was before.
    fn reset(&self) {
        let _ = fs::remove_dir_all(self.desk.path(OUT));
        if let Some(before) = &self.before {
            copy(before, &self.desk.path(OUT));
        }
    }

    /// Where the folder differs from one that was never disturbed, if it does.
    fn difference(&self) -> Option<String> {
        let found = self.desk.files(OUT);
        let names = |files: &Files| files.keys().cloned().collect::<Vec<_>>();
        if names(&found) != names(&self.after) {
            return Some(format!("{:?} instead of {:?}", names(&found), names(&self.after)));
        }
        let other = found.iter().find(|(name, bytes)| **bytes != self.after[*name]);
        other.map(|(name, _)| format!("{} differs", name.display()))
    }

    /// Calls the command once more, which must leave what it leaves undisturbed.
    #[track_caller]
    fn finish(&self, disturbance: &str) {
        self.desk.expect(0, &self.command);
        if let Some(difference) = self.difference() {
            panic!("{} after {disturbance}: {difference}", self.command);
        }
    }

    fn start(&self) -> Command {
        let mut command = Command::new(PROGRAM);
        command.current_dir(self.desk.path(".")).args(self.command.split_whitespace()).stdout(Stdio::null());
        command
    }
}

/// How often something is done, unless the environment says otherwise.
fn times(variable: &str, unless_told: u32) -> u32 {
    std::env::var(variable).ok().and_then(|it| it.parse().ok()).unwrap_or(unless_told)
}

/// Killed with SIGKILL at random moments, also several times in a row; seeds are the numbers of the commands.
#[test]
fn killed_at_any_moment() {
    let asked = times("ARMISTICE_KILLS", 28).div_ceil(COMMANDS.len() as u32);
    let (mut kills, mut calls) = (0, 0);
    for (seed, command) in COMMANDS.into_iter().enumerate() {
        let mut random = ChaCha8Rng::seed_from_u64(seed as u64);
        let work = Work::new(command);
        work.reset();
        for _ in 0..asked {
            let mut child = work.start().stderr(Stdio::null()).spawn().unwrap();
            std::thread::sleep(work.length.mul_f64(random.random()));
            let ended = child.try_wait().unwrap().is_some();
            let _ = child.kill();
            child.wait().unwrap();
            (kills, calls) = (kills + u32::from(!ended), calls + 1);
            // Half of the time the next call finds what this one left, else it begins afresh.
            if ended || random.random() {
                if !ended {
                    work.finish("being killed");
                }
                work.reset();
            }
        }
        work.finish("being killed");
    }
    println!("{kills} of {calls} were killed before they ended");
    assert!(kills >= calls / 4, "{kills} of {calls} were killed before they ended");
}

/// The library that lets calls fail, compiled once by the compiler that links programs.
fn shim() -> &'static Path {
    static SHIM: OnceLock<PathBuf> = OnceLock::new();
    SHIM.get_or_init(|| {
        let library = Path::new(env!("CARGO_TARGET_TMPDIR")).join("shim.so");
        let mut compiler = Command::new("cc");
        compiler.args(["-O1", "-shared", "-fPIC", "-Wall", "-Werror", "-o"]).arg(&library);
        let done = compiler.args(["tests/faults/shim.c", "-ldl"]).status().expect("a C compiler is there");
        assert!(done.success(), "tests/faults/shim.c is not compiled");
        library
    })
}

/// Under every command: faults of the machine that nobody need notice leave the same bytes, others end in a message that
/// names what failed; the same command then goes on, or begins anew, to the same bytes.
#[test]
#[cfg(target_os = "linux")]
fn a_machine_that_fails_loses_nothing() {
    let asked = times("ARMISTICE_FAULTS", 1);
    let (mut noticed, mut unnoticed) = (0, 0);
    for (seed, command) in COMMANDS.into_iter().enumerate() {
        let mut random = ChaCha8Rng::seed_from_u64(seed as u64);
        let work = Work::new(command);
        let bytes: usize = work.after.values().map(Vec::len).sum();
        let mut faults = vec![("unlocked", 1), ("interrupt", 1), ("short", 1)];
        for round in 0..asked as usize {
            // From a disk without any room to one that nearly suffices; figures and texts come first, charts last.
            let room = if round == 0 { 0 } else { (bytes as f64 * random.random::<f64>()) as usize };
            faults.extend([("full", room), ("sync", 1 + random.random_range(0..3 + 4 * round))]);
            faults.extend([("short", random.random_range(0..1000)), ("interrupt", random.random_range(1..200))]);
        }
        for (kind, number) in faults {
            let fault = format!("{kind}:{number}");
            work.reset();
            let call = work.start().env("LD_PRELOAD", shim()).env("FAULT", &fault).output().unwrap();
            let (told, what) = (String::from_utf8_lossy(&call.stderr), format!("{} with {fault}", work.command));
            match call.status.code() {
                Some(0) => {
                    assert!(work.difference().is_none(), "{what}: {:?}", work.difference());
                    unnoticed += 1;
                }
                Some(1) => {
                    assert!(
                        (told.contains("error: ") || told.contains("erreur")) && !told.contains("panicked"),
                        "{what}: {told}"
                    );
                    assert!(told.contains("out"), "{what} does not say where: {told}");
                    assert!(["full", "sync"].contains(&kind), "{what}: {told}");
                    noticed += 1;
                }
                other => panic!("{what}: {other:?} {told}"),
            }
            work.finish(&fault);
        }
    }
    println!("{noticed} faults of the machine ended in a message, {unnoticed} left the same bytes");
    assert!(noticed >= 10 && unnoticed >= 40, "{noticed} noticed, {unnoticed} not");
}
