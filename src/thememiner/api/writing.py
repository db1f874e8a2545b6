"""From what was mined to the files of a report, staged and ready to be put in place."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import lru_cache, partial
from typing import Any

import msgspec

from thememiner import publish, store
from thememiner.accuracy import load_accuracy
from thememiner.annual_table import count_annual
from thememiner.errors import ReportError
from thememiner.network import Graph, tabulate_network
from thememiner.output import Output
from thememiner.publish.manifest import write_json
from thememiner.records import Agency, AgencyMention, Mined
from thememiner.spool import Spool
from thememiner.tables import Tables
from thememiner.tabulate import build_tables
from thememiner.tagging import Codebook, list_agencies, load_authority
from thememiner.workers import WorkerLostError, WorkerPool

from .mining import Stage

SIDE_BY_SIDE = 10_000
"""Passages from which on the files are written by several processes; to start one takes two seconds."""
_NAMES = 10_000
"""Names of bodies whose meaning is kept at hand."""
_MOST_HELPERS = 2
"""The longest writers are two, the workbook's and the database's."""


def tabulate_mined(
    mined: Iterator[Mined], codes: Sequence[Any], spool: Spool, begin: Stage
) -> tuple[Tables, Graph]:
    """Return the tables and the network of what was mined; the large tables are on disk."""
    begin("tables")
    authority = load_authority()
    resolve = lru_cache(_NAMES)(authority.resolve)
    agencies: dict[str, Agency] = {}

    def watch() -> Iterator[Mined]:
        for one in mined:
            named = list_agencies(authority, _leave_known(one.agency_mentions, agencies))
            asked = (resolve(name) for rec in one.recommendations for name in rec.addressees)
            known = (authority.by_id.get(i) for rec in one.recommendations for i in rec.addressee_ids)
            agencies.update((agency.agency_id, agency) for agency in (*named, *asked, *known) if agency)
            yield one

    tables = build_tables(watch(), codes, agencies, spool)
    begin("network")
    graph = tabulate_network(tables)
    tables["annual"] = count_annual(tables)
    return tables, graph


def _leave_known(mentions: Iterable[AgencyMention], known: Mapping[str, Agency]) -> list[AgencyMention]:
    """The first mention of each agency, but for agencies that are known under this very name."""
    first: dict[str, AgencyMention] = {}
    for mention in mentions:
        first.setdefault(mention.agency_id, mention)
    return [
        mention
        for agency_id, mention in first.items()
        if agency_id not in known or known[agency_id].label != mention.label
    ]


def write_files(
    out: Output,
    tables: Tables,
    graph: Graph,
    described: dict[str, Any],
    place: str,
    begin: Stage,
    *,
    workers: int,
) -> None:
    """Write every file of a report.

    Args:
        out: the output, staged.
        tables: every table; what lies on disk is read by each writer for itself.
        graph: the network's core.
        described: what the run was.
        place: the corpus folder as seen from the report.
        begin: told what begins.
        workers: processes to write with, this one among them.

    Raises:
        OSError: where a file cannot be written.
        ReportError: where a process that writes was lost.
    """
    folder, title = out.staging, described["corpus"]["title"]
    whole = publish.TableGraph(tables)
    # The longest first: it decides how long all of them take together.
    writers: dict[str, Callable[[], None]] = {
        "workbook": partial(
            publish.write_workbook, tables, folder / "tables.xlsx", title=title, corpus=place
        ),
        "database": partial(store.write_database, tables, folder / "reviews.db"),
        "gexf": partial(publish.write_gexf, whole, folder / "network.gexf"),
        "graphml": partial(publish.write_graphml, whole, folder / "network.graphml"),
        "csv": partial(publish.write_csv, tables, folder / "tables"),
        "report": partial(publish.write_report, tables, graph, described, folder / "report.html"),
    }
    is_small = tables.count("passages") < SIDE_BY_SIDE
    helpers = 0 if is_small else min(workers - 1, _MOST_HELPERS)
    if helpers > 0:
        _write_together(writers, begin, helpers)
    else:
        for name, write in writers.items():
            begin(name)
            write()
    (folder / "run.json").write_text(write_json({**described, "files": out.hashes()}), encoding="utf-8")


def _write_together(writers: Mapping[str, Callable[[], None]], begin: Stage, helpers: int) -> None:
    """Have helpers begin with the longest, and begin here with the shortest, until they meet."""
    pool = WorkerPool(helpers)
    try:
        futures = {name: pool.submit(write) for name, write in writers.items()}
        for name, future in reversed(futures.items()):
            begin(name)
            if future.cancel():
                writers[name]()
            else:
                future.result()
    except (WorkerLostError, MemoryError) as error:
        raise ReportError(
            f"The report could not be written ({error or 'out of memory'}); what was there before is "
            "unchanged. Run the same command again, with --workers 1 if memory is short."
        ) from error
    finally:
        pool.shutdown(cancel_futures=True)


def describe_accuracy(book: Codebook) -> dict[str, Any]:
    """Return the figures that were measured for this very version of the codebook, if there are any."""
    accuracy = load_accuracy(book.path)
    if accuracy is None or not accuracy.applies_to(book.version):
        return {}
    return {"accuracy": msgspec.to_builtins(accuracy)}
