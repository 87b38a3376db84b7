//! A title that is set in several pieces: a large first letter, small words over or under the large one, letters of one
//! word in several sizes.
use super::HeadLine;
use super::line::LineReading;
use super::title::{FoundTitle, begins_with_preposition, distance, may_be_title, sorted_letters};
use super::words::{is_kind, is_opening_rubric, kinds};
use crate::french::fold::fold_compatible as fold;

/// Fewest letters of a word that is put together from pieces by its letters: shorter ones come about by chance.
const FEWEST_LETTERS: usize = 7;

/// Longest piece of such a word, in bytes.
const LONGEST_PIECE: usize = 24;

/// Longest title that is mended so, in bytes.
const LONGEST_MENDED: usize = 80;

/// Most pieces that are tried together.
const MOST_PIECES: usize = 8;

/// Words that a title goes on with.
const LEADING: &[&str] = &[
    "le", "la", "les", "l'", "du", "de", "des", "d'", "the", "of", "der", "die", "das",
];

/// Small words belong to a title of few words.
const FEW_WORDS: usize = 3;

/// Least size of small words, as a part of the title's.
const SMALL: f32 = 0.35;

/// Puts the pieces of a title together.
pub(super) fn whole(
    mut found: FoundTitle,
    lines: &[HeadLine],
    readings: &[LineReading],
    body_size: f32,
) -> FoundTitle {
    add_first_letter(&mut found, lines);
    mend_by_kinds(&mut found, lines);
    add_words_before(&mut found, lines, readings);
    add_words_behind(&mut found, lines, readings, body_size);
    found
}

/// "G" and, smaller and close behind it, "AZETTE".
fn add_first_letter(found: &mut FoundTitle, lines: &[HeadLine]) {
    let Some(first) = found.lines.first().and_then(|index| lines.get(*index)) else {
        return;
    };
    let letter = lines.iter().enumerate().find_map(|(index, line)| {
        let gap = first.x0 - line.x1;
        let is_close = gap <= 0.12 * line.size && first.x0 > (line.x0 + line.x1) / 2.0;
        let middle = first.y + first.size / 2.0;
        let is_level = middle >= line.y && middle <= line.y + 1.3 * line.size;
        if !is_close || !is_level || line.size <= 1.1 * first.size {
            return None;
        }
        let text = without_marks(&line.text);
        let is_letter = text.chars().count() == 1 && text.chars().all(char::is_alphabetic);
        is_letter.then_some((index, text))
    });
    if let Some((index, letter)) = letter {
        found.text.insert_str(0, &letter);
        found.lines.push(index);
    }
}

fn without_marks(text: &str) -> String {
    let is_mark =
        |letter: char| letter.is_whitespace() || matches!(letter, '\u{200B}'..='\u{200D}' | '\u{FEFF}');
    text.chars().filter(|letter| !is_mark(*letter)).collect()
}

/// Words of the title and lines beside it that have together the letters of what newsletters call themselves.
fn mend_by_kinds(found: &mut FoundTitle, lines: &[HeadLine]) {
    if found.text.len() > LONGEST_MENDED {
        return;
    }
    let words: Vec<String> = found.text.split_whitespace().map(str::to_string).collect();
    if words
        .iter()
        .any(|word| is_kind(word) && word.chars().count() >= FEWEST_LETTERS)
    {
        return;
    }
    let title_lines: Vec<&HeadLine> = found.lines.iter().filter_map(|index| lines.get(*index)).collect();
    let is_beside = |line: &HeadLine| {
        title_lines
            .iter()
            .any(|title| distance(line, title) <= 0.3 * title.size && line.size * 3.0 > title.size)
    };
    let beside = lines.iter().enumerate().filter(|(index, line)| {
        let is_word = line.text.len() <= LONGEST_PIECE
            && !line.text.trim().contains(' ')
            && line.text.chars().any(char::is_alphabetic);
        is_word && !found.lines.contains(index) && is_beside(line)
    });
    let mut pieces: Vec<(Option<usize>, String)> = words.iter().map(|word| (None, word.clone())).collect();
    pieces.extend(beside.map(|(index, line)| (Some(index), without_marks(&line.text))));
    pieces.truncate(MOST_PIECES);
    let lengths: Vec<usize> = pieces
        .iter()
        .map(|(_, text)| sorted_letters(text).len())
        .collect();
    // Letters of each choice of pieces: those of the choice without its last piece, and of that piece.
    let mut letters_of: Vec<usize> = vec![0];
    for length in &lengths {
        let with_it: Vec<usize> = letters_of.iter().map(|letters| letters + length).collect();
        letters_of.extend(with_it);
    }
    for kind in kinds().filter(|kind| kind.len() >= FEWEST_LETTERS) {
        // What newsletters call themselves is of plain letters.
        if !letters_of.contains(&kind.len()) {
            continue;
        }
        let wanted = sorted_letters(kind);
        for choice in 1_u32..(1 << pieces.len()) {
            if letters_of.get(choice as usize) != Some(&wanted.len()) {
                continue;
            }
            let chosen = || {
                pieces
                    .iter()
                    .enumerate()
                    .filter(move |(place, _)| choice & (1 << place) != 0)
            };
            let first_word = chosen()
                .find(|(_, (line, _))| line.is_none())
                .map(|(place, _)| place);
            let letters: String = chosen().map(|(_, (_, text))| text.as_str()).collect();
            let Some(first_word) = first_word else { continue };
            if sorted_letters(&letters) != wanted {
                continue;
            }
            let mut mended: Vec<String> = Vec::new();
            for (place, word) in words.iter().enumerate() {
                if place == first_word {
                    mended.push(kind.to_uppercase());
                } else if choice & (1 << place) == 0 {
                    mended.push(word.clone());
                }
            }
            found.lines.extend(chosen().filter_map(|(_, (line, _))| *line));
            found.text = mended.join(" ");
            return;
        }
    }
}

