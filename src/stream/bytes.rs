//! Bytes that should be UTF-8: whole, or in pieces.

use alloc::{borrow::Cow, string::String, vec::Vec};
use core::{fmt, str};

use super::{
    Stream,
    kept::{Kept, STAND_IN, with_stand_ins},
};
use crate::{
    Normalizer,
    engine::utf8,
    invalid::{Invalid, InvalidText},
};

/// The most bytes of a character, and one more than of a sequence that could still become one.
const LONGEST: usize = 4;

impl Normalizer {
    /// Normalises bytes that should be UTF-8. Borrows them when nothing changes.
    ///
    /// A byte order mark at the start is a character like any other, which
    /// [`Controls::BOM`](crate::Controls::BOM) deletes.
    ///
    /// # Errors
    ///
    /// [`InvalidText`] with the place of the first bytes that are not UTF-8, for [`Invalid::Error`].
    ///
    /// ```
    /// use naqi::{Invalid, Normalizer};
    ///
    /// let naqi = Normalizer::tidy();
    /// // beh, a byte that no UTF-8 holds, space, Latin comma
    /// let bytes = b"\xD8\xA8\xFF ,";
    /// let error = naqi.normalize_bytes(bytes, Invalid::Error).unwrap_err();
    /// assert_eq!(error.to_string(), "invalid UTF-8: 1 byte at offset 2");
    ///
    /// // The line is Arabic by its last letter: the comma becomes Arabic, and the space before it goes.
    /// let kept = naqi.normalize_bytes(bytes, Invalid::Keep)?;
    /// assert_eq!(*kept, *b"\xD8\xA8\xFF\xD8\x8C");
    /// let replaced = naqi.normalize_bytes(bytes, Invalid::Replace)?;
    /// assert_eq!(*replaced, *"\u{628}\u{FFFD}\u{60C}".as_bytes());
    /// # Ok::<(), naqi::InvalidText>(())
    /// ```
    pub fn normalize_bytes<'b>(
        &self,
        bytes: &'b [u8],
        invalid: Invalid,
    ) -> Result<Cow<'b, [u8]>, InvalidText> {
        let ill_formed = match utf8::from_utf8(bytes) {
            Ok(text) => {
                return Ok(match self.normalize(text) {
                    Cow::Borrowed(text) => Cow::Borrowed(text.as_bytes()),
                    Cow::Owned(text) => Cow::Owned(text.into_bytes()),
                });
            }
            Err((_, ill_formed)) => ill_formed,
        };
        match invalid {
            Invalid::Error => {
                let offset = ill_formed.valid_up_to;
                let count = ill_formed.len.unwrap_or(bytes.len() - offset);
                Err(InvalidText::utf8(offset as u64, count))
            }
            Invalid::Replace => {
                let text = String::from_utf8_lossy(bytes);
                Ok(Cow::Owned(self.normalize(&text).into_owned().into_bytes()))
            }
            Invalid::Keep => {
                let chunks = bytes.utf8_chunks().map(|chunk| (chunk.valid(), chunk.invalid()));
                let (text, mut kept) = with_stand_ins(chunks);
                let mut output = Vec::with_capacity(bytes.len());
                kept.put_back(&self.normalize(&text), &mut output);
                Ok(if output == bytes { Cow::Borrowed(bytes) } else { Cow::Owned(output) })
            }
        }
    }

    /// Begins a text of bytes that come in pieces.
    ///
    /// ```
    /// use naqi::{Invalid, Normalizer};
    ///
    /// let mut stream = Normalizer::search().byte_stream(Invalid::Error);
    /// let mut output = Vec::new();
    /// // Two halves of a letter: alef with hamza above becomes bare alef.
    /// stream.push(b"\xD8", &mut output)?;
    /// stream.push(b"\xA3", &mut output)?;
    /// stream.finish(&mut output)?;
    /// assert_eq!(output, "\u{627}".as_bytes());
    /// # Ok::<(), naqi::InvalidText>(())
    /// ```
    pub fn byte_stream(&self, invalid: Invalid) -> ByteStream {
        ByteStream {
            stream: self.stream(),
            invalid,
            held: Held::default(),
            offset: 0,
            failed: None,
            kept: Kept::default(),
            text: String::new(),
        }
    }
}

/// Normalises bytes that come in pieces and should be UTF-8, cut anywhere, also inside characters.
///
/// Made by [`Normalizer::byte_stream`]. Gives the same output as [`Normalizer::normalize_bytes`]
/// for the whole; what is said of [`Stream`] holds here as well.
#[derive(Clone)]
pub struct ByteStream {
    stream: Stream,
    invalid: Invalid,
    /// The beginning of a character.
    held: Held,
    /// How many bytes have been taken, those that are held left out.
    offset: u64,
    failed: Option<InvalidText>,
    kept: Kept<u8>,
    /// What the last piece became.
    text: String,
}

/// Up to three bytes that a character may begin with.
#[derive(Clone, Copy, Default)]
struct Held {
    bytes: [u8; LONGEST],
    len: usize,
}

impl ByteStream {
    /// Takes the next piece and appends to the output what is decided by now: see [`Stream::push`].
    ///
    /// # Errors
    ///
    /// For [`Invalid::Error`], the first bytes that are not UTF-8. All in front of them has been taken, and
    /// nothing behind them. Each later push gives the same error and takes nothing.
    pub fn push(&mut self, piece: &[u8], output: &mut Vec<u8>) -> Result<(), InvalidText> {
        if let Some(failed) = self.failed {
            return Err(failed);
        }
        self.text.clear();
        let result = self.take(piece);
        self.send(output);
        result
    }

