//! The sections `[[forecast]]`: what others hold probable.

use crate::model::forecast::{Conflict, Forecast, ForecastEvent, MAX_FORECASTS};
use crate::model::{Class, MAX_MONTHS, MAX_YEARS, Plan, Range};
use crate::words::{Words, words};

use super::Scenario;
use super::advice::{Advice, nearest, one_of, short};
use super::code::Code;
use super::document::{Entry, Node, TomlTable};
use super::keys::{NOTE, Plain, Rule, SOURCE, Takes, names, plain};
use super::reader::{Reader, join_path};

const OF: &str = "of";
const GIVEN: &str = "given";
const PROBABILITY: &str = "probability";
const SD: &str = "sd";

pub(super) const FORECAST: &[Plain] = &[
    plain(
        OF,
        Takes::Text,
        true,
        "",
        "What it is the probability of: settled@MONTH, class.CLASS, signed.PLAN, holding@YEARS, peace@YEARS or peace.PLAN@YEARS.",
    ),
    plain(
        GIVEN,
        Takes::Text,
        false,
        "",
        "Given what: settled@MONTH, class.CLASS, signed.PLAN or holding@YEARS; always when left out.",
    ),
    plain(PROBABILITY, Takes::Part, true, "", "How probable it is held to be."),
    plain(SD, Takes::Part, false, "", "How sure that is."),
    SOURCE,
    NOTE,
];

/// The rule of a key that is a number; `None`: the key is none.
pub(super) fn forecast_rule(key: &str) -> Option<Rule> {
    let rule = |name, doc, range, default| {
        Some(Rule { name, doc, unit: String::new(), range, default, whole: false, words: &[] })
    };
    match key {
        PROBABILITY => rule(PROBABILITY, "How probable it is held to be.", Range::open(0.0, 1.0), None),
        SD => rule(
            SD,
            "Standard deviation of the probability itself: of a class of n cases, sqrt(probability (1 - probability)/n). It is taken as it stands when left out.",
            Range::open_closed(0.0, 0.5),
            Some(f64::NAN),
        ),
        _ => None,
    }
}

/// What its numbers are, for readers.
#[cfg(test)]
pub(super) fn docs() -> impl Iterator<Item = &'static str> {
    FORECAST.iter().filter_map(|key| Some(forecast_rule(key.name)?.doc))
}

/// The forms of events, as they are written.
const FORMS: [&str; 6] =
    ["settled@MONTH", "class.CLASS", "signed.PLAN", "holding@YEARS", "peace@YEARS", "peace.PLAN@YEARS"];

/// Why a text is no event.
enum NoEvent {
    /// It has none of the forms; the nearest event, if one was meant.
    Form(Option<String>),
    /// It names a class or a plan that there is not.
    Name { list: &'static str, name: String, known: Vec<String> },
    /// Its number is none, or none that it can be.
    Number { most: u64 },
}

/// The event of a text.
fn event(text: &str, plans: &[Plan]) -> Result<ForecastEvent, NoEvent> {
    let (named, number) = text.split_once('@').map_or((text, None), |(named, number)| (named, Some(number)));
    let (head, name) = named.split_once('.').map_or((named, None), |(head, name)| (head, Some(name)));
    let plan = |name: &str| {
        plans.iter().position(|plan| plan.id == name).ok_or_else(|| NoEvent::Name {
            list: "plan",
            name: name.to_owned(),
            known: plans.iter().map(|plan| plan.id.clone()).collect(),
        })
    };
    let count = |text: &str, most: u64| {
        let digits = text.chars().all(|c| c.is_ascii_digit());
        let count = text.parse().ok().filter(|count: &u64| digits && *count <= most);
        count.map(|count| count as u32).ok_or(NoEvent::Number { most })
    };
    let (months, years) = (MAX_MONTHS as u64, MAX_YEARS as u64);
    match (head, name, number) {
        ("settled", None, Some(month)) => count(month, months).map(ForecastEvent::Settled),
        ("class", Some(name), None) => {
            let known = Class::ALL.map(|class| class.name().to_owned()).to_vec();
            let class = Class::ALL.into_iter().find(|class| class.name() == name);
            class.map(ForecastEvent::Class).ok_or_else(|| NoEvent::Name { list: "class", name: name.to_owned(), known })
        }
        ("signed", Some(name), None) => plan(name).map(ForecastEvent::Signed),
        ("holding", None, Some(age)) => count(age, years).map(ForecastEvent::Holding),
        ("peace", None, Some(age)) => count(age, years).map(ForecastEvent::Peace),
        ("peace", Some(name), Some(age)) => Ok(ForecastEvent::PeaceOf(plan(name)?, count(age, years)?)),
        _ => {
            let heads = ["settled", "class", "signed", "holding", "peace"];
            let meant = nearest(head, heads).filter(|meant| *meant != head);
            Err(NoEvent::Form(meant.map(|meant| text.replacen(head, meant, 1))))
        }
    }
}

impl ForecastEvent {
    /// As it is written in scenario files.
    #[must_use]
    pub fn written(self, plans: &[Plan]) -> String {
        match self {
            Self::Settled(month) => format!("settled@{month}"),
            Self::Class(class) => format!("class.{}", class.name()),
            Self::Signed(plan) => format!("signed.{}", plans[plan].id),
            Self::Holding(years) => format!("holding@{years}"),
            Self::Peace(years) => format!("peace@{years}"),
            Self::PeaceOf(plan, years) => format!("peace.{}@{years}", plans[plan].id),
        }
    }

