"""PDF: what is drawn on pages."""

from reportlab.lib import colors
from reportlab.pdfbase import pdfmetrics
from reportlab.platypus import Table, TableStyle

from .common import case
from .pdf_pages import AFVAL, BOTTOM, HAVEN, HEIGHT, LEFT, TOP, WEGEN, WIDTH, ZORG, Pages


@case(
    "pdf-koppen",
    "pdf",
    """Headings by size of type, three levels (18, 14 and 12 points bold), body at 11: four headings, five paragraphs, each
    paragraph one block although it is drawn in lines. Title and author are declared.""",
)
def headings():
    pages = Pages()
    pages.canvas.setTitle("Uitvoeringsplan afval en haven 2022")
    pages.canvas.setAuthor("Team Beheer, gemeente Brinkhaven")
    pages.heading("Uitvoeringsplan afval en haven 2022", 18)
    pages.paragraph("Vastgesteld door het college op 14 maart 2022.")
    pages.heading("Afval", 14)
    pages.paragraph(AFVAL)
    pages.heading("Grofvuil", 12)
    pages.paragraph("Grofvuil brengt u zelf naar de milieustraat aan de Dokweg. Ophalen kan ook, op afspraak.")
    pages.heading("Haven", 14)
    pages.paragraph(HAVEN)
    pages.paragraph("De tarieven staan in de havenverordening.")
    return pages.bytes()


@case(
    "pdf-twee-kolommen",
    "pdf",
    """A title over the full width, then two columns. The left column is read to its end before the right one; no line
    holds words of both.""",
)
def two_columns():
    pages = Pages()
    pages.heading("Nieuwsbrief Waldervoort, voorjaar 2022", 18)
    top, width = pages.y, (WIDTH - 2 * LEFT - 24) / 2
    pages.heading("Nieuwe klinkers", 13)
    pages.paragraph(WEGEN, width)
    pages.paragraph(
        "Bewoners krijgen twee weken van tevoren een brief. Parkeren kan in die tijd op het sportveld.", width
    )
    pages.y = top
    pages.canvas.setFillColor(colors.black)
    x = LEFT + width + 24
    pages.y -= 13 * 0.6
    pages.line("Meer bomen", 13, "Helvetica-Bold", x, 1.6)
    pages.paragraph(
        "Langs de Eikendreef komen veertig jonge eiken. De oude bomen waren ziek en zijn in de winter "
        "gekapt. Het hout wordt gebruikt voor banken in het park.",
        width,
        x,
    )
    pages.paragraph("De bomen worden in november geplant, als de grond nog warm is.", width, x)
    return pages.bytes()


@case(
    "pdf-kop-en-voetregels",
    "pdf",
    """Four pages with the same header, and a footer with the number of the page. Neither is in the text; the sentence that
    runs on over pages 1 and 2 is one paragraph.""",
)
def running_lines():
    pages = Pages()
    texts = [AFVAL, HAVEN, ZORG, WEGEN]
    for number in range(1, 5):
        pages.canvas.setFont("Helvetica", 8)
        pages.canvas.drawString(LEFT, HEIGHT - 40, "Gemeente Brinkhaven - Programmabegroting 2023")
        pages.canvas.drawRightString(WIDTH - LEFT, 36, f"Pagina {number} van 4")
        if number == 2:
            pages.paragraph("gemeenteraad in november, samen met de nieuwe belastingtarieven.")
        pages.heading(f"{number}. Programma {['Milieu', 'Haven', 'Jeugd', 'Wegen'][number - 1]}", 14)
        for text in [texts[number - 1], texts[number % 4], texts[(number + 1) % 4]]:
            pages.paragraph(text)
        if number == 1:
            pages.y = BOTTOM + 12
            pages.line("De begroting is nog niet definitief. Over het bedrag voor de milieustraat beslist de")
        pages.page()
    return pages.bytes()


@case(
    "pdf-afbreking",
    "pdf",
    """Words broken at line ends are joined (parkeervergunning, gemeenteraad, bezwaarschrift); hyphens that belong to a
    word stay (Noord-Elzen, in- en uitrit).""",
)
def hyphenated():
    pages = Pages()
    for line in [
        "Wie in het centrum van Elzenmeer woont, kan een parkeer-",
        "vergunning aanvragen. Over de prijs beslist de gemeente-",
        "raad. Tegen een weigering kan binnen zes weken een bezwaar-",
        "schrift worden ingediend. Voor bewoners van Noord-",
        "Elzen geldt een andere regeling. De kosten van een in- en",
        "uitrit zijn voor de eigenaar.",
    ]:
        pages.line(line)
    return pages.bytes()


