//! Words that are ready for the index, as one text: the engine reads them back from it without a copy of each.
//!
//! A separator goes on to the next position, so that a position without a word is an empty one between two of them;
//! another parts the words of one position, and a third goes on by as many positions as lie between two passages.
use tantivy::tokenizer::{Token, TokenStream, Tokenizer};

/// The name under which [`ReadyWords`] is known to the engine.
pub(crate) const READY: &str = "ready";

/// Goes on to the next position.
const NEXT: char = '\n';
/// Parts the words of one position.
const SAME: char = '\u{1}';

/// Goes on by [`STRIDE`] positions.
const FAR: char = '\u{2}';

/// Positions that [`FAR`] stands for.
pub(crate) const STRIDE: usize = 100;

fn is_separator(byte: u8) -> bool {
    matches!(char::from(byte), NEXT | SAME | FAR)
}

/// The words of a field in the making.
#[derive(Debug, Default)]
pub(crate) struct ReadyText {
    text: String,
    position: usize,
    is_begun: bool,
}

impl ReadyText {
    /// Room for the words of a text of so many bytes.
    pub(crate) fn with_room(bytes: usize) -> Self {
        Self {
            text: String::with_capacity(bytes),
            ..Self::default()
        }
    }

    /// Adds a word at a position; positions never step back.
    pub(crate) fn push(&mut self, word: &str, position: usize) {
        if self.is_begun && position <= self.position {
            self.text.push(SAME);
        }
        while self.position + STRIDE <= position {
            self.text.push(FAR);
            self.position += STRIDE;
        }
        while self.position < position {
            self.text.push(NEXT);
            self.position += 1;
        }
        self.is_begun = true;
        if word.bytes().any(is_separator) {
            // No word holds one; should one, it is left out of it.
            self.text.extend(word.split([NEXT, SAME, FAR]));
        } else {
            self.text.push_str(word);
        }
    }

    /// The text; nothing where no word was added.
    pub(crate) fn finish(self) -> Option<String> {
        self.is_begun.then_some(self.text)
    }
}

/// Reads ready words back.
#[derive(Debug, Clone, Default)]
pub(crate) struct ReadyWords {
    token: Token,
}

/// The words of one text.
#[derive(Debug)]
pub(crate) struct ReadyStream<'a> {
    rest: &'a str,
    position: usize,
    token: &'a mut Token,
}

impl Tokenizer for ReadyWords {
    type TokenStream<'a> = ReadyStream<'a>;

    fn token_stream<'a>(&'a mut self, text: &'a str) -> ReadyStream<'a> {
        self.token.reset();
        ReadyStream {
            rest: text,
            position: 0,
            token: &mut self.token,
        }
    }
}

impl TokenStream for ReadyStream<'_> {
    fn advance(&mut self) -> bool {
        loop {
            let Some(first) = self.rest.as_bytes().first() else {
                return false;
            };
            if !is_separator(*first) {
                break;
            }
            self.position += match char::from(*first) {
                NEXT => 1,
                FAR => STRIDE,
                _ => 0,
            };
            self.rest = self.rest.get(1..).unwrap_or_default();
        }
        let end = self.rest.bytes().position(is_separator);
        let (word, rest) = self.rest.split_at(end.unwrap_or(self.rest.len()));
        self.rest = rest;
        self.token.text.clear();
        self.token.text.push_str(word);
        self.token.position = self.position;
        self.token.position_length = 1;
        true
    }

    fn token(&self) -> &Token {
        self.token
    }

    fn token_mut(&mut self) -> &mut Token {
        self.token
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read_back(words: &[(&str, usize)]) -> Vec<(String, usize)> {
        let mut ready = ReadyText::default();
        for (word, position) in words {
            ready.push(word, *position);
        }
        let text = ready.finish().unwrap_or_default();
        let mut tokenizer = ReadyWords::default();
        let mut stream = tokenizer.token_stream(&text);
        let mut read = Vec::new();
        while stream.advance() {
            read.push((stream.token().text.clone(), stream.token().position));
        }
        read
    }

    #[test]
    fn words_come_back_at_their_positions() {
        let words = [
            ("le", 0),
            ("week-end", 1),
            ("week", 1),
            ("end", 2),
            ("été", 103),
            ("ete", 103),
        ];
        let expected: Vec<(String, usize)> = words.iter().map(|(word, at)| (word.to_string(), *at)).collect();
        assert_eq!(read_back(&words), expected);
        for position in [4, 99, 100, 101, 250] {
            assert_eq!(read_back(&[("tard", position)]), [("tard".to_string(), position)]);
        }
        assert_eq!(read_back(&[]), []);
    }

    #[test]
    fn a_separator_within_a_word_is_left_out() {
        assert_eq!(
            read_back(&[("a\nb\u{1}\u{2}c", 0), ("d", 1)]),
            [("abc".to_string(), 0), ("d".to_string(), 1)]
        );
    }
}
