//! What the terminal shows: plain tables and sentences, at most 100 columns, without colour.

use super::lang::{Lang, say};
use super::names::Names;
use super::story::{costliest, fight_given_up, margin, side_value, tipped};
use crate::analysis::decomposition::Decomposition;
use crate::analysis::evaluation::{Evaluation, GuaranteeOutlook, Nearest, PlanEvaluation};
use crate::analysis::precision::Precision;
use crate::analysis::summary::{PlanSummary, Share, Spread, Summary, Survival};
use crate::model::Side;
use crate::sampling::Sampling;
use crate::scenario::Scenario;

/// The widest line, characters.
pub(crate) const WIDTH: usize = 100;

/// Rows under a header: the first column at the left, the others at the right.
pub(crate) struct Grid {
    header: Vec<String>,
    pub(crate) rows: Vec<Vec<String>>,
}

impl Grid {
    pub(crate) fn new(header: Vec<String>) -> Self {
        Self { header, rows: Vec::new() }
    }

    /// The lines, at most `WIDTH` wide: the first column gives way down to 24, then the widest of the others.
    pub(crate) fn lines(&self) -> String {
        let all = || std::iter::once(&self.header).chain(&self.rows);
        let width_of = |column: usize| {
            let widths = all().filter_map(|row| row.get(column)).map(|cell| cell.chars().count());
            widths.max().unwrap_or(0)
        };
        let mut widths: Vec<usize> = (1..self.header.len()).map(width_of).collect();
        let taken = |widths: &[usize]| 2 + widths.iter().map(|width| width + 2).sum::<usize>();
        let least = width_of(0).min(24);
        while taken(&widths) + least > WIDTH {
            let Some(widest) = widths.iter_mut().max() else { break };
            *widest -= 1;
        }
        let first = width_of(0).min(WIDTH.saturating_sub(taken(&widths)));
        let mut text = String::new();
        for row in all() {
            let mut line = format!("  {}", left(row.first().map_or("", String::as_str), first));
            for (cell, width) in row.iter().skip(1).zip(&widths) {
                line.push_str("  ");
                line.push_str(&right(cell, *width));
            }
            text.push_str(line.trim_end());
            text.push('\n');
        }
        text
    }
}

/// The text without control characters, cut to `width` with an ellipsis.
fn cut(text: &str, width: usize) -> String {
    let clean: String = text.chars().filter(|letter| !letter.is_control()).collect();
    if clean.chars().count() <= width {
        return clean;
    }
    let kept: String = clean.chars().take(width.saturating_sub(1)).collect();
    format!("{}…", kept.trim_end())
}

fn left(text: &str, width: usize) -> String {
    let text = cut(text, width);
    let gap = width - text.chars().count();
    text + &" ".repeat(gap)
}

fn right(text: &str, width: usize) -> String {
    let text = cut(text, width);
    " ".repeat(width - text.chars().count()) + &text
}

/// Text in lines of at most `WIDTH`, the first one led by `indent` spaces, the others by two more.
fn wrapped(text: &str, indent: usize) -> String {
    let clean: String = text.chars().filter(|letter| !letter.is_control()).collect();
    let mut lines = String::new();
    let mut line = " ".repeat(indent);
    let mut empty = true;
    for word in clean.split(' ').filter(|word| !word.is_empty()) {
        let longer = line.chars().count() + word.chars().count() + usize::from(!empty);
        if !empty && longer > WIDTH {
            lines.push_str(&line);
            lines.push('\n');
            line = " ".repeat(indent + 2);
            empty = true;
        }
        if !empty {
            line.push(' ');
        }
        line.push_str(word);
        empty = false;
    }
    lines + &line + "\n"
}

fn heading(text: &str) -> String {
    format!("\n{}", wrapped(text, 0))
}

fn at(list: &[Option<f64>], year: usize) -> Option<f64> {
    list.get(year).copied().flatten()
}

/// Name of a sampling design.
pub(crate) fn sampling(lang: &Lang, sampling: Sampling) -> &str {
    lang.t(match sampling {
        Sampling::MonteCarlo => "sampling.monte_carlo",
        Sampling::LatinHypercube => "sampling.latin_hypercube",
        Sampling::Sobol => "sampling.sobol",
    })
}

