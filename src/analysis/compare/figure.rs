//! What is compared: the fate of each trial, and the figures that fates make.

use crate::engine::{Class, Recorder, Row};
use crate::model::{PerSide, Side};

/// What became of a trial, as far as comparisons ask.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Fate {
    /// How it ended; `None`: it failed.
    pub class: Option<Class>,
    /// Age at which the peace failed, years; `None`: it did not.
    pub failure_age: Option<u32>,
    /// Realised value to both sides.
    pub values: PerSide<f64>,
    /// What it counts for: 1 where there is no evidence.
    pub weight: f64,
}

impl Fate {
    /// Whether a plan was signed.
    #[must_use]
    pub fn settled(&self) -> bool {
        matches!(self.class, Some(Class::PeaceHeld | Class::ResumedByChallenger | Class::ResumedByDefender))
    }
}

/// Keeps the fate of every trial.
#[derive(Clone, Copy, Debug)]
pub struct FateRecorder;

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
            },
            Err(_) => Fate { class: None, failure_age: None, values: PerSide::default(), weight: 1.0 },
        });
    }
}

/// A figure that is compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Compared {
    /// Share of trials of a class.
    Class(Class),
    /// Share of trials that settled.
    Settlement,
    /// Share of trials settled and at peace until that year.
    Holding(u32),
    /// Mean realised value to that side.
    Value(Side),
}

impl Compared {
    /// The figures of a comparison over so many years, of trials whose front can freeze or cannot.
    #[must_use]
    pub fn all(years: u32, can_freeze: bool) -> Vec<Compared> {
        let mut all: Vec<Compared> = Class::possible(can_freeze).map(Compared::Class).collect();
        all.push(Compared::Settlement);
        let mut milestones: Vec<u32> = [5, 15, 30].into_iter().filter(|year| *year < years).collect();
        milestones.push(years);
        all.extend(milestones.into_iter().map(Compared::Holding));
        all.extend(Side::BOTH.map(Compared::Value));
        all
    }

    /// Its path in `summary.json`.
    #[must_use]
    pub fn key(self) -> String {
        match self {
            Compared::Class(class) => format!("classes.{}", class.name()),
            Compared::Settlement => "settlement.share".to_owned(),
            Compared::Holding(year) => format!("signed_and_holding@{year}"),
            Compared::Value(side) => format!("values.{}.mean", side.key()),
        }
    }

    /// Whether it is a share.
    #[must_use]
    pub fn is_share(self) -> bool {
        !matches!(self, Compared::Value(_))
    }

    /// What a trial adds to it: 0 or 1 for shares.
    pub(super) fn of(self, fate: &Fate) -> f64 {
        let is = match self {
            Compared::Class(class) => fate.class == Some(class),
            Compared::Settlement => fate.settled(),
            Compared::Holding(year) => fate.settled() && fate.failure_age.is_none_or(|age| age >= year),
            Compared::Value(side) => return fate.values[side],
        };
        f64::from(u8::from(is))
    }
}
