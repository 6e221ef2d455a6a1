//! What the terminal shows: figure by figure, and never wider than the screen.

use super::super::comparison::{ComparedCost, ComparisonInput, Differing, Variant};
use super::super::fixture::{self, Fixture};
use super::super::known;
use super::super::lang::Lang;
use super::screen::columns;
use super::{BatchRow, Grid, Screen, batch_text, comparison_text, evaluate_text, precision_text, run_tables};
use crate::analysis::compare::{Change, Compared, Comparison, Difference, Pairing};
use crate::analysis::precision::Precision;
use crate::engine::Class;
use crate::model::{PerSide, Side};
use crate::scenario::Translation;
use crate::words::shortened;

fn all() -> Vec<Fixture> {
    vec![
        fixture::paris(),
        fixture::smallest(),
        fixture::nothing_signed(),
        fixture::nothing_available(),
        fixture::hostile(),
        fixture::many(30),
        known::known(),
        known::all_failed(),
        known::decomposed(),
        known::freezing(),
    ]
}

fn tables(fixture: &Fixture, code: &str, width: usize) -> String {
    let lang = Lang::by_code(code).unwrap();
    run_tables(&fixture.summary, &fixture.scenario, &Screen::new(&lang, Some(width)))
}

fn exact(fixture: &Fixture, code: &str, width: usize) -> String {
    let lang = Lang::by_code(code).unwrap();
    evaluate_text(&fixture.evaluation, &fixture.changes, &fixture.scenario, &Screen::new(&lang, Some(width)))
}

/// The line that begins with that name, its runs of spaces as one.
fn line(text: &str, name: &str) -> String {
    let line =
        text.lines().find(|line| line.trim_start().starts_with(name)).unwrap_or_else(|| panic!("{name}: {text}"));
    line.split([' ', '\u{202f}', '\u{a0}'])
        .filter(|word| !word.is_empty())
        .collect::<Vec<_>>()
        .join(" ")
        .replace('\u{2212}', "-")
}

/// Frozen fronts have a row among the endings and a column among those of plans alone where they can be, in both languages.
#[test]
fn frozen_fronts_are_told_only_where_they_can_be() {
    for (code, row, column) in [
        ("en", "No settlement, the front is frozen", "nothing signed, front frozen"),
        ("fr", "Pas d’accord, le front est gelé", "rien de signé, front gelé"),
    ] {
        let (freezing, quiet) = (tables(&known::freezing(), code, 200), tables(&known::alone(), code, 200));
        assert!(freezing.contains(row) && freezing.contains(column), "{freezing}");
        assert!(!quiet.contains(row) && !quiet.contains(column), "{quiet}");
    }
}

/// The text with every run of spaces and line breaks as one space.
fn words(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The lines of a table below a heading.
fn below<'a>(text: &'a str, heading: &str) -> &'a str {
    let (_, rest) = text.split_once(heading).unwrap_or_else(|| panic!("{heading}: {text}"));
    rest.split("\n\n").next().unwrap()
}

#[test]
fn no_line_is_wider_than_the_screen_in_any_language() {
    for fixture in all() {
        for code in Lang::CODES {
            for width in [40, 60, 80, 100, 160] {
                let text = tables(&fixture, code, width) + &exact(&fixture, code, width);
                for line in text.lines() {
                    assert!(columns(line) <= width, "{width}: {line}");
                    assert!(!line.contains('{') && !line.contains("NaN"), "{line}");
                }
            }
        }
    }
}

#[test]
fn no_figure_is_cut_on_any_screen() {
    for width in [40, 60, 80, 100, 160] {
        let text = tables(&known::known(), "en", width);
        // One figure of each table.
        for figure in ["45.9 to 48.4%", "29.9 to 32.4%", "46 to 85%, 80%", "87.0%, 84.9 to 87.6%", "0.110"] {
            assert!(words(&text).contains(figure), "{width}: {figure}\n{text}");
        }
    }
}

