//! Fonts of pictures instead of letters (Wingdings, Webdings, Zapf Dingbats, Symbol): the character that each code
//! draws. Such fonts have no letters, so a file that maps their codes to letters or to private use tells nothing.
//!
//! Where Unicode has a sign of the same look in the common plane, that one stands here: an archive is searched and
//! printed with common fonts.

/// A font whose codes draw signs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum SymbolFont {
    /// Wingdings.
    Wingdings,
    /// Wingdings 2.
    Wingdings2,
    /// Wingdings 3.
    Wingdings3,
    /// Webdings.
    Webdings,
    /// Zapf Dingbats.
    ZapfDingbats,
    /// Symbol: Greek and mathematics.
    Symbol,
}

/// No sign in this table: the code draws an ornament for which no character is known here.
const NONE: char = ' ';

/// Wingdings from 0x21.
const WINGDINGS: &str = "🖉✂✁👓🕭🕮🕯☎✆✉✉📪📫📬📭📁📂📄🗏🗐🗄⌛⌨🖰🖲🖳🖴🖫🖬✇✍✍✌👌👍👎☜☞☝☟✋☺😐☹💣☠🏳🏱✈☼💧❄✝✞🕈✠✡☪☯ॐ☸\
♈♉♊♋♌♍♎♏♐♑♒♓&&●❍■□◻❑❒⬧◆◆❖⬥⌧⮹⌘❀✿“”▯⓪①②③④⑤⑥⑦⑧⑨⑩⓿❶❷❸❹❺❻❼❽❾❿🙢🙠🙡🙣🙞🙜🙝🙟·•\
▪○⭘◉◉◎⭕▪◻🟂✦★✶✴✹✵⯐⌖⟡⌑⯑✪✰🕐🕑🕒🕓🕔🕕🕖🕗🕘🕙🕚🕛⮰⮱⮲⮳⮴⮵⮶⮷🙪🙫🙕🙔🙗🙖🙐🙑🙒🙓⌫⌦⮘➢⮙⮛⮈➲⮉⮋\
←→↑↓↖↗↙↘←➔↑↓↖↗↙↘⇦⇨⇧⇩⬄⇳⬁⬀⬃⬂▭▫✗✔☒☑";

/// Wingdings 2 from 0x21 to 0xC5; stars, crosses and ornaments follow.
const WINGDINGS_2: &str = "🖊🖋🖌🖍✄✀☎☎🗅🗆🗇🗈🗉🗊🗋🗌🗍📋🗑🗔🖵🖶🖷🖸🖭🖯🖱👍👎🖘🖙🖚🖛👈👉🖜🖝🖞🖟🖠🖡👆👇🖢🖣🖑✗✓☒☑☒☒⮾⮿🛇⦸&&&&‽🙹🙺🙻\
🙦🙤🙥🙧🙚🙘🙙🙛⓪①②③④⑤⑥⑦⑧⑨⑩⓿❶❷❸❹❺❻❼❽❾❿ ☉🌕☽☾⸿✝🕇🕜🕝🕞🕟🕠🕡🕢🕣🕤🕥🕦🕧🙨🙩⋅••●●○○○⊙⦿▪▪◾■□◻◻◻◻▣▣▣▣▣\
⬩⬥◇◇◈◈◈◈◈⬪⬧◊◊◖◗⯊⯋◼⯁⬟⯂⬣⬢⯃⯄";

/// Adobe's Symbol from 0x20 to 0x7E.
const SYMBOL_LOW: &str =
    " !∀#∃%&∋()∗+,−./0123456789:;<=>?≅ΑΒΧΔΕΦΓΗΙϑΚΛΜΝΟΠΘΡΣΤΥςΩΞΨΖ[∴]⊥_‾αβχδεφγηιϕκλμνοπθρστυϖωξψζ{|}∼";

