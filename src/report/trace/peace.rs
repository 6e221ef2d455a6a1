//! The signature, the years of the peace, and the attack that ends it.

use super::super::lang::say;
use super::story::Teller;
use super::{StoryGrid, StoryLine, StoryPart};
use crate::analysis::trace::{TracedAttack, TracedForce, TracedWar, TracedYear};
use crate::model::Side;

impl Teller<'_> {
    pub(super) fn signature(&self) -> StoryPart {
        let (lang, heading) = (self.lang(), self.t("trace.signature").to_owned());
        let Some(signature) = &self.told.signature else { return StoryPart { heading, lines: Vec::new() } };
        let plan = self.names.marked(&signature.plan);
        let mut lines = vec![
            say!(lang, "trace.is_signed", month = self.month(signature.month), plan = plan),
            say!(lang, "trace.terms", terms = self.terms(&signature.terms)),
            self.both("trace.gains", signature.surplus, &[]),
        ];
        if !signature.guarantors.is_empty() {
            lines.push(say!(lang, "trace.guarded_by", list = self.guarantors(&signature.guarantors)));
        }
        if signature.ceasefire_months > 0 {
            let months = lang.plural("term.months", u64::from(signature.ceasefire_months), &[]);
            lines.push(say!(lang, "trace.ceasefire", months = months));
        }
        let last = signature.survival.len().saturating_sub(1);
        let years = super::super::text::milestones(last).into_iter();
        let told = years.map(|year| {
            let share = lang.maybe_percent(signature.survival.get(year).copied(), 1);
            say!(lang, "text.peace_at", years = self.names.years(year as f64), share = share)
        });
        let told: Vec<String> = told.collect();
        lines.push(say!(lang, "trace.foreseen", list = told.join(lang.t("format.comma"))));
        StoryPart { heading, lines: vec![StoryLine::Sentence(lines.join(" "))] }
    }

    /// Years that look alike stand in one row.
    pub(super) fn peace(&self) -> StoryPart {
        let lang = self.lang();
        let shown = |year: &TracedYear| {
            let [a, d] = Side::BOTH.map(|side| lang.percent(year.hazard[side], 1));
            let guard = match year.guard {
                "active" => "trace.active",
                "deserted" => "trace.deserted",
                _ => "trace.lapsed",
            };
            [lang.t(guard).to_owned(), a, d]
        };
        let years: Vec<(usize, [String; 3])> = self.told.peace.iter().map(|year| (year.age, shown(year))).collect();
        let rows: Vec<Vec<String>> = years
            .chunk_by(|one, next| one.1 == next.1)
            .map(|alike| {
                let (from, to) = (alike[0].0, alike[alike.len() - 1].0);
                let span = if from == to { from.to_string() } else { format!("{from}–{to}") };
                [span].into_iter().chain(alike[0].1.clone()).collect()
            })
            .collect();
        let mut lines = Vec::new();
        if !rows.is_empty() {
            let attacks = Side::BOTH.map(|side| say!(lang, "trace.attacks", side = self.names.side(side)));
            let header = ["trace.year", "trace.guarantee"].map(|key| lang.t(key).to_owned());
            let header = header.into_iter().chain(attacks).collect();
            lines.push(StoryLine::Grid(StoryGrid { header, names: 2, rows }));
            if self.told.attack.is_none() {
                let span = self.names.years(self.told.peace.len() as f64);
                lines.push(StoryLine::Sentence(say!(lang, "trace.held", span = span)));
            }
        }
        StoryPart { heading: self.t("trace.peace").to_owned(), lines }
    }

    pub(super) fn attack(&self) -> StoryPart {
        let (lang, heading) = (self.lang(), self.t("trace.attack").to_owned());
        let Some(attack) = &self.told.attack else { return StoryPart { heading, lines: Vec::new() } };
        let chance = self.told.peace.last().map(|year| year.hazard[attack.attacker]);
        let mut lines = vec![say!(
            lang,
            "trace.goes_to_war",
            side = self.names.side(attack.attacker),
            age = attack.age,
            share = lang.maybe_percent(chance, 1)
        )];
        lines.extend(self.defence(attack));
        let advance = lang.number(attack.advance, 3);
        lines.push(say!(lang, "trace.new_odds", challenger = self.names.side(Side::Challenger), p = advance));
        lines.extend(self.told.resumed.as_ref().map(|war| self.resumed(war)));
        StoryPart { heading, lines: vec![StoryLine::Sentence(lines.join(" "))] }
    }

    /// Who comes to the defender's aid.
    fn defence(&self, attack: &TracedAttack) -> Vec<String> {
        let lang = self.lang();
        if attack.attacker == Side::Defender {
            return vec![];
        }
        if !attack.active {
            return vec![lang.t("trace.no_guarantee").to_owned()];
        }
        let those = |wanted: TracedForce| -> Vec<&String> {
            attack.guarantors.iter().filter(|(_, force)| **force == wanted).map(|(id, _)| id).collect()
        };
        let (come, stay) = (those(TracedForce::Honours), those(TracedForce::Abstains));
        let mut lines = Vec::new();
        if come.is_empty() {
            lines.push(lang.t("trace.nobody_honours").to_owned());
        } else {
            let force = lang.short(attack.force);
            lines.push(lang.plural(
                "trace.honour",
                come.len() as u64,
                &[("list", &self.guarantors(come)), ("force", &force)],
            ));
        }
        if !stay.is_empty() {
            lines.push(lang.plural("trace.abstain", stay.len() as u64, &[("list", &self.guarantors(stay))]));
        }
        lines
    }

    /// The war that follows, in a sentence.
    fn resumed(&self, war: &TracedWar) -> String {
        let lang = self.lang();
        let moves = |step: &str| war.months.iter().filter(|month| month.step == step).count();
        let months = lang.plural("term.months", war.months.len() as u64, &[]);
        let [a, d] = Side::BOTH.map(|side| self.names.side(side));
        let course = say!(
            lang,
            "trace.resumed",
            start = war.start,
            months = months,
            challenger = a,
            defender = d,
            gained = moves("advance"),
            lost = moves("retreat")
        );
        let collapsed = war.months.last().map(|month| month.step);
        let result = match (war.result, collapsed) {
            ("challenger_won", Some("collapse_defender")) => "trace.result.defender_collapsed",
            ("challenger_won", _) => "trace.result.challenger_won",
            ("defender_won", Some("collapse_challenger")) => "trace.result.challenger_collapsed",
            ("defender_won", _) => "trace.result.defender_won",
            ("frozen", _) => "trace.result.frozen",
            _ => "trace.result.unresolved",
        };
        course + " " + &say!(lang, result, challenger = a, defender = d)
    }
}
