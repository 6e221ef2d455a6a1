//! Terms that are left open: what both sides would choose.

use std::collections::BTreeMap;

use armistice::analysis::evaluation::TermValue;
use armistice::analysis::open::OpenSummary;
use armistice::analysis::summarise;
use armistice::engine::{Assessment, TrialOutcome};
use proptest::prelude::*;

use crate::story::{Spread, Story, assert_near, border, cases, duel, table, tally};

/// Two sides that never break an agreement and have territory and another issue at stake, the challenger caring more for the
/// first and the defender for the second: what a plan is worth is what is in force.
fn market() -> Story {
    duel()
        .set("challenger.may_attack", false)
        .set("defender.may_attack", false)
        .set("challenger.demands.transit", "{ ideal = 1, salience = 1 }")
        .set("defender.demands.transit", "{ ideal = 0, salience = 3 }")
        .set("challenger.demands.territory.salience", 3)
        .add("[[issue]]\nid = \"transit\"\nunit = \"share\"\nstatus_quo = 0.5\n")
}

fn chosen(story: &Story, plan: &str) -> BTreeMap<String, TermValue> {
    story.solution(plan).open_terms.into_iter().collect()
}

fn number(story: &Story, plan: &str, issue: &str) -> f64 {
    match chosen(story, plan)[issue] {
        TermValue::Number(number) => number,
        TermValue::Word(ref word) => panic!("{word}"),
    }
}

fn surplus(assessment: &Assessment) -> [f64; 2] {
    *assessment.surplus.as_array()
}

fn summary_of(story: &Story, plan: &str) -> OpenSummary {
    let scenario = story.scenario();
    summarise(&scenario, &tally(&scenario)).open_terms[plan].clone()
}

/// With one issue, linear in both sides' eyes, the product (t - W_A)(1 - t - W_D) is largest in the middle of the range of
/// bargaining, t = (1 + W_A - W_D)/2 (Nash 1950); on a list that holds it, it is chosen, else the nearest. The worked example
/// of docs/model.md.
#[test]
fn two_sides_split_the_range_in_half() {
    let story = duel()
        .set("challenger.may_attack", false)
        .set("defender.may_attack", false)
        .set("defender.war_cost", 0.9)
        .plan("split", "territory = { from = 0, to = 1, step = 0.001 }");
    // 1,001 choices are too many for one list.
    assert!(story.try_scenario().unwrap_err().contains("1001 choices"), "{:?}", story.try_scenario());
    let story = story.set("plan.split.terms.territory.step", 0.005).set("plan.split.terms.territory.from", 0.005);
    let evaluation = story.evaluation();
    let middle = (1.0 + evaluation.challenger.w - evaluation.defender.w) / 2.0;
    let share = number(&story, "split", "territory");
    assert!((share - middle).abs() <= 0.0025 + 1e-12, "{share} for {middle}");
    // Who suffers more from the war gets less of the land.
    assert!(middle > 0.5 && share > 0.5, "{middle}");
    let equal = story.clone().set("defender.war_cost", 0.5).set("defender.discount_factor", 0.9);
    assert_near(number(&equal, "split", "territory"), 0.5, 1e-12, "the equals' share");
    let plan = &story.evaluation().plans[0];
    let [a, d] = [plan.challenger.surplus.unwrap(), plan.defender.surplus.unwrap()];
    assert!((a - d).abs() <= 0.005 + 1e-9 && plan.signable, "{a} and {d}");
}

/// With two issues each side gets more of what it cares for more (Raiffa 1982): here all of it, since both are linear.
#[test]
fn issues_are_traded() {
    let share = "{ from = 0, to = 1, step = 0.1 }";
    let story = market().plan("deal", &format!("territory = {share}, transit = {share}"));
    assert_eq!(number(&story, "deal", "territory"), 1.0);
    assert_eq!(number(&story, "deal", "transit"), 0.0);
    // The other way round where saliences are.
    let other =
        story.clone().set("challenger.demands.transit.salience", 9).set("defender.demands.territory.salience", 9);
    assert_eq!(number(&other, "deal", "territory"), 0.0);
    assert_eq!(number(&other, "deal", "transit"), 1.0);
    // Each gains more than by halves of both.
    let halves =
        story.clone().set("plan.deal.terms.territory", 0.5).set("plan.deal.terms.transit", 0.5).solution("deal");
    let traded = story.solution("deal");
    assert!(traded.challenger.surplus > halves.challenger.surplus && traded.defender.surplus > halves.defender.surplus);
}

