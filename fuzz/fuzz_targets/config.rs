//! Whatever stands in a configuration, it is read or refused without a panic; and what builds is
//! written and read back as an equal normaliser.
//!
//! The input is text: its first line says how it is meant. `json` and `toml` are followed by such a
//! file; `set` by lines of a rule and a value, which are what the command's `--set` takes. See
//! `seeds/config`.

#![no_main]

use libfuzzer_sys::fuzz_target;
use naqi::{Builder, Error, Normalizer, Preset, Rule};

/// A builder from lines `RULE=VALUE` or the name of a preset; a line that is refused is left out.
fn by_lines(lines: &str) -> Builder {
    let mut builder = Builder::default();
    for line in lines.lines() {
        let Some((rule, value)) = line.split_once('=') else {
            match Preset::from_name(line) {
                Ok(preset) => builder = preset.builder(),
                Err(error) => assert_shown(&error),
            }
            continue;
        };
        match builder.clone().set(rule, value) {
            Ok(next) => {
                let rule = rule.replace('_', "-");
                let rule = Rule::ALL.iter().find(|known| known.name() == rule);
                let rule = *rule.expect("a rule that was taken is one");
                // The value's name means the value again.
                let again = next.clone().set(rule.name(), &next.get(rule));
                assert_eq!(again.expect("its own name for it"), next);
                builder = next;
            }
            Err(error) => assert_shown(&error),
        }
    }
    builder
}

/// An error says something, on one line.
fn assert_shown(error: &Error) {
    let shown = error.to_string();
    assert!(!shown.is_empty());
    let _ = format!("{error:?}");
}

/// What is written is read back, by each way.
fn check(builder: &Builder) {
    let json = serde_json::to_string(builder).expect("a map of names");
    assert_eq!(&serde_json::from_str::<Builder>(&json).expect("what was written"), builder);
    let toml = toml::to_string(builder).expect("a map of names");
    assert_eq!(&toml::from_str::<Builder>(&toml).expect("what was written"), builder);
    let shown = builder.rules().fold(Builder::default(), |builder, (rule, value)| {
        builder.set(rule.name(), &value).expect("the name of a value")
    });
    assert_eq!(&shown, builder);
    for &rule in Rule::ALL {
        assert_eq!(builder.is_default(rule), !builder.rules().any(|(on, _)| on == rule));
    }
    match builder.build() {
        Err(error) => assert_shown(&error),
        Ok(naqi) => check_normalizer(&naqi, &json),
    }
}

fn check_normalizer(naqi: &Normalizer, json: &str) {
    assert_eq!(serde_json::to_string(naqi).expect("a map of names"), json);
    let read: Normalizer = serde_json::from_str(json).expect("what was written builds");
    assert_eq!(&read, naqi);
    assert_eq!(format!("{read:?}"), format!("{naqi:?}"));
    // A little of everything: alef with hamza, marks, tatweel, ligature, digits, punctuation,
    // controls.
    let text =
        "\u{623}\u{64E}\u{651} \u{628}\u{640}\u{628} ,\u{FEFB}\u{661}\u{200F} ?>\u{6CC}\u{654}";
    let once = naqi.normalize(text);
    assert_eq!(naqi.normalize(&once), once);
    assert_eq!(read.normalize(text), once);
}

fuzz_target!(|text: &str| {
    let Some((kind, rest)) = text.split_once('\n') else { return };
    match kind {
        "json" => {
            if let Ok(builder) = serde_json::from_str::<Builder>(rest) {
                check(&builder);
            }
            let _ = serde_json::from_str::<Normalizer>(rest).map_err(|error| error.to_string());
        }
        "toml" => {
            if let Ok(builder) = toml::from_str::<Builder>(rest) {
                check(&builder);
            }
            let _ = toml::from_str::<Normalizer>(rest).map_err(|error| error.to_string());
        }
        _ => check(&by_lines(rest)),
    }
});
