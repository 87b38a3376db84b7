//! Joins a relative address to the base address that a file gives for all its links (RFC 3986, section 5.2).

/// The address that `reference` means in a file whose base address is `base`.
///
/// An address with a scheme is left as it is. So is one that begins with `www.`: that is a web address whose
/// scheme was forgotten, not a file beside the newsletter.
pub(super) fn join(base: &str, reference: &str) -> String {
    let begins_with_www = reference
        .get(..4)
        .is_some_and(|start| start.eq_ignore_ascii_case("www."));
    if begins_with_www || scheme_length(reference).is_some() {
        return reference.to_string();
    }
    let Some(scheme_length) = scheme_length(base) else {
        return reference.to_string();
    };
    let (scheme, behind_scheme) = base.split_at(scheme_length + 1);
    if reference.starts_with("//") {
        return format!("{scheme}{reference}");
    }
    let authority_length = behind_scheme
        .strip_prefix("//")
        .map_or(0, |rest| 2 + rest.find(['/', '?', '#']).unwrap_or(rest.len()));
    let (authority, base_rest) = behind_scheme.split_at(authority_length);
    let without_fragment = base_rest.split('#').next().unwrap_or_default();
    let base_path = without_fragment.split('?').next().unwrap_or_default();
    if reference.starts_with('#') {
        return format!("{scheme}{authority}{without_fragment}{reference}");
    }
    if reference.starts_with('?') {
        return format!("{scheme}{authority}{base_path}{reference}");
    }
    let path_end = reference.find(['?', '#']).unwrap_or(reference.len());
    let (path, tail) = reference.split_at(path_end);
    let folder = base_path.rfind('/').map_or("/", |slash| &base_path[..=slash]);
    let whole_path = if path.starts_with('/') {
        path.to_string()
    } else {
        format!("{folder}{path}")
    };
    format!("{scheme}{authority}{}{tail}", without_dot_segments(&whole_path))
}

/// Length of the scheme before its colon, where the address has one.
fn scheme_length(address: &str) -> Option<usize> {
    let colon = address.find(':')?;
    let scheme = address.get(..colon)?;
    let begins_with_letter = scheme.starts_with(|letter: char| letter.is_ascii_alphabetic());
    let is_scheme = scheme
        .chars()
        .all(|letter| letter.is_ascii_alphanumeric() || "+-.".contains(letter));
    (begins_with_letter && is_scheme).then_some(colon)
}

fn without_dot_segments(path: &str) -> String {
    let mut kept: Vec<&str> = Vec::new();
    let mut ends_in_folder = false;
    for segment in path.split('/').skip(1) {
        ends_in_folder = matches!(segment, "." | ".." | "");
        match segment {
            "." => {}
            ".." => {
                kept.pop();
            }
            "" => {}
            _ => kept.push(segment),
        }
    }
    let mut joined = String::new();
    for segment in &kept {
        joined.push('/');
        joined.push_str(segment);
    }
    if ends_in_folder || joined.is_empty() {
        joined.push('/');
    }
    joined
}

#[cfg(test)]
mod tests {
    use super::join;

    #[test]
    fn relative_addresses_are_joined() {
        let base = "https://exemple.fr/lettre/n1/index.html?x=1#haut";
        let cases = [
            ("n2.html", "https://exemple.fr/lettre/n1/n2.html"),
            ("../n2/a.pdf?b=../c", "https://exemple.fr/lettre/n2/a.pdf?b=../c"),
            ("../../../..", "https://exemple.fr/"),
            ("/accueil", "https://exemple.fr/accueil"),
            ("//autre.fr/x", "https://autre.fr/x"),
            ("?page=2", "https://exemple.fr/lettre/n1/index.html?page=2"),
            ("#bas", "https://exemple.fr/lettre/n1/index.html?x=1#bas"),
        ];
        for (reference, whole) in cases {
            assert_eq!(join(base, reference), whole, "{reference}");
        }
        assert_eq!(join("https://exemple.fr", "a"), "https://exemple.fr/a");
    }

    #[test]
    fn whole_addresses_are_left_as_they_are() {
        for whole in ["http://a.fr/../b", "mailto:a@b.fr", "www.exemple.fr", "tel:+33 1"] {
            assert_eq!(join("https://exemple.fr/", whole), whole);
        }
        assert_eq!(join("pas une base", "a.html"), "a.html");
    }
}
