#!/usr/bin/env python3
"""Measures how much of the text of real files the program reads, and writes the report docs/EXTRACTION.md.

    python3 scripts/extraction_report.py target/release/raadpleeg FOLDER --cache CACHE [--output docs/EXTRACTION.md]

For every file of FOLDER it runs `BIN extract --raw FILE` and `BIN extract --json FILE`, and compares words with those
of a reference. Of a PDF these are the words of the raw text, since pdftotext keeps page headers and words broken at line
ends; of other files those of the blocks, since LibreOffice leaves page headers out:

- PDF: pdftotext (poppler-utils);
- DOCX, DOC, ODT and RTF: LibreOffice, saved as text;
- PPTX, PPT and ODP: LibreOffice, saved as ODP, the paragraphs of its content (a PDF breaks words in narrow shapes);
- XLSX, XLS and ODS: LibreOffice, all sheets saved as CSV, values as shown.

Files of other kinds have no reference; whether they are read is reported all the same. References are kept in CACHE,
under the hash of the file's bytes, so that only new files cost time. `--references` makes them and stops there.

Words are runs of letters and digits, in lower case, after NFKC, without soft hyphens. The measure is the F1 of the two
multisets of words. Heads of columns count once: where the program repeats them, the copies that the reference does not
have are not held against it.

Needs Python 3.9 or newer, pdftotext, and soffice (LibreOffice); no Python packages.
"""

import argparse
import collections
import csv
import hashlib
import json
import re
import shutil
import subprocess
import tempfile
import unicodedata
import zipfile
from pathlib import Path
from xml.etree import ElementTree

TEXT, SLIDES, SHEETS, PDF = "text", "slides", "sheets", "pdf"
METHODS = {
    "pdf": PDF,
    "docx": TEXT,
    "docm": TEXT,
    "doc": TEXT,
    "odt": TEXT,
    "rtf": TEXT,
    "pptx": SLIDES,
    "ppt": SLIDES,
    "odp": SLIDES,
    "xlsx": SHEETS,
    "xlsm": SHEETS,
    "xls": SHEETS,
    "ods": SHEETS,
}
# Filter and extension of what LibreOffice saves. The twelfth field of the CSV options asks for all sheets.
SAVED_AS = {
    TEXT: ("txt:Text (encoded):UTF8", ".txt"),
    SLIDES: ("odp", ".odp"),
    SHEETS: ("csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,true,false,false,-1", ".csv"),
}
SECONDS = 120
GOOD = 0.95


# --- words -----------------------------------------------------------------------------------------------------------


def words(text):
    """The multiset of the words of a text."""
    text = unicodedata.normalize("NFKC", text).replace("\u00ad", "").lower()
    return collections.Counter(re.findall(r"\w+", text))


def f1(reference, found):
    """Harmonic mean of precision and recall over two multisets of words."""
    total = sum(reference.values()) + sum(found.values())
    return 2 * sum((reference & found).values()) / total if total else 1.0


def heads_once(reference, found, blocks):
    """`found` without the copies of repeated column heads that the reference does not have."""
    heads = collections.Counter(block_text(block) for block in blocks if is_column_heads(block))
    found = found.copy()
    for text, times in heads.items():
        if times < 2:
            continue
        for word, number in words(text).items():
            surplus = max(0, found[word] - reference[word])
            found[word] -= min((times - 1) * number, surplus)
    return +found


def block_text(block):
    return str(block.get("tekst", ""))


def is_column_heads(block):
    kind = str(block.get("soort", "")).lower()
    return kind == "tablehead" or "kop" in kind and ("tabel" in kind or "kolom" in kind)


# --- references ------------------------------------------------------------------------------------------------------


