//! In which inputs the variants of a comparison differ.

use crate::model::open::OpenTerm;
use crate::report::comparison::Differing;
use crate::report::input_name;
use crate::report::lang::Lang;
use crate::scenario::{Scenario, choice_text};

use super::candidates::Candidate;

/// Everything that a scenario says, by path, as written.
fn written(scenario: &Scenario, alone: bool) -> Vec<(String, String)> {
    let mut all: Vec<(String, String)> = vec![("run.years".to_owned(), scenario.run().years.to_string())];
    // Plans that are compared with one another are told apart by what they say, not by their names; others that evidence
    // speaks of are the same beside each of them.
    let plans = || scenario.structure().plans.iter().filter(|plan| plan.tabled || !alone);
    let prefix = |id: &str| if alone { "plan".to_owned() } else { format!("plan.{id}") };
    for it in scenario.assumptions() {
        let of_plan = it.path.strip_prefix("plan.").and_then(|rest| rest.split_once('.'));
        match of_plan {
            Some((id, key)) if plans().any(|plan| plan.id == id) => {
                all.push((format!("{}.{key}", prefix(id)), it.written.clone()));
            }
            Some(_) => {}
            None => all.push((it.path.clone(), it.written.clone())),
        }
    }
    for plan in plans() {
        let prefix = prefix(&plan.id);
        for (index, issue) in scenario.structure().issues.iter().enumerate() {
            let choices = |open: &OpenTerm| {
                let all: Vec<String> = open.choices.iter().map(|&choice| choice_text(index, choice)).collect();
                format!("[{}]", all.join(", "))
            };
            let term = plan.open_term(index).map_or_else(|| choice_text(index, plan.term(index)), choices);
            all.push((format!("{prefix}.terms.{}", issue.id), term));
        }
        let names = plan.participants.iter().map(|it| scenario.structure().guarantors[it.guarantor].id.as_str());
        all.push((format!("{prefix}.guarantors"), names.collect::<Vec<_>>().join(", ")));
        all.push((format!("{prefix}.from_month"), plan.from_month.to_string()));
        all.push((format!("{prefix}.ceasefire_months"), plan.ceasefire_months.to_string()));
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

/// The inputs that are not the same in all variants.
pub(super) fn differing(candidates: &[Candidate], lang: &Lang) -> Vec<Differing> {
    let Some(first) = candidates.first() else {
        return Vec::new();
    };
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
    let row = |path: &String| Differing {
        path: path.clone(),
        name: input_name(&first.scenario, path, lang),
        written: all.iter().map(|list| of(list, path)).collect(),
    };
    paths.into_iter().map(row).filter(|it| it.written.iter().any(|text| *text != it.written[0])).collect()
}
