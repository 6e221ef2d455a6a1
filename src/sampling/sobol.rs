//! Coordinates of Sobol nets: the generator matrices that turn the index of a point into a number.
//!
//! The first two coordinates of Sobol's sequence and the index itself, index/n, make a (0, m, 3)-net in base 2: of its
//! n = 2^m points every dyadic box of volume 1/n holds exactly one, whichever two or three coordinates are looked at.
//! No net in base 2 without such a defect (t = 0) has a fourth coordinate (Niederreiter 1992, corollary 4.21). Further
//! ones from Joe & Kuo (2008) join as soon as there are so many points that no two coordinates estimate the mean of a
//! product worse than a Latin hypercube does, and no three worse than independent draws.

/// The most points of a net, as a power of 2.
pub(super) const MAX_LOG_POINTS: usize = 36;

/// Rows of Joe & Kuo's "new-joe-kuo-6.21201": number of the dimension, primitive polynomial with all its bits, initial
/// direction integers. Licence: see NOTICE. They were chosen greedily for [`Coordinate::least_points`].
const TABLE: &str = include_str!("joe_kuo.txt");

/// One coordinate of a net.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Coordinate {
    /// What each bit of a point's index contributes, from the lowest on; the first bit of a number is the highest one.
    columns: [u64; MAX_LOG_POINTS],
}

impl Coordinate {
    /// Number of coordinates; behind them the table repeats.
    pub(super) const COUNT: usize = 10;

    /// A coordinate of a net of 2^`log_points` points by its place: two of Sobol's, the index, then Sobol's again.
    pub(super) fn new(place: usize, log_points: u32) -> Self {
        match place % Self::COUNT {
            2 => Self::index(log_points),
            place => Self::sobol(if place < 2 { place } else { place - 1 }),
        }
    }

    /// The least number of points of a net which that coordinate may join.
    pub(super) fn least_points(place: usize) -> u64 {
        match place {
            0..2 => 1,
            2 => 16,
            3 => 32,
            4 => 64,
            5..7 => 128,
            7 => 256,
            _ => 512,
        }
    }

    /// The index over the number of points.
    fn index(log_points: u32) -> Self {
        let mut columns = [0; MAX_LOG_POINTS];
        for (column, bit) in columns.iter_mut().zip(64 - log_points..64) {
            *column = 1 << bit;
        }
        Self { columns }
    }

    /// Sobol's sequence by a row of the table.
    fn sobol(row: usize) -> Self {
        let row = TABLE.lines().nth(row).unwrap_or_default();
        let mut numbers = row.split(' ').filter_map(|number| number.parse::<u64>().ok()).skip(1);
        let polynomial = numbers.next().unwrap_or(1);
        let initial: Vec<u64> = numbers.collect();
        Self { columns: directions(polynomial, &initial) }
    }

    /// The number of the point of that index, as bits after the binary point.
    pub(super) fn at(&self, index: u64) -> u64 {
        let (mut left, mut x) = (index, 0);
        while left != 0 {
            x ^= self.columns[left.trailing_zeros() as usize % MAX_LOG_POINTS];
            left &= left - 1;
        }
        x
    }
}

/// Direction numbers m_j 2^-j as bits after the binary point, by Sobol's recurrence.
fn directions(polynomial: u64, initial: &[u64]) -> [u64; MAX_LOG_POINTS] {
    let degree = initial.len();
    let mut m = [1_u64; MAX_LOG_POINTS];
    if degree > 0 {
        m[..degree].copy_from_slice(initial);
        for j in degree..MAX_LOG_POINTS {
            m[j] = m[j - degree];
            for i in 1..=degree {
                if polynomial >> (degree - i) & 1 == 1 {
                    m[j] ^= m[j - i] << i;
                }
            }
        }
    }
    let mut bits = [0; MAX_LOG_POINTS];
    for j in 0..MAX_LOG_POINTS {
        bits[j] = m[j] << (63 - j);
    }
    bits
}

#[cfg(test)]
mod tests {
    use super::*;

