//! From a sweep file to a sweep that can be run, with everything that is wrong with it told together.

use std::path::Path;

use crate::scenario::{Diagnostic, Faults, Loaded, Scenario, known_as, parse, sorted, text_of};
use crate::store::{MANIFEST, POINTS, digest};
use crate::sweep::run::shape;
use crate::sweep::{Points, Sweep};
use crate::words::{Words, words};

use super::kind::require_finished;
use super::order::file_name;
use super::{Head, Host, JobError, Result, SweepManifest, SweepOrder};

/// A file and its text.
struct Text {
    file: String,
    shown: String,
    text: String,
}

/// The base of a sweep with what is set over it.
struct Base<'a> {
    text: Text,
    overrides: Vec<String>,
    plans: Option<Vec<String>>,
    order: &'a SweepOrder,
}

/// Reads a sweep file and its base with what is asked for; tells what is odd about the base. The sweep comes with both.
pub(super) fn read(order: &SweepOrder, host: &Host) -> Result<(Sweep, Scenario, SweepManifest)> {
    let own =
        text(&order.file).map_err(|reason| Faults::whole(&known_as(&order.file).display().to_string(), reason))?;
    let beside = |file: &str| {
        let path = folder(order).join(file);
        let earlier = path.is_dir().then(|| path.clone());
        let path = earlier.as_ref().map_or(path, |it| it.join(POINTS));
        if is_hidden(order, &path) {
            return Err(words!(
                "lies outside the folder of the sweep file, and is read only with --allow-outside: a message may quote it"
            ));
        }
        // Points of an earlier sweep are figures: they are proved as everywhere.
        if let Some(earlier) = earlier.filter(|it| it.join(MANIFEST).exists()) {
            require_finished(&earlier).map_err(|error| error.words())?;
        }
        text_of(&path)
    };
    let (sweep, faults) = Sweep::read(&own.shown, &own.text, &beside)?;
    if sweep.base.is_empty() && !faults.diagnostics.is_empty() {
        return Err(faults.into());
    }
    let (base, mut faults) = base_of(order, &sweep, &own, faults)?;
    let loaded = base.load(&sweep, &mut faults)?;
    let sweep = base.check(sweep, &loaded.scenario, faults)?;
    let manifest = manifest(&sweep, own, base, &loaded)?;
    host.warn(&loaded);
    Ok((sweep, loaded.scenario, manifest))
}

/// The folder of the sweep file.
fn folder(order: &SweepOrder) -> &Path {
    order.file.parent().unwrap_or(Path::new(""))
}

/// Whether a file that is there lies outside the folder of the sweep file, also by a link, and nothing is to be told of it.
fn is_hidden(order: &SweepOrder, path: &Path) -> bool {
    let folder = folder(order);
    let folder = if folder.as_os_str().is_empty() { Path::new(".") } else { folder };
    let [path, folder] = [path, folder].map(std::fs::canonicalize);
    !order.allow_outside && path.is_ok_and(|path| folder.is_ok_and(|folder| !path.starts_with(folder)))
}

fn text(path: &Path) -> std::result::Result<Text, Words> {
    Ok(Text { file: file_name(path), shown: known_as(path).display().to_string(), text: text_of(path)? })
}

fn base_of<'a>(order: &'a SweepOrder, sweep: &Sweep, own: &Text, mut faults: Faults) -> Result<(Base<'a>, Faults)> {
    let path = folder(order).join(&sweep.base);
    let shown = path.display().to_string();
    let mut overrides = sweep.settings();
    overrides.extend(order.settings.all());
    let plans = order.settings.plans.clone().or_else(|| sweep.plans.clone());
    // Of a file outside the sweep's own folder, which a stranger's sweep may name, nothing is told unless it is a scenario.
    let hidden = is_hidden(order, &path);
    let read = text(&path);
    let is_scenario = |text: &Text| parse(&text.shown, &text.text, &overrides, plans.as_deref()).is_ok();
    let reason = match read {
        Ok(text) if !hidden || is_scenario(&text) => return Ok((Base { text, overrides, plans, order }, faults)),
        Err(reason) if !hidden => {
            words!("`sweep.base` is \"{base}\"; {path}: {reason}", base = sweep.base, path = shown, reason)
        }
        _ => words!(
            "`sweep.base` is \"{base}\", which lies outside the folder of the sweep file and is no valid scenario: `armistice \
             check {path}` says what is wrong with it, and so does --allow-outside here",
            base = sweep.base,
            path = shown
        ),
    };
    faults.diagnostics.extend(Faults::whole(&own.shown, reason).diagnostics);
    Err(faults.into())
}

impl Base<'_> {
    fn with(&self, further: &[String]) -> std::result::Result<Loaded, Faults> {
        let all = [self.overrides.as_slice(), further].concat();
        parse(&self.text.shown, &self.text.text, &all, self.plans.as_deref())
    }

    /// The base; its faults are told with those of the sweep file.
    fn load(&self, sweep: &Sweep, faults: &mut Faults) -> Result<Loaded> {
        self.with(&[]).map_err(|of_base| {
            let told = match self.order.settings.plans {
                None => sweep.with_faults_of_plans(of_base.diagnostics),
                Some(_) => of_base.diagnostics,
            };
            faults.diagnostics.extend(told);
            faults.more += of_base.more;
            faults.clone().into()
        })
    }

    /// The sweep with its measures made ready, unless something is wrong with its axes or measures.
    fn check(&self, mut sweep: Sweep, scenario: &Scenario, faults: Faults) -> Result<Sweep> {
        let read = |axes: &[String]| self.with(axes);
        let mut all: Vec<Diagnostic> = sweep.with_faults_of_axes(faults.diagnostics, scenario, read);
        let shape = shape(&sweep, scenario).map_err(JobError::cannot_run(&self.text.shown))?;
        if let Err(of_measures) = sweep.check_measures(&shape) {
            all.extend(of_measures.diagnostics);
        }
        all.extend(sweep.axes_without_effect(&self.order.settings.set, self.plans.as_deref()));
        if all.is_empty() { Ok(sweep) } else { Err(sorted(all, faults.more).into()) }
    }
}

fn manifest(sweep: &Sweep, own: Text, base: Base, loaded: &Loaded) -> Result<SweepManifest> {
    let seed = loaded.scenario.run().seed;
    let points = Points::new(sweep, seed).map_err(|error| JobError::refused(&own.shown, error.words()))?;
    let count = points.count();
    if sweep.skip.is_some() && (0..count).all(|index| points.leaves_out(index)) {
        return Err(JobError::refused(&own.shown, words!("`sweep.skip` leaves out every point")));
    }
    Ok(SweepManifest {
        version: env!("CARGO_PKG_VERSION").to_owned(),
        sweep_file: own.file,
        sweep_sha256: digest(own.text.as_bytes()),
        sweep_text: own.text,
        points_text: sweep.table.as_ref().map(|table| table.text.clone()),
        head: Head::new(base.text.file, loaded, base.overrides, base.plans),
        points: count,
        part: base.order.part.map(|part| part.among(count, [words!("one point"), words!("points")])).transpose()?,
        missing: None,
        look: base.order.look.clone(),
    })
}
