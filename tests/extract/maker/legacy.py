"""DOC and RTF: RTF is written by hand, DOC is saved by LibreOffice from a DOCX of ours."""

from . import docx, docx_parts
from .common import by_office, case

RTF_HEAD = (
    r"{\rtf1\ansi\ansicpg1252\deff0\deflang1043{\fonttbl{\f0\fswiss Arial;}{\f1\froman\fcharset2 Symbol;}}"
    r"{\colortbl;\red0\green0\blue0;}{\stylesheet{\s0 Normal;}{\s1\outlinelevel0 heading 1;}{\s2\outlinelevel1 heading 2;}}"
    r"{\info{\title Gladheidsplan 2022}{\author Team Wegen}{\creatim\yr2022\mo3\dy14}}"
    "\n"
)


def letter():
    """A DOCX with what DOC files of town halls have."""
    steps = docx_parts.level(0, "decimal", "%1.") + docx_parts.level(1, "lowerLetter", "%2.")
    note = f'<w:footnote w:id="2"><w:p><w:r><w:footnoteRef/></w:r>{docx_parts.run(" Zie het raadsbesluit van 12 mei 2020.")}</w:p></w:footnote>'
    mark = '<w:r><w:rPr><w:vertAlign w:val="superscript"/></w:rPr><w:footnoteReference w:id="2"/></w:r>'
    body = (
        docx_parts.paragraph("Nota kermissen en markten", "Kop1")
        + docx_parts.paragraph(
            inside=docx_parts.run("De weekmarkt staat op donderdag op het Marktplein")
            + mark
            + docx_parts.run(". De prijs is € 3,40 per meter.")
        )
        + docx_parts.paragraph("Standplaatsen", "Kop2")
        + docx_parts.numbered("De marktmeester wijst de plaatsen aan.", 1)
        + docx_parts.numbered("Een plaats vervalt:", 1)
        + docx_parts.numbered("na drie keer wegblijven;", 1, 1)
        + docx_parts.numbered("op verzoek.", 1, 1)
        + docx_parts.table(
            docx_parts.row("Markt", "Kramen", "Dag", heads=True),
            docx_parts.row("Brinkhaven", "42", "donderdag"),
            docx_parts.row("Achterbrink", "8", "zaterdag"),
        )
        + docx_parts.paragraph("De kermis duurt vijf dagen en begint op de derde zaterdag van juli.")
    )
    return docx_parts.package(
        body,
        numbering=docx_parts.numbers(steps),
        notes=note,
        header=docx_parts.paragraph("Gemeente Brinkhaven"),
        footer=docx_parts.paragraph("Blad 1"),
        properties=("Nota kermissen en markten", "Team Economie"),
    )


@case(
    "doc-nota",
    "doc",
    """Saved by LibreOffice: two headings, a numbered list with letters, a table of three columns with a row of heads, a
    footnote after its paragraph; header and footer are not read.""",
    office=True,
)
def doc_letter():
    return by_office(letter(), "docx", "doc")


@case(
    "doc-wijzigingen",
    "doc",
    """Saved by LibreOffice with tracked changes: the deletion 'oude' is not read, the insertion 'nieuwe' is.""",
    office=True,
)
def doc_changes():
    return by_office(docx.tracked_changes(), "docx", "doc")


@case(
    "doc-verborgen-en-velden",
    "doc",
    """Saved by LibreOffice: hidden text is not read; of a field its result is read, not its code.""",
    office=True,
)
def doc_hidden():
    body = docx_parts.paragraph(
        inside=docx_parts.run("Het bedrag is € 5.000")
        + docx_parts.run(" (nog geheim)", "<w:vanish/>")
        + docx_parts.run(" per jaar.")
    ) + docx_parts.paragraph(
        inside=docx_parts.run("Meer staat op ")
        + '<w:hyperlink r:id="website">'
        + docx_parts.run("de website")
        + "</w:hyperlink>"
        + docx_parts.run(".")
    )
    return by_office(docx_parts.package(body), "docx", "doc")