def ruled_table(rows, widths, ruled=True):
    pages = Pages()
    pages.heading("Tarieven van de begraafplaats", 14)
    pages.paragraph("De tarieven gelden vanaf 1 januari 2022.")
    style = [("FONT", (0, 0), (-1, 0), "Helvetica-Bold"), ("ALIGN", (-1, 0), (-1, -1), "RIGHT")]
    if ruled:
        style.append(("GRID", (0, 0), (-1, -1), 0.5, colors.black))
    drawn = Table(rows, colWidths=widths, style=TableStyle(style))
    _, height = drawn.wrapOn(pages.canvas, WIDTH, HEIGHT)
    drawn.drawOn(pages.canvas, LEFT, pages.y - height)
    pages.y -= height + 24
    pages.paragraph("Betalen kan in twee termijnen.")
    return pages.bytes()


TARIEVEN = [
    ["Omschrijving", "Duur", "Tarief"],
    ["Particulier graf", "20 jaar", "€ 2.140,00"],
    ["Algemeen graf", "10 jaar", "€ 890,00"],
    ["Urnennis", "10 jaar", "€ 615,50"],
    ["Verlenging van een\nparticulier graf", "10 jaar", "€ 1.070,00"],
]


@case(
    "pdf-tabel-met-lijnen",
    "pdf",
    """A table with ruling lines: a row of heads, four rows of three cells; the cell of two lines is one cell. A paragraph
    before and one after it.""",
)
def table_with_lines():
    return ruled_table(TARIEVEN, [180, 80, 90])


@case(
    "pdf-tabel-zonder-lijnen",
    "pdf",
    """The same table without lines: rows stay together by their columns.""",
)
def table_without_lines():
    return ruled_table(TARIEVEN, [180, 80, 90], ruled=False)


@case(
    "pdf-tabel-over-paginas",
    "pdf",
    """A table that runs over two pages, with its heads repeated on the second: heads once, then 60 rows, of which row 41
    follows row 40 without a break.""",
)
def long_table():
    pages = Pages()
    pages.heading("Lijst van lantaarnpalen in Achterbrink", 14)
    rows = [[f"AB-{number:03}", f"Molenweg {number * 2}", f"{30 + number % 4 * 5} watt"] for number in range(1, 61)]
    for part in [rows[:40], rows[40:]]:
        drawn = Table(
            [["Paal", "Plaats", "Vermogen"], *part],
            colWidths=[80, 180, 90],
            rowHeights=15,
            style=TableStyle(
                [("GRID", (0, 0), (-1, -1), 0.5, colors.black), ("FONT", (0, 0), (-1, 0), "Helvetica-Bold")]
            ),
        )
        _, height = drawn.wrapOn(pages.canvas, WIDTH, HEIGHT)
        drawn.drawOn(pages.canvas, LEFT, pages.y - height)
        pages.page()
    return pages.bytes()


@case(
    "pdf-ligaturen",
    "pdf",
    """Ligatures in the type (ﬁ, ﬂ, ﬀ, ﬃ) come out as letters: officieel, financiële, reflectie, stoffen, koffie; soft
    hyphens are gone: waterschapsbelasting, also where the line ends on one.""",
)
def ligatures():
    pages = Pages()
    for line in [
        "De oﬃciële ﬁnanciële reﬂectie gaat over de aﬀaire met gevaarlijke",
        "stoﬀen en de koﬃe in de kantine.",
        "De water\u00adschaps\u00adbelasting is geen gemeentelijke hef\u00ad",
        "fing. De opgave staat op de website.",
    ]:
        pages.line(line, font="DejaVu")
    return pages.bytes()


