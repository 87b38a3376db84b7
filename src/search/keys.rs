//! The keys under which a word is indexed and looked for: the same for texts and queries.
use crate::french::fold::fold;
use crate::french::stem_light;
use crate::french::stop::is_stop_word;
use crate::french::tokens::Token;
use crate::french::variants::usual_form;
use rustc_hash::FxHashMap;
use smol_str::SmolStr;
use std::rc::Rc;
use tantivy::tokenizer::{Language, RawTokenizer, Stemmer, TextAnalyzer};

/// The keys of one word.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Keys {
    /// Lower case with its accents.
    pub(crate) accented: String,
    /// Without accents, whole: for phrases, prefixes and repairs.
    pub(crate) folded: String,
    /// The stems; none for a stop word.
    pub(crate) stems: Option<Stems>,
}

/// The two stems of one word. They err on different words: together they find more than either.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Stems {
    /// Light stem.
    pub(crate) light: String,
    /// Snowball stem.
    pub(crate) snowball: String,
}

/// Words whose keys are kept: few words make up most of any text.
const MAX_KEPT: usize = 100_000;

/// Makes keys. Holds the Snowball stemmer, which works in place, and the keys of words met before.
pub(crate) struct KeyMaker {
    snowball: TextAnalyzer,
    kept: FxHashMap<SmolStr, Rc<Keys>>,
}

impl KeyMaker {
    pub(crate) fn new() -> Self {
        let snowball = TextAnalyzer::builder(RawTokenizer::default())
            .filter(Stemmer::new(Language::French))
            .build();
        Self {
            snowball,
            kept: FxHashMap::default(),
        }
    }

    /// The keys of a token.
    pub(crate) fn keys(&mut self, token: &Token) -> Rc<Keys> {
        if let Some(keys) = self.kept.get(token.text.as_str()) {
            return Rc::clone(keys);
        }
        let keys = Rc::new(self.keys_of_word(&token.text));
        if self.kept.len() >= MAX_KEPT {
            self.kept.clear();
        }
        self.kept.insert(token.text.clone(), Rc::clone(&keys));
        keys
    }

    /// The keys of a word in lower case.
    pub(crate) fn keys_of_word(&mut self, word: &str) -> Keys {
        let folded = fold(word);
        let stems = (!is_stop_word(word)).then(|| self.stems(&folded));
        Keys {
            accented: word.to_string(),
            folded,
            stems,
        }
    }

    /// The stems of a folded word. Folding comes first: a word typed without accents gets the same stem.
    pub(crate) fn stems(&mut self, folded: &str) -> Stems {
        let usual = usual_form(folded);
        let has_digit = usual.bytes().any(|byte| byte.is_ascii_digit());
        let snowball = if has_digit {
            usual.to_string()
        } else {
            self.snowball_stem(usual)
        };
        Stems {
            light: stem_light::stem(usual),
            snowball,
        }
    }

    fn snowball_stem(&mut self, word: &str) -> String {
        let mut stream = self.snowball.token_stream(word);
        if stream.advance() {
            stream.token().text.clone()
        } else {
            word.to_string()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn typed_with_or_without_accents_stems_are_the_same() {
        let mut maker = KeyMaker::new();
        for (accented, plain) in [
            ("économie", "economie"),
            ("évènements", "evenements"),
            ("cœur", "coeur"),
        ] {
            assert_eq!(
                maker.keys_of_word(accented).stems,
                maker.keys_of_word(plain).stems
            );
        }
    }

    #[test]
    fn stop_words_have_no_stem() {
        let mut maker = KeyMaker::new();
        assert_eq!(maker.keys_of_word("où").stems, None);
        assert_eq!(maker.keys_of_word("où").folded, "ou");
        assert!(maker.keys_of_word("été").stems.is_some());
    }

    #[test]
    fn snowball_stems_plurals() {
        let mut maker = KeyMaker::new();
        assert_eq!(maker.stems("actives").snowball, maker.stems("active").snowball);
        assert_eq!(maker.stems("9h00").snowball, "9h00");
    }
}
