//! Numbers, hours and ordinals in one form: `1 500` and `1.500` are `1500`, `9 h 30` is `9h30`, `2ème` is `2e`.
use super::tokens::Chunk;

/// Groups of three digits in one number; more of them are a row of a table.
const MAX_GROUPS: usize = 4;

/// A number that runs over several chunks.
pub(super) struct SpacedNumber<'a> {
    /// Its form and its alternatives.
    pub(super) forms: Vec<String>,
    /// How many chunks it takes.
    pub(super) chunks: usize,
    /// Where it ends.
    pub(super) end: usize,
    /// What its last chunk holds beside it.
    pub(super) rest: &'a str,
}

/// `L1234` of `L.1234-5`.
pub(super) struct ArticleCode {
    /// Letter and number, joined.
    pub(super) letter_and_number: String,
    /// Byte after it.
    pub(super) end: usize,
}

/// Reads `1 500`, `9 h 30`, `9 h` and `L. 1234` where they begin at `chunk`.
pub(super) fn read_spaced<'a>(chunk: Chunk<'_>, following: &[Chunk<'a>]) -> Option<SpacedNumber<'a>> {
    let next = following.first()?;
    if matches!(chunk.text, "L" | "R" | "D" | "l" | "r" | "d") {
        return read_spaced_code(chunk, next);
    }
    if !is_digits(chunk.text) || !next.follows_closely {
        return None;
    }
    if next.text.eq_ignore_ascii_case("h") && is_hour(chunk.text) {
        if let Some(minutes) = following.get(1)
            && minutes.follows_closely
            && is_minutes(minutes.text)
        {
            return Some(SpacedNumber {
                forms: hour_forms(chunk.text, minutes.text),
                chunks: 3,
                end: minutes.end(),
                rest: "",
            });
        }
        return Some(SpacedNumber {
            forms: hour_forms(chunk.text, ""),
            chunks: 2,
            end: next.end(),
            rest: "",
        });
    }
    read_spaced_thousands(chunk, following)
}

fn read_spaced_thousands<'a>(chunk: Chunk<'_>, following: &[Chunk<'a>]) -> Option<SpacedNumber<'a>> {
    if !begins_thousands(chunk.text) {
        return None;
    }
    let mut digits = chunk.text.to_string();
    let mut end = chunk.end();
    let mut chunks = 1;
    for group in following {
        if !group.follows_closely || chunks > MAX_GROUPS {
            break;
        }
        let (whole, decimals) = group.text.split_once(',').unwrap_or((group.text, ""));
        if whole.len() != 3 || !is_digits(whole) || !(decimals.is_empty() || is_digits(decimals)) {
            break;
        }
        digits.push_str(whole);
        end = group.end();
        chunks += 1;
        if !decimals.is_empty() {
            digits.push('.');
            digits.push_str(decimals);
            break;
        }
    }
    (2..=MAX_GROUPS).contains(&chunks).then(|| SpacedNumber {
        forms: vec![digits],
        chunks,
        end,
        rest: "",
    })
}

/// `L.` `1234-5`: the letter and the first number are one word, the rest follows.
fn read_spaced_code<'a>(chunk: Chunk<'_>, next: &Chunk<'a>) -> Option<SpacedNumber<'a>> {
    let digits: String = next.text.chars().take_while(char::is_ascii_digit).collect();
    let rest = next.text.get(digits.len()..)?;
    let is_code = digits.len() >= 3 && (rest.is_empty() || rest.starts_with('-'));
    is_code.then(|| SpacedNumber {
        forms: vec![format!("{}{digits}", chunk.text.to_lowercase())],
        chunks: 2,
        end: next.start + digits.len(),
        rest,
    })
}

/// Reads the beginning of `L.1234-5` and `L1234-5`.
pub(super) fn read_article_code(chunk: &str) -> Option<ArticleCode> {
    let letter = chunk
        .chars()
        .next()
        .filter(|letter| matches!(letter, 'L' | 'R' | 'D'))?;
    let after_letter = chunk.get(1..)?;
    let number = after_letter.strip_prefix('.').unwrap_or(after_letter);
    let digits: String = number.chars().take_while(char::is_ascii_digit).collect();
    let rest = number.get(digits.len()..)?;
    let ends_well = rest.is_empty() || rest.starts_with('-');
    if digits.len() < 3 || !ends_well {
        return None;
    }
    Some(ArticleCode {
        letter_and_number: format!("{}{digits}", letter.to_ascii_lowercase()),
        end: chunk.len() - rest.len(),
    })
}

/// The form and the alternatives of a chunk that is a number, an hour, an ordinal or `n°12`.
pub(super) fn read_number(chunk: &str) -> Option<Vec<String>> {
    if !may_begin_number(chunk) {
        return None;
    }
    let lower = chunk.to_lowercase();
    if let Some(number) = lower.strip_prefix("n°").or_else(|| lower.strip_prefix("nº")) {
        return is_digits(number).then(|| vec![number.to_string()]);
    }
    read_roman_ordinal(chunk).or_else(|| {
        lower
            .starts_with(|first: char| first.is_ascii_digit())
            .then(|| read_figure(&lower))?
    })
}

/// Whether a chunk begins as a number does: asked of every word of a text.
fn may_begin_number(chunk: &str) -> bool {
    match chunk.as_bytes() {
        [b'0'..=b'9' | b'I' | b'V' | b'X' | b'L' | b'C', ..] => true,
        // What follows the n is the first byte of a degree sign or of an ordinal's letter.
        [b'n' | b'N', second, ..] => !second.is_ascii(),
        _ => false,
    }
}

fn read_figure(lower: &str) -> Option<Vec<String>> {
    if let Some((hour, minutes)) = lower.split_once('h')
        && is_hour(hour)
        && (minutes.is_empty() || is_minutes(minutes))
    {
        return Some(hour_forms(hour, minutes));
    }
    let digits: String = lower.chars().take_while(char::is_ascii_digit).collect();
    let rest = lower.get(digits.len()..)?;
    if is_ordinal_ending(rest) {
        return Some(vec![format!("{digits}e"), digits]);
    }
    read_dotted_thousands(lower).or_else(|| read_decimal(lower))
}

/// `1.500` and `1.500.000`, with decimals or without.
fn read_dotted_thousands(lower: &str) -> Option<Vec<String>> {
    let (whole, decimals) = match lower.split_once(',') {
        Some((whole, decimals)) if is_digits(decimals) => (whole, Some(decimals)),
        Some(_) => return None,
        None => (lower, None),
    };
    let mut groups = whole.split('.');
    let first = groups.next().filter(|first| begins_thousands(first))?;
    let mut digits = first.to_string();
    let mut group_count = 0;
    for group in groups {
        if group.len() != 3 || !is_digits(group) {
            return None;
        }
        digits.push_str(group);
        group_count += 1;
    }
    if group_count == 0 {
        return None;
    }
    if let Some(decimals) = decimals {
        digits.push('.');
        digits.push_str(decimals);
    }
    Some(vec![digits])
}

/// `12,5` and `12.5`.
fn read_decimal(lower: &str) -> Option<Vec<String>> {
    let (whole, decimals) = lower.split_once([',', '.'])?;
    (is_digits(whole) && is_digits(decimals)).then(|| vec![format!("{whole}.{decimals}")])
}

/// `XXe`, `XIXème`.
fn read_roman_ordinal(chunk: &str) -> Option<Vec<String>> {
    let roman: String = chunk
        .chars()
        .take_while(|letter| matches!(letter, 'I' | 'V' | 'X' | 'L' | 'C'))
        .collect();
    let ending = chunk.get(roman.len()..)?;
    let is_ordinal = !roman.is_empty() && matches!(ending, "e" | "ème" | "ième" | "eme" | "ieme");
    // "Ce" and "Le" are words.
    let is_word = roman.len() == 1 && matches!(roman.as_str(), "L" | "C");
    (is_ordinal && !is_word).then(|| vec![format!("{}e", roman.to_lowercase())])
}

fn is_ordinal_ending(ending: &str) -> bool {
    matches!(
        ending,
        "er" | "ers"
            | "ère"
            | "ères"
            | "ere"
            | "re"
            | "res"
            | "e"
            | "es"
            | "è"
            | "ème"
            | "èmes"
            | "eme"
            | "ième"
            | "ieme"
            | "nd"
            | "nde"
            | "nds"
            | "ndes"
    )
}

fn hour_forms(hour: &str, minutes: &str) -> Vec<String> {
    let stripped = hour.trim_start_matches('0');
    let hour = if stripped.is_empty() { "0" } else { stripped };
    if minutes.is_empty() || minutes == "00" {
        return vec![format!("{hour}h"), format!("{hour}h00")];
    }
    vec![format!("{hour}h{minutes}")]
}

fn is_hour(text: &str) -> bool {
    is_digits(text) && text.len() <= 2 && text.parse::<u8>().is_ok_and(|hour| hour <= 24)
}

fn is_minutes(text: &str) -> bool {
    is_digits(text) && text.len() == 2 && text.parse::<u8>().is_ok_and(|minutes| minutes < 60)
}

fn begins_thousands(text: &str) -> bool {
    is_digits(text) && text.len() <= 3 && !text.starts_with('0')
}

fn is_digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_have_one_form() {
        for (chunk, forms) in [
            ("1.500", &["1500"][..]),
            ("1.500.000", &["1500000"]),
            ("2.500,50", &["2500.50"]),
            ("12,5", &["12.5"]),
            ("12.5", &["12.5"]),
            ("09h30", &["9h30"]),
            ("9H", &["9h", "9h00"]),
            ("0h15", &["0h15"]),
            ("1ère", &["1e", "1"]),
            ("XIXème", &["xixe"]),
            ("N°7", &["7"]),
        ] {
            assert_eq!(read_number(chunk).unwrap_or_default(), forms, "{chunk}");
        }
    }

    #[test]
    fn what_is_no_such_figure_is_left_to_other_rules() {
        for chunk in [
            "12",
            "12.06.2025",
            "0.1.2",
            "25h30",
            "9h75",
            "2a",
            "Le",
            "Ce",
            "12,a",
            "mot",
            "n°",
        ] {
            assert_eq!(read_number(chunk), None, "{chunk}");
        }
    }

    #[test]
    fn codes_of_law_are_read() {
        assert_eq!(
            read_article_code("L.1234-5").map(|code| (code.letter_and_number, code.end)),
            Some(("l1234".to_string(), 6))
        );
        assert!(read_article_code("L.12").is_none());
        assert!(read_article_code("L1234a").is_none());
    }
}
