//! Every key of a scenario file that is not one of the model's numbers, written once for the parser and the
//! JSON Schema. The numbers are in [`crate::model`].

use crate::model::forecast::MAX_FORECASTS;
use crate::model::{
    EffectKind, Foresight, GUARANTEE_YEARS, Interest, Key, LOG_RATIO, MAX_MONTHS, MAX_YEARS, Missing, Range, Shocks,
    TheoryKind,
};
use crate::sampling::Sampling;
use crate::words::{Words, words};

use super::diagnostics::Allowed;
use super::evidence::MAX_EVIDENCE;

/// What a key takes.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Takes {
    /// Text for readers.
    Text,
    /// Words for readers, in one language or several.
    Words,
    /// An identifier: a lower-case word.
    Id,
    /// `true` or `false`.
    Boolean,
    /// A calendar date.
    Date,
    /// A whole number between two bounds.
    Count(u64, u64),
    /// One of these words.
    Choice(&'static [&'static str]),
    /// A list of guarantors' ids.
    Ids,
    /// The paths of two inputs.
    Pair,
    /// A number strictly between -1 and 1.
    Rank,
    /// A table or list of tables described elsewhere.
    Part,
}

/// A key that is not one of the model's numbers.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Plain {
    pub name: &'static str,
    pub kind: Takes,
    pub required: bool,
    /// As it would be written; empty where there is none.
    pub default: &'static str,
    pub doc: &'static str,
}

pub(crate) const fn plain(
    name: &'static str,
    kind: Takes,
    required: bool,
    default: &'static str,
    doc: &'static str,
) -> Plain {
    Plain { name, kind, required, default, doc }
}

pub(super) const SOURCE: Plain =
    plain("source", Takes::Text, false, "", "Where the numbers come from that have no source of their own.");
pub(super) const NOTE: Plain =
    plain("note", Takes::Text, false, "", "A remark; say \"judgement: …\" where a number is one.");

pub(crate) const MAX_TRIALS: u64 = 1_000_000_000_000;
pub(super) const DEFAULT_TRIALS: u64 = 10_000;
pub(super) const DEFAULT_SEED: u64 = 1;
pub(super) const DEFAULT_YEARS: u64 = 50;
pub(super) const MAX_GUARANTORS: usize = 40;
pub(super) const MAX_BACKSTOPS: usize = 8;
pub(super) const MAX_PLANS: usize = 200;
/// Choices of an open term, and combinations of all that a plan has.
pub(super) const MAX_CHOICES: usize = 200;
pub(super) const MAX_COMBINATIONS: usize = 1_000_000;
pub(super) const MAX_ISSUES: usize = 60;
pub(super) const MAX_COSTS: usize = 20;
pub(super) const MAX_PARTIES: usize = 50;
pub(super) const MAX_CORRELATIONS: usize = 500;
pub(super) const MAX_POINTS: usize = 2_000;
/// The lists of a file, and how many entries each may have.
pub(super) const CROWDS: [(&str, usize); 8] = [
    ("issue", MAX_ISSUES),
    ("guarantor", MAX_GUARANTORS),
    ("party", MAX_PARTIES),
    ("plan", MAX_PLANS),
    ("cost", MAX_COSTS),
    ("evidence", MAX_EVIDENCE),
    ("forecast", MAX_FORECASTS),
    ("correlation", MAX_CORRELATIONS),
];
pub(crate) const MAX_BYTES: u64 = 10_000_000;
/// Characters of a name, which stands in charts and tables, and of any other text for readers.
pub(crate) const MAX_NAME: usize = 200;
pub(crate) const MAX_NOTE: usize = 2_000;
/// Keys under which a text is a name.
pub(super) const NAMED: [&str; 3] = ["name", "title", "unit"];
/// Identifiers are names of files and columns too.
pub(crate) const MAX_ID: usize = 64;

pub(crate) const SAMPLINGS: [&str; 3] =
    [Sampling::MonteCarlo.name(), Sampling::LatinHypercube.name(), Sampling::Sobol.name()];
pub(super) const SHOCKS: [&str; 2] = [Shocks::Unpaid.name(), Shocks::Paid.name()];
pub(super) const FORESIGHT: [&str; 2] = [Foresight::None.name(), Foresight::All.name()];
pub(super) const THEORIES: [&str; 2] = [TheoryKind::Strategic.name(), TheoryKind::Hazard.name()];

