//! Any bytes in the place of a file of results: its first byte says of which. Whatever reads it refuses it with a message, or
//! goes on as from any other. Digests of results are taken away, as versions leave folders that kept none, and that of a state
//! is computed anew, so that what is behind them is reached.
#![no_main]

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;
use std::sync::atomic::{AtomicBool, Ordering};

use armistice::analysis::discover::PrimSettings;
use armistice::job::{
    CompareOrder, Destination, DiscoverOrder, Event, Host, Look, MergeOrder, RunOrder, Settings, Shard, SweepOrder,
    TrialTable, Wishes, compare, discover, merge, run, sweep,
};
use libfuzzer_sys::{fuzz_mutator, fuzz_target};
use sha2::{Digest as _, Sha256};

mod pieces;

fuzz_mutator!(|data: &mut [u8], size: usize, max_size: usize, seed: u32| {
    // The file stays the same.
    if size < 2 {
        return libfuzzer_sys::fuzzer_mutate(data, size, max_size);
    }
    1 + pieces::mutate(&mut data[1..], size - 1, max_size - 1, seed)
});

const SWEEP: &str = "schema = 1\n[sweep]\nbase = \"tiny.toml\"\ntrials = 80000\n[[axis]]\npath = \"front.stalemate\"\n\
                     values = [0.4, 0.5]\n[[measure]]\nid = \"held\"\nof = \"classes.peace_held\"\n";

/// Finished runs with either kind of table, a part of one, a run and a sweep that were stopped midway.
struct Desk {
    folder: PathBuf,
}

fn wishes() -> Wishes {
    Wishes { charts: false, ..Wishes::default() }
}

impl Desk {
    fn new() -> Self {
        let place = std::env::var_os("FUZZ_DESK").map_or_else(std::env::temp_dir, PathBuf::from);
        let folder = tempfile::tempdir_in(place).expect("a folder").keep();
        fs::write(folder.join("tiny.toml"), include_str!("../../scenarios/tiny.toml")).expect("written");
        fs::write(folder.join("s.toml"), SWEEP).expect("written");
        let desk = Self { folder };
        let never = AtomicBool::new(false);
        for (name, trials, part) in
            [("run", 200, None), ("other", 200, None), ("part", 2_100, Some((1, 2))), ("rest", 2_100, Some((2, 2)))]
        {
            let order = RunOrder { part: part.map(|(index, of)| Shard { index, of }), ..desk.order(name, trials) };
            run(&order, &host(&never, &|_| ())).expect("a run");
        }
        let packed = Wishes { table: TrialTable::Parquet, ..wishes() };
        let order = RunOrder { wishes: packed, ..desk.order("packed", 200) };
        run(&order, &host(&never, &|_| ())).expect("a run");
        desk.begin("begun", &|host| drop(run(&desk.order("begun", 9_000), host)));
        desk.begin("swept", &|host| drop(sweep(&desk.sweep_order(), host)));
        for name in ["begun", "swept"] {
            assert!(desk.path(&format!("{name}/.state.json")).exists(), "{name} ended");
        }
        if let Ok(seeds) = std::env::var("ARMISTICE_SEEDS") {
            for (which, (folder, file)) in FILES.iter().enumerate() {
                let bytes = fs::read(desk.path(folder).join(file)).expect("a file of results");
                let seed = Path::new(&seeds).join(format!("seed-{which}"));
                fs::write(seed, [&[which as u8], &bytes[..]].concat()).expect("written");
            }
        }
        desk
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.join(name)
    }

    fn order(&self, name: &str, trials: u64) -> RunOrder {
        RunOrder {
            settings: Settings { trials: Some(trials), years: Some(5), ..Settings::default() },
            place: Destination::Folder(self.path(name)),
            wishes: wishes(),
            ..RunOrder::new(self.path("tiny.toml"))
        }
    }

    fn sweep_order(&self) -> SweepOrder {
        SweepOrder {
            place: Destination::Folder(self.path("swept")),
            wishes: wishes(),
            ..SweepOrder::new(self.path("s.toml"))
        }
    }

    /// Does something and stops it once a part of it is there.
    fn begin(&self, name: &str, what: &dyn Fn(&Host)) {
        let stop = AtomicBool::new(false);
        let state = self.path(&format!("{name}/.state.json"));
        let events = |event: &Event| {
            let far = fs::read_to_string(&state)
                .is_ok_and(|text| !text.starts_with("{\"done\":0,") || text.contains("\"parts\":["));
            if matches!(event, Event::Played(_)) && far {
                stop.store(true, Ordering::Relaxed);
            }
        };
        what(&host(&stop, &events));
    }
}

