//! A scenario's text with what was set over it written into it: comments, order and everything else stay as they are.

use std::ops::Range;

use super::Scenario;
use super::diagnostics::Faults;
use super::document::{Entry, Node, TomlTable, Value};
use super::load::{Source, parse};

/// A piece of the text and what takes its place.
type Edit = (Range<usize>, String);

impl Scenario {
    /// The text that this scenario was made from, with everything in it that was set over it; `None` where it cannot be
    /// written so that the text by itself is the same scenario. A correlation of an input that is certain now is turned into a
    /// comment. Plans that were left out by name are still in it.
    ///
    /// # Errors
    /// Never, where the scenario was made from a text that had no faults.
    pub fn rewritten(&self) -> Result<Option<String>, Faults> {
        let written = &self.written;
        let Source { file_name, document: old, plans } = &*written.source;
        let Some(file) = old.sources.first() else { return Ok(None) };
        let mut new = old.clone();
        for setting in &written.overrides {
            new.set(setting).map_err(|fault| Faults::from(*fault))?;
        }
        let mut writer = Rewriter { text: &file.text, edits: Vec::new() };
        writer.table(&old.root, &new.root, false);
        writer.correlations(&old.root, self);
        let text = writer.written();
        let again = parse(file_name, &text, &[], plans.as_deref());
        Ok(again.is_ok_and(|again| self.is_like(&again.scenario)).then_some(text))
    }

    /// Whether another scenario has the same numbers, plans and inputs.
    fn is_like(&self, other: &Self) -> bool {
        let parts =
            |it: &Self| format!("{:?}{:?}{:?}{:?}{:?}", it.run, it.central, it.structure, it.inputs, it.correlations);
        parts(self) == parts(other)
    }
}

/// Collects what has to change in a text.
struct Rewriter<'a> {
    text: &'a str,
    edits: Vec<Edit>,
}

impl Rewriter<'_> {
    /// What differs between a table of the text and the same table with something set in it.
    fn table(&mut self, old: &TomlTable, new: &TomlTable, inline: bool) {
        for entry in &new.entries {
            match old.get(&entry.key) {
                Some(before) => self.node(before, &entry.node),
                None => self.insert(old, entry, inline),
            }
        }
    }

    fn node(&mut self, old: &Node, new: &Node) {
        match (&old.value, &new.value) {
            (Value::Table(before), Value::Table(now)) if !self.is_inline(old) || has_all(before, now) => {
                self.table(before, now, self.is_inline(old));
            }
            (Value::Array(before), Value::Array(now)) if is_list_of_tables(before) && before.len() == now.len() => {
                for (before, now) in before.iter().zip(now) {
                    self.node(before, now);
                }
            }
            _ if value_text(old) != value_text(new) => {
                self.edits.push((old.origin.span.clone(), value_text(new)));
            }
            _ => {}
        }
    }

    fn is_inline(&self, table: &Node) -> bool {
        self.text.get(table.origin.span.clone()).is_some_and(|text| text.starts_with('{'))
    }

    /// Writes a key behind the last one of its table that has a value on its own line.
    fn insert(&mut self, table: &TomlTable, entry: &Entry, inline: bool) {
        let has_line = |it: &&Entry| inline || it.node.as_table().is_none() || self.is_inline(&it.node);
        let Some(last) = table.entries.iter().rfind(has_line) else { return };
        let end = last.node.origin.span.end;
        let assignment = format!("{} = {}", key_text(&entry.key), value_text(&entry.node));
        if inline {
            self.edits.push((end..end, format!(", {assignment}")));
            return;
        }
        let start = self.text[..last.origin.span.start].rfind('\n').map_or(0, |at| at + 1);
        let lead = &self.text[start..last.origin.span.start];
        let line_end = self.text[end..].find('\n').map_or(self.text.len(), |at| end + at);
        self.edits.push((line_end..line_end, format!("\n{lead}{assignment}")));
    }

    /// Turns correlations of inputs into comments that the scenario no longer has.
    fn correlations(&mut self, root: &TomlTable, scenario: &Scenario) {
        let Some(Node { value: Value::Array(items), .. }) = root.get("correlation") else { return };
        for table in items.iter().filter_map(Node::as_table) {
            let Some(Node { value: Value::Array(pair), .. }) = table.get("between") else { continue };
            let is_input = |path: &str| scenario.inputs.iter().any(|input| input.path == path);
            if pair.iter().filter_map(Node::as_str).all(is_input) {
                continue;
            }
            let (Some(first), Some(last)) = (table.entries.first(), table.entries.last()) else { continue };
            let start = self.text[..first.origin.span.start].rfind("[[").unwrap_or_default();
            let span = start..last.node.origin.span.end;
            let lines: Vec<String> = self.text[span.clone()].lines().map(|line| format!("# {line}")).collect();
            self.edits.push((span, lines.join("\n")));
        }
    }

    fn written(mut self) -> String {
        self.edits.sort_by_key(|(span, _)| span.start);
        let (mut out, mut done) = (String::new(), 0);
        for (span, text) in self.edits {
            out.push_str(self.text.get(done..span.start).unwrap_or_default());
            out.push_str(&text);
            done = span.end;
        }
        out.push_str(self.text.get(done..).unwrap_or_default());
        out
    }
}

