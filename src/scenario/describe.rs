//! What was understood of a scenario, in words, with units.

use std::fmt::Write as _;

use indexmap::IndexMap;

use crate::model::{
    DEFENDER_FORCES, Demand, Effect, EffectKind, FOREIGN_TROOPS, GUARANTEE_YEARS, Issue, Participant, Plan, Side,
    TERRITORY,
};
use crate::sampling::Sampling;
use crate::words::{Phrases, Words, shortened, words};

use super::diagnostics::Colours;
use super::evidence::evidence_told;
use super::forecasts::forecasts_told;
use super::implied;
use super::judgement::is_judgement;
use super::keys::unit_in_words;
use super::location::columns;
use super::open::choices_told;
use super::{Assumption, Loaded, Scenario, Uncertain};

/// The widest paragraph, however wide the screen: a wider one cannot be read.
const WIDEST: usize = 100;
/// Nothing is arranged any narrower.
const NARROWEST: usize = 40;

/// The text of `armistice check`: parties, front, issues, guarantors, plans, uncertain inputs, settings, assumptions
/// without a source, and what is odd. Paragraphs are broken at `width` columns, from 40 to 100; tables are as wide as
/// their numbers. It is told by those phrases; names are those of `loaded` (see [`Scenario::in_language`]).
#[must_use]
pub fn describe(loaded: &Loaded, style: Colours, width: usize, phrases: &Phrases) -> String {
    let page = Description { scenario: &loaded.scenario, phrases, width: width.clamp(NARROWEST, WIDEST) };
    let mut text = page.heading();
    for (title, lines) in page.sections() {
        section(&mut text, &page.say(&title), &lines);
    }
    page.unsourced(&mut text);
    if !loaded.warnings.is_empty() {
        let title = words!("Warnings ({count})", count = loaded.warnings.len());
        let _ = write!(text, "\n{}\n\n", page.say(&title));
        let warnings: Vec<String> = loaded.warnings.iter().map(|warning| warning.told(style, phrases)).collect();
        text.push_str(&warnings.join("\n"));
    }
    text
}

/// A scenario that is described, for whom.
struct Description<'a> {
    scenario: &'a Scenario,
    phrases: &'a Phrases,
    width: usize,
}

