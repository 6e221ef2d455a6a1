//! Plans with open terms: their combinations in one world, and which of them the sides would agree on where the front stands.

use std::sync::OnceLock;

use crate::model::enforcement::{AnyTheory, Theory};
use crate::model::open::{Rating, TRIED_ALL, best_of};
use crate::model::settlement::{Aftermath, Makings, Settlement};
use crate::model::{
    DEFENDER_FORCES, FOREIGN_TROOPS, GUARANTEE_YEARS, GuarantorIdentity, Parameters, PerSide, Plan, Side, Structure,
};

use super::bargaining::{Bargaining, Claims, Views, product};
use super::front::Front;
use super::trial::Rules;
use super::valuation::{Asked, Standpoint};
use super::world::World;

/// A plan with open terms in one world, whose combinations are made when they are asked for.
#[derive(Clone, Debug)]
pub(super) struct OpenPlan {
    index: usize,
    plan: Plan,
    identities: Vec<GuarantorIdentity>,
    after: Aftermath,
    guarded: bool,
    /// Where the search starts; empty where all combinations are tried.
    starts: Vec<Vec<usize>>,
    /// Of each issue, whether wars after the settlement depend on its term, where they start apart.
    decides_wars: Vec<bool>,
    /// By combination, or by what is left of its number where there are more.
    made: Vec<OnceLock<Box<Made>>>,
}

/// A combination that was made, and those made after it that have the same place.
#[derive(Clone, Debug)]
struct Made {
    settlement: Settlement,
    next: OnceLock<Box<Made>>,
}

impl OpenPlan {
    /// The plan of that index, with these numbers after the signature, which somebody guards or nobody does.
    pub(super) fn new(
        structure: &Structure,
        index: usize,
        after: Aftermath,
        guarded: bool,
        parameters: &Parameters,
    ) -> Self {
        let plan = structure.plans[index].clone();
        let combinations = plan.combinations();
        let decides_wars = |issue: usize| {
            matches!(issue, DEFENDER_FORCES | FOREIGN_TROOPS | GUARANTEE_YEARS) || parameters.kept[issue] > 0.0
        };
        Self {
            index,
            starts: if combinations > TRIED_ALL { plan.starts(&structure.plans) } else { Vec::new() },
            plan,
            identities: structure.guarantors.clone(),
            after,
            guarded,
            decides_wars: (0..structure.issues.len()).map(decides_wars).collect(),
            made: vec![OnceLock::new(); combinations.min(TRIED_ALL)],
        }
    }

    /// A combination in its world; `None` where it cannot be had.
    pub(super) fn settlement<'w>(&'w self, world: &World, combination: usize) -> Option<&'w Settlement> {
        if !self.plan.is_offered(combination, self.guarded) {
            return None;
        }
        let mut place = &self.made[combination % self.made.len()];
        loop {
            match place.get() {
                Some(made) if made.settlement.combination == combination => return Some(&made.settlement),
                Some(made) => place = &made.next,
                None => {
                    let made = Made { settlement: self.make(world, combination), next: OnceLock::new() };
                    // Where another has taken the place meanwhile, the next one is looked at.
                    let _ = place.set(Box::new(made));
                }
            }
        }
    }

    fn make(&self, world: &World, combination: usize) -> Settlement {
        let makings = Makings {
            parameters: &world.parameters,
            identities: &self.identities,
            stakes: &world.stakes,
            consents: &world.consents,
        };
        let plan = self.plan.closed(combination);
        let guarded_alike = self.plan.alike(combination, |term| matches!(term.issue, FOREIGN_TROOPS | GUARANTEE_YEARS));
        let like = if guarded_alike == combination { None } else { self.settlement(world, guarded_alike) };
        let mut settlement = match like {
            Some(like) => like.guarded_alike(&makings, &plan),
            None => Settlement::of(&makings, &plan, self.after.clone()),
        };
        let scene = self.plan.alike(combination, |term| self.decides_wars[term.issue]);
        (settlement.combination, settlement.scene) = (combination, Some((self.index, scene)));
        settlement
    }
}

