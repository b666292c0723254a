//! Tokens of the source, each normalised.

use alloc::string::String;
use core::{fmt, ops::Range};

use super::{
    kind::{TokenKind, TokenKinds},
    plain::Plain,
    policy::Policy,
    tags::Tags,
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
    policy: Policy,
    kinds: TokenKinds,
    plain: Plain,
    buffer: String,
    /// The source token whose normalised text has fallen apart, and how far it has been given.
    pieces: Option<(Token<'t>, usize)>,
}

impl<'t, 'n> NormalizedWords<'t, 'n> {
    pub(super) fn new(
        text: &'t str,
        normalizer: &'n Normalizer,
        policy: Policy,
        kinds: TokenKinds,
    ) -> Self {
        NormalizedWords {
            words: Words::new(text, policy, kinds),
            normalizer,
            policy,
            kinds,
            plain: Plain::new(normalizer),
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
    pub fn next(&mut self) -> Option<NormalizedToken<'_>> {
        loop {
            if let Some((source, from)) = self.pieces.take()
                && let Some(end) = self.next_piece(from)
            {
                self.pieces = Some((source, end));
                let piece = from..end;
                let kind = TokenKind::of(&self.buffer[piece.clone()], self.policy);
                if kind != TokenKind::Space && self.kinds.contains(kind.set()) {
                    let text = &self.buffer[piece];
                    return Some(lend(text, &source, kind));
                }
                continue;
            }
            let token = self.words.next()?;
            if self.plain.is_unchanged(&token) {
                return Some(lend(token.text(), &token, token.kind()));
            }
            self.buffer.clear();
            self.normalizer.normalize_into(token.text(), &mut self.buffer);
            if token.kind() != TokenKind::Space && self.buffer.contains(char::is_whitespace) {
                self.pieces = Some((token, 0));
            } else if !self.buffer.is_empty() {
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
        while let Some(token) = self.next() {
            take(token);
        }
    }

    /// Where the token of the buffer that begins at `start` ends.
    fn next_piece(&self, start: usize) -> Option<usize> {
        let more = start < self.buffer.len();
        more.then(|| token_end(&self.buffer, start, self.policy, &mut Tags::default()))
    }
}

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
