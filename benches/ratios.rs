//! The table of ratios in README.md, from one run in one process.
//!
//! ```text
//! cargo bench --bench ratios               prints the table
//! cargo bench --bench ratios -- --write    also puts it into README.md
//! ```
//!
//! Each row is measured by turns, the work and what it is compared with, so that what slows the machine down
//! slows both; the figure is the ratio of the medians. To be run on a machine that does nothing else.

use std::{env, fmt::Display, fs, hint::black_box, path::Path, process::ExitCode, time::Instant};

use charabia::Tokenize as _;
use icu_segmenter::{WordSegmenter, options::WordBreakInvariantOptions};
use naqi::{
    Builder, Digits, Normalizer, Preset, Punctuation, Spacing, StrayMarks, Tier, Tokenizer,
    WhiteSpace, sentences, words,
};
use naqi_benches as texts;
use unicode_segmentation::UnicodeSegmentation as _;

mod peers;

/// How often each side of a row is measured.
const ROUNDS: usize = 41;

/// A side of a row is called again and again until so much time has passed.
const SAMPLE: f64 = 1e-3;

/// The table stands between these lines of README.md.
const MARKERS: [&str; 2] = ["<!-- ratios -->", "<!-- /ratios -->"];

fn main() -> ExitCode {
    let mut write = false;
    for argument in env::args().skip(1) {
        match argument.as_str() {
            "--write" => write = true,
            // Cargo says so to every benchmark.
            "--bench" => {}
            _ => {
                eprintln!("unknown argument {argument}; there is --write");
                return ExitCode::from(2);
            }
        }
    }
    // An allocator may give back to the system what is freed, and ask for it again at the next call, depending on what lies
    // where. Those that do it by size keep what is smaller than the largest block freed so far, as after some time of work.
    drop(black_box(Vec::<u8>::with_capacity(16 << 20)));
    let table = table();
    print!("{table}");
    if write && let Err(error) = write_to_readme(&table) {
        eprintln!("README.md: {error}");
        return ExitCode::FAILURE;
    }
    ExitCode::SUCCESS
}

fn write_to_readme(table: &str) -> Result<(), String> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../README.md");
    let text = fs::read_to_string(&path).map_err(|error| error.to_string())?;
    let [first, last] = MARKERS;
    let (before, rest) = text.split_once(first).ok_or(format!("there is no {first}"))?;
    let (_, after) = rest.split_once(last).ok_or(format!("there is no {last}"))?;
    let text = format!("{before}{first}\n{table}{last}{after}");
    fs::write(&path, text).map_err(|error| error.to_string())
}

/// The table and what it holds for.
fn table() -> String {
    let tiers: Vec<_> = Tier::ALL.iter().copied().filter(|tier| tier.is_available()).collect();
    let mut table = Table { best: Normalizer::light().tier(), text: String::new() };
    let names: Vec<_> = tiers.iter().map(|tier| tier.name()).collect();
    table.text = format!(
        "{}; best tier in use: `{}` (available: {}). Texts of 1 MiB, medians of {ROUNDS} rounds.\n\n\
         | work | text | tier | against | required | measured |\n|---|---|---|---|---|---|\n",
        processor(),
        table.best,
        names.join(", "),
    );
    let of_sample = |sample| texts::of_sample(sample, texts::SIZE);
    let news = of_sample(texts::NEWS);
    let vocalised = of_sample(texts::VOCALISED);
    let tweets = of_sample(texts::TWEETS);

    // Letters and marks alone, on each tier.
    for &tier in tiers.iter().rev().filter(|&&tier| tier != Tier::Scalar) {
        let required = match tier {
            Tier::Avx512 => "2",
            Tier::Avx2 => "0.9",
            Tier::Ssse3 => "0.5",
            _ => "",
        };
        for (work, preset) in [("`light`", Preset::Light), ("`search`, letters", Preset::Search)] {
            for (name, text) in [("news", &news), ("vocalised", &vocalised)] {
                let naqi = on(&without_context(preset), tier);
                table.normalize_beside_utf16(work, name, text, &naqi, required);
            }
        }
    }
    let best = table.best;
    for preset in [Preset::Tidy, Preset::Search] {
        for (name, text) in [("news", &news), ("tweets", &tweets)] {
            let naqi = on(&preset.builder(), best);
            table.normalize_beside_utf16(&format!("`{preset}`"), name, text, &naqi, "1 (avx512)");
        }
    }
    for (preset, name, sample) in
        [(Preset::Persian, "Persian", texts::PERSIAN), (Preset::Urdu, "Urdu", texts::URDU)]
    {
        let naqi = on(&preset.builder(), best);
        let work = format!("`{preset}`");
        table.normalize_beside_utf16(&work, name, &of_sample(sample), &naqi, "1.5 (avx512)");
    }

    let (mut output, mut other) = (String::new(), String::new());
    for preset in [Preset::Light, Preset::Search] {
        let (naqi, text) = (preset.normalizer(), texts::presentation_forms(&news));
        let [ours, theirs] = race([&mut || into(&naqi, &text, &mut output), &mut || {
            other.clear();
            peers::icu_nfkc(black_box(&text), &mut other);
            black_box(other.len());
        }]);
        let work = format!("`{preset}`");
        table.row(
            &work,
            "presentation forms",
            "`icu_normalizer` NFKC",
            "10",
            ours,
            theirs,
            text.len(),
        );
    }
    for preset in [Preset::Light, Preset::Search, Preset::Tidy] {
        let naqi = preset.normalizer();
        let text = naqi.normalize(&news).into_owned();
        let [ours, theirs] = race([
            &mut || {
                black_box(naqi.is_normalized(black_box(&text)));
            },
            &mut || {
                black_box(peers::validate(black_box(&text)));
            },
        ]);
        let work = format!("`is_normalized`, `{preset}`");
        table.row(&work, "news, normal", "`simdutf8` validation", "1", ours, theirs, text.len());
    }
    for &tier in tiers.iter().rev().filter(|tier| matches!(tier, Tier::Avx512 | Tier::Avx2)) {
        for preset in [Preset::Light, Preset::Search, Preset::Tidy] {
            for (name, text) in [("news", &news), ("vocalised", &vocalised)] {
                table.aligned(&on(&preset.builder(), tier), preset, name, text);
            }
        }
    }
    table.ascii(&of_sample(texts::ASCII));
    table.words();
    table.adversarial(&news);
    table.tokens(&news);
    table.lengths();
    table.text
}

