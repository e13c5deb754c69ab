//! Markup read by the letter: pages must hold the elements and attributes of the templates alone, feeds must be
//! well-formed XML. What is read more kindly by a browser is refused here.

/// A start tag: its name, attributes with their values, and whether it closes itself.
#[derive(Debug)]
pub struct Tag {
    pub name: String,
    pub attributes: Vec<(String, String)>,
    closed: bool,
}

/// A piece of markup.
#[derive(Debug)]
enum Piece<'t> {
    Start(Tag),
    End(&'t str),
    Text(&'t str),
}

/// What templates have.
const ELEMENTS: &str = " a article aside body button caption circle code dd del details div dl dt fieldset footer form g \
    h1 h2 h3 head header hr html input ins kbd label legend li line link main mark meta nav ol option p path q rect script \
    section select small span strong summary svg table tbody td text textarea th thead time title tr ul ";
const ATTRIBUTES: &str = " action autocapitalize autocomplete autofocus charset checked class content d data-copied \
    data-copy data-suggestions datetime defer disabled enterkeyhint focusable for form height hidden href hreflang id \
    inputmode lang max maxlength method min name open placeholder r readonly rel role rows scope spellcheck src tabindex \
    target title transform type value viewBox width x x1 x2 y y1 y2 ";
/// Elements without an end.
const VOID: &str = " hr input link meta ";
/// Where an address of a page may lead.
const LEADS: [&str; 5] = ["/", "#", "https://zoek.brinkhaven.nl/", "mailto:zoeken@brinkhaven.nl", "?"];

/// Checks a page: only what templates have, the one script, and addresses of the server itself.
pub fn check_page(html: &str) -> Result<Vec<Tag>, String> {
    let rest = html.trim_start().strip_prefix("<!DOCTYPE html>").ok_or("no document type")?;
    let (mut tags, mut open) = (Vec::new(), Vec::new());
    for piece in pieces(rest)? {
        match piece {
            Piece::Start(tag) => {
                check_tag(&tag)?;
                if !contains(VOID, &tag.name) {
                    open.push(tag.name.clone());
                }
                tags.push(tag);
            }
            Piece::End(name) if open.pop().as_deref() == Some(name) => {}
            Piece::End(name) => return Err(format!("</{name}> ends nothing")),
            Piece::Text(text) if open.last().is_some_and(|name| name == "script") && !text.is_empty() => {
                return Err(format!("a script: {text}"));
            }
            Piece::Text(text) => references(text, &["amp", "lt", "gt", "quot", "nbsp"])?,
        }
    }
    if open.is_empty() { Ok(tags) } else { Err(format!("{open:?} do not end")) }
}

fn check_tag(tag: &Tag) -> Result<(), String> {
    if !contains(ELEMENTS, &tag.name) {
        return Err(format!("<{}>", tag.name));
    }
    for (name, value) in &tag.attributes {
        if !contains(ATTRIBUTES, name) && !name.starts_with("aria-") {
            return Err(format!("<{} {name}>", tag.name));
        }
        references(value, &["amp", "lt", "gt", "quot"])?;
        let address = ["href", "src", "action"].contains(&name.as_str());
        if address && (!LEADS.iter().any(|lead| value.starts_with(lead)) || value.starts_with("//")) {
            return Err(format!("<{} {name}={value}>", tag.name));
        }
    }
    let source = tag.attributes.iter().find(|(name, _)| name == "src").map(|(_, value)| value.as_str());
    if tag.name == "script" && source != Some("/zoeken.js") { Err("a script".to_owned()) } else { Ok(()) }
}

/// Checks that a text is one well-formed XML document, as far as feeds use XML; gives its elements.
pub fn check_xml(xml: &str) -> Result<Vec<Tag>, String> {
    let rest = xml.strip_prefix("<?xml version=\"1.0\" encoding=\"utf-8\"?>\n").ok_or("no XML declaration")?;
    let allowed = |c: char| matches!(c, '\t' | '\n' | ' '..='\u{7e}' | '\u{a0}'..='\u{fffd}' | '\u{10000}'..);
    if let Some(c) = rest.chars().find(|c| !allowed(*c)) {
        return Err(format!("{c:?} may not stand in XML"));
    }
    let (mut tags, mut open, mut roots) = (Vec::new(), Vec::new(), 0);
    for piece in pieces(rest)? {
        match piece {
            Piece::Start(tag) => {
                roots += usize::from(open.is_empty());
                tag.attributes.iter().try_for_each(|(_, value)| references(value, &XML))?;
                if !tag.closed {
                    open.push(tag.name.clone());
                }
                tags.push(tag);
            }
            Piece::End(name) if open.pop().as_deref() == Some(name) => {}
            Piece::End(name) => return Err(format!("</{name}> ends nothing")),
            Piece::Text(text) if open.is_empty() && !text.trim().is_empty() => return Err(format!("outside: {text}")),
            Piece::Text(text) => references(text, &XML)?,
        }
    }
    if open.is_empty() && roots == 1 { Ok(tags) } else { Err(format!("{open:?} do not end, {roots} roots")) }
}

const XML: [&str; 5] = ["amp", "lt", "gt", "quot", "apos"];

/// Each "&" begins a reference to a character.
fn references(text: &str, known: &[&str]) -> Result<(), String> {
    for rest in text.split('&').skip(1) {
        let name = rest.split(';').next().filter(|name| name.len() < rest.len()).unwrap_or_default();
        let number = name.strip_prefix('#').is_some_and(|digits| {
            let digits = digits.strip_prefix('x').unwrap_or(digits);
            !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_hexdigit())
        });
        if !number && !known.contains(&name) {
            return Err(format!("&{rest:.20}"));
        }
    }
    Ok(())
}

