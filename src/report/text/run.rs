//! The tables printed after a run.

use super::super::costs::{cost_rows, cost_sentences, cost_title, costs_note, some_rows_are_few};
use super::super::failed::failed_trials;
use super::super::few::{is_few, some_are_few};
use super::super::forecasts::{HEADS, forecast_rows, forecast_warnings, forecasts_said, probability_told};
use super::super::grade::{DECISIVE, grade};
use super::super::lang::{Lang, say};
use super::super::names::Names;
use super::super::open::{choice_rows, distance_rows, open_plans, open_sentences};
use super::super::parties::{expectations_note, heads, party_rows, veto_sentence};
use super::super::posterior::{
    evidence_said, headline_note, headline_rows, headline_title, moved_inputs, moved_said, piece_rows, thin,
};
use super::super::ranking::{AloneEnding, followed, leader, ranked, without_signature};
use super::super::story::answer::Answers;
use super::super::story::deciding::{deciders, ends};
use super::super::story::words::trial_of;
use super::{Grid, Screen, at, header, milestones};
use crate::analysis::decomposition::Decomposition;
use crate::analysis::summary::{PlanSummary, Share, Spread, Summary, Survival};
use crate::engine::Class;
use crate::model::Side;
use crate::report::few::FEW;
use crate::scenario::{Scenario, headline_year};

/// The order in which the endings of trials are told.
const ENDINGS: [Class; Class::COUNT] = [
    Class::PeaceHeld,
    Class::ResumedByChallenger,
    Class::ResumedByDefender,
    Class::NoSettlement,
    Class::Frozen,
    Class::ChallengerVictory,
    Class::DefenderVictory,
];

/// Parties side by side in a table of plans.
const PARTIES_ABREAST: usize = 5;

/// A run, as its tables see it.
struct RunText<'a> {
    summary: &'a Summary,
    names: Names<'a>,
    screen: &'a Screen<'a>,
}

/// The tables printed after a run.
pub fn run_tables(summary: &Summary, scenario: &Scenario, screen: &Screen) -> String {
    let scenario = scenario.in_language(screen.lang.code());
    let names = Names { scenario: &scenario, lang: screen.lang };
    let run = RunText { summary, names, screen };
    let mut text = run.opening()
        + &run.answers()
        + &run.alone()
        + &run.deciding()
        + &run.posterior()
        + &run.foretold()
        + &run.reweighed();
    let raced = summary.plans.len() > 1 && summary.alone.is_some();
    text += &run.table(if raced { "text.race" } else { "chart.outcomes.title" }, &run.outcomes());
    if !summary.plans.is_empty() {
        text += &run.table("text.accept", &run.acceptance());
        text += &run.parties();
        text += &run.table("text.if_signed", &run.if_signed());
        text += &run.table("text.holding", &run.holding());
        text += &run.rare();
        text += &run.marks();
    }
    text += &run.table("text.values", &run.values());
    text += &run.screen.wrapped(run.lang().t("word.prize"), 2);
    text += &run.open();
    text += &run.costs();
    text + &summary.decomposition.as_ref().map_or_else(String::new, |parts| run.decomposition(parts))
}

