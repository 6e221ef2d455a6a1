//! What has happened already: draws that fit it count for more.

use std::collections::BTreeMap;
use std::fs;

use armistice::analysis::summarise;
use armistice::analysis::summary::Summary;
use armistice::engine::{Run, Tally, TrialOutcome, UNITS};
use armistice::model::Side;

use crate::cli::Desk;
use crate::story::{Spread, Story, assert_near, border, duel, record, table, tally, unsure_duel};

const QUIET: &str = "[[evidence]]\nmonths = 37\n";

/// A piece of evidence on the plan `line`.
fn answered(keys: &str) -> String {
    format!("[[evidence]]\nplan = \"line\"\n{keys}\n")
}

fn summary(story: &Story) -> Summary {
    let scenario = story.scenario();
    summarise(&scenario, &tally(&scenario))
}

/// Equal prior weights on a stalemate of 0.75 and of 0.95; 37 months in which nothing moved give every trial a weight of
/// 0.75^37 or 0.95^37, so that the odds of the one against the other are (0.95/0.75)^37 times those drawn.
#[test]
fn quiet_months_speak_for_stalemate() {
    let story = unsure_duel(2_000).set("front.stalemate", "{ discrete = { values = [0.75, 0.95] } }").add(QUIET);
    let mut weights: BTreeMap<u64, (f64, f64)> = BTreeMap::new();
    for trial in story.trials() {
        let stalemate = trial.inputs.iter().copied().find(|x| *x == 0.75 || *x == 0.95).unwrap();
        let weight = trial.outcome.unwrap().weight.value();
        let of = weights.entry(stalemate.to_bits()).or_default();
        assert!(of.1 == 0.0 || of.0 / of.1 == weight, "{stalemate}");
        *of = (of.0 + weight, of.1 + 1.0);
    }
    let [low, high] = [0.75_f64, 0.95].map(|stalemate| weights[&stalemate.to_bits()]);
    let odds = (high.0 / low.0) / (high.1 / low.1);
    assert_near(odds / (0.95_f64 / 0.75).powi(37), 1.0, 1e-6, "posterior odds over prior odds");
    let shift = summary(&story).inputs["front.stalemate"];
    let mean = (0.75 * low.0 + 0.95 * high.0) / (low.0 + high.0);
    assert_near(shift.posterior.mean.unwrap(), mean, 1e-6, "posterior mean");
    assert_eq!(shift.posterior.p50, Some(0.95));
    assert!(shift.is_told() && shift.moved.unwrap() > 0.45, "{shift:?}");
}

/// A margin that takes all of a side's surplus away leaves an even chance, and so does the log-likelihood.
#[test]
fn no_surplus_is_a_likelihood_of_one_half() {
    let story = unsure_duel(100).set("challenger.war_cost", 0.2).set("defender.war_cost", 0.2);
    let surplus = story.solution("line").challenger.surplus.unwrap();
    let even = story.set("challenger.margin", surplus).add(&answered("challenger = \"refused\"")).evaluation();
    let piece = &even.evidence[0];
    assert_near(piece.challenger.unwrap(), 0.5, 1e-12, "P_A");
    assert_near(piece.log_likelihood.unwrap(), 0.5_f64.ln(), 1e-12, "ln L");
}

fn signs_at_once(outcome: &TrialOutcome) -> bool {
    outcome.signature.as_ref().is_some_and(|it| it.month == 0)
}

