//! Numbers of people: telephone, bank account, social security. Bounds are looked at by hand, since the patterns
//! cannot.
use super::view::View;
use super::{Found, pattern};
use crate::model::RedactedKind;
use regex::Regex;
use std::ops::Range;
use std::sync::LazyLock;

/// Lengths of IBANs by country, of those that French payments meet (ISO 13616).
const IBAN_LENGTHS: [(&str, usize); 40] = [
    ("ad", 24),
    ("at", 20),
    ("be", 16),
    ("bg", 22),
    ("ch", 21),
    ("cy", 28),
    ("cz", 24),
    ("de", 22),
    ("dk", 18),
    ("ee", 20),
    ("es", 24),
    ("fi", 18),
    ("fr", 27),
    ("gb", 22),
    ("gi", 23),
    ("gr", 27),
    ("hr", 21),
    ("hu", 28),
    ("ie", 22),
    ("is", 26),
    ("it", 27),
    ("li", 21),
    ("lt", 20),
    ("lu", 20),
    ("lv", 21),
    ("ma", 28),
    ("mc", 27),
    ("mr", 27),
    ("mt", 31),
    ("mu", 30),
    ("nl", 18),
    ("no", 15),
    ("pl", 28),
    ("pt", 25),
    ("ro", 24),
    ("se", 24),
    ("si", 19),
    ("sk", 24),
    ("sm", 27),
    ("tn", 24),
];

/// French numbers, with or without the prefix of the country, then numbers with the prefix of any other.
static PHONE: LazyLock<Regex> = LazyLock::new(|| {
    pattern(concat!(
        r"(?:(?:\+ ?|00 ?)33[ .\-/]{0,2}(?:\( ?0 ?\)[ .\-/]{0,2}|0)?|33[ .\-]?|0[ .\-/]{0,2})[1-9](?:[ .\-/\t\n]{0,3}[0-9]){8}",
        r"|(?:\+ ?|00 ?)[1-9](?:[ .\-/()\t\n]{0,3}[0-9]){7,14}"
    ))
});

/// A day that is written in figures, which looks like the beginning of a telephone number.
static DAY: LazyLock<Regex> = LazyLock::new(|| pattern(r"^[0-3][0-9][./\-][01][0-9][./\-](?:19|20)[0-9]{2}"));

static IBAN_START: LazyLock<Regex> = LazyLock::new(|| pattern(r"[a-z]{2} ?[0-9] ?[0-9]"));

/// Bank, branch, account and key.
static RIB: LazyLock<Regex> = LazyLock::new(|| {
    pattern(r"[0-9]{5}[ .\-\t\n]{0,3}[0-9]{5}[ .\-\t\n]{0,3}[0-9a-z]{11}[ .\-\t\n]{0,3}[0-9]{2}")
});

/// Sex, year, month, department, commune, order, and the key that may be left out.
static NIR: LazyLock<Regex> = LazyLock::new(|| {
    pattern(concat!(
        r"[1-478][ .\-]?[0-9]{2}[ .\-]?(?:0[1-9]|1[0-2]|[23][0-9]|4[0-2]|[5-9][0-9])[ .\-]?(?:[0-9]{2}|2[ab])",
        r"[ .\-]?[0-9]{3}[ .\-]?[0-9]{3}(?:[ .\-/]{0,3}[0-9]{2})?"
    ))
});

/// What a pattern finds between characters that are neither letters nor figures, from left to right. What may be glued
/// may stand behind a letter: spaces get lost on the way out of a PDF file.
fn bounded(
    view: &View<'_>,
    pattern: &Regex,
    may_be_glued: bool,
    mut accept: impl FnMut(&str) -> bool,
) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut from = 0;
    while let Some(one) = pattern.find_at(&view.text, from) {
        // Figures alone between letters are those of a checksum.
        let is_in_groups = one.as_str().bytes().any(|byte| !byte.is_ascii_digit());
        let may_touch = |beside: char| may_be_glued && is_in_groups && beside.is_alphabetic();
        let touches = |beside: Option<char>| {
            beside.is_some_and(|beside| beside.is_alphanumeric() && !may_touch(beside))
        };
        let is_bounded = !touches(view.before(one.start())) && !touches(view.at(one.end()));
        if is_bounded && accept(one.as_str()) {
            found.push(one.range());
            from = one.end();
        } else {
            // All patterns begin with a character of one byte.
            from = one.start() + 1;
        }
    }
    found
}

/// Letters and figures alone.
fn bare(text: &str) -> String {
    text.chars().filter(|c| c.is_ascii_alphanumeric()).collect()
}

/// Telephone numbers. Their value is the national number, so that `+33 1…` is the same as `01…`.
pub(super) fn phones(view: &View<'_>, found: &mut Vec<Found>) {
    for range in bounded(view, &PHONE, true, |text| !DAY.is_match(text) && !is_column(text)) {
        // The end of a longer number: of a document, of a version.
        let before: Vec<char> = view
            .text
            .get(..range.start)
            .unwrap_or_default()
            .chars()
            .rev()
            .take(2)
            .collect();
        if matches!(before.as_slice(), ['.', figure] if figure.is_ascii_digit()) {
            continue;
        }
        let text = view.text.get(range.clone()).unwrap_or_default();
        found.push(Found::new(RedactedKind::Phone, range, phone_value(text)));
    }
}

