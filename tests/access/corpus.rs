//! The documents of the access test with who may read each, made from a seed; and folders with all of them or with
//! those that one asker may see.

use std::collections::HashSet;
use std::fs;
use std::path::{Path, PathBuf};

use crate::random::Random;

/// Who may read the documents in folder `k0`, `k1`, ...; `None` is everyone, an empty list nobody.
pub const READERS: [Option<&[&str]>; 9] = [
    None,
    Some(&["griffie"]),
    Some(&["college"]),
    Some(&["griffie", "college"]),
    Some(&["jurist"]),
    Some(&[]),
    Some(&["@u03"]),
    Some(&["@u07", "jurist"]),
    Some(&["ict"]),
];
/// The collections; the last two are hidden as a whole from most.
pub const COLLECTIONS: [(&str, Option<&[&str]>); 4] =
    [("plein", None), ("dossiers", None), ("toren", Some(&["griffie"])), ("kluis", Some(&[]))];
const KINDS: [&str; 4] = ["nota", "motie", "brief", "raadsvoorstel"];
const PLACES: [&str; 4] = ["Utrecht", "Zwolle", "Breda", "Emmen"];
const SYLLABLES: [&str; 20] = [
    "bra", "vol", "kem", "dri", "sto", "wig", "pla", "ner", "tum", "gro", "fel", "zan", "mir", "hok", "lut", "dep",
    "sni", "vra", "jon", "kwe",
];
/// Documents of each collection.
const EACH: usize = 38;

/// A file, with what is in it and who may read it.
#[derive(Clone, Debug)]
pub struct Document {
    pub collection: usize,
    /// Within the collection.
    pub path: String,
    pub readers: Option<Vec<String>>,
    pub bytes: String,
    /// Metadata beside it.
    beside: Option<String>,
    /// Whether its readers stand beside it, instead of in the settings.
    labelled_beside: bool,
}

/// All documents, and the words that they are made of.
pub struct Corpus {
    pub documents: Vec<Document>,
    /// Words that documents of any kind hold.
    pub common: Vec<String>,
    /// Words that only documents of one folder `k0`, `k1`, ... hold, by folder.
    pub special: Vec<Vec<String>>,
}

impl Document {
    /// Whether somebody with these labels may read it.
    pub fn is_for(&self, labels: &[String]) -> bool {
        self.readers.as_ref().is_none_or(|readers| readers.iter().any(|reader| labels.contains(reader)))
    }

    /// All words in it, in its name and beside it.
    pub fn words(&self) -> HashSet<String> {
        words(&format!("{} {} {}", self.path, self.bytes, self.beside.as_deref().unwrap_or_default()))
    }
}

/// The words of a text in small letters.
pub fn words(text: &str) -> HashSet<String> {
    let words = text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    words.map(str::to_lowercase).collect()
}

impl Corpus {
    /// The documents of a seed.
    pub fn new(seed: u64) -> Self {
        let mut random = Random(seed);
        let mut known = HashSet::new();
        let mut some =
            |random: &mut Random, count| -> Vec<String> { (0..count).map(|_| new_word(random, &mut known)).collect() };
        let common = some(&mut random, 120);
        let special: Vec<Vec<String>> = READERS.iter().map(|_| some(&mut random, 10)).collect();
        let mut corpus = Corpus { documents: Vec::new(), common, special };
        for collection in 0..COLLECTIONS.len() {
            for number in 0..EACH {
                let own = some(&mut random, 3);
                let document = corpus.document(&mut random, collection, number, &own);
                corpus.documents.push(document);
            }
        }
        corpus
    }

    fn document(&self, random: &mut Random, collection: usize, number: usize, own: &[String]) -> Document {
        let folder = if random.below(4) == 0 { 0 } else { random.below(READERS.len()) };
        let ruled = READERS[folder].or(COLLECTIONS[collection].1);
        let (bytes, ending) = match number % 9 {
            7 => (format!("dit is geen pdf: {}", own[0]), "pdf"),
            8 => (self.mail(random, folder, own), "eml"),
            _ => (self.text(random, folder, own), "md"),
        };
        // Nearly the same text for other readers.
        let twin = self.documents.last().filter(|twin| number % 6 == 5 && ending == "md" && twin.path.ends_with(".md"));
        let bytes = twin.map_or(bytes, |twin| format!("{}\n\nSlot: {}.\n", twin.bytes, own[1]));
        let labelled_beside = ending != "pdf" && random.below(8) == 0;
        let beside = (random.below(2) == 0 || labelled_beside).then(|| {
            let (year, month) = (2015 + random.below(8), 1 + random.below(12));
            let (kind, place) = (random.pick(&KINDS), random.pick(&PLACES));
            format!(
                r#""datum": "{year}-{month:02}-11", "soort": "{kind}", "gemeente": "{place}", "auteur": "{}""#,
                own[2]
            )
        });
        let readers: Option<&[&str]> = if labelled_beside { Some(&["jurist", "ict"]) } else { ruled };
        Document {
            collection,
            path: format!("k{folder}/{}-{number}.{ending}", own[0]),
            readers: readers.map(|readers| readers.iter().map(|&reader| reader.to_owned()).collect()),
            bytes,
            beside,
            labelled_beside,
        }
    }

