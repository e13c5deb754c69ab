//! Dutch words, as lists: compounds with their parts, words that must stay whole, and forms that must or must not meet.
//! The lists under tests/words/ were written apart from the word lists of the analysis.

#![expect(clippy::print_stdout, reason = "the figures are what a reader of the run wants to see")]

use raadpleeg::analysis::Analyzer;

const COMPOUNDS: &str = include_str!("words/samenstellingen.txt");
const WHOLE: &str = include_str!("words/heel.txt");
const FORMS: &str = include_str!("words/vormen.txt");

fn lines(list: &'static str) -> impl Iterator<Item = &'static str> {
    list.lines().filter(|line| !line.starts_with('#') && !line.trim().is_empty())
}

/// A marked compound ("hond(en)|belasting") as the word, and where its second and later parts begin.
fn marked(line: &str) -> (String, Vec<usize>) {
    let mut word = String::new();
    let mut starts = Vec::new();
    for part in line.split('|') {
        starts.push(word.len());
        word.extend(part.chars().filter(|letter| !"()".contains(*letter)));
    }
    (word, starts.split_off(1))
}

/// Where the analysis begins the second and later parts of a word.
fn found(analyzer: &Analyzer, word: &str) -> Vec<usize> {
    let terms = analyzer.word(word);
    terms.parts[..terms.single_parts].iter().map(|(_, range)| range.start).skip(1).collect()
}

/// At least 90% of the borders in 1,500 and more compounds are found, and as many of those found are right.
#[test]
fn compounds_are_split_at_their_borders() {
    let analyzer = Analyzer::new();
    let (mut borders, mut right, mut made, mut number) = (0, 0, 0, 0);
    for line in lines(COMPOUNDS) {
        let (word, starts) = marked(line);
        let found = found(&analyzer, &word);
        let hits = starts.iter().filter(|start| found.contains(start)).count();
        if hits < starts.len() || found.len() > hits {
            println!("{line}: {found:?}");
        }
        (borders, right, made, number) = (borders + starts.len(), right + hits, made + found.len(), number + 1);
    }
    println!("{number} compounds: {right} of {borders} borders found, {made} made");
    assert!(number >= 1_500);
    assert!(right * 100 >= borders * 90, "{right} of {borders} borders found");
    assert!(right * 100 >= made * 90, "{right} of {made} borders right");
}

/// At most 5% of 1,500 and more words that are no compounds are split.
#[test]
fn other_words_stay_whole() {
    let analyzer = Analyzer::new();
    let words: Vec<&str> = lines(WHOLE).collect();
    let split: Vec<&&str> = words.iter().filter(|word| !found(&analyzer, word).is_empty()).collect();
    println!("{} of {} words split: {split:?}", split.len(), words.len());
    assert!(words.len() >= 1_500);
    assert!(split.len() * 100 <= words.len() * 5, "{} of {} words split", split.len(), words.len());
}

/// Words that belong together and words that must be kept apart, all as the table says.
#[test]
fn forms_meet_their_words_and_no_others() {
    let analyzer = Analyzer::new();
    let stem = |word: &str| analyzer.word(word.trim()).stem;
    let (mut heads, mut pairs, mut wrong) = (0, 0, Vec::new());
    for line in lines(FORMS) {
        if let Some((head, forms)) = line.split_once(':') {
            heads += 1;
            let apart = forms.split_whitespace().filter(|form| stem(form) != stem(head));
            wrong.extend(apart.map(|form| format!("{head}: {form} ({} and {})", stem(head), stem(form))));
        } else if let Some((one, other)) = line.split_once('/') {
            pairs += 1;
            if stem(one) == stem(other) {
                wrong.push(format!("{line} ({})", stem(one)));
            }
        }
    }
    println!("{heads} words with their forms, {pairs} pairs; {} wrong", wrong.len());
    assert!(heads >= 400 && pairs >= 200);
    assert!(wrong.is_empty(), "{} wrong:\n{}", wrong.len(), wrong.join("\n"));
}
