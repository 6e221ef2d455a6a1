//! What the sides, and parties that do not fight, expect of fighting on and negotiating again, at the states of the front that
//! a trial comes to.
//!
//! A state needs the worth of every plan at every position that can be reached from it; so plans are solved side by side,
//! positions and sides together, those that a side refuses whatever it hopes for only in that side's eyes.

use crate::model::enforcement::Theory;
use crate::model::foresight::{Ahead, Bystander, Ground, Hope, HopedFor, Hopes, Hoping, March, Proposal, Stake, reach};
use crate::model::settlement::Settlement;
use crate::model::{PerSide, Side, Stakeholder};

use super::bargaining::Views;
use super::trial::Rules;
use super::valuation::{Asked, Standpoint, Valuation};
use super::world::World;

/// States remembered before all are forgotten.
const ROOM: usize = 64;

/// What is on the table in the rounds ahead.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum OnTable {
    /// All plans.
    Whole,
    /// The plan of that index alone.
    Sole(usize),
}

/// Who looks ahead.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Foreseeing {
    /// Those without whom nothing is signed: the sides, and parties with a veto.
    Deciding,
    /// All parties that do not fight as well.
    Everybody,
}

/// What is foreseen from the states of the front to which a trial comes. Its memory is a cache: forgetting changes no bit.
#[derive(Debug)]
pub(super) struct Horizon<'a> {
    world: &'a World,
    rules: &'a Rules,
    /// Number of rounds in all (J).
    rounds: u32,
    /// Plans that cross a red line wherever they are signed.
    crossing: Vec<bool>,
    /// All parties that do not fight, by their index.
    parties: Vec<usize>,
    scenes: Vec<Scene>,
    /// Whether a value came out as no number.
    pub(super) undefined: bool,
}

/// What the sides know when they look ahead.
#[derive(Clone, Copy, Debug)]
pub(super) struct Viewpoint<'v> {
    /// Where the front stands, and what they believe.
    pub(super) at: Standpoint,
    /// The round in which they look ahead.
    pub(super) round: u32,
    /// Their private views of the plans; `None`: none.
    pub(super) views: Option<&'v Views>,
    /// The side that refused each plan last.
    pub(super) refuses: &'v [Side],
    pub(super) who: Foreseeing,
}

/// What a scene is of.
#[derive(Clone, Copy, Debug, PartialEq)]
struct SceneKey {
    position: usize,
    offsets: [u64; 2],
    /// The first round that is foreseen.
    first: u32,
    /// Whether private views are in it.
    views: bool,
    who: Foreseeing,
}

/// The positions ahead of one state of the front.
#[derive(Debug)]
struct Scene {
    key: SceneKey,
    ahead: Ahead,
    /// The position of the state among those ahead.
    here: usize,
    grounds: Vec<Ground>,
    whole: Option<Hopes>,
    /// By plan; empty until it is asked for.
    sole: Vec<Option<Hopes>>,
}

impl<'a> Horizon<'a> {
    pub(super) fn new(world: &'a World, rules: &'a Rules) -> Self {
        let negotiation = &world.parameters.negotiation;
        let crossing = |settlement: &Option<Settlement>| {
            let crosses = |settlement: &Settlement| {
                world.deciding_utilities().any(|utility| settlement.crosses_apart_from_the_line(utility))
            };
            settlement.as_ref().is_none_or(crosses)
        };
        Self {
            world,
            rules,
            rounds: (negotiation.max_months as u32).div_ceil(negotiation.interval as u32),
            crossing: world.settlements.iter().map(crossing).collect(),
            parties: (0..world.stakes.concerns.len()).collect(),
            scenes: Vec::new(),
            undefined: false,
        }
    }

    /// What those who look ahead hope for beyond fighting to the finish (C - W) if nothing is signed in that round.
    pub(super) fn hope<T: Theory>(
        &mut self,
        valuation: &mut Valuation<'a, T>,
        look: &Viewpoint<'_>,
        table: OnTable,
    ) -> Hope {
        let hope = self.scene(valuation, look).hopes(table).at(look.round);
        self.undefined |= hope.is_nan();
        hope
    }

    /// The plan that is tabled in that round, of those that can be, with what each side has of it beyond fighting on.
    pub(super) fn tabled<T: Theory>(
        &mut self,
        valuation: &mut Valuation<'a, T>,
        look: &Viewpoint<'_>,
        table: OnTable,
        can_be_tabled: impl Fn(usize) -> bool,
    ) -> Option<(usize, PerSide<f64>)> {
        let scene = self.scene(valuation, look);
        let hope = scene.hopes(table).at(look.round);
        let (ahead, ground) = (&scene.ahead, &scene.grounds[scene.here]);
        let best = ahead.best(ground, &hope, |proposal| can_be_tabled(proposal.plan));
        let found = best.map(|best| {
            let proposal = &ground.proposals[best];
            (proposal.plan, ahead.surplus(ground, proposal, hope.sides))
        });
        self.undefined |= hope.is_nan();
        found
    }

