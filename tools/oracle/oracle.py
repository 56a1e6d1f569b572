"""The classifier built a second time, of scikit-learn's parts, and held against the Rust one on the same two files:

    python tools/oracle/oracle.py --train TRAIN.tsv --test TEST.tsv --bolt target/release/bolt

The exit code is 1 when the accuracies are further apart than `--within` points.
"""

import argparse
import json
import pathlib
import subprocess
import sys

import numpy as np
import scipy.sparse
from scipy.special import logsumexp
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.preprocessing import LabelEncoder, normalize
from sklearn.svm import LinearSVC

import text

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path.append(str(ROOT / "tools" / "vectors"))
# The sizes, shares and costs are those of src/intents/{features,learner,mix}.rs.
WORDS_SHARE = 0.3
CANDIDATES = [(1.0, 0.2, 0.2), (1.0, 0.4, 0.4), (0.5, 0.4, 0.4), (0.0, 1.0, 1.0)]
SVM_COST, WORDS_COST, MEANING_COST = 1.0, 100.0, 30.0
SCARCE, PLENTY, ENOUGH = 1_000, 2_000, 1_500


def word_grams(words):
    """Words, and pairs of words with the message's edges."""
    edged = ["<", *words, ">"]
    return [*words, *(f"{a} {b}" for a, b in zip(edged, edged[1:]))] if words else []


def letter_grams(words):
    """The runs of two to five letters inside of each word, a space on both sides."""
    marked = [f" {word} " for word in words]
    return [w[at : at + n] for w in marked for n in range(2, min(5, len(w)) + 1) for at in range(len(w) - n + 1)]


class Features:
    """tf-idf of both families, each of length one, put together by their shares."""

    def __init__(self, texts):
        family = lambda grams: TfidfVectorizer(analyzer=grams, sublinear_tf=True, norm="l2").fit(texts)
        self.words, self.letters = family(word_grams), family(letter_grams)

    def of(self, texts):
        words, letters = self.words.transform(texts), self.letters.transform(texts)
        # A text that has only one family gives it the whole length.
        has_letters = letters.getnnz(axis=1) > 0
        share = np.where(words.getnnz(axis=1) == 0, 0.0, np.where(has_letters, WORDS_SHARE, 1.0))
        weigh = lambda values, part: scipy.sparse.diags(np.sqrt(part)) @ values
        return scipy.sparse.hstack([weigh(words, share), weigh(letters, 1.0 - share)]).tocsr()


class Meaning:
    """The dense vector of a text, as the table of word vectors gives it; zeros where it says nothing."""

    def __init__(self):
        from reference import Table

        self.table = Table(ROOT / "data" / "vectors" / "vectors.bin")
        self.rows = {}

    def of(self, texts):
        return normalize(np.array([self.sum(words) for words in texts]))

    def sum(self, words):
        total = np.zeros(self.table.vectors.shape[1])
        for word in words:
            if word not in self.rows:
                self.rows[word] = self.table.row(word)
            if self.rows[word] is not None:
                total += self.rows[word]
        return total


class Machines:
    """The three machines; `votes` are the scores that each gives to each class."""

    def __init__(self, texts, meanings, labels):
        self.features = Features(texts)
        machines = [LinearSVC(C=SVM_COST, max_iter=10_000, fit_intercept=False), softmax(WORDS_COST), softmax(MEANING_COST)]
        self.machines = [machine.fit(seen, labels) for machine, seen in zip(machines, self.seen(texts, meanings))]

    def votes(self, texts, meanings):
        return [machine.decision_function(seen) for machine, seen in zip(self.machines, self.seen(texts, meanings))]

    def seen(self, texts, meanings):
        """What each machine looks at; the last column of each is the bias."""
        words, bias = self.features.of(texts), np.ones((len(texts), 1))
        beside = lambda *parts: scipy.sparse.hstack(parts).tocsr()
        return [beside(words, meanings, bias), beside(words, bias), np.hstack([meanings, bias])]


