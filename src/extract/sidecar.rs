//! Stub.
use crate::document::Given;
pub(super) fn read(_: &str, _: &[u8]) -> Option<Given> {
    None
}
/// Stub.
pub fn is_metadata(_: &[u8]) -> bool {
    false
}