    /// What each plan contributes to somebody's hopes with the whole table before all.
    pub(super) fn parts<T: Theory>(
        &mut self,
        valuation: &mut Valuation<'a, T>,
        look: &Viewpoint<'_>,
        whose: Hoping,
    ) -> Vec<HopedFor> {
        let scene = self.scene(valuation, look);
        let hopes = scene.hopes(OnTable::Whole).clone();
        scene.ahead.parts(&scene.grounds, scene.here, &hopes, look.round, whose)
    }

    /// The parties that do not fight and look ahead, by their index.
    fn onlookers(&self, who: Foreseeing) -> &[usize] {
        match who {
            Foreseeing::Deciding => self.world.vetoes(),
            Foreseeing::Everybody => &self.parties,
        }
    }

    /// The scene of a state.
    fn scene<T: Theory>(&mut self, valuation: &mut Valuation<'a, T>, look: &Viewpoint<'_>) -> &mut Scene {
        let &Viewpoint { at, round, views, who, .. } = look;
        // One scene serves many rounds: the rounds left are rounded up to a power of two.
        let left = self.rounds.saturating_sub(1).saturating_sub(round);
        let left = if left == 0 { 0 } else { left.next_power_of_two() };
        let first = self.rounds.saturating_sub(1).saturating_sub(left);
        let noise = self.world.parameters.negotiation.acceptance_noise;
        let views = views.filter(|_| noise > 0.0);
        let who = if self.world.vetoes().len() == self.parties.len() { Foreseeing::Deciding } else { who };
        let offsets = *at.offsets.map(f64::to_bits).as_array();
        let key = SceneKey { position: at.position, offsets, first, views: views.is_some(), who };
        let known = self.scenes.iter().rposition(|scene| scene.key == key);
        let index = known.unwrap_or_else(|| {
            if self.scenes.len() >= ROOM {
                self.scenes.clear();
            }
            let scene = self.found(valuation, key, &Viewpoint { views, who, ..*look });
            self.scenes.push(scene);
            self.scenes.len() - 1
        });
        &mut self.scenes[index]
    }

    fn found<T: Theory>(&mut self, valuation: &mut Valuation<'a, T>, key: SceneKey, look: &Viewpoint<'_>) -> Scene {
        let world = self.world;
        let interval = world.parameters.negotiation.interval as u32;
        let log_odds = look.at.offsets.map(|offset| world.log_odds + offset);
        let months = (self.rounds.saturating_sub(1) - key.first).saturating_mul(interval);
        let march = |side| March::new(&world.contest, world.parameters.party(side).discount_factor, log_odds[side]);
        let numbers = self.onlookers(key.who).iter().map(|&party| (party, &world.parameters.stakeholders[party]));
        let of_parties = numbers.clone().map(|(_, numbers)| world.log_odds + numbers.optimism);
        let all_odds: Vec<f64> = log_odds.into_iter().chain(of_parties).collect();
        let (low, high) = reach(&world.contest, &all_odds, look.at.position, months);
        let bystander = |(party, numbers): (usize, &Stakeholder)| Bystander {
            march: March::new(&world.contest, numbers.discount_factor, world.log_odds + numbers.optimism),
            margin: numbers.margin,
            veto: world.vetoes().contains(&party),
        };
        let ahead = Ahead {
            marches: PerSide::each(march),
            margins: PerSide::each(|side| world.parameters.party(side).margin),
            parties: numbers.map(bystander).collect(),
            interval,
            rounds: self.rounds,
        };
        let grounds = self.grounds(valuation, look, (low, high), &ahead.margins);
        Scene { key, ahead, here: look.at.position - low, grounds, whole: None, sole: Vec::new() }
    }

