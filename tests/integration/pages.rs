//! Pages are run: every TOML block of the documentation is read, and what the page says that the program says of it
//! is compared. The convention is described at the end of `docs/scenario-format.md`.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use armistice::scenario::{Code, Colours, parse, reference};

use crate::cli::Desk;

#[allow(dead_code)]
#[path = "../../examples/references.rs"]
mod references;

const ROOT: &str = env!("CARGO_MANIFEST_DIR");

/// A fenced block: the line before it, the words after the fence, the text in it, and the text of the block behind it.
struct Block {
    line: usize,
    mark: String,
    info: String,
    text: String,
    /// The next block, where it is a `text` block.
    said: Option<String>,
}

fn page(name: &str) -> String {
    fs::read_to_string(Path::new(ROOT).join(name)).unwrap()
}

/// The fenced blocks of a page.
fn fenced(page: &str) -> Vec<Block> {
    let mut all: Vec<Block> = Vec::new();
    let mut open: Option<Block> = None;
    let mut mark = "";
    for (number, line) in page.lines().enumerate() {
        match (&mut open, line.strip_prefix("```")) {
            (None, Some(info)) => {
                let (mark, info) = (mark.to_owned(), info.to_owned());
                open = Some(Block { line: number + 1, mark, info, text: String::new(), said: None });
            }
            (Some(_), Some(_)) => all.extend(open.take()),
            (Some(block), None) => writeln!(block.text, "{line}").unwrap(),
            (None, None) => {}
        }
        mark = line;
    }
    assert!(open.is_none(), "a block is not closed");
    all
}

/// Its blocks of TOML.
fn blocks(page: &str) -> Vec<Block> {
    let mut all = fenced(page);
    for index in (1..all.len()).rev() {
        if all[index].info == "text" {
            all[index - 1].said = Some(all[index].text.clone());
        }
    }
    all.retain(|block| block.info == "toml" || block.info.starts_with("toml in "));
    all
}

fn is_whole(block: &Block) -> bool {
    block.text.lines().any(|line| line.starts_with("schema = "))
}

/// The file with a line put into the place named: a section, or an entry of a list by its id.
fn with_line(file: &str, place: &str, line: &str) -> String {
    let lines: Vec<&str> = file.lines().collect();
    let (header, id) = match place.split_once('.') {
        Some((list @ ("plan" | "guarantor" | "issue"), id)) => (format!("[[{list}]]"), Some(format!("id = \"{id}\""))),
        _ => (format!("[{place}]"), None),
    };
    let start = match &id {
        Some(id) => lines.iter().position(|line| line == id),
        None => lines.iter().position(|line| line.starts_with(&header)),
    };
    let start = start.unwrap_or_else(|| panic!("the file has no {place}"));
    let end = (start + 1..lines.len()).find(|at| lines[*at].starts_with('[')).unwrap_or(lines.len());
    let key = |line: &str| line.split_once('=').map(|(key, _)| key.trim().to_owned());
    let old = (start + 1..end).find(|at| key(lines[*at]) == key(line));
    let mut out: Vec<&str> = lines[..old.unwrap_or(start + 1)].to_vec();
    out.push(line);
    out.extend(&lines[old.map_or(start + 1, |at| at + 1)..]);
    out.join("\n") + "\n"
}

/// The files that a block stands for: itself, or the first whole file of its page with its lines.
fn completed(block: &Block, base: &str) -> Vec<String> {
    match block.info.strip_prefix("toml in ") {
        Some(place) => block.text.lines().map(|line| with_line(base, place, line)).collect(),
        None if is_whole(block) => vec![block.text.clone()],
        None => vec![format!("{base}\n{}", block.text)],
    }
}

/// All that is said of a scenario: its faults, or what is odd about it.
fn said(text: &str) -> String {
    match parse("scenario.toml", text, &[], None) {
        Ok(loaded) => {
            let warnings: Vec<String> = loaded.warnings.iter().map(|it| it.render(Colours::Off)).collect();
            warnings.join("\n")
        }
        Err(faults) => faults.render(Colours::Off),
    }
}

