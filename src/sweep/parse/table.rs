//! The points of a table: a CSV file whose columns are paths of the scenario and whose rows are points.

use crate::scenario::{Code, Entry, Reader, TomlTable, short};
use crate::words::{Words, words};

use super::super::axis::{Axis, Level, Values};
use super::super::keys::AXIS;
use super::super::{Combination, MAX_AXES, MAX_POINTS, PointTable, Sweep};
use super::{Beside, MAX_BYTES};

/// A column of the table, and its cells by row.
struct PointColumn {
    path: String,
    cells: Vec<Level>,
}

impl Reader<'_> {
    /// Reads the table that `file` names; the table design needs it, and no other takes one.
    pub(super) fn point_table(&mut self, root: &TomlTable, sweep: &Sweep, beside: Beside<'_>) -> Option<PointTable> {
        let node = root.get("sweep")?;
        let table = node.as_table()?;
        let is_table = sweep.combination == Combination::Table;
        let Some(entry) = table.entry("file") else {
            if is_table {
                let message = words!("`sweep.file` is missing: which table holds the points?");
                self.fault(Code::MissingKey, &node.origin, "sweep.file", message);
            }
            return None;
        };
        if !is_table {
            let design = sweep.combination.key();
            let message = words!("`sweep.file` goes with the table design; the design is {design}", design);
            self.fault(Code::Contradiction, &entry.origin, "sweep.file", message);
            return None;
        }
        let file = self.text(table, "sweep", "file")?;
        match beside(&file) {
            Ok(text) if text.len() <= MAX_BYTES => Some(PointTable { file, text }),
            Ok(text) => {
                let (value, max_bytes) = (text.len(), MAX_BYTES);
                self.bad_table(entry, &words!("has {value} bytes; at most {max_bytes} are allowed", value, max_bytes));
                None
            }
            Err(reason) => {
                self.bad_table(entry, &reason);
                None
            }
        }
    }

    fn bad_table(&mut self, entry: &Entry, reason: &Words) {
        let file = short(entry.node.as_str().unwrap_or_default());
        let message = words!("`sweep.file` is \"{file}\": {reason}", file, reason);
        self.fault(Code::BadTable, &entry.node.origin, "sweep.file", message);
    }

    /// The axes of a table: those that the sweep file names, or else all columns whose names are paths.
    pub(super) fn tabled_axes(&mut self, root: &TomlTable, table: &PointTable) -> Vec<Axis> {
        let entry = root.get("sweep").and_then(|node| node.as_table()).and_then(|sweep| sweep.entry("file")).cloned();
        let Some(entry) = entry else { return Vec::new() };
        let columns = match columns(&table.text) {
            Ok(columns) => columns,
            Err(reason) => {
                self.bad_table(&entry, &reason);
                return Vec::new();
            }
        };
        if root.get("axis").is_some() {
            return self.named_axes(root, columns);
        }
        let axis = |PointColumn { path, cells }: PointColumn| Axis {
            path,
            name: None,
            unit: None,
            base: None,
            values: Values::List(cells),
            origin: entry.node.origin.clone(),
        };
        // What has no dot in its name is no path: the figures of an earlier sweep, say.
        let axes: Vec<Axis> = columns.into_iter().filter(|column| column.path.contains('.')).map(axis).collect();
        if axes.is_empty() || axes.len() > MAX_AXES {
            let (paths, most) = (axes.len(), MAX_AXES);
            let reason =
                words!("{paths} of its columns are paths of the scenario; it takes from 1 to {most}", paths, most);
            self.bad_table(&entry, &reason);
        }
        for axis in &axes {
            self.refuse_path(&entry.node, &axis.path);
        }
        axes
    }

    /// The axes that the sweep file names, each with its column.
    fn named_axes(&mut self, root: &TomlTable, mut columns: Vec<PointColumn>) -> Vec<Axis> {
        let known: Vec<String> = columns.iter().map(|column| column.path.clone()).collect();
        let mut column = |path: &str| {
            let place = columns.iter().position(|column| column.path == path)?;
            Some(Values::List(columns.swap_remove(place).cells))
        };
        self.axes_with(root, Combination::Table, &mut |reader, node, table| {
            let entry = reader.plain(table, &node.origin, "axis", AXIS, "path")?.node.clone();
            let path = entry.as_str()?.trim().to_owned();
            let found = column(&path);
            if found.is_none() {
                let message = words!("`{path}` is no column of the table", path = short(&path));
                let known: Vec<&str> = known.iter().map(String::as_str).collect();
                reader
                    .fault(Code::UnknownName, &entry.origin, "axis.path", message)
                    .advise(crate::scenario::one_of(&path, &known));
            }
            found
        })
    }
}

/// The columns of a table.
fn columns(text: &str) -> Result<Vec<PointColumn>, Words> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let mut reader = csv::ReaderBuilder::new().has_headers(false).trim(csv::Trim::All).from_reader(text.as_bytes());
    let mut columns: Vec<PointColumn> = Vec::new();
    for (row, record) in reader.records().enumerate() {
        let record = record.map_err(|error| match error.kind() {
            csv::ErrorKind::UnequalLengths { pos, expected_len, len } => {
                let line = pos.as_ref().map_or(row as u64 + 1, csv::Position::line);
                words!(
                    "line {line} has {cells} cells where the first has {columns}; numbers take a decimal point",
                    line,
                    cells = *len,
                    columns = *expected_len
                )
            }
            _ => Words::verbatim(error.to_string()),
        })?;
        if row as u64 > MAX_POINTS {
            return Err(words!("has more rows than the {max_points} points that are allowed", max_points = MAX_POINTS));
        }
        if row > 0 {
            columns.iter_mut().zip(record.iter()).for_each(|(column, cell)| column.cells.push(level(cell)));
            continue;
        }
        for name in &record {
            if columns.iter().any(|column| column.path == name) {
                return Err(words!("two of its columns are called `{name}`", name = short(name)));
            }
            columns.push(PointColumn { path: name.to_owned(), cells: Vec::new() });
        }
        if let [only] = columns.as_slice()
            && only.path.contains([';', '\t'])
        {
            return Err(words!("its columns are not set apart by commas; numbers take a decimal point"));
        }
    }
    match columns.first() {
        Some(column) if !column.cells.is_empty() => Ok(columns),
        _ => Err(words!("has no rows")),
    }
}

