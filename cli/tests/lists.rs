//! What can be found out from the command itself: presets, rules, help, version.

mod support;

use naqi::{Preset, Rule, Tier};
use support::{accepted, naqi};

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
    for option in ["--version", "-V"] {
        assert_eq!(accepted([option], ""), "naqi 0.1.0\n");
    }
}

/// What `naqi --version --verbose` says with this value of `NAQI_TIER`, or without one.
fn verbose_version(tier: Option<&str>) -> String {
    let mut command = naqi();
    match tier {
        Some(tier) => command.env("NAQI_TIER", tier),
        None => command.env_remove("NAQI_TIER"),
    };
    let output = command.args(["--version", "--verbose"]).output().expect("the command runs");
    assert_eq!((output.status.code(), &*output.stderr), (Some(0), &b""[..]));
    String::from_utf8(output.stdout).expect("output is UTF-8")
}

#[test]
fn verbose_version_names_the_tier_in_use() {
    let available: Vec<_> = Tier::ALL.iter().filter(|tier| tier.is_available()).collect();
    let names: Vec<_> = available.iter().map(|tier| tier.name()).collect();
    let expected = |tier| {
        format!(
            "naqi 0.1.0\nUnicode version: 17.0.0\ntier: {tier}\navailable tiers: {}\n",
            names.join(", ")
        )
    };
    // An empty value is none.
    assert_eq!(verbose_version(None), expected(Tier::best().name()));
    assert_eq!(verbose_version(Some("")), expected(Tier::best().name()));
    for tier in names.clone() {
        assert_eq!(verbose_version(Some(tier)), expected(tier));
    }
    // The order does not matter.
    assert!(accepted(["--verbose", "-V"], "").starts_with("naqi 0.1.0\nUnicode"));
}

#[test]
fn help_has_examples_and_the_exit_codes() {
    for command in [
        &["--help"][..],
        &["normalize", "--help"],
        &["tokenize", "--help"],
        &["sentences", "--help"],
        &["check", "--help"],
        &["stats", "--help"],
        &["explain", "--help"],
        &["completions", "--help"],
        &["man", "--help"],
        &["presets", "--help"],
        &["rules", "-h"],
    ] {
        let help = accepted(command, "");
        assert!(help.contains("Examples:\n  naqi "), "{help}");
        assert!(help.lines().all(|line| line.chars().count() <= 100), "{help}");
    }
    let main = accepted(["--help"], "");
    assert!(main.contains("Exit status:"));
    assert!(Tier::ALL.iter().all(|tier| main.contains(tier.name())), "{main}");
    let normalize = accepted(["normalize", "--help"], "");
    for said in ["Exit status:", "--in-place", "--set <RULE=VALUE>"] {
        assert!(normalize.contains(said), "{said}: {normalize}");
    }
    assert!(accepted(["help", "rules"], "").contains("Examples:"));
}
