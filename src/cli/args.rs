//! What may be typed.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};
use clap_complete::Shell;

use crate::job::{JobError, Look, Settings, Shard, Theories, TrialTable, Wishes, theory_setting};
use crate::sampling::Sampling;

use super::choose::ChooseArguments;
use super::discover::DiscoverArguments;
use super::explore::ExploreArguments;
use super::look::{Language, LookArguments};
use super::sensitivity::SensitivityArguments;
use super::threshold::ThresholdArguments;
use super::trace::TraceArguments;
use super::values::{half_width, plan_id, whole};

/// Headings of `--help`: what is run, how, what is left behind, and how it looks.
pub(super) const WHAT: &str = "What is run";
pub(super) const HOW: &str = "How it is run";
pub(super) const OUTPUT: &str = "Output";
pub(super) const LOOK: &str = "Look";

/// Simulates conflict settlements: which plan would both sides sign, would the peace hold, and what would a longer
/// guarantee, a foreign presence or a cap on an army change?
#[derive(Debug, Parser)]
#[command(name = "armistice", version, max_term_width = 100, arg_required_else_help = true)]
pub(crate) struct Arguments {
    #[command(subcommand)]
    pub command: Command,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Write a small commented scenario to start from
    New {
        /// The file to write; stdout when left out or `-`
        file: Option<PathBuf>,
        #[command(flatten)]
        spoken: Spoken,
    },
    /// Say what was understood of scenario files, with units, and which assumptions have no source
    Check {
        /// Scenario files; `-` is standard input
        #[arg(required = true)]
        files: Vec<PathBuf>,
        #[command(flatten)]
        overrides: Overrides,
        /// Say only what is wrong, and what should be known before any run
        #[arg(long, help_heading = OUTPUT)]
        quiet: bool,
        #[command(flatten)]
        spoken: Spoken,
    },
    /// Solve a scenario exactly at its central values: what each plan is worth, who refuses it and why, whether the
    /// peace would hold, and what would have to change
    Evaluate(EvaluateArguments),
    /// Run the Monte Carlo and write results, charts and a report
    #[command(after_help = "Results go to output/<scenario file's stem>/ unless --out says otherwise: report.html to \
        read, summary.xlsx for Excel or LibreOffice, summary.json and the trial table for programs. Data goes to \
        stdout, progress and messages to stderr. Exit status: 0 done, 1 something failed, 2 the input or the command \
        line is wrong, 130 interrupted.")]
    Run(Box<RunArguments>),
    /// Join the parts of a run that was split with `run --shard`
    Merge(MergeArguments),
    /// Draw charts and report again from stored results
    Report {
        /// A results folder
        run: PathBuf,
        #[command(flatten)]
        look: LookArguments,
        #[command(flatten)]
        explorer: ExplorerArgument,
        /// No messages but errors
        #[arg(long, help_heading = OUTPUT)]
        quiet: bool,
    },
    /// Run again from a results folder's manifest alone and compare every byte
    Verify {
        /// A results folder
        run: PathBuf,
        /// Replace files that differ or are missing by those of now
        #[arg(long)]
        repair: bool,
        #[command(flatten)]
        threads: Threads,
        /// Say only what differs
        #[arg(long, help_heading = OUTPUT)]
        quiet: bool,
        #[command(flatten)]
        spoken: Spoken,
    },
    /// Run a sweep: a base scenario at many points, all on the same random numbers
    #[command(
        after_help = "Results go to output/<sweep file's stem>/ unless --out says otherwise: points.csv, charts \
        and a report. The same command goes on after an interruption."
    )]
    Sweep(Box<SweepArguments>),
    /// Set runs, or plans each alone on the table, side by side on the same luck
    #[command(
        after_help = "The first run or plan is the reference. A scenario file without --plans: all its plans, each \
        by itself, from one run, against the one that does best. Examples: armistice compare output/a output/b; \
        armistice compare scenario.toml; armistice compare scenario.toml --plans truce,guarantee-10"
    )]
    Compare(Box<CompareArguments>),
    /// Tell one trial of a run as a story: what was drawn, what everybody expected and did in each round, how it ended
    #[command(after_help = "The trial is the same as in a run with the same options. Examples: armistice trace \
        scenario.toml --trial 17; armistice trace scenario.toml --like resumed_by_challenger; armistice trace \
        scenario.toml --like peace_held --unusual --out output/odd")]
    Trace(Box<TraceArguments>),
    /// Find the inputs under which an outcome of a run comes: boxes by PRIM, from its table of trials
    #[command(
        after_help = "An outcome is a class (resumed_by_challenger), settled, signed=PLAN, held@YEAR, signed_and_holding or \
        a column of the table compared with something (value_challenger > 0.5); several are joined by ` and `, and `not ` \
        denies one. Examples: armistice discover output/tiny --outcome resumed_by_challenger; armistice discover \
        output/tiny --outcome \"signed=truce and not held@15\" --boxes 2"
    )]
    Discover(Box<DiscoverArguments>),
    /// Judge plans over several runs or the points of sweeps: which holds up in all of them, and by which rule
    #[command(after_help = "Each run is a state of the world, and all are played again. Examples: armistice choose \
        output/tiny output/hard --at-least 0.3; armistice choose output/what-if --by defender")]
    Choose(Box<ChooseArguments>),
    /// Say which inputs drive a figure: indices of variance, elementary effects or Shapley effects of exact figures
    #[command(after_help = "--trials are the points of the design: a power of two. Example: armistice sensitivity \
        scenario.toml --measure plans.truce.if_signed@15 --by-group")]
    Sensitivity(Box<SensitivityArguments>),
    /// Say where an input or a term must lie for a figure
    #[command(
        after_help = "--trials are the draws of the other inputs: a power of two. Examples: armistice threshold \
        scenario.toml --path challenger.war_cost --measure plans.truce.if_signed@15 --at-least 0.5; armistice threshold \
        scenario.toml --path 'plan.*.terms.guarantee_years' --from 1 --to 60 --for-each plan --measure \
        'plans.*.durable@15' --at-least 0.3"
    )]
    Threshold(Box<ThresholdArguments>),
    /// Write a page in which a scenario can be explored: move a number and see what both sides would sign
    #[command(
        after_help = "The page is one file that works anywhere a browser does, without a network: it carries the \
        scenario and the program. Examples: armistice explore scenario.toml; armistice explore scenario.toml --out \
        talks.html --lang fr"
    )]
    Explore(Box<ExploreArguments>),
    /// Print the JSON Schema of scenario files (or of sweep files), for editors
    Schema {
        /// Which files
        #[arg(value_enum, default_value_t)]
        of: SchemaOf,
    },
    /// Print a script that completes commands and options, for the shell that reads it
    #[command(after_help = "Where the script goes depends on the shell: for bash \
        ~/.local/share/bash-completion/completions/armistice, for fish ~/.config/fish/completions/armistice.fish, for \
        zsh a file _armistice in a folder of $fpath.")]
    Completions {
        /// The shell
        #[arg(value_enum)]
        shell: Shell,
    },
    /// Print the manual page of the program or of one command, for `man -l -`
    #[command(after_help = "Examples: armistice man | man -l -; armistice man run > armistice-run.1")]
    Man {
        /// The command; the program as a whole when left out
        #[arg(value_name = "COMMAND")]
        of: Option<String>,
    },
}

