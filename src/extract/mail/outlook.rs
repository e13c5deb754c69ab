//! The properties that Outlook stores of messages, persons and attachments: text, numbers, times and bytes by number.

use super::super::codepage;
use super::super::compound::Compound;
use super::super::compound::number::{u16, u32, u64, utf16};
use crate::document::Reason;

/// The properties of one storage of a file.
pub struct Properties<'c, 'b> {
    file: &'c mut Compound<'b>,
    /// The path of the storage, ending in "/".
    path: String,
    fixed: Vec<u8>,
    page: u32,
}

/// What a storage holds, by which its list of fixed properties begins further on.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Holder {
    /// The message of the file.
    Message,
    /// A message within another.
    Nested,
    /// A person or an attachment.
    Part,
}

impl<'c, 'b> Properties<'c, 'b> {
    /// Opens the storage at `path` (which ends in "/"); 8-bit text in it is in the code page `page` unless it says
    /// otherwise.
    ///
    /// # Errors
    /// [`Reason::Expands`].
    pub fn open(file: &'c mut Compound<'b>, path: &str, holder: Holder, page: u32) -> Result<Self, Reason> {
        let head = match holder {
            Holder::Message => 32,
            Holder::Nested => 24,
            Holder::Part => 8,
        };
        let fixed = file.stream(&format!("{path}__properties_version1.0"))?.unwrap_or_default();
        let fixed = fixed.get(head..).unwrap_or(&[]).to_vec();
        let mut properties = Properties { file, path: path.to_owned(), fixed, page };
        if let Some(page) = properties.number(0x3ffd).filter(|&page| page > 0) {
            properties.page = page;
        }
        Ok(properties)
    }

    /// The code page of its 8-bit text.
    pub fn page(&self) -> u32 {
        self.page
    }

    /// The value of a property of fixed size.
    fn fixed(&self, number: u16, kind: u16) -> Option<&[u8]> {
        let is = |entry: &&[u8]| u16(entry, 0) == Some(kind) && u16(entry, 2) == Some(number);
        self.fixed.chunks_exact(16).find(is)?.get(8..)
    }

    /// A whole number.
    pub fn number(&self, number: u16) -> Option<u32> {
        self.fixed(number, 3).and_then(|value| u32(value, 0))
    }

    /// Whether a property is set.
    pub fn is_set(&self, number: u16) -> bool {
        self.fixed(number, 0xb).is_some_and(|value| value.first().is_some_and(|&byte| byte != 0))
    }

    /// A time as Windows counts it.
    pub fn time(&self, number: u16) -> Option<u64> {
        self.fixed(number, 0x40).and_then(|value| u64(value, 0)).filter(|&time| time > 0)
    }

    /// Bytes.
    ///
    /// # Errors
    /// [`Reason::Expands`].
    pub fn bytes(&mut self, number: u16) -> Result<Option<Vec<u8>>, Reason> {
        self.file.stream(&format!("{}__substg1.0_{number:04X}0102", self.path))
    }

    /// Text; `None` where it is not set or empty.
    ///
    /// # Errors
    /// [`Reason::Expands`].
    pub fn text(&mut self, number: u16) -> Result<Option<String>, Reason> {
        let name = format!("{}__substg1.0_{number:04X}", self.path);
        let text = match self.file.stream(&format!("{name}001F"))? {
            Some(bytes) => Some(utf16(&bytes)),
            None => self.file.stream(&format!("{name}001E"))?.map(|bytes| {
                let end = bytes.iter().position(|&byte| byte == 0).unwrap_or(bytes.len());
                codepage::decode(bytes.get(..end).unwrap_or(&[]), self.page)
            }),
        };
        Ok(text.filter(|text| !text.trim().is_empty()))
    }

    /// The first of several texts that is set.
    ///
    /// # Errors
    /// [`Reason::Expands`].
    pub fn first_text(&mut self, numbers: &[u16]) -> Result<String, Reason> {
        for &number in numbers {
            if let Some(text) = self.text(number)? {
                return Ok(text);
            }
        }
        Ok(String::new())
    }
}
