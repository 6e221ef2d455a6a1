//! An outcome in words: `resumed_by_challenger`, `signed=truce and held@15`, `not settled`, `value_challenger > 0.5`.

use crate::engine::Class;
use crate::scenario::{Scenario, nearest};
use crate::words::{Words, words};

use super::super::table::{CsvTable, Holds, TableColumn};

/// Whether a trial ended as asked: everything that is asked holds.
#[derive(Clone, Debug, PartialEq)]
pub struct AskedOutcome {
    /// As it was written.
    pub written: String,
    /// What is asked, each with whether it is denied.
    pub parts: Vec<(bool, AskedOf)>,
}

/// One thing that is asked of a trial.
#[derive(Clone, Debug, PartialEq)]
pub enum AskedOf {
    /// It ended so.
    Ending(Class),
    /// A plan was signed.
    Settled,
    /// This plan was signed, by id.
    Signed(String),
    /// A plan was signed, and no war resumed before this year.
    Held(u32),
    /// A column of words or flags holds this.
    Word(String, String),
    /// A column of numbers is so.
    Number(String, NumberTest, f64),
}

/// How a number is compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NumberTest {
    /// `>`
    Above,
    /// `>=`
    AtLeast,
    /// `<`
    Below,
    /// `<=`
    AtMost,
    /// `=`
    Equal,
}

impl NumberTest {
    const ALL: [(&'static str, NumberTest); 5] = [
        (">=", NumberTest::AtLeast),
        ("<=", NumberTest::AtMost),
        (">", NumberTest::Above),
        ("<", NumberTest::Below),
        ("=", NumberTest::Equal),
    ];

    fn holds(self, number: f64, than: f64) -> bool {
        match self {
            Self::Above => number > than,
            Self::AtLeast => number >= than,
            Self::Below => number < than,
            Self::AtMost => number <= than,
            Self::Equal => number == than,
        }
    }
}

/// What can be asked of a trial of a scenario.
struct Askable {
    columns: Vec<TableColumn>,
    inputs: Vec<String>,
    plans: Vec<String>,
    years: u64,
    headline: u32,
}

impl AskedOutcome {
    /// Reads an outcome that is asked of the trials of a scenario.
    ///
    /// # Errors
    /// What is wrong with it, and what could be meant.
    pub fn parse(text: &str, scenario: &Scenario) -> Result<Self, Words> {
        let askable = Askable {
            columns: CsvTable::new(scenario).columns().to_vec(),
            inputs: scenario.inputs().iter().map(|input| input.path.clone()).collect(),
            plans: scenario.structure().plans.iter().map(|plan| plan.id.clone()).collect(),
            years: scenario.run().years as u64,
            headline: scenario.run().headline_year() as u32,
        };
        let parts = text.split(" and ").map(|part| askable.part(part.trim())).collect::<Result<_, _>>()?;
        Ok(Self { written: text.trim().to_owned(), parts })
    }

    /// Whether the trial ended so, of which `field` tells each column; a column that does not apply is empty.
    pub fn holds<'a>(&self, field: &dyn Fn(&str) -> &'a str) -> bool {
        self.parts.iter().all(|(denied, part)| part.holds(field) != *denied)
    }

    /// The columns that must be read to know.
    pub fn columns(&self) -> impl Iterator<Item = &str> {
        self.parts.iter().flat_map(|(_, part)| match part {
            AskedOf::Ending(_) => vec!["class"],
            AskedOf::Settled => vec!["settled"],
            AskedOf::Signed(_) => vec!["plan"],
            AskedOf::Held(_) => vec!["settled", "failure_age"],
            AskedOf::Word(column, _) | AskedOf::Number(column, ..) => vec![column.as_str()],
        })
    }
}

impl AskedOf {
    fn holds<'a>(&self, field: &dyn Fn(&str) -> &'a str) -> bool {
        match self {
            Self::Ending(class) => field("class") == class.name(),
            Self::Settled => field("settled") == "true",
            Self::Signed(plan) => field("plan") == plan,
            Self::Held(year) => {
                field("settled") == "true" && field("failure_age").parse::<u32>().map_or(true, |age| age >= *year)
            }
            Self::Word(column, word) => field(column) == word,
            Self::Number(column, test, than) => number(field(column)).is_some_and(|number| test.holds(number, *than)),
        }
    }
}

/// A number of the trial table; `None` where it does not apply.
fn number(field: &str) -> Option<f64> {
    match field {
        "permanent" | "none" | "inf" => Some(f64::INFINITY),
        digits => digits.parse().ok(),
    }
}

impl Askable {
    fn part(&self, text: &str) -> Result<(bool, AskedOf), Words> {
        let (denied, text) = text.strip_prefix("not ").map_or((false, text), |rest| (true, rest.trim()));
        let found = NumberTest::ALL.into_iter().find_map(|(sign, test)| {
            let (left, right) = text.split_once(sign)?;
            Some((left.trim(), sign, test, right.trim()))
        });
        let asked = match found {
            Some(("signed", "=", _, plan)) => self.plan(plan)?,
            Some((column, sign, test, value)) => self.column(column, sign, test, value)?,
            None => self.word(text)?,
        };
        Ok((denied, asked))
    }

    fn plan(&self, id: &str) -> Result<AskedOf, Words> {
        if self.plans.iter().any(|known| known == id) {
            return Ok(AskedOf::Signed(id.to_owned()));
        }
        Err(unknown(id, &self.plans.iter().map(String::as_str).collect::<Vec<_>>(), &words!("plan")))
    }

