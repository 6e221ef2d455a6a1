//! Section 9, open terms: a plan with open terms is as many plans, of which the one that suits both best counts.

use armistice::model::evidence::EvidencePiece;
use armistice::model::{FOREIGN_TROOPS, GUARANTEE_YEARS, Plan, Structure};

use super::outcome::Assessment;
use super::trial::World;
use super::{A, D};

/// Every combination of open terms as a plan of its own.
#[derive(Clone, Debug)]
pub struct Expanded {
    /// With these plans instead of those that the scenario has.
    pub structure: Structure,
    /// Of each of them, the plan of the scenario.
    pub of: Vec<usize>,
}

impl Expanded {
    pub fn new(original: &Structure) -> Self {
        let mut structure = original.clone();
        structure.plans.clear();
        let mut of = Vec::new();
        for (index, plan) in original.plans.iter().enumerate() {
            for closed in combinations(plan) {
                structure.plans.push(closed);
                of.push(index);
            }
        }
        for piece in &mut structure.evidence {
            if let EvidencePiece::Answered(answered) = piece {
                answered.plan = of.iter().position(|&it| it == answered.plan).expect("a plan without open terms");
            }
        }
        Self { structure, of }
    }
}

/// In lexicographic order, the last term fastest.
fn combinations(plan: &Plan) -> Vec<Plan> {
    let mut all = vec![Plan { open: Vec::new(), ..plan.clone() }];
    for term in &plan.open {
        let mut longer = Vec::new();
        for plan in &all {
            for &choice in &term.choices {
                let mut plan = plan.clone();
                plan.set_term(term.issue, choice);
                longer.push(plan);
            }
        }
        all = longer;
    }
    if !plan.open.is_empty() {
        // without a guarantee nobody takes part, and no troops may be asked for
        all.retain(|plan| plan.term(GUARANTEE_YEARS) != Some(0.0) || plan.term(FOREIGN_TROOPS) == Some(0.0));
        for plan in all.iter_mut().filter(|plan| plan.guarantee_years == 0.0) {
            plan.participants.clear();
        }
    }
    all
}

/// A combination at the start: what it is worth, and whether a red line or a veto bars it.
pub struct Offered {
    pub assessment: Assessment,
    /// Surpluses, private views included.
    pub surplus: [f64; 2],
    pub barred: bool,
}

/// The one that both would sign with the largest product; else the one with the largest smaller surplus, those that are
/// barred last; the first of equals.
pub fn best(options: Vec<Offered>) -> Option<Assessment> {
    let rank = |it: &Offered| {
        let [a, d] = it.surplus;
        if it.barred {
            (0, a.min(d))
        } else if a >= 0.0 && d >= 0.0 {
            (2, a * d)
        } else {
            (1, a.min(d))
        }
    };
    let mut best: Option<Offered> = None;
    for option in options {
        if best.as_ref().is_none_or(|best| rank(&option) > rank(best)) {
            best = Some(option);
        }
    }
    best.map(|best| best.assessment)
}

impl World<'_> {
    /// The games that a plan of the scenario is.
    pub fn games_of(&self, plan: usize) -> Vec<usize> {
        (0..self.games.len()).filter(|&game| self.of[game] == plan).collect()
    }

    /// Whether nobody can sign a game where the front stands, when fighting on is worth so much to all: a red line of a side,
    /// or a party with a veto.
    pub fn is_barred(
        &self,
        game: usize,
        solutions: &[super::enforcement::Solution; 2],
        front: super::trial::Front,
        claims: &[f64],
    ) -> bool {
        let crosses = |side| self.games[game].crosses_red_line(self, side, front.position);
        crosses(A) || crosses(D) || self.vetoed(game, solutions, front, claims)
    }
}
