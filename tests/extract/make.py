#!/usr/bin/env python3
"""Makes the input files of the extraction cases: `<case>/invoer.<ext>`, and `<case>/bedoeling.txt` with what they test.

    python3 tests/extract/make.py            # all cases; those of LibreOffice only where they are missing
    python3 tests/extract/make.py pdf docx   # the cases whose names begin so
    python3 tests/extract/make.py --office   # those of LibreOffice anew, too

Needs Python 3.9 or newer with the packages of requirements.txt (python-docx, openpyxl, python-pptx, odfpy, reportlab 5,
xlwt, olefile, Pillow), the DejaVu fonts (fonts-dejavu-core), and for DOC, PPT, ODS, one ODP and one RTF soffice
(LibreOffice). Without soffice these cases are left as they are.

All text is invented. The files are the same at every run, with the versions of the packages that made them; those of
LibreOffice hold the time at which they were made, and are therefore not made again without need.

The other files of a case folder (what the program makes of the input) are written by the tests, not by this script.
"""

import shutil
import sys
import textwrap
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE))
sys.dont_write_bytecode = True

from maker import common, docx, legacy, mail, odf, pdf, pdf_files, sheets, slides, texts, zips  # noqa: E402, F401


def main():
    options = {argument for argument in sys.argv[1:] if argument.startswith("--")}
    prefixes = tuple(argument for argument in sys.argv[1:] if not argument.startswith("--"))
    made = skipped = 0
    for case in common.CASES:
        if prefixes and not case.name.startswith(prefixes):
            continue
        folder = HERE / case.name
        folder.mkdir(exist_ok=True)
        (folder / "bedoeling.txt").write_text(textwrap.fill(case.intent, 120) + "\n", encoding="utf-8")
        there = any(folder.glob("invoer.*")) and "--office" not in options
        if case.office and (there or not shutil.which("soffice")):
            skipped += 1
            continue
        content = case.make()
        files = content if isinstance(content, dict) else {f"invoer.{case.extension}": content}
        for name, data in files.items():
            (folder / name).write_bytes(data)
        made += 1
    print(f"{made} cases made, {skipped} left as they are")


if __name__ == "__main__":
    main()
