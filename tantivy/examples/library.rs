//! Indexes a few Arabic texts, and shows what some queries find, or those of the command line.
//!
//! ```sh
//! cargo run -p naqi-tantivy --example library
//! cargo run -p naqi-tantivy --example library -- "المكتبة" "\"ثلاثين كتابا\""
//! ```

use std::{env, error::Error};

use naqi_tantivy::NaqiTokenizer;
use tantivy::{
    Index, TantivyDocument,
    collector::TopDocs,
    doc,
    query::QueryParser,
    schema::{IndexRecordOption, Schema, TextFieldIndexing, TextOptions},
    snippet::SnippetGenerator,
};

/// Spelled in the ways in which texts come: with vowel marks; with tatweel and Arabic-Indic digits; in
/// presentation forms, as from a PDF file; with a ligature of four words.
const TEXTS: [&str; 4] = [
    // "The librarian bought thirty books for the children."
    "اِشْتَرَتْ أَمِينَةُ المَكْتَبَةِ ثَلَاثِينَ كِتَابًا لِلأَطْفَالِ.",
    // "The library, which opened in the year 1398, is near the hospital."
    "المكتـــبة التي افتتحت سنة ١٣٩٨ قريبة من المستشفى.",
    // "The old house on the hill"
    "ﺍﻟﺒﻴﺖ ﺍﻟﻘﺪﻳﻢ ﻓﻮﻕ ﺍﻟﺘﻞ",
    // "The Prophet, God bless him and give him peace, said"
    "قال النبي ﷺ",
];

/// "The library"; "1398"; "the hospital" with the wrong final letter; "the house"; a phrase with the last word of the
/// ligature written out; a phrase without marks.
const QUERIES: [&str; 6] =
    ["المكتبة", "1398", "المستشفي", "البيت", "\"النبي صلى الله عليه وسلم\"", "\"ثلاثين كتابا\""];

fn main() -> Result<(), Box<dyn Error>> {
    // A field whose words are those of naqi, with positions for phrases.
    let indexing = TextFieldIndexing::default()
        .set_tokenizer("naqi")
        .set_index_option(IndexRecordOption::WithFreqsAndPositions);
    let mut schema = Schema::builder();
    let options = TextOptions::default().set_indexing_options(indexing).set_stored();
    let text = schema.add_text_field("text", options);
    let index = Index::create_in_ram(schema.build());

    // "From" and "which" are not worth finding.
    let tokenizer = NaqiTokenizer::default().lower_case().stop_words(["من", "التي"])?;
    index.tokenizers().register("naqi", tokenizer);

    let mut writer = index.writer_with_num_threads(1, 15_000_000)?;
    for content in TEXTS {
        writer.add_document(doc!(text => content))?;
    }
    writer.commit()?;

    let searcher = index.reader()?.searcher();
    let parser = QueryParser::for_index(&index, vec![text]);
    let given: Vec<String> = env::args().skip(1).collect();
    let queries = if given.is_empty() { QUERIES.map(String::from).into() } else { given };
    for words in queries {
        let query = parser.parse_query(&words)?;
        let snippets = SnippetGenerator::create(&searcher, &*query, text)?;
        println!("{words}");
        for (_, address) in searcher.search(&query, &TopDocs::with_limit(10).order_by_score())? {
            let document: TantivyDocument = searcher.doc(address)?;
            // The text as it was written, with what was found in `<b>`.
            println!("    {}", snippets.snippet_from_doc(&document).to_html());
        }
    }
    Ok(())
}