/// Whether no key of a table is gone.
fn has_all(old: &TomlTable, new: &TomlTable) -> bool {
    old.entries.iter().all(|entry| new.get(&entry.key).is_some())
}

fn is_list_of_tables(items: &[Node]) -> bool {
    items.iter().all(|item| item.as_table().is_some())
}

fn key_text(key: &str) -> String {
    let bare = !key.is_empty() && key.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '-'));
    if bare { key.to_owned() } else { format!("{key:?}") }
}

/// A value as TOML on one line.
fn value_text(node: &Node) -> String {
    match &node.value {
        Value::Array(items) => format!("[{}]", items.iter().map(value_text).collect::<Vec<_>>().join(", ")),
        Value::Table(table) => {
            let of = |entry: &Entry| format!("{} = {}", key_text(&entry.key), value_text(&entry.node));
            format!("{{ {} }}", table.entries.iter().map(of).collect::<Vec<_>>().join(", "))
        }
        _ => node.written(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rewritten(text: &str, set: &[&str]) -> Option<String> {
        let set: Vec<String> = set.iter().map(|it| (*it).to_owned()).collect();
        let loaded = parse("s.toml", text, &set, None).unwrap_or_else(|faults| panic!("{faults}"));
        loaded.scenario.rewritten().unwrap()
    }

    /// The lines that differ, old against new.
    fn changed(old: &str, new: &str) -> Vec<String> {
        let lines = |text: &str| -> Vec<String> { text.lines().map(str::to_owned).collect() };
        let (old, new) = (lines(old), lines(new));
        new.into_iter().filter(|line| !old.contains(line)).collect()
    }

    const PARIS: &str = include_str!("../../scenarios/paris-2026.toml");
    const TEMPLATE: &str = include_str!("template.toml");

    #[test]
    fn nothing_set_leaves_every_byte() {
        assert_eq!(rewritten(PARIS, &[]).as_deref(), Some(PARIS));
    }

    /// A constant, a distribution and a term change where they stand; the comment behind them stays.
    #[test]
    fn values_change_in_their_place() {
        let set =
            ["front.stalemate=0.7", "challenger.war_cost=0.3", "plan.guaranteed-15.terms.guarantee_years=permanent"];
        let text = rewritten(TEMPLATE, &set).unwrap();
        assert_eq!(
            changed(TEMPLATE, &text),
            [
                "war_cost = 0.3   # share of flow",
                "stalemate = 0.7                   # probability per month that the front stands still",
                "guarantee_years = \"permanent\"              # whole years, or \"permanent\"",
            ]
        );
    }

    /// What the file leaves out is written behind its neighbours: in a table of one line, in a section, in a plan.
    #[test]
    fn what_was_left_out_is_written_behind_its_neighbours() {
        let set =
            ["plan.ceasefire.terms.guarantee_years=5", "front.thaw=0.1", "front.freeze=0.05", "run.replications=2"];
        let text = rewritten(TEMPLATE, &set).unwrap();
        assert_eq!(
            changed(TEMPLATE, &text),
            [
                "replications = 2",
                "thaw = 0.1",
                "freeze = 0.05",
                "terms = { territory = \"line_of_contact\", trade = 0.3, guarantee_years = 5 }",
            ]
        );
    }

    /// An input that is certain now cannot be correlated: the file says so no longer.
    #[test]
    fn correlations_of_what_is_certain_become_comments() {
        let text = format!(
            "{TEMPLATE}\n[[correlation]]\nbetween = [\"challenger.war_cost\", \"defender.war_cost\"]\nrank = 0.3\n"
        );
        let new = rewritten(&text, &["challenger.war_cost=0.4"]).unwrap();
        let lines =
            ["# [[correlation]]", "# between = [\"challenger.war_cost\", \"defender.war_cost\"]", "# rank = 0.3"];
        assert!(new.ends_with(&(lines.join("\n") + "\n")), "{new}");
    }

    /// Every number of the Paris case can be written back: the text by itself is then the same scenario.
    #[test]
    fn every_number_of_a_large_file_can_be_written_back() {
        let loaded = parse("paris.toml", PARIS, &[], None).unwrap().scenario;
        let set: Vec<String> = loaded
            .assumptions()
            .iter()
            .filter(|it| it.central().is_finite())
            .map(|it| format!("{}={}", it.path, it.central()))
            .collect();
        assert!(set.len() > 100);
        let set: Vec<&str> = set.iter().map(String::as_str).collect();
        assert!(rewritten(PARIS, &set).is_some());
    }
}
