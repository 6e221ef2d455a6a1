//! Any bytes as a theme: its faults are told, or it is one.
#![no_main]

use armistice::report::theme::Theme;
use libfuzzer_sys::{fuzz_mutator, fuzz_target};

mod pieces;

fuzz_mutator!(|data: &mut [u8], size: usize, max_size: usize, seed: u32| {
    pieces::mutate(data, size, max_size, seed)
});

fuzz_target!(|data: &[u8]| {
    let Ok(text) = std::str::from_utf8(data) else { return };
    if let Err(faults) = Theme::from_toml(text) {
        assert!(faults.iter().all(|fault| !fault.words().to_string().is_empty()));
    }
});
