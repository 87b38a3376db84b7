//! The newsletter's own title: the largest words beside number and date on the first page.
use super::line::LineReading;
use super::pieces::whole;
use super::words::{is_kind, is_opening_rubric, is_tag_line};
use super::{HEAD_OF_PAGE, HeadLine};
use crate::french::fold::fold_compatible as fold;
use crate::french::unicode::is_letter;
use std::borrow::Cow;

/// How far a title may stand from number or date, as a part of the page's height.
const NEAR: f32 = 0.13;

/// How far above place and date the heading of a press text may stand: an address and a reference come between.
const NEAR_DATELINE: f32 = 0.2;

/// The part of a page, from its top, in which a title stands.
const HEAD_OF_TITLE: f32 = 0.45;

/// A title so many times as large as the text may stand far above number and date.
const BANNER: f32 = 2.5;

/// A tag line at least so large beside a text is that of a masthead whose title is a picture: the text belongs to
/// an article below it. A smaller one is a kicker over the title.
const TAG_LINE_OVER_ARTICLE: f32 = 0.5;

/// Sizes within this ratio are one size.
pub(super) const SAME_SIZE: f32 = 0.92;

/// Most words of a line of a title.
pub(super) const MOST_WORDS: usize = 12;

/// Most lines of a title.
const MOST_LINES: usize = 4;

/// A cover has few words; its title and date may stand at opposite ends.
pub(super) const COVER_LETTERS: usize = 160;

/// A title with the lines that hold it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct FoundTitle {
    /// Its words, as printed.
    pub(super) text: String,
    /// Indices of its lines.
    pub(super) lines: Vec<usize>,
    /// Whether it only says what sort of paper it is and whose, and larger type stands nearby.
    pub(super) is_tag_line: bool,
}

/// A line that may be the title or a part of it.
#[derive(Debug)]
pub(super) struct Candidate {
    pub(super) index: usize,
    pub(super) text: String,
    pub(super) size: f32,
    pub(super) y: f32,
    pub(super) bold: bool,
}

impl Candidate {
    pub(super) fn new(index: usize, text: String, line: &HeadLine) -> Self {
        Self {
            index,
            text,
            size: line.size,
            y: line.y,
            bold: line.bold,
        }
    }
}

/// Finds the title beside the lines that tell number and date (`anchors`). Where a text only opens with place and
/// date (`anchor_opens_text`), its title stands above them.
pub(super) fn find_title(
    lines: &[HeadLine],
    readings: &[LineReading],
    anchors: &[usize],
    anchor_opens_text: bool,
) -> Option<FoundTitle> {
    let body_size = body_size(lines);
    let letters: usize = lines.iter().map(|line| line.text.chars().count()).sum();
    let is_cover = letters <= COVER_LETTERS;
    let anchor_lines: Vec<&HeadLine> = anchors.iter().filter_map(|index| lines.get(*index)).collect();
    let first_anchor = anchor_lines.iter().map(|line| line.y).fold(f32::MAX, f32::min);

    let near = if anchor_opens_text { NEAR_DATELINE } else { NEAR };
    let lowest = first_rubric(lines, anchors);
    let mut candidates = Vec::new();
    let mut largest_nearby = 0.0_f32;
    for (index, (line, reading)) in lines.iter().zip(readings).enumerate() {
        let is_beside = |anchor: &&HeadLine| distance(line, anchor) <= near * line.page_height;
        let is_in_head = line.y <= HEAD_OF_TITLE * line.page_height;
        let is_above = line.y < first_anchor;
        // A picture may stand between a very large title and number and date.
        let is_banner =
            is_above && line.size >= body_size * BANNER && line.y <= HEAD_OF_PAGE * line.page_height;
        let is_near = is_cover || is_banner || (is_in_head && anchor_lines.iter().any(is_beside));
        if !is_near || (anchor_opens_text && !is_above) {
            continue;
        }
        let text = joined_letters(&reading.text_left);
        if !may_be_title(&text, line) {
            continue;
        }
        largest_nearby = largest_nearby.max(line.size);
        if is_opening_rubric(&text) || line.y > lowest {
            continue;
        }
        let stands_out = line.size > body_size * 1.1 || line.bold || is_in_capitals(&text);
        if stands_out || is_above || anchors.contains(&index) {
            candidates.push(Candidate::new(index, text.into_owned(), line));
        }
    }
    drop_articles_below_tag_lines(&mut candidates);
    let best = best_of(&candidates)?;
    let stands_out = best.bold || best.size > body_size * 1.1;
    // Lines in the type of the text are no group: what follows the first may be anything.
    let group = if stands_out {
        lines_of_title(best, &candidates)
    } else {
        vec![best]
    };
    let found = found_of(&group);
    let found = FoundTitle {
        is_tag_line: is_tag_line(&found.text) && best.size < largest_nearby * SAME_SIZE
            || is_small_tag_line(&found.text, best, body_size),
        ..found
    };
    Some(whole(found, lines, readings, body_size))
}

