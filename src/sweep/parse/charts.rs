//! The sections `[[chart]]`: what is drawn of the points. Whether a chart fits its sweep is asked in
//! [`fit`](super::fit).

use crate::scenario::{Code, Node, Reader, TomlTable, Value, join_path, names, one_of, short};
use crate::words::{Words, words};

use super::super::chart::{ChartKind, ChartSpec};
use super::super::keys::CHART;
use super::super::{Combination, MAX_CHARTS, Sweep};

impl Reader<'_> {
    pub(super) fn charts(&mut self, root: &TomlTable, sweep: &Sweep) -> Vec<ChartSpec> {
        let Some(node) = root.get("chart") else { return default_charts(sweep) };
        let mut charts = Vec::new();
        for (node, table) in self.tables(node, "chart", MAX_CHARTS) {
            charts.extend(self.chart(node, table, sweep));
        }
        charts
    }

    fn chart(&mut self, node: &Node, table: &TomlTable, sweep: &Sweep) -> Option<ChartSpec> {
        self.refuse_unknown(table, "chart", &names(CHART));
        self.plain(table, &node.origin, "chart", CHART, "kind");
        self.plain(table, &node.origin, "chart", CHART, "measure");
        let kind = self.choice(table, "chart", "kind", &ChartKind::KEYS);
        let spec = ChartSpec {
            kind: kind.and_then(ChartKind::by_key).unwrap_or(ChartKind::Lines),
            title: self.text(table, "chart", "title"),
            x: self.axis_named(table, "x", sweep),
            y: self.axis_named(table, "y", sweep),
            series: self.axis_named(table, "series", sweep),
            by: self.listed_names(table, "by", |reader, item| reader.axis_at(item, "chart.by", sweep)),
            measures: self.listed_names(table, "measure", |reader, item| reader.measure_at(item, sweep)),
        };
        kind?;
        self.refuse_nothing(table);
        self.fits(node, &spec, sweep);
        Some(spec)
    }

    /// Reports a chart of an empty list of measures.
    fn refuse_nothing(&mut self, table: &TomlTable) {
        if let Some(Node { value: Value::Array(items), origin }) = table.get("measure")
            && items.is_empty()
        {
            let message = words!("`chart.measure` is empty: nothing would be drawn");
            self.fault(Code::Contradiction, origin, "chart.measure", message);
        }
    }

    fn axis_named(&mut self, table: &TomlTable, name: &str, sweep: &Sweep) -> Option<usize> {
        self.axis_at(table.get(name)?, &join_path("chart", name), sweep)
    }

    fn axis_at(&mut self, node: &Node, key: &str, sweep: &Sweep) -> Option<usize> {
        let paths: Vec<&str> = sweep.axes.iter().map(|axis| axis.path.as_str()).collect();
        self.place_of(node, key, &paths, (&words!("the path of an axis in quotes"), "axis"))
    }

    fn measure_at(&mut self, node: &Node, sweep: &Sweep) -> Option<usize> {
        let ids: Vec<&str> = sweep.measures.iter().map(|measure| measure.id.as_str()).collect();
        self.place_of(node, "chart.measure", &ids, (&words!("the id of a measure in quotes"), "measure"))
    }

    /// The place among the known names of the one written there; `wanted` and `what` are its words in messages.
    fn place_of(&mut self, node: &Node, key: &str, known: &[&str], (wanted, what): (&Words, &str)) -> Option<usize> {
        let Some(text) = node.as_str() else {
            self.wrong_kind(node, key, wanted);
            return None;
        };
        let found = known.iter().position(|name| *name == text);
        // It may be one that could not be read, which is told already.
        if found.is_none() && !self.is_broken(what) {
            let message = words!("`{key}` is \"{value}\", which is no {what}", key, value = short(text), what);
            self.fault(Code::UnknownName, &node.origin, key, message).of(text).advise(one_of(text, known));
        }
        found
    }

    /// One name, or a list of them.
    fn listed_names(
        &mut self,
        table: &TomlTable,
        name: &str,
        mut read: impl FnMut(&mut Self, &Node) -> Option<usize>,
    ) -> Vec<usize> {
        match table.get(name) {
            None => Vec::new(),
            Some(Node { value: Value::Array(items), .. }) => items.iter().filter_map(|item| read(self, item)).collect(),
            Some(node) => read(self, node).into_iter().collect(),
        }
    }
}

/// Charts that suit a design, where a file names none.
fn default_charts(sweep: &Sweep) -> Vec<ChartSpec> {
    let varied: Vec<usize> = (0..sweep.axes.len()).filter(|&index| sweep.axes[index].levels().len() > 1).collect();
    let all: Vec<usize> = (0..sweep.measures.len()).collect();
    let spec = |kind, x, y, measures| ChartSpec { kind, title: None, x, y, series: None, by: Vec::new(), measures };
    match (sweep.combination, varied.as_slice()) {
        (Combination::OneAtATime, _) => vec![spec(ChartKind::Tornado, None, None, all)],
        (Combination::Grid, [x, y]) => vec![spec(ChartKind::Heatmap, Some(*x), Some(*y), all)],
        (Combination::Grid, [x]) | (Combination::Zip, [x, ..]) => vec![spec(ChartKind::Lines, Some(*x), None, all)],
        _ => Vec::new(),
    }
}
