//! Draws every chart from the case of Paris into `docs/gallery/` and writes `docs/gallery.md`:
//!
//! ```sh
//! cargo run --release --example gallery
//! ```

use std::error::Error;
use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use armistice::analysis::concession::Changes;
use armistice::analysis::evaluation::PlanEvaluation;
use armistice::analysis::{evaluate, summarise};
use armistice::engine::{Run, Span};
use armistice::report::figures::{
    BarsData, Chart, Estimate, HeatmapData, Labels, LineData, LinesData, PairedData, RowData, Swing, SwingEnd,
    TornadoData, bars, charts, heatmap, lines, paired, png, tornado,
};
use armistice::report::{Provenance, ReportInput, Style, input_name};
use armistice::scenario::{Scenario, load};
use rand::{RngExt as _, SeedableRng as _};

const FILE: &str = "scenarios/paris-2026.toml";
const TRIALS: u64 = 2_000;
/// The same with a plan whose terms both sides choose.
const OPEN: &str = "scenarios/paris-2026-open.toml";
const OPEN_TRIALS: u64 = 100;
const PLAN: &str = "coalition-30";
const YEAR: usize = 15;
const DRAWS: usize = 200;

type Outcome<T> = Result<T, Box<dyn Error>>;

fn scenario(overrides: &[String], plans: Option<&[String]>) -> Outcome<Scenario> {
    of_file(FILE, overrides, plans)
}

fn of_file(file: &str, overrides: &[String], plans: Option<&[String]>) -> Outcome<Scenario> {
    let loaded = load(Path::new(file), overrides, plans);
    Ok(loaded.map_err(|faults| format!("{file} has faults: {faults:?}"))?.scenario)
}

/// The exact solution of the plans, at central values but for the overrides.
fn exact(overrides: &[String], plans: &[&str]) -> Outcome<Vec<PlanEvaluation>> {
    let plans: Vec<String> = plans.iter().map(|&id| id.to_owned()).collect();
    Ok(evaluate(&scenario(overrides, Some(&plans))?)?.plans)
}

/// Probability that the peace of the plan lasts to `YEAR`.
fn lasts(plan: &PlanEvaluation) -> Option<f64> {
    plan.survival.as_ref()?.get(YEAR).copied()
}

fn labels(name: &str, title: &str, subtitle: &str) -> Labels {
    Labels {
        name: name.to_owned(),
        title: title.to_owned(),
        subtitle: subtitle.to_owned(),
        note: "Coalition guarantee; exact, at the central values of all other inputs.".to_owned(),
        measure: format!("probability that the peace lasts {YEAR} years"),
        share: true,
    }
}

fn of_a_run(file: &str, trials: u64) -> Outcome<Vec<Chart>> {
    let scenario = of_file(file, &[format!("run.trials={trials}")], None)?;
    let tally = Run::new(&scenario).span(Span { first: 0, end: trials, block_size: 500 }).run()?.tally;
    let (summary, evaluation) = (summarise(&scenario, &tally), evaluate(&scenario)?);
    let provenance = Provenance::default();
    let changes = Changes::default();
    let input = ReportInput {
        scenario: &scenario,
        evaluation: &evaluation,
        changes: &changes,
        summary: &summary,
        provenance: &provenance,
        second: None,
    };
    Ok(charts(&input, &Style::default()))
}

fn a_heatmap(style: &Style) -> Outcome<Chart> {
    let terms = ["5", "10", "15", "20", "30", "50", "\"permanent\""];
    let troops = [0, 5, 10, 15, 20, 25, 30];
    let mut values = Vec::new();
    for sent in troops {
        let mut row = Vec::new();
        for term in terms {
            let set = [
                format!("plan.{PLAN}.terms.guarantee_years={term}"),
                format!("plan.{PLAN}.terms.foreign_troops={sent}"),
            ];
            row.push(exact(&set, &[PLAN])?.first().and_then(lasts));
        }
        values.push(row);
    }
    let subtitle = "By the term of the guarantee and the troops that the plan asks for.";
    Ok(heatmap(
        &HeatmapData {
            labels: labels("heatmap", "Troops and years", subtitle),
            x: "term of the guarantee, years".to_owned(),
            columns: terms.iter().map(|term| term.trim_matches('"').to_owned()).collect(),
            y: "foreign troops asked for, thousand".to_owned(),
            rows: troops.iter().map(ToString::to_string).collect(),
            values,
            ..HeatmapData::default()
        },
        style,
    ))
}

fn a_line_chart(style: &Style) -> Outcome<Chart> {
    let mut drawn = Vec::new();
    for id in ["coalition-15", PLAN] {
        let mut points = Vec::new();
        for step in 0..=10 {
            let cap = 300.0 + 80.0 * f64::from(step);
            let solved = exact(&[format!("plan.{id}.terms.defender_forces={cap}")], &[id])?;
            points.push((cap, Estimate { value: solved.first().and_then(lasts), ..Estimate::default() }));
        }
        drawn.push(LineData { name: id.to_owned(), points, side: None });
    }
    let subtitle = "By the cap on the defender's army.";
    Ok(lines(
        &LinesData {
            labels: labels("lines", "What a cap does to the peace", subtitle),
            x: "cap on the defender's army, thousand".to_owned(),
            x_names: Vec::new(),
            lines: drawn,
        },
        style,
    ))
}

/// The number with three significant digits.
fn rounded(x: f64) -> f64 {
    format!("{x:.2e}").parse().unwrap_or(x)
}

