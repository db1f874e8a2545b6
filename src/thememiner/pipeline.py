"""The order of the stages, and one review as one pure function.

Only this file knows that extraction comes before tagging. A review is mined in a
worker process; whatever goes wrong with it becomes a ``Failure``, never a lost run.
What was read once is kept in the cache and not read again.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import Executor, Future, as_completed
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path

import msgspec

from thememiner.cache import Cache, fingerprint_code, make_key, read_entry
from thememiner.corpus import Corpus, Source
from thememiner.errors import LockedError, ThememinerError
from thememiner.extraction import Extracted, Facts, extract_review, name_engine
from thememiner.records import Failure, Mined, Review, ReviewStatus, make_id
from thememiner.tagging.case import choose_facts, is_single_case
from thememiner.tagging.review import ReviewTagger, Tagged
from thememiner.workers import WorkerLostError

_READING = ("facts", "headings", "labels", "languages", "prefixes", "roles")
"""The word lists that extraction goes by."""
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
    tagged_key: str


@dataclass(frozen=True, slots=True)
class Result:
    """What a worker sends back: encoded, ready for the cache."""

    extracted: bytes | None
    tagged: bytes | None
    failure: Failure | None = None


@lru_cache(maxsize=1)
def _load_tagger(codebook: str | None, version: str) -> ReviewTagger:
    """One tagger per process; a codebook that has changed is read anew."""
    del version
    return ReviewTagger(codebook)


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


def mine_review(job: Job, settings: Settings, version: str, cached: Path | bytes | None) -> Result:
    """Mine one review: the function that workers run.

    Args:
        job: the source and its keys.
        settings: of the run.
        version: of the codebook.
        cached: the cache's entry of the text or where it lies; where there is none, the PDF is read.
    """
    fresh = None
    kept = read_entry(cached) if isinstance(cached, Path) else cached
    if kept is None:
        try:
            data = job.source.file.read_bytes()
        except OSError as error:
            reason = f"The file cannot be read any more: {error.strerror or error}."
            return Result(
                None, None, _fail(job, "extraction", reason, "Check that it is there, and run again.")
            )
        if hashlib.sha256(data).hexdigest() != job.sha256:
            reason = "The file changed while the corpus was read."
            return Result(None, None, _fail(job, "extraction", reason, "Run again."))
        try:
            found = extract_review(
                data,
                job.source.path,
                review_id=job.review_id,
                reader=settings.reader,
                ocr=settings.ocr,
                passwords=settings.passwords,
            )
        except LockedError as error:  # not kept: the next run may know the password
            return Result(None, None, _fail(job, "extraction", error.error, error.advice))
        fresh = msgspec.msgpack.encode(found)
    else:
        found = msgspec.msgpack.decode(kept, type=Extracted)
    tagged = Tagged()
    if found.document is not None:
        review = describe_review(job.source, found.facts, review_id=job.review_id, sha256=job.sha256)
        tagger = _load_tagger(settings.codebook, version)
        try:
            tagged = tagger.tag_review(review, found.document, found.passages)
        except MemoryError:
            raise  # told from outside, in the words for it
        except Exception as error:  # a fault of ours in one review must not cost the others
            advice = "This is a fault of thememiner: please report it with the name of the review."
            return Result(fresh, None, _fail(job, "tagging", f"{type(error).__name__}: {error}.", advice))
    return Result(fresh, msgspec.msgpack.encode(tagged))


def _fail(job: Job, stage: str, error: str, advice: str) -> Failure:
    return Failure(review_id=job.review_id, path=job.source.path, stage=stage, error=error, advice=advice)


@dataclass(slots=True)
class Mining:
    """A corpus on its way to records.

    Args:
        corpus: the reviews.
        settings: of the run.
        cache: where results are kept.
        codebook_version: of the codebook in ``settings``.
        hashes: of the PDFs, see ``hash_sources``.
    """

    corpus: Corpus
    settings: Settings
    cache: Cache
    codebook_version: str
    hashes: tuple[tuple[str, int], ...]
    jobs: tuple[Job, ...] = ()
    lost: tuple[Failure, ...] = ()
    """Sources that never became a job: missing, unreadable or the same file again."""

    def plan(self) -> Mining:
        """Find the keys of every source and return the mining with its jobs."""
        reading = fingerprint_code(
            "extraction", "records.py", "pipeline.py", *(f"codebook/{name}.yaml" for name in _READING)
        )
        tagging = fingerprint_code("tagging", "records.py", "codebook")
        engine = name_engine() if self.settings.ocr else ""
        jobs: dict[str, Job] = {}
        lost: list[Failure] = []
        for source, (sha256, n_bytes) in zip(self.corpus.sources, self.hashes, strict=True):
            review_id = sha256[:12] or make_id(source.path, length=12)
            if not sha256:
                lost.append(_describe_loss(source, review_id))
            elif review_id in jobs:
                lost.append(
                    Failure(
                        review_id=review_id,
                        path=source.path,
                        stage="corpus",
                        error=f"It is the same file as {jobs[review_id].source.path}, which is counted once.",
                        advice="Remove one of the two.",
                    )
                )
            else:
                extracted_key = make_key("extracted", reading, sha256, self.settings.reader, engine)
                told = sorted((*source.facts.items(), *source.extra.items()))
                tagged_key = make_key(
                    "tagged", tagging, self.codebook_version, extracted_key, source.path, told
                )
                jobs[review_id] = Job(
                    source=source,
                    review_id=review_id,
                    sha256=sha256,
                    n_bytes=n_bytes,
                    extracted_key=extracted_key,
                    tagged_key=tagged_key,
                )
        self.jobs, self.lost = tuple(jobs.values()), tuple(lost)
        return self

    def pending(self) -> tuple[Job, ...]:
        """Return the jobs whose results the cache does not have."""
        return tuple(
            job
            for job in self.jobs
            if not (self.cache.has(job.tagged_key) and self.cache.has(job.extracted_key))
        )

    def mine(self, executor: Executor, done: Callable[[Job, Failure | None], None]) -> dict[str, Failure]:
        """Run what is pending; results go to the cache as they come.

        Args:
            executor: runs ``mine_review``.
            done: told of each job that is finished, and how it failed if it did.

        Returns:
            Failures that are not in the cache, because another try may go better.
        """
        futures: dict[Future[Result], Job] = {}
        failures: dict[str, Failure] = {}
        # The largest first: a long review begun last would leave the other workers idle.
        for job in sorted(self.pending(), key=lambda job: -job.n_bytes):
            futures[self._submit(executor, job)] = job
        again: list[Job] = []
        for future in as_completed(tuple(futures)):
            job = futures.pop(future)  # it holds its result: what is kept on disk must not stay in memory
            failure = self._keep(job, future)
            if failure and failure.stage == "worker":
                again.append(job)
            else:
                failures |= {failure.review_id: failure} if failure else {}
                done(job, failure)
        # What was lost once may have been the victim of a busy machine: one more try.
        for job in again:
            failure = self._keep(job, self._submit(executor, job))
            if failure:
                failures[job.review_id] = failure
            done(job, failure)
        return failures

    def _submit(self, executor: Executor, job: Job) -> Future[Result]:
        cached: Path | bytes | None = None
        if self.cache.has(job.extracted_key):
            cached = self.cache.file(job.extracted_key)
            if not getattr(executor, "shares_files", True):
                cached = read_entry(cached)
        return executor.submit(mine_review, job, self.settings, self.codebook_version, cached)

    def _keep(self, job: Job, future: Future[Result]) -> Failure | None:
        try:
            result = future.result()
        except WorkerLostError as error:
            advice = "Open the file in a PDF viewer, save it anew, and put that in its place."
            return _fail(job, "worker", f"Reading it failed twice: {error}.", advice)
        except MemoryError:
            advice = "Split the PDF into parts, or run on a machine with more memory."
            return _fail(job, "worker", f"It needs more than {MEMORY_PER_WORKER_MB} MB of memory.", advice)
        except ThememinerError:
            raise  # of the run, not of this review: a lost cluster, a codebook that a worker cannot read
        except Exception as error:
            advice = "This is a fault of thememiner: please report it with the name of the review."
            return _fail(job, "extraction", f"{type(error).__name__}: {error}.", advice)
        if result.extracted is not None:
            self.cache.save(job.extracted_key, result.extracted)
        if result.tagged is not None:
            self.cache.save(job.tagged_key, result.tagged)
        return result.failure

    def collect(self, failures: Mapping[str, Failure]) -> Iterator[Mined]:
        """Yield what was mined, in the order of the corpus, one review at a time.

        Args:
            failures: what ``mine`` returned.
        """
        same: dict[str, list[Failure]] = {}
        for failure in self.lost:
            same.setdefault(failure.review_id, []).append(failure)
        for job in self.jobs:
            own = tuple(same.pop(job.review_id, ()))
            extracted = self.cache.load(job.extracted_key, Extracted)
            tagged = self.cache.load(job.tagged_key, Tagged)
            found = extracted or Extracted(status="failed", facts=Facts())
            review = describe_review(job.source, found.facts, review_id=job.review_id, sha256=job.sha256)
            failed = failures.get(job.review_id)
            if failed is None and (extracted is None or tagged is None):
                failed = _fail(job, "cache", "What was read of it is gone from the cache.", "Run again.")
            if failed:
                status: ReviewStatus = "partial" if found.document else "failed"
                found = replace(found, status=status, failures=(*found.failures, failed))
            tagged = tagged or Tagged()
            yield Mined(
                review=review,
                status=found.status,
                n_pages=len(found.document.pages) if found.document else 0,
                document=found.document,
                passages=found.passages,
                mentions=tagged.mentions,
                agency_mentions=tagged.agency_mentions,
                recommendations=tagged.recommendations,
                figures=tagged.figures,
                case_facts=choose_facts(tagged.case_facts, review),
                is_case=is_single_case(review),
                failures=(*found.failures, *own),
            )
        for failure in (one for rest in same.values() for one in rest):
            source = next(source for source in self.corpus.sources if source.path == failure.path)
            review = describe_review(source, Facts(), review_id=failure.review_id, sha256="")
            told = choose_facts((), review)
            yield Mined(review=review, status="failed", case_facts=told, failures=(failure,))


def _describe_loss(source: Source, review_id: str) -> Failure:
    if source.error:
        error, advice = source.error, source.advice
    elif source.missing:
        error = "The manifest lists it, but the file is not in the folder."
        advice = "Download it" + (
            f" from {source.facts['source_url']}" if source.facts.get("source_url") else ""
        )
        advice += " and put it in the corpus folder, or remove the entry."
    else:
        error, advice = "The file cannot be opened.", "Check that you may read it."
    return Failure(review_id=review_id, path=source.path, stage="corpus", error=error, advice=advice)


def count_cores() -> int:
    """Return how many processors this process may use."""
    try:
        return len(os.sched_getaffinity(0))
    except AttributeError:  # not on macOS and Windows
        return os.cpu_count() or 1