/// Who refused a plan refuses it in month 0, at the same place; who accepted it accepts it; and neither depends on whether
/// others are on the table. With nothing known both happen.
#[test]
fn what_was_answered_is_answered_again() {
    let open = unsure_duel(600);
    let at_once = open.outcomes().iter().filter(|it| signs_at_once(it)).count();
    assert!((60..540).contains(&at_once), "{at_once} of 600");
    for answer in ["challenger = \"refused\"", "defender = \"refused\"", "answer = \"not_signed\""] {
        let outcomes = open.clone().add(&answered(answer)).outcomes();
        assert!(!outcomes.iter().any(signs_at_once), "{answer}");
        let alone = |it: &TrialOutcome| it.alone.as_ref().unwrap().plans[0].as_ref().map(|signed| signed.month);
        assert!(!outcomes.iter().any(|it| alone(it) == Some(0)), "{answer}");
        // The same trials with nothing known are those of the open file.
        let unknowing = outcomes.iter().filter(|it| {
            let signature = it.unknowing.as_ref().map_or(&it.signature, |it| &it.signature);
            signature.as_ref().is_some_and(|it| it.month == 0)
        });
        assert_eq!(unknowing.count(), at_once, "{answer}");
    }
    let yes = answered("challenger = \"accepted\"\ndefender = \"accepted\"");
    assert!(open.clone().add(&yes).outcomes().iter().all(signs_at_once));
    // Where the front stood elsewhere, the answer binds nobody here.
    let elsewhere = answered("challenger = \"refused\"\nposition = 5");
    assert!(open.add(&elsewhere).outcomes().iter().any(signs_at_once));
}

/// "Without" is the same file without its evidence.
#[test]
fn without_is_the_file_without_evidence() {
    let open = unsure_duel(800).set("run.years", 12);
    let known = summary(&open.clone().add(&answered("challenger = \"refused\"")));
    let plain = summary(&open);
    let without = &known.weights.as_ref().unwrap().without;
    assert_eq!((&without.classes, without.settlement), (&plain.classes, plain.settlement.settled));
    assert_eq!(without.signed_and_holding.share, plain.signed_and_holding.share);
    assert_eq!(without.plans["line"].signed, plain.plans["line"].signed);
    assert_ne!(known.classes, plain.classes);
    assert!(plain.weights.is_none() && plain.inputs.is_empty());
}

/// Evidence that says nothing of any draw leaves every share as it was, and all trials count.
#[test]
fn evidence_that_is_as_likely_everywhere_changes_nothing() {
    let open = unsure_duel(500);
    let (plain, known) = (summary(&open), summary(&open.add("[[evidence]]\nmonths = 6\nadvances = 2\nretreats = 1\n")));
    for class in plain.classes.possible() {
        let [one, other] = [&plain, &known].map(|it| it.classes.of(class));
        for (one, other) in [(one.share, other.share), (one.low, other.low), (one.high, other.high)] {
            assert_near(other.unwrap(), one.unwrap(), 1e-12, class.name());
        }
    }
    assert_near(known.weights.unwrap().effective_trials, 500.0, 1e-9, "effective trials");
    assert!(known.inputs.values().all(|shift| shift.moved == Some(0.0) && !shift.is_told()));
    assert_near(
        known.values.challenger.spread.mean.unwrap(),
        plain.values.challenger.spread.mean.unwrap(),
        1e-9,
        "value",
    );
}

fn rows(text: &str) -> Vec<BTreeMap<String, String>> {
    csv::Reader::from_reader(text.as_bytes()).deserialize().map(Result::unwrap).collect()
}

