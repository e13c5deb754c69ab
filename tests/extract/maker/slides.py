"""Presentations: PPTX by python-pptx, ODP by odfpy, PPT by LibreOffice."""

import io

import olefile
import pptx
from odf import draw, presentation, style, text
from odf.opendocument import OpenDocumentPresentation
from pptx.util import Cm

from .common import by_office, case, compound, repacked
from .odf import saved as saved_odf

LEFT_OUT = ("thumbnail.jpeg", "printerSettings1.bin")


def show():
    one = pptx.Presentation()
    one.core_properties.title = "Bewonersavond Havenkwartier"
    return one


def add(one, title, lines=()):
    """A slide with a title and an outline; a line is a text, or a level and a text."""
    slide = one.slides.add_slide(one.slide_layouts[1])
    slide.shapes.title.text = title
    frame = slide.placeholders[1].text_frame
    for number, line in enumerate(lines):
        level, words = line if isinstance(line, tuple) else (0, line)
        paragraph = frame.paragraphs[0] if number == 0 else frame.add_paragraph()
        paragraph.text, paragraph.level = words, level
    return slide


def saved(one):
    buffer = io.BytesIO()
    one.save(buffer)
    return repacked(buffer.getvalue(), without=LEFT_OUT)


def evening():
    one = show()
    add(
        one,
        "Plannen voor het Havenkwartier",
        ["240 woningen", (1, "een derde sociale huur"), (1, "twee torens van twaalf lagen"), "een openbare kade"],
    )
    add(one, "Planning", ["2022: bestemmingsplan", "2023: bodemsanering", "2024: start van de bouw"])
    return one


@case(
    "pptx-titels-en-opsomming",
    "pptx",
    """Two slides: each title is a heading, each line a list item; slides are counted as pages 1 and 2. What a layout
    prompts ('Click to edit') is not text.""",
)
def titles():
    return saved(evening())


@case(
    "pptx-tabel",
    "pptx",
    """A slide with a table: three rows of two cells, the first flagged as heads; a text box below it, drawn before it in
    the file, is read as well.""",
)
def slide_table():
    one = show()
    slide = one.slides.add_slide(one.slide_layouts[5])
    slide.shapes.title.text = "Kosten van de brug"
    box = slide.shapes.add_textbox(Cm(2), Cm(14), Cm(18), Cm(2))
    box.text_frame.text = "De provincie betaalt de helft."
    table = slide.shapes.add_table(3, 2, Cm(2), Cm(5), Cm(18), Cm(4)).table
    for row, cells in enumerate(
        [("Onderdeel", "Bedrag"), ("Fundering", "€ 1,1 miljoen"), ("Brugdek", "€ 0,7 miljoen")]
    ):
        for column, words in enumerate(cells):
            table.cell(row, column).text = words
    return saved(one)


@case(
    "pptx-notities",
    "pptx",
    """Speaker's notes are read after their slide; the number of the page of the notes is not.""",
)
def notes():
    one = evening()
    one.slides[0].notes_slide.notes_text_frame.text = "Vertel dat de torens in 2021 nog hoger waren."
    return saved(one)


@case(
    "pptx-verborgen-dia",
    "pptx",
    """Three slides of which the second is hidden: it is not read, and the third is still page 3.""",
)
def hidden_slide():
    one = evening()
    add(one, "Vragen?", ["Mail naar het projectteam."])
    one.slides[1]._element.set("show", "0")
    return saved(one)


@case(
    "pptx-groep",
    "pptx",
    """Shapes in a group, and a footer with date and number of the slide: the group's texts are read from head to foot; the
    number of the slide is not.""",
)
def group():
    one = show()
    slide = one.slides.add_slide(one.slide_layouts[5])
    slide.shapes.title.text = "Wie doet wat"
    shapes = slide.shapes.add_group_shape()
    for top, words in [
        (5, "De raad stelt de kaders."),
        (7, "Het college voert uit."),
        (9, "De rekenkamer kijkt achteraf."),
    ]:
        shapes.shapes.add_textbox(Cm(3), Cm(top), Cm(12), Cm(1.5)).text_frame.text = words
    return saved(one)


@case(
    "odp-dias",
    "odp",
    """Written by odfpy: two slides with a title and an outline, notes on the first. Titles are headings, the notes follow
    the slide, the second slide is page 2.""",
)
def open_slides():
    document = OpenDocumentPresentation()
    layout = style.PageLayout(name="Liggend")
    document.automaticstyles.addElement(layout)
    document.masterstyles.addElement(style.MasterPage(name="Standaard", pagelayoutname=layout))
    for number, (title, lines, note) in enumerate(
        [
            (
                "Warmtenet Achterbrink",
                ["620 huizen van het gas af", "warmte uit het kanaal"],
                "Noem de subsidie van het Rijk.",
            ),
            ("Wat kost het?", ["aansluiten kost € 1.500", "huurders betalen niets"], ""),
        ],
        1,
    ):
        page = draw.Page(name=f"dia{number}", masterpagename="Standaard")
        page.addElement(framed("title", [title], "2cm"))
        page.addElement(framed("outline", lines, "6cm"))
        if note:
            notes = presentation.Notes()
            notes.addElement(framed("notes", [note], "12cm"))
            page.addElement(notes)
        document.presentation.addElement(page)
    return saved_odf(document)


def framed(kind, lines, top):
    frame = draw.Frame(width="20cm", height="3cm", x="2cm", y=top)
    frame.setAttrNS("urn:oasis:names:tc:opendocument:xmlns:presentation:1.0", "class", kind)
    box = draw.TextBox()
    if kind == "outline":
        items = text.List()
        for line in lines:
            item = text.ListItem()
            item.addElement(text.P(text=line))
            items.addElement(item)
        box.addElement(items)
    else:
        for line in lines:
            box.addElement(text.P(text=line))
    frame.addElement(box)
    return frame


@case(
    "odp-kantoor",
    "odp",
    """Saved by LibreOffice from pptx-notities: the same titles, lines and notes.""",
    office=True,
)
def office_slides():
    return by_office(notes(), "pptx", "odp")


@case(
    "ppt-dias",
    "ppt",
    """Old PowerPoint, saved by LibreOffice: titles and lines are read, or it is told that this format is not read.""",
    office=True,
)
def old_slides():
    # LibreOffice puts a picture of 600 kB into the properties: only what makes the presentation is kept.
    with olefile.OleFileIO(io.BytesIO(by_office(titles(), "pptx", "ppt"))) as file:
        return compound([(name, file.openstream(name).read()) for name in ("Current User", "PowerPoint Document")])
