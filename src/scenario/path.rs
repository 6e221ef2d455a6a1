//! Values addressed by path, as on the command line and in sweep files: `plan.coalition-30.terms.guarantee_years`.

use crate::model::{Enforcement, Front, HazardRate, Negotiation, Party};
use crate::words::{Words, words};

use super::advice::{Advice, one_of, short};
use super::code::Code;
use super::diagnostics::Diagnostic;
use super::document::{Document, Entry, Node, Origin, TomlTable, Value, parse_value};
use super::families::is_family;
use super::keys::{NUMBER_KEYS, RUN, TOP, names};
use super::location::Location;
use super::slips::of_value;
use super::source_text::SourceText;

/// Lists of tables whose entries are addressed by their `id`.
const BY_ID: [&str; 5] = ["plan", "guarantor", "issue", "cost", "party"];

/// Lists of tables whose entries are addressed by their number from 1.
const NUMBERED: [&str; 3] = ["correlation", "evidence", "forecast"];

/// What an effect can do.
const EFFECTS: [&str; 3] = ["set", "add", "multiply"];

/// Splits a path at its dots; what stands in double quotes is one step.
///
/// # Errors
/// A sentence that says what is wrong with the path.
pub(super) fn steps(path: &str) -> Result<Vec<String>, Words> {
    let mut steps = Vec::new();
    let mut step = String::new();
    let mut quoted = false;
    for c in path.chars() {
        match c {
            '"' => quoted = !quoted,
            '.' if !quoted => steps.push(std::mem::take(&mut step)),
            _ => step.push(c),
        }
    }
    steps.push(step);
    if quoted {
        return Err(words!("a quote is not closed"));
    }
    if steps.iter().any(String::is_empty) {
        return Err(words!("a step between the dots is empty"));
    }
    Ok(steps)
}

/// A value on its way to its place.
struct Setting {
    value: Node,
    key: Origin,
    path: String,
}

impl Document {
    /// Sets a value over the file: `PATH=VALUE`, as after `--set`. VALUE is TOML or a bare word, which stands for itself as text.
    ///
    /// # Errors
    /// A path or value that cannot be understood, or an id that is not in the file. Whether a new key is known shows
    /// when the document is read.
    pub fn set(&mut self, argument: &str) -> Result<(), Box<Diagnostic>> {
        let index = self.sources.len();
        let source = SourceText::new("--set", argument, false);
        self.sources.push(source);
        let whole = Origin { source: index, span: 0..argument.len() };
        let setting = self.setting(argument, index).map_err(|fault| self.placed(fault, &whole))?;
        let steps = steps(&setting.path).map_err(|reason| {
            let fault = Diagnostic::error(
                Code::BadSetting,
                None,
                words!("`{path}` is not a path: {reason}", path = short(&setting.path), reason),
            );
            self.placed(Box::new(fault), &setting.key)
        })?;
        let mut root = std::mem::take(&mut self.root);
        let done = in_top(&mut root, &steps, &setting);
        self.root = root;
        done.map_err(|fault| self.placed(fault, &setting.key))
    }

    fn placed(&self, mut fault: Box<Diagnostic>, origin: &Origin) -> Box<Diagnostic> {
        if fault.place.is_none() {
            fault.place = Some(self.place(origin));
        }
        fault
    }

