//! From options to a compiled program: what becomes of each character, which context rules run,
//! and which characters the engine may copy without thought.

#[cfg(test)]
pub(crate) mod alike;
pub(crate) mod classes;
pub(crate) mod clusters;
pub(crate) mod dagger;
pub(crate) mod kinds;
pub(crate) mod letters;
pub(crate) mod marks;
pub(crate) mod pages;
pub(crate) mod passing;
mod peers;
pub(crate) mod quick;
pub(crate) mod ranges;
pub(crate) mod reasons;
pub(crate) mod spelled;
#[allow(clippy::unreadable_literal, reason = "generated")]
pub(crate) mod tables;
pub(crate) mod word_chars;

use crate::{
    builder::{Builder, Rule},
    error::Error,
    options::{
        Composition, Controls, DaggerAlef, Digits, Elongation, FarsiYeh, Marks, Peer,
        PresentationForms, Punctuation, Spacing, StrayMarks, Tatweel, WhiteSpace, Zwnj,
    },
};
use classes::Classes;
use letters::{Action, Letters};
use passing::Passing;
use quick::Quick;

/// The version of Unicode that letters, marks and presentation forms are read from: major, minor,
/// update.
pub const UNICODE_VERSION: (u8, u8, u8) = tables::UNICODE_VERSION;

/// A compiled configuration.
#[derive(Debug)]
pub(crate) struct Program {
    /// The rules that it was compiled from.
    pub(crate) config: Builder,
    /// What becomes of each character.
    pub(crate) letters: Letters,
    /// Characters that are spelled out as several, sorted.
    pub(crate) expand: &'static [(char, &'static str)],
    /// Bases and their marks are worked on as one unit, and the canonical pairs are composed.
    pub(crate) clusters: bool,
    /// All output is in NFC.
    pub(crate) nfc: bool,
    /// A rule looks at the line: punctuation, spacing, digits, white space.
    pub(crate) context: bool,
}

/// A program and the shortcuts through it.
#[derive(Debug)]
pub(crate) struct Compiled {
    pub(crate) program: Program,
    pub(crate) quick: Quick,
    pub(crate) passing: Passing,
    /// The characters as the block kernel sees them, when it writes and when it only looks.
    pub(crate) classes: Classes,
    pub(crate) scan_classes: Classes,
    /// What tokens are known to stay by. Found when first asked for: most normalisers see no token.
    #[cfg(feature = "std")]
    pub(crate) plain: std::sync::OnceLock<crate::token::plain::Plain>,
}

impl Compiled {
    /// Compiles a configuration, or says which two of its rules exclude each other.
    pub(crate) fn new(config: &Builder) -> Result<Compiled, Error> {
        let program = Program::compile(config)?;
        let quick = Quick::compile(&program);
        let classes = Classes::compile(&program, &quick, None);
        let scan_classes = Classes::compile(&program, &quick, Some(&classes));
        let passing = Passing::compile(&program, &quick);
        Ok(Compiled {
            program,
            quick,
            passing,
            classes,
            scan_classes,
            #[cfg(feature = "std")]
            plain: std::sync::OnceLock::new(),
        })
    }
}

impl Program {
    fn compile(config: &Builder) -> Result<Program, Error> {
        check_peer(config)?;
        let letters = Letters::compile(config)?;
        let expand = match (config.presentation_forms, peers::table(config.peer)) {
            (PresentationForms::Expand, _) => tables::FORMS,
            (_, Some(peer)) => peer.expand,
            _ => &[],
        };
        let nfc = config.composition == Composition::Nfc;
        Ok(Program {
            config: config.clone(),
            letters,
            expand,
            clusters: nfc || needs_clusters(config),
            nfc,
            context: has_context(config),
        })
    }

