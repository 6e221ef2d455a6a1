//! The exact solution in words: for each plan who would refuse it and why, whether the peace would last, and who would
//! come to its defence.

use super::super::lang::say;
use super::super::names::Names;
use super::super::open::chosen_sentence;
use super::super::posterior::piece_told;
use super::super::story::changing::{at_centre, over_draws};
use super::super::story::waiting::waiting;
use super::super::story::weighing::{costliest, fight_given_up, margin, tipped};
use super::super::theories::theory;
use super::{Grid, Screen, header, milestones};
use crate::analysis::concession::Changes;
use crate::analysis::evaluation::{Evaluation, GuaranteeOutlook, Nearest, PartyEvaluation, PlanEvaluation, PlanValue};
use crate::model::{PartyIdentity, Side};
use crate::scenario::Scenario;

/// The exact solution, as its sentences see it.
struct Exact<'a> {
    names: Names<'a>,
    changes: &'a Changes,
    screen: &'a Screen<'a>,
}

/// The exact solution at central values in words, and what would change the refusals.
pub fn evaluate_text(evaluation: &Evaluation, changes: &Changes, scenario: &Scenario, screen: &Screen) -> String {
    let lang = screen.lang;
    let scenario = scenario.in_language(lang.code());
    let exact = Exact { names: Names { scenario: &scenario, lang }, changes, screen };
    let mut text = screen.wrapped(&lang.said_of(scenario.name(), lang.t("text.exact")), 0) + "\n";
    text += &exact.advance(evaluation);
    text += &exact.war(evaluation);
    text += &evaluation.nearest.as_ref().map_or_else(String::new, |nearest| exact.nearest(nearest, evaluation));
    text += &screen.heading(lang.t("text.margin_note"));
    text += &screen.wrapped(lang.t("word.prize"), 0);
    text += &exact.evidence(evaluation);
    text.extend(evaluation.plans.iter().map(|plan| exact.plan(plan, evaluation)));
    text += &exact.draws_wanted();
    let marks = exact.names.mark_explained(evaluation.plans.iter().map(|plan| plan.id.as_str()));
    text + &marks.map_or_else(String::new, |marks| screen.heading(&marks))
}

