//! The page of `armistice explore`: one file that asks nothing of anybody.

use std::collections::BTreeMap;
use std::sync::atomic::AtomicBool;

use maud::{DOCTYPE, Markup, PreEscaped, html as markup};
use serde_json::json;
use sha2::{Digest, Sha256};

use super::super::lang::{Lang, say};
use super::Opened;
use crate::analysis::summarise;
use crate::engine::{Run, RunError};
use crate::scenario::{Scenario, template};

/// The library as WebAssembly, packed; `.ci/wasm --write` makes it.
const MODULE: &[u8] = include_bytes!("armistice.wasm.gz");
const CSS: &str = include_str!("page/page.css");
const WORKER: &str = include_str!("page/worker.js");
/// The parts of the script, in order.
const SCRIPT: [&str; 4] = [
    include_str!("page/format.js"),
    include_str!("page/draw.js"),
    include_str!("page/controls.js"),
    include_str!("page/page.js"),
];

/// Trials of the small run that says which inputs matter most.
pub const RANKING_TRIALS: u64 = 512;

/// Messages that the script says.
const WORDS: [&str; 60] = [
    "format.decimal",
    "format.thousands",
    "format.percent",
    "format.missing",
    "format.range",
    "format.comma",
    "format.semicolon",
    "format.and",
    "format.colon",
    "explore.accepts",
    "explore.breaks",
    "explore.changes.one",
    "explore.changes.other",
    "explore.code",
    "explore.copied",
    "explore.crosses",
    "explore.difference",
    "explore.done",
    "explore.failed",
    "explore.holds",
    "explore.lacks",
    "explore.leading_note",
    "explore.leading_order",
    "explore.none",
    "explore.own_faults.one",
    "explore.own_faults.other",
    "explore.own_file",
    "explore.own_opened",
    "explore.parts_of",
    "explore.place",
    "explore.plan",
    "explore.red_line",
    "explore.refuses",
    "explore.running",
    "explore.search_all",
    "explore.search_found",
    "explore.search_none",
    "explore.side_accepts",
    "explore.side_crosses",
    "explore.side_refuses",
    "explore.signable",
    "explore.slider",
    "explore.stopped",
    "explore.surplus",
    "explore.survival_alt",
    "explore.title",
    "explore.unavailable",
    "explore.uncertain",
    "explore.unchanged",
    "explore.undo_one",
    "explore.untabled",
    "explore.unwritable",
    "explore.value_of",
    "explore.verdict",
    "explore.verdict_before",
    "explore.verdict_none",
    "explore.was",
    "explore.was_uncertain",
    "explore.whole",
    "explore.years",
];

/// Paths of the uncertain inputs, the one first that goes with most of the variance of what the sides accept and of how
/// long peaces last, over all plans, in a run of [`RANKING_TRIALS`] trials. Empty where that cannot be told.
///
/// Once `stop` is set, trials end, and the answer is of no use.
///
/// # Errors
/// See [`RunError`].
pub fn leading_inputs(scenario: &Scenario, threads: usize, stop: &AtomicBool) -> Result<Vec<String>, RunError> {
    let plain = [("run.sampling", "monte_carlo"), ("run.replications", "1"), ("run.alone", "false")];
    let small = plain.iter().try_fold(scenario.clone(), |scenario, (path, value)| scenario.with(path, value));
    let small = small.map_err(RunError::Setting)?;
    let ran = Run::new(&small).trials(RANKING_TRIALS).threads(threads).stop(stop).run()?;
    let mut shares: BTreeMap<String, f64> = BTreeMap::new();
    for (figure, inputs) in summarise(&ran.scenario, &ran.tally).influence.unwrap_or_default() {
        if figure.split('.').next() != Some("plans") {
            continue;
        }
        for input in inputs {
            *shares.entry(input.input).or_default() += input.share;
        }
    }
    let mut order: Vec<(String, f64)> = shares.into_iter().filter(|(_, share)| *share > 0.0).collect();
    order.sort_by(|a, b| b.1.total_cmp(&a.1));
    Ok(order.into_iter().map(|(path, _)| path).collect())
}

