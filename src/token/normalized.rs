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
            if self.plain.is_unchanged(token.text(), token.kind()) {
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
            if (of_letters && letters) || self.plain.is_unchanged(token.text(), token.kind()) {
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
