#!/usr/bin/env python3
"""Writes the documents of corpus/ that are files of an office: PDF, DOCX, ODT, XLSX, PPTX and e-mail.

    python3 corpus-bestanden/maak.py [FOLDER]

Their texts stand in bronnen/, as Markdown; they are written to corpus/ (or FOLDER) under the same path with the extension
of the format. To change a document, change its source and run this. The same sources give the same files.

Needs Python 3.9 or newer with python-docx, openpyxl, python-pptx, odfpy, reportlab (5.x) and pyphen, and the DejaVu fonts
(fonts-dejavu-core).
"""

import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.dont_write_bytecode = True
sys.path[:0] = [str(HERE), str(HERE.parent / "tests" / "extract")]

from as_mail import eml  # noqa: E402
from as_office import as_docx, as_odt, as_pptx, as_xlsx  # noqa: E402
from as_pdf import pdf  # noqa: E402
from source import read  # noqa: E402


def source(path):
    return read(HERE / "bronnen" / f"{path}.md")


def with_programme(text):
    """A mail with the programme of the evenings attached as PDF."""
    return eml(
        text, attachments=[("programma-bewonersavonden.pdf", pdf(source("brinkhaven/programma-bewonersavonden")))]
    )


DOCUMENTS = {
    "brinkhaven/omgevingsvisie-brinkhaven-2040.pdf": lambda text: pdf(text, columns=2, size=9.5),
    "waldervoort/legesverordening-waldervoort-2022.pdf": lambda text: pdf(
        text, running="Gemeente Waldervoort - Legesverordening Waldervoort 2022"
    ),
    "elzenmeer/verordening-leerlingenvervoer-gemeente-elzenmeer-2022.pdf": lambda text: pdf(
        text, embedded=True, hyphens=True
    ),
    "elzenmeer/jaarverslag-leerplicht-rmc-2020-2021.pdf": lambda text: pdf(
        text, running="Jaarverslag leerplicht en RMC 2020-2021", size=10.5
    ),
    "brinkhaven/parkeerverordening-brinkhaven-2022.docx": lambda text: as_docx(
        text, header="Parkeerverordening Brinkhaven 2022"
    ),
    "elzenmeer/beleidsplan-schuldhulpverlening-2021-2024.docx": as_docx,
    "elzenmeer/raadsvoorstel-2022-018-nachtopvang-dak-en-thuislozen.docx": lambda text: as_docx(
        text, header="Gemeente Elzenmeer"
    ),
    "waldervoort/participatie-en-inspraakverordening-2021.odt": as_odt,
    "brinkhaven/bomenverordening-brinkhaven-2020.odt": as_odt,
    "brinkhaven/tarieven-haven-2022.xlsx": as_xlsx,
    "brinkhaven/begraafplaatsen-tarieven-en-regels-2022.xlsx": as_xlsx,
    "brinkhaven/grp-2022-2026-riolering-klimaatadaptatie.pptx": as_pptx,
    "brinkhaven/transitievisie-warmte-samenvatting.pptx": as_pptx,
    "waldervoort/rib-2021-067-beveiligingsincident-en-datalek.eml": lambda text: eml(text, html=True),
    "brinkhaven/raadsinformatiebrief-2021-088-res-zonneparken-windmolens.eml": with_programme,
}


def main():
    target = Path(sys.argv[1]) if len(sys.argv) > 1 else HERE.parent / "corpus"
    for path, write in DOCUMENTS.items():
        file = target / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(write(source(path.rsplit(".", 1)[0])))
    print(f"{len(DOCUMENTS)} documents written to {target}")


if __name__ == "__main__":
    main()
