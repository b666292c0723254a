//! Random configurations and random text, heavy with what the rules look at.

#![allow(dead_code, reason = "each test uses its part")]

// The crate's own tests include this file, and have no prelude of `std`.
use std::{
    string::{String, ToString},
    vec::Vec,
};

use naqi::{Builder, Normalizer, Rule};
use proptest::{collection::vec, prelude::*, sample::select};

/// One character or more of each class that some rule treats in its own way, by Unicode name.
pub const CLASSES: &[char] = &[
    // Letters that rules map, and their targets.
    '\u{627}', // alef
    '\u{623}', // alef with hamza above
    '\u{622}', // alef with madda
    '\u{625}', // alef with hamza below
    '\u{671}', // alef wasla
    '\u{628}', // beh, which no rule maps
    '\u{647}', // heh
    '\u{6C1}', // heh goal
    '\u{6BE}', // heh doachashmee
    '\u{6D5}', // ae
    '\u{6C0}', // heh with yeh above
    '\u{6C2}', // heh goal with hamza above
    '\u{6C3}', // teh marbuta goal
    '\u{629}', // teh marbuta
    '\u{648}', // waw
    '\u{624}', // waw with hamza
    '\u{64A}', // yeh
    '\u{649}', // alef maksura
    '\u{6CC}', // Farsi yeh
    '\u{6D2}', // yeh barree
    '\u{6D3}', // yeh barree with hamza
    '\u{626}', // yeh with hamza
    '\u{643}', // kaf
    '\u{6A9}', // keheh
    '\u{621}', // hamza
    '\u{644}', // lam
    '\u{630}', // thal
    // Marks of every class.
    '\u{640}', // tatweel
    '\u{64E}', // fatha, combining class 30
    '\u{64B}', // fathatan, 27
    '\u{651}', // shadda, 33
    '\u{652}', // sukun, 34
    '\u{653}', // maddah above, 230
    '\u{654}', // hamza above, 230
    '\u{655}', // hamza below, 220
    '\u{670}', // dagger alef, 35
    '\u{6DC}', // small high seen, 230
    '\u{6E5}', // small waw, a letter by category
    '\u{6E3}', // small low seen, 220
    '\u{656}', // subscript alef, 220
    '\u{8F0}', // open fathatan, 27
    '\u{301}', // combining acute accent, 230
    '\u{6DD}', // end of ayah
    // Presentation forms.
    '\u{FEFB}', // lam with alef
    '\u{FE76}', // fatha isolated form
    '\u{FE77}', // fatha medial form
    '\u{FC60}', // shadda with fatha isolated form
    '\u{FDFA}', // a ligature of four words
    '\u{FDFC}', // the rial sign, which is no letter and is spelled out as four
    '\u{FD3F}', // ornate bracket that opens
    // Digits and their separators.
    '1',
    '\u{661}', // Arabic-Indic one
    '\u{6F1}', // extended one
    '\u{66B}', // decimal separator
    '\u{66C}', // thousands separator
    // Punctuation.
    ',',
    '\u{60C}', // Arabic comma
    ';',
    '?',
    '\u{61F}', // Arabic question mark
    '!',
    ':',
    '.',
    '\u{6D4}',  // Urdu full stop
    '\u{2026}', // ellipsis
    '%',
    '\u{66A}', // Arabic percent sign
    '(',
    ')',
    '"',
    '\u{AB}', // left-pointing guillemet
    '\u{BB}', // right-pointing guillemet
    '<',
    '>',
    '@',
    '#',
    '_',
    '-',
    '/',
    // White space and controls.
    ' ',
    '\t',
    '\u{A0}', // no-break space
    '\n',
    '\r',
    '\u{200C}', // zero width non-joiner
    '\u{200D}', // zero width joiner
    '\u{200F}', // right-to-left mark
    '\u{FEFF}', // byte order mark
    '\u{AD}',   // soft hyphen
    '\u{200B}', // zero width space
    '\u{34F}',  // combining grapheme joiner
    // Others.
    'a',
    'w',
    'e',
    '\u{E9}',    // e with acute
    '\u{1100}',  // Hangul choseong kiyeok
    '\u{1161}',  // Hangul jungseong a
    '\u{113C2}', // Tulu-Tigalari vowel sign ee, of which two compose
    '\u{F73}',   // Tibetan vowel sign ii, class 0, which is two marks
    '\u{2126}',  // ohm sign, a canonical singleton
    '\u{1F469}', // woman, an emoji
    '\u{1F4BB}', // computer, an emoji
    '\u{10FFFF}',
];

