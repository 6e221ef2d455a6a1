//! Runs a scenario given as text and hands back `summary.json` and `trials.csv`.

use armistice::analysis::{summarise, table::CsvTable};
use armistice::engine::{Run, Span, default_block_size};

/// Space for `length` bytes.
#[unsafe(no_mangle)]
pub extern "C" fn reserve(length: usize) -> *mut u8 {
    Box::leak(vec![0; length].into_boxed_slice()).as_mut_ptr()
}

/// Runs the scenario of `length` bytes at `text`; returns where the answer starts: its length (4 bytes, little
/// endian), then `summary.json`, a zero byte, and `trials.csv`.
///
/// # Safety
/// `text` comes from [`reserve`] and holds `length` bytes of UTF-8.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn run_scenario(text: *const u8, length: usize) -> *const u8 {
    // SAFETY: the caller promises it.
    let text = unsafe { std::slice::from_raw_parts(text, length) };
    let answer = answer(std::str::from_utf8(text).expect("UTF-8"));
    let mut out = (answer.len() as u32).to_le_bytes().to_vec();
    out.extend(answer);
    Box::leak(out.into_boxed_slice()).as_ptr()
}

fn answer(text: &str) -> Vec<u8> {
    let loaded = armistice::scenario::parse("scenario.toml", text, &[], None).expect("a valid scenario");
    let scenario = &loaded.scenario;
    let table = CsvTable::new(scenario);
    let mut csv = table.header();
    let trials = scenario.run().trials;
    let span = Span { first: 0, end: trials, block_size: default_block_size(trials) };
    let ran = Run::new(scenario).observe(&table).span(span).threads(1).run().expect("a run");
    for rows in &ran.chunks {
        csv.extend_from_slice(rows.as_bytes());
    }
    let mut out = serde_json::to_vec_pretty(&summarise(scenario, &ran.tally)).expect("JSON");
    out.push(b'\n');
    out.push(0);
    out.extend(csv);
    out
}
