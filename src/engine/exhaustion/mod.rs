//! What is promised for every configuration, by exhaustion over short strings.
//!
//! The characters are derived from each configuration: one of each class of characters that all
//! rules treat alike (`rules::alike`), so that the strings stand for all strings of that length.
//! How far a rule can look, and so what bounded length shows and what not, is said in
//! `docs/exhaustion.md`.
//!
//! A short version runs with all other tests. The whole takes minutes:
//!
//! ```sh
//! cargo test --release -p naqi --lib exhaustion -- --include-ignored --nocapture
//! ```

mod alphabet;
mod configurations;
mod laws;

use std::{
    cmp::Reverse,
    eprintln, format,
    string::{String, ToString as _},
    sync::{
        Mutex,
        atomic::{AtomicU64, AtomicUsize, Ordering},
    },
    thread,
    time::Instant,
    vec::Vec,
};

use alphabet::Alphabets;
use configurations::Random;
use laws::Laws;

use crate::{Normalizer, Preset, rules::alike::Signature};

/// Strings to check.
struct Job<'a> {
    laws: &'a Laws,
    strings: Strings<'a>,
}

/// All strings of a length that begin with one character of the alphabet, behind a prefix.
#[derive(Clone, Copy)]
struct Strings<'a> {
    prefix: &'a str,
    alphabet: &'a [char],
    length: usize,
    first: usize,
    /// Each is looked at by itself as well, cut at each place, its alignment law by law.
    deep: bool,
}

impl<'a> Strings<'a> {
    fn of(alphabet: &'a [char], length: usize) -> Self {
        Strings { prefix: "", alphabet, length, first: 0, deep: false }
    }

    fn deep(self) -> Self {
        Strings { deep: true, ..self }
    }

    /// How many those with this first character are.
    fn count(&self) -> u64 {
        (1..self.length).map(|_| self.alphabet.len() as u64).product()
    }
}

/// Beginnings of lines that rules remember or look back to, and that take more characters than
/// strings have: an Arabic line, addresses, an open quotation mark, an open `<`, a number, a name
/// with a digit.
const PREFIXES: [&str; 10] = [
    LETTERS,
    "\u{628}\u{628} ",
    "a://b",
    "www.b",
    "@b",
    "\u{628} \"",
    "<\u{628} ",
    "\u{628} 1,",
    "\u{628}a1",
    "1@b.",
];

/// So many letters, beh and teh in turn, that kernels of blocks take what follows: among short lines, what stops them is so
/// dense that characters are looked at one by one.
const LETTERS: &str = "\u{628}\u{62A}\u{628}\u{62A}\u{628}\u{62A}\u{628}\u{62A}\u{628}\u{62A}";

/// Does all the jobs, on as many threads as there are processors; says when each tenth of the strings is done.
fn run(what: &str, jobs: &[Job<'_>], planned: u64) -> u64 {
    let started = Instant::now();
    let (next, strings) = (AtomicUsize::new(0), AtomicU64::new(0));
    let threads = thread::available_parallelism().map_or(1, usize::from);
    thread::scope(|scope| {
        for _ in 0..threads {
            scope.spawn(|| {
                while let Some(job) = jobs.get(next.fetch_add(1, Ordering::Relaxed)) {
                    let count = job.laws.check_all(job.strings);
                    let before = strings.fetch_add(count, Ordering::Relaxed);
                    let tenths = |count: u64| count * 10 / planned;
                    if tenths(before + count) > tenths(before) {
                        let percent = tenths(before + count) * 10;
                        eprintln!("{what}: {percent} % in {:.0?}", started.elapsed());
                    }
                }
            });
        }
    });
    strings.into_inner()
}

/// Each preset once, though some have the same rules.
fn presets() -> Vec<(String, Normalizer)> {
    let mut found: Vec<(String, Normalizer)> = Vec::new();
    for preset in Preset::ALL {
        let normalizer = preset.normalizer();
        match found.iter_mut().find(|other| other.1 == normalizer) {
            Some(same) => same.0 += &format!(", {preset}"),
            None => found.push((preset.to_string(), normalizer)),
        }
    }
    found
}

/// Varied configurations, each with its rules for a name.
fn varied(least: usize) -> Vec<(String, Normalizer)> {
    let built = |builder: crate::Builder| {
        let normalizer = builder.build().expect("the rules do not conflict");
        (format!("{normalizer:?}"), normalizer)
    };
    configurations::varied(least).into_iter().map(built).collect()
}

/// Makes something of each configuration, on as many threads as there are processors, in order.
fn for_each<T: Send>(
    configurations: &[(String, Normalizer)],
    make: impl Fn(&Normalizer) -> T + Sync,
) -> Vec<T> {
    let next = AtomicUsize::new(0);
    let made = Mutex::new(Vec::new());
    thread::scope(|scope| {
        for _ in 0..thread::available_parallelism().map_or(1, usize::from) {
            scope.spawn(|| {
                loop {
                    let place = next.fetch_add(1, Ordering::Relaxed);
                    let Some((_, normalizer)) = configurations.get(place) else { break };
                    let new = make(normalizer);
                    made.lock().expect("no thread has panicked").push((place, new));
                }
            });
        }
    });
    let mut made = made.into_inner().expect("no thread has panicked");
    made.sort_unstable_by_key(|(place, _)| *place);
    made.into_iter().map(|(_, new)| new).collect()
}

/// What makes the strings of a configuration.
type Plan = fn(&Alphabets) -> Vec<Strings<'_>>;

/// From this length on every string is seen by one tier and, twice, by another, not by all.
const LONG: usize = 4;

/// Checks all strings of the plan for every configuration. If there is time for `most` characters of each subject only,
/// not every tier sees strings of three either.
fn exhaust(what: &str, configurations: &[(String, Normalizer)], most: Option<usize>, plan: Plan) {
    let started = Instant::now();
    let mut alphabets = for_each(configurations, Alphabets::new);
    if let Some(most) = most {
        (0..).zip(&mut alphabets).for_each(|(number, alphabets)| alphabets.thin(most, number));
    }
    let strings: Vec<Vec<Strings<'_>>> = alphabets.iter().map(plan).collect();
    let long = if most.is_some() { LONG - 1 } else { LONG };
    check(what, started, configurations, long, |place| &strings[place]);
}

/// Checks strings, those of each configuration by its place in the list.
fn check<'a>(
    what: &str,
    started: Instant,
    configurations: &[(String, Normalizer)],
    long: usize,
    strings: impl Fn(usize) -> &'a [Strings<'a>],
) {
    let laws: Vec<Laws> =
        configurations.iter().map(|(name, normalizer)| Laws::new(name, normalizer, long)).collect();
    let mut jobs = Vec::new();
    for (place, laws) in laws.iter().enumerate() {
        for &strings in strings(place) {
            let each = (0..strings.alphabet.len()).map(|first| Strings { first, ..strings });
            jobs.extend(each.map(|strings| Job { laws, strings }));
        }
    }
    let planned: u64 = jobs.iter().map(|job| job.strings.count()).sum();
    eprintln!("{what}: {planned} strings for {} configurations", configurations.len());
    // The long ones first, so that the threads end together.
    jobs.sort_by_key(|job| Reverse((job.strings.length, job.strings.alphabet.len())));
    let count = run(what, &jobs, planned);
    assert_eq!(count, planned, "{what}");
    eprintln!("{what}: {count} strings in {:.0?}", started.elapsed());
}

