//! The house is built as ARCHITECTURE.md draws it: which room knows which is read from the source.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

const ROOT: &str = env!("CARGO_MANIFEST_DIR");

/// Names that two types share and that are to be told apart. Nothing is added here.
const SHARED: &[&str] = &["Axis", "Chunk", "Point"];

fn read(name: &str) -> String {
    fs::read_to_string(Path::new(ROOT).join(name)).unwrap()
}

/// Every Rust file below a folder.
fn files(folder: &Path) -> Vec<PathBuf> {
    let mut out = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            out.extend(files(&path));
        } else if path.extension().is_some_and(|ending| ending == "rs") {
            out.push(path);
        }
    }
    out.sort();
    out
}

fn rooms() -> Vec<String> {
    let mut out: Vec<String> = fs::read_dir(Path::new(ROOT).join("src"))
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.is_dir())
        .map(|path| path.file_name().unwrap().to_string_lossy().into_owned())
        .collect();
    out.sort();
    out
}

/// A file of the library: its module path and its code, without comments and tests.
struct Module {
    path: Vec<String>,
    code: String,
}

impl Module {
    fn read(file: &Path) -> Self {
        let inside = file.strip_prefix(Path::new(ROOT).join("src")).unwrap().with_extension("");
        let mut path: Vec<String> = inside.iter().map(|part| part.to_string_lossy().into_owned()).collect();
        if path.last().is_some_and(|last| last == "mod") {
            path.pop();
        }
        Self { path, code: without_tests(&without_comments(&fs::read_to_string(file).unwrap())) }
    }

    fn room(&self) -> &str {
        &self.path[0]
    }

    /// Modules declared for tests only: their paths.
    fn declared_for_tests(file: &Path) -> Vec<Vec<String>> {
        let text = without_comments(&fs::read_to_string(file).unwrap());
        let parent = Self::read(file).path;
        let names = text.split("#[cfg(test)]").skip(1).filter_map(|rest| {
            let declaration = rest.split([';', '{']).next().unwrap();
            let is_file = rest[declaration.len()..].starts_with(';');
            declaration.trim().rsplit_once("mod ").filter(|_| is_file).map(|(_, name)| name.to_owned())
        });
        names.map(|name| [parent.clone(), vec![name]].concat()).collect()
    }

    /// First names after `crate::`, and after as many `super::` as lead to the root of the crate.
    fn reaches(&self) -> BTreeSet<String> {
        let climb = "super::".repeat(self.path.len());
        let mut out = after(&self.code, "crate::");
        out.extend(after(&self.code, &climb).into_iter().filter(|name| name != "super"));
        out
    }
}

fn without_comments(text: &str) -> String {
    let code = |line: &str| if line.trim_start().starts_with("//") { String::new() } else { line.to_owned() };
    text.lines().map(|line| code(line) + "\n").collect()
}

/// Without items under `#[cfg(test)]` that have a body: these end at a brace as far in as they began.
fn without_tests(text: &str) -> String {
    let mut out = String::new();
    let mut lines = text.lines();
    while let Some(line) = lines.next() {
        if line.trim() != "#[cfg(test)]" {
            out += line;
            out.push('\n');
            continue;
        }
        let indent = &line[..line.len() - line.trim_start().len()];
        let end = format!("{indent}}}");
        let item = lines.by_ref().find(|item| !item.trim_start().starts_with("#[")).unwrap_or_default();
        if item.ends_with('{') {
            lines.by_ref().find(|line| *line == end);
        }
    }
    out
}

/// The names that follow a prefix, braces opened: `crate::{a::B, c}` gives a and c.
fn after(code: &str, prefix: &str) -> BTreeSet<String> {
    let mut out = BTreeSet::new();
    for (at, _) in code.match_indices(prefix) {
        let before = code[..at].chars().next_back();
        if before.is_some_and(|c| c.is_alphanumeric() || c == '_' || c == ':') {
            continue;
        }
        let rest = &code[at + prefix.len()..];
        match rest.strip_prefix('{') {
            Some(list) => out.extend(heads(list)),
            None => out.extend(name(rest)),
        }
    }
    out
}

