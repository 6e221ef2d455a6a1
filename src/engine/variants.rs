//! Plans with other terms, other beliefs, other costs: what both sides would make of them in the same worlds.

use std::ops::Range;

use rayon::iter::{IntoParallelIterator, ParallelIterator};

use crate::model::enforcement::AnyTheory;
use crate::model::forecast::Multipliers;
use crate::model::{Foresight, Parameters, Plan, Structure};
use crate::scenario::Scenario;

use super::bargaining::{Bargaining, Claims, Views};
use super::front::Front;
use super::outcome::Verdict;
use super::run::RunError;
use super::trial::Rules;
use super::workers::Engine;
use super::world::{World, WorldError};

/// Draws worked on at a time by one thread.
const DRAWS: u64 = 4;

/// Variants solved side by side at most, unless one set has more: what is known of so many stays at hand.
const TOGETHER: usize = 64;

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
    /// By variant, the plan that it is made of.
    origins: Vec<usize>,
    rules: Rules,
    vetoes: Vetoes,
}

/// The parties that are asked, by their place among the scenario's: those with a veto.
#[derive(Clone, Debug)]
struct Vetoes(Vec<usize>);

/// What the plans of a scenario are held against, the same for all variants.
#[derive(Clone, Debug)]
struct Asking {
    vetoes: Vetoes,
    /// The plans as they stand, where the sides hope for them.
    hoped_for: Option<Structure>,
}

impl Vetoes {
    fn of(structure: &Structure) -> Self {
        Self(structure.vetoes().collect())
    }

    /// These numbers of the scenario for plans that are made of those of these indices.
    fn numbers(&self, parameters: &Parameters, origins: impl Iterator<Item = usize>) -> Parameters {
        let Self(vetoes) = self;
        Parameters {
            effects: origins.map(|of| parameters.effects[of].clone()).collect(),
            stakeholders: vetoes.iter().map(|&party| parameters.stakeholders[party]).collect(),
            interests: vetoes.iter().map(|&party| parameters.interests[party].clone()).collect(),
            ..parameters.clone()
        }
    }
}

impl Asking {
    fn new(scenario: &Scenario) -> Self {
        let original = scenario.structure();
        let looks_ahead = original.foresight == Foresight::All;
        Self {
            vetoes: Vetoes::of(original),
            hoped_for: looks_ahead.then(|| with_plans(original, original.plans.clone())),
        }
    }

    /// What plans are held against where these numbers hold.
    fn claims(
        &self,
        parameters: &Parameters,
        consents: &[bool],
        theory: &mut AnyTheory,
    ) -> Result<HeldAgainst, WorldError> {
        let Some(structure) = &self.hoped_for else { return Ok(HeldAgainst(None)) };
        let numbers = self.vetoes.numbers(parameters, 0..structure.plans.len());
        let world = World::new(numbers, structure, consents.to_vec())?;
        let rules = Rules::new(structure, 0);
        let views = Views::none(structure.plans.len(), structure.parties.len());
        let mut bargaining = Bargaining::new(&world, &rules, theory, views);
        let claims = bargaining.open_claims(bargaining.standpoint(Front::at(world.start)), 0);
        if bargaining.undefined { Err(WorldError::Value) } else { Ok(HeldAgainst(Some(claims))) }
    }
}

/// What fighting on is worth at the start in the hope of the plans as they stand; nothing where nobody hopes, and plans are
/// held against fighting to the finish.
#[derive(Clone, Debug)]
pub struct HeldAgainst(Option<Claims>);

impl HeldAgainst {
    /// In a world of these numbers of a scenario.
    ///
    /// # Errors
    /// See [`WorldError`].
    pub fn new(scenario: &Scenario, parameters: &Parameters, consents: &[bool]) -> Result<Self, WorldError> {
        let mut theory = AnyTheory::of(scenario.structure().theory);
        Asking::new(scenario).claims(parameters, consents, &mut theory)
    }
}

/// A structure with other plans, in which only those are left who decide on them.
fn with_plans(original: &Structure, plans: Vec<Plan>) -> Structure {
    Structure {
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
    }
}

impl Variants {
    /// Variants of plans of `scenario`, whose peace is followed for so many years.
    #[must_use]
    pub fn new(scenario: &Scenario, variants: Vec<ChangedPlan>, years: usize) -> Self {
        let (origins, plans): (Vec<usize>, Vec<Plan>) = variants.into_iter().map(|it| (it.of, it.plan)).unzip();
        // What is hoped for is not the variants.
        let structure = Structure { foresight: Foresight::None, ..with_plans(scenario.structure(), plans) };
        let rules = Rules::new(&structure, years);
        Self { structure, origins, rules, vetoes: Vetoes::of(scenario.structure()) }
    }

