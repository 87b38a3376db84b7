//! Closed lists of words that tell what a line is: the contents, the imprint, an agenda, an entry of a programme. Compared after
//! folding: lower case, no accents.
use super::imprint_words;
use crate::french::fold::fold;
use crate::model::SectionKind;

const AGENDA: [&str; 8] = [
    "agenda",
    "calendrier",
    "rendez-vous",
    "a vos agendas",
    "dates a retenir",
    "programme",
    "diary",
    "what's on",
];

/// Lower case, no accents, one kind of apostrophe.
pub(super) fn key(text: &str) -> String {
    let folded = fold(text);
    // Asked of every line: most have no apostrophe but a straight one.
    const APOSTROPHES: [char; 3] = ['\u{2019}', '\u{2bc}', '\u{2018}'];
    if folded.is_ascii() || !folded.contains(APOSTROPHES) {
        return folded;
    }
    folded.replace(APOSTROPHES, "'")
}

/// The key of a text's beginning, as far as any phrase of the lists below reaches.
fn key_of_beginning(text: &str) -> String {
    const CHARACTERS: usize = 80;
    let end = text
        .char_indices()
        .nth(CHARACTERS)
        .map_or(text.len(), |(end, _)| end);
    key(text.get(..end).unwrap_or(text))
}

/// The key of a text without the marks around it.
fn bare(text: &str) -> String {
    let folded = key(text);
    folded
        .trim_matches(|letter: char| !letter.is_alphanumeric())
        .to_string()
}

/// The same of a text that may be a name of the lists below and no more: nothing of one with more plain letters than the
/// longest of them, which folding leaves in their place.
pub(super) fn bare_name(text: &str) -> Option<String> {
    const MOST_LETTERS: usize = 24;
    let mut letters = text.bytes().filter(u8::is_ascii_alphabetic);
    letters.nth(MOST_LETTERS).is_none().then(|| bare(text))
}

/// The kind of a section by its title.
pub(super) fn kind_of_title(title: &str) -> SectionKind {
    let bare = bare(title);
    if imprint_words::names_contents(&bare) {
        SectionKind::Toc
    } else if imprint_words::names_imprint(&bare) {
        SectionKind::Imprint
    } else if names_agenda(&bare) {
        SectionKind::Agenda
    } else {
        SectionKind::Article
    }
}

/// Whether a title is that of the table of contents.
pub(super) fn names_contents(title: &str) -> bool {
    bare_name(title).is_some_and(|bare| imprint_words::names_contents(&bare))
}

/// Whether a title or a first line is that of the imprint.
pub(super) fn names_imprint(title: &str) -> bool {
    let bare = bare(title);
    imprint_words::names_imprint(&bare)
}

/// Whether the key of a title, without the marks around it, is that of an agenda.
fn names_agenda(bare: &str) -> bool {
    AGENDA.iter().any(|name| {
        bare == *name
            || bare
                .strip_prefix(name)
                .is_some_and(|rest| rest.starts_with([' ', ':']))
    })
}

/// Whether a line announces an interview.
pub(super) fn names_interview(text: &str) -> bool {
    let text = key(text);
    ["interview", "entretien avec", "questions a ", "rencontre avec "]
        .iter()
        .any(|phrase| text.contains(phrase))
}

/// Names that newsletters give their rubrics, alone on a line.
const RUBRICS: &[&str] = &[
    "actualites",
    "a la une",
    "a noter",
    "agenda",
    "annonces",
    "bibliotheque",
    "bon a savoir",
    "breves",
    "calendar",
    "calendrier",
    "carnet",
    "carnet de bord",
    "conseil municipal",
    "culture",
    "dates a retenir",
    "diary dates",
    "edito",
    "edito du maire",
    "edito de la maire",
    "edito du president",
    "l'edito",
    "l'edito du maire",
    "l'editorial",
    "l'editorial du maire",
    "editorial",
    "emploi",
    "en bref",
    "environnement",
    "etat civil",
    "etat-civil",
    "evenements",
    "events",
    "infos pratiques",
    "jeunesse",
    "le mot du maire",
    "le mot du president",
    "le mot de la presidente",
    "mot du maire",
    "mot du president",
    "news",
    "notices",
    "nouvelles",
    "patrimoine",
    "petites annonces",
    "prochains rendez-vous",
    "programme",
    "publications",
    "tribune libre",
    "urbanisme",
    "vie associative",
    "vie pratique",
];

