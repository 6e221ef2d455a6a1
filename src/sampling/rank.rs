//! Spearman's rank correlation of two inputs, given the correlation of the normal numbers behind them.
//!
//! With X = F^-1(Phi(Z)) the rank of X is Phi(Z), less the sawtooth that ties make of it: equal values share their mean
//! rank. A rank is so a sum of steps at cuts h of Z, and for steps the covariance is Plackett's (1954):
//! Cov(1[Z > h], 1[W > k]) is the integral of the bivariate normal density at (h, k) over the correlation from 0 to that
//! of Z and W. Without ties Phi(Z) = P(V < Z) with V a normal number of its own, one step at 0 of (Z - V)/sqrt 2, whose
//! correlation with W is that of Z divided by sqrt 2. For two inputs without ties this is Pearson's (1907)
//! (6/pi) asin(normal/2), the inverse of 2 sin(pi rank/6).

use std::f64::consts::{FRAC_1_SQRT_2, PI};

use super::Distribution;
use crate::num;

/// A value with ties of its own and continuous neighbours: these are cut into cells that small, which changes a rank
/// correlation by less than their square.
const CELL: f64 = 1.0 / 64.0;
/// Panels of the quadrature, each with five places.
const PANELS: u32 = 32;
/// Half the Gauss-Legendre rule of degree 9: places and weights.
const GAUSS: [(f64, f64); 3] = [
    (0.0, 0.568_888_888_888_888_9),
    (0.538_469_310_105_683_1, 0.478_628_670_499_366_47),
    (0.906_179_845_938_664, 0.236_926_885_056_189_08),
];
/// Halvings of an interval until nothing of it is left.
const HALVINGS: u32 = 60;

/// How the ranks of one input follow from its normal number.
#[derive(Clone, Debug, PartialEq)]
struct Ranks {
    /// Cuts of the normal number, and by how much the mean rank grows there.
    steps: Vec<(f64, f64)>,
    /// Standard deviation of the rank.
    sd: f64,
    /// Whether values are equal at times, so that the normal number itself is cut.
    ties: bool,
}

impl Ranks {
    fn new(distribution: &Distribution) -> Self {
        let ties = distribution.ties();
        if ties.is_empty() {
            return Self { steps: vec![(0.0, 1.0)], sd: (1.0_f64 / 12.0).sqrt(), ties: false };
        }
        Self::of_cells(&cells(&ties))
    }

    /// Ranks that only take the middles of cells with these ends, from 0 to 1.
    fn of_cells(ends: &[f64]) -> Self {
        let sizes: Vec<f64> = ends.windows(2).map(|pair| pair[1] - pair[0]).collect();
        let steps = ends[1..].iter().zip(sizes.windows(2));
        let steps = steps.map(|(&end, pair)| (num::normal_quantile(end), 0.5 * (pair[0] + pair[1]))).collect();
        let cubes: f64 = sizes.iter().map(|size| size * size * size).sum();
        Self { steps, sd: ((1.0 - cubes) / 12.0).sqrt(), ties: true }
    }
}

/// Ends of the cells of equal rank, with continuous parts cut into small ones.
fn cells(ties: &[(f64, f64)]) -> Vec<f64> {
    let mut ends = vec![0.0];
    for &(from, to) in ties.iter().chain([&(1.0, 1.0)]) {
        let last = ends[ends.len() - 1];
        let gap = from - last;
        if gap > 1e-12 {
            let count = (gap / CELL).ceil();
            let mut cell = 1.0;
            while cell <= count {
                ends.push(last + gap * (cell / count));
                cell += 1.0;
            }
        }
        if to - from > 1e-12 {
            ends.push(to);
        }
    }
    let last = ends.len() - 1;
    ends[last] = 1.0;
    ends
}

/// Two inputs that are correlated.
#[derive(Clone, Debug, PartialEq)]
pub struct RankPair {
    one: Ranks,
    other: Ranks,
}

impl RankPair {
    /// Two inputs with these distributions.
    #[must_use]
    pub fn new(one: &Distribution, other: &Distribution) -> Self {
        Self { one: Ranks::new(one), other: Ranks::new(other) }
    }

    fn has_ties(&self) -> bool {
        self.one.ties || self.other.ties
    }