    /// What a character is spelled out as.
    #[inline]
    pub(crate) fn expansion(&self, c: char) -> Option<&'static str> {
        if c < '\u{FB50}' || self.expand.is_empty() {
            return None;
        }
        let row = self.expand.binary_search_by_key(&c, |row| row.0).ok()?;
        Some(self.expand[row].1)
    }

    /// Whether a rule deletes this mark, unless it is part of a letter.
    pub(crate) fn deletes_letter_mark(&self, mark: char) -> bool {
        match mark {
            '\u{653}' => self.config.marks.contains(Marks::MADDA),
            '\u{654}' | '\u{655}' => self.config.marks.contains(Marks::HAMZA_MARKS),
            _ => false,
        }
    }

    /// Whether a mark stays in the output.
    pub(crate) fn keeps_mark(&self, mark: char) -> bool {
        !self.deletes_letter_mark(mark) && self.letters.action(mark) != Action::Delete
    }

    /// The composite of a base and a mark: one of the eight canonical pairs, or yeh with hamza
    /// from Farsi yeh or alef maksura where those are the letter yeh.
    pub(crate) fn compose(&self, base: char, mark: char) -> Option<char> {
        let farsi = self.config.farsi_yeh == FarsiYeh::ToPersian;
        match (base, mark) {
            ('\u{649}' | '\u{6CC}', '\u{654}')
                if farsi && self.letters.become_what(base) == '\u{6CC}' =>
            {
                Some('\u{626}')
            }
            _ => marks::compose(base, mark),
        }
    }

    /// Tatweel that is inner goes, and its neighbours decide.
    pub(crate) fn inner_tatweel(&self) -> bool {
        self.config.tatweel == Tatweel::Inner
    }

    /// Dagger alef becomes alef, and its neighbours decide.
    pub(crate) fn dagger_to_alef(&self) -> bool {
        self.config.dagger_alef == DaggerAlef::ToAlef
    }

    /// A base and its marks cannot be worked on one by one.
    pub(crate) fn has_units(&self) -> bool {
        self.clusters || self.dagger_to_alef()
    }

    /// Zero width joiner goes, and its neighbours decide.
    pub(crate) fn deletes_zwj(&self) -> bool {
        self.config.controls.contains(Controls::ZWJ)
    }

    /// Zero width non-joiner becomes a space.
    pub(crate) fn zwnj_to_space(&self) -> bool {
        self.config.zwnj == Zwnj::Space
    }

    /// The longest run of one letter, if there is a limit.
    pub(crate) fn longest_run(&self) -> Option<usize> {
        match self.config.elongation {
            Elongation::Keep => None,
            Elongation::Max(n) => Some(usize::from(n.get())),
        }
    }
}

/// The rules that are on.
fn rules_on(config: &Builder) -> impl Iterator<Item = Rule> + '_ {
    Rule::ALL.iter().copied().filter(|&rule| !config.is_default(rule))
}

/// Rules that write one letter as another.
fn is_fold(rule: Rule) -> bool {
    matches!(
        rule,
        Rule::Alef
            | Rule::HamzaCarriers
            | Rule::AlefMaksura
            | Rule::FarsiYeh
            | Rule::Keheh
            | Rule::Heh
            | Rule::TehMarbuta
    )
}

/// A peer's table is its own: no rule for letters and marks may be laid over it.
fn check_peer(config: &Builder) -> Result<(), Error> {
    let is_of_letters = |rule: Rule| {
        let of_marks = matches!(rule, Rule::Tatweel | Rule::Marks | Rule::DaggerAlef);
        of_marks || is_fold(rule) || matches!(rule, Rule::PresentationForms | Rule::Composition)
    };
    if config.peer == Peer::None {
        return Ok(());
    }
    match rules_on(config).find(|&rule| is_of_letters(rule)) {
        Some(rule) => Err(config.conflict(Rule::Peer, rule, "a peer's letter table stands alone")),
        None => Ok(()),
    }
}

/// Whether a letter rule or a rule for the marks U+0653–0655 is on. Then the canonical pairs are
/// composed, so that both spellings of a letter are treated alike.
fn needs_clusters(config: &Builder) -> bool {
    rules_on(config).any(is_fold) || config.marks.intersects(Marks::MADDA | Marks::HAMZA_MARKS)
}

fn has_context(config: &Builder) -> bool {
    config.digits != Digits::Keep
        || config.punctuation != Punctuation::Keep
        || config.stray_marks != StrayMarks::Keep
        || config.spacing != Spacing::Keep
        || config.white_space != WhiteSpace::Keep
}

#[cfg(test)]
mod tests {
    use super::tables::UNICODE_VERSION;

    /// The crate that composes outside the Arabic blocks must know at least our version: a character
    /// that it does not know would come out as it went in.
    #[test]
    fn unicode_normalization_is_not_older() {
        assert!(unicode_normalization::UNICODE_VERSION >= UNICODE_VERSION);
    }
}
