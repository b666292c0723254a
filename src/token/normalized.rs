//! Tokens of the source, each normalised.

use alloc::string::String;
use core::{fmt, ops::Range};

use super::{
    kind::TokenKind,
    plain::Plain,
    tags::Tags,
    tokenizer::Tokenizer,
    words::{Token, Words, token_end},
};
use crate::Normalizer;

/// A token whose text is normalised and whose range is that of the source.
///
/// It borrows from the [`NormalizedWords`] that gave it.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct NormalizedToken<'b> {
    text: &'b str,
    source: &'b str,
    start: usize,
    kind: TokenKind,
}

impl<'b> NormalizedToken<'b> {
    /// The normalised text; never empty.
    #[inline]
    pub fn text(&self) -> &'b str {
        self.text
    }

    /// The token as it stands in the source.
    #[inline]
    pub fn source(&self) -> &'b str {
        self.source
    }

    /// Where it stands in the source, in bytes: `&text[token.range()]` is
    /// [`source`](Self::source).
    #[inline]
    pub fn range(&self) -> Range<usize> {
        self.start..self.start + self.source.len()
    }

    /// What it is.
    #[inline]
    pub fn kind(&self) -> TokenKind {
        self.kind
    }
}

/// The tokens of a text, each normalised. Made by [`Tokenizer::normalized`](crate::Tokenizer::normalized).
///
/// It lends each token until the next is asked for, since all share one buffer; so it is no
/// [`Iterator`]. Time is linear in the length of the text. The buffer grows to the longest token and
/// is the only allocation.
#[derive(Clone)]
pub struct NormalizedWords<'t, 'n> {
    words: Words<'t>,
    normalizer: &'n Normalizer,
    tokenizer: Tokenizer,
    plain: Plain,
    buffer: String,
    /// The source token whose normalised text has fallen apart, and how far it has been given.
    pieces: Option<(Token<'t>, usize)>,
}

impl<'t, 'n> NormalizedWords<'t, 'n> {
    pub(super) fn new(text: &'t str, normalizer: &'n Normalizer, tokenizer: Tokenizer) -> Self {
        NormalizedWords {
            words: tokenizer.words(text),
            normalizer,
            tokenizer,
            plain: normalizer.plain(),
            buffer: String::new(),
            pieces: None,
        }
    }

    /// The next token, until the one after it is asked for.
    ///
    /// ```
    /// use naqi::{Normalizer, Tokenizer};
    ///
    /// let light = Normalizer::light();
    /// // beh, fatha, yeh, sukun, teh (house, with vowel marks), space, fatha
    /// let text = "\u{628}\u{64E}\u{64A}\u{652}\u{62A} \u{64E}";
    /// let mut tokens = Tokenizer::new().normalized(&light, text);
    /// let token = tokens.next().unwrap();
    /// assert_eq!(token.text(), "\u{628}\u{64A}\u{62A}");
    /// assert_eq!(token.range(), 0..10);
    /// // Of the mark alone nothing is left.
    /// assert!(tokens.next().is_none());
    /// ```
    #[allow(clippy::should_implement_trait, reason = "it lends, which an Iterator cannot")]
    #[inline]
    pub fn next(&mut self) -> Option<NormalizedToken<'_>> {
        loop {
            if self.pieces.is_some() {
                match self.next_piece() {
                    Some((token, piece, kind)) => {
                        return Some(lend(&self.buffer[piece], &token, kind));
                    }
                    None => continue,
                }
            }
            let token = self.words.next()?;
            if self.stays(&token) {
                return Some(lend(token.text(), &token, token.kind()));
            }
            if self.normalize(&token) {
                return Some(lend(&self.buffer, &token, token.kind()));
            }
        }
    }

