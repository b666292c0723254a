//! The stretches that need no thought: taken by the [block kernel](super::block), and past what stops it
//! by a look at the nearest neighbours, one character at a time.

mod cluster;
mod dagger;
pub(super) mod forms;
mod unit;

use alloc::vec::Vec;

use super::{
    block::{DENSE, Run, Stop, TOO_DENSE, judge::Left},
    nearby::Nearby,
    scalar::Line,
    sink::{Output, Sink},
    tier::Kernel,
    track::Track,
    vector::BLOCK,
};
use crate::rules::{
    Compiled,
    classes::{self, Classes},
    kinds::Kind,
    marks,
    quick::{
        COUNTED, Entry, LOOK, MARK, ORDERED, Quick, REWIND, SPACE, STOP, decode, entry_at, previous,
    },
    spelled::Spelled,
};

/// Marks after one base that are copied without thought, but for the first, which the kernel may have passed,
/// and one that the base may hold; UAX #15 asks for care after thirty.
const MARKS: usize = 28;

/// Whether a stretch may begin with the text's first character: one that stays or is mapped, and
/// is neither white space nor a mark on something before.
#[inline]
pub(crate) fn may_start(quick: &Quick, text: &str) -> bool {
    let bytes = text.as_bytes();
    match entry_at(quick, bytes, 0) {
        Some(entry) => entry.flags & (STOP | REWIND | SPACE | MARK) == 0 && entry.len > 0,
        None if bytes.is_empty() => false,
        None => {
            let c = decode(bytes, 0).0;
            quick.is_plain_elsewhere(c) || (quick.units.contains(c) && !marks::is_mark(c))
        }
    }
}

/// Runs over a stretch from `start` and returns its end, which is `start` where none begins
/// there. The end is never between a base and its marks where those are one unit. `line` is what stands before on
/// the line.
pub(crate) fn run<S: Sink>(
    compiled: &Compiled,
    kernel: Kernel,
    text: &str,
    start: usize,
    line: &Line,
    patience: &mut Patience,
    sink: &mut S,
) -> usize {
    if !may_start(&compiled.quick, &text[start..]) {
        return start;
    }
    let mut stretch = Stretch::new(compiled, kernel, text, start, line);
    if sink.is_source_to(start) {
        // As long as nothing changes, there is nothing to write.
        let changed = stretch.run::<false>(&mut Vec::new());
        if changed && !sink.can_write() {
            // Thought decides. What follows a mark that goes may yet belong to the base before it.
            stretch.back_to_base::<false>(&mut Vec::new());
        }
        sink.skip(stretch.read);
        if !changed {
            return stretch.end(patience);
        }
    }
    let Some(Output { text: output, origin, track }) = sink.output() else { return stretch.read };
    stretch.origin = origin;
    stretch.track = track;
    // SAFETY: `run` adds whole characters, and takes away whole characters that it has added.
    let output = unsafe { output.as_mut_vec() };
    // A stretch goes back by a space, or by a base and its marks.
    let before = output.len().saturating_sub(1);
    stretch.run::<true>(output);
    debug_assert!({
        let from = before.min(output.len());
        core::str::from_utf8(&output[previous(output, from)..]).is_ok()
    });
    stretch.end(patience)
}

/// How many characters of which a stretch could begin are left to [walks](super::walk) and thought all the same: the more,
/// the shorter the stretches so far.
#[derive(Clone, Copy, Default)]
pub(super) struct Patience(usize);

impl Patience {
    /// To start a stretch costs as much as so many bytes of it, and a look at one character as half as many.
    const START: usize = 32;

    /// The most characters.
    const MOST: usize = 32;

    /// So many.
    pub(super) fn characters(self) -> usize {
        self.0
    }
}

/// Bytes that the kernel may put in before it starts anew.
const ROOM: usize = 64;

/// What comes of a look at a character.
enum Look {
    /// Go on behind it.
    Passed,
    /// End the stretch in front of it.
    End,
    /// End the stretch in front of the base before it.
    EndAtBase,
    /// It changes, and nothing is written so far.
    Changed,
}

