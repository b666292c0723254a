//! Nothing is read outside the text, nothing written outside the room that is there: both lie between pages that
//! kill the process when they are touched.
//!
//! A `String` lies where the allocator puts it, so the output of the public functions cannot be
//! placed. What the kernel writes can: it gets just the room that [`block::run`](super::block::run)
//! asks for.

use std::{io, ptr, slice, str, string::String, vec::Vec};

use super::{
    block::{Run, Stop, judge::Left},
    tier::Kernel,
    vector::BLOCK,
};
use crate::{Invalid, Normalizer, Preset, Tier};

/// Lengths up to four blocks and a bit.
const LONGEST: usize = 260;

/// Pages of memory, with one before and one after that must not be touched.
struct Guarded {
    mapping: *mut u8,
    page: usize,
    /// Bytes between the two.
    len: usize,
}

impl Guarded {
    /// Room for so many bytes or more.
    fn new(least: usize) -> Guarded {
        // SAFETY: a question without conditions.
        let page = unsafe { libc::sysconf(libc::_SC_PAGESIZE) };
        let page = usize::try_from(page).expect("pages have a size");
        let len = least.next_multiple_of(page);
        let (kind, flags) = (libc::PROT_NONE, libc::MAP_PRIVATE | libc::MAP_ANON);
        // SAFETY: a new mapping, where there is place for it.
        let mapping = unsafe { libc::mmap(ptr::null_mut(), len + 2 * page, kind, flags, -1, 0) };
        assert!(mapping != libc::MAP_FAILED, "mmap: {}", io::Error::last_os_error());
        let guarded = Guarded { mapping: mapping.cast(), page, len };
        let may = libc::PROT_READ | libc::PROT_WRITE;
        // SAFETY: whole pages of the mapping.
        let failed = unsafe { libc::mprotect(guarded.first().cast(), len, may) };
        assert_eq!(failed, 0, "mprotect: {}", io::Error::last_os_error());
        guarded
    }

    /// The first byte that may be touched.
    fn first(&self) -> *mut u8 {
        // SAFETY: inside the mapping.
        unsafe { self.mapping.add(self.page) }
    }

    /// Room for so many bytes, right after the page in front or right before the page behind.
    fn room(&mut self, at: Place, len: usize) -> &mut [u8] {
        assert!(len <= self.len);
        let from = match at {
            Place::First => 0,
            Place::Last => self.len - len,
        };
        // SAFETY: between the two pages; all of it has been zero from the start.
        unsafe { slice::from_raw_parts_mut(self.first().add(from), len) }
    }

    /// Puts the text there.
    fn put(&mut self, at: Place, text: &str) -> &str {
        let room = self.room(at, text.len());
        room.copy_from_slice(text.as_bytes());
        str::from_utf8(room).expect("as it was")
    }
}

impl Drop for Guarded {
    fn drop(&mut self) {
        // SAFETY: the whole mapping, which nobody borrows any more.
        unsafe { libc::munmap(self.mapping.cast(), self.len + 2 * self.page) };
    }
}

#[derive(Clone, Copy, Debug)]
enum Place {
    /// Right after the page in front.
    First,
    /// Right before the page behind.
    Last,
}

/// The kernel of the operating system can be asked without dying.
#[test]
fn the_pages_around_cannot_be_read() {
    let mut guarded = Guarded::new(1);
    let page = guarded.page;
    let room = guarded.room(Place::First, page).as_ptr();
    let mut pipe = [0; 2];
    // SAFETY: room for two descriptors.
    assert_eq!(unsafe { libc::pipe(pipe.as_mut_ptr()) }, 0);
    let can_be_read = |from: *const u8| {
        // SAFETY: an address that cannot be read makes for an error, and nothing worse.
        let written = unsafe { libc::write(pipe[1], from.cast(), 1) };
        let is_fault = || io::Error::last_os_error().raw_os_error() == Some(libc::EFAULT);
        assert!(written == 1 || is_fault());
        written == 1
    };
    assert!(!can_be_read(room.wrapping_sub(1)));
    assert!(can_be_read(room));
    assert!(can_be_read(room.wrapping_add(page - 1)));
    assert!(!can_be_read(room.wrapping_add(page)));
    for descriptor in pipe {
        // SAFETY: nobody else has it.
        unsafe { libc::close(descriptor) };
    }
}