#[test]
fn the_endings_of_a_run() {
    let text = tables(&known::known(), "en", 100);
    assert!(
        text.starts_with(
            "Avia and Borea: 4,000 trials, plain Monte Carlo, seed 77. 37 trials failed and are left out.\n"
        )
    );
    let table = below(&text, "How it ends");
    let expected = [
        ("A plan is signed and the peace holds", "47.0% 45.9 to 48.4%"),
        ("Signed; Avia goes back to war", "11.0% 9.9 to 12.4%"),
        ("Signed; Borea goes back to war", "6.0% 4.9 to 7.4%"),
        ("No settlement, still fighting", "19.0% 17.9 to 20.4%"),
        ("Avia wins the war", "13.0% 11.9 to 14.4%"),
        ("Borea wins the war", "4.0% 2.9 to 5.4%"),
    ];
    for (name, figures) in expected {
        assert_eq!(line(table, name), format!("{name} {figures}"));
    }
    assert_eq!(table.lines().count(), 8);
}

#[test]
fn who_could_accept_what() {
    let text = tables(&known::known(), "en", 100);
    let table = below(&text, "who could accept it at the start");
    assert!(line(table, "plan").ends_with("signed 95% sampling Avia Borea both"));
    assert_eq!(line(table, "Neutral zone"), "Neutral zone 31.0% 29.9 to 32.4% 41.0% 72.0% 28.0%");
    assert_eq!(line(table, "Joint patrols"), "Joint patrols 22.0% 20.9 to 23.4% 37.0% 68.0% 36.0%");
    assert_eq!(line(table, "Armed truce"), "Armed truce 13.0% 11.9 to 14.4% 33.0% 64.0% 23.0%");
}

#[test]
fn how_long_the_peace_would_last() {
    let text = tables(&known::known(), "en", 100);
    let table = below(&text, "would the peace last?");
    assert!(line(table, "plan").ends_with("5 years 15 years 30 years"));
    // 0.95 - y/100 - 0.02 p: 0.34 below, 0.05 above.
    assert_eq!(line(table, "Neutral zone"), "Neutral zone 56 to 95%, 90% 46 to 85%, 80% 31 to 70%, 65%");
    assert_eq!(line(table, "Joint patrols"), "Joint patrols 54 to 93%, 88% 44 to 83%, 78% 29 to 68%, 63%");
    assert_eq!(line(table, "Armed truce"), "Armed truce 52 to 91%, 86% 42 to 81%, 76% 27 to 66%, 61%");
}

#[test]
fn what_is_signed_and_holds() {
    let text = tables(&known::known(), "en", 100);
    let table = below(&text, "95% interval)");
    // 0.30 - 0.004 y - 0.09 p; of those that signed 0.99 - 0.12 - 0.03 p, 0.021 below and 0.006 above.
    assert_eq!(line(table, "Neutral zone"), "Neutral zone 28.0% 24.0% 18.0% 87.0%, 84.9 to 87.6%");
    assert_eq!(line(table, "Joint patrols"), "Joint patrols 19.0% 15.0% 9.0% 84.0%, 81.9 to 84.6%");
    assert_eq!(line(table, "Armed truce"), "Armed truce 10.0% 6.0% 0.0% 81.0%, 78.9 to 81.6%");
    assert_eq!(line(table, "any plan"), "any plan 59.5% 54.5% 47.0% 88.0%, 86.6 to 89.0%");
    assert!(!text.contains("too few"));
}

#[test]
fn what_each_side_ends_up_with() {
    let text = tables(&known::known(), "en", 100);
    let table = below(&text, "Realised value");
    assert!(line(table, "side").ends_with("5th pct median 95th pct mean"));
    assert_eq!(line(table, "Avia"), "Avia 0.110 0.220 0.410 0.250");
    assert_eq!(line(table, "Borea"), "Borea 0.520 0.630 0.790 0.660");
    assert_eq!(
        line(table, "fighting on, at the start: Avia"),
        "fighting on, at the start: Avia 0.080 0.170 0.360 0.190"
    );
    assert_eq!(
        line(table, "fighting on, at the start: Borea"),
        "fighting on, at the start: Borea 0.440 0.570 0.710 0.590"
    );
}

#[test]
fn ignorance_and_luck() {
    let text = tables(&known::decomposed(), "en", 100);
    let table = below(&text, "how much is luck");
    assert_eq!(line(table, "A plan is signed"), "A plan is signed and the peace holds 62% 55 to 67%");
    assert_eq!(line(table, "No settlement"), "No settlement, still fighting 34% 27 to 39%");
    assert!(text.contains("400 draws of the inputs, 10 trials each"));
}

