//! What is drawn of a sweep.

/// Kinds of charts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ChartKind {
    /// Cells over two axes, with contour lines.
    Heatmap,
    /// Lines with bands over one axis.
    Lines,
    /// A bar with its interval for each value.
    Bars,
    /// What each axis alone makes of a measure.
    Tornado,
}

impl ChartKind {
    /// Keys in a sweep file, in the order of the variants.
    pub const KEYS: [&'static str; 4] = ["heatmap", "lines", "bars", "tornado"];
    /// All kinds.
    pub const ALL: [ChartKind; 4] = [ChartKind::Heatmap, ChartKind::Lines, ChartKind::Bars, ChartKind::Tornado];

    /// The key in a sweep file.
    #[must_use]
    pub fn key(self) -> &'static str {
        Self::KEYS[self as usize]
    }

    /// The kind of that key, if there is one.
    #[must_use]
    pub fn by_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.key() == key)
    }
}

/// A chart that a sweep asks for; axes and measures by their place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ChartSpec {
    /// What kind.
    pub kind: ChartKind,
    /// Title; made from the measure if left out.
    pub title: Option<String>,
    /// The horizontal axis.
    pub x: Option<usize>,
    /// The vertical axis of a heatmap.
    pub y: Option<usize>,
    /// A line for each value of this axis.
    pub series: Option<usize>,
    /// A chart for each combination of values of these axes.
    pub by: Vec<usize>,
    /// What is drawn.
    pub measures: Vec<usize>,
}
