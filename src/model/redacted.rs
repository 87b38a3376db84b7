//! What was taken out of an exported record.
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A kind of personal data that an export can take out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum RedactedKind {
    /// Mail addresses.
    Email,
    /// Telephone numbers.
    Phone,
    /// Bank accounts: IBAN and French RIB.
    Iban,
    /// French social security numbers.
    Nir,
    /// Postal addresses.
    Address,
    /// Names of a list.
    Name,
}

impl RedactedKind {
    /// The name as it stands in JSON.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Email => "email",
            Self::Phone => "phone",
            Self::Iban => "iban",
            Self::Nir => "nir",
            Self::Address => "address",
            Self::Name => "name",
        }
    }
}
