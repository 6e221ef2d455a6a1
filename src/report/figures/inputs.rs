//! What is believed about each uncertain number: its density, or the masses of its values.

use super::super::draw::{
    Anchor, Axis, Chart, Drawing, Plot, Rect, Shape, Swatch, decimals_of, heading, nice_step, text_width, wrap,
};
use super::super::lang::say;
use super::super::table::{Cell, Table};
use super::super::theme::Color;
use super::super::view::View;
use crate::sampling::Distribution;
use crate::scenario::Input;

/// Points at which a density is drawn.
const POINTS: usize = 48;

/// What a prior looks like over its range.
enum Shown {
    /// Points of the density.
    Density(Vec<(f64, f64)>),
    /// Values and their probabilities.
    Masses(Vec<(f64, f64)>),
}

fn shown(distribution: &Distribution) -> Shown {
    match distribution.values() {
        Some(values) => Shown::Masses(masses(distribution, values)),
        None => Shown::Density(density(distribution)),
    }
}

fn masses(distribution: &Distribution, values: &[f64]) -> Vec<(f64, f64)> {
    let mut below = 0.0;
    let mass = |&value: &f64| {
        let upto = distribution.cdf(value);
        let mass = upto - below;
        below = upto;
        (value, mass)
    };
    values.iter().map(mass).collect()
}

/// Mean density over each of `POINTS` equal steps between the 0.1th and the 99.9th percentile: finite also where the
/// density itself is not.
fn density(distribution: &Distribution) -> Vec<(f64, f64)> {
    let (low, high) = (distribution.quantile(0.001), distribution.quantile(0.999));
    let step = (high - low) / POINTS as f64;
    if !(step.is_finite() && step > 0.0) {
        return vec![(low, 1.0)];
    }
    let edge = |index: usize| low + index as f64 * step;
    let over = |index: usize| (distribution.cdf(edge(index + 1)) - distribution.cdf(edge(index))) / step;
    (0..POINTS).map(|index| (edge(index) + step / 2.0, over(index).max(0.0))).collect()
}

/// Whom an input belongs to.
const GROUPS: [&str; 4] = ["challenger", "defender", "guarantors", "others"];

fn group(path: &str) -> &'static str {
    match path.split('.').next() {
        Some("challenger") => GROUPS[0],
        Some("defender") => GROUPS[1],
        Some("guarantor" | "guarantee") => GROUPS[2],
        _ => GROUPS[3],
    }
}

/// A chart for the inputs of each side, of the guarantors, and of the rest; one for all where they are few.
pub(super) fn charts(view: &View) -> Vec<Chart> {
    let inputs = view.input.scenario.inputs();
    if inputs.len() <= 24 {
        let all: Vec<&Input> = inputs.iter().collect();
        return chart(view, "inputs", view.lang().t("inputs.all"), &all).into_iter().collect();
    }
    let of = |name: &str| inputs.iter().filter(|input| group(&input.path) == name).collect::<Vec<_>>();
    let drawn = |name: &&str| {
        let title = match *name {
            "challenger" => view.side(crate::model::Side::Challenger).to_owned(),
            "defender" => view.side(crate::model::Side::Defender).to_owned(),
            other => view.lang().t(&format!("inputs.{other}")).to_owned(),
        };
        chart(view, &format!("inputs-{name}"), &title, &of(name))
    };
    GROUPS.iter().filter_map(drawn).collect()
}

fn chart(view: &View, name: &str, of: &str, inputs: &[&Input]) -> Option<Chart> {
    let lang = view.lang();
    if inputs.is_empty() {
        return None;
    }
    let title = say!(lang, "chart.inputs.title", of = of);
    let mut drawing = Drawing::new(view.style, &title, lang.t("chart.inputs.subtitle"));
    drawing.legend(&swatches(view));
    let (em, gutter) = (drawing.em, 1.6 * drawing.em);
    let columns = ((drawing.inner() + gutter) / (13.0 * em + gutter)).floor().max(1.0);
    let width = (drawing.inner() - gutter * (columns - 1.0)) / columns;
    for row in inputs.chunks(columns as usize) {
        row_of_panels(&mut drawing, view, row, width, gutter);
    }
    let told: Vec<String> = inputs.iter().map(|input| told(view, input)).collect();
    let alt = say!(lang, "chart.inputs.alt", list = told.join(lang.t("format.semicolon")));
    Some(drawing.finish(name, lang.t("chart.inputs.note"), &alt, table(inputs)))
}

fn swatches(view: &View) -> [Swatch; 3] {
    let (color, ink) = (view.theme().palette[0], view.theme().ink);
    let swatch = |color, shape, key: &str| Swatch { color, shape, label: view.lang().t(key).to_owned() };
    [
        swatch(color, Shape::Band, "legend.density"),
        swatch(ink, Shape::Dot, "legend.central"),
        swatch(ink, Shape::Line(0), "legend.percentiles"),
    ]
}

