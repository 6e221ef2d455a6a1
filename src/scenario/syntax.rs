//! Text that is no TOML: one plain sentence where a fault began, and how it is written instead.

use crate::words::{LANGUAGES, Words, words};

use super::advice::Advice;
use super::brackets::{Unbalanced, is_key, unbalanced};
use super::code::Code;
use super::diagnostics::{Diagnostic, Faults, MAX_KEPT};
use super::location::Location;
use super::slips::slip;
use super::source_text::SourceText;

/// Faults of syntax that are told one by one; of others only the number.
const MOST_TOLD: usize = 3;

/// Whether a fault leaves a sound tree, so that the rest of the file can be checked too.
pub(super) fn is_harmless(error: &toml::de::Error) -> bool {
    error.message() == "duplicate key"
}

/// Faults that leave the tree usable: keys that are given twice.
pub(super) fn duplicates(source: &SourceText, errors: &[toml::de::Error]) -> Faults {
    Faults {
        diagnostics: errors.iter().take(MAX_KEPT).map(|error| fault(source, error)).collect(),
        more: errors.len().saturating_sub(MAX_KEPT),
    }
}

/// What is wrong with a text that is no TOML: one fault a line, and none of those that follow from an earlier one.
pub(super) fn faults(source: &SourceText, errors: &[toml::de::Error]) -> Faults {
    if let Some(fault) = other_text(source) {
        return fault.into();
    }
    let begun = unbalanced(&source.text);
    let last = begun.map_or(usize::MAX, |it| source.line_of(it.at()));
    let mut first = first_of_lines(source, errors);
    first.retain(|(line, _)| *line <= last);
    if let Some(begun) = begun {
        let same = first.pop_if(|(line, _)| *line == last);
        // Values that are written as elsewhere say more than the quote or bracket that they upset.
        let clear = same.filter(|_| slip(source.line_at(begun.at())).is_some());
        first.push((last, clear.map_or_else(|| not_closed(source, begun), |(_, fault)| fault)));
    }
    summed_up(first.into_iter().map(|(_, fault)| fault))
}

/// The first fault of each line, with its line.
fn first_of_lines(source: &SourceText, errors: &[toml::de::Error]) -> Vec<(usize, Diagnostic)> {
    // A key given twice may follow from what is broken.
    let broken = errors.iter().filter(|error| !is_harmless(error));
    let mut all: Vec<(usize, &toml::de::Error)> =
        broken.map(|error| (error.span().unwrap_or_default().start, error)).collect();
    all.sort_by_key(|(at, _)| *at);
    let mut all: Vec<(usize, &toml::de::Error)> =
        all.into_iter().map(|(at, error)| (source.line_of(at), error)).collect();
    all.dedup_by_key(|(line, _)| *line);
    all.into_iter().take(MAX_KEPT).map(|(line, error)| (line, fault(source, error))).collect()
}

/// The first faults, of each kind one; of the others the number.
fn summed_up(faults: impl Iterator<Item = Diagnostic>) -> Faults {
    let kind = |fault: &Diagnostic| fault.hint.as_deref().and_then(|hint| hint.split(':').next()).map(str::to_owned);
    let mut all = Faults { diagnostics: Vec::new(), more: 0 };
    for fault in faults {
        let told = fault.hint.is_some() && all.diagnostics.iter().any(|other| kind(other) == kind(&fault));
        if told || all.diagnostics.len() == MOST_TOLD {
            all.more += 1;
        } else {
            all.diagnostics.push(fault);
        }
    }
    all
}

fn not_closed(source: &SourceText, begun: Unbalanced) -> Diagnostic {
    let at = begun.at();
    let (message, hint) = match begun {
        Unbalanced::Open(_, '[') => (words!("this bracket is not closed"), words!("a list ends with ]")),
        Unbalanced::Open(..) => (words!("this brace is not closed"), words!("a table ends with }")),
        Unbalanced::Stray(_, ']') => (words!("this bracket closes nothing"), words!("a list begins with [")),
        Unbalanced::Stray(..) => (words!("this brace closes nothing"), words!("a table begins with {")),
        Unbalanced::Text(_) if source.text[at..].starts_with("\"\"\"") || source.text[at..].starts_with("'''") => {
            (words!("this text is not closed"), words!("it ends as it begins, with three quotes"))
        }
        Unbalanced::Text(_) => {
            (words!("this text is not closed"), words!("it ends in its line with the quote with which it begins"))
        }
    };
    let fault = Diagnostic::error(Code::NotToml, None, message).hint(hint);
    fault.at(Location::new(source, &(at..at + 1)))
}

