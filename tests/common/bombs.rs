//! Files made to harm: archives and pages that unpack to far more than they are, that hold themselves, or that are
//! deeper than any honest file.

#![allow(dead_code, reason = "each test takes what it needs")]

use std::io::{Cursor, Write};

use flate2::Compression;
use flate2::write::{DeflateEncoder, ZlibEncoder};
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

/// A hostile file: its name, its bytes, and the reasons that may be given for it; empty where it may be read.
pub struct Bomb {
    pub name: &'static str,
    pub bytes: Vec<u8>,
    pub reasons: &'static [&'static str],
}

/// A ZIP file of these members.
pub fn zip(members: &[(&str, &[u8])]) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in members {
        writer.start_file(*name, SimpleFileOptions::default()).expect("a member can be begun");
        writer.write_all(bytes).expect("a member can be written");
    }
    writer.finish().expect("an archive can be finished").into_inner()
}

/// A ZIP file with one member of so many megabytes of the same byte.
fn flat_zip(name: &str, megabytes: usize) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    writer.start_file(name, SimpleFileOptions::default()).expect("a member can be begun");
    for _ in 0..megabytes {
        writer.write_all(&[b'a'; 1_000_000]).expect("a member can be written");
    }
    writer.finish().expect("an archive can be finished").into_inner()
}

/// Archives in archives, `depth` deep, each with `width` copies of the one below.
fn nested_zip(depth: usize, width: usize) -> Vec<u8> {
    let mut inner = flat_zip("bom.txt", 2);
    for level in 0..depth {
        let names: Vec<String> = (0..width).map(|copy| format!("laag-{level}-{copy}.zip")).collect();
        let members: Vec<(&str, &[u8])> = names.iter().map(|name| (name.as_str(), inner.as_slice())).collect();
        inner = zip(&members);
    }
    inner
}

/// A ZIP file whose directory names one packed member many times.
fn overlapping_zip(copies: u16) -> Vec<u8> {
    let mut packed = DeflateEncoder::new(Vec::new(), Compression::best());
    packed.write_all(&vec![b'a'; 5_000_000]).expect("bytes can be packed");
    let packed = packed.finish().expect("bytes can be packed");
    let crc = crc32fast::hash(&vec![b'a'; 5_000_000]);
    let sizes = |to: &mut Vec<u8>| {
        to.extend(crc.to_le_bytes());
        to.extend((packed.len() as u32).to_le_bytes());
        to.extend(5_000_000_u32.to_le_bytes());
        to.extend(9_u16.to_le_bytes());
        to.extend(0_u16.to_le_bytes());
    };
    let mut file = b"PK\x03\x04\x14\0\0\0\x08\0\0\0\0\0".to_vec();
    sizes(&mut file);
    file.extend(b"00000.txt");
    file.extend(&packed);
    let start = file.len() as u32;
    for copy in 0..copies {
        file.extend(b"PK\x01\x02\x14\0\x14\0\0\0\x08\0\0\0\0\0");
        sizes(&mut file);
        file.extend([0; 10]);
        file.extend(0_u32.to_le_bytes());
        file.extend(format!("{copy:05}.txt").bytes());
    }
    let length = file.len() as u32 - start;
    file.extend(b"PK\x05\x06\0\0\0\0");
    file.extend(copies.to_le_bytes());
    file.extend(copies.to_le_bytes());
    file.extend(length.to_le_bytes());
    file.extend(start.to_le_bytes());
    file.extend([0; 2]);
    file
}

/// A PDF of one page with these further objects, from number 4 on; `page` is what its dictionary has beside the usual.
fn pdf(page: &str, objects: &[Vec<u8>]) -> Vec<u8> {
    let mut file = b"%PDF-1.5\n1 0 obj <</Type/Catalog/Pages 2 0 R>> endobj\n\
        2 0 obj <</Type/Pages/Count 1/Kids[3 0 R]>> endobj\n"
        .to_vec();
    file.extend(format!("3 0 obj <</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]{page}>> endobj\n").bytes());
    for (number, object) in objects.iter().enumerate() {
        file.extend(format!("{} 0 obj ", number + 4).bytes());
        file.extend(object);
        file.extend(b" endobj\n");
    }
    file.extend(b"trailer <</Root 1 0 R>>\n%%EOF");
    file
}

fn stream(dictionary: &str, bytes: &[u8]) -> Vec<u8> {
    [format!("<<{dictionary}/Length {}>>stream\n", bytes.len()).as_bytes(), bytes, b"\nendstream"].concat()
}

