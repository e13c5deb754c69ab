"""HTML, MHTML, EPUB, Markdown, plain text in several encodings, and XML with and without a file it is about."""

import json

from . import pdf_pages
from .common import case, zipped

NOTE = "Notitie over de coördinatie van vrijwilligers"
LETTER = (
    "Beantwoording schriftelijke vragen\n\nDe fractie van Dorpsbelang stelde vragen over de coördinatie van het café in het "
    "dorpshuis. Het college antwoordt als volgt.\n\n1. De huur is € 450 per maand.\n2. De reünie van de school gaat door.\n"
)


@case(
    "html-pagina",
    "html",
    """A page with a menu, a path of links, a cookie notice and a footer around its main part: of the page the heading, two
    paragraphs, a list and a subheading are read; script, style, hidden parts and comments are not.""",
)
def page():
    return """<!doctype html><html lang="nl"><head><meta charset="utf-8"><title>Grofvuil aanmelden - Gemeente Brinkhaven</title>
<meta name="dcterms.issued" content="2022-03-14"><style>p { color: black }</style></head><body>
<nav><ul><li><a href="/">Home</a></li><li><a href="/afval">Afval</a></li></ul></nav>
<main><h1>Grofvuil aanmelden</h1><p>Grofvuil is afval dat niet in een <b>afvalzak</b> past.<br>U meldt het aan via de website.</p>
<h2>Wat u meestuurt</h2><ul><li>een foto</li><li>uw adres</li></ul><p hidden>Testregel van de webredactie.</p>
<p>Ophalen kost &euro;&nbsp;28 per keer&shy;zijde<!-- controleren -->.</p><script>volg("bezoek");</script></main>
<div class="cookie-melding">Deze website gebruikt cookies.</div>
<footer>Gemeente Brinkhaven, alle rechten voorbehouden</footer></body></html>""".encode()


@case(
    "html-tabel",
    "html",
    """A table with th, a caption, colspan and rowspan: a row of heads, three rows, merged cells once; a table used for
    layout is paragraphs.""",
)
def html_table():
    return """<html><head><meta charset="utf-8"><title>Wachttijden</title></head><body><h1>Wachttijden jeugdhulp</h1>
<table><caption>Stand op 1 maart 2022</caption><thead><tr><th>Soort hulp</th><th>Aantal</th><th>Weken</th></tr></thead><tbody>
<tr><td rowspan="2">Ambulant</td><td>41</td><td>11</td></tr><tr><td>20</td><td>6</td></tr>
<tr><td>Verblijf</td><td colspan="2">geen wachttijd</td></tr></tbody></table>
<table role="presentation"><tr><td>Vragen? Bel het Sociaal Loket.</td></tr></table></body></html>""".encode()


@case(
    "html-windows-1252",
    "html",
    """Windows-1252, said in a meta element: the accents, the euro sign and the quotes are right.""",
)
def html_old():
    return (
        '<html><head><meta http-equiv="Content-Type" content="text/html; charset=windows-1252"><title>Notitie</title></head><body>'
        f"<h1>{NOTE}</h1><p>De vergoeding is € 170 per maand. Zie de folder ‘Vrijwillig’.</p></body></html>"
    ).encode("cp1252")


@case(
    "html-rommel",
    "html",
    """Broken markup (elements not closed, wrongly nested, no html element): three paragraphs, whole, in order.""",
)
def html_broken():
    return (
        "<p>Het college <b>besluit <i>de brug</b></i> te sluiten.<p>De omleiding staat op borden<div>Fietsers mogen &lt; 4 weken niet "
        "door & langs het werk</div></body>"
    ).encode()


