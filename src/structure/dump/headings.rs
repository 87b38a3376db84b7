//! Which units of a dump are rubrics, titles and subtitles.
//!
//! Titles stand at the head of an article: at the start, after the phrase that ends the article before, after a wide
//! gap; elsewhere, only what is set larger than the text or has its name in an address is a title. In a group of
//! short lines, the one that is like an address is the title; the one above it is the rubric and the one below the
//! subtitle.
use super::likeness::{AddressWords, CLEAR, TextWords, likeness};
use super::units::{Unit, UnitGap, begins_item};
use crate::model::SectionKind;
use crate::structure::phrases::kind_of_title;

/// What a unit is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Role {
    /// A heading that groups articles.
    Rubric,
    /// The title of an article.
    Title,
    /// The line under a title.
    Subtitle,
    /// Text, link phrases included.
    Text,
}

/// The words of the addresses at the end of each page, from page 1.
pub(super) type AddressesByPage = [Vec<AddressWords>];

/// Longest title, in characters.
const LONGEST_TITLE: usize = 140;
/// Longest rubric, in characters and words.
const LONGEST_RUBRIC: (usize, usize) = (42, 7);
/// Most titles in a row: rubric, title, subtitle, and some to spare.
const MOST_IN_GROUP: usize = 6;
/// Most lines of a title.
const MOST_LINES: usize = 4;
/// Share of the text's width that a title of one line fills at most.
const WIDEST_TITLE: f64 = 0.85;
/// Share of the text's width that a title fills at most where no gap shows it.
const NARROW_TITLE: f64 = 0.75;
/// Shortest text under a title that nothing but a gap sets apart.
const SHORTEST_TEXT: usize = 60;

/// Gives every unit its role.
pub(super) fn roles(units: &[Unit], addresses: &AddressesByPage) -> Vec<Role> {
    let mut roles = vec![Role::Text; units.len()];
    let likenesses: Vec<f32> = units.iter().map(|unit| best_likeness(unit, addresses)).collect();
    let mut start = 0;
    while start < units.len() {
        let previous = start.checked_sub(1).and_then(|position| units.get(position));
        let is_signature = units.get(start).is_some_and(looks_like_signature)
            && previous.is_some_and(|previous| !previous.is_phrase && previous.ends_sentence());
        if is_signature {
            start += 1;
            continue;
        }
        let end = group_end(units, start);
        let is_group = end > start
            && opens_article(units, &likenesses, start)
            && is_followed(units, &likenesses, start, end);
        if !is_group {
            start += 1;
            continue;
        }
        let end = if names_contents(units, start) {
            contents_end(units, start)
        } else {
            end
        };
        let group = units.get(start..end).unwrap_or_default();
        let group_likenesses = likenesses.get(start..end).unwrap_or_default();
        let group_roles = if names_contents(units, start) {
            vec![Role::Title]
        } else {
            roles_of_group(group, group_likenesses)
        };
        for (role, found) in roles.iter_mut().skip(start).zip(group_roles) {
            *role = found;
        }
        start = end;
    }
    roles
}

fn names_contents(units: &[Unit], position: usize) -> bool {
    units
        .get(position)
        .is_some_and(|unit| kind_of_title(&unit.text) == SectionKind::Toc)
}

/// The end of a table of contents: its entries end in a page number each.
fn contents_end(units: &[Unit], start: usize) -> usize {
    let is_entry = |unit: &&Unit| {
        let last = unit
            .text
            .rsplit([' ', '.', '\u{2026}'])
            .next()
            .unwrap_or_default();
        matches!(last.len(), 1..=3) && last.chars().all(|c| c.is_ascii_digit())
    };
    start + 1 + units.iter().skip(start + 1).take_while(is_entry).count()
}

/// Likeness of a unit and the addresses of its page or of the next: a title at a page's foot has its link there.
fn best_likeness(unit: &Unit, addresses: &AddressesByPage) -> f32 {
    if !looks_like_title(unit) {
        return 0.0;
    }
    let words = TextWords::new(&unit.text);
    let first = (unit.first_page() as usize).saturating_sub(1);
    let near = addresses.iter().skip(first).take(2).flatten();
    near.map(|address| likeness(address, &words)).fold(0.0, f32::max)
}

/// The end of the group of title-like units that begins at `start`.
fn group_end(units: &[Unit], start: usize) -> usize {
    let is_title = |unit: &&Unit| looks_like_title(unit);
    start
        + units
            .iter()
            .skip(start)
            .take(MOST_IN_GROUP)
            .take_while(is_title)
            .count()
}

