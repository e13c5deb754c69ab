//! HTML made safe and small before it is parsed. The standard way of parsing lets a page of a few kilobytes build a
//! tree of millions of nodes, take time that grows with the square of its length, or nest without end; this pass over
//! the tags keeps the nesting within bounds and leaves out what no reader of text needs: scripts, styles, comments,
//! font tags, and all attributes but a few. What the tags mean is left to `tree` and `walk`.

use std::collections::HashMap;

use super::attributes;

/// Elements are nested at most this deep. Real pages stay below 80; the parser looks through all that is open for many
/// a tag, so a higher bound costs time on hostile pages. Deeper tags go and their text stays.
const DEEPEST: usize = 150;

/// Elements whose content is not text of the page.
const OPAQUE: [&str; 9] =
    ["script", "style", "iframe", "noembed", "noframes", "noscript", "textarea", "svg", "template"];

/// Tags that change only how letters look. Left in, the parser reopens them in each block that follows.
const FONT: [&str; 13] =
    ["big", "code", "em", "font", "i", "s", "small", "strike", "tt", "u", "nobr", "option", "optgroup"];

const VOID: [&str; 16] = [
    "area", "base", "br", "col", "embed", "frame", "hr", "img", "input", "keygen", "link", "meta", "param", "source",
    "track", "wbr",
];

/// Elements that the parser closes by itself, so that they nest only as deep as what is around them.
const SELF_CLOSING: [&str; 15] =
    ["p", "li", "dt", "dd", "td", "th", "tr", "tbody", "thead", "tfoot", "caption", "colgroup", "html", "head", "body"];

/// The elements, among those that are counted, that the end tag of an inline element does not close.
const BLOCKS: [&str; 34] = [
    "address",
    "article",
    "aside",
    "blockquote",
    "button",
    "center",
    "details",
    "dir",
    "div",
    "dl",
    "fieldset",
    "figcaption",
    "figure",
    "footer",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "header",
    "hgroup",
    "main",
    "menu",
    "nav",
    "ol",
    "pre",
    "search",
    "section",
    "summary",
    "table",
    "ul",
    "dialog",
    "listing",
];

/// The page with bounded nesting and without what is not needed, for the parser. Links are `<x-a>` and strong text is
/// `<x-b>`, since the parser reopens `<a>` and `<b>` in each block that follows when they are not closed.
pub(super) fn tamed(html: &str) -> String {
    let mut guard = Guard {
        html,
        out: String::with_capacity(html.len()),
        open: Vec::new(),
        over: HashMap::new(),
        missing: Vec::new(),
    };
    guard.run();
    guard.out
}

struct Guard<'a> {
    html: &'a str,
    out: String,
    /// The elements that are open, the innermost last.
    open: Vec<String>,
    /// How many elements of a name were left out for being too deep.
    over: HashMap<String, usize>,
    /// What was looked for up to the end and not found, so that it is not looked for again.
    missing: Vec<&'static str>,
}

struct Tag<'a> {
    name: String,
    attributes: &'a str,
    end: usize,
}

impl<'a> Guard<'a> {
    fn run(&mut self) {
        let mut at = 0;
        while let Some(offset) = self.html[at..].find('<') {
            self.out.push_str(&self.html[at..at + offset]);
            at = self.markup(at + offset);
        }
        self.out.push_str(&self.html[at..]);
    }

    /// Handles the "<" at `at`; gives where to go on.
    fn markup(&mut self, at: usize) -> usize {
        let rest = &self.html[at + 1..];
        let Some(next) = rest.chars().next() else {
            return self.literal(at);
        };
        match next {
            '!' if rest.starts_with("!--") => self.skip_to("-->", at + 4).unwrap_or(at + 4),
            '!' if starts_with_name(rest, "![cdata[") => self.skip_to("]]>", at).unwrap_or(at + 9),
            '!' | '?' => self.skip_to(">", at).unwrap_or(self.html.len()),
            '/' if rest[1..].starts_with(|c: char| c.is_ascii_alphabetic()) => match self.tag(at + 2) {
                Some(tag) => self.end_tag(&tag),
                None => self.literal(at),
            },
            c if c.is_ascii_alphabetic() => match self.tag(at + 1) {
                Some(tag) => self.start_tag(&tag),
                None => self.literal(at),
            },
            _ => self.literal(at),
        }
    }

