//! What the characters of U+0600–06FF become, told by their two bytes read as one number: for a word, whose
//! characters are read four at a time.

use alloc::boxed::Box;

use super::quick::{ARABIC, Entry};

/// What a character becomes, as far as a word asks for it.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct WordChar {
    /// The bytes to write, and how many of them.
    pub(crate) bytes: [u8; 2],
    pub(crate) len: u8,
    /// The flags of its [entry](Entry).
    pub(crate) flags: u8,
}

/// The characters at the [places](places) of their bytes, and at zero nothing.
#[derive(Debug)]
pub(crate) struct WordChars(Box<[WordChar; PLACES]>);

/// So many low bits of both bytes of a character tell it from others, and from two zero bytes.
const BITS: (u32, u32) = (4, 6);

/// How many places there are.
const PLACES: usize = 1 << (BITS.0 + BITS.1);

/// The places of four characters from their bytes, the first of which is the lowest; sixteen bits for each.
#[inline(always)]
pub(crate) fn places(bytes: u64) -> u64 {
    const EACH: u64 = 0x0001_0001_0001_0001;
    let (lead, trail) = (EACH * ((1 << BITS.0) - 1), EACH * ((1 << BITS.1) - 1));
    (bytes & lead) << BITS.1 | bytes >> 8 & trail
}

impl WordChars {
    /// Takes them from the table of all characters.
    pub(crate) fn new(entries: &[Entry]) -> WordChars {
        let mut chars = Box::new([WordChar::default(); PLACES]);
        for (c, entry) in ('\u{600}'..='\u{6FF}').zip(&entries[ARABIC..]) {
            let mut bytes = [0; 8];
            c.encode_utf8(&mut bytes);
            let place = places(u64::from_le_bytes(bytes)) as usize;
            let Entry { bytes, len, flags, .. } = *entry;
            chars[place] = WordChar { bytes, len, flags };
        }
        WordChars(chars)
    }

    /// The character at a place, of which the low bits count.
    #[inline(always)]
    pub(crate) fn at(&self, place: u64) -> WordChar {
        self.0[place as usize % PLACES]
    }
}