/// What is measured on a text.
type Work<'a> = &'a dyn Fn(&str);

/// The table as it grows.
struct Table {
    best: Tier,
    text: String,
}

impl Table {
    /// A row with a ratio: how many times as fast as the other we are.
    #[expect(clippy::too_many_arguments, reason = "as many as the table has columns")]
    fn row(
        &mut self,
        work: &str,
        text: &str,
        against: &str,
        required: &str,
        ours: f64,
        theirs: f64,
        bytes: usize,
    ) {
        let tier = self.best;
        let (ratio, speed) = (figure(theirs / ours), figure(bytes as f64 / ours / 1e9));
        self.line(work, text, tier, against, required, &format!("**{ratio}** ({speed} GB/s)"));
    }

    fn line(
        &mut self,
        work: &str,
        text: &str,
        tier: impl Display,
        against: &str,
        required: &str,
        measured: &str,
    ) {
        let required = if required.is_empty() { "–" } else { required };
        let row = format!("| {work} | {text} | {tier} | {against} | {required} | {measured} |\n");
        eprint!("{row}");
        self.text += &row;
    }

    fn normalize_beside_utf16(
        &mut self,
        work: &str,
        name: &str,
        text: &str,
        naqi: &Normalizer,
        required: &str,
    ) {
        let (mut output, mut units) = (String::new(), vec![0; text.len()]);
        let [ours, theirs] = race([&mut || into(naqi, text, &mut output), &mut || {
            black_box(peers::utf16(black_box(text), &mut units));
        }]);
        let best = self.best;
        self.best = naqi.tier();
        self.row(work, name, "`simdutf` to UTF-16LE", required, ours, theirs, text.len());
        self.best = best;
    }

    /// What it costs to keep track of the source: time beside that without.
    fn aligned(&mut self, naqi: &Normalizer, preset: Preset, name: &str, text: &str) {
        let [ours, theirs] = race([
            &mut || {
                black_box(naqi.normalize_aligned(black_box(text)));
            },
            &mut || {
                black_box(naqi.normalize(black_box(text)));
            },
        ]);
        let work = format!("`normalize_aligned`, `{preset}`");
        let measured = format!("**{} times**", figure(ours / theirs));
        let against = "`normalize`, time";
        self.line(&work, name, naqi.tier(), against, "at most 1.15 times", &measured);
    }

    /// The slowest of all presets.
    fn ascii(&mut self, text: &str) {
        let (mut output, mut bytes) = (String::new(), vec![0; text.len()]);
        let times = Preset::ALL.iter().map(|preset| {
            let naqi = preset.normalizer();
            let [ours, theirs] = race([&mut || into(&naqi, text, &mut output), &mut || {
                black_box(peers::memcpy(black_box(text), &mut bytes));
            }]);
            (preset, ours, theirs)
        });
        let times: Vec<_> = times.collect();
        for name in ["fastest", "slowest"] {
            let by_ratio =
                |a: &&(_, f64, f64), b: &&(_, f64, f64)| (a.1 / a.2).total_cmp(&(b.1 / b.2));
            let found = match name {
                "fastest" => times.iter().min_by(by_ratio),
                _ => times.iter().max_by(by_ratio),
            };
            if let Some(&(preset, ours, theirs)) = found {
                let work = format!("the {name} preset, `{preset}`");
                self.row(&work, "ASCII", "memcpy", "0.6", ours, theirs, text.len());
            }
        }
    }

