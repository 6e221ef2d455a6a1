//! A page in which a scenario can be explored: one file that carries the scenario and the library.

use std::path::{Path, PathBuf};
use std::sync::atomic::Ordering;

use crate::report::explorer::{Opened, leading_inputs, page};
use crate::report::lang::Lang;
use crate::scenario::{Scenario, known_as, load};
use crate::store::write_atomically;
use crate::words::words;

use super::order::file_name;
use super::{Host, JobError, Result, RunManifest, Settings};

/// What is explored, and where the page goes.
#[derive(Clone, Debug)]
pub struct ExploreOrder {
    /// The scenario file.
    pub file: PathBuf,
    /// What is set over it from the beginning.
    pub settings: Settings,
    /// The page; `None`: `output/<stem>-explorer.html`.
    pub page: Option<PathBuf>,
    /// Language of the page.
    pub lang: Lang,
    /// Whether a file that is there is replaced.
    pub force: bool,
}

/// Writes the page and returns where it is.
///
/// # Errors
/// The scenario is wrong, something is there already, or the system refused: nothing is written then.
pub fn explore(order: &ExploreOrder, host: &Host) -> Result<PathBuf> {
    let settings = &order.settings;
    if settings.second_theory.is_some() {
        return Err(JobError::refused("--theory", words!("takes one theory here")));
    }
    let set = settings.all();
    let loaded = load(&order.file, &set, settings.plans.as_deref())?;
    let to = order.page.clone().unwrap_or_else(|| beside_results(&order.file));
    if to.is_dir() {
        return Err(JobError::refused(to.display(), words!("is a folder, not a file")));
    }
    if to.exists() && !order.force {
        return Err(JobError::refused(to.display(), words!("is there already: replace it with --force")));
    }
    host.warn(&loaded);
    let name = file_name(&order.file);
    let ranked = ranked(&loaded.scenario, &name, host)?;
    let opened =
        Opened { name, text: loaded.text, set, plans: settings.plans.clone(), lang: order.lang.code().to_owned() };
    let page = page(&opened, &as_argument(&order.file), &ranked, &order.lang);
    require_going_on(host)?;
    write_atomically(&to, page.as_bytes())?;
    Ok(to)
}

/// The inputs that matter most, the first first.
fn ranked(scenario: &Scenario, name: &str, host: &Host) -> Result<Vec<String>> {
    let ranked = leading_inputs(scenario, host.threads, host.stop);
    require_going_on(host)?;
    ranked.map_err(JobError::cannot_run(name))
}

fn require_going_on(host: &Host) -> Result<()> {
    if host.stop.load(Ordering::Relaxed) {
        return Err(JobError::Stopped(words!("interrupted: nothing is kept")));
    }
    Ok(())
}

/// The page that explores the scenario of a run.
pub(super) fn page_of_run(manifest: &RunManifest, scenario: &Scenario, host: &Host) -> Result<String> {
    let head = &manifest.head;
    let name = head.scenario_file.clone();
    // Stopped meanwhile, nothing is written; see `write_all`.
    let ranked = leading_inputs(scenario, host.threads, host.stop).map_err(JobError::cannot_run(&name));
    let ranked = if host.stop.load(Ordering::Relaxed) { Vec::new() } else { ranked? };
    let set = [head.overrides.clone(), head.settings()].concat();
    let (text, plans, lang) = (head.scenario_text.clone(), head.plans.clone(), manifest.look.lang.clone());
    let file = as_argument(Path::new(&name));
    Ok(page(&Opened { name, text, set, plans, lang }, &file, &ranked, &manifest.look.language()))
}

/// A scenario file as commands take it where it was given.
fn as_argument(file: &Path) -> String {
    let named = known_as(file).to_string_lossy();
    // A name that begins with a hyphen would be taken for an option.
    if named.starts_with('-') { format!("./{named}") } else { named.into_owned() }
}

/// Where the page of a scenario file goes unless somebody says otherwise.
fn beside_results(file: &Path) -> PathBuf {
    let stem = known_as(file).file_stem().map_or_else(|| "scenario".into(), |stem| stem.to_string_lossy());
    Path::new("output").join(format!("{stem}-explorer.html"))
}
