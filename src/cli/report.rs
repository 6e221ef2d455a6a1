//! `armistice report`: charts and report again from stored results.

use std::path::Path;

use serde::de::DeserializeOwned;

use crate::analysis::summary::Summary;
use crate::job::RunManifest;
use crate::job::SweepManifest;
use crate::store::{Folder, Found, MANIFEST, SUMMARY, read_json};

use super::draw::LookArguments;
use super::{Failure, Status, draw, files, sweep};

/// Draws the charts of a results folder again, in the look that is asked for.
pub(crate) fn report(target: &Path, look: &LookArguments, quiet: bool) -> Result<Status, Failure> {
    let shown = target.display();
    if Kind::of(target)? == Kind::Sweep {
        let present: SweepManifest = stored_manifest(target, Kind::Sweep)?;
        sweep::draw_again(SweepManifest { look: look.read_over(&present.look)?, ..present }, target)?;
        if !quiet {
            eprintln!("charts and report are drawn anew; start with {shown}/report.html");
        }
        return Ok(Status::Done);
    }
    let present: RunManifest = stored_manifest(target, Kind::Run)?;
    let manifest = RunManifest { look: look.read_over(&present.look)?, ..present };
    let loaded = files::reread(&manifest)?;
    let (folder, found) = Folder::open(target, &manifest, false)?;
    if !matches!(found, Found::Finished) || manifest.part.is_some() {
        return Err(Failure::wrong(match manifest.part {
            Some(_) => format!("{shown}: holds a part of a run, which has no figures; merge the parts first"),
            None => format!("{shown}: holds no finished run; finish it with `armistice run` first"),
        }));
    }
    let summary: Summary = read_json(&folder.file(SUMMARY))?;
    draw::draw_again(&folder, &loaded.scenario, &summary, &manifest)?;
    if !quiet {
        eprintln!("charts and report are drawn anew; start with {shown}/report.html");
    }
    Ok(Status::Done)
}

/// What a results folder holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    Run,
    Sweep,
    Comparison,
}

impl Kind {
    /// What a results folder holds.
    pub(crate) fn of(target: &Path) -> Result<Self, Failure> {
        let path = target.join(MANIFEST);
        let shown = target.display();
        if !path.exists() {
            return Err(Failure::wrong(format!("{shown}: is no results folder: it has no {MANIFEST}")));
        }
        let manifest: serde_json::Value = read_json(&path)?;
        let has = |key: &str| manifest.get(key).is_some();
        match () {
            () if has("sweep_text") => Ok(Kind::Sweep),
            () if has("compared") => Ok(Kind::Comparison),
            () if has("scenario_text") => Ok(Kind::Run),
            () => Err(Failure::wrong(format!("{shown}: is no results folder: its {MANIFEST} is of something else"))),
        }
    }

    fn name(self) -> &'static str {
        match self {
            Kind::Run => "a run",
            Kind::Sweep => "a sweep",
            Kind::Comparison => "a comparison",
        }
    }
}

/// The manifest of a results folder, which must be of that kind.
pub(crate) fn stored_manifest<M: DeserializeOwned>(target: &Path, kind: Kind) -> Result<M, Failure> {
    let found = Kind::of(target)?;
    if found != kind {
        let shown = target.display();
        return Err(Failure::wrong(format!("{shown}: holds {}, not {}", found.name(), kind.name())));
    }
    Ok(read_json(&target.join(MANIFEST))?)
}

/// Refuses a folder whose run has not ended.
pub(crate) fn require_finished(target: &Path) -> Result<(), Failure> {
    if Folder::is_unfinished(target) {
        let shown = target.display();
        return Err(Failure::wrong(format!(
            "{shown}: holds a run that has not ended; finish it with the same command"
        )));
    }
    Ok(())
}
