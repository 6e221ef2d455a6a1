//! Documents are run: every command that README and the guides show, every key that they list, every link.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;
use std::process::Command;

use armistice::model::{Demand, Enforcement, Front, Guarantee, Guarantor, Key, Negotiation, Party};

use crate::cli::{Desk, copy, forget_digests};

const ROOT: &str = env!("CARGO_MANIFEST_DIR");

fn document(name: &str) -> String {
    fs::read_to_string(Path::new(ROOT).join(name)).unwrap()
}

/// Commands of a document: the lines of its `sh` blocks that call the program.
fn commands(name: &str) -> Vec<String> {
    let mut inside = false;
    let mut out = Vec::new();
    for line in document(name).lines() {
        if line.starts_with("```") {
            inside = line == "```sh";
        } else if let (true, Some(command)) = (inside, line.strip_prefix("armistice ")) {
            out.push(command.split(" #").next().unwrap_or("").trim().to_owned());
        }
    }
    out
}

/// Every limit that `docs/limits.md` names is the program's: of the schema that the parser keeps to, of what it says itself.
#[test]
fn limits_are_those_of_the_program() {
    let page = document("docs/limits.md");
    let rows =
        page.lines().filter_map(|line| line.strip_prefix("| ")).map(|line| line.split(" | ").collect::<Vec<_>>());
    let rows = rows.filter(|cells| cells[1].starts_with(|it: char| it.is_ascii_digit()));
    let said: BTreeMap<String, u64> =
        rows.map(|cells| (cells[0].replace('`', ""), cells[1].replace(',', "").parse().unwrap())).collect();
    let schemas = [armistice::scenario::schema(), armistice::sweep::schema()];
    let mut known: BTreeMap<String, u64> = BTreeMap::new();
    let mut add = |schema: usize, pointer: &str, key: &str| {
        let value = schemas[schema].pointer(pointer).unwrap_or_else(|| panic!("{pointer}"));
        known.insert(key.to_owned(), value.as_f64().unwrap() as u64);
    };
    let file = "/$defs/scenario_file/properties";
    for list in ["issue", "guarantor", "party", "plan", "cost", "evidence", "forecast", "correlation"] {
        add(0, &format!("{file}/{list}/maxItems"), list);
    }
    let term = "plan/items/properties/terms/properties/foreign_troops/oneOf/1/properties/choices/maxItems";
    add(0, &format!("{file}/{term}"), "terms.choices");
    add(0, "/$defs/distribution/properties/mixture/maxItems", "mixture");
    add(0, "/$defs/distribution/properties/discrete/properties/values/maxItems", "discrete.values");
    for key in ["trials", "replications", "years"] {
        add(0, &format!("{file}/run/properties/{key}/maximum"), &format!("run.{key}"));
    }
    for path in ["enforcement.lookahead", "negotiation.max_months", "front.positions"] {
        let (section, key) = path.split_once('.').unwrap();
        add(0, &format!("{file}/{section}/properties/{key}/oneOf/0/maximum"), path);
    }
    add(0, &format!("{file}/cost/items/properties/unit/maxLength"), "name");
    add(0, &format!("{file}/guarantor/items/properties/note/maxLength"), "note");
    let id = schemas[0].pointer(&format!("{file}/plan/items/properties/id/pattern")).unwrap().as_str().unwrap();
    assert!(id.ends_with(&format!("{{1,{}}}$", said["id"])), "{id}");
    known.insert("id".to_owned(), said["id"]);
    known.extend([
        ("axis".to_owned(), armistice::sweep::MAX_AXES as u64),
        ("points".to_owned(), armistice::sweep::MAX_POINTS),
        ("measure".to_owned(), armistice::sweep::MAX_MEASURES as u64),
        ("chart".to_owned(), armistice::sweep::MAX_CHARTS as u64),
        ("faults".to_owned(), armistice::scenario::MAX_SHOWN as u64),
    ]);
    let desk = Desk::new();
    fs::File::create(desk.path("large.toml")).unwrap().set_len(said["file"] + 1).unwrap();
    let told = desk.expect(2, "check large.toml").stderr;
    assert!(told.contains(&format!("has {} bytes; at most {} are allowed", said["file"] + 1, said["file"])), "{told}");
    let options = [
        ("--threads", "run tiny.toml"),
        ("--dpi", "run tiny.toml"),
        ("--boxes", "discover run --outcome no_settlement"),
        ("--resamples", "choose run"),
    ];
    for (option, command) in options {
        let told = desk.expect(2, &format!("{command} {option} 900000")).stderr;
        assert!(told.contains(&format!(" to {}", said[option])), "{told}");
    }
    let run = "run tiny.toml --trials 64 --no-charts --quiet --out run";
    desk.expect(0, run);
    desk.expect(0, "run tiny.toml --trials 64 --no-charts --quiet --shard 1/1 --out part");
    forget_digests(&desk.path("run"));
    let files = [
        ("manifest.json", "report run"),
        ("summary.json", "report run"),
        ("part.json", "merge part --out whole"),
        ("SHA256SUMS", "report run"),
    ];
    for (file, command) in files {
        let path = desk.path(if file == "part.json" { "part" } else { "run" }).join(file);
        let bytes = fs::read(&path).unwrap_or_default();
        fs::File::create(&path).unwrap().set_len(said[file] + 1).unwrap();
        let told = desk.expect(1, command).stderr;
        assert!(told.contains(&format!("{file}: has {} bytes; at most {} are", said[file] + 1, said[file])), "{told}");
        fs::write(&path, bytes).unwrap();
    }
    // A list and what is unpacked take long to reach; what they are is said where it is kept to.
    let source = |file: &str| fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(file)).unwrap();
    assert!(
        source("src/job/stored_summary.rs").contains("const MOST_ITEMS: usize = 100_000;") && said["list"] == 100_000
    );
    let unpacked = "const MOST_UNPACKED: u64 = 1 << 29;";
    assert!(source("src/store/json.rs").contains(unpacked) && said["counts.json.gz"] == 1 << 29);
    for (key, limit) in &known {
        assert_eq!(said.get(key), Some(limit), "{key}");
    }
    // The others were asked of the program itself.
    assert_eq!(said.len(), known.len() + 1 + options.len() + files.len() + ["list", "counts.json.gz"].len());
}

