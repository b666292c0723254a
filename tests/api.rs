//! The public interface: what it promises beside the output.

use std::{borrow::Cow, error::Error as _, fmt, hash::Hash, thread};

use naqi::{
    Alef, Builder, Controls, Elongation, Error, Marks, Normalizer, Peer, Preset, Rule, Tatweel,
};

/// Compiles only where the type may be shared and sent.
fn is_shared<T: Send + Sync + Clone + fmt::Debug + 'static>() {}

#[test]
fn normalisers_can_be_shared() {
    is_shared::<Normalizer>();
    is_shared::<Builder>();
    is_shared::<Error>();
    is_shared::<Preset>();
    is_shared::<Rule>();
    let naqi = Normalizer::light();
    thread::scope(|scope| {
        for _ in 0..2 {
            let naqi = naqi.clone();
            scope.spawn(move || assert_eq!(naqi.normalize("\u{628}\u{64E}"), "\u{628}"));
        }
    });
}

#[test]
fn names_are_values_like_others() {
    fn is_plain<T: Copy + Eq + Hash + fmt::Debug + fmt::Display + 'static>() {}
    is_plain::<Preset>();
    is_plain::<Rule>();
    is_plain::<Tatweel>();
    is_plain::<Marks>();
    is_plain::<Controls>();
    is_plain::<Elongation>();
    // Padding works, since lists are printed in columns.
    assert_eq!(format!("{:>8}|{:<8}", Preset::Tidy, Rule::Alef), "    tidy|alef    ");
    assert_eq!(format!("{:6}|{:>4}", Tatweel::All, Elongation::max(2)), "all   |   2");
}

#[test]
fn debug_shows_the_rules_that_are_on() {
    let off = Normalizer::builder().build().unwrap();
    assert_eq!(format!("{off:?}"), "Normalizer");
    let on = Normalizer::builder()
        .tatweel(Tatweel::Inner)
        .marks(Marks::HARAKAT | Marks::SHADDA)
        .alef(Alef::Keep)
        .elongation(Elongation::max(2))
        .build()
        .unwrap();
    assert_eq!(
        format!("{on:?}"),
        "Normalizer { tatweel: inner, marks: harakat,shadda, elongation: 2 }"
    );
}

#[test]
fn normalisers_with_equal_rules_are_equal() {
    let by_method = Normalizer::builder().tatweel(Tatweel::All).build().unwrap();
    let by_name = Normalizer::builder().set("tatweel", "all").unwrap().build().unwrap();
    assert_eq!(by_method, by_name);
    // Asking for the default is asking for nothing.
    let asked = by_method.rules().clone().alef(Alef::Keep).build().unwrap();
    assert_eq!(by_method, asked);
    for (i, one) in Preset::ALL.iter().enumerate() {
        for (j, other) in Preset::ALL.iter().enumerate() {
            // Uyghur needs no rule that light has not.
            let same =
                i == j || [one, other].iter().all(|p| matches!(p, Preset::Light | Preset::Uyghur));
            assert_eq!(one.normalizer() == other.normalizer(), same, "{one} and {other}");
        }
    }
}

#[test]
fn every_preset_builds_and_has_its_function_and_name() {
    let functions: [(Preset, fn() -> Normalizer); 13] = [
        (Preset::Tidy, Normalizer::tidy),
        (Preset::Light, Normalizer::light),
        (Preset::Search, Normalizer::search),
        (Preset::Quran, Normalizer::quran),
        (Preset::Persian, Normalizer::persian),
        (Preset::Urdu, Normalizer::urdu),
        (Preset::Kurdish, Normalizer::kurdish),
        (Preset::Uyghur, Normalizer::uyghur),
        (Preset::LuceneArabic, Normalizer::lucene_arabic),
        (Preset::LucenePersian, Normalizer::lucene_persian),
        (Preset::PyarabicSearch, Normalizer::pyarabic_search),
        (Preset::CamelDediac, Normalizer::camel_dediac),
        (Preset::ArabicNorm, Normalizer::arabic_norm),
    ];
    assert!(functions.iter().map(|(preset, _)| preset).eq(Preset::ALL));
    for (preset, function) in functions {
        let built = preset.builder().build().unwrap_or_else(|error| panic!("{preset}: {error}"));
        assert_eq!(built, function());
        assert_eq!(built, preset.normalizer());
        assert_eq!(built, Normalizer::from_preset(preset.name()).unwrap());
        assert_eq!(built.rules(), &preset.builder());
        assert_eq!(preset.to_string(), preset.name());
        assert_eq!(preset.name().parse::<Preset>(), Ok(preset));
        let summary = preset.summary();
        assert!(summary.ends_with('.') && summary.is_ascii(), "{preset}: {summary}");
    }
}

#[test]
fn presets_are_found_with_hyphens() {
    assert_eq!(Preset::from_name("lucene-arabic"), Ok(Preset::LuceneArabic));
    assert_eq!(Preset::from_name("lucene_arabic"), Ok(Preset::LuceneArabic));
    assert_eq!(Preset::from_name("pyarabic-search"), Ok(Preset::PyarabicSearch));
}

