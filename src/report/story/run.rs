//! The report of a run, part by part: answer, evidence, assumptions, limits, how to reproduce.

use super::super::failed::failed_trials;
use super::super::few::is_few;
use super::super::figures::{Chart, charts};
use super::super::forecasts::forecast_warnings;
use super::super::lang::say;
use super::super::page::{Assumed, Captioned, Page, PageBlock, Section};
use super::super::posterior::thin;
use super::super::style::Style;
use super::super::table::Cell;
use super::super::theme::{ChartSize, Theme};
use super::super::view::{ReportInput, View};
use super::answer::{Answers, race, sure};
use super::changing::changing;
use super::costs::costs;
use super::deciding::deciding;
use super::figures;
use super::headline::{headline, otherwise};
use super::lasting::lasting;
use super::open::open;
use super::outcomes::outcomes;
use super::pairs::pairs;
use super::parties::parties;
use super::posterior::{foretold, posterior, reweighed};
use super::signing::signing;
use super::terms::{TermGroup, term_groups};
use super::theories::theories;
use super::words;
use super::written::written;
use crate::model::Plan;
use crate::scenario::{Assumption, Uncertain, is_judgement, unit_in_words};
use crate::words::Phrases;

/// What the model leaves out; what the inputs rest on comes last.
const LIMITS: [&str; 7] = [
    "limits.reservation",
    "limits.two_sides",
    "limits.yearly",
    "limits.learning",
    "limits.domestic",
    "limits.escalation",
    "limits.deals",
];

/// The report of a run. Charts are drawn twice, for wide and for narrow screens, with the style's language and theme.
pub fn run_page(input: &ReportInput, style: &Style) -> Page {
    let scenario = input.scenario.in_language(style.lang.code());
    let input = &ReportInput { scenario: &scenario, ..*input };
    let view = View { input, style };
    let mut charts = drawn(&view);
    let mut of = |is: &dyn Fn(&str) -> bool| charts.extract_if(.., |block| is(name(block))).collect::<Vec<_>>();
    let (alone, influence) = (of(&|name| name == "alone"), of(&|name| name == "influence"));
    let theories = theories(&view, of(&|name| name == "theories"));
    let sure = sure(&view);
    let worlds = of(&|name| name == "worlds" && !sure.is_empty());
    let inputs = of(&|name| name.starts_with("inputs"));
    let costs = of(&|name| name.starts_with("costs-"));
    let (moved, foretold) = (of(&|name| name == "posterior"), of(&|name| name == "forecasts"));
    let chosen = of(&|name| name.starts_with("open-terms-"));
    let plans = view.summary().plans.len() as u64;
    let asks = input.scenario.summary().is_some_and(|summary| summary.contains('?'));
    Page {
        title: input.scenario.name().to_owned(),
        // A scenario that asks its own question needs no other.
        lead: (plans > 0 && !asks).then(|| view.lang().plural("story.question", plans, &[])),
        summary: input.scenario.summary().map(str::to_owned),
        note: note(&view),
        sections: vec![
            section(
                &view,
                "answer",
                answer(&view, [alone, worlds, influence, costs, theories, foretold, moved, chosen], sure),
            ),
            section(&view, "evidence", charts),
            section(&view, "assumptions", [assumptions(&view), inputs].concat()),
            section(&view, "limits", vec![limits(&view)]),
            section(&view, "reproduce", reproduce(&view)),
        ],
        version: input.provenance.version.clone(),
        is_interactive: true,
        explorer: None,
    }
}

fn section(view: &View, id: &'static str, blocks: Vec<PageBlock>) -> Section {
    Section { id: Some(id), heading: view.lang().t(&format!("section.{id}")).to_owned(), blocks }
}

fn limits(view: &View) -> PageBlock {
    let inputs = if view.input.scenario.inputs().is_empty() { "limits.certain" } else { "limits.priors" };
    let with_parties = !view.input.scenario.structure().parties.is_empty();
    let with_open_terms = view.input.scenario.structure().plans.iter().any(Plan::is_open);
    let key = |key: &'static str| match key {
        "limits.two_sides" if with_parties => "limits.parties",
        "limits.deals" if with_open_terms => "limits.open_deals",
        _ => key,
    };
    PageBlock::List(LIMITS.into_iter().map(key).chain([inputs]).map(|key| view.lang().t(key).to_owned()).collect())
}