/// The terms that suit both sides best where the front stands.
#[derive(Clone, Copy, Debug)]
pub(super) struct Agreed<'a> {
    /// The plan with these terms.
    pub(super) settlement: &'a Settlement,
    /// Surplus, private view included, share of the prize.
    pub(super) surplus: PerSide<f64>,
}

/// What was agreed where the front stood: the plan, the standpoint, whether terms that somebody refuses count.
type AgreedKey = (usize, usize, [u64; 2], bool);

/// States remembered before all are forgotten.
const ROOM: usize = 256;

/// Terms that were agreed on before. A cache: forgetting changes no bit.
#[derive(Debug, Default)]
pub(super) struct Agreements<'a> {
    known: Vec<(AgreedKey, Option<Agreed<'a>>)>,
}

impl Agreements<'_> {
    pub(super) fn forget(&mut self) {
        self.known.clear();
    }
}

/// Among what the best is looked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Scope {
    /// What both would sign.
    Agreeable,
    /// What crosses no red line.
    Unbarred,
    /// All.
    All,
}

/// Combinations about which the other side is asked at a time, while it may be that no more need be.
const AT_ONCE: usize = 64;

impl<'a, T: Theory> Bargaining<'a, T> {
    /// A plan as it stands or, where terms are open, with those that suit both sides best; `None` where it cannot be had.
    pub(super) fn offered(&mut self, plan: usize, at: Standpoint) -> Option<&'a Settlement> {
        if self.world.open[plan].is_none() {
            return self.world.settlements[plan].as_ref();
        }
        self.agreed(plan, at, true).map(|agreed| agreed.settlement)
    }

    /// The terms of a plan with open ones that suit both sides best where the front stands, private views counted: those that
    /// both would sign with the largest product of surpluses. Where there are none and `or_nearest`, those with the largest
    /// smaller surplus, what crosses a red line last.
    pub(super) fn agreed(&mut self, plan: usize, at: Standpoint, or_nearest: bool) -> Option<Agreed<'a>> {
        let offsets = [Side::Challenger, Side::Defender].map(|side| at.offsets[side].to_bits());
        let key: AgreedKey = (plan, at.position, offsets, or_nearest);
        let known = self.agreements.known.iter().rev().find(|known| known.0 == key);
        if let Some(&(_, agreed)) = known {
            return agreed;
        }
        let agreed = self.choose(plan, at, or_nearest);
        if self.agreements.known.len() >= ROOM {
            self.agreements.forget();
        }
        self.agreements.known.push((key, agreed));
        agreed
    }

    fn choose(&mut self, plan: usize, at: Standpoint, or_nearest: bool) -> Option<Agreed<'a>> {
        let world = self.world;
        let open = world.open[plan].as_ref()?;
        let claims = self.claims(at, 0);
        let (combination, _) = if open.starts.is_empty() {
            let all: Vec<usize> = (0..open.plan.combinations()).collect();
            let mut best = |scope| best_of(&all, &self.rate(open, &all, &claims, scope));
            let mut found = best(Scope::Agreeable);
            if or_nearest {
                found = found.or_else(|| best(Scope::Unbarred));
                found = found.filter(|found| !matches!(found.1, Rating::Barred(_))).or_else(|| best(Scope::All));
            }
            found?
        } else {
            let found = open.plan.search(open.starts.clone(), |line| self.rate(open, line, &claims, Scope::All))?;
            let is_agreeable = matches!(found.1, Rating::Agreeable(_));
            Some(found).filter(|_| is_agreeable || or_nearest)?
        };
        let settlement = open.settlement(world, combination)?;
        let surplus = self.offer_surpluses(&Asked::by_both(plan, settlement, at), &claims);
        Some(Agreed { settlement, surplus: PerSide::new(surplus[0], surplus[1]) })
    }

    /// What each of these combinations is to the sides, as far as the best of them is to be found; `None` of those that are
    /// left out, or do not matter to it.
    fn rate(
        &mut self,
        open: &'a OpenPlan,
        combinations: &[usize],
        claims: &Claims,
        scope: Scope,
    ) -> Vec<Option<Rating>> {
        let (world, plan, at) = (self.world, open.index, claims.at);
        let (side, mut asked, mut places, mut barred) = (self.refuses[plan], Vec::new(), Vec::new(), Vec::new());
        for (place, &combination) in combinations.iter().enumerate() {
            let Some(settlement) = open.settlement(world, combination) else { continue };
            let crosses = world.crosses_red_line(settlement, at.position);
            if scope == Scope::All || !crosses {
                asked.push(Asked { plan, settlement, side, at });
                places.push(place);
                barred.push(crosses);
            }
        }
        let first = self.offer_surpluses(&asked, claims);
        let second = self.other_surpluses(&asked, &first, claims, scope);
        let all = scope != Scope::Agreeable;
        let mut ratings = vec![None; combinations.len()];
        let mut least = vec![f64::NAN; combinations.len()];
        let mut of = vec![None; combinations.len()];
        for (index, other) in second {
            let (own, place) = (first[index], places[index]);
            least[place] = own.min(other);
            of[place] = Some(asked[index]);
            let surplus = PerSide::new(own, other);
            ratings[place] = if barred[index] {
                Some(Rating::Barred(least[place]))
            } else if own >= 0.0 && other >= 0.0 {
                Some(Rating::Agreeable(product(surplus)))
            } else {
                all.then_some(Rating::Refused(least[place]))
            };
        }
        let places: Vec<usize> = (0..combinations.len()).collect();
        while let Some((best, Rating::Agreeable(_) | Rating::Refused(_))) = best_of(&places, &ratings)
            && let Some(asked) = &of[best]
            && self.vetoed(asked, claims)
        {
            ratings[best] = all.then_some(Rating::Barred(least[best]));
        }
        ratings
    }

    /// Surpluses of the other side of those that were asked about, by their index, as far as they matter to which is best.
    fn other_surpluses(
        &mut self,
        asked: &[Asked<'a>],
        first: &[f64],
        claims: &Claims,
        scope: Scope,
    ) -> Vec<(usize, f64)> {
        let mut order: Vec<usize> = (0..asked.len()).collect();
        match scope {
            Scope::Agreeable => order.retain(|&index| first[index] >= 0.0),
            Scope::Unbarred => order.sort_by(|&one, &other| first[other].total_cmp(&first[one])),
            Scope::All => {}
        }
        // Of what nobody vetoes, the best so far has no smaller surplus than this.
        let bounded = scope == Scope::Unbarred && self.world.vetoes().is_empty();
        let (mut least, mut second) = (f64::NEG_INFINITY, Vec::with_capacity(order.len()));
        for batch in order.chunks(if bounded { AT_ONCE } else { order.len().max(1) }) {
            if bounded && first[batch[0]] < least {
                break;
            }
            let others: Vec<Asked<'a>> = batch.iter().map(|&index| asked[index].by_other()).collect();
            for (&index, surplus) in batch.iter().zip(self.offer_surpluses(&others, claims)) {
                least = least.max(surplus.min(first[index]));
                second.push((index, surplus));
            }
        }
        second
    }

    /// Surpluses of combinations of a plan, private views included, in order.
    fn offer_surpluses(&mut self, asked: &[Asked<'a>], claims: &Claims) -> Vec<f64> {
        let values = self.valuation.of_offers(asked);
        self.undefined |= values.iter().any(|value| value.is_nan());
        asked.iter().zip(values).map(|(asked, value)| self.surplus(asked.plan, asked.side, value, claims)).collect()
    }
}

/// Of each plan with open terms, the combination that suits both sides best where the front stands, private views left out:
/// `None` where none can be had, and of other plans.
pub fn chosen_at(world: &World, structure: &Structure, theory: &mut AnyTheory, position: usize) -> Vec<Option<usize>> {
    let rules = Rules::new(structure, 0);
    let views = Views::none(structure.plans.len(), structure.parties.len());
    let mut bargaining = Bargaining::new(world, &rules, theory, views);
    let at = bargaining.standpoint(Front::at(position));
    let chosen = |plan: usize| {
        let settlement = world.open[plan].as_ref().and_then(|_| bargaining.offered(plan, at))?;
        Some(settlement.combination)
    };
    (0..structure.plans.len()).map(chosen).collect()
}
