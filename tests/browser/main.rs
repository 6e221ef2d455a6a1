//! The report in a real browser: it asks nothing of anybody, keeps quiet, reacts to the pointer, and can be read by all.
//!
//! Needs chromium and chromedriver, and axe-core's `axe.min.js` where `ARMISTICE_AXE` says; so it only runs when asked:
//! `cargo test --test browser -- --ignored`. Screenshots go to the folder that `ARMISTICE_SCREENSHOTS` names.

mod driver;
mod explorer;

use std::path::{Path, PathBuf};
use std::process::Command;
use std::thread::sleep;
use std::time::Duration;

use driver::Browser;
use serde_json::{Value, json};

/// Runs the small scenario and returns its folder.
fn report(lang: &str) -> tempfile::TempDir {
    run(Path::new("scenarios/tiny.toml"), lang)
}

fn run(scenario: &Path, lang: &str) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let status = Command::new(env!("CARGO_BIN_EXE_armistice"))
        .args(["run", "--quiet", "--force", "--lang", lang])
        .arg(scenario)
        .arg("--out")
        .arg(folder.path().join("run"))
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .output()
        .unwrap();
    assert!(status.status.success(), "{}", String::from_utf8_lossy(&status.stderr));
    folder
}

fn open(browser: &mut Browser, folder: &Path) {
    browser.open(&format!("file://{}", folder.join("run/report.html").display()));
}

fn screenshots() -> Option<PathBuf> {
    let folder = PathBuf::from(std::env::var_os("ARMISTICE_SCREENSHOTS")?);
    std::fs::create_dir_all(&folder).unwrap();
    Some(folder)
}

#[test]
#[ignore = "needs chromium and chromedriver"]
fn no_request_leaves_the_page_and_the_console_is_silent() {
    let folder = report("en");
    let mut browser = Browser::start();
    open(&mut browser, folder.path());
    let fetched = browser.run("return performance.getEntriesByType('resource').map(entry => entry.name)", &json!([]));
    assert_eq!(fetched, json!([]));
    assert_eq!(browser.console(), Vec::<String>::new());
    // The control: what the policy forbids is tried, and stopped.
    browser.run(
        "const image = new Image(); image.src = 'http://127.0.0.1:9/x.png'; document.body.append(image)",
        &json!([]),
    );
    sleep(Duration::from_millis(300));
    let console = browser.console().join("\n");
    assert!(console.contains("Content Security Policy"), "{console}");
}

#[test]
#[ignore = "needs chromium and chromedriver"]
fn values_show_on_hover() {
    let folder = report("en");
    let mut browser = Browser::start();
    open(&mut browser, folder.path());
    browser.hover("#chart-outcomes .wide .mark rect");
    let tip =
        browser.run("const tip = document.querySelector('.tip'); return tip.hidden ? '' : tip.textContent", &json!([]));
    assert!(tip.as_str().unwrap().contains('%'), "{tip}");
    browser.hover("#chart-survival .wide .plot .series polyline");
    let tip =
        browser.run("const tip = document.querySelector('.tip'); return tip.hidden ? '' : tip.textContent", &json!([]));
    assert!(tip.as_str().unwrap().contains("years since the signature"), "{tip}");
}

#[test]
#[ignore = "needs chromium and chromedriver"]
fn tables_sort_by_any_column_with_the_keyboard_too() {
    let folder = report("en");
    let mut browser = Browser::start();
    open(&mut browser, folder.path());
    let order = "const rows = [...document.querySelectorAll('#table-outcomes tbody tr')]; \
                 return rows.map(row => Number(row.cells[2].dataset.v))";
    browser.run("document.querySelector('#chart-outcomes details').open = true", &json!([]));
    let before = browser.run(order, &json!([]));
    browser.run("document.querySelector('#table-outcomes thead th:nth-child(3) button').focus()", &json!([]));
    browser.press_enter();
    let mut sorted: Vec<f64> = before.as_array().unwrap().iter().filter_map(Value::as_f64).collect();
    sorted.sort_by(f64::total_cmp);
    assert_eq!(browser.run(order, &json!([])), json!(sorted));
    let state = "return document.querySelector('#table-outcomes thead th:nth-child(3)').getAttribute('aria-sort')";
    assert_eq!(browser.run(state, &json!([])), json!("ascending"));
    browser.press_enter();
    sorted.reverse();
    assert_eq!(browser.run(order, &json!([])), json!(sorted));
}

#[test]
#[ignore = "needs chromium and chromedriver"]
fn plans_can_be_switched_off_and_on() {
    let folder = report("en");
    let mut browser = Browser::start();
    open(&mut browser, folder.path());
    let off = "return document.querySelectorAll('#chart-survival .off').length";
    assert_eq!(browser.run(off, &json!([])), json!(0));
    browser.click("#chart-survival fieldset input");
    assert!(browser.run(off, &json!([])).as_u64().unwrap() >= 2);
    browser.click("#chart-survival fieldset input");
    assert_eq!(browser.run(off, &json!([])), json!(0));
}

