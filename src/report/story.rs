//! What the results say, in sentences: written from the figures, never more than the figures allow.
//!
//! The spread across inputs comes first, the sampling error second, and a figure over selected trials says so.

use super::charts::{hazard, peak};
use super::lang::say;
use super::table::{Cell, Table};
use super::view::View;
use crate::analysis::evaluation::{Part, PlanEvaluation, PlanValue};
use crate::analysis::summary::{PlanSummary, Share};
use crate::model::{Plan, Side};

/// Plans that differ only in the length of their guarantee.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct TermGroup {
    /// What the plans share.
    pub(crate) intro: String,
    /// A row a plan.
    pub(crate) table: Table,
    /// What the longest changes against the shortest.
    pub(crate) verdicts: Vec<String>,
}

/// The value of a plan to a side.
pub(crate) fn side_value(plan: &PlanEvaluation, side: Side) -> &PlanValue {
    match side {
        Side::Challenger => &plan.challenger,
        Side::Defender => &plan.defender,
    }
}

/// The demand, or the risk of resumed war, that costs a side most; none if nothing does.
pub(crate) fn costliest(value: &PlanValue) -> Option<&Part> {
    // What rounds to nothing is not worth a sentence.
    let counts = |part: &&Part| part.value <= -0.000_5 && part.of != "fighting_on" && part.of != "margin";
    value.breakdown.iter().filter(counts).min_by(|a, b| a.value.total_cmp(&b.value))
}

/// A part of a surplus that is no demand of the plan: the margin, or what is given up with the fight.
fn part_of(value: &PlanValue, of: &str) -> f64 {
    value.breakdown.iter().find(|part| part.of == of).map_or(0.0, |part| part.value)
}

/// The margin that a side demands, where it is worth a sentence.
pub(crate) fn margin(value: &PlanValue) -> Option<f64> {
    Some(-part_of(value, "margin")).filter(|margin| *margin >= 0.000_5)
}

/// The balance without the margin, where only the margin makes the side refuse.
pub(crate) fn tipped(value: &PlanValue) -> Option<f64> {
    let surplus = value.surplus.filter(|surplus| *surplus < -1e-9 && value.red_line == Some(false))?;
    Some(surplus + margin(value)?).filter(|without| *without >= 0.0)
}

/// What giving up the fight counts, where nothing that the plan demands costs more.
pub(crate) fn fight_given_up(value: &PlanValue) -> Option<f64> {
    let given_up = part_of(value, "fighting_on");
    let most = costliest(value).map_or(0.0, |part| part.value);
    (given_up <= -0.000_5 && given_up < most).then_some(given_up)
}

/// What was asked.
pub(crate) fn question(view: &View) -> String {
    view.lang().plural("story.question", view.summary().plans.len() as u64, &[])
}

/// Sentences that belong together.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Answer {
    /// What they are about; none: the headline.
    pub(crate) heading: Option<String>,
    /// The sentences, a paragraph each.
    pub(crate) sentences: Vec<String>,
}

/// The answer, most important first.
pub(crate) fn answers(view: &View) -> Vec<Answer> {
    let best = best(view);
    let headline = match best {
        Some((id, plan)) => headline(view, id, plan),
        None => vec![say!(view.lang(), "story.none_signed", trials = trials(view))],
    };
    let mut signing = acceptance(view, best);
    signing.extend(balance(view, best.map(|(id, _)| id)));
    let mut lasting = Vec::new();
    if let Some((id, plan)) = best {
        lasting.extend(breaking(view, id, plan));
        lasting.extend(selection(view, plan));
    }
    let about = |key: &str, sentences| Answer { heading: Some(view.lang().t(key).to_owned()), sentences };
    let mut answers = vec![
        Answer { heading: None, sentences: headline },
        about("story.signing", signing),
        about("story.lasting", lasting),
        about("story.otherwise_heading", vec![otherwise(view)]),
    ];
    answers.retain(|answer| !answer.sentences.is_empty());
    answers
}

fn trials(view: &View) -> String {
    view.lang().plural("note.trials", view.summary().trials, &[])
}

