//! The forms of an address: as it stands in the file, normalised for comparison, and for people.
//!
//! Nothing is encoded anew and nothing is fetched. What is shown to people never holds a character that could hide
//! or reorder another.
use crate::model::LinkKind;

/// An address in its three forms, and what it leads to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Address {
    /// Normalised: scheme and host in lower case, default port and empty fragment dropped, a scheme where the
    /// printed form leaves it out.
    pub(crate) url: String,
    /// As it stands in the file.
    pub(crate) raw_url: String,
    /// For people: percent escapes decoded where that is safe.
    pub(crate) display_url: String,
    /// What it leads to.
    pub(crate) kind: LinkKind,
}

/// Gives the forms of an address as it stands in a file or on a page.
pub(crate) fn forms(raw: &str) -> Address {
    // Readers drop blanks around an address and line ends inside it.
    let address: String = raw
        .trim()
        .chars()
        .filter(|character| !character.is_control())
        .collect();
    let (url, kind) = normalise(&address);
    Address {
        display_url: display(&url),
        url,
        raw_url: raw.to_string(),
        kind,
    }
}

fn normalise(address: &str) -> (String, LinkKind) {
    if address.starts_with('#') {
        return (address.to_string(), LinkKind::Internal);
    }
    let Some((scheme, rest)) = split_scheme(address) else {
        return without_scheme(address);
    };
    let scheme = scheme.to_ascii_lowercase();
    match scheme.as_str() {
        "mailto" => (format!("mailto:{}", lower_mail_domain(rest)), LinkKind::Mail),
        "tel" | "callto" | "sms" => (format!("{scheme}:{rest}"), LinkKind::Tel),
        "file" => (format!("file:{rest}"), LinkKind::File),
        _ => match rest.strip_prefix("//") {
            Some(rest) => (format!("{scheme}://{}", lower_host(&scheme, rest)), LinkKind::Web),
            // `http:host` is a common slip; other schemes without an authority lead to no page.
            None if scheme == "http" || scheme == "https" => {
                (format!("{scheme}://{}", lower_host(&scheme, rest)), LinkKind::Web)
            }
            None => (format!("{scheme}:{rest}"), LinkKind::File),
        },
    }
}

/// Splits off `scheme:`. A host with a port (`example.org:8080`) has a point before its colon and is none.
fn split_scheme(address: &str) -> Option<(&str, &str)> {
    let (scheme, rest) = address.split_once(':')?;
    let mut letters = scheme.chars();
    let begins_well = letters.next().is_some_and(|first| first.is_ascii_alphabetic());
    let goes_on_well = letters.all(|letter| letter.is_ascii_alphanumeric() || matches!(letter, '+' | '-'));
    (begins_well && goes_on_well && scheme.len() > 1).then_some((scheme, rest))
}

/// A mail address as it is meant: print veils its `@` against harvesters, "contact[at]exemple.fr".
pub(crate) fn unveiled(address: &str) -> String {
    if !address.contains(['[', '(', '{']) {
        return address.to_string();
    }
    ["[@]", "(@)", "[at]", "(at)", "{at}"]
        .iter()
        .find_map(|veil| {
            let (name, host) = address.split_once(veil)?;
            (!name.is_empty() && !name.contains('@')).then(|| format!("{name}@{host}"))
        })
        .unwrap_or_else(|| address.to_string())
}

fn without_scheme(address: &str) -> (String, LinkKind) {
    let unveiled = unveiled(address);
    if is_mail(&unveiled) {
        return (format!("mailto:{}", lower_mail_domain(&unveiled)), LinkKind::Mail);
    }
    if let Some(rest) = address.strip_prefix("//") {
        return (format!("http://{}", lower_host("http", rest)), LinkKind::Web);
    }
    if begins_with_host(address) {
        return (format!("http://{}", lower_host("http", address)), LinkKind::Web);
    }
    (address.to_string(), LinkKind::File)
}

