//! Which pieces of the flow are titles.
//!
//! A piece is a title by what it looks like beside the running text: size, weight, colour, capitals, an underline, a
//! band behind it, white around it; and by what it says: a title is short, does not end like a sentence, is no entry
//! of a programme and no link phrase. Each ground is kept with its weight, so that `--stage layout` can show it.
use super::announced;
use super::beside_titles::{is_date_of_title, is_kicker, is_subtitle, lone_days, repeats_page_before};
use super::flow::{Look, Piece, half_points};
use super::imprint_words;
use super::link_phrases::is_phrase;
use super::no_titles::{
    unmake_cells, unmake_contacts, unmake_days, unmake_directories, unmake_minorities, unmake_runs,
};
use super::phrases::{
    bare_name, begins_with_hour, is_imprint_line, is_jump_line, is_rubric, key, names_hours, names_interview,
    names_rubric, without_number,
};
use super::plain_lines::{
    holds_phone_number, is_conjunction, is_form_comb, is_issue_number, is_name_with_title, is_of_letter,
    is_postal_line, may_be_conjunction, may_be_of_letter,
};
use super::ranks::{self, class_of};
use super::siblings;
use super::tagged;
use crate::french::unicode::is_letter;
use crate::layout::OutlineEntry;
use rustc_hash::{FxHashMap, FxHashSet};
use std::cell::LazyCell;

/// What a piece is in the structure.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Role {
    /// The title of a section. The rank says how prominent it is: the greater stands above the smaller.
    Title(f32),
    /// A line set above the title that follows, and belonging to it.
    Kicker,
    /// A subtitle of the title before it.
    Subtitle,
    /// The title of a page that goes on the page before, printed again.
    RunningHead,
    /// "Suite en page 4".
    JumpLine,
    /// Text.
    Text,
}

impl Role {
    /// Its name and rank, for what shows the evidence.
    pub(super) fn shown(&self) -> (&'static str, Option<f32>) {
        match self {
            Role::Title(rank) => ("title", Some(*rank)),
            Role::Kicker => ("kicker", None),
            Role::Subtitle => ("subtitle", None),
            Role::RunningHead => ("running_head", None),
            Role::JumpLine => ("jump_line", None),
            Role::Text => ("text", None),
        }
    }
}

