//! `armistice compare`: runs, or plans each alone on the table, side by side on the same luck.

use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use crate::analysis::compare::{Fate, FateRecorder, Pairing, compare as compare_fates};
use crate::analysis::summary::Summary;
use crate::engine::{Class, Run, Span};
use crate::job::{Look, RunManifest};
use crate::model::{STRUCTURAL, Side};
use crate::report::comparison::{ComparisonInput, Differing, Variant, comparison_charts, differences};
use crate::report::comparison_page;
use crate::report::lang::Lang;
use crate::report::text::comparison_text;
use crate::sampling::Sampling;
use crate::scenario::Scenario;
use crate::store::{
    COMPARISON, DIFFERENCES, Folder, MANIFEST, REPORT, Recorded, SUMMARY, TRIALS, json as json_bytes, read_json,
};

use super::args::{CompareArguments, Format, Overrides};
use super::report::{Kind, require_finished, stored_manifest};
use super::{Failure, Status, draw, files, interrupt, print, progress};

/// What is compared, before anything is run.
struct Candidate {
    name: String,
    manifest: RunManifest,
    /// Trials that were played: fewer than planned where a precision was reached.
    trials: u64,
    scenario: Scenario,
    /// A folder with a table of trials.
    folder: Option<PathBuf>,
}

/// The manifest of a comparison: those of its variants.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
struct ComparisonManifest {
    compared: Vec<RunManifest>,
}

impl Recorded for ComparisonManifest {
    type State = Value;

    fn result(&self) -> &'static str {
        COMPARISON
    }
}

/// Compares runs or plans.
pub(crate) fn compare(arguments: &CompareArguments) -> Result<Status, Failure> {
    let own = |path: &Path| path.canonicalize().ok();
    if let Some(out) = arguments.out.as_deref().filter(|out| own(out).is_some()) {
        if let Some(run) = arguments.runs.iter().find(|run| own(run) == own(out)) {
            return Err(Failure::wrong(format!("--out {}: is one of the runs", run.display())));
        }
    }
    let candidates = candidates(arguments)?;
    let look = arguments.look.read()?;
    let mut fates = Vec::new();
    for candidate in &candidates {
        let Some(found) = candidate_fates(candidate, arguments)? else {
            return Err(Failure { message: "interrupted: nothing is kept".into(), status: Status::Interrupted });
        };
        fates.push(found);
    }
    let input = input(&candidates, &fates, &draw::style(&look)?.lang);
    let manifest = ComparisonManifest { compared: candidates.iter().map(|it| it.manifest.clone()).collect() };
    if let Some(out) = &arguments.out {
        write(&input, &manifest, out, arguments, &look)?;
    }
    match arguments.output.format {
        Format::Text => {
            let lang = arguments.look.lang.unwrap_or_default().messages();
            print(&comparison_text(&input, &super::screen(&lang)))
        }
        Format::Json => print(&String::from_utf8_lossy(&json_bytes(&figures(&input)))),
    }
}

fn candidates(arguments: &CompareArguments) -> Result<Vec<Candidate>, Failure> {
    if let [file] = arguments.runs.as_slice() {
        if file.is_dir() {
            let shown = file.display();
            return Err(Failure::wrong(format!("{shown}: one run has nothing to be compared with; name a second")));
        }
        return plans(file, arguments);
    }
    if !arguments.overrides.is_empty() {
        let message =
            "--set, --plans, --trials, --seed, --sampling and --years go with a scenario file; runs are as they are";
        return Err(Failure::wrong(message));
    }
    let runs: Vec<Candidate> = arguments.runs.iter().map(|path| finished_run(path)).collect::<Result<_, _>>()?;
    Ok(named_apart(runs))
}

/// Each plan as if it were the only one on the table.
fn plans(file: &Path, arguments: &CompareArguments) -> Result<Vec<Candidate>, Failure> {
    let wanted = arguments.overrides.plans.clone().unwrap_or_default();
    if wanted.len() < 2 {
        let message = format!("{}: name at least two plans to compare: --plans a,b", file.display());
        return Err(Failure::wrong(message));
    }
    let mut candidates = Vec::new();
    for (index, plan) in wanted.iter().enumerate() {
        if wanted[..index].contains(plan) {
            return Err(Failure::wrong(format!("--plans names {plan} twice")));
        }
        let overrides = Overrides { plans: Some(vec![plan.clone()]), ..arguments.overrides.clone() };
        let loaded = files::read(file, &overrides, None)?;
        let manifest = files::whole_manifest(file, &loaded, &overrides, Look::default());
        let trials = manifest.head.trials;
        candidates.push(Candidate { name: plan.clone(), manifest, trials, scenario: loaded.scenario, folder: None });
    }
    Ok(candidates)
}