    /// The age of a peace that it asks about.
    fn years(self) -> Option<u32> {
        match self {
            Self::Holding(years) | Self::Peace(years) | Self::PeaceOf(_, years) => Some(years),
            _ => None,
        }
    }
}

impl Reader<'_> {
    pub(super) fn forecasts(&mut self, root: &TomlTable, plans: &[Plan]) -> Vec<Forecast> {
        let Some(entry) = root.entry("forecast") else { return Vec::new() };
        let mut forecasts: Vec<Forecast> = Vec::new();
        for (number, (node, table)) in self.tables(&entry.node, "forecast", MAX_FORECASTS).into_iter().enumerate() {
            let path = forecast_path(number);
            self.places.insert(path.clone(), node.origin.clone());
            let Some(forecast) = self.forecast(node, table, &path, plans) else { continue };
            if let Some(twin) = forecasts.iter().position(|it| (it.of, it.given) == (forecast.of, forecast.given)) {
                let message = words!("`{path}` is of the same as `{twin}`", path, twin = forecast_path(twin));
                self.fault(Code::DuplicateName, &node.origin, &path, message).hint =
                    Some(words!("give one probability, and with `sd` how far those who gave it disagree"));
                continue;
            }
            forecasts.push(forecast);
        }
        forecasts
    }

    fn forecast(&mut self, node: &Node, table: &TomlTable, path: &str, plans: &[Plan]) -> Option<Forecast> {
        self.refuse_unknown(table, path, &names(FORECAST));
        self.block_provenance(table, path);
        let of = self.plain(table, &node.origin, path, FORECAST, OF);
        let of = of.and_then(|entry| self.event(entry, &join_path(path, OF), plans));
        let given = self.plain(table, &node.origin, path, FORECAST, GIVEN);
        let given = match given {
            None => Some(None),
            Some(entry) => self.condition(entry, &join_path(path, GIVEN), plans).map(Some),
        };
        let mut number = |key: &str| {
            let entry = self.plain(table, &node.origin, path, FORECAST, key)?;
            self.constant(&entry.node, &join_path(path, key), &forecast_rule(key)?)
        };
        let (probability, sd) = (number(PROBABILITY), number(SD));
        Some(Forecast { of: of?, given: given?, probability: probability?, sd: sd.unwrap_or(0.0) })
    }

