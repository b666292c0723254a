//! Words: the iterator over a text.

use core::{fmt, iter::FusedIterator, ops::Range};

use super::{
    fast::Batch,
    kind::{TokenKind, TokenKinds},
    near,
    policy::Policy,
    property::WordBreak,
    rear::Rear,
    tags::Tags,
    tokenizer::Tokenizer,
    word,
};
use crate::engine::{cuts::Cut, planes::Available};

/// The words and other tokens of a text by [`Policy::Arabic`], without white space.
///
/// [`Tokenizer`] has the other policy and chooses kinds.
///
/// Lazy, and without allocation. Time is linear in the length of the text.
///
/// ```
/// // beh, yeh, teh (house), Arabic comma, space, 1,000
/// let text = "\u{628}\u{64A}\u{62A}\u{60C} 1,000";
/// let tokens: Vec<&str> = naqi::words(text).map(|token| token.text()).collect();
/// assert_eq!(tokens, ["\u{628}\u{64A}\u{62A}", "\u{60C}", "1,000"]);
///
/// let number = naqi::words(text).last().unwrap();
/// assert_eq!(number.range(), 9..14);
/// assert_eq!(number.kind(), naqi::TokenKind::Number);
/// ```
pub fn words(text: &str) -> Words<'_> {
    Tokenizer::new().words(text)
}

/// A token: a slice of the source, where it stands there, and what it is.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Token<'t> {
    text: &'t str,
    start: usize,
    kind: TokenKind,
}

impl<'t> Token<'t> {
    /// The token as it stands in the source.
    #[inline]
    pub fn text(&self) -> &'t str {
        self.text
    }

    /// Where it begins in the source, in bytes.
    #[inline]
    pub fn start(&self) -> usize {
        self.start
    }

    /// Where it ends in the source, in bytes.
    #[inline]
    pub fn end(&self) -> usize {
        self.start + self.text.len()
    }

    /// Where it stands in the source, in bytes: `&source[token.range()]` is its text.
    #[inline]
    pub fn range(&self) -> Range<usize> {
        self.start..self.end()
    }

    /// What it is.
    #[inline]
    pub fn kind(&self) -> TokenKind {
        self.kind
    }
}

impl fmt::Debug for Token<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Token { text, kind, .. } = self;
        f.debug_struct("Token")
            .field("text", text)
            .field("range", &self.range())
            .field("kind", kind)
            .finish()
    }
}

/// The text of the token.
impl fmt::Display for Token<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.text)
    }
}

impl AsRef<str> for Token<'_> {
    fn as_ref(&self) -> &str {
        self.text
    }
}

/// The tokens of a text, from either end. Made by [`words`] and [`Tokenizer::words`].
///
/// From the front, time is linear in the length of the text. From the back it is too for text that
/// has white space now and then; a stretch of `n` bytes without any costs `n log n`.
///
/// ```
/// let mut words = naqi::words("one two three");
/// assert_eq!(words.next_back().unwrap().text(), "three");
/// assert_eq!(words.next().unwrap().text(), "one");
/// assert_eq!(words.rest(), " two ");
/// ```
#[derive(Clone)]
pub struct Words<'t> {
    policy: Policy,
    kinds: TokenKinds,
    /// What has not been given: `front..back`.
    front: usize,
    back: usize,
    /// Tokens found at once from `front` on, and the text.
    batch: Batch<'t>,
    tier: Available,
    tags: Tags,
    /// The stretch behind the last white space before `back`.
    rear: Option<Rear>,
}

