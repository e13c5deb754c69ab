"""Writes e-mail messages: plain text, with HTML beside it or a PDF attached."""

import datetime
from email import policy
from email.message import EmailMessage
from email.utils import format_datetime
from html import escape

from source import lists, pieces, plain


def eml(source, html=False, attachments=()):
    """`attachments` are (file name, bytes of a PDF) pairs."""
    about = source.about
    message = EmailMessage(policy=policy.SMTP)
    message["From"], message["To"], message["Subject"] = about["auteur"], about["aan"], about["titel"]
    day = datetime.datetime.fromisoformat(about["datum"] + "T10:15:00+01:00")
    message["Date"] = format_datetime(day)
    message["Message-ID"] = f"<{about['datum']}.{len(source.blocks)}@{about['auteur'].split('@')[1].rstrip('>')}>"
    message.set_content(as_text(source.blocks), cte="quoted-printable")
    if html:
        message.add_alternative(as_html(source), subtype="html", cte="quoted-printable")
    for name, content in attachments:
        message.add_attachment(content, maintype="application", subtype="pdf", filename=name)
    for number, part in enumerate(part for part in message.walk() if part.is_multipart()):
        part.set_boundary(f"----=_deel_{number}_{about['datum']}")
    return message.as_bytes()


def as_text(blocks):
    """Paragraphs with an empty line between; list items follow each other."""
    text = ""
    for before, block in zip([None, *blocks], blocks):
        close = before is not None and before.kind == block.kind == "item"
        words = " | ".join(" | ".join(row) for row in block.rows) or plain(block.text)
        text += (
            ("" if not text else "\n" if close else "\n\n")
            + (f"{block.marker} " if block.kind == "item" else "")
            + words
        )
    return text + "\n"


def as_html(source):
    parts = []
    for block in lists(source.blocks):
        if isinstance(block, list):
            tag = "ul" if block[0].marker == "-" else "ol"
            parts.append(f"<{tag}>" + "".join(f"<li>{inline(item.text)}</li>\n" for item in block) + f"</{tag}>")
        elif block.kind == "heading":
            parts.append(f"<h{block.level}>{inline(block.text)}</h{block.level}>")
        else:
            parts.append(f"<p>{inline(block.text)}</p>")
    return (
        '<html><head><meta http-equiv="Content-Type" content="text/html; charset=utf-8"></head><body lang="nl">\n'
        + "\n".join(parts)
        + "\n</body></html>\n"
    )


def inline(text):
    tags = {"bold": "<b>{}</b>", "italic": "<i>{}</i>", "note": "", "": "{}"}
    return "".join(tags[style].format(escape(words, quote=False)) for words, style in pieces(text)).replace(
        "\n", "<br>\n"
    )
