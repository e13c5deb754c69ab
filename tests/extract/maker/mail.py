"""E-mail messages, with fixed dates and boundaries."""

from email import policy
from email.message import EmailMessage

from . import docx_parts, pdf_pages
from .common import case, zipped

DATE = "Mon, 14 Mar 2022 09:30:00 +0100"


def message(subject, sender="Griffie Brinkhaven <griffie@brinkhaven.example>", to="raadsleden@brinkhaven.example"):
    one = EmailMessage(policy=policy.SMTP)
    one["From"], one["To"], one["Subject"], one["Date"] = sender, to, subject, DATE
    one["Message-ID"] = f"<{abs(sum(map(ord, subject)))}@brinkhaven.example>"
    return one


def saved(one):
    """The message as bytes, with boundaries that are the same at every run."""
    for number, part in enumerate(
        part for part in one.walk() if part.is_multipart() and part.get_content_maintype() == "multipart"
    ):
        part.set_boundary(f"----grens-{number}")
    return one.as_bytes()


def attachment():
    pages = pdf_pages.Pages()
    pages.heading("Agenda raadsvergadering 31 maart 2022", 14)
    pages.paragraph("1. Opening. 2. Vragenhalfuur. 3. Bestemmingsplan Havenkwartier.")
    return pages.bytes()


@case(
    "eml-platte-tekst",
    "eml",
    """A message of plain text (8bit, UTF-8): subject as title or heading, sender and date declared, two paragraphs; the
    signature below '-- ' may stay.""",
)
def plain():
    one = message("Agenda van 31 maart")
    one.set_content(
        "Beste raadsleden,\n\nDe agenda van de vergadering van 31 maart is vastgesteld. Het café is open.\n\n"
        "De stukken staan in het raadsinformatiesysteem.\n\n-- \nGriffie Brinkhaven\n",
        cte="8bit",
    )
    return saved(one)


@case(
    "eml-html",
    "eml",
    """Plain text and HTML as alternatives: the message is read once, from one of the two, with its list of two items.""",
)
def alternatives():
    one = message("Inloopavond")
    one.set_content("Beste bewoner,\n\nKom naar de inloopavond op 12 april.\n\n- soep\n- gesprek\n")
    one.add_alternative(
        "<html><body><p>Beste bewoner,</p><p>Kom naar de <b>inloopavond</b> op 12 april.</p><ul><li>soep</li><li>gesprek</li>"
        "</ul></body></html>",
        subtype="html",
    )
    return saved(one)


@case(
    "eml-bijlagen",
    "eml",
    """A message with a PDF and a DOCX attached: three documents, the message and its two attachments (agenda.pdf,
    besluit.docx), each with its own text.""",
)
def attachments():
    one = message("Stukken voor 31 maart")
    one.set_content("Bijgaand de agenda en het ontwerpbesluit.\n")
    one.add_attachment(attachment(), maintype="application", subtype="pdf", filename="agenda.pdf")
    one.add_attachment(
        docx_parts.package(
            docx_parts.paragraph("Ontwerpbesluit", "Kop1")
            + docx_parts.paragraph("De raad stelt het bestemmingsplan vast.")
        ),
        maintype="application",
        subtype="vnd.openxmlformats-officedocument.wordprocessingml.document",
        filename="besluit.docx",
    )
    return saved(one)


@case(
    "eml-doorgestuurd",
    "eml",
    """A message with a message attached (message/rfc822) that has a PDF itself: message, inner message and PDF are read.""",
)
def forwarded():
    inner = message("Vraag over de kade", "P. Visser <p.visser@post.example>", "gemeente@brinkhaven.example")
    inner.set_content("Wanneer wordt de kade bij het Dok hersteld?\n")
    inner.add_attachment(attachment(), maintype="application", subtype="pdf", filename="foto van de agenda.pdf")
    one = message("Doorgestuurd: Vraag over de kade")
    one.set_content("Wil jij deze vraag beantwoorden?\n")
    one.add_attachment(inner)
    return saved(one)


@case(
    "eml-coderingen",
    "eml",
    """Encoded words in the subject and in the name of the attachment, a body in quoted-printable and one in base64,
    windows-1252: accents and euro signs are right everywhere (coördinatie, € 15, één).""",
)
def encodings():
    return (
        "From: =?iso-8859-1?Q?Ren=E9_de_Wit?= <r.dewit@elzenmeer.example>\r\nTo: team@elzenmeer.example\r\n"
        "Subject: =?windows-1252?Q?Co=F6rdinatie_kost_=80_15?=\r\n =?utf-8?B?IHBlciB1dXI=?=\r\n"
        f'Date: {DATE}\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary="grens"\r\n\r\n'
        "--grens\r\nContent-Type: text/plain; charset=windows-1252\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n"
        "De co=F6rdinatie kost =80 15 per uur, en duurt nog =E9=E9n jaar. Deze regel is lan=\r\nger dan in een bericht past.\r\n"
        "--grens\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: base64\r\n"
        "Content-Disposition: attachment; filename*=utf-8''notitie%20co%C3%B6rdinatie.txt\r\n\r\n"
        "RGUgYmlqbGFnZSBnYWF0IG92ZXIgw6nDqW4gdnJpandpbGxpZ2VyLg==\r\n--grens--\r\n"
    ).encode("ascii")


@case(
    "eml-zip-bijlage",
    "eml",
    """A message with a ZIP attached that holds a CSV: message and CSV are read, the CSV's path says where it is.""",
)
def zip_attached():
    one = message("Cijfers parkeren")
    one.set_content("De cijfers zitten in het zip-bestand.\n")
    one.add_attachment(
        zipped([("cijfers/parkeren.csv", "Garage;Plaatsen\r\nHavenplein;320\r\nStation;540\r\n")]),
        maintype="application",
        subtype="zip",
        filename="cijfers.zip",
    )
    return saved(one)


@case(
    "eml-kapot",
    "eml",
    """A message whose last part has no end and whose base64 breaks off: the text is read, the attachment is told as
    damaged or left out. No crash.""",
)
def broken():
    data = attachments()
    return data[: len(data) * 3 // 5]
