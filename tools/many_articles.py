#!/usr/bin/env python3
"""Writes a content folder of any size out of the shipped one, to measure `bolt check` with.

    tools/many_articles.py FOLDER [ARTICLES]

The intents and facts are the shipped ones. The articles are copied until there are ARTICLES (300) in each language; in
each copy the longer words are replaced by others of its own, as the articles of a real help center have theirs.
"""

import re
import shutil
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
# What must stay as it is: front matter keys, templates, links, numbers.
KEPT = re.compile(r"\{\{.*?\}\}|\{%.*?%\}|\]\([^)]*\)|^\w+:|`[^`]*`", re.S | re.M)


def varied(text: str, copy: int) -> str:
    """The text with every third long word made a word of this copy."""

    def word(match: re.Match) -> str:
        found = match[0]
        changes = len(found) > 6 and found[0].islower() and (len(found) + ord(found[0]) + copy) % 3 == 0
        return f"{found}{'aeioulrnst'[copy % 10]}{'mbdfgvzpkc'[copy // 10 % 10]}a" if changes else found

    parts, done = [], 0
    for kept in KEPT.finditer(text):
        parts += [re.sub(r"\w+", word, text[done : kept.start()]), kept[0]]
        done = kept.end()
    return "".join(parts) + re.sub(r"\w+", word, text[done:])


def main() -> None:
    folder, wanted = Path(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 300
    for part in ("intents", "answers", "knowledge"):
        shutil.copytree(ROOT / part, folder / part)
    for language in ("en", "it", "es"):
        shipped = sorted((folder / "knowledge" / language).rglob("*.md"))
        for number in range(len(shipped), wanted):
            source, copy = shipped[number % len(shipped)], number // len(shipped)
            text = varied(source.read_text(), copy)
            text = re.sub(r'^title: ("?)(.*?)("?)$', rf"title: \1\2 {copy}\3", text, count=1, flags=re.M)
            (source.parent / f"{source.stem}-{copy}.md").write_text(text)


main()
