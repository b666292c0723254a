//! What each character becomes: the letter rules as pairs, chained until nothing changes.

use alloc::{collections::BTreeMap, vec::Vec};

use super::{marks, peers, ranges};
use crate::{
    builder::{Builder, Rule},
    error::Error,
    options::{
        Alef, AlefMaksura, Controls, DaggerAlef, FarsiYeh, HamzaCarriers, Heh, Keheh, Marks,
        Tatweel, TehMarbuta, Zwnj,
    },
};

/// What becomes of one character.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Action {
    /// It stays.
    Keep,
    /// It goes and leaves nothing.
    Delete,
    /// It becomes this character, which stays.
    Become(char),
}

/// The actions of a configuration, for every character; closed: what a character becomes stays.
#[derive(Debug)]
pub(crate) struct Letters {
    /// U+0600–06FF, where nearly all of Arabic text is.
    arabic: [Action; 256],
    /// Elsewhere, only deletions and not many: sorted ranges.
    deleted: Vec<(char, char)>,
    /// Elsewhere, the single characters that become another, sorted.
    mapped: Vec<(char, char)>,
}

impl Letters {
    /// The action for a character.
    #[inline]
    pub(crate) fn action(&self, c: char) -> Action {
        match c {
            '\0'..='\u{7F}' => Action::Keep,
            '\u{600}'..='\u{6FF}' => self.arabic[c as usize - 0x600],
            _ if ranges::contains(&self.deleted, c) => Action::Delete,
            _ => match self.mapped.binary_search_by_key(&c, |pair| pair.0) {
                Ok(found) => Action::Become(self.mapped[found].1),
                Err(_) => Action::Keep,
            },
        }
    }

    /// What a character that is not deleted becomes.
    #[inline]
    pub(crate) fn become_what(&self, c: char) -> char {
        match self.action(c) {
            Action::Become(other) => other,
            Action::Keep | Action::Delete => c,
        }
    }

    /// Whether any character becomes this one.
    #[cfg(test)]
    pub(crate) fn is_target(&self, c: char) -> bool {
        self.arabic.contains(&Action::Become(c)) || self.mapped.iter().any(|pair| pair.1 == c)
    }

    /// Characters outside U+0600–06FF that do not stay, as ranges.
    pub(crate) fn changed_elsewhere(&self) -> impl Iterator<Item = (char, char)> + '_ {
        let mapped = self.mapped.iter().map(|&(c, _)| (c, c));
        self.deleted.iter().copied().chain(mapped)
    }

    /// Compiles the rules for letters, marks, tatweel and controls.
    pub(crate) fn compile(config: &Builder) -> Result<Letters, Error> {
        let deleted = deletions(config);
        let mut letters =
            Letters { arabic: [Action::Keep; 256], deleted: Vec::new(), mapped: Vec::new() };
        for (first, last, _) in deleted {
            for c in first..=last {
                match c {
                    '\u{600}'..='\u{6FF}' => letters.arabic[c as usize - 0x600] = Action::Delete,
                    _ => letters.deleted.push((c, c)),
                }
            }
        }
        letters.deleted.sort_unstable();
        letters.deleted.dedup();
        for (from, to) in close(config, mappings(config)?)? {
            match from {
                '\u{600}'..='\u{6FF}' => {
                    letters.arabic[from as usize - 0x600] = Action::Become(to);
                }
                _ => letters.mapped.push((from, to)),
            }
        }
        match letters.find_open() {
            Some((from, to)) => Err(Error::NotClosed { from, to }),
            None => Ok(letters),
        }
    }

    /// A character that becomes one which does not stay, if there is any. There is none when the map is
    /// closed, and then mapping twice equals mapping once.
    fn find_open(&self) -> Option<(char, char)> {
        let arabic =
            ('\u{600}'..='\u{6FF}').zip(&self.arabic).filter_map(|(from, action)| match action {
                Action::Become(to) => Some((from, *to)),
                Action::Keep | Action::Delete => None,
            });
        let mut pairs = arabic.chain(self.mapped.iter().copied());
        pairs.find(|&(_, to)| self.action(to) != Action::Keep)
    }
}

