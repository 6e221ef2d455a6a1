//! What the page of `armistice explore` asks of the library, as JSON: the page runs the library in WebAssembly.
//!
//! A question is an object with `ask`: `open` begins with a scenario, `solve` wants the exact solution with something set
//! over it, `run` the summary of a run, `write` the scenario's text with it written in, `check` what is wrong with a text. An
//! answer is what was asked for, or `faults`.

mod controls;
#[cfg(feature = "report")]
mod page;

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::lang::Lang;
use super::names::Names;
use crate::analysis::{evaluate, summarise};
use crate::engine::{Class, Run};
use crate::model::Side;
use crate::scenario::{Diagnostic, Faults, Loaded, Scenario, parse};
use crate::words::{Phrases, Words, words};

pub use controls::Control;
#[cfg(feature = "report")]
pub use page::{RANKING_TRIALS, leading_inputs, page};

/// A question of the page.
#[derive(Clone, Debug, Deserialize)]
#[serde(tag = "ask", rename_all = "snake_case")]
pub enum Question {
    /// Begin with a scenario.
    Open(Opened),
    /// The exact solution with these set over it: what `armistice evaluate --format json` prints, without what would change.
    Solve {
        /// `PATH=VALUE`
        set: Vec<String>,
    },
    /// The summary of a run with these set over it: the bytes of `summary.json`.
    Run {
        /// `PATH=VALUE`
        set: Vec<String>,
    },
    /// The text of the scenario with these written into it.
    Write {
        /// `PATH=VALUE`
        set: Vec<String>,
    },
    /// What is wrong with a text.
    Check {
        /// The text.
        text: String,
    },
}

/// A scenario to begin with.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Opened {
    /// What messages call the file.
    pub name: String,
    /// Its text.
    pub text: String,
    /// What is set over it from the beginning, as `PATH=VALUE`.
    #[serde(default)]
    pub set: Vec<String>,
    /// The plans that are on the table; all when left out.
    #[serde(default)]
    pub plans: Option<Vec<String>>,
    /// Code of the language.
    pub lang: String,
}

impl Opened {
    fn load(&self, set: &[String]) -> Result<Loaded, Faults> {
        let all: Vec<String> = self.set.iter().chain(set).cloned().collect();
        parse(&self.name, &self.text, &all, self.plans.as_deref())
    }
}

/// A fault as the page shows it.
#[derive(Clone, Debug, Serialize)]
struct ShownFault {
    /// The path that it is about.
    key: Option<String>,
    line: Option<usize>,
    column: usize,
    message: String,
    hint: Option<String>,
}

/// Answers the questions of one page.
#[derive(Debug)]
pub struct Explorer {
    opened: Opened,
    lang: Lang,
    phrases: Phrases,
}

impl Default for Explorer {
    fn default() -> Self {
        Self { opened: Opened::default(), lang: Lang::english(), phrases: Phrases::english() }
    }
}

/// Why there is no answer: faults of the scenario, or what a computation says.
enum NoAnswer {
    Faults(Faults),
    Said(Words),
}

impl From<Faults> for NoAnswer {
    fn from(faults: Faults) -> Self {
        Self::Faults(faults)
    }
}

impl Explorer {
    /// Answers a question; both are JSON. `progress` is told how many trials have ended since it was told last.
    pub fn answer(&mut self, question: &str, progress: &(dyn Fn(u64) + Sync)) -> String {
        let answer = match serde_json::from_str(question) {
            Ok(question) => self.asked(question, progress),
            Err(error) => Err(NoAnswer::Said(Words::verbatim(error.to_string()))),
        };
        let answer = answer.unwrap_or_else(|refusal| json!({ "faults": self.told(&refusal) }));
        answer.to_string()
    }

    fn asked(&mut self, question: Question, progress: &(dyn Fn(u64) + Sync)) -> Result<Value, NoAnswer> {
        match question {
            Question::Open(opened) => {
                self.lang = Lang::by_code(&opened.lang).unwrap_or_else(Lang::english);
                self.phrases = Phrases::by_code(&opened.lang);
                let loaded = opened.load(&[])?;
                self.opened = opened;
                Ok(json!({ "opened": self.describe(&loaded) }))
            }
            Question::Solve { set } => {
                let scenario = self.opened.load(&set)?.scenario;
                let solved = evaluate(&scenario)
                    .map_err(|error| NoAnswer::Said(words!("at central values, {error}", error = error.words())))?;
                Ok(json!({ "solved": serde_json::to_value(&solved).unwrap_or_default() }))
            }
            Question::Run { set } => {
                let scenario = self.opened.load(&set)?.scenario;
                let run = Run::new(&scenario).threads(1).progress(progress);
                let ran = run.run().map_err(|error| NoAnswer::Said(error.words()))?;
                let mut text = serde_json::to_string_pretty(&summarise(&scenario, &ran.tally)).unwrap_or_default();
                text.push('\n');
                Ok(json!({ "summary": text }))
            }
            Question::Write { set } => {
                let text = self.opened.load(&set)?.scenario.rewritten()?;
                Ok(json!({ "written": text }))
            }
            Question::Check { text } => {
                let asked = Opened { text, set: Vec::new(), plans: None, ..self.opened.clone() };
                let warnings = asked.load(&[])?.warnings;
                let warnings: Vec<ShownFault> = warnings.iter().map(|it| self.fault(it)).collect();
                Ok(json!({ "warnings": warnings }))
            }
        }
    }

