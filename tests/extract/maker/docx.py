"""DOCX: the cases. Most are written as XML, from the parts of docx_parts."""

import io
import struct

import docx
from docx.shared import Pt

from .common import ISO_TIME, case, compound, repacked
from .docx_parts import STYLES, cell, level, numbered, numbers, package, paragraph, row, run, table


@case(
    "docx-koppen",
    "docx",
    """Written by python-docx: a title, headings of three levels, a list of dots, a numbered list and a table. Title,
    author and dates are declared.""",
)
def headings():
    document = docx.Document()
    document.styles["Normal"].font.size = Pt(11)
    document.core_properties.title = "Beleidsplan bomen 2022-2026"
    document.core_properties.author = "Team Groen, gemeente Waldervoort"
    document.add_heading("Beleidsplan bomen 2022-2026", 0)
    document.add_heading("Waarom een bomenplan", 1)
    document.add_paragraph("Waldervoort telt ruim 14.000 gemeentelijke bomen. Een op de vijf is ouder dan zestig jaar.")
    document.add_heading("Wat we doen", 1)
    document.add_heading("Planten", 2)
    for text in ["zestig linden in de kern", "honderd elzen langs de beek"]:
        document.add_paragraph(text, style="List Bullet")
    document.add_heading("Kappen", 2)
    document.add_paragraph("Kappen gebeurt in deze volgorde:")
    for text in ["een boomdeskundige beoordeelt de boom;", "omwonenden krijgen een brief;", "de boom wordt gekapt."]:
        document.add_paragraph(text, style="List Number")
    document.add_heading("Uitzondering", 3)
    document.add_paragraph("Bij direct gevaar wordt een boom meteen gekapt.")
    document.add_heading("Wat het kost", 1)
    figures = document.add_table(1, 3, style="Table Grid")
    for place, text in zip(figures.rows[0].cells, ["Jaar", "Planten", "Kappen"]):
        place.text = text
    for values in [("2022", "€ 41.000", "€ 18.500"), ("2023", "€ 39.000", "€ 17.250")]:
        for place, text in zip(figures.add_row().cells, values):
            place.text = text
    buffer = io.BytesIO()
    document.save(buffer)
    return repacked(buffer.getvalue(), without=("stylesWithEffects.xml", "thumbnail.jpeg"))


@case(
    "docx-koppen-nederlands",
    "docx",
    """Dutch style names: Kop1 with the name "heading 1" (as Word stores it), a style of the municipality that is based on
    it, and a style called "Kop 2" without an outline level: headings of levels 1, 1 and 2. Bold text is a paragraph.""",
)
def dutch_headings():
    styles = STYLES + (
        '<w:style w:type="paragraph" w:customStyle="1" w:styleId="Hoofdstuk"><w:name w:val="Hoofdstuktitel"/>'
        '<w:basedOn w:val="Kop1"/></w:style><w:style w:type="paragraph" w:customStyle="1" w:styleId="Kop2eigen">'
        '<w:name w:val="Kop 2"/></w:style>'
    )
    body = (
        paragraph("Inleiding", "Kop1")
        + paragraph("De nota gaat over de speelplaatsen van Elzenmeer.", "Standaard")
        + paragraph("De huidige speelplaatsen", "Hoofdstuk")
        + paragraph("Er zijn 48 speelplaatsen.")
        + paragraph("Onderhoud", "Kop2eigen")
        + f"<w:p>{run('Let op: ', '<w:b/>')}{run('de keuring is elk jaar in maart.')}</w:p>"
    )
    return package(body, styles=styles, properties=("Nota spelen", "Team Wijken"))


@case(
    "docx-koppen-genummerd",
    "docx",
    """Headings numbered by their styles on three levels: 1, 1.1, 1.2, 1.2.1, 2, 2.1. The numbers are part of the headings'
    text, and level two begins anew under 2.""",
)
def numbered_headings():
    levels = (
        level(0, "decimal", "%1", "Kop1")
        + level(1, "decimal", "%1.%2", "Kop2")
        + level(2, "decimal", "%1.%2.%3", "Kop3")
    )
    styles = STYLES
    for number in (1, 2, 3):
        styles = styles.replace(
            f'<w:outlineLvl w:val="{number - 1}"/>',
            f'<w:numPr><w:ilvl w:val="{number - 1}"/><w:numId w:val="1"/></w:numPr><w:outlineLvl w:val="{number - 1}"/>',
        )
    body = "".join(
        paragraph(text, f"Kop{depth}") + (paragraph(below) if below else "")
        for depth, text, below in [
            (1, "Inleiding", ""),
            (2, "Aanleiding", "De raad vroeg om een plan voor de dorpshuizen."),
            (2, "Afbakening", ""),
            (3, "Sporthallen", "Sporthallen vallen buiten dit plan."),
            (1, "Financiën", ""),
            (2, "Dekking", "De kosten komen uit de reserve leefbaarheid."),
        ]
    )
    return package(body, styles=styles, numbering=numbers(levels))


