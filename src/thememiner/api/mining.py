"""``run``: from a corpus to a report."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import Executor
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from thememiner.cache import Cache
from thememiner.corpus import Corpus, hash_sources, load_corpus
from thememiner.errors import InputError, ReportError
from thememiner.output import Output
from thememiner.records import Failure
from thememiner.workers import WorkerPool

from .report import Report, note_corpus, see_corpus
from .stamp import add_failures, hash_inputs, is_stamped, write_stamp

if TYPE_CHECKING:  # what makes a report is loaded where there is one to make
    from thememiner.pipeline import Job
    from thememiner.schedule import Mining, Reuse

Engine = Literal["local", "dask"]
ENGINES: tuple[Engine, ...] = ("local", "dask")


Progress = Callable[[int, int, str, Failure | None], None]
"""Told (finished, of how many, path, failure or None) after each review."""
Stage = Callable[[str], None]
"""Told what begins: reading, then unchanged where there is nothing to do, else tables, network, csv,
report, csv, graphml, gexf, database and workbook, in whatever order."""


def run(
    corpus: Path | str,
    *,
    output: Path | str | None = None,
    workers: int | None = None,
    codebook: Path | str | None = None,
    reader: str = "auto",
    ocr: bool = False,
    passwords: Sequence[str] = (),
    engine: Engine = "local",
    scheduler: str = "",
    executor: Executor | None = None,
    progress: Progress | None = None,
    stage: Stage | None = None,
    reuse: Callable[[Reuse], None] | None = None,
) -> Report:
    """Mine a corpus: text, themes, agencies, recommendations, network, tables, report.

    Args:
        corpus: folder of PDFs, with or without ``corpus.toml``; or one PDF.
        output: folder for the results; ``reports/<corpus name>`` where None.
        workers: processes; one per core where None.
        codebook: folder of a codebook; the packaged one where None.
        reader: auto, or pdfplumber to read every PDF with the second reader.
        ocr: read pages without a text layer with OCR (extra ``ocr``).
        passwords: tried on every PDF that is locked.
        engine: local, or dask to run the work on an existing Dask cluster (extra ``cluster``).
        scheduler: address of the cluster's scheduler, such as ``tcp://10.0.0.5:8786``.
        executor: any other executor to run the work instead of processes of this machine.
        progress: told of each review that is finished.
        stage: told of each stage that begins, by name.
        reuse: told before the reading how many reviews are to be read, tagged again and taken over;
            of a report that is unchanged at first sight it is told nothing.

    Returns:
        The report. Files that could not be read are rows of its table ``failures``.

    Raises:
        CorpusError: where the corpus cannot be used.
        CodebookError: where the codebook has problems.
        InputError: where ``ocr`` or ``dask`` is asked for and is not installed.
        ClusterError: where the cluster cannot be reached, is not fit, or was lost; what is
            finished is kept.
        ReportError: where the output cannot be written.
        KeyboardInterrupt: on Ctrl-C; what is finished is kept, and a report of it is
            written where there is none yet.
    """
    begin = stage or _say_nothing
    begin("reading")
    choose = _choose_executor(engine, scheduler, workers, executor)
    options: dict[str, Any] = {
        "reader": reader,
        "ocr": _name_engine() if ocr else "",
        "codebook": "packaged" if codebook is None else Path(codebook).name,
    }
    loaded = load_corpus(corpus)
    folder = Path(output) if output is not None else Path("reports") / loaded.name
    book = None if codebook is None else Path(codebook).resolve()
    hashes = hash_sources(loaded)
    place = see_corpus(loaded.folder, folder)
    inputs = hash_inputs(loaded, hashes, codebook=book, options=options, place=place)
    with Output(folder) as out:
        if is_stamped(folder, inputs):
            begin("unchanged")
        else:
            _make_report(
                out,
                inputs,
                loaded,
                hashes,
                book,
                options,
                tuple(passwords),
                place,
                choose,
                workers,
                progress,
                begin,
                reuse,
            )
    note_corpus(folder, loaded.folder)
    return Report(folder)


def _name_engine() -> str:
    from thememiner.extraction import name_engine

    return name_engine()


def _make_report(
    out: Output,
    inputs: str,
    corpus: Corpus,
    hashes: tuple[tuple[str, int], ...],
    codebook: Path | None,
    options: dict[str, Any],
    passwords: tuple[str, ...],
    place: str,
    choose: Callable[[Mining, int], tuple[Executor, bool]],
    workers: int | None,
    progress: Progress | None,
    begin: Stage,
    reuse: Callable[[Reuse], None] | None,
) -> None:
    """Make a report and put it in place, unless it would be the one that is there."""
    from thememiner.pipeline import Settings, count_cores
    from thememiner.publish.manifest import describe_run
    from thememiner.schedule import Mining
    from thememiner.spool import Spool

    from .writing import describe_accuracy, tabulate_mined, write_files

    settings = Settings(
        codebook=None if codebook is None else str(codebook),
        reader=options["reader"],
        ocr=bool(options["ocr"]),
        passwords=passwords,
    )
    mining = Mining(corpus, hashes, settings, Cache(out.folder / ".cache")).plan()
    book = mining.codebook
    if reuse:
        reuse(mining.describe_reuse())
    failures, stopped = _mine(mining, choose, progress)
    if stopped and (_is_finished(out.folder) or len(mining.pending()) == len(mining.jobs)):
        raise KeyboardInterrupt  # a whole report, or none, is better than a part of one
    inputs = add_failures(inputs, failures)
    if failures and not stopped and is_stamped(out.folder, inputs):
        begin("unchanged")
        return
    failed_again: list[Failure] = []

    def mine_again(job: Job) -> Failure | None:
        executor, is_ours = choose(mining, 1)
        try:
            failure = mining.mine_again(executor, job)
            failed_again.extend([failure] if failure else [])
            return failure
        finally:
            if is_ours:
                executor.shutdown()

    mined = mining.collect(failures, mine_again)
    tables, graph = tabulate_mined(mined, book.codes, Spool(out.spool), begin)
    described = describe_run(
        tables,
        corpus={"name": corpus.name, "title": corpus.title},
        finished=not stopped,
        options=options,
        codebook={
            "version": book.version,
            "themes": len(book.codes),
            "cues": sum(len(code.cues) for code in book.codes),
            **describe_accuracy(book),
        },
    )
    write_files(out, tables, graph, described, place, begin, workers=workers or count_cores())
    out.commit()
    if stopped:
        note_corpus(out.folder, corpus.folder)
        raise KeyboardInterrupt
    mining.settle()
    if not failed_again:  # else the next run makes its report anew
        write_stamp(out.folder, inputs)


def _say_nothing(stage: str) -> None:
    """Where nobody wants to know what begins."""
    del stage


def _is_finished(folder: Path) -> bool:
    """Whether the folder holds the report of a run that was not stopped."""
    try:
        return bool(Report(folder).run["finished"])
    except (ReportError, KeyError):
        return False


def _choose_executor(
    engine: Engine, scheduler: str, workers: int | None, executor: Executor | None
) -> Callable[[Mining, int], tuple[Executor, bool]]:
    """Return what starts the executor for so many reviews, and says whether it is ours to end."""

    def start(mining: Mining, n_pending: int) -> tuple[Executor, bool]:
        if executor is not None:
            return executor, False
        from thememiner.pipeline import (
            MEMORY_PER_WORKER_MB,
            SECONDS_PER_REVIEW,
            SECONDS_PER_REVIEW_WITH_OCR,
            count_cores,
        )

        seconds = SECONDS_PER_REVIEW_WITH_OCR if mining.settings.ocr else SECONDS_PER_REVIEW
        if engine == "dask":
            from thememiner.cluster import ClusterPool

            return ClusterPool(scheduler, seconds=seconds, memory_mb=MEMORY_PER_WORKER_MB), True
        size = min(workers or count_cores(), n_pending)
        return WorkerPool(size, seconds=seconds, memory_mb=MEMORY_PER_WORKER_MB), True

    if engine == "dask" and not scheduler:
        raise InputError("The engine dask needs the address of a scheduler: --scheduler tcp://HOST:8786")
    return start


def _mine(
    mining: Mining, start: Callable[[Mining, int], tuple[Executor, bool]], progress: Progress | None
) -> tuple[dict[str, Failure], bool]:
    """Run what is pending; return what failed for now, and whether Ctrl-C ended it."""
    pending = mining.pending()
    total, finished = len(mining.jobs), len(mining.jobs) - len(pending)

    def done(job: Job, failure: Failure | None) -> None:
        nonlocal finished
        finished += 1
        if progress:
            progress(finished, total, job.source.path, failure)

    if progress and finished:
        progress(finished, total, "", None)
    if not pending:
        return {}, False
    mining.revise(done)
    pending = mining.pending()
    if not pending:
        return {}, False
    executor, is_ours = start(mining, len(pending))
    try:
        return mining.mine(executor, done), False
    except KeyboardInterrupt:
        if is_ours:
            executor.shutdown(cancel_futures=True)
        unread = {
            job.review_id: Failure(
                review_id=job.review_id,
                path=job.source.path,
                stage="corpus",
                error="The run was stopped before this file was read.",
                advice="Run the same command again; what is finished is not done twice.",
            )
            for job in mining.pending()
        }
        return unread, True
    finally:
        if is_ours:
            executor.shutdown()