fn name(text: &str) -> Option<String> {
    let end = text.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(text.len());
    (end > 0).then(|| text[..end].to_owned())
}

/// The first name of each entry of a list that has just been opened.
fn heads(list: &str) -> Vec<String> {
    let mut depth = 1;
    let mut fresh = true;
    let mut out = Vec::new();
    for (at, c) in list.char_indices() {
        if depth == 1 && fresh && (c.is_alphabetic() || c == '_') {
            out.extend(name(&list[at..]));
            fresh = false;
        }
        match c {
            '{' => depth += 1,
            '}' => depth -= 1,
            ',' => fresh = depth == 1,
            _ => {}
        }
        if depth == 0 {
            break;
        }
    }
    out
}

/// Modules of all rooms, those for tests left out.
fn modules() -> Vec<Module> {
    let all = files(&Path::new(ROOT).join("src"));
    let tests: Vec<Vec<String>> = all.iter().flat_map(|file| Module::declared_for_tests(file)).collect();
    all.iter()
        .map(|file| Module::read(file))
        .filter(|module| rooms().contains(&module.path[0]))
        .filter(|module| !tests.iter().any(|test| module.path.starts_with(test)))
        .collect()
}

/// What each room uses of other rooms, with a file that does.
fn used() -> BTreeMap<(String, String), String> {
    let rooms = rooms();
    let mut out = BTreeMap::new();
    for module in modules() {
        for target in module.reaches() {
            let known = rooms.contains(&target);
            assert!(known, "src/{} uses crate::{target}, which is no room", module.path.join("/"));
            if target != module.room() {
                out.insert((module.room().to_owned(), target), module.path.join("/"));
            }
        }
    }
    out
}

/// The table of ARCHITECTURE.md: rooms in its order, each with those it may know.
fn table() -> Vec<(String, BTreeSet<String>)> {
    let page = read("ARCHITECTURE.md");
    let rows = page.lines().filter(|line| line.starts_with("| `src/"));
    rows.map(|row| {
        let cells: Vec<&str> = row.trim_matches('|').split('|').map(str::trim).collect();
        assert_eq!(cells.len(), 3, "{row}");
        let room = cells[0].trim_matches('`').strip_prefix("src/").unwrap().to_owned();
        let known = cells[2].split('`').skip(1).step_by(2).map(str::to_owned).collect();
        (room, known)
    })
    .collect()
}

#[test]
fn every_room_has_its_row() {
    let mut drawn: Vec<String> = table().into_iter().map(|row| row.0).collect();
    drawn.sort();
    assert_eq!(drawn, rooms());
}

/// Each row names rooms above it only, so that there are no circles.
#[test]
fn rooms_know_only_those_above_them() {
    let mut above: Vec<String> = Vec::new();
    for (room, known) in table() {
        for name in known {
            assert!(above.contains(&name), "{room} may know {name}, which is not above it in ARCHITECTURE.md");
        }
        above.push(room);
    }
}

