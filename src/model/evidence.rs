//! What has happened already, and how likely it was: plans that were answered, and a front that was seen to move.
//!
//! Sources: Geweke (1989) for draws that count by their likelihood; Bissiri, Holmes & Walker (2016) for likelihoods that
//! are tempered.

use crate::num;

use super::war::Contest;
use super::{PerSide, Side};

/// One piece of evidence.
#[derive(Clone, Debug, PartialEq)]
pub enum EvidencePiece {
    /// A plan that was answered.
    Answered(AnsweredPlan),
    /// A front that was seen.
    Seen(FrontSeen),
}

impl EvidencePiece {
    /// The plan that was answered, by its index; `None`: it is of the front.
    #[must_use]
    pub fn plan(&self) -> Option<usize> {
        match self {
            EvidencePiece::Answered(answered) => Some(answered.plan),
            EvidencePiece::Seen(_) => None,
        }
    }
}

/// A plan that was answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AnsweredPlan {
    /// Index of the plan.
    pub plan: usize,
    /// What is known of the answer.
    pub known: KnownAnswer,
    /// Where the front stood; `None`: where it starts.
    pub position: Option<usize>,
}

/// What is known of the answer to a plan.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum KnownAnswer {
    /// What each side said, as far as it is known.
    Replies(PerSide<Option<Reply>>),
    /// That it was not signed, whoever refused.
    NotSigned,
}

/// What a side says to a plan.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reply {
    /// Yes.
    Accepted,
    /// No.
    Refused,
}

impl Reply {
    /// Both.
    pub const ALL: [Reply; 2] = [Reply::Accepted, Reply::Refused];

    /// The word in scenario files.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Reply::Accepted => "accepted",
            Reply::Refused => "refused",
        }
    }

    /// The reply of that word.
    #[must_use]
    pub fn by_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|reply| reply.name() == name)
    }
}

/// The word for a plan that was not signed in scenario files.
pub const NOT_SIGNED: &str = "not_signed";

/// How likely a side is to accept a plan, its private view being open; both chances to full relative accuracy.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Willingness {
    /// Chance that it accepts, were there no red lines.
    pub yes: f64,
    /// Chance that it refuses, were there no red lines.
    pub no: f64,
    /// Whether the plan crosses a red line of this side, so that it refuses whatever its view.
    pub barred: bool,
}

impl Willingness {
    /// Of a side that a plan leaves this surplus, share of the prize, with private views of that scale.
    #[must_use]
    pub fn new(surplus: f64, noise: f64, barred: bool) -> Self {
        let sure = |so: bool| f64::from(u8::from(so));
        let [yes, no] = if noise > 0.0 {
            [num::logistic(surplus / noise), num::logistic(-surplus / noise)]
        } else {
            [sure(surplus >= 0.0), sure(!(surplus >= 0.0))]
        };
        Self { yes, no, barred }
    }

    /// Of a side before a plan that cannot be had.
    #[must_use]
    pub fn unavailable() -> Self {
        Self { yes: 0.0, no: 1.0, barred: true }
    }

    /// Probability that it accepts (P).
    #[must_use]
    pub fn accepts(&self) -> f64 {
        if self.barred { 0.0 } else { self.yes }
    }

    /// Probability that it refuses.
    #[must_use]
    pub fn refuses(&self) -> f64 {
        if self.barred { 1.0 } else { self.no }
    }

    fn likelihood(&self, reply: Option<Reply>) -> f64 {
        match reply {
            None => 1.0,
            Some(Reply::Accepted) => self.accepts(),
            Some(Reply::Refused) => self.refuses(),
        }
    }

    /// The private view of a side that said so, in units of their scale, made of the uniform number that would make it
    /// without that.
    fn view_after(&self, reply: Reply, luck: UniformPlace) -> f64 {
        let UniformPlace { below, above } = luck;
        match reply {
            // u -> 1 - yes + yes u
            Reply::Accepted => log_odds(self.no + self.yes * below, self.yes * above),
            // u -> (1 - yes) u, unless it was the red line that refused.
            Reply::Refused if self.barred => luck.view(),
            Reply::Refused => log_odds(self.no * below, self.yes + self.no * above),
        }
    }
}

/// A place in (0, 1) and what is left of it, so that neither end loses digits.
#[derive(Clone, Copy, Debug)]
struct UniformPlace {
    below: f64,
    above: f64,
}

