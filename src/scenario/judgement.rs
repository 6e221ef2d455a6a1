//! What counts as somebody's judgement.

/// Words with which a note says so, in small letters: both English spellings, and the French one.
const WORDS: [&str; 4] = ["judgement", "judgment", "judged", "jugement"];

/// Whether a note marks its number as somebody's judgement: whether its first word says so.
pub(crate) fn is_judgement(note: Option<&str>) -> bool {
    let first = note.unwrap_or_default().split(|c: char| !c.is_alphanumeric()).find(|word| !word.is_empty());
    first.is_some_and(|word| WORDS.contains(&word.to_lowercase().as_str()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_word_decides() {
        for note in
            ["judgement: a guess", "Judgment", " judged from maps", "JUDGEMENT", "(judgement)", "jugement : au vu"]
        {
            assert!(is_judgement(Some(note)), "{note}");
        }
        for note in ["", "Judge Smith's figure", "no judgement here", "a judgement", "judgements differ"] {
            assert!(!is_judgement(Some(note)), "{note}");
        }
        assert!(!is_judgement(None));
    }
}