/// 5, 15 and 30 as far as `last` goes; else `last`.
fn milestones(last: usize) -> Vec<usize> {
    let years: Vec<usize> = [5, 15, 30].into_iter().filter(|&year| year <= last).collect();
    if years.is_empty() { vec![last] } else { years }
}

/// The tables printed after a run.
pub fn run_tables(summary: &Summary, scenario: &Scenario, lang: &Lang) -> String {
    let names = Names { scenario, lang };
    let trials = lang.plural("note.trials", summary.trials, &[]);
    let design = sampling(lang, summary.sampling);
    let note = say!(lang, "note.run", trials = trials, sampling = design, seed = summary.seed);
    let mut text = wrapped(&format!("{}{}{note}", summary.scenario, lang.t("format.colon")), 0);
    if summary.failed_trials > 0 {
        text += &wrapped(&lang.plural("note.failed", summary.failed_trials, &[]), 0);
    }
    text += &heading(lang.t("chart.outcomes.title"));
    text += &outcomes(summary, names);
    if !summary.plans.is_empty() {
        text += &heading(lang.t("text.accept"));
        text += &acceptance(summary, names);
        text += &heading(lang.t("text.if_signed"));
        text += &if_signed(summary, names);
        text += &heading(lang.t("text.holding"));
        text += &holding(summary, names);
        if few_signed(summary) {
            text += &wrapped(&say!(lang, "text.rare", n = FEW), 2);
        }
    }
    text += &heading(lang.t("text.values"));
    text += &values(summary, names);
    if let Some(parts) = &summary.decomposition {
        text += &heading(lang.t("decomposition.title"));
        text += &decomposition(parts, names);
    }
    text
}

/// One file of a batch: what became of it, and its figures if it has any.
#[derive(Debug)]
pub struct BatchRow {
    /// Name of the file.
    pub file: String,
    /// Key of the message that says how it ended, below `batch`.
    pub ended: &'static str,
    /// Its figures, if it has any.
    pub summary: Option<Box<Summary>>,
}

/// The table at the end of a batch: how every file ended, and its first figures.
pub fn batch_text(rows: &[BatchRow], lang: &Lang) -> String {
    let header = ["file", "ended", "trials", "failed_trials", "signed", "held", "years"];
    let mut grid = Grid::new(header.map(|key| lang.t(&format!("batch.{key}")).to_owned()).to_vec());
    for row in rows {
        let mut cells = vec![row.file.clone(), lang.t(&format!("batch.{}", row.ended)).to_owned()];
        match &row.summary {
            None => cells.extend(std::iter::repeat_n(lang.t("format.missing").to_owned(), header.len() - 2)),
            Some(summary) => cells.extend([
                lang.count(summary.trials),
                lang.count(summary.failed_trials),
                lang.maybe_percent(summary.settlement.settled.share, 1),
                lang.maybe_percent(summary.classes.peace_held.share, 1),
                lang.count(summary.peace.years.len().saturating_sub(1) as u64),
            ]),
        }
        grid.rows.push(cells);
    }
    let done = rows.iter().filter(|row| row.ended == "done").count() as u64;
    let title = lang.plural("batch.title", rows.len() as u64, &[("done", &lang.count(done))]);
    format!("{}{}", heading(&title), grid.lines())
}

/// What precision was reached and what the next digit would take, as a sentence.
pub fn precision_text(precision: &Precision, lang: &Lang) -> String {
    let (target, trials) = precision.next_digit_about();
    let decimals = if precision.half_width < 0.01 { 4 } else { 3 };
    let half = lang.number(precision.half_width, decimals);
    let (target, trials) = (lang.short(target), lang.count(trials));
    format!("\n{}", wrapped(&say!(lang, "text.precision", half = half, target = target, trials = trials), 0))
}