/// The table is what the source does: nothing more is used, nothing less is allowed.
#[test]
fn rooms_use_what_the_table_allows() {
    let used = used();
    let drawn = table();
    let allowed = |from: &str, to: &str| drawn.iter().any(|row| row.0 == from && row.1.contains(to));
    let mut wrong: Vec<String> = used
        .iter()
        .filter(|((from, to), _)| !allowed(from, to))
        .map(|((from, to), file)| format!("{from} may not know {to}, and src/{file} uses it"))
        .collect();
    for (room, known) in &drawn {
        let idle = known.iter().filter(|name| !used.contains_key(&(room.clone(), (*name).clone())));
        wrong.extend(idle.map(|name| format!("{room} may know {name} and does not use it")));
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Only jobs touch the disk's results.
#[test]
fn the_store_belongs_to_jobs() {
    let drawn = table();
    let users: Vec<&str> = drawn.iter().filter(|row| row.1.contains("store")).map(|row| row.0.as_str()).collect();
    assert_eq!(users, ["job"]);
}

/// The type names that a file declares, whatever their visibility.
fn declared(code: &str) -> Vec<String> {
    let keywords = ["struct ", "enum ", "trait ", "type ", "union "];
    let mut out = Vec::new();
    for line in code.lines().filter(|line| !line.starts_with(' ')) {
        let line = line.trim_start_matches("pub(crate) ").trim_start_matches("pub(super) ").trim_start_matches("pub ");
        out.extend(keywords.iter().find_map(|keyword| line.strip_prefix(keyword)).and_then(name));
    }
    out
}

/// One name, one type.
#[test]
fn no_two_types_share_a_name() {
    let mut places: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for module in modules() {
        for name in declared(&module.code) {
            places.entry(name).or_default().push(module.path.join("/"));
        }
    }
    places.retain(|_, files| files.len() > 1);
    let listed = |name: &str| SHARED.contains(&name);
    let new: Vec<String> = places
        .iter()
        .filter(|(name, _)| !listed(name))
        .map(|(name, files)| format!("{name} is a type of {}", files.join(" and of ")))
        .collect();
    let told_apart: Vec<&&str> = SHARED.iter().filter(|name| !places.contains_key(**name)).collect();
    assert!(new.is_empty(), "{}", new.join("\n"));
    assert!(told_apart.is_empty(), "one type each now, take them out: {told_apart:?}");
}

/// Types that ARCHITECTURE.md names between backticks are declared somewhere.
#[test]
fn types_that_the_page_names_exist() {
    let page = read("ARCHITECTURE.md");
    let types: BTreeSet<String> = modules().iter().flat_map(|module| declared(&module.code)).collect();
    let is_type = |word: &&str| {
        word.starts_with(|c: char| c.is_ascii_uppercase()) && word.chars().all(|c| c.is_ascii_alphanumeric())
    };
    let named: Vec<&str> = page.split('`').skip(1).step_by(2).filter(is_type).collect();
    assert!(named.len() > 5, "{named:?}");
    let gone: Vec<&str> = named.into_iter().filter(|name| !types.contains(*name)).collect();
    assert!(gone.is_empty(), "no type: {gone:?}");
}

/// What is written as a path in a document: between backticks, below a folder of the repository, or a Rust file.
fn paths(page: &str) -> Vec<String> {
    const FOLDERS: [&str; 7] = ["src/", "docs/", "tests/", "benches/", "scenarios/", "examples/", ".ci/"];
    let prose: String = page.split("```").step_by(2).collect();
    let quoted = prose.split('`').skip(1).step_by(2);
    let is_path = |text: &&str| {
        let plain = !text.contains([' ', '*', '{', '<', '(', '=', ':']);
        plain && (FOLDERS.iter().any(|folder| text.starts_with(folder)) || is(text, "rs"))
    };
    quoted.filter(is_path).map(str::to_owned).collect()
}

/// A path from the root or from `src`; a bare name of a file of source or tests.
/// Whether a file name ends so.
fn is(name: &str, ending: &str) -> bool {
    Path::new(name).extension().is_some_and(|it| it == ending)
}

fn is_there(path: &str) -> bool {
    let root = Path::new(ROOT);
    let below = |folder: &str| files(&root.join(folder)).iter().any(|file| file.ends_with(path));
    root.join(path).exists()
        || root.join("src").join(path).exists()
        || (!path.contains('/') && (below("src") || below("tests")))
}

#[test]
fn files_that_documents_name_exist() {
    let mut pages: Vec<String> =
        ["ARCHITECTURE.md", "CONTRIBUTING.md", "README.md", "tests/oracle/README.md"].map(str::to_owned).to_vec();
    let docs = fs::read_dir(Path::new(ROOT).join("docs")).unwrap();
    pages.extend(docs.map(|entry| format!("docs/{}", entry.unwrap().file_name().to_string_lossy())));
    pages.retain(|page| is(page, "md"));
    let named: Vec<(&String, String)> =
        pages.iter().flat_map(|page| paths(&read(page)).into_iter().map(move |path| (page, path))).collect();
    let gone: Vec<String> =
        named.iter().filter(|(_, path)| !is_there(path)).map(|(page, path)| format!("{page} names {path}")).collect();
    assert!(named.len() > 20, "only {} paths found", named.len());
    assert!(gone.is_empty(), "{}", gone.join("\n"));
}
