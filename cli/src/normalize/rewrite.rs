//! One piece, rewritten.

use naqi::Normalizer;

use crate::{
    format::{Fault, Found, Take},
    input::pieces::Bounds,
    run::{Part, Run},
};

/// What became of a piece.
pub struct Rewritten {
    pub bytes: Vec<u8>,
    /// Whether it is another than it was.
    pub changed: bool,
}

/// Normalises the texts of a piece and leaves every other byte as it is.
pub fn rewrite(
    run: &Run,
    naqi: &Normalizer,
    part: &Part<'_>,
    fault: &mut dyn FnMut(Fault),
) -> Rewritten {
    let mut buffer = run.buffer();
    if part.bounds != Bounds::WHOLE {
        // Whoever joins the parts does the work, one after the other.
        buffer.extend_from_slice(part.bytes());
        return Rewritten { bytes: buffer, changed: false };
    }
    if let Some(text) = part.whole() {
        // Text has no bytes that are not UTF-8, and an empty buffer has none at all.
        let mut written = String::from_utf8(buffer).unwrap_or_default();
        naqi.normalize_into(text, &mut written);
        let changed = part.replaced || written != text;
        return Rewritten { bytes: written.into_bytes(), changed };
    }
    if part.is_broken() {
        // The rules see around what stays.
        if let Ok(bytes) = naqi.normalize_bytes(part.bytes(), naqi::Invalid::Keep) {
            return Rewritten { changed: *bytes != *part.bytes(), bytes: bytes.into_owned() };
        }
    }
    let mut splice = Splice {
        naqi,
        source: part.bytes(),
        out: buffer,
        copied: 0,
        changed: part.replaced,
        scratch: String::new(),
        fault,
    };
    part.texts(&mut splice);
    splice.out.extend_from_slice(&splice.source[splice.copied..]);
    Rewritten { bytes: splice.out, changed: splice.changed }
}

/// Puts new texts in the places of old ones.
struct Splice<'a> {
    naqi: &'a Normalizer,
    source: &'a [u8],
    out: Vec<u8>,
    /// How much of the source has been written.
    copied: usize,
    changed: bool,
    scratch: String,
    fault: &'a mut dyn FnMut(Fault),
}

impl Take for Splice<'_> {
    fn found(&mut self, found: Found<'_>) {
        self.scratch.clear();
        self.naqi.normalize_into(&found.text, &mut self.scratch);
        if self.scratch == *found.text {
            return;
        }
        self.out.extend_from_slice(&self.source[self.copied..found.raw.start]);
        found.written.write(&self.scratch, &mut self.out);
        self.copied = found.raw.end;
        self.changed = true;
    }

    fn fault(&mut self, fault: Fault) {
        (self.fault)(fault);
    }
}