fn host<'a>(stop: &'a AtomicBool, events: &'a (dyn Fn(&Event<'_>) + Sync)) -> Host<'a> {
    Host { threads: 1, stop, events }
}

/// A copy of a folder without digests of its results, of which its manifest says nothing then.
fn copied(from: &Path, to: &Path) {
    let _ = fs::remove_dir_all(to);
    fs::create_dir(to).expect("a folder");
    for entry in fs::read_dir(from).expect("a folder").flatten() {
        if entry.file_name() != "SHA256SUMS" && entry.path().is_file() {
            fs::copy(entry.path(), to.join(entry.file_name())).expect("copied");
        }
    }
    if let Ok(manifest) = fs::read_to_string(to.join("manifest.json")) {
        fs::write(to.join("manifest.json"), manifest.replacen(",\n  \"digests\": true", "", 1)).expect("written");
    }
    let part = fs::read_to_string(to.join("part.json")).ok();
    if let Some(part) = part.as_deref().and_then(without_manifest) {
        fs::write(to.join("part.json"), part).expect("written");
    }
}

/// A part without the digest of its manifest, as versions wrote it that kept none.
fn without_manifest(part: &str) -> Option<String> {
    let (before, rest) = part.split_once("\"manifest_sha256\":\"")?;
    let (_, after) = rest.split_once("\",")?;
    Some(before.to_owned() + after)
}

/// A state with the digest of its own lines.
fn sealed(state: &[u8], before: &str) -> Vec<u8> {
    let line = state.split(|byte| *byte == b'\n').next().unwrap_or_default();
    let tables = before.lines().nth(1).unwrap_or_default().as_bytes();
    let two = [line, b"\n", tables, b"\n"].concat();
    let digest: String = Sha256::digest(&two).iter().map(|byte| format!("{byte:02x}")).collect();
    [&two[..], digest.as_bytes(), b"\n"].concat()
}

const FILES: [(&str, &str); 7] = [
    ("run", "manifest.json"),
    ("run", "summary.json"),
    ("run", "trials.csv"),
    ("packed", "trials.parquet"),
    ("part", "manifest.json"),
    ("begun", ".state.json"),
    ("swept", ".state.json"),
];

static DESK: OnceLock<Desk> = OnceLock::new();

fuzz_target!(init: {
    DESK.get_or_init(Desk::new);
}, |data: &[u8]| {
    let desk = DESK.get_or_init(Desk::new);
    let Some((&which, bytes)) = data.split_first() else { return };
    let (folder, file) = FILES[which as usize % FILES.len()];
    let used = desk.path(if folder == "swept" || folder == "begun" { folder } else { "used" });
    let kept = desk.path(&format!("kept-{folder}"));
    if !kept.exists() {
        copied(&desk.path(folder), &kept);
    }
    copied(&kept, &used);
    let path = used.join(file);
    let bytes = if file == ".state.json" {
        sealed(bytes, &fs::read_to_string(&path).unwrap_or_default())
    } else {
        bytes.to_vec()
    };
    fs::write(path, bytes).expect("written");
    // What can be gone on with is stopped at the first trials: only what is read matters here.
    let stop = AtomicBool::new(folder != "run" && folder != "packed");
    let host = host(&stop, &|_| ());
    let said = match folder {
        "begun" => run(&desk.order("begun", 9_000), &host).err(),
        "swept" => sweep(&desk.sweep_order(), &host).err(),
        "part" => {
            let order = MergeOrder {
                parts: vec![used, desk.path("rest")],
                folder: desk.path("whole"),
                allow_missing: false,
                wishes: wishes(),
            };
            let _ = fs::remove_dir_all(&order.folder);
            merge(&order, &host).err()
        }
        "packed" => {
            let order = DiscoverOrder {
                run: used,
                outcome: "no_settlement".to_owned(),
                settings: PrimSettings::default(),
                folder: None,
                look: Look::default(),
                wishes: wishes(),
            };
            discover(&order, &host).err()
        }
        _ => compare(&CompareOrder { runs: vec![desk.path("other"), used], ..CompareOrder::default() }, &host).err(),
    };
    if let Some(error) = said {
        assert!(!error.to_string().is_empty());
    }
});