/// The lines of a group as one title.
pub(super) fn found_of(group: &[&Candidate]) -> FoundTitle {
    let texts: Vec<&str> = group.iter().map(|candidate| candidate.text.as_str()).collect();
    FoundTitle {
        text: texts.join(" "),
        lines: group.iter().map(|candidate| candidate.index).collect(),
        is_tag_line: false,
    }
}

/// Where the first opening rubric below or beside number and date stands: what is below it is no masthead.
pub(super) fn first_rubric(lines: &[HeadLine], anchors: &[usize]) -> f32 {
    let anchor_lines = anchors.iter().filter_map(|index| lines.get(*index));
    let first_anchor = anchor_lines.map(|line| line.y).fold(f32::MAX, f32::min);
    let rubrics = lines
        .iter()
        .filter(|line| line.y >= first_anchor && is_opening_rubric(&line.text));
    rubrics.map(|line| line.y).fold(f32::MAX, f32::min)
}

fn drop_articles_below_tag_lines(candidates: &mut Vec<Candidate>) {
    let tag_lines: Vec<(f32, f32)> = candidates
        .iter()
        .filter(|candidate| is_tag_line(&candidate.text))
        .map(|candidate| (candidate.y, candidate.size))
        .collect();
    candidates.retain(|candidate| {
        let is_below = |(y, size): &(f32, f32)| {
            candidate.y > *y + *size && *size >= candidate.size * TAG_LINE_OVER_ARTICLE
        };
        !tag_lines.iter().any(is_below)
    });
}

/// A tag line in the size of the text: the title itself is then a picture.
fn is_small_tag_line(text: &str, best: &Candidate, body_size: f32) -> bool {
    is_tag_line(text) && best.size <= body_size * 1.1
}

/// The largest; of one size the bold; of these the first.
fn best_of(candidates: &[Candidate]) -> Option<&Candidate> {
    let mut best: Option<&Candidate> = None;
    for candidate in candidates {
        let Some(other) = best else {
            best = Some(candidate);
            continue;
        };
        let is_larger = candidate.size * SAME_SIZE > other.size;
        let is_one_size = !is_larger && candidate.size > other.size * SAME_SIZE;
        let is_bolder = candidate.bold && !other.bold;
        let is_as_bold = candidate.bold == other.bold;
        if is_larger || (is_one_size && (is_bolder || (is_as_bold && candidate.y < other.y))) {
            best = Some(candidate);
        }
    }
    best
}

/// The lines of one size and weight that stand directly above and below the best, from top to bottom.
pub(super) fn lines_of_title<'c>(best: &'c Candidate, candidates: &'c [Candidate]) -> Vec<&'c Candidate> {
    let mut alike: Vec<&Candidate> = candidates
        .iter()
        .filter(|candidate| {
            let ratio = candidate.size / best.size.max(0.1);
            ratio > SAME_SIZE && ratio < 1.0 / SAME_SIZE && candidate.bold == best.bold
        })
        .collect();
    alike.sort_by(|a, b| a.y.total_cmp(&b.y));
    let Some(place) = alike.iter().position(|candidate| candidate.index == best.index) else {
        return vec![best];
    };
    let adjoins = |upper: &Candidate, lower: &Candidate| {
        let step = lower.y - upper.y;
        // Lines of a title stand closer than a line and a half; on one line they are parts of one title too.
        step <= 1.5 * best.size && upper.text != lower.text
    };
    let mut first = place;
    let mut last = place;
    while last - first + 1 < MOST_LINES {
        let above = first
            .checked_sub(1)
            .and_then(|above| Some((alike.get(above)?, alike.get(first)?)));
        if above.is_some_and(|(upper, lower)| adjoins(upper, lower)) {
            first -= 1;
            continue;
        }
        let below = alike.get(last).zip(alike.get(last + 1));
        if below.is_some_and(|(upper, lower)| adjoins(upper, lower)) {
            last += 1;
            continue;
        }
        break;
    }
    alike
        .get(first..=last)
        .map(<[&Candidate]>::to_vec)
        .unwrap_or_else(|| vec![best])
}

