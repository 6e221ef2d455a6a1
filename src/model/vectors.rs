//! The model against answers computed by an independent implementation (`tests/vectors/`; the values of war with 60
//! digits).

use serde_json::Value;

use super::enforcement::{SideView, Solver, Theory, durability};
use super::forecast::{Forecast, ForecastCell, ForecastEvent, ForecastFate, TrialCourse, cell_of, fates_in, solve};
use super::guarantee::{Backstop, Coalition, Member};
use super::settlement::{Aftermath, Settlement, Term};
use super::war::{Contest, Fighter, Flow, Valuer, prizes};
use super::{Class, Front, Guarantee, Party, PerSide, Shocks, Side};
use crate::num;

fn cases(text: &str) -> Vec<Value> {
    let file: Value = serde_json::from_str(text).expect("vectors are JSON");
    file["cases"].as_array().expect("cases").clone()
}

fn number(value: &Value) -> f64 {
    match value {
        Value::String(word) if word == "permanent" || word == "none" || word == "inf" => f64::INFINITY,
        Value::Null => f64::INFINITY,
        other => other.as_f64().unwrap_or_else(|| panic!("a number, not {other}")),
    }
}

fn numbers(value: &Value) -> Vec<f64> {
    value.as_array().expect("a list").iter().map(number).collect()
}

/// 1e-9 relative, or 1e-12 absolute near 0.
fn assert_close(got: f64, expected: f64, what: &str) {
    let error = (got - expected).abs();
    assert!(error <= (1e-9 * expected.abs()).max(1e-12), "{what}: {got} instead of {expected} (off by {error:e})");
}

fn flow(value: &Value, positions: usize) -> Flow {
    match value.get("list") {
        Some(list) => Flow::Table(numbers(list)),
        None => Flow::Linear {
            intercept: number(&value["intercept"]),
            slope: match value.get("slope_per_position") {
                Some(slope) => number(slope),
                None => number(&value["slope_per_share"]) / positions as f64,
            },
        },
    }
}

/// Checks the values of war, and of fronts frozen where there are any, by closed form and by linear system.
fn check_war(index: usize, case: &Value) {
    let positions = number(&case["positions"]) as usize;
    let may = |key: &str| case.get(key).map_or(0.0, number);
    let contest = Contest {
        positions,
        stalemate: number(&case["stalemate"]),
        collapse_challenger: number(&case["collapse_challenger"]),
        collapse_defender: number(&case["collapse_defender"]),
        freeze: may("freeze"),
        thaw: may("thaw"),
    };
    let (position, log_odds) = (number(&case["position"]) as usize, number(&case["log_odds"]));
    for side in Side::BOTH {
        let of = |key: &str| number(&case[format!("{key}_{}", side.key())]);
        let flow = flow(&case[format!("flow_{}", side.key())], positions);
        let table = Flow::Table((0..=positions).map(|n| flow.at(n)).collect());
        for (flow, how) in [(flow, "as given"), (table, "by the system")] {
            let fighter = Fighter {
                prizes: prizes(side),
                discount_factor: of("discount_factor"),
                war_cost: of("war_cost"),
                flow,
            };
            let valuer = Valuer::new(&contest, &fighter, position);
            assert_close(valuer.value(log_odds), of("W"), &format!("case {index}, W of the {}, {how}", side.key()));
            if case.get("freeze").is_some() {
                let frozen = valuer.frozen_at(position, log_odds);
                assert_close(frozen, of("F"), &format!("case {index}, F of the {}, {how}", side.key()));
            }
        }
    }
}

#[test]
fn values_of_war() {
    let cases = cases(include_str!("../../tests/vectors/war.json"));
    assert_eq!(cases.len(), 48);
    for (index, case) in cases.iter().enumerate() {
        check_war(index, case);
    }
}

#[test]
fn values_of_war_that_freezes_and_thaws() {
    let cases = cases(include_str!("../../tests/vectors/freezing.json"));
    assert_eq!(cases.len(), 60);
    assert!(cases.iter().filter(|case| number(&case["freeze"]) > 0.0).count() > 40);
    for (index, case) in cases.iter().enumerate() {
        check_war(index, case);
    }
}

