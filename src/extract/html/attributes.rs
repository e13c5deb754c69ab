//! The attributes of a tag: reads them as browsers do, and keeps those that tell what an element is for. A tag with
//! a hundred thousand attributes would take the parser time that grows with the square of their number.

/// What of an attribute's value is kept; classes and dates are shorter.
const LONGEST_VALUE: usize = 600;

/// Attributes that tell what an element is for.
const ATTRIBUTES: [&str; 20] = [
    "class",
    "id",
    "role",
    "hidden",
    "aria-hidden",
    "aria-controls",
    "aria-expanded",
    "href",
    "start",
    "type",
    "value",
    "datetime",
    "content",
    "name",
    "property",
    "itemprop",
    "style",
    "http-equiv",
    "reversed",
    "data-target",
];

/// Adds the known ones of `attributes` to the tag at the end of `out`. The first of a name counts, as in browsers.
pub(super) fn push_known(attributes: &str, out: &mut String) {
    let mut rest = attributes;
    let mut seen = [false; ATTRIBUTES.len()];
    while let Some((name, value, after)) = next_attribute(rest) {
        rest = after;
        let known = ATTRIBUTES.iter().position(|known| known.eq_ignore_ascii_case(name));
        let Some(known) = known.filter(|known| !seen[*known]) else { continue };
        seen[known] = true;
        let value = &value[..value.floor_char_boundary(LONGEST_VALUE)];
        out.push(' ');
        out.push_str(ATTRIBUTES[known]);
        out.push_str("=\"");
        out.push_str(&value.replace('"', "&quot;"));
        out.push('"');
    }
}

/// The name and value of the next attribute, and what comes after it.
fn next_attribute(text: &str) -> Option<(&str, &str, &str)> {
    let text = text.trim_start_matches(|c: char| c.is_whitespace() || c == '/');
    let end = text.find(|c: char| c.is_whitespace() || matches!(c, '=' | '/')).unwrap_or(text.len());
    if text.is_empty() {
        return None;
    }
    // A "=" without a name before it is skipped.
    let end = if end == 0 { 1 } else { end };
    let (name, rest) = text.split_at(end);
    let Some(value) = rest.trim_start().strip_prefix('=') else { return Some((name, "", rest)) };
    let value = value.trim_start();
    for quote in ['"', '\''] {
        if let Some(quoted) = value.strip_prefix(quote) {
            let (value, rest) = quoted.split_once(quote).unwrap_or((quoted, ""));
            return Some((name, value, rest));
        }
    }
    let end = value.find(char::is_whitespace).unwrap_or(value.len());
    Some((name, &value[..end], &value[end..]))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn known_attributes_are_kept() {
        for (given, expected) in [
            (" class=a id = 'b'", " class=\"a\" id=\"b\""),
            (" CLASS=\"a b\"/", " class=\"a b\""),
            (" hidden data-x=1", " hidden=\"\""),
            (" class='a \"b\"' class=c", " class=\"a &quot;b&quot;\""),
            (" = class=a", " class=\"a\""),
            (" class=\"a", " class=\"a\""),
            ("", ""),
        ] {
            let mut out = String::new();
            push_known(given, &mut out);
            assert_eq!(out, expected, "{given}");
        }
    }
}
