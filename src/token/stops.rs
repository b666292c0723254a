//! Where a sentence ends in Arabic text: by tokens, so that no mark inside an address or a number
//! ends one.

use super::{
    kind::TokenKind,
    property::SentenceBreak,
    tokenizer::Tokenizer,
    word::is_stop,
    words::{Token, Words},
};
use crate::rules::{
    kinds::{Kind, is_arabic_letter},
    marks::is_mark,
};

/// Abbreviations that a full stop belongs to. Single letters and initials need no list.
///
/// All are Latin: the Arabic ones in use are of single letters, such as dal for a doctor, alef and
/// dal for a professor, sad and beh for a post-office box.
const ABBREVIATIONS: &[&str] = &[
    "Dr", "Fig", "Mr", "Mrs", "Ms", "No", "Prof", "St", "approx", "cf", "e.g", "ed", "etc", "fig",
    "i.e", "no", "p", "pp", "vol", "vs",
];

/// What has been read of the end of a sentence.
#[derive(Clone, Copy, Debug, PartialEq)]
enum State {
    /// Nothing.
    Inside,
    /// A stop, and perhaps closing marks and white space behind it.
    Stopped {
        /// The stop is one full stop, which may have another meaning.
        weak: bool,
        /// The stop is an ellipsis.
        ellipsis: bool,
        /// White space has been read behind it.
        spaced: bool,
        /// The word in front of the stop is of another script than Arabic.
        foreign: bool,
    },
    /// A line end.
    Line,
}

impl State {
    /// What has been read once white space has been, after so many tokens of the sentence.
    fn after_space(self, space: &str, count: usize) -> State {
        // A sentence may begin on another line.
        let line_ends = space != " " && count > 0 && space.contains(is_line_end);
        match self {
            _ if line_ends => State::Line,
            State::Stopped { weak, ellipsis, foreign, .. } => {
                State::Stopped { weak, ellipsis, spaced: true, foreign }
            }
            _ => self,
        }
    }
}

/// The sentences of a text, as positions.
#[derive(Clone, Debug)]
pub(super) struct Stops<'t, 'a> {
    text: &'t str,
    words: Words<'t>,
    /// A token that has been drawn from `words` and begins the next sentence.
    next: Option<Token<'t>>,
    abbreviations: &'a [&'a str],
}

impl<'t, 'a> Stops<'t, 'a> {
    pub(super) fn new(text: &'t str, abbreviations: &'a [&'a str]) -> Self {
        let words = Tokenizer::new().words(text);
        Stops { text, words, next: None, abbreviations }
    }

    /// Where the sentence ends that starts at `start`: at the first token of the next, since it takes
    /// in the white space behind it.
    pub(super) fn next(&mut self, start: usize) -> usize {
        let mut state = State::Inside;
        let mut end = start;
        // The last token, and how many there have been.
        let mut left: Option<Token<'t>> = None;
        let mut count = 0_usize;
        while let Some(token) = self.next.take().or_else(|| self.words.next()) {
            if end < token.start() {
                state = state.after_space(&self.text[end..token.start()], count);
            }
            if state != State::Inside && ends(self.text, state, &token) {
                self.next = Some(token);
                return behind_line_end(self.text, end, token.start());
            }
            state = match token.kind() {
                TokenKind::Punctuation => self.after_mark(state, &token, left.as_ref(), count),
                _ => State::Inside,
            };
            end = token.end();
            left = Some(token);
            count += 1;
        }
        self.text.len()
    }

    /// What has been read once a mark of punctuation has been, which does not begin a sentence.
    fn after_mark(
        &self,
        state: State,
        mark: &Token<'t>,
        left: Option<&Token<'t>>,
        count: usize,
    ) -> State {
        match state {
            _ if is_stop_token(mark) => {
                // Stops behind closing marks end the same sentence.
                let again = matches!(state, State::Stopped { .. });
                let means_end = again || self.means_end(mark, left, count);
                if means_end { stopped(mark, left) } else { State::Inside }
            }
            State::Stopped { .. } if !continues(mark.text()) => state,
            _ => State::Inside,
        }
    }

    /// Whether a stop may end a sentence, by what stands in front of it.
    fn means_end(&self, stop: &Token<'t>, left: Option<&Token<'t>>, count: usize) -> bool {
        let Some(left) = left.filter(|left| left.end() == stop.start()) else { return true };
        let opens = |c: char| Kind::of(c) == Kind::Open;
        if left.kind() == TokenKind::Punctuation && left.text().starts_with(opens) {
            // A mark in brackets, in doubt of the word before it.
            return false;
        }
        if stop.text() != "." {
            return true;
        }
        // The number of an item in a list.
        let item =
            count == 1 && left.kind() == TokenKind::Number && left.text().chars().count() < 4;
        !(item || self.is_abbreviation(left))
    }

    /// Whether a full stop belongs to the word in front of it.
    fn is_abbreviation(&self, word: &Token<'t>) -> bool {
        let text = word.text();
        match word.kind() {
            // A letter that follows a number is a unit or an era, not an initial.
            TokenKind::Arabic if is_initials(text) => {
                !self.text[..word.start()].ends_with(is_digit)
            }
            TokenKind::Arabic | TokenKind::Word | TokenKind::Mixed => {
                let capital = |c: char| SentenceBreak::of(c) == SentenceBreak::Upper;
                (text.starts_with(capital) && text.chars().count() == 1)
                    || ABBREVIATIONS.contains(&text)
                    || self.abbreviations.iter().any(|given| is_same_word(given, text))
            }
            _ => false,
        }
    }
}

/// Where the sentence begins whose first token starts at `start`, with white space from `end` on in front of it: there, or
/// behind a line end with nothing between but invisible characters, which belong to the line that they begin
/// (SB4).
fn behind_line_end(text: &str, end: usize, start: usize) -> usize {
    let is_invisible =
        |c: char| matches!(SentenceBreak::of(c), SentenceBreak::Extend | SentenceBreak::Format);
    let gap = text[end..start].trim_end_matches(is_invisible);
    if gap.ends_with(is_line_end) { end + gap.len() } else { start }
}

/// Whether a sentence begins with this token.
fn ends(text: &str, state: State, token: &Token<'_>) -> bool {
    let (weak, ellipsis, spaced, foreign) = match state {
        State::Inside => return false,
        State::Line => return true,
        State::Stopped { weak, ellipsis, spaced, foreign } => (weak, ellipsis, spaced, foreign),
    };
    match token.kind() {
        TokenKind::Punctuation if is_stop_token(token) => false,
        TokenKind::Punctuation => !(continues(token.text()) || closes(text, token, spaced)),
        // Glued to the word behind it, an ellipsis is a pause.
        _ if ellipsis && !spaced => false,
        // A decimal number without its zero.
        TokenKind::Number if weak && !spaced => false,
        // SB7, SB8: names such as U.S.A, and abbreviations before a small letter.
        TokenKind::Word | TokenKind::Mixed if weak && foreign => {
            let class = token.text().chars().next().map(SentenceBreak::of);
            !(class == Some(SentenceBreak::Lower)
                || (!spaced && class == Some(SentenceBreak::Upper)))
        }
        _ => true,
    }
}

fn stopped(stop: &Token<'_>, left: Option<&Token<'_>>) -> State {
    let text = stop.text();
    let foreign = |left: &&Token<'_>| {
        left.end() == stop.start() && matches!(left.kind(), TokenKind::Word | TokenKind::Mixed)
    };
    let only_dots = text.chars().all(|c| matches!(c, '.' | '\u{2026}'));
    State::Stopped {
        weak: text == ".",
        ellipsis: only_dots && text != ".",
        spaced: false,
        foreign: left.filter(foreign).is_some(),
    }
}

