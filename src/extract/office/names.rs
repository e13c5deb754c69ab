//! What the names of styles say, in Dutch and in English, where a format does not say it in another way.

/// The level of a heading that a name says: "heading 2", "Kop2", "Titel".
pub(super) fn named_level(name: &str) -> Option<u8> {
    let name = name.to_lowercase();
    match name.as_str() {
        "title" | "titel" | "hoofdtitel" | "documenttitel" | "hoofdstukkop" => return Some(1),
        "paragraafkop" => return Some(2),
        "artikelkop" | "tussenkop" | "subkop" => return Some(3),
        _ => {}
    }
    let rest = name.strip_prefix("heading").or_else(|| name.strip_prefix("kop"))?;
    let digits = rest.trim_start_matches([' ', '-', '_']);
    let level = digits.chars().next()?.to_digit(10)?;
    let follows = digits.chars().nth(1).is_none_or(|c| !c.is_ascii_digit());
    u8::try_from(level).ok().filter(|level| (1..=9).contains(level) && follows)
}

/// Whether a style of this name, in lower case, is for the lines of a table of contents.
pub(super) fn is_contents(name: &str) -> bool {
    ["toc ", "inhopg ", "table of figures", "index ", "contents "].iter().any(|start| name.starts_with(start))
}

/// Whether a marker is a name ("Artikel 3", "Vraag 2"): what it numbers is a part of the text and no item.
pub(super) fn names_itself(marker: &str) -> bool {
    marker.split(' ').next().is_some_and(|word| word.len() > 3 && word.chars().all(char::is_alphabetic))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn levels() {
        for (name, level) in [
            ("heading 2", Some(2)),
            ("Kop3", Some(3)),
            ("Kop 1 zonder nummer", Some(1)),
            ("Titel", Some(1)),
            ("Koptekst", None),
            ("Kop", None),
            ("Heading 10", None),
            ("Standaard", None),
        ] {
            assert_eq!(named_level(name), level, "{name}");
        }
        assert!(is_contents("toc 2") && !is_contents("toc heading".trim_start_matches("toc ")));
    }
}
