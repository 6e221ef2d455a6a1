//! Scenario files: TOML in, a checked [`Scenario`] out. The one place that reads input.

mod advice;
pub(crate) mod arithmetic;
mod brackets;
mod checks;
mod code;
mod correlations;
mod costs;
pub mod decimal;
mod derived;
mod describe;
mod diagnostics;
mod document;
mod evidence;
mod families;
mod forecasts;
mod implied;
mod judgement;
mod keys;
mod load;
mod location;
mod number;
mod open;
mod parse;
mod parties;
mod path;
mod permitted;
mod plans;
mod reader;
mod record;
mod reference;
mod rewrite;
mod schema;
mod sections;
mod shares;
mod slips;
mod source_file;
mod source_text;
mod support;
mod syntax;
mod template;
mod translation;
mod typed;
mod warnings;

pub use code::Code;
pub use derived::Derived;
pub use describe::describe;
pub use diagnostics::{Allowed, Colours, Diagnostic, Faults, MAX_SHOWN, Severity};
pub use document::{Document, Entry, Literal, Node, Origin, TomlTable, Value};
pub use evidence::evidence_path;
pub use forecasts::forecast_path;
use load::Source;
pub use load::{Loaded, load, parse, run_overrides};
pub use location::{Excerpt, Location};
pub use open::choice_text;
pub use permitted::Permitted;
pub use reference::reference;
pub(crate) use schema::referred;
pub use schema::schema;
pub use shares::Shared;
pub use source_text::SourceText;
pub use template::template;
pub use translation::Translation;

pub(crate) use advice::{Advice, nearest, one_of, short};
pub(crate) use families::is_family;
pub(crate) use forecasts::conflict_words;
#[cfg(feature = "report")]
pub(crate) use judgement::is_judgement;
#[cfg(test)]
pub(crate) use keys::documented;
pub(crate) use keys::unit_in_words;
pub(crate) use keys::{FAMILIES, MAX_TRIALS, Plain, Rule, SAMPLINGS, Takes, names, plain};
pub(crate) use parse::sorted;
pub(crate) use reader::{Reader, join_path};
#[cfg(feature = "report")]
pub(crate) use source_file::{known_as, text_of};

use std::fmt::Display;
use std::sync::Arc;

use crate::model::{Address, Effect, EffectTarget, Parameters, PerSide, Structure};
use crate::sampling::{Distribution, Sampling};

/// A calendar month and day, as written in the file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Date {
    /// Year.
    pub year: i32,
    /// Month, 1 to 12.
    pub month: u8,
    /// Day, 1 to 31.
    pub day: u8,
}

impl Date {
    /// The year and the month, 1 to 12, so many months later.
    #[must_use]
    pub fn month_after(self, months: u32) -> (i32, u8) {
        let index = i64::from(self.year) * 12 + i64::from(self.month) - 1 + i64::from(months);
        (index.div_euclid(12) as i32, (index.rem_euclid(12) + 1) as u8)
    }
}

/// How a run is done unless the command line says otherwise.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct RunSettings {
    /// Number of trials.
    pub trials: u64,
    /// Seed of every random number.
    pub seed: u64,
    /// How the uncertain inputs are sampled.
    pub sampling: Sampling,
    /// Years for which the peace is followed.
    pub years: usize,
    /// Trials at each draw of the inputs.
    pub replications: u64,
    /// Whether each plan is also played by itself.
    pub alone: bool,
    /// Years from month 0 over which costs are counted; at most `years`.
    pub costs_years: usize,
}

/// The year that headlines are about where so many are followed: 15, or the last of fewer.
pub(crate) fn headline_year(years: usize) -> usize {
    years.min(15)
}

impl RunSettings {
    /// The year that headlines are about: 15, or the last of a shorter run.
    #[must_use]
    pub fn headline_year(&self) -> usize {
        headline_year(self.years)
    }
}

/// A number that a scenario gives: its place, its value and where it comes from.
#[derive(Clone, Debug)]
pub struct Assumption {
    /// The path by which it is addressed, such as `challenger.war_cost`.
    pub path: String,
    /// Where it lives in the model's numbers.
    pub address: Address,
    /// Unit for readers.
    pub unit: String,
    /// A constant or a distribution.
    pub value: Uncertain,
    /// The value as written, such as `pert = [0.05, 0.2, 0.5]`.
    pub written: String,
    /// Where it comes from.
    pub source: Option<String>,
    /// A remark; judgement says so here.
    pub note: Option<String>,
}

impl Assumption {
    /// The number, or its central value.
    #[must_use]
    pub fn central(&self) -> f64 {
        self.value.central()
    }
}

