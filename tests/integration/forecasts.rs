//! What others hold probable: trials are weighed so that it comes out, as little as can be.

use std::fs;

use armistice::analysis::summarise;
use armistice::analysis::summary::Summary;
use armistice::engine::{Class, Run, Tally, TrialOutcome};

use crate::cli::Desk;
use crate::story::{Spread, Story, assert_near, duel, record, table, tally, unsure_duel};

/// A forecast with these keys.
fn forecast(keys: &str) -> String {
    format!("[[forecast]]\n{keys}\n")
}

fn summary(story: &Story) -> Summary {
    let scenario = story.scenario();
    summarise(&scenario, &tally(&scenario))
}

/// The weighted share of what happens, over all trials or those of a condition.
fn share(outcomes: &[TrialOutcome], happens: &dyn Fn(&TrialOutcome) -> bool) -> f64 {
    let all: f64 = outcomes.iter().map(|it| it.weight.value()).sum();
    outcomes.iter().filter(|it| happens(it)).map(|it| it.weight.value()).sum::<f64>() / all
}

fn signed_by(outcome: &TrialOutcome, month: u32) -> bool {
    outcome.signature.as_ref().is_some_and(|it| it.month <= month)
}

/// One forecast that is taken as it stands: the trials in which it happens all weigh the same, and so do the others, in the
/// ratio that Jeffrey's rule gives.
#[test]
fn one_forecast_is_jeffreys_rule() {
    let open = unsure_duel(800);
    let before = open.outcomes().iter().filter(|it| signed_by(it, 6)).count() as f64 / 800.0;
    assert!((0.05..0.95).contains(&before), "{before}");
    let story = open.add(&forecast("of = \"settled@6\"\nprobability = 0.3"));
    let (outcomes, found) = (story.outcomes(), summary(&story));
    let weights = |signed: bool| -> Vec<f64> {
        outcomes.iter().filter(|it| signed_by(it, 6) == signed).map(|it| it.weight.value()).collect()
    };
    let ([yes, no], ratio) = ([weights(true), weights(false)], (0.3 / before) / (0.7 / (1.0 - before)));
    assert!(yes.iter().all(|it| *it == yes[0]) && no.iter().all(|it| *it == no[0]));
    assert_near(yes[0] / no[0] / ratio, 1.0, 1e-9, "ratio of weights");
    assert_near(f64::max(yes[0], no[0]), 1.0, 0.0, "the largest weight");
    let weights = found.weights.unwrap();
    let it = &weights.forecasts[0];
    assert_near(it.lambda, ratio.ln(), 1e-10, "lambda");
    assert_near(it.without.unwrap(), before, 1e-12, "without");
    assert_near(it.with.unwrap(), 0.3, 1e-9, "with");
    assert_eq!((it.of.as_str(), it.sd, it.given.as_deref()), ("settled@6", None, None));
    let bits = 0.3 * (0.3 / before).log2() + 0.7 * (0.7 / (1.0 - before)).log2();
    assert_near(weights.relative_entropy_bits.unwrap(), bits, 1e-8, "bits");
    assert_near(it.bits_without.unwrap(), 0.0, 1e-12, "bits without it");
    assert_near(it.effective_without.unwrap(), 800.0, 1e-6, "effective trials without it");
    let of = |w: f64, n: usize| w * n as f64;
    let sum = of(yes[0], yes.len()) + of(no[0], no.len());
    let squares = of(yes[0] * yes[0], yes.len()) + of(no[0] * no[0], no.len());
    assert_near(weights.effective_trials / (sum * sum / squares), 1.0, 1e-9, "effective trials");
    assert_near(found.settlement.cumulative[6], 0.3, 1e-9, "settled by month 6");
}

