//! The story of one trial: parts with sentences and tables, for a terminal and for a page, and its picture.

mod peace;
mod picture;
mod rounds;
mod story;

use super::draw::Chart;
use super::figures::slide_shaped;
use super::lang::{Lang, say};
use super::names::Names;
use super::page::{Captioned, Illustration, Page, PageBlock, Section};
use super::style::Style;
use super::table::{Cell, FigureKind, Table};
use super::theme::ChartSize;
use crate::analysis::trace::{EndingCounts, Picked, TracedTrial, Wanted};
use crate::scenario::Scenario;

/// The story of a trial and what it is a trial of.
#[derive(Clone, Debug)]
pub struct TraceInput {
    /// The scenario, as it was run.
    pub scenario: Scenario,
    /// The trial.
    pub told: TracedTrial,
    /// How it was chosen; `None`: by its number.
    pub chosen: Option<ChosenTrial>,
    /// Version of the program.
    pub version: String,
}

/// How a trial was chosen among those of a run.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ChosenTrial {
    /// Among which trials.
    pub wanted: Wanted,
    /// Whether the farthest from their medians was looked for instead of the nearest.
    pub odd: bool,
    /// How all trials ended.
    pub counts: EndingCounts,
    /// How many were considered.
    pub considered: u64,
    /// Which it is; `None`: no trial ended so.
    pub picked: Option<Picked>,
}

/// A part of a story.
#[derive(Clone, Debug, Default)]
pub(super) struct StoryPart {
    pub(super) heading: String,
    pub(super) lines: Vec<StoryLine>,
}

/// What a part is made of.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum StoryLine {
    /// A sentence or several.
    Sentence(String),
    /// One of several that belong together.
    Item(String),
    /// A table.
    Grid(StoryGrid),
}

/// A table: names at the left, figures at the right.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct StoryGrid {
    pub(super) header: Vec<String>,
    /// How many columns at the left are names.
    pub(super) names: usize,
    pub(super) rows: Vec<Vec<String>>,
}

impl TraceInput {
    /// The title: the scenario and the number of the trial.
    pub(super) fn title(&self, lang: &Lang) -> String {
        let scenario = self.scenario.in_language(lang.code());
        let last = self.scenario.run().trials.saturating_sub(1);
        let number = say!(lang, "trace.number", trial = lang.count(self.told.trial), last = lang.count(last));
        lang.said_of(scenario.name(), &number)
    }

    /// The parts of the story.
    pub(super) fn parts(&self, lang: &Lang) -> Vec<StoryPart> {
        let scenario = self.scenario.in_language(lang.code());
        let names = Names { scenario: &scenario, lang };
        story::Teller { names, told: &self.told }.parts()
    }
}

impl ChosenTrial {
    /// How it was chosen, in sentences; or that no trial ended so, and how they did.
    pub(super) fn told(&self, names: &Names<'_>) -> Vec<String> {
        let lang = names.lang;
        let of = self.counts.of(self.wanted);
        let ending = match self.wanted {
            Wanted::Any => lang.t("trace.any").to_owned(),
            Wanted::Class(class) => lang.fill("trace.so", &[("class", &names.class(class.name()))]),
            Wanted::Failed => lang.t("trace.failing").to_owned(),
        };
        let trials = lang.plural("note.trials", of, &[]);
        match self.picked {
            Some(picked) => {
                let key = if self.odd { "trace.unusual" } else { "trace.typical" };
                let distance = lang.number(picked.distance, 3);
                let first = say!(lang, key, trials = trials, ending = ending, distance = distance);
                let few = (self.considered < of).then(|| lang.plural("trace.considered", self.considered, &[]));
                [first].into_iter().chain(few).collect()
            }
            None if of > 0 => vec![say!(lang, "trace.weightless", trials = trials, ending = ending)],
            None => {
                let how = self.counts.occurring().map(|(name, count)| {
                    let told =
                        if name == "failed" { lang.t("trace.failed_trials").to_owned() } else { names.class(name) };
                    lang.said_of(&format!("{told} ({name})"), &lang.count(count))
                });
                let how: Vec<String> = how.collect();
                vec![say!(lang, "trace.never", ending = ending, list = how.join(lang.t("format.semicolon")))]
            }
        }
    }
}

/// How a trial was chosen, or that none ended so, in the scenario's names.
pub(super) fn chosen_told(chosen: &ChosenTrial, scenario: &Scenario, lang: &Lang) -> Vec<String> {
    let scenario = scenario.in_language(lang.code());
    chosen.told(&Names { scenario: &scenario, lang })
}

/// The picture of the trial; none where no world could be made of its draw.
#[must_use]
pub fn trace_charts(input: &TraceInput, style: &Style) -> Vec<Chart> {
    slide_shaped(style, |style| picture::chart(input, style).into_iter().collect())
}

/// The story as a page, with its picture.
#[must_use]
pub fn trace_page(input: &TraceInput, style: &Style) -> Page {
    let lang = &style.lang;
    let draw = |size| trace_charts(input, &Style { size, bare: true, ..style.clone() });
    let pictures = draw(ChartSize::Page).into_iter().zip(draw(ChartSize::Column));
    let mut blocks: Vec<PageBlock> = Vec::new();
    let chosen = input.chosen.as_ref().map(|chosen| chosen_told(chosen, &input.scenario, lang));
    blocks.extend(chosen.into_iter().flatten().map(PageBlock::Paragraph));
    blocks
        .extend(pictures.map(|(wide, narrow)| PageBlock::Figure(Box::new(Illustration { wide, narrow, data: None }))));
    let picture = Section { id: Some("picture"), heading: lang.t("trace.picture").to_owned(), blocks };
    let parts = input.parts(lang).into_iter().map(|part| Section {
        id: None,
        blocks: blocks_of(&part.heading, part.lines),
        heading: part.heading,
    });
    let scenario = input.scenario.in_language(lang.code());
    Page {
        title: input.title(lang),
        summary: scenario.summary().map(str::to_owned),
        note: lang.t("trace.note").to_owned(),
        sections: [picture].into_iter().chain(parts).collect(),
        version: input.version.clone(),
        ..Page::default()
    }
}

/// The lines of a part as blocks of a page: items that follow each other are one list.
fn blocks_of(caption: &str, lines: Vec<StoryLine>) -> Vec<PageBlock> {
    let mut blocks: Vec<PageBlock> = Vec::new();
    for line in lines {
        match line {
            StoryLine::Sentence(text) => blocks.push(PageBlock::Paragraph(text)),
            StoryLine::Item(text) => match blocks.last_mut() {
                Some(PageBlock::List(items)) => items.push(text),
                _ => blocks.push(PageBlock::List(vec![text])),
            },
            StoryLine::Grid(grid) => blocks.push(PageBlock::Table(Captioned::as_headed(caption, table(grid)))),
        }
    }
    blocks
}

fn table(grid: StoryGrid) -> Table {
    let cell = |(column, text): (usize, String)| {
        if column < grid.names { Cell::Text(text) } else { Cell::Worded(None, FigureKind::Number, text) }
    };
    let rows = grid.rows.into_iter().map(|row| row.into_iter().enumerate().map(cell).collect()).collect();
    Table { columns: grid.header, rows }
}
