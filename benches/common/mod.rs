//! What the benches share.

#![allow(unreachable_pub)] // several bench binaries, each of which uses a part of it

use armistice::engine::run::{Engine, NoRecord, RunError, Span, default_block_size, run};
use armistice::scenario::Scenario;
use std::ops::ControlFlow;
use std::sync::atomic::AtomicBool;

/// A scenario of the repository.
pub fn scenario(file: &str) -> Scenario {
    let path = format!("{}/{file}", env!("CARGO_MANIFEST_DIR"));
    armistice::scenario::load(path.as_ref(), &[], None).unwrap_or_else(|faults| panic!("{faults:?}")).scenario
}

/// Runs the trials `first..end` on one thread, recording nothing, and returns how many were played.
///
/// Each run has a thread of its own, so that the calling one joins no pool.
#[allow(dead_code)] // each bench uses another part
pub fn play(engine: &Engine<'_>, first: u64, end: u64) -> u64 {
    let play = || {
        let span = Span { first, end, block_size: default_block_size(10_000) };
        let commit = &mut |_, _: Vec<()>, _: &_| Ok::<_, RunError>(ControlFlow::Continue(()));
        run(engine, span, 1, &NoRecord, engine.tally(), &AtomicBool::new(false), &|_| (), commit)
    };
    let tally = std::thread::scope(|scope| scope.spawn(play).join()).expect("a thread");
    tally.expect("a run").trials()
}
