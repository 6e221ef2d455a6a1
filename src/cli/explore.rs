//! `armistice explore`: a page in which the numbers of a scenario can be moved.

use std::path::PathBuf;

use clap::Args;

use crate::job::{ExploreOrder, explore as write_page};
use crate::words::words;

use super::args::{OUTPUT, Overrides, Spoken, Threads};
use super::{Failure, Status, console, say};

#[derive(Clone, Debug, Args)]
pub(crate) struct ExploreArguments {
    /// Scenario file; `-` is standard input
    pub file: PathBuf,
    #[command(flatten)]
    pub overrides: Overrides,
    #[command(flatten)]
    pub threads: Threads,
    /// The page to write [default: output/<scenario file's stem>-explorer.html]
    #[arg(long, value_name = "HTML", help_heading = OUTPUT)]
    pub out: Option<PathBuf>,
    /// Replace a file that is there
    #[arg(long, help_heading = OUTPUT)]
    pub force: bool,
    /// No messages but errors
    #[arg(long, help_heading = OUTPUT)]
    pub quiet: bool,
    #[command(flatten)]
    pub spoken: Spoken,
}

/// Writes the page and says where it is.
pub(crate) fn explore(arguments: &ExploreArguments) -> Result<Status, Failure> {
    let lang = arguments.spoken.lang;
    let order = ExploreOrder {
        file: arguments.file.clone(),
        settings: arguments.overrides.settings(),
        page: arguments.out.clone(),
        lang: lang.messages(),
        force: arguments.force,
    };
    let (quiet, threads) = (arguments.quiet, arguments.threads.count());
    let page = console::with_host(quiet, threads, lang, |host| write_page(&order, host))?;
    if !quiet {
        let page = page.display().to_string();
        say(&words!("wrote {page}: open it in a browser", page), &lang.phrases());
    }
    Ok(Status::Done)
}
