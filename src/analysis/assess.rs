//! What all make of every plan at the start, exactly, as a function of the uncertain inputs: by itself a draw of a run
//! without its chance.

use std::sync::atomic::{AtomicBool, Ordering};

use crate::engine::{AtStart, PlanFigure, PlanInDraw, Rules, World, WorldError};
use crate::model::enforcement::AnyTheory;
use crate::model::{Parameters, PerSide, Side};
use crate::sampling::{Copula, CopulaError, Distribution};
use crate::scenario::Scenario;
use crate::words::{Words, words};

use super::summary::party_key;

/// A number that an [`Assessor`] must be given.
#[derive(Clone, Debug)]
pub struct UncertainInput {
    /// Its path; `guarantor.ID.takes_part` is the luck that decides whether a guarantor with a consent below 1 takes part: it
    /// does where the number lies below its consent.
    pub path: String,
    /// What it is drawn from: support, quantiles.
    pub distribution: Distribution,
}

/// Why there is no assessment.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
#[error("{}", self.words())]
#[non_exhaustive]
pub enum AssessError {
    /// Too few or too many numbers.
    Count {
        /// As many were given.
        given: usize,
        /// As many are asked for.
        wanted: usize,
    },
    /// A number that its input cannot be.
    Number {
        /// Path of the input.
        path: String,
        /// The number.
        value: f64,
    },
    /// Numbers that have no meaning, or none together.
    World(WorldError),
    /// Correlations that no numbers can have.
    Correlation(CopulaError),
    /// It was told to stop.
    Stopped,
}

impl AssessError {
    /// What is wrong.
    #[must_use]
    pub fn words(&self) -> Words {
        match self {
            Self::Count { given, wanted } => {
                words!("{given} numbers were given for {wanted} uncertain inputs", given, wanted)
            }
            Self::Number { path, value } => words!("`{path}` is {value}, which it cannot be", path, value),
            Self::World(error) => error.words(),
            Self::Correlation(error) => error.words(),
            Self::Stopped => words!("interrupted: nothing is kept"),
        }
    }
}

/// What all make of every plan at the start, where the uncertain inputs are so.
#[derive(Clone, Debug)]
pub struct StartFigures(AtStart);

/// Something that can be measured of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StartFigure {
    /// A figure of the plan of that index; its peace is looked at in that year.
    Plan(usize, PlanFigure, usize),
    /// V - C - margin of a plan to a side, share of the prize; 0 where the plan is not available.
    Surplus(usize, Side),
    /// V of a plan to a side, share of the prize; C where the plan is not available.
    Value(usize, Side),
    /// W, what fighting to the finish is worth to a side, share of the prize.
    War(Side),
}

impl StartFigures {
    /// The plan of that index; `None` where it is not available.
    #[must_use]
    pub fn plan(&self, plan: usize) -> Option<&crate::engine::Assessment> {
        self.0.assessments[plan].as_ref()
    }

    /// Value of fighting to the finish to each side (W), share of the prize.
    #[must_use]
    pub fn war_values(&self) -> PerSide<f64> {
        self.0.war_values
    }

    /// What a plan comes to, its peace looked at in that year.
    #[must_use]
    pub fn in_draw(&self, plan: usize, year: usize) -> PlanInDraw {
        self.0.plan(plan, year)
    }

    /// A figure; 0 of what nobody is asked about.
    #[must_use]
    pub fn figure(&self, figure: StartFigure) -> f64 {
        match figure {
            StartFigure::Plan(plan, figure, year) => self.in_draw(plan, year).figure(figure).unwrap_or(0.0),
            StartFigure::Surplus(plan, side) => self.plan(plan).map_or(0.0, |it| it.surplus[side]),
            StartFigure::Value(plan, side) => self.plan(plan).map_or(self.0.reservations[side], |it| it.value[side]),
            StartFigure::War(side) => self.0.war_values[side],
        }
    }
}

impl StartFigure {
    /// Whether it is a share or a probability.
    #[must_use]
    pub fn is_share(self) -> bool {
        !matches!(self, Self::Surplus(..) | Self::Value(..) | Self::War(_))
    }

    /// Index of the plan that it is of.
    #[must_use]
    pub fn plan(self) -> Option<usize> {
        match self {
            Self::Plan(plan, ..) | Self::Surplus(plan, _) | Self::Value(plan, _) => Some(plan),
            Self::War(_) => None,
        }
    }