    /// First points of dimensions 1 to 5 as scipy 1.17's `qmc.Sobol(5, scramble=False)` gives them; its order is the
    /// Gray code's, so points are looked up by index ^ index/2.
    #[test]
    fn points_agree_with_scipy() {
        let near = EXPECTED
            .iter()
            .enumerate()
            .flat_map(|(index, point)| point.iter().enumerate().map(move |(row, &x)| (row, index as u64, x)));
        for (row, index, x) in near.chain(FAR) {
            let gray = index ^ index >> 1;
            assert_eq!(Coordinate::sobol(row).at(gray) as f64 / 2f64.powi(64), x, "{index} {row}");
        }
    }

    /// The coordinates that a net of so many points has.
    fn net(log_points: u32) -> Vec<Coordinate> {
        let joined = (0..Coordinate::COUNT).filter(|&place| Coordinate::least_points(place) <= 1 << log_points);
        joined.map(|place| Coordinate::new(place, log_points)).collect()
    }

    /// Whether boxes of 2^-log in each coordinate hold equally many points.
    fn alike(of: &[&Coordinate], logs: &[u32], points: u64) -> bool {
        let boxes = 1_usize << logs.iter().sum::<u32>();
        let mut counts = vec![0; boxes];
        for index in 0..points {
            let place = of.iter().zip(logs).fold(0, |place, (coordinate, &log)| {
                place << log | coordinate.at(index).unbounded_shr(64 - log) as usize
            });
            counts[place] += 1;
        }
        counts.iter().all(|&count| count == points as usize / boxes)
    }

    /// Every dyadic box of volume 1/n holds exactly one of the n points: t = 0.
    #[test]
    fn the_first_three_coordinates_are_a_net_without_defect() {
        for log_points in 0..=10 {
            let of: Vec<Coordinate> = (0..3).map(|place| Coordinate::new(place, log_points)).collect();
            let of: Vec<&Coordinate> = of.iter().collect();
            for a in 0..=log_points {
                for b in 0..=log_points - a {
                    assert!(alike(&of, &[a, b, log_points - a - b], 1 << log_points), "{log_points} {a} {b}");
                }
            }
        }
    }

    /// Variance of the mean of a product of u - 1/2 over the coordinates, after Owen's scrambling, over that of
    /// independent draws, without the levels behind `levels`, where the points are as good as random.
    ///
    /// Owen (1997): the components of u - 1/2 at the levels 1, 2, … have variances in proportion to 4^-level, and those
    /// of a product the products of them. A component at levels k has its variance times n S/V, where V is the number
    /// of tuples of numbers with exactly k_i bits, and S that of those among them that belong to the dual net: whose
    /// rows of the generator matrices sum to nothing. Counted here as pairs of points that agree, by inclusion and exclusion.
    fn variance_ratio(of: &[&Coordinate], levels: u32, log_points: u32) -> f64 {
        let corners = |n: usize| (0..1_usize << n).map(move |bits| (0..n).map(move |i| (bits >> i & 1) as u32));
        let all = (levels + 1).pow(of.len() as u32);
        let digits = |code: u32| (0..of.len() as u32).map(move |i| code / (levels + 1).pow(i) % (levels + 1));
        let dual: Vec<f64> =
            (0..all).map(|code| dual_size(of, &digits(code).collect::<Vec<_>>(), log_points)).collect();
        let (mut sum, mut plain) = (0.0, 0.0);
        for code in 0..all {
            let depth: Vec<u32> = digits(code).collect();
            if depth.contains(&0) {
                continue;
            }
            let exactly: f64 = corners(of.len())
                .map(|corner| {
                    let (mut place, mut sign) = (0, 1.0);
                    for (i, less) in corner.enumerate() {
                        place += (depth[i] - less) * (levels + 1).pow(i as u32);
                        sign *= 1.0 - 2.0 * f64::from(less);
                    }
                    sign * dual[place as usize]
                })
                .sum();
            let bits = depth.iter().sum::<u32>() - of.len() as u32;
            let weight = 0.25f64.powi(bits as i32);
            sum += weight * 2f64.powi(log_points as i32 - bits as i32) * exactly;
            plain += weight;
        }
        sum / plain
    }

