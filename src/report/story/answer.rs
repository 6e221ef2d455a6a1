//! The answer, before anything else, to the questions that readers come with: which plan, how it ends, how sure that is, what
//! it hangs on, what would change it.

use super::super::grade::graded_input;
use super::super::lang::{Lang, say};
use super::super::names::Names;
use super::super::ranking::{
    AloneEnding, Ranked, difference, followed, lasting_leader, leader, likeliest, likeliest_but, ranked,
};
use super::super::view::View;
use super::changing::{as_good, best_change, change, most_promising};
use super::deciding::{choice_hangs_on, deciders, end_values, ends};
use super::{at, span};
use crate::analysis::alone::Contrast;
use crate::analysis::concession::Changes;
use crate::analysis::influence::Influences;
use crate::analysis::summary::{PlanSummary, Share, Summary};
use crate::model::Side;
use crate::report::caveats::caveats;
use crate::report::evidence::Backing;
use crate::report::few::is_few;
use crate::scenario::headline_year;

/// Below this share even the best plan is rare: one trial in twenty.
const RARE: f64 = 0.05;

/// A chance below this is shown as none.
const NOTHING: f64 = 0.005;

/// A share beyond which other endings need no word.
const NEARLY_ALL: f64 = 0.995;

/// A difference of chances that is worth a sentence: five points.
const APART: f64 = 0.05;

/// Plans that a sentence names.
const NAMED: usize = 3;

/// A question of readers, and the sentences that answer it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Answered {
    pub(crate) question: String,
    pub(crate) told: Vec<String>,
}

/// What the answers are made from.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Answers<'a> {
    pub(crate) summary: &'a Summary,
    pub(crate) names: Names<'a>,
    /// What would change the refusals of the leading plans, where that was asked.
    pub(crate) changes: Option<&'a Changes>,
}

impl<'a> Answers<'a> {
    /// The questions that can be answered, each with its answer; none where plans were not played by themselves.
    pub(crate) fn all(&self) -> Vec<Answered> {
        let ranked = ranked(self.summary, self.year());
        if ranked.is_empty() {
            return Vec::new();
        }
        let (lang, several) = (self.lang(), self.summary.plans.len() > 1);
        let which = if several { "ask.which" } else { "ask.works" };
        let Some(leader) = leader(self.summary, self.year()) else {
            return vec![Answered { question: lang.t(which).to_owned(), told: vec![self.nothing_signed()] }];
        };
        let mut told = vec![(which, self.which(&leader))];
        if leader.is_negligible() {
            told.push(("ask.ends", self.ending(&leader)));
        } else {
            told.push(("ask.ends", self.ending(&leader)));
            told.push(("ask.sure", self.sure(&leader)));
            told.push(("ask.hangs", self.hangs(&leader)));
            told.push(("ask.changes", self.changes(&leader)));
            told.push(("ask.turns", caveats(self.summary, &self.names, self.year())));
        }
        let told = told.into_iter().filter(|(_, told)| !told.is_empty());
        told.map(|(key, told)| Answered { question: lang.t(key).to_owned(), told }).collect()
    }

