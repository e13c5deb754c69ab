//! Writes a message as it would travel, for those that a file of another format holds inside.

use super::Draft;

/// What stands between the parts; it holds signs that base64 does not.
const BETWEEN: &str = "=_deel_=";

/// The message as a file of its own.
pub fn written(draft: &Draft) -> Vec<u8> {
    let mut text = String::new();
    let date = draft.head.date.map(|date| date.on_the_wire()).unwrap_or_default();
    for (name, value) in [("From", &draft.head.from), ("To", &draft.head.to), ("Cc", &draft.head.copy)] {
        line(&mut text, name, &people(value));
    }
    line(&mut text, "Subject", &encoded(&draft.head.subject));
    line(&mut text, "Date", &date);
    line(&mut text, "MIME-Version", "1.0");
    line(&mut text, "Content-Type", &format!("multipart/mixed; boundary=\"{BETWEEN}\""));
    text.push_str("\r\n");
    let inner = format!("{BETWEEN}2");
    text.push_str(&format!("--{BETWEEN}\r\nContent-Type: multipart/alternative; boundary=\"{inner}\"\r\n\r\n"));
    part(&mut text, &inner, "Content-Type: text/plain; charset=utf-8", draft.plain.as_bytes());
    if let Some(html) = &draft.html {
        part(&mut text, &inner, "Content-Type: text/html; charset=utf-8", html.as_bytes());
    }
    text.push_str(&format!("--{inner}--\r\n"));
    for attachment in &draft.attachments {
        let is_message = attachment.name.ends_with(".eml");
        let kind = if is_message { "message/rfc822" } else { "application/octet-stream" };
        let head = format!(
            "Content-Type: {kind}\r\nContent-Disposition: attachment; filename*=utf-8''{}",
            percent(&attachment.name)
        );
        part(&mut text, BETWEEN, &head, &attachment.bytes);
    }
    text.push_str(&format!("--{BETWEEN}--\r\n"));
    text.into_bytes()
}

fn line(text: &mut String, name: &str, value: &str) {
    if !value.is_empty() {
        text.push_str(&format!("{name}: {value}\r\n"));
    }
}

fn part(text: &mut String, between: &str, head: &str, bytes: &[u8]) {
    text.push_str(&format!("--{between}\r\n{head}\r\nContent-Transfer-Encoding: base64\r\n\r\n"));
    for piece in bytes.chunks(57) {
        base64(text, piece);
        text.push_str("\r\n");
    }
}

/// A header value in letters that may travel.
fn encoded(value: &str) -> String {
    if value.bytes().all(|byte| (0x20..0x7f).contains(&byte)) {
        return value.to_owned();
    }
    let mut words = Vec::new();
    let letters: Vec<char> = value.chars().filter(|c| !c.is_control()).collect();
    for piece in letters.chunks(12) {
        let mut word = String::from("=?utf-8?B?");
        base64(&mut word, piece.iter().collect::<String>().as_bytes());
        words.push(word + "?=");
    }
    words.join("\r\n ")
}

/// Persons, of which the names may need encoding and the addresses may not have it.
fn people(value: &str) -> String {
    let one = |person: &str| match person.trim().rsplit_once(" <") {
        Some((name, address)) => format!("{} <{}", encoded(&quoted(name)), encoded(address)),
        None => encoded(&quoted(person)),
    };
    value.split(", ").map(one).collect::<Vec<_>>().join(",\r\n ")
}

/// A name without the signs that have a meaning in header lines.
fn quoted(name: &str) -> String {
    name.trim().chars().filter(|c| !matches!(c, '"' | '<' | '>' | ',' | ';' | '(' | ')' | '\\' | ':')).collect()
}

fn percent(name: &str) -> String {
    let one = |byte: u8| {
        if byte.is_ascii_alphanumeric() || byte == b'.' { char::from(byte).to_string() } else { format!("%{byte:02X}") }
    };
    name.bytes().map(one).collect()
}

fn base64(text: &mut String, bytes: &[u8]) {
    const SIGNS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    for piece in bytes.chunks(3) {
        let at = |place: usize| u32::from(piece.get(place).copied().unwrap_or(0));
        let bits = at(0) << 16 | at(1) << 8 | at(2);
        for place in 0..4 {
            let sign = SIGNS[(bits >> (18 - 6 * place) & 63) as usize];
            text.push(if place <= piece.len() { char::from(sign) } else { '=' });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::super::package::Budget;
    use super::super::super::shown;
    use super::super::attachment::Attachment;
    use super::super::eml;
    use super::super::head::{Head, Moment};
    use super::*;

    #[test]
    fn there_and_back() {
        let date = Some(Moment { year: 2021, month: 4, day: 10, hour: 13, minute: 56 });
        let head = Head {
            subject: "Eén lange onderwerpregel over cafés".into(),
            from: "André <a@x.nl>".into(),
            to: "Bo; Cé, d@x.nl".into(),
            date,
            ..Head::default()
        };
        let attachments = vec![Attachment { name: "é.bin".into(), bytes: vec![0, 255, 10, 13] }];
        let draft =
            Draft { head, plain: "Gegroet, één".into(), attachments: attachments.clone(), ..Draft::default() };
        let message = eml(&written(&draft), &Budget::of(0)).unwrap();
        assert_eq!(
            shown(&message.content.blocks),
            [
                "1 Eén lange onderwerpregel over cafés",
                "p Van: André <a@x.nl>/Aan: Bo Cé, d@x.nl/Datum: 10 april 2021 13:56",
                "p Gegroet, één",
            ]
        );
        assert_eq!(message.attachments, attachments);
    }
}
