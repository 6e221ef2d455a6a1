//! A chart read back from its SVG: where its marks lie on the scale that its own ticks and their labels make.

use resvg::usvg::roxmltree::{Document, Node};

use crate::report::figures::Chart;

/// A point, px or data.
pub(super) type Point = (f64, f64);

/// How far a mark may lie from where it belongs, px: rounding of the mark, of two ticks and of a whole range.
pub(super) const NEAR: f64 = 0.16;

/// The image as a tree.
pub(super) struct Picture<'a> {
    document: Document<'a>,
}

/// Data from px, by the ticks.
#[derive(Clone, Copy, Debug)]
pub(super) struct Scale {
    zero: f64,
    per: f64,
}

impl Scale {
    /// The straight line through labelled ticks; that they lie on one is checked.
    fn through(ticks: &[(f64, f64)]) -> Self {
        assert!(ticks.len() >= 2, "an axis with {} named ticks", ticks.len());
        let ((v0, p0), (v1, p1)) = (ticks[0], ticks[ticks.len() - 1]);
        let scale = Self { zero: p0 - v0 * (p1 - p0) / (v1 - v0), per: (p1 - p0) / (v1 - v0) };
        for &(value, px) in ticks {
            assert!((scale.px(value) - px).abs() < NEAR, "the tick of {value} lies at {px} in {ticks:?}");
        }
        scale
    }

    /// Through two places.
    pub(super) fn between(a: (f64, f64), b: (f64, f64)) -> Self {
        Self::through(&[a, b])
    }

    pub(super) fn px(&self, value: f64) -> f64 {
        self.zero + value * self.per
    }

    pub(super) fn value(&self, px: f64) -> f64 {
        (px - self.zero) / self.per
    }
}

/// The number that a label begins with, a percentage as a share: `12%`, `−0.2`, `+5 pp`, `60`.
fn number(label: &str) -> Option<f64> {
    let (text, share) = label.strip_suffix('%').or(label.strip_suffix(" pp")).map_or((label, 1.0), |it| (it, 0.01));
    let plain: String = text.replace('\u{2212}', "-").chars().filter(|c| !matches!(c, ',' | ' ')).collect();
    plain.parse::<f64>().ok().map(|x| x * share)
}

pub(super) fn attribute(node: &Node, name: &str) -> f64 {
    let text = node.attribute(name).unwrap_or_else(|| panic!("no {name} in {node:?}"));
    text.parse().unwrap_or_else(|_| panic!("{name} is {text}"))
}

/// The points of a polyline or polygon.
pub(super) fn points(node: &Node) -> Vec<Point> {
    let pair = |text: &str| text.split_once(',').map(|(x, y)| (x.parse().unwrap(), y.parse().unwrap())).unwrap();
    node.attribute("points").unwrap().split(' ').map(pair).collect()
}

/// Left, right, top and bottom of a rectangle.
pub(super) fn sides(node: &Node) -> [f64; 4] {
    let [x, y, width, height] = ["x", "y", "width", "height"].map(|name| attribute(node, name));
    [x, x + width, y, y + height]
}

pub(super) fn circle(node: &Node) -> Point {
    (attribute(node, "cx"), attribute(node, "cy"))
}

/// All elements of that name below a node.
pub(super) fn all<'n, 'i>(node: Node<'n, 'i>, name: &'n str) -> impl Iterator<Item = Node<'n, 'i>> {
    node.descendants().filter(move |it| it.has_tag_name(name))
}

pub(super) fn one<'n, 'i>(node: Node<'n, 'i>, name: &'n str) -> Node<'n, 'i> {
    all(node, name).next().unwrap_or_else(|| panic!("no {name} in {node:?}"))
}

fn has_class(node: &Node, class: &str) -> bool {
    node.attribute("class").is_some_and(|text| text.split(' ').any(|it| it == class))
}

#[track_caller]
pub(super) fn near(got: f64, expected: f64, what: &str) {
    assert!((got - expected).abs() < NEAR, "{what} lies at {got} px, not at {expected}");
}

impl<'a> Picture<'a> {
    pub(super) fn of(chart: &'a Chart) -> Self {
        Self { document: Document::parse(&chart.svg).unwrap() }
    }

    pub(super) fn root(&self) -> Node<'_, 'a> {
        self.document.root_element()
    }

    /// Groups of a class, in the order in which they are drawn.
    pub(super) fn groups(&self, class: &str) -> Vec<Node<'_, 'a>> {
        self.root().descendants().filter(|node| node.has_tag_name("g") && has_class(node, class)).collect()
    }

    /// The group of a class that is about something.
    pub(super) fn group(&self, class: &str, key: &str) -> Node<'_, 'a> {
        let found = self.groups(class).into_iter().find(|node| node.attribute("data-key") == Some(key));
        found.unwrap_or_else(|| panic!("no {class} of {key}"))
    }