    fn lang(&self) -> &'a Lang {
        self.names.lang
    }

    fn year(&self) -> usize {
        headline_year(followed(self.summary))
    }

    fn span(&self) -> String {
        self.names.years(self.year() as f64)
    }

    fn share(&self, share: &Share) -> String {
        self.lang().maybe_percent(share.share, 1)
    }

    fn nothing_signed(&self) -> String {
        let valid = self.summary.trials - self.summary.failed_trials;
        if valid == 0 {
            return self.lang().plural("story.all_failed", self.summary.trials, &[]);
        }
        say!(self.lang(), "story.none_signed", trials = self.lang().plural("note.trials", valid, &[]))
    }

    /// Which plan does best by itself, and what comes next.
    fn which(&self, leader: &Ranked<'_>) -> Vec<String> {
        let (lang, span, plan) = (self.lang(), self.span(), self.names.plan(leader.id));
        if leader.holding.share == Some(0.0) {
            let signed = lang.about(leader.alone.signed.share.unwrap_or(0.0));
            return vec![say!(lang, "story.none_holds", plan = plan, span = span, signed = signed)];
        }
        let several = self.summary.plans.len() > 1;
        if leader.is_negligible() && several {
            let (most, high) = (lang.about(leader.holding.share.unwrap_or(0.0)), leader.holding.high.unwrap_or(1.0));
            return vec![say!(
                lang,
                "story.negligible",
                plan = plan,
                span = span,
                share = most,
                high = lang.about(high)
            )];
        }
        let tied = self.tied(leader);
        let share = self.share(&leader.holding);
        let mut told = vec![match (several, tied.is_empty()) {
            (false, _) => say!(lang, "story.only", plan = plan, span = span, share = share),
            (true, true) => say!(lang, "story.leader", plan = plan, span = span, share = share),
            (true, false) => say!(lang, "story.tied", plans = self.named(leader, &tied), span = span),
        }];
        if tied.is_empty() {
            told.extend(self.signed_and_kept(leader));
        }
        if leader.holding.share.is_some_and(|share| share < RARE) {
            told.push(lang.t("story.rare").to_owned());
        }
        if tied.is_empty() {
            told.extend(self.next(leader));
        }
        let carried = self.names.carried(leader.id);
        if !carried.is_empty() {
            told.push(say!(lang, "story.carried", plan = plan, effects = lang.list(&carried)));
        }
        told
    }

    /// The share of the best plan in its two factors: how often it is signed, and how often the peace then holds, beside how
    /// often it would if it were signed in every world.
    fn signed_and_kept(&self, leader: &Ranked<'_>) -> Option<String> {
        let (signed, holding) = (leader.alone.signed.share?, leader.holding.share?);
        (!is_few(self.summary, &leader.alone.signed)).then_some(())?;
        let lang = self.lang();
        let kept = (holding / signed).min(1.0);
        let (signed, span) = (self.share(&leader.alone.signed), self.span());
        let all = at(&leader.plan.if_signed.survival.survival, self.year());
        let told = lang.about(kept);
        match all.filter(|all| (all - kept).abs() >= APART) {
            Some(all) => Some(say!(
                lang,
                "story.factors_selected",
                signed = signed,
                kept = told,
                span = span,
                all = lang.about(all)
            )),
            None => Some(say!(lang, "story.factors", signed = signed, kept = told, span = span)),
        }
    }

    fn others(&self, leader: &Ranked<'_>) -> Vec<Ranked<'a>> {
        ranked(self.summary, self.year()).into_iter().filter(|it| it.id != leader.id).collect()
    }

    /// Whether two plans can be told apart, by a difference that would not be shown as nothing.
    fn is_apart(&self, a: &str, b: &str) -> bool {
        let apart = difference(self.summary, a, b).filter(Contrast::is_told).and_then(|it| it.difference);
        apart.is_some_and(|it| !looks_like_nothing(self.lang(), it))
    }

    /// The plans that cannot be told apart from the best.
    fn tied(&self, leader: &Ranked<'_>) -> Vec<Ranked<'a>> {
        self.others(leader).into_iter().filter(|it| !self.is_apart(leader.id, it.id)).collect()
    }

    /// The plans next in rank that cannot be told apart from each other.
    fn next(&self, leader: &Ranked<'_>) -> Option<String> {
        let others = self.others(leader);
        let second = *others.first()?;
        let group: Vec<Ranked<'_>> =
            others.into_iter().filter(|it| it.id == second.id || !self.is_apart(second.id, it.id)).collect();
        let apart = difference(self.summary, leader.id, second.id)?;
        let (difference, low, high) = (apart.difference?, apart.low?, apart.high?);
        let lang = self.lang();
        let key = if group.len() > 1 { "story.runners_up" } else { "story.runner_up" };
        let (low, high) = (lang.points(low), lang.points(high));
        // Without chance an interval says nothing.
        let range = if low == high { String::new() } else { say!(lang, "story.range", low = low, high = high) };
        let plans = self.listed(&group);
        Some(say!(lang, key, plans = plans, difference = lang.points(difference), range = range))
    }

    /// The best plan and those that tie with it.
    fn named(&self, leader: &Ranked<'_>, tied: &[Ranked<'_>]) -> String {
        self.listed(&[std::slice::from_ref(leader), tied].concat())
    }

    /// Plans with their shares, so many as are read.
    fn listed(&self, plans: &[Ranked<'_>]) -> String {
        let lang = self.lang();
        let name = |it: &Ranked<'_>| {
            let quoted = say!(lang, "format.quoted", text = self.names.plan(it.id));
            format!("{quoted} ({})", self.share(&it.holding))
        };
        let mut names: Vec<String> = plans.iter().take(NAMED).map(name).collect();
        if plans.len() > NAMED {
            names.push(lang.plural("story.others", (plans.len() - NAMED) as u64, &[]));
        }
        lang.list(&names)
    }

    /// How it ends most often, and how often either side wins.
    fn ending(&self, leader: &Ranked<'_>) -> Vec<String> {
        let Some((ending, share)) = likeliest(leader) else { return Vec::new() };
        let lang = self.lang();
        if ending == AloneEnding::Holds {
            if share >= NEARLY_ALL {
                return Vec::new();
            }
            let Some((next, share)) = likeliest_but(leader, Some(ending)) else { return Vec::new() };
            let name = self.names.ending(next, self.year());
            return vec![say!(lang, "story.ending_next", ending = name, share = lang.percent(share, 1))];
        }
        let name = self.names.ending(ending, self.year());
        let key = if leader.is_negligible() { "story.ending_instead" } else { "story.ending" };
        let told = say!(lang, key, ending = name, share = lang.percent(share, 1));
        std::iter::once(told).chain(self.victories(leader, ending)).collect()
    }

    /// How often each side wins the war, where that is neither the likeliest ending nor next to never.
    fn victories(&self, leader: &Ranked<'_>, likeliest: AloneEnding) -> Option<String> {
        let victories = [AloneEnding::ChallengerWins, AloneEnding::DefenderWins];
        let [a, d] = [victories[0].share(leader)?, victories[1].share(leader)?];
        (!victories.contains(&likeliest) && a.max(d) >= NOTHING).then_some(())?;
        let (lang, [challenger, defender]) = (self.lang(), Side::BOTH.map(|side| self.names.side(side)));
        let [a, d] = [a, d].map(|share| lang.percent(share, 1));
        Some(say!(lang, "story.victories", challenger = challenger, a = a, defender = defender, d = d))
    }

    /// How sure that is: chance, what is not known, and what the inputs rest on.
    fn sure(&self, leader: &Ranked<'_>) -> Vec<String> {
        let lang = self.lang();
        let range = lang.interval(&leader.holding);
        let chance = say!(lang, "story.chance", range = range);
        if self.names.scenario.inputs().is_empty() {
            return vec![chance, lang.t("story.nothing_uncertain").to_owned(), self.founded()];
        }
        let standing = self.standing(leader).map(|it| say!(lang, "story.ignorance", range = range, standing = it));
        vec![standing.unwrap_or(chance), self.founded()]
    }

    /// In how many worlds it is the best choice, or nearly.
    fn standing(&self, leader: &Ranked<'_>) -> Option<String> {
        let lang = self.lang();
        let standing = self.summary.decision.get("durable")?.plans.get(leader.id)?;
        if self.summary.plans.len() < 2 {
            return None;
        }
        if standing.best? >= 1.0 {
            return Some(lang.t("story.stands_always").to_owned());
        }
        let near = standing.near_best?;
        // Where no plan does anything all are near the best: that says nothing for any of them.
        if let Some(scant) = self.summary.decision.get("durable")?.out_of_reach.filter(|scant| *scant >= NOTHING) {
            let of_rest = if scant < 1.0 { ((near - scant) / (1.0 - scant)).max(0.0) } else { return None };
            return Some(say!(lang, "story.stands_of_rest", scant = lang.about(scant), near = lang.about(of_rest)));
        }
        Some(say!(lang, "story.stands", best = lang.about(standing.best?), near = lang.about(near)))
    }

    /// What the numbers of the scenario rest on.
    fn founded(&self) -> String {
        let (lang, all) = (self.lang(), self.names.scenario.assumptions());
        let count = |backing: Backing| all.iter().filter(|it| it.evidence() == backing).count() as u64;
        let counted = Backing::ALL.into_iter().map(|backing| (backing, count(backing))).filter(|(_, n)| *n > 0);
        let told = |(backing, n): (Backing, u64)| {
            lang.fill(&format!("backing.{}", backing.key()), &[("n", lang.count(n).as_str())])
        };
        let list: Vec<String> = counted.map(told).collect();
        say!(lang, "story.backing", of = lang.count(all.len() as u64), list = lang.list(&list))
    }

    /// On which input it hangs most whether the best plan works, and on which most which plan to choose.
    fn hangs(&self, leader: &Ranked<'_>) -> Vec<String> {
        let (lang, names) = (self.lang(), self.names);
        let deciders = deciders(self.summary, self.year());
        let works = deciders.first().map(|it| {
            let told = say!(lang, "story.hangs", input = names.input(&it.input), ends = self.ends_of(leader, it));
            self.of_leader(leader, told)
        });
        let several = self.summary.plans.len() > 1;
        let choice = choice_hangs_on(self.summary).filter(|_| several).map(|(path, gain)| {
            let same = deciders.first().is_some_and(|it| it.input == path);
            let key = if same { "story.hangs_too" } else { "story.chooses" };
            let (input, grade) = (names.input(path), graded_input(&names, path));
            say!(lang, key, input = input, grade = grade, gain = lang.points(gain))
        });
        works.into_iter().chain(choice).collect()
    }

    /// ` (the plan says 800 thousand; the chance is 0% at 600 thousand, 31% at no red line)`; empty where the two ends are
    /// alike.
    fn ends_of(&self, leader: &Ranked<'_>, it: &Influences) -> String {
        let lang = self.lang();
        let Some((low, high)) = it.effect.as_ref().and_then(ends) else { return String::new() };
        let (low, high) = (lang.about(low), lang.about(high));
        if low == high {
            return String::new();
        }
        let says = self.plan_says(leader, &it.input).unwrap_or_default();
        match end_values(&self.names, &it.input) {
            Some([first, last]) => {
                say!(lang, "story.ends_at", says = says, low = low, high = high, first = first, last = last)
            }
            None => say!(lang, "story.ends", says = says, low = low, high = high),
        }
    }

    /// What a plan says on the issue of a red line.
    fn plan_says(&self, leader: &Ranked<'_>, path: &str) -> Option<String> {
        let steps: Vec<&str> = path.split('.').collect();
        let [_, "demands", issue, "red_line"] = steps.as_slice() else { return None };
        let plan = self.names.find_plan(leader.id)?;
        let index = self.names.scenario.structure().issues.iter().position(|it| it.id == *issue)?;
        let term = plan.term(index).filter(|_| !plan.open.iter().any(|term| term.issue == index))?;
        Some(say!(self.lang(), "story.plan_says", term = self.names.term(issue, Some(term))))
    }

    /// A sentence about the best plan, with its name where it is not the only one that was named.
    fn of_leader(&self, leader: &Ranked<'_>, told: String) -> String {
        if self.tied(leader).is_empty() {
            return told;
        }
        let quoted = say!(self.lang(), "format.quoted", text = self.names.plan(leader.id));
        self.lang().said_of(&quoted, &told)
    }

    /// Who refuses the best plan, which change of a term would do most for it, and whether another plan could be made better.
    fn changes(&self, leader: &Ranked<'_>) -> Vec<String> {
        let refuser = self.refuser(leader);
        let Some(changes) = self.changes else {
            let ask = refuser.is_some().then(|| self.lang().t("story.ask_evaluate").to_owned());
            return refuser.into_iter().chain(ask).collect();
        };
        let (lang, names) = (self.lang(), self.names);
        let helped = changes.response(leader.id).map(|own| match best_change(own) {
            None => lang.t("change.own_none").to_owned(),
            Some(best) => {
                let (durable, before) = (lang.about(best.response.durable), lang.about(own.now.durable));
                let alternative =
                    as_good(own, best).map(|it| say!(lang, "change.as_much", change = change(&names, &it.change)));
                say!(
                    lang,
                    "change.own",
                    change = change(&names, &best.change),
                    durable = durable,
                    before = before,
                    span = self.span(),
                    alternative = alternative.unwrap_or_default()
                )
            }
        });
        let other = most_promising(changes, &names, &|plan| self.refused_now(plan));
        let other = other.filter(|(plan, _)| plan != leader.id).map(|(_, told)| told);
        [refuser, helped, other].into_iter().flatten().collect()
    }

    /// Who refuses a plan more often as it stands, and what the plan brings besides its terms.
    fn refused_now(&self, plan: &str) -> String {
        let Some(of) = self.summary.plans.get(plan) else { return String::new() };
        let Some((side, ..)) = refusing(of) else { return String::new() };
        let refused = say!(self.lang(), "change.refused_now", side = self.names.side(side));
        let carried = self.names.carried(plan);
        if carried.is_empty() {
            return refused;
        }
        refused + &say!(self.lang(), "change.carries", effects = self.lang().list(&carried))
    }

    /// Which side refuses the best plan more often at the start; none where neither refuses in a world worth naming.
    fn refuser(&self, leader: &Ranked<'_>) -> Option<String> {
        let (refusing, own, theirs) = refusing(leader.plan).filter(|it| it.1 < 1.0 - NOTHING)?;
        let lang = self.lang();
        let [side, other] = [refusing, refusing.other()].map(|side| self.names.side(side));
        let [own, theirs] = [own, theirs].map(|share| lang.about(share));
        if self.names.scenario.inputs().is_empty() {
            return Some(self.of_leader(leader, say!(lang, "story.refuses_here", side = side)));
        }
        let told = say!(lang, "story.refuses", side = side, own = own, other = other, theirs = theirs);
        Some(self.of_leader(leader, told))
    }
}

