"""ODT and encrypted ODF: by odfpy where it can, else as XML."""

import io

from odf import style, table, text
from odf.opendocument import OpenDocumentText

from .common import ISO_TIME, case, repacked, zipped

NAMES = (
    " ".join(
        f'xmlns:{short}="urn:oasis:names:tc:opendocument:xmlns:{long}:1.0"'
        for short, long in [
            ("office", "office"),
            ("text", "text"),
            ("table", "table"),
            ("style", "style"),
            ("draw", "drawing"),
            ("meta", "meta"),
            ("manifest", "manifest"),
        ]
    )
    + ' xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:xlink="http://www.w3.org/1999/xlink"'
)
HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'
ODT = "application/vnd.oasis.opendocument.text"


def saved(document):
    buffer = io.BytesIO()
    document.write(buffer)
    return repacked(buffer.getvalue(), without=("Thumbnails/thumbnail.png",))


def package(body, automatic="", styles="", title=""):
    """An ODT of the content of office:text."""
    content = (
        f'{HEAD}<office:document-content {NAMES} office:version="1.2"><office:automatic-styles>{automatic}'
        f"</office:automatic-styles><office:body><office:text>{body}</office:text></office:body></office:document-content>"
    )
    meta = (
        f'{HEAD}<office:document-meta {NAMES} office:version="1.2"><office:meta><dc:title>{title}</dc:title>'
        f"<meta:creation-date>{ISO_TIME}</meta:creation-date><dc:language>nl-NL</dc:language></office:meta></office:document-meta>"
    )
    entries = "".join(
        f'<manifest:file-entry manifest:full-path="{name}.xml" manifest:media-type="text/xml"/>'
        for name in ("content", "styles", "meta")
    )
    manifest = (
        f'{HEAD}<manifest:manifest {NAMES} manifest:version="1.2"><manifest:file-entry manifest:full-path="/" manifest:version="1.2" '
        f'manifest:media-type="{ODT}"/>{entries}</manifest:manifest>'
    )
    return zipped(
        [
            ("mimetype", ODT),
            ("content.xml", content),
            ("meta.xml", meta),
            (
                "styles.xml",
                f'{HEAD}<office:document-styles {NAMES} office:version="1.2">{styles}</office:document-styles>',
            ),
            ("META-INF/manifest.xml", manifest),
        ],
        stored=("mimetype",),
    )


@case(
    "odt-koppen-en-lijsten",
    "odt",
    """Written by odfpy: headings of two levels, a list of dots, a numbered list with a list inside it: markers as the
    styles of the lists have them (-, 1., a., b., 2.).""",
)
def headings_and_lists():
    document = OpenDocumentText()
    dashes = text.ListStyle(name="Streepjes")
    dashes.addElement(text.ListLevelStyleBullet(level="1", bulletchar="-"))
    steps = text.ListStyle(name="Stappen")
    steps.addElement(text.ListLevelStyleNumber(level="1", numformat="1", numsuffix="."))
    steps.addElement(text.ListLevelStyleNumber(level="2", numformat="a", numsuffix="."))
    for one in (dashes, steps):
        document.automaticstyles.addElement(one)
    document.text.addElement(text.H(outlinelevel=1, text="Wmo-loket Elzenmeer"))
    document.text.addElement(text.P(text="Het loket helpt bij vragen over zorg en vervoer."))
    document.text.addElement(text.H(outlinelevel=2, text="Meenemen"))
    document.text.addElement(listed(dashes, ["een identiteitsbewijs", "de naam van uw huisarts"]))
    document.text.addElement(text.H(outlinelevel=2, text="Zo werkt het"))
    numbered = listed(steps, ["u maakt een afspraak", "u krijgt binnen acht weken een besluit"])
    inner = text.List()
    for words in ["bij u thuis", "op het gemeentehuis"]:
        inner.addElement(list_item(words))
    numbered.childNodes[0].addElement(inner)
    document.text.addElement(numbered)
    return saved(document)


def listed(list_style, texts):
    one = text.List(stylename=list_style)
    for words in texts:
        one.addElement(list_item(words))
    return one


def list_item(words):
    one = text.ListItem()
    one.addElement(text.P(text=words))
    return one


@case(
    "odt-tabel",
    "odt",
    """Written by odfpy: a table with a row of heads (table-header-rows), a cell over two columns with its covered cell,
    and a repeated empty cell: heads as such, merged cells once.""",
)
def table_of_text():
    document = OpenDocumentText()
    column = style.Style(name="Kolom", family="table-column")
    document.automaticstyles.addElement(column)
    drawn = table.Table(name="Tarieven")
    drawn.addElement(table.TableColumn(stylename=column, numbercolumnsrepeated=3))
    heads = table.TableHeaderRows()
    heads.addElement(table_row("Soort", "Binnen de kern", "Buiten de kern"))
    drawn.addElement(heads)
    drawn.addElement(table_row("Standplaats", "€ 12,50 per dag", "€ 8,00 per dag"))
    merged = table.TableRow()
    for one in [
        table_cell("Terras"),
        table_cell("gratis tot 1 oktober", numbercolumnsspanned=2),
        table.CoveredTableCell(),
    ]:
        merged.addElement(one)
    drawn.addElement(merged)
    gap = table.TableRow()
    for one in [table_cell("Kermis"), table.TableCell(), table_cell("€ 300,00")]:
        gap.addElement(one)
    drawn.addElement(gap)
    document.text.addElement(text.H(outlinelevel=1, text="Tarieven 2022"))
    document.text.addElement(drawn)
    return saved(document)


