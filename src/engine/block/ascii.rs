//! ASCII, of which there is little to look at: no letter changes, and on a line that is not Arabic most marks stand as
//! they please.

use super::{Mode, calm::is_zero};
use crate::{
    engine::{
        lookup::{pairs_in, rows_of},
        vector::{self, BLOCK, Vector},
    },
    rules::classes::{Glance, Pairs},
};

/// Passes ASCII that stays wherever it stands, in whole blocks, up to anything else. Returns how
/// many bytes.
///
/// # Safety
/// `length` bytes can be read at `from`, and with [`Mode::WRITES`] written at `to`. See also [`Vector`].
#[inline(always)]
pub(super) unsafe fn pass<V: Vector, M: Mode>(
    from: *const u8,
    length: usize,
    to: *mut u8,
) -> usize {
    let mut bytes = 0;
    while length - bytes >= BLOCK {
        // SAFETY: the caller's: a block can be read, and written.
        unsafe {
            let from = from.add(bytes);
            let text = vector::load_block::<V>(from);
            let mut all = V::splat(0);
            for &vector in text.as_ref() {
                all = all.or(vector);
            }
            if all.bits() != 0 {
                break;
            }
            if M::WRITES {
                vector::store_block::<V>(&text, to.add(bytes));
            }
        }
        bytes += BLOCK;
    }
    bytes
}

/// Bytes of a block that [`pass_pairs`] decides on: two more have to be seen behind each.
const STEP: usize = BLOCK - 2;

/// The most bytes that are passed before it is seen whether a URL goes on behind them.
const MOST: usize = 64 * BLOCK;

/// Passes ASCII where no line is Arabic, up to anything else, or to a pair that needs a look. Returns how many
/// bytes.
///
/// # Safety
/// `length` bytes can be read at `from`, and one before, which is the character before or its last byte. With
/// [`Mode::WRITES`] so many bytes can be written at `to`. See also [`Vector`].
#[inline(always)]
pub(super) unsafe fn pass_pairs<V: Vector, M: Mode>(
    (glance, pairs): (&Glance, &Pairs),
    from: *const u8,
    length: usize,
    to: *mut u8,
) -> usize {
    let mut bytes = 0;
    // SAFETY: the caller's.
    let [one, other] = unsafe { [rows_of::<V>(&pairs.tables[0]), rows_of::<V>(&pairs.tables[1])] };
    while length - bytes >= BLOCK {
        // Where nothing is written `to` leads nowhere.
        let to_rest = to.wrapping_add(bytes);
        // SAFETY: the caller's.
        bytes += unsafe { glance_over::<V, M>(glance, from.add(bytes), length - bytes, to_rest) };
        if length - bytes < BLOCK {
            break;
        }
        // SAFETY: the caller's: a block can be read, and one byte before it, and a block written.
        unsafe {
            let from = from.add(bytes);
            let zero = V::splat(0);
            let mut text = V::block(zero);
            let mut found = text;
            let (mut named, mut spans, mut all) = (zero, zero, zero);
            for (i, (text, found)) in text.as_mut().iter_mut().zip(found.as_mut()).enumerate() {
                let first = V::load(from.add(i * V::BYTES).sub(1));
                *text = V::load(from.add(i * V::BYTES));
                all = all.or(first).or(*text);
                let halves = [first, first.high_half(), *text, text.high_half()];
                named = named.or(pairs_in(one, halves));
                *found = pairs_in(other, halves);
                spans = spans.or(*found);
            }
            named = named.or(spans.and(V::splat(!Pairs::SPANS)));
            if !is_zero(named) || all.bits() != 0 {
                break;
            }
            let step = if is_zero(spans) { STEP } else { end_of_spans::<V>(&text, &found) };
            if step == 0 {
                break;
            }
            if M::WRITES {
                vector::store_block::<V>(&text, to.add(bytes));
            }
            bytes += step;
        }
    }
    bytes
}

/// Passes blocks of ASCII without a pair that this tells, but for the last two bytes. Returns how many bytes.
///
/// # Safety
/// See [`pass_pairs`].
#[inline(always)]
unsafe fn glance_over<V: Vector, M: Mode>(
    glance: &Glance,
    from: *const u8,
    length: usize,
    to: *mut u8,
) -> usize {
    let mut bytes = 0;
    // SAFETY: the caller's: a block can be read, and one byte before it, and a block written.
    unsafe {
        if *from.sub(1) >= 0x80 {
            return 0;
        }
        // Read once: what is written might be the table, for all that the compiler knows.
        let rows = V::glance_rows(glance);
        while length - bytes >= BLOCK && bytes < MOST {
            let from = from.add(bytes);
            let mut text = V::block(V::splat(0));
            let (mut found, mut all) = (V::splat(0), V::splat(0));
            for (i, text) in text.as_mut().iter_mut().enumerate() {
                let first = V::load(from.add(i * V::BYTES).sub(1));
                *text = V::load(from.add(i * V::BYTES));
                found = found.or(V::glance(rows, first, *text));
                all = all.or(*text);
            }
            // The highest bit of a byte that is not ASCII.
            if !is_zero(found.or(all.and(V::splat(0x80)))) {
                break;
            }
            if M::WRITES {
                vector::store_block::<V>(&text, to.add(bytes));
            }
            bytes += BLOCK;
        }
    }
    if bytes == 0 {
        return 0;
    }
    // SAFETY: the caller's: so many bytes can be read.
    end_of_tokens(unsafe { core::slice::from_raw_parts(from, bytes) })
}

/// How many bytes of ASCII can be passed so that no URL, mention or address goes on behind them: all but the last two, or
/// all before the last token.
#[inline(never)]
fn end_of_tokens(ascii: &[u8]) -> usize {
    // Each block sees what the last bytes of the one before need of those behind them.
    let decided = ascii.len() - (BLOCK - STEP);
    let token = memchr::memrchr3(b' ', b'\n', b'"', ascii).map_or(0, |end| end + 1);
    let mut signs = memchr::memchr3_iter(b'@', b':', b'.', &ascii[token..]).map(|at| token + at);
    let begins_span = |at: usize| match ascii[at] {
        b':' => ascii.get(at + 1) == Some(&b'/'),
        b'.' => at > 0 && ascii[at - 1].eq_ignore_ascii_case(&b'w'),
        _ => true,
    };
    if signs.any(begins_span) { token.min(decided) } else { decided }
}

/// How many bytes of the text can be passed so that no URL, mention or address goes on behind them: to where the last
/// one has ended, or behind what the last one cannot begin before.
///
/// # Safety
/// See [`Vector`].
#[inline(always)]
unsafe fn end_of_spans<V: Vector>(text: &V::Block, found: &V::Block) -> usize {
    let (mut spans, mut ends) = (*found, *text);
    // SAFETY: the caller's.
    unsafe {
        for (span, end) in spans.as_mut().iter_mut().zip(ends.as_mut()) {
            *span = span.equal(V::splat(0));
            let ascii = *end;
            *end = V::splat(0);
            for byte in [b' ', b'\n', b'"', b'<', b'>'] {
                *end = end.or(ascii.equal(V::splat(byte)));
            }
        }
        let (spans, ends) = (!vector::bits::<V>(&spans), vector::bits::<V>(&ends));
        if ends > spans {
            STEP
        } else {
            (u64::BITS - ends.leading_zeros()).min(STEP as u32) as usize
        }
    }
}
