//! Mail addresses, also those that are written so that programs do not see them.
use super::view::View;
use super::{Found, pattern};
use crate::model::RedactedKind;
use regex::Regex;
use std::sync::LazyLock;

/// A name, a sign for "at", a host. A host without a full stop counts where the sign is `@` itself with nothing
/// around: the address was cut.
static MAIL: LazyLock<Regex> = LazyLock::new(|| {
    // Full stops with a space on both sides are those of letters set wide apart.
    let name = r"(?:[\p{L}\p{N}_+\-]+ \. )*[\p{L}\p{N}._%+'&\-]*[\p{L}\p{N}_]";
    let label = r"[\p{L}\p{N}](?:[\p{L}\p{N}\-]*[\p{L}\p{N}])?";
    let dot = r"(?:\.| \. | ?[\[({<] ?(?:\.|dot|point|pt) ?[\])}>] ?)";
    let word_dot = r"(?:\.| (?:dot|point) )";
    let veil = r" ?[\[({<] ?(?:at|arobase|arobas|arrobase|a|chez|@) ?[\])}>] ?";
    pattern(&format!(
        concat!(
            r"{name}(?:\s{{0,2}}(?:@|%40|&#64;|&commat;)\s{{0,2}}|{veil}){label}(?:{dot}{label})+",
            r"|{name} (?:arobase|arobas|arrobase) {label}(?:{word_dot}{label})+",
            // In English `at` is a word like others: only what spells its full stops is an address.
            r"|{name} at {label}(?: (?:dot|point) {label})+",
            r"|{name}_at_{label}(?:\.{label})+",
            r"|{name}(?:@|%40|&#64;){label}(?:-\n{label}(?:\.{label})*)?",
        ),
        name = name,
        veil = veil,
        label = label,
        dot = dot,
        word_dot = word_dot
    ))
});

/// What stands for `@` and for a full stop.
static AT: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"\s*(?:@|%40|&#64;|&commat;|[\[({<] ?(?:at|arobase|arobas|arrobase|a|chez|@) ?[\])}>]|_at_)\s*| (?:arobase|arobas|arrobase|at) ",
    )
});
static DOT: LazyLock<Regex> =
    LazyLock::new(|| pattern(r" \. | ?[\[({<] ?(?:\.|dot|point|pt) ?[\])}>] ?| (?:dot|point) |-?\n"));

/// Mail addresses. Their value is the plain address.
pub(super) fn addresses(view: &View<'_>, found: &mut Vec<Found>) {
    for one in MAIL.find_iter(&view.text) {
        // Punctuation before an address is none of it.
        let skipped = one.as_str().len()
            - one
                .as_str()
                .trim_start_matches(['.', '\'', '-', '&', '%', '+'])
                .len();
        let range = one.start() + skipped..one.end();
        let text = view.text.get(range.clone()).unwrap_or_default();
        found.push(Found::new(RedactedKind::Email, range, value(text)));
    }
}

/// The plain address, as it is compared.
pub(super) fn value(text: &str) -> String {
    let plain = AT.replace(text, "@");
    DOT.replace_all(&plain, ".").into_owned()
}
