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
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import combinations, pairwise
from typing import Any

from thememiner.tables import Tables, iterate_rows

from .judged import AGENCY_COLUMNS, MENTION_COLUMNS, PASSAGE_COLUMNS, judge_review


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """An edge before it is measured."""

    source: str
    target: str
    kind: str
    evidence: tuple[str, ...]
    reviews: tuple[str, ...]
    """The reviews that the evidence stands in, each once."""
    weight: int
    """Passages it stands on; of ``co_occurs_in_review`` reviews."""


_PARTS = {"involved": "involves", "commissioner": "commissioned_by"}
_Passages = dict[str, str]
"""Passage ids in order, each once, with their reviews."""


def node_id(kind: str, record_id: str) -> str:
    """Return the node of a record.

    >>> node_id("theme", "neglect")
    'theme:neglect'
    """
    return f"{kind}:{record_id}"


def find_links(tables: Tables) -> Iterator[Link]:
    """Yield every edge, those of one source and target together.

    First the edges that lead from reviews, review by review; then those from themes, from agencies and
    from recommendations. Of the large tables one review is in memory at a time.

    Args:
        tables: as ``build_tables`` gives them, with ``lineage_id`` filled in.
    """
    recs: dict[str, list[Any]] = defaultdict(list)
    for rec in iterate_rows(tables["recommendations"]):
        recs[rec.review_id].append(rec)
    found = _Found()
    walk = tables.walk(mentions=MENTION_COLUMNS, agency_mentions=AGENCY_COLUMNS, passages=PASSAGE_COLUMNS)
    for review_id, rows in walk:
        judged = judge_review(review_id, rows["mentions"], rows["agency_mentions"], rows["passages"])
        for one in judged:
            kind = "criticised_on" if one.polarity == "concern" else "praised_on"
            found.judged[one.agency_id, one.theme_id, kind][one.passage_id] = review_id
        links = [
            *_link_themes(review_id, rows["mentions"], found),
            *_link_agencies(review_id, rows["agency_mentions"]),
            *_link_own(recs.pop(review_id, ())),
        ]
        yield from _put_together(links)
    for own in recs.values():
        yield from _put_together(_link_own(own))
    themes = [node_id("theme", theme_id) for theme_id in tables["themes"]["theme_id"]]
    yield from _put_together([*_link_passages(found), *_link_reviews(found)], themes)
    for (agency_id, theme_id, kind), passages in sorted(found.judged.items()):
        yield _link(("agency", agency_id), ("theme", theme_id), kind, passages)
    yield from _link_recommendations(tables)


@dataclass(slots=True)
class _Found:
    """What leads from themes and agencies, gathered while the reviews go by."""

    together: dict[tuple[str, str], tuple[list[str], list[str]]] = field(
        default_factory=lambda: defaultdict(lambda: ([], []))
    )
    """Passages with both themes, and their reviews."""
    first: dict[str, dict[str, str]] = field(default_factory=lambda: defaultdict(dict))
    """The first passage of each theme by review."""
    judged: dict[tuple[str, str, str], _Passages] = field(default_factory=lambda: defaultdict(dict))


def _put_together(links: Iterable[Link], sources: Sequence[str] = ()) -> Iterator[Link]:
    """The links source by source and target by target, each in the order in which it came first.

    Args:
        links: to be put in order.
        sources: come first, in this order.
    """
    leading: dict[str, dict[str, list[Link]]] = {source: {} for source in sources}
    for link in links:
        leading.setdefault(link.source, {}).setdefault(link.target, []).append(link)
    for targets in leading.values():
        for same in targets.values():
            yield from same


def _link(one: tuple[str, str], other: tuple[str, str], kind: str, evidence: _Passages) -> Link:
    return Link(
        source=node_id(*one),
        target=node_id(*other),
        kind=kind,
        evidence=tuple(evidence),
        reviews=tuple(dict.fromkeys(evidence.values())),
        weight=len(evidence),
    )


