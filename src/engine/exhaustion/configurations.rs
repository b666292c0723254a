//! Varied configurations: every two values of two rules together in one of them, where they may
//! stand together.

use std::{collections::BTreeSet, string::String, vec, vec::Vec};

use crate::{Builder, Rule};

/// A value of a rule, by their places.
type Choice = (usize, usize);

/// At least so many configurations, in which every pair of values that do not exclude each other
/// stands. The same ones each time.
pub(super) fn varied(least: usize) -> Vec<Builder> {
    let values: Vec<Vec<String>> = Rule::ALL.iter().map(|&rule| values(rule)).collect();
    let mut open = BTreeSet::new();
    for (rule, own) in values.iter().enumerate() {
        for (other, others) in values.iter().enumerate().skip(rule + 1) {
            for value in 0..own.len() {
                open.extend((0..others.len()).map(|with| ((rule, value), (other, with))));
            }
        }
    }
    let build = |chosen: &[Choice]| {
        let builder = chosen.iter().fold(Builder::default(), |builder, &(rule, value)| {
            builder.set(Rule::ALL[rule].name(), &values[rule][value]).expect("rule and value exist")
        });
        builder.build().is_ok().then_some(builder)
    };
    let mut random = Random(1);
    let mut found = Vec::new();
    while !open.is_empty() || found.len() < least {
        // A pair that no configuration has yet; later, none.
        let mut chosen: Vec<Choice> = Vec::new();
        if let Some(&pair) = open.iter().nth(random.below(open.len())) {
            open.remove(&pair);
            if build(&[pair.0, pair.1]).is_none() {
                continue;
            }
            chosen.extend([pair.0, pair.1]);
        }
        // The other rules in any order, each with the value that most open pairs want.
        let mut rules: Vec<usize> = (0..values.len()).collect();
        for i in (1..rules.len()).rev() {
            rules.swap(i, random.below(i + 1));
        }
        for rule in rules
            .into_iter()
            .filter(|&rule| chosen.iter().all(|choice| choice.0 != rule))
            .collect::<Vec<_>>()
        {
            let first = random.below(values[rule].len());
            let mut candidates: Vec<usize> =
                (0..values[rule].len()).map(|i| (first + i) % values[rule].len()).collect();
            candidates.sort_by_cached_key(|&value| {
                let wanted = chosen.iter().filter(|&&other| {
                    let (a, b) = ((rule, value), other);
                    open.contains(&(a.min(b), a.max(b)))
                });
                usize::MAX - wanted.count()
            });
            let fits = candidates.into_iter().find(|&value| {
                chosen.push((rule, value));
                let fits = build(&chosen).is_some();
                chosen.pop();
                fits
            });
            chosen.extend(fits.map(|value| (rule, value)));
        }
        chosen.sort_unstable();
        for (i, &a) in chosen.iter().enumerate() {
            for &b in &chosen[i + 1..] {
                open.remove(&(a, b));
            }
        }
        found.extend(build(&chosen));
    }
    found
}

/// Its values: of a set none, all and each member.
fn values(rule: Rule) -> Vec<String> {
    let allowed = rule.allowed();
    if rule == Rule::Elongation {
        return vec!["keep".into(), "1".into(), "2".into(), "3".into()];
    }
    match allowed.strip_prefix("none, all, or a list of ") {
        Some(members) => {
            ["none", "all"].into_iter().chain(members.split(", ")).map(String::from).collect()
        }
        None => allowed.split(", ").map(String::from).collect(),
    }
}

/// Numbers that look random: a linear congruential generator (Knuth's MMIX).
pub(super) struct Random(pub(super) u64);

impl Random {
    /// One below the bound; zero if there is none.
    pub(super) fn below(&mut self, bound: usize) -> usize {
        self.0 =
            self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        ((self.0 >> 33) as usize).checked_rem(bound).unwrap_or(0)
    }
}
