//! Tokens of the source, each normalised.

use alloc::string::String;
use core::{fmt, ops::Range};

use unicode_normalization::{
    IsNormalized,
    char::{compose, decompose_canonical},
    is_nfc_quick,
};

use super::{
    kind::TokenKind,
    near,
    plain::Plain,
    policy::Policy,
    tags::Tags,
    tokenizer::Tokenizer,
    words::{Token, Words, token_end},
};
use crate::{
    Normalizer,
    engine::{Sink as _, Write},
    rules::{
        Compiled, Program,
        kinds::Kind,
        letters::Action,
        marks::{self, is_arabic, is_mark},
        quick::{LOOK, MARK, decode, entry_at},
    },
};

/// So many combining marks on a letter are no matter; twice as many are too many.
const FEW_MARKS: usize = 16;

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
        self.plain.is_unchanged(text, token.kind())
            || (begins_elsewhere(text) && stays_elsewhere(self.normalizer, text))
    }

    /// Normalises a token into the buffer. Whether it is one token still; where it is several, they are
    /// in `pieces`.
    #[cold]
    #[inline(never)]
    fn normalize(&mut self, token: &Token<'t>) -> bool {
        let text = token.text();
        self.buffer.clear();
        let is_elsewhere = text.bytes().any(|byte| is_elsewhere(&byte));
        let is_foreign = is_elsewhere && token.kind() == TokenKind::Word;
        if is_foreign && compose_elsewhere(self.normalizer, text, &mut self.buffer) {
            return true;
        }
        self.buffer.clear();
        let quick = &self.normalizer.compiled().quick;
        if Write::new(&mut self.buffer).push_word(quick, text) {
            // White space is in no Arabic word, and none comes into one but by what is spelled out, such as U+FDFB.
            let is_whole = token.kind() == TokenKind::Arabic && !self.plain.makes_space;
            if is_whole && !is_elsewhere && self.tokenizer.choice().0 == Policy::Arabic {
                return !self.buffer.is_empty();
            }
        } else if self.plain.is_gone(text) {
            return false;
        } else if is_elsewhere
            && !is_foreign
            && compose_elsewhere(self.normalizer, text, &mut self.buffer)
        {
            return true;
        } else {
            self.buffer.clear();
            self.normalizer.normalize_into(text, &mut self.buffer);
        }
        if token.kind() != TokenKind::Space && holds_white_space(&self.buffer) {
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
            let near = near::token(self.buffer.as_bytes(), start);
            let (end, kind) = near.filter(|_| policy == Policy::Arabic).unwrap_or_else(|| {
                let end = token_end(&self.buffer, start, policy, &mut Tags::default());
                (end, TokenKind::of(&self.buffer[start..end], policy))
            });
            if kind != TokenKind::Space && kinds.contains(kind.set()) {
                self.pieces = Some((source, end));
                return Some((source, start..end, kind));
            }
            start = end;
        }
        None
    }
}

/// Whether a byte begins a character from U+00C0 on outside U+0600–06FF.
#[inline]
fn is_elsewhere(byte: &u8) -> bool {
    matches!(byte, 0xC3..0xD8 | 0xDC..)
}

/// Whether the first character is such a one.
#[inline]
fn begins_elsewhere(text: &str) -> bool {
    text.as_bytes().first().is_some_and(is_elsewhere)
}

/// Whether a text has white space in it, which parts tokens.
#[inline]
fn holds_white_space(text: &str) -> bool {
    // The first bytes of all white space. Most text has none of them, which is seen without a branch.
    let is_suspect = |byte: u8| byte <= b' ' || matches!(byte, 0xC2 | 0xE1..=0xE3);
    text.bytes().fold(false, |found, byte| found | is_suspect(byte))
        && text.contains(char::is_whitespace)
}

/// Whether all characters of a text stay wherever they stand, or at least here, and are no white space, which may part
/// a token.
#[inline(never)]
fn stays_elsewhere(normalizer: &Normalizer, text: &str) -> bool {
    go_elsewhere::<false>(normalizer, text, &mut String::new())
}

/// Writes a text of characters that stay, but for marks that compose with the letter just before them. Whether it is
/// no more than that; if not, part of it may have been written.
#[inline(never)]
fn compose_elsewhere(normalizer: &Normalizer, text: &str, output: &mut String) -> bool {
    go_elsewhere::<true>(normalizer, text, output)
}

