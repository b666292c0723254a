//! From preset, file and single settings to a normaliser.

use std::{collections::BTreeMap, path::Path};

use anyhow::{Result, anyhow, ensure};
use naqi::{Builder, Normalizer, Preset, Rule};
use toml::{Spanned, Table, Value};

use crate::{args::Rules, input};

/// The preset where neither a preset nor a file is named.
const DEFAULT: Preset = Preset::Tidy;

/// The entries of a file, which know where they stand in it.
type Lines = BTreeMap<Spanned<String>, Value>;

/// The normaliser that the options ask for: the preset, over it the file, over that each setting.
///
/// # Errors
///
/// An unknown preset, rule or value; two rules that conflict; a file that cannot be read.
pub fn normalizer(args: &Rules) -> Result<Normalizer> {
    let mut rules = match (&args.preset, &args.config) {
        (Some(name), _) => Preset::from_name(name)?.builder(),
        (None, Some(_)) => Builder::default(),
        (None, None) => DEFAULT.builder(),
    };
    if let Some(path) = &args.config {
        rules = overlay(rules, path)?;
    }
    for (rule, value) in &args.set {
        rules = rules.set(rule, value)?;
    }
    Ok(rules.build()?)
}

/// Lays the rules of a file over others.
///
/// Rule by rule, and not as one `Builder`: that does not tell a rule set to its default from a rule
/// left alone, but a file may switch off what the preset switches on. It also lets each error name
/// its line.
fn overlay(mut rules: Builder, path: &Path) -> Result<Builder> {
    let name = path.display();
    let text = input::file(path)?;
    let line = |offset| input::line(text.as_bytes(), offset);

    // Only the message of a TOML error: its full text draws the place on several lines.
    let table: Lines = toml::from_str(&text).map_err(|error| {
        let line = line(error.span().map_or(0, |span| span.start));
        anyhow!("{name}: line {line}: {}", error.message())
    })?;
    let mut entries: Vec<_> = table.into_iter().collect();
    entries.sort_by_key(|(key, _)| key.span().start);

    let mut seen = Vec::new();
    for (key, value) in entries {
        let line = line(key.span().start);
        let key = key.into_inner();
        let entry: Builder = Table::from_iter([(key.clone(), value)]).try_into().map_err(
            |error: toml::de::Error| anyhow!("{name}: line {line}: {}", error.message()),
        )?;
        for rule in Rule::ALL.iter().filter(|rule| rule.name() == key.replace('_', "-")) {
            ensure!(!seen.contains(rule), "{name}: line {line}: rule `{rule}` is given twice");
            seen.push(*rule);
            rules = rules.set(rule.name(), &entry.get(*rule))?;
        }
    }
    Ok(rules)
}
