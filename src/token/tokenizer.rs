//! The settings of a tokeniser, and tokenising joined with normalising.

use super::{kind::TokenKinds, normalized::NormalizedWords, policy::Policy, words::Words};
use crate::{Error, Normalizer, Tier, engine::planes::Available};

/// Splits texts into tokens by a policy, and gives those of some kinds.
///
/// ```
/// use naqi::{Policy, TokenKinds, Tokenizer};
///
/// let numbers = Tokenizer::new().kinds(TokenKinds::NUMBER);
/// let found: Vec<_> = numbers.words("from 9:30 to 17:00").map(|token| token.text()).collect();
/// assert_eq!(found, ["9:30", "17:00"]);
///
/// // With white space, the tokens are the whole text.
/// let all = Tokenizer::new().policy(Policy::Uax29).kinds(TokenKinds::all());
/// let text = "from 9:30 to 17:00";
/// let tokens: String = all.words(text).map(|token| token.text()).collect();
/// assert_eq!(tokens, text);
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Tokenizer {
    policy: Policy,
    kinds: TokenKinds,
    /// The best, or that of the environment, where none is pinned.
    tier: Option<Available>,
}

impl Tokenizer {
    /// [`Policy::Arabic`], every kind but white space.
    pub fn new() -> Tokenizer {
        Tokenizer::default()
    }

    /// Sets the policy.
    #[must_use]
    pub fn policy(self, policy: Policy) -> Tokenizer {
        Tokenizer { policy, ..self }
    }

    /// Sets the kinds of token to give; the others are passed over. With
    /// [`TokenKinds::all`] the tokens are the whole text, each byte in one of them.
    #[must_use]
    pub fn kinds(self, kinds: TokenKinds) -> Tokenizer {
        Tokenizer { kinds, ..self }
    }

    /// Pins the instruction set, for tests and measurements; the tokens are the same on every tier. Without it,
    /// it is the one that the environment variable `NAQI_TIER` names when a text is first split, with the
    /// standard library and if the processor has it; else the best.
    ///
    /// # Errors
    ///
    /// [`Error::UnavailableTier`] where the processor or the build has not got the tier.
    ///
    /// ```
    /// use naqi::{Tier, Tokenizer};
    ///
    /// let tokenizer = Tokenizer::new().tier(Tier::Scalar)?;
    /// assert_eq!(tokenizer.words("one two").count(), 2);
    /// # Ok::<(), naqi::Error>(())
    /// ```
    pub fn tier(self, tier: Tier) -> Result<Tokenizer, Error> {
        let available = Available::new(tier).ok_or(Error::UnavailableTier { tier })?;
        Ok(Tokenizer { tier: Some(available), ..self })
    }

    /// The policy and the kinds.
    pub(super) fn choice(self) -> (Policy, TokenKinds) {
        (self.policy, self.kinds)
    }

    /// The tokens of a text.
    pub fn words(self, text: &str) -> Words<'_> {
        let tier = self.tier.unwrap_or_else(Available::from_environment);
        Words::new(text, self.policy, self.kinds, tier)
    }

    /// The tokens of a text, each with its normalised text and the range of the source.
    ///
    /// The **source** is split, and each token is normalised by itself. So boundaries do not depend on
    /// the rules, and each token is one slice of the source. A token of which the rules leave
    /// nothing is not given. Where the rules make several words of one token, as of the ligature
    /// U+FDFA, each is given with the range of the whole token.
    ///
    /// For Arabic words, numbers and addresses this is the same as splitting the normalised text. It differs
    /// where a rule looks or reaches beyond a token:
    ///
    /// * A mark of punctuation alone is not seen to follow an Arabic word:
    ///   [`Punctuation::Arabic`](crate::Punctuation::Arabic) and
    ///   [`StrayMarks::Repair`](crate::StrayMarks::Repair) leave it as it is. So do rules
    ///   for spacing and white space, which there is none of inside a token.
    /// * Words that touch once a character between them is deleted stay two: such are an
    ///   Arabic word and the one behind a zero width space (U+200B) or a control.
    /// * Words of the normalised text may join in another way where the rules change a character
    ///   that parts them.
    ///
    /// ```
    /// use naqi::{Normalizer, Tokenizer};
    ///
    /// let search = Normalizer::search();
    /// // alef with hamza, hah, meem, dal (a name), Arabic comma
    /// let text = "\u{623}\u{62D}\u{645}\u{62F}\u{60C}";
    /// let mut tokens = Tokenizer::new().normalized(&search, text);
    /// let name = tokens.next().unwrap();
    /// assert_eq!(name.text(), "\u{627}\u{62D}\u{645}\u{62F}"); // with bare alef
    /// assert_eq!(&text[name.range()], "\u{623}\u{62D}\u{645}\u{62F}");
    /// ```
    pub fn normalized<'t, 'n>(
        self,
        normalizer: &'n Normalizer,
        text: &'t str,
    ) -> NormalizedWords<'t, 'n> {
        NormalizedWords::new(text, normalizer, self)
    }
}
