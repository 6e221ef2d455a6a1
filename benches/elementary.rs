//! The functions under everything: exp and ln, and drawing from a Beta distribution by its quantile.

use std::hint::black_box;

use armistice::num;
use armistice::sampling::Distribution;
use criterion::{Criterion, Throughput, criterion_group, criterion_main};

const COUNT: usize = 1_024;

type Function = fn(f64) -> f64;

fn elementary(criterion: &mut Criterion) {
    // the midpoints of equal parts of (0, 1): the same arguments every time, spread as draws are
    let uniforms: Vec<f64> = (0..COUNT).map(|i| (i as f64 + 0.5) / COUNT as f64).collect();
    let mut group = criterion.benchmark_group("elementary");
    group.throughput(Throughput::Elements(COUNT as u64));
    let functions: [(&str, Function); 4] =
        [("exp", |x| num::exp(x)), ("exp std", f64::exp), ("ln", |x| num::ln(x)), ("ln std", f64::ln)];
    for (name, function) in functions {
        group.bench_function(name, |bencher| {
            bencher.iter(|| black_box(&uniforms).iter().fold(0.0, |sum, &x| sum + function(x)));
        });
    }
    let beta = Distribution::beta(4.0, 5.0).expect("a distribution");
    let pert = Distribution::pert(0.05, 0.2, 0.5).expect("a distribution");
    for (name, distribution) in [("beta quantile", beta), ("pert quantile", pert)] {
        group.bench_function(name, |bencher| {
            bencher.iter(|| black_box(&uniforms).iter().fold(0.0, |sum, &u| sum + distribution.quantile(u)));
        });
    }
    group.finish();
}

criterion_group!(benches, elementary);
criterion_main!(benches);
