//! What a link without words is called: the alternative text of its picture, else the annotation's own words.
use crate::layout::{LinkAnnotation, LinkTarget};
use crate::structure::printed_address::addresses_in;

/// What programs call a picture that nobody named, before its number.
const UNNAMED: [&str; 10] = [
    "bild",
    "figure",
    "forme",
    "grafik",
    "graphic",
    "graphique",
    "image",
    "objet",
    "picture",
    "shape",
];
/// How the name of a picture's file ends.
const OF_FILES: [&str; 6] = [".gif", ".jpeg", ".jpg", ".png", ".svg", ".webp"];

/// The name of a link without words: an address, a file's name and a number tell a reader nothing.
pub(super) fn of(annotation: &LinkAnnotation) -> Option<&str> {
    let names = [annotation.alt.as_deref(), annotation.contents.as_deref()];
    let bare = |address: &str| address.trim_end_matches('/').to_lowercase();
    names.into_iter().flatten().find(|name| {
        let is_target = matches!(&annotation.target, LinkTarget::Uri(address) if bare(address) == bare(name));
        let is_address = addresses_in(name).iter().any(|place| place.len() == name.len());
        !is_target && !is_address && !is_made_up(name)
    })
}

/// Whether a program made a name up.
fn is_made_up(name: &str) -> bool {
    let folded = name.trim().to_lowercase();
    let word = folded.trim_end_matches(|letter: char| !letter.is_alphabetic());
    UNNAMED.contains(&word) || OF_FILES.iter().any(|ending| folded.ends_with(ending))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn name(alt: Option<&str>, contents: Option<&str>) -> Option<String> {
        let annotation = LinkAnnotation {
            regions: Vec::new(),
            target: LinkTarget::Uri("https://halles.example/bal/".to_string()),
            alt: alt.map(str::to_string),
            element: None,
            contents: contents.map(str::to_string),
        };
        of(&annotation).map(str::to_string)
    }

    #[test]
    fn alternative_text_comes_before_the_words_of_the_annotation() {
        assert_eq!(
            name(Some("Affiche du bal"), Some("Lien")).as_deref(),
            Some("Affiche du bal")
        );
        assert_eq!(
            name(None, Some("Affiche du bal")).as_deref(),
            Some("Affiche du bal")
        );
        assert_eq!(name(None, None), None);
    }

    #[test]
    fn what_names_nothing_is_passed_over() {
        for empty in [
            "Image1",
            "Picture 12",
            "affiche-bal.PNG",
            "https://halles.example/bal",
            "https://autre.example/page",
            "www.halles.example",
        ] {
            assert_eq!(
                name(Some(empty), Some("Le bal")).as_deref(),
                Some("Le bal"),
                "{empty}"
            );
        }
        assert_eq!(
            name(Some("Image du village"), None).as_deref(),
            Some("Image du village")
        );
    }
}
