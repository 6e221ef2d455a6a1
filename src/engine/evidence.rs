//! What a trial weighs: how likely what has happened already was in its world, and the private views that agree with it.

use crate::model::enforcement::Theory;
use crate::model::evidence::{AnsweredPlan, EvidencePiece, KnownAnswer, Willingness};
use crate::model::{PerSide, Side};

use super::bargaining::Bargaining;
use super::count::Weight;
use super::front::Front;
use super::luck::Luck;
use super::valuation::Asked;

/// What a trial counts for.
#[derive(Debug)]
pub(super) struct Weighing {
    pub(super) weight: Weight,
    /// How likely each piece of evidence was, tempered, in [0, 1].
    pub(super) likelihoods: Vec<f64>,
    /// The private views with nothing known, where those of the trial are others.
    pub(super) unknowing: Option<Vec<PerSide<f64>>>,
}

/// Weighs the trial whose bargaining is to begin, and gives the sides views that agree with what they answered, made of its
/// luck; of what has none, only the weight is asked.
pub(super) fn weigh<T: Theory>(bargaining: &mut Bargaining<'_, T>, luck: Option<&Luck<'_>>) -> Weighing {
    let pieces = &bargaining.rules.evidence;
    if pieces.is_empty() {
        return Weighing { weight: Weight::ONE, likelihoods: Vec::new(), unknowing: None };
    }
    let world = bargaining.world;
    let ratified = world.parameters.ratification();
    let noise = world.parameters.negotiation.acceptance_noise;
    let mut views = bargaining.views.sides.clone();
    let mut likelihoods = Vec::with_capacity(pieces.len());
    for piece in pieces {
        likelihoods.push(match piece {
            EvidencePiece::Seen(seen) => seen.tempered(seen.log_likelihood(&world.contest, world.log_odds)),
            EvidencePiece::Answered(answered) => {
                let (sides, vetoes) = willingness(bargaining, answered);
                let likelihood = answered.known.likelihood(&sides, &vetoes, ratified);
                bargaining.undefined |= likelihood.is_nan();
                let possible = noise > 0.0 && likelihood > 0.0 && world.settlements[answered.plan].is_some();
                if let Some(luck) = luck.filter(|_| possible) {
                    let sides_alone = ratified == 1.0 && vetoes.is_empty();
                    let given = answered.known.views(&sides, sides_alone, luck.of_views(answered.plan));
                    views[answered.plan] = given.map(|view| noise * view);
                }
                likelihood
            }
        });
    }
    let weight = Weight::of(likelihoods.iter().product());
    let unknowing = (views != bargaining.views.sides).then(|| std::mem::replace(&mut bargaining.views.sides, views));
    Weighing { weight, likelihoods, unknowing }
}

/// How willing both sides, and the parties with a veto, were to accept a plan where and when it was answered: under prior
/// beliefs, private views open.
fn willingness<T: Theory>(
    bargaining: &mut Bargaining<'_, T>,
    answered: &AnsweredPlan,
) -> (PerSide<Willingness>, Vec<Willingness>) {
    let world = bargaining.world;
    let Some(settlement) = &world.settlements[answered.plan] else {
        return (PerSide::each(|_| Willingness::unavailable()), Vec::new());
    };
    let position = answered.position.unwrap_or(world.start);
    let claims = bargaining.open_claims(bargaining.standpoint(Front::at(position)), 0);
    let asked = Asked::by_both(answered.plan, settlement, claims.at);
    let values = bargaining.valuation.values(&asked);
    let of = |side: Side| {
        let value = bargaining.compared(answered.plan, side, position, values[side as usize]);
        let barred = settlement.crosses(&world.stakes.utilities[side], position);
        bargaining.willingness(claims.surplus(side, value), barred)
    };
    let sides = PerSide::each(of);
    let [asked, _] = asked;
    let vetoes =
        if answered.known == KnownAnswer::NotSigned { bargaining.willing_vetoes(&asked, &claims) } else { Vec::new() };
    (sides, vetoes)
}
