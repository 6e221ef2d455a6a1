//! The hope of a better plan: what fighting on and negotiating again, to the last round, is worth beyond fighting to the
//! finish (bargaining with known disagreement and outside hope: Yildiz 2003; Merlo & Wilson 1995; Powell 2004). Among the
//! plans that both prefer, the one with the largest product of surpluses is signed (Nash 1950).
//!
//! A month of war is an affine map of the values of the next one, and the value of fighting to the finish stays what it is
//! under it. So hope, the difference from that value, is carried by the linear part alone, which is 0 at both ends.

use crate::num;

use super::war::{Contest, monthly_factor};
use super::{PerSide, Side};

/// Positions that a side reaches with no greater probability bear no hope.
const UNREACHED: f64 = 1e-10;

/// How a side sees the front go in a month of war after which the war goes on, discounted: the linear part of the month.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct March {
    down: f64,
    still: f64,
    up: f64,
}

impl March {
    /// In such a war, to whoever has this discount factor a year and believes in these log-odds of an advance.
    #[must_use]
    pub fn new(contest: &Contest, discount_factor: f64, log_odds: f64) -> Self {
        let goes_on = monthly_factor(discount_factor).0 * contest.survive() * (1.0 - contest.freeze);
        let moves = goes_on * (1.0 - contest.stalemate);
        Self {
            down: moves * num::logistic(-log_odds),
            still: goes_on * contest.stalemate,
            up: moves * num::logistic(log_odds),
        }
    }

    /// What `next` is worth a month before, by position; nothing lies beyond the ends. The first and the last number are
    /// such ends and stay 0.
    fn back(&self, next: &[f64], now: &mut [f64]) {
        for (now, next) in now[1..].iter_mut().zip(next.windows(3)) {
            *now = self.still * next[1] + self.up * next[2] + self.down * next[0];
        }
    }

    /// The same in the direction of time: where what stands at `now` goes within a month.
    fn on(&self, now: &[f64], next: &mut [f64]) {
        Self { down: self.up, up: self.down, still: self.still }.back(now, next);
    }
}

/// The positions from `position` that a war reaches within so many months with a probability above 1e-10, by any of these
/// log-odds: first and last. The probability is bounded from above by the sum of those of standing there in each month.
#[must_use]
pub fn reach(contest: &Contest, log_odds: &[f64], position: usize, months: u32) -> (usize, usize) {
    let (mut first, mut last) = (position, position);
    for &log_odds in log_odds {
        let march = March::new(contest, 1.0, log_odds);
        let mut now = vec![0.0; contest.positions + 1];
        let (mut next, mut sum) = (now.clone(), now.clone());
        now[position] = 1.0;
        // The ends of the front are ends of the war, and the ends of these vectors.
        for _ in 0..months {
            march.on(&now, &mut next);
            std::mem::swap(&mut now, &mut next);
            sum.iter_mut().zip(&now).for_each(|(sum, now)| *sum += now);
        }
        let reached = |n: &usize| sum[*n] > UNREACHED;
        first = (1..position).find(reached).unwrap_or(position).min(first);
        last = (position + 1..contest.positions).rfind(reached).unwrap_or(position).max(last);
    }
    (first, last)
}

/// A ceasefire before the ratification of a plan, as somebody weighs it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Pause {
    /// Weight of what comes after it (delta^L).
    pub after: f64,
    /// Its complement.
    pub during: f64,
}

impl Pause {
    /// Of so many months, to whoever has this discount factor a year.
    #[must_use]
    pub fn new(discount_factor: f64, months: u32) -> Self {
        if months == 0 {
            return Self { after: 1.0, during: 0.0 };
        }
        let during = -num::exp_m1(num::ln(discount_factor) * f64::from(months) / 12.0);
        Self { after: 1.0 - during, during }
    }

    /// Value of a plan whose peace is worth `peace` after a pause in which the flow is `calm`.
    #[must_use]
    pub fn value(&self, calm: f64, peace: f64) -> f64 {
        if self.during == 0.0 { peace } else { self.during * calm + self.after * peace }
    }
}

/// What a plan offers a side, or a party that does not fight, at a position.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Stake {
    /// Value of signing it, as it is compared with fighting on.
    pub value: f64,
    /// The private view of it.
    pub view: f64,
    /// What tabling it brings beyond the value of fighting to the finish, if there is no other hope.
    gain: f64,
    /// How much of other hope is left when it is tabled: it may fail to be ratified.
    left: f64,
}

