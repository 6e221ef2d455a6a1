//! A sweep file in, a checked [`Sweep`] out.

use crate::analysis::figures::meant;
use crate::model::Range;
use crate::sampling::{Distribution, Sampling};
use crate::scenario::{
    Advice, Code, Diagnostic, Document, Entry, Faults, Location, Node, Origin, Reader, Rule, SAMPLINGS, TomlTable,
    Uncertain, Value, is_family, join_path, names, one_of, short, sorted,
};

use super::axis::{Axis, Level, Values};
use super::chart::{ChartKind, ChartSpec};
use super::check::overlap;
use super::decimal::{Decimal, spaced, stepped};
use super::expression::Expression;
use super::keys::{AXIS, CHART, MEASURE, SWEEP, TOP};
use super::measure::Measure;
use super::table::columns;
use super::{Combination, MAX_AXES, MAX_CHARTS, MAX_MEASURES, MAX_POINTS, Sweep};

/// Paths that every point must share, so that points differ in what is varied and in nothing else.
const SHARED: [(&str, &str); 4] = [
    ("run.seed", "seed"),
    ("run.trials", "trials"),
    ("run.replications", "replications"),
    ("run.sampling", "sampling"),
];

/// The most whole numbers of an axis that draws them.
const MOST_INTEGERS: i64 = 10_000;
/// The way out where an axis over whole numbers is given a distribution over others.
const WHOLE: &str = "this axis takes whole numbers: use integers = [from, to], or discrete = { values = [...] }";

/// The largest sweep file, bytes.
const MAX_BYTES: usize = 10_000_000;

pub(super) fn read(file_name: &str, text: &str) -> Result<(Sweep, Faults), Faults> {
    if text.len() > MAX_BYTES {
        let message = format!("has {} bytes; at most {MAX_BYTES} are allowed", text.len());
        return Err(Faults::whole(file_name, message));
    }
    let document = Document::parse(file_name, text)?;
    let root = &document.root;
    if root.get("sweep").is_none() && ["challenger", "scenario"].iter().any(|name| root.get(name).is_some()) {
        let fault = Diagnostic::error(Code::WrongFile, None, "this is a scenario, not a sweep file".to_owned());
        let fault = fault
            .at(Location::named(file_name))
            .hint(format!("run it with `armistice run {file_name}`, or name it as `base` in a sweep file"));
        return Err(Faults { diagnostics: vec![fault], more: 0 });
    }
    let mut reader = Reader::new(&document);
    if !reader.schema(root) {
        return Err(sorted(reader.faults, reader.more));
    }
    reader.refuse_unknown(root, "", &names(TOP));
    let mut sweep = reader.sweep(root, file_name, &document);
    sweep.axes = reader.axes(root, sweep.combination);
    sweep.measures = reader.measures(root, &sweep.axes);
    sweep.charts = reader.charts(root, &sweep);
    reader.size(root, &sweep);
    Ok((sweep, sorted(reader.faults, reader.more)))
}