    /// How many there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.origins.len()
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.origins.is_empty()
    }

    /// The theory by which they are assessed, with working memory that can serve many worlds.
    #[must_use]
    pub fn theory(&self) -> AnyTheory {
        AnyTheory::of(self.structure.theory)
    }

    /// How both sides, and the parties with a veto, see every variant at month 0 in a world of these numbers, which are the
    /// scenario's; `None` where no participant is left.
    ///
    /// # Errors
    /// See [`WorldError`].
    pub fn verdicts(
        &self,
        HeldAgainst(claims): &HeldAgainst,
        parameters: &Parameters,
        consents: &[bool],
        theory: &mut AnyTheory,
    ) -> Result<Vec<Option<Verdict>>, WorldError> {
        let numbers = self.vetoes.numbers(parameters, self.origins.iter().copied());
        let world = World::new(numbers, &self.structure, consents.to_vec())?;
        let views = Views::none(self.len(), self.structure.parties.len());
        let mut bargaining = Bargaining::new(&world, &self.rules, theory, views);
        let verdicts = bargaining.verdicts(claims.as_ref());
        if bargaining.undefined { Err(WorldError::Value) } else { Ok(verdicts) }
    }

    /// What `of` makes of the verdicts on each of these sets in each of these draws of the inputs of a run of `scenario`, in
    /// their order, with what the draw counts for. Where others foretell something, that is what its first trial counts for
    /// under these multipliers.
    ///
    /// # Errors
    /// See [`RunError`].
    pub fn over_draws<T: Send>(
        sets: &[Self],
        scenario: &Scenario,
        multipliers: &Multipliers,
        draws: Range<u64>,
        of: impl Fn(Vec<Option<Verdict>>) -> T + Sync,
    ) -> Result<Vec<Vec<Result<(T, f64), WorldError>>>, RunError> {
        let engine = Engine::new(scenario)?.with_multipliers(multipliers.clone()).counting();
        let asking = Asking::new(scenario);
        let groups = VariantGroup::all(sets);
        let chunks = (draws.end - draws.start).div_ceil(DRAWS);
        let chunk = |index: u64| {
            let mut theory = AnyTheory::of(scenario.structure().theory);
            let first = draws.start + index * DRAWS;
            let end = draws.end.min(first + DRAWS);
            let worlds = engine.drawn(first..end).into_iter().zip(first..end);
            let in_draw = |((parameters, consents), draw): ((Parameters, Vec<bool>), u64)| {
                let weight = engine.weight(draw, &parameters, &consents, &mut theory);
                let claims = asking.claims(&parameters, &consents, &mut theory);
                let known = weight.and_then(|weight| Ok((weight, claims?)));
                let mut ask = |set: &Self| {
                    let (_, claims) = known.as_ref().map_err(Clone::clone)?;
                    set.verdicts(claims, &parameters, &consents, &mut theory)
                };
                let verdicts = groups.iter().flat_map(|group| group.verdicts(&mut ask));
                let verdicts: Vec<Result<Vec<Option<Verdict>>, WorldError>> = verdicts.collect();
                let counted =
                    |verdicts: Vec<Option<Verdict>>| (of(verdicts), known.as_ref().map_or(0.0, |(weight, _)| *weight));
                verdicts.into_iter().map(|verdicts| verdicts.map(counted)).collect::<Vec<_>>()
            };
            worlds.map(in_draw).collect::<Vec<_>>()
        };
        Ok((0..chunks).into_par_iter().flat_map_iter(chunk).collect())
    }
}

/// Sets of variants that are solved side by side.
struct VariantGroup<'s> {
    sets: &'s [Variants],
    whole: Variants,
}

impl<'s> VariantGroup<'s> {
    /// These sets, as many at a time as fit.
    fn all(mut sets: &'s [Variants]) -> Vec<Self> {
        let mut out = Vec::new();
        while !sets.is_empty() {
            let sizes = sets.iter().scan(0, |sum, set| {
                *sum += set.len();
                Some(*sum)
            });
            let (group, rest) = sets.split_at(sizes.take_while(|&size| size <= TOGETHER).count().max(1));
            let mut whole = group[0].clone();
            for set in &group[1..] {
                whole.structure.plans.extend_from_slice(&set.structure.plans);
                whole.origins.extend_from_slice(&set.origins);
            }
            whole.rules = Rules::new(&whole.structure, whole.rules.years);
            out.push(Self { sets: group, whole });
            sets = rest;
        }
        out
    }

    /// What is answered by set. Where a variant has no meaning, nothing is said of those of its set, but of the others.
    fn verdicts(
        &self,
        mut ask: impl FnMut(&Variants) -> Result<Vec<Option<Verdict>>, WorldError>,
    ) -> Vec<Result<Vec<Option<Verdict>>, WorldError>> {
        let Ok(verdicts) = ask(&self.whole) else { return self.sets.iter().map(ask).collect() };
        let mut verdicts = verdicts.into_iter();
        self.sets.iter().map(|set| Ok(verdicts.by_ref().take(set.len()).collect())).collect()
    }
}
