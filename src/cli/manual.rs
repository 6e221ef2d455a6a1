//! What other programs read of the command line: completions for shells, pages for `man`.

use clap::{Command, CommandFactory as _};
use clap_complete::{Shell, generate};
use clap_mangen::Man;

use crate::scenario::one_of;
use crate::words::words;

use super::Failure;
use super::args::Arguments;

/// The script that completes commands and options in that shell.
pub(crate) fn completions(shell: Shell) -> String {
    let mut program = Arguments::command();
    let name = program.get_name().to_owned();
    let mut script = Vec::new();
    generate(shell, &mut program, name, &mut script);
    String::from_utf8_lossy(&script).into_owned()
}

/// The manual page, in the language of `man`, of the program or of one of its commands; or why there is none.
pub(crate) fn page(command: Option<&str>) -> Result<String, Failure> {
    let mut program = Arguments::command().disable_help_subcommand(true);
    program.build();
    let of = match command {
        None => program,
        Some(name) => named(&program, name)?,
    };
    let mut page = Vec::new();
    match Man::new(of).render(&mut page) {
        Ok(()) => Ok(String::from_utf8_lossy(&page).into_owned()),
        Err(error) => {
            Err(Failure::Failed(words!("the manual page cannot be made: {error}", error = error.to_string())))
        }
    }
}

/// A command of the program, called as its page is: `armistice-run`.
fn named(program: &Command, name: &str) -> Result<Command, Failure> {
    let Some(command) = program.find_subcommand(name) else {
        let known: Vec<&str> = program.get_subcommands().map(Command::get_name).collect();
        let hint = one_of(name, &known).hint;
        return Err(Failure::Wrong(words!("there is no command `{name}`; {hint}", name, hint)));
    };
    Ok(command.clone().version(env!("CARGO_PKG_VERSION")))
}

#[cfg(test)]
mod tests {
    use clap::ValueEnum as _;

    use super::*;
    use crate::scenario::Colours;
    use crate::words::Phrases;

    #[test]
    fn every_shell_learns_every_command() {
        for shell in Shell::value_variants() {
            let script = completions(*shell);
            for command in Arguments::command().get_subcommands() {
                assert!(script.contains(command.get_name()), "{shell}: {}", command.get_name());
            }
            assert!(script.contains("replications"), "{shell}");
        }
    }

    /// Every command has a page that names all of its options, and the program's page names every command's.
    #[test]
    fn every_command_has_its_page() {
        let program = page(None).unwrap();
        assert!(program.contains(".TH armistice 1"), "{program}");
        for command in Arguments::command().get_subcommands() {
            let name = command.get_name();
            assert!(program.contains(&format!("armistice\\-{name}(1)")), "{program}");
            let text = page(Some(name)).unwrap();
            assert!(text.contains(&format!(".TH armistice-{name} 1")), "{text}");
            for option in command.get_arguments().filter_map(clap::Arg::get_long) {
                assert!(text.contains(&format!("\\-\\-{}", option.replace('-', "\\-"))), "{name} --{option}\n{text}");
            }
        }
        let told = page(Some("rnu")).unwrap_err().text(Colours::Off, &Phrases::english());
        assert_eq!(told, "error: there is no command `rnu`; did you mean `run`?\n");
    }
}