/// Ranges of characters that go, and the rule that asks for it.
pub(super) type Deletions = Vec<(char, char, Rule)>;

/// The ranges of characters that go wherever they stand.
///
/// Not here, since their neighbours decide: tatweel when only inner ones go, zero width joiner,
/// dagger alef that becomes alef, and the marks U+0653–0655, which may be part of a letter.
pub(super) fn deletions(config: &Builder) -> Deletions {
    let mut ranges = Deletions::new();
    let mut add = |rule: Rule, some: &[(char, char)]| {
        ranges.extend(some.iter().map(|&(first, last)| (first, last, rule)));
    };
    let one = |c: char| [(c, c)];
    if let Some(peer) = peers::table(config.peer) {
        add(Rule::Peer, peer.delete);
    }
    let mut unconditional = config.marks - (Marks::MADDA | Marks::HAMZA_MARKS);
    match config.dagger_alef {
        DaggerAlef::Keep => {}
        DaggerAlef::Delete => add(Rule::DaggerAlef, &one('\u{670}')),
        DaggerAlef::ToAlef => unconditional -= Marks::DAGGER_ALEF,
    }
    add(Rule::Marks, &marks::members(unconditional).collect::<Vec<_>>());
    if config.tatweel == Tatweel::All {
        add(Rule::Tatweel, &one('\u{640}'));
    }
    if config.zwnj == Zwnj::Delete {
        add(Rule::Zwnj, &one('\u{200C}'));
    }
    let mut control = |class: Controls, some: &[(char, char)]| {
        if config.controls.contains(class) {
            add(Rule::Controls, some);
        }
    };
    let bidi = [
        ('\u{61C}', '\u{61C}'),   // Arabic letter mark
        ('\u{200E}', '\u{200F}'), // left-to-right mark, right-to-left mark
        ('\u{202A}', '\u{202E}'), // embeddings and overrides
        ('\u{2066}', '\u{2069}'), // isolates
    ];
    control(Controls::BIDI, &bidi);
    control(Controls::BOM, &one('\u{FEFF}'));
    control(Controls::SOFT_HYPHEN, &one('\u{AD}'));
    // Zero width space; word joiner, invisible operators.
    control(Controls::ZERO_WIDTH, &[('\u{200B}', '\u{200B}'), ('\u{2060}', '\u{2064}')]);
    ranges
}

/// A map from a character to another and the rule that asks for it.
pub(super) type Mappings = BTreeMap<char, (char, Rule)>;

