//! What becomes of U+0600–06FF in a byte each, where that depends on nothing else.

use super::{ArabicTable, GONE, TROUBLE, Terms};
use crate::rules::{clusters::Cluster, quick::Quick};

/// Where all ASCII stays and no neighbour counts, one table says all: what to change of a character, or that it goes, or
/// that the kernel cannot take it.
#[derive(Debug)]
pub(crate) struct Letters {
    /// The delta of each character that stays; of all others one of the two below.
    pub(crate) values: ArabicTable,
    /// Of a character that goes. No character that stays has it as its delta, and it is not zero.
    pub(crate) gone: u8,
    /// Of a character that the kernel cannot take; as above.
    pub(crate) trouble: u8,
    /// What [forms](crate::rules::spelled) become.
    pub(crate) forms: [u8; 128],
    /// For wide vectors: which characters are hamza above, and which keep it.
    pub(crate) hamza: ArabicTable,
}

/// What [`Letters::hamza`] has: for a letter that stays as it is with a hamza above on it.
pub(crate) const KEEPS_HAMZA: u8 = 1;
/// For hamza above, U+0654.
pub(crate) const HAMZA: u8 = 2;

/// See [`Letters::hamza`].
fn hamza(quick: &Quick) -> ArabicTable {
    const ABOVE: [u8; 2] = [0xD9, 0x94];
    let mut bytes = [[0; 128]; 2];
    for (place, code) in bytes.as_flattened_mut().iter_mut().enumerate() {
        let letter = [0xD8 + (place / 64) as u8, 0x80 + (place % 64) as u8];
        let stays = |cluster: &Cluster| {
            cluster.len == 4 && cluster.bytes == *[letter, ABOVE].as_flattened()
        };
        if quick.clusters.at(place, ABOVE).is_some_and(stays) {
            *code = KEEPS_HAMZA;
        }
        if letter == ABOVE {
            *code = HAMZA;
        }
    }
    ArabicTable::without_terms(bytes)
}

impl Letters {
    /// From classes, which are all [`GONE`], [`TROUBLE`] or zero, and deltas. `None` where others are among them, or
    /// too many deltas differ.
    pub(super) fn new(
        classes: &[[u8; 128]; 2],
        deltas: &[[u8; 128]; 2],
        forms: [u8; 128],
        quick: &Quick,
    ) -> Option<Letters> {
        let of_class = classes.as_flattened();
        if of_class.iter().any(|class| class & !(GONE | TROUBLE) != 0) {
            return None;
        }
        let filled = |gone: u8, trouble: u8| {
            let mut values = *deltas;
            for (value, class) in values.as_flattened_mut().iter_mut().zip(of_class) {
                match class {
                    0 => {}
                    class if class & TROUBLE != 0 => *value = trouble,
                    _ => *value = gone,
                }
            }
            values
        };
        // How many terms each bit of the table takes, by that bit of both: bits do not depend on each other.
        let terms = [(0, 0), (0, 0xFF), (0xFF, 0), (0xFF, 0xFF)].map(|(gone, trouble)| {
            Terms::of_bits(filled(gone, trouble).as_flattened().as_chunks::<16>().0)
        });
        let mut is_free = [true; 256];
        is_free[0] = false;
        for (class, delta) in of_class.iter().zip(deltas.as_flattened()) {
            is_free[usize::from(*delta)] &= *class != 0;
        }
        let free = || (1..=u8::MAX).filter(|&value| is_free[usize::from(value)]);
        let (gone, trouble) = (0..=16).find_map(|most| {
            // Where it takes no more than so many: of either value of both bits, the bits.
            let [neither, trouble, gone, both] = terms.map(|terms: [usize; 8]| {
                let bits = terms.iter().enumerate().filter(|(_, terms)| **terms <= most);
                bits.fold(0_u8, |bits, (bit, _)| bits | 1 << bit)
            });
            free().find_map(|value| {
                let (zeros, ones) =
                    (neither & !value | gone & value, trouble & !value | both & value);
                let fits = |other: &u8| other & !ones == 0 && !other & !zeros == 0;
                let other = || free().filter(|&other| other != value).find(fits);
                if ones != 0 && zeros | ones == u8::MAX { Some((value, other()?)) } else { None }
            })
        })?;
        let values = ArabicTable::new(filled(gone, trouble));
        Some(Letters { values, gone, trouble, forms, hamza: hamza(quick) })
    }
}