#[inline(always)]
fn go_elsewhere<const WRITES: bool>(
    normalizer: &Normalizer,
    text: &str,
    output: &mut String,
) -> bool {
    let compiled = normalizer.compiled();
    let bytes = text.as_bytes();
    let mut care = Care::default();
    let mut at = 0;
    while at < bytes.len() {
        let (c, len) = decode(bytes, at);
        let Some(named) = is_named(compiled, bytes, at) else { return false };
        if c.is_whitespace() {
            return false;
        }
        // Where it matters what composes and in which order, all that is not named is a base and attaches to none.
        if !named {
            care = Care { base: Some(c), ..Care::default() };
        } else if WRITES && let Some(composite) = care.compose(&compiled.program, c) {
            let mut buffer = [0; 4];
            if is_named(compiled, composite.encode_utf8(&mut buffer).as_bytes(), 0).is_none() {
                return false;
            }
            output.pop();
            output.push(composite);
            at += len;
            continue;
        } else if !care.stays(&compiled.program, c) {
            return false;
        }
        if WRITES {
            output.push(c);
        }
        at += len;
    }
    true
}

/// Whether canonical composition or order may change the character at a position; nothing where other rules may, or
/// it becomes something else.
#[inline(always)]
fn is_named(compiled: &Compiled, bytes: &[u8], at: usize) -> Option<bool> {
    let quick = &compiled.quick;
    let (c, len) = decode(bytes, at);
    match entry_at(quick, bytes, at) {
        Some(entry) => {
            let itself = entry.bytes[..usize::from(entry.len)] == bytes[at..at + len];
            let is_kept = itself && entry.flags & LOOK == 0 && (at > 0 || entry.flags & MARK == 0);
            is_kept.then_some(false)
        }
        None if !quick.is_named_elsewhere(bytes, at) => Some(false),
        None => is_only_cared_for(&compiled.program, c).then_some(true),
    }
}

/// Whether nothing but canonical composition and order may change this character, which is
/// [named](crate::rules::quick::Quick::is_named_elsewhere).
fn is_only_cared_for(program: &Program, c: char) -> bool {
    // Most presentation forms, to which there is more.
    !matches!(c, '\u{FB50}'..='\u{FDFF}' | '\u{FE70}'..='\u{FEFF}')
        && program.has_units()
        && program.longest_run().is_none()
        && !is_arabic(c)
        && program.expansion(c).is_none()
        // Joiners, which other rules name.
        && !matches!(c, '\u{200C}' | '\u{200D}')
        && matches!(Kind::of(c), Kind::Other | Kind::OtherLetter)
        && program.letters.action(c) == Action::Keep
}

/// What stands before a character, as far as canonical composition and order ask for it.
#[derive(Default)]
struct Care {
    /// The last base.
    base: Option<char>,
    /// The combining class of the last character.
    class: u8,
    /// Marks since the last base that attaches to none, in the parts of which they are composed.
    marks: usize,
}

impl Care {
    /// Whether a character stays here, as none before it has changed: the quick check of UAX #15, section 9, with a
    /// look at what the character might compose with. Goes on behind it.
    fn stays(&mut self, program: &Program, c: char) -> bool {
        let class = marks::ccc(c);
        self.marks += if is_mark(c) { parts(c) } else { 0 };
        if self.marks > FEW_MARKS {
            return false;
        }
        let in_order = class == 0 || class >= self.class;
        let stays = !program.nfc || (in_order && self.is_composed_with(c));
        self.class = class;
        if class == 0 {
            self.base = Some(c);
        }
        stays
    }

    /// What a mark and the letter just before it compose to, which takes the place of the letter.
    fn compose(&mut self, program: &Program, mark: char) -> Option<char> {
        let base = self.base.filter(|_| program.nfc && self.class == 0)?;
        if marks::ccc(mark) == 0 || parts(base) > 1 || parts(mark) > 1 {
            return None;
        }
        let composite = compose(base, mark)?;
        self.base = Some(composite);
        Some(composite)
    }

    /// Whether a character is composed as far as it can be with what stands before it.
    fn is_composed_with(&self, c: char) -> bool {
        match is_nfc_quick([c].into_iter()) {
            IsNormalized::Yes => true,
            IsNormalized::No => false,
            IsNormalized::Maybe => self.base.is_none_or(|base| {
                // In parts it might take this one before those that it has.
                parts(base) == 1 && compose(base, c).is_none()
            }),
        }
    }
}