/// Whether a line is the name of a rubric and no more.
pub(super) fn names_rubric(text: &str) -> bool {
    bare_name(text).is_some_and(|bare| is_rubric(&bare))
}

/// The same of a text's key without the marks around it.
pub(super) fn is_rubric(bare: &str) -> bool {
    RUBRICS.contains(&bare)
}

/// Whether a line begins with an hour, as an entry of a programme does: `9h30 > AG`, `14 h à 16 h`, `17:15`.
pub(super) fn begins_with_hour(text: &str) -> bool {
    let text = text.trim_start_matches(|letter: char| !letter.is_alphanumeric());
    // Asked of every line. Figures come from figures alone, and before them stands no word but these.
    let may_begin = match text.chars().next() {
        Some(first) if first.is_ascii_digit() => true,
        Some(first) if first.is_ascii() => matches!(first, 'd' | 'D' | 'a' | 'A') && has_figures(text),
        Some(_) => has_figures(text),
        None => false,
    };
    if !may_begin {
        return false;
    }
    let text = key_of_beginning(text);
    let text = ["de ", "a ", "des "]
        .iter()
        .find_map(|word| text.strip_prefix(word))
        .unwrap_or(&text);
    let digits = text.chars().take_while(char::is_ascii_digit).count();
    if digits == 0 || digits > 2 {
        return false;
    }
    let rest = text.get(digits..).unwrap_or_default().trim_start();
    let mut after = rest.chars();
    match after.next() {
        Some('h') => after.next().is_none_or(|letter| !letter.is_alphabetic()) || rest.starts_with("heure"),
        Some(':') => after.next().is_some_and(|letter| letter.is_ascii_digit()),
        _ => false,
    }
}

/// Whether a text says from which hour to which: `de 9h à 12h30`, `14 h - 17 h`. Opening times are text, however large.
pub(super) fn names_hours(text: &str) -> bool {
    if !has_figures(text) {
        return false;
    }
    let text = key(text);
    let ends_in_figure = |text: &str| text.ends_with(|letter: char| letter.is_ascii_digit());
    let hours = text.match_indices('h').filter(|(at, mark)| {
        let before = text.get(..*at).unwrap_or_default();
        let behind = text.get(at + mark.len()..).unwrap_or_default();
        let before_space = before.strip_suffix(char::is_whitespace);
        let is_behind_figure = ends_in_figure(before) || before_space.is_some_and(ends_in_figure);
        is_behind_figure && !behind.starts_with(char::is_alphabetic)
    });
    hours.take(2).count() == 2
}

/// Whether a text holds a figure.
fn has_figures(text: &str) -> bool {
    text.bytes().any(|letter| letter.is_ascii_digit())
}

/// A title without the number that opens it: `Article 4 – `, `2) `, `III. `, `1.2 `, `Phase 2 : `.
pub(super) fn without_number(text: &str) -> &str {
    let mut rest = text.trim_start();
    let first = rest.split_whitespace().next().unwrap_or_default();
    let word_end = first.len();
    let mut letters = rest.chars();
    if letters.next().is_some_and(|letter| letter.is_ascii_uppercase())
        && letters.next() == Some(')')
        && letters.as_str().starts_with(' ')
    {
        return letters.as_str().trim_start();
    }
    let is_label = is_label(first);
    if is_label {
        rest = rest.get(word_end..).unwrap_or_default().trim_start();
    }
    let number_end = rest
        .find(|letter: char| !letter.is_ascii_digit() && !"IVX.".contains(letter))
        .unwrap_or(rest.len());
    let number = rest.get(..number_end).unwrap_or_default();
    let after = rest.get(number_end..).unwrap_or_default();
    let has_number = number.chars().any(|letter| letter.is_alphanumeric());
    let closed = after.starts_with([')', '-', '–', '°', '/'])
        || number.ends_with('.')
        || (is_label && !after.starts_with(char::is_alphanumeric));
    if !has_number || !closed || (!is_label && number.len() > 5) {
        return text;
    }
    after.trim_start_matches(|letter: char| !letter.is_alphanumeric())
}

/// Whether a word names what is numbered in a title. A word of ASCII is its own key but for its case.
fn is_label(word: &str) -> bool {
    const LABELS: [&str; 16] = [
        "article", "phase", "chapitre", "partie", "etape", "annexe", "section", "titre", "lot", "chapter",
        "part", "point", "volet", "axe", "fiche", "atelier",
    ];
    if word.is_ascii() {
        return LABELS.iter().any(|label| word.eq_ignore_ascii_case(label));
    }
    LABELS.contains(&key(word).as_str())
}