/// The same command with fewer trials, where their number is not the point.
fn smaller(command: &str) -> String {
    if ["--shard", "--precision", "output/grown"].iter().any(|what| command.contains(what)) {
        return command.to_owned();
    }
    let trials = match command.split(' ').next() {
        // Whole draws where there are several trials at each.
        Some("run") if command.contains("--replications") => 320,
        Some("run") => 256,
        Some("compare") if command.contains(" --trials ") => 256,
        // At each point.
        Some("sweep") if command.contains(" --trials ") => 10,
        _ => return command.to_owned(),
    };
    match command.find(" --trials ") {
        Some(at) => {
            let rest = &command[at + " --trials ".len()..];
            let after = rest.find(' ').map_or("", |end| &rest[end..]);
            format!("{} --trials {trials}{after}", &command[..at])
        }
        None => format!("{command} --trials {trials}"),
    }
}

fn run_all(name: &str, least: usize) {
    run_all_at(&Desk::new(), name, least);
}

fn run_all_at(desk: &Desk, name: &str, least: usize) {
    copy(&Path::new(ROOT).join("scenarios"), &desk.path("scenarios"));
    let commands = commands(name);
    assert!(commands.len() >= least, "{name} shows {} commands", commands.len());
    for command in commands.iter().filter(|command| !command.contains('$') && !command.ends_with('\\')) {
        // The sweep file that the guide shows is tested where sweeps are.
        if command == "sweep FILE" {
            continue;
        }
        desk.expect(0, &smaller(command));
    }
}

#[test]
fn the_readme_runs() {
    run_all("README.md", 8);
}

