//! How long an analyser takes, beside those that tantivy has for Arabic text.
//!
//! ```text
//! cargo bench -p naqi-tantivy
//! ```
//!
//! All run in one process on the same bytes, by turns, so that what slows the machine down slows all; the
//! figure is the median. Tokens are consumed as tantivy's indexer consumes them.

use std::{env, hint::black_box, time::Instant};

use naqi_benches as texts;
use naqi_tantivy::{NaqiFilter, NaqiTokenizer};
use tantivy::tokenizer::{
    Language, LowerCaser, SimpleTokenizer, Stemmer, TextAnalyzer, TokenStream,
};

/// How often each analyser is measured.
const ROUNDS: usize = 31;

fn analyzers() -> Vec<(&'static str, TextAnalyzer)> {
    let simple = || TextAnalyzer::builder(SimpleTokenizer::default());
    let stemmer = || Stemmer::new(Language::Arabic);
    let naqi = NaqiTokenizer::default;
    vec![
        ("naqi", naqi().into()),
        ("naqi, lower case", naqi().lower_case().into()),
        ("naqi, stemmer", TextAnalyzer::builder(naqi().lower_case()).filter(stemmer()).build()),
        ("simple", simple().build()),
        ("simple, LowerCaser", simple().filter(LowerCaser).build()),
        ("simple, LowerCaser, stemmer", simple().filter(LowerCaser).filter(stemmer()).build()),
        (
            "simple, LowerCaser, naqi filter",
            simple().filter(LowerCaser).filter(NaqiFilter::default()).build(),
        ),
    ]
}

/// Tokens and their bytes, in each of the texts.
fn consume(analyzer: &mut TextAnalyzer, texts: &[&str]) -> (usize, usize) {
    let (mut count, mut bytes) = (0, 0);
    for text in texts {
        let mut stream = analyzer.token_stream(text);
        let stream: &mut dyn TokenStream = &mut *stream;
        stream.process(&mut |token| {
            count += 1;
            bytes += token.text.len();
        });
    }
    (count, bytes)
}

fn compare(name: &str, texts: &[&str], rounds: usize) {
    let mut analyzers = analyzers();
    let mut times = vec![Vec::with_capacity(rounds); analyzers.len()];
    let mut counts = vec![0; analyzers.len()];
    for _ in 0..rounds {
        for (i, (_, analyzer)) in analyzers.iter_mut().enumerate() {
            let start = Instant::now();
            let (count, _) = black_box(consume(analyzer, black_box(texts)));
            times[i].push(start.elapsed().as_secs_f64());
            counts[i] = count;
        }
    }
    let size: usize = texts.iter().map(|text| text.len()).sum();
    println!("\n{name}: {size} bytes, {} texts", texts.len());
    let median = |times: &mut Vec<f64>| {
        times.sort_by(f64::total_cmp);
        times[times.len() / 2]
    };
    let medians: Vec<f64> = times.iter_mut().map(median).collect();
    for (((what, _), time), count) in analyzers.iter().zip(&medians).zip(counts) {
        println!(
            "  {what:32} {:6.0} MB/s {:6.1} ns a token {:6.2} times as fast as naqi, lower case",
            size as f64 / time / 1e6,
            time * 1e9 / count as f64,
            medians[1] / time,
        );
    }
}

fn main() {
    // Cargo says so where figures are wanted; without, `cargo test --bench` runs everything once.
    let measured = env::args().any(|argument| argument == "--bench");
    let (size, rounds) = if measured { (texts::SIZE, ROUNDS) } else { (1 << 14, 1) };
    for (name, sample) in [
        ("news", texts::NEWS),
        ("vocalised", texts::VOCALISED),
        ("tweets", texts::TWEETS),
        ("persian", texts::PERSIAN),
    ] {
        let text = texts::of_sample(sample, size);
        compare(name, &[&text], rounds);
        // Each line a text: what a stream costs to begin.
        compare(&format!("{name}, by lines"), &text.lines().collect::<Vec<_>>(), rounds);
    }
}