@case(
    "docx-lijsten",
    "docx",
    """Lists: dots; numbers with letters below; a second numbered list that begins at 1 again (its own number with a new
    start). Items carry their markers: 1., a., b., 2., and 1., 2. again.""",
)
def lists():
    dots = level(0, "bullet", "\uf0b7")
    steps = level(0, "decimal", "%1.") + level(1, "lowerLetter", "%2.")
    numbering = numbers(dots, steps) + (
        '<w:num w:numId="3"><w:abstractNumId w:val="2"/><w:lvlOverride w:ilvl="0">'
        '<w:startOverride w:val="1"/></w:lvlOverride></w:num>'
    )
    body = (
        paragraph("U hebt nodig:")
        + numbered("een paspoort", 1)
        + numbered("een pasfoto", 1)
        + paragraph("Zo vraagt u subsidie aan:")
        + numbered("u vult het formulier in, met:", 2)
        + numbered("uw gegevens;", 2, 1)
        + numbered("een begroting;", 2, 1)
        + numbered("u stuurt het formulier op.", 2)
        + paragraph("Zo verantwoordt u de subsidie:")
        + numbered("u stuurt een verslag;", 3)
        + numbered("de gemeente stelt het bedrag vast.", 3)
    )
    return package(body, numbering=numbering)


@case(
    "docx-tabel",
    "docx",
    """A table with a row flagged as heads, a cell over two columns and a cell over two rows: heads as such, merged cells
    once, an empty cell kept between two others.""",
)
def table_with_merged_cells():
    two = '<w:gridSpan w:val="2"/>'
    body = (
        paragraph("Tarieven sporthal De Boeg", "Kop1")
        + table(
            row("Ruimte", "Dagdeel", "Leden", "Overig", heads=True),
            row(cell("Zaal 1", '<w:vMerge w:val="restart"/>'), "ochtend", "€ 21,00", "€ 28,00"),
            row(cell("", "<w:vMerge/>"), "avond", "€ 30,00", "€ 41,50"),
            row("Kantine", "", "€ 12,00", "€ 16,00"),
            row("Kleedkamer", "hele dag", cell("alleen samen met een zaal", two)),
        )
        + paragraph("De tarieven zijn zonder btw.")
    )
    return package(body)


@case(
    "docx-tabel-in-tabel",
    "docx",
    """A table of one cell used as a frame is a paragraph; a table inside a cell of another gives its text once, at its
    place: the cell's own words, then Ma 9-12 uur and Di 13-17 uur.""",
)
def nested_table():
    inner = table(row("Ma", "9-12 uur"), row("Di", "13-17 uur"))
    body = (
        table(row("Let op: het loket is op 27 april gesloten."))
        + paragraph("Openingstijden van de loketten:")
        + table(
            row("Loket", "Tijden"), row("Burgerzaken", cell(paragraph("Alleen op afspraak:") + inner + paragraph()))
        )
    )
    return package(body)


@case(
    "docx-voetnoten",
    "docx",
    """Two footnotes and an endnote: each note follows the block that refers to it, begins with its mark (1, 2, i), and the
    separators of notes are not text.""",
)
def notes():
    def note(kind, number, text, special=""):
        if special:
            return f'<w:{kind} w:type="{special}" w:id="{number}"><w:p><w:r><w:{special}/></w:r></w:p></w:{kind}>'
        return f'<w:{kind} w:id="{number}"><w:p><w:r><w:{kind}Ref/></w:r>{run(text)}</w:p></w:{kind}>'

    def mark(kind, number):
        return f'<w:r><w:rPr><w:vertAlign w:val="superscript"/></w:rPr><w:{kind}Reference w:id="{number}"/></w:r>'

    body = (
        paragraph("Schuldhulp", "Kop1")
        + paragraph(
            inside=run("De aanvrager heeft een inkomen onder 120 procent van de norm")
            + mark("footnote", 2)
            + run(" en woont in Elzenmeer")
            + mark("footnote", 3)
            + run(".")
        )
        + paragraph(inside=run("Het plan duurt drie jaar.") + mark("endnote", 2))
        + paragraph("Daarna volgt een gesprek.")
    )
    footnotes = (
        note("footnote", -1, "", "separator")
        + note("footnote", 2, " Zie artikel 4 van de beleidsregels.")
        + note("footnote", 3, " Volgens de Basisregistratie Personen.")
    )
    return package(body, notes=footnotes, endnotes=note("endnote", 2, " Vóór 2021 was dat vijf jaar."))


