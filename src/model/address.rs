//! When two addresses are the same to a reader, and where an address leads that only passes the reader on.
//!
//! Nothing is fetched: a redirector that carries its target is decoded, another is only named as one.
use percent_encoding::percent_decode_str;

/// Names of query parameters that tell a website how a reader came, not what is read.
const TRACKERS: &[&str] = &[
    "dclid",
    "fbclid",
    "gclid",
    "igshid",
    "mc_cid",
    "mc_eid",
    "mkt_tok",
    "msclkid",
    "wt_mc",
    "xtor",
    "yclid",
    "_hsenc",
    "_hsmi",
    "__hstc",
    "__hssc",
    "_se",
    "vero_id",
    "twclid",
    "li_fat_id",
    "gad_source",
    "wbraid",
    "gbraid",
];

/// Beginnings of such names.
const TRACKER_BEGINNINGS: &[&str] = &[
    "utm_",
    "oly_",
    "pk_",
    "mtm_",
    "matomo_",
    "piwik_",
    "at_campaign",
    "at_medium",
    "sib_",
    "mc_",
];

/// Hosts whose address carries its target, with the parameter that holds it.
const CARRIERS: &[(&str, &[&str])] = &[
    ("safelinks.protection.outlook.com", &["url"]),
    ("google.com/url", &["q", "url"]),
    ("google.fr/url", &["q", "url"]),
    ("l.facebook.com/l.php", &["u"]),
    ("lm.facebook.com/l.php", &["u"]),
    ("l.instagram.com", &["u"]),
    ("linkedin.com/redir/redirect", &["url"]),
    ("linkedin.com/safety/go", &["url"]),
    ("youtube.com/redirect", &["q"]),
    ("out.reddit.com", &["url"]),
    ("steamcommunity.com/linkfilter", &["url", "u"]),
    ("urldefense.com/v2/url", &["u"]),
    ("urldefense.proofpoint.com/v2/url", &["u"]),
    ("vk.com/away.php", &["to"]),
    ("slack-redir.net/link", &["url"]),
    ("deref-mail.com", &["redirectUrl"]),
    ("deref-gmx.com", &["redirectUrl"]),
];

/// Ends of hosts that pass the reader on to a target that they alone know.
const OPAQUE: &[&str] = &[
    "bit.ly",
    "t.co",
    "lnkd.in",
    "urlz.fr",
    "urlr.me",
    "tinyurl.com",
    "goo.gl",
    "ow.ly",
    "is.gd",
    "buff.ly",
    "cutt.ly",
    "shorturl.at",
    "rebrand.ly",
    "t.ly",
    "dlvr.it",
    "fb.me",
    "list-manage.com",
    "mailchi.mp",
    "mjt.lu",
    "ct.sendgrid.net",
    "sendibm1.com",
    "sendibm2.com",
    "sendibm3.com",
    "sendibm4.com",
    "sendibt2.com",
    "sendibt3.com",
    "rs6.net",
    "hubspotlinks.com",
    "emlnk.com",
    "sibautomation.com",
    "cmail19.com",
    "cmail20.com",
    "createsend1.com",
    "mailerlite.com",
];

/// Longest address that is looked into for its target, in bytes.
const LONGEST: usize = 8 * 1024;

/// Redirectors within each other that are followed.
const DEEPEST: usize = 4;

/// Where a redirector leads.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Redirect {
    /// The address carries its target: this one.
    To(String),
    /// Only the redirector knows.
    Unknown,
}

