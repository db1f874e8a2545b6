"""The output folder: replaced as a whole, or not at all.

Files are first written to ``.staging`` inside the folder. When all are there and on the
disk, a marker is set and they are moved into place one by one, ``run.json`` last. A run
that is killed before the marker leaves the old files as they were; one that is killed
after it is finished by whoever opens the folder next: a run, a search, the site. What
else lies in the folder (judgements, the cache) is not touched.

One run at a time: the system holds a lock on ``.lock`` for as long as the run lives, so
that no lock is left behind by a run that was killed.
"""

from __future__ import annotations

import errno
import hashlib
import json
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from types import TracebackType

from filelock import FileLock, Timeout

from thememiner.errors import ReportError

_STAGING = ".staging"
_COMPLETE = "COMPLETE"
_SEAL = "run.json"
"""Moved last: it holds the hashes of all other files."""
_PATIENCE = 30.0
"""Seconds that a reader waits for a run to put its files in place."""
_NO_LOCKS = (errno.ENOLCK, errno.ENOTSUP)
"""Said by file systems of networks that know no locks: there, nothing keeps two runs apart."""


class Output:
    """Stages the files of a report and puts them in place together.

    Args:
        folder: the output folder; made if needed.

    Raises:
        ReportError: where the folder cannot be written, or another run is writing to it.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.staging = folder / _STAGING
        self.spool = folder / ".spool"
        try:
            folder.mkdir(parents=True, exist_ok=True)
            self._lock = _lock_folder(folder, seconds=0)
            if _is_complete(folder):
                _move_staged(folder)
            shutil.rmtree(self.staging, ignore_errors=True)
            self.staging.mkdir()
        except OSError as error:
            raise ReportError(
                f"{folder} cannot be written ({error.strerror}). Choose another place with --output."
            ) from error

    def __enter__(self) -> Output:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        shutil.rmtree(self.spool, ignore_errors=True)
        is_complete = _is_complete(self.folder)
        if not is_complete:  # broken off, or there was nothing to write
            shutil.rmtree(self.staging, ignore_errors=True)
        self._lock.release()
        if isinstance(error, OSError):
            kept = (
                "what is new waits beside it. Close what has these files open"
                if is_complete
                else "what was there before is unchanged. Make room or choose another place with --output"
            )
            raise ReportError(
                f"{self.folder} could not be written ({error.strerror or error}); {kept}, "
                "and run the same command again."
            ) from error

    def hashes(self) -> dict[str, str]:
        """Return the SHA-256 of every staged file, by its path in the folder."""
        found = {}
        for file in sorted(self.staging.rglob("*")):
            if file.is_file():
                with file.open("rb") as stream:
                    digest = hashlib.file_digest(stream, "sha256")
                found[file.relative_to(self.staging).as_posix()] = digest.hexdigest()
        return found

    def commit(self) -> None:
        """Put every staged file in place of the old one; remove old tables that are no more."""
        for file in self.staging.rglob("*"):
            if file.is_file():
                with file.open("r+b") as opened:
                    os.fsync(opened.fileno())  # a power cut must not leave names without content
        (self.staging / _COMPLETE).touch()
        _move_staged(self.folder)


@contextmanager
def replace_file(file: Path) -> Iterator[Path]:
    """Yield a path to write to, which takes the place of a file when the block ends well.

    Args:
        file: to be made or replaced; where anything goes wrong it stays as it was.
    """
    with TemporaryDirectory(prefix=".new-", dir=file.parent) as folder:
        fresh = Path(folder, "fresh" + file.suffix)
        yield fresh
        fresh.replace(file)


def settle_output(folder: Path) -> None:
    """Finish what a run that was killed had begun to put in place, if there is such.

    Args:
        folder: of a report.

    Raises:
        ReportError: where the folder cannot be written, or stays locked.
    """
    if not _is_complete(folder):
        return
    try:
        with _lock_folder(folder, seconds=_PATIENCE):
            if _is_complete(folder):
                _move_staged(folder)
    except OSError as error:
        raise ReportError(
            f"A run was killed while it put its files into {folder}, and they cannot be put in place now "
            f"({error.strerror or error}). Run the same command again where you may write."
        ) from error


def _is_complete(folder: Path) -> bool:
    return (folder / _STAGING / _COMPLETE).exists()


def _lock_folder(folder: Path, *, seconds: float) -> FileLock:
    lock = FileLock(folder / ".lock", timeout=seconds)
    try:
        lock.acquire()
    except Timeout:
        raise ReportError(
            f"Another run is writing to {folder}. Wait until it is finished, or choose another place with "
            "--output."
        ) from None
    except OSError as error:
        if error.errno not in _NO_LOCKS:
            raise
    return lock


def _move_staged(folder: Path) -> None:
    """Move what is staged into place. It can be broken off anywhere and done again."""
    staging = folder / _STAGING
    staged = [file for file in staging.rglob("*") if file.is_file() and file.name != _COMPLETE]
    for file in sorted(staged, key=lambda file: (file == staging / _SEAL, file)):
        target = folder / file.relative_to(staging)
        target.parent.mkdir(parents=True, exist_ok=True)
        if file == staging / _SEAL:
            _remove_old_tables(folder, kept=_list_files(file))
        file.replace(target)
    (staging / _COMPLETE).unlink()
    shutil.rmtree(staging)


def _remove_old_tables(folder: Path, *, kept: set[str]) -> None:
    """Remove the tables that the former run wrote and this one did not."""
    former = _list_files(folder / _SEAL)
    for file in sorted((folder / "tables").glob("*.csv")):
        name = file.relative_to(folder).as_posix()
        if name in former and name not in kept:
            file.unlink()


def _list_files(seal: Path) -> set[str]:
    try:
        return set(json.loads(seal.read_text(encoding="utf-8"))["files"])
    except (OSError, ValueError, KeyError, TypeError):
        return set()
