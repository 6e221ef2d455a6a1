//! A sweep file in, a checked [`Sweep`] out.

mod axes;
mod charts;
mod drawn;
mod fit;
mod heading;
mod measures;
mod table;
mod values;

pub(super) use drawn::takes_whole_numbers;

use crate::scenario::{Code, Diagnostic, Document, Faults, Location, Node, Reader, TomlTable, names, sorted};
use crate::words::{Words, words};

use super::keys::TOP;
use super::{Combination, Sweep};

/// The largest sweep file, bytes.
const MAX_BYTES: usize = 10_000_000;

/// Reads a file that a sweep file names, relative to it.
pub type Beside<'a> = &'a dyn Fn(&str) -> Result<String, Words>;

pub(super) fn read(file_name: &str, text: &str, beside: Beside<'_>) -> Result<(Sweep, Faults), Faults> {
    if text.len() > MAX_BYTES {
        let message =
            words!("has {value} bytes; at most {max_bytes} are allowed", value = text.len(), max_bytes = MAX_BYTES);
        return Err(Faults::whole(file_name, message));
    }
    let document = Document::parse(file_name, text)?;
    let root = &document.root;
    if root.get("sweep").is_none() && ["challenger", "scenario"].iter().any(|name| root.get(name).is_some()) {
        return Err(a_scenario(file_name));
    }
    let mut reader = Reader::new(&document);
    if !reader.schema(root) {
        return Err(sorted(reader.faults, reader.more));
    }
    reader.refuse_unknown(root, "", &names(TOP));
    let mut sweep = reader.sweep(root, file_name, &document);
    sweep.table = reader.point_table(root, &sweep, beside);
    sweep.axes = match &sweep.table {
        Some(table) => reader.tabled_axes(root, table),
        None if sweep.combination == Combination::Table => Vec::new(),
        None => reader.axes(root, sweep.combination),
    };
    sweep.skip = reader.skip(root, &sweep);
    sweep.measures = reader.measures(root, &sweep.axes);
    sweep.charts = reader.charts(root, &sweep);
    reader.size(root, &sweep);
    Ok((sweep, sorted(reader.faults, reader.more)))
}

/// The fault of a file that is no sweep, but a scenario.
fn a_scenario(file_name: &str) -> Faults {
    let hint = words!("run it with `armistice run {file_name}`, or name it as `base` in a sweep file", file_name);
    let fault = Diagnostic::error(Code::WrongFile, None, words!("this is a scenario, not a sweep file"));
    Faults { diagnostics: vec![fault.at(Location::named(file_name)).hint(hint)], more: 0 }
}

impl Reader<'_> {
    /// A part that every sweep file has, which messages call by its header.
    fn required<'n>(&mut self, root: &'n TomlTable, name: &str, header: &str) -> Option<&'n Node> {
        let node = root.get(name);
        if node.is_none() && !self.misspelt.iter().any(|meant| meant == name) {
            let key = TOP.iter().find(|key| key.name == name);
            self.fault_whole(Code::MissingKey, name, words!("`{header}` is missing", header)).hint =
                key.map(|key| Words::documented(key.doc));
        }
        node
    }
}