/// The side that could accept a plan in fewer worlds, in what share of them, and the other in what share.
fn refusing(plan: &PlanSummary) -> Option<(Side, f64, f64)> {
    let (a, d) = (plan.acceptable.challenger.share?, plan.acceptable.defender.share?);
    Some(if a <= d { (Side::Challenger, a, d) } else { (Side::Defender, d, a) })
}

/// Whether a share would be shown as 0.0 %.
fn looks_like_nothing(lang: &Lang, share: f64) -> bool {
    lang.percent(share, 1) == lang.percent(0.0, 1)
}

/// How sure the answer is: over the worlds that the inputs allow, not over random numbers.
pub(super) fn sure(view: &View) -> Vec<String> {
    let Some(leader) = lasting_leader(view.summary(), view.headline_year()) else { return Vec::new() };
    [lasting(view, &leader), standing(view, &leader)].into_iter().flatten().collect()
}

/// In which worlds both would sign the best plan, and how long it would last there.
fn lasting(view: &View, leader: &Ranked<'_>) -> Option<String> {
    let (lang, year) = (view.lang(), view.headline_year());
    let both = lang.about(leader.plan.acceptable.both.share?);
    let there = &leader.plan.if_acceptable;
    let (mean, p5) = (lang.about(at(&there.mean, year)?), lang.about(at(&there.across.p5, year)?));
    let plan = view.plan_name(leader.id);
    if view.input.scenario.inputs().is_empty() {
        return Some(say!(lang, "story.sure_one_world", plan = plan, span = span(view), mean = mean));
    }
    let key = match () {
        () if mean == p5 => "story.sure_alike",
        () if at(&there.across.p5, year)? < NOTHING => "story.sure_lasts_nothing",
        () => "story.sure_lasts",
    };
    Some(say!(lang, key, plan = plan, both = both, span = span(view), mean = mean, p5 = p5))
}