/// A cell: a number, `true` or `false`, a word, or nothing, which leaves the base's own value.
fn level(cell: &str) -> Level {
    match cell.parse::<f64>() {
        // Other programs write 15 as 15.0, and as such it is no whole number in TOML.
        Ok(number) if number.is_finite() => {
            let toml = if number.abs() < 1e15 { format!("{number}") } else { format!("{number:e}") };
            Level { toml, shown: cell.to_owned(), number: Some(number) }
        }
        // A number without end, as tables have it: `inf` for a number, `permanent` and `none` for people.
        Ok(number) if number == f64::INFINITY => Level::other("inf"),
        _ if cell.is_empty() || cell == "true" || cell == "false" => Level::other(cell),
        _ => Level::word(cell),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sweep::Points;

    const HEAD: &str = "schema = 1\n[sweep]\nbase = \"tiny.toml\"\ndesign = \"table\"\nfile = \"points.csv\"\n";
    const MEASURE: &str = "[[measure]]\nid = \"held\"\nof = \"classes.peace_held\"\n";

    fn read(axes: &str, table: &str) -> Result<Sweep, String> {
        let text = format!("{HEAD}{axes}{MEASURE}");
        Sweep::parse_with("s.toml", &text, Some(table)).map_err(|faults| faults.to_string())
    }

    /// What each row sets, in the order of the rows; an empty cell sets nothing, a column without a dot is no axis.
    #[test]
    fn rows_are_points() {
        let table = "\u{feff}front.stalemate,held,plan.guarantee-10.terms.guarantee_years,run.alone\r\n\
                     0.50,0.3,15.0,true\r\n,0.4, permanent ,false\r\n0.7,,20,\r\n,,inf,\r\n";
        let sweep = read("", table).unwrap();
        let points = Points::new(&sweep, 1).unwrap();
        let sets = |index| points.overrides(&points.point(index)).join(" ");
        let years = "plan.guarantee-10.terms.guarantee_years";
        assert_eq!(points.count(), 4);
        assert_eq!(sets(0), format!("front.stalemate=0.5 {years}=15 run.alone=true"));
        assert_eq!(sets(1), format!("{years}=\"permanent\" run.alone=false"));
        assert_eq!(sets(2), format!("front.stalemate=0.7 {years}=20"));
        assert_eq!(sets(3), format!("{years}=inf"));
        let shown: Vec<String> = points.point(0).iter().flatten().map(|level| level.shown.clone()).collect();
        assert_eq!(shown, ["0.50", "15.0", "true"]);
    }

    #[test]
    fn named_axes_take_their_columns() {
        let axis = "[[axis]]\npath = \"front.stalemate\"\nname = \"Stalemate\"\n";
        let sweep = read(axis, "war,front.stalemate,challenger.growth\n1,0.5,0.1\n2,0.6,0.2\n").unwrap();
        assert_eq!((sweep.axes.len(), sweep.axes[0].name.as_deref()), (1, Some("Stalemate")));
        assert_eq!(
            Points::new(&sweep, 1).unwrap().overrides(&Points::new(&sweep, 1).unwrap().point(1)),
            ["front.stalemate=0.6"]
        );
        let unknown = read(axis, "front.stalemat\n0.5\n").unwrap_err();
        assert!(unknown.contains("`front.stalemate` is no column of the table"), "{unknown}");
        assert!(unknown.contains("did you mean `front.stalemat`?"), "{unknown}");
        let valued =
            read("[[axis]]\npath = \"front.stalemate\"\nvalues = [0.5]\n", "front.stalemate\n0.5\n").unwrap_err();
        assert!(valued.contains("an axis of the table design takes"), "{valued}");
    }

    #[test]
    fn what_is_no_table_is_refused() {
        let refused = |table: &str| read("", table).unwrap_err();
        assert!(refused("").contains("has no rows"));
        assert!(refused("front.stalemate\n").contains("has no rows"));
        assert!(refused("a,b\n1,2\n").contains("0 of its columns are paths"));
        assert!(refused("front.stalemate,front.stalemate\n1,2\n").contains("two of its columns"));
        assert!(refused("front.stalemate;challenger.growth\n0,5;0,1\n").contains("not set apart by commas"));
        let ragged = refused("front.stalemate,challenger.growth\n0.5\n");
        assert!(ragged.contains("line 2 has 1 cells where the first has 2; numbers take a decimal point"), "{ragged}");
        assert!(refused("run.seed\n1\n").contains("all points share their seed"));
        let other = format!("{}{MEASURE}", HEAD.replace("\"table\"", "\"grid\""));
        let told = Sweep::parse_with("s.toml", &other, Some("a")).unwrap_err().to_string();
        assert!(told.contains("`sweep.file` goes with the table design"), "{told}");
        let none = Sweep::parse("s.toml", &format!("{HEAD}{MEASURE}")).unwrap_err().to_string();
        assert!(none.contains("`sweep.file` is \"points.csv\""), "{none}");
    }
}
