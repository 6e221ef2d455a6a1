//! Any valid scenario, in blocks that can be put in another order.

use proptest::prelude::*;

use crate::story::{Story, story};

/// A scenario in blocks.
#[derive(Clone, Debug)]
pub(crate) struct Blocks {
    pub(crate) head: String,
    pub(crate) issues: Vec<String>,
    pub(crate) guarantors: Vec<String>,
    pub(crate) plans: Vec<String>,
}

impl Blocks {
    /// The whole.
    pub(crate) fn story(&self) -> Story {
        story(&[self.head.clone(), self.issues.concat(), self.guarantors.concat(), self.plans.concat()].concat())
    }
}

/// Turns uniform numbers into choices.
struct Dice<'a> {
    numbers: std::iter::Cycle<std::slice::Iter<'a, f64>>,
    uncertain: bool,
}

impl Dice<'_> {
    fn unit(&mut self) -> f64 {
        *self.numbers.next().expect("some numbers")
    }

    fn between(&mut self, low: f64, high: f64) -> f64 {
        low + (high - low) * self.unit()
    }

    fn chance(&mut self, p: f64) -> bool {
        self.unit() < p
    }

    fn whole(&mut self, low: u32, high: u32) -> u32 {
        low + ((f64::from(high - low + 1) * self.unit()) as u32).min(high - low)
    }

    /// A number, now and then an uncertain one.
    fn number(&mut self, low: f64, high: f64) -> String {
        let x = self.between(low, high);
        if self.uncertain && self.chance(0.3) {
            format!("{{ uniform = [{x}, {}] }}", x + (high - x) * self.unit().max(0.01))
        } else {
            x.to_string()
        }
    }

    fn party(&mut self, side: &str) -> String {
        let mut text = format!("[{side}]\nmay_attack = {}\n", self.chance(0.8));
        for (key, low, high) in [
            ("forces", 50.0, 200.0),
            ("growth", -0.5, 1.5),
            ("growth_years", 0.5, 15.0),
            ("discount_factor", 0.6, 0.98),
            ("war_cost", -0.2, 2.0),
            ("collapse", 0.0, 0.02),
            ("optimism", -0.5, 1.0),
            ("attack_cost", -0.05, 0.3),
            ("shock", 0.005, 0.2),
            ("surprise", -0.3, 0.3),
            ("misperception", -0.5, 0.5),
            ("margin", -0.05, 0.02),
            ("ratification", 0.5, 1.0),
        ] {
            text += &format!("{key} = {}\n", self.number(low, high));
        }
        if self.chance(0.4) {
            text += &format!("lasting = {}\nturnover = {}\n", self.number(0.05, 0.95), self.number(0.0, 0.5));
        }
        if self.chance(0.5) {
            text += &format!("belief_strength = {}\n", self.number(2.0, 60.0));
        }
        if side == "defender" {
            for (key, low, high) in [("quality", 0.5, 2.0), ("cheating", 0.0, 0.5), ("mobilisation", 0.0, 1.0)] {
                text += &format!("{key} = {}\n", self.number(low, high));
            }
        }
        text
    }

    /// `own` is the side's own ideal, `other` that of the other side.
    fn demand(&mut self, issue: &str, own: f64, other: f64) -> String {
        let mut text = format!("{issue} = {{ ideal = {own}, salience = {}", self.number(0.05, 1.0));
        if self.chance(0.3) {
            text += &format!(", curvature = {}", self.number(0.4, 3.0));
        }
        if self.chance(0.2) {
            text += &format!(", red_line = {}", own + (other - own) * self.between(0.3, 1.0));
        }
        text + " }\n"
    }

    fn demands(&mut self, side: &str, issues: u32) -> String {
        let challenger = side == "challenger";
        let mut text = format!("[{side}.demands]\n");
        let structural = [("territory", 1.0, 0.0), ("defender_forces", 30.0, 180.0), ("foreign_troops", 0.0, 25.0)];
        for (issue, a, d) in structural {
            text += &if challenger { self.demand(issue, a, d) } else { self.demand(issue, d, a) };
        }
        text += &format!("guarantee_years = {{ salience = {} }}\n", self.number(0.0, 0.5));
        for issue in 0..issues {
            let (own, other) = if challenger { (1.0, 0.0) } else { (0.0, 1.0) };
            text += &self.demand(&format!("issue-{issue}"), own, other);
        }
        text
    }

    fn guarantor(&mut self, index: u32) -> String {
        let mut text = format!("[[guarantor]]\nid = \"g{index}\"\n");
        for (key, low, high) in [
            ("reliability", 0.05, 0.95),
            ("forces", 1.0, 150.0),
            ("punishment", -0.02, 0.1),
            ("max_troops", 0.5, 15.0),
            ("coupling", 0.0, 3.0),
        ] {
            text += &format!("{key} = {}\n", self.number(low, high));
        }
        if self.chance(0.3) {
            text += &format!("max_years = {}\n", self.whole(1, 30));
        }
        if self.chance(0.4) {
            text += &format!("consent = {}\n", self.number(0.5, 1.0));
        }
        if index > 0 && self.chance(0.4) {
            text += &format!("backstop = \"g0\"\nwithout_backstop = {}\n", self.number(0.0, 1.0));
        }
        text
    }

    /// What stays in force of some issues.
    fn kept(&mut self, issues: u32) -> String {
        if self.chance(0.6) {
            return String::new();
        }
        let further = (0..issues).map(|issue| format!("issue-{issue}"));
        let ids: Vec<String> = further.chain(["defender_forces".to_owned()]).collect();
        let kept: Vec<String> = ids.iter().map(|id| format!("{id} = {}", self.number(0.0, 1.0))).collect();
        format!("kept = {{ {} }}\n", kept.join(", "))
    }

    fn plan(&mut self, index: u32, issues: u32, guarantors: u32) -> String {
        let mut terms = match self.chance(0.5) {
            true => "territory = \"line_of_contact\"".to_owned(),
            false => format!("territory = {}", self.unit()),
        };
        if self.chance(0.5) {
            terms += &format!(", defender_forces = {}", self.between(20.0, 200.0));
        }
        let guarded = guarantors > 0 && self.chance(0.7);
        if guarded {
            let years = if self.chance(0.2) { "\"permanent\"".to_owned() } else { self.whole(1, 20).to_string() };
            terms += &format!(", guarantee_years = {years}, foreign_troops = {}", self.between(0.0, 20.0));
        }
        for issue in 0..issues {
            terms += &format!(", issue-{issue} = {}", self.unit());
        }
        let mut text =
            format!("[[plan]]\nid = \"p{index}\"\nterms = {{ {terms} }}\nfrom_month = {}\n", self.whole(0, 6));
        if guarded {
            let named: Vec<String> = (0..guarantors).map(|g| format!("\"g{g}\"")).collect();
            text += &format!("guarantors = [{}]\n", named.join(", "));
            if self.chance(0.3) {
                text += &format!("years = {{ g0 = {} }}\n", self.whole(1, 10));
            }
        }
        if self.chance(0.25) {
            text += &format!("ceasefire_months = {}\n", self.whole(1, 6));
        }
        if self.chance(0.4) {
            let mut effects = format!(
                "\"challenger.attack_cost\" = {{ add = {} }}, \"defender.surprise\" = {{ multiply = {} }}",
                self.between(-0.05, 0.1),
                self.between(-1.0, 1.0)
            );
            if self.chance(0.4) {
                let (freeze, thaw) = (self.between(0.0, 0.3), self.between(0.0, 0.3));
                effects += &format!(", \"front.freeze\" = {{ set = {freeze} }}, \"front.thaw\" = {{ set = {thaw} }}");
            }
            text += &format!("effects = {{ {effects} }}\n");
        }
        text
    }

    fn blocks(&mut self) -> Blocks {
        let (issues, guarantors, plans) = (self.whole(0, 2), self.whole(0, 4), self.whole(1, 4));
        let lookahead = self.whole(15, 40);
        let mut head = format!(
            "schema = 1\n[run]\ntrials = 64\nyears = 15\n[enforcement]\nlookahead = {lookahead}\nresumed_war_months = 24\n"
        );
        if self.chance(0.2) {
            head += "shocks = \"paid\"\n";
        }
        head += &self.kept(issues);
        for side in ["challenger", "defender"] {
            head += &self.party(side);
            head += &self.demands(side, issues);
        }
        let positions = self.whole(2, 12);
        head += &format!(
            "[front]\npositions = {positions}\nstart = {}\nstalemate = {}\ndecisiveness = {}\n",
            self.whole(1, positions - 1),
            self.number(0.0, 0.9),
            self.number(0.3, 2.0)
        );
        if self.chance(0.4) {
            head += &format!("freeze = {}\nthaw = {}\n", self.number(0.001, 0.2), self.number(0.0, 0.2));
        }
        head += &format!(
            "[guarantee]\ntripwire = {}\ntripwire_scale = {}\nerosion = {}\nrenewal = {}\n",
            self.number(0.0, 2.0),
            self.number(1.0, 20.0),
            self.number(0.0, 0.2),
            self.number(0.0, 1.0)
        );
        if self.chance(0.4) {
            head += &format!("endurance = {}\n", self.number(0.0, 3.0));
        }
        head += &format!(
            "[negotiation]\ninterval = {}\nmax_months = {}\nacceptance_noise = {}\ncooldown = {}\n",
            self.whole(1, 6),
            self.whole(6, 36),
            if self.chance(0.5) { self.unit() * 0.1 } else { 0.0 },
            self.whole(0, 12)
        );
        if self.chance(0.4) {
            head += "foresight = \"all\"\n";
        }
        Blocks {
            head,
            issues: (0..issues)
                .map(|i| {
                    format!("[[issue]]\nid = \"issue-{i}\"\nunit = \"share\"\nstatus_quo = {}\n", self.number(0.0, 1.0))
                })
                .collect(),
            guarantors: (0..guarantors).map(|g| self.guarantor(g)).collect(),
            plans: (0..plans).map(|p| self.plan(p, issues, guarantors)).collect(),
        }
    }
}

/// Any valid scenario.
pub(crate) fn any_blocks() -> impl Strategy<Value = Blocks> {
    (prop::collection::vec(0.0..1.0_f64, 211), any::<bool>())
        .prop_map(|(numbers, uncertain)| Dice { numbers: numbers.iter().cycle(), uncertain }.blocks())
}

/// Any valid scenario.
pub(crate) fn any_story() -> impl Strategy<Value = Story> {
    any_blocks().prop_map(|blocks| blocks.story())
}