/// Several forecasts, one of them conditional and one of a plan, hold together; and "without" is the file without them.
#[test]
fn forecasts_hold_together() {
    let open = unsure_duel(1_500).plan("cut", "defender_forces = 80").set("run.years", 12);
    let story = open
        .clone()
        .add(&forecast("of = \"settled@24\"\nprobability = 0.45"))
        .add(&forecast("of = \"peace@5\"\nprobability = 0.5"))
        .add(&forecast("of = \"signed.cut\"\ngiven = \"settled@24\"\nprobability = 0.2"));
    let (outcomes, found, plain) = (story.outcomes(), summary(&story), summary(&open));
    let signed = |it: &TrialOutcome| it.signature.is_some();
    let holds = |it: &TrialOutcome| signed(it) && it.breach.is_none_or(|breach| breach.age >= 5);
    let early = |it: &TrialOutcome| signed_by(it, 24);
    let cut = |it: &TrialOutcome| early(it) && it.signature.as_ref().unwrap().plan == 1;
    assert_near(share(&outcomes, &early), 0.45, 1e-9, "settled@24");
    assert_near(share(&outcomes, &holds) / share(&outcomes, &signed), 0.5, 1e-9, "peace@5");
    assert_near(share(&outcomes, &cut) / share(&outcomes, &early), 0.2, 1e-9, "signed.cut");
    assert_near(found.peace.survival.survival[5].unwrap(), 0.5, 1e-9, "survival to 5 years");
    let weights = found.weights.as_ref().unwrap();
    for it in &weights.forecasts {
        assert_near(it.with.unwrap(), it.probability, 1e-9, &it.of);
        assert!(it.bits_without.unwrap() <= weights.relative_entropy_bits.unwrap() + 1e-12, "{}", it.of);
    }
    assert_eq!((&weights.without.classes, weights.without.settlement), (&plain.classes, plain.settlement.settled));
    assert_eq!(weights.without.signed_and_holding.share, plain.signed_and_holding.share);
    assert_near(
        weights.forecasts[1].without.unwrap(),
        plain.peace.survival.survival[5].unwrap(),
        1e-12,
        "peace@5 without",
    );
    assert!(plain.weights.is_none() && found.inputs.values().any(|shift| shift.moved.unwrap() > 0.0));
}

/// A forecast that is itself uncertain is missed by sd^2 beta^2 lambda/beta', beta and beta' being how often it is asked
/// about without weights and with them.
#[test]
fn an_uncertain_forecast_is_met_halfway() {
    let open = unsure_duel(1_000);
    let story = open.clone().add(&forecast("of = \"peace@5\"\nprobability = 0.9\nsd = 0.06"));
    let (outcomes, found) = (story.outcomes(), summary(&story));
    let it = &found.weights.unwrap().forecasts[0];
    let signed = |it: &TrialOutcome| it.signature.is_some();
    let beta = open.outcomes().iter().filter(|it| signed(it)).count() as f64 / 1_000.0;
    let asked = share(&outcomes, &signed);
    let missed = (0.06 * beta).powi(2) * it.lambda / asked;
    assert_near(0.9 - it.with.unwrap(), missed, 1e-9, "missed by");
    let (with, without) = (it.with.unwrap(), it.without.unwrap());
    assert!(without < with && with < 0.9, "{without} {with}");
}

/// Evidence and forecasts together: the forecast holds in the weights that the evidence leaves, and "without" of it is with
/// the evidence alone.
#[test]
fn forecasts_come_on_top_of_evidence() {
    let evidence = "[[evidence]]\nplan = \"line\"\nchallenger = \"refused\"\n";
    let known = unsure_duel(900).add(evidence);
    let story = known.clone().add(&forecast("of = \"class.challenger_victory\"\nprobability = 0.3"));
    let (outcomes, found) = (story.outcomes(), summary(&story));
    let weights = found.weights.unwrap();
    let wins = |it: &TrialOutcome| it.class == Class::ChallengerVictory;
    assert_near(share(&outcomes, &wins), 0.3, 1e-9, "challenger_victory");
    let alone = share(&known.outcomes(), &wins);
    assert_near(weights.forecasts[0].without.unwrap(), alone, 1e-9, "without the forecast");
    assert_eq!((weights.evidence.len(), weights.forecasts.len()), (1, 1));
    for outcome in &outcomes {
        let foretold = outcome.foretold.unwrap();
        assert_near(outcome.weight.value(), foretold.without.value() * foretold.factor, 1e-12, "weight");
    }
}

