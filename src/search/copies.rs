//! Copies of a section: the same notice printed issue after issue, word for word or nearly.
//!
//! A signature is the smallest of many hashes of the runs of words of a text, once for each of several hash
//! functions (Broder, "On the resemblance and containment of documents", 1997): the share of equal places in two
//! signatures tells how many runs two texts have in common.

/// Places of a signature.
const PLACES: usize = 16;
/// Words in a run.
const RUN: usize = 3;
/// Texts of fewer words are all alike ("Lire la suite") and have no signature.
const SHORTEST_TEXT: usize = 8;
/// Equal places of two copies: four fifths of their runs are the same.
const EQUAL_PLACES: usize = 13;
const PLACE_BYTES: usize = 4;

/// The signature of a text, by its folded words.
pub(crate) fn signature(words: &[&str]) -> Option<Vec<u8>> {
    if words.len() < SHORTEST_TEXT {
        return None;
    }
    let mut smallest = [u32::MAX; PLACES];
    for hash in hashes_of_runs(words) {
        for (place, least) in smallest.iter_mut().enumerate() {
            // The high half of a product with an odd number of its own for each place.
            let odd = 0x9E37_79B9_7F4A_7C15_u64.wrapping_mul(2 * place as u64 + 1);
            let mixed = (hash ^ odd).wrapping_mul(odd | 1);
            *least = (*least).min((mixed >> 32) as u32);
        }
    }
    Some(smallest.iter().flat_map(|least| least.to_le_bytes()).collect())
}

/// Whether two signatures are of copies.
pub(crate) fn are_copies(left: &[u8], right: &[u8]) -> bool {
    if left.len() != PLACES * PLACE_BYTES || right.len() != left.len() {
        return false;
    }
    let pairs = left.chunks(PLACE_BYTES).zip(right.chunks(PLACE_BYTES));
    pairs.filter(|(left, right)| left == right).count() >= EQUAL_PLACES
}

/// FNV-1a of each run of words, the same on every machine and in every version: signatures are kept in the index.
fn hashes_of_runs(words: &[&str]) -> Vec<u64> {
    let count = (words.len() + 1).saturating_sub(RUN);
    let mut hashes = vec![0xCBF2_9CE4_8422_2325_u64; count];
    // A word of every run at a time: the steps of one hash wait for each other, those of different runs do not.
    for place in 0..RUN {
        for (hash, word) in hashes.iter_mut().zip(words.iter().skip(place)) {
            for byte in word.bytes().chain([b' ']) {
                *hash = (*hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01B3);
            }
        }
    }
    hashes
}

#[cfg(test)]
mod tests {
    use super::*;

    fn signed(text: &str) -> Option<Vec<u8>> {
        let words: Vec<&str> = text.split_whitespace().collect();
        signature(&words)
    }

    #[test]
    fn a_notice_printed_again_is_a_copy_and_another_text_is_none() {
        let notice = "la permanence se tient chaque mardi de neuf heures a midi dans la salle du bas pres de la \
                      mairie et les benevoles y repondent a toutes les questions sur le jardin le compost les \
                      semences et la bourse aux plantes du printemps on y vient sans rendez vous";
        let again = signed(&notice.replace("mardi", "jeudi")).unwrap();
        let notice = signed(notice).unwrap();
        assert!(are_copies(&notice, &again));
        let other =
            "le conseil a vote le budget de la commune par douze voix contre trois apres un long debat";
        assert!(!are_copies(&notice, &signed(other).unwrap()));
    }

    #[test]
    fn short_texts_are_no_copies() {
        assert_eq!(signed("lire la suite en page deux"), None);
        assert!(!are_copies(&[], &[]));
    }
}
