//! The picture of a trial: the front over the months with its rounds and the signature, below it the yearly chance of an
//! attack while peace lasts, and the war that follows an attack.

use super::super::draw::{Axis, Chart, Drawing, Plot, Series, Shape, Swatch, line, panels};
use super::super::lang::say;
use super::super::names::Names;
use super::super::style::Style;
use super::super::table::{Cell, Table};
use super::super::theme::Color;
use super::TraceInput;
use super::story::Teller;
use crate::analysis::trace::{TracedFate, TracedMonth, TracedRound, TracedStart, TracedTrial, TracedWar};
use crate::model::Side;

/// Heights of the panels, em.
const FRONT: f64 = 11.0;
const PEACE: f64 = 8.0;

/// The picture; none where no world could be made of the draw.
pub(super) fn chart(input: &TraceInput, style: &Style) -> Option<Chart> {
    let start = input.told.start?;
    let scenario = input.scenario.in_language(style.lang.code());
    let teller = Teller { names: Names { scenario: &scenario, lang: &style.lang }, told: &input.told };
    Some(Picture { teller, style, start }.chart(&input.title(&style.lang)))
}

struct Picture<'a> {
    teller: Teller<'a>,
    style: &'a Style,
    start: TracedStart,
}

impl Picture<'_> {
    fn told(&self) -> &TracedTrial {
        self.teller.told
    }

    fn side(&self, side: Side) -> &str {
        self.teller.names.side(side)
    }

    fn chart(&self, title: &str) -> Chart {
        let (lang, told) = (&self.style.lang, self.told());
        let ended = told
            .outcome
            .as_ref()
            .map_or_else(|| lang.t("trace.failed_trials").to_owned(), |outcome| self.teller.names.class(outcome.class));
        let ended = say!(lang, "trace.class", class = ended);
        // On a page the heading above says which trial it is.
        let title = if self.style.bare { lang.t("trace.chart_title") } else { title };
        let mut drawing = Drawing::new(self.style, title, &ended);
        drawing.legend(&self.swatches());
        self.first_war(&mut drawing);
        if !told.peace.is_empty() {
            self.peace(&mut drawing);
        }
        if let Some(war) = &told.resumed {
            self.resumed(&mut drawing, war);
        }
        let [a, d] = Side::BOTH.map(|side| self.side(side));
        let note = say!(lang, "trace.chart_note", challenger = a, defender = d, last = self.start.positions);
        let signed = told.signature.as_ref().map_or_else(
            || lang.t("trace.alt_unsigned").to_owned(),
            |signed| {
                let plan = self.teller.names.plan(&signed.plan);
                say!(lang, "trace.is_signed", month = self.teller.month(signed.month), plan = plan)
            },
        );
        let rounds = lang.plural("trace.alt_rounds", told.rounds.len() as u64, &[]);
        let alt = say!(lang, "trace.alt", start = self.start.position, rounds = rounds, signed = signed, ended = ended);
        drawing.finish("trace", &note, &alt, self.table())
    }

    fn ink(&self) -> Color {
        self.style.theme.ink
    }

    fn swatches(&self) -> Vec<Swatch> {
        let (lang, told, ink) = (&self.style.lang, self.told(), self.ink());
        let swatch = |color, shape, label: String| Swatch { color, shape, label };
        let mut all = vec![swatch(ink, Shape::Line(0), lang.t("trace.legend.front").to_owned())];
        let has = |fate: Option<TracedFate>| told.rounds.iter().any(|round| tabled(round) == fate);
        if has(None) {
            all.push(swatch(ink, Shape::Ring, lang.t("trace.legend.round").to_owned()));
        }
        if has(Some(TracedFate::NotRatified)) {
            let color = self.style.theme.muted;
            all.push(swatch(color, Shape::Dot, lang.t("trace.legend.not_ratified").to_owned()));
        }
        if told.signature.is_some() {
            all.push(swatch(ink, Shape::Dot, lang.t("trace.legend.signed").to_owned()));
        }
        if !told.peace.is_empty() {
            let side = |side: Side| {
                let label = say!(lang, "trace.attacks", side = self.side(side));
                swatch(self.style.theme.side(side), Shape::Line(dash(side)), label)
            };
            all.extend(Side::BOTH.map(side));
        }
        if told.attack.is_some() {
            all.push(swatch(ink, Shape::Rule, lang.t("trace.legend.attack").to_owned()));
        }
        all
    }

    fn positions(&self) -> Axis {
        Axis::numbers(&self.style.lang, 0.0, self.start.positions as f64, 5, "")
    }

    fn first_war(&self, drawing: &mut Drawing) {
        let (lang, told) = (&self.style.lang, self.told());
        let x = months(front(self.start.position, &told.war).last().map_or(0.0, |last| last.0).max(self.last_round()));
        let title = lang.t("trace.legend.war");
        let plot = panel(drawing, title, FRONT, &x, &self.positions());
        drawing.pen.open(&[("class", "panel"), ("data-key", "war")]);
        self.line(drawing, &plot, "front", &front(self.start.position, &told.war));
        let radius = 0.26 * drawing.em;
        for round in &told.rounds {
            let at = (f64::from(round.month), round.position as f64);
            drawing.pen.open_tip(&self.tip(round));
            match tabled(round) {
                Some(TracedFate::Signed) => {
                    plot.dot(at, 1.3 * radius, self.ink());
                }
                Some(_) => plot.dot(at, 1.3 * radius, self.style.theme.muted),
                None => {
                    plot.dot(at, radius, self.style.theme.background);
                    plot.ring(at, radius, self.ink(), 1.25);
                }
            }
            drawing.pen.close();
        }
        drawing.pen.close();
    }

    fn last_round(&self) -> f64 {
        self.told().rounds.last().map_or(0.0, |round| f64::from(round.month))
    }

    fn tip(&self, round: &TracedRound) -> String {
        let lang = &self.style.lang;
        let what = match tabled(round) {
            Some(TracedFate::Signed) => "trace.legend.signed",
            Some(_) => "trace.legend.not_ratified",
            None => "trace.legend.round",
        };
        lang.said_of(&self.teller.month(round.month), lang.t(what))
    }

    fn line(&self, drawing: &Drawing, plot: &Plot, key: &str, points: &[(f64, f64)]) {
        let (xs, ys) = points.iter().map(|&(x, y)| (x, Some(y))).unzip();
        drawing.pen.open(&[("class", "line"), ("data-key", key)]);
        line(drawing, plot, &Series { steps: true, ..Series::new(key, "", self.ink(), xs, ys) });
        drawing.pen.close();
    }

    fn peace(&self, drawing: &mut Drawing) {
        let (lang, told) = (&self.style.lang, self.told());
        let hazards = |side: Side| told.peace.iter().map(move |year| year.hazard[side]);
        let most = Side::BOTH.into_iter().flat_map(hazards).fold(0.0, f64::max);
        let x = Axis::years(lang, told.peace.len() as f64, 8, "");
        let y = Axis::shares(lang, most, 4, "");
        let plot = panel(drawing, lang.t("trace.legend.peace"), PEACE, &x, &y);
        drawing.pen.open(&[("class", "panel"), ("data-key", "peace")]);
        for side in Side::BOTH {
            let held: Vec<Option<f64>> = hazards(side).chain(hazards(side).next_back()).map(Some).collect();
            let xs = (0..held.len()).map(|year| year as f64).collect();
            let series = Series::new(side.key(), "", self.style.theme.side(side), xs, held);
            drawing.pen.open(&[("class", "line"), ("data-key", side.key())]);
            line(drawing, &plot, &Series { steps: true, dash: dash(side), ..series });
            drawing.pen.close();
        }
        if let Some(attack) = &told.attack {
            let tip = say!(lang, "trace.attacks", side = self.side(attack.attacker));
            let hazard = told.peace[attack.age].hazard[attack.attacker];
            drawing.pen.open_tip(&tip);
            drawing.rule(&plot, attack.age as f64, (0.0, y.max), self.ink());
            plot.dot((attack.age as f64, hazard), 0.34 * drawing.em, self.style.theme.side(attack.attacker));
            drawing.pen.close();
        }
        drawing.pen.close();
    }

    fn resumed(&self, drawing: &mut Drawing, war: &TracedWar) {
        let points = front(war.start, &war.months);
        let x = months(points.last().map_or(0.0, |last| last.0));
        let title = self.style.lang.t("trace.legend.resumed");
        let plot = panel(drawing, title, PEACE, &x, &self.positions());
        drawing.pen.open(&[("class", "panel"), ("data-key", "resumed")]);
        self.line(drawing, &plot, "front", &points);
        drawing.pen.close();
    }

    /// Every point that is drawn.
    fn table(&self) -> Table {
        let told = self.told();
        let mut data =
            Table::new(&["part", "time", "position", "round", "hazard_challenger", "hazard_defender", "attacker"]);
        let none = || Cell::Share(None);
        for (time, position) in front(self.start.position, &told.war) {
            data.push(vec!["war".into(), time.into(), position.into(), "".into(), none(), none(), "".into()]);
        }
        for round in &told.rounds {
            let (word, position) = (round_word(round), round.position as f64);
            data.push(vec![
                "round".into(),
                round.month.into(),
                position.into(),
                word.into(),
                none(),
                none(),
                "".into(),
            ]);
        }
        for year in &told.peace {
            let [a, d] = Side::BOTH.map(|side| Cell::Share(Some(year.hazard[side])));
            let attacker = year.attacker.unwrap_or_default();
            data.push(vec!["peace".into(), (year.age as u32).into(), none(), "".into(), a, d, attacker.into()]);
        }
        for (time, position) in told.resumed.iter().flat_map(|war| front(war.start, &war.months)) {
            data.push(vec!["resumed".into(), time.into(), position.into(), "".into(), none(), none(), "".into()]);
        }
        data
    }
}

