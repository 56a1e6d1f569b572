"""How Bolt reads a message: normalised words, and the spelling that the classifier mends. Written from what the
documentation says, apart from the Rust."""

import collections
import unicodedata

# Letters that Unicode does not take apart, and people replace.
NO_DECOMPOSITION = {"ß": "ss", "ẞ": "ss", "ø": "o", "Ø": "o", "æ": "ae", "Æ": "ae", "œ": "oe", "Œ": "oe"}
NO_DECOMPOSITION |= {"ł": "l", "Ł": "l", "đ": "d", "Đ": "d", "ı": "i", "İ": "i"}
LONGEST = 4000


def words(text):
    """The normalised words of a message."""
    found = []
    for chunk in text[:LONGEST].split():
        found += [address(chunk)] if address(chunk) else in_chunk(chunk)
    return found


def in_chunk(chunk):
    chunk = [letter for letter in chunk if not is_invisible(letter)]
    found, word = [], ""
    for letter, after in zip(chunk, [*chunk[1:], ""]):
        if letter.isalnum() or letter == "+" and plus_belongs(word, after):
            word += fold(letter)
        elif word:
            found, word = found + [word], ""
    parts = "".join(c if c.isalnum() or c in "+@" else " " for c in " ".join([*found, word])).split()
    return [squeeze(part) for part in parts]


def fold(letter):
    """Lower case, compatibility forms unified, no accents."""
    if letter in NO_DECOMPOSITION:
        return NO_DECOMPOSITION[letter]
    lower = unicodedata.normalize("NFKC", letter).lower()
    parts = unicodedata.normalize("NFD", lower)
    bare = "".join(part for part in parts if not unicodedata.combining(part))
    # Only accents are taken apart: Hangul syllables decompose too, and stay whole.
    return lower if bare == parts else bare


def is_invisible(letter):
    return unicodedata.category(letter) in ("Mn", "Cf", "Cc")


def plus_belongs(word, after):
    """`Premier+` and `+41` own their plus."""
    if not word:
        return after.isdigit()
    return not after.isalnum()


def squeeze(word):
    """`sooo` is `so`, `cooool` is `cool`."""
    out, at = "", 0
    while at < len(word):
        run = len(word[at:]) - len(word[at:].lstrip(word[at]))
        if run < 3 or not word[at].isalpha() or run == len(word):
            kept = run
        else:
            kept = 1 if at + run == len(word) else 2
        out += word[at] * kept
        at += run
    return out


def address(chunk):
    inner = chunk
    while inner and not inner[0].isalnum():
        inner = inner[1:]
    while inner and not (inner[-1].isalnum() or inner[-1] == "/"):
        inner = inner[:-1]
    if inner.lower().startswith(("http://", "https://", "www.")):
        return "@url"
    local, at, domain = inner.partition("@")
    name, _, rest = domain.partition(".")
    return "@email" if at and local and name and rest and "@" not in domain else None


class Speller:
    """Unknown words become the most frequent known one at distance one; one that begins alike goes first."""

    def __init__(self, texts):
        self.counts = collections.Counter(word for text in texts for word in text)
        # The known words by themselves and by each of their forms with a letter less.
        self.near = collections.defaultdict(set)
        for word in self.counts:
            if word.isalpha():
                for form in forms(word):
                    self.near[form].add(word)

    def mend(self, word):
        if word in self.counts or not word.isalpha() or len(word) < 4:
            return word
        candidates = {known for form in forms(word) for known in self.near.get(form, ()) if is_one_edit(word, known)}
        # The alphabet's first of equals.
        return min(candidates, key=lambda w: (w[0] != word[0], -self.counts[w], w), default=word)


def forms(word):
    return {word} | {word[:at] + word[at + 1 :] for at in range(len(word))}


def is_one_edit(a, b):
    while a and b and a[0] == b[0]:
        a, b = a[1:], b[1:]
    while a and b and a[-1] == b[-1]:
        a, b = a[:-1], b[:-1]
    return max(len(a), len(b)) == 1 or len(a) == len(b) == 2 and a == b[::-1]
