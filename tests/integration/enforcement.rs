//! The yearly game: a plain transcription of model section 6, its limits and its bounds.

use armistice::model::Side;
use armistice::model::enforcement::{Solver, Theory};
use armistice::model::war::{Contest, Valuer};
use proptest::prelude::*;

use crate::any::any_story;
use crate::story::{Game, Story, assert_near, cases, duel, world};

/// What attacking is worth at every age, to A and to D.
struct War {
    /// A attacks an active guarantee.
    active: Vec<[f64; 2]>,
    /// A attacks after its lapse.
    lapsed: Vec<[f64; 2]>,
    /// D attacks.
    defender: Vec<[f64; 2]>,
}

/// R_A, R_D|A, R_A|D and R_D as the equations say, under the beliefs of one side.
fn war(game: &Game<'_>, side: Side) -> War {
    let settlement = game.settlement;
    let view = &game.views[side];
    let after = &settlement.after;
    let position = settlement.resumed_position(view.position);
    let prospects = &settlement.prospects[side];
    let w = |contest: Contest, log_odds: f64| {
        let valuer = |side: Side| Valuer::new(&contest, &settlement.fighters[side], position);
        Side::BOTH.map(|side| valuer(side).value(log_odds + view.offset))
    };
    let mut out = War { active: Vec::new(), lapsed: Vec::new(), defender: Vec::new() };
    for age in 0..settlement.lookahead {
        let (a, d) = (settlement.challenger_forces[age], settlement.defender_forces[age]);
        let m = after.front.decisiveness;
        let strike = |x: f64| {
            let spared = (-after.guarantee.endurance * x / d).exp();
            let contest = Contest { collapse_defender: after.defender.collapse * spared, ..after.contest() };
            w(contest, m * (a / (d + x)).ln() + after.challenger.surprise)
        };
        let term_age = settlement.term.age(age);
        let mut expected = [0.0; 2];
        for point in 0..prospects.points() {
            let value = strike(prospects.force(point)[term_age]);
            (0..2).for_each(|i| expected[i] += prospects.weight(point)[term_age] * value[i]);
        }
        let punishment = prospects.punishment().get(term_age).copied().unwrap_or(0.0);
        let cost = after.challenger.attack_cost;
        out.active.push([expected[0] - cost - punishment, expected[1]]);
        let alone = strike(0.0);
        out.lapsed.push([alone[0] - cost, alone[1]]);
        let struck = w(after.contest(), m * (a / d).ln() - after.defender.surprise);
        out.defender.push([struck[0], struck[1] - after.defender.attack_cost]);
    }
    out
}

/// A solution as section 6 says.
struct Reference {
    value: f64,
    /// Attack probability of the side at each age, active and lapsed.
    attacks: Vec<[f64; 2]>,
    /// Smallest and largest of u, R and R_j|i that can be reached.
    bounds: (f64, f64),
}

fn reference(game: &Game<'_>, side: Side) -> Reference {
    let settlement = game.settlement;
    let after = &settlement.after;
    let war = war(game, side);
    let territory = game.views[side].territory_values;
    let u =
        |i: usize, age: usize, active: bool| settlement.in_force(Side::BOTH[i], age, active, territory[Side::BOTH[i]]);
    let reachable = |age: usize| {
        settlement.term.exists() && (after.guarantee.renewal > 0.0 || (age as f64) < settlement.term.years)
    };
    let last = settlement.lookahead;
    let own = side as usize;
    let mut bounds = (f64::INFINITY, f64::NEG_INFINITY);
    let mut reach = |x: f64| bounds = (bounds.0.min(x), bounds.1.max(x));
    let mut value = [[u(0, last, true), u(1, last, true)], [u(0, last, false), u(1, last, false)]];
    reach(value[1][own]);
    let mut attacks = vec![[0.0; 2]; last];
    for age in (0..last).rev() {
        let keep = if settlement.term.ends_after(age) { after.guarantee.renewal } else { 1.0 };
        let mut now = [[0.0; 2]; 2];
        for (state, active) in [(0, true), (1, false)] {
            let attack = if active { war.active[age] } else { war.lapsed[age] };
            let peace = [0, 1].map(|i| {
                let next = if active { keep * value[0][i] + (1.0 - keep) * value[1][i] } else { value[1][i] };
                let delta = after.party(Side::BOTH[i]).discount_factor;
                (1.0 - delta) * u(i, age, active) + delta * next
            });
            let pi = [0, 1].map(|i| {
                let (may, r) =
                    [(game.may[Side::Challenger], attack[0]), (game.may[Side::Defender], war.defender[age][1])][i];
                let sigma = after.party(Side::BOTH[i]).shock;
                if may { 1.0 / (1.0 + (-(r - peace[i]) / sigma).exp()) } else { 0.0 }
            });
            for i in 0..2 {
                let a_moves = (1.0 - pi[0]) * peace[i] + pi[0] * attack[i];
                let d_moves = (1.0 - pi[1]) * peace[i] + pi[1] * war.defender[age][i];
                now[state][i] = 0.5 * (a_moves + d_moves);
            }
            attacks[age][state] = pi[own];
            if !active || reachable(age) {
                reach(u(own, age, active));
                if game.may[Side::Challenger] {
                    reach(attack[own]);
                }
                if game.may[Side::Defender] {
                    reach(war.defender[age][own]);
                }
            }
        }
        value = now;
    }
    Reference { value: value[usize::from(!settlement.term.exists())][own], attacks, bounds }
}

