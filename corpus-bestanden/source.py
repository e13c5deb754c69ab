"""Reads the sources: Markdown as far as they use it, with front matter.

A source is a list of blocks: headings, paragraphs, list items and tables. Nothing is left to guess: a line break inside a
paragraph is meant, and a table has heads when a line of dashes follows its first row.
"""

import re
from dataclasses import dataclass, field

ITEM = re.compile(r"^( *)([a-z]\.|\d+\.|[-*]) +(.*)$")
NOTE = re.compile(r"^\[\^(\d+)\]: (.*)$")


@dataclass
class Block:
    """`kind` is heading, paragraph, item or table; `level` is that of a heading (1 to 6) or of an item (from 0)."""

    kind: str
    text: str = ""
    level: int = 0
    marker: str = ""
    rows: list = field(default_factory=list)
    heads: bool = False


@dataclass
class Source:
    """The front matter, the blocks, and the footnotes by number."""

    about: dict
    blocks: list
    notes: dict


def read(path):
    text = path.read_text(encoding="utf-8")
    _, front, body = text.split("---\n", 2)
    about = dict(line.split(": ", 1) for line in front.strip().splitlines() if ": " in line)
    blocks, notes, lines = [], {}, []
    for line in body.splitlines() + [""]:
        note = NOTE.match(line)
        if note:
            notes[int(note[1])] = note[2]
        elif starts_anew(line, lines):
            add(blocks, lines)
            lines = [line] if line.strip() else []
        else:
            lines.append(line)
    return Source(about, blocks, notes)


def starts_anew(line, lines):
    """Whether a line does not go on with the lines before it."""
    if not line.strip() or line.startswith("#") or ITEM.match(line):
        return True
    return bool(lines) and line.startswith("|") != lines[0].startswith("|")


def add(blocks, lines):
    if not lines:
        return
    first, item = lines[0], ITEM.match(lines[0])
    if first.startswith("#"):
        marks, text = first.split(" ", 1)
        blocks.append(Block("heading", text.strip(), len(marks)))
    elif first.startswith("|"):
        blocks.append(table(lines))
    elif item:
        text = " ".join([item[3], *map(str.strip, lines[1:])])
        blocks.append(Block("item", text, item_level(blocks, item), item[2].replace("*", "-")))
    else:
        blocks.append(Block("paragraph", "\n".join(line.strip() for line in lines)))


def item_level(blocks, item):
    """An item is below another when it is indented, or when its letter follows a number."""
    if len(item[1]) >= 2:
        return 1
    before = next((b for b in reversed(blocks) if b.kind != "item" or b.level == 0), None) if in_list(blocks) else None
    below = before is not None and before.kind == "item" and before.marker[0].isdigit() and item[2][0].isalpha()
    return 1 if below else 0


def in_list(blocks):
    return bool(blocks) and blocks[-1].kind == "item"


def table(lines):
    rows = [[cell.strip() for cell in line.strip().strip("|").split("|")] for line in lines]
    heads = len(rows) > 1 and all(set(cell) <= set("-: ") and cell for cell in rows[1])
    if heads:
        del rows[1]
    return Block("table", rows=rows, heads=heads)


def pieces(text):
    """The text as (words, style) pairs, style being '', bold, italic or note."""
    for part in re.split(r"(\*\*.+?\*\*|\*.+?\*|\[\^\d+\])", text):
        if part.startswith("**"):
            yield part[2:-2], "bold"
        elif part.startswith("*"):
            yield part[1:-1], "italic"
        elif part.startswith("[^"):
            yield part[2:-1], "note"
        elif part:
            yield part, ""


def plain(text):
    """The text without marks of style and notes."""
    return "".join(words for words, style in pieces(text) if style != "note")


def lists(blocks):
    """The blocks, with items that follow each other as one list of blocks."""
    run = []
    for block in [*blocks, Block("end")]:
        if block.kind == "item":
            run.append(block)
            continue
        if run:
            yield run
            run = []
        if block.kind != "end":
            yield block
