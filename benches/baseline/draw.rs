//! The inputs of a trial: the same numbers as the engine's, by the library's own sampling.

use armistice::engine::Streams;
use armistice::sampling::{Copula, Design};
use armistice::scenario::Scenario;

use super::open::Expanded;
use super::outcome::Outcome;
use super::trial::World;

/// A scenario made ready for trials.
#[derive(Debug)]
pub struct Baseline<'a> {
    scenario: &'a Scenario,
    expanded: Expanded,
    design: Design,
    copula: Copula,
    streams: Streams,
    /// Place of each guarantor's consent in the design; `None`: certain.
    consents: Vec<Option<usize>>,
    dimensions: usize,
}

impl<'a> Baseline<'a> {
    /// Makes a scenario ready.
    pub fn new(scenario: &'a Scenario) -> Self {
        let mut paths: Vec<String> = scenario.inputs().iter().map(|input| input.path.clone()).collect();
        let mut consents = Vec::new();
        for (index, guarantor) in scenario.structure().guarantors.iter().enumerate() {
            let path = format!("guarantor.{}.consent", guarantor.id);
            let uncertain = scenario.central().guarantors[index].consent < 1.0 || paths.contains(&path);
            consents.push(uncertain.then_some(paths.len()));
            if uncertain {
                paths.push(format!("guarantor.{}.takes_part", guarantor.id));
            }
        }
        let pairs: Vec<_> = scenario.correlations().iter().map(|c| (c.between.0, c.between.1, c.normal)).collect();
        let run = scenario.run();
        Self {
            scenario,
            expanded: Expanded::new(scenario.structure()),
            design: Design::new(run.sampling, run.seed, run.trials, &paths).expect("a design"),
            copula: Copula::new(&paths, &pairs).expect("correlations"),
            streams: Streams::new(run.seed, scenario.structure()),
            consents,
            dimensions: paths.len(),
        }
    }

    /// Plays one trial; `None` where the drawn numbers have no meaning together.
    pub fn trial(&self, trial: u64) -> Option<Outcome> {
        let mut uniforms = vec![0.0; self.dimensions];
        for (dimension, uniform) in uniforms.iter_mut().enumerate() {
            self.design.fill(dimension, trial, std::slice::from_mut(uniform));
        }
        self.copula.apply(&mut uniforms, 1);
        let mut parameters = self.scenario.central().clone();
        for (input, &uniform) in self.scenario.inputs().iter().zip(&uniforms) {
            *input.address.slot(&mut parameters) = input.distribution.quantile(uniform);
        }
        self.scenario.derive(&mut parameters);
        let takes_part = |(guarantor, place): (usize, &Option<usize>)| {
            place.is_none_or(|place| uniforms[place] < parameters.guarantors[guarantor].consent)
        };
        let consents: Vec<bool> = self.consents.iter().enumerate().map(takes_part).collect();
        let mut luck = self.streams.trial(trial);
        let mut world = World::new(parameters, &self.expanded, &consents, &luck)?;
        let run = self.scenario.run();
        let horizon = if self.scenario.structure().costs.is_empty() { 0 } else { 12 * run.costs_years };
        let open = world.views.clone();
        let likelihoods = world.weigh(&luck);
        let mut outcome = world.play(&mut luck, run.years, horizon);
        outcome.likelihoods = likelihoods;
        if world.views != open {
            world.views = open;
            let again = world.play(&mut luck, run.years, 0);
            outcome.unknowing = Some((again.class, again.signature.map(|it| (it.plan, it.month))));
        }
        Some(outcome)
    }
}
