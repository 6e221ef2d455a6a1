//! The manifest in its folder, and the digest of it that is kept with the figures: of all but the look, in which charts may be
//! drawn again.

use std::path::Path;

use serde::Serialize;
use serde_json::{Map, Value};

use crate::words::{Words, words};

use super::error::FolderError;
use super::folder::Folder;
use super::json::{digest_of_json, read_json};
use super::names::MANIFEST;

/// The key of how charts and reports look.
const LOOK: &str = "look";
/// The key that says that digests of the figures and of the manifest are kept.
pub const DIGESTS_KEPT: &str = "digests";

/// A manifest as it is written.
#[derive(Serialize)]
struct Marked<'a, M> {
    #[serde(flatten)]
    manifest: &'a M,
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    digests: bool,
}

/// What is found of the manifest in a folder.
pub(super) struct StoredManifest {
    /// Digest of all of it but the look.
    pub(super) digest: String,
    /// Whether it says that digests are kept.
    pub(super) marked: bool,
    fields: Map<String, Value>,
}

impl StoredManifest {
    /// That in a folder; `None` where there is none.
    pub(super) fn of(folder: &Path) -> Result<Option<Self>, FolderError> {
        let path = folder.join(MANIFEST);
        if !path.exists() {
            return Ok(None);
        }
        let fields: Map<String, Value> = read_json(&path)?;
        let marked = fields.get(DIGESTS_KEPT) == Some(&Value::Bool(true));
        Ok(Some(Self { digest: digest_of_fields(&fields), marked, fields }))
    }

    /// Whether it is of a part of a split run or sweep.
    pub(super) fn is_of_a_part(&self) -> bool {
        self.fields.get("part").is_some_and(|part| !part.is_null())
    }
}

/// Digest of a manifest without its look, whatever the order of its keys.
fn digest_of_fields(fields: &Map<String, Value>) -> String {
    let held = fields.iter().filter(|(key, _)| *key != LOOK).map(|(key, value)| (key.clone(), value.clone()));
    let mut held = Value::Object(held.collect());
    held.sort_all_objects();
    digest_of_json(&held)
}

fn fields_of<M: Serialize>(manifest: &M, digests: bool) -> Map<String, Value> {
    match serde_json::to_value(Marked { manifest, digests }) {
        Ok(Value::Object(fields)) => fields,
        _ => Map::new(),
    }
}

/// Whether the manifest in a folder says that digests are kept; those of versions before they were do not.
///
/// # Errors
/// It cannot be read.
pub fn keeps_digests(folder: &Path) -> Result<bool, FolderError> {
    Ok(StoredManifest::of(folder)?.is_some_and(|it| it.marked))
}

/// The version of the program that a manifest names, if that is not this one.
#[must_use]
pub fn other_version(fields: &Map<String, Value>) -> Option<&str> {
    fields.get("version").and_then(Value::as_str).filter(|version| *version != env!("CARGO_PKG_VERSION"))
}

/// What can be done where a file of figures in a folder is gone or has changed.
#[must_use]
pub fn way_out(folder: &Path) -> Words {
    let manifest = StoredManifest::of(folder).ok().flatten();
    let fields = manifest.as_ref().map(|it| &it.fields);
    let has = |key: &str| fields.is_some_and(|it| it.get(key).is_some_and(|value| !value.is_null()));
    match () {
        () if has("missing") => words!("merge the parts there again with --force"),
        () if has("part") => words!("run this part again with --force"),
        () if fields.is_some() && (has("question") || !has("scenario_text")) => {
            words!("the same command with --force starts anew")
        }
        () => match fields.and_then(other_version) {
            Some(version) => words!(
                "only version {version} can repair it, with `armistice verify {folder} --repair`; the same command with \
                 --force starts anew",
                version,
                folder = folder.display().to_string()
            ),
            None => words!(
                "`armistice verify {folder} --repair` plays again and writes it anew",
                folder = folder.display().to_string()
            ),
        },
    }
}

/// That a manifest is not the one of which a digest was kept.
pub(super) fn changed_manifest(folder: &Path) -> FolderError {
    let reason = words!(
        "is not what was written there: it has changed since, so that nothing says what the figures are of; put it back as it \
         was, or start anew with --force"
    );
    FolderError::Damaged { path: folder.join(MANIFEST), reason }
}

impl Folder {
    /// From here on the work in the folder is that of a manifest, which is written next: what is saved until then belongs to
    /// it and to the one that is there.
    ///
    /// # Errors
    /// The manifest that is there cannot be read.
    pub fn declare<M: Serialize>(&mut self, manifest: &M) -> Result<(), FolderError> {
        let before = StoredManifest::of(&self.path)?.map(|it| it.digest);
        let digest = digest_of_fields(&fields_of(manifest, true));
        self.manifests = before.into_iter().filter(|it| *it != digest).collect();
        self.manifests.push(digest);
        Ok(())
    }

