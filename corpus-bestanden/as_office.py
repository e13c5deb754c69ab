"""Writes DOCX, ODT, XLSX and PPTX with headings, lists and tables of the format itself."""

import datetime
import io
import re

import docx
import openpyxl
import pptx
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Cm as Centimetres
from lxml import etree
from odf import dc, meta, style, table, text
from odf.opendocument import OpenDocumentText
from openpyxl.styles import Alignment, Font
from pptx.util import Cm, Pt

from maker.common import repacked
from source import lists, pieces, plain

DRAWING = "http://schemas.openxmlformats.org/drawingml/2006/main"
LEFT_OUT = ("stylesWithEffects.xml", "thumbnail.jpeg", "printerSettings1.bin")


def day(source):
    return datetime.datetime.fromisoformat((source.about.get("datum") or "2022-05-31") + "T09:00:00")


def saved(document):
    buffer = io.BytesIO()
    document.save(buffer)
    return repacked(buffer.getvalue(), without=LEFT_OUT)


# --- DOCX ------------------------------------------------------------------------------------------------------------


def as_docx(source, header=None):
    document = docx.Document()
    section = document.sections[0]
    section.page_width, section.page_height = Centimetres(21), Centimetres(29.7)
    properties = document.core_properties
    properties.title, properties.author, properties.language = source.about["titel"], source.about["auteur"], "nl-NL"
    properties.created = properties.modified = day(source)
    if header:
        section.header.paragraphs[0].text = header
        page_field(section.footer.paragraphs[0])
    for block in lists(source.blocks):
        if isinstance(block, list):
            add_list(document, block)
        elif block.kind == "table":
            add_table(document, block)
        elif block.kind == "heading":
            document.add_heading(plain(block.text), block.level)
        else:
            add_runs(document.add_paragraph(), block.text)
    return saved(document)


def add_runs(paragraph, words):
    for part, kind in pieces(words):
        run = paragraph.add_run(part)
        run.bold, run.italic = kind == "bold" or None, kind == "italic" or None


def page_field(paragraph):
    paragraph.add_run("Pagina ")
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), "PAGE")
    run = OxmlElement("w:r")
    shown = OxmlElement("w:t")
    shown.text = "1"
    run.append(shown)
    field.append(run)
    paragraph._p.append(field)


def add_list(document, items):
    if items[0].marker == "-":
        for item in items:
            add_runs(document.add_paragraph(style="List Bullet" if item.level == 0 else "List Bullet 2"), item.text)
        return
    number = new_number(document, letters=items[0].marker[0].isalpha())
    for item in items:
        paragraph = document.add_paragraph(style="List Paragraph")
        paragraph._p.get_or_add_pPr().append(
            parse_xml(f'<w:numPr {nsdecls("w")}><w:ilvl w:val="{item.level}"/><w:numId w:val="{number}"/></w:numPr>')
        )
        add_runs(paragraph, item.text)


def new_number(document, letters):
    """A list of its own, which begins at 1 or a; its second level has letters."""
    numbering = document.part.numbering_part.element
    number = max(int(one.get(qn("w:numId"))) for one in numbering.findall(qn("w:num"))) + 1
    kinds = ["lowerLetter", "lowerRoman"] if letters else ["decimal", "lowerLetter"]
    levels = "".join(
        f'<w:lvl w:ilvl="{at}"><w:start w:val="1"/><w:numFmt w:val="{kind}"/><w:lvlText w:val="%{at + 1}."/><w:lvlJc w:val="left"/>'
        f'<w:pPr><w:ind w:left="{360 * (at + 1)}" w:hanging="360"/></w:pPr></w:lvl>'
        for at, kind in enumerate(kinds)
    )
    abstract = parse_xml(
        f'<w:abstractNum {nsdecls("w")} w:abstractNumId="{1000 + number}"><w:multiLevelType w:val="multilevel"/>{levels}</w:abstractNum>'
    )
    numbering.insert(list(numbering).index(numbering.find(qn("w:num"))), abstract)
    numbering.append(
        parse_xml(f'<w:num {nsdecls("w")} w:numId="{number}"><w:abstractNumId w:val="{1000 + number}"/></w:num>')
    )
    return number


