"""Spreadsheets and CSV."""

import datetime
import io
import re
import zipfile

import openpyxl
import xlwt
from openpyxl.comments import Comment
from openpyxl.styles import Font

from .common import by_office, case, repacked, zipped

WHEN = datetime.datetime(2022, 3, 14, 9, 30)
EURO = '"€" #,##0.00'


def book():
    one = openpyxl.Workbook()
    one.properties.created = WHEN
    one.properties.creator = "Team Financiën"
    return one


def saved(one):
    buffer = io.BytesIO()
    one.save(buffer)
    return repacked(buffer.getvalue())


def filled(sheet, rows):
    for values in rows:
        sheet.append(values)
    for place in sheet[1]:
        place.font = Font(bold=True)
    return sheet


@case(
    "xlsx-opmaak",
    "xlsx",
    """Values as a reader sees them: a date (14-03-2022 or 14 mrt 2022), a percentage (12,5% or 12.5%), euros with two
    decimals, a date with time, a number stored as text (0031), TRUE, and a row of heads. No serial numbers like 44634.""",
)
def formats():
    one = book()
    sheet = filled(one.active, [["Project", "Start", "Aandeel", "Bedrag", "Bijgewerkt", "Code", "Klaar"]])
    sheet.title = "Projecten"
    for row, values in enumerate(
        [
            ("Rotonde Zuiddijk", datetime.date(2022, 3, 14), 0.125, 48500, WHEN, "0031", True),
            ("Fietspad Elzen", datetime.date(2022, 9, 1), 0.5, 1250.5, WHEN, "0107", False),
        ],
        2,
    ):
        for column, value in enumerate(values, 1):
            place = sheet.cell(row, column, value)
            place.number_format = {2: "dd-mm-yyyy", 3: "0.0%", 4: EURO, 5: "d mmm yyyy h:mm", 6: "@"}.get(
                column, "General"
            )
    return saved(one)


@case(
    "xlsx-verborgen-blad",
    "xlsx",
    """Three sheets, of which one is hidden and one very hidden: only the visible one is read; a hidden row and a hidden
    column of it are not.""",
)
def hidden_sheet():
    one = book()
    sheet = filled(
        one.active,
        [
            ["Wijk", "Inwoners", "Bron"],
            ["Centrum", 4120, "BRP"],
            ["Oud-Elzen", 2875, "BRP"],
            ["Broekzijl", 1990, "schatting"],
        ],
    )
    sheet.title = "Wijken"
    sheet.row_dimensions[4].hidden = True
    sheet.column_dimensions["C"].hidden = True
    for name, state in [("Keuzelijst", "hidden"), ("Intern", "veryHidden")]:
        other = one.create_sheet(name)
        other.append([f"Geheim van {name}"])
        other.sheet_state = state
    return saved(one)


@case(
    "xlsx-samengevoegd",
    "xlsx",
    """A title over four merged columns, heads of two rows with merged cells, and a merged cell over two rows: each text
    once; the comment on a cell is not read.""",
)
def merged():
    one = book()
    sheet = one.active
    sheet.title = "Sport"
    for values in [
        ["Bezetting van de sporthallen"],
        ["Hal", "2021", None, "Opmerking"],
        [None, "ochtend", "avond"],
        ["De Boeg", 62, 88, "vloer vernieuwd"],
        ["De Kiel", 41, 93],
    ]:
        sheet.append(values)
    for area in ["A1:D1", "B2:C2", "A2:A3", "D4:D5"]:
        sheet.merge_cells(area)
    sheet["A4"].comment = Comment("Navragen bij de beheerder", "K. Smit")
    return saved(one)


@case(
    "xlsx-twee-tabellen",
    "xlsx",
    """Two tables on one sheet with empty rows and a title between: each has its own row of heads, and its title is not a
    row of the other.""",
)
def two_tables():
    one = book()
    sheet = one.active
    sheet.title = "Begroting"
    for values in [
        ["Lasten per programma"],
        ["Programma", "2022", "2023"],
        ["Milieu", "4,1 miljoen", "4,3 miljoen"],
        ["Jeugd", "9,8 miljoen", "9,5 miljoen"],
        [],
        [],
        ["Formatie per team"],
        ["Team", "Fte", "Vacatures"],
        ["Groen", "14,2", "een"],
        ["Griffie", "3,6", "geen"],
    ]:
        sheet.append(values)
    return saved(one)


@case(
    "xlsx-formules",
    "xlsx",
    """Formulas: the results that the file stores are read (Totaal 750), not the formulas; an error value (#N/B, #N/A) is
    not a number; a link's address is not read, its words are.""",
)
def formulas():
    one = book()
    sheet = filled(
        one.active,
        [
            ["Post", "Bedrag"],
            ["Zaalhuur", 250],
            ["Drukwerk", 500],
            ["Totaal", "=SUM(B2:B3)"],
            ["Onbekend", "=VLOOKUP(9,A1:B2,2,FALSE)"],
            ["Zie de website", None],
        ],
    )
    sheet["A6"].hyperlink = "https://www.waldervoort.example/begroting"
    # openpyxl writes no results: they are put into the sheet as a spreadsheet program would.
    data = saved(one)
    results = {
        b"<f>SUM(B2:B3)</f><v></v>": b"<f>SUM(B2:B3)</f><v>750</v>",
        b"<f>SUM(B2:B3)</f><v/>": b"<f>SUM(B2:B3)</f><v>750</v>",
    }
    return replaced(data, "xl/worksheets/sheet1.xml", results, b"<f>VLOOKUP(9,A1:B2,2,FALSE)</f>")


