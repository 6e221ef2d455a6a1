//! Brackets, braces and quotes that are not closed: where such a fault begins, not where it is noticed.

/// What of a text does not close, or closes nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Unbalanced {
    /// A bracket or brace that is opened at this byte and not closed.
    Open(usize, char),
    /// A bracket or brace at this byte that closes nothing.
    Stray(usize, char),
    /// A text that begins at this byte and does not end.
    Text(usize),
}

impl Unbalanced {
    /// The byte where it begins.
    pub(super) fn at(self) -> usize {
        match self {
            Self::Open(at, _) | Self::Stray(at, _) | Self::Text(at) => at,
        }
    }
}

/// The first bracket, brace or quote of a TOML text that is not closed or closes nothing.
pub(super) fn unbalanced(text: &str) -> Option<Unbalanced> {
    let mut walk = Walk { text, at: 0, open: Vec::new(), last: '\n' };
    while walk.at < text.len() {
        if let Err(found) = walk.step() {
            return Some(found);
        }
    }
    walk.open.pop().map(|(at, opener)| Unbalanced::Open(at, opener))
}

/// A text that is read on.
struct Walk<'t> {
    text: &'t str,
    at: usize,
    /// What is open, outermost first: where, and with what.
    open: Vec<(usize, char)>,
    /// The last character that was neither space nor comment.
    last: char,
}

impl Walk<'_> {
    fn step(&mut self) -> Result<(), Unbalanced> {
        if self.at == 0 || self.text.as_bytes()[self.at - 1] == b'\n' {
            self.line()?;
        }
        let Some(next) = self.text[self.at..].chars().next() else { return Ok(()) };
        match next {
            '#' => {
                self.skip_line();
                return Ok(());
            }
            '"' | '\'' if !(next == '\'' && self.last.is_ascii_digit()) => self.text(next)?,
            '[' | '{' => self.open.push((self.at, next)),
            ']' | '}' => self.close(next)?,
            _ => {}
        }
        if !next.is_whitespace() {
            self.last = next;
        }
        self.at += next.len_utf8();
        Ok(())
    }

    /// At the beginning of a line: a heading is passed over, and a new key ends what should have been closed.
    fn line(&mut self) -> Result<(), Unbalanced> {
        let line = self.text[self.at..].lines().next().unwrap_or_default();
        match self.open.last() {
            None if line.trim_start().starts_with('[') => {
                self.skip_line();
                Ok(())
            }
            Some(&(at, opener)) if self.begins_anew(line, at, opener) => Err(Unbalanced::Open(at, opener)),
            _ => Ok(()),
        }
    }

    fn begins_anew(&self, line: &str, opened: usize, opener: char) -> bool {
        let goes_on = opener == '{' && (matches!(self.last, ',' | '{') || self.is_deeper(line, opened));
        is_heading(line) || (is_assignment(line) && !goes_on)
    }

    /// Whether a line is indented by more than the one that holds a byte.
    fn is_deeper(&self, line: &str, byte: usize) -> bool {
        let begin = self.text[..byte].rfind('\n').map_or(0, |at| at + 1);
        indent(line) > indent(&self.text[begin..])
    }

    fn skip_line(&mut self) {
        self.at += self.text[self.at..].find('\n').unwrap_or(self.text.len() - self.at);
    }

    /// From the quote with which a text begins to the last one of it.
    fn text(&mut self, quote: char) -> Result<(), Unbalanced> {
        let rest = &self.text[self.at..];
        let three = rest.starts_with(&quote.to_string().repeat(3));
        let length = if three { long_text(rest, quote) } else { short_text(rest, quote) };
        self.at += length.ok_or(Unbalanced::Text(self.at))? - 1;
        Ok(())
    }

    fn close(&mut self, closer: char) -> Result<(), Unbalanced> {
        let opener = if closer == ']' { '[' } else { '{' };
        match self.open.last() {
            Some((_, last)) if *last == opener => {
                self.open.pop();
                Ok(())
            }
            Some(&(at, last)) if self.open.iter().any(|(_, open)| *open == opener) => Err(Unbalanced::Open(at, last)),
            _ => Err(Unbalanced::Stray(self.at, closer)),
        }
    }
}

