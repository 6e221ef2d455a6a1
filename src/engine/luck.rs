//! The random numbers of a trial, addressed by (seed, trial, path or purpose), so that variants of a scenario share
//! their luck.

use crate::model::{PartyIdentity, PerSide, Side, Structure};
use crate::num;
use crate::sampling::{Column, Purpose, TrialStream, column};

/// The streams of a run.
#[derive(Clone, Debug)]
pub struct Streams {
    war: Purpose,
    ratification: Purpose,
    peace: Purpose,
    resolve: Purpose,
    politics: Purpose,
    resumed_war: Purpose,
    shock: Column,
    honours: Vec<Column>,
    views: Vec<PerSide<Column>>,
    /// By plan, of each party that does not fight.
    party_views: Vec<Vec<Column>>,
}

impl Streams {
    /// The streams of a scenario under a seed.
    #[must_use]
    pub fn new(seed: u64, structure: &Structure) -> Self {
        let column = |path: String| column(seed, &path);
        Self {
            war: Purpose::new(seed, "war"),
            ratification: Purpose::new(seed, "ratification"),
            peace: Purpose::new(seed, "peace"),
            resolve: Purpose::new(seed, "resolve"),
            politics: Purpose::new(seed, "politics"),
            resumed_war: Purpose::new(seed, "resumed_war"),
            shock: column("guarantee.shock".into()),
            honours: structure.guarantors.iter().map(|g| column(format!("guarantor.{}.honours", g.id))).collect(),
            views: structure
                .plans
                .iter()
                .map(|plan| PerSide::each(|side| column(format!("plan.{}.view.{}", plan.id, side.key()))))
                .collect(),
            party_views: structure
                .plans
                .iter()
                .map(|plan| {
                    let path = |party: &PartyIdentity| format!("plan.{}.view.party.{}", plan.id, party.id);
                    structure.parties.iter().map(|party| column(path(party))).collect()
                })
                .collect(),
        }
    }

    /// The luck of one trial.
    #[must_use]
    pub fn trial(&self, trial: u64) -> Luck<'_> {
        Luck { streams: self, trial, war: None, peace: None, resolve: None, politics: None, resumed_war: None }
    }
}

/// The luck of one trial.
#[derive(Debug)]
pub struct Luck<'a> {
    streams: &'a Streams,
    trial: u64,
    war: Option<Sequence>,
    peace: Option<Sequence>,
    resolve: Option<Sequence>,
    politics: Option<Sequence>,
    resumed_war: Option<Sequence>,
}

/// What decides a year of peace: three numbers, uniform in (0, 1).
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct LuckOfYear {
    /// Who has the move.
    pub mover: f64,
    /// Whether it attacks.
    pub decision: f64,
    /// Whether a guarantee that runs out at the end of the year is renewed.
    pub renewal: f64,
}

/// A trial's numbers for one purpose, read mostly in order.
#[derive(Debug)]
struct Sequence {
    stream: TrialStream,
    next: u64,
}

impl Sequence {
    fn new(purpose: &Purpose, trial: u64) -> Self {
        Self { stream: purpose.trial(trial), next: 0 }
    }

    fn at(&mut self, index: u64) -> f64 {
        let number = if index == self.next { self.stream.next() } else { self.stream.at(index) };
        self.next = index + 1;
        number
    }
}

impl Luck<'_> {
    /// What decides a month of the first war, in (0, 1).
    pub fn war(&mut self, month: u64) -> f64 {
        self.war.get_or_insert_with(|| Sequence::new(&self.streams.war, self.trial)).at(month)
    }

    /// What decides a month of a resumed war, in (0, 1).
    pub fn resumed_war(&mut self, month: u64) -> f64 {
        self.resumed_war.get_or_insert_with(|| Sequence::new(&self.streams.resumed_war, self.trial)).at(month)
    }

    /// What decides a year of peace at an age of the settlement.
    pub fn peace(&mut self, age: u64) -> LuckOfYear {
        let stream = self.peace.get_or_insert_with(|| Sequence::new(&self.streams.peace, self.trial));
        let mut next = |index| stream.at(3 * age + index);
        LuckOfYear { mover: next(0), decision: next(1), renewal: next(2) }
    }

    /// What decides the lasting part of each side's shock at an age of the settlement, in (0, 1): at 0 what it is, later
    /// whether it is drawn anew after the year before and, if so, what it is then.
    pub fn resolve(&mut self, age: u64) -> PerSide<f64> {
        let stream = self.resolve.get_or_insert_with(|| Sequence::new(&self.streams.resolve, self.trial));
        PerSide::each(|side| stream.at(2 * age + side as u64))
    }

    /// What decides an election in a guarantor's politics at an age of the settlement, in (0, 1).
    pub fn election(&mut self, age: u64) -> f64 {
        self.politics.get_or_insert_with(|| Sequence::new(&self.streams.politics, self.trial)).at(age)
    }

    /// What decides the two sides' ratifications in a round, in (0, 1).
    #[must_use]
    pub fn ratification(&self, round: u64) -> PerSide<f64> {
        let mut stream = Sequence::new(&self.streams.ratification, self.trial);
        PerSide::each(|side| stream.at(2 * round + side as u64))
    }

    /// The guarantors' common shock, standard normal.
    #[must_use]
    pub fn shock(&self) -> f64 {
        num::normal_quantile(self.streams.shock.at(self.trial))
    }

    /// What decides whether a guarantor honours, in (0, 1).
    #[must_use]
    pub fn honours(&self, guarantor: usize) -> f64 {
        self.streams.honours[guarantor].at(self.trial)
    }

    /// Private view of a plan by both sides, in units of the scale of the noise (standard logistic).
    #[must_use]
    pub fn views(&self, plan: usize) -> PerSide<f64> {
        self.of_views(plan).map(num::logit)
    }

    /// What decides both sides' private views of a plan, in (0, 1).
    #[must_use]
    pub fn of_views(&self, plan: usize) -> PerSide<f64> {
        PerSide::each(|side: Side| self.streams.views[plan][side].at(self.trial))
    }

    /// The same by each party that does not fight.
    pub fn party_views(&self, plan: usize) -> impl Iterator<Item = f64> {
        self.streams.party_views[plan].iter().map(|column| num::logit(column.at(self.trial)))
    }
}
