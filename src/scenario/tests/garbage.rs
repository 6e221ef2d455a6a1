//! Whatever the file holds, it is read or refused with a reason; nothing panics.

use std::fs;

use proptest::prelude::*;

use super::BORDER;
use crate::scenario::{Colours, describe, load, parse};
use crate::testing::{PIECES, cases, edits, mutated};
use crate::words::Phrases;

/// Reads, and walks everything that is made of the result.
fn survive(text: &str) {
    match parse("garbage.toml", text, &[], None) {
        Ok(loaded) => assert!(!describe(&loaded, Colours::On, 100, &Phrases::english()).is_empty()),
        Err(faults) => assert!(faults.to_string().starts_with("error: garbage.toml"), "{faults}"),
    }
}

proptest! {
    #![proptest_config(cases(400))]

    #[test]
    fn mutations_never_panic(
        edits in edits()
    ) {
        survive(&mutated(BORDER, &edits));
    }

    #[test]
    fn values_swapped_for_anything_never_panic(line in any::<prop::sample::Index>(), piece in 0..PIECES.len()) {
        let mut lines: Vec<String> = BORDER.lines().map(str::to_owned).collect();
        let at = line.index(lines.len());
        if let Some((key, _)) = lines[at].clone().split_once('=') {
            lines[at] = format!("{key}= {}", PIECES[piece]);
        }
        survive(&lines.join("\n"));
    }

    #[test]
    fn lines_in_any_order_never_panic(lines in prop::sample::subsequence(BORDER.lines().collect::<Vec<_>>(), 0..97)) {
        survive(&lines.join("\n"));
    }

    #[test]
    fn any_text_never_panics(text in "\\PC*") {
        survive(&text);
    }
}

#[test]
fn sizes_are_bounded() {
    let plans: Vec<String> =
        (0..201).map(|n| format!("[[plan]]\nid = \"p{n}\"\nterms = {{ transit = 0 }}\n")).collect();
    let faults = parse("x.toml", &format!("{BORDER}\n{}", plans.concat()), &[], None).unwrap_err();
    assert_eq!(faults.diagnostics[0].message, "`plan` has 203 entries; at most 200 are allowed");
    let values = vec!["1"; 2_001].join(", ");
    let text = BORDER.replace(
        "{ values = [10, 30], weights = [2, 1] }",
        &format!("{{ values = [{values}], weights = [{values}] }}"),
    );
    let faults = parse("x.toml", &text, &[], None).unwrap_err();
    assert!(faults.to_string().contains("has 2001 entries; at most 2000 are allowed"), "{faults}");
    let faults = parse("x.toml", &" ".repeat(10_000_001), &[], None).unwrap_err();
    assert_eq!(faults.to_string(), "error: x.toml: has 10000001 bytes; at most 10000000 are allowed");
    let deep = format!("{BORDER}\nx = {}1{}", "[".repeat(5_000), "]".repeat(5_000));
    assert!(parse("x.toml", &deep, &[], None).is_err());
}

#[test]
fn many_faults_are_counted() {
    let lines: Vec<String> = (0..150).map(|n| format!("x{n} = 1\n")).collect();
    let faults = parse("x.toml", &format!("{}{BORDER}", lines.concat()), &[], None).unwrap_err();
    assert_eq!(faults.diagnostics.len(), 150);
    assert!(faults.to_string().ends_with("\n\nand 50 more"), "{faults}");
    let lines: Vec<String> = (0..60_000).map(|n| format!("x{n} = 1\n")).collect();
    let faults = parse("x.toml", &format!("{}{BORDER}", lines.concat()), &[], None).unwrap_err();
    assert_eq!(faults.diagnostics.len() + faults.more, 60_000);
    assert!(faults.to_string().ends_with("\n\nand 59900 more"));
}

#[test]
fn faults_are_coloured_only_when_asked() {
    let faults = parse("x.toml", "schema = 2", &[], None).unwrap_err();
    assert!(!faults.render(Colours::Off).contains('\u{1b}'));
    assert!(faults.render(Colours::On).contains("\u{1b}[1;31m"));
}

#[test]
fn what_a_file_says_does_not_steer_the_terminal() {
    let faults = parse("x.toml", "schema = 1 # \u{202e}\n\"\\u001b[2J\" = 1", &[], None).unwrap_err();
    assert!(!faults.to_string().contains('\u{1b}'));
}

#[test]
fn unreadable_files_are_refused() {
    let folder = std::env::temp_dir().join(format!("armistice-load-{}", std::process::id()));
    fs::create_dir_all(&folder).unwrap();
    let missing = folder.join("missing.toml");
    let latin = folder.join("latin.toml");
    fs::write(&latin, b"schema = 1\n# caf\xe9\n").unwrap();
    let message = |path: &std::path::Path| load(path, &[], None).unwrap_err().diagnostics.remove(0).message;
    assert_eq!(message(&missing), "there is no such file");
    assert_eq!(message(&folder), "is a folder, not a file");
    assert_eq!(
        message(&latin),
        "is not UTF-8 text: line 2 holds the byte E9, which is \u{e9} in Latin-1; save it as UTF-8"
    );
    let right = folder.join("border.toml");
    fs::write(&right, BORDER.replace('\n', "\r\n")).unwrap();
    assert_eq!(load(&right, &[], None).unwrap().scenario.name, "Border");
    fs::remove_dir_all(&folder).unwrap();
}

/// The right file with further guarantors, in pairs of a backstop and one that leans on it.
fn with_pairs(pairs: usize) -> String {
    let blocks: Vec<String> = (0..pairs)
        .map(|n| {
            format!(
                "[[guarantor]]\nid = \"b{n}\"\nreliability = 0.5\nforces = 1\n\
                 [[guarantor]]\nid = \"l{n}\"\nreliability = 0.5\nforces = 1\nbackstop = \"b{n}\"\n"
            )
        })
        .collect();
    BORDER.replace("[negotiation]", &format!("{}[negotiation]", blocks.concat()))
}

#[test]
fn coalitions_are_bounded() {
    // The right file has two guarantors, one the backstop of the other.
    assert!(parse("x.toml", &with_pairs(7), &[], None).is_ok());
    let faults = parse("x.toml", &with_pairs(8), &[], None).unwrap_err();
    assert_eq!(faults.diagnostics[0].message, "plan \"pact\" has 9 backstops; at most 8 are allowed");
    let faults = parse("x.toml", &with_pairs(20), &[], None).unwrap_err();
    assert_eq!(faults.diagnostics[0].message, "`guarantor` has 42 entries; at most 40 are allowed");
}
