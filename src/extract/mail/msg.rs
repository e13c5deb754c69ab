//! Messages as Outlook stores them ("msg"). Messages within them are handed over as attachments in the form in which
//! they would travel.

use mail_parser::MessageParser;

use super::super::codepage;
use super::super::compound::Compound;
use super::super::package::Budget;
use super::super::rtf;
use super::attachment::{Attachment, message_name, name};
use super::head::{Head, Moment, person};
use super::outlook::{Holder, Properties};
use super::{Draft, Message, eml, lzfu, wire};
use crate::document::{Missing, Reason};

/// Messages in messages deeper than this are left out.
const DEEPEST: usize = 5;
/// The name of the storage that holds a message within an attachment.
const NESTED: &str = "__substg1.0_3701000D";
/// The numbers of the properties that are read.
mod number {
    pub const SUBJECT: u16 = 0x37;
    pub const SUBMITTED: u16 = 0x39;
    pub const HEADER_LINES: u16 = 0x7d;
    pub const SENDER_NAME: u16 = 0xc1a;
    pub const SENDER_ADDRESS: u16 = 0xc1f;
    pub const PERSON_KIND: u16 = 0xc15;
    pub const COPY: u16 = 0xe03;
    pub const TO: u16 = 0xe04;
    pub const DELIVERED: u16 = 0xe06;
    pub const BODY: u16 = 0x1000;
    pub const RTF: u16 = 0x1009;
    pub const HTML: u16 = 0x1013;
    pub const NAME: u16 = 0x3001;
    pub const ADDRESS: u16 = 0x3003;
    pub const CREATED: u16 = 0x3007;
    pub const DATA: u16 = 0x3701;
    pub const SHORT_FILE: u16 = 0x3704;
    pub const FILE: u16 = 0x3707;
    pub const CONTENT_TYPE: u16 = 0x370e;
    pub const CONTENT_ID: u16 = 0x3712;
    pub const INTERNET_ADDRESS: u16 = 0x39fe;
    pub const HTML_PAGE: u16 = 0x3fde;
    pub const SENDER_INTERNET: u16 = 0x5d01;
    pub const SENT_BY_INTERNET: u16 = 0x5d02;
    pub const SENT_BY_NAME: u16 = 0x42;
    pub const HIDDEN: u16 = 0x7ffe;
}

/// Reads a message.
///
/// # Errors
/// [`Reason::Damaged`], [`Reason::UnknownFormat`] where it is another kind of compound file, [`Reason::Expands`],
/// [`Reason::Empty`] where nothing is in it.
pub fn msg(bytes: &[u8], budget: &Budget) -> Result<Message, Reason> {
    let mut file = Compound::open(bytes, budget)?;
    if !file.has("/__properties_version1.0") {
        return Err(Reason::UnknownFormat);
    }
    let mut reader = Reader { file: &mut file, budget, too_deep: false };
    let draft = reader.draft("/", Holder::Message, 1252, 0)?;
    let too_deep = reader.too_deep;
    let mut message = draft.message();
    if message.content.blocks.is_empty() && message.html.is_none() && message.attachments.is_empty() {
        return Err(Reason::Empty);
    }
    if too_deep {
        message.content.coverage.missing.push(Missing { pages: None, reason: Reason::TooDeep });
    }
    Ok(message)
}

struct Reader<'r, 'b> {
    file: &'r mut Compound<'b>,
    budget: &'b Budget,
    too_deep: bool,
}

impl Reader<'_, '_> {
    /// The message in the storage `path`. Messages within it go through here again, no deeper than [`DEEPEST`].
    fn draft(&mut self, path: &str, holder: Holder, page: u32, depth: usize) -> Result<Draft, Reason> {
        let mut own = Properties::open(self.file, path, holder, page)?;
        let page = own.page();
        let mut head = head(&mut own)?;
        let (plain, html) = texts(&mut own, self.budget)?;
        let names = self.file.names(path);
        self.people(path, &names, page, &mut head)?;
        let mut draft = Draft { head, plain, html, ..Draft::default() };
        for storage in in_order(&names, "__attach_version1.0_") {
            let place = draft.attachments.len() + 1;
            let shown_in = draft.html.as_deref().unwrap_or("");
            let attachment = self.attachment(&format!("{path}{storage}/"), page, place, shown_in, depth)?;
            draft.attachments.extend(attachment);
        }
        Ok(draft)
    }

    /// Who the message went to: by the persons it lists, which have addresses, else by what it shows.
    fn people(&mut self, path: &str, names: &[String], page: u32, head: &mut Head) -> Result<(), Reason> {
        let mut people = [Vec::new(), Vec::new()];
        for storage in in_order(names, "__recip_version1.0_") {
            let mut own = Properties::open(self.file, &format!("{path}{storage}/"), Holder::Part, page)?;
            let name = own.first_text(&[number::NAME])?;
            let address = address(&mut own, &[number::INTERNET_ADDRESS, number::ADDRESS])?;
            let list = match own.number(number::PERSON_KIND) {
                Some(1) | None => people.first_mut(),
                Some(2) => people.last_mut(),
                Some(_) => None,
            };
            list.into_iter().for_each(|list| list.push(person(&name, &address)));
        }
        for (list, shown) in people.into_iter().zip([&mut head.to, &mut head.copy]) {
            if list.iter().any(|person| !person.is_empty()) {
                *shown = list.join(", ");
            }
        }
        Ok(())
    }

