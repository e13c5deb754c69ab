//! A plain tantivy index of the same passages, to compare with: one text field, stemmed words with positions, the text
//! stored with lz4.

use std::path::Path;

use raadpleeg::evaluate::entries;
use tantivy::collector::TopDocs;
use tantivy::query::{BooleanQuery, Query, TermQuery};
use tantivy::schema::{Field, IndexRecordOption, STORED, Schema, TextFieldIndexing, TextOptions};
use tantivy::tokenizer::{Language, LowerCaser, SimpleTokenizer, Stemmer, TextAnalyzer, TokenStream};
use tantivy::{DocAddress, Index, IndexWriter, Searcher, TantivyDocument, Term};

/// Threads of the writer, and its memory: as our own writer has them.
const THREADS: usize = 1;
const BUFFER: usize = raadpleeg::backend::embedded::BUFFER;

const TOKENIZER: &str = "dutch";

/// tantivy's own analysis of Dutch.
pub fn analyzer() -> TextAnalyzer {
    TextAnalyzer::builder(SimpleTokenizer::default()).filter(LowerCaser).filter(Stemmer::new(Language::Dutch)).build()
}

/// Indexes the set in `set` into the empty folder `index`; returns how many passages it holds.
pub fn index_set(set: &Path, index: &Path) -> u64 {
    let indexing = TextFieldIndexing::default()
        .set_tokenizer(TOKENIZER)
        .set_index_option(IndexRecordOption::WithFreqsAndPositions);
    let mut builder = Schema::builder();
    let field = builder.add_text_field("text", TextOptions::default().set_indexing_options(indexing) | STORED);
    let index = Index::create_in_dir(index, builder.build()).expect("the plain index can be made");
    index.tokenizers().register(TOKENIZER, analyzer());
    let mut writer: IndexWriter =
        index.writer_with_num_threads(THREADS, BUFFER).expect("the plain index can be written");
    let mut passages = 0;
    for entry in entries(set).expect("the set can be read") {
        let entry = entry.expect("every entry can be read");
        let mut document = TantivyDocument::default();
        document.add_text(field, format!("{}\n{}", entry.title, entry.text));
        writer.add_document(document).expect("a passage can be added");
        passages += 1;
    }
    writer.commit().expect("the plain index can be committed");
    writer.wait_merging_threads().expect("merges end");
    passages
}

/// An open plain index.
pub struct Plain {
    searcher: Searcher,
    field: Field,
    analyzer: TextAnalyzer,
}

impl Plain {
    /// Opens the index in `path`.
    pub fn open(path: &Path) -> Plain {
        let index = Index::open_in_dir(path).expect("the plain index can be opened");
        let field = index.schema().get_field("text").expect("the field is there");
        let searcher = index.reader().expect("the plain index can be read").searcher();
        Plain { searcher, field, analyzer: analyzer() }
    }

    /// The best ten for any of the stemmed words of `text`.
    pub fn best(&mut self, text: &str) -> Vec<(f32, DocAddress)> {
        let mut words: Vec<Box<dyn Query>> = Vec::new();
        let field = self.field;
        self.analyzer.token_stream(text).process(&mut |token| {
            let term = Term::from_field_text(field, &token.text);
            words.push(Box::new(TermQuery::new(term, IndexRecordOption::WithFreqs)));
        });
        let query = BooleanQuery::union(words);
        self.searcher.search(&query, &TopDocs::with_limit(10).order_by_score()).expect("the plain index answers")
    }

    /// [`Plain::best`] with the texts loaded.
    pub fn load(&mut self, text: &str) -> usize {
        let best = self.best(text);
        for (_, address) in &best {
            let loaded = self.searcher.doc::<TantivyDocument>(*address).expect("a passage can be loaded");
            std::hint::black_box(loaded);
        }
        best.len()
    }
}
