//! The words of a text, each with its place: what is indexed and what is highlighted.
//!
//! Promises: the byte range of a token lies in the text as given and covers the word as printed, without its elided
//! article and with the whole of an inclusive form. Several tokens at one position are alternatives of each other.
//! A query and a text give the same tokens for the same words.
use super::addresses::{Address, read_address};
use super::characters::Characters;
use super::elision;
use super::inclusive;
use super::numbers;
use super::unicode::is_letter_or_figure;
use smol_str::{SmolStr, StrExt};

/// One word of a text, or an alternative of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Token {
    /// The word in lower case, composed, accents kept.
    pub text: SmolStr,
    /// Its place among the words, from 0. An elided article takes a place.
    pub position: u32,
    /// First byte of the word in the text.
    pub start: usize,
    /// Byte after the word in the text.
    pub end: usize,
    /// How the token relates to the others at its position.
    pub role: Role,
}

/// How a token relates to the others at its position.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    /// The word itself.
    Word,
    /// Another form of the word: the feminine of an inclusive form, an hour with its minutes.
    Alternative,
    /// The words of this many positions in one: `weekend` for `week-end`, a whole address.
    Joined {
        /// How many positions it covers, its own included.
        positions: u32,
    },
}

/// Words longer than this are no words (encoded data, a table without spaces) and are left out.
const MAX_WORD_BYTES: usize = 120;

/// In chunks longer than this no rule is tried: every run of letters is a word. It bounds the work on hostile text.
const MAX_CHUNK_BYTES: usize = 1_000;

/// The words of a text, in order.
pub fn tokenize(text: &str) -> Vec<Token> {
    let characters = Characters::new(text);
    let chunks = chunks_of(characters.as_str());
    let mut scanner = Scanner {
        characters: &characters,
        tokens: Vec::with_capacity(chunks.len()),
        position: 0,
    };
    let mut index = 0;
    while let Some(chunk) = chunks.get(index) {
        let following = chunks.get(index + 1..).unwrap_or_default();
        if let Some(read) = numbers::read_spaced(*chunk, following) {
            scanner.emit_forms(read.forms, chunk.start, read.end);
            scanner.scan(read.rest, read.end);
            index += read.chunks;
            continue;
        }
        scanner.scan_trimmed(chunk.text, chunk.start);
        index += 1;
    }
    scanner.tokens
}

/// A run of characters without spaces, outer punctuation off.
#[derive(Debug, Clone, Copy)]
pub(super) struct Chunk<'a> {
    /// The characters.
    pub(super) text: &'a str,
    /// Where they begin.
    pub(super) start: usize,
    /// Whether exactly one space and no punctuation stands between this chunk and the one before it.
    pub(super) follows_closely: bool,
}

impl Chunk<'_> {
    pub(super) fn end(&self) -> usize {
        self.start + self.text.len()
    }
}

fn chunks_of(text: &str) -> Vec<Chunk<'_>> {
    // French has some six bytes a word, the space behind it included.
    let mut chunks: Vec<Chunk<'_>> = Vec::with_capacity(text.len() / 6);
    let mut last_end: Option<usize> = None;
    let mut offset = 0;
    for piece in text.split(char::is_whitespace) {
        let piece_start = offset;
        offset += piece.len();
        offset += text
            .get(offset..)
            .and_then(|rest| rest.chars().next())
            .map_or(0, char::len_utf8);
        let (word, skipped) = trim_punctuation(piece);
        if word.is_empty() {
            continue;
        }
        let start = piece_start + skipped;
        let follows_closely = last_end.is_some_and(|end| text.get(end..start) == Some(" "));
        last_end = Some(start + word.len());
        chunks.push(Chunk {
            text: word,
            start,
            follows_closely,
        });
    }
    chunks
}

/// The text without its outer punctuation, and the number of bytes taken off its start. A closing parenthesis that
/// belongs to the word stays: `adhérent(e)`.
fn trim_punctuation(text: &str) -> (&str, usize) {
    let trimmed_start = text.trim_start_matches(|character: char| !is_letter_or_figure(character));
    let skipped = text.len() - trimmed_start.len();
    let mut word = trimmed_start;
    // Most words end in a letter: no bracket has to be counted.
    if word.chars().next_back().is_some_and(is_letter_or_figure) {
        return (word, skipped);
    }
    let mut open = word.matches('(').count();
    let mut closed = word.matches(')').count();
    while let Some(last) = word.chars().next_back() {
        if last.is_alphanumeric() || unicode_normalization::char::is_combining_mark(last) {
            break;
        }
        if last == ')' && open == closed {
            break;
        }
        open -= usize::from(last == '(');
        closed -= usize::from(last == ')');
        word = word.get(..word.len() - last.len_utf8()).unwrap_or_default();
    }
    (word, skipped)
}

