//! The command line: arguments to plain options, options to calls of the library.

mod args;
mod batch;
mod compare;
mod draw;
mod evaluate;
mod files;
mod interrupt;
mod merge;
mod progress;
mod reference;
mod report;
mod run;
mod sweep;
mod verify;

use std::io::{self, IsTerminal as _, Write as _};
use std::process::ExitCode;

use clap::Parser as _;

use crate::report::lang::Lang;
use crate::report::text::Screen;
use crate::scenario::{Colours, Loaded, describe, load, schema, template};

pub use reference::reference;

use args::{Arguments, Command, Overrides};

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

/// Why a command ends early: what to say on stderr, and the status.
#[derive(Debug)]
pub(crate) struct Failure {
    /// What went wrong; empty where it has been said.
    pub message: String,
    /// The exit status.
    pub status: Status,
}

impl Failure {
    /// The input is wrong.
    fn wrong(message: impl Into<String>) -> Self {
        Self { message: message.into(), status: Status::Wrong }
    }

    /// Something failed on the way.
    fn failed(message: impl Into<String>) -> Self {
        Self { message: message.into(), status: Status::Failed }
    }
}

/// Runs the command line of this process.
#[must_use]
pub fn main() -> ExitCode {
    let arguments = Arguments::parse();
    let status = match execute(arguments.command) {
        Ok(status) => status,
        Err(failure) => {
            complain(&failure.message);
            failure.status
        }
    };
    ExitCode::from(status as u8)
}

fn execute(command: Command) -> Result<Status, Failure> {
    match command {
        Command::New { file } => new(file.as_deref()),
        Command::Check { files, overrides, quiet } => check(&files, &overrides, quiet),
        Command::Evaluate(arguments) => evaluate::evaluate(&arguments),
        Command::Run(arguments) => batch::run_all(&arguments),
        Command::Merge(arguments) => merge::merge(&arguments),
        Command::Report { run, look, quiet } => report::report(&run, &look, quiet),
        Command::Verify { run, threads, quiet } => verify::verify(&run, threads.count(), quiet),
        Command::Sweep(arguments) => sweep::sweep(&arguments),
        Command::Compare(arguments) => compare::compare(&arguments),
        Command::Schema { of } => {
            let schema = match of {
                args::SchemaOf::Scenario => schema(),
                args::SchemaOf::Sweep => crate::sweep::schema(),
            };
            let text = serde_json::to_string_pretty(&schema).unwrap_or_default();
            print(&format!("{text}\n"))
        }
    }
}

/// Says something on stderr as an error, unless it is empty.
fn complain(message: &str) {
    let message = message.trim_end();
    if message.is_empty() {
        return;
    }
    let prefix = if message.contains("error: ") { "" } else { "error: " };
    let _ = writeln!(io::stderr(), "{prefix}{message}");
}

/// Writes data to stdout. A reader that has gone away is no error.
fn print(text: &str) -> Result<Status, Failure> {
    match io::stdout().lock().write_all(text.as_bytes()) {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => {
            Err(Failure::failed(format!("cannot write to stdout: {error}")))
        }
        _ => Ok(Status::Done),
    }
}

/// The terminal that reads stdout, or a file or pipe of the usual width.
fn screen(lang: &Lang) -> Screen<'_> {
    let width = terminal_size::terminal_size_of(io::stdout()).map(|(width, _)| usize::from(width.0));
    Screen::new(lang, width)
}

/// Colours for messages, where somebody would see them.
fn style() -> Colours {
    let wanted = std::env::var_os("NO_COLOR").is_none_or(|value| value.is_empty());
    if wanted && io::stderr().is_terminal() { Colours::On } else { Colours::Off }
}

fn new(file: Option<&std::path::Path>) -> Result<Status, Failure> {
    let Some(path) = file else { return print(template()) };
    let mut options = std::fs::OpenOptions::new();
    let opened = options.write(true).create_new(true).open(path);
    match opened.and_then(|mut file| file.write_all(template().as_bytes())) {
        Ok(()) => {
            let shown = path.display();
            eprintln!("wrote {shown}: next, `armistice check {shown}` and `armistice run {shown}`");
            Ok(Status::Done)
        }
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {
            Err(Failure::wrong(format!("{}: is there already and is not overwritten", path.display())))
        }
        Err(error) => Err(Failure::wrong(format!("{}: cannot be written: {error}", path.display()))),
    }
}

/// Says on stderr what is legal but odd about units.
fn warn(loaded: &Loaded) {
    for warning in loaded.unit_warnings() {
        eprint!("{}", warning.render(style()));
    }
}

fn check(files: &[std::path::PathBuf], overrides: &Overrides, quiet: bool) -> Result<Status, Failure> {
    let mut status = Status::Done;
    for (index, path) in files.iter().enumerate() {
        match load(path, &overrides.all(), overrides.plans.as_deref()) {
            Ok(_) if quiet => {}
            Ok(loaded) => {
                let gap = if index > 0 { "\n" } else { "" };
                print(&format!("{gap}{}", describe(&loaded, Colours::Off)))?;
            }
            Err(faults) => {
                complain(&faults.render(style()));
                status = Status::Wrong;
            }
        }
    }
    Ok(status)
}
