//! What the documents promise in numbers and lists is so: the oldest compiler, shipped scenarios, tasks, checks.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

const ROOT: &str = env!("CARGO_MANIFEST_DIR");

fn read(name: &str) -> String {
    fs::read_to_string(Path::new(ROOT).join(name)).unwrap_or_else(|error| panic!("{name}: {error}"))
}

/// What stands between two marks, for each time that the first does.
fn between<'a>(text: &'a str, start: &str, end: &str) -> Vec<&'a str> {
    text.split(start).skip(1).map(|rest| rest.split(end).next().unwrap()).collect()
}

/// The names of files of a folder with that ending.
fn names(folder: &str, ending: &str) -> BTreeSet<String> {
    fs::read_dir(Path::new(ROOT).join(folder))
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .filter(|name| name.ends_with(ending))
        .collect()
}

/// One number, wherever it stands.
#[test]
fn the_oldest_compiler_is_the_same_everywhere() {
    let manifest = read("Cargo.toml");
    let oldest = between(&manifest, "rust-version = \"", "\"")[0];
    assert_eq!(between(&read("README.md"), "Rust (", " or later)"), [oldest]);
    assert_eq!(between(&read("docs/install.md"), "takes Rust ", " or later"), [oldest]);
    assert_eq!(between(&read("Dockerfile"), "FROM rust:", "-slim"), [oldest]);
    let contributing = read("CONTRIBUTING.md");
    let said = contributing.split("Rust ").skip(1).filter(|rest| rest.starts_with(|c: char| c.is_ascii_digit()));
    let said: Vec<&str> = said.map(|rest| rest.split([' ', ',']).next().unwrap()).collect();
    assert!(said.len() >= 2 && said.iter().all(|number| *number == oldest), "CONTRIBUTING.md says {said:?}");
}

/// With the locked dependencies, which are those that were tested.
#[test]
fn installing_takes_the_locked_dependencies() {
    for page in ["README.md", "CONTRIBUTING.md", "docs/testing.md", "docs/install.md"] {
        let text = read(page);
        for line in text.lines().filter(|line| line.contains("cargo install")) {
            assert!(line.contains("--locked"), "{page}: {line}");
        }
    }
}

/// What is released is built by one profile, wherever that is said; the image takes the program from where it lands.
#[test]
fn releases_are_built_by_one_profile() {
    assert!(read("Cargo.toml").contains("\n[profile.dist]\ninherits = \"release\"\n"));
    assert!(read("Dockerfile").contains("cargo build --locked --profile dist\n"));
    assert!(read("Dockerfile").contains("/target/dist/armistice "));
    let page = read("docs/install.md");
    let builds: Vec<&str> = page.split("cargo build ").skip(1).collect();
    assert!(builds.len() >= 2 && builds.iter().all(|it| it.starts_with("--locked --profile dist")));
}

/// The README begins with the command of the main job, that of the tests, and a picture.
#[test]
fn the_readme_leads_with_two_commands_and_a_picture() {
    let readme = read("README.md");
    let block = between(&readme, "```sh\n", "```")[0];
    let commands: Vec<&str> = block.lines().map(|line| line.split(" #").next().unwrap().trim()).collect();
    assert_eq!(commands, ["cargo run --release -- run scenarios/paris-2026.toml", "cargo test --release"]);
    let lead = readme.split("\n## ").next().unwrap();
    let pictures: Vec<&str> =
        between(lead, "![", ")").into_iter().filter_map(|picture| picture.split("](").nth(1)).collect();
    assert_eq!(pictures.len(), 1);
    assert!(Path::new(ROOT).join(pictures[0]).exists(), "{}", pictures[0]);
}

#[test]
fn the_readme_lists_the_shipped_scenarios() {
    let readme = read("README.md");
    let listed: BTreeSet<String> = between(&readme, "| [", "](scenarios/").into_iter().map(str::to_owned).collect();
    assert_eq!(listed, names("scenarios", ".toml"));
}

/// Numbers of plans in words.
#[test]
fn paris_has_as_many_plans_as_the_documents_say() {
    let plans = read("scenarios/paris-2026.toml").lines().filter(|line| line.trim() == "[[plan]]").count();
    assert_eq!(plans, 14);
    for page in ["README.md", "docs/paris-2026.md"] {
        assert!(read(page).to_lowercase().contains("fourteen plans"), "{page}");
    }
}

/// Every chart of the gallery is shown, and none twice.
#[test]
fn the_gallery_shows_its_pictures() {
    let page = read("docs/gallery.md");
    let shown: Vec<&str> = between(&page, "](gallery/", ")");
    let distinct: BTreeSet<String> = shown.iter().map(|name| (*name).to_owned()).collect();
    assert_eq!(shown.len(), distinct.len());
    assert_eq!(distinct, names("docs/gallery", ".png"));
}

