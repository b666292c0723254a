//! A text in pieces gives what the whole text gives, wherever it is cut and however it comes in.

#![cfg(feature = "std")]

use std::{
    cell::RefCell,
    io::{self, BufRead as _, ErrorKind, Read, Write},
    panic::{AssertUnwindSafe, catch_unwind},
    rc::Rc,
};

use naqi::{Invalid, InvalidText, Normalizer, Preset, Stream};
use proptest::{
    collection::vec,
    prelude::*,
    sample::{Index, select},
    strategy::ValueTree,
    test_runner::TestRunner,
};

mod common {
    pub mod arbitrary;
}
use common::arbitrary;

/// Normalises the text in the pieces between the cuts.
fn in_pieces(naqi: &Normalizer, text: &str, cuts: &[usize]) -> String {
    let mut stream = naqi.stream();
    let mut output = String::new();
    let mut from = 0;
    for &cut in cuts.iter().chain([&text.len()]) {
        stream.push(&text[from..cut], &mut output);
        from = cut;
    }
    stream.finish(&mut output);
    output
}

/// The same with bytes, cut anywhere.
fn in_byte_pieces(naqi: &Normalizer, text: &[u8], cuts: &[usize]) -> Vec<u8> {
    let mut stream = naqi.byte_stream(Invalid::Error);
    let mut output = Vec::new();
    let mut from = 0;
    for &cut in cuts.iter().chain([&text.len()]) {
        stream.push(&text[from..cut], &mut output).expect("UTF-8");
        from = cut;
    }
    stream.finish(&mut output).expect("UTF-8");
    output
}

/// Panics where the pieces give something else.
fn compare(naqi: &Normalizer, text: &str, cuts: &[usize], whole: &str, pieces: &[u8]) {
    if whole.as_bytes() != pieces {
        let same = whole.bytes().zip(pieces).take_while(|(a, b)| a == *b).count();
        let near = |bytes: &[u8]| {
            let window = &bytes[same.saturating_sub(40)..(same + 40).min(bytes.len())];
            String::from_utf8_lossy(window).escape_default().to_string()
        };
        panic!(
            "{naqi:?}\n{} bytes, starting {}\ncut at {:?}\nat byte {same} of the output\n \
             whole: {}\npieces: {}",
            text.len(),
            text.chars().take(200).collect::<String>().escape_default(),
            &cuts[..cuts.len().min(50)],
            near(whole.as_bytes()),
            near(pieces),
        );
    }
}

fn check(naqi: &Normalizer, text: &str, cuts: &[usize]) {
    let whole = naqi.normalize(text);
    compare(naqi, text, cuts, &whole, in_pieces(naqi, text, cuts).as_bytes());
}

/// Where a text may be cut.
fn boundaries(text: &str) -> Vec<usize> {
    (1..text.len()).filter(|&at| text.is_char_boundary(at)).collect()
}

/// A short text of classes of characters that rules tell apart.
fn short_text() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        6 => select(arbitrary::CLASSES).prop_map(String::from),
        2 => Just(String::from(" ")),
        1 => select(arbitrary::SNIPPETS).prop_map(String::from),
    ];
    vec(piece, 1..9).prop_map(|pieces| pieces.concat())
}

/// One value of a strategy.
fn one<S: Strategy>(runner: &mut TestRunner, strategy: &S) -> S::Value {
    strategy.new_tree(runner).expect("nothing is filtered").current()
}

/// Every preset, and as many configurations by chance.
fn normalizers(runner: &mut TestRunner) -> Vec<Normalizer> {
    let presets = Preset::ALL.iter().map(|preset| preset.normalizer());
    let random: Vec<_> =
        Preset::ALL.iter().map(|_| one(runner, &arbitrary::normalizer())).collect();
    presets.chain(random).collect()
}

/// At every cut, every pair of cuts, at all at once, and byte by byte.
#[test]
fn every_cut_of_a_thousand_short_texts() {
    let mut runner = TestRunner::deterministic();
    let normalizers = normalizers(&mut runner);
    for _ in 0..1000 {
        let text = one(&mut runner, &short_text());
        let boundaries = boundaries(&text);
        let all_bytes: Vec<_> = (1..text.len()).collect();
        for naqi in &normalizers {
            let whole = naqi.normalize(&text);
            let check = |cuts: &[usize]| {
                compare(naqi, &text, cuts, &whole, in_pieces(naqi, &text, cuts).as_bytes());
            };
            check(&boundaries);
            for (i, &first) in boundaries.iter().enumerate() {
                check(&[first]);
                boundaries[i + 1..].iter().for_each(|&second| check(&[first, second]));
            }
            let bytes = in_byte_pieces(naqi, text.as_bytes(), &all_bytes);
            compare(naqi, &text, &all_bytes, &whole, &bytes);
        }
    }
}

