//! The command line: arguments to plain options, options to calls of the library.

mod args;
mod choose;
mod compare;
mod console;
mod discover;
mod evaluate;
mod explore;
mod interrupt;
mod look;
mod manual;
mod merge;
mod reference;
mod report;
mod run;
mod sensitivity;
mod sweep;
mod theories;
mod threshold;
mod trace;
mod values;
mod verify;

use std::collections::BTreeSet;
use std::ffi::OsString;
use std::io::{self, IsTerminal as _, Write as _};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::Parser as _;

use crate::job::{Blame, JobError, Note};
use crate::report::figures::missing_glyphs;
use crate::report::lang::Lang;
use crate::report::text::Screen;
use crate::scenario::{Colours, Faults, Loaded, Scenario, describe, load, schema, template};
use crate::words::{Phrases, Words, without_commands, words};

pub use reference::reference;

use args::{Arguments, Command, Overrides};
use look::Language;

/// Exit status of a command.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Status {
    /// Done.
    Done = 0,
    /// Ran, but something failed.
    Failed = 1,
    /// The input or the command line is wrong.
    Wrong = 2,
    /// Interrupted; everything finished so far is kept.
    Interrupted = 130,
}

/// Why a command ends early.
#[derive(Debug)]
pub(crate) enum Failure {
    /// A job ended early.
    Job(JobError),
    /// The input is wrong.
    Wrong(Words),
    /// Something failed on the way.
    Failed(Words),
}

impl Failure {
    fn status(&self) -> Status {
        match self {
            Self::Wrong(_) => Status::Wrong,
            Self::Failed(_) => Status::Failed,
            Self::Job(error) => match error.blame() {
                Blame::Request => Status::Wrong,
                Blame::System => Status::Failed,
                Blame::Stop => Status::Interrupted,
            },
        }
    }

    /// What to say, each message led by what it is.
    fn text(&self, colours: Colours, phrases: &Phrases) -> String {
        let line = |message: &Words| without_commands(&words!("error: {message}", message).told(phrases)) + "\n";
        match self {
            // Each fault says what it is, and where.
            Self::Job(JobError::Faults(faults)) => faults.told(colours, phrases),
            Self::Job(JobError::Several(all)) => all.iter().map(line).collect(),
            Self::Job(error) => line(&error.words()),
            Self::Wrong(message) | Self::Failed(message) => line(message),
        }
    }
}

impl From<JobError> for Failure {
    fn from(error: JobError) -> Self {
        Self::Job(error)
    }
}

impl From<Faults> for Failure {
    fn from(faults: Faults) -> Self {
        Self::Job(faults.into())
    }
}

/// Runs the command line of this process.
#[must_use]
pub fn main() -> ExitCode {
    ExitCode::from(run(std::env::args_os()))
}

/// Runs a command line, its first word the program's name; returns the exit status. Words that make no command line, and
/// those that ask for help, end the process.
#[must_use]
pub fn run(words: impl IntoIterator<Item = impl Into<OsString> + Clone>) -> u8 {
    let arguments = Arguments::parse_from(words);
    let lang = arguments.command.language();
    let status = match execute(arguments.command) {
        Ok(status) => status,
        Err(failure) => {
            complain(&failure, &lang.phrases());
            failure.status()
        }
    };
    // Nobody does it at the end of a process whose main program is another one.
    let _ = io::stdout().flush();
    status as u8
}

