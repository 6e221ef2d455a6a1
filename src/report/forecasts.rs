//! What others hold probable, in words and in the rows of tables: each forecast beside what the trials say without and with
//! it, and how far they are apart.

use super::lang::say;
use super::names::Names;
use crate::analysis::summary::Summary;
use crate::analysis::weights::{ForecastSummary, WeightsSummary};
use crate::model::forecast::{Forecast, ForecastEvent};

use super::posterior::valid;

/// Standard deviations of a forecast beyond which weights have missed it.
const MISSED: f64 = 2.0;

/// The heads of the columns of a table of forecasts.
pub(crate) const HEADS: [&str; 6] = [
    "forecasts.event",
    "forecasts.probability",
    "forecasts.without",
    "forecasts.with",
    "forecasts.lambda",
    "forecasts.bits",
];

/// A forecast in a table.
pub(crate) struct ForecastRow<'a> {
    /// What it is of.
    pub(crate) told: String,
    /// Its figures.
    pub(crate) it: &'a ForecastSummary,
    /// What it costs beside the others, bits.
    pub(crate) bits: Option<f64>,
}

/// The forecasts, in the order of the file.
pub(crate) fn forecast_rows<'a>(weights: &'a WeightsSummary, names: &Names) -> Vec<ForecastRow<'a>> {
    let forecasts = names.scenario.forecasts().iter().zip(&weights.forecasts);
    let bits = |it: &ForecastSummary| Some((weights.relative_entropy_bits? - it.bits_without?).max(0.0));
    forecasts.map(|(forecast, it)| ForecastRow { told: forecast_told(forecast, names), it, bits: bits(it) }).collect()
}

/// What a forecast is of, in words.
fn forecast_told(forecast: &Forecast, names: &Names) -> String {
    let event = event_told(forecast.of, names);
    match forecast.given {
        None => event,
        Some(given) => {
            say!(names.lang, "forecasts.given", event = event, condition = event_told(given, names))
        }
    }
}

fn event_told(event: ForecastEvent, names: &Names) -> String {
    let lang = names.lang;
    let plan = |plan: usize| names.plan(&names.scenario.structure().plans[plan].id).to_owned();
    let span = |years: u32| names.years(f64::from(years));
    match event {
        ForecastEvent::Settled(month) => say!(lang, "forecasts.settled", month = month),
        ForecastEvent::Class(class) => names.class(class.name()),
        ForecastEvent::Signed(index) => say!(lang, "forecasts.signed", plan = plan(index)),
        ForecastEvent::Holding(years) => say!(lang, "forecasts.holding", span = span(years)),
        ForecastEvent::Peace(years) => say!(lang, "forecasts.peace", span = span(years)),
        ForecastEvent::PeaceOf(index, years) => {
            say!(lang, "forecasts.peace_of", plan = plan(index), span = span(years))
        }
    }
}

/// The probability that was forecast, with its standard deviation where it has one.
pub(crate) fn probability_told(it: &ForecastSummary, names: &Names) -> String {
    let probability = names.lang.percent(it.probability, 1);
    match it.sd {
        None => probability,
        Some(sd) => {
            say!(names.lang, "forecasts.give_or_take", probability = probability, sd = names.lang.points(sd))
        }
    }
}

/// How far the weights go to make forecasts come true, and which forecast is farthest; nothing where there is none.
pub(crate) fn forecasts_said(summary: &Summary, names: &Names) -> Vec<String> {
    let Some(weights) = &summary.weights else { return Vec::new() };
    let (Some(bits), Some(farthest)) = (weights.relative_entropy_bits, weights.farthest()) else { return Vec::new() };
    let (lang, rows) = (names.lang, forecast_rows(weights, names));
    let Some(row) = rows.get(farthest) else { return Vec::new() };
    let weighed = say!(
        lang,
        "forecasts.told",
        bits = lang.number(bits, 2),
        trials = lang.count(valid(summary)),
        effective = lang.count(weights.effective_trials.round() as u64)
    );
    let share = |share: Option<f64>| lang.maybe_percent(share, 1);
    let farthest = say!(
        lang,
        "forecasts.farthest",
        event = row.told,
        probability = lang.percent(row.it.probability, 1),
        without = share(row.it.without),
        with = share(row.it.with)
    );
    vec![weighed, farthest]
}

