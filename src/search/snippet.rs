//! The stretch of a section that a hit quotes: whole sentences where they are short enough, as printed, with the
//! places of the words that were found.
use super::needle::Match;
use std::collections::BTreeSet;
use std::ops::Range;

/// A quotation is about this long, in characters.
const WANTED_LENGTH: usize = 240;
/// A sentence longer than this is cut.
const LONGEST_SENTENCE: usize = 320;

/// A quotation from one passage.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Snippet {
    /// The words as printed, line ends as spaces; `…` where a sentence is cut.
    pub(crate) text: String,
    /// What was found, as byte ranges of the text, in order, not overlapping.
    pub(crate) highlights: Vec<Range<usize>>,
}

/// How much of what is looked for stands in a sentence. The greater is quoted.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Richness {
    /// Distinct needles, their kin by the stem included.
    needles: usize,
    /// Distinct needles that are there as typed.
    very_words: usize,
    /// Places that match.
    matches: usize,
}

/// How much of what is looked for stands in the best sentence of a passage.
pub(crate) fn richness(text: &str, matches: &[Match]) -> Richness {
    sentences(text)
        .into_iter()
        .map(|sentence| richness_of(&sentence, matches))
        .max()
        .unwrap_or_default()
}

/// Quotes the best sentence of a passage with its neighbours, as far as there is room.
pub(crate) fn quote(text: &str, matches: &[Match]) -> Snippet {
    let sentences = sentences(text);
    let mut best = 0;
    let mut best_richness = Richness::default();
    for (index, sentence) in sentences.iter().enumerate() {
        let richness = richness_of(sentence, matches);
        if richness > best_richness {
            best = index;
            best_richness = richness;
        }
    }
    let Some(sentence) = sentences.get(best) else {
        return Snippet::default();
    };
    if length(text, sentence) > LONGEST_SENTENCE {
        return cut(text, sentence, matches);
    }
    let mut range = sentence.clone();
    for next in sentences.iter().skip(best + 1) {
        if length(text, &(range.start..next.end)) > WANTED_LENGTH {
            break;
        }
        range.end = next.end;
    }
    for previous in sentences.iter().take(best).rev() {
        if length(text, &(previous.start..range.end)) > WANTED_LENGTH {
            break;
        }
        range.start = previous.start;
    }
    excerpt(text, range, "", "", matches)
}

/// The places of matches as ranges, in order, overlapping ones as one.
pub(crate) fn ranges(matches: &[Match]) -> Vec<Range<usize>> {
    let mut ranges: Vec<Range<usize>> = Vec::new();
    for found in matches {
        match ranges.last_mut() {
            Some(last) if found.start < last.end => last.end = last.end.max(found.end),
            _ => ranges.push(found.start..found.end),
        }
    }
    ranges
}

fn richness_of(sentence: &Range<usize>, matches: &[Match]) -> Richness {
    let within = matches_within(sentence, matches);
    let needles: BTreeSet<usize> = within.iter().map(|found| found.needle).collect();
    let very_words: BTreeSet<usize> = within
        .iter()
        .filter(|found| found.is_very_word)
        .map(|found| found.needle)
        .collect();
    Richness {
        needles: needles.len(),
        very_words: very_words.len(),
        matches: within.len(),
    }
}

/// The matches that begin in a range; matches come in order.
fn matches_within<'a>(range: &Range<usize>, matches: &'a [Match]) -> &'a [Match] {
    let first = matches.partition_point(|found| found.start < range.start);
    let last = matches.partition_point(|found| found.start < range.end);
    matches.get(first..last).unwrap_or_default()
}

fn length(text: &str, range: &Range<usize>) -> usize {
    text.get(range.clone()).unwrap_or_default().chars().count()
}

