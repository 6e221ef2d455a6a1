//! The command that gives results again, made of their manifest.

use super::{Look, RunManifest, Shard, SweepManifest};

/// The `armistice run` that gives the results of a manifest again, to be typed beside the scenario file. What may be set
/// in the file is said too, so that the command stays right whatever the file says. The run from which multipliers of forecasts were
/// taken is called RUN.
#[must_use]
pub fn run_command(manifest: &RunManifest) -> String {
    let head = &manifest.head;
    let mut command = CommandLine::new("run", &head.scenario_file);
    command.option("--trials", head.trials);
    command.option("--seed", head.seed);
    command.option("--sampling", head.sampling.name());
    command.option("--years", head.years);
    command.option("--replications", manifest.replications);
    command.flag("--no-alone", !manifest.alone);
    match (manifest.second_theory, head.overrides.split_last()) {
        (Some(second), Some((first, others))) => {
            command.sets(others);
            let first = first.rsplit('=').next().unwrap_or_default();
            command.option("--theory", format!("{first},{}", second.name()));
        }
        _ => command.sets(&head.overrides),
    }
    command.plans(head.plans.as_deref());
    command.maybe("--precision", manifest.precision);
    command.maybe("--forecasts-from", manifest.forecasts_from.as_ref().map(|_| "RUN"));
    command.ending(manifest.part, &manifest.look)
}

/// The `armistice sweep` that gives the results of a manifest again, to be typed beside the sweep file. `settings` are
/// those of the sweep file itself, which come first among the overrides, and `plans` its own choice of plans.
#[must_use]
pub fn sweep_command(manifest: &SweepManifest, settings: usize, plans: Option<&[String]>) -> String {
    let head = &manifest.head;
    let mut command = CommandLine::new("sweep", &manifest.sweep_file);
    command.sets(head.overrides.get(settings..).unwrap_or_default());
    command.plans(head.plans.as_deref().filter(|kept| Some(*kept) != plans));
    command.ending(manifest.part, &manifest.look)
}

/// A shell command under construction.
struct CommandLine(String);

impl CommandLine {
    fn new(name: &str, file: &str) -> Self {
        // A name that begins with a hyphen would be taken for an option.
        let lead = if file.starts_with('-') { "./" } else { "" };
        Self(format!("armistice {name} {}", quoted(&format!("{lead}{file}"))))
    }

    #[allow(clippy::needless_pass_by_value)] // callers hand over what they just made
    fn option(&mut self, name: &str, value: impl ToString) {
        self.0 += &format!(" {name} {}", quoted(&value.to_string()));
    }

    fn flag(&mut self, name: &str, given: bool) {
        if given {
            self.0 += &format!(" {name}");
        }
    }

    fn maybe(&mut self, name: &str, value: Option<impl ToString>) {
        if let Some(value) = value {
            self.option(name, value);
        }
    }

    fn sets(&mut self, all: &[String]) {
        for set in all {
            self.option("--set", set);
        }
    }

    fn plans(&mut self, plans: Option<&[String]>) {
        self.maybe("--plans", plans.map(|plans| plans.join(",")));
    }

    /// The part and the look; a theme is a file of the reader's, whose text the manifest holds.
    fn ending(mut self, part: Option<Shard>, look: &Look) -> String {
        let usual = Look::default();
        self.maybe("--shard", part.map(|part| format!("{}/{}", part.index, part.of)));
        self.maybe("--lang", Some(&look.lang).filter(|it| **it != usual.lang));
        self.maybe("--chart-size", Some(&look.chart_size).filter(|it| **it != usual.chart_size));
        self.maybe("--dpi", Some(look.dpi).filter(|it| *it != usual.dpi));
        self.maybe("--theme", look.theme.as_ref().map(|_| "theme.toml"));
        self.flag("--explorer", look.explorer);
        self.0
    }
}

/// A word of a shell command.
fn quoted(word: &str) -> String {
    let plain = |letter: char| letter.is_ascii_alphanumeric() || "-_./=,:+".contains(letter);
    if !word.is_empty() && word.chars().all(plain) {
        word.to_owned()
    } else {
        format!("'{}'", word.replace('\'', "'\\''"))
    }
}