def add_table(document, block):
    drawn = document.add_table(0, len(block.rows[0]), style="Table Grid")
    for row in block.rows:
        for place, words in zip(drawn.add_row().cells, row):
            add_runs(place.paragraphs[0], words)
    if block.heads:
        drawn.rows[0]._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))
    document.add_paragraph()


# --- ODT -------------------------------------------------------------------------------------------------------------


def as_odt(source):
    document = OpenDocumentText()
    document.meta.addElement(dc.Title(text=source.about["titel"]))
    document.meta.addElement(dc.Creator(text=source.about["auteur"]))
    document.meta.addElement(meta.CreationDate(text=day(source).isoformat()))
    styles = odt_styles(document)
    for block in lists(source.blocks):
        if isinstance(block, list):
            document.text.addElement(odt_list(block, styles))
        elif block.kind == "table":
            document.text.addElement(odt_table(block))
        elif block.kind == "heading":
            document.text.addElement(text.H(outlinelevel=block.level, text=plain(block.text)))
        else:
            document.text.addElement(odt_paragraph(block.text, styles))
    buffer = io.BytesIO()
    document.write(buffer)
    return repacked(buffer.getvalue())


def odt_styles(document):
    styles = {name: text.ListStyle(name=name) for name in ("dots", "numbers", "letters")}
    for level in ("1", "2"):
        styles["dots"].addElement(text.ListLevelStyleBullet(level=level, bulletchar="•"))
        styles["numbers"].addElement(
            text.ListLevelStyleNumber(level=level, numformat="1" if level == "1" else "a", numsuffix=".")
        )
        styles["letters"].addElement(
            text.ListLevelStyleNumber(level=level, numformat="a" if level == "1" else "i", numsuffix=".")
        )
    for name, attributes in [("bold", {"fontweight": "bold"}), ("italic", {"fontstyle": "italic"})]:
        styles[name] = style.Style(name=name, family="text")
        styles[name].addElement(style.TextProperties(**attributes))
    for one in styles.values():
        document.automaticstyles.addElement(one)
    return styles


def odt_paragraph(words, styles):
    paragraph = text.P()
    for part, kind in pieces(words):
        target = paragraph
        if kind in ("bold", "italic"):
            target = text.Span(stylename=styles[kind])
            paragraph.addElement(target)
        for at, line in enumerate(part.split("\n")):
            if at:
                target.addElement(text.LineBreak())
            target.addText(line)
    return paragraph


def odt_list(items, styles):
    kind = "dots" if items[0].marker == "-" else "letters" if items[0].marker[0].isalpha() else "numbers"
    whole, inner, last = text.List(stylename=styles[kind]), None, None
    for item in items:
        entry = text.ListItem()
        entry.addElement(odt_paragraph(item.text, styles))
        if item.level == 0:
            whole.addElement(entry)
            last, inner = entry, None
            continue
        if inner is None:
            inner = text.List()
            last.addElement(inner)
        inner.addElement(entry)
    return whole


def odt_table(block):
    drawn = table.Table()
    drawn.addElement(table.TableColumn(numbercolumnsrepeated=len(block.rows[0])))
    heads = table.TableHeaderRows()
    for number, row in enumerate(block.rows):
        line = table.TableRow()
        for words in row:
            cell = table.TableCell()
            cell.addElement(text.P(text=plain(words)))
            line.addElement(cell)
        (heads if number == 0 and block.heads else drawn).addElement(line)
        if number == 0 and block.heads:
            drawn.addElement(heads)
    return drawn


# --- XLSX ------------------------------------------------------------------------------------------------------------


def as_xlsx(source):
    """The tables on one sheet, each below its heading; what is written beside them on a second sheet."""
    book = openpyxl.Workbook()
    book.properties.title, book.properties.creator = source.about["titel"], source.about["auteur"]
    book.properties.created = day(source)
    figures, words = book.active, book.create_sheet("Toelichting")
    figures.title = "Tarieven"
    figures.append([source.about["titel"]])
    figures["A1"].font = Font(bold=True, size=14)
    heading = None
    for block in source.blocks:
        if block.kind == "heading":
            heading = block.text
        if block.kind == "table":
            add_figures(figures, heading, block)
        elif not (block.kind == "heading" and followed_by_table(source.blocks, block)):
            add_words(words, block)
    words.column_dimensions["A"].width = 100
    for column, width in zip("ABC", (42, 40, 14)):
        figures.column_dimensions[column].width = width
    return saved(book)


