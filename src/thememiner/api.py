"""Every command as a function: run, tag, search, export, extract, fetch, check_codebook."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import Executor
from contextlib import suppress
from dataclasses import asdict, dataclass, fields
from functools import cached_property
from importlib.metadata import version
from pathlib import Path
from typing import Any, Literal, get_args

import msgspec
import pandas as pd

from thememiner import judgements, publish, refi, store
from thememiner.accuracy import load_accuracy
from thememiner.annual_table import count_annual, select_reviews
from thememiner.cache import Cache, fingerprint_code, make_key
from thememiner.columns import JUDGEMENTS, MENTIONS, TABLES
from thememiner.corpus import Corpus, load_corpus
from thememiner.curation import (
    Difference,
    codebook_from_qdc,
    codebook_from_xlsx,
    codebook_to_qdc,
    codebook_to_xlsx,
    compare_codebooks,
    suggest_phrases,
)
from thememiner.errors import InputError, ReportError
from thememiner.evaluation import (
    Evaluation,
    ItemEvaluation,
    evaluate_items,
    evaluate_judgements,
    evaluate_mentions,
    evaluate_report,
    evaluate_texts,
    read_items,
)
from thememiner.extraction import name_engine, read_pdf
from thememiner.fetching import Fetched, Fetcher, Limits
from thememiner.network import Graph, Years, build_network, list_evidence, slice_tables, tabulate_network
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
from thememiner.records import Agency, Document, Failure, Mined, Passage
from thememiner.tables import Tables, build_tables, make_frame
from thememiner.tagging import (
    Codebook,
    ThemeTagger,
    check_codebook,
    list_agencies,
    load_authority,
    load_codebook,
    make_nlp,
)
from thememiner.workers import WorkerPool

ExportFormat = Literal[
    "csv", "xlsx", "parquet", "qdc", "qdpx", "graphml", "gexf", "gexf-dynamic", "json", "svg", "png"
]
EXPORT_FORMATS: tuple[ExportFormat, ...] = get_args(ExportFormat)
NETWORK_FORMATS = frozenset({"graphml", "gexf", "gexf-dynamic", "json", "svg", "png"})
"""Formats that hold the network; these can be cut to some of the reviews."""
_CORPUS_NOTE = Path(".cache", "corpus.txt")

Engine = Literal["local", "dask"]
ENGINES: tuple[Engine, ...] = ("local", "dask")

Progress = Callable[[int, int, str, Failure | None], None]
"""Told (finished, of how many, path, failure or None) after each review."""


@dataclass(frozen=True)
class Report:
    """A finished run: a folder, and its content as DataFrames.

    >>> report = Report(Path("reports/sample"))
    >>> report.name
    'sample'
    """

    folder: Path

    @property
    def name(self) -> str:
        """Name of the corpus."""
        return self.folder.name

    @cached_property
    def run(self) -> dict[str, Any]:
        """What ``run.json`` says: versions, options, counts."""
        try:
            loaded: dict[str, Any] = json.loads((self.folder / "run.json").read_text(encoding="utf-8"))
        except (OSError, ValueError) as error:
            raise ReportError(
                f"{self.folder} is no report: it has no run.json. Make one with: thememiner run CORPUS"
            ) from error
        return loaded

    @cached_property
    def tables(self) -> Tables:
        """Every table as a DataFrame; lists are tuples, whole numbers ``Int64``."""
        return store.read_tables(self.folder / "reviews.db")

    def table(self, name: str) -> pd.DataFrame:
        """Return one table.

        Raises:
            InputError: where there is no table of that name.
        """
        if name not in self.tables:
            raise InputError(f"There is no table {name}; these are: {', '.join(self.tables)}.")
        return self.tables[name]

    @cached_property
    def graph(self) -> Graph:
        """The network, as ``networkx`` has it."""
        return build_network(self.tables)

    def network(self, *, years: Years | None = None, **columns: str | Sequence[str]) -> Graph:
        """Return the network of some of the reviews alone, with its own weights and measures.

        Args:
            years: first and last year of publication, both included; None is open.
            columns: values of columns of ``reviews``: ``kind="inspection"``,
                ``publisher=["Ofsted", "CQC"]``; a corpus's own columns too.

        Raises:
            InputError: where there is no such column or no such review.
        """
        if years is None and not columns:
            return self.graph
        return build_network(slice_tables(self.tables, years=years, **columns))


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
        tables, graph = _tabulate(mining.collect(failures), codes=book.codes)
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
        place = _see_corpus(loaded.folder, folder)
        workbook_key = _write(out, mining.cache, tables, graph, described, place)
        out.commit()
    _note_corpus(folder, loaded.folder)
    if stopped:
        raise KeyboardInterrupt
    keys = {key for job in mining.jobs for key in (job.extracted_key, job.tagged_key)}
    mining.cache.prune(keys | {workbook_key})
    return Report(folder)


def _note_corpus(folder: Path, corpus: Path) -> None:
    """Remember where the PDFs are, for pictures of pages; beside the cache, as it is no result."""
    with suppress(OSError):
        (folder / _CORPUS_NOTE).write_text(str(corpus.resolve()), encoding="utf-8")


def find_corpus_folder(report: Report) -> Path | None:
    """Return the folder of the PDFs that a report was made from; None where it is gone or not known."""
    try:
        folder = Path((report.folder / _CORPUS_NOTE).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    return folder if folder.is_dir() else None


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


def _tabulate(mined: Iterator[Mined], codes: Sequence[Any]) -> tuple[Tables, Graph]:
    authority = load_authority()
    agencies: dict[str, Agency] = {}

    def watch() -> Iterator[Mined]:
        for one in mined:
            named = list_agencies(authority, one.agency_mentions)
            asked = (authority.resolve(name) for rec in one.recommendations for name in rec.addressees)
            known = (authority.by_id.get(i) for rec in one.recommendations for i in rec.addressee_ids)
            agencies.update((agency.agency_id, agency) for agency in (*named, *asked, *known) if agency)
            yield one

    tables = build_tables(watch(), codes, agencies)
    graph = tabulate_network(tables)
    tables["annual"] = count_annual(tables)
    return {table.name: tables[table.name] for table in TABLES}, graph


def _write(
    out: Output, cache: Cache, tables: Tables, graph: Graph, described: dict[str, Any], place: str
) -> str:
    """Write every file of the report, and return the workbook's key in the cache."""
    folder, title = out.staging, described["corpus"]["title"]
    publish.write_csv(tables, folder / "tables")
    key = make_key(
        "workbook",
        fingerprint_code("publish", "columns.py"),
        version("xlsxwriter"),
        title,
        place,
        out.hashes(),
    )
    # A workbook takes as long as all else together, and is the same as long as the tables are.
    if cache.has(key):
        shutil.copyfile(cache.file(key), folder / "tables.xlsx")
    else:
        publish.write_workbook(tables, folder / "tables.xlsx", title=title, corpus=place)
        cache.save(key, (folder / "tables.xlsx").read_bytes())
    publish.write_graphml(graph, folder / "network.graphml")
    publish.write_gexf(graph, folder / "network.gexf")
    publish.write_report(tables, graph, described, folder / "report.html")
    store.write_database(tables, folder / "reviews.db")
    (folder / "run.json").write_text(write_json({**described, "files": out.hashes()}), encoding="utf-8")
    return key