/// Adobe's Symbol from 0xA0 to 0xFE.
const SYMBOL_HIGH: &str =
    "€ϒ′≤⁄∞ƒ♣♦♥♠↔←↑→↓°±″≥×∝∂•÷≠≡≈…⏐⎯↵ℵℑℜ℘⊗⊕∅∩∪⊃⊇⊄⊂⊆∈∉∠∇®©™∏√⋅¬∧∨⇔⇐⇑⇒⇓◊〈®©™∑⎛⎜⎝⎡⎢⎣⎧⎨⎩⎪ 〉∫⌠⎮⌡⎞⎟⎠⎤⎥⎦⎫⎬⎭";

impl SymbolFont {
    /// The symbol font of a font's name, whatever its spaces, hyphens and case.
    pub(super) fn from_name(name: &str) -> Option<Self> {
        let letters: String = name
            .chars()
            .filter(char::is_ascii_alphanumeric)
            .collect::<String>()
            .to_ascii_lowercase();
        // A prefix, because styles follow: a longer name first.
        let fonts = [
            ("wingdings2", Self::Wingdings2),
            ("wingdings3", Self::Wingdings3),
            ("wingdings", Self::Wingdings),
            ("webdings", Self::Webdings),
            ("zapfdingbats", Self::ZapfDingbats),
            ("itczapfdingbats", Self::ZapfDingbats),
        ];
        for (prefix, font) in fonts {
            if letters.starts_with(prefix) {
                return Some(font);
            }
        }
        matches!(letters.as_str(), "symbol" | "symbolmt" | "symbolregular").then_some(Self::Symbol)
    }

    /// The sign that stands behind what a file says of a glyph: a private-use character carries the font's code in
    /// its low byte, and a Latin letter is that code. Other characters are the file's own knowledge and stay.
    pub(super) fn sign(self, told: char) -> Option<char> {
        match u32::from(told) {
            code @ 0xf020..=0xf0ff => self.draw(code as u8),
            // Symbol has digits, brackets and signs of Latin-1 in their own places.
            code @ 0x21..=0xff if self != Self::Symbol => self.draw(code as u8),
            _ => None,
        }
    }

    /// The sign that a code draws.
    pub(super) fn draw(self, code: u8) -> Option<char> {
        let sign = match self {
            Self::Wingdings => nth(WINGDINGS, code, 0x21),
            Self::Wingdings2 => nth(WINGDINGS_2, code, 0x21),
            Self::Wingdings3 => wingdings_3(code),
            Self::Webdings => webdings(code),
            Self::ZapfDingbats => zapf_dingbats(code),
            Self::Symbol => nth(SYMBOL_LOW, code, 0x20).or_else(|| nth(SYMBOL_HIGH, code, 0xa0)),
        };
        sign.filter(|sign| *sign != NONE)
    }
}

fn nth(table: &str, code: u8, first: u8) -> Option<char> {
    table.chars().nth(usize::from(code.checked_sub(first)?))
}

fn wingdings_3(code: u8) -> Option<char> {
    nth("←→↑↓↖↗↙↘", code, 0x21).or_else(|| nth("▲▼△▽◀▶◁▷◣◢◤◥◂▸", code, 0x70))
}

fn webdings(code: u8) -> Option<char> {
    Some(match code {
        b'3' => '◀',
        b'4' => '▶',
        b'5' => '▲',
        b'6' => '▼',
        b'H' => '🏠',
        b'Y' => '♥',
        b'a' => '✔',
        b'c' => '□',
        b'g' => '■',
        b'i' => 'ℹ',
        b'n' => '●',
        b'r' => '✖',
        _ => return None,
    })
}

