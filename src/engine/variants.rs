//! Plans with other terms, other beliefs, other costs: what both sides would make of them in the same worlds.

use rayon::iter::{IntoParallelIterator, ParallelIterator};

use crate::model::enforcement::AnyTheory;
use crate::model::forecast::Multipliers;
use crate::model::{Foresight, Parameters, Plan, Structure};
use crate::scenario::Scenario;

use super::bargaining::{Bargaining, Views};
use super::outcome::Assessment;
use super::run::RunError;
use super::trial::Rules;
use super::workers::{CHUNK, Engine};
use super::world::{World, WorldError};

/// A plan of a scenario with other terms.
#[derive(Clone, Debug)]
pub struct ChangedPlan {
    /// Index of the plan that it is made of.
    pub of: usize,
    /// What it is instead; its effects and participants are those of the plan that it is made of.
    pub plan: Plan,
}

/// Variants of the plans of a scenario, each held against fighting on; where the sides look ahead, in the hope of the plans as
/// they stand.
#[derive(Clone, Debug)]
pub struct Variants {
    structure: Structure,
    origins: Vec<usize>,
    /// The parties that are asked, by their place among the scenario's: those with a veto.
    vetoes: Vec<usize>,
    /// How many there are; the plans of the scenario may follow.
    variants: usize,
    rules: Rules,
}

impl Variants {
    /// Variants of plans of `scenario`, whose peace is followed for so many years.
    #[must_use]
    pub fn new(scenario: &Scenario, variants: Vec<ChangedPlan>, years: usize) -> Self {
        let (origins, plans): (Vec<usize>, Vec<Plan>) = variants.into_iter().map(|it| (it.of, it.plan)).unzip();
        let original = scenario.structure();
        let (mut origins, mut plans) = (origins, plans);
        let variants = plans.len();
        // What a side hopes for if it refuses is what is on the table as the file has it.
        if original.foresight == Foresight::All {
            plans.extend_from_slice(&original.plans);
            origins.extend(0..original.plans.len());
        }
        let structure = Structure {
            issues: original.issues.clone(),
            guarantors: original.guarantors.clone(),
            parties: original.parties.iter().filter(|party| party.veto).cloned().collect(),
            plans,
            may_attack: original.may_attack,
            shocks: original.shocks,
            costs: Vec::new(),
            theory: original.theory,
            foresight: original.foresight,
            evidence: Vec::new(),
            forecasts: Vec::new(),
        };
        let rules = Rules { on_table: variants..structure.plans.len(), ..Rules::new(&structure, years) };
        Self { structure, origins, vetoes: original.vetoes().collect(), variants, rules }
    }

    /// The theory by which they are assessed, with working memory that can serve many worlds.
    #[must_use]
    pub fn theory(&self) -> AnyTheory {
        AnyTheory::of(self.structure.theory)
    }

    /// How both sides, and the parties with a veto, see every variant at month 0 in a world of these numbers, which are the scenario's; `None` where no
    /// participant is left.
    ///
    /// # Errors
    /// See [`WorldError`].
    pub fn assess(
        &self,
        mut parameters: Parameters,
        consents: Vec<bool>,
        theory: &mut AnyTheory,
    ) -> Result<Vec<Option<Assessment>>, WorldError> {
        parameters.effects = self.origins.iter().map(|&of| parameters.effects[of].clone()).collect();
        parameters.stakeholders = self.vetoes.iter().map(|&party| parameters.stakeholders[party]).collect();
        parameters.interests = self.vetoes.iter().map(|&party| parameters.interests[party].clone()).collect();
        let world = World::new(parameters, &self.structure, consents)?;
        let views = Views::none(self.origins.len(), self.structure.parties.len());
        let mut bargaining = Bargaining::new(&world, &self.rules, theory, views);
        let assessments = bargaining.assess(0..self.variants);
        if bargaining.undefined { Err(WorldError::Value) } else { Ok(assessments) }
    }

    /// The same in each draw of the inputs of a run of `scenario`, in their order, with what the draw counts for. Where others
    /// foretell something, that is what its first trial counts for under these multipliers.
    ///
    /// # Errors
    /// See [`RunError`].
    pub fn over_draws<T: Send>(
        &self,
        scenario: &Scenario,
        multipliers: &Multipliers,
        of: impl Fn(Vec<Option<Assessment>>) -> T + Sync,
    ) -> Result<Vec<Result<(T, f64), WorldError>>, RunError> {
        let engine = Engine::new(scenario)?.with_multipliers(multipliers.clone()).counting();
        let draws = scenario.run().trials / scenario.run().replications;
        let chunk = |index: u64| {
            let mut theory = self.theory();
            let (first, end) = (index * CHUNK, draws.min((index + 1) * CHUNK));
            let worlds = engine.drawn(first..end).into_iter().zip(first..end);
            let assess = |((parameters, consents), draw): ((Parameters, Vec<bool>), u64)| {
                let weight = engine.weight(draw, &parameters, &consents, &mut theory)?;
                self.assess(parameters, consents, &mut theory).map(|assessed| (of(assessed), weight))
            };
            worlds.map(assess).collect::<Vec<_>>()
        };
        Ok((0..draws.div_ceil(CHUNK)).into_par_iter().flat_map_iter(chunk).collect())
    }
}
