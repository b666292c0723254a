//! The texts to measure on. All are made here, from short samples of our own.

/// Long enough to leave the first two caches, as real texts do.
pub const SIZE: usize = 1 << 20;

/// Arabic news: mostly well set, a mistake now and then.
pub const NEWS: &str = include_str!("texts/news.txt");
/// The same with all vowel marks.
pub const VOCALISED: &str = include_str!("texts/vocalised.txt");
/// Short messages, with Latin words, addresses, emoji and many mistakes.
pub const TWEETS: &str = include_str!("texts/tweets.txt");
/// Persian news.
pub const PERSIAN: &str = include_str!("texts/persian.txt");
/// Urdu news.
pub const URDU: &str = include_str!("texts/urdu.txt");
/// Everyday sentences in other scripts, whose letters have marks: French, Vietnamese, Hebrew, Thai, Hindi, Korean, Russian,
/// Greek.
pub const OTHERS: &str = include_str!("texts/others.txt");
/// English news in ASCII.
pub const ASCII: &str = include_str!("texts/ascii.txt");

/// Numbers without a pattern, the same in every run: xorshift (Marsaglia, 2003).
struct Random(u64);

impl Random {
    fn new() -> Random {
        Random(88_172_645_463_325_252)
    }

    fn below(&mut self, end: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % end as u64) as usize
    }
}

/// What a word is made of: letters and marks of Arabic script, and ZWNJ; or ASCII letters.
fn is_of_word(c: char) -> bool {
    match c {
        '\u{620}'..='\u{65F}' | '\u{66E}'..='\u{6D3}' | '\u{6D5}'..='\u{6EF}' => true,
        '\u{6FA}'..='\u{6FF}' | '\u{200C}' => true,
        _ => c.is_ascii_lowercase(),
    }
}

/// The text in pieces, which are words and what stands between words by turns.
fn pieces(text: &str) -> impl Iterator<Item = &str> {
    let mut rest = text;
    core::iter::from_fn(move || {
        let first = rest.chars().next()?;
        let is_of_word = |c: char| is_of_word(c) && c.is_ascii() == first.is_ascii();
        let in_word = is_of_word(first);
        let end = rest.find(|c| is_of_word(c) != in_word).unwrap_or(rest.len());
        let piece;
        (piece, rest) = rest.split_at(end);
        Some(piece)
    })
}

/// Whether a word of an address must stay, so that the address does.
fn is_of_address(token: &str) -> bool {
    token.contains("://") || token.contains('@')
}

/// Lines of the sample in random order, up to `size` bytes, each with other words of the sample in the
/// place of its own: the punctuation is that of real lines, and yet no line comes twice. The sample again and again
/// would not do: a processor learns some kilobytes by heart, and then predicts every branch.
pub fn of_sample(sample: &str, size: usize) -> String {
    let is_word = |piece: &&str| piece.chars().all(is_of_word);
    let tokens = sample.split_whitespace().filter(|token| !is_of_address(token));
    let words: Vec<&str> = tokens.flat_map(pieces).filter(is_word).collect();
    let (ascii, arabic): (Vec<_>, Vec<_>) = words.into_iter().partition(|word| word.is_ascii());
    let lines: Vec<&str> = sample.lines().collect();
    let mut random = Random::new();
    let mut text = String::with_capacity(size + 1024);
    while text.len() < size {
        for token in lines[random.below(lines.len())].split_inclusive(' ') {
            for piece in pieces(token) {
                let others = if piece.is_ascii() { &ascii } else { &arabic };
                let stays = !is_word(&piece) || others.is_empty() || is_of_address(token);
                text.push_str(if stays { piece } else { others[random.below(others.len())] });
            }
        }
        text.push('\n');
    }
    text
}

/// The text of the file that the environment variable `NAQI_BENCH_FILE` names, if it is set.
pub fn of_file() -> Option<String> {
    let path = std::env::var_os("NAQI_BENCH_FILE")?;
    match std::fs::read_to_string(&path) {
        Ok(text) => Some(text),
        Err(error) => panic!("NAQI_BENCH_FILE {}: {error}", path.display()),
    }
}

