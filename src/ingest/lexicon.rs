//! Where the words come from that an index knows beyond the project's own: from the folder itself, from the system's
//! list of Dutch words, or from a file. Which of them are worth knowing is decided in `analysis`.

use std::path::Path;

use crate::analysis::{Analyzer, Vocabulary};
use crate::backend::IndexInfo;
use crate::error::{Error, ErrorKind, Result};

/// Lists of Dutch words that systems have (Debian's `wdutch`, `hunspell-nl` and what other systems call the same).
const SYSTEM_LISTS: [&str; 4] = [
    "/usr/share/dict/dutch",
    "/usr/share/dict/nederlands",
    "/usr/share/hunspell/nl_NL.dic",
    "/usr/share/hunspell/nl.dic",
];

/// The largest list that is read, in bytes, and most words of a lexicon file.
const LARGEST_LIST: u64 = 50_000_000;
const MOST_WORDS: usize = 200_000;

/// Where an index has its words from, beyond the project's own.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum LexiconSource {
    /// Those of the index; a new index learns from the text of its first run and the system's list, if there is one.
    #[default]
    Folder,
    /// These words and no others, in alphabetical order.
    Words(Vec<String>),
}

impl LexiconSource {
    /// The words of a file: one a line, `#` before comments.
    ///
    /// # Errors
    /// When the file cannot be read, or a line is not one word of letters: the error names it.
    pub fn file(path: &Path) -> Result<Self> {
        let text = std::fs::read_to_string(path).map_err(|error| Error::io("read the words in", path, error))?;
        let mut words = Vec::new();
        for (number, line) in text.lines().enumerate() {
            let word = line.trim();
            if word.is_empty() || word.starts_with('#') {
                continue;
            }
            let lower = word.to_lowercase();
            if !(3..=40).contains(&lower.len()) || !lower.bytes().all(|byte| byte.is_ascii_lowercase()) {
                let wrong = "is not one word of 3 to 40 letters a to z";
                let context = format!("{}, line {}: {word} {wrong}", path.display(), number + 1);
                return Err(Error::new(ErrorKind::Usage, context));
            }
            words.push(lower);
        }
        if words.len() > MOST_WORDS {
            let context = format!("{} holds more than {MOST_WORDS} words", path.display());
            return Err(Error::new(ErrorKind::Usage, context));
        }
        words.sort_unstable();
        words.dedup();
        Ok(LexiconSource::Words(words))
    }
}

/// Gives an index the words that `vocabulary` teaches with the system's list.
pub(super) fn learn(vocabulary: &Vocabulary, info: &mut IndexInfo) {
    let system = system_words();
    info.lexicon = vocabulary.learn(&Analyzer::new(), listed_words(&system));
    info.vocabulary = vocabulary.distinct() as u64;
}

/// The words of the system's list; none where there is no list, or it cannot be read.
fn system_words() -> String {
    let list = SYSTEM_LISTS.iter().map(Path::new).find(|path| path.is_file());
    let small = |path: &&Path| path.metadata().is_ok_and(|metadata| metadata.len() <= LARGEST_LIST);
    let bytes = list.filter(small).and_then(|path| std::fs::read(path).ok()).unwrap_or_default();
    // Words with other letters than a to z are no parts of compounds for us, whatever their encoding.
    String::from_utf8_lossy(&bytes).into_owned()
}

/// The words of a list: of each line what stands before a "/", where hunspell keeps its flags.
fn listed_words(list: &str) -> impl Iterator<Item = &str> {
    list.lines().map(|line| line.split('/').next().unwrap_or(line).trim())
}
