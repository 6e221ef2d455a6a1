//! Names of the files in a results folder.

/// The manifest: what the results are results of.
pub const MANIFEST: &str = "manifest.json";
/// The figures of a run.
pub const SUMMARY: &str = "summary.json";
/// The figures of a run as a table.
pub const SUMMARY_TABLE: &str = "summary.csv";
/// Everything that the trials of a run counted, from which a longer run goes on.
pub const COUNTS: &str = "counts.json.gz";
/// The trial table.
pub const TRIALS: &str = "trials.csv";
/// The trial table as Parquet.
pub const TRIALS_PARQUET: &str = "trials.parquet";
/// The tables that SAVI takes: parameters, effects, costs.
pub const SAVI: [&str; 3] = ["savi-parameters.csv", "savi-effects.csv", "savi-costs.csv"];
/// The plan table of a run: one row a draw and plan.
pub const PLANS: &str = "plans.csv";
/// The same as Parquet.
pub const PLANS_PARQUET: &str = "plans.parquet";
/// What a part of a split run or sweep counted, from which merging makes the figures.
pub const PART: &str = "part.json";
/// The points of a sweep.
pub const POINTS: &str = "points.csv";
/// The same as Parquet.
pub const POINTS_PARQUET: &str = "points.parquet";
/// What the tables in CSV hold, for programs.
pub const PACKAGE: &str = "datapackage.json";
/// What says that a sweep is done: its points and failed trials.
pub const SWEEP: &str = "sweep.json";
/// The figures of a comparison.
pub const COMPARISON: &str = "comparison.json";
/// The story of a trial.
pub const TRACE: &str = "trace.json";
/// The table of a comparison.
pub const DIFFERENCES: &str = "differences.csv";
/// The figures of a discovery.
pub const DISCOVERY: &str = "discovery.json";
/// The boxes of a discovery as a table.
pub const BOXES: &str = "boxes.csv";
/// The figures of a choice.
pub const CHOICE: &str = "choice.json";
/// The plans of a choice by state, as a table.
pub const CHOICES: &str = "choices.csv";
/// What drives a figure.
pub const SENSITIVITY: &str = "sensitivity.json";
/// The same as a table.
pub const SENSITIVITY_TABLE: &str = "sensitivity.csv";
/// Where a number must lie for a figure.
pub const THRESHOLD: &str = "threshold.json";
/// The same as a table.
pub const THRESHOLD_TABLE: &str = "threshold.csv";
/// What says how far a run has come, while it is going on.
pub const STATE: &str = ".state.json";
/// The report: written last, so that its presence says that all charts are drawn.
pub const REPORT: &str = "report.html";
/// Digests of the files of figures.
pub const SUMS: &str = "SHA256SUMS";
/// The tables of the report for spreadsheets.
pub const WORKBOOK: &str = "summary.xlsx";
/// The page to explore the scenario of a run.
pub const EXPLORER: &str = "explorer.html";
/// The report in Markdown.
pub const REPORT_MARKDOWN: &str = "report.md";
/// The folder of the charts.
pub const CHARTS: &str = "charts";
/// Endings of a chart's files.
pub const CHART_ENDINGS: [&str; 3] = ["svg", "png", "csv"];

/// Every file beside the charts that is written into a results folder. They are removed in this order, so that whatever
/// is left when it is interrupted is never taken for results: first what says that they are finished, then what says how
/// far they have come. The manifest, which says whose they are, goes last, after the charts.
pub const RESULTS: [&str; 32] = [
    SUMMARY,
    PART,
    SWEEP,
    COMPARISON,
    TRACE,
    DISCOVERY,
    CHOICE,
    SENSITIVITY,
    THRESHOLD,
    STATE,
    COUNTS,
    SUMMARY_TABLE,
    TRIALS,
    TRIALS_PARQUET,
    SAVI[0],
    SAVI[1],
    SAVI[2],
    PLANS,
    PLANS_PARQUET,
    POINTS,
    POINTS_PARQUET,
    PACKAGE,
    DIFFERENCES,
    BOXES,
    CHOICES,
    SENSITIVITY_TABLE,
    THRESHOLD_TABLE,
    SUMS,
    WORKBOOK,
    EXPLORER,
    REPORT,
    REPORT_MARKDOWN,
];

/// Folders of second theories within that of a run: the names of all theories.
pub(crate) const SECOND_THEORIES: [&str; 2] = ["strategic", "hazard"];

pub(super) const LOCK: &str = ".lock";
/// The lease of a folder where there are no locks, and what makes those wait who would take an expired one over.
pub(super) const LEASE: &str = ".lease";
pub(super) const LEASE_TURN: &str = ".lease-turn";
/// How files begin that are being written.
pub(super) const BEGUN: &str = ".new-";

/// The chart whose file has that name, where the name could be one of a chart's.
#[must_use]
pub fn chart_of(file: &str) -> Option<&str> {
    let (stem, ending) = file.rsplit_once('.')?;
    CHART_ENDINGS.contains(&ending).then_some(stem)
}