impl Exact<'_> {
    fn advance(&self, evaluation: &Evaluation) -> String {
        let lang = self.screen.lang;
        let mut text = say!(
            lang,
            "text.advance",
            challenger = self.names.side(Side::Challenger),
            p = lang.number(evaluation.advance_probability, 3),
            wins = lang.number(evaluation.undiscounted.challenger_wins, 3),
            months = lang.number(evaluation.undiscounted.months, 1)
        );
        if evaluation.undiscounted.frozen > 0.0 {
            text += &say!(lang, "text.freezes", p = lang.number(evaluation.undiscounted.frozen, 3));
        }
        self.screen.wrapped(&text, 0)
    }

    fn war(&self, evaluation: &Evaluation) -> String {
        let lang = self.screen.lang;
        let sides = [&evaluation.challenger, &evaluation.defender];
        let looks_ahead = sides.iter().any(|side| side.reservation.is_some());
        let mut columns = vec!["text.side", "text.w"];
        columns.extend(looks_ahead.then_some("text.reservation"));
        columns.push("text.status_quo");
        let mut grid = Grid::new(header(lang, &columns));
        for (side, war) in Side::BOTH.into_iter().zip(sides) {
            let mut row = vec![self.names.side(side).to_owned(), lang.number(war.w, 3)];
            row.extend(war.reservation.map(|reservation| lang.number(reservation, 3)));
            row.push(lang.number(war.status_quo, 3));
            grid.push(row);
        }
        for party in &evaluation.parties {
            let mut row = vec![self.party(party), lang.number(party.w, 3)];
            row.extend(looks_ahead.then(|| lang.number(party.reservation, 3)));
            row.push(lang.number(party.status_quo, 3));
            grid.push(row);
        }
        let waiting = waiting(&self.names, evaluation);
        waiting.iter().fold(grid.lines(self.screen), |text, sentence| text + &self.screen.wrapped(sentence, 0))
    }

    /// How likely what has happened already was; nothing where there is no evidence.
    fn evidence(&self, evaluation: &Evaluation) -> String {
        let lang = self.screen.lang;
        if evaluation.evidence.is_empty() {
            return String::new();
        }
        let structure = self.names.scenario.structure();
        let vetoes: Vec<&PartyIdentity> = structure.vetoes().map(|party| &structure.parties[party]).collect();
        let sides = Side::BOTH.map(|side| self.names.side(side).to_owned()).into_iter();
        let all = sides.chain(vetoes.iter().map(|party| self.names.party(&party.id)));
        let accepts: Vec<String> = all.map(|name| say!(lang, "posterior.accepts", side = name)).collect();
        let (first, last) = (header(lang, &["posterior.piece"]), header(lang, &["posterior.log_likelihood"]));
        let mut grid = Grid::new([first, accepts, last].concat());
        for (piece, it) in self.names.scenario.evidence().iter().zip(&evaluation.evidence) {
            let chance = |p: Option<f64>| p.map_or_else(String::new, |p| lang.number(p, 3));
            let likelihood =
                it.log_likelihood.map_or_else(|| lang.t("posterior.never").to_owned(), |x| lang.number(x, 3));
            let by_sides = [piece_told(piece, &self.names), chance(it.challenger), chance(it.defender)].into_iter();
            let by_vetoes = vetoes.iter().map(|party| chance(it.parties.get(&party.id).copied()));
            grid.push(by_sides.chain(by_vetoes).chain([likelihood]).collect());
        }
        self.screen.heading(lang.t("posterior.exact")) + &grid.lines(self.screen)
    }

    /// A party that does not fight, marked where it has a veto.
    fn party(&self, party: &PartyEvaluation) -> String {
        let name = self.names.party(&party.id);
        if party.veto { say!(self.screen.lang, "parties.with_veto", name = name) } else { name }
    }

    fn plan(&self, plan: &PlanEvaluation, evaluation: &Evaluation) -> String {
        let verdict = self.verdict(plan, evaluation);
        let heading = self.screen.lang.said_of(&self.names.marked(&plan.id), &verdict);
        let mut text = self.screen.heading(&heading);
        if !self.names.is_tabled(&plan.id) {
            text += &self.screen.wrapped(self.screen.lang.t("text.by_evidence"), 2);
        }
        if plan.available {
            text.extend(chosen_sentence(plan, &self.names).map(|told| self.screen.wrapped(&told, 2)));
            text.extend(Side::BOTH.map(|side| self.balance(self.names.side(side), plan.value(side))));
            let parties = evaluation.party_values(&plan.id);
            text.extend(parties.map(|(party, value)| self.balance(&self.party(party), value)));
            text += &self.peace(plan);
            text += &self.theories(plan);
            text += &plan.guarantee.as_ref().map_or_else(String::new, |outlook| self.guarantee(outlook));
            text += &self.changes(plan);
        }
        text
    }

    /// What would change who refuses the plan.
    fn changes(&self, plan: &PlanEvaluation) -> String {
        let refusal = self.changes.refusal(&plan.id);
        let mut sentences = refusal.map_or_else(Vec::new, |refusal| at_centre(&self.names, refusal, plan));
        sentences.extend(self.changes.response(&plan.id).map(|responses| over_draws(&self.names, responses)));
        sentences.iter().fold(String::new(), |text, sentence| text + &self.screen.wrapped(sentence, 2))
    }

    /// How to learn how often it would be accepted where the inputs are uncertain, if nobody asked yet.
    fn draws_wanted(&self) -> String {
        let asked = !self.changes.responses.is_empty() || self.names.scenario.inputs().is_empty();
        if asked { String::new() } else { self.screen.heading(self.screen.lang.t("change.draws_wanted")) }
    }

    fn verdict(&self, plan: &PlanEvaluation, evaluation: &Evaluation) -> String {
        let lang = self.screen.lang;
        match (plan.available, plan.signable) {
            (false, _) => lang.t("text.unavailable").to_owned(),
            (true, true) => lang.t("text.would_sign").to_owned(),
            (true, false) => {
                let sides = Side::BOTH.into_iter().filter(|&side| !plan.value(side).accepts());
                let parties = evaluation.party_values(&plan.id);
                let vetoes = parties.filter(|(party, value)| party.veto && !value.accepts());
                let sides = sides.map(|side| self.names.side(side).to_owned());
                let sides: Vec<String> = sides.chain(vetoes.map(|(party, _)| self.names.party(&party.id))).collect();
                say!(lang, "text.refused_by", sides = lang.list(&sides))
            }
        }
    }

    /// What a side, or a party that does not fight, gains from a plan and why.
    fn balance(&self, name: &str, value: &PlanValue) -> String {
        let lang = self.screen.lang;
        let Some(surplus) = value.surplus else { return String::new() };
        let mut text = say!(lang, "text.surplus", side = name, surplus = lang.signed(surplus, 3));
        if let Some(margin) = margin(value) {
            text += &say!(lang, "text.margin", margin = lang.number(margin, 3));
            text += tipped(value).map_or("", |_| lang.t("text.tips"));
        }
        if let Some(given_up) = fight_given_up(value) {
            text += &say!(lang, "text.fighting_on", value = lang.signed(given_up, 3));
        }
        if let Some(part) = costliest(value) {
            let number = lang.signed(part.value, 3);
            text += &say!(lang, "text.costs", part = self.names.part(&part.of), value = number);
        }
        if !value.crossed.is_empty() {
            let issues: Vec<String> = value.crossed.iter().map(|id| self.names.issue(id)).collect();
            text += &say!(lang, "text.red_line", issues = lang.list(&issues));
        }
        self.screen.wrapped(&text, 2)
    }

    fn peace(&self, plan: &PlanEvaluation) -> String {
        let lang = self.screen.lang;
        let Some(survival) = &plan.survival else { return String::new() };
        let told = milestones(survival.len().saturating_sub(1)).into_iter().map(|year| {
            let share = lang.maybe_percent(survival.get(year).copied(), 1);
            say!(lang, "text.peace_at", years = self.names.years(year as f64), share = share)
        });
        let told: Vec<String> = told.collect();
        let peace = say!(lang, "text.peace", list = told.join(lang.t("format.comma")));
        self.screen.wrapped(&(peace + &self.breaking(plan)), 2)
    }

    /// What each theory says, side by side.
    fn theories(&self, plan: &PlanEvaluation) -> String {
        let lang = self.screen.lang;
        let Some(survival) = plan.theories.values().find_map(|theory| theory.survival.as_ref()) else {
            return String::new();
        };
        let years = milestones(survival.len().saturating_sub(1));
        let surplus = |side: Side| say!(lang, "text.surplus_of", side = self.names.side(side));
        let lasting = years.iter().map(|&year| say!(lang, "text.lasts", years = self.names.years(year as f64)));
        let title = lang.t("text.theory").to_owned();
        let mut grid = Grid::new(std::iter::once(title).chain(Side::BOTH.map(surplus)).chain(lasting).collect());
        for (name, told) in &plan.theories {
            let values = [&told.challenger, &told.defender];
            let surpluses = values.map(|value| value.surplus.map_or_else(String::new, |it| lang.signed(it, 3)));
            let at = |year: &usize| lang.maybe_percent(told.survival.as_ref().and_then(|it| it.get(*year).copied()), 1);
            let row = std::iter::once(theory(lang, name).to_owned());
            grid.push(row.chain(surpluses).chain(years.iter().map(at)).collect());
        }
        grid.lines(self.screen)
    }

    fn breaking(&self, plan: &PlanEvaluation) -> String {
        let lang = self.screen.lang;
        let Some(breaks) = breaks(plan) else { return String::new() };
        let (from, to) = (breaks.likeliest, breaks.likeliest + 1);
        let (share, side) = (lang.percent(breaks.probability, 1), self.names.side(breaks.side));
        let mut text = say!(lang, "text.peak", from = from, to = to, share = share, side = side);
        if breaks.worst != breaks.likeliest {
            let share = lang.percent(breaks.hazard, 1);
            text += &say!(lang, "text.hazard", from = breaks.worst, to = breaks.worst + 1, share = share);
        }
        text
    }

    fn guarantee(&self, outlook: &GuaranteeOutlook) -> String {
        let lang = self.screen.lang;
        let ages = outlook.years.iter().map(u32::to_string);
        let mut grid = Grid::new(std::iter::once(lang.t("text.guarantee").to_owned()).chain(ages).collect());
        let percents = |shares: &[f64]| shares.iter().map(|&share| lang.percent(share, 1)).collect::<Vec<_>>();
        let mut row = |name: String, figures: Vec<String>| grid.push([vec![name], figures].concat());
        row(lang.t("text.active").to_owned(), percents(&outlook.active));
        for guarantor in &outlook.guarantors {
            let name = self.stationed(self.names.guarantor(&guarantor.id), guarantor.stationed);
            row(say!(lang, "text.honours", name = name), percents(&guarantor.honours));
        }
        row(lang.t("text.nobody").to_owned(), percents(&outlook.nobody));
        row(lang.t("text.all").to_owned(), percents(&outlook.all));
        let forces = outlook.expected_force.iter().map(|&force| lang.number(force, 1));
        row(lang.t("text.force").to_owned(), forces.collect());
        grid.lines(self.screen)
    }

    fn stationed(&self, name: &str, troops: f64) -> String {
        let lang = self.screen.lang;
        if troops > 0.0 {
            say!(lang, "text.stationed", name = name, troops = lang.short(troops))
        } else {
            name.to_owned()
        }
    }

    /// What keeps the sides from signing the nearest plan: a surplus that is lacking, or a red line though none is.
    fn obstacles(&self, nearest: &Nearest, evaluation: &Evaluation) -> Vec<String> {
        let lang = self.screen.lang;
        let plan = evaluation.plans.iter().find(|plan| plan.id == nearest.plan);
        let lacks = Side::BOTH.into_iter().zip([nearest.challenger_lacks, nearest.defender_lacks]);
        let parties = nearest.parties_lack.iter().map(|(id, lack)| {
            let name = self.names.party(id);
            if *lack > 0.0 {
                say!(lang, "text.lacks", side = name, value = lang.number(*lack, 3))
            } else {
                say!(lang, "text.barred", side = name)
            }
        });
        let told = lacks.filter_map(|(side, lack)| {
            let name = self.names.side(side);
            if lack > 0.0 {
                return Some(say!(lang, "text.lacks", side = name, value = lang.number(lack, 3)));
            }
            let barred = plan.is_some_and(|plan| plan.value(side).red_line == Some(true));
            barred.then(|| say!(lang, "text.barred", side = name))
        });
        told.chain(parties).collect()
    }

    fn nearest(&self, nearest: &Nearest, evaluation: &Evaluation) -> String {
        let (lang, screen) = (self.screen.lang, self.screen);
        let lacks = self.obstacles(nearest, evaluation);
        let plan = self.names.plan(&nearest.plan);
        let mut text = screen.heading(&say!(lang, "text.nearest", plan = plan, lacks = lang.list(&lacks)));
        for step in &nearest.moves {
            let (from, to) = (self.names.term(&step.issue, step.from), self.names.term(&step.issue, step.to));
            let issue = self.names.issue(&step.issue);
            text += &screen.wrapped(&say!(lang, "text.move", issue = issue, from = from, to = to), 2);
        }
        if nearest.moves.is_empty() {
            text += &screen.wrapped(lang.t("text.no_move"), 2);
        }
        text
    }
}