/// The role of a piece, and what spoke for and against a title.
#[derive(Debug, Clone)]
pub(super) struct Reading {
    pub(super) role: Role,
    pub(super) grounds: Vec<(&'static str, f32)>,
}

/// Longest title in characters.
const LONGEST_TITLE: usize = 200;
/// Most lines of a title.
const MOST_LINES: usize = 5;
/// Sum of evidence from which a piece is a title.
const TITLE: f32 = 2.5;
/// What a heading of a structure tree that can be believed weighs: as much as one of the outline.
const IN_TREE: f32 = 2.5;
/// Letters of a piece from which it is a paragraph.
const PARAGRAPH: usize = 150;
/// Words in a box from which its own running text is what its titles are compared with.
const WORDS_OF_A_BOX: usize = 25;

/// Words from which a text below a title is a paragraph.
const WORDS_OF_A_PARAGRAPH: usize = 15;
/// Ground of a line that ends in a colon and opens a box: it may look like the text below.
const ANNOUNCES: &str = "announces its box";
/// Words at most of what heads a box in a look of its own.
const WORDS_OF_A_LABEL: usize = 10;
/// Words of a line that may announce an interview.
const WORDS_OF_A_HEADING: usize = 20;
/// Questions of one look from which they are those of an interview.
const QUESTIONS: usize = 3;
/// Words up to which a box is one notice: its title stands at its head.
const WORDS_OF_A_NOTICE: usize = 40;

/// Tells the role of every piece.
pub(super) fn read(flow: &[Piece], body: &Look, outline: &[OutlineEntry]) -> Vec<Reading> {
    let announced = announced::read(flow, outline);
    let in_tree = tagged::read(flow, body);
    let around = Around::of(flow, body);
    let mut grounds: Vec<Vec<(&'static str, f32)>> = Vec::with_capacity(flow.len());
    let mut is_title: Vec<bool> = Vec::with_capacity(flow.len());
    for index in 0..flow.len() {
        let mut found = evidence(index, flow, &around);
        if let Some(announced) = announced.get(index).filter(|_| !found.is_empty()) {
            if announced.level.is_some() {
                found.push(("in the outline", 2.5));
            }
            if announced.in_contents {
                found.push(("in the contents", 1.5));
            }
        }
        if matches!(in_tree.get(index), Some(Some(_))) && !found.is_empty() {
            found.push(("structure tree", IN_TREE));
        }
        is_title.push(found.iter().map(|(_, weight)| weight).sum::<f32>() >= TITLE);
        grounds.push(found);
    }
    siblings::make(flow, &mut is_title, &grounds);
    unmake_cells(flow, &mut is_title);
    unmake_runs(flow, &mut is_title);
    unmake_directories(flow, &mut is_title);
    unmake_contacts(flow, &mut is_title);
    unmake_days(flow, &mut is_title);
    unmake_minorities(flow, &mut is_title, &grounds, |piece| around.size_beside(piece));
    let mut roles: Vec<Role> = Vec::with_capacity(flow.len());
    let ranks = ranks::ranks(flow, &is_title, body, &announced, &in_tree);
    let lone_days = lone_days(flow, &is_title);
    for (index, piece) in flow.iter().enumerate() {
        let role = match ranks.get(index).copied().flatten() {
            Some(_) if repeats_page_before(index, flow, &roles) => Role::RunningHead,
            Some(_) if is_kicker(index, flow, &is_title) => Role::Kicker,
            Some(_) if lone_days.contains(&class_of(piece)) && is_date_of_title(index, flow, &roles) => {
                Role::Subtitle
            }
            Some(rank) => Role::Title(rank),
            None if piece.is_row => Role::Text,
            None if is_jump_line(&piece.text) => Role::JumpLine,
            None if is_subtitle(index, piece, flow, &roles, body) => Role::Subtitle,
            None => Role::Text,
        };
        roles.push(role);
    }
    let pairs = roles.into_iter().zip(grounds);
    pairs.map(|(role, grounds)| Reading { role, grounds }).collect()
}

/// What the pieces of a document have in common, to compare each with.
struct Around<'a> {
    body: &'a Look,
    /// The size of running text in a box that has its own.
    box_sizes: FxHashMap<(u32, u32), f32>,
    /// Words of each box.
    box_words: FxHashMap<(u32, u32), usize>,
    /// Looks in which paragraphs are set, by size, weight and colour.
    text_looks: FxHashSet<TextLook<'a>>,
    /// Looks in which the questions of an interview are set.
    interviews: FxHashSet<TextLook<'a>>,
}

/// Family, size, weight and colour of text, and whether it is underlined.
type TextLook<'a> = (&'a str, u32, bool, u32, bool);

fn text_look(look: &Look) -> TextLook<'_> {
    (
        &look.family,
        half_points(look.size),
        look.bold,
        look.color,
        look.underlined,
    )
}