@case(
    "mhtml-pagina",
    "mhtml",
    """A page saved by a browser: the HTML part, quoted-printable, is read as HTML; the picture and the style sheet are
    not.""",
)
def saved_page():
    parts = [
        "From: <Saved by a browser>\r\nSubject: Evenement melden\r\nDate: Mon, 14 Mar 2022 09:30:00 +0100\r\nMIME-Version: 1.0\r\n"
        'Content-Type: multipart/related; type="text/html"; boundary="----grens"\r\n',
        "------grens\r\nContent-Type: text/html\r\nContent-Transfer-Encoding: quoted-printable\r\n"
        "Content-Location: https://www.waldervoort.example/evenement\r\n\r\n"
        '<html><head><meta charset=3D"utf-8"><title>Evenement melden</title></head><body><h1>Evenement melden=\r\n</h1>'
        "<p>Een buurtfeest tot 150 bezoekers meldt u twee weken van tevoren. Dat kost =E2=82=AC 0.</p></body></html>\r\n",
        "------grens\r\nContent-Type: text/css\r\nContent-Location: https://www.waldervoort.example/stijl.css\r\n\r\np { margin: 0 }\r\n",
        "------grens\r\nContent-Type: image/gif\r\nContent-Transfer-Encoding: base64\r\nContent-Location: https://www.waldervoort.example/logo.gif\r\n\r\n"
        "R0lGODlhAQABAAAAACwAAAAAAQABAAACAkQBADs=\r\n",
        "------grens--\r\n",
    ]
    return "\r\n".join(parts).encode("ascii")


@case(
    "epub-boek",
    "epub",
    """Three parts that the book orders otherwise than their names (voorwoord, h2, h1) plus the page of contents: read in
    the order of the spine; title and author are declared.""",
)
def book():
    def chapter(title, words):
        return (
            f'<?xml version="1.0" encoding="utf-8"?><html xmlns="http://www.w3.org/1999/xhtml"><head><title>{title}</title></head>'
            f"<body><h1>{title}</h1><p>{words}</p></body></html>"
        )

    package = """<?xml version="1.0"?><package xmlns="http://www.idpf.org/2007/opf" version="3.0" unique-identifier="id"><metadata
xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:identifier id="id">wijkboek-2022</dc:identifier><dc:title>Wijkboek Broekzijl</dc:title>
<dc:creator>Gemeente Elzenmeer</dc:creator><dc:language>nl</dc:language><dc:date>2022-03-14</dc:date></metadata><manifest>
<item id="nav" href="nav.xhtml" media-type="application/xhtml+xml" properties="nav"/><item id="h1" href="h1.xhtml" media-type="application/xhtml+xml"/>
<item id="h2" href="tekst/h%202.xhtml" media-type="application/xhtml+xml"/><item id="v" href="voorwoord.xhtml" media-type="application/xhtml+xml"/>
</manifest><spine><itemref idref="v"/><itemref idref="h2"/><itemref idref="h1"/></spine></package>"""
    nav = (
        '<html xmlns="http://www.w3.org/1999/xhtml" xmlns:epub="http://www.idpf.org/2007/ops"><body><nav epub:type="toc"><ol><li>'
        '<a href="voorwoord.xhtml">Voorwoord</a></li></ol></nav></body></html>'
    )
    return zipped(
        [
            ("mimetype", "application/epub+zip"),
            (
                "META-INF/container.xml",
                '<?xml version="1.0"?><container version="1.0" '
                'xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles><rootfile full-path="OEBPS/boek.opf" '
                'media-type="application/oebps-package+xml"/></rootfiles></container>',
            ),
            ("OEBPS/boek.opf", package),
            ("OEBPS/nav.xhtml", nav),
            ("OEBPS/h1.xhtml", chapter("Het park", "Het park krijgt een speelplek en veertig bomen.")),
            ("OEBPS/tekst/h 2.xhtml", chapter("De straten", "Alle straten worden dertig-kilometerzones.")),
            ("OEBPS/voorwoord.xhtml", chapter("Voorwoord", "Dit boek is gemaakt met 61 bewoners.")),
        ],
        stored=("mimetype",),
    )