/// A part of a long sentence, from a little before its first match on, cut between words. A match that is the very
/// word goes before one that is only kin to it.
fn cut(text: &str, sentence: &Range<usize>, matches: &[Match]) -> Snippet {
    let within = matches_within(sentence, matches);
    let first_match = within
        .iter()
        .find(|found| found.is_very_word)
        .or(within.first())
        .map_or(sentence.start, |found| found.start);
    // Only what can be quoted is looked at: a "sentence" may be a whole book without a full stop.
    let near_start = text.floor_char_boundary(first_match.saturating_sub(4 * WANTED_LENGTH));
    let near_end = text.ceil_char_boundary(first_match.saturating_add(4 * WANTED_LENGTH).min(text.len()));
    let neighbourhood = near_start.max(sentence.start)..near_end.min(sentence.end);
    let words = word_starts(text, &neighbourhood);
    let lead = WANTED_LENGTH / 3;
    let start = words
        .iter()
        .copied()
        .find(|word| *word >= first_match || length(text, &(*word..first_match)) <= lead)
        .unwrap_or(first_match);
    let fitting_end = words
        .iter()
        .copied()
        .rev()
        .find(|word| length(text, &(start..*word)) <= WANTED_LENGTH);
    let reaches_end = neighbourhood.end == sentence.end;
    let fits = reaches_end && length(text, &(start..sentence.end)) <= WANTED_LENGTH;
    let end = match fitting_end {
        _ if fits => sentence.end,
        Some(end) if end > start => end,
        // One word without end: an address, a table without spaces.
        _ => nth_character(text, start, WANTED_LENGTH).min(sentence.end),
    };
    let before = if start > sentence.start { "… " } else { "" };
    let after = if end < sentence.end { " …" } else { "" };
    excerpt(text, start..end, before, after, matches)
}

fn excerpt(text: &str, range: Range<usize>, before: &str, after: &str, matches: &[Match]) -> Snippet {
    let quoted = text.get(range.clone()).unwrap_or_default();
    let trimmed_start = range.start + (quoted.len() - quoted.trim_start().len());
    let quoted = quoted.trim();
    let end = trimmed_start + quoted.len();
    let mut snippet = Snippet {
        text: format!("{before}{}{after}", quoted.replace(['\n', '\t'], " ")),
        highlights: Vec::new(),
    };
    for found in ranges(matches_within(&(trimmed_start..end), matches)) {
        let shift = |offset: usize| offset.min(end) - trimmed_start + before.len();
        snippet.highlights.push(shift(found.start)..shift(found.end));
    }
    snippet
}

fn word_starts(text: &str, range: &Range<usize>) -> Vec<usize> {
    let mut starts = Vec::new();
    let mut after_space = true;
    for (offset, character) in text.get(range.clone()).unwrap_or_default().char_indices() {
        if after_space && !character.is_whitespace() {
            starts.push(range.start + offset);
        }
        after_space = character.is_whitespace();
    }
    starts
}

fn nth_character(text: &str, start: usize, count: usize) -> usize {
    text.get(start..)
        .and_then(|rest| rest.char_indices().nth(count))
        .map_or(text.len(), |(offset, _)| start + offset)
}

/// The sentences of a passage; together they cover it whole.
fn sentences(text: &str) -> Vec<Range<usize>> {
    let mut sentences = Vec::new();
    let mut start = 0;
    let mut previous_is_end = false;
    let mut characters = text.char_indices().peekable();
    while let Some((offset, character)) = characters.next() {
        let is_closing = matches!(character, '»' | '"' | ')' | '”' | '’');
        if matches!(character, '.' | '!' | '?' | '…') {
            previous_is_end =
                character != '.' || !ends_in_abbreviation(text.get(start..offset).unwrap_or_default());
        } else if previous_is_end && character.is_whitespace() {
            // French sets a space before "»": the sentence goes on to it.
            let begins_sentence = characters.peek().is_some_and(|(_, next)| {
                next.is_uppercase()
                    || next.is_ascii_digit()
                    || matches!(next, '«' | '"' | '“' | '-' | '–' | '—' | '•')
            });
            if begins_sentence {
                let end = offset + character.len_utf8();
                sentences.push(start..end);
                start = end;
                previous_is_end = false;
            }
        } else if !is_closing {
            previous_is_end = false;
        }
    }
    if start < text.len() {
        sentences.push(start..text.len());
    }
    sentences
}

