//! Lists of presets and rules, for people to read.

use anyhow::{Context as _, Result};
use naqi::{Preset, Rule};

/// Columns of a line, as terminals have at least.
const WIDTH: usize = 80;

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