fn fault(source: &SourceText, error: &toml::de::Error) -> Diagnostic {
    let span = error.span().unwrap_or_default();
    if is_harmless(error) {
        let fault = Diagnostic::error(Code::DuplicateKey, None, words!("this key is given twice"));
        return fault.at(Location::new(source, &span));
    }
    let line = source.line_at(span.start);
    let mut fault = Diagnostic::error(
        Code::NotToml,
        None,
        plainly(error.message(), source.text.get(span.start..).unwrap_or_default(), line),
    );
    let advice = slip(line).or_else(|| habit(line));
    fault.advise(advice.or_else(|| by_language(line)).or_else(|| usual(&fault.message)));
    fault.at(Location::new(source, &span))
}

/// `name.fr = "…"` after a `name = "…"`.
fn by_language(line: &str) -> Option<Advice> {
    let (key, language) = line.split_once('=')?.0.trim().rsplit_once('.')?;
    let told = || {
        Advice::say(words!(
            "words in several languages have a key for each: {key}.{value} = \"…\"",
            key,
            value = LANGUAGES[0]
        ))
    };
    LANGUAGES.contains(&language).then(told)
}

/// What the parser's words mean to somebody who never read the standard; `rest`: the text from the fault on.
fn plainly(message: &str, rest: &str, line: &str) -> Words {
    let begins = |words: &[&str]| words.iter().any(|word| message.starts_with(word));
    match () {
        () if begins(&["string values must be quoted"])
            && rest.trim_start_matches([' ', '\t']).starts_with(['\n', '\r']) =>
        {
            words!("a value is missing after the equals sign")
        }
        () if begins(&["string values must be quoted", "invalid float", "invalid boolean", "invalid mantissa"])
            || begins(&[
                "invalid integer",
                "invalid exponent",
                "invalid date",
                "invalid time",
                "unexpected leading zero",
                "missing opening quote",
            ]) =>
        {
            words!("this is no value")
        }
        () if begins(&["invalid basic string", "invalid literal string"]) => words!("this text is not closed"),
        () if begins(&["missing comma"]) => words!("a comma is missing before this"),
        () if begins(&["extra comma"]) => words!("there is a comma too many"),
        () if begins(&["extra `=`"]) => words!("there is an equals sign too many"),
        () if begins(&["unexpected key or value"]) => words!("nothing may follow a value in its line"),
        () if begins(&["cannot extend value"]) => {
            words!("this key has a value of its own, so that nothing can be below it")
        }
        () if begins(&["unclosed table", "unclosed array table"]) => words!("this heading is not closed"),
        () if begins(&["invalid unquoted key", "key with no value", "missing assignment"]) && has_equals_sign(line) => {
            words!("this is no key")
        }
        () if begins(&["invalid unquoted key", "key with no value", "missing assignment"]) => {
            words!("this line is neither `key = value` nor a heading nor a comment")
        }
        () => words!("not valid TOML: {message}", message),
    }
}

fn has_equals_sign(line: &str) -> bool {
    line.split('#').next().is_some_and(|line| line.contains('='))
}

/// What to say of a fault of which nothing more is known.
fn usual(message: &str) -> Option<Advice> {
    Some(Advice::say(match message {
        "this is no value" | "a value is missing after the equals sign" => {
            words!("a value is a number, true or false, text in double quotes, a list in [ ] or a table in { }")
        }
        "nothing may follow a value in its line" => words!("each key has a line of its own"),
        "this is no key" => words!("a key is a word of letters, digits, _ and -"),
        _ => return None,
    }))
}

/// What is meant by a line that is written as in other languages.
fn habit(line: &str) -> Option<Advice> {
    let bare = line.split(" #").next().unwrap_or_default().trim();
    let comment = ["//", "/*", "--", ";", "%", "'"].iter().any(|begin| bare.starts_with(begin));
    if comment {
        return Some(Advice::say(words!("a comment begins with #")));
    }
    if let Some(space) = bare.chars().find(|c| is_foreign_space(*c)) {
        let code = space as u32;
        return Some(Advice::say(words!(
            "an invisible character (U+{code}) stands in this line: type it anew",
            code = format!("{code:04X}")
        )));
    }
    heading(bare)
        .or_else(|| colon(bare))
        .or_else(|| {
            bare.strip_suffix([';', ',']).map(|kept| Advice::say(words!("nothing ends a line: write {kept}", kept)))
        })
        .or_else(|| spaced_key(bare))
        .or_else(|| leading_zero(bare))
        .or_else(|| bare.contains('(').then(|| Advice::say(words!("a list stands in square brackets: [ ]"))))
}

