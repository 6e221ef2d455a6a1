//! Names beside points: each clear of all points and of the other names, with a thin line where it had to move away.
//! Points that lie on each other have one list of names.

use super::super::lang::say;
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

/// Names of one list.
const LISTED: usize = 12;

/// Points that lie on each other, from the top.
type Heap<'a> = Vec<Callout<'a>>;

/// The names of a heap in lines within their box.
struct Placed {
    lines: Vec<String>,
    area: Rect,
    /// Whether it stands on the line that names had better not cover.
    covers: bool,
}

/// Names within an area as many of the points as it has room for; returns how many were left without.
///
/// A heap that is placed early takes the room of a later one, so both orders are tried: small heaps first keep short names
/// near their points, large heaps first leave room for long lists.
/// A name stands on the line through `path` only where there is no other place near, and covers it there; and within
/// `shade`, where it would seem to say that its point lies there, only for a point that does or where nothing else is near.
pub(crate) fn callouts(
    drawing: &Drawing,
    area: Rect,
    points: &[Callout],
    others: &[(f64, f64)],
    path: &[(f64, f64)],
    shade: Rect,
) -> usize {
    let em = drawing.em;
    let marks = points.iter().map(|point| point.at).chain(others.iter().copied());
    let dots: Vec<Rect> = marks.map(|at| around(at, (0.95 * em, 0.95 * em))).collect();
    let heaps = heaps(points, 1.1 * em);
    let taken = || Taken { dots: dots.clone(), names: Vec::new(), leaders: Vec::new(), path: path.to_vec(), shade };
    let small_first = all_placed(drawing, &area, heaps.iter(), taken());
    let arranged = if small_first.unnamed == 0 {
        small_first
    } else {
        let large_first = all_placed(drawing, &area, heaps.iter().rev(), taken());
        if large_first.unnamed < small_first.unnamed { large_first } else { small_first }
    };
    for (heap, placed) in &arranged.placed {
        draw(drawing, heap, placed);
    }
    arranged.unnamed
}

/// Where the names of heaps stand, and how many points are left without.
struct Arrangement<'h, 'a> {
    placed: Vec<(&'h Heap<'a>, Placed)>,
    unnamed: usize,
}

/// Where no name may stand any more.
struct Taken {
    dots: Vec<Rect>,
    names: Vec<Rect>,
    leaders: Vec<((f64, f64), (f64, f64))>,
    /// A line that names had better not cover.
    path: Vec<(f64, f64)>,
    /// An area that says something of the points within it.
    shade: Rect,
}

/// Each heap in turn at the nearest place that is still free.
fn all_placed<'h, 'a: 'h>(
    drawing: &Drawing,
    area: &Rect,
    heaps: impl Iterator<Item = &'h Heap<'a>>,
    mut taken: Taken,
) -> Arrangement<'h, 'a> {
    let mut arranged = Arrangement { placed: Vec::new(), unnamed: 0 };
    for heap in heaps {
        match place(drawing, area, heap, &taken) {
            Some(placed) => {
                arranged.unnamed += heap.len().saturating_sub(LISTED);
                taken.names.push(placed.area);
                taken.leaders.push(leader(heap, &placed.area));
                arranged.placed.push((heap, placed));
            }
            None => arranged.unnamed += heap.len(),
        }
    }
    arranged
}

/// The points in heaps, in each of which every point is near another one; the smallest first, since they have the least
/// choice of a place that is near.
fn heaps<'a>(points: &[Callout<'a>], near: f64) -> Vec<Heap<'a>> {
    let mut heaps: Vec<Heap> = Vec::new();
    for point in points {
        let touches = |heap: &mut Heap| heap.iter().any(|other| distance(point.at, other.at) < near);
        let mut joined: Heap = heaps.extract_if(.., touches).flatten().collect();
        joined.push(*point);
        joined.sort_by(|a, b| a.at.1.total_cmp(&b.at.1));
        heaps.push(joined);
    }
    heaps.sort_by_key(Vec::len);
    heaps
}

/// The names of a heap in lines: as many as are listed, each with a dash if there are several.
fn lines(drawing: &Drawing, heap: &[Callout], limit: f64) -> Vec<String> {
    let size = drawing.small_size();
    if let [point] = heap {
        return fonts::wrap(point.name, size, false, limit.min(13.0 * drawing.em), 5);
    }
    let bulleted = |point: &Callout| {
        let wrapped = fonts::wrap(point.name, size, false, limit - size, 2);
        let first = |(index, line): (usize, String)| format!("{}{line}", if index == 0 { "– " } else { "\u{2003}" });
        wrapped.into_iter().enumerate().map(first).collect::<Vec<_>>()
    };
    let mut lines: Vec<String> = heap.iter().take(LISTED).flat_map(bulleted).collect();
    if heap.len() > LISTED {
        lines.push(say!(drawing.style.lang, "note.more", n = heap.len() - LISTED));
    }
    lines
}

