//! What to do with a hyphen at the end of a line: join the two halves of a cut word, or keep the hyphen of a
//! compound.
//!
//! Promises: letters are never lost or changed; a line without a hyphen at its end is joined by a space. Where the
//! document itself shows the word elsewhere (the lexicon), that decides; then rules of French compounds; then a
//! lower-case continuation is joined.
use super::unicode::is_letter;
use rustc_hash::FxHashSet;

/// What to do where one line ends and the next begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Join {
    /// The hyphen was set by the line break: drop it and join the halves.
    Joined,
    /// The hyphen belongs to the word: keep it and join without a space.
    KeepHyphen,
    /// There is no hyphen to resolve: join with a space.
    NoHyphen,
}

/// The words that a document shows away from line ends, for [`join_line_end`].
#[derive(Debug, Clone, Default)]
pub struct Lexicon {
    words: FxHashSet<String>,
}

impl Lexicon {
    /// Adds the words of a line, save the first and the last: those may be halves.
    pub fn add_line(&mut self, line: &str) {
        let mut chunks = line.split_whitespace().skip(1).peekable();
        while let Some(chunk) = chunks.next() {
            if chunks.peek().is_none() {
                break;
            }
            self.add_word(chunk);
        }
    }

    /// Adds a word, whatever its case, punctuation and elided article.
    pub fn add_word(&mut self, chunk: &str) {
        let word = without_elision(trim_to_word(chunk));
        if word.chars().count() >= 2 {
            self.words.insert(lexicon_key(word));
        }
    }

    /// Whether the document shows the word (lower case, U+002D for hyphens).
    pub fn knows(&self, word: &str) -> bool {
        self.words.contains(word)
    }
}

/// What to do at the end of a line, and on what ground.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decision {
    /// What to do.
    pub join: Join,
    /// Where a rule decided on a word of which the lexicon knows neither form: its halves in lower case with a hyphen between them.
    pub by_rule: Option<String>,
}

impl Decision {
    fn known(join: Join) -> Self {
        Self { join, by_rule: None }
    }
}

/// As [`decide`], without the ground.
pub fn join_line_end(left: &str, right: &str, lexicon: &dyn Fn(&str) -> bool) -> Join {
    decide(left, right, lexicon).join
}

/// Decides what to do between a line and the one that follows it. Both may be whole lines or single words.
///
/// `lexicon` is asked for lower-case words without elided article, hyphens as U+002D.
pub fn decide(left: &str, right: &str, lexicon: &dyn Fn(&str) -> bool) -> Decision {
    let left = left.trim_end();
    let right = right.trim_start();
    let Some(hyphen) = left.chars().next_back().filter(|last| is_line_hyphen(*last)) else {
        return Decision::known(Join::NoHyphen);
    };
    let before_hyphen = left.get(..left.len() - hyphen.len_utf8()).unwrap_or_default();
    // No word is longer, and a text of one endless word is not read again at each of its lines.
    let before_hyphen = before_hyphen
        .get(before_hyphen.floor_char_boundary(before_hyphen.len().saturating_sub(400))..)
        .unwrap_or_default();
    let left_chunk = last_chunk(before_hyphen);
    let right_chunk = right.split_whitespace().next().unwrap_or_default();
    let (Some(last), Some(first)) = (left_chunk.chars().next_back(), right_chunk.chars().next()) else {
        return Decision::known(Join::NoHyphen);
    };
    let joins_letters = last.is_alphanumeric() && first.is_alphanumeric();
    if !joins_letters {
        return Decision::known(Join::NoHyphen);
    }
    let is_address = left_chunk.contains("://") || left_chunk.starts_with("www.") || left_chunk.contains('@');
    // Where the address shows its own hyphens as U+002D, another character is the mark of the line break.
    let has_plain_hyphen = left_chunk.contains('-') || right_chunk.contains('-');
    if is_address && hyphen != '-' && has_plain_hyphen {
        return Decision::known(Join::Joined);
    }
    if is_address || last.is_numeric() || first.is_numeric() || hyphen == NON_BREAKING_HYPHEN {
        return Decision::known(Join::KeepHyphen);
    }

    let left_word = without_elision(trailing_word(left_chunk));
    let right_word = leading_word(right_chunk);
    let shown = forms_shown(left_word, right_word, lexicon);
    match shown {
        (true, false) => return Decision::known(Join::Joined),
        (false, true) => return Decision::known(Join::KeepHyphen),
        _ => {}
    }
    let join = join_by_rule(before_hyphen, left_word, right_word, right_chunk);
    let is_unseen = shown == (false, false) && join != Join::NoHyphen;
    let by_rule = is_unseen.then(|| format!("{}-{}", lexicon_key(left_word), lexicon_key(right_word)));
    Decision { join, by_rule }
}