/// Bytes of a text of one line, both quotes included.
fn short_text(rest: &str, quote: char) -> Option<usize> {
    let mut escaped = false;
    for (at, c) in rest.char_indices().skip(1) {
        match c {
            '\n' => return None,
            _ if escaped => escaped = false,
            '\\' if quote == '"' => escaped = true,
            _ if c == quote => return Some(at + 1),
            _ => {}
        }
    }
    None
}

/// Bytes of a text between three quotes, all of them included.
fn long_text(rest: &str, quote: char) -> Option<usize> {
    let quotes = quote.to_string().repeat(3);
    let mut from = 3;
    loop {
        let at = from + rest.get(from..)?.find(&quotes)?;
        let escapes = rest[..at].bytes().rev().take_while(|byte| *byte == b'\\').count();
        if quote == '\'' || escapes % 2 == 0 {
            return Some(at + 3);
        }
        from = at + 1;
    }
}

fn indent(line: &str) -> usize {
    line.chars().take_while(|c| matches!(c, ' ' | '\t')).count()
}

/// `[name]` or `[[name]]`, as no list of values reads.
fn is_heading(line: &str) -> bool {
    let line = line.split('#').next().unwrap_or_default().trim();
    let name = line.trim_start_matches('[').trim_end_matches(']');
    line.starts_with('[') && line.ends_with(']') && name.starts_with(|c: char| c.is_ascii_lowercase()) && is_key(name)
}

/// `key = …`
fn is_assignment(line: &str) -> bool {
    line.split_once('=').is_some_and(|(key, _)| is_key(key.trim()))
}

/// A key or a path of keys, without quotes.
pub(super) fn is_key(text: &str) -> bool {
    !text.is_empty() && text.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '.'))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What is found, and the text from where it begins.
    fn found(text: &str) -> Option<(&'static str, &str)> {
        unbalanced(text).map(|it| {
            let kind = match it {
                Unbalanced::Open(..) => "open",
                Unbalanced::Stray(..) => "stray",
                Unbalanced::Text(_) => "text",
            };
            (kind, text[it.at()..].lines().next().unwrap())
        })
    }

    #[test]
    fn what_is_not_closed_is_found_where_it_begins() {
        for (text, kind, begins) in [
            ("a = { b = 1\nc = 2\n", "open", "{ b = 1"),
            ("a = { b = [1, 2, c = 2 }\n", "open", "[1, 2, c = 2 }"),
            ("a = [1, 2\nb = 3\nc = [4]\n", "open", "[1, 2"),
            ("a = [1, # ]\n[next]\n", "open", "[1, # ]"),
            ("a = { b = { c = 1 }\n\n[[next]]\n", "open", "{ b = { c = 1 }"),
            ("a = [1, 2", "open", "[1, 2"),
            ("a = { b = 1, 2], c = 3 }\n", "stray", "], c = 3 }"),
            ("a = 1 }\n", "stray", "}"),
            ("a = \"b\nc = \"d\"\n", "text", "\"b"),
            ("a = 'b\n", "text", "'b"),
            ("a = \"b\\\"\n", "text", "\"b\\\""),
            ("a = \"\"\"b\n[c]\nd = 1\n", "text", "\"\"\"b"),
        ] {
            assert_eq!(found(text), Some((kind, begins)), "{text}");
        }
    }

    #[test]
    fn what_is_closed_is_left_alone() {
        for text in [
            "",
            "a = \"]}\" # {[\n[b.c]\n[[d]]\ne = [\n  1, # one\n  [2],\n  { f = \"'\", g = '\"' },\n]\n",
            // Tables over several lines, as TOML 1.1 has them.
            "a = {\n  b = 1,\n  c = 2,\n}\n",
            "a = { b = 1\n  , c = 2 }\n",
            "a = \"\"\"x \"quoted\" \\\"\"\" y\n[z\n\"\"\"\nb = '''it's [\n'''\n",
            "a = 1'000\nb = \"\\\\\"\n",
        ] {
            assert_eq!(found(text), None, "{text}");
        }
    }
}
