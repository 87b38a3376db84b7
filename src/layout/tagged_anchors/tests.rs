//! Words of ten points on lines of twelve, each as wide as it is told, under links with an element.
use super::*;
use crate::layout::Word;
use crate::pdf::LinkTarget;

const BLACK: u32 = 0;
const BLUE: u32 = 1;

/// A line of words: text, left side, width, style, element of the tree.
type Told<'a> = (&'a str, f32, f32, u32, Option<u32>);

fn line(baseline: f32, words: &[Told<'_>]) -> Fragment {
    let words: Vec<Word> = words
        .iter()
        .map(|(text, x, width, style, element)| Word {
            text: (*text).into(),
            rect: [*x, baseline - 7.5, *x + *width, baseline + 2.2],
            style: *style,
            link: None,
            link_element: *element,
        })
        .collect();
    Fragment {
        rect: [0.0, baseline - 7.5, 300.0, baseline + 2.2],
        words,
        baseline,
        size: 10.0,
        turned: false,
    }
}

fn link(region: Rect, element: Option<u32>) -> LinkAnnotation {
    LinkAnnotation {
        regions: vec![region],
        target: LinkTarget::Uri("https://halles.example".to_string()),
        alt: None,
        element,
        contents: None,
    }
}

/// The words of each link, by rectangles and tree together.
fn words_of(links: &[LinkAnnotation], fragments: Vec<Fragment>) -> Vec<String> {
    let styles = Styles::of_colors(&[0x000000, 0x0000cc]);
    let mut fragments = crate::layout::anchors::assign(fragments, links, &styles);
    mend(&mut fragments, links, &styles);
    let of = |number: u32| {
        let words = fragments.iter().flat_map(|fragment| &fragment.words);
        let own: Vec<&str> = words
            .filter(|word| word.link == Some(number))
            .map(|word| word.text.as_str())
            .collect();
        own.join(" ")
    };
    (0..links.len() as u32).map(of).collect()
}

const IN: Option<u32> = Some(4);

fn two_lines() -> Vec<Fragment> {
    vec![
        line(
            100.0,
            &[
                ("Voir", 0.0, 40.0, BLUE, None),
                ("le", 50.0, 40.0, BLUE, IN),
                ("guide", 100.0, 40.0, BLUE, IN),
            ],
        ),
        line(
            112.0,
            &[
                ("des", 0.0, 40.0, BLUE, IN),
                ("jardins", 50.0, 40.0, BLUE, IN),
                ("partagés", 100.0, 40.0, BLUE, None),
            ],
        ),
        line(124.0, &[("Fin", 0.0, 40.0, BLUE, None)]),
    ]
}

const GUIDE: &str = "le guide des jardins";

#[test]
fn a_rectangle_over_several_lines_keeps_the_words_of_the_tree() {
    let region = [0.0, 91.0, 145.0, 115.0];
    assert_eq!(words_of(&[link(region, IN)], two_lines()), [GUIDE]);
    assert_eq!(
        words_of(&[link(region, None)], two_lines()),
        ["Voir le guide des jardins partagés"]
    );
}

#[test]
fn a_line_that_the_rectangle_left_out_is_added() {
    let first_line = [50.0, 91.0, 140.0, 103.0];
    assert_eq!(words_of(&[link(first_line, IN)], two_lines()), [GUIDE]);
    assert_eq!(words_of(&[link(first_line, None)], two_lines()), ["le guide"]);
}

#[test]
fn a_rectangle_beside_its_words_has_those_of_the_tree() {
    assert_eq!(
        words_of(&[link([400.0, 300.0, 450.0, 312.0], IN)], two_lines()),
        [GUIDE]
    );
    // Two rectangles of one element: each word goes to the nearer.
    let two = [
        link([400.0, 91.0, 450.0, 103.0], IN),
        link([400.0, 106.0, 450.0, 114.5], IN),
    ];
    assert_eq!(words_of(&two, two_lines()), ["le guide", "des jardins"]);
}

#[test]
fn words_cut_by_the_rectangle_go_by_the_tree() {
    let words = || {
        vec![line(
            100.0,
            &[
                ("Voir", 0.0, 40.0, BLACK, None),
                ("le", 50.0, 40.0, BLACK, IN),
                ("guide", 100.0, 40.0, BLACK, IN),
            ],
        )]
    };
    // It begins in the word before and ends early in the last.
    let shifted = [15.0, 91.0, 115.0, 103.0];
    assert_eq!(words_of(&[link(shifted, None)], words()), ["Voir le"]);
    assert_eq!(words_of(&[link(shifted, IN)], words()), ["le guide"]);
}

#[test]
fn the_neighbouring_line_under_a_high_rectangle_is_given_up() {
    let words = || {
        vec![
            line(100.0, &[("ici", 0.0, 40.0, BLACK, IN)]),
            line(112.0, &[("suite", 0.0, 40.0, BLACK, None)]),
        ]
    };
    let region = [0.0, 91.0, 41.0, 109.0];
    assert_eq!(words_of(&[link(region, None)], words()), ["ici suite"]);
    assert_eq!(words_of(&[link(region, IN)], words()), ["ici"]);
}

#[test]
fn a_good_rectangle_stays_whatever_the_tree_says() {
    // Each word of one sentence by itself, in the order of the elements told.
    let sentence = |elements: [Option<u32>; 4]| {
        let mut list = Vec::new();
        for (index, (text, element)) in ["Écrire", "à", "Odile", "ici"].iter().zip(elements).enumerate() {
            list.push((*text, index as f32 * 50.0, 40.0, BLACK, element));
        }
        vec![line(100.0, &list)]
    };
    let of_odile = [link([100.0, 91.0, 140.0, 103.0], IN)];
    // The tree names the whole sentence, other words, or fewer.
    assert_eq!(words_of(&of_odile, sentence([IN, IN, IN, IN])), ["Odile"]);
    assert_eq!(words_of(&of_odile, sentence([None, IN, IN, IN])), ["Odile"]);
    assert_eq!(words_of(&of_odile, sentence([IN, None, None, None])), ["Odile"]);
    let of_two = [link([50.0, 91.0, 140.0, 103.0], IN)];
    assert_eq!(words_of(&of_two, sentence([None, None, IN, None])), ["à Odile"]);
    // A button around one line is tall and means all of it.
    let button = [link([40.0, 80.0, 150.0, 114.0], IN)];
    assert_eq!(words_of(&button, sentence([None, None, IN, None])), ["à Odile"]);
}

#[test]
fn words_of_another_link_or_another_look_are_not_taken() {
    let mut words = two_lines();
    words[1].words[0].style = BLACK;
    let first_line = [50.0, 91.0, 140.0, 103.0];
    assert_eq!(words_of(&[link(first_line, IN)], words), ["le guide"]);
    let other = link([0.0, 106.0, 40.0, 114.5], None);
    assert_eq!(
        words_of(&[link(first_line, IN), other], two_lines()),
        ["le guide", "des"]
    );
}

#[test]
fn an_article_tagged_as_a_link_is_no_anchor() {
    let article = |lines: usize, apart: f32| {
        let words: Vec<Told<'_>> = (0..4)
            .map(|x| ("mot", x as f32 * 50.0, 40.0, BLACK, IN))
            .collect();
        (0..lines)
            .map(|row| line(100.0 + apart * row as f32, &words))
            .collect::<Vec<Fragment>>()
    };
    let beside = || link([400.0, 300.0, 450.0, 312.0], IN);
    assert_eq!(
        words_of(&[beside()], article(2, 12.0)),
        ["mot mot mot mot mot mot mot mot"]
    );
    assert_eq!(words_of(&[beside()], article(11, 12.0)), [""]);
    // Lines far from each other are no text of one link.
    assert_eq!(words_of(&[beside()], article(2, 40.0)), [""]);
    // The rectangle holds its first line, a quarter of what the tree names.
    let first_line = link([0.0, 91.0, 200.0, 103.0], IN);
    assert_eq!(words_of(&[first_line], article(4, 12.0)), ["mot mot mot mot"]);
}

#[test]
fn what_belongs_to_two_unions_goes_to_its_own() {
    const OTHER: Option<u32> = Some(9);
    let words = vec![
        line(
            100.0,
            &[("un", 0.0, 40.0, BLUE, None), ("premier", 50.0, 90.0, BLUE, IN)],
        ),
        line(
            112.0,
            &[("lien", 0.0, 40.0, BLUE, IN), ("puis", 50.0, 40.0, BLUE, OTHER)],
        ),
        line(
            124.0,
            &[("second", 0.0, 60.0, BLUE, OTHER), ("et", 70.0, 30.0, BLUE, None)],
        ),
    ];
    // Both unions hold the middle line whole; the second is the smaller.
    let links = [
        link([0.0, 91.0, 140.0, 115.0], IN),
        link([0.0, 103.5, 100.0, 127.0], OTHER),
    ];
    assert_eq!(words_of(&links, words), ["premier lien", "puis second"]);
}