/// In how many worlds it is the best choice, or nearly.
fn standing(view: &View, leader: &Ranked<'_>) -> Option<String> {
    if view.summary().plans.len() < 2 || view.input.scenario.inputs().is_empty() {
        return None;
    }
    let lang = view.lang();
    let standing = view.summary().decision.get("durable")?.plans.get(leader.id)?;
    if standing.best? >= 1.0 {
        return Some(lang.t("story.standing_always").to_owned());
    }
    let (best, near) = (lang.about(standing.best?), lang.about(standing.near_best?));
    if looks_like_nothing(view.lang(), standing.regret.mean?) {
        return Some(say!(lang, "story.standing_free", best = best, near = near));
    }
    let regret = lang.points(standing.regret.mean?);
    Some(say!(lang, "story.standing", best = best, near = near, regret = regret))
}

/// All plans at once: who signs what first, which is another question.
pub(super) fn race(view: &View) -> Vec<String> {
    let (lang, plans) = (view.lang(), view.summary().plans.len());
    let (true, Some((id, plan))) = (plans > 1, super::most_signed(view)) else { return Vec::new() };
    let share = super::at_year(&plan.signed_and_holding, view.headline_year());
    if share.share.is_none_or(|share| share < NOTHING) {
        return Vec::new();
    }
    vec![say!(
        lang,
        "story.race",
        settled = lang.maybe_percent(view.summary().settlement.settled.share, 1),
        plan = view.plan_name(id),
        span = span(view),
        share = lang.maybe_percent(share.share, 1)
    )]
}
