#!/usr/bin/env python3
"""What a run costs as the corpus grows: pages and words a second, seconds and peak memory of every stage.

    python benchmarks/scale.py FOLDER --report reports/sample --reviews 34 --times 1 4 16 [--workers 1 2]

``FOLDER`` keeps the corpora and reports. A corpus of ``--reviews`` PDFs (``make_corpus.py``) is read and
tagged for real, once per number of workers; with ``--codebook-edit`` also with one cue more. For the larger
ones its results are replayed: every copy has ids and rare words of its own, so that whatever comes after
tagging (tables, network, files, index) has all its work to do, and only reading and tagging, which are of
one review alone, are not done again. Then, at the largest size, run again: with nothing changed, and with
one review more.

Memory is resident memory, sampled every 20 ms: of the process that runs, and of all its workers together.
Beside seconds on the wall stands the processor time of the process that runs, which says more where the
machine has other work to do.
"""

from __future__ import annotations

import argparse
import json
import random
import re
import resource
import shutil
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from importlib.resources import files
from pathlib import Path
from typing import Any

import thememiner
from make_corpus import make_corpus
from thememiner.cache import Cache, read_entry
from thememiner.corpus import hash_sources, load_corpus
from thememiner.pipeline import Job, Result, Settings
from thememiner.schedule import Mining

_WORD = re.compile(rb"(?<= )(?:[b-df-hj-np-tv-z]{1,2}[aeiou]){4}(?=[ ,;])")
"""Words as ``make_corpus`` makes them up; within a text, so that no mark of the encoding is taken for one."""
_ID = re.compile(rb"(?<=\xb0)[0-9a-f]{16}(?![0-9a-f])")
"""Ids as ``make_id`` makes them, as MessagePack has them: a mark for 16 letters goes before."""
_VOWELS, _CONSONANTS = b"aeiou", b"bcdfghjklmnpqrstvwxyz"


class Meter:
    """Seconds and peak memory of each stage, in megabytes."""

    def __init__(self) -> None:
        self.stages: dict[str, dict[str, float]] = {}
        self.name = "start"
        self.done = threading.Event()
        self.begin("start")

    def begin(self, name: str) -> None:
        now, spent = time.perf_counter(), time.process_time()
        if self.name in self.stages:
            self.stages[self.name]["seconds"] += now - self.since
            self.stages[self.name]["processor"] += spent - self.spent
        self.stages.setdefault(name, {"seconds": 0.0, "processor": 0.0, "parent": 0.0, "workers": 0.0})
        self.name, self.since, self.spent = name, now, spent

    def watch(self) -> None:
        while not self.done.wait(0.02):
            stage = self.stages[self.name]
            stage["parent"] = max(stage["parent"], measure_process("self"))
            stage["workers"] = max(stage["workers"], sum(map(measure_process, list_children())))

    @contextmanager
    def measure(self) -> Iterator[dict[str, dict[str, float]]]:
        thread = threading.Thread(target=self.watch)
        thread.start()
        try:
            yield self.stages
        finally:
            self.begin("end")
            self.done.set()
            thread.join()


def measure_process(process: str) -> float:
    """Resident memory of a process in MB; 0 where it is gone."""
    try:
        status = Path(f"/proc/{process}/status").read_text(encoding="utf-8")
    except OSError:
        return 0.0
    found = re.search(r"VmRSS:\s+(\d+)", status)
    return int(found[1]) / 1024 if found else 0.0


def list_children() -> list[str]:
    found: list[str] = []
    for file in Path("/proc/self/task").glob("*/children"):
        try:
            found += file.read_text(encoding="utf-8").split()
        except OSError:  # a thread that has ended
            continue
    return found


class Replay(ThreadPoolExecutor):
    """Answers with what another run found, under other ids and with other rare words.

    Args:
        corpus: folder of the corpus that was read.
        report: its report, with the cache.
    """

    def __init__(self, corpus: Path, report: Path) -> None:
        super().__init__(max_workers=1)
        cache = Cache(report / ".cache")
        loaded = load_corpus(corpus)
        mining = Mining(loaded, hash_sources(loaded), Settings(), cache).plan()
        self.base = [
            (job.review_id, [read_entry(cache.file(key)) or b"" for key in job.keys]) for job in mining.jobs
        ]

    def submit(self, _fn: Any, /, job: Job, *_rest: Any, **_named: Any) -> Future[Any]:
        """Return a future of what a worker would have found in the review."""
        return super().submit(self.answer, job)

    def answer(self, job: Job) -> Result:
        own_id, entries = self.base[int(Path(job.source.path).stem[1:]) % len(self.base)]
        chance = random.Random(job.review_id)
        mixed = bytes(chance.sample(_VOWELS, 5) + chance.sample(_CONSONANTS, 21))
        table = bytes.maketrans(_VOWELS + _CONSONANTS, mixed)

        def alter(data: bytes) -> bytes:
            data = data.replace(own_id.encode(), job.review_id.encode())
            data = _WORD.sub(lambda found: found[0].translate(table), data)
            return _ID.sub(lambda found: found[0][8:] + job.review_id[:8].encode(), data)

        return Result(*map(alter, entries))


