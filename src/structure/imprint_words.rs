//! What imprints say, and how tables of contents are called: one list each. Folded: lower case, no accents, straight
//! apostrophes. The first letters of a phrase suffice.

/// Alone, or as the first words of a section, it names the imprint.
const NAMES: u8 = 1;
/// A line that begins with it is one of an imprint, and no title.
const LINE: u8 = 2;
/// Several of them together make an imprint.
const MARK: u8 = 4;
/// A paragraph that begins with it opens an imprint.
const OPENS: u8 = 8;

/// Phrases of imprints, and what each of them tells.
const IMPRINT: &[(&str, u8)] = &[
    ("ours", NAMES),
    ("mentions legales", NAMES),
    ("imprint", NAMES),
    ("impressum", NAMES | MARK),
    ("directeur de publication", NAMES | LINE | MARK | OPENS),
    ("directrice de publication", NAMES | LINE | MARK | OPENS),
    ("directeur de la publication", NAMES | LINE | MARK | OPENS),
    ("directrice de la publication", NAMES | LINE | MARK | OPENS),
    ("responsable de la publication", MARK | OPENS),
    ("responsable de publication", MARK | OPENS),
    ("directeur de", LINE),
    ("directrice de", LINE),
    ("directeur :", LINE),
    ("directeur:", LINE),
    ("comite de redaction :", LINE | OPENS),
    ("comite de redaction", LINE | MARK),
    ("depot legal :", LINE | OPENS),
    ("depot legal", LINE | MARK),
    ("issn", LINE | MARK),
    ("redaction :", LINE),
    ("redaction", MARK),
    ("redacteur", LINE),
    ("redactrice", LINE),
    ("redacteur en chef", MARK),
    ("redactrice en chef", MARK),
    ("commission communication", MARK),
    ("ont participe a ce numero", MARK),
    ("ont collabore a ce numero", MARK),
    ("conception", LINE | MARK),
    ("maquette", LINE | MARK),
    ("mise en page", LINE | MARK),
    ("credits photo", LINE | MARK),
    ("credit photo", MARK),
    ("photos :", MARK),
    ("impression :", LINE),
    ("impression", MARK),
    ("imprime par", LINE | MARK),
    ("imprimerie", LINE | MARK),
    ("tirage", LINE | MARK),
    ("editeur", MARK),
    ("edition :", MARK),
    ("siege social", MARK),
    ("herausgeber", MARK),
    ("redaktion", MARK),
    ("v.i.s.d.p", MARK),
    ("editor:", MARK),
    ("published by", MARK),
];

fn phrases(of: u8) -> impl Iterator<Item = &'static str> {
    IMPRINT
        .iter()
        .filter(move |(_, tells)| tells & of != 0)
        .map(|(phrase, _)| *phrase)
}

/// Whether a folded title or first line, without the marks around it, names the imprint.
pub(super) fn names_imprint(bare: &str) -> bool {
    phrases(NAMES).any(|name| bare == name || (name.contains(' ') && bare.starts_with(name)))
}

/// Whether a line that is not folded may be one of an imprint: by its first letter, where folding leaves that in its place.
/// Asked of every line, before it is folded.
pub(super) fn may_begin_imprint_line(text: &str) -> bool {
    may_begin_with_one_of(text, "cdimrt")
}

/// The same of a paragraph that may open an imprint.
pub(super) fn may_begin_imprint(text: &str) -> bool {
    may_begin_with_one_of(text, "cdr")
}

/// The same of a line that may begin with the mark of an imprint.
pub(super) fn may_begin_with_mark(text: &str) -> bool {
    may_begin_with_one_of(text, "cdehimoprstv")
}

fn may_begin_with_one_of(text: &str, letters: &str) -> bool {
    text.starts_with(|first: char| !first.is_ascii() || letters.contains(first.to_ascii_lowercase()))
}

/// Whether a folded line is one of an imprint.
pub(super) fn begins_imprint_line(folded: &str) -> bool {
    phrases(LINE).any(|phrase| folded.starts_with(phrase))
}

/// Whether a folded paragraph opens an imprint.
pub(super) fn begins_imprint(folded: &str) -> bool {
    phrases(OPENS).any(|phrase| folded.starts_with(phrase))
}

/// How many different marks of an imprint `begins` finds.
pub(super) fn count_marks(begins: impl Fn(&str) -> bool) -> usize {
    phrases(MARK).filter(|mark| begins(mark)).count()
}

/// Whether a folded line begins with the mark of an imprint.
pub(super) fn begins_with_mark(folded: &str) -> bool {
    phrases(MARK).any(|mark| folded.starts_with(mark))
}

/// How tables of contents are called, and whether more words may follow.
const CONTENTS: &[(&str, bool)] = &[
    ("sommaire", true),
    ("au sommaire", true),
    ("dans ce numero", true),
    ("dans cette edition", true),
    ("table des matieres", true),
    ("table of contents", true),
    ("in this issue", true),
    ("what's inside", true),
    ("inhaltsverzeichnis", true),
    ("in dieser ausgabe", true),
    ("sumario", true),
    ("contenido", true),
    ("au programme de ce", true),
    ("dans ce bulletin", true),
    ("dans votre bulletin", true),
    ("dans cette lettre", true),
    ("a lire dans ce", true),
    ("contents", false),
    ("inhalt", false),
    ("indice", false),
];

/// Whether a folded title, without the marks around it, is that of the table of contents and no more.
pub(super) fn names_contents(bare: &str) -> bool {
    CONTENTS.iter().any(|(name, _)| bare == *name)
}

/// Whether a folded title begins as that of a table of contents does.
pub(super) fn begins_as_contents(folded: &str) -> bool {
    CONTENTS
        .iter()
        .any(|(name, goes_on)| *goes_on && folded.starts_with(name))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_phrase_tells_what_it_tells() {
        assert!(names_imprint("ours") && !names_imprint("ours blanc"));
        assert!(names_imprint("directrice de la publication : anne"));
        assert!(phrases(LINE).all(may_begin_imprint_line) && phrases(OPENS).all(may_begin_imprint));
        assert!(phrases(MARK).all(may_begin_with_mark) && !may_begin_with_mark("Le maire"));
        assert!(may_begin_imprint("Éditeur") && !may_begin_imprint("Tirage : 300") && !may_begin_imprint(""));
        assert!(begins_imprint_line("tirage : 300") && !begins_imprint_line("editeur de textes"));
        assert!(begins_imprint("depot legal : mars") && !begins_imprint("depot legal"));
        assert!(begins_with_mark("editeur : la mairie"));
        assert_eq!(count_marks(|mark| "issn tirage".contains(mark)), 2);
        assert!(names_contents("inhalt") && !begins_as_contents("inhalt der box"));
        assert!(begins_as_contents("sommaire du mois"));
    }
}
