//! Normalising twice equals once: by exhaustion over code points and over short strings, and by
//! chance over configurations and texts.

use std::{fmt::Write as _, thread};

use naqi::{Normalizer, Preset};
use proptest::prelude::*;

mod common {
    pub mod arbitrary;
}
use common::arbitrary;

/// Buffers for one and two runs, reused over millions of strings.
#[derive(Default)]
struct Runs {
    once: String,
    twice: String,
}

impl Runs {
    /// Normalises twice and panics where the second run changes something.
    fn check(&mut self, name: &dyn std::fmt::Display, normalizer: &Normalizer, text: &str) {
        self.once.clear();
        normalizer.normalize_into(text, &mut self.once);
        self.twice.clear();
        normalizer.normalize_into(&self.once, &mut self.twice);
        if self.once != self.twice || !normalizer.is_normalized(&self.once) {
            self.fail(name, normalizer, text);
        }
    }

    /// Says what changed in the second run, without the whole of a long text.
    fn fail(&self, name: &dyn std::fmt::Display, normalizer: &Normalizer, text: &str) -> ! {
        let same = self.once.chars().zip(self.twice.chars()).take_while(|(a, b)| a == b).count();
        let near = |text: &str| {
            let window = text.chars().skip(same.saturating_sub(8)).take(24);
            window.collect::<String>().escape_default().to_string()
        };
        panic!(
            "{name}\nof {} characters, starting {}\n once: character {same} in {}\ntwice: {}\n\
             is_normalized(once) is {}",
            text.chars().count(),
            text.chars().take(200).collect::<String>().escape_default(),
            near(&self.once),
            near(&self.twice),
            normalizer.is_normalized(&self.once),
        )
    }
}

/// Runs a check for each item, on as many threads as the smallest test machine has.
fn in_parallel<T: Sync>(items: &[T], check: impl Fn(&T) + Sync) {
    let next = std::sync::atomic::AtomicUsize::new(0);
    thread::scope(|scope| {
        for _ in 0..2 {
            scope.spawn(|| {
                while let Some(item) =
                    items.get(next.fetch_add(1, std::sync::atomic::Ordering::Relaxed))
                {
                    check(item);
                }
            });
        }
    });
}

#[test]
fn every_code_point_of_every_preset() {
    in_parallel(Preset::ALL, |preset| {
        let normalizer = preset.normalizer();
        let mut runs = Runs::default();
        let mut text = String::new();
        for c in '\0'..=char::MAX {
            text.clear();
            text.push(c);
            runs.check(preset, &normalizer, &text);
            // In a word, after and before an alef (which marks compose with): a line each, since
            // lines know nothing of each other.
            text.clear();
            write!(text, "\u{628}{c}\u{628}\n\u{627}{c}\n{c}\u{627}").expect("a string takes text");
            runs.check(preset, &normalizer, &text);
        }
    });
}

/// Representatives for rules about letters and marks: of each behaviour one, and the targets.
const LETTERS: &[char] = &[
    '\u{627}',  // alef, which composes with three marks
    '\u{623}',  // alef with hamza above: composed
    '\u{671}',  // alef wasla: mapped, does not decompose
    '\u{628}',  // beh: never mapped, never composed
    '\u{648}',  // waw, which composes
    '\u{64A}',  // yeh, which composes, is mapped, and is a target
    '\u{649}',  // alef maksura, which is mapped and then composes
    '\u{6CC}',  // Farsi yeh
    '\u{6D3}',  // yeh barree with hamza
    '\u{643}',  // kaf
    '\u{647}',  // heh
    '\u{6C1}',  // heh goal
    '\u{6D5}',  // ae
    '\u{6C0}',  // heh with yeh above
    '\u{629}',  // teh marbuta
    '\u{640}',  // tatweel
    '\u{64E}',  // fatha: below shadda
    '\u{651}',  // shadda: above fatha
    '\u{653}',  // maddah: 230
    '\u{654}',  // hamza above: 230
    '\u{655}',  // hamza below: 220
    '\u{670}',  // dagger alef
    '\u{6E3}',  // small low seen: 220
    '\u{6E5}',  // small waw: a letter among the marks
    '\u{301}',  // a mark of another script
    '\u{FEF7}', // lam with alef with hamza above: a form of several letters
    '\u{FE77}', // fatha medial form: a form of a mark
    '\u{200D}', // zero width joiner
    '\u{E9}',   // e with acute, which decomposes
    ' ',
];

