//! What blocks in which nothing is looked at leave behind: the line goes on with the last letter before them.

use alloc::{format, vec::Vec};

use super::tests::check;
use crate::{Normalizer, Preset};

/// Marks among ASCII, which the last letter of the line decides on, and others beside them. Beh stands for a letter.
const MARKS: [&str; 16] = [
    " 12 , 13",
    " ,12",
    "12 ,",
    " (12 )",
    "( 12)",
    " 12 ; 5",
    " 12:30 : 5",
    " \" 12 \"",
    " 12\"",
    "> ",
    "12 % 5",
    " . 12",
    "!12 ! ?",
    "\n 12 , 13",
    "\r\n  (12 )",
    " b , c",
];

/// Letters of Arabic or Latin, as many as fill no block up to more than two of them, and white space, alone or
/// in runs, between marks of all sorts.
#[test]
fn marks_behind_quiet_blocks() {
    let own = |rules: &[(&str, &str)]| {
        let set = rules.iter().try_fold(Normalizer::builder(), |b, rule| b.set(rule.0, rule.1));
        set.and_then(|builder| builder.build()).expect("the rules do not conflict")
    };
    let normalizers = [
        Preset::Tidy.normalizer(),
        Preset::Search.normalizer(),
        own(&[("spacing", "tidy"), ("punctuation", "arabic"), ("digits", "ascii")]),
        own(&[("punctuation", "latin"), ("white-space", "collapse"), ("elongation", "2")]),
    ];
    let fronts: [&[&str]; 5] = [
        &["\u{628}"],
        &["b"],
        &["\u{628}\u{62C}", " "],
        &["b c", " \u{628}"],
        &["b\u{628} ", "c d "],
    ];
    for front in fronts {
        let lengths = (28..36).chain(60..68);
        let texts: Vec<_> = lengths
            .map(|length| {
                let mut text: alloc::string::String = "\u{628}".into();
                let mut words = front.iter().cycle();
                while text.len() < length {
                    text.push_str(words.next().expect("they go on"));
                }
                text
            })
            .collect();
        for text in &texts {
            for marks in MARKS {
                let text = format!("{text}{marks}{text}{marks}\u{628}");
                normalizers.iter().for_each(|normalizer| check(normalizer, &text));
            }
        }
    }
}
