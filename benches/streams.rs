//! Text in pieces beside the whole text, bytes and UTF-16 beside `str`.
//!
//! ```text
//! cargo bench --bench streams                      all texts
//! cargo bench --bench streams -- streams/news      one text
//! NAQI_BENCH_FILE=my.txt cargo bench --bench streams -- streams/file
//! ```

use std::{
    hint::black_box,
    io::{Read as _, Write as _},
    time::Duration,
};

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use naqi::{Invalid, Normalizer, Preset};
use naqi_benches as texts;

/// How long the pieces are.
const PIECES: [(&str, usize); 4] =
    [("64B", 64), ("1KiB", 1 << 10), ("8KiB", 8 << 10), ("64KiB", 64 << 10)];

/// A text in pieces of about this length.
fn pieces(text: &str, length: usize) -> Vec<&str> {
    let mut pieces = Vec::new();
    let mut rest = text;
    while !rest.is_empty() {
        let (piece, behind) = rest.split_at(texts::start(rest, length).len());
        pieces.push(piece);
        rest = behind;
    }
    pieces
}

/// Pushes the pieces, and takes what comes out of each.
fn push(naqi: &Normalizer, pieces: &[&str], output: &mut String) {
    let mut stream = naqi.stream();
    for piece in pieces {
        output.clear();
        stream.push(black_box(piece), output);
        black_box(output.len());
    }
    stream.finish(output);
}

fn bench_text(c: &mut Criterion, name: &str, text: &str) {
    let mut group = c.benchmark_group(format!("streams/{name}"));
    group.throughput(Throughput::Bytes(text.len() as u64));
    let units: Vec<u16> = text.encode_utf16().collect();
    for preset in [Preset::Light, Preset::Search, Preset::Tidy] {
        let naqi = preset.normalizer();
        let mut output = String::new();
        group.bench_function(format!("{preset}/whole"), |b| {
            b.iter(|| {
                output.clear();
                naqi.normalize_into(black_box(text), &mut output);
                black_box(output.len())
            });
        });
        for (length_name, length) in PIECES {
            let pieces = pieces(text, length);
            group.bench_function(format!("{preset}/pieces_of_{length_name}"), |b| {
                b.iter(|| push(&naqi, &pieces, &mut output));
            });
        }
        let mut buffer = vec![0; 64 << 10];
        group.bench_function(format!("{preset}/reader"), |b| {
            b.iter(|| {
                let mut reader = naqi.reader(black_box(text.as_bytes()), Invalid::Error);
                while reader.read(&mut buffer).expect("UTF-8") > 0 {
                    black_box(&buffer);
                }
            });
        });
        group.bench_function(format!("{preset}/writer"), |b| {
            b.iter(|| {
                let mut writer = naqi.writer(std::io::sink(), Invalid::Error);
                writer.write_all(black_box(text.as_bytes())).expect("UTF-8");
                writer.finish().expect("UTF-8")
            });
        });
        for &invalid in Invalid::ALL {
            group.bench_function(format!("{preset}/bytes_{invalid}"), |b| {
                b.iter(|| naqi.normalize_bytes(black_box(text.as_bytes()), invalid));
            });
        }
        group.bench_function(format!("{preset}/utf16"), |b| {
            b.iter(|| naqi.normalize_utf16(black_box(&units), Invalid::Error));
        });
    }
    group.finish();
}

fn streams(c: &mut Criterion) {
    for (name, sample) in
        [("news", texts::NEWS), ("vocalised", texts::VOCALISED), ("tweets", texts::TWEETS)]
    {
        bench_text(c, name, &texts::of_sample(sample, texts::SIZE));
    }
    // No place to cut it at: the specification decides how far it is decided.
    bench_text(
        c,
        "without_spaces",
        &texts::of_sample(texts::NEWS, texts::SIZE / 8).replace([' ', '\n'], ""),
    );
    if let Some(text) = texts::of_file() {
        bench_text(c, "file", &text);
    }
}

criterion_group! {
    name = benches;
    config = Criterion::default()
        .sample_size(20)
        .warm_up_time(Duration::from_millis(300))
        .measurement_time(Duration::from_secs(1));
    targets = streams
}
criterion_main!(benches);