/// A list of one is a term like any other: every figure, every trial and the trial table are the same.
#[test]
fn a_list_of_one_is_no_choice() {
    let closed = border().set("run.trials", 256).set("run.years", 12).set("enforcement.lookahead", 20);
    let plan = closed.scenario().structure().plans[1].clone();
    assert_eq!((plan.id.as_str(), plan.participants.is_empty()), ("pact", false));
    let mut open = closed.clone();
    for (issue, identity) in closed.scenario().structure().issues.iter().enumerate() {
        let term = plan.term(issue).map_or("\"line_of_contact\"".to_owned(), |term| match term {
            term if term.is_finite() => term.to_string(),
            _ if identity.id == "guarantee_years" => "\"permanent\"".to_owned(),
            _ => "\"none\"".to_owned(),
        });
        open = open.set(&format!("plan.pact.terms.{}", identity.id), format!("{{ choices = [{term}] }}"));
    }
    let without = |mut value: serde_json::Value| {
        value.as_object_mut().unwrap().remove("open_terms");
        value["plans"].as_array_mut().into_iter().flatten().for_each(|plan| {
            plan.as_object_mut().unwrap().remove("open_terms");
        });
        value
    };
    let told = |story: &Story| without(serde_json::to_value(story.evaluation()).unwrap());
    assert_eq!(told(&open), told(&closed));
    let summary = |story: &Story| {
        let scenario = story.scenario();
        without(serde_json::to_value(summarise(&scenario, &tally(&scenario))).unwrap())
    };
    assert_eq!(summary(&open), summary(&closed));
    let rows = |story: &Story| table(&story.scenario(), Spread::whole(&story.scenario())).0;
    assert_eq!(rows(&open), rows(&closed));
    for (open, closed) in open.outcomes().into_iter().zip(closed.outcomes()) {
        assert_eq!((open.signature, open.alone, open.values), (closed.signature, closed.alone, closed.values));
    }
    // Set to one value by its path it is closed again.
    let scenario = open.scenario().with("plan.pact.terms.guarantee_years", 7).unwrap();
    let pact = &scenario.structure().plans[1];
    assert_eq!((pact.guarantee_years, pact.open.len()), (7.0, closed.scenario().structure().issues.len() - 1));
}

/// A plan of the border with three open terms, and the same with every combination closed.
fn border_open() -> (Story, Vec<Story>) {
    let years = [0, 5, 20];
    let (caps, transit) = (["300", "600", "\"none\""], [0.2, 0.5, 0.8]);
    let base = || border().set("run.trials", 96).set("run.years", 10).set("enforcement.lookahead", 20);
    let base = || base().set("negotiation.acceptance_noise", 0).set("plan.pact.terms.foreign_troops", 0);
    // Nobody has a term of its own where nobody takes part.
    let base = || base().set("plan.pact.years", "{}");
    let open = base()
        .set("plan.pact.terms.guarantee_years", "{ choices = [0, 5, 20] }")
        .set("plan.pact.terms.defender_forces", "{ choices = [300, 600, \"none\"] }")
        .set("plan.pact.terms.transit", "{ from = 0.2, to = 0.8, step = 0.3 }");
    let order: Vec<String> = open.scenario().structure().plans[1]
        .open
        .iter()
        .map(|term| open.scenario().structure().issues[term.issue].id.clone())
        .collect();
    let level = |issue: &str, at: usize| match issue {
        "guarantee_years" => years[at].to_string(),
        "defender_forces" => caps[at].to_owned(),
        _ => transit[at].to_string(),
    };
    let combination = |number: usize| {
        let places = [number / 9, number / 3 % 3, number % 3];
        order
            .iter()
            .zip(places)
            .fold(base(), |story, (issue, at)| story.set(&format!("plan.pact.terms.{issue}"), level(issue, at)))
    };
    (open, (0..27).map(combination).collect())
}

fn at_start(outcome: &TrialOutcome) -> &Assessment {
    outcome.assessments[1].as_ref().expect("a plan that is always available")
}

