//! Section 12: what others hold probable, and what it makes of the weights of trials.

use armistice::model::forecast::{Forecast, ForecastEvent};

use super::outcome::Outcome;

/// Whether an event happens in a trial.
fn happens(event: ForecastEvent, trial: &Outcome) -> bool {
    let signed = trial.signature.as_ref();
    let holds = |years: u32| signed.is_some() && trial.failure.as_ref().is_none_or(|failure| failure.age >= years);
    match event {
        ForecastEvent::Settled(month) => signed.is_some_and(|it| it.month <= month),
        ForecastEvent::Class(class) => trial.class == class,
        ForecastEvent::Signed(plan) => signed.is_some_and(|it| it.plan == plan),
        ForecastEvent::Holding(years) | ForecastEvent::Peace(years) => holds(years),
        ForecastEvent::PeaceOf(plan, years) => signed.is_some_and(|it| it.plan == plan) && holds(years),
    }
}

/// 1_B of a forecast.
fn asked(forecast: &Forecast, trial: &Outcome) -> bool {
    let signed = trial.signature.as_ref();
    let own = match forecast.of {
        ForecastEvent::Peace(_) => signed.is_some(),
        ForecastEvent::PeaceOf(plan, _) => signed.is_some_and(|it| it.plan == plan),
        _ => true,
    };
    own && forecast.given.is_none_or(|given| happens(given, trial))
}

/// g = 1_A 1_B - q 1_B.
fn above(forecast: &Forecast, trial: &Outcome) -> f64 {
    if asked(forecast, trial) { f64::from(u8::from(happens(forecast.of, trial))) - forecast.probability } else { 0.0 }
}

/// The weights of trials, trial by trial: a long walk down the slope of ln(sum w exp(lambda . g)) + the penalties, on one
/// multiplier after another.
pub fn weights(forecasts: &[Forecast], trials: &[(Outcome, f64)]) -> Vec<f64> {
    let all: f64 = trials.iter().map(|it| it.1).sum();
    let beta =
        |it: &Forecast| trials.iter().filter(|trial| asked(it, &trial.0)).map(|trial| trial.1).sum::<f64>() / all;
    let penalties: Vec<f64> = forecasts.iter().map(|it| (it.sd * beta(it)).powi(2)).collect();
    let mut lambda = vec![0.0; forecasts.len()];
    let weights = |lambda: &[f64]| -> Vec<f64> {
        let exponent =
            |trial: &Outcome| -> f64 { forecasts.iter().zip(lambda).map(|(it, x)| x * above(it, trial)).sum() };
        trials.iter().map(|(trial, weight)| weight * exponent(trial).exp()).collect()
    };
    for _ in 0..400 {
        for k in 0..forecasts.len() {
            let weights = weights(&lambda);
            let sum: f64 = weights.iter().sum();
            let mean = |power: i32| -> f64 {
                trials
                    .iter()
                    .zip(&weights)
                    .map(|((trial, _), w)| w * above(&forecasts[k], trial).powi(power))
                    .sum::<f64>()
                    / sum
            };
            let slope = mean(1) + penalties[k] * lambda[k];
            lambda[k] -= slope / (mean(2) - mean(1).powi(2) + penalties[k]);
        }
    }
    weights(&lambda)
}