/// Whether figures stand under each other one by one: a column of a table, whose lines have been put together.
fn is_column(text: &str) -> bool {
    let figures = |cell: &str| cell.chars().filter(char::is_ascii_digit).count();
    text.contains(['\n', '\t']) && text.split(['\n', '\t']).any(|cell| figures(cell) < 2)
}

/// The national number, where it is a French one.
pub(super) fn phone_value(text: &str) -> String {
    let figures: String = text.chars().filter(char::is_ascii_digit).collect();
    let figures = figures.strip_prefix("00").unwrap_or(&figures);
    match figures.strip_prefix("33") {
        Some(rest) if rest.len() >= 9 => format!("0{}", rest.trim_start_matches('0')),
        _ => figures.to_string(),
    }
}

/// IBANs, and French account numbers in their older form. A French one, or one that is printed in groups, is taken
/// whether or not its check is right: a mistyped account is an account.
pub(super) fn accounts(view: &View<'_>, found: &mut Vec<Found>) {
    let mut from = 0;
    while let Some(start) = IBAN_START.find_at(&view.text, from) {
        from = start.start() + 1;
        let is_bounded = !view.before(start.start()).is_some_and(char::is_alphanumeric);
        if let Some((range, value)) = is_bounded.then(|| iban_at(view, start.start())).flatten() {
            from = range.end;
            found.push(Found::new(RedactedKind::Iban, range, value));
        }
    }
    let is_account = |text: &str| bare(text).len() < text.len() || is_rib(&bare(text));
    for range in bounded(view, &RIB, false, is_account) {
        let value = bare(view.text.get(range.clone()).unwrap_or_default());
        found.push(Found::new(RedactedKind::Iban, range, value));
    }
}

fn iban_at(view: &View<'_>, start: usize) -> Option<(Range<usize>, String)> {
    let rest = view.text.get(start..)?;
    let country = rest.get(..2)?;
    let (_, length) = IBAN_LENGTHS.iter().find(|(name, _)| *name == country)?;
    let mut value = String::new();
    let mut gap = 0;
    let mut gaps = 0;
    for (place, character) in rest.char_indices() {
        if character.is_ascii_alphanumeric() {
            value.push(character);
            gap = 0;
        } else if " .-\n\t\u{a0}".contains(character) && gap < 2 {
            gap += 1;
            gaps += usize::from(gap == 1);
        } else {
            return None;
        }
        if value.len() == *length {
            let end = start + place + 1;
            let is_whole = !view.at(end).is_some_and(char::is_alphanumeric);
            let figures = value.bytes().skip(4).filter(u8::is_ascii_digit).count();
            let is_named = view.is_capital(start) && view.is_capital(start + 1);
            // Words that begin with `de 12` are no account, even if their letters happen to fit.
            let looks_like_one = figures * 2 >= value.len();
            let is_french = country == "fr" && value.get(4..14)?.bytes().all(|byte| byte.is_ascii_digit());
            let is_one = is_french || (gaps >= 3 && is_named) || has_right_check(&value);
            return (is_whole && looks_like_one && is_one).then_some((start..end, value));
        }
    }
    None
}

/// ISO 7064: the country and the check behind the account, letters as 10 to 35, give 1 modulo 97.
fn has_right_check(iban: &str) -> bool {
    let (head, tail) = iban.split_at_checked(4).unwrap_or_default();
    let mut rest = 0_u32;
    for character in tail.chars().chain(head.chars()) {
        let value = character.to_digit(36).unwrap_or_default();
        rest = (rest * if value > 9 { 100 } else { 10 } + value) % 97;
    }
    rest == 1
}

/// The key of a RIB: with letters as figures, the whole is a multiple of 97.
fn is_rib(account: &str) -> bool {
    let mut rest = 0_u32;
    for character in account.chars() {
        let value = match character {
            '0'..='9' => character.to_digit(10).unwrap_or_default(),
            'a'..='i' => u32::from(character) - u32::from('a') + 1,
            'j'..='r' => u32::from(character) - u32::from('j') + 1,
            _ => u32::from(character).saturating_sub(u32::from('s')) + 2,
        };
        rest = (rest * 10 + value) % 97;
    }
    rest == 0
}

/// Social security numbers. Without spaces and key only months that are months count: other numbers have 13 figures
/// too.
pub(super) fn social_numbers(view: &View<'_>, found: &mut Vec<Found>) {
    let is_number = |text: &str| {
        let value = bare(text);
        let month = value
            .get(3..5)
            .and_then(|month| month.parse::<u32>().ok())
            .unwrap_or_default();
        value.len() == 15 || value.len() < text.len() || (1..=12).contains(&month)
    };
    for range in bounded(view, &NIR, false, is_number) {
        // Figures behind a plus sign are called.
        if view.before(range.start) == Some('+') {
            continue;
        }
        let mut value = bare(view.text.get(range.clone()).unwrap_or_default());
        value.truncate(13);
        found.push(Found::new(RedactedKind::Nir, range, value));
    }
}