/// In every trial what is chosen at the start is the best of all combinations, each of them played as a plan of its own: the
/// largest product where both would sign any, else the largest smaller surplus, what crosses a red line last; the first of
/// equals.
#[test]
fn the_choice_is_the_best_of_all() {
    let (open, closed) = border_open();
    let closed: Vec<Vec<TrialOutcome>> = closed.iter().map(Story::outcomes).collect();
    let (mut agreed, mut not) = (0, 0);
    for (trial, outcome) in open.outcomes().iter().enumerate() {
        let rank = |combination: &usize| {
            let assessment = at_start(&closed[*combination][trial]);
            let [a, d] = surplus(assessment);
            let crosses =
                assessment.acceptance.iter().zip([a, d]).any(|(&chance, surplus)| chance == 0.0 && surplus >= 0.0);
            if crosses {
                (0, a.min(d))
            } else if a >= 0.0 && d >= 0.0 {
                (2, a * d)
            } else {
                (1, a.min(d))
            }
        };
        let best = (0..27).reduce(|best, next| if rank(&next) > rank(&best) { next } else { best }).unwrap();
        let own = at_start(outcome);
        // Where a red line bars what one refuses anyhow, surpluses alone do not show it: then only what both would sign is
        // compared.
        if rank(&best).0 == 2 {
            assert_eq!(own.combination, best, "trial {trial}");
            assert_eq!(surplus(own), surplus(at_start(&closed[best][trial])), "trial {trial}");
            assert!(own.acceptable_to_all() && !own.distances.is_empty());
            agreed += 1;
        } else {
            assert!(!own.acceptable_to_all(), "trial {trial}");
            not += 1;
        }
    }
    assert!(agreed > 10 && not > 0, "{agreed} agreed, {not} did not");
}

/// Beyond 4,096 combinations a search finds what trying all of them finds, here on 17 choices of each of three terms: all of
/// each are tried where the third term is held.
#[test]
fn the_search_finds_the_best() {
    let fine = "{ from = 0.1, to = 0.9, step = 0.05 }";
    let open = border()
        .set("run.years", 10)
        .set("enforcement.lookahead", 20)
        .set("challenger.war_cost", 2)
        .set("defender.war_cost", 2)
        .set("plan.pact.terms.foreign_troops", 0)
        .set("plan.pact.terms.transit", fine)
        .set("plan.pact.terms.territory", fine)
        .set("plan.pact.terms.guarantee_years", "{ from = 4, to = 36, step = 2 }");
    let product = |story: &Story| {
        let plan = story.solution("pact");
        let [a, d] = [&plan.challenger, &plan.defender].map(|it| it.surplus.unwrap());
        (plan.signable, a * d, plan.open_terms)
    };
    let (signable, found, terms) = product(&open);
    assert!(signable);
    let held = |step: u32| {
        let share = f64::from(10 + 5 * step) / 100.0;
        product(&open.clone().set("plan.pact.terms.territory", share))
    };
    let all: Vec<_> = (0..17).map(held).filter(|it| it.0).collect();
    let best = all.iter().map(|it| it.1).fold(0.0, f64::max);
    assert_near(found / best, 1.0, 1e-12, &format!("{terms:?}"));
}

