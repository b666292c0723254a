//! Which rule asked for a change, by what was changed.

use super::{
    Program, is_fold,
    kinds::{Kind, is_arabic_letter},
    letters::{Deletions, Mappings, deletions, mappings},
    marks::is_mark,
    rules_on,
};
use crate::{
    builder::Rule,
    options::{Elongation, Peer, WhiteSpace},
};

/// The rules of a program by the characters that they touch.
///
/// Each rule has characters of its own, so that the character tells the rule; where several touch one, the first in the
/// order of work counts.
#[derive(Clone, Debug)]
pub(crate) struct Reasons<'p> {
    program: &'p Program,
    deletions: Deletions,
    mappings: Mappings,
}

/// A change, as the text shows it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Changed<'t> {
    /// The character, if it stood in the source.
    pub(crate) from: Option<char>,
    /// What it became.
    pub(crate) to: &'t str,
    /// The last base of the source before it, marks aside.
    pub(crate) base: Option<char>,
    /// What the output has before it and behind it.
    pub(crate) before: Option<char>,
    pub(crate) behind: Option<char>,
}

impl<'p> Reasons<'p> {
    pub(crate) fn new(program: &'p Program) -> Self {
        let config = &program.config;
        let mappings = mappings(config).unwrap_or_default();
        Reasons { program, deletions: deletions(config), mappings }
    }

    /// The rule that asked for a change.
    pub(crate) fn of(&self, changed: &Changed<'_>) -> Rule {
        let Some(from) = changed.from else { return self.of_insertion(changed.to) };
        if self.program.expansion(from).is_some() {
            return if self.program.config.peer == Peer::None {
                Rule::PresentationForms
            } else {
                Rule::Peer
            };
        }
        if let Some(&(_, _, rule)) =
            self.deletions.iter().find(|(first, last, _)| (*first..=*last).contains(&from))
        {
            return rule;
        }
        match from {
            '\u{200C}' if self.program.zwnj_to_space() => return Rule::Zwnj,
            '\u{200D}' => return Rule::Controls,
            '\u{640}' => return Rule::Tatweel,
            '\u{670}' if self.program.dagger_to_alef() => return Rule::DaggerAlef,
            _ => {}
        }
        let kind = Kind::of(from);
        // Rules for white space write nothing else; of the en quad NFC makes an en space.
        if kind.is_space() && matches!(changed.to, "" | " ") {
            self.of_white_space(changed)
        } else if changed.to.is_empty() {
            self.of_deletion(from, changed.base)
        } else {
            self.of_mapping(from, kind, changed.to)
        }
    }

    fn of_insertion(&self, to: &str) -> Rule {
        // All else is the joiner behind the thirtieth mark.
        if to == " " { Rule::Spacing } else { self.of_composition() }
    }

    /// White space that went or became a space.
    fn of_white_space(&self, changed: &Changed<'_>) -> Rule {
        let config = &self.program.config;
        let is_edge = |c: Option<char>| c.is_none_or(|c| Kind::of(c).is_space());
        let is_of_white_space = config.white_space != WhiteSpace::Keep
            && (!changed.to.is_empty() || is_edge(changed.before) || is_edge(changed.behind));
        if is_of_white_space { Rule::WhiteSpace } else { Rule::Spacing }
    }

    /// A mark or letter that went, behind this base.
    fn of_deletion(&self, from: char, base: Option<char>) -> Rule {
        let composite = base.and_then(|base| self.program.compose(base, from));
        match composite {
            // The letter that both are went on to become another.
            Some(composite) if self.program.clusters => {
                self.mappings.get(&composite).map_or_else(|| self.of_composition(), |to| to.1)
            }
            _ if self.program.deletes_letter_mark(from) => Rule::Marks,
            // A letter too many takes its marks with it.
            _ if self.program.config.elongation != Elongation::Keep
                && (is_arabic_letter(from) || is_mark(from)) =>
            {
                Rule::Elongation
            }
            _ => self.of_composition(),
        }
    }

    /// A character that became another.
    fn of_mapping(&self, from: char, kind: Kind, to: &str) -> Rule {
        if let Some(&(_, rule)) = self.mappings.get(&from) {
            return rule;
        }
        match kind {
            Kind::Greater => Rule::StrayMarks,
            Kind::Digit(_) | Kind::Decimal | Kind::Thousands => Rule::Digits,
            // Between digits.
            _ if matches!(to, "\u{66B}" | "\u{66C}") => Rule::Digits,
            _ if kind.latin_and_arabic().is_some() => Rule::Punctuation,
            _ => self.of_composition(),
        }
    }

    /// The rule for which marks are composed with their base and put in order.
    fn of_composition(&self) -> Rule {
        let fold = || rules_on(&self.program.config).find(|&rule| is_fold(rule));
        if self.program.nfc { Rule::Composition } else { fold().unwrap_or(Rule::Marks) }
    }
}
