//! What became of the trials of each variant: from its table, or played again.

use std::path::Path;

use crate::analysis::compare::{Fate, FateRecorder};
use crate::analysis::summary::Summary;
use crate::engine::{Class, Run, Span};
use crate::model::{PerSide, Side};
use crate::store::{SUMMARY, TRIALS, require_file};
use crate::words::{Words, words};

use super::super::forecasts::asked_first;
use super::super::stored_summary::stored_summary;
use super::super::{Event, Host, JobError, Result};
use super::candidates::Candidate;

/// The fates of all trials, with those costs. `None`: stopped.
pub(super) fn fates_of(candidate: &Candidate, costs: &[String], host: &Host) -> Result<Option<Vec<Fate>>> {
    match stored(candidate, costs)? {
        Some(fates) => Ok(Some(fates)),
        None => played(candidate, costs, host),
    }
}

/// The fates that a folder's table tells, if it has them all.
fn stored(candidate: &Candidate, costs: &[String]) -> Result<Option<Vec<Fate>>> {
    let Some(folder) = &candidate.folder else { return Ok(None) };
    let table = folder.join(TRIALS);
    if !table.exists() {
        return Ok(None);
    }
    let fates = read_fates(&table, costs)?;
    if fates.len() as u64 != candidate.trials {
        return Ok(None);
    }
    agrees(&fates, &stored_summary(folder, &candidate.manifest, &candidate.scenario)?).map_err(|figure| {
        JobError::Broken {
            path: table,
            reason: words!(
                "does not agree with {file} on `{figure}`: one of them was changed; `armistice verify` says which",
                file = SUMMARY,
                figure
            ),
        }
    })?;
    Ok(Some(fates))
}

/// Plays the trials. `None`: stopped.
fn played(candidate: &Candidate, costs: &[String], host: &Host) -> Result<Option<Vec<Fate>>> {
    let (trials, file) = (candidate.trials, &candidate.manifest.head.scenario_file);
    let multipliers = match &candidate.manifest.forecasts_from {
        Some(known) => known.clone(),
        None => asked_first(&candidate.scenario, file, host)?.unwrap_or_default(),
    };
    let span = Span { first: 0, end: trials, block_size: candidate.manifest.block_size };
    let progress = |count: u64| (host.events)(&Event::Played(count));
    (host.events)(&Event::Started { name: &candidate.name, trials, done: 0 });
    let declared = &candidate.scenario.structure().costs;
    let costs = costs.iter().filter_map(|id| declared.iter().position(|cost| cost.id == *id)).collect();
    let run = Run::new(&candidate.scenario).observe(FateRecorder { costs }).multipliers(multipliers);
    let run = run.span(span).threads(host.threads);
    let ran = run.stop(host.stop).progress(&progress).run();
    (host.events)(&Event::Ended);
    let ran = ran.map_err(JobError::cannot_run(file))?;
    let fates: Vec<Fate> = ran.chunks.into_iter().flatten().collect();
    Ok((fates.len() as u64 == trials).then_some(fates))
}

/// Whether a table of trials gives the shares of a summary; else in which it does not.
fn agrees(fates: &[Fate], summary: &Summary) -> std::result::Result<(), &'static str> {
    let weigh = |of: &dyn Fn(&Fate) -> bool| fates.iter().filter(|fate| of(fate)).fold(0.0, |sum, it| sum + it.weight);
    let valid = weigh(&|fate| fate.class.is_some());
    for class in Class::ALL {
        let share = summary.classes.of(class);
        let count = weigh(&|fate| fate.class == Some(class));
        if (count - share.share.unwrap_or(0.0) * valid).abs() > 1e-6 * valid.max(1.0) {
            return Err(class.name());
        }
    }
    let values = &summary.values;
    for (side, name, known) in [
        (Side::Challenger, "values.challenger", values.challenger.spread.mean),
        (Side::Defender, "values.defender", values.defender.spread.mean),
    ] {
        let valid_fates = fates.iter().filter(|fate| fate.class.is_some());
        let mean = valid_fates.fold(0.0, |sum, it| sum + it.weight * it.values[side]) / valid;
        if known.is_some_and(|known| !((mean - known).abs() <= 1e-6 * known.abs().max(1.0))) {
            return Err(name);
        }
    }
    Ok(())
}

/// Reads what became of each trial from a table.
fn read_fates(path: &Path, costs: &[String]) -> Result<Vec<Fate>> {
    let broken = |reason: Words| JobError::Broken {
        path: path.to_owned(),
        reason: words!("{reason}; the file was changed: remove it, and the trials are played again", reason),
    };
    require_file(path)?;
    let unreadable = |error: csv::Error| broken(Words::verbatim(error.to_string()));
    let mut reader = csv::Reader::from_path(path).map_err(unreadable)?;
    let header = reader.headers().map_err(unreadable)?.clone();
    let column = |name: &str| {
        header.iter().position(|it| it == name).ok_or_else(|| broken(words!("has no column `{name}`", name)))
    };
    let (trial, class, age) = (column("trial")?, column("class")?, column("failure_age")?);
    let values = PerSide::new(column("value_challenger")?, column("value_defender")?);
    // Where there is no evidence every trial counts as one.
    let weight = header.iter().position(|it| it == "weight");
    let costs: Vec<usize> = costs.iter().map(|id| column(&format!("cost.{id}"))).collect::<Result<_>>()?;
    let mut fates = Vec::new();
    let mut record = csv::StringRecord::new();
    while reader.read_record(&mut record).map_err(unreadable)? {
        let field = |index: usize| record.get(index).unwrap_or_default();
        if field(trial).parse() != Ok(fates.len()) {
            return Err(broken(words!("row {row} is not trial {trial}", row = fates.len() + 1, trial = fates.len())));
        }
        let class = Class::ALL.into_iter().find(|it| it.name() == field(class));
        let number = |index: usize| field(index).parse::<f64>().unwrap_or(f64::NAN);
        let fate = match class {
            None => Fate::failed(),
            Some(_) => Fate {
                class,
                failure_age: match field(age) {
                    "" => None,
                    text => Some(text.parse().map_err(|_| {
                        broken(words!("row {index} holds `{text}`, not a number", index = fates.len() + 1, text))
                    })?),
                },
                values: values.map(number),
                weight: weight.map_or(1.0, number),
                costs: costs.iter().map(|&cost| number(cost)).collect(),
            },
        };
        if fate.values.iter().chain(&fate.costs).chain([&fate.weight]).any(|value| !value.is_finite()) {
            return Err(broken(words!("row {row} has no values", row = fates.len() + 1)));
        }
        fates.push(fate);
    }
    Ok(fates)
}
