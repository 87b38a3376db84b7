//! The one integration binary: a module a theme, each saying what goes in.
//!
//! Tests of a stage stand beside its code; here stands what only the whole program can show.

// Tests fail by panicking; the lints against it are for data that comes from users.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing
)]

/// Sandboxes, PDF files made by hand, and the binary.
mod support;

/// Rules about the source itself: which module may use which, and that no test is forgotten.
mod contract {
    mod dependencies;
    mod forgotten;
}

/// The commands as a user meets them: output, messages, exit codes.
mod cli {
    mod archives;
    mod bad_inputs;
    mod contract;
    mod exporting;
    mod help;
    mod in_series;
    mod ingesting;
    mod interrupted;
    mod keeping;
    mod killed;
    mod links_and_events;
    mod reading;
    mod readme;
    mod redacting;
    mod records;
    mod scans;
    mod searching;
    mod verifying;
}

/// Newsletters read from file to record.
mod pipeline {
    mod fixtures;
    mod links;
    mod tables;
    mod tagged;
}

/// Files made to exhaust or to break the reader, and damaged ones: each ends in a value, a warning or an error.
mod hostile {
    mod any_bytes;
    mod bombs;
    mod damaged;
    mod endless;
    mod links;
}