/// Every chart, wide and narrow, with the figures behind it.
fn drawn(view: &View) -> Vec<PageBlock> {
    // The page has its own two widths, whatever the theme says of charts on their own.
    let theme = Theme { width: None, ..view.style.theme.clone() };
    let sized = |size| Style { size, bare: true, theme: theme.clone(), ..view.style.clone() };
    let draw = |size| charts(view.input, &sized(size));
    let with_data = |mut block: PageBlock| {
        if let PageBlock::Figure(figure) = &mut block {
            figure.data = Some(behind(view, &figure.wide));
        }
        block
    };
    figures(draw(ChartSize::Page), draw(ChartSize::Column)).map(with_data).collect()
}

/// Name of a block's chart; empty for other blocks.
fn name(block: &PageBlock) -> &str {
    if let PageBlock::Figure(figure) = block { &figure.wide.name } else { "" }
}

/// The figures behind a chart, without shares among so few trials that they would say nothing.
fn behind(view: &View, chart: &Chart) -> Captioned {
    let mut table = chart.data.clone();
    let column = |key: &str| table.columns.iter().position(|column| column == key);
    if let (Some(plan), Some(given)) = (column("plan"), column("given_signed")) {
        let few = |row: &[Cell]| match &row[plan] {
            Cell::Text(id) => view.summary().plans.get(id).is_some_and(|it| is_few(view.summary(), &it.signed)),
            _ => false,
        };
        table.rows.iter_mut().filter(|row| few(row)).for_each(|row| row[given] = Cell::Share(None));
    }
    Captioned::by_keys(&chart.name, &chart.title, table, view.lang())
}

/// Trials, sampling, seed, failures, and the date of month 0.
fn note(view: &View) -> String {
    let (lang, run) = (view.lang(), view.run_note());
    match view.input.scenario.as_of() {
        Some(date) => format!("{run} {}", say!(lang, "html.as_of", date = lang.date(date))),
        None => run,
    }
}

/// The answer, most important first.
fn answer(
    view: &View,
    [alone, worlds, influence, drawn_costs, theories, drawn_forecasts, moved, chosen]: [Vec<PageBlock>; 8],
    sure: Vec<String>,
) -> Vec<PageBlock> {
    let answers = Answers { summary: view.summary(), names: view.names(), changes: Some(view.input.changes) }.all();
    let was_asked = !answers.is_empty();
    let others = if was_asked { race(view) } else { otherwise(view).into_iter().collect() };
    let failed = failed_trials(view.summary(), view.lang());
    let mut blocks: Vec<PageBlock> = failed.into_iter().map(PageBlock::Paragraph).collect();
    blocks.extend(thin(view.summary(), &view.names()).map(PageBlock::Paragraph));
    blocks.extend(forecast_warnings(view.summary(), &view.names()).into_iter().map(PageBlock::Paragraph));
    if was_asked {
        blocks.push(PageBlock::Answers(answers.into_iter().map(|it| (it.question, it.told)).collect()));
    } else {
        blocks.extend(headline(view).into_iter().map(PageBlock::Paragraph));
    }
    blocks.push(PageBlock::Note(words::trial(view)));
    blocks.extend(alone);
    blocks.extend(outcomes(view));
    blocks.extend(written(view));
    let said = |sentences: Vec<String>| sentences.into_iter().map(PageBlock::Paragraph).collect::<Vec<_>>();
    let decides = deciding(view);
    let pairs = if sure.is_empty() { Vec::new() } else { pairs(view) };
    let influence = if decides.is_empty() { Vec::new() } else { influence };
    let (mut told, mut foretold) = (posterior(view), foretold(view, drawn_forecasts));
    // What both together make of the rest stands at the end of the last of them.
    (if foretold.is_empty() { &mut told } else { &mut foretold }).extend(reweighed(view, moved));
    let parts = [
        ("posterior.heading", told),
        ("forecasts.heading", foretold),
        ("story.theories", theories),
        ("story.sure", [said(sure), worlds, pairs].concat()),
        ("story.deciding", [said(decides), influence].concat()),
        ("open.heading", open(view, chosen)),
        ("story.changing", changing(view)),
        ("story.signing", said(signing(view))),
        ("parties.heading", parties(view)),
        ("story.lasting", said(lasting(view))),
        ("costs.heading", costs(view, drawn_costs)),
        (if was_asked { "story.race_heading" } else { "story.otherwise_heading" }, said(others)),
    ];
    for (heading, part) in parts.into_iter().filter(|(_, part)| !part.is_empty()) {
        blocks.push(PageBlock::Heading(view.lang().t(heading).to_owned()));
        blocks.extend(part);
        if heading == "story.signing" {
            blocks.extend(words::prize(view).into_iter().map(PageBlock::Note));
        }
    }
    blocks.extend(terms(view));
    blocks
}

