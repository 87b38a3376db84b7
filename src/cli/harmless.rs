//! Text of files is hostile: shown on a terminal, it must neither move the cursor nor change its own order.
use std::borrow::Cow;

/// The text with control and bidirectional characters replaced; line ends and tabs stay.
pub(super) fn harmless(text: &str) -> Cow<'_, str> {
    // Most lines are printable ASCII.
    let is_plain = |byte: u8| matches!(byte, b' '..=b'~');
    if text.bytes().all(is_plain) || !text.chars().any(is_harmful) {
        return Cow::Borrowed(text);
    }
    let replaced = text.chars().map(|character| match character {
        harmful if is_harmful(harmful) => char::REPLACEMENT_CHARACTER,
        other => other,
    });
    Cow::Owned(replaced.collect())
}

/// The text on one line: as [`harmless`], and without line ends and tabs.
pub(super) fn harmless_line(text: &str) -> Cow<'_, str> {
    let harmless = harmless(text);
    if !harmless.contains(['\n', '\t']) {
        return harmless;
    }
    Cow::Owned(harmless.replace(['\n', '\t'], " "))
}

fn is_harmful(character: char) -> bool {
    match character {
        '\n' | '\t' => false,
        // Bidirectional marks, embeddings, overrides and isolates; line and paragraph separators.
        '\u{61C}' | '\u{200E}' | '\u{200F}' | '\u{2028}'..='\u{202E}' | '\u{2066}'..='\u{2069}' => true,
        other => other.is_control(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_of_a_title_can_drive_a_terminal() {
        assert_eq!(
            harmless("L'été\tà «\u{a0}Lens\u{a0}»\n"),
            "L'été\tà «\u{a0}Lens\u{a0}»\n"
        );
        assert_eq!(harmless("\u{1b}[31mrouge\u{7}\r\u{9b}2J"), "�[31mrouge���2J");
        assert_eq!(harmless("a\u{202e}fdp.exe\u{2069}"), "a�fdp.exe�");
        assert_eq!(harmless_line("un\ndeux\tfin"), "un deux fin");
    }
}