def _link_themes(review_id: str, mentions: Sequence[Any], found: _Found) -> Iterator[Link]:
    with_theme: dict[str, _Passages] = defaultdict(dict)
    themes_in: dict[str, dict[str, None]] = defaultdict(dict)
    for row in mentions:
        if row.status == "asserted":
            with_theme[row.theme_id][row.passage_id] = review_id
            themes_in[row.passage_id][row.theme_id] = None
    for theme_id, passages in with_theme.items():
        found.first[theme_id][review_id] = next(iter(passages))
        yield _link(("review", review_id), ("theme", theme_id), "has_theme", passages)
    for passage_id, ids in themes_in.items():
        for pair in combinations(sorted(ids), 2):
            passages_, reviews = found.together[pair]
            passages_.append(passage_id)
            reviews.append(review_id)


def _link_passages(found: _Found) -> Iterator[Link]:
    for one, other in sorted(found.together):
        passages = dict(zip(*found.together[one, other], strict=True))
        yield _link(("theme", one), ("theme", other), "co_occurs", passages)


def _link_reviews(found: _Found) -> Iterator[Link]:
    for one, other in combinations(sorted(found.first), 2):
        ones, others = found.first[one], found.first[other]
        reviews = tuple(review_id for review_id in ones if review_id in others)
        if reviews:
            shown = (passage for review in reviews for passage in (ones[review], others[review]))
            yield Link(
                source=node_id("theme", one),
                target=node_id("theme", other),
                kind="co_occurs_in_review",
                evidence=tuple(dict.fromkeys(shown)),
                reviews=reviews,
                weight=len(reviews),
            )


def _link_agencies(review_id: str, mentions: Sequence[Any]) -> Iterator[Link]:
    named: dict[tuple[str, str], _Passages] = defaultdict(dict)
    for row in mentions:
        if row.agency_id:
            named[row.agency_id, _PARTS.get(row.part, "names")][row.passage_id] = review_id
    for (agency_id, kind), passages in named.items():
        yield _link(("review", review_id), ("agency", agency_id), kind, passages)


def _link_own(recs: Sequence[Any]) -> Iterator[Link]:
    for rec in recs:
        kind = "answers" if rec.is_restatement else "makes"
        yield _link(
            ("review", rec.review_id), ("recommendation", rec.recommendation_id), kind, _stand_on(rec)
        )


def _stand_on(rec: Any) -> _Passages:
    return dict.fromkeys(rec.passage_ids, rec.review_id)


def _link_recommendations(tables: Tables) -> Iterator[Link]:
    before = _find_before(tables)
    by_id = {rec.recommendation_id: rec for rec in iterate_rows(tables["recommendations"])}
    for rec in by_id.values():
        one, passages = ("recommendation", rec.recommendation_id), _stand_on(rec)
        links = []
        if not rec.is_restatement:
            asked, about = dict.fromkeys(rec.addressee_ids), dict.fromkeys(rec.theme_ids)
            links += [_link(one, ("agency", agency_id), "addresses", passages) for agency_id in asked]
            links += [_link(one, ("theme", theme_id), "concerns", passages) for theme_id in about]
        for kind, earlier in (("repeats", before.get(rec.recommendation_id, "")), ("restates", rec.restates)):
            if earlier:
                both = passages | _stand_on(by_id[earlier])
                links.append(_link(one, ("recommendation", earlier), kind, both))
        yield from _put_together(links)


def _find_before(tables: Tables) -> Mapping[str, str]:
    """Return, by recommendation, the one of its lineage that was asked before it."""
    dates = dict(zip(tables["reviews"]["review_id"], tables["reviews"]["published_on"], strict=True))
    recs = tables["recommendations"]
    lineages: dict[str, list[str]] = defaultdict(list)
    for rec in sorted(
        iterate_rows(recs[recs["lineage_id"] != ""]),
        key=lambda rec: (dates[rec.review_id], rec.review_id, rec.recommendation_id),
    ):
        lineages[rec.lineage_id].append(rec.recommendation_id)
    return {later: earlier for chain in lineages.values() for earlier, later in pairwise(chain)}
