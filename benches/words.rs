//! How fast a text is split, beside other tokenisers.
//!
//! ```text
//! cargo bench --bench words                     all texts
//! cargo bench --bench words -- words/news       one text
//! NAQI_BENCH_FILE=my.txt cargo bench --bench words -- words/file
//! ```
//!
//! Everything runs in one process on the same bytes. Tokens are consumed by a fold that adds up their
//! lengths and, where there are any, their kinds.

use std::{hint::black_box, time::Duration};

use charabia::Tokenize as _;
use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use icu_segmenter::{
    SentenceSegmenter, WordSegmenter,
    options::{SentenceBreakInvariantOptions, WordBreakInvariantOptions},
};
use naqi::{
    Normalizer, Policy, SentenceSplitter, TokenKinds, Tokenizer, clusters, sentences, words,
};
use unicode_segmentation::UnicodeSegmentation as _;

use naqi_benches::{self as texts, SIZE};

const SAMPLES: [(&str, &str); 6] = [
    ("news", texts::NEWS),
    ("vocalised", texts::VOCALISED),
    ("tweets", texts::TWEETS),
    ("persian", texts::PERSIAN),
    ("urdu", texts::URDU),
    ("ascii", texts::ASCII),
];

fn bench_text(c: &mut Criterion, name: &str, text: &str, peers: bool) {
    let mut group = c.benchmark_group(format!("words/{name}"));
    group.throughput(Throughput::Bytes(text.len() as u64));
    let mut run = |what: &str, work: &dyn Fn(&str) -> usize| {
        group.bench_function(what, |b| b.iter(|| black_box(work(black_box(text)))));
    };
    run("naqi", &|text| {
        words(text).fold(0, |sum, token| sum + token.text().len() + token.kind() as usize)
    });
    let all = Tokenizer::new().kinds(TokenKinds::all());
    run("naqi_with_space", &|text| {
        all.words(text).fold(0, |sum, token| sum + token.text().len() + token.kind() as usize)
    });
    run("naqi_sentences", &|text| sentences(text).fold(0, |sum, s| sum + s.text().len()));
    let light = Normalizer::light();
    run("naqi_normalized", &|text| {
        let mut sum = 0;
        let tokens = Tokenizer::new().normalized(&light, text);
        tokens.for_each(|token| sum += token.text().len() + token.kind() as usize);
        sum
    });
    if !peers {
        return;
    }
    let uax29 = all.policy(Policy::Uax29);
    run("naqi_uax29", &|text| {
        uax29.words(text).fold(0, |sum, token| sum + token.text().len() + token.kind() as usize)
    });
    run("unicode_segmentation", &|text| text.split_word_bounds().fold(0, |sum, w| sum + w.len()));
    let icu = WordSegmenter::new_for_non_complex_scripts(WordBreakInvariantOptions::default());
    run("icu_segmenter", &|text| {
        let kinds = icu.segment_str(text).iter_with_word_type();
        kinds.fold(0, |sum, (at, kind)| sum + at + kind as usize)
    });
    run("charabia", &|text| text.tokenize().fold(0, |sum, token| sum + token.lemma.len()));

    let split = SentenceSplitter::new().policy(Policy::Uax29);
    run("naqi_sentences_uax29", &|text| {
        split.sentences(text).fold(0, |sum, s| sum + s.text().len())
    });
    run("unicode_segmentation_sentences", &|text| {
        text.split_sentence_bounds().fold(0, |sum, s| sum + s.len())
    });
    let icu = SentenceSegmenter::new(SentenceBreakInvariantOptions::default());
    run("icu_segmenter_sentences", &|text| icu.segment_str(text).sum());

    run("naqi_clusters", &|text| clusters(text).fold(0, |sum, s| sum + s.text().len()));
    run("unicode_segmentation_clusters", &|text| {
        text.graphemes(true).fold(0, |sum, s| sum + s.len())
    });
    group.finish();
}

fn bench(c: &mut Criterion) {
    for (name, sample) in SAMPLES {
        bench_text(c, name, &texts::of_sample(sample, SIZE), true);
    }
    for (name, text) in texts::hostile_to_tokens(SIZE) {
        bench_text(c, &name.replace(' ', "_"), &text, false);
    }
    if let Some(text) = texts::of_file() {
        bench_text(c, "file", &text, true);
    }
}

criterion_group! {
    name = benches;
    config = Criterion::default()
        .sample_size(20)
        .warm_up_time(Duration::from_millis(300))
        .measurement_time(Duration::from_secs(1));
    targets = bench
}
criterion_main!(benches);