def softmax(cost):
    # The bias is a column like any other, and kept small as they are; only so are the problems the same.
    return LogisticRegression(C=cost, max_iter=2_000, fit_intercept=False)


def mixed(mix, votes):
    return sum(share * vote for share, vote in zip(mix, votes))


def choose_mix(votes, labels):
    """The candidate that makes held-out labels likeliest at its best sharpness."""
    step = -(-len(labels) // ENOUGH)
    votes, labels = [vote[::step] for vote in votes], labels[::step]
    return min(CANDIDATES, key=lambda mix: loss_at_best(mixed(mix, votes), labels))


def loss_at_best(scores, labels):
    doubt = 1.0 / (len(labels) + 2)
    expected = scores[np.arange(len(labels)), labels] * (1 - doubt) + scores.mean(axis=1) * doubt
    sharpness = np.exp(np.linspace(-1.5, 4.5, 121))
    return min((logsumexp(s * scores, axis=1) - s * expected).sum() for s in sharpness)


def deal(labels, parts):
    """The texts of each class over the parts in turn; classes begin at different parts."""
    dealt, part_of = {}, []
    for label in labels:
        dealt[label] = dealt.get(label, 0) + 1
        part_of.append((dealt[label] + label) % parts)
    return np.array(part_of)


def held_out(texts, meanings, labels):
    """Votes on texts that the machines have not seen."""
    parts = 10 if len(labels) < SCARCE else 4
    rounds = parts if len(labels) < PLENTY else 1
    part_of = deal(labels, parts)
    votes, truths = [], []
    for part in range(rounds):
        asked, chosen = np.flatnonzero(part_of == part), np.flatnonzero(part_of != part)
        machines = Machines([texts[i] for i in chosen], meanings[chosen], labels[chosen])
        votes.append(machines.votes([texts[i] for i in asked], meanings[asked]))
        truths.append(labels[asked])
    return [np.concatenate(machine) for machine in zip(*votes)], np.concatenate(truths)


def rows(path):
    """The texts in words and their labels; rows without an intent take no part."""
    lines = [line.split("\t") for line in path.read_text("utf-8-sig").splitlines()[1:] if line.strip()]
    kept = [(line[0], line[1].strip()) for line in lines if line[1].strip() != "oos"]
    return [text.words(written) for written, _ in kept], [intent for _, intent in kept]


def accuracy(train, test):
    """What the oracle gets right, its mix, and what each machine gets right alone."""
    (texts, intents), (asked, truths) = rows(train), rows(test)
    encoder = LabelEncoder().fit(intents)
    labels, meaning = encoder.transform(intents), Meaning()
    meanings = meaning.of(texts)
    mix = choose_mix(*held_out(texts, meanings, labels))
    speller = text.Speller(texts)
    asked = [[speller.mend(word) for word in words] for words in asked]
    votes = Machines(texts, meanings, labels).votes(asked, meaning.of(asked))
    right = lambda scores: float(np.mean(encoder.inverse_transform(scores.argmax(axis=1)) == np.array(truths)))
    return right(mixed(mix, votes)), mix, [right(vote) for vote in votes]


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--train", type=pathlib.Path, required=True)
    parser.add_argument("--test", type=pathlib.Path, required=True)
    parser.add_argument("--bolt", default="target/release/bolt")
    parser.add_argument("--within", type=float, default=0.3, help="points")
    args = parser.parse_args()
    command = [args.bolt, "eval", "intents", "--train", args.train, "--test", args.test, "--json"]
    bolt = json.loads(subprocess.run(command, check=True, capture_output=True).stdout)["accuracy"]
    oracle, mix, alone = accuracy(args.train, args.test)
    apart = 100 * (bolt - oracle)
    alone = ", ".join(f"{100 * part:.2f}" for part in alone)
    print(f"bolt {100 * bolt:.2f}, oracle {100 * oracle:.2f} (mix {mix}; its machines alone {alone}): {apart:+.2f} points")
    sys.exit(abs(apart) > args.within)


if __name__ == "__main__":
    main()
