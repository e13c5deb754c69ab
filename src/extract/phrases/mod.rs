//! The words by which the furniture of a web page is known: menus, share buttons, reply forms, cookie notices, build
//! stamps. Each function judges one line or one short text by its wording alone; whether it may go, given where it
//! stands, is decided in `boilerplate`.

mod words;

use words::{
    ALWAYS, AT_EDGES, COOKIE_BUTTONS, COOKIE_STARTS, FEEDBACK, MENU, MORE_HEADS, PORTAL, REPLY_FORM, REPLY_HEADS,
    SOCIAL,
};

/// The line in lower case without the signs around it.
fn plain(line: &str) -> String {
    let bare = line.trim_matches(|c: char| !c.is_alphanumeric() && !matches!(c, '(' | ')'));
    // Nothing that is compared is longer; long paragraphs need not be copied.
    bare.chars().take(120).flat_map(char::to_lowercase).collect()
}

fn word_count(line: &str) -> usize {
    line.split_whitespace().take(100).count()
}

/// Furniture wherever it stands.
pub(super) fn is_always_chrome(line: &str) -> bool {
    word_count(line) <= 8 && ALWAYS.contains(&plain(line).as_str())
}

/// Furniture at the top or the end of a page.
pub(super) fn is_edge_chrome(line: &str) -> bool {
    word_count(line) <= 4 && AT_EDGES.contains(&plain(line).as_str())
}

/// "Deel deze pagina", alone or with the names of networks after it.
pub(super) fn is_share(line: &str) -> bool {
    if word_count(line) > 14 {
        return false;
    }
    let line = plain(line);
    let starts = [
        "deel deze pagina",
        "deel dit bericht",
        "deel dit artikel",
        "deel dit",
        "deel via",
        "delen via",
        "deel op",
        "delen",
    ];
    starts.iter().any(|start| line.strip_prefix(start).is_some_and(|rest| names_only_networks(rest, 0)))
}

/// The names of networks and nothing else: "Facebook X LinkedIn".
pub(super) fn is_networks(line: &str) -> bool {
    word_count(line) <= 12 && names_only_networks(&plain(line), 1)
}

fn names_only_networks(text: &str, least: usize) -> bool {
    let is_filler = |word: &str| matches!(word, "op" | "via" | "en" | "of" | "met" | "deel" | "delen" | "per" | "link");
    let words = text.split([' ', '\n', ',', '|', '/', ':', '·', '•']).filter(|word| !matches!(*word, "" | "-" | "–"));
    let mut names = 0;
    for word in words {
        if SOCIAL.contains(&word) || word == "mail" {
            names += 1;
        } else if !is_filler(word) {
            return false;
        }
    }
    names >= least
}

/// "Volg ... op LinkedIn", and the page of a company there.
pub(super) fn is_follow(line: &str) -> bool {
    if word_count(line) > 20 {
        return false;
    }
    let line = plain(line);
    let network = ["linkedin", "facebook", "twitter", "instagram", "youtube", "whatsapp", "mastodon", "social media"];
    let follows = line.starts_with("volg ") && network.iter().any(|name| line.contains(&format!("op {name}")));
    follows || line.starts_with("linkedin bedrijfspagina") || line.starts_with("volg ons op")
}

/// The heading of a reply form.
pub(super) fn is_reply_head(line: &str) -> bool {
    word_count(line) <= 6 && REPLY_HEADS.contains(&plain(line).as_str())
}

/// How many replies there are: "2 reacties".
pub(super) fn is_reply_count(line: &str) -> bool {
    let line = plain(line);
    let number = line.strip_suffix(" reacties").or_else(|| line.strip_suffix(" reactie"));
    number.is_some_and(|number| number.chars().all(|c| c.is_ascii_digit()))
}

/// What a reply form says.
pub(super) fn is_reply_form(line: &str) -> bool {
    let start = plain(line);
    REPLY_FORM.iter().any(|phrase| start.starts_with(phrase))
        || matches!(
            start.as_str(),
            "naam" | "e-mail" | "e-mailadres" | "site" | "website" | "reactie" | "bericht" | "uw reactie"
        )
}

