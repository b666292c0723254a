//! Splitting a text takes no memory, and normalising into a buffer that is large enough none either.

use std::{
    alloc::{GlobalAlloc, Layout, System},
    cell::Cell,
};

use naqi::{Normalizer, Policy, Preset, SentenceSplitter, TokenKinds, Tokenizer, clusters};

/// The system's allocator, which counts the calls of each thread.
struct Counting;

thread_local! {
    static CALLS: Cell<usize> = const { Cell::new(0) };
}

fn count() {
    // A thread that ends may allocate when the cell is gone.
    let _ = CALLS.try_with(|calls| calls.set(calls.get() + 1));
}

// SAFETY: all is done by the system's allocator.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        count();
        // SAFETY: the caller's.
        unsafe { System.alloc(layout) }
    }

    unsafe fn dealloc(&self, pointer: *mut u8, layout: Layout) {
        // SAFETY: the caller's.
        unsafe { System.dealloc(pointer, layout) }
    }

    unsafe fn realloc(&self, pointer: *mut u8, layout: Layout, size: usize) -> *mut u8 {
        count();
        // SAFETY: the caller's.
        unsafe { System.realloc(pointer, layout, size) }
    }
}

#[global_allocator]
static ALLOCATOR: Counting = Counting;

/// How often memory is asked for.
fn allocations(work: impl FnOnce()) -> usize {
    let before = CALLS.get();
    work();
    CALLS.get() - before
}

#[test]
fn allocations_are_counted() {
    assert_eq!(allocations(|| drop(std::hint::black_box(Box::new(1)))), 1);
}

/// Texts that planes take, texts that they leave to the specification, and texts with tags.
fn texts() -> Vec<String> {
    let long = |text: &str| text.repeat(400);
    vec![
        String::new(),
        // beh, yeh, teh, Arabic comma, 1,000, sad with fatha, Arabic question mark
        long("\u{628}\u{64A}\u{62A}\u{60C} 1,000 \u{635}\u{64E}\u{61F} "),
        long("#tag @name a.b@c.de https://a.test/b?c=1,2 www.a.test 2024-05-12\n"),
        // dal and kaf as initials; a doctor
        long("\u{642}.\u{645} \u{62F}. Dr. A. B. (x.) 3. \u{AB}!\u{BB}"),
        long("\u{5D0}\"\u{5D1} \u{4E2D}\u{1F469}\u{200D}\u{1F469} \u{915}\u{94D}\u{937} \u{E9}"),
        long("\u{200C}\u{64E}\u{301}\u{61C}"),
        long("\u{628}"),
        long("a-1.b_2,@"),
    ]
}

#[test]
fn splitting_takes_no_memory() {
    // What is looked up once for all, such as the environment, may take some.
    assert_eq!(naqi::words("a").count(), 1);
    for text in texts() {
        for &policy in Policy::ALL {
            let mut found = 0;
            let count = allocations(|| {
                for kinds in [TokenKinds::default(), TokenKinds::all()] {
                    let words = Tokenizer::new().policy(policy).kinds(kinds).words(&text);
                    found += words.clone().fold(0, |sum, token| sum + token.text().len());
                    found += words.clone().rev().map(|token| token.range().len()).sum::<usize>();
                    for token in words {
                        found += token.text().len();
                    }
                }
                let split = SentenceSplitter::new().policy(policy).abbreviations(&["ab."]);
                found +=
                    split.sentences(&text).map(|sentence| sentence.text().len()).sum::<usize>();
            });
            assert_eq!(count, 0, "{policy}: {text:?}");
            // With white space three times, and the sentences; the words add to that.
            assert!(found >= 4 * text.len(), "{policy}: {text:?}");
        }
        let mut found = 0;
        let count = allocations(|| {
            found += clusters(&text).map(|cluster| cluster.text().len()).sum::<usize>();
            found += clusters(&text).rev().map(|cluster| cluster.text().len()).sum::<usize>();
        });
        assert_eq!(count, 0, "{text:?}");
        assert_eq!(found, 2 * text.len());
    }
}

#[test]
fn tokens_of_words_that_stay_take_no_memory() {
    let search = Normalizer::search();
    // beh, yeh, teh, space, 12: as they are
    let text = "\u{628}\u{64A}\u{62A} 12 ".repeat(400);
    let mut tokens = 0;
    let tokenizer = Tokenizer::new();
    let normalized = tokenizer.normalized(&search, &text);
    let count = allocations(|| normalized.for_each(|_| tokens += 1));
    assert_eq!((tokens, count), (800, 0));
}

/// A buffer that holds the output and a block more; texts of Arabic and ASCII. (Putting other scripts in
/// Normalization Form C may take memory.)
#[test]
fn normalising_into_a_large_buffer_takes_no_memory() {
    for preset in Preset::ALL {
        let normalizer = preset.normalizer();
        let is_taken = |c: char| c < '\u{80}' || ('\u{600}'..'\u{700}').contains(&c);
        for text in texts().iter().filter(|text| text.chars().all(is_taken)) {
            let mut output = String::with_capacity(11 * text.len() + 4096);
            let count = allocations(|| normalizer.normalize_into(text, &mut output));
            assert_eq!(count, 0, "{preset}: {text:?}");
        }
    }
}
