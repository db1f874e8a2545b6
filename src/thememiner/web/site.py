"""What every page draws on: the report, its database, its PDFs."""

from __future__ import annotations

import threading
from contextlib import suppress
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from jinja2 import Environment

from thememiner.api import Report, find_corpus_folder
from thememiner.errors import ThememinerError
from thememiner.store import Database, SearchIndex, read_review_head

from .pictures import Originals, Pictures
from .settings import Settings
from .templating import make_environment

_CONNECTIONS = 4


class Site:
    """A report that is being shown.

    A run that replaces the report while the site is up is noticed at the next request.

    Args:
        settings: what the site was told.

    Raises:
        ReportError: where there is no such report.
    """

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self._lock = threading.Lock()
        self._opened: _Opened | None = None
        self._originals = Originals()
        self.pictures = Pictures()
        self._open()

    @property
    def report(self) -> Report:
        """The report as it is now."""
        return self._open().report

    @property
    def database(self) -> Database:
        """The report's database as it is now."""
        return self._open().database

    @property
    def search(self) -> SearchIndex:
        """The search over the report as it is now."""
        return self._open().search

    @property
    def corpus_folder(self) -> Path | None:
        """The folder of the PDFs; None where it is not known or is gone."""
        return self.settings.corpus or find_corpus_folder(self.report)

    def find_pdf(self, review_id: str) -> tuple[Path, str] | None:
        """Return the PDF of a review and its SHA-256; None where it is gone or is not the one that was read.

        The name of the file comes from the report alone.
        """
        head = read_review_head(self.database, review_id)
        if head is None:
            return None
        file = self._originals.find(self.corpus_folder, head.path, head.sha256)
        return (file, head.sha256) if file else None

    @property
    def title(self) -> str:
        """Title of the corpus."""
        return str(self.report.run["corpus"]["title"])

    @cached_property
    def templates(self) -> Environment:
        """The templates; every value put into them is escaped."""
        return make_environment(self)

    def warm(self) -> None:
        """Read what the first search would have to read; what is wrong with it, that search says."""
        with suppress(ThememinerError):
            self.search.warm()

    def close(self) -> None:
        """End the process that draws pages."""
        self.pictures.close()

    def _open(self) -> _Opened:
        file = self.settings.report / "reviews.db"
        sign = _sign(file)
        opened = self._opened
        if opened is not None and (opened.sign == sign or not sign):
            return opened
        with self._lock:
            if self._opened is None or self._opened.sign != sign:
                report = Report(self.settings.report)
                _ = report.run  # says so now where this is no report
                # The old database stays open for the requests that are using it.
                database = Database(file, connections=_CONNECTIONS)
                self._opened = _Opened(sign, report, database, SearchIndex(database))
            return self._opened


@dataclass(frozen=True, slots=True)
class _Opened:
    sign: tuple[int, ...]
    report: Report
    database: Database
    search: SearchIndex


def _sign(file: Path) -> tuple[int, ...]:
    """What changes when a file is replaced; nothing while it is not there."""
    try:
        found = file.stat()
    except OSError:
        return ()
    return (found.st_ino, found.st_mtime_ns, found.st_size)