/// Shares, intervals, means, percentiles and effective trials, worked out again from the table.
#[test]
fn figures_are_those_of_the_weighted_table() {
    let story = unsure_duel(700)
        .add(&answered("challenger = \"refused\""))
        .add("[[evidence]]\nmonths = 5\n")
        .set("front.stalemate", "{ uniform = [0.3, 0.9] }");
    let scenario = story.scenario();
    let (text, tally) = table(&scenario, Spread::whole(&scenario));
    let (rows, summary) = (rows(&text), summarise(&scenario, &tally));
    let number = |row: &BTreeMap<String, String>, key: &str| row[key].parse::<f64>().unwrap();
    let weights: Vec<f64> = rows.iter().map(|row| number(row, "weight")).collect();
    let sum = |of: &dyn Fn(usize) -> f64| (0..rows.len()).map(of).sum::<f64>();
    let (all, squares) = (sum(&|t| weights[t]), sum(&|t| weights[t] * weights[t]));
    assert_near(summary.weights.as_ref().unwrap().effective_trials / (all * all / squares), 1.0, 1e-9, "n_eff");
    let z = 1.959_963_984_540_054_f64;
    let mut frequent = 0;
    for class in summary.classes.possible() {
        let is = |t: usize| f64::from(u8::from(rows[t]["class"] == class.name()));
        let share = sum(&|t| weights[t] * is(t)) / all;
        let variance = sum(&|t| (weights[t] * (is(t) - share)).powi(2)) / (all * all);
        let n = share * (1.0 - share) / variance;
        let (centre, half) = (
            (share + z * z / (2.0 * n)) / (1.0 + z * z / n),
            z / (1.0 + z * z / n) * (share * (1.0 - share) / n + z * z / (4.0 * n * n)).sqrt(),
        );
        let found = summary.classes.of(class);
        if share < 0.01 {
            continue;
        }
        frequent += 1;
        assert_near(found.share.unwrap(), share, 1e-9, class.name());
        assert_near(found.low.unwrap(), centre - half, 1e-9, "low");
        assert_near(found.high.unwrap(), centre + half, 1e-9, "high");
    }
    assert!(frequent >= 3, "{frequent}");
    let values: Vec<f64> = rows.iter().map(|row| number(row, "value_defender")).collect();
    let spread = summary.values.defender.spread;
    assert_near(spread.mean.unwrap(), sum(&|t| weights[t] * values[t]) / all, 1e-6, "mean value");
    let median = spread.p50.unwrap();
    let below = |x: f64| sum(&|t| if values[t] <= x { weights[t] } else { 0.0 }) / all;
    assert!(below(median - 2.0 / 4_096.0) < 0.5 && below(median + 2.0 / 4_096.0) >= 0.5, "{median}");
    let path = "front.stalemate";
    let inputs: Vec<f64> = rows.iter().map(|row| number(row, path)).collect();
    let shift = summary.inputs[path];
    assert_near(shift.posterior.mean.unwrap(), sum(&|t| weights[t] * inputs[t]) / all, 1e-7, "posterior mean");
    assert_near(shift.prior.mean.unwrap(), inputs.iter().sum::<f64>() / 700.0, 1e-9, "prior mean");
    let below = |x: f64| sum(&|t| if inputs[t] <= x { weights[t] } else { 0.0 }) / all;
    assert_near(below(shift.posterior.p95.unwrap()), 0.95, 0.02, "posterior 95th percentile");
}

/// Means with exact figures have the variance of weighted means: of survival and of each plan alone, and differences of
/// plans, from the outcomes.
#[test]
fn exact_figures_have_the_intervals_of_weighted_means() {
    let story = unsure_duel(500).plan("cut", "defender_forces = 80").add(&answered("defender = \"accepted\""));
    let (outcomes, summary) = (story.outcomes(), summary(&story));
    let weights: Vec<f64> = outcomes.iter().map(|it| it.weight.value()).collect();
    let all: f64 = weights.iter().sum();
    let mean = |figures: &[f64]| {
        let mean = figures.iter().zip(&weights).map(|(y, w)| w * y).sum::<f64>() / all;
        let variance = figures.iter().zip(&weights).map(|(y, w)| (w * (y - mean)).powi(2)).sum::<f64>() / (all * all);
        (mean, 1.959_963_984_540_054 * variance.sqrt())
    };
    let year = 15;
    let survival: Vec<f64> =
        outcomes.iter().map(|it| it.assessments[1].as_ref().unwrap().durability.survival[year]).collect();
    let ((middle, half), found) = (mean(&survival), &summary.plans["cut"].if_signed.survival);
    assert_near(found.survival[year].unwrap(), middle, 1e-8, "if signed");
    assert_near(found.low[year].unwrap(), middle - half, 1e-6, "its low end");
    let held = |plan: usize| -> Vec<f64> {
        let of =
            |it: &TrialOutcome| it.alone.as_ref().unwrap().plans[plan].as_ref().map_or(0.0, |it| it.survival[year]);
        outcomes.iter().map(of).collect()
    };
    let [line, cut] = [held(0), held(1)];
    let alone = summary.plans["line"].alone.as_ref().unwrap();
    assert_near(alone.signed_and_holding.share[year].unwrap(), mean(&line).0, 1e-8, "alone");
    let apart: Vec<f64> = line.iter().zip(&cut).map(|(one, other)| one - other).collect();
    let (middle, half) = mean(&apart);
    let pair = &summary.alone.as_ref().unwrap().differences[0];
    assert_near(pair.difference.unwrap(), middle, 1e-8, "difference");
    assert_near(pair.high.unwrap(), middle + half, 1e-6, "its high end");
}

