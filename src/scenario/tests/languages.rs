//! Names in several languages.

use super::{BORDER, right};
use crate::scenario::{Scenario, parse};
use crate::words::LANGUAGES;

/// A scenario in both languages, in the ways that TOML has for it.
fn bilingual() -> Scenario {
    let text = BORDER
        .replacen("name = \"Border\"", "name.en = \"Border\"\nname.fr = \"Une frontière\"", 1)
        .replacen("[scenario]", "[scenario]\nsummary = { fr = \"Qui signe ?\", en = \"Who signs?\" }", 1)
        .replacen("name = \"East\"", "name.fr = \"L’Est\"\nname.en = \"East\"", 1);
    let west = "name = { en = \"West\", fr = \"L’Ouest\" }";
    right(&text.replacen("name = \"West\"", west, 1), &["plan.line.name={ fr = \"Trêve\" }"]).scenario
}

fn told(scenario: &Scenario) -> Vec<String> {
    let sides = scenario.party_names().iter().cloned();
    let plans = scenario.structure().plans.iter().map(|plan| plan.name.clone());
    [scenario.name().to_owned(), scenario.summary().unwrap_or_default().to_owned()]
        .into_iter()
        .chain(sides)
        .chain(plans.take(1))
        .collect()
}

#[test]
fn each_language_has_its_words() {
    let scenario = bilingual();
    // Of what has no English words the identifier is told.
    assert_eq!(told(&scenario), ["Border", "Who signs?", "East", "West", "line"]);
    assert_eq!(told(&scenario.in_language("fr")), ["Une frontière", "Qui signe ?", "L’Est", "L’Ouest", "Trêve"]);
    assert_eq!(told(&scenario.in_language("en")), told(&scenario));
    assert_eq!(scenario.translations().len(), 5);
}

/// A single text is told in every language.
#[test]
fn words_in_one_language_serve_all() {
    let scenario = right(BORDER, &[]).scenario;
    for language in LANGUAGES {
        assert_eq!(told(&scenario.in_language(language)), told(&scenario), "{language}");
    }
    assert!(scenario.translations().is_empty());
}

/// Words of issues and guarantors, and of plans that are not kept.
#[test]
fn words_go_with_what_they_name() {
    let sets = |sets: &[&str]| sets.iter().map(|set| (*set).to_owned()).collect::<Vec<_>>();
    let sets = sets(&["guarantor.power.name.fr=\"La puissance\"", "plan.line.name.fr=\"Trêve\""]);
    let scenario = parse("border.toml", BORDER, &sets, Some(&["pact".to_owned()])).unwrap().scenario;
    assert_eq!(scenario.translations().len(), 1);
    let told = scenario.in_language("fr");
    let guarantors = &told.structure().guarantors;
    assert!(guarantors.iter().any(|it| it.id == "power" && it.name == "La puissance"), "{guarantors:?}");
}

fn wrong(from: &str, to: &str) -> String {
    assert!(BORDER.contains(from), "{from}");
    parse("border.toml", &BORDER.replacen(from, to, 1), &[], None).unwrap_err().to_string()
}

#[test]
fn a_language_that_is_not_spoken_is_told() {
    let told = wrong("name = \"East\"", "name.fe = \"L’Est\"");
    assert_eq!(
        told,
        "error: border.toml:10:6: `challenger.name.fe` is not a language that this program speaks\n\
         10 | name.fe = \"L’Est\"\n\
         \u{20}  |      ^^\n\
         hint: did you mean `fr`?"
    );
    let told = wrong("name = \"East\"", "name = { german = \"Der Osten\" }");
    assert!(told.contains("`challenger.name.german` is not a language") && told.contains("`en`, `fr`"), "{told}");
}

#[test]
fn words_are_texts() {
    let told = wrong("name = \"East\"", "name = { fr = 3 }");
    assert!(told.contains("10:15: `challenger.name.fr` is 3, a whole number; it takes a text in quotes"), "{told}");
    let told = wrong("name = \"East\"", "name = {}");
    assert!(told.contains("`challenger.name` has words in no language"), "{told}");
    assert!(told.contains("hint: write name = \"…\", or name = { en = \"…\", fr = \"…\" }"), "{told}");
}

/// TOML has no text that is also a table.
#[test]
fn a_name_is_not_given_in_both_ways() {
    let told = wrong("name = \"East\"", "name = \"East\"\nname.fr = \"L’Est\"");
    assert!(told.contains("border.toml:11:") && told.contains("name.en = \"…\""), "{told}");
}