def _see_corpus(corpus: Path, folder: Path) -> str:
    """Return the corpus folder as seen from another; empty where there is no way, as between drives."""
    try:
        return Path(os.path.relpath(corpus.resolve(), folder.resolve())).as_posix()
    except ValueError:
        return ""


def tag(
    table: pd.DataFrame,
    *,
    id_column: str = "id",
    text_column: str = "text",
    codebook: Path | str | None = None,
) -> pd.DataFrame:
    """Tag passages that are text already.

    Args:
        table: one passage a row.
        id_column: column that names the passage.
        text_column: column with its text.
        codebook: folder of a codebook; the packaged one where None.

    Returns:
        One row per mention, with the columns of ``mentions``; ``start`` and ``end``
        count in the passage's own text, and ``page`` is 1.

    Raises:
        InputError: where a column is missing or a passage has no id.
        CodebookError: where the codebook has problems.

    >>> passages = pd.DataFrame({"id": ["p1"], "text": ["Information was not shared between the agencies."]})
    >>> list(tag(passages)["theme_id"].unique())
    ['info_sharing']
    """
    missing = [name for name in (id_column, text_column) if name not in table.columns]
    if missing:
        raise InputError(
            f"The table has no column {', '.join(missing)}; it has {', '.join(map(str, table.columns))}. "
            "Name them with --id-column and --text-column."
        )
    nlp = make_nlp()
    tagger = ThemeTagger(load_codebook(codebook), nlp)
    texts = ["" if pd.isna(text) else str(text) for text in table[text_column]]
    passages = [
        Passage(
            passage_id=str(passage_id), review_id="", ordinal=ordinal, kind="paragraph",
            start=0, end=len(text), page_first=1, page_last=1, text=text,
        )
        for ordinal, (passage_id, text) in enumerate(zip(table[id_column], texts, strict=True), start=1)
    ]  # fmt: skip
    mentions = tagger.tag_passages(passages, list(nlp.pipe(texts)))
    names = [column.name for column in MENTIONS.columns]
    return make_frame(MENTIONS, [tuple(getattr(mention, name) for name in names) for mention in mentions])


