//! What one would use or write without this crate.

#![allow(dead_code, reason = "each benchmark uses its part")]

use icu_normalizer::{ComposingNormalizer, ComposingNormalizerBorrowed};
use unicode_normalization::UnicodeNormalization as _;

/// What `light` does to most texts, as a loop that one writes in an afternoon: marks and
/// tatweel out.
pub fn light_by_chars(text: &str, output: &mut String) {
    for c in text.chars() {
        match c {
            '\u{610}'..='\u{61A}'
            | '\u{640}'
            | '\u{64B}'..='\u{653}'
            | '\u{656}'..='\u{65F}'
            | '\u{670}'
            | '\u{6D6}'..='\u{6DC}'
            | '\u{6DF}'..='\u{6E8}'
            | '\u{6EA}'..='\u{6ED}' => {}
            _ => output.push(c),
        }
    }
}

/// The same for `search`, without its spacing: marks and tatweel out, letters and digits folded.
pub fn search_by_chars(text: &str, output: &mut String) {
    for c in text.chars() {
        let c = match c {
            '\u{610}'..='\u{61A}'
            | '\u{640}'
            | '\u{64B}'..='\u{65F}'
            | '\u{670}'
            | '\u{6D6}'..='\u{6DC}'
            | '\u{6DF}'..='\u{6E8}'
            | '\u{6EA}'..='\u{6ED}' => continue,
            '\u{622}' | '\u{623}' | '\u{625}' | '\u{671}' => '\u{627}', // alef
            '\u{624}' => '\u{648}',                                     // waw
            '\u{626}' | '\u{649}' | '\u{6CC}' | '\u{6D2}' => '\u{64A}', // yeh
            '\u{6A9}' => '\u{643}',                                     // kaf
            '\u{6BE}' | '\u{6C1}' | '\u{6D5}' => '\u{647}',             // heh
            '\u{6C3}' => '\u{629}',                                     // teh marbuta
            '\u{660}'..='\u{669}' => char::from(b'0' + (c as u32 - 0x660) as u8),
            '\u{6F0}'..='\u{6F9}' => char::from(b'0' + (c as u32 - 0x6F0) as u8),
            '\u{60C}' => ',',
            '\u{61B}' => ';',
            '\u{61F}' => '?',
            _ => c,
        };
        output.push(c);
    }
}

/// Plain NFKC, which expands presentation forms and changes much else.
pub fn nfkc(text: &str, output: &mut String) {
    output.extend(text.nfkc());
}

const ICU_NFKC: ComposingNormalizerBorrowed<'static> = ComposingNormalizer::new_nfkc();

/// The same by ICU4X.
pub fn icu_nfkc(text: &str, output: &mut String) {
    // Writing to a string does not fail.
    let _ = ICU_NFKC.normalize_to(text, output);
}

/// The copy that nobody can beat.
pub fn memcpy(text: &str, output: &mut [u8]) -> usize {
    output[..text.len()].copy_from_slice(text.as_bytes());
    text.len()
}

/// Whether the text is UTF-8, by simdutf8.
pub fn validate(text: &str) -> bool {
    simdutf8::basic::from_utf8(text.as_bytes()).is_ok()
}

/// UTF-8 to UTF-16LE by simdutf, which picks the best instruction set of the processor for itself, and
/// validates on the way. Returns the number of units.
pub fn utf16(text: &str, output: &mut [u16]) -> usize {
    assert!(output.len() >= text.len());
    // SAFETY: a text has at most as many units of UTF-16 as bytes of UTF-8, and so much room there is.
    // The only `unsafe` outside the engine, and no part of the library: simdutf has no safe function.
    unsafe { simdutf::convert_utf8_to_utf16le(text.as_ptr(), text.len(), output.as_mut_ptr()) }
}

/// The same, taking valid text for granted.
pub fn utf16_of_valid(text: &str, output: &mut [u16]) -> usize {
    assert!(output.len() >= text.len());
    // SAFETY: as above; and a `str` is valid.
    unsafe {
        simdutf::convert_valid_utf8_to_utf16le(text.as_ptr(), text.len(), output.as_mut_ptr())
    }
}