impl UniformPlace {
    fn of(u: f64) -> Self {
        Self { below: u, above: 1.0 - u }
    }

    /// The view that it makes: standard logistic.
    fn view(self) -> f64 {
        num::logit(self.below)
    }
}

/// ln(below/above), within what two numbers can hold.
fn log_odds(below: f64, above: f64) -> f64 {
    num::ln(below) - num::ln(above)
}

impl KnownAnswer {
    /// Likelihood of the answer from sides and parties with a veto so willing; the sides ratify with that chance (both
    /// together).
    #[must_use]
    pub fn likelihood(&self, sides: &PerSide<Willingness>, vetoes: &[Willingness], ratified: f64) -> f64 {
        match self {
            KnownAnswer::Replies(replies) => {
                Side::BOTH.iter().fold(1.0, |all, &side| all * sides[side].likelihood(replies[side]))
            }
            // 1 - ratified P_A P_D prod_p P_p without cancellation.
            KnownAnswer::NotSigned => {
                let asked = vetoes.iter().rev().chain(sides.iter().rev());
                let refused = asked.fold(0.0, |refused, next| next.refuses() + next.accepts() * refused);
                (1.0 - ratified) + ratified * refused
            }
        }
    }

    /// Both sides' private views of the plan, in units of their scale, given the answer: made of the uniform numbers that
    /// would make them without it. The answer must be one that the sides could give; `sides_alone`: nothing but them, no
    /// ratification and no party with a veto, can have kept the plan from being signed.
    #[must_use]
    pub fn views(&self, sides: &PerSide<Willingness>, sides_alone: bool, luck: PerSide<f64>) -> PerSide<f64> {
        let places = luck.map(UniformPlace::of);
        match self {
            KnownAnswer::Replies(replies) => PerSide::each(|side| match replies[side] {
                None => places[side].view(),
                Some(reply) => sides[side].view_after(reply, places[side]),
            }),
            // Ratification, a veto or a red line may have been the reason.
            KnownAnswer::NotSigned if !sides_alone || sides.iter().any(|side| side.barred) => {
                places.map(UniformPlace::view)
            }
            KnownAnswer::NotSigned => views_unsigned(sides, places),
        }
    }
}

/// Views after a plan was not signed, where one of the sides at least must have refused it: the challenger alone, the
/// defender alone or both, by their chances.
fn views_unsigned(sides: &PerSide<Willingness>, places: PerSide<UniformPlace>) -> PerSide<f64> {
    let [a, d] = sides.as_array();
    let [luck, other] = *places.as_array();
    // The chance that A accepted and D refused, and the chance that A refused, of those that one of them did.
    let all = a.no + a.yes * d.no;
    let (defender_alone, challenger) = (a.yes * d.no / all, a.no / all);
    if luck.below < defender_alone {
        let rest =
            UniformPlace { below: luck.below / defender_alone, above: (defender_alone - luck.below) / defender_alone };
        PerSide::new(a.view_after(Reply::Accepted, rest), d.view_after(Reply::Refused, other))
    } else if challenger > 0.0 {
        let rest = UniformPlace { below: (luck.below - defender_alone) / challenger, above: luck.above / challenger };
        PerSide::new(a.view_after(Reply::Refused, rest), other.view())
    } else {
        places.map(UniformPlace::view)
    }
}

/// A front that was seen for a while, in which it was never frozen.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct FrontSeen {
    /// For how many months.
    pub months: u32,
    /// In how many of them it advanced.
    pub advances: u32,
    /// In how many of them it retreated.
    pub retreats: u32,
    /// How much it counts: the power of its likelihood, in (0, 1].
    pub power: f64,
}

impl FrontSeen {
    /// Logarithm of the likelihood by the rules of a war with these log-odds of an advance, relative to the rules under
    /// which it would have been likeliest; the power is left out.
    #[must_use]
    pub fn log_likelihood(&self, contest: &Contest, log_odds: f64) -> f64 {
        let Self { months, advances, retreats, .. } = *self;
        let [months, advances, retreats] = [months, advances, retreats].map(f64::from);
        let moves = advances + retreats;
        let stands = months - moves;
        let (advance, retreat) = (num::logistic(log_odds), num::logistic(-log_odds));
        let survives = 1.0 - contest.collapse_challenger - contest.collapse_defender;
        let here = times(months, survives)
            + times(stands, contest.stalemate)
            + times(moves, 1.0 - contest.stalemate)
            + times(advances, advance)
            + times(retreats, retreat)
            + times(months, 1.0 - contest.freeze);
        let likeliest = times(stands, stands / months)
            + times(moves, moves / months)
            + times(advances, advances / moves)
            + times(retreats, retreats / moves);
        here - likeliest
    }