    fn word(&self, text: &str) -> Result<AskedOf, Words> {
        if let Some(class) = Class::ALL.into_iter().find(|class| class.name() == text) {
            return Ok(AskedOf::Ending(class));
        }
        let (word, year) = text.split_once('@').map_or((text, None), |(word, year)| (word.trim(), Some(year.trim())));
        match (word, year) {
            ("settled", None) => Ok(AskedOf::Settled),
            ("held" | "signed_and_holding", None) => Ok(AskedOf::Held(self.headline)),
            ("held" | "signed_and_holding", Some(year)) => self.year(year),
            _ if self.columns.iter().any(|column| column.name == text) => {
                Err(words!("`{text}` is a column, which is compared with something: `{text} > 0.5`", text))
            }
            _ => {
                let classes = Class::ALL.into_iter().map(Class::name);
                let known: Vec<&str> =
                    classes.chain(["settled", "signed=PLAN", "held@YEAR", "signed_and_holding"]).collect();
                Err(unknown(text, &known, &words!("outcome")))
            }
        }
    }

    fn year(&self, text: &str) -> Result<AskedOf, Words> {
        match text.parse::<u32>() {
            Ok(year) if u64::from(year) <= self.years => Ok(AskedOf::Held(year)),
            _ => Err(words!(
                "`{text}` is no year of this run, which follows a peace for {years}",
                text,
                years = self.years
            )),
        }
    }

    fn column(&self, name: &str, sign: &str, test: NumberTest, value: &str) -> Result<AskedOf, Words> {
        if self.inputs.iter().any(|input| input == name) {
            return Err(words!("`{name}` is an input: an outcome is what becomes of it", name));
        }
        let Some(column) = self.columns.iter().find(|column| column.name == name) else {
            let outcomes = self.columns.iter().map(|column| column.name.as_str());
            let known: Vec<&str> =
                outcomes.filter(|name| !self.inputs.iter().any(|input| input == name)).skip(3).collect();
            return Err(unknown(name, &known, &words!("column")));
        };
        if matches!(column.holds, Holds::Numbers | Holds::Counts) {
            let than = number(value);
            let than = than.ok_or_else(|| words!("`{value}` is no number to compare `{name}` with", value, name))?;
            return Ok(AskedOf::Number(name.to_owned(), test, than));
        }
        if test != NumberTest::Equal {
            return Err(words!("`{name}` holds words, which are not compared by `{sign}` but by `=`", name, sign));
        }
        Ok(AskedOf::Word(name.to_owned(), value.to_owned()))
    }
}

/// A name that nothing has, and what could be meant.
fn unknown(name: &str, known: &[&str], kind: &Words) -> Words {
    match nearest(name, known.iter().copied()) {
        Some(meant) => words!("there is no {kind} `{name}`: did you mean `{meant}`?", kind, name, meant),
        None => words!("there is no {kind} `{name}`; there are: {known}", kind, name, known = known.join(", ")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::parse;

    fn asked(text: &str) -> Result<AskedOutcome, String> {
        let scenario = parse("tiny.toml", include_str!("../../../scenarios/tiny.toml"), &[], None).unwrap().scenario;
        AskedOutcome::parse(text, &scenario).map_err(|words| words.to_string())
    }

    /// What each row of a table answers.
    #[test]
    fn a_row_is_asked() {
        let row = |name: &str| match name {
            "class" => "resumed_by_challenger",
            "plan" => "truce",
            "settled" => "true",
            "failure_age" => "7",
            "value_challenger" => "0.4",
            "resumed_war" => "challenger_won",
            _ => "",
        };
        for (text, holds) in [
            ("resumed_by_challenger", true),
            ("peace_held", false),
            ("settled", true),
            ("not settled", false),
            ("signed=truce", true),
            ("signed = guarantee-10", false),
            ("held@7", true),
            ("held@8", false),
            ("signed_and_holding", false),
            ("signed=truce and not held@8", true),
            ("value_challenger > 0.4", false),
            ("value_challenger >= 0.4", true),
            ("value_challenger < .5", true),
            ("value_challenger <= 0.3", false),
            ("failure_age = 7", true),
            ("war_months > 3", false),
            ("resumed_war = challenger_won", true),
        ] {
            assert_eq!(asked(text).unwrap().holds(&row), holds, "{text}");
        }
    }

    /// What cannot be asked is told with what could be meant.
    #[test]
    fn what_cannot_be_asked_is_told() {
        for (text, says) in [
            (
                "resumed_by_chalenger",
                "there is no outcome `resumed_by_chalenger`: did you mean `resumed_by_challenger`?",
            ),
            ("signed=truse", "there is no plan `truse`: did you mean `truce`?"),
            ("held@99", "`99` is no year of this run, which follows a peace for 15"),
            ("value_challenger", "`value_challenger` is a column, which is compared with something"),
            ("value_chalenger > 1", "there is no column `value_chalenger`: did you mean `value_challenger`?"),
            ("value_challenger > much", "`much` is no number to compare `value_challenger` with"),
            ("class > 3", "`class` holds words, which are not compared by `>` but by `=`"),
            ("challenger.war_cost > 0.3", "`challenger.war_cost` is an input"),
            ("war", "there is no outcome `war`; there are: "),
        ] {
            let told = asked(text).unwrap_err();
            assert!(told.contains(says), "{told}");
        }
    }
}