def search(
    report: Report | Path | str,
    query: str,
    *,
    lens: store.Lens = "passages",
    filters: Mapping[str, Sequence[str]] | None = None,
    sort: store.Sort = "relevance",
    limit: int = 20,
) -> pd.DataFrame:
    """Return ranked passages or recommendations.

    Args:
        report: a report or its folder.
        query: words, "phrases", AND OR NOT, prefix*, filters such as ``theme:neglect``;
            any string is legal.
        lens: passages or recommendations.
        filters: the same filters by name.
        sort: relevance (without words: the newest first), newest, oldest or review.
        limit: hits at most.

    Raises:
        ReportError: where there is no such report.
        InputError: where a filter is not known.
    """
    folder = report.folder if isinstance(report, Report) else Path(report)
    return store.search_database(
        folder / "reviews.db", query, lens=lens, filters=filters, sort=sort, limit=limit
    )


def annual(report: Report | Path | str, *, where: Mapping[str, str] | None = None) -> pd.DataFrame:
    """Return the table that a panel prints in its annual report, for all reviews or some of them.

    Args:
        report: a report or its folder.
        where: column of ``reviews`` and the value wanted; ``year`` is that of publication.

    Returns:
        A row per fact and theme: reviews of which it holds, of how many, share with interval, and
        the reviews themselves.

    Raises:
        ReportError: where there is no such report.
        InputError: where there is no such column.
    """
    opened = report if isinstance(report, Report) else Report(Path(report))
    if not where:
        return opened.table("annual")
    columns = [*opened.table("reviews").columns, "year"]
    for name in where:
        if name not in columns:
            raise InputError(f"reviews has no column {name}; it has {', '.join(columns)}.")
    return count_annual(select_reviews(opened.tables, where))