/// Spaces of word processors, and characters without a width.
fn is_foreign_space(c: char) -> bool {
    (c.is_whitespace() && !matches!(c, ' ' | '\t')) || matches!(c, '\u{200b}'..='\u{200d}' | '\u{2060}' | '\u{feff}')
}

/// `[[plan]` and the like.
fn heading(bare: &str) -> Option<Advice> {
    let name = bare.trim_start_matches('[').trim_end_matches(']').trim();
    let depth = bare.len() - bare.trim_start_matches('[').len();
    let meant = format!("{}{name}{}", "[".repeat(depth), "]".repeat(depth));
    let told = (1..=2).contains(&depth) && is_key(name) && meant != bare;
    told.then(|| Advice::write(&meant, words!("write {meant}", meant)))
}

/// `key: value`
fn colon(bare: &str) -> Option<Advice> {
    let (key, value) = bare.split_once(':')?;
    let (key, value) = (key.trim().trim_matches('"'), value.trim().trim_end_matches(','));
    if !is_key(key) {
        return None;
    }
    if value.is_empty() {
        return Some(Advice::write(
            &format!("[{key}]"),
            words!("a section begins with its name in brackets: [{key}]", key),
        ));
    }
    let meant = format!("{key} = {value}");
    Some(Advice::write(&meant, words!("between key and value stands an equals sign: {meant}", meant)))
}

/// `war cost = 1`
fn spaced_key(bare: &str) -> Option<Advice> {
    let (key, _) = bare.split_once('=')?;
    let meant = key.split_whitespace().collect::<Vec<_>>().join("_");
    let spaced = key.trim().contains(' ') && is_key(&meant);
    spaced.then(|| Advice::write(&meant, words!("a key has no spaces: {meant}", meant)))
}

/// `x = 01`
fn leading_zero(bare: &str) -> Option<Advice> {
    let (_, value) = bare.split_once('=')?;
    let value = value.trim();
    let meant = value.trim_start_matches('0');
    let number = value.starts_with('0') && !meant.is_empty() && meant.bytes().all(|byte| byte.is_ascii_digit());
    number.then(|| Advice::write(meant, words!("numbers have no leading zeros: {meant}", meant)))
}

/// What a text that is no TOML at all looks like, if it looks like something else.
fn other_text(source: &SourceText) -> Option<Diagnostic> {
    let text = source.text.trim_start_matches('\u{feff}');
    if text.contains('\r') && !text.contains('\n') {
        let message = words!("its lines end with a carriage return alone, as on old Macintosh computers");
        let fault = Diagnostic::error(Code::NotToml, None, message).at(Location::whole(source));
        return Some(fault.hint(words!("save it with the line ends of Unix or Windows")));
    }
    if let Some(at) = text.lines().position(|line| line.starts_with("<<<<<<< ")) {
        let start = source.text.lines().take(at).map(|line| line.len() + 1).sum::<usize>();
        let message = words!("a conflict of two versions was left in the file");
        let fault = Diagnostic::error(Code::NotToml, None, message);
        return Some(
            fault.hint(words!("keep one of the two, and no marks")).at(Location::new(source, &(start..start + 7))),
        );
    }
    let first = text.lines().find(|line| !line.trim().is_empty())?.trim_start();
    let what = if first.starts_with("{\\rtf") {
        words!("rich text (RTF)")
    } else if first.starts_with('{') {
        words!("JSON")
    } else if first.starts_with('<') {
        words!("a page (HTML or XML)")
    } else if first.contains([',', ';', '\t'])
        && !first.contains('=')
        && !first.starts_with(['#', '[', '/', '-', ';', '%'])
    {
        words!("a table (CSV)")
    } else {
        return None;
    };
    let message = words!("is not TOML: it looks like {what}; scenarios and sweeps are TOML files", what);
    Some(Diagnostic::error(Code::NotToml, None, message).at(Location::whole(source)))
}

#[cfg(test)]
mod tests {
    use super::super::document::Document;

    /// Place, message and hint of the only fault of a text.
    #[track_caller]
    fn only(text: &str) -> (usize, usize, String, String) {
        let mut faults = Document::parse("x.toml", text).unwrap_err();
        assert_eq!((faults.diagnostics.len(), faults.more), (1, 0), "{faults}");
        let fault = faults.diagnostics.remove(0);
        let place = fault.place.unwrap();
        (
            place.line.unwrap_or(0),
            place.column,
            fault.message.to_string(),
            fault.hint.as_deref().unwrap_or_default().to_owned(),
        )
    }