proptest! {
    #![proptest_config(arbitrary::cases(500))]

    /// Texts that are long enough for every way through: pieces that are worked on where they are, and
    /// pieces that are put together.
    #[test]
    fn random_cuts_of_long_texts(
        naqi in arbitrary::normalizer(),
        texts in vec(arbitrary::text(), 1..10),
        times in 1..60_usize,
        joint in select(&[" ", "\n", "", "\u{628} \u{62A}"][..]),
        sizes in vec((1..5_usize, any::<Index>()), 1..40),
    ) {
        let text = texts.join(joint).repeat(times);
        let mut cuts = Vec::new();
        let mut at = 0;
        for (power, size) in sizes.iter().cycle() {
            at += 1 + size.index(10_usize.pow(*power as u32));
            if at >= text.len() {
                break;
            }
            while !text.is_char_boundary(at) {
                at += 1;
            }
            cuts.push(at);
        }
        cuts.retain(|&cut| cut < text.len());
        check(&naqi, &text, &cuts);
        let pieces = in_byte_pieces(&naqi, text.as_bytes(), &cuts);
        compare(&naqi, &text, &cuts, &naqi.normalize(&text), &pieces);
    }
}

/// Who pushes line by line gets line by line.
#[test]
fn lines_come_out_at_once() {
    for preset in Preset::ALL {
        let mut stream = preset.normalizer().stream();
        for line in ["\u{628}\u{62A} \u{628}\n", "\n", " ,\u{628}\r\n", "a\n"] {
            let mut output = String::new();
            stream.push(line, &mut output);
            assert!(output.ends_with('\n'), "{preset}: {line:?} gave {output:?}");
            assert!(!output[..output.len() - 1].contains('\n'), "{preset}: {line:?}");
        }
    }
}

/// What is undecided comes with what decides it.
#[test]
fn only_what_is_undecided_stays_back() {
    let mut stream = Normalizer::tidy().stream();
    let mut output = String::new();
    stream.push("\u{628}\u{62A} \u{628}", &mut output);
    assert_eq!(output, "\u{628}\u{62A}");
    assert_eq!(stream.undecided(), " \u{628}".len());
    stream.push(" ", &mut output);
    assert_eq!(output, "\u{628}\u{62A} \u{628}");
    stream.push(", \u{628}", &mut output);
    stream.finish(&mut output);
    assert_eq!(output, "\u{628}\u{62A} \u{628}\u{60C} \u{628}");
    assert_eq!(stream.undecided(), 0);
    // A new text, which knows nothing of the old one: no letter has shown that the line is Arabic.
    output.clear();
    stream.push(" ,a", &mut output);
    stream.finish(&mut output);
    assert_eq!(output, " ,a");
}

/// Normalises so many times the unit, between two other texts, and compares without holding either
/// text in memory. Returns the most bytes that were undecided.
fn check_endless(naqi: &Normalizer, before: &str, unit: &str, times: usize, after: &str) -> usize {
    let mut stream = naqi.stream();
    let mut output = String::new();
    let mut most = 0;
    stream.push(before, &mut output);
    for _ in 0..times {
        stream.push(unit, &mut output);
        most = most.max(stream.undecided());
    }
    stream.push(after, &mut output);
    stream.finish(&mut output);
    let text = format!("{before}{}{after}", unit.repeat(times));
    compare(naqi, &text, &[], &naqi.normalize(&text), output.as_bytes());
    most
}

