//! Every point of a sweep is a scenario that can be run, or the sweep file says where it goes wrong.

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, PoisonError};

use crate::engine::{Engine, RunError};
use crate::scenario::{Diagnostic, Faults, Scenario};
use crate::words::words;

use super::run::{Runner, SweepError, Workload, locked, on_threads};

/// The most causes that are told.
const MOST_CAUSES: usize = 20;

impl<B> Runner<'_, B>
where
    B: Fn(&[String]) -> Result<Scenario, Faults> + Sync,
{
    /// Makes sure that every one of these points is a scenario that can be run.
    ///
    /// # Errors
    /// All that is wrong with them: each cause once, with the first point that has it and how many others have it too.
    pub fn validate(&self, spread: &Workload<'_>) -> Result<(), SweepError> {
        let next = AtomicU64::new(spread.points.start);
        let wrong = Mutex::new(Wrong::default());
        on_threads(spread.threads, &|| {
            loop {
                let index = next.fetch_add(1, Ordering::Relaxed);
                if index >= spread.points.end || spread.stop.load(Ordering::Relaxed) {
                    return;
                }
                self.validate_point(index, &wrong);
                if locked(&wrong).causes.len() >= MOST_CAUSES {
                    return;
                }
            }
        });
        self.told(wrong.into_inner().unwrap_or_else(PoisonError::into_inner))
    }

    fn validate_point(&self, index: u64, wrong: &Mutex<Wrong>) {
        if self.points.leaves_out(index) {
            return;
        }
        match (self.base)(&self.points.overrides(&self.points.point(index))) {
            Err(faults) => faults.diagnostics.into_iter().for_each(|fault| locked(wrong).add(index, fault)),
            Ok(_) if self.sweep.exact => {}
            Ok(scenario) => {
                if let Err(source) = Engine::new(&scenario) {
                    locked(wrong).add_unfit(index, source);
                }
            }
        }
    }

    /// What is wrong, in the order of the points.
    fn told(&self, wrong: Wrong) -> Result<(), SweepError> {
        let mut causes = wrong.causes;
        causes.sort_by_key(|cause| cause.first);
        let told: Vec<Diagnostic> = causes.into_iter().flat_map(|cause| self.told_cause(cause)).collect();
        match wrong.unfit {
            _ if !told.is_empty() => Err(SweepError::Faults(Faults { diagnostics: told, more: 0 })),
            Some((index, source)) => Err(self.cannot_run(index, source)),
            None => Ok(()),
        }
    }

    fn told_cause(&self, cause: Cause) -> Vec<Diagnostic> {
        let point = self.points.describe(&self.points.point(cause.first));
        let faults = Faults { diagnostics: vec![cause.fault], more: 0 };
        let mut told = self.sweep.faults_of_point(cause.first, &point, faults).diagnostics;
        if let (Some(last), true) = (told.last_mut(), cause.points > 1) {
            let (message, points) = (&last.message, cause.points - 1);
            last.message = if points == 1 {
                words!("{message}; and {points} more point like this", message, points)
            } else {
                words!("{message}; and {points} more points like this", message, points)
            };
        }
        told
    }
}

/// What is wrong with points.
#[derive(Default)]
struct Wrong {
    causes: Vec<Cause>,
    /// The first point that is a scenario, but cannot be run.
    unfit: Option<(u64, RunError)>,
}

/// One thing that is wrong, at however many points.
struct Cause {
    /// The first point that has it, and how that point tells it.
    first: u64,
    fault: Diagnostic,
    points: u64,
}

impl Wrong {
    fn add(&mut self, index: u64, fault: Diagnostic) {
        match self.causes.iter_mut().find(|cause| is_same(&cause.fault, &fault)) {
            None => self.causes.push(Cause { first: index, fault, points: 1 }),
            Some(cause) => {
                cause.points += 1;
                if index < cause.first {
                    (cause.first, cause.fault) = (index, fault);
                }
            }
        }
    }

    fn add_unfit(&mut self, index: u64, source: RunError) {
        if self.unfit.as_ref().is_none_or(|(first, _)| index < *first) {
            self.unfit = Some((index, source));
        }
    }
}

/// Whether two faults have one cause: the same kind of fault of the same key, set by the same axis.
fn is_same(a: &Diagnostic, b: &Diagnostic) -> bool {
    let set = |fault: &Diagnostic| fault.place.as_ref().and_then(|place| place.set.clone());
    a.code == b.code && a.key == b.key && set(a) == set(b)
}
