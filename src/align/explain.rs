//! What was changed, gathered: by rule, and by what became of what.

use alloc::{collections::BTreeMap, vec::Vec};
use core::fmt;

use super::{Aligned, Edit};
use crate::builder::Rule;

/// What normalising has done to a text, for people: which rules changed it, what became of what, how often and where.
///
/// Made by [`Aligned::explain`].
///
/// ```
/// use naqi::Rule;
///
/// let naqi = naqi::Normalizer::light();
/// // beh fatha, teh fatha, tatweel, noon
/// let aligned = naqi.normalize_aligned("\u{628}\u{64E}\u{62A}\u{64E}\u{640}\u{646}");
/// let explained = aligned.explain();
/// assert!(explained.rules().eq([(Rule::Tatweel, 1), (Rule::Marks, 2)]));
/// let marks = &explained.changes()[1];
/// assert_eq!((marks.from(), marks.to(), marks.places().len()), ("\u{64E}", "", 2));
/// print!("{explained}");
/// ```
#[derive(Clone)]
pub struct Explanation<'a, 't> {
    aligned: &'a Aligned<'t>,
    changes: Vec<Change<'a>>,
}

/// A change that was made at one or more places, always for the same reason.
#[derive(Clone, PartialEq, Eq)]
pub struct Change<'a> {
    rule: Rule,
    from: &'a str,
    to: &'a str,
    places: Vec<Edit>,
}

impl<'a, 't> Explanation<'a, 't> {
    pub(super) fn new(aligned: &'a Aligned<'t>) -> Self {
        let mut found: BTreeMap<(Rule, &str, &str), Vec<Edit>> = BTreeMap::new();
        for edit in aligned.edits() {
            let from = &aligned.source[edit.source.clone()];
            let to = &aligned.text[edit.normalized.clone()];
            found.entry((edit.rule, from, to)).or_default().push(edit);
        }
        let changes = found.into_iter();
        let mut changes: Vec<_> =
            changes.map(|((rule, from, to), places)| Change { rule, from, to, places }).collect();
        // A stable sort: those as frequent stay in the order of their characters.
        changes.sort_by_key(|change| (change.rule, core::cmp::Reverse(change.places.len())));
        Explanation { aligned, changes }
    }

    /// The text and its normalised form.
    pub fn aligned(&self) -> &'a Aligned<'t> {
        self.aligned
    }

    /// The rules that changed something, in the order of [`Rule::ALL`], and how many characters each changed.
    pub fn rules(&self) -> impl Iterator<Item = (Rule, usize)> + '_ {
        self.changes.chunk_by(|a, b| a.rule == b.rule).map(|of_rule| {
            let count = of_rule.iter().map(|change| change.places.len()).sum();
            (of_rule[0].rule, count)
        })
    }

    /// The changes, in the order of [`Rule::ALL`], and of one rule the most frequent first.
    pub fn changes(&self) -> &[Change<'a>] {
        &self.changes
    }
}

impl<'a> Change<'a> {
    /// The rule that asked for it.
    pub fn rule(&self) -> Rule {
        self.rule
    }

    /// The character of the source; empty for what was put in.
    pub fn from(&self) -> &'a str {
        self.from
    }

    /// What it became; empty for what went.
    pub fn to(&self) -> &'a str {
        self.to
    }

    /// Where, in the order of the text.
    pub fn places(&self) -> &[Edit] {
        &self.places
    }
}

/// `marks: U+064E deleted`, without the places.
impl fmt::Display for Change<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Change { rule, from, to, .. } = *self;
        write!(f, "{rule}: ")?;
        match (from, to) {
            ("", _) => write!(f, "{} inserted", Codes(to)),
            (_, "") => write!(f, "{} deleted", Codes(from)),
            _ => write!(f, "{} to {}", Codes(from), Codes(to)),
        }
    }
}

impl fmt::Debug for Change<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Change({self}, {} times)", self.places.len())
    }
}

/// One line a change: the rule, the code points, how often.
impl fmt::Display for Explanation<'_, '_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.changes.iter().try_for_each(|change| match change.places.len() {
            1 => writeln!(f, "{change}, once"),
            count => writeln!(f, "{change}, {count} times"),
        })
    }
}

impl fmt::Debug for Explanation<'_, '_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(&self.changes).finish()
    }
}

/// A text as its code points, since marks alone and invisible characters cannot be read.
struct Codes<'a>(&'a str);

impl fmt::Display for Codes<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (i, c) in self.0.chars().enumerate() {
            let space = if i > 0 { " " } else { "" };
            write!(f, "{space}U+{:04X}", u32::from(c))?;
        }
        Ok(())
    }
}
