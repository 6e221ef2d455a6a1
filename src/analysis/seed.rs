//! Seeds in JSON. Many programs read every number of JSON as a double and so change whole numbers beyond 2^53; a seed
//! beyond that is written as text, so that a run can be repeated from what they show.

use serde::{Deserialize, Deserializer, Serializer};

/// The largest whole number up to which all of them are doubles.
const MOST: u64 = 1 << 53;

/// A seed as it may stand in JSON.
#[derive(Deserialize)]
#[serde(untagged)]
enum SeedInJson {
    Number(u64),
    Text(String),
}

#[allow(clippy::trivially_copy_pass_by_ref)] // as serde calls it
pub(crate) fn serialize<S: Serializer>(seed: &u64, serializer: S) -> Result<S::Ok, S::Error> {
    if *seed <= MOST { serializer.serialize_u64(*seed) } else { serializer.serialize_str(&seed.to_string()) }
}

/// A seed as a value of JSON.
#[cfg(feature = "report")]
pub(crate) fn in_json(seed: u64) -> serde_json::Value {
    serialize(&seed, serde_json::value::Serializer).unwrap_or_default()
}

pub(crate) fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<u64, D::Error> {
    match SeedInJson::deserialize(deserializer)? {
        SeedInJson::Number(seed) => Ok(seed),
        SeedInJson::Text(text) => text.parse().map_err(serde::de::Error::custom),
    }
}

#[cfg(test)]
mod tests {
    use serde::Serialize;

    use super::*;

    #[derive(Debug, PartialEq, Serialize, Deserialize)]
    struct Seeded {
        #[serde(with = "super")]
        seed: u64,
    }

    /// IEEE 754: 2^53 + 1 is the first whole number that no double is.
    #[test]
    fn seeds_that_no_double_is_are_text() {
        for (seed, json) in [
            (0, "{\"seed\":0}"),
            (9_007_199_254_740_992, "{\"seed\":9007199254740992}"),
            (9_007_199_254_740_993, "{\"seed\":\"9007199254740993\"}"),
            (u64::MAX, "{\"seed\":\"18446744073709551615\"}"),
        ] {
            assert_eq!(serde_json::to_string(&Seeded { seed }).unwrap(), json);
            assert_eq!(serde_json::from_str::<Seeded>(json).unwrap(), Seeded { seed });
        }
        // As earlier versions wrote it.
        let number = "{\"seed\":18446744073709551615}";
        assert_eq!(serde_json::from_str::<Seeded>(number).unwrap(), Seeded { seed: u64::MAX });
        assert!(serde_json::from_str::<Seeded>("{\"seed\":\"one\"}").is_err());
    }
}
