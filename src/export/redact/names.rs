//! Names of a list, wherever they stand: in a text, a file name, an address of the web.
use super::Found;
use super::view::View;
use crate::model::RedactedKind;
use std::collections::HashMap;
use std::ops::Range;

/// Most characters between two words of a name: `Dupont, Jean`.
const WIDEST_GAP: usize = 3;

/// Names that are looked for, by their first word.
#[derive(Debug, Default)]
pub(super) struct Names {
    by_first_word: HashMap<String, Vec<(Vec<String>, usize)>>,
    count: usize,
}

impl Names {
    /// Adds a name: its words in their order, the last one first too, and run together.
    pub(super) fn add(&mut self, name: &str) -> bool {
        let view = View::of(name);
        let words: Vec<String> = words_of(&view)
            .into_iter()
            .filter_map(|range| Some(view.text.get(range)?.to_string()))
            .collect();
        if words.is_empty() {
            return false;
        }
        let mut forms = vec![words.clone()];
        if words.len() > 1 {
            let mut turned = words.clone();
            turned.rotate_right(1);
            forms.push(vec![turned.concat()]);
            forms.push(turned);
            let mut turned = words.clone();
            turned.rotate_left(1);
            forms.push(vec![turned.concat()]);
            forms.push(turned);
            forms.push(vec![words.concat()]);
        }
        for form in forms {
            let Some(first) = form.first() else { continue };
            let known = self.by_first_word.entry(first.clone()).or_default();
            known.push((form, self.count));
            // The longest name that fits is the one that is meant.
            known.sort_by_key(|(words, name)| (std::cmp::Reverse(words.len()), *name));
        }
        self.count += 1;
        true
    }

    /// Finds the names of a text. The value is the place of the name in the list.
    pub(super) fn find(&self, view: &View<'_>, found: &mut Vec<Found>) {
        if self.count == 0 {
            return;
        }
        let words = words_of(view);
        let mut index = 0;
        while let Some(first) = words.get(index) {
            let Some((length, name)) = self.name_at(view, &words, index) else {
                index += 1;
                continue;
            };
            let last = words.get(index + length - 1).unwrap_or(first);
            found.push(Found::new(
                RedactedKind::Name,
                first.start..last.end,
                name.to_string(),
            ));
            index += length;
        }
    }

    fn name_at(&self, view: &View<'_>, words: &[Range<usize>], index: usize) -> Option<(usize, usize)> {
        let first = view.text.get(words.get(index)?.clone())?;
        let candidates = self.by_first_word.get(first)?;
        let fits = |form: &&(Vec<String>, usize)| {
            let form = &form.0;
            let places = words.get(index..index + form.len()).unwrap_or_default();
            places.len() == form.len()
                && form
                    .iter()
                    .zip(places)
                    .all(|(word, place)| view.text.get(place.clone()) == Some(word))
                && places.windows(2).all(|pair| match pair {
                    [before, after] => after.start - before.end <= WIDEST_GAP,
                    _ => true,
                })
        };
        let (form, name) = candidates.iter().find(fits)?;
        Some((form.len(), *name))
    }
}

/// Runs of letters, and runs of figures, in the folded text.
fn words_of(view: &View<'_>) -> Vec<Range<usize>> {
    let mut words: Vec<Range<usize>> = Vec::new();
    let mut previous = None;
    for (place, character) in view.text.char_indices() {
        let class = match character {
            _ if character.is_alphabetic() => Some(true),
            _ if character.is_numeric() => Some(false),
            _ => None,
        };
        let end = place + character.len_utf8();
        match (class, words.last_mut()) {
            (None, _) => {}
            (Some(_), Some(word)) if class == previous => word.end = end,
            (Some(_), _) => words.push(place..end),
        }
        previous = class;
    }
    words
}
