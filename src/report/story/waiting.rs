//! Who waits for what: the hope of a better plan, where the sides look ahead.

use super::super::lang::say;
use super::super::names::Names;
use crate::analysis::evaluation::{Evaluation, Part, PartyEvaluation, WarValue};
use crate::model::Side;

/// What rounds to nothing is not worth naming.
const NAMED: f64 = 0.000_5;

/// Plans that a sentence names.
const MOST: usize = 3;

/// A sentence for each side, and each party with a veto, on what it waits for at central values; none where the sides do not
/// look ahead.
pub(crate) fn waiting(names: &Names, evaluation: &Evaluation) -> Vec<String> {
    let sides = [&evaluation.challenger, &evaluation.defender];
    if sides.iter().all(|side| side.reservation.is_none()) {
        return Vec::new();
    }
    let side = |(side, value): (Side, &WarValue)| waits_for(names, names.side(side), value.hope(), &value.hopes);
    let party =
        |party: &PartyEvaluation| waits_for(names, &names.party(&party.id), party.reservation - party.w, &party.hopes);
    let vetoes = evaluation.parties.iter().filter(|party| party.veto).map(party);
    Side::BOTH.into_iter().zip(sides).map(side).chain(vetoes).collect()
}

fn waits_for(names: &Names, who: &str, hope: f64, hopes: &[Part]) -> String {
    let lang = names.lang;
    let mut parts: Vec<&Part> = hopes.iter().filter(|part| part.value >= NAMED).collect();
    if parts.is_empty() {
        return say!(lang, "story.waits_for_nothing", side = who);
    }
    parts.sort_by(|a, b| b.value.total_cmp(&a.value));
    let named = parts.into_iter().take(MOST).map(|part| {
        let plan = say!(lang, "format.quoted", text = names.plan(&part.of));
        say!(lang, "story.hope_of", plan = plan, value = lang.number(part.value, 3))
    });
    let plans = lang.list(&named.collect::<Vec<_>>());
    say!(lang, "story.waits_for", side = who, value = lang.number(hope, 3), plans = plans)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::fixture;
    use crate::report::lang::Lang;

    fn told(code: &str) -> Vec<String> {
        let mut fixture = fixture::paris();
        let of = |index: usize, value: f64| Part { of: fixture.evaluation.plans[index].id.clone(), value };
        let hopes = vec![of(0, 0.012), of(1, 0.000_1), of(2, 0.031)];
        let challenger = &mut fixture.evaluation.challenger;
        (challenger.reservation, challenger.hopes) = (Some(challenger.w + 0.043_1), hopes);
        fixture.evaluation.defender.reservation = Some(fixture.evaluation.defender.w);
        let lang = Lang::by_code(code).unwrap();
        waiting(&Names { scenario: &fixture.scenario, lang: &lang }, &fixture.evaluation)
    }

    /// The plans that are worth naming, the largest first; whoever hopes for nothing is said to.
    #[test]
    fn a_side_waits_for_the_plans_that_it_hopes_for() {
        let [challenger, defender] = told("en").try_into().unwrap();
        assert!(challenger.contains("0.043 more"), "{challenger}");
        let places = ["0.031", "0.012"].map(|value| challenger.find(value).unwrap());
        assert!(places[0] < places[1] && !challenger.contains("0.000"), "{challenger}");
        assert!(defender.contains("nothing to wait for"), "{defender}");
        assert_eq!(told("fr").len(), 2);
    }

    #[test]
    fn of_sides_that_do_not_look_ahead_nothing_is_said() {
        let fixture = fixture::paris();
        let lang = Lang::by_code("en").unwrap();
        assert!(waiting(&Names { scenario: &fixture.scenario, lang: &lang }, &fixture.evaluation).is_empty());
    }
}
