//! What a conflict consists of, without its numbers: issues, guarantors, plans.

use super::evidence::EvidencePiece;
use super::forecast::Forecast;
use super::open::OpenTerm;
use super::parameters::{
    Address, DEFENDER_FORCES, FOREIGN_TROOPS, Front, GUARANTEE_YEARS, Guarantee, Key, Party, STRUCTURAL, TERRITORY,
};
use super::side::{PerSide, Side};

/// An issue: the four structural ones come first, then those that the scenario declares.
#[derive(Clone, Debug, PartialEq)]
pub struct Issue {
    /// Identifier in paths.
    pub id: String,
    /// Name for readers.
    pub name: String,
    /// Unit for readers.
    pub unit: String,
}

/// A guarantor's identity; its numbers are in [`super::Parameters::guarantors`] at the same index.
#[derive(Clone, Debug, PartialEq)]
pub struct GuarantorIdentity {
    /// Identifier in paths.
    pub id: String,
    /// Name for readers.
    pub name: String,
    /// Index of the guarantor on whom it leans; that one has none itself.
    pub backstop: Option<usize>,
    /// Index of the guarantor without whom it does not take part.
    pub needs: Option<usize>,
    /// Whether it has politics; one guarantor at most does.
    pub has_politics: bool,
}

/// The identity of a party that does not fight; its numbers are in [`super::Parameters::stakeholders`] at the same index.
#[derive(Clone, Debug, PartialEq)]
pub struct PartyIdentity {
    /// Identifier in paths.
    pub id: String,
    /// Name for readers.
    pub name: String,
    /// Whether a plan that it would refuse is not tabled.
    pub veto: bool,
}

/// A cost's identity; its numbers are in [`super::Parameters::costs`] at the same index.
#[derive(Clone, Debug, PartialEq)]
pub struct CostIdentity {
    /// Identifier in paths.
    pub id: String,
    /// Name for readers.
    pub name: String,
    /// Unit for readers, such as "thousand people".
    pub unit: String,
}

/// A guarantor that a plan names.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Participant {
    /// Index of the guarantor.
    pub guarantor: usize,
    /// The plan's own shorter term for it, years; infinite when none is given.
    pub years: f64,
}

/// A number that a plan may change for the time after its signature.
#[derive(Clone, Copy, Debug)]
pub enum EffectTarget {
    /// A number of a belligerent.
    Party(Side, &'static Key<Party>),
    /// A number of the front.
    Front(&'static Key<Front>),
    /// A number of the guarantee.
    Guarantee(&'static Key<Guarantee>),
}

/// Keys of a belligerent that effects may change.
pub const PARTY_EFFECTS: [&str; 12] = [
    "forces",
    "growth",
    "growth_years",
    "quality",
    "cheating",
    "mobilisation",
    "war_cost",
    "collapse",
    "attack_cost",
    "shock",
    "surprise",
    "misperception",
];
/// Keys of the front that effects may change.
pub const FRONT_EFFECTS: [&str; 4] = ["stalemate", "decisiveness", "freeze", "thaw"];
/// Keys of the guarantee that effects may change.
pub const GUARANTEE_EFFECTS: [&str; 4] = ["tripwire", "tripwire_scale", "erosion", "renewal"];

impl EffectTarget {
    /// The path of the changed number in scenario files.
    #[must_use]
    pub fn path(&self) -> String {
        match self {
            EffectTarget::Party(side, key) => format!("{}.{}", side.key(), key.name),
            EffectTarget::Front(key) => format!("front.{}", key.name),
            EffectTarget::Guarantee(key) => format!("guarantee.{}", key.name),
        }
    }

    /// The same place as an address of the whole parameter set.
    #[must_use]
    pub fn address(&self) -> Address {
        match *self {
            EffectTarget::Party(side, key) => Address::Party(side, key),
            EffectTarget::Front(key) => Address::Front(key),
            EffectTarget::Guarantee(key) => Address::Guarantee(key),
        }
    }

    /// Permitted results.
    #[must_use]
    pub fn range(&self) -> super::Range {
        match self {
            EffectTarget::Party(_, key) => key.range,
            EffectTarget::Front(key) => key.range,
            EffectTarget::Guarantee(key) => key.range,
        }
    }
}

/// How an effect combines its operand with the number it changes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EffectKind {
    /// The operand replaces the number.
    Set,
    /// The operand is added.
    Add,
    /// The number is multiplied by the operand.
    Multiply,
}

impl EffectKind {
    /// The number after the effect.
    #[must_use]
    pub fn apply(self, number: f64, operand: f64) -> f64 {
        match self {
            EffectKind::Set => operand,
            EffectKind::Add => number + operand,
            EffectKind::Multiply => number * operand,
        }
    }

    /// The key in scenario files.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            EffectKind::Set => "set",
            EffectKind::Add => "add",
            EffectKind::Multiply => "multiply",
        }
    }
}

/// A change that a plan makes for the time after its signature; its operand is in [`super::Parameters::effects`].
#[derive(Clone, Copy, Debug)]
pub struct Effect {
    /// What changes.
    pub target: EffectTarget,
    /// How.
    pub kind: EffectKind,
}