/// Files that have a schema.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum SchemaOf {
    /// Scenario files
    #[default]
    Scenario,
    /// Sweep files
    Sweep,
}

/// How results are printed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    /// Tables for reading
    #[default]
    Text,
    /// The figures as JSON
    Json,
}

/// How the trial table is written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum TrialsFormat {
    /// trials.csv
    #[default]
    Csv,
    /// trials.parquet
    Parquet,
    /// No trial table
    None,
}

impl From<TrialsFormat> for TrialTable {
    fn from(format: TrialsFormat) -> Self {
        match format {
            TrialsFormat::Csv => TrialTable::Csv,
            TrialsFormat::Parquet => TrialTable::Parquet,
            TrialsFormat::None => TrialTable::None,
        }
    }
}

/// How the uncertain inputs are sampled.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum SamplingArgument {
    /// Independent draws
    #[value(name = "monte_carlo", alias = "monte-carlo")]
    MonteCarlo,
    /// Latin hypercube
    #[value(name = "latin_hypercube", alias = "latin-hypercube")]
    LatinHypercube,
    /// Sobol's sequence with Owen's scrambling; trials must be a power of two
    #[value(name = "sobol")]
    Sobol,
}

impl From<SamplingArgument> for Sampling {
    fn from(argument: SamplingArgument) -> Self {
        match argument {
            SamplingArgument::MonteCarlo => Sampling::MonteCarlo,
            SamplingArgument::LatinHypercube => Sampling::LatinHypercube,
            SamplingArgument::Sobol => Sampling::Sobol,
        }
    }
}

