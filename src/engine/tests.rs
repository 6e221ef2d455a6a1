//! A trial that is watched: its story agrees with its row, and watching changes nothing.

use std::collections::BTreeMap;

use crate::model::enforcement::{Solution, Solver};
use crate::model::{Parameters, PerSide, Side};
use crate::scenario::{Scenario, parse};

use super::{
    Assessment, Attack, Barred, Breach, Class, Counter, Engine, Front, NoObserver, Observer, PeaceYear, Player,
    Resumed, Round, Rules, Run, Signature, Step, Streams, TrialOutcome, VetoInRound, WarMonth, World, WorldError,
};

/// All that an observer is told of a trial.
#[derive(Debug, Default)]
struct Story {
    inputs: Vec<f64>,
    consents: Vec<bool>,
    start: usize,
    positions: usize,
    assessments: Vec<Option<Assessment>>,
    months: Vec<WarMonth>,
    rounds: Vec<ToldRound>,
    signature: Option<Signature>,
    years: Vec<PeaceYear>,
    attack: Option<(Side, usize, usize, f64)>,
    breach: Option<Breach>,
    ended: Option<Result<TrialOutcome, String>>,
}

/// What is kept of a round.
#[derive(Debug)]
struct ToldRound {
    month: u32,
    front: Front,
    tabled: Option<usize>,
    ratified: bool,
    /// The plan with the largest product of surpluses among those that can be tabled and suit both.
    best: Option<(usize, PerSide<f64>)>,
}

impl Observer for Story {
    fn drawn(&mut self, inputs: &[f64], consents: &[bool]) {
        (self.inputs, self.consents) = (inputs.to_vec(), consents.to_vec());
    }

    fn world(&mut self, world: &World) {
        (self.start, self.positions) = (world.start, world.contest.positions);
    }

    fn assessed(&mut self, assessments: &[Option<Assessment>]) {
        self.assessments = assessments.to_vec();
    }

    fn round(&mut self, round: &Round<'_>) {
        let suits = round.plans.iter().enumerate().filter(|(_, plan)| plan.barred.is_none());
        let suits = suits.filter_map(|(index, plan)| Some((index, plan.surplus?)));
        let suits = suits.filter(|(_, surplus)| surplus.iter().all(|&surplus| surplus >= 0.0));
        let product = |surplus: &PerSide<f64>| surplus.iter().product::<f64>();
        // The first of the largest, as ties go to the earlier in the file.
        let best = suits.fold(None, |best: Option<(usize, PerSide<f64>)>, plan| match best {
            Some(best) if product(&plan.1) <= product(&best.1) => Some(best),
            _ => Some(plan),
        });
        let &Round { month, front, tabled, ratified, .. } = round;
        self.rounds.push(ToldRound { month, front, tabled, ratified, best });
        assert_eq!(ratified, round.ratifies == PerSide::new(true, true));
        for plan in round.plans {
            assert_eq!(plan.values.is_none(), plan.barred == Some(Barred::Unavailable));
            assert!(plan.barred.is_some() || !plan.crossed.iter().any(|&crossed| crossed), "{plan:?}");
            let refused = plan.vetoes.iter().any(VetoInRound::refuses);
            assert!(plan.barred != Some(Barred::Veto) || refused, "{plan:?}");
            assert!(plan.barred.is_some() || !refused, "{plan:?}");
        }
    }

    fn month(&mut self, month: &WarMonth) {
        self.months.push(*month);
    }

    fn signed(&mut self, signature: &Signature, solutions: &PerSide<Solution>) {
        assert!(solutions.iter().all(|solution| solution.attack_active.len() == solution.attack_lapsed.len()));
        self.signature = Some(signature.clone());
    }

    fn year(&mut self, year: &PeaceYear) {
        self.years.push(*year);
    }

    fn attacked(&mut self, attack: &Attack<'_>) {
        self.attack = Some((attack.attacker, attack.age, attack.honoured.len(), attack.force));
    }

    fn breached(&mut self, breach: &Breach) {
        self.breach = Some(*breach);
    }

    fn ended(&mut self, outcome: Result<&TrialOutcome, &WorldError>) {
        self.ended = Some(outcome.cloned().map_err(ToString::to_string));
    }
}

