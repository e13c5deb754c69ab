//! Signs that a document takes from a font of symbols, as the characters that they look like.

/// The character for `code` (hexadecimal) of `font`; "" where it has none that says anything.
pub(super) fn shown(font: Option<&str>, code: Option<&str>) -> &'static str {
    let code = code.and_then(|code| u32::from_str_radix(code, 16).ok()).unwrap_or(0);
    // Fonts of symbols stand in the private area, at F000 and up.
    let sign = if code >= 0xF000 { code - 0xF000 } else { code };
    let font = font.unwrap_or_default().to_lowercase();
    let table = match font.as_str() {
        "symbol" => SYMBOL,
        "wingdings" => WINGDINGS,
        "wingdings 2" => WINGDINGS_2,
        _ => &[],
    };
    table.iter().find(|(own, _)| *own == sign).map_or("", |(_, text)| text)
}

/// The character for one of the private area, where most documents that have them mean Wingdings.
pub(super) fn private(c: char) -> &'static str {
    let sign = u32::from(c).saturating_sub(0xF000);
    WINGDINGS.iter().find(|(own, _)| *own == sign).map_or("", |(_, text)| text)
}

const SYMBOL: &[(u32, &str)] = &[
    (0x2D, "-"),
    (0x61, "α"),
    (0x62, "β"),
    (0x64, "δ"),
    (0x67, "γ"),
    (0x6C, "λ"),
    (0x6D, "μ"),
    (0x70, "π"),
    (0x73, "σ"),
    (0x44, "Δ"),
    (0x53, "Σ"),
    (0x57, "Ω"),
    (0xA3, "≤"),
    (0xB0, "°"),
    (0xB1, "±"),
    (0xB3, "≥"),
    (0xB4, "×"),
    (0xB7, "•"),
    (0xB8, "÷"),
    (0xB9, "≠"),
    (0xBB, "≈"),
    (0xAB, "↔"),
    (0xAC, "←"),
    (0xAD, "↑"),
    (0xAE, "→"),
    (0xAF, "↓"),
    (0xD6, "√"),
    (0xDE, "⇒"),
];

const WINGDINGS: &[(u32, &str)] = &[
    (0x28, "☎"),
    (0x2A, "✉"),
    (0x6C, "•"),
    (0x6E, "•"),
    (0x6F, "☐"),
    (0x71, "☐"),
    (0x72, "☐"),
    (0xA7, "•"),
    (0xA8, "☐"),
    (0xD8, "•"),
    (0xDF, "←"),
    (0xE0, "→"),
    (0xE8, "→"),
    (0xF0, "→"),
    (0xFB, "✗"),
    (0xFC, "✓"),
    (0xFD, "☒"),
    (0xFE, "☑"),
];

const WINGDINGS_2: &[(u32, &str)] = &[(0x4F, "✗"), (0x50, "✓"), (0x51, "☒"), (0x52, "☑"), (0xA3, "☐")];

#[cfg(test)]
mod tests {
    use super::shown;

    #[test]
    fn signs() {
        for (font, code, sign) in [
            ("Wingdings", "F0FE", "☑"),
            ("Symbol", "B3", "≥"),
            ("Wingdings", "F0", "→"),
            ("Onbekend", "F0B3", ""),
            ("x", "?", ""),
        ] {
            assert_eq!(shown(Some(font), Some(code)), sign);
        }
        assert_eq!(shown(None, None), "");
    }
}