/// Whether a text could be a title: words, not an address, a telephone number or a sentence.
pub(super) fn may_be_title(text: &str, line: &HeadLine) -> bool {
    // Asked of every line: what costs least comes first.
    if text.ends_with([',', ';', ':']) || text.split_whitespace().nth(MOST_WORDS).is_some() {
        return false;
    }
    let letters = text.chars().filter(|letter| is_letter(*letter)).count();
    let figures = text.bytes().filter(u8::is_ascii_digit).count();
    letters >= 3 && figures <= letters && figures < 9 && !holds_address(&line.text)
}

/// Whether a text holds the sign of an address, however it is cased: no letter but theirs has these in lower case.
fn holds_address(text: &str) -> bool {
    let bytes = text.as_bytes();
    let begins_with = |at: usize, sign: &[u8]| {
        let found = bytes.get(at..at + sign.len());
        found.is_some_and(|found| found.eq_ignore_ascii_case(sign))
    };
    bytes.iter().enumerate().any(|(at, letter)| match letter {
        b'@' => true,
        b'w' | b'W' => begins_with(at, b"www."),
        b'h' | b'H' => begins_with(at, b"http"),
        _ => false,
    })
}

pub(super) fn is_in_capitals(text: &str) -> bool {
    text.chars().any(char::is_uppercase) && !text.chars().any(char::is_lowercase)
}

/// Joins letters that are set apart ("G A Z E T T E" is a word) and drops marks without width.
pub(super) fn joined_letters(text: &str) -> Cow<'_, str> {
    let has_no_width = |letter: char| matches!(letter, '\u{200B}'..='\u{200D}' | '\u{FEFF}');
    let text = if !text.is_ascii() && text.contains(has_no_width) {
        Cow::Owned(text.replace(has_no_width, ""))
    } else {
        Cow::Borrowed(text)
    };
    let are_single = text
        .split_whitespace()
        .all(|piece| piece.chars().nth(1).is_none());
    if are_single && text.split_whitespace().nth(3).is_some() {
        Cow::Owned(text.split_whitespace().collect())
    } else {
        text
    }
}

/// White space between two lines, as near as their sizes tell.
pub(super) fn distance(a: &HeadLine, b: &HeadLine) -> f32 {
    let (upper, lower) = if a.y <= b.y { (a, b) } else { (b, a) };
    (lower.y - upper.y - upper.size).max(0.0)
}

/// The size in which most of the page's letters are set.
pub(super) fn body_size(lines: &[HeadLine]) -> f32 {
    let mut sizes: Vec<(f32, usize)> = lines
        .iter()
        .map(|line| (line.size, line.text.chars().count()))
        .collect();
    sizes.sort_by(|a, b| a.0.total_cmp(&b.0));
    let half = sizes.iter().map(|(_, letters)| letters).sum::<usize>() / 2;
    let mut passed = 0;
    for (size, letters) in sizes {
        passed += letters;
        if passed > half {
            return size;
        }
    }
    0.0
}

/// Mends a title by the information title, where that has the same words and some before or after them (a part of
/// the title is a picture), or where title and other pieces of the head together have its letters: "N" and
/// "EWSLETTER" are set in two sizes and come as two lines.
pub(super) fn mended_by(title: &str, information_title: &str, head: &[HeadLine]) -> Option<String> {
    let printed_letters = sorted_letters(title);
    let given_letters = sorted_letters(information_title);
    if printed_letters == given_letters {
        return Some(information_title.to_string());
    }
    let all_letters = || sorted_letters(&head.iter().map(|line| line.text.as_str()).collect::<String>());
    let is_most = printed_letters.len() * 2 > given_letters.len();
    if is_most
        && !title.contains(information_title)
        && holds(&given_letters, &printed_letters)
        && is_set_in_pieces(head)
        && holds(&all_letters(), &given_letters)
    {
        return Some(information_title.to_string());
    }
    let words = |text: &str| -> Vec<String> { fold(text).split_whitespace().map(str::to_string).collect() };
    let (printed, given) = (words(title), words(information_title));
    let added = given.len().checked_sub(printed.len())?;
    let contains = !printed.is_empty()
        && given
            .windows(printed.len())
            .any(|window| window == printed.as_slice());
    (contains && (1..=3).contains(&added)).then(|| information_title.to_string())
}

