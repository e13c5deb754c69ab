//! What the benches share: the set they run on, the plain index they compare with, and the figures they print.
//!
//! With `RAADPLEEG_DATA` set, the set is `collections/wetten-artikelen` in that folder; otherwise it is made from a
//! fixed seed: 20,000 passages of about 150 words, the words by Zipf's law from function words, the project's own
//! lexicon and compounds of its nouns.

// Each bench uses a part of this.
#![allow(dead_code)]

pub mod plain;
pub mod process;
#[path = "../../tests/common/random.rs"]
pub mod random;

use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};

use raadpleeg::evaluate::{Entry, JudgedSet, entries};
use random::Random;

/// The seed of the synthetic set.
pub const SEED: u64 = 20_260_901;

const PASSAGES: usize = 20_000;
const QUERIES: usize = 1_000;
const COMPOUNDS: usize = 60_000;

const LEXICON: &str = include_str!("../../src/analysis/data/lexicon.tsv");

/// The most frequent words of the synthetic set, most frequent first.
const FUNCTION_WORDS: &str = "de van het in en een op te voor is dat met die aan zijn niet of door bij als om ook naar \
    uit deze worden er wordt over dit kan tot heeft onder moet wel mag geen indien tussen zij hun zoals";

/// A set of passages with queries, and the folder that it is in.
pub struct Set {
    /// The folder, in the layout of a judged set.
    pub dir: PathBuf,
    /// What it is, for the head of a table.
    pub name: String,
    /// How many passages it must hold.
    pub passages: u64,
    temporary: Option<tempfile::TempDir>,
}

impl Set {
    /// The set that the environment asks for.
    pub fn open() -> Set {
        match std::env::var_os("RAADPLEEG_DATA") {
            Some(data) => {
                let dir = Path::new(&data).join("collections/wetten-artikelen");
                let name = "wetten-artikelen".to_string();
                let passages = entries(&dir).expect("the set is there").count() as u64;
                Set { dir, name, passages, temporary: None }
            }
            None => {
                let temporary = tempfile::tempdir().expect("a temporary folder can be made");
                write_synthetic(temporary.path()).expect("the synthetic set can be written");
                let name = format!("synthetic, seed {SEED}");
                let dir = temporary.path().to_path_buf();
                Set { dir, name, passages: PASSAGES as u64, temporary: Some(temporary) }
            }
        }
    }

    /// Its passages.
    pub fn entries(&self) -> impl Iterator<Item = Entry> {
        entries(&self.dir).expect("the set can be read").map(|entry| entry.expect("every entry can be read"))
    }

    /// Its queries.
    pub fn queries(&self) -> Vec<String> {
        let set = JudgedSet::read(&self.dir).expect("the queries can be read");
        set.queries.into_iter().map(|query| query.text).collect()
    }
}

/// Words with the sums of their frequencies.
pub struct Vocabulary {
    words: Vec<String>,
    sums: Vec<f64>,
    function: usize,
}

impl Vocabulary {
    /// Function words first, then words of the lexicon and compounds in a random order.
    pub fn new(random: &mut Random) -> Vocabulary {
        let lines = LEXICON.lines().filter_map(|line| line.split_once('\t'));
        let lexicon: Vec<(&str, &str)> = lines.filter(|(_, class)| *class != "p").collect();
        let nouns: Vec<&str> =
            lexicon.iter().filter(|(word, class)| *class == "n" && word.len() >= 4).map(|(word, _)| *word).collect();
        let mut rest: Vec<String> = lexicon.iter().map(|(word, _)| (*word).to_string()).collect();
        for _ in 0..COMPOUNDS {
            let link = ["", "", "s", "en"][random.below(4)];
            let ending = ["", "", "en", "s"][random.below(4)];
            let (first, last) = (nouns[random.below(nouns.len())], nouns[random.below(nouns.len())]);
            rest.push(format!("{first}{link}{last}{ending}"));
        }
        for at in (1..rest.len()).rev() {
            rest.swap(at, random.below(at + 1));
        }
        let mut words: Vec<String> = FUNCTION_WORDS.split_whitespace().map(str::to_string).collect();
        let function = words.len();
        words.append(&mut rest);
        let mut sum = 0.0;
        let weigh = |rank: usize| {
            sum += 1.0 / (rank as f64 + 2.7);
            sum
        };
        let sums = (0..words.len()).map(weigh).collect();
        Vocabulary { words, sums, function }
    }

    fn word(&self, random: &mut Random) -> &str {
        let at = random.share() * self.sums.last().copied().unwrap_or_default();
        let at = self.sums.partition_point(|sum| *sum < at).min(self.words.len() - 1);
        &self.words[at]
    }

    fn content_word(&self, random: &mut Random) -> &str {
        loop {
            let word = self.word(random);
            if !self.words[..self.function].iter().any(|function| function == word) {
                return word;
            }
        }
    }

    /// Sentences of 8 to 22 words, with now and then a figure, together about `length` words.
    pub fn text(&self, length: usize, random: &mut Random) -> String {
        let mut text = String::new();
        let mut words = 0;
        while words < length {
            let sentence = 8 + random.below(15);
            for place in 0..sentence {
                let word = self.word(random);
                match place {
                    0 => {
                        let capital = word.chars().next().map(|c| c.to_ascii_uppercase());
                        text.extend(capital);
                        text.push_str(word.get(1..).unwrap_or_default());
                    }
                    _ if random.below(40) == 0 => text.push_str(&random.below(3_000).to_string()),
                    _ => text.push_str(word),
                }
                text.push_str(match () {
                    () if place + 1 == sentence => ".\n",
                    () if random.below(12) == 0 => ", ",
                    () => " ",
                });
            }
            words += sentence;
        }
        text
    }
}

fn write_synthetic(dir: &Path) -> std::io::Result<()> {
    let mut random = Random(SEED);
    let vocabulary = Vocabulary::new(&mut random);
    let mut corpus = BufWriter::new(File::create(dir.join("corpus.jsonl"))?);
    for number in 0..PASSAGES {
        let title = (0..4).map(|_| vocabulary.content_word(&mut random)).collect::<Vec<_>>().join(" ");
        let length = 50 + random.below(190);
        let text = vocabulary.text(length, &mut random);
        let line = serde_json::json!({ "_id": format!("d{number}"), "title": title, "text": text });
        writeln!(corpus, "{line}")?;
    }
    let mut queries = BufWriter::new(File::create(dir.join("queries.jsonl"))?);
    let mut judgements = BufWriter::new(File::create(dir.join("qrels.tsv"))?);
    for number in 0..QUERIES {
        let words = 1 + random.below(8);
        let text = (0..words).map(|_| vocabulary.content_word(&mut random)).collect::<Vec<_>>().join(" ");
        writeln!(queries, "{}", serde_json::json!({ "_id": format!("q{number}"), "text": text }))?;
        writeln!(judgements, "q{number}\td{}\t1", random.below(PASSAGES))?;
    }
    corpus.flush()?;
    queries.flush()?;
    judgements.flush()
}

/// The middle of `values`.
pub fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    values[values.len() / 2]
}

/// The value that a share of `values` stays under.
pub fn percentile(values: &[f64], share: f64) -> f64 {
    let mut values = values.to_vec();
    values.sort_by(f64::total_cmp);
    values[((values.len() - 1) as f64 * share).round() as usize]
}