/// What an address is compared by: without scheme, `www.`, tracking parameters, fragment of nothing, final slash; the
/// host in lower case. For equality only, never to be shown or followed.
pub fn comparison_key(url: &str) -> String {
    let lower_scheme = url
        .split_once("://")
        .map(|(scheme, rest)| (scheme.to_ascii_lowercase(), rest));
    let rest = match &lower_scheme {
        Some((scheme, rest)) if scheme == "http" || scheme == "https" => *rest,
        _ => return url.to_string(),
    };
    let end = rest.find(['/', '?', '#']).unwrap_or(rest.len());
    let (host, tail) = rest.split_at(end);
    let host = host.to_lowercase();
    let host = host.strip_prefix("www.").unwrap_or(&host);
    let (before, fragment) = match tail.split_once('#') {
        Some((before, fragment)) if !fragment.is_empty() => (before, format!("#{fragment}")),
        Some((before, _)) => (before, String::new()),
        None => (tail, String::new()),
    };
    let (path, query) = before.split_once('?').unwrap_or((before, ""));
    let kept: Vec<&str> = query
        .split('&')
        .filter(|pair| !pair.is_empty() && !is_tracker(pair))
        .collect();
    let query = if kept.is_empty() {
        String::new()
    } else {
        format!("?{}", kept.join("&"))
    };
    format!("{host}{}{query}{fragment}", path.trim_end_matches('/'))
}

fn is_tracker(pair: &str) -> bool {
    let name = pair.split('=').next().unwrap_or(pair).to_ascii_lowercase();
    TRACKERS.contains(&name.as_str())
        || TRACKER_BEGINNINGS
            .iter()
            .any(|beginning| name.starts_with(beginning))
}

/// The host of a web address, in lower case and without `www.`; of a mail address, what stands behind the `@`.
pub fn host(url: &str) -> Option<String> {
    let host = match url.split_once("://") {
        Some((_, rest)) => {
            let authority = rest.split(['/', '?', '#']).next().unwrap_or_default();
            let host = authority.rsplit('@').next().unwrap_or_default();
            host.split(':').next().unwrap_or_default()
        }
        None => {
            url.strip_prefix("mailto:")?
                .split('?')
                .next()?
                .rsplit_once('@')?
                .1
        }
    };
    let host = host.to_lowercase();
    let host = host.strip_prefix("www.").unwrap_or(&host);
    (!host.is_empty()).then(|| host.to_string())
}

/// Where an address leads, if it is a redirector's.
pub fn redirect(url: &str) -> Option<Redirect> {
    let mut target = carried(url)?;
    for _ in 0..DEEPEST {
        match &target {
            Redirect::To(next) => match carried(next) {
                Some(further @ Redirect::To(_)) => target = further,
                _ => break,
            },
            Redirect::Unknown => break,
        }
    }
    Some(target)
}

fn carried(url: &str) -> Option<Redirect> {
    if url.len() > LONGEST {
        return None;
    }
    let host = host(url).filter(|_| url.contains("://"))?;
    let (_, rest) = url.split_once("://")?;
    let path_start = rest.find(['/', '?', '#']).unwrap_or(rest.len());
    let tail = rest.get(path_start..).unwrap_or_default();
    let path = tail.split(['?', '#']).next().unwrap_or_default();
    for (pattern, names) in CARRIERS {
        let (end, wanted_path) = match pattern.split_once('/') {
            Some((end, path)) => (end, format!("/{path}")),
            None => (*pattern, String::new()),
        };
        if !is_host(&host, end) || !path.starts_with(&wanted_path) {
            continue;
        }
        let query = tail
            .split_once('?')
            .map_or("", |(_, query)| query.split('#').next().unwrap_or_default());
        let value = names.iter().find_map(|name| {
            query.split('&').find_map(|pair| {
                pair.split_once('=')
                    .filter(|(key, _)| key == name)
                    .map(|(_, value)| value)
            })
        });
        let decoded = value.and_then(|value| percent_decode_str(value).decode_utf8().ok());
        return Some(match decoded {
            Some(target) if leads_to_web(&target) => Redirect::To(target.into_owned()),
            _ => Redirect::Unknown,
        });
    }
    OPAQUE
        .iter()
        .any(|end| is_host(&host, end))
        .then_some(Redirect::Unknown)
}

/// Whether the target that somebody tells of a redirector is handed on: an address of the web, without characters that
/// would hide or reorder what stands around it.
pub fn leads_to_web(target: &str) -> bool {
    let is_web = target.starts_with("http://") || target.starts_with("https://");
    is_web && !target.chars().any(hides)
}

