//! Every number of a conflict, by name: its meaning, unit, range and default are written here once and serve
//! the parser, the JSON Schema, `check`, the path addressing and the model alike.

use super::side::Side;
use crate::num;

/// An interval of permitted values; an open end excludes its bound. Infinity is inside only where the bound
/// itself is infinite and closed.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Range {
    /// Lower bound.
    pub min: f64,
    /// Upper bound.
    pub max: f64,
    /// Whether the lower bound itself is excluded.
    pub min_open: bool,
    /// Whether the upper bound itself is excluded.
    pub max_open: bool,
}

impl Range {
    /// `[min, max]`
    #[must_use]
    pub const fn closed(min: f64, max: f64) -> Self {
        Self { min, max, min_open: false, max_open: false }
    }

    /// `(min, max)`
    #[must_use]
    pub const fn open(min: f64, max: f64) -> Self {
        Self { min, max, min_open: true, max_open: true }
    }

    /// `[min, max)`
    #[must_use]
    pub const fn closed_open(min: f64, max: f64) -> Self {
        Self { min, max, min_open: false, max_open: true }
    }

    /// `(min, max]`
    #[must_use]
    pub const fn open_closed(min: f64, max: f64) -> Self {
        Self { min, max, min_open: true, max_open: false }
    }

    /// Whether `x` lies inside; NaN never does.
    #[must_use]
    pub fn contains(&self, x: f64) -> bool {
        let above = if self.min_open { x > self.min } else { x >= self.min };
        let below = if self.max_open { x < self.max } else { x <= self.max };
        above && below
    }
}

/// What is known about one number of the model.
#[derive(Clone, Copy, Debug)]
pub struct Key<T: 'static> {
    /// The key in scenario files and the last part of its path.
    pub name: &'static str,
    /// Meaning, for documentation and the JSON Schema.
    pub doc: &'static str,
    /// Unit as a reader would say it.
    pub unit: &'static str,
    /// Permitted values.
    pub range: Range,
    /// What holds when the key is left out.
    pub missing: Missing,
    /// Takes whole numbers only.
    pub whole: bool,
    /// A word that stands for infinity in this key ("permanent", "none", "inf"), if any.
    pub infinity: Option<&'static str>,
    /// Reads the number; `None`: not given.
    pub get: fn(&T) -> Option<f64>,
    /// The place of the number; one that was not given is there from then on.
    pub slot: fn(&mut T) -> &mut f64,
}

/// What holds when a key is left out.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Missing {
    /// It may not be left out.
    Refused,
    /// There is no such number.
    Absent,
    /// This number.
    Default(f64),
}

/// The type of a number that may be absent, or may not.
macro_rules! number {
    () => { f64 };
    (optional) => { Option<f64> };
}

/// The place of such a number.
macro_rules! place {
    ($place:expr) => {
        &mut $place
    };
    ($place:expr, optional) => {
        $place.get_or_insert(0.0)
    };
}

/// Such a number before the file is read; one that must be given holds NaN until then.
macro_rules! unset {
    ($missing:expr) => {
        match $missing {
            Missing::Default(default) => default,
            Missing::Refused | Missing::Absent => f64::NAN,
        }
    };
    ($missing:expr, optional) => {
        None
    };
}

