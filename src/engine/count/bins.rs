//! Bins of a histogram, as narrow as their counts allow: a run holds thousands of histograms of thousands of bins, and in
//! most of them no count comes near 2^16.

use serde::{Serialize, Serializer};

/// Counts by bin. The width is that of the largest count, so that equal counts are equal whatever order they came in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Widths {
    Narrow(Vec<u16>),
    Middle(Vec<u32>),
    Wide(Vec<u64>),
}

/// The same for bins of each width.
macro_rules! each {
    ($bins:expr, $counts:ident => $what:expr) => {
        match $bins {
            Widths::Narrow($counts) => $what,
            Widths::Middle($counts) => $what,
            Widths::Wide($counts) => $what,
        }
    };
}

impl Default for Widths {
    fn default() -> Self {
        Self::Narrow(Vec::new())
    }
}

impl Widths {
    pub(super) fn of(counts: &[u64]) -> Self {
        let mut bins = Self::default();
        bins.extend_to(counts.len());
        bins.add_from(0, counts.iter().copied());
        bins
    }

    pub(super) fn len(&self) -> usize {
        each!(self, counts => counts.len())
    }

    pub(super) fn is_empty(&self) -> bool {
        self.len() == 0
    }

    pub(super) fn iter(&self) -> Box<dyn Iterator<Item = u64> + '_> {
        each!(self, counts => all(counts))
    }

    /// Adds empty bins at the end until there are so many.
    pub(super) fn extend_to(&mut self, length: usize) {
        if length > self.len() {
            each!(self, counts => {
                counts.reserve_exact(length - counts.len());
                counts.resize(length, 0);
            });
        }
    }

    /// Puts so many empty bins before the first.
    pub(super) fn begin_earlier(&mut self, by: usize) {
        each!(self, counts => {
            counts.reserve_exact(by);
            counts.splice(0..0, std::iter::repeat_n(0, by));
        });
    }

    /// Adds to a bin.
    pub(super) fn add(&mut self, at: usize, times: u64) {
        if let Some(sum) = each!(self, counts => add_to(&mut counts[at], times)) {
            self.widen_for(sum);
            self.add(at, times);
        }
    }

    /// Adds counts to the bins from one on.
    pub(super) fn add_from(&mut self, at: usize, counts: impl Iterator<Item = u64>) {
        for (index, count) in counts.enumerate().filter(|(_, count)| *count > 0) {
            self.add(at + index, count);
        }
    }

    fn widen_for(&mut self, count: u64) {
        *self = if u32::try_from(count).is_ok() {
            Self::Middle(self.iter().map(|count| count as u32).collect())
        } else {
            Self::Wide(self.iter().collect())
        };
    }
}

fn all<T: Copy + Into<u64>>(counts: &[T]) -> Box<dyn Iterator<Item = u64> + '_> {
    Box::new(counts.iter().map(|&count| count.into()))
}

/// Adds to a count, unless the sum is too large for its width: that sum.
fn add_to<T: Copy + Into<u64> + TryFrom<u64>>(count: &mut T, times: u64) -> Option<u64> {
    let sum = (*count).into() + times;
    match T::try_from(sum) {
        Ok(fits) => {
            *count = fits;
            None
        }
        Err(_) => Some(sum),
    }
}

impl Serialize for Widths {
    fn serialize<S: Serializer>(&self, into: S) -> Result<S::Ok, S::Error> {
        each!(self, counts => counts.serialize(into))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// 2^16 and 2^32 are the first counts that need more room; what is counted stays what it was, and two that hold the same
    /// are the same, whichever of their counts came first.
    #[test]
    fn bins_are_as_wide_as_their_largest_count() {
        let mut bins = Widths::of(&[1, 65_535]);
        assert!(matches!(bins, Widths::Narrow(_)));
        bins.add(1, 1);
        assert!(matches!(bins, Widths::Middle(_)));
        bins.begin_earlier(1);
        bins.add(0, 4_294_967_295);
        assert!(matches!(bins, Widths::Middle(_)));
        bins.add(0, 1);
        assert!(matches!(bins, Widths::Wide(_)));
        bins.add(0, u64::from(u32::MAX));
        bins.extend_to(4);
        let counts = [8_589_934_591, 1, 65_536, 0];
        assert_eq!(bins.iter().collect::<Vec<_>>(), counts);
        assert_eq!(bins, Widths::of(&counts));
        assert_eq!(serde_json::to_string(&bins).unwrap(), "[8589934591,1,65536,0]");
    }

    #[test]
    fn a_sum_is_the_same_in_any_order() {
        let parts: [&[u64]; 3] = [&[65_000, 3, 0], &[0, 0, 1 << 40], &[600, 5_000_000, 7]];
        let sum = |order: [usize; 3]| {
            let mut sum = Widths::of(&[0; 3]);
            for part in order {
                sum.add_from(0, Widths::of(parts[part]).iter());
            }
            sum
        };
        assert_eq!(sum([0, 1, 2]), sum([2, 1, 0]));
        assert_eq!(sum([1, 0, 2]), Widths::of(&[65_600, 5_000_003, (1 << 40) + 7]));
    }
}
