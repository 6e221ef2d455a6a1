//! Parties that do not fight, in words and in the rows of tables: what they accept, what suits them best, whose veto counts.

use super::lang::{Lang, say};
use super::names::Names;
use super::ranking::leader;
use crate::analysis::summary::{PlanSummary, Summary, party_key};
use crate::model::PartyIdentity;
use crate::scenario::headline_year;

/// A party that does not fight, as tables have it.
pub(crate) struct PartyRow {
    /// Its name, marked where it has a veto.
    pub(crate) name: String,
    /// Share of draws in which it could accept each plan, in the order of the plans.
    pub(crate) accepts: Vec<Option<f64>>,
    /// Mean value of the war to it.
    pub(crate) war: Option<f64>,
    /// The plan of which it may expect most on average, by name.
    pub(crate) favourite: String,
    /// What it may expect of that one.
    pub(crate) most: Option<f64>,
    /// What it would lose on average with the leading plan against the best of each draw.
    pub(crate) regret: Option<f64>,
}

/// The rows of all parties that do not fight, in the order of the file.
pub(crate) fn party_rows(summary: &Summary, names: &Names<'_>) -> Vec<PartyRow> {
    let leading = leading(summary, names);
    let row = |party: &PartyIdentity| {
        let key = party_key(&party.id);
        let plans = || summary.decision.get(&key).into_iter().flat_map(|by| &by.plans);
        let known = plans().filter_map(|(id, standing)| Some((id, standing.mean?)));
        let best = known.reduce(|a, b| if b.1 > a.1 { b } else { a });
        let regret = leading.and_then(|(leader, _)| plans().find(|(id, _)| *id == leader)?.1.regret.mean);
        PartyRow {
            name: marked(names, party),
            accepts: summary.plans.values().map(|plan| plan.acceptable.parties.get(&key)?.share).collect(),
            war: summary.war_values.parties.get(&key).and_then(|spread| spread.mean),
            favourite: best.map_or_else(String::new, |(id, _)| names.plan(id).to_owned()),
            most: best.map(|(_, mean)| mean),
            regret,
        }
    };
    names.scenario.structure().parties.iter().map(row).collect()
}

fn marked(names: &Names<'_>, party: &PartyIdentity) -> String {
    let name = names.party(&party.id);
    if party.veto { say!(names.lang, "parties.with_veto", name = name) } else { name }
}

/// The plan that does best by itself; where none is played so or signed, the one that all could accept most often.
pub(crate) fn leading<'s>(summary: &'s Summary, names: &Names<'_>) -> Option<(&'s str, &'s PlanSummary)> {
    let followed = summary.signed_and_holding.share.len().saturating_sub(1);
    let best = leader(summary, headline_year(followed)).map(|it| it.id);
    let all = |plan: &PlanSummary| plan.acceptable.all.unwrap_or(plan.acceptable.both).share.unwrap_or(-1.0);
    let plans = || summary.plans.iter().map(|(id, plan)| (id.as_str(), plan));
    let most = || plans().filter(|(id, _)| names.is_tabled(id)).reduce(|a, b| if all(b.1) > all(a.1) { b } else { a });
    best.and_then(|best| plans().find(|(id, _)| *id == best)).or_else(most)
}

/// What the vetoes do to the leading plan, in a sentence; nothing where no party has one.
pub(crate) fn veto_sentence(summary: &Summary, names: &Names<'_>) -> Option<String> {
    let (lang, (id, plan)) = (names.lang, leading(summary, names)?);
    let structure = names.scenario.structure();
    let told = |party: usize| {
        let party = &structure.parties[party];
        let share = plan.acceptable.parties.get(&party_key(&party.id))?.share?;
        Some(say!(lang, "parties.accepts", party = names.party(&party.id), share = lang.about(share)))
    };
    let vetoes: Vec<String> = structure.vetoes().filter_map(told).collect();
    let (all, both) = (plan.acceptable.all?.share?, plan.acceptable.both.share?);
    (!vetoes.is_empty()).then(|| {
        say!(
            lang,
            "parties.vetoes",
            plan = names.plan(id),
            list = lang.list(&vetoes),
            both = lang.about(both),
            all = lang.about(all)
        )
    })
}

/// What tables of parties say below; it names the leading plan.
pub(crate) fn expectations_note(summary: &Summary, names: &Names<'_>) -> Option<String> {
    let (id, _) = leading(summary, names)?;
    Some(say!(names.lang, "parties.note", plan = names.plan(id)))
}

/// The heads of the table of what suits parties best.
pub(crate) fn heads(lang: &Lang) -> Vec<String> {
    ["parties.party", "parties.war", "parties.favourite", "parties.most", "parties.regret"]
        .map(|key| lang.t(key).to_owned())
        .to_vec()
}