fn decomposition(parts: &Decomposition, names: Names) -> String {
    let lang = names.lang;
    let mut grid = Grid::new(vec![String::new(), lang.t("decomposition.share").to_owned(), "95%".to_owned()]);
    for (class, part) in &parts.classes {
        let range = part.low.zip(part.high).map(|(low, high)| lang.percent_range(low, high, 0));
        grid.rows.push(vec![names.class(class), lang.maybe_percent(part.share, 0), range.unwrap_or_default()]);
    }
    let (n, r) = (lang.count(parts.draws), parts.replications);
    grid.lines() + &wrapped(&say!(lang, "decomposition.note", n = n, r = r), 2)
}

fn outcomes(summary: &Summary, names: Names) -> String {
    let (lang, classes) = (names.lang, &summary.classes);
    let mut grid = Grid::new(vec![String::new(), lang.t("text.share").to_owned(), lang.t("text.interval").to_owned()]);
    for (key, share) in [
        ("peace_held", classes.peace_held),
        ("resumed_by_challenger", classes.resumed_by_challenger),
        ("resumed_by_defender", classes.resumed_by_defender),
        ("no_settlement", classes.no_settlement),
        ("challenger_victory", classes.challenger_victory),
        ("defender_victory", classes.defender_victory),
    ] {
        grid.rows.push(vec![names.class(key), lang.maybe_percent(share.share, 1), interval(lang, &share)]);
    }
    grid.lines()
}

fn interval(lang: &Lang, share: &Share) -> String {
    match (share.low, share.high) {
        (Some(low), Some(high)) => lang.percent_range(low, high, 1),
        _ => lang.t("format.missing").to_owned(),
    }
}

fn acceptance(summary: &Summary, names: Names) -> String {
    let lang = names.lang;
    let mut grid = Grid::new(vec![
        lang.t("text.plan").to_owned(),
        lang.t("text.signed").to_owned(),
        lang.t("text.interval").to_owned(),
        names.side(Side::Challenger).to_owned(),
        names.side(Side::Defender).to_owned(),
        lang.t("text.both").to_owned(),
    ]);
    for (id, plan) in &summary.plans {
        let share = |share: Share| lang.maybe_percent(share.share, 1);
        grid.rows.push(vec![
            names.plan(id).to_owned(),
            share(plan.signed),
            interval(lang, &plan.signed),
            share(plan.acceptable.challenger),
            share(plan.acceptable.defender),
            share(plan.acceptable.both),
        ]);
    }
    grid.lines()
}

fn if_signed(summary: &Summary, names: Names) -> String {
    let lang = names.lang;
    let last = summary.plans.values().map(|plan| plan.if_signed.survival.survival.len()).max().unwrap_or(1);
    let years = milestones(last.saturating_sub(1));
    let mut header = vec![lang.t("text.plan").to_owned()];
    header.extend(years.iter().map(|&year| names.years(year as f64)));
    let mut grid = Grid::new(header);
    for (id, plan) in &summary.plans {
        let mut row = vec![names.plan(id).to_owned()];
        row.extend(years.iter().map(|&year| spread_at(lang, plan, year)));
        grid.rows.push(row);
    }
    grid.lines()
}

/// `20% to 90%, 62%`: the spread first, then the mean.
fn spread_at(lang: &Lang, plan: &PlanSummary, year: usize) -> String {
    let across = &plan.if_signed.across;
    let mean = lang.maybe_percent(at(&plan.if_signed.survival.survival, year), 0);
    match (at(&across.p5, year), at(&across.p95, year)) {
        (Some(p5), Some(p95)) => format!("{}, {mean}", lang.percent_range(p5, p95, 0)),
        _ => mean,
    }
}

/// The fewest signings that a share among them is shown for.
const FEW: u64 = 20;

/// Trials that signed a plan.
fn signings(summary: &Summary, plan: &PlanSummary) -> f64 {
    plan.signed.share.unwrap_or(0.0) * summary.trials.saturating_sub(summary.failed_trials) as f64
}

/// Whether so few trials signed that a share among them would say nothing.
fn is_few(summary: &Summary, plan: &PlanSummary) -> bool {
    signings(summary, plan).round() < FEW as f64
}

fn few_signed(summary: &Summary) -> bool {
    summary.plans.values().any(|plan| is_few(summary, plan) && signings(summary, plan).round() >= 1.0)
}

