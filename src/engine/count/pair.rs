//! A count in files: a whole number, or where trials weigh differently the sum of their units and that of the squares.

use std::fmt;

use serde::de::{self, SeqAccess, Visitor};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::Count;

/// More trials, units of weights and their squares than any run counts, and far fewer than overflow when they are added up.
const MOST: u64 = 1 << 56;
const MOST_UNITS: u128 = 1 << 96;
const MOST_SQUARES: u128 = 1 << 120;

impl Serialize for Count {
    fn serialize<S: Serializer>(&self, into: S) -> Result<S::Ok, S::Error> {
        if self.is_weighted() { (self.units, self.squares).serialize(into) } else { into.serialize_u64(self.value()) }
    }
}

impl<'de> Deserialize<'de> for Count {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        from.deserialize_any(WholeOrPair)
    }
}

struct WholeOrPair;

impl<'de> Visitor<'de> for WholeOrPair {
    type Value = Count;

    fn expecting(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        to.write_str("a whole number, or two")
    }

    fn visit_u64<E: de::Error>(self, count: u64) -> Result<Count, E> {
        if count > MOST {
            return Err(E::custom(format!("{count} is more than can be counted")));
        }
        Ok(Count { units: u128::from(count), squares: u128::from(count) })
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut pair: A) -> Result<Count, A::Error> {
        let mut next = |at| pair.next_element()?.ok_or_else(|| de::Error::invalid_length(at, &"two whole numbers"));
        let count = Count { units: next(0)?, squares: next(1)? };
        if count.units > MOST_UNITS || count.squares > MOST_SQUARES {
            return Err(de::Error::custom(format!("{} units are more than can be counted", count.units)));
        }
        Ok(count)
    }
}

#[cfg(test)]
mod tests {
    use super::super::Weight;
    use super::*;

    /// Whole numbers as ever; 2^39 units of a weight of 1/2 with their square, 2^78, which no number of 64 bits holds.
    #[test]
    fn counts_come_back_as_they_were() {
        let mut plain = Count::default();
        plain.add(3);
        assert_eq!(serde_json::to_string(&plain).unwrap(), "3");
        let mut weighted = Count::default();
        weighted.add_weight(Weight::of(0.5));
        let text = serde_json::to_string(&weighted).unwrap();
        assert_eq!(text, format!("[{},{}]", 1_u64 << 39, 1_u128 << 78));
        for count in [plain, weighted, Count::default()] {
            let text = serde_json::to_string(&count).unwrap();
            assert_eq!(serde_json::from_str::<Count>(&text).unwrap(), count);
        }
        for text in ["18446744073709551615".to_owned(), format!("[1,{}]", u128::MAX), "-1".to_owned(), "[1]".to_owned()]
        {
            assert!(serde_json::from_str::<Count>(&text).is_err(), "{text}");
        }
    }
}
