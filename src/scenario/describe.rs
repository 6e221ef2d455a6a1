//! What was understood of a scenario, in words, with units.

use std::fmt::Write as _;

use indexmap::IndexMap;

use crate::model::{Demand, EffectKind, GUARANTEE_YEARS, Plan, STRUCTURAL, Side};

use super::diagnostics::Colours;
use super::implied;
use super::judgement::is_judgement;
use super::location::columns;
use super::{Assumption, Loaded, Scenario, Uncertain};

/// The widest paragraph, however wide the screen: a wider one cannot be read.
const WIDEST: usize = 100;
/// Nothing is arranged any narrower.
const NARROWEST: usize = 40;

/// The text of `armistice check`: parties, front, issues, guarantors, plans, uncertain inputs, settings, assumptions
/// without a source, and what is odd. Paragraphs are broken at `width` columns, from 40 to 100; tables are as wide as
/// their numbers.
#[must_use]
pub fn describe(loaded: &Loaded, style: Colours, width: usize) -> String {
    let scenario = &loaded.scenario;
    let page = Paragraphs { width: width.clamp(NARROWEST, WIDEST) };
    let mut text = String::new();
    page.heading(scenario, &mut text);
    section(&mut text, "Parties", &parties(scenario));
    section(&mut text, "Front", &[page.front(scenario)]);
    section(&mut text, "War to the finish, at central values", &page.told(implied::war(scenario)));
    section(&mut text, "Issues", &[issues(scenario), page.told(implied::status_quo(scenario))].concat());
    let beside = page.told(implied::guarantors(scenario));
    section(&mut text, "Guarantors", &[guarantors(scenario), beside].concat());
    section(&mut text, "Plans", &page.plans(scenario));
    section(&mut text, "Uncertain inputs", &inputs(scenario));
    section(&mut text, "Correlations", &page.correlations(scenario));
    section(&mut text, "Run", &[page.run(scenario)]);
    page.unsourced(scenario, &mut text);
    if !loaded.warnings.is_empty() {
        let _ = write!(text, "\nWarnings ({})\n\n", loaded.warnings.len());
        let warnings: Vec<String> = loaded.warnings.iter().map(|warning| warning.render(style)).collect();
        text.push_str(&warnings.join("\n"));
    }
    text
}

/// The lines to write for.
struct Paragraphs {
    width: usize,
}

impl Paragraphs {
    fn heading(&self, scenario: &Scenario, text: &mut String) {
        let date = scenario.as_of.map(|date| format!(", as of {:04}-{:02}-{:02}", date.year, date.month, date.day));
        self.push_wrapped(text, &format!("{}{}", scenario.name, date.unwrap_or_default()), "");
        if let Some(summary) = &scenario.summary {
            self.push_wrapped(text, summary, "");
        }
    }

    /// Appends a paragraph, broken at spaces; every line after the first begins with the indent and two spaces.
    fn push_wrapped(&self, text: &mut String, paragraph: &str, indent: &str) {
        let mut line = indent.to_owned();
        let mut empty = true;
        for word in paragraph.split_whitespace() {
            if !empty && columns(&line) + 1 + columns(word) > self.width {
                text.push_str(line.trim_end());
                text.push('\n');
                line = format!("{indent}  ");
                empty = true;
            }
            if !empty {
                line.push(' ');
            }
            line.push_str(word);
            empty = false;
        }
        text.push_str(line.trim_end());
        text.push('\n');
    }

    /// Each sentence as a paragraph.
    fn told(&self, sentences: impl IntoIterator<Item = String>) -> Vec<String> {
        sentences.into_iter().map(|sentence| self.wrapped(&sentence, "  ")).collect()
    }

    fn wrapped(&self, paragraph: &str, indent: &str) -> String {
        let mut text = String::new();
        self.push_wrapped(&mut text, paragraph, indent);
        text
    }

