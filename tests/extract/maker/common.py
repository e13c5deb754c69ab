"""What all makers share: the list of cases, ZIP files with fixed times, and LibreOffice."""

import io
import re
import struct
import subprocess
import tempfile
import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import Callable

CASES = []
# The time of all members of archives, and of documents where a format asks for one.
TIME = (2022, 3, 14, 9, 30, 0)
ISO_TIME = "2022-03-14T09:30:00Z"


@dataclass
class Case:
    """One case: its folder, the extension of its input, what it is about, and what makes it."""

    name: str
    extension: str
    intent: str
    make: Callable
    office: bool


def case(name, extension, intent, office=False):
    """Adds a case. `office` says that LibreOffice makes it."""

    def add(make):
        assert all(known.name != name for known in CASES), f"two cases {name}"
        CASES.append(Case(name, extension, " ".join(intent.split()), make, office))
        return make

    return add


def zipped(members, stored=()):
    """A ZIP file of (name, content) pairs with fixed times; the names in `stored` are not compressed."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, content in members:
            info = zipfile.ZipInfo(name, TIME)
            info.compress_type = zipfile.ZIP_STORED if name in stored else zipfile.ZIP_DEFLATED
            info.external_attr = 0o644 << 16
            archive.writestr(info, content, compresslevel=9)
    return buffer.getvalue()


def repacked(data, without=()):
    """A package with fixed times, small, and without the members whose names end on one of `without`."""
    members = []
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        for info in archive.infolist():
            if not info.filename.endswith(tuple(without)):
                members.append((info.filename, archive.read(info)))
    members = [(name, cleaned(name, content, without)) for name, content in members]
    return zipped(members, stored=("mimetype",))


def cleaned(name, content, without):
    """Takes the time of writing out of properties, and what is left out from relations and content types."""
    if name == "docProps/core.xml":
        return re.sub(rb"(<dcterms:modified[^>]*>)[^<]*", rb"\g<1>" + ISO_TIME.encode(), content)
    for left_out in without:
        target = re.escape(left_out.rsplit("/", 1)[-1].encode())
        if name.endswith(".rels"):
            content = re.sub(rb"<Relationship [^>]*" + target + rb"\"[^>]*/>", b"", content)
        if name == "[Content_Types].xml":
            content = re.sub(rb"<Override [^>]*" + target + rb"\"[^>]*/>", b"", content)
    return content


def by_office(data, extension, to):
    """What LibreOffice makes of a document: `to` is an extension, or extension:filter."""
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / f"invoer.{extension}"
        source.write_bytes(data)
        output = Path(folder) / "out"
        command = [
            "soffice",
            "--headless",
            f"-env:UserInstallation={(Path(folder) / 'profile').as_uri()}",
            "--convert-to",
            to,
            "--outdir",
            str(output),
            str(source),
        ]
        subprocess.run(command, check=True, capture_output=True, timeout=180)
        return next(output.glob("invoer.*")).read_bytes()


FREE, END, FAT_SECTOR = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD


def compound(streams):
    """A compound file (version 3, sectors of 512 bytes, at most 128 of them) with (name, content) streams in its root.

    The streams come in the order of their names: the shorter name first, then by letter.
    """
    fat, sectors = [FAT_SECTOR, END], [b"", b""]
    small_fat, small, entries = [], b"", []

    def store(content):
        first, count = len(sectors), max(1, -(-len(content) // 512))
        sectors.extend(content[at * 512 : (at + 1) * 512].ljust(512, b"\0") for at in range(count))
        fat.extend([first + at + 1 for at in range(count - 1)] + [END])
        return first

    for number, (name, content) in enumerate(streams, 1):
        right = number + 1 if number < len(streams) else FREE
        if len(content) >= 4096:
            start = store(content)
        else:  # short streams share one stream, in pieces of 64 bytes
            start, count = len(small_fat), -(-len(content) // 64)
            small_fat += [start + at + 1 for at in range(count - 1)] + [END]
            small += content.ljust(count * 64, b"\0")
        entries.append(entry(name, 2, start, len(content), right))
    small_start = store(small) if small else END
    small_fat_start = store(b"".join(struct.pack("<I", one) for one in small_fat).ljust(512, b"\xff")) if small else END
    root = entry("Root Entry", 5, small_start, len(small), child=1)
    sectors[0] = b"".join(struct.pack("<I", one) for one in (fat + [FREE] * 128)[:128])
    sectors[1] = b"".join(([root] + entries + [b"\0" * 128] * 4)[:4])
    header = (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
        + bytes(16)
        + struct.pack("<HHHHH6x", 0x3E, 3, 0xFFFE, 9, 6)
        + struct.pack("<IIIIIIIII", 0, 1, 1, 0, 4096, small_fat_start, int(bool(small)), END, 0)
        + struct.pack("<I", 0)
        + b"\xff" * (108 * 4)
    )
    return header + b"".join(sectors)


def entry(name, kind, start, size, right=FREE, child=FREE):
    """A directory entry of a compound file."""
    text = (name + "\0").encode("utf-16le")
    return (
        text.ljust(64, b"\0")
        + struct.pack("<HBBIII", len(text), kind, 1, FREE, right, child)
        + bytes(36)
        + struct.pack("<IQ", start, size)
    )