    /// The attachment in the storage `path`; `None` for a picture that the message shows, and what holds no bytes.
    fn attachment(
        &mut self,
        path: &str,
        page: u32,
        place: usize,
        shown_in: &str,
        depth: usize,
    ) -> Result<Option<Attachment>, Reason> {
        if self.file.names(path).iter().any(|name| name == NESTED) {
            return self.nested(&format!("{path}{NESTED}/"), page, place, depth);
        }
        let mut own = Properties::open(self.file, path, Holder::Part, page)?;
        let given = own.first_text(&[number::FILE, number::SHORT_FILE, number::NAME])?;
        let kind = own.first_text(&[number::CONTENT_TYPE])?;
        let id = own.first_text(&[number::CONTENT_ID])?;
        let lower = given.to_lowercase();
        let picture = kind.starts_with("image/")
            || [".png", ".jpg", ".gif", ".jpeg", ".bmp"].iter().any(|end| lower.ends_with(end));
        let shown = own.is_set(number::HIDDEN) || (!id.is_empty() && shown_in.contains(&format!("cid:{id}")));
        if picture && shown {
            return Ok(None);
        }
        let bytes = own.bytes(number::DATA)?.filter(|bytes| !bytes.is_empty());
        Ok(bytes.map(|bytes| Attachment { name: name(&given, place, &kind), bytes }))
    }

    fn nested(&mut self, path: &str, page: u32, place: usize, depth: usize) -> Result<Option<Attachment>, Reason> {
        if !self.file.has(&format!("{path}__properties_version1.0")) {
            return Ok(None);
        }
        if depth >= DEEPEST {
            self.too_deep = true;
            return Ok(None);
        }
        let draft = self.draft(path, Holder::Nested, page, depth + 1)?;
        let bytes = wire::written(&draft);
        self.budget.take(bytes.len() as u64)?;
        Ok(Some(Attachment { name: message_name(&draft.head.subject, place), bytes }))
    }
}

/// The storages of this kind, in the order of their numbers.
fn in_order<'n>(names: &'n [String], kind: &str) -> Vec<&'n String> {
    let mut found: Vec<&String> = names.iter().filter(|name| name.starts_with(kind)).collect();
    found.sort();
    found
}

fn head(own: &mut Properties) -> Result<Head, Reason> {
    let sender = own.first_text(&[number::SENDER_NAME, number::SENT_BY_NAME])?;
    let internet = [number::SENDER_INTERNET, number::SENT_BY_INTERNET, number::SENDER_ADDRESS];
    let address = address(own, &internet)?;
    let lines = own.first_text(&[number::HEADER_LINES])?;
    let sent = MessageParser::default().parse_headers(lines.as_bytes());
    let sent = sent.as_ref().and_then(|message| message.date()).and_then(eml::moment);
    let time = [number::SUBMITTED, number::DELIVERED, number::CREATED].iter().find_map(|&number| own.time(number));
    Ok(Head {
        subject: own.first_text(&[number::SUBJECT])?,
        from: person(&sender, &address),
        to: own.first_text(&[number::TO])?,
        copy: own.first_text(&[number::COPY])?,
        date: sent.or_else(|| time.and_then(Moment::of_windows)),
    })
}

/// The first of several properties that is an address of the internet; those within an office are paths.
fn address(own: &mut Properties, numbers: &[u16]) -> Result<String, Reason> {
    for &number in numbers {
        if let Some(text) = own.text(number)?.filter(|text| text.contains('@')) {
            return Ok(text);
        }
    }
    Ok(String::new())
}

/// The plain and the HTML text.
fn texts(own: &mut Properties, budget: &Budget) -> Result<(String, Option<String>), Reason> {
    let mut plain = own.first_text(&[number::BODY])?;
    let mut html = match own.text(number::HTML)? {
        Some(text) => Some(text),
        None => {
            let page = own.number(number::HTML_PAGE).unwrap_or(own.page());
            own.bytes(number::HTML)?.map(|bytes| codepage::decode(&bytes, page))
        }
    };
    if html.is_none() || plain.trim().is_empty() {
        let packed = own.bytes(number::RTF)?.unwrap_or_default();
        let unpacked = if packed.is_empty() { Vec::new() } else { lzfu::unpacked(&packed, budget).unwrap_or_default() };
        html = html.or_else(|| rtf::html(&unpacked));
        if html.is_none() && plain.trim().is_empty() {
            let blocks = rtf::read(&unpacked).map(|content| content.blocks).unwrap_or_default();
            plain = blocks.iter().map(|block| block.text.as_str()).collect::<Vec<_>>().join("\n\n");
        }
    }
    Ok((plain, html))
}