/// The plan most often signed and holding at the headline year; none if none was ever signed.
fn best<'a>(view: &View<'a>) -> Option<(&'a str, &'a PlanSummary)> {
    let year = view.headline_year();
    let holding = |plan: &PlanSummary| plan.signed_and_holding.share.get(year).copied().flatten().unwrap_or(0.0);
    let signed = view.plans().filter(|(_, plan)| plan.signed.share.is_some_and(|share| share > 0.0));
    signed.reduce(|a, b| if holding(b.1) > holding(a.1) { b } else { a })
}

fn span(view: &View) -> String {
    view.names().years(view.headline_year() as f64)
}

/// The share at a year with its interval.
fn at_year(shares: &crate::analysis::summary::ShareByYear, year: usize) -> Share {
    let at = |list: &Vec<Option<f64>>| list.get(year).copied().flatten();
    Share { share: at(&shares.share), low: at(&shares.low), high: at(&shares.high) }
}

fn about_share(view: &View, share: &Share) -> (String, String) {
    let lang = view.lang();
    let missing = || lang.t("format.missing").to_owned();
    let range = match (share.low, share.high) {
        (Some(low), Some(high)) => lang.percent_range(low, high, 1),
        _ => missing(),
    };
    (share.share.map_or_else(missing, |share| lang.percent(share, 1)), range)
}

fn headline(view: &View, id: &str, plan: &PlanSummary) -> Vec<String> {
    let (lang, year) = (view.lang(), view.headline_year());
    let name = view.names().find_plan(id).map_or(id, |plan| &plan.name);
    let across = &plan.if_signed.across;
    let at = |list: &Vec<Option<f64>>| list.get(year).copied().flatten();
    let mut sentences = Vec::new();
    sentences.push(say!(lang, "story.best", plan = name, span = span(view)));
    if let (Some(p5), Some(p50), Some(p95)) = (at(&across.p5), at(&across.p50), at(&across.p95)) {
        sentences.push(if view.input.scenario.inputs().is_empty() {
            say!(lang, "story.no_spread", share = lang.about(p50))
        } else {
            let range = lang.percent_range(p5, p95, 0);
            let mean = at(&plan.if_signed.survival.survival).map(|mean| lang.about(mean));
            let mean = mean.unwrap_or_else(|| lang.t("format.missing").to_owned());
            say!(lang, "story.best_spread", median = lang.about(p50), mean = mean, range = range)
        });
    }
    let (own, own_range) = about_share(view, &at_year(&plan.signed_and_holding, year));
    let (all, all_range) = about_share(view, &at_year(&view.summary().signed_and_holding, year));
    sentences.push(say!(
        lang,
        "story.best_share",
        share = own,
        range = own_range,
        all = all,
        all_range = all_range,
        span = span(view)
    ));
    sentences
}

/// Who could accept the headline plan, or the most acceptable one.
fn acceptance(view: &View, best: Option<(&str, &PlanSummary)>) -> Vec<String> {
    let lang = view.lang();
    let both = |plan: &PlanSummary| plan.acceptable.both.share;
    let known = view.plans().filter(|(_, plan)| both(plan).is_some());
    let Some(most) = known.reduce(|a, b| if both(b.1) > both(a.1) { b } else { a }) else { return Vec::new() };
    let (id, plan) = best.unwrap_or(most);
    let mut sentences = Vec::new();
    if let (Some(a), Some(d), Some(x)) = (plan.acceptable.challenger.share, plan.acceptable.defender.share, both(plan))
    {
        let name = view.names().find_plan(id).map_or(id, |plan| &plan.name);
        let (challenger, defender) = (view.side(Side::Challenger), view.side(Side::Defender));
        let mut sentence = say!(
            lang,
            "story.acceptance",
            plan = name,
            challenger = challenger,
            a = lang.about(a),
            defender = defender,
            d = lang.about(d),
            both = lang.about(x)
        );
        if (a - d).abs() > 0.05 {
            let side = if a < d { challenger } else { defender };
            sentence = format!("{sentence} {}", say!(lang, "story.refuser", side = side));
        }
        sentences.push(sentence);
    }
    if most.0 != id && both(most.1) > both(plan) {
        let share = lang.about(both(most.1).unwrap_or(0.0));
        sentences.push(say!(lang, "story.most_acceptable", plan = view.plan_name(most.0), share = share));
    }
    sentences
}

