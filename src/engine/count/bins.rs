//! Bins of a histogram, as small as their counts allow: a run holds thousands of histograms of thousands of bins. Where few
//! trials are counted, most bins are empty; where many are, no count of most histograms comes near 2^16.

use serde::{Serialize, Serializer};

/// Counts by bin. How they are held follows from what is counted, and in which order; which counts they are does not.
#[derive(Clone, Debug)]
pub(super) enum BinCounts {
    /// Those that are not empty.
    Few(Few),
    /// All of them, as wide as the largest count.
    Narrow(Vec<u16>),
    Middle(Vec<u32>),
    Wide(Vec<u64>),
}

/// Bins of which most are empty.
#[derive(Clone, Debug, Default)]
pub(super) struct Few {
    /// Numbers and counts of those that are not empty, in order.
    filled: Vec<(u32, u64)>,
    length: usize,
    /// The largest count.
    most: u64,
    /// How often something was added.
    added: usize,
}

/// Adding this often makes it worth while to hold the empty bins too, among which no bin need be searched for.
const OFTEN: usize = 1_024;

/// So many take little room, however short the histogram still is: where counting begins, it tells nothing.
const LITTLE: usize = 64;

/// The same for bins of each width.
macro_rules! each {
    ($bins:expr, $few:ident => $of_few:expr, $counts:ident => $what:expr) => {
        match $bins {
            BinCounts::Few($few) => $of_few,
            BinCounts::Narrow($counts) => $what,
            BinCounts::Middle($counts) => $what,
            BinCounts::Wide($counts) => $what,
        }
    };
}

impl Default for BinCounts {
    fn default() -> Self {
        Self::Few(Few::default())
    }
}

impl PartialEq for BinCounts {
    fn eq(&self, other: &Self) -> bool {
        self.len() == other.len() && self.filled().eq(other.filled())
    }
}

impl Eq for BinCounts {}

impl BinCounts {
    pub(super) fn of(counts: &[u64]) -> Self {
        let mut bins = Self::default();
        bins.extend_to(counts.len());
        for (at, &count) in counts.iter().enumerate().filter(|(_, count)| **count > 0) {
            bins.add(at, count);
        }
        bins
    }

    pub(super) fn len(&self) -> usize {
        each!(self, few => few.length, counts => counts.len())
    }

    pub(super) fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The counts of all bins.
    pub(super) fn iter(&self) -> Box<dyn Iterator<Item = u64> + '_> {
        each!(self, few => few.iter(), counts => all(counts))
    }

    /// All counts together.
    pub(super) fn total(&self) -> u64 {
        self.filled().map(|(_, count)| count).sum()
    }

    /// The numbers and counts of those that are not empty.
    pub(super) fn filled(&self) -> Box<dyn Iterator<Item = (usize, u64)> + '_> {
        match self {
            Self::Few(few) => Box::new(few.filled.iter().map(|&(at, count)| (at as usize, count))),
            _ => Box::new(self.iter().enumerate().filter(|(_, count)| *count > 0)),
        }
    }

    /// Adds empty bins at the end until there are so many.
    pub(super) fn extend_to(&mut self, length: usize) {
        if length > self.len() {
            each!(self, few => few.length = length, counts => {
                counts.reserve_exact(length - counts.len());
                counts.resize(length, 0);
            });
        }
    }

    /// Puts so many empty bins before the first.
    pub(super) fn begin_earlier(&mut self, by: usize) {
        each!(self, few => few.begin_earlier(by), counts => {
            counts.reserve_exact(by);
            counts.splice(0..0, std::iter::repeat_n(0, by));
        });
    }

    /// Adds to a bin.
    pub(super) fn add(&mut self, at: usize, times: u64) {
        let largest = each!(self, few => few.add(at, times), counts => add_to(&mut counts[at], times));
        if let Some(largest) = largest {
            self.widen_for(largest);
            self.add(at, times);
        }
    }

    /// Adds counts to the bins from one on.
    pub(super) fn add_from(&mut self, at: usize, other: &Self) {
        for (index, count) in other.filled() {
            self.add(at + index, count);
        }
    }

    fn widen_for(&mut self, count: u64) {
        *self = match width(count) {
            NARROW => Self::Narrow(self.iter().map(|count| count as u16).collect()),
            MIDDLE => Self::Middle(self.iter().map(|count| count as u32).collect()),
            _ => Self::Wide(self.iter().collect()),
        };
    }
}

const NARROW: usize = size_of::<u16>();
const MIDDLE: usize = size_of::<u32>();

/// Bytes of the narrowest bins that hold that count.
fn width(count: u64) -> usize {
    match (u16::try_from(count), u32::try_from(count)) {
        (Ok(_), _) => NARROW,
        (_, Ok(_)) => MIDDLE,
        _ => size_of::<u64>(),
    }
}

