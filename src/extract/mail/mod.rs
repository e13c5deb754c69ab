//! Stub.
#![allow(unused_imports, dead_code, missing_docs)]
use super::package::Budget;
use crate::document::*;

pub(super) struct Attachment {
    pub name: String,
    pub bytes: Vec<u8>,
}
pub(super) struct Message {
    pub content: Content,
    pub html: Option<String>,
    pub attachments: Vec<Attachment>,
}
pub(super) fn eml(_: &[u8], _: &Budget) -> Result<Message, Reason> {
    Err(Reason::UnknownFormat)
}
pub(super) fn msg(_: &[u8], _: &Budget) -> Result<Message, Reason> {
    Err(Reason::UnknownFormat)
}
pub(super) fn mhtml(_: &[u8], _: &Budget) -> Result<String, Reason> {
    Err(Reason::UnknownFormat)
}
pub(super) fn looks_like_mail(_: &[u8]) -> bool {
    false
}