/// The scenario that the guide makes of the small one.
fn what_now() -> String {
    let page = document("docs/experiments.md");
    let (_, rest) = page.split_once("<!-- what-now.toml -->\n```toml\n").unwrap();
    format!("{}\n{}", document("scenarios/tiny.toml"), rest.split_once("```").unwrap().0)
}

#[test]
fn the_guide_to_experiments_runs() {
    let desk = Desk::new();
    fs::write(desk.path("what-now.toml"), what_now()).unwrap();
    run_all_at(&desk, "docs/experiments.md", 12);
}

/// The cookbook, as a shell reads it, question after question in one folder.
#[test]
fn the_cookbook_runs() {
    let desk = Desk::new();
    copy(&Path::new(ROOT).join("scenarios"), &desk.path("scenarios"));
    let page = document("docs/cookbook.md");
    let lines = page.lines().filter(|line| line.starts_with("armistice "));
    assert!(lines.clone().count() >= 20);
    for line in lines {
        shell(&desk, line, &[]);
    }
}

/// What a shell does with some lines of a page, the program being on its path.
fn shell(desk: &Desk, lines: &str, environment: &[(&str, &str)]) {
    let program = Path::new(env!("CARGO_BIN_EXE_armistice"));
    let path = format!("{}:{}", program.parent().unwrap().display(), std::env::var("PATH").unwrap());
    let output = Command::new("bash")
        .current_dir(desk.path("."))
        .env("PATH", &path)
        .envs(environment.iter().copied())
        .args(["-e", "-c", lines])
        .output()
        .unwrap();
    assert!(output.status.success(), "{lines}\n{}", String::from_utf8_lossy(&output.stderr));
}

/// What the guide shows of a run is what the run prints. `UPDATE_DOCS=1` writes it.
#[test]
fn the_guide_to_experiments_shows_what_is_printed() {
    let (start, page) = ("<!-- printed by: ", document("docs/experiments.md"));
    let (before, rest) = page.split_once(start).unwrap();
    let (command, rest) = rest.split_once(" -->\n```text\n").unwrap();
    let (shown, after) = rest.split_once("```").unwrap();
    let desk = Desk::new();
    fs::write(desk.path("what-now.toml"), what_now()).unwrap();
    let printed = desk.expect(0, &format!("{command} --no-charts --quiet")).stdout;
    let between = |from: &str, to: &str| {
        let (_, rest) = printed.split_once(from).unwrap();
        format!("{from}{}\n", rest.split_once(to).unwrap().0.trim_end())
    };
    let moved = between("What has happened already", "\nHow it ends with all plans");
    let told = moved + "\n" + &between("Whatever suits both best: What would they sign", "\nPrecision:");
    if std::env::var_os("UPDATE_DOCS").is_some() {
        let page = format!("{before}{start}{command} -->\n```text\n{told}```{after}");
        fs::write(Path::new(ROOT).join("docs/experiments.md"), page).unwrap();
    } else {
        assert_eq!(shown, told);
    }
}

/// A section of the guide to clusters, with few trials of a quicker scenario, in two parts.
fn cluster(section: &str) -> String {
    let page = document("docs/clusters.md");
    let found = page.split("\n## ").find(|it| it.starts_with(section)).unwrap_or_else(|| panic!("no {section}"));
    found
        .replace("paris-2026.toml --trials 4000000", "tiny.toml --trials 2048")
        .replace("/32 ", "/2 ")
        .replace("auto/9 ", "auto/2 ")
        .replace("seq 32", "seq 2")
        .replace("\"32\"", "\"2\"")
        .replace("PARTS = 32", "PARTS = 2")
        .replace("-by-troops.toml", "-by-troops.toml --trials 4")
}

fn shell_blocks(section: &str) -> Vec<String> {
    section.split("```sh\n").skip(1).map(|block| block.split("```").next().unwrap().to_owned()).collect()
}

/// What stands in quotes, one after the other.
fn quoted(text: &str) -> String {
    text.split('"').skip(1).step_by(2).collect()
}

