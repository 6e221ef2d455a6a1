//! Charts and reports from results, into their folder.

use std::path::PathBuf;

use clap::{Args, ValueEnum};
use rayon::prelude::*;

use crate::analysis::evaluate;
use crate::analysis::evaluation::Evaluation;
use crate::analysis::summary::Summary;
use crate::job::command::run_command;
use crate::job::{Look, RunManifest};
use crate::report::charts::{Chart, charts, png};
use crate::report::lang::Lang;
use crate::report::theme::Theme;
use crate::report::{Provenance, ReportInput, Style, run_page};
use crate::scenario::Scenario;
use crate::store::{Folder, MANIFEST, REPORT};

use super::Failure;

/// How charts and reports look.
#[derive(Clone, Debug, Args)]
pub(crate) struct LookArguments {
    /// Language of tables, charts and reports [default: en]
    #[arg(long, value_enum)]
    pub lang: Option<Language>,
    /// What charts are drawn for [default: page]
    #[arg(long, value_enum, value_name = "SIZE")]
    pub chart_size: Option<Size>,
    /// Dots an inch of PNG charts [default: 220]
    #[arg(long, value_parser = clap::value_parser!(u16).range(36..=1200))]
    pub dpi: Option<u16>,
    /// A TOML file with colours, font and sizes of charts
    #[arg(long, value_name = "FILE")]
    pub theme: Option<PathBuf>,
}

/// Languages of reports.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum Language {
    /// English
    #[default]
    En,
    /// French
    Fr,
}

/// Sizes of charts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum Size {
    /// One column of a two-column page
    Column,
    /// The width of a page
    #[default]
    Page,
    /// A slide
    Slide,
}

/// The key of a value of an argument.
fn key(value: &impl ValueEnum) -> String {
    value.to_possible_value().map(|value| value.get_name().to_owned()).unwrap_or_default()
}

impl Language {
    /// The messages in this language.
    pub(crate) fn messages(self) -> Lang {
        Lang::by_code(&key(&self)).unwrap_or_else(Lang::english)
    }
}

impl LookArguments {
    /// The look that was asked for; what was not asked for stays as it is in `present`.
    pub(crate) fn read_over(&self, present: &Look) -> Result<Look, Failure> {
        let asked = self.read()?;
        Ok(Look {
            lang: self.lang.map_or_else(|| present.lang.clone(), |_| asked.lang),
            chart_size: self.chart_size.map_or_else(|| present.chart_size.clone(), |_| asked.chart_size),
            dpi: self.dpi.unwrap_or(present.dpi),
            theme: asked.theme.or_else(|| present.theme.clone()),
        })
    }

    /// The look that was asked for; its theme is read and checked.
    pub(crate) fn read(&self) -> Result<Look, Failure> {
        let theme = match &self.theme {
            None => None,
            Some(path) => {
                let shown = path.display();
                let text = std::fs::read_to_string(path)
                    .map_err(|error| Failure::wrong(format!("{shown}: cannot be read: {error}")))?;
                theme(&text, &shown.to_string())?;
                Some(text)
            }
        };
        Ok(Look {
            lang: key(&self.lang.unwrap_or_default()),
            chart_size: key(&self.chart_size.unwrap_or_default()),
            dpi: self.dpi.unwrap_or(Look::default().dpi),
            theme,
        })
    }
}

fn theme(text: &str, shown: &str) -> Result<Theme, Failure> {
    Theme::from_toml(text).map_err(|errors| {
        let lines: Vec<String> = errors.iter().map(|error| format!("error: {shown}: {error}")).collect();
        Failure::wrong(lines.join("\n"))
    })
}

/// The style of a look.
pub(crate) fn style(look: &Look) -> Result<Style, Failure> {
    Ok(Style {
        lang: Lang::by_code(&look.lang).unwrap_or_else(Lang::english),
        theme: look.theme.as_deref().map_or_else(|| Ok(Theme::default()), |text| theme(text, "theme"))?,
        size: look.chart_size.parse().unwrap_or_default(),
        bare: false,
    })
}

/// Draws every chart of a finished run and writes the reports again, in the look of the manifest, which is stored with
/// them. Interrupted, it leaves a folder without a report, for which charts are drawn again.
pub(crate) fn draw_again(
    folder: &Folder,
    scenario: &Scenario,
    summary: &Summary,
    manifest: &RunManifest,
) -> Result<(), Failure> {
    folder.remove(REPORT)?;
    folder.write_json(MANIFEST, manifest)?;
    draw(folder, scenario, summary, manifest)
}

/// The exact solution that a report needs.
pub(crate) fn evaluated(scenario: &Scenario) -> Result<Evaluation, Failure> {
    evaluate(scenario).map_err(|error| {
        Failure::wrong(format!(
            "at central values, {error}, so that there can be no report; --no-charts runs without one"
        ))
    })
}

/// What the report of a run says of where it comes from.
fn provenance(manifest: &RunManifest) -> Provenance {
    let head = &manifest.head;
    Provenance {
        version: manifest.version.clone(),
        file: head.scenario_file.clone(),
        sha256: head.scenario_sha256.clone(),
        text: head.scenario_text.clone(),
        seed: head.seed,
        trials: head.trials,
        command: run_command(manifest),
    }
}

/// Draws every chart and writes the reports, as the manifest's look says.
pub(crate) fn draw(
    folder: &Folder,
    scenario: &Scenario,
    summary: &Summary,
    manifest: &RunManifest,
) -> Result<(), Failure> {
    let style = style(&manifest.look)?;
    let evaluation = evaluated(scenario)?;
    let provenance = provenance(manifest);
    let input = ReportInput { scenario, evaluation: &evaluation, summary, provenance: &provenance };
    write_all(
        folder,
        || write_charts(folder, &charts(&input, &style), f64::from(manifest.look.dpi)),
        || {
            let page = run_page(&input, &style);
            (page.html(&style.lang), page.markdown(&style.lang))
        },
    )
}

/// Writes charts and, once all of them are there, the reports (HTML and Markdown); both are made side by side.
pub(crate) fn write_all(
    folder: &Folder,
    charts: impl FnOnce() -> Result<(), Failure> + Send,
    pages: impl FnOnce() -> (String, String) + Send,
) -> Result<(), Failure> {
    let (drawn, (html, markdown)) = rayon::join(charts, pages);
    drawn?;
    folder.write("report.md", markdown.as_bytes())?;
    folder.write(REPORT, html.as_bytes())?;
    Ok(())
}

/// Writes charts as SVG, PNG and CSV.
pub(crate) fn write_charts(folder: &Folder, charts: &[Chart], dpi: f64) -> Result<(), Failure> {
    charts.par_iter().try_for_each(|chart| {
        let file = |ending: &str| format!("charts/{}.{ending}", chart.name);
        let bitmap = png(chart, dpi).map_err(|error| Failure::failed(error.to_string()))?;
        folder.write(&file("svg"), chart.svg.as_bytes())?;
        folder.write(&file("png"), &bitmap)?;
        folder.write(&file("csv"), chart.csv().as_bytes())?;
        Ok(())
    })
}