    /// The figure of that name, or of the longer one that it has in `summary.json` (`plans.truce.if_signed.survival@15`,
    /// `plans.truce.surplus.defender.mean`, `plans.truce.acceptable.both.share`).
    #[must_use]
    pub fn named(scenario: &Scenario, name: &str) -> Option<Self> {
        let shorter = name.replace(".if_signed.survival@", ".if_signed@");
        let shorter =
            ["mean", "share"].iter().find_map(|end| shorter.strip_suffix(&format!(".{end}"))).unwrap_or(&shorter);
        Self::all(scenario).into_iter().find(|(known, _)| known == name || known == shorter).map(|(_, figure)| figure)
    }

    /// All figures by their names, shorter than in `summary.json` ([`StartFigure::named`] takes both): those with a year for
    /// the years up to the last.
    #[must_use]
    pub fn all(scenario: &Scenario) -> Vec<(String, Self)> {
        let structure = scenario.structure();
        let mut out: Vec<(String, Self)> =
            Side::BOTH.map(|side| (format!("war_values.{}", side.key()), Self::War(side))).to_vec();
        for (plan, identity) in structure.plans.iter().enumerate() {
            let mut of = |name: String, figure| out.push((format!("plans.{}.{name}", identity.id), figure));
            let chance = |figure| Self::Plan(plan, figure, 0);
            of("available".to_owned(), chance(PlanFigure::Available));
            for side in Side::BOTH {
                of(format!("acceptable.{}", side.key()), chance(PlanFigure::Accepts(side)));
                of(format!("surplus.{}", side.key()), Self::Surplus(plan, side));
                of(format!("value.{}", side.key()), Self::Value(plan, side));
            }
            of("acceptable.both".to_owned(), chance(PlanFigure::BothAccept));
            if !structure.parties.is_empty() {
                of("acceptable.all".to_owned(), chance(PlanFigure::AllAccept));
            }
            for (party, identity) in structure.parties.iter().enumerate() {
                of(format!("acceptable.{}", party_key(&identity.id)), chance(PlanFigure::PartyAccepts(party)));
            }
            for year in 0..=scenario.run().years {
                of(format!("if_signed@{year}"), Self::Plan(plan, PlanFigure::Survival, year));
                of(format!("durable@{year}"), Self::Plan(plan, PlanFigure::Durable, year));
            }
        }
        out
    }
}

/// Assesses plans at any numbers of the uncertain inputs of a scenario. What is known from evidence, and what others foretell,
/// does not count in it. It starts no threads; a clone for each thread works beside it.
///
/// ```
/// use armistice::analysis::assess::{Assessor, StartFigure};
///
/// let scenario = armistice::scenario::load("scenarios/tiny.toml".as_ref(), &[], None)?.scenario;
/// let mut assessor = Assessor::new(&scenario)?;
/// let middle = assessor.values_at(&vec![0.5; assessor.inputs().len()])?;
/// let found = assessor.assess(&middle)?;
/// let survival = &found.plan(0).expect("it can be had").durability.survival;
/// assert!(survival.windows(2).all(|pair| pair[1] <= pair[0]));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug)]
pub struct Assessor<'s> {
    scenario: &'s Scenario,
    inputs: Vec<UncertainInput>,
    /// By guarantor, the input that decides whether it takes part; `None`: it does.
    takes_part: Vec<Option<usize>>,
    copula: Copula,
    rules: Rules,
    theory: AnyTheory,
    stop: Option<&'s AtomicBool>,
}

impl Clone for Assessor<'_> {
    fn clone(&self) -> Self {
        Self {
            scenario: self.scenario,
            inputs: self.inputs.clone(),
            takes_part: self.takes_part.clone(),
            copula: self.copula.clone(),
            rules: self.rules.clone(),
            theory: AnyTheory::of(self.scenario.structure().theory),
            stop: self.stop,
        }
    }
}

impl<'s> Assessor<'s> {
    /// For a scenario.
    ///
    /// # Errors
    /// Correlations that no numbers can have.
    pub fn new(scenario: &'s Scenario) -> Result<Self, AssessError> {
        let structure = scenario.structure();
        let own = |input: &crate::scenario::Input| UncertainInput {
            path: input.path.clone(),
            distribution: input.distribution.clone(),
        };
        let mut inputs: Vec<UncertainInput> = scenario.inputs().iter().map(own).collect();
        let mut takes_part = Vec::new();
        for guarantor in 0..structure.guarantors.len() {
            let luck = Distribution::uniform(0.0, 1.0).ok().filter(|_| scenario.consent_is_uncertain(guarantor));
            takes_part.push(luck.is_some().then_some(inputs.len()));
            let path = scenario.takes_part_path(guarantor);
            inputs.extend(luck.map(|distribution| UncertainInput { path, distribution }));
        }
        let paths: Vec<String> = inputs.iter().map(|input| input.path.clone()).collect();
        let pairs: Vec<(usize, usize, f64)> =
            scenario.correlations().iter().map(|it| (it.between.0, it.between.1, it.normal)).collect();
        Ok(Self {
            copula: Copula::new(&paths, &pairs).map_err(AssessError::Correlation)?,
            rules: Rules::new(structure, scenario.run().years),
            theory: AnyTheory::of(structure.theory),
            scenario,
            inputs,
            takes_part,
            stop: None,
        })
    }

