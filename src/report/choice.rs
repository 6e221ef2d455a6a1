//! Plans over several states of the world, as sentences, tables and charts need them.

use super::figures::{Chart, Labels, RegretRow, RegretRows, regret_rows, slide_shaped};
use super::lang::{Lang, say};
use super::style::Style;
use super::table::{Cell, Table};
use crate::analysis::choose::{PolicyChoice, PolicyFigure, PolicyObjective, PolicyPlan, PolicyRule, PolicySettings};
use crate::model::PerSide;

/// Share of the resamples below which a lead is not sure.
const SURE: f64 = 0.95;

/// A plan that is judged.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ChoicePlan {
    /// Id.
    pub id: String,
    /// Name for readers.
    pub name: String,
}

/// A choice among plans.
#[derive(Clone, Debug)]
pub struct ChoiceInput {
    /// The plans.
    pub plans: Vec<ChoicePlan>,
    /// Names of the states.
    pub states: Vec<String>,
    /// What each counts for; together 1.
    pub weights: Vec<f64>,
    /// Draws of each that did not fail.
    pub trials: Vec<u64>,
    /// Names of the sides.
    pub sides: PerSide<String>,
    /// The year of the headlines.
    pub year: usize,
    /// Plans, by id, that not every state has.
    pub left_out: Vec<String>,
    /// How plans were judged.
    pub settings: PolicySettings,
    /// What was found.
    pub found: PolicyChoice,
    /// Version of the program.
    pub version: String,
}

impl ChoiceInput {
    pub(super) fn title(&self, lang: &Lang) -> String {
        lang.plural("choose.title", self.states.len() as u64, &[])
    }

    /// What plans are judged by, in words.
    pub(super) fn objective(&self, lang: &Lang) -> String {
        match self.settings.objective {
            PolicyObjective::Durable => say!(lang, "choose.durable", year = self.year),
            PolicyObjective::Value(side) => say!(lang, "axis.value_to", side = self.sides[side]),
        }
    }

    pub(super) fn note(&self, lang: &Lang) -> String {
        let draws = lang.count(self.trials.iter().sum::<u64>());
        let (resamples, seed) = (lang.count(self.settings.resamples), self.settings.seed);
        let mut note = say!(
            lang,
            "choose.note",
            of = self.objective(lang),
            states = self.states.join(lang.t("format.comma")),
            draws = draws,
            resamples = resamples,
            seed = seed
        );
        if !self.left_out.is_empty() {
            let list = self.left_out.join(lang.t("format.comma"));
            note = format!("{note} {}", say!(lang, "choose.left_out", list = list));
        }
        note
    }

    fn is_share(&self) -> bool {
        self.settings.objective == PolicyObjective::Durable
    }

    /// A figure of the objective.
    pub(super) fn number(&self, lang: &Lang, x: f64) -> String {
        if self.is_share() { lang.percent(x, 1) } else { lang.number(x, 3) }
    }

    /// A figure by a rule.
    pub(super) fn figure(&self, lang: &Lang, rule: PolicyRule, x: f64) -> String {
        match rule {
            PolicyRule::Domain => lang.percent(x, 1),
            PolicyRule::MinimaxRegret if self.is_share() => say!(lang, "format.points", n = lang.points(x)),
            _ => self.number(lang, x),
        }
    }

    /// Which plan leads by which rule, how surely, and whether the rules agree.
    pub(super) fn sentences(&self, lang: &Lang) -> Vec<String> {
        let mut all: Vec<String> =
            PolicyRule::ALL.into_iter().enumerate().map(|(index, rule)| self.leader(lang, index, rule)).collect();
        all.insert(0, self.verdict(lang));
        let worse: Vec<String> = (0..self.plans.len())
            .filter(|&plan| !self.found.plans[plan].efficient)
            .map(|plan| say!(lang, "format.quoted", text = self.plans[plan].name))
            .collect();
        if !worse.is_empty() {
            let [challenger, defender] = self.sides.as_array();
            let list = lang.list(&worse);
            all.push(say!(lang, "choose.worse", list = list, challenger = challenger, defender = defender));
        }
        all
    }