/// What French compounds and hyphenation tell of a word that the lexicon does not know.
fn join_by_rule(before_hyphen: &str, left_word: &str, right_word: &str, right_chunk: &str) -> Join {
    let left_chunk = last_chunk(before_hyphen);
    let begins_large = right_word.starts_with(char::is_uppercase);
    if begins_large {
        return Join::KeepHyphen;
    }
    let left_key = lexicon_key(left_word);
    let right_key = lexicon_key(right_word);
    // "les pré- et post-adolescents": the hyphen waits for a word that comes later, and a space follows it.
    if matches!(right_key.as_str(), "et" | "ou") {
        return Join::NoHyphen;
    }
    // "main-" "d'œuvre", "Villeneuve-" "d'Ascq"; but "aujour-" "d'hui" is a cut word.
    let after_right_word = right_chunk.get(right_word.len()..).unwrap_or_default();
    if matches!(right_key.as_str(), "d" | "l") && after_right_word.starts_with(is_apostrophe) {
        return if left_key == "aujour" {
            Join::Joined
        } else {
            Join::KeepHyphen
        };
    }
    if is_compound(&left_key, &right_key) || is_demonstrative_pair(before_hyphen, left_word, &right_key) {
        return Join::KeepHyphen;
    }
    let stands_alone = left_key.chars().count() == 1 && left_word.len() == left_chunk.len();
    if stands_alone {
        // "e-mail", "t-shirt": no hyphenator leaves a single letter at a line end.
        return Join::KeepHyphen;
    }
    Join::Joined
}

/// Joins the lines of a paragraph with spaces, hyphens at line ends resolved. A hyphen that stays is written as
/// U+002D, whatever character the file uses for it.
pub fn join_lines(lines: &[&str], lexicon: &dyn Fn(&str) -> bool) -> String {
    join_lines_by(lines, &mut |left, right| join_line_end(left, right, lexicon))
}

/// As [`join_lines`], with what to do at each line's end told by `join`.
pub fn join_lines_by(lines: &[&str], join: &mut dyn FnMut(&str, &str) -> Join) -> String {
    let mut joined = String::new();
    for line in lines {
        let line = line.trim();
        if line.is_empty() {
            continue;
        }
        if joined.is_empty() {
            joined.push_str(line);
            continue;
        }
        match join(&joined, line) {
            Join::Joined => {
                joined.pop();
            }
            Join::KeepHyphen => {
                joined.pop();
                joined.push('-');
            }
            Join::NoHyphen => joined.push(' '),
        }
        joined.push_str(line);
    }
    joined
}

/// Calls `met` with each word of a text that has no hyphen and so many letters at least, as [`Lexicon`] writes it.
pub fn plain_words(text: &str, letters: usize, mut met: impl FnMut(&str)) {
    let mut key = String::new();
    // Asked of every word of an archive: most are too short.
    for chunk in text.split_whitespace().filter(|chunk| chunk.len() >= letters) {
        let word = without_elision(trim_to_word(chunk));
        let mut count = 0;
        let is_plain = word.chars().all(|letter| {
            count += 1;
            is_letter(letter) || (letter >= '\u{300}' && !is_hyphen(letter))
        });
        if !is_plain || count < letters {
            continue;
        }
        key.clear();
        push_key(word, &mut key);
        met(&key);
    }
}

/// The words of a text that hold a hyphen between letters, each as [`Lexicon`] writes it.
pub fn compounds(text: &str) -> impl Iterator<Item = String> + '_ {
    let chunks = text.split_whitespace().filter(|chunk| chunk.contains(is_hyphen));
    chunks.filter_map(|chunk| {
        let word = without_elision(trim_to_word(chunk));
        let mut parts = word.split(is_hyphen);
        let is_compound = word.contains(is_hyphen)
            && parts.all(|part| !part.is_empty() && part.chars().all(char::is_alphabetic));
        is_compound.then(|| lexicon_key(word))
    })
}

