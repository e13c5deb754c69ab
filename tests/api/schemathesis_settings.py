"""Settings of schemathesis for one server: schemathesis_settings.py BASE_URL FOLDER.

Writes into FOLDER the server's OpenAPI document, the address that its paths begin at, and a schemathesis.toml that
takes ids of paths from those that the server has in most cases, and makes up others.
"""

import json
import sys
import urllib.parse
import urllib.request
from pathlib import Path

# How often an id of a path is one that is there; otherwise it is made up.
REAL = 0.7
# What a wrong request may be answered with: refused for what it asks, or for its size.
REFUSALS = ["400", "401", "403", "404", "405", "406", "413", "414", "415", "429", "431", "503"]


def fetch(url):
    """The JSON at an address."""
    with urllib.request.urlopen(url, timeout=10) as answer:
        return json.load(answer)


def ids(base):
    """Ids of passages and of documents that the server has."""
    passages, documents = [], []
    for word in ["gemeente", "kosten", "artikel"]:
        query = urllib.parse.urlencode({"vraag": word, "aantal": 20})
        for hit in fetch(f"{base}/v1/passages?{query}")["treffers"]:
            passages.append(hit["passage"]["id"])
            documents.append(hit["document"]["id"])
    if not passages:
        sys.exit("the server finds nothing for everyday words: serve an index with documents")
    return {"passages": sorted(set(passages)), "documents": sorted(set(documents))}


def names(operation):
    """The names of the parameters of an operation."""
    return {parameter.get("name") for parameter in operation.get("parameters", [])}


def has_query(operation):
    """Whether an operation takes a query in the program's language."""
    return "vraag" in names(operation) or "requestBody" in operation


def settings(document, known):
    """The text of schemathesis.toml; `known` has the ids of each kind."""
    lines = ["[checks.negative_data_rejection]", f"expected-statuses = {json.dumps(REFUSALS)}", ""]
    for name, values in known.items():
        lines += [f"[dictionaries.{name}]", f"values = {json.dumps(values)}", ""]
    for path, operations in document["paths"].items():
        own = []
        kind = "documents" if "/documenten/" in path else "passages"
        for part in [part[1:-1] for part in path.split("/") if part.startswith("{")]:
            own += [f'[operations.parameters."path.{part}"]', f'dictionary = "{kind}"', f"probability = {REAL}"]
        if any("met" in names(operation) for operation in operations.values()):
            own += ['[operations.parameters."query.met"]', 'dictionary = "passages"', f"probability = {REAL}"]
        if any(has_query(operation) for operation in operations.values()):
            # A schema cannot say which queries are well-formed, nor that page times size has a limit.
            accepted = json.dumps(["2xx", "400", "429", "503"])
            own += ["[operations.checks.positive_data_acceptance]", f"expected-statuses = {accepted}"]
        if own:
            lines += ["[[operations]]", f"include-path = {json.dumps(path)}", *own, ""]
    return "\n".join(lines)


def main():
    base, folder = sys.argv[1], Path(sys.argv[2])
    document = fetch(f"{base}/v1/openapi.json")
    (folder / "openapi.json").write_text(json.dumps(document))
    (folder / "schemathesis.toml").write_text(settings(document, ids(base)))
    place = urllib.parse.urlsplit(document["servers"][0]["url"]).path.rstrip("/")
    (folder / "url").write_text(base + place)


main()
