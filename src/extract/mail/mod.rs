//! E-mail: what readers of its formats share. A message becomes a heading (its subject), a paragraph that says from
//! whom to whom and when, and its text; attachments are handed over as they are.

mod attachment;
mod body;
mod eml;
mod head;
mod lzfu;
mod mhtml;
mod msg;
mod outlook;
mod wire;

use super::package::Budget;
use crate::document::{Block, BlockKind, Content, Reason};
pub use attachment::Attachment;
pub use eml::eml;
use head::Head;
pub use mhtml::{looks_like_web_archive, mhtml};
pub use msg::msg;

/// A message.
#[derive(Clone, Debug, PartialEq)]
pub struct Message {
    /// Subject, head and text; where `html` is given, without its text.
    pub content: Content,
    /// Its text as HTML, where it has no plain text or a poorer one; its blocks belong behind those of `content`.
    pub html: Option<String>,
    /// Its attachments, without pictures that its HTML shows.
    pub attachments: Vec<Attachment>,
}

/// Names of the header lines by which messages are recognised.
const HEADER_LINES: [&str; 14] = [
    "bcc",
    "cc",
    "content-type",
    "date",
    "delivered-to",
    "from",
    "message-id",
    "mime-version",
    "received",
    "reply-to",
    "return-path",
    "sender",
    "subject",
    "to",
];
/// How far into a file its header lines are looked for, in bytes.
const HEADER: usize = 8_192;

/// Whether `bytes` begin with the header lines of a message, two at least.
pub fn looks_like_mail(bytes: &[u8]) -> bool {
    let names = header_lines(bytes).into_iter().map(|(name, _)| name).collect::<std::collections::HashSet<_>>();
    names.iter().filter(|name| HEADER_LINES.contains(&name.as_str())).count() >= 2
}

/// Names (in lower case) and values of the header lines that `bytes` begin with; none where they begin otherwise.
fn header_lines(bytes: &[u8]) -> Vec<(String, String)> {
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes).trim_ascii_start();
    let text = String::from_utf8_lossy(bytes.get(..bytes.len().min(HEADER)).unwrap_or(&[]));
    let mut lines: Vec<(String, String)> = Vec::new();
    for (place, line) in text.lines().enumerate() {
        if line.trim().is_empty() {
            break;
        }
        if line.starts_with([' ', '\t']) {
            if let Some((_, value)) = lines.last_mut() {
                value.push_str(line);
            }
            continue;
        }
        let named = line.split_once(':').filter(|(name, _)| is_header_name(name));
        match named {
            Some((name, value)) => lines.push((name.trim().to_lowercase(), value.trim().to_owned())),
            // The line that mailboxes put before a message.
            None if place == 0 && line.starts_with("From ") => {}
            None => break,
        }
    }
    lines
}

fn is_header_name(name: &str) -> bool {
    !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_'))
}

/// A message as its format holds it, before its text is chosen.
#[derive(Debug, Default)]
struct Draft {
    head: Head,
    plain: String,
    /// Whether lines that end in a space go on in the next one, and whether that space is no part of the text.
    flowed: Option<body::Flowed>,
    html: Option<String>,
    attachments: Vec<Attachment>,
}

impl Draft {
    /// The message, with the better one of its texts.
    fn message(self) -> Message {
        let mut content = self.head.content();
        let html = self.html.filter(|html| body::is_better(html, &self.plain));
        if html.is_none() {
            content.blocks.extend(body::blocks(&self.plain, self.flowed));
        }
        let mut attachments = self.attachments;
        attachment::tell_apart(&mut attachments);
        Message { content, html, attachments }
    }
}

/// A block of plain text; `None` where nothing is left of it.
fn block(kind: BlockKind, text: &str) -> Option<Block> {
    let text = super::flow::tidy(text);
    (!text.is_empty()).then_some(Block { kind, text, page: None })
}

/// Takes what attachments hold off the budget.
fn account(attachments: &[Attachment], budget: &Budget) -> Result<(), Reason> {
    attachments.iter().try_for_each(|attachment| budget.take(attachment.bytes.len() as u64))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn recognition() {
        let check = |text: &str, expected| assert_eq!(looks_like_mail(text.as_bytes()), expected, "{text}");
        check("From: a@b.nl\r\nSubject: x\r\n\r\ntekst", true);
        check("From x 2021\nReceived: by x\n\tfor y\nDate: nu\n\n", true);
        check("Subject: x\n\nFrom: y", false);
        check("Van: x\nAan: y\nFrom: b\n", false);
        check("Een brief\nFrom: x\nTo: y", false);
        check("From: x\nFrom: y\n", false);
    }
}
