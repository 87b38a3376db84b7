//! The head of the first page: gathers what tells the identity, and which lines are masthead and not text.
use super::masthead::{Evidence, HeadLine, Identity, read_identity};
use crate::french::unicode::normalize;
use crate::layout::{LaidPage, Layout, Line};
use crate::model::{Furniture, FurnitureKind};
use std::collections::HashSet;

/// Lines of the first page with text that are masthead: block and line, each counted from 0.
#[derive(Debug, Default)]
pub(super) struct MastheadLines {
    /// Number of the page, from 1.
    pub(super) page: u32,
    places: HashSet<(usize, usize)>,
}

impl MastheadLines {
    /// Whether a line of a page is masthead.
    pub(super) fn holds(&self, page: u32, block: usize, line: usize) -> bool {
        page == self.page && self.places.contains(&(block, line))
    }
}

/// What the head of the first page gives.
#[derive(Debug, Default)]
pub(super) struct Head {
    pub(super) identity: Identity,
    pub(super) lines: MastheadLines,
    pub(super) furniture: Vec<Furniture>,
}

/// Reads the identity of the issue from its first page with text, running lines, information and file name.
pub(super) fn read(layout: &Layout, file_name: &str, language: Option<String>) -> Head {
    let first = layout.pages.iter().find(|page| !page.blocks.is_empty());
    let mut places = Vec::new();
    let mut first_page_lines = Vec::new();
    if let Some(page) = first {
        for (block_index, block) in page.blocks.iter().enumerate() {
            for (line_index, line) in block.lines.iter().enumerate() {
                places.push(Some((block_index, line_index)));
                first_page_lines.push(head_line(line, page, layout));
            }
        }
        for furniture in &page.furniture {
            places.push(None);
            first_page_lines.push(head_line(&furniture.line, page, layout));
        }
    }
    let evidence = Evidence {
        first_page_lines,
        running_lines: running_lines(layout),
        information_title: layout.information.title.clone(),
        file_name: file_name.to_string(),
        language,
    };
    let identity = read_identity(&evidence);
    let mut head = Head::default();
    if let Some(page) = first {
        head.lines.page = page.number;
        for index in &identity.title_lines {
            // Furniture is beside the text already.
            let Some(Some((block, line))) = places.get(*index).copied() else {
                continue;
            };
            head.lines.places.insert((block, line));
            if let Some(line) = page.blocks.get(block).and_then(|block| block.lines.get(line)) {
                let text = normalize(&line.text());
                head.furniture.push(Furniture {
                    kind: FurnitureKind::Masthead,
                    page: page.number,
                    text,
                });
            }
        }
    }
    head.identity = identity;
    head
}

fn head_line(line: &Line, page: &LaidPage, layout: &Layout) -> HeadLine {
    let letters = |word: &str| word.chars().count();
    let total: usize = line.words.iter().map(|word| letters(&word.text)).sum();
    let bold: usize = line
        .words
        .iter()
        .filter(|word| {
            layout
                .styles
                .get(word.style as usize)
                .is_some_and(|style| style.bold)
        })
        .map(|word| letters(&word.text))
        .sum();
    HeadLine {
        text: normalize(&line.text()),
        size: line.size,
        y: line.rect[1],
        page_height: page.height,
        bold: total > 0 && bold * 2 > total,
    }
}

fn running_lines(layout: &Layout) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for page in &layout.pages {
        for furniture in &page.furniture {
            let text = normalize(&furniture.line.text());
            if furniture.kind != FurnitureKind::Folio && !lines.contains(&text) {
                lines.push(text);
            }
        }
    }
    lines
}