pub(super) const TOP: &[Plain] = &[
    plain("schema", Takes::Count(1, 1), true, "", "Version of this file's format."),
    plain("scenario", Takes::Part, false, "", "What the scenario is about."),
    plain("run", Takes::Part, false, "", "How to run it; all of it can be overridden on the command line."),
    plain("challenger", Takes::Part, true, "", "The side that gains when the front advances."),
    plain("defender", Takes::Part, true, "", "The side that holds what the challenger does not."),
    plain(
        "issue",
        Takes::Part,
        false,
        "",
        "Issues beyond territory, defender_forces, foreign_troops and guarantee_years.",
    ),
    plain("front", Takes::Part, true, "", "The front line."),
    plain("guarantee", Takes::Part, false, "", "What holds for every guarantee."),
    plain("guarantor", Takes::Part, false, "", "Those who may guarantee a settlement."),
    plain("party", Takes::Part, false, "", "Parties that do not fight: allies, mediators, parliaments, factions."),
    plain("negotiation", Takes::Part, false, "", "How the sides negotiate while they fight."),
    plain("enforcement", Takes::Part, false, "", "The time after a settlement."),
    plain("hazard", Takes::Part, false, "", "How often peaces break in the record, for the theory \"hazard\"."),
    plain("plan", Takes::Part, false, "", "Plans for a settlement."),
    plain(
        "cost",
        Takes::Part,
        false,
        "",
        "What a peace and a war cost people: totals that are no part of anybody's payoff.",
    ),
    plain(
        "evidence",
        Takes::Part,
        false,
        "",
        "What has happened already: plans that were answered, fronts that were seen. Draws that fit it count for more.",
    ),
    plain(
        "forecast",
        Takes::Part,
        false,
        "",
        "What others hold probable: markets, panels, classes of cases. Trials are weighed so that it holds.",
    ),
    plain("correlation", Takes::Part, false, "", "Rank correlations of uncertain inputs."),
];

pub(super) const SCENARIO: &[Plain] = &[
    plain("name", Takes::Words, false, "", "Name for readers; the file's name when left out."),
    plain("summary", Takes::Words, false, "", "What it is about, in a sentence or two."),
    plain("as_of", Takes::Date, false, "", "The date of month 0; charts can then show calendar dates."),
    SOURCE,
    NOTE,
];

pub(super) const RUN: &[Plain] = &[
    plain("trials", Takes::Count(1, MAX_TRIALS), false, "10000", "Number of trials."),
    plain("seed", Takes::Count(0, u64::MAX), false, "1", "Seed of every random number."),
    plain("sampling", Takes::Choice(&SAMPLINGS), false, "\"monte_carlo\"", "How the uncertain inputs are sampled."),
    plain(
        "replications",
        Takes::Count(1, 4_096),
        false,
        "1",
        "Trials at each draw of the inputs, so that chance and ignorance can be told apart; the trials are a multiple of it.",
    ),
    plain("years", Takes::Count(1, MAX_YEARS as u64), false, "50", "Years for which the peace is followed."),
    plain(
        "costs_years",
        Takes::Count(1, MAX_YEARS as u64),
        false,
        "years",
        "Years from month 0 over which costs are counted; at most `years`.",
    ),
    plain(
        "alone",
        Takes::Boolean,
        false,
        "true",
        "Whether each plan is also played by itself, as if no other were offered.",
    ),
];

pub(super) const ENFORCEMENT: &[Plain] = &[
    plain(
        "shocks",
        Takes::Choice(&SHOCKS),
        false,
        "\"unpaid\"",
        "What the private shocks are: \"unpaid\", they move decisions only; \"paid\", they are payoffs.",
    ),
    plain(
        "theory",
        Takes::Choice(&THEORIES),
        false,
        "\"strategic\"",
        "What makes a peace hold or break: \"strategic\", both sides weigh peace against war; \"hazard\", the record, in `[hazard]`.",
    ),
];