/// Whether a character ends, hides or reorders what stands around it.
fn hides(character: char) -> bool {
    character.is_control()
        || character.is_whitespace()
        || matches!(
            character,
            '\u{ad}' | '\u{61c}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}'
        )
}

/// Whether a host is this one or below it.
fn is_host(host: &str, end: &str) -> bool {
    host.strip_suffix(end)
        .is_some_and(|before| before.is_empty() || before.ends_with('.'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_that_a_reader_takes_for_one() {
        for (a, b) in [
            ("https://www.halles.example/a/", "http://halles.example/a"),
            (
                "https://halles.example/a?utm_source=lettre&utm_medium=mail",
                "https://halles.example/a",
            ),
            (
                "https://halles.example/a?id=3&fbclid=x",
                "https://halles.example/a?id=3",
            ),
            ("https://HALLES.example", "https://halles.example/"),
            ("https://halles.example/#", "https://halles.example/"),
        ] {
            assert_eq!(comparison_key(a), comparison_key(b), "{a} {b}");
        }
        for (a, b) in [
            ("https://halles.example/a?id=3", "https://halles.example/a?id=4"),
            ("https://halles.example/A", "https://halles.example/a"),
            ("https://halles.example/#a", "https://halles.example/#b"),
            ("mailto:a@halles.example", "https://halles.example"),
        ] {
            assert_ne!(comparison_key(a), comparison_key(b), "{a} {b}");
        }
    }

    #[test]
    fn hosts() {
        assert_eq!(
            host("https://www.Halles.example:8080/x").as_deref(),
            Some("halles.example")
        );
        assert_eq!(
            host("https://a:b@halles.example").as_deref(),
            Some("halles.example")
        );
        assert_eq!(
            host("mailto:a@halles.example?subject=b@c").as_deref(),
            Some("halles.example")
        );
        assert_eq!(host("#page=3"), None);
        assert_eq!(host("statuts.pdf"), None);
    }

    #[test]
    fn redirectors_that_carry_their_target_are_decoded() {
        let to = |target: &str| Some(Redirect::To(target.to_string()));
        assert_eq!(
            redirect(
                "https://eur01.safelinks.protection.outlook.com/?url=https%3A%2F%2Fhalles.example%2Fa%3Fb%3D1&data=05"
            ),
            to("https://halles.example/a?b=1")
        );
        assert_eq!(
            redirect("https://www.google.com/url?sa=t&q=https://halles.example/x"),
            to("https://halles.example/x")
        );
        assert_eq!(
            redirect("https://l.facebook.com/l.php?u=https%3A%2F%2Fhalles.example&h=AT0"),
            to("https://halles.example")
        );
        // One within the other.
        assert_eq!(
            redirect(
                "https://l.facebook.com/l.php?u=https%3A%2F%2Fwww.google.com%2Furl%3Fq%3Dhttps%253A%252F%252Fhalles.example"
            ),
            to("https://halles.example")
        );
    }

    #[test]
    fn other_redirectors_are_marked_and_pages_are_not() {
        for url in [
            "https://bit.ly/3abc",
            "https://abc.us9.list-manage.com/track/click?u=1",
            "https://xyz.r.a.d.sendibm1.com/mk/cl/f/x",
            "https://l.facebook.com/l.php?u=javascript:alert(1)",
            "https://l.facebook.com/l.php?u=https://a%0d%0ab",
            "https://l.facebook.com/l.php?u=https://a.example/%E2%80%AEgpj.exe",
            "https://l.facebook.com/l.php",
        ] {
            assert_eq!(redirect(url), Some(Redirect::Unknown), "{url}");
        }
        for url in [
            "https://www.google.com/maps?q=https://halles.example",
            "https://notbit.ly/x",
            "https://www.helloasso.com/associations/x",
            "mailto:a@bit.ly",
            "bit.ly",
        ] {
            assert_eq!(redirect(url), None, "{url}");
        }
        let long = format!("https://l.facebook.com/l.php?u=https://{}", "a".repeat(LONGEST));
        assert_eq!(redirect(&long), None);
    }
}
