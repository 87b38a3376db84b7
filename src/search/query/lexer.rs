//! From the characters of a query to its lexemes, each with its column.
use super::mistake;
use super::parser::is_known_field;
use crate::error::Result;

/// One lexeme and the column at which it begins, from 1.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Lexeme {
    pub(super) kind: Kind,
    pub(super) column: usize,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Kind {
    /// A run of characters: a word, with a `*` at its end if it is a prefix.
    Word(String),
    /// What stands between quotation marks, and the number after `~`.
    Quoted(String, Option<u32>),
    /// `name:` right before what it applies to.
    Field(String),
    /// `+` before a word.
    Plus,
    /// `-` before a word.
    Minus,
    /// `=` before a word.
    Equals,
    And,
    Or,
    Not,
    Open,
    Close,
}

/// The widest stretch that `~` may ask for: wider is no longer near.
const MAX_NEAR: u32 = 50;

pub(super) fn read(text: &str) -> Result<Vec<Lexeme>> {
    let mut reader = Reader {
        characters: text.chars().collect(),
        place: 0,
    };
    let mut lexemes = Vec::new();
    while let Some(character) = reader.peek(0) {
        if character.is_whitespace() {
            reader.place += 1;
            continue;
        }
        let column = reader.place + 1;
        let kind = match character {
            '(' => reader.single(Kind::Open),
            ')' => reader.single(Kind::Close),
            '"' | '«' | '“' | '”' => Some(reader.quoted(character)?),
            '+' => reader.prefix_sign(Kind::Plus),
            '-' | '\u{2212}' => reader.prefix_sign(Kind::Minus),
            '=' => reader.prefix_sign(Kind::Equals),
            _ => reader.word_or_field()?,
        };
        if let Some(kind) = kind {
            lexemes.push(Lexeme { kind, column });
        }
    }
    Ok(lexemes)
}

/// Whether the word holds `*` or `?` elsewhere than at its end, and beside them letters and digits only. A question
/// mark at the end is one.
pub(super) fn is_wildcard(word: &str) -> bool {
    let word = word.trim_end_matches(['?', '*']);
    word.contains(['*', '?'])
        && word
            .chars()
            .all(|character| character.is_alphanumeric() || matches!(character, '*' | '?'))
}

struct Reader {
    characters: Vec<char>,
    place: usize,
}

impl Reader {
    fn peek(&self, ahead: usize) -> Option<char> {
        self.characters.get(self.place + ahead).copied()
    }

    fn single(&mut self, kind: Kind) -> Option<Kind> {
        self.place += 1;
        Some(kind)
    }

    /// A sign right before a word; alone it is punctuation, as in `pain - fromage`.
    fn prefix_sign(&mut self, kind: Kind) -> Option<Kind> {
        self.place += 1;
        let applies = self
            .peek(0)
            .is_some_and(|next| next.is_alphanumeric() || matches!(next, '"' | '«' | '“' | '”' | '(' | '='));
        applies.then_some(kind)
    }

    fn quoted(&mut self, opening: char) -> Result<Kind> {
        let column = self.place + 1;
        self.place += 1;
        let is_closing = |character: char| match opening {
            '"' => character == '"',
            '«' => character == '»',
            _ => matches!(character, '”' | '“' | '"'),
        };
        let mut text = String::new();
        loop {
            let Some(character) = self.peek(0) else {
                return Err(mistake(
                    column,
                    format!("the quotation mark {opening} is never closed"),
                    "close it, or leave it out",
                ));
            };
            self.place += 1;
            if is_closing(character) {
                break;
            }
            text.push(character);
        }
        let near = self.nearness()?;
        Ok(Kind::Quoted(text.trim().to_string(), near))
    }

