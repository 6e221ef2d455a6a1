//! Builders that make a test a story of a few lines.

use armistice::analysis::evaluate;
use armistice::analysis::evaluation::{Evaluation, PlanEvaluation};
use armistice::analysis::table::CsvTable;
use armistice::engine::{Recorder, Row, Run, Span, Tally, TrialOutcome, World};
use armistice::model::enforcement::{SideView, Solution, Solver, Theory};
use armistice::model::settlement::Settlement;
use armistice::model::{PerSide, Side};
use armistice::scenario::{Colours, Scenario, parse};

/// Standard errors beyond which a statistical test fails: 2e-9 two-sided for a normal statistic.
pub(crate) const FAR: f64 = 6.0;

/// A small conflict of constants: A and D equally strong, territory alone at stake, both may attack, no plan.
const DUEL: &str = "
schema = 1
[run]
trials = 4000
years = 20
[challenger]
forces = 100
discount_factor = 0.9
war_cost = 0.5
shock = 0.05
[challenger.demands]
territory = { ideal = 1, salience = 1 }
defender_forces = { ideal = 50, salience = 0 }
foreign_troops = { ideal = 0, salience = 0 }
guarantee_years = { salience = 0 }
[defender]
forces = 100
discount_factor = 0.93
war_cost = 0.6
shock = 0.05
[defender.demands]
territory = { ideal = 0, salience = 1 }
defender_forces = { ideal = 150, salience = 0 }
foreign_troops = { ideal = 20, salience = 0 }
guarantee_years = { salience = 0 }
[front]
positions = 6
start = 3
stalemate = 0.5
[enforcement]
lookahead = 20
resumed_war_months = 24
";

/// A scenario in the making.
#[derive(Clone, Debug)]
pub(crate) struct Story {
    text: String,
    sets: Vec<String>,
    plans: Option<Vec<String>>,
}

/// A story that begins with the duel.
pub(crate) fn duel() -> Story {
    story(DUEL)
}

/// A duel whose outcome hangs on three uniform inputs, with one plan, `line`.
pub(crate) fn unsure_duel(trials: u64) -> Story {
    duel()
        .set("run.trials", trials)
        .set("challenger.discount_factor", 0.93)
        .set("challenger.war_cost", "{ uniform = [0.02, 0.4] }")
        .set("defender.war_cost", "{ uniform = [0.02, 0.4] }")
        .set("challenger.attack_cost", "{ uniform = [0.0, 0.2] }")
        .add("[negotiation]\nacceptance_noise = 0.05\n")
        .plan("line", "")
}

/// The check scenario with everything in it: uncertain inputs, backstop, effects, a further issue.
pub(crate) fn border() -> Story {
    story(include_str!("../vectors/scenarios/border.toml"))
}

/// A story that begins with a text.
pub(crate) fn story(text: &str) -> Story {
    Story { text: text.to_owned(), sets: Vec::new(), plans: None }
}

impl Story {
    /// Sets a value by its path.
    pub(crate) fn set(mut self, path: &str, value: impl std::fmt::Display) -> Self {
        self.sets.push(format!("{path}={value}"));
        self
    }

    /// Adds a block of TOML at the end.
    pub(crate) fn add(mut self, block: &str) -> Self {
        self.text.push('\n');
        self.text.push_str(block);
        self
    }

    /// Adds a plan with these terms.
    pub(crate) fn plan(self, id: &str, terms: &str) -> Self {
        self.add(&format!("[[plan]]\nid = \"{id}\"\nterms = {{ {terms} }}\n"))
    }

    /// Adds a guarantor with these keys.
    pub(crate) fn guarantor(self, id: &str, keys: &str) -> Self {
        self.add(&format!("[[guarantor]]\nid = \"{id}\"\n{keys}\n"))
    }

    /// Keeps only these plans on the table.
    pub(crate) fn only(mut self, plans: &[&str]) -> Self {
        self.plans = Some(plans.iter().map(ToString::to_string).collect());
        self
    }

    /// The scenario, or what is wrong with it.
    pub(crate) fn try_scenario(&self) -> Result<Scenario, String> {
        parse("story.toml", &self.text, &self.sets, self.plans.as_deref())
            .map(|loaded| loaded.scenario)
            .map_err(|faults| faults.render(Colours::Off))
    }

    /// The scenario.
    pub(crate) fn scenario(&self) -> Scenario {
        self.try_scenario().unwrap_or_else(|faults| panic!("{faults}\n{:?}\n{}", self.sets, self.text))
    }

    /// The exact solution.
    pub(crate) fn evaluation(&self) -> Evaluation {
        evaluate(&self.scenario()).unwrap_or_else(|error| panic!("{error}\n{:?}\n{}", self.sets, self.text))
    }

    /// The exact solution of a plan.
    pub(crate) fn solution(&self, plan: &str) -> PlanEvaluation {
        let plans = self.evaluation().plans;
        plans.into_iter().find(|p| p.id == plan).unwrap_or_else(|| panic!("no plan {plan}"))
    }

    /// All trials.
    pub(crate) fn trials(&self) -> Vec<Trial> {
        trials(&self.scenario())
    }

    /// The outcomes of all trials; none may have failed.
    pub(crate) fn outcomes(&self) -> Vec<TrialOutcome> {
        self.trials().into_iter().map(|trial| trial.outcome.unwrap_or_else(|error| panic!("{error}"))).collect()
    }
}

