"""From passages to Recommendation records."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from spacy.tokens import Doc

from thememiner.records import AgencyMention, Document, Mention, Passage, Recommendation, Review, make_id
from thememiner.tagging.recommendations.actions import find_action, find_strength, modal_strength
from thememiner.tagging.recommendations.addressees import find_addressees
from thememiner.tagging.recommendations.agency_names import Addressees, AgencyNames, Authority
from thememiner.tagging.recommendations.audience import read_audience
from thememiner.tagging.recommendations.deadlines import Deadline, find_due, read_deadline
from thememiner.tagging.recommendations.drafts import Draft
from thememiner.tagging.recommendations.elsewhere import (
    find_announced,
    find_labelled,
    find_sentences,
    find_tables,
)
from thememiner.tagging.recommendations.grammar import is_asking, is_imperative, split_sentences
from thememiner.tagging.recommendations.headings import read_heading
from thememiner.tagging.recommendations.items import find_items
from thememiner.tagging.recommendations.labels import read_closing_label
from thememiner.tagging.recommendations.measure import find_measure
from thememiner.tagging.recommendations.parts import Part, make_parts
from thememiner.tagging.recommendations.repeats import Merged, merge_repeats
from thememiner.tagging.recommendations.responses import find_answered, read_response
from thememiner.tagging.recommendations.stance import is_review, read_stance
from thememiner.tagging.recommendations.zones import ASKED_KINDS, find_zones

_CALL = re.compile(r"\b(?:calls?|calling|called|asks?|asking|asked|urges?|urging|urged)\b")
_HAS_WORDS = re.compile(r"[^\W_]{2}")


def find_recommendations(
    doc: Document,
    passages: Sequence[Passage],
    spacy_docs: Sequence[Doc],  # noqa: ARG001
    mentions: Sequence[Mention],
    agency_mentions: Sequence[AgencyMention],
    authority: Authority | None,
    *,
    review: Review,
) -> tuple[Recommendation, ...]:
    """Return what a review asks for, and its kin: one record per item, in order of page.

    Guidance and reports about another body's report yield none; a response yields the
    recommendations that it answers, with the answer.

    Args:
        doc: the document.
        passages: its passages, in order.
        spacy_docs: one spaCy document per passage (kept for the interface of a tagging stage).
        mentions: themes found in the passages.
        agency_mentions: bodies found in the passages.
        authority: resolves the names of addressees; None keeps them as printed.
        review: what the document is.
    """
    parts = make_parts(doc, passages)
    stance = read_stance(doc, parts, review)
    if stance in ("standards", "secondary"):
        return ()
    drafts = find_answered(parts) if stance == "response" else _find_own(parts, review)
    drafts = [draft for draft in drafts if _HAS_WORDS.search(draft.text)]
    themes = _themes_by_passage(mentions)
    found: list[Recommendation] = []
    names = AgencyNames(agency_mentions, authority)
    audience = read_audience(parts, review, names)
    before: Addressees | None = None
    for item in merge_repeats(drafts):
        names.enter(part.passage.passage_id for draft in item.drafts for part in draft.parts)
        asked = find_addressees(item.main, before=before, names=names, audience=audience)
        before = asked if asked.names and not asked.implied else before
        found.append(_make_record(item, asked, themes, review, answers=stance == "response"))
    return tuple(_with_unique_ids(sorted(found, key=lambda rec: rec.page)))


def name_themes(recs: Sequence[Recommendation], mentions: Sequence[Mention]) -> tuple[Recommendation, ...]:
    """Return recommendations with the themes of their passages."""
    themes = _themes_by_passage(mentions)
    return tuple(
        replace(
            rec,
            theme_ids=tuple(sorted({theme for each in rec.passage_ids for theme in themes.get(each, ())})),
        )
        for rec in recs
    )


def _find_own(parts: Sequence[Part], review: Review) -> list[Draft]:
    zones = find_zones(parts, title=review.title)
    inside = {part.index for zone in zones for part in zone.parts} | {zone.opener.index for zone in zones}
    drafts: list[Draft] = []
    for index, zone in enumerate(zones):
        if not zone.not_ours:
            drafts += find_items(zone, index=index)
    outside = [part for part in parts if part.index not in inside]
    drafts += find_labelled(outside)
    drafts += find_announced(outside, start_index=len(zones))
    drafts += find_tables(outside, start_index=len(zones) + 1000)
    if is_review(parts, review) and {draft.kind for draft in drafts} & set(ASKED_KINDS) <= {"recommendation"}:
        drafts += find_sentences(outside)
    drafts = _without_stems(drafts)
    for draft in drafts:
        if draft.kind == "recommendation" and _only_asks(draft.text):
            draft.kind = "question_for_board"
    _mark_restatements(drafts)
    return sorted(
        drafts,
        key=lambda draft: draft.parts[0].index if draft.parts else 0,
    )


def _only_asks(text: str) -> bool:
    """Whether an item is a question, and nothing but questions."""
    return all(sentence.endswith("?") for sentence in split_sentences(text))


def _without_stems(drafts: Sequence[Draft]) -> list[Draft]:
    """Drop "6(a) Everybody should:" where 6(a)(i), 6(a)(ii) are the items."""
    numbers = {draft.number for draft in drafts}
    return [
        draft
        for draft in drafts
        if not (
            draft.number
            and draft.texts
            and draft.texts[0].rstrip().endswith(":")
            and any(number.startswith(f"{draft.number}(") for number in numbers)
        )
    ]


def _mark_restatements(drafts: Sequence[Draft]) -> None:
    """Where a review prints a list or labels of its own, prose about them is no further item."""
    if any(draft.kind == "recommendation" and draft.place in ("list", "label") for draft in drafts):
        for draft in drafts:
            prose = draft.place in ("lead_in", "sentence") and not draft.number
            draft.is_restatement = draft.kind == "recommendation" and prose
    elif sum(draft.place == "lead_in" for draft in drafts) > 1:
        # "The panel is asking for ..." heralds, in press prose, what "the following" then lists.
        for draft in drafts:
            if draft.place == "sentence" and _CALL.search(draft.text) and "recommend" not in draft.text:
                draft.is_restatement = draft.kind == "recommendation"


def _make_record(
    item: Merged, asked: Addressees, themes: dict[str, list[str]], review: Review, *, answers: bool
) -> Recommendation:
    main = item.main
    text = item.text.strip()
    whole = f"{main.lead_in} {text}" if main.lead_in else text
    passage_ids: list[str] = []
    for draft in item.drafts:
        passage_ids += [p.passage.passage_id for p in draft.parts if p.passage.passage_id not in passage_ids]
    theme_ids = sorted({theme for passage_id in passage_ids for theme in themes.get(passage_id, ())})
    pages = {page for draft in item.drafts for page in (draft.page, *draft.bundle_pages)}
    asks = main.kind == "recommendation" or (main.kind in ASKED_KINDS and is_asking(split_sentences(text)[0]))
    number = (
        main.number
        or read_closing_label(text)
        or next((draft.number for draft in item.drafts if draft.number), "")
    )
    due = main.due or (find_due(whole) if asks else "")
    deadline = read_deadline(due, published_on=review.published_on)
    status, answer = read_response(main.response)
    return Recommendation(
        recommendation_id=f"{review.review_id}-r{make_id(main.kind, number, text, length=8)}",
        review_id=review.review_id,
        kind=main.kind,
        number=number,
        text=text,
        page=main.page,
        also_pages=tuple(sorted(pages - {main.page})),
        section=(*main.section, main.title) if main.title and main.texts else main.section,
        addressees=asked.names,
        addressee_ids=asked.ids,
        addressees_implied=asked.implied,
        addressee_basis=asked.basis,
        action=find_action(text) if asks else "",
        strength=(_read_strength(main, text) or "should") if asks else "",
        due=due,
        due_by=deadline.by,
        due_period=deadline.period,
        due_since=deadline.since,
        measure=find_measure(whole, deadline=due if deadline != Deadline() else "") if asks else "",
        theme_ids=tuple(theme_ids),
        passage_ids=tuple(passage_ids),
        response=status,
        response_text=answer,
        response_page=main.response_page if answer else None,
        is_restatement=answers,
    )


def _read_strength(draft: Draft, text: str) -> str:
    """The item's own modal; a bare imperative takes that of its lead-in or heading."""
    own = find_strength(text)
    if own and not (own == "should" and is_imperative(text)):
        return own
    headings = [title for title in draft.section[-1:] if read_heading(title).kind]
    above = [modal_strength(words) for words in (draft.lead_in, draft.group, *headings) if words]
    return next((strength for strength in above if strength), own)


def _themes_by_passage(mentions: Sequence[Mention]) -> dict[str, list[str]]:
    themes: dict[str, list[str]] = {}
    for mention in mentions:
        if mention.status != "passing":
            themes.setdefault(mention.passage_id, []).append(mention.theme_id)
    return themes


def _with_unique_ids(recs: Sequence[Recommendation]) -> list[Recommendation]:
    seen: dict[str, int] = {}
    unique = []
    for rec in recs:
        count = seen[rec.recommendation_id] = seen.get(rec.recommendation_id, 0) + 1
        if count > 1:
            again = make_id(rec.kind, rec.number, rec.text, count, length=8)
            values = {name: getattr(rec, name) for name in Recommendation.__slots__}
            rec = Recommendation(**{**values, "recommendation_id": f"{rec.review_id}-r{again}"})  # noqa: PLW2901
        unique.append(rec)
    return unique