fn row_of_panels(drawing: &mut Drawing, view: &View, row: &[&Input], width: f64, gutter: f64) {
    let em = drawing.em;
    let titles: Vec<Vec<String>> = row.iter().map(|input| title(&input.path, em, width)).collect();
    let lines = titles.iter().map(Vec::len).max().unwrap_or(1) as f64;
    let top = drawing.y + 1.15 * em * lines + 0.3 * em;
    for (column, (input, lines)) in row.iter().zip(&titles).enumerate() {
        let left = drawing.margin() + column as f64 * (width + gutter);
        let y = drawing.y;
        heading(drawing, left, y, lines);
        drawing.pen.open(&[("class", "panel"), ("data-key", &input.path)]);
        panel(drawing, view, input, Rect { left, top, right: left + width, bottom: top + 3.6 * em });
        drawing.pen.close();
    }
    drawing.y = top + 3.6 * em + 2.6 * em;
}

/// A path broken after its dots where it is too long.
fn title(path: &str, em: f64, width: f64) -> Vec<String> {
    let size = 0.94 * em;
    if text_width(path, size, true) <= width {
        return vec![path.to_owned()];
    }
    let parts: Vec<&str> = path.split_inclusive('.').collect();
    let mut lines = vec![String::new()];
    for part in parts {
        let last = lines.len() - 1;
        let longer = format!("{}{part}", lines[last]);
        if lines[last].is_empty() || text_width(&longer, size, true) <= width {
            lines[last] = longer;
        } else {
            lines.push(part.to_owned());
        }
    }
    lines.truncate(3);
    lines.into_iter().flat_map(|line| wrap(&line, size, true, width, 1)).collect()
}

/// Where a value is drawn: "for ever" stands beyond the largest number.
#[derive(Clone, Copy)]
struct Reach {
    low: f64,
    high: f64,
    forever: f64,
}

impl Reach {
    fn of(points: &[(f64, f64)]) -> Self {
        let finite = points.iter().map(|point| point.0).filter(|x| x.is_finite());
        let (low, high) = finite.fold((f64::INFINITY, f64::NEG_INFINITY), |(l, h), x| (l.min(x), h.max(x)));
        let endless = points.iter().any(|point| point.0.is_infinite());
        Self { low, high, forever: if endless { high + 0.25 * (high - low).max(1.0) } else { high } }
    }

    fn axis(self) -> Axis {
        let pad = ((self.high - self.low) * 0.06).max(self.high.abs() * 1e-6 + 1e-9);
        Axis::new(self.low - pad, self.forever + pad, Vec::new(), "")
    }

    fn place(self, x: f64) -> f64 {
        if x.is_infinite() { self.forever } else { x }
    }
}

fn panel(drawing: &mut Drawing, view: &View, input: &Input, rect: Rect) {
    let (em, color) = (drawing.em, view.theme().palette[0]);
    let shown = shown(&input.distribution);
    let (Shown::Density(points) | Shown::Masses(points)) = &shown;
    let reach = Reach::of(points);
    let most = points.iter().map(|point| point.1).fold(0.0, f64::max).max(1e-300);
    // The highest point lies a little below the top.
    let room = 0.92 * (1.0 - 0.9 * em / rect.height());
    let plot = drawing.bare_plot(rect, &reach.axis(), &Axis::new(0.0, most / room, Vec::new(), ""));
    drawing.pen.open_tip(&told(view, input));
    drawing.page.rect((rect.left, rect.top), (rect.right, rect.bottom), view.theme().background, 1.0);
    match &shown {
        Shown::Density(points) => plot.area(points, color, 0.35, 1.25),
        Shown::Masses(points) => masses_bars(&plot, reach, points, 0.35 * em / rect.width(), color),
    }
    drawing.pen.close();
    drawing.page.line((rect.left, rect.bottom), (rect.right, rect.bottom), view.theme().muted, 1.0);
    marks(drawing, view, input, rect, &|x: f64| plot.place((reach.place(x), 0.0)).0);
}

/// Bars of a share `half` of the width to both sides of each value.
fn masses_bars(plot: &Plot, reach: Reach, points: &[(f64, f64)], half: f64, color: Color) {
    let axis = reach.axis();
    let half = half * (axis.max - axis.min);
    for &(x, mass) in points {
        let x = reach.place(x);
        plot.rect((x - half, 0.0), (x + half, mass), color, 0.6);
    }
}

