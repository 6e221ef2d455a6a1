//! What both sides expect of fighting on and negotiating again, at the states of the front that a trial comes to.
//!
//! A state needs the worth of every plan at every position that can be reached from it; so plans are solved side by side,
//! positions and sides together, those that a side refuses whatever it hopes for only in that side's eyes.

use crate::model::enforcement::Theory;
use crate::model::foresight::{Ahead, Ground, HopedFor, Hopes, March, Pause, Proposal, Stake, reach};
use crate::model::settlement::Settlement;
use crate::model::{PerSide, Side};

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

/// What is foreseen from the states of the front to which a trial comes. Its memory is a cache: forgetting changes no bit.
#[derive(Debug)]
pub(super) struct Horizon<'a> {
    world: &'a World,
    rules: &'a Rules,
    /// Number of rounds in all (J).
    rounds: u32,
    /// Plans that cross a red line wherever they are signed.
    crossing: Vec<bool>,
    /// What each side makes of the ceasefire before each plan.
    pauses: Vec<PerSide<Pause>>,
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
    pub(super) views: Option<&'v [PerSide<f64>]>,
    /// The side that refused each plan last.
    pub(super) refuses: &'v [Side],
}

/// What a scene is of: position, offsets, first round, whether private views are in it.
type SceneKey = (usize, [u64; 2], u32, bool);

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
        let pause =
            |&months: &u32| PerSide::each(|side| Pause::new(world.parameters.party(side).discount_factor, months));
        let crossing = |settlement: &Option<Settlement>| {
            let crosses = |settlement: &Settlement| {
                world.stakes.utilities.iter().any(|utility| settlement.crosses_apart_from_the_line(utility))
            };
            settlement.as_ref().is_none_or(crosses)
        };
        Self {
            world,
            rules,
            rounds: (negotiation.max_months as u32).div_ceil(negotiation.interval as u32),
            crossing: world.settlements.iter().map(crossing).collect(),
            pauses: rules.ceasefire_months.iter().map(pause).collect(),
            scenes: Vec::new(),
            undefined: false,
        }
    }

    /// What each side hopes for beyond fighting to the finish (C - W) if it refuses in that round.
    pub(super) fn hope<T: Theory>(
        &mut self,
        valuation: &mut Valuation<'a, T>,
        look: &Viewpoint<'_>,
        table: OnTable,
    ) -> PerSide<f64> {
        let scene = self.scene(valuation, look);
        let hope = self.scenes[scene].hopes(table).at(look.round);
        self.undefined |= hope.iter().any(|hope| hope.is_nan());
        hope
    }

    /// What can be tabled where the front stands in the sides' eyes, and how they choose among it.
    pub(super) fn proposals<T: Theory>(
        &mut self,
        valuation: &mut Valuation<'a, T>,
        look: &Viewpoint<'_>,
    ) -> (&Ahead, &Ground) {
        let scene = self.scene(valuation, look);
        let scene = &self.scenes[scene];
        (&scene.ahead, &scene.grounds[scene.here])
    }

    /// What each plan contributes to the hopes of both sides with the whole table before them.
    pub(super) fn parts<T: Theory>(
        &mut self,
        valuation: &mut Valuation<'a, T>,
        look: &Viewpoint<'_>,
    ) -> PerSide<Vec<HopedFor>> {
        let scene = self.scene(valuation, look);
        let scene = &mut self.scenes[scene];
        let hopes = scene.hopes(OnTable::Whole).clone();
        PerSide::each(|side| scene.ahead.parts(&scene.grounds, scene.here, &hopes, look.round, side))
    }

    /// The index of the scene of a state.
    fn scene<T: Theory>(&mut self, valuation: &mut Valuation<'a, T>, look: &Viewpoint<'_>) -> usize {
        let &Viewpoint { at, round, views, .. } = look;
        // One scene serves many rounds: the rounds left are rounded up to a power of two.
        let left = self.rounds.saturating_sub(1).saturating_sub(round);
        let left = if left == 0 { 0 } else { left.next_power_of_two() };
        let first = self.rounds.saturating_sub(1).saturating_sub(left);
        let noise = self.world.parameters.negotiation.acceptance_noise;
        let views = views.filter(|_| noise > 0.0);
        let key = (at.position, *at.offsets.map(f64::to_bits).as_array(), first, views.is_some());
        if let Some(index) = self.scenes.iter().rposition(|scene| scene.key == key) {
            return index;
        }
        if self.scenes.len() >= ROOM {
            self.scenes.clear();
        }
        let scene = self.found(valuation, key, &Viewpoint { views, ..*look });
        self.scenes.push(scene);
        self.scenes.len() - 1
    }

    fn found<T: Theory>(&mut self, valuation: &mut Valuation<'a, T>, key: SceneKey, look: &Viewpoint<'_>) -> Scene {
        let world = self.world;
        let interval = world.parameters.negotiation.interval as u32;
        let log_odds = look.at.offsets.map(|offset| world.log_odds + offset);
        let months = (self.rounds.saturating_sub(1) - key.2).saturating_mul(interval);
        let (low, high) = reach(&world.contest, log_odds, look.at.position, months);
        let march = |side| March::new(&world.contest, world.parameters.party(side).discount_factor, log_odds[side]);
        let ahead = Ahead {
            marches: PerSide::each(march),
            margins: PerSide::each(|side| world.parameters.party(side).margin),
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
        let mut grounds = vec![Ground::default(); high + 1 - low];
        let mut asked = Vec::new();
        for position in low..=high {
            let at = Standpoint { position, ..look.at };
            let before = asked.len();
            asked.extend(self.candidates(at, look.refuses));
            if asked.len() > before {
                let war = PerSide::each(|side| world.war_value(side, position, at.offsets[side]));
                self.undefined |= war.iter().any(|value| value.is_nan());
                grounds[position - low].war_values = war;
            }
        }
        let first = valuation.along(&asked);
        let view = |asked: &Asked<'_>, side: Side| look.views.map_or(0.0, |views| views[asked.plan][side]);
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
        let suits: Vec<bool> = second.iter().zip(&others).map(|(asked, &value)| willing(asked, value)).collect();
        for ((((first, own), second), other), suits) in left.into_iter().zip(&second).zip(others).zip(suits) {
            self.undefined |= own.is_nan() || other.is_nan();
            if suits {
                let values = PerSide::each(|side| if side == second.side { other } else { own });
                let views = PerSide::each(|side| view(&first, side));
                let ground = &mut grounds[first.at.position - low];
                ground.proposals.push(self.proposal(&first, values, views, ground.war_values));
            }
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
                let line = world.stakes.utilities.iter().any(|it| settlement.crosses_on_the_line(it, at.position));
                self.crossing[plan] || line
            };
            (first < end && !crosses()).then_some(Asked { plan, settlement, side: refuses[plan], at })
        };
        self.rules.on_table.clone().filter(|&plan| self.rules.tabled[plan]).filter_map(of).collect()
    }

    /// The first round in which a plan can be tabled, and the one from which on it cannot any more.
    fn rounds_of(&self, plan: usize) -> (u32, u32) {
        let negotiation = &self.world.parameters.negotiation;
        let interval = negotiation.interval as u32;
        let from = self.rules.from_month[plan].div_ceil(interval);
        let last = (negotiation.max_months as u32).checked_sub(self.rules.ceasefire_months[plan]);
        (from, last.map_or(0, |last| last / interval + 1).min(self.rounds))
    }

    fn proposal(&self, asked: &Asked<'_>, peace: PerSide<f64>, views: PerSide<f64>, war: PerSide<f64>) -> Proposal {
        let world = self.world;
        let ratified = world.parameters.ratification();
        let (first, end) = self.rounds_of(asked.plan);
        let stake = |side: Side| {
            let calm = world.flow(side, asked.at.position, 0.0);
            let pause = &self.pauses[asked.plan][side];
            Stake::new(pause, [calm, peace[side]], views[side], war[side], ratified)
        };
        Proposal { plan: asked.plan, first, end, stakes: PerSide::each(stake) }
    }
}

impl Scene {
    /// The hopes with that on the table, solved when they are first asked for.
    fn hopes(&mut self, table: OnTable) -> &Hopes {
        let (ahead, grounds, here, first) = (&self.ahead, &self.grounds, self.here, self.key.2);
        match table {
            OnTable::Whole => self.whole.get_or_insert_with(|| ahead.hopes(grounds, here, first)),
            OnTable::Sole(plan) => {
                if self.sole.len() <= plan {
                    self.sole.resize(plan + 1, None);
                }
                self.sole[plan].get_or_insert_with(|| {
                    let only = |ground: &Ground| Ground {
                        war_values: ground.war_values,
                        proposals: ground.proposals.iter().copied().filter(|it| it.plan == plan).collect(),
                    };
                    ahead.hopes(&grounds.iter().map(only).collect::<Vec<_>>(), here, first)
                })
            }
        }
    }
}
