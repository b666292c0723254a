//! Texts that a shortcut gets wrong if it is taken a little too far, whole and character by character.

use std::{string::String, vec::Vec};

use serde::Deserialize;

use super::tests::{by_specification, check};
use crate::{Builder, Preset};

#[derive(Deserialize)]
struct File {
    case: Vec<Case>,
}

#[derive(Deserialize)]
struct Case {
    rules: String,
    texts: Vec<String>,
}

/// The rules of a preset, or those that are named with their values.
fn builder(rules: &str) -> Builder {
    if let Ok(preset) = Preset::from_name(rules) {
        return preset.builder();
    }
    rules.split(' ').fold(Builder::default(), |builder, rule| {
        let (rule, value) = rule.split_once('=').expect("a rule and its value");
        builder.set(rule, value).expect("rule and value exist")
    })
}

#[test]
fn no_shortcut_is_taken_too_far() {
    let file = include_str!("../../tests/data/near_misses/engine.toml");
    for Case { rules, texts } in toml::from_str::<File>(file).expect("near misses are TOML").case {
        let normalizer = builder(&rules).build().expect("the rules do not conflict");
        for text in &texts {
            check(&normalizer, text);
            let mut stream = normalizer.stream();
            let mut output = String::new();
            for c in text.chars() {
                stream.push(c.encode_utf8(&mut [0; 4]), &mut output);
            }
            stream.finish(&mut output);
            assert_eq!(output, by_specification(&normalizer, text), "{rules}: {text:?}");
        }
    }
}