const NON_BREAKING_HYPHEN: char = '\u{2011}';

/// U+002D, U+2010, U+2011 and the soft hyphen; U+00AC is what some old fonts show for the soft hyphen.
fn is_line_hyphen(character: char) -> bool {
    matches!(
        character,
        '-' | '\u{2010}' | NON_BREAKING_HYPHEN | '\u{00AD}' | '\u{00AC}'
    )
}

fn is_hyphen(character: char) -> bool {
    matches!(character, '-' | '\u{2010}' | NON_BREAKING_HYPHEN)
}

fn is_apostrophe(character: char) -> bool {
    matches!(character, '\'' | '\u{2019}' | '\u{02BC}' | '\u{2018}')
}

fn is_word_character(character: char) -> bool {
    // Combining accents are kept: a file may hold them apart from their letter.
    character.is_alphanumeric() || is_hyphen(character) || ('\u{0300}'..='\u{036F}').contains(&character)
}

fn last_chunk(text: &str) -> &str {
    text.rsplit(char::is_whitespace).next().unwrap_or_default()
}

/// The word at the end of a chunk, apostrophes included: `(l'auto` gives `l'auto`.
fn trailing_word(chunk: &str) -> &str {
    let is_inside = |character: char| is_word_character(character) || is_apostrophe(character);
    let start = chunk
        .char_indices()
        .rev()
        .take_while(|(_, character)| is_inside(*character))
        .last()
        .map_or(chunk.len(), |(start, _)| start);
    chunk.get(start..).unwrap_or_default()
}

/// The word at the start of a chunk: `dez-vous,` gives `dez-vous`.
fn leading_word(chunk: &str) -> &str {
    let end = chunk
        .char_indices()
        .find(|(_, character)| !is_word_character(*character))
        .map_or(chunk.len(), |(end, _)| end);
    chunk.get(..end).unwrap_or_default()
}

fn trim_to_word(chunk: &str) -> &str {
    chunk.trim_matches(|character: char| !is_word_character(character) || is_hyphen(character))
}

/// The part after the last apostrophe: `l'éco` gives `éco`.
fn without_elision(word: &str) -> &str {
    word.rsplit(is_apostrophe).next().unwrap_or(word)
}

/// Lower case, composed, hyphens as U+002D.
fn lexicon_key(word: &str) -> String {
    let mut key = String::with_capacity(word.len());
    push_key(word, &mut key);
    key
}

/// As [`lexicon_key`], into an empty text.
fn push_key(word: &str, key: &mut String) {
    use unicode_normalization::UnicodeNormalization;
    if word.is_ascii() {
        key.push_str(word);
        key.make_ascii_lowercase();
        return;
    }
    // Without accents apart nothing composes.
    if word.chars().all(|character| character < '\u{300}') {
        for character in word.chars().filter(|character| *character != '\u{00AD}') {
            match character {
                // As they are, or with one letter in lower case.
                '\0'..='\u{7F}' => key.push(character.to_ascii_lowercase()),
                'ß'..='ÿ' => key.push(character),
                _ => key.extend(character.to_lowercase()),
            }
        }
        return;
    }
    for character in word.nfc() {
        if is_hyphen(character) {
            key.push('-');
        } else if character != '\u{00AD}' {
            key.extend(character.to_lowercase());
        }
    }
}

/// Whether the document shows a word elsewhere in one piece, and whether with its hyphen.
fn forms_shown(left: &str, right: &str, lexicon: &dyn Fn(&str) -> bool) -> (bool, bool) {
    let left = lexicon_key(left);
    let right = lexicon_key(right);
    let last_part = left.rsplit('-').next().unwrap_or_default();
    let first_part = right.split('-').next().unwrap_or_default();
    let knows_joined = knows_inflected(&format!("{left}{right}"), lexicon)
        || knows_inflected(&format!("{last_part}{first_part}"), lexicon);
    let knows_hyphenated = knows_inflected(&format!("{left}-{right}"), lexicon)
        || knows_inflected(&format!("{left}-{first_part}"), lexicon);
    (knows_joined, knows_hyphenated)
}