pub(super) const NEGOTIATION: &[Plain] = &[plain(
    "foresight",
    Takes::Choice(&FORESIGHT),
    false,
    "\"none\"",
    "With what a side compares a plan: \"none\", with fighting to the finish; \"all\", with fighting on and negotiating again.",
)];

pub(super) const PARTY: &[Plain] = &[
    plain("name", Takes::Words, false, "", "Name for readers."),
    plain("may_attack", Takes::Boolean, false, "true", "Whether the side may break an agreement."),
    plain("demands", Takes::Part, true, "", "What the side wants, by issue."),
];

pub(super) const DEMAND: &[Plain] = &[SOURCE, NOTE];

pub(super) const STAKEHOLDER: &[Plain] = &[
    plain("id", Takes::Id, true, "", "Identifier in paths and results; not that of a side or a guarantor."),
    plain("name", Takes::Words, false, "", "Name for readers; the id when left out."),
    plain("veto", Takes::Boolean, false, "false", "Whether a plan that it would refuse is not tabled."),
    plain("demands", Takes::Part, true, "", "What the party wants, by issue; about the others it does not care."),
    SOURCE,
    NOTE,
];

pub(super) const INTEREST: &[Plain] = &[
    plain("red_line", Takes::Part, false, "", "The term beyond which the party never accepts, with its direction."),
    SOURCE,
    NOTE,
];

pub(super) const ISSUE: &[Plain] = &[
    plain("id", Takes::Id, true, "", "Identifier in paths, terms and demands."),
    plain("name", Takes::Words, false, "", "Name for readers; the id when left out."),
    plain("unit", Takes::Text, false, "", "Unit for readers; \"share\" keeps terms and ideals between 0 and 1."),
    SOURCE,
    NOTE,
];

pub(super) const GUARANTOR: &[Plain] = &[
    plain("id", Takes::Id, true, "", "Identifier in paths and plans."),
    plain("name", Takes::Words, false, "", "Name for readers; the id when left out."),
    plain("backstop", Takes::Id, false, "", "Another guarantor on whom it leans; that one has no backstop itself."),
    plain("needs_guarantor", Takes::Id, false, "", "Another guarantor without whom it does not take part."),
    plain("politics", Takes::Part, false, "", "Elections that may bring in a government that does not honour."),
    SOURCE,
    NOTE,
];

pub(super) const COST: &[Plain] = &[
    plain("id", Takes::Id, true, "", "Identifier in paths and results."),
    plain("name", Takes::Words, false, "", "Name for readers; the id when left out."),
    plain("unit", Takes::Text, true, "", "Unit for readers, such as \"thousand people\"."),
    SOURCE,
    NOTE,
];

pub(super) const PLAN: &[Plain] = &[
    plain("id", Takes::Id, true, "", "Identifier in paths and results."),
    plain("name", Takes::Words, false, "", "Name for readers; the id when left out."),
    plain(
        "terms",
        Takes::Part,
        false,
        "",
        "The terms, by issue: choices, not uncertainties; or open, as a list or a range from which both sides choose.",
    ),
    plain("guarantors", Takes::Ids, false, "", "Who takes part; left out: all if guarantee_years > 0, else none."),
    plain("years", Takes::Part, false, "", "A guarantor's own shorter term, years."),
    plain("effects", Takes::Part, false, "", "Numbers that the plan changes for the time after its signature."),
    plain("from_month", Takes::Count(0, MAX_MONTHS as u64), false, "0", "Month from which the plan can be tabled."),
    plain(
        "ceasefire_months",
        Takes::Count(0, MAX_MONTHS as u64),
        false,
        "0",
        "Months for which fighting stops after the signature, before the sides ratify.",
    ),
    plain(
        "tabled",
        Takes::Boolean,
        false,
        "true",
        "Whether it can be tabled at all: one that is known for its answer alone is weighed, and never signed.",
    ),
    SOURCE,
    NOTE,
];

pub(super) const CORRELATION: &[Plain] = &[
    plain("between", Takes::Pair, true, "", "Paths of two uncertain inputs."),
    plain("rank", Takes::Rank, true, "", "Spearman's rank correlation, between -1 and 1."),
    SOURCE,
    NOTE,
];