    fn front(&self, scenario: &Scenario) -> String {
        let front = &scenario.central.front;
        let start = front.start_position();
        self.wrapped(
            &format!(
                "{} steps; at month 0 the challenger holds {start} of them, a share of {}; stands still in {} of months; \
                 decisiveness {}",
                figure(front.positions, ""),
                figure(start as f64 / front.positions, ""),
                figure(front.stalemate, ""),
                figure(front.decisiveness, ""),
            ),
            "  ",
        )
    }

    fn plans(&self, scenario: &Scenario) -> Vec<String> {
        scenario
            .structure
            .plans
            .iter()
            .enumerate()
            .map(|(index, plan)| self.described_plan(scenario, plan, index))
            .collect()
    }

    fn described_plan(&self, scenario: &Scenario, plan: &Plan, index: usize) -> String {
        let name = if plan.name == plan.id { String::new() } else { format!(": {}", plan.name) };
        let mut text = self.wrapped(&format!("{}{name}", plan.id), "  ");
        self.push_wrapped(&mut text, &terms(scenario, plan).join("; "), "    ");
        if !plan.participants.is_empty() {
            let named: Vec<String> = plan
                .participants
                .iter()
                .map(|participant| {
                    let id = &scenario.structure.guarantors[participant.guarantor].id;
                    let own = participant.years.is_finite().then(|| format!(" (for {} years)", participant.years));
                    format!("{id}{}", own.unwrap_or_default())
                })
                .collect();
            self.push_wrapped(&mut text, &format!("guaranteed by {}", named.join(", ")), "    ");
        }
        for (effect, operand) in plan.effects.iter().zip(&scenario.central.effects[index]) {
            let (target, operand) = (effect.target.path(), figure(*operand, ""));
            let line = match effect.kind {
                EffectKind::Set => format!("sets {target} to {operand}"),
                EffectKind::Add => format!("adds {operand} to {target}"),
                EffectKind::Multiply => format!("multiplies {target} by {operand}"),
            };
            self.push_wrapped(&mut text, &line, "    ");
        }
        if plan.from_month > 0 {
            self.push_wrapped(&mut text, &format!("on the table from month {}", plan.from_month), "    ");
        }
        text
    }

    fn correlations(&self, scenario: &Scenario) -> Vec<String> {
        let path = |input: usize| &scenario.inputs[input].path;
        scenario
            .correlations
            .iter()
            .map(|c| {
                self.wrapped(
                    &format!("{} with {}: rank {}", path(c.between.0), path(c.between.1), figure(c.rank, "")),
                    "  ",
                )
            })
            .collect()
    }

    fn run(&self, scenario: &Scenario) -> String {
        let run = &scenario.run;
        let sampling = match run.sampling {
            crate::sampling::Sampling::MonteCarlo => "Monte Carlo",
            crate::sampling::Sampling::LatinHypercube => "Latin hypercube",
            crate::sampling::Sampling::Sobol => "Sobol",
        };
        let Scenario { central, .. } = scenario;
        self.wrapped(
            &format!(
                "{} trials by {sampling} sampling, seed {}; peace followed for {} years, the sides look {} years ahead; a round \
                 every {} months for {} months; a resumed war is followed for {} months",
                grouped(&run.trials.to_string()),
                run.seed,
                run.years,
                figure(central.enforcement.lookahead, ""),
                figure(central.negotiation.interval, ""),
                figure(central.negotiation.max_months, ""),
                figure(central.enforcement.resumed_war_months, ""),
            ),
            "  ",
        )
    }

    fn unsourced(&self, scenario: &Scenario, text: &mut String) {
        let without: Vec<&Assumption> = scenario.assumptions.iter().filter(|a| a.source.is_none()).collect();
        let (judged, bare): (Vec<&Assumption>, Vec<&Assumption>) =
            without.into_iter().partition(|a| is_judgement(a.note.as_deref()));
        let total = scenario.assumptions.len();
        self.listed(text, &format!("Judgement ({} of {total} numbers)", judged.len()), &judged);
        self.gathered(text, &format!("Without a source ({} of {total} numbers)", bare.len()), &bare);
    }

