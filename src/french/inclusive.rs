//! Inclusive writing: `animateur·rice·s` is found under the masculine and under the feminine.
//!
//! A form is a base of two letters or more, a separator and a mark of a closed list, perhaps with a plural mark:
//! `chargé.e`, `élu·e·s`, `agriculteur(rice)s`, `directeur/trice`. What looks alike without such a mark (`fin.et`,
//! `et/ou`, `www.exemple.fr`) is none.

/// What may stand after the separator, without plural.
const MARKS: &[&str] = &[
    "e", "ne", "le", "te", "lle", "fe", "ve", "se", "sse", "esse", "eresse", "ère", "ere", "ière", "iere",
    "ienne", "enne", "elle", "onne", "ale", "ive", "euse", "teuse", "eure", "trice", "rice", "ice", "he",
    "que",
];

/// The words that an inclusive form stands for, in lower case: masculine and feminine, and both plurals where
/// the form marks the plural. `None` where the chunk is no inclusive form.
///
/// The chunk has no elided article and no outer punctuation; its middle dots are `·`.
pub fn expand(chunk: &str) -> Option<Vec<String>> {
    let base_end = chunk.find(|character: char| !character.is_alphabetic())?;
    let (base, rest) = chunk.split_at_checked(base_end)?;
    if base.chars().count() < 2 {
        return None;
    }
    let separator = rest.chars().next()?;
    let marks = match separator {
        '·' | '.' => split_marks(rest, separator)?,
        '/' => split_marks(rest, separator).filter(|marks| marks.len() == 1)?,
        '(' => parenthesised_marks(rest)?,
        _ => return None,
    };
    if !case_fits(base, &marks, separator) {
        return None;
    }
    let base = base.to_lowercase();
    let (mark, is_plural) = read_marks(&marks)?;
    let mut forms = Vec::with_capacity(4);
    let Some(mark) = mark else {
        // "adhérent(s)": no feminine, an optional plural.
        push_new(&mut forms, base.clone());
        push_new(&mut forms, plural(&base));
        return Some(forms);
    };
    let masculine = if base == "tou" {
        "tout".to_string()
    } else {
        base.clone()
    };
    let feminine = feminine(&base, &mark);
    push_new(&mut forms, masculine);
    push_new(&mut forms, feminine.clone());
    if is_plural {
        push_new(&mut forms, plural(&base));
        push_new(&mut forms, plural(&feminine));
    }
    Some(forms)
}

/// `·rice·s` gives `rice`, `s`.
fn split_marks(rest: &str, separator: char) -> Option<Vec<&str>> {
    let marks: Vec<&str> = rest
        .split(separator)
        .skip(1)
        .filter(|mark| !mark.is_empty())
        .collect();
    let all_letters = marks.iter().all(|mark| mark.chars().all(char::is_alphabetic));
    (all_letters && (1..=2).contains(&marks.len())).then_some(marks)
}

/// `(rice)s` and `(e)(s)` give `rice`, `s` and `e`, `s`.
fn parenthesised_marks(rest: &str) -> Option<Vec<&str>> {
    let (mark, after) = rest.strip_prefix('(')?.split_once(')')?;
    let mut marks = vec![mark];
    match after {
        "" => {}
        "s" | "S" => marks.push(after),
        "(s)" | "(S)" => marks.push("s"),
        _ => return None,
    }
    mark.chars().all(char::is_alphabetic).then_some(marks)
}

/// A full stop also ends sentences and a slash also separates words: after them the marks must be in lower case,
/// or the whole in capitals.
fn case_fits(base: &str, marks: &[&str], separator: char) -> bool {
    let is_lower = marks.iter().all(|mark| mark.chars().all(char::is_lowercase));
    let is_upper = |text: &str| text.chars().all(char::is_uppercase);
    let all_capitals = is_upper(base) && marks.iter().all(|mark| is_upper(mark));
    match separator {
        '.' => is_lower || (all_capitals && base.chars().count() >= 4),
        '/' => is_lower && marks.iter().all(|mark| mark.chars().count() <= 5),
        _ => true,
    }
}

/// The mark without its plural, and whether there is one. The mark is `None` for a plural alone, `(s)`.
fn read_marks(marks: &[&str]) -> Option<(Option<String>, bool)> {
    let first = marks.first()?.to_lowercase();
    let has_plural_mark = match marks.get(1) {
        None => false,
        Some(second) if second.to_lowercase() == "s" => true,
        Some(_) => return None,
    };
    if first == "s" && !has_plural_mark {
        return Some((None, true));
    }
    if MARKS.contains(&first.as_str()) {
        return Some((Some(first), has_plural_mark));
    }
    let singular = first.strip_suffix('s')?;
    if MARKS.contains(&singular) && !has_plural_mark {
        return Some((Some(singular.to_string()), true));
    }
    None
}