    /// `~5` after a quotation.
    fn nearness(&mut self) -> Result<Option<u32>> {
        if self.peek(0) != Some('~') {
            return Ok(None);
        }
        let column = self.place + 1;
        self.place += 1;
        let mut digits = String::new();
        while let Some(digit) = self.peek(0).filter(char::is_ascii_digit) {
            digits.push(digit);
            self.place += 1;
        }
        match digits.parse::<u32>() {
            Ok(near) if near <= MAX_NEAR => Ok(Some(near)),
            Ok(_) => Err(mistake(
                column,
                format!("{digits} words between are too many"),
                format!("ask for {MAX_NEAR} at most, or join the words with AND"),
            )),
            Err(_) => Err(mistake(
                column,
                "~ wants a number",
                "say how many words may stand between: \"two words\"~5",
            )),
        }
    }

    fn word_or_field(&mut self) -> Result<Option<Kind>> {
        let column = self.place + 1;
        let mut word = String::new();
        while let Some(character) = self.peek(0) {
            let ends = character.is_whitespace() || matches!(character, '"' | '«' | '»' | '“' | '”' | ')');
            if ends {
                break;
            }
            if character == '(' {
                match self.parenthesis_within_word(&word) {
                    Some(inside) => {
                        self.place += inside.chars().count();
                        word.push_str(&inside);
                        continue;
                    }
                    None => break,
                }
            }
            self.place += 1;
            if character == ':' && self.is_field_name(&word) {
                return Ok(Some(Kind::Field(word)));
            }
            if character == ':' && is_known_field(&word) && self.stands_alone() {
                return Err(mistake(
                    column,
                    format!("{word}: wants a word right after it"),
                    format!("leave no space after the colon; to look for {word} itself, leave the colon out"),
                ));
            }
            word.push(character);
        }
        if word.is_empty() {
            // A closing guillemet without its opening.
            self.place += 1;
            return Err(mistake(
                column,
                "this quotation mark was never opened",
                "open it, or leave it out",
            ));
        }
        let before_last = word.trim_end_matches('*');
        let has_inner_star = before_last.contains('*') && before_last.chars().any(char::is_alphanumeric);
        if has_inner_star && !is_wildcard(&word) {
            let star = before_last
                .chars()
                .position(|character| character == '*')
                .unwrap_or(0);
            return Err(mistake(
                column + star,
                "* stands in a single word of letters and digits",
                "write agri*, *logie or m*re",
            ));
        }
        Ok(match word.as_str() {
            "ET" | "AND" => Some(Kind::And),
            "OU" | "OR" => Some(Kind::Or),
            "SAUF" | "NOT" => Some(Kind::Not),
            _ => word
                .chars()
                .any(char::is_alphanumeric)
                .then_some(Kind::Word(word)),
        })
    }

    /// `(rice)` in `agriculteur(rice)s`: letters only, right after a letter.
    fn parenthesis_within_word(&self, word: &str) -> Option<String> {
        let follows_letters = word.chars().filter(|character| character.is_alphabetic()).count() >= 2
            && word.chars().next_back().is_some_and(char::is_alphabetic);
        if !follows_letters {
            return None;
        }
        let mut inside = String::from("(");
        let mut ahead = 1;
        while let Some(letter) = self.peek(ahead).filter(|character| character.is_alphabetic()) {
            inside.push(letter);
            ahead += 1;
        }
        (inside.len() > 1 && self.peek(ahead) == Some(')')).then(|| {
            inside.push(')');
            inside
        })
    }

    /// Whether nothing, or a space, comes next.
    fn stands_alone(&self) -> bool {
        self.peek(0).is_none_or(char::is_whitespace)
    }

    /// Whether `word:` names a field: letters only, and something right after the colon that is no `//`.
    fn is_field_name(&self, word: &str) -> bool {
        let all_letters = word.chars().count() >= 2 && word.chars().all(char::is_alphabetic);
        let applies = self
            .peek(0)
            .is_some_and(|next| !next.is_whitespace() && next != '/');
        all_letters && applies
    }
}