fn execute(command: Command) -> Result<Status, Failure> {
    match command {
        Command::New { file, spoken } => new(file.as_deref(), &spoken.lang.phrases()),
        Command::Check { files, overrides, quiet, spoken } => {
            interrupt::at_once();
            check(&files, &overrides, quiet, spoken.lang)
        }
        Command::Evaluate(arguments) => {
            interrupt::at_once();
            evaluate::evaluate(&arguments)
        }
        Command::Run(arguments) => run::run_all(&arguments),
        Command::Merge(arguments) => merge::merge(&arguments),
        Command::Report { run, look, explorer, quiet } => report::report(&run, &look, explorer, quiet),
        Command::Verify { run, repair, threads, quiet, spoken } => {
            verify::verify(&run, repair, threads.count(), quiet, spoken.lang)
        }
        Command::Sweep(arguments) => sweep::sweep(&arguments),
        Command::Compare(arguments) => compare::compare(&arguments),
        Command::Trace(arguments) => trace::trace(&arguments),
        Command::Choose(arguments) => choose::choose(&arguments),
        Command::Discover(arguments) => discover::discover(&arguments),
        Command::Sensitivity(arguments) => sensitivity::sensitivity(&arguments),
        Command::Threshold(arguments) => threshold::threshold(&arguments),
        Command::Schema { of } => {
            let schema = match of {
                args::SchemaOf::Scenario => schema(),
                args::SchemaOf::Sweep => crate::sweep::schema(),
            };
            let text = serde_json::to_string_pretty(&schema).unwrap_or_default();
            print(&format!("{text}\n"))
        }
        Command::Explore(arguments) => explore::explore(&arguments),
        Command::Completions { shell } => print(&manual::completions(shell)),
        Command::Man { of } => print(&manual::page(of.as_deref())?),
    }
}

/// Says on stderr why something failed.
fn complain(failure: &Failure, phrases: &Phrases) {
    let _ = writeln!(io::stderr(), "{}", failure.text(colours(), phrases).trim_end());
}

/// Says something on stderr.
fn say(words: &Words, phrases: &Phrases) {
    eprintln!("{}", without_commands(&words.told(phrases)));
}

/// Writes data to stdout, without what would steer a terminal. A reader that has gone away is no error.
fn print(text: &str) -> Result<Status, Failure> {
    match io::stdout().lock().write_all(without_commands(text).as_bytes()) {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => {
            Err(Failure::Failed(words!("cannot write to stdout: {error}", error = error.to_string())))
        }
        _ => Ok(Status::Done),
    }
}

/// The terminal that reads stdout, or a file or pipe of the usual width.
fn screen(lang: &Lang) -> Screen<'_> {
    Screen::new(lang, width())
}

/// Columns of the terminal that reads stdout, if one does.
fn width() -> Option<usize> {
    terminal_size::terminal_size_of(io::stdout()).map(|(width, _)| usize::from(width.0))
}

/// Colours for messages, where somebody would see them.
fn colours() -> Colours {
    let wanted = std::env::var_os("NO_COLOR").is_none_or(|value| value.is_empty());
    if wanted && io::stderr().is_terminal() { Colours::On } else { Colours::Off }
}

fn new(file: Option<&Path>, phrases: &Phrases) -> Result<Status, Failure> {
    let Some(path) = file.filter(|path| path.as_os_str() != "-") else { return print(template()) };
    let mut options = std::fs::OpenOptions::new();
    let opened = options.write(true).create_new(true).open(path);
    let shown = path.display().to_string();
    match opened.and_then(|mut file| file.write_all(template().as_bytes())) {
        Ok(()) => {
            let next = words!("wrote {shown}: next, `armistice check {shown}` and `armistice run {shown}`", shown);
            say(&next, phrases);
            Ok(Status::Done)
        }
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {
            Err(Failure::Wrong(words!("{shown}: is there already and is not overwritten", shown)))
        }
        Err(error) => {
            Err(Failure::Wrong(words!("{shown}: cannot be written: {error}", shown, error = error.to_string())))
        }
    }
}

/// Says on stderr what is legal but should be known before anything is computed.
fn warn(loaded: &Loaded, lang: Language) {
    let phrases = lang.phrases();
    for warning in loaded.pressing_warnings() {
        eprint!("{}", warning.told(colours(), &phrases));
    }
}

/// Everything that charts write out by name.
fn names(scenario: &Scenario) -> impl Iterator<Item = &str> {
    let structure = scenario.structure();
    let plans = structure.plans.iter().map(|plan| plan.name.as_str());
    let issues = structure.issues.iter().map(|issue| issue.name.as_str());
    let guarantors = structure.guarantors.iter().map(|guarantor| guarantor.name.as_str());
    let sides = scenario.party_names().iter().map(String::as_str);
    plans.chain(issues).chain(guarantors).chain(sides)
}