/// A number that may be known or not.
#[derive(Clone, Debug)]
pub enum Uncertain {
    /// Known.
    Constant(f64),
    /// Drawn in every trial.
    Distribution(Distribution),
    /// What other shares leave of one in every trial; its distribution.
    Rest(Distribution),
    /// Reckoned from other numbers in every trial.
    Derived {
        /// At the central values of these.
        central: f64,
        /// The least and the greatest value that it can take, each of these taking all its values whatever the others are.
        support: (f64, f64),
    },
}

/// A rank correlation between two uncertain inputs.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Correlation {
    /// Indices among [`Scenario::inputs`].
    pub between: (usize, usize),
    /// Spearman's rank correlation, in (-1, 1), with mean ranks for equal values.
    pub rank: f64,
    /// Correlation of the normal numbers behind the two inputs that gives this rank correlation, in (-1, 1).
    pub normal: f64,
}

/// A number that is drawn in every trial.
#[derive(Clone, Debug)]
pub struct Input {
    /// Its path: also the address of its random numbers.
    pub path: String,
    /// Where the drawn number goes.
    pub address: Address,
    /// What it is drawn from.
    pub distribution: Distribution,
}

/// What a file says about a whole block: where its numbers come from, or a remark.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Remark {
    /// The block: `scenario`, `plan.ID`, `issue.ID`, `guarantor.ID`, `correlation.N`.
    pub path: String,
    /// Where it comes from.
    pub source: Option<String>,
    /// A remark.
    pub note: Option<String>,
}

/// A checked scenario: valid by construction, and never changed. It comes from a file or a text ([`load`], [`parse`]) or,
/// with something else in it, from another one ([`Scenario::with`]).
#[derive(Clone, Debug)]
pub struct Scenario {
    /// Name for readers.
    pub(crate) name: String,
    /// What it is about.
    pub(crate) summary: Option<String>,
    /// The date of month 0.
    pub(crate) as_of: Option<Date>,
    /// How to run it.
    pub(crate) run: RunSettings,
    /// Names of the challenger and the defender for readers.
    pub(crate) party_names: PerSide<String>,
    /// Issues, guarantors, plans.
    pub(crate) structure: Structure,
    /// All numbers, the uncertain ones at their central value.
    pub(crate) central: Parameters,
    /// Every number that the file gives, in its order.
    pub(crate) assumptions: Vec<Assumption>,
    /// The uncertain ones among them.
    pub(crate) inputs: Vec<Input>,
    /// What follows from other numbers.
    pub(crate) derived: Vec<Derived>,
    /// Shares that sum to one.
    pub(crate) shared: Vec<Shared>,
    /// Their rank correlations; the implied normal correlation matrix is positive definite.
    pub(crate) correlations: Vec<Correlation>,
    /// What the file says about whole blocks.
    pub(crate) remarks: Vec<Remark>,
    /// Names and summary in other languages.
    pub(crate) translations: Vec<Translation>,
    /// Whether the file has a record of broken peaces, for which its theory does not ask.
    pub(crate) record_waits: bool,
    /// The text that it was made from.
    pub(crate) written: Written,
}

/// What a scenario was made from: a text and what was set over it.
#[derive(Clone, Debug, Default)]
pub(crate) struct Written {
    source: Arc<Source>,
    overrides: Vec<String>,
}

impl Scenario {
    /// Name for readers.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// What it is about, in a sentence or more.
    #[must_use]
    pub fn summary(&self) -> Option<&str> {
        self.summary.as_deref()
    }

    /// The date of month 0.
    #[must_use]
    pub fn as_of(&self) -> Option<Date> {
        self.as_of
    }

    /// How to run it.
    #[must_use]
    pub fn run(&self) -> &RunSettings {
        &self.run
    }

    /// Names of the sides for readers.
    #[must_use]
    pub fn party_names(&self) -> &PerSide<String> {
        &self.party_names
    }

    /// Issues, guarantors, plans.
    #[must_use]
    pub fn structure(&self) -> &Structure {
        &self.structure
    }

    /// All numbers, the uncertain ones at their central value.
    #[must_use]
    pub fn central(&self) -> &Parameters {
        &self.central
    }

    /// Every number that the file gives, in its order.
    #[must_use]
    pub fn assumptions(&self) -> &[Assumption] {
        &self.assumptions
    }

    /// The unit of a number that the file gives; `None` where it gives none of that path.
    #[must_use]
    pub fn unit_of(&self, path: &str) -> Option<&str> {
        self.assumptions.iter().find(|it| it.path == path).map(|it| it.unit.as_str())
    }

    /// What follows from other numbers.
    #[must_use]
    pub fn derived(&self) -> &[Derived] {
        &self.derived
    }

    /// Shares that sum to one.
    #[must_use]
    pub fn shared(&self) -> &[Shared] {
        &self.shared
    }