/// What is known about a number, whatever part of the model it belongs to.
#[derive(Clone, Debug)]
pub(crate) struct Rule {
    pub name: &'static str,
    pub doc: &'static str,
    pub unit: String,
    pub range: Range,
    pub default: Option<f64>,
    pub whole: bool,
    /// Words that stand for infinity.
    pub words: &'static [&'static str],
}

impl Rule {
    pub(super) fn of<T>(key: &Key<T>) -> Self {
        let words: &'static [&'static str] = match key.infinity {
            Some("inf") => &["inf"],
            Some("permanent") => &["permanent", "none"],
            Some("none") => &["none"],
            _ => &[],
        };
        Self {
            name: key.name,
            doc: key.doc,
            unit: key.unit.to_owned(),
            range: key.range,
            default: match key.missing {
                Missing::Refused => None,
                Missing::Absent => Some(f64::NAN),
                Missing::Default(number) => Some(number),
            },
            whole: key.whole,
            words,
        }
    }

    /// What is permitted.
    pub(super) fn permitted(&self) -> Allowed {
        let range = Range { max: self.largest(), ..self.range };
        let words = self.words.iter().map(|word| (*word).to_owned()).collect();
        Allowed { range: Some(range), whole: self.whole, words }
    }

    /// The most that a finite value may be.
    pub(super) fn largest(&self) -> f64 {
        if self.range.max.is_infinite() && self.whole { MAX_YEARS } else { self.range.max }
    }

    /// Whether `x` is permitted.
    pub(super) fn permits(&self, x: f64) -> bool {
        if x == f64::INFINITY { !self.words.is_empty() } else { self.range.contains(x) && x <= self.largest() }
    }

    /// What is permitted, in words.
    pub(super) fn allowed(&self) -> Words {
        let bounds = if self.whole { words!("a whole number {bounds}", bounds = self.bounds()) } else { self.bounds() };
        let bounded = match self.unit.as_str() {
            "" => bounds,
            unit => words!("{bounds} ({unit})", bounds, unit = unit_in_words(unit)),
        };
        self.words.iter().fold(bounded, |all, word| words!("{all} or \"{word}\"", all, word))
    }

    fn bounds(&self) -> Words {
        let Range { min, min_open, max_open, .. } = self.range;
        let max = self.largest();
        match (min_open, max_open, max.is_infinite()) {
            (true, _, true) => words!("above {min}", min),
            (false, _, true) => words!("{min} or more", min),
            (false, false, false) => words!("from {min} to {max}", min, max),
            (true, false, false) => words!("above {min}, at most {max}", min, max),
            (false, true, false) => words!("{min} or more, below {max}", min, max),
            (true, true, false) => words!("above {min}, below {max}", min, max),
        }
    }
}

/// The units of the model and of the structural issues.
const UNITS: [&str; 21] = [
    "years",
    "months",
    "share",
    "weight",
    "the issue's unit",
    "the cost's unit",
    "steps",
    "share of the prize's flow",
    "pseudo-battles",
    "share of the prize",
    "probability per month",
    "probability per year",
    "exponent",
    "thousand",
    "log-odds per standard deviation",
    "per year",
    "factor",
    "log-odds per year",
    "log hazard ratio",
    "log-odds",
    "probability",
];

/// A unit in words: the program's own can be told in other languages, those of a file are told as they are.
pub(crate) fn unit_in_words(unit: &str) -> Words {
    match UNITS.iter().find(|known| **known == unit) {
        Some(known) => Words::documented(known),
        None => Words::verbatim(unit),
    }
}