/// Weights stand in the table, and every share is that of the weighted rows.
#[test]
fn figures_are_those_of_the_weighted_table() {
    let story = unsure_duel(600).add(&forecast("of = \"class.no_settlement\"\nprobability = 0.6"));
    let scenario = story.scenario();
    let (text, tally) = table(&scenario, Spread::whole(&scenario));
    let found = summarise(&scenario, &tally);
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    let header = reader.headers().unwrap().clone();
    let column = |name: &str| header.iter().position(|it| it == name).unwrap();
    let (class, weight) = (column("class"), column("weight"));
    let rows: Vec<(String, f64)> =
        reader.records().map(Result::unwrap).map(|row| (row[class].to_owned(), row[weight].parse().unwrap())).collect();
    let all: f64 = rows.iter().map(|row| row.1).sum();
    for class in found.classes.possible() {
        let of: f64 = rows.iter().filter(|row| row.0 == class.name()).map(|row| row.1).sum();
        assert_near(found.classes.of(class).share.unwrap(), of / all, 1e-9, class.name());
    }
    assert_near(found.classes.no_settlement.share.unwrap(), 0.6, 1e-9, "no_settlement");
}

/// Tallies of parts add up to that of the whole, whatever the threads, and come back from files as they were.
#[test]
fn tallies_with_forecasts_add_up_in_any_order() {
    let story = unsure_duel(300).add(&forecast("of = \"settled@12\"\nprobability = 0.4\nsd = 0.1"));
    let scenario = story.add(&forecast("of = \"peace@3\"\nprobability = 0.7")).scenario();
    let whole = tally(&scenario);
    assert!(whole.forecasts.cells.len() > 2 && whole.forecasts.multipliers.lambda.len() == 2);
    let part = |first, end, threads| {
        record(&scenario, &armistice::engine::NoRecord, Spread { first, end, block_size: 50, threads }, None).1
    };
    let mut sum = part(131, 300, 1);
    sum.merge(&part(0, 100, 2));
    sum.merge(&part(100, 131, 2));
    assert_eq!(sum, whole);
    let text = serde_json::to_string(&whole).unwrap();
    assert_eq!(serde_json::from_str::<Tally>(&text).unwrap(), whole);
}

/// What never happens, what nobody asks about, and what contradicts another is told with what can be reached.
#[test]
fn forecasts_that_cannot_hold_end_the_run() {
    let told = |story: Story| Run::new(&story.scenario()).run().unwrap_err().to_string();
    // Nobody signs anything at such a margin.
    let never = duel().set("run.trials", 64).set("challenger.margin", 1).plan("line", "");
    let said = told(never.clone().add(&forecast("of = \"settled@60\"\nprobability = 0.4")));
    assert!(said.contains("`forecast.1` gives settled@60 the probability 0.4, but it happens in no trial"), "{said}");
    let said = told(never.add(&forecast("of = \"peace@5\"\nprobability = 0.4\nsd = 0.1")));
    assert!(said.contains("`forecast.1` is of peace@5 given what happens in no trial"), "{said}");
    let both = unsure_duel(400).add(&forecast("of = \"class.challenger_victory\"\nprobability = 0.6"));
    let both = both.add(&forecast("of = \"class.defender_victory\"\nprobability = 0.7"));
    let said = told(both.clone());
    for words in [
        "forecasts contradict each other",
        "`forecast.1` (class.challenger_victory: 0.6) can be between 0 and 0.3",
        "`forecast.2` (class.defender_victory: 0.7) can be between 0 and 0.4",
    ] {
        assert!(said.contains(words), "{words}\n{said}");
    }
    let found = summary(&both.set("forecast.1.sd", 0.1));
    assert_near(found.weights.unwrap().forecasts[1].with.unwrap(), 0.7, 1e-9, "the one that is sure");
}

/// Nothing is written where forecasts contradict the scenario; parts and early ends are refused with the way out.
#[test]
fn what_forecasts_do_not_go_with_is_refused_before_anything_is_written() {
    let desk = Desk::new();
    let with = |name: &str, keys: &str| desk.add_to_tiny(name, &forecast(keys));
    with("never.toml", "of = \"settled@240\"\nprobability = 0.4");
    with("told.toml", "of = \"settled@24\"\nprobability = 0.4");
    let call = desk.expect(2, "run never.toml --trials 200 --no-charts --set defender.margin=1 --out none");
    assert!(call.stderr.contains("happens in no trial") && !desk.path("none").exists(), "{}", call.stderr);
    for (more, says) in [
        ("--shard 1/2", "--forecasts-from"),
        ("--precision 0.01", "cannot stop early"),
        ("--savi", "[[forecast]]"),
        ("--replications 5", "weigh single trials"),
        ("--forecasts-from none", "none"),
    ] {
        let call = desk.expect(2, &format!("run told.toml --trials 3000 --no-charts --out none {more}"));
        assert!(call.stderr.contains(says) && !desk.path("none").exists(), "{more}\n{}", call.stderr);
    }
    let call = desk.expect(2, "run tiny.toml --trials 200 --forecasts-from none --out none");
    assert!(call.stderr.contains("has no [[forecast]]"), "{}", call.stderr);
}