    /// Number of tuples of numbers with at most k_i bits in the dual net: 2 to the number of rows that depend on others.
    fn dual_size(of: &[&Coordinate], k: &[u32], log_points: u32) -> f64 {
        let mut basis: Vec<u64> = Vec::new();
        let mut dependent = 0;
        for (coordinate, &k) in of.iter().zip(k) {
            for bit in 0..k {
                let column = |j: u32| coordinate.columns[j as usize] >> (63 - bit) & 1;
                let row = (0..log_points).fold(0, |row, j| row | column(j) << j);
                let left = basis.iter().fold(row, |left, &one| left.min(left ^ one));
                if left == 0 {
                    dependent += 1;
                } else {
                    basis.push(left);
                    basis.sort_unstable_by(|a, b| b.cmp(a));
                }
            }
        }
        2f64.powi(dependent)
    }

    /// A Latin hypercube has n/(n - 1) times the variance of independent draws (to which its components at all levels
    /// but the last add up). Exact but for the levels left out, which have a share of 4^-6.
    #[test]
    fn no_pair_is_worse_than_a_latin_hypercube() {
        for log_points in 1..=12 {
            let (net, n) = (net(log_points), 2f64.powi(log_points as i32));
            for (place, one) in net.iter().enumerate() {
                for (before, other) in net[..place].iter().enumerate() {
                    let ratio = variance_ratio(&[one, other], log_points.min(6), log_points);
                    assert!(ratio <= n / (n - 1.0) + 1e-9, "{n} points, {place} and {before}: {ratio}");
                    if log_points >= 4 {
                        assert!(alike(&[one, other], &[2, 2], 1 << log_points), "{n} points, {place} and {before}");
                    }
                }
            }
        }
    }

    /// Levels left out have a share of 4^-4.
    #[test]
    fn no_three_are_worse_than_independent_draws() {
        for log_points in 2..=12 {
            let net = net(log_points);
            for (place, one) in net.iter().enumerate() {
                for (before, other) in net[..place].iter().enumerate() {
                    for third in &net[..before] {
                        let ratio = variance_ratio(&[one, other, third], log_points.min(4), log_points);
                        assert!(ratio <= 1.0, "{log_points}, {place}, {before}: {ratio}");
                    }
                }
            }
        }
    }

    /// Two dimensions that agree in their first bits, in all of these points: the statistic sees it.
    #[test]
    fn a_locked_pair_is_seen() {
        let (one, other) = (Coordinate::sobol(1), Coordinate::sobol(2));
        assert!(!alike(&[&one, &other], &[1, 1], 4));
        assert!(variance_ratio(&[&one, &other], 2, 2) > 2.0);
    }

    #[test]
    fn the_table_holds_every_coordinate() {
        assert_eq!(TABLE.lines().count(), Coordinate::COUNT - 1);
    }

    const EXPECTED: [[f64; 5]; 8] = [
        [0.0, 0.0, 0.0, 0.0, 0.0],
        [0.5, 0.5, 0.5, 0.5, 0.5],
        [0.75, 0.25, 0.25, 0.25, 0.75],
        [0.25, 0.75, 0.75, 0.75, 0.25],
        [0.375, 0.375, 0.625, 0.875, 0.375],
        [0.875, 0.875, 0.125, 0.375, 0.875],
        [0.625, 0.125, 0.875, 0.625, 0.625],
        [0.125, 0.625, 0.375, 0.125, 0.125],
    ];
    /// Row of the table (dimensions 6, 7, 9 and 16), index, number.
    const FAR: [(usize, u64, f64); 5] = [
        (5, 100, 0.742_187_5),
        (7, 999, 0.858_398_437_5),
        (6, 4095, 0.191_650_390_625),
        (8, 3001, 0.577_392_578_125),
        (8, 4000, 0.190_185_546_875),
    ];
}
