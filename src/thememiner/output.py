"""The output folder: replaced as a whole, or not at all.

Files are first written to ``.staging`` inside the folder. When all are there, a
marker is set and they are moved into place one by one. A run that is killed before
the marker leaves the old files as they were; one that is killed after it is finished
by the next run. What else lies in the folder (judgements, the cache) is not touched.
"""

from __future__ import annotations

import hashlib
import shutil
from pathlib import Path
from types import TracebackType

from thememiner.errors import ReportError

_COMPLETE = "COMPLETE"


class Output:
    """Stages the files of a report and puts them in place together.

    Args:
        folder: the output folder; made if needed.

    Raises:
        ReportError: where the folder cannot be written.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.staging = folder / ".staging"
        try:
            folder.mkdir(parents=True, exist_ok=True)
            if (self.staging / _COMPLETE).exists():
                self._move()
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
        if kind is not None:
            shutil.rmtree(self.staging, ignore_errors=True)
        if isinstance(error, OSError):
            raise ReportError(
                f"{self.folder} could not be written ({error.strerror}); what was there before is unchanged. "
                "Make room or choose another place with --output, and run the same command again."
            ) from error

    def hashes(self) -> dict[str, str]:
        """Return the SHA-256 of every staged file, by its path in the folder."""
        return {
            file.relative_to(self.staging).as_posix(): hashlib.sha256(file.read_bytes()).hexdigest()
            for file in sorted(self.staging.rglob("*"))
            if file.is_file()
        }

    def commit(self) -> None:
        """Put every staged file in place of the old one; remove old tables that are no more."""
        (self.staging / _COMPLETE).touch()
        self._move()
        shutil.rmtree(self.staging)

    def _move(self) -> None:
        staged = [
            file for file in sorted(self.staging.rglob("*")) if file.is_file() and file.name != _COMPLETE
        ]
        for file in staged:
            target = self.folder / file.relative_to(self.staging)
            target.parent.mkdir(parents=True, exist_ok=True)
            file.replace(target)