/// A story in which nothing of resolve lasts, and nobody is paid by shocks.
fn of_one_type(story: Story) -> Story {
    story.set("challenger.lasting", 0).set("defender.lasting", 0).set("enforcement.shocks", "\"unpaid\"")
}

proptest! {
    #![proptest_config(cases(200))]

    /// Every available plan of any scenario at central values: V, attack probabilities and bounds.
    #[test]
    fn solutions_follow_the_equations(story in any_story()) {
        let scenario = of_one_type(story).scenario();
        let world = world(&scenario);
        for plan in 0..scenario.structure().plans.len() {
            let game = Game::new(&scenario, &world, plan);
            let solutions = game.solve();
            for side in Side::BOTH {
                let (solution, expected) = (&solutions[side], reference(&game, side));
                assert_near(solution.value, expected.value, 1e-10, "V");
                let (low, high) = expected.bounds;
                prop_assert!(solution.value >= low - 1e-12 && solution.value <= high + 1e-12, "V within bounds");
                for (age, attacks) in expected.attacks.iter().enumerate() {
                    assert_near(solution.attack_lapsed[age], attacks[1], 1e-8, "attack, lapsed");
                    let term = game.settlement.term;
                    let renewed = game.settlement.after.guarantee.renewal > 0.0;
                    if term.exists() && (renewed || (age as f64) < term.years) {
                        assert_near(solution.attack_active[age], attacks[0], 1e-8, "attack, active");
                    }
                }
            }
        }
    }

    /// sigma -> 0: decisions are yes or no, and the mover gets the larger of peace and war.
    #[test]
    fn small_shocks_make_decisions_certain(story in any_story()) {
        let sharp = of_one_type(story).set("challenger.shock", 1e-9).set("defender.shock", 1e-9);
        let scenario = sharp.scenario();
        let world = world(&scenario);
        let game = Game::new(&scenario, &world, 0);
        for (side, solution) in Side::BOTH.into_iter().zip(game.solve()) {
            let between = |p: &&f64| **p > 1e-6 && **p < 1.0 - 1e-6;
            // Reachable states only: what an active guarantee is worth where there is none means nothing.
            let undecided = solution.attack_lapsed.iter().filter(between).count();
            prop_assert!(undecided == 0, "{side:?}: {undecided} ages undecided");
            assert_near(solution.value, best_replies(&game, side), 1e-6, "V");
        }
    }
}

proptest! {
    #![proptest_config(cases(60))]

    /// A part that hardly lasts is none, whatever the turnover; so are paid shocks that are small.
    #[test]
    fn what_hardly_lasts_changes_nothing(story in any_story(), turnover in 0.0..1.0) {
        let plain = of_one_type(story);
        let lasting = plain.clone().set("challenger.lasting", 1e-24).set("defender.lasting", 1e-24);
        let lasting = lasting.set("challenger.turnover", turnover);
        let sharp = plain.clone().set("challenger.shock", 1e-9).set("defender.shock", 1e-9);
        let paid = sharp.clone().set("enforcement.shocks", "\"paid\"");
        for (one, other, tolerance) in [(&plain, &lasting, 1e-9), (&sharp, &paid, 1e-6)] {
            let (one, other) = (one.evaluation(), other.evaluation());
            for (one, other) in one.plans.iter().zip(&other.plans).filter(|(one, _)| one.available) {
                for (one, other) in [(&one.challenger, &other.challenger), (&one.defender, &other.defender)] {
                    assert_near(other.v.unwrap(), one.v.unwrap(), tolerance, "V");
                }
                let curves = one.survival.iter().flatten().zip(other.survival.iter().flatten());
                curves.for_each(|(one, other)| assert_near(*other, *one, tolerance, "survival"));
            }
        }
    }
}

