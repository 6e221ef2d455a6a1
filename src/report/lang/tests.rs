//! The catalogues are complete, alike and used.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use super::{CATALOGUES, Lang, messages, plural_form};
use crate::scenario::Date;
use crate::words::LANGUAGES;

const FORMS: [&str; 4] = ["one", "few", "many", "other"];

/// Key without its plural form.
fn stem(key: &str) -> String {
    match key.rsplit_once('.') {
        Some((stem, form)) if FORMS.contains(&form) => format!("{stem}.*"),
        _ => key.to_owned(),
    }
}

fn placeholders(message: &str) -> BTreeSet<String> {
    message.split('{').skip(1).filter_map(|rest| rest.split_once('}')).map(|(name, _)| name.to_owned()).collect()
}

/// Placeholders by key; all forms of a plural together, without the count, which a form may leave out.
fn shape(text: &str) -> BTreeMap<String, BTreeSet<String>> {
    let mut shape: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for (key, message) in messages(text) {
        let stem = stem(&key);
        let plural = stem.ends_with('*');
        let mut names = placeholders(&message);
        names.retain(|name| !(plural && name == "n"));
        shape.entry(stem).or_default().extend(names);
    }
    shape
}

#[test]
fn every_language_says_everything() {
    let english = shape(CATALOGUES[0].1);
    assert!(english.len() > 50);
    for (code, text) in CATALOGUES {
        let other = shape(text);
        for (key, names) in &english {
            assert_eq!(Some(names), other.get(key), "`{key}` in {code}.toml is missing or has other placeholders");
        }
        for key in other.keys() {
            assert!(english.contains_key(key), "`{key}` in {code}.toml is not in en.toml");
        }
    }
}

#[test]
fn every_language_has_the_plural_forms_of_its_rule() {
    for (code, text) in CATALOGUES {
        let lang = Lang::by_code(code).unwrap();
        let rule = lang.t("format.plural").to_owned();
        let forms: BTreeSet<&str> = (0..200).map(|n| plural_form(&rule, n)).collect();
        let known = messages(text);
        for stem in known.keys().map(|key| stem(key)).filter(|stem| stem.ends_with('*')) {
            let has: BTreeSet<&str> =
                FORMS.into_iter().filter(|form| known.contains_key(&stem.replace('*', form))).collect();
            assert_eq!(has, forms, "{stem} in {code}.toml");
        }
    }
}

/// Every `key` in the sources of a folder that is said to be a message.
fn keys_in(folder: &Path, found: &mut BTreeSet<String>, prefixes: &mut BTreeSet<String>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            keys_in(&path, found, prefixes);
        } else if path.extension().is_some_and(|it| it == "rs") && !path.ends_with("tests.rs") {
            let text = fs::read_to_string(&path).unwrap();
            for literal in text.split('"').skip(1).step_by(2) {
                let dotted = literal.contains('.') && !literal.contains(' ');
                match literal.split_once('{') {
                    Some((prefix, _)) if dotted && prefix.ends_with(['.', '_']) => {
                        prefixes.insert(prefix.to_owned());
                    }
                    None if dotted => {
                        found.insert(literal.to_owned());
                    }
                    _ => {}
                }
            }
        }
    }
}

#[test]
fn every_message_is_used_and_every_used_one_exists() {
    let (mut found, mut prefixes) = (BTreeSet::new(), BTreeSet::new());
    for folder in ["src/report", "src/job", "src/cli"] {
        keys_in(&Path::new(env!("CARGO_MANIFEST_DIR")).join(folder), &mut found, &mut prefixes);
    }
    let known: BTreeSet<String> = messages(CATALOGUES[0].1).into_keys().collect();
    let sections: BTreeSet<&str> = known.iter().filter_map(|key| key.split('.').next()).collect();
    let is_used = |key: &&String| {
        let plain = stem(key);
        let plain = plain.trim_end_matches(".*");
        found.contains(*key) || found.contains(plain) || prefixes.iter().any(|it| key.starts_with(it.as_str()))
    };
    let idle: Vec<&String> = known.iter().filter(|key| !is_used(key)).collect();
    assert!(idle.is_empty(), "never used: {idle:?}");
    let is_key = |it: &&String| {
        it.split_once('.').is_some_and(|(section, rest)| {
            // Tests name files of sweeps.
            sections.contains(section)
                && rest != "toml"
                && rest.chars().all(|letter| letter.is_ascii_lowercase() || "_.0123456789".contains(letter))
        })
    };
    let is_known =
        |key: &&String| known.contains(*key) || FORMS.iter().any(|form| known.contains(&format!("{key}.{form}")));
    let unknown: Vec<&String> = found.iter().filter(is_key).filter(|key| !is_known(key)).collect();
    assert!(unknown.is_empty(), "in no catalogue: {unknown:?}");
}