@case(
    "docx-wijzigingen",
    "docx",
    """Tracked changes: the deletion 'oude' is not read, the insertion 'nieuwe' is; the moved sentence is read once, where
    it was moved to; a deleted paragraph is gone.""",
)
def tracked_changes():
    by = f'w:id="7" w:author="J. de Wit" w:date="{ISO_TIME}"'
    deleted = f'<w:del {by}><w:r><w:delText xml:space="preserve">oude</w:delText></w:r></w:del>'
    body = (
        paragraph(
            inside=run("De ")
            + deleted
            + f"<w:ins {by}>{run('nieuwe')}</w:ins>"
            + run(" verordening geldt vanaf 1 mei 2022.")
        )
        + paragraph(inside=f"<w:moveFrom {by}>{run('De havenmeester voert haar uit.')}</w:moveFrom>")
        + f"<w:p><w:pPr><w:rPr><w:del {by}/></w:rPr></w:pPr><w:del {by}><w:r><w:delText>Vervallen lid.</w:delText></w:r></w:del></w:p>"
        + paragraph("Zij is op 14 maart vastgesteld.")
        + paragraph(inside=f"<w:moveTo {by}>{run('De havenmeester voert haar uit.')}</w:moveTo>")
    )
    return package(body)


@case(
    "docx-verborgen",
    "docx",
    """Hidden text, by the run and by a style, is not read; text whose hiddenness is switched off (val=0) is.""",
)
def hidden():
    styles = STYLES + (
        '<w:style w:type="paragraph" w:styleId="Intern"><w:name w:val="Intern"/><w:rPr><w:vanish/></w:rPr></w:style>'
    )
    body = (
        paragraph(
            inside=run("Het bedrag is € 5.000")
            + run(" (nog niet bekend bij de pers)", "<w:vanish/>")
            + run(" per jaar.")
        )
        + paragraph("Alleen voor intern gebruik.", "Intern")
        + paragraph(inside=run("Dit staat er gewoon.", '<w:vanish w:val="0"/>'))
    )
    return package(body, styles=styles)


@case(
    "docx-tekstvak",
    "docx",
    """A text box stored twice (new drawing and old fallback): its two sentences are read once, near the paragraph it hangs
    on.""",
)
def text_box():
    content = (
        "<w:txbxContent>"
        + paragraph("Bel bij een storing het nummer van de gemeente.")
        + paragraph("Dat kan dag en nacht.")
        + "</w:txbxContent>"
    )
    box = (
        '<w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><wp:anchor><a:graphic><a:graphicData '
        'uri="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"><wps:wsp><wps:txbx>'
        + content
        + "</wps:txbx></wps:wsp></a:graphicData></a:graphic></wp:anchor></w:drawing></mc:Choice><mc:Fallback><w:pict><v:shape>"
        "<v:textbox>" + content + "</v:textbox></v:shape></w:pict></mc:Fallback></mc:AlternateContent></w:r>"
    )
    return package(
        paragraph("Straatverlichting", "Kop1")
        + paragraph(inside=box + run("Een lantaarn wordt binnen vijf dagen gemaakt."))
        + paragraph("Bij vorst kan het langer duren.")
    )


@case(
    "docx-opmerkingen",
    "docx",
    """Comments in the margin are not read; the text they are about is.""",
)
def comments():
    body = paragraph(
        inside=run("Het college stelt ")
        + '<w:commentRangeStart w:id="1"/>'
        + run("€ 60.000")
        + '<w:commentRangeEnd w:id="1"/><w:r><w:commentReference w:id="1"/></w:r>'
        + run(" beschikbaar voor de kinderboerderij.")
    )
    remark = f'<w:comment w:id="1" w:author="K. Smit" w:initials="KS" w:date="{ISO_TIME}">{paragraph("Klopt dit bedrag wel?")}</w:comment>'
    return package(body, comments=remark)