    fn event(&mut self, entry: &Entry, path: &str, plans: &[Plan]) -> Option<ForecastEvent> {
        let Some(text) = entry.node.as_str() else {
            self.wrong_kind(&entry.node, path, &words!("a text in quotes"));
            return None;
        };
        let fault = match event(text, plans) {
            Ok(event) => return Some(event),
            Err(fault) => fault,
        };
        let quoted = short(text);
        let (code, message, advice) = match fault {
            NoEvent::Form(meant) => {
                let forms = words!("it is one of {forms}", forms = FORMS.map(|form| format!("\"{form}\"")).join(", "));
                let advice = meant.map_or_else(|| Advice::say(forms), |meant| Advice::word(&meant));
                (
                    Code::UnknownWord,
                    words!("`{path}` is \"{quoted}\", which is nothing that can be foretold", path, quoted),
                    advice,
                )
            }
            // The plan may be the one whose id could not be read.
            NoEvent::Name { list: "plan", .. } if self.is_broken("plan") => return None,
            NoEvent::Name { list, name, known } => {
                let known: Vec<&str> = known.iter().map(String::as_str).collect();
                let advice = match nearest(&name, known.iter().copied()) {
                    Some(meant) => Advice::word(&text.replacen(&name, meant, 1)),
                    None => one_of(&name, &known),
                };
                let message = words!(
                    "`{path}` is \"{quoted}\": there is no {list} \"{name}\"",
                    path,
                    quoted,
                    list,
                    name = short(&name)
                );
                (Code::UnknownName, message, advice)
            }
            NoEvent::Number { most } => {
                let message = words!(
                    "`{path}` is \"{quoted}\"; after @ stands a whole number from 0 to {most}",
                    path,
                    quoted,
                    most
                );
                (Code::OutOfRange, message, Advice::say(words!("months for settled@, years for the others")))
            }
        };
        self.fault(code, &entry.node.origin, path, message).of(text).advise(advice);
        None
    }

    fn condition(&mut self, entry: &Entry, path: &str, plans: &[Plan]) -> Option<ForecastEvent> {
        let given = self.event(entry, path, plans)?;
        if given.condition().is_none() {
            return Some(given);
        }
        let message =
            words!("`{path}` is \"{written}\", which has a condition of its own", path, written = given.written(plans));
        self.fault(Code::Contradiction, &entry.node.origin, path, message).hint =
            Some(words!("take holding@YEARS: a plan is signed, and its peace holds"));
        None
    }

    /// Reports forecasts that no trial can tell anything about.
    pub(super) fn check_forecasts(&mut self, scenario: &Scenario) {
        if scenario.structure.forecasts.is_empty() || self.is_faulty("forecast") {
            return;
        }
        let replications = scenario.run.replications;
        if replications > 1 && !self.is_faulty("run.replications") {
            let message = words!(
                "`run.replications` is {replications}, and there are forecasts: these weigh single trials, not draws",
                replications
            );
            self.fault_at(Code::Contradiction, "run.replications", message).hint =
                Some(words!("leave it out, or leave [[forecast]] out"));
        }
        for (number, forecast) in scenario.structure.forecasts.iter().enumerate() {
            for (key, event) in [(OF, Some(forecast.of)), (GIVEN, forecast.given)] {
                if let Some(event) = event {
                    self.check_event(scenario, &join_path(&forecast_path(number), key), event);
                }
            }
        }
    }

    fn check_event(&mut self, scenario: &Scenario, path: &str, event: ForecastEvent) {
        let (plans, years) = (&scenario.structure.plans, scenario.run.years);
        let written = event.written(plans);
        if let Some(age) = event.years().filter(|age| *age as usize > years && !self.is_faulty("run.years")) {
            let message = words!(
                "`{path}` is \"{written}\", but a peace is followed for {years} years (`run.years`)",
                path,
                written = &written,
                years
            );
            self.fault_at(Code::Contradiction, path, message).hint =
                Some(words!("set `run.years` to {age} or more", age));
        }
        if let Some(plan) = event.plan().map(|plan| &plans[plan]).filter(|plan| !plan.tabled) {
            let message = words!(
                "`{path}` is \"{written}\", but that plan is never signed: the file says `tabled = false`",
                path,
                written = &written
            );
            self.fault_at(Code::Contradiction, path, message).hint =
                Some(words!("leave `tabled` out of plan \"{id}\", or the forecast", id = &plan.id));
        }
        let frozen = self.span("front.freeze", scenario.central.front.freeze).1;
        if event == ForecastEvent::Class(Class::Frozen) && frozen == 0.0 && !self.is_faulty("front.freeze") {
            let message =
                words!("`{path}` is \"{written}\", but by `front.freeze` the front never freezes", path, written);
            self.fault_at(Code::Contradiction, path, message).hint = Some(words!("set `front.freeze` above 0"));
        }
    }
}

