//! The analysis by itself: under which keys each word of a text is indexed and looked for.
use super::keys::KeyMaker;
use crate::french::tokens::{Role, tokenize};
use serde::Serialize;

/// A token of a text with its keys.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Analysed {
    /// Its place among the words, from 0; alternatives of a word share it.
    pub position: u32,
    /// First byte of the word in the text.
    pub start: usize,
    /// Byte after the word in the text.
    pub end: usize,
    /// The word as printed.
    pub printed: String,
    /// The word in lower case, its accents kept.
    pub token: String,
    /// `word`, `alternative` (another form at the same place) or `joined` (several words in one).
    pub role: &'static str,
    /// The word without accents.
    pub folded: String,
    /// Whether it is left out of the stemmed keys.
    pub stop: bool,
    /// Light stem; `null` for a stop word.
    pub light: Option<String>,
    /// Snowball stem; `null` for a stop word.
    pub snowball: Option<String>,
}

/// The tokens of a text.
pub fn analyse(text: &str) -> Vec<Analysed> {
    let mut maker = KeyMaker::new();
    let mut analysed = Vec::new();
    for token in tokenize(text) {
        let keys = maker.keys(&token);
        let stems = keys.stems.clone();
        let (light, snowball) = stems.map(|stems| (stems.light, stems.snowball)).unzip();
        analysed.push(Analysed {
            position: token.position,
            start: token.start,
            end: token.end,
            printed: text.get(token.start..token.end).unwrap_or_default().to_string(),
            token: token.text.to_string(),
            role: match token.role {
                Role::Word => "word",
                Role::Alternative => "alternative",
                Role::Joined { .. } => "joined",
            },
            folded: keys.folded.clone(),
            stop: light.is_none(),
            light,
            snowball,
        });
    }
    analysed
}
