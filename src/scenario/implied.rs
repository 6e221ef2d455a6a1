//! What the numbers of a scenario imply at their central values, so that whoever wrote them can see whether that was meant.

use crate::model::course::Course;
use crate::model::enforcement::lasting_shocks;
use crate::model::{Foresight, Guarantor, GuarantorIdentity, HazardRecord, STRUCTURAL, Shocks, Side};
use crate::words::{Words, words};

use super::Scenario;
use super::describe::number;

/// Sentences on the war: how the front moves, how long the war lasts, who wins, and how many steps that takes.
pub(super) fn war(scenario: &Scenario) -> Vec<Words> {
    let front = &scenario.central.front;
    let [challenger, defender] = scenario.party_names.as_array();
    let (start, all) = (front.start_position() as f64, front.positions);
    let steps =
        |count: f64| if count == 1.0 { words!("1 step") } else { words!("{count} steps", count = number(count)) };
    let mut told = vec![words!(
        "{challenger} has won once it gains {gains}, {defender} once it regains {regains}: `positions` is how far apart the \
         two victories lie, not only how finely the map is drawn",
        challenger,
        gains = steps(all - start),
        defender,
        regains = steps(start)
    )];
    if let Some(war) = Course::of(&scenario.central) {
        told.push(words!(
            "in a year of war {challenger}'s share of the contested territory changes by {drift} on average, with a \
             standard deviation of {deviation} (a step is {step})",
            challenger,
            drift = signed_percent(war.drift),
            deviation = percent(war.volatility),
            step = percent(1.0 / all)
        ));
        told.push(words!(
            "fought to the finish the war lasts {months} months on average; {challenger} wins in {wins}, {defender} in \
             {others}",
            months = number(war.months),
            challenger,
            wins = percent(war.wins),
            defender,
            others = percent(1.0 - war.wins - war.frozen)
        ));
        if war.frozen > 0.0 {
            told.push(words!("in {frozen} of wars the front freezes for ever", frozen = percent(war.frozen)));
        }
    }
    told
}

/// How often fighting stops along the line and begins again, where the front of any war can freeze.
pub(super) fn freezing(scenario: &Scenario) -> Option<Words> {
    let front = &scenario.central.front;
    scenario.any_front_can_freeze().then(|| {
        words!(
            "fighting stops along the line in {freeze} of months in which nobody collapses; a frozen front thaws in {thaw} \
             of months",
            freeze = percent(front.freeze),
            thaw = percent(front.thaw)
        )
    })
}

/// What of plans' terms stays in force when war resumes.
pub(super) fn kept(scenario: &Scenario) -> Vec<Words> {
    let issues = scenario.structure.issues.iter().zip(&scenario.central.kept);
    issues
        .filter(|(_, kept)| **kept > 0.0)
        .map(|(issue, kept)| {
            words!(
                "{id}: when war resumes, {share} of a plan's term stays in force",
                id = issue.id,
                share = percent(*kept)
            )
        })
        .collect()
}

/// What lasts of the sides' resolve, and whether they are paid by their shocks.
pub(super) fn resolve(scenario: &Scenario) -> Vec<Words> {
    let sides = Side::BOTH.iter().zip(&scenario.party_names);
    let lasting = sides.filter_map(|(&side, name)| {
        let party = scenario.central.party(side);
        (party.lasting > 0.0).then(|| {
            let [.., most] = lasting_shocks(party);
            words!(
                "of the shock to {name}'s decision to attack {share} lasts (of the variance): one of nine values from {least} \
                 to {most}, drawn anew in {turnover} of years; the yearly rest has the scale {scale}",
                name,
                share = percent(party.lasting),
                least = number(-most),
                most = number(most),
                turnover = percent(party.turnover),
                scale = number(party.yearly_shock())
            )
        })
    });
    let paid = (scenario.structure.shocks == Shocks::Paid).then(|| {
        words!(
            "the sides are paid by their shocks: a plan can be worth more than its terms, even more than 1, and is not worth \
             what is realised on average"
        )
    });
    lasting.chain(paid).collect()
}

/// With what the sides compare a plan, where it is not fighting to the finish.
pub(super) fn foresight(scenario: &Scenario) -> Option<Words> {
    let negotiation = &scenario.central.negotiation;
    (scenario.structure.foresight == Foresight::All).then(|| {
        words!(
            "a side compares a plan with fighting on and negotiating again every {interval} months until month {last}, not with \
             fighting to the finish: it may wait for a plan that it likes better",
            interval = number(negotiation.interval),
            last = number(negotiation.max_months)
        )
    })
}