#[cfg(test)]
mod tests {
    use super::super::super::compound::built as file;
    use super::super::super::shown;
    use super::*;

    fn wide(text: &str) -> Vec<u8> {
        text.encode_utf16().flat_map(u16::to_le_bytes).collect()
    }

    /// A list of fixed properties behind `head` bytes: kind, number, value.
    fn fixed(head: usize, properties: &[(u16, u16, u64)]) -> Vec<u8> {
        let mut bytes = vec![0; head];
        for (kind, number, value) in properties {
            bytes.extend([kind.to_le_bytes(), number.to_le_bytes(), [0; 2], [0; 2]].concat());
            bytes.extend(value.to_le_bytes());
        }
        bytes
    }

    const SENT: u64 = (1_618_055_760 + 11_644_473_600) * 10_000_000;

    #[test]
    fn messages() {
        let at = "/__attach_version1.0_#00000000/";
        let inner = format!("{at}{NESTED}/");
        let streams = [
            ("/__properties_version1.0".to_owned(), fixed(32, &[(0x40, 0x39, SENT), (3, 0x3ffd, 1252)])),
            ("/__substg1.0_0037001E".to_owned(), b"Besluit caf\xe9".to_vec()),
            ("/__substg1.0_1000001F".to_owned(), wide("Beste Bo,\r\n\r\nZie bijlage.")),
            ("/__substg1.0_0C1A001F".to_owned(), wide("An Dijk")),
            ("/__substg1.0_5D01001F".to_owned(), wide("an@x.nl")),
            ("/__recip_version1.0_#00000000/__properties_version1.0".to_owned(), fixed(8, &[(3, 0xc15, 1)])),
            ("/__recip_version1.0_#00000000/__substg1.0_3001001F".to_owned(), wide("Bo")),
            ("/__recip_version1.0_#00000000/__substg1.0_39FE001F".to_owned(), wide("bo@x.nl")),
            (format!("{inner}__properties_version1.0"), fixed(24, &[(0x40, 0x39, SENT)])),
            (format!("{inner}__substg1.0_0037001F"), wide("Vraag")),
            (format!("{inner}__substg1.0_1000001F"), wide("Eerder bericht")),
            ("/__attach_version1.0_#00000001/__substg1.0_3707001F".to_owned(), wide("..\\nota.pdf")),
            ("/__attach_version1.0_#00000001/__substg1.0_37010102".to_owned(), b"pdf".to_vec()),
        ];
        let streams: Vec<_> = streams.iter().map(|(path, bytes)| (path.as_str(), bytes.as_slice())).collect();
        let message = msg(&file(&streams), &Budget::of(0)).unwrap();
        assert_eq!(
            shown(&message.content.blocks),
            [
                "1 Besluit café",
                "p Van: An Dijk <an@x.nl>/Aan: Bo <bo@x.nl>/Datum: 10 april 2021 13:56",
                "p Beste Bo,",
                "p Zie bijlage.",
            ]
        );
        let names: Vec<_> = message.attachments.iter().map(|attachment| attachment.name.as_str()).collect();
        assert_eq!(names, ["Vraag.eml", "nota.pdf"]);
        let nested = eml::eml(&message.attachments[0].bytes, &Budget::of(0)).unwrap();
        assert_eq!(shown(&nested.content.blocks), ["1 Vraag", "p Datum: 10 april 2021 13:56", "p Eerder bericht"]);
    }

    #[test]
    fn bodies() {
        let check = |name: &str, body: &[u8], blocks: &[&str], html: Option<&str>| {
            let path = format!("/__substg1.0_{name}");
            let bytes = file(&[("/__properties_version1.0", &fixed(32, &[(3, 0x3fde, 65001)])), (&path, body)]);
            let message = msg(&bytes, &Budget::of(0)).unwrap();
            assert_eq!(
                (shown(&message.content.blocks), message.html.as_deref()),
                (blocks.iter().map(|&b| b.to_owned()).collect(), html)
            );
        };
        check("10130102", "<p>één</p>".as_bytes(), &[], Some("<p>één</p>"));
        let packed = |rtf: &[u8]| [&[0; 4], &(rtf.len() as u32).to_le_bytes()[..], b"MELA", &[0; 4], rtf].concat();
        check("10090102", &packed(br"{\rtf1 een\par twee}"), &["p een", "p twee"], None);
        check("10090102", &packed(br"{\rtf1\fromhtml1 {\*\htmltag0 <b>}x}"), &[], Some("<b>x"));
    }

    #[test]
    fn others() {
        let check = |bytes: &[u8], reason| assert_eq!(msg(bytes, &Budget::of(0)).err(), Some(reason));
        check(b"geen", Reason::Damaged);
        check(&file(&[("/WordDocument", b"x")]), Reason::UnknownFormat);
        check(&file(&[("/__properties_version1.0", &[0; 32])]), Reason::Empty);
    }
}
