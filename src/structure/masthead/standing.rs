//! The title of a first page that tells neither number nor date: the largest words at its head, where they stand alone
//! in their size. Several titles of one size are articles.
use super::HeadLine;
use super::line::LineReading;
use super::title::{
    COVER_LETTERS, Candidate, FoundTitle, SAME_SIZE, body_size, distance, found_of, is_in_capitals,
    joined_letters, lines_of_title, may_be_title,
};
use super::words::is_opening_rubric;

/// A title is at least so many times as large as the text.
const LARGER: f32 = 1.25;

/// The part of the page, from its top, in which it stands.
const HEAD: f32 = 0.5;

/// Most words of the title of a rubric.
const LONGEST_RUBRIC: usize = 4;

/// Least size of words stacked over and under a large one, as a part of its size.
const STACKED: f32 = 0.4;

/// Most words that are stacked.
const MOST_STACKED: usize = 5;

/// Characters that make a line one of running text.
const PROSE: usize = 60;

/// A typed sheet has no larger type; its title is bold where less than this part of it is.
const BOLD_PART: f32 = 0.3;

/// Finds the title.
pub(super) fn find_standing_title(lines: &[HeadLine], readings: &[LineReading]) -> Option<FoundTitle> {
    let letters: usize = lines.iter().map(|line| line.text.chars().count()).sum();
    let is_cover = letters <= COVER_LETTERS * 2;
    let body = body_size(lines);
    let mut candidates = Vec::new();
    for (index, (line, reading)) in lines.iter().zip(readings).enumerate() {
        let text = joined_letters(&reading.text_left);
        if may_be_title(&text, line) && !reading.is_dateline {
            candidates.push(Candidate::new(index, text.into_owned(), line));
        }
    }
    let largest = candidates
        .iter()
        .map(|candidate| candidate.size)
        .fold(0.0, f32::max);
    let is_high = |candidate: &&Candidate| {
        lines
            .get(candidate.index)
            .is_some_and(|line| is_cover || line.y <= HEAD * line.page_height)
    };
    let mut large: Vec<&Candidate> = candidates
        .iter()
        .filter(|candidate| candidate.size >= largest * SAME_SIZE)
        .collect();
    large.sort_by(|a, b| a.y.total_cmp(&b.y));
    if largest >= body * LARGER || is_cover {
        let best = large.iter().copied().find(is_high)?;
        let mut group = lines_of_title(best, &candidates);
        let is_alone = is_cover || large.len() <= group.len();
        // The same words several times on a page are leaflets to be cut apart.
        let same = candidates
            .iter()
            .filter(|candidate| candidate.text == best.text)
            .count();
        let says_something = !names_rubric(&best.text) && same == 1;
        if group.len() == 1 && !best.text.contains(' ') {
            group = stacked_words(best, lines, &candidates);
        }
        return (is_alone && says_something).then(|| found_of(&group));
    }
    typed_title(lines, &candidates, body)
}

/// "Agenda du mois" is a rubric, "Agenda des marchés et des foires de Valbois" a sheet's own title.
fn names_rubric(text: &str) -> bool {
    is_opening_rubric(text) && text.split_whitespace().count() <= LONGEST_RUBRIC
}

/// A large word with the smaller words that stand close over and under it: "COMMENT / TRIER / SES PAPIERS".
fn stacked_words<'c>(
    best: &'c Candidate,
    lines: &[HeadLine],
    candidates: &'c [Candidate],
) -> Vec<&'c Candidate> {
    let mut stack = vec![best];
    while stack.len() < MOST_STACKED {
        let next = candidates.iter().find(|candidate| {
            let is_large = candidate.size >= best.size * STACKED;
            let is_in_stack = stack.iter().any(|member| member.index == candidate.index);
            let touches = |member: &&Candidate| {
                let (Some(a), Some(b)) = (lines.get(member.index), lines.get(candidate.index)) else {
                    return false;
                };
                let overlaps = a.x0 <= b.x1 && a.x1 >= b.x0;
                overlaps && distance(a, b) <= 0.3 * a.size.min(b.size)
            };
            is_large && !is_in_stack && stack.iter().any(touches)
        });
        let Some(next) = next else { break };
        stack.push(next);
    }
    stack.sort_by(|a, b| a.y.total_cmp(&b.y));
    stack
}

