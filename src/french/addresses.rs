//! E-mail addresses, web addresses and file names: found whole and by their words.

/// An e-mail address, a web address or a file name.
pub(super) struct Address<'a> {
    /// What it is looked for as a whole: without scheme, `www.` and path.
    pub(super) whole: &'a str,
    /// Its words with their offsets.
    pub(super) parts: Vec<(&'a str, usize)>,
}

/// Last labels of hosts and file names. A closed list: a full stop without a space after it is common in print.
const LAST_LABELS: &[&str] = &[
    "fr", "com", "org", "net", "eu", "info", "coop", "bzh", "be", "ch", "lu", "ca", "io", "re", "nc", "pf",
    "gp", "mq", "gf", "yt", "paris", "alsace", "corsica", "asso", "gouv", "edu", "tv", "pdf", "doc", "docx",
    "odt", "ods", "xls", "xlsx", "ppt", "pptx", "jpg", "jpeg", "png", "zip", "html", "htm", "php", "txt",
    "csv", "mp3", "mp4",
];

/// Reads a chunk that is an address or a file name.
pub(super) fn read_address(chunk: &str) -> Option<Address<'_>> {
    if chunk.contains('\'') {
        return None;
    }
    if let Some((scheme, rest)) = chunk.split_once("://") {
        return Some(address_of(rest, scheme.len() + 3));
    }
    if let Some((local, domain)) = chunk.split_once('@') {
        let is_domain = domain.contains('.')
            && domain
                .chars()
                .all(|c| c.is_alphanumeric() || c == '.' || c == '-');
        if local.is_empty() || !is_domain {
            return None;
        }
        return Some(Address {
            whole: chunk,
            parts: words_of(chunk, 0),
        });
    }
    let begins_www = chunk
        .get(..4)
        .is_some_and(|beginning| beginning.eq_ignore_ascii_case("www."));
    let host = host_of(chunk);
    if begins_www || is_host(host) {
        return Some(address_of(chunk, 0));
    }
    None
}

/// Reads host and path; `offset` is where `address` begins in its chunk.
fn address_of(address: &str, offset: usize) -> Address<'_> {
    let without_www = match address.get(..4) {
        Some(beginning) if beginning.eq_ignore_ascii_case("www.") => address.get(4..).unwrap_or_default(),
        _ => address,
    };
    let skipped = address.len() - without_www.len();
    Address {
        whole: host_of(without_www),
        parts: words_of(without_www, offset + skipped),
    }
}

fn host_of(address: &str) -> &str {
    address.split(['/', '?', '#', ':']).next().unwrap_or_default()
}

fn is_host(host: &str) -> bool {
    let Some((before, last)) = host.rsplit_once('.') else {
        return false;
    };
    let labels_are_sound = before.split('.').all(|label| {
        !label.is_empty()
            && label
                .chars()
                .all(|c| c.is_alphanumeric() || matches!(c, '-' | '_'))
    });
    // "fin.Le" and "M.Fr" are sentences without a space.
    labels_are_sound && before.chars().count() >= 2 && LAST_LABELS.contains(&last)
}

fn words_of(text: &str, offset: usize) -> Vec<(&str, usize)> {
    let mut words = Vec::new();
    let mut place = 0;
    for word in text.split(|character: char| !character.is_alphanumeric()) {
        if !word.is_empty() {
            words.push((word, offset + place));
        }
        place += word.len();
        place += text
            .get(place..)
            .and_then(|rest| rest.chars().next())
            .map_or(0, char::len_utf8);
    }
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_and_file_names_are_known() {
        for (chunk, whole) in [
            ("contact@ville.fr", "contact@ville.fr"),
            ("https://www.ville.org/agenda", "ville.org"),
            ("www.ville.bzh", "ville.bzh"),
            ("ma-ville.fr/agenda", "ma-ville.fr"),
            ("rapport_2024.pdf", "rapport_2024.pdf"),
        ] {
            assert_eq!(
                read_address(chunk).map(|address| address.whole),
                Some(whole),
                "{chunk}"
            );
        }
    }

    #[test]
    fn sentences_without_a_space_are_none() {
        for chunk in [
            "fin.Le",
            "M.Dupont",
            "d'ici.fr",
            "e.fr",
            "fin.et",
            "a@b",
            "@ville.fr",
            ".fr",
            "12.5",
        ] {
            assert!(read_address(chunk).is_none(), "{chunk}");
        }
    }
}
