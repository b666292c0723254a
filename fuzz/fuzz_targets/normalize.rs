//! Any configuration on any text keeps the promises that the crate makes.
//!
//! The input is a configuration and a text: see `input`.

#![no_main]

use std::borrow::Cow;

use libfuzzer_sys::fuzz_target;
use naqi::Rule;
use unicode_normalization::is_nfc;

mod input;

use input::Input;

/// Marks that Unicode 18.0 adds. naqi takes them for unassigned, as Unicode 17.0 has them, while
/// `is_nfc` may know them.
fn is_newer(c: char) -> bool {
    matches!(
        c,
        '\u{5C8}'..='\u{5C9}'
            | '\u{1ADE}'..='\u{1ADF}'
            | '\u{1AEC}'..='\u{1AF0}'
            | '\u{10ECB}'..='\u{10ECF}'
            | '\u{10EF0}'..='\u{10EF9}'
            | '\u{1D127}'..='\u{1D128}'
            | '\u{1D250}'..='\u{1D281}'
    )
}

fuzz_target!(|input: Input| {
    let (tiers, text) = (input::built(&input), input.text());
    let naqi = &tiers[0];
    let output = naqi.normalize(&text);
    for other in &tiers[1..] {
        assert_eq!(other.normalize(&text), output, "{} and {}", other.tier(), naqi.tier());
        assert_eq!(other.is_normalized(&text), naqi.is_normalized(&text), "{}", other.tier());
    }

    assert_eq!(naqi.normalize(&output), output, "a second time");
    assert!(naqi.is_normalized(&output), "the output counts as normal");

    let unchanged = output == text;
    assert_eq!(naqi.is_normalized(&text), unchanged, "is_normalized");
    let is_borrowed = matches!(output, Cow::Borrowed(_));
    assert_eq!(is_borrowed, unchanged, "borrowed when nothing changes, and only then");

    // What the buffer holds already must not matter.
    let mut buffer = String::from("\u{628}\u{640} ");
    let before = buffer.len();
    naqi.normalize_into(&text, &mut buffer);
    assert_eq!(&buffer[before..], output, "normalize_into");

    assert!(output.len() <= 11 * text.len(), "{} bytes from {}", output.len(), text.len());
    if naqi.rules().get(Rule::Composition) == "nfc" && !output.contains(is_newer) {
        assert!(is_nfc(&output), "the output is in NFC");
    }
});