/// A gigabyte of spaces, packed.
fn packed_gigabyte() -> Vec<u8> {
    let mut packed = ZlibEncoder::new(Vec::new(), Compression::fast());
    for _ in 0..1000 {
        packed.write_all(&[b' '; 1_000_000]).expect("bytes can be packed");
    }
    packed.finish().expect("bytes can be packed")
}

/// A PDF whose page is a gigabyte of spaces, packed.
fn pdf_with_a_gigabyte() -> Vec<u8> {
    let packed = packed_gigabyte();
    pdf("/Contents 4 0 R", &[stream("/Filter/FlateDecode", &packed)])
}

/// A PDF of three pages, of which the second is a gigabyte of spaces, packed.
pub fn pdf_with_one_bad_page() -> Vec<u8> {
    let packed = packed_gigabyte();
    let words = |words: &str| stream("", format!("BT /F 12 Tf 60 700 Td (De {words} bladzijde.) Tj ET").as_bytes());
    let contents = [words("eerste"), stream("/Filter/FlateDecode", &packed), words("derde")];
    let mut file = b"%PDF-1.5\n1 0 obj <</Type/Catalog/Pages 2 0 R>> endobj\n\
        2 0 obj <</Type/Pages/Count 3/Kids[3 0 R 4 0 R 5 0 R]>> endobj\n\
        9 0 obj <</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>> endobj\n"
        .to_vec();
    for (number, content) in contents.iter().enumerate() {
        let (page, stream) = (number + 3, number + 6);
        let rest = "/MediaBox[0 0 595 842]/Resources<</Font<</F 9 0 R>>>>";
        file.extend(format!("{page} 0 obj <</Type/Page/Parent 2 0 R/Contents {stream} 0 R{rest}>> endobj\n").bytes());
        file.extend(format!("{stream} 0 obj ").bytes());
        file.extend(content);
        file.extend(b" endobj\n");
    }
    file.extend(b"trailer <</Root 1 0 R>>\n%%EOF");
    file
}

/// A PDF of so many pages, each with a sentence of its own.
pub fn pdf_of(pages: u32) -> Vec<u8> {
    let kids: String = (0..pages).map(|page| format!("{} 0 R ", 4 + 2 * page)).collect();
    let mut file = format!(
        "%PDF-1.5\n1 0 obj <</Type/Catalog/Pages 2 0 R>> endobj\n2 0 obj <</Type/Pages/Count {pages}/Kids[{kids}]>> endobj\n\
         3 0 obj <</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>> endobj\n"
    )
    .into_bytes();
    for page in 0..pages {
        let (object, content) = (4 + 2 * page, 5 + 2 * page);
        let rest = "/MediaBox[0 0 595 842]/Resources<</Font<</F 3 0 R>>>>";
        file.extend(
            format!("{object} 0 obj <</Type/Page/Parent 2 0 R/Contents {content} 0 R{rest}>> endobj\n").bytes(),
        );
        let text = format!("BT /F 12 Tf 60 700 Td (Hier staat besluit {} van de raad.) Tj ET", page + 1);
        file.extend(format!("{content} 0 obj ").bytes());
        file.extend(stream("", text.as_bytes()));
        file.extend(b" endobj\n");
    }
    file.extend(b"trailer <</Root 1 0 R>>\n%%EOF");
    file
}

/// A PDF whose form draws itself twice, and another whose page draws a tower of forms.
fn pdf_that_draws_itself() -> Vec<u8> {
    let form = stream("/Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</X 5 0 R>>>>", b"/X Do /X Do");
    pdf("/Contents 4 0 R/Resources<</XObject<</X 5 0 R>>>>", &[stream("", b"/X Do"), form])
}

fn pdf_with_a_tower_of_forms() -> Vec<u8> {
    let mut objects = vec![stream("", b"/X Do")];
    for level in 0..40 {
        let next = format!("/Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</X {} 0 R>>>>", level + 6);
        objects.push(stream(&next, b"/X Do /X Do /X Do"));
    }
    objects.push(stream("/Type/XObject/Subtype/Form/BBox[0 0 9 9]", b"0 0 m"));
    pdf("/Contents 4 0 R/Resources<</XObject<</X 5 0 R>>>>", &objects)
}

/// A DOCX whose text is this XML.
fn docx(document: &str) -> Vec<u8> {
    let types = "<?xml version='1.0'?><Types xmlns='http://schemas.openxmlformats.org/package/2006/content-types'/>";
    zip(&[("[Content_Types].xml", types.as_bytes()), ("word/document.xml", document.as_bytes())])
}

