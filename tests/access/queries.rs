//! Random questions over the words of the access test, and where each is asked.

use crate::corpus::{COLLECTIONS, Corpus, Document};
use crate::http::encoded;
use crate::random::Random;

/// A search as the part of an address behind "?".
pub struct Question {
    pub query: String,
    /// What is being typed, for suggestions.
    pub begin: String,
}

impl Question {
    /// The next question.
    pub fn new(random: &mut Random, corpus: &Corpus) -> Self {
        let word = any_word(random, corpus);
        let second = any_word(random, corpus);
        let cut = word[..3 + random.below(word.len() - 4)].to_owned();
        let wrong = misspelt(random, &word);
        let some = random.pick(&corpus.documents);
        let (vraag, rest) = match random.below(15) {
            0 => (word.clone(), ""),
            1 => (format!("{word} {second}"), ""),
            2 => (format!("{word} {second} {}", any_word(random, corpus)), "&groepeer=geen&uitleg=true"),
            3 => (format!("\"{}\"", phrase(random, some)), ""),
            4 => (format!("{cut}*"), ""),
            5 => (format!("{wrong}~1"), "&groepeer=geen"),
            6 => (wrong, ""),
            7 => (format!("{wrong} {second}"), "&uitleg=true"),
            8 => (format!("titel:{word} OR kop:{second}"), ""),
            9 => (format!("+{word} -{second}"), ""),
            10 => (word.clone(), "&sorteer=datum"),
            11 => (format!("\"{word} {second}\"~6"), "&sorteer=datum&groepeer=geen"),
            12 => (random.pick(&corpus.common).clone(), "&aantal=3&pagina=2"),
            13 => (format!("{word} verzameling:{}", random.pick(&COLLECTIONS).0), ""),
            _ => (String::new(), filter(random)),
        };
        let filter = if random.below(4) == 0 { filter(random) } else { "" };
        let ask = if vraag.is_empty() { String::new() } else { format!("vraag={}", encoded(&vraag)) };
        let query = format!("{ask}{rest}{filter}").trim_start_matches('&').to_owned();
        Question { query, begin: cut }
    }

    /// The addresses at which it is asked.
    pub fn targets(&self) -> Vec<String> {
        let Question { query, begin } = self;
        let export = query.split('&').filter(|pair| !pair.starts_with("aantal=") && !pair.starts_with("pagina="));
        let export = export.collect::<Vec<_>>().join("&");
        vec![
            format!("/v1/passages?{query}"),
            format!("/v1/facetten?{query}"),
            format!("/?{query}"),
            format!("/inbedden?{query}"),
            format!("/atom?{query}"),
            format!("/v1/passages?{export}&formaat=csv"),
            format!("/v1/passages?{export}&formaat=ndjson"),
            format!("/v1/suggesties?begin={begin}&aantal=20"),
        ]
    }
}

fn any_word(random: &mut Random, corpus: &Corpus) -> String {
    match random.below(3) {
        0 => random.pick(&corpus.common).clone(),
        1 => {
            let folder = random.pick(&corpus.special);
            random.pick(folder).clone()
        }
        // The word of a document by itself begins its name.
        _ => {
            let path = &random.pick(&corpus.documents).path;
            path.split(['/', '-']).nth(1).expect("a name").to_owned()
        }
    }
}

fn phrase(random: &mut Random, document: &Document) -> String {
    let words: Vec<&str> = document.bytes.split(|c: char| !c.is_alphanumeric()).filter(|word| word.len() > 5).collect();
    let at = random.below(words.len().saturating_sub(1).max(1));
    words[at..words.len().min(at + 2)].join(" ")
}

/// Two letters swapped, one left out or one changed.
fn misspelt(random: &mut Random, word: &str) -> String {
    let mut letters: Vec<char> = word.chars().collect();
    let at = 1 + random.below(letters.len() - 2);
    match random.below(3) {
        0 => letters.swap(at, at + 1),
        1 => {
            letters.remove(at);
        }
        _ => letters[at] = 'x',
    }
    letters.into_iter().collect()
}

fn filter(random: &mut Random) -> &'static str {
    const FILTERS: [&str; 9] = [
        "&gemeente=Utrecht",
        "&gemeente=Zwolle&gemeente=Breda",
        "&soort=nota",
        "&soort=motie&soort=brief",
        "&jaar=2019&jaar=2020",
        "&verzameling=kluis",
        "&verzameling=dossiers&verzameling=toren",
        "&van=2018-01-01&tot=2020-06-30",
        "&taal=nl",
    ];
    FILTERS[random.below(FILTERS.len())]
}