/// Whether this is a mail address alone: `name@host.tld`, perhaps with `?subject=…`.
pub(crate) fn is_mail(text: &str) -> bool {
    let bare = text.split('?').next().unwrap_or(text);
    let Some((name, host)) = bare.split_once('@') else {
        return false;
    };
    let name_is_sound = !name.is_empty()
        && name
            .chars()
            .all(|c| c.is_alphanumeric() || matches!(c, '.' | '_' | '-' | '+' | '\''));
    name_is_sound && is_host(host)
}

/// Whether the text begins with `www.` or with a host that a path or nothing follows.
fn begins_with_host(text: &str) -> bool {
    let host = text.split(['/', '?', '#', ':']).next().unwrap_or(text);
    if !is_host(host) {
        return false;
    }
    if host.len() > 4
        && host
            .get(..4)
            .is_some_and(|head| head.eq_ignore_ascii_case("www."))
    {
        return true;
    }
    // A bare name with one point and nothing behind it may be a file beside the issue.
    let ending = host.rsplit('.').next().unwrap_or("").to_ascii_lowercase();
    host.len() < text.len() || !FILE_ENDINGS.contains(&ending.as_str())
}

/// Endings of file names that could pass for a top-level domain.
const FILE_ENDINGS: &[&str] = &[
    "pdf", "doc", "docx", "odt", "ods", "odp", "xls", "xlsx", "ppt", "pptx", "txt", "rtf", "csv", "html",
    "htm", "jpg", "jpeg", "png", "gif", "svg", "mp3", "mp4", "zip", "ics", "epub", "xml",
];

fn is_host(text: &str) -> bool {
    let labels: Vec<&str> = text.split('.').collect();
    let sound = labels.iter().all(|label| {
        !label.is_empty()
            && !label.starts_with('-')
            && !label.ends_with('-')
            && label.chars().all(|c| c.is_alphanumeric() || c == '-')
    });
    let top_is_sound = labels.last().is_some_and(|top| {
        top.chars().count() >= 2 && top.chars().all(char::is_alphabetic) || top.starts_with("xn--")
    });
    sound && top_is_sound && labels.len() >= 2
}

/// `rest` stands behind `scheme://`.
fn lower_host(scheme: &str, rest: &str) -> String {
    let end = rest.find(['/', '?', '#']).unwrap_or(rest.len());
    let (authority, tail) = rest.split_at(end);
    let (user, host) = match authority.rsplit_once('@') {
        Some((user, host)) => (format!("{user}@"), host),
        None => (String::new(), authority),
    };
    let mut host = host.to_lowercase();
    let default_port = match scheme {
        "http" => ":80",
        "https" => ":443",
        "ftp" => ":21",
        _ => ":",
    };
    if let Some(shorter) = host.strip_suffix(default_port).or_else(|| host.strip_suffix(':')) {
        host = shorter.to_string();
    }
    let tail = tail.strip_suffix('#').unwrap_or(tail);
    format!("{user}{host}{tail}")
}

fn lower_mail_domain(address: &str) -> String {
    let end = address.find('?').unwrap_or(address.len());
    let (addresses, query) = address.split_at(end);
    match addresses.rsplit_once('@') {
        Some((name, host)) => format!("{name}@{}{query}", host.to_lowercase()),
        None => address.to_string(),
    }
}

/// Decodes percent escapes of letters, figures and what is unreserved; writes escapes for what must not be seen
/// raw. What stands for a delimiter stays escaped, so that the shown address still leads to the same place.
pub(crate) fn display(url: &str) -> String {
    let readable = with_readable_host(url);
    let url = readable.as_deref().unwrap_or(url);
    let mut shown = String::with_capacity(url.len());
    let mut rest = url;
    while let Some(position) = rest.find('%') {
        let (before, from_percent) = rest.split_at(position);
        before
            .chars()
            .for_each(|character| push_safely(character, &mut shown));
        let (character, escaped) = decode_one(from_percent);
        match character {
            Some(character) if is_shown_decoded(character) => shown.push(character),
            _ => shown.push_str(escaped),
        }
        rest = from_percent.get(escaped.len()..).unwrap_or("");
    }
    rest.chars()
        .for_each(|character| push_safely(character, &mut shown));
    shown
}

