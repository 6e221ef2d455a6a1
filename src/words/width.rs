//! Texts in columns of a screen, where wide letters take two.

use unicode_width::UnicodeWidthStr as _;

/// Whether a sign is no letter but a command: it steers a terminal, ends a line, turns the direction of what is written after it,
/// or is a mark that nobody sees, by which two names can differ and look the same.
pub(crate) fn is_command(sign: char) -> bool {
    let turns = matches!(sign, '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    let ends_a_line = matches!(sign, '\u{2028}' | '\u{2029}');
    let is_unseen = matches!(sign, '\u{200b}' | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}');
    let is_tag = matches!(sign, '\u{e0000}'..='\u{e007f}');
    sign.is_control() || turns || ends_a_line || is_unseen || is_tag
}

/// Text with every command but line ends and tabs replaced.
#[cfg(feature = "report")]
pub(crate) fn without_commands(text: &str) -> String {
    text.chars().map(|sign| if is_command(sign) && !matches!(sign, '\n' | '\t') { '\u{fffd}' } else { sign }).collect()
}

/// The text in at most `width` columns, cut in the middle, since names often differ only at their ends; between words
/// where that costs little.
pub(crate) fn shortened(text: &str, width: usize) -> String {
    if text.width() <= width {
        return text.to_owned();
    }
    let room = width.saturating_sub(1);
    let (head, tail) = (room.div_ceil(2), room / 2);
    let start = whole_words(fitting(text.chars(), head), text.chars());
    let end: String = whole_words(fitting(text.chars().rev(), tail), text.chars().rev()).chars().rev().collect();
    format!("{}…{}", start.trim_end(), end.trim_start())
}

/// The beginning of some letters without the word that it cuts, unless less than two thirds of it would be left.
fn whole_words(beginning: String, mut letters: impl Iterator<Item = char>) -> String {
    let kept = beginning.chars().count();
    if letters.nth(kept).is_none_or(char::is_whitespace) {
        return beginning;
    }
    match beginning.rfind(char::is_whitespace) {
        Some(space) if 3 * beginning[..space].chars().count() >= 2 * kept => beginning[..space].to_owned(),
        _ => beginning,
    }
}

/// The first letters that fit into so many columns.
fn fitting(letters: impl Iterator<Item = char>, width: usize) -> String {
    let mut kept = String::new();
    for letter in letters {
        kept.push(letter);
        if kept.width() > width {
            kept.pop();
            break;
        }
    }
    kept
}