def export(
    report: Report | Path | str,
    format: ExportFormat,
    path: Path | str,
    *,
    corpus: Path | str | None = None,
    without_sources: bool = False,
    years: Years | None = None,
    where: Mapping[str, Sequence[str]] | None = None,
    partition: Sequence[str] = (),
) -> Path:
    """Write a report's tables or network to a file or folder, and return where.

    Args:
        report: a report or its folder.
        format: csv or parquet (a folder), xlsx; qdc, the themes as a REFI-QDA codebook; qdpx, a
            REFI-QDA project with texts, PDFs and codings; of the network: graphml, gexf, gexf-dynamic
            (with the years of every link), json (node-link), or a picture as svg or png.
        path: where to write.
        corpus: folder of the PDFs, for qdpx and the links of xlsx; the one that the report was made
            from where None.
        without_sources: qdpx with the reviews as plain text, without the PDFs.
        years: of the network, only reviews of these years, both included; None is open.
        where: of the network, only reviews with these values of columns of ``reviews``.
        partition: parquet in folders by publisher, year or both.

    Raises:
        ReportError: where there is no such report.
        InputError: where the format is not known, PDFs are wanted and not there, or no review is left.
    """
    opened = report if isinstance(report, Report) else Report(Path(report))
    target = Path(path)
    title = opened.run["corpus"]["title"]
    if format not in EXPORT_FORMATS:
        raise InputError(f"{format} is no format; these are: {', '.join(EXPORT_FORMATS)}.")
    if (years or where) and format not in NETWORK_FORMATS:
        raise InputError(
            f"{format} holds the whole report; cut to some reviews: {', '.join(NETWORK_FORMATS)}."
        )
    target.parent.mkdir(parents=True, exist_ok=True)
    if format == "csv":
        publish.write_csv(opened.tables, target)
    elif format == "xlsx":
        pdfs = Path(corpus) if corpus is not None else find_corpus_folder(opened)
        place = _see_corpus(pdfs, target.parent) if pdfs is not None else ""
        publish.write_workbook(opened.tables, target, title=title, corpus=place)
    elif format == "parquet":
        for name in partition:
            if name not in publish.PARTITIONS:
                choices = ", ".join(publish.PARTITIONS)
                raise InputError(f"Files cannot be parted by {name}; these are: {choices}.")
        publish.write_parquet(opened.tables, target, partition=partition)
    elif format in NETWORK_FORMATS:
        graph = opened.network(years=years, **(where or {}))
        publish.write_network(graph, target, format, title=title)
    elif format == "qdc":
        target.write_bytes(
            refi.write_qdc_tree(refi.build_codes(refi.list_themes(opened.tables)), _name_version())
        )
    else:
        folder = Path(corpus) if corpus is not None else find_corpus_folder(opened)
        sources = {} if without_sources else refi.find_pdfs(opened.tables, folder)
        about = refi.describe_origin(_name_version(), opened.run["codebook"]["version"])
        refi.write_qdpx(
            opened.tables, target, title=title, origin=_name_version(), sources=sources, about=about
        )
    return target


def _name_version() -> str:
    return f"thememiner {version('thememiner')}"


def evidence(report: Report | Path | str, source: str, target: str = "", *, kind: str = "") -> pd.DataFrame:
    """Return the passages on which the links of a node, or between two nodes, of the network stand.

    Args:
        report: a report or its folder.
        source: a node by its id (``theme:neglect``), the id of its record (``neglect``) or its label.
        target: another node; every node linked with the first where empty.
        kind: kind of link, such as co_occurs; every kind where empty.

    Returns:
        One row per link and passage: source, target, kind, review_id, title, published_on, page,
        number, passage_id and text.

    Raises:
        ReportError: where there is no such report.
        InputError: where there is no such node or no such link.
    """
    if isinstance(report, Report):
        return list_evidence(report.tables, source, target, kind=kind)
    tables = store.read_tables(Path(report) / "reviews.db", ("reviews", "passages", "nodes", "edges"))
    return list_evidence(tables, source, target, kind=kind)