/// One trial with all that is known of it.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Trial {
    pub(crate) trial: u64,
    pub(crate) inputs: Vec<f64>,
    pub(crate) consents: Vec<bool>,
    pub(crate) outcome: Result<TrialOutcome, String>,
}

/// Keeps everything.
struct Everything;

impl Recorder for Everything {
    type Chunk = Vec<Trial>;

    fn chunk(&self) -> Vec<Trial> {
        Vec::new()
    }

    fn record(&self, chunk: &mut Vec<Trial>, row: &Row<'_>) {
        chunk.push(Trial {
            trial: row.trial,
            inputs: row.inputs.to_vec(),
            consents: row.consents.to_vec(),
            outcome: row.outcome.cloned().map_err(ToString::to_string),
        });
    }
}

/// How a run is spread.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Spread {
    pub(crate) first: u64,
    pub(crate) end: u64,
    pub(crate) block_size: u64,
    pub(crate) threads: usize,
}

impl Spread {
    /// The whole run, in one block, on one thread.
    pub(crate) fn whole(scenario: &Scenario) -> Self {
        Self { first: 0, end: scenario.run().trials, block_size: scenario.run().trials, threads: 1 }
    }
}

/// Runs and records.
pub(crate) fn record<R: Recorder>(
    scenario: &Scenario,
    recorder: &R,
    spread: Spread,
    start: Option<Tally>,
) -> (Vec<R::Chunk>, Tally) {
    let Spread { first, end, block_size, threads } = spread;
    let run = Run::new(scenario).observe(recorder).span(Span { first, end, block_size }).threads(threads);
    let run = start.into_iter().fold(run, armistice::engine::Run::start);
    let ran = run.run().unwrap_or_else(|error| panic!("{error}"));
    (ran.chunks, ran.tally)
}

/// All trials of a scenario.
pub(crate) fn trials(scenario: &Scenario) -> Vec<Trial> {
    record(scenario, &Everything, Spread::whole(scenario), None).0.into_iter().flatten().collect()
}

/// The tally of a scenario.
pub(crate) fn tally(scenario: &Scenario) -> Tally {
    record(scenario, &Everything, Spread::whole(scenario), None).1
}

/// The trial table of a scenario and its tally.
pub(crate) fn table(scenario: &Scenario, spread: Spread) -> (String, Tally) {
    let table = CsvTable::new(scenario);
    let (rows, tally) = record(scenario, &table, spread, None);
    (String::from_utf8(table.header()).expect("UTF-8") + &rows.concat(), tally)
}

/// The world at central values, with every guarantor.
pub(crate) fn world(scenario: &Scenario) -> World {
    let consents = vec![true; scenario.structure().guarantors.len()];
    World::new(scenario.central().clone(), scenario.structure(), consents).unwrap_or_else(|error| panic!("{error}"))
}

/// A plan at the start of a world, as both sides see it.
pub(crate) struct Game<'a> {
    pub(crate) world: &'a World,
    pub(crate) settlement: &'a Settlement,
    pub(crate) views: PerSide<SideView<'a>>,
    pub(crate) may: PerSide<bool>,
}

impl<'a> Game<'a> {
    pub(crate) fn new(scenario: &Scenario, world: &'a World, plan: usize) -> Self {
        let settlement = world.settlements[plan].as_ref().expect("an available plan");
        let views = PerSide::each(|side| SideView {
            settlement,
            position: world.start,
            territory_values: world.territory_values(settlement, world.start),
            side,
            offset: world.beliefs[side].offset(0, 0),
        });
        Self { world, settlement, views, may: scenario.structure().may_attack }
    }

    /// Both sides' own solutions over the whole lookahead.
    pub(crate) fn solve(&self) -> PerSide<Solution> {
        let mut solver = Solver::default();
        let values = solver.solve(self.views.as_array(), self.may);
        PerSide::each(|side: Side| solver.solution(side as usize, self.settlement.lookahead, values[side as usize]))
    }
}

/// Fails unless two numbers agree to `tolerance`, absolute.
#[track_caller]
pub(crate) fn assert_near(got: f64, expected: f64, tolerance: f64, what: &str) {
    let error = (got - expected).abs();
    assert!(error <= tolerance, "{what}: {got} instead of {expected} (off by {error:e}, allowed {tolerance:e})");
}

/// Standard errors by which the mean of `numbers` lies off `expected`.
pub(crate) fn errors_off(numbers: &[f64], expected: f64) -> f64 {
    let n = numbers.len() as f64;
    let mean = numbers.iter().sum::<f64>() / n;
    let variance = numbers.iter().map(|x| (x - mean).powi(2)).sum::<f64>() / (n - 1.0);
    (mean - expected) / (variance / n).sqrt()
}

/// Standard errors by which independent events with these probabilities happen too often.
pub(crate) fn excess(events: &[(bool, f64)]) -> f64 {
    let (sum, variance) = events.iter().fold((0.0, 0.0), |(sum, variance), &(happened, p)| {
        (sum + f64::from(u8::from(happened)) - p, variance + p * (1.0 - p))
    });
    if variance == 0.0 { if sum == 0.0 { 0.0 } else { f64::INFINITY } } else { sum / variance.sqrt() }
}

/// proptest with as many cases, the same in every run.
pub(crate) fn cases(cases: u32) -> proptest::test_runner::Config {
    proptest::test_runner::Config {
        cases,
        rng_seed: proptest::test_runner::RngSeed::Fixed(u64::from(cases)),
        failure_persistence: None,
        ..Default::default()
    }
}
