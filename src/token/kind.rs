//! What a token is.

use core::fmt;

use bitflags::bitflags;

use super::{
    policy::Policy,
    property::{WordBreak, is_emoji_by_default, is_pictographic, is_punctuation},
    tags::{is_in_name, is_letter_or_digit},
};
use crate::{
    error::Error,
    rules::{kinds::Kind, marks::is_mark},
};

macro_rules! kinds {
    ($($(#[doc = $doc:literal])+ $variant:ident $flag:ident $name:literal,)+) => {
        /// What a token is.
        ///
        /// ```
        /// use naqi::{TokenKind, words};
        ///
        /// let kinds: Vec<_> = words("see https://a.test now!").map(|token| token.kind()).collect();
        /// use TokenKind::{Punctuation, Url, Word};
        /// assert_eq!(kinds, [Word, Url, Word, Punctuation]);
        /// ```
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        #[non_exhaustive]
        pub enum TokenKind { $($(#[doc = $doc])+ $variant,)+ }

        impl TokenKind {
            /// Every kind, in the order of the documentation.
            pub const ALL: &'static [TokenKind] = &[$(TokenKind::$variant,)+];

            /// The kind's name: `arabic`, `word`, `number` …
            pub const fn name(self) -> &'static str {
                match self { $(TokenKind::$variant => $name,)+ }
            }

            /// The kind as a set of one.
            #[inline]
            pub const fn set(self) -> TokenKinds {
                TokenKinds::from_bits_retain(1 << self as u16)
            }
        }

        bitflags! {
            /// A set of kinds of token.
            ///
            /// ```
            /// use naqi::TokenKinds;
            ///
            /// let kinds = TokenKinds::WORDS | TokenKinds::NUMBER;
            /// assert!(kinds.contains(TokenKinds::ARABIC));
            /// ```
            #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
            pub struct TokenKinds: u16 {
                $(
                    #[doc = concat!("[`TokenKind::", stringify!($variant), "`].")]
                    const $flag = 1 << TokenKind::$variant as u16;
                )+
                /// Words of every script.
                const WORDS = Self::ARABIC.bits() | Self::WORD.bits() | Self::MIXED.bits();
            }
        }
    };
}

kinds! {
    /// A word in Arabic script, with its marks, tatweel and joiners.
    Arabic ARABIC "arabic",
    /// A word in Latin or another script.
    Word WORD "word",
    /// Letters together with digits, or letters of Arabic and another script.
    Mixed MIXED "mixed",
    /// Digits, with the separators between them: numbers, dates, times.
    Number NUMBER "number",
    /// A web address or the like: what begins with a scheme and `://`, or with `www.`.
    Url URL "url",
    /// An e-mail address.
    Email EMAIL "email",
    /// `#` and a name.
    Hashtag HASHTAG "hashtag",
    /// `@` and a name.
    Mention MENTION "mention",
    /// An emoji, a flag, or a sequence of them that is drawn as one.
    Emoji EMOJI "emoji",
    /// Punctuation by General_Category, and tatweel without a letter, which is a dash.
    Punctuation PUNCTUATION "punctuation",
    /// Anything else that shows: currency and mathematical signs, marks without a letter, characters
    /// for private use.
    Symbol SYMBOL "symbol",
    /// White space, and controls and invisible characters that stand alone.
    Space SPACE "space",
}

/// What a token is to those who find it: its kind, and whether it is plain. The number of the kind, or one more.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Sort(u8);

impl Sort {
    /// An Arabic word known to be of letters of U+0600–06FF.
    pub(crate) const PLAIN: Sort = Sort(TokenKind::ALL.len() as u8);

    /// Of a kind, and not known to be plain.
    pub(crate) const fn of(kind: TokenKind) -> Sort {
        Sort(kind as u8)
    }

    /// The kind.
    #[inline(always)]
    pub(crate) fn kind(self) -> TokenKind {
        /// By number, without a branch. What is behind the kinds is plain, or never asked for.
        const KINDS: [TokenKind; 16] = {
            let mut kinds = [TokenKind::Arabic; 16];
            let mut at = 0;
            while at < TokenKind::ALL.len() {
                kinds[TokenKind::ALL[at] as usize] = TokenKind::ALL[at];
                at += 1;
            }
            kinds
        };
        KINDS[usize::from(self.0) % KINDS.len()]
    }

    /// Whether it is known to be a word of letters of U+0600–06FF.
    #[inline(always)]
    pub(crate) fn is_plain(self) -> bool {
        self == Sort::PLAIN
    }
}

impl TokenKind {
    /// The kind of this name.
    ///
    /// # Errors
    ///
    /// [`Error::UnknownKind`], which lists the kinds.
    ///
    /// ```
    /// use naqi::TokenKind;
    ///
    /// assert_eq!(TokenKind::from_name("number")?, TokenKind::Number);
    /// assert!(TokenKind::from_name("digit").is_err());
    /// # Ok::<(), naqi::Error>(())
    /// ```
    pub fn from_name(name: &str) -> Result<TokenKind, Error> {
        let found = TokenKind::ALL.iter().copied().find(|kind| kind.name() == name);
        found.ok_or_else(|| Error::UnknownKind { name: name.into() })
    }

    /// The kind of a token of this text.
    pub(super) fn of(token: &str, policy: Policy) -> TokenKind {
        if policy == Policy::Arabic
            && let Some(kind) = TokenKind::of_tag(token)
        {
            return kind;
        }
        let (mut arabic, mut other, mut digits, mut tatweel) = (false, false, false, false);
        for c in token.chars() {
            match Kind::of(c) {
                Kind::ArabicLetter => arabic = true,
                Kind::OtherLetter => other = true,
                Kind::Digit(_) => digits = true,
                // Combining enclosing keycap.
                Kind::Other if c == '\u{20E3}' => return TokenKind::Emoji,
                // Digits of other systems, and the signs that enclose numbers. The decimal separator, which
                // has a kind of its own, is no number alone; emoji and joiners are nothing by themselves.
                Kind::Other if WordBreak::of(c) == WordBreak::Numeric => digits = true,
                _ => tatweel |= c == '\u{640}',
            }
        }
        match (arabic, other, digits) {
            (true, false, false) => TokenKind::Arabic,
            (false, true, false) => TokenKind::Word,
            (false, false, true) => TokenKind::Number,
            (false, false, false) if tatweel => TokenKind::Punctuation,
            (false, false, false) => TokenKind::without_letters(token),
            _ => TokenKind::Mixed,
        }
    }

    /// The kind of a token that has one kind of character, by its first: that of [`TokenKind::of`], if this tells it.
    /// Whatever the first character carries is no mark and no part of an emoji.
    #[inline]
    pub(super) fn of_first(first: char, is_alone: bool) -> Option<TokenKind> {
        // Letters of which there are whole texts have been found before this is asked: first what is likely.
        match first {
            ..'\u{1F000}' if is_alone && is_punctuation(first) => {
                return Some(TokenKind::Punctuation);
            }
            '\u{1F000}'.. if is_alone && is_emoji_by_default(first) => {
                return Some(TokenKind::Emoji);
            }
            _ => {}
        }
        match Kind::of(first) {
            Kind::ArabicLetter => Some(TokenKind::Arabic),
            Kind::OtherLetter => Some(TokenKind::Word),
            Kind::Digit(_) => Some(TokenKind::Number),
            _ if is_alone && is_emoji_by_default(first) => Some(TokenKind::Emoji),
            _ => None,
        }
    }

    /// The kind of a token that only [`Policy::Arabic`] has.
    fn of_tag(token: &str) -> Option<TokenKind> {
        let mut chars = token.chars();
        let first = chars.next()?;
        let rest = chars.as_str();
        match first {
            '#' => rest.starts_with(is_in_name).then_some(TokenKind::Hashtag),
            '@' => rest.starts_with(is_in_name).then_some(TokenKind::Mention),
            // The shortest is `a://b`.
            _ if !first.is_ascii_alphanumeric() || token.len() < 5 => None,
            // No word holds either. Few have a colon at all.
            _ if rest.as_bytes().contains(&b':') && rest.contains("://") => Some(TokenKind::Url),
            _ if is_www(token) => Some(TokenKind::Url),
            _ => rest.as_bytes().contains(&b'@').then_some(TokenKind::Email),
        }
    }

    /// The kind of a token with neither letters nor digits nor tatweel.
    fn without_letters(token: &str) -> TokenKind {
        let mut chars = token.chars();
        let Some(first) = chars.next() else { return TokenKind::Space };
        if is_emoji(token, first) {
            return TokenKind::Emoji;
        }
        if is_invisible(first) {
            // A mark on white space shows.
            let visible = |c: char| !is_invisible(c) && !WordBreak::of(c).is_ignored();
            let shows = chars.any(|c| visible(c) || is_mark(c));
            return if shows { TokenKind::Symbol } else { TokenKind::Space };
        }
        if is_punctuation(first) { TokenKind::Punctuation } else { TokenKind::Symbol }
    }
}

/// Whether a token is a URL without a scheme. A word may have any letter of UAX #29 behind a full stop, such as letters in
/// circles, of which no name of a host is made.
fn is_www(token: &str) -> bool {
    let bytes = token.as_bytes();
    bytes.len() > 4
        && bytes[3] == b'.'
        && bytes[..3].eq_ignore_ascii_case(b"www")
        && token[4..].starts_with(is_letter_or_digit)
}

/// An emoji by itself or by the variation selector behind it, or the letters of a flag.
fn is_emoji(token: &str, first: char) -> bool {
    // Keycaps, the only ones in ASCII, are known by another character.
    if first.is_ascii() {
        return false;
    }
    is_emoji_by_default(first)
        || WordBreak::of(first) == WordBreak::RegionalIndicator
        || (is_pictographic(first) && token.contains('\u{FE0F}'))
}

/// White space and controls.
fn is_invisible(c: char) -> bool {
    // The last white space is the ideographic space.
    let is_low = c <= '\u{3000}';
    // Zero width space, and zero width non-joiner.
    (is_low && (Kind::of(c).is_space() || c.is_control() || matches!(c, '\u{200B}' | '\u{200C}')))
        || matches!(WordBreak::of(c), WordBreak::Format | WordBreak::Zwj)
}

impl fmt::Display for TokenKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}

impl core::str::FromStr for TokenKind {
    type Err = Error;

    fn from_str(name: &str) -> Result<TokenKind, Error> {
        TokenKind::from_name(name)
    }
}

impl From<TokenKind> for TokenKinds {
    fn from(kind: TokenKind) -> TokenKinds {
        kind.set()
    }
}

/// All kinds but white space.
impl Default for TokenKinds {
    fn default() -> TokenKinds {
        TokenKinds::all().difference(TokenKinds::SPACE)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The quick way to the kind of a character alone is right.
    #[test]
    fn kinds_by_the_first_character_are_those_of_tokens() {
        let mut count = 0;
        for c in '\0'..=char::MAX {
            if let Some(kind) = TokenKind::of_first(c, true) {
                let mut buffer = [0; 4];
                assert_eq!(
                    kind,
                    TokenKind::of(c.encode_utf8(&mut buffer), Policy::Arabic),
                    "{c:?}"
                );
                count += 1;
            }
        }
        // All letters and ideographs.
        assert!(count > 140_000, "{count}");
    }

    /// What is nothing by itself needs no question of its own: it is neither letter nor digit.
    #[test]
    fn emoji_and_joiners_are_neither_letters_nor_digits() {
        let joiners = '\u{200B}'..='\u{200F}';
        for c in ('\0'..=char::MAX).filter(|&c| is_emoji_by_default(c) || joiners.contains(&c)) {
            assert_eq!(Kind::of(c), Kind::Other, "{c:?}");
            assert_ne!(WordBreak::of(c), WordBreak::Numeric, "{c:?}");
        }
        assert!(!('\u{3001}'..=char::MAX).any(|c| Kind::of(c).is_space() || c.is_control()));
        // A separator is the only number that has another kind and is none of the three systems' digits.
        let is_digit = |c| matches!(Kind::of(c), Kind::Digit(_) | Kind::Other);
        let mut others =
            ('\0'..=char::MAX).filter(|&c| WordBreak::of(c) == WordBreak::Numeric && !is_digit(c));
        assert_eq!(others.next(), Some('\u{66B}'));
        assert_eq!(others.next(), None);
    }
}