/// Weighted tallies add up in any order, come back from files as they were, and do not depend on threads.
#[test]
fn weighted_tallies_add_up_in_any_order() {
    let story = border().set("run.trials", 300).add("[[evidence]]\nmonths = 7\nadvances = 1\n");
    let plan = story.scenario().structure().plans[0].id.clone();
    let scenario = story.add(&format!("[[evidence]]\nplan = \"{plan}\"\nanswer = \"not_signed\"\n")).scenario();
    let whole = tally(&scenario);
    assert!(whole.units() == UNITS && whole.evidence.weights.is_weighted());
    let parts: Vec<Tally> = [(0, 100), (100, 131), (131, 300)]
        .into_iter()
        .map(|(first, end)| {
            record(&scenario, &armistice::engine::NoRecord, Spread { first, end, block_size: 50, threads: 2 }, None).1
        })
        .collect();
    let mut sum = parts[2].clone();
    sum.merge(&parts[0]);
    sum.merge(&parts[1]);
    assert_eq!(sum, whole);
    let text = serde_json::to_string(&whole).unwrap();
    assert_eq!(serde_json::from_str::<Tally>(&text).unwrap(), whole);
}

/// A split run with evidence is joined to the same bytes as the whole, and says so again when it is asked.
#[test]
fn parts_with_evidence_make_the_whole() {
    let desk = Desk::new();
    let more = "[[evidence]]\nplan = \"truce\"\nchallenger = \"refused\"\n[[evidence]]\nmonths = 6\nadvances = 1\n";
    desk.add_to_tiny("told.toml", more);
    desk.expect(0, "run told.toml --trials 3000 --quiet --no-charts --out whole");
    for part in 1..=2 {
        desk.expect(0, &format!("run told.toml --trials 3000 --quiet --shard {part}/2 --out part{part}"));
    }
    desk.expect(0, "merge part2 part1 --no-charts --out merged");
    assert!(desk.files("whole") == desk.files("merged"));
    desk.expect(0, "verify whole");
}

/// A run that rests on few trials says so, and names what costs most.
#[test]
fn few_effective_trials_are_warned_of() {
    let desk = Desk::new();
    let more =
        "[[evidence]]\nmonths = 2\nadvances = 1\n[[evidence]]\nmonths = 6000\nadvances = 1500\nretreats = 1500\n";
    desk.add_to_tiny("told.toml", more);
    // Nobody collapses, or six thousand months of war would be next to impossible in every draw.
    let sets = "--set front.stalemate=0.5 --set front.decisiveness=1 --set challenger.forces={uniform=[80,120]} \
                --set challenger.collapse=0 --set defender.collapse=0";
    let call = desk.expect(0, &format!("run told.toml --trials 1000 --out told --set defender.forces=100 {sets}"));
    for words in ["Few trials fit what has happened", "6000 months of war (advances: 1500, retreats: 1500)"] {
        assert!(call.stdout.replace("\n  ", " ").replace('\n', " ").contains(words), "{words}\n{}", call.stdout);
    }
    let report = fs::read_to_string(desk.path("told/report.md")).unwrap();
    assert!(report.contains("Few trials fit what has happened") && report.contains("What has happened already"));
    assert!(desk.path("told/charts/posterior.svg").exists());
}

/// Without private views a side accepts what leaves it a surplus in every draw: that it refused is not to be had.
#[test]
fn evidence_that_no_draw_allows_ends_the_run() {
    let story = duel().set("run.trials", 64).set("challenger.margin", -1).plan("line", "");
    let refused = story.clone().add(&answered("challenger = \"refused\"")).scenario();
    let told = Run::new(&refused).run().unwrap_err().to_string();
    assert!(told.starts_with("no draw allows evidence.1:"), "{told}");
    let both =
        story.add(&answered("defender = \"refused\"")).add("[[evidence]]\nmonths = 3\n").set("defender.margin", -1);
    let told = Run::new(&both.scenario()).run().unwrap_err().to_string();
    assert!(told.starts_with("no draw allows evidence.1:"), "{told}");
}

