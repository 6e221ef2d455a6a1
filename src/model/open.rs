//! Terms of a plan that are left open, and how two sides who may choose them would: the combination with the largest product
//! of what both gain over fighting on (Nash 1950), found by trying all of them or, where there are too many, by going through
//! one term after another until nothing gets better.

use super::parameters::{FOREIGN_TROOPS, GUARANTEE_YEARS};
use super::structure::Plan;

/// A term that is left open.
#[derive(Clone, Debug, PartialEq)]
pub struct OpenTerm {
    /// Index of the issue.
    pub issue: usize,
    /// What it may be, in the issue's unit, in the order of the file; `None`: territory as it lies.
    pub choices: Vec<Option<f64>>,
}

/// Combinations up to which all are tried.
pub const TRIED_ALL: usize = 4_096;

/// What a combination is to the sides who choose: any that both would sign comes before all that one would refuse, and these
/// before all that cross a red line.
#[derive(Clone, Copy, Debug, PartialEq, PartialOrd)]
pub enum Rating {
    /// It crosses a red line, or a party with a veto refuses it. The smaller surplus of the two sides, share of the prize.
    Barred(f64),
    /// A side refuses it. The smaller surplus.
    Refused(f64),
    /// Both would sign. The product of their surpluses, share of the prize squared.
    Agreeable(f64),
}

/// The best of these combinations, the first of equals; those without a rating are left out.
#[must_use]
pub fn best_of(combinations: &[usize], ratings: &[Option<Rating>]) -> Option<(usize, Rating)> {
    let mut best: Option<(usize, Rating)> = None;
    for (&combination, rating) in combinations.iter().zip(ratings) {
        if let Some(rating) = *rating
            && best.is_none_or(|(_, best)| rating > best)
        {
            best = Some((combination, rating));
        }
    }
    best
}

impl OpenTerm {
    /// The middle of the list, of two the first.
    fn middle(&self) -> usize {
        (self.choices.len() - 1) / 2
    }

    /// The choice nearest to a term, of two that are as near the lower one; the middle where there is nothing to measure.
    #[must_use]
    pub fn nearest(&self, to: Option<f64>) -> usize {
        let Some(to) = to else { return self.choices.iter().position(Option::is_none).unwrap_or(self.middle()) };
        let mut best: Option<(f64, f64, usize)> = None;
        for (index, choice) in self.choices.iter().enumerate() {
            let Some(choice) = *choice else { continue };
            // From what has no end the largest is the nearest.
            let distance = match (choice == to, to.is_infinite()) {
                (true, _) => f64::NEG_INFINITY,
                (false, true) => -choice,
                (false, false) => (choice - to).abs(),
            };
            if best.is_none_or(|best| (distance, choice) < (best.0, best.1)) {
                best = Some((distance, choice, index));
            }
        }
        best.map_or(self.middle(), |best| best.2)
    }
}

/// Combinations of open terms are numbered from 0 in lexicographic order: terms in the order of the file, the last one
/// fastest. A plan without open terms has one.
impl Plan {
    /// Whether a term is open.
    #[must_use]
    pub fn is_open(&self) -> bool {
        !self.open.is_empty()
    }

    /// The term on an issue, if it is open.
    #[must_use]
    pub fn open_term(&self, issue: usize) -> Option<&OpenTerm> {
        self.open.iter().find(|term| term.issue == issue)
    }

    /// Whether it is offered as it stands: on the table, with nothing to choose.
    #[must_use]
    pub fn is_offered_as_it_stands(&self) -> bool {
        self.tabled && !self.is_open()
    }

    /// How many combinations there are, those that are left out too.
    #[must_use]
    pub fn combinations(&self) -> usize {
        self.open.iter().map(|term| term.choices.len()).product()
    }

    /// The number of the combination of these choices, one for each open term.
    #[must_use]
    pub fn combination(&self, choices: &[usize]) -> usize {
        self.open.iter().zip(choices).fold(0, |sum, (term, &choice)| sum * term.choices.len() + choice)
    }

    /// The choices of a combination, one for each open term.
    #[must_use]
    pub fn choices(&self, combination: usize) -> Vec<usize> {
        choices_of(combination, self.open.iter().map(|term| term.choices.len()))
    }

    /// The combination that agrees with this one on the open terms for which it is so, with the first choice of all others.
    #[must_use]
    pub fn alike(&self, combination: usize, on: impl Fn(&OpenTerm) -> bool) -> usize {
        let choices = self.choices(combination);
        let kept: Vec<usize> =
            self.open.iter().zip(choices).map(|(term, choice)| if on(term) { choice } else { 0 }).collect();
        self.combination(&kept)
    }

    /// The plan with the terms of a combination, none of them open; nobody takes part where there is no guarantee.
    #[must_use]
    pub fn closed(&self, combination: usize) -> Plan {
        let mut plan = self.clone();
        let open = std::mem::take(&mut plan.open);
        for (term, choice) in open.iter().zip(self.choices(combination)) {
            plan.set_term(term.issue, term.choices[choice]);
        }
        if plan.guarantee_years == 0.0 && !open.is_empty() {
            plan.participants.clear();
        }
        plan
    }

