//! What a link without words is called: the alternative text of its picture, else the annotation's own words, else the
//! short text that stands at its side.
use crate::layout::{LinkAnnotation, LinkTarget};
use crate::model::Rect;
use crate::structure::flow::Piece;
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

/// White in points between a picture and the text that names it.
const REACH: f32 = 22.0;
/// Words at most of such a text: a paragraph beside a picture is the article.
const MOST_WORDS: usize = 12;

/// The short text nearest to a picture: its caption below it, else what stands above it, else what stands beside it.
pub(super) fn beside(page: u32, picture: Rect, flow: &[Piece]) -> Option<&str> {
    let mut best: Option<(f32, &str)> = None;
    for piece in flow.iter().filter(|piece| piece.page == page) {
        let Some((white, weight)) = white_between(picture, piece.rect) else {
            continue;
        };
        let is_nearest = white <= REACH && best.is_none_or(|(known, _)| white * weight < known);
        if is_nearest && may_name(&piece.text) {
            best = Some((white * weight, piece.text.as_str()));
        }
    }
    best.map(|(_, text)| text).filter(|text| !is_made_up(text))
}

fn may_name(text: &str) -> bool {
    let is_short = text.split_whitespace().count() <= MOST_WORDS;
    is_short && text.chars().filter(|letter| letter.is_alphabetic()).count() >= 3
}

/// The white between a picture and a text of its column or its row, and what it counts: that of a caption half, that of
/// a neighbour twice.
fn white_between(picture: Rect, text: Rect) -> Option<(f32, f32)> {
    let over = picture[2].min(text[2]) - picture[0].max(text[0]);
    let narrower = (picture[2] - picture[0]).min(text[2] - text[0]);
    if over >= 0.5 * narrower {
        let (above, below) = (picture[1] - text[3], text[1] - picture[3]);
        return if below > -4.0 {
            Some((below.max(0.0), 0.5))
        } else if above > -4.0 {
            Some((above.max(0.0), 1.0))
        } else {
            None
        };
    }
    let along = picture[3].min(text[3]) - picture[1].max(text[1]);
    let lower = (picture[3] - picture[1]).min(text[3] - text[1]);
    let aside = (text[0] - picture[2]).max(picture[0] - text[2]);
    (along >= 0.5 * lower && aside > -4.0).then_some((aside.max(0.0), 2.0))
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
    fn a_short_text_at_its_side_names_a_picture() {
        let picture = [100.0, 100.0, 300.0, 200.0];
        let near = |texts: &[(&str, Rect)]| {
            let pieces = texts.iter().map(|(text, rect)| Piece {
                rect: *rect,
                ..Piece::of_line(text, 1, false)
            });
            let flow: Vec<Piece> = pieces.collect();
            beside(1, picture, &flow).map(str::to_string)
        };
        let caption = ("Le bal des lampions", [110.0, 208.0, 200.0, 218.0]);
        let title = ("À la une", [100.0, 80.0, 180.0, 92.0]);
        let neighbour = ("Réserver", [305.0, 140.0, 360.0, 152.0]);
        assert_eq!(
            near(&[title, caption, neighbour]).as_deref(),
            Some("Le bal des lampions")
        );
        assert_eq!(near(&[neighbour]).as_deref(), Some("Réserver"));
        assert_eq!(near(&[("Trop loin", [100.0, 230.0, 200.0, 240.0])]), None);
        assert_eq!(near(&[("Ailleurs", [400.0, 208.0, 500.0, 218.0])]), None);
        let article = "Le comité des fêtes a choisi cette année de tenir le bal sur la place du marché neuf";
        assert_eq!(near(&[(article, [100.0, 208.0, 300.0, 240.0])]), None);
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