fn finished_run(path: &Path) -> Result<Candidate, Failure> {
    let shown = path.display();
    require_finished(path)?;
    let manifest: RunManifest = stored_manifest(path, Kind::Run)?;
    let loaded = files::reread(&manifest)?;
    let name = path.file_name().map_or_else(|| shown.to_string(), |name| name.to_string_lossy().into_owned());
    if manifest.part.is_some() {
        return Err(Failure::wrong(format!("{shown}: is a part of a split run; merge the parts first")));
    }
    let summary = path.join(SUMMARY);
    if !summary.exists() {
        return Err(Failure::wrong(format!("{shown}: this run has not ended; finish it first")));
    }
    let summary: Summary = read_json(&summary)?;
    Ok(Candidate { name, trials: summary.trials, manifest, scenario: loaded.scenario, folder: Some(path.to_owned()) })
}

/// Folders of the same name get a number.
fn named_apart(mut candidates: Vec<Candidate>) -> Vec<Candidate> {
    for index in 1..candidates.len() {
        let name = candidates[index].name.clone();
        let mut free = name.clone();
        let mut number = 2;
        while candidates[..index].iter().any(|other| other.name == free) {
            free = format!("{name} ({number})");
            number += 1;
        }
        candidates[index].name = free;
    }
    candidates
}

/// The fates of all trials: from the run's table, or played again. `None`: interrupted.
fn candidate_fates(candidate: &Candidate, arguments: &CompareArguments) -> Result<Option<Vec<Fate>>, Failure> {
    if let Some(folder) = &candidate.folder {
        let table = folder.join(TRIALS);
        if table.exists() {
            let fates = read_fates(&table)?;
            if fates.len() as u64 == candidate.trials {
                agrees(&fates, &read_json(&folder.join(SUMMARY))?).map_err(|figure| {
                    let shown = table.display();
                    Failure::failed(format!(
                        "{shown}: does not agree with {SUMMARY} on {figure}: one of them was changed; `armistice verify` says which"
                    ))
                })?;
                return Ok(Some(fates));
            }
        }
    }
    let trials = candidate.trials;
    let bar = progress::bar(trials, 0, &candidate.name, arguments.output.quiet);
    let threads = arguments.threads.count();
    let span = Span { first: 0, end: trials, block_size: candidate.manifest.block_size };
    let advance = |count: u64| bar.inc(count);
    let run = Run::new(&candidate.scenario).observe(FateRecorder).span(span).threads(threads);
    let ran = run.stop(interrupt::flag()).progress(&advance).run()?;
    let fates: Vec<Fate> = ran.chunks.into_iter().flatten().collect();
    bar.finish_and_clear();
    Ok((fates.len() as u64 == trials).then_some(fates))
}

/// Whether a table of trials gives the shares of a summary; else in which it does not.
fn agrees(fates: &[Fate], summary: &Summary) -> Result<(), &'static str> {
    let valid = fates.iter().filter(|fate| fate.class.is_some()).count() as f64;
    for class in Class::ALL {
        let share = summary.classes.of(class);
        let count = fates.iter().filter(|fate| fate.class == Some(class)).count() as f64;
        if (count - share.share.unwrap_or(0.0) * valid).abs() > 1e-6 * valid.max(1.0) {
            return Err(class.name());
        }
    }
    Ok(())
}

fn read_fates(path: &Path) -> Result<Vec<Fate>, Failure> {
    let shown = path.display();
    let broken = |reason: String| {
        Failure::failed(format!("{shown}: {reason}; the file was changed: remove it, and the trials are played again"))
    };
    let mut reader = csv::Reader::from_path(path).map_err(|error| broken(error.to_string()))?;
    let header = reader.headers().map_err(|error| broken(error.to_string()))?.clone();
    let column =
        |name: &str| header.iter().position(|it| it == name).ok_or_else(|| broken(format!("has no column `{name}`")));
    let (trial, class, age) = (column("trial")?, column("class")?, column("failure_age")?);
    let values = [column("value_challenger")?, column("value_defender")?];
    let mut fates = Vec::new();
    let mut record = csv::StringRecord::new();
    while reader.read_record(&mut record).map_err(|error| broken(error.to_string()))? {
        let field = |index: usize| record.get(index).unwrap_or_default();
        if field(trial).parse() != Ok(fates.len()) {
            return Err(broken(format!("row {} is not trial {}", fates.len() + 1, fates.len())));
        }
        let class = Class::ALL.into_iter().find(|it| it.name() == field(class));
        let number = |index: usize| field(index).parse::<f64>().unwrap_or(f64::NAN);
        let values = if class.is_some() { values.map(number) } else { [0.0; 2] };
        if values.iter().any(|value| value.is_nan()) {
            return Err(broken(format!("row {} has no values", fates.len() + 1)));
        }
        fates.push(Fate { class, failure_age: field(age).parse().ok(), values });
    }
    Ok(fates)
}

