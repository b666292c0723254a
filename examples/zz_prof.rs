//! Profile.
use std::time::Instant;
fn main() {
    let path = std::env::args().nth(1).unwrap();
    let reps: usize = std::env::args().nth(2).map_or(60, |n| n.parse().unwrap());
    let sample = std::fs::read_to_string(&path).unwrap();
    let ws: Vec<&str> = sample.split_whitespace().collect();
    let mut text = String::new();
    let mut r = 88_172_645_463_325_252_u64;
    let mut n = 0;
    while text.len() < 1 << 20 {
        r ^= r << 13;
        r ^= r >> 7;
        r ^= r << 17;
        text.push_str(ws[(r % ws.len() as u64) as usize]);
        n += 1;
        text.push(if n % 24 == 0 { '\n' } else { ' ' });
    }
    let mut best = f64::MAX;
    let mut sum = 0;
    for _ in 0..reps {
        let t = Instant::now();
        sum += naqi::words(&text).fold(0, |s, t| s + t.text().len() + t.kind() as usize);
        best = best.min(t.elapsed().as_secs_f64());
    }
    let count = naqi::words(&text).count();
    println!(
        "{:.0} MB/s, {:.2} ns a token, {} tokens {sum}",
        text.len() as f64 / best / 1e6,
        best * 1e9 / count as f64,
        count
    );
    let mut best = f64::MAX;
    for _ in 0..reps {
        let t = Instant::now();
        let mut s = 0;
        for t in naqi::words(&text) {
            s += t.text().len() + t.kind() as usize;
        }
        std::hint::black_box(s);
        best = best.min(t.elapsed().as_secs_f64());
    }
    println!("for: {:.0} MB/s", text.len() as f64 / best / 1e6);
    let light = naqi::Normalizer::light();
    let mut best = f64::MAX;
    for _ in 0..reps {
        let t = Instant::now();
        let mut s = 0;
        naqi::Tokenizer::new()
            .normalized(&light, &text)
            .for_each(|t| s += t.text().len() + t.kind() as usize);
        std::hint::black_box(s);
        best = best.min(t.elapsed().as_secs_f64());
    }
    println!("normalized: {:.0} MB/s", text.len() as f64 / best / 1e6);
    let mut best = f64::MAX;
    for _ in 0..reps {
        let t = Instant::now();
        std::hint::black_box(naqi::sentences(&text).fold(0, |s, t| s + t.text().len()));
        best = best.min(t.elapsed().as_secs_f64());
    }
    println!("sentences: {:.0} MB/s", text.len() as f64 / best / 1e6);
}
#[allow(dead_code)]
fn more() {}