    /// What the page has to know of a scenario.
    fn describe(&self, loaded: &Loaded) -> Value {
        let told = loaded.scenario.in_language(self.lang.code());
        let scenario: &Scenario = &told;
        let names = Names { scenario, lang: &self.lang };
        let structure = scenario.structure();
        let run = scenario.run();
        let plan = |plan: &crate::model::Plan| json!({ "id": plan.id, "name": names.plan(&plan.id), "tabled": plan.tabled, "open": !plan.open.is_empty() });
        let party = |party: &crate::model::PartyIdentity| json!({ "id": party.id, "name": names.party(&party.id), "veto": party.veto });
        let named = |parts: &mut dyn Iterator<Item = &str>| -> serde_json::Map<String, Value> {
            parts.map(|part| (part.to_owned(), json!(names.part(part)))).collect()
        };
        let parts = ["resumed_war", "ceasefire_months", "fighting_on", "margin"];
        let classes: Vec<Value> = Class::possible(scenario.front_can_freeze())
            .map(|class| json!({ "key": class.name(), "name": names.class(class.name()) }))
            .collect();
        let warnings: Vec<ShownFault> = loaded.warnings.iter().map(|it| self.fault(it)).collect();
        json!({
            "name": scenario.name(),
            "summary": scenario.summary(),
            "sides": Side::BOTH.map(|side| names.side(side)),
            "plans": structure.plans.iter().map(plan).collect::<Vec<_>>(),
            "parties": structure.parties.iter().map(party).collect::<Vec<_>>(),
            "parts": named(&mut structure.issues.iter().map(|it| it.id.as_str()).chain(parts)),
            "classes": classes,
            "years": run.years,
            "headline": run.headline_year(),
            "trials": run.trials,
            "sampling": run.sampling.name(),
            "seed": run.seed.to_string(),
            "replications": run.replications,
            "twice": !structure.forecasts.is_empty(),
            "controls": controls::controls(&names, &self.phrases),
            "warnings": warnings,
        })
    }

    fn fault(&self, fault: &Diagnostic) -> ShownFault {
        let place = fault.place.as_ref();
        let set = place.and_then(|place| place.set.clone());
        ShownFault {
            key: set.or_else(|| fault.key.clone()),
            line: place.and_then(|place| place.line),
            column: place.map_or(1, |place| place.column),
            message: fault.message.told(&self.phrases),
            hint: fault.hint.as_ref().map(|hint| hint.told(&self.phrases)),
        }
    }

