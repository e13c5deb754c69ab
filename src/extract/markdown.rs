//! Markdown into blocks: headings, list items, tables, quotations and paragraphs, and the title and dates of the front
//! matter. Marks inside lines are left to `inline`, items to `lines`; full CommonMark is not the aim, the words are.

use super::heading;
use super::inline;
use super::lines::{self, Line, block};
use crate::document::{Block, BlockKind, Content, Declared};

/// Reads Markdown.
pub(super) fn read(text: &str) -> Content {
    let mut declared = Declared::default();
    let body = front_matter(text, &mut declared);
    let body = without_comments(body);
    let mut reader = Reader { blocks: Vec::new(), level: 1, after_item: false };
    reader.read(&body);
    let is_title = |block: &&Block| block.kind == BlockKind::Heading(1);
    if let Some(title) = reader.blocks.iter().find(is_title) {
        declared.title = Some(title.text.clone());
    }
    Content { blocks: reader.blocks, declared, ..Content::default() }
}

/// What is left of `text` after the front matter, whose title and dates go to `declared`.
fn front_matter<'a>(text: &'a str, declared: &mut Declared) -> &'a str {
    let text = text.trim_start_matches('\u{FEFF}');
    let Some(rest) = text.strip_prefix("---\n") else { return text };
    let Some(end) = rest.find("\n---\n").or_else(|| rest.ends_with("\n---").then(|| rest.len() - 4)) else {
        return text;
    };
    let matter = &rest[..end];
    // A line between rules is not front matter; that has keys.
    if !matter.lines().next().is_some_and(|line| line.contains(':')) {
        return text;
    }
    for line in matter.lines() {
        let Some((key, value)) = line.split_once(':') else { continue };
        let value = value.trim().trim_matches(['"', '\'']).to_owned();
        match key.trim().to_lowercase().as_str() {
            _ if value.is_empty() => {}
            "title" | "titel" => declared.title = Some(value),
            "date" | "datum" | "published" | "modified" | "updated" => declared.dates.push(value),
            _ => {}
        }
    }
    rest[end..].get(5..).unwrap_or_default()
}

fn without_comments(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(start) = rest.find("<!--") {
        let Some(length) = rest[start..].find("-->") else { break };
        out.push_str(&rest[..start]);
        rest = &rest[start + length + 3..];
    }
    out.push_str(rest);
    out
}

struct Reader {
    blocks: Vec<Block>,
    /// The level of the last heading that had marks of its own.
    level: u8,
    /// Whether the last paragraph ended with a list item.
    after_item: bool,
}

impl Reader {
    fn read(&mut self, text: &str) {
        let lines = lines::lines(text);
        let mut at = 0;
        while at < lines.len() {
            at = self.fence(&lines, at).or_else(|| self.table(&lines, at)).unwrap_or_else(|| self.part(&lines, at));
        }
    }

    /// A heading, a rule or a paragraph; gives where the next part starts.
    fn part(&mut self, lines: &[Line<'_>], at: usize) -> usize {
        let line = &lines[at];
        if let Some((level, title)) = atx(line.text) {
            self.heading(level, title);
            return at + 1;
        }
        if is_rule(line.text) || is_reference(line.text) {
            return at + 1;
        }
        let goes_on = |line: &Line<'_>| {
            !line.after_gap
                && atx(line.text).is_none()
                && fence_sign(line.text).is_none()
                && !is_row(line.text)
                && !is_rule(line.text)
        };
        let length = 1 + lines[at + 1..].iter().take_while(|line| goes_on(line)).count();
        let end = at + length;
        // A line of "===" or "---" right below makes the paragraph a heading.
        let underline = lines.get(end).filter(|line| !line.after_gap).and_then(|line| setext(line.text));
        match underline {
            Some(level) if length <= 2 => {
                let title: Vec<&str> = lines[at..end].iter().map(|line| line.text).collect();
                self.heading(level, &title.join(" "));
                end + 1
            }
            _ => {
                self.paragraph(&lines[at..end]);
                end
            }
        }
    }

    fn heading(&mut self, level: u8, raw: &str) {
        let title = inline::plain(raw).trim().to_owned();
        // "# #wet_naam" is a name that was never filled in.
        if title.is_empty() || (title.starts_with('#') && !title.contains(' ')) {
            return;
        }
        self.level = level;
        self.after_item = false;
        self.blocks.push(block(BlockKind::Heading(level), title));
    }

