//! What may stay though it looks like personal data: the addresses and numbers of institutions, from a list.
use super::numbers::phone_value;
use super::view::View;
use super::{mail, postal};
use crate::model::RedactedKind;
use std::collections::HashSet;

/// What may stay. A line is a mail address, the name of a mailbox at any host (`contact@`), a whole host
/// (`@mairie.example`), a telephone number, an account or a postal address.
#[derive(Debug, Default)]
pub(super) struct Allowed {
    mails: HashSet<String>,
    boxes: HashSet<String>,
    hosts: HashSet<String>,
    numbers: HashSet<String>,
    addresses: Vec<String>,
}

impl Allowed {
    /// Takes a line of the list. Empty lines and those that begin with `#` say nothing.
    pub(super) fn add(&mut self, line: &str) {
        let view = View::of(line.trim());
        let text = view.text.trim();
        if text.is_empty() || text.starts_with('#') {
            return;
        }
        match text.split_once('@') {
            Some(("", host)) => self.hosts.insert(host.to_string()),
            Some((name, "")) => self.boxes.insert(name.to_string()),
            Some(_) => self.mails.insert(mail::value(text)),
            None if text.chars().filter(char::is_ascii_digit).count() >= 9 => {
                // A number is a telephone number, an account or both.
                self.numbers.insert(phone_value(text));
                self.numbers
                    .insert(text.chars().filter(char::is_ascii_alphanumeric).collect())
            }
            None => {
                self.addresses.push(postal::value(text));
                true
            }
        };
    }

    /// Whether a value may stay.
    pub(super) fn allows(&self, kind: RedactedKind, value: &str) -> bool {
        match kind {
            RedactedKind::Email => {
                let (name, host) = value.split_once('@').unwrap_or((value, ""));
                self.mails.contains(value) || self.boxes.contains(name) || self.hosts.contains(host)
            }
            RedactedKind::Phone | RedactedKind::Iban => self.numbers.contains(value),
            RedactedKind::Address => {
                // One of them may go on with the town.
                let goes_on = |long: &str, short: &str| {
                    long.strip_prefix(short)
                        .is_some_and(|rest| rest.is_empty() || rest.starts_with(' '))
                };
                let begins = |allowed: &String| goes_on(value, allowed) || goes_on(allowed, value);
                self.addresses.iter().any(begins)
            }
            RedactedKind::Nir | RedactedKind::Name => false,
        }
    }
}