    fn listed(&self, text: &mut String, title: &str, assumptions: &[&Assumption]) {
        if assumptions.is_empty() {
            return;
        }
        let _ = write!(text, "\n{title}\n");
        for assumption in assumptions {
            self.push_wrapped(text, &format!("{}: {}", assumption.path, cut(&assumption.written, 60)), "  ");
        }
    }

    /// Paths gathered by their block, so that a long list stays readable.
    fn gathered(&self, text: &mut String, title: &str, assumptions: &[&Assumption]) {
        if assumptions.is_empty() {
            return;
        }
        let _ = write!(text, "\n{title}\n");
        let mut blocks: IndexMap<String, Vec<&str>> = IndexMap::new();
        for assumption in assumptions {
            let (block, key) = split_path(&assumption.path);
            blocks.entry(block.to_owned()).or_default().push(key);
        }
        for (block, keys) in blocks {
            self.push_wrapped(text, &format!("{block}: {}", keys.join(", ")), "  ");
        }
    }
}

fn section(text: &mut String, title: &str, lines: &[String]) {
    if lines.is_empty() {
        return;
    }
    let _ = write!(text, "\n{title}\n");
    for line in lines {
        text.push_str(line);
        if !line.ends_with('\n') {
            text.push('\n');
        }
    }
}

/// A table: columns padded to their widest cell, the last one free.
fn table(rows: &[Vec<String>]) -> Vec<String> {
    let count = rows.iter().map(Vec::len).max().unwrap_or(0);
    let width = |column: usize| rows.iter().filter_map(|row| row.get(column)).map(|cell| columns(cell)).max();
    let widths: Vec<usize> = (0..count).map(|column| width(column).unwrap_or(0)).collect();
    rows.iter()
        .map(|row| {
            let cells: Vec<String> = row
                .iter()
                .zip(&widths)
                .map(|(cell, width)| format!("{cell}{}", " ".repeat(width - columns(cell))))
                .collect();
            format!("  {}", cells.join("  ")).trim_end().to_owned()
        })
        .collect()
}

/// A number for readers: at most four significant digits, infinity by its word.
pub(super) fn figure(x: f64, infinity: &str) -> String {
    if x.is_infinite() {
        return infinity.to_owned();
    }
    if x.is_nan() {
        return "-".to_owned();
    }
    let whole = x == x.trunc() && x.abs() < 1e9;
    if whole {
        return grouped(&format!("{x}"));
    }
    if x.abs() >= 1e9 || x.abs() < 1e-4 {
        return format!("{x:.3e}");
    }
    let digits = 3 - (x.abs().log10().floor() as i32).min(3);
    let text = format!("{x:.*}", digits as usize);
    if text.contains('.') { text.trim_end_matches('0').trim_end_matches('.').to_owned() } else { grouped(&text) }
}

