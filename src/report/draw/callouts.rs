//! Names beside points: each clear of all points and of the other names, with a thin line where it had to move away.

use super::drawing::{Drawing, Rect};
use super::fonts;
use super::pen::{Anchor, Lettering};

/// A point and what it is called.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Callout<'a> {
    /// Identifier for scripts.
    pub(crate) key: &'a str,
    pub(crate) name: &'a str,
    /// Place on the paper, px.
    pub(crate) at: (f64, f64),
}

/// A name in lines within its box.
struct Placed {
    lines: Vec<String>,
    area: Rect,
}

/// Names within an area as many of the points as it has room for; returns how many were left without.
pub(crate) fn callouts(drawing: &Drawing, area: Rect, points: &[Callout], others: &[(f64, f64)]) -> usize {
    let em = drawing.em;
    let marks = points.iter().map(|point| point.at).chain(others.iter().copied());
    let mut taken: Vec<Rect> = marks.map(|at| around(at, (0.95 * em, 0.95 * em))).collect();
    let dots = taken.len();
    let mut unnamed = 0;
    for index in loneliest(points) {
        let point = &points[index];
        match place(drawing, &area, point, &taken, dots) {
            Some(placed) => {
                draw(drawing, point, &placed);
                taken.push(placed.area);
            }
            None => unnamed += 1,
        }
    }
    unnamed
}

/// Those farthest from their nearest neighbour first: a name beside its point needs no line.
fn loneliest(points: &[Callout]) -> Vec<usize> {
    let distance = |a: (f64, f64), b: (f64, f64)| (a.0 - b.0).hypot(a.1 - b.1);
    let room = |index: usize| {
        let others = points.iter().enumerate().filter(|(other, _)| *other != index);
        others.map(|(_, other)| distance(points[index].at, other.at)).fold(f64::INFINITY, f64::min)
    };
    let mut order: Vec<usize> = (0..points.len()).collect();
    order.sort_by(|&a, &b| room(b).total_cmp(&room(a)));
    order
}

/// The free place nearest to a point.
fn place(drawing: &Drawing, area: &Rect, point: &Callout, taken: &[Rect], dots: usize) -> Option<Placed> {
    let (em, size) = (drawing.em, drawing.small_size());
    let lines = fonts::wrap(point.name, size, false, (13.0 * em).min(0.45 * area.width()), 3);
    let widest = fonts::widest(lines.iter().map(String::as_str), size);
    let extent = (widest + 0.3 * em, 1.15 * size * lines.len() as f64 + 0.2 * em);
    let mut places: Vec<(f64, Rect)> = Vec::new();
    let step = 0.5 * em;
    let (across, down) = ((area.width() / step) as usize, (area.height() / step) as usize);
    for column in 0..=across {
        for row in 0..=down {
            let middle = (area.left + column as f64 * step, area.top + row as f64 * step);
            let place = around(middle, extent);
            let gap = distance(point.at, nearest(&place, point.at));
            // A name level with its point reads best.
            let cost = gap + 0.15 * (middle.1 - point.at.1).abs();
            if gap >= 0.3 * em && inside(&place, area) {
                places.push((cost, place));
            }
        }
    }
    places.sort_by(|a, b| a.0.total_cmp(&b.0));
    let free = |place: &Rect| {
        let end = nearest(place, point.at);
        !taken.iter().any(|other| overlap(place, other)) && !taken[dots..].iter().any(|it| crosses(it, point.at, end))
    };
    places.into_iter().map(|it| it.1).find(free).map(|area| Placed { lines, area })
}

