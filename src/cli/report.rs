//! `armistice report`: charts and report again from stored results.

use std::path::Path;

use crate::analysis::summary::Summary;
use crate::report::manifest::Manifest;
use crate::results::{Folder, Found, MANIFEST, SUMMARY, read_json};

use super::draw::LookArguments;
use super::{Failure, Status, draw, files};

/// Draws the charts of a results folder again, in the look that is asked for.
pub(crate) fn report(target: &Path, look: &LookArguments, quiet: bool) -> Result<Status, Failure> {
    let shown = target.display();
    let present = stored_manifest(target)?;
    let manifest = Manifest { look: look.read()?, ..present };
    let loaded = files::reread(&manifest)?;
    let (folder, found) = Folder::open(target, &manifest, false)?;
    if !matches!(found, Found::Finished) || manifest.part.is_some() {
        folder.release();
        return Err(Failure::wrong(format!("{shown}: holds no finished run; finish it with `armistice run` first")));
    }
    let summary: Summary = read_json(&folder.file(SUMMARY))?;
    folder.write_json(MANIFEST, &manifest)?;
    let drawn = draw::draw(&folder, &loaded.scenario, &summary, &manifest);
    folder.release();
    drawn?;
    if !quiet {
        eprintln!("charts and report are drawn anew; start with {shown}/report.html");
    }
    Ok(Status::Done)
}

/// The manifest of a results folder.
pub(crate) fn stored_manifest(target: &Path) -> Result<Manifest, Failure> {
    let path = target.join(MANIFEST);
    if !path.exists() {
        let shown = target.display();
        return Err(Failure::wrong(format!("{shown}: is no results folder: it has no {MANIFEST}")));
    }
    Ok(read_json(&path)?)
}
