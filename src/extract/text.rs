//! Plain text into blocks: headings, status tables, list items, tables and paragraphs, from nothing but line ends and
//! wording. The shape of a heading is judged by `heading`, its level by `outline`; menus are known by `boilerplate`.

use super::boilerplate;
use super::heading::{self, Numbering};
use super::lines::{self, Line, block};
use super::outline::{Outline, Place};
use super::status;
use crate::document::{Block, BlockKind};

/// Reads plain text.
pub(super) fn read(text: &str) -> Vec<Block> {
    let lines = boilerplate::without_menus(lines::lines(text));
    let mut reader = Reader { lines: &lines, blocks: Vec::new(), outline: Outline::default(), plain_until: 0 };
    reader.read();
    reader.blocks
}

struct Reader<'a> {
    lines: &'a [Line<'a>],
    blocks: Vec<Block>,
    outline: Outline,
    /// Short lines before this one are a list without marks, not headings.
    plain_until: usize,
}

/// This many short lines after each other, each alone, are a list and not headings; at the start of a file, where
/// the titles stand, some more.
const LIST_WITHOUT_MARKS: usize = 4;
const LIST_AT_START: usize = 6;

/// A title that comes again within this many blocks is left out.
const TITLE_AGAIN_WITHIN: usize = 8;

impl<'a> Reader<'a> {
    fn read(&mut self) {
        let mut at = 0;
        while at < self.lines.len() {
            if let Some(table) = status::table_at(&self.lines[at..]) {
                self.blocks.extend(table.rows.into_iter().map(|row| block(BlockKind::TableRow, row)));
                self.outline.text(true);
                at += table.length;
                continue;
            }
            let end = self.end_of_paragraph(at);
            self.paragraph(at, end);
            at = end;
        }
    }

    /// A paragraph ends at an empty line, or where a status table starts.
    fn end_of_paragraph(&self, start: usize) -> usize {
        let goes_on = |at: &usize| !self.lines[*at].after_gap && status::table_at(&self.lines[*at..]).is_none();
        (start + 1..self.lines.len()).find(|at| !goes_on(at)).unwrap_or(self.lines.len())
    }

    fn paragraph(&mut self, start: usize, end: usize) {
        let mut rest: Vec<Line<'a>> = self.lines[start..end].to_vec();
        let before = rest.len();
        // The name under a photo comes twice in text made from a page: as its description and as its caption.
        rest.dedup_by_key(|line| line.text);
        let caption = rest.len() == 1 && before > 1;
        let mut from = 0;
        // The name of the municipality, and on the next line that of the document.
        if let [first, second] = rest.as_slice()
            && self.blocks.is_empty()
            && heading::is_municipality(first.text)
            && heading::is_title(second.text)
        {
            self.push_text(&rest[..1]);
            self.push_heading(rest[1].text, Numbering::None, Place::Alone);
            return;
        }
        while !caption && from < rest.len() {
            let alone = rest.len() == 1;
            let Some(numbering) = self.heading(&rest[from..], alone, start, end) else { break };
            let place = if from + 1 == rest.len() { Place::Alone } else { Place::AboveText };
            self.push_heading(rest[from].text, numbering, place);
            from += 1;
        }
        if from < rest.len() {
            self.push_text(&rest[from..]);
        }
    }