/// A plan that is not tabled is weighed and never signed, neither with the others nor by itself; and `--plans` leaves a plan
/// that was answered in the file, for its answer.
#[test]
fn plans_known_for_their_answer_are_never_signed() {
    let story = unsure_duel(200).plan("old", "territory = 0.5").set("plan.old.tabled", false);
    let scenario = story.clone().add("[[evidence]]\nplan = \"old\"\nanswer = \"not_signed\"\n").scenario();
    let summary = summarise(&scenario, &tally(&scenario));
    let old = &summary.plans["old"];
    assert_eq!((old.signed.share, old.alone.is_none()), (Some(0.0), true));
    assert!(old.acceptable.both.share.unwrap() < 1.0 && !summary.decision["durable"].plans.contains_key("old"));
    assert!(summary.alone.is_none() && summary.plans["line"].signed.share.unwrap() > 0.0);
    let only =
        unsure_duel(64).plan("old", "territory = 0.5").add("[[evidence]]\nplan = \"old\"\nchallenger = \"refused\"\n");
    let kept = only.only(&["line"]).scenario();
    let plans: Vec<(&str, bool)> = kept.structure().plans.iter().map(|it| (it.id.as_str(), it.tabled)).collect();
    assert_eq!(plans, [("line", true), ("old", false)]);
    assert_eq!(kept.evidence()[0].plan(), Some(1));
    assert!(story.only(&["old"]).try_scenario().unwrap_err().contains("tabled=true"));
}

const ALLY: &str = "[[party]]\nid = \"ally\"\ndiscount_factor = 0.9\nveto = true\nmargin = { uniform = [-0.1, 0.3] }\n\
                    demands = { territory = { ideal = 0.4, salience = 1 } }\n";

/// Of a plan that was not signed a veto may have been the reason: it counts in the likelihood, and views stay as they are.
/// What both sides answered does not tell of the party.
#[test]
fn a_veto_may_have_been_the_reason() {
    let open = unsure_duel(300).add(ALLY);
    let unsigned = open.clone().add(&answered("answer = \"not_signed\"")).outcomes();
    let mut least = 1.0_f64;
    for outcome in &unsigned {
        let plan = outcome.assessments[0].as_ref().unwrap();
        assert!(plan.parties[0].veto);
        assert_near(outcome.weight.value(), 1.0 - plan.all_accept(), 1e-11, "weight");
        least = least.min(plan.parties[0].acceptance);
    }
    assert!(least < 0.5 && unsigned.iter().all(|it| it.unknowing.is_none()));
    let idle = open.clone().set("party.ally.veto", false).add(&answered("answer = \"not_signed\"")).outcomes();
    for outcome in &idle {
        assert_near(
            outcome.weight.value(),
            1.0 - outcome.assessments[0].as_ref().unwrap().both_accept(),
            1e-11,
            "weight",
        );
    }
    assert!(idle.iter().any(|it| it.unknowing.is_some()));
    let refused = open.add(&answered("challenger = \"refused\"")).outcomes();
    for outcome in &refused {
        let accepts = outcome.assessments[0].as_ref().unwrap().acceptance[Side::Challenger];
        assert_near(outcome.weight.value(), 1.0 - accepts, 1e-11, "weight");
    }
}