#[test]
fn scenarios_of_the_pages_are_read_as_the_pages_say() {
    let page = page("docs/scenario-format.md");
    let blocks = blocks(&page);
    let base = &blocks.iter().find(|block| is_whole(block)).unwrap().text;
    assert!(blocks.len() >= 9, "{} blocks", blocks.len());
    let mut wrong = String::new();
    for block in &blocks {
        for file in completed(block, base) {
            let (said, wanted) = (said(&file), block.said.clone().unwrap_or_default());
            if said != wanted {
                writeln!(wrong, "docs/scenario-format.md:{}:\n{said}", block.line).unwrap();
            }
        }
    }
    assert!(wrong.is_empty(), "the page does not say what the program says:\n{wrong}");
}

#[test]
fn sweeps_of_the_pages_run() {
    let desk = Desk::new();
    fs::create_dir(desk.path("sweeps")).unwrap();
    let page = page("docs/experiments.md");
    // What comes then is no sweep; the guide's own test runs it.
    let (page, _) = page.split_once("<!-- what-now.toml -->").unwrap();
    let blocks = blocks(page);
    let base = &blocks.iter().find(|block| is_whole(block)).unwrap().text;
    for block in &blocks {
        for file in completed(block, base) {
            fs::write(desk.path("sweeps/sweep.toml"), file).unwrap();
            let wanted = block.said.as_deref();
            let status = if wanted.is_some() { 2 } else { 0 };
            let call = desk.expect(status, "sweep sweeps/sweep.toml --trials 8 --no-charts --quiet --force");
            assert_eq!(call.stderr, wanted.unwrap_or_default(), "docs/experiments.md:{}", block.line);
        }
    }
}

/// The part of a text from some words on, to others, or to its end where these are empty.
fn part(text: &str, from: &str, to: &str) -> String {
    let (_, rest) = text.split_once(from).unwrap_or_else(|| panic!("no {from:?} in\n{text}"));
    let rest = if to.is_empty() {
        rest
    } else {
        rest.split_once(to).unwrap_or_else(|| panic!("no {to:?} after {from:?} in\n{text}")).0
    };
    format!("{from}{}\n", rest.trim_end())
}

/// The tutorial, done in its order: what it shows is what its commands print then. `UPDATE_DOCS=1` writes it.
#[test]
fn the_tutorial_shows_what_is_printed() {
    let desk = Desk::new();
    let (text, file) = (page("docs/tutorial.md"), desk.path("mine.toml"));
    let (mut right, mut printed) = (text.clone(), String::new());
    for block in fenced(&text) {
        match block.info.as_str() {
            "sh" => {
                for command in block.text.lines() {
                    printed = desk.expect(0, command.strip_prefix("armistice ").unwrap()).stdout;
                }
            }
            "text" => {
                let mark = block.mark.strip_prefix("<!-- printed, from \"").and_then(|it| it.strip_suffix("\" -->"));
                let (from, to) = mark.and_then(|it| it.split_once("\" to \"")).expect("a mark before the block");
                let shown = |told: &str| format!("{}\n```text\n{told}```", block.mark);
                right = right.replace(&shown(&block.text), &shown(&part(&printed, from, to)));
            }
            "toml" if is_whole(&block) => {
                let name = block.mark.strip_prefix("<!-- ").and_then(|it| it.strip_suffix(" -->"));
                fs::write(desk.path(name.expect("a name before the file")), block.text).unwrap();
            }
            info => {
                let before = fs::read_to_string(&file).unwrap();
                let after = match info.strip_prefix("toml in ") {
                    Some(place) => block.text.lines().fold(before, |file, line| with_line(&file, place, line)),
                    None => completed(&block, &before).remove(0),
                };
                fs::write(&file, after).unwrap();
            }
        }
    }
    if std::env::var_os("UPDATE_DOCS").is_some() {
        fs::write(Path::new(ROOT).join("docs/tutorial.md"), right).unwrap();
        return;
    }
    assert_eq!(text, right);
    // Figures that the text names are among those that it shows.
    let (told, shown): (Vec<_>, Vec<_>) = text.split("```").enumerate().partition(|(place, _)| place % 2 == 0);
    let figures =
        told.iter().flat_map(|(_, prose)| prose.split(|it: char| !it.is_ascii_digit() && it != '.' && it != '%'));
    for figure in figures.map(|it| it.trim_matches('.')).filter(|it| it.contains(['.', '%'])) {
        assert!(shown.iter().any(|(_, block)| block.contains(figure)), "{figure} is not shown");
    }
}