    fn setting(&self, argument: &str, index: usize) -> Result<Setting, Box<Diagnostic>> {
        let Some((path, text)) = argument.split_once('=') else {
            let message = words!("`{argument}` sets nothing: it takes PATH=VALUE", argument = short(argument));
            return Err(Box::new(
                Diagnostic::error(Code::BadSetting, None, message)
                    .hint(words!("such as --set challenger.war_cost=0.3")),
            ));
        };
        let key = Origin { source: index, span: 0..path.len() };
        let offset = path.len() + 1 + (text.len() - text.trim_start().len());
        let path = path.trim().to_owned();
        if text.trim().is_empty() {
            let message = words!("`{path}` is set to nothing", path = short(&path));
            let fault = Diagnostic::error(Code::BadSetting, Some(&path), message)
                .hint(words!("such as --set challenger.war_cost=0.3"));
            return Err(Box::new(fault));
        }
        match parse_value(argument.trim_end(), offset, index) {
            Ok(value) => Ok(Setting { value, key, path }),
            Err(_) if is_word(text.trim()) => {
                let origin = Origin { source: index, span: offset..argument.trim_end().len() };
                Ok(Setting { value: Node { value: Value::String(text.trim().to_owned()), origin }, key, path })
            }
            Err(error) => {
                let span = error.span().map_or(offset..argument.len(), |span| span.start + offset..span.end + offset);
                let message = words!(
                    "the value of `{path}` is neither TOML nor a word: {message}",
                    path = short(&path),
                    message = error.message()
                );
                let place = Location::new(&self.sources[index], &span);
                let fault = Diagnostic::error(Code::BadSetting, Some(&path), message).at(place);
                let quotes = || Advice::say(words!("text with spaces or signs is written in double quotes"));
                Err(Box::new(fault.advised(of_value(text.trim(), &path).unwrap_or_else(quotes))))
            }
        }
    }
}

fn is_word(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_alphabetic())
        && text.chars().all(|c| c.is_ascii_alphanumeric() || c == '_' || c == '-')
}

fn in_top(root: &mut TomlTable, steps: &[String], setting: &Setting) -> Result<(), Box<Diagnostic>> {
    let (first, rest) = (&steps[0], &steps[1..]);
    if BY_ID.contains(&first.as_str()) || NUMBERED.contains(&first.as_str()) {
        return match rest.split_first() {
            None => Err(refused(setting, words!("`{first}` is a list: name an entry, such as {first}.NAME.…", first))),
            Some((id, rest)) => in_list(root, first, id, rest, setting),
        };
    }
    let known = || TOP.iter().any(|key| key.name == *first);
    if first != "*" && root.get(first).is_none() && !known() {
        let sections = sections_with(first);
        if !sections.is_empty() {
            let message = words!("`{path}` is not a known key", path = short(&setting.path));
            let meant =
                sections.iter().map(|section| Words::verbatim(format!("`{section}.{}`", setting.path))).collect();
            let fault = Diagnostic::error(Code::UnknownKey, Some(&setting.path), message);
            let mut fault = fault.hint(words!("did you mean {meant}?", meant = Words::joined(meant, words!(" or "))));
            fault.suggestion = (sections.len() == 1).then(|| format!("{}.{}", sections[0], setting.path));
            return Err(Box::new(fault));
        }
    }
    in_table(root, steps, first, setting)
}

/// The sections that have a key of that name.
fn sections_with(key: &str) -> Vec<&'static str> {
    [
        ("challenger", Party::key(key).is_some()),
        ("defender", Party::key(key).is_some()),
        ("front", Front::key(key).is_some()),
        ("negotiation", Negotiation::key(key).is_some()),
        ("enforcement", Enforcement::key(key).is_some()),
        ("hazard", HazardRate::key(key).is_some()),
        ("run", names(RUN).contains(&key)),
    ]
    .into_iter()
    .filter_map(|(section, has)| has.then_some(section))
    .collect()
}

fn refused(setting: &Setting, message: Words) -> Box<Diagnostic> {
    Box::new(Diagnostic::error(Code::BadSetting, Some(&setting.path), message))
}

fn in_list(
    root: &mut TomlTable,
    list: &str,
    id: &str,
    rest: &[String],
    setting: &Setting,
) -> Result<(), Box<Diagnostic>> {
    let no_items =
        || refused(setting, words!("`{path}`: the file has no [[{list}]]", path = short(&setting.path), list));
    let Some(Node { value: Value::Array(items), .. }) = root.get_mut(list) else { return Err(no_items()) };
    let names: Vec<String> = items.iter().enumerate().map(|(index, item)| name_of(list, index, item)).collect();
    let chosen: Vec<usize> = (0..items.len()).filter(|index| id == "*" || names[*index] == id).collect();
    if chosen.is_empty() {
        let known: Vec<&str> = names.iter().map(String::as_str).collect();
        let message =
            words!("`{path}`: there is no {list} \"{id}\"", path = short(&setting.path), list, id = short(id));
        let fault = Diagnostic::error(Code::UnknownName, Some(&setting.path), message);
        return Err(Box::new(fault.advised(one_of(id, &known))));
    }
    if rest.is_empty() {
        return Err(refused(
            setting,
            words!("`{path}` is a whole {list}: name one of its keys", path = short(&setting.path), list),
        ));
    }
    for index in chosen {
        match &mut items[index].value {
            Value::Table(table) => in_table(table, rest, list, setting)?,
            _ => return Err(no_items()),
        }
    }
    Ok(())
}

