//! Figures for people and for programs.

use anyhow::Result;
use serde_json::{Map, Value};

use super::classes::Section;

/// A table; what is not there is left out.
pub fn table(sections: &[Section]) -> String {
    let rows = || sections.iter().flat_map(|section| &section.rows).filter(|row| row.count > 0);
    let names = rows().map(|row| row.name.chars().count()).max().unwrap_or(0);
    let figures = rows().map(|row| grouped(row.count).len()).max().unwrap_or(0);
    let mut table = String::new();
    for section in sections {
        let mut rows = section.rows.iter().filter(|row| row.count > 0).peekable();
        if rows.peek().is_none() {
            continue;
        }
        if !table.is_empty() {
            table.push('\n');
        }
        table += &format!("{}\n", section.title);
        for row in rows {
            let name = row.name.replace('_', " ");
            table += &format!("  {name:names$}  {:>figures$}\n", grouped(row.count));
        }
    }
    table
}

/// A number with a space between each three digits.
fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let mut text = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            text.push(' ');
        }
        text.push(digit);
    }
    text
}

/// One JSON object with an object for each section.
///
/// # Errors
///
/// None that is known: figures can be written.
pub fn json(sections: &[Section]) -> Result<String> {
    let sections = sections.iter().map(|section| {
        let rows = section.rows.iter().map(|row| (row.name.clone(), Value::from(row.count)));
        (section.name.to_owned(), Value::Object(rows.collect()))
    });
    let mut text = serde_json::to_string_pretty(&Value::Object(Map::from_iter(sections)))?;
    text.push('\n');
    Ok(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn digits_are_grouped() {
        let cases = [(0, "0"), (999, "999"), (1000, "1 000"), (1_234_567, "1 234 567")];
        cases.iter().for_each(|&(number, text)| assert_eq!(grouped(number), text));
    }
}