/// What should be known before any figure of a run with forecasts: that few trials are left, that the forecasts are far from
/// what the scenario says, and which of them the weights miss.
pub(crate) fn forecast_warnings(summary: &Summary, names: &Names) -> Vec<String> {
    let Some(weights) = &summary.weights else { return Vec::new() };
    let (lang, rows) = (names.lang, forecast_rows(weights, names));
    let Some(row) = weights.farthest().and_then(|index| rows.get(index)) else { return Vec::new() };
    let mut told = Vec::new();
    if weights.is_thin(valid(summary)) {
        told.push(say!(
            lang,
            "forecasts.thin",
            trials = lang.count(valid(summary)),
            effective = lang.count(weights.effective_trials.round() as u64),
            event = row.told,
            without = lang.count(row.it.effective_without.unwrap_or(0.0).round() as u64)
        ));
    }
    if weights.is_far() {
        told.push(say!(
            lang,
            "forecasts.far",
            bits = lang.number(weights.relative_entropy_bits.unwrap_or(0.0), 2),
            event = row.told
        ));
    }
    let is_missed = |row: &&ForecastRow<'_>| {
        let off = row.it.with.zip(row.it.sd).map(|(with, sd)| (with - row.it.probability).abs() / sd);
        off.is_some_and(|off| off > MISSED)
    };
    let missed: Vec<String> = rows.iter().filter(is_missed).map(|row| row.told.clone()).collect();
    if !missed.is_empty() {
        told.push(say!(lang, "forecasts.missed", list = missed.join(lang.t("format.semicolon"))));
    }
    told
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::fixture::{self, Fixture};
    use crate::report::lang::Lang;

    /// The smallest figures with two forecasts, of which the second is farther from what the trials say.
    fn foretold() -> Fixture {
        let mut fixture = fixture::smallest();
        let forecast = |of, probability, sd| Forecast { of, given: None, probability, sd };
        fixture.scenario.structure.forecasts = vec![
            forecast(ForecastEvent::Settled(12), 0.3, 0.0),
            Forecast { given: Some(ForecastEvent::Settled(12)), ..forecast(ForecastEvent::Peace(5), 0.8, 0.05) },
        ];
        let told = |probability, sd, without, with, bits_without| ForecastSummary {
            probability,
            sd,
            without: Some(without),
            with: Some(with),
            effective_without: Some(9_000.0),
            bits_without: Some(bits_without),
            ..ForecastSummary::default()
        };
        fixture.summary.weights = Some(WeightsSummary {
            effective_trials: 5_000.0,
            forecasts: vec![told(0.3, None, 0.2, 0.3, 0.5), told(0.8, Some(0.05), 0.4, 0.75, 0.125)],
            relative_entropy_bits: Some(0.75),
            ..WeightsSummary::default()
        });
        fixture
    }

    #[test]
    fn forecasts_are_told_with_their_condition_and_what_they_cost() {
        let (fixture, lang) = (foretold(), Lang::english());
        let names = Names { scenario: &fixture.scenario, lang: &lang };
        let rows = forecast_rows(fixture.summary.weights.as_ref().unwrap(), &names);
        assert_eq!(rows[0].told, "a plan is signed by month 12");
        assert_eq!(rows[1].told, "a signed peace holds for 5 years, given: a plan is signed by month 12");
        assert_eq!([rows[0].bits, rows[1].bits], [Some(0.25), Some(0.625)]);
        assert_eq!([0, 1].map(|row| probability_told(rows[row].it, &names)), ["30.0%", "80.0% ± 5.0"]);
    }

    #[test]
    fn the_farthest_forecast_is_told() {
        let (fixture, lang) = (foretold(), Lang::english());
        let names = Names { scenario: &fixture.scenario, lang: &lang };
        let all = forecasts_said(&fixture.summary, &names);
        assert!(all[0].contains("by 0.75 bits") && all[0].contains("as 5,000 of equal weight"), "{}", all[0]);
        assert!(all[1].contains("80.0% was forecast, 40.0% is what the trials say without forecasts"), "{}", all[1]);
        assert_eq!(forecast_warnings(&fixture.summary, &names), [""; 0]);
    }

    /// 120 of 10,000 trials are few, 1.5 bits are many, and 0.65 is three standard deviations from 0.8.
    #[test]
    fn forecasts_that_go_far_warn() {
        let (mut fixture, lang) = (foretold(), Lang::english());
        let weights = fixture.summary.weights.as_mut().unwrap();
        (weights.effective_trials, weights.relative_entropy_bits) = (120.0, Some(1.5));
        weights.forecasts[1].with = Some(0.65);
        let names = Names { scenario: &fixture.scenario, lang: &lang };
        let told = forecast_warnings(&fixture.summary, &names);
        let [thin, far, missed] = told.as_slice() else { panic!("{told:?}") };
        assert!(thin.contains("no more than 120 of equal weight") && thin.contains("9,000 would be left"), "{thin}");
        assert!(far.contains("1.50 bits") && far.contains("a signed peace holds for 5 years"), "{far}");
        assert!(missed.contains("a signed peace holds for 5 years"), "{missed}");
    }
}