impl Reader<'_> {
    fn required<'n>(&mut self, root: &'n TomlTable, name: &str, header: &str) -> Option<&'n Node> {
        let node = root.get(name);
        if node.is_none() && !self.misspelt.iter().any(|meant| meant == name) {
            let key = TOP.iter().find(|key| key.name == name);
            self.fault_whole(Code::MissingKey, name, format!("`{header}` is missing")).hint =
                key.map(|key| key.doc.trim_end_matches('.').to_owned());
        }
        node
    }

    fn sweep(&mut self, root: &TomlTable, file_name: &str, document: &Document) -> Sweep {
        let stem = std::path::Path::new(file_name).file_stem().map(|stem| stem.to_string_lossy().into_owned());
        let mut sweep = Sweep {
            name: stem.unwrap_or_else(|| file_name.to_owned()),
            summary: None,
            base: String::new(),
            plans: None,
            combination: Combination::Grid,
            trials: None,
            points: None,
            seed: None,
            sampling: None,
            years: None,
            axes: Vec::new(),
            measures: Vec::new(),
            charts: Vec::new(),
            document: document.clone(),
        };
        let Some(node) = self.required(root, "sweep", "[sweep]") else { return sweep };
        let Some(table) = self.table(node, "sweep") else { return sweep };
        self.refuse_unknown(table, "sweep", &names(SWEEP));
        if let Some(name) = self.text(table, "sweep", "name") {
            sweep.name = name;
        }
        sweep.summary = self.text(table, "sweep", "summary");
        self.plain(table, &node.origin, "sweep", SWEEP, "base");
        sweep.base = self.text(table, "sweep", "base").unwrap_or_default();
        sweep.plans = self.plan_list(table);
        if let Some(key) = self.choice(table, "sweep", "design", &Combination::KEYS) {
            sweep.combination = [
                Combination::Grid,
                Combination::Zip,
                Combination::OneAtATime,
                Combination::LatinHypercube,
                Combination::Sobol,
            ]
            .into_iter()
            .find(|combination| combination.key() == key)
            .unwrap_or(Combination::Grid);
        }
        let mut count = |name: &str| table.get(name).map(|_| self.count(table, "sweep", SWEEP, name, 1));
        sweep.trials = count("trials");
        sweep.points = count("points");
        sweep.seed = count("seed");
        sweep.years = count("years");
        sweep.sampling = self.choice(table, "sweep", "sampling", &SAMPLINGS).and_then(Sampling::by_name);
        self.points(table, &node.origin, &sweep);
        sweep
    }

    /// `points` goes with designs that draw, and with no other.
    fn points(&mut self, table: &TomlTable, origin: &Origin, sweep: &Sweep) {
        let design = sweep.combination.key();
        match (sweep.combination.draws(), table.entry("points")) {
            (true, None) => {
                let message = format!("`sweep.points` is missing: how many points has the {design} design?");
                self.fault(Code::MissingKey, origin, "sweep.points", message);
            }
            (false, Some(entry)) => {
                let message = format!("`sweep.points` goes with latin_hypercube and sobol; the design is {design}");
                self.fault(Code::Contradiction, &entry.origin, "sweep.points", message);
            }
            (true, Some(entry)) => {
                let points = sweep.points.unwrap_or(2);
                if sweep.combination == Combination::Sobol && !points.is_power_of_two() {
                    let above = points.next_power_of_two();
                    let message = format!("`sweep.points` is {points}; a sobol design takes a power of two");
                    self.fault(Code::OutOfRange, &entry.node.origin, "sweep.points", message).hint =
                        Some(format!("the nearest are {} and {above}", above / 2));
                }
            }
            (false, None) => {}
        }
    }

    fn plan_list(&mut self, table: &TomlTable) -> Option<Vec<String>> {
        let node = table.get("plans")?;
        let Value::Array(items) = &node.value else {
            self.wrong_kind(node, "sweep.plans", "a list of plans' ids");
            return None;
        };
        if items.is_empty() {
            self.fault(
                Code::Contradiction,
                &node.origin,
                "sweep.plans",
                "`sweep.plans` is empty: no plan would be on the table",
            );
        }
        Some(items.iter().filter_map(|item| self.id(item, "sweep.plans")).collect())
    }

    fn axes(&mut self, root: &TomlTable, combination: Combination) -> Vec<Axis> {
        let Some(node) = self.required(root, "axis", "[[axis]]") else { return Vec::new() };
        let mut axes: Vec<Axis> = Vec::new();
        for (node, table) in self.tables(node, "axis", MAX_AXES) {
            let Some(axis) = self.axis(node, table, combination) else { continue };
            if axes.iter().any(|other| other.path == axis.path) {
                let message = format!("`{}` is the path of two axes", short(&axis.path));
                self.fault(Code::DuplicateName, &axis.origin, "axis.path", message);
            } else if let Some(other) = axes.iter().find(|other| overlap(&other.path, &axis.path)) {
                let message = format!("`{}` sets what the axis `{}` sets", short(&axis.path), short(&other.path));
                self.fault(Code::DuplicateName, &axis.origin, "axis.path", message);
            }
            axes.push(axis);
        }
        axes
    }

    fn axis(&mut self, node: &Node, table: &TomlTable, combination: Combination) -> Option<Axis> {
        let mut known = names(AXIS);
        if combination.draws() {
            known.retain(|name| !matches!(*name, "values" | "from" | "to" | "step" | "count" | "base"));
            known.extend(["min", "max", "integers"]);
            known.extend(crate::scenario::FAMILIES.iter().map(|family| family.name));
        }
        self.refuse_axis_keys(table, combination, &known);
        let path = self.plain(table, &node.origin, "axis", AXIS, "path").map(|entry| entry.node.clone());
        let path_node = path?;
        let path = self.text(table, "axis", "path")?;
        if let Some((_, what)) = SHARED.iter().find(|(shared, _)| *shared == path.trim()) {
            let message = format!("`{path}` cannot be varied: all points share their {what}");
            self.fault(Code::Contradiction, &path_node.origin, "axis.path", message);
        }
        if path.contains('=') || path.trim().is_empty() {
            let message = format!("`{}` is not a path", short(&path));
            self.fault(Code::BadSetting, &path_node.origin, "axis.path", message);
        }
        let base = match table.get("base") {
            Some(base) if combination == Combination::OneAtATime => self.level(base, "axis.base"),
            Some(base) if !combination.draws() => {
                let message = "`axis.base` goes with the one_at_a_time design: in others every axis is varied";
                self.fault(Code::Contradiction, &base.origin, "axis.base", message);
                None
            }
            _ => None,
        };
        let values = if combination.draws() { self.drawn(node, table)? } else { self.listed_values(node, table)? };
        Some(Axis {
            path: path.trim().to_owned(),
            name: self.text(table, "axis", "name"),
            unit: self.text(table, "axis", "unit"),
            base,
            values,
            origin: path_node.origin,
        })
    }

    /// Reports unknown keys of an axis, and those that do not go with the design.
    fn refuse_axis_keys(&mut self, table: &TomlTable, combination: Combination, known: &[&str]) {
        let design = combination.key();
        let mut others: Vec<&str> = Vec::new();
        for entry in table.entries.iter().filter(|entry| !known.contains(&entry.key.as_str())) {
            let listed = AXIS.iter().any(|key| key.name == entry.key);
            if listed || is_family(&entry.key) {
                let takes = if combination.draws() { "a distribution" } else { "values" };
                let key = join_path("axis", &entry.key);
                let message = format!("`{key}`: an axis of the {design} design takes {takes}");
                self.fault(Code::UnknownKey, &entry.origin, &key, message);
                others.push(&entry.key);
            }
        }
        let all: Vec<&str> = known.iter().copied().chain(others).collect();
        self.refuse_unknown(table, "axis", &all);
    }

    /// The distribution of an axis of a design that draws.
    fn drawn(&mut self, node: &Node, table: &TomlTable) -> Option<Values> {
        if let Some(integers) = table.entry("integers") {
            return self.integers(integers, table);
        }
        let rule = Rule {
            name: "axis",
            doc: "",
            unit: String::new(),
            range: Range::closed(f64::NEG_INFINITY, f64::INFINITY),
            default: None,
            whole: false,
            words: &["permanent", "none", "inf"],
        };
        let mut inner = table.clone();
        inner.entries.retain(|entry| is_family(&entry.key) || matches!(entry.key.as_str(), "min" | "max"));
        let number = self.number(&Node { value: Value::Table(inner), origin: node.origin.clone() }, "axis", &rule)?;
        let Uncertain::Distribution(distribution) = number.value else { return None };
        let written = number.written;
        let word = rule.words.iter().find(|word| written.contains(&format!("\"{word}\""))).map(|&word| word.to_owned());
        Some(Values::Drawn { distribution, word })
    }

    /// Whole numbers from one to another, all equally likely.
    fn integers(&mut self, entry: &Entry, table: &TomlTable) -> Option<Values> {
        let other = table.entries.iter().find(|it| is_family(&it.key) || matches!(it.key.as_str(), "min" | "max"));
        if let Some(other) = other {
            let message = format!("`axis.integers` stands alone: `axis.{}` goes with other distributions", other.key);
            self.fault(Code::Contradiction, &other.origin, "axis.integers", message);
            return None;
        }
        let Some((from, to)) = whole_ends(&entry.node) else {
            self.wrong_kind(&entry.node, "axis.integers", "two whole numbers: integers = [from, to]");
            return None;
        };
        let count = to.checked_sub(from).map(|span| span + 1).filter(|count| (1..=MOST_INTEGERS).contains(count));
        let Some(count) = count else {
            let message =
                format!("`axis.integers` goes from {from} to {to}; it takes from 1 to {MOST_INTEGERS} numbers");
            self.fault(Code::BadRange, &entry.node.origin, "axis.integers", message);
            return None;
        };
        let values: Vec<f64> = (from..=to).map(|number| number as f64).collect();
        let distribution = Distribution::discrete(values, vec![1.0; count as usize]).ok()?;
        Some(Values::Drawn { distribution, word: None })
    }

    /// The list of values of an axis, or the range that makes one.
    fn listed_values(&mut self, node: &Node, table: &TomlTable) -> Option<Values> {
        let range: Vec<&str> =
            ["from", "to", "step", "count"].into_iter().filter(|name| table.get(name).is_some()).collect();
        let levels = match (table.get("values"), range.as_slice()) {
            (Some(values), []) => self.values(values)?,
            (None, ["from", "to", "step" | "count"]) => self.range(table)?,
            (Some(values), _) => {
                let message = format!("an axis takes either `values` or a range, not both `values` and `{}`", range[0]);
                self.fault(Code::Contradiction, &values.origin, "axis.values", message);
                return None;
            }
            (None, []) => {
                self.fault(Code::MissingKey, &node.origin, "axis", "this axis has no values").hint =
                    Some("values = [...], or from, to and step, or from, to and count".to_owned());
                return None;
            }
            (None, _) => {
                self.fault(
                    Code::MissingKey,
                    &node.origin,
                    "axis",
                    format!("this axis has only {}", range.join(", ")),
                )
                .hint = Some("a range takes from, to and either step or count".to_owned());
                return None;
            }
        };
        if let Some(twice) = levels.iter().enumerate().find(|(index, level)| levels[..*index].contains(level)) {
            let message = format!("`axis.values` holds {} twice", short(&twice.1.toml));
            self.fault(
                Code::DuplicateName,
                table.get("values").map_or(&node.origin, |values| &values.origin),
                "axis.values",
                message,
            );
        }
        Some(Values::List(levels))
    }

    fn values(&mut self, node: &Node) -> Option<Vec<Level>> {
        let Value::Array(items) = &node.value else {
            self.wrong_kind(node, "axis.values", "a list");
            return None;
        };
        if items.is_empty() || items.len() as u64 > MAX_POINTS {
            let message = format!("`axis.values` has {} entries; it takes from 1 to {MAX_POINTS}", items.len());
            self.fault(Code::TooMany, &node.origin, "axis.values", message);
            return None;
        }
        let levels: Vec<Option<Level>> = items.iter().map(|item| self.level(item, "axis.values")).collect();
        levels.into_iter().collect()
    }

    fn level(&mut self, node: &Node, path: &str) -> Option<Level> {
        match &node.value {
            Value::Integer(literal) | Value::Float(literal) => {
                let exact = literal.exact.map(|exact| exact.to_string());
                let text = exact.or_else(|| Decimal::parse(&literal.text).map(|decimal| decimal.to_string()));
                if text.is_none() {
                    let message = format!("`{path}` holds {}, which is no decimal number", short(&literal.text));
                    self.fault(Code::NotANumber, &node.origin, path, message).hint =
                        Some("words such as \"permanent\" and \"none\" stand for what has no number".to_owned());
                }
                text.map(|text| Level::number(&text))
            }
            Value::String(word) => Some(Level::word(word)),
            _ => Some(Level::other(&node.written())),
        }
    }

    fn range(&mut self, table: &TomlTable) -> Option<Vec<Level>> {
        let (from, to) = (self.decimal(table, "from"), self.decimal(table, "to"));
        if let Some(count) = table.entry("count") {
            let count_value = self.count(table, "axis", AXIS, "count", 1);
            let (from, to) = (from?, to?);
            if count_value == 1 && from != to {
                let message = format!("`axis.count` is 1, but {from} and {to} are two values");
                self.fault(Code::Contradiction, &count.node.origin, "axis.count", message);
                return None;
            }
            return self.levels(spaced(from, to, count_value), &count.node);
        }
        let step = self.decimal(table, "step");
        let values = stepped(from?, to?, step?, MAX_POINTS);
        let texts = values.map(|values| values.iter().map(ToString::to_string).collect());
        self.levels(texts, table.get("step")?)
    }

    fn levels(&mut self, texts: Result<Vec<String>, super::decimal::RangeError>, node: &Node) -> Option<Vec<Level>> {
        match texts {
            Ok(texts) => Some(texts.iter().map(|text| Level::number(text)).collect()),
            Err(error) => {
                self.fault(Code::BadRange, &node.origin, "axis", format!("this axis: {error}"));
                None
            }
        }
    }

    fn decimal(&mut self, table: &TomlTable, name: &str) -> Option<Decimal> {
        let node = table.get(name)?;
        let path = join_path("axis", name);
        let decimal = match &node.value {
            Value::Integer(literal) | Value::Float(literal) => Decimal::parse(&literal.text),
            _ => None,
        };
        if decimal.is_none() {
            self.wrong_kind(node, &path, "a decimal number");
        }
        decimal
    }

    fn measures(&mut self, root: &TomlTable, axes: &[Axis]) -> Vec<Measure> {
        let Some(node) = self.required(root, "measure", "[[measure]]") else { return Vec::new() };
        let mut measures: Vec<Measure> = Vec::new();
        for (node, table) in self.tables(node, "measure", MAX_MEASURES) {
            self.refuse_unknown(table, "measure", &names(MEASURE));
            let id = self.plain(table, &node.origin, "measure", MEASURE, "id").map(|entry| entry.node.clone());
            let of = self.plain(table, &node.origin, "measure", MEASURE, "of").map(|entry| entry.node.clone());
            let (name, unit) = (self.text(table, "measure", "name"), self.text(table, "measure", "unit"));
            let id_text = id.as_ref().and_then(|node| self.id(node, "measure.id"));
            let written = self.text(table, "measure", "of");
            let (Some(id_node), Some(of), Some(id), Some(written)) = (id, of, id_text, written) else { continue };
            if let Some(message) = clash(&id, &measures, axes) {
                self.fault(Code::DuplicateName, &id_node.origin, "measure.id", message);
            }
            let above: Vec<&str> = measures.iter().map(|it| it.id.as_str()).collect();
            match Expression::parse(&written, &above) {
                Ok(expression) => {
                    measures.push(Measure { id, name, unit, written, of: expression, origin: of.origin });
                }
                Err(reason) => {
                    self.fault(Code::BadMeasure, &of.origin, "measure.of", format!("`measure.of` of `{id}`: {reason}"));
                }
            }
        }
        measures
    }

    fn charts(&mut self, root: &TomlTable, sweep: &Sweep) -> Vec<ChartSpec> {
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
            kind: ChartKind::ALL.into_iter().find(|it| Some(it.key()) == kind).unwrap_or(ChartKind::Lines),
            title: self.text(table, "chart", "title"),
            x: self.axis_named(table, "x", sweep),
            y: self.axis_named(table, "y", sweep),
            series: self.axis_named(table, "series", sweep),
            by: self.listed_names(table, "by", |reader, item| reader.axis_at(item, "chart.by", sweep)),
            measures: self.listed_names(table, "measure", |reader, item| reader.measure_at(item, sweep)),
        };
        kind?;
        if let Some(Node { value: Value::Array(items), origin }) = table.get("measure")
            && items.is_empty()
        {
            self.fault(
                Code::Contradiction,
                origin,
                "chart.measure",
                "`chart.measure` is empty: nothing would be drawn",
            );
        }
        self.fits(node, &spec, sweep);
        Some(spec)
    }

    fn axis_named(&mut self, table: &TomlTable, name: &str, sweep: &Sweep) -> Option<usize> {
        let node = table.get(name)?;
        self.axis_at(node, &join_path("chart", name), sweep)
    }

    fn axis_at(&mut self, node: &Node, key: &str, sweep: &Sweep) -> Option<usize> {
        let Some(text) = node.as_str() else {
            self.wrong_kind(node, key, "the path of an axis in quotes");
            return None;
        };
        let found = sweep.axes.iter().position(|axis| axis.path == text);
        if found.is_none() {
            let known: Vec<&str> = sweep.axes.iter().map(|axis| axis.path.as_str()).collect();
            let message = format!("`{key}` is \"{}\", which is no axis", short(text));
            self.fault(Code::UnknownName, &node.origin, key, message).of(text).advise(one_of(text, &known));
        }
        found
    }

    fn measure_at(&mut self, node: &Node, sweep: &Sweep) -> Option<usize> {
        let Some(text) = node.as_str() else {
            self.wrong_kind(node, "chart.measure", "the id of a measure in quotes");
            return None;
        };
        let found = sweep.measures.iter().position(|measure| measure.id == text);
        if found.is_none() {
            let known: Vec<&str> = sweep.measures.iter().map(|measure| measure.id.as_str()).collect();
            let message = format!("`chart.measure` is \"{}\", which is no measure", short(text));
            self.fault(Code::UnknownName, &node.origin, "chart.measure", message).of(text).advise(one_of(text, &known));
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

    /// Reports a chart that the design or its axes cannot make.
    fn fits(&mut self, node: &Node, spec: &ChartSpec, sweep: &Sweep) {
        let kind = spec.kind.key();
        let design = sweep.combination;
        let tornado = spec.kind == ChartKind::Tornado;
        if design.draws() || tornado != (design == Combination::OneAtATime) {
            let wants = if tornado { "a tornado needs the one_at_a_time design" } else { "it needs grid or zip" };
            let message = format!("a {kind} chart cannot be drawn of the {} design: {wants}", design.key());
            self.fault(Code::UnfitChart, &node.origin, "chart.kind", message);
            return;
        }
        let missing = match spec.kind {
            ChartKind::Heatmap | ChartKind::Lines | ChartKind::Bars if spec.x.is_none() => Some("x"),
            ChartKind::Heatmap if spec.y.is_none() => Some("y"),
            _ => None,
        };
        if let Some(missing) = missing {
            // A faulty path has been reported already.
            let given = node.as_table().is_some_and(|table| table.get(missing).is_some());
            if !given {
                self.missing(&node.origin, &format!("chart.{missing}"), format!("a {kind} chart needs it"));
            }
            return;
        }
        if tornado {
            return;
        }
        let used: Vec<usize> =
            [spec.x, spec.y, spec.series].into_iter().flatten().chain(spec.by.iter().copied()).collect();
        if let Some(twice) = used.iter().enumerate().find(|(index, axis)| used[..*index].contains(axis)) {
            let message = format!("this chart uses the axis `{}` twice", short(&sweep.axes[*twice.1].path));
            self.fault(Code::UnfitChart, &node.origin, "chart", message);
        }
        let wrong = match spec.kind {
            ChartKind::Heatmap => spec.series.map(|_| "series"),
            ChartKind::Bars => spec.y.map(|_| "y").or(spec.series.map(|_| "series")),
            ChartKind::Lines => spec.y.map(|_| "y"),
            ChartKind::Tornado => None,
        };
        if let Some(wrong) = wrong {
            self.fault(
                Code::UnfitChart,
                &node.origin,
                "chart",
                format!("`chart.{wrong}` has no meaning in a {kind} chart"),
            );
        }
        let free = |index: &usize| !used.contains(index) && sweep.axes[*index].levels().len() > 1;
        if design == Combination::Grid {
            for index in (0..sweep.axes.len()).filter(free) {
                let message = format!("this chart leaves the axis `{}` open", short(&sweep.axes[index].path));
                let or_series = if spec.kind == ChartKind::Lines { ", or as `series`" } else { "" };
                self.fault(Code::OpenAxis, &node.origin, "chart", message).of(&sweep.axes[index].path).hint =
                    Some(format!("name it as `by`, for a chart of each of its values{or_series}"));
            }
        } else if spec.kind == ChartKind::Heatmap {
            self.fault(Code::UnfitChart, &node.origin, "chart.kind", "a heatmap chart needs the grid design");
        }
    }

    /// Reports a design whose lists do not fit together, or that has too many points.
    fn size(&mut self, root: &TomlTable, sweep: &Sweep) {
        let lengths: Vec<u64> = sweep.axes.iter().map(|axis| axis.levels().len() as u64).collect();
        let Some(origin) = root.entry("axis").map(|entry| entry.origin.clone()) else { return };
        if sweep.combination == Combination::Zip && lengths.windows(2).any(|pair| pair[0] != pair[1]) {
            let list: Vec<String> =
                sweep.axes.iter().zip(&lengths).map(|(axis, length)| format!("{length} of `{}`", axis.path)).collect();
            let message = format!("the zip design takes as many values of every axis, not {}", list.join(", "));
            self.fault(Code::Contradiction, &origin, "axis", message);
        }
        let total = match sweep.combination {
            Combination::Grid => lengths.iter().try_fold(1_u64, |product, length| product.checked_mul(*length)),
            Combination::OneAtATime => Some(1 + lengths.iter().sum::<u64>()),
            _ => Some(0),
        };
        if total.is_none_or(|total| total > MAX_POINTS) {
            let many = total.map_or_else(|| "too many".to_owned(), |total| total.to_string());
            self.fault(
                Code::TooMany,
                &origin,
                "axis",
                format!("the axes make {many} points; at most {MAX_POINTS} are allowed"),
            );
        }
    }
}

/// The figures that the last step of their path alone may mean.
fn figure_meant(step: &str, shape: &serde_json::Value) -> Option<Advice> {
    let plans = shape.get("plans").and_then(serde_json::Value::as_object);
    let plans: Vec<&str> = plans.into_iter().flat_map(|plans| plans.keys().map(String::as_str)).collect();
    let is_there = |path: &String| shape.pointer(&format!("/{}", path.replace('.', "/"))).is_some();
    let paths: Vec<String> = meant(step, &plans).into_iter().filter(is_there).collect();
    match paths.as_slice() {
        [] => None,
        [path] => Some(Advice::key(path)),
        _ => Some(Advice::say(format!("`{step}` stands in {}", paths.join(", ")))),
    }
}

/// The two whole numbers of a list.
fn whole_ends(node: &Node) -> Option<(i64, i64)> {
    let Value::Array(items) = &node.value else { return None };
    let [from, to] = items.as_slice() else { return None };
    let whole = |node: &Node| match &node.value {
        Value::Integer(literal) => literal.exact.and_then(|exact| i64::try_from(exact).ok()),
        _ => None,
    };
    Some((whole(from)?, whole(to)?))
}

/// What is wrong with the id of a measure beside those above it and the axes: two columns of one name in `points.csv`.
fn clash(id: &str, measures: &[Measure], axes: &[Axis]) -> Option<String> {
    if measures.iter().any(|other| other.id == id) {
        return Some(format!("`{id}` is the id of two measures"));
    }
    let own = columns(id);
    for other in measures {
        if let Some(column) = columns(&other.id).into_iter().find(|column| own.contains(column)) {
            let other = &other.id;
            return Some(format!(
                "the measures `{id}` and `{other}` would both have a column `{column}` in points.csv"
            ));
        }
    }
    let axis = axes.iter().find(|axis| own.contains(&axis.path))?;
    Some(format!("the measure `{id}` and the axis `{0}` would both have a column `{0}` in points.csv", axis.path))
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

impl Sweep {
    /// Makes sure that every measure is a figure of summaries of this shape, and learns which have intervals.
    ///
    /// # Errors
    /// Every measure that is not.
    pub fn check_measures(&mut self, shape: &serde_json::Value) -> Result<(), Faults> {
        let mut faults = Vec::new();
        let ids: Vec<String> = self.measures.iter().map(|measure| measure.id.clone()).collect();
        for measure in &mut self.measures {
            for figure in measure.of.figures_mut() {
                let Err(error) = figure.check(shape) else { continue };
                let message = format!("`measure.of` of `{}`: {error}", measure.id);
                let mut fault = Diagnostic::error(Code::BadMeasure, Some("measure.of"), message);
                let mut known: Vec<&str> = error.known().iter().map(String::as_str).collect();
                if !known.is_empty() && !figure.path.contains('.') {
                    known.extend(ids.iter().map(String::as_str));
                }
                if ids.contains(&figure.path) {
                    fault.message =
                        format!("`measure.of` of `{}`: `{}` is a measure, but none above it", measure.id, figure.path);
                    fault.hint = Some("a measure is made of figures and of the measures above it".to_owned());
                } else if let super::FigureError::Unknown { step, .. } = &error {
                    let halves = figure.path.split_once('-').filter(|_| !figure.path.contains('.'));
                    fault.advise(match halves {
                        Some((a, b)) if ids.iter().any(|id| id == a) && ids.iter().any(|id| id == b) => {
                            let meant = format!("{a} - {b}");
                            Advice::write(&meant, format!("a difference is written with spaces: {meant}"))
                        }
                        _ => figure_meant(step, shape).unwrap_or_else(|| one_of(step, &known)),
                    });
                } else if !known.is_empty() {
                    fault.hint = Some(format!("name one: {}", known.join(", ")));
                }
                faults.push(fault.at(self.document.place(&measure.origin)));
            }
        }
        if faults.is_empty() { Ok(()) } else { Err(sorted(faults, 0)) }
    }

    /// The faults of a point, told as faults of the sweep file: each at the axis that it is about.
    #[must_use]
    pub fn faults_of_point(&self, index: u64, point: &str, faults: Faults) -> Faults {
        let told = faults.diagnostics.into_iter().map(|mut fault| {
            let set = fault.place.as_ref().and_then(|place| place.set.as_ref());
            let axis = set.and_then(|set| self.axes.iter().find(|axis| axis.path == *set));
            if fault.code == Code::NotWhole && axis.is_some_and(|axis| matches!(axis.values, Values::Drawn { .. })) {
                fault.hint = Some(WHOLE.to_owned());
            }
            fault.message = format!("point {index} ({point}): {}", fault.message);
            fault.place = match axis {
                Some(axis) => Some(self.document.place(&axis.origin)),
                None => Some(crate::scenario::Location::whole(&self.document.sources[0])),
            };
            fault
        });
        Faults { diagnostics: told.collect(), more: faults.more }
    }
}
