//! More than a chart can carry: many plans, long names, letters that the font lacks.

use std::time::Instant;

use super::picture::{Picture, all, attribute, color, one};
use crate::report::Style;
use crate::report::figures::{charts, missing_glyphs, plans};
use crate::report::fixture;
use crate::report::theme::Theme;

#[test]
fn a_hundred_and_twenty_plans_are_drawn_without_confusion_and_it_is_said() {
    for (count, many) in [(21, false), (22, true), (120, true)] {
        let fixture = fixture::with_plans(count);
        let drawn = charts(&fixture.input(), &Style::default());
        for chart in &drawn {
            let height = attribute(&Picture::of(chart).root(), "height");
            assert!(height < 3_000.0, "{} of {count} plans is {height} px high", chart.name);
        }
        for name in ["settlement", "signed-and-holding"] {
            let chart = drawn.iter().find(|chart| chart.name == name).unwrap();
            let picture = Picture::of(chart);
            assert_eq!(picture.groups("panel").len(), 12, "{name} of {count} plans");
            let grey = picture.root().descendants().find(|it| it.attribute("id") == Some(&format!("{name}-others")));
            assert_eq!(all(grey.unwrap(), "polyline").count(), count, "{name}: every plan is a grey line");
            let said = format!("12 of {count} plans have a panel of their own");
            assert!(chart.note.contains(&said), "{}", chart.note);
        }

        let chart = drawn.iter().find(|chart| chart.name == "survival").unwrap();
        let picture = Picture::of(chart);
        let lines = picture.groups("series").into_iter().filter(|it| it.has_attribute("data-xs"));
        let style = |it| {
            let line = one(it, "polyline");
            let dashes = line.parent().unwrap().attribute("stroke-dasharray").unwrap_or("").to_owned();
            (color(&line).to_owned(), dashes, line.attribute("stroke-width").unwrap().to_owned())
        };
        let mut styles: Vec<_> = lines.map(style).collect();
        let lines = styles.len();
        styles.sort();
        styles.dedup();
        assert_eq!(styles.len(), lines, "survival of {count} plans: two lines look the same");
        let grey = plans::faint(&Theme::default()).to_string();
        let faint = all(picture.root(), "polyline").filter(|it| color(it) == grey).count();
        assert_eq!(faint, if many { count - 7 } else { 0 }, "survival");
        assert_eq!(chart.note.contains("plans are named and in colour"), many, "{}", chart.note);

        for (name, most) in [
            ("worlds", 24),
            ("hazard", 24),
            ("guarantors", 40),
            ("acceptability", 40),
            ("plane", 40),
            ("breakdown", 40),
        ] {
            let chart = drawn.iter().find(|chart| chart.name == name).unwrap();
            assert_eq!(chart.note.contains(" plans are drawn: "), count > most, "{name} of {count}: {}", chart.note);
        }
        let worlds = drawn.iter().find(|chart| chart.name == "worlds").unwrap();
        let plans: std::collections::BTreeSet<String> = worlds.data.rows.iter().map(|row| row[0].raw()).collect();
        assert_eq!(plans.len(), count, "the CSV file has all");
    }
}

/// Of forty plans of which number i is signed by 40 + 2 (i mod 10) in so many, 24 have i mod 10 from 4 to 9.
#[test]
fn a_chart_without_room_for_all_plans_shows_those_signed_most() {
    let fixture = fixture::with_plans(40);
    let drawn = charts(&fixture.input(), &Style::default());
    let hazard = drawn.iter().find(|chart| chart.name == "hazard").unwrap();
    let picture = Picture::of(hazard);
    let shown: Vec<String> =
        picture.groups("panel").iter().map(|it| it.attribute("data-key").unwrap().to_owned()).collect();
    let most: Vec<String> = (0..40).filter(|index| index % 10 >= 4).map(|index| format!("plan-{index}")).collect();
    assert_eq!(shown, most);
}

#[test]
fn a_name_of_ten_thousand_letters_is_drawn_in_no_time() {
    let mut fixture = fixture::paris();
    fixture.rename_plans(|_| "x".repeat(10_000));
    let start = Instant::now();
    assert!(charts(&fixture.input(), &Style::default()).len() > 10);
    assert!(start.elapsed().as_secs_f64() < 10.0, "{:?}", start.elapsed());
}

#[test]
fn letters_that_the_font_lacks_are_named_by_the_charts_that_show_them() {
    let mut fixture = fixture::paris();
    assert!(charts(&fixture.input(), &Style::default()).iter().all(|chart| chart.missing_glyphs.is_empty()));
    fixture.rename_plans(|name| format!("{name} 国共 国"));
    let drawn = charts(&fixture.input(), &Style::default());
    let survival = drawn.iter().find(|chart| chart.name == "survival").unwrap();
    assert_eq!(survival.missing_glyphs, ['共', '国']);
    assert!(survival.note.ends_with("The font of PNG files lacks 共 and 国."), "{}", survival.note);
    assert!(drawn.iter().find(|chart| chart.name == "outcomes").unwrap().missing_glyphs.is_empty());
    assert_eq!(missing_glyphs("共 a 国 共"), ['共', '国']);
}