def replaced(data, member, results, error):
    """The package with results in place of the empty ones, and an error as the result of the formula `error`."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        members = [(name, archive.read(name)) for name in archive.namelist()]
    changed = []
    for name, content in members:
        if name == member:
            for old, new in results.items():
                content = content.replace(old, new)
            content = re.sub(
                rb'<c r="(B5)"([^>]*)>' + re.escape(error) + rb"<v\s*/?>(?:</v>)?",
                rb'<c r="\1"\2 t="e">' + error + b"<v>#N/A</v>",
                content,
            )
        changed.append((name, content))
    return zipped(changed)


@case(
    "xlsx-lang",
    "xlsx",
    """800 rows of four columns: all rows are read in order, each as one row (Lichtmast 1 to Lichtmast 800).""",
)
def long_sheet():
    one = book()
    sheet = filled(one.active, [["Mast", "Straat", "Jaar", "Watt"]])
    sheet.title = "Lichtmasten"
    streets = ["Molenstraat", "Achterweg", "Kerkplein", "Dokweg", "Lindelaan"]
    for number in range(1, 801):
        sheet.append([f"Lichtmast {number}", streets[number * 7 % 5], 1990 + number % 30, 20 + number % 4 * 5])
    return saved(one)


@case(
    "xlsx-leeg",
    "xlsx",
    """A workbook of two empty sheets: reason empty.""",
)
def empty():
    one = book()
    one.create_sheet("Blad2")
    return saved(one)


def old_book():
    one = xlwt.Workbook(encoding="utf-8")
    sheet = one.add_sheet("Heffingen")
    formats = [xlwt.easyxf(num_format_str=text) for text in ("general", "dd-mm-yyyy", "0.0%", '"€" #,##0.00')]
    for column, head in enumerate(["Heffing", "Vanaf", "Stijging", "Tarief"]):
        sheet.write(0, column, head, xlwt.easyxf("font: bold on"))
    for row, values in enumerate(
        [
            ("Rioolheffing", datetime.date(2022, 1, 1), 0.021, 187.4),
            ("Hondenbelasting", datetime.date(2022, 1, 1), 0, 81),
        ],
        1,
    ):
        for column, value in enumerate(values):
            sheet.write(row, column, value, formats[column])
    sheet.write_merge(4, 4, 0, 3, "De OZB staat in een aparte verordening")
    other = one.add_sheet("Reken")
    other.write(0, 0, "Tussenberekening, niet voor publicatie")
    other.visibility = 1
    buffer = io.BytesIO()
    one.save(buffer)
    return buffer.getvalue()


@case(
    "xls-opmaak",
    "xls",
    """Old Excel: dates, percentages and euros as a reader sees them, accents and the euro sign, a merged cell once; the
    hidden sheet is not read.""",
)
def old():
    return old_book()


@case(
    "xls-is-csv",
    "xls",
    """Text with tabs whose name says .xls, as many systems export: read as a table of three columns.""",
)
def old_is_text():
    return "Naam\tPlaats\tBedrag\r\nVoetbalvereniging De Kiel\tBrinkhaven\t€ 2.500\r\nToneelgroep Elzen\tElzenmeer\t€ 900\r\n".encode(
        "cp1252"
    )


@case(
    "ods-opmaak",
    "ods",
    """Saved by LibreOffice from xlsx-opmaak: the same values as a reader sees them.""",
    office=True,
)
def ods_formats():
    return by_office(formats(), "xlsx", "ods")


@case(
    "ods-verborgen-en-herhaald",
    "ods",
    """Saved by LibreOffice: the hidden sheets are not read, merged cells come once, repeated empty rows and cells cost
    nothing.""",
    office=True,
)
def ods_hidden():
    return by_office(hidden_sheet(), "xlsx", "ods")


@case(
    "csv-puntkomma",
    "csv",
    """Semicolons between cells, decimal commas, UTF-8 with a byte order mark: a row of heads and three rows of four cells.""",
)
def semicolons():
    return (
        "Naam;Straat;Bedrag;Datum\r\nStichting De Brug;Havenkade 3;1.250,50;14-03-2022\r\nBuurtvereniging Oost;Dokweg 18;300,00;1-4-2022\r\n"
        "Muziekkorps Crescendo;;4.000,00;2-5-2022\r\n"
    ).encode("utf-8-sig")


@case(
    "csv-aanhalingstekens",
    "csv",
    """Commas between cells, quoted cells with commas, doubled quotes and a line break inside: two rows below the heads, of
    three cells.""",
)
def quotes():
    return (
        'Vraag,Antwoord,Fractie\n"Wat kost het, en wie betaalt?","Het college noemt € 40.000 ""alles bij elkaar"".",Dorpsbelang\n'
        '"Wanneer begint het?","In mei.\nUiterlijk op 1 juni.",Groen Waldervoort\n'
    ).encode()


@case(
    "csv-windows-1252",
    "csv",
    """Windows-1252 without any mark: the accents and the euro sign are right (coördinatie, € 15, café).""",
)
def old_encoding():
    return "onderwerp;bedrag\r\ncoördinatie vrijwilligers;€ 15\r\nvergunning café;€ 220\r\nreünie; € 0\r\n".encode(
        "cp1252"
    )


@case(
    "tsv-tabs",
    "tsv",
    """Tabs between cells: a row of heads and two rows.""",
)
def tabs():
    return "Wijk\tKlachten\tAfgehandeld\nCentrum\t31\t29\nBroekzijl\t12\t12\n".encode()