    /// One sentence for each slip, where it began, whatever follows in the file.
    #[test]
    fn each_slip_is_told_once_where_it_began() {
        let value = "a value is a number, true or false, text in double quotes, a list in [ ] or a table in { }";
        let line = "this line is neither `key = value` nor a heading nor a comment";
        for (slip, at, message, hint) in [
            ("x = { uniform = [0, 1], note = \"n\"", 5, "this brace is not closed", "a table ends with }"),
            ("x = { uniform = [0, 1, note = \"n\" }", 17, "this bracket is not closed", "a list ends with ]"),
            ("x = { uniform = 0, 1], note = \"n\" }", 21, "this bracket closes nothing", "a list begins with ["),
            ("x = { uniform = [0, 1] note = \"n\" }", 24, "a comma is missing before this", ""),
            (
                "x = \u{201c}It\u{2019}s; here\u{201d}",
                5,
                "this is no value",
                "quotes are straight: \"It\u{2019}s; here\"",
            ),
            ("x = \u{201c}It's here\u{201d}", 5, "this is no value", "quotes are straight: \"It's here\""),
            ("x = \u{201c}It's here\"", 5, "this is no value", "quotes are straight: \"It's here\""),
            ("x = \"It's here\u{201d}", 16, "this text is not closed", "quotes are straight: \"It's here\""),
            ("x = \"open", 5, "this text is not closed", "it ends in its line with the quote with which it begins"),
            ("x = [5 7, 9]", 6, "this is no value", "two numbers have a comma between them: 5, 7"),
            ("x = 10 000", 5, "this is no value", "thousands are written without spaces: 10000"),
            ("x = 10\u{a0}000", 5, "this is no value", "thousands are written without spaces: 10000"),
            ("x\u{a0}= 1", 2, "this is no key", "an invisible character (U+00A0) stands in this line: type it anew"),
            ("x = .95", 5, "this is no value", "write 0.95: a decimal point has digits on both sides"),
            ("x = True", 5, "this is no value", "write true, in small letters and without quotes"),
            ("x = yes", 5, "this is no value", "write true, in small letters and without quotes"),
            ("x = 50-100", 5, "this is no value", "a range is a distribution, such as { uniform = [50, 100] }"),
            ("x = 01", 5, "this is no value", "numbers have no leading zeros: 1"),
            ("x = abc.def/", 5, "this is no value", value),
            ("x =", 4, "a value is missing after the equals sign", value),
            ("x: 1", 2, line, "between key and value stands an equals sign: x = 1"),
            ("x 1", 3, line, ""),
            ("x y = 1", 3, "this is no key", "a key has no spaces: x_y"),
            ("x = 1;", 5, "this is no value", "nothing ends a line: write x = 1"),
            ("x = 1, y = 2", 6, "nothing may follow a value in its line", "each key has a line of its own"),
            ("[[x]", 5, "this heading is not closed", "write [[x]]"),
            ("// x", 1, line, "a comment begins with #"),
        ] {
            let text = format!("before = 1\n{slip}\nafter = {{ a = [1, 2] }}\n\n[next]\nb = \"c\"\nd = 4\n");
            let (row, column, said, told) = only(&text);
            assert_eq!((row, column, said.as_str(), told.as_str()), (2, at, message, hint), "{slip}");
        }
    }

    #[test]
    fn what_is_no_toml_at_all_is_told_as_a_whole() {
        for (text, told) in [
            ("schema = 1\r[run]\rtrials = 5\r", "its lines end with a carriage return alone"),
            ("{\\rtf1 schema = 1\n}", "it looks like rich text (RTF)"),
            ("schema = 1\n<<<<<<< HEAD\nseed = 1\n=======\nseed = 2\n>>>>>>> b\n", "a conflict of two versions"),
        ] {
            let (_, _, message, _) = only(text);
            assert!(message.contains(told), "{message}");
        }
    }

    /// Twenty lines with one habit are one fault and a number; of unlike ones the first three are told.
    #[test]
    fn habits_are_told_once() {
        let lines: Vec<String> = (0..20).map(|line| format!("x{line} = \u{201c}a\u{201d}")).collect();
        let faults = Document::parse("x.toml", &lines.join("\n")).unwrap_err();
        assert_eq!((faults.diagnostics.len(), faults.more), (1, 19), "{faults}");
        let faults = Document::parse("x.toml", "a = .5\nb = yes\nc = 90%\nd = 5-6\ne = .6\n").unwrap_err();
        assert_eq!((faults.diagnostics.len(), faults.more), (3, 2), "{faults}");
    }
}
