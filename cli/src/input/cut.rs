//! Where a text may be cut in pieces that are worked on apart.

use std::sync::OnceLock;

use naqi::Normalizer;

use crate::format::table;

/// The places where a text may be cut, so that what becomes of the pieces is what becomes of the whole.
#[derive(Debug)]
pub enum Cut {
    /// Nowhere: a rule looks across lines.
    Never,
    /// After any line feed.
    Lines,
    /// After a line feed where the next line begins as [`Starts`] asks for.
    At(Starts),
    /// After a record of a table with this separator, whose first byte is the start of a record.
    Records(u8),
}

impl Cut {
    /// The cuts for a normaliser.
    pub fn normalized(naqi: &Normalizer) -> Cut {
        // There line ends become spaces, and no line begins anew.
        if naqi.rules().get(naqi::Rule::WhiteSpace) == "single-line" {
            return Cut::Never;
        }
        Cut::At(Starts { naqi: Some(naqi.clone()), table: OnceLock::new() })
    }

    /// The cuts for words and sentences: before a letter or digit at the start of a line, since a sentence may
    /// take invisible characters from the next line.
    pub fn words() -> Cut {
        Cut::At(Starts { naqi: None, table: OnceLock::new() })
    }

    /// The last place inside of these bytes, not at either end.
    pub fn last(&self, bytes: &[u8]) -> Option<usize> {
        let starts = match self {
            Cut::Never => return None,
            Cut::Records(separator) => return table::last_record_end(bytes, *separator),
            Cut::Lines => None,
            Cut::At(starts) => Some(starts),
        };
        let mut ends = memchr::memrchr_iter(b'\n', bytes).map(|at| at + 1);
        ends.find(|&at| at < bytes.len() && starts.is_none_or(|starts| starts.good(&bytes[at..])))
    }

    /// The first such place.
    pub fn first(&self, bytes: &[u8]) -> Option<usize> {
        let starts = match self {
            Cut::Never | Cut::Records(_) => return self.last(bytes),
            Cut::Lines => None,
            Cut::At(starts) => Some(starts),
        };
        let mut ends = memchr::memchr_iter(b'\n', bytes).map(|at| at + 1);
        ends.find(|&at| at < bytes.len() && starts.is_none_or(|starts| starts.good(&bytes[at..])))
    }
}

/// Which characters may begin a piece behind a line feed.
///
/// Every rule that looks at the line begins anew after a line feed, and whatever looks to the right stops
/// at one as it does at the end of the text. What crosses it are marks: behind a line feed they
/// gather on it as on a base, and a text that begins with marks has no base, so that limits on their
/// number count differently. So a piece must begin with a character that is a base itself, stays one, and
/// is neither deleted nor spelled out.
#[derive(Debug)]
pub struct Starts {
    naqi: Option<Normalizer>,
    table: OnceLock<Box<[bool; LAST as usize + 1]>>,
}

/// The last letter of the block that is looked at, Arabic letter yeh barree with hamza above.
const LAST: char = '\u{6D3}';

/// ASCII that shows, and letters of the Arabic block.
fn is_base(c: char) -> bool {
    c.is_ascii_graphic()
        || matches!(c, '\u{620}'..='\u{63F}' | '\u{641}'..='\u{64A}' | '\u{671}'..=LAST)
}

impl Starts {
    /// Whether a piece may begin so.
    fn good(&self, bytes: &[u8]) -> bool {
        let c = match *bytes {
            [byte, ..] if byte.is_ascii() => char::from(byte),
            [lead @ 0xD8..=0xDB, next @ 0x80..=0xBF, ..] => {
                let code = u32::from(lead & 0x1F) << 6 | u32::from(next & 0x3F);
                char::from_u32(code).unwrap_or('\0')
            }
            _ => return false,
        };
        let table = self.table.get_or_init(|| {
            let mut table = Box::new([false; LAST as usize + 1]);
            for c in ('!'..=LAST).filter(|&c| is_base(c)) {
                table[c as usize] = match &self.naqi {
                    Some(naqi) => {
                        let mut bytes = [0; 4];
                        naqi.normalize(c.encode_utf8(&mut bytes))
                            .chars()
                            .next()
                            .is_some_and(is_base)
                    }
                    None => c.is_alphanumeric(),
                };
            }
            table
        });
        table.get(c as usize).copied().unwrap_or(false)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_cut_behind_line_feeds_only() {
        assert_eq!(Cut::Lines.last(b"a\nb\r\nc\rd"), Some(5));
        assert_eq!(Cut::Lines.first(b"a\nb\r\nc\rd"), Some(2));
        for whole in [&b""[..], b"abc", b"abc\n", b"a\rb"] {
            assert_eq!(Cut::Lines.last(whole), None);
            assert_eq!(Cut::Lines.first(whole), None);
        }
    }

    #[test]
    fn pieces_begin_with_a_base() {
        let cut = Cut::normalized(&Normalizer::search());
        // Letter beh, Latin letter, digit, bracket.
        for good in ["\u{628}", "x", "7", "("] {
            assert_eq!(cut.last(format!("a\n{good}").as_bytes()), Some(2), "{good:?}");
        }
        // Fatha, tatweel, a presentation form, ZWJ, byte order mark, space, control.
        for bad in ["\u{64E}", "\u{640}", "\u{FE70}", "\u{200D}", "\u{FEFF}", " ", "\0"] {
            assert_eq!(cut.last(format!("a\n{bad}x").as_bytes()), None, "{bad:?}");
        }
        // Half a letter, which another piece would show.
        assert_eq!(cut.last(b"a\n\xD8"), None);
    }

    #[test]
    fn a_rule_across_lines_forbids_cuts() {
        let naqi = Normalizer::builder().white_space(naqi::WhiteSpace::SingleLine).build();
        assert_eq!(Cut::normalized(&naqi.unwrap()).last(b"a\nb\nc"), None);
    }
}