/// Characters that separate words within a chunk before any finer rule is tried.
fn is_separator(character: char) -> bool {
    !character.is_alphanumeric()
        && !unicode_normalization::char::is_combining_mark(character)
        && !matches!(
            character,
            '.' | '-' | '\'' | '·' | '(' | ')' | '/' | '@' | ',' | '°'
        )
}

struct Scanner<'a> {
    characters: &'a Characters,
    tokens: Vec<Token>,
    position: u32,
}

impl Scanner<'_> {
    /// Reads a chunk by the first rule that applies. `start` is its place in the text in one spelling.
    fn scan(&mut self, chunk: &str, start: usize) {
        let (chunk, skipped) = trim_punctuation(chunk);
        if !chunk.is_empty() {
            self.scan_trimmed(chunk, start + skipped);
        }
    }

    /// As [`Scanner::scan`], for a chunk without outer punctuation.
    fn scan_trimmed(&mut self, chunk: &str, start: usize) {
        if chunk.len() > MAX_CHUNK_BYTES {
            self.scan_runs(chunk, start);
            return;
        }
        if is_plain_word(chunk) {
            self.emit_word(chunk, start);
            return;
        }
        if elision::is_whole_word(chunk) {
            let without_apostrophe = chunk.replace('\'', "");
            self.emit_forms(
                [chunk.to_lowercase(), without_apostrophe.to_lowercase()],
                start,
                start + chunk.len(),
            );
            return;
        }
        let elided = elision::elided_length(chunk);
        if elided > 0 {
            // The article keeps its place, so that "l eau" and "l'eau" lie equally far from what precedes.
            self.position += 1;
            self.scan(chunk.get(elided..).unwrap_or_default(), start + elided);
            return;
        }
        if let Some(address) = read_address(chunk) {
            self.emit_address(&address, chunk, start);
            return;
        }
        if let Some(acronym) = read_dotted_acronym(chunk) {
            self.emit_forms([acronym], start, start + chunk.len());
            return;
        }
        if let Some(forms) = inclusive::expand(chunk) {
            self.emit_forms(forms, start, start + chunk.len());
            return;
        }
        if let Some(forms) = numbers::read_number(chunk) {
            self.emit_forms(forms, start, start + chunk.len());
            return;
        }
        if let Some(code) = numbers::read_article_code(chunk) {
            self.emit_forms([code.letter_and_number], start, start + code.end);
            self.scan(chunk.get(code.end..).unwrap_or_default(), start + code.end);
            return;
        }
        // From the coarsest separator to the finest; each piece is tried by all the rules again.
        if chunk.contains(is_separator) {
            self.scan_pieces(chunk, start, is_separator);
        } else if chunk.contains('/') {
            self.scan_pieces(chunk, start, |character| character == '/');
        } else if chunk.contains(',') {
            self.scan_pieces(chunk, start, |character| character == ',');
        } else if chunk.contains('-') {
            self.scan_compound(chunk, start);
        } else {
            self.scan_runs(chunk, start);
        }
    }

    fn scan_pieces(&mut self, chunk: &str, start: usize, separates: impl Fn(char) -> bool) {
        let mut offset = 0;
        for piece in chunk.split(separates) {
            self.scan(piece, start + offset);
            offset += piece.len();
            offset += chunk
                .get(offset..)
                .and_then(|rest| rest.chars().next())
                .map_or(0, char::len_utf8);
        }
    }

    /// The parts of `week-end` and, for a compound that may be written whole, the joined form.
    fn scan_compound(&mut self, chunk: &str, start: usize) {
        let parts: Vec<&str> = chunk.split('-').collect();
        let first_position = self.position;
        let first_token = self.tokens.len();
        let mut offset = 0;
        for (index, part) in parts.iter().enumerate() {
            let is_euphonic = index > 0 && index + 1 < parts.len() && part.eq_ignore_ascii_case("t");
            if !is_euphonic {
                self.scan(part, start + offset);
            }
            offset += part.len() + 1;
        }
        let positions = self.position - first_position;
        let is_joinable = (2..=3).contains(&parts.len())
            && positions as usize == parts.len()
            && parts
                .iter()
                .all(|part| is_plain_word(part) && part.chars().all(char::is_alphabetic))
            && !parts.last().is_some_and(|last| is_clitic(last));
        if !is_joinable {
            return;
        }
        let joined = parts.concat().to_lowercase();
        self.insert_joined(
            first_token,
            joined,
            first_position,
            positions,
            start,
            start + chunk.len(),
        );
    }

    /// What no rule reads: every run of letters and digits is a word.
    fn scan_runs(&mut self, chunk: &str, start: usize) {
        let mut run_start: Option<usize> = None;
        for (offset, character) in chunk.char_indices() {
            let is_inside =
                character.is_alphanumeric() || unicode_normalization::char::is_combining_mark(character);
            match (is_inside, run_start) {
                (true, None) => run_start = Some(offset),
                (false, Some(begin)) => {
                    self.emit_run(chunk.get(begin..offset).unwrap_or_default(), start + begin);
                    run_start = None;
                }
                _ => {}
            }
        }
        if let Some(begin) = run_start {
            self.emit_run(chunk.get(begin..).unwrap_or_default(), start + begin);
        }
    }

    fn emit_run(&mut self, run: &str, start: usize) {
        match numbers::read_number(run) {
            Some(forms) => self.emit_forms(forms, start, start + run.len()),
            None => self.emit_word(run, start),
        }
    }

    fn emit_word(&mut self, word: &str, start: usize) {
        if let Some(forms) = numbers::read_number(word) {
            self.emit_forms(forms, start, start + word.len());
            return;
        }
        self.emit_forms([in_lower_case(word)], start, start + word.len());
    }

    /// Emits alternatives at one position.
    fn emit_forms(&mut self, forms: impl IntoIterator<Item = impl Into<SmolStr>>, start: usize, end: usize) {
        let (start, end) = self.characters.original_range(start, end);
        for (index, form) in forms.into_iter().enumerate() {
            let form: SmolStr = form.into();
            if form.is_empty() || form.len() > MAX_WORD_BYTES {
                continue;
            }
            self.tokens.push(Token {
                text: form,
                position: self.position,
                start,
                end,
                role: if index == 0 { Role::Word } else { Role::Alternative },
            });
        }
        self.position += 1;
    }

    fn emit_address(&mut self, address: &Address, chunk: &str, start: usize) {
        let first_position = self.position;
        let first_token = self.tokens.len();
        for (part, offset) in &address.parts {
            self.emit_forms([in_lower_case(part)], start + offset, start + offset + part.len());
        }
        let positions = self.position - first_position;
        if positions > 1 {
            let whole = address.whole.to_lowercase();
            self.insert_joined(
                first_token,
                whole,
                first_position,
                positions,
                start,
                start + chunk.len(),
            );
        }
    }

    /// Puts a joined form right after the first of the tokens that it covers: positions never go back.
    fn insert_joined(
        &mut self,
        after: usize,
        text: String,
        position: u32,
        positions: u32,
        start: usize,
        end: usize,
    ) {
        if text.len() > MAX_WORD_BYTES || after >= self.tokens.len() {
            return;
        }
        let (start, end) = self.characters.original_range(start, end);
        self.tokens.insert(
            after + 1,
            Token {
                text: text.into(),
                position,
                start,
                end,
                role: Role::Joined { positions },
            },
        );
    }
}

