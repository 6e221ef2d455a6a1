//! The chart of what both sides would sign: every mark is where the figures say.

use super::picture::{Picture, near, one, sides};
use super::*;
use crate::analysis::evaluation::TermValue;
use crate::report::names::Names;

fn open() -> Fixture {
    fixture::of_file("tests/vectors/scenarios/open-terms.toml", 128)
}

/// Two bars a choice, at the start and as signed, from zero to the share; the letters name the plan without open terms.
#[test]
fn choices_have_the_bars_of_their_shares() {
    let fixture = open();
    let charts = charts(&fixture.input(), &Style::default());
    let lang = Style::default().lang;
    let names = Names { scenario: &fixture.scenario, lang: &lang };
    let drawn: Vec<&Chart> = charts.iter().filter(|chart| chart.name.starts_with("open-terms-")).collect();
    assert_eq!(drawn.iter().map(|it| it.name.as_str()).collect::<Vec<_>>(), ["open-terms-1", "open-terms-2"]);
    for (chart, (id, open)) in drawn.into_iter().zip(&fixture.summary.open_terms) {
        let picture = Picture::of(chart);
        let x = picture.x_scales()[0];
        let mut bars = 0;
        for (issue, term) in &open.terms {
            for (index, choice) in term.choices.iter().enumerate() {
                let name = format!("{}: {}", names.issue(issue), names.choice(issue, choice));
                for (list, key) in [(&term.at_start, "open.at_start"), (&term.signed, "open.signed")] {
                    let Some(share) = list.share[index] else { continue };
                    let node = picture.mark(&format!("{name}: {}", lang.t(key)));
                    let [left, right, _, _] = sides(&one(node, "rect"));
                    near(left, x.px(0.0), &name);
                    if share > 0.01 {
                        near(right, x.px(share), &format!("{name}, {key} of {id}"));
                    }
                    bars += 1;
                }
            }
        }
        let choices: usize = open.terms.values().map(|term| term.choices.len()).sum();
        assert!(bars >= choices, "{bars} bars");
        assert_eq!(chart.data.rows.len(), choices);
    }
    let years = &fixture.summary.open_terms["coalition"].terms["guarantee_years"];
    assert_eq!(years.choices.last(), Some(&TermValue::Word("permanent".to_owned())));
}

/// Every word of it has its place on the paper, in every language and size.
#[test]
fn words_have_room() {
    let fixture = open();
    for style in styles() {
        for chart in charts(&fixture.input(), &style).iter().filter(|chart| chart.name.starts_with("open-terms-")) {
            check_texts("open terms", chart);
        }
    }
}

/// Without open terms there is no such chart.
#[test]
fn no_open_terms_no_chart() {
    let fixture = fixture::paris();
    assert!(charts(&fixture.input(), &Style::default()).iter().all(|chart| !chart.name.starts_with("open")));
}