/// What changes a scenario for one call.
#[derive(Clone, Debug, Default, Args)]
#[command(next_help_heading = WHAT)]
pub(crate) struct Overrides {
    /// Replace a value for this call, such as `--set challenger.war_cost=0.3`; repeatable
    #[arg(long, value_name = "PATH=VALUE")]
    pub set: Vec<String>,
    /// Only these plans are on the table
    #[arg(long, value_delimiter = ',', value_name = "PLAN,…", value_parser = plan_id)]
    pub plans: Option<Vec<String>>,
    /// Number of trials: 10000, 10_000, 10k, 2M or 1e6
    #[arg(long, allow_negative_numbers = true, value_parser = whole::<u64>(1, u64::MAX))]
    pub trials: Option<u64>,
    /// Seed of every random number
    #[arg(long, allow_negative_numbers = true, value_parser = whole::<u64>(0, u64::MAX))]
    pub seed: Option<u64>,
    /// How the uncertain inputs are sampled
    #[arg(long, value_enum)]
    pub sampling: Option<SamplingArgument>,
    /// Years for which the peace is followed
    #[arg(long, allow_negative_numbers = true, value_parser = whole::<u64>(1, u64::MAX))]
    pub years: Option<u64>,
    /// What makes a peace hold or break, one theory or two side by side on the same luck: `strategic,hazard`. The first is
    /// that of all figures that are not said to be of the second
    #[arg(long, value_name = "THEORY[,THEORY]")]
    pub theory: Option<Theories>,
}