/// What weighs for and against, at central values.
fn balance(view: &View, best: Option<&str>) -> Vec<String> {
    let (lang, evaluation) = (view.lang(), view.input.evaluation);
    let mut sentences = Vec::new();
    let signable: Vec<String> = evaluation
        .plans
        .iter()
        .filter(|plan| plan.signable)
        .map(|plan| say!(lang, "format.quoted", text = view.plan_name(&plan.id)))
        .collect();
    match (&evaluation.nearest, signable.is_empty()) {
        (_, false) => sentences.push(say!(lang, "story.signable", plans = lang.list(&signable))),
        (Some(nearest), true) => {
            sentences.push(say!(lang, "story.nearest", plan = view.plan_name(&nearest.plan)));
        }
        (None, true) => sentences.push(lang.t("story.not_signable").to_owned()),
    }
    let id = best.or(evaluation.nearest.as_ref().map(|nearest| nearest.plan.as_str()));
    let plan = id.and_then(|id| evaluation.plans.iter().find(|plan| plan.id == id));
    for (plan, side) in plan.into_iter().flat_map(|plan| Side::BOTH.map(|side| (plan, side))) {
        let value = side_value(plan, side);
        let Some(surplus) = value.surplus else { continue };
        let (side_name, plan_name) = (view.side(side), view.plan_name(&plan.id));
        let surplus = lang.signed(surplus, 3);
        let mut sentence = say!(lang, "story.balance", side = side_name, plan = plan_name, surplus = surplus);
        if let Some(margin) = margin(value) {
            let margin = lang.number(margin, 3);
            let more = match tipped(value) {
                Some(without) => say!(lang, "story.tips", margin = margin, value = lang.signed(without, 3)),
                None => say!(lang, "story.margin", margin = margin),
            };
            sentence = format!("{sentence} {more}");
        }
        if let Some(given_up) = fight_given_up(value) {
            sentence = format!("{sentence} {}", say!(lang, "story.fighting_on", value = lang.signed(given_up, 3)));
        }
        if let Some(part) = costliest(value) {
            let (name, number) = (view.names().part(&part.of), lang.signed(part.value, 3));
            sentence = format!("{sentence} {}", say!(lang, "story.weighs", part = name, value = number));
        }
        sentences.push(sentence);
        if !value.crossed.is_empty() {
            let issues: Vec<String> = value.crossed.iter().map(|id| view.names().issue(id)).collect();
            sentences.push(say!(lang, "story.red_line", side = view.side(side), issues = lang.list(&issues)));
        }
    }
    sentences
}

/// How the trials that signed differ from all draws, where they do by more than sampling error.
fn selection(view: &View, plan: &PlanSummary) -> Option<String> {
    let year = view.headline_year();
    let at = |list: &Vec<Option<f64>>| list.get(year).copied().flatten();
    let (given, all) = (at(&plan.given_signed.survival)?, at(&plan.if_signed.survival.survival)?);
    let lang = view.lang();
    let sentence = say!(lang, "story.selection", span = span(view), given = lang.about(given), all = lang.about(all));
    let beyond = at(&plan.given_signed.low).is_some_and(|low| all < low)
        || at(&plan.given_signed.high).is_some_and(|high| all > high);
    (beyond && (given - all).abs() >= 0.01).then_some(sentence)
}

/// When, and by whom, the peace is most likely to be broken.
fn breaking(view: &View, id: &str, plan: &PlanSummary) -> Option<String> {
    let sides = Side::BOTH.map(|side| hazard(&plan.if_signed, side));
    let (year, share) = peak(&sides)?;
    let total = |side: usize| sides[side].iter().flatten().sum::<f64>();
    let lang = view.lang();
    let side = if total(0) >= total(1) { Side::Challenger } else { Side::Defender };
    let sentence = say!(
        lang,
        "story.breaking",
        plan = view.names().find_plan(id).map_or(id, |plan| &plan.name),
        from = year,
        to = year + 1,
        share = lang.percent(share, 1),
        side = view.side(side)
    );
    (share > 0.0).then_some(sentence)
}