#[test]
#[ignore = "needs chromium and chromedriver"]
fn a_table_is_copied_as_csv() {
    let folder = report("fr");
    let mut browser = Browser::start();
    open(&mut browser, folder.path());
    let copied = copied(&mut browser, "outcomes");
    assert!(copied.starts_with("class,name,share,low,high\n"), "{copied}");
    assert_eq!(copied.lines().count(), 7);
    // Figures are copied with a point, whatever the language of the page.
    assert!(copied.lines().nth(1).unwrap().contains(",0."), "{copied}");
}

/// Opens the table behind a chart and copies it.
fn copied(browser: &mut Browser, chart: &str) -> String {
    let open = format!(
        "window.copied = ''; Object.defineProperty(navigator, 'clipboard', \
         {{ value: {{ writeText: async (text) => {{ window.copied = text }} }} }}); \
         document.querySelector('#chart-{chart} details').open = true"
    );
    browser.run(&open, &json!([]));
    browser.click(&format!("#chart-{chart} details button.tool"));
    sleep(Duration::from_millis(200));
    browser.run("return window.copied", &json!([])).as_str().unwrap().to_owned()
}

#[test]
#[ignore = "needs chromium and chromedriver"]
fn what_a_spreadsheet_would_run_is_guarded_on_the_clipboard_as_in_the_files() {
    let folder = tempfile::tempdir().unwrap();
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let text = std::fs::read_to_string(root.join("scenarios/tiny.toml")).unwrap();
    let hostile = text.replacen("name = \"North\"", "name = '=HYPERLINK(1)'", 1);
    assert_ne!(hostile, text);
    let scenario = folder.path().join("hostile.toml");
    std::fs::write(&scenario, hostile).unwrap();
    let results = run(&scenario, "en");
    let mut browser = Browser::start();
    open(&mut browser, results.path());
    let copied = copied(&mut browser, "outcomes");
    let file = std::fs::read_to_string(results.path().join("run/charts/outcomes.csv")).unwrap();
    let words = |text: &str| -> Vec<String> {
        text.lines().map(|line| line.splitn(3, ',').take(2).collect::<Vec<_>>().join(",")).collect()
    };
    assert!(copied.contains("'=HYPERLINK"), "{copied}");
    assert_eq!(words(&copied), words(&file));
}

#[test]
#[ignore = "needs chromium and chromedriver"]
fn everything_is_there_without_scripts() {
    let folder = report("en");
    let mut browser = Browser::without_scripts();
    open(&mut browser, folder.path());
    let text = browser.source();
    assert!(text.contains("id=\"answer\"") && text.contains("<svg"));
    assert!(!text.contains("<fieldset"), "scripts ran");
}

#[test]
#[ignore = "needs chromium, chromedriver and axe-core"]
fn an_accessibility_check_finds_nothing_serious() {
    let axe = std::env::var("ARMISTICE_AXE").expect("ARMISTICE_AXE names axe.min.js");
    let axe = std::fs::read_to_string(axe).unwrap();
    for lang in ["en", "fr"] {
        let folder = report(lang);
        let mut browser = Browser::start();
        for (width, height) in [(390, 844), (1_280, 900)] {
            browser.resize(width, height);
            open(&mut browser, folder.path());
            browser.run("document.querySelectorAll('details').forEach(it => { it.open = true })", &json!([]));
            browser.run(&axe, &json!([]));
            let found = browser.run_async(
                "const done = arguments[arguments.length - 1]; axe.run().then(result => done(result.violations\
                 .map(it => `${it.impact} ${it.id}: ${it.nodes.slice(0, 3).map(node => node.html.slice(0, 120)).join(' | ')}`)))",
            );
            let found: Vec<&str> = found.as_array().unwrap().iter().filter_map(Value::as_str).collect();
            assert!(found.is_empty(), "{lang}, {width} px: {found:#?}");
        }
    }
}

#[test]
#[ignore = "needs chromium and chromedriver"]
fn nothing_is_wider_than_the_screen() {
    let folder = report("fr");
    let mut browser = Browser::start();
    for (name, width, height) in [("phone", 390, 844), ("laptop", 1_280, 900), ("small", 320, 640)] {
        browser.resize(width, height);
        open(&mut browser, folder.path());
        let wide = browser.run("return document.documentElement.scrollWidth - window.innerWidth", &json!([]));
        assert!(wide.as_i64().unwrap() <= 0, "{name}: {wide} px too wide");
        if let Some(to) = screenshots() {
            std::fs::write(to.join(format!("report-{name}.png")), browser.screenshot()).unwrap();
        }
    }
    let paper = browser.print();
    assert!(paper.starts_with(b"%PDF"));
    if let Some(to) = screenshots() {
        std::fs::write(to.join("report-a4.pdf"), paper).unwrap();
    }
}
