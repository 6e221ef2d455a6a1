//! Resolve that lasts and guarantors with politics: each side is of one of several types, and those that would attack are
//! gone first (frailty: Vaupel, Manton & Stallard 1979); an active guarantee may be deserted by a government that changed.

use std::f64::consts::PI;

use crate::model::parameters::TYPES;
use crate::model::{Party, PerSide, Shocks, Side};
use crate::num;
use crate::num::simd::vectorised;

use super::joint::{Chances, Joint, OfTypes};
use super::solver::{Age, Constants, Lanes};
use super::theory::{GUARDS, Guard, LANES, MOVES, SideView};

/// Solutions of the game, each with the types left as they were in the one before.
const SOLUTIONS: usize = 4;

/// The values that the lasting part of a side's shock may take, one for each type, in rising order.
#[must_use]
pub fn lasting_shocks(party: &Party) -> [f64; TYPES] {
    let scale = party.shock * party.lasting.sqrt();
    lasting_parts().map(|part| scale * part)
}

/// The lasting parts of a logistic number of scale 1 that lasts as a whole, one for each type: quantiles in the middle of
/// ninths, stretched to its variance.
fn lasting_parts() -> [f64; TYPES] {
    let quantiles: [f64; TYPES] = std::array::from_fn(|j| num::logit((j as f64 + 0.5) / TYPES as f64));
    let square = quantiles.iter().fold(0.0, |sum, x| sum + x * x) / TYPES as f64;
    let stretch = (PI * PI / (3.0 * square)).sqrt();
    quantiles.map(|quantile| stretch * quantile)
}

/// One number for each side and type, in every lane.
type ByType = Chances<LANES>;

/// What of a lane does not depend on age, where sides are of types, shocks are paid or a guarantor has politics.
#[derive(Clone, Debug, Default)]
struct TypeRules {
    types: PerSide<usize>,
    paid: bool,
    /// Scale of the yearly part of the shock.
    yearly: PerSide<Lanes>,
    /// Lasting part of the shock, by type.
    lasting: ByType,
    turnover: PerSide<Lanes>,
    /// 1 where there is a guarantee.
    guaranteed: Lanes,
    /// The guards that occur in any lane.
    guards: &'static [Guard],
    /// The first age at which some lane may have no guarantee any more.
    first_lapsed: usize,
    /// The first age at which no lane can have one.
    last_active: usize,
}

/// What of an age only a guarantee that may be deserted needs, for every lane.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct DesertedAge {
    /// Value to A and to D if A attacks while the guarantee is deserted.
    pub(super) attack: PerSide<Lanes>,
    /// Probability that the government goes out at the next age, and that it comes back.
    pub(super) out: Lanes,
    pub(super) back: Lanes,
}

impl DesertedAge {
    /// Whether no government changes at the next age.
    #[inline(always)]
    fn stands(&self) -> bool {
        self.out.iter().chain(&self.back).all(|&chance| chance == 0.0)
    }
}

/// The recursion of the game where sides are of types, shocks are paid or a guarantor has politics, with its working
/// memory.
#[derive(Debug, Default)]
pub(super) struct ByTypes {
    /// By age and guard, the chance that each type attacks when it has the move.
    attacks: Vec<[ByType; GUARDS]>,
    /// By age and guard, shares of the types that are left.
    shares: Vec<[ByType; GUARDS]>,
}

/// One solution backwards: what it goes by.
#[derive(Debug)]
struct Backwards<'a> {
    constants: &'a Constants,
    rules: &'a TypeRules,
    ages: &'a [Age],
    desertions: &'a [DesertedAge],
    /// By age, or the same at every age.
    shares: &'a [[ByType; GUARDS]],
    /// Whether guards are solved for that no lane can reach.
    whole: bool,
}