/// Whether the lexicon knows the word, or the word with or without a plural mark.
fn knows_inflected(word: &str, lexicon: &dyn Fn(&str) -> bool) -> bool {
    if lexicon(word) {
        return true;
    }
    match word.strip_suffix('s') {
        Some(singular) => lexicon(singular),
        None => lexicon(&format!("{word}s")),
    }
}

/// "ce mois-ci", "cette année-là": the demonstrative stands before the noun.
fn is_demonstrative_pair(before_hyphen: &str, left_word: &str, right: &str) -> bool {
    if right != "ci" && right != "là" {
        return false;
    }
    let before_word = before_hyphen.strip_suffix(left_word).unwrap_or_default();
    let previous = last_chunk(before_word.trim_end()).to_lowercase();
    matches!(previous.as_str(), "ce" | "cet" | "cette" | "ces")
}

/// Whether the two halves (lower case) make a compound that French writes with a hyphen.
fn is_compound(left: &str, right: &str) -> bool {
    let (before, last) = match left.rsplit_once('-') {
        Some((before, last)) => (Some(before), last),
        None => (None, left),
    };
    let (first, after) = match right.split_once('-') {
        Some((first, after)) => (first, Some(after)),
        None => (right, None),
    };
    // "participera-" "t-on", "c'est-" "à-dire", "rez-" "de-chaussée".
    if after.is_some()
        && matches!(
            first,
            "t" | "à"
                | "au"
                | "aux"
                | "de"
                | "des"
                | "dont"
                | "du"
                | "en"
                | "et"
                | "la"
                | "le"
                | "les"
                | "lès"
                | "lez"
                | "ou"
                | "sous"
                | "sur"
        )
    {
        return true;
    }
    // "a-t-" "il", "vis-à-" "vis", "rez-de-" "chaussée"; but "au-de-" "vant" is a cut word.
    if before.is_some() {
        let is_cut = matches!(first, "vant" | "hors" | "dans" | "là");
        let connects =
            matches!(last, "t" | "à") || (last == "de" && !is_cut) || (last == "en" && first == "ciel");
        if connects {
            return true;
        }
    }
    if takes_clitic(last, first) || is_number_pair(last, first) {
        return true;
    }
    if let Some((_, cut_words)) = ALWAYS_FIRST.iter().find(|(part, _)| *part == last) {
        return !cut_words.iter().any(|cut| first.starts_with(cut));
    }
    if last == "ex" {
        // "ex-" before these consonants begins no French word, so it can only be "former".
        return first.starts_with(['b', 'd', 'f', 'g', 'j', 'l', 'm', 'n', 'r', 'v']);
    }
    COMPOUNDS
        .iter()
        .any(|(part, seconds)| *part == last && seconds.contains(&first))
}

/// Whether `right` is a pronoun or particle hung on the verb or demonstrative `left`.
fn takes_clitic(left: &str, right: &str) -> bool {
    let ends = |endings: &[&str]| endings.iter().any(|ending| left.ends_with(ending));
    match right {
        "vous" | "nous" | "même" | "mêmes" | "je" | "y" => true,
        "il" | "elle" | "on" | "ils" | "elles" => ends(&["t", "d"]),
        "moi" | "toi" => left.chars().count() >= 3 && ends(&["e", "s", "z", "x"]),
        "lui" | "leur" | "le" | "la" | "les" => ends(&["ez", "tes", "ons"]),
        "tu" => ends(&["s", "x"]),
        "en" => ends(&["s", "z"]),
        "ce" => matches!(
            left,
            "est" | "était" | "sera" | "serait" | "sont" | "soit" | "fut" | "fût"
        ),
        "ci" => matches!(left, "celui" | "celle" | "ceux" | "celles"),
        "là" => !matches!(left, "voi" | "de"),
        _ => false,
    }
}

/// "vingt-deux", "quatre-vingts", "soixante-dix".
fn is_number_pair(left: &str, right: &str) -> bool {
    const TENS: &[&str] = &[
        "dix",
        "vingt",
        "trente",
        "quarante",
        "cinquante",
        "soixante",
        "quatre",
        "septante",
        "nonante",
    ];
    const UNITS: &[&str] = &[
        "un", "une", "deux", "trois", "quatre", "cinq", "six", "sept", "huit", "neuf", "dix", "onze",
        "douze", "treize", "quatorze", "quinze", "seize", "vingt", "vingts",
    ];
    TENS.contains(&left) && UNITS.contains(&right)
}

