//! `gazette` turns a folder of old newsletters into an archive that people can search, cite and script.
//!
//! The modules below stand in the order in which data flows:
//!
//! 1. [`pdf`] reads bytes into pages of positioned glyphs, [`ocr`] the words of pages that are pictures; [`plain`] reads a
//!    text dump into pages of lines;
//! 2. [`layout`] joins glyphs into words, lines and blocks in reading order;
//! 3. [`structure`] finds the masthead, the sections and the links: an [`model::Issue`];
//! 4. [`archive`] keeps originals and records, and conducts stages 1 to 3;
//! 5. [`search`] indexes the records and answers questions;
//! 6. [`export`] writes records in one format or another;
//! 7. [`cli`] parses arguments and prints.
//!
//! [`model`] holds the nouns that every stage shares and [`french`] the rules of French text.
#![forbid(unsafe_code)]
#![deny(missing_docs)]

pub mod model;
pub mod error;
mod child;
mod shares;
pub mod french;
pub mod pdf;
pub mod ocr;
pub mod plain;
pub mod layout;
pub mod structure;
pub mod archive;
pub mod search;
pub mod export;
pub mod cli;

pub use error::Error;
