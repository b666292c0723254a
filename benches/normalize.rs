//! How fast a text is normalised, beside what one would use or write without this crate.
//!
//! ```text
//! cargo bench --bench normalize                        all texts
//! cargo bench --bench normalize -- normalize/news      one text
//! NAQI_BENCH_FILE=my.txt cargo bench --bench normalize -- normalize/file
//! NAQI_TIER=ssse3 cargo bench --bench normalize        another instruction set
//! ```
//!
//! Everything runs in one process on the same bytes and writes into a buffer that is reused, so
//! that neither a second start nor the allocator is part of a comparison.

use std::{hint::black_box, time::Duration};

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use naqi::{Normalizer, Preset};
use naqi_benches as texts;
use unicode_normalization::UnicodeNormalization;

mod peers;

/// Measured on every text.
const PRESETS: [Preset; 3] = [Preset::Light, Preset::Search, Preset::Tidy];

/// Measures everything on one text; with `already_normal`, each preset on the text as it leaves it.
fn bench_text(c: &mut Criterion, name: &str, text: &str, presets: &[Preset], already_normal: bool) {
    let mut group = c.benchmark_group(format!("normalize/{name}"));
    let mut output = String::with_capacity(text.len() * 2);
    let mut run = |what: &str, text: &str, work: &dyn Fn(&str, &mut String)| {
        group.throughput(Throughput::Bytes(text.len() as u64));
        group.bench_function(what, |b| {
            b.iter(|| {
                output.clear();
                work(black_box(text), &mut output);
                black_box(output.len())
            });
        });
    };
    for preset in presets {
        let naqi = preset.normalizer();
        let normal = naqi.normalize(text).into_owned();
        let text = if already_normal { &normal } else { text };
        run(preset.name(), text, &|text, output| naqi.normalize_into(text, output));
    }
    run("light_by_chars", text, &peers::light_by_chars);
    run("search_by_chars", text, &peers::search_by_chars);
    run("nfkc_unicode_normalization", text, &peers::nfkc);
    run("nfkc_icu", text, &peers::icu_nfkc);

    group.throughput(Throughput::Bytes(text.len() as u64));
    let mut bytes = vec![0; text.len()];
    group.bench_function("memcpy", |b| {
        b.iter(|| black_box(peers::memcpy(black_box(text), &mut bytes)));
    });
    let mut units = vec![0; text.len()];
    group.bench_function("utf16_simdutf", |b| {
        b.iter(|| black_box(peers::utf16(black_box(text), &mut units)));
    });
    group.bench_function("utf16_simdutf_of_valid", |b| {
        b.iter(|| black_box(peers::utf16_of_valid(black_box(text), &mut units)));
    });
    group.bench_function("validate_simdutf8", |b| {
        b.iter(|| black_box(peers::validate(black_box(text))));
    });

    for preset in presets {
        let naqi = preset.normalizer();
        let normal = naqi.normalize(text).into_owned();
        group.throughput(Throughput::Bytes(normal.len() as u64));
        group.bench_function(format!("is_normalized_{preset}"), |b| {
            b.iter(|| naqi.is_normalized(black_box(&normal)));
        });
    }
    group.finish();
}

fn normalize(c: &mut Criterion) {
    let of_sample = |sample| texts::of_sample(sample, texts::SIZE);
    let news = of_sample(texts::NEWS);
    bench_text(c, "news", &news, &PRESETS, false);
    bench_text(c, "vocalised", &of_sample(texts::VOCALISED), &PRESETS, false);
    bench_text(c, "tweets", &of_sample(texts::TWEETS), &PRESETS, false);
    let with = |preset| [&PRESETS[..], &[preset]].concat();
    bench_text(c, "persian", &of_sample(texts::PERSIAN), &with(Preset::Persian), false);
    bench_text(c, "urdu", &of_sample(texts::URDU), &with(Preset::Urdu), false);
    bench_text(c, "ascii", &of_sample(texts::ASCII), &PRESETS, false);
    // Each mark a character of its own, as some file systems and input methods write them.
    let others = String::from_iter(of_sample(texts::OTHERS).nfd());
    bench_text(c, "other_scripts", &others, &PRESETS, false);
    bench_text(c, "forms", &texts::presentation_forms(&news), &PRESETS, false);
    bench_text(c, "normal", &news, &PRESETS, true);

    if let Some(text) = texts::of_file() {
        bench_text(c, "file", &text, Preset::ALL, false);
    }
}

/// One word a call, as search engines do it.
fn words(c: &mut Criterion) {
    let words = texts::words(1024);
    let mut group = c.benchmark_group("words");
    group.throughput(Throughput::Elements(words.len() as u64));
    let mut output = String::with_capacity(1024);
    let mut run = |what: &str, work: &dyn Fn(&str, &mut String)| {
        group.bench_function(what, |b| {
            b.iter(|| {
                for word in &words {
                    output.clear();
                    work(black_box(word), &mut output);
                    black_box(output.len());
                }
            });
        });
    };
    for preset in PRESETS {
        let naqi = preset.normalizer();
        run(preset.name(), &|word, output| naqi.normalize_into(word, output));
    }
    run("light_by_chars", &peers::light_by_chars);
    run("search_by_chars", &peers::search_by_chars);
    run("nfkc_icu", &peers::icu_nfkc);
    group.finish();
}

/// The same text from short to long: the throughput should not depend on it.
fn lengths(c: &mut Criterion) {
    let text = texts::of_sample(texts::NEWS, 64 << 20);
    let mut group = c.benchmark_group("lengths");
    let mut output = String::with_capacity(text.len() * 2);
    for preset in PRESETS {
        let naqi = preset.normalizer();
        for (name, length) in
            [("1KiB", 1 << 10), ("32KiB", 32 << 10), ("1MiB", 1 << 20), ("64MiB", 64 << 20)]
        {
            let text = texts::start(&text, length);
            group.throughput(Throughput::Bytes(text.len() as u64));
            group.bench_function(format!("{preset}/{name}"), |b| {
                b.iter(|| {
                    output.clear();
                    naqi.normalize_into(black_box(text), &mut output);
                    black_box(output.len())
                });
            });
        }
    }
    group.finish();
}

/// Texts that no one writes, but that someone may send.
fn adversarial(c: &mut Criterion) {
    let mut group = c.benchmark_group("adversarial");
    let mut output = String::new();
    for (name, text) in texts::adversarial(texts::SIZE) {
        group.throughput(Throughput::Bytes(text.len() as u64));
        for preset in PRESETS {
            let naqi = preset.normalizer();
            group.bench_function(format!("{name}/{preset}"), |b| {
                b.iter(|| {
                    output.clear();
                    naqi.normalize_into(black_box(&text), &mut output);
                    black_box(output.len())
                });
            });
        }
    }
    group.finish();
}

/// Building a normaliser, which happens once.
fn build(c: &mut Criterion) {
    c.bench_function("build/search", |b| b.iter(|| black_box(Normalizer::search())));
}

criterion_group! {
    name = benches;
    config = Criterion::default()
        .sample_size(20)
        .warm_up_time(Duration::from_millis(500))
        .measurement_time(Duration::from_secs(2));
    targets = normalize, words, lengths, adversarial, build
}
criterion_main!(benches);
