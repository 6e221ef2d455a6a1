//! Any bytes as a scenario file: it is refused with a message, or it is a scenario that can be asked and written again.
#![no_main]

use armistice::scenario::parse;
use libfuzzer_sys::{fuzz_mutator, fuzz_target};

mod pieces;

fuzz_mutator!(|data: &mut [u8], size: usize, max_size: usize, seed: u32| {
    pieces::mutate(data, size, max_size, seed)
});

fuzz_target!(|data: &[u8]| {
    let Ok(text) = std::str::from_utf8(data) else { return };
    match parse("fuzz.toml", text, &[], None) {
        Ok(loaded) => {
            let again = loaded.scenario.with_all(&[]).expect("what was read once is read again");
            assert_eq!(loaded.scenario.inputs().len(), again.inputs().len());
            let _ = loaded.scenario.rewritten().expect("a valid text is written again");
        }
        Err(faults) => assert!(faults.to_string().starts_with("error: "), "{faults}"),
    }
});