impl Story {
    /// What must hold of every story, whatever its end.
    fn check(&self, outcome: &TrialOutcome, scenario: &Scenario) {
        assert_eq!(self.ended.as_ref(), Some(&Ok(outcome.clone())));
        assert_eq!(self.assessments, outcome.assessments);
        assert_eq!((&self.signature, self.breach), (&outcome.signature, outcome.breach));
        assert_eq!(self.months.len() as u32, outcome.war_months + outcome.frozen_months);
        self.check_moves();
        self.check_rounds();
        self.check_class(outcome, scenario);
    }

    fn wars(&self) -> (Vec<&WarMonth>, Vec<&WarMonth>) {
        self.months.iter().partition(|month| !month.resumed)
    }

    /// The front moves by the steps that are told, one at a time, and only a last month has a winner.
    fn check_moves(&self) {
        let (first, resumed) = self.wars();
        let (mut position, mut frozen) = (self.start as i64, false);
        for month in &first {
            position += i64::from(month.step == Step::Advance) - i64::from(month.step == Step::Retreat);
            assert_eq!(month.front.position as i64, position);
            let thaws_or_stands = matches!(month.step, Step::Still | Step::Thaw);
            assert!(!frozen || thaws_or_stands, "{month:?}");
            frozen = month.step == Step::Freeze || (frozen && month.step != Step::Thaw);
            assert_eq!(month.front.frozen, frozen);
        }
        for war in [first, resumed] {
            for (index, month) in war.iter().enumerate() {
                assert_eq!(month.month as usize, index);
                let over = matches!(month.step, Step::Collapse(_))
                    || month.front.position == 0
                    || month.front.position == self.positions;
                assert_eq!(month.winner.is_some(), over);
                assert!(month.winner.is_none() || index + 1 == war.len());
            }
        }
    }

    /// What is tabled is the plan with the largest product, and it is signed where both ratify.
    fn check_rounds(&self) {
        for round in &self.rounds {
            assert!(!round.front.frozen);
            assert_eq!(round.tabled, round.best.map(|best| best.0));
            assert!(round.tabled.is_some() || !round.ratified);
        }
        let signed = self.rounds.iter().find(|round| round.ratified);
        assert_eq!(signed.is_some(), self.signature.is_some());
        if let (Some(round), Some(signature)) = (signed, &self.signature) {
            assert_eq!((round.month, round.tabled), (signature.month, Some(signature.plan)));
            assert_eq!(round.best.map(|best| best.1), Some(signature.surplus));
            let before = self.wars().0;
            assert_eq!(round.front.position, before.last().map_or(self.start, |month| month.front.position));
        }
    }

    fn check_class(&self, outcome: &TrialOutcome, scenario: &Scenario) {
        let (first, resumed) = self.wars();
        let winner = |war: &[&WarMonth]| war.last().and_then(|month| month.winner);
        let attacker = self.attack.map(|attack| attack.0);
        let expected = match (winner(&first), &self.signature) {
            (Some(winner), None) => Class::victory(winner),
            (None, None) if first.last().is_some_and(|month| month.front.frozen) => Class::Frozen,
            (None, None) => Class::NoSettlement,
            (None, Some(_)) => Class::settled(attacker),
            (Some(_), Some(_)) => panic!("a war that was won and settled"),
        };
        assert_eq!(outcome.class, expected);
        let followed = self.breach.map_or(scenario.run().years, |breach| breach.age as usize + 1);
        assert_eq!(self.years.len(), if self.signature.is_some() { followed } else { 0 });
        assert_eq!(self.years.last().and_then(|year| year.attacker), attacker);
        if let Some(breach) = self.breach {
            let told = (breach.attacker, breach.age as usize, breach.honoured as usize, breach.force);
            assert_eq!(self.attack, Some(told));
            assert_eq!(resumed.len() as u32, breach.months + breach.frozen_months);
            let frozen = resumed.last().is_some_and(|month| month.front.frozen);
            assert_eq!(breach.result == Resumed::Frozen, frozen);
            assert_eq!(self.years.last().map(|year| year.guard.is_active()), Some(breach.active));
        }
    }
}

