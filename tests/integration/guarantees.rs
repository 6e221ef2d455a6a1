//! Who honours a guarantee: the points that stand for their force, against enumeration of everybody's decisions.

use armistice::model::Guarantee;
use armistice::model::guarantee::{Backstop, Coalition, Member, NODES, WEIGHTS};
use proptest::prelude::*;

use crate::story::{FAR, assert_near, cases, duel, errors_off, excess};

const RULES: Guarantee = Guarantee { tripwire: 0.7, tripwire_scale: 8.0, erosion: 0.05, renewal: 0.0, endurance: 0.0 };

/// Q_j(s, z) as written in model section 5, backstops apart.
fn honours(member: &Member, age: f64, z: f64, bias: f64) -> f64 {
    if age >= member.committed_years {
        return 0.0;
    }
    let square = member.stationed.powi(2);
    let tripwire = RULES.tripwire * square / (square + RULES.tripwire_scale.powi(2));
    let logit = (member.reliability / (1.0 - member.reliability)).ln();
    1.0 / (1.0 + (-(logit + tripwire - RULES.erosion * age + member.coupling * z + bias)).exp())
}

/// Every decision of every member at every node: (X, punishment, probability).
fn enumerate(members: &[Member], age: f64, bias: f64) -> Vec<(f64, f64, f64)> {
    let mut out = Vec::new();
    for (z, weight) in NODES.iter().zip(WEIGHTS) {
        for vector in 0..1_u32 << members.len() {
            let decides = |j: usize| vector >> j & 1 == 1;
            let (mut x, mut punishment, mut probability) = (0.0, 0.0, weight);
            for (j, member) in members.iter().enumerate() {
                let backed = match member.backstop {
                    Backstop::None => true,
                    Backstop::Absent => false,
                    Backstop::Member(backstop) => decides(backstop),
                };
                let q = honours(member, age, *z, bias) * if backed { 1.0 } else { member.without_backstop };
                probability *= if decides(j) { q } else { 1.0 - q };
                if decides(j) {
                    x += member.contribution;
                    punishment += member.punishment;
                }
            }
            out.push((x, punishment, probability));
        }
    }
    out
}

/// The points of a coalition at an age: (X, weight).
fn points(coalition: &Coalition, age: usize, bias: f64) -> Vec<(f64, f64)> {
    let prospects = coalition.prospects(age + 1, bias);
    (0..prospects.points()).map(|point| (prospects.force(point)[age], prospects.weight(point)[age])).collect()
}

prop_compose! {
    fn any_member()(
        reliability in 0.02..0.98,
        forces in 1_u32..200,
        punishment in -0.1..0.2,
        coupling in prop_oneof![Just(0.0), 0.0..3.0],
        stationed in prop_oneof![Just(0.0), 0.0..20.0],
        committed_years in prop_oneof![Just(f64::INFINITY), Just(3.0), Just(9.0)],
        backstop in 0_usize..4,
        without_backstop in 0.0..1.0,
    ) -> (Member, usize) {
        let contribution = f64::from(forces) + stationed;
        let member = Member {
            reliability, contribution, punishment, coupling, stationed, committed_years, without_backstop,
            backstop: Backstop::None,
        };
        (member, backstop)
    }
}

/// Members of whom those after the second may lean on the first, the second or somebody absent.
fn any_members(count: impl Into<prop::collection::SizeRange>) -> impl Strategy<Value = Vec<Member>> {
    prop::collection::vec(any_member(), count).prop_map(|members| {
        let lean = |(index, (member, backstop)): (usize, (Member, usize))| Member {
            backstop: match backstop {
                0 | 1 if index > 1 => Backstop::Member(backstop),
                2 => Backstop::Absent,
                _ => Backstop::None,
            },
            ..member
        };
        let mut members: Vec<Member> = members.into_iter().enumerate().map(lean).collect();
        // Backstops form no chains.
        members.iter_mut().take(2).for_each(|member| member.backstop = Backstop::None);
        members
    })
}

proptest! {
    #![proptest_config(cases(300))]

    /// E_X[X^k], k <= 3, and the expected punishment are exact for any coalition.
    #[test]
    fn three_moments_are_exact(members in any_members(1..8), age in 0_usize..12, bias in -1.0..1.0) {
        let all = enumerate(&members, age as f64, bias);
        let coalition = Coalition::new(members, RULES);
        let points = points(&coalition, age, bias);
        for power in 0..4 {
            let expected: f64 = all.iter().map(|(x, _, p)| p * x.powi(power)).sum();
            let got: f64 = points.iter().map(|(x, weight)| weight * x.powi(power)).sum();
            assert_near(got, expected, 1e-10 * expected.max(1.0), &format!("E[X^{power}]"));
        }
        let expected: f64 = all.iter().map(|(_, punishment, p)| p * punishment).sum();
        assert_near(coalition.prospects(age + 1, bias).punishment()[age], expected, 1e-12, "punishment");
        prop_assert!(points.iter().all(|&(x, weight)| x >= 0.0 && (-1e-15..=1.0 + 1e-12).contains(&weight)));
    }

    /// With no more members than are decisive, X has exactly its distribution at the nine nodes.
    #[test]
    fn small_coalitions_are_exact(members in any_members(1..5), age in 0_usize..12) {
        let coalition = Coalition::new(members.clone(), RULES);
        prop_assume!(coalition.decisive().len() == members.len());
        let all = enumerate(&members, age as f64, 0.0);
        let points = points(&coalition, age, 0.0);
        for threshold in points.iter().map(|point| point.0) {
            let below = |list: &mut dyn Iterator<Item = (f64, f64)>| -> f64 {
                list.filter(|point| point.0 <= threshold + 1e-9).map(|point| point.1).sum()
            };
            let got = below(&mut points.iter().copied());
            let expected = below(&mut all.iter().map(|&(x, _, p)| (x, p)));
            assert_near(got, expected, 1e-12, "P(X <= x)");
        }
    }

    /// What `evaluate` says of a guarantee is the same enumeration.
    #[test]
    fn outlooks_are_exact(members in any_members(1..7), age in 0_usize..12) {
        let all = enumerate(&members, age as f64, 0.0);
        let outlook = Coalition::new(members.clone(), RULES).outlook(age as f64, 0.0);
        let total: f64 = members.iter().map(|member| member.contribution).sum();
        let probability = |of: &dyn Fn(f64) -> bool| -> f64 { all.iter().filter(|x| of(x.0)).map(|x| x.2).sum() };
        assert_near(outlook.nobody, probability(&|x| x == 0.0), 1e-12, "nobody");
        assert_near(outlook.all, probability(&|x| x > total - 1e-9), 1e-12, "all");
        assert_near(outlook.expected_force, all.iter().map(|(x, _, p)| x * p).sum(), 1e-9, "E[X]");
    }
}

