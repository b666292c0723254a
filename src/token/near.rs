//! Tokens whose ends show at once: one by one, where looking at a whole block is not worth it.
//!
//! Between what only the specification can tell there are words of one kind of letter, numbers, spaces and
//! marks of punctuation. Each has a class in the tables of [`planes`](super::planes), and so has the character
//! behind it; and then the two classes tell whether they join.

use super::{
    easy::bits as set,
    kind::TokenKind,
    planes::{ARABIC, ASCII, class, quick_kind},
};

/// Classes that end any word or number, and whatever may begin with one.
const END: u16 = set(&[class::SPACE, class::LINE, class::OTHER, class::STOP]);

/// For each class that a token begins with the classes that go on with it, and those that end it. With others, and
/// where there are none, only the specification can tell.
static RULES: [(u16, u16); 16] = {
    use class::{
        APOSTROPHE, ARABIC, BAR, COLON, COMMA, DIGIT, FULL_STOP, LATIN, LINE, MARK, OTHER, SIGN,
        SLASH, SPACE, STOP, UNKNOWN,
    };
    // Nothing is looked through but what has no class here; and an Arabic mark stands on none of these.
    let all = !set(&[UNKNOWN]);
    let stops = set(&[STOP, FULL_STOP]);
    let mut rules = [(0, 0); 16];
    // A slash or comma joins digits only, and a colon no Arabic letters.
    rules[ARABIC as usize] = (set(&[ARABIC, MARK]), END | set(&[COMMA, COLON, SLASH, BAR, SIGN]));
    rules[LATIN as usize] = (set(&[LATIN]), END | set(&[COMMA, SLASH]));
    rules[DIGIT as usize] = (set(&[DIGIT]), END);
    rules[SPACE as usize] = (0, all & !set(&[SPACE]));
    rules[STOP as usize] = (0, all & !stops);
    rules[FULL_STOP as usize] = (0, all & !stops);
    let alone = [LINE, OTHER, COMMA, COLON, APOSTROPHE, SLASH, BAR];
    let mut at = 0;
    while at < alone.len() {
        rules[alone[at] as usize] = (0, all);
        at += 1;
    }
    rules
};

/// The end of the token that starts at `start`, and its kind; nothing where it takes more to tell them.
#[inline]
pub(super) fn token(text: &[u8], start: usize) -> Option<(usize, TokenKind)> {
    let kind = quick_kind(text, start)?;
    let (first, mut end) = class_at(text, start)?;
    let (joins, ends) = RULES[usize::from(first & 15)];
    loop {
        let (next, behind) = class_at(text, end)?;
        if joins >> next & 1 == 0 {
            return (ends >> next & 1 != 0).then_some((end, kind));
        }
        end = behind;
    }
}

/// The class of the character at a position, and where it ends; nothing where no table has it.
#[inline(always)]
fn class_at(text: &[u8], at: usize) -> Option<(u8, usize)> {
    match *text.get(at)? {
        byte @ 0..0x80 => Some((ASCII[usize::from(byte)], at + 1)),
        lead @ 0xD8..=0xDB => {
            let trail = *text.get(at + 1)?;
            Some((ARABIC[usize::from(lead & 3) << 6 | usize::from(trail & 0x3F)], at + 2))
        }
        _ => None,
    }
}
