//! The tree of a page: which part of it is the text, and which elements are furniture. Judges elements by name, role,
//! class and by how much of their text is links; turning what is left into blocks is left to `walk`.

use std::collections::{HashMap, HashSet};

use ego_tree::{NodeId, NodeRef};
use scraper::Node;
use scraper::node::Element;

use super::names;

/// A page, measured.
pub(super) struct Page<'a> {
    root: NodeRef<'a, Node>,
    measures: HashMap<NodeId, Measure>,
    /// Ids of parts that a button shows and hides; their text counts although it is hidden.
    controlled: HashSet<String>,
}

/// What an element holds, furniture left out.
#[derive(Clone, Copy, Debug, Default)]
struct Measure {
    /// Characters that are not white space.
    text: usize,
    /// Those of them in links.
    linked: usize,
    links: usize,
    /// Links to files, which are content.
    files: usize,
    headings: usize,
    /// Cells of tables.
    cells: usize,
    tables: usize,
    /// Whether the main part of the page or its title is inside.
    main: bool,
    title: bool,
}

impl Measure {
    fn add(&mut self, other: Measure) {
        self.text += other.text;
        self.linked += other.linked;
        self.links += other.links;
        self.files += other.files;
        self.headings += other.headings;
        self.cells += other.cells;
        self.tables += other.tables;
        self.main |= other.main;
        self.title |= other.title;
    }

    /// The share of the text that is links, in percent.
    fn link_share(&self) -> usize {
        (self.linked * 100).checked_div(self.text).unwrap_or(0)
    }
}

impl<'a> Page<'a> {
    /// Measures the tree under `root`.
    pub(super) fn new(root: NodeRef<'a, Node>) -> Self {
        let controls = root.descendants().filter_map(|node| node.value().as_element()).flat_map(controls);
        let controlled = controls.map(str::to_owned).collect();
        let mut page = Page { root, measures: HashMap::new(), controlled };
        page.measure();
        page
    }