/// No TOML block is left out: the pages that have any are those that are read here, and `docs/reports.md`, whose theme
/// is drawn where themes are tested.
#[test]
fn every_page_with_toml_is_run() {
    let mut pages: Vec<String> = Vec::new();
    for entry in fs::read_dir(Path::new(ROOT).join("docs")).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_some_and(|ending| ending == "md")
            && !blocks(&fs::read_to_string(&path).unwrap()).is_empty()
        {
            pages.push(path.file_name().unwrap().to_string_lossy().into_owned());
        }
    }
    pages.sort();
    assert_eq!(pages, ["experiments.md", "reports.md", "scenario-format.md", "tutorial.md"]);
    assert!(blocks(&page("README.md")).is_empty());
}

#[test]
fn references_are_up_to_date() {
    for (name, text) in references::pages(Path::new(ROOT)).unwrap() {
        assert!(page(&name) == text, "{name} is out of date: run `cargo run --example references`");
    }
}

#[test]
fn every_code_and_key_is_documented() {
    let page = page("docs/scenario-format.md");
    for code in Code::ALL {
        assert!(page.contains(&format!("| `{}` | ", code.name())), "{code}");
    }
    for table in ["top", "party", "demand", "front", "guarantee", "guarantor", "plan", "terms", "codes"] {
        assert!(page.contains(&reference(table).unwrap()), "{table}");
    }
}

/// Rows of results beside those of plans, guarantors and issues: their words are refused as ids.
#[test]
fn words_of_results_are_no_ids() {
    let desk = Desk::new();
    desk.expect(0, "run tiny.toml --trials 256 --quiet --out r");
    let words = |chart: &str, column: &str, ids: &[&str]| {
        let text = fs::read_to_string(desk.path(&format!("r/charts/{chart}.csv"))).unwrap();
        let mut rows = csv::Reader::from_reader(text.as_bytes());
        let at = rows.headers().unwrap().iter().position(|name| name == column).unwrap();
        let mut words: Vec<String> = rows.records().map(|row| row.unwrap()[at].to_owned()).collect();
        words.sort();
        words.dedup();
        words.retain(|word| !ids.contains(&word.as_str()));
        words
    };
    let plans = ["truce", "guarantee-10"];
    let issues = ["territory", "defender_forces", "foreign_troops", "guarantee_years"];
    let mut reserved: Vec<(&str, String)> = Vec::new();
    for chart in ["acceptability", "breakdown", "hazard", "plane", "settlement", "signed-and-holding", "survival"] {
        reserved.extend(words(chart, "plan", &plans).into_iter().map(|word| ("plan", word)));
    }
    reserved.extend(words("guarantors", "who", &["ally"]).into_iter().map(|word| ("guarantor", word)));
    reserved.extend(words("breakdown", "part", &issues).into_iter().map(|word| ("issue", word)));
    assert!(reserved.len() >= 8, "{reserved:?}");
    let tiny = fs::read_to_string(desk.path("tiny.toml")).unwrap();
    for (what, word) in reserved {
        let file = format!("{tiny}\n[[{what}]]\nid = \"{word}\"\n");
        let faults = parse("x.toml", &file, &[], None).unwrap_err();
        assert!(faults.diagnostics.iter().any(|fault| fault.code == Code::ReservedId), "{what} {word}: {faults}");
    }
}