def evaluate(
    source: Report | Path | str, gold: Path | str | None = None, *, codebook: Path | str | None = None
) -> Evaluation:
    """Hold the tool's themes against people's: precision, recall, F1, kappa, alpha, with intervals.

    Args:
        source: a report or its folder, whose passages the reference names or quotes; a
            CSV that ``tag`` made from the reference's passages; or, where ``gold`` is
            None, a reference whose texts are tagged on the spot, or a report whose
            judgements are the reference.
        gold: the reference: JSONL, CSV or a REFI-QDA project (docs/evaluate.md).
        codebook: to tag with, or to name the themes of a CSV; the packaged one where None.

    Returns:
        Scores over all and per theme, and every disagreement.

    Raises:
        ReportError: where there is no such report.
        InputError: where the reference cannot be used, with all its problems.
        CodebookError: where the codebook has problems.
    """
    if gold is None and not isinstance(source, Report) and not Path(source).is_dir():
        return evaluate_texts(Path(source), _label_themes(codebook), codebook)
    if gold is not None and not isinstance(source, Report) and Path(source).suffix.lower() == ".csv":
        mentions = pd.read_csv(source, dtype=str, keep_default_na=False, encoding="utf-8-sig")
        return evaluate_mentions(mentions, Path(gold), _label_themes(codebook))
    opened = source if isinstance(source, Report) else Report(Path(source))
    if gold is None:
        return evaluate_judgements(judgements.read_judgements(opened.folder), opened.tables)
    return evaluate_report(opened.tables, Path(gold))


def evaluate_recommendations(report: Report | Path | str, gold: Path | str) -> ItemEvaluation:
    """Hold the recommendations of a report against readers': found, page, number, kind, addressees.

    Args:
        report: a report or its folder.
        gold: CSV, a JSON file or a folder of them (docs/evaluate.md).

    Returns:
        A row of scores per review and over all, and every disagreement.

    Raises:
        ReportError: where there is no such report.
        InputError: where the reference cannot be used, or is of other reviews.
    """
    opened = report if isinstance(report, Report) else Report(Path(report))
    return evaluate_items(opened.tables, read_items(Path(gold)))


def _describe_accuracy(book: Codebook) -> dict[str, Any]:
    """The figures that were measured for this very version of the codebook, if there are any."""
    accuracy = load_accuracy(book.path)
    if accuracy is None or not accuracy.applies_to(book.version):
        return {}
    return {"accuracy": msgspec.to_builtins(accuracy)}


def _label_themes(codebook: Path | str | None) -> dict[str, str]:
    return {code.code_id: code.label for code in load_codebook(codebook).codes}


def suggest_codebook(report: Report | Path | str, *, min_reviews: int = 3, limit: int = 200) -> pd.DataFrame:
    """Return phrases typical of the findings and recommendations that no theme was found in.

    Args:
        report: a report or its folder.
        min_reviews: a phrase must stand in so many reviews.
        limit: phrases at most.

    Returns:
        A row per phrase with counts, keyness, an example and its page; the most telling first.

    Raises:
        ReportError: where there is no such report.
        InputError: where it has nothing to compare.
    """
    opened = report if isinstance(report, Report) else Report(Path(report))
    return suggest_phrases(opened.tables, min_reviews=min_reviews, limit=limit)


def diff_codebook(old: Path | str | None, new: Path | str | None, source: Report | Path | str) -> Difference:
    """Return each theme that a new codebook gives or takes, with its sentence, and a summary.

    Args:
        old: folder of a codebook; the packaged one where None.
        new: likewise.
        source: a report, its folder, or the corpus of a report in ``reports/``. The text
            is the report's; no PDF is read.

    Raises:
        ReportError: where there is no report of the corpus.
        CodebookError: where a codebook has problems.
    """
    if isinstance(source, Report):
        return compare_codebooks(old, new, source.tables)
    folder = Path(source)
    if not (folder / "run.json").exists():
        folder = Path("reports") / load_corpus(folder).name
    return compare_codebooks(old, new, Report(folder).tables)


def list_judgements(report: Report | Path | str) -> pd.DataFrame:
    """Return what people said of a report's mentions and recommendations, in order of time.

    Raises:
        ReportError: where the judgements cannot be read.
    """
    folder = report.folder if isinstance(report, Report) else Path(report)
    return judgements.list_judgements(judgements.read_judgements(folder))


