//! Stub.
#![allow(unused_imports, dead_code, missing_docs)]
use super::package::Budget;
use crate::document::*;

pub(super) fn xlsx(_: &[u8], _: &Budget) -> Result<Content, Reason> {
    Err(Reason::UnknownFormat)
}
pub(super) fn ods(_: &[u8], _: &Budget) -> Result<Content, Reason> {
    Err(Reason::UnknownFormat)
}
pub(super) fn xls(_: &[u8]) -> Result<Content, Reason> {
    Err(Reason::UnknownFormat)
}
pub(super) fn csv(_: &str) -> Content {
    Content::default()
}