impl Few {
    fn iter(&self) -> Box<dyn Iterator<Item = u64> + '_> {
        let mut filled = self.filled.iter().peekable();
        let count =
            move |at: usize| filled.next_if(|(number, _)| *number as usize == at).map_or(0, |&(_, count)| count);
        Box::new((0..self.length).map(count))
    }

    fn begin_earlier(&mut self, by: usize) {
        self.length += by;
        for (number, _) in &mut self.filled {
            *number += by as u32;
        }
    }

    /// Adds to a bin, unless all bins should be held: the count that is then the largest.
    fn add(&mut self, at: usize, times: u64) -> Option<u64> {
        let place = self.filled.binary_search_by_key(&(at as u32), |&(number, _)| number);
        if self.added >= OFTEN || (place.is_err() && self.fills_more_than_all(times)) {
            return Some(self.most.max(times));
        }
        self.added += 1;
        let place = place.unwrap_or_else(|place| {
            self.filled.insert(place, (at as u32, 0));
            place
        });
        let count = &mut self.filled[place].1;
        *count += times;
        self.most = self.most.max(*count);
        None
    }

    /// Whether one more, of that count, would take more room than all bins.
    fn fills_more_than_all(&self, times: u64) -> bool {
        let all = self.length * width(self.most.max(times));
        self.filled.len() >= LITTLE && (self.filled.len() + 1) * size_of::<(u32, u64)>() > all
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

impl Serialize for BinCounts {
    fn serialize<S: Serializer>(&self, into: S) -> Result<S::Ok, S::Error> {
        into.collect_seq(self.iter())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Bins that all are held, of these counts.
    fn held(counts: &[u64]) -> BinCounts {
        let mut bins = BinCounts::Narrow(Vec::new());
        bins.extend_to(counts.len());
        bins.add_from(0, &BinCounts::of(counts));
        bins
    }

    /// 2^16 and 2^32 are the first counts that need more room; what is counted stays what it was, and two that hold the same
    /// are the same, whichever of their counts came first.
    #[test]
    fn bins_are_as_wide_as_their_largest_count() {
        let mut bins = held(&[1, 65_535]);
        assert!(matches!(bins, BinCounts::Narrow(_)));
        bins.add(1, 1);
        assert!(matches!(bins, BinCounts::Middle(_)));
        bins.begin_earlier(1);
        bins.add(0, 4_294_967_295);
        assert!(matches!(bins, BinCounts::Middle(_)));
        bins.add(0, 1);
        assert!(matches!(bins, BinCounts::Wide(_)));
        bins.add(0, u64::from(u32::MAX));
        bins.extend_to(4);
        let counts = [8_589_934_591, 1, 65_536, 0];
        assert_eq!(bins.iter().collect::<Vec<_>>(), counts);
        assert_eq!(bins, BinCounts::of(&counts));
        assert_eq!(serde_json::to_string(&bins).unwrap(), "[8589934591,1,65536,0]");
    }

    #[test]
    fn a_sum_is_the_same_in_any_order() {
        let parts: [&[u64]; 3] = [&[65_000, 3, 0], &[0, 0, 1 << 40], &[600, 5_000_000, 7]];
        let sum = |order: [usize; 3]| {
            let mut sum = BinCounts::of(&[0; 3]);
            for part in order {
                sum.add_from(0, &BinCounts::of(parts[part]));
            }
            sum
        };
        assert_eq!(sum([0, 1, 2]), sum([2, 1, 0]));
        assert_eq!(sum([1, 0, 2]), BinCounts::of(&[65_600, 5_000_003, (1 << 40) + 7]));
    }

    /// A thousand bins of which two are filled take two entries, wherever bins are added; they are the bins that hold the
    /// same, and no others, and read the same in files.
    #[test]
    fn where_most_are_empty_the_others_are_held() {
        let mut few = BinCounts::default();
        few.extend_to(900);
        few.add(3, 1 << 40);
        few.add(7, 2);
        few.add(3, 5);
        few.begin_earlier(100);
        few.add(999, 1);
        assert!(matches!(&few, BinCounts::Few(it) if it.filled == [(103, (1 << 40) + 5), (107, 2), (999, 1)]));
        let mut counts = vec![0; 1_000];
        (counts[103], counts[107], counts[999]) = ((1 << 40) + 5, 2, 1);
        assert_eq!(few.iter().collect::<Vec<_>>(), counts);
        assert_eq!((&few, &held(&counts)), (&held(&counts), &few));
        assert_eq!(serde_json::to_string(&few).unwrap(), serde_json::to_string(&held(&counts)).unwrap());
        counts[0] = 1;
        assert_ne!(few, held(&counts));
        few.extend_to(1_001);
        assert_ne!(few, BinCounts::of(&few.iter().take(1_000).collect::<Vec<_>>()));
    }

    /// Of a thousand bins 125 filled ones take less room than all, and one more does not; twice as many where a count needs more
    /// digits, and a few always. Bins are no longer searched for where they are added to time and again. Nothing is lost on the
    /// way.
    #[test]
    fn where_many_are_filled_all_are_held() {
        let mut bins = BinCounts::default();
        bins.extend_to(1_000);
        (0..125).for_each(|at| bins.add(8 * at, 1));
        let mut heavy = bins.clone();
        assert!(matches!(bins, BinCounts::Few(_)));
        bins.add(1, 7);
        assert!(matches!(bins, BinCounts::Narrow(_)));
        assert_eq!((bins.total(), bins.filled().count()), (132, 126));
        heavy.add(1, 70_000);
        (0..124).for_each(|at| heavy.add(8 * at + 2, 1));
        assert!(matches!(heavy, BinCounts::Few(_)));
        heavy.add(3, 1);
        assert!(matches!(heavy, BinCounts::Middle(_)));
        assert_eq!((heavy.total(), heavy.filled().count()), (70_250, 251));
        let mut short = BinCounts::default();
        (0..64).for_each(|at| {
            short.extend_to(at + 1);
            short.add(at, 1);
        });
        assert!(matches!(short, BinCounts::Few(_)));
        let mut bins = BinCounts::default();
        bins.extend_to(100);
        (0..OFTEN).for_each(|_| bins.add(50, 1));
        assert!(matches!(bins, BinCounts::Few(_)));
        bins.add(50, 1);
        assert!(matches!(bins, BinCounts::Narrow(_)));
        assert_eq!(bins.filled().collect::<Vec<_>>(), [(50, OFTEN as u64 + 1)]);
    }
}
