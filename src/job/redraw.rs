//! Charts and report again, from stored results.

use std::path::Path;

use crate::words::words;

use super::kind::stored;
use super::recorded::Recorded;
use super::run::RunWork;
use super::session::draw_again;
use super::sweep::SweepWork;
use super::{Host, JobError, Kind, Look, Result, RunManifest, SweepManifest, Wishes};

/// Draws the charts of a results folder again and writes its report anew; `change` says how it shall look, given how it
/// looked.
///
/// # Errors
/// The folder holds no finished run or sweep, or the system refused.
pub fn report(folder: &Path, change: &dyn Fn(Look) -> Look, host: &Host) -> Result<()> {
    let wishes = Wishes::default();
    if Kind::of(folder)? == Kind::Sweep {
        let present: SweepManifest = stored(folder)?;
        let look = change(present.look());
        if look.explorer {
            return Err(JobError::refused("--explorer", words!("goes with the report of a run, not of a sweep")));
        }
        return draw_again(SweepWork::new(present.in_look(look), wishes)?, folder, host);
    }
    let present: RunManifest = stored(folder)?;
    let look = change(present.look());
    let present = present.in_look(look);
    if let Some((second, within)) = present.second() {
        draw_again(RunWork::new(second, wishes)?, &folder.join(within), host)?;
    }
    draw_again(RunWork::new(present, wishes)?, folder, host)
}
