//! The head of a dump's first page: the newsletter's title, its number and its date.
//!
//! Only short lines at the very top are looked at, and only where one of them holds a number (`n° 16`) or is a date:
//! without either, the first lines are the first article.
use crate::model::{Furniture, FurnitureKind, IssueDate};
use crate::plain::{Dump, Gap};
use crate::structure::masthead::read_line;

/// Lines at the top that may be the masthead.
const MOST_LINES: usize = 6;
/// Longest line of a masthead, in characters.
const LONGEST_LINE: usize = 90;

/// What the masthead says, and its lines.
#[derive(Default)]
pub(super) struct Masthead {
    pub(super) title: Option<String>,
    pub(super) number: Option<String>,
    pub(super) date: Option<IssueDate>,
    pub(super) furniture: Vec<Furniture>,
}

/// Takes the masthead off the first page of a dump.
pub(super) fn take(dump: &mut Dump) -> Masthead {
    let Some(page) = dump.pages.first_mut() else {
        return Masthead::default();
    };
    let mut masthead = Masthead::default();
    let mut height = 0;
    for (rank, line) in page.lines.iter().take(MOST_LINES).enumerate() {
        let text = line.text.as_str();
        if text.chars().count() > LONGEST_LINE || text.ends_with(['.', ',', ';']) {
            break;
        }
        let told = read_line(text);
        let number = told.number;
        let is_date = number.is_some() || told.date_words * 2 >= text.split_whitespace().count();
        let date = told.date.filter(|_| is_date);
        if number.is_none() && date.is_none() {
            continue;
        }
        height = rank + 1;
        masthead.number = masthead.number.or(number);
        masthead.date = masthead.date.or(date);
    }
    let lines: Vec<String> = page.lines.drain(..height).map(|line| line.text).collect();
    let title = lines.first().map(|line| read_line(line).text_left);
    masthead.title = title.filter(|title| title.chars().filter(|letter| letter.is_alphabetic()).count() >= 3);
    if let Some(first) = page.lines.first_mut() {
        first.gap = Gap::Break;
    }
    let to_furniture = |text: String| Furniture {
        kind: FurnitureKind::Masthead,
        page: 1,
        text,
    };
    masthead.furniture = lines.into_iter().map(to_furniture).collect();
    masthead
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::DatePrecision;

    fn read(text: &str) -> (Masthead, Dump) {
        let mut dump = crate::plain::read(text);
        let masthead = take(&mut dump);
        (masthead, dump)
    }

    #[test]
    fn title_number_and_date_at_the_top() {
        let (masthead, dump) =
            read("La Passerelle\nLa lettre du réseau\nn° 16 – 1er mars 2024\nTenir la porte\n");
        assert_eq!(masthead.title.as_deref(), Some("La Passerelle"));
        assert_eq!(masthead.number.as_deref(), Some("16"));
        assert_eq!(masthead.date.map(|date| date.iso).as_deref(), Some("2024-03-01"));
        assert_eq!(masthead.furniture.len(), 3);
        assert_eq!(dump.pages[0].lines.len(), 1);
    }

    #[test]
    fn all_on_one_line() {
        let (masthead, _) = read("Le Petit Écho n°41 | Été 2019\nDu texte.\n");
        assert_eq!(masthead.title.as_deref(), Some("Le Petit Écho"));
        assert_eq!(
            masthead.date.map(|date| (date.iso, date.precision)),
            Some(("2019-06".to_string(), DatePrecision::Season))
        );
    }

    #[test]
    fn the_number_is_no_day() {
        assert_eq!(
            read_line("n° 16 – mars 2024")
                .date
                .map(|date| date.iso)
                .as_deref(),
            Some("2024-03")
        );
    }

    #[test]
    fn several_months_are_given_by_the_first() {
        assert_eq!(
            read_line("novembre-décembre 2023")
                .date
                .map(|date| date.iso)
                .as_deref(),
            Some("2023-11")
        );
        assert!(read_line("le 6 mars prochain").date.is_none());
    }

    #[test]
    fn without_number_and_date_there_is_no_masthead() {
        let (masthead, dump) =
            read("Adhérez en ligne !\nLa réunion du 12 mai 2024 aura lieu dans la salle des fêtes\n");
        assert!(masthead.title.is_none() && masthead.date.is_none());
        assert_eq!(dump.pages[0].lines.len(), 2);
    }
}
