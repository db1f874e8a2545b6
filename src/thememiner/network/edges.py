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

import numpy as np

from thememiner.tables import Tables

from .judged import AGENCY_COLUMNS, MENTION_COLUMNS, PASSAGE_COLUMNS, Judged, judge_review
from .register import Numbers, Register, make_numbers


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
_REC_COLUMNS = (
    "review_id", "recommendation_id", "is_restatement", "addressee_ids", "theme_ids", "passage_ids",
    "restates",
)  # fmt: skip
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
    found = _Found()
    walk = tables.walk(
        mentions=MENTION_COLUMNS,
        agency_mentions=AGENCY_COLUMNS,
        passages=PASSAGE_COLUMNS,
        recommendations=_REC_COLUMNS,
    )
    for review_id, rows in walk:
        found.register.open_review(review_id)
        judged = judge_review(review_id, rows["mentions"], rows["agency_mentions"], rows["passages"])
        _note_judged(judged, found)
        links = [
            *_link_themes(review_id, rows["mentions"], found),
            *_link_agencies(review_id, rows["agency_mentions"]),
            *_link_own(rows["recommendations"]),
        ]
        yield from _put_together(links)
    yield from _link_found_themes(found, list(tables["themes"]["theme_id"]))
    for (agency_id, theme_id, kind), numbers in sorted(found.judged.items()):
        yield found.link(("agency", agency_id), ("theme", theme_id), kind, numbers)
    yield from _link_recommendations(tables)


@dataclass(slots=True)
class _Found:
    """What leads from themes and agencies, gathered while the reviews go by: numbers of passages."""

    register: Register = field(default_factory=Register)
    together: dict[tuple[str, str], Numbers] = field(default_factory=lambda: defaultdict(make_numbers))
    """Passages with both themes."""
    first: dict[str, Numbers] = field(default_factory=lambda: defaultdict(make_numbers))
    """The first passage of each theme in each review that has it."""
    judged: dict[tuple[str, str, str], Numbers] = field(default_factory=lambda: defaultdict(make_numbers))

    def link(self, one: tuple[str, str], other: tuple[str, str], kind: str, numbers: Numbers) -> Link:
        """Return the link that stands on some passages."""
        return Link(
            source=node_id(*one),
            target=node_id(*other),
            kind=kind,
            evidence=self.register.list_passages(numbers),
            reviews=self.register.list_reviews(numbers),
            weight=len(numbers),
        )


def _put_together(links: Iterable[Link]) -> Iterator[Link]:
    """The links source by source and target by target, each in the order in which it came first."""
    leading: dict[str, dict[str, list[Link]]] = {}
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
        found.first[theme_id].append(found.register.enter(next(iter(passages))))
        yield _link(("review", review_id), ("theme", theme_id), "has_theme", passages)
    for passage_id, ids in themes_in.items():
        if len(ids) > 1:
            number = found.register.enter(passage_id)
            for pair in combinations(sorted(ids), 2):
                found.together[pair].append(number)


def _note_judged(judged: Iterable[Judged], found: _Found) -> None:
    own: dict[tuple[str, str, str], dict[int, None]] = defaultdict(dict)
    for one in judged:
        kind = "criticised_on" if one.polarity == "concern" else "praised_on"
        own[one.agency_id, one.theme_id, kind][found.register.enter(one.passage_id)] = None
    for key, numbers in own.items():
        found.judged[key].extend(numbers)


def _link_found_themes(found: _Found, themes: Sequence[str]) -> Iterator[Link]:
    """The links from theme to theme: those of the themes that are listed first, in their order."""
    in_passages: dict[str, dict[str, Numbers]] = defaultdict(dict)
    for one, other in sorted(found.together):
        in_passages[one][other] = found.together[one, other]
    known = sorted(found.first)
    for one in dict.fromkeys([*themes, *known]):
        for other in dict.fromkeys([*in_passages[one], *(theme for theme in known if theme > one)]):
            ends = ("theme", one), ("theme", other)
            if other in in_passages[one]:
                yield found.link(*ends, "co_occurs", in_passages[one][other])
            yield from _link_reviews(found, one, other)


def _link_reviews(found: _Found, one: str, other: str) -> Iterator[Link]:
    if one not in found.first:
        return
    ones, others = (np.asarray(found.first[theme]) for theme in (one, other))
    _, at_one, at_other = np.intersect1d(
        found.register.find_reviews(ones),
        found.register.find_reviews(others),
        assume_unique=True,
        return_indices=True,
    )
    if len(at_one):
        shown = np.column_stack((ones[at_one], others[at_other])).ravel()
        yield Link(
            source=node_id("theme", one),
            target=node_id("theme", other),
            kind="co_occurs_in_review",
            evidence=found.register.list_passages(list(dict.fromkeys(shown.tolist()))),
            reviews=found.register.list_reviews(ones[at_one]),
            weight=len(at_one),
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
    earlier = _read_earlier(tables, before)
    for rec in tables.rows("recommendations", *_REC_COLUMNS):
        one, passages = ("recommendation", rec.recommendation_id), _stand_on(rec)
        links = []
        if not rec.is_restatement:
            asked, about = dict.fromkeys(rec.addressee_ids), dict.fromkeys(rec.theme_ids)
            links += [_link(one, ("agency", agency_id), "addresses", passages) for agency_id in asked]
            links += [_link(one, ("theme", theme_id), "concerns", passages) for theme_id in about]
        for kind, other in (("repeats", before.get(rec.recommendation_id, "")), ("restates", rec.restates)):
            if other:
                links.append(_link(one, ("recommendation", other), kind, passages | earlier[other]))
        yield from _put_together(links)


def _read_earlier(tables: Tables, before: Mapping[str, str]) -> dict[str, _Passages]:
    """Return what those recommendations stand on that others repeat or restate."""
    wanted = set(before.values())
    for batch in tables.batches("recommendations", "restates"):
        wanted.update(batch["restates"])
    columns = ("recommendation_id", "review_id", "passage_ids")
    return {
        rec.recommendation_id: _stand_on(rec)
        for rec in tables.rows("recommendations", *columns)
        if rec.recommendation_id in wanted
    }


def _find_before(tables: Tables) -> Mapping[str, str]:
    """Return, by recommendation, the one of its lineage that was asked before it."""
    dates = dict(zip(tables["reviews"]["review_id"], tables["reviews"]["published_on"], strict=True))
    lineages: dict[str, list[tuple[str, str, str]]] = defaultdict(list)
    for rec in tables.rows("recommendations", "recommendation_id", "review_id", "lineage_id"):
        if rec.lineage_id:
            lineages[rec.lineage_id].append((dates[rec.review_id], rec.review_id, rec.recommendation_id))
    return {
        later: earlier
        for chain in lineages.values()
        for (_, _, earlier), (_, _, later) in pairwise(sorted(chain))
    }
