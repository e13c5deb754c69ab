//! Where each request of a connection ends. The parser of HTTP settles two lengths, or a length beside chunks, without a
//! word; a proxy before this server may settle them otherwise, and pass on one request that is two here. Such heads are
//! found in the bytes as they came; that the request is refused is the router's matter.

/// Marks a request whose end is not plain.
#[derive(Clone, Copy)]
pub(super) struct Ambiguous;

/// What was seen of the bytes of a connection.
#[derive(Default)]
pub(super) struct Framing {
    /// The line that is being read.
    line: Vec<u8>,
    /// Whether the line of the request was there.
    begun: bool,
    lengths: Vec<u64>,
    coded: bool,
    /// Bytes of a body that are still to come.
    body: u64,
    /// A body in chunks is the last of its connection.
    last: bool,
    ambiguous: bool,
}

impl Framing {
    /// Whether any head so far had more than one length, or lines that end in another way than HTTP says.
    pub(super) fn is_ambiguous(&self) -> bool {
        self.ambiguous
    }

    /// Looks at the next bytes.
    pub(super) fn see(&mut self, mut bytes: &[u8]) {
        while !self.last && !bytes.is_empty() {
            let body = usize::try_from(self.body).unwrap_or(usize::MAX).min(bytes.len());
            self.body -= body as u64;
            bytes = bytes.get(body..).unwrap_or_default();
            let end = bytes.iter().position(|byte| *byte == b'\n').map_or(bytes.len(), |at| at + 1);
            let (line, rest) = bytes.split_at(end);
            self.line.extend_from_slice(line);
            if line.ends_with(b"\n") {
                let line = std::mem::take(&mut self.line);
                self.line(&line);
            }
            bytes = rest;
        }
    }

    fn line(&mut self, line: &[u8]) {
        self.ambiguous |= !line.ends_with(b"\r\n");
        let text = line.trim_ascii();
        if text.is_empty() {
            return self.end_of_head();
        }
        let (name, value) = text.split_at(text.iter().position(|byte| *byte == b':').unwrap_or(text.len()));
        if self.begun && name.eq_ignore_ascii_case(b"content-length") {
            // What is no number is refused by the parser.
            let number =
                std::str::from_utf8(value).ok().and_then(|value| value.trim_start_matches(':').trim().parse().ok());
            self.lengths.push(number.unwrap_or(0));
        }
        self.coded |= self.begun && name.eq_ignore_ascii_case(b"transfer-encoding");
        self.begun = true;
    }

    fn end_of_head(&mut self) {
        self.ambiguous |= self.lengths.len() + usize::from(self.coded) > 1;
        self.body = self.lengths.first().copied().unwrap_or(0);
        self.last = self.coded;
        self.begun = false;
        self.lengths.clear();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_ends_are_seen_wherever_the_bytes_are_cut() {
        let good = "GET / HTTP/1.1\r\nHost: x\r\n\r\n";
        let post = "POST / HTTP/1.1\r\ncontent-length:  5\r\n\r\nab\n\nc";
        for (bytes, expected) in [
            (good.to_owned(), false),
            ([good, post, good].concat(), false),
            ("\r\n\r\nGET / HTTP/1.1\r\n\r\n".to_owned(), false),
            ("POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n1\r\na\r\n0\r\n\r\n".to_owned(), false),
            ("POST / HTTP/1.1\r\nContent-Length: 5\r\nContent-Length: 5\r\n\r\n".to_owned(), true),
            ("POST / HTTP/1.1\r\nContent-Length: 5\r\nTRANSFER-ENCODING: chunked\r\n\r\n".to_owned(), true),
            ("POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\nContent-Length: 5\r\n\r\n".to_owned(), true),
            ("POST / HTTP/1.1\r\nTransfer-Encoding: x\r\nContent-Length: 5\r\n\r\n".to_owned(), true),
            ([post, "POST / HTTP/1.1\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n"].concat(), true),
            ("GET / HTTP/1.1\nHost: x\n\n".to_owned(), true),
            ("GET / HTTP/1.1\r\nHost: x\n\r\n".to_owned(), true),
            ("Content-Length: 1\r\nContent-Length: 1\r\n\r\n".to_owned(), false),
        ] {
            for piece in [1, 2, 7, 4096] {
                let mut framing = Framing::default();
                bytes.as_bytes().chunks(piece).for_each(|bytes| framing.see(bytes));
                assert_eq!(framing.is_ambiguous(), expected, "{bytes:?} in pieces of {piece}");
            }
        }
    }
}
