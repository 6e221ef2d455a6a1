//! Two theories of what makes a peace hold, side by side: where the conclusion hangs on which of them is right.

use super::super::lang::{Lang, say};
use super::super::names::Names;
use super::super::page::{Captioned, PageBlock};
use super::super::ranking::{at_year, lasting_leader, leading};
use super::super::table::{Cell, Table};
use super::super::theories::theory;
use super::super::view::View;
use super::at;
use crate::analysis::summary::Summary;

/// The figures of two theories on the same luck.
pub(crate) struct TwoTheories<'a> {
    pub(crate) names: Names<'a>,
    /// The words of the theories, the first one's first.
    pub(crate) words: [&'static str; 2],
    pub(crate) summaries: [&'a Summary; 2],
    pub(crate) year: usize,
}

impl<'a> TwoTheories<'a> {
    /// Those of a report, if there are two.
    pub(crate) fn of(view: &View<'a>) -> Option<Self> {
        let second = view.input.second?;
        let first = view.input.scenario.structure().theory.name();
        Some(Self {
            names: view.names(),
            words: [first, second.theory],
            summaries: [view.summary(), second.summary],
            year: view.headline_year(),
        })
    }

    fn lang(&self) -> &'a Lang {
        self.names.lang
    }

    fn span(&self) -> String {
        self.names.years(self.year as f64)
    }

    fn theory(&self, which: usize) -> &'a str {
        theory(self.lang(), self.words[which])
    }

    /// Where the conclusion hangs on the theory, or that it does not: which plan does best, and whether its peace lasts.
    pub(crate) fn verdict(&self) -> Vec<String> {
        let best = self.summaries.map(|summary| lasting_leader(summary, self.year).map(|it| it.id));
        let mut plans: Vec<&str> = best.into_iter().flatten().collect();
        if plans.is_empty() {
            plans.extend(leading(self.names.scenario, self.summaries[0]).first().map(|&plan| self.id(plan)));
        }
        plans.dedup();
        self.which(best).into_iter().chain(plans.into_iter().filter_map(|plan| self.lasts(plan))).collect()
    }

    fn id(&self, plan: usize) -> &'a str {
        &self.names.scenario.structure().plans[plan].id
    }

    /// Which plan does best by itself; nothing where plans were not played by themselves.
    fn which(&self, best: [Option<&'a str>; 2]) -> Option<String> {
        let lang = self.lang();
        if self.summaries.iter().any(|summary| summary.alone.is_none()) {
            return None;
        }
        let share = |which: usize, plan: &str| lang.maybe_percent(self.holding(which, plan), 1);
        let (one, other, span) = (self.theory(0), self.theory(1), self.span());
        Some(match best {
            [None, None] => say!(lang, "theories.none", span = span),
            [Some(plan), Some(same)] if plan == same => {
                let (a, b, plan) = (share(0, plan), share(1, plan), self.names.plan(plan));
                say!(lang, "theories.same", plan = plan, span = span, one = one, other = other, a = a, b = b)
            }
            [Some(first), Some(second)] => {
                let (a, b) = (share(0, first), share(1, second));
                let (first_name, second_name) = (self.names.plan(first), self.names.plan(second));
                let apart = (0..2).any(|which| self.tells_apart(which, first, second));
                let key = if apart { "theories.differ" } else { "theories.alike" };
                say!(
                    lang,
                    key,
                    first = first_name,
                    second = second_name,
                    span = span,
                    one = one,
                    other = other,
                    a = a,
                    b = b
                )
            }
            [Some(plan), None] | [None, Some(plan)] => {
                let which = usize::from(best[0].is_none());
                let (by, not) = (self.theory(which), self.theory(1 - which));
                let (a, plan) = (share(which, plan), self.names.plan(plan));
                say!(lang, "theories.only", plan = plan, span = span, by = by, not = not, a = a)
            }
        })
    }

    /// Whether a theory's trials tell two plans apart.
    fn tells_apart(&self, which: usize, plan: &str, other: &str) -> bool {
        let pairs = self.summaries[which].alone.as_ref();
        let contrast = pairs.and_then(|pairs| pairs.difference(plan, other));
        contrast.is_some_and(|it| it.low.zip(it.high).is_some_and(|(low, high)| low > 0.0 || high < 0.0))
    }

    /// Signed, by itself, and holding at the headline year.
    fn holding(&self, which: usize, plan: &str) -> Option<f64> {
        let alone = self.summaries[which].plans.get(plan)?.alone.as_ref()?;
        at_year(&alone.signed_and_holding, self.year).share
    }

    /// The chance that a plan's peace lasts to the headline year, had it been signed.
    fn survival(&self, which: usize, plan: &str) -> Option<f64> {
        at(&self.summaries[which].plans.get(plan)?.if_signed.survival.survival, self.year)
    }

    /// Whether the peace of a plan would last.
    fn lasts(&self, plan: &str) -> Option<String> {
        let lang = self.lang();
        let shares = [self.survival(0, plan)?, self.survival(1, plan)?];
        let key = match shares.map(|share| share >= 0.5) {
            [true, true] => "theories.lasts",
            [false, false] => "theories.breaks",
            _ => "theories.hangs",
        };
        let [a, b] = shares.map(|share| lang.percent(share, 0));
        let (one, other) = (self.theory(0), self.theory(1));
        Some(say!(lang, key, plan = self.names.plan(plan), span = self.span(), one = one, other = other, a = a, b = b))
    }

    /// Every plan under both theories, as rows of name, survival if signed, and signed and holding by itself.
    pub(crate) fn rows(&self) -> Vec<(&'a str, [Option<f64>; 4])> {
        let row = |id: &'a String| {
            let (survival, holding) = (|which| self.survival(which, id), |which| self.holding(which, id));
            (self.names.plan(id), [survival(0), survival(1), holding(0), holding(1)])
        };
        self.summaries[0].plans.keys().map(row).collect()
    }

    /// What the columns of the rows are: the headings of one theory's, then of the other's.
    pub(crate) fn headings(&self) -> [String; 4] {
        let lang = self.lang();
        let of = |key: &str, which: usize| say!(lang, key, theory = self.theory(which), span = self.span());
        [of("theories.survival", 0), of("theories.survival", 1), of("theories.holding", 0), of("theories.holding", 1)]
    }
}

/// The part of the report on two theories: what hangs on them, and every plan under both.
pub(super) fn theories(view: &View, chart: Vec<PageBlock>) -> Vec<PageBlock> {
    let Some(two) = TwoTheories::of(view) else { return Vec::new() };
    let lang = view.lang();
    let about = PageBlock::Paragraph(say!(lang, "theories.about", one = two.theory(0), other = two.theory(1)));
    let headings = two.headings();
    let mut columns = vec![lang.t("text.plan")];
    columns.extend(headings.iter().map(String::as_str));
    let mut table = Table::new(&columns);
    for (name, shares) in two.rows() {
        let shares = shares.into_iter().map(Cell::Share);
        table.push(std::iter::once(name.into()).chain(shares).collect());
    }
    let caption = lang.t("theories.table");
    let table = PageBlock::Table(Captioned::as_headed(caption, table));
    let said = two.verdict().into_iter().map(PageBlock::Paragraph);
    said.chain([table]).chain(chart).chain([about]).collect()
}
