//! Widths of text in the embedded font, so that nothing is cut off or overlaps.

use std::sync::OnceLock;

use ab_glyph::{Font, FontRef};

fn font(bold: bool) -> Option<&'static FontRef<'static>> {
    static FONTS: OnceLock<[Option<FontRef<'static>>; 2]> = OnceLock::new();
    let load = |bytes| FontRef::try_from_slice(bytes).ok();
    FONTS.get_or_init(|| [load(dejavu::sans::regular()), load(dejavu::sans::bold())])[usize::from(bold)].as_ref()
}

/// Width of a line of text at that size, in the unit of the size.
pub(super) fn width(text: &str, size: f64, bold: bool) -> f64 {
    let Some(font) = font(bold) else { return 0.65 * size * text.chars().count() as f64 };
    let per_em = f64::from(font.units_per_em().unwrap_or(2_048.0));
    let advance: f64 = text.chars().map(|letter| f64::from(font.h_advance_unscaled(font.glyph_id(letter)))).sum();
    advance / per_em * size
}

/// The text in lines no wider than `limit`, at most `most` of them; what does not fit ends in an ellipsis.
pub(super) fn wrap(text: &str, size: f64, bold: bool, limit: f64, most: usize) -> Vec<String> {
    let fits = |line: &str| width(line, size, bold) <= limit;
    let mut lines: Vec<String> = Vec::new();
    let mut line = String::new();
    for word in text.split([' ', '\n', '\t']).filter(|word| !word.is_empty()) {
        let longer = if line.is_empty() { word.to_owned() } else { format!("{line} {word}") };
        if line.is_empty() || fits(&longer) {
            line = longer;
        } else {
            lines.push(std::mem::replace(&mut line, word.to_owned()));
        }
    }
    if !line.is_empty() {
        lines.push(line);
    }
    if lines.len() > most && most > 0 {
        // The last line takes as much of the rest as fits.
        let rest = lines.split_off(most - 1).join(" ");
        lines.push(rest);
    }
    lines.truncate(most);
    lines.into_iter().map(|line| shorten(line, &fits)).collect()
}

/// The line, or as much of it as fits with an ellipsis.
fn shorten(mut line: String, fits: &impl Fn(&str) -> bool) -> String {
    if fits(&line) {
        return line;
    }
    while !line.is_empty() && !fits(&format!("{line}…")) {
        line.pop();
    }
    format!("{}…", line.trim_end())
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
    }

    #[test]
    fn lines_never_exceed_the_limit() {
        for text in ["a short one", "Incomprehensibilities of unbreakableunbreakableunbreakable names", "", "  "] {
            for limit in [20.0, 60.0, 200.0] {
                let lines = wrap(text, 10.0, false, limit, 2);
                assert!(lines.len() <= 2);
                assert!(lines.iter().all(|line| width(line, 10.0, false) <= limit), "{lines:?}");
            }
        }
    }
}