/// The page that explores a scenario. `file`: where its commands find the scenario. `order`: the inputs that matter most, the
/// first first; see [`leading_inputs`].
#[must_use]
pub fn page(opened: &Opened, file: &str, order: &[String], lang: &Lang) -> String {
    let words: BTreeMap<&str, &str> = WORDS.into_iter().map(|key| (key, lang.t(key))).collect();
    let plans = opened.plans.iter().flat_map(|plans| ["--plans".to_owned(), plans.join(",")]);
    let set = opened.set.iter().flat_map(|set| ["--set".to_owned(), set.clone()]);
    let given = json!({
        "scenario": opened, "file": file, "order": order, "trials": RANKING_TRIALS, "template": template(),
        "options": plans.chain(set).collect::<Vec<_>>(),
    });
    let script = format!("\"use strict\";\n(() => {{\n{}}})();\n", SCRIPT.join("\n"));
    let policy = format!(
        "default-src 'none'; script-src 'sha256-{}' 'wasm-unsafe-eval'; style-src 'sha256-{}'; worker-src blob:; \
         img-src data:; base-uri 'none'; form-action 'none'",
        base64(&Sha256::digest(&script)),
        base64(&Sha256::digest(CSS)),
    );
    let data = |id: &str, text: &str| markup! { script type="text/plain" id=(id) { (PreEscaped(text)) } "\n" };
    let whole = markup! {
        (DOCTYPE) "\n"
        html lang=(lang.code()) {
            head {
                meta charset="utf-8";
                meta http-equiv="Content-Security-Policy" content=(PreEscaped(policy));
                meta name="viewport" content="width=device-width, initial-scale=1";
                title { (lang.t("explore.title")) }
                link rel="icon" href="data:,";
                style { (PreEscaped(CSS)) }
            }
            "\n"
            body {
                (body(lang))
                (data("words", &json_text(&json!(words))))
                (data("given", &json_text(&given)))
                (data("worker", WORKER))
                (data("module", &base64(MODULE)))
                script { (PreEscaped(script)) } "\n"
            }
        }
        "\n"
    };
    whole.into_string()
}

/// JSON that can stand in a page: nothing in it ends a script.
fn json_text(value: &serde_json::Value) -> String {
    value.to_string().replace('<', "\\u003c")
}

fn body(lang: &Lang) -> Markup {
    let t = |key: &'static str| lang.t(key);
    let version = env!("CARGO_PKG_VERSION");
    let tool = |id: &str, key: &'static str| markup! { button type="button" id=(id) { (t(key)) } };
    markup! {
        a.skip href="#results" { (t("explore.skip")) } "\n"
        header {
            h1 id="title" { (t("explore.title")) } "\n"
            p id="summary" {} "\n"
            p.note { (t("explore.intro")) } "\n"
            noscript { p { (t("explore.noscript")) } }
        } "\n"
        main {
            p id="verdict" role="status" { (t("explore.loading")) } "\n"
            div.columns {
                section id="set" aria-labelledby="set-title" tabindex="0" {
                    h2 id="set-title" { (t("explore.set")) } "\n"
                    div.row { span id="count" role="status" {} (tool("undo", "explore.undo")) } "\n"
                    div.fault id="faults" role="alert" hidden {} "\n"
                    h3 { label for="pick" { (t("explore.terms")) } } "\n"
                    select id="pick" {} "\n"
                    div id="terms" {} "\n"
                    h3 { (t("explore.leading")) } "\n"
                    p.note id="leading-note" {} "\n"
                    div id="leading" {} "\n"
                    h3 { label for="search" { (t("explore.search")) } } "\n"
                    input type="search" id="search" aria-describedby="found-count" autocomplete="off"; "\n"
                    p.note id="found-count" role="status" {} "\n"
                    div id="found" {}
                } "\n"
                section id="results" aria-labelledby="results-title" tabindex="-1" {
                    h2 id="results-title" { (t("explore.results")) } "\n"
                    div.row { label { input type="checkbox" id="compare" checked; (t("explore.compare")) } } "\n"
                    div.figures {
                        h3 { (t("explore.survival")) } "\n"
                        p.note { (t("explore.survival_note")) } "\n"
                        div id="survival" {} "\n"
                        h3 id="plans-title" { (t("explore.acceptance")) } "\n"
                        p.note { (t("explore.acceptance_note")) } "\n"
                        div.scroll { table id="plans" aria-labelledby="plans-title" {} } "\n"
                        h3 id="parts-title" {} "\n"
                        p.note { (t("explore.parts_note")) } "\n"
                        div.halves id="parts" {}
                    } "\n"
                    (trials(lang)) "\n"
                    (take(lang)) "\n"
                }
            } "\n"
            (own(lang))
        } "\n"
        footer { p { (say!(lang, "html.made_by", version = version)) } } "\n"
    }
}