/// As [`str::to_lowercase`], which knows the Greek sigma at the end of a word, with less work for most words.
fn in_lower_case(word: &str) -> SmolStr {
    if !word.is_ascii() {
        return SmolStr::from(word.to_lowercase());
    }
    if word.bytes().any(|byte| byte.is_ascii_uppercase()) {
        return word.to_ascii_lowercase_smolstr();
    }
    SmolStr::new(word)
}

/// Letters and digits only: no rule but that of numbers can apply.
fn is_plain_word(chunk: &str) -> bool {
    chunk.chars().all(|character| {
        is_letter_or_figure(character) || unicode_normalization::char::is_combining_mark(character)
    })
}

/// A pronoun or particle hung on a verb: `est-elle` is no compound.
fn is_clitic(word: &str) -> bool {
    const CLITICS: &[&str] = &[
        "il", "elle", "ils", "elles", "on", "je", "tu", "nous", "vous", "ce", "moi", "toi", "lui", "leur",
        "le", "la", "les", "y", "en", "ci", "là",
    ];
    CLITICS.contains(&word.to_lowercase().as_str())
}

/// `E.S.S.` and `s.c.i.c` as one word: single letters between full stops, capitals or at least three.
fn read_dotted_acronym(chunk: &str) -> Option<String> {
    if !chunk.contains('.') {
        return None;
    }
    let mut letters: Vec<char> = Vec::new();
    for segment in chunk.split('.').filter(|segment| !segment.is_empty()) {
        let mut characters = segment.chars();
        let letter = characters.next().filter(|letter| letter.is_alphabetic())?;
        if characters.next().is_some() {
            return None;
        }
        letters.push(letter);
    }
    let all_capitals = letters.iter().all(|letter| letter.is_uppercase());
    let is_acronym = letters.len() >= 3 || (letters.len() == 2 && all_capitals);
    is_acronym.then(|| letters.iter().collect::<String>().to_lowercase())
}

#[cfg(test)]
#[path = "tokens_tests.rs"]
mod tests;
