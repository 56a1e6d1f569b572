"""The words of the table, each with how often it is used and the spelling that the model reads."""

import collections
import pathlib
import re
import unicodedata

import wordfreq

LANGUAGES = ("en", "it", "es")
# Letters that Unicode does not take apart; as `language::fold` has them.
NO_DECOMPOSITION = {"ß": "ss", "ø": "o", "æ": "ae", "œ": "oe", "ł": "l", "đ": "d", "ı": "i"}
WORD = re.compile(r"[^\W_]+")
PLAIN = re.compile(r"[a-z]+")
# What a template, a front-matter key or a regular expression writes is no language.
MARKUP = re.compile(r"\{\{.*?\}\}|\{%.*?%\}|^[\w-]+:|\\\w|https?://\S+", re.MULTILINE | re.DOTALL)


def fold(text):
    """Lower case, compatibility forms unified, no accents: how Bolt normalises a word."""
    folded = []
    for letter in unicodedata.normalize("NFKC", text).lower():
        if letter in NO_DECOMPOSITION:
            folded.append(NO_DECOMPOSITION[letter])
        else:
            parts = unicodedata.normalize("NFD", letter)
            bare = "".join(part for part in parts if not unicodedata.combining(part))
            folded.append(letter if parts == letter else bare)
    return "".join(folded)


def frequencies():
    """Two tables: language → folded word → share of all words; folded word → spelling → the same."""
    shares = {language: collections.Counter() for language in LANGUAGES}
    spellings = collections.defaultdict(collections.Counter)
    for language in LANGUAGES:
        for entry, share in wordfreq.get_frequency_dict(language, "large").items():
            for spelling in WORD.findall(entry):
                shares[language][fold(spelling)] += share
                spellings[fold(spelling)][spelling] += share
        total = sum(shares[language].values())
        for word in shares[language]:
            shares[language][word] /= total
    return shares, spellings


def content_words(root):
    """The words of the articles and the intents, and of the list beside this script, with their spelling."""
    found = collections.defaultdict(collections.Counter)
    folders = [pathlib.Path(root, name) for name in ("knowledge", "intents")]
    files = sorted(path for folder in folders for path in folder.rglob("*") if path.suffix in (".md", ".yaml", ".txt", ".jsonl"))
    texts = [MARKUP.sub(" ", path.read_text("utf-8")) for path in files]
    listed = pathlib.Path(__file__).with_name("support-words.txt").read_text("utf-8")
    texts.append("\n".join(line for line in listed.splitlines() if not line.startswith("#")))
    for text in texts:
        for spelling in WORD.findall(text):
            found[fold(spelling)][spelling.lower()] += 1
    return {word: counter for word, counter in found.items() if PLAIN.fullmatch(word) and 2 <= len(word) <= 24}


def vocabulary(root, most):
    """(word, spelling, shares) in the order of the table: the most frequent first. The shares are each language's.

    `most` says how many words of each language are taken by rank alone.
    """
    shares, spellings = frequencies()
    own = content_words(root)
    words = set(own)
    words.update(str(number) for number in range(101))
    words.update(f"p{number}" for number in range(1, 5))
    for language in LANGUAGES:
        ranked = (word for word, _ in shares[language].most_common() if PLAIN.fullmatch(word))
        words.update(word for word, _ in zip(ranked, range(most[language])))
    share = {word: [shares[language][word] for language in LANGUAGES] for word in words}
    ordered = sorted(words, key=lambda word: (-max(share[word]), word))

    def spelling(word):
        known = spellings.get(word) or own.get(word)
        return known.most_common(1)[0][0] if known else word

    return [(word, spelling(word), share[word]) for word in ordered]