fn contains(list: &str, name: &str) -> bool {
    list.contains(&format!(" {name} "))
}

/// Splits markup. A "<" always begins a tag.
fn pieces(markup: &str) -> Result<Vec<Piece<'_>>, String> {
    let mut pieces = Vec::new();
    let mut rest = markup;
    while let Some(at) = rest.find('<') {
        pieces.push(Piece::Text(&rest[..at]));
        rest = &rest[at + 1..];
        if let Some(end) = rest.strip_prefix('/') {
            let (name, after) = end.split_once('>').ok_or("a tag that does not end")?;
            pieces.push(Piece::End(name));
            rest = after;
        } else {
            let (tag, after) = start(rest)?;
            pieces.push(Piece::Start(tag));
            rest = after;
        }
    }
    pieces.push(Piece::Text(rest));
    Ok(pieces)
}

fn start(text: &str) -> Result<(Tag, &str), String> {
    let is_name =
        |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-' || c == ':' || c.is_ascii_uppercase();
    let end = text.find(|c| !is_name(c)).unwrap_or(text.len());
    let (name, mut rest) = text.split_at(end);
    let mut tag = Tag { name: name.to_owned(), attributes: Vec::new(), closed: false };
    if !name.starts_with(|c: char| c.is_ascii_alphabetic()) {
        return Err(format!("<{text:.40}"));
    }
    loop {
        rest = rest.trim_start();
        if let Some(after) = rest.strip_prefix("/>") {
            tag.closed = true;
            return Ok((tag, after));
        }
        if let Some(after) = rest.strip_prefix('>') {
            return Ok((tag, after));
        }
        let end = rest.find(|c| !is_name(c)).filter(|end| *end > 0).ok_or_else(|| format!("<{name} ... {rest:.40}"))?;
        let (attribute, after) = rest.split_at(end);
        let (value, after) = match after.strip_prefix("=\"") {
            Some(quoted) => quoted.split_once('"').ok_or("a value that does not end")?,
            None if after.starts_with('=') => return Err(format!("{attribute}{after:.40}")),
            None => ("", after),
        };
        tag.attributes.push((attribute.to_owned(), value.to_owned()));
        rest = after;
    }
}
