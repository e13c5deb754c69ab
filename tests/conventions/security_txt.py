"""Whether a security.txt is what RFC 9116 asks for: security_txt.py URL_OR_FILE.

URL is where the server answers, such as http://127.0.0.1:7280; the address that the text says it is at (Canonical) may
be another. Says what is wrong, a line each, and exits with 1. Recommendations are said and do not fail.
"""

import sys
import urllib.request
from pathlib import Path

import sectxt

PLACE = "/.well-known/security.txt"


def fetch(place):
    """The text and what is wrong with how it is served."""
    if not place.startswith(("http://", "https://")):
        return Path(place).read_bytes(), []
    with urllib.request.urlopen(place.rstrip("/") + PLACE, timeout=10) as answer:
        media = answer.headers.get("Content-Type", "").lower().replace(" ", "")
        wrong = [] if media == "text/plain;charset=utf-8" else [f"media type: {media}, not text/plain; charset=utf-8"]
        return answer.read(), wrong


def main():
    content, wrong = fetch(sys.argv[1])
    found = sectxt.Parser(content)
    wrong += [f"{error['code']}: {error['message']} (line {error['line']})" for error in found.errors]
    for advice in found.recommendations:
        print(f"advice: {advice['code']}: {advice['message']}")
    print("\n".join(wrong) or "the security.txt is valid")
    sys.exit(1 if wrong else 0)


main()