/// The point of a heap that is nearest to a box, and the point of the box that is nearest to it.
fn leader(heap: &[Callout], area: &Rect) -> ((f64, f64), (f64, f64)) {
    let ends = heap.iter().map(|point| (point.at, nearest(area, point.at)));
    ends.min_by(|a, b| distance(a.0, a.1).total_cmp(&distance(b.0, b.1))).unwrap_or_default()
}

/// The free place nearest to a heap.
fn place(drawing: &Drawing, area: &Rect, heap: &[Callout], taken: &Taken) -> Option<Placed> {
    let (em, size) = (drawing.em, drawing.small_size());
    let lines = lines(drawing, heap, (29.0 * em).min(0.6 * area.width()));
    let widest = fonts::widest(lines.iter().map(String::as_str), size);
    let extent = (widest + 0.3 * em, 1.15 * size * lines.len() as f64 + 0.2 * em);
    let covers = |place: &Rect| taken.path.windows(2).any(|ends| crosses(place, ends[0], ends[1]));
    let outside = heap.iter().all(|point| !taken.shade.meets(&around(point.at, (0.0, 0.0))));
    let misleads = |place: &Rect| outside && place.meets(&taken.shade);
    let mut places: Vec<(f64, Rect)> = Vec::new();
    let step = 0.5 * em;
    let (across, down) = ((area.width() / step) as usize, (area.height() / step) as usize);
    for column in 0..=across {
        for row in 0..=down {
            let middle = (area.left + column as f64 * step, area.top + row as f64 * step);
            let place = around(middle, extent);
            let (from, to) = leader(heap, &place);
            let gap = distance(from, to);
            // A name level with its point reads best.
            let level = gap + 0.15 * (middle.1 - from.1).abs();
            let cost = level + 12.0 * em * f64::from(covers(&place)) + 24.0 * em * f64::from(misleads(&place));
            if gap >= 0.3 * em && inside(&place, area) {
                places.push((cost, place));
            }
        }
    }
    places.sort_by(|a, b| a.0.total_cmp(&b.0));
    let free = |place: &Rect| {
        let (from, to) = leader(heap, place);
        !taken.dots.iter().chain(&taken.names).any(|other| place.meets(other))
            && !taken.names.iter().any(|other| crosses(other, from, to))
            && !taken.leaders.iter().any(|&(from, to)| crosses(place, from, to))
    };
    places.into_iter().map(|it| it.1).find(free).map(|area| Placed { lines, area, covers: covers(&area) })
}

fn draw(drawing: &Drawing, heap: &[Callout], placed: &Placed) {
    let (em, theme, size, area) = (drawing.em, &drawing.style.theme, drawing.small_size(), &placed.area);
    let (from, to) = leader(heap, area);
    let keys: Vec<&str> = heap.iter().map(|point| point.key).collect();
    drawing.pen.open(&[("class", "callout"), ("data-key", &keys.join(" "))]);
    if distance(from, to) > 0.95 * em {
        drawing.page.line(from, to, theme.muted, 0.75);
    }
    let (x, anchor) = if heap.len() > 1 || from.0 <= area.left {
        (area.left + 0.15 * em, Anchor::Start)
    } else if from.0 >= area.right {
        (area.right - 0.15 * em, Anchor::End)
    } else {
        (f64::midpoint(area.left, area.right), Anchor::Middle)
    };
    if placed.covers {
        // The line would else strike the names through.
        drawing.page.rect((area.left, area.top), (area.right, area.bottom), theme.background, 0.85);
    }
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
        let meets = |x: f64, y: f64| fixed.meets(&around((x, y), (4.0, 2.0)));
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

    /// Places 0, 1, 2 and 9, 10: with a reach of 1.5 two heaps; a point between two heaps joins them.
    #[test]
    fn points_on_each_other_are_one_heap() {
        let point = |x: f64| Callout { key: "", name: "", at: (0.0, x) };
        let of = |places: &[f64]| -> Vec<Vec<f64>> {
            let points: Vec<Callout> = places.iter().map(|&x| point(x)).collect();
            heaps(&points, 1.5).iter().map(|heap| heap.iter().map(|it| it.at.1).collect()).collect()
        };
        assert_eq!(of(&[2.0, 10.0, 0.0, 1.0, 9.0]), [vec![9.0, 10.0], vec![0.0, 1.0, 2.0]]);
        assert_eq!(of(&[0.0, 2.0, 1.0]), [vec![0.0, 1.0, 2.0]]);
    }
}
