"""The order of the stages, and one review as one pure function.

Only this file knows that extraction comes before tagging. A review is mined in a
worker process; whatever goes wrong with it becomes a ``Failure``, never a lost run.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from thememiner.cache import read_entry
from thememiner.corpus import Source
from thememiner.errors import LockedError
from thememiner.extraction import Extracted, Facts, extract_review
from thememiner.records import Document, Failure, Mention, Passage, Review

if TYPE_CHECKING:  # reading a PDF takes no spaCy
    from thememiner.tagging.review import Found, ReviewTagger

SECONDS_PER_REVIEW = 300.0
SECONDS_PER_REVIEW_WITH_OCR = 7200.0
MEMORY_PER_WORKER_MB = 4096


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """What a run may choose; part of the cache keys."""

    codebook: str | None = None
    """Folder of the codebook; None is the packaged one."""
    reader: str = "auto"
    """auto, or pdfplumber for the second reader."""
    ocr: bool = False
    """Read pages without a text layer with OCR."""
    passwords: tuple[str, ...] = ()
    """Tried on locked files; no part of any key, because a file that stays locked is tried at every run."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """One source with its content's hash and the keys of its results."""

    source: Source
    review_id: str
    sha256: str
    n_bytes: int
    extracted_key: str
    """Of its text."""
    found_key: str
    """Of what is found in the text whatever the themes are."""
    mentions_key: str
    """Of its themes."""
    former_key: str = ""
    """Of its themes as the codebook of the last run found them."""

    @property
    def keys(self) -> tuple[str, str, str]:
        """What is kept of it."""
        return self.extracted_key, self.found_key, self.mentions_key


@dataclass(frozen=True, slots=True)
class Result:
    """What a worker sends back: encoded, ready for the cache."""

    extracted: bytes | None = None
    found: bytes | None = None
    mentions: bytes | None = None
    failure: Failure | None = None


@lru_cache(maxsize=1)
def _make_tagger(codebook: str | None, version: str) -> ReviewTagger:
    """One tagger per process; a codebook that has changed is read anew."""
    from thememiner.tagging.review import ReviewTagger

    del version
    return ReviewTagger(codebook)


def _load_tagger(codebook: str | None, version: str, *, with_themes: bool) -> ReviewTagger:
    tagger = _make_tagger(codebook, version)
    if with_themes:
        _ = tagger.themes  # made now, so that a fault of the codebook is not taken for one of a review
    return tagger


def describe_review(source: Source, facts: Facts, *, review_id: str, sha256: str) -> Review:
    """Return what is known of a review: the manifest's word first, then the document's own."""
    told = source.facts
    return Review(
        review_id=review_id,
        title=told.get("title") or facts.title,
        kind=told.get("kind") or facts.kind,
        publisher=told.get("publisher") or facts.publisher,
        area=told.get("area") or facts.area,
        published_on=told.get("published_on") or facts.published_on,
        path=source.path,
        sha256=sha256,
        source_url=told.get("source_url", ""),
        licence=told.get("licence", ""),
        extra=source.extra,
    )


def mine_review(
    job: Job, settings: Settings, version: str, cached: Path | bytes | None, *, missing: tuple[str, ...]
) -> Result:
    """Mine one review: the function that workers run.

    Args:
        job: the source and its keys.
        settings: of the run.
        version: of the codebook.
        cached: the cache's entry of the text or where it lies; where there is none, the PDF is read.
        missing: what to tag: found, mentions or both.
    """
    fresh = None
    kept = read_entry(cached) if isinstance(cached, Path) else cached
    if kept is None:
        read = _read_source(job, settings)
        if isinstance(read, Failure):
            return Result(failure=read)
        fresh = msgspec.msgpack.encode(read)
    else:
        read = msgspec.msgpack.decode(kept, type=Extracted)
    found: Found | dict[str, object] = {}  # of a document without text: nothing
    mentions: tuple[Mention, ...] = ()
    if read.document is not None:
        review = describe_review(job.source, read.facts, review_id=job.review_id, sha256=job.sha256)
        tagger = _load_tagger(settings.codebook, version, with_themes="mentions" in missing)
        try:
            found, mentions = _tag_document(tagger, review, read.document, read.passages, missing)
        except MemoryError:
            raise  # told from outside, in the words for it
        except Exception as error:  # a fault of ours in one review must not cost the others
            advice = "This is a fault of thememiner: please report it with the name of the review."
            failure = describe_failure(job, "tagging", f"{type(error).__name__}: {error}.", advice)
            return Result(extracted=fresh, failure=failure)
    return Result(
        extracted=fresh,
        found=msgspec.msgpack.encode(found) if "found" in missing else None,
        mentions=msgspec.msgpack.encode(mentions) if "mentions" in missing else None,
    )


def _read_source(job: Job, settings: Settings) -> Extracted | Failure:
    try:
        data = job.source.file.read_bytes()
    except OSError as error:
        reason = f"The file cannot be read any more: {error.strerror or error}."
        return describe_failure(job, "extraction", reason, "Check that it is there, and run again.")
    if hashlib.sha256(data).hexdigest() != job.sha256:
        return describe_failure(
            job, "extraction", "The file changed while the corpus was read.", "Run again."
        )
    try:
        return extract_review(
            data,
            job.source.path,
            review_id=job.review_id,
            reader=settings.reader,
            ocr=settings.ocr,
            passwords=settings.passwords,
        )
    except LockedError as error:  # not kept: the next run may know the password
        return describe_failure(job, "extraction", error.error, error.advice)


def _tag_document(
    tagger: ReviewTagger,
    review: Review,
    doc: Document,
    passages: Sequence[Passage],
    missing: tuple[str, ...],
) -> tuple[Found, tuple[Mention, ...]]:
    from thememiner.tagging.review import Found, choose_passages

    passages = choose_passages(passages)
    spacy_docs = tagger.read(passages)
    found = tagger.find_rest(review, doc, passages, spacy_docs) if "found" in missing else Found()
    mentions = tagger.find_themes(review, doc, passages, spacy_docs) if "mentions" in missing else ()
    return found, mentions


def describe_failure(job: Job, stage: str, error: str, advice: str) -> Failure:
    """Return the row that says what went wrong with a review and what to do about it."""
    return Failure(review_id=job.review_id, path=job.source.path, stage=stage, error=error, advice=advice)


def count_cores() -> int:
    """Return how many processors this process may use."""
    try:
        return len(os.sched_getaffinity(0))
    except AttributeError:  # not on macOS and Windows
        return os.cpu_count() or 1