@case(
    "docx-velden",
    "docx",
    """Fields: their codes (TOC, PAGEREF, HYPERLINK, REF) are not read, their results are; a table of contents with page
    numbers may be left out, and is no heading. The address of a link is not text, its words are.""",
)
def fields():
    def field(code, result):
        return (
            '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText xml:space="preserve"> '
            + code
            + ' </w:instrText></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r>'
            + run(result)
            + '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
        )

    begin = (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText> TOC \\o "1-3" </w:instrText></w:r>'
        '<w:r><w:fldChar w:fldCharType="separate"/></w:r>'
    )
    contents = (
        paragraph(
            style="Inhopg1",
            inside=begin + run("Doel van het beleid") + "<w:r><w:tab/></w:r>" + field("PAGEREF _Toc1", "2"),
        )
        + paragraph(
            style="Inhopg1", inside=run("Regels voor terrassen") + "<w:r><w:tab/></w:r>" + field("PAGEREF _Toc2", "3")
        )
        + '<w:p><w:r><w:fldChar w:fldCharType="end"/></w:r></w:p>'
    )
    link = '<w:hyperlink r:id="website">' + run("de website van de gemeente") + "</w:hyperlink>"
    simple = '<w:fldSimple w:instr=" REF besluitdatum ">' + run("8 februari 2022") + "</w:fldSimple>"
    body = (
        contents
        + paragraph("Doel van het beleid", "Kop1")
        + paragraph(inside=run("Het college besloot op ") + simple + run(". Meer staat op ") + link + run("."))
        + paragraph("Regels voor terrassen", "Kop1")
        + paragraph(inside=run("Een terras is ten hoogste ") + field("REF breedte", "2,5 meter") + run(" diep."))
    )
    return package(body)


@case(
    "docx-kop-en-voettekst",
    "docx",
    """Header and footer with the number of the page are not in the text; the body is.""",
)
def running_lines():
    return package(
        paragraph("Verslag van de inspraakavond", "Kop1") + paragraph("Er waren 37 bewoners van de Achterweg."),
        header=paragraph("Gemeente Waldervoort"),
        footer=paragraph("Verslag inspraak, pagina 1"),
    )


@case(
    "docx-inhoudsbesturing",
    "docx",
    """Content controls around a block, in a line, around a table row and around a cell: all that is filled in is read,
    once; the prompt of an empty control ('Klik hier om tekst in te voeren.') is not.""",
)
def content_controls():
    def control(content, properties=""):
        return f"<w:sdt><w:sdtPr>{properties}</w:sdtPr><w:sdtContent>{content}</w:sdtContent></w:sdt>"

    body = (
        control(paragraph("Aanvraag standplaats", "Kop1"))
        + paragraph(inside=run("Naam: ") + control(run("M. Verhoeven")))
        + paragraph(inside=run("Telefoon: ") + control(run("Klik hier om tekst in te voeren."), "<w:showingPlcHdr/>"))
        + table(
            row("Dag", "Plaats"),
            control(row("zaterdag", "Marktplein")),
            f"<w:tr>{cell('zondag')}{control(cell('Havenkade'))}</w:tr>",
        )
        + control(control(paragraph("De vergunning geldt een jaar.")))
    )
    return package(body)


@case(
    "docx-tekens",
    "docx",
    """Breaks and signs inside a paragraph: the author's line break stays a line, a tab is a space, a no-break hyphen is a
    hyphen (A-straat), a soft hyphen is gone (beleidsregel), a no-break space is a space, and two halves of a word in
    two runs are one word (gemeente).""",
)
def signs():
    body = (
        paragraph(inside=run("Gemeentehuis Elzenmeer") + "<w:r><w:br/></w:r>" + run("Raadhuisplein 1"))
        + paragraph(
            inside=run("De")
            + "<w:r><w:tab/></w:r>"
            + run("A")
            + "<w:r><w:noBreakHyphen/></w:r>"
            + run("straat valt onder de beleids")
            + "<w:r><w:softHyphen/></w:r>"
            + run("regel. Het bedrag is €\u00a075.")
        )
        + paragraph(
            inside=run("ge", "<w:b/>") + run("meen") + '<w:proofErr w:type="spellStart"/>' + run("te", "<w:i/>")
        )
    )
    return package(body)


@case(
    "docx-heet-doc",
    "doc",
    """A DOCX whose name says .doc: the bytes tell, it is read as DOCX.""",
)
def called_doc():
    return package(
        paragraph("Mandaatbesluit 2022", "Kop1") + paragraph("Het hoofd Burgerzaken tekent namens de burgemeester.")
    )


@case(
    "docx-leeg",
    "docx",
    """A document with only empty paragraphs: reason empty.""",
)
def empty():
    return package(paragraph() + paragraph(inside=run("  ")) + paragraph())


@case(
    "docx-afgekapt",
    "docx",
    """The file breaks off halfway: reason damaged, or what could be saved with the loss told. No crash.""",
)
def truncated():
    data = tracked_changes()
    return data[: len(data) // 2]


@case(
    "docx-wachtwoord",
    "docx",
    """A DOCX with a password, as Word stores it (a compound file with EncryptedPackage): reason encrypted.""",
)
def password():
    return compound(
        [
            ("EncryptionInfo", struct.pack("<HHI", 4, 4, 0x40) + b"<encryption/>".ljust(4200, b" ")),
            ("EncryptedPackage", struct.pack("<Q", 5000) + bytes(range(256)) * 20),
        ]
    )
