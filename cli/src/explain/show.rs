//! The changes, for people to read: before and after side by side.

use unicode_width::UnicodeWidthChar as _;

use super::{example::Excerpt, tally::Tally};
use crate::{names::names, stats::is_mark};

/// How it is shown.
#[derive(Clone, Copy)]
pub struct Look {
    pub colour: bool,
}

/// Columns for each side.
const SIDE: usize = 34;

/// The whole report, with at most so many kinds of changes a rule.
pub fn text(tally: &Tally, top: usize, look: Look) -> String {
    let rules = tally.rules();
    if rules.is_empty() {
        return "Nothing would change.\n".to_owned();
    }
    let mut text = String::new();
    for (rule, count, kinds) in rules {
        if !text.is_empty() {
            text.push('\n');
        }
        let changes = if count == 1 { "change" } else { "changes" };
        text += &look.bold(&format!("{rule}: {count} {changes}"));
        text.push('\n');
        let most = kinds.iter().map(|(_, group)| group.count.to_string().len()).max().unwrap_or(0);
        for ((_, from, to), group) in kinds.iter().take(top) {
            let what = match (from.is_empty(), to.is_empty()) {
                (true, _) => format!("{} is put in", names(to)),
                (_, true) => format!("{} goes", names(from)),
                _ => format!("{} becomes {}", names(from), names(to)),
            };
            text += &format!("  {:>most$}  {what}\n", group.count);
            for (place, example) in &group.examples {
                let indent = most + 4;
                text += &format!("{:indent$}{place}\n", "");
                let before = look.side(&example.before, RED);
                let after = look.side(&example.after, GREEN);
                text += &format!("{:indent$}{before} | {after}\n", "");
            }
        }
        if let Some(more) = kinds.len().checked_sub(top).filter(|&more| more > 0) {
            text += &format!("  and {more} more kinds of change (--top)\n");
        }
    }
    text
}

/// Colours of a terminal (ECMA-48, 8.3.117).
const RED: &str = "\u{1B}[1;31m";
const GREEN: &str = "\u{1B}[1;32m";
const BOLD: &str = "\u{1B}[1m";
const PLAIN: &str = "\u{1B}[0m";

impl Look {
    fn bold(self, text: &str) -> String {
        if self.colour { format!("{BOLD}{text}{PLAIN}") } else { text.to_owned() }
    }

    /// One side, as wide as it shall be, and in isolation: the direction of what stands beside it must not
    /// move it.
    fn side(self, excerpt: &Excerpt, colour: &str) -> String {
        let [left, middle, right] =
            [&excerpt.left, &excerpt.middle, &excerpt.right].map(|text| visible(text));
        let (open, close) = if self.colour { (colour, PLAIN) } else { ("[", "]") };
        let shown = if self.colour { 0 } else { 2 };
        let width = width(&left) + width(&middle) + width(&right) + shown;
        let padding = SIDE.saturating_sub(width);
        format!("\u{2068}{left}{open}{middle}{close}{right}\u{2069}{:padding$}", "")
    }
}

/// A text in which every character can be seen: what is invisible stands as its number.
fn visible(text: &str) -> String {
    let mut shown = String::new();
    for c in text.chars() {
        match c {
            ' ' => shown.push(c),
            _ if c.is_whitespace() || c.width().unwrap_or(0) == 0 && !is_mark(c) => {
                shown += &format!("<{:04X}>", u32::from(c));
            }
            _ => shown.push(c),
        }
    }
    shown
}

/// How many columns of a terminal a text takes.
fn width(text: &str) -> usize {
    text.chars().map(|c| c.width().unwrap_or(0)).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_invisible_is_shown() {
        assert_eq!(visible("a b"), "a b");
        assert_eq!(visible("\u{200F}\n\u{628}\u{64E}\u{A0}"), "<200F><000A>\u{628}\u{64E}<00A0>");
    }

    #[test]
    fn sides_are_of_one_width() {
        let excerpt = Excerpt::new("\u{628}\u{64E} ,\u{628}", 4..5);
        let side = Look { colour: false }.side(&excerpt, RED);
        assert!(side.starts_with("\u{2068}\u{628}\u{64E}[ ],\u{628}\u{2069}  "));
        // The isolates and the mark take no column.
        assert_eq!(width(&side), SIDE);
        let coloured = Look { colour: true }.side(&excerpt, RED);
        assert!(coloured.contains("\u{1B}[1;31m \u{1B}[0m"));
    }
}
