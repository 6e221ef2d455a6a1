//! The sections `[[measure]]`: figures, and arithmetic of them.

use crate::scenario::{Code, Node, Reader, TomlTable, names};
use crate::words::{Words, words};

use super::super::MAX_MEASURES;
use super::super::axis::Axis;
use super::super::expression::Expression;
use super::super::keys::MEASURE;
use super::super::measure::Measure;
use super::super::table::names_of;

impl Reader<'_> {
    pub(super) fn measures(&mut self, root: &TomlTable, axes: &[Axis]) -> Vec<Measure> {
        let Some(node) = self.required(root, "measure", "[[measure]]") else { return Vec::new() };
        let mut measures: Vec<Measure> = Vec::new();
        for (node, table) in self.tables(node, "measure", MAX_MEASURES) {
            let measure = self.measure(node, table, &measures, axes);
            if measure.is_none() {
                self.broken.push("measure".to_owned());
            }
            measures.extend(measure);
        }
        measures
    }

    fn measure(&mut self, node: &Node, table: &TomlTable, above: &[Measure], axes: &[Axis]) -> Option<Measure> {
        self.refuse_unknown(table, "measure", &names(MEASURE));
        let id = self.plain(table, &node.origin, "measure", MEASURE, "id").map(|entry| entry.node.clone());
        let of = self.plain(table, &node.origin, "measure", MEASURE, "of").map(|entry| entry.node.clone());
        let (name, unit) = (self.text(table, "measure", "name"), self.text(table, "measure", "unit"));
        let id_text = id.as_ref().and_then(|node| self.id(node, "measure.id"));
        let written = self.text(table, "measure", "of");
        let (id_node, of_node, id, written) = (id?, of?, id_text?, written?);
        if let Some(message) = clash(&id, above, axes) {
            self.fault(Code::DuplicateName, &id_node.origin, "measure.id", message);
        }
        let ids: Vec<&str> = above.iter().map(|it| it.id.as_str()).collect();
        match Expression::parse(&written, &ids) {
            Ok(of) => Some(Measure { id, name, unit, written, of, origin: of_node.origin }),
            Err(reason) => {
                let message = words!("`measure.of` of `{id}`: {reason}", id, reason);
                self.fault(Code::BadMeasure, &of_node.origin, "measure.of", message);
                None
            }
        }
    }
}

/// What is wrong with the id of a measure beside those above it and the axes: two columns of one name in `points.csv`.
fn clash(id: &str, measures: &[Measure], axes: &[Axis]) -> Option<Words> {
    if measures.iter().any(|other| other.id == id) {
        return Some(words!("`{id}` is the id of two measures", id));
    }
    let own = names_of(id);
    for other in measures {
        if let Some(column) = names_of(&other.id).into_iter().find(|column| own.contains(column)) {
            let other = &other.id;
            return Some(words!(
                "the measures `{id}` and `{other}` would both have a column `{column}` in points.csv",
                id,
                other,
                column
            ));
        }
    }
    let axis = axes.iter().find(|axis| own.contains(&axis.path))?;
    Some(words!(
        "the measure `{id}` and the axis `{path}` would both have a column `{path}` in points.csv",
        id,
        path = axis.path
    ))
}
