//! Work in its results folder: found again, gone on with, ended, whatever kind of work it is.

use std::path::Path;

use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::model::TheoryKind;
use crate::store::{Folder, FolderError, MANIFEST, REPORT, STATE, json, prove, read_json, way_out};
use crate::words::{Words, words};

use super::kind::require_sound;
use super::recorded::{Likeness, Recorded, likeness};
use super::written::charts_in;
use super::{Host, JobError, Note, Outcome, Result, Unit, Wishes};

/// What is found of some work in its folder.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Standing<S> {
    /// Nothing yet.
    Nothing,
    /// It has begun and not ended.
    Unfinished(S),
    /// Its results.
    Finished,
}

/// What is to be done with what was found.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum NextStep<S> {
    /// It is all there.
    Reuse,
    /// It is all there once a table is written in another format.
    Convert,
    /// Trials are to be played from there.
    Play(S),
}

/// Work that leaves its results in a folder, step by step.
pub(super) trait Work: Sized {
    /// What it is.
    type Manifest: Recorded;
    /// How far it has come.
    type State: Serialize + DeserializeOwned;
    /// What it comes to.
    type Figures;
    /// What its progress is counted in.
    const UNIT: Unit;

    /// What it is.
    fn manifest(&self) -> &Self::Manifest;
    /// The same work as another manifest says it.
    fn like(self, manifest: Self::Manifest) -> Result<Self>;
    /// What it shall leave behind.
    fn wishes(&self) -> Wishes;
    /// The first of its units and the one after the last.
    fn extent(&self) -> (u64, u64);
    /// Nothing is done yet.
    fn start(&self) -> Self::State;
    /// Whether that can be a state of it, wherever it was read.
    fn can_be_in(&self, state: &Self::State) -> bool;
    /// The first unit that is not done.
    fn done(state: &Self::State) -> u64;
    /// What is kept at an interruption: units, and trials beyond them.
    fn kept(&self, state: &Self::State) -> (u64, u64);
    /// What to do with what was found.
    fn resume(&self, folder: &Folder, found: Standing<Self::State>) -> Result<NextStep<Self::State>>;
    /// Makes sure that what is not done can be.
    fn check(&self, state: &Self::State, host: &Host) -> Result<()>;
    /// Does what is not done; whether nothing is left to do.
    fn play(&self, folder: &mut Folder, state: Self::State, host: &Host) -> Result<(Self::State, bool)>;
    /// Writes a table of finished work in another format.
    fn convert(&self, folder: &Folder) -> Result<()>;
    /// Writes all that follows once everything is done.
    fn write(&self, folder: &Folder, state: &Self::State, host: &Host) -> Result<Self::Figures>;
    /// Writes what can be said of what is kept at an interruption.
    fn write_so_far(&self, folder: &Folder, state: &Self::State) -> Result<Option<Self::Figures>>;
    /// Writes what a part of it counted.
    fn write_part(&self, folder: &Folder, state: &Self::State) -> Result<()>;
    /// The figures of finished work.
    fn stored(&self, folder: &Folder) -> Result<Self::Figures>;
    /// Draws charts and report.
    fn draw(&self, folder: &Folder, figures: &Self::Figures, host: &Host) -> Result<()>;
    /// The file to begin reading with, where there is no report.
    fn start_with(&self) -> &'static str;
}

/// Does the work in a folder, going on where an earlier call was interrupted.
pub(super) fn execute<W: Work>(work: W, target: &Path, host: &Host) -> Result<Outcome<W::Figures>> {
    if work.wishes().force {
        // Before anything that is there already is lost for it; else once the folder says what is left to do.
        work.check(&work.start(), host)?;
    }
    let (session, found) = Session::open(work, target, host)?;
    match session.work.resume(&session.folder, found)? {
        NextStep::Reuse => session.reuse(),
        NextStep::Convert => session.convert(),
        NextStep::Play(state) => session.go(state),
    }
}

/// Makes the results in a folder of what others have done: `fill` writes the tables and says what was counted.
pub(super) fn join<W: Work>(
    work: W,
    target: &Path,
    host: &Host,
    fill: impl FnOnce(&W, &mut Folder) -> Result<W::State>,
) -> Result<Outcome<W::Figures>> {
    let (mut session, found) = Session::open(work, target, host)?;
    if matches!(found, Standing::Finished) {
        match session.work.resume(&session.folder, found)? {
            NextStep::Reuse => return session.reuse(),
            NextStep::Convert => return session.convert(),
            NextStep::Play(_) => {}
        }
    }
    // What was begun there before is joined from scratch: until then the work can only be begun anew.
    clear(&session.folder)?;
    session.folder.forget_tables();
    session.folder.begin(&session.work.start(), session.work.manifest())?;
    let state = fill(&session.work, &mut session.folder)?;
    session.finish(&state)
}