class References:
    """Reference texts, kept in a folder under the hash of the file they are of."""

    def __init__(self, folder):
        self.folder = folder
        folder.mkdir(parents=True, exist_ok=True)

    def path(self, file):
        digest = hashlib.sha256(file.read_bytes()).hexdigest()[:20]
        return self.folder / f"{digest}.{method(file)}.txt"

    def text(self, file):
        """The reference text; `None` if there is none for this file."""
        if method(file) is None:
            return None
        path = self.path(file)
        return path.read_text(encoding="utf-8") if path.exists() else None

    def make(self, files):
        """Makes the references that are missing: one conversion after the other."""
        todo = [file for file in files if method(file) and not self.tried(file)]
        for kind in (PDF, TEXT, SLIDES, SHEETS):
            batch = [file for file in todo if method(file) == kind]
            if not batch:
                continue
            print(f"references: {len(batch)} of kind {kind}", flush=True)
            if kind == PDF:
                for file in batch:
                    self.keep(file, pdf_text(file))
            else:
                self.keep_converted(batch, kind)
        self.write_list(files)

    def tried(self, file):
        path = self.path(file)
        return path.exists() or path.with_suffix(".none").exists()

    def keep(self, file, text):
        path = self.path(file)
        if text is None:
            path.with_suffix(".none").write_text("could not be converted\n", encoding="utf-8")
        else:
            path.write_text(text, encoding="utf-8")

    def keep_converted(self, batch, kind):
        """All files in one run of LibreOffice; those that it breaks on, and what came after, one by one."""
        with tempfile.TemporaryDirectory() as folder:
            texts = converted(batch, kind, Path(folder))
        for file, text in zip(batch, texts):
            if text is None:
                with tempfile.TemporaryDirectory() as folder:
                    text = converted([file], kind, Path(folder))[0]
            self.keep(file, text)

    def write_list(self, files):
        with open(self.folder / "list.tsv", "w", encoding="utf-8") as listing:
            for file in files:
                if method(file):
                    path = self.path(file)
                    name = path.name if path.exists() else "-"
                    listing.write(f"{name}\t{file.parent.name}/{file.name}\n")


def method(file):
    return METHODS.get(file.suffix.lower().lstrip("."))


def pdf_text(file):
    result = subprocess.run(["pdftotext", "-enc", "UTF-8", str(file), "-"], capture_output=True, timeout=SECONDS)
    return result.stdout.decode("utf-8", "replace") if result.returncode == 0 else None


def converted(files, kind, folder):
    """The texts that LibreOffice makes of `files`, in one run; `None` for those that it did not convert."""
    inputs, output = folder / "in", folder / "out"
    inputs.mkdir()
    output.mkdir()
    # Numbers for names: those of the files may clash, and sheets' names are added to them.
    copies = []
    for number, file in enumerate(files):
        copy = inputs / f"{number:04}{file.suffix.lower()}"
        shutil.copyfile(file, copy)
        copies.append(copy)
    filter_name, extension = SAVED_AS[kind]
    command = [
        "soffice",
        "--headless",
        f"-env:UserInstallation={(folder / 'profile').as_uri()}",
        "--convert-to",
        filter_name,
        "--outdir",
        str(output),
        *map(str, copies),
    ]
    try:
        subprocess.run(command, capture_output=True, timeout=SECONDS + 20 * len(files))
    except subprocess.TimeoutExpired:
        pass  # what was converted before is used
    return [read_converted(output, copy.stem, kind, extension) for copy in copies]


def read_converted(output, stem, kind, extension):
    if kind == SHEETS:
        files = sorted(output.glob(f"{stem}-*{extension}")) + sorted(output.glob(f"{stem}{extension}"))
        return "\n".join(map(csv_text, files)) if files else None
    file = output / f"{stem}{extension}"
    if not file.exists():
        return None
    return slides_text(file) if kind == SLIDES else file.read_text(encoding="utf-8-sig", errors="replace")