/// Who takes part only with others.
pub(super) fn joining(scenario: &Scenario) -> Vec<Words> {
    let guarantors = scenario.structure.guarantors.iter().zip(&scenario.central.guarantors);
    let needs = |(identity, numbers): (&GuarantorIdentity, &Guarantor)| {
        let name = &identity.name;
        let partner = identity.needs.map(|partner| &scenario.structure.guarantors[partner].name);
        let forces = || number(numbers.needs);
        match partner {
            None if numbers.needs > 0.0 => Some(words!(
                "{name} takes part only if the others who do bring at least {forces} thousand",
                name,
                forces = forces()
            )),
            None => None,
            Some(partner) if numbers.needs > 0.0 => Some(words!(
                "{name} takes part only with {partner}, and if the others who do bring at least {forces} thousand",
                name,
                partner,
                forces = forces()
            )),
            Some(partner) => Some(words!("{name} takes part only with {partner}", name, partner)),
        }
    };
    guarantors.filter_map(needs).collect()
}

/// How long the government of the guarantor with politics stands by its word.
pub(super) fn politics(scenario: &Scenario) -> Option<Words> {
    let guarantor = scenario.structure.guarantors.iter().position(|guarantor| guarantor.has_politics)?;
    let politics = &scenario.central.politics[guarantor];
    // Of a chain of two states, after many elections.
    let standing = if politics.matter() { politics.back / (politics.out + politics.back) } else { 1.0 };
    Some(words!(
        "{name} has an election {first} years after the signature and every {every} years from then on: {out} of them bring in \
         a government that does not honour, {back} of those after that one that does again; in the long run it stands by \
         its word for {standing} of the time",
        name = scenario.structure.guarantors[guarantor].name,
        first = number(politics.first.unwrap_or(politics.every)),
        every = number(politics.every),
        out = percent(politics.out),
        back = percent(politics.back),
        standing = percent(standing)
    ))
}

/// What is counted of the course of a trial, and over how long; nothing where no cost is declared.
pub(super) fn costs(scenario: &Scenario) -> Vec<Words> {
    let declared = scenario.structure.costs.iter().zip(&scenario.central.costs);
    let mut told: Vec<Words> = declared
        .map(|(cost, rates)| {
            words!(
                "{id}, in {unit}: {war} a month of war, {resumed} a month of resumed war, {peace} a year of peace, \
                 {position} a month for each position held",
                id = cost.id,
                unit = Words::verbatim(&cost.unit),
                war = number(rates.per_month_of_war),
                resumed = number(rates.per_month_of_resumed_war),
                peace = number(rates.per_year_of_peace),
                position = number(rates.per_position)
            )
        })
        .collect();
    if !told.is_empty() {
        told.push(words!(
            "counted in every trial over {years} years from month 0, not discounted; no part of anybody's payoff",
            years = scenario.run.costs_years
        ));
    }
    told
}

/// What the record says of peaces, where it is asked, and that it waits where it is not.
pub(super) fn record(scenario: &Scenario) -> Vec<Words> {
    if scenario.record_waits {
        return vec![words!(
            "`[hazard]` waits: both sides weigh peace against war. `--theory hazard` asks the record instead, \
             `--theory strategic,hazard` asks both"
        )];
    }
    let Some(HazardRecord { rate, .. }) = scenario.central.hazard.as_ref() else { return Vec::new() };
    let holds = |years: f64| percent(rate.holds(years));
    vec![
        words!(
            "war resumes as often as in the record: where no log hazard ratio applies, {five} of peaces hold for 5 years, \
             {fifteen} for 15, {fifty} for 50; {challenger} begins {share} of resumed wars",
            five = holds(5.0),
            fifteen = holds(15.0),
            fifty = holds(50.0),
            challenger = scenario.party_names[Side::Challenger],
            share = percent(rate.challenger_share)
        ),
        words!("shocks, what lasts of them and who has the move play no part in this theory"),
    ]
}

/// What guarantors do for D's endurance.
pub(super) fn endurance(scenario: &Scenario) -> Option<Words> {
    let exponent = scenario.central.guarantee.endurance;
    (exponent > 0.0).then(|| {
        words!(
            "where a force X of theirs comes beside the defender's own F, its chance of collapse is multiplied by \
             exp(-{exponent} X/F)",
            exponent = number(exponent)
        )
    })
}

