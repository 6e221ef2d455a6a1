//! `armistice sweep`: a base scenario at many points.

use rayon::prelude::*;
use serde_json::{Map, Value, json};

use crate::job::{Destination, Settings, Shard, SweepFigures, SweepOrder, sweep as run_sweep};
use crate::report::sweep::SweepInput;
use crate::report::text::{sweep_text, theory_heading};
use crate::sweep::Sweep;
use crate::sweep::table::PointRow;

use super::args::{Format, SweepArguments, TrialsFormat};
use super::{Failure, Status, console, print, screen};

/// Runs a sweep file and prints its figures.
pub(crate) fn sweep(arguments: &SweepArguments) -> Result<Status, Failure> {
    let common = &arguments.common;
    let part = arguments.part.read()?;
    let place = common.out.clone().map_or_else(Destination::default, Destination::Folder);
    let Some([(word, settings), (second_word, second)]) = common.overrides.of_each_theory() else {
        return swept(arguments, common.overrides.settings(), part, place);
    };
    // A sweep of each theory, the second's in a folder within the first's.
    let within = Destination::Folder(place.folder(&arguments.file, part).join(second_word));
    let lang = common.look.read()?.language();
    let heading = |word: &str| match common.output.format {
        Format::Text => print(&theory_heading(word, &screen(&lang))),
        Format::Json => Ok(Status::Done),
    };
    heading(word)?;
    match swept(arguments, settings, part, place)? {
        Status::Done => {
            heading(second_word)?;
            swept(arguments, second, part, within)
        }
        ended => Ok(ended),
    }
}

/// A sweep of one theory.
fn swept(
    arguments: &SweepArguments,
    settings: Settings,
    part: Option<Shard>,
    place: Destination,
) -> Result<Status, Failure> {
    let common = &arguments.common;
    let order = SweepOrder {
        file: arguments.file.clone(),
        settings,
        part,
        look: common.look.read()?,
        place,
        wishes: common.output.wishes(TrialsFormat::default()),
        allow_outside: arguments.allow_outside,
    };
    let outcome = console::with_host(common.output.quiet, common.threads.count(), common.look.language(), |host| {
        run_sweep(&order, host)
    })?;
    if let Some(figures) = &outcome.figures {
        show(figures, common.output.format)?;
    }
    Ok(if outcome.complete { Status::Done } else { Status::Interrupted })
}

/// Prints the figures of a sweep.
pub(crate) fn show(figures: &SweepFigures, format: Format) -> Result<Status, Failure> {
    let SweepFigures { manifest, sweep, base, rows, failed_trials } = figures;
    match format {
        Format::Text => {
            let provenance = figures.provenance();
            let input = SweepInput { sweep, base, provenance: &provenance, rows, failed_trials: *failed_trials };
            print(&sweep_text(&input, &screen(&manifest.look.language())))
        }
        Format::Json => {
            let points: Vec<Value> = rows.par_iter().map(|row| point_json(sweep, row)).collect();
            let all = json!({
                "sweep": sweep.name,
                "trials": if sweep.exact { 0 } else { manifest.head.trials },
                "exact": sweep.exact,
                "failed_trials": failed_trials,
                "seed": manifest.head.seed_in_json(),
                "points": points,
            });
            print(&format!("{}\n", serde_json::to_string_pretty(&all).unwrap_or_default()))
        }
    }
}

fn point_json(sweep: &Sweep, row: &PointRow) -> Value {
    let axes = sweep.axes.iter().zip(&row.axes).map(|(axis, shown)| {
        let level = axis.levels().iter().find(|level| level.shown == *shown);
        let number = level.map_or_else(|| shown.parse().ok(), |level| level.number);
        let value = match number {
            _ if shown.is_empty() => Value::Null,
            Some(number) => json!(number),
            None => json!(shown),
        };
        (axis.path.clone(), value)
    });
    let measures = sweep.measures.iter().zip(&row.measures).map(|(measure, it)| {
        let mut told = json!({ "value": it.value, "low": it.low, "high": it.high });
        if it.few {
            told["few"] = json!(true);
        }
        (measure.id.clone(), told)
    });
    json!({ "axes": axes.collect::<Map<_, _>>(), "measures": measures.collect::<Map<_, _>>() })
}
