//! Being told of a trial while it is played: its inputs, months, rounds, years and end.

use crate::model::enforcement::{Guard, Solution};
use crate::model::{PerSide, Side};

use super::front::{Front, Step};
use super::outcome::{Assessment, Breach, Signature, TrialOutcome};
use super::world::{World, WorldError};

/// Is told of a trial as it is played, in the order of events. Every method does nothing unless it is written.
///
/// Being watched changes no bit of a trial. An observer with [`Observer::WATCHES`] false costs nothing: what only it would
/// be told is then not even computed.
pub trait Observer {
    /// Whether anything is to be told.
    const WATCHES: bool = true;

    /// The drawn inputs, in the order of the scenario's, and which guarantors take part.
    fn drawn(&mut self, _inputs: &[f64], _consents: &[bool]) {}

    /// The world that these numbers make.
    fn world(&mut self, _world: &World) {}

    /// Every plan at the start position under prior beliefs; `None` where it is not available.
    fn assessed(&mut self, _assessments: &[Option<Assessment>]) {}

    /// A round of bargaining, before the fighting of its month.
    fn round(&mut self, _round: &Round<'_>) {}

    /// A month of the first or of a resumed war.
    fn month(&mut self, _month: &WarMonth) {}

    /// A plan was signed and ratified. The solutions are both sides' own.
    fn signed(&mut self, _signature: &Signature, _solutions: &PerSide<Solution>) {}

    /// A year of peace begins; nobody has attacked before it.
    fn year(&mut self, _year: &PeaceYear) {}

    /// A side goes back to war.
    fn attacked(&mut self, _attack: &Attack<'_>) {}

    /// The resumed war has ended.
    fn breached(&mut self, _breach: &Breach) {}

    /// The end.
    fn ended(&mut self, _outcome: Result<&TrialOutcome, &WorldError>) {}
}

/// Watches nothing.
#[derive(Clone, Copy, Debug, Default)]
pub struct NoObserver;

impl Observer for NoObserver {
    const WATCHES: bool = false;
}

/// A round of bargaining.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct Round<'a> {
    /// Months since the start.
    pub month: u32,
    /// The front, before the fighting of the month.
    pub front: Front,
    /// Log-odds by which each side misjudges every contest.
    pub offsets: PerSide<f64>,
    /// Value of fighting to the finish as each side sees it (W), share of the prize.
    pub war_values: PerSide<f64>,
    /// Value of fighting on as each side sees it (C), with what it hopes for; W where nobody looks ahead.
    pub reservations: PerSide<f64>,
    /// What each side asks of a plan beyond that, share of the prize.
    pub margins: PerSide<f64>,
    /// Each plan.
    pub plans: &'a [PlanInRound],
    /// Index of the plan that is tabled; `None`: none suits both.
    pub tabled: Option<usize>,
    /// Whether each side ratifies what was tabled; no where nothing was.
    pub ratifies: PerSide<bool>,
    /// Whether both sides ratify what was tabled.
    pub ratified: bool,
}

/// A plan in a round, whether it can be tabled or not.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct PlanInRound {
    /// Why it cannot be tabled, if it cannot.
    pub barred: Option<Barred>,
    /// Of a plan with open terms, the combination of them that suits both sides best; else 0.
    pub combination: usize,
    /// Value of signing as each side sees it (V), share of the prize; `None`: the plan is not available.
    pub values: Option<PerSide<f64>>,
    /// V - C - margin plus the private view, share of the prize.
    pub surplus: Option<PerSide<f64>>,
    /// Private view of each side, share of the prize.
    pub views: PerSide<f64>,
    /// Whether it crosses a red line of each side.
    pub crossed: PerSide<bool>,
    /// What each party with a veto makes of it; empty where the plan is not available.
    pub vetoes: Vec<VetoInRound>,
}

/// What a party with a veto makes of a plan in a round.
#[derive(Clone, Copy, Debug, PartialEq)]
#[non_exhaustive]
pub struct VetoInRound {
    /// Its index among the parties that do not fight.
    pub party: usize,
    /// V - C - margin plus the private view, share of the prize.
    pub surplus: f64,
    /// Whether the plan crosses a red line of it.
    pub crossed: bool,
}

impl VetoInRound {
    /// Whether it refuses the plan.
    #[must_use]
    pub fn refuses(&self) -> bool {
        self.crossed || !(self.surplus >= 0.0)
    }
}

/// Why a plan cannot be tabled in a round.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Barred {
    /// The scenario never puts it on the table.
    Untabled,
    /// No guarantor takes part that it needs.
    Unavailable,
    /// Its first month has not come.
    TooEarly,
    /// It failed to be ratified not long ago.
    OffTable,
    /// The ceasefire before its peace would end after negotiation does.
    TooLate,
    /// It crosses a red line of either side, or of a party with a veto.
    RedLine,
    /// A party with a veto refuses it.
    Veto,
}

/// A month of war.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct WarMonth {
    /// Whether this is a resumed war.
    pub resumed: bool,
    /// Months since this war began.
    pub month: u32,
    /// What happened.
    pub step: Step,
    /// The front after it.
    pub front: Front,
    /// Who has won by it, if anybody.
    pub winner: Option<Side>,
}

/// A year of peace as it begins.
#[derive(Clone, Copy, Debug, PartialEq)]
#[non_exhaustive]
pub struct PeaceYear {
    /// Age of the settlement, years.
    pub age: usize,
    /// What guards the peace.
    pub guard: Guard,
    /// Chance that each side attacks now, who has the move being open.
    pub chances: PerSide<f64>,
    /// Who attacks, if anybody.
    pub attacker: Option<Side>,
}

/// An attack.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct Attack<'a> {
    /// Who attacks.
    pub attacker: Side,
    /// Age of the settlement, years.
    pub age: usize,
    /// Whether the guarantee is active.
    pub active: bool,
    /// The guarantors that honour, as indices among the scenario's.
    pub honoured: &'a [usize],
    /// Their force, thousand.
    pub force: f64,
    /// Log-odds of an advance of A in the resumed war.
    pub log_odds: f64,
}