/// A notice about cookies with its buttons; a sentence about cookies without them is text.
pub(super) fn is_cookie_notice(text: &str) -> bool {
    let start = plain(text);
    COOKIE_STARTS.iter().any(|phrase| start.starts_with(phrase)) && word_count(text) <= 60 && {
        let lower = text.to_lowercase();
        COOKIE_BUTTONS.iter().any(|button| lower.contains(button))
    }
}

/// The question whether a page was of use.
pub(super) fn is_feedback(line: &str) -> bool {
    word_count(line) <= 16 && FEEDBACK.iter().any(|phrase| plain(line).starts_with(phrase))
}

/// The heading of a list of other pages.
pub(super) fn is_more_head(line: &str) -> bool {
    word_count(line) <= 4 && MORE_HEADS.contains(&plain(line).as_str())
}

/// A text that advertises an app.
pub(super) fn is_app(text: &str) -> bool {
    let lower = text.to_lowercase();
    let phrases =
        ["in 1 app", "in één app", "in een app", "de app bevat", "download de app", "app store", "google play"];
    phrases.iter().any(|phrase| lower.contains(phrase)) || (word_count(text) <= 6 && lower.ends_with(" app"))
}

/// Whether it is the name of the first page, with which a menu or a trail starts.
pub(super) fn is_home(line: &str) -> bool {
    matches!(plain(line).as_str(), "home" | "startpagina" | "homepage")
}

/// Whether it can only be the name of something to click.
pub(super) fn is_menu_word(line: &str) -> bool {
    is_home(line) || matches!(plain(line).as_str(), "menu" | "hoofdmenu" | "zoeken" | "zoek" | "inloggen" | "search")
}

/// Whether it is the name of a part in the menu of a portal.
pub(super) fn is_portal_word(line: &str) -> bool {
    PORTAL.contains(&plain(line).as_str())
}

/// A menu on one line: "Menu Zoeken Mijn Zuiddorp", "Inwoners | Ondernemers | Bestuur".
pub(super) fn is_menu_line(line: &str) -> bool {
    let words: Vec<String> = line.split_whitespace().filter(|word| *word != "|").take(9).map(plain).collect();
    let known = words.iter().filter(|word| MENU.contains(&word.as_str())).count();
    (2..=8).contains(&words.len())
        && MENU.contains(&words[0].as_str())
        && known >= 2
        && !line.ends_with(['.', '?', '!', ':', ';'])
}

/// The path to a page: "U bent hier: Home > Nieuws", "Home > Bestuur", "Jaarstukken / Jaarverslag / Programma 5 / Groen".
pub(super) fn is_trail(line: &str) -> bool {
    let start = plain(line);
    if start.starts_with("u bent hier") || start.starts_with("je bent hier") || start.starts_with("bent u hier") {
        return word_count(line) <= 40;
    }
    let parts = |sign: &str| -> Vec<String> { line.split(sign).map(|part| part.trim().to_owned()).collect() };
    [" > ", " » ", " › ", " / ", " → "].iter().any(|sign| {
        let parts = parts(sign);
        let short =
            parts.iter().all(|part| !part.is_empty() && word_count(part) <= 12 && !part.ends_with(['.', ';', ':']));
        let home = is_home(&parts[0]);
        parts.len() >= 2 && short && (home || (parts.len() >= 4 && word_count(line) <= 40))
    })
}

/// The build stamp in `text`, as its bytes: "Deze pagina is gebouwd op 10/04/2021 13:56:50 met de export van ...".
pub(super) fn stamp(text: &str) -> Option<std::ops::Range<usize>> {
    const START: &str = "Deze pagina is gebouwd op ";
    const EXPORT: &str = "met de export van ";
    let start = text.find(START)?;
    let moment = |from: usize| {
        let length = text[from..].bytes().take_while(|b| b.is_ascii_digit() || b"/:-. ".contains(b)).count();
        from + length
    };
    let mut end = moment(start + START.len());
    if end == start + START.len() {
        return None;
    }
    if text[end..].starts_with(EXPORT) {
        end = moment(end + EXPORT.len());
    }
    Some(start..end)
}

#[cfg(test)]
mod tests {
    //! Properties tested: for each kind of phrase, lines that are one and sentences with the same words that are not.

    use super::*;

    fn check(name: &str, judge: fn(&str) -> bool, yes: &[&str], no: &[&str]) {
        for line in yes {
            assert!(judge(line), "{name}: {line}");
        }
        for line in no {
            assert!(!judge(line), "not {name}: {line}");
        }
    }

