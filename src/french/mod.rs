//! Rules of French text: pure functions on `&str`, usable by themselves.

pub mod dates;