/// The middle nine tenths and the central value, with their figures.
fn marks(drawing: &mut Drawing, view: &View, input: &Input, rect: Rect, at: &impl Fn(f64) -> f64) {
    let (em, ink) = (drawing.em, view.theme().ink);
    let [low, middle, high] = percentiles(&input.distribution);
    let y = rect.bottom + 0.55 * em;
    drawing.page.line((at(low), y), (at(high), y), ink, 1.25);
    drawing.page.dot((at(middle), y), 0.28 * em, ink);
    figures(drawing, view, rect, [low, middle, high], [low, middle, high].map(at));
}

/// How the percentiles are written: to about a twentieth of their distance.
fn named(view: &View, [low, middle, high]: [f64; 3]) -> [String; 3] {
    let step = nice_step(((high - low) / 20.0).abs().max(1e-9));
    let decimals = if step.is_finite() { decimals_of(step).min(4) } else { 0 };
    let name = |x: f64| view.lang().number(x, if x.fract() == 0.0 && step >= 0.04 { 0 } else { decimals });
    [low, middle, high].map(name)
}

/// The middle figure always stands; an outer one that would touch it is moved outwards, or left out.
fn figures(drawing: &mut Drawing, view: &View, rect: Rect, values: [f64; 3], places: [f64; 3]) {
    let (em, theme) = (drawing.em, view.theme());
    let texts = named(view, values);
    let half = [0, 1, 2].map(|index| text_width(&texts[index], 0.82 * em, false) / 2.0);
    let places = [0, 1, 2].map(|index| places[index].clamp(rect.left + half[index], rect.right - half[index]));
    let gap = 0.5 * em;
    let left = places[0].min(places[1] - half[1] - half[0] - gap);
    let right = places[2].max(places[1] + half[1] + half[2] + gap);
    let baseline = rect.bottom + 1.85 * em;
    drawing.small(places[1], baseline, &texts[1], theme.ink, Anchor::Middle);
    if left - half[0] >= rect.left - 0.7 * em && values[0] < values[1] {
        drawing.small(left, baseline, &texts[0], theme.muted, Anchor::Middle);
    }
    if right + half[2] <= rect.right + 0.7 * em && values[2] > values[1] {
        drawing.small(right, baseline, &texts[2], theme.muted, Anchor::Middle);
    }
}

fn percentiles(distribution: &Distribution) -> [f64; 3] {
    [distribution.quantile(0.05), distribution.central(), distribution.quantile(0.95)]
}

fn told(view: &View, input: &Input) -> String {
    let lang = view.lang();
    let [low, middle, high] = percentiles(&input.distribution);
    let range = say!(lang, "format.range", low = lang.short(low), high = lang.short(high));
    say!(lang, "chart.inputs.input", path = input.path, middle = lang.short(middle), range = range)
}

fn table(inputs: &[&Input]) -> Table {
    let mut data = Table::new(&["path", "value", "density", "mass"]);
    for input in inputs {
        let shown = shown(&input.distribution);
        let (Shown::Density(points) | Shown::Masses(points)) = &shown;
        for &(x, y) in points {
            let (density, mass) = if matches!(shown, Shown::Density(_)) { (Some(y), None) } else { (None, Some(y)) };
            data.push(vec![
                input.path.as_str().into(),
                Cell::Number(Some(x)),
                Cell::Number(density),
                Cell::Share(mass),
            ]);
        }
    }
    data
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn densities_enclose_what_lies_between_the_outer_percentiles() {
        for distribution in [
            Distribution::normal(1.0, 2.0).unwrap(),
            Distribution::beta(0.5, 0.5).unwrap(),
            Distribution::uniform(3.0, 4.0).unwrap(),
        ] {
            let points = density(&distribution);
            let step = points[1].0 - points[0].0;
            let area: f64 = points.iter().map(|point| point.1 * step).sum();
            assert!((area - 0.998).abs() < 1e-9, "{area}");
        }
    }

    #[test]
    fn masses_are_those_given() {
        let distribution = Distribution::discrete(vec![5.0, 15.0, f64::INFINITY], vec![1.0, 3.0, 1.0]).unwrap();
        let masses = masses(&distribution, distribution.values().unwrap());
        let expected = [(5.0, 0.2), (15.0, 0.6), (f64::INFINITY, 0.2)];
        for (got, expected) in masses.iter().zip(expected) {
            assert!(got.0 == expected.0 && (got.1 - expected.1).abs() < 1e-12);
        }
    }

    #[test]
    fn inputs_belong_to_whom_their_path_names() {
        let paths =
            ["challenger.margin", "defender.margin", "guarantor.us.consent", "guarantee.renewal", "front.stalemate"];
        assert_eq!(paths.map(group), ["challenger", "defender", "guarantors", "guarantors", "others"]);
    }
}
