//! Texts in columns of a screen, where wide letters take two.

use unicode_width::UnicodeWidthStr as _;

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
