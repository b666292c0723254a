//! Why a configuration or a name was refused.

use alloc::string::String;
use core::fmt;

use crate::{Tier, builder::Rule};

/// A configuration that cannot be built. Its text is one line and names what is allowed.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Error {
    /// No rule has this name.
    UnknownRule {
        /// The name as it was given.
        name: String,
    },
    /// The rule has no such value.
    UnknownValue {
        /// The rule.
        rule: Rule,
        /// The value as it was given.
        value: String,
        /// The rule's values.
        allowed: String,
    },
    /// No preset has this name.
    UnknownPreset {
        /// The name as it was given.
        name: String,
    },
    /// No tier has this name.
    UnknownTier {
        /// The name as it was given.
        name: String,
    },
    /// The tier is not of this processor, or not in this build.
    UnavailableTier {
        /// The tier.
        tier: Tier,
    },
    /// No kind of token has this name.
    UnknownKind {
        /// The name as it was given.
        name: String,
    },
    /// Two rules that cannot both hold.
    Conflict {
        /// One rule and its value.
        first: (Rule, String),
        /// The other rule and its value.
        second: (Rule, String),
        /// Why they exclude each other.
        why: &'static str,
    },
    /// The letter rules together map a character to one that they do not keep, so that a second
    /// pass would change it again. No rules of this version do; the check is part of every build.
    NotClosed {
        /// The character.
        from: char,
        /// What it becomes.
        to: char,
    },
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Error::UnknownRule { name } => {
                write!(f, "unknown rule `{name}`; rules are ")?;
                list(f, Rule::ALL.iter().map(|rule| rule.name()))
            }
            Error::UnknownValue { rule, value, allowed } => {
                write!(f, "rule `{rule}` has no value `{value}`; allowed: {allowed}")
            }
            Error::UnknownPreset { name } => {
                write!(f, "unknown preset `{name}`; presets are ")?;
                list(f, crate::presets::Preset::ALL.iter().map(|preset| preset.name()))
            }
            Error::UnknownTier { name } => {
                write!(f, "unknown tier `{name}`; tiers are ")?;
                list(f, Tier::ALL.iter().map(|tier| tier.name()))
            }
            Error::UnavailableTier { tier } => {
                write!(f, "tier `{tier}` is not available here; available: ")?;
                let available = Tier::ALL.iter().filter(|tier| tier.is_available());
                list(f, available.map(|tier| tier.name()))
            }
            Error::UnknownKind { name } => {
                write!(f, "unknown kind of token `{name}`; kinds are ")?;
                list(f, crate::token::TokenKind::ALL.iter().map(|kind| kind.name()))
            }
            Error::Conflict { first, second, why } => write!(
                f,
                "`{}={}` conflicts with `{}={}`: {why}",
                first.0, first.1, second.0, second.1
            ),
            Error::NotClosed { from, to } => write!(
                f,
                "the rules write U+{:04X} as U+{:04X}, which they do not keep",
                u32::from(*from),
                u32::from(*to)
            ),
        }
    }
}

/// Writes the names with commas between them.
fn list<'a>(f: &mut fmt::Formatter<'_>, names: impl Iterator<Item = &'a str>) -> fmt::Result {
    for (i, name) in names.enumerate() {
        if i > 0 {
            f.write_str(", ")?;
        }
        f.write_str(name)?;
    }
    Ok(())
}

impl core::error::Error for Error {}
