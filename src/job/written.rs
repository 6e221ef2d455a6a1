//! What jobs write into their folders, told from what their reader put there.

use std::path::{Path, PathBuf};

use crate::store::{CHARTS, MANIFEST, RESULTS, chart_of};

use super::kind::stored;
use super::recorded::Recorded;
use super::{
    ChoiceManifest, ComparisonManifest, DiscoveryManifest, Kind, QuestionManifest, RunManifest, SweepManifest,
    TraceManifest, charts,
};

/// Which charts the job of a folder may have drawn there, by name; those of all kinds where it has no manifest that can be
/// read, but for those of sweeps, which are named in it.
pub(super) fn charts_in(folder: &Path) -> Box<dyn Fn(&str) -> bool> {
    fn drawn_by<M: Recorded + 'static>(folder: &Path) -> Option<Box<dyn Fn(&str) -> bool>> {
        let manifest: M = stored(folder).ok()?;
        Some(Box::new(move |chart| manifest.draws(chart)))
    }
    let known = match Kind::of(folder) {
        Ok(Kind::Run) => drawn_by::<RunManifest>(folder),
        Ok(Kind::Sweep) => drawn_by::<SweepManifest>(folder),
        Ok(Kind::Comparison) => drawn_by::<ComparisonManifest>(folder),
        Ok(Kind::Trace) => drawn_by::<TraceManifest>(folder),
        Ok(Kind::Choice) => drawn_by::<ChoiceManifest>(folder),
        Ok(Kind::Discovery) => drawn_by::<DiscoveryManifest>(folder),
        Ok(Kind::Question) => drawn_by::<QuestionManifest>(folder),
        Err(_) => None,
    };
    known.unwrap_or_else(|| {
        Box::new(|chart| {
            charts::of_run(chart)
                || charts::of_comparison(chart)
                || charts::of_trace(chart)
                || charts::of_discovery(chart)
                || charts::of_choice(chart)
                || charts::of_question(chart)
        })
    })
}

/// Whether a job could have written a file, whose path is relative to its folder.
pub(super) fn is_result(file: &Path, is_chart: &dyn Fn(&str) -> bool) -> bool {
    let names: Vec<_> = file.iter().map(|name| name.to_string_lossy()).collect();
    match names.as_slice() {
        [name] => *name == MANIFEST || RESULTS.contains(&name.as_ref()),
        [folder, name] => *folder == CHARTS && chart_of(name).is_some_and(is_chart),
        _ => false,
    }
}

/// Every file below a folder, relative to it, in order; hidden ones are left out. A link is a file, whatever it leads to: folders
/// may lead to themselves by links.
pub(super) fn files(folder: &Path) -> std::io::Result<Vec<PathBuf>> {
    let mut all = Vec::new();
    let mut folders = vec![PathBuf::new()];
    while let Some(relative) = folders.pop() {
        for entry in folder.join(&relative).read_dir()? {
            let entry = entry?;
            if entry.file_name().to_string_lossy().starts_with('.') {
                continue;
            }
            let list = if entry.file_type()?.is_dir() { &mut folders } else { &mut all };
            list.push(relative.join(entry.file_name()));
        }
    }
    all.sort();
    Ok(all)
}