    /// How the first of `lines` is numbered, when it is a heading.
    fn heading(&mut self, lines: &[Line<'a>], alone: bool, start: usize, end: usize) -> Option<Numbering> {
        let line = lines[0].text;
        let next = lines.get(1);
        if let Some(numbering) = heading::numbered(line) {
            return self.is_numbered_heading(lines, start, end).then_some(numbering);
        }
        let names_document = alone && start == 0 && heading::is_document_title(line);
        // "Afwezig: de wethouder" tells a fact; only the title of a document is worded like that.
        let is_title = heading::is_title(line) && !(self.outline.is_titled() && heading::is_key_and_value(line));
        if !is_title && !names_document {
            return None;
        }
        let fits = match next {
            None if alone => self.may_stand_alone(line, start, end),
            None => false,
            Some(next) => heads(line, next) || (start == 0 && lines.len() < 6 && self.blocks.is_empty()),
        };
        fits.then_some(Numbering::None)
    }

    /// "2. Groen" is a heading or an item of a list; its neighbours tell.
    fn is_numbered_heading(&self, lines: &[Line<'a>], start: usize, end: usize) -> bool {
        let next = lines.get(1);
        let Some(marker) = lines::marker(lines[0].text) else {
            return next.is_none_or(|next| next.indent == 0 && !next.text.starts_with(char::is_lowercase));
        };
        let after = next.or(self.lines.get(end));
        let in_list =
            after.and_then(|after| lines::marker(after.text)).is_some_and(|after| after.follows(marker.label));
        let before = start.checked_sub(1).map(|before| self.lines[before].text);
        let ends_list = before.is_some_and(|before| {
            before.ends_with([':', ';']) || lines::marker(before).is_some_and(|before| marker.follows(before.label))
        });
        let wraps = next.is_some_and(|next| next.indent > 0 || next.text.starts_with(char::is_lowercase));
        !in_list && !ends_list && !wraps
    }

    fn may_stand_alone(&mut self, line: &str, start: usize, end: usize) -> bool {
        if start < self.plain_until {
            return false;
        }
        if status::is_caption(line) && status::table_at(&self.lines[end..]).is_some() {
            return false;
        }
        let most = if self.outline.at_start() { LIST_AT_START } else { LIST_WITHOUT_MARKS };
        let run = self.lines[start..].iter().take(most).take_while(|line| {
            line.after_gap && heading::is_title(line.text) && heading::numbered(line.text).is_none()
        });
        if run.count() == most {
            self.plain_until = start + self.titles_from(start);
            return false;
        }
        true
    }

    /// How many short lines follow each other; the last may still be the heading of what follows.
    fn titles_from(&self, start: usize) -> usize {
        let is_title = |line: &&Line<'_>| line.after_gap && heading::is_title(line.text);
        self.lines[start..].iter().take_while(is_title).count() - 1
    }

    fn push_heading(&mut self, line: &str, numbering: Numbering, place: Place) {
        let again = numbering == Numbering::None && self.blocks.len() < TITLE_AGAIN_WITHIN;
        if again && self.blocks.iter().any(|block| block.kind == BlockKind::Heading(1) && block.text == line) {
            return;
        }
        let level = self.outline.level(numbering, place);
        self.blocks.push(block(BlockKind::Heading(level), line));
    }

    fn push_text(&mut self, lines: &[Line<'a>]) {
        let running = lines.iter().any(|line| heading::is_sentence(line.text) || lines::marker(line.text).is_some());
        self.outline.text(running);
        match table_rows(lines) {
            Some(rows) => self.blocks.extend(rows),
            None => self.blocks.extend(lines::items(lines)),
        }
    }
}

/// Whether a short line right above `next` heads it: what follows is a sentence that is clearly longer, or a list. In
/// wrapped text the lines are about as long as each other.
fn heads(line: &str, next: &Line<'_>) -> bool {
    let words = line.split_whitespace().count();
    if lines::marker(next.text).is_some() {
        return words <= 6;
    }
    let long = |text: &str| text.chars().count();
    let longer = long(line) * 10 <= long(next.text) * 6 || words <= 2;
    let starts = next.text.starts_with(|c: char| !c.is_lowercase());
    next.indent == 0 && starts && longer && heading::is_sentence(next.text)
}

/// Lines with the same sign between cells are rows of a table.
fn table_rows(lines: &[Line<'_>]) -> Option<Vec<Block>> {
    let separator = ['\t', '|'].into_iter().find(|sign| lines.iter().all(|line| line.text.contains(*sign)))?;
    if lines.len() < 2 || lines.iter().any(|line| lines::marker(line.text).is_some()) {
        return None;
    }
    let row = |line: &Line<'_>| {
        let cells = line.text.split(separator).map(str::trim).filter(|cell| !cell.is_empty());
        cells.collect::<Vec<_>>().join(" | ")
    };
    let rows = lines.iter().map(row).filter(|row| !row.is_empty());
    Some(rows.map(|row| block(BlockKind::TableRow, row)).collect())
}

#[cfg(test)]
mod tests {
    //! Properties tested: the kind, level and text of each block, file by file as such files look.

    use super::*;
    use crate::extract::shown;

    /// Expected blocks: "1 " to "6 " a heading of that level, "p " a paragraph, "i " an item, "t " a row of a table.
    fn check(text: &str, expected: &[&str]) {
        assert_eq!(shown(&read(text)), expected, "{text}");
    }

    #[test]
    fn titles_lead_to_the_text() {
        check(
            "Samenwerking\n\nGroenbedrijf\n\nOver ons\n\nHet bedrijf onderhoudt alle parken van de streek.\n\n\
             1.1. Opdracht\nDe opdracht is door drie raden samen gegeven.\n\nPark Noord\nIn dit park groeien vooral oude eiken.",
            &[
                "1 Samenwerking",
                "2 Groenbedrijf",
                "3 Over ons",
                "p Het bedrijf onderhoudt alle parken van de streek.",
                "3 1.1. Opdracht",
                "p De opdracht is door drie raden samen gegeven.",
                "4 Park Noord",
                "p In dit park groeien vooral oude eiken.",
            ],
        );
    }

    #[test]
    fn status_tables_keep_their_signs() {
        check(
            "Nota\n\nWij melden hier alleen wat afwijkt.\n\nVoortgang\n\nInhoud\n\nGeld\n\n=\n\n-\n\nToelichting bomen\n\
             De bomen zijn later geplant dan gedacht.",
            &[
                "1 Nota",
                "p Wij melden hier alleen wat afwijkt.",
                "p Voortgang",
                "t Inhoud | Geld",
                "t = | -",
                "2 Toelichting bomen",
                "p De bomen zijn later geplant dan gedacht.",
            ],
        );
        check("Nota\n\nWerk\n\nInhoud\n=\nGeld\n+\n", &["1 Nota", "2 Werk", "t Inhoud | Geld", "t = | +"]);
    }

    #[test]
    fn by_laws() {
        check(
            "Bomenverordening\n\nHoofdstuk 1 Algemeen\n\nArtikel 1 Begrippen\n\nIn deze verordening is:\na. boom: een gewas;\n\
             b. kap: het vellen.\n\nArtikel 2 Verbod\n\n1. Het is verboden een boom te kappen\nzonder vergunning.\n2. Dat geldt niet voor fruit.",
            &[
                "1 Bomenverordening",
                "2 Hoofdstuk 1 Algemeen",
                "4 Artikel 1 Begrippen",
                "p In deze verordening is:",
                "i a. boom: een gewas;",
                "i b. kap: het vellen.",
                "4 Artikel 2 Verbod",
                "i 1. Het is verboden een boom te kappen/zonder vergunning.",
                "i 2. Dat geldt niet voor fruit.",
            ],
        );
    }

    #[test]
    fn numbered_headings_and_numbered_lists() {
        check(
            "Besluitenlijst\nVergadering van dinsdag\n\n1. Verslag\n\nBesluit\nHet verslag wordt vastgesteld zoals het is.\n\n\
             2. Zandpad Oost\nZaaknummer Z9\n\nBesluit\na. Het pad te verharden.\nb. Dat te melden.",
            &[
                "1 Besluitenlijst",
                "p Vergadering van dinsdag",
                "2 1. Verslag",
                "3 Besluit",
                "p Het verslag wordt vastgesteld zoals het is.",
                "2 2. Zandpad Oost",
                "p Zaaknummer Z9",
                "3 Besluit",
                "i a. Het pad te verharden.",
                "i b. Dat te melden.",
            ],
        );
        check(
            "Zo werkt het\n\nU doorloopt drie stappen voordat u bericht krijgt.\n\n1. Melden\n\n2. Praten\n\n3. Tekenen",
            &[
                "1 Zo werkt het",
                "p U doorloopt drie stappen voordat u bericht krijgt.",
                "i 1. Melden",
                "i 2. Praten",
                "i 3. Tekenen",
            ],
        );
    }

    #[test]
    fn what_is_no_heading() {
        check(
            "Een gesprek\n\nJan Vis\nJan Vis\n\nWij spraken Jan Vis in zijn kas.\n\n“Groen is voor iedereen”\n\nTekst: Anna Bos",
            &[
                "1 Een gesprek",
                "p Jan Vis",
                "p Wij spraken Jan Vis in zijn kas.",
                "p “Groen is voor iedereen”",
                "p Tekst: Anna Bos",
            ],
        );
        check(
            "Verslag: een lange dag\n\nDe vergadering begon om negen uur precies.\n\nAfwezig: de wethouder\n\nDe voorzitter opent de vergadering met een gedicht.",
            &[
                "1 Verslag: een lange dag",
                "p De vergadering begon om negen uur precies.",
                "p Afwezig: de wethouder",
                "p De voorzitter opent de vergadering met een gedicht.",
            ],
        );
        check(
            "Kerngegevens\n\nHieronder staan de gegevens van de stichting.\n\nVestigingsplaats\nZuiddorp\n\nDeelnemers\nZuiddorp en Noorddorp",
            &[
                "1 Kerngegevens",
                "p Hieronder staan de gegevens van de stichting.",
                "p Vestigingsplaats/Zuiddorp",
                "p Deelnemers/Zuiddorp en Noorddorp",
            ],
        );
        check(
            "De raad heeft in het voorjaar een besluit genomen over het plan van\nZuiddorp om het plein\nte vernieuwen.",
            &[
                "p De raad heeft in het voorjaar een besluit genomen over het plan van/Zuiddorp om het plein/te vernieuwen.",
            ],
        );
    }

    #[test]
    fn names_of_documents() {
        check(
            "Regeling over het aanleggen, het onderhouden en het opruimen van alle bruggen, sluizen en steigers van Zuiddorp\n\n\
             Deze regeling gaat over bruggen.",
            &[
                "1 Regeling over het aanleggen, het onderhouden en het opruimen van alle bruggen, sluizen en steigers van Zuiddorp",
                "p Deze regeling gaat over bruggen.",
            ],
        );
        check(
            "‘De brug is van ons’\n\nWij spraken de wachter.",
            &["1 ‘De brug is van ons’", "p Wij spraken de wachter."],
        );
        check(
            "Gemeente Zuiddorp\nBegroting 2020\n\nHet geld is op.",
            &["p Gemeente Zuiddorp", "1 Begroting 2020", "p Het geld is op."],
        );
    }

    #[test]
    fn tables_with_tabs() {
        check("Bomen\n\nJaar\tEik\tBeuk\n2020\t3\t4", &["1 Bomen", "t Jaar | Eik | Beuk", "t 2020 | 3 | 4"]);
    }
}
