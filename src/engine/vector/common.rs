//! Characters outside the tables that text is full of, told by their first bytes.

use super::{BLOCK, Vector, bits};
use crate::rules::{classes::Ids, quick::Quick};

/// The lanes where such characters start.
#[derive(Clone, Copy)]
pub(super) struct Common {
    /// Those that stay whatever stands beside them: of [`PlainCommon`](crate::rules::quick::PlainCommon), and emoji.
    pub(super) plain: u64,
    /// Guillemets that open, U+00AB, and that close, U+00BB.
    pub(super) opens: u64,
    pub(super) closes: u64,
}

impl Common {
    /// Of a block, with the text one byte on and two.
    ///
    /// # Safety
    /// See [`Vector`].
    #[inline(always)]
    pub(super) unsafe fn of<V: Vector>(
        quick: &Quick,
        [text, next, third]: [&V::Block; 3],
    ) -> Common {
        // SAFETY: the caller's.
        unsafe {
            let zero = V::splat(0);
            let mut plain = V::plain_common(&quick.plain_common, text, next, third);
            let (mut opens, mut closes) = (plain, plain);
            for i in 0..BLOCK / V::BYTES {
                let (lead, last) = (text.as_ref()[i], next.as_ref()[i]);
                let is_emoji = lead.equal(V::splat(0xF0)).and(last.equal(V::splat(0x9F)));
                let is_emoji = if quick.emoji_stay { is_emoji } else { zero };
                plain.as_mut()[i] = plain.as_ref()[i].or(is_emoji);
                let lead = lead.equal(V::splat(0xC2));
                opens.as_mut()[i] = lead.and(last.equal(V::splat(0xAB)));
                closes.as_mut()[i] = lead.and(last.equal(V::splat(0xBB)));
            }
            Common {
                plain: bits::<V>(&plain),
                opens: bits::<V>(&opens),
                closes: bits::<V>(&closes),
            }
        }
    }

    /// The lanes of those that stay: [guillemets](Ids::guillemets) as well, if the pair of one that opens and what stands
    /// behind it is told.
    #[inline(always)]
    pub(super) fn staying(&self, ids: &Ids, told: u64) -> u64 {
        let guillemets = if ids.guillemets { self.opens & told >> 2 | self.closes } else { 0 };
        self.plain | guillemets
    }
}