impl Stake {
    /// Of a plan whose peace is worth `peace` after a pause with the flow `calm`, where fighting to the finish is worth
    /// `war` and both sides ratify with the probability `ratified`.
    #[must_use]
    pub fn new(pause: &Pause, [calm, peace]: [f64; 2], view: f64, war: f64, ratified: f64) -> Self {
        Self {
            value: pause.value(calm, peace),
            view,
            gain: pause.after * ratified * (peace + view - war) + pause.during * (calm - war),
            left: pause.after * (1.0 - ratified),
        }
    }

    /// What it brings beyond fighting on (V - C - margin and the view), if that is worth `reservation`.
    fn surplus(&self, reservation: f64, margin: f64) -> f64 {
        self.value - reservation - margin + self.view
    }
}

/// A plan that can be tabled at a position.
#[derive(Clone, Debug, PartialEq)]
pub struct Proposal {
    /// Index of the plan.
    pub plan: usize,
    /// First round in which it can be tabled.
    pub first: u32,
    /// The round from which on it cannot be tabled any more.
    pub end: u32,
    /// What it offers each side.
    pub stakes: PerSide<Stake>,
    /// What it offers each party that does not fight, of those that look ahead.
    pub parties: Vec<Stake>,
}

/// A position of the front.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Ground {
    /// Value of fighting to the finish (W) to each side.
    pub war_values: PerSide<f64>,
    /// The same to each party that does not fight, of those that look ahead.
    pub party_war_values: Vec<f64>,
    /// What can be tabled there, in the order in which ties are settled.
    pub proposals: Vec<Proposal>,
}

/// A party that does not fight and looks ahead.
#[derive(Clone, Copy, Debug)]
pub struct Bystander {
    /// How it sees the front go.
    pub march: March,
    /// Surplus that it demands.
    pub margin: f64,
    /// Whether a plan that it would refuse is not tabled.
    pub veto: bool,
}

/// What is hoped for beyond fighting to the finish (C - W), share of the prize.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Hope {
    /// By each side.
    pub sides: PerSide<f64>,
    /// By each party that does not fight, of those that look ahead.
    pub parties: Vec<f64>,
}

impl Hope {
    /// Whether one of them is no number.
    #[must_use]
    pub fn is_nan(&self) -> bool {
        self.sides.iter().chain(&self.parties).any(|hope| hope.is_nan())
    }
}

/// Whose hope it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Hoping {
    /// A side's.
    Side(Side),
    /// That of the party of that place among those that look ahead.
    Party(usize),
}

/// The rounds that are still to come, and how all who look ahead see the war.
#[derive(Clone, Debug)]
pub struct Ahead {
    /// How each side sees the front go.
    pub marches: PerSide<March>,
    /// Surplus that each side demands.
    pub margins: PerSide<f64>,
    /// The parties that do not fight and look ahead.
    pub parties: Vec<Bystander>,
    /// Months between rounds.
    pub interval: u32,
    /// Number of rounds in all (J).
    pub rounds: u32,
}

/// Hope by round, and what is tabled on the way.
#[derive(Clone, Debug)]
pub struct Hopes {
    /// The first round that is foreseen.
    first: u32,
    /// From that round on, what is hoped for at the position asked about.
    hopes: Vec<Hope>,
    /// From that round on, by place, the offer that is tabled there.
    tabled: Vec<Vec<Option<u16>>>,
}

impl Hopes {
    /// What is hoped for if nothing is signed in one of the rounds that are foreseen.
    #[must_use]
    pub fn at(&self, round: u32) -> Hope {
        self.hopes[(round - self.first) as usize].clone()
    }
}

/// A part of somebody's hope.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct HopedFor {
    /// Index of the plan.
    pub plan: usize,
    /// What it contributes to the hope, share of the prize.
    pub value: f64,
}

impl Ahead {
    /// The proposal with the largest product of the sides' surpluses among those that leave neither side, and no party with a
    /// veto, a negative one, of those that can be tabled.
    pub fn best(&self, place: &Ground, hope: &Hope, can_be_tabled: impl Fn(&Proposal) -> bool) -> Option<usize> {
        let mut best: Option<(usize, f64)> = None;
        for (index, offer) in place.proposals.iter().enumerate() {
            if !can_be_tabled(offer) {
                continue;
            }
            let surplus = self.surplus(place, offer, hope.sides);
            if !surplus.iter().all(|&surplus| surplus >= 0.0) {
                continue;
            }
            let product = surplus[Side::Challenger] * surplus[Side::Defender];
            if best.is_none_or(|(_, most)| product > most) && !self.is_vetoed(place, offer, &hope.parties) {
                best = Some((index, product));
            }
        }
        best.map(|(index, _)| index)
    }