/// XML in which nine entities each name the one before ten times.
fn laughs(root: &str) -> String {
    let mut entities = "<!ENTITY l0 \"lach\">".to_owned();
    for level in 1..=9 {
        let names = format!("&l{};", level - 1).repeat(10);
        entities.push_str(&format!("<!ENTITY l{level} \"{names}\">"));
    }
    format!("<?xml version='1.0'?><!DOCTYPE {root} [{entities}]><{root}><p>De raad. &l9;</p></{root}>")
}

/// XML that names a file of the system.
fn outside(root: &str) -> String {
    let entity = "<!ENTITY buiten SYSTEM \"file:///etc/passwd\">";
    format!("<?xml version='1.0'?><!DOCTYPE {root} [{entity}]><{root}><p>De raad. &buiten;</p></{root}>")
}

fn deep(open: &str, close: &str, depth: usize) -> String {
    open.repeat(depth) + "De raad." + &close.repeat(depth)
}

/// All of them.
pub fn bombs() -> Vec<Bomb> {
    let bomb = |name, bytes: Vec<u8>, reasons| Bomb { name, bytes, reasons };
    let deep_xml = format!("<?xml version='1.0'?>{}", deep("<a>", "</a>", 100_000));
    let word = |text: &str| docx(&format!("<w:document xmlns:w='x'><w:body>{text}</w:body></w:document>"));
    vec![
        bomb("plat.zip", flat_zip("bom.txt", 1000), &["expands"]),
        bomb("genest.zip", nested_zip(3, 8), &["expands"]),
        bomb("diep.zip", nested_zip(12, 1), &["too-deep", "expands"]),
        bomb("overlappend.zip", overlapping_zip(60_000), &["expands", "damaged"]),
        bomb("plat.docx", flat_docx(), &["expands"]),
        bomb(
            "plat.odt",
            zip(&[("mimetype", b"application/vnd.oasis.opendocument.text"), ("content.xml", &flat_xml())]),
            &["expands", "damaged"],
        ),
        bomb("gigabyte.pdf", pdf_with_a_gigabyte(), &["too-much-memory", "timed-out", "too-large", "damaged"]),
        bomb("zichzelf.pdf", pdf_that_draws_itself(), &["empty", "damaged", "timed-out"]),
        bomb("toren.pdf", pdf_with_a_tower_of_forms(), &["timed-out", "empty", "damaged"]),
        bomb("lach.xml", laughs("stuk").into_bytes(), &[]),
        bomb("lach.docx", docx(&laughs("document")), &["empty", "damaged"]),
        bomb("buiten.xml", outside("stuk").into_bytes(), &[]),
        bomb("buiten.docx", docx(&outside("document")), &["empty", "damaged"]),
        bomb("diep.xml", deep_xml.clone().into_bytes(), &["too-deep"]),
        bomb("diep.docx", word(&deep("<w:tbl><w:tr><w:tc>", "</w:tc></w:tr></w:tbl>", 100_000)), &["too-deep"]),
        bomb("diep.html", deep("<div>", "</div>", 100_000).into_bytes(), &[]),
        bomb("diep.rtf", format!("{{\\rtf1 {}}}", deep("{", "}", 100_000)).into_bytes(), &["too-deep"]),
        bomb(
            "diep.pdf",
            pdf(&format!("/X {}", deep("[", "]", 100_000)), &[]),
            &["damaged", "empty", "too-much-memory"],
        ),
        bomb("diep.eml", deep_mail(2_000).into_bytes(), &["too-deep", "damaged"]),
    ]
}

fn flat_xml() -> Vec<u8> {
    let text = "<text:p>raad</text:p>".repeat(2_000_000);
    let head = "<office:document-content xmlns:office='o' xmlns:text='t'><office:body><office:text>";
    format!("{head}{text}</office:text></office:body></office:document-content>").into_bytes()
}

fn flat_docx() -> Vec<u8> {
    let head = "<w:document xmlns:w='x'><w:body>";
    let text = "<w:p><w:r><w:t>raad</w:t></w:r></w:p>".repeat(2_000_000);
    docx(&format!("{head}{text}</w:body></w:document>"))
}

/// Mails in mails.
fn deep_mail(depth: usize) -> String {
    let mut mail = "From: a@example.nl\r\nSubject: brug\r\nMIME-Version: 1.0\r\n\r\nDe raad.\r\n".to_owned();
    for level in 0..depth {
        mail = format!(
            "From: a@example.nl\r\nSubject: laag {level}\r\nMIME-Version: 1.0\r\nContent-Type: message/rfc822\r\n\r\n{mail}"
        );
        if mail.len() > 2_000_000 {
            break;
        }
    }
    mail
}
