//! What can be found out from the command itself: presets, rules, help, version.

mod support;

use naqi::{Preset, Rule};
use support::accepted;

/// The rows of a table: the lines that begin with a name, each with the lines that go on below.
fn rows(table: &str) -> Vec<String> {
    let mut rows: Vec<String> = Vec::new();
    for line in table.lines() {
        assert!(line.chars().count() <= 80, "wider than a terminal: {line}");
        assert_eq!(line, line.trim_end(), "trailing space");
        match (line.strip_prefix("  "), rows.last_mut()) {
            (Some(more), Some(row)) => *row = format!("{row} {}", more.trim_start()),
            _ => rows.push(line.split_whitespace().collect::<Vec<_>>().join(" ")),
        }
    }
    rows
}

#[test]
fn presets_are_listed_with_their_summaries() {
    let expected: Vec<_> =
        Preset::ALL.iter().map(|preset| format!("{preset} {}", preset.summary())).collect();
    assert_eq!(rows(&accepted(["presets"], "")), expected);
}

#[test]
fn rules_are_listed_with_their_values() {
    let expected: Vec<_> =
        Rule::ALL.iter().map(|rule| format!("{rule} {}", rule.allowed())).collect();
    assert_eq!(rows(&accepted(["rules"], "")), expected);
}

/// What `naqi rules` shows can be given to `--set`, name by name.
#[test]
fn every_listed_value_can_be_set() {
    for row in rows(&accepted(["rules"], "")) {
        let (rule, values) = row.split_once(' ').expect("a rule and its values");
        // Two of the texts hold more than names.
        let values = values.replace("or a list of ", "").replace("or a number from 1 to 255", "3");
        for value in values.split(", ") {
            accepted(["normalize", &format!("--set={rule}={value}"), "--preset=tidy"], "a");
        }
    }
}

#[test]
fn version() {
    assert_eq!(accepted(["--version"], ""), "naqi 0.1.0\n");
}

#[test]
fn help_has_examples_and_the_exit_codes() {
    for command in [
        &["--help"][..],
        &["normalize", "--help"],
        &["tokenize", "--help"],
        &["sentences", "--help"],
        &["presets", "--help"],
        &["rules", "-h"],
    ] {
        let help = accepted(command, "");
        assert!(help.contains("Examples:\n  naqi "), "{help}");
        assert!(help.lines().all(|line| line.chars().count() <= 100), "{help}");
    }
    assert!(accepted(["--help"], "").contains("Exit status:"));
    let normalize = accepted(["normalize", "--help"], "");
    for said in ["Exit status:", "held in memory", "--set <RULE=VALUE>"] {
        assert!(normalize.contains(said), "{said}: {normalize}");
    }
    assert!(accepted(["help", "rules"], "").contains("Examples:"));
}
