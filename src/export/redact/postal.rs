//! Postal addresses, as far as they look like it: a number, a kind of way and its name, with the town behind it; or a
//! way and its name with a postal code behind it. Best effort: an address that is written otherwise is not seen.
use super::view::View;
use super::{Found, pattern};
use crate::model::RedactedKind;
use regex::Regex;
use std::ops::Range;
use std::sync::LazyLock;

/// Most words that the name of a way or a town has beside articles and prepositions.
const MOST_WORDS: usize = 6;

/// Kinds of way, folded.
const WAYS: &str = concat!(
    r"(?:rue|r\.|avenue|ave?\.?|boulevard|boul\.?|bd\.?|bld\.?|blvd\.?|place|pl\.|placette|chemin|che?m?\.|route|rte\.?|",
    r"impasse|imp\.?|allees?|all\.|quai|cours|square|sq\.?|passage|pass\.|sentier|sente|ruelle|esplanade|faubourg|fbg?\.?|",
    r"promenade|residence|res\.|lotissement|lot\.|hameau|ham\.|lieu[- ]?dit|villa|cite|clos|mail|montee|cote|venelle|",
    r"traverse|rond[- ]point|voie|parvis|domaine|parc|galerie|levee|corniche|digue|port|mas|ferme|z\.?a\.?c?|z\.?i\.?)"
);

/// A number and a kind of way.
static NUMBERED: LazyLock<Regex> = LazyLock::new(|| {
    pattern(&format!(
        r"(?P<number>[0-9]{{1,4}})(?: ?(?:bis|ter|quater|[a-f]))?(?: ?(?:[-/&]|et|a) ?[0-9]{{1,4}}(?: ?(?:bis|ter))?)?(?: ?, ?| {{1,3}})(?P<way>{WAYS})[ \n]"
    ))
});

/// A kind of way.
static NAMED: LazyLock<Regex> = LazyLock::new(|| pattern(&format!(r"{WAYS}[ \n]")));

/// What may stand between a way and the postal code, and the code.
static CODE: LazyLock<Regex> = LazyLock::new(|| {
    pattern(concat!(
        r"^(?:[ ,;\n\-]{0,3}(?:b\.?p\.?|c\.?s\.?|bat(?:iment)?\.?|appt?\.?|appartement|esc(?:alier)?\.?|[0-9](?:er|e|eme) etage|porte|hall) ?[a-z0-9]{0,6}){0,3}",
        r"[ ,;.\n\t|\-]{1,5}(?:f ?- ?)?[0-9]{2} ?[0-9]{3}[ \n\-]{1,3}"
    ))
});

const SMALL_WORDS: [&str; 26] = [
    "de", "du", "des", "d", "la", "le", "les", "l", "aux", "au", "a", "en", "et", "sur", "sous", "lez",
    "saint", "st", "sainte", "ste", "dr", "docteur", "pres", "chez", "general", "marechal",
];

const MONTHS: [&str; 12] = [
    "janvier",
    "fevrier",
    "mars",
    "avril",
    "mai",
    "juin",
    "juillet",
    "aout",
    "septembre",
    "octobre",
    "novembre",
    "decembre",
];

/// Postal addresses. Their value is their words.
pub(super) fn addresses(view: &View<'_>, found: &mut Vec<Found>) {
    let mut from = 0;
    while let Some(parts) = NUMBERED.captures_at(&view.text, from) {
        let start = parts.get_match();
        from = start.start() + 1;
        let part = |name: &str| parts.name(name).map_or("", |part| part.as_str());
        // A name that lost its space may stand before it: `Maréchal4 rue`.
        let is_whole = !view.before(start.start()).is_some_and(char::is_numeric);
        let end = is_whole.then(|| name_end(view, start.end())).flatten();
        let Some(end) = end else { continue };
        let town = town_ahead(view, end);
        let is_address = town.is_some()
            || start.as_str().contains(',')
            || !may_be_a_count(part("number"), part("way"), view, start.end()..end);
        if is_address {
            let end = town.unwrap_or(end);
            from = end;
            push(view, start.start()..end, found);
        }
    }
    let numbered = found.len();
    from = 0;
    while let Some(start) = NAMED.find_at(&view.text, from) {
        from = start.start() + 1;
        let is_whole = !view.before(start.start()).is_some_and(char::is_alphanumeric);
        let end = is_whole.then(|| name_end(view, start.end())).flatten();
        if let Some(end) = end.and_then(|end| town_ahead(view, end)) {
            from = end;
            // The number before it was seen already.
            let before = found.get(..numbered).unwrap_or_default();
            if before
                .iter()
                .any(|one| one.kind == RedactedKind::Address && one.range.contains(&start.start()))
            {
                continue;
            }
            push(view, start.start()..end, found);
        }
    }
}