    /// A sentence of common words, some of the folder and one of the document itself.
    fn sentence(&self, random: &mut Random, folder: usize, own: &[String]) -> String {
        let mut sentence: Vec<&str> = (0..9).map(|_| random.pick(&self.common).as_str()).collect();
        let special = &self.special[folder];
        sentence.push(special[random.below(special.len())].as_str());
        if random.below(3) == 0 {
            sentence.push(own[random.below(own.len())].as_str());
        }
        format!("De {} van het {}.", sentence[0], sentence[1..].join(" "))
    }

    fn text(&self, random: &mut Random, folder: usize, own: &[String]) -> String {
        let mut text = format!("# Stuk {} {}\n", random.pick(&self.special[folder]), own[0]);
        for part in 0..2 + random.below(3) {
            text.push_str(&format!("\n## Deel {} {}\n\n", part + 1, random.pick(&self.special[folder])));
            for _ in 0..4 + random.below(6) {
                text.push_str(&self.sentence(random, folder, own));
                text.push_str(if random.below(3) == 0 { "\n\n" } else { " " });
            }
        }
        text
    }

    /// A message with a file in it: a document of its own, for the same readers.
    fn mail(&self, random: &mut Random, folder: usize, own: &[String]) -> String {
        let (body, inside) = (self.sentence(random, folder, own), self.text(random, folder, own));
        format!(
            "From: \"{0}\" <a@brinkhaven.nl>\nTo: b@brinkhaven.nl\nSubject: Bericht {1}\nDate: Mon, 4 Mar 2019 10:00:00 \
             +0100\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=\"grens\"\n\n--grens\nContent-Type: \
             text/plain; charset=utf-8\n\n{body}\n--grens\nContent-Type: text/markdown; charset=utf-8; \
             name=\"{2}.md\"\nContent-Disposition: attachment; filename=\"{2}.md\"\n\n{inside}\n--grens--\n",
            own[2], own[0], own[1]
        )
    }

    /// Writes the documents that are for somebody with `labels` and their settings, which let everyone read them; all
    /// documents with who may read them where there are none. Gives the file of settings.
    pub fn write(&self, place: &Path, labels: Option<&[String]>, server: &str) -> PathBuf {
        let mut settings = String::new();
        for (collection, (name, readers)) in COLLECTIONS.iter().enumerate() {
            let folder = place.join(name);
            fs::create_dir_all(&folder).expect("a folder");
            settings.push_str(&format!("[[collection]]\nfolder = {name:?}\nfiles = true\n"));
            if labels.is_none() {
                settings.push_str(&readers.map(|readers| format!("readers = {readers:?}\n")).unwrap_or_default());
                for (number, readers) in READERS.iter().enumerate() {
                    let rule =
                        |readers| format!("[[collection.rule]]\npath = \"k{number}/**\"\nreaders = {readers:?}\n");
                    settings.push_str(&readers.map(rule).unwrap_or_default());
                }
            }
            let here = self.documents.iter().filter(|document| document.collection == collection);
            for document in here.filter(|document| labels.is_none_or(|labels| document.is_for(labels))) {
                document.write(&folder, labels.is_none());
            }
        }
        let path = place.join("raadpleeg.toml");
        fs::write(&path, format!("{settings}{server}")).expect("the settings");
        path
    }
}

impl Document {
    fn write(&self, folder: &Path, labelled: bool) {
        let path = folder.join(&self.path);
        fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
        fs::write(&path, &self.bytes).expect("a document");
        if let Some(beside) = &self.beside {
            let label = if labelled && self.labelled_beside { r#", "lezers": ["jurist", "ict"]"# } else { "" };
            fs::write(format!("{}.json", path.display()), format!("{{{beside}{label}}}")).expect("metadata");
        }
    }
}

fn new_word(random: &mut Random, known: &mut HashSet<String>) -> String {
    loop {
        let word: String = (0..3 + random.below(2)).map(|_| *random.pick(&SYLLABLES)).collect();
        if known.insert(word.clone()) {
            return word;
        }
    }
}
