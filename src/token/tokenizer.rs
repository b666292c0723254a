//! The settings of a tokeniser, and tokenising joined with normalising.

use super::{
    kind::TokenKinds,
    policy::Policy,
    words::Words,
};

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

    /// The tokens of a text.
    pub fn words(self, text: &str) -> Words<'_> {
        Words::new(text, self.policy, self.kinds)
    }
}