/// A split run takes the multipliers of another run of the same scenario, and is joined to the same bytes as the whole with
/// them; those of a run of the same trials are its own. Parts with other multipliers do not belong together.
#[test]
fn parts_with_the_multipliers_of_a_run_make_the_whole() {
    let desk = Desk::new();
    let more =
        forecast("of = \"settled@24\"\nprobability = 0.4") + &forecast("of = \"peace@5\"\nprobability = 0.7\nsd = 0.1");
    desk.add_to_tiny("told.toml", &more);
    let run = |more: &str| desk.expect(0, &format!("run told.toml --quiet --no-charts {more}"));
    run("--trials 1000 --out few");
    run("--trials 3000 --out own");
    for (from, name) in [("few", "few"), ("own", "same")] {
        run(&format!("--trials 3000 --forecasts-from {from} --out whole-{name}"));
    }
    for part in 1..=2 {
        run(&format!("--trials 3000 --forecasts-from few --shard {part}/2 --out part{part}"));
    }
    desk.expect(0, "merge part2 part1 --no-charts --out merged");
    assert!(desk.files("whole-few") == desk.files("merged"));
    for file in ["summary.json", "trials.csv", "summary.csv"] {
        assert_eq!(desk.files("own")[std::path::Path::new(file)], desk.files("whole-same")[std::path::Path::new(file)]);
    }
    assert_ne!(
        desk.files("own")[std::path::Path::new("trials.csv")],
        desk.files("merged")[std::path::Path::new("trials.csv")]
    );
    assert!(fs::read_to_string(desk.path("merged/manifest.json")).unwrap().contains("\"forecasts_from\""));
    desk.expect(0, "verify merged");
    run("--trials 3000 --forecasts-from own --shard 2/2 --out other");
    let call = desk.expect(2, "merge part1 other --no-charts --out none");
    assert!(call.stderr.contains("other multipliers of forecasts"), "{}", call.stderr);
    let call = desk.expect(2, "run told.toml --set forecast.1.probability=0.5 --forecasts-from few --out none");
    assert!(call.stderr.contains("run of another scenario"), "{}", call.stderr);
}

/// The terminal, the report and the charts tell of forecasts; a run that they bend far says so.
#[test]
fn what_others_hold_probable_is_told() {
    let desk = Desk::new();
    let more = "[[forecast]]\nof = \"settled@2\"\nprobability = 0.97\nsource = \"a market\"\n";
    desk.add_to_tiny("told.toml", more);
    let call = desk.expect(0, "check told.toml");
    let plain = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(plain(&call.stdout).contains("a plan is signed by month 2: 0.97 (source: a market)"), "{}", call.stdout);
    let sets = "--set challenger.margin=0.12 --set defender.margin=0.12";
    let call = desk.expect(0, &format!("run told.toml --trials 2000 {sets} --out told"));
    let report = fs::read_to_string(desk.path("told/report.md")).unwrap();
    for words in ["What others hold probable", "forecasts are far from what the scenario says", "97.0% was forecast"] {
        assert!(plain(&call.stdout).contains(words), "{words}\n{}", call.stdout);
        assert!(report.contains(words), "{words}\n{report}");
    }
    assert!(desk.path("told/charts/forecasts.svg").exists());
    assert!(call.stderr.contains("played twice"), "{}", call.stderr);
    let french = desk.expect(0, &format!("run told.toml --trials 500 --lang fr {sets} --out fr"));
    assert!(french.stdout.contains("Ce que d’autres tiennent pour probable"), "{}", french.stdout);
    desk.expect(0, "compare told fr");
}

