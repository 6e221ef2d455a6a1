//! How likely what has happened already was, at central values.

use crate::model::evidence::{AnsweredPlan, EvidencePiece, FrontSeen, Willingness};
use crate::model::{PerSide, Side};
use crate::num;

use super::super::evaluation::EvidenceEvaluation;
use super::{Beholder, Evaluator};
use crate::engine::FightingOn;

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
        let (sides, vetoes) = self.willingness(answered);
        let ratified = self.parameters().ratification();
        let id = |party: usize| self.structure.parties[party].id.clone();
        EvidenceEvaluation {
            plan: Some(self.structure.plans[answered.plan].id.clone()),
            challenger: Some(sides[Side::Challenger].accepts()),
            defender: Some(sides[Side::Defender].accepts()),
            parties: self.structure.vetoes().map(id).zip(vetoes.iter().map(Willingness::accepts)).collect(),
            log_likelihood: finite(num::ln(answered.known.likelihood(&sides, &vetoes, ratified))),
            ..EvidenceEvaluation::default()
        }
    }

    /// How willing both sides, and the parties with a veto, were to accept a plan where it was answered.
    fn willingness(&mut self, answered: &AnsweredPlan) -> (PerSide<Willingness>, Vec<Willingness>) {
        let plan = answered.plan;
        let Some(settlement) = self.world.settlements[plan].clone() else {
            return (PerSide::each(|_| Willingness::unavailable()), Vec::new());
        };
        let position = answered.position.unwrap_or(self.world.start);
        let claims = FightingOn::at(&self.world, self.structure, &mut self.theory, position);
        let solutions = self.solve_at(&settlement, position, settlement.lookahead);
        let noise = self.parameters().negotiation.acceptance_noise;
        let of = |surplus: f64, own: &Beholder<'_>| {
            Willingness::new(surplus, noise, settlement.crosses(own.utility, position))
        };
        let sides = PerSide::each(|side| {
            let own = Beholder { reservation: claims.reservations[side], ..self.side(side, position) };
            of(own.surplus(self.paused(plan, &own, solutions[side].value)), &own)
        });
        let peaces = self.peaces_to_parties(&settlement, &solutions, position);
        let vetoes = self.structure.vetoes().map(|party| {
            let own = Beholder { reservation: claims.party_reservations[party], ..self.onlooker(party, position) };
            of(own.surplus(self.paused(plan, &own, peaces[party])), &own)
        });
        (sides, vetoes.collect())
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