/// Runs that never end need no more memory the longer they get.
#[test]
fn hostile_runs_are_bounded() {
    // More than the least that the specification is asked about, and far less than the runs.
    const SOME: usize = 4096;
    let normalizers = Preset::ALL.iter().map(|preset| preset.normalizer());
    let others: [&[(&str, &str)]; 5] = [
        &[("spacing", "isolate"), ("punctuation", "arabic")],
        &[("digits", "arabic-indic"), ("marks", "harakat"), ("white-space", "single-line")],
        &[("elongation", "2"), ("white-space", "collapse"), ("alef", "fold")],
        &[("elongation", "255"), ("spacing", "tidy"), ("tatweel", "all")],
        &[("composition", "nfc"), ("marks", "madda"), ("controls", "all")],
    ];
    let others = others.map(|rules| {
        let set = |builder: naqi::Builder, (rule, value): &(&str, &str)| {
            builder.set(rule, value).expect("a rule and its value")
        };
        rules.iter().fold(Normalizer::builder(), set).build().expect("no conflict")
    });
    // By name: space, no-break space, right-to-left mark, joiner, fatha, maddah, hamza above, heh, heh with
    // fatha, ligatures, digits, punctuation, an emoji, and what has no space in it.
    let units = [
        " ",
        "\u{A0}",
        "\u{200F}",
        "\u{200D}",
        "\u{64E}",
        "\u{653}",
        "\u{654}",
        "\u{647}",
        "\u{647}\u{64E}",
        "\u{FEFB}",
        "\u{FDFA}",
        "1",
        "\u{661}",
        ".",
        ",",
        ":",
        "\"",
        "<",
        ">",
        "(",
        "@",
        "-",
        "a",
        "\n",
        "\u{1F469}\u{200D}",
        "\u{4E2D}\u{6587}",
        "\u{628}\u{62A}",
    ];
    for naqi in normalizers.chain(others) {
        for unit in units {
            for [before, after] in
                [["\u{628}", "\u{628}"], ["\u{628} https://a.b/", ", \u{628}"], ["@a", "@b.c"]]
            {
                let times = 4 * SOME / unit.len();
                let most = check_endless(&naqi, before, unit, times, after);
                assert!(most <= SOME, "{naqi:?}\n{before:?} {unit:?} {after:?}: {most}");
            }
        }
    }
}

/// The one case in which a stream may differ: more hangs on what follows than is kept.
#[test]
fn what_happens_at_the_limit() {
    // Inner tatweel goes, and whether it is inner shows the letter behind the run.
    let naqi = Normalizer::light();
    let run = |len: usize| format!("\u{628}{}\u{628}", "\u{640}".repeat(len / 2));
    let in_thousands = |text: &str| {
        let cuts: Vec<_> = (1000..text.len()).step_by(1000).collect();
        in_pieces(&naqi, text, &cuts)
    };
    let shorter = run(Stream::LIMIT - 4000);
    assert_eq!(in_thousands(&shorter), "\u{628}\u{628}");
    let longer = run(Stream::LIMIT + 4000);
    assert_eq!(naqi.normalize(&longer), "\u{628}\u{628}");
    assert_eq!(in_thousands(&longer), longer, "it stays");

    let mut stream = naqi.stream();
    let mut output = String::new();
    for _ in 0..Stream::LIMIT {
        stream.push("\u{640}", &mut output);
        assert!(stream.undecided() <= Stream::LIMIT);
    }
}

/// Gives bytes one by one, is interrupted before each, and fails once.
struct Slow<'b> {
    bytes: &'b [u8],
    turn: usize,
    fails_at: usize,
}

impl Read for Slow<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        self.turn += 1;
        if self.turn == self.fails_at {
            return Err(io::Error::other("a failure"));
        }
        if self.turn.is_multiple_of(2) {
            return Err(ErrorKind::Interrupted.into());
        }
        let count = self.bytes.len().min(buffer.len()).min(1);
        buffer[..count].copy_from_slice(&self.bytes[..count]);
        self.bytes = &self.bytes[count..];
        Ok(count)
    }
}

const MESSY: &str = "\u{628}\u{62A} ,\u{628} \n\u{643}\u{640}\u{62A}\u{628} ( \u{628} ) \u{62A}>";
const CLEAN: &str =
    "\u{628}\u{62A}\u{60C} \u{628}\n\u{643}\u{640}\u{62A}\u{628} (\u{628}) \u{62A}.";

