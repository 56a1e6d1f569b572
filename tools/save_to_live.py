#!/usr/bin/env python3
"""How long it takes from saving a file to seeing it live, on a real server: the median of five.

    cargo build --release && python3 tools/save_to_live.py target/release/bolt [CONTENT]

CONTENT is a folder with knowledge/ and intents/ (the working folder without it); a copy of it is edited. An article is
live when its page shows the new text, an intent when /readyz names the new revision, and an example is learned when
/readyz says that nothing is being learned any more: until then it is known by its wording.
"""

import json
import pathlib
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request

ROUNDS = 5
ARTICLE, PAGE = "knowledge/en/contact/live-chat.md", "/help/en/contact/live-chat"
INTENT = "intents/repeat.yaml"


def get(address):
    with urllib.request.urlopen(address) as answer:
        return answer.read().decode()


def until(holds):
    """Waits, and looks often enough for a hundredth of a second to show."""
    began = time.monotonic()
    while not holds():
        if time.monotonic() - began > 120:
            sys.exit("the change is not seen")
        time.sleep(0.005)
    return time.monotonic() - began


def save(path, text):
    """As editors save: beside it, and then in its place."""
    beside = path.with_name("." + path.name + ".tmp")
    beside.write_text(text)
    beside.rename(path)


def measure(what, edit, seen):
    took = []
    for n in range(ROUNDS):
        holds = seen(n)
        edit(n)
        took.append(until(holds))
    print(f"{what:<45} median {statistics.median(took):.2f} s, worst {max(took):.2f} s")


def main():
    bolt = sys.argv[1]
    origin = pathlib.Path(sys.argv[2] if len(sys.argv) > 2 else ".")
    with tempfile.TemporaryDirectory() as place:
        root = pathlib.Path(place) / "content"
        for folder in ("knowledge", "intents"):
            shutil.copytree(origin / folder, root / folder)
        command = [bolt, "--content", root, "serve", "--demo", "--listen", "127.0.0.1:0", "--data", pathlib.Path(place) / "data"]
        began = time.monotonic()
        with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as server:
            try:
                address = server.stdout.readline().split()[-1].rstrip("/")
                print(f"{'start, until it listens':<45} {time.monotonic() - began:.2f} s")
                revision = lambda: json.loads(get(address + "/readyz"))["content"]["revision"]
                article, intent = (root / ARTICLE).read_text(), (root / INTENT).read_text()

                def new_revision(_):
                    before = revision()
                    return lambda: revision() != before

                measure("an article: its text",
                        lambda n: save(root / ARTICLE, article + f"\nSaved as number {n}.\n"),
                        lambda n: lambda: f"Saved as number {n}." in get(address + PAGE))
                measure("an intent: what it says",
                        lambda n: save(root / INTENT, intent.replace('"No problem', f'"{n}: no problem') + f"# {n}\n"),
                        new_revision)
                example = "examples:\n  en:\n"
                teach = lambda n, what: save(root / INTENT, intent.replace(example, f"{example}    - the {n}th {what} please\n"))
                learning = lambda: json.loads(get(address + "/readyz"))["content"]["learning_since"]

                def learned(_):
                    before = revision()
                    return lambda: revision() != before and not learning()

                measure("an intent: an example", lambda n: teach(n, "time again"), new_revision)
                until(lambda: not learning())
                measure("an intent: an example, until it is learned", lambda n: teach(n, "round again"), learned)
            finally:
                server.terminate()


if __name__ == "__main__":
    main()