/// Draws the charts of finished work again, in the look of its manifest, which is stored with them.
pub(super) fn draw_again<W: Work>(work: W, target: &Path, host: &Host) -> Result<()> {
    let (session, found) = Session::open(work, target, host)?;
    let (manifest, kind) = (session.work.manifest(), <W::Manifest as Recorded>::KIND);
    let refused = |reason: Words| Err(JobError::refused(target.display(), reason));
    if manifest.part().is_some() {
        return refused(words!(
            "holds a part of {kind}, which has no figures; merge the parts first",
            kind = kind.words()
        ));
    }
    match found {
        Standing::Finished => {}
        Standing::Unfinished(_) => {
            let name = kind.word();
            return refused(words!("holds no finished {name}; finish it with `armistice {name}` first", name));
        }
        Standing::Nothing => {
            let (file, way_out) = (manifest.result(), way_out(target));
            return refused(words!("has no {file}; {way_out}", file, way_out));
        }
    }
    session.work.draw(&session.folder, &session.work.stored(&session.folder)?, host)?;
    host.say(&Note::Drawn { folder: target.to_owned() });
    Ok(())
}

/// Work in its folder.
struct Session<'a, W> {
    work: W,
    folder: Folder,
    host: &'a Host<'a>,
}

impl<'a, W: Work> Session<'a, W> {
    /// Takes a folder for the work. `force` removes finished results, and those of other work.
    fn open(work: W, target: &Path, host: &'a Host<'a>) -> Result<(Self, Standing<W::State>)> {
        let force = work.wishes().force;
        let mut folder = Folder::take(target, force)?;
        if folder.is_leased() {
            host.say(&Note::Leased { folder: target.to_owned() });
        }
        let (work, found) = match inspect(&mut folder, &work) {
            Ok(present) if force && present.is_in_the_way() => (work, cleared(&folder)?),
            Err(error) if force && is_in_the_way(&error) => (work, cleared(&folder)?),
            Err(error) => return Err(error),
            Ok(Present { found, in_other_words: Some(manifest) }) => (adopted(work, manifest, target, host)?, found),
            Ok(Present { found, .. }) => (work, found),
        };
        Ok((Self { work, folder, host }, found))
    }

    /// Does what is still to be done, and writes what follows from it.
    fn go(mut self, state: W::State) -> Result<Outcome<W::Figures>> {
        if !self.work.wishes().force
            && let Err(error) = self.work.check(&state, self.host)
        {
            self.folder.abandon();
            return Err(error);
        }
        if json(&state) == json(&self.work.start()) {
            self.folder.forget_tables();
        }
        // From here on the folder says that the work has not ended, whatever else is in it.
        self.folder.begin(&state, self.work.manifest())?;
        self.say_where_it_goes_on(&state);
        let (state, over) = self.work.play(&mut self.folder, state, self.host)?;
        if !over {
            return self.interrupted(&state);
        }
        if self.work.manifest().part().is_some() {
            return self.finish_part(&state);
        }
        self.finish(&state)
    }

    fn say_where_it_goes_on(&self, state: &W::State) {
        let ((first, end), done) = (self.work.extent(), W::done(state));
        if first < done && done < end {
            let folder = self.folder.path().to_owned();
            self.host.say(&Note::GoesOn { folder, done: done - first, of: end - first, unit: W::UNIT });
        }
    }

    /// Writes everything that follows, and leaves the folder.
    fn finish(self, state: &W::State) -> Result<Outcome<W::Figures>> {
        let figures = self.work.write(&self.folder, state, self.host)?;
        self.folder.seal()?;
        let start_with = if self.work.wishes().charts { REPORT } else { self.work.start_with() };
        let folder = self.folder.path().to_owned();
        self.folder.finish()?;
        self.host.say(&Note::Done { folder: folder.clone(), start_with });
        Ok(Outcome { folder, figures: Some(figures), complete: true })
    }

    fn finish_part(self, state: &W::State) -> Result<Outcome<W::Figures>> {
        self.work.write_part(&self.folder, state)?;
        let folder = self.folder.path().to_owned();
        self.folder.finish()?;
        self.host.say(&Note::PartDone { folder: folder.clone() });
        Ok(Outcome { folder, figures: None, complete: true })
    }

    /// Keeps what is done, and leaves the rest to the next call.
    fn interrupted(self, state: &W::State) -> Result<Outcome<W::Figures>> {
        let ((first, end), (done, beyond)) = (self.work.extent(), self.work.kept(state));
        if done == 0 && beyond == 0 {
            self.folder.abandon();
            return Err(JobError::Stopped(words!(
                "interrupted before the first block of trials ended; nothing to keep"
            )));
        }
        let folder = self.folder.path().to_owned();
        self.host.say(&Note::Kept { folder: folder.clone(), done, of: end - first, unit: W::UNIT, beyond });
        let figures = self.work.write_so_far(&self.folder, state)?;
        Ok(Outcome { folder, figures, complete: false })
    }