/// Figures of a party that does not fight are weighted as all others are.
#[test]
fn figures_of_parties_are_weighted() {
    let story = unsure_duel(400).plan("cut", "defender_forces = 80").add(ALLY);
    let story = story.add(&answered("answer = \"not_signed\""));
    let (outcomes, summary) = (story.outcomes(), summary(&story));
    let weights: Vec<f64> = outcomes.iter().map(|it| it.weight.value()).collect();
    let all: f64 = weights.iter().sum();
    let mean = |of: &dyn Fn(&TrialOutcome) -> f64| {
        outcomes.iter().zip(&weights).map(|(outcome, weight)| weight * of(outcome)).sum::<f64>() / all
    };
    let stance = |it: &TrialOutcome| it.assessments[1].as_ref().unwrap().parties[0];
    let (key, plan) = ("party.ally", &summary.plans["cut"]);
    let told = |got: Option<f64>, of: &dyn Fn(&TrialOutcome) -> f64, what: &str| {
        assert_near(got.unwrap(), mean(of), 1e-7, what);
    };
    told(summary.values.parties[key].spread.mean, &|it| it.party_values[0], "value");
    told(summary.war_values.parties[key].mean, &|it| it.party_war_values[0], "war value");
    told(plan.surplus.parties[key].mean, &|it| stance(it).surplus, "surplus");
    told(plan.value.parties[key].mean, &|it| stance(it).value, "value of the plan");
    let accepts = |it: &TrialOutcome| f64::from(u8::from(stance(it).acceptable));
    told(plan.acceptable.parties[key].share, &accepts, "acceptable");
    let all_accept = |it: &TrialOutcome| f64::from(u8::from(it.assessments[1].as_ref().unwrap().acceptable_to_all()));
    told(plan.acceptable.all.unwrap().share, &all_accept, "acceptable to all");
    let expects = |it: &TrialOutcome| {
        let all = it.assessments[1].as_ref().unwrap().all_accept();
        all * stance(it).value + (1.0 - all) * it.party_war_values[0]
    };
    told(summary.decision[key].plans["cut"].mean, &expects, "what it may expect");
}

/// Where the sides look ahead a plan is held against what they hope for, at the beginning and with no views; a plan that is
/// never tabled is no part of that hope.
#[test]
fn nobody_hopes_for_a_plan_that_is_never_tabled() {
    let open = unsure_duel(120).set("negotiation.foresight", "\"all\"");
    let old = open.clone().plan("old", "territory = 0.53");
    let hopes = |story: &Story| -> Vec<_> { story.outcomes().iter().map(|it| it.reservations).collect() };
    let tabled = hopes(&old);
    let off = old.set("plan.old.tabled", false);
    assert_eq!(hopes(&off), hopes(&open));
    assert_ne!(tabled, hopes(&open));
    let known = off.add("[[evidence]]\nplan = \"old\"\nanswer = \"not_signed\"\n").outcomes();
    for outcome in &known {
        let both = outcome.assessments[1].as_ref().unwrap().both_accept();
        assert_near(outcome.weight.value(), 1.0 - both, 1e-11, "weight");
    }
    assert!(known.iter().any(|it| it.reservations != it.war_values && it.weight.value() < 0.9));
}

/// With several trials at each draw the parts of the variance are there too, and a plan's decisions are weighted.
#[test]
fn draws_with_several_trials_are_weighed() {
    let story = unsure_duel(3_000).set("run.replications", 3).add(&answered("challenger = \"accepted\""));
    let found = summary(&story);
    let parts = found.decomposition.unwrap();
    let held = parts.classes["resumed_by_defender"];
    assert!(parts.draws < 1_000 && held.share.is_some(), "{parts:?}");
    let influence = found.influence.unwrap();
    assert!(influence.contains_key("settlement"));
    for side in Side::BOTH {
        assert!(found.decision[side.key()].plans["line"].mean.is_some());
    }
}

