#!/usr/bin/env python3
"""Measures understanding and search on a folder of public sets, and prints the tables of docs/understanding.md.

    cargo build --release && python3 tools/measure.py DATA [--bolt target/release/bolt] [--draws 8] [--only intents|search]

DATA has intents/SET/train.tsv (with train_10shot.tsv, valid.tsv, oos_train.tsv and oos_valid.tsv where the set has them)
and search/SET/{articles.jsonl,queries.jsonl,qrels.tsv}. Sets that are not there are left out. Where a set has no file to
ask from, its training file is dealt into parts, each asked after learning the others. Everything is drawn from fixed seeds.
"""

import argparse
import json
import pathlib
import random
import subprocess
import tempfile

LETTERS = "abcdefghijklmnopqrstuvwxyz"
# One word in so many is misspelt.
EVERY = 5


def bolt(*arguments):
    done = subprocess.run([args.bolt, "eval", *map(str, arguments), "--json"], capture_output=True, text=True)
    if done.returncode:
        raise SystemExit(f"bolt eval {' '.join(map(str, arguments))} failed:\n{done.stderr}")
    return json.loads(done.stdout)


def rows(path):
    return path.read_text().splitlines()[1:]


def write(folder, name, lines, header="text\tintent"):
    path = pathlib.Path(folder) / name
    path.write_text("\n".join([header, *lines] if header else lines) + "\n")
    return path


def percent(value):
    return "–" if value is None else f"{100 * value:.1f}"


def intent_row(name, method, found):
    time = found["classify_us"]
    figures = [
        percent(found["accuracy"]),
        percent(found["accuracy_with_rejection"]),
        percent(found["ece"]),
        percent(found["kept"]),
        f"{time['p50']:.0f} / {time['p99']:.0f} µs",
        f"{found['train_seconds']:.1f} s",
    ]
    print(f"| {name} | {method} | {' | '.join(figures)} |", flush=True)


def intents(data, folder):
    print("| set | asked | accuracy | with rejection | calibration error | kept of in-scope | classify p50 / p99 | training |")
    print("|---|---|---|---|---|---|---|---|")
    folds = [
        ("BANKING77", "banking77", "en", 2),
        ("xSID English", "xsid_en", "en", 4),
        ("xSID Italian", "xsid_it", "it", 4),
        ("NLP.js corpus English", "nlpjs_corpus_en", "en", 4),
        ("NLP.js corpus Italian", "nlpjs_corpus_it", "it", 4),
        ("SIGDIAL Chatbot", "sigdial_chatbot", "en", 4),
        ("SIGDIAL WebApplications", "sigdial_webapps", "en", 8),
    ]
    for name, of, language, repeats in folds:
        train = data / of / "train.tsv"
        if train.exists():
            deal = ("--folds", 5, "--repeats", repeats, "--lang", language)
            intent_row(name, f"five parts, dealt {repeats} times", bolt("intents", "--train", train, *deal))
    few = [("BANKING77, 10 an intent", "banking77"), ("CLINC150, 10 an intent", "clinc150")]
    for name, of in few:
        train, shots = data / of / "train.tsv", data / of / "train_10shot.tsv"
        if shots.exists():
            learned = set(rows(shots))
            rest = write(folder, f"{of}.tsv", [row for row in rows(train) if row not in learned])
            asked = ("--train", shots, "--test", rest, "--lang", "en")
            intent_row(name, "the rest of the training set", bolt("intents", *asked))
    clinc = data / "clinc150"
    if (clinc / "valid.tsv").exists():
        for name, train in [("CLINC150", "train.tsv"), ("CLINC150, 10 an intent", "train_10shot.tsv")]:
            outside = [row.split("\t")[0] + "\toos" for row in rows(clinc / "oos_valid.tsv")]
            test = write(folder, "clinc.tsv", rows(clinc / "valid.tsv") + outside)
            learn = ("--train", clinc / train, "--oos-train", clinc / "oos_train.tsv")
            found = bolt("intents", *learn, "--test", test, "--lang", "en")
            intent_row(f"{name}, with off-topic examples", "its own validation set", found)
            auroc, at_95, at = (percent(found[key]) for key in ("oos_auroc", "oos_recall_at_95", "oos_recall"))
            outside = f"AUROC {auroc}; rejected while 95 % of in-scope is kept {at_95}, at the trained threshold {at}"
            print(f"| {name}, out of scope | its own validation set | {outside} | | | | | |", flush=True)
    for name, one, other in [("NLP.js corpus", "nlpjs_corpus_en", "nlpjs_corpus_it"), ("xSID", "xsid_en", "xsid_it")]:
        for taught, asked, told, language in [(one, other, "taught in English", "it"), (other, one, "taught in Italian", "en")]:
            train, test = data / taught / "train.tsv", data / asked / "train.tsv"
            if train.exists() and test.exists():
                found = bolt("intents", "--train", train, "--test", test, "--lang", language)
                intent_row(f"{name}, {told}", "the other language's training set", found)