fn otherwise(view: &View) -> String {
    let classes = &view.summary().classes;
    let about = |share: &Share| view.lang().maybe_percent(share.share, 1);
    say!(
        view.lang(),
        "story.otherwise",
        none = about(&classes.no_settlement),
        challenger = view.side(Side::Challenger),
        a = about(&classes.challenger_victory),
        defender = view.side(Side::Defender),
        d = about(&classes.defender_victory)
    )
}

/// Groups of plans that differ only in the length of their guarantee.
pub(crate) fn term_groups(view: &View) -> Vec<TermGroup> {
    let plans: Vec<(usize, &Plan)> = view
        .input
        .scenario
        .structure
        .plans
        .iter()
        .enumerate()
        .filter(|(_, plan)| plan.guarantee_years > 0.0 && view.summary().plans.contains_key(&plan.id))
        .collect();
    let mut groups: Vec<Vec<(usize, &Plan)>> = Vec::new();
    for it in plans {
        match groups.iter_mut().find(|group| same_but_for_length(view, group[0], it)) {
            Some(group) => group.push(it),
            None => groups.push(vec![it]),
        }
    }
    let lengths_differ =
        |group: &[(usize, &Plan)]| group.iter().any(|(_, plan)| plan.guarantee_years != group[0].1.guarantee_years);
    groups.retain(|group| lengths_differ(group));
    groups.into_iter().map(|group| term_group(view, group.into_iter().map(|(_, plan)| plan).collect())).collect()
}

fn same_but_for_length(view: &View, a: (usize, &Plan), b: (usize, &Plan)) -> bool {
    let members = |plan: &Plan| plan.participants.iter().map(|it| it.guarantor).collect::<Vec<_>>();
    let effects = |plan: &Plan| plan.effects.iter().map(|it| (it.target.path(), it.kind)).collect::<Vec<_>>();
    let operands = |index: usize| view.input.scenario.central().effects.get(index).cloned().unwrap_or_default();
    let written = |plan: &Plan| {
        let prefix = format!("plan.{}.effects", plan.id);
        let all = view.input.scenario.assumptions().iter();
        all.filter(|it| it.path.starts_with(&prefix)).map(|it| it.written.clone()).collect::<Vec<_>>()
    };
    a.1.territory == b.1.territory
        && a.1.defender_forces == b.1.defender_forces
        && a.1.foreign_troops == b.1.foreign_troops
        && a.1.further == b.1.further
        && a.1.from_month == b.1.from_month
        && members(a.1) == members(b.1)
        && effects(a.1) == effects(b.1)
        && operands(a.0) == operands(b.0)
        && written(a.1) == written(b.1)
}

/// A figure of a plan that a longer guarantee may change.
struct Figure<'a> {
    key: String,
    name: String,
    of: Box<dyn Fn(&PlanSummary) -> Share + 'a>,
}

fn figures<'a>(view: &View) -> Vec<Figure<'a>> {
    let lang = view.lang();
    let years: Vec<usize> = [15, 30].into_iter().filter(|&year| year <= view.horizon()).collect();
    let years = if years.is_empty() { vec![view.horizon()] } else { years };
    let mut figures = vec![Figure {
        key: "signed".to_owned(),
        name: lang.t("terms.signed").to_owned(),
        of: Box::new(|plan| plan.signed),
    }];
    let both = |plan: &PlanSummary| plan.acceptable.both;
    figures.insert(0, Figure { key: "both".to_owned(), name: lang.t("terms.both").to_owned(), of: Box::new(both) });
    for year in years {
        let survival = move |plan: &PlanSummary| {
            let curve = &plan.if_signed.survival;
            let at = |list: &Vec<Option<f64>>| list.get(year).copied().flatten();
            Share { share: at(&curve.survival), low: at(&curve.low), high: at(&curve.high) }
        };
        let name = say!(lang, "terms.survival", year = year);
        figures.push(Figure { key: format!("survival_{year}"), name, of: Box::new(survival) });
        let holding = move |plan: &PlanSummary| at_year(&plan.signed_and_holding, year);
        let name = say!(lang, "terms.holding", year = year);
        figures.push(Figure { key: format!("holding_{year}"), name, of: Box::new(holding) });
    }
    figures
}

