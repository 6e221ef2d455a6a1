//! A comparison in words and figures, as tables, charts and pages are made from it.

use crate::analysis::compare::{Fate, Pairing, compare as compare_fates};
use crate::model::PerSide;
use crate::report::comparison::{ComparedCost, ComparisonInput, Variant};
use crate::report::lang::Lang;
use crate::sampling::Sampling;

use super::super::RunManifest;
use super::candidates::Candidate;
use super::differing::differing;

/// The comparison as its page is made from it.
pub(super) fn input(candidates: &[Candidate], fates: &[Vec<Fate>], costs: &[String], lang: &Lang) -> ComparisonInput {
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
        Variant { id: candidate.id.clone(), name: candidate.name.clone(), comparison }
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
    let trials = candidates.iter().map(trials).collect::<Vec<_>>().join(lang.t("format.semicolon"));
    let years = one_each(candidates.iter().map(|it| it.manifest.head.years.to_string()));
    let mut warnings = Vec::new();
    if years.len() > 1 {
        warnings.push(lang.fill("compare.other_years", &[("list", &years.join(", "))]));
    }
    let sides = PerSide::each(|side| {
        one_each(candidates.iter().map(|it| it.scenario.in_language(lang.code()).party_names()[side].clone()))
            .join(" / ")
    });
    let opponents =
        one_each(candidates.iter().map(|it| it.scenario.in_language(lang.code()).party_names().as_array().join(" – ")));
    if opponents.len() > 1 {
        warnings.push(lang.fill("compare.other_parties", &[("list", &opponents.join(", "))]));
    }
    let told = candidates[0].scenario.in_language(lang.code());
    let declared = candidates.iter().flat_map(|it| &it.scenario.structure().costs);
    let unlike = one_each(declared.map(|cost| cost.id.clone()).filter(|id| !costs.contains(id)));
    if !unlike.is_empty() {
        warnings.push(lang.fill("compare.other_costs", &[("list", &unlike.join(", "))]));
    }
    let all = told.structure().costs.iter().filter(|cost| costs.contains(&cost.id));
    let years = told.run().costs_years as u32;
    let compared = all.map(|cost| {
        let name = if cost.name.is_empty() { cost.id.clone() } else { cost.name.clone() };
        ComparedCost { id: cost.id.clone(), name, unit: cost.unit.clone(), years }
    });
    let costs = compared.collect();
    let note = if warnings.is_empty() { trials } else { format!("{trials}. {}", warnings.join(" ")) };
    ComparisonInput {
        variants: variants.collect(),
        parties: sides,
        differing: differing(candidates, lang),
        costs,
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