#[test]
fn the_same_figures_in_french() {
    let text = tables(&known::known(), "fr", 100);
    assert_eq!(line(&text, "Un plan est signé"), "Un plan est signé et la paix tient 47,0 % 45,9 à 48,4 %");
    let table = below(&text, "intervalle 95\u{202f}%)");
    assert_eq!(line(table, "Joint patrols"), "Joint patrols 19,0 % 15,0 % 9,0 % 84,0 %, 81,9 à 84,6 %");
    assert_eq!(line(table, "tous plans"), "tous plans confondus 59,5 % 54,5 % 47,0 % 88,0 %, 86,6 à 89,0 %");
}

#[test]
fn no_share_among_fewer_than_twenty_signings_stands_in_any_row() {
    let text = tables(&known::rarely_signed(), "en", 100);
    let table = below(&text, "95% interval)");
    for name in ["Neutral zone", "Joint patrols", "Armed truce", "any plan"] {
        assert!(line(table, name).ends_with('–'), "{}", line(table, name));
    }
    assert!(text.contains("–: signed in fewer than 20 trials, too few for a share among them."));
    // Twenty are enough: 20 of 3,963.
    let mut fixture = known::rarely_signed();
    fixture.summary.settlement.settled.share = Some(20.0 / 3_963.0);
    assert!(line(below(&tables(&fixture, "en", 100), "95% interval)"), "any plan").ends_with("88.0%, 86.6 to 89.0%"));
    fixture.summary.settlement.settled.share = Some(19.0 / 3_963.0);
    assert!(line(below(&tables(&fixture, "en", 100), "95% interval)"), "any plan").ends_with('–'));
}

#[test]
fn names_are_cut_in_the_middle_and_only_when_they_must() {
    assert_eq!(shortened("Guarantee for 15 years", 22), "Guarantee for 15 years");
    assert_eq!(shortened("Guarantee for 15 years", 13), "Guaran…years");
    // 26 columns before the ellipsis and 25 behind it, which would begin within `years`.
    let name = "Coalition guarantee for 30 years, no troops in Ukraine";
    assert_eq!(shortened(name, 52), "Coalition guarantee for 30…no troops in Ukraine");
    assert_eq!(
        shortened("fighting on, at the start: Ukraine", 28),
        "fighting on,…tart: Ukraine",
        "7 of 13 is too little"
    );
    // Wide letters count two columns each.
    assert_eq!(columns("停戦"), 4);
    assert_eq!(shortened("停戦合意案", 7), "停…案");
    assert!(tables(&fixture::paris(), "en", 160).contains("United States guarantee for 15 years"));
    let narrow = tables(&fixture::paris(), "en", 60);
    assert!(narrow.contains("United States…for 15 years") && narrow.contains("Coalition…for 50 years"), "{narrow}");
}

#[test]
fn figures_stand_at_the_right_and_wide_letters_do_not_shift_them() {
    let lang = Lang::english();
    let mut grid = Grid::new(["plan", "share"].map(str::to_owned).to_vec());
    grid.push(vec!["停戦".to_owned(), "5.0%".to_owned()]);
    grid.push(vec!["truce".to_owned(), "12.5%".to_owned()]);
    let expected = "  plan   share\n  停戦    5.0%\n  truce  12.5%\n";
    assert_eq!(grid.lines(&Screen::new(&lang, None)), expected);
}

#[test]
fn a_header_of_names_is_broken_between_words_and_never_cut() {
    let lang = Lang::english();
    let mut grid = Grid::new(["if attacked in that year", "share"].map(str::to_owned).to_vec());
    grid.push(["Ally honours", "68.00000000000000000%"].map(str::to_owned).to_vec());
    let narrow = grid.lines(&Screen::new(&lang, Some(40)));
    let lines: Vec<String> = narrow.lines().map(words).collect();
    assert_eq!(lines, ["if attacked in share", "that year", "Ally honours 68.00000000000000000%"], "{narrow}");
    assert!(grid.lines(&Screen::new(&lang, Some(60))).starts_with("  if attacked in that year "));
}