/// For whom guarantors fight.
pub(super) fn guarantors(scenario: &Scenario) -> Option<Words> {
    let [challenger, defender] = scenario.party_names.as_array();
    let names = scenario.structure.guarantors.iter().map(|guarantor| Words::verbatim(&guarantor.name));
    let mut names: Vec<Words> = names.collect();
    let last = names.pop()?;
    if names.is_empty() {
        return Some(words!(
            "{who} would fight beside {defender} if {challenger} attacks and the guarantee is honoured; nobody helps \
             {defender} if it attacks itself",
            who = last,
            defender,
            challenger
        ));
    }
    Some(words!(
        "{who} and {last}, each for itself, would fight beside {defender} if {challenger} attacks and the guarantee is \
         honoured; nobody helps {defender} if it attacks itself",
        who = Words::list(names),
        last,
        defender,
        challenger
    ))
}

/// What is in force while fighting on issues of which the file does not say.
pub(super) fn status_quo(scenario: &Scenario) -> Vec<Words> {
    let given = |id: &str| scenario.assumptions.iter().any(|it| it.path == format!("issue.{id}.status_quo"));
    let further = scenario.structure.issues.iter().enumerate().skip(STRUCTURAL.len());
    let ideal = |index: usize| number(scenario.central.demands(Side::Defender)[index].ideal);
    further
        .filter(|(_, issue)| !given(&issue.id))
        .map(|(index, issue)| {
            words!(
                "{id}: `status_quo` is left out, so while they fight the defender's ideal of {ideal} is in force",
                id = issue.id,
                ideal = ideal(index)
            )
        })
        .collect()
}

fn percent(share: f64) -> Words {
    Words::figure(format!("{:.1}%", 100.0 * share))
}

