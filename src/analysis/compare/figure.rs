//! What is compared: the fate of each trial, and the figures that fates make.

use crate::engine::{Class, Recorder, Row};
use crate::model::{PerSide, Side};

/// What became of a trial, as far as comparisons ask.
#[derive(Clone, Debug, PartialEq)]
pub struct Fate {
    /// How it ended; `None`: it failed.
    pub class: Option<Class>,
    /// Age at which the peace failed, years; `None`: it did not.
    pub failure_age: Option<u32>,
    /// Realised value to both sides.
    pub values: PerSide<f64>,
    /// What it counts for: 1 where there is no evidence.
    pub weight: f64,
    /// What it costs people, by cost compared, each in its unit; nothing where it failed.
    pub costs: Vec<f64>,
}

impl Fate {
    /// That of a trial that failed.
    #[must_use]
    pub fn failed() -> Self {
        Self { class: None, failure_age: None, values: PerSide::default(), weight: 1.0, costs: Vec::new() }
    }

    /// Whether a plan was signed.
    #[must_use]
    pub fn settled(&self) -> bool {
        matches!(self.class, Some(Class::PeaceHeld | Class::ResumedByChallenger | Class::ResumedByDefender))
    }
}

/// Keeps the fate of every trial.
#[derive(Clone, Debug, Default)]
pub struct FateRecorder {
    /// The costs that are compared, by their place among those of the scenario.
    pub costs: Vec<usize>,
}

impl Recorder for FateRecorder {
    type Chunk = Vec<Fate>;

    fn chunk(&self) -> Vec<Fate> {
        Vec::new()
    }

    fn record(&self, chunk: &mut Vec<Fate>, row: &Row<'_>) {
        chunk.push(match row.outcome {
            Ok(outcome) => Fate {
                class: Some(outcome.class),
                failure_age: outcome.breach.map(|breach| breach.age),
                values: outcome.values,
                weight: outcome.weight.value(),
                costs: self.costs.iter().map(|&cost| outcome.costs[cost]).collect(),
            },
            Err(_) => Fate::failed(),
        });
    }
}

/// A figure that is compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Compared {
    /// Share of trials of a class.
    Class(Class),
    /// Share of trials that settled.
    Settlement,
    /// Share of trials settled and at peace until that year.
    Holding(u32),
    /// Mean realised value to that side.
    Value(Side),
    /// Mean of a cost, by its place among those compared.
    Cost(usize),
}

impl Compared {
    /// The figures of a comparison over so many years, of trials whose front can freeze or cannot, with so many costs.
    #[must_use]
    pub fn all(years: u32, can_freeze: bool, costs: usize) -> Vec<Compared> {
        let mut all: Vec<Compared> = Class::possible(can_freeze).map(Compared::Class).collect();
        all.push(Compared::Settlement);
        let mut milestones: Vec<u32> = [5, 15, 30].into_iter().filter(|year| *year < years).collect();
        milestones.push(years);
        all.extend(milestones.into_iter().map(Compared::Holding));
        all.extend(Side::BOTH.map(Compared::Value));
        all.extend((0..costs).map(Compared::Cost));
        all
    }

    /// Its path in `summary.json`, of costs with those identifiers.
    #[must_use]
    pub fn key(self, costs: &[impl AsRef<str>]) -> String {
        match self {
            Compared::Class(class) => format!("classes.{}", class.name()),
            Compared::Settlement => "settlement.share".to_owned(),
            Compared::Holding(year) => format!("signed_and_holding@{year}"),
            Compared::Value(side) => format!("values.{}.mean", side.key()),
            Compared::Cost(cost) => format!("costs.{}.all.mean", costs[cost].as_ref()),
        }
    }

    /// Whether it is a share.
    #[must_use]
    pub fn is_share(self) -> bool {
        !matches!(self, Compared::Value(_) | Compared::Cost(_))
    }

    /// What a trial adds to it: 0 or 1 for shares.
    pub(super) fn of(self, fate: &Fate) -> f64 {
        let is = match self {
            Compared::Class(class) => fate.class == Some(class),
            Compared::Settlement => fate.settled(),
            Compared::Holding(year) => fate.settled() && fate.failure_age.is_none_or(|age| age >= year),
            Compared::Value(side) => return fate.values[side],
            Compared::Cost(cost) => return fate.costs[cost],
        };
        f64::from(u8::from(is))
    }
}