fn member(value: &Value, index_of: &dyn Fn(usize) -> Option<usize>) -> Member {
    let stationed = number(&value["stationed"]);
    Member {
        reliability: number(&value["reliability"]),
        contribution: number(&value["forces"]) + stationed,
        punishment: number(&value["punishment"]),
        coupling: number(&value["coupling"]),
        stationed,
        committed_years: number(&value["committed_years"]),
        backstop: match value["backstop"].as_u64() {
            None => Backstop::None,
            Some(backstop) => index_of(backstop as usize).map_or(Backstop::Absent, Backstop::Member),
        },
        without_backstop: number(&value["without_backstop"]),
    }
}

fn members(list: &Value) -> Vec<Member> {
    let all = list.as_array().expect("guarantors");
    let present: Vec<usize> = (0..all.len()).filter(|&g| all[g]["takes_part"].as_bool().unwrap_or(true)).collect();
    let index_of = |guarantor: usize| present.iter().position(|&g| g == guarantor);
    present.iter().map(|&g| member(&all[g], &index_of)).collect()
}

#[test]
fn points_of_the_coalition() {
    let cases = cases(include_str!("../../tests/vectors/guarantee.json"));
    assert_eq!(cases.len(), 30);
    for (index, case) in cases.iter().enumerate() {
        let guarantee = Guarantee {
            tripwire: number(&case["tripwire"]),
            tripwire_scale: number(&case["tripwire_scale"]),
            erosion: number(&case["erosion"]),
            renewal: 0.0,
            endurance: 0.0,
        };
        let coalition = Coalition::new(members(&case["guarantors"]), guarantee);
        let age = number(&case["age_in_term"]) as usize;
        let prospects = coalition.prospects(age + 1, number(&case["bias"]));
        let mut points: Vec<(f64, f64)> = (0..prospects.points())
            .map(|point| (prospects.force(point)[age], prospects.weight(point)[age]))
            .filter(|&(_, weight)| weight > 0.0)
            .collect();
        points.sort_by(|a, b| a.0.total_cmp(&b.0));
        let moment = |power: i32| points.iter().map(|&(x, w)| w * x.powi(power)).sum::<f64>();
        for (power, expected) in numbers(&case["moments"]).into_iter().enumerate() {
            assert_close(moment(power as i32 + 1), expected, &format!("case {index}, moment {}", power + 1));
        }
        assert_close(moment(0), 1.0, &format!("case {index}, total weight"));
        assert_close(
            prospects.punishment()[age],
            number(&case["expected_punishment"]),
            &format!("case {index}, punishment"),
        );
        let logistic: f64 = points.iter().map(|&(x, w)| w * num::logistic(2.0 * num::ln(400.0 / (300.0 + x)))).sum();
        assert_close(logistic, number(&case["expected_logistic"]), &format!("case {index}, E[logistic]"));
        // Points that coincide count once in the vectors.
        points.dedup_by(|b, a| {
            (b.0 - a.0).abs() < 1e-9 && {
                a.1 += b.1;
                true
            }
        });
        let expected: Vec<Vec<f64>> = case["points"].as_array().expect("points").iter().map(numbers).collect();
        let expected: Vec<_> = expected.into_iter().filter(|point| point[1] > 0.0).collect();
        for (&(x, weight), point) in points.iter().zip(&expected) {
            assert_close(x, point[0], &format!("case {index}, x"));
            assert_close(weight, point[1], &format!("case {index}, weight of {x}"));
        }
        assert_eq!(points.len(), expected.len(), "case {index}");
    }
}

fn party(case: &Value, side: Side) -> Party {
    let mut party = Party::unset();
    for key in Party::KEYS {
        if let Some(value) = case["parameters"].get(format!("{}.{}", side.key(), key.name)) {
            *(key.slot)(&mut party) = number(value);
        }
    }
    party
}