/// The line beside a title of one common word that says whose it is: "BULLETIN" and, smaller, "de la commune".
/// Gives its index and words.
pub(super) fn complement_of(
    title: &str,
    found: &FoundTitle,
    lines: &[HeadLine],
    readings: &[LineReading],
) -> Option<(usize, String)> {
    if !title.split_whitespace().all(is_kind) {
        return None;
    }
    let title_lines: Vec<&HeadLine> = found.lines.iter().filter_map(|index| lines.get(*index)).collect();
    for (index, (line, reading)) in lines.iter().zip(readings).enumerate() {
        let is_apart = reading.date.is_none() && reading.number.is_none() && !found.lines.contains(&index);
        let is_beside = title_lines.iter().any(|title_line| {
            line.y >= title_line.y - title_line.size
                && distance(line, title_line) <= title_line.size.max(line.size)
        });
        if !is_apart || !is_beside {
            continue;
        }
        let text = joined_letters(&reading.text_left);
        let is_short = text.split_whitespace().count() <= 6;
        if is_short && begins_with_preposition(&text) && may_be_title(&text, line) {
            return Some((index, text.into_owned()));
        }
    }
    None
}

pub(super) fn begins_with_preposition(text: &str) -> bool {
    let folded = fold(text);
    ["de ", "du ", "des ", "d'", "d’", "of "]
        .iter()
        .any(|preposition| folded.starts_with(preposition))
}

/// The lines beside a title that hold other letters of it: pieces of a word that is set in several sizes.
pub(super) fn pieces_of(title: &str, found: &FoundTitle, lines: &[HeadLine]) -> Vec<usize> {
    let wanted = sorted_letters(title);
    let found_letters = sorted_letters(&found.text);
    let is_of_pieces = found_letters.len() < wanted.len() && !fold(title).contains(&fold(&found.text));
    if !is_of_pieces || !holds(&wanted, &found_letters) {
        return Vec::new();
    }
    let missing = wanted.len() - found_letters.len();
    let mut pieces = Vec::new();
    for (index, line) in lines.iter().enumerate() {
        let is_beside = found
            .lines
            .iter()
            .filter_map(|index| lines.get(*index))
            .any(|title_line| (line.y - title_line.y).abs() <= line.size.max(title_line.size));
        if !is_beside {
            continue;
        }
        let letters = sorted_letters(&line.text);
        if !letters.is_empty() && letters.len() <= missing && holds(&wanted, &letters) {
            pieces.push(index);
        }
    }
    pieces
}

/// Whether a line of the head holds only one or two letters: a large first letter that stands apart.
fn is_set_in_pieces(head: &[HeadLine]) -> bool {
    head.iter().any(|line| {
        let letters = line.text.chars().filter(|letter| letter.is_alphabetic()).count();
        (1..=2).contains(&letters) && letters + 1 >= line.text.trim().chars().count()
    })
}

/// Whether the first of two sorted rows of letters holds all letters of the second.
fn holds(all: &[char], some: &[char]) -> bool {
    let mut all = all.iter();
    some.iter().all(|letter| all.any(|other| other == letter))
}

pub(super) fn sorted_letters(text: &str) -> Vec<char> {
    let mut letters: Vec<char> = fold(text)
        .chars()
        .filter(|letter| letter.is_alphanumeric())
        .collect();
    letters.sort_unstable();
    letters
}

#[cfg(test)]
mod tests {
    use super::*;

    fn head(texts: &[&str]) -> Vec<HeadLine> {
        let line = |text: &&str| HeadLine {
            text: (*text).to_string(),
            size: 10.0,
            x0: 50.0,
            x1: 300.0,
            y: 10.0,
            page_height: 800.0,
            bold: false,
        };
        texts.iter().map(line).collect()
    }

    #[test]
    fn titles_are_mended_only_by_their_own_words() {
        let mended = |title: &str, given: &str| mended_by(title, given, &head(&[title]));
        assert_eq!(
            mended("N L EWS ETTER", "Newsletter").as_deref(),
            Some("Newsletter")
        );
        assert_eq!(
            mended("Club de Valbois", "Grand Club de Valbois").as_deref(),
            Some("Grand Club de Valbois")
        );
        assert_eq!(mended("La Gazette", "Modèle de lettre"), None);
        assert_eq!(mended("La Gazette", "La gazette").as_deref(), Some("La gazette"));
        assert_eq!(mended("Lettre", "Une lettre de cinq mots encore"), None);
    }

    #[test]
    fn pieces_of_a_title_are_put_together() {
        let pieces = head(&["G", "AZETTE", "N° 3"]);
        assert_eq!(
            mended_by("AZETTE", "Gazette", &pieces).as_deref(),
            Some("Gazette")
        );
        assert_eq!(
            mended_by("AZETTE", "Gazette", &head(&["AZETTE", "N° 3 grand"])),
            None
        );
    }

    #[test]
    fn spaced_letters_are_joined() {
        assert_eq!(joined_letters("G A Z E T T E"), "GAZETTE");
        assert_eq!(joined_letters("A B C"), "A B C");
        assert_eq!(joined_letters("La Gazette"), "La Gazette");
    }
}