    /// Assesses nothing more once that is set: every further answer, also of clones, is [`AssessError::Stopped`].
    #[must_use]
    pub fn stop(mut self, stop: &'s AtomicBool) -> Self {
        self.stop = Some(stop);
        self
    }

    /// The scenario.
    #[must_use]
    pub fn scenario(&self) -> &'s Scenario {
        self.scenario
    }

    /// The uncertain inputs, in the order in which their numbers are given.
    #[must_use]
    pub fn inputs(&self) -> &[UncertainInput] {
        &self.inputs
    }

    /// Central values of all inputs; every guarantor whose consent is above 0 takes part.
    #[must_use]
    pub fn central(&self) -> Vec<f64> {
        let luck = self.scenario.inputs().len();
        let central = |(index, input): (usize, &UncertainInput)| {
            if index < luck { input.distribution.central() } else { f64::MIN_POSITIVE }
        };
        self.inputs.iter().enumerate().map(central).collect()
    }

    /// The values of all inputs at a place in the unit cube of independent luck, by input and in (0, 1): correlated as the
    /// scenario says.
    ///
    /// # Errors
    /// Too few or too many numbers, or one outside (0, 1).
    pub fn values_at(&self, place: &[f64]) -> Result<Vec<f64>, AssessError> {
        self.check_count(place)?;
        let mut place = place.to_vec();
        if let Some((input, &value)) = self.inputs.iter().zip(&place).find(|(_, u)| !(**u > 0.0 && **u < 1.0)) {
            return Err(AssessError::Number { path: input.path.clone(), value });
        }
        self.copula.apply(&mut place, 1);
        let mut values = place.clone();
        let own = self.scenario.inputs().len();
        self.scenario.draw(&mut place[..own], &mut values[..own]);
        Ok(values)
    }

    /// What all make of every plan where the inputs have these values.
    ///
    /// # Errors
    /// See [`AssessError`]: a number outside the range of its key is refused, whatever its distribution.
    pub fn assess(&mut self, values: &[f64]) -> Result<StartFigures, AssessError> {
        if self.stop.is_some_and(|stop| stop.load(Ordering::Relaxed)) {
            return Err(AssessError::Stopped);
        }
        self.check_count(values)?;
        let mut numbers: Parameters = self.scenario.central().clone();
        for (input, &value) in self.scenario.inputs().iter().zip(values) {
            if value.is_nan() || (input.address.is_whole() && value.is_finite() && value.fract() != 0.0) {
                return Err(AssessError::Number { path: input.path.clone(), value });
            }
            *input.address.slot(&mut numbers) = value;
        }
        self.scenario.derive(&mut numbers);
        let mut consents = vec![true; self.takes_part.len()];
        for (guarantor, input) in self.takes_part.iter().enumerate() {
            let Some(input) = *input else { continue };
            if !(values[input] > 0.0 && values[input] < 1.0) {
                return Err(AssessError::Number { path: self.inputs[input].path.clone(), value: values[input] });
            }
            consents[guarantor] = values[input] < numbers.guarantors[guarantor].consent;
        }
        let world = World::new(numbers, self.scenario.structure(), consents).map_err(AssessError::World)?;
        let lookahead = world.parameters.enforcement.lookahead;
        if lookahead < self.rules.years as f64 {
            let path = "enforcement.lookahead".to_owned();
            return Err(AssessError::World(WorldError::Range { path, value: lookahead }));
        }
        AtStart::new(&world, &self.rules, &mut self.theory).map(StartFigures).map_err(AssessError::World)
    }

    fn check_count(&self, values: &[f64]) -> Result<(), AssessError> {
        let (given, wanted) = (values.len(), self.inputs.len());
        if given == wanted { Ok(()) } else { Err(AssessError::Count { given, wanted }) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::evaluate;
    use crate::scenario::load;

    fn scenario(name: &str, set: &[&str]) -> Scenario {
        let set: Vec<String> = set.iter().map(|it| (*it).to_owned()).collect();
        load(format!("scenarios/{name}.toml").as_ref(), &set, None).unwrap_or_else(|faults| panic!("{faults}")).scenario
    }

    /// At central values it is the exact solution, to the bit.
    #[test]
    fn central_values_give_what_evaluate_gives() {
        for name in ["tiny", "seven-parties", "paris-2026"] {
            let scenario = scenario(name, &[]);
            let mut assessor = Assessor::new(&scenario).unwrap();
            let found = assessor.assess(&assessor.central()).unwrap();
            let solved = evaluate(&scenario).unwrap();
            assert_eq!(found.war_values()[Side::Defender], solved.defender.w, "{name}");
            for (index, plan) in solved.plans.iter().enumerate() {
                let of = found.plan(index).unwrap();
                assert_eq!(Some(of.surplus[Side::Challenger]), plan.challenger.surplus, "{name} {}", plan.id);
                assert_eq!(Some(of.value[Side::Defender]), plan.defender.v, "{name} {}", plan.id);
                let solved: Vec<f64> = plan.survival.iter().flatten().copied().collect();
                assert_eq!(of.durability.survival, solved, "{name} {}", plan.id);
            }
        }
    }

    /// At the inputs of a trial it is what the trial is told at its start, to the bit, whoever takes part.
    #[test]
    fn draws_give_what_trials_are_told() {
        let scenario = scenario("paris-2026", &["run.trials=32", "run.years=20"]);
        let mut assessor = Assessor::new(&scenario).unwrap();
        let engine = crate::engine::Engine::new(&scenario).unwrap();
        let mut seen = 0;
        engine.worker().play(0, 32, &mut |_, row| {
            let Ok(outcome) = row.outcome else { return };
            let mut values = row.inputs.to_vec();
            let taking_part = row.consents.iter().zip(&assessor.takes_part).filter(|(_, luck)| luck.is_some());
            values.extend(taking_part.map(|(&there, _)| if there { f64::MIN_POSITIVE } else { 1.0 - f64::EPSILON }));
            let found = assessor.assess(&values).unwrap();
            assert_eq!(found.war_values(), outcome.war_values);
            for (plan, told) in outcome.assessments.iter().enumerate() {
                let found = found.plan(plan);
                assert_eq!(found.map(|it| it.acceptance), told.as_ref().map(|it| it.acceptance));
                assert_eq!(found.map(|it| &it.durability), told.as_ref().map(|it| &it.durability));
            }
            seen += 1;
        });
        assert_eq!(seen, 32);
    }

    #[test]
    fn numbers_outside_their_ranges_are_refused() {
        let scenario = scenario("paris-2026", &["run.years=20"]);
        let mut assessor = Assessor::new(&scenario).unwrap();
        let reliability = assessor.inputs().iter().position(|it| it.path.ends_with(".reliability")).unwrap();
        for wrong in [2.0, -0.1, f64::NAN, f64::INFINITY] {
            let mut values = assessor.central();
            values[reliability] = wrong;
            let told = assessor.assess(&values).unwrap_err().to_string();
            assert!(told.contains(".reliability` is"), "{told}");
        }
        assert!(matches!(assessor.assess(&[0.5]), Err(AssessError::Count { given: 1, .. })));
        let place = vec![1.0; assessor.inputs().len()];
        assert!(matches!(assessor.values_at(&place), Err(AssessError::Number { .. })));
    }

    #[test]
    fn figures_are_called_as_in_summaries() {
        let scenario = scenario("tiny", &[]);
        let names: Vec<String> = StartFigure::all(&scenario).into_iter().map(|it| it.0).collect();
        let id = &scenario.structure().plans[0].id;
        for figure in ["if_signed@5", "durable@5", "acceptable.both", "surplus.defender", "value.challenger"] {
            assert!(names.contains(&format!("plans.{id}.{figure}")), "{figure}");
        }
        for (long, short) in [
            ("if_signed.survival@5", "if_signed@5"),
            ("surplus.defender.mean", "surplus.defender"),
            ("acceptable.both.share", "acceptable.both"),
            ("available.share", "available"),
        ] {
            let of = |name: &str| StartFigure::named(&scenario, &format!("plans.{id}.{name}"));
            assert_eq!(of(long), of(short), "{long}");
            assert!(of(long).is_some(), "{long}");
        }
        assert_eq!(StartFigure::named(&scenario, "war_values.defender.mean"), Some(StartFigure::War(Side::Defender)));
        assert_eq!(StartFigure::named(&scenario, "war_values.defender.mode"), None);
    }
}
