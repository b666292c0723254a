//! Every pair of bytes that can stand side by side in valid UTF-8.

#![allow(dead_code, reason = "each test uses its part")]

// The crate's own tests include this file, and have no prelude of `std`.
use std::{string::String, vec::Vec};

/// A character of U+0600–067F for each trail byte, so that the pairs are beside Arabic text.
fn ends_with(byte: u8) -> char {
    match byte {
        0..0x80 => char::from(byte),
        _ => char_of(0x600 | u32::from(byte & 0x3F)),
    }
}

/// The first character of each lead byte; or, past Arabic, one of some use.
fn starts_with(byte: u8) -> char {
    match byte {
        0..0x80 => char::from(byte),
        0xC0..0xE0 => char_of(u32::from(byte & 0x1F) << 6 | 0x28),
        0xE0 => '\u{8F0}',  // open fathatan
        0xE2 => '\u{200C}', // zero width non-joiner
        0xEF => '\u{FE8E}', // alef final form
        0xE1..0xF0 => char_of(u32::from(byte & 0xF) << 12),
        0xF0 => '\u{10EFC}', // combining alef overlay
        _ => char_of(u32::from(byte & 7) << 18),
    }
}

fn char_of(code: u32) -> char {
    char::from_u32(code).expect("no surrogate")
}

/// Short texts, one or two characters each, in which every pair of bytes stands that can stand side by side in
/// valid UTF-8.
pub fn pairs() -> Vec<String> {
    let mut texts = Vec::new();
    // Inside a character: all of two bytes; of longer ones each second byte of each lead byte, then
    // each third byte behind each second.
    texts.extend(('\u{80}'..='\u{7FF}').map(String::from));
    texts.extend(('\u{800}'..='\u{FFFF}').step_by(0x40).map(String::from));
    texts.extend(('\u{4000}'..='\u{4FFF}').map(String::from));
    texts.extend(('\u{10000}'..=char::MAX).step_by(0x1000).map(String::from));
    // Where one character ends and another starts.
    for last in 0..0xC0 {
        for first in (0..0x80).chain(0xC2..0xF5) {
            texts.push(String::from_iter([ends_with(last), starts_with(first)]));
        }
    }
    texts
}

/// Every pair of characters of U+0600–06FF.
pub fn arabic_pairs() -> Vec<String> {
    let arabic = || '\u{600}'..='\u{6FF}';
    arabic().flat_map(|a| arabic().map(move |b| String::from_iter([a, b]))).collect()
}