fn is_stop_token(token: &Token<'_>) -> bool {
    token.text().starts_with(is_stop)
}

/// Marks that go on with a sentence behind a stop (SB8a): commas, colons, dashes.
fn continues(mark: &str) -> bool {
    let continues =
        |c: char| SentenceBreak::of(c) == SentenceBreak::SContinue || matches!(c, ';' | '\u{61B}');
    mark.starts_with(continues)
}

/// Whether a mark behind a stop closes what the sentence opened.
fn closes(text: &str, mark: &Token<'_>, spaced: bool) -> bool {
    let Some(c) = mark.text().chars().next() else { return false };
    match Kind::of(c) {
        Kind::Close => true,
        Kind::Open => false,
        _ if SentenceBreak::of(c) != SentenceBreak::Close || spaced => false,
        // A straight quote glued to the word behind it opens.
        _ => !text[mark.end()..].starts_with(|c: char| {
            let kind = Kind::of(c);
            kind.is_letter() || kind.is_digit()
        }),
    }
}

/// One Arabic letter, or several with full stops between them, the first perhaps with a clitic.
fn is_initials(word: &str) -> bool {
    word.contains('.') || word.chars().filter(|&c| is_arabic_letter(c)).count() == 1
}

fn is_digit(c: char) -> bool {
    Kind::of(c).is_digit()
}

fn is_line_end(c: char) -> bool {
    Kind::of(c) == Kind::LineEnd
}

/// Whether a word is an abbreviation of the list, marks and tatweel aside, perhaps behind a clitic:
/// waw, feh, beh, lam or kaf.
fn is_same_word(given: &str, word: &str) -> bool {
    let given = given.strip_suffix('.').unwrap_or(given);
    let clitic = |c: &char| matches!(c, '\u{648}' | '\u{641}' | '\u{628}' | '\u{644}' | '\u{643}');
    let mut behind = shown(word);
    shown(given).eq(shown(word))
        || (behind.next().is_some_and(|c| clitic(&c)) && shown(given).eq(behind))
}

/// The characters of a word without marks and tatweel.
fn shown(word: &str) -> impl Iterator<Item = char> {
    word.chars().filter(|&c| !is_mark(c) && c != '\u{640}')
}

#[cfg(test)]
mod tests {
    use std::{string::String, vec::Vec};

    use crate::sentences;

    /// A mark for the direction of a line, and a byte order mark in the middle of joined files, go with their line.
    #[test]
    fn invisible_characters_belong_to_the_line_that_they_begin() {
        // Noon ayn meem, Arabic question mark; lam alef, full stop.
        for sign in ['\u{200F}', '\u{202B}', '\u{FEFF}', '\u{AD}'] {
            for stop in ["\u{61F}", ""] {
                let first = std::format!("\u{646}\u{639}\u{645}{stop}\n");
                let second = String::from_iter([sign, '\u{644}', '\u{627}', '.']);
                let text = first.clone() + &second;
                let found: Vec<&str> = sentences(&text).map(|found| found.text()).collect();
                assert_eq!(found, [&first, &second], "{sign:?}");
            }
        }
        // Behind a space they belong to the space (SB5).
        let text = "\u{646}\u{639}\u{645}\u{61F} \u{200F}\u{644}\u{627}.";
        let found: Vec<&str> = sentences(text).map(|found| found.text()).collect();
        assert_eq!(found, [&text[..12], &text[12..]]);
    }
}