    /// Whether a party with a veto refuses an offer, when the parties hope for so much beyond fighting to the finish.
    fn is_vetoed(&self, place: &Ground, offer: &Proposal, hope: &[f64]) -> bool {
        let all = self.parties.iter().zip(&offer.parties).zip(place.party_war_values.iter().zip(hope));
        let refuses = |((party, stake), (war_value, hope)): ((&Bystander, &Stake), (&f64, &f64))| {
            party.veto && !(stake.surplus(war_value + hope, party.margin) >= 0.0)
        };
        all.into_iter().any(refuses)
    }

    /// What each side has of an offer beyond fighting on with so much hope.
    #[must_use]
    pub fn surplus(&self, place: &Ground, offer: &Proposal, hope: PerSide<f64>) -> PerSide<f64> {
        PerSide::each(|side| offer.stakes[side].surplus(place.war_values[side] + hope[side], self.margins[side]))
    }

    /// What is hoped for at one of the places, which are neighbours, in every round from `first` on: solved backwards
    /// from the last round, after which nothing is hoped for. Beyond the places nobody hopes.
    #[must_use]
    pub fn hopes(&self, places: &[Ground], here: usize, first: u32) -> Hopes {
        let rounds = self.rounds.saturating_sub(first) as usize;
        // Without a round nobody hopes.
        let nothing = Hope { parties: vec![0.0; self.parties.len()], ..Hope::default() };
        let mut hopes = vec![nothing; rounds.max(1)];
        let mut tabled = vec![Vec::new(); rounds];
        let mut now = Expected::new(places.len(), self.parties.len());
        let mut before = now.sides[Side::Challenger].clone();
        for round in (first..self.rounds).rev() {
            let index = (round - first) as usize;
            now.read(here, &mut hopes[index]);
            tabled[index] = self.offered(places, round, &mut now);
            if round > first {
                let marches = self.marches.iter().chain(self.parties.iter().map(|party| &party.march));
                for (march, hope) in marches.zip(now.sides.as_mut_array().iter_mut().chain(&mut now.parties)) {
                    for _ in 0..self.interval {
                        march.back(hope, &mut before);
                        std::mem::swap(hope, &mut before);
                    }
                }
            }
        }
        Hopes { first, hopes, tabled }
    }

    /// What is tabled at each place in a round; what is hoped for in `now` becomes what is expected as that round begins.
    fn offered(&self, places: &[Ground], round: u32, now: &mut Expected) -> Vec<Option<u16>> {
        let mut hope = Hope::default();
        let mut at = |(place, offers): (usize, &Ground)| {
            now.read(place, &mut hope);
            let best = self.best(offers, &hope, |offer| (offer.first..offer.end).contains(&round))?;
            let offer = &offers.proposals[best];
            let stakes = offer.stakes.iter().chain(&offer.parties);
            for (stake, own) in stakes.zip(now.sides.as_mut_array().iter_mut().chain(&mut now.parties)) {
                own[place + 1] = stake.gain + stake.left * own[place + 1];
            }
            Some(best as u16)
        };
        places.iter().enumerate().map(&mut at).collect()
    }

    /// What each plan contributes to somebody's hope if nothing is signed in round `round` of those foreseen, in the order of
    /// the plans: those that contribute nothing are left out.
    #[must_use]
    pub fn parts(&self, places: &[Ground], here: usize, hopes: &Hopes, round: u32, whose: Hoping) -> Vec<HopedFor> {
        let march = match whose {
            Hoping::Side(side) => &self.marches[side],
            Hoping::Party(party) => &self.parties[party].march,
        };
        let mut parts: Vec<HopedFor> = Vec::new();
        // Weight of each place: how likely the war is to stand there with nothing signed, discounted.
        let mut weight = vec![0.0; places.len() + 2];
        let mut next = weight.clone();
        weight[here + 1] = 1.0;
        for later in round + 1..self.rounds {
            for _ in 0..self.interval {
                march.on(&weight, &mut next);
                std::mem::swap(&mut weight, &mut next);
            }
            let tabled = &hopes.tabled[(later - hopes.first) as usize];
            for (place, offer) in tabled.iter().enumerate() {
                let Some(offer) = offer.map(|offer| &places[place].proposals[usize::from(offer)]) else { continue };
                let Stake { gain, left, .. } = match whose {
                    Hoping::Side(side) => offer.stakes[side],
                    Hoping::Party(party) => offer.parties[party],
                };
                let value = weight[place + 1] * gain;
                match parts.iter_mut().find(|part| part.plan == offer.plan) {
                    Some(part) => part.value += value,
                    None => parts.push(HopedFor { plan: offer.plan, value }),
                }
                weight[place + 1] *= left;
            }
        }
        parts.sort_by_key(|part| part.plan);
        parts
    }
}