#[test]
fn columns_that_do_not_fit_go_into_a_table_below_under_the_same_names() {
    let lang = Lang::english();
    let mut grid = Grid::new(["plan", "first figure", "second figure", "third figure"].map(str::to_owned).to_vec());
    grid.push(["Neutral zone", "10.00 to 20.00%", "30.00 to 40.00%", "50.00 to 60.00%"].map(str::to_owned).to_vec());
    let text = grid.lines(&Screen::new(&lang, Some(50)));
    let lines: Vec<String> = text.lines().map(words).collect();
    assert_eq!(
        lines,
        [
            "plan first figure second figure",
            "Neutral zone 10.00 to 20.00% 30.00 to 40.00%",
            "",
            "plan third figure",
            "Neutral zone 50.00 to 60.00%"
        ]
    );
}

#[test]
fn the_tables_of_a_run() {
    insta::assert_snapshot!(tables(&fixture::paris(), "en", 100));
}

#[test]
fn the_tables_of_a_run_on_a_narrow_screen() {
    insta::assert_snapshot!(tables(&fixture::paris(), "en", 60));
}

#[test]
fn the_exact_solution_in_words() {
    insta::assert_snapshot!(exact(&fixture::nothing_signed(), "en", 100));
}

#[test]
fn the_tables_of_a_run_in_french() {
    insta::assert_snapshot!(tables(&fixture::smallest(), "fr", 100));
}

#[test]
fn the_exact_solution_names_the_figures_of_its_sides() {
    let text = exact(&known::known(), "en", 100).replace('\u{2212}', "-");
    assert!(
        text.contains("Avia wins a battle with probability 0.460. If nothing is ever signed, it wins the war with")
    );
    assert_eq!(line(&text, "Avia  "), "Avia 0.270 0.350");
    assert_eq!(line(&text, "Borea  "), "Borea 0.690 0.740");
    let zone = words(below(&text, "Neutral zone: both would sign"));
    assert!(zone.contains("Avia: surplus +0.013, net of the margin of 0.010 that it demands; costliest of its terms and risks: foreign troops (-0.025)"), "{zone}");
    assert!(
        zone.contains("Borea: surplus +0.042; costliest of its terms and risks: Foreign-policy alignment (-0.055)"),
        "{zone}"
    );
    // The fixture's curve: a yearly hazard of 0.9 x 0.03 for 15 years, then of 0.9 x 0.07:
    // 0.973^5, 0.973^15, 0.973^15 x 0.937^15.
    assert!(zone.contains("Peace lasts: 5 years 87.2%, 15 years 66.3%, 30 years 25.0%"), "{zone}");
    // After 15 years the hazard is largest: 0.973^15 x 0.063 = 4.2% in the year from 15.
    assert!(zone.contains("most likely to break between years 15 and 16 (4.2%, mostly by Avia)"), "{zone}");
    assert!(text.contains("Joint patrols: refused by Avia") || text.contains("Joint patrols: refused by"), "{text}");
}

#[test]
fn who_honours_the_guarantee_at_what_age() {
    let text = exact(&known::known(), "en", 100);
    // By age: the first figure less 0.8 points a year; active until 15, then 30 %.
    assert_eq!(line(&text, "still active"), "still active 100.0% 100.0% 30.0% 30.0%");
    assert_eq!(line(&text, "United States honours"), "United States honours 55.0% 51.0% 43.0% 31.0%");
    assert_eq!(
        line(&text, "France (8 thousand stationed)"),
        "France (8 thousand stationed) honours 72.0% 68.0% 60.0% 48.0%"
    );
    assert_eq!(line(&text, "nobody honours"), "nobody honours 12.0% 16.0% 24.0% 36.0%");
    assert_eq!(line(&text, "all honour"), "all honour 35.0% 31.0% 23.0% 11.0%");
    assert_eq!(line(&text, "expected force"), "expected force, thousand 108.0 103.2 93.6 79.2");
}

#[test]
fn the_nearest_plan_says_who_lacks_what_and_what_would_have_to_move() {
    let text = exact(&fixture::nothing_signed(), "en", 100);
    assert!(text.contains("Nearest: Guarantee without foreign presence (Russia lacks 0.021)."), "{text}");
    assert!(text.contains("cap on the defender's army from no cap to 540 thousand."), "{text}");
    assert!(text.contains("territory from 20.0% to 26.0%."), "{text}");
}