/// Strings that make a rule look farther than one character.
pub const SNIPPETS: &[&str] = &[
    "https://a.b/?x=1,2",
    "www.a.com",
    "user1@mail.test",
    "@name",
    "1,000",
    "3.14",
    "14:30",
    "...",
    ">>",
    " > ",
    "<b>",
    ":)",
    "    ",
    "\r\n",
    "\u{627}\u{654}",                      // alef, hamza above
    "\u{64A}\u{654}",                      // yeh, hamza above
    "\u{640}\u{640}\u{640}",               // tatweel
    "\u{640}\u{670}",                      // tatweel, dagger alef
    "\u{647}\u{670}\u{630}",               // heh, dagger alef, thal
    "\u{644}\u{644}\u{651}\u{670}\u{647}", // lam lam shadda dagger heh
    "\u{1F469}\u{200D}\u{1F4BB}",          // woman, joiner, computer
];

/// Every pair of classes, alone, inside a word, and at the ends of two words.
pub fn neighbours() -> impl Iterator<Item = String> {
    let pairs = CLASSES.iter().flat_map(|&a| CLASSES.iter().map(move |&b| (a, b)));
    pairs.flat_map(|(a, b)| {
        [
            String::from_iter([a, b]),
            String::from_iter(['\u{628}', a, b, '\u{628}']),
            String::from_iter(['\u{628}', a, ' ', b, '\u{628}']),
        ]
    })
}

/// So many cases, unless the environment asks for another number; regressions are tests of their own.
pub fn cases(usual: u32) -> ProptestConfig {
    let asked = std::env::var("PROPTEST_CASES").ok().and_then(|number| number.parse().ok());
    ProptestConfig {
        cases: asked.unwrap_or(usual),
        failure_persistence: None,
        ..ProptestConfig::default()
    }
}

/// Text of up to forty pieces.
pub fn text() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        12 => select(CLASSES).prop_map(String::from),
        3 => select(&['\u{628}', '\u{62A}', '\u{645}', ' '][..]).prop_map(String::from),
        1 => select(SNIPPETS).prop_map(String::from),
        1 => prop::char::range('\u{600}', '\u{6FF}').prop_map(String::from),
        1 => prop::char::any().prop_map(String::from),
        1 => (select(CLASSES), 2..70_usize).prop_map(|(c, n)| std::iter::repeat_n(c, n).collect()),
    ];
    vec(piece, 0..40).prop_map(|pieces| pieces.concat())
}

/// A random value for each rule, most of them off; conflicts are resolved by turning rules off.
pub fn normalizer() -> impl Strategy<Value = Normalizer> {
    vec((any::<bool>(), any::<u32>()), Rule::ALL.len()).prop_map(|choices| {
        let mut builder = Builder::default();
        for (&rule, (on, choice)) in Rule::ALL.iter().zip(choices) {
            // A peer excludes most others: rarely.
            if !on || (rule == Rule::Peer && choice % 8 != 0) {
                continue;
            }
            let next = builder.clone().set(rule.name(), &value(rule, choice / 8));
            let next = next.unwrap_or_else(|error| panic!("{error}"));
            if next.build().is_ok() {
                builder = next;
            }
        }
        builder.build().unwrap_or_else(|error| panic!("{error}"))
    })
}

/// The name of some value of a rule.
fn value(rule: Rule, choice: u32) -> String {
    let allowed = rule.allowed();
    if let Some(list) = allowed.strip_prefix("none, all, or a list of ") {
        let members: Vec<_> = list.split(", ").collect();
        let chosen = members.iter().enumerate().filter(|(i, _)| choice >> i & 1 != 0);
        let chosen: Vec<_> = chosen.map(|(_, name)| *name).collect();
        return if chosen.is_empty() { "all".into() } else { chosen.join(",") };
    }
    if rule == Rule::Elongation {
        return (choice % 4 + 1).to_string();
    }
    let values: Vec<_> = allowed.split(", ").collect();
    values[choice as usize % values.len()].into()
}