/// First parts that always take a hyphen, with the beginnings of what would make them a cut word instead.
const ALWAYS_FIRST: &[(&str, &[&str])] = &[
    ("vice", &[]),
    ("saint", &[]),
    ("sainte", &[]),
    ("demi", &[]),
    ("après", &[]),
    ("arrière", &[]),
    ("avant", &["age", "agé"]),
    ("sous", &["cri", "tra", "tend", "sign"]),
    ("non", &["ante", "ant", "chal", "obst"]),
    ("quasi", &["ment"]),
    ("franco", &["phon", "phil", "phob"]),
];

/// Compounds whose first part also begins words that are written whole.
#[rustfmt::skip]
const COMPOUNDS: &[(&str, &[&str])] = &[
    ("peut", &["être"]),
    ("bien", &["être", "fondé", "pensant"]),
    ("mieux", &["être", "disant"]),
    ("plus", &["value", "values"]),
    ("moins", &["value", "values", "disant"]),
    ("week", &["end", "ends"]),
    ("quelques", &["uns", "unes"]),
    ("chef", &["lieu"]),
    ("chefs", &["lieux"]),
    ("savoir", &["faire", "être", "vivre"]),
    ("laissez", &["passer"]),
    ("porte", &["parole", "voix", "clés", "monnaie", "drapeau", "fenêtre", "documents", "vélos", "vélo"]),
    ("tout", &["petit", "petits", "terrain", "puissant", "venant", "public"]),
    ("au", &["delà", "dessus", "dessous", "devant", "dehors", "dedans"]),
    ("par", &["delà", "dessus", "dessous", "devant", "derrière", "dehors"]),
    ("là", &["bas", "haut", "dessus", "dessous", "dedans"]),
    ("ci", &["joint", "jointe", "joints", "jointes", "dessus", "dessous", "après", "contre", "inclus"]),
    ("moyen", &["âge", "terme", "métrage"]),
    ("court", &["métrage", "circuit", "circuits", "bouillon"]),
    ("courts", &["métrages", "circuits"]),
    ("long", &["métrage", "courrier"]),
    ("compte", &["rendu", "rendus", "gouttes"]),
    ("comptes", &["rendus"]),
    ("rond", &["point"]),
    ("ronds", &["points"]),
    ("mot", &["clé", "clef"]),
    ("mots", &["clés", "clefs", "croisés"]),
    ("chou", &["fleur"]),
    ("choux", &["fleurs"]),
    ("libre", &["service", "échange", "accès"]),
    ("haut", &["parleur", "parleurs"]),
    ("centre", &["ville", "bourg"]),
    ("petit", &["déjeuner", "fils", "enfant"]),
    ("petits", &["déjeuners", "enfants", "fils"]),
    ("petite", &["fille"]),
    ("petites", &["filles"]),
    ("grand", &["mère", "père", "parent", "chose", "messe", "rue", "place"]),
    ("grands", &["mères", "pères", "parents"]),
    ("beau", &["père", "frère", "fils"]),
    ("belle", &["mère", "sœur", "fille"]),
    ("nord", &["est", "ouest", "sud", "américain", "américaine"]),
    ("sud", &["est", "ouest", "américain", "américaine"]),
    ("cerf", &["volant"]),
    ("essuie", &["mains", "glace", "glaces"]),
    ("ouvre", &["boîte", "boîtes"]),
    ("main", &["forte"]),
    ("mi", &["temps", "parcours", "chemin", "mandat", "saison", "journée", "hauteur", "clos", "janvier",
        "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre", "octobre", "novembre",
        "décembre"]),
    ("ex", &["président", "présidente", "cathédrale", "aequo", "voto", "conjoint", "conjointe", "salarié"]),
    ("pique", &["nique", "niques"]),
    ("couvre", &["feu", "lit"]),
    ("passe", &["temps", "partout"]),
    ("entre", &["deux", "temps"]),
    ("hors", &["série", "sol", "piste", "jeu", "norme", "champ", "bord"]),
    ("garde", &["manger", "robe", "corps", "fou", "malade", "champêtre"]),
    ("auto", &["école", "stop", "écoles"]),
];

#[cfg(test)]
#[path = "hyphen_tests.rs"]
mod tests;
