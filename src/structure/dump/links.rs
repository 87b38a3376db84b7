//! The links of a dump: the addresses at a page's end are paired with the phrases of that page.
//!
//! A dump says which addresses a page has and not where they stand. An address that is clearly like one article's
//! title belongs to that article's phrase; the others follow in order.
use super::likeness::{AddressWords, CLEAR, TextWords, coverage, likeness};
use super::units::Unit;
use crate::model::{Link, LinkKind, LinkOrigin, Section, Warning, WarningCode};
use crate::plain::Dump;
use crate::structure::address::{self, Address};
use crate::structure::link_phrases::phrases_within;
use crate::structure::printed_address::addresses_in;
use std::collections::{HashMap, HashSet};

mod pairing;

/// Words of the dump that carry a link: a phrase, or an address in print.
struct Anchor {
    text: String,
    page: u32,
    section: usize,
    /// How sure the words are to be a link: a phrase alone on its line, or one within text.
    weight: f32,
    /// The text since the anchor before it in the same section.
    context: String,
    /// The address, where it is printed.
    printed: Option<Address>,
}

/// A phrase that stands alone on its line.
const WEIGHT_ALONE: f32 = 1.0;
/// A phrase within a line of text.
const WEIGHT_WITHIN: f32 = 0.5;

/// An issue with more sections, or a page with more links, is hostile: likeness is not asked for then.
const MOST_COMPARED: usize = 1000;

/// A longer text holds the words of any address.
const LONGEST_COMPARED: usize = 20_000;

/// What the likeness of a text counts beside that of a title: a text holds many words by chance.
const CONTEXT_FACTOR: f32 = 0.6;

/// An address of the page's furniture, for a phrase that no other address wants.
const WEIGHT_OF_FURNITURE: f32 = 0.05;

/// Finds the links, in reading order. `furniture` holds the addresses that stand on many pages: they go to a phrase
/// only where no other address does.
pub(super) fn links(
    dump: &Dump,
    units: &[Unit],
    of_unit: &[usize],
    sections: &[Section],
    furniture: &HashSet<String>,
) -> (Vec<Link>, Vec<Warning>) {
    let anchors = anchors(units, of_unit);
    let mut links = Vec::new();
    let mut warnings = Vec::new();
    let mut rest = anchors.as_slice();
    for (page, number) in dump.pages.iter().zip(1..) {
        let of_page = rest.iter().take_while(|anchor| anchor.page <= number).count();
        let (here, after) = rest.split_at(of_page);
        rest = after;
        let on_page = PageLinks {
            number,
            anchors: here,
            sections,
            furniture,
        };
        on_page.pair(&page.addresses, &mut links, &mut warnings);
    }
    for (link, rank) in links.iter_mut().zip(1..) {
        link.id = format!("l{rank}");
    }
    (links, warnings)
}

/// The phrases and printed addresses of all units, in reading order.
fn anchors(units: &[Unit], of_unit: &[usize]) -> Vec<Anchor> {
    let mut anchors: Vec<Anchor> = Vec::new();
    let mut context = String::new();
    let mut section_of_context = 0;
    for (unit, section) in units.iter().zip(of_unit) {
        if *section != section_of_context {
            context.clear();
            section_of_context = *section;
        }
        let mut found: Vec<(std::ops::Range<usize>, f32, Option<Address>)> = Vec::new();
        if unit.is_phrase {
            found.push((0..unit.text.len(), WEIGHT_ALONE, None));
        } else {
            let phrases = phrases_within(&unit.text)
                .into_iter()
                .map(|range| (range, WEIGHT_WITHIN, None));
            found.extend(phrases);
            for range in addresses_in(&unit.text) {
                let forms = address::forms(unit.text.get(range.clone()).unwrap_or_default());
                found.push((range, 0.0, Some(forms)));
            }
            found.sort_by_key(|(range, ..)| range.start);
            context.push_str(&unit.text);
            context.push(' ');
        }
        for (range, weight, printed) in found {
            anchors.push(Anchor {
                page: unit.page_at(range.start),
                text: unit.text.get(range).unwrap_or_default().to_string(),
                section: *section,
                weight,
                context: std::mem::take(&mut context),
                printed,
            });
        }
    }
    // A phrase at the end of a unit that crosses pages may stand behind one of the next: pages in order.
    anchors.sort_by_key(|anchor| anchor.page);
    anchors
}

