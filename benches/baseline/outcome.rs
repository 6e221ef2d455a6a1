//! What a trial of the baseline records.

use armistice::engine::{Class, Resumed};
use armistice::model::Side;

use super::costs::Course;
use super::parties::Stance;

/// A plan at the start, under prior beliefs.
#[derive(Clone, Debug)]
pub struct Assessment {
    /// V of both sides.
    pub value: [f64; 2],
    /// V - C - margin of both sides.
    pub surplus: [f64; 2],
    /// Whether each side could accept it.
    pub acceptable: [bool; 2],
    /// Survival by year.
    pub survival: Vec<f64>,
    /// What each party that does not fight makes of it.
    pub parties: Vec<Stance>,
}

/// A signature.
#[derive(Clone, Debug)]
pub struct Signature {
    /// Index of the plan.
    pub plan: usize,
    /// Month.
    pub month: u32,
    /// Terms as signed, by issue.
    pub terms: Vec<f64>,
    /// Surplus of both sides, private views included.
    pub surplus: [f64; 2],
    /// Survival by year.
    pub survival: Vec<f64>,
}

/// A peace that failed.
#[derive(Clone, Debug)]
pub struct Failure {
    /// Who attacked.
    pub attacker: Side,
    /// At what age.
    pub age: u32,
    /// Whether the guarantee was active.
    pub active: bool,
    /// How many guarantors honoured.
    pub honoured: u32,
    /// With how much force.
    pub force: f64,
    /// How the resumed war ended.
    pub result: Resumed,
    /// After how many months of war.
    pub months: u32,
    /// Months in which its front was frozen.
    pub frozen_months: u32,
}

/// A trial.
#[derive(Clone, Debug)]
pub struct Outcome {
    /// How it ended.
    pub class: Class,
    /// What was signed.
    pub signature: Option<Signature>,
    /// How the peace failed.
    pub failure: Option<Failure>,
    /// Months of war in all.
    pub war_months: u32,
    /// Months in which the front was frozen in all.
    pub frozen_months: u32,
    /// Realised value to both sides.
    pub values: [f64; 2],
    /// Realised value to the parties that do not fight.
    pub party_values: Vec<f64>,
    /// W_p of each at the start.
    pub party_war_values: Vec<f64>,
    /// C of each party that does not fight.
    pub party_reservations: Vec<f64>,
    /// W of both sides at the start.
    pub war_values: [f64; 2],
    /// C at the start of both sides, private views left out.
    pub reservations: [f64; 2],
    /// Every plan at the start.
    pub assessments: Vec<Option<Assessment>>,
    /// Its months.
    pub course: Course,
    /// What they cost, by cost.
    pub costs: Vec<f64>,
    /// Likelihood of each piece of evidence, to its power.
    pub likelihoods: Vec<f64>,
    /// How the trial ends with nothing known: its class, and plan and month of a signature.
    pub unknowing: Option<(Class, Option<(usize, u32)>)>,
}
