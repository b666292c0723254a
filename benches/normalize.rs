//! How fast a text is normalised, beside what one would write without this crate.
//!
//! ```text
//! cargo bench --bench normalize                        all texts
//! cargo bench --bench normalize -- normalize/news      one text
//! NAQI_BENCH_FILE=my.txt cargo bench --bench normalize -- normalize/file
//! ```
//!
//! Everything runs in one process on the same bytes and writes into a buffer that is reused, so
//! that neither a second start nor the allocator is part of a comparison.

use std::{hint::black_box, time::Duration};

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use naqi::{Normalizer, Preset};
use unicode_normalization::UnicodeNormalization as _;

mod texts;
use texts::{SAMPLES, shuffle};

const PRESETS: [Preset; 3] = [Preset::Light, Preset::Search, Preset::Tidy];

/// The text as some PDF files hold it: each letter as its isolated form.
fn presentation_forms(text: &str) -> String {
    /// The isolated forms of U+0621–063A and of U+0641–064A.
    const FIRST: [u32; 26] = [
        0xFE80, 0xFE81, 0xFE83, 0xFE85, 0xFE87, 0xFE89, 0xFE8D, 0xFE8F, 0xFE93, 0xFE95, 0xFE99,
        0xFE9D, 0xFEA1, 0xFEA5, 0xFEA9, 0xFEAB, 0xFEAD, 0xFEAF, 0xFEB1, 0xFEB5, 0xFEB9, 0xFEBD,
        0xFEC1, 0xFEC5, 0xFEC9, 0xFECD,
    ];
    const SECOND: [u32; 10] =
        [0xFED1, 0xFED5, 0xFED9, 0xFEDD, 0xFEE1, 0xFEE5, 0xFEE9, 0xFEED, 0xFEEF, 0xFEF1];
    let form = |c: char| {
        let code = match c {
            '\u{621}'..='\u{63A}' => FIRST[c as usize - 0x621],
            '\u{641}'..='\u{64A}' => SECOND[c as usize - 0x641],
            _ => c as u32,
        };
        char::from_u32(code).unwrap_or(c)
    };
    text.chars().map(form).collect()
}

/// What `light` does to most texts, as a loop that one writes in an afternoon: marks and
/// tatweel out.
fn light_by_chars(text: &str, output: &mut String) {
    for c in text.chars() {
        match c {
            '\u{610}'..='\u{61A}'
            | '\u{640}'
            | '\u{64B}'..='\u{653}'
            | '\u{656}'..='\u{65F}'
            | '\u{670}'
            | '\u{6D6}'..='\u{6DC}'
            | '\u{6DF}'..='\u{6E8}'
            | '\u{6EA}'..='\u{6ED}' => {}
            _ => output.push(c),
        }
    }
}

/// The same for `search`, without its spacing: marks and tatweel out, letters and digits folded.
fn search_by_chars(text: &str, output: &mut String) {
    for c in text.chars() {
        let c = match c {
            '\u{610}'..='\u{61A}'
            | '\u{640}'
            | '\u{64B}'..='\u{65F}'
            | '\u{670}'
            | '\u{6D6}'..='\u{6DC}'
            | '\u{6DF}'..='\u{6E8}'
            | '\u{6EA}'..='\u{6ED}' => continue,
            '\u{622}' | '\u{623}' | '\u{625}' | '\u{671}' => '\u{627}', // alef
            '\u{624}' => '\u{648}',                                     // waw
            '\u{626}' | '\u{649}' | '\u{6CC}' | '\u{6D2}' => '\u{64A}', // yeh
            '\u{6A9}' => '\u{643}',                                     // kaf
            '\u{6BE}' | '\u{6C1}' | '\u{6D5}' => '\u{647}',             // heh
            '\u{6C3}' => '\u{629}',                                     // teh marbuta
            '\u{660}'..='\u{669}' => char::from(b'0' + (c as u32 - 0x660) as u8),
            '\u{6F0}'..='\u{6F9}' => char::from(b'0' + (c as u32 - 0x6F0) as u8),
            '\u{60C}' => ',',
            '\u{61B}' => ';',
            '\u{61F}' => '?',
            _ => c,
        };
        output.push(c);
    }
}

/// Plain NFKC, which expands presentation forms and changes much else.
fn nfkc(text: &str, output: &mut String) {
    output.extend(text.nfkc());
}

/// Measures everything on one text; with `already_normal`, each preset on the text as it leaves it.
fn bench_text(c: &mut Criterion, name: &str, text: &str, already_normal: bool) {
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
    for preset in PRESETS {
        let naqi = preset.normalizer();
        let normal = naqi.normalize(text).into_owned();
        let text = if already_normal { &normal } else { text };
        run(preset.name(), text, &|text, output| naqi.normalize_into(text, output));
    }
    run("light_by_chars", text, &light_by_chars);
    run("search_by_chars", text, &search_by_chars);
    run("nfkc", text, &nfkc);

    for preset in PRESETS {
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
    for (name, sample) in SAMPLES {
        bench_text(c, name, &shuffle(sample), false);
    }
    let news = SAMPLES[0].1;
    bench_text(c, "forms", &shuffle(&presentation_forms(news)), false);
    let normal = Normalizer::light().normalize(news).into_owned();
    bench_text(c, "normal", &shuffle(&normal), true);

    if let Some(path) = std::env::var_os("NAQI_BENCH_FILE") {
        match std::fs::read_to_string(&path) {
            Ok(text) => bench_text(c, "file", &text, false),
            Err(error) => panic!("NAQI_BENCH_FILE {}: {error}", path.display()),
        }
    }
}

criterion_group! {
    name = benches;
    config = Criterion::default()
        .sample_size(20)
        .warm_up_time(Duration::from_millis(500))
        .measurement_time(Duration::from_secs(2));
    targets = normalize
}
criterion_main!(benches);
