//! Trials of the Paris scenario, a chunk at a time: drawing, assessing every plan, war, bargaining, peace.

mod common;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};

/// Trials in one measurement: enough that starting a run does not show.
const TRIALS: u64 = 256;

fn trial(criterion: &mut Criterion) {
    let scenario = common::scenario("scenarios/paris-2026.toml");
    let mut group = criterion.benchmark_group("trial");
    group.sample_size(10);
    group.throughput(Throughput::Elements(TRIALS));
    group.bench_function("paris-2026", |bencher| bencher.iter(|| common::play(&scenario, 0, TRIALS)));
    group.finish();
}

criterion_group!(benches, trial);
criterion_main!(benches);
