//! Text in UTF-16, as JavaScript, Java and Windows have it.

use alloc::{borrow::Cow, string::String, vec::Vec};

use crate::{
    Normalizer,
    engine::utf16::decode,
    invalid::{Invalid, InvalidText},
    stream::kept::{Kept, STAND_IN, Sequence, Unit},
};

impl Normalizer {
    /// Normalises a text in UTF-16. Borrows it when nothing changes.
    ///
    /// Goes through UTF-8 and back, which for Arabic text takes some two nanoseconds a character each
    /// way: as much as rules for punctuation and spacing do, and several times as much as rules for letters and
    /// marks alone. Who has UTF-8 should stay there.
    ///
    /// # Errors
    ///
    /// [`InvalidText`] with the place of the first surrogate without its other half, for
    /// [`Invalid::Error`].
    ///
    /// ```
    /// use naqi::{Invalid, Normalizer};
    ///
    /// let naqi = Normalizer::search();
    /// // alef with hamza above, half a pair
    /// let units = [0x623, 0xD800];
    /// assert_eq!(naqi.normalize_utf16(&units, Invalid::Error).unwrap_err().offset(), 1);
    /// assert_eq!(*naqi.normalize_utf16(&units, Invalid::Keep)?, [0x627, 0xD800]);
    /// assert_eq!(*naqi.normalize_utf16(&units, Invalid::Replace)?, [0x627, 0xFFFD]);
    /// # Ok::<(), naqi::InvalidText>(())
    /// ```
    pub fn normalize_utf16<'u>(
        &self,
        units: &'u [u16],
        invalid: Invalid,
    ) -> Result<Cow<'u, [u16]>, InvalidText> {
        let mut text = String::new();
        let mut kept = Kept::default();
        let mut read = 0;
        loop {
            let before = text.len();
            read += decode(&units[read..], &mut text);
            if invalid == Invalid::Keep {
                kept.pass(&text[before..]);
            }
            let Some(half) = units.get(read..=read) else { break };
            match invalid {
                Invalid::Error => return Err(InvalidText::utf16(read as u64)),
                Invalid::Replace => text.push(char::REPLACEMENT_CHARACTER),
                Invalid::Keep => {
                    kept.keep(half);
                    text.push(STAND_IN);
                }
            }
            read += 1;
        }
        let normal = match self.normalize(&text) {
            // With U+FFFD in it, the text itself is not what was given.
            Cow::Borrowed(_) if invalid != Invalid::Replace => return Ok(Cow::Borrowed(units)),
            normal => normal,
        };
        let mut output = Vec::new();
        if invalid == Invalid::Keep {
            kept.put_back(&normal, &mut output);
        } else {
            output.extend(normal.encode_utf16());
        }
        Ok(if output == units { Cow::Borrowed(units) } else { Cow::Owned(output) })
    }
}

impl Unit for u16 {
    fn may_join(first: &[u16], second: &[u16]) -> bool {
        (0xD800..0xDC00).contains(&first[0]) && (0xDC00..0xE000).contains(&second[0])
    }

    fn push_text(output: &mut Vec<u16>, text: &str) {
        output.extend(text.encode_utf16());
    }

    fn stand_in() -> Sequence<u16> {
        Sequence::new(STAND_IN.encode_utf16(&mut [0; 2]))
    }
}
