//! Every language says everything, with the same places.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use super::{Phrases, Words, words};

/// The templates of a source text: the literal that follows each `words!(`.
fn templates_of(text: &str, found: &mut BTreeSet<String>) {
    for part in text.split("words!(").skip(1) {
        let part = part.trim_start();
        let Some(literal) = part.strip_prefix('"') else { continue };
        let mut template = String::new();
        let mut letters = literal.chars().peekable();
        while let Some(letter) = letters.next().filter(|letter| *letter != '"') {
            match letter {
                '\\' => match letters.next().unwrap() {
                    '\n' => while letters.next_if(|it| it.is_whitespace()).is_some() {},
                    'n' => template.push('\n'),
                    other => template.push(other),
                },
                other => template.push(other),
            }
        }
        found.insert(template);
    }
}

/// The templates of every file below a folder, but those of tests.
fn templates_below(folder: &Path, found: &mut BTreeSet<String>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let is_test = path.file_stem().is_some_and(|name| name == "tests");
        match () {
            () if is_test => {}
            () if path.is_dir() => templates_below(&path, found),
            () if path.ends_with("words/mod.rs") || path.extension().is_none_or(|ending| ending != "rs") => {}
            () => {
                templates_of(
                    fs::read_to_string(&path).unwrap().split("#[cfg(test)]\nmod tests {").next().unwrap(),
                    found,
                );
            }
        }
    }
}

fn templates() -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    templates_below(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"), &mut found);
    found.extend(crate::scenario::documented().chain(crate::sweep::documented()).map(str::to_owned));
    found
}

/// The names in braces.
fn places(template: &str) -> BTreeSet<&str> {
    let names = template.split('{').skip(1).filter_map(|rest| rest.split_once('}')).map(|(name, _)| name);
    names.filter(|name| !name.is_empty() && name.chars().all(|c| c.is_ascii_lowercase() || c == '_')).collect()
}

#[test]
fn everything_is_said_in_french_and_nothing_else() {
    let (english, french) = (templates(), Phrases::french());
    assert!(english.len() > 100, "{}", english.len());
    let said: BTreeSet<String> = french.pairs().map(|(template, _)| template.to_owned()).collect();
    let missing: Vec<_> = english.difference(&said).collect();
    assert!(missing.is_empty(), "without French: {missing:#?}");
    let idle: Vec<_> = said.difference(&english).collect();
    assert!(idle.is_empty(), "said nowhere: {idle:#?}");
    for (template, said) in french.pairs() {
        assert_eq!(places(template), places(said), "{template}");
    }
}

/// Signs of two parts have a no-break space before them, and the apostrophe is that of print.
#[test]
fn french_is_set_as_french() {
    for (_, said) in Phrases::french().pairs() {
        for sign in [" :", " ;", " ?", " !", " %", " »", "« ", "'"] {
            let typed = sign == "'" && said.contains("'''");
            assert!(typed || !said.contains(sign), "`{sign}` in {said}");
        }
    }
}

#[test]
fn places_are_filled_and_other_braces_stay() {
    let (path, values) = ("a.b", words!("from {low} to {high}", low = 1.5, high = "c"));
    let told = words!("`{path}` is {values}; {x} { a }", path, values);
    assert_eq!(told.as_str(), "`a.b` is from 1.5 to c; {x} { a }");
    assert_eq!(told.told(&Phrases::english()), told.as_str());
}

/// What a file holds stays as it is written there; a number for readers is set as French sets it.
#[test]
fn figures_are_set_and_values_are_not() {
    let french = Phrases::french();
    assert_eq!(Words::figure("-1,234.5").told(&french), "-1\u{202f}234,5");
    assert_eq!(Words::figure("42.1%").told(&french), "42,1\u{a0}%");
    assert_eq!(Words::verbatim("0.5, 1").told(&french), "0.5, 1");
}
