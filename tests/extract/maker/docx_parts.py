"""The parts of a DOCX as XML, and the package of them. python-docx makes no tracked changes, notes, fields or text boxes."""

from .common import ISO_TIME, zipped

W = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
)
HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
TYPES = "application/vnd.openxmlformats-officedocument.wordprocessingml."
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"

STYLES = "".join(
    f'<w:style w:type="paragraph" w:styleId="{identifier}"><w:name w:val="{name}"/>{more}</w:style>'
    for identifier, name, more in [
        ("Standaard", "Normal", ""),
        ("Titel", "Title", '<w:basedOn w:val="Standaard"/>'),
        ("Kop1", "heading 1", '<w:basedOn w:val="Standaard"/><w:pPr><w:outlineLvl w:val="0"/></w:pPr>'),
        ("Kop2", "heading 2", '<w:basedOn w:val="Standaard"/><w:pPr><w:outlineLvl w:val="1"/></w:pPr>'),
        ("Kop3", "heading 3", '<w:basedOn w:val="Standaard"/><w:pPr><w:outlineLvl w:val="2"/></w:pPr>'),
        ("Lijstalinea", "List Paragraph", '<w:basedOn w:val="Standaard"/>'),
        ("Inhopg1", "toc 1", '<w:basedOn w:val="Standaard"/>'),
    ]
)


def package(
    body,
    styles=STYLES,
    numbering=None,
    notes=None,
    endnotes=None,
    comments=None,
    header=None,
    footer=None,
    properties=None,
):
    """A DOCX of the given parts; what is None is left out."""
    parts = [("styles", "styles", f"<w:styles {W}>{styles}</w:styles>")]
    for name, kind, content, element in [
        ("numbering", "numbering", numbering, "numbering"),
        ("footnotes", "footnotes", notes, "footnotes"),
        ("endnotes", "endnotes", endnotes, "endnotes"),
        ("comments", "comments", comments, "comments"),
        ("header1", "header", header, "hdr"),
        ("footer1", "footer", footer, "ftr"),
    ]:
        if content is not None:
            parts.append((name, kind, f"<w:{element} {W}>{content}</w:{element}>"))
    section = "".join(
        f'<w:{kind}Reference w:type="default" r:id="{kind}1"/>'
        for kind, content in [("header", header), ("footer", footer)]
        if content is not None
    )
    document = (
        f'{HEAD}<w:document {W} xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
        'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
        'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
        'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" xmlns:v="urn:schemas-microsoft-com:vml" '
        f'xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml"><w:body>{body}'
        f'<w:sectPr>{section}<w:pgSz w:w="11906" w:h="16838"/></w:sectPr></w:body></w:document>'
    )
    overrides = "".join(
        f'<Override PartName="/word/{name}.xml" ContentType="{TYPES}{kind}+xml"/>' for name, kind, _ in parts
    )
    relations = "".join(
        f'<Relationship Id="{name if name in ("header1", "footer1") else f"r{number}"}" Type="{RELATIONS}{kind}" Target="{name}.xml"/>'
        for number, (name, kind, _) in enumerate(parts)
    )
    relations += f'<Relationship Id="website" Type="{RELATIONS}hyperlink" Target="https://www.elzenmeer.example/" TargetMode="External"/>'
    members = [
        (
            "[Content_Types].xml",
            f'{HEAD}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
            '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
            '<Default Extension="xml" ContentType="application/xml"/>'
            f'<Override PartName="/word/document.xml" ContentType="{TYPES}document.main+xml"/>{overrides}'
            '<Override PartName="/docProps/core.xml" ContentType="application/vnd.openxmlformats-package.core-properties+xml"/></Types>',
        ),
        (
            "_rels/.rels",
            f'{HEAD}<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
            f'<Relationship Id="r1" Type="{RELATIONS}officeDocument" Target="word/document.xml"/>'
            '<Relationship Id="r2" Type="http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties" '
            'Target="docProps/core.xml"/></Relationships>',
        ),
        ("docProps/core.xml", core_properties(*(properties or ("", "")))),
        ("word/document.xml", document),
        (
            "word/_rels/document.xml.rels",
            f'{HEAD}<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
            f"{relations}</Relationships>",
        ),
    ]
    members += [(f"word/{name}.xml", HEAD + content) for name, _, content in parts]
    return zipped(members)


def core_properties(title, author):
    return (
        f'{HEAD}<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" '
        'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
        f"<dc:title>{title}</dc:title><dc:creator>{author}</dc:creator><dc:language>nl-NL</dc:language>"
        f'<dcterms:created xsi:type="dcterms:W3CDTF">{ISO_TIME}</dcterms:created></cp:coreProperties>'
    )


def run(text, properties=""):
    properties = f"<w:rPr>{properties}</w:rPr>" if properties else ""
    return f'<w:r>{properties}<w:t xml:space="preserve">{text}</w:t></w:r>'


def paragraph(text="", style="", properties="", inside=""):
    style = f'<w:pStyle w:val="{style}"/>' if style else ""
    return f"<w:p><w:pPr>{style}{properties}</w:pPr>{run(text) if text else ''}{inside}</w:p>"


def numbered(text, number, level=0, style="Lijstalinea"):
    return paragraph(text, style, f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/></w:numPr>')


def level(number, kind, text, style=""):
    style = f'<w:pStyle w:val="{style}"/>' if style else ""
    return f'<w:lvl w:ilvl="{number}"><w:start w:val="1"/><w:numFmt w:val="{kind}"/>{style}<w:lvlText w:val="{text}"/></w:lvl>'


def numbers(*lists):
    """Numbering with one abstract list for each argument, and one number for each of them, from 1."""
    abstract = "".join(
        f'<w:abstractNum w:abstractNumId="{i}"><w:multiLevelType w:val="multilevel"/>{levels}</w:abstractNum>'
        for i, levels in enumerate(lists, 1)
    )
    return abstract + "".join(
        f'<w:num w:numId="{i}"><w:abstractNumId w:val="{i}"/></w:num>' for i in range(1, len(lists) + 1)
    )


def cell(content, properties=""):
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{content if content.startswith('<') else paragraph(content)}</w:tc>"


def row(*cells, heads=False):
    heads = "<w:trPr><w:tblHeader/></w:trPr>" if heads else ""
    return f"<w:tr>{heads}{''.join(one if one.startswith('<w:tc>') else cell(one) for one in cells)}</w:tr>"


def table(*rows):
    return f"<w:tbl><w:tblPr/>{''.join(rows)}</w:tbl>"