    /// The element that holds the text of the page: what is marked as its main part, when that holds most of it.
    pub(super) fn main(&self) -> NodeRef<'a, Node> {
        let body = self.elements().find(|(_, element)| element.name() == "body").map_or(self.root, |(node, _)| node);
        let total = self.of(body).text;
        let choices: [fn(&Element) -> bool; 4] = [
            |element| element.name() == "main" || element.attr("role") == Some("main"),
            |element| element.name() == "article",
            |element| {
                matches!(element.attr("id"), Some("content" | "main" | "main-content" | "maincontent" | "inhoud"))
            },
            |element| {
                element.classes().any(|class| matches!(class, "content" | "main" | "main-content" | "entry-content"))
            },
        ];
        for is_choice in choices {
            let found = self.elements().filter(|(_, element)| is_choice(element)).map(|(node, _)| node);
            let largest = found.max_by_key(|node| self.of(*node).text);
            // What is outside may be a menu that is not known as one, so a little less than all is enough.
            if let Some(largest) = largest.filter(|largest| self.of(*largest).text * 100 >= total * 55) {
                return largest;
            }
        }
        body
    }

    /// Whether `element` at `node` is furniture. With `whole_page` no main part was found, and more is.
    pub(super) fn is_furniture(&self, node: NodeRef<'_, Node>, element: &Element, whole_page: bool) -> bool {
        self.is_named_furniture(node, element) || self.is_link_block(node, element, whole_page)
    }

    /// Whether a table is there for layout, or has cells too long for rows.
    pub(super) fn is_layout(&self, node: NodeRef<'_, Node>, element: &Element) -> bool {
        let measure = self.of(node);
        matches!(element.attr("role"), Some("presentation" | "none"))
            || measure.tables > 1
            || measure.headings > 0
            || measure.cells < 2
            || measure.text / measure.cells > 500
    }

    fn of(&self, node: NodeRef<'_, Node>) -> Measure {
        self.measures.get(&node.id()).copied().unwrap_or_default()
    }

    fn elements(&self) -> impl Iterator<Item = (NodeRef<'a, Node>, &'a Element)> {
        self.root.descendants().filter_map(|node| Some((node, node.value().as_element()?)))
    }

    /// Measures each element after its children. Furniture counts for nothing.
    fn measure(&mut self) {
        let mut sums: Vec<Measure> = vec![Measure::default()];
        let mut node = self.root;
        loop {
            if let Some(text) = node.value().as_text() {
                let characters = text.chars().filter(|c| !c.is_whitespace()).count();
                if let Some(sum) = sums.last_mut() {
                    sum.text += characters;
                }
            }
            if let Some(child) = node.first_child() {
                sums.push(Measure::default());
                node = child;
                continue;
            }
            // Close the node and those of its ancestors that end with it.
            let mut inside = Measure::default();
            loop {
                let measure = self.close(node, inside);
                if let Some(sum) = sums.last_mut() {
                    sum.add(measure);
                }
                if node == self.root {
                    return;
                }
                if let Some(next) = node.next_sibling() {
                    node = next;
                    break;
                }
                inside = sums.pop().unwrap_or_default();
                // Every node but the root has a parent.
                let Some(parent) = node.parent() else { return };
                node = parent;
            }
        }
    }

    /// What `node` counts for in its parent, given what its children hold.
    fn close(&mut self, node: NodeRef<'_, Node>, mut inside: Measure) -> Measure {
        let Some(element) = node.value().as_element() else { return inside };
        match element.name() {
            "x-a" => {
                inside.linked = inside.text;
                inside.links += 1;
                inside.files += usize::from(element.attr("href").is_some_and(is_file));
            }
            "h1" => {
                inside.title = true;
                inside.headings += 1;
            }
            "h2" | "h3" | "h4" | "h5" | "h6" => inside.headings += 1,
            "main" | "article" => inside.main = true,
            "td" | "th" => inside.cells += 1,
            "table" => inside.tables += 1,
            _ => {}
        }
        inside.main |= element.attr("role") == Some("main");
        self.measures.insert(node.id(), inside);
        if self.is_named_furniture(node, element) { Measure::default() } else { inside }
    }

    /// Furniture by name, role, class or id, or hidden. An element that holds the main part is never furniture.
    fn is_named_furniture(&self, node: NodeRef<'_, Node>, element: &Element) -> bool {
        let name = element.name();
        let measure = self.of(node);
        match name {
            "nav" | "x-select" | "input" | "dialog" | "audio" | "video" | "canvas" | "map" | "menu" | "head"
            | "search" => {
                return !measure.main || name == "head";
            }
            "html" | "body" | "main" | "h1" => return false,
            "button" => return !keeps_button(node, element),
            "x-form" => return !(measure.main || measure.title || measure.headings > 0),
            "header" | "footer" => {
                let titled = measure.title && measure.link_share() < 50;
                return !measure.main && !titled && !is_inside_main(node);
            }
            "aside" if measure.link_share() > 50 => return true,
            _ => {}
        }
        if measure.main {
            return false;
        }
        let role = element.attr("role").unwrap_or_default();
        let furniture =
            ["navigation", "search", "banner", "contentinfo", "dialog", "alertdialog", "menu", "menubar", "toolbar"];
        furniture.contains(&role) || self.is_hidden(element) || self.has_furniture_name(element, measure)
    }

    /// What holds much text that is not links is no menu, whatever it is called.
    fn has_furniture_name(&self, element: &Element, measure: Measure) -> bool {
        (measure.text <= 1500 || measure.link_share() >= 40) && names::names_furniture(element, measure.text < 400)
    }

    /// Hidden for good: text behind an accordion or a tab is content.
    fn is_hidden(&self, element: &Element) -> bool {
        let hidden = element.attr("hidden").is_some_and(|value| value != "until-found")
            || element.attr("aria-hidden") == Some("true")
            || element.attr("style").is_some_and(|style| style.replace(' ', "").contains("display:none"));
        hidden && !names::is_fold(element) && !element.id().is_some_and(|id| self.controlled.contains(id))
    }

    /// A block that is nearly nothing but links. Within the main part only what looks like a menu: many links of a few
    /// words, none of them to a file.
    fn is_link_block(&self, node: NodeRef<'_, Node>, element: &Element, whole_page: bool) -> bool {
        if !matches!(element.name(), "div" | "section" | "ul" | "ol" | "aside" | "table") {
            return false;
        }
        let measure = self.of(node);
        if measure.main || measure.headings > 0 || measure.files > 0 || measure.links < 3 {
            return false;
        }
        let share = measure.link_share();
        let short = measure.linked <= measure.links * 25;
        if whole_page {
            share > 80 && measure.linked <= measure.links * 60
        } else {
            share > 95 && short && measure.links > 3
        }
    }
}

/// The ids that an element says it shows and hides.
fn controls(element: &Element) -> impl Iterator<Item = &str> {
    let ids = element.attr("aria-controls").unwrap_or_default().split_whitespace();
    let target = element.attr("data-target").into_iter().filter_map(|target| target.strip_prefix('#'));
    ids.chain(target)
}

fn is_file(href: &str) -> bool {
    let path = href.split(['?', '#']).next().unwrap_or_default().to_ascii_lowercase();
    [".pdf", ".doc", ".docx", ".odt", ".xls", ".xlsx", ".ods", ".zip"].iter().any(|extension| path.ends_with(extension))
}

fn is_inside_main(node: NodeRef<'_, Node>) -> bool {
    node.ancestors()
        .filter_map(|node| node.value().as_element())
        .any(|element| matches!(element.name(), "main" | "article") || element.attr("role") == Some("main"))
}

/// Whether the button is the head of an accordion, or stands in a heading: then its words are a heading.
pub(super) fn keeps_button(node: NodeRef<'_, Node>, element: &Element) -> bool {
    let heading = node
        .ancestors()
        .take(3)
        .filter_map(|node| node.value().as_element())
        .any(|element| matches!(element.name(), "h1" | "h2" | "h3" | "h4" | "h5" | "h6" | "summary" | "dt"));
    heading || (element.attr("aria-expanded").is_some() && names::is_fold(element))
}