    /// The positions from `low` to `high`, each with what can be tabled there.
    fn grounds<T: Theory>(
        &mut self,
        valuation: &mut Valuation<'a, T>,
        look: &Viewpoint<'_>,
        (low, high): (usize, usize),
        margins: &PerSide<f64>,
    ) -> Vec<Ground> {
        let world = self.world;
        let onlookers = self.onlookers(look.who).to_vec();
        let mut grounds = vec![Ground::default(); high + 1 - low];
        let mut asked = Vec::new();
        for position in low..=high {
            let at = Standpoint { position, ..look.at };
            let before = asked.len();
            asked.extend(self.candidates(at, look.refuses));
            if asked.len() > before {
                let war = PerSide::each(|side| world.war_value(side, position, at.offsets[side]));
                self.undefined |= war.iter().any(|value| value.is_nan());
                let to_parties = onlookers.iter().map(|&party| world.onlooker_war_value(party, position));
                let ground = &mut grounds[position - low];
                (ground.war_values, ground.party_war_values) = (war, to_parties.collect());
            }
        }
        let first = valuation.along(&asked);
        let view = |asked: &Asked<'_>, side: Side| look.views.map_or(0.0, |views| views.sides[asked.plan][side]);
        // Nobody hopes for less than war to the finish, so that what does not even reach that is never signed. A margin below 0
        // or a ceasefire may lead below it.
        let prunes =
            margins.iter().all(|&margin| margin >= 0.0) && self.rules.ceasefire_months.iter().all(|&it| it == 0);
        let willing = |asked: &Asked<'_>, value: f64| {
            let war = grounds[asked.at.position - low].war_values[asked.side];
            !prunes || !(value - war - margins[asked.side] + view(asked, asked.side) < 0.0)
        };
        let left: Vec<(Asked<'_>, f64)> =
            asked.into_iter().zip(first).filter(|(asked, value)| willing(asked, *value)).collect();
        let second: Vec<Asked<'_>> = left.iter().map(|(asked, _)| asked.by_other()).collect();
        let others = valuation.along(&second);
        let mut suits: Vec<Asked<'_>> = Vec::new();
        let mut values: Vec<PerSide<f64>> = Vec::new();
        for (((first, own), second), other) in left.into_iter().zip(second).zip(others) {
            self.undefined |= own.is_nan() || other.is_nan();
            if willing(&second, other) {
                suits.push(first);
                values.push(PerSide::each(|side| if side == second.side { other } else { own }));
            }
        }
        let to_parties = valuation.onlookers_along(&suits, &onlookers);
        for ((asked, sides), parties) in suits.iter().zip(values).zip(to_parties) {
            self.undefined |= parties.iter().any(|value| value.is_nan());
            let ground = &mut grounds[asked.at.position - low];
            let proposal = self.proposal(asked, look, ground, sides, &parties);
            ground.proposals.push(proposal);
        }
        grounds
    }

    /// What could be tabled at a state, as the side sees it that is asked first.
    fn candidates(&self, at: Standpoint, refuses: &[Side]) -> Vec<Asked<'a>> {
        let world = self.world;
        let of = move |plan: usize| {
            let settlement = world.settlements[plan].as_ref()?;
            let (first, end) = self.rounds_of(plan);
            let crosses = || {
                let line = world.deciding_utilities().any(|it| settlement.crosses_on_the_line(it, at.position));
                self.crossing[plan] || line
            };
            (first < end && !crosses()).then_some(Asked { plan, settlement, side: refuses[plan], at })
        };
        (0..world.settlements.len()).filter(|&plan| self.rules.tabled[plan]).filter_map(of).collect()
    }

    /// The first round in which a plan can be tabled, and the one from which on it cannot any more.
    fn rounds_of(&self, plan: usize) -> (u32, u32) {
        let negotiation = &self.world.parameters.negotiation;
        let interval = negotiation.interval as u32;
        let from = self.rules.from_month[plan].div_ceil(interval);
        let last = (negotiation.max_months as u32).checked_sub(self.rules.ceasefire_months[plan]);
        (from, last.map_or(0, |last| last / interval + 1).min(self.rounds))
    }

    /// A plan on a ground, where its peace is worth so much to the sides and to the parties that look ahead.
    fn proposal(
        &self,
        asked: &Asked<'_>,
        look: &Viewpoint<'_>,
        ground: &Ground,
        peace: PerSide<f64>,
        to_parties: &[f64],
    ) -> Proposal {
        let (world, plan, position) = (self.world, asked.plan, asked.at.position);
        let ratified = world.parameters.ratification();
        let (first, end) = self.rounds_of(plan);
        let stake = |side: Side| {
            let calm = world.flow(side, position, 0.0);
            let view = look.views.map_or(0.0, |views| views.sides[plan][side]);
            Stake::new(world.pause(plan, side), [calm, peace[side]], view, ground.war_values[side], ratified)
        };
        let of_party = |((&party, &peace), &war): ((&usize, &f64), &f64)| {
            let calm = world.onlooker_calm(party, position);
            let view = look.views.map_or(0.0, |views| views.parties[plan][party]);
            Stake::new(world.onlooker_pause(plan, party), [calm, peace], view, war, ratified)
        };
        let parties = self.onlookers(look.who).iter().zip(to_parties).zip(&ground.party_war_values).map(of_party);
        Proposal { plan, first, end, stakes: PerSide::each(stake), parties: parties.collect() }
    }
}

impl Scene {
    /// The hopes with that on the table, solved when they are first asked for.
    fn hopes(&mut self, table: OnTable) -> &Hopes {
        let (ahead, grounds, here, first) = (&self.ahead, &self.grounds, self.here, self.key.first);
        match table {
            OnTable::Whole => self.whole.get_or_insert_with(|| ahead.hopes(grounds, here, first)),
            OnTable::Sole(plan) => {
                if self.sole.len() <= plan {
                    self.sole.resize(plan + 1, None);
                }
                self.sole[plan].get_or_insert_with(|| {
                    let only = |ground: &Ground| Ground {
                        war_values: ground.war_values,
                        party_war_values: ground.party_war_values.clone(),
                        proposals: ground.proposals.iter().filter(|it| it.plan == plan).cloned().collect(),
                    };
                    ahead.hopes(&grounds.iter().map(only).collect::<Vec<_>>(), here, first)
                })
            }
        }
    }
}
