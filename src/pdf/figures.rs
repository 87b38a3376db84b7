//! Names links by the pictures under them: the alternative text that a tagged file gives a figure is that of a link
//! which covers the figure, where the link has none of its own.
use super::document::Page;
use crate::model::Rect;
use smol_str::SmolStr;

/// Share of the smaller of a picture and a link that the two must share: links are drawn round a picture, or over
/// the part of it that looks like a button.
const SHARED: f32 = 0.7;
/// Share of the picture that a link must cover: a link on a part of a map is not the map.
const COVERED: f32 = 0.3;

/// Gives the links of a page the alternative text of the figures under them.
pub(super) fn name_links(page: &mut Page) {
    if page.tags.figures.is_empty() || page.links.iter().all(|link| link.alt.is_some()) {
        return;
    }
    let mut figures: Vec<(Rect, &SmolStr)> = Vec::new();
    for (rect, mcid) in page.images.iter().zip(&page.image_mcids) {
        if let Some(text) = mcid.and_then(|mcid| page.tags.figures.get(&mcid)) {
            figures.push((*rect, text));
        }
    }
    for link in page.links.iter_mut().filter(|link| link.alt.is_none()) {
        let mut best: Option<(f32, &SmolStr)> = None;
        for region in &link.regions {
            for (picture, text) in &figures {
                let shared = area([
                    region[0].max(picture[0]),
                    region[1].max(picture[1]),
                    region[2].min(picture[2]),
                    region[3].min(picture[3]),
                ]);
                let smaller = area(*region).min(area(*picture));
                let is_under =
                    shared > 0.0 && shared >= SHARED * smaller && shared >= COVERED * area(*picture);
                if is_under && best.is_none_or(|(known, _)| shared > known) {
                    best = Some((shared, text));
                }
            }
        }
        link.alt = best.map(|(_, text)| text.to_string());
    }
}

fn area(rect: Rect) -> f32 {
    (rect[2] - rect[0]).max(0.0) * (rect[3] - rect[1]).max(0.0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pdf::{LinkAnnotation, LinkTarget};

    fn named(region: Rect, picture: Rect) -> Option<String> {
        let mut page = Page {
            images: vec![[0.0, 0.0, 10.0, 10.0], picture],
            image_mcids: vec![None, Some(7)],
            links: vec![LinkAnnotation {
                regions: vec![region],
                target: LinkTarget::Uri("https://a.example".to_string()),
                alt: None,
                element: None,
                contents: None,
            }],
            ..Page::default()
        };
        page.tags.figures.insert(7, "Affiche du bal".into());
        name_links(&mut page);
        page.links[0].alt.clone()
    }

    #[test]
    fn a_link_over_a_figure_has_its_name() {
        let picture = [100.0, 100.0, 300.0, 200.0];
        let name = Some("Affiche du bal".to_string());
        assert_eq!(named(picture, picture), name);
        assert_eq!(named([90.0, 95.0, 310.0, 220.0], picture), name);
        // A place on a map, a neighbour, and a picture that has no name.
        assert_eq!(named([110.0, 110.0, 130.0, 120.0], picture), None);
        assert_eq!(named([300.0, 100.0, 400.0, 200.0], picture), None);
        assert_eq!(named([0.0, 0.0, 10.0, 10.0], picture), None);
    }
}
