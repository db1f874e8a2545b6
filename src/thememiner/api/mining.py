"""``run``: from a corpus to a report."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Executor
from importlib.metadata import version
from pathlib import Path
from typing import Any, Literal

import msgspec

from thememiner import publish, store
from thememiner.accuracy import load_accuracy
from thememiner.annual_table import count_annual
from thememiner.cache import Cache, fingerprint_code, make_key
from thememiner.corpus import load_corpus
from thememiner.errors import InputError, ReportError
from thememiner.extraction import name_engine
from thememiner.network import Graph, tabulate_network
from thememiner.output import Output
from thememiner.pipeline import (
    MEMORY_PER_WORKER_MB,
    SECONDS_PER_REVIEW,
    SECONDS_PER_REVIEW_WITH_OCR,
    Job,
    Mining,
    Settings,
    count_cores,
)
from thememiner.publish.manifest import describe_run, write_json
from thememiner.records import Agency, Failure, Mined
from thememiner.spool import Spool
from thememiner.tables import Tables
from thememiner.tabulate import build_tables
from thememiner.tagging import (
    Codebook,
    list_agencies,
    load_authority,
    load_codebook,
)
from thememiner.workers import WorkerPool

from .report import Report, note_corpus, see_corpus

Engine = Literal["local", "dask"]


ENGINES: tuple[Engine, ...] = ("local", "dask")


Progress = Callable[[int, int, str, Failure | None], None]
"""Told (finished, of how many, path, failure or None) after each review."""
Stage = Callable[[str], None]
"""Told what begins: reading, tables, network, csv, workbook, graph files, report or database."""


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
    ocr_engine = name_engine() if ocr else ""
    loaded = load_corpus(corpus)
    book = load_codebook(codebook)
    folder = Path(output) if output is not None else Path("reports") / loaded.name
    settings = Settings(
        codebook=None if codebook is None else str(Path(codebook).resolve()),
        reader=reader,
        ocr=ocr,
        passwords=tuple(passwords),
    )
    with Output(folder) as out:
        mining = Mining(loaded, settings, Cache(folder / ".cache"), book.version).plan()
        choose = _choose_executor(engine, scheduler, workers, executor)
        failures, stopped = _mine(mining, choose, progress)
        if stopped and (_is_finished(folder) or len(mining.pending()) == len(mining.jobs)):
            raise KeyboardInterrupt  # a whole report, or none, is better than a part of one
        tables, graph = _tabulate(mining.collect(failures), book.codes, Spool(out.spool), begin)
        described = describe_run(
            tables,
            corpus={"name": loaded.name, "title": loaded.title},
            finished=not stopped,
            options={
                "reader": reader,
                "ocr": ocr_engine,
                "codebook": "packaged" if codebook is None else Path(codebook).name,
            },
            codebook={
                "version": book.version,
                "themes": len(book.codes),
                "cues": sum(len(code.cues) for code in book.codes),
                **_describe_accuracy(book),
            },
        )
        place = see_corpus(loaded.folder, folder)
        workbook_key = _write(out, mining.cache, tables, graph, described, place, begin)
        out.commit()
    note_corpus(folder, loaded.folder)
    if stopped:
        raise KeyboardInterrupt
    keys = {key for job in mining.jobs for key in (job.extracted_key, job.tagged_key)}
    mining.cache.prune(keys | {workbook_key})
    return Report(folder)


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


def _tabulate(
    mined: Iterator[Mined], codes: Sequence[Any], spool: Spool, begin: Stage
) -> tuple[Tables, Graph]:
    begin("tables")
    authority = load_authority()
    agencies: dict[str, Agency] = {}

    def watch() -> Iterator[Mined]:
        for one in mined:
            named = list_agencies(authority, one.agency_mentions)
            asked = (authority.resolve(name) for rec in one.recommendations for name in rec.addressees)
            known = (authority.by_id.get(i) for rec in one.recommendations for i in rec.addressee_ids)
            agencies.update((agency.agency_id, agency) for agency in (*named, *asked, *known) if agency)
            yield one

    tables = build_tables(watch(), codes, agencies, spool)
    begin("network")
    graph = tabulate_network(tables)
    tables["annual"] = count_annual(tables)
    return tables, graph


def _write(
    out: Output,
    cache: Cache,
    tables: Tables,
    graph: Graph,
    described: dict[str, Any],
    place: str,
    begin: Stage,
) -> str:
    """Write every file of the report, and return the workbook's key in the cache."""
    folder, title = out.staging, described["corpus"]["title"]
    begin("csv")
    publish.write_csv(tables, folder / "tables")
    key = make_key(
        "workbook",
        fingerprint_code("publish", "columns.py"),
        version("xlsxwriter"),
        title,
        place,
        out.hashes(),
    )
    begin("workbook")
    # A workbook takes as long as all else together, and is the same as long as the tables are.
    if not cache.load_file(key, folder / "tables.xlsx"):
        publish.write_workbook(tables, folder / "tables.xlsx", title=title, corpus=place)
        cache.save_file(key, folder / "tables.xlsx")
    begin("graph files")
    whole = publish.TableGraph(tables)
    publish.write_graphml(whole, folder / "network.graphml")
    publish.write_gexf(whole, folder / "network.gexf")
    begin("report")
    publish.write_report(tables, graph, described, folder / "report.html")
    begin("database")
    store.write_database(tables, folder / "reviews.db")
    (folder / "run.json").write_text(write_json({**described, "files": out.hashes()}), encoding="utf-8")
    return key


def _describe_accuracy(book: Codebook) -> dict[str, Any]:
    """The figures that were measured for this very version of the codebook, if there are any."""
    accuracy = load_accuracy(book.path)
    if accuracy is None or not accuracy.applies_to(book.version):
        return {}
    return {"accuracy": msgspec.to_builtins(accuracy)}