/// `80.1%, 79.2 to 81.0%`: survival among the trials that signed, and its interval.
fn given_at(summary: &Summary, plan: &PlanSummary, year: usize, lang: &Lang) -> String {
    if is_few(summary, plan) { lang.t("format.missing").to_owned() } else { with_range(&plan.given_signed, year, lang) }
}

fn with_range(given: &Survival, year: usize, lang: &Lang) -> String {
    let share = lang.maybe_percent(at(&given.survival, year), 1);
    match (at(&given.low, year), at(&given.high, year)) {
        (Some(low), Some(high)) => format!("{share}, {}", lang.percent_range(low, high, 1)),
        _ => share,
    }
}

fn holding(summary: &Summary, names: Names) -> String {
    let lang = names.lang;
    let years = milestones(summary.signed_and_holding.share.len().saturating_sub(1));
    let selected = years.get(1).or(years.first()).copied().unwrap_or(0);
    let mut header = vec![lang.t("text.plan").to_owned()];
    header.extend(years.iter().map(|&year| names.years(year as f64)));
    header.push(say!(lang, "text.given", span = names.years(selected as f64)));
    let mut grid = Grid::new(header);
    for (id, plan) in &summary.plans {
        let mut row = vec![names.plan(id).to_owned()];
        row.extend(years.iter().map(|&year| lang.maybe_percent(at(&plan.signed_and_holding.share, year), 1)));
        row.push(given_at(summary, plan, selected, lang));
        grid.rows.push(row);
    }
    let mut total = vec![lang.t("text.any").to_owned()];
    total.extend(years.iter().map(|&year| lang.maybe_percent(at(&summary.signed_and_holding.share, year), 1)));
    total.push(with_range(&summary.peace.survival, selected, lang));
    grid.rows.push(total);
    grid.lines()
}

fn values(summary: &Summary, names: Names) -> String {
    let lang = names.lang;
    let mut grid = Grid::new(
        ["text.side", "text.p5", "text.median", "text.p95", "text.mean"].map(|key| lang.t(key).to_owned()).to_vec(),
    );
    let row = |name: String, spread: &Spread| {
        let number = |x: Option<f64>| x.map_or_else(|| lang.t("format.missing").to_owned(), |x| lang.number(x, 3));
        vec![name, number(spread.p5), number(spread.p50), number(spread.p95), number(spread.mean)]
    };
    let [a, d] = Side::BOTH.map(|side| names.side(side));
    grid.rows.push(row(a.to_owned(), &summary.values.challenger.spread));
    grid.rows.push(row(d.to_owned(), &summary.values.defender.spread));
    grid.rows.push(row(say!(lang, "text.war", side = a), &summary.war_values.challenger));
    grid.rows.push(row(say!(lang, "text.war", side = d), &summary.war_values.defender));
    grid.lines()
}

/// The exact solution in words: for each plan who would refuse it and why, whether the peace would last, and who would
/// come to its defence.
pub fn evaluate_text(evaluation: &Evaluation, scenario: &Scenario, lang: &Lang) -> String {
    let names = Names { scenario, lang };
    let mut text = wrapped(&format!("{}{}{}", evaluation.scenario, lang.t("format.colon"), lang.t("text.exact")), 0);
    text += "\n";
    text += &wrapped(
        &say!(
            lang,
            "text.advance",
            challenger = names.side(Side::Challenger),
            p = lang.number(evaluation.advance_probability, 3),
            wins = lang.number(evaluation.undiscounted.challenger_wins, 3),
            months = lang.number(evaluation.undiscounted.months, 1)
        ),
        0,
    );
    text += &war(evaluation, names);
    text += "\n";
    text += &wrapped(lang.t("text.margin_note"), 0);
    for plan in &evaluation.plans {
        text += &plan_text(plan, names);
    }
    if let Some(nearest) = &evaluation.nearest {
        text += &nearest_text(nearest, names);
    }
    text
}

fn war(evaluation: &Evaluation, names: Names) -> String {
    let lang = names.lang;
    let mut grid = Grid::new(["text.side", "text.w", "text.status_quo"].map(|key| lang.t(key).to_owned()).to_vec());
    for (side, war) in Side::BOTH.into_iter().zip([evaluation.challenger, evaluation.defender]) {
        grid.rows.push(vec![names.side(side).to_owned(), lang.number(war.w, 3), lang.number(war.status_quo, 3)]);
    }
    grid.lines()
}