def slides_text(file):
    """The paragraphs of a presentation, in the order of its file."""
    text = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
    with zipfile.ZipFile(file) as package:
        content = ElementTree.fromstring(package.read("content.xml"))
    # Spaces are elements; what they part must not become one word.
    for space in content.iter():
        if space.tag in (f"{text}s", f"{text}tab", f"{text}line-break"):
            space.text = " "
    paragraphs = (element for element in content.iter() if element.tag in (f"{text}p", f"{text}h"))
    return "\n".join("".join(paragraph.itertext()) for paragraph in paragraphs)


def csv_text(file):
    csv.field_size_limit(1 << 24)
    with open(file, encoding="utf-8-sig", errors="replace", newline="") as lines:
        return "\n".join(" ".join(row) for row in csv.reader(lines))


# --- the program -----------------------------------------------------------------------------------------------------


class Reading:
    """What the program makes of one file."""

    def __init__(self, file, reference, raw, answer, failure):
        self.file = file
        self.format = file.suffix.lower().lstrip(".") or "none"
        self.answer = answer or {}
        self.failure = failure
        self.reference = words(reference) if reference is not None else None
        blocks = self.answer.get("blokken") or []
        shown = raw if method(file) == PDF else "\n".join(map(block_text, blocks))
        self.found = words(shown)
        if self.reference is not None:
            self.found = heads_once(self.reference, self.found, blocks)

    @property
    def score(self):
        """The F1, or `None` where there is nothing to measure."""
        return f1(self.reference, self.found) if self.reference else None

    @property
    def gaps(self):
        """What was not read and why, as one line; empty when all was."""
        if self.failure:
            return self.failure
        gaps = [gap_line(gap) for gap in self.answer.get("onvolledig") or []]
        pages, read = self.answer.get("paginas"), self.answer.get("gelezenPaginas")
        if not gaps and pages is not None and read is not None and read < pages:
            gaps.append(f"{pages - read} pages")
        return "; ".join(gaps)

    @property
    def amount(self):
        pages, read = self.answer.get("paginas"), self.answer.get("gelezenPaginas")
        if pages is None:
            return f"{self.answer.get('tekens') or 0} characters"
        return f"{pages if read is None else read} of {pages} pages"


def gap_line(gap):
    code, first, last = gap.get("code", "?"), gap.get("van"), gap.get("tot")
    if first is None:
        return code
    return f"{code} (page {first})" if last in (None, first) else f"{code} (pages {first} to {last})"


def read(program, file, reference):
    raw, failure = output(program, "--raw", file)
    text, failure_json = output(program, "--json", file)
    answer = None
    try:
        answer = json.loads(text)
    except ValueError:
        failure = failure or failure_json or "no JSON"
    if isinstance(answer, dict):
        # The JSON says what is wrong in a better way than the exit code.
        failure = None if answer.get("onvolledig") or not failure else failure
    return Reading(file, reference, raw, answer if isinstance(answer, dict) else None, failure)


def output(program, option, file):
    """What the program prints, and what went wrong."""
    try:
        result = subprocess.run([program, "extract", option, str(file)], capture_output=True, timeout=SECONDS)
    except subprocess.TimeoutExpired:
        return "", f"no answer in {SECONDS} seconds"
    failure = f"exit code {result.returncode}" if result.returncode else None
    return result.stdout.decode("utf-8", "replace"), failure


# --- the report ------------------------------------------------------------------------------------------------------


def report(readings, root):
    by_format = collections.defaultdict(list)
    for reading in readings:
        by_format[reading.format].append(reading)
    parts = [INTRODUCTION.format(files=len(readings), formats=len(by_format), good=f"{GOOD:.2f}".lstrip("0"))]
    parts.append(
        table(
            ["format", "files", "measured", "mean F1", "lowest F1", "under " + f"{GOOD:.2f}", "not wholly read"],
            [format_row(key, by_format[key]) for key in sorted(by_format)],
        )
    )
    parts.append(f"## Files under {GOOD:.2f}\n")
    low = sorted((r for r in readings if r.score is not None and r.score < GOOD), key=lambda r: r.score)
    rows = [
        [name(r.file, root), f"{r.score:.3f}", most(r.reference - r.found), most(r.found - r.reference)] for r in low
    ]
    parts.append(table(["file", "F1", "most missing words", "most extra words"], rows) if rows else "None.\n")
    parts.append("## Files that were not, or not wholly, read\n")
    rows = [[name(r.file, root), r.amount, r.gaps] for r in readings if r.gaps]
    parts.append(table(["file", "read", "not read"], rows) if rows else "None.\n")
    odd = [r for r in readings if r.reference is not None and not r.reference and r.found]
    if odd:
        parts.append("## Files in which only the program finds words\n")
        parts.append(table(["file", "words"], [[name(r.file, root), str(sum(r.found.values()))] for r in odd]))
    return "\n".join(parts)