/// Texts that stay as they are, that change in every character, that stop the kernel again and again.
fn mixtures() -> Vec<String> {
    let pieces = [
        // Beh, teh, meem, space.
        "\u{628}\u{62A}\u{645} ",
        // Letters that fold: alef with hamza above, with madda, teh marbuta, Farsi yeh, keheh.
        "\u{623}\u{622}\u{629}\u{6CC}\u{6A9}",
        // Beh with fatha, beh with shadda and kasra, tatweel.
        "\u{628}\u{64E}\u{628}\u{651}\u{650}\u{640}",
        // Small low seen and fatha in the wrong order, alef and hamza above in two.
        "\u{628}\u{6E3}\u{64E}\u{627}\u{654}",
        // Well set: beh, Arabic comma, space, beh, full stop, line feed.
        "\u{628}\u{60C} \u{628}.\n",
        // Badly set: beh, space, comma, beh, `>`, two spaces, brackets.
        "\u{628} ,\u{628}>  ( \u{628} )",
        // Beh, teh and an Arabic comma with no space behind it; and a Latin one.
        "\u{628}\u{62A}\u{628}\u{62A}\u{628}\u{62A}\u{628}\u{62A}\u{628}\u{60C}\u{628}\u{62A}\u{628}\u{62A}\u{628}\u{62A}\u{628}\u{62A}\u{628},",
        // Digits of three systems and their separators.
        "1,000 \u{661}\u{66B}\u{662} \u{6F1}:30 ",
        "plain ASCII, with marks. ",
        "https://example.org/?a=1,2 ",
        // Lam with alef ligature, heart with variation selector, three and four bytes.
        "\u{FEFB}\u{2764}\u{FE0F}\u{1F642}",
        // Five times heh, which is elongation, and white space of several kinds.
        "\u{647}\u{647}\u{647}\u{647}\u{647}\u{A0} \t\r\n",
    ];
    let all = pieces.concat();
    let each = pieces.iter().map(|piece| piece.repeat(LONGEST / piece.len() + 1));
    each.chain([all.repeat(LONGEST / all.len() + 1)]).collect()
}

/// Every text of up to [`LONGEST`] bytes that a mixture begins with.
fn texts() -> impl Iterator<Item = String> {
    mixtures().into_iter().flat_map(|mixture| {
        let ends = 0..=LONGEST;
        let whole = move |end| mixture.is_char_boundary(end).then(|| mixture[..end].into());
        ends.filter_map(whole)
    })
}

/// Each preset on each tier that this processor has; and one with elongation, which looks back.
fn normalizers() -> Vec<Normalizer> {
    let presets = Preset::ALL.iter().map(|preset| preset.builder());
    let own = Preset::Search.builder().elongation(crate::Elongation::max(2));
    let rules: Vec<_> = presets.chain([own]).collect();
    let tiers = Tier::ALL.iter().filter(|tier| tier.is_available());
    let on = |&tier| rules.iter().map(move |rules| rules.clone().tier(tier).build());
    tiers.flat_map(on).map(|built| built.expect("the rules do not conflict")).collect()
}

#[test]
fn nothing_is_read_outside_the_text() {
    let normalizers = normalizers();
    let mut guarded = Guarded::new(LONGEST);
    let mut output = String::new();
    for text in texts() {
        for normalizer in &normalizers {
            let expected = normalizer.normalize(&text);
            for place in [Place::First, Place::Last] {
                let text = guarded.put(place, &text);
                assert_eq!(normalizer.normalize(text), expected, "{text:?} {normalizer:?}");
                output.clear();
                normalizer.normalize_into(text, &mut output);
                assert_eq!(output, expected, "{text:?} {normalizer:?}");
                assert_eq!(normalizer.is_normalized(text), expected == text);
            }
        }
    }
}