fn term_group(view: &View, mut plans: Vec<&Plan>) -> TermGroup {
    plans.sort_by(|a, b| a.guarantee_years.total_cmp(&b.guarantee_years));
    let (lang, names) = (view.lang(), view.names());
    let figures = figures(view);
    let mut table = Table::new(&["plan", "term"]);
    table.columns.extend(figures.iter().map(|figure| figure.key.clone()));
    for plan in &plans {
        let mut row: Vec<Cell> = vec![plan.name.as_str().into(), names.years(plan.guarantee_years).into()];
        row.extend(figures.iter().map(|figure| Cell::Share((figure.of)(&view.summary().plans[&plan.id]).share)));
        table.push(row);
    }
    let verdicts = pairs(&plans).into_iter().flat_map(|pair| verdicts(view, &figures, pair)).collect();
    let quoted: Vec<String> = plans.iter().map(|plan| say!(lang, "format.quoted", text = plan.name)).collect();
    TermGroup { intro: say!(lang, "terms.intro", plans = lang.list(&quoted)), table, verdicts }
}

/// The pairs to compare: 15 and 30 years where both are there, and the shortest and the longest.
fn pairs<'a>(plans: &[&'a Plan]) -> Vec<(&'a Plan, &'a Plan)> {
    let of = |years: f64| plans.iter().find(|plan| plan.guarantee_years == years).copied();
    let mut pairs: Vec<(&Plan, &Plan)> = of(15.0).zip(of(30.0)).into_iter().collect();
    let ends = (plans[0], plans[plans.len() - 1]);
    if !pairs.iter().any(|(a, b)| a.guarantee_years == ends.0.guarantee_years && b.id == ends.1.id) {
        pairs.push(ends);
    }
    pairs
}

/// What the longer of two guarantees changes, and what it does not.
fn verdicts(view: &View, figures: &[Figure], (short, long): (&Plan, &Plan)) -> Vec<String> {
    let (lang, names) = (view.lang(), view.names());
    let [a, b] = [short, long].map(|plan| &view.summary().plans[&plan.id]);
    let spans = [short, long].map(|plan| names.years(plan.guarantee_years));
    let (mut changes, mut same) = (Vec::new(), Vec::new());
    for figure in figures {
        let (x, y) = ((figure.of)(a), (figure.of)(b));
        let (Some(from), Some(to)) = (x.share, y.share) else { continue };
        let (from, to) = (lang.percent(from, 1), lang.percent(to, 1));
        if apart(&x, &y) {
            let [short, long] = &spans;
            changes.push(say!(
                lang,
                "terms.changes",
                short = short,
                long = long,
                figure = figure.name,
                from = from,
                to = to
            ));
        } else {
            same.push(say!(lang, "terms.pair", figure = figure.name, from = from, to = to));
        }
    }
    if !same.is_empty() {
        changes.push(say!(lang, "terms.same", short = spans[0], long = spans[1], figures = lang.list(&same)));
    }
    changes
}

/// Whether two intervals do not overlap.
fn apart(a: &Share, b: &Share) -> bool {
    match (a.low, a.high, b.low, b.high) {
        (Some(a_low), Some(a_high), Some(b_low), Some(b_high)) => a_high < b_low || b_high < a_low,
        _ => false,
    }
}

/// What the model leaves out.
pub(crate) fn limits<'a>(view: &View<'a>) -> Vec<&'a str> {
    [
        "limits.reservation",
        "limits.two_sides",
        "limits.yearly",
        "limits.learning",
        "limits.domestic",
        "limits.escalation",
        "limits.deals",
        "limits.priors",
    ]
    .map(|key| view.lang().t(key))
    .to_vec()
}
