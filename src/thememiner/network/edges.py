"""What links what: every kind of edge, with the passages it stands on.

===================  ====================================  ======================================
kind                 leads from - to                       stands on
===================  ====================================  ======================================
has_theme            review - theme                        passages with an asserted mention
makes                review - recommendation               the recommendation's passages
answers              review - recommendation printed again the passages that print it again
involves             review - agency                       passages in which the agency acts
commissioned_by      review - agency                       passages that say who asked for it
names                review - agency                       passages that only name or address it
addresses            recommendation - agency               the recommendation's passages
concerns             recommendation - theme                the recommendation's passages
co_occurs            theme - theme (no direction)          passages with both
co_occurs_in_review  theme - theme (no direction)          a passage of each theme per review
criticised_on        agency - theme                        passages with a concern beside it
praised_on           agency - theme                        passages with a strength beside it
repeats              recommendation - the one before it    the passages of both
restates             recommendation - the one answered     the passages of both
===================  ====================================  ======================================
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations, pairwise

from thememiner.tables import Tables, iterate_rows

from .judged import find_judged


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """An edge before it is measured."""

    source: str
    target: str
    kind: str
    evidence: tuple[str, ...]
    weight: int
    """Passages it stands on; of ``co_occurs_in_review`` reviews."""


_PARTS = {"involved": "involves", "commissioner": "commissioned_by"}
_Passages = dict[str, None]
"""Passage ids in order, each once."""


def node_id(kind: str, record_id: str) -> str:
    """Return the node of a record.

    >>> node_id("theme", "neglect")
    'theme:neglect'
    """
    return f"{kind}:{record_id}"


def find_links(tables: Tables) -> Iterator[Link]:
    """Yield every edge, kind by kind, each in order of the corpus.

    Args:
        tables: as ``build_tables`` gives them, with ``lineage_id`` filled in.
    """
    yield from _link_themes(tables)
    yield from _link_agencies(tables)
    yield from _link_recommendations(tables)
    yield from _link_repeats(tables)


def _link(one: tuple[str, str], other: tuple[str, str], kind: str, evidence: _Passages) -> Link:
    return Link(
        source=node_id(*one),
        target=node_id(*other),
        kind=kind,
        evidence=tuple(evidence),
        weight=len(evidence),
    )


def _link_themes(tables: Tables) -> Iterator[Link]:
    mentions = tables["mentions"]
    found: dict[str, dict[str, _Passages]] = defaultdict(lambda: defaultdict(dict))
    themes_in: dict[str, _Passages] = defaultdict(dict)
    for row in iterate_rows(mentions[mentions["status"] == "asserted"]):
        found[row.review_id][row.theme_id][row.passage_id] = None
        themes_in[row.passage_id][row.theme_id] = None
    for review_id, themes in found.items():
        for theme_id, passages in themes.items():
            yield _link(("review", review_id), ("theme", theme_id), "has_theme", passages)
    together: dict[tuple[str, str], _Passages] = defaultdict(dict)
    for passage_id, ids in themes_in.items():
        for pair in combinations(sorted(ids), 2):
            together[pair][passage_id] = None
    for (one, other), passages in sorted(together.items()):
        yield _link(("theme", one), ("theme", other), "co_occurs", passages)
    beside: dict[tuple[str, str], list[str]] = defaultdict(list)
    for themes in found.values():
        for pair in combinations(sorted(themes), 2):
            beside[pair].append(";".join(next(iter(themes[theme_id])) for theme_id in pair))
    for (one, other), reviews in sorted(beside.items()):
        shown = dict.fromkeys(passage_id for both in reviews for passage_id in both.split(";"))
        yield Link(
            source=node_id("theme", one),
            target=node_id("theme", other),
            kind="co_occurs_in_review",
            evidence=tuple(shown),
            weight=len(reviews),
        )


def _link_agencies(tables: Tables) -> Iterator[Link]:
    named: dict[tuple[str, str, str], _Passages] = defaultdict(dict)
    for row in iterate_rows(tables["agency_mentions"]):
        if row.agency_id:
            kind = _PARTS.get(row.part, "names")
            named[row.review_id, row.agency_id, kind][row.passage_id] = None
    for (review_id, agency_id, kind), passages in named.items():
        yield _link(("review", review_id), ("agency", agency_id), kind, passages)
    judged: dict[tuple[str, str, str], _Passages] = defaultdict(dict)
    for found in find_judged(tables):
        kind = "criticised_on" if found.polarity == "concern" else "praised_on"
        judged[found.agency_id, found.theme_id, kind][found.passage_id] = None
    for (agency_id, theme_id, kind), passages in sorted(judged.items()):
        yield _link(("agency", agency_id), ("theme", theme_id), kind, passages)


def _link_recommendations(tables: Tables) -> Iterator[Link]:
    for rec in iterate_rows(tables["recommendations"]):
        one, passages = ("recommendation", rec.recommendation_id), dict.fromkeys(rec.passage_ids)
        yield _link(("review", rec.review_id), one, "answers" if rec.is_restatement else "makes", passages)
        if rec.is_restatement:
            continue
        for agency_id in rec.addressee_ids:
            yield _link(one, ("agency", agency_id), "addresses", passages)
        for theme_id in rec.theme_ids:
            yield _link(one, ("theme", theme_id), "concerns", passages)


def _link_repeats(tables: Tables) -> Iterator[Link]:
    recs = tables["recommendations"]
    dates = dict(zip(tables["reviews"]["review_id"], tables["reviews"]["published_on"], strict=True))
    lineages: dict[str, list[tuple[str, tuple[str, ...]]]] = defaultdict(list)
    for rec in sorted(
        iterate_rows(recs[recs["lineage_id"] != ""]),
        key=lambda r: (dates[r.review_id], r.review_id, r.recommendation_id),
    ):
        lineages[rec.lineage_id].append((rec.recommendation_id, rec.passage_ids))
    for chain in lineages.values():
        for (earlier, its), (later, others) in pairwise(chain):
            passages = dict.fromkeys([*others, *its])
            yield _link(("recommendation", later), ("recommendation", earlier), "repeats", passages)
    passages_of = dict(zip(recs["recommendation_id"], recs["passage_ids"], strict=True))
    for rec in iterate_rows(recs[recs["restates"] != ""]):
        passages = dict.fromkeys([*rec.passage_ids, *passages_of[rec.restates]])
        yield _link(
            ("recommendation", rec.recommendation_id), ("recommendation", rec.restates), "restates", passages
        )