    /// Writes the manifest that was declared: it is the only one from then on.
    ///
    /// # Errors
    /// The system refused.
    pub fn write_manifest<M: Serialize>(&mut self, manifest: &M) -> Result<(), FolderError> {
        self.write_json(MANIFEST, &Marked { manifest, digests: true })?;
        self.manifests = vec![digest_of_fields(&fields_of(manifest, true))];
        Ok(())
    }

    /// Begins work: saves its state and writes its manifest, so that a folder is left at any moment that can be gone on with.
    ///
    /// # Errors
    /// The system refused.
    pub fn begin<S: Serialize, M: Serialize>(&mut self, state: &S, manifest: &M) -> Result<(), FolderError> {
        self.declare(manifest)?;
        self.save_state(state)?;
        self.write_manifest(manifest)
    }

    /// Writes the manifest in another look: nothing else of the one that is there changes.
    ///
    /// # Errors
    /// The system refused.
    pub fn write_look<M: Serialize>(&self, manifest: &M) -> Result<(), FolderError> {
        let Some(present) = StoredManifest::of(&self.path)? else {
            return self.write_json(MANIFEST, &Marked { manifest, digests: true });
        };
        let (digests, wanted) = (present.marked, fields_of(manifest, present.marked));
        if digest_of_fields(&wanted) == present.digest {
            return self.write_json(MANIFEST, &Marked { manifest, digests });
        }
        // Another version wrote it, in other words than this one would.
        let mut fields = present.fields;
        fields.extend(wanted.get(LOOK).map(|look| (LOOK.to_owned(), look.clone())));
        self.write_json(MANIFEST, &fields)
    }

    /// Digest of the folder's manifest without its look: of the one that was written or proved, else of the one that is there.
    pub(super) fn manifest_digest(&self) -> Result<Option<String>, FolderError> {
        match self.manifests.last() {
            Some(digest) => Ok(Some(digest.clone())),
            None => Ok(StoredManifest::of(&self.path)?.map(|it| it.digest)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    /// By hand: neither the look nor the order of keys counts, and every other value does.
    #[test]
    fn all_but_the_look_is_held() {
        let digest = |value: Value| digest_of_fields(value.as_object().unwrap());
        let plain = digest(json!({ "seed": 1, "part": { "of": 2, "index": 1 }, "look": { "dpi": 220 } }));
        assert_eq!(plain, digest(json!({ "part": { "index": 1, "of": 2 }, "look": null, "seed": 1 })));
        assert_eq!(plain, super::super::digest::digest(b"{\"part\":{\"index\":1,\"of\":2},\"seed\":1}"));
        for other in [
            json!({ "seed": 2, "part": { "of": 2, "index": 1 } }),
            json!({ "seed": 1, "part": { "of": 2, "index": 2 } }),
            json!({ "seed": 1, "part": { "of": 2, "index": 1 }, "digests": true }),
        ] {
            assert_ne!(digest(other), plain);
        }
    }

    /// A look is written into the manifest that is there, whoever wrote it, and marks none that had no digests.
    #[test]
    fn a_look_changes_nothing_else() {
        let desk = tempfile::tempdir().unwrap();
        let mut folder = Folder::take(desk.path(), true).unwrap();
        let manifest = |dpi: u64| json!({ "seed": 1, "look": { "dpi": dpi } });
        let read = || std::fs::read_to_string(desk.path().join(MANIFEST)).unwrap();
        for (marked, seed) in [(true, 1), (false, 1), (true, 2), (false, 2)] {
            if marked {
                folder.write_manifest(&json!({ "seed": seed, "look": null })).unwrap();
            } else {
                folder.write_json(MANIFEST, &json!({ "seed": seed, "look": null })).unwrap();
            }
            let before = StoredManifest::of(desk.path()).unwrap().unwrap().digest;
            folder.write_look(&manifest(72)).unwrap();
            let after = StoredManifest::of(desk.path()).unwrap().unwrap();
            assert_eq!((after.digest, after.marked), (before, marked));
            assert!(read().contains("\"dpi\": 72"), "{}", read());
        }
    }

    /// What can be done depends on what the folder holds.
    #[test]
    fn the_way_out_is_one_that_is_open() {
        let desk = tempfile::tempdir().unwrap();
        let told = |manifest: Value| {
            std::fs::write(desk.path().join(MANIFEST), manifest.to_string()).unwrap();
            way_out(desk.path()).to_string()
        };
        let own = env!("CARGO_PKG_VERSION");
        assert!(told(json!({ "version": own, "scenario_text": "" })).contains("--repair` plays again"));
        assert!(told(json!({ "version": "0.0.9", "scenario_text": "" })).contains("only version 0.0.9"));
        assert!(told(json!({ "version": own, "scenario_text": "", "missing": {} })).contains("merge the parts"));
        assert!(told(json!({ "version": own, "scenario_text": "", "part": {} })).contains("run this part again"));
        for other in [json!({ "version": own, "compared": [] }), json!({ "scenario_text": "", "question": "" })] {
            assert!(told(other).contains("the same command with --force"));
        }
    }
}