    /// Correlation of the numbers that are cut when that of the normal numbers is 1.
    fn share(&self) -> f64 {
        match (self.one.ties, self.other.ties) {
            (true, true) => 1.0,
            (false, false) => 0.5,
            _ => FRAC_1_SQRT_2,
        }
    }

    /// Spearman's rank correlation, with mean ranks for ties, for normal numbers with that correlation, in [-1, 1].
    #[must_use]
    pub fn rank(&self, normal: f64) -> f64 {
        self.at(angle(self.share() * normal.clamp(-1.0, 1.0)))
    }

    /// The least and the greatest rank correlation that can be reached, exclusive.
    #[must_use]
    pub fn bounds(&self) -> (f64, f64) {
        if self.has_ties() { (self.rank(-1.0), self.rank(1.0)) } else { (-1.0, 1.0) }
    }

    /// The correlation of the normal numbers that gives that rank correlation; `None` where it is out of reach.
    #[must_use]
    pub fn normal(&self, rank: f64) -> Option<f64> {
        let (least, greatest) = self.bounds();
        if !(rank > least && rank < greatest) {
            return None;
        }
        if !self.has_ties() {
            return Some(2.0 * num::sin(PI * rank / 6.0));
        }
        let most = angle(self.share());
        let (mut low, mut high) = (-most, most);
        for _ in 0..HALVINGS {
            let middle = 0.5 * (low + high);
            if self.at(middle) < rank { low = middle } else { high = middle }
        }
        let normal = num::sin(0.5 * (low + high)) / self.share();
        (normal > -1.0 && normal < 1.0).then_some(normal)
    }

    /// Rank correlation where the numbers that are cut correlate as the sine of that angle.
    fn at(&self, angle: f64) -> f64 {
        let spread = self.one.sd * self.other.sd;
        if spread == 0.0 {
            // a single value has no rank
            return 0.0;
        }
        let sum: f64 = places(angle).map(|(place, weight)| weight * self.density(place)).sum();
        sum / (2.0 * PI * spread)
    }

    /// Derivative of the covariance of the ranks by the angle, times 2 pi.
    fn density(&self, angle: f64) -> f64 {
        let (sine, cosine) = (num::sin(angle), cosine(angle));
        let mut sum = 0.0;
        for &(h, one) in &self.one.steps {
            sum += one * self.other.steps.iter().map(|&(k, other)| other * bell(h, k, sine, cosine)).sum::<f64>();
        }
        sum
    }
}

/// exp(-(h^2 - 2 h k sine + k^2)/(2 cosine^2)), without cancellation near the ends.
fn bell(h: f64, k: f64, sine: f64, cosine: f64) -> f64 {
    let k = if sine < 0.0 { -k } else { k };
    let apart = (h - k) / cosine;
    num::exp(-0.5 * apart * apart - h * k / (1.0 + sine.abs()))
}

/// Places and weights of an integral from 0 to `end`, denser towards the end.
fn places(end: f64) -> impl Iterator<Item = (f64, f64)> {
    let width = 1.0 / f64::from(PANELS);
    (0..PANELS).flat_map(move |panel| {
        let middle = (f64::from(panel) + 0.5) * width;
        let sides = GAUSS.iter().flat_map(|&(place, weight)| [(place, weight), (-place, weight)]).skip(1);
        sides.map(move |(place, weight)| {
            let left = 1.0 - (middle + 0.5 * width * place);
            (end * (1.0 - left * left), end * weight * width * left)
        })
    })
}

/// The angle in [-pi/2, pi/2] with that sine.
fn angle(sine: f64) -> f64 {
    let (mut low, mut high) = (-0.5 * PI, 0.5 * PI);
    for _ in 0..HALVINGS {
        let middle = 0.5 * (low + high);
        if num::sin(middle) < sine { low = middle } else { high = middle }
    }
    0.5 * (low + high)
}

