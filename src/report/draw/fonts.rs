//! Widths of text in the embedded font, so that nothing is cut off or overlaps; and which letters it lacks.

use std::sync::OnceLock;

use ab_glyph::{Font, FontRef};
use unicode_width::UnicodeWidthChar as _;

fn font(bold: bool) -> Option<&'static FontRef<'static>> {
    static FONTS: OnceLock<[Option<FontRef<'static>>; 2]> = OnceLock::new();
    let load = |bytes| FontRef::try_from_slice(bytes).ok();
    FONTS.get_or_init(|| [load(dejavu::sans::regular()), load(dejavu::sans::bold())])[usize::from(bold)].as_ref()
}

/// Letters of a text that the embedded font lacks, each once, in the order in which they come. Charts as PNG show an
/// empty box in their place.
#[must_use]
pub fn missing_glyphs(text: &str) -> Vec<char> {
    let Some(font) = font(false) else { return Vec::new() };
    let lacks = |letter: &char| !letter.is_control() && !letter.is_whitespace() && font.glyph_id(*letter).0 == 0;
    let mut missing = Vec::new();
    for letter in text.chars().filter(lacks) {
        if !missing.contains(&letter) {
            missing.push(letter);
        }
    }
    missing
}

/// Width of a letter at size 1; one that the font lacks, and that is two columns wide in a terminal, takes a square in any
/// other font.
fn advance(font: &FontRef, letter: char) -> f64 {
    if font.glyph_id(letter).0 == 0 && letter.width() == Some(2) {
        return 1.0;
    }
    f64::from(font.h_advance_unscaled(font.glyph_id(letter))) / f64::from(font.units_per_em().unwrap_or(2_048.0))
}

/// Width of a line of text at that size, in the unit of the size.
pub(crate) fn width(text: &str, size: f64, bold: bool) -> f64 {
    let Some(font) = font(bold) else { return 0.65 * size * text.chars().count() as f64 };
    size * text.chars().map(|letter| advance(font, letter)).sum::<f64>()
}

/// The widest of some lines.
pub(crate) fn widest<'a>(lines: impl IntoIterator<Item = &'a str>, size: f64) -> f64 {
    lines.into_iter().map(|line| width(line, size, false)).fold(0.0, f64::max)
}

/// The words of a text; a number in groups of three digits, such as `85 000`, is one.
fn words(text: &str) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    for word in text.split([' ', '\n', '\t']).filter(|word| !word.is_empty()) {
        let digits = word.chars().take_while(char::is_ascii_digit).count();
        match words.last_mut() {
            Some(last) if digits == 3 && last.chars().last().is_some_and(|end| end.is_ascii_digit()) => {
                last.push(' ');
                last.push_str(word);
            }
            _ => words.push(word.to_owned()),
        }
    }
    words
}

/// The text in lines no wider than `limit`, at most `most` of them; what does not fit ends in an ellipsis.
pub(crate) fn wrap(text: &str, size: f64, bold: bool, limit: f64, most: usize) -> Vec<String> {
    let (space, mut used) = (width(" ", size, bold), 0.0);
    let mut lines: Vec<String> = Vec::new();
    for word in &words(text) {
        let wide = width(word, size, bold);
        let full = lines.len() >= most;
        match lines.last_mut() {
            // The last line takes what is left, and is shortened below.
            Some(line) if full || used + space + wide <= limit => {
                line.push(' ');
                line.push_str(word);
                used += space + wide;
            }
            _ => {
                lines.push(word.clone());
                used = wide;
            }
        }
    }
    lines.truncate(most);
    lines.into_iter().map(|line| shorten(line, size, bold, limit)).collect()
}