/// Thousands set apart by commas, as in all that is written in English: `10,000`.
fn grouped(digits: &str) -> String {
    let (sign, bare) = digits.split_at(digits.len() - digits.trim_start_matches('-').len());
    let mut text = sign.to_owned();
    for (place, digit) in bare.chars().enumerate() {
        if place > 0 && (bare.len() - place) % 3 == 0 {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

fn with_unit(number: &str, unit: &str) -> String {
    match unit {
        "" | "share" => number.to_owned(),
        unit => format!("{number} {unit}"),
    }
}

fn parties(scenario: &Scenario) -> Vec<String> {
    let mut rows = vec![row(&["", "forces, thousand", "discount, per year", "war cost, share of flow", "may attack"])];
    for (side, name) in Side::BOTH.iter().zip(&scenario.party_names) {
        let party = scenario.central.party(*side);
        rows.push(vec![
            format!("{} ({})", cut(name, 24), side.key()),
            figure(party.forces, ""),
            figure(party.discount_factor, ""),
            figure(party.war_cost, ""),
            if scenario.structure.may_attack[*side] { "yes" } else { "no" }.to_owned(),
        ]);
    }
    table(&rows)
}

fn row(cells: &[&str]) -> Vec<String> {
    cells.iter().map(|cell| (*cell).to_owned()).collect()
}

fn cut(text: &str, most: usize) -> String {
    if text.chars().count() <= most {
        return text.to_owned();
    }
    let start: String = text.chars().take(most - 1).collect();
    format!("{start}…")
}

fn issues(scenario: &Scenario) -> Vec<String> {
    let mut rows = vec![row(&["", "unit", "challenger", "", "", "defender", "", ""])];
    rows.push(row(&["", "", "ideal", "salience", "red line", "ideal", "salience", "red line"]));
    for (index, issue) in scenario.structure.issues.iter().enumerate() {
        let mut cells = vec![cut(&issue.id, 24), cut(&issue.unit, 12)];
        for side in Side::BOTH {
            let demand = &scenario.central.demands(side)[index];
            cells.extend(demand_cells(demand, index));
        }
        rows.push(cells);
    }
    table(&rows)
}

fn demand_cells(demand: &Demand, issue: usize) -> [String; 3] {
    let ideal = if issue == GUARANTEE_YEARS { "-".to_owned() } else { figure(demand.ideal, "") };
    let word = if issue == GUARANTEE_YEARS { "permanent" } else { "no cap" };
    [
        ideal,
        figure(demand.salience, ""),
        demand.red_line.map_or_else(|| "-".to_owned(), |red_line| figure(red_line, word)),
    ]
}

fn guarantors(scenario: &Scenario) -> Vec<String> {
    if scenario.structure.guarantors.is_empty() {
        return Vec::new();
    }
    let mut rows = vec![row(&["", "reliability", "forces, thousand", "troops", "most years", "consent", "backstop"])];
    for (identity, numbers) in scenario.structure.guarantors.iter().zip(&scenario.central.guarantors) {
        let backstop = identity.backstop.map(|backstop| {
            let id = &scenario.structure.guarantors[backstop].id;
            format!("{} (x {} without)", cut(id, 16), figure(numbers.without_backstop, ""))
        });
        rows.push(vec![
            cut(&identity.id, 20),
            figure(numbers.reliability, ""),
            figure(numbers.forces, ""),
            figure(numbers.max_troops, ""),
            figure(numbers.max_years, "no limit"),
            figure(numbers.consent, ""),
            backstop.unwrap_or_else(|| "-".to_owned()),
        ]);
    }
    table(&rows)
}

fn terms(scenario: &Scenario, plan: &Plan) -> Vec<String> {
    let mut terms = vec![
        plan.territory.map_or_else(
            || "territory: the line of contact".to_owned(),
            |share| format!("territory: {} to the challenger", figure(share, "")),
        ),
        match plan.defender_forces {
            cap if cap.is_infinite() => "no cap on the defender's army".to_owned(),
            cap => format!("defender's army capped at {} thousand", figure(cap, "")),
        },
        match plan.foreign_troops {
            0.0 => "no foreign troops".to_owned(),
            troops => format!("{} thousand foreign troops", figure(troops, "")),
        },
        match plan.guarantee_years {
            0.0 => "no guarantee".to_owned(),
            years if years.is_infinite() => "permanent guarantee".to_owned(),
            years => format!("guarantee for {} years", figure(years, "")),
        },
    ];
    for (issue, term) in scenario.structure.issues[STRUCTURAL.len()..].iter().zip(&plan.further) {
        terms.push(with_unit(&format!("{}: {}", issue.id, figure(*term, "")), &issue.unit));
    }
    terms
}

fn inputs(scenario: &Scenario) -> Vec<String> {
    let uncertain: Vec<&Assumption> =
        scenario.assumptions.iter().filter(|a| matches!(a.value, Uncertain::Distribution(_))).collect();
    if uncertain.is_empty() {
        return vec!["  none: every number is a constant".to_owned()];
    }
    let mut rows = vec![row(&["", "central", "5th pct", "95th pct", "unit"])];
    for assumption in uncertain {
        let Uncertain::Distribution(distribution) = &assumption.value else { continue };
        rows.push(vec![
            cut(&assumption.path, 44),
            figure(distribution.central(), "permanent"),
            figure(distribution.quantile(0.05), "permanent"),
            figure(distribution.quantile(0.95), "permanent"),
            cut(&assumption.unit, 26),
        ]);
    }
    table(&rows)
}

/// The block of a path and the key within it: `guarantor.us` and `forces`, `front` and `positions`.
fn split_path(path: &str) -> (&str, &str) {
    let steps = match path.split('.').next() {
        Some("plan" | "guarantor" | "issue") => 2,
        _ if path.contains(".demands.") => 2,
        _ => 1,
    };
    let dot = path.match_indices('.').nth(steps - 1).map_or(path.len(), |(at, _)| at);
    (&path[..dot], path[dot..].trim_start_matches('.'))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::template;
    use crate::scenario::tests::{BORDER, ISLAND, right};

    #[test]
    fn figures_have_four_digits() {
        for (x, text) in [
            (0.0, "0"),
            (880.0, "880"),
            (0.123_456, "0.1235"),
            (12.345_6, "12.35"),
            (12_345.67, "12,346"),
            (10_000.0, "10,000"),
            (-1_234_567.0, "-1,234,567"),
            (0.5, "0.5"),
            (-0.05, "-0.05"),
            (1.5e-7, "1.500e-7"),
            (f64::NAN, "-"),
            (f64::INFINITY, "permanent"),
        ] {
            assert_eq!(figure(x, "permanent"), text);
        }
    }

    /// Two ideographs take four columns of a terminal.
    #[test]
    fn columns_of_tables_meet_whatever_is_in_them() {
        let text = ISLAND.replacen("[challenger]\nname = \"", "[challenger]\nname = \"\u{56fd}\u{56fd}", 1);
        let described = describe(&right(&text, &[]), Colours::Off, 100);
        let mut lines = described.lines().skip_while(|line| *line != "Parties").skip(1);
        let heading = lines.next().unwrap();
        let at = heading.find("forces").unwrap();
        for line in lines.take(2) {
            let starts = line.char_indices().map(|(byte, _)| byte).find(|byte| columns(&line[..*byte]) == at);
            let forces = &line[starts.unwrap()..];
            assert!(forces.starts_with(|c: char| c.is_ascii_digit()), "{described}");
        }
    }

    /// Tables are as wide as their numbers; all else fits, and does not on a narrower screen by chance alone.
    #[test]
    fn lines_fit() {
        for (text, width) in [BORDER, ISLAND, template()].into_iter().flat_map(|text| [(text, 100), (text, 60)]) {
            let described = describe(&right(text, &[]), Colours::Off, width);
            let understood = described.split("\nWarnings").next().unwrap();
            let (tables, paragraphs): (Vec<&str>, Vec<&str>) = understood.split("\n\n").partition(|part| {
                ["Parties", "Issues", "Guarantors", "Uncertain"].iter().any(|it| part.starts_with(it))
            });
            let wide = |part: &&str| part.lines().any(|line| line.chars().count() > width);
            assert!(!paragraphs.iter().any(wide), "{width}: {paragraphs:#?}");
            assert!(tables.iter().flat_map(|part| part.lines()).all(|line| line.chars().count() <= 100), "{tables:#?}");
        }
    }

    #[test]
    fn trials_are_counted_as_elsewhere() {
        let described = describe(&right(ISLAND, &["run.trials=1234567"]), Colours::Off, 100);
        assert!(described.contains("1,234,567 trials by Monte Carlo sampling"), "{described}");
    }
}