/// The agreed terms at the signature, at the start and their shares are those of the trials, weighted where draws are.
#[test]
fn shares_are_counted_from_trials() {
    for evidence in ["", "[[evidence]]\nmonths = 12\nadvances = 1\n"] {
        let (open, _) = border_open();
        let open = open.set("negotiation.acceptance_noise", 0.03).set("run.trials", 320).add(evidence);
        let summary = summary_of(&open, "pact");
        let outcomes = open.outcomes();
        let weight = |of: &dyn Fn(&TrialOutcome) -> bool| -> f64 {
            outcomes.iter().filter(|it| of(it)).map(|it| it.weight.value()).sum()
        };
        let agreed = |it: &TrialOutcome| at_start(it).acceptable_to_all();
        let signed = |it: &TrialOutcome| it.signature.as_ref().is_some_and(|it| it.plan == 1);
        let all = weight(&|_| true);
        assert_near(summary.range.share.unwrap(), weight(&agreed) / all, 1e-9, "range");
        let plan = open.scenario().structure().plans[1].clone();
        for (place, (_, told)) in summary.terms.iter().enumerate() {
            assert_eq!(told.choices.len(), plan.open[place].choices.len());
            for choice in 0..told.choices.len() {
                let starts = |it: &TrialOutcome| agreed(it) && plan.choices(at_start(it).combination)[place] == choice;
                let share = weight(&starts) / weight(&agreed);
                assert_near(told.at_start.share[choice].unwrap(), share, 1e-9, "at the start");
                let signs = |it: &TrialOutcome| {
                    signed(it) && plan.choices(it.signature.as_ref().unwrap().combination)[place] == choice
                };
                let share = weight(&signs) / weight(&signed);
                assert_near(told.signed.share[choice].unwrap(), share, 1e-9, "signed");
            }
            assert_near(told.at_start.share.iter().flatten().sum(), 1.0, 1e-9, "shares");
        }
        for outcome in outcomes.iter().filter(|it| signed(it)) {
            let signature = outcome.signature.as_ref().unwrap();
            let closed = plan.closed(signature.combination);
            assert_eq!(signature.terms[1..2], [closed.defender_forces], "the cap is that of the combination");
            assert_eq!(signature.terms[3], closed.guarantee_years);
        }
        let distance = &summary.distance["line"];
        // Over the draws in which the other plan can be had.
        let of_line = |it: &TrialOutcome| at_start(it).distances.first().copied().flatten().filter(|_| agreed(it));
        let sum: f64 = outcomes.iter().filter_map(|it| Some(it.weight.value() * of_line(it)?)).sum();
        assert_near(distance.mean.unwrap(), sum / weight(&|it| of_line(it).is_some()), 1e-9, "distance");
    }
}

/// Territory alone, linear: 0.3 of it apart is 0.3. A permanent guarantee against none is all of that issue.
#[test]
fn distance_is_what_each_side_has_of_each_issue() {
    let story = market()
        .guarantor("g", "reliability = 1\nforces = 50")
        .set("challenger.demands.guarantee_years.salience", 1)
        .set("defender.demands.guarantee_years.salience", 1)
        .set("challenger.war_cost", 2)
        .set("defender.war_cost", 2)
        .plan("open", "territory = { choices = [0.5] }, transit = 0.5, guarantee_years = { choices = [\"permanent\"] }")
        .plan("moved", "territory = 0.2, transit = 0.5, guarantee_years = \"permanent\"")
        .plan("bare", "territory = 0.5, transit = 0.5");
    let outcomes = story.outcomes();
    let distances = &outcomes[0].assessments[0].as_ref().unwrap();
    // Saliences: A 3 + 1 + 1 = 5, D 1 + 3 + 1 = 5.
    assert!(distances.acceptable_to_all(), "{distances:?}");
    assert_eq!(distances.distances[0], None);
    let moved = 0.3 * f64::midpoint(3.0 / 5.0, 1.0 / 5.0);
    assert_near(distances.distances[1].unwrap(), moved, 1e-12, "moved");
    assert_near(distances.distances[2].unwrap(), 1.0 / 5.0, 1e-12, "bare");
}

/// With no years of guarantee nobody takes part and no troops stay; with some, both may.
#[test]
fn no_guarantee_is_one_of_the_choices() {
    let story = market()
        .guarantor("g", "reliability = 1\nforces = 50\nmax_troops = 10")
        .plan("deal", "territory = 0.5, transit = 0.5, guarantee_years = { choices = [0, 10] }, foreign_troops = { choices = [5, 0] }");
    let none = story.clone().set("challenger.demands.guarantee_years.salience", 9).solution("deal");
    assert_eq!((none.open_terms["guarantee_years"].clone(), none.foreign_troops), (TermValue::Number(0.0), Some(0.0)));
    assert!(none.guarantee.is_none());
    let some = story.clone().set("defender.demands.guarantee_years.salience", 9).solution("deal");
    assert_eq!(some.open_terms["guarantee_years"], TermValue::Number(10.0));
    assert!(some.guarantee.is_some());
    // Where no guarantor consents there is still the plan without a guarantee.
    let alone =
        story.set("guarantor.g.consent", 0).set("defender.demands.guarantee_years.salience", 9).solution("deal");
    assert!(alone.available && alone.open_terms["guarantee_years"] == TermValue::Number(0.0));
}

