"""Writes PDF with reportlab: in one or two columns, with running lines, footnotes and tables."""

import io
from xml.sax.saxutils import escape

from reportlab.lib import colors
from reportlab.lib.enums import TA_JUSTIFY
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import cm
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.platypus import (
    BaseDocTemplate,
    Flowable,
    Frame,
    FrameBreak,
    NextPageTemplate,
    PageTemplate,
    Paragraph,
    Spacer,
    Table,
    TableStyle,
)

from source import pieces, plain

FONTS = "/usr/share/fonts/truetype/dejavu/"
WIDTH, HEIGHT = A4
SIDE, TOP, BOTTOM = 2.3 * cm, 2.4 * cm, 2.6 * cm
EMBEDDED = ("Embedded", "Embedded-Bold", "Embedded-Italic")
STANDARD = ("Helvetica", "Helvetica-Bold", "Helvetica-Oblique")


def register():
    for name, file in zip(EMBEDDED, ("DejaVuSerif.ttf", "DejaVuSerif-Bold.ttf", "DejaVuSerif-Italic.ttf")):
        pdfmetrics.registerFont(TTFont(name, FONTS + file))
    pdfmetrics.registerFontFamily(
        "Embedded", normal=EMBEDDED[0], bold=EMBEDDED[1], italic=EMBEDDED[2], boldItalic=EMBEDDED[1]
    )


class Note(Flowable):
    """Takes no room; puts a footnote on the page on which it falls."""

    def __init__(self, number, text):
        super().__init__()
        self.number, self.text = number, text

    def wrap(self, *_):
        return 0, 0

    def draw(self):
        self.canv.__dict__.setdefault("footnotes", []).append((self.number, self.text))


class Writer:
    """How a document looks: `columns`, `embedded` fonts, `hyphens` at line ends, `running` header and footer."""

    def __init__(self, source, columns=1, embedded=False, hyphens=False, running=None, size=10):
        register()
        self.source, self.columns, self.running = source, columns, running
        self.fonts = EMBEDDED if embedded else STANDARD
        text = ParagraphStyle("text", fontName=self.fonts[0], fontSize=size, leading=size * 1.35, spaceAfter=size * 0.6)
        if hyphens:
            text.alignment, text.hyphenationLang, text.hyphenationMinWordLength = TA_JUSTIFY, "nl_NL", 8
        self.text = text
        self.cell = ParagraphStyle(
            "cell", parent=text, fontSize=size - 1, leading=size * 1.2, spaceAfter=0, alignment=0, hyphenationLang=None
        )
        self.note = ParagraphStyle("note", parent=self.cell, fontSize=size - 2.5, leading=size)
        self.headings = {
            level: ParagraphStyle(
                f"heading{level}",
                parent=text,
                fontName=self.fonts[1],
                fontSize=size * factor,
                alignment=0,
                hyphenationLang=None,
                leading=size * factor * 1.2,
                spaceBefore=size,
                spaceAfter=size * 0.5,
                keepWithNext=1,
            )
            for level, factor in [(1, 1.9), (2, 1.4), (3, 1.15), (4, 1.0)]
        }

    def write(self):
        buffer = io.BytesIO()
        about = self.source.about
        document = BaseDocTemplate(
            buffer, pagesize=A4, title=about["titel"], author=about["auteur"], invariant=1, lang="nl-NL"
        )
        document.addPageTemplates(self.templates())
        document.build(self.story())
        return buffer.getvalue()

    def templates(self):
        width, height = WIDTH - 2 * SIDE, HEIGHT - TOP - BOTTOM
        if self.columns == 1:
            return [PageTemplate("pages", [Frame(SIDE, BOTTOM, width, height, 0, 0, 0, 0)], onPageEnd=self.end_page)]
        gap, title = 0.8 * cm, 2.6 * cm
        column = (width - gap) / 2
        places = [SIDE, SIDE + column + gap]
        first = [Frame(SIDE, HEIGHT - TOP - title, width, title, 0, 0, 0, 0)]
        first += [Frame(x, BOTTOM, column, height - title, 0, 0, 0, 0) for x in places]
        return [
            PageTemplate("first", first, onPageEnd=self.end_page),
            PageTemplate(
                "pages", [Frame(x, BOTTOM, column, height, 0, 0, 0, 0) for x in places], onPageEnd=self.end_page
            ),
        ]

    def end_page(self, canvas, document):
        """The running lines, and the footnotes of the page above the lower one."""
        canvas.saveState()
        canvas.setFont(self.fonts[0], 8)
        if self.running:
            canvas.drawString(SIDE, HEIGHT - 1.5 * cm, self.running)
            canvas.drawRightString(WIDTH - SIDE, 1.2 * cm, f"Pagina {document.page}")
        else:
            canvas.drawCentredString(WIDTH / 2, 1.2 * cm, str(document.page))
        notes = canvas.__dict__.pop("footnotes", [])
        y = BOTTOM - 0.25 * cm
        if notes:
            canvas.line(SIDE, y, SIDE + 4 * cm, y)
        for number, text in notes:
            drawn = Paragraph(f"{number} {escape(text)}", self.note)
            _, height = drawn.wrap(WIDTH - 2 * SIDE, 3 * cm)
            y -= height + 1
            drawn.drawOn(canvas, SIDE, y)
        canvas.restoreState()

    def story(self):
        story = []
        for number, block in enumerate(self.source.blocks):
            story += self.drawn(block)
            if number == 0 and self.columns > 1:
                story += [NextPageTemplate("pages"), FrameBreak()]
            story += [
                Note(int(words), self.source.notes[int(words)])
                for words, style in pieces(block.text)
                if style == "note"
            ]
        return story

    def drawn(self, block):
        if block.kind == "heading":
            return [Paragraph(marked(block.text), self.headings[min(block.level, 4)])]
        if block.kind == "table":
            return [self.table(block), Spacer(1, 8)]
        if block.kind == "item":
            indent = 16 + 18 * block.level
            style = ParagraphStyle("item", parent=self.text, leftIndent=indent, bulletIndent=indent - 16, spaceAfter=3)
            marker = "•" if block.marker == "-" else block.marker
            return [Paragraph(marked(block.text), style, bulletText=marker)]
        return [Paragraph(marked(block.text), self.text)]

    def table(self, block):
        rows = [[Paragraph(marked(cell), self.cell) for cell in row] for row in block.rows]
        style = [("GRID", (0, 0), (-1, -1), 0.4, colors.grey), ("VALIGN", (0, 0), (-1, -1), "TOP")]
        if block.heads:
            rows[0] = [Paragraph(f"<b>{marked(cell)}</b>", self.cell) for cell in block.rows[0]]
            style.append(("BACKGROUND", (0, 0), (-1, 0), colors.whitesmoke))
        longest = [max(len(plain(row[column])) for row in block.rows) for column in range(len(block.rows[0]))]
        weights = [max(10, min(length, 60)) for length in longest]
        width = (WIDTH - 2 * SIDE) if self.columns == 1 else (WIDTH - 2 * SIDE - 0.8 * cm) / 2
        return Table(
            rows,
            [width * weight / sum(weights) for weight in weights],
            repeatRows=1 if block.heads else 0,
            style=TableStyle(style),
        )


def marked(text):
    """The text in the markup of reportlab."""
    tags = {"bold": "<b>{}</b>", "italic": "<i>{}</i>", "note": "<super>{}</super>", "": "{}"}
    return "".join(tags[style].format(escape(words)) for words, style in pieces(text)).replace("\n", "<br/>")


def pdf(source, **look):
    return Writer(source, **look).write()
