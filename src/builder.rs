//! The builder: which rules there are, by name and by method.

use alloc::string::{String, ToString};
use core::fmt;

use crate::{
    Normalizer, Tier,
    engine::tier::Kernel,
    error::Error,
    options::{
        Alef, AlefMaksura, Composition, Controls, DaggerAlef, Digits, Elongation, FarsiYeh,
        HamzaCarriers, Heh, Keheh, Marks, Peer, PresentationForms, Punctuation, RuleValue, Spacing,
        StrayMarks, Tatweel, TehMarbuta, WhiteSpace, Zwnj,
    },
    rules::Compiled,
};

/// Defines the rules once: the [`Rule`] enum, the [`Builder`] with a field and a method for each,
/// and access by name.
macro_rules! rules {
    ($($(#[$doc:meta])* $variant:ident $name:literal $field:ident: $type:ty,)+) => {
        /// A rule, for naming it: in errors, in configuration files, in lists.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        #[non_exhaustive]
        pub enum Rule { $($(#[$doc])* $variant,)+ }

        impl Rule {
            /// Every rule, in the order of the documentation.
            pub const ALL: &'static [Rule] = &[$(Rule::$variant,)+];

            /// The rule's name in configuration files and for the command's `--set`.
            pub const fn name(self) -> &'static str {
                match self { $(Rule::$variant => $name,)+ }
            }

            /// The values that the rule takes, as one line for people.
            pub fn allowed(self) -> String {
                match self { $(Rule::$variant => <$type as RuleValue>::allowed(),)+ }
            }
        }

        /// Collects rules and builds a [`Normalizer`].
        ///
        /// Every rule is off until it is set, so an untouched builder gives a normaliser that
        /// changes nothing. To start from a preset, use [`Preset::builder`](crate::Preset::builder).
        ///
        /// ```
        /// use naqi::{Digits, Marks, Normalizer, Tatweel};
        ///
        /// let naqi = Normalizer::builder()
        ///     .tatweel(Tatweel::Inner)
        ///     .marks(Marks::HARAKAT | Marks::TANWIN)
        ///     .digits(Digits::Ascii)
        ///     .build()?;
        /// assert_eq!(naqi.normalize("\u{661}\u{662}"), "12"); // Arabic-Indic one, two
        /// # Ok::<(), naqi::Error>(())
        /// ```
        #[derive(Clone, Debug, Default)]
        #[must_use = "a builder does nothing until `build` is called"]
        pub struct Builder {
            $(pub(crate) $field: $type,)+
            /// One bit a rule: set by name or by method, even to its default.
            explicit: u32,
            /// The pinned tier.
            tier: Option<Tier>,
        }

        impl Builder {
            $($(#[$doc])*
            ///
            /// Off by default.
            pub fn $field(mut self, value: $type) -> Self {
                self.$field = value;
                self.explicit |= 1 << Rule::$variant as u32;
                self
            })+

            /// Sets a rule by its name and its value's name, as the command's
            /// `--set RULE=VALUE` does. An underscore in either counts as a hyphen.
            ///
            /// # Errors
            ///
            /// [`Error::UnknownRule`] and [`Error::UnknownValue`], which list what is allowed.
            ///
            /// ```
            /// let naqi = naqi::Normalizer::builder().set("digits", "ascii")?.build()?;
            /// assert!(naqi::Normalizer::builder().set("digits", "roman").is_err());
            /// # Ok::<(), naqi::Error>(())
            /// ```
            pub fn set(self, rule: &str, value: &str) -> Result<Self, Error> {
                let (rule, value) = (rule.replace('_', "-"), value.replace('_', "-"));
                match rule.as_str() {
                    $($name => match <$type as RuleValue>::from_name(&value) {
                        Some(value) => Ok(self.$field(value)),
                        None => Err(Error::UnknownValue {
                            rule: Rule::$variant,
                            value,
                            allowed: <$type as RuleValue>::allowed(),
                        }),
                    },)+
                    _ => Err(Error::UnknownRule { name: rule }),
                }
            }

            /// The name of the value that a rule has here.
            ///
            /// ```
            /// use naqi::{Preset, Rule};
            /// assert_eq!(Preset::Tidy.builder().get(Rule::Spacing), "tidy");
            /// ```
            pub fn get(&self, rule: Rule) -> String {
                match rule { $(Rule::$variant => RuleValue::to_name(&self.$field),)+ }
            }

            /// Whether a rule is off here, as all are in a new builder.
            pub fn is_default(&self, rule: Rule) -> bool {
                match rule { $(Rule::$variant => self.$field == <$type>::default(),)+ }
            }
        }

        impl PartialEq for Builder {
            fn eq(&self, other: &Self) -> bool {
                $(self.$field == other.$field)&&+
            }
        }

        impl Eq for Builder {}
    };
}

rules! {
    /// Tatweel (U+0640).
    Tatweel "tatweel" tatweel: Tatweel,
    /// Which combining marks to delete.
    Marks "marks" marks: Marks,
    /// Dagger alef (U+0670).
    DaggerAlef "dagger-alef" dagger_alef: DaggerAlef,
    /// Alef with hamza, madda or wasla.
    Alef "alef" alef: Alef,
    /// Waw and yeh with hamza.
    HamzaCarriers "hamza-carriers" hamza_carriers: HamzaCarriers,
    /// Alef maksura and yeh.
    AlefMaksura "alef-maksura" alef_maksura: AlefMaksura,
    /// Farsi yeh.
    FarsiYeh "farsi-yeh" farsi_yeh: FarsiYeh,
    /// Keheh and kaf.
    Keheh "keheh" keheh: Keheh,
    /// The forms of heh.
    Heh "heh" heh: Heh,
    /// Teh marbuta.
    TehMarbuta "teh-marbuta" teh_marbuta: TehMarbuta,
    /// Arabic presentation forms.
    PresentationForms "presentation-forms" presentation_forms: PresentationForms,
    /// Digits and the separators between them.
    Digits "digits" digits: Digits,
    /// Latin and Arabic comma, semicolon, question mark, percent sign.
    Punctuation "punctuation" punctuation: Punctuation,
    /// A `>` typed for a full stop.
    StrayMarks "stray-marks" stray_marks: StrayMarks,
    /// White space around punctuation.
    Spacing "spacing" spacing: Spacing,
    /// Runs of one letter.
    Elongation "elongation" elongation: Elongation,
    /// Which invisible characters to delete.
    Controls "controls" controls: Controls,
    /// Zero width non-joiner.
    Zwnj "zwnj" zwnj: Zwnj,
    /// Runs of white space.
    WhiteSpace "white-space" white_space: WhiteSpace,
    /// Canonical composition.
    Composition "composition" composition: Composition,
    /// A letter table reproduced from another system.
    Peer "peer" peer: Peer,
}

impl fmt::Display for Rule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}

impl Builder {
    /// The rules that are on, each with the name of its value, in the order of [`Rule::ALL`].
    ///
    /// ```
    /// use naqi::{Normalizer, Rule, Tatweel};
    /// let rules = Normalizer::builder().tatweel(Tatweel::All);
    /// assert!(rules.rules().eq([(Rule::Tatweel, "all".to_string())]));
    /// ```
    pub fn rules(&self) -> impl Iterator<Item = (Rule, String)> + '_ {
        let on = |rule: &Rule| !self.is_default(*rule);
        Rule::ALL.iter().copied().filter(on).map(|rule| (rule, self.get(rule)))
    }

    /// Builds the normaliser: compiles the rules to one table and checks that it is closed, so that
    /// normalising twice equals once.
    ///
    /// Costs some tens of microseconds and some kilobytes; a [`Normalizer`] is then
    /// cheap to clone.
    ///
    /// # Errors
    ///
    /// [`Error::Conflict`] where two rules cannot both hold; it names both.
    /// [`Error::UnavailableTier`] or [`Error::UnknownTier`] where [`tier`](Builder::tier), or the environment
    /// variable `NAQI_TIER` under the feature `std`, names a tier that is not here.
    ///
    /// ```
    /// use naqi::{AlefMaksura, FarsiYeh, Normalizer};
    /// let error = Normalizer::builder()
    ///     .alef_maksura(AlefMaksura::FromYeh)
    ///     .farsi_yeh(FarsiYeh::ToPersian)
    ///     .build()
    ///     .unwrap_err();
    /// assert!(error.to_string().contains("alef-maksura=from-yeh"));
    /// ```
    pub fn build(&self) -> Result<Normalizer, Error> {
        self.check_explicit()?;
        let tier = self.tier.map_or_else(Tier::from_environment, Ok)?;
        let kernel = Kernel::new(tier).ok_or(Error::UnavailableTier { tier })?;
        Ok(Normalizer::new(Compiled::new(self)?, kernel))
    }

    /// Pins the instruction set to work with, for tests and measurements: the output is the same on
    /// each. Goes before the environment variable `NAQI_TIER`. Two builders are equal when their rules
    /// are, whatever the tier.
    ///
    /// The best that the processor has by default.
    pub fn tier(mut self, tier: Tier) -> Self {
        self.tier = Some(tier);
        self
    }

    /// Conflicts between values that were asked for by name, though one is the default.
    fn check_explicit(&self) -> Result<(), Error> {
        let asked = |rule: Rule| self.explicit & (1 << rule as u32) != 0;
        if asked(Rule::DaggerAlef)
            && self.dagger_alef == DaggerAlef::Keep
            && self.marks.contains(Marks::DAGGER_ALEF)
        {
            return Err(self.conflict(
                Rule::DaggerAlef,
                Rule::Marks,
                "one keeps U+0670, the other deletes it",
            ));
        }
        Ok(())
    }

    /// The error that two rules of this builder exclude each other.
    pub(crate) fn conflict(&self, first: Rule, second: Rule, why: &'static str) -> Error {
        Error::Conflict {
            first: (first, self.get(first).to_string()),
            second: (second, self.get(second).to_string()),
            why,
        }
    }
}