/// Strings behind each prefix, where lines are looked at.
fn behind_prefixes(alphabets: &Alphabets, length: usize) -> impl Iterator<Item = Strings<'_>> {
    let prefixes = if alphabets.line.is_empty() { &[] } else { &PREFIXES[..] };
    let strings = Strings::of(&alphabets.merged, length);
    prefixes.iter().map(move |&prefix| Strings { prefix, ..strings })
}

#[test]
fn short_strings_of_every_preset() {
    exhaust("short, presets", &presets(), None, |alphabets| {
        let Alphabets { full, merged, letters, line, dagger } = alphabets;
        let deep = [(full, 1), (merged, 2)].map(|(list, length)| Strings::of(list, length).deep());
        let more = [(full, 2), (letters, 3), (line, 3), (dagger, 3)];
        let more = more.map(|(list, length)| Strings::of(list, length));
        deep.into_iter().chain(more).chain(behind_prefixes(alphabets, 1)).collect()
    });
}

#[test]
fn shorter_strings_of_varied_configurations() {
    exhaust("short, varied", &varied(8)[..8], None, |alphabets| {
        let Alphabets { full, merged, .. } = alphabets;
        [Strings::of(full, 1).deep(), Strings::of(merged, 2)].into()
    });
}

/// The configuration of some rules, with those for a name.
fn of_rules(rules: &[(&str, &str)]) -> (String, Normalizer) {
    let none = Normalizer::builder();
    let builder = rules.iter().try_fold(none, |builder, (rule, value)| builder.set(rule, value));
    let normalizer = builder.and_then(|builder| builder.build());
    (format!("{rules:?}"), normalizer.expect("the rules do not conflict"))
}

/// Every combination of the rules that look at the line's white space and marks. What one of them leaves to the
/// specification, another may have decided nearby.
#[test]
fn short_lines_of_all_line_rules() {
    let mut configurations = Vec::new();
    for digits in ["keep", "ascii", "extended"] {
        for punctuation in ["keep", "arabic", "latin"] {
            for spacing in ["keep", "tidy", "isolate"] {
                for white_space in ["keep", "collapse", "single-line"] {
                    let rules = [
                        ("digits", digits),
                        ("punctuation", punctuation),
                        ("spacing", spacing),
                        ("white-space", white_space),
                    ];
                    configurations.push(of_rules(&rules));
                }
            }
        }
    }
    // Beh, Arabic comma.
    const SIX: [char; 6] = [' ', '\n', '\u{628}', '\u{60C}', ')', '1'];
    // Beh.
    const FOUR: [char; 4] = [' ', '\n', '\u{628}', ','];
    let strings = [Strings::of(&SIX, 4), Strings::of(&FOUR, 5)]
        .map(|strings| Strings { prefix: LETTERS, ..strings });
    check("short lines", Instant::now(), &configurations, LONG, |_| &strings);
}