/// Everything that messages say of keys: their documentation, their units, and what results have reserved ids for.
#[cfg(test)]
pub(crate) fn documented() -> impl Iterator<Item = &'static str> {
    use crate::model::{
        Cost, Demand, Enforcement, Front, Guarantee, Guarantor, HazardRate, HazardRatios, Interest, Negotiation, Party,
        Politics, Stakeholder,
    };
    fn docs<T>(keys: &'static [Key<T>]) -> Vec<&'static str> {
        keys.iter().map(|key| key.doc).collect()
    }
    let plain = [TOP, CORRELATION, PARTY, COST, STAKEHOLDER, super::forecasts::FORECAST]
        .concat()
        .into_iter()
        .filter(|key| key.required)
        .map(|key| key.doc);
    let numbers = [
        docs(Party::KEYS),
        docs(Demand::KEYS),
        docs(Stakeholder::KEYS),
        docs(Interest::KEYS),
        docs(Front::KEYS),
        docs(Guarantee::KEYS),
        docs(Guarantor::KEYS),
        docs(Negotiation::KEYS),
        docs(Enforcement::KEYS),
        docs(Politics::KEYS),
        docs(Cost::KEYS),
        docs(HazardRate::KEYS),
        docs(HazardRatios::KEYS),
    ];
    let terms = (0..5).map(|issue| term_rule(issue, "").doc).chain([
        status_quo_rule("").doc,
        kept_rule().doc,
        ratio_rule().doc,
        own_years_rule().doc,
        super::evidence::power_rule().doc,
    ]);
    let terms = terms.chain(super::forecasts::docs());
    let reserved = RESERVED.iter().map(|(_, _, meaning)| *meaning);
    let effects = [EffectKind::Set, EffectKind::Add, EffectKind::Multiply].map(operand_doc);
    let all = plain.chain(numbers.concat()).chain(terms).chain(effects).chain(reserved).chain(UNITS);
    all.map(|sentence| sentence.trim().trim_end_matches('.'))
}

/// What an effect of this kind does with its operand.
pub(super) fn operand_doc(kind: EffectKind) -> &'static str {
    match kind {
        EffectKind::Set => "Replaces the number.",
        EffectKind::Add => "Added to the number.",
        EffectKind::Multiply => "The number is multiplied by this.",
    }
}

pub(super) const RED_LINE: &str = "red_line";
/// The two directions of a red line of a party that does not fight.
pub(super) const LIMITS: [&str; 2] = ["above", "below"];
const IDEAL: &str = "ideal";

/// The rules of a demand on the issue of that index and unit, in the order of the documentation.
pub(super) fn demand_rules(issue: usize, unit: &str) -> Vec<Rule> {
    use crate::model::{DEFENDER_FORCES, Demand, GUARANTEE_YEARS};
    let guarantee = issue == GUARANTEE_YEARS;
    let mut rules: Vec<Rule> = Demand::KEYS.iter().map(Rule::of).collect();
    if guarantee {
        // How long a guarantee lasts is worth something because it is in force longer: no ideal, no curvature.
        rules.retain(|rule| matches!(rule.name, RED_LINE | "salience"));
    }
    for rule in &mut rules {
        if matches!(rule.name, IDEAL | RED_LINE) {
            unit.clone_into(&mut rule.unit);
            rule.range = term_range(issue, unit, false);
            rule.words = &[];
        }
        if rule.name == RED_LINE && issue == DEFENDER_FORCES {
            rule.words = &["none"];
        }
        if rule.name == RED_LINE && guarantee {
            rule.words = &["permanent"];
        }
    }
    rules
}

/// The rules of what a party that does not fight wants on the issue of that index and unit, its red line apart.
pub(super) fn interest_rules(issue: usize, unit: &str) -> Vec<Rule> {
    let mut rules: Vec<Rule> = Interest::KEYS.iter().map(Rule::of).collect();
    rules.retain(|rule| !LIMITS.contains(&rule.name) && (issue != GUARANTEE_YEARS || rule.name == "salience"));
    for rule in rules.iter_mut().filter(|rule| rule.name == IDEAL) {
        unit.clone_into(&mut rule.unit);
        rule.range = term_range(issue, unit, false);
    }
    rules
}

/// The rules of the two directions of its red line there.
pub(super) fn limit_rules(issue: usize, unit: &str) -> Vec<Rule> {
    let of_side = demand_rules(issue, unit).into_iter().find(|rule| rule.name == RED_LINE);
    let limit = |key: &Key<Interest>| {
        let rule = Rule::of(key);
        of_side.clone().map_or(rule.clone(), |like| Rule { name: rule.name, doc: rule.doc, ..like })
    };
    Interest::KEYS.iter().filter(|key| LIMITS.contains(&key.name)).map(limit).collect()
}