#[test]
fn a_batch_has_a_row_a_file() {
    let lang = Lang::english();
    let row = |file: &str, ended, summary: Option<&Fixture>| BatchRow {
        file: file.to_owned(),
        ended,
        summary: summary.map(|it| Box::new(it.summary.clone())),
    };
    let known = known::known();
    let rows = [row("a.toml", "done", Some(&known)), row("b.toml", "failed", None)];
    let text = batch_text(&rows, &Screen::new(&lang, None));
    assert!(text.starts_with("\n1 of 2 files done\n"), "{text}");
    assert_eq!(line(&text, "a.toml"), "a.toml done 4,000 37 64.0% 47.0% 30");
    assert_eq!(line(&text, "b.toml"), "b.toml failed – – – – –");
}

#[test]
fn precision_names_the_half_width_and_what_the_next_digit_takes() {
    let lang = Lang::english();
    let precision = Precision { half_width: 0.013_4, trials: 4_000 };
    let text = precision_text(&precision, &Screen::new(&lang, None));
    let (target, trials) = precision.next_digit_about();
    assert!(text.contains("±0.013 (95% sampling)"), "{text}");
    assert!(
        words(&text).contains(&format!("±{} would take about {} trials.", lang.short(target), lang.count(trials))),
        "{text}"
    );
}

/// A comparison whose figures are numbers of their own.
fn comparison() -> ComparisonInput {
    let difference = |figure, from: f64, to: f64, low: f64, high: f64| Difference {
        figure,
        reference: Some(from),
        other: Some(to),
        difference: Some(to - from),
        low: Some(low),
        high: Some(high),
    };
    let comparison = Comparison {
        pairing: Pairing::Trials,
        trials: 5_000,
        differences: vec![
            difference(Compared::Class(Class::PeaceHeld), 0.41, 0.47, 0.052, 0.071),
            difference(Compared::Holding(15), 0.5, 0.44, -0.068, -0.049),
            difference(Compared::Value(Side::Defender), 0.61, 0.635, 0.021, 0.03),
            difference(Compared::Cost(0), 1_234.5, 1_111.1, -160.25, -86.5),
        ],
        changes: vec![
            Change { from: Class::NoSettlement, to: Class::PeaceHeld, trials: 310 },
            Change { from: Class::PeaceHeld, to: Class::ResumedByDefender, trials: 12 },
        ],
    };
    ComparisonInput {
        variants: vec![
            Variant { id: "base".to_owned(), name: "base".to_owned(), comparison: None },
            Variant { id: "strong".to_owned(), name: "strong".to_owned(), comparison: Some(comparison) },
        ],
        parties: PerSide::new("Avia".to_owned(), "Borea".to_owned()),
        differing: vec![Differing {
            path: "guarantor.us.forces".to_owned(),
            name: "United States: forces".to_owned(),
            written: vec!["100".to_owned(), String::new()],
        }],
        costs: vec![ComparedCost {
            id: "dead".to_owned(),
            name: "Dead".to_owned(),
            unit: "thousand people".to_owned(),
            years: 30,
        }],
        note: "5,000 trials, seed 77, 30 years".to_owned(),
        version: "0.1.0".to_owned(),
    }
}

#[test]
fn a_comparison_is_the_other_minus_the_reference() {
    let lang = Lang::english();
    let text = comparison_text(&comparison(), &Screen::new(&lang, None)).replace('\u{2212}', "-");
    assert!(text.starts_with("strong against base\n5,000 trials, seed 77, 30 years\n"), "{text}");
    assert_eq!(line(&text, "figure"), "figure base strong difference 95%");
    assert_eq!(
        line(&text, "A plan is signed and the peace"),
        "A plan is signed and the peace holds 41.0% 47.0% +6.0 pp +5.2 to +7.1"
    );
    assert_eq!(line(&text, "Signed and holding"), "Signed and holding at year 15 50.0% 44.0% -6.0 pp -6.8 to -4.9");
    assert_eq!(
        line(&text, "Mean value to Borea"),
        "Mean value to Borea, share of the prize 0.610 0.635 +0.025 +0.021 to +0.030"
    );
    assert!(text.contains("322 of 5,000 trials ended in another class.\n"), "{text}");
    assert!(text.contains("No settlement, still fighting → A plan is signed and the peace holds: 310\n"), "{text}");
    assert!(text.contains("A plan is signed and the peace holds → Signed; Borea goes back to war: 12\n"), "{text}");
    assert!(text.contains("  United States: forces (guarantor.us.forces)\n    base: 100\n    strong: –\n"), "{text}");
}

