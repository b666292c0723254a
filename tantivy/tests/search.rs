//! A real index: the right documents come back, and the right characters are marked.

use std::collections::{BTreeMap, BTreeSet};

use naqi_tantivy::{NaqiFilter, NaqiTokenizer};
use serde::Deserialize;
use tantivy::{
    Index, IndexReader, TantivyDocument,
    collector::DocSetCollector,
    query::QueryParser,
    schema::{
        Field, IndexRecordOption, STORED, STRING, Schema, TextFieldIndexing, TextOptions, Value,
    },
    snippet::{SnippetGenerator, collapse_overlapped_ranges},
    tokenizer::{LowerCaser, SimpleTokenizer, TextAnalyzer, WhitespaceTokenizer},
};

#[derive(Deserialize)]
struct Collection {
    document: Vec<Document>,
    query: Vec<Query>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Document {
    id: String,
    text: String,
    #[serde(rename = "english")]
    _english: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Query {
    query: String,
    why: String,
    found: BTreeMap<String, Vec<String>>,
}

fn collection() -> Collection {
    toml::from_str(include_str!("data/collection.toml")).expect("the collection reads")
}

/// An index in memory of texts with a name each.
struct Library {
    index: Index,
    reader: IndexReader,
    id: Field,
    text: Field,
}

impl Library {
    fn new<'a>(
        analyzer: impl Into<TextAnalyzer>,
        documents: impl IntoIterator<Item = (&'a str, &'a str)>,
    ) -> Library {
        let mut schema = Schema::builder();
        let id = schema.add_text_field("id", STRING | STORED);
        let indexing = TextFieldIndexing::default()
            .set_tokenizer("naqi")
            .set_index_option(IndexRecordOption::WithFreqsAndPositions);
        let options = TextOptions::default().set_indexing_options(indexing).set_stored();
        let text = schema.add_text_field("text", options);
        let index = Index::create_in_ram(schema.build());
        index.tokenizers().register("naqi", analyzer.into());

        let mut writer = index.writer_with_num_threads(1, 15_000_000).expect("a writer");
        for (name, content) in documents {
            let mut document = TantivyDocument::default();
            document.add_text(id, name);
            document.add_text(text, content);
            writer.add_document(document).expect("a document is added");
        }
        writer.commit().expect("a commit");
        let reader = index.reader().expect("a reader");
        Library { index, reader, id, text }
    }

    /// The documents that a query finds, and what a snippet marks in each.
    fn find(&self, query: &str) -> BTreeMap<String, Vec<String>> {
        let searcher = self.reader.searcher();
        let parser = QueryParser::for_index(&self.index, vec![self.text]);
        let query = parser.parse_query(query).expect(query);
        let mut snippets =
            SnippetGenerator::create(&searcher, &*query, self.text).expect("snippets");
        snippets.set_max_num_chars(1000);

        let found = searcher.search(&query, &DocSetCollector).expect("a search");
        let mut marked = BTreeMap::new();
        for address in found {
            let document: TantivyDocument = searcher.doc(address).expect("a document");
            let stored = |field| document.get_first(field).and_then(|value| value.as_str());
            let text = stored(self.text).expect("a text");
            let snippet = snippets.snippet_from_doc(&document);
            let start = snippet.fragment_range().start;
            let ranges = collapse_overlapped_ranges(snippet.highlighted()).into_iter();
            // In the document, not in the snippet.
            let parts = ranges.map(|at| text[start + at.start..start + at.end].to_owned());
            marked.insert(stored(self.id).expect("a name").to_owned(), parts.collect());
        }
        marked
    }

    fn finds(&self, query: &str) -> BTreeSet<String> {
        self.find(query).into_keys().collect()
    }
}

#[test]
fn queries_find_and_mark_what_they_should() {
    let Collection { document, query } = collection();
    let documents = document.iter().map(|document| (&*document.id, &*document.text));
    let library = Library::new(NaqiTokenizer::default().lower_case(), documents);
    let mut report = String::new();
    for Query { query, why, found } in query {
        let got = library.find(&query);
        if got != found {
            report += &format!("{query} ({why})\n  expected {found:?}\n  got      {got:?}\n");
        }
    }
    assert!(report.is_empty(), "\n{report}");
}

#[test]
fn lower_case_is_that_of_lower_caser() {
    let Collection { document, query } = collection();
    let documents = || document.iter().map(|document| (&*document.id, &*document.text));
    let own = Library::new(NaqiTokenizer::default().lower_case(), documents());
    let filter = TextAnalyzer::builder(NaqiTokenizer::default()).filter(LowerCaser).build();
    let theirs = Library::new(filter, documents());
    for Query { query, .. } in query {
        assert_eq!(own.find(&query), theirs.find(&query), "{query}");
    }
}

#[test]
fn stop_words_are_not_found_and_leave_a_gap() {
    // we came; to; the school
    let (came, to, school) = (
        "\u{62C}\u{626}\u{646}\u{627}",
        "\u{625}\u{644}\u{649}",
        "\u{627}\u{644}\u{645}\u{62F}\u{631}\u{633}\u{629}",
    );
    let tokenizer = NaqiTokenizer::default().stop_words([to]).expect("a stop word");
    let (with, without) = (format!("{came} {to} {school}"), format!("{came} {school}"));
    let library = Library::new(tokenizer, [("with", &*with), ("without", &*without)]);

    assert!(library.finds(to).is_empty());
    assert_eq!(library.finds(school).len(), 2);
    // Index and query have the same gap, or both have none.
    assert_eq!(library.finds(&format!("\"{with}\"")), ["with".to_owned()].into());
    assert_eq!(library.finds(&format!("\"{without}\"")), ["without".to_owned()].into());
}

#[test]
fn values_of_a_field_are_apart() {
    // A tokenizer is used for one value after the other: positions begin anew in each, and tantivy
    // parts the values.
    let mut schema = Schema::builder();
    let indexing = TextFieldIndexing::default()
        .set_tokenizer("naqi")
        .set_index_option(IndexRecordOption::WithFreqsAndPositions);
    let text = schema.add_text_field("text", TextOptions::default().set_indexing_options(indexing));
    let index = Index::create_in_ram(schema.build());
    index.tokenizers().register("naqi", NaqiTokenizer::default());
    let mut writer = index.writer_with_num_threads(1, 15_000_000).expect("a writer");
    let mut document = TantivyDocument::default();
    document.add_text(text, "one two");
    document.add_text(text, "three four");
    writer.add_document(document).expect("a document is added");
    writer.commit().expect("a commit");

    let searcher = index.reader().expect("a reader").searcher();
    let count = |query: &str| {
        let query = QueryParser::for_index(&index, vec![text]).parse_query(query).expect(query);
        searcher.search(&query, &DocSetCollector).expect("a search").len()
    };
    assert_eq!(count("\"one two\""), 1);
    assert_eq!(count("\"three four\""), 1);
    assert_eq!(count("\"two three\""), 0);
}

#[test]
fn the_filter_finds_and_marks_behind_other_tokenizers() {
    // "A school" with all vowel marks (meem fatha, dal sukun, reh fatha, seen fatha, teh marbuta
    // dammatan), new.
    let school = "\u{645}\u{64E}\u{62F}\u{652}\u{631}\u{64E}\u{633}\u{64E}\u{629}\u{64C}";
    let text = format!("{school} \u{62C}\u{62F}\u{64A}\u{62F}\u{629}");
    let plain = "\u{645}\u{62F}\u{631}\u{633}\u{629}";
    let filter = NaqiFilter::default();
    let simple = TextAnalyzer::builder(SimpleTokenizer::default()).filter(filter.clone()).build();
    let white = TextAnalyzer::builder(WhitespaceTokenizer::default()).filter(filter).build();
    for analyzer in [simple, white] {
        let library = Library::new(analyzer, [("school", &*text)]);
        let found = library.find(plain);
        assert_eq!(found, [("school".to_owned(), vec![school.to_owned()])].into());
        assert_eq!(library.find(school), found);
    }
}
