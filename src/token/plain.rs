//! Tokens that a normaliser leaves alone, known without running it.

use super::{kind::TokenKind, words::Token};
use crate::{Normalizer, Rule, rules::kinds::is_arabic_letter};

/// The characters that a normaliser keeps, of those that need no neighbours: letters of ASCII and of
/// U+0600–06FF in a word of nothing else, and ASCII marks alone.
#[derive(Clone, Copy)]
pub(super) struct Plain {
    /// ASCII, a bit a character.
    ascii: u128,
    /// U+0600–06FF.
    arabic: [u64; 4],
}

impl Plain {
    pub(super) fn new(normalizer: &Normalizer) -> Plain {
        let mut plain = Plain { ascii: 0, arabic: [0; 4] };
        // Runs of one letter are a matter of neighbours.
        let letters = normalizer.rules().is_default(Rule::Elongation);
        let keeps = |c: char| normalizer.is_normalized(c.encode_utf8(&mut [0; 4]));
        for c in ' '..='~' {
            plain.ascii |= u128::from((letters || !c.is_alphabetic()) && keeps(c)) << c as u32;
        }
        for c in '\u{600}'..='\u{6FF}' {
            let code = c as usize - 0x600;
            let kept = letters && is_arabic_letter(c) && keeps(c);
            plain.arabic[code / 64] |= u64::from(kept) << (code % 64);
        }
        plain
    }

    /// Whether the token is of such characters. Where it is not, the normaliser has to tell.
    #[inline]
    pub(super) fn is_unchanged(&self, token: &Token<'_>) -> bool {
        let bytes = token.text().as_bytes();
        match token.kind() {
            TokenKind::Arabic => bytes.chunks(2).all(|pair| match *pair {
                [first @ 0xD8..=0xDB, second] => {
                    self.arabic[usize::from(first & 3)] >> (second & 0x3F) & 1 != 0
                }
                _ => false,
            }),
            TokenKind::Word => bytes.iter().all(|&byte| {
                byte.is_ascii_alphabetic() && self.ascii >> byte & 1 != 0
            }),
            TokenKind::Punctuation | TokenKind::Symbol => match *bytes {
                [byte @ 0..128] => self.ascii >> byte & 1 != 0,
                _ => false,
            },
            _ => false,
        }
    }
}
