//! Marked content: artifacts, identifiers of the structure tree, replacement text, and optional content that the
//! file hides.
use super::document::Glyph;
use super::outside::decode_text;
use hayro_syntax::Pdf;
use hayro_syntax::object::{Array, Dict, Name, Object, ObjectIdentifier, String as PdfString};
use rustc_hash::FxHashSet;

/// One open marked-content sequence.
#[derive(Debug)]
struct Sequence {
    hidden: bool,
    artifact: bool,
    mcid: Option<i32>,
    replacement: Option<(String, usize)>,
}

/// The open sequences of a page.
#[derive(Debug, Default)]
pub(super) struct MarkedContent {
    open: Vec<Sequence>,
    hidden: usize,
}

impl MarkedContent {
    /// Opens a sequence. `glyphs_so_far` tells where a replacement text begins.
    pub(super) fn begin(
        &mut self,
        tag: &str,
        properties: Option<&Dict<'_>>,
        hidden: bool,
        glyphs_so_far: usize,
    ) {
        let outer = self.open.last();
        let artifact = tag == "Artifact" || outer.is_some_and(|sequence| sequence.artifact);
        let own_mcid = properties.and_then(|dict| dict.get::<i32>(b"MCID".as_slice()));
        let mcid = own_mcid.or_else(|| outer.and_then(|sequence| sequence.mcid));
        let replacement = properties
            .and_then(|dict| dict.get::<PdfString<'_>>(b"ActualText".as_slice()))
            .map(|text| (decode_text(PdfString::as_bytes(&text)), glyphs_so_far));
        if hidden {
            self.hidden += 1;
        }
        self.open.push(Sequence {
            hidden,
            artifact,
            mcid,
            replacement,
        });
    }

    /// Closes the innermost sequence and puts its replacement text in the place of its glyphs.
    pub(super) fn end(&mut self, glyphs: &mut Vec<Glyph>) {
        let Some(sequence) = self.open.pop() else { return };
        if sequence.hidden {
            self.hidden = self.hidden.saturating_sub(1);
        }
        if let Some((text, start)) = sequence.replacement {
            replace(glyphs, start, &text);
        }
    }

    /// Number of open sequences.
    pub(super) fn depth(&self) -> usize {
        self.open.len()
    }

    /// Whether what is drawn now is hidden by the file.
    pub(super) fn is_hidden(&self) -> bool {
        self.hidden > 0
    }

    /// Whether what is drawn now is an artifact, and its identifier.
    pub(super) fn current(&self) -> (bool, Option<i32>) {
        self.open
            .last()
            .map_or((false, None), |sequence| (sequence.artifact, sequence.mcid))
    }
}

/// Lets one glyph carry the whole replacement text, as wide as the glyphs that it replaces. Text over several
/// lines keeps its glyphs: one glyph cannot stand on two lines.
fn replace(glyphs: &mut Vec<Glyph>, start: usize, text: &str) {
    let Some(replaced) = glyphs.get(start..) else {
        return;
    };
    let (Some(first), Some(last)) = (replaced.first(), replaced.last()) else {
        return;
    };
    let shown: String = replaced.iter().map(|glyph| glyph.text.as_str()).collect();
    let trimmed = text.trim_end_matches(['\n', '\r', '\u{ad}']);
    if shown == trimmed || trimmed.is_empty() || (last.y - first.y).abs() > 0.5 * first.size {
        return;
    }
    let mut carrier = first.clone();
    carrier.advance_x = last.x + last.advance_x - first.x;
    carrier.advance_y = last.y + last.advance_y - first.y;
    carrier.text = trimmed.into();
    glyphs.truncate(start);
    glyphs.push(carrier);
}

/// The optional content groups that the file's default view turns off.
pub(super) struct HiddenGroups(FxHashSet<ObjectIdentifier>);

impl HiddenGroups {
    /// Reads the default configuration of the catalogue.
    pub(super) fn read(pdf: &Pdf) -> Self {
        let mut off = FxHashSet::default();
        let xref = pdf.xref();
        let properties = xref
            .get::<Dict<'_>>(xref.root_id())
            .and_then(|catalogue| catalogue.get::<Dict<'_>>(b"OCProperties".as_slice()));
        let Some(properties) = properties else {
            return Self(off);
        };
        let Some(view) = properties.get::<Dict<'_>>(b"D".as_slice()) else {
            return Self(off);
        };
        let base_off = view
            .get::<Name<'_>>(b"BaseState".as_slice())
            .is_some_and(|name| name.as_str() == "OFF");
        if base_off {
            off.extend(references(&properties, b"OCGs"));
        }
        for group in references(&view, b"ON") {
            off.remove(&group);
        }
        off.extend(references(&view, b"OFF"));
        Self(off)
    }