impl RunText<'_> {
    fn lang(&self) -> &Lang {
        self.screen.lang
    }

    fn opening(&self) -> String {
        let (lang, summary) = (self.lang(), self.summary);
        let note = lang.run_note(summary);
        let failed = failed_trials(summary, lang).map(|text| self.screen.wrapped(&text, 0));
        let words = self.screen.wrapped(&trial_of(&self.names), 0);
        let warned = thin(summary, &self.names).into_iter().chain(forecast_warnings(summary, &self.names));
        let thin: String = warned.map(|text| self.screen.wrapped(&text, 0)).collect();
        let note = self.screen.wrapped(&lang.said_of(self.names.scenario.name(), &note), 0);
        note + &failed.unwrap_or_default() + &thin + &words
    }

    /// What has happened already; nothing where there is no evidence.
    fn posterior(&self) -> String {
        let (lang, names) = (self.lang(), &self.names);
        let Some(weights) = self.summary.weights.as_ref().filter(|weights| !weights.evidence.is_empty()) else {
            return String::new();
        };
        let heads = header(lang, &["posterior.piece", "posterior.likelihood", "posterior.effective_without"]);
        let mut pieces = Grid::new(heads);
        for row in piece_rows(weights, names) {
            let likelihood = row.likelihood.map_or_else(|| lang.t("format.missing").to_owned(), |x| lang.short(x));
            pieces.push(vec![row.told, likelihood, lang.count(row.effective_without.round() as u64)]);
        }
        let told = evidence_said(self.summary, names).map(|told| self.screen.wrapped(&told, 2));
        self.table("posterior.heading", &pieces) + &told.unwrap_or_default()
    }

    /// What others hold probable; nothing where nothing is foretold.
    fn foretold(&self) -> String {
        let (lang, names) = (self.lang(), &self.names);
        let Some(weights) = self.summary.weights.as_ref().filter(|weights| !weights.forecasts.is_empty()) else {
            return String::new();
        };
        let mut grid = Grid::new(header(lang, &HEADS));
        for row in forecast_rows(weights, names) {
            let shares = [row.it.without, row.it.with].map(|share| self.percent(share));
            let bits = row.bits.map_or_else(|| lang.t("format.missing").to_owned(), |bits| lang.number(bits, 2));
            let numbers = vec![lang.number(row.it.lambda, 2), bits];
            grid.push([vec![row.told, probability_told(row.it, names)], shares.to_vec(), numbers].concat());
        }
        let said: String =
            forecasts_said(self.summary, names).iter().map(|told| self.screen.wrapped(told, 2)).collect();
        self.table("forecasts.heading", &grid) + &said + &self.screen.wrapped(lang.t("forecasts.bits_note"), 2)
    }

    /// What weights make of the inputs and of the headline; nothing where every trial counts as one.
    fn reweighed(&self) -> String {
        let (lang, names) = (self.lang(), &self.names);
        if self.summary.weights.is_none() {
            return String::new();
        }
        let mut text: String =
            moved_said(self.summary, names).iter().map(|told| self.screen.wrapped(told, 2)).collect();
        let moved = moved_inputs(self.summary);
        if !moved.is_empty() {
            let heads = ["text.input", "posterior.before", "posterior.after", "posterior.moved_by"];
            let mut grid = Grid::new(header(lang, &heads));
            for (path, shift) in moved {
                let told = |spread: &Spread| self.median_and_range(spread);
                let numbers = [told(&shift.prior), told(&shift.posterior), lang.maybe_percent(shift.moved, 0)];
                grid.push([vec![names.input(path)], numbers.to_vec()].concat());
            }
            text += &self.table("posterior.inputs", &grid);
        }
        let heads = header(lang, &["posterior.with", "text.interval", "posterior.without", "text.interval"]);
        let mut grid = Grid::new([vec![String::new()], heads].concat());
        for (name, with, without) in headline_rows(self.summary, names) {
            let mut row = vec![name];
            row.extend([&with, &without].into_iter().flat_map(|it| [self.percent(it.share), self.interval(it)]));
            grid.push(row);
        }
        text + &self.titled(headline_title(self.summary, lang), &grid)
            + &self.screen.wrapped(headline_note(self.summary, lang), 2)
    }

    /// `0.81 (0.66 to 0.93)`: the median, then nine draws in ten.
    fn median_and_range(&self, spread: &Spread) -> String {
        let lang = self.lang();
        let number = |x: Option<f64>| x.map_or_else(|| lang.t("format.missing").to_owned(), |x| lang.short(x));
        let range = say!(lang, "format.range", low = number(spread.p5), high = number(spread.p95));
        format!("{} ({range})", number(spread.p50))
    }

    fn table(&self, title: &str, grid: &Grid) -> String {
        self.titled(self.lang().t(title), grid)
    }

    fn titled(&self, title: &str, grid: &Grid) -> String {
        self.screen.heading(title) + &grid.lines(self.screen)
    }

    fn percent(&self, share: Option<f64>) -> String {
        self.lang().maybe_percent(share, 1)
    }

    fn interval(&self, share: &Share) -> String {
        self.lang().interval(share)
    }

    fn headline_year(&self) -> usize {
        headline_year(followed(self.summary))
    }

    fn span(&self) -> String {
        self.names.years(self.headline_year() as f64)
    }

    /// The answers, a paragraph a question; nothing where plans were not played by themselves.
    fn answers(&self) -> String {
        let all = Answers { summary: self.summary, names: self.names, changes: None }.all();
        let told = |question: &str, told: &[String]| self.screen.wrapped(&format!("{question} {}", told.join(" ")), 2);
        let all: String = all.iter().map(|it| told(&it.question, &it.told)).collect();
        if all.is_empty() { all } else { format!("\n{all}") }
    }

    /// Each plan by itself, best first; nothing where it was not asked.
    fn alone(&self) -> String {
        let lang = self.lang();
        let plans = ranked(self.summary, self.headline_year());
        if plans.is_empty() {
            return String::new();
        }
        let holds = say!(lang, "text.holds", span = self.span());
        let others: Vec<AloneEnding> = without_signature(&plans).collect();
        let heads = others.iter().map(|ending| match ending {
            AloneEnding::Unsettled => lang.t("text.nothing").to_owned(),
            ending => self.names.short_ending(*ending),
        });
        let first = [lang.t("text.plan").to_owned(), holds];
        let rest = header(lang, &["text.interval", "text.signed"]);
        let evidence = header(lang, &["text.evidence"]);
        let mut grid = Grid::new([first.to_vec(), rest, heads.collect(), evidence].concat());
        for it in &plans {
            let name = self.names.marked(it.id);
            let mut row = vec![name, self.percent(it.holding.share), self.interval(&it.holding)];
            row.push(self.percent(it.alone.signed.share));
            row.extend(others.iter().map(|ending| self.percent(ending.share(it))));
            row.push(grade(self.summary, &self.names, it.id, self.headline_year()));
            grid.push(row);
        }
        let table = self.screen.heading(&say!(lang, "text.alone", span = self.span())) + &grid.lines(self.screen);
        table + &self.screen.wrapped(&say!(lang, "grade.note", n = DECISIVE), 2)
    }

    /// What marked names of plans mean.
    fn marks(&self) -> String {
        let plans = self.summary.plans.keys().map(String::as_str);
        self.names.mark_explained(plans).map_or_else(String::new, |text| self.screen.wrapped(&text, 2))
    }

    /// What decides whether the best plan is signed and lasts; nothing where nothing can be told.
    fn deciding(&self) -> String {
        let lang = self.lang();
        let deciders = deciders(self.summary, self.headline_year());
        let Some(leader) = leader(self.summary, self.headline_year()).filter(|_| !deciders.is_empty()) else {
            return String::new();
        };
        let mut grid = Grid::new(header(lang, &["text.input", "text.of_spread", "text.at_low", "text.at_high"]));
        for input in deciders.iter().take(6) {
            let Some((low, high)) = input.effect.as_ref().and_then(ends) else { continue };
            let numbers = [input.share, low, high].map(|share| lang.about(share));
            grid.push([vec![self.names.input(&input.input)], numbers.to_vec()].concat());
        }
        let title = say!(lang, "text.deciding", plan = self.names.plan(leader.id), span = self.span());
        self.screen.heading(&title) + &grid.lines(self.screen)
    }

    fn outcomes(&self) -> Grid {
        let mut grid = Grid::new([vec![String::new()], header(self.lang(), &["text.share", "text.interval"])].concat());
        let possible: Vec<Class> = self.summary.classes.possible().collect();
        for class in ENDINGS.into_iter().filter(|class| possible.contains(class)) {
            let share = self.summary.classes.of(class);
            grid.push(vec![self.names.class(class.name()), self.percent(share.share), self.interval(&share)]);
        }
        grid
    }

    fn acceptance(&self) -> Grid {
        let lang = self.lang();
        let sides = Side::BOTH.map(|side| self.names.side(side).to_owned()).to_vec();
        let first = header(lang, &["text.plan", "text.signed", "text.interval"]);
        let vetoes = self.names.scenario.structure().vetoes().next().is_some();
        let together: &[&str] = if vetoes { &["text.both", "parties.all"] } else { &["text.both"] };
        let mut grid = Grid::new([first, sides, header(lang, together)].concat());
        for (id, plan) in &self.summary.plans {
            let able = [plan.acceptable.challenger, plan.acceptable.defender, plan.acceptable.both];
            let mut row = vec![self.names.marked(id)];
            if self.names.is_tabled(id) {
                row.extend([self.percent(plan.signed.share), self.interval(&plan.signed)]);
            } else {
                row.extend([lang.t("text.untabled").to_owned(), String::new()]);
            }
            let all = plan.acceptable.all.filter(|_| vetoes);
            row.extend(able.into_iter().chain(all).map(|share| self.percent(share.share)));
            grid.push(row);
        }
        grid
    }

    /// Whom each plan suits of the parties that do not fight, some of them at a time; nothing where there are none.
    fn parties(&self) -> String {
        let (lang, rows) = (self.lang(), party_rows(self.summary, &self.names));
        if rows.is_empty() {
            return String::new();
        }
        let mut text = self.screen.heading(lang.t("parties.accept"));
        for some in rows.chunks(PARTIES_ABREAST) {
            let names = some.iter().map(|row| row.name.clone()).collect();
            let mut grid = Grid::new([header(lang, &["text.plan"]), names].concat());
            for (index, id) in self.summary.plans.keys().enumerate() {
                let shares = some.iter().map(|row| self.percent(row.accepts.get(index).copied().flatten()));
                grid.push(std::iter::once(self.names.marked(id)).chain(shares).collect());
            }
            text += &grid.lines(self.screen);
        }
        let number = |x: Option<f64>| x.map_or_else(|| lang.t("format.missing").to_owned(), |x| lang.number(x, 3));
        let mut grid = Grid::new(heads(lang));
        for row in rows {
            grid.push(vec![row.name, number(row.war), row.favourite, number(row.most), number(row.regret)]);
        }
        text += &self.table("parties.suits", &grid);
        let told = [veto_sentence(self.summary, &self.names), expectations_note(self.summary, &self.names)];
        told.into_iter().flatten().fold(text, |text, told| text + &self.screen.wrapped(&told, 2))
    }

    /// The header of a table by plan and year.
    fn by_year(&self, years: &[usize]) -> Vec<String> {
        let plan = std::iter::once(self.lang().t("text.plan").to_owned());
        plan.chain(years.iter().map(|&year| self.names.years(year as f64))).collect()
    }

    fn if_signed(&self) -> Grid {
        let plans = &self.summary.plans;
        let last = plans.values().map(|plan| plan.if_signed.survival.survival.len()).max().unwrap_or(1);
        let years = milestones(last.saturating_sub(1));
        let mut grid = Grid::new(self.by_year(&years));
        for (id, plan) in plans {
            let name = std::iter::once(self.names.marked(id));
            grid.push(name.chain(years.iter().map(|&year| self.spread_at(plan, year))).collect());
        }
        grid
    }

    /// `20% to 90%, 62%`: the spread first, then the mean.
    fn spread_at(&self, plan: &PlanSummary, year: usize) -> String {
        let (lang, across) = (self.lang(), &plan.if_signed.across);
        let mean = lang.maybe_percent(at(&plan.if_signed.survival.survival, year), 0);
        match (at(&across.p5, year), at(&across.p95, year)) {
            (Some(p5), Some(p95)) => format!("{}, {mean}", lang.percent_range(p5, p95, 0)),
            _ => mean,
        }
    }

    fn holding(&self) -> Grid {
        let (lang, summary) = (self.lang(), self.summary);
        let years = milestones(followed(summary));
        let selected = years.get(1).or(years.first()).copied().unwrap_or(0);
        let mut header = self.by_year(&years);
        header.push(say!(lang, "text.given", span = self.names.years(selected as f64)));
        let mut grid = Grid::new(header);
        let any = (
            lang.t("text.any").to_owned(),
            &summary.signed_and_holding,
            &summary.peace.survival,
            summary.settlement.settled,
        );
        let plans = summary.plans.iter().filter(|(id, _)| self.names.is_tabled(id));
        let plans = plans.map(|(id, it)| (self.names.marked(id), &it.signed_and_holding, &it.given_signed, it.signed));
        for (name, holding, given, signed) in plans.chain([any]) {
            let mut row = vec![name];
            row.extend(years.iter().map(|&year| self.percent(at(&holding.share, year))));
            row.push(self.given_at(&signed, given, selected));
            grid.push(row);
        }
        grid
    }

    /// `80.1%, 79.2 to 81.0%`: survival among the trials that signed, and its interval.
    fn given_at(&self, signed: &Share, given: &Survival, year: usize) -> String {
        let lang = self.lang();
        if is_few(self.summary, signed) {
            return lang.t("format.missing").to_owned();
        }
        let share = self.percent(at(&given.survival, year));
        match (at(&given.low, year), at(&given.high, year)) {
            (Some(low), Some(high)) => format!("{share}, {}", lang.percent_range(low, high, 1)),
            _ => share,
        }
    }

    /// What a dash among the trials that signed means, where there is one for want of trials.
    fn rare(&self) -> String {
        if some_are_few(self.summary) {
            self.screen.wrapped(&say!(self.lang(), "text.rare", n = FEW), 2)
        } else {
            String::new()
        }
    }

    fn values(&self) -> Grid {
        let (lang, summary) = (self.lang(), self.summary);
        let mut grid = Grid::new(header(lang, &["text.side", "text.p5", "text.median", "text.p95", "text.mean"]));
        let [a, d] = Side::BOTH.map(|side| self.names.side(side));
        let war = |side: &str| say!(lang, "text.war", side = side);
        grid.push(self.spread(a.to_owned(), &summary.values.challenger.spread));
        grid.push(self.spread(d.to_owned(), &summary.values.defender.spread));
        for (key, values) in &summary.values.parties {
            grid.push(self.spread(self.names.whoever(key), &values.spread));
        }
        grid.push(self.spread(war(a), &summary.war_values.challenger));
        grid.push(self.spread(war(d), &summary.war_values.defender));
        for (key, values) in &summary.war_values.parties {
            grid.push(self.spread(war(&self.names.whoever(key)), values));
        }
        grid
    }

    fn spread(&self, name: String, spread: &Spread) -> Vec<String> {
        let lang = self.lang();
        let number = |x: Option<f64>| x.map_or_else(|| lang.t("format.missing").to_owned(), |x| lang.number(x, 3));
        let figures = [spread.p5, spread.p50, spread.p95, spread.mean].map(number);
        std::iter::once(name).chain(figures).collect()
    }

    /// What both sides would sign of plans with open terms; nothing where there are none.
    fn open(&self) -> String {
        let (lang, names) = (self.lang(), &self.names);
        let mut text = String::new();
        for (plan, summary) in open_plans(self.summary, names) {
            text += &self.screen.heading(&lang.said_of(names.plan(&plan.id), lang.t("open.heading")));
            for told in open_sentences(&plan.id, summary, names) {
                text += &self.screen.wrapped(&told, 2);
            }
            let heads = header(lang, &["open.issue", "open.term", "open.at_start", "text.interval", "open.signed"]);
            let mut grid = Grid::new(heads);
            for row in choice_rows(plan, summary, names) {
                let [share, low, high] = row.at_start;
                let interval = self.interval(&Share { share, low, high });
                grid.push(vec![row.issue, row.choice, self.percent(share), interval, self.percent(row.signed)]);
            }
            text += &grid.lines(self.screen);
            let rows = distance_rows(summary);
            if !rows.is_empty() {
                let heads = ["text.plan", "text.mean", "text.p5", "text.median", "text.p95"];
                let mut grid = Grid::new(header(lang, &heads));
                for (id, spread) in rows {
                    let number =
                        |x: Option<f64>| x.map_or_else(|| lang.t("format.missing").to_owned(), |x| lang.number(x, 2));
                    let figures = [spread.mean, spread.p5, spread.p50, spread.p95].map(number);
                    grid.push([vec![names.plan(id).to_owned()], figures.to_vec()].concat());
                }
                text += &self.table("open.distance", &grid);
            }
        }
        if text.is_empty() { text } else { text + &self.screen.wrapped(lang.t("open.note"), 2) }
    }

    /// What trials cost people, a table a cost; nothing where none is declared.
    fn costs(&self) -> String {
        let (lang, names) = (self.lang(), &self.names);
        let mut text = String::new();
        for (id, cost) in &self.summary.costs {
            let heads = ["text.share", "text.mean", "text.p5", "text.median", "text.p95"];
            let mut grid = Grid::new([vec![String::new()], header(lang, &heads)].concat());
            let rows = cost_rows(cost, names);
            for row in &rows {
                let number = |x: Option<f64>| x.map_or_else(|| lang.t("format.missing").to_owned(), |x| lang.short(x));
                let figures = [row.spread.mean, row.spread.p5, row.spread.p50, row.spread.p95].map(number);
                grid.push([vec![row.name.clone(), self.percent(row.share)], figures.to_vec()].concat());
            }
            text += &(self.screen.heading(&cost_title(id, cost, names)) + &grid.lines(self.screen));
            let told = cost_sentences(id, cost, names).map(|told| self.screen.wrapped(&told, 2));
            let few = some_rows_are_few(&rows).then(|| self.screen.wrapped(&say!(lang, "costs.rare", n = FEW), 2));
            text.extend(few.into_iter().chain(told));
        }
        let note = costs_note(self.summary, names).map(|note| self.screen.wrapped(&note, 2));
        text + &note.unwrap_or_default()
    }

    fn decomposition(&self, parts: &Decomposition) -> String {
        let lang = self.lang();
        let mut grid = Grid::new(vec![String::new(), lang.t("decomposition.share").to_owned(), "95%".to_owned()]);
        for (class, part) in &parts.classes {
            let range = part.low.zip(part.high).map(|(low, high)| lang.percent_range(low, high, 0));
            grid.push(vec![self.names.class(class), lang.maybe_percent(part.share, 0), range.unwrap_or_default()]);
        }
        let (n, r) = (lang.count(parts.draws), parts.replications);
        self.table("decomposition.title", &grid)
            + &self.screen.wrapped(&say!(lang, "decomposition.note", n = n, r = r), 2)
    }
}