/// `M.`, `Mme.`, initials: a full stop that ends no sentence.
fn ends_in_abbreviation(before: &str) -> bool {
    let word = before
        .rsplit(|character: char| !character.is_alphanumeric())
        .next()
        .unwrap_or_default();
    let is_initial = word.chars().count() == 1 && word.chars().all(char::is_alphabetic);
    is_initial
        || matches!(
            word,
            "MM" | "Mme" | "Mlle" | "Dr" | "St" | "Ste" | "art" | "cf" | "tél" | "Tél" | "av" | "bd"
        )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str, words: &[&str]) -> Vec<Match> {
        let mut matches: Vec<Match> = words
            .iter()
            .enumerate()
            .flat_map(|(needle, word)| {
                text.match_indices(word).map(move |(start, _)| Match {
                    start,
                    end: start + word.len(),
                    needle,
                    is_very_word: true,
                })
            })
            .collect();
        matches.sort_unstable();
        matches
    }

    fn highlighted(snippet: &Snippet) -> Vec<&str> {
        snippet
            .highlights
            .iter()
            .map(|range| &snippet.text[range.clone()])
            .collect()
    }

    #[test]
    fn sentences_cover_the_text() {
        let text = "M. Dupont vient. « Où ? » dit-il ! 12 élus… et la suite. Fin";
        let parts: Vec<&str> = sentences(text).into_iter().map(|range| &text[range]).collect();
        assert_eq!(
            parts,
            [
                "M. Dupont vient. ",
                "« Où ? » dit-il ! ",
                "12 élus… et la suite. ",
                "Fin"
            ]
        );
        assert_eq!(parts.concat(), text);
    }

    #[test]
    fn a_short_passage_is_quoted_whole() {
        let text = "Le marché ouvre.\nLa fête suit.";
        let snippet = quote(text, &found(text, &["fête"]));
        assert_eq!(snippet.text, "Le marché ouvre. La fête suit.");
        assert_eq!(highlighted(&snippet), ["fête"]);
    }

    #[test]
    fn the_richest_sentence_is_quoted() {
        let filler =
            "Cette phrase parle de tout autre chose et prend beaucoup de place sur la page. ".repeat(4);
        let text = format!("Un bal à la mairie. {filler}Un bal et une fête aux écoles. {filler}");
        let snippet = quote(&text, &found(&text, &["bal", "fête"]));
        assert!(
            snippet.text.contains("Un bal et une fête aux écoles."),
            "{}",
            snippet.text
        );
        assert!(snippet.text.chars().count() <= WANTED_LENGTH);
        assert_eq!(highlighted(&snippet), ["bal", "fête"]);
    }

    #[test]
    fn a_long_sentence_is_cut_between_words() {
        let text = format!(
            "{}l’école {}",
            "début très long ".repeat(40),
            "suite très longue ".repeat(40)
        );
        let snippet = quote(&text, &found(&text, &["école"]));
        assert!(
            snippet.text.starts_with("… ") && snippet.text.ends_with(" …"),
            "{}",
            snippet.text
        );
        assert_eq!(highlighted(&snippet), ["école"]);
        assert!(snippet.text.chars().count() <= WANTED_LENGTH + 4);
    }

    #[test]
    fn text_without_spaces_or_sentences_is_quoted() {
        let text = "é".repeat(2000);
        assert!(quote(&text, &[]).text.chars().count() <= WANTED_LENGTH + 4);
        assert_eq!(quote("", &[]), Snippet::default());
    }

    #[test]
    fn a_book_without_a_full_stop_is_quoted_in_time() {
        let text = "mot suivi d’un autre ".repeat(20_000);
        let snippet = quote(&text, &found(&text, &["autre", "suivi"]));
        assert!(snippet.text.chars().count() <= WANTED_LENGTH + 4);
        assert!(highlighted(&snippet).contains(&"autre"));
    }

    #[test]
    fn overlapping_matches_are_one() {
        let at = |start, end, needle| Match {
            start,
            end,
            needle,
            is_very_word: true,
        };
        assert_eq!(ranges(&[at(0, 5, 0), at(3, 9, 1), at(9, 12, 0)]), [0..9, 9..12]);
    }
}