fn input(candidates: &[Candidate], fates: &[Vec<Fate>], lang: &Lang) -> ComparisonInput {
    let (first, first_trials) = (&candidates[0].manifest, candidates[0].trials);
    let variants = candidates.iter().zip(fates).enumerate().map(|(index, (candidate, found))| {
        let manifest = &candidate.manifest;
        let shared = manifest.head.seed == first.head.seed
            && candidate.trials == first_trials
            && manifest.head.sampling == first.head.sampling
            && manifest.replications == first.replications;
        let pairing = match first.head.sampling {
            _ if !shared => Pairing::Apart([grouping(first), grouping(manifest)]),
            Sampling::MonteCarlo if first.replications == 1 => Pairing::Trials,
            _ => Pairing::Randomisations(first.replications),
        };
        let years = manifest.head.years.min(first.head.years) as u32;
        let comparison = (index > 0).then(|| compare_fates(&fates[0], found, pairing, years));
        Variant { name: candidate.name.clone(), comparison }
    });
    let trials = |candidate: &Candidate| {
        let manifest = &candidate.manifest;
        let trials = lang.plural("note.trials", candidate.trials, &[]);
        let years = lang.plural("term.years", manifest.head.years as u64, &[]);
        let seed = manifest.head.seed.to_string();
        let r = manifest.replications;
        let trials =
            if r > 1 { lang.fill("compare.draws", &[("trials", &trials), ("n", &lang.count(r))]) } else { trials };
        let of = lang.fill("compare.of", &[("trials", &trials), ("seed", &seed), ("years", &years)]);
        lang.said_of(&candidate.name, &of)
    };
    let mut note = candidates.iter().map(trials).collect::<Vec<_>>().join("; ");
    let years = one_each(candidates.iter().map(|it| it.manifest.head.years.to_string()));
    if years.len() > 1 {
        note = format!("{note}. {}", lang.fill("compare.other_years", &[("list", &years.join(", "))]));
    }
    let sides = Side::BOTH
        .map(|side| one_each(candidates.iter().map(|it| it.scenario.party_names()[side].clone())).join(" / "));
    let opponents = one_each(candidates.iter().map(|it| it.scenario.party_names().as_array().join(" – ")));
    if opponents.len() > 1 {
        note = format!("{note}. {}", lang.fill("compare.other_parties", &[("list", &opponents.join(", "))]));
    }
    ComparisonInput {
        variants: variants.collect(),
        parties: sides,
        differing: differing(candidates),
        note,
        version: env!("CARGO_PKG_VERSION").to_owned(),
    }
}

/// Each text once, in the order of their first appearance.
fn one_each(texts: impl Iterator<Item = String>) -> Vec<String> {
    let mut all: Vec<String> = Vec::new();
    for text in texts {
        if !all.contains(&text) {
            all.push(text);
        }
    }
    all
}

/// How the trials of a run depend on each other: not, or in groups of draws with so many trials each.
fn grouping(manifest: &RunManifest) -> Option<u64> {
    let grouped = manifest.head.sampling != Sampling::MonteCarlo || manifest.replications > 1;
    grouped.then_some(manifest.replications)
}

/// Everything that a scenario says, by path, as written.
fn written(scenario: &Scenario, alone: bool) -> Vec<(String, String)> {
    let mut all: Vec<(String, String)> = vec![("run.years".to_owned(), scenario.run().years.to_string())];
    all.extend(scenario.assumptions().iter().map(|it| (it.path.clone(), it.written.clone())));
    for plan in &scenario.structure().plans {
        // Plans that are compared with one another are told apart by their terms, not by their names.
        let prefix = if alone { "plan".to_owned() } else { format!("plan.{}", plan.id) };
        let word = |x: f64, word: &str| if x.is_finite() { x.to_string() } else { word.to_owned() };
        let territory = plan.territory.map_or_else(|| "line_of_contact".to_owned(), |share| share.to_string());
        let terms = [
            territory,
            word(plan.defender_forces, "none"),
            word(plan.foreign_troops, "inf"),
            word(plan.guarantee_years, "permanent"),
        ];
        let issues = scenario.structure().issues.iter().skip(STRUCTURAL.len()).map(|issue| issue.id.as_str());
        let further = issues.zip(plan.further.iter().map(ToString::to_string));
        for (issue, term) in STRUCTURAL.into_iter().zip(terms).chain(further) {
            all.push((format!("{prefix}.terms.{issue}"), term));
        }
        let names = plan.participants.iter().map(|it| scenario.structure().guarantors[it.guarantor].id.as_str());
        all.push((format!("{prefix}.guarantors"), names.collect::<Vec<_>>().join(", ")));
        all.push((format!("{prefix}.from_month"), plan.from_month.to_string()));
    }
    all
}