#[test]
fn the_page_of_a_comparison_says_the_same() {
    let (lang, style) = (Lang::english(), crate::report::Style::default());
    let text = crate::report::comparison_page(&comparison(), &style).markdown(&lang).replace('\u{2212}', "-");
    assert_eq!(text.matches("| figure | base |").count(), 1);
    assert!(
        text.contains("| figure | base | strong | difference | low (95% sampling) | high (95% sampling) |"),
        "{text}"
    );
    assert!(text.contains("| Signed and holding at year 15 | 50.0% | 44.0% | -6.0 pp | -6.8 pp | -4.9 pp |"), "{text}");
    assert!(
        text.contains("| Mean value to Borea, share of the prize | 0.610 | 0.635 | +0.025 | +0.021 | +0.030 |"),
        "{text}"
    );
    assert!(text.contains("- 322 of 5,000 trials ended in another class."), "{text}");
    assert!(text.contains("| United States: forces (guarantor.us.forces) | 100 | base |"), "{text}");
    assert!(text.contains("](charts/shares-1.png)") && text.contains("](charts/values-1.png)"), "{text}");
}

/// Of three runs two write a number alike: the other is named, the rest is not. A terminal lists thirty inputs and counts the
/// others.
#[test]
fn what_differs_is_told_by_who_writes_it_so() {
    let mut input = comparison();
    let third = input.variants[1].clone();
    input.variants.push(Variant { name: "weak".to_owned(), ..third });
    input.differing[0].written = ["100", "100", "70"].map(str::to_owned).to_vec();
    let lang = Lang::english();
    let told = |input: &ComparisonInput| comparison_text(input, &Screen::new(&lang, None));
    let text = told(&input);
    assert!(text.contains("(guarantor.us.forces)\n    weak: 70\n    all others: 100\n"), "{text}");
    input.differing = vec![input.differing[0].clone(); 30];
    assert!(!told(&input).contains("more: `--format json`"));
    input.differing.push(input.differing[0].clone());
    let text = told(&input);
    assert_eq!(text.matches("weak: 70").count(), 30);
    assert!(text.contains("and one more: `--format json` prints it"), "{text}");
}

/// Names that the scenario has in French stand in French tables alone; the figures do not depend on it.
#[test]
fn tables_have_the_names_of_their_language() {
    let mut fixture = known::known();
    let plan = fixture.scenario.structure().plans[0].clone();
    let translated = |path: &str, text: &str| Translation {
        path: path.to_owned(),
        language: "fr".to_owned(),
        text: text.to_owned(),
    };
    fixture.scenario.translations = vec![
        translated("scenario.name", "Épreuve"),
        translated("challenger.name", "Assaillie"),
        translated(&format!("plan.{}.name", plan.id), "Trêve"),
    ];
    for all in [tables, exact] {
        let (english, french) = (all(&fixture, "en", 100), all(&fixture, "fr", 100));
        for name in ["Épreuve", "Assaillie", "Trêve"] {
            assert!(french.contains(name) && !english.contains(name), "{name}: {french}");
        }
        assert!(english.contains(&plan.name) && !french.contains(&plan.name), "{french}");
    }
}

/// One sentence says what the differences come to: more, less, or that they cannot be told apart.
#[test]
fn a_comparison_concludes() {
    let lang = Lang::english();
    let told = |other: f64, low: f64, high: f64| {
        let mut input = comparison();
        let it = &mut input.variants[1].comparison.as_mut().unwrap().differences[1];
        (it.other, it.difference, it.low, it.high) = (Some(other), Some(other - 0.5), Some(low), Some(high));
        words(&comparison_text(&input, &Screen::new(&lang, None))).replace('\u{2212}', "-")
    };
    let less = "“strong” is signed and still holding after 15 years in 44.0% of trials, against 50.0% with “base”: 6.0 points \
                less (95% sampling interval 4.9 to 6.8).";
    assert!(told(0.44, -0.068, -0.049).contains(less), "{}", told(0.44, -0.068, -0.049));
    assert!(told(0.52, 0.01, 0.03).contains(": 2.0 points more (95% sampling interval 1.0 to 3.0)."));
    let alike = "in 51.0% of trials, “base” in 50.0%: this many trials cannot tell them apart (95% sampling interval of the \
                 difference, in points: -1.0 to +3.0).";
    assert!(told(0.51, -0.01, 0.03).contains(alike), "{}", told(0.51, -0.01, 0.03));
}