@case(
    "pdf-lijst",
    "pdf",
    """A list of dots, and a numbered list with letters below: each item is one list item with its marker, also the one of
    two lines; the sentence after the list is a paragraph.""",
)
def lists():
    pages = Pages()
    pages.paragraph("Neem naar de balie mee:")
    for marker, lines in [
        ("•", ["uw paspoort of identiteitskaart;"]),
        ("•", ["een pasfoto van nog geen zes maanden oud, met een lichte", "achtergrond;"]),
        ("•", ["het oude document."]),
    ]:
        item(pages, marker, lines, LEFT + 12)
    pages.y -= 8
    pages.paragraph("De aanvraag verloopt zo:")
    for marker, lines, indent in [
        ("1.", ["u maakt een afspraak;"], 12),
        ("2.", ["u komt langs met:"], 12),
        ("a.", ["de papieren;"], 32),
        ("b.", ["een betaalpas;"], 32),
        ("3.", ["u haalt het document na vijf werkdagen op."], 12),
    ]:
        item(pages, marker, lines, LEFT + indent)
    pages.y -= 8
    pages.paragraph("Een spoedaanvraag is duurder.")
    return pages.bytes()


def item(pages, marker, lines, x):
    font = "DejaVu" if marker == "•" else "Helvetica"
    pages.canvas.setFont(font, 11)
    pages.canvas.drawString(x, pages.y, marker)
    for line in lines:
        pages.line(line, x=x + 16)


@case(
    "pdf-voetnoot",
    "pdf",
    """A raised mark in the text and its note below a line at the foot of the page: the note is a paragraph of its own that
    begins with its mark, and does not tear the text.""",
)
def footnote():
    pages = Pages()
    pages.heading("Subsidie voor groene daken", 14)
    pages.canvas.setFont("Helvetica", 11)
    first = "De subsidie is € 30 per vierkante meter"
    pages.canvas.drawString(LEFT, pages.y, first)
    x = LEFT + pdfmetrics.stringWidth(first, "Helvetica", 11)
    pages.canvas.setFont("Helvetica", 6.5)
    pages.canvas.drawString(x, pages.y + 4, "1")
    pages.canvas.setFont("Helvetica", 11)
    pages.canvas.drawString(x + 5, pages.y, " en ten hoogste € 1.500 per")
    pages.y -= 14.3
    pages.line("adres. U vraagt haar aan voordat het werk begint.")
    pages.y -= 8
    pages.paragraph(ZORG)
    pages.canvas.line(LEFT, 110, LEFT + 140, 110)
    pages.y = 98
    pages.line("1 Voor monumenten geldt een bedrag van € 45 per vierkante meter.", 8.5)
    return pages.bytes()


@case(
    "pdf-gedraaid",
    "pdf",
    """Page 1 is stored upside and shown turned by a quarter (/Rotate 90), page 2 has its text drawn turned. Both are read
    as lines of whole words, in order.""",
)
def rotated():
    pages = Pages()
    pages.canvas.setPageRotation(90)
    pages.canvas.translate(WIDTH, 0)
    pages.canvas.rotate(90)
    pages.y = WIDTH - 72
    pages.heading("Overzicht van de gladheidsroutes", 14)
    pages.paragraph(
        "Route 1 gaat langs alle scholen en de brandweerkazerne. De strooiwagen rijdt daar binnen een uur.", 500
    )
    pages.page()
    pages.canvas.setPageRotation(0)
    pages.canvas.translate(WIDTH, 0)
    pages.canvas.rotate(90)
    pages.y = WIDTH - 72
    pages.paragraph("Route 2 is voor de fietspaden. Daar wordt met pekel gestrooid, niet met zout.", 500)
    return pages.bytes()


@case(
    "pdf-paginalabels",
    "pdf",
    """The pages are called i, ii, 1 and 2; blocks tell the place in the file (1 to 4), which is what viewers go by. The
    numbers at the feet of the pages are not in the text.""",
)
def page_labels():
    pages = Pages()
    pages.canvas.addPageLabel(0, "ROMAN_LOWER", 1)
    pages.canvas.addPageLabel(2, "ARABIC", 1)
    for label, text in [
        ("i", "Voorwoord van de burgemeester."),
        ("ii", "Leeswijzer bij de jaarstukken."),
        ("1", "Het jaar 2021 in het kort: het water stond hoog en de haven liep vol."),
        ("2", "Het rekeningresultaat is € 1,2 miljoen voordelig."),
    ]:
        pages.paragraph(text)
        pages.canvas.drawCentredString(WIDTH / 2, 36, label)
        pages.page()
    return pages.bytes()