/// Everything that a scenario says, and how it was played.
fn played(candidate: &Candidate, alone: bool) -> Vec<(String, String)> {
    let manifest = &candidate.manifest;
    let mut all = vec![
        ("run.trials".to_owned(), candidate.trials.to_string()),
        ("run.seed".to_owned(), manifest.head.seed.to_string()),
        ("run.sampling".to_owned(), manifest.head.sampling.name().to_owned()),
        ("run.replications".to_owned(), manifest.replications.to_string()),
        ("--precision".to_owned(), manifest.precision.map_or_else(String::new, |it| it.to_string())),
    ];
    all.extend(written(&candidate.scenario, alone));
    all
}

fn differing(candidates: &[Candidate]) -> Vec<Differing> {
    let alone = candidates.iter().all(|it| it.folder.is_none());
    let all: Vec<Vec<(String, String)>> = candidates.iter().map(|it| played(it, alone)).collect();
    let mut paths: Vec<&String> = Vec::new();
    for (path, _) in all.iter().flatten() {
        if !paths.contains(&path) {
            paths.push(path);
        }
    }
    let of = |list: &[(String, String)], path: &str| {
        list.iter().find(|it| it.0 == path).map_or_else(String::new, |it| it.1.clone())
    };
    let row =
        |path: &String| Differing { path: path.clone(), written: all.iter().map(|list| of(list, path)).collect() };
    paths.into_iter().map(row).filter(|it| it.written.iter().any(|text| *text != it.written[0])).collect()
}

/// The comparison as JSON.
fn figures(input: &ComparisonInput) -> Value {
    let reference = &input.variants[0].name;
    let against = input.variants.iter().filter_map(|variant| {
        let comparison = variant.comparison.as_ref()?;
        let differences = comparison.differences.iter().map(|it| {
            let value = json!({
                "reference": it.reference, "value": it.other,
                "difference": it.difference, "low": it.low, "high": it.high,
            });
            (it.figure.key(), value)
        });
        let changes = comparison
            .changes
            .iter()
            .map(|change| json!({ "from": change.from.name(), "to": change.to.name(), "trials": change.trials }));
        Some(json!({
            "variant": variant.name,
            "paired": comparison.is_paired(),
            "trials": comparison.trials,
            "changed": comparison.changes.iter().fold(0, |sum, change| sum + change.trials),
            "changes": changes.collect::<Vec<_>>(),
            "differences": differences.collect::<serde_json::Map<_, _>>(),
        }))
    });
    let differing = input.differing.iter().map(|it| {
        let written = input.variants.iter().zip(&it.written).map(|(variant, text)| (variant.name.clone(), json!(text)));
        (it.path.clone(), Value::Object(written.collect()))
    });
    json!({
        "reference": reference,
        "variants": input.variants.iter().map(|variant| &variant.name).collect::<Vec<_>>(),
        "comparisons": against.collect::<Vec<_>>(),
        "inputs": differing.collect::<serde_json::Map<_, _>>(),
    })
}

/// Writes table, figures, charts and report.
fn write(
    input: &ComparisonInput,
    manifest: &ComparisonManifest,
    out: &Path,
    arguments: &CompareArguments,
    look: &Look,
) -> Result<(), Failure> {
    let style = draw::style(look)?;
    let (folder, _) = Folder::open(out, manifest, arguments.output.force)?;
    folder.write_json(MANIFEST, manifest)?;
    folder.write(DIFFERENCES, differences(input).csv().as_bytes())?;
    if !arguments.output.no_charts {
        draw::write_all(
            &folder,
            || draw::write_charts(&folder, &comparison_charts(input, &style), f64::from(look.dpi)),
            || {
                let page = comparison_page(input, &style);
                (page.html(&style.lang), page.markdown(&style.lang))
            },
        )?;
    }
    folder.write(COMPARISON, &json_bytes(&figures(input)))?;
    folder.finish()?;
    if !arguments.output.quiet {
        let shown = out.display();
        let first = if arguments.output.no_charts { DIFFERENCES } else { REPORT };
        eprintln!("results are in {shown}; start with {shown}/{first}");
    }
    Ok(())
}