/// Whether the letters and lengths of a unit could be those of a title.
fn looks_like_title(unit: &Unit) -> bool {
    let text = unit.text.as_str();
    let length = text.chars().count();
    let Some(first) = text.chars().find(|c| c.is_alphanumeric()) else {
        return false;
    };
    if unit.is_phrase
        || first.is_lowercase()
        || begins_item(text)
        || length > LONGEST_TITLE
        || unit.lines > MOST_LINES
    {
        return false;
    }
    if text.ends_with(['.', ',', ';', ':', '…'])
        || has_sentence_end_inside(text)
        || text.contains(['@', '|', '\t'])
        || text.contains("://")
    {
        return false;
    }
    let letters = text.chars().filter(|c| c.is_alphabetic()).count();
    if letters < 3 || letters * 2 < length {
        return false;
    }
    let is_wide = unit.longest_line as f64 > WIDEST_TITLE * unit.width as f64;
    !is_wide || (unit.lines == 1 && unit.width < LONGEST_RUBRIC.0)
}

/// A point before a capital, abbreviations of one letter aside: `basé ici. La suite`.
fn has_sentence_end_inside(text: &str) -> bool {
    let words: Vec<&str> = text.split(' ').collect();
    words.windows(2).any(|pair| match pair {
        [left, right] => {
            left.ends_with('.') && left.chars().count() > 3 && right.starts_with(char::is_uppercase)
        }
        _ => false,
    })
}

/// Whether an article can begin at this unit.
fn opens_article(units: &[Unit], likenesses: &[f32], start: usize) -> bool {
    let Some(unit) = units.get(start) else {
        return false;
    };
    let Some(previous) = start.checked_sub(1).and_then(|position| units.get(position)) else {
        return true;
    };
    let is_like_an_address = likenesses.get(start).is_some_and(|likeness| *likeness >= CLEAR);
    let is_set_larger = unit.lines > 1 && unit.wraps_early && previous.ends_sentence();
    let ends_article = previous.is_phrase || looks_like_signature(previous);
    ends_article
        || (previous.ends_sentence() && stands_over_prose(units, start))
        || unit.gap == UnitGap::Break
        || (unit.gap == UnitGap::Page && previous.ends_sentence())
        || is_like_an_address
        || is_set_larger
}

/// Whether a short line, perhaps with others of its kind below, stands over a paragraph: where a dump shows no gaps,
/// that alone tells a title.
fn stands_over_prose(units: &[Unit], start: usize) -> bool {
    let end = group_end(units, start);
    let group = units.get(start..end).unwrap_or_default();
    let is_narrow = |unit: &Unit| unit.longest_line as f64 <= NARROW_TITLE * unit.width as f64;
    let follows_prose = units.get(end).is_some_and(|next| {
        next.lines > 1
            && next.text.chars().count() >= SHORTEST_TEXT
            && next.text.starts_with(char::is_uppercase)
    });
    follows_prose && group.len() <= 3 && group.iter().all(is_narrow)
}

/// "Jeanne Martin", "Jeanne Martin, présidente de l'association": who signs a text.
fn looks_like_signature(unit: &Unit) -> bool {
    let text = unit.text.as_str();
    let name = text.split([',', '(']).next().unwrap_or(text);
    let words: Vec<&str> = name.split_whitespace().collect();
    let is_name = |word: &&str| {
        let mut letters = word.chars();
        letters.next().is_some_and(char::is_uppercase) && letters.any(char::is_lowercase)
    };
    unit.lines == 1
        && !unit.is_phrase
        && (2..=3).contains(&words.len())
        && words.iter().all(is_name)
        && !text.ends_with(['.', '!', '?', ':'])
}

/// Whether what follows the group can be the text of an article. Where a gap alone sets the group apart, what
/// follows must be prose, lest every cell of a table be a title.
fn is_followed(units: &[Unit], likenesses: &[f32], start: usize, end: usize) -> bool {
    let Some(next) = units.get(end) else { return false };
    let is_certain = start == 0
        || start
            .checked_sub(1)
            .and_then(|position| units.get(position))
            .is_some_and(|previous| previous.is_phrase)
        || likenesses
            .get(start..end)
            .unwrap_or_default()
            .iter()
            .any(|likeness| *likeness >= CLEAR);
    is_certain
        || next.is_phrase
        || begins_item(&next.text)
        || next.ends_sentence()
        || next.text.chars().count() >= SHORTEST_TEXT
}