/// The text as some PDF files hold it: each letter as its isolated form.
pub fn presentation_forms(text: &str) -> String {
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

/// The first `size` bytes of a text, or a little less where a character lies across.
pub fn start(text: &str, size: usize) -> &str {
    let end = (0..=size.min(text.len())).rev().find(|&end| text.is_char_boundary(end));
    &text[..end.unwrap_or(0)]
}

/// Words of the news sample of 12 to 20 bytes, which are six to ten letters, in random order.
pub fn words(count: usize) -> Vec<String> {
    let words = NEWS.split(|c| !is_of_word(c)).filter(|word| (12..=20).contains(&word.len()));
    let words: Vec<&str> = words.collect();
    let mut random = Random::new();
    (0..count).map(|_| words[random.below(words.len())].to_owned()).collect()
}

/// Texts that make the rules work hardest, with a name each, of `size` bytes or a few more.
pub fn adversarial(size: usize) -> Vec<(&'static str, String)> {
    let repeat = |text: &str| text.repeat(size.div_ceil(text.len()));
    let every_form = String::from_iter('\u{FE80}'..='\u{FEFC}');
    let all_forms = ('\u{FB50}'..='\u{FDFF}').filter(|c| !matches!(c, '\u{FDD0}'..='\u{FDEF}'));
    vec![
        // Beh with shadda and fatha in the order in which they are typed, and the other way.
        ("alternating marks", repeat("\u{628}\u{651}\u{64E}\u{628}\u{64E}\u{651}")),
        // Fatha, kasra, fatha: no base at all.
        ("only marks", repeat("\u{64E}\u{650}")),
        ("tatweel and dagger alef", repeat("\u{628}\u{640}\u{670}\u{640}")),
        ("only punctuation", repeat(".,;:!?\u{60C}\u{61B}\u{61F}\"()\u{AB}\u{BB}<>")),
        // Beh, space, Arabic comma, beh, `>`, space: all badly set.
        ("badly set punctuation", repeat("\u{628} \u{60C}\u{628}> ")),
        ("only white space", repeat(" \t\u{A0}")),
        ("digits and separators", repeat("1,\u{661}\u{66B}\u{6F2}.")),
        // Heh again and again.
        ("one letter", repeat("\u{647}")),
        ("presentation forms B", repeat(&every_form)),
        ("presentation forms A", repeat(&String::from_iter(all_forms))),
        // Grinning face, musical symbol, Arabic mathematical alef.
        ("only four bytes", repeat("\u{1F600}\u{1D11E}\u{1EE00}")),
        // Alef and hamza above, in two.
        ("decomposed letters", repeat("\u{627}\u{654}\u{64A}\u{654}")),
        // Acute on nothing; hamza above on a phrase.
        ("marks of other scripts", repeat("\u{301}")),
        ("marks on phrases", repeat("\u{FDFA}\u{654}")),
        // Hangul jungseong a with nothing before it, and on a Latin letter that is composed already.
        ("jamo on nothing", repeat("\u{1161}")),
        ("jamo on letters", repeat("\u{1EA4}\u{1161}")),
        // Soft hyphen.
        ("punctuation and what goes", repeat("\u{AD}:")),
        ("phrases and full stops", repeat("\u{FDFA}.")),
        ("tabs and mark forms", repeat("\t\u{FE76}")),
    ]
}

/// Texts that make a tokeniser work hardest, with a name each, of about `size` bytes: what it has to look
/// far for, what it has to stop at, and what no table holds.
pub fn hostile_to_tokens(size: usize) -> Vec<(&'static str, String)> {
    let fill = |piece: &str| piece.repeat(size.div_ceil(piece.len()));
    vec![
        ("one word", fill("\u{628}\u{64A}\u{62A}")), // beh, yeh, teh
        ("one Latin word", fill("abc")),
        ("only marks", fill("\u{64E}\u{651}")), // fatha, shadda
        ("only punctuation", fill(".,:;!?()[]{}<>-_/\\@#$%^&*+=~`|'\"")),
        ("unpaired quotes", fill("\"\u{628} ")),
        ("initials", fill("a.b.c.d.")),
        ("Arabic initials", fill("\u{628}.\u{62A}.")),
        ("digits and separators", fill("1.5:2/3,")),
        ("no space", fill("a-1.b_2,")),
        ("at signs", fill("@")),
        ("no addresses", fill("a@a.")),
        ("addresses", fill("a.b@c.de ")),
        ("dates", fill("2024-05-12 ")),
        ("URLs", fill("http://")),
        ("number signs", fill("#1")),
        ("hashtags", fill("#\u{628} ")),
        ("emoji", fill("\u{1F600}")),
        ("joined emoji", fill("\u{1F469}\u{200D}")),
        ("only ZWNJ", fill("\u{200C}")),
        ("letters with ZWNJ", fill("\u{628}\u{200C}")),
        ("spaced Quranic marks", fill("\u{628} \u{6D6} ")), // small high ligature
        ("presentation forms", fill("\u{FE8D}\u{FEDF} ")),
        ("Hebrew", fill("\u{5D0}\u{5D1} ")),
        ("Chinese", fill("\u{4E2D}")),
        ("Devanagari", fill("\u{915}\u{94D}\u{937} ")),
        ("fullwidth commas", fill("\u{FF0C}")),
        // Composed, and spelled out: a phrase in one character.
        ("decomposed Latin", fill("e\u{301} ")),
        ("phrases", fill("\u{FDFA} ")),
    ]
}
