"""What of a corpus is done already, and what is to be done: nothing is done twice.

What is read of a review is kept in three entries of the cache: its text; what is found in
the text whatever the themes are; its themes. Each has the key of what it depends on, so that
an edit of the codebook touches the themes alone (``tagging/revision.py``).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import Executor, Future, as_completed
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import NamedTuple

import msgspec

from thememiner.cache import Cache, fingerprint_code, make_key, read_entry
from thememiner.corpus import Corpus, Source
from thememiner.errors import ThememinerError
from thememiner.extraction import Extracted, Facts, name_engine
from thememiner.pipeline import (
    MEMORY_PER_WORKER_MB,
    Job,
    Result,
    Settings,
    describe_failure,
    describe_review,
    mine_review,
)
from thememiner.records import (
    AgencyMention,
    CaseFact,
    Failure,
    Mention,
    Mined,
    Recommendation,
    ReviewStatus,
    make_id,
)
from thememiner.tagging import Codebook, load_codebook
from thememiner.tagging.case import choose_facts, is_single_case
from thememiner.tagging.codebook.rule_files import OF_THEMES, PACKAGED
from thememiner.tagging.cues.concordance import Concordance
from thememiner.tagging.figures import Quoted
from thememiner.tagging.review import Found, Tagged, choose_passages, join_themes
from thememiner.tagging.revision import Revision, hash_shared_rules
from thememiner.workers import WorkerLostError

_READING = ("facts", "headings", "labels", "languages", "prefixes", "roles")
"""The word lists that extraction goes by."""
_OF_THEMES_ALONE = frozenset(OF_THEMES) - {"language.yaml"}
"""The packaged word lists that nothing but themes goes by."""
_FORMER = make_key("the codebook of the last run")


class Former(msgspec.Struct, frozen=True):
    """The codebook of the last run, as far as it says what of its tagging can stay."""

    base: str = ""
    """Of the code that tags and of the rules that all themes share."""
    signatures: dict[str, str] = {}
    """See ``Codebook.signatures``."""


class Reuse(NamedTuple):
    """How many reviews a run had to do what with."""

    read: int
    """Read from the PDF and tagged."""
    tagged_again: int
    """Tagged again, from the text that was kept."""
    taken_over: int
    """Taken over as they were."""


@dataclass(slots=True)
class Mining:
    """A corpus on its way to records.

    Args:
        corpus: the reviews.
        hashes: of the PDFs, see ``hash_sources``.
        settings: of the run.
        cache: where results are kept.
    """

    corpus: Corpus
    hashes: tuple[tuple[str, int], ...]
    settings: Settings
    cache: Cache
    codebook: Codebook = field(init=False)
    jobs: tuple[Job, ...] = ()
    lost: tuple[Failure, ...] = ()
    """Sources that never became a job: missing, unreadable or the same file again."""
    _former: Former = field(init=False)
    _base: str = field(init=False)

    def plan(self) -> Mining:
        """Read the codebook, find the keys of every source, and return the mining with its jobs.

        Raises:
            CodebookError: where the codebook has problems.
        """
        code = fingerprint_code("tagging", "records")
        self._former = self.cache.load(_FORMER, Former) or Former()
        self.codebook = load_codebook(self.settings.codebook, checked=self._former.signatures)
        self._base = make_key("themes", code, hash_shared_rules(self.codebook))
        engine = name_engine() if self.settings.ocr else ""
        reading = fingerprint_code(
            "extraction", "records", "pipeline.py", *(f"codebook/{name}.yaml" for name in _READING)
        )
        lists = sorted({file.name for file in PACKAGED.glob("*.yaml")} - _OF_THEMES_ALONE)
        rest = [f"codebook/{name}" for name in lists]
        finding = make_key("found", code, fingerprint_code("codebook/agencies", *rest))
        themes = self._key_themes(self.codebook.signatures)
        former = self._key_themes(self._former.signatures) if self._former.base == self._base else ""
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
                told = (extracted_key, source.path, sorted((*source.facts.items(), *source.extra.items())))
                jobs[review_id] = Job(
                    source=source,
                    review_id=review_id,
                    sha256=sha256,
                    n_bytes=n_bytes,
                    extracted_key=extracted_key,
                    found_key=make_key(finding, *told),
                    mentions_key=make_key(themes, *told),
                    former_key=make_key(former, *told) if former else "",
                )
        self.jobs, self.lost = tuple(jobs.values()), tuple(lost)
        return self

    def _key_themes(self, signatures: Mapping[str, str]) -> str:
        return make_key(self._base, sorted(signatures.items()))

    def pending(self) -> tuple[Job, ...]:
        """Return the jobs of whose results the cache lacks some."""
        return tuple(job for job in self.jobs if not all(map(self.cache.has, job.keys)))

    def describe_reuse(self) -> Reuse:
        """Return how many reviews there are to do what with."""
        pending = self.pending()
        read = sum(not self.cache.has(job.extracted_key) for job in pending)
        return Reuse(read, len(pending) - read, len(self.jobs) - len(pending))

    def revise(self, done: Callable[[Job, Failure | None], None]) -> None:
        """Bring the themes of the last run up to date, where few of them were edited.

        It is done here: it opens no PDF, and takes less time than worker processes take to start.
        What cannot be done so is left pending.

        Args:
            done: told of each job that is finished.
        """
        revision = Revision(self.codebook, self._former.signatures)
        if not revision.is_small:
            return
        for job in self.pending():
            if not job.former_key or not self.cache.has(job.former_key) or self.cache.has(job.mentions_key):
                continue
            try:
                mentions = self._revise(revision, job)
            except Exception:  # whatever it was: tagged anew in a worker, it costs time and nothing else
                continue
            if mentions is not None:
                self.cache.save(job.mentions_key, msgspec.msgpack.encode(mentions))
                if all(map(self.cache.has, job.keys)):
                    done(job, None)

    def _revise(self, revision: Revision, job: Job) -> tuple[Mention, ...] | None:
        read = self.cache.load(job.extracted_key, Extracted)
        found = self.cache.load(job.found_key, _Searchable)
        mentions = self.cache.load(job.former_key, tuple[Mention, ...])
        if read is None or found is None or mentions is None:
            return None
        if read.document is None:
            return mentions
        review = describe_review(job.source, read.facts, review_id=job.review_id, sha256=job.sha256)
        passages = choose_passages(read.passages)
        return revision.revise_mentions(review, read.document, passages, found.concordance, mentions)

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

    def mine_again(self, executor: Executor, job: Job) -> Failure | None:
        """Make the entries of one review anew, as some turned out to be damaged.

        Args:
            executor: runs ``mine_review``.
            job: of the review.
        """
        for key in job.keys:
            self.cache.remove(key)
        return self._keep(job, self._submit(executor, job))

    def _submit(self, executor: Executor, job: Job) -> Future[Result]:
        cached: Path | bytes | None = None
        if self.cache.has(job.extracted_key):
            cached = self.cache.file(job.extracted_key)
            if not getattr(executor, "shares_files", True):
                cached = read_entry(cached)
        parts = (("found", job.found_key), ("mentions", job.mentions_key))
        missing = tuple(name for name, key in parts if not self.cache.has(key))
        version = self.codebook.version
        return executor.submit(mine_review, job, self.settings, version, cached, missing=missing)

    def _keep(self, job: Job, future: Future[Result]) -> Failure | None:
        try:
            result = future.result()
        except WorkerLostError as error:
            advice = "Open the file in a PDF viewer, save it anew, and put that in its place."
            return describe_failure(job, "worker", f"Reading it failed twice: {error}.", advice)
        except MemoryError:
            advice = "Split the PDF into parts, or run on a machine with more memory."
            error_said = f"It needs more than {MEMORY_PER_WORKER_MB} MB of memory."
            return describe_failure(job, "worker", error_said, advice)
        except ThememinerError:
            raise  # of the run, not of this review: a lost cluster, a codebook that a worker cannot read
        except Exception as error:
            advice = "This is a fault of thememiner: please report it with the name of the review."
            return describe_failure(job, "extraction", f"{type(error).__name__}: {error}.", advice)
        for key, encoded in zip(job.keys, (result.extracted, result.found, result.mentions), strict=True):
            if encoded is not None:
                self.cache.save(key, encoded)
        return result.failure

    def settle(self, *others: str) -> None:
        """Note the codebook for the next run, and remove what this one did not need.

        Args:
            others: keys of the cache to keep.
        """
        former = Former(self._base, dict(self.codebook.signatures))
        self.cache.save(_FORMER, msgspec.msgpack.encode(former))
        self.cache.prune({_FORMER, *others, *(key for job in self.jobs for key in job.keys)})

    def collect(
        self, failures: Mapping[str, Failure], again: Callable[[Job], Failure | None]
    ) -> Iterator[Mined]:
        """Yield what was mined, in the order of the corpus, one review at a time.

        Args:
            failures: what ``mine`` returned.
            again: makes the entries of a job anew, where some cannot be read.
        """
        same: dict[str, list[Failure]] = {}
        for failure in self.lost:
            same.setdefault(failure.review_id, []).append(failure)
        for job in self.jobs:
            own = tuple(same.pop(job.review_id, ()))
            failed = failures.get(job.review_id)
            read, found, mentions = self._load(job)
            if failed is None and (read is None or found is None or mentions is None):
                failed = again(job)
                read, found, mentions = self._load(job)
            if failed is None and (read is None or found is None or mentions is None):
                failed = describe_failure(
                    job, "cache", "What was read of it is gone from the cache.", "Run again."
                )
            read = read or Extracted(status="failed", facts=Facts())
            review = describe_review(job.source, read.facts, review_id=job.review_id, sha256=job.sha256)
            if failed:
                status: ReviewStatus = "partial" if read.document else "failed"
                read = replace(read, status=status, failures=(*read.failures, failed))
            tagged = Tagged() if found is None or mentions is None else join_themes(found, mentions)
            yield Mined(
                review=review,
                status=read.status,
                n_pages=len(read.document.pages) if read.document else 0,
                document=read.document,
                passages=read.passages,
                mentions=tagged.mentions,
                agency_mentions=tagged.agency_mentions,
                recommendations=tagged.recommendations,
                figures=tagged.figures,
                case_facts=choose_facts(tagged.case_facts, review),
                is_case=is_single_case(review),
                failures=(*read.failures, *own),
            )
        for failure in (one for rest in same.values() for one in rest):
            source = next(source for source in self.corpus.sources if source.path == failure.path)
            review = describe_review(source, Facts(), review_id=failure.review_id, sha256="")
            told = choose_facts((), review)
            yield Mined(review=review, status="failed", case_facts=told, failures=(failure,))

    def _load(self, job: Job) -> tuple[Extracted | None, Found | None, tuple[Mention, ...] | None]:
        kept = self.cache.load(job.found_key, _Kept)
        return (
            self.cache.load(job.extracted_key, Extracted),
            None if kept is None else Found(**msgspec.structs.asdict(kept)),
            self.cache.load(job.mentions_key, tuple[Mention, ...]),
        )


class _Kept(msgspec.Struct):
    """What a report needs of ``Found``; the concordance, which is most of it, is not decoded."""

    agency_mentions: tuple[AgencyMention, ...] = ()
    recommendations: tuple[Recommendation, ...] = ()
    quoted: tuple[Quoted, ...] = ()
    case_facts: tuple[CaseFact, ...] = ()


class _Searchable(msgspec.Struct):
    """What a revision needs of ``Found``; the rest is not decoded."""

    concordance: Concordance = Concordance()


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