fn roles_of_group(group: &[Unit], likenesses: &[f32]) -> Vec<Role> {
    let title = title_of_group(group, likenesses);
    let role = |rank: usize| match rank {
        _ if rank == title => Role::Title,
        _ if rank + 1 == title => Role::Rubric,
        _ if rank == title + 1 => Role::Subtitle,
        _ => Role::Text,
    };
    (0..group.len()).map(role).collect()
}

/// The rank of the title in its group.
fn title_of_group(group: &[Unit], likenesses: &[f32]) -> usize {
    let could_be_rubric = |rank: usize| group.get(rank).is_some_and(looks_like_rubric);
    let liker = likenesses
        .iter()
        .enumerate()
        .max_by(|left, right| left.1.total_cmp(right.1).then(right.0.cmp(&left.0)));
    let like_an_address = liker
        .filter(|(_, likeness)| **likeness >= CLEAR)
        .map(|(rank, _)| rank);
    match (group.len(), like_an_address) {
        (0 | 1, _) | (_, Some(0)) => 0,
        // An address may be made from the subtitle: two rubrics do not follow each other without a text.
        (_, Some(rank)) if rank >= 2 => rank - 1,
        (2, Some(rank)) => {
            if could_be_rubric(0) {
                rank
            } else {
                0
            }
        }
        (_, Some(rank)) => rank,
        (2, None) => {
            let length = |rank: usize| group.get(rank).map_or(0, |unit| unit.text.chars().count());
            usize::from(could_be_rubric(0) && length(0) < length(1))
        }
        (_, None) => usize::from(could_be_rubric(0)),
    }
}

fn looks_like_rubric(unit: &Unit) -> bool {
    let text = unit.text.as_str();
    let (most_letters, most_words) = LONGEST_RUBRIC;
    text.chars().count() <= most_letters
        && text.split_whitespace().count() <= most_words
        && !text.ends_with('!')
        && !text.contains([':', '(', '“', '«', '"', ','])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::structure::dump::units::units;

    fn roles_of(text: &str, urls: &[&str]) -> Vec<(Role, String)> {
        let units = units(&crate::plain::read(text));
        let addresses = [urls.iter().map(|url| AddressWords::new(url)).collect()];
        let roles = roles(&units, &addresses);
        roles
            .into_iter()
            .zip(units)
            .map(|(role, unit)| (role, unit.text))
            .collect()
    }

    const TEXT: &str = "Les jardiniers de la vallée ont semé les fèves et les pois, comme chaque\nannée.\n";

    #[test]
    fn the_address_tells_title_from_rubric_and_subtitle() {
        let text = format!("Le jardin partagé\nDes fèves au printemps\n{TEXT}");
        let as_title = roles_of(&text, &["https://a.example/des-feves-au-printemps"]);
        assert_eq!(as_title[0].0, Role::Rubric);
        assert_eq!(as_title[1].0, Role::Title);
        let as_subtitle = roles_of(&text, &["https://a.example/le-jardin-partage"]);
        assert_eq!(as_subtitle[0].0, Role::Title);
        assert_eq!(as_subtitle[1].0, Role::Subtitle);
    }

    #[test]
    fn an_address_made_from_the_subtitle_does_not_mislead() {
        let text = format!("Jardins\nLes mains dans la terre dès mars !\nDes fèves au printemps\n{TEXT}");
        let roles: Vec<Role> = roles_of(&text, &["https://a.example/des-feves-au-printemps"])
            .into_iter()
            .map(|(role, _)| role)
            .collect();
        assert_eq!(roles, [Role::Rubric, Role::Title, Role::Subtitle, Role::Text]);
    }

    #[test]
    fn a_signature_is_no_title_and_ends_its_article() {
        let found = roles_of(
            &format!("Un titre\n{TEXT}Anne Lebrun, présidente\nUn autre titre\n{TEXT}"),
            &[],
        );
        let titles: Vec<&str> = found
            .iter()
            .filter(|(role, _)| *role == Role::Title)
            .map(|(_, text)| text.as_str())
            .collect();
        assert_eq!(titles, ["Un titre", "Un autre titre"]);
    }

    #[test]
    fn programmes_and_sentences_are_no_titles() {
        let found = roles_of(
            &format!("Un titre\n{TEXT}\n9h30 > Accueil\n\n14h > Visite\n\nEt puis, la fin.\n"),
            &[],
        );
        assert!(
            found.iter().skip(1).all(|(role, _)| *role == Role::Text),
            "{found:?}"
        );
    }
}