fn refuses(plan: &PlanEvaluation, side: Side) -> bool {
    let value = side_value(plan, side);
    value.red_line == Some(true) || value.surplus.is_none_or(|surplus| surplus < 0.0)
}

fn plan_text(plan: &PlanEvaluation, names: Names) -> String {
    let lang = names.lang;
    let verdict = if !plan.available {
        lang.t("text.unavailable").to_owned()
    } else if plan.signable {
        lang.t("text.would_sign").to_owned()
    } else {
        let sides = Side::BOTH.into_iter().filter(|&side| refuses(plan, side));
        let sides: Vec<String> = sides.map(|side| names.side(side).to_owned()).collect();
        say!(lang, "text.refused_by", sides = lang.list(&sides))
    };
    let mut text = heading(&format!("{}{}{verdict}", names.plan(&plan.id), lang.t("format.colon")));
    if plan.available {
        text += &Side::BOTH.map(|side| side_text(plan, side, names)).concat();
        text += &peace_text(plan, names);
        text += &plan.guarantee.as_ref().map_or_else(String::new, |outlook| guarantee_text(outlook, names));
    }
    text
}

fn side_text(plan: &PlanEvaluation, side: Side, names: Names) -> String {
    let (lang, value) = (names.lang, side_value(plan, side));
    let Some(surplus) = value.surplus else { return String::new() };
    let mut text = say!(lang, "text.surplus", side = names.side(side), surplus = lang.signed(surplus, 3));
    if let Some(margin) = margin(value) {
        text += &say!(lang, "text.margin", margin = lang.number(margin, 3));
        text += tipped(value).map_or("", |_| lang.t("text.tips"));
    }
    if let Some(given_up) = fight_given_up(value) {
        text += &say!(lang, "text.fighting_on", value = lang.signed(given_up, 3));
    }
    if let Some(part) = costliest(value) {
        let number = lang.signed(part.value, 3);
        text += &say!(lang, "text.costs", part = names.part(&part.of), value = number);
    }
    if !value.crossed.is_empty() {
        let issues: Vec<String> = value.crossed.iter().map(|id| names.issue(id)).collect();
        text += &say!(lang, "text.red_line", issues = lang.list(&issues));
    }
    wrapped(&text, 2)
}

fn peace_text(plan: &PlanEvaluation, names: Names) -> String {
    let lang = names.lang;
    let Some(survival) = &plan.survival else { return String::new() };
    let told: Vec<String> = milestones(survival.len().saturating_sub(1))
        .into_iter()
        .map(|year| {
            let share = lang.maybe_percent(survival.get(year).copied(), 1);
            say!(lang, "text.peace_at", years = names.years(year as f64), share = share)
        })
        .collect();
    let mut text = say!(lang, "text.peace", list = told.join(lang.t("format.comma")));
    if let Some(breaks) = breaks(plan) {
        let (from, to) = (breaks.likeliest, breaks.likeliest + 1);
        let share = lang.percent(breaks.probability, 1);
        text += &say!(lang, "text.peak", from = from, to = to, share = share, side = names.side(breaks.side));
        if breaks.worst != breaks.likeliest {
            let share = lang.percent(breaks.hazard, 1);
            text += &say!(lang, "text.hazard", from = breaks.worst, to = breaks.worst + 1, share = share);
        }
    }
    wrapped(&text, 2)
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
    let by_year: Vec<(f64, f64)> =
        a.windows(2).zip(d.windows(2)).map(|(a, d)| ((a[1] - a[0]).max(0.0), (d[1] - d[0]).max(0.0))).collect();
    let total: Vec<f64> = by_year.iter().map(|(a, d)| a + d).collect();
    let hazards: Vec<f64> =
        total.iter().zip(survival).map(|(fall, &alive)| if alive > 1e-9 { fall / alive } else { 0.0 }).collect();
    let (likeliest, worst) = (first_largest(&total)?, first_largest(&hazards)?);
    let side = if by_year[likeliest].0 >= by_year[likeliest].1 { Side::Challenger } else { Side::Defender };
    let found = Breaks { likeliest, probability: total[likeliest], side, worst, hazard: hazards[worst] };
    (found.probability > 0.0).then_some(found)
}