fn settlement(case: &Value) -> Settlement {
    let parameter = |path: &str| number(&case["parameters"][path]);
    let positions = number(&case["positions"]);
    let mut after = Aftermath {
        challenger: party(case, Side::Challenger),
        defender: party(case, Side::Defender),
        front: Front {
            positions,
            start: Some(number(&case["start"])),
            start_share: None,
            stalemate: parameter("front.stalemate"),
            decisiveness: parameter("front.decisiveness"),
            freeze: 0.0,
            thaw: 0.0,
        },
        guarantee: Guarantee {
            tripwire: parameter("guarantee.tripwire"),
            tripwire_scale: parameter("guarantee.tripwire_scale"),
            erosion: parameter("guarantee.erosion"),
            renewal: parameter("guarantee.renewal"),
            endurance: 0.0,
        },
        shocks: Shocks::Unpaid,
    };
    let bias = number(&case["misperception"]);
    after.challenger.misperception = bias;
    after.defender.misperception = bias;
    let lookahead = number(&case["lookahead"]) as usize;
    let term = Term { years: number(&case["guarantee_years"]) };
    let members = members(&case["guarantors"]);
    let coalition = Coalition::new(members, after.guarantee);
    let ages = if term.exists() { (term.years.min(1e6) as usize).min(lookahead) } else { 0 };
    let prospects =
        if term.exists() { coalition.prospects(ages, bias) } else { super::guarantee::Prospects::default() };
    let state = |side: Side, key: &str| number(&case["u"][side.key()][key]);
    let cap = number(&case["defender_cap"]);
    let challenger_forces = by_age(lookahead, |out| super::forces::challenger(&after.challenger, out));
    Settlement {
        challenger_inverse: challenger_forces.iter().map(|forces| 1.0 / forces).collect(),
        challenger_forces,
        defender_forces: by_age(lookahead, |out| super::forces::defender(&after.defender, cap, out)),
        fighters: PerSide::each(|side| Fighter {
            prizes: prizes(side),
            discount_factor: after.party(side).discount_factor,
            war_cost: after.party(side).war_cost,
            flow: flow(&case["status_quo_flow"][side.key()], positions as usize),
        }),
        guarantors: Vec::new(),
        territory: None,
        signed: Vec::new(),
        stationed: Vec::new(),
        lapsed: PerSide::each(|side| state(side, "lapsed")),
        active: PerSide::each(|side| vec![state(side, "active"); lookahead + 1]),
        prospects: PerSide::new(prospects.clone(), prospects),
        desertion: None,
        keep: super::settlement::keep(term, after.guarantee.renewal, lookahead),
        after,
        term,
        coalition,
        hazard: None,
        onlookers: super::onlooker::Onlookers::default(),
        lookahead,
        combination: 0,
        scene: None,
    }
}

fn by_age(ages: usize, fill: impl Fn(&mut [f64])) -> Vec<f64> {
    let mut out = vec![0.0; ages];
    fill(&mut out);
    out
}

#[test]
fn enforcement_games() {
    let cases = cases(include_str!("../../tests/vectors/enforcement.json"));
    assert_eq!(cases.len(), 24);
    let mut solver = Solver::default();
    for (index, case) in cases.iter().enumerate() {
        let game = settlement(case);
        let may = PerSide::each(|side| case[format!("{}_may_attack", side.key())].as_bool().expect("a boolean"));
        let views = Side::BOTH.map(|side| SideView {
            settlement: &game,
            position: number(&case["start"]) as usize,
            territory_values: PerSide::default(),
            side,
            offset: number(&case["belief_offset"]),
        });
        let values = solver.solve(&views, may);
        let solutions = PerSide::each(|side| solver.solution(side as usize, game.lookahead, values[side as usize]));
        for side in Side::BOTH {
            let solution = &solutions[side];
            let what = format!("case {index}, {}", side.key());
            assert_close(solution.value, number(&case[format!("V_{}", side.key())]), &format!("{what}, V"));
            let attacks = &case["attack_if_mover"][side.key()];
            for (state, got) in [("active", &solution.attack_active), ("lapsed", &solution.attack_lapsed)] {
                if state == "active" && !game.term.exists() {
                    continue;
                }
                for (age, expected) in numbers(&attacks[state]).into_iter().enumerate() {
                    if state == "lapsed" || game.after.guarantee.renewal > 0.0 || (age as f64) < game.term.years {
                        assert_close(got[age], expected, &format!("{what}, attack at age {age}, {state}"));
                    }
                }
            }
        }
        let years = numbers(&case["survival"]).len() - 1;
        let durability = durability(&solver, &game, &solutions, years);
        for (key, got) in [
            ("survival", &durability.survival),
            ("resumed_by_challenger", &durability.by_challenger),
            ("resumed_by_defender", &durability.by_defender),
        ] {
            for (year, expected) in numbers(&case[key]).into_iter().enumerate() {
                assert_close(got[year], expected, &format!("case {index}, {key} at year {year}"));
            }
        }
    }
}