macro_rules! keyed {
    (
        $(#[$meta:meta])*
        pub struct $Type:ident {
            $( $(#[doc = $doc:literal])+ $name:ident: $($optional:ident)? $unit:literal, $range:expr, $missing:expr $(, whole $whole:literal)? $(, infinity $inf:literal)?; )*
        }
    ) => {
        $(#[$meta])*
        #[derive(Clone, Copy, Debug, PartialEq)]
        pub struct $Type {
            $( $(#[doc = $doc])+ pub $name: number!($($optional)?), )*
        }

        impl $Type {
            /// Every number of this type, in the order of the documentation.
            pub const KEYS: &'static [Key<$Type>] = &[
                $( Key {
                    name: stringify!($name),
                    doc: concat!($($doc),+),
                    unit: $unit,
                    range: $range,
                    missing: $missing,
                    whole: false $(|| $whole)?,
                    infinity: { let word: Option<&'static str> = None; $( let _ = word; let word = Some($inf); )? word },
                    get: |it| it.$name.into(),
                    slot: |it| place!(it.$name $(, $optional)?),
                }, )*
            ];

            /// All keys as they are when left out; a required key holds NaN, so that no scenario has it.
            #[must_use]
            pub(crate) fn unset() -> Self {
                Self { $( $name: unset!($missing $(, $optional)?), )* }
            }

            /// The key of that name.
            #[must_use]
            pub fn key(name: &str) -> Option<&'static Key<Self>> {
                Self::KEYS.iter().find(|key| key.name == name)
            }
        }
    };
}

const INF: f64 = f64::INFINITY;
const MAX: f64 = 1e6;
const PROBABILITY: Range = Range::closed(0.0, 1.0);
const POSITIVE: Range = Range::open_closed(0.0, MAX);
const NOT_NEGATIVE: Range = Range::closed(0.0, MAX);
const LOG_ODDS: Range = Range::closed(-50.0, 50.0);
const SHARE: Range = Range::closed(-10.0, 10.0);

/// Types of a side of whose shock a part lasts.
pub(super) const TYPES: usize = 9;

/// The longest span in years that a scenario may name.
pub const MAX_YEARS: f64 = 1_000.0;
/// The longest span in months that a scenario may name.
pub const MAX_MONTHS: f64 = 12_000.0;

keyed! {
    /// One belligerent.
    pub struct Party {
        /// Effective forces at the start (F).
        forces: "thousand", POSITIVE, Missing::Refused;
        /// Growth of forces that the side seeks after a settlement, as a share of today's forces; negative: demobilisation (g).
        growth: "share", Range::open_closed(-1.0, 1_000.0), Missing::Default(0.0);
        /// Time constant of that growth (tau).
        growth_years: "years", Range::open_closed(0.0, MAX_YEARS), Missing::Default(5.0);
        /// Quality factor of the defender's army after the settlement: training and equipment (qual). Defender only.
        quality: "factor", Range::open_closed(0.0, 1_000.0), Missing::Default(1.0);
        /// Share by which the defender exceeds a cap on its army (cheat). Defender only.
        cheating: "share", Range::closed(0.0, 1_000.0), Missing::Default(0.0);
        /// How far the defender can mobilise beyond its peacetime army once attacked: 0 not at all, 1 as if there were no cap (mob). Defender only.
        mobilisation: "share", PROBABILITY, Missing::Default(0.0);
        /// Weight of next year against this one (delta).
        discount_factor: "per year", Range::closed(0.2, 0.9999), Missing::Refused;
        /// Flow cost of fighting, as a share of the flow of the whole prize (c).
        war_cost: "share of the prize's flow", Range::open(-1.0, 10.0), Missing::Refused;
        /// Probability that the side collapses in a month of war (e); the two sides' sum stays below 1.
        collapse: "probability per month", Range::closed_open(0.0, 1.0), Missing::Default(0.0);
        /// Shift of the side's prior on winning a battle, in its own favour (o).
        optimism: "log-odds", LOG_ODDS, Missing::Default(0.0);
        /// Strength of that prior in pseudo-battles (kappa); "inf": beliefs never move.
        belief_strength: "pseudo-battles", Range::open_closed(0.0, INF), Missing::Default(INF), infinity "inf";
        /// Lump cost of breaking an agreement: audiences, standing (lump).
        attack_cost: "share of the prize", SHARE, Missing::Default(0.0);
        /// Scale of the privately observed shock to the decision to attack (sigma).
        shock: "share of the prize", Range::open_closed(0.0, 10.0), Missing::Default(0.02);
        /// Share of the variance of that shock that lasts instead of being drawn anew every year (last).
        lasting: "share", Range::closed_open(0.0, 1.0), Missing::Default(0.0);
        /// Probability that what lasts of it is drawn anew after a year: another leader (turn).
        turnover: "probability per year", PROBABILITY, Missing::Default(0.0);
        /// Advantage of striking first, for the whole of a resumed war (surp).
        surprise: "log-odds", LOG_ODDS, Missing::Default(0.0);
        /// How far the side misjudges every guarantor's probability of honouring (bias).
        misperception: "log-odds", LOG_ODDS, Missing::Default(0.0);
        /// Surplus that the side demands before it signs (margin).
        margin: "share of the prize", SHARE, Missing::Default(0.0);
        /// Probability that the side ratifies what it signed.
        ratification: "probability", PROBABILITY, Missing::Default(1.0);
    }
}

keyed! {
    /// What one side wants on one issue.
    pub struct Demand {
        /// The side's best outcome on this issue (alpha). Not given for `guarantee_years`.
        ideal: "the issue's unit", Range::closed(-1e6, 1e6), Missing::Refused;
        /// Weight of this issue among the side's demands (omega).
        salience: "weight", NOT_NEGATIVE, Missing::Refused;
        /// The term beyond which the side never signs; none when left out.
        red_line: optional "the issue's unit", Range::closed(-1e6, INF), Missing::Absent, infinity "none";
        /// Curvature of the loss with distance from the ideal (gamma): 1 linear, above 1 the first steps hurt least.
        curvature: "exponent", Range::open_closed(0.0, 100.0), Missing::Default(1.0);
    }
}

keyed! {
    /// A party that does not fight: an ally, a mediator, a parliament, a faction.
    pub struct Stakeholder {
        /// Weight of next year against this one (delta).
        discount_factor: "per year", Range::closed(0.2, 0.9999), Missing::Refused;
        /// Flow cost to it of a month in which the two sides fight, as a share of the flow of the whole prize (c).
        war_cost: "share of the prize's flow", Range::open(-1.0, 10.0), Missing::Default(0.0);
        /// Shift of its belief on who wins a battle, towards the challenger (o).
        optimism: "log-odds", LOG_ODDS, Missing::Default(0.0);
        /// How far it misjudges every guarantor's probability of honouring (bias).
        misperception: "log-odds", LOG_ODDS, Missing::Default(0.0);
        /// Surplus that it demands before it accepts (margin).
        margin: "share of the prize", SHARE, Missing::Default(0.0);
        /// What it has for ever once the challenger has won (v_A); its utility at the challenger's ideals, without troops and guarantee, when left out.
        if_challenger_wins: optional "share of the prize", PROBABILITY, Missing::Absent;
        /// What it has for ever once the defender has won (v_D); its utility at the defender's ideals, without troops and guarantee, when left out.
        if_defender_wins: optional "share of the prize", PROBABILITY, Missing::Absent;
    }
}

keyed! {
    /// What a party that does not fight wants on one issue.
    pub struct Interest {
        /// The party's best outcome on this issue (alpha). Not given for `guarantee_years`.
        ideal: "the issue's unit", Range::closed(-1e6, 1e6), Missing::Refused;
        /// Weight of this issue among the party's demands (omega).
        salience: "weight", NOT_NEGATIVE, Missing::Refused;
        /// The term above which the party never accepts; or give `below`.
        above: optional "the issue's unit", Range::closed(-1e6, INF), Missing::Absent, infinity "none";
        /// The term below which the party never accepts; or give `above`.
        below: optional "the issue's unit", Range::closed(-1e6, INF), Missing::Absent, infinity "none";
        /// Curvature of the loss with distance from the ideal (gamma): 1 linear, above 1 the first steps hurt least.
        curvature: "exponent", Range::open_closed(0.0, 100.0), Missing::Default(1.0);
    }
}

impl Interest {
    /// On an issue about which the party does not care.
    #[must_use]
    pub(crate) fn none() -> Self {
        Self { ideal: 0.0, salience: 0.0, ..Self::unset() }
    }
}

keyed! {
    /// The front line.
    pub struct Front {
        /// Number of steps between the defender's and the challenger's victory (N).
        positions: "steps", Range::closed(2.0, 1_000.0), Missing::Refused, whole true;
        /// Position at month 0 (n0), from 1 to positions - 1; or give `start_share`.
        start: optional "step", Range::closed(1.0, 999.0), Missing::Absent, whole true;
        /// Share of the contested territory that the challenger holds at month 0, rounded to the nearest position (n0); or give `start`.
        start_share: optional "share", PROBABILITY, Missing::Absent;
        /// Probability that the front stands still in a month (r).
        stalemate: "probability per month", Range::closed_open(0.0, 1.0), Missing::Default(0.0);
        /// Exponent of the force ratio in the odds of an advance (m).
        decisiveness: "exponent", Range::open_closed(0.0, 100.0), Missing::Default(1.0);
        /// Probability that fighting stops along the line in a month in which nobody collapses (freeze).
        freeze: "probability per month", Range::closed_open(0.0, 1.0), Missing::Default(0.0);
        /// Probability that a frozen front thaws in a month and the war goes on from where it stood (thaw).
        thaw: "probability per month", Range::closed_open(0.0, 1.0), Missing::Default(0.0);
    }
}

keyed! {
    /// What holds for every guarantee.
    pub struct Guarantee {
        /// Full effect of stationed troops on the odds that their sender honours the guarantee (trip).
        tripwire: "log-odds", Range::closed(0.0, 50.0), Missing::Default(0.0);
        /// Stationed troops at which half of that effect is reached (f_1/2).
        tripwire_scale: "thousand", POSITIVE, Missing::Default(10.0);
        /// Yearly erosion of commitment within a term (erode).
        erosion: "log-odds per year", Range::closed(0.0, 50.0), Missing::Default(0.0);
        /// Probability that the guarantee is renewed when a term runs out (renew).
        renewal: "probability", PROBABILITY, Missing::Default(0.0);
        /// How far the force of guarantors keeps the defender from collapsing in a war in which it comes (zeta).
        endurance: "exponent", Range::closed(0.0, 100.0), Missing::Default(0.0);
    }
}

keyed! {
    /// One guarantor.
    pub struct Guarantor {
        /// Probability that it honours the guarantee in the first year, without troops on the ground and without a common shock (rho).
        reliability: "probability", PROBABILITY, Missing::Refused;
        /// Effective troops that it brings if it honours (I).
        forces: "thousand", NOT_NEGATIVE, Missing::Default(0.0);
        /// Cost that its sanctions impose on the challenger if it honours (pun).
        punishment: "share of the prize", Range::closed(-10.0, 10.0), Missing::Default(0.0);
        /// The most troops that it would station.
        max_troops: "thousand", NOT_NEGATIVE, Missing::Default(0.0);
        /// The longest commitment that it would make; no limit when left out.
        max_years: "years", Range::closed(0.0, INF), Missing::Default(INF), whole true, infinity "permanent";
        /// Probability that it takes part at all, drawn once a trial.
        consent: "probability", PROBABILITY, Missing::Default(1.0);
        /// Exposure to the guarantors' common political shock (chi).
        coupling: "log-odds per standard deviation", Range::closed(0.0, 3.0), Missing::Default(0.0);
        /// Factor on its probability of honouring if its backstop does not honour (alone).
        without_backstop: "factor", PROBABILITY, Missing::Default(1.0);
        /// It takes part only if the others that take part bring at least so much (need).
        needs: "thousand", NOT_NEGATIVE, Missing::Default(0.0);
    }
}

keyed! {
    /// The politics of one guarantor: elections that may bring in a government that would not honour, or one that would again.
    pub struct Politics {
        /// Years from one election to the next.
        every: "years", Range::closed(1.0, MAX_YEARS), Missing::Refused, whole true;
        /// Age of the settlement at the first election; that of `every` when left out.
        first: optional "years", Range::closed(1.0, MAX_YEARS), Missing::Absent, whole true;
        /// Probability that an election brings in a government that would not honour the guarantee (out).
        out: "probability", PROBABILITY, Missing::Refused;
        /// Probability that the next election brings back one that would (back).
        back: "probability", PROBABILITY, Missing::Refused;
    }
}

impl Politics {
    /// Of a guarantor without politics.
    #[must_use]
    pub(crate) const fn none() -> Self {
        Self { every: 1.0, first: None, out: 0.0, back: 0.0 }
    }

    /// Whether a government may ever go out.
    #[must_use]
    pub fn matter(&self) -> bool {
        self.out > 0.0
    }

    /// Whether there is an election at an age of the settlement.
    #[must_use]
    pub fn elects(&self, age: usize) -> bool {
        let first = self.first.unwrap_or(self.every) as usize;
        age >= first && (age - first).is_multiple_of(self.every as usize)
    }
}

keyed! {
    /// How the sides negotiate while they fight.
    pub struct Negotiation {
        /// Months between rounds.
        interval: "months", Range::closed(1.0, MAX_MONTHS), Missing::Default(3.0), whole true;
        /// Months after which nobody negotiates any more and the trial ends.
        max_months: "months", Range::closed(0.0, MAX_MONTHS), Missing::Default(60.0), whole true;
        /// Scale of each side's private view of each plan, a logistic number.
        acceptance_noise: "share of the prize", Range::closed(0.0, 10.0), Missing::Default(0.0);
        /// Months for which a plan is off the table after a failed ratification.
        cooldown: "months", Range::closed(0.0, MAX_MONTHS), Missing::Default(12.0), whole true;
    }
}

keyed! {
    /// The time after a settlement.
    pub struct Enforcement {
        /// Years that both sides look ahead (S); at least the years of the run.
        lookahead: "years", Range::closed(1.0, MAX_YEARS), Missing::Default(100.0), whole true;
        /// Months for which a resumed war is followed.
        resumed_war_months: "months", Range::closed(0.0, MAX_MONTHS), Missing::Default(120.0), whole true;
    }
}

keyed! {
    /// What the course of a trial costs people, in one unit; no part of anybody's payoff.
    pub struct Cost {
        /// What a month of the first war costs; a month in which the front is frozen costs nothing of it.
        per_month_of_war: "the cost's unit", NOT_NEGATIVE, Missing::Default(0.0);
        /// What a month of a resumed war costs; a month in which the front is frozen costs nothing of it.
        per_month_of_resumed_war: "the cost's unit", NOT_NEGATIVE, Missing::Default(0.0);
        /// What a year of a signed peace costs.
        per_year_of_peace: "the cost's unit", NOT_NEGATIVE, Missing::Default(0.0);
        /// What every month costs, of war or peace, for each position that the challenger holds.
        per_position: "the cost's unit", NOT_NEGATIVE, Missing::Default(0.0);
    }
}

keyed! {
    /// How often peaces break in the record: a Weibull hazard (the theory "hazard").
    pub struct HazardRate {
        /// Shape of the yearly hazard of a resumed war (shape): below 1 it falls with the age of the peace, 1 leaves it constant.
        shape: "exponent", Range::open_closed(0.0, 100.0), Missing::Refused;
        /// Age by which 1 - 1/e of peaces have broken where no ratio applies (scale).
        scale: "years", POSITIVE, Missing::Refused;
        /// Share of resumed wars that the challenger begins (share).
        challenger_share: "share", PROBABILITY, Missing::Refused;
    }
}

keyed! {
    /// How the hazard of a resumed war moves with the settlement: log hazard ratios.
    pub struct HazardRatios {
        /// Log hazard ratio of an active guarantee.
        guarantee: "log hazard ratio", LOG_RATIO, Missing::Default(0.0);
        /// Log hazard ratio of foreign troops, for each unit of the logarithm of one plus a tenth of their thousands.
        troops: "log hazard ratio", LOG_RATIO, Missing::Default(0.0);
        /// Log hazard ratio of a cap on the defender's army.
        cap: "log hazard ratio", LOG_RATIO, Missing::Default(0.0);
        /// Log hazard ratio of the balance of forces, for each unit of the logarithm of the challenger's over the defender's.
        balance: "log hazard ratio", LOG_RATIO, Missing::Default(0.0);
        /// Log hazard ratio of the territory that changes hands, as a share of all that is contested.
        territory: "log hazard ratio", LOG_RATIO, Missing::Default(0.0);
    }
}

impl HazardRate {
    /// The share of peaces that hold for so many years where no ratio applies.
    #[must_use]
    pub fn holds(&self, years: f64) -> f64 {
        num::exp(-num::pow(years / self.scale, self.shape))
    }
}

/// A log hazard ratio of one unit of a further issue, as [`HazardRatios`] has them of the rest.
pub const LOG_RATIO: Range = Range::closed(-20.0, 20.0);

/// The record of broken peaces, as a scenario gives it.
#[derive(Clone, Debug, PartialEq)]
pub struct HazardRecord {
    /// How often they break.
    pub rate: HazardRate,
    /// How that moves with the settlement.
    pub ratios: HazardRatios,
    /// Log hazard ratio of one unit of each further issue, in their order.
    pub issues: Vec<f64>,
}

impl HazardRecord {
    /// Nothing given yet, for so many further issues.
    #[must_use]
    pub(crate) fn unset(further: usize) -> Self {
        Self { rate: HazardRate::unset(), ratios: HazardRatios::unset(), issues: vec![0.0; further] }
    }
}

impl Party {
    /// Of how many types the side may be: several where a part of its shock lasts.
    #[must_use]
    pub fn types(&self) -> usize {
        if self.lasting > 0.0 { TYPES } else { 1 }
    }

    /// Scale of the part of its shock that is drawn anew every year.
    #[must_use]
    pub fn yearly_shock(&self) -> f64 {
        self.shock * (1.0 - self.lasting).sqrt()
    }
}

impl Front {
    /// Position 1..=N-1 nearest to the share `x` of the contested territory; halves go up.
    #[must_use]
    pub fn position_of(&self, x: f64) -> usize {
        let n = (x * self.positions + 0.5 + 1e-9).floor();
        n.clamp(1.0, self.positions - 1.0) as usize
    }

    /// Position at month 0.
    #[must_use]
    pub fn start_position(&self) -> usize {
        match (self.start, self.start_share) {
            (Some(start), _) => start as usize,
            (None, share) => self.position_of(share.unwrap_or(0.0)),
        }
    }
}

/// Index of `territory` among the issues.
pub const TERRITORY: usize = 0;
/// Index of `defender_forces` among the issues.
pub const DEFENDER_FORCES: usize = 1;
/// Index of `foreign_troops` among the issues.
pub const FOREIGN_TROOPS: usize = 2;
/// Index of `guarantee_years` among the issues.
pub const GUARANTEE_YEARS: usize = 3;
/// Ids of the issues that every scenario has, in the order of their indices.
pub const STRUCTURAL: [&str; 4] = ["territory", "defender_forces", "foreign_troops", "guarantee_years"];

/// Whether a part of a plan's term on the issue of that index can stay in force when war resumes.
#[must_use]
pub fn can_be_kept(issue: usize) -> bool {
    issue == DEFENDER_FORCES || issue > GUARANTEE_YEARS
}

/// All numbers of a conflict in one world: a draw of the inputs, or the central values.
#[derive(Clone, Debug, PartialEq)]
pub struct Parameters {
    /// A.
    pub challenger: Party,
    /// D.
    pub defender: Party,
    /// A's demands, by issue: the four structural ones, then the further ones in the order of the file.
    pub challenger_demands: Vec<Demand>,
    /// D's demands, by issue.
    pub defender_demands: Vec<Demand>,
    /// The parties that do not fight, in the order of the file.
    pub stakeholders: Vec<Stakeholder>,
    /// What each of them wants, by issue.
    pub interests: Vec<Vec<Interest>>,
    /// What is in force on each issue while fighting; only read for the further issues (`None`: the defender's ideal).
    pub status_quo: Vec<Option<f64>>,
    /// By issue, how much of a plan's term stays in force when war resumes (kappa): 0 the status quo returns, 1 the term stays;
    /// 0 for territory, troops and the guarantee.
    pub kept: Vec<f64>,
    /// The front.
    pub front: Front,
    /// The guarantee.
    pub guarantee: Guarantee,
    /// The guarantors, in the order of the file.
    pub guarantors: Vec<Guarantor>,
    /// Their politics, in the same order; of one without, a government that never goes out.
    pub politics: Vec<Politics>,
    /// The negotiation.
    pub negotiation: Negotiation,
    /// The time after a settlement.
    pub enforcement: Enforcement,
    /// The record of broken peaces; only where the theory "hazard" asks for it.
    pub hazard: Option<HazardRecord>,
    /// Operand of each effect of each plan, in the order of the file.
    pub effects: Vec<Vec<f64>>,
    /// What the course of a trial costs, in the order of the file.
    pub costs: Vec<Cost>,
}

impl Parameters {
    /// One belligerent's numbers.
    #[must_use]
    pub fn party(&self, side: Side) -> &Party {
        match side {
            Side::Challenger => &self.challenger,
            Side::Defender => &self.defender,
        }
    }

    /// Probability that both sides ratify what they signed.
    #[must_use]
    pub fn ratification(&self) -> f64 {
        self.challenger.ratification * self.defender.ratification
    }

    /// The record, begun where there is none.
    fn record(&mut self) -> &mut HazardRecord {
        let further = self.status_quo.len().saturating_sub(STRUCTURAL.len());
        self.hazard.get_or_insert_with(|| HazardRecord::unset(further))
    }

    /// One belligerent's demands, by issue.
    #[must_use]
    pub fn demands(&self, side: Side) -> &[Demand] {
        match side {
            Side::Challenger => &self.challenger_demands,
            Side::Defender => &self.defender_demands,
        }
    }
}

/// Where a number lives in [`Parameters`].
#[derive(Clone, Copy, Debug)]
pub enum Address {
    /// A number of a belligerent.
    Party(Side, &'static Key<Party>),
    /// A number of a belligerent's demand on the issue of that index.
    Demand(Side, usize, &'static Key<Demand>),
    /// A number of the party of that index that does not fight.
    Stakeholder(usize, &'static Key<Stakeholder>),
    /// A number of what such a party wants: its index, that of the issue.
    Interest(usize, usize, &'static Key<Interest>),
    /// The status quo of the issue of that index.
    StatusQuo(usize),
    /// How much of a term on the issue of that index stays in force when war resumes.
    Kept(usize),
    /// A number of the front.
    Front(&'static Key<Front>),
    /// A number of the guarantee.
    Guarantee(&'static Key<Guarantee>),
    /// A number of the guarantor of that index.
    Guarantor(usize, &'static Key<Guarantor>),
    /// A number of the politics of the guarantor of that index.
    Politics(usize, &'static Key<Politics>),
    /// A number of the negotiation.
    Negotiation(&'static Key<Negotiation>),
    /// A number of the time after a settlement.
    Enforcement(&'static Key<Enforcement>),
    /// How often peaces break in the record.
    Hazard(&'static Key<HazardRate>),
    /// How that moves with the settlement.
    HazardRatio(&'static Key<HazardRatios>),
    /// The same with the further issue of that index among all issues.
    HazardIssue(usize),
    /// The operand of an effect: index of the plan, index of the effect.
    Effect(usize, usize),
    /// A number of the cost of that index.
    Cost(usize, &'static Key<Cost>),
}

impl Address {
    /// Whether it takes whole numbers only.
    #[must_use]
    pub fn is_whole(&self) -> bool {
        match *self {
            Address::Party(_, key) => key.whole,
            Address::Demand(_, _, key) => key.whole,
            Address::Stakeholder(_, key) => key.whole,
            Address::Interest(_, _, key) => key.whole,
            Address::Front(key) => key.whole,
            Address::Guarantee(key) => key.whole,
            Address::Guarantor(_, key) => key.whole,
            Address::Politics(_, key) => key.whole,
            Address::Negotiation(key) => key.whole,
            Address::Enforcement(key) => key.whole,
            Address::Hazard(key) => key.whole,
            Address::HazardRatio(key) => key.whole,
            Address::Cost(_, key) => key.whole,
            Address::StatusQuo(_) | Address::Kept(_) | Address::HazardIssue(_) | Address::Effect(..) => false,
        }
    }

    /// The place of the number.
    pub fn slot<'a>(&self, parameters: &'a mut Parameters) -> &'a mut f64 {
        match *self {
            Address::Party(Side::Challenger, key) => (key.slot)(&mut parameters.challenger),
            Address::Party(Side::Defender, key) => (key.slot)(&mut parameters.defender),
            Address::Demand(Side::Challenger, issue, key) => (key.slot)(&mut parameters.challenger_demands[issue]),
            Address::Demand(Side::Defender, issue, key) => (key.slot)(&mut parameters.defender_demands[issue]),
            Address::Stakeholder(party, key) => (key.slot)(&mut parameters.stakeholders[party]),
            Address::Interest(party, issue, key) => (key.slot)(&mut parameters.interests[party][issue]),
            Address::StatusQuo(issue) => parameters.status_quo[issue].get_or_insert(0.0),
            Address::Kept(issue) => &mut parameters.kept[issue],
            Address::Front(key) => (key.slot)(&mut parameters.front),
            Address::Guarantee(key) => (key.slot)(&mut parameters.guarantee),
            Address::Guarantor(guarantor, key) => (key.slot)(&mut parameters.guarantors[guarantor]),
            Address::Politics(guarantor, key) => (key.slot)(&mut parameters.politics[guarantor]),
            Address::Negotiation(key) => (key.slot)(&mut parameters.negotiation),
            Address::Enforcement(key) => (key.slot)(&mut parameters.enforcement),
            Address::Hazard(key) => (key.slot)(&mut parameters.record().rate),
            Address::HazardRatio(key) => (key.slot)(&mut parameters.record().ratios),
            Address::HazardIssue(issue) => &mut parameters.record().issues[issue - STRUCTURAL.len()],
            Address::Effect(plan, effect) => &mut parameters.effects[plan][effect],
            Address::Cost(cost, key) => (key.slot)(&mut parameters.costs[cost]),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A symbol of the model page in plain letters: `$\rho_h$` is rho, `$\mathrm{trip}$` trip, `$n_0$` n0, `$f_{1/2}$` f_1/2.
    fn plain(symbol: &str) -> String {
        let symbol = symbol.trim().trim_matches('$').replace("\\mathrm{", "").replace(['\\', '{', '}'], "");
        let symbol = ["_{ik}", "_ik", "_i", "_h"].iter().fold(symbol, |it, index| it.replace(index, ""));
        symbol.replace("_0", "0")
    }

    /// Symbols of the glossary in docs/model.md by key; a key in brackets, which only feeds a symbol, has none of its own.
    fn glossary() -> Vec<(String, String)> {
        let text = include_str!("../../docs/model.md");
        let table = text.split("## 2. Glossary").nth(1).and_then(|rest| rest.split("\n## ").next()).unwrap();
        let mut out = Vec::new();
        for line in table.lines().filter(|line| line.starts_with("| $")) {
            let cells: Vec<&str> = line.split('|').collect();
            for (symbol, keys) in cells[1].split(", ").zip(cells[2].split(", ")) {
                for key in keys.split(" or ").map(str::trim).filter(|key| key.starts_with('`')) {
                    out.push((key.trim_matches('`').to_owned(), plain(symbol)));
                }
            }
        }
        out
    }

    /// Section, key and the symbol that its meaning ends on or gives, `(rho)`.
    fn declared<T>(section: &str, keys: &[Key<T>], out: &mut Vec<(String, String, Option<String>)>) {
        for key in keys {
            let brackets = key.doc.split('(').skip(1).filter_map(|rest| rest.split(')').next());
            let symbol = brackets.filter(|it| !it.contains(' ')).last();
            out.push((section.to_owned(), key.name.to_owned(), symbol.map(str::to_owned)));
        }
    }

    /// Users meet these symbols in the schema: each is that of the glossary, and none of the glossary's is missing.
    #[test]
    fn symbols_are_those_of_the_model_page() {
        let mut all = Vec::new();
        declared("party", Party::KEYS, &mut all);
        declared("demands.*", Demand::KEYS, &mut all);
        declared("party", Stakeholder::KEYS, &mut all);
        declared("demands.*", Interest::KEYS, &mut all);
        declared("front", Front::KEYS, &mut all);
        declared("guarantee", Guarantee::KEYS, &mut all);
        declared("guarantor", Guarantor::KEYS, &mut all);
        declared("politics", Politics::KEYS, &mut all);
        declared("negotiation", Negotiation::KEYS, &mut all);
        declared("enforcement", Enforcement::KEYS, &mut all);
        declared("cost", Cost::KEYS, &mut all);
        declared("hazard", HazardRate::KEYS, &mut all);
        declared("hazard.effects", HazardRatios::KEYS, &mut all);
        let glossary = glossary();
        assert!(glossary.len() > 30, "{glossary:?}");
        // The glossary names a section where a key alone would be ambiguous, or once for the keys beside it.
        let of = |section: &str, name: &str| {
            let full = format!("{section}.{name}");
            let named = glossary.iter().find(|entry| entry.0 == full);
            named.or_else(|| glossary.iter().find(|entry| entry.0 == name))
        };
        let mut used = 0;
        for (section, name, symbol) in &all {
            let expected = of(section, name).map(|entry| entry.1.clone());
            assert_eq!(symbol, &expected, "{section}.{name}");
            used += usize::from(expected.is_some());
        }
        assert!(used >= 28, "{used} keys have a symbol");
    }
}
