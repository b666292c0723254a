//! The texts of the benchmarks.

/// Long enough to leave the first two caches, as real texts do.
pub const SIZE: usize = 1 << 20;

pub const SAMPLES: [(&str, &str); 6] = [
    ("news", include_str!("news.txt")),
    ("vocalised", include_str!("vocalised.txt")),
    ("tweets", include_str!("tweets.txt")),
    ("persian", include_str!("persian.txt")),
    ("urdu", include_str!("urdu.txt")),
    ("ascii", include_str!("ascii.txt")),
];

/// Words in a line.
const LINE: usize = 24;

/// The words of the sample in random order, up to [`SIZE`]. The sample again and again would not do: a
/// processor learns two kilobytes by heart, and then predicts every branch.
pub fn shuffle(sample: &str) -> String {
    let words: Vec<&str> = sample.split_whitespace().collect();
    let mut text = String::with_capacity(SIZE + 64);
    // Xorshift (Marsaglia, 2003): the same text in every run.
    let mut random = 88_172_645_463_325_252_u64;
    let mut count = 0;
    while text.len() < SIZE {
        random ^= random << 13;
        random ^= random >> 7;
        random ^= random << 17;
        text.push_str(words[(random % words.len() as u64) as usize]);
        count += 1;
        text.push(if count % LINE == 0 { '\n' } else { ' ' });
    }
    text
}
