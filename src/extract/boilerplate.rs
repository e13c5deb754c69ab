//! Takes the furniture of web pages out of what was read: menus and trails above the text, share buttons, reply forms,
//! app promotions and lists of other pages below it, and build stamps anywhere. The words are in `phrases`.
//!
//! A line is judged by where it stands: words that may be text go only before the first or after the last real
//! sentence. When in doubt a line stays; a lost rule of a by-law is worse than a menu in the index.

use std::collections::HashSet;

use super::heading;
use super::lines::Line;
use super::phrases;
use crate::document::{Block, BlockKind};

/// Leaves out the menus above the text of a page that was saved as plain text, before its lines are judged as
/// headings.
pub(super) fn without_menus(lines: Vec<Line<'_>>) -> Vec<Line<'_>> {
    let Some(start) = first_sentence(&lines) else { return lines };
    let later: HashSet<&str> = lines.iter().filter(|line| line.after_gap).map(|line| line.text).collect();
    let mut kept: Vec<Line<'_>> = Vec::with_capacity(lines.len());
    let mut at = 0;
    while at < start {
        let end = (at + 1..start).find(|next| lines[*next].after_gap).unwrap_or(start);
        let group = &lines[at..end];
        let menu = menu_start(group, at == 0, &later);
        let mut gap = true;
        for line in &group[..menu] {
            if !is_lead_chrome(line.text) {
                kept.push(Line { after_gap: gap, ..*line });
                gap = false;
            }
        }
        at = end;
    }
    kept.extend_from_slice(&lines[start..]);
    kept
}

/// The first line that is a real sentence, or part of one.
fn first_sentence(lines: &[Line<'_>]) -> Option<usize> {
    let is_text = |line: &Line<'_>| is_real(line.text) && !phrases::is_trail(line.text) && !is_lead_chrome(line.text);
    lines.iter().position(is_text)
}

/// From which line of a group of lines above the text on it is a menu.
fn menu_start(group: &[Line<'_>], first: bool, later: &HashSet<&str>) -> usize {
    let short =
        |line: &Line<'_>| line.text.split_whitespace().count() <= 8 && !line.text.ends_with(['.', ':', ';', ',']);
    if group.len() < 3 || !group.iter().all(short) {
        return group.len();
    }
    if let Some(home) = group.iter().position(|line| phrases::is_home(line.text)) {
        return home;
    }
    let keeps_title = usize::from(first);
    if group.iter().any(|line| phrases::is_menu_word(line.text)) {
        return keeps_title;
    }
    let parts = group.iter().filter(|line| phrases::is_portal_word(line.text)).count();
    if group.len() > 4 && parts > 1 {
        return keeps_title;
    }
    // A list of parts, of which one is the heading of what follows.
    let leads_on = group.iter().any(|line| !line.after_gap && later.contains(line.text));
    if group.len() > 3 && leads_on { keeps_title } else { group.len() }
}

fn is_lead_chrome(line: &str) -> bool {
    phrases::is_always_chrome(line)
        || phrases::is_edge_chrome(line)
        || phrases::is_menu_line(line)
        || phrases::is_trail(line)
        || phrases::is_cookie_notice(line)
        || phrases::is_share(line)
}

/// Leaves out the furniture among `blocks`; build stamps are added to `stamps`.
pub(super) fn clean(blocks: Vec<Block>, stamps: &mut Vec<String>) -> Vec<Block> {
    let mut blocks: Vec<Block> = blocks.into_iter().filter_map(|block| without_lines(block, stamps)).collect();
    blocks.truncate(tail_start(&blocks));
    without_share_lists(&mut blocks);
    // A caption that stands in the file twice, or a paragraph that a program wrote out twice.
    blocks.dedup_by(|next, block| next == block && !block.kind.is_row());
    let lead = blocks.iter().position(is_real_block).unwrap_or(0);
    let mut at = 0;
    blocks.retain(|block| {
        at += 1;
        at > lead || block.kind.is_row() || !is_lead_chrome(&block.text)
    });
    blocks
}

/// The block without its stamps and without lines that are furniture wherever they stand.
fn without_lines(mut block: Block, stamps: &mut Vec<String>) -> Option<Block> {
    while let Some(range) = phrases::stamp(&block.text) {
        let rest = block.text.split_off(range.end);
        let stamp = block.text.split_off(range.start);
        stamps.push(stamp.trim().to_owned());
        let joint = if block.text.ends_with(char::is_whitespace) || rest.is_empty() { "" } else { " " };
        block.text = format!("{}{joint}{}", block.text, rest.trim_start());
    }
    let is_row = block.kind.is_row();
    if !is_row && block.text.lines().any(phrases::is_always_chrome) {
        let kept: Vec<&str> = block.text.lines().filter(|line| !phrases::is_always_chrome(line)).collect();
        block.text = kept.join("\n");
    }
    let kept: Vec<&str> = block.text.lines().map(str::trim_end).filter(|line| !line.trim().is_empty()).collect();
    block.text = kept.join("\n").trim().to_owned();
    let marker = super::lines::marker(&block.text).map_or(0, |marker| marker.length);
    let has_text = !block.text[marker..].trim().is_empty();
    // A marker that stands alone, such as "Artikel a.", is left to the readers; an item of nothing but "-" is nothing.
    (has_text || (marker > 0 && !is_bullet(&block.text))).then_some(block)
}

fn is_bullet(text: &str) -> bool {
    super::lines::marker(text).is_some_and(|marker| marker.is_bullet())
}

/// A sentence, or long enough to be part of one.
fn is_real(text: &str) -> bool {
    text.split_whitespace().take(8).count() == 8 && heading::is_sentence(text)
}

fn is_real_block(block: &Block) -> bool {
    match block.kind {
        BlockKind::TableHead | BlockKind::TableRow => true,
        BlockKind::Heading(_) => heading::numbered(&block.text).is_some(),
        BlockKind::Paragraph | BlockKind::ListItem => {
            is_real(&block.text) && !is_lead_chrome(&block.text) && !block.text.lines().all(is_lead_chrome)
        }
    }
}

/// Where the furniture below the text starts: at the first block that opens such a part, when nothing real follows.
fn tail_start(blocks: &[Block]) -> usize {
    let mut start = replies_start(blocks).unwrap_or(blocks.len());
    // Behind a share button or a reply form also sentences can be furniture, so what stays is counted from the end.
    let mut only_links = true;
    for (at, block) in blocks[..start].iter().enumerate().rev() {
        match tail_part(block) {
            Tail::Opens => start = at,
            Tail::OpensLinks if only_links => start = at,
            Tail::OpensLinks | Tail::MayFollow => {}
            Tail::Advertises => only_links = false,
            Tail::Real => break,
        }
    }
    start
}

/// Where the replies of readers start: at the heading of the form, when their number stands below it. They hold
/// sentences, but not of the author of the page.
fn replies_start(blocks: &[Block]) -> Option<usize> {
    (0..blocks.len()).find(|at| {
        // The number may stand in the same block or in the next one.
        let mut lines = blocks[*at..].iter().take(2).flat_map(|block| block.text.lines());
        !blocks[*at].kind.is_row()
            && lines.next().is_some_and(phrases::is_reply_head)
            && lines.next().is_some_and(phrases::is_reply_count)
    })
}

enum Tail {
    /// Opens a part that is furniture, whatever short text comes after.
    Opens,
    /// Heads a list of other pages.
    OpensLinks,
    /// Too short to tell.
    MayFollow,
    /// An advertisement, when it comes after something that opens.
    Advertises,
    Real,
}

fn tail_part(block: &Block) -> Tail {
    let text = block.text.as_str();
    let first = text.lines().next().unwrap_or_default();
    if block.kind.is_row() {
        return Tail::Real;
    }
    let opens = |line: &str| {
        phrases::is_reply_head(line)
            || phrases::is_share(line)
            || phrases::is_follow(line)
            || phrases::is_feedback(line)
            || phrases::is_cookie_notice(line)
    };
    if opens(first) || phrases::is_cookie_notice(text) {
        return Tail::Opens;
    }
    let is_heading = matches!(block.kind, BlockKind::Heading(_));
    if phrases::is_networks(text) || (phrases::is_edge_chrome(text) && !is_heading) {
        return Tail::Opens;
    }
    let short = text.lines().all(|line| !heading::is_sentence(line));
    if phrases::is_more_head(first) && short {
        return Tail::OpensLinks;
    }
    if phrases::is_reply_form(first) || (short && heading::numbered(text).is_none()) {
        return Tail::MayFollow;
    }
    if phrases::is_app(text) { Tail::Advertises } else { Tail::Real }
}

/// Leaves out share buttons between other blocks: "Deel dit bericht", then the names of networks; and the heading of a
/// reply form when nothing of it is left.
fn without_share_lists(blocks: &mut Vec<Block>) {
    let mut sharing = false;
    blocks.retain(|block| {
        if block.kind.is_row() {
            sharing = false;
            return true;
        }
        let shares = phrases::is_share(&block.text);
        let network = phrases::is_networks(&block.text);
        // One name can be an item of a list of anything; more on one line are buttons.
        let buttons = network && (sharing || block.text.split_whitespace().count() >= 3);
        sharing = shares || buttons;
        !(shares || buttons)
    });
}

#[cfg(test)]
mod tests {
    //! Properties tested: what goes and what stays, in both directions, above, in and below the text.

    use super::super::lines::{block, lines};
    use super::*;

    const SENTENCE: &str = "De raad heeft het plan voor de brug in mei vastgesteld.";

    /// Blocks: "1 " a heading, "i " an item, "t " a row, anything else a paragraph; "~" stands for a real sentence.
    fn blocks(texts: &[&str]) -> Vec<Block> {
        let block_of = |text: &&str| match text.split_once(' ') {
            Some(("1", rest)) => block(BlockKind::Heading(1), rest),
            Some(("i", rest)) => block(BlockKind::ListItem, rest),
            Some(("t", rest)) => block(BlockKind::TableRow, rest),
            _ if *text == "~" => block(BlockKind::Paragraph, SENTENCE),
            _ => block(BlockKind::Paragraph, *text),
        };
        texts.iter().map(block_of).collect()
    }

    fn check(given: &[&str], expected: &[&str]) {
        assert_eq!(clean(blocks(given), &mut Vec::new()), blocks(expected), "{given:?}");
    }

    #[test]
    fn what_goes() {
        check(&["Search\nClose this search box.", "1 Brug", "~"], &["1 Brug", "~"]);
        check(&["1 Menu", "Home > Nieuws > Brug", "1 Brug", "~"], &["1 Brug", "~"]);
        check(&["1 Brug", "~", "Deel deze pagina", "i Facebook", "i X", "i LinkedIn"], &["1 Brug", "~"]);
        check(&["1 Brug", "Deel dit bericht", "i - Facebook", "i - X", "~"], &["1 Brug", "~"]);
        check(&["~", "1 Geef een reactie", "Uw e-mailadres wordt niet gepubliceerd.", "Naam *"], &["~"]);
        check(
            &[
                "~",
                "Tekst: Anna Bos",
                "1 Geef een reactie",
                "1 Zuidland App",
                "Zuidland in 1 app.\nDe app bevat veel nuttigs over het hele dorp.",
            ],
            &["~", "Tekst: Anna Bos"],
        );
        check(&["~", "Linkedin bedrijfspagina Zuidland", "Volg Zuidland op LinkedIn en blijf op de hoogte!"], &["~"]);
        check(&["~", "Deel dit bericht", "1 Geef een reactie", "2 reacties", "~", "Antwoord: ~"], &["~"]);
        check(&["~", "Onze website maakt gebruik van cookies. Door verder te surfen gaat u akkoord."], &["~"]);
        check(&["Wij plaatsen functionele en analytische cookies. Meer informatie | Akkoord", "~"], &["~"]);
        check(&["~", "1 Meer nieuws", "i Zwembad open", "i Weg dicht"], &["~"]);
        check(&["~", "Deze website gebruikt cookies om te meten. Accepteren Weigeren"], &["~"]);
        check(&["1 Brug", "Terug naar boven", "~"], &["1 Brug", "~"]);
        check(&["~", "~", "t a | b", "t a | b"], &["~", "t a | b", "t a | b"]);
        check(&["~", "Heeft deze informatie u geholpen? Ja / Nee"], &["~"]);
    }

    #[test]
    fn what_stays() {
        for kept in [
            ["1 Menu", "~"].as_slice(),
            &["~", "1 Zoeken", "De bodem is doorzocht."],
            &["~", "1 Geef een reactie", "U kunt tot 1 mei op het plan reageren met het formulier."],
            &["~", "Download de app in de App Store of in Google Play als u wilt."],
            &[
                "~",
                "1 Zie ook",
                "De regels in de verordening gelden naast deze beleidsregels, tenzij anders is bepaald.",
            ],
            &["~", "1 Contact", "Postbus 1"],
            &[
                "~",
                "Volg Zuidland op LinkedIn of kijk op de site",
                "1 Vervolg",
                "Daarna wordt de brug gebouwd door de aannemer uit het dorp.",
            ],
            &["t Menu | Zoeken", "~"],
            &["~", "t Facebook | X | LinkedIn"],
            &["~", "i Facebook", "Dit is een van de netwerken die wij gebruiken."],
            &["~", "i a. Menu", "i b. Zoeken", "~"],
            &["1 Artikel 1", "~", "1 Artikel 2", "Home > Nieuws > Brug is een voorbeeld van een pad naar een pagina."],
            &["~", "Wij gebruiken cookies om het bezoek te meten.", "~"],
            &["1 Artikel 9", "(vervallen)", "1 Artikel 10", "Deze verordening wordt aangehaald als: Brugverordening."],
        ] {
            let skipped_menu = kept.first() == Some(&"1 Menu");
            check(kept, if skipped_menu { &kept[1..] } else { kept });
        }
    }

    #[test]
    fn stamps_are_set_apart() {
        let mut stamps = Vec::new();
        let text =
            "Meer staat elders. Deze pagina is gebouwd op 01/02/2021 10:11:12 met de export van 01/02/2021 09:08:07";
        let left = clean(blocks(&["~", text, "Deze pagina is gebouwd op 03/04/2021"]), &mut stamps);
        assert_eq!(left, blocks(&["~", "Meer staat elders."]));
        assert_eq!(
            stamps,
            [
                "Deze pagina is gebouwd op 01/02/2021 10:11:12 met de export van 01/02/2021 09:08:07",
                "Deze pagina is gebouwd op 03/04/2021"
            ]
        );
    }

    fn check_menus(text: &str, expected: &str) {
        let found: Vec<&str> = without_menus(lines(text)).iter().map(|line| line.text).collect();
        assert_eq!(found.join("\n"), expected, "{text}");
    }

    #[test]
    fn menus_above_the_text() {
        let page = |top: &str| format!("{top}\n\n{SENTENCE}\n\nHome\nZoeken\nMenu");
        let rest = format!("{SENTENCE}\nHome\nZoeken\nMenu");
        for (top, kept) in [
            ("Zuiddorp\nBegroting\nHome\nPlannen\nBijlagen", "Zuiddorp\nBegroting\n"),
            ("Begroting\nPlannen\nBijlagen\nZoeken", "Begroting\n"),
            ("Begroting\n\nHome\nPlannen\nBijlagen\n\nGroen", "Begroting\nGroen\n"),
            ("Begroting\nportal\n\nGroen", "Begroting\nGroen\n"),
            ("Zuiddorp\nMenu Zoeken Mijn Zuiddorp\nU bent hier: Home > Groen", "Zuiddorp\n"),
            ("Begroting\nInleiding\nWater\nGroen\nWegen\n\nGroen", "Begroting\nGroen\n"),
            ("Begroting\nInleiding\nWater\nWegen\n\nGroen", "Begroting\nInleiding\nWater\nWegen\nGroen\n"),
            ("Begroting\n\nInleiding\n1 Wonen\n2 Water\nParagrafen\nCijfers", "Begroting\n"),
            ("Zuiddorp\nPostbus 1\nAan de raad", "Zuiddorp\nPostbus 1\nAan de raad\n"),
        ] {
            check_menus(&page(top), &format!("{kept}{rest}"));
        }
    }
}