    fn told(&self, refusal: &NoAnswer) -> Vec<ShownFault> {
        match refusal {
            NoAnswer::Faults(faults) => faults.diagnostics.iter().map(|it| self.fault(it)).collect(),
            NoAnswer::Said(words) => {
                let message = words.told(&self.phrases);
                vec![ShownFault { key: None, line: None, column: 1, message, hint: None }]
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::template;

    fn asked(explorer: &mut Explorer, question: &Value) -> Value {
        serde_json::from_str(&explorer.answer(&question.to_string(), &|_| ())).unwrap()
    }

    fn open(lang: &str) -> (Explorer, Value) {
        let mut explorer = Explorer::default();
        let opened =
            asked(&mut explorer, &json!({ "ask": "open", "name": "new.toml", "text": template(), "lang": lang }));
        (explorer, opened["opened"].clone())
    }

    /// What was set is solved as if the file said it; the answer is the evaluation, to the last digit.
    #[test]
    fn an_answer_is_the_evaluation() {
        let (mut explorer, _) = open("en");
        let set = ["challenger.war_cost=0.35", "plan.guaranteed-15.terms.guarantee_years=permanent"].map(str::to_owned);
        let answer = asked(&mut explorer, &json!({ "ask": "solve", "set": set }));
        let scenario = parse("new.toml", template(), &set, None).unwrap().scenario;
        let solved = serde_json::to_value(evaluate(&scenario).unwrap()).unwrap();
        assert_eq!(answer["solved"], solved);
        assert_ne!(answer, asked(&mut explorer, &json!({ "ask": "solve", "set": [] })));
    }

    #[test]
    fn a_run_gives_the_bytes_of_its_summary() {
        let (mut explorer, _) = open("en");
        let set = ["run.trials=64", "run.seed=7"].map(str::to_owned);
        let told = std::sync::atomic::AtomicU64::new(0);
        let question = json!({ "ask": "run", "set": set }).to_string();
        let answer = explorer.answer(&question, &|trials| {
            told.fetch_add(trials, std::sync::atomic::Ordering::Relaxed);
        });
        let answer: Value = serde_json::from_str(&answer).unwrap();
        let scenario = parse("new.toml", template(), &set, None).unwrap().scenario;
        let summary = serde_json::to_string_pretty(&crate::run(&scenario).unwrap()).unwrap() + "\n";
        assert_eq!(answer["summary"], json!(summary));
        assert_eq!(told.into_inner(), 64);
    }

    /// The page chooses trials that the design takes.
    #[test]
    fn what_is_opened_says_its_design() {
        let set = ["run.sampling=sobol", "run.replications=4", "run.trials=4096"];
        let question = json!({ "ask": "open", "name": "new.toml", "text": template(), "set": set, "lang": "en" });
        let opened = &asked(&mut Explorer::default(), &question)["opened"];
        assert_eq!(
            [&opened["sampling"], &opened["replications"], &opened["trials"]],
            [&json!("sobol"), &json!(4), &json!(4096)]
        );
    }

    /// A number out of its range is refused in the words of the check, in the page's language, and says which it is.
    #[test]
    fn faults_say_which_number_they_are_about() {
        for (lang, words) in [("en", "allowed"), ("fr", "admises")] {
            let (mut explorer, _) = open(lang);
            let answer = asked(&mut explorer, &json!({ "ask": "solve", "set": ["front.stalemate=3"] }));
            let fault = &answer["faults"][0];
            assert_eq!(fault["key"], "front.stalemate");
            assert!(fault["message"].as_str().unwrap().contains(words), "{fault}");
        }
        let (mut explorer, _) = open("en");
        let answer = asked(&mut explorer, &json!({ "ask": "check", "text": "schema = 1\nnonsense = 2\n" }));
        assert_eq!(answer["faults"][0]["line"], 2);
    }

    /// Every term and number can be moved to both ends of its slider, alone, where the file permits the end.
    #[test]
    fn sliders_stay_within_what_is_permitted() {
        let (mut explorer, opened) = open("en");
        let controls = opened["controls"].as_array().unwrap();
        assert_eq!(controls.iter().filter(|it| it["plan"] == "ceasefire").count(), 5);
        let mut refused = Vec::new();
        for control in controls {
            let (low, high) = (control["range"][0].as_f64().unwrap(), control["range"][1].as_f64().unwrap());
            assert!(low < high && control["step"].as_f64().unwrap() > 0.0, "{control}");
            if control["uncertain"].is_null() && control["plan"].is_null() {
                continue;
            }
            for end in [0.98 * low + 0.02 * high, high] {
                let end = if control["step"] == json!(1.0) { end.round() } else { end };
                let set = format!("{}={end}", control["path"].as_str().unwrap());
                let answer = asked(&mut explorer, &json!({ "ask": "solve", "set": [set] }));
                if answer["faults"].is_array() {
                    refused.push(format!("{set}: {}", answer["faults"][0]["message"]));
                }
            }
        }
        // Troops need a guarantee under which they stay; all else goes.
        refused.retain(|it| !it.starts_with("plan.ceasefire.terms.foreign_troops="));
        assert!(refused.is_empty(), "{refused:#?}");
    }

    #[test]
    fn names_are_those_of_the_language() {
        let path = "defender.war_cost";
        let name = |opened: &Value| {
            let controls = opened["controls"].as_array().unwrap();
            controls.iter().find(|it| it["path"] == path).unwrap()["name"].as_str().unwrap().to_owned()
        };
        let (english, french) = (name(&open("en").1), name(&open("fr").1));
        assert!(english.starts_with("Southland") && french.starts_with("Southland") && english != french);
    }

    /// The changed text is a scenario that solves to the same without anything set.
    #[test]
    fn what_is_written_says_the_same_by_itself() {
        let (mut explorer, _) = open("en");
        let set = ["defender.war_cost=0.5", "plan.ceasefire.terms.guarantee_years=5"];
        let text = asked(&mut explorer, &json!({ "ask": "write", "set": set }))["written"].clone();
        let solved = asked(&mut explorer, &json!({ "ask": "solve", "set": set }));
        let opened = asked(&mut explorer, &json!({ "ask": "open", "name": "new.toml", "text": text, "lang": "en" }));
        assert!(opened["opened"].is_object(), "{opened}");
        assert_eq!(asked(&mut explorer, &json!({ "ask": "solve", "set": [] })), solved);
    }
}
