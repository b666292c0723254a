//! A configuration as data: what is written is read back, and what cannot be read is answered
//! with what could.

#![cfg(feature = "serde")]

use naqi::{Builder, Digits, Elongation, Marks, Normalizer, Preset, Rule, Tatweel};
use serde::Deserialize;

fn from_json(text: &str) -> Result<Normalizer, String> {
    serde_json::from_str(text).map_err(|error| error.to_string())
}

fn from_toml(text: &str) -> Result<Normalizer, String> {
    toml::from_str(text).map_err(|error| error.to_string())
}

#[test]
fn every_preset_goes_round_in_json_and_toml() {
    for preset in Preset::ALL {
        let normalizer = preset.normalizer();
        let json = serde_json::to_string(&normalizer).expect("JSON");
        assert_eq!(from_json(&json).as_ref(), Ok(&normalizer), "{json}");
        let toml = toml::to_string(&normalizer).expect("TOML");
        assert_eq!(from_toml(&toml).as_ref(), Ok(&normalizer), "{toml}");
        // A builder is written as its normaliser is.
        let builder: Builder = serde_json::from_str(&json).expect("a builder");
        assert_eq!(builder, preset.builder());
        assert_eq!(serde_json::to_string(&builder).expect("JSON"), json);
    }
}

/// Every value of every rule, alone.
#[test]
fn every_value_goes_round() {
    for &rule in Rule::ALL {
        let allowed = rule.allowed();
        let values = allowed.trim_start_matches("none, all, or a list of ");
        let values: Vec<_> = match rule {
            Rule::Elongation => vec!["keep", "1", "255"],
            Rule::Marks | Rule::Controls => values.split(", ").chain(["none", "all"]).collect(),
            _ => values.split(", ").collect(),
        };
        for value in values {
            let builder = Builder::default().set(rule.name(), value).expect("an allowed value");
            let json = serde_json::to_string(&builder).expect("JSON");
            let read: Builder = serde_json::from_str(&json).expect("what was written");
            assert_eq!(read, builder, "{json}");
        }
    }
}

#[test]
fn rules_are_written_by_name_and_sets_as_lists() {
    let builder = Builder::default()
        .tatweel(Tatweel::All)
        .marks(Marks::HARAKAT | Marks::DAGGER_ALEF)
        .digits(Digits::ArabicIndic)
        .elongation(Elongation::max(2));
    assert_eq!(
        serde_json::to_string(&builder).expect("JSON"),
        r#"{"tatweel":"all","marks":["harakat","dagger-alef"],"digits":"arabic-indic","elongation":"2"}"#
    );
    let off = Normalizer::builder().build().expect("no conflict");
    assert_eq!(serde_json::to_string(&off).expect("JSON"), "{}");
    assert_eq!(from_json("{}"), Ok(off));
}