/// Tokens have windows of their own over the text, and bytes are validated before they are normalised.
#[test]
fn neither_tokens_nor_bytes_are_read_outside_the_text() {
    let (search, mut guarded) = (Normalizer::search(), Guarded::new(LONGEST));
    let mut ends = Guarded::new(LONGEST + 2);
    for text in texts() {
        let found = |text: &str| -> Vec<_> {
            let words = crate::words(text).map(|token| token.range());
            let back = crate::words(text).rev().map(|token| token.range());
            let sentences = crate::sentences(text).map(|sentence| sentence.range());
            let clusters = crate::clusters(text).map(|cluster| cluster.range());
            words.chain(back).chain(sentences).chain(clusters).collect()
        };
        let (expected, normalized) = (found(&text), search.normalize(&text));
        for place in [Place::First, Place::Last] {
            let text = guarded.put(place, &text);
            assert_eq!(found(text), expected, "{text:?}");
            let output = search.normalize_bytes(text.as_bytes(), Invalid::Error);
            assert_eq!(output.as_deref(), Ok(normalized.as_bytes()), "{text:?}");
        }
        // Half a character at the end, or a byte that is none.
        for end in [&b"\xD8"[..], b"\xE2\x80", b"\xFF"] {
            let bytes = [text.as_bytes(), end].concat();
            let expected = search.normalize_bytes(&bytes, Invalid::Keep);
            for place in [Place::First, Place::Last] {
                let room = ends.room(place, bytes.len());
                room.copy_from_slice(&bytes);
                assert_eq!(search.normalize_bytes(room, Invalid::Keep), expected, "{bytes:X?}");
            }
        }
    }
}

/// Runs the kernel over the text alone, each time with just the room that it may use; past what
/// it cannot take it is helped by one character, which goes. Returns what it wrote. With bits, it takes note of
/// the bytes that stay, in just so many words as it may use.
fn run_kernel(
    normalizer: &Normalizer,
    place: Place,
    text: &str,
    room: &mut Guarded,
    bits: Option<&mut Guarded>,
) -> Vec<u8> {
    let mut kept = bits.map(|bits| {
        let words = text.len().div_ceil(BLOCK) + 1;
        let room = bits.room(place, words * size_of::<u64>());
        room.fill(0);
        // SAFETY: any bytes make words.
        let (before, kept, behind) = unsafe { room.align_to_mut::<u64>() };
        assert!(before.is_empty() && behind.is_empty());
        kept
    });
    let compiled = normalizer.compiled();
    let kernel = Kernel::new(normalizer.tier()).expect("a normaliser's tier is there");
    let mut output = Vec::new();
    let mut read = 0;
    loop {
        let start = room.room(place, text.len() - read + BLOCK).as_mut_ptr();
        let to = kept.as_mut().map_or(ptr::null_mut(), |kept| kept.as_mut_ptr());
        let mut run = Run {
            read,
            start,
            write: start,
            kept: to,
            track: None,
            left: Left::unknown(true),
            from: read,
            in_angle: false,
            room: 0,
            resumed: read,
            dense: 0,
        };
        // SAFETY: `read` is a boundary of characters, and there is the room that the kernel asks for.
        let stop = unsafe { kernel.run(true, &compiled.quick, &compiled.classes, text, &mut run) };
        // SAFETY: the kernel has written so much.
        let written =
            unsafe { slice::from_raw_parts(start, run.write.offset_from_unsigned(start)) };
        output.extend_from_slice(written);
        if let Some(kept) = &kept {
            let count: u32 = kept.iter().map(|word| word.count_ones()).sum();
            assert_eq!(count as usize, output.len(), "{text:?} {normalizer:?}");
        }
        read = match stop {
            Stop::End => text.len(),
            Stop::Trouble | Stop::Repeats(_) => {
                let next = (run.read + 1..text.len()).find(|&at| text.is_char_boundary(at));
                next.unwrap_or(text.len())
            }
        };
        if read >= text.len() {
            return output;
        }
    }
}

#[test]
fn nothing_is_written_outside_the_room() {
    let normalizers = normalizers();
    let (mut source, mut room) = (Guarded::new(LONGEST), Guarded::new(LONGEST + BLOCK));
    let mut bits = Guarded::new(LONGEST);
    for text in texts() {
        for normalizer in &normalizers {
            let at_end = source.put(Place::Last, &text);
            let first = run_kernel(normalizer, Place::First, at_end, &mut room, None);
            let at_start = source.put(Place::First, &text);
            let last = run_kernel(normalizer, Place::Last, at_start, &mut room, None);
            assert_eq!(first, last, "{text:?} {normalizer:?}");
            // Nothing is there to note what is put in, so that nothing is.
            let mut track = |place, text| {
                let text = source.put(place, text);
                run_kernel(normalizer, place, text, &mut room, Some(&mut bits))
            };
            let (first, last) = (track(Place::First, &text), track(Place::Last, &text));
            assert_eq!(first, last, "{text:?} {normalizer:?}");
        }
    }
}
