//! Numbers that are legal but so large, or so unlike each other, that another unit was probably meant.

use crate::model::{Address, Plan, STRUCTURAL, Side};
use crate::words::{Words, words};

use super::super::Uncertain;
use super::Oddities;

/// Forces that differ by more than this factor are rarely meant.
const FORCES_RATIO: f64 = 20.0;
/// Twenty million: no state has had so many under arms.
const MOST_FORCES: f64 = 20_000.0;
/// Forces that grow to more than four times their size.
const MOST_GROWTH: f64 = 3.0;
/// A month of war that costs more than this share of what the whole prize is worth in a month.
const MOST_WAR_COST: f64 = 6.0;
/// The same, where the other side bears it far more easily.
const UNEVEN_WAR_COST: f64 = 2.0;
/// How far is far.
const WAR_COST_RATIO: f64 = 3.0;
/// A war effort that breaks down within a year in seven cases out of ten.
const MOST_COLLAPSE: f64 = 0.1;
/// A lump cost or surplus larger than all that is fought over.
const MOST_OF_THE_PRIZE: f64 = 1.0;
/// Years that no treaty on guarantees has named, other than for ever.
const MOST_YEARS: f64 = 100.0;
/// Years that nobody looks ahead.
const MOST_LOOKAHEAD: f64 = 300.0;
/// A century, in months.
const MOST_MONTHS: f64 = 1_200.0;

/// A shift after which even chances are 99 to 1 (log-odds 4.6) and nothing is left to chance.
const MOST_LOG_ODDS: f64 = 5.0;
/// From an even chance to 27 % within a year.
const MOST_EROSION: f64 = 1.0;

/// A number that the file gives: its path, its unit and its central value.
struct Amount {
    path: String,
    unit: &'static str,
    value: f64,
}