#[test]
fn values_are_read_in_the_ways_people_write_them() {
    let builder = |text: &str| serde_json::from_str::<Builder>(text).expect(text);
    let marks = Builder::default().marks(Marks::HARAKAT | Marks::DAGGER_ALEF);
    assert_eq!(builder(r#"{"marks": "harakat,dagger-alef"}"#), marks);
    assert_eq!(builder(r#"{"marks": ["harakat", "dagger_alef"]}"#), marks);
    assert_eq!(builder(r#"{"marks": "all"}"#), Builder::default().marks(Marks::all()));
    assert_eq!(builder(r#"{"marks": ["all"]}"#), Builder::default().marks(Marks::all()));
    assert_eq!(builder(r#"{"marks": []}"#), Builder::default());
    assert_eq!(builder(r#"{"elongation": 2}"#), Builder::default().elongation(Elongation::max(2)));
    assert_eq!(builder(r#"{"dagger_alef": "to_alef"}"#).get(Rule::DaggerAlef), "to-alef");
    let toml = "tatweel = \"all\"\nmarks = [\"harakat\", \"dagger-alef\"]\nelongation = 2\n";
    let wanted = marks.tatweel(Tatweel::All).elongation(Elongation::max(2)).build();
    assert_eq!(from_toml(toml), Ok(wanted.expect("no conflict")));
}

/// As part of another type, in a file with more in it.
#[test]
fn a_normaliser_inside_other_data() {
    #[derive(Deserialize)]
    struct Settings {
        name: String,
        rules: Normalizer,
    }
    let settings: Settings =
        toml::from_str("name = \"index\"\n[rules]\ndigits = \"ascii\"\n").expect("settings");
    assert_eq!(settings.name, "index");
    assert_eq!(settings.rules.normalize("\u{661}"), "1");
}

#[test]
fn an_unknown_rule_is_answered_with_all_rules() {
    for error in
        [from_json(r#"{"tatwil": "all"}"#).unwrap_err(), from_toml("tatwil = \"all\"").unwrap_err()]
    {
        assert!(error.contains("`tatwil`"), "{error}");
        for rule in Rule::ALL {
            assert!(error.contains(rule.name()), "{error} does not name {rule}");
        }
    }
}

#[test]
fn a_bad_value_is_answered_with_all_values() {
    for (text, rule) in [
        (r#"{"tatweel": "some"}"#, Rule::Tatweel),
        (r#"{"marks": ["harakat", "some"]}"#, Rule::Marks),
        (r#"{"controls": "bidi,some"}"#, Rule::Controls),
        (r#"{"elongation": 0}"#, Rule::Elongation),
        (r#"{"elongation": 256}"#, Rule::Elongation),
        (r#"{"elongation": -1}"#, Rule::Elongation),
        (r#"{"digits": 10}"#, Rule::Digits),
        (r#"{"digits": []}"#, Rule::Digits),
        (r#"{"digits": ["ascii", "extended"]}"#, Rule::Digits),
    ] {
        let error = from_json(text).unwrap_err();
        assert!(error.contains(rule.name()) && error.contains(&rule.allowed()), "{text}: {error}");
    }
    let error = from_toml("digits = \"roman\"").unwrap_err();
    assert!(error.contains(&Rule::Digits.allowed()), "{error}");
}

/// The last word must not silently win, also where one of the two names has an underscore.
#[test]
fn a_rule_given_twice_is_refused() {
    for text in [
        r#"{"tatweel": "all", "tatweel": "inner"}"#,
        r#"{"tatweel": "all", "tatweel": "all"}"#,
        r#"{"hamza-carriers": "keep", "hamza_carriers": "hamza"}"#,
    ] {
        let error = from_json(text).unwrap_err();
        assert!(error.contains("twice"), "{text}: {error}");
        assert!(error.contains("tatweel") || error.contains("hamza-carriers"), "{text}: {error}");
    }
    assert!(from_toml("tatweel = \"all\"\ntatweel = \"all\"\n").is_err());
    assert!(from_toml("dagger-alef = \"delete\"\ndagger_alef = \"keep\"\n").is_err());
}

/// Of a wrong type, the answer is what types there could be.
#[test]
fn a_wrong_type_is_answered_with_the_right_ones() {
    for text in [
        r#"{"tatweel": true}"#,
        r#"{"tatweel": null}"#,
        r#"{"tatweel": 1.5}"#,
        r#"{"tatweel": {"inner": 1}}"#,
    ] {
        let error = from_json(text).unwrap_err();
        for way in ["name", "number", "list"] {
            assert!(error.contains(way), "{text}: {error}");
        }
    }
    let error = from_toml("tatweel = 2031-04-09").unwrap_err();
    assert!(error.contains("name"), "{error}");
    for text in ["[]", "\"tidy\"", "1", "null"] {
        let error = from_json(text).unwrap_err();
        assert!(error.contains("a map from rules to values"), "{text}: {error}");
    }
    assert!(from_json(r#"{"marks": ["harakat", 1]}"#).is_err());
}

#[test]
fn a_conflict_names_both_rules() {
    for (text, names) in [
        (
            r#"{"alef-maksura": "from-yeh", "farsi-yeh": "to-persian"}"#,
            ["alef-maksura=from-yeh", "farsi-yeh=to-persian"],
        ),
        (r#"{"peer": "lucene-arabic", "alef": "fold"}"#, ["peer=lucene-arabic", "alef=fold"]),
        (
            r#"{"marks": ["dagger-alef"], "dagger-alef": "keep"}"#,
            ["marks=dagger-alef", "dagger-alef=keep"],
        ),
    ] {
        let error = from_json(text).unwrap_err();
        assert!(names.iter().all(|name| error.contains(name)), "{text}: {error}");
        // A builder may hold it: whoever goes on to build is told then.
        let builder: Builder = serde_json::from_str(text).expect("a builder");
        assert!(builder.build().is_err(), "{text}");
    }
}