/// Each task is one line, and each that a document names is there.
#[test]
fn tasks_are_one_line_each() {
    let justfile = read("justfile");
    let lines: Vec<&str> = justfile.lines().collect();
    let head = |line: &&str| !line.starts_with([' ', '#']) && line.ends_with(':');
    let tasks: Vec<&str> =
        lines.iter().filter(|line| head(line)).map(|line| line.split([' ', ':']).next().unwrap()).collect();
    let bodies = lines.iter().filter(|line| line.starts_with("    ")).count();
    assert_eq!(bodies, tasks.len());
    assert!(justfile.contains("ci:\n    .ci/run\n"));
    for page in ["README.md", "CONTRIBUTING.md", "docs/testing.md"] {
        for task in read(page).split("just ").skip(1).filter(|rest| !rest.starts_with('`')) {
            let word = task.split([' ', '`', '\n', ',']).next().unwrap();
            assert!(tasks.contains(&word), "{page} names the task {word}");
        }
    }
}

/// Continuous integration does what the documents say that it does.
#[test]
fn continuous_integration_runs_every_check() {
    let run = read(".ci/run");
    let checks = [
        "cargo fmt --check",
        "cargo clippy --locked --release --all-targets -- -D warnings",
        "cargo test --locked --release",
        "python3 tests/oracle/make.py --check",
        "python3 tests/dependencies.py",
        "python3 tests/paris.py",
        "cargo doc --locked --no-deps",
        "--test browser",
        "--bench ratio",
        ".ci/wasm",
        ".ci/python",
        ".ci/faces",
    ];
    for check in checks {
        assert!(run.contains(check), ".ci/run leaves out {check}");
    }
    for command in ["cargo fmt --check", "cargo clippy --all-targets -- -D warnings", "cargo test --release"] {
        assert!(read("CONTRIBUTING.md").contains(command), "{command}");
    }
}

/// Every module of integration tests is compiled: a file that `main.rs` does not name would test nothing.
#[test]
fn every_file_of_tests_is_run() {
    let main = read("tests/integration/main.rs");
    for name in names("tests/integration", ".rs") {
        let stem = name.trim_end_matches(".rs");
        assert!(stem == "main" || main.contains(&format!("mod {stem};")), "{name} is not run");
    }
}

/// The table of testing names every file of integration tests and every other kind of test.
#[test]
fn what_is_tested_where_is_complete() {
    let page = read("docs/testing.md");
    let helpers = ["main.rs", "any.rs", "story.rs"];
    for name in names("tests/integration", ".rs") {
        assert!(helpers.contains(&name.as_str()) || page.contains(&name), "docs/testing.md leaves out {name}");
    }
    for folder in fs::read_dir(Path::new(ROOT).join("tests")).unwrap().map(|entry| entry.unwrap().path()) {
        let name = folder.file_name().unwrap().to_string_lossy().into_owned();
        let known = name == "integration" || name.starts_with("__");
        assert!(known || page.contains(&format!("tests/{name}")), "docs/testing.md leaves out tests/{name}");
    }
}

/// What the oracle's page says of its files.
#[test]
fn the_oracle_lists_its_files() {
    let page = read("tests/oracle/README.md");
    for name in names("tests/oracle", ".py") {
        assert!(page.contains(&format!("| `{name}` |")), "{name}");
    }
}

/// The one file that ARCHITECTURE.md allows to be unsafe.
#[test]
fn only_vector_code_is_unsafe() {
    assert!(read("ARCHITECTURE.md").contains("`num/simd.rs`, the only `unsafe`"));
    let unsafe_files: Vec<String> = rust_files("src").into_iter().filter(|name| uses_unsafe(&read(name))).collect();
    assert_eq!(unsafe_files, ["src/num/simd.rs"]);
}

fn uses_unsafe(text: &str) -> bool {
    text.lines().any(|line| !line.trim_start().starts_with("//") && line.contains("unsafe {"))
}

fn rust_files(folder: &str) -> Vec<String> {
    let mut out = Vec::new();
    for entry in fs::read_dir(Path::new(ROOT).join(folder)).unwrap() {
        let name = format!("{folder}/{}", entry.unwrap().file_name().to_string_lossy());
        if Path::new(ROOT).join(&name).is_dir() {
            out.extend(rust_files(&name));
        } else if Path::new(&name).extension().is_some_and(|ending| ending == "rs") {
            out.push(name);
        }
    }
    out
}