/// Each fault says where it is and how it is mended.
#[test]
fn evidence_that_contradicts_itself_is_refused() {
    let refused = |more: &str| unsure_duel(64).add(more).try_scenario().unwrap_err();
    for (more, words) in [
        (
            "[[evidence]]\nplan = \"lime\"\nchallenger = \"refused\"\n",
            ["`evidence.1.plan` is \"lime\"", "did you mean `line`"],
        ),
        ("[[evidence]]\nplan = \"other\"\nanswer = \"not_signed\"\n", ["no plan of this file", "tabled = false"]),
        (
            "[[evidence]]\nplan = \"line\"\n",
            ["`evidence.1` does not say what was answered", "\"accepted\" or \"refused\""],
        ),
        (
            "[[evidence]]\nplan = \"line\"\nanswer = \"not_signed\"\nchallenger = \"accepted\"\n",
            ["has both `answer` and `challenger`", "alone"],
        ),
        (
            "[[evidence]]\nplan = \"line\"\nchallenger = \"refuse\"\n",
            ["`evidence.1.challenger` is \"refuse\"", "refused"],
        ),
        ("[[evidence]]\nplan = \"line\"\nmonths = 3\n", ["has both `plan` and `months`", "two pieces"]),
        ("[[evidence]]\nsource = \"x\"\n", ["says neither", "`months`"]),
        ("[[evidence]]\nadvances = 3\n", ["`evidence.1.months` is missing", "months"]),
        (
            "[[evidence]]\nmonths = 3\nadvances = 2\nretreats = 2\n",
            ["2 advances and 2 retreats in 3 months", "once a month"],
        ),
        ("[[evidence]]\nmonths = 3\npower = 0\n", ["`evidence.1.power` is 0", "above 0, at most 1"]),
        (
            "[[evidence]]\nplan = \"line\"\nchallenger = \"refused\"\nposition = 6\n",
            ["`evidence.1.position` is 6", "1 to 5"],
        ),
        (
            "[[evidence]]\nplan = \"line\"\nchallenger = \"refused\"\n[[evidence]]\nplan = \"line\"\ndefender = \"accepted\"\n",
            ["`evidence.2` is of plan \"line\"", "one piece of evidence a plan"],
        ),
        ("[[evidence]]\nplan = \"line\"\nwho = 1\n", ["`evidence.1.who` is not a known key", "story.toml"]),
    ] {
        let told = refused(more);
        assert!(words.iter().all(|words| told.contains(words)), "{more}\n{told}");
    }
    let barred = unsure_duel(64).set("challenger.demands.territory.red_line", 0.6);
    let barred = barred.add("[[plan]]\nid = \"less\"\nterms = { territory = 0.4 }\n[[evidence]]\nplan = \"less\"\nchallenger = \"accepted\"\n");
    let told = barred.try_scenario().unwrap_err();
    assert!(told.contains("bars the plan in every draw") && told.contains("red_line"), "{told}");
    let moving = unsure_duel(64).set("front.stalemate", 0).add(QUIET).try_scenario().unwrap_err();
    assert!(moving.contains("no draw allows it") && moving.contains("front.stalemate"), "{moving}");
}

/// Pieces of evidence are addressed by their number, by `--set` as by the axes of sweeps.
#[test]
fn a_piece_is_set_by_its_number() {
    let desk = crate::cli::Desk::new();
    for (name, power) in [("whole.toml", 1.0), ("half.toml", 0.5)] {
        let answered = "[[evidence]]\nplan = \"truce\"\ndefender = \"refused\"\n";
        desk.add_to_tiny(name, &format!("{answered}\n[[evidence]]\nmonths = 9\npower = {power}\n"));
    }
    let evidence = |arguments: &str| -> serde_json::Value {
        let told = desk.expect(0, &format!("evaluate {arguments} --quiet --format json")).stdout;
        serde_json::from_str::<serde_json::Value>(&told).unwrap()["evidence"].clone()
    };
    assert_eq!(evidence("whole.toml --set evidence.2.power=0.5"), evidence("half.toml"));
    assert_ne!(evidence("whole.toml"), evidence("half.toml"));
    let unknown = desk.expect(2, "evaluate whole.toml --set evidence.3.power=0.5");
    assert!(unknown.stderr.contains("evidence.3"), "{}", unknown.stderr);
    let sweep = "schema = 1\n[sweep]\nname = \"Power\"\nbase = \"whole.toml\"\ndesign = \"grid\"\ntrials = 64\n[[axis]]\n\
        path = \"evidence.2.power\"\nvalues = [0.25, 1]\n[[measure]]\nid = \"signed\"\nof = \"settlement.share\"\n";
    std::fs::write(desk.path("sweep.toml"), sweep).unwrap();
    let points: serde_json::Value =
        serde_json::from_str(&desk.expect(0, "sweep sweep.toml --no-charts --quiet --format json").stdout).unwrap();
    let signed: Vec<String> = points["points"].as_array().unwrap().iter().map(ToString::to_string).collect();
    assert!(signed.len() == 2 && signed[0] != signed[1], "{signed:?}");
}