    /// One word a call, into a buffer that is reused.
    fn words(&mut self) {
        let words = texts::words(1024);
        let mut output = String::with_capacity(1024);
        for preset in [Preset::Light, Preset::Search] {
            let naqi = preset.normalizer();
            let [ours] = race([&mut || {
                for word in &words {
                    into(&naqi, word, &mut output);
                }
            }]);
            let measured = format!("**{} ns**", figure(ours * 1e9 / words.len() as f64));
            let work = format!("`normalize_into`, `{preset}`");
            self.line(&work, "a word of 12–20 bytes", self.best, "time", "20 ns", &measured);
        }
    }

    /// How much slower a byte the worst text is than news, with the preset for which it is worst.
    fn adversarial(&mut self, news: &str) {
        let mut output = String::new();
        for preset in [Preset::Light, Preset::Search, Preset::Tidy] {
            let naqi = preset.normalizer();
            let mut a_byte = |text: &str| {
                let [time] = race([&mut || into(&naqi, text, &mut output)]);
                time / text.len() as f64
            };
            let usual = a_byte(news);
            let slow = texts::adversarial(texts::SIZE).into_iter();
            let slow = slow.map(|(name, text)| {
                let times = a_byte(&text) / usual;
                eprintln!("`{preset}`, {name}: {} times news", figure(times));
                (name, times)
            });
            let Some((name, times)) = slow.max_by(|a, b| a.1.total_cmp(&b.1)) else { continue };
            let measured = format!("**{} times** ({name})", figure(times));
            let work = format!("`{preset}`");
            let against = "news, time a byte";
            self.line(&work, "the worst of all", self.best, against, "at most 8 times", &measured);
        }
    }

