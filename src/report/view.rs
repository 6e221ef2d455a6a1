//! Results as the charts and sentences need them: names, colours and dates beside the figures.

use super::lang::{Lang, say};
use super::names::Names;
use super::provenance::Provenance;
use super::style::Style;
use super::theme::{Color, Theme};
use crate::analysis::concession::Changes;
use crate::analysis::evaluation::Evaluation;
use crate::analysis::summary::{PlanSummary, Share, Summary};
use crate::model::{GUARANTEE_YEARS, Plan, Side};
use crate::scenario::{Scenario, headline_year};

/// Everything that a report is made from.
#[derive(Clone, Copy, Debug)]
pub struct ReportInput<'a> {
    /// What was asked.
    pub scenario: &'a Scenario,
    /// The exact solution at central values.
    pub evaluation: &'a Evaluation,
    /// What would change the refusals of the leading plans.
    pub changes: &'a Changes,
    /// The figures of the run.
    pub summary: &'a Summary,
    /// How it was run.
    pub provenance: &'a Provenance,
    /// The same luck under a second theory, where one is asked.
    pub second: Option<OtherTheory<'a>>,
}

/// The figures of a run under another theory of what makes a peace hold.
#[derive(Clone, Copy, Debug)]
pub struct OtherTheory<'a> {
    /// The theory's word in scenario files.
    pub theory: &'static str,
    /// Its figures.
    pub summary: &'a Summary,
}

/// Results seen with a style.
#[derive(Clone, Copy, Debug)]
pub(crate) struct View<'a> {
    pub(crate) input: &'a ReportInput<'a>,
    pub(crate) style: &'a Style,
}

/// The end of a commitment within a plan.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Expiry {
    /// Age of the settlement, years.
    pub(crate) years: f64,
    /// The guarantor whose own term ends; none: the whole guarantee.
    pub(crate) guarantor: Option<String>,
}

impl<'a> View<'a> {
    pub(crate) fn lang(&self) -> &'a Lang {
        &self.style.lang
    }

    pub(crate) fn theme(&self) -> &'a Theme {
        &self.style.theme
    }

    pub(crate) fn summary(&self) -> &'a Summary {
        self.input.summary
    }

    /// Name of a side for readers.
    pub(crate) fn side(&self, side: Side) -> &'a str {
        self.names().side(side)
    }

    pub(crate) fn side_color(&self, side: Side) -> Color {
        self.theme().side(side)
    }

    pub(crate) fn plan(&self, id: &str) -> Option<&'a Plan> {
        self.input.scenario.structure().plans.iter().find(|plan| plan.id == id)
    }

    /// Name of a plan for readers.
    pub(crate) fn plan_name(&self, id: &'a str) -> &'a str {
        self.names().plan(id)
    }

    /// Name of a plan in a chart, marked where the note does not say what the plan brings besides its terms.
    pub(crate) fn charted(&self, id: &str) -> String {
        self.names().charted(id)
    }

    /// What things are called.
    pub(crate) fn names(&self) -> Names<'a> {
        Names { scenario: self.input.scenario, lang: self.lang() }
    }

    /// The plans that can be on the table.
    pub(crate) fn plans(&self) -> impl Iterator<Item = (&'a str, &'a PlanSummary)> + use<'a> {
        let names = self.names();
        let all = self.input.summary.plans.iter().map(|(id, plan)| (id.as_str(), plan));
        all.filter(move |(id, _)| names.is_tabled(id))
    }

    /// When a plan's commitments end, earliest first, within `last` years.
    pub(crate) fn expiries(&self, id: &str, last: f64) -> Vec<Expiry> {
        // Where the years are open they end otherwise in each draw.
        let is_fixed = |plan: &&Plan| plan.open_term(GUARANTEE_YEARS).is_none();
        let Some(plan) = self.plan(id).filter(is_fixed) else { return Vec::new() };
        let term = plan.guarantee_years;
        let mut ends: Vec<Expiry> = Vec::new();
        if term > 0.0 {
            ends.push(Expiry { years: term, guarantor: None });
        }
        for participant in &plan.participants {
            let own = self.input.scenario.central().guarantors.get(participant.guarantor);
            let years = participant.years.min(own.map_or(f64::INFINITY, |it| it.max_years));
            let identity = self.input.scenario.structure().guarantors.get(participant.guarantor);
            if years > 0.0 && years < term {
                ends.push(Expiry { years, guarantor: identity.map(|it| it.name.clone()) });
            }
        }
        ends.retain(|end| end.years <= last);
        ends.sort_by(|a, b| a.years.total_cmp(&b.years));
        ends
    }

    /// What an expiry says of itself.
    pub(crate) fn expiry_text(&self, end: &Expiry) -> String {
        let years = self.names().years(end.years);
        match &end.guarantor {
            None => say!(self.lang(), "expiry.guarantee", years = years),
            Some(name) => say!(self.lang(), "expiry.guarantor", years = years, name = name),
        }
    }

    /// The years of the run: 0, 1, ….
    pub(crate) fn years(&self) -> Vec<f64> {
        let longest = self.plans().map(|(_, plan)| plan.if_signed.survival.survival.len()).max().unwrap_or(0);
        let longest = longest.max(self.summary().signed_and_holding.share.len());
        (0..longest).map(|year| year as f64).collect()
    }

    /// The last year of the run.
    pub(crate) fn horizon(&self) -> usize {
        self.years().len().saturating_sub(1)
    }

    /// The year that headlines are about: 15, or the nearest that the run has.
    pub(crate) fn headline_year(&self) -> usize {
        headline_year(self.horizon())
    }

    /// Name of the sampling design.
    pub(crate) fn sampling(&self) -> &'a str {
        self.lang().sampling(self.summary().sampling)
    }

    /// `10,000 trials, plain Monte Carlo, seed 7.`
    pub(crate) fn run_note(&self) -> String {
        self.lang().run_note(self.summary())
    }

    /// What these plans bring besides their terms, in a sentence; empty where they bring nothing.
    pub(crate) fn carried_by<'i>(&self, plans: impl Iterator<Item = &'i str>) -> String {
        self.names().carried_note(plans).unwrap_or_default()
    }

    /// What charts of plans end with: what plans bring besides their terms, then the run's note.
    pub(crate) fn plans_note(&self) -> String {
        let carried = self.names().carried_note(self.plans().map(|(id, _)| id));
        carried.into_iter().chain([self.run_note()]).collect::<Vec<_>>().join(" ")
    }

    /// A share with its interval, as a tooltip says it.
    pub(crate) fn share_text(&self, share: &Share) -> String {
        let lang = self.lang();
        match (share.share, share.low, share.high) {
            (Some(x), Some(low), Some(high)) => {
                say!(lang, "format.interval", share = lang.percent(x, 1), range = lang.percent_range(low, high, 1))
            }
            (Some(x), _, _) => lang.percent(x, 1),
            _ => lang.t("format.missing").to_owned(),
        }
    }
}