@case(
    "pdf-formulierobject",
    "pdf",
    """Text inside form XObjects, one within another, moved and scaled: all three sentences are read, in the order in which
    they stand on the page.""",
)
def form_objects():
    pages = Pages()
    canvas = pages.canvas
    canvas.beginForm("binnen")
    canvas.setFont("Helvetica", 11)
    canvas.drawString(0, 0, "De derde zin staat in een formulier binnen een formulier.")
    canvas.endForm()
    canvas.beginForm("buiten")
    canvas.setFont("Helvetica", 22)
    canvas.drawString(0, 40, "De tweede zin staat in een formulier.")
    canvas.saveState()
    canvas.translate(0, 0)
    canvas.scale(2, 2)
    canvas.doForm("binnen")
    canvas.restoreState()
    canvas.endForm()
    pages.line("De eerste zin staat gewoon op de pagina.")
    canvas.translate(LEFT, pages.y - 40)
    canvas.scale(0.5, 0.5)
    canvas.doForm("buiten")
    return pages.bytes()


@case(
    "pdf-losse-letters",
    "pdf",
    """Every letter is placed by itself, and the letters of the heading stand wide apart: words are whole (jaarverslag,
    brandweer), and the heading is BESLUIT.""",
)
def single_letters():
    pages = Pages()
    text = pages.canvas.beginText(LEFT, TOP)
    text.setFont("Helvetica-Bold", 16)
    text.setCharSpace(5)
    text.textOut("BESLUIT")
    pages.canvas.drawText(text)
    y = TOP - 40
    for line in ["Het jaarverslag van de brandweer is besproken met", "de burgemeester en met de commandant."]:
        x = LEFT
        for letter in line:
            if letter != " ":
                pages.canvas.setFont("Helvetica", 11)
                pages.canvas.drawString(x, y, letter)
            x += pdfmetrics.stringWidth(letter, "Helvetica", 11)
        y -= 15
    return pages.bytes()


@case(
    "pdf-volgorde",
    "pdf",
    """The blocks are drawn from the foot of the page to its head: they are read from head to foot.""",
)
def drawn_backwards():
    pages = Pages()
    for y, text in [
        (400, "Ten derde stemt de raad over het amendement."),
        (500, "Ten tweede spreken de fracties."),
        (600, "Ten eerste licht de wethouder het voorstel toe."),
        (700, "De vergadering verloopt als volgt."),
    ]:
        pages.y = y
        pages.paragraph(text)
    return pages.bytes()


@case(
    "pdf-bladwijzers",
    "pdf",
    """Headings in the size of the text, bold, with bookmarks of two levels that name them: Artikel 1 and Artikel 2 are
    headings below the chapter.""",
)
def bookmarks():
    pages = Pages()
    parts = [
        ("Hoofdstuk 1 Algemeen", 0, "Deze regeling gaat over ligplaatsen voor woonboten."),
        ("Artikel 1 Aanwijzing", 1, "Het college wijst de ligplaatsen aan op een kaart."),
        ("Artikel 2 Vergunning", 1, "Zonder vergunning is het verboden een woonboot af te meren."),
    ]
    for number, (heading, level, text) in enumerate(parts):
        pages.canvas.bookmarkHorizontalAbsolute(f"deel{number}", pages.y + 14)
        pages.canvas.addOutlineEntry(heading, f"deel{number}", level)
        pages.line(heading, font="Helvetica-Bold")
        pages.paragraph(text)
    return pages.bytes()


@case(
    "pdf-zijbalk",
    "pdf",
    """A letter with the sender's particulars in a narrow column at the right: the letter's paragraphs are not mixed with
    the particulars, and both are read.""",
)
def side_column():
    pages = Pages()
    width = 300
    pages.heading("Uitnodiging voor de bewonersavond", 14)
    top = pages.y
    pages.paragraph("Geachte bewoner,", width)
    pages.paragraph(ZORG, width)
    pages.paragraph("Wij nodigen u uit voor een gesprek op dinsdag 12 april in buurthuis De Kolk.", width)
    pages.y = top
    for line in ["Gemeente Elzenmeer", "Postbus 12", "Behandeld door team Zorg", "Kenmerk Z22-001873"]:
        pages.line(line, 8.5, x=LEFT + 340)
    return pages.bytes()
