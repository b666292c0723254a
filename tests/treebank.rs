//! Words agree with the surface tokens of treebanks, as far as those are a matter of characters.
//!
//! The treebanks of Universal Dependencies are large, and under licences of their own: the test reads
//! those in the folder that `NAQI_TREEBANKS` names, and is skipped without.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    io::Write as _,
    path::{Path, PathBuf},
};

use naqi::words;
use unicode_segmentation::UnicodeSegmentation as _;

/// A sentence of a treebank: its text, and where its surface tokens begin and end.
#[derive(Default)]
struct Sentence {
    text: String,
    ranges: Vec<(usize, usize)>,
    /// No space follows the last token.
    glued: bool,
}

impl Sentence {
    fn push(&mut self, form: &str, space_after: bool) {
        // Clitics that a treebank sets apart are letters on both sides of a boundary without a space;
        // as characters go they are one word.
        let is_letter = |c: char| c.is_alphabetic() || matches!(c, '\u{64B}'..='\u{655}');
        let left = self.text.chars().next_back();
        let clitic = self.glued && left.is_some_and(is_letter) && form.starts_with(is_letter);
        let start = self.text.len();
        self.text.push_str(form);
        match self.ranges.last_mut() {
            Some(last) if clitic => last.1 = self.text.len(),
            _ => self.ranges.push((start, self.text.len())),
        }
        self.glued = !space_after;
        if space_after {
            self.text.push(' ');
        }
    }
}

/// The sentences of a file in CoNLL-U.
fn sentences(path: &Path) -> Vec<Sentence> {
    let file = fs::read_to_string(path).unwrap_or_else(|error| panic!("{path:?}: {error}"));
    let mut sentences = vec![Sentence::default()];
    let mut covered = 0;
    for line in file.lines() {
        if line.is_empty() {
            sentences.push(Sentence::default());
            covered = 0;
            continue;
        }
        let fields: Vec<&str> = line.split('\t').collect();
        let &[id, form, .., misc] = &fields[..] else { continue };
        if id.contains('.') {
            continue; // an empty node
        }
        let number = |id: &str| id.parse::<usize>().expect("a token number");
        if let Some((_, last)) = id.split_once('-') {
            covered = number(last);
        } else if number(id) <= covered {
            continue; // a part of a multiword token
        }
        let space_after = !misc.split('|').any(|field| field == "SpaceAfter=No");
        let sentence = sentences.last_mut().expect("there is one");
        sentence.push(form, space_after);
    }
    sentences.retain(|sentence| !sentence.ranges.is_empty());
    sentences
}

/// Boundaries that were found and are there, that were found, that are there.
#[derive(Default)]
struct Score {
    both: usize,
    found: usize,
    gold: usize,
}

impl Score {
    fn add(&mut self, gold: &BTreeSet<usize>, found: &BTreeSet<usize>) {
        self.both += gold.intersection(found).count();
        self.found += found.len();
        self.gold += gold.len();
    }

    fn f1(&self) -> f64 {
        2.0 * self.both as f64 / (self.found + self.gold) as f64
    }
}

fn boundaries(ranges: impl IntoIterator<Item = (usize, usize)>) -> BTreeSet<usize> {
    ranges.into_iter().flat_map(|(start, end)| [start, end]).collect()
}

/// Standard error itself: the test harness hides what `eprintln!` prints in a test that passes.
fn say(line: &str) {
    writeln!(std::io::stderr(), "{line}").expect("standard error takes a line");
}

#[test]
fn boundaries_agree_with_treebanks() {
    let Some(folder) = std::env::var_os("NAQI_TREEBANKS") else {
        say("\nSKIPPED: words were NOT compared with treebanks: name a folder in NAQI_TREEBANKS");
        return;
    };
    let entries = fs::read_dir(&folder).unwrap_or_else(|error| panic!("{folder:?}: {error}"));
    let mut files: Vec<PathBuf> = entries.map(|entry| entry.unwrap().path()).collect();
    files.retain(|path| path.extension().is_some_and(|extension| extension == "conllu"));
    files.sort();
    assert!(!files.is_empty(), "no treebank in {folder:?}");
    for path in files {
        let (mut ours, mut theirs) = (Score::default(), Score::default());
        let mut residue: BTreeMap<String, usize> = BTreeMap::new();
        for sentence in sentences(&path) {
            let text = &sentence.text;
            let gold = boundaries(sentence.ranges.iter().copied());
            let found = boundaries(words(text).map(|token| (token.start(), token.end())));
            let peer = text.split_word_bound_indices().filter(|(_, word)| !word.trim().is_empty());
            let peer = boundaries(peer.map(|(start, word)| (start, start + word.len())));
            ours.add(&gold, &found);
            theirs.add(&gold, &peer);
            for &at in gold.symmetric_difference(&found) {
                let sign = if gold.contains(&at) { "missed" } else { "made" };
                let left: String = text[..at].split(' ').next_back().unwrap_or("").into();
                let right: String = text[at..].split(' ').next().unwrap_or("").into();
                *residue.entry(format!("{sign} {left}|{right}")).or_default() += 1;
            }
        }
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        let (f1, peer) = (ours.f1(), theirs.f1());
        say(&format!("\n{name}: boundary F1 {f1:.5}; unicode-segmentation {peer:.5}"));
        if std::env::var_os("NAQI_RESIDUE").is_some() {
            for (place, count) in residue {
                say(&format!("  {count} {place}"));
            }
        }
        assert!(f1 >= 0.995, "{name}: {f1}");
    }
}
