//! `armistice verify`: a results folder's job again from its manifest alone, every byte compared.

use std::path::Path;

use crate::job::{Match, Verification, verify as compare_again};
use crate::words::{Phrases, words};

use super::look::Language;
use super::{Failure, Status, console, print};

/// Does a results folder's job again and says what was found of every file; with `repair`, what differs is replaced.
pub(crate) fn verify(
    folder: &Path,
    repair: bool,
    threads: usize,
    quiet: bool,
    lang: Language,
) -> Result<Status, Failure> {
    let found = console::with_host(quiet, threads, lang, |host| compare_again(folder, repair, host))?;
    if let Some(verification) = &found {
        print(&text(folder, verification, quiet, &lang.phrases()))?;
    }
    Ok(status(found.as_ref()))
}

fn status(found: Option<&Verification>) -> Status {
    match found {
        None => Status::Interrupted,
        Some(verification) if verification.differing() == 0 => Status::Done,
        Some(_) => Status::Failed,
    }
}

fn text(folder: &Path, verification: &Verification, quiet: bool, phrases: &Phrases) -> String {
    let (shown, same, differing) = (folder.display().to_string(), verification.same(), verification.differing());
    let mut text = String::new();
    for (name, found) in &verification.files {
        let name = name.display().to_string();
        let line = match found {
            Match::Same if quiet => continue,
            Match::Same => words!("same     {name}", name),
            Match::Differs(how) => words!("DIFFERS  {name}: {how}", name, how),
            Match::Repaired(how) => words!("repaired {name}: {how}", name, how),
            Match::Foreign => words!("not ours {name}: no run writes it", name),
        };
        text += &(line.told(phrases) + "\n");
    }
    let repaired = verification.repaired();
    let all = same + differing + repaired;
    let verdict = match differing {
        0 if repaired > 0 => {
            words!("{shown}: {repaired} of {all} files differed and were written anew", shown, repaired, all)
        }
        0 => words!("{shown}: all {same} files are the same, byte for byte", shown, same),
        _ => words!("{shown}: {differing} of {all} files differ", shown, differing, all),
    };
    text += &(verdict.told(phrases) + "\n");
    if let Some(file) = &verification.faithful {
        let told = match verification.own_manifest {
            Some(true) => words!(
                "{file} is what was written there, by its digest, and so is the manifest, and yet this program gives others: \
                 the figures are of another program",
                file
            ),
            Some(false) => words!(
                "{file} is what was written there, by its digest, and the manifest is not: it is the manifest that has changed",
                file
            ),
            None => words!(
                "{file} is what was written there, by its digest, and yet not what the manifest gives: it is the manifest that \
                 has changed, or the figures are of another program",
                file
            ),
        };
        text += &(told.told(phrases) + "\n");
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_differs_is_a_failure() {
        let found = |found| Verification { files: vec![("a.csv".into(), found)], faithful: None, own_manifest: None };
        assert_eq!(status(None), Status::Interrupted);
        assert_eq!(status(Some(&found(Match::Same))), Status::Done);
        assert_eq!(status(Some(&found(Match::Foreign))), Status::Done);
        assert_eq!(status(Some(&found(Match::Differs(words!("is missing"))))), Status::Failed);
    }

    #[test]
    fn every_file_is_told_and_when_quiet_those_alone_that_are_not_the_same() {
        let found = |others: &[(&str, Match)]| {
            let same = [("a.csv", Match::Same)];
            let files = same.iter().chain(others).map(|(name, found)| ((*name).into(), found.clone())).collect();
            Verification { files, faithful: None, own_manifest: None }
        };
        let told = |others: &[(&str, Match)], quiet| text(Path::new("run"), &found(others), quiet, &Phrases::english());
        let foreign = ("b.md", Match::Foreign);
        let differs = ("c.csv", Match::Differs(words!("from byte {at} on", at = 3)));
        let others = [foreign.clone(), differs];
        let end = "run: all 1 files are the same, byte for byte\n";
        assert_eq!(told(&[], false), format!("same     a.csv\n{end}"));
        assert_eq!(told(&[], true), end);
        let mine = "not ours b.md: no run writes it\n";
        assert_eq!(told(&[foreign], true), format!("{mine}{end}"));
        let changed = "DIFFERS  c.csv: from byte 3 on\nrun: 1 of 2 files differ\n";
        assert_eq!(told(&others, true), format!("{mine}{changed}"));
        assert_eq!(told(&others, false), format!("same     a.csv\n{mine}{changed}"));
        let changed = Verification { faithful: Some("c.csv".to_owned()), ..found(&others) };
        let told = text(Path::new("run"), &changed, true, &Phrases::english());
        assert!(
            told.ends_with(
                "files differ\nc.csv is what was written there, by its digest, and yet not what the manifest gives: \
            it is the manifest that has changed, or the figures are of another program\n"
            ),
            "{told}"
        );
        for (own, says) in [(true, "and so is the manifest, and yet"), (false, "it is the manifest that has changed\n")]
        {
            let changed = Verification { own_manifest: Some(own), ..changed.clone() };
            let told = text(Path::new("run"), &changed, true, &Phrases::english());
            assert!(told.contains(says), "{told}");
        }
    }
}