fn signed_percent(share: f64) -> Words {
    Words::figure(format!("{:+.1}%", 100.0 * share))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::tests::{ISLAND, right};

    /// Forces of 2 to 1 on three steps, the challenger on the first, no standstill and no collapse. By the gambler's ruin
    /// (Feller 1968, XIV.2-3): it wins with (1 - 1/2) / (1 - 1/8) = 4/7 after (3 * 4/7 - 1) / (1/3) = 15/7 months. A month
    /// moves the front by 1/3 of a step on average, with variance 1 - 1/9: a year by 4 / 3 of the whole, with standard
    /// deviation sqrt(12 * 8/9) / 3.
    #[test]
    fn the_war_is_that_of_the_gamblers_ruin() {
        let sets = [
            "challenger.forces=200",
            "defender.forces=100",
            "challenger.collapse=0",
            "defender.collapse=0",
            "front.positions=3",
            "front.start=1",
            "front.stalemate=0",
            "front.decisiveness=1",
        ];
        let loaded = right(ISLAND, &sets);
        let war = Course::of(&loaded.scenario.central).unwrap();
        for (got, expected) in [
            (war.wins, 4.0 / 7.0),
            (war.months, 15.0 / 7.0),
            (war.drift, 4.0 / 3.0),
            (war.volatility, (12.0_f64 * 8.0 / 9.0).sqrt() / 3.0),
        ] {
            assert!((got - expected).abs() < 1e-12, "{war:?}");
        }
        let [challenger, defender] = loaded.scenario.party_names.as_array();
        let told = super::war(&loaded.scenario);
        assert!(
            told[0].starts_with(&format!(
                "{challenger} has won once it gains 2 steps, {defender} once it regains 1 step:"
            ))
        );
        assert!(
            told[1].contains("changes by +133.3% on average, with a standard deviation of 108.9% (a step is 33.3%)")
        );
        assert!(told[2].contains("lasts 2.143 months") && told[2].contains("in 57.1%") && told[2].contains("in 42.9%"));
    }
    /// Fronts that freeze for ever, terms that stay in force and guarantors' help against collapse are read back; of a file
    /// that has none of them nothing is said.
    #[test]
    fn freezing_what_is_kept_and_endurance_are_read_back() {
        let quiet = right(ISLAND, &[]).scenario;
        assert_eq!((freezing(&quiet), kept(&quiet), endurance(&quiet)), (None, Vec::new(), None));
        let sets = ["front.freeze=0.025", "enforcement.kept.defender_forces=0.6", "guarantee.endurance=1.5"];
        let loaded = right(ISLAND, &sets).scenario;
        assert_eq!(
            freezing(&loaded).unwrap(),
            "fighting stops along the line in 2.5% of months in which nobody collapses; a frozen front thaws in 0.0% of \
             months"
        );
        assert_eq!(kept(&loaded), ["defender_forces: when war resumes, 60.0% of a plan's term stays in force"]);
        assert!(endurance(&loaded).unwrap().ends_with("is multiplied by exp(-1.5 X/F)"));
        let course = Course::of(&loaded.central).unwrap();
        assert!(course.frozen > 0.0);
        let told = super::war(&loaded);
        assert!(told[2].contains(&format!(
            "{} in {}",
            loaded.party_names[Side::Defender],
            percent(1.0 - course.wins - course.frozen)
        )));
        assert_eq!(told[3].as_str(), format!("in {} of wars the front freezes for ever", percent(course.frozen)));
    }

    /// Of resolve that lasts the range of its values is read back, worked out from logit(17/18); paid shocks are too.
    #[test]
    fn lasting_resolve_is_read_back() {
        assert!(resolve(&right(ISLAND, &[]).scenario).is_empty());
        let sets =
            ["challenger.lasting=0.36", "challenger.turnover=0.125", "challenger.shock=0.1", "enforcement.shocks=paid"];
        let loaded = right(ISLAND, &sets).scenario;
        let told = resolve(&loaded);
        assert_eq!(told.len(), 2);
        assert_eq!(
            told[0].as_str(),
            format!(
                "of the shock to {}'s decision to attack 36.0% lasts (of the variance): one of nine values from -0.1909 to 0.1909, drawn \
                 anew in 12.5% of years; the yearly rest has the scale 0.08",
                loaded.party_names[Side::Challenger]
            )
        );
        assert!(told[1].as_str().starts_with("the sides are paid by their shocks"));
    }

    /// Foresight and a ceasefire before the peace are read back; of a file without them nothing is said.
    #[test]
    fn foresight_is_read_back() {
        assert_eq!(foresight(&right(ISLAND, &[]).scenario), None);
        let sets = ["negotiation.foresight=all", "negotiation.interval=4", "plan.bare.ceasefire_months=6"];
        let told = right(ISLAND, &sets);
        let text = foresight(&told.scenario).unwrap();
        assert!(text.contains("negotiating again every 4 months until month"), "{text}");
        assert_eq!(told.scenario.structure.plans[0].ceasefire_months, 6);
    }

    /// Elections and conditions are read back; of a file without them nothing is said.
    #[test]
    fn politics_and_joining_are_read_back() {
        let quiet = right(ISLAND, &[]).scenario;
        assert_eq!((joining(&quiet), politics(&quiet)), (Vec::new(), None));
        let sets = [
            "guarantor.protector.politics={ every = 4, first = 3, out = 0.25, back = 0.75 }",
            "guarantor.protector.needs=50",
        ];
        let told = right(ISLAND, &sets).scenario;
        let text = politics(&told).unwrap();
        assert!(text.contains("an election 3 years after the signature and every 4 years"), "{text}");
        assert!(text.contains("25.0% of them") && text.ends_with("for 75.0% of the time"), "{text}");
        let [text] = joining(&told).try_into().unwrap();
        assert!(text.ends_with("takes part only if the others who do bring at least 50 thousand"), "{text}");
    }

    /// Of an issue without a status quo it is said what is in force; of one that has it, nothing.
    #[test]
    fn a_status_quo_that_is_left_out_is_named() {
        let text = |given: &str| {
            let issue = format!("[[issue]]\nid = \"transit\"\n{given}\n[challenger]");
            let demand =
                |side: &str, ideal: f64| format!("[{side}.demands]\ntransit = {{ ideal = {ideal}, salience = 0.1 }}");
            ISLAND
                .replacen("[challenger]", &issue, 1)
                .replacen("[challenger.demands]", &demand("challenger", 7.0), 1)
                .replacen("[defender.demands]", &demand("defender", 3.0), 1)
                .replace("terms = {", "terms = { transit = 1,")
        };
        let told = status_quo(&right(&text(""), &[]).scenario);
        assert_eq!(
            told,
            ["transit: `status_quo` is left out, so while they fight the defender's ideal of 3 is in force"]
        );
        assert_eq!(status_quo(&right(&text("status_quo = 2"), &[]).scenario), [""; 0]);
    }

    /// Nobody is said to help where there is nobody.
    #[test]
    fn guarantors_are_named_with_whom_they_would_help() {
        let scenario = right(ISLAND, &[]).scenario;
        let [challenger, defender] = scenario.party_names.as_array();
        let told = guarantors(&scenario).unwrap();
        assert!(told.contains(&format!("would fight beside {defender} if {challenger} attacks")), "{told}");
        assert!(scenario.structure.guarantors.iter().all(|it| told.contains(&it.name)), "{told}");
    }
}