def followed_by_table(blocks, heading):
    return blocks[blocks.index(heading) + 1].kind == "table"


def add_figures(sheet, heading, block):
    sheet.append([])
    sheet.append([heading])
    sheet.cell(sheet.max_row, 1).font = Font(bold=True)
    for number, row in enumerate(block.rows):
        sheet.append([None] * len(row))
        for column, words in enumerate(row, 1):
            place = sheet.cell(sheet.max_row + (1 if column == 1 else 0), column)
            fill(place, words)
            place.font = Font(bold=number == 0 and block.heads)


def fill(place, words):
    """An amount is stored as a number and shown as euros."""
    amount = re.fullmatch(r"€ ([\d.]+),(\d+)", words)
    if not amount:
        place.value = words
        return
    place.value = float(amount[1].replace(".", "") + "." + amount[2])
    place.number_format = '"€" #,##0.' + "0" * len(amount[2])


def add_words(sheet, block):
    row = 1 if sheet.max_row == 1 and sheet["A1"].value is None else sheet.max_row + 1
    place = sheet.cell(
        row, 1, ("  " * block.level + f"{block.marker} " if block.kind == "item" else "") + plain(block.text)
    )
    place.font = Font(bold=block.kind == "heading")
    place.alignment = Alignment(wrap_text=True, vertical="top")


# --- PPTX ------------------------------------------------------------------------------------------------------------


def as_pptx(source):
    """A slide for each heading, with its text; a second one for a table."""
    show = pptx.Presentation()
    show.core_properties.title, show.core_properties.author = source.about["titel"], source.about["auteur"]
    show.core_properties.created = show.core_properties.modified = day(source)
    slide, frame, title = None, None, ""
    for number, block in enumerate(source.blocks):
        after = source.blocks[number + 1] if number + 1 < len(source.blocks) else None
        if block.kind == "heading":
            alone = after is None or after.kind == "heading"
            layout = 0 if block.level == 1 else 2 if alone else 5 if after.kind == "table" else 1
            slide, frame, title = show.slides.add_slide(show.slide_layouts[layout]), None, block.text
            slide.shapes.title.text = title
            if layout in (0, 2):  # the second placeholder stays empty, as people leave it
                frame = slide.placeholders[1].text_frame
        elif block.kind == "table":
            if frame is not None:
                slide, frame = show.slides.add_slide(show.slide_layouts[5]), None
                slide.shapes.title.text = title
            slide_table(slide, block)
        else:
            if frame is None:
                frame = text_frame(slide)
            add_line(frame, block)
    return saved(show)


def text_frame(slide):
    """The outline of the slide, or a box below its table."""
    for shape in slide.placeholders:
        if shape.placeholder_format.idx == 1:
            return shape.text_frame
    frame = slide.shapes.add_textbox(Cm(1.3), Cm(13.5), Cm(22.8), Cm(4.5)).text_frame
    frame.word_wrap = True
    return frame


def add_line(frame, block):
    paragraph = frame.paragraphs[0] if not frame.paragraphs[0].runs else frame.add_paragraph()
    run = paragraph.add_run()
    run.text = plain(block.text)
    run.font.size = Pt(16)
    bullet = "buNone" if block.kind != "item" else "buChar" if block.marker == "-" else "buAutoNum"
    attributes = {"buNone": {}, "buChar": {"char": "•"}, "buAutoNum": {"type": "arabicPeriod"}}[bullet]
    etree.SubElement(paragraph._p.get_or_add_pPr(), f"{{{DRAWING}}}{bullet}", attributes)


def slide_table(slide, block):
    rows, columns = len(block.rows), len(block.rows[0])
    drawn = slide.shapes.add_table(rows, columns, Cm(1.3), Cm(4.2), Cm(22.8), Cm(0.9 * rows)).table
    drawn.first_row = block.heads
    for row, cells in enumerate(block.rows):
        for column, words in enumerate(cells):
            drawn.cell(row, column).text = plain(words)
            for paragraph in drawn.cell(row, column).text_frame.paragraphs:
                paragraph.font.size = Pt(14)
