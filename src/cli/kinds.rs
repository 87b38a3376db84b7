//! Kinds of the model, as they are named on the command line: by the names that they have in JSON.
use crate::model::{EventKind, LinkKind};
use clap::builder::{PossibleValue, PossibleValuesParser, TypedValueParser};
use serde::de::DeserializeOwned;
use serde_json::Value;

/// Reads a kind of link.
pub(super) fn link_kind() -> impl TypedValueParser<Value = LinkKind> {
    named([
        ("web", "A web address"),
        ("mail", "A mail address"),
        ("tel", "A telephone number"),
        ("internal", "A place in the same issue"),
        ("file", "Another file, or what is no address to follow"),
    ])
}

/// Reads a kind of event.
pub(super) fn event_kind() -> impl TypedValueParser<Value = EventKind> {
    named([
        ("date", "Something happens"),
        ("deadline", "The last day to do something"),
        ("repeated", "It comes again"),
    ])
}

/// Reads a value by its name in JSON, and shows in the help what each name means.
fn named<T, const N: usize>(names: [(&'static str, &'static str); N]) -> impl TypedValueParser<Value = T>
where
    T: DeserializeOwned + Clone + Send + Sync + 'static,
{
    let values = names.map(|(name, help)| PossibleValue::new(name).help(help));
    PossibleValuesParser::new(values).try_map(|name| serde_json::from_value::<T>(Value::String(name)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::Command;
    use std::ffi::OsStr;

    #[test]
    fn every_name_that_is_offered_is_one_of_the_model() {
        let command = Command::new("gazette");
        let parse = |name: &str| link_kind().parse_ref(&command, None, OsStr::new(name)).unwrap();
        let kinds = [
            ("web", LinkKind::Web),
            ("mail", LinkKind::Mail),
            ("tel", LinkKind::Tel),
            ("internal", LinkKind::Internal),
            ("file", LinkKind::File),
        ];
        for (name, kind) in kinds {
            assert_eq!(parse(name), kind);
        }
        let parse = |name: &str| event_kind().parse_ref(&command, None, OsStr::new(name)).unwrap();
        for (name, kind) in [
            ("date", EventKind::Date),
            ("deadline", EventKind::Deadline),
            ("repeated", EventKind::Repeated),
        ] {
            assert_eq!(parse(name), kind);
        }
        assert!(link_kind().parse_ref(&command, None, OsStr::new("fax")).is_err());
    }
}