/// What a longer guarantee changes, where plans differ in nothing else.
fn terms(view: &View) -> Vec<PageBlock> {
    let (lang, groups) = (view.lang(), term_groups(view));
    if groups.is_empty() {
        return Vec::new();
    }
    let mut blocks = vec![PageBlock::Heading(lang.t("terms.title").to_owned())];
    for (index, TermGroup { intro, table, verdicts }) in groups.into_iter().enumerate() {
        let table = Captioned::by_keys(&format!("terms-{index}"), &intro, table, lang);
        blocks.extend([PageBlock::Paragraph(intro), PageBlock::Table(table), PageBlock::List(verdicts)]);
    }
    let alone = view.plans().any(|(_, plan)| plan.alone.is_some());
    blocks.push(PageBlock::Note(lang.t(if alone { "terms.note_alone" } else { "terms.note" }).to_owned()));
    blocks
}

/// Every number that the scenario gives, and how many of them are guesses.
fn assumptions(view: &View) -> Vec<PageBlock> {
    let (lang, all) = (view.lang(), view.input.scenario.assumptions());
    let phrases = Phrases::by_code(lang.code());
    let count = |of: &dyn Fn(&&Assumption) -> bool| lang.count(all.iter().filter(of).count() as u64);
    let counts = say!(
        lang,
        "html.counts",
        all = lang.count(all.len() as u64),
        uncertain = count(&|it| matches!(it.value, Uncertain::Distribution(_))),
        judgement = count(&|it| is_judgement(it.note.as_deref())),
        unsourced = count(&|it| it.source.is_none())
    );
    vec![
        PageBlock::Paragraph(lang.t("html.assumptions_intro").to_owned()),
        PageBlock::Paragraph(counts),
        PageBlock::Assumptions(all.iter().map(|it| assumed(it, &phrases)).collect()),
    ]
}

fn assumed(it: &Assumption, phrases: &Phrases) -> Assumed {
    Assumed {
        path: it.path.clone(),
        written: it.written.clone(),
        unit: unit_in_words(&it.unit).told(phrases),
        source: it.source.clone(),
        note: it.note.clone().unwrap_or_default(),
        is_judgement: is_judgement(it.note.as_deref()),
    }
}

fn citation(view: &View) -> String {
    let (lang, made) = (view.lang(), view.input.provenance);
    let trials = lang.count(made.trials);
    say!(lang, "html.citation", version = made.version, file = made.file, trials = trials, seed = made.seed)
}

/// Program, file and command that give the same results again.
fn reproduce(view: &View) -> Vec<PageBlock> {
    let (lang, made) = (view.lang(), view.input.provenance);
    let facts = [
        ("html.version", made.version.clone()),
        ("html.file", made.file.clone()),
        ("html.hash", made.sha256.clone()),
        ("html.seed", made.seed.to_string()),
        ("html.trials", lang.count(made.trials)),
        ("html.sampling", view.sampling().to_owned()),
        ("html.cite", citation(view)),
    ];
    vec![
        PageBlock::Paragraph(lang.t("html.equal").to_owned()),
        PageBlock::Command { label: lang.t("html.command").to_owned(), text: made.command.clone() },
        PageBlock::Facts(facts.into_iter().map(|(key, value)| (lang.t(key).to_owned(), value)).collect()),
        PageBlock::File { label: lang.t("html.scenario_text").to_owned(), text: made.text.clone() },
    ]
}
