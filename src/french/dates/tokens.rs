//! The words, figures and signs that dates are made of.
use crate::french::fold::fold_compatible;
use crate::french::unicode::is_letter;
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
    let mut tokens = Vec::with_capacity(text.len() / BYTES_OF_A_TOKEN + 1);
    let mut after_space = false;
    let mut start = 0;
    while let Some(rest) = text.get(start..)
        && let Some(letter) = rest.chars().next()
    {
        let length = match letter {
            _ if letter.is_whitespace() => {
                after_space = true;
                start += letter.len_utf8();
                continue;
            }
            '0'..='9' => rest.bytes().take_while(u8::is_ascii_digit).count(),
            _ if is_letter(letter) => length_of_word(rest),
            _ => letter.len_utf8(),
        };
        let piece = rest.get(..length).unwrap_or_default();
        let kind = if letter.is_ascii_digit() {
            TokenKind::Number {
                // A row of digits too long for a number is no part of a date.
                value: piece.parse().unwrap_or(u32::MAX),
                digits: length,
            }
        } else if is_letter(letter) {
            TokenKind::Word(folded_word(piece))
        } else {
            TokenKind::Sign(letter)
        };
        let end = start + length;
        tokens.push(Token {
            kind,
            start,
            end,
            after_space,
        });
        after_space = false;
        start = end;
    }
    tokens
}

/// Bytes of a text for each of its tokens, the space before it included: an estimate from below.
const BYTES_OF_A_TOKEN: usize = 4;

/// The bytes of the word that a text begins with: letters, and marks on them.
fn length_of_word(text: &str) -> usize {
    let plain = text.bytes().take_while(u8::is_ascii_alphabetic).count();
    if text.as_bytes().get(plain).is_none_or(u8::is_ascii) {
        return plain;
    }
    let behind = text.get(plain..).unwrap_or_default();
    let is_behind_word =
        |letter: char| !is_letter(letter) && (letter < FIRST_MARK || !is_combining_mark(letter));
    behind
        .find(is_behind_word)
        .map_or(text.len(), |length| plain + length)
}

/// The first combining mark of Unicode.
const FIRST_MARK: char = '\u{300}';

/// A word folded; most are short and of plain letters, and need no memory of their own.
fn folded_word(word: &str) -> SmolStr {
    if word.bytes().all(|letter| letter.is_ascii_lowercase()) {
        return SmolStr::new(word);
    }
    if word.is_ascii() {
        return word.chars().map(|letter| letter.to_ascii_lowercase()).collect();
    }
    fold_compatible(word).into()
}

/// The number of the month that a folded word names: in French and English, whole or shortened, and in German, Spanish,
/// Italian and Dutch. Asked of nearly every word, so by its first letter.
pub(super) fn month_of_folded(word: &str) -> Option<u8> {
    let number = match word.as_bytes().first() {
        Some(b'a') => match word {
            "avril" | "avr" | "april" | "apr" | "abril" | "aprile" => 4,
            "aout" | "august" | "aug" | "agosto" | "augustus" => 8,
            _ => return None,
        },
        Some(b'd') => match word {
            "decembre" | "dec" | "december" | "dezember" | "dez" | "diciembre" | "dicembre" => 12,
            _ => return None,
        },
        Some(b'e') => match word {
            "enero" => 1,
            _ => return None,
        },
        Some(b'f') => match word {
            "fevrier" | "fevr" | "fev" | "february" | "feb" | "februar" | "febrero" | "febbraio"
            | "februari" => 2,
            _ => return None,
        },
        Some(b'g') => match word {
            "gennaio" => 1,
            "giugno" => 6,
            _ => return None,
        },
        Some(b'j') => match word {
            "janvier" | "janv" | "jan" | "january" | "januar" | "janner" | "januari" => 1,
            "juin" | "june" | "jun" | "juni" | "junio" => 6,
            "juillet" | "juil" | "july" | "jul" | "juli" | "julio" => 7,
            _ => return None,
        },
        Some(b'l') => match word {
            "luglio" => 7,
            _ => return None,
        },
        Some(b'm') => match word {
            "mars" | "march" | "mar" | "marz" | "marzo" | "maart" => 3,
            "mai" | "may" | "mayo" | "maggio" | "mei" => 5,
            _ => return None,
        },
        Some(b'n') => match word {
            "novembre" | "nov" | "november" | "noviembre" => 11,
            _ => return None,
        },
        Some(b'o') => match word {
            "octobre" | "oct" | "october" | "oktober" | "okt" | "octubre" | "ottobre" => 10,
            _ => return None,
        },
        Some(b's') => match word {
            "septembre" | "sept" | "september" | "sep" | "septiembre" | "settembre" => 9,
            _ => return None,
        },
        _ => return None,
    };
    Some(number)
}

pub(super) fn season_of_folded(word: &str) -> Option<u8> {
    let first = word.as_bytes().first()?;
    if !matches!(
        first,
        b'a' | b'e' | b'f' | b'h' | b'i' | b'o' | b'p' | b's' | b'v' | b'w'
    ) {
        return None;
    }
    match word {
        "printemps" | "spring" | "fruhling" | "fruhjahr" | "primavera" => Some(3),
        "ete" | "summer" | "sommer" | "verano" => Some(6),
        "automne" | "autumn" | "fall" | "herbst" | "otono" => Some(9),
        "hiver" | "winter" | "invierno" => Some(12),
        _ => None,
    }
}

pub(super) fn is_weekday(word: &str) -> bool {
    match word.as_bytes().first() {
        Some(b'd') => matches!(word, "dimanche" | "dienstag" | "donnerstag" | "domingo"),
        Some(b'f') => matches!(word, "friday" | "freitag"),
        Some(b'j') => matches!(word, "jeudi" | "jueves"),
        Some(b'l') => matches!(word, "lundi" | "lunes"),
        Some(b'm') => matches!(
            word,
            "mardi" | "mercredi" | "monday" | "montag" | "mittwoch" | "martes" | "miercoles"
        ),
        Some(b's') => matches!(
            word,
            "samedi" | "saturday" | "sunday" | "samstag" | "sonnabend" | "sonntag" | "sabado"
        ),
        Some(b't') => matches!(word, "tuesday" | "thursday"),
        Some(b'v') => matches!(word, "vendredi" | "viernes"),
        Some(b'w') => matches!(word, "wednesday"),
        _ => false,
    }
}

pub(super) fn ordinal_of_folded(word: &str) -> Option<u32> {
    let first = word.as_bytes().first()?;
    if !matches!(
        first,
        b'c' | b'd' | b'e' | b'f' | b'p' | b'q' | b's' | b't' | b'v' | b'z'
    ) {
        return None;
    }
    match word {
        "premier" | "first" | "erstes" | "primer" => Some(1),
        "deuxieme" | "second" | "zweites" | "segundo" => Some(2),
        "troisieme" | "third" | "drittes" | "tercer" => Some(3),
        "quatrieme" | "fourth" | "viertes" | "cuarto" => Some(4),
        _ => None,
    }
}
