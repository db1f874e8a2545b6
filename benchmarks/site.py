"""How fast the site answers over a large report: percentiles of the first byte, and many readers at once.

    python benchmarks/make_reviews_db.py reports/sample /tmp/large
    python benchmarks/site.py /tmp/large

The server runs in a process of its own on one core. Every query is asked once before that is measured is
none of those that warm the files up, so that no answer is remembered. Shows wall time, and the server's own
processor time, which does not depend on what else the machine does.
"""

from __future__ import annotations

import argparse
import http.client
import os
import random
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote, urlencode

from thememiner.store import Database

FILTERS = (
    {}, {}, {}, {"theme": "neglect"}, {"role": "finding"}, {"year": "2014"}, {"polarity": "concern"},
    {"theme": "info_sharing", "polarity": "concern"}, {"review_kind": "serious case review", "year": "2019"},
    {"sort": "newest"},
)  # fmt: skip


def make_queries(folder: Path, n: int) -> list[str]:
    """Queries as people type them: words of every frequency, pairs, phrases, beginnings, alternatives."""
    chance = random.Random(7)
    db = Database(folder / "reviews.db", connections=1)
    terms = [
        (row[0], row[1])
        for row in db.rows("SELECT term, doc FROM passages_terms WHERE term GLOB '[a-y]*' AND doc > 20")
    ]
    words = [term for term, _ in terms]
    # People type frequent words more often than rare ones, if not as often as they are printed.
    weights = [doc**0.5 for _, doc in terms]
    frequent = [term for term, doc in sorted(terms, key=lambda found: -found[1])[:150] if len(term) > 3]
    texts = [row[0].split() for row in db.rows("SELECT text FROM passages WHERE rowid % 997 = 0")]
    db.close()

    def word() -> str:
        return chance.choices(words, weights)[0]

    def phrase() -> str:
        text = chance.choice(texts)
        at = chance.randrange(max(len(text) - 2, 1))
        return '"' + " ".join(text[at : at + 2]) + '"'

    forms = (
        *(word, word, word, lambda: chance.choice(frequent), phrase),
        *(lambda: f"{word()} {word()}", lambda: f"{word()} {word()}", lambda: f"{word()[:6]}*"),
        *(lambda: f"{word()} OR {word()}", lambda: f"{chance.choice(frequent)} NOT {word()}"),
        *(lambda: f"{word()} NEAR {word()}", lambda: ""),
    )
    queries: dict[str, None] = {}
    while len(queries) < n:
        asked = {"q": chance.choice(forms)(), **chance.choice(FILTERS)}
        if chance.random() < 0.2:
            asked["lens"] = "recommendations"
            asked = {name: value for name, value in asked.items() if name not in ("role", "polarity")}
        if chance.random() < 0.15:
            asked["page"] = str(chance.randint(2, 5))
        queries["/search?" + urlencode(asked, quote_via=quote)] = None
    return list(queries)


@contextmanager
def served(folder: Path) -> Iterator[tuple[int, subprocess.Popen[str]]]:
    """The site in a process on the last core; yields its port."""
    command = [sys.executable, "-m", "thememiner.cli", "serve", str(folder), "--port", "0"]
    process = subprocess.Popen(command, stderr=subprocess.PIPE, text=True)
    try:
        assert process.stderr is not None
        line = process.stderr.readline()
        # Whatever else it says goes through to the terminal; a full pipe would stop it.
        threading.Thread(target=sys.stderr.writelines, args=(process.stderr,), daemon=True).start()
        port = int(line.split("127.0.0.1:")[1].split("/")[0])
        if hasattr(os, "sched_setaffinity"):
            cores = sorted(os.sched_getaffinity(0))
            os.sched_setaffinity(process.pid, cores[-1:])
            for thread in Path(f"/proc/{process.pid}/task").iterdir():
                os.sched_setaffinity(int(thread.name), cores[-1:])
        yield port, process
    finally:
        process.terminate()
        process.wait(timeout=10)


def ask(port: int, path: str) -> tuple[float, int]:
    """Seconds to the first byte, and the status."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=120)
    start = time.perf_counter()
    connection.request("GET", path)
    answer = connection.getresponse()
    seconds = time.perf_counter() - start
    answer.read()
    connection.close()
    return seconds, answer.status


def spent(process: subprocess.Popen[str]) -> float:
    """Processor time of the server so far, in seconds."""
    fields = Path(f"/proc/{process.pid}/stat").read_text().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def show(name: str, seconds: list[float]) -> None:
    found = sorted(seconds)
    cells = [
        f"p{p} {1000 * found[min(len(found) * p // 100, len(found) - 1)]:.0f}" for p in (50, 75, 90, 95, 99)
    ]
    print(f"{name:42} {'  '.join(cells)}  max {1000 * found[-1]:.0f} ms  (n = {len(found)})")


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("report", type=Path)
    parser.add_argument("--queries", type=int, default=400)
    parser.add_argument("--readers", type=int, default=50)
    parser.add_argument("--slowest", type=int, default=8)
    args = parser.parse_args()
    queries = make_queries(args.report, args.queries + 60)
    with served(args.report) as (port, process):
        start = time.perf_counter()
        ask(port, "/search")
        print(f"{'the first page after the start':42} {time.perf_counter() - start:.1f} s")
        for path in queries[args.queries :]:
            ask(port, path)
        walls, processors = [], []
        slow = []
        for path in queries[: args.queries]:
            before = spent(process)
            seconds, status = ask(port, path)
            assert status == 200, path
            walls.append(seconds)
            processors.append(spent(process) - before)
            slow.append((seconds, path))
        show("one reader, first byte", walls)
        show("one reader, processor time (10 ms ticks)", processors)
        for seconds, path in sorted(slow, reverse=True)[: args.slowest]:
            print(f"    {1000 * seconds:5.0f} ms  {path}")
        results: list[tuple[float, int]] = []

        def read(reader: int) -> None:
            chance = random.Random(reader)
            for _ in range(6):
                try:
                    results.append(ask(port, chance.choice(queries)))
                except OSError:
                    results.append((0.0, 0))

        threads = [threading.Thread(target=read, args=(reader,)) for reader in range(args.readers)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        show(f"{args.readers} readers at once, first byte", [seconds for seconds, _ in results])
        print(f"{'errors':42} {sum(status != 200 for _, status in results)}")


if __name__ == "__main__":
    main()