    /// Calls a function with every token that is left.
    ///
    /// ```
    /// use naqi::{Normalizer, Tokenizer};
    ///
    /// let search = Normalizer::search();
    /// let mut ranges = Vec::new();
    /// Tokenizer::new().normalized(&search, "one two").for_each(|token| ranges.push(token.range()));
    /// assert_eq!(ranges, [0..3, 4..7]);
    /// ```
    pub fn for_each(mut self, mut take: impl FnMut(NormalizedToken<'_>)) {
        while self.pieces.is_some()
            && let Some(token) = self.next()
        {
            take(token);
        }
        let letters = self.plain.letters;
        self.words.clone().fold_cuts((), |(), token, of_letters| {
            if (of_letters && letters) || self.stays(&token) {
                return take(lend(token.text(), &token, token.kind()));
            }
            if self.normalize(&token) {
                return take(lend(&self.buffer, &token, token.kind()));
            }
            while let Some((token, piece, kind)) = self.next_piece() {
                take(lend(&self.buffer[piece], &token, kind));
            }
        });
    }

    /// Whether a token is known to stay as it is.
    #[inline]
    fn stays(&self, token: &Token<'t>) -> bool {
        let text = token.text();
        let is_elsewhere = |first: &u8| matches!(first, 0xC3..0xD8 | 0xDC..);
        self.plain.is_unchanged(text, token.kind())
            || (text.as_bytes().first().is_some_and(is_elsewhere)
                && stays_elsewhere(self.normalizer, text))
    }

    /// Normalises a token into the buffer. Whether it is one token still; where it is several, they are
    /// in `pieces`.
    #[cold]
    #[inline(never)]
    fn normalize(&mut self, token: &Token<'t>) -> bool {
        self.buffer.clear();
        self.normalizer.normalize_into(token.text(), &mut self.buffer);
        if token.kind() != TokenKind::Space && self.buffer.contains(char::is_whitespace) {
            self.pieces = Some((*token, 0));
            return false;
        }
        !self.buffer.is_empty()
    }

    /// The next of the pieces of a token that is wanted: the source token, the place in the buffer, and
    /// what it is.
    #[cold]
    fn next_piece(&mut self) -> Option<(Token<'t>, Range<usize>, TokenKind)> {
        let (source, mut start) = self.pieces.take()?;
        let (policy, kinds) = self.tokenizer.choice();
        while start < self.buffer.len() {
            let end = token_end(&self.buffer, start, policy, &mut Tags::default());
            let kind = TokenKind::of(&self.buffer[start..end], policy);
            if kind != TokenKind::Space && kinds.contains(kind.set()) {
                self.pieces = Some((source, end));
                return Some((source, start..end, kind));
            }
            start = end;
        }
        None
    }
}

/// Whether all characters of a text are outside ASCII and U+0600–06FF, stay wherever they stand, and are no white
/// space, which may part a token.
#[inline(never)]
fn stays_elsewhere(normalizer: &Normalizer, text: &str) -> bool {
    let (quick, bytes) = (&normalizer.compiled().quick, text.as_bytes());
    let mut at = 0;
    while let Some(&first) = bytes.get(at) {
        let second = bytes.get(at + 1).copied().unwrap_or_default();
        // White space is in U+0080-00BF, U+1680-16BF, U+2000-207F and U+3000-303F.
        let is_suspect = matches!(
            (first, second),
            (0xC2, _) | (0xE1, 0x9A) | (0xE2, 0x80 | 0x81) | (0xE3, 0x80)
        );
        if is_suspect || quick.is_named_elsewhere(bytes, at) {
            return false;
        }
        at += match first {
            ..0xE0 => 2,
            0xE0..0xF0 => 3,
            _ => 4,
        };
    }
    true
}

#[inline]
fn lend<'b>(text: &'b str, source: &Token<'b>, kind: TokenKind) -> NormalizedToken<'b> {
    NormalizedToken { text, source: source.text(), start: source.start(), kind }
}

impl fmt::Debug for NormalizedWords<'_, '_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("NormalizedWords")
            .field("words", &self.words)
            .field("normalizer", self.normalizer)
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What is said to stay does, and holds no white space.
    #[test]
    fn what_stays_elsewhere_is_normal() {
        for preset in crate::Preset::ALL {
            let normalizer = preset.normalizer();
            let mut count = 0;
            for c in '\0'..=char::MAX {
                let mut buffer = [0; 4];
                let text: &str = c.encode_utf8(&mut buffer);
                if stays_elsewhere(&normalizer, text) {
                    assert!(normalizer.is_normalized(text) && !c.is_whitespace(), "{preset} {c:?}");
                    count += 1;
                }
            }
            // Most of Unicode, among it all ideographs.
            assert!(count > 1_000_000, "{preset} {count}");
        }
        let light = Normalizer::light();
        assert!(stays_elsewhere(&light, "\u{5D0}\u{4E2D}\u{1F600}"));
        assert!(
            !stays_elsewhere(&light, "\u{4E2D}a") && !stays_elsewhere(&light, "\u{4E2D}\u{628}")
        );
    }
}