/// Points of a front: where it begins, and where each month leaves it.
fn front(start: usize, months: &[TracedMonth]) -> Vec<(f64, f64)> {
    let after = months.iter().map(|month| (f64::from(month.month + 1), month.position as f64));
    [(0.0, start as f64)].into_iter().chain(after).collect()
}

fn months(last: f64) -> Axis {
    Axis::months(last.max(3.0), 10, "", |month| month.to_string())
}

/// What becomes of the plan that is tabled in a round; `None`: none is.
fn tabled(round: &TracedRound) -> Option<TracedFate> {
    let fates = round.plans.iter().map(|plan| plan.fate);
    fates.into_iter().find(|fate| matches!(fate, TracedFate::Signed | TracedFate::NotRatified))
}

fn round_word(round: &TracedRound) -> &'static str {
    match tabled(round) {
        Some(TracedFate::Signed) => "signed",
        Some(_) => "not_ratified",
        None => "nothing",
    }
}

fn dash(side: Side) -> usize {
    usize::from(side == Side::Defender)
}

/// One panel over the whole width.
fn panel(drawing: &mut Drawing, title: &str, height: f64, x: &Axis, y: &Axis) -> Plot {
    let width = drawing.inner() / drawing.em;
    let mut plots = panels(drawing, &[title.to_owned()], (width, height), x, y);
    plots.pop().expect("one panel for one title")
}
