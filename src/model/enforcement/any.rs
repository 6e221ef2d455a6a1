//! The theory that a scenario asks for.

use crate::model::{PerSide, Side, TheoryKind};

use super::record::Record;
use super::solver::Solver;
use super::theory::{LANES, SideView, Solution, Theory};

/// One of the theories, with its working memory.
#[derive(Debug)]
pub enum AnyTheory {
    /// The sides decide.
    Strategic(Box<Solver>),
    /// The record decides.
    Hazard(Box<Record>),
}

impl AnyTheory {
    /// The theory of that kind.
    #[must_use]
    pub fn of(kind: TheoryKind) -> Self {
        match kind {
            TheoryKind::Strategic => Self::Strategic(Box::default()),
            TheoryKind::Hazard => Self::Hazard(Box::default()),
        }
    }
}

impl Theory for AnyTheory {
    fn solve(&mut self, views: &[SideView<'_>], may_attack: PerSide<bool>) -> [f64; LANES] {
        match self {
            Self::Strategic(theory) => theory.solve(views, may_attack),
            Self::Hazard(theory) => theory.solve(views, may_attack),
        }
    }

    fn solution(&self, lane: usize, years: usize, value: f64) -> Solution {
        match self {
            Self::Strategic(theory) => theory.solution(lane, years, value),
            Self::Hazard(theory) => theory.solution(lane, years, value),
        }
    }

    fn yearly(&self, attack: PerSide<f64>) -> PerSide<f64> {
        match self {
            Self::Strategic(theory) => theory.yearly(attack),
            Self::Hazard(theory) => theory.yearly(attack),
        }
    }

    fn attacker(&self, attack: PerSide<f64>, mover: f64, decision: f64) -> Option<Side> {
        match self {
            Self::Strategic(theory) => theory.attacker(attack, mover, decision),
            Self::Hazard(theory) => theory.attacker(attack, mover, decision),
        }
    }
}