    /// The values of all inputs at these positions, each uniform on (0, 1) and, but for shares that sum to one, its place in
    /// its distribution; positions are then the places of shares too.
    pub fn draw(&self, positions: &mut [f64], values: &mut [f64]) {
        for ((input, &position), value) in self.inputs.iter().zip(positions.iter()).zip(values.iter_mut()) {
            *value = input.distribution.quantile(position);
        }
        for shared in &self.shared {
            shared.share_out(&self.inputs, positions, values);
        }
    }

    /// Whether a number is one of shares that sum to one.
    #[must_use]
    pub fn is_share(&self, path: &str) -> bool {
        let is_rest = |it: &Assumption| it.path == path && matches!(it.value, Uncertain::Rest(_));
        let is_drawn = |shared: &Shared| shared.inputs.iter().any(|&input| self.inputs[input].path == path);
        self.shared.iter().any(is_drawn) || self.assumptions.iter().any(is_rest)
    }

    /// Puts what follows from other numbers of these in its place.
    pub fn derive(&self, parameters: &mut Parameters) {
        for derived in &self.derived {
            derived.put(parameters);
        }
    }

    /// The uncertain ones among the assumptions, in the order of the file.
    #[must_use]
    pub fn inputs(&self) -> &[Input] {
        &self.inputs
    }

    /// Rank correlations of the inputs; the implied normal correlation matrix is positive definite.
    #[must_use]
    pub fn correlations(&self) -> &[Correlation] {
        &self.correlations
    }

    /// What the file says about whole blocks.
    #[must_use]
    pub fn remarks(&self) -> &[Remark] {
        &self.remarks
    }

    /// The same scenario with `value` at `path` instead of what stands there, as after `--set PATH=VALUE`. It is read and
    /// checked anew, so that whatever comes of it is as valid as this one.
    ///
    /// ```
    /// let scenario = armistice::scenario::load("scenarios/tiny.toml".as_ref(), &[], None)?.scenario;
    /// let patient = scenario.with("challenger.discount_factor", 0.97)?;
    /// let vague = scenario.with("defender.war_cost", "{ uniform = [0.1, 0.4] }")?;
    /// assert_eq!(patient.central().challenger.discount_factor, 0.97);
    /// assert!(scenario.with("run.replications", 0).is_err());
    /// # let _ = vague;
    /// # Ok::<(), armistice::scenario::Faults>(())
    /// ```
    ///
    /// # Errors
    /// All faults that the value makes: an unknown path, a number outside its range, a contradiction with others.
    pub fn with(&self, path: &str, value: impl Display) -> Result<Self, Faults> {
        self.with_all(&[format!("{path}={value}")])
    }

    /// The same scenario with all of these set over it, each as `PATH=VALUE`.
    ///
    /// # Errors
    /// As [`Scenario::with`].
    pub fn with_all(&self, further: &[String]) -> Result<Self, Faults> {
        self.written.source.with([self.written.overrides.as_slice(), further].concat())
    }

    /// The same scenario with these combinations of the terms that are open, none of them open any more; the first one where
    /// none is given.
    pub(crate) fn with_plans_closed(&self, combinations: &[Option<usize>]) -> Self {
        let mut closed = self.clone();
        for (plan, combination) in
            closed.structure.plans.iter_mut().zip(combinations).filter(|(plan, _)| plan.is_open())
        {
            *plan = plan.closed(combination.unwrap_or_default());
        }
        closed
    }

    /// Whether the front of the first war can freeze: `front.freeze` is above 0, or an uncertain input.
    #[must_use]
    pub fn front_can_freeze(&self) -> bool {
        self.central.front.freeze > 0.0 || self.inputs.iter().any(|input| input.path == "front.freeze")
    }

    /// Whether the front of any war can freeze, that of the first or of one that resumes after a plan which changes the
    /// chance.
    #[must_use]
    pub fn any_front_can_freeze(&self) -> bool {
        self.front_can_freeze() || self.a_plan_changes_freezing()
    }

    /// Whether an effect of a plan changes the chance that the front freezes.
    fn a_plan_changes_freezing(&self) -> bool {
        let changes = |effect: &Effect| matches!(effect.target, EffectTarget::Front(key) if key.name == "freeze");
        self.structure.plans.iter().any(|plan| plan.effects.iter().any(changes))
    }

    /// The path of the luck that decides whether a guarantor of uncertain consent takes part.
    #[must_use]
    pub fn takes_part_path(&self, guarantor: usize) -> String {
        format!("guarantor.{}.takes_part", self.structure.guarantors[guarantor].id)
    }

    /// Whether a guarantor's consent is drawn: below 1, or itself an uncertain input.
    #[must_use]
    pub fn consent_is_uncertain(&self, guarantor: usize) -> bool {
        let path = format!("guarantor.{}.consent", self.structure.guarantors[guarantor].id);
        self.central.guarantors[guarantor].consent < 1.0 || self.inputs.iter().any(|input| input.path == path)
    }
}

#[cfg(test)]
mod tests;