/// Index of the largest; the first of those that differ only by rounding.
fn first_largest(values: &[f64]) -> Option<usize> {
    let most = values.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    values.iter().position(|&value| value >= most - most.abs() * 1e-6)
}

fn guarantee_text(outlook: &GuaranteeOutlook, names: Names) -> String {
    let lang = names.lang;
    let mut header = vec![lang.t("text.guarantee").to_owned()];
    header.extend(outlook.years.iter().map(u32::to_string));
    let mut grid = Grid::new(header);
    let mut row = |name: String, values: &[f64], show: &dyn Fn(f64) -> String| {
        let mut row = vec![name];
        row.extend(values.iter().map(|&value| show(value)));
        grid.rows.push(row);
    };
    let percent = |share: f64| lang.percent(share, 1);
    row(lang.t("text.active").to_owned(), &outlook.active, &percent);
    for guarantor in &outlook.guarantors {
        let name = names.guarantor(&guarantor.id);
        let name = if guarantor.stationed > 0.0 {
            say!(lang, "text.stationed", name = name, troops = lang.short(guarantor.stationed))
        } else {
            name.to_owned()
        };
        row(say!(lang, "text.honours", name = name), &guarantor.honours, &percent);
    }
    row(lang.t("text.nobody").to_owned(), &outlook.nobody, &percent);
    row(lang.t("text.all").to_owned(), &outlook.all, &percent);
    row(lang.t("text.force").to_owned(), &outlook.expected_force, &|force| lang.number(force, 1));
    grid.lines()
}

fn nearest_text(nearest: &Nearest, names: Names) -> String {
    let lang = names.lang;
    let lacks: Vec<String> = Side::BOTH
        .into_iter()
        .zip([nearest.challenger_lacks, nearest.defender_lacks])
        .filter(|(_, lack)| *lack > 0.0)
        .map(|(side, lack)| say!(lang, "text.lacks", side = names.side(side), value = lang.number(lack, 3)))
        .collect();
    let plan = names.plan(&nearest.plan);
    let mut text = heading(&say!(lang, "text.nearest", plan = plan, lacks = lang.list(&lacks)));
    for step in &nearest.moves {
        let (from, to) = (names.term(&step.issue, step.from), names.term(&step.issue, step.to));
        text += &wrapped(&say!(lang, "text.move", issue = names.issue(&step.issue), from = from, to = to), 2);
    }
    if nearest.moves.is_empty() {
        text += &wrapped(lang.t("text.no_move"), 2);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::fixture::{self, Fixture};

    fn all() -> Vec<Fixture> {
        vec![
            fixture::paris(),
            fixture::smallest(),
            fixture::nothing_signed(),
            fixture::nothing_available(),
            fixture::hostile(),
        ]
    }

    #[test]
    fn no_line_is_wider_than_the_terminal_in_any_language() {
        for fixture in all() {
            for lang in Lang::CODES.into_iter().filter_map(Lang::by_code) {
                let text = run_tables(&fixture.summary, &fixture.scenario, &lang)
                    + &evaluate_text(&fixture.evaluation, &fixture.scenario, &lang);
                for line in text.lines() {
                    assert!(line.chars().count() <= WIDTH, "{line}");
                    assert!(!line.contains('{') && !line.contains("NaN"), "{line}");
                }
            }
        }
    }

    #[test]
    fn the_tables_of_a_run() {
        let fixture = fixture::paris();
        insta::assert_snapshot!(run_tables(&fixture.summary, &fixture.scenario, &Lang::english()));
    }

    #[test]
    fn the_exact_solution_in_words() {
        let fixture = fixture::nothing_signed();
        insta::assert_snapshot!(evaluate_text(&fixture.evaluation, &fixture.scenario, &Lang::english()));
    }

    #[test]
    fn the_tables_of_a_run_in_french() {
        let fixture = fixture::smallest();
        insta::assert_snapshot!(run_tables(&fixture.summary, &fixture.scenario, &Lang::by_code("fr").unwrap()));
    }
}
