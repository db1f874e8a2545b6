"""The PDFs that a corpus manifest lists, fetched, checked and put in their place."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal
from urllib.parse import urlsplit

from thememiner.corpus import Corpus, Source
from thememiner.errors import ReadError
from thememiner.extraction.engines.sniff import check_bytes
from thememiner.fetching.links import find_pdf_link
from thememiner.fetching.transfer import Limits, Transfer

PARTS = ".fetch"
"""Folder in the corpus for what is not finished; hidden, so that no run reads it."""
_PAGE_BYTES = 5_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Fetched:
    """What became of one entry of the manifest."""

    path: str
    """Of the PDF in the corpus folder."""
    status: Literal["fetched", "present", "failed"]
    url: str = ""
    """Where the PDF was found."""
    sha256: str = ""
    """Of the file that is there now."""
    n_bytes: int = 0
    error: str = ""
    advice: str = ""


@dataclass(slots=True, kw_only=True)
class Fetcher:
    """Fetches the reviews of a corpus, one after the other.

    Args:
        corpus: with a manifest that gives ``pdf_url`` or ``source_url``.
        hosts: more hosts that may be asked, besides those of the manifest.
        limits: see ``Limits``.
        sleep: waits so many seconds; replaced in tests.
    """

    corpus: Corpus
    hosts: frozenset[str] = frozenset()
    limits: Limits = field(default_factory=Limits)
    sleep: Callable[[float], None] | None = None

    def fetch(self, told: Callable[[Fetched], None] = lambda _: None) -> tuple[Fetched, ...]:
        """Fetch what is missing; return what became of every entry, in the order of the corpus.

        A file that is there is not touched, unless it is no PDF at all or the manifest
        gives a SHA-256 that is not its own: then it is replaced, once the right file
        has arrived.

        Args:
            told: called with each result as it is known.
        """
        own = (address(source) for source in self.corpus.sources)
        hosts = self.hosts | self.corpus.hosts | {urlsplit(url).netloc.lower() for url in own if url}
        transfer = (
            Transfer(hosts, self.limits) if self.sleep is None else Transfer(hosts, self.limits, self.sleep)
        )
        results = []
        with closing(transfer):
            for source in self.corpus.sources:
                if not address(source) and not source.missing:
                    continue  # the folder's own file: there is nothing to fetch
                try:
                    result = self._fetch_source(source, transfer)
                except ReadError as error:
                    result = Fetched(
                        path=source.path, status="failed", url=address(source),
                        error=error.error, advice=error.advice,
                    )  # fmt: skip
                except OSError as error:
                    result = Fetched(
                        path=source.path, status="failed", url=address(source),
                        error=f"It could not be written: {error.strerror}.",
                        advice="Make room, or check that you may write to the corpus folder; then run again.",
                    )  # fmt: skip
                told(result)
                results.append(result)
        return tuple(results)

    def _fetch_source(self, source: Source, transfer: Transfer) -> Fetched:
        if _is_good(source):
            size = source.file.stat().st_size
            return Fetched(path=source.path, status="present", sha256=_hash(source.file), n_bytes=size)
        url = address(source)
        if not url:
            raise ReadError(
                "The manifest gives no address for it.",
                "Add pdf_url or source_url, or put the file there by hand.",
            )
        part = self._part(source, url)
        found = str(transfer.get(url, part))
        if not source.pdf_url and _is_page(part):
            page = part.read_bytes()[:_PAGE_BYTES].decode("utf-8", "replace")
            _clear(part)
            url = find_pdf_link(page, url=found, title=source.facts.get("title", ""))
            part = self._part(source, url)
            found = str(transfer.get(url, part))
        try:
            _check_pdf(part, source)
        except ReadError:
            _clear(part)  # a wrong answer is no part of the right one
            raise
        sha256, size = _hash(part), part.stat().st_size
        source.file.parent.mkdir(parents=True, exist_ok=True)
        part.replace(source.file)
        _clear(part)
        return Fetched(path=source.path, status="fetched", url=found, sha256=sha256, n_bytes=size)

    def _part(self, source: Source, url: str) -> Path:
        """The unfinished file: named by address, so that another address starts anew."""
        name = hashlib.sha256(f"{source.path}\n{url}".encode()).hexdigest()[:24]
        return self.corpus.folder / PARTS / f"{name}.part"


def address(source: Source) -> str:
    """Return where to ask for a review: its PDF, or else its publication page."""
    return source.pdf_url or source.facts.get("source_url", "")


def _is_good(source: Source) -> bool:
    """Whether the file that is there can stay."""
    if not source.file.is_file():
        return False
    try:
        _check_pdf(source.file, source)
    except ReadError:
        return False
    return True


def _is_page(part: Path) -> bool:
    with part.open("rb") as stream:
        head = stream.read(1024).lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    return b"%pdf" not in head and (head.startswith((b"<!doctype html", b"<html")) or b"<html" in head)


def _check_pdf(file: Path, source: Source) -> None:
    data = file.read_bytes()
    check_bytes(data)
    if b"%%EOF" not in data[-4096:] and b"startxref" not in data[-4096:]:
        raise ReadError("It arrived without its end.", "Run the same command again.")
    if source.sha256 and hashlib.sha256(data).hexdigest() != source.sha256:
        raise ReadError(
            "It is not the file that the manifest means: its SHA-256 differs.",
            "If the publisher has put a new version there, look at it and change sha256 in corpus.toml.",
        )


def _clear(part: Path) -> None:
    part.unlink(missing_ok=True)
    part.with_name(f"{part.name}.etag").unlink(missing_ok=True)


def _hash(file: Path) -> str:
    with file.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()