/// Representatives for rules about the line.
const LINE: &[char] = &[
    '\u{628}', // beh
    'w',       // Latin, of schemes and `www`
    '1', '\u{661}', // Arabic-Indic one
    '\u{66B}', // decimal separator
    ',', '\u{60C}', // Arabic comma
    ';', '?', ':', '.', '\u{2026}', // ellipsis
    '%', '(', ')', '\u{AB}', // left-pointing guillemet
    '"', '<', '>', '@', '/', '-', ' ', '\u{A0}', // no-break space
    '\n', '\u{64E}',  // fatha
    '\u{200F}', // right-to-left mark, which goes
    '\u{640}',  // tatweel: in a word, but no letter
    '\u{FDFA}', // a form with spaces in it
];

/// Representatives for dagger alef: the letters of its exceptions, and what may stand between.
const DAGGER: &[char] = &[
    '\u{670}',  // dagger alef
    '\u{627}',  // alef
    '\u{671}',  // alef wasla
    '\u{649}',  // alef maksura
    '\u{647}',  // heh
    '\u{6C1}',  // heh goal
    '\u{630}',  // thal
    '\u{644}',  // lam
    '\u{643}',  // kaf
    '\u{648}',  // waw
    '\u{624}',  // waw with hamza
    '\u{64A}',  // yeh
    '\u{626}',  // yeh with hamza
    '\u{629}',  // teh marbuta
    '\u{645}',  // meem
    '\u{646}',  // noon
    '\u{640}',  // tatweel
    '\u{64E}',  // fatha
    '\u{651}',  // shadda
    '\u{653}',  // maddah
    '\u{654}',  // hamza above
    '\u{655}',  // hamza below
    '\u{6E5}',  // small waw
    '\u{200C}', // zero width non-joiner
    '\u{FEFB}', // lam with alef
    '\u{FDF2}', // the ligature Allah
    ' ', '-',
];

/// The lists that hold a representative of each class of characters that a preset tells apart.
fn representatives(preset: Preset) -> Vec<&'static [char]> {
    match preset {
        Preset::Tidy => vec![LINE],
        Preset::Search => vec![LETTERS, LINE],
        Preset::Quran => vec![LETTERS, DAGGER],
        _ => vec![LETTERS],
    }
}

/// Calls `check` with every string of one to `longest` of the characters.
fn every_string(characters: &[char], longest: u32, mut check: impl FnMut(&str)) {
    let base = characters.len();
    let mut text = String::new();
    for length in 1..=longest {
        for mut number in 0..base.pow(length) {
            text.clear();
            for _ in 0..length {
                text.push(characters[number % base]);
                number /= base;
            }
            check(&text);
        }
    }
}

#[test]
fn every_short_string_of_every_preset() {
    let jobs: Vec<_> = Preset::ALL
        .iter()
        .flat_map(|&preset| representatives(preset).into_iter().map(move |list| (preset, list)))
        .collect();
    in_parallel(&jobs, |&(preset, list)| {
        let normalizer = preset.normalizer();
        let mut runs = Runs::default();
        every_string(list, 4, |text| runs.check(&preset, &normalizer, text));
    });
}

/// Rules and values by name.
type Rules = &'static [(&'static str, &'static str)];

/// The same for what no preset switches on.
#[test]
fn every_short_string_of_other_rules() {
    let configurations: &[(Rules, &[char])] = &[
        (&[("spacing", "isolate"), ("punctuation", "arabic"), ("stray-marks", "repair")], LINE),
        (&[("spacing", "tidy"), ("punctuation", "latin"), ("white-space", "single-line")], LINE),
        (&[("spacing", "tidy"), ("punctuation", "keep"), ("stray-marks", "repair")], LINE),
        (&[("digits", "arabic-indic"), ("punctuation", "arabic")], LINE),
        (&[("elongation", "1"), ("tatweel", "inner"), ("alef", "fold")], LETTERS),
        (&[("marks", "harakat,madda"), ("hamza-carriers", "hamza"), ("tatweel", "all")], LETTERS),
        (&[("marks", "hamza-marks"), ("tatweel", "inner"), ("composition", "nfc")], LETTERS),
        (&[("farsi-yeh", "to-persian"), ("heh", "to-urdu"), ("marks", "shadda")], LETTERS),
        // A peer that makes letters of marks.
        (&[("peer", "pyarabic-search"), ("elongation", "1")], LETTERS),
        (&[("dagger-alef", "to-alef"), ("elongation", "1"), ("tatweel", "inner")], DAGGER),
        (&[("dagger-alef", "to-alef"), ("marks", "madda"), ("composition", "nfc")], DAGGER),
    ];
    in_parallel(configurations, |(rules, list)| {
        let builder = rules.iter().fold(Normalizer::builder(), |builder, (rule, value)| {
            builder.set(rule, value).expect("a rule and its value")
        });
        let normalizer = builder.build().expect("no conflict");
        let name = format!("{normalizer:?}");
        let mut runs = Runs::default();
        every_string(list, 4, |text| runs.check(&name, &normalizer, text));
    });
}