@case(
    "md-stuk",
    "md",
    """Markdown: headings of both kinds, a list, a numbered list, a table, a quotation, a link and emphasis without their
    marks; front matter is declared, not text; a block of code is text.""",
)
def markdown():
    return """---
title: Speelruimteplan 2022
date: 2022-03-14
---

Speelruimteplan
===============

Elke wijk krijgt een **natuurspeelplek**. Zie de [kaart](https://www.brinkhaven.example/kaart).

## Plekken

* Touwslagersbuurt
* Noorddijkje,
  aan de dijk

1. Eerst tekenen we.
2. Daarna bouwen we.

| Plek | Kosten |
|------|-------:|
| Duin | € 12.000 |

> Kinderen willen klimmen.

    Wachtwoord van het voorbeeld: geen
""".encode()


@case(
    "tekst-utf8",
    "txt",
    """UTF-8 with a byte order mark and Windows line ends: accents and euro sign right, no mark in the text.""",
)
def text_utf8():
    return LETTER.replace("\n", "\r\n").encode("utf-8-sig")


@case(
    "tekst-utf16",
    "txt",
    """UTF-16 (little endian, with its mark), as Notepad saves it: the same text.""",
)
def text_utf16():
    return b"\xff\xfe" + LETTER.encode("utf-16le")


@case(
    "tekst-windows-1252",
    "txt",
    """Windows-1252 without a mark: the same text.""",
)
def text_old():
    return LETTER.encode("cp1252")


@case(
    "tekst-binair",
    "txt",
    """Bytes that are no text in a file named .txt: reason binary.""",
)
def binary():
    return bytes(number * 37 % 256 for number in range(1500))


@case(
    "xml-verordening",
    "xml",
    """A by-law as XML with chapters, articles, numbered members, a list, a table and a note: headings with their numbers,
    members with theirs; identifiers and metadata are not text. The title, the date and the maker are declared.""",
)
def bylaw():
    return """<?xml version="1.0" encoding="UTF-8"?>
<regeling xmlns:dcterms="http://purl.org/dc/terms/" taal="nl"><meta><dcterms:title>Verordening ligplaatsen Brinkhaven 2022</dcterms:title>
<dcterms:creator>gemeente Brinkhaven</dcterms:creator><dcterms:issued>2022-03-14</dcterms:issued><kenmerk>BRH-2022-0031</kenmerk></meta>
<intitule>Verordening ligplaatsen Brinkhaven 2022</intitule><aanhef><al>De raad van de gemeente Brinkhaven;</al><al>besluit:</al></aanhef>
<hoofdstuk id="h1"><kop><label>Hoofdstuk</label> <nr>1</nr> <titel>Ligplaatsen</titel></kop>
<artikel id="a1"><kop><label>Artikel</label> <nr>1</nr> <titel>Begrippen</titel></kop><al>In deze verordening wordt verstaan onder:</al>
<lijst><li><li.nr>a.</li.nr><al>woonboot: een schip waarop wordt gewoond;</al></li><li><li.nr>b.</li.nr><al>ligplaats: een plaats voor één schip.</al></li></lijst></artikel>
<artikel id="a2"><kop><label>Artikel</label> <nr>2</nr> <titel>Vergunning</titel></kop>
<lid><lidnr>1.</lidnr><al>Zonder vergunning is afmeren verboden.<noot><noot.nr>1</noot.nr><noot.al>Behalve bij nood.</noot.al></noot></al></lid>
<lid><lidnr>2.</lidnr><al>De leges zijn:</al><table><tgroup cols="2"><thead><row><entry>Lengte</entry><entry>Bedrag</entry></row></thead>
<tbody><row><entry>tot 15 meter</entry><entry>€ 210</entry></row><row><entry>vanaf 15 meter</entry><entry>€ 340</entry></row></tbody></tgroup></table></lid></artikel></hoofdstuk>
<slotformulering><al>Vastgesteld in de vergadering van 14 maart 2022.</al></slotformulering></regeling>""".encode()