    /// A "<" that opens nothing is text.
    fn literal(&mut self, at: usize) -> usize {
        self.out.push_str("&lt;");
        at + 1
    }

    /// Just after the next `needle`.
    fn skip_to(&mut self, needle: &'static str, from: usize) -> Option<usize> {
        if self.missing.contains(&needle) {
            return None;
        }
        let found = self.html.get(from..).and_then(|rest| rest.find(needle));
        if found.is_none() {
            self.missing.push(needle);
        }
        found.map(|offset| from + offset + needle.len())
    }

    /// The tag whose name starts at `from`, when it is closed.
    fn tag(&mut self, from: usize) -> Option<Tag<'a>> {
        let html = self.html;
        let rest = &html[from..];
        let name_length = rest.find(|c: char| c.is_whitespace() || matches!(c, '>' | '/' | '<')).unwrap_or(rest.len());
        let attributes_from = from + name_length;
        let end = self.end_of_tag(attributes_from)?;
        let name = rest[..name_length.min(rest.floor_char_boundary(40))].to_ascii_lowercase();
        Some(Tag { name, attributes: &html[attributes_from..end - 1], end })
    }

    /// Just after the ">" of a tag. A ">" in quotes does not end it, unless some quote in the file is never closed.
    fn end_of_tag(&mut self, from: usize) -> Option<usize> {
        const QUOTE: &str = "closing quote";
        const END: &str = "end of tag";
        if self.missing.contains(&END) {
            return None;
        }
        if !self.missing.contains(&QUOTE) {
            let mut quote = None;
            let mut before = b' ';
            for (offset, byte) in self.html.as_bytes()[from..].iter().enumerate() {
                match (quote, *byte) {
                    (None, b'>') => return Some(from + offset + 1),
                    (None, b'"' | b'\'') if before == b'=' => quote = Some(*byte),
                    (Some(open), byte) if byte == open => quote = None,
                    _ => {}
                }
                if !byte.is_ascii_whitespace() {
                    before = *byte;
                }
            }
            self.missing.push(QUOTE);
        }
        let end = self.html[from..].find('>');
        if end.is_none() {
            self.missing.push(END);
        }
        end.map(|offset| from + offset + 1)
    }

    fn start_tag(&mut self, tag: &Tag<'_>) -> usize {
        let name = tag.name.as_str();
        if let Some(opaque) = OPAQUE.iter().find(|opaque| **opaque == name) {
            return self.after_opaque(opaque, tag.end);
        }
        if name == "title" {
            return self.title(tag);
        }
        if FONT.contains(&name) || name == "plaintext" || (name == "a" && !tag.attributes.contains("href")) {
            return tag.end;
        }
        let name = renamed(name);
        let nests = !VOID.contains(&name) && !SELF_CLOSING.contains(&name) && !tag.attributes.ends_with('/');
        if nests {
            if self.open.len() >= DEEPEST {
                *self.over.entry(name.to_owned()).or_default() += 1;
                self.out.push(' ');
                return tag.end;
            }
            self.open.push(name.to_owned());
        }
        self.out.push('<');
        self.out.push_str(name);
        attributes::push_known(tag.attributes, &mut self.out);
        // A slash means nothing in HTML itself, and closes elements in drawings only, which are left out anyway.
        self.out.push('>');
        if !nests && !VOID.contains(&name) && !SELF_CLOSING.contains(&name) {
            self.out.push_str("</");
            self.out.push_str(name);
            self.out.push('>');
        }
        tag.end
    }

    fn end_tag(&mut self, tag: &Tag<'_>) -> usize {
        let name = tag.name.as_str();
        if FONT.contains(&name) || OPAQUE.contains(&name) || name == "title" {
            return tag.end;
        }
        let name = renamed(name);
        if let Some(count) = self.over.get_mut(name).filter(|count| **count > 0) {
            *count -= 1;
            self.out.push(' ');
            return tag.end;
        }
        self.close(name);
        self.out.push_str("</");
        self.out.push_str(name);
        self.out.push('>');
        tag.end
    }

    /// Closes what the parser closes at this end tag: an inline element only within the block that it stands in, and
    /// nothing from within a table that started later.
    fn close(&mut self, name: &str) {
        let inline = !BLOCKS.contains(&name);
        let reaches =
            |open: &&String| *open == name || (*open != "table" && !(inline && BLOCKS.contains(&open.as_str())));
        let found = self.open.iter().rev().take_while(reaches).position(|open| open == name);
        if let Some(position) = found {
            self.open.truncate(self.open.len() - 1 - position);
            self.over = HashMap::new();
        }
    }

    /// The title of the page, whose content the parser does not read as markup. Without an end tag only the tag goes.
    fn title(&mut self, tag: &Tag<'_>) -> usize {
        let after = self.after_opaque("title", tag.end);
        if after > tag.end {
            let content = &self.html[tag.end..after];
            let content = &content[..content.rfind("</").unwrap_or(0)];
            self.out.push_str("<title>");
            self.out.push_str(content);
            self.out.push_str("</title>");
        }
        after
    }

    /// Where the text goes on after an element whose content is left out. Without an end tag only the tag goes.
    fn after_opaque(&mut self, name: &'static str, from: usize) -> usize {
        if self.missing.contains(&name) {
            return from;
        }
        let mut at = from;
        while let Some(offset) = self.html[at..].find("</") {
            at += offset + 2;
            if starts_with_name(&self.html[at..], name) {
                return self.html[at..].find('>').map_or(self.html.len(), |offset| at + offset + 1);
            }
        }
        self.missing.push(name);
        from
    }
}