impl Oddities<'_> {
    /// What looks like a mistake of a unit.
    pub(super) fn units(&mut self) {
        self.party_units();
        for given in self.given() {
            self.given_unit(&given);
        }
        self.forces_of_parties();
    }

    /// Every number whose unit is one that people mistake: those that the file gives, and the terms of plans.
    fn given(&self) -> Vec<Amount> {
        let numbers = self.scenario.assumptions.iter().filter(|it| !is_of_further_issue(it.address));
        let numbers = numbers.filter_map(|it| {
            let value = if let Uncertain::Constant(value) = it.value { value } else { it.value.central() };
            Some(Amount { path: it.path.clone(), unit: mistakable(&it.unit)?, value })
        });
        numbers.chain(self.scenario.structure.plans.iter().flat_map(|plan| self.terms(plan))).collect()
    }

    fn terms(&self, plan: &Plan) -> Vec<Amount> {
        let term = |key: &str, unit, value| Amount { path: format!("plan.{}.{key}", plan.id), unit, value };
        let mut terms = vec![
            term("terms.defender_forces", "thousand", plan.defender_forces),
            term("terms.foreign_troops", "thousand", plan.foreign_troops),
            term("terms.guarantee_years", "years", plan.guarantee_years),
            term("from_month", "months", f64::from(plan.from_month)),
            term("ceasefire_months", "months", f64::from(plan.ceasefire_months)),
        ];
        for participant in &plan.participants {
            let id = &self.scenario.structure.guarantors[participant.guarantor].id;
            terms.push(term(&format!("years.{id}"), "years", participant.years));
        }
        terms
    }

    fn given_unit(&mut self, given: &Amount) {
        let Amount { path, unit, value } = given;
        match *unit {
            _ if !value.is_finite() => {}
            "thousand" => self.thousands(path, *value),
            "years" => self.years(path, *value),
            "months" => self.months(path, *value),
            "log-odds" => self.log_odds(path, *value),
            "log-odds per year" => self.erosion(path, *value),
            _ => self.share_of_the_prize(path, *value),
        }
    }

    /// Warns of forces or troops that look like single persons.
    fn thousands(&mut self, path: &str, thousands: f64) {
        let both: f64 = Side::BOTH.iter().map(|side| self.scenario.central.party(*side).forces).sum();
        let of_a_party = Side::BOTH.iter().any(|side| path == format!("{}.forces", side.key()));
        if thousands > MOST_FORCES {
            let message = words!(
                "`{path}` is {thousands}: that is {value} million",
                path,
                thousands = number(thousands),
                value = number(thousands / 1000.0)
            );
            self.warn_unit(path, message, words!("forces and troops are in thousands: 880 is 880 thousand"));
        } else if !of_a_party && both > 0.0 && thousands > FORCES_RATIO * both {
            let message = words!(
                "`{path}` is {thousands}, more than {forces_ratio} times the {both} of both sides together",
                path,
                thousands = number(thousands),
                forces_ratio = FORCES_RATIO,
                both = number(both)
            );
            self.warn_unit(path, message, words!("forces and troops are in thousands: 880 is 880 thousand"));
        }
    }

    /// Warns of years that look like months or days.
    fn years(&mut self, path: &str, years: f64) {
        let most = if path == "enforcement.lookahead" { MOST_LOOKAHEAD } else { MOST_YEARS };
        if years > most {
            let message = words!(
                "`{path}` is {years} years; as months it would be {value}",
                path,
                years = number(years),
                value = in_years(years)
            );
            self.warn_unit(path, message, words!("it is in years: 10 is ten years"));
        }
    }

    /// Warns of months that look like days.
    fn months(&mut self, path: &str, months: f64) {
        if months > MOST_MONTHS {
            let message = words!(
                "`{path}` is {months} months: that is {value}",
                path,
                months = number(months),
                value = in_years(months)
            );
            self.warn_unit(path, message, words!("it is in months: 36 is three years"));
        }
    }

    /// Warns of a shift that leaves nothing to chance.
    fn log_odds(&mut self, path: &str, shift: f64) {
        if shift.abs() > MOST_LOG_ODDS {
            let message =
                words!("`{path}` is {shift}: so large a shift leaves nothing to chance", path, shift = number(shift));
            self.warn_unit(path, message, words!("it is in log-odds: 0.4 makes 60 % of an even chance, 2 makes 88 %"));
        }
    }

    /// Warns of a commitment that is gone after a few years.
    fn erosion(&mut self, path: &str, yearly: f64) {
        if yearly > MOST_EROSION {
            let message = words!(
                "`{path}` is {yearly} a year: commitment would be gone after a few years",
                path,
                yearly = number(yearly)
            );
            self.warn_unit(
                path,
                message,
                words!("it is in log-odds a year: 0.05 takes an even chance to 38 % in ten years"),
            );
        }
    }

    /// Warns of a share of the prize that looks like a percentage.
    fn share_of_the_prize(&mut self, path: &str, share: f64) {
        if share.abs() > MOST_OF_THE_PRIZE {
            let message = words!(
                "`{path}` is {share}: that is {value} % of the whole prize",
                path,
                share = number(share),
                value = number(100.0 * share)
            );
            self.warn_unit(path, message, words!("it is a share of the whole prize: 0.05 is 5 %"));
        }
    }

    /// Warns of sides whose forces are far apart, unless more was said about one of them.
    fn forces_of_parties(&mut self) {
        let path = |side: Side| format!("{}.forces", side.key());
        let told = Side::BOTH.iter().any(|side| self.is_told(&path(*side)));
        let [a, d] = Side::BOTH.map(|side| self.scenario.central.party(side).forces);
        let low = a.min(d);
        if told || low <= 0.0 || a.max(d) <= FORCES_RATIO * low {
            return;
        }
        let message = words!(
            "the challenger's forces are {a} and the defender's {d}: they differ by more than {forces_ratio} times",
            a = number(a),
            d = number(d),
            forces_ratio = FORCES_RATIO
        );
        self.warn_unit(
            &path(if a < d { Side::Challenger } else { Side::Defender }),
            message,
            words!("forces and troops are in thousands: 880 is 880 thousand"),
        );
    }

    fn party_units(&mut self) {
        for side in Side::BOTH {
            self.growth(side);
            self.war_cost(side);
            let collapse = self.scenario.central.party(side).collapse;
            if collapse > MOST_COLLAPSE {
                let path = format!("{}.collapse", side.key());
                let message = words!("`{path}` is {collapse} a month", path, collapse = number(collapse));
                self.warn_unit(&path, message, words!("it is a probability per month: 0.002 is about 2.4 % a year"));
            }
        }
        let cheating = self.scenario.central.party(Side::Defender).cheating;
        if cheating > MOST_GROWTH {
            let (share, percent) = (number(cheating), number(100.0 * cheating));
            let message =
                words!("`defender.cheating` is {share}: the army would exceed its cap by {percent} %", share, percent);
            self.warn_unit("defender.cheating", message, words!("it is a share: 0.2 is 20 %"));
        }
    }

    fn growth(&mut self, side: Side) {
        let growth = self.scenario.central.party(side).growth;
        if growth > MOST_GROWTH {
            let path = format!("{}.growth", side.key());
            let message = words!(
                "`{path}` is {growth}: forces would grow by {value} %",
                path,
                growth = number(growth),
                value = number(100.0 * growth)
            );
            self.warn_unit(&path, message, words!("it is a share: 0.2 is 20 %"));
        }
    }

    fn war_cost(&mut self, side: Side) {
        let central = &self.scenario.central;
        let (own, other) = (central.party(side).war_cost, central.party(side.other()).war_cost);
        let uneven = own > UNEVEN_WAR_COST && own > WAR_COST_RATIO * other;
        if own > MOST_WAR_COST || uneven {
            let path = format!("{}.war_cost", side.key());
            let message = words!(
                "`{path}` is {own}: war would cost {own} times what the whole prize is worth meanwhile",
                path,
                own = number(own)
            );
            self.warn_unit(&path, message, words!("it is a share: 0.2 is 20 %"));
        }
    }
}

/// The unit, if it is one that people mistake for another.
fn mistakable(unit: &str) -> Option<&'static str> {
    ["thousand", "years", "months", "share of the prize", "log-odds", "log-odds per year"]
        .into_iter()
        .find(|known| *known == unit)
}

/// Whether the number is about an issue beyond the structural ones, whose unit is the file's own.
fn is_of_further_issue(address: Address) -> bool {
    match address {
        Address::Demand(_, issue, _) => issue >= STRUCTURAL.len(),
        Address::StatusQuo(_) => true,
        _ => false,
    }
}

/// So many months, in years.
fn in_years(months: f64) -> Words {
    words!("{months} years", months = format!("{:.0}", months / 12.0))
}

/// The number with at most four decimals.
fn number(x: f64) -> String {
    let text = format!("{x:.4}");
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}