/// Hope by place in one round; one number more at either end, which stays 0.
#[derive(Debug)]
struct Expected {
    sides: PerSide<Vec<f64>>,
    parties: Vec<Vec<f64>>,
}

impl Expected {
    /// Nothing is hoped for.
    fn new(places: usize, parties: usize) -> Self {
        let none = || vec![0.0; places + 2];
        Self { sides: PerSide::each(|_| none()), parties: (0..parties).map(|_| none()).collect() }
    }

    /// Writes what is hoped for at a place.
    fn read(&self, place: usize, out: &mut Hope) {
        out.sides = PerSide::each(|side| self.sides[side][place + 1]);
        out.parties.clear();
        out.parties.extend(self.parties.iter().map(|hope| hope[place + 1]));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::war::{Fighter, Flow, Valuer, prizes};

    fn contest(positions: usize, freeze: f64, thaw: f64) -> Contest {
        Contest { positions, stalemate: 0.6, collapse_challenger: 0.01, collapse_defender: 0.02, freeze, thaw }
    }

    fn fighter(side: Side, discount_factor: f64) -> Fighter {
        let flow = match side {
            Side::Challenger => Flow::Table((0..=9).map(|n| f64::from(n * n) / 81.0).collect()),
            Side::Defender => Flow::Linear { intercept: 1.0, slope: -1.0 / 9.0 },
        };
        Fighter { prizes: prizes(side), discount_factor, war_cost: 0.4, flow }
    }

    /// The value of fighting to the finish stays what it is under a month of war, as a side believes in it: with the linear
    /// part, the flows, the collapses and the value of a frozen front of section 4 (T W = W).
    #[test]
    fn fighting_to_the_finish_stays_what_it_is_under_a_month_of_war() {
        let contest = contest(9, 0.05, 0.1);
        for (side, log_odds, discount) in [(Side::Challenger, 0.4, 0.9), (Side::Defender, -0.3, 0.7)] {
            let fighter = fighter(side, discount);
            let valuer = Valuer::new(&contest, &fighter, 1);
            let wins = [0.0, 1.0].map(|at_end| if side == Side::Challenger { at_end } else { 1.0 - at_end });
            let value = |n: usize| match n {
                0 => wins[0],
                9 => wins[1],
                n => valuer.value_at(n, log_odds),
            };
            let march = March::new(&contest, discount, log_odds);
            let delta = discount.powf(1.0 / 12.0);
            let other = if side == Side::Challenger { 0.02 } else { 0.01 };
            for n in 1..9 {
                let moved = march.still * value(n) + march.up * value(n + 1) + march.down * value(n - 1);
                let month = (1.0 - delta) * (fighter.flow.at(n) - 0.4)
                    + delta * (other + 0.97 * 0.05 * valuer.frozen_at(n, log_odds))
                    + moved;
                assert!((month - value(n)).abs() < 1e-13, "{n}: {month} is not {}", value(n));
            }
        }
    }

    /// A front of two steps, on which a month that moves ends the war; plans worth these to A and D against a war worth 0.3
    /// and 0.5; both have the discount factor 0.9 and even odds.
    fn two_steps(plans: &[[f64; 2]], ratified: f64) -> (Ahead, Vec<Ground>) {
        let war = PerSide::new(0.3, 0.5);
        let pause = Pause::new(0.9, 0);
        let offer = |(plan, values): (usize, &[f64; 2])| Proposal {
            plan,
            first: 0,
            end: u32::MAX,
            stakes: PerSide::each(|side| Stake::new(&pause, [0.0, values[side as usize]], 0.0, war[side], ratified)),
            parties: Vec::new(),
        };
        let proposals = plans.iter().enumerate().map(offer).collect();
        let march = March::new(&contest(2, 0.1, 0.3), 0.9, 0.0);
        let ahead = Ahead {
            marches: PerSide::new(march, march),
            margins: PerSide::default(),
            parties: Vec::new(),
            interval: 3,
            rounds: 6,
        };
        (ahead, vec![Ground { war_values: war, party_war_values: Vec::new(), proposals }])
    }

    /// (d r)^interval with d = delta k (1 - h).
    fn kept() -> f64 {
        (0.9_f64.powf(1.0 / 12.0) * 0.97 * 0.9 * 0.6).powi(3)
    }

    #[track_caller]
    fn near(got: f64, expected: f64) {
        assert!((got - expected).abs() < 1e-14, "{got} is not {expected}");
    }

    /// Of a sole plan that both prefer, V - C = (1 - (d r)^interval)(V - W) before each of the last rounds but one, and it is
    /// signed in every round: hope never changes whether it is.
    #[test]
    fn hope_never_changes_whether_a_sole_plan_is_signed() {
        let (ahead, places) = two_steps(&[[0.35, 0.52]], 1.0);
        let hopes = ahead.hopes(&places, 0, 0);
        let war = places[0].war_values;
        for round in 0..5 {
            for side in Side::BOTH {
                let value = places[0].proposals[0].stakes[side].value;
                near(value - (war[side] + hopes.at(round).sides[side]), (1.0 - kept()) * (value - war[side]));
            }
            assert_eq!(ahead.best(&places[0], &hopes.at(round), |_| true), Some(0));
        }
        assert_eq!(hopes.at(5), Hope::default());
        let (ahead, places) = two_steps(&[[0.29, 0.6]], 1.0);
        let hopes = ahead.hopes(&places, 0, 0);
        assert!((0..6).all(|round| ahead.best(&places[0], &hopes.at(round), |_| true).is_none()));
        assert!((0..6).all(|round| hopes.at(round) == Hope::default()));
    }

    /// Of two such plans, with x* the Nash plan, the other is refused two rounds before the end by the side with
    /// V(x) < W + (d r)^interval (V(x*) - W): here A, to which it is worth a hair more or less than that.
    #[test]
    fn the_plan_that_is_not_the_best_is_refused_by_whom_hope_tells_to() {
        let bound = 0.3 + kept() * 0.1;
        for (hair, accepts) in [(1e-9, true), (-1e-9, false)] {
            let (ahead, places) = two_steps(&[[0.4, 0.55], [bound + hair, 0.56]], 1.0);
            let hope = ahead.hopes(&places, 0, 0).at(4);
            assert_eq!(ahead.best(&places[0], &hope, |_| true), Some(0));
            let surplus = ahead.surplus(&places[0], &places[0].proposals[1], hope.sides);
            assert_eq!(surplus[Side::Challenger] >= 0.0, accepts);
            assert!(surplus[Side::Defender] > 0.0);
        }
    }

    /// Ratified with the chance 0.6, hope two rounds before the end is (d r)^interval times 0.6 (V - W), three before
    /// (d r)^interval (0.6 (V - W) + 0.4 of that); all of it is owed to the one plan.
    #[test]
    fn what_may_fail_leaves_the_rest_of_hope() {
        let (ahead, places) = two_steps(&[[0.35, 0.52]], 0.6);
        let hopes = ahead.hopes(&places, 0, 2);
        let last = kept() * 0.6 * 0.05;
        near(hopes.at(4).sides[Side::Challenger], last);
        near(hopes.at(3).sides[Side::Challenger], kept() * (0.6 * 0.05 + 0.4 * last));
        let parts = ahead.parts(&places, 0, &hopes, 2, Hoping::Side(Side::Challenger));
        assert_eq!(parts.len(), 1);
        near(parts[0].value, hopes.at(2).sides[Side::Challenger]);
    }

    /// A ceasefire of twelve months with a flow of 0.45: worth 0.1 x 0.45 + 0.9 x 0.35 = 0.36 before the peace begins; tabled
    /// it brings 0.1 x 0.45 + 0.9 (0.6 x 0.35 + 0.4 x 0.3) - 0.3 beyond war, and leaves 0.36 of other hope.
    #[test]
    fn a_ceasefire_comes_before_the_peace() {
        let pause = Pause::new(0.9, 12);
        let terms = Stake::new(&pause, [0.45, 0.35], 0.0, 0.3, 0.6);
        near(terms.value, 0.36);
        near(terms.gain, 0.045 + 0.9 * (0.21 + 0.12) - 0.3);
        near(terms.left, 0.36);
    }

    /// The two plans of before, and a party for which war is worth 0.4 and they are worth 0.38 and 0.45: with a veto the first
    /// is never tabled, and all hope for the second alone; without one it changes nothing, and bears what is signed, which is
    /// worse to it than war.
    #[test]
    fn a_veto_leaves_no_hope_of_what_it_bars() {
        let (mut ahead, mut places) = two_steps(&[[0.4, 0.55], [0.35, 0.56]], 1.0);
        let (_, only) = two_steps(&[[0.35, 0.56]], 1.0);
        let free = ahead.hopes(&places, 0, 0);
        let bound = ahead.hopes(&only, 0, 0);
        places[0].party_war_values = vec![0.4];
        for (offer, value) in places[0].proposals.iter_mut().zip([0.38, 0.45]) {
            offer.parties = vec![Stake::new(&Pause::new(0.9, 0), [0.0, value], 0.0, 0.4, 1.0)];
        }
        for (veto, sides, party) in [(false, &free, -0.02), (true, &bound, 0.05)] {
            ahead.parties = vec![Bystander { march: ahead.marches[Side::Challenger], margin: 0.0, veto }];
            let hopes = ahead.hopes(&places, 0, 0);
            for round in 0..6 {
                assert_eq!(hopes.at(round).sides, sides.at(round).sides);
                let left = if round < 5 { kept() } else { 0.0 };
                near(hopes.at(round).parties[0], left * party);
            }
            let parts = ahead.parts(&places, 0, &hopes, 0, Hoping::Party(0));
            assert_eq!(parts.iter().map(|part| part.plan).collect::<Vec<_>>(), [usize::from(veto)]);
            near(parts[0].value, kept() * party);
        }
    }

    /// From position 4 of 9 in one month a neighbour is reached; in none nothing is. Positions of no more than 1e-10 are left.
    #[test]
    fn the_window_holds_what_can_be_reached() {
        let contest = contest(9, 0.0, 0.0);
        let even = &[0.0; 2];
        assert_eq!(reach(&contest, even, 4, 0), (4, 4));
        assert_eq!(reach(&contest, even, 4, 1), (3, 5));
        assert_eq!(reach(&contest, even, 4, 60), (1, 8));
        // An advance has the chance 1 - 1e-12 in A's eyes, 1/2 in D's; A does not hope for a retreat, D does.
        let sure = 12.0 * 10.0_f64.ln();
        assert_eq!(reach(&contest, &[sure, sure], 4, 2), (4, 6));
        assert_eq!(reach(&contest, &[sure, 0.0], 4, 2), (2, 6));
    }

    /// On a longer front the parts of two plans, each the better one at another place, add up to the hope.
    #[test]
    fn the_parts_of_hope_add_up_to_it() {
        let contest = contest(9, 0.02, 0.0);
        let pause = Pause::new(0.8, 2);
        let place = |n: usize| {
            let war = PerSide::new(0.1 * n as f64, 0.7 - 0.1 * n as f64);
            let offer = |plan: usize| Proposal {
                plan,
                first: plan as u32,
                end: 7,
                stakes: PerSide::each(|side| {
                    let peace = war[side] + 0.05 + if plan == n % 2 { 0.03 } else { 0.0 };
                    Stake::new(&pause, [war[side] + 0.02, peace], 0.001, war[side], 0.7)
                }),
                parties: Vec::new(),
            };
            Ground { war_values: war, party_war_values: Vec::new(), proposals: vec![offer(0), offer(1)] }
        };
        let places: Vec<Ground> = (1..9).map(place).collect();
        let march = |log_odds| March::new(&contest, 0.8, log_odds);
        let ahead = Ahead {
            marches: PerSide::new(march(0.3), march(-0.2)),
            margins: PerSide::default(),
            parties: Vec::new(),
            interval: 2,
            rounds: 9,
        };
        let hopes = ahead.hopes(&places, 3, 1);
        for side in Side::BOTH {
            let parts = ahead.parts(&places, 3, &hopes, 1, Hoping::Side(side));
            assert_eq!(parts.iter().map(|part| part.plan).collect::<Vec<_>>(), [0, 1]);
            let sum: f64 = parts.iter().map(|part| part.value).sum();
            assert!((sum - hopes.at(1).sides[side]).abs() < 1e-14 && sum > 0.02, "{sum}");
        }
    }
}
