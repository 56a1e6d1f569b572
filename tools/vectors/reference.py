"""Reads the table in a way of its own and embeds some texts: data/vectors/reference.json, which the Rust tests hold
`Vectors::embed` against. Also a plain reading of the file format for whoever wants one.
"""

import json
import pathlib
import struct

import numpy as np

from make import GRAM_SIZES, gram_hash
from words import WORD, fold

TEXTS = [
    "phone",
    "Where do I find my invoice?",
    "¿Cuál es el número de teléfono de España?",
    "Qual è il numero per la Svizzera",
    "the meeting won't start and nobody hears me",
    "il microfono non funziona durante la riunione",
    "no puedo iniciar sesión",
    "P1",
    "what is a P2 and how fast do you answer",
    "priorita urgente",
    "my pasword is not acceptd",
    "riunoine",
    "contrsaeña",
    "frobnicate the quuxotron",
    "zyxwvutsrq",
    "anticostituzionalissimamente parlando",
    "24 hours, 7 days, 1999 reasons",
    "the of and to",
    "HELP HELP HELP",
    "Grüße aus Zürich",
    "chiamatemi subito per favore",
    "desinstaladme la aplicación",
    "a b c d e f",
    "upgrade from Pro to Business",
]


class Table:
    """The table, with everything decoded to floats."""

    def __init__(self, path):
        data = pathlib.Path(path).read_bytes()
        assert data[:8] == b"BoltVecs"
        _, dims, count, grams, text = struct.unpack_from("<5I", data, 8)
        at = 36
        word_scales = np.frombuffer(data, "<f4", dims, at)
        gram_scales = np.frombuffer(data, "<f4", dims, at + 4 * dims)
        at += 8 * dims
        self.weights = np.frombuffer(data, np.uint8, count, at) / 255
        at += count
        self.words = data[at : at + text].decode().split("\n")[:-1]
        at += text
        self.vectors = unpack(np.frombuffer(data, np.uint8, count * dims // 4, at).reshape(count, -1)) * word_scales
        at += count * dims // 4
        self.grams = unpack(np.frombuffer(data, np.uint8, grams * dims // 4, at).reshape(grams, -1)) * gram_scales
        self.rank = {word: rank for rank, word in enumerate(self.words)}

    def row(self, word):
        """A word's weighted vector, or None."""
        rank = self.rank.get(word)
        if rank is None:
            rank = self.mend(word)
        if rank is not None:
            return self.weights[rank] * self.vectors[rank]
        if not plain(word) or not 3 <= len(word) <= 40:
            return None
        marked = f"<{word}>".encode()
        rows = [gram_hash(marked[i : i + n]) % len(self.grams) for n in GRAM_SIZES for i in range(len(marked) - n + 1)]
        # The reader counts in sixteenths of an eighth bit.
        return sum(self.grams[row] for row in rows) * (16 * 255 // len(rows)) / (16 * 255)

    def mend(self, word):
        """The rank of the most frequent word one edit away, one with the same first letter before all others."""
        if not plain(word) or not 5 <= len(word) <= 24:
            return None
        letters = "abcdefghijklmnopqrstuvwxyz"
        cuts = [(word[:at], word[at:]) for at in range(len(word) + 1)]
        edits = {head + tail[1:] for head, tail in cuts if tail}
        edits |= {head + letter + tail for head, tail in cuts for letter in letters}
        edits |= {head + letter + tail[1:] for head, tail in cuts if tail for letter in letters}
        edits |= {head + tail[1] + tail[0] + tail[2:] for head, tail in cuts if len(tail) > 1}
        found = [(edit[0] != word[0], self.rank[edit]) for edit in edits if edit in self.rank]
        return min(found)[1] if found else None

    def embed(self, text):
        rows = [row for row in map(self.row, WORD.findall(fold(text))) if row is not None]
        total = np.sum(rows, axis=0)
        return total / np.linalg.norm(total)


def plain(word):
    return word.isascii() and word.isalpha()


def unpack(packed):
    """Codes to -3, -1, 1, 3."""
    codes = np.concatenate([packed >> shift & 3 for shift in (0, 2, 4, 6)], axis=1)
    return 2.0 * codes - 3.0


def main():
    folder = pathlib.Path(__file__).resolve().parents[2] / "data" / "vectors"
    table = Table(folder / "vectors.bin")
    rows = [{"text": text, "values": [round(float(value), 7) for value in table.embed(text)]} for text in TEXTS]
    lines = ",\n".join(json.dumps(row, ensure_ascii=False) for row in rows)
    (folder / "reference.json").write_text(f"[\n{lines}\n]\n", "utf-8")


if __name__ == "__main__":
    main()
