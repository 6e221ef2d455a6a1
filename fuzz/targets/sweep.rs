//! Any bytes as a sweep file: it is refused with a message, or its points can be laid out.
#![no_main]

use armistice::sweep::{Points, Sweep};
use libfuzzer_sys::{fuzz_mutator, fuzz_target};

mod pieces;

fuzz_mutator!(|data: &mut [u8], size: usize, max_size: usize, seed: u32| {
    pieces::mutate(data, size, max_size, seed)
});

fuzz_target!(|data: &[u8]| {
    let Ok(text) = std::str::from_utf8(data) else { return };
    match Sweep::parse("fuzz.toml", text) {
        Ok(sweep) => {
            let points = Points::new(&sweep, 1).expect("what is read can be laid out");
            for index in 0..points.count().min(3) {
                assert!(points.overrides(&points.point(index)).len() <= sweep.axes.len());
            }
        }
        Err(faults) => assert!(faults.to_string().starts_with("error: "), "{faults}"),
    }
});