/// Whether a number and a kind of way may count things instead: `12 cours de danse`, `1 place`, `3 place au vélo`. A
/// capital in the name tells an address.
fn may_be_a_count(number: &str, way: &str, view: &View<'_>, name: Range<usize>) -> bool {
    let text = view.text.get(name.clone()).unwrap_or_default();
    let begins_with_a = ["a ", "au ", "aux "].iter().any(|small| text.starts_with(small));
    let is_doubtful = match way {
        "cours" => true,
        "place" => number == "1" || begins_with_a,
        "parc" | "port" | "villa" | "passage" | "voie" | "ferme" | "mail" | "domaine" | "cote" | "cite"
        | "clos" | "route" | "galerie" | "promenade" | "residence" | "traverse" | "montee" => number == "1",
        _ => false,
    };
    is_doubtful && !(name.start..name.end).any(|place| view.is_capital(place))
}

fn push(view: &View<'_>, range: Range<usize>, found: &mut Vec<Found>) {
    let value = value(view.text.get(range.clone()).unwrap_or_default());
    found.push(Found::new(RedactedKind::Address, range, value));
}

/// The words of an address, as it is compared.
pub(super) fn value(text: &str) -> String {
    let words = text
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty());
    words.collect::<Vec<&str>>().join(" ")
}

/// Where the name of a way ends: small words, one word of any kind, and the capitals after it. `8 mai 1945` is a name.
fn name_end(view: &View<'_>, start: usize) -> Option<usize> {
    let mut end = None;
    let mut count = 0;
    let mut previous = String::new();
    let mut place = start;
    while let Some(word) = next_word(view, place) {
        let text = view.text.get(word.clone())?;
        let is_figure = text.bytes().all(|byte| byte.is_ascii_digit());
        let was_figure = !previous.is_empty() && previous.bytes().all(|byte| byte.is_ascii_digit());
        let is_date =
            (was_figure && MONTHS.contains(&text)) || (is_figure && MONTHS.contains(&previous.as_str()));
        let is_small = SMALL_WORDS.contains(&text) && !(count > 0 && has_capital(view, &word));
        place = word.end;
        previous = text.to_string();
        if is_small {
            continue;
        }
        if count > 0 && !is_date && (is_figure || !has_capital(view, &word)) {
            break;
        }
        end = Some(word.end);
        count += 1;
        if count == MOST_WORDS {
            break;
        }
    }
    end
}

/// Where the town ends, though small words and others without a capital stand before its postal code: `de l'hôtel de
/// ville, 50000 Saint-Lô`.
fn town_ahead(view: &View<'_>, start: usize) -> Option<usize> {
    let mut place = start;
    for _ in 0..MOST_WORDS {
        if let Some(end) = town_end(view, place) {
            return Some(end);
        }
        place = next_word(view, place)?.end;
    }
    None
}

/// Where the town ends that stands behind a postal code.
fn town_end(view: &View<'_>, start: usize) -> Option<usize> {
    let code = CODE.find(view.text.get(start..)?)?;
    let first = next_word(view, start + code.end())?;
    if !view.text.get(first.clone())?.chars().any(char::is_alphabetic) {
        return None;
    }
    let mut end = first.end;
    let mut place = first.end;
    for _ in 0..MOST_WORDS {
        let Some(word) = next_word(view, place) else { break };
        let text = view.text.get(word.clone())?;
        place = word.end;
        let after_cedex = view.text.get(..end)?.ends_with("cedex") && text.len() <= 2;
        if has_capital(view, &word) || text == "cedex" || after_cedex {
            end = word.end;
        } else if !SMALL_WORDS.contains(&text) {
            break;
        }
    }
    Some(end)
}

/// The word behind a place and one space, hyphens and apostrophes included.
fn next_word(view: &View<'_>, place: usize) -> Option<Range<usize>> {
    let rest = view.text.get(place..)?;
    let start = place + rest.len() - rest.trim_start_matches(['\'', '-']).trim_start_matches(' ').len();
    let rest = view.text.get(start..)?;
    let length = rest
        .find(|c: char| !c.is_alphanumeric() && c != '-' && c != '\'')
        .unwrap_or(rest.len());
    let word = rest.get(..length)?;
    // An initial: `rue J. Moulin`.
    let is_initial = word.len() == 1 && rest.get(length..)?.starts_with(". ");
    let end = start + length + usize::from(is_initial);
    let article = ["l'", "d'"]
        .into_iter()
        .find(|article| word.starts_with(article) && word.len() > 2);
    let start = start + article.map_or(0, str::len);
    (length > 0).then_some(start..end)
}

fn has_capital(view: &View<'_>, word: &Range<usize>) -> bool {
    view.is_capital(word.start)
}