def import_judgements(
    report: Report | Path | str, file: Path | str, *, reviewer: str = "", kept_is_accepted: bool = False
) -> int:
    """Add verdicts to a report: from a table, or from a REFI-QDA project that people corrected.

    Args:
        report: a report or its folder.
        file: CSV as ``export_judgements`` writes it, or with the columns item_id and
            verdict; or a .qdpx that came from ``export`` and was corrected.
        reviewer: who judged, where the file does not say it.
        kept_is_accepted: .qdpx: whether a coding that was left as it was counts as accepted.

    Returns:
        How many judgements were new.

    Raises:
        ReportError: where there is no such report.
        InputError: where the file cannot be used, with all its problems.
    """
    opened = report if isinstance(report, Report) else Report(Path(report))
    source, tables = Path(file), opened.tables
    if source.suffix.lower() == ".qdpx":
        found = refi.read_corrections(source, tables, reviewer=reviewer, kept_is_accepted=kept_is_accepted)
    else:
        table = judgements.read_table(source)
        found = judgements.read_rows(table, tables["mentions"], tables["recommendations"], reviewer=reviewer)
    return judgements.add_new(opened.folder, found, tables["mentions"], tables["recommendations"])


def export_judgements(report: Report | Path | str, path: Path | str) -> Path:
    """Write a report's judgements as CSV, to be read again or to be sent to a colleague.

    Raises:
        ReportError: where the judgements cannot be read.
    """
    target = Path(path)
    target.parent.mkdir(parents=True, exist_ok=True)
    publish.write_table(JUDGEMENTS, list_judgements(report), target)
    return target


def extract(
    file: Path | str, *, reader: str = "auto", ocr: bool = False, passwords: Sequence[str] = ()
) -> Document:
    """Return the text of one PDF, with where every line is printed.

    Args:
        file: the PDF.
        reader: auto or pdfplumber.
        ocr: read pages without a text layer with OCR (extra ``ocr``).
        passwords: tried where it is locked.

    Raises:
        ReadError: where it cannot be read.
        InputError: where ``ocr`` is asked for and its engine is not installed.
    """
    return read_pdf(Path(file), review_id=Path(file).stem, reader=reader, ocr=ocr, passwords=passwords)


def fetch(
    corpus: Path | str,
    *,
    hosts: Sequence[str] = (),
    limits: Limits | None = None,
    told: Callable[[Fetched], None] | None = None,
) -> pd.DataFrame:
    """Download the published PDFs that a corpus manifest lists; what is there is not asked for again.

    Args:
        corpus: folder with a ``corpus.toml`` that gives ``pdf_url`` or ``source_url``.
        hosts: sites that may be asked besides those of the manifest.
        limits: size, pace and patience.
        told: called with each entry as it is finished.

    Returns:
        One row per entry of the manifest: path, status (fetched, present or failed), url,
        sha256, n_bytes, error and advice.

    Raises:
        CorpusError: where the manifest cannot be used.
    """
    fetcher = Fetcher(
        corpus=load_corpus(corpus),
        hosts=frozenset(host.lower() for host in hosts),
        limits=limits or Limits(),
    )
    fetched = fetcher.fetch(told or (lambda _: None))
    return pd.DataFrame([asdict(one) for one in fetched], columns=[field.name for field in fields(Fetched)])


__all__ = [
    "EXPORT_FORMATS",
    "Corpus",
    "Difference",
    "Evaluation",
    "ExportFormat",
    "ItemEvaluation",
    "Report",
    "annual",
    "check_codebook",
    "codebook_from_qdc",
    "codebook_from_xlsx",
    "codebook_to_qdc",
    "codebook_to_xlsx",
    "diff_codebook",
    "evaluate",
    "evaluate_recommendations",
    "evidence",
    "export",
    "export_judgements",
    "extract",
    "fetch",
    "find_corpus_folder",
    "import_judgements",
    "list_judgements",
    "run",
    "search",
    "suggest_codebook",
    "tag",
]