/// The anchors of one page.
struct PageLinks<'a> {
    number: u32,
    anchors: &'a [Anchor],
    sections: &'a [Section],
    furniture: &'a HashSet<String>,
}

impl PageLinks<'_> {
    fn pair(&self, raw_addresses: &[String], links: &mut Vec<Link>, warnings: &mut Vec<Warning>) {
        let addresses: Vec<Address> = raw_addresses.iter().map(|raw| address::forms(raw)).collect();
        let mut anchor_of: Vec<Option<usize>> = vec![None; addresses.len()];
        let mut is_paired = vec![false; self.anchors.len()];
        self.pair_printed(&addresses, &mut anchor_of, &mut is_paired);
        self.pair_phrases(&addresses, &mut anchor_of, &mut is_paired);

        let with_words: HashSet<&str> = addresses
            .iter()
            .zip(&anchor_of)
            .filter(|(_, anchor)| anchor.is_some())
            .map(|(a, _)| a.url.as_str())
            .collect();
        let mut found: Vec<(usize, Link)> = Vec::new();
        let mut alone = 0;
        for (address, anchor) in addresses.iter().zip(&anchor_of) {
            match anchor.and_then(|rank| Some((rank, self.anchors.get(rank)?))) {
                Some((rank, anchor)) => {
                    found.push((rank, self.link(address, Some(anchor), LinkOrigin::Dump)))
                }
                // A picture and a button often bear the same link.
                None if with_words.contains(address.url.as_str()) => {}
                None => {
                    alone += usize::from(!self.furniture.contains(&address.raw_url));
                    found.push((usize::MAX, self.link(address, None, LinkOrigin::Dump)));
                }
            }
        }
        let mut phrases_alone = 0;
        for (rank, (anchor, is_paired)) in self.anchors.iter().zip(&is_paired).enumerate() {
            match &anchor.printed {
                _ if *is_paired => {}
                Some(address) => found.push((rank, self.link(address, Some(anchor), LinkOrigin::Printed))),
                None => phrases_alone += 1,
            }
        }
        if alone > 0 || phrases_alone > 0 {
            let message = format!(
                "addresses at the end of the page: {}; without a link phrase: {alone}; link phrases without an address: {phrases_alone}",
                addresses.len()
            );
            warnings.push(Warning::new(
                WarningCode::LinkCountMismatch,
                Some(self.number),
                message,
            ));
        }
        found.sort_by_key(|(rank, _)| *rank);
        links.extend(found.into_iter().map(|(_, link)| link));
    }

    /// Addresses that the page prints are carried by their own print.
    fn pair_printed(&self, addresses: &[Address], anchor_of: &mut [Option<usize>], is_paired: &mut [bool]) {
        let mut printed: HashMap<String, Vec<usize>> = HashMap::new();
        for (rank, anchor) in self.anchors.iter().enumerate().rev() {
            if let Some(address) = &anchor.printed {
                printed.entry(comparable(&address.url)).or_default().push(rank);
            }
        }
        for (address, slot) in addresses.iter().zip(anchor_of) {
            let Some(rank) = printed.get_mut(&comparable(&address.url)).and_then(Vec::pop) else {
                continue;
            };
            *slot = Some(rank);
            if let Some(is_paired) = is_paired.get_mut(rank) {
                *is_paired = true;
            }
        }
    }

    /// Addresses go to phrases by likeness where it is clear, by order elsewhere.
    fn pair_phrases(&self, addresses: &[Address], anchor_of: &mut [Option<usize>], is_paired: &mut [bool]) {
        let free_anchors: Vec<usize> = (0..self.anchors.len())
            .filter(|rank| {
                self.anchors
                    .get(*rank)
                    .is_some_and(|anchor| anchor.printed.is_none())
            })
            .collect();
        let mut free_addresses: Vec<usize> = Vec::new();
        let mut seen = HashSet::new();
        for (rank, (address, slot)) in addresses.iter().zip(anchor_of.iter()).enumerate() {
            if seen.insert(address.url.as_str()) && slot.is_none() {
                free_addresses.push(rank);
            }
        }
        let words: Vec<(TextWords, TextWords, TextWords)> = free_anchors
            .iter()
            .filter_map(|rank| self.anchors.get(*rank))
            .map(|anchor| self.words_of(anchor))
            .collect();
        let mut table = pairing::Table::new(free_anchors.len(), free_addresses.len());
        for (column, rank) in free_addresses.iter().enumerate() {
            let Some(address) = addresses.get(*rank).filter(|_| table.is_filled()) else {
                break;
            };
            let is_furniture = self.furniture.contains(&address.raw_url);
            let address_words = AddressWords::new(&address.url);
            for (row, (title, subtitle, context)) in words.iter().enumerate() {
                let by_title = likeness(&address_words, title).max(0.9 * likeness(&address_words, subtitle));
                let by_context = CONTEXT_FACTOR * coverage(&address_words, context);
                let weight = free_anchors
                    .get(row)
                    .and_then(|rank| self.anchors.get(*rank))
                    .map_or(0.0, |a| a.weight);
                let weight = if address.kind == LinkKind::Web {
                    weight
                } else {
                    0.3 * weight
                };
                match is_furniture {
                    true if weight >= WEIGHT_ALONE => table.set(row, column, WEIGHT_OF_FURNITURE, 0.0),
                    true => {}
                    false => table.set(row, column, weight, by_title.max(by_context)),
                }
            }
        }
        for (row, column) in table.pairs() {
            let (Some(anchor), Some(address)) = (free_anchors.get(row), free_addresses.get(column)) else {
                continue;
            };
            if let (Some(slot), Some(is_paired)) = (anchor_of.get_mut(*address), is_paired.get_mut(*anchor)) {
                *slot = Some(*anchor);
                *is_paired = true;
            }
        }
    }

    /// The words of an anchor's title, of its subtitle and of the text before it.
    fn words_of(&self, anchor: &Anchor) -> (TextWords, TextWords, TextWords) {
        let section = self.sections.get(anchor.section);
        let title = section.map_or("", |section| section.title.as_str());
        let subtitle = section
            .and_then(|section| section.subtitle.as_deref())
            .unwrap_or_default();
        (
            TextWords::new(title),
            TextWords::new(subtitle),
            TextWords::new(&anchor.context),
        )
    }

    fn link(&self, address: &Address, anchor: Option<&Anchor>, origin: LinkOrigin) -> Link {
        let section = match anchor {
            Some(anchor) => self.sections.get(anchor.section),
            None if self.furniture.contains(&address.raw_url) => None,
            None => self.section_like(address),
        };
        Link {
            id: String::new(),
            text: anchor.map(|anchor| anchor.text.clone()).unwrap_or_default(),
            alt: None,
            url: address.url.clone(),
            raw_url: address.raw_url.clone(),
            display_url: address.display_url.clone(),
            redirector: None,
            target_url: None,
            kind: address.kind,
            page: anchor.map_or(self.number, |anchor| anchor.page),
            bboxes: Vec::new(),
            section: section.map(|section| section.id.clone()),
            origin,
            target_section: None,
        }
    }

    /// The section of this page whose title is clearly like an address, or whose text holds its words.
    fn section_like(&self, address: &Address) -> Option<&Section> {
        if self.anchors.len() > MOST_COMPARED || self.sections.len() > MOST_COMPARED {
            return None;
        }
        let words = AddressWords::new(&address.url);
        let is_here =
            |section: &&Section| section.page_start <= self.number && self.number <= section.page_end;
        let liked = self.sections.iter().filter(is_here).map(|section| {
            let title = TextWords::new(&section.title);
            let text = if section.text.len() <= LONGEST_COMPARED {
                section.text.as_str()
            } else {
                ""
            };
            let by_text = CONTEXT_FACTOR * coverage(&words, &TextWords::new(text));
            (likeness(&words, &title).max(by_text), section)
        });
        let best = liked.max_by(|left, right| left.0.total_cmp(&right.0));
        best.filter(|(likeness, _)| *likeness >= CLEAR)
            .map(|(_, section)| section)
    }
}

/// An address without what print leaves out.
fn comparable(url: &str) -> String {
    let lower = url.to_lowercase();
    let bare = lower.split_once("://").map_or(lower.as_str(), |(_, rest)| rest);
    bare.trim_start_matches("www.").trim_end_matches('/').to_string()
}