/// Watches so many trials of a scenario and returns how often each class came.
fn watched(file: &str, text: &str, overrides: &[&str], trials: u64) -> BTreeMap<&'static str, u32> {
    let overrides: Vec<String> = overrides.iter().map(ToString::to_string).collect();
    let scenario = parse(file, text, &overrides, None).unwrap_or_else(|faults| panic!("{faults}")).scenario;
    let engine = Engine::new(&scenario).unwrap();
    let (mut worker, mut plain) = (engine.worker(), engine.worker());
    let mut classes = BTreeMap::new();
    for trial in 0..trials {
        let mut story = Story::default();
        let mut seen = None;
        worker.watch(trial, &mut story, &mut |group, row| {
            seen = Some((
                group,
                row.inputs.to_vec(),
                row.consents.to_vec(),
                row.outcome.cloned().map_err(ToString::to_string),
            ));
        });
        let (group, inputs, consents, outcome) = seen.unwrap();
        assert_eq!((&story.inputs, &story.consents), (&inputs, &consents));
        plain.play(trial, 1, &mut |unwatched_group, row| {
            assert_eq!((unwatched_group, row.inputs, row.consents), (group, &inputs[..], &consents[..]));
            assert_eq!(
                row.outcome.cloned().map_err(ToString::to_string),
                outcome,
                "trial {trial}: watching changed it"
            );
        });
        match outcome {
            Ok(outcome) => {
                story.check(&outcome, &scenario);
                *classes.entry(outcome.class.name()).or_default() += 1;
            }
            Err(reason) => assert_eq!(story.ended, Some(Err(reason))),
        }
    }
    classes
}

/// Between them the scenarios end in all classes, so that every kind of story is checked.
#[test]
fn a_story_agrees_with_its_row_in_every_class() {
    let border = include_str!("../../tests/vectors/scenarios/border.toml");
    let mut classes = watched("border.toml", border, &["run.trials=400"], 400);
    let tiny = include_str!("../../scenarios/tiny.toml");
    let hard = ["run.trials=600", "run.replications=3", "challenger.ratification=0.5"];
    let cold = ["run.trials=600", "front.freeze=0.1", "front.thaw=0.05"];
    // Sides that look ahead.
    watched("border.toml", border, &["run.trials=200", "negotiation.foresight=all"], 200);
    for sets in [hard, cold] {
        for (class, count) in watched("tiny.toml", tiny, &sets, 600) {
            *classes.entry(class).or_default() += count;
        }
    }
    for class in Class::ALL {
        assert!(classes.contains_key(class.name()), "no trial ended in {}: {classes:?}", class.name());
    }
}

#[test]
fn nobody_is_told_of_what_nobody_watches() {
    const { assert!(!NoObserver::WATCHES && Story::WATCHES) };
}

/// A world made by hand of numbers that no scenario may have is refused, instead of leading to a panic.
#[test]
fn nonsense_makes_no_world() {
    let text = include_str!("../../scenarios/tiny.toml");
    let scenario = parse("tiny.toml", text, &[], None).unwrap().scenario;
    let consents = || vec![true; scenario.structure().guarantors.len()];
    let spoilt = |spoil: fn(&mut Parameters)| {
        let mut parameters = scenario.central().clone();
        spoil(&mut parameters);
        World::new(parameters, scenario.structure(), consents()).map(|_| ()).map_err(|error| error.to_string())
    };
    assert_eq!(spoilt(|_| ()), Ok(()));
    let refused = |path: &str, value: &str| Err::<(), _>(format!("`{path}` is {value}, outside its range"));
    assert_eq!(spoilt(|it| it.front.positions = 1.0), refused("front.positions", "1"));
    assert_eq!(spoilt(|it| it.defender.forces = f64::NAN), refused("defender.forces", "NaN"));
    assert_eq!(spoilt(|it| it.enforcement.lookahead = 0.0), refused("enforcement.lookahead", "0"));
    assert_eq!(spoilt(|it| it.guarantors[0].reliability = 1.5), refused("guarantor.ally.reliability", "1.5"));
    assert_eq!(spoilt(|it| it.politics[0].out = 1.5), refused("guarantor.ally.politics.out", "1.5"));
    assert_eq!(spoilt(|it| it.kept[0] = 0.5), refused("enforcement.kept.territory", "0.5"));
    assert_eq!(spoilt(|it| it.kept[1] = 1.5), refused("enforcement.kept.defender_forces", "1.5"));
    let world = World::new(scenario.central().clone(), scenario.structure(), consents()).unwrap();
    let rules = Rules::new(scenario.structure(), 21);
    let streams = Streams::new(1, scenario.structure());
    let played = Player::new(rules, Solver::default()).play(&world, &mut streams.trial(0), &mut NoObserver);
    assert_eq!(played.map_err(|error| error.to_string()).err(), refused("enforcement.lookahead", "20").err());
}