fn trials(lang: &Lang) -> Markup {
    let t = |key: &'static str| lang.t(key);
    markup! {
        h2 { (t("explore.trials_title")) } "\n"
        p.note { (t("explore.trials_note")) } "\n"
        div.row {
            label { (t("html.trials")) input type="number" id="trials" min="1" step="1"; }
            label { (t("html.seed")) input type="text" id="seed" inputmode="numeric" autocomplete="off"; }
            button.first type="button" id="run" { (t("explore.run")) }
            button type="button" id="stop" disabled { (t("explore.stop")) }
        } "\n"
        progress id="progress" hidden aria-label=(t("explore.running")) {} "\n"
        p id="run-said" role="status" {} "\n"
        div id="outcome" hidden {
            p.fault id="trials-stale" hidden { (t("explore.stale")) }
            div id="shares" {}
            button type="button" id="copy-summary" { (t("explore.copy_summary")) }
        }
    }
}

fn take(lang: &Lang) -> Markup {
    let t = |key: &'static str| lang.t(key);
    markup! {
        h2 { (t("explore.take")) } "\n"
        p.note { (t("explore.take_note")) } "\n"
        pre.wrap id="command" tabindex="0" role="region" aria-label=(t("explore.command")) {} "\n"
        button type="button" id="copy-command" { (t("explore.copy_command")) } "\n"
        details id="toml" {
            summary { (t("explore.toml")) }
            pre id="toml-text" tabindex="0" role="region" aria-label=(t("explore.toml")) {}
            button type="button" id="copy-toml" { (t("explore.copy_toml")) }
        }
    }
}

fn own(lang: &Lang) -> Markup {
    let t = |key: &'static str| lang.t(key);
    markup! {
        section id="own" aria-labelledby="own-title" {
            h2 id="own-title" { (t("explore.own")) } "\n"
            p.note { (t("explore.own_note")) } "\n"
            div.row {
                button type="button" id="own-template" { (t("explore.own_template")) }
                button type="button" id="own-this" { (t("explore.own_this")) }
            } "\n"
            textarea id="own-text" aria-label=(t("explore.own_text")) spellcheck="false" autocapitalize="off" {} "\n"
            div.row { button.first type="button" id="own-open" { (t("explore.own_open")) } } "\n"
            p id="own-said" role="status" {} "\n"
            ul id="own-faults" {}
        }
    }
}

/// Base 64 with padding (RFC 4648).
fn base64(bytes: &[u8]) -> String {
    const LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut out = String::with_capacity(bytes.len().div_ceil(3) * 4);
    for chunk in bytes.chunks(3) {
        let group = (0..3).fold(0, |group, at| group << 8 | u32::from(chunk.get(at).copied().unwrap_or_default()));
        for letter in 0..4 {
            let index = (group >> (18 - 6 * letter)) & 63;
            out.push(if letter <= chunk.len() { char::from(LETTERS[index as usize]) } else { '=' });
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The vectors of RFC 4648, section 10.
    #[test]
    fn base_64_is_that_of_the_standard() {
        let vectors =
            [("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foob", "Zm9vYg=="), ("foobar", "Zm9vYmFy")];
        for (bytes, text) in vectors {
            assert_eq!(base64(bytes.as_bytes()), text);
        }
    }

    /// A scenario cannot end the block that carries it.
    #[test]
    fn a_scenario_cannot_write_into_the_page() {
        let opened = Opened {
            text: "# </script><script>alert(1)</script>".to_owned(),
            lang: "en".to_owned(),
            ..Opened::default()
        };
        let page = page(&opened, "new.toml", &[], &Lang::english());
        assert!(!page.contains("alert(1)</script>"));
        assert_eq!(page.matches("</script>").count(), 5);
    }
}