    /// A paragraph or list, also inside a quotation.
    fn paragraph(&mut self, raw: &[Line<'_>]) {
        let unquoted: Vec<&str> = raw.iter().map(|line| line.text.trim_start_matches(['>', ' '])).collect();
        let quoted = raw[0].text.starts_with('>');
        let continues = self.after_item && raw[0].indent >= 2 && lines::marker(raw[0].text).is_none();
        let mut from = 0;
        if !quoted && !continues {
            from = self.strong_heading(raw);
        }
        // Links run over line ends, so marks go before the lines are looked at one by one.
        let indented = |line: &Line<'_>| " ".repeat(line.indent.min(8));
        let joined: Vec<String> = raw[from..]
            .iter()
            .zip(&unquoted[from..])
            .map(|(line, text)| if quoted { (*text).to_owned() } else { indented(line) + &shielded(line.text) })
            .collect();
        let text = inline::plain(&joined.join("\n"));
        let lines = lines::lines(&text);
        if lines.is_empty() {
            return;
        }
        let blocks = lines::items(&lines);
        let ends_with_item = blocks.last().is_some_and(|block| block.kind == BlockKind::ListItem);
        match self.blocks.last_mut() {
            Some(item) if continues && blocks.len() == 1 => {
                item.text.push('\n');
                item.text.push_str(&blocks[0].text);
            }
            _ => {
                self.after_item = ends_with_item;
                self.blocks.extend(blocks);
            }
        }
    }

    /// A line in strong letters and nothing else is a heading below the last one; gives how many lines it took.
    fn strong_heading(&mut self, raw: &[Line<'_>]) -> usize {
        let line = raw[0].text;
        let Some(title) = line.strip_prefix("**").and_then(|line| line.strip_suffix("**")) else { return 0 };
        let title = inline::plain(title).trim().to_owned();
        let short =
            title.split_whitespace().count() <= 16 && !title.is_empty() && !line[2..line.len() - 2].contains("**");
        let fits = raw.len() > 1 || heading::numbered(&title).is_some() || heading::is_title(&title);
        if !short || !fits || title.ends_with([':', ',', ';']) {
            return 0;
        }
        self.blocks.push(block(BlockKind::Heading((self.level + 1).min(6)), title));
        1
    }

    /// Lines between fences are a paragraph as they are.
    fn fence(&mut self, lines: &[Line<'_>], at: usize) -> Option<usize> {
        let sign = fence_sign(lines[at].text)?;
        let length = lines[at + 1..].iter().take_while(|line| !line.text.starts_with(sign)).count();
        let body: Vec<&str> = lines[at + 1..at + 1 + length].iter().map(|line| line.text).collect();
        if !body.is_empty() {
            self.blocks.push(block(BlockKind::Paragraph, body.join("\n")));
        }
        self.after_item = false;
        Some(at + length + 2)
    }

    /// The rows of a table with pipes; the line of dashes goes.
    fn table(&mut self, lines: &[Line<'_>], at: usize) -> Option<usize> {
        if !is_row(lines[at].text) {
            return None;
        }
        let more = lines[at + 1..].iter().take_while(|line| !line.after_gap && is_row(line.text)).count();
        for (number, line) in lines[at..=at + more].iter().enumerate() {
            if is_dashes(line.text) {
                continue;
            }
            let heads = number == 0 && lines.get(at + 1).is_some_and(|next| more > 0 && is_dashes(next.text));
            let kind = if heads { BlockKind::TableHead } else { BlockKind::TableRow };
            let row = cells(line.text).join(" | ");
            if row.chars().any(|c| c != '|' && !c.is_whitespace()) {
                self.blocks.push(block(kind, row.trim_matches([' ', '|'])));
            }
        }
        self.after_item = false;
        Some(at + more + 1)
    }
}

/// "## Title ##" as its level and its title.
fn atx(line: &str) -> Option<(u8, &str)> {
    let level = line.bytes().take_while(|b| *b == b'#').count();
    let rest = &line[level..];
    if !(1..=6).contains(&level) || !(rest.is_empty() || rest.starts_with([' ', '\t'])) {
        return None;
    }
    let title = rest.trim();
    let bare = title.trim_end_matches('#');
    let title = if bare.is_empty() || bare.ends_with(' ') { bare.trim_end() } else { title };
    Some((level as u8, title))
}

fn setext(line: &str) -> Option<u8> {
    let all = |sign: u8| line.len() >= 2 && line.bytes().all(|b| b == sign);
    if all(b'=') {
        Some(1)
    } else if all(b'-') {
        Some(2)
    } else {
        None
    }
}

/// "---", "* * *", "===": a line across the page.
fn is_rule(line: &str) -> bool {
    let signs =
        |sign: char| line.chars().all(|c| c == sign || c == ' ') && line.chars().filter(|c| *c == sign).count() >= 3;
    ['-', '*', '_', '='].into_iter().any(signs) || setext(line).is_some()
}

/// "[1]: https://..." names a target and says nothing.
fn is_reference(line: &str) -> bool {
    line.starts_with('[') && !line.starts_with("[^") && line.split_once("]: ").is_some_and(|(_, to)| !to.contains(' '))
}

fn fence_sign(line: &str) -> Option<&'static str> {
    ["```", "~~~"].into_iter().find(|sign| line.starts_with(sign))
}

fn is_row(line: &str) -> bool {
    line.len() > 1 && line.starts_with('|') && line[1..].contains('|')
}

fn is_dashes(line: &str) -> bool {
    line.contains('-') && line.chars().all(|c| matches!(c, '|' | '-' | ':' | ' '))
}

fn cells(line: &str) -> Vec<String> {
    let inner = line.trim_start_matches('|');
    let inner = if inner.ends_with("\\|") { inner } else { inner.strip_suffix('|').unwrap_or(inner) };
    let mut cells = Vec::new();
    let mut cell = String::new();
    let mut escaped = false;
    for c in inner.chars() {
        if c == '|' && !escaped {
            cells.push(std::mem::take(&mut cell));
        } else {
            cell.push(c);
        }
        escaped = c == '\\' && !escaped;
    }
    cells.push(cell);
    cells.iter().map(|cell| inline::plain(cell).trim().replace("\\|", "|")).collect()
}

/// The line with its bullet "*" made safe from being read as emphasis, and without the box of a task.
fn shielded(line: &str) -> String {
    let line = match line.strip_prefix("* ") {
        Some(rest) => format!("\\* {rest}"),
        None => line.to_owned(),
    };
    line.replacen("- [ ] ", "- ", 1).replacen("- [x] ", "- ", 1)
}

#[cfg(test)]
mod tests {
    //! Properties tested: the kind, level and text of the blocks of each construct; what front matter declares.

    use super::*;
    use crate::extract::shown;

    /// Expected blocks: "1 " to "6 " a heading of that level, "p " a paragraph, "i " an item, "t " a row of a table.
    fn check(text: &str, expected: &[&str]) {
        assert_eq!(shown(&read(text).blocks), expected, "{text}");
    }

    #[test]
    fn headings() {
        check("# Bomen\n## Eik ##\nEen boom.", &["1 Bomen", "2 Eik", "p Een boom."]);
        check("Bomen\n=====\nEik\n---\n\nEen boom.", &["1 Bomen", "2 Eik", "p Een boom."]);
        check("# #wet_naam\n\n## Artikel 1\n\nEen boom.", &["2 Artikel 1", "p Een boom."]);
        check("#geen kop", &["p #geen kop"]);
        check("## Eik\n\n**Groei**\n\nLangzaam.", &["2 Eik", "3 Groei", "p Langzaam."]);
        check(
            "## Eik\n\n**1.1 De eik groeit langzaam.**\nElk jaar iets.",
            &["2 Eik", "3 1.1 De eik groeit langzaam.", "p Elk jaar iets."],
        );
        check("**Onderwerp:** Bomen", &["p Onderwerp: Bomen"]);
        check("**Dit is heel belangrijk.**", &["p Dit is heel belangrijk."]);
    }

    #[test]
    fn lists() {
        check("Neem mee:\n* een pas\n* een *nieuwe* foto", &["p Neem mee:", "i * een pas", "i * een nieuwe foto"]);
        check(
            "1. Het dorp\n   viert feest:\n   a. met muziek;\n   b. met dans.",
            &["i 1. Het dorp/viert feest:", "i a. met muziek;", "i b. met dans."],
        );
        check("a. boom:\n\n   een gewas;\n\nb. kap.", &["i a. boom:/een gewas;", "i b. kap."]);
        check("- [x] gedaan\n- [ ] te doen", &["i - gedaan", "i - te doen"]);
        check("a. **boom:** een gewas", &["i a. boom: een gewas"]);
        check("1. eerste\n\nGewone tekst.", &["i 1. eerste", "p Gewone tekst."]);
    }

    #[test]
    fn tables_quotations_code_and_rules() {
        check(
            "| Boom | Jaar |\n|---|:-:|\n| *Eik* | 2020 |\n| Beuk \\| es | |",
            &["h Boom | Jaar", "t Eik | 2020", "t Beuk | es"],
        );
        check("| | |\n|---|---|\n| Boom | Eik |", &["t Boom | Eik"]);
        check("> Groen is\n> voor iedereen.\n\nZei hij.", &["p Groen is/voor iedereen.", "p Zei hij."]);
        check("```\nx = 1\n# y\n```\nklaar", &["p x = 1/# y", "p klaar"]);
        check("een\n\n---\n\n***\n\ntwee\n\n[1]: https://example.nl", &["p een", "p twee"]);
        check("een <!-- weg\n\nook weg --> twee", &["p een  twee"]);
        check("een <!-- blijft", &["p een <!-- blijft"]);
    }

    #[test]
    fn front_matter_is_declared() {
        let content = read("---\ntitle: \"Bomen\"\ndate: 2021-03-04\ntags:\n---\n\nEen boom.");
        assert_eq!(content.declared.title.as_deref(), Some("Bomen"));
        assert_eq!(content.declared.dates, ["2021-03-04"]);
        check("---\ntitle: Bomen\n---\nEen boom.", &["p Een boom."]);
        check("---\nEen regel\n---\nEen boom.", &["2 Een regel", "p Een boom."]);
        let titled = read("---\ntitle: Bomen\n---\n# Eiken\n");
        assert_eq!(titled.declared.title.as_deref(), Some("Eiken"));
    }
}