impl ByTypes {
    /// Solves as [`super::Solver`] does, from the values of war that it found.
    pub(super) fn solve(
        &mut self,
        views: &[SideView<'_>],
        constants: &Constants,
        ages: &[Age],
        desertions: &[DesertedAge],
    ) -> Lanes {
        let rules = &TypeRules::new(views);
        let equal = [rules.types.map(|types| OfTypes([[1.0 / types as f64; LANES]; TYPES])); GUARDS];
        self.attacks.resize(ages.len(), Default::default());
        self.shares.resize(ages.len(), Default::default());
        let passes = if rules.types == PerSide::new(1, 1) { 1 } else { SOLUTIONS };
        let mut value = [0.0; LANES];
        for pass in 1..=passes {
            let game = Backwards {
                constants,
                rules,
                ages,
                desertions,
                shares: if pass == 1 { &[equal] } else { &self.shares },
                whole: pass == passes,
            };
            value = recur_by_types(&game, &mut self.attacks);
            if pass < passes {
                let mut joint = Joint::new(rules.types, rules.guards, rules.guaranteed);
                find_shares(&mut joint, rules, ages, desertions, &self.attacks, &mut self.shares);
            }
        }
        value
    }

    /// Chances of attack of one side's types in one lane, age by age.
    pub(super) fn attacks(&self, lane: usize, side: Side, types: usize, guard: Guard, years: usize) -> Vec<f64> {
        let ages = self.attacks.iter().take(years);
        ages.flat_map(|age| age[guard as usize][side][..types].iter().map(|chance| chance[lane])).collect()
    }
}

impl TypeRules {
    fn new(views: &[SideView<'_>]) -> Self {
        let mut out = Self {
            yearly: PerSide::new([1.0; LANES], [1.0; LANES]),
            first_lapsed: usize::MAX,
            guards: Guard::all(views.iter().any(|view| view.settlement.desertion.is_some())),
            ..Self::default()
        };
        for (lane, view) in views.iter().enumerate() {
            let game = view.settlement;
            let after = &game.after;
            out.types = after.types();
            out.paid = after.shocks == Shocks::Paid;
            out.guaranteed[lane] = f64::from(u8::from(game.term.exists()));
            out.last_active = out.last_active.max(game.guarded_ages());
            let first_end = game.keep.iter().position(|&keep| keep < 1.0).map_or(game.lookahead, |age| age + 1);
            out.first_lapsed = out.first_lapsed.min(if game.term.exists() { first_end } else { 0 });
            for side in Side::BOTH {
                let party = after.party(side);
                out.yearly[side][lane] = party.yearly_shock();
                out.turnover[side][lane] = if party.types() > 1 { party.turnover } else { 0.0 };
                for (lasting, shock) in out.lasting[side].iter_mut().zip(lasting_shocks(party)) {
                    lasting[lane] = shock;
                }
            }
        }
        out
    }

    /// Whether some lane can have that guard at an age.
    fn reaches(&self, guard: Guard, age: usize) -> bool {
        if guard == Guard::Lapsed { age >= self.first_lapsed } else { age < self.last_active }
    }
}

vectorised! {
    /// The types that are left by age if they attack with these chances.
    fn find_shares(
        joint: &mut Joint<LANES>,
        rules: &TypeRules,
        ages: &[Age],
        desertions: &[DesertedAge],
        attacks: &[[ByType; GUARDS]],
        shares: &mut [[ByType; GUARDS]],
    ) -> () {
        for (number, (age, (attacks, shares))) in ages.iter().zip(attacks.iter().zip(shares)).enumerate() {
            joint.look(|guard| rules.reaches(guard, number));
            let scale = joint.shares(shares);
            joint.decay(attacks, MOVES, &scale);
            joint.redraw(&rules.turnover);
            joint.lapse(&age.keep);
            if let Some(desertion) = desertions.get(number) {
                joint.turn(&desertion.out, &desertion.back);
            }
        }
    }
}

vectorised! {
    /// Solves backwards, the other side's types being left in these shares; fills the attack probabilities of both sides'
    /// types and returns each lane's own value of signing.
    fn recur_by_types(game: &Backwards<'_>, attacks: &mut [[ByType; GUARDS]]) -> Lanes {
        let Backwards { constants, rules, ages, desertions, shares, whole } = *game;
        let active = PerSide::each(|side| OfTypes([constants.last_active[side]; TYPES]));
        let lapsed = PerSide::each(|side| OfTypes([constants.lapsed[side]; TYPES]));
        // By guard.
        let mut value: [ByType; GUARDS] = [active, active, lapsed];
        for number in (0..ages.len()).rev() {
            let (age, out) = (&ages[number], &mut attacks[number]);
            let desertion = desertions.get(number);
            // Terms end and governments change at few ages.
            let all_kept = age.keep.iter().all(|&keep| keep == 1.0);
            let none_turns = desertion.is_some_and(DesertedAge::stands);
            let mut peace: [ByType; GUARDS] = Default::default();
            for side in Side::BOTH {
                let types = rules.types[side];
                let mean: [Lanes; GUARDS] = std::array::from_fn(|guard| lane_mean(&value[guard][side][..types]));
                let (complement, discount) = (&constants.complement[side], &constants.discount[side]);
                for j in 0..types {
                    let later = |guard: Guard| {
                        let (value, mean) = (&value[guard as usize][side][j], &mean[guard as usize]);
                        mixed(&rules.turnover[side], mean, value)
                    };
                    let lapsed = later(Guard::Lapsed);
                    let in_peace = |in_force: &Lanes, next: &Lanes| {
                        lanes(|i| complement[i] * in_force[i] + discount[i] * next[i])
                    };
                    peace[Guard::Lapsed as usize][side][j] = in_peace(&constants.lapsed[side], &lapsed);
                    let mut active = later(Guard::Active);
                    let kept = |active: Lanes| if all_kept { active } else { kept(&age.keep, &active, &lapsed) };
                    if let Some(desertion) = desertion {
                        let mut deserted = later(Guard::Deserted);
                        if !none_turns {
                            let turned = mixed(&desertion.out, &deserted, &active);
                            deserted = mixed(&desertion.back, &active, &deserted);
                            active = turned;
                        }
                        peace[Guard::Deserted as usize][side][j] = in_peace(&age.active[side], &kept(deserted));
                    }
                    peace[Guard::Active as usize][side][j] = in_peace(&age.active[side], &kept(active));
                }
            }
            for &guard in rules.guards {
                if !whole && !rules.reaches(guard, number) {
                    continue;
                }
                let attack = match (guard, desertion) {
                    (Guard::Lapsed, _) => &age.attack_lapsed,
                    (Guard::Deserted, Some(desertion)) => &desertion.attack,
                    _ => &age.attack_active,
                };
                let if_moves = PerSide::new(attack, &age.defend);
                let (peace, shares) = (&peace[guard as usize], &shares[number.min(shares.len() - 1)][guard as usize]);
                let (out, value) = (&mut out[guard as usize], &mut value[guard as usize]);
                let mut faced = PerSide::<Lanes>::default();
                for side in Side::BOTH {
                    let (war, may) = (&if_moves[side][side], &constants.may[side]);
                    let inverse = &constants.inverse_shock[side];
                    let mut sum = [0.0; LANES];
                    for j in 0..rules.types[side] {
                        let (peace, lasting) = (&peace[side][j], &rules.lasting[side][j]);
                        out[side][j] = lanes(|i| (war[i] - peace[i] + lasting[i]) * inverse[i]);
                    }
                    choose(&mut out[side][..rules.types[side]], may);
                    for (chance, share) in out[side].iter().zip(shares[side].iter()).take(rules.types[side]) {
                        sum = lanes(|i| sum[i] + share[i] * chance[i]);
                    }
                    faced[side] = sum;
                }
                for side in Side::BOTH {
                    let (war, other_war) = (&if_moves[side][side], &if_moves[side.other()][side]);
                    let other = &faced[side.other()];
                    for j in 0..rules.types[side] {
                        let (peace, chance) = (&peace[side][j], &out[side][j]);
                        let by_self = lanes(|i| chance[i] * (war[i] - peace[i]));
                        let by_other = lanes(|i| other[i] * (other_war[i] - peace[i]));
                        // The challenger's part first, as in the recursion without types.
                        let (first, second) =
                            if side == Side::Challenger { (&by_self, &by_other) } else { (&by_other, &by_self) };
                        value[side][j] = lanes(|i| peace[i] + MOVES * (first[i] + second[i]));
                    }
                    if rules.paid {
                        let (may, yearly) = (&constants.may[side], &rules.yearly[side]);
                        let inverse = &constants.inverse_shock[side];
                        for j in 0..rules.types[side] {
                            let (peace, lasting) = (&peace[side][j], &rules.lasting[side][j]);
                            let pull = lanes(|i| (war[i] - peace[i] + lasting[i]) * inverse[i]);
                            let free = free_to_choose(&pull, &out[side][j]);
                            let worth = lanes(|i| if may[i] > 0.0 { yearly[i] * free[i] } else { 0.0 });
                            value[side][j] =
                                lanes(|i| peace[i] + MOVES * (worth[i] + other[i] * (other_war[i] - peace[i])));
                        }
                    }
                }
            }
        }
        let means = PerSide::each(|side| -> [Lanes; GUARDS] {
            std::array::from_fn(|guard| lane_mean(&value[guard][side][..rules.types[side]]))
        });
        std::array::from_fn(|i| {
            let guard = if constants.exists[i] < 0.5 { Guard::Lapsed } else { Guard::Active };
            let side = if constants.own[i] > 0.5 { Side::Challenger } else { Side::Defender };
            means[side][guard as usize][i]
        })
    }
}

/// One number a lane.
#[inline(always)]
#[allow(clippy::inline_always)]
fn lanes(of: impl Fn(usize) -> f64) -> Lanes {
    let mut out = [0.0; LANES];
    for i in 0..LANES {
        out[i] = of(i);
    }
    out
}

/// `first` with the chance `chance`, else `second`.
#[inline(always)]
#[allow(clippy::inline_always)]
fn mixed(chance: &Lanes, first: &Lanes, second: &Lanes) -> Lanes {
    lanes(|i| (1.0 - chance[i]) * second[i] + chance[i] * first[i])
}

/// `active` with the chance `keep`, else `lapsed`.
#[inline(always)]
#[allow(clippy::inline_always)]
fn kept(keep: &Lanes, active: &Lanes, lapsed: &Lanes) -> Lanes {
    lanes(|i| keep[i] * active[i] + (1.0 - keep[i]) * lapsed[i])
}

/// Turns what pulls each type of a side towards attacking into its chance of doing so: logistic functions, of which a
/// division serves three (Montgomery's trick). `may` is 1 or 0.
#[inline(always)]
#[allow(clippy::inline_always)]
fn choose(pulls: &mut [Lanes], may: &Lanes) {
    let mut triples = pulls.chunks_exact_mut(3);
    for pulls in triples.by_ref() {
        for i in 0..LANES {
            let first = num::logistic_parts(pulls[0][i]);
            let second = num::logistic_parts(pulls[1][i]);
            let third = num::logistic_parts(pulls[2][i]);
            let two = first.1 * second.1;
            let inverse = may[i] / (two * third.1);
            pulls[2][i] = third.0 * two * inverse;
            let inverse = inverse * third.1;
            pulls[1][i] = second.0 * first.1 * inverse;
            pulls[0][i] = first.0 * second.1 * inverse;
        }
    }
    for pull in triples.into_remainder() {
        for i in 0..LANES {
            pull[i] = may[i] * num::logistic(pull[i]);
        }
    }
}

/// Softplus lane by lane.
#[inline(always)]
#[allow(clippy::inline_always)]
fn free_to_choose(pull: &Lanes, chance: &Lanes) -> Lanes {
    let mut out = [0.0; LANES];
    for i in 0..LANES {
        out[i] = softplus(pull[i], chance[i]);
    }
    out
}

/// ln(1 + e^x), given `logistic`, which is 1/(1 + e^-x).
#[inline(always)]
#[allow(clippy::inline_always)]
fn softplus(x: f64, logistic: f64) -> f64 {
    x.max(0.0) - num::ln(if x > 0.0 { logistic } else { 1.0 - logistic })
}

/// The mean over types, lane by lane.
#[inline(always)]
#[allow(clippy::inline_always)]
fn lane_mean(types: &[Lanes]) -> Lanes {
    let mut sum = [0.0; LANES];
    for lanes in types {
        for i in 0..LANES {
            sum[i] += lanes[i];
        }
    }
    sum.map(|sum| sum / types.len() as f64)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The variance of the lasting parts is that of a logistic number, pi^2/3, and they are symmetric.
    #[test]
    fn lasting_parts_keep_the_variance() {
        let parts = lasting_parts();
        let square = parts.iter().map(|part| part * part).sum::<f64>() / 9.0;
        assert!((square - PI * PI / 3.0).abs() < 1e-12, "{square}");
        assert!(parts.windows(2).all(|pair| pair[0] < pair[1]) && parts[4] == 0.0);
        assert!((0..9).all(|j| (parts[j] + parts[8 - j]).abs() < 1e-14));
        // logit(17/18) and logit(11/18)
        assert!((parts[8] / parts[5] - 17.0_f64.ln() / (11.0_f64 / 7.0).ln()).abs() < 1e-12);
    }

    #[test]
    fn softplus_is_smooth_and_exact_far_out() {
        let of = |x: f64| softplus(x, num::logistic(x));
        assert!((of(0.0) - 2.0_f64.ln()).abs() < 1e-15);
        assert_eq!(of(800.0), 800.0);
        assert_eq!(of(-800.0), 0.0);
        assert!((of(1.0) - (1.0 + 1.0_f64.exp()).ln()).abs() < 1e-15);
    }
}