#[test]
fn readers_read() {
    let naqi = Normalizer::tidy();
    assert_eq!(naqi.normalize(MESSY), CLEAN);
    let slow = |fails_at| Slow { bytes: MESSY.as_bytes(), turn: 0, fails_at };

    let mut reader = naqi.reader(slow(0), Invalid::Error);
    assert_eq!(reader.read(&mut []).expect("nothing is asked for"), 0);
    let mut text = String::new();
    reader.read_to_string(&mut text).expect("only interruptions");
    assert_eq!(text, CLEAN);
    assert_eq!(reader.read(&mut [0; 8]).expect("the end stays the end"), 0);

    // By single bytes.
    let bytes: Vec<u8> =
        naqi.reader(MESSY.as_bytes(), Invalid::Error).bytes().map(Result::unwrap).collect();
    assert_eq!(bytes, CLEAN.as_bytes());

    // By lines.
    let lines: Vec<_> =
        naqi.reader(MESSY.as_bytes(), Invalid::Error).lines().map(Result::unwrap).collect();
    assert!(lines.iter().map(String::as_str).eq(CLEAN.lines()));

    // An error of the reader inside is passed on, and one may read on behind it.
    let mut reader = naqi.reader(slow(17), Invalid::Error);
    let mut bytes = Vec::new();
    let error = reader.read_to_end(&mut bytes).unwrap_err();
    assert_eq!(error.to_string(), "a failure");
    reader.read_to_end(&mut bytes).expect("it fails once");
    assert_eq!(bytes, CLEAN.as_bytes());
}

#[test]
fn readers_report_what_is_no_text() {
    let bytes = b"\xD8\xA8 ,\xD8\xA8\xFF\xD8\xA8";
    let mut reader = Normalizer::tidy().reader(&bytes[..], Invalid::Error);
    let mut text = Vec::new();
    let error = reader.read_to_end(&mut text).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::InvalidData);
    assert_eq!(text, "\u{628}\u{60C} \u{628}".as_bytes(), "all in front of it");
    let place = error.get_ref().and_then(|error| error.downcast_ref::<InvalidText>());
    assert_eq!(place.map(InvalidText::range), Some(6..7));
    assert!(reader.read(&mut [0]).is_err(), "and again");
}

/// Writes a byte at a time, and gives an error in some turns.
#[derive(Clone, Default)]
struct Reluctant {
    written: Rc<RefCell<Vec<u8>>>,
    turn: usize,
    /// The error of each turn from the first on; none behind them.
    errors: Vec<Option<ErrorKind>>,
    flushed: Rc<RefCell<usize>>,
}

impl Write for Reluctant {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.turn += 1;
        match self.errors.get(self.turn - 1) {
            Some(Some(ErrorKind::WriteZero)) => return Ok(0),
            Some(Some(ErrorKind::Other)) => panic!("a writer that panics"),
            Some(&Some(kind)) => return Err(kind.into()),
            _ => {}
        }
        let count = bytes.len().min(1);
        self.written.borrow_mut().extend_from_slice(&bytes[..count]);
        Ok(count)
    }
    fn flush(&mut self) -> io::Result<()> {
        *self.flushed.borrow_mut() += 1;
        Ok(())
    }
}

/// A writer with errors in some turns.
fn reluctant(errors: &[Option<ErrorKind>]) -> Reluctant {
    Reluctant { errors: errors.to_vec(), ..Reluctant::default() }
}

#[test]
fn writers_write() {
    let naqi = Normalizer::tidy();
    let inner = reluctant(&[None, Some(ErrorKind::Interrupted), None]);
    let written = inner.written.clone();
    let mut writer = naqi.writer(inner, Invalid::Error);
    assert_eq!(writer.write(&[]).expect("nothing is written"), 0);
    for byte in MESSY.bytes() {
        assert_eq!(writer.write(&[byte]).expect("it is taken"), 1);
    }
    writer.finish().expect("only interruptions");
    assert_eq!(*written.borrow(), CLEAN.as_bytes());
}

#[test]
fn flushing_leaves_the_undecided() {
    let inner = reluctant(&[]);
    let (written, flushed) = (inner.written.clone(), inner.flushed.clone());
    let mut writer = Normalizer::light().writer(inner, Invalid::Error);
    // kaf, teh beh, and half a character.
    writer.write_all(b"\xD9\x83 \xD8\xAA\xD8\xA8\xD9").expect("it is taken");
    writer.flush().expect("it is written");
    assert_eq!(*written.borrow(), "\u{643}".as_bytes());
    assert_eq!(*flushed.borrow(), 1);
    // The other half: a tatweel, which is inner if a letter follows.
    writer.write_all(b"\x80").expect("it is taken");
    writer.flush().expect("it is written");
    assert_eq!(*written.borrow(), "\u{643}".as_bytes());
    writer.write_all("\u{628}".as_bytes()).expect("it is taken");
    writer.finish().expect("it is written");
    assert_eq!(*written.borrow(), "\u{643} \u{62A}\u{628}\u{628}".as_bytes());
}

