//! A builder or normaliser as a map from the names of its rules to the names of their values.
//!
//! Rules that are off are left out. Bit sets are lists of names; a text with commas is read too.
//! Unknown rules and values are errors that list what is allowed.

use alloc::{string::String, vec::Vec};
use core::fmt;

use serde::{
    Deserialize, Deserializer, Serialize, Serializer,
    de::{self, MapAccess, SeqAccess, Visitor},
    ser::SerializeMap,
};

use crate::{
    Normalizer,
    builder::{Builder, Rule},
};

impl Serialize for Builder {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        for (rule, value) in self.rules() {
            match rule {
                Rule::Marks | Rule::Controls => {
                    map.serialize_entry(rule.name(), &value.split(',').collect::<Vec<_>>())?;
                }
                _ => map.serialize_entry(rule.name(), &value)?,
            }
        }
        map.end()
    }
}

impl<'de> Deserialize<'de> for Builder {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(Rules)
    }
}

impl Serialize for Normalizer {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.rules().serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for Normalizer {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Builder::deserialize(deserializer)?.build().map_err(de::Error::custom)
    }
}

/// Reads the map.
struct Rules;

impl<'de> Visitor<'de> for Rules {
    type Value = Builder;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a map from rules to values")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Builder, A::Error> {
        let mut builder = Builder::default();
        let mut seen = Vec::new();
        while let Some(rule) = map.next_key::<String>()? {
            let rule = rule.replace('_', "-");
            if seen.contains(&rule) {
                return Err(de::Error::custom(format_args!("rule `{rule}` is given twice")));
            }
            let Name(value) = map.next_value()?;
            builder = builder.set(&rule, &value).map_err(de::Error::custom)?;
            seen.push(rule);
        }
        Ok(builder)
    }
}

/// A value's name, from a text, a number or a list of texts.
struct Name(String);

impl<'de> Deserialize<'de> for Name {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(NameVisitor)
    }
}

struct NameVisitor;

impl<'de> Visitor<'de> for NameVisitor {
    type Value = Name;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value's name, a number, or a list of names")
    }

    fn visit_str<E: de::Error>(self, name: &str) -> Result<Name, E> {
        Ok(Name(name.into()))
    }

    fn visit_u64<E: de::Error>(self, number: u64) -> Result<Name, E> {
        Ok(Name(alloc::format!("{number}")))
    }

    fn visit_i64<E: de::Error>(self, number: i64) -> Result<Name, E> {
        Ok(Name(alloc::format!("{number}")))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Name, A::Error> {
        let mut names = Vec::new();
        while let Some(name) = list.next_element::<String>()? {
            names.push(name);
        }
        Ok(Name(if names.is_empty() { "none".into() } else { names.join(",") }))
    }
}
