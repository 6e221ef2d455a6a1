//! Times operations alone: as many of each as are counted, in loops over arrays, with the vector instructions that the
//! engine would choose.

use std::hint::black_box;
use std::time::{Duration, Instant};

use armistice::num;
use armistice::num::simd::{Instructions, level};

use super::Counts;

macro_rules! loops {
    ($($name:ident: $operation:expr;)*) => {
        $(
            fn $name(from: &[f64], to: &mut [f64]) {
                #[inline(always)]
                fn plain(from: &[f64], to: &mut [f64]) {
                    for (to, &x) in to.iter_mut().zip(from) {
                        *to = ($operation)(x);
                    }
                }
                #[cfg(target_arch = "x86_64")]
                {
                    #[target_feature(enable = "avx2")]
                    fn avx2(from: &[f64], to: &mut [f64]) {
                        plain(from, to);
                    }
                    #[target_feature(enable = "avx512f,avx512dq,avx512vl")]
                    fn avx512(from: &[f64], to: &mut [f64]) {
                        plain(from, to);
                    }
                    #[allow(unsafe_code)] // `level` never names a set that the machine lacks
                    match level() {
                        Instructions::Avx512 => unsafe { avx512(from, to) },
                        Instructions::Avx2 => unsafe { avx2(from, to) },
                        Instructions::Baseline => plain(from, to),
                    }
                }
                #[cfg(not(target_arch = "x86_64"))]
                plain(from, to);
            }
        )*
    };
}

loops! {
    exponentials: |x: f64| num::exp(x);
    logarithms: |x: f64| num::ln(x);
    roots: |x: f64| x.sqrt();
    divisions: |x: f64| 1.0 / x;
}

/// Working memory for one timing after another.
pub struct Bench {
    from: Vec<f64>,
    to: Vec<f64>,
}

/// The most operations done in one loop: both arrays stay in the first cache.
const BLOCK: usize = 1024;

impl Bench {
    /// Arguments spread over (0.5, 2).
    pub fn new() -> Self {
        let from = (0..BLOCK).map(|i| 0.5 + 1.5 * i as f64 / BLOCK as f64).collect();
        Self { from, to: vec![0.0; BLOCK] }
    }

    fn repeat(&mut self, count: usize, operation: fn(&[f64], &mut [f64])) {
        let mut left = count;
        while left > 0 {
            let now = left.min(BLOCK);
            operation(black_box(&self.from[..now]), &mut self.to[..now]);
            black_box(&mut self.to);
            left -= now;
        }
    }

    fn once(&mut self, counts: Counts) {
        self.repeat(counts.exponentials, exponentials);
        self.repeat(counts.logarithms, logarithms);
        self.repeat(counts.roots, roots);
        self.repeat(counts.divisions, divisions);
    }

    /// The mean time that exactly these operations take, over `times`.
    pub fn time(&mut self, counts: Counts, times: u32) -> Duration {
        let start = Instant::now();
        for _ in 0..times {
            self.once(counts);
        }
        start.elapsed() / times
    }
}
