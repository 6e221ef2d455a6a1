//! armistice: a simulator of conflict settlements. Which plan would both sides sign, and would the peace then hold?
//!
//! A *scenario* describes two belligerents, a *challenger* and a *defender*, the *issues* they fight over, the
//! *guarantors* of a peace and the *plans* on the table. A *trial* draws every uncertain input, fights and bargains
//! month by month until a plan is signed, a side wins or time is up, and then walks through the years of the peace.
//! A *run* is many trials and what they add up to.
//!
//! # What do you want to do?
//!
//! **Run a scenario** and get its figures, with intervals: those of `summary.json`.
//!
//! ```
//! let loaded = armistice::scenario::load("scenarios/tiny.toml".as_ref(), &["run.trials=200".to_owned()], None)?;
//! let summary = armistice::run(&loaded.scenario)?;
//! println!("a peace is signed in {:?} of the trials", summary.settlement.settled.share);
//! # assert_eq!(summary.trials, 200);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! **Say how it is run**: trials, seed, threads, a record of every trial, a way to stop. See [`engine::Run`].
//!
//! ```
//! use armistice::analysis::table::CsvTable;
//! use armistice::engine::Run;
//!
//! let loaded = armistice::scenario::load("scenarios/tiny.toml".as_ref(), &[], None)?;
//! let table = CsvTable::new(&loaded.scenario);
//! let ran = Run::new(&loaded.scenario).trials(64).threads(2).observe(&table).run()?;
//! let csv = String::from_utf8(table.header())? + &ran.chunks.concat();
//! assert_eq!(csv.lines().count(), 65);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! **Solve it exactly** at the central values of its inputs, without chance.
//!
//! ```
//! let loaded = armistice::scenario::load("scenarios/island-by-hand.toml".as_ref(), &[], None)?;
//! for plan in armistice::analysis::evaluate(&loaded.scenario)?.plans {
//!     println!("{}: worth {:?} to the challenger", plan.id, plan.challenger.v);
//! }
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! **Ask for any numbers of the inputs**, exactly and without chance: what all make of every plan there, as often as you
//! like. See [`analysis::assess::Assessor`], which names the inputs with their distributions.
//!
//! ```
//! use armistice::analysis::assess::{Assessor, StartFigure};
//!
//! let loaded = armistice::scenario::load("scenarios/tiny.toml".as_ref(), &[], None)?;
//! let mut assessor = Assessor::new(&loaded.scenario)?;
//! let figure = StartFigure::named(&loaded.scenario, "plans.truce.if_signed@10").expect("a figure of the scenario");
//! let mut numbers = assessor.central();
//! for cost in [0.6, 0.8, 1.0] {
//!     let place = assessor.inputs().iter().position(|it| it.path == "challenger.war_cost").expect("it is uncertain");
//!     numbers[place] = cost;
//!     println!("war cost {cost}: the truce holds ten years with {}", assessor.assess(&numbers)?.figure(figure));
//! }
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! **Play trials at given numbers**: set them, and everything else is drawn as before, on the same luck.
//!
//! ```
//! let scenario = armistice::scenario::load("scenarios/tiny.toml".as_ref(), &["run.trials=64".to_owned()], None)?.scenario;
//! let there = scenario.with_all(&["challenger.war_cost=0.9".to_owned(), "guarantor.ally.reliability=0.8".to_owned()])?;
//! assert_eq!(armistice::run(&there)?.trials, 64);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! **Change something and compare.** Trials of both have the same luck, so that their difference is not noise.
//!
//! ```
//! use armistice::analysis::compare::{FateRecorder, Pairing, compare};
//! use armistice::engine::Run;
//!
//! let before = armistice::scenario::load("scenarios/tiny.toml".as_ref(), &[], None)?.scenario;
//! let after = before.with("challenger.discount_factor", 0.97)?;
//! let fates = |scenario| -> Result<Vec<_>, armistice::engine::RunError> {
//!     Ok(Run::new(scenario).trials(200).observe(FateRecorder::default()).run()?.chunks.concat())
//! };
//! let comparison = compare(&fates(&before)?, &fates(&after)?, Pairing::Trials, 15);
//! println!("{comparison:?}");
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! **Read a result** that the command line wrote.
//!
//! ```
//! # let loaded = armistice::scenario::load("scenarios/tiny.toml".as_ref(), &["run.trials=64".to_owned()], None)?;
//! # let text = serde_json::to_string(&armistice::run(&loaded.scenario)?)?;
//! use armistice::analysis::summary::Summary;
//!
//! // let text = std::fs::read_to_string("results/tiny/summary.json")?;
//! let summary: Summary = serde_json::from_str(&text)?;
//! for (id, plan) in &summary.plans {
//!     println!("{id}: signed in {:?} of the trials", plan.signed.share);
//! }
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! **Draw a report**: pure bytes, which you write where you like. `report::html` makes the page of a run,
//! `report::text` what a terminal shows.
//!
//! ```
//! # #[cfg(feature = "report")] {
//! use armistice::report::lang::Lang;
//! use armistice::report::text::{Screen, run_tables};
//!
//! let loaded = armistice::scenario::load("scenarios/tiny.toml".as_ref(), &["run.trials=64".to_owned()], None)?;
//! let summary = armistice::run(&loaded.scenario)?;
//! let screen = Screen { lang: &Lang::english(), width: Screen::USUAL };
//! println!("{}", run_tables(&summary, &loaded.scenario, &screen));
//! # }
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! **Write a sweep**: a file that names a base, axes and measures (`docs/experiments.md`), or a text of your own making.
//!
//! ```
//! use armistice::scenario::load;
//! use armistice::sweep::{Points, Sweep};
//!
//! let text = r#"
//!     schema = 1
//!     [sweep]
//!     base = "tiny.toml"
//!     trials = 64
//!     [[axis]]
//!     path = "guarantor.ally.reliability"
//!     values = [0.2, 0.5, 0.8]
//!     [[measure]]
//!     id = "held"
//!     of = "classes.peace_held"
//! "#;
//! let sweep = Sweep::parse("reliability.toml", text)?;
//! let points = Points::new(&sweep, 1)?;
//! for index in 0..points.count() {
//!     let mut settings = sweep.settings();
//!     settings.extend(points.overrides(&points.point(index)));
//!     let summary = armistice::run(&load("scenarios/tiny.toml".as_ref(), &settings, None)?.scenario)?;
//!     println!("{settings:?}: {:?}", summary.settlement.settled.share);
//! }
//! # assert_eq!(points.count(), 3);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! **Watch one trial** month by month: write an [`engine::Observer`] and hand it to [`engine::Worker::watch`].
//!
//! ```
//! use armistice::engine::{Engine, Observer, WarMonth};
//!
//! /// Counts the months in which the front moved.
//! #[derive(Default)]
//! struct Moves(u32);
//!
//! impl Observer for Moves {
//!     fn month(&mut self, month: &WarMonth) {
//!         self.0 += u32::from(month.step != armistice::engine::Step::Still);
//!     }
//! }
//!
//! let loaded = armistice::scenario::load("scenarios/tiny.toml".as_ref(), &[], None)?;
//! let engine = Engine::new(&loaded.scenario)?;
//! let mut moves = Moves::default();
//! engine.worker().watch(17, &mut moves, &mut |_, row| println!("{:?}", row.outcome));
//! println!("the front moved {} times", moves.0);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! # Words and units
//!
//! | word | meaning |
//! |---|---|
//! | challenger, A | the side that gains when the front advances |
//! | defender, D | the side that holds what the challenger does not |
//! | plan, terms | what is proposed: one term for each issue, guarantors, changes for the time after |
//! | settlement | a plan that was signed and ratified |
//! | surplus | what a plan offers a side beyond fighting to the finish and its margin |
//! | guarantee | is *active* and may *lapse*; its guarantors *honour* it or not when the challenger attacks |
//! | peace | *holds*, or war is *resumed* by a side |
//! | draw | the values of all uncertain inputs; a trial has one, several trials may share one (replications) |
//! | survival | probability that a peace has held until a year |
//!
//! Values are shares of the prize: 1 is a side's ideal on every issue for ever, 0 the other side's. Forces are in
//! thousand troops, the first war in months, the peace in years, strengths and beliefs in log-odds. `docs/model.md` has the
//! equations and every symbol.
//!
//! The feature `report` adds charts, pages and [`job`]: runs, sweeps and comparisons that leave a results folder. The
//! feature `cli`, on by default, adds the command line. Without both the crate is the model, the engine and the analysis,
//! and compiles to WebAssembly.

