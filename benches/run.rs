//! A whole run of the smallest scenario: 10,000 trials of tiny.toml, no table, one thread.

mod common;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};

const TRIALS: u64 = 10_000;

fn run(criterion: &mut Criterion) {
    let scenario = common::scenario("scenarios/tiny.toml");
    let mut group = criterion.benchmark_group("run");
    group.sample_size(10);
    group.throughput(Throughput::Elements(TRIALS));
    group.bench_function("tiny", |bencher| bencher.iter(|| common::play(&scenario, 0, TRIALS)));
    group.finish();
}

criterion_group!(benches, run);
criterion_main!(benches);