/// The permitted terms, ideals and red lines on an issue; `term`: what a plan may say.
pub(super) fn term_range(issue: usize, unit: &str, term: bool) -> Range {
    use crate::model::{DEFENDER_FORCES, FOREIGN_TROOPS, GUARANTEE_YEARS, TERRITORY};
    match issue {
        TERRITORY => Range::closed(0.0, 1.0),
        DEFENDER_FORCES if term => Range::open_closed(0.0, 1e6),
        DEFENDER_FORCES | FOREIGN_TROOPS => Range::closed(0.0, 1e6),
        GUARANTEE_YEARS => Range::closed(0.0, MAX_YEARS),
        _ if unit == "share" => Range::closed(0.0, 1.0),
        _ => Range::closed(-1e6, 1e6),
    }
}

/// The rule of a term on the issue of that index and unit.
pub(super) fn term_rule(issue: usize, unit: &str) -> Rule {
    use crate::model::{DEFENDER_FORCES, FOREIGN_TROOPS, GUARANTEE_YEARS, TERRITORY};
    let (doc, default, words): (_, _, &'static [&'static str]) = match issue {
        TERRITORY => (
            "Share of the contested territory that the challenger holds after the settlement, or \"line_of_contact\": what it holds when the plan is signed.",
            None,
            &[],
        ),
        DEFENDER_FORCES => ("Cap on the defender's peacetime army.", Some(f64::INFINITY), &["none"]),
        FOREIGN_TROOPS => ("Guarantors' troops on the defender's soil.", Some(0.0), &[]),
        GUARANTEE_YEARS => ("Term of the guarantee; 0: no guarantee.", Some(0.0), &["permanent"]),
        _ => ("The term on this issue.", None, &[]),
    };
    Rule {
        name: crate::model::STRUCTURAL.get(issue).copied().unwrap_or("term"),
        doc,
        unit: unit.to_owned(),
        range: term_range(issue, unit, true),
        default,
        whole: issue == GUARANTEE_YEARS,
        words,
    }
}

/// The rule of a further issue's status quo.
pub(super) fn status_quo_rule(unit: &str) -> Rule {
    Rule {
        name: "status_quo",
        doc: "What is in force on this issue while fighting; the defender's ideal when left out.",
        unit: unit.to_owned(),
        range: term_range(usize::MAX, unit, true),
        default: Some(f64::NAN),
        whole: false,
        words: &[],
    }
}

/// The table of shares that stay in force, in the section `enforcement`.
pub(super) const KEPT: &str = "kept";

/// What that table is.
pub(super) const KEPT_DOC: &str = "By issue beside the structural ones, and for defender_forces, how much of a plan's term stays in force when war resumes.";

/// The rule of a share that stays in force.
pub(super) fn kept_rule() -> Rule {
    Rule {
        name: "kept",
        doc: "How much of a plan's term on this issue stays in force when war resumes (kept): 0 the status quo returns, 1 the term stays.",
        unit: "share".to_owned(),
        range: Range::closed(0.0, 1.0),
        default: Some(0.0),
        whole: false,
        words: &[],
    }
}

/// The table of log hazard ratios, in the section `hazard`.
pub(super) const RATIOS: &str = "effects";

/// What that table is.
pub(super) const RATIOS_DOC: &str =
    "How the hazard moves with the settlement: log hazard ratios, also of the issues beside the structural ones.";

/// The rule of the log hazard ratio of a further issue.
pub(super) fn ratio_rule() -> Rule {
    Rule {
        name: "ratio",
        doc: "Log hazard ratio of each unit of a plan's term on this issue.",
        unit: "log hazard ratio".to_owned(),
        range: LOG_RATIO,
        default: Some(0.0),
        whole: false,
        words: &[],
    }
}

/// The rule of a guarantor's own term in a plan.
pub(super) fn own_years_rule() -> Rule {
    Rule {
        name: "years",
        doc: "The guarantor's own shorter term.",
        unit: "years".to_owned(),
        range: Range::closed(0.0, f64::INFINITY),
        default: Some(f64::INFINITY),
        whole: true,
        words: &["permanent"],
    }
}

/// Name for readers and unit of the structural issues.
pub(super) const STRUCTURAL_NAMES: [(&str, &str); 4] = [
    ("Territory", "share"),
    ("Cap on the defender's army", "thousand"),
    ("Foreign troops", "thousand"),
    ("Guarantee", "years"),
];