/// Says on stderr which letters of the names PNG charts cannot show.
fn warn_of_missing_glyphs(scenario: &Scenario, phrases: &Phrases) {
    let letters: BTreeSet<char> = names(scenario).flat_map(missing_glyphs).collect();
    if !letters.is_empty() {
        let note = Note::MissingGlyphs { letters: letters.into_iter().collect() };
        say(&note.words(), phrases);
    }
}

fn check(files: &[PathBuf], overrides: &Overrides, quiet: bool, lang: Language) -> Result<Status, Failure> {
    let (settings, phrases) = (overrides.settings(), lang.phrases());
    let mut status = Status::Done;
    for (index, path) in files.iter().enumerate() {
        match load(path, &settings.all(), settings.plans.as_deref()) {
            Ok(loaded) if quiet => warn(&loaded, lang),
            Ok(loaded) => {
                let scenario = loaded.scenario.in_language(&lang.code()).into_owned();
                let loaded = Loaded { scenario, ..loaded };
                let gap = if index > 0 { "\n" } else { "" };
                print(&format!(
                    "{gap}{}",
                    describe(&loaded, Colours::Off, width().unwrap_or(Screen::USUAL), &phrases)
                ))?;
                warn_of_missing_glyphs(&loaded.scenario, &phrases);
            }
            Err(faults) => {
                complain(&faults.into(), &phrases);
                status = Status::Wrong;
            }
        }
    }
    Ok(status)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::parse;

    /// A message says what it is once, in colour or not.
    #[test]
    fn an_error_is_called_one_once() {
        let faults = || parse("s.toml", "schema = 7\nnonsense = 1\n", &[], None).unwrap_err();
        for (colours, lead) in [(Colours::Off, "error: "), (Colours::On, "\u{1b}[1;31merror\u{1b}[0m")] {
            let text = Failure::from(faults()).text(colours, &Phrases::english());
            assert!(text.starts_with(lead), "{text}");
            assert_eq!(text.matches("error").count(), faults().diagnostics.len(), "{text}");
        }
        let several = Failure::Job(JobError::Several(["a: one", "b: error: two"].map(Words::verbatim).to_vec()));
        assert_eq!(several.text(Colours::Off, &Phrases::english()), "error: a: one\nerror: b: error: two\n");
        assert_eq!(
            Failure::Wrong(Words::verbatim("of error: itself")).text(Colours::On, &Phrases::english()),
            "error: of error: itself\n"
        );
    }

    /// 1 where the system failed, 2 where the request was wrong, 130 where somebody stopped it.
    #[test]
    fn a_failure_ends_with_the_status_of_its_kind() {
        let folder = || std::path::PathBuf::from("run");
        for (error, status) in [
            (JobError::refused("--shard 4/3", words!("K runs from 1 to {of}", of = 3)), Status::Wrong),
            (JobError::Several(["a", "b"].map(Words::verbatim).to_vec()), Status::Wrong),
            (JobError::Others { path: folder(), differs: Words::verbatim("seed 1, not 2") }, Status::Wrong),
            (JobError::Broken { path: folder(), reason: words!("is missing") }, Status::Failed),
            (JobError::Stopped(words!("interrupted: nothing is kept")), Status::Interrupted),
        ] {
            let said = error.to_string();
            assert_eq!(Failure::from(error).status(), status, "{said}");
        }
        let faults = parse("s.toml", "schema = 7\n", &[], None).unwrap_err();
        assert_eq!(Failure::from(faults).status(), Status::Wrong);
        assert_eq!(Failure::Wrong(Words::none()).status() as u8, 2);
        assert_eq!(Failure::Failed(Words::none()).status() as u8, 1);
        assert_eq!(Status::Interrupted as u8, 130);
    }
}