/// Texts on which normalisers are known not to be idempotent, ours once or other systems now.
#[test]
fn known_hazards() {
    let texts = [
        // A fold makes a base that composes with the mark behind it.
        "\u{622}\u{654}",
        "\u{649}\u{654}",
        "\u{6CC}\u{654}",
        "\u{671}\u{654}",
        "\u{625}\u{653}",
        "\u{FEF7}\u{654}",
        "\u{FEFB}\u{654}",
        "\u{6C0}\u{654}",
        "\u{675}\u{653}",
        // A deletion lets marks meet: out of order, or with a base to compose with.
        "\u{627}\u{6DC}\u{654}",
        "\u{627}\u{640}\u{654}",
        "\u{627}\u{200C}\u{654}",
        "\u{627}\u{34F}\u{654}",
        "\u{628}\u{6DC}\u{640}\u{670}",
        "\u{628}\u{651}\u{200C}\u{64E}",
        "\u{628}\u{651}\u{6E5}\u{64E}",
        // A form brings characters with it that other rules have passed.
        "\u{FE77}\u{FC5E}\u{FD3C}\u{FE70}",
        "\u{FDFA}\u{FDF0}\u{FDF2}",
        // White space, marks and controls that hide each other.
        "\u{628} \u{640} \u{628}",
        "\u{628} \u{200F} !",
        "\u{628}\u{64E} \u{64E} \u{64E}!",
        " \u{64E} ",
        "\u{628}  !",
        // Runs that only meet when something goes.
        "\u{627}\u{627}\u{64F}\u{627}\u{627}",
        "\u{64A}\u{6CC}\u{649}\u{64A}\u{626}",
        "11\u{64E}1",
        // What is recognised only when something went.
        "w\u{640}ww.a.b/,\u{628}",
        "https\u{640}://a.b/,1",
        "1\u{6DD}\u{66B}2",
        "1\u{640},\u{640}000",
        "@\u{64E}a1,2",
        "<\u{628}\u{200F}> \u{628}>\u{64E} ",
        ". .. ...",
        "\u{60C}\u{60C} \u{60C}",
        "\u{628} . . . ,, , ;",
        "\u{628}\" \" \"\u{628}",
        // Marks that came with Unicode 18: to tables of 17 the first two are bases, and a newer
        // `unicode-normalization` must not treat them as marks beside the third, which is one.
        "\u{1ADE}\u{1ADF}\u{1AE6}",
        "a\u{1ADF}\u{1AE6}\u{301}",
        // A note that NFC takes apart, whose stem is a mark, and a joiner in front of a symbol.
        "\u{1D15E}\u{200D}\u{A6}",
        "\u{A6}\u{200D}\u{1D160}\u{200D}\u{1F468}",
    ];
    for preset in Preset::ALL {
        let normalizer = preset.normalizer();
        for text in texts {
            Runs::default().check(preset, &normalizer, text);
            Runs::default().check(preset, &normalizer, &format!("\u{628}{text}\u{628} {text}"));
        }
    }
}

proptest! {
    #![proptest_config(arbitrary::cases(6000))]

    #[test]
    fn random_configurations(
        normalizer in arbitrary::normalizer(),
        text in arbitrary::text(),
    ) {
        Runs::default().check(&format_args!("{normalizer:?}"), &normalizer, &text);
    }

    /// Long lines, where what a rule remembers of the line has time to go wrong.
    #[test]
    fn random_configurations_and_longer_text(
        normalizer in arbitrary::normalizer(),
        texts in proptest::collection::vec(arbitrary::text(), 3..8),
    ) {
        Runs::default().check(&format_args!("{normalizer:?}"), &normalizer, &texts.concat());
    }
}
