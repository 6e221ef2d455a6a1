//! The page is well made, says what it should and lets nothing through.

use super::markdown::inline;
use super::{Captioned, Page, PageBlock, Section};
use crate::report::Style;
use crate::report::figures::charts;
use crate::report::fixture::{self, Fixture, HOSTILE};
use crate::report::known;
use crate::report::lang::Lang;
use crate::report::run_page;
use crate::report::table::{Cell, Table};
use crate::report::text::{Screen, evaluate_text, run_tables};
use crate::scenario::Translation;

fn page(fixture: &Fixture, code: &str) -> String {
    let style = Style { lang: Lang::by_code(code).unwrap(), ..Style::default() };
    run_page(&fixture.input(), &style).html(&style.lang)
}

fn markdown(fixture: &Fixture, code: &str) -> String {
    let style = Style { lang: Lang::by_code(code).unwrap(), ..Style::default() };
    run_page(&fixture.input(), &style).markdown(&style.lang)
}

fn every_page() -> Vec<String> {
    let cases: [fn() -> Fixture; 7] = [
        fixture::paris,
        fixture::smallest,
        fixture::nothing_signed,
        fixture::nothing_available,
        fixture::hostile,
        known::known,
        known::all_failed,
    ];
    cases.iter().flat_map(|make| Lang::CODES.map(|code| page(&make(), code))).collect()
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
        assert!(page.contains("&lt;b onload=&quot;x&quot;&gt;&amp;'&lt;/b&gt;&lt;script&gt;"));
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
fn the_answer_leads_with_the_best_plan_then_its_chart_then_how_sure_it_is() {
    let page = page(&fixture::paris(), "en");
    let places = ["does best: in ", "id=\"chart-alone", "How sure is that?", "What decides it?", "Evidence</h2>"];
    let places = places.map(|text| page.find(text).unwrap_or_else(|| panic!("{text}")));
    assert!(places.is_sorted(), "{places:?}");
    assert!(page.contains("The difference is selection"));
    assert!(page.contains("differ only in the length of the guarantee"));
}

#[test]
fn without_uncertain_inputs_there_is_no_talk_of_their_spread() {
    let mut fixture = fixture::paris();
    fixture.scenario.inputs.clear();
    let page = page(&fixture, "en");
    assert!(page.contains("No input of this scenario is uncertain") && !page.contains("nine draws out of ten. This"));
}

#[test]
fn selection_is_only_named_beyond_sampling_error() {
    let mut fixture = fixture::paris();
    for plan in fixture.summary.plans.values_mut() {
        plan.given_signed.low.iter_mut().for_each(|it| *it = Some(0.0));
        plan.given_signed.high.iter_mut().for_each(|it| *it = Some(1.0));
        // Of those that sign it alone as many keep it as of all.
        let share = plan.if_signed.survival.survival.iter().map(|held| Some(held.unwrap_or(0.0)));
        if let Some(alone) = &mut plan.alone {
            let signed = alone.signed.share.unwrap_or(0.0);
            alone.signed_and_holding.share = share.map(|held| held.map(|held| held * signed)).collect();
        }
    }
    assert!(!page(&fixture, "en").contains("The difference is selection"));
}

#[test]
fn nothing_that_a_user_writes_is_read_as_markup_in_markdown() {
    assert_eq!(inline("<b>&\"x\"|*y*"), "\\<b\\>&amp;\"x\"\\|\\*y\\*");
    assert_eq!(inline("1. not a list"), "&#8203;1. not a list");
    assert_eq!(inline("a\nb"), "a b");
    let text = markdown(&fixture::hostile(), "en");
    let bare = text.replace("\\<", "");
    assert!(!bare.contains("<b onload") && !bare.contains("<script"));
    let cells = |line: &str| line.replace("\\|", "").matches('|').count();
    for pair in text.lines().collect::<Vec<_>>().windows(2).filter(|pair| pair.iter().all(|it| it.starts_with('|'))) {
        assert_eq!(cells(pair[0]), cells(pair[1]), "{pair:?}");
    }
}

#[test]
fn the_report_of_the_smallest_run() {
    insta::assert_snapshot!(markdown(&fixture::smallest(), "fr"));
}

#[test]
fn charts_are_linked_beside_the_file() {
    let text = markdown(&fixture::paris(), "en");
    assert!(text.contains("](charts/outcomes.png)") && text.contains("](charts/survival.png)"));
}

/// A page with one of everything.
fn sampler() -> Page {
    let mut table = Table::new(&["plan", "share", "force"]);
    table.push(vec!["=HYPERLINK(1)".into(), Cell::Share(Some(0.123_456_789)), Cell::Number(Some(1_234.5))]);
    table.push(vec!["-0.8".into(), Cell::Share(None), Cell::Number(None)]);
    let blocks = vec![
        PageBlock::Heading("Heading <1>".to_owned()),
        PageBlock::Paragraph("A & B".to_owned()),
        PageBlock::Note("small".to_owned()),
        PageBlock::List(vec!["one".to_owned(), "two".to_owned()]),
        PageBlock::Table(Captioned::by_keys("all", "Caption", table, &Lang::english())),
        PageBlock::Command { label: "Command".to_owned(), text: "armistice run 'a b.toml'\n".to_owned() },
        PageBlock::Facts(vec![("Seed".to_owned(), "7".to_owned())]),
        PageBlock::File { label: "File".to_owned(), text: "key = 1\n".to_owned() },
        PageBlock::Verbatim("```\ncode\n".to_owned()),
    ];
    Page {
        title: "Title".to_owned(),
        lead: Some("Lead".to_owned()),
        summary: Some("Summary".to_owned()),
        note: "Note".to_owned(),
        sections: vec![Section { id: Some("part"), heading: "Part".to_owned(), blocks }],
        version: "9.9".to_owned(),
        is_interactive: true,
        explorer: None,
    }
}

#[test]
fn every_block_is_written_as_html() {
    let html = sampler().html(&Lang::english());
    for expected in [
        "<title>Title</title>",
        "<h1>Title</h1>",
        "<p class=\"lead\">Lead</p>\n<p>Summary</p>\n<p class=\"note\">Note</p>",
        "<a class=\"skip\" href=\"#part\">",
        "<nav aria-label=\"Contents\"><ul><li><a href=\"#part\">Part</a></li></ul></nav>",
        "<section id=\"part\">\n<h2>Part</h2>",
        "<h3>Heading &lt;1&gt;</h3>\n<p>A &amp; B</p>\n<p class=\"note\">small</p>\n<ul><li>one</li>\n<li>two</li>\n</ul>",
        "<table class=\"data\" id=\"table-all\"><caption>Caption</caption>",
        "<th scope=\"col\" data-key=\"plan\">plan</th><th class=\"n\" scope=\"col\" data-key=\"share\">share</th>",
        "<tr><th scope=\"row\" data-copy=\"'=HYPERLINK(1)\">=HYPERLINK(1)</th><td data-v=\"0.123457\">12.3%</td><td data-v=\"1234.5\">1,234</td></tr>",
        "<tr><th scope=\"row\">-0.8</th><td data-v=\"\">–</td><td data-v=\"\">–</td></tr>",
        "<code>armistice run 'a b.toml'\n</code>",
        "<dl><dt>Seed</dt><dd>7</dd>",
        "<details><summary>File</summary>",
        "key = 1</code></pre></details>",
        "<pre tabindex=\"0\"><code>```\ncode</code></pre>",
        "<footer><p>Made by armistice 9.9. How to cite it: The armistice developers: armistice 9.9, a Monte Carlo simulator",
        "data-decimal=\".\"",
        "<script>",
    ] {
        assert!(html.contains(expected), "{expected}\nis not in\n{}", html.split("</style>").nth(1).unwrap());
    }
}

#[test]
fn a_page_without_a_script_allows_none() {
    let html = Page { is_interactive: false, ..sampler() }.html(&Lang::english());
    assert!(!html.contains("<script") && !html.contains("script-src") && !html.contains("data-copied"));
    assert!(html.contains("default-src 'none'") && !html.contains("<nav"));
}

#[test]
fn every_block_is_written_as_markdown() {
    let expected = "# Title

**Lead**

Summary

Note

## Part

### Heading \\<1\\>

A &amp; B

small

- one
- two

| plan | share | force, thousand |
| ---------------- | --------: | ------------------: |
| =HYPERLINK(1) | 12.3% | 1,234 |
| -0.8 | – | – |

```sh
armistice run 'a b.toml' 
```

- Seed: 7

````
```
code
````

Made by armistice 9.9. How to cite it: The armistice developers: armistice 9.9, a Monte Carlo simulator of conflict settlements \
(software), with the file, the trials and the seed that this page names.
";
    let text = sampler().markdown(&Lang::english());
    assert_eq!(text, expected);
}

/// Rows of an HTML table as the texts of their cells.
fn rows(html: &str, id: &str) -> Vec<Vec<String>> {
    let table = html.split(&format!("id=\"table-{id}\"")).nth(1).unwrap().split("</table>").next().unwrap();
    let cells = |row: &str| {
        let cells = row.split(['<', '>']).collect::<Vec<_>>();
        cells.chunks(2).filter(|it| !it[0].trim().is_empty()).map(|it| it[0].to_owned()).collect::<Vec<_>>()
    };
    table.split("<tr>").skip(2).map(cells).collect()
}

#[test]
fn the_tables_behind_the_charts_hold_the_figures_of_their_rows() {
    let html = page(&known::known(), "en");
    let outcomes = rows(&html, "outcomes");
    let of = |class: &str| outcomes.iter().find(|row| row[0] == class).unwrap()[2..].to_vec();
    assert_eq!(of("peace_held"), ["47.0%", "45.9%", "48.4%"]);
    assert_eq!(of("challenger_victory"), ["13.0%", "11.9%", "14.4%"]);
    let survival = rows(&html, "survival");
    let row = survival.iter().find(|row| row[0] == "patrols" && row[2] == "15").unwrap();
    assert_eq!(row[1], "Joint patrols");
    // 0.95 - 0.15 - 0.02, less 0.017, more 0.007; less 0.34, more 0.03, more 0.05; 0.99 - 0.12 - 0.03.
    assert_eq!(row[3..10], ["78.0%", "76.3%", "78.7%", "44.0%", "81.0%", "83.0%", "84.0%"]);
}

#[test]
fn long_tables_are_thinned_by_their_years_and_say_so() {
    let html = page(&fixture::many(30), "en");
    // 30 plans of 31 years: 930 rows; every fifth year is 0, 5, …, 30.
    let years: Vec<String> = rows(&html, "survival").iter().map(|row| row[2].clone()).collect();
    assert_eq!(years.len(), 30 * 7);
    assert_eq!(years[..7], ["0", "5", "10", "15", "20", "25", "30"]);
    assert!(html.contains("One year, month or row in 5 is shown"));
}

/// Figures of a table by the key of its rows: what the page holds for machines.
fn figures(html: &str, id: &str, key: &str) -> Vec<Option<f64>> {
    let table = html.split(&format!("id=\"table-{id}\"")).nth(1).unwrap().split("</table>").next().unwrap();
    let row = table.split("<tr>").find(|row| row.contains(&format!(">{key}<"))).unwrap();
    row.split("data-v=\"").skip(1).map(|rest| rest.split('"').next().unwrap().parse().ok()).collect()
}

/// Two figures that agree to the six digits that the page holds.
fn agree(shown: Option<f64>, run: Option<f64>) -> bool {
    match (shown, run) {
        (Some(shown), Some(run)) => (shown - run).abs() <= 5e-6 * run.abs().max(1e-9),
        (shown, run) => shown.is_none() && run.is_none(),
    }
}

#[test]
fn the_figures_of_a_run_are_those_of_its_summary() {
    let real = fixture::of_file("scenarios/tiny.toml", 400);
    let html = page(&real, "en");
    for class in real.summary.classes.possible() {
        let share = real.summary.classes.of(class);
        let shown = figures(&html, "outcomes", class.name());
        for (shown, run) in shown.into_iter().zip([share.share, share.low, share.high]) {
            assert!(agree(shown, run), "{}: {shown:?} {run:?}", class.name());
        }
    }
    let survival = rows(&html, "survival");
    for (id, plan) in &real.summary.plans {
        let of_plan: Vec<&Vec<String>> = survival.iter().filter(|row| row[0] == *id).collect();
        let lang = Lang::english();
        assert_eq!(of_plan.len(), plan.if_signed.survival.survival.len());
        for (year, row) in of_plan.into_iter().enumerate() {
            let (mean, across) = (&plan.if_signed.survival, &plan.if_signed.across);
            for (shown, run) in row[3..].iter().zip([&mean.survival, &mean.low, &mean.high, &across.p5, &across.p50]) {
                assert_eq!(*shown, lang.maybe_percent(run[year], 1), "{id}, year {year}");
            }
        }
    }
}

/// Writes pages into the folder that `ARMISTICE_DRAW` names, to be looked at.
#[test]
fn write_for_looking_at() {
    let Ok(folder) = std::env::var("ARMISTICE_DRAW") else { return };
    let mut cases =
        vec![("paris", fixture::paris()), ("none", fixture::nothing_available()), ("hostile", fixture::hostile())];
    if let Ok(file) = std::env::var("ARMISTICE_SCENARIO") {
        let real = fixture::of_file(&file, 2_000);
        let lang = Lang::english();
        let screen = Screen::new(&lang, None);
        let text = evaluate_text(&real.evaluation, &real.changes, &real.scenario, &screen);
        let tables = run_tables(&real.summary, &real.scenario, &screen);
        std::fs::write(format!("{folder}/real.txt"), text + "\n\n" + &tables).unwrap();
        cases.push(("real", real));
    }
    for (name, fixture) in cases {
        for code in Lang::CODES {
            std::fs::write(format!("{folder}/{name}-{code}.html"), page(&fixture, code)).unwrap();
        }
    }
}

/// A plan's French name stands in the French page and its charts, and nowhere in the English ones.
#[test]
fn pages_and_charts_have_the_names_of_their_language() {
    let mut fixture = known::known();
    let plan = fixture.scenario.structure().plans[0].clone();
    let path = format!("plan.{}.name", plan.id);
    fixture.scenario.translations = vec![Translation { path, language: "fr".to_owned(), text: "Trêve".to_owned() }];
    let drawn = |code: &str| {
        let style = Style { lang: Lang::by_code(code).unwrap(), ..Style::default() };
        charts(&fixture.input(), &style).into_iter().map(|chart| chart.svg).collect::<String>()
    };
    for all in [&drawn as &dyn Fn(&str) -> String, &|code| page(&fixture, code), &|code| markdown(&fixture, code)] {
        assert!(all("fr").contains("Trêve") && !all("fr").contains(&plan.name));
        assert!(all("en").contains(&plan.name) && !all("en").contains("Trêve"));
    }
}
