//! Where a newsletter takes its leave: behind the last article stand a row of social networks, a word on the sender,
//! and how to leave the list. They belong to no article.
use super::flow::Piece;
use super::phrases::key;
use super::titles::Role;

/// Networks, folded.
const NETWORKS: [&str; 14] = [
    "facebook",
    "instagram",
    "linkedin",
    "mastodon",
    "bluesky",
    "twitter",
    "youtube",
    "tiktok",
    "whatsapp",
    "telegram",
    "peertube",
    "vimeo",
    "pinterest",
    "flickr",
];
/// Different networks that make a row.
const ROW: usize = 2;
/// Words of such a row.
const WORDS_OF_A_ROW: usize = 20;
/// Words of the last article before it: under fewer the row is what the title is about.
const WORDS_BEFORE: usize = 30;
/// Words of a paragraph that says how to leave the list.
const WORDS_OF_A_LEAVE: usize = 80;

/// The first piece of what closes the issue: a row of networks behind the text of the last titled section.
pub(super) fn begins_at(flow: &[Piece], roles: &[Role]) -> Option<usize> {
    let last_title = roles.iter().rposition(|role| matches!(role, Role::Title(_)))?;
    let mut words = 0;
    for (index, piece) in flow.iter().enumerate().skip(last_title + 1) {
        if words >= WORDS_BEFORE && is_row_of_networks(&piece.text) {
            return Some(index);
        }
        words += piece.words.len();
    }
    None
}

/// Whether a text is little more than the names of social networks.
fn is_row_of_networks(text: &str) -> bool {
    if text.split_whitespace().nth(WORDS_OF_A_ROW).is_some() {
        return false;
    }
    let folded = key(text);
    NETWORKS
        .iter()
        .filter(|network| folded.contains(*network))
        .count()
        >= ROW
}

/// Whether a paragraph says why one gets the newsletter, or how to leave its list.
pub(super) fn takes_leave(text: &str) -> bool {
    const PHRASES: [&str; 12] = [
        "se desinscrire",
        "se desabonner",
        "me desinscrire",
        "me desabonner",
        "pour vous desinscrire",
        "pour vous desabonner",
        "lien de desinscription",
        "lien de desabonnement",
        "vous recevez cette lettre",
        "vous recevez ce message",
        "unsubscribe",
        "you are receiving this",
    ];
    if text.split_whitespace().nth(WORDS_OF_A_LEAVE).is_some() {
        return false;
    }
    let folded = key(text);
    // Asked of every paragraph: one of these is in each phrase.
    [
        "desinscri",
        "desabonne",
        "vous recevez ce",
        "unsubscribe",
        "you are receiving",
    ]
    .iter()
    .any(|part| folded.contains(part))
        && PHRASES.iter().any(|phrase| folded.contains(phrase))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_of_networks() {
        assert!(is_row_of_networks("Facebook • Instagram • LinkedIn"));
        assert!(!is_row_of_networks("Suivez-nous sur Facebook"));
        let text = "La commune ouvre une page Facebook et un compte Instagram pour dire plus vite à chacun ce qui se passe \
                    dans les rues";
        assert!(!is_row_of_networks(text));
    }

    #[test]
    fn leaves() {
        assert!(takes_leave(
            "vous recevez cette lettre car vous etes adherent. se desinscrire"
        ));
        assert!(takes_leave("unsubscribe from this list"));
        assert!(!takes_leave("les nageurs se sont desinscrits du tournoi"));
    }
}
