//! How the program and its workers talk: frames of a length (four bytes, least significant first) and so many bytes.

use std::io::{Error, ErrorKind, Read, Result, Write};

use serde::Serialize;
use serde::de::DeserializeOwned;

/// The longest frame, in bytes: a text of 200 MB in JSON.
const LONGEST: u32 = 1 << 30;

/// Writes `bytes` as a frame.
pub(super) fn write(to: &mut dyn Write, bytes: &[u8]) -> Result<()> {
    let length = u32::try_from(bytes.len()).ok().filter(|length| *length <= LONGEST);
    let length = length.ok_or_else(|| Error::new(ErrorKind::InvalidInput, "frame too long"))?;
    to.write_all(&length.to_le_bytes())?;
    to.write_all(bytes)
}

/// Writes `value` as a frame of JSON.
pub(super) fn write_value(to: &mut dyn Write, value: &impl Serialize) -> Result<()> {
    write(to, &serde_json::to_vec(value)?)
}

/// Reads a frame; `None` where the other side ended before one began.
pub(super) fn read(from: &mut dyn Read) -> Result<Option<Vec<u8>>> {
    let mut length = [0; 4];
    loop {
        match from.read(&mut length[..1]) {
            Ok(0) => return Ok(None),
            Ok(_) => break,
            Err(error) if error.kind() == ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
    from.read_exact(&mut length[1..])?;
    let length = u32::from_le_bytes(length);
    if length > LONGEST {
        return Err(Error::new(ErrorKind::InvalidData, "frame too long"));
    }
    // Grows with what comes, so that a wrong length costs nothing.
    let mut bytes = Vec::new();
    from.take(u64::from(length)).read_to_end(&mut bytes)?;
    if bytes.len() < length as usize { Err(ErrorKind::UnexpectedEof.into()) } else { Ok(Some(bytes)) }
}

/// Reads a frame of JSON; `None` where the other side ended before one began.
pub(super) fn read_value<T: DeserializeOwned>(from: &mut dyn Read) -> Result<Option<T>> {
    read(from)?.map(|bytes| serde_json::from_slice(&bytes).map_err(Error::from)).transpose()
}