/// The name under which an entry of a list is addressed: its id or its number from 1.
fn name_of(list: &str, index: usize, item: &Node) -> String {
    if NUMBERED.contains(&list) {
        return (index + 1).to_string();
    }
    let id = item.as_table().and_then(|table| table.get("id")).and_then(Node::as_str);
    id.unwrap_or_default().to_owned()
}

/// Sets what the steps lead to below a table that was reached by `parent`.
fn in_table(table: &mut TomlTable, steps: &[String], parent: &str, setting: &Setting) -> Result<(), Box<Diagnostic>> {
    // The paths that a plan's effects change are keys of their own, dots included.
    if parent == "effects" && steps.len() > 1 && !steps[0].contains('.') {
        let key = format!("{}.{}", steps[0], steps[1]);
        return at_key(table, &key, &steps[2..], setting);
    }
    let (first, rest) = (&steps[0], &steps[1..]);
    if first != "*" {
        return at_key(table, first, rest, setting);
    }
    if table.entries.is_empty() || rest.is_empty() {
        return Err(refused(
            setting,
            words!("`{path}`: `*` matches nothing that can be set", path = short(&setting.path)),
        ));
    }
    for index in 0..table.entries.len() {
        let key = table.entries[index].key.clone();
        at_key(table, &key, rest, setting)?;
    }
    Ok(())
}

fn at_key(table: &mut TomlTable, key: &str, rest: &[String], setting: &Setting) -> Result<(), Box<Diagnostic>> {
    if table.get(key).is_none() {
        let empty = Node { value: Value::Table(TomlTable::default()), origin: setting.key.clone() };
        table.entries.push(Entry { key: key.to_owned(), origin: setting.key.clone(), node: empty });
    }
    let Some(node) = table.get_mut(key) else { return Ok(()) };
    let Some((next, after)) = rest.split_first() else {
        node.clone_from(&setting.value);
        return Ok(());
    };
    if after.is_empty() && is_number_key(next) {
        in_number(node, next, setting);
        return Ok(());
    }
    let kind = node.kind();
    let is_effect = setting.path.starts_with("plan") && key.contains('.') && EFFECTS.contains(&next.as_str());
    if let (true, Value::Table(effect)) = (is_effect, &mut node.value) {
        // An effect does exactly one thing: the new one replaces the old.
        effect.entries.retain(|entry| entry.key == *next || !EFFECTS.contains(&entry.key.as_str()));
    }
    if let Value::Table(inner) = &mut node.value {
        return in_table(inner, rest, key, setting);
    }
    Err(refused(
        setting,
        words!("`{path}`: `{key}` is {kind}, which has no keys", path = short(&setting.path), key, kind),
    ))
}

fn is_number_key(key: &str) -> bool {
    is_family(key) || NUMBER_KEYS.contains(&key)
}

/// Sets a key of a number's own table. A distribution replaces the one that was there, or the constant.
fn in_number(node: &mut Node, key: &str, setting: &Setting) {
    if node.as_table().is_none() {
        let constant = Entry { key: "value".to_owned(), origin: node.origin.clone(), node: node.clone() };
        node.value = Value::Table(TomlTable { entries: vec![constant] });
    }
    let Value::Table(table) = &mut node.value else { return };
    if key == "value" || is_family(key) {
        // Where the old number came from says nothing about the new one.
        table.entries.retain(|entry| !is_number_key(&entry.key));
        node.origin.clone_from(&setting.value.origin);
    }
    table.entries.retain(|entry| entry.key != key);
    table.entries.push(Entry { key: key.to_owned(), origin: setting.key.clone(), node: setting.value.clone() });
}
