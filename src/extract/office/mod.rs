//! Stub.
#![allow(unused_imports, dead_code, missing_docs)]
use super::package::Budget;
use crate::document::*;

pub(super) fn docx(_: &[u8], _: &Budget, _: bool) -> Result<Content, Reason> {
    Err(Reason::UnknownFormat)
}
pub(super) fn pptx(_: &[u8], _: &Budget, _: bool) -> Result<Content, Reason> {
    Err(Reason::UnknownFormat)
}
pub(super) fn odt(_: &[u8], _: &Budget, _: bool) -> Result<Content, Reason> {
    Err(Reason::UnknownFormat)
}
pub(super) fn odp(_: &[u8], _: &Budget, _: bool) -> Result<Content, Reason> {
    Err(Reason::UnknownFormat)
}
pub(super) struct Book {
    pub chapters: Vec<(String, Vec<u8>)>,
    pub declared: Declared,
}
pub(super) fn epub(_: &[u8], _: &Budget) -> Result<Book, Reason> {
    Err(Reason::UnknownFormat)
}