impl<'a> Around<'a> {
    fn of(flow: &'a [Piece], body: &'a Look) -> Self {
        let mut in_box: FxHashMap<(u32, u32), FxHashMap<u32, usize>> = FxHashMap::default();
        let mut letters_of_look: FxHashMap<TextLook<'a>, (usize, usize)> = FxHashMap::default();
        let mut questions: FxHashMap<TextLook<'a>, usize> = FxHashMap::default();
        for piece in flow {
            if piece.text.ends_with('?') {
                *questions.entry(text_look(&piece.look)).or_default() += 1;
            }
            let letters = piece.text.chars().count();
            let (long, all) = letters_of_look.entry(text_look(&piece.look)).or_default();
            *all += letters;
            if letters > PARAGRAPH {
                *long += letters;
            }
            if let Some(frame) = piece.frame {
                let sizes = in_box.entry((piece.page, frame.id)).or_default();
                *sizes.entry(half_points(piece.look.size)).or_default() += piece.words.len();
            }
        }
        let box_words = in_box
            .iter()
            .map(|(key, sizes)| (*key, sizes.values().sum()))
            .collect();
        let box_sizes = in_box
            .into_iter()
            .filter(|(_, sizes)| sizes.values().sum::<usize>() >= WORDS_OF_A_BOX)
            .filter_map(|(key, sizes)| {
                let commonest = sizes.into_iter().max_by_key(|(size, words)| (*words, *size))?;
                Some((key, commonest.0 as f32 / 2.0))
            })
            .collect();
        let text_looks = letters_of_look
            .into_iter()
            .filter(|(_, (long, all))| *long * 10 >= *all * 6)
            .map(|(look, _)| look)
            .collect();
        let is_named = LazyCell::new(|| {
            flow.iter()
                .any(|piece| piece.words.len() <= WORDS_OF_A_HEADING && names_interview(&piece.text))
        });
        let interviews = questions
            .into_iter()
            .filter(|(_, count)| *count >= QUESTIONS || *is_named)
            .map(|(look, _)| look)
            .collect();
        Around {
            body,
            box_sizes,
            box_words,
            text_looks,
            interviews,
        }
    }

    /// Words of the box in which a piece stands.
    fn words_of_box(&self, piece: &Piece) -> usize {
        let key = piece.frame.map(|frame| (piece.page, frame.id));
        key.and_then(|key| self.box_words.get(&key)).copied().unwrap_or(0)
    }

    /// The size of the running text around a piece.
    fn size_beside(&self, piece: &Piece) -> f32 {
        let own = piece
            .frame
            .and_then(|frame| self.box_sizes.get(&(piece.page, frame.id)));
        match own {
            Some(size) => *size,
            None => self.body.size,
        }
        .max(1.0)
    }
}