fn renamed(name: &str) -> &str {
    match name {
        "a" => "x-a",
        "b" | "strong" => "x-b",
        // The parser closes a form out of order, and reads what is inside these others in a way of its own.
        "form" => "x-form",
        "select" => "x-select",
        "image" => "img",
        "xmp" | "listing" => "pre",
        "frameset" | "math" | "object" | "applet" | "marquee" => "div",
        other => other,
    }
}

fn starts_with_name(text: &str, name: &str) -> bool {
    text.as_bytes().get(..name.len()).is_some_and(|start| start.eq_ignore_ascii_case(name.as_bytes()))
}

#[cfg(test)]
mod tests {
    //! Properties tested: what is left out and what stays; nesting stays within bounds whatever the tags.

    use super::*;

    #[test]
    fn tags() {
        for (given, expected) in [
            ("<p>een <em>boom</em></p>", "<p>een boom</p>"),
            ("<p onclick='x>y' class=a>een", "<p class=\"a\">een"),
            ("<b>een</b> <STRONG>twee</STRONG>", "<x-b>een</x-b> <x-b>twee</x-b>"),
            ("<a name=top><a href=\"/x\">een</a>", "<x-a href=\"/x\">een</x-a>"),
            ("<script>var a = '<p>';</script >een", "een"),
            ("<style>een", "een"),
            ("een<!-- <p> -->twee<!-- drie", "eentwee drie"),
            ("<!doctype html><?xml?>een", "een"),
            ("1 < 2 en a<b", "1 &lt; 2 en a&lt;b"),
            ("<p class=\"een>twee", "<p class=\"een\">twee"),
            ("<br/>een<div hidden />twee", "<br>een<div hidden=\"\"></div>twee"),
            ("<p data-x=1 class='a \"b\"' class=c>", "<p class=\"a &quot;b&quot;\">"),
        ] {
            assert_eq!(tamed(given), expected, "{given}");
        }
    }

    #[test]
    fn nesting_is_bounded() {
        for part in [
            "<div>",
            "<div></x>",
            "<span><div></span>",
            "<x-y><section></x-y>",
            "<ul><li>",
            "<table><tr><td>",
            "<div><table><td></div>",
            "<form><div></form>",
        ] {
            let out = tamed(&(part.repeat(10_000) + "tekst"));
            let tags = out.matches("<div").count()
                + out.matches("<section").count()
                + out.matches("<ul").count()
                + out.matches("<table").count();
            assert!(tags <= DEEPEST, "{part}: {tags}");
            assert!(out.ends_with("tekst"));
        }
    }
}
