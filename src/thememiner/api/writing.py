"""From what was mined to the files of a report, staged and ready to be put in place."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from importlib.metadata import version
from typing import Any

import msgspec

from thememiner import publish, store
from thememiner.accuracy import load_accuracy
from thememiner.annual_table import count_annual
from thememiner.cache import Cache, fingerprint_code, make_key
from thememiner.network import Graph, tabulate_network
from thememiner.output import Output
from thememiner.publish.manifest import write_json
from thememiner.records import Agency, Mined
from thememiner.spool import Spool
from thememiner.tables import Tables
from thememiner.tabulate import build_tables
from thememiner.tagging import Codebook, list_agencies, load_authority

from .mining import Stage


def tabulate_mined(
    mined: Iterator[Mined], codes: Sequence[Any], spool: Spool, begin: Stage
) -> tuple[Tables, Graph]:
    """Return the tables and the network of what was mined; the large tables are on disk."""
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


def write_files(
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


def describe_accuracy(book: Codebook) -> dict[str, Any]:
    """Return the figures that were measured for this very version of the codebook, if there are any."""
    accuracy = load_accuracy(book.path)
    if accuracy is None or not accuracy.applies_to(book.version):
        return {}
    return {"accuracy": msgspec.to_builtins(accuracy)}