/// Whether a line is one of an imprint.
pub(super) fn is_imprint_line(text: &str) -> bool {
    let text = text.trim_start_matches(|letter: char| !letter.is_alphanumeric());
    imprint_words::may_begin_imprint_line(text) && imprint_words::begins_imprint_line(&key_of_beginning(text))
}

/// Whether a line only says on which page a text goes on, or came from: `Suite en page 4`, `(suite de la page 1)`.
pub(super) fn is_jump_line(text: &str) -> bool {
    let mut from_end = text.chars().rev();
    let last = from_end.find(|letter| letter.is_alphanumeric());
    if !last.is_some_and(|last| last.is_ascii_digit()) {
        return false;
    }
    let text = key(text);
    let words: Vec<&str> = text
        .split(|letter: char| !letter.is_alphanumeric() && letter != '.')
        .filter(|word| !word.is_empty())
        .collect();
    let (Some(first), Some(last)) = (words.first(), words.last()) else {
        return false;
    };
    let last = last.trim_start_matches("p.").trim_end_matches('.');
    let is_number = !last.is_empty() && last.chars().all(|digit| digit.is_ascii_digit());
    let names_page = text.contains("page") || text.contains("p.");
    let is_short = words.len() <= 7;
    let begins = matches!(*first, "suite" | "continued" | "fortsetzung" | "sigue")
        || (matches!(
            words.get(..2),
            Some(["la", "suite"]) | Some(["lire", "la"]) | Some(["a", "suivre"])
        ) && (text.contains("suite") || text.contains("suivre")));
    begins && is_number && names_page && is_short
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hours() {
        assert!(begins_with_hour("9h30 > Assemblée"));
        assert!(begins_with_hour("17 h 15 à 18 h"));
        assert!(begins_with_hour("À 20h : concert"));
        assert!(!begins_with_hour("3 hommes et un couffin"));
        assert!(!begins_with_hour("2024, année du vélo"));
    }

    #[test]
    fn numbers_of_titles() {
        assert_eq!(without_number("Article 4 – CONDITIONS"), "CONDITIONS");
        assert_eq!(without_number("2) Références"), "Références");
        assert_eq!(without_number("III. Bilan"), "Bilan");
        assert_eq!(without_number("B) Les arbres"), "Les arbres");
        assert_eq!(without_number("Article de fond"), "Article de fond");
        assert_eq!(without_number("11 novembre"), "11 novembre");
        assert_eq!(without_number("Vie de l'école"), "Vie de l'école");
    }

    #[test]
    fn opening_times() {
        assert!(names_hours("Du 1er juillet au 31 août : de 7h00 à 14h00"));
        assert!(names_hours("Le mardi, 9 h - 12 h"));
        assert!(!names_hours("Réunion à 20h"));
        assert!(!names_hours("24 heures chrono"));
    }

    #[test]
    fn lines_of_imprints() {
        assert!(is_imprint_line("COMITÉ DE RÉDACTION"));
        assert!(is_imprint_line("Directrice de la publication : Anne"));
        assert!(!is_imprint_line("Des directeurs d'école"));
    }

    #[test]
    fn jump_lines() {
        assert!(is_jump_line("Suite en page 4"));
        assert!(is_jump_line("(suite de la page 1)"));
        assert!(is_jump_line("→ Lire la suite p.3"));
        assert!(!is_jump_line("Suite au prochain numéro"));
        assert!(!is_jump_line(
            "Suite à la page que le maire a tournée, 12 élus ont voté"
        ));
    }

    #[test]
    fn names_of_parts() {
        assert!(names_contents("SOMMAIRE"));
        assert!(names_imprint("Directrice de la publication : Anne"));
        assert_eq!(kind_of_title("Agenda du mois"), SectionKind::Agenda);
        assert_eq!(kind_of_title("Agendas perdus"), SectionKind::Article);
    }

    #[test]
    fn names_are_short() {
        for rubric in RUBRICS {
            assert!(
                names_rubric(&format!("• {} !", rubric.to_uppercase())),
                "{rubric}"
            );
        }
        assert!(names_contents("• Inhaltsverzeichnis") && names_contents("TABLE DES MATIÈRES"));
        assert_eq!(bare_name("Le mot de la présidente et de son bureau"), None);
    }
}