    /// Words with their kinds, normalised words and sentences, each consumed by a fold; and how much slower a
    /// byte the worst text is than news.
    fn tokens(&mut self, news: &str) {
        let bytes = news.len();
        let split = |text: &str| {
            let sum =
                |sum, token: naqi::Token<'_>| sum + token.text().len() + token.kind() as usize;
            black_box(words(black_box(text)).fold(0, sum));
        };
        let light = Normalizer::light();
        let normalize = |text: &str| {
            let mut sum = 0;
            let tokens = Tokenizer::new().normalized(&light, black_box(text));
            tokens.for_each(|token| sum += token.text().len() + token.kind() as usize);
            black_box(sum);
        };
        let end = |text: &str| {
            black_box(sentences(black_box(text)).fold(0, |sum, s| sum + s.text().len()));
        };
        let icu = WordSegmenter::new_for_non_complex_scripts(WordBreakInvariantOptions::default());
        let [ours, segmentation, icu] = race([
            &mut || split(news),
            &mut || {
                let words = black_box(news).split_word_bounds();
                black_box(words.fold(0, |sum, word| sum + word.len()));
            },
            &mut || {
                let words = icu.segment_str(black_box(news)).iter_with_word_type();
                black_box(words.fold(0, |sum, (at, kind)| sum + at + kind as usize));
            },
        ]);
        self.row(
            "words and kinds",
            "news",
            "`unicode-segmentation`",
            "25",
            ours,
            segmentation,
            bytes,
        );
        self.row("words and kinds", "news", "`icu_segmenter`", "6", ours, icu, bytes);
        let [ours, theirs] = race([&mut || normalize(news), &mut || {
            let text = black_box(news);
            let lemmas = text.tokenize();
            black_box(lemmas.fold(0, |sum, token| sum + token.lemma.len()));
        }]);
        self.row("words, normalised by `light`", "news", "`charabia`", "100", ours, theirs, bytes);
        let [ours, theirs] = race([&mut || end(news), &mut || {
            let sentences = black_box(news).split_sentence_bounds();
            black_box(sentences.fold(0, |sum, sentence| sum + sentence.len()));
        }]);
        self.row("sentences", "news", "`unicode-segmentation`", "5", ours, theirs, bytes);

        let works: [(&str, Work<'_>); 3] = [
            ("words and kinds", &split),
            ("words, normalised by `light`", &normalize),
            ("sentences", &end),
        ];
        for (work, call) in works {
            let a_byte = |text: &str| {
                let [time] = race([&mut || call(text)]);
                time / text.len() as f64
            };
            let usual = a_byte(news);
            let slow = texts::hostile_to_tokens(texts::SIZE).into_iter();
            let slow = slow.map(|(name, text)| {
                let times = a_byte(&text) / usual;
                eprintln!("{work}, {name}: {} times news", figure(times));
                (name, times)
            });
            let Some((name, times)) = slow.max_by(|a, b| a.1.total_cmp(&b.1)) else { continue };
            let measured = format!("**{} times** ({name})", figure(times));
            let against = "news, time a byte";
            self.line(work, "the worst of all", self.best, against, "at most 8 times", &measured);
        }
    }

    /// How much the time a byte differs between short and long texts, and what of that is the
    /// memory's: memcpy on the same. Takes two gigabytes.
    fn lengths(&mut self) {
        // The long one is the short one again and again: no cache holds that either.
        let text = texts::of_sample(texts::NEWS, 64 << 20).repeat(16);
        let mut output = String::with_capacity(text.len() + 1024);
        let best = self.best.name();
        let mut row = |work: &str, tier: &str, call: &mut dyn FnMut(&str, &mut String)| {
            let lengths = [("1 KiB", 1 << 10), ("1 MiB", 1 << 20), ("1 GiB", 1 << 30)];
            let speeds = lengths.map(|(name, length)| {
                let text = texts::start(&text, length);
                let [time] = race([&mut || call(text, &mut output)]);
                format!("{} ({name})", figure(text.len() as f64 / time / 1e9))
            });
            let measured = format!("GB/s: {}", speeds.join(", "));
            self.line(work, "news of all lengths", tier, "itself", "linear", &measured);
        };
        for preset in [Preset::Light, Preset::Tidy] {
            let naqi = preset.normalizer();
            row(&format!("`{preset}`"), best, &mut |text, output| into(&naqi, text, output));
        }
        row("memcpy", "–", &mut |text, output| {
            output.clear();
            output.push_str(black_box(text));
            black_box(output.len());
        });
    }
}

fn on(rules: &Builder, tier: Tier) -> Normalizer {
    match rules.clone().tier(tier).build() {
        Ok(normalizer) => normalizer,
        Err(error) => panic!("{error}"),
    }
}

/// The letters and marks of a preset: no rule that looks at the line.
fn without_context(preset: Preset) -> Builder {
    let rules = preset.builder().digits(Digits::Keep).punctuation(Punctuation::Keep);
    let rules = rules.spacing(Spacing::Keep).stray_marks(StrayMarks::Keep);
    rules.white_space(WhiteSpace::Keep)
}

fn into(naqi: &Normalizer, text: &str, output: &mut String) {
    output.clear();
    naqi.normalize_into(black_box(text), output);
    black_box(output.len());
}

/// Runs the works by turns and returns the median time of each in seconds.
fn race<const N: usize>(mut works: [&mut dyn FnMut(); N]) -> [f64; N] {
    let time = |work: &mut dyn FnMut(), calls: u32| {
        let start = Instant::now();
        (0..calls).for_each(|_| work());
        start.elapsed().as_secs_f64() / f64::from(calls)
    };
    // Twice: buffers grow on the first call.
    let calls = works.each_mut().map(|work| {
        time(work, 1);
        let once = time(work, 3).max(1e-9);
        (SAMPLE / once).ceil().min(1e6) as u32
    });
    let mut times: [Vec<f64>; N] = std::array::from_fn(|_| Vec::new());
    // What takes long is measured less often.
    let slowest: f64 = works.each_mut().map(|work| time(work, 1)).iter().sum();
    let rounds = if slowest > 0.05 { 5 } else { ROUNDS };
    for _ in 0..rounds {
        for ((work, &calls), times) in works.iter_mut().zip(&calls).zip(&mut times) {
            times.push(time(work, calls));
        }
    }
    times.map(|mut times| {
        times.sort_by(f64::total_cmp);
        times[times.len() / 2]
    })
}

/// Two digits that count.
fn figure(number: f64) -> String {
    match number {
        10.0.. => format!("{number:.0}"),
        1.5.. => format!("{number:.1}"),
        _ => format!("{number:.2}"),
    }
}

/// The processor's name, where Linux tells it.
fn processor() -> String {
    let info = fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
    let get = |name: &str| {
        let line = info.lines().find(|line| line.split(':').next().map(str::trim) == Some(name))?;
        line.split_once(':').map(|(_, value)| value.trim().to_owned())
    };
    let Some(model) = get("model name") else { return "Unknown processor".to_owned() };
    match (get("cpu family"), get("model")) {
        (Some(family), Some(number)) => format!("{model} (family {family}, model {number})"),
        _ => model,
    }
}
