//! Marks that are no text: specks, edges of pictures, icons beside a title that are read as a letter.
use super::hocr::{Line, Word};

/// Confidence below which a mark without letters or figures is dirt.
const NO_LETTERS: f32 = 0.7;

/// Confidence below which one or two characters that stand apart are an icon.
const APART: f32 = 0.75;

/// Gap in letter heights from which the first or last characters of a line stand apart from it.
const GAP: f32 = 0.5;

/// Height in those of the line's words from which one or two characters are an icon, however surely they are read.
const TALL: f32 = 1.6;

/// The words of a line without what is none.
pub(super) fn words_of(line: &Line) -> &[Word] {
    let mut words = line.words.as_slice();
    let height = usual_height(words);
    loop {
        let is_dirty = |word: &Word, next: Option<&Word>| is_dirt(word) || is_icon(word, next, line, height);
        match words {
            [first, rest @ ..] if is_dirty(first, rest.first()) => words = rest,
            [rest @ .., last] if is_dirty(last, rest.last()) => words = rest,
            _ => return words,
        }
    }
}

/// Whether a word is a mark without letters or figures that is hardly one.
pub(super) fn is_dirt(word: &Word) -> bool {
    let has_letters = word.text.chars().any(char::is_alphanumeric);
    let is_rule = word.text.chars().all(|mark| matches!(mark, '|' | '_' | '¦'));
    is_rule || (!has_letters && word.confidence < NO_LETTERS)
}

/// Whether the first or last word of a line is no word of it. `next` is its neighbour.
fn is_icon(word: &Word, next: Option<&Word>, line: &Line, usual_height: f32) -> bool {
    let Some(next) = next else {
        return false;
    };
    let is_short = word.text.chars().count() <= 2;
    let is_number = word.text.chars().any(|mark| mark.is_ascii_digit());
    if !is_short || is_number {
        return false;
    }
    let is_tall = word.rect[3] - word.rect[1] > TALL * usual_height;
    let gap = (next.rect[0] - word.rect[2]).max(word.rect[0] - next.rect[2]);
    is_tall || (word.confidence < APART && gap > GAP * line.letter_height)
}

/// The median height of the longer words.
fn usual_height(words: &[Word]) -> f32 {
    let longer = words.iter().filter(|word| word.text.chars().count() > 2);
    let mut heights: Vec<f32> = longer.map(|word| word.rect[3] - word.rect[1]).collect();
    heights.sort_by(f32::total_cmp);
    heights.get(heights.len() / 2).copied().unwrap_or(f32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kept(words: &[(&str, f32, f32, f32, f32)]) -> String {
        let words = words.iter().map(|&(text, left, right, height, confidence)| Word {
            text: text.to_string(),
            rect: [left, 100.0 - height, right, 100.0],
            confidence,
        });
        let line = Line {
            rect: [0.0, 0.0, 500.0, 100.0],
            slope: 0.0,
            offset: 0.0,
            letter_height: 40.0,
            is_leftover: false,
            words: words.collect(),
        };
        let texts: Vec<&str> = words_of(&line).iter().map(|word| word.text.as_str()).collect();
        texts.join(" ")
    }

    #[test]
    fn icons_beside_a_title_are_no_words() {
        assert_eq!(
            kept(&[("ê", 0.0, 40.0, 48.0, 0.45), ("AGENDA", 90.0, 300.0, 40.0, 0.9)]),
            "AGENDA"
        );
        assert_eq!(
            kept(&[("À", 0.0, 40.0, 90.0, 0.9), ("Juin", 50.0, 300.0, 40.0, 0.9)]),
            "Juin"
        );
        assert_eq!(
            kept(&[
                ("|", 0.0, 3.0, 80.0, 0.95),
                ("=", 20.0, 50.0, 2.0, 0.43),
                ("Forum", 60.0, 200.0, 40.0, 0.8),
                ("°", 240.0, 250.0, 10.0, 0.2)
            ]),
            "Forum"
        );
    }

    #[test]
    fn short_words_stay() {
        assert_eq!(
            kept(&[("À", 0.0, 30.0, 45.0, 0.7), ("table", 40.0, 200.0, 40.0, 0.9)]),
            "À table"
        );
        assert_eq!(
            kept(&[("12", 0.0, 40.0, 40.0, 0.5), ("mai", 90.0, 200.0, 30.0, 0.9)]),
            "12 mai"
        );
        assert_eq!(kept(&[("ou", 0.0, 40.0, 30.0, 0.3)]), "ou");
        assert_eq!(
            kept(&[("•", 0.0, 9.0, 9.0, 0.9), ("un", 40.0, 70.0, 30.0, 0.9)]),
            "• un"
        );
    }
}