fn cluster_desk() -> Desk {
    let desk = Desk::new();
    copy(&Path::new(ROOT).join("scenarios"), &desk.path("scenarios"));
    desk
}

const JOIN: &str = "armistice merge parts/paris-* --out output/paris-4m --quiet";

/// The figures of the whole, once its parts are joined.
fn joined(desk: &Desk) -> Vec<u8> {
    shell(desk, JOIN, &[]);
    fs::read(desk.path("output/paris-4m/summary.json")).unwrap()
}

/// The ways of the guide to clusters, task by task, with a shell in the place of what would start them: all have the
/// figures of one plain run.
#[test]
fn the_guide_to_clusters_runs() {
    let desk = cluster_desk();
    desk.expect(0, "run scenarios/tiny.toml --trials 2048 --out plain --no-charts --quiet");
    let plain = fs::read(desk.path("plain/summary.json")).unwrap();
    let mut submitted = 0;
    for block in shell_blocks(&cluster("Slurm\n")) {
        if block.contains("sbatch") {
            assert_eq!(quoted(block.split("--wrap").nth(1).unwrap()), JOIN);
            submitted += 1;
            continue;
        }
        for task in if block.contains("SLURM") { &["1", "2"][..] } else { &["1"] } {
            shell(&desk, &block, &[("SLURM_ARRAY_TASK_ID", task), ("SLURM_CPUS_PER_TASK", "2")]);
        }
    }
    assert_eq!(submitted, 2);
    assert!(desk.path("output/horizon-by-troops/report.html").exists());
    assert!(joined(&desk) == plain, "Slurm");

    let desk = cluster_desk();
    let manifest = cluster("Kubernetes\n");
    assert!(document("docs/clusters.md").contains("completions: 32\n") && manifest.contains("value: \"2\"\n"));
    let lines = manifest.split(">-\n").nth(1).unwrap().lines().take_while(|line| line.starts_with("              "));
    let command = lines.map(str::trim).collect::<Vec<_>>().join(" ");
    for pod in ["0", "1"] {
        shell(&desk, &command, &[("JOB_COMPLETION_INDEX", pod), ("JOB_COMPLETIONS", "2")]);
    }
    assert!(joined(&desk) == plain, "Kubernetes");

    let desk = cluster_desk();
    let rules = cluster("Snakemake\n");
    let shells: Vec<String> =
        rules.split("shell:").skip(1).map(|it| quoted(it.split("\n\n").next().unwrap())).collect();
    assert_eq!((shells.len(), shells[0].as_str()), (2, JOIN));
    for part in ["1", "2"] {
        let command = shells[1].replace("{wildcards.part}", part).replace("{PARTS}", "2").replace("{threads}", "2");
        shell(&desk, &command, &[]);
        assert!(desk.path(&format!("parts/paris-{part}/part.json")).exists());
    }
    assert!(joined(&desk) == plain, "Snakemake");

    let [parallel, xargs] = &shell_blocks(&cluster("GNU parallel"))[..] else { panic!("two blocks") };
    let desk = cluster_desk();
    let command = parallel.split_once("--resume-failed \\\n").unwrap().1;
    let (command, numbers) = command.split_once(" ::: ").unwrap();
    shell(&desk, &format!("for it in {} ; do {} ; done", numbers.trim(), command.replace("{}", "$it")), &[]);
    assert!(joined(&desk) == plain, "parallel");

    let desk = cluster_desk();
    shell(&desk, xargs, &[]);
    assert!(joined(&desk) == plain, "xargs");
}

fn assert_listed<T>(keys: &[Key<T>], text: &str) {
    for key in keys {
        assert!(text.contains(&format!("`{}`", key.name)), "docs/scenario-format.md does not list `{}`", key.name);
    }
}

