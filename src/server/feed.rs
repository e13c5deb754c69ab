//! What other programs subscribe to: the newest passages of a query as an Atom feed, and the description by which a
//! browser adds the search to its own.

use axum::body::Bytes;
use jiff::civil::Date;

use super::citation::permanent_link;
use crate::search::{Hit, SearchPage};

/// A feed of what a search found.
pub(super) struct Feed<'a> {
    /// The address of the server.
    pub url: &'a str,
    /// What the page is called.
    pub name: &'a str,
    /// The query string of the search, as the page takes it.
    pub query: &'a str,
    /// When the index was last brought up to date, for documents without a date.
    pub updated: &'a str,
}

impl Feed<'_> {
    /// The feed (RFC 4287), newest passages first.
    pub(super) fn of(&self, page: &SearchPage) -> Bytes {
        let mut xml = String::from("<?xml version=\"1.0\" encoding=\"utf-8\"?>\n");
        xml.push_str("<feed xmlns=\"http://www.w3.org/2005/Atom\" xml:lang=\"nl\">\n");
        let title = if page.query.is_empty() { self.name.to_owned() } else { format!("{}: {}", self.name, page.query) };
        element(&mut xml, 1, "title", &title);
        element(&mut xml, 1, "id", &format!("{}/atom?{}", self.url, self.query));
        element(&mut xml, 1, "updated", self.updated);
        element(&mut xml, 1, "generator", "raadpleeg");
        link(&mut xml, 1, "self", &format!("{}/atom?{}", self.url, self.query));
        link(&mut xml, 1, "alternate", &format!("{}/?{}", self.url, self.query));
        for group in &page.groups {
            self.entry(&mut xml, &group.hit);
        }
        xml.push_str("</feed>\n");
        xml.into()
    }

    fn entry(&self, xml: &mut String, hit: &Hit) {
        let document = &hit.document;
        xml.push_str("  <entry>\n");
        let heading = hit.passage.headings.last().map(|heading| format!(" › {heading}")).unwrap_or_default();
        element(xml, 2, "title", &format!("{}{heading}", document.title));
        element(xml, 2, "id", &format!("urn:raadpleeg:passage:{}", hit.passage.id));
        link(xml, 2, "alternate", &permanent_link(self.url, &hit.passage.id));
        let day = |date: Date| format!("{date}T00:00:00Z");
        element(xml, 2, "updated", &document.date.map_or_else(|| self.updated.to_owned(), day));
        xml.push_str("    <author>");
        let author = document.author.clone().or_else(|| document.municipality.clone());
        xml.push_str(&format!("<name>{}</name>", escaped(&author.unwrap_or_else(|| document.collection.clone()))));
        xml.push_str("</author>\n");
        if let Some(kind) = &document.kind {
            xml.push_str(&format!("    <category term=\"{}\"/>\n", escaped(kind)));
        }
        let text: String = hit.fragment.iter().map(|piece| piece.text.as_str()).collect();
        element(xml, 2, "summary", &text);
        xml.push_str("  </entry>\n");
    }
}

/// How a browser searches here (OpenSearch 1.1).
pub(super) fn open_search(url: &str, name: &str) -> Bytes {
    let mut xml = String::from("<?xml version=\"1.0\" encoding=\"utf-8\"?>\n");
    xml.push_str("<OpenSearchDescription xmlns=\"http://a9.com/-/spec/opensearch/1.1/\">\n");
    // Names are at most 16 characters there.
    element(&mut xml, 1, "ShortName", &name.chars().take(16).collect::<String>());
    element(&mut xml, 1, "Description", name);
    element(&mut xml, 1, "Language", "nl");
    element(&mut xml, 1, "InputEncoding", "UTF-8");
    xml.push_str(&format!("  <Image type=\"image/svg+xml\">{}/favicon.svg</Image>\n", escaped(url)));
    let template = |xml: &mut String, media_type: &str, path: &str| {
        let address = escaped(&format!("{url}{path}{{searchTerms}}"));
        xml.push_str(&format!("  <Url type=\"{media_type}\" template=\"{address}\"/>\n"));
    };
    template(&mut xml, "text/html", "/?vraag=");
    template(&mut xml, "application/atom+xml", "/atom?vraag=");
    xml.push_str("</OpenSearchDescription>\n");
    xml.into()
}

fn element(xml: &mut String, depth: usize, name: &str, text: &str) {
    xml.push_str(&format!("{}<{name}>{}</{name}>\n", "  ".repeat(depth), escaped(text)));
}

fn link(xml: &mut String, depth: usize, relation: &str, address: &str) {
    xml.push_str(&format!("{}<link rel=\"{relation}\" href=\"{}\"/>\n", "  ".repeat(depth), escaped(address)));
}

/// Text as it may stand in XML: what has a meaning there written otherwise, what may not stand there left out.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            '\t' | '\n' => out.push(' '),
            '\u{FFFE}' | '\u{FFFF}' => {}
            c if c.is_control() => {}
            c => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_gets_out_of_its_element() {
        assert_eq!(escaped("<b a=\"1\">&'\u{0}\u{1b}\u{FFFF}\n"), "&lt;b a=&quot;1&quot;&gt;&amp;&#39; ");
        let description = String::from_utf8(open_search("https://zoek.nl", "a]]></x>").to_vec()).expect("UTF-8");
        assert!(!description.contains("</x>"), "{description}");
    }
}
