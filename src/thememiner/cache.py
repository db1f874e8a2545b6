"""What has been read already: results on disk, named by what they depend on.

A key is a hash of the inputs and of the code that made the result, so an entry is
never wrong, only unused; nothing has to be invalidated. Each entry begins with a hash
of what follows: one that was cut short or damaged is as good as none, and is made anew.
"""

from __future__ import annotations

import hashlib
import os
from contextlib import suppress
from importlib.metadata import version
from pathlib import Path
from typing import TypeVar

import msgspec

Value = TypeVar("Value")
_DIGEST = 16
"""Bytes of the hash at the head of an entry."""


class Cache:
    """A folder of encoded results.

    Args:
        folder: made when the first result is saved.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def load(self, key: str, kind: type[Value]) -> Value | None:
        """Return the result saved under ``key``; None where there is none that can be read."""
        encoded = read_entry(self.file(key))
        try:
            return None if encoded is None else msgspec.msgpack.decode(encoded, type=kind)
        except (msgspec.DecodeError, UnicodeDecodeError):
            return None

    def has(self, key: str) -> bool:
        """Return whether there is an entry; whether it is whole is seen when it is loaded."""
        return self.file(key).is_file()

    def save(self, key: str, encoded: bytes) -> None:
        """Keep an encoded result; a run that is killed leaves the old one or the new one whole."""
        file = self.file(key)
        file.parent.mkdir(parents=True, exist_ok=True)
        fresh = file.with_suffix(f".{os.getpid()}")
        fresh.write_bytes(_hash(encoded) + encoded)
        fresh.replace(file)

    def remove(self, key: str) -> None:
        """Remove an entry, if there is one."""
        self.file(key).unlink(missing_ok=True)

    def prune(self, keep: set[str]) -> None:
        """Remove every entry whose key is not in ``keep``."""
        for file in self.folder.glob("*/*"):
            if file.stem not in keep or file.suffix != ".msgpack":
                with suppress(OSError):  # what cannot be removed now is removed by a later run
                    file.unlink()

    def file(self, key: str) -> Path:
        """Return where the entry is, or would be."""
        return self.folder / key[:2] / f"{key}.msgpack"


def read_entry(file: Path) -> bytes | None:
    """Return the encoded result in a file of the cache; None where it is not there or not whole."""
    try:
        kept = file.read_bytes()
    except OSError:
        return None
    encoded = kept[_DIGEST:]
    return encoded if kept[:_DIGEST] == _hash(encoded) else None


def _hash(encoded: bytes) -> bytes:
    return hashlib.blake2b(encoded, digest_size=_DIGEST).digest()


def make_key(*parts: object) -> str:
    """Return the key of a result that depends on the parts."""
    return hashlib.sha256("\x1f".join(map(str, parts)).encode("utf-8", "surrogatepass")).hexdigest()[:40]


def fingerprint_code(*rooms: str) -> str:
    """Return a hash of the source of rooms of the package and of the libraries they stand on.

    Args:
        rooms: folders or files below the package: ``extraction``, ``records``.
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
