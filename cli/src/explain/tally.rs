//! Changes by rule and by what became of what.

use std::collections::BTreeMap;

use naqi::{Normalizer, Rule};

use super::example::{Example, Excerpt};
use crate::{format::Found, input::sources::Source};

/// What became of what, by which rule.
pub type Kind = (Rule, String, String);

/// A rule, how many changes it made, and their kinds.
pub type OfRule<'t> = (Rule, u64, Vec<(&'t Kind, &'t Group)>);

/// The changes of one piece.
pub struct Local {
    most: usize,
    kinds: BTreeMap<Kind, (u64, Vec<Example>)>,
}

impl Local {
    /// With at most so many examples of each kind.
    pub fn new(most: usize) -> Local {
        Local { most, kinds: BTreeMap::new() }
    }

    /// Counts the changes of a text, which was found in this piece.
    pub fn look(&mut self, naqi: &Normalizer, found: &Found<'_>, piece: &[u8]) {
        let text: &str = &found.text;
        let aligned = naqi.normalize_aligned(text);
        if aligned.is_unchanged() {
            return;
        }
        for change in aligned.explain().changes() {
            let kind = (change.rule(), change.from().to_owned(), change.to().to_owned());
            let (count, examples) = self.kinds.entry(kind).or_default();
            *count += change.places().len() as u64;
            let room = self.most.saturating_sub(examples.len());
            for edit in &change.places()[..room.min(change.places().len())] {
                let before = &text[..edit.source.start];
                let line = before.rfind('\n').map_or(0, |at| at + 1);
                let (lines_to, start) = match found.field {
                    Some(_) => (found.record, 0),
                    None => (found.raw.start + line, line),
                };
                examples.push(Example {
                    lines: memchr::memchr_iter(b'\n', &piece[..lines_to]).count() as u64,
                    column: before[start..].chars().count() + 1,
                    field: found.field,
                    before: Excerpt::new(text, edit.source.clone()),
                    after: Excerpt::new(aligned.text(), edit.normalized.clone()),
                });
            }
        }
    }
}

/// The changes of all sources.
pub struct Tally {
    most: usize,
    kinds: BTreeMap<Kind, Group>,
}

/// The changes of one kind.
#[derive(Default)]
pub struct Group {
    pub count: u64,
    /// The first ones, with their places.
    pub examples: Vec<(String, Example)>,
}

impl Tally {
    /// With at most so many examples of each kind.
    pub fn new(most: usize) -> Tally {
        Tally { most, kinds: BTreeMap::new() }
    }

    /// Adds the changes of the next piece.
    pub fn add(
        &mut self,
        local: Local,
        source: &Source,
        field: impl Fn(usize) -> String,
        mut lines_before: impl FnMut() -> u64,
    ) {
        // Counted once, and only when it is needed.
        let mut before = None;
        for (kind, (count, examples)) in local.kinds {
            let group = self.kinds.entry(kind).or_default();
            group.count += count;
            for example in examples {
                if group.examples.len() == self.most {
                    break;
                }
                let before = *before.get_or_insert_with(&mut lines_before);
                let line = before + example.lines + 1;
                let mut place = format!("{}:{line}:{}", source.name(), example.column);
                if let Some(number) = example.field {
                    place += &format!(" field `{}`", field(number));
                }
                group.examples.push((place, example));
            }
        }
    }

    /// Each rule that changed something, how many changes there were, and their kinds, the most frequent
    /// first.
    pub fn rules(&self) -> Vec<OfRule<'_>> {
        let mut rules = Vec::new();
        for &rule in Rule::ALL {
            let of_rule = self.kinds.iter().filter(|((of, _, _), _)| *of == rule);
            let mut kinds: Vec<_> = of_rule.collect();
            // A stable sort: those as frequent stay in the order of their characters.
            kinds.sort_by_key(|(_, group)| std::cmp::Reverse(group.count));
            let count = kinds.iter().map(|(_, group)| group.count).sum();
            if count > 0 {
                rules.push((rule, count, kinds));
            }
        }
        rules
    }
}
