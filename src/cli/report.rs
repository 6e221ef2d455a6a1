//! `armistice report`: charts and report again from stored results.

use std::path::Path;

use serde::de::DeserializeOwned;

use crate::analysis::summary::Summary;
use crate::report::manifest::Manifest;
use crate::results::{Folder, Found, MANIFEST, SUMMARY, read_json};
use crate::sweep::manifest::SweepManifest;

use super::draw::LookArguments;
use super::{Failure, Status, draw, files, sweep};

/// Draws the charts of a results folder again, in the look that is asked for.
pub(crate) fn report(target: &Path, look: &LookArguments, quiet: bool) -> Result<Status, Failure> {
    let shown = target.display();
    if is_sweep(target)? {
        let present: SweepManifest = stored_manifest(target)?;
        sweep::draw_again(SweepManifest { look: look.read_over(&present.look)?, ..present }, target)?;
        if !quiet {
            eprintln!("charts and report are drawn anew; start with {shown}/report.html");
        }
        return Ok(Status::Done);
    }
    let present: Manifest = stored_manifest(target)?;
    let manifest = Manifest { look: look.read_over(&present.look)?, ..present };
    let loaded = files::reread(&manifest)?;
    let (folder, found) = Folder::open(target, &manifest, false)?;
    if !matches!(found, Found::Finished) || manifest.part.is_some() {
        return Err(Failure::wrong(format!("{shown}: holds no finished run; finish it with `armistice run` first")));
    }
    let summary: Summary = read_json(&folder.file(SUMMARY))?;
    folder.write_json(MANIFEST, &manifest)?;
    draw::draw(&folder, &loaded.scenario, &summary, &manifest)?;
    if !quiet {
        eprintln!("charts and report are drawn anew; start with {shown}/report.html");
    }
    Ok(Status::Done)
}

/// The manifest of a results folder.
pub(crate) fn stored_manifest<M: DeserializeOwned>(target: &Path) -> Result<M, Failure> {
    let path = target.join(MANIFEST);
    if !path.exists() {
        let shown = target.display();
        return Err(Failure::wrong(format!("{shown}: is no results folder: it has no {MANIFEST}")));
    }
    Ok(read_json(&path)?)
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

/// Whether a results folder holds a sweep.
pub(crate) fn is_sweep(target: &Path) -> Result<bool, Failure> {
    let manifest: serde_json::Value = stored_manifest(target)?;
    Ok(manifest.get("sweep_text").is_some())
}