def write_stubs(folder: Path, n: int) -> None:
    """Write files that stand for PDFs: they are hashed, and never opened as such."""
    folder.mkdir(parents=True, exist_ok=True)
    for place in range(n):
        (folder / f"r{place:06d}.pdf").write_text(f"%PDF-1.4 stands for review {place}", encoding="utf-8")


def run_once(given: argparse.Namespace) -> None:
    """Run in this process and print what it cost as JSON."""
    executor = Replay(given.base_corpus, given.base_report) if given.base_report else None
    meter = Meter()
    with meter.measure() as stages:
        report = thememiner.run(
            given.corpus, output=given.output, workers=given.workers[0], codebook=given.codebook,
            executor=executor, stage=meter.begin,
        )  # fmt: skip
    counts = report.run["counts"]
    ended = resource.getrusage(resource.RUSAGE_CHILDREN)
    disk = {file.name: file.stat().st_size for file in sorted(report.folder.glob("*")) if file.is_file()}
    disk["tables/*.csv"] = sum(file.stat().st_size for file in (report.folder / "tables").glob("*.csv"))
    disk[".cache"] = sum(
        file.stat().st_size for file in (report.folder / ".cache").rglob("*") if file.is_file()
    )
    print(
        json.dumps(
            {"stages": stages, "workers": ended.ru_utime + ended.ru_stime, "counts": counts, "disk": disk}
        )
    )


def measure(name: str, corpus: Path, output: Path, *options: object) -> dict[str, Any]:
    """Run in a process of its own; print a line and the stages."""
    command = [
        sys.executable,
        __file__,
        str(corpus.parent),
        "--once",
        "--corpus",
        corpus,
        "--output",
        output,
        *options,
    ]
    done = subprocess.run([str(part) for part in command], check=True, capture_output=True, text=True)
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    stages, counts = found["stages"], found["counts"]
    seconds = sum(stage["seconds"] for stage in stages.values())
    parent, workers = (max(stage[who] for stage in stages.values()) for who in ("parent", "workers"))
    print(f"\n{name}: {counts['reviews']:,} reviews, {counts['pages']:,} pages, {counts['words']:,} words")
    pages_per_second, words_per_second = counts["pages"] / seconds, counts["words"] / seconds
    print(
        f"  {seconds:.1f} s, {pages_per_second:.0f} pages/s, {words_per_second:,.0f} words/s; "
        f"peak {parent:.0f} MB, workers {workers:.0f} MB, their processor time {found['workers']:.0f} s"
    )
    for stage, cost in stages.items():
        print(
            f"  {stage:12} {cost['seconds']:8.1f} s, processor {cost['processor']:8.1f} s  "
            f"{cost['parent']:6.0f} MB" + (f"  workers {cost['workers']:.0f} MB" if cost["workers"] else "")
        )
    print(
        "  on disk: " + ", ".join(f"{file} {size / 2**20:.1f} MB" for file, size in found["disk"].items()),
        flush=True,
    )
    return found


def edit_codebook(folder: Path) -> Path:
    """A copy of the packaged codebook with one cue more."""
    book = folder / "codebook"
    shutil.rmtree(book, ignore_errors=True)
    shutil.copytree(str(files("thememiner") / "codebook"), book)
    file = next(iter(sorted((book / "themes").glob("*.yaml"))))
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace("cues:\n", "cues:\n    - plan ... family\n", 1), encoding="utf-8")
    return book


def main(given: argparse.Namespace) -> None:
    base = given.folder / f"pdfs-{given.reviews}"
    make_corpus(given.report, base, given.reviews, given.pages)
    report = given.folder / f"report-{given.reviews}"
    for workers in given.workers:
        shutil.rmtree(report, ignore_errors=True)
        measure(f"all of it, workers: {workers}", base, report, "--workers", workers)
    if given.codebook_edit:
        edited = edit_codebook(given.folder)
        measure("one cue more", base, report, "--workers", given.workers[-1], "--codebook", edited)
        measure("the old codebook", base, report, "--workers", given.workers[-1])
    replayed = ("--base-corpus", base, "--base-report", report)
    corpus, large = base, report
    for times in given.times:
        corpus, large = given.folder / f"stubs-{times}", given.folder / f"report-x{times}"
        shutil.rmtree(corpus, ignore_errors=True)
        shutil.rmtree(large, ignore_errors=True)
        write_stubs(corpus, given.reviews * times)
        measure(f"replayed, x{times}", corpus, large, *replayed)
    if given.times:
        measure("nothing changed", corpus, large, *replayed)
        write_stubs(corpus, given.reviews * given.times[-1] + 1)
        measure("one review more", corpus, large, *replayed)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", type=Path)
    parser.add_argument(
        "--report", type=Path, default=Path("reports/sample"), help="where the words come from"
    )
    parser.add_argument("--reviews", type=int, default=34)
    parser.add_argument("--pages", type=int, default=20)
    parser.add_argument("--times", type=int, nargs="*", default=[1, 4, 16])
    parser.add_argument("--workers", type=int, nargs="+", default=[2])
    parser.add_argument("--codebook-edit", action="store_true", help="also with a cue more in the codebook")
    once = parser.add_argument_group("one run, measured in this process")
    once.add_argument("--once", action="store_true")
    for name in ("corpus", "output", "codebook", "base-corpus", "base-report"):
        once.add_argument(f"--{name}", type=Path)
    given = parser.parse_args()
    run_once(given) if given.once else main(given)
