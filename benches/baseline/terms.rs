//! Section 2: terms and what they are worth.

use armistice::model::{DEFENDER_FORCES, Demand, FOREIGN_TROOPS, GUARANTEE_YEARS, Parameters, Side, TERRITORY};

use super::A;

/// d_ik(y): distance from the own ideal, as a share of the way to the other's.
fn distance(y: f64, own: &Demand, other: &Demand) -> f64 {
    if own.ideal == other.ideal { 0.0 } else { ((y - own.ideal) / (other.ideal - own.ideal)).clamp(0.0, 1.0) }
}

/// v_ik(y)
fn value(y: f64, own: &Demand, other: &Demand) -> f64 {
    1.0 - distance(y, own, other).powf(own.curvature)
}

/// u_i of what is in force, by issue.
pub fn utility(parameters: &Parameters, side: Side, in_force: &[f64]) -> f64 {
    let (own, other) = (parameters.demands(side), parameters.demands(side.other()));
    let mut worth = 0.0;
    let mut weight = 0.0;
    for (k, &y) in in_force.iter().enumerate() {
        worth += own[k].salience * value(y, &own[k], &other[k]);
        weight += own[k].salience;
    }
    worth / weight
}

/// The ideals on `guarantee_years`, which no file gives: 0 for A and 1 for D.
pub fn give_ideals(parameters: &mut Parameters) {
    parameters.challenger_demands[GUARANTEE_YEARS].ideal = 0.0;
    parameters.defender_demands[GUARANTEE_YEARS].ideal = 1.0;
}

/// Whether a plan crosses a red line of a side; `terms` as signed, with the troops really stationed.
pub fn crosses_red_line(parameters: &Parameters, side: Side, terms: &[f64]) -> bool {
    let (own, other) = (parameters.demands(side), parameters.demands(side.other()));
    (0..terms.len()).any(|k| {
        let Some(red_line) = own[k].red_line else { return false };
        if other[k].ideal > own[k].ideal { terms[k] > red_line } else { terms[k] < red_line }
    })
}

/// What is in force while fighting, with A holding `share` of the territory.
fn status_quo(parameters: &Parameters, share: f64) -> Vec<f64> {
    let defender = &parameters.defender_demands;
    let mut in_force: Vec<f64> =
        (0..defender.len()).map(|k| parameters.status_quo[k].unwrap_or(defender[k].ideal)).collect();
    in_force[TERRITORY] = share;
    in_force[DEFENDER_FORCES] = defender[DEFENDER_FORCES].ideal;
    in_force[FOREIGN_TROOPS] = 0.0;
    in_force[GUARANTEE_YEARS] = 0.0;
    in_force
}

/// phi_i(n) for n = 0, 1, …, N.
pub fn status_quo_flows(parameters: &Parameters, side: Side) -> Vec<f64> {
    flows(parameters, |_| (), |in_force| utility(parameters, side, in_force))
}

/// The same in a war resumed under a plan with these terms, of which some stay in force.
pub fn resumed_flows(parameters: &Parameters, terms: &[f64], of: impl Fn(&[f64]) -> f64) -> Vec<f64> {
    let keep = |in_force: &mut [f64]| {
        for (k, &kept) in parameters.kept.iter().enumerate() {
            let term = if terms[k].is_finite() { terms[k] } else { parameters.defender_demands[k].ideal };
            in_force[k] = if kept > 0.0 { kept * term + (1.0 - kept) * in_force[k] } else { in_force[k] };
        }
    };
    flows(parameters, keep, of)
}

/// What `of` makes of what is in force while fighting, changed, for n = 0, 1, …, N.
pub fn flows(parameters: &Parameters, change: impl Fn(&mut [f64]), of: impl Fn(&[f64]) -> f64) -> Vec<f64> {
    let last = parameters.front.positions as usize;
    let at = |n: usize| {
        let mut in_force = status_quo(parameters, n as f64 / last as f64);
        change(&mut in_force);
        of(&in_force)
    };
    (0..=last).map(at).collect()
}

/// The side of an index.
pub fn side(index: usize) -> Side {
    if index == A { Side::Challenger } else { Side::Defender }
}
