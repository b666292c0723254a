//! Any configuration on any text keeps the promises that the crate makes.
//!
//! The input is a configuration and a text: see `input`.

#![no_main]

use std::borrow::Cow;

use libfuzzer_sys::fuzz_target;
use naqi::Rule;
use unicode_normalization::is_nfc;

mod input;
#[path = "../../tests/common/newer.rs"]
mod newer;

use input::Input;
use newer::is_newer;

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
