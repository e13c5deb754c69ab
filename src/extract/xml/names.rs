//! What the names of elements mean in XML documents: those of publications of Dutch governments, of common formats for
//! texts, and of plain tables.

/// What an element is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Role {
    /// Not known: a line of its own, unless it stands in a line.
    #[default]
    Unknown,
    /// Says something about the document; not part of its text.
    About,
    /// A heading, and its level where the name gives one.
    Heading(Option<u8>),
    /// A paragraph: what stands in it is part of a line.
    Paragraph,
    /// A part of the document, or something else that always stands apart.
    Part,
    /// A list of which the items have dashes.
    Dashes,
    /// A list of which the items are numbered.
    Numbers,
    /// An item of a list.
    Item,
    /// A number or a label that belongs to the text after it.
    Marker,
    /// The rows of heads of a table.
    Heads,
    /// A row of a table.
    Row,
    /// A cell of a row.
    Cell,
    /// A cell that is a head.
    HeadCell,
    /// A footnote.
    Note,
    /// The end of a line.
    Break,
    /// Part of a line.
    Inline,
}

/// The role of the element `name` that stands `depth` deep (the root at 1).
pub fn role(name: &str, depth: usize) -> Role {
    match name.to_ascii_lowercase().as_str() {
        "head" if depth == 2 => Role::About,
        "meta" | "metadata" | "meta-data" | "teiheader" | "docinfo" | "script" | "style" => Role::About,
        "h1" => Role::Heading(Some(1)),
        "h2" => Role::Heading(Some(2)),
        "h3" => Role::Heading(Some(3)),
        "h4" => Role::Heading(Some(4)),
        "h5" => Role::Heading(Some(5)),
        "h6" => Role::Heading(Some(6)),
        "kop" | "titel" | "title" | "head" | "heading" | "kopje" | "tussenkop" | "opschrift" | "intitule"
        | "ondertitel" | "subtitel" | "subtitle" | "regelingopschrift" => Role::Heading(None),
        "al" | "p" | "para" | "alinea" | "paragraph" | "considerans.al" | "naam" => Role::Paragraph,
        "li" | "lid" | "item" | "listitem" | "list-item" | "onderdeel" => Role::Item,
        "lidnr" | "lidnummer" | "li.nr" | "linummer" | "nr" | "nummer" | "num" | "label" | "noot.nr" | "nootnummer" => {
            Role::Marker
        }
        "ul" => Role::Dashes,
        "ol" => Role::Numbers,
        "thead" => Role::Heads,
        "tr" | "row" | "rij" => Role::Row,
        "th" => Role::HeadCell,
        "noot" | "voetnoot" | "footnote" | "fn" => Role::Note,
        "br" | "regeleinde" | "lb" => Role::Break,
        name => part_or_inline(name),
    }
}

fn part_or_inline(name: &str) -> Role {
    match name {
        "lijst" | "list" | "table" | "tabel" | "tgroup" | "tbody" | "section" | "sectie" | "div" | "artikel"
        | "hoofdstuk" | "paragraaf" | "afdeling" | "deel" | "boek" | "bijlage" | "toelichting" | "aanhef"
        | "slotformulering" | "tekst" | "inhoud" | "body" => Role::Part,
        "b" | "i" | "u" | "em" | "strong" | "sup" | "sub" | "inf" | "nadruk" | "vet" | "cur" | "extref" | "intref"
        | "extioref" | "intioref" | "a" | "span" | "ref" | "xref" | "link" | "abbr" | "term" => Role::Inline,
        _ => Role::Unknown,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn roles_by_name() {
        let check = |name, depth, expected| assert_eq!(role(name, depth), expected, "{name}");
        check("head", 2, Role::About);
        check("head", 3, Role::Heading(None));
        check("Lid", 4, Role::Item);
        check("H3", 4, Role::Heading(Some(3)));
        check("Artikel", 4, Role::Part);
        check("straat", 4, Role::Unknown);
    }
}