/// Each point of a sweep weighs its own trials, also where it goes over a forecast; and each fault says where it is and how
/// it is mended.
#[test]
fn sweeps_go_over_forecasts() {
    let desk = Desk::new();
    let more = forecast("of = \"settled@24\"\nprobability = 0.4");
    desk.add_to_tiny("told.toml", &more);
    let sweep = "schema = 1\n[sweep]\nbase = \"told.toml\"\ntrials = 640\n[[axis]]\npath = \"forecast.1.probability\"\n\
                 values = [0.2, 0.5]\n[[measure]]\nid = \"early\"\nof = \"settlement.share\"\n\
                 [[measure]]\nid = \"bits\"\nof = \"weights.relative_entropy_bits\"\n\
                 [[chart]]\nkind = \"lines\"\nx = \"forecast.1.probability\"\nmeasure = \"early\"\n";
    fs::write(desk.path("sweep.toml"), sweep).unwrap();
    desk.expect(0, "sweep sweep.toml --quiet --no-charts --out swept");
    let mut points = csv::Reader::from_path(desk.path("swept/points.csv")).unwrap();
    let column = points.headers().unwrap().iter().position(|it| it == "early").unwrap();
    let early: Vec<f64> = points.records().map(|row| row.unwrap()[column].parse().unwrap()).collect();
    assert!((early[0] - 0.2).abs() < 1e-6 && (early[1] - 0.5).abs() < 1e-6, "{early:?}");
}

#[test]
fn forecasts_that_say_nothing_are_refused() {
    let refused = |more: &str| unsure_duel(64).set("run.years", 12).add(more).try_scenario().unwrap_err();
    for (keys, words) in [
        ("of = \"setled@12\"\nprobability = 0.5", ["`forecast.1.of` is \"setled@12\"", "did you mean \"settled@12\""]),
        ("of = \"sunshine\"\nprobability = 0.5", ["nothing that can be foretold", "\"peace.PLAN@YEARS\""]),
        ("of = \"signed.lime\"\nprobability = 0.5", ["there is no plan \"lime\"", "did you mean \"signed.line\""]),
        ("of = \"class.peace_helt\"\nprobability = 0.5", ["there is no class", "did you mean \"class.peace_held\""]),
        ("of = \"peace@x\"\nprobability = 0.5", ["after @ stands a whole number", "years for the others"]),
        ("of = \"peace@13\"\nprobability = 0.5", ["a peace is followed for 12 years", "set `run.years` to 13"]),
        ("of = \"settled@12\"\nprobability = 1", ["`forecast.1.probability` is 1", "above 0, below 1"]),
        ("of = \"settled@12\"\nprobability = 0.5\nsd = 0", ["`forecast.1.sd` is 0", "above 0"]),
        ("of = \"settled@12\"", ["`forecast.1.probability` is missing", "How probable"]),
        ("probability = 0.5", ["`forecast.1.of` is missing", "settled@MONTH"]),
        ("of = \"class.frozen\"\nprobability = 0.5", ["the front never freezes", "front.freeze"]),
        ("of = \"settled@6\"\ngiven = \"peace@5\"\nprobability = 0.5", ["a condition of its own", "holding@YEARS"]),
        ("of = \"settled@6\"\nprobabilty = 0.5", ["`forecast.1.probabilty` is not a known key", "probability"]),
    ] {
        let told = refused(&forecast(keys));
        assert!(words.iter().all(|words| told.contains(words)), "{keys}\n{told}");
    }
    let twice = forecast("of = \"settled@12\"\nprobability = 0.5").repeat(2);
    assert!(refused(&twice).contains("is of the same as `forecast.1`"));
    let off = unsure_duel(64).plan("old", "territory = 0.5").set("plan.old.tabled", false);
    let told = off.add(&forecast("of = \"signed.old\"\nprobability = 0.5")).try_scenario().unwrap_err();
    assert!(told.contains("that plan is never signed"), "{told}");
    // A plan that is foretold stays in the file when others are asked for.
    let kept = unsure_duel(64).plan("old", "territory = 0.5").add(&forecast("of = \"signed.old\"\nprobability = 0.5"));
    let kept = kept.only(&["line"]).scenario();
    assert_eq!(kept.forecasts()[0].of.plan(), Some(1));
}
