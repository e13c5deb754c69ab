//! The fields of an embedded index, and the tokenizer that reads encoded terms back.

use tantivy::schema::{
    FAST, Field, INDEXED, IndexRecordOption, STORED, STRING, Schema, TextFieldIndexing, TextOptions,
};
use tantivy::tokenizer::{LowerCaser, RawTokenizer, TextAnalyzer, Token, TokenStream, Tokenizer, TokenizerManager};

use crate::analysis::Decoder;
use crate::query::plan::Keyword;

/// The name under which the tokenizer is registered; part of the format.
const TOKENIZER: &str = "encoded-terms";

/// The tokenizer of keywords: the whole value in lower case, so that filters need not be typed as spelled.
const KEYWORD_TOKENIZER: &str = "keyword";

/// Registers the tokenizers that the schema names.
pub(super) fn register_tokenizers(tokenizers: &TokenizerManager) {
    tokenizers.register(TOKENIZER, TextAnalyzer::from(EncodedTerms));
    let keyword = TextAnalyzer::builder(RawTokenizer::default()).filter(LowerCaser).build();
    tokenizers.register(KEYWORD_TOKENIZER, keyword);
}

/// The fields. Passages have all but `record`, `titles`, `lineage` and `member`; a file's record has the first two of
/// these, `readers` and `stored`, and a lineage the last two, `readers` and `stored`.
#[derive(Clone, Copy, Debug)]
pub(super) struct Fields {
    /// All terms of all layers and regions: one list of positions per term tells the region.
    pub terms: Field,
    /// The id of the passage's document.
    pub document: Field,
    /// The first half of that id as a number, for grouping.
    pub group: Field,
    /// The id of the file that a record is about.
    pub record: Field,
    /// The title of the file that a record is about, from each of its words on; see [`crate::analysis::title_keys`].
    pub titles: Field,
    pub collection: Field,
    pub municipality: Field,
    pub kind: Field,
    pub language: Field,
    /// The year of the document, as text.
    pub year: Field,
    /// Who may see the passage or record; see [`super::visible::reader_terms`].
    pub readers: Field,
    /// Days since 1970-01-01.
    pub day: Field,
    /// Words in the passage.
    pub words: Field,
    /// The share of its words that stand in sentences, in percent.
    pub sentences: Field,
    /// The place of the passage in its document.
    pub ordinal: Field,
    /// The number of the passage; see [`crate::document::passage_key`].
    pub key: Field,
    /// The nodes of the passage's units, in order; see [`crate::lineage`].
    pub units: Field,
    /// The bands of these units.
    pub bands: Field,
    /// The name of a lineage.
    pub lineage: Field,
    /// Its nodes.
    pub member: Field,
    /// The passage, record or lineage, as JSON.
    pub stored: Field,
}

impl Fields {
    /// The field of a keyword.
    pub(super) fn keyword(&self, keyword: Keyword) -> Field {
        match keyword {
            Keyword::Collection => self.collection,
            Keyword::Municipality => self.municipality,
            Keyword::Kind => self.kind,
            Keyword::Language => self.language,
            Keyword::Year => self.year,
        }
    }
}

/// The schema; its names are part of the format.
pub(super) fn schema() -> (Schema, Fields) {
    let mut builder = Schema::builder();
    let indexing = TextFieldIndexing::default()
        .set_tokenizer(TOKENIZER)
        .set_index_option(IndexRecordOption::WithFreqsAndPositions);
    let keyword = TextFieldIndexing::default()
        .set_tokenizer(KEYWORD_TOKENIZER)
        .set_fieldnorms(false)
        .set_index_option(IndexRecordOption::Basic);
    let keyword = TextOptions::default().set_indexing_options(keyword).set_fast("raw");
    let fields = Fields {
        terms: builder.add_text_field("terms", TextOptions::default().set_indexing_options(indexing)),
        document: builder.add_text_field("document", STRING),
        group: builder.add_u64_field("group", FAST),
        record: builder.add_text_field("record", STRING),
        titles: builder.add_text_field("titles", STRING),
        collection: builder.add_text_field("collection", keyword.clone()),
        municipality: builder.add_text_field("municipality", keyword.clone()),
        kind: builder.add_text_field("kind", keyword.clone()),
        language: builder.add_text_field("language", keyword.clone()),
        year: builder.add_text_field("year", keyword.clone()),
        readers: builder.add_text_field("readers", STRING),
        day: builder.add_i64_field("day", FAST | INDEXED),
        words: builder.add_u64_field("words", FAST),
        sentences: builder.add_u64_field("sentences", FAST),
        ordinal: builder.add_u64_field("ordinal", FAST),
        key: builder.add_u64_field("key", FAST),
        units: builder.add_u64_field("units", FAST | INDEXED),
        bands: builder.add_u64_field("bands", INDEXED),
        lineage: builder.add_u64_field("lineage", INDEXED),
        member: builder.add_u64_field("member", FAST | INDEXED),
        stored: builder.add_bytes_field("stored", STORED),
    };
    (builder.build(), fields)
}

/// Gives tantivy the terms of an encoded passage, with the positions of their regions.
#[derive(Clone, Default)]
pub(super) struct EncodedTerms;

/// The terms of one passage.
pub(super) struct EncodedStream<'a> {
    decoder: Decoder<'a>,
    token: Token,
}

impl Tokenizer for EncodedTerms {
    type TokenStream<'a> = EncodedStream<'a>;

    fn token_stream<'a>(&'a mut self, text: &'a str) -> EncodedStream<'a> {
        EncodedStream { decoder: Decoder::new(text), token: Token::default() }
    }
}

impl TokenStream for EncodedStream<'_> {
    fn advance(&mut self) -> bool {
        let Some((term, position)) = self.decoder.next_term() else { return false };
        self.token.text.clear();
        self.token.text.push_str(term);
        self.token.position = position as usize;
        true
    }

    fn token(&self) -> &Token {
        &self.token
    }

    fn token_mut(&mut self) -> &mut Token {
        &mut self.token
    }
}