pub mod analysis;
#[cfg(feature = "cli")]
pub mod cli;
pub mod engine;
#[cfg(feature = "report")]
pub mod job;
pub mod model;
pub mod num;
#[cfg(feature = "report")]
pub mod report;
/// Names and languages, and what the page of `armistice explore` asks: the part of the reports that needs no feature.
#[cfg(not(feature = "report"))]
pub mod report {
    pub mod explorer;
    #[allow(dead_code, reason = "the reports use the rest")]
    pub mod lang;
    #[allow(dead_code, reason = "the reports use the rest")]
    mod names;
    #[allow(dead_code, unreachable_pub, reason = "the reports use the rest")]
    mod ranking;

    pub use names::input_name;
}
pub mod sampling;
pub mod scenario;
#[cfg(feature = "report")]
pub mod store;
pub mod sweep;
#[cfg(test)]
mod testing;
pub mod words;

use analysis::summary::Summary;
use engine::{Run, RunError};
use scenario::Scenario;

/// Runs a scenario on all processors and returns its figures: the same as `summary.json` of the command line.
///
/// # Errors
/// A sampling design that does not fit the number of trials, or no threads to be had.
pub fn run(scenario: &Scenario) -> Result<Summary, RunError> {
    let ran = Run::new(scenario).run()?;
    Ok(analysis::summarise(scenario, &ran.tally))
}
