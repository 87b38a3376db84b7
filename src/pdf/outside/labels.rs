//! Page labels: what the file calls its pages (`iv`, `A-3`).
use super::destinations::tree_pairs;
use super::objects;
use super::strings;
use lopdf::{Dictionary, Document};

/// Most ranges of labels that are read.
const MOST_RANGES: usize = 4_096;

/// Letters of a prefix: it is written before the number of every page of its range.
const LONGEST_PREFIX: usize = 64;

/// Above this a Roman number or a row of letters is longer than any page needs; it is written in figures.
const LARGEST_ROMAN: u64 = 4_999;
const LARGEST_LETTERS: u64 = 26 * 10;

/// How a range of pages is numbered.
#[derive(Debug, Clone, Default)]
struct Numbering {
    style: Option<u8>,
    prefix: String,
    start: u64,
}

/// The label of every page, in order; nothing for a page that has none.
pub(super) fn read(document: &Document, catalogue: &Dictionary, page_count: usize) -> Vec<Option<String>> {
    let mut ranges: Vec<(usize, Numbering)> = Vec::new();
    if let Some(root) = objects::entry(document, catalogue, b"PageLabels") {
        for (first_page, value) in tree_pairs(document, root, b"Nums", MOST_RANGES) {
            let first_page = first_page
                .as_i64()
                .ok()
                .and_then(|index| usize::try_from(index).ok());
            let value = objects::resolve(document, value).and_then(|object| object.as_dict().ok());
            if let (Some(first_page), Some(value)) = (first_page, value) {
                ranges.push((first_page, numbering(document, value)));
            }
        }
    }
    ranges.sort_by_key(|(first_page, _)| *first_page);

    let mut labels = Vec::with_capacity(page_count);
    let mut ranges = ranges.into_iter().peekable();
    let mut current: Option<(usize, Numbering)> = None;
    for page in 0..page_count {
        while let Some(range) = ranges.next_if(|(first_page, _)| *first_page <= page) {
            current = Some(range);
        }
        let label = current.as_ref().and_then(|(first_page, numbering)| {
            let offset = u64::try_from(page - first_page).ok()?;
            numbering.label(offset)
        });
        labels.push(label);
    }
    labels
}

fn numbering(document: &Document, range: &Dictionary) -> Numbering {
    let prefix = objects::bytes(document, range, b"P").map(strings::decode);
    let prefix = prefix.unwrap_or_default();
    let prefix = prefix
        .chars()
        .filter(|letter| !letter.is_control())
        .take(LONGEST_PREFIX);
    Numbering {
        style: objects::name(document, range, b"S").and_then(|style| style.first().copied()),
        prefix: prefix.collect(),
        start: objects::integer(document, range, b"St")
            .and_then(|start| u64::try_from(start).ok())
            .unwrap_or(1),
    }
}

impl Numbering {
    fn label(&self, offset: u64) -> Option<String> {
        let number = self.start.saturating_add(offset);
        let figures = match self.style {
            Some(b'D') => number.to_string(),
            Some(b'R') => roman(number),
            Some(b'r') => roman(number).to_lowercase(),
            Some(b'A') => letters(number),
            Some(b'a') => letters(number).to_lowercase(),
            _ => String::new(),
        };
        let label = format!("{}{figures}", self.prefix);
        (!label.trim().is_empty()).then_some(label)
    }
}

fn roman(number: u64) -> String {
    const SIGNS: [(u64, &str); 13] = [
        (1_000, "M"),
        (900, "CM"),
        (500, "D"),
        (400, "CD"),
        (100, "C"),
        (90, "XC"),
        (50, "L"),
        (40, "XL"),
        (10, "X"),
        (9, "IX"),
        (5, "V"),
        (4, "IV"),
        (1, "I"),
    ];
    if number == 0 || number > LARGEST_ROMAN {
        return number.to_string();
    }
    let mut rest = number;
    let mut text = String::new();
    for (value, sign) in SIGNS {
        while rest >= value {
            text.push_str(sign);
            rest -= value;
        }
    }
    text
}

/// A to Z, then AA to ZZ: the letter is repeated, not counted on.
fn letters(number: u64) -> String {
    if number == 0 || number > LARGEST_LETTERS {
        return number.to_string();
    }
    let place = number - 1;
    let letter = (b'A'..=b'Z')
        .nth(usize::try_from(place % 26).unwrap_or(0))
        .unwrap_or(b'A');
    let times = usize::try_from(place / 26 + 1).unwrap_or(1);
    char::from(letter).to_string().repeat(times)
}

#[cfg(test)]
mod tests {
    use super::*;
    use lopdf::{Object, dictionary};

    fn labels(nums: Vec<Object>, pages: usize) -> Vec<Option<String>> {
        let catalogue = dictionary! { "PageLabels" => dictionary! { "Nums" => nums } };
        read(&Document::new(), &catalogue, pages)
    }

    #[test]
    fn ranges_follow_each_other() {
        let nums = vec![
            0.into(),
            dictionary! { "S" => "r" }.into(),
            3.into(),
            dictionary! { "S" => "D", "St" => 12 }.into(),
            5.into(),
            dictionary! { "S" => "A", "P" => Object::string_literal("An-"), "St" => 26 }.into(),
            7.into(),
            dictionary! { "P" => Object::string_literal("dos") }.into(),
            8.into(),
            dictionary! {}.into(),
        ];
        let labels: Vec<String> = labels(nums, 9)
            .into_iter()
            .map(Option::unwrap_or_default)
            .collect();
        assert_eq!(labels, ["i", "ii", "iii", "12", "13", "An-Z", "An-AA", "dos", ""]);
    }

    #[test]
    fn pages_before_the_first_range_have_none() {
        let nums = vec![1.into(), dictionary! { "S" => "D" }.into()];
        assert_eq!(
            labels(nums, 3),
            [None, Some("1".to_string()), Some("2".to_string())]
        );
        assert_eq!(labels(Vec::new(), 2), [None, None]);
    }

    #[test]
    fn huge_numbers_do_not_grow_into_huge_labels() {
        let nums = vec![0.into(), dictionary! { "S" => "R", "St" => i64::MAX }.into()];
        assert_eq!(labels(nums, 1), [Some(i64::MAX.to_string())]);
        assert_eq!((roman(1999), roman(4)), ("MCMXCIX".to_string(), "IV".to_string()));
        assert_eq!(
            (letters(27), letters(1_000)),
            ("AA".to_string(), "1000".to_string())
        );
    }
}
