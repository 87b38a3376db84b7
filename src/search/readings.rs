//! The words of a query with their alternatives, and the ways in which a phrase can be read.
use crate::french::elision::is_lone_article;
use crate::french::fold::fold;
use crate::french::tokens::{Role, Token, tokenize};
use smol_str::SmolStr;
use std::collections::BTreeMap;

/// The most readings of a phrase whose words have alternatives.
const MAX_PHRASE_READINGS: usize = 16;

/// Words by position, each with its alternatives; a joined form is an alternative of every word that it joins.
pub(crate) fn word_groups(tokens: &[Token]) -> Vec<Vec<String>> {
    let mut groups: BTreeMap<u32, Vec<String>> = BTreeMap::new();
    for token in tokens {
        let positions = match token.role {
            Role::Joined { positions } => positions,
            Role::Word | Role::Alternative => 1,
        };
        for position in token.position..token.position + positions {
            let forms = groups.entry(position).or_default();
            if !forms.iter().any(|form| *form == token.text) {
                forms.push(token.text.to_string());
            }
        }
    }
    groups.into_values().collect()
}

/// "l eau" for "l'eau": the article is left out and keeps its place.
pub(crate) fn without_lone_articles(tokens: Vec<Token>) -> Vec<Token> {
    let next_words: Vec<SmolStr> = tokens.iter().skip(1).map(|token| token.text.clone()).collect();
    tokens
        .into_iter()
        .enumerate()
        .filter(|(index, token)| {
            !next_words
                .get(*index)
                .is_some_and(|next| is_lone_article(&token.text, next))
        })
        .map(|(_, token)| token)
        .collect()
}

/// The readings of a phrase: each choice among alternatives, and compounds written whole.
pub(crate) fn phrase_readings(text: &str) -> Vec<Vec<(u32, String)>> {
    let tokens = without_lone_articles(tokenize(text));
    let mut by_position: BTreeMap<u32, Vec<String>> = BTreeMap::new();
    for token in tokens
        .iter()
        .filter(|token| !matches!(token.role, Role::Joined { .. }))
    {
        by_position
            .entry(token.position)
            .or_default()
            .push(fold(&token.text));
    }
    let mut readings: Vec<Vec<(u32, String)>> = vec![Vec::new()];
    for (position, forms) in by_position {
        let mut longer = Vec::new();
        for reading in &readings {
            for form in &forms {
                let mut reading = reading.clone();
                reading.push((position, form.clone()));
                longer.push(reading);
            }
        }
        longer.truncate(MAX_PHRASE_READINGS);
        readings = longer;
    }
    let has_compound = tokens
        .iter()
        .any(|token| matches!(token.role, Role::Joined { .. }));
    if has_compound {
        readings.push(reading_with_joined_compounds(&tokens));
    }
    readings.retain(|reading| !reading.is_empty());
    readings
}

/// `week-end solidaire` read as `weekend solidaire`.
fn reading_with_joined_compounds(tokens: &[Token]) -> Vec<(u32, String)> {
    let mut reading: Vec<(u32, String)> = Vec::new();
    let mut places_saved = 0;
    let mut covered_until = 0;
    for token in tokens {
        let position = token.position - places_saved.min(token.position);
        match token.role {
            Role::Joined { positions } => {
                // The joined form comes right after the first word that it joins.
                reading.pop();
                reading.push((position, fold(&token.text)));
                covered_until = token.position + positions;
                places_saved += positions - 1;
            }
            Role::Word if token.position >= covered_until => reading.push((position, fold(&token.text))),
            Role::Word | Role::Alternative => {}
        }
    }
    reading
}

#[cfg(test)]
mod tests {
    use super::*;

    fn readings(text: &str) -> Vec<String> {
        let write = |reading: Vec<(u32, String)>| -> String {
            let words: Vec<String> = reading
                .into_iter()
                .map(|(place, word)| format!("{place}:{word}"))
                .collect();
            words.join(" ")
        };
        phrase_readings(text).into_iter().map(write).collect()
    }

    #[test]
    fn alternatives_give_readings() {
        assert_eq!(
            readings("un.e élu·e"),
            ["0:un 1:elu", "0:un 1:elue", "0:une 1:elu", "0:une 1:elue"]
        );
        assert_eq!(readings(&"un.e ".repeat(12)).len(), MAX_PHRASE_READINGS);
    }

    #[test]
    fn a_compound_is_also_read_whole() {
        assert_eq!(
            readings("le week-end solidaire"),
            ["0:le 1:week 2:end 3:solidaire", "0:le 1:weekend 2:solidaire"]
        );
        assert_eq!(readings("week-end"), ["0:week 1:end", "0:weekend"]);
    }

    #[test]
    fn an_article_apart_keeps_its_place() {
        assert_eq!(readings("de l eau"), ["0:de 2:eau"]);
        assert_eq!(readings("de l'eau"), ["0:de 2:eau"]);
    }

    #[test]
    fn a_joined_form_is_an_alternative_of_each_part() {
        let groups = word_groups(&tokenize("porte-monnaie"));
        assert_eq!(groups, [["porte", "portemonnaie"], ["portemonnaie", "monnaie"]]);
    }
}
