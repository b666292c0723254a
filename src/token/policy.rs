//! The two ways to split a text, and every difference between them.

use core::fmt;

/// How a text is split into words and sentences.
///
/// ```
/// use naqi::{Policy, Tokenizer};
///
/// // 1446, heh and tatweel: a year of the Hijri era.
/// let text = "1446\u{647}\u{640}";
/// let split = |policy| Tokenizer::new().policy(policy).words(text).count();
/// assert_eq!(split(Policy::Arabic), 2);
/// assert_eq!(split(Policy::Uax29), 1);
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Policy {
    /// UAX #29 with the differences that [`Policy::differences`] lists: for Arabic, Persian, Urdu and
    /// other text in Arabic script, also where it is mixed with Latin words, numbers and
    /// addresses.
    #[default]
    Arabic,
    /// Exactly the default word and sentence boundaries of UAX #29, Unicode 17.0.
    Uax29,
}

impl Policy {
    /// Every policy.
    pub const ALL: &'static [Policy] = &[Policy::Arabic, Policy::Uax29];

    /// The policy's name: `arabic`, `uax29`.
    pub const fn name(self) -> &'static str {
        match self {
            Policy::Arabic => "arabic",
            Policy::Uax29 => "uax29",
        }
    }

    /// What [`Policy::Arabic`] does in another way than [`Policy::Uax29`], each with an example.
    ///
    /// ```
    /// for difference in naqi::Policy::differences() {
    ///     println!("{}: {}", difference.name, difference.rule);
    /// }
    /// ```
    pub const fn differences() -> &'static [Difference] {
        DIFFERENCES
    }
}

impl fmt::Display for Policy {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}

/// One way in which [`Policy::Arabic`] differs from UAX #29.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Difference {
    /// A short name: `digits-beside-letters`.
    pub name: &'static str,
    /// What [`Policy::Arabic`] does, in one sentence.
    pub rule: &'static str,
    /// A text that shows it.
    pub example: &'static str,
    /// The tokens of the example under [`Policy::Arabic`], without white space.
    pub arabic: &'static [&'static str],
    /// The tokens of the example under [`Policy::Uax29`], without white space.
    pub uax29: &'static [&'static str],
}

macro_rules! differences {
    ($($name:literal: $rule:literal, $example:literal => $arabic:expr, not $uax29:expr;)+) => {
        const DIFFERENCES: &[Difference] = &[$(Difference {
            name: $name,
            rule: $rule,
            example: $example,
            arabic: &$arabic,
            uax29: &$uax29,
        },)+];
    };
}

differences! {
    "digits-beside-letters":
        "A number and an Arabic word that touch are two tokens (not WB9, WB10).",
        // heh, tatweel
        "1446\u{647}\u{640}" => ["1446", "\u{647}\u{640}"], not ["1446\u{647}\u{640}"];
    "verse-number":
        "The end-of-ayah sign and the number that it encloses are one token, apart from the word \
         before it (not WB9).",
        // qaf, waw, meem, end of ayah, one, two
        "\u{642}\u{648}\u{645}\u{6DD}\u{661}\u{662}"
            => ["\u{642}\u{648}\u{645}", "\u{6DD}\u{661}\u{662}"],
        not ["\u{642}\u{648}\u{645}\u{6DD}\u{661}\u{662}"];
    "scripts":
        "A letter of the Arabic script and one of another script do not join (not WB5 to WB7).",
        // waw
        "\u{648}Rust" => ["\u{648}", "Rust"], not ["\u{648}Rust"];
    "marks-without-a-letter":
        "An Arabic mark with no letter, digit or low line in front of it begins the word behind it \
         (not WB4).",
        // comma, damma, noon, sad
        "\u{60C}\u{64F}\u{646}\u{635}" => ["\u{60C}", "\u{64F}\u{646}\u{635}"],
        not ["\u{60C}\u{64F}", "\u{646}\u{635}"];
    "colon-between-letters":
        "A colon between Arabic letters parts them (not WB6).",
        // qaf, alef, lam, colon, noon, ayn, meem
        "\u{642}\u{627}\u{644}:\u{646}\u{639}\u{645}"
            => ["\u{642}\u{627}\u{644}", ":", "\u{646}\u{639}\u{645}"],
        not ["\u{642}\u{627}\u{644}:\u{646}\u{639}\u{645}"];
    "full-stop-between-letters":
        "A full stop between Arabic letters parts them, unless both are initials: one letter, the \
         first also with a clitic of one letter (not WB6).",
        // dal, reh, sin, full stop, waw, qaf, dal, space, qaf, full stop, meem
        "\u{62F}\u{631}\u{633}.\u{648}\u{642}\u{62F} \u{642}.\u{645}"
            => ["\u{62F}\u{631}\u{633}", ".", "\u{648}\u{642}\u{62F}", "\u{642}.\u{645}"],
        not ["\u{62F}\u{631}\u{633}.\u{648}\u{642}\u{62F}", "\u{642}.\u{645}"];
    "time":
        "A colon between digits joins them.",
        "14:30" => ["14:30"], not ["14", ":", "30"];
    "slash-between-digits":
        "A slash between digits joins them: dates, fractions.",
        // digits of 12/5/2024
        "\u{661}\u{662}/\u{665}/\u{662}\u{660}\u{662}\u{664}"
            => ["\u{661}\u{662}/\u{665}/\u{662}\u{660}\u{662}\u{664}"],
        not ["\u{661}\u{662}", "/", "\u{665}", "/", "\u{662}\u{660}\u{662}\u{664}"];
    "date":
        "Hyphens join the numbers of a date: at most four, two and four digits, neither more hyphens \
         nor letters beside them. Any other hyphen is a token, as in UAX #29.",
        "1405-02-01 2013-2014" => ["1405-02-01", "2013", "-", "2014"],
        not ["1405", "-", "02", "-", "01", "2013", "-", "2014"];
    "narrow-space":
        "The narrow no-break space U+202F is white space and joins nothing (not WB13a, WB13b).",
        "10\u{202F}km" => ["10", "km"], not ["10\u{202F}km"];
    "stops":
        "Full stops, exclamation and question marks that follow one another are one token.",
        // Arabic question mark
        "... \u{61F}!" => ["...", "\u{61F}!"], not [".", ".", ".", "\u{61F}", "!"];
    "url":
        "What begins with a scheme and `://`, or with `www.`, is one token up to white space or a mark \
         that ends a clause.",
        // Arabic comma
        "https://a.test/x-1?y=2\u{60C}" => ["https://a.test/x-1?y=2", "\u{60C}"],
        not ["https", ":", "/", "/", "a.test", "/", "x", "-", "1", "?", "y", "=", "2", "\u{60C}"];
    "email":
        "An e-mail address in ASCII is one token.",
        "ops-1@mail.test" => ["ops-1@mail.test"], not ["ops", "-", "1", "@", "mail.test"];
    "hashtag":
        "`#` and the letters, digits and low lines behind it are one token where there is a letter \
         among them and no letter or digit in front.",
        // heh, alef, sheen, low line, teh, alef, ghain
        "#\u{647}\u{627}\u{634}_\u{62A}\u{627}\u{63A} #1"
            => ["#\u{647}\u{627}\u{634}_\u{62A}\u{627}\u{63A}", "#", "1"],
        not ["#", "\u{647}\u{627}\u{634}_\u{62A}\u{627}\u{63A}", "#", "1"];
    "mention":
        "`@` and the name behind it are one token where no letter or digit stands in front.",
        "@some_name" => ["@some_name"], not ["@", "some_name"];
}