/// Endings of the base, the marks that replace them, and the feminine ending. The first that fits wins.
const FEMININES: &[(&str, &[&str], &str)] = &[
    ("teur", &["trice", "rice", "ice"], "trice"),
    ("deur", &["trice", "rice", "ice"], "drice"),
    ("eur", &["trice", "rice", "ice"], "rice"),
    ("eur", &["euse", "se", "teuse"], "euse"),
    ("eur", &["eresse"], "eresse"),
    ("eur", &["eure"], "eure"),
    ("eux", &["se", "euse"], "euse"),
    ("x", &["se"], "se"),
    ("x", &["sse"], "sse"),
    ("ier", &["ière", "iere"], "ière"),
    ("er", &["ère", "ere", "e"], "ère"),
    ("ien", &["ienne"], "ienne"),
    ("en", &["enne"], "enne"),
    ("if", &["ive"], "ive"),
    ("f", &["ve"], "ve"),
    ("eau", &["elle", "lle", "le"], "elle"),
    ("el", &["elle", "lle"], "elle"),
    ("il", &["elle"], "elle"),
    ("al", &["ale"], "ale"),
    ("on", &["onne"], "onne"),
    ("grec", &["que"], "grecque"),
    ("c", &["que"], "que"),
    ("tou", &["te"], "toute"),
    ("e", &["esse", "eresse"], "esse"),
];

fn feminine(base: &str, mark: &str) -> String {
    for (ending, marks, feminine_ending) in FEMININES {
        if !marks.contains(&mark) {
            continue;
        }
        if let Some(stem) = base.strip_suffix(ending) {
            return format!("{stem}{feminine_ending}");
        }
    }
    format!("{base}{mark}")
}

fn plural(word: &str) -> String {
    if let Some(stem) = word.strip_suffix("al") {
        return format!("{stem}aux");
    }
    if word.ends_with("eau") {
        return format!("{word}x");
    }
    if word.ends_with(['s', 'x', 'z']) {
        return word.to_string();
    }
    format!("{word}s")
}

fn push_new(forms: &mut Vec<String>, form: String) {
    if !forms.contains(&form) {
        forms.push(form);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn forms(chunk: &str) -> Vec<String> {
        expand(chunk).unwrap_or_default()
    }

    #[test]
    fn both_genders_are_rebuilt() {
        for (chunk, expected) in [
            ("chargé.e", &["chargé", "chargée"][..]),
            ("CHARGÉ.E", &["chargé", "chargée"]),
            ("Animateur.trice", &["animateur", "animatrice"]),
            ("directeur/trice", &["directeur", "directrice"]),
            ("ambassadeur·rice", &["ambassadeur", "ambassadrice"]),
            ("vendeur·se", &["vendeur", "vendeuse"]),
            ("heureux·se", &["heureux", "heureuse"]),
            ("jaloux.se", &["jaloux", "jalouse"]),
            ("infirmier.ère", &["infirmier", "infirmière"]),
            ("infirmier/ière", &["infirmier", "infirmière"]),
            ("citoyen·ne", &["citoyen", "citoyenne"]),
            ("musicien·ienne", &["musicien", "musicienne"]),
            ("sportif·ve", &["sportif", "sportive"]),
            ("actif.ive", &["actif", "active"]),
            ("professionnel·le", &["professionnel", "professionnelle"]),
            ("nouveau·elle", &["nouveau", "nouvelle"]),
            ("public·que", &["public", "publique"]),
            ("chef·fe", &["chef", "cheffe"]),
            ("un.e", &["un", "une"]),
            ("maître·sse", &["maître", "maîtresse"]),
        ] {
            assert_eq!(forms(chunk), expected, "{chunk}");
        }
    }

    #[test]
    fn a_plural_mark_gives_both_plurals() {
        for (chunk, expected) in [
            (
                "animateur·rice·s",
                &["animateur", "animatrice", "animateurs", "animatrices"][..],
            ),
            ("élu·e·s", &["élu", "élue", "élus", "élues"]),
            (
                "agriculteur(rice)s",
                &["agriculteur", "agricultrice", "agriculteurs", "agricultrices"],
            ),
            (
                "adhérent(e)(s)",
                &["adhérent", "adhérente", "adhérents", "adhérentes"],
            ),
            ("tou·te·s", &["tout", "toute", "tous", "toutes"]),
            (
                "habitant.es",
                &["habitant", "habitante", "habitants", "habitantes"],
            ),
            (
                "régional·e·s",
                &["régional", "régionale", "régionaux", "régionales"],
            ),
            ("heureux·ses", &["heureux", "heureuse", "heureuses"]),
        ] {
            assert_eq!(forms(chunk), expected, "{chunk}");
        }
    }

    #[test]
    fn an_optional_plural_is_no_feminine() {
        assert_eq!(forms("bénévole(s)"), ["bénévole", "bénévoles"]);
    }

    #[test]
    fn lookalikes_are_none() {
        for chunk in [
            "www.exemple.fr",
            "fin.et",
            "etc",
            "M.Dupont",
            "p.ex",
            "et/ou",
            "(la)carte",
            "a.e",
            "fin.Le",
            "UE.E",
            "km/h",
            "celui·celle",
            "un/une/autre",
            "2.e",
            "mot(note)s",
            "mot",
        ] {
            assert_eq!(expand(chunk), None, "{chunk}");
        }
    }
}