impl<'t> Words<'t> {
    pub(super) fn new(
        text: &'t str,
        policy: Policy,
        kinds: TokenKinds,
        tier: Available,
    ) -> Words<'t> {
        Words {
            policy,
            kinds,
            front: 0,
            back: text.len(),
            batch: Batch::new(text),
            tier,
            tags: Tags::default(),
            rear: None,
        }
    }

    /// The part of the source that no token has come from yet.
    pub fn rest(&self) -> &'t str {
        &self.text()[self.front..self.back]
    }

    /// The source.
    #[inline]
    fn text(&self) -> &'t str {
        self.batch.text()
    }

    /// Fills the batch, or finds one token by the specification; nothing at the end.
    #[cold]
    #[inline(never)]
    fn refill(&mut self) -> Option<Option<Token<'t>>> {
        let start = self.front.max(self.batch.end);
        self.front = start.min(self.back);
        if start >= self.back {
            return None;
        }
        if self.policy == Policy::Arabic && start >= self.batch.slow_until {
            let spaces = self.kinds.contains(TokenKinds::SPACE);
            self.batch.fill(self.tier, start, self.back, spaces);
            return Some(None);
        }
        let text = self.text();
        if self.policy == Policy::Arabic
            && let Some((end, kind)) = near::token(text.as_bytes(), start)
        {
            self.front = end;
            return Some(Some(Token { text: &text[start..end], start, kind }));
        }
        self.front = token_end(text, start, self.policy, &mut self.tags);
        let text = &self.text()[start..self.front];
        Some(Some(Token { text, start, kind: TokenKind::of(text, self.policy) }))
    }

    /// The next token from the back, of any kind.
    fn retreat(&mut self) -> Option<Token<'t>> {
        let end = self.back;
        if self.front >= end {
            return None;
        }
        let (text, policy) = (self.text(), self.policy);
        let segments = || {
            let mut tags = Tags::default();
            move |start| token_end(text, start, policy, &mut tags)
        };
        let start = loop {
            let rear = self.rear.get_or_insert_with(|| Rear::new(stretch(text, self.front, end)));
            match rear.pop(end, segments) {
                Some(start) => break start,
                None => self.rear = None,
            }
        };
        // The front may have come into the stretch since it was begun.
        self.back = start.max(self.front);
        self.batch.end_at(self.back);
        let text = &text[self.back..end];
        Some(Token { text, start: self.back, kind: TokenKind::of(text, policy) })
    }
}

impl<'t> Iterator for Words<'t> {
    type Item = Token<'t>;

    #[inline]
    fn next(&mut self) -> Option<Token<'t>> {
        loop {
            let token = match self.batch.pop() {
                Some(cut) => {
                    self.front = cut.start + cut.text.len();
                    token_of(cut)
                }
                None => match self.refill()? {
                    Some(token) => token,
                    None => continue,
                },
            };
            if self.kinds.contains(token.kind.set()) {
                return Some(token);
            }
        }
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        (0, Some(self.back - self.front))
    }

    /// The same as a loop over [`next`](Iterator::next), and faster: what the function is given stays in
    /// registers.
    #[inline]
    fn fold<B, F: FnMut(B, Token<'t>) -> B>(self, init: B, mut take: F) -> B {
        self.fold_cuts(init, |sum, token, _| take(sum, token))
    }
}

impl<'t> Words<'t> {
    /// A fold over the tokens that also tells whether they are known to be of Arabic letters of U+0600–06FF.
    #[inline]
    pub(super) fn fold_cuts<B>(
        mut self,
        init: B,
        mut take: impl FnMut(B, Token<'t>, bool) -> B,
    ) -> B {
        let kinds = self.kinds;
        let mut sum = init;
        loop {
            sum = self.batch.drain(sum, |sum, cut| {
                let token = token_of(cut);
                if kinds.contains(token.kind.set()) {
                    take(sum, token, cut.sort.is_plain())
                } else {
                    sum
                }
            });
            match self.refill() {
                None => return sum,
                Some(Some(token)) if kinds.contains(token.kind.set()) => {
                    sum = take(sum, token, false);
                }
                Some(_) => {}
            }
        }
    }
}

impl DoubleEndedIterator for Words<'_> {
    fn next_back(&mut self) -> Option<Self::Item> {
        loop {
            let token = self.retreat()?;
            if self.kinds.contains(token.kind.set()) {
                return Some(token);
            }
        }
    }
}

impl FusedIterator for Words<'_> {}

impl fmt::Debug for Words<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Words")
            .field("rest", &self.rest())
            .field("policy", &self.policy)
            .field("kinds", &self.kinds)
            .finish()
    }
}

/// A token that planes have found, with its kind.
#[inline(always)]
fn token_of(cut: Cut<'_>) -> Token<'_> {
    let Cut { text, start, sort } = cut;
    Token { text, start, kind: sort.kind() }
}

/// Where the token that starts at `start` ends.
pub(super) fn token_end(text: &str, start: usize, policy: Policy, tags: &mut Tags) -> usize {
    match policy {
        Policy::Arabic => tags.end(text, start),
        Policy::Uax29 => None,
    }
    .unwrap_or_else(|| word::end(text, start, policy))
}

/// The start of a token at or after `front`, with little between it and `end` where possible: behind
/// a space or line feed with a character that does not attach to it.
fn stretch(text: &str, front: usize, end: usize) -> usize {
    let bytes = &text.as_bytes()[front..end];
    let spaces = memchr::memrchr2_iter(b' ', b'\n', bytes).map(|at| front + at + 1);
    let begins = |start: &usize| {
        text[*start..end].chars().next().is_some_and(|c| {
            let class = WordBreak::of(c);
            !class.is_ignored() && class != WordBreak::WSegSpace
        })
    };
    spaces.clone().find(begins).unwrap_or(front)
}