#[test]
fn an_unknown_preset_is_answered_with_all_presets() {
    for name in ["", "find", "Tidy", " tidy"] {
        let error = Normalizer::from_preset(name).unwrap_err();
        assert_eq!(error, Error::UnknownPreset { name: name.into() });
        let text = one_line(&error);
        assert!(text.contains(&format!("`{name}`")), "{text}");
        for preset in Preset::ALL {
            assert!(text.contains(preset.name()), "{text} does not name {preset}");
        }
    }
}

/// The error's text, which is one line, and says all: nothing lies beneath it.
fn one_line(error: &Error) -> String {
    assert!(error.source().is_none());
    let text = error.to_string();
    assert!(!text.contains('\n') && !text.ends_with('.'), "{text}");
    text
}

#[test]
fn an_unknown_rule_is_answered_with_all_rules() {
    for name in ["", "tatwil", "Tatweel", "preset"] {
        let text = one_line(&Builder::default().set(name, "all").unwrap_err());
        assert!(text.contains(&format!("`{name}`")), "{text}");
        for rule in Rule::ALL {
            assert!(text.contains(rule.name()), "{text} does not name {rule}");
        }
    }
}

#[test]
fn an_unknown_value_is_answered_with_all_values() {
    for &rule in Rule::ALL {
        for value in ["", "bogus", "ALL", "keep,keep", "-1"] {
            let error = Builder::default().set(rule.name(), value).unwrap_err();
            let text = one_line(&error);
            assert!(text.contains(&format!("`{rule}`")), "{text}");
            assert!(text.contains(&rule.allowed()), "{text} does not tell what {rule} takes");
        }
    }
    // Sets name the member that is wrong, or the whole; numbers have bounds.
    for (rule, value) in [
        ("marks", "harakat,bogus"),
        ("controls", "bidi,,bom"),
        ("elongation", "0"),
        ("elongation", "256"),
    ] {
        assert!(
            matches!(Builder::default().set(rule, value), Err(Error::UnknownValue { .. })),
            "{rule}={value}"
        );
    }
}

#[test]
fn values_are_read_back_as_they_are_written() {
    for &rule in Rule::ALL {
        for value in values(rule) {
            let builder = Builder::default().set(rule.name(), &value).unwrap();
            assert_eq!(builder.get(rule), value, "{rule}");
            let named = builder.rules().find(|(on, _)| *on == rule);
            assert_eq!(named.is_none(), builder.is_default(rule), "{rule}={value}");
            assert!(named.is_none_or(|(_, name)| name == value), "{rule}");
        }
        assert!(Builder::default().is_default(rule), "{rule} is on in a new builder");
    }
    let all = Builder::default().set("marks", "all").unwrap();
    assert_eq!(all, Builder::default().marks(Marks::all()));
    // Spaces after commas and underscores are what people type.
    let typed = Builder::default().set("marks", "harakat, dagger_alef").unwrap();
    assert_eq!(typed, Builder::default().marks(Marks::HARAKAT | Marks::DAGGER_ALEF));
    let typed = Builder::default().set("hamza_carriers", "base_letter").unwrap();
    assert_eq!(typed.get(Rule::HamzaCarriers), "base-letter");
    // Elongation by number; zero means none.
    assert_eq!(Elongation::max(0), Elongation::Keep);
    assert_eq!(Builder::default().set("elongation", "255").unwrap().get(Rule::Elongation), "255");
}

/// The names of some values of a rule that the others are made of.
fn values(rule: Rule) -> Vec<String> {
    let allowed = rule.allowed();
    match allowed.strip_prefix("none, all, or a list of ") {
        Some(members) => {
            std::iter::once("none").chain(members.split(", ")).map(String::from).collect()
        }
        None if rule == Rule::Elongation => ["keep", "1", "2"].map(String::from).to_vec(),
        None => allowed.split(", ").map(String::from).collect(),
    }
}

