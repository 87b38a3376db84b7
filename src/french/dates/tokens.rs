//! The words, figures and signs that dates are made of.
use crate::french::fold::fold_compatible;
use smol_str::SmolStr;
use unicode_normalization::char::is_combining_mark;

/// A piece of text: a word, a row of digits, or one sign. White space is only noted.
#[derive(Debug)]
pub(super) struct Token {
    pub(super) kind: TokenKind,
    /// First byte in the text.
    pub(super) start: usize,
    /// Byte behind the token.
    pub(super) end: usize,
    pub(super) after_space: bool,
}

#[derive(Debug, PartialEq)]
pub(super) enum TokenKind {
    Word(SmolStr),
    Number { value: u32, digits: usize },
    Sign(char),
}

pub(super) fn tokens_of(text: &str) -> Vec<Token> {
    let mut tokens = Vec::new();
    let mut after_space = false;
    let mut letters = text.char_indices().peekable();
    while let Some((start, letter)) = letters.next() {
        if letter.is_whitespace() {
            after_space = true;
            continue;
        }
        let is_digit = letter.is_ascii_digit();
        let is_word = letter.is_alphabetic();
        let mut end = start + letter.len_utf8();
        let belongs = |next: char| {
            let goes_on_word = is_word && (next.is_alphabetic() || is_combining_mark(next));
            goes_on_word || (is_digit && next.is_ascii_digit())
        };
        while let Some((at, next)) = letters.next_if(|(_, next)| belongs(*next)) {
            end = at + next.len_utf8();
        }
        let piece = text.get(start..end).unwrap_or_default();
        let kind = if is_digit {
            TokenKind::Number {
                // A row of digits too long for a number is no part of a date.
                value: piece.parse().unwrap_or(u32::MAX),
                digits: piece.len(),
            }
        } else if is_word {
            TokenKind::Word(folded_word(piece))
        } else {
            TokenKind::Sign(letter)
        };
        tokens.push(Token {
            kind,
            start,
            end,
            after_space,
        });
        after_space = false;
    }
    tokens
}

/// A word folded; most are short and of plain letters, and need no memory of their own.
fn folded_word(word: &str) -> SmolStr {
    if word.is_ascii() {
        return word.chars().map(|letter| letter.to_ascii_lowercase()).collect();
    }
    fold_compatible(word).into()
}

pub(super) fn month_of_folded(word: &str) -> Option<u8> {
    let number = match word {
        "janvier" | "janv" | "jan" | "january" => 1,
        "fevrier" | "fevr" | "fev" | "february" | "feb" => 2,
        "mars" | "march" | "mar" => 3,
        "avril" | "avr" | "april" | "apr" => 4,
        "mai" | "may" => 5,
        "juin" | "june" | "jun" => 6,
        "juillet" | "juil" | "july" | "jul" => 7,
        "aout" | "august" | "aug" => 8,
        "septembre" | "sept" | "september" | "sep" => 9,
        "octobre" | "oct" | "october" => 10,
        "novembre" | "nov" | "november" => 11,
        "decembre" | "dec" | "december" => 12,
        other => return month_of_neighbours(other),
    };
    Some(number)
}

pub(super) fn season_of_folded(word: &str) -> Option<u8> {
    match word {
        "printemps" | "spring" | "fruhling" | "fruhjahr" | "primavera" => Some(3),
        "ete" | "summer" | "sommer" | "verano" => Some(6),
        "automne" | "autumn" | "fall" | "herbst" | "otono" => Some(9),
        "hiver" | "winter" | "invierno" => Some(12),
        _ => None,
    }
}

pub(super) fn is_weekday(word: &str) -> bool {
    matches!(
        word,
        "lundi"
            | "mardi"
            | "mercredi"
            | "jeudi"
            | "vendredi"
            | "samedi"
            | "dimanche"
            | "monday"
            | "tuesday"
            | "wednesday"
            | "thursday"
            | "friday"
            | "saturday"
            | "sunday"
            | "montag"
            | "dienstag"
            | "mittwoch"
            | "donnerstag"
            | "freitag"
            | "samstag"
            | "sonnabend"
            | "sonntag"
            | "lunes"
            | "martes"
            | "miercoles"
            | "jueves"
            | "viernes"
            | "sabado"
            | "domingo"
    )
}

pub(super) fn ordinal_of_folded(word: &str) -> Option<u32> {
    match word {
        "premier" | "first" | "erstes" | "primer" => Some(1),
        "deuxieme" | "second" | "zweites" | "segundo" => Some(2),
        "troisieme" | "third" | "drittes" | "tercer" => Some(3),
        "quatrieme" | "fourth" | "viertes" | "cuarto" => Some(4),
        _ => None,
    }
}

/// Months in German, Spanish, Italian and Dutch, where they are not written as in French or English.
fn month_of_neighbours(word: &str) -> Option<u8> {
    let number = match word {
        "januar" | "janner" | "enero" | "gennaio" | "januari" => 1,
        "februar" | "febrero" | "febbraio" | "februari" => 2,
        "marz" | "marzo" | "maart" => 3,
        "abril" | "aprile" => 4,
        "mayo" | "maggio" | "mei" => 5,
        "juni" | "junio" | "giugno" => 6,
        "juli" | "julio" | "luglio" => 7,
        "agosto" | "augustus" => 8,
        "septiembre" | "settembre" => 9,
        "oktober" | "okt" | "octubre" | "ottobre" => 10,
        "noviembre" => 11,
        "dezember" | "dez" | "diciembre" | "dicembre" => 12,
        _ => return None,
    };
    Some(number)
}
