"""PDF: scans, encrypted files, and what is wrong or unusual with the file itself."""

import random
import zlib

from PIL import Image, ImageDraw, ImageFont
from reportlab.lib import pdfencrypt
from reportlab.lib.utils import ImageReader

from .common import case
from .pdf import running_lines
from .pdf_pages import FONTS, LEFT, TOP, WEGEN, WIDTH, Pages


def encrypted(user):
    lock = pdfencrypt.StandardEncryption(
        user, ownerPassword="geheim-van-de-griffie", canPrint=1, canCopy=0, strength=128
    )
    lock.setAllPermissions(0)
    pages = Pages(encrypt=lock)
    pages.paragraph("Het verslag van de besloten vergadering van 8 februari 2022 is vastgesteld.")
    return pages.bytes()


@case(
    "pdf-wachtwoord",
    "pdf",
    """Encrypted, to be opened with a password only: no text, reason encrypted.""",
)
def user_password():
    return encrypted("openen-mag-niet")


@case(
    "pdf-eigenaarswachtwoord",
    "pdf",
    """Encrypted with a password of the owner only (copying is forbidden), as many released documents are: it opens without
    a password, and its one sentence is read.""",
)
def owner_password():
    return encrypted("")


def scan(lines, size=22):
    """A picture of text, as a scanner makes it: grey, a little noise, few dots."""
    picture = Image.new("L", (820, 60 + 40 * len(lines)), 250)
    draw = ImageDraw.Draw(picture)
    font = ImageFont.truetype(FONTS + "DejaVuSans.ttf", size)
    for number, line in enumerate(lines):
        draw.text((30, 24 + 40 * number), line, fill=20, font=font)
    dots = random.Random(2022)
    for _ in range(300):
        picture.putpixel((dots.randrange(picture.width), dots.randrange(picture.height)), 160)
    return picture.quantize(4).convert("L")


def draw_scan(pages, lines):
    picture = scan(lines)
    width = WIDTH - 2 * LEFT
    height = width * picture.height / picture.width
    pages.canvas.drawImage(ImageReader(picture), LEFT, TOP - height, width, height)


SCANNED = [
    "Proces-verbaal van oplevering",
    "Op 3 mei 2021 is het gemaal aan de Zuiddijk",
    "opgeleverd aan de gemeente Waldervoort.",
]


@case(
    "pdf-scan",
    "pdf",
    """One page that is only a picture of text: no text, reason needs OCR, page 1.""",
)
def scanned():
    pages = Pages()
    draw_scan(pages, SCANNED)
    return pages.bytes()


@case(
    "pdf-gemengd",
    "pdf",
    """Page 1 has text, page 2 is a scan, page 3 has text: pages 1 and 3 are read, page 2 needs OCR.""",
)
def mixed():
    pages = Pages()
    pages.heading("Bijlage bij raadsvoorstel 2021-044", 14)
    pages.paragraph("Hierbij het proces-verbaal van de oplevering van het gemaal.")
    pages.page()
    draw_scan(pages, SCANNED)
    pages.page()
    pages.paragraph("Het proces-verbaal is getekend door de aannemer en de gemeente.")
    return pages.bytes()


@case(
    "pdf-ocr-laag",
    "pdf",
    """A scan with the recognised words as invisible text over the picture (rendering mode 3): the words are read like any
    text, and the page does not need OCR.""",
)
def text_layer():
    pages = Pages()
    draw_scan(pages, SCANNED)
    for number, line in enumerate(SCANNED):
        text = pages.canvas.beginText(LEFT + 18, TOP - 26 - 22 * number)
        text.setFont("Helvetica", 12)
        text.setTextRenderMode(3)
        text.textLine(line)
        pages.canvas.drawText(text)
    return pages.bytes()


@case(
    "pdf-lege-pagina",
    "pdf",
    """One page with nothing on it: reason empty.""",
)
def empty():
    pages = Pages()
    pages.page()
    return pages.bytes()


@case(
    "pdf-nul-bytes",
    "pdf",
    """A file of no bytes at all: reason empty.""",
)
def no_bytes():
    return b""


@case(
    "pdf-afgekapt",
    "pdf",
    """The file breaks off halfway the third page, without a table of objects: what stands on the pages that are whole is
    read, and the loss is told; or it is told that the file is damaged. No crash.""",
)
def truncated():
    data = running_lines()
    return data[: len(data) * 11 // 20]


@case(
    "pdf-kapotte-verwijzingen",
    "pdf",
    """The table of objects points to the wrong places, as after a bad transfer; the objects are whole. Everything is read
    all the same: one heading, one paragraph.""",
)
def broken_references():
    pages = Pages(pageCompression=0)
    pages.heading("Besluit tot plaatsing van een laadpaal", 14)
    pages.paragraph(WEGEN)
    data = pages.bytes()
    return data.replace(b"%PDF-1.3\n", b"%PDF-1.3\n%" + b"x" * 37 + b"\n", 1)


@case(
    "pdf-heet-txt",
    "txt",
    """A PDF whose name says .txt: the bytes tell, it is read as PDF.""",
)
def called_text():
    pages = Pages()
    pages.heading("Openingstijden van de milieustraat", 14)
    pages.paragraph("De milieustraat aan de Dokweg is open van dinsdag tot en met zaterdag, van 9.00 tot 16.30 uur.")
    return pages.bytes()


@case(
    "pdf-objectstromen",
    "pdf",
    """A file of version 1.5: objects in a compressed object stream and a compressed table of references. Its two sentences
    are read, with the euro sign and the accents.""",
)
def object_streams():
    content = (
        b"BT /F1 12 Tf 72 720 Td (De bijdrage is \x80 12,50 per persoon.) Tj "
        b"0 -16 Td [(De co)-20(\xf6peratie vr)15(aagt een kopie van de co\xf6rdinaten.)] TJ ET"
    )
    inside = [
        (1, b"<</Type/Catalog/Pages 2 0 R>>"),
        (2, b"<</Type/Pages/Kids[3 0 R]/Count 1>>"),
        (3, b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 5 0 R/Resources<</Font<</F1 4 0 R>>>>>>"),
        (4, b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>"),
    ]
    table, body = b"", b""
    for number, data in inside:
        table += b"%d %d " % (number, len(body))
        body += data + b"\n"
    packed = zlib.compress(table + body, 9)
    data = b"%PDF-1.5\n%\xe2\xe3\xcf\xd3\n"
    at_content = len(data)
    data += b"5 0 obj\n<</Length %d>>\nstream\n" % len(content) + content + b"\nendstream\nendobj\n"
    at_objects = len(data)
    data += b"6 0 obj\n<</Type/ObjStm/N 4/First %d/Filter/FlateDecode/Length %d>>\nstream\n" % (len(table), len(packed))
    data += packed + b"\nendstream\nendobj\n"
    at_references = len(data)
    rows = (
        [(0, 0, 255)]
        + [(2, 6, index) for index in range(4)]
        + [(1, at_content, 0), (1, at_objects, 0), (1, at_references, 0)]
    )
    references = zlib.compress(
        b"".join(bytes([kind]) + place.to_bytes(2, "big") + bytes([index]) for kind, place, index in rows), 9
    )
    data += (
        b"7 0 obj\n<</Type/XRef/Size 8/W[1 2 1]/Root 1 0 R/Filter/FlateDecode/Length %d>>\nstream\n" % len(references)
        + references
        + b"\nendstream\nendobj\nstartxref\n%d\n%%%%EOF\n" % at_references
    )
    return data