/// The address with its international host in letters, where that is safe: every letter of every label is Latin, so
/// that none can pass for one of another script.
fn with_readable_host(url: &str) -> Option<String> {
    let start = match url.find("://") {
        Some(place) => place + 3,
        None => url.strip_prefix("mailto:").and_then(|rest| rest.find('@'))? + "mailto:".len() + 1,
    };
    let rest = url.get(start..)?;
    let end = rest.find(['/', '?', '#']).unwrap_or(rest.len());
    let (host, tail) = rest.split_at(end);
    if !host.to_ascii_lowercase().contains("xn--") {
        return None;
    }
    let mut labels = Vec::new();
    for label in host.split('.') {
        let encoded = label.get(..4).filter(|head| head.eq_ignore_ascii_case("xn--"));
        let readable = encoded
            .and_then(|_| label.get(4..))
            .filter(|rest| rest.len() <= LONGEST_LABEL)
            .and_then(idna::punycode::decode_to_string);
        match readable {
            Some(letters) if !letters.is_empty() && letters.chars().all(is_latin) => labels.push(letters),
            _ => labels.push(label.to_string()),
        }
    }
    Some(format!("{}{}{tail}", url.get(..start)?, labels.join(".")))
}

/// Longest label of a host name.
const LONGEST_LABEL: usize = 63;

/// Latin letters in small form, figures, hyphen: what hosts in Latin script hold.
fn is_latin(letter: char) -> bool {
    matches!(letter, 'a'..='z' | '0'..='9' | '-' | 'ß'..='ö' | 'ø'..='ÿ')
        || (matches!(letter, '\u{100}'..='\u{17f}')
            && letter.is_lowercase()
            && !matches!(letter, 'ı' | 'ĸ' | 'ſ'))
}

/// The character that the escapes at the start of `text` stand for, and these escapes. Where they are no UTF-8,
/// one escape (or a stray `%`) is taken as it is.
fn decode_one(text: &str) -> (Option<char>, &str) {
    let bytes: Vec<u8> = (0..4)
        .map_while(|rank| {
            let escape = text.get(rank * 3..rank * 3 + 3)?;
            let digits = escape.strip_prefix('%')?;
            digits
                .chars()
                .all(|c| c.is_ascii_hexdigit())
                .then(|| u8::from_str_radix(digits, 16).ok())?
        })
        .collect();
    for length in 1..=bytes.len() {
        let Some(head) = bytes.get(..length) else { break };
        if let Ok(decoded) = std::str::from_utf8(head) {
            return (decoded.chars().next(), text.get(..length * 3).unwrap_or(text));
        }
    }
    let taken = if bytes.is_empty() { 1 } else { 3 };
    (None, text.get(..taken).unwrap_or(text))
}

fn is_shown_decoded(character: char) -> bool {
    if character.is_ascii() {
        return character.is_ascii_alphanumeric() || matches!(character, '-' | '.' | '_' | '~');
    }
    !hides_or_reorders(character)
}

/// Blanks, controls, and the invisible and direction characters that make an address look like another.
fn hides_or_reorders(character: char) -> bool {
    character.is_whitespace()
        || character.is_control()
        || matches!(character,
            '\u{00ad}' | '\u{034f}' | '\u{061c}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}'
            | '\u{180b}'..='\u{180f}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}' | '\u{3164}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{ffa0}'
            | '\u{fff0}'..='\u{fffd}' | '\u{e0000}'..='\u{e0fff}' | '\u{e000}'..='\u{f8ff}')
}

