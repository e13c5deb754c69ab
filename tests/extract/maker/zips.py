"""Archives."""

import io
import zipfile

from . import docx_parts, pdf_pages
from .common import TIME, case, zipped


def page(text):
    pages = pdf_pages.Pages()
    pages.paragraph(text)
    return pages.bytes()


@case(
    "zip-mappen",
    "zip",
    """Files in folders, an entry for a folder, a picture and files that systems leave behind (__MACOSX, Thumbs.db): the
    PDF, the DOCX and the text are read, each with its path; nothing is said about the rubbish.""",
)
def folders():
    return zipped(
        [
            ("stukken/", b""),
            ("stukken/agenda.txt", "Agenda van de commissie Wegen, 10 mei 2022.\n"),
            ("stukken/bijlagen/brief.pdf", page("Brief over de rotonde aan de Zuiddijk.")),
            (
                "stukken/bijlagen/besluit.docx",
                docx_parts.package(docx_parts.paragraph("Besluit over de rotonde aan de Zuiddijk.")),
            ),
            ("stukken/logo.gif", bytes.fromhex("47494638396101000100000000002c00000000010001000002024401003b")),
            ("__MACOSX/stukken/._agenda.txt", b"\0\5\x16\7\0\2\0\0Mac OS X"),
            ("stukken/Thumbs.db", bytes(64)),
        ]
    )


@case(
    "zip-genest",
    "zip",
    """A ZIP in a ZIP in a ZIP, with a text at each depth: all three texts are read, or those beyond the limit are told as
    too deep.""",
)
def nested():
    inner = zipped([("derde.txt", "Het derde stuk gaat over de fietsenstalling.\n")])
    middle = zipped([("tweede.txt", "Het tweede stuk gaat over het stationsplein.\n"), ("binnen.zip", inner)])
    return zipped([("eerste.txt", "Het eerste stuk gaat over het busstation.\n"), ("midden.zip", middle)])


@case(
    "zip-vreemde-namen",
    "zip",
    """Names in code page 437 (notitie coördinatie.txt), in UTF-8 with its flag, with backslashes, absolute, with '..',
    twice the same: all seven texts are read; no path leaves the archive.""",
)
def odd_names():
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for number, name in enumerate(
            [
                "notitie coOrdinatie.txt",
                "één café.txt",
                "map/sub/stuk.txt",
                "/absoluut.txt",
                "../buiten.txt",
                "dubbel.txt",
                "dubbel.TXT",
            ],
            1,
        ):
            info = zipfile.ZipInfo(name, TIME)
            info.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(info, f"Stuk {number} gaat over de haven van Brinkhaven.\n")
    # Python writes names in UTF-8 where they are not ASCII; the old code page and backslashes are put in after that.
    data = (
        buffer.getvalue()
        .replace(b"coOrdinatie", b"co\x94rdinatie")
        .replace(b"map/sub/", b"map\\sub\\")
        .replace(b"dubbel.TXT", b"dubbel.txt")
    )
    return data


@case(
    "zip-wachtwoord",
    "zip",
    """One member is flagged as encrypted, the other is not: the open one is read, of the other is told that it is
    encrypted.""",
)
def password():
    data = bytearray(
        zipped([("geheim.txt", bytes(range(1, 90))), ("open.txt", "Dit stuk is openbaar.\n")], stored=("geheim.txt",))
    )
    for mark, offset in [(b"PK\x03\x04", 6), (b"PK\x01\x02", 8)]:
        data[data.index(mark) + offset] |= 1
    return bytes(data)


@case(
    "zip-kapot",
    "zip",
    """The directory at the end is cut off: reason damaged, or the members that can be found are read. No crash.""",
)
def broken():
    data = folders()
    return data[: len(data) - 150]


@case(
    "zip-leeg",
    "zip",
    """An archive without members: reason empty.""",
)
def empty():
    return zipped([])
