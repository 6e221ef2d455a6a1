//! Run-time choice of vector instructions for loops over plain arithmetic.
//!
//! The same source is compiled for several instruction sets. No set changes a bit of any result: Rust never fuses a
//! multiplication with an addition, and every operation used is correctly rounded everywhere.

use std::sync::atomic::{AtomicU8, Ordering};

/// Instruction sets for which the vectorised loops are compiled.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[repr(u8)]
pub enum Instructions {
    /// Whatever every machine of this architecture has.
    Baseline = 1,
    /// Four numbers side by side (x86-64).
    Avx2 = 2,
    /// Eight numbers side by side (x86-64).
    Avx512 = 3,
}

static CHOSEN: AtomicU8 = AtomicU8::new(0);

/// The level in use: the best that the machine has, unless [`limit`] says less.
#[inline]
pub fn level() -> Instructions {
    match CHOSEN.load(Ordering::Relaxed) {
        0 => limit(Instructions::Avx512),
        1 => Instructions::Baseline,
        2 => Instructions::Avx2,
        _ => Instructions::Avx512,
    }
}

/// Uses no more than `most` from now on, in the whole process, and returns the level now in use.
pub fn limit(most: Instructions) -> Instructions {
    let chosen = best().min(most);
    CHOSEN.store(chosen as u8, Ordering::Relaxed);
    chosen
}

#[cfg(target_arch = "x86_64")]
fn best() -> Instructions {
    if is_x86_feature_detected!("avx512f")
        && is_x86_feature_detected!("avx512dq")
        && is_x86_feature_detected!("avx512vl")
    {
        Instructions::Avx512
    } else if is_x86_feature_detected!("avx2") {
        Instructions::Avx2
    } else {
        Instructions::Baseline
    }
}

#[cfg(not(target_arch = "x86_64"))]
fn best() -> Instructions {
    Instructions::Baseline
}

/// Compiles a function once for each [`Instructions`] and calls the one in use.
macro_rules! vectorised {
    ($(#[$meta:meta])* $vis:vis fn $name:ident($($arg:ident: $ty:ty),* $(,)?) $(-> $ret:ty)? $body:block) => {
        $(#[$meta])*
        #[allow(unsafe_code)]
        $vis fn $name($($arg: $ty),*) $(-> $ret)? {
            #[inline(always)]
            fn plain($($arg: $ty),*) $(-> $ret)? $body

            #[cfg(target_arch = "x86_64")]
            {
                #[target_feature(enable = "avx2")]
                fn avx2($($arg: $ty),*) $(-> $ret)? { plain($($arg),*) }
                #[target_feature(enable = "avx512f,avx512dq,avx512vl")]
                fn avx512($($arg: $ty),*) $(-> $ret)? { plain($($arg),*) }
                match $crate::num::simd::level() {
                    // SAFETY: `level` never names a set that the machine lacks.
                    $crate::num::simd::Instructions::Avx512 => unsafe { avx512($($arg),*) },
                    // SAFETY: as above.
                    $crate::num::simd::Instructions::Avx2 => unsafe { avx2($($arg),*) },
                    $crate::num::simd::Instructions::Baseline => plain($($arg),*),
                }
            }
            #[cfg(not(target_arch = "x86_64"))]
            plain($($arg),*)
        }
    };
}
pub(crate) use vectorised;
