"""What has been read already: results on disk, named by what they depend on.

A key is a hash of the inputs and of the code that made the result, so an entry is
never wrong, only unused; nothing has to be invalidated.
"""

from __future__ import annotations

import hashlib
import os
from importlib.metadata import version
from pathlib import Path
from typing import TypeVar

import msgspec

Value = TypeVar("Value")


class Cache:
    """A folder of encoded results.

    Args:
        folder: made when the first result is saved.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def load(self, key: str, kind: type[Value]) -> Value | None:
        """Return the result saved under ``key``; None where there is none that can be read."""
        try:
            return msgspec.msgpack.decode(self.file(key).read_bytes(), type=kind)
        except (OSError, msgspec.DecodeError, UnicodeDecodeError):
            return None

    def has(self, key: str) -> bool:
        """Return whether there is an entry."""
        return self.file(key).is_file()

    def save(self, key: str, encoded: bytes) -> None:
        """Keep an encoded result; a run that is killed leaves the old one or the new one whole."""
        file = self.file(key)
        file.parent.mkdir(parents=True, exist_ok=True)
        fresh = file.with_suffix(f".{os.getpid()}")
        fresh.write_bytes(encoded)
        fresh.replace(file)

    def prune(self, keep: set[str]) -> None:
        """Remove every entry whose key is not in ``keep``."""
        for file in self.folder.glob("*/*"):
            if file.stem not in keep or file.suffix != ".msgpack":
                file.unlink(missing_ok=True)

    def file(self, key: str) -> Path:
        """Return where the entry is, or would be."""
        return self.folder / key[:2] / f"{key}.msgpack"


def make_key(*parts: object) -> str:
    """Return the key of a result that depends on the parts."""
    return hashlib.sha256("\x1f".join(map(str, parts)).encode("utf-8", "surrogatepass")).hexdigest()[:40]


def fingerprint_code(*rooms: str) -> str:
    """Return a hash of the source of rooms of the package and of the libraries they stand on.

    Args:
        rooms: folders or files below the package: ``extraction``, ``records.py``.
    """
    package = Path(__file__).parent
    digest = hashlib.sha256()
    for room in rooms:
        place = package / room
        files = [place] if place.is_file() else sorted((*place.rglob("*.py"), *place.rglob("*.yaml")))
        for file in files:
            digest.update(file.relative_to(package).as_posix().encode() + b"\0" + file.read_bytes())
    for library in ("pypdfium2", "pdfplumber", "pikepdf", "spacy", "spacy-lookups-data"):
        digest.update(f"{library} {version(library)}".encode())
    return digest.hexdigest()[:16]