/// What others hold probable, read back one by one.
pub(super) fn forecasts_told(scenario: &Scenario) -> Vec<Words> {
    let told = |(number, forecast): (usize, &Forecast)| {
        let event = event_told(scenario, forecast.of);
        let event = match forecast.given {
            None => event,
            Some(given) => words!("{event}, given that {given}", event, given = event_told(scenario, given)),
        };
        let path = forecast_path(number);
        let source = scenario.remarks.iter().find(|remark| remark.path == path).and_then(|it| it.source.clone());
        let source = source.map_or_else(|| words!("none is given"), Words::verbatim);
        match forecast.sd {
            0.0 => {
                words!("{event}: {probability} (source: {source})", event, probability = forecast.probability, source)
            }
            sd => words!(
                "{event}: {probability}, known to within a standard deviation of {sd} (source: {source})",
                event,
                probability = forecast.probability,
                sd = thousandths(sd),
                source
            ),
        }
    };
    let mut told: Vec<Words> = scenario.structure.forecasts.iter().enumerate().map(told).collect();
    if !told.is_empty() {
        told.push(words!("trials are weighed so that this holds, as little as can be; what it takes shows in a run"));
    }
    told
}

fn event_told(scenario: &Scenario, event: ForecastEvent) -> Words {
    let id = |plan: usize| &scenario.structure.plans[plan].id;
    match event {
        ForecastEvent::Settled(month) => words!("a plan is signed by month {month}", month),
        ForecastEvent::Class(class) => words!("a trial ends in the class {class}", class = class.name()),
        ForecastEvent::Signed(plan) => words!("plan \"{id}\" is signed", id = id(plan)),
        ForecastEvent::Holding(years) => words!("a plan is signed and its peace holds for {years} years", years),
        ForecastEvent::Peace(years) => words!("a peace that is signed holds for {years} years", years),
        ForecastEvent::PeaceOf(plan, years) => {
            words!("the peace of plan \"{id}\", where it is signed, holds for {years} years", id = id(plan), years)
        }
    }
}

/// To three decimals.
fn thousandths(x: f64) -> f64 {
    (x * 1_000.0).round() / 1_000.0
}

/// Why forecasts cannot hold, and the way out.
pub(crate) fn conflict_words(scenario: &Scenario, conflict: &Conflict) -> Words {
    let forecasts = &scenario.structure.forecasts;
    let event = |k: usize| forecasts[k].of.written(&scenario.structure.plans);
    let (path, probability) = (forecast_path, |k: usize| forecasts[k].probability);
    match conflict {
        &Conflict::Unasked(k) => words!(
            "`{path}` is of {event} given what happens in no trial: leave it out, or let what its condition hangs on be \
             more uncertain",
            path = path(k),
            event = event(k)
        ),
        &Conflict::Never(k) => words!(
            "`{path}` gives {event} the probability {probability}, but it happens in no trial: no weights reach more than \
             0; leave it out, or let what it hangs on be more uncertain",
            path = path(k),
            event = event(k),
            probability = probability(k)
        ),
        &Conflict::Always(k) => words!(
            "`{path}` gives {event} the probability {probability}, but it happens in every trial: no weights reach less \
             than 1; leave it out, or let what it hangs on be more uncertain",
            path = path(k),
            event = event(k),
            probability = probability(k)
        ),
        Conflict::Together(set) => {
            let told = |&(k, low, high): &(usize, f64, f64)| {
                words!(
                    "`{path}` ({event}: {probability}) can be between {low} and {high} while the rest hold",
                    path = path(k),
                    event = event(k),
                    probability = probability(k),
                    low = thousandths(low),
                    high = thousandths(high)
                )
            };
            words!(
                "forecasts contradict each other in these trials: {list}; correct one, leave one out, or say with `sd` how \
                 sure they are",
                list = Words::list(set.iter().map(told).collect())
            )
        }
    }
}

/// The path of a forecast, by its number from 0.
#[must_use]
pub fn forecast_path(number: usize) -> String {
    format!("forecast.{}", number + 1)
}

impl Scenario {
    /// What others hold probable, in the order of the file.
    #[must_use]
    pub fn forecasts(&self) -> &[Forecast] {
        &self.structure.forecasts
    }
}
