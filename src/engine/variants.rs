//! Plans with other terms, other beliefs, other costs: what both sides would make of them in the same worlds.

use rayon::iter::{IntoParallelIterator, ParallelIterator};

use crate::model::enforcement::AnyTheory;
use crate::model::{Parameters, PerSide, Plan, Structure};
use crate::scenario::Scenario;

use super::bargaining::Bargaining;
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

/// Variants of the plans of a scenario, in the place of these.
#[derive(Clone, Debug)]
pub struct Variants {
    structure: Structure,
    origins: Vec<usize>,
    rules: Rules,
}

impl Variants {
    /// Variants of plans of `scenario`, whose peace is followed for so many years.
    #[must_use]
    pub fn new(scenario: &Scenario, variants: Vec<ChangedPlan>, years: usize) -> Self {
        let (origins, plans): (Vec<usize>, Vec<Plan>) = variants.into_iter().map(|it| (it.of, it.plan)).unzip();
        let original = scenario.structure();
        let rules = Rules {
            years,
            may_attack: original.may_attack,
            from_month: vec![0; plans.len()],
            alone: false,
            cost_months: 0,
            tabled: vec![true; plans.len()],
            evidence: Vec::new(),
        };
        let structure = Structure {
            issues: original.issues.clone(),
            guarantors: original.guarantors.clone(),
            plans,
            may_attack: original.may_attack,
            shocks: original.shocks,
            costs: Vec::new(),
            theory: original.theory,
            evidence: Vec::new(),
        };
        Self { structure, origins, rules }
    }

    /// The theory by which they are assessed, with working memory that can serve many worlds.
    #[must_use]
    pub fn theory(&self) -> AnyTheory {
        AnyTheory::of(self.structure.theory)
    }

    /// How both sides see every variant at month 0 in a world of these numbers, which are the scenario's; `None` where no
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
        let world = World::new(parameters, &self.structure, consents)?;
        let views = vec![PerSide::default(); self.origins.len()];
        let mut bargaining = Bargaining::new(&world, &self.rules, theory, views);
        let assessments = bargaining.assess();
        if bargaining.undefined { Err(WorldError::Value) } else { Ok(assessments) }
    }

    /// The same in each draw of the inputs of a run of `scenario`, in their order, with what the draw counts for.
    ///
    /// # Errors
    /// See [`RunError`].
    pub fn over_draws<T: Send>(
        &self,
        scenario: &Scenario,
        of: impl Fn(Vec<Option<Assessment>>) -> T + Sync,
    ) -> Result<Vec<Result<(T, f64), WorldError>>, RunError> {
        let engine = Engine::new(scenario)?;
        let draws = scenario.run().trials / scenario.run().replications;
        let chunk = |index: u64| {
            let mut theory = self.theory();
            let worlds = engine.drawn(index * CHUNK..draws.min((index + 1) * CHUNK));
            let assess = |(parameters, consents): (Parameters, Vec<bool>)| {
                let weight = engine.weight(&parameters, &consents, &mut theory)?;
                self.assess(parameters, consents, &mut theory).map(|assessed| (of(assessed), weight))
            };
            worlds.into_iter().map(assess).collect::<Vec<_>>()
        };
        Ok((0..draws.div_ceil(CHUNK)).into_par_iter().flat_map_iter(chunk).collect())
    }
}
