//! The page of `armistice explore` in a real browser: its figures are those of the program, to the last digit.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::thread::sleep;
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use super::driver::Browser;
use super::screenshots;

const RIGHT: &str = "\u{e014}";

/// What the program prints.
fn program(arguments: &[&str]) -> String {
    let output = Command::new(env!("CARGO_BIN_EXE_armistice"))
        .args(arguments)
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .output()
        .unwrap();
    assert!(output.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

/// The page of a scenario in a folder of its own, opened as a mail's attachment would be.
struct Page {
    folder: tempfile::TempDir,
    browser: Browser,
}

impl Page {
    fn open(scenario: &str, lang: &str) -> Self {
        Self::sized(scenario, lang, (1_280, 900))
    }

    fn sized(scenario: &str, lang: &str, (width, height): (u32, u32)) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("page.html");
        program(&["explore", scenario, "--out", file.to_str().unwrap(), "--lang", lang, "--quiet"]);
        let mut browser = Browser::start();
        browser.resize(width, height);
        browser.open(&format!("file://{}", file.display()));
        let mut page = Self { folder, browser };
        page.wait("document.body.classList.contains('ready')");
        page
    }

    fn file(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn ask(&mut self, script: &str) -> Value {
        self.browser.run(&format!("return {script}"), &json!([]))
    }

    fn text(&mut self, script: &str) -> String {
        self.ask(script).as_str().unwrap_or_default().to_owned()
    }

    fn wait(&mut self, condition: &str) {
        let begun = Instant::now();
        while self.ask(condition) != json!(true) {
            assert!(
                begun.elapsed() < Duration::from_secs(120),
                "{condition}: {}",
                self.text("document.body.innerText")
            );
            sleep(Duration::from_millis(20));
        }
    }

    /// Types into a number field; the figures have followed when it returns.
    fn set(&mut self, path: &str, value: &str) {
        let asked = self.ask("Number(document.body.dataset.settled)").as_f64().unwrap();
        self.browser.run(
            "const field = document.querySelector(`input[type=number][data-path=\"${arguments[0]}\"]`); \
             field.value = arguments[1]; field.dispatchEvent(new Event('input'))",
            &json!([path, value]),
        );
        self.wait(&format!("Number(document.body.dataset.settled) > {asked}"));
    }

    /// Runs a few trials.
    fn run_trials(&mut self) {
        let script = "document.querySelector('#trials').value = '64'; document.querySelector('#run').click()";
        self.browser.run(script, &json!([]));
    }

    /// The year in which the table looks at peaces.
    fn year(&mut self) -> usize {
        let script = "Number(document.querySelector('#plans thead th:nth-last-child(2)').textContent.match(/\\d+/)[0])";
        self.ask(script).as_u64().unwrap() as usize
    }

    /// Surplus to both sides and survival in the headline year of each plan, as the table has them.
    fn figures(&mut self) -> Vec<[Option<f64>; 3]> {
        let rows = self.ask(
            "[...document.querySelectorAll('#plans tbody tr')].map(row => [...row.querySelectorAll('td[data-surplus]')]\
             .slice(0, 2).map(cell => cell.dataset.surplus).concat(row.querySelector('td[data-survival]').dataset.survival))",
        );
        let number = |it: &Value| it.as_str().and_then(|text| text.parse().ok());
        let row = |row: &Value| [0, 1, 2].map(|at| number(&row[at]));
        rows.as_array().unwrap().iter().map(row).collect()
    }

    /// Presses a button that copies, and returns what it copied.
    fn copied(&mut self, button: &str) -> String {
        self.browser.run(
            "window.copied = ''; Object.defineProperty(navigator, 'clipboard', \
             { configurable: true, value: { writeText: async (text) => { window.copied = text } } })",
            &json!([]),
        );
        self.browser.run("document.querySelector(arguments[0]).scrollIntoView({ block: 'center' })", &json!([button]));
        self.browser.click(button);
        self.wait("window.copied !== ''");
        self.text("window.copied")
    }
}

/// The same figures by `armistice evaluate`.
fn evaluated(scenario: &str, set: &[&str], year: usize) -> Vec<[Option<f64>; 3]> {
    let set = set.iter().flat_map(|it| ["--set", it]);
    let arguments: Vec<&str> = ["evaluate", scenario, "--format", "json", "--quiet"].into_iter().chain(set).collect();
    let solved: Value = serde_json::from_str(&program(&arguments)).unwrap();
    let plan = |plan: &Value| {
        let surplus = |side: &str| plan[side]["surplus"].as_f64();
        [surplus("challenger"), surplus("defender"), plan["survival"][year].as_f64()]
    };
    solved["plans"].as_array().unwrap().iter().map(plan).collect()
}

#[test]
#[ignore = "needs chromium and chromedriver"]
fn figures_are_those_of_evaluate_to_the_last_digit() {
    for (scenario, path, value) in [
        ("scenarios/tiny.toml", "challenger.war_cost", "0.3"),
        ("scenarios/seven-parties.toml", "defender.war_cost", "0.4"),
        ("scenarios/paris-2026.toml", "challenger.war_cost", "0.35"),
    ] {
        let mut page = Page::open(scenario, "en");
        let year = page.year();
        let original = page.figures();
        assert_eq!(original, evaluated(scenario, &[], year), "{scenario}");
        page.set(path, value);
        let set = format!("{path}={value}");
        let changed = page.figures();
        assert_eq!(changed, evaluated(scenario, &[&set], year), "{scenario}");
        assert_ne!(changed, original);
        println!(
            "{scenario}: solved in {} ms, drawn in {} ms",
            page.text("document.body.dataset.took"),
            page.text("document.body.dataset.drawn")
        );
    }
}

#[test]
#[ignore = "needs chromium and chromedriver"]
fn a_run_in_the_page_gives_the_bytes_of_summary_json() {
    let scenario = "scenarios/tiny.toml";
    let mut page = Page::open(scenario, "en");
    page.set("challenger.war_cost", "0.3");
    page.browser.run("document.querySelector('#trials').value = '700'; document.querySelector('#seed').value = '18446744073709551615'", &json!([]));
    page.browser.run("document.querySelector('#run').click()", &json!([]));
    page.wait("!document.querySelector('#outcome').hidden");
    let copied = page.copied("#copy-summary");
    let out = page.file("run");
    program(&[
        "run",
        scenario,
        "--set",
        "challenger.war_cost=0.3",
        "--trials",
        "700",
        "--seed",
        "18446744073709551615",
        "--out",
        out.to_str().unwrap(),
        "--no-charts",
        "--quiet",
    ]);
    assert_eq!(copied, std::fs::read_to_string(out.join("summary.json")).unwrap());
    // The chart has every class, and the figures of the summary.
    let summary: Value = serde_json::from_str(&copied).unwrap();
    let held = 100.0 * summary["classes"]["peace_held"]["share"].as_f64().unwrap();
    assert!(page.text("document.querySelector('#shares').textContent").contains(&format!("{held:.1}%")));
}

#[test]
#[ignore = "needs chromium and chromedriver"]
fn a_run_can_be_stopped() {
    let mut page = Page::open("scenarios/paris-2026.toml", "en");
    page.browser
        .run("document.querySelector('#trials').value = '1000000'; document.querySelector('#run').click()", &json!([]));
    page.wait("document.querySelector('#progress').value > 0");
    page.browser.run("document.querySelector('#stop').click()", &json!([]));
    page.wait("document.querySelector('#progress').hidden && !document.querySelector('#run').disabled");
    assert_eq!(page.ask("document.querySelector('#outcome').hidden"), json!(true));
}

#[test]
#[ignore = "needs chromium and chromedriver"]
fn what_is_taken_away_says_the_same() {
    let scenario = "scenarios/paris-2026.toml";
    let mut page = Page::open(scenario, "en");
    page.browser.run("const pick = document.querySelector('#pick'); pick.value = 'coalition-30'; pick.dispatchEvent(new Event('change'))", &json!([]));
    page.set("plan.coalition-30.terms.guarantee_years", "22");
    page.set("challenger.war_cost", "0.35");
    let figures = page.figures();
    let command = page.text("document.querySelector('#command').textContent");
    assert_eq!(
        command.lines().next().unwrap(),
        "armistice evaluate scenarios/paris-2026.toml --set plan.coalition-30.terms.guarantee_years=22 --set challenger.war_cost=0.35"
    );
    page.browser.run("document.querySelector('#toml').open = true", &json!([]));
    page.wait("document.querySelector('#toml-text').textContent.length > 1000");
    let toml = page.copied("#copy-toml");
    let file = page.file("changed.toml");
    std::fs::write(&file, toml).unwrap();
    assert_eq!(figures, evaluated(file.to_str().unwrap(), &[], 15));
}

#[test]
#[ignore = "needs chromium and chromedriver"]
fn what_is_shown_first_is_what_the_program_takes() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("tiny.toml");
    let text = std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios/tiny.toml")).unwrap();
    let text = text.replace("\n[run]\n", "\n[run]\nsampling = \"sobol\"\nreplications = 40\n");
    std::fs::write(&file, text.replace("trials = 10_000", "trials = 10_240")).unwrap();
    let mut page = Page::open(file.to_str().unwrap(), "en");
    assert_eq!(page.text("document.querySelector('#trials').value"), "1280");
    page.browser.run("document.querySelector('#run').click()", &json!([]));
    page.wait("!document.querySelector('#outcome').hidden");
    let summary = page.copied("#copy-summary");
    let clear = "for (const id of ['trials', 'seed']) { const field = document.getElementById(id); field.value = ''; \
                 field.dispatchEvent(new Event('input')) }";
    page.browser.run(clear, &json!([]));
    let commands = page.text("document.querySelector('#command').textContent");
    let commands: Vec<Vec<&str>> = commands.lines().map(|line| line.split(' ').skip(1).collect()).collect();
    program(&commands[0]);
    let out = folder.path().join("run");
    program(&[&commands[1][..], &["--out", out.to_str().unwrap(), "--no-charts", "--quiet"]].concat());
    assert_eq!(std::fs::read_to_string(out.join("summary.json")).unwrap(), summary);
}

#[test]
#[ignore = "needs chromium and chromedriver"]
fn no_request_leaves_the_explorer_and_the_console_is_silent() {
    let mut page = Page::open("scenarios/tiny.toml", "en");
    page.set("challenger.war_cost", "0.3");
    page.run_trials();
    page.wait("!document.querySelector('#outcome').hidden");
    let fetched = page
        .ask("performance.getEntriesByType('resource').map(entry => entry.name).filter(it => !it.startsWith('blob:'))");
    assert_eq!(fetched, json!([]));
    assert_eq!(page.browser.console(), Vec::<String>::new());
    // The control: what the policy forbids is tried, and stopped.
    page.browser.run("fetch('http://127.0.0.1:9/x').catch(() => {})", &json!([]));
    sleep(Duration::from_millis(300));
    let console = page.browser.console().join("\n");
    assert!(console.contains("Content Security Policy"), "{console}");
}

#[test]
#[ignore = "needs chromium and chromedriver"]
fn a_slider_is_moved_by_the_arrow_keys() {
    let mut page = Page::open("scenarios/tiny.toml", "en");
    let before = page.figures();
    page.browser.run("document.querySelector('#leading input[type=range]').focus()", &json!([]));
    let path = page.text("document.activeElement.dataset.path");
    for _ in 0..5 {
        page.browser.press(RIGHT);
    }
    page.wait("document.querySelector('#leading .control').classList.contains('changed')");
    let value = page.text("document.activeElement.value");
    page.wait("!document.body.classList.contains('late')");
    sleep(Duration::from_millis(300));
    let after = page.figures();
    assert_ne!(after, before);
    let year = page.year();
    assert_eq!(after, evaluated("scenarios/tiny.toml", &[&format!("{path}={value}")], year));
    // And back, by the button that undoes it.
    page.browser.run("document.querySelector('#leading .undo:not([hidden])').focus()", &json!([]));
    page.browser.press_enter();
    page.wait("document.querySelector('#undo').disabled");
    sleep(Duration::from_millis(300));
    assert_eq!(page.figures(), before);
}

#[test]
#[ignore = "needs chromium and chromedriver"]
fn a_number_out_of_range_is_refused_beside_its_field() {
    let mut page = Page::open("scenarios/tiny.toml", "en");
    let before = page.figures();
    page.set("challenger.war_cost", "-3");
    let fault = page.text("document.querySelector('.fault:not([hidden])').textContent");
    assert!(fault.contains("challenger.war_cost") && fault.contains("-3"), "{fault}");
    assert_eq!(page.figures(), before, "the last figures stay");
    assert_eq!(page.ask("document.body.classList.contains('wrong')"), json!(true));
}

#[test]
#[ignore = "needs chromium and chromedriver"]
fn a_scenario_of_ones_own_is_checked_and_explored() {
    let mut page = Page::open("scenarios/tiny.toml", "en");
    page.browser.run("document.querySelector('#own-template').click()", &json!([]));
    let template = page.text("document.querySelector('#own-text').value");
    assert!(template.contains("Two neighbours"));
    let write = "document.querySelector('#own-text').value = arguments[0]; document.querySelector('#own-open').click()";
    page.browser.run(write, &json!([template.replacen("war_cost", "war_costs", 1)]));
    page.wait("document.querySelectorAll('#own-faults li').length > 0");
    let faults = page.text("document.querySelector('#own-faults').textContent");
    let line = template.lines().position(|line| line.starts_with("war_cost")).unwrap() + 1;
    assert!(faults.contains(&format!("Line {line}, column 1")) && faults.contains("war_costs"), "{faults}");
    page.browser.run(write, &json!([template]));
    page.wait("document.querySelector('#title').textContent === 'Two neighbours'");
    page.wait("document.querySelectorAll('#plans tbody tr').length === 2");
    let file = page.file("own.toml");
    std::fs::write(&file, template).unwrap();
    sleep(Duration::from_millis(300));
    assert_eq!(page.figures(), evaluated(file.to_str().unwrap(), &[], 15));
}

#[test]
#[ignore = "needs chromium and chromedriver"]
fn a_phone_needs_no_scrolling_sideways() {
    for lang in ["en", "fr"] {
        let mut page = Page::sized("scenarios/paris-2026.toml", lang, (360, 740));
        page.browser.run("document.querySelectorAll('details').forEach(it => { it.open = true })", &json!([]));
        let width = page.ask("document.documentElement.scrollWidth").as_f64().unwrap();
        assert!(width <= 360.0, "{lang}: {width}");
    }
}

#[test]
#[ignore = "needs chromium and chromedriver"]
fn the_french_page_speaks_french() {
    let mut page = Page::open("scenarios/paris-2026.toml", "fr");
    page.set("challenger.war_cost", "0.35");
    page.browser.run("document.querySelector('#search').value = 'garantie'; document.querySelector('#search').dispatchEvent(new Event('input'))", &json!([]));
    page.run_trials();
    page.wait("!document.querySelector('#outcome').hidden");
    let text = page.text(
        "[document.body.innerText, ...[...document.querySelectorAll('[aria-label],[title]')]\
         .map(it => `${it.getAttribute('aria-label')} ${it.title}`)].join(' ')",
    );
    let command = page.text("document.querySelector('#command').textContent");
    let text = text.replace(&command, "");
    let english =
        ["the", "of", "and", "would", "years", "share", "accepts", "refuses", "changed", "lacks", "thousand", "with"];
    let found: Vec<&str> =
        text.split(|letter: char| !letter.is_alphanumeric()).filter(|word| english.contains(word)).collect();
    assert!(found.is_empty(), "{found:?} in {text}");
}

#[test]
#[ignore = "needs chromium, chromedriver and axe-core"]
fn an_accessibility_check_finds_nothing_in_the_explorer() {
    let axe = std::env::var("ARMISTICE_AXE").expect("ARMISTICE_AXE names axe.min.js");
    let axe = std::fs::read_to_string(axe).unwrap();
    for (lang, size, dark) in [("en", (1_280, 900), false), ("fr", (390, 844), false), ("en", (1_280, 900), true)] {
        let mut page = Page::sized("scenarios/tiny.toml", lang, size);
        if dark {
            page.browser.darken();
        }
        page.set("challenger.war_cost", "0.3");
        page.browser.run("document.querySelectorAll('details').forEach(it => { it.open = true })", &json!([]));
        page.run_trials();
        page.wait("!document.querySelector('#outcome').hidden");
        page.browser.run(&axe, &json!([]));
        let found = page.browser.run_async(
            "const done = arguments[arguments.length - 1]; axe.run().then(result => done(result.violations\
             .map(it => `${it.impact} ${it.id}: ${it.nodes.slice(0, 3).map(node => node.html.slice(0, 160)).join(' | ')}`)))",
        );
        let found: Vec<&str> = found.as_array().unwrap().iter().filter_map(Value::as_str).collect();
        assert!(found.is_empty(), "{lang}, {size:?}: {found:#?}");
    }
}

#[test]
#[ignore = "needs chromium and chromedriver"]
fn screenshots_of_the_explorer_are_taken() {
    let Some(folder) = screenshots() else { return };
    for (name, lang, size, dark) in [
        ("explorer-desktop", "en", (1_280, 900), false),
        ("explorer-phone", "en", (360, 740), false),
        ("explorer-dark", "en", (1_280, 900), true),
        ("explorer-french", "fr", (1_280, 900), false),
    ] {
        let mut page = Page::sized("scenarios/paris-2026.toml", lang, size);
        if dark {
            page.browser.darken();
        }
        page.set("challenger.war_cost", "0.35");
        page.run_trials();
        page.wait("!document.querySelector('#outcome').hidden");
        std::fs::write(Path::new(&folder).join(format!("{name}.png")), page.browser.screenshot()).unwrap();
    }
}
