//! Spellings and irregular plurals that no stemmer brings together. A closed list of folded words.

const VARIANTS: &[(&str, &str)] = &[
    ("aieux", "aieul"),
    ("baux", "bail"),
    ("charriot", "chariot"),
    ("charriots", "chariots"),
    ("cieux", "ciel"),
    ("clef", "cle"),
    ("clefs", "cles"),
    ("coraux", "corail"),
    ("emaux", "email"),
    ("mesdames", "madame"),
    ("mesdemoiselles", "mademoiselle"),
    ("messieurs", "monsieur"),
    ("nenufar", "nenuphar"),
    ("nenufars", "nenuphars"),
    ("ognon", "oignon"),
    ("ognons", "oignons"),
    ("soupiraux", "soupirail"),
    ("travaux", "travail"),
    ("vantaux", "vantail"),
    ("vitraux", "vitrail"),
    ("yeux", "oeil"),
];

/// The word under which a folded word is indexed: itself, or its usual spelling or singular.
pub fn usual_form(folded: &str) -> &str {
    match VARIANTS.binary_search_by(|(variant, _)| (*variant).cmp(folded)) {
        Ok(index) => VARIANTS.get(index).map_or(folded, |(_, usual)| usual),
        Err(_) => folded,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_list_is_sorted_and_works() {
        assert!(VARIANTS.is_sorted());
        assert_eq!(usual_form("travaux"), "travail");
        assert_eq!(usual_form("clef"), "cle");
        assert_eq!(usual_form("maison"), "maison");
    }
}
