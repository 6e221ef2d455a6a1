//! The chart of forecasts: every mark is where the figures say.

use super::picture::{Picture, all, circle, color, near, sides};
use super::*;

/// A band of two standard deviations around each forecast, and over it what the trials say without and with it.
#[test]
fn each_forecast_stands_beside_what_the_trials_say() {
    let fixture = fixture::of_file("scenarios/paris-2026-reference-class.toml", 256);
    let charts = charts(&fixture.input(), &Style::default());
    let chart = charts.into_iter().find(|chart| chart.name == "forecasts").unwrap();
    let picture = Picture::of(&chart);
    let x = picture.x_scales()[0];
    let told = &fixture.summary.weights.as_ref().unwrap().forecasts;
    assert_eq!((told.len(), chart.data.rows.len()), (4, 4));
    let [without, with] = ["trials without forecasts", "trials with forecasts"].map(|it| picture.legend_color(it));
    let marks: Vec<_> = picture.root().descendants().filter(|node| node.attribute("class") == Some("mark")).collect();
    for (it, mark) in told.iter().zip(&marks) {
        let dots: Vec<_> = all(*mark, "circle").collect();
        for ((dot, share), hue) in dots.iter().zip([it.without, it.with]).zip([&without, &with]) {
            near(circle(dot).0, x.px(share.unwrap()), &it.of);
            assert_eq!(color(dot), hue);
        }
        let band = all(*mark, "rect").next().unwrap();
        let [left, right, ..] = sides(&band);
        let sd = it.sd.unwrap();
        near(left, x.px(it.probability - 2.0 * sd), "band");
        near(right, x.px(it.probability + 2.0 * sd), "band");
    }
}