/// The bold first lines of a typed sheet.
fn typed_title(lines: &[HeadLine], candidates: &[Candidate], body: f32) -> Option<FoundTitle> {
    let letters_of = |line: &HeadLine| line.text.chars().count() as f32;
    let all: f32 = lines.iter().map(letters_of).sum();
    let bold: f32 = lines.iter().filter(|line| line.bold).map(letters_of).sum();
    let prose = lines.iter().filter(|line| line.text.chars().count() >= PROSE);
    let text_begins = prose
        .filter(|line| !line.bold)
        .map(|line| line.y)
        .fold(f32::MAX, f32::min);
    if bold > all * BOLD_PART || text_begins == f32::MAX {
        return None;
    }
    let best = candidates.iter().find(|candidate| {
        candidate.y < text_begins
            && candidate.size >= body * SAME_SIZE
            && candidate.bold
            && (is_in_capitals(&candidate.text) || candidate.text.split_whitespace().count() >= 2)
    })?;
    let group = lines_of_title(best, candidates);
    // Bold lines of one size further down are the titles of its parts, and so is the first of them.
    let is_like = |candidate: &&Candidate| {
        candidate.bold
            && candidate.size >= best.size * SAME_SIZE
            && !group.iter().any(|line| line.index == candidate.index)
    };
    let is_alone = !candidates.iter().any(|candidate| is_like(&candidate));
    (is_alone && !names_rubric(&best.text)).then(|| found_of(&group))
}

#[cfg(test)]
mod tests {
    use super::super::tests::{PROSE, page};
    use super::*;

    fn title(head: &[(f32, f32, &str)]) -> Option<String> {
        let lines = page(head);
        let readings: Vec<LineReading> = lines.iter().map(|line| LineReading::of(&line.text)).collect();
        find_standing_title(&lines, &readings).map(|found| found.text)
    }

    #[test]
    fn the_largest_words_at_the_head_are_the_title() {
        let sheet = [
            &[(24.0, 40.0, "HORAIRES DE LA PISCINE"), (14.0, 80.0, "Lundi")],
            &PROSE[..],
        ]
        .concat();
        assert_eq!(title(&sheet).as_deref(), Some("HORAIRES DE LA PISCINE"));
        let cover = [
            (112.0, 300.0, "RÈGLEMENT DU MARCHÉ"),
            (112.0, 314.0, "DE VALBOIS"),
            (112.0, 360.0, "ÉTALS ET TARIFS"),
        ];
        assert_eq!(title(&cover).as_deref(), Some("RÈGLEMENT DU MARCHÉ DE VALBOIS"));
    }

    #[test]
    fn a_typed_sheet_has_its_title_in_bold() {
        let sheet = [&[(110.0, 60.0, "Message aux riverains du canal")], &PROSE[..]].concat();
        assert_eq!(title(&sheet).as_deref(), Some("Message aux riverains du canal"));
    }

    #[test]
    fn words_stacked_in_several_sizes_are_one_title() {
        let sheet = [
            &[
                (20.0, 40.0, "COMMENT"),
                (40.0, 61.0, "TRIER"),
                (20.0, 102.0, "SES PAPIERS"),
            ],
            &PROSE[..],
        ]
        .concat();
        assert_eq!(title(&sheet).as_deref(), Some("COMMENT TRIER SES PAPIERS"));
    }

    #[test]
    fn leaflets_of_one_sheet_have_no_title_together() {
        let leaflets = [
            (20.0, 40.0, "Votez pour le canal"),
            (20.0, 440.0, "Votez pour le canal"),
        ];
        assert_eq!(title(&leaflets), None);
    }

    #[test]
    fn several_titles_of_one_size_and_rubrics_are_no_title() {
        let articles = [
            &[
                (18.0, 60.0, "La rue des Lilas"),
                (18.0, 200.0, "Le marché couvert"),
            ],
            &PROSE[..],
        ]
        .concat();
        assert_eq!(title(&articles), None);
        let rubric = [
            &[(30.0, 60.0, "Éditorial"), (14.0, 100.0, "Chers amis,")],
            &PROSE[..],
        ]
        .concat();
        assert_eq!(title(&rubric), None);
        let low = [&PROSE[..], &[(30.0, 700.0, "Venez nombreux")]].concat();
        assert_eq!(title(&low), None);
        assert_eq!(title(&PROSE), None);
    }
}