fn cosine(angle: f64) -> f64 {
    num::sin(0.5 * PI - angle.abs())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn discrete(weights: &[f64]) -> Distribution {
        Distribution::discrete((0..weights.len()).map(|i| i as f64).collect(), weights.to_vec()).unwrap()
    }

    fn continuous() -> Distribution {
        Distribution::triangular(90.0, 120.0, 160.0).unwrap()
    }

    #[test]
    fn without_ties_it_is_pearsons_formula() {
        let pair = RankPair::new(&continuous(), &Distribution::beta(2.0, 3.0).unwrap());
        assert_eq!(pair.bounds(), (-1.0, 1.0));
        for rank in [-0.9, -0.3, 0.0, 0.5, 0.99] {
            let normal = pair.normal(rank).unwrap();
            assert_eq!(normal, 2.0 * num::sin(PI * rank / 6.0));
            assert!((pair.rank(normal) - rank).abs() < 1e-9, "{rank}: {}", pair.rank(normal));
        }
    }

    /// The greatest rank correlation with a yes-or-no input of chance p is sqrt(3 p (1 - p)), when yes goes to the
    /// highest ranks; between two yes-or-no inputs it is that of their smaller odds to the larger ones.
    #[test]
    fn bounds_are_those_of_sorted_values() {
        let pair = RankPair::new(&continuous(), &discrete(&[9.0, 1.0]));
        let (least, greatest) = pair.bounds();
        assert!((greatest - 0.27f64.sqrt()).abs() < 1e-6 && (least + greatest).abs() < 1e-9, "{greatest}");
        let pair = RankPair::new(&discrete(&[9.0, 1.0]), &discrete(&[6.0, 4.0]));
        let (least, greatest) = pair.bounds();
        let odds = |p: f64| p / (1.0 - p);
        assert!((greatest - (odds(0.1) / odds(0.4)).sqrt()).abs() < 1e-6, "{greatest}");
        assert!((least + (odds(0.1) * odds(0.4)).sqrt()).abs() < 1e-6, "{least}");
        assert_eq!(pair.normal(0.5), None);
    }

    /// Two yes-or-no inputs at even odds: the correlation of signs is (2/pi) asin(normal).
    #[test]
    fn signs_follow_sheppard() {
        let pair = RankPair::new(&discrete(&[1.0, 1.0]), &discrete(&[1.0, 1.0]));
        assert!((pair.rank(0.5) - 1.0 / 3.0).abs() < 1e-9, "{}", pair.rank(0.5));
        assert!((pair.normal(-1.0 / 3.0).unwrap() + 0.5).abs() < 1e-9);
    }

    /// By scipy 1.17's bivariate normal distribution function, summed over the cells: `tests/vectors/rank.py`.
    #[test]
    fn ranks_agree_with_scipy() {
        for &(first, second, normal, rank) in EXPECTED {
            let margin = |weights: &[f64]| if weights.is_empty() { continuous() } else { discrete(weights) };
            let pair = RankPair::new(&margin(first), &margin(second));
            assert!((pair.rank(normal) - rank).abs() < 1e-7, "{first:?} {second:?} {normal}: {}", pair.rank(normal));
            assert!((pair.normal(rank).unwrap() - normal).abs() < 1e-6, "{first:?} {second:?} {rank}");
        }
    }

    const EXPECTED: &[(&[f64], &[f64], f64, f64)] = &[
        (&[], &[9.0, 1.0], 0.9, 0.480_437_911_916_458_46),
        (&[], &[1.0, 2.0, 4.0, 3.0], -0.7, -0.646_051_536_734_930_1),
        (&[1.0, 2.0, 4.0, 3.0], &[9.0, 1.0], 0.6, 0.302_288_690_547_643_9),
        (&[1.0, 1.0, 1.0], &[3.0, 1.0], -0.95, -0.668_138_659_347_915_4),
        (&[2.0, 3.0], &[5.0, 1.0, 1.0], 0.3, 0.180_274_833_855_044_23),
    ];

    /// A distribution with a tie and continuous parts lies between one without ties and one of ties only.
    #[test]
    fn ties_beside_continuous_parts_count() {
        let some = Distribution::quantiles(vec![(0.0, 0.0), (0.3, 1.0), (0.7, 1.0), (1.0, 2.0)]).unwrap();
        assert_eq!(some.ties(), [(0.3, 0.7)]);
        let pair = RankPair::new(&some, &continuous());
        // Var of the ranks is (1 - 0.4^3)/12: sorted alike, the correlation is the root of that share
        assert!((pair.bounds().1 - (1.0 - 0.064f64).sqrt()).abs() < 1e-3, "{}", pair.bounds().1);
        let mixed = Distribution::mixture(vec![(1.0, discrete(&[1.0, 1.0])), (1.0, continuous())]).unwrap();
        assert_eq!(mixed.ties(), [(0.0, 0.25), (0.25, 0.5)]);
    }
}