/// Only A may attack, its resolve lasts whole and never turns over, peace is worth c > 0 more than war at all ages: the types
/// whose lasting part is below c never attack, the others whenever they have the move.
#[test]
fn types_that_would_attack_are_gone_by_halves() {
    let story = duel()
        .set("defender.may_attack", false)
        .set("challenger.shock", 0.1)
        .set("challenger.lasting", 1.0 - 1e-12)
        .plan("truce", "territory = 0.5");
    let quantile = |j: u32| f64::ln((f64::from(j) - 0.5) / (9.5 - f64::from(j)));
    let square = (1..=9).map(|j| quantile(j).powi(2)).sum::<f64>() / 9.0;
    let stretch = (std::f64::consts::PI.powi(2) / 3.0 / square).sqrt();
    let lasting: Vec<f64> = (1..=9).map(|j| 0.1 * stretch * quantile(j)).collect();
    // What A loses by an attack without any cost.
    let scenario = story.scenario();
    let world = world(&scenario);
    let game = Game::new(&scenario, &world, 0);
    let territory = game.views[Side::Challenger].territory_values[Side::Challenger];
    let war = war(&game, Side::Challenger);
    let lost = game.settlement.in_force(Side::Challenger, 0, false, territory) - war.lapsed[0][0];
    assert!(war.lapsed.iter().all(|values| (values[0] - war.lapsed[0][0]).abs() < 1e-12));
    for calm in 5..=8 {
        let c = f64::midpoint(lasting[calm - 1], lasting[calm]);
        let plan = story.clone().set("challenger.attack_cost", c - lost).solution("truce");
        for (year, survival) in plan.survival.unwrap().into_iter().enumerate() {
            let expected = (calm as f64 + (9 - calm) as f64 * f64::powi(0.5, year as i32)) / 9.0;
            assert_near(survival, expected, 1e-12, &format!("{calm} calm types, year {year}"));
        }
    }
}

/// With a lookahead of a year, no war in which anybody dies and shocks paid: V is worked out by hand from peace, war and the
/// scale, and can exceed 1.
#[test]
fn paid_shocks_are_payoffs() {
    let story = duel()
        .set("defender.may_attack", false)
        .set("run.years", 1)
        .set("enforcement.lookahead", 1)
        .set("challenger.shock", 2)
        .set("enforcement.shocks", "\"paid\"")
        .plan("truce", "territory = 0.5");
    let scenario = story.scenario();
    let world = world(&scenario);
    let game = Game::new(&scenario, &world, 0);
    let attack = war(&game, Side::Challenger).lapsed[0][0];
    let expected = 0.5 * 0.5 + 0.5 * 2.0 * f64::ln(f64::exp(0.5 / 2.0) + f64::exp(attack / 2.0));
    let plan = story.solution("truce");
    assert!(expected > 0.9, "{expected}");
    assert_near(plan.challenger.v.unwrap(), expected, 1e-12, "V of A");
    let unpaid = story.clone().set("enforcement.shocks", "\"unpaid\"").solution("truce");
    assert_eq!((&plan.survival, &plan.defender.v), (&unpaid.survival, &unpaid.defender.v));
    assert!(story.set("challenger.shock", 3).solution("truce").challenger.v.unwrap() > 1.0);
}