    /// The mark whose tip begins so.
    pub(super) fn mark(&self, tip: &str) -> Node<'_, 'a> {
        mark(self.root(), tip)
    }

    /// Horizontal scales of all plots: each named tick is a stroke that follows its label.
    pub(super) fn x_scales(&self) -> Vec<Scale> {
        let of = |axis: Node| {
            let (mut ticks, mut label) = (Vec::new(), None);
            for node in axis.children().filter(Node::is_element) {
                if node.has_tag_name("text") {
                    label = label.or(node.text());
                } else if node.has_tag_name("polyline") {
                    let value = label.take().and_then(number);
                    ticks.extend(value.map(|value| (value, points(&node)[0].0)));
                }
            }
            Scale::through(&ticks)
        };
        self.axes("x").into_iter().map(of).collect()
    }

    /// Vertical scales of all plots: each tick is a line across the plot, and its label stands beside it.
    pub(super) fn y_scales(&self) -> Vec<Scale> {
        let of = |axis: Node| {
            let lines: Vec<f64> = all(axis, "line").map(|node| attribute(&node, "y1")).collect();
            let texts: Vec<Node> = all(axis, "text").collect();
            assert_eq!(lines.len(), texts.len());
            let beside = |node: &Node| attribute(node, "y") - 0.365 * attribute(node, "font-size");
            lines.iter().zip(&texts).for_each(|(line, text)| near(beside(text), *line, "a label"));
            let value = |node: &Node| number(node.text().unwrap()).unwrap();
            Scale::through(&texts.iter().map(value).zip(lines).collect::<Vec<_>>())
        };
        self.axes("y").into_iter().map(of).collect()
    }

    fn axes(&self, which: &str) -> Vec<Node<'_, 'a>> {
        self.groups("axis").into_iter().filter(|node| has_class(node, which)).collect()
    }

    /// Both scales of a chart with one plot.
    pub(super) fn scales(&self) -> (Scale, Scale) {
        (self.x_scales()[0], self.y_scales()[0])
    }

    /// Where a text's baseline begins, ends or has its middle.
    pub(super) fn text(&self, text: &str) -> Point {
        let node = all(self.root(), "text").find(|node| node.text() == Some(text));
        let node = node.unwrap_or_else(|| panic!("nowhere `{text}`"));
        (attribute(&node, "x"), attribute(&node, "y"))
    }

    /// The colour that the legend gives to a text.
    pub(super) fn legend_color(&self, label: &str) -> String {
        legend_node(&self.legend(), label, |node| color(node).to_owned())
    }

    /// The dashes that the legend gives to a text.
    pub(super) fn legend_dashes(&self, label: &str) -> String {
        let dashes =
            |node: &Node| node.parent().and_then(|it| it.attribute("stroke-dasharray")).unwrap_or("").to_owned();
        legend_node(&self.legend(), label, dashes)
    }

    /// The texts of the legend, in its order.
    pub(super) fn legend_order(&self) -> Vec<String> {
        self.legend().iter().filter(|it| it.has_tag_name("text")).map(|it| it.text().unwrap().to_owned()).collect()
    }

    fn legend(&self) -> Vec<Node<'_, 'a>> {
        let legend = self.groups("legend").into_iter().next().expect("a legend");
        legend.descendants().filter(|node| node.is_element() && !node.has_tag_name("g")).collect()
    }
}

/// The swatch before a legend's text.
fn legend_node(nodes: &[Node], label: &str, of: impl Fn(&Node) -> String) -> String {
    let place = nodes.iter().position(|node| node.text() == Some(label));
    of(&nodes[place.unwrap_or_else(|| panic!("`{label}` is not in the legend")) - 1])
}

/// The mark below a node whose tip begins so.
pub(super) fn mark<'n, 'i>(node: Node<'n, 'i>, tip: &str) -> Node<'n, 'i> {
    let tipped = |node: &Node| {
        has_class(node, "mark")
            && node.first_element_child().and_then(|it| it.text()).is_some_and(|it| it.starts_with(tip))
    };
    node.descendants().find(tipped).unwrap_or_else(|| panic!("no mark `{tip}`"))
}

/// Fill, or the stroke where there is none.
pub(super) fn color<'n>(node: &Node<'n, '_>) -> &'n str {
    match node.attribute("fill") {
        Some("none") => node.attribute("stroke").unwrap(),
        fill => fill.unwrap(),
    }
}

/// The ends of the whisker of a mark.
pub(super) fn whisker(mark: Node) -> (f64, f64) {
    let flat = |line: &Vec<Point>| line.len() == 2 && line[0].1 == line[1].1;
    let lines: Vec<Vec<Point>> = all(mark, "polyline").map(|node| points(&node)).filter(flat).collect();
    let caps: Vec<f64> = all(mark, "line").map(|node| attribute(&node, "x1")).collect();
    let line = &lines[0];
    assert_eq!(caps, [line[0].0, line[1].0], "the strokes at the ends of a whisker");
    (line[0].0, line[1].0)
}
