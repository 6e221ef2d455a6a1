//! Which inputs share a net of Sobol points, and which of its coordinates each has.
//!
//! Seats go by path, never by position, so that adding an input leaves the others' numbers as they were. The paths
//! that every scenario can have are seated ten by ten in this order: the keys of a belligerent (challenger, then
//! defender), those first on which most turns; the front; the guarantee; each key of the demands on the structural
//! issues (challenger, then defender); the negotiation; the enforcement. Each guarantor has a net of its own, and so has
//! each further issue; any other path, such as an effect of a plan, has one to itself.

use super::sobol::Coordinate;
use crate::model::{Demand, Enforcement, Front, Guarantee, Guarantor, Negotiation, Party, STRUCTURAL, Side};

/// Number of coordinates of a net.
const SEATS: usize = Coordinate::COUNT;
/// Keys of a belligerent that come first: few points make good nets for few inputs only.
const FIRST: [&str; 5] = ["forces", "war_cost", "optimism", "discount_factor", "attack_cost"];

/// The place of an input.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Seat {
    /// Name of the net.
    pub(super) net: String,
    /// Number of the coordinate, below [`Coordinate::COUNT`].
    pub(super) coordinate: usize,
}

impl Seat {
    /// The seat of a path in the order of a table.
    fn in_table(table: &str, place: usize) -> Self {
        Self { net: format!("{table} {}", place / SEATS), coordinate: place % SEATS }
    }

    fn alone(path: &str) -> Self {
        Self { net: path.to_owned(), coordinate: 0 }
    }
}

/// The seats of paths; no two distinct paths have the same.
pub(super) fn seats(paths: &[String]) -> Vec<Seat> {
    let common = common();
    let seat = |path: &String| match common.iter().position(|known| known == path) {
        Some(place) => Seat::in_table("common", place),
        None => of_guarantor(path).or_else(|| of_issue(path)).unwrap_or_else(|| Seat::alone(path)),
    };
    paths.iter().map(seat).collect()
}

/// The paths that every scenario can have, in order.
fn common() -> Vec<String> {
    let sides = |tail: String| Side::BOTH.map(|side| format!("{}.{tail}", side.key()));
    let mut party: Vec<&str> = Party::KEYS.iter().map(|key| key.name).collect();
    party.sort_by_key(|key| FIRST.iter().position(|first| first == key).unwrap_or(FIRST.len()));
    let mut paths: Vec<String> = party.iter().flat_map(|key| sides((*key).to_string())).collect();
    paths.extend(Front::KEYS.iter().map(|key| format!("front.{}", key.name)));
    paths.extend(Guarantee::KEYS.iter().map(|key| format!("guarantee.{}", key.name)));
    for issue in STRUCTURAL {
        paths.extend(Demand::KEYS.iter().flat_map(|key| sides(format!("demands.{issue}.{}", key.name))));
    }
    paths.extend(Negotiation::KEYS.iter().map(|key| format!("negotiation.{}", key.name)));
    paths.extend(Enforcement::KEYS.iter().map(|key| format!("enforcement.{}", key.name)));
    paths
}

/// `guarantor.ID.KEY`: whether it takes part, then its numbers in the order of the documentation.
fn of_guarantor(path: &str) -> Option<Seat> {
    let (id, key) = path.strip_prefix("guarantor.")?.rsplit_once('.')?;
    let place = match key {
        "takes_part" => 0,
        _ => 1 + Guarantor::KEYS.iter().position(|known| known.name == key)?,
    };
    Some(Seat::in_table(&format!("guarantor.{id}"), place))
}

/// `SIDE.demands.ISSUE.KEY` and `issue.ISSUE.status_quo` of a further issue.
fn of_issue(path: &str) -> Option<Seat> {
    if let Some(id) = path.strip_prefix("issue.").and_then(|rest| rest.strip_suffix(".status_quo")) {
        return Some(Seat::in_table(&format!("issue.{id}"), 0));
    }
    let (side, rest) = path.split_once(".demands.")?;
    let side = Side::BOTH.iter().position(|it| it.key() == side)?;
    let (id, key) = rest.rsplit_once('.')?;
    let key = Demand::KEYS.iter().position(|known| known.name == key)?;
    Some(Seat::in_table(&format!("issue.{id}"), 1 + 2 * key + side))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn owned(paths: &[&str]) -> Vec<String> {
        paths.iter().map(ToString::to_string).collect()
    }

    /// Paths of every kind.
    fn many() -> Vec<String> {
        let mut paths = common();
        for id in ["us", "uk"] {
            paths.push(format!("guarantor.{id}.takes_part"));
            paths.extend(Guarantor::KEYS.iter().map(|key| format!("guarantor.{id}.{}", key.name)));
        }
        for id in ["transit", "us"] {
            paths.push(format!("issue.{id}.status_quo"));
            for side in Side::BOTH {
                paths.extend(Demand::KEYS.iter().map(|key| format!("{}.demands.{id}.{}", side.key(), key.name)));
            }
        }
        paths.extend(owned(&["plan.belt.effects.defender.attack_cost.add", "plan.belt.terms.territory"]));
        paths
    }

    #[test]
    fn no_two_paths_share_a_seat() {
        let paths = many();
        let mut seats = seats(&paths);
        assert!(seats.iter().all(|seat| seat.coordinate < SEATS));
        seats.sort();
        seats.dedup();
        assert_eq!(seats.len(), paths.len());
    }

    #[test]
    fn kindred_inputs_share_a_net() {
        let net = |path: &str| seats(&owned(&[path])).remove(0).net;
        for [one, other] in [
            ["challenger.forces", "defender.attack_cost"],
            ["guarantor.us.takes_part", "guarantor.us.reliability"],
            ["issue.transit.status_quo", "defender.demands.transit.ideal"],
        ] {
            assert_eq!(net(one), net(other));
        }
        assert_ne!(net("guarantor.us.reliability"), net("guarantor.uk.reliability"));
    }
}