/// A plan for a settlement.
#[derive(Clone, Debug)]
pub struct Plan {
    /// Identifier in paths.
    pub id: String,
    /// Name for readers.
    pub name: String,
    /// Share of the contested territory that A holds; `None`: the line of contact when the plan is signed.
    pub territory: Option<f64>,
    /// Cap on D's peacetime army, thousand; infinite: no cap.
    pub defender_forces: f64,
    /// Guarantors' troops on D's soil that the plan asks for, thousand.
    pub foreign_troops: f64,
    /// Term of the guarantee, whole years; 0: no guarantee; infinite: permanent.
    pub guarantee_years: f64,
    /// Terms on the further issues, in their order.
    pub further: Vec<f64>,
    /// The guarantors that take part if they consent, in the order of the scenario's guarantors.
    pub participants: Vec<Participant>,
    /// Changes for the time after the signature, in the order of the file.
    pub effects: Vec<Effect>,
    /// Month from which the plan can be tabled.
    pub from_month: u32,
    /// Months for which fighting stops after the signature, before the sides ratify; then the peace begins.
    pub ceasefire_months: u32,
    /// Whether it can be tabled at all; else it is weighed, and never signed.
    pub tabled: bool,
    /// Terms that the sides may choose, in the order of the file; what stands above of these is their first choice.
    pub open: Vec<OpenTerm>,
}

impl Plan {
    /// Whether it names the guarantor of that index.
    #[must_use]
    pub fn names_guarantor(&self, guarantor: usize) -> bool {
        self.participants.iter().any(|participant| participant.guarantor == guarantor)
    }

    /// The term on an issue, in the issue's unit; `None`: territory as it lies, or no such issue.
    #[must_use]
    pub fn term(&self, issue: usize) -> Option<f64> {
        match issue {
            TERRITORY => self.territory,
            DEFENDER_FORCES => Some(self.defender_forces),
            FOREIGN_TROOPS => Some(self.foreign_troops),
            GUARANTEE_YEARS => Some(self.guarantee_years),
            further => self.further.get(further - STRUCTURAL.len()).copied(),
        }
    }

    /// Sets the term on an issue; `None`: territory as it lies.
    pub fn set_term(&mut self, issue: usize, term: Option<f64>) {
        match (issue, term) {
            (TERRITORY, share) => self.territory = share,
            (DEFENDER_FORCES, Some(cap)) => self.defender_forces = cap,
            (FOREIGN_TROOPS, Some(troops)) => self.foreign_troops = troops,
            (GUARANTEE_YEARS, Some(years)) => self.guarantee_years = years,
            (further, Some(term)) => self.further[further - STRUCTURAL.len()] = term,
            (_, None) => {}
        }
    }
}

/// What the private shocks to the decision to attack are.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Shocks {
    /// They move decisions, and nobody is paid by them.
    #[default]
    Unpaid,
    /// They are payoffs (Rust 1987).
    Paid,
}

impl Shocks {
    /// Every kind.
    pub const ALL: [Shocks; 2] = [Shocks::Unpaid, Shocks::Paid];

    /// The word in scenario files.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Shocks::Unpaid => "unpaid",
            Shocks::Paid => "paid",
        }
    }

    /// The kind of that word.
    #[must_use]
    pub fn by_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|shocks| shocks.name() == name)
    }
}

/// A theory of what makes a peace hold or break.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum TheoryKind {
    /// Both sides weigh peace against war, year by year.
    #[default]
    Strategic,
    /// Peaces break as often as the record says of such peaces.
    Hazard,
}

impl TheoryKind {
    /// Every one, the default first.
    pub const ALL: [TheoryKind; 2] = [TheoryKind::Strategic, TheoryKind::Hazard];

    /// The word in scenario files and on the command line.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            TheoryKind::Strategic => "strategic",
            TheoryKind::Hazard => "hazard",
        }
    }

    /// The theory of that word.
    #[must_use]
    pub fn by_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|theory| theory.name() == name)
    }
}

/// With what a side compares a plan.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Foresight {
    /// With fighting to the finish.
    #[default]
    None,
    /// With fighting on and negotiating again, to the last round.
    All,
}

impl Foresight {
    /// Every one, the default first.
    pub const ALL: [Foresight; 2] = [Foresight::None, Foresight::All];

    /// The word in scenario files.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Foresight::None => "none",
            Foresight::All => "all",
        }
    }

    /// The one of that word.
    #[must_use]
    pub fn by_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|foresight| foresight.name() == name)
    }
}

/// The parts of a conflict that are not numbers.
#[derive(Clone, Debug)]
pub struct Structure {
    /// The issues: territory, defender_forces, foreign_troops, guarantee_years, then the further ones.
    pub issues: Vec<Issue>,
    /// The guarantors.
    pub guarantors: Vec<GuarantorIdentity>,
    /// The parties that do not fight.
    pub parties: Vec<PartyIdentity>,
    /// The plans.
    pub plans: Vec<Plan>,
    /// Which sides may break an agreement.
    pub may_attack: PerSide<bool>,
    /// What the private shocks to the decision to attack are.
    pub shocks: Shocks,
    /// What is counted of the course of a trial, and is no part of anybody's payoff.
    pub costs: Vec<CostIdentity>,
    /// What makes a peace hold or break.
    pub theory: TheoryKind,
    /// With what the sides compare a plan.
    pub foresight: Foresight,
    /// What has happened already.
    pub evidence: Vec<EvidencePiece>,
    /// What others hold probable.
    pub forecasts: Vec<Forecast>,
}

impl Structure {
    /// Whether trials weigh differently, for what has happened already or for what others foretell.
    #[must_use]
    pub fn is_weighted(&self) -> bool {
        !self.evidence.is_empty() || !self.forecasts.is_empty()
    }

    /// The parties whose refusal keeps a plan off the table, by their index.
    pub fn vetoes(&self) -> impl Iterator<Item = usize> {
        self.parties.iter().enumerate().filter(|(_, party)| party.veto).map(|(index, _)| index)
    }
}