/// After a failure nothing has been lost and nothing is written twice.
#[test]
fn writers_fail_and_go_on() {
    let text = MESSY.repeat(3000);
    let naqi = Normalizer::tidy();
    let whole = naqi.normalize(&text);
    for kind in [ErrorKind::WouldBlock, ErrorKind::BrokenPipe, ErrorKind::WriteZero] {
        let mut errors = vec![None; 40_000];
        for turn in [0, 5, 6, 7, 33_000, 39_000] {
            errors[turn] = Some(kind);
        }
        let inner = reluctant(&errors);
        let written = inner.written.clone();
        let mut writer = naqi.writer(inner, Invalid::Error);
        let mut failures = 0;
        let mut rest = text.as_bytes();
        while !rest.is_empty() {
            match writer.write(&rest[..rest.len().min(700)]) {
                Ok(count) => rest = &rest[count..],
                Err(error) => {
                    assert_eq!(error.kind(), kind);
                    failures += 1;
                    assert!(whole.as_bytes().starts_with(&written.borrow()));
                }
            }
        }
        while let Err(error) = writer.try_finish() {
            assert_eq!(error.kind(), kind);
            failures += 1;
        }
        assert_eq!(failures, 6);
        assert_eq!(*written.borrow(), whole.as_bytes());
        writer.try_finish().expect("there is nothing left to do");
        assert!(writer.write(b"a").is_err(), "the text has ended");
        drop(writer);
        assert_eq!(*written.borrow(), whole.as_bytes());
    }
}

#[test]
fn dropping_a_writer_finishes() {
    let inner = reluctant(&[]);
    let written = inner.written.clone();
    let mut writer = Normalizer::tidy().writer(inner, Invalid::Error);
    writer.write_all(MESSY.as_bytes()).expect("it is taken");
    drop(writer);
    assert_eq!(*written.borrow(), CLEAN.as_bytes());

    // But not when the writer inside has panicked: no one knows what it has written.
    let inner = reluctant(&[None, None, Some(ErrorKind::Other)]);
    let written = inner.written.clone();
    let panicked = catch_unwind(AssertUnwindSafe(move || {
        let mut writer = Normalizer::tidy().writer(inner, Invalid::Error);
        writer.write_all(MESSY.as_bytes()).expect("it is taken");
        writer.flush()
    }));
    assert!(panicked.is_err());
    assert_eq!(*written.borrow(), &CLEAN.as_bytes()[..2]);
}

#[test]
fn writers_report_what_is_no_text() {
    let bytes = b"\xD8\xA8 ,\xD8\xA8\xFF\xD8\xA8";
    let inner = reluctant(&[]);
    let written = inner.written.clone();
    let mut writer = Normalizer::tidy().writer(inner, Invalid::Error);
    assert_eq!(writer.write(bytes).expect("what is in front of it"), 6);
    for _ in 0..2 {
        let error = writer.write(&bytes[6..]).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::InvalidData);
        assert_eq!(error.to_string(), "invalid UTF-8: 1 byte at offset 6");
    }
    assert!(writer.finish().is_err());
    assert_eq!(*written.borrow(), "\u{628}\u{60C} \u{628}".as_bytes());

    // A text that ends inside a character.
    let mut writer = Normalizer::tidy().writer(Vec::new(), Invalid::Error);
    writer.write_all(b"a\xD8").expect("it may yet become a character");
    let error = writer.finish().unwrap_err();
    assert_eq!(error.to_string(), "invalid UTF-8: 1 byte at offset 1");
}

/// What goes between threads with its texts.
#[test]
fn streams_are_send_and_sync() {
    fn check<T: Send + Sync + std::fmt::Debug>() {}
    check::<Stream>();
    check::<naqi::ByteStream>();
    check::<naqi::Reader<io::Empty>>();
    check::<naqi::Writer<io::Sink>>();
}
