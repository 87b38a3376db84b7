//! The number of an issue as it is printed: "N° 16", "Numéro 2 /", "Issue #19", "Vol. 3 No 2".
use regex::Regex;
use std::sync::LazyLock;

/// A number found in a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct FoundNumber {
    /// As printed, without the words before it: `009`, `4-5`.
    pub(super) number: String,
    /// First byte of its marker.
    pub(super) start: usize,
    /// Byte behind it.
    pub(super) end: usize,
}

/// A marker and one number or two joined ones. "n 4" without a sign is no marker: it may be any letter n.
static MARKED_NUMBER: LazyLock<Option<Regex>> = LazyLock::new(|| {
    let marker = r"(?:\bn\s?[°ºᵒ˚]s?\.?|\bn[o˚]s?\.?|\bn\.[°º]|\bnum(?:é|e\u{301}|e)ros?|\bnum\.|\bnr\.?|\bnumber|\bissue(?:\s+(?:no\.?|number|nr\.?))?|#)";
    let figures = r"(\d{1,5}(?:\s?(?:bis|ter)\b)?(?:\s?[-–/&]\s?\d{1,4})?)";
    Regex::new(&format!(r"(?i){marker}\s*[:#°º]?\s*{figures}")).ok()
});

/// The first number of a text that a marker tells to be one.
pub(super) fn find_number(text: &str) -> Option<FoundNumber> {
    let expression = MARKED_NUMBER.as_ref()?;
    for captures in expression.captures_iter(text) {
        let (Some(whole), Some(figures)) = (captures.get(0), captures.get(1)) else {
            continue;
        };
        let goes_on = text
            .get(whole.end()..)
            .is_some_and(|rest| rest.starts_with(|next: char| next.is_ascii_digit()));
        if goes_on {
            continue;
        }
        let first_end = figures.as_str().find(|letter: char| !letter.is_ascii_digit());
        let (first, rest) = figures
            .as_str()
            .split_at(first_end.unwrap_or(figures.as_str().len()));
        if first.len() > 4 {
            continue;
        }
        let number = match joined_number(first, rest) {
            Some(joined) => joined,
            None => first.to_string(),
        };
        return Some(FoundNumber {
            end: figures.start()
                + if number.len() > first.len() {
                    figures.len()
                } else {
                    first.len()
                },
            start: whole.start(),
            number,
        });
    }
    None
}

/// "4-5" or "12 bis", where the second part belongs to the number: "4/2021" and "16 - 03" are number and date.
fn joined_number(first: &str, rest: &str) -> Option<String> {
    let rest = rest.trim();
    if rest.eq_ignore_ascii_case("bis") || rest.eq_ignore_ascii_case("ter") {
        return Some(format!("{first} {}", rest.to_lowercase()));
    }
    let sign = rest.chars().next()?;
    let second = rest.get(sign.len_utf8()..)?.trim();
    let (one, other): (u32, u32) = (first.parse().ok()?, second.parse().ok()?);
    (other == one + 1).then(|| format!("{first}{sign}{second}"))
}

#[cfg(test)]
mod tests {
    use super::find_number;

    #[test]
    fn numbers_are_found_as_printed() {
        let cases = [
            ("N° 16", "16"),
            ("n°16 - mars 2012", "16"),
            ("Nº 009", "009"),
            ("#2", "2"),
            ("Numéro 2 / été", "2"),
            ("Bulletin N° 3", "3"),
            ("No. 5", "5"),
            ("Nr 4", "4"),
            ("Issue 12", "12"),
            ("Issue #19, 2018-2019", "19"),
            ("Vol. 3 No 2", "2"),
            ("NUMÉRO SPÉCIAL n° 45-46", "45-46"),
            ("N° 4/2021", "4"),
            ("N° 16 - 03/2012", "16"),
            ("n° 12 bis", "12 bis"),
            ("N°7Hiver", "7"),
        ];
        for (text, number) in cases {
            let found = find_number(text).map(|found| found.number);
            assert_eq!(found.as_deref(), Some(number), "{text}");
        }
    }

    #[test]
    fn figures_without_a_marker_are_no_number() {
        for text in [
            "16",
            "Vol. 3",
            "mano 5",
            "n 4",
            "N° de téléphone 06",
            "n° 30700123",
            "piano 2",
            "",
        ] {
            assert_eq!(find_number(text), None, "{text}");
        }
    }

    #[test]
    fn the_place_covers_marker_and_number() {
        let text = "Lettre n° 16 - mars 2012";
        let found = find_number(text).expect("a number");
        assert_eq!(&text[found.start..found.end], "n° 16");
    }
}