def mostly_wrong(word, draw):
    """A typing error, three times in four a wrong letter."""
    return edit(word, draw, draw.randrange(12))


def even(word, draw):
    """A typing error of any kind."""
    return edit(word, draw, draw.randrange(4))


def edit(word, draw, kind):
    at = draw.randrange(len(word))
    if kind == 0 and len(word) > 1:
        return word[:at] + word[at + 1 :]
    if kind == 1:
        return word[:at] + draw.choice(LETTERS) + word[at:]
    if kind == 2 and at + 1 < len(word):
        return word[:at] + word[at + 1] + word[at] + word[at + 2 :]
    return word[:at] + draw.choice(LETTERS) + word[at + 1 :]


def misspelt(queries, seed, error):
    draw = random.Random(seed)
    for query in queries:
        words = query["text"].split(" ")
        words = [error(word, draw) if word and draw.random() < 1 / EVERY else word for word in words]
        yield json.dumps({**query, "text": " ".join(words)})


def lost(found, at_first, folder, queries, error):
    losses = []
    for seed in range(args.draws):
        asked = write(folder, "queries.jsonl", list(misspelt(queries, seed, error)), header=None)
        losses.append(100 * (at_first - found(asked)["recall@1"]))
    mean = sum(losses) / len(losses)
    spread = sum((loss - mean) ** 2 for loss in losses) / max(1, len(losses) - 1)
    return f"{mean:.2f} ± {(spread / len(losses)) ** 0.5:.2f}"


def search(data, folder):
    print("| set | recall@1 | recall@3 | MRR@10 | p50 / p99 | lost by typing errors, mostly wrong letters / of all kinds |")
    print("|---|---|---|---|---|---|")
    sets = [
        ("StackFAQ", "stackfaq-en"),
        ("Microsoft help", "mshelp-en"),
        ("SQuAD-it", "squad-it"),
        ("XQuAD Spanish", "xquad-es"),
        ("Spanish questions, English paragraphs", "xquad-es2en"),
    ]
    for name, of in sets:
        at = data / of
        if not at.exists():
            continue
        asked = lambda queries: bolt(
            "search", "--articles", at / "articles.jsonl", "--queries", queries, "--qrels", at / "qrels.tsv"
        )
        first = asked(at / "queries.jsonl")
        queries = [json.loads(line) for line in (at / "queries.jsonl").read_text().splitlines()]
        losses = " / ".join(lost(asked, first["recall@1"], folder, queries, error) for error in (mostly_wrong, even))
        figures = " | ".join(f"{first[key]:.3f}" for key in ("recall@1", "recall@3", "mrr@10"))
        time = first["query_us"]
        print(f"| {name} | {figures} | {time['p50']:.0f} / {time['p99']:.0f} µs | {losses} |", flush=True)


parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
parser.add_argument("data", type=pathlib.Path)
parser.add_argument("--bolt", default="target/release/bolt")
parser.add_argument("--draws", type=int, default=8)
parser.add_argument("--only", choices=["intents", "search"])
args = parser.parse_args()
with tempfile.TemporaryDirectory() as scratch:
    if args.only != "search":
        intents(args.data / "intents", scratch)
        print()
    if args.only != "intents":
        search(args.data / "search", scratch)