/// Unicode's block of dingbats follows the font; a few signs stand in older blocks.
fn zapf_dingbats(code: u8) -> Option<char> {
    let older = match code {
        0x25 => '☎',
        0x2a => '☛',
        0x2b => '☞',
        0x48 => '★',
        0x6c => '●',
        0x6e => '■',
        0x73 => '▲',
        0x74 => '▼',
        0x75 => '◆',
        0x77 => '◗',
        0xa8 => '♣',
        0xa9 => '♦',
        0xaa => '♥',
        0xab => '♠',
        0xac..=0xb5 => return char::from_u32(0x2460 + u32::from(code - 0xac)),
        0xd5 => '→',
        0xd6 => '↔',
        0xd7 => '↕',
        0x21..=0x7e => return char::from_u32(0x26e0 + u32::from(code)),
        0xa1..=0xef | 0xf1..=0xfe => return char::from_u32(0x26c0 + u32::from(code)),
        _ => return None,
    };
    Some(older)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fonts_are_known_by_their_names() {
        assert_eq!(
            SymbolFont::from_name("Wingdings-Regular"),
            Some(SymbolFont::Wingdings)
        );
        assert_eq!(SymbolFont::from_name("Wingdings 2"), Some(SymbolFont::Wingdings2));
        assert_eq!(
            SymbolFont::from_name("ITCZapfDingbats"),
            Some(SymbolFont::ZapfDingbats)
        );
        assert_eq!(SymbolFont::from_name("SymbolMT"), Some(SymbolFont::Symbol));
        // A family of letters that only begins so.
        assert_eq!(SymbolFont::from_name("SymbolaText"), None);
        assert_eq!(SymbolFont::from_name("Garamond"), None);
    }

    #[test]
    fn wingdings_draws_bullets_arrows_and_ticks() {
        let cases = [
            (0x6c, '●'),
            (0x6e, '■'),
            (0x71, '❑'),
            (0x76, '❖'),
            (0x81, '①'),
            (0x8c, '❶'),
            (0x9f, '•'),
            (0xa7, '▪'),
            (0xb7, '🕐'),
            (0xd8, '➢'),
            (0xe0, '→'),
            (0xe8, '➔'),
            (0xf0, '⇨'),
            (0xfb, '✗'),
            (0xfc, '✔'),
            (0xfe, '☑'),
        ];
        for (code, sign) in cases {
            assert_eq!(SymbolFont::Wingdings.draw(code), Some(sign), "{code:x}");
        }
        assert_eq!(SymbolFont::Wingdings.draw(0xff), None);
    }

    #[test]
    fn the_other_fonts_draw_their_own() {
        assert_eq!(SymbolFont::Wingdings2.draw(0x50), Some('✓'));
        assert_eq!(SymbolFont::Wingdings2.draw(0x6a), Some('①'));
        assert_eq!(SymbolFont::Wingdings2.draw(0x7f), None);
        assert_eq!(SymbolFont::Wingdings2.draw(0x98), Some('●'));
        assert_eq!(SymbolFont::Wingdings2.draw(0xa3), Some('□'));
        assert_eq!(SymbolFont::Wingdings2.draw(0xc5), Some('⯄'));
        assert_eq!(SymbolFont::Wingdings3.draw(0x7d), Some('▸'));
        assert_eq!(SymbolFont::Webdings.draw(b'a'), Some('✔'));
        assert_eq!(SymbolFont::ZapfDingbats.draw(b'4'), Some('✔'));
        assert_eq!(SymbolFont::ZapfDingbats.draw(0xe4), Some('➤'));
        assert_eq!(SymbolFont::ZapfDingbats.draw(0xc0), Some('➀'));
        assert_eq!(SymbolFont::Symbol.draw(0xb7), Some('•'));
        assert_eq!(SymbolFont::Symbol.draw(0x7e), Some('∼'));
        assert_eq!(SymbolFont::Symbol.draw(0xfe), Some('⎭'));
    }

    #[test]
    fn what_the_file_says_is_read_through_the_font() {
        assert_eq!(SymbolFont::Wingdings.sign('\u{f0d8}'), Some('➢'));
        assert_eq!(SymbolFont::Wingdings.sign('l'), Some('●'));
        assert_eq!(SymbolFont::Symbol.sign('\u{f0b7}'), Some('•'));
        // Already right, and a bracket of Symbol is a bracket.
        assert_eq!(SymbolFont::Wingdings.sign('✔'), None);
        assert_eq!(SymbolFont::Symbol.sign('('), None);
    }
}