    fn convert(self) -> Result<Outcome<W::Figures>> {
        // What is there was proved when the folder was opened.
        self.work.convert(&self.folder)?;
        self.host.say(&Note::Converted { folder: self.folder.path().to_owned() });
        self.reuse()
    }

    /// The folder holds exactly these results: at most the charts are missing, or look otherwise.
    fn reuse(self) -> Result<Outcome<W::Figures>> {
        let folder = self.folder.path().to_owned();
        // It may have been left in the very last steps.
        if self.folder.has(STATE) && self.work.manifest().part().is_none() {
            // What was left then had its digests already.
            prove(self.folder.path())?;
            self.folder.seal()?;
        }
        self.folder.remove(STATE)?;
        if self.work.manifest().part().is_some() {
            self.host.say(&Note::PartPresent { folder: folder.clone() });
            return Ok(Outcome { folder, figures: None, complete: true });
        }
        let figures = self.work.stored(&self.folder)?;
        let present: W::Manifest = read_json(&self.folder.file(MANIFEST))?;
        let drawn = self.folder.has(REPORT) && present.look() == self.work.manifest().look();
        let draw = self.work.wishes().charts && !drawn;
        if draw {
            self.work.draw(&self.folder, &figures, self.host)?;
        }
        self.host.say(&Note::Present { folder: folder.clone(), drawn: draw });
        Ok(Outcome { folder, figures: Some(figures), complete: true })
    }
}

/// What a folder holds of some work.
struct Present<W: Work> {
    found: Standing<W::State>,
    /// Its manifest, where that says the same in other words.
    in_other_words: Option<W::Manifest>,
}

impl<W: Work> Present<W> {
    /// Whether it has to go when the work is to be done anew.
    fn is_in_the_way(&self) -> bool {
        matches!(self.found, Standing::Finished) || self.in_other_words.is_some()
    }
}

/// Whether it is only what is in the folder that is in the way.
fn is_in_the_way(error: &JobError) -> bool {
    matches!(error, JobError::Others { .. } | JobError::Folder(FolderError::Damaged { .. }))
}

fn cleared<S>(folder: &Folder) -> Result<Standing<S>> {
    clear(folder)?;
    Ok(Standing::Nothing)
}

/// Removes all results in a folder, those of a second theory with them.
fn clear(folder: &Folder) -> Result<()> {
    folder.clear(&charts_in(folder.path()))?;
    for theory in TheoryKind::ALL {
        let within = folder.file(theory.name());
        if within.join(MANIFEST).exists() {
            let second = Folder::take(&within, true)?;
            second.clear(&charts_in(&within))?;
            drop(second);
            // Refused while there is somebody else's file in it.
            let _ = std::fs::remove_dir(&within);
        }
    }
    Ok(())
}

fn inspect<W: Work>(folder: &mut Folder, work: &W) -> Result<Present<W>> {
    let wanted = work.manifest();
    if !folder.has(MANIFEST) {
        // Nobody can tell any more what it is the state of.
        folder.remove(STATE)?;
        return Ok(Present { found: Standing::Nothing, in_other_words: None });
    }
    let others = |differs: Words| JobError::Others { path: folder.path().to_owned(), differs };
    let present: serde_json::Value = read_json(&folder.file(MANIFEST))?;
    let present: W::Manifest =
        serde_json::from_value(present).map_err(|_| others(words!("of another command or version")))?;
    require_sound(&present, &folder.file(MANIFEST))?;
    let in_other_words = match likeness(wanted, &present).map_err(others)? {
        Likeness::Same => None,
        Likeness::OtherWords => Some(present),
    };
    let found = match () {
        () if folder.has(STATE) => Standing::Unfinished(state_of(folder, work)?),
        () if folder.has(wanted.result()) => {
            prove(folder.path())?;
            Standing::Finished
        }
        () => Standing::Nothing,
    };
    Ok(Present { found, in_other_words })
}

/// How far the work in a folder has come, which must be a state that it can be in.
fn state_of<W: Work>(folder: &mut Folder, work: &W) -> Result<W::State> {
    let state = folder.read_state()?;
    if work.can_be_in(&state) {
        return Ok(state);
    }
    let reason = words!("is of no such run as the folder's manifest names: it was changed; --force starts anew");
    Err(FolderError::Damaged { path: folder.file(STATE), reason }.into())
}

/// The work as the folder's own manifest says it, in the look that is wished for.
fn adopted<W: Work>(work: W, manifest: W::Manifest, target: &Path, host: &Host) -> Result<W> {
    host.say(&Note::OtherWords { folder: target.to_owned(), file: manifest.file() });
    let look = work.manifest().look();
    work.like(manifest.in_look(look))
}