    /// All that a term may be; `None`: territory as it lies.
    #[must_use]
    pub fn possible(&self, issue: usize) -> Vec<Option<f64>> {
        self.open_term(issue).map_or_else(|| vec![self.term(issue)], |term| term.choices.clone())
    }

    /// The largest that a term may be; `None`: territory as it lies, whatever else it may be.
    #[must_use]
    pub fn most(&self, issue: usize) -> Option<f64> {
        self.possible(issue).into_iter().flatten().reduce(f64::max)
    }

    /// Whether a combination can be offered where somebody guards the plan, or nobody does: without a guarantee nobody takes
    /// part, and no troops can be asked for.
    #[must_use]
    pub fn is_offered(&self, combination: usize, guarded: bool) -> bool {
        let choices = self.choices(combination);
        let of = |issue: usize| {
            let open = self.open.iter().position(|term| term.issue == issue);
            open.map_or_else(|| self.term(issue), |open| self.open[open].choices[choices[open]])
        };
        can_be_offered(of(GUARANTEE_YEARS), of(FOREIGN_TROOPS), guarded)
    }

    /// Whether any combination can be.
    #[must_use]
    pub fn is_any_offered(&self, guarded: bool) -> bool {
        let troops = self.possible(FOREIGN_TROOPS);
        let can_be = |years: Option<f64>| troops.iter().any(|&troops| can_be_offered(years, troops, guarded));
        self.possible(GUARANTEE_YEARS).into_iter().any(can_be)
    }

    /// Where the search for the best combination starts: in the middle of every list, then as near as can be to each of the
    /// plans that have no open terms.
    #[must_use]
    pub fn starts(&self, plans: &[Plan]) -> Vec<Vec<usize>> {
        let middles = self.open.iter().map(OpenTerm::middle).collect();
        let near = |plan: &Plan| self.open.iter().map(|term| term.nearest(plan.term(term.issue))).collect();
        std::iter::once(middles).chain(plans.iter().filter(|plan| !plan.is_open()).map(near)).collect()
    }

    /// The best combination that is found from these starts by setting one term after another to its best value, until a whole
    /// turn changes nothing: of equals the first value, and of starts that come to the same the first. `rate` rates
    /// combinations, in order.
    pub fn search(
        &self,
        starts: Vec<Vec<usize>>,
        mut rate: impl FnMut(&[usize]) -> Vec<Option<Rating>>,
    ) -> Option<(usize, Rating)> {
        let mut best: Option<(usize, Rating)> = None;
        for mut at in starts {
            let mut reached = None;
            loop {
                let before = at.clone();
                for (place, term) in self.open.iter().enumerate() {
                    let mut on_line = at.clone();
                    let mut number = |choice: usize| {
                        on_line[place] = choice;
                        self.combination(&on_line)
                    };
                    let line: Vec<usize> = (0..term.choices.len()).map(&mut number).collect();
                    if let Some(found) = best_of(&line, &rate(&line)) {
                        at = self.choices(found.0);
                        reached = Some(found);
                    }
                }
                if at == before {
                    break;
                }
            }
            if let Some(found) = reached
                && best.is_none_or(|(_, best)| found.1 > best)
            {
                best = Some(found);
            }
        }
        best
    }
}

/// The choices of a combination, one for each of the open terms, which have so many.
#[must_use]
pub fn choices_of(combination: usize, counts: impl DoubleEndedIterator<Item = usize>) -> Vec<usize> {
    let mut left = combination;
    let mut choices: Vec<usize> = Vec::new();
    for count in counts.rev() {
        choices.push(left % count);
        left /= count;
    }
    choices.reverse();
    choices
}