/// Two points with weights: mean, variance and third central moment are those of three equal independent guarantors
/// beside two decisive ones that never honour.
#[test]
fn the_two_point_rule_keeps_mean_variance_and_skewness() {
    let member = |reliability, contribution| Member {
        reliability,
        contribution,
        punishment: 0.0,
        coupling: 0.0,
        stationed: 0.0,
        committed_years: f64::INFINITY,
        backstop: Backstop::None,
        without_backstop: 1.0,
    };
    let members = vec![member(0.0, 90.0), member(0.0, 80.0), member(0.2, 10.0), member(0.2, 10.0), member(0.2, 10.0)];
    let points: Vec<_> =
        points(&Coalition::new(members, RULES), 0, 0.0).into_iter().filter(|point| point.1 > 0.0).collect();
    assert_eq!(points.len(), 2);
    // Binomial(3, 0.2), ten thousand each: mean 6, variance 48, third central moment 1000 * 3 * 0.2 * 0.8 * 0.6 = 288.
    let about = |centre: f64, power: i32| -> f64 { points.iter().map(|(x, w)| w * (x - centre).powi(power)).sum() };
    assert_near(about(0.0, 0), 1.0, 1e-13, "weight");
    assert_near(about(0.0, 1), 6.0, 1e-11, "mean");
    assert_near(about(6.0, 2), 48.0, 1e-10, "variance");
    assert_near(about(6.0, 3), 288.0, 1e-9, "third central moment");
}

/// Trials: who honours, given an attack in the first year, against the exact probabilities. 20,000 trials of which
/// about half are attacked, coupling 1 (nine nodes are off by 1e-6), two statistics at [`FAR`] standard errors.
#[test]
fn guarantors_honour_as_often_as_foreseen() {
    let outcomes = duel()
        .set("run.trials", 20_000)
        .set("run.years", 1)
        .set("challenger.margin", -5)
        .set("defender.margin", -5)
        .set("challenger.attack_cost", -5)
        .set("defender.may_attack", false)
        .set("guarantee.tripwire", 0.5)
        .guarantor("ally", "reliability = 0.6\nforces = 40\nmax_troops = 10\ncoupling = 1")
        .guarantor(
            "friend",
            "reliability = 0.4\nforces = 20\ncoupling = 1\nbackstop = \"ally\"\nwithout_backstop = 0.3",
        )
        .plan("pact", "guarantee_years = 5, foreign_troops = 6")
        .outcomes();
    let attacked: Vec<_> = outcomes.iter().filter_map(|outcome| outcome.breach).collect();
    assert!((9_000..11_000).contains(&attacked.len()), "{}", attacked.len());
    // Q by the trapezoidal rule over z, independent of the nine nodes.
    let (mut ally, mut friend, mut weight) = (0.0, 0.0, 0.0);
    for step in -800..=800 {
        let z = f64::from(step) / 100.0;
        let density = (-z * z / 2.0).exp();
        let q = |r: f64, boost: f64| 1.0 / (1.0 + (-((r / (1.0 - r)).ln() + boost + z)).exp());
        let a = q(0.6, 0.5 * 36.0 / 136.0);
        weight += density;
        ally += density * a;
        friend += density * q(0.4, 0.0) * (a + 0.3 * (1.0 - a));
    }
    let (ally, friend) = (ally / weight, friend / weight);
    let forces: Vec<f64> = attacked.iter().map(|failure| failure.force).collect();
    let off = errors_off(&forces, 46.0 * ally + 20.0 * friend);
    assert!(off.abs() < FAR, "force: {off} standard errors");
    let came: Vec<(bool, f64)> = attacked.iter().map(|failure| (failure.force >= 46.0, ally)).collect();
    assert!(excess(&came).abs() < FAR, "ally: {} standard errors", excess(&came));
    // Negative control: without the troops on the ground the ally would come less often.
    let without: Vec<(bool, f64)> = came.iter().map(|&(came, _)| (came, ally - 0.05)).collect();
    assert!(excess(&without) > FAR);
}
