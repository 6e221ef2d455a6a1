//! The page is well made, says what it should and lets nothing through.

use super::html;
use crate::report::Style;
use crate::report::fixture::{self, Fixture, HOSTILE};
use crate::report::lang::Lang;

fn page(fixture: &Fixture, code: &str) -> String {
    html(&fixture.input(), &Style { lang: Lang::by_code(code).unwrap(), ..Style::default() })
}

fn every_page() -> Vec<String> {
    let cases = [
        fixture::paris(),
        fixture::smallest(),
        fixture::nothing_signed(),
        fixture::nothing_available(),
        fixture::hostile(),
    ];
    cases.iter().flat_map(|fixture| Lang::CODES.map(|code| page(fixture, code))).collect()
}

/// Values of an attribute.
fn attributes<'a>(page: &'a str, name: &str) -> Vec<&'a str> {
    let mark = format!(" {name}=\"");
    page.match_indices(&mark).filter_map(|(at, _)| page[at + mark.len()..].split('"').next()).collect()
}

#[test]
fn nothing_is_fetched_from_anywhere() {
    for page in every_page() {
        for reference in attributes(&page, "src").into_iter().chain(attributes(&page, "href")) {
            assert!(reference.starts_with('#') || reference.starts_with("data:"), "{reference}");
        }
        assert!(!page.contains("url(") && !page.contains("@import"));
        assert!(page.contains("default-src 'none'"));
    }
}

#[test]
fn ids_are_unique_and_references_lead_somewhere() {
    for page in every_page() {
        let mut ids = attributes(&page, "id");
        for reference in attributes(&page, "aria-labelledby").iter().flat_map(|it| it.split(' ')) {
            assert!(ids.contains(&reference), "{reference}");
        }
        for reference in attributes(&page, "href").iter().filter_map(|it| it.strip_prefix('#')) {
            assert!(ids.contains(&reference), "{reference}");
        }
        let all = ids.len();
        ids.sort_unstable();
        ids.dedup();
        assert_eq!(ids.len(), all);
    }
}

#[test]
fn headings_come_in_order_and_tables_have_scopes() {
    for page in every_page() {
        let mut before = 0;
        for (at, _) in page.match_indices("<h") {
            let Some(level) = page[at + 2..].chars().next().and_then(|digit| digit.to_digit(10)) else { continue };
            assert!(level <= before + 1, "a heading of level {level} after one of level {before}");
            before = level;
        }
        assert_eq!(page.matches("<h1").count(), 1);
        assert!(!page.contains("<th>"));
        assert_eq!(page.matches("<figure").count(), page.matches("<figcaption").count());
    }
}

#[test]
fn hostile_names_stay_text() {
    for code in Lang::CODES {
        let page = page(&fixture::hostile(), code);
        assert!(!page.contains(HOSTILE) && !page.contains("<b onload"));
        assert!(page.contains("&lt;b onload=&quot;x&quot;&gt;&amp;&#39;&lt;/b&gt;&lt;script&gt;"));
        assert_eq!(page.matches("<script").count(), 1);
    }
}

#[test]
fn no_placeholder_or_missing_message_is_left() {
    for page in every_page() {
        let text = page.split("<style>").next().unwrap().to_owned() + page.split("</style>").nth(1).unwrap();
        let text = text.split("<script>").next().unwrap();
        for part in ["story.", "html.", "section.", "terms.", "limits.", "chart.outcomes", "column.", "NaN", "null"] {
            assert!(!text.contains(&format!(">{part}")), "{part}");
        }
        assert!(!text.replace("data-percent=\"{n}", "").replace("{column}", "").contains('{'));
    }
}

#[test]
fn the_answer_leads_with_the_spread_then_the_sampling_error() {
    let page = page(&fixture::paris(), "en");
    let spread = page.find("in nine draws out of ten").unwrap();
    let sampling = page.find("95% sampling interval").unwrap();
    assert!(spread < sampling);
    assert!(page.contains("The difference is selection"));
    assert!(page.contains("have the same terms but for the length of the guarantee"));
}

#[test]
fn without_uncertain_inputs_there_is_no_talk_of_their_spread() {
    let mut fixture = fixture::paris();
    fixture.scenario.inputs.clear();
    let page = page(&fixture, "en");
    assert!(page.contains("No input of this scenario is uncertain") && !page.contains("nine draws out of ten. That"));
}

#[test]
fn selection_is_only_named_beyond_sampling_error() {
    let mut fixture = fixture::paris();
    for plan in fixture.summary.plans.values_mut() {
        plan.given_signed.low.iter_mut().for_each(|it| *it = Some(0.0));
        plan.given_signed.high.iter_mut().for_each(|it| *it = Some(1.0));
    }
    assert!(!page(&fixture, "en").contains("The difference is selection"));
}

/// Writes pages into the folder that `ARMISTICE_DRAW` names, to be looked at.
#[test]
fn write_for_looking_at() {
    let Ok(folder) = std::env::var("ARMISTICE_DRAW") else { return };
    let mut cases =
        vec![("paris", fixture::paris()), ("none", fixture::nothing_available()), ("hostile", fixture::hostile())];
    if let Ok(file) = std::env::var("ARMISTICE_SCENARIO") {
        let real = fixture::of_file(&file, 2_000);
        let text = crate::report::text::evaluate_text(&real.evaluation, &real.scenario, &Lang::english());
        let tables = crate::report::text::run_tables(&real.summary, &real.scenario, &Lang::english());
        std::fs::write(format!("{folder}/real.txt"), text + "\n\n" + &tables).unwrap();
        cases.push(("real", real));
    }
    for (name, fixture) in cases {
        for code in Lang::CODES {
            std::fs::write(format!("{folder}/{name}-{code}.html"), page(&fixture, code)).unwrap();
        }
    }
}