#[test]
fn every_key_is_described() {
    let text = document("docs/scenario-format.md");
    assert_listed(Party::KEYS, &text);
    assert_listed(Demand::KEYS, &text);
    assert_listed(Front::KEYS, &text);
    assert_listed(Guarantee::KEYS, &text);
    assert_listed(Guarantor::KEYS, &text);
    assert_listed(Negotiation::KEYS, &text);
    assert_listed(Enforcement::KEYS, &text);
}

/// The names between backticks in the first cells of a table, which begins after a line.
fn first_cells(page: &str, after: &str) -> Vec<String> {
    let table = page.split(after).nth(1).unwrap_or_else(|| panic!("no {after}"));
    let rows = table.lines().skip_while(|line| !line.starts_with('|')).take_while(|line| line.starts_with('|'));
    rows.skip(2)
        .flat_map(|row| row.split('|').nth(1).unwrap().split('`').skip(1).step_by(2).collect::<Vec<_>>())
        .map(str::to_owned)
        .collect()
}

/// The guide to results lists what a run leaves, and nothing else.
#[test]
fn a_run_leaves_what_the_guide_lists() {
    let desk = Desk::new();
    desk.expect(0, "run tiny.toml --trials 64 --out whole --quiet --plan-table --explorer");
    desk.expect(0, "run tiny.toml --trials 64 --out parquet --no-charts --trials-format parquet --quiet --plan-table");
    let endings = |path: &Path| match path.strip_prefix("charts") {
        Ok(chart) => format!("charts/*.{}", chart.extension().unwrap().to_string_lossy()),
        Err(_) => path.to_string_lossy().into_owned(),
    };
    let left: BTreeSet<String> =
        [desk.files("whole"), desk.files("parquet")].iter().flatten().map(|file| endings(file.0)).collect();
    let listed = first_cells(&document("docs/results.md"), "# What a run leaves behind");
    let whole = |name: String| if name.starts_with("*.") { format!("charts/{name}") } else { name };
    assert_eq!(left, listed.into_iter().map(whole).collect());
}

/// The columns of the trial table are those of the guide: inputs apart, by which each scenario differs. Where no front can
/// freeze, no cost is declared and nothing has happened yet, none is of that.
#[test]
fn the_trial_table_has_the_columns_of_the_guide() {
    let desk = Desk::new();
    desk.expect(0, "run tiny.toml --trials 64 --out plain --no-charts --quiet");
    let tiny = fs::read_to_string(desk.path("tiny.toml")).unwrap();
    fs::write(
        desk.path("costly.toml"),
        tiny + "\n[[cost]]\nid = \"dead\"\nunit = \"people\"\nper_month_of_war = 1\n[[evidence]]\nmonths = 3\n",
    )
    .unwrap();
    desk.expect(
        0,
        "run costly.toml --set front.freeze=0.1 --set front.thaw=0.1 --trials 64 --out run --no-charts --quiet",
    );
    let table = fs::read_to_string(desk.path("run/trials.csv")).unwrap();
    let plain = fs::read_to_string(desk.path("plain/trials.csv")).unwrap();
    let header: Vec<&str> = table.lines().next().unwrap().split(',').collect();
    let without: Vec<&str> =
        header.iter().copied().filter(|name| !["frozen_months", "cost.dead", "weight"].contains(name)).collect();
    assert_eq!(plain.lines().next().unwrap(), without.join(","));
    let listed = first_cells(&document("docs/results.md"), "## The trial table");
    let terms = |name: &str| name.starts_with("terms.");
    let at = header.iter().position(|name| *name == "class").expect("a class");
    assert_eq!(header[..3], ["trial", "status", "error"]);
    assert_eq!(listed[0], "class");
    let id = |name: &'static str| move |column: &&str| if *column == "cost.dead" { name } else { *column }.to_owned();
    let there: Vec<String> = header[at..].iter().filter(|name| !terms(name)).map(id("cost.ID")).collect();
    let told: Vec<&str> = listed.iter().map(String::as_str).filter(|name| !terms(name)).collect();
    assert_eq!(there, told, "in the order of the table");
    assert!(header.iter().any(|name| terms(name)) && listed.iter().any(|name| name == "terms.ISSUE"));
}

