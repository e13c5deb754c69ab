"""The licences of the libraries that are in the program: notices.py FILE.

Writes into FILE, for each library that the program is built from: its name, version, licence and the texts of licences
and notices that come with it. Whoever gives others the program, gives them this file too. It needs Cargo and runs in
the folder of the project.
"""

import json
import subprocess
import sys
from pathlib import Path

NAMES = ("licen", "copying", "notice", "copyright")


def libraries():
    """The packages of other projects that the program is built from, without those that only tests or builds use."""
    host = subprocess.run(["rustc", "-vV"], check=True, capture_output=True, text=True).stdout
    host = next(line.split()[1] for line in host.splitlines() if line.startswith("host:"))
    command = ["cargo", "metadata", "--format-version", "1", "--locked", "--filter-platform", host]
    found = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
    nodes = {node["id"]: node for node in found["resolve"]["nodes"]}
    root = found["resolve"]["root"]
    seen, todo = set(), [root]
    while todo:
        at = todo.pop()
        if at not in seen:
            seen.add(at)
            deps = nodes[at]["deps"]
            todo += [dep["pkg"] for dep in deps if any(kind["kind"] is None for kind in dep["dep_kinds"])]
    packages = [package for package in found["packages"] if package["id"] in seen and package["id"] != root]
    return sorted(packages, key=lambda package: (package["name"], package["version"]))


def texts(folder):
    """The licences and notices in a folder, each with its name."""
    for path in sorted(folder.iterdir()):
        if path.is_file() and path.name.lower().startswith(NAMES):
            yield path.name, path.read_text(errors="replace").strip()


def main():
    parts, known = [], {}
    for package in libraries():
        title = f"{package['name']} {package['version']}"
        authors = ", ".join(package["authors"])
        lines = [title, "=" * len(title), f"Licence: {package['license'] or 'see the text'}"]
        lines += [f"Authors: {authors}"] if authors else []
        for name, text in texts(Path(package["manifest_path"]).parent):
            # Most libraries carry the same few texts; each is given once.
            first = known.setdefault(text, title)
            lines += ["", f"--- {name}", text if first == title else f"the same as that of {first}"]
        parts.append("\n".join(lines))
    Path(sys.argv[1]).write_text("\n\n\n".join(parts) + "\n")
    print(f"{len(parts)} libraries")


main()
