#!/usr/bin/env python3
"""What extraction costs: seconds beside PDFium's bare text, pdftotext and pdfplumber, on a folder of PDFs.

    python benchmarks/extraction.py FOLDER [--rounds 3] [--sample 60] [--workers]

Whole extraction (PDF to passages) and PDFium's ``get_text_range`` run over the same files in one process;
of several rounds the fastest of each file counts. The figure to trust is the ratio, not the seconds.
pdftotext (where it is installed) and pdfplumber are timed on the first pages of a few files only, up to
``--sample`` pages (0: not at all). Peak memory is that of this process after each part. ``--workers`` also
reads the folder with one worker process and with two, in turns, by the clock on the wall.
"""

from __future__ import annotations

import argparse
import resource
import shutil
import subprocess
import time
from collections.abc import Callable
from pathlib import Path

import pypdfium2

from thememiner.errors import ReadError
from thememiner.extraction import extract_review, read_pdf, split_passages
from thememiner.workers import WorkerPool


def read_bare(path: Path) -> int:
    """Read the text of every page with PDFium alone; return the number of pages."""
    pdf = pypdfium2.PdfDocument(path)
    n_pages = len(pdf)
    for number in range(n_pages):
        page = pdf[number]
        text_page = page.get_textpage()
        text_page.get_text_range()
        text_page.close()
        page.close()
    pdf.close()
    return n_pages


def read_whole(path: Path) -> int:
    doc = read_pdf(path, review_id="benchmark")
    split_passages(doc)
    return len(doc.pages)


def measure(path: Path, rounds: int) -> tuple[float, float]:
    """Return the fewest seconds of processor time that the bare and the whole reading took, in turns."""
    bare = whole = float("inf")
    for _ in range(rounds):
        bare, whole = min(bare, _time(read_bare, path)), min(whole, _time(read_whole, path))
    return bare, whole


def _time(action: Callable[[Path], int], path: Path) -> float:
    start = time.process_time()
    action(path)
    return time.process_time() - start


def measure_pool(paths: list[Path], workers: int) -> float:
    """Return the seconds that extraction takes in worker processes, their start included."""
    start = time.perf_counter()
    with WorkerPool(workers, seconds=300, memory_mb=4096) as pool:
        largest_first = sorted(paths, key=lambda path: -path.stat().st_size)
        futures = [
            pool.submit(extract_review, path.read_bytes(), path.name, review_id="benchmark")
            for path in largest_first
        ]
        for future in futures:
            future.result()
    return time.perf_counter() - start


def compare_pools(paths: list[Path], rounds: int) -> None:
    """Print how much faster two workers are than one: best of several rounds, in turns."""
    one = two = float("inf")
    for _ in range(rounds):
        one, two = min(one, measure_pool(paths, 1)), min(two, measure_pool(paths, 2))
    print(f"  one worker {one:.1f} s, two workers {two:.1f} s: {one / two:.2f} times as fast")


def show_peak(name: str) -> None:
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"  peak memory after {name}: {peak:.0f} MB")


def compare_slow_readers(paths: list[Path], sample: int) -> None:
    """Time pdftotext and pdfplumber on a few pages, beside PDFium on the same pages."""
    import pdfplumber

    bare = words = poppler = 0.0
    n_pages = 0
    for path in paths:
        if n_pages >= sample:
            break
        count = min(len(pypdfium2.PdfDocument(path)), 10, sample - n_pages)
        start = time.process_time()
        pdf = pypdfium2.PdfDocument(path)
        for number in range(count):
            pdf[number].get_textpage().get_text_range()
        bare += time.process_time() - start
        start = time.process_time()
        with pdfplumber.open(path) as plumber:
            for page in plumber.pages[:count]:
                page.extract_words()
                page.close()
        words += time.process_time() - start
        if shutil.which("pdftotext"):
            start = time.perf_counter()
            subprocess.run(["pdftotext", "-l", str(count), str(path), "-"], capture_output=True, check=False)
            poppler += time.perf_counter() - start
        n_pages += count
    print(f"on {n_pages} pages of {path.parent.name}:")
    print(f"  pdfplumber words  {words / bare:6.1f} x PDFium's bare text")
    if poppler:
        print(f"  pdftotext         {poppler / bare:6.1f} x (wall clock, a process per file)")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--sample", type=int, default=60)
    parser.add_argument("--workers", action="store_true", help="also compare two workers with one")
    parser.add_argument("--each", action="store_true", help="print a line per file")
    args = parser.parse_args()

    paths = []
    n_pages = 0
    for path in sorted(args.folder.rglob("*.pdf")):
        try:
            n_pages += read_whole(path)
            paths.append(path)
        except ReadError as error:
            print(f"left out {path.name}: {error}")
    bare = whole = 0.0
    for path in paths:
        fast, full = measure(path, args.rounds)
        bare, whole = bare + fast, whole + full
        if args.each:
            print(f"{full / fast:5.2f}  {fast:7.3f} s  {path.name}")
    print(f"{len(paths)} files, {n_pages} pages, best of {args.rounds}, processor time")
    print(f"  PDFium's bare text  {bare:7.2f} s  {n_pages / bare:6.0f} pages/s")
    print(f"  whole extraction    {whole:7.2f} s  {n_pages / whole:6.0f} pages/s  ratio {whole / bare:.2f}")
    show_peak("whole extraction")
    if args.workers:
        compare_pools(paths, args.rounds)
    if args.sample:
        compare_slow_readers(paths, args.sample)


if __name__ == "__main__":
    main()