/// V with max in the place of the logit.
fn best_replies(game: &Game<'_>, side: Side) -> f64 {
    let settlement = game.settlement;
    let war = war(game, side);
    let territory = game.views[side].territory_values;
    let last = settlement.lookahead;
    let u =
        |i: usize, age: usize, active: bool| settlement.in_force(Side::BOTH[i], age, active, territory[Side::BOTH[i]]);
    let mut value = [true, false].map(|active| [0, 1].map(|i| u(i, last, active)));
    for age in (0..last).rev() {
        let keep = if settlement.term.ends_after(age) { settlement.after.guarantee.renewal } else { 1.0 };
        let after = [[0, 1].map(|i: usize| keep * value[0][i] + (1.0 - keep) * value[1][i]), value[1]];
        value = [true, false].map(|active| {
            let state = usize::from(!active);
            let attack = if active { war.active[age] } else { war.lapsed[age] };
            let peace = [0, 1].map(|i| {
                let delta = settlement.after.party(Side::BOTH[i]).discount_factor;
                (1.0 - delta) * u(i, age, active) + delta * after[state][i]
            });
            let a = if game.may[Side::Challenger] && attack[0] > peace[0] { attack } else { peace };
            let d = if game.may[Side::Defender] && war.defender[age][1] > peace[1] { war.defender[age] } else { peace };
            [0, 1].map(|i| 0.5 * (a[i] + d[i]))
        });
    }
    value[usize::from(!settlement.term.exists())][side as usize]
}

/// A settled duel in which war never pays: V is the discounted mean of what is in force.
fn quiet() -> Story {
    duel()
        .set("challenger.attack_cost", 10)
        .set("defender.attack_cost", 10)
        .set("challenger.demands.guarantee_years.salience", 0.25)
        .set("defender.demands.guarantee_years.salience", 1)
        .guarantor("ally", "reliability = 0.5\nforces = 50")
}

/// R far below peace: no hazard, and V is the discounted mean of u in force. With weights 0.8/0.2 (A) and 0.5/0.5 (D)
/// and half of the territory, u_A is 0.4 while guaranteed and 0.6 after, u_D is 0.75 and 0.25.
#[test]
fn war_that_never_pays_is_never_fought() {
    for (years, renewal) in [(1, 0.0), (7, 0.0), (7, 0.6), (20, 0.3), (1, 1.0)] {
        let plan = quiet().set("guarantee.renewal", renewal).plan("pact", &format!("guarantee_years = {years}"));
        let plan = plan.solution("pact");
        assert!(plan.survival.as_ref().unwrap().iter().all(|&survival| survival > 1.0 - 1e-12));
        for (value, delta, active, lapsed) in
            [(&plan.challenger, 0.9_f64, 0.4, 0.6), (&plan.defender, 0.93, 0.75, 0.25)]
        {
            // The lookahead is 20: what is in force then lasts.
            let u = |age: i32| {
                let still = f64::powi(renewal, age / years);
                still * active + (1.0 - still) * lapsed
            };
            let expected: f64 =
                (0..20).map(|age| (1.0 - delta) * delta.powi(age) * u(age)).sum::<f64>() + delta.powi(20) * u(20);
            assert_near(value.v.unwrap(), expected, 1e-12, &format!("V with {years} years, renewal {renewal}"));
        }
    }
}

/// A permanent guarantee is a guarantee that outlasts the lookahead.
#[test]
fn permanent_is_the_limit_of_long_terms() {
    let worth = |years: &str| {
        let plan = quiet().set("challenger.attack_cost", 0.1).set("guarantee.erosion", 0.1);
        plan.plan("pact", &format!("guarantee_years = {years}")).solution("pact")
    };
    let (long, permanent, short) = (worth("21"), worth("\"permanent\""), worth("5"));
    assert_eq!((&long.challenger.v, &long.survival), (&permanent.challenger.v, &permanent.survival));
    assert_ne!(long.survival, short.survival);
}

/// With a short memory and a long lookahead every year is like every other: the peace lasts geometrically.
#[test]
fn constant_hazard_makes_geometric_peace() {
    let plan = duel()
        .set("challenger.discount_factor", 0.8)
        .set("defender.discount_factor", 0.8)
        .set("enforcement.lookahead", 400)
        .set("defender.attack_cost", 0.05)
        .plan("truce", "territory = \"line_of_contact\"")
        .solution("truce");
    let survival = plan.survival.unwrap();
    let first = survival[1];
    assert!((0.2..0.98).contains(&first), "a hazard worth the name: {first}");
    for (year, survival) in survival.into_iter().enumerate() {
        assert_near(survival, first.powi(year as i32), 1e-12, "survival");
    }
}