/// What the rules for letters take away or put together, between marks of the line: those look past the next character,
/// which must be the next that stays.
#[test]
fn short_lines_of_letters_that_go() {
    const RULES: [(&str, &str); 5] = [
        ("teh-marbuta", "to-heh"),
        ("elongation", "1"),
        ("tatweel", "inner"),
        ("dagger-alef", "to-alef"),
        ("composition", "nfc"),
    ];
    let mut configurations = Vec::new();
    for spacing in ["tidy", "isolate"] {
        for left_out in 0..=RULES.len() {
            let rules = RULES.iter().enumerate().filter(|&(at, _)| at != left_out);
            let mut rules: Vec<_> = rules.map(|(_, &rule)| rule).collect();
            rules.extend([
                ("spacing", spacing),
                ("marks", "harakat"),
                ("presentation-forms", "expand"),
                ("controls", "all"),
            ]);
            configurations.push(of_rules(&rules));
        }
    }
    // Each with a full stop and what may go or come together: heh and teh marbuta; tatweel; dagger alef; alef and
    // hamza above; fatha; lam with alef as one presentation form; right-to-left mark.
    const SETS: [&[char]; 4] = [
        &['.', ' ', '\u{647}', '\u{629}', ','],
        &['.', ' ', '\u{628}', '\u{640}', '\u{670}'],
        &['.', '(', '\u{627}', '\u{654}', '\u{64E}'],
        &['.', '"', '\u{628}', '\u{FEFB}', '\u{200F}'],
    ];
    let strings = SETS.map(|set| Strings { prefix: LETTERS, ..Strings::of(set, 5) });
    check("letters that go", Instant::now(), &configurations, LONG, |_| &strings);
}

#[test]
#[ignore = "takes minutes: see the module's documentation"]
fn all_strings_of_every_preset() {
    exhaust("presets", &presets(), None, |alphabets| {
        let Alphabets { full, merged, letters, line, dagger } = alphabets;
        let deep = [(full, 2), (letters, 3), (line, 3), (dagger, 3)];
        let deep = deep.map(|(list, length)| Strings::of(list, length).deep());
        let more = [(full, 3), (merged, 4), (letters, 5), (line, 5), (dagger, 5)];
        let more = more.map(|(list, length)| Strings::of(list, length));
        deep.into_iter().chain(more).chain(behind_prefixes(alphabets, 3)).collect()
    });
}

#[test]
#[ignore = "takes minutes: see the module's documentation"]
fn all_strings_of_varied_configurations() {
    exhaust("varied", &varied(200), Some(20), |alphabets| {
        let Alphabets { full, merged, letters, line, dagger } = alphabets;
        let deep = [Strings::of(full, 1).deep(), Strings::of(merged, 2).deep()];
        let more = [(full, 2), (merged, 3), (letters, 4), (line, 4), (dagger, 4)];
        let more = more.map(|(list, length)| Strings::of(list, length));
        deep.into_iter().chain(more).chain(behind_prefixes(alphabets, 2)).collect()
    });
}

/// What the classes are made from is all that there is to know of a character: in any text, other
/// characters of the same classes give the same output, with those characters in it.
#[test]
fn characters_of_one_class_are_treated_alike() {
    let configurations: Vec<_> =
        presets().into_iter().chain(varied(8).into_iter().take(8)).collect();
    for_each(&configurations, |normalizer| {
        let compiled = normalizer.compiled();
        let classes = crate::rules::alike::classes(compiled);
        // A form has other letters in it than the next one, and of NFC we know no more than that it
        // matters.
        let classes: Vec<_> = classes
            .iter()
            .filter(|class| !class.signature.is_spelled() && !class.signature.is_for_nfc())
            .collect();
        let mut random = Random(7);
        for round in 0..2000 {
            // Few classes at a time meet more often.
            let some: Vec<usize> = (0..4).map(|_| random.below(classes.len())).collect();
            let length = 1 + round % 8;
            let text: Vec<usize> = (0..length).map(|_| some[random.below(4)]).collect();
            // One member of a class all over the text: runs of one letter count.
            let members: Vec<usize> =
                some.iter().map(|&at| random.below(classes[at].members.len())).collect();
            let chosen = |at: usize| {
                let place = some.iter().position(|&other| other == at).expect("it is one of them");
                classes[at].members[members[place]]
            };
            let one: String = text.iter().map(|&at| classes[at].representative()).collect();
            let other: String = text.iter().map(|&at| chosen(at)).collect();
            let signatures = |text: &str| -> Vec<Signature> {
                normalizer.normalize(text).chars().map(|c| Signature::of(compiled, c)).collect()
            };
            assert!(
                signatures(&one) == signatures(&other),
                "{normalizer:?}\n{}\n{}\ngive\n{}\n{}",
                one.escape_unicode(),
                other.escape_unicode(),
                normalizer.normalize(&one).escape_unicode(),
                normalizer.normalize(&other).escape_unicode(),
            );
        }
    });
}