fn push_safely(character: char, shown: &mut String) {
    if !hides_or_reorders(character) {
        shown.push(character);
        return;
    }
    let mut buffer = [0; 4];
    for byte in character.encode_utf8(&mut buffer).bytes() {
        shown.push_str(&format!("%{byte:02X}"));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn url(raw: &str) -> String {
        forms(raw).url
    }

    #[test]
    fn scheme_and_host_are_lowered_and_the_path_is_not() {
        assert_eq!(
            url("HTTPS://WWW.Exemple.EXAMPLE:443/Un/%C3%89t%c3%a9#"),
            "https://www.exemple.example/Un/%C3%89t%c3%a9"
        );
        assert_eq!(
            url("http://exemple.example:8080/#ancre"),
            "http://exemple.example:8080/#ancre"
        );
        assert_eq!(
            url("http://Nom:Secret@Exemple.example"),
            "http://Nom:Secret@exemple.example"
        );
        assert_eq!(url("http://exemple.example?Q=A"), "http://exemple.example?Q=A");
        assert_eq!(
            url(" https://exemple.example/a\nb "),
            "https://exemple.example/ab"
        );
    }

    #[test]
    fn a_scheme_is_added_where_print_leaves_it_out() {
        assert_eq!(url("www.Exemple.example/Page"), "http://www.exemple.example/Page");
        assert_eq!(url("exemple.example"), "http://exemple.example");
        assert_eq!(url("exemple.example:8080/x"), "http://exemple.example:8080/x");
        assert_eq!(url("Contact@Exemple.example"), "mailto:Contact@exemple.example");
    }

    #[test]
    fn kinds() {
        let kind = |raw| forms(raw).kind;
        assert_eq!(kind("https://exemple.example"), LinkKind::Web);
        assert_eq!(kind("MAILTO:a@b.example?subject=Bonjour"), LinkKind::Mail);
        assert_eq!(kind("tel:+33102030405"), LinkKind::Tel);
        assert_eq!(kind("#page=3"), LinkKind::Internal);
        assert_eq!(kind("file:///C:/statuts.pdf"), LinkKind::File);
        assert_eq!(kind("statuts.pdf"), LinkKind::File);
        assert_eq!(kind("javascript:alert(1)"), LinkKind::File);
        assert_eq!(kind(""), LinkKind::File);
    }

    #[test]
    fn people_see_letters_but_no_delimiter_and_no_invisible_character() {
        assert_eq!(
            display("https://x.example/%C3%A9t%C3%A9%20%2F%3F"),
            "https://x.example/été%20%2F%3F"
        );
        assert_eq!(
            display("https://x.example/%E2%80%AEfdp"),
            "https://x.example/%E2%80%AEfdp"
        );
        assert_eq!(
            display("https://x.example/\u{202e}fdp"),
            "https://x.example/%E2%80%AEfdp"
        );
        assert_eq!(
            display("https://x.example/100%/%E9/%zz%"),
            "https://x.example/100%/%E9/%zz%"
        );
        assert_eq!(display("%c5%93%é"), "œ%é");
    }

    #[test]
    fn international_hosts_are_shown_in_letters_where_that_is_safe() {
        assert_eq!(
            display("https://xn--valle-esa.example/a"),
            "https://vallée.example/a"
        );
        assert_eq!(
            display("mailto:a@xn--valle-esa.example"),
            "mailto:a@vallée.example"
        );
        // Cyrillic letters that look Latin, alone and mixed; and what is no Punycode.
        assert_eq!(
            display("https://xn--80ak6aa92e.example"),
            "https://xn--80ak6aa92e.example"
        );
        assert_eq!(
            display("https://xn--a-0tbc.example"),
            "https://xn--a-0tbc.example"
        );
        assert_eq!(display("https://xn--.example"), "https://xn--.example");
        assert_eq!(
            display("https://xn--99999999999.example"),
            "https://xn--99999999999.example"
        );
    }
}