prop_compose! {
    /// A duel of the kind for which the claim is made.
    fn any_deterred()(
        growth in -0.3..2.0,
        forces in 60.0..160.0,
        costs in (0.3..3.0, 0.3..3.0),
        attack_cost in -0.1..0.3,
        delta in 0.7..0.97,
        reliability in 0.1..1.0,
        ally in 5.0..200.0,
        punishment in 0.0..0.1,
        rule in prop_oneof![(0.0..0.2, Just(0.0)), (Just(0.0), 0.0..1.0)],
    ) -> Story {
        duel()
            .set("challenger.shock", 1e-8)
            .set("defender.may_attack", false)
            .set("challenger.growth", growth)
            .set("challenger.forces", forces)
            .set("challenger.war_cost", costs.0)
            .set("defender.war_cost", costs.1)
            .set("challenger.attack_cost", attack_cost)
            .set("challenger.discount_factor", delta)
            .set("guarantee.erosion", rule.0)
            .set("guarantee.renewal", rule.1)
            .guarantor("ally", &format!("reliability = {reliability}\nforces = {ally}\npunishment = {punishment}"))
    }
}

proptest! {
    #![proptest_config(cases(150))]

    /// If only A may attack, R_A falls with X, eps = 0 or rho = 0, and sigma_A -> 0, a longer guarantee that nobody
    /// values as such never raises V_A.
    #[test]
    fn longer_guarantees_never_please_the_challenger(story in any_deterred(), terms in (1_u32..20, 1_u32..20)) {
        let (short, long) = (terms.0.min(terms.1), terms.0.max(terms.1));
        let story = story
            .plan("short", &format!("guarantee_years = {short}"))
            .plan("long", &format!("guarantee_years = {long}"));
        let scenario = story.scenario();
        let world = world(&scenario);
        let game = Game::new(&scenario, &world, 0);
        prop_assume!(falls_with_force(&game));
        let v = |plan: &str| story.solution(plan).challenger.v.unwrap();
        prop_assert!(v("long") <= v("short") + 1e-6, "{} years: {}, {} years: {}", short, v("short"), long, v("long"));
    }
}

/// Whether R_A falls as X grows from 0 to all that the ally has, at every age.
fn falls_with_force(game: &Game<'_>) -> bool {
    let settlement = game.settlement;
    let position = settlement.resumed_position(game.world.start);
    let valuer = Valuer::new(&settlement.after.contest(), &settlement.fighters[Side::Challenger], position);
    let most = settlement.coalition.members[0].contribution;
    (0..settlement.lookahead).all(|age| {
        let (a, d) = (settlement.challenger_forces[age], settlement.defender_forces[age]);
        let values: Vec<f64> =
            (0..=40).map(|step| valuer.value((a / (d + most * f64::from(step) / 40.0)).ln())).collect();
        values.windows(2).all(|pair| pair[1] <= pair[0])
    })
}

/// What a guarantor's politics must leave alone: a government that never goes out is none, and a plan that is solved beside
/// one with politics is what it is alone, both bit for bit.
#[test]
fn politics_leave_others_alone() {
    let story = |politics: &str| {
        duel()
            .guarantor("ally", &format!("reliability = 0.7\nforces = 60\n{politics}"))
            .guarantor("friend", "reliability = 0.5\nforces = 30")
            .set("guarantee.renewal", 0.6)
            .set("challenger.growth", 0.4)
            .add("[[plan]]\nid = \"whole\"\nterms = { territory = 0.5, guarantee_years = 6 }")
            .add("[[plan]]\nid = \"half\"\nterms = { territory = 0.5, guarantee_years = 9 }\nguarantors = [\"friend\"]")
            .scenario()
    };
    let [plain, idle, moved] =
        ["", "politics = { every = 2, out = 0, back = 0.5 }", "politics = { every = 2, out = 0.4, back = 0.5 }"].map(
            |politics| {
                let scenario = story(politics);
                let world = world(&scenario);
                let games = [0, 1].map(|plan| Game::new(&scenario, &world, plan));
                let views: Vec<_> = games.iter().flat_map(|game| Side::BOTH.map(|side| game.views[side])).collect();
                let mut solver = Solver::default();
                let values = solver.solve(&views, games[0].may);
                let of = |lane: usize| solver.solution(lane, 40, values[lane]);
                [of(0), of(1), of(2), of(3)]
            },
        );
    assert_eq!(plain, idle);
    assert_eq!(plain[2..], moved[2..]);
    assert!(moved[0].attack_deserted.iter().zip(&moved[0].attack_active).all(|(out, whole)| out >= whole));
    assert!((0..2).all(|lane| moved[lane].value != plain[lane].value), "elections change what a plan is worth");
}
