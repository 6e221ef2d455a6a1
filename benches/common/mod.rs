//! What the benches share.

#![allow(unreachable_pub)] // several bench binaries, each of which uses a part of it

use armistice::engine::{Run, Span, default_block_size};
use armistice::scenario::Scenario;

/// A scenario of the repository.
pub fn scenario(file: &str) -> Scenario {
    let path = format!("{}/{file}", env!("CARGO_MANIFEST_DIR"));
    armistice::scenario::load(path.as_ref(), &[], None).unwrap_or_else(|faults| panic!("{faults:?}")).scenario
}

/// Runs the trials `first..end` on one thread, recording nothing, and returns how many were played.
///
/// Each run has a thread of its own, so that the calling one joins no pool.
#[allow(dead_code)] // each bench uses another part
pub fn play(scenario: &Scenario, first: u64, end: u64) -> u64 {
    let play = || {
        let span = Span { first, end, block_size: default_block_size(10_000) };
        Run::new(scenario).span(span).threads(1).run().expect("a run").tally
    };
    let tally = std::thread::scope(|scope| scope.spawn(play).join()).expect("a thread");
    tally.trials()
}