    /// What the likelihood counts for, tempered: in [0, 1].
    #[must_use]
    pub fn tempered(&self, log_likelihood: f64) -> f64 {
        num::exp(self.power * log_likelihood).min(1.0)
    }
}

/// So many times the logarithm of a probability; nothing of none.
fn times(count: f64, probability: f64) -> f64 {
    if count > 0.0 { count * num::ln(probability) } else { 0.0 }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn near(got: f64, expected: f64) {
        assert!((got - expected).abs() <= 1e-12 * expected.abs().max(1.0), "{got} is not {expected}");
    }

    fn quiet(stalemate: f64) -> Contest {
        Contest { positions: 10, stalemate, collapse_challenger: 0.0, collapse_defender: 0.0, freeze: 0.0, thaw: 0.0 }
    }

    fn both(yes: [f64; 2]) -> PerSide<Willingness> {
        let of = |yes: f64| Willingness { yes, no: 1.0 - yes, barred: false };
        PerSide::new(of(yes[0]), of(yes[1]))
    }

    fn replies(challenger: Option<Reply>, defender: Option<Reply>) -> KnownAnswer {
        KnownAnswer::Replies(PerSide::new(challenger, defender))
    }

    /// A side that a plan leaves nothing is as likely to accept as not; without noise it accepts.
    #[test]
    fn no_surplus_is_an_even_chance() {
        let even = Willingness::new(0.0, 0.02, false);
        assert_eq!((even.accepts(), even.refuses()), (0.5, 0.5));
        let sure = Willingness::new(0.0, 0.0, false);
        assert_eq!((sure.accepts(), sure.refuses()), (1.0, 0.0));
        let barred = Willingness::new(0.5, 0.02, true);
        assert_eq!((barred.accepts(), barred.refuses()), (0.0, 1.0));
    }

    /// Of a plan that leaves 50 scales of noise the chance of a refusal is e^-50/(1 + e^-50), not 0.
    #[test]
    fn rare_refusals_keep_their_digits() {
        let sides = PerSide::new(Willingness::new(1.0, 0.02, false), Willingness::new(1.0, 0.02, false));
        let refused = replies(Some(Reply::Refused), None).likelihood(&sides, &[], 1.0);
        near(refused / 1.928_749_847_963_917_8e-22, 1.0);
        near(KnownAnswer::NotSigned.likelihood(&sides, &[], 1.0) / refused, 2.0);
    }

    #[test]
    fn likelihoods_of_answers_are_products_of_chances() {
        let sides = both([0.75, 0.25]);
        let of = |a, d| replies(a, d).likelihood(&sides, &[], 0.5);
        near(of(Some(Reply::Accepted), None), 0.75);
        near(of(Some(Reply::Refused), Some(Reply::Accepted)), 0.0625);
        near(of(None, Some(Reply::Refused)), 0.75);
        near(KnownAnswer::NotSigned.likelihood(&sides, &[], 0.5), 1.0 - 0.5 * 0.75 * 0.25);
        let vetoes = [0.5, 0.8].map(|yes| Willingness { yes, no: 1.0 - yes, barred: false });
        let vetoed = KnownAnswer::NotSigned.likelihood(&sides, &vetoes, 0.5);
        near(vetoed, 1.0 - 0.5 * 0.75 * 0.25 * 0.5 * 0.8);
        let barred = [Willingness { barred: true, ..vetoes[0] }];
        near(KnownAnswer::NotSigned.likelihood(&sides, &barred, 0.5), 1.0);
        let nothing = PerSide::new(Willingness::unavailable(), Willingness::unavailable());
        near(KnownAnswer::NotSigned.likelihood(&nothing, &[], 1.0), 1.0);
    }

    /// 37 months in which nothing moved: the odds of a stalemate of 0.95 against one of 0.75 are (0.95/0.75)^37.
    #[test]
    fn quiet_months_speak_for_stalemate() {
        let seen = FrontSeen { months: 37, advances: 0, retreats: 0, power: 1.0 };
        let of = |stalemate| seen.log_likelihood(&quiet(stalemate), 0.3);
        near(of(0.95) - of(0.75), 37.0 * (0.95_f64 / 0.75).ln());
        near(seen.tempered(of(0.95)), 0.95_f64.powi(37));
    }

    /// By the rules under which it would have been likeliest a front is as likely as can be; a front that cannot move has
    /// not moved; power halves the logarithm.
    #[test]
    fn a_front_is_held_against_its_likeliest_rules() {
        let seen = FrontSeen { months: 20, advances: 3, retreats: 1, power: 0.5 };
        near(seen.log_likelihood(&quiet(0.8), 3.0_f64.ln()), 0.0);
        let other = seen.log_likelihood(&quiet(0.6), 0.0);
        let by_hand = 16.0 * (0.6_f64 / 0.8).ln()
            + 4.0 * (0.4_f64 / 0.2).ln()
            + 3.0 * (0.5_f64 / 0.75).ln()
            + (0.5_f64 / 0.25).ln();
        near(other, by_hand);
        near(seen.tempered(other), (0.5 * by_hand).exp());
        let never_stands = seen.log_likelihood(&quiet(0.0), 0.0);
        assert_eq!((never_stands, seen.tempered(never_stands)), (f64::NEG_INFINITY, 0.0));
        let mut rules = quiet(0.8);
        (rules.freeze, rules.collapse_challenger, rules.collapse_defender) = (0.1, 0.02, 0.03);
        near(seen.log_likelihood(&rules, 3.0_f64.ln()), 20.0 * (0.95_f64 * 0.9).ln());
    }

    /// Each view lies where the answer puts it: above minus the surplus where the side accepted, below where it refused;
    /// and where nothing is known it is what it was.
    #[test]
    fn views_agree_with_the_answers() {
        let (sides, surplus) = (both([0.7, 0.2]), [0.7, 0.2].map(num::logit));
        for step in 0..200 {
            let u = (f64::from(step) + 0.5) / 200.0;
            let luck = PerSide::new(u, 1.0 - u * 0.9);
            let views = |known: KnownAnswer| *known.views(&sides, true, luck).as_array();
            let [a, d] = views(replies(Some(Reply::Accepted), Some(Reply::Refused)));
            assert!(surplus[0] + a >= 0.0 && surplus[1] + d < 0.0, "{u}");
            let [a, d] = views(replies(Some(Reply::Refused), None));
            assert!(surplus[0] + a < 0.0, "{u}");
            assert_eq!(d, num::logit(1.0 - u * 0.9));
            let [a, d] = views(KnownAnswer::NotSigned);
            assert!(surplus[0] + a < 0.0 || surplus[1] + d < 0.0, "{u}");
            let unsure = KnownAnswer::NotSigned.views(&sides, false, luck);
            assert_eq!(unsure, luck.map(num::logit));
        }
    }

    /// A view given that a side accepted with chance 0.7 is the logit of 1 - 0.7 + 0.7 u; that it refused, of 0.3 u; after a
    /// plan of chances 0.5 and 0.5 that was not signed, A accepted if u < 1/3.
    #[test]
    fn views_are_those_of_the_page() {
        let sides = both([0.7, 0.5]);
        let luck = PerSide::new(0.4, 0.25);
        let of = |known: KnownAnswer, sides: &PerSide<Willingness>| *known.views(sides, true, luck).as_array();
        near(of(replies(Some(Reply::Accepted), None), &sides)[0], num::logit(0.58));
        near(of(replies(Some(Reply::Refused), None), &sides)[0], num::logit(0.12));
        let [a, d] = of(KnownAnswer::NotSigned, &both([0.5, 0.5]));
        near(a, num::logit(0.5 * 0.1));
        near(d, num::logit(0.25));
        let early = KnownAnswer::NotSigned.views(&both([0.5, 0.5]), true, PerSide::new(0.25, 0.25));
        near(early.as_array()[0], num::logit(0.5 + 0.5 * 0.75));
        near(early.as_array()[1], num::logit(0.125));
    }

    /// Who refused for a red line tells nothing by it of its view.
    #[test]
    fn red_lines_leave_views_alone() {
        let mut sides = both([0.7, 0.5]);
        sides[Side::Challenger].barred = true;
        let luck = PerSide::new(0.4, 0.25);
        for known in [replies(Some(Reply::Refused), None), KnownAnswer::NotSigned] {
            assert_eq!(known.views(&sides, true, luck), luck.map(num::logit));
        }
    }
}
