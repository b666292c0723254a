//! Tokens that a normaliser leaves alone, known without running it.

use super::kind::TokenKind;
use crate::{Normalizer, Rule, rules::kinds::is_arabic_letter};

/// The characters that a normaliser keeps, of those that need no neighbours: letters of ASCII and of
/// U+0600–06FF in a word of nothing else, digits likewise, and any other of them alone, and of
/// U+0080–00BF, where guillemets are.
///
/// A table of bytes and no bits: it is looked at for each character.
#[derive(Clone, Debug)]
pub(crate) struct Plain {
    /// [`ALONE`], [`BESIDE`] and [`GONE`], for ASCII, U+0600–06FF and U+0080–00BF.
    kept: [u8; 128 + 256 + 64],
    /// Every Arabic letter of them is kept beside others.
    pub(super) letters: bool,
    /// Some of them become white space that are none.
    pub(super) makes_space: bool,
}

/// Kept where it stands alone.
const ALONE: u8 = 1;

/// A letter or digit that is kept also beside others.
const BESIDE: u8 = 2;

/// Nothing is left of it where it stands alone, as of marks and tatweel.
const GONE: u8 = 4;

impl Plain {
    pub(crate) fn new(normalizer: &Normalizer) -> Plain {
        let mut kept = [0; 128 + 256 + 64];
        let mut makes_space = false;
        // Runs of one letter are a matter of neighbours.
        let letters = normalizer.rules().is_default(Rule::Elongation);
        let chars = ('\0'..='\x7F').chain('\u{600}'..='\u{6FF}').chain('\u{80}'..='\u{BF}');
        for (c, kept) in chars.zip(&mut kept) {
            let mut buffer = [0; 4];
            let alone: &str = c.encode_utf8(&mut buffer);
            if normalizer.is_normalized(alone) {
                let letter = c.is_ascii_alphabetic() || is_arabic_letter(c);
                let digit = matches!(c, '0'..='9' | '\u{660}'..='\u{669}' | '\u{6F0}'..='\u{6F9}');
                let beside = digit || (letters && letter);
                *kept = ALONE | if beside { BESIDE } else { 0 };
            } else {
                let becomes = normalizer.normalize(alone);
                *kept = if becomes.is_empty() { GONE } else { 0 };
                makes_space |= !c.is_whitespace() && becomes.contains(char::is_whitespace);
            }
        }
        let is_kept = |c: char| kept[c as usize - 0x600 + 128] & BESIDE != 0;
        let letters = ('\u{600}'..='\u{6FF}').filter(|&c| is_arabic_letter(c)).all(is_kept);
        Plain { kept, letters, makes_space }
    }

    /// Whether the token is of such characters. Where it is not, the normaliser has to tell.
    #[inline]
    pub(super) fn is_unchanged(&self, token: &str, kind: TokenKind) -> bool {
        let bytes = token.as_bytes();
        match kind {
            TokenKind::Arabic | TokenKind::Number if !token.starts_with(|c: char| c.is_ascii()) => {
                // To the end without a branch: words are short, and most are kept.
                let (pairs, rest) = bytes.as_chunks();
                let kept = pairs.iter().fold(BESIDE, |kept, &pair| kept & self.pair(pair));
                kept != 0 && rest.is_empty()
            }
            TokenKind::Arabic | TokenKind::Word | TokenKind::Number => {
                bytes.iter().fold(BESIDE, |kept, &byte| kept & self.byte(byte)) != 0
            }
            _ => match *bytes {
                [byte] => self.byte(byte) & ALONE != 0,
                [first, second] => self.pair([first, second]) & ALONE != 0,
                _ => false,
            },
        }
    }

    /// Whether the token is one character, of which nothing is left.
    #[inline]
    pub(super) fn is_gone(&self, token: &str) -> bool {
        match *token.as_bytes() {
            [byte] => self.byte(byte) & GONE != 0,
            [first, second] => self.pair([first, second]) & GONE != 0,
            _ => false,
        }
    }

    #[inline]
    fn byte(&self, byte: u8) -> u8 {
        if byte.is_ascii() { self.kept[usize::from(byte)] } else { 0 }
    }

    /// For two bytes that may be one character of U+0600–06FF.
    #[inline]
    fn pair(&self, [first, second]: [u8; 2]) -> u8 {
        let at = 128 + (usize::from(first & 3) << 6 | usize::from(second & 0x3F));
        match first {
            0xD8..=0xDB => self.kept[at],
            0xC2 => self.kept[128 + 256 + usize::from(second & 0x3F)],
            _ => 0,
        }
    }
}