    /// Ends the text and appends the rest of the output. What is pushed then begins a new text.
    ///
    /// # Errors
    ///
    /// For [`Invalid::Error`], when the text ends inside a character, or what was not UTF-8 before. Also
    /// then the output of all in front of it is complete.
    pub fn finish(&mut self, output: &mut Vec<u8>) -> Result<(), InvalidText> {
        self.text.clear();
        let mut result = self.failed.take().map_or(Ok(()), Err);
        if self.held.len > 0 {
            let Held { bytes, len } = self.held;
            result = self.ill_formed(&bytes[..len]);
        }
        self.stream.finish(&mut self.text);
        self.send(output);
        self.held = Held::default();
        self.offset = 0;
        self.failed = None;
        self.kept = Kept::default();
        result
    }

    /// How many bytes of the text have been taken, up to where it was found ill-formed.
    pub fn taken(&self) -> u64 {
        self.offset + self.held.len as u64
    }

    /// How many bytes of the text are kept, since it is not decided what becomes of them.
    pub fn undecided(&self) -> usize {
        self.stream.undecided() + self.held.len
    }

    /// The rules.
    pub fn normalizer(&self) -> &Normalizer {
        self.stream.normalizer()
    }

    /// What is done about bytes that are not UTF-8.
    pub fn invalid(&self) -> Invalid {
        self.invalid
    }

    fn take(&mut self, piece: &[u8]) -> Result<(), InvalidText> {
        let mut rest = piece;
        while self.held.len > 0 && !rest.is_empty() {
            rest = self.complete(rest)?;
        }
        while !rest.is_empty() {
            let (text, ill_formed) = match utf8::from_utf8(rest) {
                Ok(text) => {
                    self.well_formed(text);
                    return Ok(());
                }
                Err(parts) => parts,
            };
            self.well_formed(text);
            let invalid = &rest[text.len()..];
            let Some(len) = ill_formed.len else {
                self.hold(invalid);
                return Ok(());
            };
            self.ill_formed(&invalid[..len])?;
            rest = &invalid[len..];
        }
        Ok(())
    }

    /// Adds to the bytes that are held until they are a character, or none. Returns the rest.
    fn complete<'p>(&mut self, piece: &'p [u8]) -> Result<&'p [u8], InvalidText> {
        let Held { mut bytes, len } = self.held;
        let added = piece.len().min(LONGEST - len);
        bytes[len..len + added].copy_from_slice(&piece[..added]);
        let seen = &bytes[..len + added];
        let (taken, result) = match str::from_utf8(seen).map_err(|error| (error, error.error_len()))
        {
            Ok(text) => (self.first(text), Ok(())),
            Err((error, _)) if error.valid_up_to() > 0 => {
                let valid = str::from_utf8(&seen[..error.valid_up_to()]).unwrap_or_default();
                (self.first(valid), Ok(()))
            }
            Err((_, Some(invalid))) => (invalid, self.ill_formed(&seen[..invalid])),
            Err((_, None)) => {
                self.hold(seen);
                return Ok(&piece[added..]);
            }
        };
        result?;
        self.held.len = 0;
        // An ill-formed sequence is never shorter than what was held.
        Ok(&piece[taken.saturating_sub(len)..])
    }

    /// Takes the first character.
    fn first(&mut self, text: &str) -> usize {
        let len = text.chars().next().map_or(0, char::len_utf8);
        self.well_formed(&text[..len]);
        len
    }

    fn hold(&mut self, bytes: &[u8]) {
        let mut held = Held { len: bytes.len(), ..Held::default() };
        held.bytes[..bytes.len()].copy_from_slice(bytes);
        self.held = held;
    }

    fn well_formed(&mut self, text: &str) {
        self.offset += text.len() as u64;
        if self.invalid == Invalid::Keep {
            self.kept.pass(text);
        }
        self.stream.push(text, &mut self.text);
    }

    fn ill_formed(&mut self, sequence: &[u8]) -> Result<(), InvalidText> {
        let mut stand_in = [0; 4];
        let character = match self.invalid {
            Invalid::Error => {
                let error = InvalidText::utf8(self.offset, sequence.len());
                self.failed = Some(error);
                self.held.len = 0;
                return Err(error);
            }
            Invalid::Replace => char::REPLACEMENT_CHARACTER,
            Invalid::Keep => {
                self.kept.keep(sequence);
                STAND_IN
            }
        };
        self.offset += sequence.len() as u64;
        self.stream.push(character.encode_utf8(&mut stand_in), &mut self.text);
        Ok(())
    }

    /// Appends what has come out.
    fn send(&mut self, output: &mut Vec<u8>) {
        if self.invalid == Invalid::Keep {
            self.kept.put_back(&self.text, output);
        } else {
            output.extend_from_slice(self.text.as_bytes());
        }
    }
}

/// Shows the rules, what is done about ill-formed bytes, and how much is undecided.
impl fmt::Debug for ByteStream {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ByteStream")
            .field("normalizer", self.normalizer())
            .field("invalid", &self.invalid)
            .field("taken", &self.taken())
            .field("undecided", &self.undecided())
            .finish()
    }
}