/// Of how many characters the canonical decomposition of a character is.
fn parts(c: char) -> usize {
    let mut parts = 0;
    decompose_canonical(c, |_| parts += 1);
    parts
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
    use std::{borrow::ToOwned, string::String};

    use super::*;

    /// Whether a text is said to stay, which it does then, and holds no white space.
    fn stays(normalizer: &Normalizer, text: &str) -> bool {
        let stays = stays_elsewhere(normalizer, text);
        let is_normal = || normalizer.is_normalized(text) && !text.contains(char::is_whitespace);
        assert!(!stays || is_normal(), "{text:?} {normalizer:?}");
        assert_eq!(holds_white_space(text), text.contains(char::is_whitespace), "{text:?}");
        let mut output = String::new();
        if compose_elsewhere(normalizer, text, &mut output) {
            assert_eq!(output, normalizer.normalize(text), "{text:?} {normalizer:?}");
            assert!(!output.contains(char::is_whitespace), "{text:?}");
        } else {
            assert!(!stays, "{text:?}");
        }
        stays
    }

    #[test]
    fn what_stays_elsewhere_is_normal() {
        for preset in crate::Preset::ALL {
            let normalizer = preset.normalizer();
            let chars = '\0'..=char::MAX;
            let count = chars.filter(|c| stays(&normalizer, c.encode_utf8(&mut [0; 4]))).count();
            // Most of Unicode, among it all ideographs.
            assert!(count > 1_000_000, "{preset} {count}");
        }
        let light = Normalizer::light();
        assert!(stays(&light, "\u{5D0}\u{4E2D}\u{1F600}"));
        // Letters of the tables beside others, but none that a rule names: a fatha goes.
        assert!(stays(&light, "\u{4E2D}a") && stays(&light, "\u{4E2D}\u{628}"));
        assert!(!stays(&light, "\u{4E2D}\u{628}\u{64E}"));
        // Ka and virama; e with acute and a dot below, in order; and both composed or the other way round.
        assert!(stays(&light, "\u{915}\u{94D}") && stays(&light, "x\u{323}\u{301}"));
        assert!(!stays(&light, "e\u{301}") && !stays(&light, "x\u{301}\u{323}"));
        let composed = |text: &str| {
            let mut output = String::new();
            compose_elsewhere(&light, text, &mut output).then_some(output)
        };
        assert_eq!(composed("e\u{301}te\u{301}"), Some("\u{E9}t\u{E9}".to_owned()));
        assert_eq!(composed("a\u{323}\u{301}"), None);
        // Kiyeok and a, which are a syllable.
        assert!(!stays(&light, "\u{1100}\u{1161}"));
        // Many marks on many letters; and more than a letter may carry.
        assert!(stays(&light, &"x\u{323}\u{301}".repeat(40)));
        assert!(!stays(&light, &("x".to_owned() + &"\u{323}".repeat(40))));
        assert!(!stays(&light, &"\u{323}".repeat(40)));
    }

    /// Up to four of the characters that compose, attach, change places or are named by some rule.
    #[test]
    fn what_stays_together_is_normal() {
        const CHARS: [char; 30] = [
            'a', 'e', '1', '\u{628}', '\u{623}', '\u{6D2}', '\u{64E}', '\u{651}', '\u{654}',
            '\u{640}', '\u{670}', '\u{8D3}', '\u{8A0}', '\u{E9}', '\u{301}', '\u{323}', '\u{344}',
            '\u{34F}', '\u{345}', '\u{928}', '\u{93C}', '\u{94D}', '\u{9C7}', '\u{9BE}',
            '\u{1100}', '\u{1161}', '\u{11A8}', '\u{AC00}', '\u{200D}', '\u{FEFB}',
        ];
        let rules = crate::Preset::ALL.iter().map(|preset| preset.normalizer());
        let nfc = Normalizer::builder().composition(crate::Composition::Nfc).build().unwrap();
        for normalizer in rules.chain([nfc]) {
            let mut count = 0;
            for a in CHARS {
                for b in CHARS {
                    for c in CHARS {
                        let text = String::from_iter([a, b, c]);
                        count += usize::from(stays(&normalizer, &text));
                        stays(&normalizer, &String::from_iter([a, b, c, a]));
                        stays(&normalizer, &String::from_iter([a, b, b, c, c]));
                    }
                }
            }
            assert!(count > 500, "{count} {normalizer:?}");
        }
    }
}
