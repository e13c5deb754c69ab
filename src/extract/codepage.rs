//! Text in 8-bit code pages as Windows numbers them; which page holds is for the readers to find out.

use encoding_rs::{self as rs, Encoding};

/// The upper half of code page 850 (DOS, western Europe).
const DOS: &str = "ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜø£Ø×ƒáíóúñÑªº¿®¬½¼¡«»░▒▓│┤ÁÂÀ©╣║╗╝¢¥┐└┴┬├─┼ãÃ╚╔╩╦╠═╬¤ðÐÊËÈıÍÎÏ┘┌█▄¦Ì▀ÓßÔÒõÕµþÞÚÛÙýÝ¯´\u{ad}±‗¾¶§÷¸°¨·¹³²■\u{a0}";

/// The text of `bytes` in code page `page`; an unknown page is read as 1252. Bytes without meaning become U+FFFD.
pub fn decode(bytes: &[u8], page: u32) -> String {
    match page {
        437 | 850 | 858 => bytes.iter().map(|&byte| dos(byte)).collect(),
        _ => encoding(page).decode_without_bom_handling(bytes).0.into_owned(),
    }
}

fn dos(byte: u8) -> char {
    match byte.checked_sub(0x80) {
        None => char::from(byte),
        Some(upper) => DOS.chars().nth(usize::from(upper)).unwrap_or(char::REPLACEMENT_CHARACTER),
    }
}

fn encoding(page: u32) -> &'static Encoding {
    match page {
        866 => rs::IBM866,
        874 => rs::WINDOWS_874,
        932 => rs::SHIFT_JIS,
        936 => rs::GBK,
        949 => rs::EUC_KR,
        950 => rs::BIG5,
        1200 => rs::UTF_16LE,
        1250 => rs::WINDOWS_1250,
        1251 => rs::WINDOWS_1251,
        1253 => rs::WINDOWS_1253,
        1254 | 28599 => rs::WINDOWS_1254,
        1255 => rs::WINDOWS_1255,
        1256 => rs::WINDOWS_1256,
        1257 => rs::WINDOWS_1257,
        1258 => rs::WINDOWS_1258,
        10000 => rs::MACINTOSH,
        20866 => rs::KOI8_R,
        28592 => rs::ISO_8859_2,
        28605 => rs::ISO_8859_15,
        54936 => rs::GB18030,
        65001 => rs::UTF_8,
        _ => rs::WINDOWS_1252,
    }
}

/// The language of a number that Microsoft gives it, as "nl-NL"; `None` for those that matter little here.
pub fn language(number: u32) -> Option<&'static str> {
    Some(match number {
        1031 => "de-DE",
        1033 => "en-US",
        1036 => "fr-FR",
        1043 => "nl-NL",
        1122 => "fy-NL",
        2057 => "en-GB",
        2067 => "nl-BE",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages() {
        let check = |page, bytes: &[u8], text: &str| assert_eq!(decode(bytes, page), text, "{page}");
        check(1252, b"caf\xe9 \x80", "café €");
        check(850, b"caf\x82\xff", "café\u{a0}");
        check(1251, b"\xc4\xe0", "Да");
        check(65001, "één".as_bytes(), "één");
        check(9, b"\xeb", "ë");
    }
}
