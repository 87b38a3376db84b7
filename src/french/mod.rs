//! Rules of French text: pure functions on `&str`, usable by themselves. Depends on nothing else of the crate.
//!
//! [`unicode`] and [`hyphen`] make the text that records keep, as printed and with its accents. The other modules
//! make the keys under which that text is found: they lose case, accents, elided articles and endings, and never
//! touch the text itself.

pub mod unicode;
pub mod hyphen;
pub mod fold;
pub mod characters;
pub mod elision;
pub mod inclusive;
mod numbers;
mod addresses;
pub mod tokens;
pub mod stop;
pub mod variants;
pub mod plural;
pub mod stem_light;
pub mod dates;