    /// Whether a group, or a membership dictionary over several groups, is hidden.
    pub(super) fn hides(&self, dict: &Dict<'_>, identity: Option<ObjectIdentifier>) -> bool {
        if identity.is_some_and(|identity| self.0.contains(&identity)) {
            return true;
        }
        if dict
            .get::<Name<'_>>(b"Type".as_slice())
            .is_none_or(|name| name.as_str() != "OCMD")
        {
            return false;
        }
        let mut groups = references(dict, b"OCGs");
        if groups.is_empty() {
            groups.extend(dict.get_ref(b"OCGs".as_slice()).map(ObjectIdentifier::from));
        }
        if groups.is_empty() {
            return false;
        }
        let off = groups.iter().filter(|group| self.0.contains(group)).count();
        match dict
            .get::<Name<'_>>(b"P".as_slice())
            .as_ref()
            .map(|name| name.as_str())
        {
            Some("AllOn") => off > 0,
            Some("AnyOff") => off == 0,
            Some("AllOff") => off < groups.len(),
            _ => off == groups.len(),
        }
    }
}

fn references(dict: &Dict<'_>, key: &[u8]) -> Vec<ObjectIdentifier> {
    let Some(array) = dict.get::<Array<'_>>(key) else {
        return Vec::new();
    };
    array
        .raw_iter()
        .filter_map(|item| item.as_obj_ref().map(ObjectIdentifier::from))
        .collect()
}

/// The properties that a marked-content operator names or carries, and their identity.
pub(super) fn properties<'a>(
    operand: &Object<'a>,
    resources: &hayro_syntax::page::Resources<'a>,
) -> (Option<Dict<'a>>, Option<ObjectIdentifier>) {
    match operand {
        Object::Name(name) => {
            let key: &[u8] = name.as_ref();
            (
                resources.properties.get::<Dict<'a>>(key),
                resources.properties.get_ref(key).map(ObjectIdentifier::from),
            )
        }
        Object::Dict(dict) => (Some(dict.clone()), None),
        _ => (None, None),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn glyph(text: &str, x: f32, y: f32) -> Glyph {
        Glyph {
            text: text.into(),
            x,
            y,
            advance_x: 6.0,
            advance_y: 0.0,
            size: 10.0,
            font: 0,
            color: 0,
            render_mode: 0,
            mcid: None,
            artifact: false,
        }
    }

    #[test]
    fn replacement_text_takes_the_place_of_its_glyphs() {
        let mut glyphs = vec![
            glyph("L", 0.0, 0.0),
            glyph("\u{1}", 6.0, 0.0),
            glyph("x", 12.0, 0.0),
        ];
        replace(&mut glyphs, 1, "œu");
        assert_eq!(glyphs.len(), 2);
        assert_eq!(glyphs[1].text, "œu");
        assert_eq!(glyphs[1].advance_x, 12.0);
    }

    #[test]
    fn replacement_over_two_lines_keeps_the_glyphs() {
        let mut glyphs = vec![glyph("a", 0.0, 0.0), glyph("b", 0.0, 14.0)];
        replace(&mut glyphs, 0, "ab cd");
        assert_eq!(glyphs.len(), 2);
    }

    #[test]
    fn artifact_holds_for_inner_sequences() {
        let mut marked = MarkedContent::default();
        marked.begin("Artifact", None, false, 0);
        marked.begin("Span", None, true, 0);
        assert_eq!(marked.current(), (true, None));
        assert!(marked.is_hidden());
        marked.end(&mut Vec::new());
        assert!(!marked.is_hidden());
    }
}