@case(
    "doc-afgekapt",
    "doc",
    """A DOC that breaks off before its end: reason damaged, or what could be saved with the loss told. No crash.""",
    office=True,
)
def doc_truncated():
    data = by_office(letter(), "docx", "doc")
    return data[: len(data) * 2 // 5]


@case(
    "doc-is-rtf",
    "doc",
    """An RTF whose name says .doc, as old systems made them: read as RTF, with a heading and a paragraph.""",
)
def doc_is_rtf():
    return rtf_plan()


@case(
    "doc-is-html",
    "doc",
    """HTML whose name says .doc, as web systems export letters: read as HTML, one heading and one paragraph.""",
)
def doc_is_html():
    return (
        '<html xmlns:w="urn:schemas-microsoft-com:office:word"><head><meta charset="utf-8"><title>Brief</title></head><body>'
        "<h1>Ontvangstbevestiging</h1><p class=MsoNormal>Uw aanvraag voor een drankvergunning is op 3 maart 2022 ontvangen.</p>"
        "</body></html>"
    ).encode()


def rtf_plan():
    return (
        RTF_HEAD
        + r"""{\header\pard Gemeente Elzenmeer, concept\par}{\footer\pard Blad {\field{\*\fldinst PAGE}{\fldrslt 1}}\par}
\pard\s1\b Gladheidsplan 2022\b0\par
\pard\s0 De gemeente strooit als het vriest. Dat kost ongeveer \'80 85.000 per jaar; de co\'f6rdinatie ligt bij \u233?\'e9n ploeg.\par
\pard\s2 Routes\par
\pard\s0\li360{\pntext\f1\'B7\tab}{\*\pn\pnlvlblt}Route 1: alle scholen\par
{\pntext\f1\'B7\tab}Route 2: de fietspaden\par
\pard\s0 Voor bruggen geldt een aparte regeling.{\super\chftn}{\footnote\pard{\super\chftn} Zie bijlage 2.\par} Die staat op de website.\par
\trowd\cellx3000\cellx6000\pard\intbl Route\cell Lengte\cell\row
\trowd\cellx3000\cellx6000\pard\intbl 1\cell 41 kilometer\cell\row
\trowd\cellx3000\cellx6000\pard\intbl 2\cell 28 kilometer\cell\row
\pard Het \line zout komt uit de loods aan de Dokweg.\par
}"""
    ).encode("ascii")


@case(
    "rtf-plan",
    "rtf",
    """Two headings by style, a list of two dots, a footnote, a table of two columns; the euro sign and accents as \\'xx
    and as \\u; header, footer, fonts and styles are not text.""",
)
def rtf():
    return rtf_plan()


@case(
    "rtf-wijzigingen",
    "rtf",
    """Deleted text (\\deleted), hidden text (\\v), a comment and the code of a field are not read; inserted text
    (\\revised) and the field's result are.""",
)
def rtf_changes():
    return (
        RTF_HEAD
        + r"""\pard De {\deleted oude }{\revised nieuwe }regeling geldt vanaf 1 juni 2022.\par
\pard Het loket{\v  (intern: toestel 410)} is open op maandag.{\*\annotation Klopt dit?}\par
\pard Meer staat op {\field{\*\fldinst HYPERLINK "https://www.elzenmeer.example/"}{\fldrslt de website}}.\par
{\*\onbekend Dit is van een ander programma.}
}"""
    ).encode("ascii")


@case(
    "rtf-afgekapt",
    "rtf",
    """The file breaks off inside a group: what stands before it is read. No crash.""",
)
def rtf_truncated():
    return rtf_plan()[:900]


@case(
    "rtf-kantoor",
    "rtf",
    """Saved by LibreOffice: the same note as doc-nota, with its headings, list, table and footnote.""",
    office=True,
)
def rtf_letter():
    return by_office(letter(), "docx", "rtf")
