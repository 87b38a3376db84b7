//! Links whose words are one address and whose target is another.
use crate::model::address::{Redirect, host, redirect};
use crate::model::{Link, Warning, WarningCode};
use crate::structure::address::forms;
use crate::structure::printed_address::addresses_in;

/// A remark where the words of a link are an address of another host than the one to which it leads. The annotation
/// is what a click follows: it stays. Redirectors that tell no target are expected in newsletters.
pub(super) fn difference(link: &Link) -> Option<Warning> {
    let places = addresses_in(&link.text);
    let [place] = places.as_slice() else { return None };
    if place.len() != link.text.len() {
        return None;
    }
    let printed = host(&forms(&link.text).url)?;
    let led_to = match redirect(&link.url) {
        Some(Redirect::To(url)) => host(&url)?,
        Some(Redirect::Unknown) => return None,
        None => host(&link.url)?,
    };
    (printed != led_to).then(|| {
        let message = format!(
            "the words of the link are {}, it leads to {}",
            link.text, link.display_url
        );
        Warning::new(WarningCode::VisibleUrlDiffers, Some(link.page), message)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{LinkKind, LinkOrigin};

    fn remark(text: &str, url: &str) -> Option<String> {
        let link = Link {
            id: "l1".to_string(),
            text: text.to_string(),
            alt: None,
            url: url.to_string(),
            raw_url: url.to_string(),
            display_url: url.to_string(),
            redirector: None,
            target_url: None,
            kind: LinkKind::Web,
            page: 3,
            bboxes: Vec::new(),
            section: None,
            origin: LinkOrigin::Annotation,
            target_section: None,
        };
        let warning = difference(&link)?;
        assert_eq!(
            (warning.code, warning.page),
            (WarningCode::VisibleUrlDiffers, Some(3))
        );
        Some(warning.message)
    }

    #[test]
    fn words_that_are_the_address_of_another_host_are_told() {
        assert_eq!(
            remark("www.halles.example", "https://autre.example/bal").as_deref(),
            Some("the words of the link are www.halles.example, it leads to https://autre.example/bal")
        );
        let carrier = "https://l.facebook.com/l.php?u=https%3A%2F%2Fautre.example%2Fbal";
        assert!(remark("www.halles.example/bal", carrier).is_some());
        assert!(remark("contact@halles.example", "mailto:contact@autre.example").is_some());
    }

    #[test]
    fn words_that_lead_where_they_say_are_not() {
        for (text, url) in [
            (
                "www.halles.example",
                "https://halles.example/bal?utm_source=lettre",
            ),
            (
                "www.halles.example/bal",
                "https://l.facebook.com/l.php?u=https%3A%2F%2Fwww.halles.example",
            ),
            // Where it leads, its service alone knows.
            ("www.halles.example", "https://bit.ly/3abc"),
            ("Lire la suite", "https://autre.example"),
            ("voir www.halles.example", "https://autre.example"),
            (
                "contact@halles.example",
                "mailto:contact@halles.example?subject=Bal",
            ),
        ] {
            assert_eq!(remark(text, url), None, "{text} {url}");
        }
    }
}