/// The state of one stretch.
struct Stretch<'c, 't, 's> {
    compiled: &'c Compiled,
    quick: &'c Quick,
    kernel: Kernel,
    text: &'t str,
    bytes: &'t [u8],
    /// Where the stretch began.
    start: usize,
    /// Where the next character starts.
    read: usize,
    /// Where the output of this text begins.
    origin: usize,
    /// Whether a `<` was open on the line before the stretch.
    in_angle: bool,
    /// What stands before `read`, for the kernel.
    left: Left,
    /// The bytes of the letter before, marks aside, where repeated letters count.
    letter: [u8; 2],
    /// Where the last mark of an unbroken sequence of marks ended, and how many there were.
    marks: (usize, usize),
    /// How many characters were looked at one by one.
    looks: usize,
    /// How often in a row the kernel came no further than [`DENSE`] bytes.
    dense: usize,
    /// Up to where there are presentation forms ahead.
    forms_to: usize,
    /// Where the last ones were spelled out to, and how many bytes to take the next time.
    spelled: (usize, usize),
    /// The last unit of another script.
    unit: unit::Passed,
    /// What takes note of the output.
    track: Option<&'s mut Track>,
}

impl<'c, 't> Stretch<'c, 't, '_> {
    fn new(
        compiled: &'c Compiled,
        kernel: Kernel,
        text: &'t str,
        start: usize,
        line: &Line,
    ) -> Self {
        Stretch {
            compiled,
            quick: &compiled.quick,
            kernel,
            text,
            bytes: text.as_bytes(),
            start,
            read: start,
            origin: 0,
            left: Left::unknown(line.arabic),
            in_angle: line.open_angle,
            letter: [0; 2],
            marks: (0, 0),
            looks: 0,
            dense: 0,
            forms_to: 0,
            spelled: (0, BLOCK),
            unit: unit::Passed::default(),
            track: None,
        }
    }

    /// Where the stretch ends, and what that says about the next one.
    fn end(&self, patience: &mut Patience) -> usize {
        let bytes = self.read - self.start;
        let is_short = bytes < Patience::START * (2 + self.looks) / 2;
        patience.0 = if is_short { (2 * patience.0 + 2).min(Patience::MOST) } else { 0 };
        self.read
    }

    /// The classes for the kernel: those for scanning call a change trouble.
    fn classes<const WRITES: bool>(&self) -> &'c Classes {
        if WRITES { &self.compiled.classes } else { &self.compiled.scan_classes }
    }

    /// Runs to the stretch's end; or, without writing, to the first change. Returns whether that is there.
    fn run<const WRITES: bool>(&mut self, output: &mut Vec<u8>) -> bool {
        let counts = self.quick.counts;
        let mut ended = if counts {
            self.look_past_base::<WRITES>(output)
        } else if self.read > self.start {
            // What changed while nothing was written.
            self.look_past_trouble::<WRITES>(output, self.read + 1)
        } else {
            None
        };
        loop {
            if let Some(changed) = ended {
                return changed;
            }
            ended = match self.run_kernel::<WRITES>(output) {
                Stop::End => return false,
                Stop::Trouble if counts => self.look_past_base::<WRITES>(output),
                Stop::Trouble => {
                    let is_dense = self.dense > 0;
                    // A walk is faster, if the rules look at the line.
                    if self.dense >= TOO_DENSE && self.may_walk() {
                        self.back_to_space::<WRITES>(output);
                        return false;
                    }
                    let until = self.read + if is_dense { BLOCK } else { 1 };
                    self.look_past_trouble::<WRITES>(output, until)
                }
                Stop::Repeats(len) => self
                    .look_to::<WRITES>(output, self.read + len)
                    .or_else(|| self.look_past_base::<WRITES>(output)),
            };
        }
    }

    /// Whether a walk may begin here.
    fn may_walk(&self) -> bool {
        let passing = &self.compiled.passing;
        let next = passing.at(self.bytes, self.read);
        let behind = self.read + usize::from(next.len);
        self.quick.settles
            && self.compiled.program.context
            && next.passes
            && passing.at(self.bytes, behind).is_base
    }

    /// Runs the kernel up to what stops it.
    fn run_kernel<const WRITES: bool>(&mut self, output: &mut Vec<u8>) -> Stop {
        if WRITES {
            output.reserve(self.bytes.len() - self.read + BLOCK + ROOM);
        }
        let start = output.as_mut_ptr();
        // SAFETY: so much has been written.
        let write = unsafe { start.add(output.len()) };
        let kept = match &mut self.track {
            Some(track) if WRITES => track.kept_mut().as_mut_ptr(),
            _ => core::ptr::null_mut(),
        };
        let classes = self.classes::<WRITES>();
        let mut run = Run {
            read: self.read,
            // SAFETY: so much has been written, or nothing is.
            start: unsafe { start.add(if WRITES { self.origin } else { 0 }) },
            write,
            kept,
            track: self.track.as_deref_mut(),
            left: self.left,
            from: self.start,
            in_angle: self.in_angle,
            room: ROOM,
            resumed: self.read,
            dense: self.dense,
        };
        // SAFETY: `read` is a boundary of characters; there is as much room as was reserved, if
        // any is written; a track has bits for all of the text and a block, and was taken back to `read`.
        let stop = unsafe { self.kernel.run(WRITES, self.quick, classes, self.text, &mut run) };
        if WRITES {
            // SAFETY: all up to `write` has been written.
            unsafe { output.set_len(run.write.offset_from_unsigned(start)) };
        }
        let Run { read, left, resumed, dense, .. } = run;
        if let Some(track) = &mut self.track {
            track.noted_to(read);
        }
        (self.read, self.left) = (read, left);
        self.back_to_start::<WRITES>(output);
        let is_dense = self.read.saturating_sub(resumed) < DENSE;
        self.dense = if is_dense { dense + 1 } else { 0 };
        stop
    }

    /// Goes back to where the character at `read` starts: blocks end anywhere, and a mark of two bytes
    /// is judged by what stands before its second.
    fn back_to_start<const WRITES: bool>(&mut self, output: &mut Vec<u8>) {
        if self.bytes.get(self.read).is_none_or(|byte| byte & 0xC0 != 0x80) {
            return;
        }
        let start = previous(self.bytes, self.read);
        if WRITES {
            let class = self.compiled.classes.at(self.bytes, start);
            let is_written = class & (classes::NARROW | classes::GONE) == 0;
            let written = if is_written { self.read - start } else { 0 };
            output.truncate(output.len() - written);
        }
        self.read = start;
        self.go_back(output.len());
    }

    /// Takes back what was noted of the source from `read` on, and of the output from there on.
    fn go_back(&mut self, output: usize) {
        if let Some(track) = &mut self.track {
            track.back_to(self.read, output);
        }
    }

    /// Looks at the characters up to `until`, where letters are counted. `Some` if the stretch ends with one of them:
    /// whether by a change while nothing is written.
    fn look_to<const WRITES: bool>(&mut self, output: &mut Vec<u8>, until: usize) -> Option<bool> {
        self.letter = self.last_letter::<WRITES>(output);
        while self.read < until {
            if let Some(changed) = self.look_at::<WRITES>(output) {
                return Some(changed);
            }
        }
        None
    }

    /// Looks at the characters up to `until`, at least at one, and where the order of marks matters at all marks
    /// that follow one, and at what follows a character that goes.
    fn look_past_trouble<const WRITES: bool>(
        &mut self,
        output: &mut Vec<u8>,
        until: usize,
    ) -> Option<bool> {
        loop {
            let ordered = |at| {
                let entry = entry_at(self.quick, self.bytes, at);
                entry.is_some_and(|entry| entry.flags & ORDERED != 0)
            };
            let goes_on = self.compiled.classes.ordered
                && (ordered(self.read) || self.nearby().goes_at(self.read));
            if let Some(changed) = self.look_at::<WRITES>(output) {
                return Some(changed);
            }
            if self.read == self.bytes.len() || !(goes_on || self.read < until.max(self.forms_to)) {
                return None;
            }
        }
    }

    /// The same past the next base, so that the kernel begins with a letter behind another one.
    fn look_past_base<const WRITES: bool>(&mut self, output: &mut Vec<u8>) -> Option<bool> {
        self.letter = self.last_letter::<WRITES>(output);
        loop {
            let at = self.read;
            if let Some(changed) = self.look_at::<WRITES>(output) {
                return Some(changed);
            }
            let entry = entry_at(self.quick, self.bytes, at);
            if !self.nearby().goes(at, entry) && entry.is_none_or(|entry| entry.flags & MARK == 0) {
                return None;
            }
        }
    }

    /// Looks at one character, and goes back where that ends the stretch.
    fn look_at<const WRITES: bool>(&mut self, output: &mut Vec<u8>) -> Option<bool> {
        self.looks += 1;
        let look =
            if self.read < self.bytes.len() { self.look::<WRITES>(output) } else { Look::End };
        match look {
            Look::Passed => return None,
            Look::End => self.back_to_space::<WRITES>(output),
            Look::EndAtBase => self.back_to_base::<WRITES>(output),
            Look::Changed => return Some(true),
        }
        Some(false)
    }

    /// What is to be done about the next character.
    #[inline(never)]
    fn look<const WRITES: bool>(&mut self, output: &mut Vec<u8>) -> Look {
        #[cfg(test)]
        crate::engine::effort_tests::note_look();
        let Some(&entry) = entry_at(self.quick, self.bytes, self.read) else {
            return self.look_elsewhere::<WRITES>(output);
        };
        let is_ascii = self.bytes[self.read].is_ascii();
        let len = if is_ascii { 1 } else { 2 };
        if WRITES && entry.flags & LOOK == 0 && usize::from(entry.len) == len {
            // Most characters, and most of the time.
            if let Some(track) = &mut self.track {
                track.note(self.read, len, output.len(), len);
            }
            if is_ascii {
                output.push(entry.bytes[0]);
            } else {
                output.extend_from_slice(&entry.bytes);
            }
            if entry.flags & MARK == 0 {
                self.letter = [0; 2];
            }
            self.left = self.left.passed(is_ascii);
            self.read += len;
            return Look::Passed;
        }
        if entry.flags & (STOP | REWIND) != 0
            && let Some(len) = self.inner_tatweel()
        {
            return self.pass_bytes::<WRITES>(output, len, &[]);
        }
        if entry.flags & (STOP | REWIND) != 0
            && let Some((written, count)) = self.dagger()
        {
            let look = self.pass_bytes::<WRITES>(output, 2, &written[..count]);
            // The kernel would see the dagger alef in front of what follows.
            self.left = Left::unknown(true);
            return look;
        }
        if entry.flags & REWIND != 0 {
            if let Some(cluster) = self.cluster() {
                return self.pass_cluster::<WRITES>(output, &cluster);
            }
            return self.pass_mark_on_form::<WRITES>(output).unwrap_or(Look::EndAtBase);
        }
        if entry.len == 0 && self.is_after_edge() {
            return match self.nearby().gone_in_space() {
                Some(len) => self.pass_bytes::<WRITES>(output, len, &[]),
                None => Look::End,
            };
        }
        if entry.flags & STOP != 0 {
            return self.look_at_mark::<WRITES>(output, entry);
        }
        if entry.flags & SPACE != 0
            && (self.is_after_edge()
                || !(self.nearby().is_free(self.read + 1) || self.nearby().may_mend(self.read + 1)))
        {
            return Look::End;
        }
        if entry.flags & ORDERED != 0 && !self.is_ordered(entry) {
            return Look::EndAtBase;
        }
        if self.quick.counts && entry.len > 0 && entry.flags & MARK == 0 {
            let counted = entry.flags & COUNTED != 0;
            if counted && self.letter == entry.bytes {
                return Look::End;
            }
            self.letter = if counted { entry.bytes } else { [0; 2] };
        }
        let look = self.pass::<WRITES>(output, &entry.bytes[..usize::from(entry.len)]);
        if entry.flags & ORDERED != 0 {
            self.marks.0 = self.read;
        }
        look
    }

    /// A mark of punctuation, or what else the line has to look at.
    fn look_at_mark<const WRITES: bool>(&mut self, output: &mut Vec<u8>, entry: Entry) -> Look {
        self.letter = [0; 2];
        if let Some(len) = self.nearby().span(entry.kind) {
            let bytes = self.bytes;
            return self.pass_bytes::<WRITES>(output, len, &bytes[self.read..self.read + len]);
        }
        let (source, origin) = (&self.bytes[..self.read], self.origin);
        let Some(mended) = self.nearby().mended(if WRITES { &output[origin..] } else { source })
        else {
            return Look::End;
        };
        let mark = &mended.bytes[..mended.written];
        if !WRITES {
            if mended.pulled > 0 || mended.spaced {
                return Look::Changed;
            }
            return self.pass_bytes::<WRITES>(output, mended.len, mark);
        }
        if mended.pulled > 0 {
            output.pop();
            if let Some(track) = &mut self.track {
                track.drop(self.read - mended.pulled, self.read);
            }
        }
        // The spaces behind an opening bracket go.
        let len = decode(self.bytes, self.read).1;
        self.pass_bytes::<WRITES>(output, len, mark);
        if mended.len > len {
            self.pass_bytes::<WRITES>(output, mended.len - len, &[]);
        }
        if !self.quick.settles {
            // The kernel does not know it: behind a line end it would take indentation for a run of spaces.
            self.left = Left::unknown(true);
        }
        if mended.spaced {
            if let Some(track) = &mut self.track {
                track.insert(output.len(), 1);
            }
            output.push(b' ');
        }
        Look::Passed
    }

    /// Characters outside the tables: copied unless the rules name them, or spelled out.
    fn look_elsewhere<const WRITES: bool>(&mut self, output: &mut Vec<u8>) -> Look {
        let (c, len) = decode(self.bytes, self.read);
        if self.quick.deleted.contains(c) && !self.is_after_edge() {
            return self.pass::<WRITES>(output, &[]);
        }
        let bytes = self.bytes;
        let itself = &bytes[self.read..self.read + len];
        let written = match self.quick.spelled.get(c) {
            Some(letters) if WRITES && letters.len() <= Spelled::LONGEST => {
                self.spell_out(output);
                return Look::Passed;
            }
            Some(letters) => letters,
            None if !self.quick.elsewhere.contains(c)
                || self.nearby().settles_elsewhere(c, len) =>
            {
                itself
            }
            None if self.quick.units.contains(c)
                && let Some(look) = self.pass_units::<WRITES>(output) =>
            {
                return look;
            }
            _ if self.quick.rewind => return Look::EndAtBase,
            _ => return Look::End,
        };
        self.letter = [0; 2];
        self.pass::<WRITES>(output, written)
    }

    /// Spells out presentation forms and what stands between them, marks of punctuation as well where their
    /// neighbours settle them.
    fn spell_out(&mut self, output: &mut Vec<u8>) {
        let mut most = usize::MAX;
        let spells = self.kernel.spells(&self.compiled.classes);
        if spells {
            // The kernel takes most forms itself, and faster: it tries again soon, but seldom where it does not come far,
            // as among ligatures.
            let (end, last) = self.spelled;
            let came_far = self.read - end >= 4 * BLOCK;
            most = if came_far { BLOCK } else { (2 * last).min(64 * BLOCK) };
        }
        let until = self.read.saturating_add(most);
        loop {
            let track = self.track.as_deref_mut();
            let (quick, place) = (self.quick, (self.read, until - self.read));
            // SAFETY: whoever calls this has seen that there are letters, or there is something before.
            let spelt = unsafe { self.kernel.spell(quick, self.text, place, output, track) };
            self.read = spelt.read;
            self.forms_to = spelt.read + if spells { 0 } else { spelt.ahead };
            if spelt.ahead == 0 {
                break;
            }
            let Some((bytes, count)) = self.nearby().settle() else { break };
            self.pass::<true>(output, &bytes[..count]);
            if self.read >= until {
                break;
            }
        }
        self.spelled = (self.read, most);
        self.letter = [0; 2];
        self.left = self.left.passed(false);
        if self.bytes[self.read - 1].is_ascii() {
            self.left = self.left.passed(true);
        }
    }

    /// Goes on behind the next character, which is written as these bytes.
    #[inline]
    fn pass<const WRITES: bool>(&mut self, output: &mut Vec<u8>, written: &[u8]) -> Look {
        let len = decode(self.bytes, self.read).1;
        self.pass_bytes::<WRITES>(output, len, written)
    }

    /// Goes on so many bytes further, which are written as these. What goes leaves what stood before it
    /// unknown.
    #[inline]
    fn pass_bytes<const WRITES: bool>(
        &mut self,
        output: &mut Vec<u8>,
        len: usize,
        written: &[u8],
    ) -> Look {
        if WRITES {
            if let Some(track) = &mut self.track {
                track.note(self.read, len, output.len(), written.len());
            }
            output.extend_from_slice(written);
        } else if *written != self.bytes[self.read..self.read + len] {
            return Look::Changed;
        }
        self.left =
            if written.is_empty() { Left::unknown(true) } else { self.left.passed(len == 1) };
        self.read += len;
        Look::Passed
    }

    /// The length of the run of tatweel that begins here, if all of it goes: it is inner, behind an
    /// Arabic letter, marks aside, and before one, with nothing between but what goes.
    fn inner_tatweel(&self) -> Option<usize> {
        const TATWEEL: [u8; 2] = [0xD9, 0x80]; // U+0640
        // Where letters are counted, the letter behind it has to be looked at as well.
        let may_go = self.compiled.program.inner_tatweel() && !self.quick.counts;
        if !may_go || !self.bytes[self.read..].starts_with(&TATWEEL) {
            return None;
        }
        let is_letter = |kind| kind == Some(Kind::ArabicLetter);
        if !is_letter(self.nearby().kind_left(self.read)) {
            return None;
        }
        let mut end = self.read;
        while self.bytes[end..].starts_with(&TATWEEL) || self.nearby().goes_at(end) {
            end += decode(self.bytes, end).1;
        }
        is_letter(self.nearby().kind_at(end)).then_some(end - self.read)
    }

    /// What stands around `read`.
    #[inline]
    fn nearby(&self) -> Nearby<'c, 't> {
        let Stretch { quick, bytes, start, read, in_angle, .. } = *self;
        Nearby { quick, bytes, start, read, in_angle }
    }

    /// Whether a mark stands in canonical order and is not one too many. Counts it.
    fn is_ordered(&mut self, entry: Entry) -> bool {
        let mut at = self.read;
        let before = loop {
            if at <= self.start {
                break None;
            }
            at = previous(self.bytes, at);
            match entry_at(self.quick, self.bytes, at) {
                entry if self.nearby().goes(at, entry) => {}
                other => break other,
            }
        };
        let before = before.filter(|before| before.flags & ORDERED != 0);
        let unbroken = self.marks.0 != 0 && before.is_some();
        self.marks.1 = if unbroken { self.marks.1 + 1 } else { 1 };
        before.is_none_or(|before| before.ccc <= entry.ccc) && self.marks.1 <= MARKS
    }

    /// The letter before, marks aside, as its bytes.
    fn last_letter<const WRITES: bool>(&self, output: &[u8]) -> [u8; 2] {
        // What has not been written is what has been read.
        let (bytes, origin) =
            if WRITES { (output, self.origin) } else { (&self.bytes[..self.read], 0) };
        let mut end = bytes.len();
        while end > origin {
            let start = previous(bytes, end);
            if !marks::is_mark(decode(bytes, start).0) {
                return bytes[start..end].try_into().unwrap_or_default();
            }
            end = start;
        }
        [0; 2]
    }

    /// Whether the character before is a space that waits for what follows, or ends a line.
    #[inline]
    fn is_after_edge(&self) -> bool {
        let before = self.read.checked_sub(1).filter(|&at| at >= self.start);
        self.quick.spaces && before.is_some_and(|at| matches!(self.bytes[at], b' ' | b'\n' | b'\r'))
    }

    /// Goes back in front of spaces that are decided with what follows them. Only one was written.
    fn back_to_space<const WRITES: bool>(&mut self, output: &mut Vec<u8>) {
        let read = self.read;
        while self.quick.spaces && self.read > self.start && self.bytes[self.read - 1] == b' ' {
            self.read -= 1;
        }
        if WRITES && self.read < read {
            output.pop();
            self.go_back(output.len());
        }
    }

    /// Goes back in front of the last base, or to the start.
    fn back_to_base<const WRITES: bool>(&mut self, output: &mut Vec<u8>) {
        while self.read > self.start {
            if self.back_to_unit::<WRITES>(output) {
                break;
            }
            let at = previous(self.bytes, self.read);
            if self.quick.spaces && self.bytes[at] == b' ' {
                self.back_to_space::<WRITES>(output);
                break;
            }
            let entry = entry_at(self.quick, self.bytes, at);
            let is_mark = entry.is_some_and(|entry| entry.flags & MARK != 0);
            if !self.nearby().goes(at, entry) {
                let written = match entry {
                    // One character, which the rules for punctuation may have mapped.
                    Some(_) => output.len() - previous(output, output.len()),
                    None => {
                        let spelled = self.quick.spelled.get(decode(self.bytes, at).0);
                        spelled.map_or(self.read - at, <[u8]>::len)
                    }
                };
                if WRITES {
                    output.truncate(output.len() - written);
                }
                if !is_mark {
                    self.read = at;
                    break;
                }
            }
            self.read = at;
        }
        self.go_back(output.len());
    }
}