impl Description<'_> {
    fn say(&self, words: &Words) -> String {
        words.told(self.phrases)
    }

    fn sections(&self) -> Vec<(Words, Vec<String>)> {
        let scenario = self.scenario;
        vec![
            (words!("Parties"), [self.parties(), self.told(implied::resolve(scenario))].concat()),
            (words!("Front"), [vec![self.front()], self.told(implied::freezing(scenario))].concat()),
            (words!("War to the finish, at central values"), self.told(implied::war(scenario))),
            (
                words!("Issues"),
                [self.issues(), self.told(implied::status_quo(scenario)), self.told(implied::kept(scenario))].concat(),
            ),
            (
                words!("Guarantors"),
                [
                    self.guarantors(),
                    self.told(implied::guarantors(scenario)),
                    self.told(implied::joining(scenario)),
                    self.told(implied::politics(scenario)),
                    self.told(implied::endurance(scenario)),
                ]
                .concat(),
            ),
            (words!("Parties that do not fight"), self.told(super::parties::implied(scenario))),
            (words!("Negotiation"), self.told(implied::foresight(scenario))),
            (words!("Peace"), self.told(implied::record(scenario))),
            (words!("Plans"), self.plans()),
            (words!("What has happened already"), self.told(evidence_told(scenario))),
            (words!("What others hold probable"), self.told(forecasts_told(scenario))),
            (words!("Costs"), self.told(implied::costs(scenario))),
            (words!("Uncertain inputs"), self.inputs()),
            (words!("Correlations"), self.correlations()),
            (words!("Run"), vec![self.run()]),
        ]
    }

    fn heading(&self) -> String {
        let Scenario { name, as_of, summary, .. } = self.scenario;
        let title = match as_of {
            None => name.clone(),
            Some(date) => {
                let date = format!("{:04}-{:02}-{:02}", date.year, date.month, date.day);
                self.say(&words!("{name}, as of {date}", name, date))
            }
        };
        let mut text = self.wrapped(&title, "");
        if let Some(summary) = summary {
            self.push_wrapped(&mut text, summary, "");
        }
        text
    }

    /// Appends a paragraph, broken at spaces; every line after the first begins with the indent and two spaces.
    fn push_wrapped(&self, text: &mut String, paragraph: &str, indent: &str) {
        let mut line = indent.to_owned();
        let mut empty = true;
        for word in paragraph.split([' ', '\t', '\n', '\r']).filter(|word| !word.is_empty()) {
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
    fn told(&self, sentences: impl IntoIterator<Item = Words>) -> Vec<String> {
        sentences.into_iter().map(|sentence| self.sentence(&sentence)).collect()
    }

    fn sentence(&self, sentence: &Words) -> String {
        self.wrapped(&self.say(sentence), "  ")
    }

    fn wrapped(&self, paragraph: &str, indent: &str) -> String {
        let mut text = String::new();
        self.push_wrapped(&mut text, paragraph, indent);
        text
    }

    fn parties(&self) -> Vec<String> {
        let heads = [
            words!("forces, thousand"),
            words!("discount, per year"),
            words!("war cost, share of flow"),
            words!("may attack"),
        ];
        let mut rows = vec![self.row(&[&[Words::none()], heads.as_slice()].concat())];
        for (side, name) in Side::BOTH.iter().zip(&self.scenario.party_names) {
            let party = self.scenario.central.party(*side);
            let may_attack = if self.scenario.structure.may_attack[*side] { words!("yes") } else { words!("no") };
            rows.push(self.row(&[
                Words::verbatim(format!("{} ({})", shortened(name, 24), side.key())),
                number(party.forces),
                number(party.discount_factor),
                number(party.war_cost),
                may_attack,
            ]));
        }
        table(&rows)
    }

    fn row(&self, cells: &[Words]) -> Vec<String> {
        cells.iter().map(|cell| self.say(cell)).collect()
    }

    fn front(&self) -> String {
        let front = &self.scenario.central.front;
        let start = front.start_position();
        self.sentence(&words!(
            "{positions} steps; at month 0 the challenger holds {start} of them, a share of {share}; stands still in \
             {stalemate} of months; decisiveness {decisiveness}",
            positions = number(front.positions),
            start,
            share = number(start as f64 / front.positions),
            stalemate = number(front.stalemate),
            decisiveness = number(front.decisiveness)
        ))
    }

    fn issues(&self) -> Vec<String> {
        let (none, terms) = (Words::none, [words!("ideal"), words!("salience"), words!("red line")]);
        let sides = [none(), words!("unit"), words!("challenger"), none(), none(), words!("defender"), none(), none()];
        let mut rows = vec![self.row(&sides)];
        rows.push(self.row(&[&[none(), none()], terms.as_slice(), terms.as_slice()].concat()));
        for (index, issue) in self.scenario.structure.issues.iter().enumerate() {
            let unit = self.say(&unit_in_words(&issue.unit));
            let mut cells = vec![shortened(&issue.id, 24), shortened(&unit, 12)];
            for side in Side::BOTH {
                let demand = &self.scenario.central.demands(side)[index];
                cells.extend(self.row(&demand_cells(demand, index)));
            }
            rows.push(cells);
        }
        table(&rows)
    }

    fn guarantors(&self) -> Vec<String> {
        let Scenario { structure, central, .. } = self.scenario;
        if structure.guarantors.is_empty() {
            return Vec::new();
        }
        let mut rows = vec![self.row(&[
            Words::none(),
            words!("reliability"),
            words!("forces, thousand"),
            words!("troops"),
            words!("most years"),
            words!("consent"),
            words!("backstop"),
        ])];
        for (identity, numbers) in structure.guarantors.iter().zip(&central.guarantors) {
            let backstop = identity.backstop.map(|backstop| {
                let id = shortened(&structure.guarantors[backstop].id, 16);
                words!("{id} (x {factor} without)", id, factor = number(numbers.without_backstop))
            });
            rows.push(self.row(&[
                Words::verbatim(shortened(&identity.id, 20)),
                number(numbers.reliability),
                number(numbers.forces),
                number(numbers.max_troops),
                number_or(numbers.max_years, words!("no limit")),
                number(numbers.consent),
                backstop.unwrap_or_else(|| Words::verbatim("-")),
            ]));
        }
        table(&rows)
    }

    fn plans(&self) -> Vec<String> {
        self.scenario.structure.plans.iter().enumerate().map(|(index, plan)| self.plan(plan, index)).collect()
    }

    fn plan(&self, plan: &Plan, index: usize) -> String {
        let name = if plan.name == plan.id {
            Words::verbatim(&plan.id)
        } else {
            words!("{id}: {name}", id = plan.id, name = plan.name)
        };
        let mut text = self.sentence(&name);
        let terms = Words::joined(terms(self.scenario, plan), words!("; "));
        let guarantors = (!plan.participants.is_empty()).then(|| self.guaranteed(&plan.participants));
        let operands = &self.scenario.central.effects[index];
        let effects = plan.effects.iter().zip(operands).map(|(effect, operand)| changed(effect, *operand));
        let from = (plan.from_month > 0).then(|| words!("on the table from month {month}", month = plan.from_month));
        let pause = (plan.ceasefire_months > 0).then(|| {
            words!(
                "after the signature fighting stops for {months} months along the line; then the sides ratify, and the peace \
                 begins",
                months = plan.ceasefire_months
            )
        });
        let off = (!plan.tabled).then(|| words!("never on the table"));
        let lines = std::iter::once(terms).chain(guarantors).chain(effects).chain(from).chain(pause).chain(off);
        for line in lines {
            self.push_wrapped(&mut text, &self.say(&line), "    ");
        }
        text
    }

    fn guaranteed(&self, participants: &[Participant]) -> Words {
        let named = participants.iter().map(|participant| {
            let id = &self.scenario.structure.guarantors[participant.guarantor].id;
            if participant.years.is_finite() {
                words!("{id} (for {years} years)", id, years = participant.years)
            } else {
                Words::verbatim(id)
            }
        });
        words!("guaranteed by {named}", named = Words::list(named.collect()))
    }

    fn inputs(&self) -> Vec<String> {
        let assumptions = &self.scenario.assumptions;
        let drawn = assumptions.iter().filter_map(|it| match &it.value {
            Uncertain::Distribution(distribution) | Uncertain::Rest(distribution) => Some((it, distribution)),
            Uncertain::Constant(_) | Uncertain::Derived { .. } => None,
        });
        let heads = [Words::none(), words!("central"), words!("5th pct"), words!("95th pct"), words!("unit")];
        let mut rows = vec![self.row(&heads)];
        for (assumption, distribution) in drawn {
            let told = |x: f64| number_or(x, words!("permanent"));
            let mut cells = vec![shortened(&assumption.path, 44)];
            cells.extend(self.row(&[
                told(distribution.central()),
                told(distribution.quantile(0.05)),
                told(distribution.quantile(0.95)),
            ]));
            cells.push(shortened(&self.say(&unit_in_words(&assumption.unit)), 26));
            rows.push(cells);
        }
        if rows.len() == 1 {
            return vec![self.sentence(&words!("none: every number is a constant"))];
        }
        table(&rows)
    }

    fn correlations(&self) -> Vec<String> {
        let path = |input: usize| &self.scenario.inputs[input].path;
        let pairs = self.scenario.correlations.iter().map(|it| {
            let (one, other) = it.between;
            words!("{one} with {other}: rank {rank}", one = path(one), other = path(other), rank = number(it.rank))
        });
        self.told(pairs)
    }

    fn run(&self) -> String {
        let Scenario { central, run, .. } = self.scenario;
        let sampling = match run.sampling {
            Sampling::MonteCarlo => words!("Monte Carlo"),
            Sampling::LatinHypercube => words!("Latin hypercube"),
            Sampling::Sobol => words!("Sobol"),
        };
        self.sentence(&words!(
            "{trials} trials by {sampling} sampling, seed {seed}; peace followed for {years} years, the sides look \
             {lookahead} years ahead; a round every {interval} months for {most} months; a resumed war is followed for \
             {resumed} months",
            trials = Words::figure(grouped(&run.trials.to_string())),
            sampling,
            seed = run.seed,
            years = run.years,
            lookahead = number(central.enforcement.lookahead),
            interval = number(central.negotiation.interval),
            most = number(central.negotiation.max_months),
            resumed = number(central.enforcement.resumed_war_months)
        ))
    }

    fn unsourced(&self, text: &mut String) {
        // As reports count them: judgement stays judgement where a source stands beside it.
        let (judged, others): (Vec<&Assumption>, Vec<&Assumption>) =
            self.scenario.assumptions.iter().partition(|a| is_judgement(a.note.as_deref()));
        let bare: Vec<&Assumption> = others.into_iter().filter(|a| a.source.is_none()).collect();
        let total = self.scenario.assumptions.len();
        self.listed(text, &words!("Judgement ({count} of {total} numbers)", count = judged.len(), total), &judged);
        self.gathered(text, &words!("Without a source ({count} of {total} numbers)", count = bare.len(), total), &bare);
    }

    fn listed(&self, text: &mut String, title: &Words, assumptions: &[&Assumption]) {
        if assumptions.is_empty() {
            return;
        }
        let _ = write!(text, "\n{}\n", self.say(title));
        for assumption in assumptions {
            let written = shortened(&assumption.written, 60);
            let line = words!("{path}: {written}", path = assumption.path, written);
            text.push_str(&self.sentence(&line));
        }
    }

    /// Paths gathered by their block, so that a long list stays readable.
    fn gathered(&self, text: &mut String, title: &Words, assumptions: &[&Assumption]) {
        if assumptions.is_empty() {
            return;
        }
        let _ = write!(text, "\n{}\n", self.say(title));
        let mut blocks: IndexMap<String, Vec<&str>> = IndexMap::new();
        for assumption in assumptions {
            let (block, key) = split_path(&assumption.path);
            blocks.entry(block.to_owned()).or_default().push(key);
        }
        for (path, keys) in blocks {
            text.push_str(&self.sentence(&words!("{path}: {written}", path, written = keys.join(", "))));
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

/// A number for readers: at most four significant digits; of what has no bounds nothing.
pub(super) fn number(x: f64) -> Words {
    number_or(x, Words::none())
}

/// The same, infinity by its word.
fn number_or(x: f64, infinity: Words) -> Words {
    if x.is_infinite() { infinity } else { Words::figure(figure(x)) }
}

/// A finite number as English writes it.
fn figure(x: f64) -> String {
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

fn demand_cells(demand: &Demand, issue: usize) -> [Words; 3] {
    let (has_ideal, none) = (issue != GUARANTEE_YEARS, || Words::verbatim("-"));
    let endless = if has_ideal { words!("no cap") } else { words!("permanent") };
    [
        if has_ideal { number(demand.ideal) } else { none() },
        number(demand.salience),
        demand.red_line.map_or_else(none, |red_line| number_or(red_line, endless)),
    ]
}

fn changed(effect: &Effect, operand: f64) -> Words {
    let (target, operand) = (effect.target.path(), number(operand));
    match effect.kind {
        EffectKind::Set => words!("sets {target} to {operand}", target, operand),
        EffectKind::Add => words!("adds {operand} to {target}", target, operand),
        EffectKind::Multiply => words!("multiplies {target} by {operand}", target, operand),
    }
}

fn terms(scenario: &Scenario, plan: &Plan) -> Vec<Words> {
    let told = |(index, issue): (usize, &Issue)| {
        plan.open_term(index).map_or_else(|| term_told(plan, index, issue), |open| choices_told(open, issue))
    };
    scenario.structure.issues.iter().enumerate().map(told).collect()
}

fn term_told(plan: &Plan, index: usize, issue: &Issue) -> Words {
    let term = plan.term(index);
    match index {
        TERRITORY => term.map_or_else(
            || words!("territory: the line of contact"),
            |share| words!("territory: {share} to the challenger", share = number(share)),
        ),
        DEFENDER_FORCES => match plan.defender_forces {
            cap if cap.is_infinite() => words!("no cap on the defender's army"),
            cap => words!("defender's army capped at {cap} thousand", cap = number(cap)),
        },
        FOREIGN_TROOPS => match plan.foreign_troops {
            0.0 => words!("no foreign troops"),
            troops => words!("{troops} thousand foreign troops", troops = number(troops)),
        },
        GUARANTEE_YEARS => match plan.guarantee_years {
            0.0 => words!("no guarantee"),
            years if years.is_infinite() => words!("permanent guarantee"),
            years => words!("guarantee for {years} years", years = number(years)),
        },
        _ => {
            let (id, term) = (&issue.id, number(term.unwrap_or(f64::NAN)));
            match issue.unit.as_str() {
                "" | "share" => words!("{id}: {term}", id, term),
                unit => words!("{id}: {term} {unit}", id, term, unit = unit_in_words(unit)),
            }
        }
    }
}

/// The block of a path and the key within it: `guarantor.us` and `forces`, `front` and `positions`.
fn split_path(path: &str) -> (&str, &str) {
    let steps = match path.split('.').next() {
        Some("plan" | "guarantor" | "issue" | "cost" | "party") => 2,
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
            assert_eq!(number_or(x, words!("permanent")), text);
        }
    }

    /// Two ideographs take four columns of a terminal.
    #[test]
    fn columns_of_tables_meet_whatever_is_in_them() {
        let text = ISLAND.replacen("[challenger]\nname = \"", "[challenger]\nname = \"\u{56fd}\u{56fd}", 1);
        let described = describe(&right(&text, &[]), Colours::Off, 100, &Phrases::english());
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
            let described = describe(&right(text, &[]), Colours::Off, width, &Phrases::english());
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
        let described = describe(&right(ISLAND, &["run.trials=1234567"]), Colours::Off, 100, &Phrases::english());
        assert!(described.contains("1,234,567 trials by Monte Carlo sampling"), "{described}");
    }
}
