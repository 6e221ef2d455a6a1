//! How likely what has happened already was, at central values.

use crate::model::evidence::{AnsweredPlan, EvidencePiece, FrontSeen, Willingness};
use crate::model::{PerSide, Side};
use crate::num;

use super::super::evaluation::EvidenceEvaluation;
use super::{Evaluator, reservation};

impl Evaluator<'_> {
    /// Every piece of evidence.
    pub(super) fn evidence(&mut self) -> Vec<EvidenceEvaluation> {
        let structure = self.structure;
        let of = |piece: &EvidencePiece| match piece {
            EvidencePiece::Answered(answered) => self.answered(answered),
            EvidencePiece::Seen(seen) => self.seen(seen),
        };
        structure.evidence.iter().map(of).collect()
    }

    fn answered(&mut self, answered: &AnsweredPlan) -> EvidenceEvaluation {
        let sides = self.willingness(answered);
        let ratified = Side::BOTH.iter().fold(1.0, |all, &side| all * self.parameters().party(side).ratification);
        EvidenceEvaluation {
            plan: Some(self.structure.plans[answered.plan].id.clone()),
            challenger: Some(sides[Side::Challenger].accepts()),
            defender: Some(sides[Side::Defender].accepts()),
            log_likelihood: finite(num::ln(answered.known.likelihood(&sides, ratified))),
            ..EvidenceEvaluation::default()
        }
    }

    /// How willing both sides were to accept a plan where it was answered.
    fn willingness(&mut self, answered: &AnsweredPlan) -> PerSide<Willingness> {
        let Some(settlement) = self.world.settlements[answered.plan].clone() else {
            return PerSide::each(|_| Willingness::unavailable());
        };
        let position = answered.position.unwrap_or(self.world.start);
        let solutions = self.solve_at(&settlement, position, 0);
        let claims = reservation(&self.world, position, &self.offsets);
        let noise = self.parameters().negotiation.acceptance_noise;
        PerSide::each(|side| {
            let surplus = solutions[side].value - claims[side] - self.parameters().party(side).margin;
            let barred = settlement.crosses(&self.world.stakes.utilities[side], position);
            Willingness::new(surplus, noise, barred)
        })
    }

    fn seen(&self, seen: &FrontSeen) -> EvidenceEvaluation {
        EvidenceEvaluation {
            months: Some(seen.months),
            power: Some(seen.power),
            log_likelihood: finite(seen.log_likelihood(&self.world.contest, self.world.log_odds)),
            ..EvidenceEvaluation::default()
        }
    }
}

fn finite(x: f64) -> Option<f64> {
    x.is_finite().then_some(x)
}
