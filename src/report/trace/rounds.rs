//! War and bargaining: what the front does, and what everybody says to every plan.

use indexmap::IndexMap;

use super::super::lang::say;
use super::story::Teller;
use super::{StoryGrid, StoryLine, StoryPart};
use crate::analysis::trace::{TracedAnswer, TracedFate, TracedMonth, TracedPlan, TracedRound, TracedSide};
use crate::model::{PerSide, Side};

impl Teller<'_> {
    /// Rounds and moves of the front in their order; rounds in which nothing is new are only named.
    pub(super) fn war(&self) -> StoryPart {
        let lang = self.lang();
        let mut lines = Vec::new();
        let mut rounds = self.told.rounds.iter().peekable();
        let mut last: Option<Vec<StoryLine>> = None;
        let mut alike: Vec<u32> = Vec::new();
        let moves = self.told.war.iter().filter(|month| month.step != "still").map(Some).chain([None]);
        for moved in moves {
            while let Some(round) = rounds.next_if(|round| moved.is_none_or(|moved| round.month <= moved.month)) {
                let said = self.round(round);
                if last.as_ref() == Some(&said) {
                    alike.push(round.month);
                    continue;
                }
                lines.extend(self.alike(&mut alike));
                let month = self.month(round.month);
                let heading = say!(lang, "trace.round", month = month, position = round.position);
                lines.push(StoryLine::Sentence(heading));
                lines.extend(said.iter().cloned());
                last = Some(said);
            }
            lines.extend(self.alike(&mut alike));
            lines.extend(moved.map(|moved| StoryLine::Sentence(self.moved(moved))));
        }
        if !self.told.rounds.is_empty() {
            lines.insert(0, StoryLine::Sentence(lang.t("trace.surplus_note").to_owned()));
            let plans = self.names.scenario.structure().plans.iter().map(|plan| plan.id.as_str());
            lines.extend(self.names.mark_explained(plans).map(StoryLine::Sentence));
        }
        StoryPart { heading: self.t("trace.war").to_owned(), lines }
    }

    /// The rounds that said the same as the last one told.
    fn alike(&self, months: &mut Vec<u32>) -> Option<StoryLine> {
        let list: Vec<String> = months.drain(..).map(|month| month.to_string()).collect();
        let n = list.len() as u64;
        (n > 0)
            .then(|| StoryLine::Sentence(self.lang().plural("trace.alike", n, &[("list", &self.lang().list(&list))])))
    }

    /// What happens to the front in a month.
    fn moved(&self, month: &TracedMonth) -> String {
        let lang = self.lang();
        let [a, d] = Side::BOTH.map(|side| self.names.side(side));
        let key = match month.step {
            "advance" => "trace.advance",
            "retreat" => "trace.retreat",
            "collapse_challenger" => "trace.collapse_challenger",
            "collapse_defender" => "trace.collapse_defender",
            "freeze" => "trace.freeze",
            _ => "trace.thaw",
        };
        let when = self.month(month.month);
        let event = say!(lang, key, month = when, challenger = a, defender = d, position = month.position);
        let last = self.told.start.map_or(0, |start| start.positions);
        match month.believed {
            _ if month.position == last => say!(lang, "trace.won", event = event, side = a),
            _ if month.position == 0 => say!(lang, "trace.won", event = event, side = d),
            Some(believed) if matches!(month.step, "advance" | "retreat") => {
                event + " " + &self.both("trace.believes", believed, &[])
            }
            _ => event,
        }
    }

    /// What everybody makes of every plan in a round.
    fn round(&self, round: &TracedRound) -> Vec<StoryLine> {
        let lang = self.lang();
        let mut worth = self.both("trace.fighting_on", round.fighting_on, &[]);
        if round.margins.iter().any(|&margin| margin > 0.0) {
            worth = worth + " " + &self.both("trace.demands", round.margins, &[]);
        }
        let mut lines = vec![StoryLine::Item(worth)];
        let asked: Vec<&TracedPlan> = round.plans.iter().filter(|plan| plan.sides.is_some()).collect();
        if !asked.is_empty() {
            let of = |key: &str| Side::BOTH.map(|side| say!(lang, key, side = self.names.side(side)));
            let [[a_v, d_v], [a_s, d_s]] = ["trace.signing", "trace.surplus"].map(of);
            let header = vec![lang.t("text.plan").to_owned(), a_v, a_s, d_v, d_s];
            let cells = |side: &TracedSide| [lang.number(side.value, 3), lang.signed(side.surplus, 3)];
            let row = |plan: &&TracedPlan| {
                let sides = plan.sides.iter().flat_map(|sides| sides.iter().flat_map(cells));
                [self.names.marked(&plan.id)].into_iter().chain(sides).collect()
            };
            let rows = asked.iter().map(row).collect();
            lines.push(StoryLine::Grid(StoryGrid { header, names: 1, rows }));
        }
        let mut verdicts: IndexMap<String, Vec<String>> = IndexMap::new();
        for plan in &round.plans {
            let verdict = self.verdict(plan, round);
            verdicts.entry(verdict).or_default().push(self.names.plan(&plan.id).to_owned());
        }
        let said = |(verdict, plans): (String, Vec<String>)| {
            StoryLine::Item(lang.said_of(&plans.join(lang.t("format.semicolon")), &verdict))
        };
        lines.extend(verdicts.into_iter().map(said));
        lines
    }

    /// What becomes of a plan in a round, and why.
    fn verdict(&self, plan: &TracedPlan, round: &TracedRound) -> String {
        let lang = self.lang();
        let verdict = match plan.fate {
            TracedFate::Signed => lang.t("trace.signed").to_owned(),
            TracedFate::NotRatified => {
                let fails = |side: &Side| round.ratifies.is_some_and(|ratifies| !ratifies[*side]);
                let sides = Side::BOTH.into_iter().filter(fails).map(|side| self.names.side(side).to_owned());
                say!(lang, "trace.not_ratified", sides = lang.list(&sides.collect::<Vec<_>>()))
            }
            TracedFate::Outdone => lang.t("trace.outdone").to_owned(),
            TracedFate::Refused => say!(lang, "trace.refused", list = self.refusals(plan)),
            TracedFate::Untabled => lang.t("trace.untabled").to_owned(),
            TracedFate::Unavailable => lang.t("trace.unavailable").to_owned(),
            TracedFate::TooEarly => {
                let first = self.names.find_plan(&plan.id).map_or(0, |plan| plan.from_month);
                say!(lang, "trace.too_early", month = self.month(first))
            }
            TracedFate::OffTable => lang.t("trace.off_table").to_owned(),
            TracedFate::TooLate => lang.t("trace.too_late").to_owned(),
        };
        let verdict = self.won(plan).map_or(verdict.clone(), |won| format!("{verdict} {won}"));
        if plan.terms.is_empty() {
            return verdict;
        }
        say!(lang, "trace.with_terms", verdict = verdict, terms = self.terms(&plan.terms))
    }

    /// Who would refuse a plan that is signed but for a private view of it.
    fn won(&self, plan: &TracedPlan) -> Option<String> {
        let sides =
            plan.sides.as_ref().filter(|_| matches!(plan.fate, TracedFate::Signed | TracedFate::NotRatified))?;
        let won = Side::BOTH.into_iter().filter(|&side| sides[side].won_by_private_view);
        let won: Vec<String> = won.map(|side| self.names.side(side).to_owned()).collect();
        (!won.is_empty()).then(|| say!(self.lang(), "trace.won_by_view", sides = self.lang().list(&won)))
    }

    /// Who refuses a plan, and why.
    fn refusals(&self, plan: &TracedPlan) -> String {
        let lang = self.lang();
        let reason = |answer: TracedAnswer| match answer {
            TracedAnswer::Accepts => None,
            TracedAnswer::RedLine => Some("trace.red_line"),
            TracedAnswer::FightingOn => Some("trace.prefers_war"),
            TracedAnswer::Hope => Some("trace.hopes"),
            TracedAnswer::Margin => Some("trace.wants_margin"),
            TracedAnswer::PrivateView => Some("trace.private_view"),
        };
        let by = |name: String, key: &str| say!(lang, "trace.by", name = name, reason = lang.t(key));
        let of_sides = |sides: &PerSide<TracedSide>| {
            Side::BOTH.map(|side| Some(by(self.names.side(side).to_owned(), reason(sides[side].answer)?)))
        };
        let sides = plan.sides.as_ref().map(of_sides).into_iter().flatten().flatten();
        let vetoes = plan.vetoes.iter().filter(|(_, veto)| veto.refuses).map(|(id, veto)| {
            by(self.names.party(id), if veto.red_line { "trace.veto_red_line" } else { "trace.veto" })
        });
        lang.list(&sides.chain(vetoes).collect::<Vec<_>>())
    }
}