/// Every two rules with every two of their values: those that cannot both hold are these, and the
/// error names both of them.
#[test]
fn conflicts_name_both_rules() {
    let one_letter_two_targets = [
        // Yeh becomes alef maksura, and Farsi yeh.
        ("alef-maksura=from-yeh", "farsi-yeh=to-persian"),
        // Teh marbuta becomes teh marbuta goal, and heh or teh.
        ("heh=to-urdu", "teh-marbuta=to-heh"),
        ("heh=to-urdu", "teh-marbuta=to-teh"),
    ];
    let kept_and_deleted = [("marks=dagger-alef", "dagger-alef=keep")];
    // A peer stands alone.
    let letters = [
        Rule::Tatweel,
        Rule::Marks,
        Rule::DaggerAlef,
        Rule::Alef,
        Rule::HamzaCarriers,
        Rule::AlefMaksura,
        Rule::FarsiYeh,
        Rule::Keheh,
        Rule::Heh,
        Rule::TehMarbuta,
        Rule::PresentationForms,
        Rule::Composition,
    ];
    let excluded = |one: (Rule, &str), other: (Rule, &str)| {
        let name = |(rule, value): (Rule, &str)| format!("{rule}={value}");
        let is = |pair: &(&str, &str)| pair.0 == name(one) && pair.1 == name(other);
        let on = |(rule, value): (Rule, &str)| {
            !Builder::default().set(rule.name(), value).unwrap().is_default(rule)
        };
        one_letter_two_targets.iter().chain(&kept_and_deleted).any(is)
            || (other.0 == Rule::Peer && on(other) && letters.contains(&one.0) && on(one))
    };
    for (i, &first) in Rule::ALL.iter().enumerate() {
        for &second in &Rule::ALL[i + 1..] {
            for one in values(first) {
                for other in values(second) {
                    let builder = Builder::default()
                        .set(first.name(), &one)
                        .and_then(|builder| builder.set(second.name(), &other))
                        .unwrap();
                    let names = [format!("`{first}={one}`"), format!("`{second}={other}`")];
                    match builder.build() {
                        Ok(_) => assert!(
                            !excluded((first, &one), (second, &other)),
                            "{names:?} were accepted"
                        ),
                        Err(error) => {
                            assert!(matches!(error, Error::Conflict { .. }), "{error:?}");
                            let text = one_line(&error);
                            assert!(excluded((first, &one), (second, &other)), "{text}");
                            for name in names {
                                assert!(text.contains(&name), "{text} does not name {name}");
                            }
                        }
                    }
                }
            }
        }
    }
}

#[test]
fn a_peer_combines_with_what_is_not_about_letters() {
    let builder = Builder::default().peer(Peer::LuceneArabic);
    let builder = builder.set("digits", "ascii").and_then(|b| b.set("spacing", "tidy"));
    assert!(builder.and_then(|b| b.set("controls", "all")).unwrap().build().is_ok());
}

#[test]
fn normalize_into_appends() {
    let naqi = Normalizer::search();
    let mut output = String::from("\u{623} , ");
    naqi.normalize_into("\u{661}\u{64E}", &mut output);
    naqi.normalize_into("", &mut output);
    naqi.normalize_into("\u{662}", &mut output);
    assert_eq!(output, "\u{623} , 12");
}

#[test]
fn the_empty_text() {
    for preset in Preset::ALL {
        let naqi = preset.normalizer();
        assert!(matches!(naqi.normalize(""), Cow::Borrowed("")), "{preset}");
        assert!(naqi.is_normalized(""), "{preset}");
        let mut output = String::new();
        naqi.normalize_into("", &mut output);
        assert_eq!(output.capacity(), 0, "{preset} allocates for nothing");
    }
}

/// A builder with nothing set changes nothing, whatever the text.
#[test]
fn nothing_set_nothing_changed() {
    let naqi = Normalizer::builder().build().unwrap();
    let all = String::from_iter('\0'..=char::MAX);
    assert!(matches!(naqi.normalize(&all), Cow::Borrowed(text) if text.len() == all.len()));
    assert!(naqi.is_normalized(&all));
}

/// All characters at once, in order and backwards, through all presets and through a configuration
/// with every rule on. Any text is accepted.
#[test]
fn no_character_is_refused() {
    let forwards = String::from_iter('\0'..=char::MAX);
    let backwards = String::from_iter(('\0'..=char::MAX).rev());
    let every_rule = Preset::Quran
        .builder()
        .set("teh-marbuta", "to-heh")
        .and_then(|b| b.set("digits", "extended"))
        .and_then(|b| b.set("punctuation", "arabic"))
        .and_then(|b| b.set("stray-marks", "repair"))
        .and_then(|b| b.set("spacing", "isolate"))
        .and_then(|b| b.set("elongation", "1"))
        .and_then(|b| b.set("white-space", "single-line"))
        .unwrap()
        .build()
        .unwrap();
    let presets = Preset::ALL.iter().map(|preset| preset.normalizer());
    for naqi in presets.chain([every_rule]) {
        for text in [&forwards, &backwards] {
            let once = naqi.normalize(text);
            assert!(naqi.normalize(&once) == once, "{naqi:?}");
            assert!(naqi.is_normalized(&once), "{naqi:?}");
        }
    }
}

/// Borrowed where nothing changes, owned where something does.
#[test]
fn unchanged_text_is_borrowed() {
    let text = "\u{628}\u{627}\u{628} word 12";
    for preset in Preset::ALL {
        match preset.normalizer().normalize(text) {
            Cow::Borrowed(borrowed) => assert!(std::ptr::eq(borrowed, text), "{preset}"),
            Cow::Owned(owned) => panic!("{preset} made {owned:?}"),
        }
    }
    assert!(matches!(Normalizer::search().normalize("\u{661}"), Cow::Owned(_)));
    // Also where only the end goes: many take a borrowed text for an unchanged one.
    assert!(matches!(Normalizer::tidy().normalize("\u{628} "), Cow::Owned(_)));
}