/// The line, or as much of it as fits with an ellipsis: measured once from its beginning, however long it is.
fn shorten(line: String, size: f64, bold: bool, limit: f64) -> String {
    let letter = |letter: char| width(letter.encode_utf8(&mut [0; 4]), size, bold);
    let mut ends = line.char_indices().scan(0.0, |sum, (at, next)| {
        *sum += letter(next);
        Some((at, *sum))
    });
    // A hair more than the limit is what adding up in another order makes of it.
    let limit = limit * (1.0 + 1e-12);
    let room = limit - letter('…');
    let mut kept = 0;
    for (at, end) in ends.by_ref() {
        if end > limit {
            return format!("{}…", line[..kept].trim_end());
        }
        let next = at + line[at..].chars().next().map_or(0, char::len_utf8);
        if end <= room {
            kept = next;
        }
    }
    line
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn widths_are_those_of_dejavu_sans() {
        // Advances of `i` and `W` in DejaVu Sans Book are 569 and 2025 of 2048 units.
        assert!((width("i", 2_048.0, false) - 569.0).abs() < 1e-9);
        assert!((width("W", 2_048.0, false) - 2_025.0).abs() < 1e-9);
        assert!(width("Україна", 10.0, true) > 30.0);
        assert!(
            (width("共和国", 10.0, false) - 30.0).abs() < 1e-9,
            "as wide as they are high in whatever font has them"
        );
    }

    #[test]
    fn lines_never_exceed_the_limit() {
        for text in ["a short one", "Incomprehensibilities of unbreakableunbreakableunbreakable names", "", "  "] {
            for limit in [20.0, 60.0, 200.0] {
                let lines = wrap(text, 10.0, false, limit, 2);
                assert!(lines.len() <= 2);
                assert!(lines.iter().all(|line| width(line, 10.0, false) <= limit + 1e-9), "{lines:?}");
            }
        }
    }

    #[test]
    fn as_much_is_kept_as_fits() {
        // `i` is 569 wide and the ellipsis 2048 of 2048 units: of 30 letters, 10 fit beside it in 7,738 units.
        assert_eq!(wrap(&"i".repeat(30), 2_048.0, false, 7_738.0, 1), [format!("{}…", "i".repeat(10))]);
        assert_eq!(wrap(&"i".repeat(10), 2_048.0, false, 5_690.0, 1), ["i".repeat(10)]);
        assert_eq!(wrap("one two three", 10.0, false, 1e3, 1), ["one two three"]);
        assert_eq!(wrap("one two three", 10.0, false, 30.0, 5), ["one", "two", "three"]);
    }

    #[test]
    fn a_number_in_groups_of_digits_is_not_broken() {
        assert_eq!(
            wrap("army of 85 000 or 1 200 000 men", 10.0, false, 70.0, 9),
            ["army of", "85 000 or", "1 200 000", "men"]
        );
        assert_eq!(words("in 2025 they were 12 or 1234 567"), ["in", "2025", "they", "were", "12", "or", "1234 567"]);
        assert_eq!(words("11 12 1 000, 5 0001"), ["11", "12", "1 000,", "5", "0001"]);
    }

    /// Measured whole again for every letter taken off, this took minutes.
    #[test]
    fn a_name_of_a_hundred_thousand_letters_is_shortened_in_no_time() {
        let start = std::time::Instant::now();
        for name in ["x".repeat(100_000), "x ".repeat(50_000)] {
            assert_eq!(wrap(&name, 10.0, false, 100.0, 2).len(), if name.contains(' ') { 2 } else { 1 });
        }
        assert!(start.elapsed().as_secs_f64() < 2.0, "{:?}", start.elapsed());
    }

    #[test]
    fn letters_that_the_font_lacks_are_named_once() {
        // DejaVu Sans has Latin, Greek, Cyrillic and Arabic letters; it has no Han.
        assert_eq!(missing_glyphs("共和国, 共 Україна Ελλάδα العربية\n"), ['共', '和', '国']);
        assert!(missing_glyphs("Peace of Paris, 5 % – “x” ✕ −1").is_empty());
    }
}
