//! Which rules hold: presets, files of rules, single settings, and their order.

mod support;

use naqi::{Builder, Preset};
use support::{COMMA, Files, MARKED, WORD, accepted};

/// The output for [`MARKED`] under a preset, a file of rules and settings.
fn marked(preset: Option<&str>, config: Option<&str>, settings: &[&str]) -> String {
    let files = Files::new();
    let mut args = vec!["normalize".to_owned()];
    args.extend(preset.map(|name| format!("--preset={name}")));
    args.extend(config.map(|toml| format!("--config={}", files.write("rules.toml", toml))));
    args.extend(settings.iter().map(|setting| format!("--set={setting}")));
    accepted(args, MARKED)
}

#[test]
fn preset_by_name() {
    // search removes both marks and writes ASCII digits; light removes the marks only.
    assert_eq!(marked(Some("search"), None, &[]), "\u{643}\u{628} 12");
    assert_eq!(marked(Some("light"), None, &[]), "\u{643}\u{628} \u{661}\u{662}");
    assert_eq!(marked(Some("tidy"), None, &[]), MARKED);
    // A hyphen counts as an underscore.
    let alef = "\u{623}";
    for name in ["lucene_arabic", "lucene-arabic"] {
        assert_eq!(accepted(["normalize", "--preset", name], alef), "\u{627}");
    }
}

#[test]
fn settings_reach_every_kind_of_rule() {
    assert_eq!(marked(None, None, &["digits=ascii"]), "\u{643}\u{64E}\u{628}\u{64B} 12");
    assert_eq!(marked(None, None, &["marks=harakat"]), "\u{643}\u{628}\u{64B} \u{661}\u{662}");
    assert_eq!(marked(None, None, &["marks=harakat,tanwin"]), "\u{643}\u{628} \u{661}\u{662}");
    assert_eq!(marked(None, None, &["marks=all"]), "\u{643}\u{628} \u{661}\u{662}");
    assert_eq!(
        accepted(["normalize", "--set", "elongation=2"], "\u{647}\u{647}\u{647}\u{647}"),
        "\u{647}\u{647}"
    );
    // An underscore counts as a hyphen.
    for setting in ["white-space=single-line", "white_space=single_line"] {
        assert_eq!(accepted(["normalize", "--set", setting], "a\nb"), "a b");
    }
}

#[test]
fn settings_come_on_top_of_the_default_preset() {
    let messy = format!("{WORD} ,{WORD} \u{661}");
    let output = accepted(["normalize", "--set", "digits=ascii"], messy);
    assert_eq!(output, format!("{WORD}{COMMA} {WORD} 1"));
}

#[test]
fn the_last_setting_of_a_rule_holds() {
    assert_eq!(marked(None, None, &["digits=ascii", "digits=keep"]), MARKED);
    assert_eq!(
        marked(None, None, &["marks=all", "marks=tanwin"]),
        "\u{643}\u{64E}\u{628} \u{661}\u{662}"
    );
}

/// Without a preset, a file starts from nothing: not even the default preset.
#[test]
fn config_alone() {
    let files = Files::new();
    let config = files.write("rules.toml", "digits = \"ascii\"\n");
    let messy = format!("{WORD} ,{WORD}  \u{661}");
    let output = accepted(["normalize", "--config", &config], messy);
    assert_eq!(output, format!("{WORD} ,{WORD}  1"));

    let empty = files.write("empty.toml", "");
    let messy = format!("\u{FEFF}{WORD} ,{MARKED}>  ");
    assert_eq!(accepted(["normalize", "--config", &empty], &messy), messy);
}

#[test]
fn config_values_of_every_kind() {
    let no_vowels = "\u{643}\u{628} \u{661}\u{662}";
    for list in [r#"["harakat", "tanwin"]"#, r#""harakat,tanwin""#, r#"["all"]"#, r#""all""#] {
        assert_eq!(marked(None, Some(&format!("marks = {list}")), &[]), no_vowels);
    }
    assert_eq!(marked(None, Some("marks = []"), &[]), MARKED);

    let files = Files::new();
    for number in ["2", "\"2\""] {
        let config = files.write("rules.toml", format!("elongation = {number}"));
        let output = accepted(["normalize", "--config", &config], "\u{647}\u{647}\u{647}");
        assert_eq!(output, "\u{647}\u{647}");
    }
    let config = files.write("rules.toml", "white_space = \"single_line\"");
    assert_eq!(accepted(["normalize", "--config", &config], "a\nb"), "a b");
}

#[test]
fn config_over_preset() {
    // The file's rule replaces the preset's, the preset's others stay.
    let output = accepted(
        ["normalize", "--preset=light", "--set=digits=arabic-indic", "-"],
        "\u{643}\u{64E} 12",
    );
    assert_eq!(output, "\u{643} \u{661}\u{662}");
    assert_eq!(marked(Some("light"), Some("digits = \"ascii\""), &[]), "\u{643}\u{628} 12");
    assert_eq!(
        marked(Some("search"), Some("marks = [\"tanwin\"]"), &[]),
        "\u{643}\u{64E}\u{628} 12"
    );
}

/// A rule that the file sets to its default is switched off, not left to the preset.
#[test]
fn config_switches_off_what_the_preset_switches_on() {
    assert_eq!(
        marked(Some("search"), Some("digits = \"keep\""), &[]),
        "\u{643}\u{628} \u{661}\u{662}"
    );
    for none in ["[]", "\"none\"", "[\"none\"]"] {
        let config = format!("marks = {none}");
        assert_eq!(marked(Some("search"), Some(&config), &[]), "\u{643}\u{64E}\u{628}\u{64B} 12");
    }
}

#[test]
fn settings_over_config() {
    let config = Some("digits = \"ascii\"\nmarks = [\"harakat\"]\n");
    assert_eq!(marked(None, config, &["digits=keep"]), "\u{643}\u{628}\u{64B} \u{661}\u{662}");
    assert_eq!(marked(Some("tidy"), config, &["marks=none"]), "\u{643}\u{64E}\u{628}\u{64B} 12");
}

/// `naqi presets NAME` prints what `--config` reads back, to the same rules and the same output.
#[test]
fn presets_survive_the_round_trip() {
    let files = Files::new();
    // Something for each rule: marks, tatweel, letters, a presentation form, digits, punctuation.
    let text = format!(
        "\u{FEFF}{WORD} ,{MARKED}>  \u{640}\u{623}\u{624}\u{649}\u{6CC}\u{6A9}\u{6C1}\u{670} \
         \u{FEFB}\u{200C}\u{6F1} \u{201C} {WORD} \u{201D} ?\r\n"
    );
    for preset in Preset::ALL {
        let toml = accepted(["presets", preset.name()], "");
        let first = toml.lines().next().expect("a comment on top");
        assert_eq!(first, format!("# {}", preset.summary()));

        let rules: Builder = toml::from_str(&toml).expect("the library reads the rules");
        assert_eq!(rules, preset.builder(), "{preset}");

        let config = files.write("rules.toml", &toml);
        let named = accepted(["normalize", "--preset", preset.name()], &text);
        assert_eq!(accepted(["normalize", "--config", &config], &text), named, "{preset}");
        assert_eq!(named, preset.normalizer().normalize(&text), "{preset}");
    }
}