/// Keys of the defender that the challenger does not have.
pub(super) const DEFENDER_ONLY: [&str; 3] = ["quality", "cheating", "mobilisation"];

/// A family of distributions.
#[derive(Clone, Copy, Debug)]
pub(crate) struct FamilyForm {
    pub name: &'static str,
    pub doc: &'static str,
    /// Names of the numbers in its list; empty for the families with a form of their own.
    pub parameters: &'static [&'static str],
}

pub(crate) const FAMILIES: &[FamilyForm] = &[
    FamilyForm { name: "uniform", doc: "Every value between the bounds equally likely.", parameters: &["min", "max"] },
    FamilyForm { name: "normal", doc: "Normal.", parameters: &["mean", "sd"] },
    FamilyForm { name: "normal90", doc: "Normal, by its 5th and 95th percentile.", parameters: &["p5", "p95"] },
    FamilyForm { name: "lognormal90", doc: "Log-normal, by its 5th and 95th percentile.", parameters: &["p5", "p95"] },
    FamilyForm { name: "normal80", doc: "Normal, by its 10th and 90th percentile.", parameters: &["p10", "p90"] },
    FamilyForm {
        name: "lognormal80",
        doc: "Log-normal, by its 10th and 90th percentile.",
        parameters: &["p10", "p90"],
    },
    FamilyForm { name: "triangular", doc: "Triangular.", parameters: &["min", "mode", "max"] },
    FamilyForm { name: "pert", doc: "PERT (lambda = 4): a smooth triangular.", parameters: &["min", "mode", "max"] },
    FamilyForm { name: "beta", doc: "Beta, on [0, 1].", parameters: &["alpha", "beta"] },
    FamilyForm {
        name: "discrete",
        doc: "These values with these weights; equally likely when left out.",
        parameters: &[],
    },
    FamilyForm {
        name: "quantiles",
        doc: "Piecewise-linear cumulative distribution through the given points; p0 and p100 are required.",
        parameters: &[],
    },
    FamilyForm {
        name: "percentiles",
        doc: "Smooth and without ends through three to ten percentiles, none of them p0 or p100.",
        parameters: &[],
    },
    FamilyForm {
        name: "uniform_int",
        doc: "Every whole number from the first to the last equally likely.",
        parameters: &["min", "max"],
    },
    FamilyForm {
        name: "within",
        doc: "Of a chance in each month: the probability within some months, a number or a distribution.",
        parameters: &[],
    },
    FamilyForm { name: "mixture", doc: "Disagreeing experts: distributions with weights.", parameters: &[] },
];

/// Families that draw whole numbers where all that they are given is whole.
pub(super) const WHOLE_FAMILIES: [&str; 2] = ["discrete", "uniform_int"];

/// The rule of the probability within some months.
pub(super) fn chance_rule() -> Rule {
    Rule {
        name: "probability",
        doc: "Probability of it within so many months.",
        unit: "probability".to_owned(),
        range: Range::closed(0.0, 1.0),
        default: None,
        whole: false,
        words: &[],
    }
}

/// Ids that rows of results have for something else: of a plan, a guarantor or an issue; the word; what it stands for.
pub(super) const RESERVED: [(&str, &str, &str); 13] = [
    ("plan", "all", "all plans together"),
    ("plan", "war", "fighting on"),
    ("party", "challenger", "the challenger"),
    ("party", "defender", "the defender"),
    ("guarantor", "all", "all guarantors together"),
    ("guarantor", "nobody", "none of the guarantors"),
    ("guarantor", "active", "a guarantee in force"),
    ("guarantor", "expected_force", "the force expected of all guarantors"),
    ("issue", "surplus", "the sum over all issues"),
    ("issue", "margin", "the surplus that a side demands"),
    ("issue", "fighting_on", "the value of fighting on"),
    ("issue", "resumed_war", "what a resumed war costs"),
    ("issue", "ceasefire_months", "what a ceasefire before the peace is worth"),
];

/// Keys of a number's table beside the distribution itself.
pub(super) const NUMBER_KEYS: [&str; 5] = ["value", "min", "max", "source", "note"];

/// The names of plain keys.
pub(crate) fn names(keys: &[Plain]) -> Vec<&'static str> {
    keys.iter().map(|key| key.name).collect()
}