fn a_tornado(style: &Style) -> Outcome<Chart> {
    let scenario = scenario(&[], None)?;
    let base = exact(&[], &[PLAN])?.first().and_then(lasts).unwrap_or(f64::NAN);
    let mut swings = Vec::new();
    for input in scenario.inputs() {
        let end = |u: f64| -> Outcome<Option<SwingEnd>> {
            let value = input.distribution.quantile(u);
            if !value.is_finite() {
                return Ok(None);
            }
            let solved = exact(&[format!("{}={value}", input.path)], &[PLAN])?;
            let at = style.lang.short(rounded(value));
            Ok(solved.first().and_then(lasts).map(|value| SwingEnd { at, value, interval: None }))
        };
        if let (Some(low), Some(high)) = (end(0.05)?, end(0.95)?) {
            swings.push(Swing { name: input_name(&scenario, &input.path, &style.lang), low, high });
        }
    }
    swings.sort_by(|a, b| (b.high.value - b.low.value).abs().total_cmp(&(a.high.value - a.low.value).abs()));
    swings.truncate(15);
    let subtitle = "Each input at its 5th and its 95th percentile, one at a time; the fifteen that move it most.";
    Ok(tornado(&TornadoData { labels: labels("tornado", "What the peace hangs on", subtitle), base, swings }, style))
}

fn a_bar_chart(style: &Style) -> Outcome<Chart> {
    let scenario = scenario(&[], None)?;
    let mut rows = Vec::new();
    for (plan, solved) in scenario.structure().plans.iter().zip(evaluate(&scenario)?.plans) {
        let estimate = Estimate { value: lasts(&solved), ..Estimate::default() };
        rows.push(RowData { name: plan.name.clone(), estimate });
    }
    let mut labels = labels("bars", "How long each peace lasts", "Plan by plan.");
    "Exact, at the central values of all inputs.".clone_into(&mut labels.note);
    Ok(bars(&BarsData { labels, rows, side: None }, style))
}

/// Thirty years against fifteen, and other pairs, in the same draws of the inputs.
fn paired_differences(style: &Style) -> Outcome<Chart> {
    let inputs = scenario(&[], None)?.inputs().to_vec();
    let plans = ["coalition-15", "coalition-20", PLAN, "coalition-50", "coalition-permanent"];
    let mut differences = vec![Vec::new(); plans.len() - 1];
    for draw in 0..DRAWS {
        let mut rng = rand_chacha::ChaCha8Rng::seed_from_u64(draw as u64);
        let mut set = Vec::new();
        for input in &inputs {
            let value = input.distribution.quantile(rng.random::<f64>());
            if value.is_finite() {
                set.push(format!("{}={value}", input.path));
            }
        }
        let solved: Vec<Option<f64>> = exact(&set, &plans)?.iter().map(lasts).collect();
        for (list, later) in differences.iter_mut().zip(&solved[1..]) {
            list.extend(solved[0].zip(*later).map(|(first, later)| later - first));
        }
    }
    let row = |(id, list): (&&str, &Vec<f64>)| RowData { name: (*id).to_owned(), estimate: mean(list) };
    let rows = plans[1..].iter().zip(&differences).map(row).collect();
    let mut labels = labels("paired", "What years beyond fifteen change", "Longer guarantees against one of 15 years.");
    labels.note =
        format!("Exact in each of {DRAWS} draws of the inputs; whiskers: 95% interval of the mean difference.");
    let (from, to) = ("coalition-15".to_owned(), "each longer guarantee".to_owned());
    Ok(paired(&PairedData { labels, from, to, same_luck: true, rows }, style))
}

/// Mean with its 95 % normal interval.
fn mean(list: &[f64]) -> Estimate {
    let n = list.len() as f64;
    if n < 2.0 {
        return Estimate::default();
    }
    let mean = list.iter().sum::<f64>() / n;
    let variance = list.iter().map(|x| (x - mean) * (x - mean)).sum::<f64>() / (n - 1.0);
    let half = 1.96 * (variance / n).sqrt();
    Estimate { value: Some(mean), low: Some(mean - half), high: Some(mean + half) }
}

fn main() -> Outcome<()> {
    let style = Style::default();
    let mut all = of_a_run(FILE, TRIALS)?;
    let is_open = |chart: &Chart| chart.name.starts_with("open-terms-");
    all.extend(of_a_run(OPEN, OPEN_TRIALS)?.into_iter().filter(is_open));
    all.extend([
        a_heatmap(&style)?,
        a_line_chart(&style)?,
        a_bar_chart(&style)?,
        a_tornado(&style)?,
        paired_differences(&style)?,
    ]);
    fs::create_dir_all("docs/gallery")?;
    let mut page = "# Gallery\n\nEvery chart, drawn from `scenarios/paris-2026.toml` by `cargo run --release --example gallery`.\n\
        The figures are those of a short run; they show the charts, not the case.\n"
        .to_owned();
    for chart in &all {
        fs::write(format!("docs/gallery/{}.png", chart.name), png(chart, 96.0)?)?;
        let alt = chart.alt.replace(['[', ']', '\n'], " ");
        write!(page, "\n## {}\n\n![{alt}](gallery/{}.png)\n\n{}\n", chart.title, chart.name, chart.caption())?;
    }
    fs::write("docs/gallery.md", page)?;
    println!("{} charts in docs/gallery", all.len());
    Ok(())
}
