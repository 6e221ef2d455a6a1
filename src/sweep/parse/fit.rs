//! Whether a chart can be drawn of the design and the axes of its sweep.

use crate::scenario::{Code, Node, Reader, Value, short};
use crate::words::words;

use super::super::chart::{ChartKind, ChartSpec};
use super::super::{Combination, Sweep};

impl Reader<'_> {
    /// Reports a chart that the design or its axes cannot make.
    pub(super) fn fits(&mut self, node: &Node, spec: &ChartSpec, sweep: &Sweep) {
        if self.refuse_design(node, spec, sweep) || self.refuse_incomplete(node, spec) {
            return;
        }
        if spec.kind == ChartKind::Tornado {
            return;
        }
        self.refuse_twice(node, spec, sweep);
        self.refuse_meaningless(node, spec);
        if sweep.combination == Combination::Grid {
            if is_understood(node, spec) {
                self.refuse_open(node, spec, sweep);
            }
        } else if spec.kind == ChartKind::Heatmap {
            self.fault(Code::UnfitChart, &node.origin, "chart.kind", words!("a heatmap chart needs the grid design"));
        }
    }

    /// Reports a kind of chart that the design does not have.
    fn refuse_design(&mut self, node: &Node, spec: &ChartSpec, sweep: &Sweep) -> bool {
        let (kind, design) = (spec.kind.key(), sweep.combination);
        let tornado = spec.kind == ChartKind::Tornado;
        let unfit = design.draws() || design == Combination::Table || tornado != (design == Combination::OneAtATime);
        if unfit {
            let wants = if tornado {
                words!("a tornado needs the one_at_a_time design")
            } else {
                words!("it needs grid or zip")
            };
            let message = words!(
                "a {kind} chart cannot be drawn of the {design} design: {wants}",
                kind,
                design = design.key(),
                wants
            );
            self.fault(Code::UnfitChart, &node.origin, "chart.kind", message);
        }
        unfit
    }

    /// Reports an axis that the chart lacks.
    fn refuse_incomplete(&mut self, node: &Node, spec: &ChartSpec) -> bool {
        let missing = match spec.kind {
            ChartKind::Heatmap | ChartKind::Lines | ChartKind::Bars if spec.x.is_none() => "x",
            ChartKind::Heatmap if spec.y.is_none() => "y",
            _ => return false,
        };
        // A faulty path has been reported already.
        let given = node.as_table().is_some_and(|table| table.get(missing).is_some());
        if !given {
            let needs = words!("a {kind} chart needs it", kind = spec.kind.key());
            self.missing(&node.origin, &format!("chart.{missing}"), needs);
        }
        true
    }

    /// Reports an axis that the chart uses in two places.
    fn refuse_twice(&mut self, node: &Node, spec: &ChartSpec, sweep: &Sweep) {
        let used: Vec<usize> = used(spec).collect();
        if let Some((_, axis)) = used.iter().enumerate().find(|(index, axis)| used[..*index].contains(axis)) {
            let message = words!("this chart uses the axis `{path}` twice", path = short(&sweep.axes[*axis].path));
            self.fault(Code::UnfitChart, &node.origin, "chart", message);
        }
    }

    /// Reports a key that says nothing to this kind of chart.
    fn refuse_meaningless(&mut self, node: &Node, spec: &ChartSpec) {
        let (y, series) = (spec.y.map(|_| "y"), spec.series.map(|_| "series"));
        let wrong = match spec.kind {
            ChartKind::Heatmap => series,
            ChartKind::Bars => y.or(series),
            ChartKind::Lines => y,
            ChartKind::Tornado => None,
        };
        if let Some(wrong) = wrong {
            let message = words!("`chart.{wrong}` has no meaning in a {kind} chart", wrong, kind = spec.kind.key());
            self.fault(Code::UnfitChart, &node.origin, "chart", message);
        }
    }

    /// Reports varied axes that a chart of a grid leaves open.
    fn refuse_open(&mut self, node: &Node, spec: &ChartSpec, sweep: &Sweep) {
        for (index, axis) in sweep.axes.iter().enumerate() {
            if used(spec).any(|used| used == index) || axis.levels().len() <= 1 {
                continue;
            }
            let message = words!("this chart leaves the axis `{path}` open", path = short(&axis.path));
            self.fault(Code::OpenAxis, &node.origin, "chart", message).of(&axis.path).hint =
                Some(if spec.kind == ChartKind::Lines {
                    words!("name it as `by`, for a chart of each of its values, or as `series`")
                } else {
                    words!("name it as `by`, for a chart of each of its values")
                });
        }
    }
}

/// Whether every axis that the chart names was found: else one of them may be the one that seems to be left open.
fn is_understood(node: &Node, spec: &ChartSpec) -> bool {
    let Some(table) = node.as_table() else { return false };
    let named = |name: &str| match table.get(name).map(|node| &node.value) {
        None => 0,
        Some(Value::Array(items)) => items.len(),
        Some(_) => 1,
    };
    ["x", "y", "series", "by"].into_iter().map(named).sum::<usize>() == used(spec).count()
}

/// The axes that a chart uses, by their place.
fn used(spec: &ChartSpec) -> impl Iterator<Item = usize> {
    [spec.x, spec.y, spec.series].into_iter().flatten().chain(spec.by.iter().copied())
}
