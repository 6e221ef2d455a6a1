//! The reference of commands and options in Markdown, made from what the program accepts.

use std::fmt::Write as _;

use clap::{Arg, Command, CommandFactory as _};

use super::args::Arguments;

/// The page `docs/commands.md`: every command with its arguments and options.
#[must_use]
pub fn reference() -> String {
    let program = Arguments::command();
    let mut text = "# Commands\n\n<!-- Written by `cargo run --example references`. -->\n\n".to_owned();
    for command in program.get_subcommands().filter(|command| command.get_name() != "help") {
        section(command.clone().bin_name(format!("armistice {}", command.get_name())), &mut text);
    }
    text.truncate(text.trim_end().len());
    text.push('\n');
    text
}

fn section(mut command: Command, text: &mut String) {
    let about = command.get_about().map(ToString::to_string).unwrap_or_default();
    let usage = command.render_usage().to_string();
    let usage = usage.trim_start_matches("Usage:").trim();
    let _ = write!(text, "## `{}`\n\n{about}.\n\n```text\n{usage}\n```\n\n", command.get_name());
    let arguments: Vec<&Arg> =
        command.get_arguments().filter(|it| !it.is_hide_set() && it.get_id() != "help").collect();
    if !arguments.is_empty() {
        text.push_str("| argument | meaning | default |\n|---|---|---|\n");
        for heading in headings(&arguments) {
            if let Some(heading) = heading {
                let _ = writeln!(text, "| **{heading}** |  |  |");
            }
            arguments.iter().filter(|it| it.get_help_heading() == heading).for_each(|it| row(it, text));
        }
        text.push('\n');
    }
    if let Some(more) = command.get_after_help() {
        let _ = write!(text, "{more}\n\n");
    }
    let name = command.get_name();
    if GUIDES.contains(&name) {
        let _ = write!(text, "More in [{name}.md]({name}.md).\n\n");
    }
}

/// Commands that have a page of their own.
const GUIDES: [&str; 2] = ["choose", "discover"];

/// The headings of `--help` in its order; what has none comes first.
fn headings<'a>(arguments: &[&'a Arg]) -> Vec<Option<&'a str>> {
    let mut all = vec![None];
    for heading in arguments.iter().map(|it| it.get_help_heading()) {
        if !all.contains(&heading) {
            all.push(heading);
        }
    }
    all
}

fn row(argument: &Arg, text: &mut String) {
    let meaning = argument.get_help().map(ToString::to_string).unwrap_or_default();
    let words: Vec<String> = argument
        .get_possible_values()
        .iter()
        .filter(|value| !value.is_hide_set())
        .map(|value| format!("`{}`", value.get_name()))
        .collect();
    let words = if words.is_empty() || !argument.get_action().takes_values() {
        String::new()
    } else {
        format!(" ({})", words.join(", "))
    };
    let defaults: Vec<String> =
        argument.get_default_values().iter().map(|value| format!("`{}`", value.to_string_lossy())).collect();
    let defaults = if argument.get_action().takes_values() { defaults.join(", ") } else { String::new() };
    let shown = argument.to_string().replace('|', "\\|");
    let _ = writeln!(text, "| `{shown}` | {}{words} | {defaults} |", meaning.replace('|', "\\|"));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_command_and_option_is_listed() {
        let text = reference();
        for command in [
            "new",
            "check",
            "run",
            "sweep",
            "compare",
            "trace",
            "merge",
            "verify",
            "report",
            "schema",
            "man",
            "completions",
        ] {
            assert!(text.contains(&format!("\n## `{command}`\n")), "{command}");
        }
        assert!(text.contains("`--seed <"), "{text}");
        assert!(!text.contains("| `--help`"), "{text}");
    }
}