/// The trial table and the tally are the same however the run is spread.
#[test]
fn spreading_changes_nothing() {
    let (open, _) = border_open();
    let open = open
        .set("negotiation.acceptance_noise", 0.03)
        .set("challenger.belief_strength", 12)
        .set("run.trials", 128)
        .add("[[evidence]]\nmonths = 12\nadvances = 1\n");
    let scenario = open.scenario();
    let whole = table(&scenario, Spread::whole(&scenario));
    for (block_size, threads) in [(32, 2), (64, 1), (128, 3)] {
        assert_eq!(table(&scenario, Spread { first: 0, end: 128, block_size, threads }), whole);
    }
}

/// A plan of which ratification fails is off the table with all its combinations.
#[test]
fn all_combinations_are_off_the_table_together() {
    let (open, _) = border_open();
    let open = open
        .set("challenger.ratification", 0.3)
        .set("negotiation.cooldown", 100)
        .only(&["pact"])
        .set("run.trials", 200);
    let months: Vec<u32> = open.outcomes().iter().filter_map(|it| Some(it.signature.as_ref()?.month)).collect();
    let scenario = open.scenario();
    let alone: Vec<TrialOutcome> = open.outcomes();
    // By itself the plan is signed in the very trials in which it is signed on a table that holds nothing else.
    for outcome in &alone {
        let own = outcome.alone.as_ref().unwrap().plans[0].as_ref().map(|it| it.month);
        assert_eq!(own, outcome.signature.as_ref().map(|it| it.month));
    }
    assert!(!months.is_empty() && months.len() < 200, "{} of {}", months.len(), scenario.run().trials);
}

/// What keeps open terms from being worked out is refused, and says the way out.
#[test]
fn what_cannot_be_is_refused() {
    let open = border().set("plan.pact.terms.guarantee_years", "{ choices = [5, 10] }");
    let told = |story: Story| story.try_scenario().unwrap_err();
    let foresight = told(open.clone().set("negotiation.foresight", "\"all\""));
    assert!(foresight.contains("open terms, which do not go together with"), "{foresight}");
    let answered = told(open.add("[[evidence]]\nplan = \"pact\"\nchallenger = \"refused\"\n"));
    assert!(answered.contains("which has open terms: nobody can have answered it"), "{answered}");
}

fn sublist(list: &[usize], keep: &[bool]) -> Vec<usize> {
    let kept: Vec<usize> = list.iter().zip(keep).filter(|(_, keep)| **keep).map(|(it, _)| *it).collect();
    if kept.is_empty() { vec![list[0]] } else { kept }
}

proptest! {
    #![proptest_config(cases(24))]

    /// A longer list never takes a range of bargaining away: draw by draw, whatever was left out of it.
    #[test]
    fn more_choices_never_hurt(keep in prop::collection::vec(any::<bool>(), 10), seed in 0_u64..1_000) {
        let (years, transit) = ([0, 3, 8, 15, 30], [0, 25, 50, 75, 100]);
        let with = |years: &[usize], transit: &[usize]| {
            let transit: Vec<f64> = transit.iter().map(|&it| it as f64 / 100.0).collect();
            border()
                .set("run.trials", 24)
                .set("run.seed", seed)
                .set("run.years", 5)
                .set("enforcement.lookahead", 15)
                .set("plan.pact.terms.foreign_troops", 0)
                .set("plan.pact.years", "{}")
                .set("plan.pact.terms.guarantee_years", format!("{{ choices = {years:?} }}"))
                .set("plan.pact.terms.transit", format!("{{ choices = {transit:?} }}"))
        };
        let whole = with(&years, &transit).outcomes();
        let part = with(&sublist(&years, &keep[..5]), &sublist(&transit, &keep[5..])).outcomes();
        for (whole, part) in whole.iter().zip(&part) {
            let range = |it: &TrialOutcome| it.assessments[1].as_ref().is_some_and(Assessment::acceptable_to_all);
            prop_assert!(range(whole) || !range(part));
        }
    }
}

/// The one value that a text may hold beside numbers.
#[test]
fn the_line_of_contact_is_a_choice() {
    let text = market().plan("deal", "territory = { choices = [0.1, \"line_of_contact\"] }, transit = 0.5");
    assert_eq!(chosen(&text, "deal")["territory"], TermValue::Word("line_of_contact".to_owned()));
    let wrong = market().plan("deal", "territory = { choices = [\"line_of_contract\"] }, transit = 0.5");
    let told = wrong.try_scenario().unwrap_err();
    assert!(told.contains("line_of_contact"), "{told}");
}