fn can_be_offered(years: Option<f64>, troops: Option<f64>, guarded: bool) -> bool {
    if years == Some(0.0) { troops == Some(0.0) } else { guarded }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{DEFENDER_FORCES, TERRITORY};

    fn plan(open: Vec<OpenTerm>) -> Plan {
        Plan {
            id: "p".to_owned(),
            name: "p".to_owned(),
            territory: None,
            defender_forces: f64::INFINITY,
            foreign_troops: 0.0,
            guarantee_years: 0.0,
            further: vec![0.5],
            participants: Vec::new(),
            effects: Vec::new(),
            from_month: 0,
            ceasefire_months: 0,
            tabled: true,
            open,
        }
    }

    fn term(issue: usize, choices: &[f64]) -> OpenTerm {
        OpenTerm { issue, choices: choices.iter().copied().map(Some).collect() }
    }

    #[test]
    fn the_last_term_runs_fastest() {
        let plan = plan(vec![term(GUARANTEE_YEARS, &[0.0, 5.0]), term(4, &[0.1, 0.2, 0.3])]);
        assert_eq!(plan.combinations(), 6);
        let choices: Vec<Vec<usize>> = (0..6).map(|it| plan.choices(it)).collect();
        assert_eq!(choices, [[0, 0], [0, 1], [0, 2], [1, 0], [1, 1], [1, 2]]);
        assert!((0..6).all(|it| plan.combination(&choices[it]) == it));
        let closed = plan.closed(5);
        assert_eq!((closed.guarantee_years, closed.further[0], closed.is_open()), (5.0, 0.3, false));
        assert_eq!(plan.alike(5, |term| term.issue == GUARANTEE_YEARS), 3);
        assert_eq!(
            (plan.most(4), plan.most(TERRITORY), plan.most(DEFENDER_FORCES)),
            (Some(0.3), None, Some(f64::INFINITY))
        );
    }

    /// Without a guarantee there are no troops; with one there must be somebody to guard it.
    #[test]
    fn what_makes_no_sense_is_left_out() {
        let plan = plan(vec![term(FOREIGN_TROOPS, &[0.0, 10.0]), term(GUARANTEE_YEARS, &[0.0, 5.0])]);
        let offered = |guarded| (0..4).map(|it| plan.is_offered(it, guarded)).collect::<Vec<_>>();
        assert_eq!(offered(true), [true, true, false, true]);
        assert_eq!(offered(false), [true, false, false, false]);
        assert!(plan.is_any_offered(false));
        let always = OpenTerm { issue: GUARANTEE_YEARS, choices: vec![Some(5.0)] };
        assert!(!Plan { open: vec![always], ..plan }.is_any_offered(false));
    }

    #[test]
    fn starts_are_the_middle_and_the_nearest() {
        let years = term(GUARANTEE_YEARS, &[5.0, 10.0, 20.0, f64::INFINITY]);
        assert_eq!(years.middle(), 1);
        let near = |to: f64| years.nearest(Some(to));
        assert_eq!([near(0.0), near(15.0), near(16.0), near(1e6), near(f64::INFINITY)], [0, 1, 2, 2, 3]);
        // The lower of two as near, wherever it stands; the largest from what has no end.
        let falling = term(DEFENDER_FORCES, &[800.0, 600.0]);
        assert_eq!((falling.nearest(Some(700.0)), falling.nearest(Some(f64::INFINITY))), (1, 0));
        let line = OpenTerm { issue: TERRITORY, choices: vec![Some(0.2), Some(0.3), None] };
        assert_eq!((line.nearest(None), line.nearest(Some(0.9)), line.middle()), (2, 1, 1));
        // Territory as it lies says nothing about a list of shares.
        assert_eq!(term(TERRITORY, &[0.2, 0.3, 0.4]).nearest(None), 1);
        let open = plan(vec![years.clone()]);
        let closed = Plan { guarantee_years: 20.0, open: Vec::new(), ..open.clone() };
        assert_eq!(open.starts(&[open.clone(), closed]), [[1], [2]]);
    }

    /// What both would sign comes before what one refuses, and that before what is barred, whatever the figures.
    #[test]
    fn ratings_are_in_order() {
        let ratings = [Rating::Barred(0.4), Rating::Refused(-0.5), Rating::Agreeable(0.0)];
        assert!(ratings.is_sorted_by(|a, b| a < b));
        let of = |x: f64| Some(Rating::Agreeable(x));
        assert_eq!(best_of(&[4, 7, 8], &[of(0.1), of(0.3), of(0.3)]), Some((7, Rating::Agreeable(0.3))));
        assert_eq!(best_of(&[4, 7], &[None, None]), None);
    }

    /// On a hill with one top the search finds it from anywhere; on one with two tops, one from each side.
    #[test]
    fn the_search_climbs() {
        let steps: Vec<f64> = (0..20).map(f64::from).collect();
        let plan = plan(vec![term(4, &steps), term(DEFENDER_FORCES, &steps)]);
        let at = |combination: usize| {
            let choices = plan.choices(combination);
            (choices[0] as f64, choices[1] as f64)
        };
        let hill = |combination: &usize| {
            let (x, y) = at(*combination);
            Some(Rating::Agreeable(1.0 - 0.01 * ((x - 13.0).powi(2) + (y - 4.0).powi(2) + (x - 13.0) * (y - 4.0))))
        };
        let found = plan.search(vec![vec![0, 19]], |line| line.iter().map(hill).collect());
        assert_eq!(found, Some((plan.combination(&[13, 4]), Rating::Agreeable(1.0))));
        let tops = |combination: &usize| {
            let (x, y) = at(*combination);
            let near = |a: f64| (x - a).abs().max((y - a).abs());
            Some(Rating::Refused(-(near(3.0) + 0.5).min(near(16.0))))
        };
        let from = |starts: Vec<Vec<usize>>| {
            plan.search(starts, |line| line.iter().map(tops).collect()).map(|(found, _)| plan.choices(found))
        };
        assert_eq!(from(vec![vec![3, 3]]), Some(vec![3, 3]));
        assert_eq!(from(vec![vec![3, 3], vec![16, 16]]), Some(vec![16, 16]));
    }
}