fn event(value: &Value) -> ForecastEvent {
    let (kind, of) = value.as_object().unwrap().iter().next().unwrap();
    let whole = |of: &Value| of.as_u64().unwrap() as u32;
    match kind.as_str() {
        "settled" => ForecastEvent::Settled(whole(of)),
        "class" => ForecastEvent::Class(class(of)),
        "signed" => ForecastEvent::Signed(whole(of) as usize),
        "holding" => ForecastEvent::Holding(whole(of)),
        "peace" => ForecastEvent::Peace(whole(of)),
        _ => ForecastEvent::PeaceOf(whole(&of[0]) as usize, whole(&of[1])),
    }
}

fn class(value: &Value) -> Class {
    Class::ALL.into_iter().find(|class| value == class.name()).unwrap()
}

/// Multipliers, probabilities without and with forecasts, factors and relative entropy.
#[test]
fn forecasts_agree_with_the_vectors() {
    for case in cases(include_str!("../../tests/vectors/forecasts.json")) {
        let forecast = |it: &Value| Forecast {
            of: event(&it["of"]),
            given: it.get("given").map(event),
            probability: number(&it["probability"]),
            sd: it.get("sd").map_or(0.0, number),
        };
        let forecasts: Vec<Forecast> = case["forecasts"].as_array().unwrap().iter().map(forecast).collect();
        let trials = case["trials"].as_array().unwrap();
        let course = |it: &Value| TrialCourse {
            class: class(&it["class"]),
            signed: it["plan"].as_u64().map(|plan| (plan as usize, it["month"].as_u64().unwrap() as u32)),
            broken_at: it["broken_at"].as_u64().map(|age| age as u32),
        };
        let cell_of = |it: &Value| cell_of(&forecasts, &course(it));
        let mut weights = std::collections::BTreeMap::new();
        for trial in trials {
            *weights.entry(cell_of(trial)).or_insert(0.0) += number(&trial["weight"]);
        }
        let cells: Vec<ForecastCell> = weights.iter().map(|(&cell, &weight)| ForecastCell { cell, weight }).collect();
        let found = solve(&forecasts, &cells).unwrap();
        let name = &case["name"];
        for (lambda, expected) in found.lambda.iter().zip(numbers(&case["lambda"])) {
            assert_close(*lambda, expected, &format!("{name}: lambda"));
        }
        for (trial, expected) in trials.iter().zip(numbers(&case["factors"])) {
            assert_close(found.factor(&forecasts, cell_of(trial)), expected, &format!("{name}: factor"));
        }
        for (k, (without, with)) in numbers(&case["without"]).into_iter().zip(numbers(&case["with"])).enumerate() {
            let share = |factor: &dyn Fn(u64) -> f64| {
                let sum = |fate: ForecastFate| {
                    let is = |cell: &&ForecastCell| fates_in(cell.cell, forecasts.len()).nth(k) == Some(fate);
                    cells.iter().filter(is).fold(0.0, |sum, cell| sum + cell.weight * factor(cell.cell))
                };
                sum(ForecastFate::Happens) / (sum(ForecastFate::Happens) + sum(ForecastFate::Fails))
            };
            assert_close(share(&|_| 1.0), without, &format!("{name}: without"));
            assert_close(share(&|cell| found.factor(&forecasts, cell)), with, &format!("{name}: with"));
        }
    }
}
