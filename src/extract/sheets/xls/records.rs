//! Records of XLS: their kinds, their bounds in the stream, and the values in them.

/// Begins a part of the stream.
pub const BOF: u16 = 0x0809;
/// Ends a part of the stream.
pub const EOF: u16 = 0x000A;
/// Goes on with the record before.
pub const CONTINUE: u16 = 0x003C;

/// Whether `stream` begins with records, without a container.
pub fn begins(stream: &[u8]) -> bool {
    stream.starts_with(&[0x09, 0x08])
}

/// One record.
#[derive(Clone, Copy, Debug)]
pub struct Record<'s> {
    /// What it is.
    pub kind: u16,
    /// Its bytes.
    pub data: &'s [u8],
}

/// The records of a stream, one after the other; a record that breaks off is the last and not given.
#[derive(Clone, Debug)]
pub struct Records<'s> {
    rest: &'s [u8],
}

impl<'s> Records<'s> {
    /// The records from `start` on.
    pub fn from(stream: &'s [u8], start: usize) -> Self {
        Records { rest: stream.get(start..).unwrap_or_default() }
    }

    /// The records that go on with the one just given.
    pub fn more(&mut self) -> Vec<&'s [u8]> {
        let mut parts = Vec::new();
        let mut ahead = self.clone();
        while let Some(record) = ahead.next().filter(|record| record.kind == CONTINUE) {
            parts.push(record.data);
            *self = ahead.clone();
        }
        parts
    }
}

impl<'s> Iterator for Records<'s> {
    type Item = Record<'s>;

    fn next(&mut self) -> Option<Record<'s>> {
        let mut bytes = Bytes(self.rest);
        let (kind, size) = (bytes.u16()?, bytes.u16()?);
        let data = bytes.take(usize::from(size))?;
        self.rest = bytes.0;
        Some(Record { kind, data })
    }
}

/// Bytes from which values are taken one by one; `None` where they are at an end.
#[derive(Clone, Copy, Debug)]
pub struct Bytes<'s>(pub &'s [u8]);

impl<'s> Bytes<'s> {
    /// The next `size` bytes.
    pub fn take(&mut self, size: usize) -> Option<&'s [u8]> {
        let (taken, rest) = self.0.split_at_checked(size)?;
        self.0 = rest;
        Some(taken)
    }

    fn array<const N: usize>(&mut self) -> Option<[u8; N]> {
        self.take(N)?.try_into().ok()
    }

    /// The next byte.
    pub fn u8(&mut self) -> Option<u8> {
        self.array().map(|[byte]| byte)
    }

    /// The next two bytes as a number.
    pub fn u16(&mut self) -> Option<u16> {
        self.array().map(u16::from_le_bytes)
    }

    /// The next four bytes as a number.
    pub fn u32(&mut self) -> Option<u32> {
        self.array().map(u32::from_le_bytes)
    }

    /// The next eight bytes as a number with decimals.
    pub fn f64(&mut self) -> Option<f64> {
        self.array().map(f64::from_le_bytes)
    }
}

#[cfg(test)]
pub mod tests {
    use super::*;

    /// A record of `kind`, as bytes.
    pub fn record(kind: u16, data: &[u8]) -> Vec<u8> {
        let size = u16::try_from(data.len()).unwrap_or(u16::MAX);
        [&kind.to_le_bytes()[..], &size.to_le_bytes(), data].concat()
    }

    #[test]
    fn records_and_what_goes_on_with_them() {
        let parts = [record(1, b"ab"), record(CONTINUE, b"c"), record(CONTINUE, b""), record(2, b"d"), vec![3, 0, 9]];
        let stream = parts.concat();
        let mut records = Records::from(&stream, 0);
        let first = records.next().map(|record| (record.kind, record.data));
        assert_eq!((first, records.more()), (Some((1, &b"ab"[..])), vec![&b"c"[..], b""]));
        assert_eq!(records.map(|record| record.kind).collect::<Vec<_>>(), [2]);
        assert!(Records::from(&stream, 999).next().is_none());
    }
}
