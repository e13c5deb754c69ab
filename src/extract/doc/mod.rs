//! Stub.
#![allow(unused_imports, dead_code, missing_docs)]
use super::package::Budget;
use crate::document::*;

pub(super) fn read(_: &[u8], _: bool) -> Result<Content, Reason> {
    Err(Reason::UnknownFormat)
}
pub(super) fn presentation(_: &[u8]) -> Result<Content, Reason> {
    Err(Reason::UnknownFormat)
}
