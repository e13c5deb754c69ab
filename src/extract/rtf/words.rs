//! The control words of RTF that stand for a character, and those whose group holds no text of the document.

/// The character that a control word stands for.
pub fn character(word: &str) -> Option<char> {
    Some(match word {
        "tab" => '\t',
        "line" | "softline" | "column" => '\n',
        "bullet" => '•',
        "endash" => '–',
        "emdash" => '—',
        "lquote" => '‘',
        "rquote" => '’',
        "ldblquote" => '“',
        "rdblquote" => '”',
        "emspace" | "enspace" | "qmspace" | "page" | "softpage" => ' ',
        _ => return None,
    })
}

/// Words whose group holds no text of the document, in order.
const WITHOUT_TEXT: [&str; 66] = [
    "aftncn",
    "aftnsep",
    "aftnsepc",
    "annotation",
    "atnauthor",
    "atndate",
    "atnicn",
    "atnid",
    "atnref",
    "atntime",
    "atrfend",
    "atrfstart",
    "bkmkend",
    "bkmkstart",
    "colortbl",
    "comment",
    "datafield",
    "datastore",
    "do",
    "falt",
    "fchars",
    "ffdeftext",
    "ffentrymcr",
    "ffexitmcr",
    "ffformat",
    "ffhelptext",
    "ffl",
    "ffname",
    "ffstattext",
    "filetbl",
    "fldinst",
    "footer",
    "footerf",
    "footerl",
    "footerr",
    "formfield",
    "ftncn",
    "ftnsep",
    "ftnsepc",
    "generator",
    "header",
    "headerf",
    "headerl",
    "headerr",
    "keycode",
    "lchars",
    "listoverridetable",
    "listtable",
    "mmath",
    "nonesttables",
    "objdata",
    "panose",
    "pict",
    "pn",
    "private",
    "revtbl",
    "rxe",
    "shppict",
    "shprslt",
    "sn",
    "sp",
    "sv",
    "tc",
    "template",
    "txe",
    "xe",
];

/// Whether the group that begins with `word` holds no text of the document.
pub fn holds_none(word: &str) -> bool {
    WITHOUT_TEXT.binary_search(&word).is_ok()
}

/// The code page of a character set of a font; `None` for that of the document.
pub fn page(charset: i32) -> Option<u32> {
    Some(match charset {
        77 => 10000,
        128 => 932,
        129 => 949,
        134 => 936,
        136 => 950,
        161 => 1253,
        162 => 1254,
        163 => 1258,
        177 => 1255,
        178 => 1256,
        186 => 1257,
        204 => 1251,
        222 => 874,
        238 => 1250,
        255 => 850,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_in_order() {
        assert!(WITHOUT_TEXT.is_sorted());
        assert!(holds_none("pict") && !holds_none("par"));
    }
}
