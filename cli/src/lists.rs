//! Lists of presets and rules, and the version, for people to read.

use anyhow::{Context as _, Result};
use naqi::{Normalizer, Preset, Rule, Tier, UNICODE_VERSION};

/// Columns of a line, as terminals have at least.
const WIDTH: usize = 80;

/// The version; with `verbose` also what depends on it and on the machine.
///
/// # Errors
///
/// With `verbose`, when `NAQI_TIER` names a tier that is not here.
pub fn version(verbose: bool) -> Result<String> {
    let mut text = format!("naqi {}\n", env!("CARGO_PKG_VERSION"));
    if verbose {
        let (major, minor, update) = UNICODE_VERSION;
        let tier = Normalizer::builder().build()?.tier();
        let available = Tier::ALL.iter().filter(|tier| tier.is_available());
        let available: Vec<_> = available.map(|tier| tier.name()).collect();
        text += &format!("Unicode version: {major}.{minor}.{update}\n");
        text += &format!("tier: {tier}\n");
        text += &format!("available tiers: {}\n", available.join(", "));
    }
    Ok(text)
}

/// Each preset and what it does.
pub fn presets() -> String {
    table(Preset::ALL.iter().map(|preset| (preset.name(), preset.summary().to_owned())))
}

/// The rules of a preset as TOML that `--config` reads back.
///
/// # Errors
///
/// When there is no such preset.
pub fn preset(name: &str) -> Result<String> {
    let preset = Preset::from_name(name)?;
    let rules = toml::to_string(&preset.builder()).context("cannot write the rules as TOML")?;
    Ok(format!("# {}\n{rules}", preset.summary()))
}

/// Each rule and its values.
pub fn rules() -> String {
    table(Rule::ALL.iter().map(|rule| (rule.name(), rule.allowed())))
}

/// Names in one column, their texts in another, wrapped.
fn table(rows: impl Iterator<Item = (&'static str, String)> + Clone) -> String {
    let column = 2 + rows.clone().map(|(name, _)| name.len()).max().unwrap_or(0);
    let mut table = String::new();
    for (name, text) in rows {
        let mut start = name;
        for line in wrap(&text, WIDTH.saturating_sub(column)) {
            table += &format!("{start:column$}{line}\n");
            start = "";
        }
    }
    table
}

/// Breaks a text at spaces into lines of at most so many characters; a longer word has its own.
fn wrap(text: &str, width: usize) -> Vec<String> {
    let mut lines = vec![String::new()];
    for word in text.split_whitespace() {
        match lines.last_mut() {
            Some(line) if line.is_empty() => line.push_str(word),
            Some(line) if line.chars().count() + 1 + word.chars().count() <= width => {
                line.push(' ');
                line.push_str(word);
            }
            _ => lines.push(word.to_owned()),
        }
    }
    lines
}