/// A war without plans has tallies next to nothing, and is played; of large tallies many threads share few, of small ones each
/// has its own.
#[test]
fn tallies_are_shared_where_they_are_large() {
    let text = include_str!("../../scenarios/tiny.toml");
    let head = &text[..text.find("[[plan]]").unwrap()];
    let plans = |count: usize| -> String {
        let plan = |plan| format!("[[plan]]\nid = \"p{plan}\"\nterms = {{ territory = 0.5 }}\n");
        (0..count).map(plan).collect()
    };
    let scenario = |count: usize, trials: u64| {
        let text = format!("{head}{}", plans(count));
        crate::scenario::parse("t.toml", &text, &[format!("run.trials={trials}")], None).unwrap().scenario
    };
    let none = scenario(0, 20);
    assert_eq!(Run::new(&none).threads(2).run().unwrap().tally.trials(), 20);
    for (plans, trials, threads, tallies) in
        [(0, 20, 16, 16), (2, 5_000, 16, 16), (200, 5_000, 16, 1), (40, 5_000, 16, 4)]
    {
        let scenario = scenario(plans, trials);
        let engine = Engine::new(&scenario).unwrap();
        let found = engine.tallies(threads);
        assert!(found == tallies || (plans == 40 && (2..=8).contains(&found)), "{plans} plans: {found} tallies");
    }
    // Shared or not, the same is counted.
    let scenario = scenario(200, 64);
    let tally = |threads| Run::new(&scenario).threads(threads).run().unwrap().tally;
    assert_eq!(tally(1), tally(3));
}

/// What is counted in sixteen parts, each with room for its own groups of trials alone, adds up to what one tally with room for
/// all counts; whether trials are independent, of a design, or several of a draw, and with evidence too. What a file
/// holds of a part is known for one, with room for all groups too, as older files have it; it is no whole tally.
#[test]
fn parts_add_up_to_the_whole() {
    let tiny = include_str!("../../scenarios/tiny.toml");
    let known = include_str!("../../scenarios/island-by-hand.toml").to_owned()
        + "\n[[evidence]]\nplan = \"garrison\"\nchallenger = \"accepted\"\n";
    let troops = "plan.garrison.terms.foreign_troops=10";
    for (text, settings, groups) in [
        (tiny, ["run.sampling=monte_carlo", "run.replications=1"].as_slice(), 1),
        (tiny, &["run.sampling=sobol", "run.replications=1"], 16),
        (tiny, &["run.sampling=monte_carlo", "run.replications=4"], 16),
        (&known, &["run.sampling=latin_hypercube", troops], 16),
    ] {
        let settings: Vec<String> = settings.iter().chain(&["run.trials=256"]).map(|&it| it.to_owned()).collect();
        let scenario = parse("t.toml", text, &settings, None).unwrap().scenario;
        let engine = Engine::new(&scenario).unwrap();
        let (mut whole, mut parts) = (engine.lean_tally(), engine.parts(16));
        let (mut one, mut each) =
            (Counter::new(scenario.run().replications), Counter::new(scenario.run().replications));
        for first in (0..256).step_by(32) {
            engine.worker().play(first, 32, &mut |group, row| {
                one.count(&mut whole, group, row);
                each.count(&mut parts[engine.part_of(group, row.trial, 16)], group, row);
            });
        }
        let mut sum = engine.lean_tally();
        for part in &parts {
            sum.merge(part);
        }
        assert_eq!((whole.groups.len(), whole.trials()), (groups, 256), "{settings:?}");
        assert!(sum == whole && parts.iter().all(|part| part.trials() == 16), "{settings:?}");
        for (index, (part, empty)) in parts.iter().zip(engine.parts(16)).enumerate() {
            let rooms = part.groups.iter().filter(|group| !group.plans.is_empty()).count();
            assert_eq!(rooms, 1, "part {index}, {settings:?}");
            let mut as_before = engine.lean_tally();
            as_before.merge(part);
            assert!(part.is_shaped_like(&empty) && as_before.is_shaped_like(&empty), "part {index}, {settings:?}");
            assert_eq!(part.is_shaped_like(&engine.lean_tally()), groups == 1, "part {index}, {settings:?}");
            // Nor is one with trials, or other room, where there can be none.
            let other = (index + 1) % groups;
            if groups > 1 {
                let (mut foreign, mut odd) = (part.clone(), as_before.clone());
                foreign.groups[other].trials.add(1);
                odd.groups[other].exact.pop();
                assert!(!foreign.is_shaped_like(&empty) && !odd.is_shaped_like(&empty), "part {index}, {settings:?}");
            }
        }
    }
}