fn draw(drawing: &Drawing, point: &Callout, placed: &Placed) {
    let (em, theme, size) = (drawing.em, &drawing.style.theme, drawing.small_size());
    let (area, end) = (&placed.area, nearest(&placed.area, point.at));
    drawing.pen.open(&[("class", "callout"), ("data-key", point.key)]);
    if distance(point.at, end) > 0.95 * em {
        drawing.page.line(point.at, end, theme.muted, 0.75);
    }
    let (x, anchor) = match point.at.0 {
        at if at <= area.left => (area.left + 0.15 * em, Anchor::Start),
        at if at >= area.right => (area.right - 0.15 * em, Anchor::End),
        _ => (f64::midpoint(area.left, area.right), Anchor::Middle),
    };
    let style = Lettering { size, color: theme.ink, bold: false, anchor, halo: Some(theme.background) };
    for (index, line) in placed.lines.iter().enumerate() {
        let baseline = area.top + 0.1 * em + (0.88 + 1.15 * index as f64) * size;
        drawing.page.text((x, baseline), line, style);
    }
    drawing.pen.close();
}

fn around((x, y): (f64, f64), (width, height): (f64, f64)) -> Rect {
    Rect { left: x - width / 2.0, right: x + width / 2.0, top: y - height / 2.0, bottom: y + height / 2.0 }
}

fn distance(a: (f64, f64), b: (f64, f64)) -> f64 {
    (a.0 - b.0).hypot(a.1 - b.1)
}

/// The point of a box nearest to another point.
fn nearest(area: &Rect, (x, y): (f64, f64)) -> (f64, f64) {
    (x.clamp(area.left, area.right), y.clamp(area.top, area.bottom))
}

fn inside(area: &Rect, whole: &Rect) -> bool {
    area.left >= whole.left && area.right <= whole.right && area.top >= whole.top && area.bottom <= whole.bottom
}

fn overlap(a: &Rect, b: &Rect) -> bool {
    a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom
}

/// Whether a straight line from one point to another runs through a box: what is left of the line between its sides.
fn crosses(area: &Rect, from: (f64, f64), to: (f64, f64)) -> bool {
    let mut span = (0.0_f64, 1.0_f64);
    for (start, end, low, high) in [(from.0, to.0, area.left, area.right), (from.1, to.1, area.top, area.bottom)] {
        let step = end - start;
        if step == 0.0 {
            if start <= low || start >= high {
                return false;
            }
            continue;
        }
        let (a, b) = ((low - start) / step, (high - start) / step);
        span = (span.0.max(a.min(b)), span.1.min(a.max(b)));
    }
    span.0 < span.1
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn boxes_overlap_where_they_share_an_area() {
        let fixed = around((10.0, 10.0), (4.0, 2.0));
        let meets = |x: f64, y: f64| overlap(&fixed, &around((x, y), (4.0, 2.0)));
        assert_eq!([meets(10.0, 10.0), meets(13.9, 10.0), meets(6.1, 11.9)], [true; 3]);
        assert_eq!([meets(14.0, 10.0), meets(10.0, 12.0), meets(5.0, 10.0), meets(13.0, 7.5)], [false; 4]);
    }

    #[test]
    fn a_line_crosses_a_box_that_it_runs_through() {
        let area = Rect { left: 2.0, top: 2.0, right: 4.0, bottom: 4.0 };
        assert!(crosses(&area, (0.0, 0.0), (5.0, 5.0)) && crosses(&area, (3.0, 0.0), (3.0, 9.0)));
        assert!(crosses(&area, (3.0, 3.0), (3.1, 3.0)) && crosses(&area, (0.0, 3.0), (3.0, 3.0)));
        assert!(!crosses(&area, (0.0, 0.0), (1.9, 1.9)) && !crosses(&area, (0.0, 5.0), (9.0, 5.0)));
        assert!(!crosses(&area, (0.0, 3.0), (2.0, 3.0)), "it ends at the side");
        assert!(!crosses(&area, (0.0, 3.0), (3.0, 0.0)), "it passes a corner");
    }

    #[test]
    fn the_loneliest_is_first() {
        let point = |x: f64| Callout { key: "", name: "", at: (x, 0.0) };
        assert_eq!(loneliest(&[point(0.0), point(1.0), point(9.0), point(3.0)]), [2, 3, 0, 1]);
    }
}
