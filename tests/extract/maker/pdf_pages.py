"""Drawing pages of a PDF with a pen that goes down, and the texts that are drawn most."""

import io

from reportlab.lib.pagesizes import A4
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

WIDTH, HEIGHT = A4
LEFT, TOP, BOTTOM = 72, HEIGHT - 72, 72
FONTS = "/usr/share/fonts/truetype/dejavu/"
pdfmetrics.registerFont(TTFont("DejaVu", FONTS + "DejaVuSans.ttf"))

AFVAL = (
    "De gemeente Brinkhaven haalt het restafval vanaf 1 juli nog één keer in de drie weken op. Het groente-, "
    "fruit- en tuinafval wordt elke week opgehaald. Wie te weinig ruimte heeft, kan bij de gemeente een grotere "
    "container aanvragen. Dat kost eenmalig € 25."
)
HAVEN = (
    "Schepen langer dan veertig meter melden zich ten minste een uur van tevoren bij de havenmeester. De melding "
    "gaat via kanaal 9 van de marifoon. Zonder melding kan de havenmeester een ligplaats weigeren."
)
ZORG = (
    "In Elzenmeer wachten 61 jeugdigen op een eerste gesprek. Dat zijn er negen minder dan een jaar geleden. De "
    "wachttijd is gemiddeld elf weken. Het college wil dat terugbrengen tot zes weken."
)
WEGEN = (
    "Waldervoort vervangt in drie jaar de klinkers van alle dorpsstraten. In 2022 zijn de Molenstraat en de "
    "Achterweg aan de beurt. De werkzaamheden duren ongeveer negen weken en beginnen op maandag 4 april."
)


class Pages:
    """A canvas with a pen that goes down the page."""

    def __init__(self, **options):
        self.buffer = io.BytesIO()
        self.canvas = Canvas(self.buffer, pagesize=options.pop("pagesize", A4), invariant=1, **options)
        self.y = TOP

    def line(self, text, size=11, font="Helvetica", x=LEFT, gap=1.3):
        self.canvas.setFont(font, size)
        self.canvas.drawString(x, self.y, text)
        self.y -= size * gap

    def heading(self, text, size):
        self.y -= size * 0.6
        self.line(text, size, "Helvetica-Bold", gap=1.6)

    def paragraph(self, text, width=WIDTH - 2 * LEFT, x=LEFT, size=11, font="Helvetica"):
        for line in wrapped(text, width, size, font):
            self.line(line, size, font, x)
        self.y -= size * 0.7

    def page(self):
        self.canvas.showPage()
        self.y = TOP

    def bytes(self):
        self.canvas.save()
        return self.buffer.getvalue()


def wrapped(text, width, size, font="Helvetica"):
    lines, line = [], ""
    for word in text.split():
        longer = f"{line} {word}".strip()
        if line and pdfmetrics.stringWidth(longer, font, size) > width:
            lines.append(line)
            longer = word
        line = longer
    return lines + [line]