    fn verdict(&self, lang: &Lang) -> String {
        if let Some(plan) = self.found.robust() {
            return say!(lang, "choose.robust", plan = self.plans[plan].name);
        }
        let [mean, regret, domain] = &self.found.leaders;
        if mean.iter().any(|plan| regret.contains(plan) && domain.contains(plan)) {
            return lang.t("choose.tied").to_owned();
        }
        lang.t("choose.disagree").to_owned()
    }

    fn leader(&self, lang: &Lang, index: usize, rule: PolicyRule) -> String {
        let leaders = &self.found.leaders[index];
        let names: Vec<String> =
            leaders.iter().map(|&plan| say!(lang, "format.quoted", text = self.plans[plan].name)).collect();
        let Some(&first) = leaders.first() else { return String::new() };
        let plan = &self.found.plans[first];
        let PolicyFigure { value, low, high } = plan.figures[index];
        let shown = [value, low, high].map(|x| self.figure(lang, rule, x));
        let key = format!("choose.by_{}", rule.key());
        let told = lang.fill(
            &key,
            &[
                ("plan", &lang.list(&names)),
                ("value", &shown[0]),
                ("range", &say!(lang, "format.range", low = shown[1], high = shown[2])),
                ("least", &self.number(lang, self.settings.at_least)),
            ],
        );
        let sure = leaders.iter().fold(0.0, |sum, &plan| sum + self.found.plans[plan].leads[index]);
        let key = if sure >= SURE { "choose.sure" } else { "choose.unsure" };
        format!("{told} {}", say!(lang, key, share = lang.about(sure)))
    }

    /// The plans, the best by their mean first.
    pub(super) fn order(&self) -> Vec<usize> {
        let mut order: Vec<usize> = (0..self.plans.len()).collect();
        let mean = |plan: usize| self.found.plans[plan].figures[0].value;
        order.sort_by(|&a, &b| mean(b).total_cmp(&mean(a)).then(a.cmp(&b)));
        order
    }

    pub(super) fn judged(&self, plan: usize) -> &PolicyPlan {
        &self.found.plans[plan]
    }
}

/// A row for each plan in each state: what it brings, and how much less than the best there.
pub fn choice_table(input: &ChoiceInput) -> Table {
    let mut table = Table::new(&["plan", "state", "brings", "regret"]);
    for plan in input.order() {
        let it = input.judged(plan);
        for (state, name) in input.states.iter().enumerate() {
            let id = input.plans[plan].id.as_str();
            let row = vec![id.into(), name.as_str().into(), it.by_state[state].into(), it.regret[state].into()];
            table.push(row as Vec<Cell>);
        }
    }
    table
}

/// The chart of regrets.
pub fn choice_charts(input: &ChoiceInput, style: &Style) -> Vec<Chart> {
    slide_shaped(style, |style| vec![regrets(input, style)])
}

fn regrets(input: &ChoiceInput, style: &Style) -> Chart {
    let lang = &style.lang;
    let labels = Labels {
        name: "regret".to_owned(),
        title: lang.t("choose.chart_title").to_owned(),
        subtitle: say!(lang, "choose.chart_subtitle", of = input.objective(lang)),
        note: input.note(lang),
        measure: lang.t("choose.regret").to_owned(),
        share: input.is_share(),
    };
    let row =
        |plan: usize| RegretRow { name: input.plans[plan].name.clone(), by_state: input.judged(plan).regret.clone() };
    let mut order = input.order();
    let worst = |plan: usize| input.judged(plan).figures[1].value;
    order.sort_by(|&a, &b| worst(a).total_cmp(&worst(b)));
    let rows = order.into_iter().map(row).collect();
    regret_rows(&RegretRows { labels, states: input.states.clone(), rows }, style)
}