impl Overrides {
    /// Those of each theory by its word, where two are asked.
    pub(crate) fn of_each_theory(&self) -> Option<[(&'static str, Settings); 2]> {
        let Theories { first, second } = self.theory?;
        let settings = self.settings();
        let other = (second?.name(), settings.of_second_theory()?);
        Some([(first.name(), Settings { second_theory: None, ..settings }), other])
    }

    /// The same as plain options.
    pub(crate) fn settings(&self) -> Settings {
        let theory = self.theory.map(|theories| theory_setting(theories.first));
        Settings {
            set: self.set.iter().cloned().chain(theory).collect(),
            second_theory: self.theory.and_then(|theories| theories.second),
            plans: self.plans.clone(),
            trials: self.trials,
            seed: self.seed,
            sampling: self.sampling.map(Sampling::from),
            years: self.years,
            replications: None,
            alone: None,
        }
    }
}

/// In which language a command speaks that draws nothing.
#[derive(Clone, Copy, Debug, Default, Args)]
#[command(next_help_heading = LOOK)]
pub(crate) struct Spoken {
    /// Language of what is said
    #[arg(long, value_enum, default_value_t)]
    pub lang: Language,
}

impl Command {
    /// The language in which the command speaks.
    pub(crate) fn language(&self) -> Language {
        match self {
            Self::New { spoken, .. } | Self::Check { spoken, .. } | Self::Verify { spoken, .. } => spoken.lang,
            Self::Evaluate(EvaluateArguments { spoken, .. }) | Self::Merge(MergeArguments { spoken, .. }) => {
                spoken.lang
            }
            Self::Explore(explore) => explore.spoken.lang,
            Self::Run(run) => run.common.look.language(),
            Self::Sweep(sweep) => sweep.common.look.language(),
            Self::Compare(compare) => compare.common.look.language(),
            Self::Trace(trace) => trace.common.look.language(),
            Self::Choose(choose) => choose.left.look.language(),
            Self::Discover(discover) => discover.left.look.language(),
            Self::Sensitivity(sensitivity) => sensitivity.common.look.language(),
            Self::Threshold(threshold) => threshold.common.look.language(),
            Self::Report { look, .. } => look.language(),
            Self::Schema { .. } | Self::Completions { .. } | Self::Man { .. } => Language::default(),
        }
    }
}

/// How many threads work.
#[derive(Clone, Copy, Debug, Default, Args)]
#[command(next_help_heading = HOW)]
pub(crate) struct Threads {
    /// Threads; as many as the machine has when left out. Results do not depend on it
    #[arg(long, allow_negative_numbers = true, value_parser = whole::<u16>(1, 1024))]
    threads: Option<u16>,
}

impl Threads {
    /// As many threads as were asked for, or as the machine has.
    pub(crate) fn count(self) -> usize {
        self.threads.map_or_else(|| std::thread::available_parallelism().map_or(1, Into::into), Into::into)
    }
}

/// What is printed, and what becomes of files that are there already.
#[derive(Clone, Copy, Debug, Default, Args)]
#[command(next_help_heading = OUTPUT)]
pub(crate) struct OutputOptions {
    /// How the figures are printed
    #[arg(long, value_enum, default_value_t)]
    pub format: Format,
    /// No progress and no messages but errors
    #[arg(long)]
    pub quiet: bool,
    /// Replace other results in the folder
    #[arg(long)]
    pub force: bool,
    /// Draw no charts and write no report
    #[arg(long)]
    pub no_charts: bool,
}

/// Where an answer is left, and how it looks.
#[derive(Clone, Debug, Args)]
pub(crate) struct AnswerOptions {
    /// Folder for table, charts and report; none are written without it
    #[arg(long, value_name = "DIR", help_heading = OUTPUT)]
    pub out: Option<PathBuf>,
    #[command(flatten)]
    pub output: OutputOptions,
    #[command(flatten)]
    pub look: LookArguments,
}

impl OutputOptions {
    /// What the results folder shall hold.
    pub(crate) fn wishes(self, table: TrialsFormat) -> Wishes {
        Wishes { force: self.force, charts: !self.no_charts, table: table.into(), savi: false, plan_table: false }
    }
}

/// What runs, sweeps and comparisons are all asked.
#[derive(Clone, Debug, Args)]
pub(crate) struct Common {
    #[command(flatten)]
    pub overrides: Overrides,
    #[command(flatten)]
    pub threads: Threads,
    /// Folder for the results; of several files, the folder of their folders. A comparison writes none without it
    #[arg(long, value_name = "DIR", help_heading = OUTPUT)]
    pub out: Option<PathBuf>,
    #[command(flatten)]
    pub output: OutputOptions,
    #[command(flatten)]
    pub look: LookArguments,
}

#[derive(Clone, Debug, Args)]
pub(crate) struct EvaluateArguments {
    /// Scenario file; `-` is standard input
    pub file: PathBuf,
    #[command(flatten)]
    pub overrides: Overrides,
    /// How the solution is printed
    #[arg(long, value_enum, default_value_t, help_heading = OUTPUT)]
    pub format: Format,
    /// No messages but errors
    #[arg(long, help_heading = OUTPUT)]
    pub quiet: bool,
    #[command(flatten)]
    pub spoken: Spoken,
}

#[derive(Clone, Debug, Args)]
#[allow(clippy::struct_excessive_bools)] // each is a flag of its own
pub(crate) struct RunArguments {
    /// Scenario files; several are a batch, and `-` is standard input
    #[arg(required = true)]
    pub files: Vec<PathBuf>,
    #[command(flatten)]
    pub common: Common,
    /// Stop at the first block after which every outcome class is known to within this half-width (95 %); plain
    /// Monte Carlo only. The number of trials is then the most that are played
    #[arg(long, value_name = "HALF-WIDTH", help_heading = HOW, allow_negative_numbers = true, value_parser = half_width)]
    pub precision: Option<f64>,
    #[command(flatten)]
    pub explorer: ExplorerArgument,
    #[command(flatten)]
    pub part: PartArguments,
    /// Go on from the finished run of fewer trials that the folder holds: only the trials that are missing are played, and the
    /// results are the same bytes as of all of them at once
    #[arg(long, help_heading = HOW, conflicts_with_all = ["shard", "precision", "force"])]
    pub extend: bool,
    /// Take the multipliers of forecasts from this run of the same scenario, instead of playing all trials twice; parts of
    /// a split run need it
    #[arg(long, value_name = "RUN", help_heading = HOW)]
    pub forecasts_from: Option<PathBuf>,
    /// How the trial table is written
    #[arg(long, value_enum, default_value_t, help_heading = OUTPUT)]
    pub trials_format: TrialsFormat,
    /// Trials at each draw of the inputs, so that chance and ignorance can be told apart
    #[arg(long, value_name = "R", help_heading = WHAT, allow_negative_numbers = true, value_parser = whole::<u64>(1, 4096))]
    pub replications: Option<u64>,
    /// Write savi-parameters.csv, savi-effects.csv and savi-costs.csv too, which SAVI takes to find what knowing more is
    /// worth
    #[arg(long, help_heading = OUTPUT)]
    pub savi: bool,
    /// Write plans.csv too (plans.parquet with --trials-format parquet): for each draw and plan who could accept it, what it is
    /// worth, and how likely its peace is to hold
    #[arg(long, help_heading = OUTPUT)]
    pub plan_table: bool,
    /// Leave out each plan by itself: only the race of all plans on the table is run
    #[arg(long, help_heading = WHAT)]
    pub no_alone: bool,
}

/// Whether the report of a run leads to a page of its own.
#[derive(Clone, Copy, Debug, Args)]
#[command(next_help_heading = LOOK)]
pub(crate) struct ExplorerArgument {
    /// Write explorer.html too, a page in which the scenario can be explored, and a link to it in the report
    #[arg(long)]
    explorer: bool,
}

impl ExplorerArgument {
    /// A look with such a page, if one is asked for.
    pub(crate) fn over(self, look: Look) -> Look {
        Look { explorer: look.explorer || self.explorer, ..look }
    }
}

/// Which part of a run, or of the points of a sweep.
#[derive(Clone, Debug, Args)]
#[command(next_help_heading = HOW)]
pub(crate) struct PartArguments {
    /// Run only the K-th of N parts, which `armistice merge` joins. `auto` takes K and N from Slurm's job array or a
    /// Kubernetes job (JOB_COMPLETIONS), `auto/N` takes K
    #[arg(long, value_name = "K/N", allow_hyphen_values = true)]
    shard: Option<String>,
    /// What K is counted from; when left out from 1, or as the cluster counts
    #[arg(long, value_name = "0|1", requires = "shard", allow_negative_numbers = true, value_parser = whole::<u64>(0, 1))]
    shard_from: Option<u64>,
}

impl PartArguments {
    /// The part, if one is asked for.
    pub(crate) fn read(&self) -> Result<Option<Shard>, JobError> {
        let read = |text: &str| Shard::read(text, self.shard_from, &|name| std::env::var(name).ok());
        self.shard.as_deref().map(read).transpose()
    }
}

#[derive(Clone, Debug, Args)]
pub(crate) struct MergeArguments {
    /// The parts' folders, all of them, in any order
    #[arg(required = true)]
    pub parts: Vec<PathBuf>,
    /// Join what is there although parts are missing: tables, charts, report and summary.json then say which, and such a
    /// whole is neither compared nor verified
    #[arg(long)]
    pub allow_missing: bool,
    /// Folder for the whole's results
    #[arg(long, value_name = "DIR", help_heading = OUTPUT)]
    pub out: PathBuf,
    #[command(flatten)]
    pub output: OutputOptions,
    /// How the trial table of a run is written; none if the parts have none
    #[arg(long, value_enum, default_value_t, help_heading = OUTPUT)]
    pub trials_format: TrialsFormat,
    #[command(flatten)]
    pub spoken: Spoken,
}

#[derive(Clone, Debug, Args)]
pub(crate) struct SweepArguments {
    /// Sweep file; `-` is standard input, its base then relative to the current folder
    pub file: PathBuf,
    /// Read a table of points outside the sweep file's folder, and quote a base there that is no scenario
    #[arg(long)]
    pub allow_outside: bool,
    #[command(flatten)]
    pub common: Common,
    #[command(flatten)]
    pub part: PartArguments,
}

#[derive(Clone, Debug, Args)]
pub(crate) struct CompareArguments {
    /// Folders of runs; or one scenario file, or `-` for standard input: its plans, all or those of --plans
    #[arg(required = true, value_name = "RUN|FILE")]
    pub runs: Vec<PathBuf>,
    #[command(flatten)]
    pub common: Common,
}