/// Collects the pairs of every letter rule. Two rules that map one character to different ones
/// conflict.
pub(super) fn mappings(config: &Builder) -> Result<Mappings, Error> {
    let mut map = Mappings::new();
    let mut add = |rule: Rule, pairs: &[(char, char)]| {
        for &(from, to) in pairs {
            match map.insert(from, (to, rule)) {
                Some((other, earlier)) if other != to => {
                    return Err(config.conflict(earlier, rule, "they map one letter to two"));
                }
                _ => {}
            }
        }
        Ok(())
    };
    if let Some(peer) = peers::table(config.peer) {
        add(Rule::Peer, peer.map)?;
    }
    if config.alef == Alef::Fold {
        add(
            Rule::Alef,
            &[
                ('\u{622}', '\u{627}'), // with madda
                ('\u{623}', '\u{627}'), // with hamza above
                ('\u{625}', '\u{627}'), // with hamza below
                ('\u{671}', '\u{627}'), // wasla
                ('\u{672}', '\u{627}'), // with wavy hamza above
                ('\u{673}', '\u{627}'), // with wavy hamza below
                ('\u{675}', '\u{627}'), // high hamza alef
            ],
        )?;
    }
    match config.hamza_carriers {
        HamzaCarriers::Keep => {}
        // Waw with hamza: waw; yeh with hamza: yeh.
        HamzaCarriers::BaseLetter => {
            add(Rule::HamzaCarriers, &[('\u{624}', '\u{648}'), ('\u{626}', '\u{64A}')])?;
        }
        HamzaCarriers::Hamza => {
            add(Rule::HamzaCarriers, &[('\u{624}', '\u{621}'), ('\u{626}', '\u{621}')])?;
        }
    }
    match config.alef_maksura {
        AlefMaksura::Keep => {}
        AlefMaksura::ToYeh => add(Rule::AlefMaksura, &[('\u{649}', '\u{64A}')])?,
        AlefMaksura::FromYeh => add(Rule::AlefMaksura, &[('\u{64A}', '\u{649}')])?,
    }
    match config.farsi_yeh {
        FarsiYeh::Keep => {}
        FarsiYeh::ToArabic => add(
            Rule::FarsiYeh,
            &[
                ('\u{6CC}', '\u{64A}'), // Farsi yeh: yeh
                ('\u{6D2}', '\u{64A}'), // yeh barree: yeh
                ('\u{6D3}', '\u{626}'), // yeh barree with hamza: yeh with hamza
            ],
        )?,
        FarsiYeh::ToPersian => add(Rule::FarsiYeh, &[('\u{64A}', '\u{6CC}')])?,
    }
    match config.keheh {
        Keheh::Keep => {}
        Keheh::ToArabic => add(Rule::Keheh, &[('\u{6A9}', '\u{643}')])?,
        Keheh::ToPersian => add(Rule::Keheh, &[('\u{643}', '\u{6A9}')])?,
    }
    // Heh doachashmee, heh goal, ae: heh; teh marbuta goal: teh marbuta.
    const TO_HEH: [(char, char); 4] = [
        ('\u{6BE}', '\u{647}'),
        ('\u{6C1}', '\u{647}'),
        ('\u{6D5}', '\u{647}'),
        ('\u{6C3}', '\u{629}'),
    ];
    match config.heh {
        Heh::Keep => {}
        Heh::ToArabic => {
            add(Rule::Heh, &TO_HEH)?;
            add(Rule::Heh, &[('\u{6C0}', '\u{647}'), ('\u{6C2}', '\u{647}')])?; // with hamza
        }
        Heh::ToPersian => {
            add(Rule::Heh, &TO_HEH)?;
            add(Rule::Heh, &[('\u{6C2}', '\u{6C0}')])?; // heh goal with hamza: heh with yeh above
        }
        Heh::ToUrdu => add(
            Rule::Heh,
            &[
                ('\u{647}', '\u{6C1}'), // heh: heh goal
                ('\u{6D5}', '\u{6C1}'), // ae: heh goal
                ('\u{6C0}', '\u{6C2}'), // heh with yeh above: heh goal with hamza
                ('\u{629}', '\u{6C3}'), // teh marbuta: teh marbuta goal
            ],
        )?,
    }
    match config.teh_marbuta {
        TehMarbuta::Keep => {}
        TehMarbuta::ToHeh => add(Rule::TehMarbuta, &[('\u{629}', '\u{647}')])?,
        TehMarbuta::ToTeh => add(Rule::TehMarbuta, &[('\u{629}', '\u{62A}')])?,
    }
    Ok(map)
}

/// Follows every chain to its end, so that no target is mapped again: Urdu teh marbuta goal to teh
/// marbuta to heh. Two rules that undo each other conflict.
fn close(config: &Builder, map: Mappings) -> Result<Vec<(char, char)>, Error> {
    map.iter()
        .map(|(&from, &(first, rule))| {
            let mut to = first;
            let mut steps = 0;
            while let Some(&(next, other)) = map.get(&to) {
                steps += 1;
                if next == from || steps > map.len() {
                    return Err(config.conflict(rule, other, "one undoes the other"));
                }
                to = next;
            }
            Ok((from, to))
        })
        .collect()
}