/// Weighs what speaks for a title. Sizes count most: 1.15 is the ratio from which readers see a title at once.
fn evidence(index: usize, flow: &[Piece], around: &Around) -> Vec<(&'static str, f32)> {
    let mut grounds: Vec<(&'static str, f32)> = Vec::new();
    let Some(piece) = flow.get(index) else {
        return grounds;
    };
    let next = flow.get(index + 1);
    if piece.is_row {
        return grounds;
    }
    let body = around.body;
    if piece.lines > MOST_LINES {
        return grounds;
    }
    let (mut letters, mut length) = (0, 0);
    for letter in piece.text.chars() {
        letters += usize::from(is_letter(letter));
        length += usize::from(!letter.is_whitespace() && !is_mark(letter));
        if length > LONGEST_TITLE {
            return grounds;
        }
    }
    let is_button = piece.alone_in_frame && piece.all_linked;
    let few_letters = letters * 5 < length * 2;
    if letters < 2 || few_letters {
        return grounds;
    }
    if is_button || is_phrase(&piece.text) || is_jump_line(&piece.text) {
        return grounds;
    }
    let look = &piece.look;
    let mut ratio = look.size / around.size_beside(piece);
    if let Some(next) = next
        && ratio < 0.93
        && next.page == piece.page
        && next.look.size <= look.size
        && !next.look.bold
    {
        // It heads text that is small too.
        ratio = 1.0;
    }
    if ratio >= 1.4 {
        grounds.push(("much larger", 3.5));
    } else if ratio >= 1.15 {
        grounds.push(("larger", 2.5));
    } else if ratio >= 1.05 {
        grounds.push(("a little larger", 1.0));
    } else if ratio < 0.85 {
        grounds.push(("much smaller", -2.0));
    } else if ratio < 0.95 {
        grounds.push(("smaller", -1.0));
    }
    let next_is_plain = next.is_some_and(|next| !next.look.bold && next.look.size <= look.size * 1.05);
    if look.bold && (!body.bold || next_is_plain) {
        grounds.push(("bold", if next_is_plain { 1.75 } else { 1.5 }));
    }
    let colored = look.color != body.color && is_far(look.color, body.color);
    // Text of one colour with what follows is no title for its colour.
    let stands_out =
        next.is_none_or(|next| is_far(look.color, next.look.color) || next.look.size < look.size);
    if colored && stands_out {
        grounds.push(("colour", 0.75));
    }
    if look.capitals {
        grounds.push(("capitals", 1.0));
    }
    if look.underlined && !piece.all_linked {
        grounds.push(("underlined", 1.25));
    }
    if piece.alone_in_frame && piece.frame.is_some_and(|frame| !frame.outlined) {
        grounds.push(("band", 1.25));
    }
    if look.family != body.family {
        grounds.push(("other font", 0.25));
    }
    let pitch = 1.3 * look.size;
    if piece.opens_frame && piece.frame.is_some_and(|frame| frame.share < 0.5) {
        grounds.push(("opens a box", 0.5));
        let frame = |piece: &Piece| piece.frame.map(|frame| frame.id);
        let is_apart = next.is_some_and(|next| {
            let step = next.look.size.max(look.size) / next.look.size.min(look.size).max(1.0);
            frame(next) == frame(piece)
                && next.words.len() >= piece.words.len()
                && (is_far(next.look.color, look.color)
                    || next.look.bold != look.bold
                    || next.look.italic != look.italic
                    || step >= 1.08)
        });
        let announces = piece.text.ends_with(':')
            && piece.lines == 1
            && piece.words.len() <= WORDS_OF_A_LABEL
            && next.is_some_and(|next| frame(next) == frame(piece))
            && around.words_of_box(piece) >= WORDS_OF_A_PARAGRAPH;
        if announces && !is_apart {
            grounds.push((ANNOUNCES, 2.25));
        }
        if is_apart && piece.words.len() <= WORDS_OF_A_LABEL && piece.lines <= 2 {
            grounds.push(("unlike the rest of its box", 1.0));
        }
    }
    if piece.frame.is_some()
        && !piece.opens_frame
        && !piece.alone_in_frame
        && around.words_of_box(piece) <= WORDS_OF_A_NOTICE
    {
        grounds.push(("within a small box", -3.0));
    }
    if piece.size_above >= 1.3 * look.size {
        grounds.push(("under a larger title", 0.5));
    } else if piece.white_above > 0.6 * pitch && piece.white_above >= piece.white_below {
        grounds.push(("white above", 0.5));
    }
    let in_list_of_rubrics = || {
        [index.checked_sub(1), Some(index + 1)]
            .into_iter()
            .flatten()
            .filter_map(|near| flow.get(near))
            .any(|near| near.look == *look && names_rubric(&near.text))
    };
    let name = bare_name(&piece.text).unwrap_or_default();
    if imprint_words::names_contents(&name) {
        grounds.push(("names the contents", 1.5));
    } else if is_rubric(&name) && !in_list_of_rubrics() {
        grounds.push(("names a rubric", 2.0));
    }
    if without_number(&piece.text).len() < piece.text.len() {
        grounds.push(("numbered", 0.5));
    }
    let runs_on = next.is_some_and(|next| {
        let begins_small = next.text.chars().next().is_some_and(char::is_lowercase);
        next.look == *look && begins_small
    });
    if runs_on {
        grounds.push(("goes on below", -1.5));
    }
    if ratio < 1.05 && piece.text.ends_with('?') && around.interviews.contains(&text_look(look)) {
        grounds.push(("question of an interview", -0.75));
    }
    if is_imprint_line(&piece.text) {
        grounds.push(("line of an imprint", -3.0));
    }
    let heads_text = next.is_some_and(|next| next.look.size <= look.size && !is_phrase(&next.text));
    if heads_text {
        grounds.push(("text below", 0.25));
    }
    let before = index.checked_sub(1).and_then(|before| flow.get(before));
    let is_plain =
        |near: &Piece| near.page == piece.page && !near.look.bold && near.look.size <= 1.05 * look.size;
    let within_text =
        before.is_some_and(|before| is_plain(before) && before.words.len() >= WORDS_OF_A_PARAGRAPH);
    let over_text = next.is_some_and(|next| is_plain(next) && next.words.len() >= WORDS_OF_A_PARAGRAPH);
    if look.bold && within_text && over_text && !piece.all_linked && !piece.text.ends_with('.') {
        grounds.push(("between paragraphs", 0.5));
    }
    against(piece, before, length, &mut grounds);
    let em = look.size;
    // Under a large title, or over a picture, distances tell nothing.
    let told_by_size = ratio >= 1.15 || piece.size_above >= 1.3 * em;
    if !told_by_size && piece.white_below < 1000.0 && piece.white_below > 2.0 * piece.white_above + 0.6 * em {
        grounds.push(("nearer to what is above", -0.75));
    }
    let announces = grounds.iter().any(|(ground, _)| *ground == ANNOUNCES);
    if !look.capitals && !announces && around.text_looks.contains(&text_look(look)) {
        grounds.push(("look of paragraphs", -2.5));
    }
    grounds
}

/// Weighs what speaks against a title in the words themselves and in what stands around them.
fn against(piece: &Piece, before: Option<&Piece>, length: usize, grounds: &mut Vec<(&'static str, f32)>) {
    let text = piece.text.trim_end();
    if begins_with_hour(text) {
        grounds.push(("begins with an hour", -2.5));
    }
    if names_hours(text) {
        grounds.push(("hours from and to", -3.5));
    }
    // Most lines are told of by their letters as they are: folding leaves those of ASCII in their place.
    let folded = LazyCell::new(|| key(text));
    let has_figures = text.bytes().any(|letter| letter.is_ascii_digit());
    if (may_be_conjunction(text) && is_conjunction(&folded)) || is_form_comb(text) {
        grounds.push(("joins or is filled in", -6.0));
    }
    let may_be_box = text.starts_with(|first: char| !first.is_ascii() || matches!(first, 'p' | 'P'));
    if (has_figures || may_be_box) && is_postal_line(&folded) {
        grounds.push(("address of the post", -3.0));
    }
    if holds_phone_number(text) {
        grounds.push(("telephone number", -6.0));
    }
    if has_figures && is_issue_number(&folded) {
        grounds.push(("number of the issue", -5.0));
    }
    if is_name_with_title(text) {
        grounds.push(("name of a person", -3.0));
    }
    if may_be_of_letter(text) && is_of_letter(&folded) {
        grounds.push(("opens or closes a letter", -2.0));
    }
    if begins_item(text) {
        // Some newsletters set a bullet before their titles: then weight and colour must say so.
        grounds.push(("bullet", -0.5));
    }
    if text.ends_with(['-', '\u{2010}', '\u{ad}']) {
        grounds.push(("ends within a word", -2.5));
    }
    if text.ends_with([',', ';']) {
        grounds.push(("ends in a comma", -2.0));
    }
    let is_abbreviation = || {
        let last = text.rsplit(' ').next().unwrap_or_default();
        last.trim_end_matches('.').contains('.') || last.chars().count() <= 3
    };
    if text.ends_with('.') && !text.ends_with("...") && text.contains(' ') && !is_abbreviation() {
        grounds.push(("ends like a sentence", -1.25));
    }
    if text
        .chars()
        .find(|letter| letter.is_alphanumeric())
        .is_some_and(char::is_lowercase)
    {
        grounds.push(("begins small", -1.0));
    }
    if length > 110 {
        grounds.push(("long", -1.0));
    }
    if piece.look.italic && !piece.look.bold && !piece.look.underlined {
        grounds.push(("italic", -0.5));
    }
    if text.contains('@') || text.contains("://") || text.contains("www.") {
        grounds.push(("address", -4.0));
    }
    if has_sentence_inside(text) {
        grounds.push(("a sentence ends inside", -1.5));
    }
    let em = piece.look.size;
    let goes_on = before.is_some_and(|before| {
        let is_above = before.page == piece.page && (piece.rect[1] - before.rect[3]).abs() < 0.4 * em;
        is_above && before.text.ends_with(',') && before.look.size > 0.9 * em
    });
    if goes_on {
        grounds.push(("goes on the line above", -1.5));
    }
}

/// Whether a sentence of some length ends within a text and another one begins.
pub(super) fn has_sentence_inside(text: &str) -> bool {
    const SENTENCE: usize = 40;
    text.match_indices('.').any(|(at, end)| {
        let Some(after) = text.get(at + end.len()..).and_then(|rest| rest.strip_prefix(' ')) else {
            return false;
        };
        if at < SENTENCE || !after.starts_with(char::is_uppercase) {
            return false;
        }
        let before = text.get(..at).unwrap_or_default();
        before.rsplit(' ').next().unwrap_or_default().chars().count() > 3
    })
}

fn is_mark(letter: char) -> bool {
    matches!(
        letter,
        '•' | '●' | '▪' | '■' | '◦' | '‣' | '➢' | '➤' | '►' | '▶' | '✓' | '✔' | '…'
    )
}

pub(super) fn begins_item(text: &str) -> bool {
    let mut characters = text.chars();
    let mark = characters.next().unwrap_or(' ');
    let next_mark = text.chars().filter(|letter| !letter.is_whitespace()).nth(1);
    // Three marks in a row adorn a title.
    (is_mark(mark) && mark != '…' && next_mark != Some(mark))
        || (matches!(mark, '-' | '–' | '—') && characters.next() == Some(' '))
}

/// Whether two colours differ as readers see it: some channel by a fifth of its range.
pub(super) fn is_far(a: u32, b: u32) -> bool {
    [16, 8, 0]
        .iter()
        .any(|shift| (a >> shift & 0xff).abs_diff(b >> shift & 0xff) > 50)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sentences_within_a_text() {
        assert!(has_sentence_inside(
            "Nous inaugurerons notre nouvelle mairie bientôt. Pourquoi ce choix ?"
        ));
        assert!(!has_sentence_inside(
            "La visite du Dr. Martin à la salle des fêtes"
        ));
        assert!(!has_sentence_inside(
            "Une longue phrase qui va jusqu'à la fin de la ligne."
        ));
    }

    #[test]
    fn a_heading_of_the_structure_tree_needs_little_else() {
        let paragraph = || Piece::of_line(&"Le jardin partagé ouvre ses portes. ".repeat(12), 1, false);
        let role_of_line = |tagged: Option<u8>| {
            let mut line = Piece::of_line("Le jardin partagé", 1, false);
            line.look.size = 10.6;
            line.tagged = tagged;
            let flow = [paragraph(), line, paragraph()];
            let body = super::super::flow::body_look(&flow);
            let readings = read(&flow, &body, &[]);
            let told = readings[1]
                .grounds
                .iter()
                .any(|(ground, _)| *ground == "structure tree");
            (matches!(readings[1].role, Role::Title(_)), told)
        };
        assert_eq!(role_of_line(None), (false, false));
        assert_eq!(role_of_line(Some(2)), (true, true));
    }

    #[test]
    fn adornments_are_no_bullets() {
        assert!(begins_item("• Apporter une chaise"));
        assert!(!begins_item("● ● ● Vie pratique"));
        assert!(begins_item("- une chaise"));
        assert!(!begins_item("-12 décembre"));
    }
}