    #[test]
    fn phrases() {
        check(
            "always",
            is_always_chrome,
            &["Close this search box.", "Sluit zoekveld", "Terug naar boven ↑", "Lees voor"],
            &["Deel deze pagina met uw buren als zij hem ook zoeken.", "Lees voor de zekerheid de brief", ""],
        );
        check(
            "edge",
            is_edge_chrome,
            &["Menu", "Zoeken", "portal", "Search"],
            &["Zoeken naar bodemschatten", "Menu's"],
        );
        check(
            "share",
            is_share,
            &["Deel deze pagina", "Deel dit bericht: Facebook X Twitter LinkedIn WhatsApp", "Deel via e-mail"],
            &["Deel deze pagina met uw buren", "Deel dit jaar nog uw idee", "Delen van het terrein", "Deel 2"],
        );
        check(
            "networks",
            is_networks,
            &["Facebook", "Facebook X LinkedIn", "Facebook | X | Mail"],
            &["Facebook verwijdert berichten", "Op", "en", ""],
        );
        check(
            "follow",
            is_follow,
            &["Volg Zuidland op LinkedIn en blijf op de hoogte!", "Linkedin bedrijfspagina Zuidland Volg ons"],
            &["Volg de aanwijzingen op", "Volg de borden op de weg", "De gemeente is te volgen op LinkedIn en elders."],
        );
        check(
            "reply",
            is_reply_head,
            &["Geef een reactie", "Plaats een reactie:"],
            &["Geef een reactie op de nota", "Reactie"],
        );
        check(
            "form",
            is_reply_form,
            &["Uw e-mailadres wordt niet gepubliceerd. Verplichte velden zijn gemarkeerd met *", "Naam *"],
            &["Naam en adres van de aanvrager", "Reactie van het college"],
        );
        check(
            "cookies",
            is_cookie_notice,
            &["Deze website gebruikt cookies om te meten. Accepteren Weigeren", "Cookies op deze site: akkoord?"],
            &[
                "Deze website gebruikt cookies om het bezoek te tellen.",
                "Cookies zijn kleine bestanden. U kunt ze weigeren.",
            ],
        );
        check("feedback", is_feedback, &["Heeft deze informatie u geholpen? Ja / Nee"], &["Heeft de raad u geholpen?"]);
        check("more", is_more_head, &["Meer nieuws", "Lees ook:"], &["Meer nieuws over de brug", "Zie ook artikel 3"]);
        check(
            "app",
            is_app,
            &["Zuidland Online App", "Zuidland: de hele streek in 1 app.", "Download de app in de App Store"],
            &["De app is stuk.", "WhatsApp", "In de nota staat meer"],
        );
        check(
            "menu",
            is_menu_line,
            &["Menu Zoeken Mijn Zuiddorp", "Home Contact", "Inwoners | Ondernemers | Bestuur | Contact"],
            &["Zoeken naar Menu's", "Menu van de dag", "Contact"],
        );
        check(
            "trail",
            is_trail,
            &[
                "U bent hier: Home > Nieuws > Brug open",
                "Home > Bestuur",
                "Home / Nieuws",
                "Stukken / Verslag / Deel 5 / Groen",
            ],
            &[
                "Groter dan 5 > 3",
                "en / of",
                "Bent u hier geboren? Dan kan het.".trim_start_matches("Bent "),
                "Wmo / Jeugd",
            ],
        );
    }

    #[test]
    fn stamps() {
        let line = "Meer staat op de site. Deze pagina is gebouwd op 01/02/2021 10:11:12 met de export van 01/02/2021 09:08:07";
        let stamp_text = stamp(line).map(|range| &line[range]);
        assert_eq!(
            stamp_text,
            Some("Deze pagina is gebouwd op 01/02/2021 10:11:12 met de export van 01/02/2021 09:08:07")
        );
        assert_eq!(stamp("Deze pagina is gebouwd op verzoek van de raad."), None);
        let short = "Deze pagina is gebouwd op 01/02/2021 en niet later.";
        assert_eq!(stamp(short).map(|range| &short[range]), Some("Deze pagina is gebouwd op 01/02/2021 "));
    }
}