/// What the guide to reports says of sizes and dots is what the program takes.
#[test]
fn sizes_are_those_of_the_guide() {
    let desk = Desk::new();
    let page = document("docs/reports.md");
    let sizes = first_cells(&page, "## Sizes");
    assert_eq!(sizes, ["column", "page", "slide"]);
    for dpi in [35, 1201] {
        let refused = desk.expect(2, &format!("run tiny.toml --trials 64 --dpi {dpi} --out refused"));
        assert!(page.contains("36 to 1200") && refused.stderr.contains("36"), "{}", refused.stderr);
    }
}

/// The book of the pages has each of them once, and nothing else; what its settings name is there, and what it writes is
/// no part of the repository.
#[test]
fn the_book_has_every_page_once() {
    let summary = document("docs/SUMMARY.md");
    let mut named: Vec<&str> = summary.split("](").skip(1).map(|rest| rest.split(')').next().unwrap()).collect();
    named.sort_unstable();
    let mut pages: Vec<String> = fs::read_dir(Path::new(ROOT).join("docs"))
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .filter(|name| Path::new(name).extension().is_some_and(|it| it == "md") && name != "SUMMARY.md")
        .collect();
    pages.sort_unstable();
    assert_eq!(named, pages);
    let settings: toml::Table = document("docs/book.toml").parse().unwrap();
    let word = |path: [&str; 2]| settings[path[0]][path[1]].as_str().unwrap();
    let command = settings["preprocessor"]["equations"]["command"].as_str().unwrap();
    let docs = Path::new(ROOT).join("docs");
    assert!(docs.join(word(["book", "src"])).join("SUMMARY.md").exists());
    assert!(docs.join(command.strip_prefix("python3 ").unwrap()).exists());
    for style in settings["output"]["html"]["additional-css"].as_array().unwrap() {
        assert!(docs.join(style.as_str().unwrap()).exists(), "{style}");
    }
    let written = word(["build", "build-dir"]).strip_prefix("..").unwrap();
    assert!(document(".gitignore").lines().any(|line| line == written), "{written} is not ignored");
}

/// What a code host makes of a heading as the end of an address.
fn anchor(heading: &str) -> String {
    let kept = heading.chars().filter(|it| it.is_alphanumeric() || matches!(it, ' ' | '-' | '_'));
    kept.flat_map(char::to_lowercase).map(|it| if it == ' ' { '-' } else { it }).collect()
}

fn anchors(page: &str) -> BTreeSet<String> {
    let headings = page.lines().filter(|line| line.starts_with('#'));
    headings.map(|line| anchor(line.trim_start_matches('#').trim_start())).collect()
}

/// Links between documents lead somewhere, and to a heading that is there.
#[test]
fn links_lead_somewhere() {
    let mut names = vec!["README.md".to_owned(), "ARCHITECTURE.md".to_owned(), "CONTRIBUTING.md".to_owned()];
    for entry in fs::read_dir(Path::new(ROOT).join("docs")).unwrap() {
        let name = entry.unwrap().file_name().into_string().unwrap();
        if Path::new(&name).extension().is_some_and(|ending| ending == "md") {
            names.push(format!("docs/{name}"));
        }
    }
    for name in names {
        let folder = Path::new(ROOT).join(&name).parent().unwrap().to_owned();
        for piece in document(&name).split("](").skip(1) {
            let link = piece.split(')').next().unwrap();
            if link.contains("://") || link.contains(' ') || link.contains('$') {
                continue;
            }
            let (target, heading) = link.split_once('#').unwrap_or((link, ""));
            let file = if target.is_empty() { Path::new(ROOT).join(&name) } else { folder.join(target) };
            assert!(file.exists(), "{name} links to {link}");
            let known = || anchors(&fs::read_to_string(&file).unwrap());
            assert!(heading.is_empty() || known().contains(heading), "{name} links to {link}");
        }
    }
}
