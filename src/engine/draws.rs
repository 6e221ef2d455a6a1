//! What is drawn in a trial before anything happens: the uncertain inputs and the guarantors' consents.

use crate::model::Parameters;
use crate::sampling::{Copula, Design, RANDOMISATIONS, Sampling};
use crate::scenario::{RunSettings, Scenario};

use super::run::RunError;

/// The draws of a run.
#[derive(Debug)]
pub(super) struct Drawer<'a> {
    scenario: &'a Scenario,
    design: Design,
    copula: Copula,
    /// Dimension of each guarantor's consent in the design; `None`: it is certain.
    consents: Vec<Option<usize>>,
    /// With several trials at each draw, consent is each trial's own luck.
    own_consents: Option<Design>,
    replications: u64,
    /// Dimensions of the design: the inputs, then the uncertain consents.
    pub(super) dimensions: usize,
}

/// The uniform numbers of consecutive draws, and what a trial makes of them.
#[derive(Debug)]
pub(super) struct Drawn {
    /// All of the first dimension of the design, then all of the second …
    uniforms: Vec<f64>,
    first_draw: u64,
    size: usize,
    /// The inputs of the last trial.
    pub(super) inputs: Vec<f64>,
    /// Their places in their distributions, in (0, 1).
    pub(super) positions: Vec<f64>,
    /// Which guarantors take part in the last trial.
    pub(super) consents: Vec<bool>,
}

impl<'a> Drawer<'a> {
    /// The draws of a scenario.
    ///
    /// # Errors
    /// See [`RunError`].
    pub(super) fn new(scenario: &'a Scenario) -> Result<Self, RunError> {
        let mut paths: Vec<String> = scenario.inputs().iter().map(|input| input.path.clone()).collect();
        let mut consents = Vec::new();
        for guarantor in 0..scenario.structure().guarantors.len() {
            let uncertain = scenario.consent_is_uncertain(guarantor);
            consents.push(uncertain.then_some(paths.len()));
            if uncertain {
                paths.push(scenario.takes_part_path(guarantor));
            }
        }
        let pairs: Vec<(usize, usize, f64)> =
            scenario.correlations().iter().map(|c| (c.between.0, c.between.1, c.normal)).collect();
        let &RunSettings { trials, seed, sampling, replications, .. } = scenario.run();
        let alone = || Design::new(Sampling::MonteCarlo, seed, trials, &paths);
        Ok(Self {
            scenario,
            own_consents: (replications > 1).then(alone).transpose()?,
            design: Design::new(sampling, seed, count(trials, replications)?, &paths)?,
            copula: Copula::new(&paths, &pairs)?,
            consents,
            replications,
            dimensions: paths.len(),
        })
    }

    /// Groups of trials that are told apart: the randomisations of the design.
    pub(super) fn groups(&self) -> u64 {
        let several = if self.replications > 1 { RANDOMISATIONS } else { 1 };
        self.design.randomisations().unwrap_or(several)
    }

    /// The group to which a trial belongs: trials of one draw are not independent, so that groups are of whole draws.
    pub(super) fn group(&self, trial: u64) -> usize {
        let draw = trial / self.replications;
        match (self.design.randomisations(), self.replications) {
            (Some(_), _) => self.design.randomisation_of(draw) as usize,
            (None, 1) => 0,
            (None, _) => (draw % RANDOMISATIONS) as usize,
        }
    }

    /// Room for so many draws at a time.
    pub(super) fn room(&self, draws: usize) -> Drawn {
        Drawn {
            uniforms: vec![0.0; draws * self.dimensions],
            first_draw: 0,
            size: 0,
            inputs: vec![0.0; self.scenario.inputs().len()],
            positions: vec![0.0; self.scenario.inputs().len()],
            consents: vec![true; self.consents.len()],
        }
    }

    /// Draws for the trials from `first` on.
    pub(super) fn fill(&self, drawn: &mut Drawn, first: u64, count: u64) {
        drawn.first_draw = first / self.replications;
        drawn.size = ((first + count - 1) / self.replications - drawn.first_draw + 1) as usize;
        for (dimension, uniforms) in drawn.uniforms.chunks_exact_mut(drawn.size).take(self.dimensions).enumerate() {
            self.design.fill(dimension, drawn.first_draw, uniforms);
        }
        self.copula.apply(&mut drawn.uniforms, drawn.size);
    }

    /// The numbers of a trial among those drawn; its inputs, positions and consents are left in `drawn`.
    pub(super) fn trial(&self, drawn: &mut Drawn, trial: u64) -> Parameters {
        let draw = (trial / self.replications - drawn.first_draw) as usize;
        let mut parameters = self.scenario.central().clone();
        for (dimension, position) in drawn.positions.iter_mut().enumerate() {
            *position = drawn.uniforms[dimension * drawn.size + draw];
        }
        self.scenario.draw(&mut drawn.positions, &mut drawn.inputs);
        for (input, &value) in self.scenario.inputs().iter().zip(&drawn.inputs) {
            *input.address.slot(&mut parameters) = value;
        }
        self.scenario.derive(&mut parameters);
        for (guarantor, dimension) in self.consents.iter().enumerate() {
            if let &Some(dimension) = dimension {
                let luck = match &self.own_consents {
                    None => drawn.uniforms[dimension * drawn.size + draw],
                    Some(design) => single(design, dimension, trial),
                };
                drawn.consents[guarantor] = luck < parameters.guarantors[guarantor].consent;
            }
        }
        parameters
    }
}

/// One number of a design.
fn single(design: &Design, dimension: usize, trial: u64) -> f64 {
    let mut number = [0.0];
    design.fill(dimension, trial, &mut number);
    number[0]
}

/// Draws of the inputs among so many trials.
fn count(trials: u64, replications: u64) -> Result<u64, RunError> {
    if trials.is_multiple_of(replications) {
        return Ok(trials / replications);
    }
    let nearest = ((trials + replications / 2) / replications).max(1) * replications;
    Err(RunError::Replications { trials, replications, nearest })
}
