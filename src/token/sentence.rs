//! Where a sentence ends by the rules of UAX #29, section 5.1.

use super::property::SentenceBreak;

/// How far the end of a sentence has been seen: SATerm Close* Sp*.
#[derive(Clone, Copy, PartialEq)]
enum Stage {
    None,
    Terminal,
    Close,
    Space,
}

/// Where the sentence that starts at `start` ends.
///
/// The look-ahead of rule SB8 stops at the next terminal, so that time is linear.
pub(super) fn end(text: &str, start: usize) -> usize {
    use SentenceBreak::{
        ATerm, Close, Cr, Extend, Format, Lf, Lower, Numeric, SContinue, STerm, Sp, Upper,
    };
    let mut stage = Stage::None;
    // The last two classes that SB5 does not look through.
    let (mut before, mut left) = (SentenceBreak::Other, SentenceBreak::Other);
    let mut full_stop = false;
    for (at, c) in text[start..].char_indices() {
        let right = SentenceBreak::of(c);
        let position = start + at;
        if left.is_separator() && at > 0 {
            // SB3, SB4
            return if (left, right) == (Cr, Lf) { position + 1 } else { position };
        }
        if at > 0 && matches!(right, Extend | Format) {
            continue; // SB5
        }
        let ends = match (stage, right) {
            (Stage::None, _) => false,
            (Stage::Terminal, Numeric) if full_stop => false, // SB6
            (Stage::Terminal, Upper) if full_stop && matches!(before, Upper | Lower) => false, // SB7
            (_, SContinue | ATerm | STerm) => false, // SB8a
            (Stage::Terminal | Stage::Close, Close) => false, // SB9
            (_, Sp) => false,                        // SB9, SB10
            (_, right) if right.is_separator() => false,
            _ => !(full_stop && reaches_lower(&text[position..])), // SB8, SB11
        };
        if ends {
            return position;
        }
        stage = match (stage, right) {
            (_, ATerm | STerm) => Stage::Terminal,
            (Stage::Terminal | Stage::Close, Close) => Stage::Close,
            (Stage::Terminal | Stage::Close | Stage::Space, Sp) => Stage::Space,
            _ => Stage::None,
        };
        if right.is_terminal() {
            full_stop = right == ATerm;
        }
        (before, left) = (left, right);
    }
    text.len()
}

/// Whether the next letter is a small one, with no terminal or line end before it (SB8).
fn reaches_lower(text: &str) -> bool {
    use SentenceBreak::{Lower, OLetter, Upper};
    let stops = |class: &SentenceBreak| {
        matches!(class, OLetter | Upper | Lower) || class.is_separator() || class.is_terminal()
    };
    text.chars().map(SentenceBreak::of).find(stops) == Some(Lower)
}