def table_row(*texts):
    one = table.TableRow()
    for words in texts:
        one.addElement(table_cell(words))
    return one


def table_cell(words, **attributes):
    one = table.TableCell(**attributes)
    one.addElement(text.P(text=words))
    return one


@case(
    "odt-voetnoot",
    "odt",
    """A footnote and an annotation: the note follows its paragraph and begins with its mark 1, the annotation is not read.""",
)
def footnote():
    note = (
        '<text:note text:id="n1" text:note-class="footnote"><text:note-citation>1</text:note-citation><text:note-body><text:p>'
        "Zie de brief van 3 mei 2021.</text:p></text:note-body></text:note>"
    )
    remark = "<office:annotation><dc:creator>J. Bos</dc:creator><text:p>Nog navragen.</text:p></office:annotation>"
    return package(
        '<text:h text:outline-level="1">Kunstgras</text:h>'
        f"<text:p>Het college vervangt{remark} twee kunstgrasvelden{note} in 2023.</text:p><text:p>De korrels worden van kurk.</text:p>",
        title="Kunstgras in Elzenmeer",
    )


@case(
    "odt-wijzigingen",
    "odt",
    """Tracked changes: the deleted sentence ('De oude regeling blijft gelden.') is not read, the inserted word 'acht' is.""",
)
def tracked_changes():
    info = f"<office:change-info><dc:creator>J. Bos</dc:creator><dc:date>{ISO_TIME[:-1]}</dc:date></office:change-info>"
    changes = (
        '<text:tracked-changes><text:changed-region text:id="c1"><text:deletion>'
        + info
        + "<text:p>De oude regeling blijft gelden.</text:p></text:deletion></text:changed-region>"
        '<text:changed-region text:id="c2"><text:insertion>'
        + info
        + "</text:insertion></text:changed-region></text:tracked-changes>"
    )
    return package(
        changes + '<text:p>Een besluit volgt binnen <text:change-start text:change-id="c2"/>acht<text:change-end '
        'text:change-id="c2"/> weken.<text:change text:change-id="c1"/></text:p>'
    )


@case(
    "odt-verborgen-en-tekens",
    "odt",
    """Hidden text, a hidden section and the page header are not read. Repeated spaces and a tab are one space, a line
    break stays a line, a frame's text is read near its anchor, a link's words are read.""",
)
def hidden():
    automatic = (
        '<style:style style:name="weg" style:family="text"><style:text-properties text:display="none"/></style:style>'
    )
    styles = (
        '<office:master-styles><style:master-page style:name="Standard"><style:header><text:p>Concept, niet verspreiden</text:p>'
        "</style:header></style:master-page></office:master-styles>"
    )
    body = (
        '<text:p>De brug is<text:s text:c="3"/>open<text:tab/>van 7.00 tot 22.00 uur.<text:line-break/>Op zondag vanaf 9.00 uur.'
        '<text:span text:style-name="weg">Niet op feestdagen.</text:span></text:p>'
        '<text:section text:name="intern" text:display="none"><text:p>Alleen voor brugwachters.</text:p></text:section>'
        "<text:p><draw:frame><draw:text-box><text:p>Marifoon: kanaal 18.</text:p></draw:text-box></draw:frame>"
        'Zie ook <text:a xlink:href="https://www.brinkhaven.example/brug">de pagina over de brug</text:a>.</text:p>'
    )
    return package(body, automatic, styles)


@case(
    "odt-wachtwoord",
    "odt",
    """The manifest says that content.xml is encrypted: reason encrypted.""",
)
def password():
    manifest = (
        f'{HEAD}<manifest:manifest {NAMES} manifest:version="1.2"><manifest:file-entry manifest:full-path="/" manifest:media-type="{ODT}"/>'
        '<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml" manifest:size="2048">'
        '<manifest:encryption-data manifest:checksum-type="SHA1/1K" manifest:checksum="AAAAAAAAAAAAAAAAAAAAAAAAAAA=">'
        '<manifest:algorithm manifest:algorithm-name="http://www.w3.org/2001/04/xmlenc#aes256-cbc" '
        'manifest:initialisation-vector="AAAAAAAAAAAAAAAAAAAAAA=="/></manifest:encryption-data></manifest:file-entry></manifest:manifest>'
    )
    return zipped(
        [
            ("mimetype", ODT),
            ("content.xml", bytes(7 * i % 251 for i in range(2048))),
            ("META-INF/manifest.xml", manifest),
        ],
        stored=("mimetype", "content.xml"),
    )