#[test]
fn numbers_are_written_as_the_language_does() {
    let (en, fr) = (Lang::english(), Lang::by_code("fr").unwrap());
    assert_eq!(en.number(-1_234_567.891, 2), "\u{2212}1,234,567.89");
    assert_eq!(fr.number(-1_234_567.891, 2), "\u{2212}1\u{202f}234\u{202f}567,89");
    assert_eq!(en.number(-0.001, 2), "0.00");
    assert_eq!(en.percent(0.4213, 1), "42.1%");
    assert_eq!(fr.percent(0.4213, 1), "42,1\u{202f}%");
    assert_eq!(en.about(0.000_2), "less than 0.1%");
    assert_eq!(en.about(0.0), "0%");
    assert_eq!(en.about(0.004), "0.4%");
    assert_eq!(en.about(0.62), "62%");
    assert_eq!(en.short(0.053_21), "0.0532");
    assert_eq!(en.short(1_200.0), "1,200");
    assert_eq!(en.short(0.5), "0.5");
    assert_eq!(en.signed(0.031, 2), "+0.03");
    assert_eq!(en.signed(0.001, 2), "0.00");
    assert_eq!(en.number(f64::INFINITY, 1), "∞");
}

#[test]
fn dates_and_lists_follow_the_language() {
    let (en, fr) = (Lang::english(), Lang::by_code("fr").unwrap());
    let date = Date { year: 2026, month: 1, day: 6 };
    assert_eq!(en.date(date), "6 January 2026");
    assert_eq!(fr.date(Date { day: 1, ..date }), "1er janvier 2026");
    assert_eq!(en.month_after(date, 0), "Jan 2026");
    assert_eq!(fr.month_after(date, 23), "déc. 2027");
    assert_eq!(en.month_after(date, 12_000), "Jan 3026");
    let names = ["a".to_owned(), "b".to_owned(), "c".to_owned()];
    assert_eq!(en.list(&names), "a, b and c");
    assert_eq!(fr.list(&names[..2]), "a et b");
}

#[test]
fn counts_take_the_right_form() {
    let (en, fr) = (Lang::english(), Lang::by_code("fr").unwrap());
    assert_eq!(en.plural("note.trials", 0, &[]), "0 trials");
    assert_eq!(en.plural("note.trials", 1, &[]), "1 trial");
    assert_eq!(fr.plural("note.trials", 0, &[]), "0 essai");
    assert_eq!(fr.plural("note.trials", 10_000, &[]), "10\u{202f}000 essais");
    let slavic = |n| plural_form("one_few_many", n);
    assert_eq!(
        [1, 2, 5, 11, 12, 21, 22, 111].map(slavic),
        ["one", "few", "many", "many", "many", "one", "few", "many"]
    );
}

#[test]
fn a_language_has_the_code_it_is_asked_for_by() {
    for code in Lang::CODES {
        assert_eq!(Lang::by_code(code).unwrap().code(), code);
    }
}

#[test]
fn french_is_set_as_french() {
    for (key, message) in messages(CATALOGUES[1].1) {
        for broken in [" ;", " :", " ?", " !", " %", "« ", " »", "'"] {
            assert!(!message.contains(broken), "`{key}` may break before or after a mark: {message}");
        }
    }
}

#[test]
fn messages_and_reports_speak_the_same_languages() {
    assert_eq!(Lang::CODES, LANGUAGES);
}
