//! The fields of the index, and the version of the analysis that fills them.
use super::ready::READY;
use tantivy::schema::{
    FAST, Field, INDEXED, IndexRecordOption, STORED, STRING, Schema, SchemaBuilder, TextFieldIndexing,
    TextOptions,
};

/// Version of fields and analysis. Raised whenever the same record may give other keys; an index of another version
/// is refused, because it would silently miss words.
pub const ANALYSIS_VERSION: u32 = 3;

/// One part of a section, under the keys that are made of it.
#[derive(Debug, Clone, Copy)]
pub(crate) struct TextFields {
    /// Light stems.
    pub(crate) light: Option<Field>,
    /// Snowball stems.
    pub(crate) snowball: Option<Field>,
    /// Whole words with their accents.
    pub(crate) accented: Option<Field>,
    /// Whole words without accents, stop words included, with positions.
    pub(crate) folded: Field,
}

/// The fields of the index.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Fields {
    /// The section's own text, subtitle and author's line.
    pub(crate) body: TextFields,
    /// The section's title.
    pub(crate) title: TextFields,
    /// What the section inherits: titles above it, title, number and date of its issue.
    pub(crate) inherited: TextFields,
    /// Titles from the rubric down to the section.
    pub(crate) rubric: TextFields,
    /// Words and addresses of its links.
    pub(crate) link: TextFields,
    /// The publication.
    pub(crate) publication: TextFields,
    /// The issue's number.
    pub(crate) number: Field,
    /// First day of the issue's date as `yyyymmdd`, zeros for what is not known; 0 without a date.
    pub(crate) date: Field,
    /// The kind of section.
    pub(crate) kind: Field,
    /// The publication, folded, whole.
    pub(crate) publication_key: Field,
    /// Identifier of the issue.
    pub(crate) issue: Field,
    /// Identifier of the section in its issue.
    pub(crate) section: Field,
    /// Place of the section in its issue, from 0.
    pub(crate) ordinal: Field,
    /// `section`, or `issue` for the mark that an issue is indexed.
    pub(crate) document: Field,
    /// The publication as printed, whole: to be counted.
    pub(crate) publication_name: Field,
    /// The title of the section's rubric, whole: to be counted.
    pub(crate) rubric_name: Field,
    /// The hosts of the section's links.
    pub(crate) host: Field,
    /// Number of words of the section, its title included.
    pub(crate) words: Field,
    /// What tells copies of the section: see [`super::copies`].
    pub(crate) signature: Field,
    /// On the mark of an issue: its date as in [`Fields::date`].
    pub(crate) issue_date: Field,
    /// On the mark of an issue: its identifier, a space, the fingerprint of the record that was indexed.
    pub(crate) mark: Field,
}

/// Value of [`Fields::document`] for a section.
pub(crate) const SECTION_DOCUMENT: &str = "section";
/// Value of [`Fields::document`] for the mark of an issue.
pub(crate) const ISSUE_DOCUMENT: &str = "issue";
/// Name of the date field, by which hits can be sorted.
pub(crate) const DATE_FIELD: &str = "date";
/// Names of the fields that are counted.
pub(crate) const KIND_FIELD: &str = "kind";
pub(crate) const PUBLICATION_FIELD: &str = "publication_name";
pub(crate) const RUBRIC_FIELD: &str = "rubric_name";
pub(crate) const HOST_FIELD: &str = "host";
pub(crate) const WORDS_FIELD: &str = "words";
pub(crate) const ISSUE_DATE_FIELD: &str = "issue_date";

/// Builds schema and fields.
pub(crate) fn build() -> (Schema, Fields) {
    let mut builder = Schema::builder();
    let body = text_fields(&mut builder, "b", true, true);
    let title = text_fields(&mut builder, "t", false, true);
    let inherited = text_fields(&mut builder, "p", false, false);
    let rubric = text_fields(&mut builder, "r", false, false);
    let link = text_fields(&mut builder, "l", false, false);
    let publication = text_fields(&mut builder, "c", false, false);
    let fields = Fields {
        body,
        title,
        inherited,
        rubric,
        link,
        publication,
        number: builder.add_text_field("number", STRING),
        date: builder.add_u64_field(DATE_FIELD, FAST | INDEXED),
        kind: builder.add_text_field(KIND_FIELD, STRING | FAST),
        publication_key: builder.add_text_field("publication", STRING | FAST),
        issue: builder.add_text_field("issue", STRING | STORED),
        section: builder.add_text_field("section", STORED),
        ordinal: builder.add_u64_field("ordinal", FAST | STORED),
        publication_name: builder.add_text_field(PUBLICATION_FIELD, STRING | FAST),
        rubric_name: builder.add_text_field(RUBRIC_FIELD, STRING | FAST),
        host: builder.add_text_field(HOST_FIELD, STRING | FAST),
        words: builder.add_u64_field(WORDS_FIELD, FAST),
        signature: builder.add_bytes_field("signature", STORED),
        issue_date: builder.add_u64_field(ISSUE_DATE_FIELD, FAST),
        document: builder.add_text_field("document", STRING),
        mark: builder.add_text_field("mark", STRING),
    };
    (builder.build(), fields)
}

fn text_fields(
    builder: &mut SchemaBuilder,
    prefix: &str,
    with_snowball: bool,
    with_accents: bool,
) -> TextFields {
    let mut add = |suffix: &str, option: IndexRecordOption| {
        let indexing = TextFieldIndexing::default()
            .set_tokenizer(READY)
            .set_index_option(option);
        builder.add_text_field(
            &format!("{prefix}_{suffix}"),
            TextOptions::default().set_indexing_options(indexing),
        )
    };
    TextFields {
        light: Some(add("lf", IndexRecordOption::WithFreqs)),
        snowball: with_snowball.then(|| add("sn", IndexRecordOption::WithFreqs)),
        accented: with_accents.then(|| add("ac", IndexRecordOption::WithFreqsAndPositions)),
        folded: add("fo", IndexRecordOption::WithFreqsAndPositions),
    }
}
