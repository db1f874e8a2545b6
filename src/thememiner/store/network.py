"""The network as the site shows it: themes and agencies, what links them, and on what it stands."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from .database import Database
from .quotes import Quote, fetch_passages, split_list

LINK_KINDS = {
    "co_occurs": "themes that meet in passages",
    "criticised_on": "agency beside a concern",
    "praised_on": "agency beside a strength",
}
"""The links between themes and agencies, in words."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Node:
    """A theme or an agency, and where it stands in the layout."""

    node_id: str
    kind: str
    label: str
    n_reviews: int
    community: int
    x: float | None
    y: float | None
    """None where the layout has no place for it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Edge:
    """What links two nodes."""

    source: str
    source_label: str
    target: str
    target_label: str
    kind: str
    weight: int
    n_reviews: int
    first_year: str
    last_year: str
    lift: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Which part of the network."""

    kinds: tuple[str, ...] = ("co_occurs",)
    """Kinds of links; see ``LINK_KINDS``."""
    weight: int = 1
    """Passages that a link stands on, at least."""
    reviews: int = 1
    """Reviews that a link is seen in, at least."""
    from_year: str = ""
    to_year: str = ""
    node: str = ""
    """Only this node and what it is linked with."""


_EDGE = (
    "e.source, s.label AS source_label, e.target, t.label AS target_label, e.kind, e.weight, e.n_reviews, "
    "coalesce(e.first_year, '') AS first_year, coalesce(e.last_year, '') AS last_year, e.lift"
)
_FROM = "FROM edges e JOIN nodes s ON s.node_id = e.source JOIN nodes t ON t.node_id = e.target"


def list_edges(db: Database, wanted: Wanted, *, limit: int = -1) -> tuple[Edge, ...]:
    """Return the links that are wanted, those in most reviews first; of co-occurrence those above chance.

    Args:
        db: the report's database.
        wanted: which.
        limit: links at most; all where -1.
    """
    kinds = [kind for kind in wanted.kinds if kind in LINK_KINDS]
    marks = ", ".join("?" * len(kinds))
    rows = db.rows(
        f"SELECT {_EDGE} {_FROM} WHERE e.kind IN ({marks}) AND (e.lift IS NULL OR e.lift > 1) "
        "AND e.weight >= ? AND e.n_reviews >= ? "
        "AND (? = '' OR e.last_year >= ?) AND (? = '' OR (e.first_year <= ? AND e.first_year <> '')) "
        "AND ? IN ('', e.source, e.target) "
        "ORDER BY e.n_reviews DESC, e.weight DESC, e.source, e.target, e.kind LIMIT ?",
        (
            *kinds, wanted.weight, wanted.reviews, wanted.from_year, wanted.from_year, wanted.to_year,
            wanted.to_year, wanted.node, limit,
        ),
    )  # fmt: skip
    return tuple(Edge(**dict(row)) for row in rows)


def fetch_nodes(db: Database, node_ids: Sequence[str]) -> tuple[Node, ...]:
    """Return nodes by id, in the order given."""
    found: dict[str, Node] = {}
    for start in range(0, len(node_ids), 500):
        batch = node_ids[start : start + 500]
        marks = ", ".join("?" * len(batch))
        for row in db.rows(
            f"SELECT node_id, kind, label, n_reviews, community, x, y FROM nodes WHERE node_id IN ({marks})",
            batch,
        ):
            found[row["node_id"]] = Node(**dict(row))
    return tuple(found[node_id] for node_id in dict.fromkeys(node_ids) if node_id in found)


def find_node(db: Database, words: str) -> str:
    """Return the id of the theme or agency that is meant: by id, by name, or by words of the name."""
    row = db.first(
        "SELECT node_id FROM nodes WHERE kind IN ('theme', 'agency') AND "
        "(node_id = :words OR label LIKE '%' || :words || '%') "
        "ORDER BY node_id = :words DESC, lower(label) = lower(:words) DESC, n_reviews DESC, label LIMIT 1",
        {"words": words.strip()},
    )
    return str(row["node_id"]) if row and words.strip() else ""


def fetch_edge(db: Database, source: str, target: str, kind: str) -> tuple[Edge, tuple[Quote, ...]] | None:
    """Return a link and every passage that it stands on; None where there is none."""
    row = db.first(
        f"SELECT {_EDGE}, e.evidence {_FROM} WHERE e.source = ? AND e.target = ? AND e.kind = ?",
        (source, target, kind),
    )
    if row is None:
        return None
    parts = dict(row)
    evidence = split_list(parts.pop("evidence"))
    return Edge(**parts), fetch_passages(db, evidence)
