//! Tatweel inside words, where only that goes: the kernel calls it trouble, as its neighbours decide. Mostly those are
//! letters. Only where no other rule asks for neighbours: there most kernels meet it.

use super::elsewhere::is_letter;
use crate::rules::quick::{Quick, REWIND, STOP, entry_at, previous};

/// Tatweel, U+0640.
const TATWEEL: [u8; 2] = [0xD9, 0x80];

/// So many bytes around tatweel are looked at, for letters.
const NEAR: usize = 16;

/// Whether it stands there.
pub(super) fn is_at(text: &[u8], at: usize) -> bool {
    text.get(at..at + 2) == Some(&TATWEEL)
}

/// How many bytes go from `at` on: a run of tatweel, behind a letter and in front of one, and between them what goes
/// anyway.
///
/// This is what the [look](crate::engine::stretch) at one character makes of it, where that is plain to see.
#[inline(never)]
pub(super) fn goes(quick: &Quick, text: &[u8], at: usize) -> Option<usize> {
    let entry = entry_at(quick, text, at).filter(|_| is_at(text, at) && !quick.counts)?;
    if entry.flags & (REWIND | STOP) == 0 {
        return None;
    }
    let passes = |at: usize| {
        let entry = entry_at(quick, text, at).filter(|_| !text[at].is_ascii());
        entry.is_some_and(|entry| entry.len == 0)
    };
    let mut before = previous(text, at);
    while before > 0 && at - before < NEAR && passes(before) {
        before = previous(text, before);
    }
    if !is_letter(quick, text, before) {
        return None;
    }
    let mut end = at + 2;
    while end - at < NEAR && (text[end..].starts_with(&TATWEEL) || passes(end)) {
        end += 2;
    }
    is_letter(quick, text, end).then_some(end - at)
}