/// When the peace of a plan breaks.
struct Breaks {
    /// The first year in which it is most likely to break, seen from the signature.
    likeliest: usize,
    /// Probability of a break in that year.
    probability: f64,
    /// The side more likely to attack in that year.
    side: Side,
    /// The first year of the largest hazard.
    worst: usize,
    /// That hazard.
    hazard: f64,
}

fn breaks(plan: &PlanEvaluation) -> Option<Breaks> {
    let (a, d) = (plan.resumed_by_challenger.as_ref()?, plan.resumed_by_defender.as_ref()?);
    let survival = plan.survival.as_ref()?;
    let by_year: Vec<(f64, f64)> = growth(a).zip(growth(d)).collect();
    let total: Vec<f64> = by_year.iter().map(|(a, d)| a + d).collect();
    let hazards: Vec<f64> =
        total.iter().zip(survival).map(|(fall, &alive)| if alive > 1e-9 { fall / alive } else { 0.0 }).collect();
    let (likeliest, worst) = (first_largest(&total)?, first_largest(&hazards)?);
    let side = if by_year[likeliest].0 >= by_year[likeliest].1 { Side::Challenger } else { Side::Defender };
    let found = Breaks { likeliest, probability: total[likeliest], side, worst, hazard: hazards[worst] };
    (found.probability > 0.0).then_some(found)
}

/// What a cumulative incidence gains in each year.
fn growth(cumulative: &[f64]) -> impl Iterator<Item = f64> {
    cumulative.windows(2).map(|pair| (pair[1] - pair[0]).max(0.0))
}

/// Index of the largest; the first of those that differ only by rounding.
fn first_largest(values: &[f64]) -> Option<usize> {
    let most = values.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    values.iter().position(|&value| value >= most - most.abs() * 1e-6)
}
