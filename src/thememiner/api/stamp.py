"""Whether a report is already what a run would make: then there is nothing to do.

A finished run leaves a stamp beside its cache: a hash of all that the report depends on, and of
``run.json``, which has the hash of every other file. Nothing has changed where the stamp that a
run would leave is there and the files are whole. What failed for now, such as a locked file, is
tried again by each run; where it fails in the same way again the report is the same, too.
"""

from __future__ import annotations

import hashlib
import json
import platform
import sys
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import astuple, replace
from functools import lru_cache
from pathlib import Path

from thememiner.accuracy import FILE as ACCURACY
from thememiner.cache import make_key
from thememiner.corpus import Corpus
from thememiner.records import Failure

_STAMP = Path(".cache", "stamp.txt")


def hash_inputs(
    corpus: Corpus,
    hashes: Iterable[object],
    *,
    codebook: Path | None,
    options: Mapping[str, object],
    place: str,
) -> str:
    """Return one hash of all that a report depends on, the program and its libraries included.

    Args:
        corpus: the reviews and what the manifest says of them.
        hashes: of the PDFs, in the order of the corpus.
        codebook: folder of a codebook; None is the packaged one.
        options: of the run.
        place: the corpus folder as seen from the report, which links follow.
    """
    told = [replace(source, file=Path()) for source in corpus.sources]
    files = _hash_files(codebook, (*codebook.rglob("*.yaml"), codebook / ACCURACY)) if codebook else ""
    return make_key(
        _hash_program(), corpus.name, corpus.title, told, list(hashes), files, codebook and codebook.name,
        list(options.items()), place,
    )  # fmt: skip


def add_failures(inputs: str, failures: Mapping[str, Failure]) -> str:
    """Return one hash of what a report depends on and of what failed for now.

    Args:
        inputs: see ``hash_inputs``.
        failures: by review, see ``Mining.mine``.
    """
    return (
        make_key(inputs, *map(astuple, (failures[key] for key in sorted(failures)))) if failures else inputs
    )


@lru_cache(maxsize=1)
def _hash_program() -> str:
    package = Path(__file__).parents[1]
    files = (file for file in package.rglob("*") if "__pycache__" not in file.parts)
    return make_key(_hash_files(package, files), *_list_libraries(), platform.python_version())


def _list_libraries() -> Iterator[str]:
    """Yield the name and version of every library that is installed, as its folder tells them."""
    for folder in map(Path, sys.path):
        yield from sorted(info.name for info in folder.glob("*.dist-info"))


def _hash_files(folder: Path, files: Iterable[Path]) -> str:
    digest = hashlib.sha256()
    for file in sorted(files):
        if file.is_file():
            digest.update(f"{file.relative_to(folder).as_posix()}\0{_hash_file(file)}\0".encode())
    return digest.hexdigest()


def _hash_file(file: Path) -> str:
    with file.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def write_stamp(folder: Path, inputs: str) -> None:
    """Note that a report is that of its inputs.

    Args:
        folder: of the report.
        inputs: see ``hash_inputs`` and ``add_failures``.
    """
    with suppress(OSError):  # without it the next run makes the report again
        (folder / _STAMP).write_text(make_key(inputs, _hash_file(folder / "run.json")), encoding="ascii")


def is_stamped(folder: Path, inputs: str) -> bool:
    """Return whether a report is that of its inputs and all of its files are whole.

    Args:
        folder: of the report.
        inputs: see ``hash_inputs`` and ``add_failures``.
    """
    try:
        stamp = (folder / _STAMP).read_text(encoding="ascii")
        if stamp != make_key(inputs, _hash_file(folder / "run.json")):
            return False
        files = json.loads((folder / "run.json").read_bytes())["files"]
        return all(_hash_file(folder / name) == digest for name, digest in files.items())
    except (OSError, ValueError):
        return False