/// "La" over "GAZETTE", "Le petit journal de" over "VALBOIS".
fn add_words_before(found: &mut FoundTitle, lines: &[HeadLine], readings: &[LineReading]) {
    let Some(first) = found.lines.first().and_then(|index| lines.get(*index)).cloned() else {
        return;
    };
    for (index, (line, reading)) in lines.iter().zip(readings).enumerate() {
        let is_plain = reading.date.is_none() && reading.number.is_none();
        let text = line.text.trim();
        let overlaps = line.x0 <= first.x1 && line.x1 >= first.x0;
        let is_above =
            line.y < first.y && overlaps && distance(line, &first) <= 0.6 * line.size.max(0.3 * first.size);
        let is_left = line.x1 <= first.x0 + 0.2 * first.size
            && first.x0 - line.x1 <= first.size
            && line.y + line.size > first.y
            && line.y < first.y + first.size;
        let is_near = is_above || is_left;
        if !is_plain || found.lines.contains(&index) || !is_near || line.size > first.size || !leads_on(text)
        {
            continue;
        }
        let space = if text.ends_with(['\'', '’']) { "" } else { " " };
        found.text = format!("{text}{space}{}", found.text);
        found.lines.insert(0, index);
        return;
    }
}

/// Whether a short line of words goes on in the next: it ends in an article or a preposition.
fn leads_on(text: &str) -> bool {
    let folded = fold(text).replace('’', "'");
    let mut words = folded.split_whitespace();
    let count = words.clone().count();
    let ends = words.next_back().is_some_and(|last| LEADING.contains(&last));
    ends && count <= 5
}

/// "L’ÉCHO" and under it "de Valbois".
fn add_words_behind(found: &mut FoundTitle, lines: &[HeadLine], readings: &[LineReading], body_size: f32) {
    let title_lines: Vec<HeadLine> = found
        .lines
        .iter()
        .filter_map(|index| lines.get(*index))
        .cloned()
        .collect();
    let largest = title_lines.iter().map(|line| line.size).fold(0.0, f32::max);
    if found.text.split_whitespace().count() > FEW_WORDS {
        return;
    }
    for (index, (line, reading)) in lines.iter().zip(readings).enumerate() {
        let is_plain = reading.date.is_none() && reading.number.is_none() && !found.lines.contains(&index);
        let text = line.text.trim();
        let is_small_word = || text.split_whitespace().count() <= 4 && begins_with_preposition(text);
        let is_size = line.size >= SMALL * largest && line.size > body_size * 1.15;
        let is_under = title_lines.iter().any(|title| {
            let overlaps = line.x0 <= title.x1 && line.x1 >= title.x0;
            let below =
                line.y > title.y && overlaps && distance(line, title) <= line.size.max(0.3 * title.size);
            let level = (line.y + line.size - title.y - title.size).abs() <= 0.5 * title.size
                && line.x0 >= title.x1 - 0.2 * title.size
                && line.x0 - title.x1 <= title.size;
            below || level
        });
        if is_plain
            && is_size
            && is_under
            && is_small_word()
            && may_be_title(text, line)
            && !is_opening_rubric(text)
        {
            found.text = format!("{} {text}", found.text);
            found.lines.push(index);
            return;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(text: &str, size: f32, x: (f32, f32), y: f32) -> HeadLine {
        HeadLine {
            text: text.to_string(),
            size,
            x0: x.0,
            x1: x.1,
            y,
            page_height: 800.0,
            bold: false,
        }
    }

    fn put_together(lines: &[HeadLine], first: usize) -> String {
        let readings: Vec<LineReading> = lines.iter().map(|line| LineReading::of(&line.text)).collect();
        let found = FoundTitle {
            text: lines[first].text.clone(),
            lines: vec![first],
            is_tag_line: false,
        };
        whole(found, lines, &readings, 10.0).text
    }

    #[test]
    fn a_large_first_letter_is_put_before_its_word() {
        let lines = [
            line("G\u{200C}", 90.0, (50.0, 110.0), 40.0),
            line("AZETTE", 40.0, (112.0, 240.0), 70.0),
        ];
        assert_eq!(put_together(&lines, 1), "GAZETTE");
        let apart = [
            line("A", 50.0, (50.0, 90.0), 40.0),
            line("PROPOS", 40.0, (120.0, 240.0), 45.0),
        ];
        assert_eq!(put_together(&apart, 1), "PROPOS");
    }

    #[test]
    fn letters_of_one_word_in_several_pieces_are_put_together() {
        let lines = [
            line("MAGNE", 60.0, (50.0, 200.0), 40.0),
            line("AZI", 60.0, (120.0, 180.0), 50.0),
        ];
        assert_eq!(put_together(&lines, 0), "MAGAZINE");
    }

    #[test]
    fn small_words_before_and_behind_belong_to_the_title() {
        let lines = [
            line("La", 20.0, (50.0, 70.0), 30.0),
            line("PASSERELLE", 60.0, (50.0, 300.0), 52.0),
            line("de Valbois", 24.0, (50.0, 160.0), 115.0),
        ];
        assert_eq!(put_together(&lines, 1), "La PASSERELLE de Valbois");
        let lines = [
            line("Bulletin municipal de", 20.0, (50.0, 250.0), 30.0),
            line("VALBOIS", 60.0, (50.0, 300.0), 52.0),
            line("des travaux rue du Pont", 11.0, (50.0, 160.0), 115.0),
        ];
        assert_eq!(put_together(&lines, 1), "Bulletin municipal de VALBOIS");
    }
}
