"""Whether the project keeps the conventions of public code that a file of its own shows: check.py, in any folder.

publiccode.yml by its schema, the licence and its copies, and the documents that the Standard for Public Code and REUSE
ask for. `reuse lint` checks the licence of each file. Says what is wrong, a line each, and exits with 1.
"""

import json
import sys
import tomllib
from pathlib import Path

import jsonschema
import yaml

ROOT = Path(__file__).resolve().parents[2]
# The documents that must be there, and a word that none of them can do without.
DOCUMENTS = {
    "README.md": "EUPL",
    "CONTRIBUTING.md": "./test",
    "CHANGELOG.md": "Unreleased",
    "SECURITY.md": "security.txt",
    "LICENSES/EUPL-1.2.txt": "EUROPEAN UNION PUBLIC LICENCE v. 1.2",
}


def read(name):
    """The text of a file of the project; empty where it is not there."""
    path = ROOT / name
    return path.read_text() if path.is_file() else ""


def public_code():
    """What is wrong with publiccode.yml."""
    found = yaml.safe_load(read("publiccode.yml") or "{}")
    schema = json.loads((Path(__file__).parent / "publiccode.schema.json").read_text())
    checker = jsonschema.Draft202012Validator.FORMAT_CHECKER
    for error in jsonschema.Draft202012Validator(schema, format_checker=checker).iter_errors(found):
        yield f"publiccode.yml: {'/'.join(map(str, error.absolute_path)) or 'all'}: {error.message}"
    named = [found.get("logo")]
    named += [shot for text in found.get("description", {}).values() for shot in text.get("screenshots", [])]
    for name in filter(None, named):
        if not (ROOT / name).is_file():
            yield f"publiccode.yml: {name} is not there"


def licence():
    """What is wrong with the licence: it is said in four places, and all say the same."""
    if read("LICENSE").split() != read("LICENSES/EUPL-1.2.txt").split():
        yield "LICENSE and LICENSES/EUPL-1.2.txt differ"
    package = tomllib.loads(read("Cargo.toml"))["package"]
    said = yaml.safe_load(read("publiccode.yml") or "{}").get("legal", {}).get("license")
    if package.get("license") != said:
        yield f"Cargo.toml says licence {package.get('license')}, publiccode.yml says {said}"


def documents():
    """What is wrong with the documents that must be there."""
    for name, word in DOCUMENTS.items():
        if word not in read(name):
            yield f"{name} is not there, or says nothing of {word}"


def main():
    problems = [*public_code(), *licence(), *documents()]
    print("\n".join(problems) or "the conventions of public code are kept")
    sys.exit(1 if problems else 0)


main()
