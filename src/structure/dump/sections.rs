//! Units with their roles to sections: levels, identifiers, text.
use super::headings::Role;
use super::units::{Unit, begins_with_bullet};
use crate::model::{Block, BlockKind, Section, SectionKind};
use crate::structure::ids::section_id;
use crate::structure::phrases::kind_of_title;
use std::collections::HashSet;

/// The sections of a dump, and for each unit the rank of its section.
pub(super) struct Sections {
    pub(super) sections: Vec<Section>,
    pub(super) of_unit: Vec<usize>,
}

/// Builds the sections. An article stands at level 2 under a rubric, at level 1 before the first.
pub(super) fn build(units: &[Unit], roles: &[Role], language: Option<&str>) -> Sections {
    let mut sections: Vec<Section> = Vec::new();
    let mut of_unit = Vec::with_capacity(units.len());
    let mut taken = HashSet::new();
    let mut rubric: Option<String> = None;
    for (unit, role) in units.iter().zip(roles) {
        match role {
            Role::Rubric => {
                let id = section_id(None, &unit.text, &mut taken);
                rubric = Some(id.clone());
                sections.push(section(id, None, unit, SectionKind::Rubric));
            }
            Role::Title => {
                let id = section_id(rubric.as_deref(), &unit.text, &mut taken);
                sections.push(section(id, rubric.clone(), unit, kind_of_title(&unit.text)));
            }
            Role::Subtitle => {
                if let Some(last) = sections.last_mut() {
                    last.subtitle = Some(unit.text.clone());
                    last.page_end = unit.last_page();
                }
            }
            Role::Text => {
                if sections.is_empty() {
                    let mut front = section(section_id(None, "", &mut taken), None, unit, SectionKind::Front);
                    front.title = String::new();
                    sections.push(front);
                }
                if let Some(last) = sections.last_mut() {
                    push_text(last, unit);
                }
            }
        }
        of_unit.push(sections.len().saturating_sub(1));
    }
    for section in &mut sections {
        section.language = language.filter(|_| !section.text.is_empty()).map(str::to_string);
    }
    Sections { sections, of_unit }
}

fn section(id: String, parent: Option<String>, unit: &Unit, kind: SectionKind) -> Section {
    Section {
        id,
        level: if parent.is_some() { 2 } else { 1 },
        parent,
        kind,
        title: unit.text.clone(),
        subtitle: None,
        byline: None,
        page_start: unit.first_page(),
        page_end: unit.last_page(),
        text: String::new(),
        language: None,
        blocks: Vec::new(),
        external_id: None,
    }
}

fn push_text(section: &mut Section, unit: &Unit) {
    if !section.text.is_empty() {
        section.text.push('\n');
    }
    section.text.push_str(&unit.text);
    section.page_end = section.page_end.max(unit.last_page());
    section.blocks.push(Block {
        kind: if begins_with_bullet(&unit.text) {
            BlockKind::ListItem
        } else {
            BlockKind::Paragraph
        },
        text: unit.text.clone(),
        page: unit.first_page(),
        bbox: None,
    });
}