INTRODUCTION = """# How much of a file is read

Made by `scripts/extraction_report.py`; not written by hand. It compares the words that `raadpleeg extract` gives
(`--raw` for PDF) with those of pdftotext (PDF) and LibreOffice (office formats), over {files} files of {formats} formats. F1 is the
harmonic mean of precision and recall over the words; 1 means the same words as often. A file counts in the figures when
its reference has words. HTML and other formats have no reference here; whether they are read is told all the same.

The references are no truth. pdftotext keeps running headers and does not read scans. LibreOffice's text leaves out
headers, footers, notes and frames, but keeps deleted and hidden text; its CSV keeps hidden sheets. Files under {good}
are therefore listed with the words in which the two differ most.
"""


def format_row(format_name, readings):
    scores = [reading.score for reading in readings if reading.score is not None]
    mean = f"{sum(scores) / len(scores):.3f}" if scores else "-"
    lowest = f"{min(scores):.3f}" if scores else "-"
    low = sum(score < GOOD for score in scores)
    gaps = sum(bool(reading.gaps) for reading in readings)
    return [format_name.upper(), str(len(readings)), str(len(scores)), mean, lowest, str(low), str(gaps)]


def table(heads, rows):
    lines = ["| " + " | ".join(row) + " |" for row in [heads, ["---"] * len(heads), *rows]]
    return "\n".join(lines) + "\n"


def name(file, root, most_characters=48):
    """The folder and the file's name, the beginning of which is left out where it is long; safe in a Markdown table."""
    folder, shown = file.relative_to(root).parts[0], file.name
    if len(shown) > most_characters:
        shown = "…" + shown[-most_characters:].lstrip(" _-")
    path = shown if folder == file.name else f"{folder}/{shown}"
    return "`" + re.sub(r"[|`\s]", " ", path) + "`"


def most(counted, number=6):
    if not counted:
        return "none"
    shown = [f"{word[:24]} {times}" for word, times in sorted(counted.items(), key=lambda p: (-p[1], p[0]))[:number]]
    rest = sum(counted.values()) - sum(times for _, times in sorted(counted.items(), key=lambda p: -p[1])[:number])
    return ", ".join(shown) + (f" (and {rest})" if rest else "")


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("program", help="the program")
    parser.add_argument("folder", type=Path, help="folder with files")
    parser.add_argument("--cache", type=Path, required=True, help="folder in which references are kept")
    parser.add_argument("--output", type=Path, default=Path("docs/EXTRACTION.md"), help="the report")
    parser.add_argument("--references", action="store_true", help="make the references and stop")
    arguments = parser.parse_args()
    root = arguments.folder.resolve()
    files = sorted(path for path in root.rglob("*") if path.is_file() and not path.name.startswith("."))
    references = References(arguments.cache)
    references.make(files)
    if arguments.references:
        return
    readings = []
    for number, file in enumerate(files, 1):
        readings.append(read(arguments.program, file, references.text(file)))
        if number % 25 == 0:
            print(f"{number} of {len(files)} files", flush=True)
    arguments.output.parent.mkdir(parents=True, exist_ok=True)
    arguments.output.write_text(report(readings, root), encoding="utf-8")
    print(f"written: {arguments.output}")


if __name__ == "__main__":
    main()
