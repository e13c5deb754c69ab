//! What the names that a designer gave to an element tell: the words in its class and id that stand for menus, share
//! buttons and the like, or for text that unfolds.

use scraper::node::Element;

/// Whether class or role tells of an accordion or a tab.
pub(super) fn is_fold(element: &Element) -> bool {
    element.attr("role") == Some("tabpanel")
        || tokens(element).any(|token| {
            [
                "accordion",
                "accordeon",
                "collapse",
                "collapsible",
                "collapsed",
                "panel",
                "tabpanel",
                "uitklap",
                "inklap",
                "toggle",
                "faq",
            ]
            .contains(&token.as_str())
        })
}

/// Words in a class or id that name furniture.
const FURNITURE: [&str; 52] = [
    "cookie",
    "cookies",
    "cookiebar",
    "cookiebanner",
    "cookiewall",
    "cookiemelding",
    "consent",
    "breadcrumb",
    "breadcrumbs",
    "kruimelpad",
    "broodkruimel",
    "kruimel",
    "share",
    "sharing",
    "social",
    "socials",
    "socialmedia",
    "delen",
    "addtoany",
    "addthis",
    "sharethis",
    "menu",
    "navbar",
    "navigation",
    "navigatie",
    "nav",
    "topnav",
    "subnav",
    "hoofdmenu",
    "submenu",
    "skip",
    "skiplink",
    "skiplinks",
    "skipnav",
    "pagination",
    "pager",
    "paginering",
    "sidebar",
    "zijbalk",
    "related",
    "gerelateerd",
    "newsletter",
    "respond",
    "reageren",
    "reactieformulier",
    "searchform",
    "zoekformulier",
    "searchbox",
    "readspeaker",
    "voorlezen",
    "feedback",
    "visuallyhidden",
];

/// Pairs of words that name furniture together.
const PAIRS: [(&str, &str); 14] = [
    ("comment", "form"),
    ("comments", "form"),
    ("skip", "link"),
    ("visually", "hidden"),
    ("sr", "only"),
    ("screen", "reader"),
    ("element", "invisible"),
    ("post", "navigation"),
    ("lees", "ook"),
    ("meer", "nieuws"),
    ("back", "top"),
    ("bread", "crumbs"),
    ("reply", "link"),
    ("print", "link"),
];

/// Class names that say that a page has or lacks furniture, and are not furniture themselves.
const ABOUT: [&str; 10] = ["no", "not", "has", "with", "without", "met", "zonder", "is", "page", "layout"];

/// Whether class or id names furniture; `short` when the element holds little text.
pub(super) fn names_furniture(element: &Element, short: bool) -> bool {
    let names = element.classes().chain(element.id());
    let is_heading = matches!(element.name(), "h1" | "h2" | "h3" | "h4" | "h5" | "h6");
    names.into_iter().any(|name| {
        let words: Vec<String> = split_name(name).collect();
        if words.iter().any(|word| ABOUT.contains(&word.as_str())) {
            return false;
        }
        let single = words.iter().any(|word| FURNITURE.contains(&word.as_str()));
        let pair = words.windows(2).any(|pair| PAIRS.contains(&(pair[0].as_str(), pair[1].as_str())));
        let silent = words == ["nonvisual"] || words == ["reacties"] && short;
        (single || pair || silent) && !is_heading
    })
}

fn tokens(element: &Element) -> impl Iterator<Item = String> {
    element.classes().chain(element.id()).flat_map(split_name)
}

/// "siteHeader-menu_top" is site, header, menu, top.
fn split_name(name: &str) -> impl Iterator<Item = String> + '_ {
    let mut words: Vec<String> = vec![String::new()];
    let mut lower = false;
    for c in name.chars() {
        if !c.is_alphanumeric() || (c.is_uppercase() && lower) {
            words.push(String::new());
        }
        if let (true, Some(word)) = (c.is_alphanumeric(), words.last_mut()) {
            word.extend(c.to_lowercase());
        }
        lower = c.is_lowercase();
    }
    words.into_iter().filter(|word| !word.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_split_into_words() {
        for (name, expected) in [
            ("siteHeader-menu_top", "site header menu top"),
            ("cookie--bar", "cookie bar"),
            ("socialezaken", "socialezaken"),
            ("H2O", "h2o"),
        ] {
            assert_eq!(split_name(name).collect::<Vec<_>>().join(" "), expected);
        }
    }
}