@case(
    "xml-onbekend",
    "xml",
    """XML of an unknown kind: the texts of its elements as paragraphs, no attributes, entities of its own not expanded (a
    bomb).""",
)
def unknown_xml():
    return """<?xml version="1.0" encoding="ISO-8859-1"?><!DOCTYPE melding [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>
<melding id="31"><onderwerp>Losse stoeptegel</onderwerp><plaats x="4.1" y="52.0">Molenstraat, ter hoogte van het café</plaats>
<tekst>De tegel ligt al drie weken los &amp; kantelt.</tekst></melding>""".encode("latin-1")


def record():
    pages = pdf_pages.Pages()
    pages.paragraph("Hierbij stuur ik u de stukken voor de vergadering van de commissie.")
    return pages.bytes()


def with_sidecar(name, content):
    return {"invoer.pdf": record(), name: content.encode()}


@case(
    "mdto-bij-pdf",
    "pdf",
    """A PDF with MDTO beside it (invoer.pdf.bestand.mdto.xml): one document, with the name, date and maker of the sidecar.""",
)
def mdto():
    return with_sidecar(
        "invoer.pdf.bestand.mdto.xml",
        """<?xml version="1.0" encoding="UTF-8"?>
<MDTO xmlns="https://www.nationaalarchief.nl/mdto"><informatieobject><identificatie><identificatieKenmerk>ELZ-2022-0417</identificatieKenmerk>
<identificatieBron>Zaaksysteem Elzenmeer</identificatieBron></identificatie><naam>Aanbiedingsbrief commissie Zorg april 2022</naam>
<aggregatieniveau><begripLabel>Archiefstuk</begripLabel></aggregatieniveau><taal>nl</taal>
<event><eventType><begripLabel>Creatie</begripLabel></eventType><eventTijd>2022-04-05</eventTijd></event>
<archiefvormer><verwijzingNaam>Gemeente Elzenmeer</verwijzingNaam></archiefvormer></informatieobject></MDTO>""",
    )


@case(
    "diwoo-bij-pdf",
    "pdf",
    """A PDF with DiWoo metadata beside it (invoer.diwoo.xml): one document, with its official title, kind and date.""",
)
def diwoo():
    return with_sidecar(
        "invoer.diwoo.xml",
        """<?xml version="1.0" encoding="UTF-8"?>
<diwoo:Document xmlns:diwoo="https://standaarden.overheid.nl/diwoo/metadata/"><diwoo:DiWoo><diwoo:publisher
resource="https://identifier.overheid.nl/tooi/id/gemeente/gm9999">gemeente Waldervoort</diwoo:publisher><diwoo:titelcollectie>
<diwoo:officieleTitel>Aanbiedingsbrief commissie Wegen mei 2022</diwoo:officieleTitel></diwoo:titelcollectie><diwoo:classificatiecollectie>
<diwoo:informatiecategorieen><diwoo:informatiecategorie>vergaderstukken decentrale overheden</diwoo:informatiecategorie></diwoo:informatiecategorieen>
</diwoo:classificatiecollectie><diwoo:creatiedatum>2022-05-10</diwoo:creatiedatum><diwoo:language>nl</diwoo:language></diwoo:DiWoo></diwoo:Document>""",
    )


@case(
    "json-bij-pdf",
    "pdf",
    """A PDF with JSON metadata beside it (invoer.json): one document, with the title, date and kind of the sidecar.""",
)
def json_beside():
    return with_sidecar(
        "invoer.json",
        json.dumps(
            {
                "titel": "Aanbiedingsbrief commissie Ruimte juni 2022",
                "datum": "2022-06-08",
                "soort": "brief",
                "gemeente": "Brinkhaven",
            },
            ensure_ascii=False,
            indent=2,
        )
        + "\n",
    )
